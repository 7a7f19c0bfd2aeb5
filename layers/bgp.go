package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// BGP is a message of the Border Gateway Protocol: its header, with the body as it is.
// RFC 4271 §4.1.
//
// Messages that follow in the segment are the next layers. A segment that goes on with
// a message of the one before is not understood.
//
//wire:header bind=TCPPorts:wire.PortBGP
type BGP struct {
	Marker [16]byte // all ones
	Length Auto[uint16]
	Type   wire.BGPType
	Body   []byte

	more int // bytes that the segment does not have
}

var errBGP = &wire.Error{Layer: "BGP", Err: wire.ErrFormat}

func (l *BGP) parseBody(v wire.BGP) (packet.Extent, error) {
	n := int(v.Length())
	if !v.Marked() || n < wire.BGPLen {
		return packet.Extent{}, errBGP
	}
	end := min(n, len(v))
	l.Body, l.more = v[wire.BGPLen:end:end], n-end
	return packet.Extent{Header: end, End: len(v), Next: packet.Is(BGPProto)}, nil
}

func (l *BGP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Body...), nil }

func (l *BGP) finish(v wire.BGP, c *packet.Context) {
	l.settleLength(v, uint16(wire.BGPLen+len(l.Body)+l.more))
}

// Validate implements [packet.Validator].
func (l *BGP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Length.Get() > 4096 && l.Type != wire.BGPUpdate { // RFC 8654
		report("Length", packet.BadSize, "is over 4096")
	}
	if l.Type == 0 || l.Type > wire.BGPRouteRefresh {
		report("Type", packet.BadValue, "is not assigned")
	}
}

// BGPMessage returns a message with its marker.
func BGPMessage(t wire.BGPType, body []byte) *BGP {
	l := &BGP{Type: t, Body: body}
	for i := range l.Marker {
		l.Marker[i] = 0xff
	}
	return l
}
