package main

import (
	"bytes"
	"context"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/show"
	"github.com/gocap-project/gocap/wire"
)

// A result is what a command did.
type result struct {
	out, err string
	code     int
}

// gocap runs a command line in this process.
func gocap(t testing.TB, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := execute(t.Context(), args, strings.NewReader(stdin), &out, &errs)
	return result{out.String(), errs.String(), code}
}

var (
	a4 = netip.MustParseAddr("192.0.2.1")
	b4 = netip.MustParseAddr("198.51.100.2")
	a6 = netip.MustParseAddr("2001:db8::1")
)

// frames returns small frames: a SYN, a datagram with a wrong checksum, a header that
// is cut.
func testFrames(t testing.TB) [][]byte {
	var out [][]byte
	for _, p := range []packet.Packet{
		{&layers.Ethernet{}, &layers.IPv4{Src: a4, Dst: b4}, &layers.TCP{SrcPort: 40000, DstPort: 80, Flags: wire.SYN}},
		{&layers.Ethernet{}, &layers.IPv4{Src: b4, Dst: a4}, &layers.UDP{SrcPort: 5000, DstPort: 6000, Checksum: packet.U16(1)}, packet.Payload([]byte("hello"))},
		{&layers.Ethernet{}, &layers.IPv4{Src: a4, Dst: b4}, &layers.UDP{SrcPort: 1, DstPort: 2}},
	} {
		b, err := p.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	out[2] = out[2][:36]
	return out
}

// testCapture returns a capture of the frames, a second apart.
func testCapture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := pcap.NewWriter(&b, pcap.Options{LinkType: link.Ethernet})
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range testFrames(t) {
		at := time.Date(2026, 1, 2, 3, 4, 5+i, 6000, time.UTC)
		if err := w.Write(&pcap.Packet{Data: f, Time: at.UnixNano()}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// testFile writes b to a file of the test's own and returns its name.
func testFile(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestUsage(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"shw", `unknown command "shw"; is it show?`},
		{"nonsense", `unknown command "nonsense"`},
		{"show", "name a file"},
		{"show --nonsense", "unknown flag: --nonsense; see gocap show --help"},
		{"show -r x --json --fields a", "none of the others can be"},
		{"show -r x --fields ip.scr", "is it ip.Src?"},
		{"show -r x --csv", "go with --fields"},
		{"show -r x --frames 3-1", "selection of packets"},
		{"show -r x --frames 0", "selection of packets"},
		{"show -r x --frames a", "selection of packets"},
		{"show -r x -n -1", "number of packets"},
		{"show -r x --color blue", "--color is"},
		{"show -r x --decode-as udp=DNS", "should be like"},
		{"show -r x --decode-as udp:70000=UDP", "up to 65535"},
		{"show -r x --decode-as udp:1=Nothing", "no protocol"},
		{"show -r x --decode-as sctp:1=UDP", "is not link, ether"},
		{"show -r x --decode-as ip:256=UDP", "end at 255"},
		{"check", "at least 1 arg"},
		{"check --every 0 x", "--every"},
		{"check --mutate -1 x", "--mutate"},
		{"version x", "unknown command"},
		{"proto tpc", "is it TCP?"},
		{"show -r /nonexistent/x", "/nonexistent/x"},
	} {
		r := gocap(t, "", strings.Fields(c.args)...)
		if r.code != exitUsage || !strings.HasPrefix(r.err, "gocap: ") || !strings.Contains(r.err, c.want) || r.out != "" {
			t.Errorf("gocap %s: exit %d, stderr %q, stdout %q; want %q", c.args, r.code, r.err, r.out, c.want)
		}
	}
}

// TestHelp checks that every command is described, with examples.
func TestHelp(t *testing.T) {
	if r := gocap(t, ""); r.code != 0 || !strings.Contains(r.out, "Examples:") {
		t.Errorf("gocap: %+v", r)
	}
	for _, c := range rootCmd().Commands() {
		if c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		r := gocap(t, "", c.Name(), "--help")
		if r.code != 0 || c.Short == "" || c.Example == "" || !strings.Contains(r.out, "Examples:") {
			t.Errorf("gocap %s --help: exit %d, short %q, example %q", c.Name(), r.code, c.Short, c.Example)
		}
	}
}

func TestVersion(t *testing.T) {
	r := gocap(t, "", "version")
	if r.code != 0 || !strings.HasPrefix(r.out, "gocap ") || !strings.Contains(r.out, "protocols") {
		t.Errorf("%+v", r)
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if r := gocap(t, "", "completion", shell); r.code != 0 || !strings.Contains(r.out, "gocap") {
			t.Errorf("%s: exit %d, %d bytes", shell, r.code, len(r.out))
		}
	}
	if r := gocap(t, "", "__complete", "proto", "TC"); !strings.Contains(r.out, "TCP\n") {
		t.Errorf("%+v", r)
	}
}

// TestFields checks that every name that is offered is understood, and that common
// ones of Wireshark's are offered.
func TestFields(t *testing.T) {
	r := gocap(t, "", "__complete", "show", "--fields", "ip.src,")
	names := map[string]bool{}
	for line := range strings.Lines(r.out) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "ip.src,"); ok {
			names[name] = true
			if _, err := show.ParseColumns(name, packet.Protos()); err != nil {
				t.Error(err)
			}
		}
	}
	for _, n := range []string{"eth.type", "ip.proto", "tcp.flags.syn", "udp.port", "arp.opcode", "dns.qry.name", "frame.time", "ICMPv6.Type", "DHCP.XID"} {
		if !names[n] {
			t.Errorf("%s is not among %d names", n, len(names))
		}
	}
}

func TestProto(t *testing.T) {
	if r := gocap(t, "", "proto"); r.code != 0 || !strings.Contains(r.out, "\nTCP ") || !strings.Contains(r.out, "RFC 9293") {
		t.Errorf("%+v", r)
	}
	r := gocap(t, "", "proto", "tcp", "IPV4")
	for _, want := range []string{"bound to IP protocol 6", "|           Checksum            |", "DataOffset", "\nIPv4: "} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is not in\n%s", want, r.out)
		}
	}
}

// failAfter fails once n bytes were written, as a full disk does.
type failAfter struct{ n int }

var errFull = os.ErrClosed

func (w *failAfter) Write(b []byte) (int, error) {
	if w.n -= len(b); w.n < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// TestWriteErrors checks that output that cannot be written is an error.
func TestWriteErrors(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	for _, args := range [][]string{
		{"show", "-r", file}, {"show", "-r", file, "--json"}, {"show", "-r", file, "--count"},
		{"check", file}, {"check", "--mutate", "10", file}, {"proto"}, {"proto", "TCP"}, {"version"},
	} {
		var errs bytes.Buffer
		if code := execute(t.Context(), args, nil, &failAfter{}, &errs); code != exitFound || !strings.Contains(errs.String(), errFull.Error()) {
			t.Errorf("%v: exit %d, %q", args, code, &errs)
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := testFile(t, "a.pcap", testCapture(t))
	for _, args := range [][]string{{"show", "-r", file}, {"check", file}, {"check", "--mutate", "1000000000000", file}} {
		var out, errs bytes.Buffer
		if code := execute(ctx, args, nil, &out, &errs); code != exitFound {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}
