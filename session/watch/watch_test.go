package watch_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/watch"
	"github.com/gocap-project/gocap/wire"
)

// udp returns a packet of UDP over IPv4.
func udp(src, dst string, data []byte) []byte {
	s, d := netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	b := make([]byte, 28, 28+len(data))
	ip := wire.IPv4(b)
	b[0] = 0x45
	ip.SetLength(uint16(28 + len(data)))
	ip.SetTTL(64)
	ip.SetProtocol(wire.IPProtoUDP)
	ip.SetSrc(s.Addr())
	ip.SetDst(d.Addr())
	u := wire.UDP(b[20:])
	u.SetSrcPort(s.Port())
	u.SetDstPort(d.Port())
	u.SetLength(uint16(8 + len(data)))
	return append(b, data...)
}

// fragments cuts a packet in two.
func fragments(b []byte) [][]byte {
	one, two := append([]byte(nil), b[:44]...), append(append([]byte(nil), b[:20]...), b[44:]...)
	wire.IPv4(one).SetFlags(wire.MoreFragments)
	wire.IPv4(one).SetLength(44)
	wire.IPv4(two).SetFragOff(3)
	wire.IPv4(two).SetLength(uint16(len(two)))
	return [][]byte{two, one}
}

func question(at int64) []byte {
	b, _ := session.NewNTP(false).Build(session.Client, nil, at)
	return b
}

// answer answers the question of a time.
func answer(asked int64) []byte {
	s := session.NewNTP(false)
	s.Build(session.Client, nil, asked)
	b, _ := s.Build(session.Server, nil, asked+1000)
	return b
}

type seen struct {
	findings []string
	records  []string
}

func (s *seen) config() watch.Config {
	return watch.Config{
		Report: func(f *watch.Finding) {
			s.findings = append(s.findings, fmt.Sprint(f.From.Frame, " ", f.Session, " ", f.Src, " ", f.Rule.Name))
		},
		Ended: func(r *watch.Record) {
			s.records = append(s.records, fmt.Sprint(r.Number, " ", r.Session, " ", r.Ends, " ", r.Packets, " ", r.State, " ", r.Invalid, " ", r.Tolerated, " ", r.Why))
		},
	}
}

func TestWatcher(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	const sec = int64(1e9)
	n := uint64(0)
	put := func(at int64, packets ...[]byte) {
		for _, b := range packets {
			n++
			w.Put(link.Raw, b, len(b), sequence.Source{Frame: n, Time: at})
		}
	}
	const client, server = "192.0.2.1:40000", "192.0.2.2:123"
	put(100*sec, udp(client, server, question(100*sec)), udp(server, client, answer(100*sec)))
	put(120*sec, fragments(udp(client, server, question(120*sec)))...)
	put(121*sec, udp(server, client, answer(99*sec)), udp(server, client, answer(120*sec)), udp(server, client, answer(120*sec)))
	put(122*sec, udp(server, "192.0.2.9:5", answer(7))) // its question was missed
	put(123*sec, udp("192.0.2.1:7", "192.0.2.2:8", []byte("x")))
	put(900*sec, udp(server, "192.0.2.9:5", answer(7)))
	w.Flush()
	want := seen{
		[]string{"5 ntp 192.0.2.2:123 ntp-origin", "7 ntp 192.0.2.2:123 ntp-duplicate"},
		[]string{
			"0 ntp [192.0.2.1:40000 192.0.2.2:123] [2 4] idle 1 1 timeout",
			"1 ntp [192.0.2.9:5 192.0.2.2:123] [0 1] idle 0 0 timeout",
			"2 udp [192.0.2.1:7 192.0.2.2:8] [1 0]  0 0 eof",
			"3 ntp [192.0.2.9:5 192.0.2.2:123] [0 1] idle 0 0 eof",
		},
	}
	if fmt.Sprintf("%q", s) != fmt.Sprintf("%q", want) {
		t.Errorf("%q\nnot %q", s, want)
	}
}

// TestDHCP has a client be one conversation whatever its addresses are.
func TestDHCP(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	mac := wire.MAC{2, 0, 0, 0, 0, 1}
	discover, _ := session.NewDHCP(false).Build(nil, mac, 7)
	offer := append([]byte(nil), discover[:wire.DHCPLen+4]...)
	offer[0] = byte(wire.DHCPOpReply)
	offer = append(offer, 53, 1, byte(wire.DHCPOffer), 255) // of no server
	for i, p := range [][]byte{udp("0.0.0.0:68", "255.255.255.255:67", discover), udp("192.0.2.1:67", "192.0.2.7:68", offer)} {
		w.Put(link.Raw, p, len(p), sequence.Source{Frame: uint64(i + 1), Time: 1})
	}
	w.Flush()
	want := seen{[]string{"2 dhcp 192.0.2.1:67 dhcp-server-id"}, []string{"0 dhcp [0.0.0.0:68 255.255.255.255:67] [1 1] SELECTING 1 0 eof"}}
	if fmt.Sprintf("%q", s) != fmt.Sprintf("%q", want) {
		t.Errorf("%q\nnot %q", s, want)
	}
}

// tcp returns a segment in a packet of IPv4.
func tcp(src, dst string, seg []byte) []byte {
	b := udp(src, dst, seg)
	b = append(b[:20], b[28:]...)
	ip, s, d := wire.IPv4(b), netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	ip.SetLength(uint16(len(b)))
	ip.SetProtocol(wire.IPProtoTCP)
	wire.TCP(b[20:]).SetSrcPort(s.Port())
	wire.TCP(b[20:]).SetDstPort(d.Port())
	return b
}

// TestTCP has two connections between the same ends, of which the first is closed and the second reset, and a forged
// segment in between.
func TestTCP(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	const client, server = "192.0.2.1:40000", "192.0.2.2:80"
	n := uint64(0)
	put := func(side session.Side, seg []byte) {
		src, dst := client, server
		if side == session.Server {
			src, dst = dst, src
		}
		n++
		b := tcp(src, dst, seg)
		w.Put(link.Raw, b, len(b), sequence.Source{Frame: n, Time: int64(n) * 100e9})
	}
	var talk *session.TCP
	send := func(side session.Side, p session.TCPPart) {
		b, err := talk.Build(side, nil, p, 0)
		if err != nil {
			t.Fatal(err)
		}
		put(side, b)
	}
	for _, end := range []wire.TCPFlags{wire.FIN, wire.RST} {
		talk = session.NewTCP(session.TCPConfig{})
		send(session.Client, session.TCPPart{Flags: wire.SYN, ISN: 1000 * uint32(end)})
		send(session.Server, session.TCPPart{Flags: wire.SYN, ISN: 5000 * uint32(end)})
		send(session.Client, session.TCPPart{Payload: []byte("hello")})
		send(session.Server, session.TCPPart{})
		forged := make(wire.TCP, wire.TCPLen)
		forged.SetDataOffset(5)
		forged.SetFlags(wire.ACK)
		forged.SetSeq(5000*uint32(end) + 1)
		forged.SetAck(1 << 30)
		put(session.Server, forged)
		send(session.Client, session.TCPPart{Flags: end})
		if end == wire.FIN {
			send(session.Server, session.TCPPart{Flags: end})
			send(session.Client, session.TCPPart{})
		}
	}
	w.Flush()
	want := seen{
		[]string{"5 tcp 192.0.2.2:80 tcp-ack-unsent", "13 tcp 192.0.2.2:80 tcp-ack-unsent"},
		[]string{
			"0 tcp [192.0.2.1:40000 192.0.2.2:80] [4 4] TIME-WAIT 1 0 fin",
			"1 tcp [192.0.2.1:40000 192.0.2.2:80] [3 3] CLOSED 1 0 rst",
		},
	}
	if fmt.Sprintf("%q", s) != fmt.Sprintf("%q", want) {
		t.Errorf("%q\nnot %q", s, want)
	}
}

// connection makes the packets of a TCP connection in which each side says something in turn.
func connectionOf(t *testing.T, server string, say ...string) (packets [][]byte) {
	t.Helper()
	const client = "192.0.2.1:40000"
	talk := session.NewTCP(session.TCPConfig{})
	send := func(side session.Side, p session.TCPPart) {
		b, err := talk.Build(side, nil, p, 0)
		if err != nil {
			t.Fatal(err)
		}
		if side == session.Client {
			packets = append(packets, tcp(client, server, b))
		} else {
			packets = append(packets, tcp(server, client, b))
		}
	}
	send(session.Client, session.TCPPart{Flags: wire.SYN, ISN: 1})
	send(session.Server, session.TCPPart{Flags: wire.SYN, ISN: 1})
	send(session.Client, session.TCPPart{})
	for i, text := range say {
		send(session.Side(i&1), session.TCPPart{Payload: []byte(text)})
	}
	return packets
}

// TestContent has what is said over TCP judged: DNS by its port, HTTP and TLS by what they look like.
func TestContent(t *testing.T) {
	const dns = "\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"
	const other = "\x00\x08\x81\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"
	const size = "\x00\x13"
	for _, tt := range []struct {
		server string
		ports  map[uint16]string
		say    []string
		want   string
	}{
		{"192.0.2.2:53", nil, []string{size + dns, size + other}, "[5 dns 192.0.2.2:53 dns-id]"},
		{"192.0.2.2:99", map[uint16]string{99: "dns"}, []string{size + dns[:4], "", dns[4:], size + other}, "[7 dns 192.0.2.2:99 dns-id]"},
		{"192.0.2.2:8000", nil, []string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"},
			"[5 http 192.0.2.2:8000 http-lengths]"},
		{"192.0.2.2:8443", nil, []string{"\x16\x03\x01\x00\x04\x02\x00\x00\x00"}, "[4 tls 192.0.2.1:40000 tls-order]"},
		{"192.0.2.2:7", nil, []string{"anything", "else"}, "[]"},
	} {
		var s seen
		cfg := s.config()
		cfg.Ports = tt.ports
		w := watch.New(cfg)
		for i, b := range connectionOf(t, tt.server, tt.say...) {
			w.Put(link.Raw, b, len(b), sequence.Source{Frame: uint64(i + 1), Time: int64(i + 1)})
		}
		w.Flush()
		if fmt.Sprint(s.findings) != tt.want {
			t.Errorf("%q: %q, not %s", tt.say, s.findings, tt.want)
		}
	}
}

// TestTunnels has the same addresses in two tunnels be two conversations.
func TestTunnels(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	in := func(outer string, b []byte) []byte {
		h := make([]byte, 20)
		h[0] = 0x45
		ip := wire.IPv4(h)
		ip.SetLength(uint16(20 + len(b)))
		ip.SetProtocol(wire.IPProtoIPv4)
		ip.SetSrc(netip.MustParseAddr(outer))
		ip.SetDst(netip.MustParseAddr("198.51.100.1"))
		return append(h, b...)
	}
	b := udp("192.0.2.1:7", "192.0.2.2:8", []byte("x"))
	for _, p := range [][]byte{in("198.51.100.2", b), in("198.51.100.3", b), b} {
		w.Put(link.Raw, p, len(p), sequence.Source{})
	}
	w.Flush()
	if len(s.records) != 3 {
		t.Errorf("%q", s.records)
	}
}

func FuzzWatcher(f *testing.F) {
	f.Add(udp("192.0.2.1:123", "192.0.2.2:123", question(5)), uint16(0))
	f.Add(fragments(udp("192.0.2.1:123", "192.0.2.2:123", question(5)))[0], uint16(9))
	f.Fuzz(func(t *testing.T, b []byte, cuts uint16) {
		var s seen
		w := watch.New(s.config())
		size := int(cuts)%97 + 20
		for n := uint64(1); len(b) > 0; n++ {
			p := b[:min(size, len(b))]
			b = b[len(p):]
			w.Put(link.Raw, p, len(p)+int(cuts>>15), sequence.Source{Frame: n, Time: int64(n)})
		}
		w.Flush()
	})
}

func Example() {
	w := watch.New(watch.Config{Report: func(f *watch.Finding) { fmt.Println(f.From.Frame, f.Session, f.Verdict) }})
	const client, server = "192.0.2.1:40000", "192.0.2.2:123"
	for i, b := range [][]byte{
		udp(client, server, question(1e9)), udp(server, client, answer(1e9)),
		udp(client, server, question(2e9)), udp(server, client, answer(7e9)),
	} {
		w.Put(link.Raw, b, len(b), sequence.Source{Frame: uint64(i + 1), Time: int64(20*i+1) * 1e9})
	}
	w.Flush()
	// Output:
	// 4 ntp invalid: RFC 5905 §8: origin time is that of no request (OriginTime, asked)
}

// TestFragments has fragments with other content where they overlap, and a tiny first one.
func TestFragments(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	b := udp("192.0.2.1:7", "192.0.2.2:8", make([]byte, 40))
	first, last := append([]byte(nil), b[:44]...), append(append([]byte(nil), b[:20]...), b[36:]...)
	wire.IPv4(first).SetFlags(wire.MoreFragments)
	wire.IPv4(first).SetLength(44)
	wire.IPv4(last).SetFragOff(2)
	wire.IPv4(last).SetLength(uint16(len(last)))
	last[22]++ // within the first
	odd := append([]byte(nil), first[:41]...)
	wire.IPv4(odd).SetLength(41)
	wire.IPv4(odd).SetID(9)
	for i, p := range [][]byte{first, last, odd} {
		w.Put(link.Raw, p, len(p), sequence.Source{Frame: uint64(i + 1), Time: 1})
	}
	w.Flush()
	if want := "[2 fragments 192.0.2.1:0 fragment-conflict 2 fragments 192.0.2.1:0 fragment-overlap 3 fragments 192.0.2.1:0 fragment-size]"; fmt.Sprint(s.findings) != want {
		t.Errorf("%v, not %v", s.findings, want)
	}
}

// TestConflict has data sent again with other content.
func TestConflict(t *testing.T) {
	var s seen
	w := watch.New(s.config())
	packets := connectionOf(t, "192.0.2.2:7", "hello")
	again := append([]byte(nil), packets[3]...)
	again[len(again)-1]++
	for i, p := range append(packets, again) {
		w.Put(link.Raw, p, len(p), sequence.Source{Frame: uint64(i + 1), Time: 1})
	}
	w.Flush()
	if want := "[5 tcp 192.0.2.1:40000 stream-conflict]"; fmt.Sprint(s.findings) != want {
		t.Errorf("%v, not %v", s.findings, want)
	}
}
