package wire

import "iter"

// Ports of HSRP. RFC 2281 §5; version 2 over IPv6 has its own.
const (
	PortHSRP  = 1985
	PortHSRP6 = 2029
)

// HSRPOp says what an HSRP message is. RFC 2281 §5.1.
type HSRPOp uint8

// The operations.
const (
	HSRPHello       HSRPOp = 0
	HSRPCoup        HSRPOp = 1 // the sender becomes active
	HSRPResign      HSRPOp = 2 // the sender stops being active
	HSRPOpAdvertise HSRPOp = 3 // of the state of an interface; not in the RFC
)

func (o HSRPOp) String() string {
	return listed([]string{"hello", "coup", "resign", "advertise"}, int(o))
}

// HSRPState is the state of a router in version 1. RFC 2281 §5.3. Version 2 numbers
// the same states from 1.
type HSRPState uint8

// The states.
const (
	HSRPInitial HSRPState = 0
	HSRPLearn   HSRPState = 1
	HSRPListen  HSRPState = 2
	HSRPSpeak   HSRPState = 4
	HSRPStandby HSRPState = 8
	HSRPActive  HSRPState = 16
)

func (s HSRPState) String() string {
	return listed([]string{0: "initial", 1: "learn", 2: "listen", 4: "speak", 8: "standby", 16: "active"}, int(s))
}

// HSRPTLVType is the type of an element of a version 2 message.
type HSRPTLVType uint8

// The types.
const (
	HSRPGroupState     HSRPTLVType = 1 // 40 bytes: version, opcode, state, address family, group, router, priority, times, address
	HSRPInterfaceState HSRPTLVType = 2 // active and passive groups
	HSRPTextAuth       HSRPTLVType = 3 // 8 bytes
	HSRPMD5Auth        HSRPTLVType = 4 // algorithm, flags, address, key and digest
)

func (t HSRPTLVType) String() string {
	return listed([]string{1: "group state", "interface state", "text authentication", "MD5 authentication"}, int(t))
}

// HSRPTLVs is the elements of a version 2 message, or what follows one of version 1,
// in wire form.
type HSRPTLVs []byte

var hsrpForm = tlvForm{typ: 1, size: 1}

// All yields the elements' types and values, up to the first malformed one.
func (o HSRPTLVs) All() iter.Seq2[HSRPTLVType, []byte] {
	return func(yield func(HSRPTLVType, []byte) bool) {
		for t, data := range hsrpForm.all(o) {
			if !yield(HSRPTLVType(t), data) {
				return
			}
		}
	}
}

// Get returns the value of the first element of type t.
func (o HSRPTLVs) Get(t HSRPTLVType) (data []byte, ok bool) { return hsrpForm.get(o, uint16(t)) }

// Rest returns what is malformed at the end of o.
func (o HSRPTLVs) Rest() []byte { return hsrpForm.rest(o) }

// Add returns o and one more element.
func (o HSRPTLVs) Add(t HSRPTLVType, value ...byte) HSRPTLVs {
	return hsrpForm.add(o, uint16(t), value)
}

// String returns all elements, as in `group state 0200…, text authentication "cisco"`.
func (o HSRPTLVs) String() string {
	var b []byte
	for t, data := range o.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(append(b, t.String()...), ' ')
		g, ok := ParseHSRPGroup(data)
		switch {
		case t == HSRPGroupState && ok:
			b = append(b, g.String()...)
		case t == HSRPTextAuth:
			b = append(append(append(b, '"'), cutZeros(data)...), '"')
		default:
			b = appendHex(b, data, 0)
		}
	}
	return string(appendRest(b, o.Rest()))
}

// cutZeros returns b up to its first zero byte.
func cutZeros(b []byte) []byte {
	for i, c := range b {
		if c == 0 {
			return b[:i]
		}
	}
	return b
}
