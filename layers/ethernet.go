package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Ethernet is an Ethernet frame header. IEEE 802.3 §3.2.
//
// Type names the payload's protocol (Ethernet II) or, up to 1500, is the length
// of a payload that begins with an LLC header. Building with a payload of [LLC]
// gives the length.
//
//wire:header bind=LinkTypes:link.Ethernet bind=EtherTypes:wire.EtherTypeTEB bind=IPProtos:wire.IPProtoEthernet
type Ethernet struct {
	Dst  MAC
	Src  MAC
	Type Auto[EtherType] `next:"-"` // or length of the payload, up to 1500

	Trailer []byte // padding after the payload of an IEEE 802.3 frame
}

func (l *Ethernet) extent(v wire.Ethernet) (x packet.Extent) {
	x, l.Trailer = etherExtent(v, v.Type(), wire.EthernetLen)
	return x
}

func (l *Ethernet) finish(_ wire.Ethernet, c *packet.Context) { finishEther(&l.Type, c) }

// AppendTrailer implements [packet.Trailer].
func (l *Ethernet) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Ethernet) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Src.IsGroup() {
		report("Src", packet.BadValue, "is a group address")
	}
	validateEther(l.Type.Get(), report)
}

// VLAN is a VLAN tag and the type that follows it. IEEE 802.1Q §9.6.
//
// A tag is known by the type before it: 0x8100 unless that is fixed or was parsed
// as another, such as the 0x88a8 of a service tag (IEEE 802.1ad).
//
//wire:header bind=EtherTypes:wire.EtherTypeVLAN bind=EtherTypes:wire.EtherTypeQinQ bind=EtherTypes:wire.EtherTypeQinQOld bind=EtherTypes:wire.EtherTypeQinQOld2
type VLAN struct {
	PCP  uint8           `bits:"3"`  // priority code point
	DEI  bool            `bits:"1"`  // drop eligible: may be dropped first
	ID   uint16          `bits:"12"` // VLAN identifier; 0 is a priority tag
	Type Auto[EtherType] `next:"-"`  // or length of the payload, up to 1500

	Trailer []byte // padding after the payload of an IEEE 802.3 frame
}

func (l *VLAN) extent(v wire.VLAN) (x packet.Extent) {
	x, l.Trailer = etherExtent(v, v.Type(), wire.VLANLen)
	return x
}

func (l *VLAN) finish(_ wire.VLAN, c *packet.Context) { finishEther(&l.Type, c) }

// AppendTrailer implements [packet.Trailer].
func (l *VLAN) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *VLAN) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.ID == 0xfff {
		report("ID", packet.BadValue, "is reserved")
	}
	validateEther(l.Type.Get(), report)
}

// etherExtent says what follows a header of n bytes that ends in the type or
// length t, and what is after that.
func etherExtent(b []byte, t EtherType, n int) (x packet.Extent, trailer []byte) {
	if !t.IsLength() {
		return packet.Extent{Header: n, End: len(b), Next: EtherTypes.Next(t)}, nil
	}
	x = packet.Extent{Header: n, End: min(n+int(t), len(b)), Next: packet.Is(LLCProto)}
	if wire.IsNetWare(b[n:x.End]) {
		x.Next = packet.Next{}
	}
	return x, b[x.End:]
}

// finishEther settles the type or length before the payload of c, which ends c's
// header.
func finishEther(t *Auto[EtherType], c *packet.Context) {
	next := c.Next()
	x, ok := t.Get(), true
	if !EtherTypes.Means(x, next) { // else it is as right as any other
		_, llc := next.(*LLC)
		n, length := len(c.Data)-c.Header, x.IsLength()
		x, ok = EtherTypes.Key(next)
		if n <= wire.MaxEtherLength && (llc || !ok && length) {
			x, ok = EtherType(n), true
		}
	}
	switch {
	case !ok:
		t.Hold()
	case t.Settle(x):
		wire.PutUint16(c.Data, c.Header-2, uint16(x))
	}
}

func validateEther(t EtherType, report func(string, packet.Class, string)) {
	if t > wire.MaxEtherLength && t < 0x600 {
		report("Type", packet.BadValue, "is neither a length nor a type")
	}
}
