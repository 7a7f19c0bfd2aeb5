package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// EtherIP is a header of Ethernet frames within IP. RFC 3378 §3.
//
//wire:header bind=IPProtos:wire.IPProtoEtherIP
type EtherIP struct {
	Version  Auto[uint8] `bits:"4" const:"3"`
	Reserved uint16      `bits:"12"` // 0
}

func (l *EtherIP) extent(v wire.EtherIP) packet.Extent {
	x := packet.Extent{Header: wire.EtherIPLen, End: len(v)}
	if v.Version() == 3 {
		x.Next = packet.Is(EthernetProto)
	}
	return x
}

// Validate implements [packet.Validator].
func (l *EtherIP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.BadValue, "is not zero")
	}
}
