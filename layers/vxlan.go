package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	UDPPorts.Bind(wire.PortVXLAN, VXLANProto)
	UDPPorts.Bind(wire.PortVXLANLinux, VXLANProto)
}

// VXLAN is a virtual extensible LAN header. RFC 7348 §5.
//
// It is carried in UDP, whose destination port is 4789; the source port should depend
// on the inner flow.
//
//wire:header
type VXLAN struct {
	Flags     Auto[wire.VXLANFlags] `auto:"wire.VXLANHasVNI"`
	Reserved  uint32                `bits:"24"` // with the G flag, bits and group of a policy
	VNI       uint32                `bits:"24"` // network identifier
	Reserved2 uint8
}

func (l *VXLAN) extent(v wire.VXLAN) packet.Extent {
	return packet.Extent{Header: wire.VXLANLen, End: len(v), Next: packet.Is(EthernetProto)}
}

// Validate implements [packet.Validator].
func (l *VXLAN) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	switch f := l.Flags.Get(); {
	case f&wire.VXLANHasVNI == 0:
		report("Flags", packet.BadValue, "has no valid VNI")
	case f&^(wire.VXLANHasVNI|wire.VXLANPolicy) != 0:
		report("Flags", packet.Unusual, "has reserved bits set")
	}
	if l.Reserved != 0 && l.Flags.Get()&wire.VXLANPolicy == 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if l.Reserved2 != 0 {
		report("Reserved2", packet.Unusual, "is not zero")
	}
}
