package wire

import (
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// frameOf returns the bytes of hexadecimal parts.
func frameOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(strings.Join(parts, ""), " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	ethIPv4 = "020000000002 020000000001 0800"
	ip4TCP  = "4500 0028 0001 4000 4006 0000 c0000201 c6336402" // 40 bytes in all
	tcpHdr  = "9c40 0050 00000001 00000000 5002 ffff 0000 0000"
)

// tcpFrame is Ethernet/IPv4/TCP; deepFrame is a bridge in VXLAN in GRE in a VLAN.
func tcpFrame(t testing.TB) []byte { return frameOf(t, ethIPv4, ip4TCP, tcpHdr) }

func deepFrame(t testing.TB) []byte {
	return frameOf(t,
		"020000000002 020000000001 8100", "002a 0800",
		"4500 0000 0000 0000 402f 0000 0a000001 0a000002", "2000 0800 00000007",
		"4500 0000 0000 0000 4011 0000 0a000003 0a000004", "d903 12b5 0046 0000", "08000000 00002a00",
		ethIPv4, ip4TCP, tcpHdr)
}

func kindsOf(f *Frame) string {
	var s []string
	for i := range f.Len() {
		k, _ := f.Header(i)
		s = append(s, k.String())
	}
	return strings.Join(s, "/")
}

func TestFrame(t *testing.T) {
	const v6 = "6000 0000 %s 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
	for _, tt := range []struct {
		name    string
		link    uint16
		b       []byte
		want    string
		payload int
	}{
		{"TCP", 1, tcpFrame(t), "Ethernet/IPv4/TCP", 0},
		{"padded TCP", 1, append(tcpFrame(t), 0, 0, 0, 0, 0, 0), "Ethernet/IPv4/TCP", 0},
		{"deep", 1, deepFrame(t), "Ethernet/VLAN/IPv4/GRE/IPv4/UDP/VXLAN/Ethernet/IPv4/TCP", 0},
		{"two tags", 1, frameOf(t, "020000000002 020000000001 88a8 0001 8100 0002 0800", ip4TCP, tcpHdr), "Ethernet/VLAN/VLAN/IPv4/TCP", 0},
		{"MPLS", 1, frameOf(t, "020000000002 020000000001 8847 0001 0040 0001 1140", ip4TCP, tcpHdr), "Ethernet/MPLS/MPLS/IPv4/TCP", 0},
		{"pseudowire", 219, frameOf(t, "00011140 00000000 020000"), "MPLS", 7},
		{"SNAP", 1, frameOf(t, "020000000002 020000000001 0030 aaaa03 000000 0800", ip4TCP, tcpHdr, "0000"), "Ethernet/LLC/SNAP/IPv4/TCP", 0},
		{"STP", 1, frameOf(t, "0180c2000000 020000000001 0007 424203 00000000 0000"), "Ethernet/LLC", 4},
		{"NetWare", 1, frameOf(t, "020000000002 020000000001 0004 ffff 0022 0000"), "Ethernet", 4},
		{"ARP", 1, frameOf(t, "ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 c0000201 000000000000 c6336402 0000"), "Ethernet/ARP", 0},
		{"PPPoE", 1, frameOf(t, "020000000002 020000000001 8864 11 00 0001 002a 0021", ip4TCP, tcpHdr), "Ethernet/PPPoE/PPP/IPv4/TCP", 0},
		{"SLL", 113, frameOf(t, "0000 0001 0006 0200000000010000 0800", ip4TCP, tcpHdr), "SLL/IPv4/TCP", 0},
		{"SLL2", 276, frameOf(t, "0800 0000 00000001 0001 00 06 0200000000010000", ip4TCP, tcpHdr), "SLL2/IPv4/TCP", 0},
		{"SLL netlink", 113, frameOf(t, "0000 0338 0000 0000000000000000 0800 45"), "SLL", 1},
		{"Null", 0, frameOf(t, "02000000", ip4TCP, tcpHdr), "Null/IPv4/TCP", 0},
		{"Loop", 108, frameOf(t, "00000002", ip4TCP, tcpHdr), "Loop/IPv4/TCP", 0},
		{"raw", 101, frameOf(t, ip4TCP, tcpHdr), "IPv4/TCP", 0},
		{"NFLOG", 239, frameOf(t, "02000001 0800 0100 0800 0100 3000 0900", ip4TCP, tcpHdr, "04000000 0500"), "NFLOG/IPv4/TCP", 0},
		{"NFLOG without a packet", 239, frameOf(t, "02000001 0800 0100 0800 0100 0300 0900"), "NFLOG", 0},
		{"PKTAP", 258, append(append(frameOf(t, "6c000000 01000000 01000000"), make([]byte, PKTAPLen-12)...), tcpFrame(t)...), "PKTAP/Ethernet/IPv4/TCP", 0},
		{"PBB", 1, append(frameOf(t, "020000000002 020000000001 88a8 0001 88e7 00000102"), tcpFrame(t)...), "Ethernet/VLAN/ITag/Ethernet/IPv4/TCP", 0},
		{"EtherIP", 228, append(frameOf(t, "4500 0000 0001 0000 4061 0000 c0000201 c6336402 3000"), tcpFrame(t)...), "IPv4/EtherIP/Ethernet/IPv4/TCP", 0},
		{"L2TP", 228, frameOf(t, "4500 0000 0001 0000 4011 0000 c0000201 c6336402 06a5 06a5 0000 0000 4202 0036 0001 0002 0000 ff03 0021", ip4TCP, tcpHdr),
			"IPv4/UDP/L2TP/HDLC/PPP/IPv4/TCP", 0},
		{"L2TP control", 228, frameOf(t, "4500 0000 0001 0000 4011 0000 c0000201 c6336402 06a5 06a5 0000 0000 c802 000c 0001 0000 0000 0001"), "IPv4/UDP/L2TP", 0},
		{"unknown link type", 147, []byte{1, 2, 3}, "", 3},
		{"later fragment", 228, frameOf(t, "4500 0018 0001 0001 4006 0000 c0000201 c6336402 00000000"), "IPv4", 4},
		{"cut", 228, frameOf(t, "4500 0100 0001 0000 4011 0000 c0000201 c6336402 0001 0002 00ec 0000 aabb"), "IPv4/UDP", 2},
		{"offloaded length", 228, frameOf(t, "4500 0000 0001 0000 4011 0000 c0000201 c6336402 0001 0002 000a 0000 aabb"), "IPv4/UDP", 2},
		{"6in4", 228, frameOf(t, "4500 0000 0001 0000 4029 0000 c0000201 c6336402", strings.Replace(v6, "%s", "0008 11", 1), "0001 0002 0008 0000"), "IPv4/IPv6/UDP", 0},
		{"extensions", 229, frameOf(t, strings.Replace(v6, "%s", "0034 00", 1), "2b00 0104 00000000 2c00 0000 00000000 3c00 0000 00000001 3300 0104 00000000 1101 0000 00000001 00000001 0001 0002 0008 0000"),
			"IPv6/IPv6HopByHop/IPv6Routing/IPv6Fragment/IPv6DestOpts/AH/UDP", 0},
		{"GRE all bits", 228, frameOf(t, "4500 0000 0001 0000 402f 0000 c0000201 c6336402 f000 0800 0000 0000 00000001 00000002 00020004 c0000201 00000000", ip4TCP, tcpHdr), "IPv4/GRE/IPv4/TCP", 0},
		{"GRE bridge", 228, frameOf(t, "4500 0000 0001 0000 402f 0000 c0000201 c6336402 0000 6558", ethIPv4, ip4TCP, tcpHdr), "IPv4/GRE/Ethernet/IPv4/TCP", 0},
		{"PPTP", 228, frameOf(t, "4500 0000 0001 0000 402f 0000 c0000201 c6336402 3081 880b 002c 0009 00000001 00000001 ff03 0021", ip4TCP, tcpHdr), "IPv4/EnhancedGRE/HDLC/PPP/IPv4/TCP", 0},
		{"GENEVE", 228, frameOf(t, "4500 0000 0001 0000 4011 0000 c0000201 c6336402 0001 17c1 0000 0000"), "IPv4/UDP", 0},
		{"GENEVE options", 228, frameOf(t, "4500 0000 0001 0000 4011 0000 c0000201 c6336402 0001 17c1 ffff 0000 01006558 00000100 00000000", ethIPv4, ip4TCP, tcpHdr), "IPv4/UDP/GENEVE/Ethernet/IPv4/TCP", 0},
		{"GTP-U", 228, frameOf(t, "4500 0000 0001 0000 4011 0000 c0000201 c6336402 0868 0868 ffff 0000 34ff 0030 00000001 00000085 01100900", ip4TCP, tcpHdr), "IPv4/UDP/GTPU/IPv4/TCP", 0},
	} {
		var f Frame
		if err := f.ParseLink(tt.link, tt.b); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := kindsOf(&f); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if n := len(f.Payload()); n != tt.payload {
			t.Errorf("%s: %d bytes of payload, want %d", tt.name, n, tt.payload)
		}
	}
}

func TestFrameLookup(t *testing.T) {
	var f Frame
	if err := f.Parse(deepFrame(t)); err != nil {
		t.Fatal(err)
	}
	if ip := f.IPv4(); ip.Src() != netip.MustParseAddr("10.0.0.1") {
		t.Errorf("outermost source %v", ip.Src())
	}
	if ip := IPv4(f.Nth(KindIPv4, 1)); ip.Src() != netip.MustParseAddr("10.0.0.3") {
		t.Errorf("second source %v", ip.Src())
	}
	if f.Nth(KindIPv4, 3) != nil || f.Count(KindIPv4) != 3 || f.Index(KindGRE) != 3 || f.Index(KindARP) != -1 || f.IPv6() != nil {
		t.Error("wrong count, index or an IPv6 header that is not there")
	}
	if f.Src() != netip.MustParseAddr("192.0.2.1") || f.Dst() != netip.MustParseAddr("198.51.100.2") {
		t.Errorf("innermost addresses %v, %v", f.Src(), f.Dst())
	}
	if src, dst, ok := f.Ports(); src != 40000 || dst != 80 || !ok {
		t.Errorf("innermost ports %d, %d, %v", src, dst, ok)
	}
	if f.GRE().Key() != 7 || f.VXLAN().VNI() != 42 || f.VLAN().ID() != 42 || f.UDP().DstPort() != 4789 || f.TCP().DstPort() != 80 {
		t.Error("wrong header fields")
	}
	if f.InnerEthernet().Src() != (MAC{2, 0, 0, 0, 0, 1}) || len(f.InnerIPv4()) != 40 {
		t.Error("wrong inner headers")
	}
	off, payload, end := f.Span(3)
	if off != 38 || payload != 46 || end != len(f.data) {
		t.Errorf("GRE at %d, %d, %d", off, payload, end)
	}
}

// A bad header is named, with its place, and those before it stay.
func TestFrameBad(t *testing.T) {
	for _, tt := range []struct {
		name string
		b    []byte
		want string
		kind Kind
		off  int
		err  error
	}{
		{"empty", nil, "", KindEthernet, 0, ErrShort},
		{"short Ethernet", make([]byte, 13), "", KindEthernet, 0, ErrShort},
		{"IHL 4", frameOf(t, ethIPv4, "44", ip4TCP[2:]), "Ethernet", KindIPv4, 14, ErrLength},
		{"short TCP", tcpFrame(t)[:50], "Ethernet/IPv4", KindTCP, 34, ErrShort},
		{"ARP lengths", frameOf(t, "ffffffffffff 020000000001 0806 0001 0800 ff 04 0001 00"), "Ethernet", KindARP, 14, ErrLength},
		{"GRE routing", frameOf(t, ethIPv4, "4500 0000 0001 0000 402f 0000 c0000201 c6336402 4000 0800 00000000 0002"), "Ethernet/IPv4", KindGRE, 34, ErrLength},
	} {
		var f Frame
		err := f.Parse(tt.b)
		var e *Error
		if !errors.Is(err, tt.err) || !errors.As(err, &e) || e.Layer != tt.kind.String() {
			t.Errorf("%s: %v", tt.name, err)
		}
		if k, off := f.Bad(); k != tt.kind || off != tt.off || kindsOf(&f) != tt.want {
			t.Errorf("%s: %s, bad %v at %d", tt.name, kindsOf(&f), k, off)
		}
		if len(f.Payload()) != len(tt.b)-tt.off {
			t.Errorf("%s: the rest has %d bytes", tt.name, len(f.Payload()))
		}
	}
}

// Headers beyond the inline array are not lost, and cost an allocation only once.
func TestFrameDeep(t *testing.T) {
	var b []byte
	for range 200 {
		b = append(b, 0, 1, 0, 0x40)
	}
	b = append(append(b, 0, 1, 1, 0x40), frameOf(t, ip4TCP, tcpHdr)...)
	var f Frame
	if err := f.ParseAs(KindMPLS, b); err != nil || f.Len() != 203 || f.Count(KindMPLS) != 201 {
		t.Fatalf("%d headers, %v", f.Len(), err)
	}
	if f.TCP().DstPort() != 80 || f.InnerTCP().DstPort() != 80 {
		t.Error("TCP lost")
	}
	if off, payload, end := f.Span(150); off != 600 || payload != 604 || end != len(b) {
		t.Errorf("header 150 at %d, %d, %d", off, payload, end)
	}
	if n := testing.AllocsPerRun(10, func() { f.ParseAs(KindMPLS, b) }); n != 0 {
		t.Errorf("%v allocations in the steady state", n)
	}
	if f.Parse(tcpFrame(t)); f.Len() != 3 || f.MPLS() != nil {
		t.Error("headers of the frame before are still there")
	}
}

func TestFrameNoAllocs(t *testing.T) {
	var f Frame
	for _, b := range [][]byte{tcpFrame(t), deepFrame(t), tcpFrame(t)[:40], nil} {
		if n := testing.AllocsPerRun(100, func() {
			f.Parse(b)
			f.TCP()
			f.InnerIPv4()
			f.Src()
			f.Ports()
			for i := range f.Len() {
				f.Checksum(i)
			}
		}); n != 0 {
			t.Errorf("%d bytes: %v allocations", len(b), n)
		}
	}
	b := tcpFrame(t)
	if n := testing.AllocsPerRun(100, func() {
		var f Frame
		if err := f.Parse(b); err != nil {
			t.Error(err)
		}
	}); n != 0 {
		t.Errorf("a Frame on the stack: %v allocations", n)
	}
}

func TestFrameChecksum(t *testing.T) {
	var f Frame
	state := func(b []byte) string {
		f.ParseAs(KindIPv4, b)
		var s []string
		for i := range f.Len() {
			s = append(s, f.Checksum(i).String())
		}
		return strings.Join(s, " ")
	}
	fix := func(b []byte) []byte {
		IPv4(b).SetChecksum(IPv4(b).Sum())
		return b
	}
	udp := func() []byte {
		b := fix(frameOf(t, "4500 001e 0001 0000 4011 0000 c0000201 c6336402 0001 0002 000a 0000 aabb"))
		u := UDP(b[20:])
		u.SetChecksum(u.Sum(IPv4(b).PseudoSum(IPProtoUDP, len(u))))
		return b
	}
	if got := state(udp()); got != "good good" {
		t.Errorf("right: %s", got)
	}
	for _, tt := range []struct {
		name string
		edit func(b []byte) []byte
		want string
	}{
		{"payload", func(b []byte) []byte { b[28] ^= 1; return b }, "good bad"},
		{"header", func(b []byte) []byte { b[8]--; return b }, "bad good"},
		{"absent", func(b []byte) []byte { b[26], b[27] = 0, 0; return b }, "good absent"},
		{"cut", func(b []byte) []byte { return b[:29] }, "good unverified"},
		{"fragment", func(b []byte) []byte { IPv4(b).SetFlags(MoreFragments); return fix(b) }, "good unverified"},
		{"offloaded", func(b []byte) []byte {
			UDP(b[20:]).SetChecksum(IPv4(b).PseudoSum(IPProtoUDP, 10))
			return b
		}, "good offloaded"},
	} {
		if got := state(tt.edit(udp())); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	// To the final destination of a routing header.
	b := frameOf(t, "6000 0000 0020 2b 40 20010db8000000000000000000000001 20010db8000000000000000000000002",
		"1102 0001 00000000 20010db8000000000000000000000009 0001 0002 0008 0000")
	v := IPv6(append([]byte(nil), b...))
	v.SetDst(netip.MustParseAddr("2001:db8::9"))
	u := UDP(b[64:])
	u.SetChecksum(u.Sum(v.PseudoSum(IPProtoUDP, 8)))
	if f.ParseAs(KindIPv6, b); f.Checksum(2) != ChecksumGood {
		t.Errorf("routing header: %v", f.Checksum(2))
	}
}

// Whatever the bytes, headers lie inside each other and all methods are safe.
func FuzzFrame(fz *testing.F) {
	for _, link := range []uint16{0, 1, 101, 108, 113, 219, 239, 258, 276} {
		fz.Add(link, deepFrame(fz))
		fz.Add(link, tcpFrame(fz))
	}
	var f Frame
	fz.Fuzz(func(t *testing.T, link uint16, b []byte) { checkFrame(t, &f, link, b) })
}

func checkFrame(t *testing.T, f *Frame, link uint16, b []byte) {
	err := f.ParseLink(link, b)
	if k, off := f.Bad(); (k != KindNone) != (err != nil) || off > len(b) {
		t.Fatalf("%x: %v, bad %v at %d", b, err, k, off)
	}
	last, lastEnd := 0, len(b)
	for i := range f.Len() {
		k, p := f.Header(i)
		off, payload, end := f.Span(i)
		if k == KindNone || k >= numKinds || off != last || payload <= off || payload > end || end > lastEnd || len(p) != end-off {
			t.Fatalf("%x: header %d, %v, is at %d, %d, %d", b, i, k, off, payload, end)
		}
		f.Checksum(i)
		last, lastEnd = payload, end
	}
	f.Payload()
	f.Src()
	f.Dst()
	f.Ports()
	for k := range numKinds {
		if n := f.Count(k); n > 0 && (f.Nth(k, n-1) == nil || f.Last(k) == nil || f.first(k) == nil) {
			t.Fatalf("%x: %d of %v, but not found", b, n, k)
		}
	}
}

func TestFrameDamage(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seeds := [][]byte{tcpFrame(t), deepFrame(t)}
	var f Frame
	for range 100000 {
		b := append([]byte(nil), seeds[r.IntN(2)]...)
		for range r.IntN(5) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		checkFrame(t, &f, 1, b[:r.IntN(len(b)+1)])
	}
}

func BenchmarkFrame(b *testing.B) {
	for name, buf := range map[string][]byte{"TCP": tcpFrame(b), "deep": deepFrame(b)} {
		b.Run(name, func(b *testing.B) {
			var f Frame
			b.ReportAllocs()
			for b.Loop() {
				f.Parse(buf)
			}
		})
	}
}

func BenchmarkFramePorts(b *testing.B) {
	buf := tcpFrame(b)
	var f Frame
	var sum uint16
	for b.Loop() {
		if f.Parse(buf) == nil {
			if tcp := f.TCP(); tcp != nil {
				sum += tcp.DstPort()
			}
		}
	}
}
