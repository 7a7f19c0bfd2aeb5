package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// What UDP port 4500 carries is told apart by its first bytes: four zeros are no
// security parameters index, and mark IKE. RFC 3948 §2.
func init() {
	UDPPorts.Bind(wire.PortNATT, NonESPMarkerProto)
	packet.Register(NATKeepaliveProto)
	NonESPMarkerProto.Pick = func(b []byte) *packet.Proto {
		switch {
		case len(b) == 1 && b[0] == 0xff:
			return NATKeepaliveProto
		case len(b) >= 4 && wire.Uint32(b, 0) == 0:
			return NonESPMarkerProto
		case len(b) >= wire.ESPLen:
			return ESPProto
		}
		return nil
	}
}

// AfterMarker says what follows a [NonESPMarker]: it has the one number 0, which
// package layers/ike binds.
var AfterMarker = packet.Table[uint8]{Name: "non-ESP marker"}

// NonESPMarker is what says on UDP port 4500 that an IKE message follows, not an
// encrypted packet. RFC 3948 §2.2.
//
//wire:header
type NonESPMarker struct {
	Marker Auto[uint32] `const:"0"`
}

func (l *NonESPMarker) extent(v wire.NonESPMarker) packet.Extent {
	return packet.Extent{Header: wire.NonESPMarkerLen, End: len(v), Next: AfterMarker.Next(0)}
}

// NATKeepalive is a datagram that keeps a network address translation alive.
// RFC 3948 §2.3.
//
//wire:header
type NATKeepalive struct {
	Data Auto[uint8] `const:"0xff"`
}
