package afpacket

import "encoding/binary"

// Header is what the kernel wrote before a frame in a TPACKET_V3 block, as it lies
// there: a struct tpacket3_hdr and a struct sockaddr_ll, in the byte order of the
// machine. It is for readers to whom a Frame is too much.
type Header [frameHeader]byte

// Len is Frame.Len.
func (h *Header) Len() int { return int(binary.NativeEndian.Uint32(h[frameLen:])) }

// Sec is Frame.Sec.
func (h *Header) Sec() uint32 { return binary.NativeEndian.Uint32(h[frameSec:]) }

// Nsec is Frame.Nsec.
func (h *Header) Nsec() uint32 { return binary.NativeEndian.Uint32(h[frameNsec:]) }

// Status is Frame.Status.
func (h *Header) Status() uint32 { return binary.NativeEndian.Uint32(h[frameStatus:]) }

// PacketType is Frame.PacketType.
func (h *Header) PacketType() uint8 { return h[frameAddr+10] }

// Interface is Frame.Interface.
func (h *Header) Interface() int { return int(int32(binary.NativeEndian.Uint32(h[frameAddr+4:]))) }

// Peek is the header of the next frame, or nil if there is none.
func (w *Block) Peek() *Header {
	if w.left == 0 {
		return nil
	}
	return (*Header)(w.b[w.at:])
}

// Take is the data of the next frame, whose header is what Peek gave, and goes on to
// the one behind it. It is nil if there is none, or if the frame is broken, which Err
// then says.
func (w *Block) Take() []byte {
	if w.left == 0 {
		return nil
	}
	b, at := w.b, uint(w.at)
	h := (*[frameSnaplen + 16]byte)(b[at:])
	ne := binary.NativeEndian
	start := at + uint(ne.Uint16(h[frameMAC:]))
	end := start + uint(ne.Uint32(h[frameSnaplen:]))
	if start < at+frameHeader || end > uint(len(b)) {
		w.fail(int64(end-at), ErrData)
		return nil
	}
	if w.left--; w.left > 0 {
		next := at + uint(ne.Uint32(h[frameNext:]))
		if next < at+frameHeader || next+frameHeader > uint(len(b)) {
			w.left++
			w.fail(int64(next-at), ErrNext)
			return nil
		}
		w.at = int(next)
	}
	return b[start:end:end]
}
