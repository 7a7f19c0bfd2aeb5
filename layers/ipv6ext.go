package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

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
	NextHeader Auto[IPProto]    `next:"IPProtos,wire.IPProtoNone"`
	HdrLen     Auto[uint8]      `len:"8,8"` // in units of 8 bytes, beyond the first
	Options    wire.IPv6Options // with padding; building adds what is needed at the end
}

func (l *IPv6HopByHop) appendBody(b []byte, start int) ([]byte, error) {
	return appendOptions(b, start, l.Options, "IPv6HopByHop.Options: too long")
}

// Validate implements [packet.Validator].
func (l *IPv6HopByHop) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if n := len(c.Outer()); n > 0 {
		if _, ok := c.Outer()[n-1].(*IPv6); !ok {
			report("", packet.BadValue, "not directly after the IPv6 header") // RFC 8200 §4.1
		}
	}
	validateOptions(l.Options, report)
}

// IPv6DestOpts is a destination options header. RFC 8200 §4.6.
//
//wire:header bind=IPProtos:wire.IPProtoDestOpts
type IPv6DestOpts struct {
	NextHeader Auto[IPProto]    `next:"IPProtos,wire.IPProtoNone"`
	HdrLen     Auto[uint8]      `len:"8,8"` // in units of 8 bytes, beyond the first
	Options    wire.IPv6Options // with padding; building adds what is needed at the end
}

func (l *IPv6DestOpts) appendBody(b []byte, start int) ([]byte, error) {
	return appendOptions(b, start, l.Options, "IPv6DestOpts.Options: too long")
}

// Validate implements [packet.Validator].
func (l *IPv6DestOpts) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateOptions(l.Options, report)
}

// appendOptions appends options and the padding that makes the header at b[start:]
// a multiple of 8 bytes: Pad1 or PadN, since zeros would be many options.
func appendOptions(b []byte, start int, o wire.IPv6Options, tooLong packet.FieldError) ([]byte, error) {
	b = append(b, o...)
	b = wire.IPv6Options(b).AddPad(-(len(b) - start) & 7)
	if len(b)-start > 8*256 {
		return b, tooLong
	}
	return b, nil
}

// validateOptions reports what is wrong with options, RFC 8200 §4.2.
func validateOptions(o wire.IPv6Options, report func(field string, class packet.Class, reason string)) {
	if o.Malformed() >= 0 {
		report("Options", packet.BadSize, "an option runs out of the header")
	}
	pad := 0
	for p := range o.All() {
		switch p.Type {
		case wire.IPv6OptPad1:
			pad++
		case wire.IPv6OptPadN:
			pad += 2 + len(p.Data)
			for _, x := range p.Data {
				if x != 0 {
					report("Options", packet.Unusual, "padding that is not zero")
					break
				}
			}
		default:
			pad = 0
			if reason := badIPv6Option(p); reason != "" {
				report("Options", packet.BadValue, reason)
			}
		}
		if pad > 7 {
			report("Options", packet.Unusual, "more padding than is needed")
			pad = 0
		}
	}
}

// badIPv6Option says what is wrong with the data of p.
func badIPv6Option(p wire.IPv6Option) string {
	want := -1
	switch p.Type {
	case wire.IPv6OptRouterAlert:
		want = 2
	case wire.IPv6OptTunnelLimit:
		want = 1
	case wire.IPv6OptJumbo, wire.IPv6OptPathMTU:
		want = 4
	case wire.IPv6OptQuickStart:
		want = 6
	case wire.IPv6OptHomeAddress:
		want = 16
	}
	if want >= 0 && len(p.Data) != want {
		return "the length of the option " + p.Type.String() + " is wrong"
	}
	return ""
}

// IPv6Fragment is a fragment header. RFC 8200 §4.5.
//
//wire:header bind=IPProtos:wire.IPProtoFragment
type IPv6Fragment struct {
	NextHeader Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"` // of the first fragment
	Reserved   uint8
	Offset     uint16 `bits:"13"` // in units of 8 bytes
	Reserved2  uint8  `bits:"2"`
	More       bool   `bits:"1"` // fragments follow
	ID         uint32 // the same in all fragments of a packet
}

func (l *IPv6Fragment) extent(v wire.IPv6Fragment) packet.Extent {
	x := packet.Extent{Header: wire.IPv6FragmentLen, End: len(v)}
	if v.Offset() == 0 {
		x.Next = IPProtos.Next(v.NextHeader())
	}
	return x
}

// Validate implements [packet.Validator].
func (l *IPv6Fragment) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	if l.Reserved2 != 0 {
		report("Reserved2", packet.Unusual, "not zero")
	}
	switch n := len(c.Data) - c.Header; {
	case int(l.Offset)*8+n > 0xffff:
		report("Offset", packet.BadValue, "the fragment ends beyond the longest packet")
	case l.More && n%8 != 0:
		report("", packet.BadSize, "a fragment before the last is not a multiple of 8 bytes long")
	case !l.More && l.Offset == 0:
		report("", packet.Unusual, "an atomic fragment") // RFC 8021
	}
}
