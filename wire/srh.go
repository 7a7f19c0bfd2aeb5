package wire

import "iter"

// SRHTLVs are the type-length-value objects of a segment routing header: what is
// on the wire, no more and no less. The Add methods append to it. RFC 8754 §2.1.
type SRHTLVs []byte

// The types of objects. Pad1 is a lone zero.
const (
	SRHPad1 = 0
	SRHPadN = 4
	SRHHMAC = 5
)

// An SRHTLV is one object of a segment routing header.
type SRHTLV struct {
	Type uint8
	Data []byte // without type and length; nil for Pad1
}

// All yields the objects, padding too, and stops before the first malformed one.
func (o SRHTLVs) All() iter.Seq[SRHTLV] {
	return func(yield func(SRHTLV) bool) {
		for b := o; len(b) > 0; {
			t, n := b.first()
			if n == 0 || !yield(t) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first object and its length, or 0 if it is malformed. The form
// is that of IPv6 options.
func (o SRHTLVs) first() (SRHTLV, int) {
	p, n := IPv6Options(o).first()
	return SRHTLV{uint8(p.Type), p.Data}, n
}

// Malformed returns the offset of the first object that runs out of the area, or -1.
func (o SRHTLVs) Malformed() int { return IPv6Options(o).Malformed() }

// Add appends an object.
func (o SRHTLVs) Add(t uint8, data ...byte) SRHTLVs {
	return SRHTLVs(IPv6Options(o).Add(IPv6OptionType(t), data...))
}

// AddPad appends n bytes of padding.
func (o SRHTLVs) AddPad(n int) SRHTLVs {
	for n > 0 {
		k := min(n, 257)
		if n -= k; k == 1 {
			o = append(o, SRHPad1)
			continue
		}
		o = append(append(o, SRHPadN, byte(k-2)), make([]byte, k-2)...)
	}
	return o
}

// HMAC returns the keyed message authentication code of the header. RFC 8754 §2.1.2.
func (o SRHTLVs) HMAC() (noDst bool, keyID uint32, mac []byte, ok bool) {
	for t := range o.All() {
		if t.Type == SRHHMAC && len(t.Data) >= 6 {
			return t.Data[0]&0x80 != 0, Uint32(t.Data, 2), t.Data[6:], true
		}
	}
	return false, 0, nil, false
}

// AddHMAC appends a message authentication code. noDst says that the destination
// address is not verified, for use with a reduced segment list.
func (o SRHTLVs) AddHMAC(noDst bool, keyID uint32, mac []byte) SRHTLVs {
	k := be32(keyID)
	return o.Add(SRHHMAC, append([]byte{Bit(noDst) << 7, 0, k[0], k[1], k[2], k[3]}, mac...)...)
}

// String returns all objects, as in "HMAC 0000…, PadN 0000".
func (o SRHTLVs) String() string {
	var b []byte
	for off := 0; off < len(o); {
		if off > 0 {
			b = append(b, ", "...)
		}
		t, n := o[off:].first()
		if n == 0 {
			return string(appendHex(append(b, "malformed "...), o[off:], 0))
		}
		switch t.Type {
		case SRHPad1:
			b = append(b, "Pad1"...)
		case SRHPadN:
			b = append(b, "PadN"...)
		case SRHHMAC:
			b = append(b, "HMAC"...)
		default:
			b = appendInt(b, int(t.Type))
		}
		if len(t.Data) > 0 {
			b = appendHex(append(b, ' '), t.Data, 0)
		}
		off += n
	}
	return string(b)
}
