package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPv6 is an Internet Protocol version 6 header, without extension headers,
// which are layers of their own. RFC 8200 §3.
//
//wire:header bind=EtherTypes:wire.EtherTypeIPv6 bind=IPProtos:wire.IPProtoIPv6 bind=LinkTypes:link.IPv6
type IPv6 struct {
	Version      Auto[uint8] `bits:"4" const:"6"`
	TrafficClass uint8
	FlowLabel    uint32        `bits:"20"`
	Length       Auto[uint16]  // of the payload
	NextHeader   Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HopLimit     Auto[uint8]   `auto:"64"`
	Src          netip.Addr    `bits:"128"`
	Dst          netip.Addr    `bits:"128"`

	Trailer []byte // after the packet, such as Ethernet padding

	cut bool // Length says that more was sent than was captured
}

func (l *IPv6) extent(v wire.IPv6) packet.Extent {
	end := min(wire.IPv6Len+int(v.Length()), len(v))
	if v.Length() == 0 && v.NextHeader() != wire.IPProtoNone {
		end = len(v) // a jumbogram, RFC 2675, or left to the network card
	}
	l.Trailer, l.cut = v[end:], wire.IPv6Len+int(v.Length()) > len(v)
	return packet.Extent{Header: wire.IPv6Len, End: end, Next: IPProtos.Next(v.NextHeader())}
}

func (l *IPv6) finish(v wire.IPv6, c packet.Context) {
	l.settleLength(v, uint16(len(v)-wire.IPv6Len))
}

// PseudoSum returns the partial checksum of the pseudo-header for n bytes of
// proto, and whether they are all there. It uses the final destination if a
// routing header among the inner layers has one. RFC 8200 §8.1.
func (l *IPv6) PseudoSum(proto IPProto, n int, inner packet.Packet) (sum uint16, whole bool) {
	s := wire.Sum16(wire.Sum16(wire.Sum16(0, uint16(proto)), uint16(n)), uint16(n>>16))
	src, dst := as16(l.Src), as16(l.Dst)
	if r := packet.Get[IPv6Routing](inner); r != nil && r.SegmentsLeft > 0 && len(r.Data) >= 16 {
		dst = [16]byte(r.Data[len(r.Data)-16:])
	}
	whole = !(l.cut && !l.Length.Automatic())
	if f := packet.Get[IPv6Fragment](inner); f != nil && (f.More || f.Offset != 0) {
		whole = false
	}
	return wire.Sum(wire.Sum(s, src[:]), dst[:]), whole
}

// as16 returns a, or zero if it is not set.
func as16(a netip.Addr) (b [16]byte) {
	if a.Is6() {
		b = a.As16()
	}
	return b
}

// AppendTrailer implements [packet.Trailer].
func (l *IPv6) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// IPv6Ext is the form that most IPv6 extension headers share. RFC 6564 §4.
//
//wire:header view
type IPv6Ext struct {
	NextHeader Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HdrLen     Auto[uint8]   `len:"8,8"` // in units of 8 bytes, beyond the first
}

// IPv6HopByHop is a hop-by-hop options header. RFC 8200 §4.3.
//
//wire:header bind=IPProtos:wire.IPProtoHopByHop
type IPv6HopByHop struct {
	NextHeader Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HdrLen     Auto[uint8]   `len:"8,8"`
	Options    wire.IPv6Options
}

// IPv6DestOpts is a destination options header. RFC 8200 §4.6.
//
//wire:header bind=IPProtos:wire.IPProtoDestOpts
type IPv6DestOpts struct {
	NextHeader Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HdrLen     Auto[uint8]   `len:"8,8"`
	Options    wire.IPv6Options
}

// IPv6Routing is a routing header of any type. RFC 8200 §4.4.
//
//wire:header bind=IPProtos:wire.IPProtoRouting
type IPv6Routing struct {
	NextHeader   Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HdrLen       Auto[uint8]   `len:"8,8"`
	Type         uint8
	SegmentsLeft uint8
	Data         []byte // as Type says
}

// IPv6Fragment is a fragment header. RFC 8200 §4.5.
//
//wire:header bind=IPProtos:wire.IPProtoFragment
type IPv6Fragment struct {
	NextHeader Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	Reserved   uint8
	Offset     uint16 `bits:"13"` // in units of 8 bytes
	Reserved2  uint8  `bits:"2"`
	More       bool   `bits:"1"`
	ID         uint32
}

func (l *IPv6Fragment) extent(v wire.IPv6Fragment) packet.Extent {
	x := packet.Extent{Header: wire.IPv6FragmentLen, End: len(v)}
	if v.Offset() == 0 {
		x.Next = IPProtos.Next(v.NextHeader())
	}
	return x
}
