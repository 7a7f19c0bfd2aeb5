package bpf

// Offsets that mean something to Linux alone (linux/filter.h). An absolute load
// at AncillaryOffset plus one of the Anc numbers reads what the kernel knows
// about the packet instead of its bytes; one at NetworkOffset or LinkOffset plus
// n reads byte n of the network or link-layer header.
const (
	AncillaryOffset = 0xfffff000 // SKF_AD_OFF
	NetworkOffset   = 0xfff00000 // SKF_NET_OFF
	LinkOffset      = 0xffe00000 // SKF_LL_OFF
)

// What can be loaded at AncillaryOffset (SKF_AD_...).
const (
	AncProtocol    = 0  // EtherType, host byte order
	AncPacketType  = 4  // PACKET_HOST, PACKET_BROADCAST, ...
	AncInterface   = 8  // interface index
	AncNetlink     = 12 // netlink attribute X in the attributes at A
	AncNetlinkNest = 16 // the same, nested
	AncMark        = 20 // firewall mark
	AncQueue       = 24 // receive queue
	AncHardware    = 28 // ARPHRD_ type of the interface
	AncHash        = 32 // receive hash
	AncCPU         = 36 // processor that received it
	AncXorX        = 40 // A ^= X
	AncVLANTag     = 44 // tag control information of the tag beside the packet
	AncVLANPresent = 48 // 1 if there is such a tag
	AncPayload     = 52 // offset of the transport payload
	AncRandom      = 56 // a random number
	AncVLANTPID    = 60 // EtherType of the tag
	ancEnd         = 64
)

// ancNames are the names that filters are printed with.
var ancNames = [ancEnd / 4]string{
	"proto", "type", "ifidx", "nla", "nlan", "mark", "queue", "hatype",
	"rxhash", "cpu", "xor_x", "vlan_tci", "vlanp", "poff", "random", "vlan_tpid",
}

// isAncillary reports whether k is one of the offsets that the kernel knows.
func isAncillary(k uint32) bool {
	return k >= AncillaryOffset && k < AncillaryOffset+ancEnd && k%4 == 0
}

// Metadata is what Linux knows about a packet besides its bytes. RunLinux reads
// it where a program loads from AncillaryOffset.
type Metadata struct {
	Protocol    uint16 // EtherType
	PacketType  uint8  // PACKET_HOST 0, PACKET_BROADCAST 1, PACKET_MULTICAST 2, PACKET_OTHERHOST 3, PACKET_OUTGOING 4
	VLANPresent bool   // a VLAN tag was taken out of the packet
	VLANTag     uint16 // its control information
	VLANTPID    uint16 // its EtherType
	Hardware    uint16 // ARPHRD_ type of the interface
	Queue       uint16 // receive queue
	Interface   uint32 // interface index
	Mark        uint32 // firewall mark
	Hash        uint32 // receive hash
	CPU         uint32 // processor
	Payload     uint32 // offset of the transport payload
	Random      uint32 // the next random number
	NetworkAt   int    // where in the packet the network header begins
	LinkAt      int    // where the link-layer header begins; negative if it is cut off
}

// ancillary loads number n (k-AncillaryOffset). Netlink attributes are not
// kept, so a program that looks for one finds none: 0, as in the kernel.
func (m *Metadata) ancillary(n, a, x uint32) uint32 {
	switch n {
	case AncProtocol:
		return uint32(m.Protocol)
	case AncPacketType:
		return uint32(m.PacketType)
	case AncInterface:
		return m.Interface
	case AncMark:
		return m.Mark
	case AncQueue:
		return uint32(m.Queue)
	case AncHardware:
		return uint32(m.Hardware)
	case AncHash:
		return m.Hash
	case AncCPU:
		return m.CPU
	case AncXorX:
		return a ^ x
	case AncVLANTag:
		return uint32(m.VLANTag)
	case AncVLANPresent:
		if m.VLANPresent {
			return 1
		}
	case AncPayload:
		return m.Payload
	case AncRandom:
		return m.Random
	case AncVLANTPID:
		return uint32(m.VLANTPID)
	}
	return 0
}

// negative loads size bytes at an offset below zero, seen as signed: relative to
// the network or the link-layer header.
func (m *Metadata) negative(pkt []byte, k uint32, size int) (uint32, bool) {
	var at int
	switch {
	case k >= NetworkOffset:
		at = m.NetworkAt + int(k-NetworkOffset)
	case k >= LinkOffset:
		at = m.LinkAt + int(k-LinkOffset)
	default:
		return 0, false
	}
	return load(pkt, at, size)
}
