package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPv6 is an Internet Protocol version 6 header, without extension headers,
// which are layers of their own. RFC 8200 §3.
//
// A Length of 0 is that of a jumbogram, whose length is in a hop-by-hop option
// (RFC 2675), or stands for all there is: the network card was to split a large
// segment. Building gives it to packets that are too long for the field.
//
//wire:header bind=EtherTypes:wire.EtherTypeIPv6 bind=IPProtos:wire.IPProtoIPv6 bind=LinkTypes:link.IPv6
type IPv6 struct {
	Version      Auto[uint8]   `bits:"4" const:"6"`
	TrafficClass uint8         // six bits of DSCP, RFC 2474, and two of ECN, RFC 3168
	FlowLabel    uint32        `bits:"20"` // RFC 6437
	Length       Auto[uint16]  // of the payload, in bytes
	NextHeader   Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HopLimit     Auto[uint8]   `auto:"64"` // in hops
	Src          netip.Addr    `bits:"128"`
	Dst          netip.Addr    `bits:"128"` // before the end of a routing header, the next stop

	Trailer []byte // after the packet, such as Ethernet padding

	cut   bool // Length says that more was sent than was captured
	jumbo bool // so does a jumbo payload option, which is not automatic
}

func (l *IPv6) extent(v wire.IPv6) packet.Extent {
	n := wire.IPv6Len + int(v.Length())
	l.jumbo = false
	if v.Length() == 0 && v.NextHeader() != wire.IPProtoNone {
		n = len(v)
		if jumbo, ok := v.Jumbo(); ok {
			n = wire.IPv6Len + int(min(jumbo, 1<<30))
			l.jumbo = n > len(v)
		}
	}
	end := min(n, len(v))
	l.Trailer, l.cut = v[end:], n > len(v)
	return packet.Extent{Header: wire.IPv6Len, End: end, Next: IPProtos.Next(v.NextHeader())}
}

func (l *IPv6) finish(v wire.IPv6, c *packet.Context) {
	n := len(v) - wire.IPv6Len
	if n > 0xffff {
		n = 0
	}
	if h, ok := c.Next().(*IPv6HopByHop); ok {
		if _, ok := h.Options.Jumbo(); ok {
			n = 0
		}
	}
	if l.cut && quoted(c) {
		l.Length.Suggest(uint16(n)) // the rest of the packet is not quoted
		return
	}
	l.settleLength(v, uint16(n))
}

// PseudoSum returns the partial checksum of the pseudo-header for n bytes of
// proto, and whether they are all there. Its addresses are the final destination,
// if a routing header among the inner layers has one, and the home address, if a
// destination options header has one. RFC 8200 §8.1, RFC 6275 §11.3.1.
func (l *IPv6) PseudoSum(proto IPProto, n int, inner packet.Packet) (sum uint16, whole bool) {
	s := wire.Sum16(wire.Sum16(wire.Sum16(0, uint16(proto)), uint16(n)), uint16(n>>16))
	src, dst := as16(l.Src), as16(l.Dst)
	whole = !(l.cut && (l.jumbo || !l.Length.Automatic()))
	for _, x := range inner {
		switch x := x.(type) {
		case *IPv6DestOpts:
			if a, ok := x.Options.HomeAddress(); ok {
				src = a.As16()
			}
		case *IPv6Fragment:
			whole = whole && !x.More && x.Offset == 0
		case router:
			if a, ok := x.FinalDst(l.Dst); ok {
				dst = as16(a)
			}
		}
	}
	return wire.Sum(wire.Sum(s, src[:]), dst[:]), whole
}

// A router is a routing header. FinalDst returns the packet's destination if it is
// not dst, that of the IPv6 header.
type router interface {
	packet.Layer
	FinalDst(dst netip.Addr) (netip.Addr, bool)
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

// Validate implements [packet.Validator].
func (l *IPv6) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.HopLimit.Get() == 0 {
		report("HopLimit", packet.Unusual, "no hops left")
	}
	if l.Src.IsMulticast() {
		report("Src", packet.BadValue, "a multicast address") // RFC 4291 §2.7
	}
	if l.Dst.IsUnspecified() {
		report("Dst", packet.BadValue, "the unspecified address") // RFC 4291 §2.5.2
	}
	if len(l.Trailer) > 0 && len(c.Outer()) == 0 {
		report("Trailer", packet.Excess, "bytes after the packet")
	}
	h, _ := c.Next().(*IPv6HopByHop)
	if h == nil {
		return
	}
	if n, ok := h.Options.Jumbo(); ok && n <= 0xffff {
		report("Length", packet.BadValue, "a jumbogram of less than 65536 bytes") // RFC 2675 §3
	}
}
