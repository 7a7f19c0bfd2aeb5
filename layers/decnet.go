package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// DECnet is a message of DECnet's routing layer, phase IV, in an Ethernet frame: data with
// their addresses, or what routers and end nodes tell each other. DECnet Routing Layer
// Functional Specification 2.0.0 §6, §7.
//
//wire:header bind=EtherTypes:wire.EtherTypeDECnet
type DECnet struct {
	Length  Auto[uint16]       `order:"le"` // of Message
	Message wire.DECnetMessage // from the padding, or the flags, on
	Trailer []byte             // that of short frames
}

var errDECnet = &wire.Error{Layer: "DECnet", Err: wire.ErrLength}

func (l *DECnet) parseBody(v wire.DECnet) (packet.Extent, error) {
	n := int(v.Length())
	if n == 0 {
		return packet.Extent{}, errDECnet
	}
	end := min(wire.DECnetLen+n, len(v))
	l.Message, l.Trailer = wire.DECnetMessage(v[wire.DECnetLen:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *DECnet) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Message...), nil }

func (l *DECnet) finish(v wire.DECnet, c *packet.Context) {
	if c.Header == len(v) && int(v.Length()) > len(l.Message) {
		l.Length.Suggest(uint16(len(l.Message))) // cut
		return
	}
	l.settleLength(v, uint16(len(l.Message)))
}

// AppendTrailer implements [packet.Trailer].
func (l *DECnet) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
