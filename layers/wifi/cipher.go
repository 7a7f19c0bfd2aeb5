package wifi

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// cipherProto chooses between the headers of encrypted bodies. The header does not say which
// cipher it is of: without an extended IV it is WEP's; TKIP's has a byte that follows from
// another (IEEE 802.11-2020 §12.5.2.2); else it is CCMP's, which GCMP has too.
var cipherProto = &packet.Proto{Name: "cipher", Pick: func(b []byte) *packet.Proto {
	switch {
	case len(b) < wire.WEPLen || b[3]&0x20 == 0:
		return WEPProto
	case b[1] == (b[0]|0x20)&0x7f:
		return TKIPProto
	}
	return CCMPProto
}}

// A cipher is the header of an encrypted body.
type cipher interface{ encrypted() }

func (*WEP) encrypted()  {}
func (*TKIP) encrypted() {}
func (*CCMP) encrypted() {}

// WEP is the header of a body that is encrypted with WEP. IEEE 802.11-2020 §12.3.2.
//
//wire:header view=WEP
type WEP struct {
	IV       uint32 `bits:"24"` // initialization vector
	KeyID    uint8  `bits:"2"`
	ExtIV    bool   `bits:"1"` // not set
	Reserved uint8  `bits:"5"`

	ICV []byte // integrity check value, encrypted, 4 bytes
}

const icvLen = 4

func (l *WEP) extent(v wire.WEP) packet.Extent {
	end := max(wire.WEPLen, len(v)-icvLen)
	if len(v)-end < icvLen {
		end = len(v)
	}
	l.ICV = v[end:]
	return packet.Extent{Header: wire.WEPLen, End: end}
}

// AppendTrailer implements [packet.Trailer].
func (l *WEP) AppendTrailer(b []byte) []byte { return append(b, l.ICV...) }

// TKIP is the header of a body that is encrypted with TKIP. IEEE 802.11-2020 §12.5.2.2.
//
//wire:header view=TKIP
type TKIP struct {
	TSC1     uint8  // second byte of the TKIP sequence counter
	WEPSeed  uint8  // TSC1 with a bit set and one clear
	TSC0     uint8  // first byte of the TKIP sequence counter
	KeyID    uint8  `bits:"2"`
	ExtIV    bool   `bits:"1"` // set
	Reserved uint8  `bits:"5"`
	TSCHigh  uint32 `order:"le"` // upper bytes of the TKIP sequence counter

	ICV []byte // integrity check value, encrypted, 4 bytes
}

func (l *TKIP) extent(v wire.TKIP) packet.Extent {
	end := max(wire.TKIPLen, len(v)-icvLen)
	if len(v)-end < icvLen {
		end = len(v)
	}
	l.ICV = v[end:]
	return packet.Extent{Header: wire.TKIPLen, End: end}
}

// TSC returns the TKIP sequence counter.
func (l *TKIP) TSC() uint64 { return uint64(l.TSCHigh)<<16 | uint64(l.TSC1)<<8 | uint64(l.TSC0) }

// AppendTrailer implements [packet.Trailer].
func (l *TKIP) AppendTrailer(b []byte) []byte { return append(b, l.ICV...) }

// Validate implements [packet.Validator].
func (l *TKIP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.WEPSeed != (l.TSC1|0x20)&0x7f {
		report("WEPSeed", packet.BadValue, "does not follow from TSC1")
	}
	if !l.ExtIV {
		report("ExtIV", packet.BadValue, "is not set")
	}
}

// CCMP is the header of a body that is encrypted with CCMP or GCMP.
// IEEE 802.11-2020 §12.5.3.2.
//
// The message integrity code, of 8 or 16 bytes as the cipher has it, is at the end of
// the payload.
//
//wire:header view=CCMP
type CCMP struct {
	PN0       uint8  // first byte of the packet number
	PN1       uint8  // second byte of the packet number
	Reserved  uint8  // 0
	KeyID     uint8  `bits:"2"`
	ExtIV     bool   `bits:"1"` // set
	Reserved2 uint8  `bits:"5"`
	PNHigh    uint32 `order:"le"` // upper bytes of the packet number
}

// PN returns the packet number.
func (l *CCMP) PN() uint64 { return uint64(l.PNHigh)<<16 | uint64(l.PN1)<<8 | uint64(l.PN0) }

// SetPN sets the packet number, of 48 bits.
func (l *CCMP) SetPN(x uint64) { l.PN0, l.PN1, l.PNHigh = uint8(x), uint8(x>>8), uint32(x>>16) }

// Validate implements [packet.Validator].
func (l *CCMP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if !l.ExtIV {
		report("ExtIV", packet.BadValue, "is not set")
	}
	if l.Reserved != 0 || l.Reserved2 != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
}
