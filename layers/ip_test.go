package layers_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var (
	c4 = netip.MustParseAddr("203.0.113.3")
	c6 = netip.MustParseAddr("2001:db8::3")
	d6 = netip.MustParseAddr("2001:db8::4")
)

func payload() []packet.Layer {
	return []packet.Layer{&UDP{SrcPort: 1, DstPort: 9}, packet.Payload([]byte("hello"))}
}

func ip4With(o wire.IPv4Options) packet.Packet {
	return append(packet.Packet{&IPv4{Src: a4, Dst: b4, Options: o}}, payload()...)
}

func ip6With(ls ...packet.Layer) packet.Packet { return append(over6(ls...), payload()...) }

// ip4Packets has IPv4 packets with every option.
var ip4Packets = map[string]packet.Packet{
	"plain":        ip4With(nil),
	"record":       ip4With(wire.IPv4Options{}.AddRecordRoute(9)),
	"loose":        ip4With(wire.IPv4Options{}.AddLooseRoute(c4, a4)),
	"strict":       ip4With(wire.IPv4Options{}.AddStrictRoute(c4).Add(wire.IPv4OptNOP)),
	"timestamps":   ip4With(wire.IPv4Options{}.AddTimestamps(wire.TimestampsOnly, 9)),
	"addresses":    ip4With(wire.IPv4Options{}.AddTimestamps(wire.TimestampsWithAddrs, 4)),
	"prespecified": ip4With(wire.IPv4Options{}.AddTimestampsAt(c4, a4)),
	"alert":        ip4With(wire.IPv4Options{}.AddRouterAlert(0)),
	"security":     ip4With(wire.IPv4Options{}.AddSecurity(wire.IPv4Security{Level: 0x5a, Authorities: []byte{0x80}}).AddStreamID(7)),
	"MTU":          ip4With(wire.IPv4Options{}.AddMTUProbe(1500).AddMTUReply(1400)),
	"traceroute":   ip4With(wire.IPv4Options{}.AddTraceroute(wire.IPv4Traceroute{ID: 1, ReturnHops: 0xffff, Originator: c4})),
	"CIPSO":        ip4With(wire.IPv4Options{}.AddCIPSO(wire.CIPSO{DOI: 5, Tags: []byte{1, 4, 0, 1}})),
	"SDB":          ip4With(wire.IPv4Options{}.AddDirectedBroadcast(c4)),
	"quick-start":  ip4With(wire.IPv4Options{}.AddQuickStart(wire.QuickStart{Rate: 9, TTL: 64, Nonce: 0x3fffffff})),
	"experiment":   ip4With(wire.IPv4Options{}.Add(wire.IPv4OptExperiment2, 1, 2, 3)),
	"fragment":     append(packet.Packet{&IPv4{Src: a4, Dst: b4, Flags: wire.MoreFragments, ID: 9}}, &UDP{SrcPort: 1, DstPort: 9, Length: packet.U16(100), Checksum: packet.U16(0x1234)}),
	"later":        packet.Packet{&IPv4{Src: a4, Dst: b4, FragOff: 5, ID: 9, Protocol: packet.Fix(wire.IPProtoUDP)}, packet.Payload([]byte("rest"))},
	"AH":           append(packet.Packet{&IPv4{Src: a4, Dst: b4}, &AH{SPI: 300, Seq: 1, ICV: make([]byte, 12)}}, payload()...),
	"ESP":          {&IPv4{Src: a4, Dst: b4}, &ESP{SPI: 300, Seq: 1}, packet.Payload([]byte("secret"))},
	"IPComp":       {&IPv4{Src: a4, Dst: b4}, &IPComp{NextHeader: wire.IPProtoUDP, CPI: 2}, packet.Payload([]byte("short"))},
}

// ip6Packets has IPv6 packets with every extension header.
var ip6Packets = map[string]packet.Packet{
	"plain": ip6With(),
	"none":  over6(),
	"hop-by-hop": ip6With(&IPv6HopByHop{Options: wire.IPv6Options{}.AddRouterAlert(wire.RouterAlertMLD).AddQuickStart(wire.QuickStart{Rate: 1}).
		AddRPL(wire.IPv6RPL{Flags: 0x80, Instance: 1, SenderRank: 256}).AddCALIPSO(wire.CALIPSO{DOI: 1, Compartment: []byte{1, 2, 3, 4}}).AddPathMTU(1500, 0)}),
	"destination": ip6With(&IPv6DestOpts{Options: wire.IPv6Options{}.AddTunnelLimit(4)}),
	"home":        ip6With(&IPv6DestOpts{Options: wire.IPv6Options{}.AddHomeAddress(c6)}),
	"empty":       ip6With(&IPv6HopByHop{}, &IPv6DestOpts{}),
	"type 0":      ip6With(&IPv6SourceRoute{Addrs: []netip.Addr{c6, d6}}),
	"type 0 done": ip6With(&IPv6SourceRoute{SegmentsLeft: packet.U8(0), Addrs: []netip.Addr{c6, d6}}),
	"type 2":      ip6With(&IPv6HomeRoute{HomeAddress: c6}),
	"no home":     ip6With(&IPv6HomeRoute{}),
	"type 3":      ip6With(&RPLSourceRoute{CmprI: 14, CmprE: 8, Addrs: []netip.Addr{c6, d6, c6}}),
	"type 4":      ip6With(&SRH{Segments: []netip.Addr{c6, d6}, Tag: 7, TLVs: wire.SRHTLVs{}.AddHMAC(true, 1, make([]byte, 32)).Add(124, 1, 2, 3)}),
	"type 5":      ip6With(&IPv6Routing{Type: wire.RoutingCRH16, SegmentsLeft: 1, Data: []byte{0, 1, 0, 2}}),
	"fragment":    over6(&IPv6Fragment{More: true, ID: 9}, &UDP{SrcPort: 1, DstPort: 9, Length: packet.U16(100), Checksum: packet.U16(0x1234)}),
	"later":       over6(&IPv6Fragment{NextHeader: packet.Fix(wire.IPProtoUDP), Offset: 5, ID: 9}, packet.Payload([]byte("rest"))),
	"atomic":      ip6With(&IPv6Fragment{ID: 9}),
	"AH":          ip6With(&AH{SPI: 300, Seq: 1, ICV: make([]byte, 12)}),
	"ESP":         over6(&ESP{SPI: 300, Seq: 1}, packet.Payload([]byte("secret"))),
	"chain": ip6With(&IPv6HopByHop{}, &IPv6DestOpts{}, &SRH{Segments: []netip.Addr{d6, c6}}, &IPv6Fragment{}, &AH{SPI: 300, ICV: make([]byte, 12)},
		&IPv6DestOpts{Options: wire.IPv6Options{}.AddHomeAddress(c6)}),
	"mobility": over6(&Mobility{}, &BindingRefresh{}),
}

func TestIP(t *testing.T) {
	for _, packets := range []map[string]packet.Packet{ip4Packets, ip6Packets} {
		done := map[*packet.Proto]bool{UDPProto: true, packet.RawProto: true, IPv6Proto: true}
		var all [][]byte
		for _, name := range slices.Sorted(keys(packets)) {
			p := packets[name]
			b := must(t, p)
			all = append(all, b)
			if pr := p[min(1, len(p)-1)].Proto(); !done[pr] {
				done[pr] = true
				t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, seedsOf(t, packets, 1, pr)...) })
			}
			q, err := packet.Parse(b, p[0].Proto())
			if err != nil || chain(q) != chain(p) {
				t.Errorf("%s: %v: %s, want %s", name, err, chain(q), chain(p))
				continue
			}
			if name == "fragment" {
				continue // which a datagram's Length and checksum do not describe
			}
			if w := packettest.Wrong(q); w != nil {
				t.Errorf("%s: wrong: %v", name, w)
			}
			if u := packet.Get[UDP](q); u != nil && u.ChecksumState() != packet.ChecksumGood {
				t.Errorf("%s: UDP checksum is %v", name, u.ChecksumState())
			}
			if d, worst := packet.Validate(b, p[0].Proto()); worst > packet.Unusual {
				t.Errorf("%s: %v", name, d)
			}
			edited(t, name, q)
		}
		packettest.Trial(t, firstOf(all), all...)
	}
}

// edited edits p and expects a packet that is as valid.
func edited(t *testing.T, name string, p packet.Packet) {
	u := packet.Get[UDP](p)
	if u == nil {
		return
	}
	u.DstPort = 7
	p[len(p)-1] = packet.Payload([]byte("longer than it was"))
	q, err := packet.Parse(must(t, p), p[0].Proto())
	if err != nil || packettest.Wrong(q) != nil || packet.Get[UDP](q).ChecksumState() != packet.ChecksumGood {
		t.Errorf("%s: edited: %v, wrong: %v", name, err, packettest.Wrong(q))
	}
}

// The pseudo-header has the addresses that the packet's ends see, at every stop.
// RFC 791 §3.1, RFC 8200 §8.1, RFC 6275 §11.3.1.
func TestPseudoAddresses(t *testing.T) {
	sum := func(p packet.Packet) uint16 {
		q, err := packet.Parse(must(t, p), p[0].Proto())
		if err != nil {
			t.Fatal(err)
		}
		return packet.Get[UDP](q).Checksum.Get()
	}
	v4 := func(dst netip.Addr, o wire.IPv4Options) packet.Packet {
		p := ip4With(o)
		p[0].(*IPv4).Dst = dst
		return p
	}
	v6 := func(src, dst netip.Addr, ls ...packet.Layer) packet.Packet {
		p := ip6With(ls...)
		p[0].(*IPv6).Src, p[0].(*IPv6).Dst = src, dst
		return p
	}
	final4, final6, home6 := sum(v4(c4, nil)), sum(v6(a6, c6)), sum(v6(c6, b6))
	used := wire.IPv4Options{}.AddLooseRoute(b4, a4)
	used[2] = 12 // past the end: the route is used up
	for _, tt := range []struct {
		name string
		p    packet.Packet
		want uint16
	}{
		{"loose source route", v4(b4, wire.IPv4Options{}.AddLooseRoute(a4, c4)), final4},
		{"strict source route", v4(b4, wire.IPv4Options{}.AddStrictRoute(c4)), final4},
		{"route used up", v4(c4, used), final4},
		{"record route", v4(c4, wire.IPv4Options{}.AddRecordRoute(3)), final4},
		{"type 0", v6(a6, b6, &IPv6SourceRoute{Addrs: []netip.Addr{d6, c6}}), final6},
		{"type 0 used up", v6(a6, c6, &IPv6SourceRoute{SegmentsLeft: packet.U8(0), Addrs: []netip.Addr{b6, d6}}), final6},
		{"type 2", v6(a6, b6, &IPv6HomeRoute{HomeAddress: c6}), final6},
		{"type 3", v6(a6, b6, &RPLSourceRoute{CmprI: 15, CmprE: 15, Addrs: []netip.Addr{d6, c6}}), final6},
		{"type 4", v6(a6, b6, &SRH{Segments: []netip.Addr{c6, b6}}), final6},
		{"type 4 used up", v6(a6, c6, &SRH{SegmentsLeft: packet.U8(0), Segments: []netip.Addr{b6, d6}}), final6},
		{"home address", v6(a6, b6, &IPv6DestOpts{Options: wire.IPv6Options{}.AddHomeAddress(c6)}), home6},
	} {
		if got := sum(tt.p); got != tt.want {
			t.Errorf("%s: checksum %#x, want %#x", tt.name, got, tt.want)
		}
	}
}

// Addresses of a compressed source route are whole when parsed.
func TestRPLAddresses(t *testing.T) {
	want := []netip.Addr{c6, d6}
	p := over6(&RPLSourceRoute{CmprI: 15, CmprE: 8, Addrs: want})
	q, err := packet.Parse(must(t, p), IPv6Proto)
	if err != nil {
		t.Fatal(err)
	}
	r := packet.Get[RPLSourceRoute](q)
	if !slices.Equal(r.Addrs, want) || r.HdrLen.Get() != 2 || r.Pad.Get() != 7 {
		t.Errorf("%+v", r)
	}
}

// Options are padded with Pad1 or PadN, not with zeros.
func TestOptionPadding(t *testing.T) {
	for _, tt := range []struct {
		o    wire.IPv6Options
		want string
	}{
		{nil, "PadN 00000000"},
		{wire.IPv6Options{}.AddTunnelLimit(1), "tunnel encapsulation limit 1, PadN 00"},
		{wire.IPv6Options{}.AddRouterAlert(0), "router alert 0, PadN"},
		{wire.IPv6Options{}.Add(30, 1, 2, 3), "0x1e 010203, Pad1"},
		{wire.IPv6Options{}.AddJumbo(70000), "jumbo payload 70000"},
		{wire.IPv6Options{}.AddHomeAddress(a6), "PadN 0000, home address 2001:db8::1"},
		{wire.IPv6Options{}.AddTunnelLimit(1).AddJumbo(1), "tunnel encapsulation limit 1, Pad1, jumbo payload 1, PadN 0000"},
	} {
		b := must(t, packet.Packet{&IPv6DestOpts{Options: tt.o}})
		v, err := wire.ParseIPv6DestOpts(b)
		if err != nil || len(b)%8 != 0 || v.HeaderLen() != len(b) {
			t.Fatalf("%x: %v", b, err)
		}
		if got := v.Options().String(); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

// A jumbogram's length is that of its option. RFC 2675.
func TestJumbogram(t *testing.T) {
	data := make([]byte, 70000)
	p := over6(&IPv6HopByHop{Options: wire.IPv6Options{}.AddJumbo(uint32(len(data) + 16))}, &UDP{SrcPort: 1, DstPort: 9}, packet.Payload(data))
	b := must(t, p)
	q, err := packet.Parse(append(b, "padding"...), IPv6Proto)
	if err != nil || packettest.Wrong(q) != nil {
		t.Fatal(err, packettest.Wrong(q))
	}
	ip := packet.Get[IPv6](q)
	if ip.Length.Get() != 0 || string(ip.Trailer) != "padding" || packet.Get[UDP](q).ChecksumState() != packet.ChecksumGood {
		t.Errorf("%d %q %v", ip.Length.Get(), ip.Trailer, packet.Get[UDP](q).ChecksumState())
	}
	q, _ = packet.Parse(b[:1000], IPv6Proto)
	if s := packet.Get[UDP](q).ChecksumState(); s != packet.ChecksumUnverified {
		t.Errorf("the checksum of a cut jumbogram is %v", s)
	}
	if b := must(t, over6(packet.Payload(data))); b[4] != 0 || b[5] != 0 {
		t.Error("a packet that is too long has a length")
	}
}

// Nobody can verify a fragment's checksum, and Bytes leaves it alone.
func TestFragmentChecksums(t *testing.T) {
	for _, p := range []packet.Packet{ip4Packets["fragment"], ip6Packets["fragment"]} {
		q, _ := packet.Parse(must(t, p), p[0].Proto())
		u := packet.Get[UDP](q)
		if u.ChecksumState() != packet.ChecksumUnverified || u.Checksum.Wrong() {
			t.Errorf("%s: %v", chain(q), u.ChecksumState())
		}
		u.DstPort++
		if must(t, q); u.Checksum.Get() != 0x1234 {
			t.Errorf("%s: an edit changed the checksum to %#x", chain(q), u.Checksum.Get())
		}
	}
}

func TestIPValidate(t *testing.T) {
	for _, tt := range []struct {
		p    packet.Packet
		want string
	}{
		{packet.Packet{&IPv4{Src: a4, Dst: b4, Flags: wire.Evil}}, "Flags: the reserved bit is set [unusual]"},
		{packet.Packet{&IPv4{Src: netip.MustParseAddr("224.0.0.1"), Dst: b4}}, "Src: not the address of a host [value]"},
		{packet.Packet{&IPv4{Src: a4, Dst: b4, FragOff: 0x1fff}, packet.Payload(make([]byte, 100))}, "FragOff: the fragment ends beyond the longest datagram [value]"},
		{packet.Packet{&IPv4{Src: a4, Dst: b4, Options: wire.IPv4Options{7, 60, 4, 0}}}, "Options: an option's length is impossible [size]"},
		{packet.Packet{&IPv4{Src: a4, Dst: b4, Options: wire.IPv4Options{7, 7, 5, 1, 2, 3, 4, 0}}}, "Options: a route's pointer does not point to an address [value]"},
		{packet.Packet{&IPv4{Src: a4, Dst: b4, Options: wire.IPv4Options{0, 1, 0, 0}}}, "Options: bytes that are not zero after the end of the options [unusual]"},
		{packet.Packet{&IPv4{Src: a4, Dst: b4, Options: wire.IPv4Options{148, 3, 0, 0}}}, "Options: the option's length is not 4 [value]"},
		{packet.Packet{&IPv4{Src: a4, Dst: b4, Options: wire.IPv4Options{}.AddLooseRoute(a4).AddLooseRoute(a4)}}, "Options: more than one source route [value]"},
		{over6(&IPv6HopByHop{Options: wire.IPv6Options{5, 9, 0, 0, 0, 0}}), "Options: an option runs out of the header [size]"},
		{over6(&IPv6DestOpts{}, &IPv6HopByHop{}), "not directly after the IPv6 header [value]"},
		{over6(&IPv6DestOpts{Options: wire.IPv6Options{1, 4, 0, 1, 0, 0}}), "Options: padding that is not zero [unusual]"},
		{over6(&SRH{SegmentsLeft: packet.U8(9), Segments: []netip.Addr{a6}}), "SegmentsLeft: more than there are [value]"},
		{over6(&IPv6Fragment{More: true}, packet.Payload([]byte("123"))), "a fragment before the last is not a multiple of 8 bytes long [size]"},
		{over6(&IPv6HopByHop{Options: wire.IPv6Options{}.AddJumbo(8)}), "Length: a jumbogram of less than 65536 bytes [value]"},
		{over6(&AH{SPI: 300, ICV: make([]byte, 8)}), "PayloadLen: over IPv6 the header must be a multiple of 8 bytes long [size]"},
	} {
		b := must(t, tt.p)
		if d := defects(t, b, tt.p[0].Proto()); !strings.Contains(strings.Join(d, "\n"), tt.want) {
			t.Errorf("%x: %q, want %q", b, d, tt.want)
		}
		packettest.RoundTrip(t, tt.p[0].Proto(), b)
	}
}

// A routing header that is not of its type's form keeps its bytes, and what follows
// is still understood.
func TestMalformedRouting(t *testing.T) {
	for _, data := range [][]byte{
		append([]byte{0, 1, 0, 0, 0, 0}, make([]byte, 8)...),  // half an address
		append([]byte{4, 1, 9, 0, 0, 0}, make([]byte, 16)...), // last entry 9 of one
		append([]byte{3, 1, 0, 0xf0, 0, 0}, make([]byte, 8)...),
	} {
		p := ip6With(&IPv6Routing{Type: wire.RoutingType(data[0]), SegmentsLeft: data[1], Data: data[2:]})
		b := must(t, p)
		q, err := packet.Parse(b, IPv6Proto)
		if err != nil || packet.Get[IPv6Routing](q) == nil || packet.Get[UDP](q) == nil {
			t.Errorf("%x: %v: %s", data, err, chain(q))
		}
		if got := must(t, q); !bytes.Equal(got, b) {
			t.Errorf("%x: not the same bytes", data)
		}
	}
}

func FuzzIP(f *testing.F) {
	for _, p := range ip4Packets {
		f.Add(must(f, p))
	}
	for _, p := range ip6Packets {
		f.Add(must(f, p))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, IPv4Proto, b)
		packettest.RoundTrip(t, IPv6Proto, b)
		packet.Validate(b, IPv4Proto)
		packet.Validate(b, IPv6Proto)
	})
}

func ExampleSRH() {
	p := packet.Packet{
		&IPv6{Src: a6, Dst: b6},                  // b6 is the first segment,
		&SRH{Segments: []netip.Addr{d6, c6, b6}}, // then c6, and d6 is the destination
		&UDP{SrcPort: 1, DstPort: 9},
	}
	b, _ := p.Bytes()
	q, _ := packet.Parse(b, IPv6Proto)
	srh := packet.Get[SRH](q)
	fmt.Println(srh.SegmentsLeft.Get(), srh.Segments[0])
	fmt.Println(packet.Get[UDP](q).ChecksumState())
	// Output:
	// 2 2001:db8::4
	// good
}

// What the pseudo-header and the extension headers cost.
func BenchmarkParseExtensions(b *testing.B) {
	buf := must(b, ip6Packets["chain"])
	c := packet.Parser{Reuse: true}
	b.ReportAllocs()
	for b.Loop() {
		c.Parse(buf, IPv6Proto)
	}
}

func TestExtensionsNoAllocs(t *testing.T) {
	for _, p := range []packet.Packet{ip6Packets["chain"], ip4Packets["loose"], ip6Packets["type 3"]} {
		b, c := must(t, p), packet.Parser{Reuse: true}
		if n := testing.AllocsPerRun(100, func() { c.Parse(b, p[0].Proto()) }); n != 0 {
			t.Errorf("%s: a reusing parser makes %v allocations", chain(p), n)
		}
		buf := make([]byte, 0, 500)
		if n := testing.AllocsPerRun(100, func() { p.Append(buf) }); n != 0 {
			t.Errorf("%s: building makes %v allocations", chain(p), n)
		}
	}
}
