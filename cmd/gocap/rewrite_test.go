package main

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// rewriteOf is a rewriter for flags.
func rewriteOf(t testing.TB, f rewriteFlags) *rewriter {
	t.Helper()
	r, err := f.rewriter()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// apply applies a rewriter to a copy.
func apply(r *rewriter, b []byte) []byte {
	return r.apply(append(make([]byte, 0, len(b)+64), b...), true)
}

// nested are frames with checksums in checksums.
func nested(t testing.TB) map[string][]byte {
	t.Helper()
	c4, d4 := netip.MustParseAddr("10.1.2.3"), netip.MustParseAddr("10.9.8.7")
	c6, d6 := netip.MustParseAddr("2001:db8:1::5"), netip.MustParseAddr("2001:db8:2::6")
	eth := &layers.Ethernet{Dst: wire.MAC{2, 0, 0, 0, 0, 2}, Src: wire.MAC{2, 0, 0, 0, 0, 1}}
	odd := packet.Payload([]byte("an odd number of byte"))
	four, six := &layers.IPv4{Src: c4, Dst: d4}, &layers.IPv6{Src: c6, Dst: d6}
	out := map[string][]byte{}
	for name, p := range map[string]packet.Packet{
		"TCP":             {eth, four, &layers.TCP{SrcPort: 1, DstPort: 2, Flags: wire.ACK}, odd},
		"UDP":             {eth, four, &layers.UDP{SrcPort: 1, DstPort: 2}, odd},
		"TCP6":            {eth, six, &layers.TCP{SrcPort: 1, DstPort: 2, Flags: wire.ACK}, odd},
		"UDP6":            {eth, &layers.VLAN{ID: 5}, six, &layers.UDP{SrcPort: 1, DstPort: 2}, odd},
		"ICMP6":           {eth, six, &layers.ICMPv6{Type: 128}, odd},
		"IP in IP":        {eth, &layers.IPv4{Src: d4, Dst: c4}, four, &layers.TCP{SrcPort: 1, DstPort: 2, Flags: wire.ACK}, odd},
		"6in4":            {eth, four, six, &layers.UDP{SrcPort: 1, DstPort: 2}, odd},
		"VXLAN":           {eth, four, &layers.UDP{SrcPort: 5000, DstPort: 4789}, &layers.VXLAN{VNI: 9}, eth, &layers.IPv4{Src: d4, Dst: c4}, &layers.TCP{SrcPort: 1, DstPort: 2, Flags: wire.SYN}},
		"VXLAN over IPv6": {eth, six, &layers.UDP{SrcPort: 5000, DstPort: 4789}, &layers.VXLAN{VNI: 9}, eth, six, &layers.UDP{SrcPort: 1, DstPort: 2}, odd},
		"GRE":             {eth, four, &layers.GRE{ChecksumPresent: packet.Fix(true)}, six, &layers.TCP{SrcPort: 1, DstPort: 2, Flags: wire.ACK}, odd},
	} {
		b, err := p.Bytes()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = b
	}
	return out
}

// states are the states of a frame's checksums.
func states(b []byte) (out []wire.ChecksumState) {
	var f wire.Frame
	_ = f.Parse(b)
	for i := range f.Len() {
		out = append(out, f.Checksum(i))
	}
	return out
}

var testMaps = []string{"10.0.0.0/8=172.0.0.0/8", "2001:db8:1::/48=fd00:1:2::/48", "2001:db8:2::6=::1"}

// TestMapIP: addresses are moved at every depth, and every checksum that was right
// still is; one that was wrong is wrong by as much.
func TestMapIP(t *testing.T) {
	for name, b := range nested(t) {
		r := rewriteOf(t, rewriteFlags{maps: testMaps})
		got := apply(r, b)
		if len(got) != len(b) || bytes.Equal(got, b) {
			t.Errorf("%s: % x", name, got)
		}
		before, after := states(b), states(got)
		for i := range before {
			if before[i] == wire.ChecksumBad || after[i] != before[i] {
				t.Errorf("%s, header %d: checksum %v, was %v", name, i, after[i], before[i])
			}
		}
		for _, old := range []string{"\x0a\x01\x02\x03", "\x0a\x09\x08\x07", "\x20\x01\x0d\xb8\x00\x01\x00\x00", "\x20\x01\x0d\xb8\x00\x02\x00\x00"} {
			if bytes.Contains(got, []byte(old)) {
				t.Errorf("%s: % x is still in % x", name, old, got)
			}
		}
		back := rewriteOf(t, rewriteFlags{maps: []string{"172.0.0.0/8=10.0.0.0/8", "fd00:1:2::/48=2001:db8:1::/48", "::1=2001:db8:2::6"}})
		if again := apply(back, got); !bytes.Equal(again, b) {
			t.Errorf("%s: there and back again:\n% x, was\n% x", name, again, b)
		}
		// One bit that is wrong stays so, whatever it is in.
		bad := bytes.Clone(b)
		bad[len(bad)-1] ^= 0x10
		if again := apply(back, apply(r, bad)); !bytes.Equal(again, bad) {
			t.Errorf("%s, wrong: there and back again:\n% x, was\n% x", name, again, bad)
		}
		// A packet that is cut has the same bytes at its beginning.
		for n := range len(b) {
			cut := apply(r, b[:n])
			if len(cut) != n || n > 80 && !bytes.Equal(cut, got[:n]) && name == "TCP" {
				t.Errorf("%s cut to %d: % x", name, n, cut)
			}
		}
	}
}

func TestMapIPElsewhere(t *testing.T) {
	r := rewriteOf(t, rewriteFlags{maps: testMaps})
	eth := &layers.Ethernet{}
	arp, err := packet.Packet{eth, &layers.ARP{Op: 1, SenderIP: netip.MustParseAddr("10.1.2.3"), TargetIP: netip.MustParseAddr("192.0.2.1")}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if got := apply(r, arp); !bytes.Equal(got[28:32], []byte{172, 1, 2, 3}) || !bytes.Equal(got[38:42], []byte{192, 0, 2, 1}) {
		t.Errorf("ARP: % x", got)
	}
	// An ICMP error quotes the packet: addresses change there too, and what was right
	// in the quotation stays right.
	quoted := nested(t)["UDP"][14:]
	icmp := append([]byte{3, 1, 0, 0, 0, 0, 0, 0}, quoted...)
	binary.BigEndian.PutUint16(icmp[2:], wire.Fold(wire.Sum(0, icmp)))
	b, err := packet.Packet{eth, &layers.IPv4{Src: netip.MustParseAddr("10.9.8.7"), Dst: netip.MustParseAddr("10.1.2.3"), Protocol: packet.Fix(layers.IPProto(1))}, packet.Payload(icmp)}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got := apply(r, b)
	if s := states(got); s[1] != wire.ChecksumGood || s[2] != wire.ChecksumGood {
		t.Errorf("ICMP: %v in % x", s, got)
	}
	inside := append(make([]byte, 14), got[42:]...)
	copy(inside[12:], "\x08\x00")
	if s := states(inside); s[1] != wire.ChecksumGood || s[2] != wire.ChecksumGood || !bytes.Equal(inside[26:30], []byte{172, 1, 2, 3}) {
		t.Errorf("quoted: %v in % x", s, inside)
	}
}

// routedPacket is an Ethernet frame with a UDP datagram over IPv6 behind a header with
// addresses, and a checksum made with the addresses src and dst.
func routedPacket(next byte, header []byte, src, dst netip.Addr) []byte {
	from, to := netip.MustParseAddr("2001:db8:1::5").As16(), netip.MustParseAddr("2001:db8:1::6").As16()
	b := append(make([]byte, 12), 0x86, 0xdd, 0x60, 0, 0, 0, 0, byte(len(header)+12), next, 64)
	b = append(append(append(b, from[:]...), to[:]...), header...)
	udp := []byte{0, 9, 0, 9, 0, 12, 0, 0, 'd', 'a', 't', 'a'}
	s := wire.Sum(wire.Sum(wire.Sum16(wire.Sum16(0, 17), 12), src.AsSlice()), dst.AsSlice())
	binary.BigEndian.PutUint16(udp[6:], wire.Fold(wire.Sum(s, udp)))
	return append(b, udp...)
}

// TestMapIPRouted: addresses in routing headers and the home address are moved, and
// the checksum of what is behind follows the one that it is made with.
func TestMapIPRouted(t *testing.T) {
	src, dst := netip.MustParseAddr("2001:db8:1::5"), netip.MustParseAddr("2001:db8:1::6")
	x, y := netip.MustParseAddr("2001:db8:1::a"), netip.MustParseAddr("2001:db8:1::b")
	list := func(head string) []byte { return append(append([]byte(head), x.AsSlice()...), y.AsSlice()...) }
	for name, b := range map[string][]byte{
		"source route":           routedPacket(43, list("\x11\x04\x00\x02\x00\x00\x00\x00"), src, y),
		"source route at end":    routedPacket(43, list("\x11\x04\x00\x00\x00\x00\x00\x00"), src, dst),
		"segments":               routedPacket(43, list("\x11\x04\x04\x01\x01\x00\x00\x00"), src, x),
		"home address of routes": routedPacket(43, list("\x11\x04\x02\x01\x00\x00\x00\x00")[:24:24], src, x),
		"home address option":    routedPacket(60, append([]byte("\x11\x02\x01\x02\x00\x00\xc9\x10"), x.AsSlice()...), x, dst),
	} {
		if name == "home address of routes" {
			b[14+40+1] = 2
		}
		before := states(b)
		if s := before[len(before)-1]; s != wire.ChecksumGood {
			t.Errorf("%s: the test's checksum is %v", name, s)
		}
		r := rewriteOf(t, rewriteFlags{maps: testMaps})
		got := apply(r, b)
		if after := states(got); after[len(after)-1] != wire.ChecksumGood {
			t.Errorf("%s: %v in % x", name, after, got)
		}
		if old := "\x20\x01\x0d\xb8"; bytes.Contains(got, []byte(old)) {
			t.Errorf("%s: % x is still in % x", name, old, got)
		}
		// The same within an ICMP error.
		icmp := append([]byte{1, 0, 0, 0, 0, 0, 0, 0}, b[14:]...)
		e, err := packet.Packet{&layers.Ethernet{}, &layers.IPv6{Src: src, Dst: dst, NextHeader: packet.Fix(layers.IPProto(58))}, packet.Payload(icmp)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if quoted := apply(r, e)[14+40+8:]; !bytes.Equal(quoted, got[14:]) {
			t.Errorf("%s, quoted: % x, want % x", name, quoted, got[14:])
		}
		bad := bytes.Clone(b)
		bad[len(bad)-6] ^= 0x55 // the checksum
		fix := rewriteOf(t, rewriteFlags{fix: true})
		if again := apply(fix, bad); !bytes.Equal(again, b) || fix.left != 0 {
			t.Errorf("%s: fixed to % x, want % x; %d left", name, again, b, fix.left)
		}
		for n := range len(b) {
			apply(r, b[:n])
		}
	}
}

// TestFixChecksums: every checksum of nested packets, from wrong to right.
func TestFixChecksums(t *testing.T) {
	for name, b := range nested(t) {
		bad := bytes.Clone(b)
		var f wire.Frame
		_ = f.Parse(b)
		n := int64(0)
		r := rewriteOf(t, rewriteFlags{fix: true})
		r.sums.reset(bad)
		_ = r.frame.Parse(bad)
		r.collect(&r.frame, 0, false)
		for _, s := range r.sums.list {
			bad[s.at] ^= 0x55
			n++
		}
		if got := apply(r, bad); !bytes.Equal(got, b) {
			t.Errorf("%s:\n% x, want\n% x", name, got, b)
		}
		if r.fixed != n || n == 0 || r.left != 0 {
			t.Errorf("%s: %d fixed, %d left of %d", name, r.fixed, r.left, n)
		}
	}
	// What is cut cannot be computed, and stays.
	r := rewriteOf(t, rewriteFlags{fix: true})
	b := nested(t)["TCP"]
	cut := b[:len(b)-5]
	if got := apply(r, cut); !bytes.Equal(got, cut) || r.left != 1 {
		t.Errorf("cut: % x, %d left", got, r.left)
	}
}

func TestRewriteOther(t *testing.T) {
	b := nested(t)["TCP"]
	tagged := apply(rewriteOf(t, rewriteFlags{vlan: "42"}), b)
	if len(tagged) != len(b)+4 || !bytes.Equal(tagged[12:16], []byte{0x81, 0, 0, 42}) || !bytes.Equal(tagged[16:], b[12:]) {
		t.Errorf("tag: % x", tagged[:20])
	}
	if got := apply(rewriteOf(t, rewriteFlags{vlan: "7"}), tagged); len(got) != len(tagged) || got[15] != 7 {
		t.Errorf("another tag: % x", got[:20])
	}
	double := apply(rewriteOf(t, rewriteFlags{vlan: "9"}), tagged)
	double = append(double[:12], append([]byte{0x88, 0xa8, 0, 1}, double[12:]...)...)
	if got := apply(rewriteOf(t, rewriteFlags{vlan: "none"}), double); !bytes.Equal(got, b) {
		t.Errorf("no tags: % x", got[:20])
	}
	for _, name := range []string{"TCP", "TCP6", "VXLAN"} {
		got := apply(rewriteOf(t, rewriteFlags{ttl: 9, srcMAC: "02:00:00:00:00:99", dstMAC: "02-00-00-00-00-88"}), nested(t)[name])
		var f wire.Frame
		_ = f.Parse(got)
		ttl := got[22]
		if name == "TCP6" {
			ttl = got[21]
		}
		if got[5] != 0x88 || got[11] != 0x99 || ttl != 9 {
			t.Errorf("%s: % x", name, got)
		}
		for i, s := range states(got) {
			if s == wire.ChecksumBad {
				t.Errorf("%s: wrong checksum in header %d", name, i)
			}
		}
	}
	for _, f := range []rewriteFlags{
		{srcMAC: "x"}, {dstMAC: "02:00:00:00:00:00:00:01"}, {maps: []string{"10.0.0.0/8"}}, {maps: []string{"10.0.0.0/8=11.0.0.0/9"}},
		{maps: []string{"10.0.0.1=::1"}}, {maps: []string{"ten=10.0.0.1"}}, {vlan: "4096"}, {vlan: "x"}, {ttl: 256}, {ttl: -1},
	} {
		if _, err := f.rewriter(); err == nil {
			t.Errorf("%+v is accepted", f)
		}
	}
}

func TestRelink(t *testing.T) {
	ip := nested(t)["UDP"][14:]
	sll := append([]byte{0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0}, ip...)
	sll2 := append(append([]byte{8, 0}, make([]byte, 18)...), ip...)
	null := append([]byte{2, 0, 0, 0}, ip...)
	ether := nested(t)["UDP"]
	mac, dst := []byte{2, 0, 0, 0, 0, 1}, []byte{2, 0, 0, 0, 0, 2}
	for from, b := range map[link.Type][]byte{link.Raw: ip, link.LinuxSLL: sll, link.LinuxSLL2: sll2, link.Null: null, link.IPv4: ip, link.Ethernet: ether} {
		r := relinker{to: link.Ethernet, mac: mac, dst: dst}
		if got, err := r.appendTo(nil, b, from); err != nil || !bytes.Equal(got, ether) {
			t.Errorf("%v to Ethernet: % x, %v", from, got, err)
		}
		r = relinker{to: link.Raw}
		if got, err := r.appendTo(nil, b, from); err != nil || !bytes.Equal(got, ip) {
			t.Errorf("%v to IP: % x, %v", from, got, err)
		}
		r = relinker{to: link.Ethernet, mac: mac}
		if _, err := r.appendTo(nil, b, from); (err == nil) != (from == link.Ethernet) {
			t.Errorf("%v to Ethernet without destination: %v", from, err)
		}
	}
	r := relinker{to: link.PPP, dst: dst}
	if _, err := r.appendTo(nil, ether, link.Ethernet); err == nil {
		t.Error("Ethernet to PPP")
	}
}

func TestRewriteNoAllocs(t *testing.T) {
	b := nested(t)["VXLAN"]
	r := rewriteOf(t, rewriteFlags{maps: testMaps, vlan: "5", ttl: 3, fix: true})
	buf := make([]byte, 0, len(b)+64)
	if n := testing.AllocsPerRun(100, func() { r.apply(append(buf[:0], b...), true) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzRewrite: no input is a fault, lengths change by tags alone, and addresses
// moved there and back leave everything as it was.
func FuzzRewrite(f *testing.F) {
	for _, b := range nested(f) {
		f.Add(b)
	}
	all := rewriteFlags{maps: testMaps, vlan: "5", ttl: 3, fix: true, srcMAC: "02:00:00:00:00:01"}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 4096 {
			return
		}
		if got := apply(rewriteOf(t, all), b); len(got) > len(b)+4 {
			t.Errorf("%d bytes became %d", len(b), len(got))
		}
		apply(rewriteOf(t, rewriteFlags{vlan: "none", maps: testMaps}), b)
		once := apply(rewriteOf(t, rewriteFlags{fix: true}), b)
		if twice := apply(rewriteOf(t, rewriteFlags{fix: true}), once); !bytes.Equal(once, twice) {
			t.Errorf("fixed twice:\n% x\n% x", once, twice)
		}
		rewriteOf(t, all).apply(append(make([]byte, 0, len(b)+64), b...), false)
	})
}
