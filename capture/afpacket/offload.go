package afpacket

import "encoding/binary"

// Offload is what an adapter or the kernel left undone, or did, to a frame: struct
// virtio_net_hdr. The zero value is an ordinary frame.
type Offload struct {
	Flags          uint8
	GSO            uint8  // GSO types; 0 if the frame is one packet
	HeaderLen      uint16 // of the headers that each segment gets, in bytes
	SegmentSize    uint16 // of each segment's payload, in bytes
	ChecksumStart  uint16 // from where the checksum is to be computed, if OffloadNeedsChecksum
	ChecksumOffset uint16 // from there, where to put it
}

// Flags of an Offload.
const (
	OffloadNeedsChecksum = 1 // the transport checksum in the frame is a part of one, or none
	OffloadChecksumValid = 2 // somebody has verified the transport checksum
)

// Types of an Offload's GSO.
const (
	GSONone = 0
	GSOTCP4 = 1 // TCP over IPv4
	GSOUDP  = 3 // UDP to be fragmented
	GSOTCP6 = 4 // TCP over IPv6
	GSOUDP4 = 5 // UDP datagrams of equal length (USO)
	GSOECN  = 0x80
)

// offloadLen is sizeof(struct virtio_net_hdr).
const offloadLen = 10

// parseOffload reads a struct virtio_net_hdr in the machine's byte order.
func parseOffload(b []byte) Offload {
	_ = b[offloadLen-1]
	ne := binary.NativeEndian
	return Offload{b[0], b[1], ne.Uint16(b[2:]), ne.Uint16(b[4:]), ne.Uint16(b[6:]), ne.Uint16(b[8:])}
}

// takeOffload reads the header that stands before a frame in a ring.
func (f *Frame) takeOffload() {
	if at := len(f.head) - len(f.Data) - offloadLen; at >= 0 {
		f.Offload = parseOffload(f.head[at:])
	}
}

// cutOffload takes the header off the beginning of a frame that came by recvmsg.
func (f *Frame) cutOffload() {
	if len(f.Data) >= offloadLen {
		f.Offload = parseOffload(f.Data)
		f.Data, f.Len = f.Data[offloadLen:], max(f.Len-offloadLen, len(f.Data)-offloadLen)
	}
}
