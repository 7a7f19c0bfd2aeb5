package session_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

var (
	macA = wire.MAC{2, 0, 0, 0, 0, 1}
	macB = wire.MAC{2, 0, 0, 0, 0, 2}
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func arp(op wire.ARPOp, mac wire.MAC, sender, target string) wire.ARP {
	b := make(wire.ARP, 28)
	b.SetHardwareType(wire.HardwareEthernet)
	b.SetProtocolType(wire.EtherTypeIPv4)
	b.SetHardwareLen(6)
	b.SetProtocolLen(4)
	b.SetOp(op)
	copy(b[8:], mac[:])
	s, d := addr(sender).As4(), addr(target).As4()
	copy(b[14:], s[:])
	copy(b[24:], d[:])
	return b
}

// checked runs one check and holds it against what is wanted. Nothing but a Valid message may change the state.
func checked[M any](t *testing.T, s session.Session[M], side session.Side, m M, at int64, want session.Outcome, rule *session.Rule) {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	v := s.Check(side, m, at)
	after, _ := s.AppendBinary(nil)
	if v.Outcome != want || v.Rule != rule {
		t.Errorf("%v, not %v %v", v, want, rule)
	}
	if !v.OK() && !bytes.Equal(before, after) {
		t.Errorf("%v changed the state", v)
	}
	if v.OK() != (v.Rule == nil) {
		t.Errorf("%+v", v)
	}
}

func TestARP(t *testing.T) {
	type step struct {
		b       wire.ARP
		station wire.MAC
		at      int64
		want    session.Outcome
		rule    *session.Rule
	}
	ok := func(b wire.ARP) step { return step{b, b.SenderMAC(), 0, session.Valid, nil} }
	bad := func(b wire.ARP, o session.Outcome, r *session.Rule) step { return step{b, b.SenderMAC(), 0, o, r} }
	request := ok(arp(wire.ARPRequest, macA, "192.0.2.1", "192.0.2.2"))
	reply := arp(wire.ARPReply, macB, "192.0.2.2", "192.0.2.1")
	length := arp(wire.ARPRequest, macA, "192.0.2.1", "192.0.2.2")
	length.SetProtocolLen(16)
	hardware := arp(wire.ARPRequest, macA, "192.0.2.1", "192.0.2.2")
	hardware.SetHardwareLen(8)
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"plain", []step{request, ok(reply)}},
		{"unasked", []step{bad(reply, session.Tolerated, session.RuleARPUnasked)}},
		{"late", []step{request, {reply, macB, 31e9, session.Tolerated, session.RuleARPUnasked}}},
		{"announcement", []step{ok(arp(wire.ARPRequest, macA, "192.0.2.1", "192.0.2.1")), ok(arp(wire.ARPReply, macA, "192.0.2.1", "192.0.2.1"))}},
		{"probe", []step{ok(arp(wire.ARPRequest, macA, "0.0.0.0", "192.0.2.7")), ok(arp(wire.ARPReply, macB, "192.0.2.7", "0.0.0.0"))}},
		{"conflict", []step{request, bad(arp(wire.ARPRequest, macB, "192.0.2.1", "192.0.2.1"), session.Tolerated, session.RuleARPConflict)}},
		{"moved", []step{request, {arp(wire.ARPRequest, macB, "192.0.2.1", "192.0.2.1"), macB, 61e9, session.Valid, nil}}},
		{"lengths", []step{bad(length, session.Invalid, session.RuleARPLength), bad(hardware, session.Invalid, session.RuleARPLength)}},
		{"operation", []step{bad(arp(99, macA, "192.0.2.1", "192.0.2.2"), session.Tolerated, session.RuleARPOp)}},
		{"group", []step{bad(arp(wire.ARPReply, wire.MAC{1}, "192.0.2.1", "192.0.2.2"), session.Invalid, session.RuleARPSenderHardware)}},
		{"many", []step{bad(arp(wire.ARPRequest, macA, "224.0.0.1", "192.0.2.2"), session.Invalid, session.RuleARPSenderProtocol)}},
		{"broadcast asked", []step{bad(arp(wire.ARPRequest, macA, "192.0.2.1", "255.255.255.255"), session.Invalid, session.RuleARPTarget)}},
		{"nobody", []step{bad(arp(wire.ARPReply, macA, "0.0.0.0", "192.0.2.2"), session.Invalid, session.RuleARPProbeReply)}},
		{"station", []step{{arp(wire.ARPReply, macA, "192.0.2.1", "192.0.2.2"), macB, 0, session.Tolerated, session.RuleARPStation}}},
		{"cut", []step{ok(arp(wire.ARPReply, macA, "192.0.2.1", "192.0.2.2")[:20])}},
	} {
		s := session.NewARP(false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) {
				checked[session.ARPMessage](t, s, session.Client, session.ARPMessage{ARP: k.b, Station: k.station}, k.at, k.want, k.rule)
			})
		}
	}
}

// nd returns a message of neighbour discovery.
func nd(kind wire.ICMPv6Type, src, dst string, flags byte, target string, options ...byte) session.Datagram {
	b := []byte{byte(kind), 0, 0, 0, flags, 0, 0, 0}
	if target != "" {
		x := addr(target).As16()
		b = append(b, x[:]...)
	}
	return session.Datagram{Src: addr(src), Dst: addr(dst), Proto: wire.IPProtoICMPv6, Hops: 255, Payload: append(b, options...)}
}

func with(m session.Datagram, f func(*session.Datagram)) session.Datagram {
	m.Payload = bytes.Clone(m.Payload)
	f(&m)
	return m
}

func TestND(t *testing.T) {
	const ns, na, ra, redirect = wire.ICMPv6NeighborSolicitation, wire.ICMPv6NeighborAdvertisement, wire.ICMPv6RouterAdvertisement, wire.ICMPv6Redirect
	slla, tlla := []byte{1, 1, 2, 0, 0, 0, 0, 1}, []byte{2, 1, 2, 0, 0, 0, 0, 1}
	other := []byte{2, 1, 2, 0, 0, 0, 0, 9}
	asks := nd(ns, "fe80::1", "ff02::1:ff00:2", 0, "fe80::2", slla...)
	answers := nd(na, "fe80::2", "fe80::1", 0x60, "fe80::2", tlla...)
	router := nd(ra, "fe80::1", "ff02::1", 64, "::", slla...)
	router.Payload = append(router.Payload[:16:16], slla...)
	redirects := nd(redirect, "fe80::1", "fe80::2", 0, "fe80::3")
	dst := addr("2001:db8::1").As16()
	redirects.Payload = append(redirects.Payload, dst[:]...)
	solicits := nd(wire.ICMPv6RouterSolicitation, "::", "ff02::2", 0, "")
	type step struct {
		m    session.Datagram
		want session.Outcome
		rule *session.Rule
	}
	ok := func(m session.Datagram) step { return step{m, session.Valid, nil} }
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"plain", []step{ok(asks), ok(answers), ok(router), ok(redirects), ok(solicits)}},
		{"from afar", []step{{with(asks, func(m *session.Datagram) { m.Hops = 64 }), session.Invalid, session.RuleNDHops}}},
		{"fragments", []step{{with(asks, func(m *session.Datagram) { m.Fragmented = true }), session.Invalid, session.RuleNDFragment}}},
		{"code", []step{{with(asks, func(m *session.Datagram) { m.Payload[1] = 1 }), session.Invalid, session.RuleNDCode}}},
		{"short", []step{{with(asks, func(m *session.Datagram) { m.Payload = m.Payload[:20] }), session.Invalid, session.RuleNDShort}}},
		{"cut", []step{ok(with(asks, func(m *session.Datagram) { m.Payload, m.Cut = m.Payload[:20], true }))}},
		{"option of length 0", []step{{with(asks, func(m *session.Datagram) { m.Payload[25] = 0 }), session.Invalid, session.RuleNDOption}}},
		{"group asked", []step{{nd(ns, "fe80::1", "ff02::1", 0, "ff02::1"), session.Invalid, session.RuleNDTarget}}},
		{"group answered", []step{{nd(na, "fe80::1", "ff02::1", 0, "ff02::1"), session.Invalid, session.RuleNDTarget}}},
		{"far router", []step{{with(router, func(m *session.Datagram) { m.Src = addr("2001:db8::1") }), session.Invalid, session.RuleNDRouter}}},
		{"far redirect", []step{{with(redirects, func(m *session.Datagram) { m.Src = addr("2001:db8::1") }), session.Invalid, session.RuleNDRouter}}},
		{"sourceless", []step{{nd(ns, "::", "ff02::1:ff00:2", 0, "fe80::2", slla...), session.Invalid, session.RuleNDSourceless}}},
		{"probe", []step{ok(nd(ns, "::", "ff02::1:ff00:2", 0, "fe80::2")), ok(nd(na, "fe80::2", "ff02::1", 0x20, "fe80::2", tlla...))}},
		{"probe of one", []step{{nd(ns, "::", "fe80::2", 0, "fe80::2"), session.Invalid, session.RuleNDProbe}}},
		{"solicited to all", []step{ok(asks), {nd(na, "fe80::2", "ff02::1", 0x60, "fe80::2", tlla...), session.Invalid, session.RuleNDSolicited}}},
		{"unasked", []step{{answers, session.Tolerated, session.RuleNDUnasked}}},
		{"duplicate", []step{ok(asks), ok(answers), {nd(na, "fe80::2", "fe80::1", 0x60, "fe80::2", other...), session.Tolerated, session.RuleNDDuplicate}}},
		{"anycast", []step{ok(asks), ok(answers), ok(nd(na, "fe80::2", "fe80::1", 0x40, "fe80::2", other...))}},
		{"redirect to afar", []step{{with(redirects, func(m *session.Datagram) { m.Payload[8] = 0x20 }), session.Invalid, session.RuleNDRedirectTarget}}},
		{"redirect of a group", []step{{with(redirects, func(m *session.Datagram) { m.Payload[24] = 0xff }), session.Invalid, session.RuleNDRedirectDst}}},
		{"other", []step{ok(nd(wire.ICMPv6EchoRequest, "fe80::1", "fe80::2", 0, ""))}},
	} {
		s := session.NewND(false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { checked[session.Datagram](t, s, session.Client, k.m, 0, k.want, k.rule) })
		}
	}
}

func echo4(kind wire.ICMPv4Type, src, dst string, seq byte, data string) session.Datagram {
	return session.Datagram{Src: addr(src), Dst: addr(dst), Proto: wire.IPProtoICMP, Hops: 64,
		Payload: append([]byte{byte(kind), 0, 0, 0, 0, 7, 0, seq}, data...)}
}

func echo6(kind byte, src, dst, data string) session.Datagram {
	return session.Datagram{Src: addr(src), Dst: addr(dst), Proto: wire.IPProtoICMPv6, Hops: 64,
		Payload: append([]byte{kind, 0, 0, 0, 0, 7, 0, 1}, data...)}
}

// udp4 returns an IPv4 packet with a UDP header.
func udp4(src, dst string) []byte {
	b := make(wire.IPv4, 28)
	b[0] = 0x45
	b.SetLength(28)
	b.SetProtocol(wire.IPProtoUDP)
	b.SetSrc(addr(src))
	b.SetDst(addr(dst))
	binary.BigEndian.PutUint32(b[20:], 1000<<16|53)
	return b
}

func udp6(src, dst string) []byte {
	b := make(wire.IPv6, 48)
	b[0] = 0x60
	b.SetLength(8)
	b.SetNextHeader(wire.IPProtoUDP)
	b.SetSrc(addr(src))
	b.SetDst(addr(dst))
	binary.BigEndian.PutUint32(b[40:], 1000<<16|53)
	return b
}

func TestICMP(t *testing.T) {
	const ask, answer = wire.ICMPv4EchoRequest, wire.ICMPv4EchoReply
	request, reply := echo4(ask, "192.0.2.1", "192.0.2.2", 1, "abc"), echo4(answer, "192.0.2.2", "192.0.2.1", 1, "abc")
	failed := func(quote []byte) session.Datagram {
		return session.Datagram{Src: addr("192.0.2.9"), Dst: addr("192.0.2.1"), Proto: wire.IPProtoICMP, Payload: append([]byte{3, 3, 0, 0, 0, 0, 0, 0}, quote...)}
	}
	failed6 := func(kind byte, quote []byte) session.Datagram {
		return session.Datagram{Src: addr("2001:db8::9"), Dst: addr("2001:db8::1"), Proto: wire.IPProtoICMPv6, Payload: append([]byte{kind, 0, 0, 0, 0, 0, 5, 0}, quote...)}
	}
	sent, sent6 := udp4("192.0.2.1", "192.0.2.2"), udp6("2001:db8::1", "2001:db8::2")
	icmpError := bytes.Clone(sent)
	icmpError[9], icmpError[20] = 1, 3
	icmpError6 := bytes.Clone(sent6)
	icmpError6[6], icmpError6[40] = 58, 1
	fragment := bytes.Clone(sent)
	fragment[7] = 1
	narrow := failed6(2, sent6)
	binary.BigEndian.PutUint32(narrow.Payload[4:], 1000)
	timestamp := echo4(wire.ICMPv4Timestamp, "192.0.2.1", "192.0.2.2", 1, "............")
	ask6, answer6 := echo6(128, "2001:db8::1", "2001:db8::2", "abc"), echo6(129, "2001:db8::2", "2001:db8::1", "abc")
	type step struct {
		m    session.Datagram
		want session.Outcome
		rule *session.Rule
	}
	ok := func(m session.Datagram) step { return step{m, session.Valid, nil} }
	bad := func(m session.Datagram, r *session.Rule) step { return step{m, session.Invalid, r} }
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"echo", []step{ok(request), ok(reply)}},
		{"timestamp", []step{ok(timestamp), ok(echo4(wire.ICMPv4TimestampReply, "192.0.2.2", "192.0.2.1", 1, "------------"))}},
		{"unasked", []step{bad(reply, session.RuleICMPUnasked)}},
		{"twice", []step{ok(request), ok(reply), {reply, session.Tolerated, session.RuleICMPTwice}}},
		{"data", []step{ok(request), bad(echo4(answer, "192.0.2.2", "192.0.2.1", 1, "abd"), session.RuleICMPData)}},
		{"another host", []step{ok(request), {echo4(answer, "192.0.2.3", "192.0.2.1", 1, "abc"), session.Tolerated, session.RuleICMPSource}}},
		{"group", []step{ok(echo4(ask, "192.0.2.1", "224.0.0.1", 1, "abc")), ok(reply), ok(echo4(answer, "192.0.2.3", "192.0.2.1", 1, "abc"))}},
		{"error", []step{ok(failed(sent))}},
		{"error about an error", []step{bad(failed(icmpError), session.RuleICMPErrorError)}},
		{"error about a group", []step{bad(failed(udp4("192.0.2.1", "224.0.0.1")), session.RuleICMPErrorGroup)}},
		{"error about a fragment", []step{bad(failed(fragment), session.RuleICMPErrorFragment)}},
		{"error to nobody", []step{bad(failed(udp4("0.0.0.0", "192.0.2.2")), session.RuleICMPErrorSender)}},
		{"error to another", []step{bad(failed(udp4("192.0.2.7", "192.0.2.2")), session.RuleICMPErrorTo)}},
		{"short quote", []step{bad(failed(sent[:20]), session.RuleICMPQuote)}},
		{"unseen", []step{{failed(udp4("192.0.2.1", "192.0.2.77")), session.Tolerated, session.RuleICMPQuoteUnseen}}},
		{"IPv6 error", []step{ok(failed6(1, sent6))}},
		{"IPv6 about an error", []step{bad(failed6(1, icmpError6), session.RuleICMPv6ErrorError)}},
		{"IPv6 about a group", []step{bad(failed6(1, udp6("2001:db8::1", "ff02::1")), session.RuleICMPv6ErrorGroup)}},
		{"IPv6 too big for a group", []step{{failed6(2, udp6("2001:db8::1", "ff02::1")), session.Tolerated, session.RuleICMPQuoteUnseen}}},
		{"narrow", []step{{narrow, session.Tolerated, session.RuleICMPv6MTU}}},
		{"IPv6 short", []step{bad(failed6(1, sent6[:30]), session.RuleICMPv6Quote)}},
		{"IPv6 error to another", []step{bad(failed6(1, udp6("2001:db8::7", "2001:db8::2")), session.RuleICMPv6ErrorTo)}},
		{"IPv6 error to nobody", []step{bad(failed6(1, udp6("::", "2001:db8::2")), session.RuleICMPv6ErrorSender)}},
		{"IPv6 unasked", []step{bad(echo6(129, "2001:db8::2", "2001:db8::1", "abc"), session.RuleICMPv6Unasked)}},
		{"IPv6 echo", []step{ok(ask6), ok(answer6), {answer6, session.Tolerated, session.RuleICMPv6Twice}}},
		{"IPv6 data", []step{ok(ask6), bad(echo6(129, "2001:db8::2", "2001:db8::1", "abd"), session.RuleICMPv6Data)}},
		{"IPv6 another host", []step{ok(ask6), {echo6(129, "2001:db8::3", "2001:db8::1", "abc"), session.Tolerated, session.RuleICMPv6Source}}},
	} {
		s := session.NewICMP(false)
		for _, b := range [][]byte{sent, sent6} {
			m := session.Datagram{Proto: wire.IPProtoUDP}
			if b[0]>>4 == 4 {
				m.Src, m.Dst, m.Payload = wire.IPv4(b).Src(), wire.IPv4(b).Dst(), b[20:]
			} else {
				m.Src, m.Dst, m.Payload = wire.IPv6(b).Src(), wire.IPv6(b).Dst(), b[40:]
			}
			s.Saw(m)
		}
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { checked[session.Datagram](t, s, session.Client, k.m, 0, k.want, k.rule) })
		}
	}
}

// FuzzLink gives the Sessions of a link packets cut from bytes.
func FuzzLink(f *testing.F) {
	f.Add([]byte("\x00\x1c" + string(arp(wire.ARPRequest, macA, "192.0.2.1", "192.0.2.2")) + "\x01\x08\x08\x00\x00\x00\x00\x07\x00\x01"))
	f.Add(append([]byte("\x02\x38\x03\x03\x00\x00\x00\x00\x00\x00"), udp4("192.0.2.1", "192.0.2.2")...))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, n, c := session.NewARP(false), session.NewND(false), session.NewICMP(false)
		for at := int64(0); len(b) >= 2; at++ {
			how, size := b[0], min(int(b[1]), len(b)-2)
			p := b[2 : 2+size]
			b = b[2+size:]
			m := session.Datagram{Src: addr("192.0.2.1"), Dst: addr("192.0.2.2"), Proto: wire.IPProtoICMP, Hops: 255, Cut: how&4 != 0, Payload: p}
			if how&8 != 0 {
				m.Src, m.Dst = m.Dst, m.Src
			}
			if how&1 != 0 {
				m.Src, m.Dst, m.Proto = addr("fe80::1"), addr("fe80::2"), wire.IPProtoICMPv6
			}
			if v, err := wire.ParseARP(p); err == nil {
				a.Check(session.Client, session.ARPMessage{ARP: v}, at)
			}
			n.Check(session.Client, m, at)
			if how&2 != 0 {
				c.Saw(m)
			}
			c.Check(session.Client, m, at)
		}
		for _, s := range []interface {
			AppendBinary([]byte) ([]byte, error)
			UnmarshalBinary([]byte) error
		}{a, n, c} {
			saved, _ := s.AppendBinary(nil)
			if err := s.UnmarshalBinary(saved); err != nil {
				t.Fatal(err)
			}
			if again, _ := s.AppendBinary(nil); !bytes.Equal(again, saved) {
				t.Fatal("not restored as it was")
			}
		}
	})
}

func TestLinkNoAllocs(t *testing.T) {
	a, n, c := session.NewARP(false), session.NewND(false), session.NewICMP(false)
	question := session.ARPMessage{ARP: arp(wire.ARPRequest, macA, "192.0.2.1", "192.0.2.2")}
	solicit := nd(wire.ICMPv6NeighborSolicitation, "fe80::1", "ff02::1:ff00:2", 0, "fe80::2")
	request, reply := echo4(8, "192.0.2.1", "192.0.2.2", 1, "abc"), echo4(0, "192.0.2.2", "192.0.2.1", 1, "abc")
	if n := testing.AllocsPerRun(100, func() {
		a.Check(session.Client, question, 0)
		n.Check(session.Client, solicit, 0)
		c.Saw(request)
		c.Check(session.Client, request, 0)
		c.Check(session.Server, reply, 0)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleARP() {
	s := session.NewARP(false)
	request := arp(wire.ARPRequest, wire.MAC{2, 0, 0, 0, 0, 1}, "192.0.2.1", "192.0.2.2")
	forged := arp(wire.ARPReply, wire.MAC{2, 0, 0, 0, 0, 6}, "192.0.2.1", "192.0.2.2")
	fmt.Println(s.Check(session.Client, session.ARPMessage{ARP: request}, 0))
	fmt.Println(s.Check(session.Client, session.ARPMessage{ARP: forged}, 1e9))
	// Output:
	// valid
	// tolerated: RFC 5227 §2.4: another station has the address (SenderProtocol, asked)
}
