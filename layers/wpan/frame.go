// Package wpan has IEEE 802.15.4 frames: the link layer of Zigbee, Thread and 6LoWPAN.
// Importing it binds them to their link types.
//
//	p := packet.Packet{
//		&wpan.Frame{Type: wire.WPANData, Seq: 1, PANCompression: true, DstMode: wire.WPANShort, SrcMode: wire.WPANShort,
//			DstPAN: 0x1234, Dst: 0xffff, Src: 1, FCSLen: 2},
//		packet.Payload(data),
//	}
package wpan

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"hash/crc32"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Types says what frames of each type carry.
var Types = packet.Table[wire.WPANType]{Name: "802.15.4 frame type"}

// Frame is an IEEE 802.15.4 MAC header. IEEE 802.15.4-2020 §7.2.
//
// The frame control field says which of the fields after it there are; its fields are the
// program's to choose. Frames of types without addresses (multipurpose, fragment,
// extended) end after the frame control field.
//
// How long the frame check sequence is, if it was captured at all, is FCSLen: the link type
// says so.
//
//wire:header view=WPAN name=WPAN bind=layers.LinkTypes:link.IEEE802154NoFCS
type Frame struct {
	Reserved       bool          `bits:"1"`
	PANCompression bool          `bits:"1"` // a PAN identifier is left out
	AckRequest     bool          `bits:"1"`
	Pending        bool          `bits:"1"` // more is waiting for the destination
	Secured        bool          `bits:"1"` // there is an auxiliary security header
	Type           wire.WPANType `bits:"3"`
	SrcMode        wire.WPANMode `bits:"2"`
	Version        uint8         `bits:"2"` // 0 of 2003, 1 of 2006, 2 of 2015
	DstMode        wire.WPANMode `bits:"2"`
	HasIEs         bool          `bits:"1"` // there are information elements, in version 2
	SeqSuppressed  bool          `bits:"1"` // there is no Seq, in version 2

	Seq        uint8  `bits:"0"`
	DstPAN     uint16 `bits:"0"` // destination's network
	Dst        uint64 `bits:"0"` // destination, 16 or 64 bits
	SrcPAN     uint16 `bits:"0"` // source's network
	Src        uint64 `bits:"0"` // source, 16 or 64 bits
	Security   []byte // auxiliary security header
	HeaderIEs  []byte // header information elements, with the one that ends them
	PayloadIEs []byte // payload information elements, with the one that ends them

	MIC    []byte              // message integrity code, after the payload
	FCSLen uint8               `bits:"0"` // length of FCS: 0, 2 or 4
	FCS    packet.Auto[uint32] `bits:"0"` // CRC of header and payload

	packet.Summed
	cut bool // there was no room for an FCS
}

// Protocols of frames with an FCS. They are [FrameProto] otherwise.
var (
	frame16Proto = variant("WPAN-FCS", 2)
	frame32Proto = variant("WPAN-FCS32", 4)
)

// variant returns FrameProto with another name and New.
func variant(name string, fcs uint8) *packet.Proto {
	p := *FrameProto
	p.Name = name
	p.New, p.Slab = func() packet.Layer { return &Frame{FCSLen: fcs} }, nil
	return &p
}

// FrameWith returns the protocol of frames that are captured with an FCS of n bytes, 0, 2 or 4.
func FrameWith(n int) *packet.Proto {
	switch n {
	case 2:
		return frame16Proto
	case 4:
		return frame32Proto
	}
	return FrameProto
}

func init() { layers.LinkTypes.Bind(link.IEEE802154, frame16Proto) }

// Proto implements [packet.Layer].
func (l *Frame) Proto() *packet.Proto { return FrameWith(int(l.FCSLen)) }

// control returns the two bytes of the frame control field.
func (l *Frame) control() (b0, b1 byte) {
	v := make(wire.WPAN, wire.WPANLen)
	v.SetPANCompression(l.PANCompression)
	v.SetType(l.Type)
	v.SetSrcMode(l.SrcMode)
	v.SetDstMode(l.DstMode)
	v.SetVersion(l.Version)
	v.SetSeqSuppressed(l.SeqSuppressed)
	return v[0], v[1]
}

// Has implements [packet.Sparse].
func (l *Frame) Has(i int) bool {
	x, ok := wire.WPANLayoutOf(l.control())
	switch FrameProto.Fields[i].Name {
	case "Seq":
		return x.HasSeq && ok
	case "DstPAN":
		return x.HasDstPAN
	case "Dst":
		return ok && l.DstMode.Len() > 0
	case "SrcPAN":
		return x.HasSrcPAN
	case "Src":
		return ok && l.SrcMode.Len() > 0
	case "Security", "MIC":
		return l.Secured
	case "HeaderIEs", "PayloadIEs":
		return l.HasIEs
	case "FCS":
		return l.FCSLen > 0 && !l.cut
	}
	return true
}

func (l *Frame) parseBody(v wire.WPAN) (packet.Extent, error) {
	l.Seq, l.DstPAN, l.Dst, l.SrcPAN, l.Src = 0, 0, 0, 0, 0
	l.Security, l.HeaderIEs, l.PayloadIEs, l.MIC, l.FCS, l.cut = nil, nil, nil, nil, packet.Auto[uint32]{}, false
	end := l.parseFCS(v)
	x, ok := wire.WPANLayoutOf(v[0], v[1])
	switch {
	case !ok && l.Type <= wire.WPANCommandFrame:
		return packet.Extent{}, wire.ErrFormat
	case !ok:
		return packet.Extent{Header: wire.WPANLen, End: end}, nil
	case x.Len > end:
		return packet.Extent{}, packet.Need(wire.ErrShort, x.Len)
	}
	if x.HasSeq {
		l.Seq = v[x.Seq]
	}
	if x.HasDstPAN {
		l.DstPAN = wire.Uint16LE(v, x.DstPAN)
	}
	if x.HasSrcPAN {
		l.SrcPAN = wire.Uint16LE(v, x.SrcPAN)
	}
	l.Dst, l.Src = address(v[x.Dst:][:l.DstMode.Len()]), address(v[x.Src:][:l.SrcMode.Len()])
	return l.parseRest(v[:end:end], x.Len)
}

// parseFCS reads the frame check sequence and returns where it begins.
func (l *Frame) parseFCS(v wire.WPAN) int {
	end := len(v) - int(l.FCSLen)
	if l.cut = end < wire.WPANLen; l.cut || l.FCSLen == 0 {
		return len(v)
	}
	if l.FCSLen == 2 {
		l.FCS.Parse(uint32(wire.Uint16LE(v, end)))
	} else {
		l.FCS.Parse(wire.Uint32LE(v, end))
	}
	return end
}

// parseRest reads what is in b from n on: the security header, information elements and,
// at the end, the message integrity code.
func (l *Frame) parseRest(b []byte, n int) (packet.Extent, error) {
	end, encrypted := len(b), false
	if l.Secured && l.Version > 0 { // of version 0 other parties know what is there
		size := securityLen(b[n:])
		if size < 0 || n+size > end {
			return packet.Extent{}, packet.Need(wire.ErrShort, n+max(size, 1))
		}
		l.Security, n = b[n:n+size], n+size
		mic := micLen(l.Security[0])
		encrypted = l.Security[0]&4 != 0
		if end-n < mic {
			mic = end - n
		}
		end -= mic
		l.MIC = b[end:]
	}
	if l.HasIEs && l.Version == 2 {
		size, payload := headerIEs(b[n:end])
		l.HeaderIEs, n = b[n:n+size], n+size
		if payload && !encrypted {
			size = payloadIEs(b[n:end])
			l.PayloadIEs, n = b[n:n+size], n+size
		}
	}
	x := packet.Extent{Header: n, End: end}
	if !encrypted && !(l.Type == wire.WPANBeaconFrame && l.Version == 2) && !(l.Secured && l.Version == 0) {
		x.Next = Types.Next(l.Type)
	}
	return x, nil
}

// address returns an address of 2 or 8 bytes.
func address(b []byte) (x uint64) {
	for i, c := range b {
		x |= uint64(c) << (8 * i)
	}
	return x
}

// securityLen returns the length of the auxiliary security header that b begins with, or
// -1. IEEE 802.15.4-2020 §9.4.
func securityLen(b []byte) int {
	if len(b) == 0 {
		return -1
	}
	n := 1 + [...]int{0, 1, 5, 9}[b[0]>>3&3]
	if b[0]&0x20 == 0 {
		n += 4 // frame counter
	}
	return n
}

// micLen returns the length of the message integrity code for a security control field.
// IEEE 802.15.4-2020 table 9-6.
func micLen(control byte) int { return [...]int{0, 4, 8, 16}[control&3] }

// headerIEs returns the length of the header information elements that b begins with, and
// whether payload information elements follow. IEEE 802.15.4-2020 §7.4.2.
func headerIEs(b []byte) (n int, payload bool) {
	const ht1, ht2 = 0x7e, 0x7f // end, with payload IEs or payload
	for len(b)-n >= 2 {
		x := wire.Uint16LE(b, n)
		if x&0x8000 != 0 || n+2+int(x&0x7f) > len(b) {
			break
		}
		n += 2 + int(x&0x7f)
		if id := x >> 7 & 0xff; id == ht1 || id == ht2 {
			return n, id == ht1
		}
	}
	return n, false
}

// payloadIEs returns the length of the payload information elements that b begins with.
// IEEE 802.15.4-2020 §7.4.3.
func payloadIEs(b []byte) (n int) {
	const termination = 0xf
	for len(b)-n >= 2 {
		x := wire.Uint16LE(b, n)
		if x&0x8000 == 0 || n+2+int(x&0x7ff) > len(b) {
			break
		}
		n += 2 + int(x&0x7ff)
		if x>>11&15 == termination {
			break
		}
	}
	return n
}

func (l *Frame) appendBody(b []byte, _ int) ([]byte, error) {
	x, ok := wire.WPANLayoutOf(l.control())
	if !ok {
		if l.Type <= wire.WPANCommandFrame {
			return b, packet.FieldError("WPAN.DstMode: reserved")
		}
		return b, nil
	}
	if l.DstMode == wire.WPANShort && l.Dst > 0xffff || l.SrcMode == wire.WPANShort && l.Src > 0xffff {
		return b, packet.FieldError("WPAN.Dst: too large for a short address")
	}
	if x.HasSeq {
		b = append(b, l.Seq)
	}
	if x.HasDstPAN {
		b = appendLE(b, uint64(l.DstPAN), 2)
	}
	b = appendLE(b, l.Dst, l.DstMode.Len())
	if x.HasSrcPAN {
		b = appendLE(b, uint64(l.SrcPAN), 2)
	}
	b = appendLE(b, l.Src, l.SrcMode.Len())
	return append(append(append(b, l.Security...), l.HeaderIEs...), l.PayloadIEs...), nil
}

// appendLE appends the lowest n bytes of x, the lowest first.
func appendLE(b []byte, x uint64, n int) []byte {
	for range n {
		b = append(b, byte(x))
		x >>= 8
	}
	return b
}

// AppendTrailer implements [packet.Trailer].
func (l *Frame) AppendTrailer(b []byte) []byte {
	b = append(b, l.MIC...)
	if l.cut {
		return b
	}
	return appendLE(b, uint64(l.FCS.Get()), int(l.FCSLen))
}

func (l *Frame) finish(v wire.WPAN, c *packet.Context) {
	l.Note(packet.ChecksumNone)
	t := c.Tail()
	if l.FCSLen == 0 || l.cut || len(t) < len(l.MIC)+int(l.FCSLen) {
		return
	}
	all := c.Data[:len(c.Data)+len(l.MIC)] // the code is part of what is summed
	t = t[len(l.MIC):]
	sum := uint32(wire.CRC16(all))
	if l.FCSLen == 4 {
		sum = crc32.ChecksumIEEE(all)
	}
	if l.FCS.Settle(sum) {
		appendLE(t[:0], uint64(sum), int(l.FCSLen))
	}
	if l.Note(packet.ChecksumGood); l.FCS.Get() != sum {
		l.Note(packet.ChecksumBad)
	}
}

// Validate implements [packet.Validator].
func (l *Frame) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved {
		report("Reserved", packet.Unusual, "is set")
	}
	if l.Version == 3 || l.Type == wire.WPANReserved {
		report("Version", packet.BadValue, "version or type is reserved")
	}
	if l.Version < 2 && (l.HasIEs || l.SeqSuppressed) {
		report("HasIEs", packet.Unusual, "bits of version 2 are set")
	}
	if l.cut {
		report("FCS", packet.BadSize, "is missing")
	}
}
