package afpacket

import "encoding/binary"

// put writes the structure, in the machine's byte order.
func (o *Offload) put(b *[offloadLen]byte) {
	b[0], b[1] = o.Flags, o.GSO
	ne := binary.NativeEndian
	ne.PutUint16(b[2:], o.HeaderLen)
	ne.PutUint16(b[4:], o.SegmentSize)
	ne.PutUint16(b[6:], o.ChecksumStart)
	ne.PutUint16(b[8:], o.ChecksumOffset)
}
