package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// MACsec is a security tag, and the integrity check value behind what it protects. IEEE 802.1AE §9.3.
//
// If neither E nor C is set the frame is readable: Type says what follows. Otherwise the
// payload is opaque, and the type is part of it. System and SCIPort are there if SC says so.
//
//wire:header bind=EtherTypes:wire.EtherTypeMACsec
type MACsec struct {
	Version     uint8       `bits:"1"`                   // 0
	ES          bool        `bits:"1"`                   // end station: the source address is the channel's
	SC          Auto[bool]  `bits:"1" auto:"l.hasSCI()"` // System and SCIPort are there
	SCB         bool        `bits:"1"`                   // single copy broadcast, of EPON
	E           bool        `bits:"1"`                   // the payload is encrypted
	C           bool        `bits:"1"`                   // the payload is changed
	AN          uint8       `bits:"2"`                   // association number
	Reserved    uint8       `bits:"2"`                   // 0
	ShortLength Auto[uint8] `bits:"6"`                   // of what is protected, in bytes, if below 48; else 0
	PN          uint32      // packet number

	System  MAC             `bits:"0"` // of the secure channel
	SCIPort uint16          `bits:"0"` // of the secure channel
	Type    Auto[EtherType] `bits:"0"` // of the payload, if that is readable
	ICV     []byte          // integrity check value
	Trailer []byte          // after it
}

// hasSCI reports whether the secure channel is named.
func (l *MACsec) hasSCI() bool { return l.System != MAC{} || l.SCIPort != 0 }

// opaque reports whether the payload cannot be read.
func (l *MACsec) opaque() bool { return l.E || l.C }

// Has implements [packet.Sparse].
func (l *MACsec) Has(i int) bool {
	switch i {
	case 10, 11:
		return has(l.SC, l.hasSCI())
	case 12:
		return !l.opaque()
	}
	return true
}

func (l *MACsec) parseBody(v wire.MACsec) (packet.Extent, error) {
	n := v.HeaderLen()
	if len(v) < n {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.System, l.SCIPort, l.Type = MAC{}, 0, Auto[EtherType]{}
	if v.SC() {
		l.System, l.SCIPort = v.System(), v.SCIPort()
	}
	end := v.ProtectedEnd()
	x := packet.Extent{Header: n, End: end}
	if !l.opaque() {
		l.Type.Parse(EtherType(wire.Uint16(v, n-2)))
		x.Next = EtherTypes.Next(l.Type.Get())
	}
	icv := min(end+wire.MACsecICVLen, len(v))
	l.ICV, l.Trailer = v[end:icv:icv], v[icv:]
	return x, nil
}

func (l *MACsec) appendBody(b []byte, _ int) ([]byte, error) {
	if has(l.SC, l.hasSCI()) {
		b = append16(append(b, l.System[:]...), l.SCIPort)
	}
	if !l.opaque() {
		b = append16(b, uint16(l.Type.Get()))
	}
	return b, nil
}

func (l *MACsec) finish(v wire.MACsec, c *packet.Context) {
	n := len(c.Data) - wire.MACsecLen
	if v.SC() {
		n -= wire.MACsecSCILen
	}
	if n >= wire.MACsecShort {
		n = 0
	}
	l.settleShortLength(v, uint8(max(n, 0)))
	if l.opaque() {
		return
	}
	if x, ok := EtherTypes.KeyFor(c.Next(), l.Type.Get()); !ok {
		l.Type.Hold()
	} else if l.Type.Settle(x) {
		wire.PutUint16(v, c.Header-2, uint16(x))
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *MACsec) AppendTrailer(b []byte) []byte { return append(append(b, l.ICV...), l.Trailer...) }

// Validate implements [packet.Validator].
func (l *MACsec) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version != 0 {
		report("Version", packet.BadValue, "is not 0")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.BadValue, "is not zero")
	}
	if l.E && !l.C {
		report("C", packet.Unusual, "is clear though the payload is encrypted")
	}
	if l.SC.Get() && (l.ES || l.SCB) {
		report("SC", packet.BadValue, "is set beside ES or SCB")
	}
	if l.PN == 0 {
		report("PN", packet.BadValue, "is zero")
	}
	if len(l.ICV) < wire.MACsecICVLen {
		report("ICV", packet.BadSize, "is cut")
	}
}
