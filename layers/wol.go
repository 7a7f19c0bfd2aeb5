package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// WakeOnLAN is a "magic packet" that wakes a machine: six bytes of ones, its address 16
// times, and perhaps a password. AMD publication 20213.
//
// It is sent as an Ethernet frame of its own type, or in a UDP datagram.
//
//wire:header bind=EtherTypes:wire.EtherTypeWakeOnLAN
type WakeOnLAN struct {
	Sync   Auto[MAC] `const:"wire.Broadcast"`
	Target MAC       // of the machine; the wire has it 16 times

	Password []byte // SecureOn password of 4 or 6 bytes, and padding
}

func init() {
	UDPPorts.Guess(WakeOnLANProto, func(b []byte) packet.Confidence {
		if wire.IsWakeOnLAN(b) {
			return packet.Certain
		}
		return packet.Impossible
	})
}

func (l *WakeOnLAN) parseBody(v wire.WakeOnLAN) (packet.Extent, error) {
	if len(v) < wire.WakeOnLANFullLen {
		return packet.Extent{}, packet.Need(wire.ErrShort, wire.WakeOnLANFullLen)
	}
	if !wire.IsWakeOnLAN(v) {
		return packet.Extent{}, wire.ErrFormat
	}
	l.Password = v[wire.WakeOnLANFullLen:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *WakeOnLAN) appendBody(b []byte, _ int) ([]byte, error) {
	for range 15 {
		b = append(b, l.Target[:]...)
	}
	return append(b, l.Password...), nil
}

// Validate implements [packet.Validator].
func (l *WakeOnLAN) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Target.IsGroup() {
		report("Target", packet.BadValue, "is a group address")
	}
}
