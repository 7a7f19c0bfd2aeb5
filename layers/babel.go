package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Babel is a packet of the Babel routing protocol. RFC 8966 §4.2.
//
//wire:header bind=UDPPorts:wire.PortBabel bind=UDPPorts:wire.PortBabelOld
type Babel struct {
	Magic   Auto[uint8]  `const:"42"`
	Version Auto[uint8]  `auto:"2"`
	Length  Auto[uint16] // of TLVs
	TLVs    wire.BabelTLVs
	Trailer wire.BabelTLVs // not protected by Length, such as authentication
}

var errBabel = &wire.Error{Layer: "Babel", Err: wire.ErrFormat}

func (l *Babel) parseBody(v wire.Babel) (packet.Extent, error) {
	if v.Magic() != 42 {
		return packet.Extent{}, errBabel
	}
	end := min(wire.BabelLen+int(v.Length()), len(v))
	l.TLVs, l.Trailer = wire.BabelTLVs(v[wire.BabelLen:end]), wire.BabelTLVs(v[end:])
	return packet.Extent{Header: end, End: end}, nil
}

func (l *Babel) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

func (l *Babel) finish(v wire.Babel, c *packet.Context) { l.settleLength(v, uint16(len(l.TLVs))) }

// AppendTrailer implements [packet.Trailer].
func (l *Babel) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Babel) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version.Get() != 2 {
		report("Version", packet.Unusual, "is not 2")
	}
	if l.TLVs.Malformed() >= 0 {
		report("TLVs", packet.BadSize, "has one that runs out of the packet")
	}
}
