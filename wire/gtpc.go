package wire

import "iter"

// Ports of the GPRS tunnelling protocol's control plane and of GTP'. 3GPP TS 29.060
// §10.1, TS 29.274 §4.2, TS 32.295 §6.1.1.
const (
	PortGTPC     = 2123
	PortGTPPrime = 3386 // also GTP version 0
)

// HasTEID reports whether messages of type x have a tunnel endpoint identifier. 3GPP TS
// 29.274 §5.5.
func (x GTPv2Message) HasTEID() bool { return x > GTPv2VersionNotSupportedIndication }

// HasOptional reports whether sequence number, N-PDU number and type of the next
// extension header are there, whether or not each is in use.
func (v GTPv1) HasOptional() bool { return v[0]&7 != 0 }

// Seq returns the sequence number, or 0 if there is none.
func (v GTPv1) Seq() uint16 { return GTPU(v).Seq() }

// NPDU returns the N-PDU number, or 0 if there is none.
func (v GTPv1) NPDU() uint8 { return GTPU(v).NPDU() }

// FirstExtension returns the type of the first extension header, or 0 if there is none.
func (v GTPv1) FirstExtension() GTPExtension { return GTPU(v).FirstExtension() }

// HeaderLen is [GTPU.HeaderLen].
func (v GTPv1) HeaderLen() int { return GTPU(v).HeaderLen() }

// IEs returns the information elements that are there.
func (v GTPv1) IEs() GTPIEs {
	n := v.HeaderLen()
	end := min(GTPv1Len+int(v.Length()), len(v))
	if n < 0 || n > end {
		return nil
	}
	return GTPIEs(v[n:end:end])
}

// HeaderLen returns the length in bytes of the header: 12 if it has a tunnel endpoint
// identifier, else 8.
func (v GTPv2) HeaderLen() int {
	if v.HasTEID() {
		return 12
	}
	return 8
}

// TEID returns the receiver's tunnel endpoint identifier, or 0 if there is none.
func (v GTPv2) TEID() uint32 {
	if !v.HasTEID() {
		return 0
	}
	return word(v, 4)
}

// Seq returns the sequence number, 24 bits.
func (v GTPv2) Seq() uint32 { return word(v, v.HeaderLen()-4) >> 8 }

// Priority returns the last byte of the header: the message's priority in the upper four
// bits, if HasPriority, and spare bits.
func (v GTPv2) Priority() uint8 { return uint8(word(v, v.HeaderLen()-4)) }

// End returns where the message ends in v, which may not have all of it.
func (v GTPv2) End() int { return clamp(4+int(v.Length()), min(v.HeaderLen(), len(v)), len(v)) }

// IEs returns the information elements that are there.
func (v GTPv2) IEs() GTPv2IEs {
	end := v.End()
	return GTPv2IEs(v[min(v.HeaderLen(), end):end:end])
}

// A GTPv2IE is an information element of GTP version 2. 3GPP TS 29.274 §8.2.1.
type GTPv2IE struct {
	Type     GTPv2IEType
	Instance uint8 // tells elements of one type apart; 4 bits, and 4 spare ones above them
	Value    []byte
}

// GTPv2IEs are information elements in wire form. 3GPP TS 29.274 §8.2.
type GTPv2IEs []byte

// first returns the first element and its length, or 0 if it does not fit.
func (o GTPv2IEs) first() (e GTPv2IE, n int) {
	if len(o) < 4 {
		return e, 0
	}
	if n = 4 + int(Uint16(o, 1)); n > len(o) {
		return e, 0
	}
	return GTPv2IE{GTPv2IEType(o[0]), o[3], o[4:n:n]}, n
}

// All yields the elements, up to the first malformed one.
func (o GTPv2IEs) All() iter.Seq[GTPv2IE] {
	return func(yield func(GTPv2IE) bool) {
		for b := o; len(b) > 0; {
			e, n := b.first()
			if n == 0 || !yield(e) {
				return
			}
			b = b[n:]
		}
	}
}

// Get returns the value of the first element of type t and the given instance.
func (o GTPv2IEs) Get(t GTPv2IEType, instance uint8) (value []byte, ok bool) {
	for e := range o.All() {
		if e.Type == t && e.Instance&15 == instance {
			return e.Value, true
		}
	}
	return nil, false
}

// Rest returns what is malformed at the end of o.
func (o GTPv2IEs) Rest() []byte {
	for b := o; len(b) > 0; {
		_, n := b.first()
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// Add returns o and one more element. A value of more than 65535 bytes is cut.
func (o GTPv2IEs) Add(t GTPv2IEType, instance uint8, value ...byte) GTPv2IEs {
	value = value[:min(len(value), 0xffff)]
	n := len(value)
	return append(append(o[:len(o):len(o)], byte(t), byte(n>>8), byte(n), instance), value...)
}

// HasTail reports whether the header goes on behind the sequence number as that of GTP
// version 0 does. 3GPP TS 32.295 §6.1.2.
func (v GTPPrime) HasTail() bool { return v.Version() == 0 && !v.Short() }

// HeaderLen returns the length in bytes of the header: 6 or 20.
func (v GTPPrime) HeaderLen() int {
	if v.HasTail() {
		return 20
	}
	return GTPPrimeLen
}
