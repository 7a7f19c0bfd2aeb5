package wire

import "iter"

// PortBGP is the TCP port of BGP. RFC 4271 §8.2.1.
const PortBGP = 179

// BGPType is the type of a BGP message.
type BGPType uint8

// The types of messages. RFC 4271 §4.1, RFC 2918 §3.
const (
	BGPOpen         BGPType = 1
	BGPUpdate       BGPType = 2
	BGPNotification BGPType = 3
	BGPKeepalive    BGPType = 4
	BGPRouteRefresh BGPType = 5
)

var bgpTypes = []string{1: "open", 2: "update", 3: "notification", 4: "keepalive", 5: "route refresh"}

func (x BGPType) String() string { return listed(bgpTypes, int(x)) }

// Marked reports whether the marker is all ones, as it must be.
func (v BGP) Marked() bool {
	return Uint64(v, 0) == 1<<64-1 && Uint64(v, 8) == 1<<64-1
}

// Body returns what of the message is behind its header, as far as it is there.
func (v BGP) Body() []byte { return v[BGPLen:max(BGPLen, min(int(v.Length()), len(v)))] }

// BGPAttributeFlags are the flags of a path attribute. RFC 4271 §4.3.
type BGPAttributeFlags uint8

// The flags.
const (
	BGPOptional   BGPAttributeFlags = 0x80 // not every speaker knows it
	BGPTransitive BGPAttributeFlags = 0x40 // is passed on by who does not know it
	BGPPartial    BGPAttributeFlags = 0x20 // was passed on by someone who did not know it
	BGPExtended   BGPAttributeFlags = 0x10 // the length has 2 bytes
)

// String returns the flags as letters: O, T, P, E, and u for those that are unused.
func (x BGPAttributeFlags) String() string {
	var b []byte
	for i, c := range []byte("OTPEuuuu") {
		if x<<i&0x80 != 0 {
			b = append(b, c)
		}
	}
	return string(b)
}

// A BGPAttribute is a path attribute. RFC 4271 §4.3.
type BGPAttribute struct {
	Flags BGPAttributeFlags
	Type  BGPAttributeType
	Value []byte
}

// BGPAttributes is path attributes in wire form. RFC 4271 §4.3.
type BGPAttributes []byte

// next takes the first attribute off o: n is its length, or 0 if it does not fit.
func (o BGPAttributes) next() (a BGPAttribute, n int) {
	if len(o) < 3 {
		return a, 0
	}
	a = BGPAttribute{Flags: BGPAttributeFlags(o[0]), Type: BGPAttributeType(o[1])}
	head, size := 3, int(o[2])
	if a.Flags&BGPExtended != 0 {
		if len(o) < 4 {
			return a, 0
		}
		head, size = 4, int(Uint16(o, 2))
	}
	if n = head + size; n > len(o) {
		return a, 0
	}
	a.Value = o[head:n:n]
	return a, n
}

// All yields the attributes, up to one that does not fit.
func (o BGPAttributes) All() iter.Seq[BGPAttribute] {
	return func(yield func(BGPAttribute) bool) {
		for len(o) > 0 {
			a, n := o.next()
			if n == 0 || !yield(a) {
				return
			}
			o = o[n:]
		}
	}
}

// Rest returns what is malformed at the end of o.
func (o BGPAttributes) Rest() []byte {
	for len(o) > 0 {
		_, n := o.next()
		if n == 0 {
			return o
		}
		o = o[n:]
	}
	return nil
}

// Get returns the first attribute of type t.
func (o BGPAttributes) Get(t BGPAttributeType) (a BGPAttribute, ok bool) {
	for a := range o.All() {
		if a.Type == t {
			return a, true
		}
	}
	return BGPAttribute{}, false
}

// Add returns o and one more attribute. Its length has 2 bytes if the flags say so or it
// needs them; a value of more than 65535 bytes is cut.
func (o BGPAttributes) Add(a BGPAttribute) BGPAttributes {
	v := a.Value[:min(len(a.Value), 0xffff)]
	if len(v) > 0xff {
		a.Flags |= BGPExtended
	}
	o = append(o[:len(o):len(o)], byte(a.Flags), byte(a.Type))
	if a.Flags&BGPExtended != 0 {
		o = append(o, byte(len(v)>>8))
	}
	return append(append(o, byte(len(v))), v...)
}

// BGPParams is the optional parameters of an open message in wire form. RFC 4271 §4.2.
type BGPParams []byte

var (
	bgpShort = tlvForm{typ: 1, size: 1}
	bgpLong  = tlvForm{typ: 1, size: 2}
)

func bgpParamForm(extended bool) *tlvForm {
	if extended {
		return &bgpLong
	}
	return &bgpShort
}

// All yields the parameters' types and values, up to one that does not fit. Extended ones
// have lengths of 2 bytes, RFC 9072 §2.
func (o BGPParams) All(extended bool) iter.Seq2[BGPParamType, []byte] {
	return func(yield func(BGPParamType, []byte) bool) {
		for t, v := range bgpParamForm(extended).all(o) {
			if !yield(BGPParamType(t), v) {
				return
			}
		}
	}
}

// Rest returns what is malformed at the end of o.
func (o BGPParams) Rest(extended bool) []byte { return bgpParamForm(extended).rest(o) }

// Add returns o and one more parameter. A value too long for the length is cut.
func (o BGPParams) Add(extended bool, t BGPParamType, value ...byte) BGPParams {
	return bgpParamForm(extended).add(o, uint16(t), value)
}

// BGPCapabilities is capabilities in wire form, the value of a parameter. RFC 5492 §4.
type BGPCapabilities []byte

// All yields the capabilities and their values, up to one that does not fit.
func (o BGPCapabilities) All() iter.Seq2[BGPCapability, []byte] {
	return func(yield func(BGPCapability, []byte) bool) {
		for t, v := range bgpShort.all(o) {
			if !yield(BGPCapability(t), v) {
				return
			}
		}
	}
}

// Rest returns what is malformed at the end of o.
func (o BGPCapabilities) Rest() []byte { return bgpShort.rest(o) }

// Add returns o and one more capability. A value of more than 255 bytes is cut.
func (o BGPCapabilities) Add(c BGPCapability, value ...byte) BGPCapabilities {
	return bgpShort.add(o, uint16(c), value)
}

// BGPPrefixes is IP prefixes in wire form: a length in bits and as many bytes as hold
// them. RFC 4271 §4.3. See package bgp for their values.
type BGPPrefixes []byte
