package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Loopback is a frame of Ethernet's configuration testing protocol, whose numbers have
// their low byte first. DIX Ethernet version 2 §8.
//
// Stations along the way skip SkipCount bytes of Messages, and do what is said there.
//
//wire:header bind=EtherTypes:wire.EtherTypeLoopback
type Loopback struct {
	SkipCount uint16 `order:"le"` // in bytes

	Messages wire.LoopbackMessages // and data
}

func (l *Loopback) extent(v wire.Loopback) packet.Extent {
	l.Messages = wire.LoopbackMessages(v[wire.LoopbackLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Loopback) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Messages...), nil }

// Validate implements [packet.Validator].
func (l *Loopback) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.SkipCount%8 != 0 {
		report("SkipCount", packet.BadValue, "is no multiple of 8")
	}
	if int(l.SkipCount)+2 > len(l.Messages) {
		report("SkipCount", packet.BadSize, "is beyond the messages")
	}
}
