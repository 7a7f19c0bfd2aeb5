package main

import (
	"encoding/json"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// ntpFile writes a capture with two requests and their answers, of which the second is forged, and a packet with a wrong
// checksum.
func ntpFile(t *testing.T) string {
	t.Helper()
	client, server := netip.MustParseAddrPort("192.0.2.1:40000"), netip.MustParseAddrPort("192.0.2.2:123")
	s := session.NewNTP(false)
	name := filepath.Join(t.TempDir(), "ntp.pcap")
	w, err := pcap.Create(name, pcap.Options{LinkType: link.Raw})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	at := int64(1_700_000_000e9)
	put := func(src, dst netip.AddrPort, data []byte, spoil bool) {
		u := &layers.UDP{SrcPort: src.Port(), DstPort: dst.Port()}
		if spoil {
			u.Checksum = packet.U16(0xdead)
		}
		b, err := packet.Packet{&layers.IPv4{Src: src.Addr(), Dst: dst.Addr()}, u, packet.Payload(data)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		at += 1e9
		if err := w.Write(&pcap.Packet{Time: at, Data: b, Len: len(b)}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 2 {
		q, _ := s.Build(session.Client, nil, at)
		a, _ := s.Build(session.Server, nil, at+1e6)
		if i == 1 {
			wire.NTP(a).SetOriginTime(12345)
		}
		put(client, server, q, false)
		put(server, client, a, false)
	}
	q, _ := s.Build(session.Client, nil, at)
	put(client, server, q, true)
	return name
}

func TestLint(t *testing.T) {
	file := ntpFile(t)
	r := gocap(t, "", "lint", "-r", file)
	want := `4 2023-11-14T22:13:24Z ntp 192.0.2.2:123 > 192.0.2.1:40000: invalid: RFC 5905 §8: origin time is that of no request (OriginTime, asked)
5 2023-11-14T22:13:25Z UDP 192.0.2.1:40000 > 192.0.2.2:123: invalid: format: checksum: is not the checksum of what it covers (Checksum)
`
	if r.code != exitFound || !strings.HasPrefix(r.out, want) || !strings.HasSuffix(r.out, "5 packets: 2 invalid, 0 tolerated\n") {
		t.Errorf("exit status %d:\n%s", r.code, r.out)
	}
	r = gocap(t, "", "lint", "-r", file, "--json", "--formats=false")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	var got lintLine
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
		t.Fatal(err)
	}
	if got != (lintLine{4, "2023-11-14T22:13:24Z", "ntp", "192.0.2.2:123 > 192.0.2.1:40000", "invalid", "RFC 5905 §8", "OriginTime", "asked", "origin time is that of no request"}) {
		t.Errorf("%+v", got)
	}
	if want := `{"summary":[{"count":1,"session":"ntp","verdict":"invalid","rule":"RFC 5905 §8","reason":"origin time is that of no request"}],"packets":5,"invalid":1,"tolerated":0}`; lines[1] != want {
		t.Error(lines[1])
	}
	r = gocap(t, "", "lint", "-r", file, "-n", "3")
	if r.code != exitOK || r.out != "3 packets: 0 invalid, 0 tolerated\n" {
		t.Errorf("healthy traffic: exit status %d, %q", r.code, r.out)
	}
}

func TestSessions(t *testing.T) {
	r := gocap(t, "", "sessions", "-r", ntpFile(t), "--json")
	want := `{"number":0,"session":"ntp","client":"192.0.2.1:40000","server":"192.0.2.2:123","state":"asked","peer_state":"asked","first":"2023-11-14T22:13:21Z","last":"2023-11-14T22:13:25Z",` +
		`"duration":4,"packets":[3,2],"bytes":[144,96],"rtt":0,"resent":[0,0],"tolerated":0,"invalid":1,"ended":"eof"}` + "\n"
	if r.code != exitOK || r.out != want {
		t.Errorf("exit status %d: %s", r.code, r.out)
	}
	r = gocap(t, "", "sessions", "-r", ntpFile(t))
	if lines := strings.Split(r.out, "\n"); len(lines) != 3 || !strings.HasPrefix(lines[1], "     0  ntp      192.0.2.1:40000        192.0.2.2:123          asked") {
		t.Errorf("%q", lines)
	}
}
