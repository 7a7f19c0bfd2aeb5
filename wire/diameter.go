package wire

import "iter"

// PortDiameter is the TCP and SCTP port of Diameter, and the UDP one when it is in DTLS.
// RFC 6733 §11.4.
const PortDiameter = 3868

// DiameterFlags are the flags of a message. RFC 6733 §3.
type DiameterFlags uint8

// The flags.
const (
	DiameterRequest       DiameterFlags = 0x80 // not an answer
	DiameterProxiable     DiameterFlags = 0x40
	DiameterError         DiameterFlags = 0x20 // an answer that reports a protocol error
	DiameterRetransmitted DiameterFlags = 0x10 // a request that may have been sent before
)

// String returns the flags as letters: "RPET", and a number for reserved ones.
func (f DiameterFlags) String() string {
	b := make([]byte, 0, 8)
	for i, c := range []byte("RPET") {
		if f&(0x80>>i) != 0 {
			b = append(b, c)
		}
	}
	if r := int(f & 15); r != 0 {
		b = appendInt(append(b, '+'), r)
	}
	return string(b)
}

// End returns where the message ends in v, which may not have all of it.
func (v Diameter) End() int { return clamp(int(v.Length()), DiameterLen, len(v)) }

// AVPs returns the AVPs that are there.
func (v Diameter) AVPs() DiameterAVPs {
	n := v.End()
	return DiameterAVPs(v[DiameterLen:n:n])
}

// DiameterAVPFlags are the flags of an AVP. RFC 6733 §4.1.
type DiameterAVPFlags uint8

// The flags.
const (
	DiameterVendor    DiameterAVPFlags = 0x80 // the AVP has a vendor
	DiameterMandatory DiameterAVPFlags = 0x40 // who does not know the AVP rejects the message
	DiameterProtected DiameterAVPFlags = 0x20 // of RFC 3588: encrypted end to end
)

// A DiameterAVP is an attribute-value pair. RFC 6733 §4.1.
type DiameterAVP struct {
	Code   uint32
	Flags  DiameterAVPFlags
	Vendor uint32 // if the flags say so
	Data   []byte
}

// DiameterAVPs are attribute-value pairs in wire form, of a message or of a pair that is
// a group. RFC 6733 §4.
type DiameterAVPs []byte

// first returns the first pair and its length with padding, or 0 if it does not fit.
func (o DiameterAVPs) first() (a DiameterAVP, n int) {
	if len(o) < 8 {
		return a, 0
	}
	a.Code, a.Flags = Uint32(o, 0), DiameterAVPFlags(o[4])
	head, size := 8, int(Uint32(o, 4)&0xffffff)
	if a.Flags&DiameterVendor != 0 {
		head = 12
	}
	if size < head || size > len(o) {
		return a, 0
	}
	if head == 12 {
		a.Vendor = Uint32(o, 8)
	}
	a.Data = o[head:size:size]
	return a, min((size+3)&^3, len(o))
}

// All yields the pairs, up to the first malformed one.
func (o DiameterAVPs) All() iter.Seq[DiameterAVP] {
	return func(yield func(DiameterAVP) bool) {
		for b := o; len(b) > 0; {
			a, n := b.first()
			if n == 0 || !yield(a) {
				return
			}
			b = b[n:]
		}
	}
}

// Get returns the data of the first pair with the given vendor, 0 if none, and code.
func (o DiameterAVPs) Get(vendor, code uint32) (data []byte, ok bool) {
	for a := range o.All() {
		if a.Code == code && a.Vendor == vendor {
			return a.Data, true
		}
	}
	return nil, false
}

// Rest returns what is malformed at the end of o.
func (o DiameterAVPs) Rest() []byte {
	for b := o; len(b) > 0; {
		_, n := b.first()
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// Add returns o and one more pair with its padding. A vendor that is not 0 sets the flag
// that there is one. Data above the length's limit of 24 bits are cut.
func (o DiameterAVPs) Add(a DiameterAVP) DiameterAVPs {
	head := 8
	if a.Vendor != 0 {
		a.Flags |= DiameterVendor
	}
	if a.Flags&DiameterVendor != 0 {
		head = 12
	}
	data := a.Data[:min(len(a.Data), 0xffffff-head)]
	out := appendBE32(o[:len(o):len(o)], a.Code)
	out = appendBE32(out, uint32(a.Flags)<<24|uint32(head+len(data)))
	if head == 12 {
		out = appendBE32(out, a.Vendor)
	}
	out = append(out, data...)
	for n := head + len(data); n%4 != 0; n++ {
		out = append(out, 0)
	}
	return out
}
