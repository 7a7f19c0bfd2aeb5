package capture

import (
	"strconv"
	"time"

	"github.com/gocap-project/gocap/link"
)

// Packet is one captured packet with what is known about it. The zero value is
// an empty packet.
type Packet struct {
	// Data are the bytes captured, from the link-layer header on, VLAN tag
	// included. In a Packet that lends its Data (Next, Packets) they are valid
	// until the next call; see Clone.
	Data []byte
	// Len is the packet's length on the wire in bytes, headers and VLAN tag
	// included. It is more than len(Data) if the snapshot length, the filter or
	// the kernel cut the packet.
	Len int

	Time       time.Time  // when the packet was received or sent
	TimeSource TimeSource // whose clock that is
	Direction  Direction  // in or out, seen from this host
	Type       PacketType // to whom the packet is
	Link       link.Type  // what Data begin with
	Interface  int        // index of the interface
	VLAN       VLAN       // the tag that the adapter or the kernel had taken out

	Offload Offload // what an adapter has yet to do to the packet, or did

	// Drops is how many packets the handle had lost, as far as was known when
	// this one was read.
	Drops uint64
}

// CapLen is the captured length, len(p.Data).
func (p *Packet) CapLen() int { return len(p.Data) }

// Clone returns a copy with Data of its own.
func (p *Packet) Clone() Packet {
	c := *p
	c.Data = append(make([]byte, 0, len(p.Data)), p.Data...)
	return c
}

// VLAN is a tag that was beside the packet and has been put back into Data. The
// zero value means that there was none; tags inside Data are not told of here.
type VLAN struct {
	TPID uint16 // EtherType: 0x8100 IEEE 802.1Q, 0x88a8 IEEE 802.1ad; 0 if there was no tag
	TCI  uint16 // priority (3 bits), drop eligible (1) and VLAN identifier (12)
}

// ID is the VLAN identifier, 0 to 4095; 0 marks priority only.
func (v VLAN) ID() uint16 { return v.TCI & 0xfff }

// Direction of a packet, seen from this host.
type Direction uint8

// The directions. As an argument of [From], AnyDirection is both; in a Packet it
// means that the direction is not known.
const (
	AnyDirection Direction = iota
	In
	Out
)

func (d Direction) String() string { return name(d, "any", "in", "out") }

// PacketType says to whom a packet is. The values are those of Linux's PACKET_
// constants and of cooked headers.
type PacketType uint8

// The packet types.
const (
	ToHost      PacketType = iota // to this host
	ToAll                         // broadcast
	ToGroup                       // multicast
	ToOther                       // to another host, seen because the interface is promiscuous
	FromHost                      // sent by this host
	UnknownType PacketType = 255
)

func (t PacketType) String() string {
	if t == UnknownType {
		return "unknown"
	}
	return name(t, "host", "broadcast", "multicast", "otherhost", "outgoing")
}

// TimeSource says whose clock a packet's time is of.
type TimeSource uint8

// The time sources.
const (
	UnknownSource TimeSource = iota
	SoftwareTime             // the kernel's clock, when it got the packet
	HardwareTime             // the adapter's clock
)

func (s TimeSource) String() string { return name(s, "unknown", "software", "hardware") }

// name is names[v], or the number.
func name[T ~uint8](v T, names ...string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return strconv.Itoa(int(v))
}
