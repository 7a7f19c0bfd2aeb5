package wire

import "iter"

// PortPFCP is the UDP port of PFCP. 3GPP TS 29.244 §6.1.
const PortPFCP = 8805

// HasSEID reports whether messages of type x have a session endpoint identifier. 3GPP TS
// 29.244 §7.2.2.
func (x PFCPMessage) HasSEID() bool { return x >= PFCPSessionEstablishmentRequest }

// HeaderLen returns the length in bytes of the header: 16 if it has a session endpoint
// identifier, else 8.
func (v PFCP) HeaderLen() int {
	if v.HasSEID() {
		return 16
	}
	return 8
}

// SEID returns the receiver's session endpoint identifier, or 0 if there is none.
func (v PFCP) SEID() uint64 {
	if !v.HasSEID() {
		return 0
	}
	return uint64(word(v, 4))<<32 | uint64(word(v, 8))
}

// Seq returns the sequence number, 24 bits.
func (v PFCP) Seq() uint32 { return word(v, v.HeaderLen()-4) >> 8 }

// Priority returns the last byte of the header: the message's priority in the upper four
// bits, if HasPriority, and spare bits.
func (v PFCP) Priority() uint8 { return uint8(word(v, v.HeaderLen()-4)) }

// End returns where the message ends in v, which may not have all of it.
func (v PFCP) End() int { return clamp(4+int(v.Length()), min(v.HeaderLen(), len(v)), len(v)) }

// IEs returns the information elements that are there.
func (v PFCP) IEs() PFCPIEs {
	end := v.End()
	return PFCPIEs(v[min(v.HeaderLen(), end):end:end])
}

// A PFCPIE is an information element of PFCP. 3GPP TS 29.244 §8.1.1.
type PFCPIE struct {
	Type       PFCPIEType
	Enterprise uint16 // IANA's number of whose the element is, if Type has its highest bit set
	Value      []byte // without Enterprise
}

// PFCPIEs are information elements in wire form, of a message or of an element that is a
// group. 3GPP TS 29.244 §8.1.
type PFCPIEs []byte

// first returns the first element and its length, or 0 if it does not fit.
func (o PFCPIEs) first() (e PFCPIE, n int) {
	if len(o) < 4 {
		return e, 0
	}
	e.Type, n = PFCPIEType(Uint16(o, 0)), 4+int(Uint16(o, 2))
	head := 4
	if e.Type>>15 != 0 {
		head = 6
	}
	if n < head || n > len(o) {
		return e, 0
	}
	if head == 6 {
		e.Enterprise = Uint16(o, 4)
	}
	e.Value = o[head:n:n]
	return e, n
}

// All yields the elements, up to the first malformed one.
func (o PFCPIEs) All() iter.Seq[PFCPIE] {
	return func(yield func(PFCPIE) bool) {
		for b := o; len(b) > 0; {
			e, n := b.first()
			if n == 0 || !yield(e) {
				return
			}
			b = b[n:]
		}
	}
}

// Get returns the value of the first element of type t.
func (o PFCPIEs) Get(t PFCPIEType) (value []byte, ok bool) {
	for e := range o.All() {
		if e.Type == t {
			return e.Value, true
		}
	}
	return nil, false
}

// Rest returns what is malformed at the end of o.
func (o PFCPIEs) Rest() []byte {
	for b := o; len(b) > 0; {
		_, n := b.first()
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// Add returns o and one more element, with its enterprise if its type's highest bit is
// set. A value above the length's limit of 65535 bytes is cut.
func (o PFCPIEs) Add(e PFCPIE) PFCPIEs {
	extra := 0
	if e.Type>>15 != 0 {
		extra = 2
	}
	value := e.Value[:min(len(e.Value), 0xffff-extra)]
	out := appendBE16(appendBE16(o[:len(o):len(o)], uint16(e.Type)), uint16(len(value)+extra))
	if extra > 0 {
		out = appendBE16(out, e.Enterprise)
	}
	return append(out, value...)
}
