package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ITag is a backbone service instance tag, which a customer's frame follows. IEEE 802.1Q §9.7.
//
// Its frame is the backbone's: [Ethernet], and often a [VLAN] tag of type 0x88a8, the B-TAG.
//
//wire:header bind=EtherTypes:wire.EtherTypePBB
type ITag struct {
	PCP      uint8  `bits:"3"`  // priority code point
	DEI      bool   `bits:"1"`  // drop eligible: may be dropped first
	UCA      bool   `bits:"1"`  // the customer's addresses are in use
	Reserved uint8  `bits:"3"`  // 0
	ISID     uint32 `bits:"24"` // service instance
}

func (l *ITag) extent(v wire.ITag) packet.Extent {
	return packet.Extent{Header: wire.ITagLen, End: len(v), Next: packet.Is(EthernetProto)}
}

// Validate implements [packet.Validator].
func (l *ITag) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved&3 != 0 {
		report("Reserved", packet.BadValue, "is not zero")
	}
}
