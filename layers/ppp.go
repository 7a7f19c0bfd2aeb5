package layers

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// PPPProtos says what follows a PPP header.
var PPPProtos = packet.Table[wire.PPPProtocol]{Name: "PPP protocol"}

// PPPFrameProto is the protocol to begin with where a PPP frame may have address and
// control fields or not, as on link type PPP and in tunnels: [HDLC] if it begins with
// all ones and unnumbered information, [CiscoHDLC] if with an address of Cisco's, else
// [PPP]. It has no header of its own. RFC 1662 §3.1.
var PPPFrameProto = &packet.Proto{
	Name: "PPP frame", Title: "frame of the Point-to-Point Protocol, with or without HDLC fields", Ref: "RFC 1662 §3.1",
	New: packet.RawProto.New, At: packet.RawProto.At, Fields: packet.RawProto.Fields,
}

func init() {
	PPPFrameProto.Pick = func(b []byte) *packet.Proto {
		switch {
		case len(b) > 1 && b[0] == wire.HDLCAllStations && b[1] == wire.HDLCUI:
			return HDLCProto
		case len(b) > 3 && (b[0] == wire.CHDLCUnicast || b[0] == wire.CHDLCMulticast) && b[1] == 0:
			return CiscoHDLCProto
		}
		return PPPProto
	}
	for _, t := range [...]link.Type{link.PPP, link.PPPHDLC} {
		LinkTypes.Bind(t, PPPFrameProto)
	}
	LinkTypes.Bind(link.PPPPPPD, HDLCProto)
	// What is bound last is what the number means, the others what it is built for.
	EtherTypes.Bind(wire.EtherTypePPP, PPPProto)
	EtherTypes.Bind(wire.EtherTypePPP, HDLCProto)
	EtherTypes.Bind(wire.EtherTypePPP, PPPFrameProto)

	PPPProtos.Bind(wire.PPPProtoIPv4, IPv4Proto)
	PPPProtos.Bind(wire.PPPProtoIPv6, IPv6Proto)
	PPPProtos.Bind(wire.PPPProtoMPLS, MPLSProto)
	PPPProtos.Bind(wire.PPPProtoMPLSMulticast, MPLSProto)
}

// HDLC is the address and control fields before a PPP frame. RFC 1662 §3.1.
//
// On link type PPP_PPPD Address is the direction: 0 in, 1 out.
//
//wire:header
type HDLC struct {
	Address Auto[uint8] `auto:"wire.HDLCAllStations"`
	Control Auto[uint8] `auto:"wire.HDLCUI"`
}

func (l *HDLC) extent(v wire.HDLC) packet.Extent {
	return packet.Extent{Header: wire.HDLCLen, End: len(v), Next: packet.Is(PPPProto)}
}

// PPP is the header of a frame of the Point-to-Point Protocol. RFC 1661 §2.
type PPP struct {
	// Protocol is what follows.
	Protocol Auto[wire.PPPProtocol]

	// Compressed says that Protocol is written as one byte, which is for protocols
	// below 256. RFC 1661 §6.5.
	Compressed bool
}

// PPPProto describes [PPP].
var PPPProto = &packet.Proto{
	Name: "PPP", Title: "header of a frame of the Point-to-Point Protocol", Ref: "RFC 1661 §2",
	New: func() packet.Layer { return new(PPP) }, Slab: packet.Slab[PPP],
	Fields: []packet.Field{
		{Name: "Protocol", Doc: "what follows", Type: "wire.PPPProtocol", Off: -1, Bits: 16, Kind: packet.NextType},
		{Name: "Compressed", Doc: "Protocol is one byte", Type: "bool", Off: -1},
	},
	At: func(l packet.Layer, i int) any {
		switch x := l.(*PPP); i {
		case 0:
			return &x.Protocol
		case 1:
			return &x.Compressed
		}
		return nil
	},
}

// Proto implements [packet.Layer].
func (l *PPP) Proto() *packet.Proto { return PPPProto }

// Parse implements [packet.Layer].
func (l *PPP) Parse(b []byte) (packet.Extent, error) {
	v, err := wire.ParsePPP(b)
	if err != nil {
		return packet.Extent{}, err
	}
	l.Protocol.Parse(v.Protocol())
	l.Compressed = v.Compressed()
	return packet.Extent{Header: v.HeaderLen(), End: len(b), Next: PPPProtos.Next(v.Protocol())}, nil
}

// Append implements [packet.Layer].
func (l *PPP) Append(b []byte) ([]byte, error) {
	p := l.Protocol.Get()
	if !l.Compressed {
		return append16(b, uint16(p)), nil
	}
	if p > 0xff || l.Protocol.Fixed() && p&1 == 0 {
		return b, packet.FieldError("PPP.Compressed: the protocol needs two bytes")
	}
	return append(b, byte(p)), nil
}

// Finish implements [packet.Layer].
func (l *PPP) Finish(c *packet.Context) {
	x, ok := PPPProtos.KeyFor(c.Next(), l.Protocol.Get())
	switch {
	case !ok:
		l.Protocol.Hold()
	case l.Compressed && l.Protocol.Settle(x):
		c.Data[0] = byte(x)
	case !l.Compressed && l.Protocol.Settle(x):
		wire.PutUint16(c.Data, 0, uint16(x))
	}
}

// Validate implements [packet.Validator].
func (l *PPP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if p := l.Protocol.Get(); p&0x101 != 1 {
		report("Protocol", packet.BadValue, "is no protocol number: the low bits of its bytes must be 0 and 1")
	}
}

func init() { PPPProtos.Bind(wire.PPPProtoMultilink, PPPMultilinkProto) }

// PPPMultilink is a multilink header of PPP with long sequence numbers. RFC 1990 §3.
//
// What follows is a part of a PPP frame; it is parsed if it is a whole one.
//
//wire:header
type PPPMultilink struct {
	Beginning bool   `bits:"1"` // of a frame
	Ending    bool   `bits:"1"` // of a frame
	Class     uint8  `bits:"4"` // RFC 2686
	Reserved  uint8  `bits:"2"`
	Seq       uint32 `bits:"24"`
}

func (l *PPPMultilink) extent(v wire.PPPMultilink) packet.Extent {
	x := packet.Extent{Header: wire.PPPMultilinkLen, End: len(v)}
	if v.Beginning() && v.Ending() {
		x.Next = packet.Is(PPPFrameProto)
	}
	return x
}

// Validate implements [packet.Validator].
func (l *PPPMultilink) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
}
