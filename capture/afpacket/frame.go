package afpacket

import (
	"encoding/binary"
	"time"
)

// Bits of Frame.Status (TP_STATUS_ of linux/if_packet.h).
const (
	StatusCopy         = 1 << 1  // the frame was longer than its place in the ring
	StatusLosing       = 1 << 2  // frames were dropped since the last Stats
	StatusCsumNotReady = 1 << 3  // outgoing, its checksum is left to the adapter
	StatusVLAN         = 1 << 4  // TCI is valid
	StatusVLANTPID     = 1 << 6  // TPID is valid
	StatusCsumValid    = 1 << 7  // incoming, its transport checksum has been verified
	StatusGSOTCP       = 1 << 8  // many TCP segments that the adapter joined or will split
	StatusSoftwareTime = 1 << 29 // the kernel took the time
	StatusHardwareTime = 1 << 31 // the adapter took the time
)

// Values of Frame.PacketType (PACKET_ of linux/if_packet.h).
const (
	PacketHost      = 0 // to this host
	PacketBroadcast = 1 // to all
	PacketMulticast = 2 // to a group
	PacketOtherHost = 3 // to someone else: seen in promiscuous mode
	PacketOutgoing  = 4 // from this host
)

// Lengths of the headers that Frame.Cook puts in front.
const (
	SLLLen  = 16
	SLL2Len = 20
)

// EtherType of an IEEE 802.1Q tag, and what the kernel means when it gives none.
const tpidDot1Q = 0x8100

// Frame is a frame as the kernel delivered it. The zero value is an empty frame.
type Frame struct {
	Data      []byte // the bytes captured; from the network header on if the Conn is Cooked
	Len       int    // how many bytes there were before the filter cut it; without the tag in TCI
	Sec, Nsec uint32 // when, since 1970-01-01 UTC
	Status    uint32 // Status bits

	// A VLAN tag that adapter or kernel took out of Data. Valid if Status has
	// StatusVLAN; InsertTag puts it back.
	TCI, TPID uint16

	// From the sockaddr_ll of packet(7).
	Protocol   uint16  // EtherType, host byte order
	PacketType uint8   // PacketHost, ...
	AddrLen    uint8   // how much of Addr is used; may be more than 8
	Hardware   uint16  // ARPHRD_ type
	Addr       [8]byte // of the sender, at the link layer
	Interface  int32   // index

	Offload Offload // if Config.Offloads

	head []byte // memory that ends where Data ends and begins before it: room for headers
}

// address reads a struct sockaddr_ll.
func (f *Frame) address(a *[addrLen]byte) {
	f.Protocol = binary.BigEndian.Uint16(a[2:])
	f.Interface = int32(binary.NativeEndian.Uint32(a[4:]))
	f.Hardware = binary.NativeEndian.Uint16(a[8:])
	f.PacketType, f.AddrLen = a[10], a[11]
	// Behind the address the kernel leaves in the ring what was there before.
	used := ^uint64(0) >> (64 - 8*min(f.AddrLen, 8))
	binary.LittleEndian.PutUint64(f.Addr[:], binary.LittleEndian.Uint64(a[12:])&used)
}

// Time is when the frame was received or sent.
func (f *Frame) Time() time.Time { return time.Unix(int64(f.Sec), int64(f.Nsec)) }

// Nanoseconds is Time since 1970-01-01 UTC.
func (f *Frame) Nanoseconds() int64 { return int64(f.Sec)*1e9 + int64(f.Nsec) }

// Tag is the VLAN tag that was taken out of the frame: its EtherType and its
// control information, which may be 0 (a priority tag).
func (f *Frame) Tag() (tpid, tci uint16, ok bool) {
	if f.Status&StatusVLAN == 0 {
		return 0, 0, false
	}
	if f.Status&StatusVLANTPID == 0 || f.TPID == 0 {
		return tpidDot1Q, f.TCI, true
	}
	return f.TPID, f.TCI, true
}

// grow puts n bytes in front of Data: in the room before it if there is enough,
// otherwise in new memory.
func (f *Frame) grow(n int) {
	if room := len(f.head) - len(f.Data); room >= n {
		f.Data = f.head[room-n:]
	} else {
		f.head = append(make([]byte, n, n+len(f.Data)), f.Data...)
		f.Data = f.head
	}
	f.Len += n
}

// InsertTag puts the VLAN tag back into an Ethernet frame, where it was on the
// wire: after the two addresses. It does nothing if there is no tag or the frame
// was cut before its place. Call it once, before Data are changed.
func (f *Frame) InsertTag() {
	tpid, tci, ok := f.Tag()
	if !ok {
		return
	}
	if len(f.Data) < 12 {
		f.Len += 4 // the tag belongs to what was cut off
		return
	}
	f.grow(4)
	copy(f.Data, f.Data[4:16])
	binary.BigEndian.PutUint16(f.Data[12:], tpid)
	binary.BigEndian.PutUint16(f.Data[14:], tci)
}

// Cook puts a LINKTYPE_LINUX_SLL2 header (v2) or a LINKTYPE_LINUX_SLL header
// before the Data of a frame without link-layer header. A VLAN tag stands where
// it was on the wire: its EtherType is the header's protocol, its control
// information and the inner EtherType come first in the payload.
func (f *Frame) Cook(v2 bool) {
	proto := f.Protocol
	if tpid, tci, ok := f.Tag(); ok {
		if f.insideTag() {
			proto = tpidDot1Q
		}
		f.grow(4)
		binary.BigEndian.PutUint16(f.Data, tci)
		binary.BigEndian.PutUint16(f.Data[2:], proto)
		proto = tpid
	}
	if v2 {
		f.putSLL2(proto)
		return
	}
	f.putSLL(proto)
}

// insideTag reports whether the Data of a frame without link-layer header, whose
// outer tag was taken out, begin with another tag: its control information and an
// EtherType. Linux since 6.10 names the protocol behind all tags although it leaves
// the inner ones in the data; which protocol the inner tag has is lost. A packet
// that happens to have its protocol's number there is told by its length.
func (f *Frame) insideTag() bool {
	d := f.Data
	if len(d) < 8 || binary.BigEndian.Uint16(d[2:]) != f.Protocol {
		return false
	}
	switch f.Protocol {
	case 0x0800:
		return d[0]>>4 != 4 || f.Len != 0x0800 // the number would be the packet's length
	case 0x86dd:
		return d[0]>>4 != 6 || f.Len != int(binary.BigEndian.Uint16(d[4:]))+40
	}
	return true
}

func (f *Frame) putSLL2(proto uint16) {
	f.grow(SLL2Len)
	h := f.Data[:SLL2Len]
	binary.BigEndian.PutUint16(h[0:], proto)
	binary.BigEndian.PutUint16(h[2:], 0)
	binary.BigEndian.PutUint32(h[4:], uint32(f.Interface))
	binary.BigEndian.PutUint16(h[8:], f.Hardware)
	h[10], h[11] = f.PacketType, f.AddrLen
	copy(h[12:], f.Addr[:])
}

func (f *Frame) putSLL(proto uint16) {
	f.grow(SLLLen)
	h := f.Data[:SLLLen]
	binary.BigEndian.PutUint16(h[0:], uint16(f.PacketType))
	binary.BigEndian.PutUint16(h[2:], f.Hardware)
	binary.BigEndian.PutUint16(h[4:], uint16(f.AddrLen))
	copy(h[6:14], f.Addr[:])
	binary.BigEndian.PutUint16(h[14:], proto)
}
