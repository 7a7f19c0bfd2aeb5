package main

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// checkDemo checks what the demonstration wrote.
func checkDemo(t testing.TB, file string) {
	t.Helper()
	r, err := pcap.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	found := map[string]int{}
	data := 0
	for p, err := range r.Packets() {
		if err != nil {
			t.Fatal(err)
		}
		var f wire.Frame
		if err := f.ParseLink(uint16(p.LinkType()), p.Data); err != nil {
			t.Errorf("packet %d: %v", p.Number, err)
		}
		for name, is := range map[string]bool{
			"ARP":             f.ARP() != nil,
			"TCP over IPv4":   f.TCP() != nil && f.IPv4() != nil,
			"TCP over IPv6":   f.TCP() != nil && f.IPv6() != nil,
			"SYN":             f.TCP() != nil && f.TCP().Flags()&wire.SYN != 0,
			"RST":             f.TCP() != nil && f.TCP().Flags()&wire.RST != 0 && f.TCP().SrcPort() == 81,
			"UDP":             f.UDP() != nil,
			"VLAN":            f.VLAN() != nil && f.VLAN().ID() == 42,
			"GRE":             f.GRE() != nil && f.Count(wire.KindIPv4) == 2,
			"echo":            icmp(&f, wire.KindICMPv4, 8, demoA.v4),
			"echo reply":      icmp(&f, wire.KindICMPv4, 0, demoB.v4),
			"unreachable":     icmp(&f, wire.KindICMPv4, 3, demoB.v4),
			"solicitation":    icmp(&f, wire.KindICMPv6, 135, demoA.v6),
			"advertisement":   icmp(&f, wire.KindICMPv6, 136, demoB.v6),
			"IPv6 echo reply": icmp(&f, wire.KindICMPv6, 129, demoB.v6),
			"wrong checksum":  f.IPv4() != nil && f.IPv4().Checksum() == 0xbad,
			"in":              p.Direction() == pcap.Inbound,
			"out":             p.Direction() == pcap.Outbound,
		} {
			if is {
				found[name]++
			}
		}
		if tcp := f.TCP(); tcp != nil && tcp.SrcPort() == 8080 {
			data += len(f.Payload())
		}
		if p.Interface.Name != "eth0" || p.Interface.Resolution != pcap.Nano {
			t.Errorf("interface %+v", p.Interface)
		}
	}
	for _, want := range []string{"ARP", "TCP over IPv4", "TCP over IPv6", "SYN", "RST", "UDP", "VLAN", "GRE", "echo", "echo reply", "unreachable",
		"solicitation", "advertisement", "IPv6 echo reply", "wrong checksum", "in", "out"} {
		if found[want] == 0 {
			t.Errorf("no %s was captured: %v", want, found)
		}
	}
	if found["SYN"] != 5 || data < 2*demoBytes {
		t.Errorf("%d SYNs, %d bytes over TCP", found["SYN"], data)
	}
}

// icmp reports whether a frame's innermost header is of the kind and ICMP type, and
// from src.
func icmp(f *wire.Frame, k wire.Kind, icmpType byte, src netip.Addr) bool {
	last, b := f.Header(f.Len() - 1)
	return last == k && len(b) > 0 && b[0] == icmpType && f.Src() == src
}

// checkDemoText checks what the demonstration printed.
func checkDemoText(t testing.TB, text, file string) {
	t.Helper()
	for _, want := range []string{
		"alice (192.0.2.1, 2001:db8::1)", "Alice pings bob", "ARP, Request who-has 192.0.2.2 tell 192.0.2.1", "IP 192.0.2.2.81 > 192.0.2.1.40000: Flags [R.]",
		"vlan 42", "GREv0", "bad cksum", "PROTOCOL", "192.0.2.1:40000", "[2001:db8::2]:8080", " 0 dropped; they are in " + file,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

func TestLiveDemo(t *testing.T) {
	labtest.Need(t)
	file := filepath.Join(t.TempDir(), "demo.pcapng")
	start := time.Now()
	r := gocap(t, "", "demo", "-w", file)
	if took := time.Since(start); r.code != 0 || took > demoTime {
		t.Errorf("exit %d in %v: %s", r.code, took, r.err)
	}
	checkDemoText(t, r.out, file)
	checkDemo(t, file)
	if strings.Contains(r.out, "\x1b") {
		t.Error("colour without a terminal")
	}
	// All that is printed is in the file.
	d := gocap(t, "", "dump", "-nn", "-r", file)
	if n := strings.Count(d.out, "\n"); d.code != 0 || n != len(readAll(t, file)) {
		t.Errorf("%d lines of %d packets", n, len(readAll(t, file)))
	}
	if r := gocap(t, "", "demo", "-w", filepath.Join(file, "nowhere")); r.code != exitFound || !strings.Contains(r.err, "nowhere") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "demo", "-w", "/dev/full"); r.code != exitFound || strings.Count(r.err, "no space left") != 1 {
		t.Errorf("%+v", r)
	}
	var errs bytes.Buffer
	if code := execute(t.Context(), []string{"demo", "-w", file}, nil, &failAfter{300}, &errs); code != exitFound || !strings.Contains(errs.String(), "unable to write output") {
		t.Errorf("exit %d, %s", code, &errs)
	}
}

func TestConversations(t *testing.T) {
	c := newConversations()
	f := testFrames(t)
	at := time.Unix(1, 0)
	c.add(link.Ethernet, f[0], 54, at)
	c.add(link.Ethernet, f[1], 47, at.Add(time.Second))
	c.add(link.Ethernet, f[1], 47, at.Add(3*time.Second))
	c.add(link.Ethernet, []byte{1, 2, 3}, 3, at)
	c.add(link.Type(60000), f[0], 3, at)
	var out bytes.Buffer
	if err := c.print(&out); err != nil {
		t.Fatal(err)
	}
	want := `PROTOCOL  FROM               TO               PACKETS  BYTES  ANSWERS  BYTES  DURATION
TCP       192.0.2.1:40000    198.51.100.2:80  1        54     0        0      0s
UDP       198.51.100.2:5000  192.0.2.1:6000   2        94     0        0      2s
other                                         2
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
	if err := c.print(&failAfter{}); err == nil {
		t.Error("a table that cannot be written is no error")
	}
	if _, err := os.Stat("demo.pcapng"); err == nil {
		t.Error("a test wrote demo.pcapng here")
	}
}
