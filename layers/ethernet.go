package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Ethernet is an Ethernet frame header. IEEE 802.3 §3.2.
//
// Type names the payload's protocol (Ethernet II) or, below 0x600, is the length
// of a payload that begins with an LLC header (IEEE 802.3).
//
//wire:header bind=LinkTypes:link.Ethernet
type Ethernet struct {
	Dst  MAC
	Src  MAC
	Type Auto[EtherType] `next:"EtherTypes"` // or length of the payload, if below 0x600

	Trailer []byte // padding after the payload of an IEEE 802.3 frame
}

func (l *Ethernet) extent(v wire.Ethernet) packet.Extent {
	x := etherExtent(v.Type(), wire.EthernetLen, len(v))
	l.Trailer = v[x.End:]
	return x
}

func (l *Ethernet) finish(v wire.Ethernet, c packet.Context) {}

// AppendTrailer implements [packet.Trailer].
func (l *Ethernet) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// etherExtent says what follows a header of n bytes, of size in all, that ends in
// an EtherType or length.
func etherExtent(t EtherType, n, size int) packet.Extent {
	return packet.Extent{Header: n, End: size, Next: EtherTypes.Next(t)}
}

// VLAN is a VLAN tag and the type that follows it. IEEE 802.1Q §9.6.
//
//wire:header bind=EtherTypes:wire.EtherTypeVLAN bind=EtherTypes:wire.EtherTypeQinQ bind=EtherTypes:wire.EtherTypeQinQOld
type VLAN struct {
	PCP  uint8           `bits:"3"`  // priority code point
	DEI  bool            `bits:"1"`  // drop eligible: may be dropped first
	ID   uint16          `bits:"12"` // VLAN identifier; 0 is a priority tag
	Type Auto[EtherType] `next:"EtherTypes"`
}
