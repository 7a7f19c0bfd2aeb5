package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// IPNetFamilies says what follows a header of Solaris' IP tap.
var IPNetFamilies = packet.Table[wire.IPNetFamily]{Name: "ipnet family"}

func init() {
	IPNetFamilies.Bind(wire.IPNetIPv4, IPv4Proto)
	IPNetFamilies.Bind(wire.IPNetIPv6, IPv6Proto)
}

// IPNet is the header of a packet of Solaris' IP tap. LINKTYPE_IPNET.
//
//wire:header bind=LinkTypes:link.IPNet
type IPNet struct {
	Version   Auto[uint8]            `auto:"1"`
	Family    Auto[wire.IPNetFamily] `next:"IPNetFamilies"`
	Hook      uint16                 // 0 inbound, 1 outbound, 2 local
	Length    Auto[uint32]           // of the packet
	Interface uint32                 // index
	Group     uint32                 // index of the group's interface, 0 if there is none
	SrcZone   uint32                 // zone ID of the sender
	DstZone   uint32                 // zone ID of the receiver
}

func (l *IPNet) extent(v wire.IPNet) packet.Extent {
	return packet.Extent{Header: wire.IPNetLen, End: len(v), Next: IPNetFamilies.Next(v.Family())}
}

func (l *IPNet) finish(v wire.IPNet, c *packet.Context) {
	l.settleLength(v, uint32(len(c.Data)-c.Header))
}

// IPoIB is the headers of a packet of IP over InfiniBand: a global routing header, whose
// source some captures leave out, and the encapsulation header. RFC 4391 §6.
//
//wire:header bind=LinkTypes:link.IPoIB
type IPoIB struct {
	Version      uint8  `bits:"4"` // 6
	TrafficClass uint8  `bits:"8"`
	FlowLabel    uint32 `bits:"20"`
	Length       uint16 // of what follows the global routing header
	NextHeader   uint8  // 0x1b, or 0
	HopLimit     uint8
	Src          netip.Addr      `bits:"128"` // port GID of the sender
	Dst          netip.Addr      `bits:"128"` // port GID, or group
	Type         Auto[EtherType] `next:"EtherTypes"`
	Reserved     uint16          // 0
}
