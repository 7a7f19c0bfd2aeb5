package layers_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/wifi"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/wire"
)

// An agreement compares [wire.Frame] with [Parse], which know the same headers by
// different code.
type agreement struct {
	f     wire.Frame
	p     packet.Parser
	known map[string]bool // protocols that Parse has
	kinds map[string]bool // protocols that Frame has

	frames, headers int
}

func newAgreement() *agreement {
	a := &agreement{p: packet.Parser{Reuse: true}, known: map[string]bool{}, kinds: map[string]bool{}}
	for _, pr := range packet.Protos() {
		a.known[pr.Name] = true
	}
	for k := wire.KindEthernet; ; k++ {
		name := k.String()
		if name[0] >= '0' && name[0] <= '9' {
			return a
		}
		a.kinds[name] = true
	}
}

// check reports where the two disagree about b: on a header, its place, or a fault.
func (a *agreement) check(t testing.TB, name string, typ link.Type, b []byte) {
	t.Helper()
	if len(b) == 0 {
		return // which only Frame calls too short
	}
	ferr := a.f.ParseLink(uint16(typ), b)
	p, perr := a.p.Parse(b, LinkTypes.Proto(typ))
	at := a.p.Spans()
	a.frames++
	for i := range a.f.Len() {
		k, _ := a.f.Header(i)
		if i < len(p) && nameOf(p[i]) == k.String() {
			off, payload, end := a.f.Span(i)
			if k == wire.KindICMPv4 || k == wire.KindICMPv6 {
				// Frame does not look into messages: not at quoted packets, not at what
				// follows these.
				if at[i].Off != off {
					t.Errorf("%s: %s: header %d, %v: at %d to Frame, at %d to Parse\n%x", name, chain(p), i, k, off, at[i].Off, b)
				}
				a.sum(t, name, i, p, b)
				return
			}
			if n := p[i].Proto().Name; n == "PPPoEDiscovery" || n == "SCTP" {
				payload = at[i].Payload // its tags or chunks are header to Parse
			}
			if at[i] != (packet.Span{Off: off, Payload: payload, End: end}) {
				t.Errorf("%s: %s: header %d, %v: Frame has it at %d, %d, %d; Parse at %+v\n%x", name, chain(p), i, k, off, payload, end, at[i], b)
				return
			}
			a.sum(t, name, i, p, b)
			a.headers++
			continue
		}
		if i < len(p) && i > 0 && p[i-1].Proto() == UDPProto && !a.kinds[p[i].Proto().Name] && p[i].Proto() != packet.RawProto {
			return // a tunnel's port and another's, which only Parse knows
		}
		if a.known[k.String()] && i < packet.DefaultMaxLayers-1 {
			t.Errorf("%s: %s: header %d is %v to Frame (%v, %v)\n%x", name, chain(p), i, k, ferr, perr, b)
		}
		return // what Parse does not know
	}
	n := a.f.Len()
	if n < len(p) && a.kinds[p[n].Proto().Name] {
		t.Errorf("%s: %s: Frame has only %d headers (%v)\n%x", name, chain(p), n, ferr, b)
		return
	}
	if k, off := a.f.Bad(); k != wire.KindNone && a.known[k.String()] {
		if e, ok := perr.(*packet.Error); !ok || e.Off != off || frameName(e.Layer) != k.String() {
			t.Errorf("%s: %s: Frame has a bad %v at %d; Parse %v\n%x", name, chain(p), k, off, perr, b)
		}
	} else if e, ok := perr.(*packet.Error); ok && ferr == nil && a.kinds[e.Layer] && e.Index <= n {
		t.Errorf("%s: %s: Parse has an error, Frame has none: %v\n%x", name, chain(p), perr, b)
	}
}

// nameOf returns the name that Frame has for l.
func nameOf(l packet.Layer) string { return frameName(l.Proto().Name) }

// frameName returns the name that Frame has for a protocol: it does not tell the types
// of routing headers apart, nor PPPoE's stages.
func frameName(name string) string {
	switch name {
	case "IPv6SourceRoute", "IPv6HomeRoute", "RPLSourceRoute", "SRH":
		return "IPv6Routing"
	case "PPPoEDiscovery":
		return "PPPoE"
	}
	return name
}

// sum compares what the two say of the checksum of header i.
func (a *agreement) sum(t testing.TB, name string, i int, p packet.Packet, b []byte) {
	t.Helper()
	c, ok := p[i].(packet.Checksummer)
	if !ok {
		return
	}
	if got, want := a.f.Checksum(i), c.ChecksumState(); got != want && got != packet.ChecksumNone {
		t.Errorf("%s: %s: checksum of header %d is %v to Frame, %v to Parse\n%x", name, chain(p), i, got, want, b)
	}
}

// frameSeeds are packets through every kind of header, by link type.
func frameSeeds(t testing.TB) map[link.Type][][]byte {
	seeds := map[link.Type][][]byte{link.Ethernet: {must(t, syn()), must(t, v6())}}
	for _, tt := range linkPackets {
		typ, p := link.Ethernet, slices.Clone(tt.p) // Insert may use its memory
		for _, x := range []link.Type{link.Null, link.Loop, link.LinuxSLL, link.LinuxSLL2} {
			if LinkTypes.Proto(x) == tt.first {
				typ = x
			}
		}
		switch tt.first {
		case GREProto:
			p = p.Insert(0, &Ethernet{}, &IPv4{Src: a4, Dst: b4, Protocol: packet.Fix(wire.IPProtoGRE)})
		case IPv4Proto, ARPProto, IPProto46:
			p = p.Insert(0, &Ethernet{})
		case LLCProto:
			p = p.Insert(0, &Ethernet{}, &VLAN{})
		case MPLSProto:
			p = p.Insert(0, &Ethernet{})
		case VXLANProto:
			p = p.Insert(0, &Ethernet{}, &IPv6{Src: a6, Dst: b6}, &UDP{SrcPort: 9, DstPort: wire.PortVXLANLinux})
		}
		seeds[typ] = append(seeds[typ], must(t, p))
	}
	for i, f := range []*wifi.Frame{{}, {ToDS: true, FromDS: true}, {HasFCS: true}, {Padded: true}, {HasFCS: true, Padded: true, Subtype: 8, Order: true},
		{Subtype: 8, QoS: 0x100, FromDS: true}, {Subtype: 8, QoS: 0x80}, {Protected: true}, {Fragment: 1}} {
		f.Type = wire.Dot11Data
		flags := wire.RadioTapFlag(wire.Bit(f.HasFCS)) * wire.RadioTapFCS
		p := packet.Packet{&wifi.RadioTap{Fields: wifi.RadioFields{}.With(wifi.TSFT(1)).With(wifi.RadioFlags(flags |
			wire.RadioTapFlag(wire.Bit(f.Padded))*wire.RadioTapDataPad))}, f}
		switch i {
		case 5:
			p = append(p, &wifi.Mesh{Extension: 1, Addresses: make([]byte, 6)})
		case 6:
			p = append(p, &wifi.MSDU{Padding: []byte{0}, Rest: []byte("rest")})
		}
		p = append(p, &LLC{}, &SNAP{}, &IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 9, DstPort: 9})
		seeds[link.IEEE80211Radiotap] = append(seeds[link.IEEE80211Radiotap], must(t, p))
		seeds[link.IEEE80211] = append(seeds[link.IEEE80211], must(t, p[1:]))
		seeds[link.PPI] = append(seeds[link.PPI], must(t, append(packet.Packet{&wifi.PPI{Fields: wifi.PPIFields{}.
			Add(9, nil).Add(wifi.PPICommon, append(make([]byte, 8), wire.Bit(f.HasFCS), 0))}}, p[1:]...)))
		seeds[link.PrismHeader] = append(seeds[link.PrismHeader], must(t, append(packet.Packet{&wifi.Prism{}}, p[1:]...)))
		seeds[link.IEEE80211AVS] = append(seeds[link.IEEE80211AVS], must(t, append(packet.Packet{&wifi.AVS{}}, p[1:]...)))
	}
	host := func(typ link.Type, p ...packet.Layer) {
		p = append(p, &IPv4{Src: a4, Dst: b4}, &TCP{SrcPort: 1, DstPort: 2})
		seeds[typ] = append(seeds[typ], must(t, p))
	}
	host(link.NFLog, &NFLOG{Attributes: NFLOGAttributes{5, 0, 1, 0, 7, 0, 0, 0}, Trailer: []byte{4, 0, 5, 0}})
	host(link.PKTAP, &PKTAP{}, &Ethernet{})
	host(link.Ethernet, &Ethernet{}, &VLAN{}, &ITag{}, &Ethernet{})
	host(link.Ethernet, &Ethernet{}, &IPv6{Src: a6, Dst: b6}, &EtherIP{}, &Ethernet{})
	host(link.IPv4, &IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 9, DstPort: wire.PortL2TP}, &L2TP{Session: 3}, &PPP{})
	host(link.IPv4, &IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 9, DstPort: wire.PortL2TP}, &L2TP{SeqPresent: packet.Fix(true), OffsetPresent: packet.Fix(true), Pad: []byte{0}, LengthPresent: packet.Fix(true)}, &HDLC{}, &PPP{})
	b := must(t, ping())
	seeds[link.Raw], seeds[link.IPv4], seeds[link.MPLS] = [][]byte{b}, [][]byte{b}, [][]byte{must(t, with(&MPLS{Label: 5}))}
	return seeds
}

// Frame and Parse agree about whole, cut and damaged packets.
func TestFrameAgrees(t *testing.T) {
	a, r := newAgreement(), rand.New(rand.NewPCG(1, 1))
	for typ, bs := range frameSeeds(t) {
		for _, s := range bs {
			for n := range len(s) + 1 {
				a.check(t, "cut", typ, s[:n])
			}
			for range 3000 {
				b := append([]byte(nil), s...)
				for range 1 + r.IntN(4) {
					b[r.IntN(len(b))] = byte(r.Uint32() >> r.IntN(8))
				}
				a.check(t, "damaged", typ, b)
				if t.Failed() {
					return
				}
			}
		}
	}
	if a.headers < 2*a.frames {
		t.Errorf("only %d headers compared in %d frames", a.headers, a.frames)
	}
}

// A checksum of 0xffff, where 0 would be written, is right, and follows edits.
func TestOtherZero(t *testing.T) {
	p := ping()
	b := must(t, p)
	ip := wire.IPv4(b)
	ip.SetID(^wire.Fold(wire.Sum16(ip.ID(), ip.Checksum())))
	if ip.SetChecksum(0); ip.Sum() != 0 {
		t.Fatalf("the checksum is %#x, not 0", ip.Sum())
	}
	ip.SetChecksum(0xffff)
	q := packettest.RoundTrip(t, IPv4Proto, b)
	if s := q[0].(*IPv4).ChecksumState(); s != packet.ChecksumGood || packettest.Wrong(q) != nil {
		t.Errorf("checksum %v, wrong %v", s, packettest.Wrong(q))
	}
	newAgreement().check(t, "other zero", link.IPv4, b)
	q[0].(*IPv4).TTL.Fix(3)
	if q, _ := packet.Parse(must(t, q), IPv4Proto); packettest.Wrong(q) != nil {
		t.Errorf("after an edit: wrong %v", packettest.Wrong(q))
	}
	q[0].(*IPv4).TTL.Fix(64)
	if again := must(t, q); wire.IPv4(again).Checksum() != 0 && wire.IPv4(again).Checksum() != 0xffff {
		t.Errorf("after undoing it: %x", again)
	}
}

func FuzzFrameAgrees(f *testing.F) {
	for typ, bs := range frameSeeds(f) {
		for _, b := range bs {
			f.Add(uint16(typ), b)
		}
	}
	a := newAgreement()
	f.Fuzz(func(t *testing.T, typ uint16, b []byte) { a.check(t, "fuzz", link.Type(typ), b) })
}

// Frame and Parse agree about real captures.
func TestFrameAgreesOnCaptures(t *testing.T) {
	files, _ := filepath.Glob("../../shared/corpora/pcap/*")
	if len(files) == 0 {
		t.Skip("no captures in ../shared/corpora")
	}
	a := newAgreement()
	for _, name := range files {
		if testing.Short() && a.frames > 20000 {
			break
		}
		r, err := pcap.ReadOptions{Lenient: true}.Open(name)
		if err != nil {
			continue // not for this test
		}
		for p, err := range r.Packets() {
			if err != nil {
				break
			}
			a.check(t, filepath.Base(name), p.LinkType(), p.Data)
		}
		r.Close()
	}
	t.Logf("%d frames, %d headers", a.frames, a.headers)
}
