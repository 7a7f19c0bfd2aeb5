package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// DSA is an Ethernet header with a tag of Marvell's switches, between the switch and its
// processor. LINKTYPE_DSA_TAG_DSA.
//
//wire:header bind=LinkTypes:link.DSATagDSA
type DSA struct {
	Dst      MAC
	Src      MAC
	Mode     wire.DSAMode    `bits:"2"`
	Tagged   bool            `bits:"1"` // the frame has, or had, a VLAN tag outside
	Device   uint8           `bits:"5"` // switch that the frame came from or goes to
	Port     uint8           `bits:"5"` // port, or trunk
	Trunk    bool            `bits:"1"` // Port is a trunk; to the processor, part of the reason
	Code     bool            `bits:"1"` // part of the reason
	CFI      bool            `bits:"1"`
	Priority uint8           `bits:"3"`
	CodeLow  bool            `bits:"1"` // part of the reason
	VLAN     uint16          `bits:"12"`
	Type     Auto[EtherType] `next:"-"` // or length of the payload, up to 1500

	Trailer []byte // padding after the payload of an IEEE 802.3 frame
}

func (l *DSA) extent(v wire.DSA) (x packet.Extent) {
	x, l.Trailer = etherExtent(v, v.Type(), wire.DSALen)
	return x
}

func (l *DSA) finish(_ wire.DSA, c *packet.Context) { finishEther(&l.Type, c) }

// AppendTrailer implements [packet.Trailer].
func (l *DSA) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// EDSA is an Ethernet header with a tag of Marvell's switches behind an EtherType. LINKTYPE_DSA_TAG_EDSA.
//
//wire:header bind=LinkTypes:link.DSATagEDSA
type EDSA struct {
	Dst      MAC
	Src      MAC
	TagType  Auto[EtherType] `auto:"wire.EtherTypeEDSA"`
	Reserved uint16
	Mode     wire.DSAMode    `bits:"2"`
	Tagged   bool            `bits:"1"` // the frame has, or had, a VLAN tag outside
	Device   uint8           `bits:"5"` // switch that the frame came from or goes to
	Port     uint8           `bits:"5"` // port, or trunk
	Trunk    bool            `bits:"1"` // Port is a trunk; to the processor, part of the reason
	Code     bool            `bits:"1"` // part of the reason
	CFI      bool            `bits:"1"`
	Priority uint8           `bits:"3"`
	CodeLow  bool            `bits:"1"` // part of the reason
	VLAN     uint16          `bits:"12"`
	Type     Auto[EtherType] `next:"-"` // or length of the payload, up to 1500

	Trailer []byte // padding after the payload of an IEEE 802.3 frame
}

func (l *EDSA) extent(v wire.EDSA) (x packet.Extent) {
	x, l.Trailer = etherExtent(v, v.Type(), wire.EDSALen)
	return x
}

func (l *EDSA) finish(_ wire.EDSA, c *packet.Context) { finishEther(&l.Type, c) }

// AppendTrailer implements [packet.Trailer].
func (l *EDSA) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// BRCM is an Ethernet header with a tag of Broadcom's switches, between the switch and its
// processor. LINKTYPE_DSA_TAG_BRCM.
//
// What Tag has depends on Opcode, see [wire.BRCMTagBits].
//
//wire:header bind=LinkTypes:link.DSATagBRCM
type BRCM struct {
	Dst    MAC
	Src    MAC
	Opcode wire.BRCMOpcode  `bits:"3"`
	Tag    wire.BRCMTagBits `bits:"29"`
	Type   Auto[EtherType]  `next:"-"` // or length of the payload, up to 1500

	Trailer []byte // padding after the payload of an IEEE 802.3 frame
}

func (l *BRCM) extent(v wire.BRCM) (x packet.Extent) {
	x, l.Trailer = etherExtent(v, v.Type(), wire.BRCMLen)
	return x
}

func (l *BRCM) finish(_ wire.BRCM, c *packet.Context) { finishEther(&l.Type, c) }

// AppendTrailer implements [packet.Trailer].
func (l *BRCM) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// BRCMTag is a tag of Broadcom's switches before an Ethernet header. LINKTYPE_DSA_TAG_BRCM_PREPEND.
//
//wire:header bind=LinkTypes:link.DSATagBRCMPrepend
type BRCMTag struct {
	Opcode wire.BRCMOpcode  `bits:"3"`
	Tag    wire.BRCMTagBits `bits:"29"` // depends on Opcode
}

func (l *BRCMTag) extent(v wire.BRCMTag) packet.Extent {
	return packet.Extent{Header: wire.BRCMTagLen, End: len(v), Next: packet.Is(EthernetProto)}
}
