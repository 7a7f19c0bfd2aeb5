package layers_test

import (
	"bytes"
	"encoding/hex"
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
	link6 = netip.MustParseAddr("fe80::1")
	all6  = netip.MustParseAddr("ff02::1")
	mac1  = MAC{2, 0, 0, 0, 0, 1}
)

// over4 and over6 put an IP header around layers.
func over4(ls ...packet.Layer) packet.Packet {
	return append(packet.Packet{&IPv4{Src: a4, Dst: b4}}, ls...)
}

func over6(ls ...packet.Layer) packet.Packet {
	return append(packet.Packet{&IPv6{Src: a6, Dst: b6}}, ls...)
}

// local6 is over6 as neighbour discovery has it.
func local6(ls ...packet.Layer) packet.Packet {
	return append(packet.Packet{&IPv6{Src: link6, Dst: all6, HopLimit: packet.U8(255)}}, ls...)
}

// built is for packets of package variables.
func built(p packet.Packet) []byte {
	b, err := p.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}

// heard6 is over6 as multicast listener discovery has it.
func heard6(ls ...packet.Layer) packet.Packet {
	return append(packet.Packet{&IPv6{Src: link6, Dst: all6, HopLimit: packet.U8(1)}}, ls...)
}

func quote4(n int) *packet.Raw {
	return packet.Payload(built(over4(&UDP{SrcPort: 1000, DstPort: 33434}, packet.Payload(make([]byte, 40))))[:n])
}

func stack() wire.ICMPExtensions {
	return wire.ICMPExtensions{}.
		AddLabels(wire.LabelStackEntry{Label: 16004, TTL: 1}, wire.LabelStackEntry{Label: 24001, TC: 5, Bottom: true, TTL: 1}).
		AddInterface(wire.ICMPInterface{Role: wire.ICMPOutgoing, HasIndex: true, Index: 7, Addr: a4, Name: "eth0", MTU: 1500})
}

// icmp4Messages has one message of every kind, in an IPv4 packet.
var icmp4Messages = map[string]packet.Packet{
	"echo":         over4(&ICMPv4{Type: wire.ICMPv4EchoRequest, ID: 7, Seq: 1}, packet.Payload([]byte("ping"))),
	"reply":        over4(&ICMPv4{Type: wire.ICMPv4EchoReply, ID: 7, Seq: 1}),
	"unreachable":  over4(&ICMPv4{Type: wire.ICMPv4Unreachable, Code: wire.ICMPv4PortUnreachable}, quote4(28)),
	"needed":       over4(&ICMPv4{Type: wire.ICMPv4Unreachable, Code: wire.ICMPv4FragmentationNeeded, MTU: 1400}, quote4(28)),
	"quench":       over4(&ICMPv4{Type: wire.ICMPv4SourceQuench}, quote4(28)),
	"redirect":     over4(&ICMPv4{Type: wire.ICMPv4Redirect, Code: 1, Gateway: a4}, quote4(28)),
	"exceeded":     over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded, Extensions: stack()}, quote4(68)),
	"parameter":    over4(&ICMPv4{Type: wire.ICMPv4ParameterProblem, Pointer: 20}, quote4(28)),
	"conversion":   over4(&ICMPv4{Type: wire.ICMPv4ConversionError, Pointer: 0x10203}, quote4(28)),
	"photuris":     over4(&ICMPv4{Type: wire.ICMPv4Photuris, Pointer: 3}, quote4(28)),
	"advertise":    over4(&ICMPv4{Type: wire.ICMPv4RouterAdvertisement, Lifetime: 1800, Addrs: []ICMPRouter{{a4, 1}, {b4, -1 << 31}}}),
	"solicit":      over4(&ICMPv4{Type: wire.ICMPv4RouterSolicitation}),
	"timestamp":    over4(&ICMPv4{Type: wire.ICMPv4Timestamp, ID: 1, Seq: 2}, &ICMPv4Timestamps{Originate: 3}),
	"information":  over4(&ICMPv4{Type: wire.ICMPv4Information, ID: 1, Seq: 2}),
	"mask":         over4(&ICMPv4{Type: wire.ICMPv4MaskReply, ID: 1, Seq: 2}, &ICMPv4AddressMask{Mask: netip.MustParseAddr("255.255.255.0")}),
	"traceroute":   over4(&ICMPv4{Type: wire.ICMPv4TypeTraceroute, ID: 9}, &ICMPv4Traceroute{OutboundHops: 3, ReturnHops: 0xffff, OutputSpeed: 1e6, OutputMTU: 1500}),
	"domain":       over4(&ICMPv4{Type: wire.ICMPv4DomainName, ID: 1, Seq: 2}),
	"domain reply": over4(&ICMPv4{Type: wire.ICMPv4DomainNameReply, ID: 1, Seq: 2}, &ICMPv4Names{TTL: 300}, packet.Payload([]byte("\x04host\x00"))),
	"probe":        over4(&ICMPv4{Type: wire.ICMPv4ExtendedEcho, ID: 1, Seq: 2, Info: wire.ExtendedEchoLocal, Extensions: wire.ICMPExtensions{}.AddIdentifyName("eth0")}),
	"probe data":   over4(&ICMPv4{Type: wire.ICMPv4ExtendedEcho, ID: 1, Seq: 2, Extensions: wire.ICMPExtensions{}.AddIdentifyIndex(1)}, packet.Payload([]byte("time"))),
	"probe reply":  over4(&ICMPv4{Type: wire.ICMPv4ExtendedEchoReply, ID: 1, Seq: 2, Info: wire.ExtendedEchoActive | wire.ExtendedEchoIPv4}),
	"unknown":      over4(&ICMPv4{Type: 200, Code: 1, Unused: 0x01020304}, packet.Payload([]byte("what"))),
}

// icmp6Messages has one message of every kind, in an IPv6 packet.
var icmp6Messages = map[string]packet.Packet{
	"echo":        over6(&ICMPv6{Type: wire.ICMPv6EchoRequest, ID: 7, Seq: 1}, packet.Payload([]byte("ping"))),
	"unreachable": over6(&ICMPv6{Type: wire.ICMPv6Unreachable, Code: 4, Extensions: stack()}, &IPv6{Src: b6, Dst: a6}, &UDP{SrcPort: 1, DstPort: 9}, packet.Payload([]byte("abc"))),
	"big":         over6(&ICMPv6{Type: wire.ICMPv6PacketTooBig, MTU: 1280}, &IPv6{Src: b6, Dst: a6}),
	"exceeded":    over6(&ICMPv6{Type: wire.ICMPv6TimeExceeded}, &IPv6{Src: b6, Dst: a6}, &UDP{SrcPort: 1, DstPort: 9}),
	"parameter":   over6(&ICMPv6{Type: wire.ICMPv6ParameterProblem, Code: 2, Pointer: 40}, &IPv6{Src: b6, Dst: a6}, &IPv6DestOpts{}),
	"probe":       over6(&ICMPv6{Type: wire.ICMPv6ExtendedEcho, ID: 1, Seq: 2, Extensions: wire.ICMPExtensions{}.AddIdentifyAddr(b6)}),
	"probe data":  over6(&ICMPv6{Type: wire.ICMPv6ExtendedEcho, ID: 1, Seq: 2, Extensions: wire.ICMPExtensions{}.Add(wire.ICMPClassIdentify, 1, []byte("enp1s0")...)}, packet.Payload([]byte("time"))),
	"probe reply": over6(&ICMPv6{Type: wire.ICMPv6ExtendedEchoReply, ID: 1, Seq: 2, Info: 0x46}),
	"query":       heard6(&ICMPv6{}, &MLDv1{MaxRespDelay: 1000}),
	"query 2":     heard6(&ICMPv6{}, &MLDv2Query{MaxRespCode: 0x8123, Group: all6, Suppress: true, QRV: 2, QQIC: 125, Sources: []netip.Addr{a6, b6}}),
	"report":      heard6(&ICMPv6{Type: wire.ICMPv6MulticastReport}, &MLDv1{Group: all6}),
	"done":        heard6(&ICMPv6{Type: wire.ICMPv6MulticastDone}, &MLDv1{Group: all6}),
	"report 2": heard6(&ICMPv6{}, &MLDv2Report{Records: []MLDRecord{
		{Type: wire.MLDChangeToExclude, Group: all6}, {Type: wire.MLDAllowNew, Group: all6, Sources: []netip.Addr{a6, b6}, Aux: []byte("auxi")}}}),
	"rs": local6(&ICMPv6{}, &NDRouterSolicitation{Options: wire.NDOptions{}.AddSourceLinkAddr(mac1)}),
	"ra": local6(&ICMPv6{}, &NDRouterAdvertisement{HopLimit: 64, Managed: true, Preference: wire.PreferenceLow, RouterLifetime: 1800, Options: raOptions()}),
	"ns": local6(&ICMPv6{}, &NDNeighborSolicitation{Target: b6, Options: wire.NDOptions{}.AddSourceLinkAddr(mac1).AddNonce(1, 2, 3, 4, 5, 6)}),
	"na": local6(&ICMPv6{}, &NDNeighborAdvertisement{Router: true, Override: true, Target: b6, Options: wire.NDOptions{}.AddTargetLinkAddr(mac1)}),
	"redirect": local6(&ICMPv6{}, &NDRedirect{Target: link6, Dst: b6, Options: wire.NDOptions{}.AddTargetLinkAddr(mac1).
		AddRedirected(built(over6(&UDP{SrcPort: 1, DstPort: 9}, packet.Payload([]byte("redirected")))))}),
	"inverse": local6(&ICMPv6{Type: wire.ICMPv6InverseAdvertisement}, &NDInverse{Options: wire.NDOptions{}.AddSourceAddrs(a6).AddTargetAddrs(b6, link6)}),
	"send": local6(&ICMPv6{}, &CertPathAdvertisement{ID: 1, AllComponents: 2, Component: 1,
		Options: wire.NDOptions{}.AddTimestamp(1e9, 0x8000).AddCGA([]byte("parameters")).AddRSASignature([16]byte{1}, []byte("signature"))}),
	"send 2":         local6(&ICMPv6{}, &CertPathSolicitation{ID: 1, Component: 0xffff}),
	"home":           over6(&ICMPv6{}, &HomeAgentRequest{ID: 5}),
	"home reply":     over6(&ICMPv6{}, &HomeAgentReply{ID: 5, Reserved: 0x8000, Addrs: []netip.Addr{a6, b6}}),
	"mobile prefix":  over6(&ICMPv6{}, &MobilePrefixAdvertisement{ID: 5, Other: true, Options: wire.NDOptions{}.AddMTU(1500)}),
	"renumbering":    over6(&ICMPv6{}, &RouterRenumbering{Seq: 1, Flags: 0x80, MaxDelay: 100}, packet.Payload([]byte("prefix"))),
	"node info":      over6(&ICMPv6{}, &NodeInfo{Qtype: wire.NodeInfoName, Nonce: 1, Data: []byte("subject")}),
	"node reply":     over6(&ICMPv6{Type: wire.ICMPv6NodeInfoReply}, &NodeInfo{Qtype: wire.NodeInfoName, Nonce: 1}),
	"router":         over6(&ICMPv6{Code: 20}, &MulticastRouterAdvertisement{QueryInterval: 125, Robustness: 2}),
	"router solicit": over6(&ICMPv6{Type: wire.ICMPv6MulticastRouterSolicitation}),
	"rpl":            over6(&ICMPv6{Type: wire.ICMPv6RPL, Code: 1}, packet.Payload([]byte("DODAG"))),
}

func raOptions() wire.NDOptions {
	p := netip.MustParsePrefix("2001:db8:1::/64")
	return wire.NDOptions{}.AddSourceLinkAddr(mac1).AddMTU(1500).
		AddPrefix(wire.NDPrefix{Prefix: p, Flags: wire.PrefixOnLink | wire.PrefixAutonomous, Valid: wire.Infinite, Preferred: 600}).
		AddRoute(wire.NDRoute{Prefix: netip.MustParsePrefix("2001:db8:2::/48"), Preference: wire.PreferenceHigh, Lifetime: 600}).
		AddRDNSS(600, a6, b6).AddDNSSL(600, "example.com", "corp.example").AddFlags([6]byte{1}).AddCaptivePortal("https://example.com/api").
		AddPREF64(netip.MustParsePrefix("64:ff9b::/96"), 600).AddRegistration(wire.NDRegistration{Lifetime: 5, ROVR: make([]byte, 8)}).
		Add6LoWPANContext(wire.SixLoWPANContext{Prefix: p, Compress: true, ID: 3, Lifetime: 9}).AddAdvertInterval(1000).AddHomeAgent(1, 2).Add(200, 1, 2, 3)
}

// seedsOf returns the bytes of the messages from layer 1 on, which is pr's.
func seedsOf(t *testing.T, messages map[string]packet.Packet, i int, pr *packet.Proto) (seeds [][]byte) {
	for _, name := range slices.Sorted(keys(messages)) {
		p := messages[name]
		if len(p) <= i || p[i].Proto() != pr {
			continue
		}
		b, at, err := p.AppendSpans(nil, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		seeds = append(seeds, b[at[i].Off:at[i-1].End])
	}
	return seeds
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestICMP(t *testing.T) {
	for _, messages := range []map[string]packet.Packet{icmp4Messages, icmp6Messages} {
		done := map[*packet.Proto]bool{}
		var whole [][]byte
		for _, name := range slices.Sorted(keys(messages)) {
			p := messages[name]
			for i := 1; i < min(3, len(p)); i++ {
				if pr := p[i].Proto(); !done[pr] && pr != packet.RawProto && pr != IPv6Proto {
					done[pr] = true
					t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, seedsOf(t, messages, i, pr)...) })
				}
			}
			b := must(t, p)
			whole = append(whole, b)
			q, err := packet.Parse(b, p[0].Proto())
			if err != nil || chain(q) != chain(p) && !strings.HasPrefix(chain(q), strings.TrimSuffix(chain(p), "/Raw")) {
				t.Errorf("%s: %v: %s, want %s", name, err, chain(q), chain(p))
			}
			if w := packettest.Wrong(q); w != nil {
				t.Errorf("%s: wrong: %v", name, w)
			}
			if s := packet.Checksums(q); s[1] != packet.ChecksumGood {
				t.Errorf("%s: checksum is %v", name, s[1])
			}
			if d, worst := packet.Validate(b, p[0].Proto()); worst > packet.Unusual {
				t.Errorf("%s: %v", name, d)
			}
		}
		packettest.Trial(t, firstOf(whole), whole...)
	}
}

func firstOf(bs [][]byte) *packet.Proto {
	if bs[0][0]>>4 == 4 {
		return IPv4Proto
	}
	return IPv6Proto
}

// Messages have the bytes that their documents give them.
func TestICMPBytes(t *testing.T) {
	for _, tt := range []struct {
		p    packet.Packet
		want string
	}{
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4EchoRequest, ID: 7, Seq: 1}}, "0800 f7f7 0007 0001"},
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4Redirect, Code: 1, Gateway: a4}}, "0501 38fd c0000201"},
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4Unreachable, Code: 4, MTU: 1400}}, "0304 f783 0000 0578"},
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4ParameterProblem, Pointer: 20}}, "0c00 dfff 14 00 0000"},
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4RouterAdvertisement, Lifetime: 1800, Addrs: []ICMPRouter{{a4, 1}}}}, "0900 2cf3 01 02 0708 c0000201 00000001"},
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4Timestamp, ID: 1, Seq: 2}, &ICMPv4Timestamps{1, 2, 3}}, "0d00 f2f6 0001 0002 00000001 00000002 00000003"},
		{packet.Packet{&ICMPv4{Type: wire.ICMPv4ExtendedEcho, ID: 1, Seq: 2, Info: 1, Extensions: wire.ICMPExtensions{}.AddIdentifyIndex(5)}},
			"2a00 d3fd 0001 02 01 2000 dcf0 0008 0302 00000005"},
	} {
		want, _ := hex.DecodeString(strings.ReplaceAll(tt.want, " ", ""))
		if got := must(t, tt.p); !bytes.Equal(got, want) {
			t.Errorf("%v:\n got %x\nwant %x", chain(tt.p), got, want)
		}
	}
}

// A quoted packet is layers, its length is not held against it, and what is cut
// within a header is no error.
func TestQuoted(t *testing.T) {
	inner := over4(&TCP{SrcPort: 40000, DstPort: 80, Flags: wire.SYN}, packet.Payload(make([]byte, 1000)))
	for _, n := range []int{28, 40, 60, 1040} {
		b := must(t, over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded}, packet.Payload(must(t, inner)[:n])))
		p, err := packet.Parse(b, IPv4Proto)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		q := packet.Nth[IPv4](p, 1)
		if q == nil || q.Dst != b4 || q.Length.Get() != 1040 {
			t.Fatalf("%d bytes: quoted %+v", n, q)
		}
		if w := packettest.Wrong(p); w != nil {
			t.Errorf("%d bytes: wrong: %v", n, w)
		}
		if n < 1040 && n >= 40 && packet.Checksums(p)[3] != packet.ChecksumUnverified {
			t.Errorf("%d bytes: TCP checksum is %v", n, packet.Checksums(p)[3])
		}
		if defects, worst := packet.Validate(b, IPv4Proto); worst != packet.Fine {
			t.Errorf("%d bytes: %v", n, defects)
		}
		packet.Get[IPv4](p).TTL.Fix(9)
		q.ID = 7
		r, err := packet.Parse(must(t, p), IPv4Proto)
		if err != nil || packettest.Wrong(r) != nil || packet.Nth[IPv4](r, 1).Length.Get() != 1040 {
			t.Errorf("%d bytes: after an edit: %v, wrong: %v", n, err, packettest.Wrong(r))
		}
	}
}

// Extensions come back as they were built, follow edits of the quoted packet, and
// their damage is noticed.
func TestExtensions(t *testing.T) {
	for _, p := range []packet.Packet{icmp4Messages["exceeded"], icmp6Messages["unreachable"]} {
		b := must(t, p)
		q, err := packet.Parse(b, p[0].Proto())
		if err != nil {
			t.Fatal(err)
		}
		x := q[1].Proto().Value(q[1], q[1].Proto().Field("Extensions")).(wire.ICMPExtensions)
		if !bytes.Equal(x, stack()) {
			t.Errorf("extensions %v", x)
		}
		if n := q[1].Proto().Value(q[1], q[1].Proto().Field("Length")).(uint8); n == 0 || len(b) < 128 {
			t.Errorf("length %d of the quoted packet", n)
		}
		q = append(q[:len(q):len(q)], packet.Payload(bytes.Repeat([]byte{1}, 101)))
		r, err := packet.Parse(must(t, q), p[0].Proto())
		if err != nil || packettest.Wrong(r) != nil {
			t.Errorf("after an edit: %v, wrong: %v", err, packettest.Wrong(r))
		}
		b[len(b)-1] ^= 1
		r, _ = packet.Parse(b, p[0].Proto())
		if w := packettest.Wrong(r); len(w) != 2 || !strings.HasSuffix(w[1], "ExtChecksum") {
			t.Errorf("after damage: %v", w)
		}
	}
}

// An extension structure after 128 bytes is found though Length is 0, and stays so.
func TestOldExtensions(t *testing.T) {
	p := over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded, Length: packet.U8(0), Extensions: stack()}, quote4(68))
	b := must(t, p)
	if b[25] != 0 {
		t.Fatalf("Length is %d", b[25])
	}
	q, _ := packet.Parse(b, IPv4Proto)
	ic := packet.Get[ICMPv4](q)
	if len(ic.Extensions) == 0 || ic.Length.Get() != 0 || ic.Length.Wrong() {
		t.Errorf("%+v", ic)
	}
	packettest.RoundTrip(t, IPv4Proto, b)
}

// An error about an error about an error … is taken apart to the parser's limit.
func TestErrorsOfErrors(t *testing.T) {
	var p packet.Packet
	for range 60 {
		p = append(p, over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded})...)
	}
	b := must(t, p)
	q, err := packet.Parse(b, IPv4Proto)
	if e, ok := err.(*packet.Error); !ok || e.Err != packet.ErrDepth || len(q) != packet.DefaultMaxLayers+1 {
		t.Errorf("%d layers: %v", len(q), err)
	}
	packettest.RoundTrip(t, IPv4Proto, b)
	three := must(t, p[:6])
	r, err := packet.Parse(three, IPv4Proto)
	if err != nil || len(r) != 6 || packettest.Wrong(r) != nil {
		t.Fatalf("%s: %v %v", chain(r), err, packettest.Wrong(r))
	}
	packet.Nth[ICMPv4](r, 2).Code = 1
	r, _ = packet.Parse(must(t, r), IPv4Proto)
	for i, s := range packet.Checksums(r) {
		if s != packet.ChecksumGood {
			t.Errorf("after an edit inside, checksum %d is %v", i, s)
		}
	}
}

// ICMPv6's Type follows the message, unless the program says otherwise.
func TestICMPv6Type(t *testing.T) {
	p := packet.Packet{&IPv6{Src: link6, Dst: all6}, &ICMPv6{}, &NDNeighborSolicitation{Target: b6}}
	if must(t, p); packet.Get[ICMPv6](p).Type != wire.ICMPv6NeighborSolicitation {
		t.Errorf("Type is %v", packet.Get[ICMPv6](p).Type)
	}
	p[2] = &NDNeighborAdvertisement{Target: b6}
	b := must(t, p)
	q, err := packet.Parse(b, IPv6Proto)
	if err != nil || packet.Get[NDNeighborAdvertisement](q) == nil {
		t.Fatalf("%v %s", err, chain(q))
	}
	q[2] = &MLDv2Report{}
	if must(t, q); packet.Get[ICMPv6](q).Type != wire.ICMPv6MulticastReportV2 {
		t.Errorf("after replacing the message, Type is %v", packet.Get[ICMPv6](q).Type)
	}
	ic := packet.Get[ICMPv6](q)
	ic.Type = 100
	if must(t, q); ic.Type != 100 {
		t.Errorf("a Type that was set became %v", ic.Type)
	}
}

// The table says which fields a message has.
func TestSparse(t *testing.T) {
	fields := func(l packet.Sparse) (s []string) {
		for i, f := range l.Proto().Fields {
			if l.Has(i) {
				s = append(s, f.Name)
			}
		}
		return s
	}
	for _, tt := range []struct {
		l    packet.Sparse
		want string
	}{
		{&ICMPv4{Type: wire.ICMPv4EchoRequest}, "Type Code Checksum ID Seq Trailer"},
		{&ICMPv4{Type: wire.ICMPv4Redirect}, "Type Code Checksum Gateway Trailer"},
		{&ICMPv4{Type: wire.ICMPv4Unreachable}, "Type Code Checksum MTU Length Unused ExtVersion ExtReserved ExtChecksum Extensions Trailer"},
		{&ICMPv4{Type: wire.ICMPv4ExtendedEcho}, "Type Code Checksum ID Seq Info ExtVersion ExtReserved ExtChecksum Extensions Trailer"},
		{&ICMPv6{Type: wire.ICMPv6PacketTooBig}, "Type Code Checksum MTU Trailer"},
		{&ICMPv6{Type: wire.ICMPv6NeighborSolicitation}, "Type Code Checksum Trailer"},
	} {
		if got := strings.Join(fields(tt.l), " "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.l.Proto().Name, got, tt.want)
		}
	}
}

func TestICMPNoAllocs(t *testing.T) {
	for _, m := range []packet.Packet{icmp4Messages["echo"], icmp4Messages["unreachable"], icmp6Messages["echo"], icmp6Messages["ns"], icmp6Messages["ra"]} {
		b, c := must(t, m), packet.Parser{Reuse: true}
		if n := testing.AllocsPerRun(100, func() { c.Parse(b, m[0].Proto()) }); n != 0 {
			t.Errorf("%s: a reusing parser makes %v allocations", chain(m), n)
		}
	}
}

func FuzzICMP(f *testing.F) {
	for _, p := range icmp4Messages {
		f.Add(must(f, p))
	}
	for _, p := range icmp6Messages {
		f.Add(must(f, p))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		packettest.RoundTrip(t, IPv4Proto, b)
		packettest.RoundTrip(t, IPv6Proto, b)
		packet.Validate(b, IPv4Proto)
		packet.Validate(b, IPv6Proto)
	})
}

func ExampleICMPv4() {
	b, _ := packet.Packet{
		&IPv4{Src: a4, Dst: b4},
		&ICMPv4{Type: wire.ICMPv4TimeExceeded, Extensions: wire.ICMPExtensions{}.AddLabels(wire.LabelStackEntry{Label: 16004, Bottom: true, TTL: 1})},
		&IPv4{Src: b4, Dst: a4},
		&UDP{SrcPort: 40000, DstPort: 33434},
	}.Bytes()
	p, _ := packet.Parse(b, IPv4Proto)
	ic := packet.Get[ICMPv4](p)
	fmt.Println(ic.Type, ic.Length.Get(), ic.Extensions)
	fmt.Println(packet.Get[UDP](p).DstPort, "not reached")
	// Output:
	// time exceeded 32 MPLS label stack 16004 TC 0 TTL 1 bottom
	// 33434 not reached
}

func ExampleNDRouterAdvertisement() {
	p := packet.Packet{
		&IPv6{Src: link6, Dst: all6, HopLimit: packet.U8(255)},
		&ICMPv6{}, // its Type is that of the message
		&NDRouterAdvertisement{RouterLifetime: 1800, Options: wire.NDOptions{}.AddMTU(1500).AddRDNSS(600, a6)},
	}
	b, _ := p.Bytes()
	q, _ := packet.Parse(b, IPv6Proto)
	fmt.Println(packet.Get[ICMPv6](q).Type)
	fmt.Println(packet.Get[NDRouterAdvertisement](q).Options)
	// Output:
	// router advertisement
	// MTU 1500, RDNSS 600s 2001:db8::1
}

func TestICMPValidate(t *testing.T) {
	solicit := func(hops uint8, l packet.Layer) packet.Packet {
		return packet.Packet{&IPv6{Src: link6, Dst: all6, HopLimit: packet.U8(hops)}, &ICMPv6{}, l}
	}
	for _, tt := range []struct {
		p    packet.Packet
		want string
	}{
		{over4(&ICMPv4{Type: wire.ICMPv4Unreachable, Code: 99}, quote4(28)), "ICMPv4.Code: unknown for the type [value]"},
		{over4(&ICMPv4{Type: wire.ICMPv4Unreachable, MTU: 9}, quote4(28)), "ICMPv4.MTU: not zero, but fragmentation is not needed [unusual]"},
		{over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded, Unused: 1}, quote4(28)), "ICMPv4.Unused: not zero [unusual]"},
		{over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded}), "an error that quotes nothing [size]"},
		{over4(&ICMPv4{Type: wire.ICMPv4SourceQuench}, quote4(28)), "ICMPv4.Type: deprecated by RFC 6633 [unusual]"},
		{over4(&ICMPv4{Type: wire.ICMPv4TimeExceeded, Extensions: wire.ICMPExtensions{0, 99, 1, 1}}, quote4(28)), "ICMPv4.Extensions: an object's length is impossible [size]"},
		{over4(&ICMPv4{Type: wire.ICMPv4EchoRequest, Checksum: packet.U16(1)}), "ICMPv4.Checksum: is not the checksum of what it covers [checksum]"},
		{over6(&ICMPv6{Type: wire.ICMPv6EchoRequest, Code: 1}), "ICMPv6.Code: not 0 [value]"},
		{over6(&ICMPv6{Type: wire.ICMPv6PacketTooBig, MTU: 100}, &IPv6{Src: b6, Dst: a6}), "ICMPv6.MTU: less than an IPv6 link has [unusual]"},
		{solicit(64, &NDNeighborSolicitation{Target: b6}), "neighbour discovery with a hop limit other than 255 [value]"},
		{solicit(255, &NDNeighborSolicitation{Target: all6}), "NDNeighborSolicitation.Target: a multicast address [value]"},
		{solicit(255, &NDNeighborSolicitation{Target: b6, Options: wire.NDOptions{1, 0}}), "NDNeighborSolicitation.Options: an option's length is impossible [size]"},
		{solicit(255, &NDRouterAdvertisement{Options: wire.NDOptions{}.Add(wire.NDOptMTU, 1, 2, 3, 4, 5, 6, 7)}), "NDRouterAdvertisement.Options: the option MTU is malformed [value]"},
		{solicit(255, &MLDv1{Group: all6}), "multicast listener discovery with a hop limit other than 1 [value]"},
		{solicit(1, &MLDv2Report{Records: []MLDRecord{{Type: 9, Group: all6}}}), "MLDv2Report.Records: a record of unknown type [value]"},
	} {
		b := must(t, tt.p)
		if d := defects(t, b, tt.p[0].Proto()); !strings.Contains(strings.Join(d, "\n"), tt.want) {
			t.Errorf("%x: %q, want %q", b, d, tt.want)
		}
	}
}

// A field's value that its message cannot hold is refused, not cut.
func TestICMPRefused(t *testing.T) {
	for _, l := range []packet.Layer{
		&ICMPv4{Type: wire.ICMPv4ParameterProblem, Pointer: 256},
		&ICMPv4{Type: wire.ICMPv4Redirect, Gateway: a6},
		&ICMPv4{Type: wire.ICMPv4ExtendedEcho, Seq: 256},
		&ICMPv6{Type: wire.ICMPv6ExtendedEcho, Seq: 256},
		&MLDv2Report{Records: []MLDRecord{{Aux: []byte("abc")}}},
		&MLDv2Report{Records: []MLDRecord{{Sources: []netip.Addr{a4}}}},
		&SRH{Segments: []netip.Addr{a4}},
		&SRH{Segments: make([]netip.Addr, 128)},
		&IPv6SourceRoute{Addrs: make([]netip.Addr, 128)},
		&IPv6DestOpts{Options: make(wire.IPv6Options, 2050)},
	} {
		if b, err := (packet.Packet{l}).Bytes(); err == nil {
			t.Errorf("%+v gives %x", l, b)
		}
	}
}

func TestRedirected(t *testing.T) {
	p, err := packet.Parse(must(t, icmp6Messages["redirect"]), IPv6Proto)
	if err != nil {
		t.Fatal(err)
	}
	q := packet.Get[NDRedirect](p).Redirected()
	if u := packet.Get[UDP](q); u == nil || u.DstPort != 9 {
		t.Errorf("%s", chain(q))
	}
}

func BenchmarkParseQuoted(b *testing.B) {
	buf := must(b, icmp4Messages["exceeded"])
	c := packet.Parser{Reuse: true}
	b.ReportAllocs()
	for b.Loop() {
		c.Parse(buf, IPv4Proto)
	}
}
