package wifi

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// RadioTap is what a wireless driver tells of a frame, before it. LINKTYPE_IEEE802_11_RADIOTAP.
//
// Its flags say whether the frame has an FCS. Building does not set them: see
// [RadioFields.With].
//
//wire:header bind=layers.LinkTypes:link.IEEE80211Radiotap
type RadioTap struct {
	Version packet.Auto[uint8]  `const:"0"`
	Pad     uint8               // 0
	Length  packet.Auto[uint16] `order:"le" len:"1,0"` // of the header
	Fields  RadioFields
}

var errRadioTap = &wire.Error{Layer: "RadioTap", Need: wire.RadioTapLen + 4, Err: wire.ErrLength}

func (l *RadioTap) parseBody(v wire.RadioTap) (packet.Extent, error) {
	if len(l.Fields) < 4 {
		return packet.Extent{}, errRadioTap
	}
	f := wire.RadioTapFields(l.Fields).Flags()
	next := FrameWith(f&wire.RadioTapFCS != 0, f&wire.RadioTapDataPad != 0)
	return packet.Extent{Header: v.HeaderLen(), End: len(v), Next: packet.Is(next)}, nil
}

func (l *RadioTap) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Fields) == 0 {
		return append32(b, 0), nil
	}
	if len(l.Fields) > 0xffff-wire.RadioTapLen {
		return b, packet.FieldError("RadioTap.Fields: too long")
	}
	return append(b, l.Fields...), nil
}

// Validate implements [packet.Validator].
func (l *RadioTap) Validate(c *packet.Context, report func(string, packet.Class, string)) {
	f := wire.RadioTapFields(l.Fields)
	if !f.Whole() {
		report("Fields", packet.BadSize, "do not have all that the presence words announce")
	}
	if l.Pad != 0 {
		report("Pad", packet.Unusual, "is not zero")
	}
	if x, ok := c.Next().(*Frame); ok && x.HasFCS != (f.Flags()&wire.RadioTapFCS != 0) {
		report("Fields", packet.BadValue, "do not say whether there is an FCS")
	}
}

// PPI is a per-packet information header. LINKTYPE_PPI.
//
//wire:header bind=layers.LinkTypes:link.PPI
type PPI struct {
	Version packet.Auto[uint8]  `const:"0"`
	Flags   uint8               // 1: fields are aligned to 4 bytes
	Length  packet.Auto[uint16] `order:"le" len:"1,0"` // of the header
	DLT     packet.Auto[uint32] `order:"le" next:"-"`  // link type of what follows
	Fields  PPIFields
}

func (l *PPI) parseBody(v wire.PPI) (packet.Extent, error) {
	x := packet.Extent{Header: v.HeaderLen(), End: len(v)}
	switch t := v.DLT(); {
	case t == uint32(link.IEEE80211):
		x.Next = packet.Is(FrameWith(l.Fields.hasFCS(), false))
	case t != uint32(link.PPI) && t <= 0xffff:
		x.Next = layers.LinkTypes.Next(link.Type(t))
	}
	return x, nil
}

func (l *PPI) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Fields) > 0xffff-wire.PPILen {
		return b, packet.FieldError("PPI.Fields: too long")
	}
	return append(b, l.Fields...), nil
}

func (l *PPI) finish(v wire.PPI, c *packet.Context) {
	if _, ok := c.Next().(*Frame); ok {
		l.settleDLT(v, uint32(link.IEEE80211))
		return
	}
	if t, ok := layers.LinkTypes.KeyFor(c.Next(), link.Type(l.DLT.Get())); ok && l.DLT.Get() <= 0xffff {
		l.settleDLT(v, uint32(t))
		return
	}
	l.DLT.Hold()
}

// Prism is a Prism monitor-mode header. LINKTYPE_IEEE802_11_PRISM.
//
// Numbers are in the byte order of the machine that captured; this one is little-endian.
// Frames of the link type whose header begins with AVS's magic number are [AVS].
//
//wire:header
type Prism struct {
	Code   uint32              `order:"le"`            // message code, 0x41 or 0x44
	Length packet.Auto[uint32] `order:"le" auto:"144"` // of the header
	Device [16]byte            // name of the interface
	Items  [120]byte           // ten items of 12 bytes: code, status, length, data
}

func (l *Prism) extent(v wire.Prism) packet.Extent {
	return packet.Extent{Header: wire.PrismLen, End: len(v), Next: packet.Is(FrameProto)}
}

// The items of a Prism header, in their order.
const (
	PrismHostTime = iota
	PrismMACTime
	PrismChannel
	PrismRSSI
	PrismSQ
	PrismSignal
	PrismNoise
	PrismRate // in units of 500 kbit/s
	PrismIsTX
	PrismFrameLength
)

// Item returns the value of item i. ok is false if it is not set.
func (l *Prism) Item(i int) (value uint32, ok bool) {
	if i < 0 || i > PrismFrameLength {
		return 0, false
	}
	return wire.Uint32LE(l.Items[:], 12*i+8), wire.Uint16LE(l.Items[:], 12*i+4) == 0
}

// AVS is an AVS capture header. LINKTYPE_IEEE802_11_AVS.
//
//wire:header bind=layers.LinkTypes:link.IEEE80211AVS
type AVS struct {
	Magic     packet.Auto[uint32] `auto:"0x80211001"` // and version
	Length    packet.Auto[uint32] // of the header
	MACTime   uint64              // in microseconds
	HostTime  uint64
	PHYType   uint32 // 4 DSSS at 2.4 GHz, 5 HR/DSSS, 6 OFDM at 2.4 GHz, 7 OFDM at 5 GHz, …
	Channel   uint32 // or frequency in MHz
	DataRate  uint32 // in units of 100 kbit/s
	Antenna   uint32
	Priority  uint32
	SSIType   uint32 // 0 none, 1 normalized, 2 dBm, 3 raw
	SSISignal uint32 // signed
	SSINoise  uint32 // signed
	Preamble  uint32 // 1 short, 2 long
	Encoding  uint32 // 1 CCK, 2 PBCC, 3 OFDM
	More      []byte // of later versions
}

func (l *AVS) parseBody(v wire.AVS) (packet.Extent, error) {
	n := v.Length()
	if n < wire.AVSLen || uint64(n) > uint64(len(v)) {
		return packet.Extent{}, errAVS
	}
	l.More = v[wire.AVSLen:n]
	return packet.Extent{Header: int(n), End: len(v), Next: packet.Is(FrameProto)}, nil
}

var errAVS = &wire.Error{Layer: "AVS", Need: wire.AVSLen, Err: wire.ErrLength}

func (l *AVS) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.More...), nil }

func (l *AVS) finish(v wire.AVS, c *packet.Context) { l.settleLength(v, uint32(c.Header)) }

func init() {
	layers.LinkTypes.Bind(link.PrismHeader, PrismProto)
	PrismProto.Pick = func(b []byte) *packet.Proto {
		if len(b) >= 4 && wire.Uint32(b, 0)>>12 == 0x80211 {
			return AVSProto
		}
		return PrismProto
	}
}
