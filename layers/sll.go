package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// SLL is a Linux cooked-mode header, version 1, which the capture made in place
// of the link layer's own. LINKTYPE_LINUX_SLL.
//
//wire:header bind=LinkTypes:link.LinuxSLL
type SLL struct {
	PacketType wire.PacketType // to whom it was sent
	ARPHRD     wire.Hardware   // what the device is; says how to read Protocol
	AddrLen    Auto[uint16]    `auto:"6"` // of the sender's link-layer address, which may be cut
	Addr       [8]byte         // of the sender, padded with zeros
	Protocol   Auto[EtherType] `next:"-"` // or wire.SLL8023, wire.SLL8022 …
}

// MAC returns the first six bytes of Addr.
func (l *SLL) MAC() MAC { return MAC(l.Addr[:6]) }

func (l *SLL) extent(v wire.SLL) packet.Extent {
	return packet.Extent{Header: wire.SLLLen, End: len(v), Next: sllNext(v.ARPHRD(), v.Protocol())}
}

func (l *SLL) finish(v wire.SLL, c *packet.Context) {
	if settleSLL(&l.Protocol, l.ARPHRD, c) {
		v.SetProtocol(l.Protocol.Get())
	}
}

// Validate implements [packet.Validator].
func (l *SLL) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	validatePacketType(l.PacketType, report)
}

func validatePacketType(t wire.PacketType, report func(string, packet.Class, string)) {
	if t > wire.PacketOutgoing {
		report("PacketType", packet.BadValue, "is unknown")
	}
}

// SLL2 is a Linux cooked-mode header, version 2, which the capture made in place
// of the link layer's own. LINKTYPE_LINUX_SLL2.
//
//wire:header bind=LinkTypes:link.LinuxSLL2
type SLL2 struct {
	Protocol   Auto[EtherType] `next:"-"` // or wire.SLL8023, wire.SLL8022 …
	Reserved   uint16
	Interface  uint32          // index of the device
	ARPHRD     wire.Hardware   // what the device is; says how to read Protocol
	PacketType wire.PacketType `bits:"8"` // to whom it was sent
	AddrLen    Auto[uint8]     `auto:"6"` // of the sender's link-layer address, which may be cut
	Addr       [8]byte         // of the sender, padded with zeros
}

// MAC returns the first six bytes of Addr.
func (l *SLL2) MAC() MAC { return MAC(l.Addr[:6]) }

func (l *SLL2) extent(v wire.SLL2) packet.Extent {
	return packet.Extent{Header: wire.SLL2Len, End: len(v), Next: sllNext(v.ARPHRD(), v.Protocol())}
}

func (l *SLL2) finish(v wire.SLL2, c *packet.Context) {
	if settleSLL(&l.Protocol, l.ARPHRD, c) {
		v.SetProtocol(l.Protocol.Get())
	}
}

// Validate implements [packet.Validator].
func (l *SLL2) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	validatePacketType(l.PacketType, report)
}

// sllNext says what a cooked header with the given fields is followed by.
func sllNext(h wire.Hardware, t EtherType) packet.Next {
	switch {
	case !h.HasEtherTypes():
		return packet.Next{}
	case t == wire.SLL8022:
		return packet.Is(LLCProto)
	}
	return EtherTypes.Next(t)
}

// settleSLL settles the protocol t and reports whether to write it.
func settleSLL(t *Auto[EtherType], h wire.Hardware, c *packet.Context) bool {
	if h.HasEtherTypes() {
		if _, ok := c.Next().(*LLC); ok {
			return t.Settle(wire.SLL8022)
		}
		if x, ok := EtherTypes.KeyFor(c.Next(), t.Get()); ok {
			return t.Settle(x)
		}
	}
	t.Hold()
	return false
}
