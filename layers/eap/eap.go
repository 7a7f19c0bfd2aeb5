package eap

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// EAP is a packet of the Extensible Authentication Protocol. RFC 3748 §4.
//
// Requests and responses have a Type, of type expanded also Vendor and VendorType.
//
//wire:header
type EAP struct {
	Code   wire.EAPCode
	ID     uint8               // a response has that of its request
	Length packet.Auto[uint16] // of the packet, in bytes

	Type       wire.EAPType `bits:"0"` // method
	Vendor     uint32       `bits:"0"` // of an expanded type: its OUI
	VendorType uint32       `bits:"0"`
	Data       []byte       // of the method
	Trailer    []byte       // padding
}

const (
	headerLen   = 4
	expandedLen = 12 // of the header with an expanded type
)

// typed reports whether packets with the code have a type.
func (l *EAP) typed() bool { return l.Code == wire.EAPRequest || l.Code == wire.EAPResponse }

// Has implements [packet.Sparse].
func (l *EAP) Has(i int) bool {
	switch i {
	case 3:
		return l.typed()
	case 4, 5:
		return l.typed() && l.Type == wire.EAPTypeExpanded
	}
	return true
}

func (l *EAP) parseBody(v wire.EAP) (packet.Extent, error) {
	if v.Length() < headerLen {
		return packet.Extent{}, wire.ErrLength
	}
	end := min(int(v.Length()), len(v))
	b, n := v[:end:end], headerLen
	l.Type, l.Vendor, l.VendorType, l.Trailer = 0, 0, 0, v[end:]
	if l.typed() {
		if len(b) < headerLen+1 {
			return packet.Extent{}, packet.Need(wire.ErrShort, headerLen+1)
		}
		l.Type, n = wire.EAPType(b[headerLen]), headerLen+1
	}
	if l.Has(4) {
		if len(b) < expandedLen {
			return packet.Extent{}, packet.Need(wire.ErrShort, expandedLen)
		}
		l.Vendor, l.VendorType, n = wire.Uint32(b, 4)&0xffffff, wire.Uint32(b, 8), expandedLen
	}
	l.Data = b[n:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *EAP) appendBody(b []byte, _ int) ([]byte, error) {
	if l.typed() {
		b = append(b, byte(l.Type))
	}
	if l.Has(4) {
		v, t := l.Vendor, l.VendorType
		if v>>24 != 0 {
			return b, packet.FieldError("EAP.Vendor: too large")
		}
		b = append(b, byte(v>>16), byte(v>>8), byte(v), byte(t>>24), byte(t>>16), byte(t>>8), byte(t))
	}
	return append(b, l.Data...), nil
}

func (l *EAP) finish(v wire.EAP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *EAP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *EAP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Code < wire.EAPRequest || l.Code > wire.EAPFinish {
		report("Code", packet.BadValue, "is unknown")
	}
	if (l.Code == wire.EAPSuccess || l.Code == wire.EAPFailure) && len(l.Data) > 0 {
		report("Data", packet.BadSize, "is not empty")
	}
	if _, ok := l.TLS(); l.typed() && l.Type.HasTLS() && !ok {
		report("Data", packet.BadSize, "lacks flags or length")
	}
}

// Identity returns the identity in a response.
func (l *EAP) Identity() (id []byte, ok bool) {
	return l.Data, l.Code == wire.EAPResponse && l.Type == wire.EAPTypeIdentity
}

// Proposed returns the methods that a nak proposes.
func (l *EAP) Proposed() []wire.EAPType {
	if !l.typed() || l.Type != wire.EAPTypeNak {
		return nil
	}
	out := make([]wire.EAPType, len(l.Data))
	for i, t := range l.Data {
		out[i] = wire.EAPType(t)
	}
	return out
}

// TLS returns the data of a method that carries TLS.
func (l *EAP) TLS() (x wire.EAPTLS, ok bool) {
	if !l.typed() || !l.Type.HasTLS() {
		return x, false
	}
	return wire.ParseEAPTLS(l.Data)
}

// MD5 returns the challenge or response, and the name, of method MD5 challenge.
// RFC 3748 §5.4.
func (l *EAP) MD5() (value, name []byte, ok bool) {
	d := l.Data
	if !l.typed() || l.Type != wire.EAPTypeMD5 || len(d) == 0 || len(d) < 1+int(d[0]) {
		return nil, nil, false
	}
	n := 1 + int(d[0])
	return d[1:n:n], d[n:], true
}
