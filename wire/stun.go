package wire

import (
	"iter"
	"net/netip"
)

// STUNCookie is what the Cookie field of every message since RFC 5389 has.
// RFC 8489 §5.
const STUNCookie = 0x2112a442

// STUNType is a message type: a class and a method. RFC 8489 §5.
type STUNType uint16

// STUNClass says what kind of message it is.
type STUNClass uint8

// The classes.
const (
	STUNRequest STUNClass = iota
	STUNIndication
	STUNSuccess
	STUNError
)

func (c STUNClass) String() string {
	return [...]string{"request", "indication", "success", "error"}[c&3]
}

// STUNMethod says what a message is about. RFC 8489 §18.2, RFC 8656 §17.
type STUNMethod uint16

// The methods.
const (
	STUNBinding           STUNMethod = 1
	STUNAllocate          STUNMethod = 3 // TURN, as those that follow
	STUNRefresh           STUNMethod = 4
	STUNSend              STUNMethod = 6
	STUNData              STUNMethod = 7
	STUNCreatePermission  STUNMethod = 8
	STUNChannelBind       STUNMethod = 9
	STUNConnect           STUNMethod = 10 // RFC 6062
	STUNConnectionBind    STUNMethod = 11
	STUNConnectionAttempt STUNMethod = 12
)

var stunMethods = []coded{
	{1, "Binding"}, {2, "SharedSecret"}, {3, "Allocate"}, {4, "Refresh"}, {6, "Send"}, {7, "Data"}, {8, "CreatePermission"},
	{9, "ChannelBind"}, {10, "Connect"}, {11, "ConnectionBind"}, {12, "ConnectionAttempt"}, {0x80, "GOOG-PING"},
}

// Known reports whether the method is assigned.
func (x STUNMethod) Known() bool { return hasCode(stunMethods, uint32(x)) }

func (x STUNMethod) String() string { return codedName(stunMethods, uint32(x)) }

// STUNTypeOf returns the type of a method, of 12 bits, and class: the class's two bits
// are among those of the method.
func STUNTypeOf(m STUNMethod, c STUNClass) STUNType {
	return STUNType(m&0xf | m&0x70<<1 | m&0xf80<<2 | STUNMethod(c&1)<<4 | STUNMethod(c&2)<<7)
}

// Class returns the class.
func (t STUNType) Class() STUNClass { return STUNClass(t>>4&1 | t>>7&2) }

// Method returns the method.
func (t STUNType) Method() STUNMethod { return STUNMethod(t&0xf | t>>1&0x70 | t>>2&0xf80) }

// String returns the type as "Binding request".
func (t STUNType) String() string { return t.Method().String() + " " + t.Class().String() }

// STUNTransaction is a transaction ID.
type STUNTransaction [12]byte

// String returns the ID in hexadecimal.
func (x STUNTransaction) String() string { return Hex(x[:]) }

// STUNAttribute names an attribute. https://www.iana.org/assignments/stun-parameters
type STUNAttribute uint16

// Attributes in use.
const (
	STUNMappedAddress       STUNAttribute = 0x0001
	STUNResponseAddress     STUNAttribute = 0x0002 // RFC 3489
	STUNChangeRequest       STUNAttribute = 0x0003 // RFC 5780
	STUNSourceAddress       STUNAttribute = 0x0004 // RFC 3489
	STUNChangedAddress      STUNAttribute = 0x0005 // RFC 3489
	STUNUsername            STUNAttribute = 0x0006
	STUNMessageIntegrity    STUNAttribute = 0x0008
	STUNErrorCode           STUNAttribute = 0x0009
	STUNUnknownAttributes   STUNAttribute = 0x000a
	STUNReflectedFrom       STUNAttribute = 0x000b // RFC 3489
	STUNChannelNumber       STUNAttribute = 0x000c // RFC 8656
	STUNLifetime            STUNAttribute = 0x000d // RFC 8656
	STUNXorPeerAddress      STUNAttribute = 0x0012 // RFC 8656
	STUNDataAttribute       STUNAttribute = 0x0013 // RFC 8656
	STUNRealm               STUNAttribute = 0x0014
	STUNNonce               STUNAttribute = 0x0015
	STUNXorRelayedAddress   STUNAttribute = 0x0016 // RFC 8656
	STUNRequestedTransport  STUNAttribute = 0x0019 // RFC 8656
	STUNMessageIntegrity256 STUNAttribute = 0x001c
	STUNXorMappedAddress    STUNAttribute = 0x0020
	STUNPriority            STUNAttribute = 0x0024 // RFC 8445
	STUNUseCandidate        STUNAttribute = 0x0025 // RFC 8445
	STUNSoftware            STUNAttribute = 0x8022
	STUNAlternateServer     STUNAttribute = 0x8023
	STUNFingerprint         STUNAttribute = 0x8028
	STUNIceControlled       STUNAttribute = 0x8029 // RFC 8445
	STUNIceControlling      STUNAttribute = 0x802a // RFC 8445
	STUNResponseOrigin      STUNAttribute = 0x802b // RFC 5780
	STUNOtherAddress        STUNAttribute = 0x802c // RFC 5780
)

var stunAttributes = []coded{
	{0x0001, "MAPPED-ADDRESS"}, {0x0002, "RESPONSE-ADDRESS"}, {0x0003, "CHANGE-REQUEST"}, {0x0004, "SOURCE-ADDRESS"},
	{0x0005, "CHANGED-ADDRESS"}, {0x0006, "USERNAME"}, {0x0007, "PASSWORD"}, {0x0008, "MESSAGE-INTEGRITY"}, {0x0009, "ERROR-CODE"},
	{0x000a, "UNKNOWN-ATTRIBUTES"}, {0x000b, "REFLECTED-FROM"}, {0x000c, "CHANNEL-NUMBER"}, {0x000d, "LIFETIME"}, {0x0010, "BANDWIDTH"},
	{0x0012, "XOR-PEER-ADDRESS"}, {0x0013, "DATA"}, {0x0014, "REALM"}, {0x0015, "NONCE"}, {0x0016, "XOR-RELAYED-ADDRESS"},
	{0x0017, "REQUESTED-ADDRESS-FAMILY"}, {0x0018, "EVEN-PORT"}, {0x0019, "REQUESTED-TRANSPORT"}, {0x001a, "DONT-FRAGMENT"},
	{0x001b, "ACCESS-TOKEN"}, {0x001c, "MESSAGE-INTEGRITY-SHA256"}, {0x001d, "PASSWORD-ALGORITHM"}, {0x001e, "USERHASH"},
	{0x0020, "XOR-MAPPED-ADDRESS"}, {0x0021, "TIMER-VAL"}, {0x0022, "RESERVATION-TOKEN"}, {0x0024, "PRIORITY"}, {0x0025, "USE-CANDIDATE"},
	{0x0026, "PADDING"}, {0x0027, "RESPONSE-PORT"}, {0x002a, "CONNECTION-ID"}, {0x8000, "ADDITIONAL-ADDRESS-FAMILY"},
	{0x8001, "ADDRESS-ERROR-CODE"}, {0x8002, "PASSWORD-ALGORITHMS"}, {0x8003, "ALTERNATE-DOMAIN"}, {0x8004, "ICMP"},
	{0x8020, "XOR-MAPPED-ADDRESS (old)"}, {0x8022, "SOFTWARE"}, {0x8023, "ALTERNATE-SERVER"}, {0x8025, "TRANSACTION_TRANSMIT_COUNTER"},
	{0x8027, "CACHE-TIMEOUT"}, {0x8028, "FINGERPRINT"}, {0x8029, "ICE-CONTROLLED"}, {0x802a, "ICE-CONTROLLING"}, {0x802b, "RESPONSE-ORIGIN"},
	{0x802c, "OTHER-ADDRESS"}, {0x802d, "ECN-CHECK"}, {0x802e, "THIRD-PARTY-AUTHORIZATION"}, {0x8030, "MOBILITY-TICKET"},
	{0xc000, "CISCO-STUN-FLOWDATA"}, {0xc001, "ENF-FLOW-DESCRIPTION"}, {0xc002, "ENF-NETWORK-STATUS"}, {0xc057, "GOOG-NETWORK-INFO"},
	{0xc058, "GOOG-LAST-ICE-CHECK-RECEIVED"}, {0xc059, "GOOG-MISC-INFO"}, {0xc05b, "GOOG-MESSAGE-INTEGRITY-32"}, {0xc060, "GOOG-DELTA"},
}

func (x STUNAttribute) String() string {
	if hasCode(stunAttributes, uint32(x)) {
		return codedName(stunAttributes, uint32(x))
	}
	return hex16(uint16(x))
}

// Optional reports whether one who does not know the attribute may pass over it.
func (x STUNAttribute) Optional() bool { return x >= 0x8000 }

// STUNAttributes are the attributes of a message, with the padding after each.
// RFC 8489 §14.
type STUNAttributes []byte

var stunForm = tlvForm{typ: 2, size: 2, align: 4}

// All yields the attributes, up to one that does not fit.
func (a STUNAttributes) All() iter.Seq2[STUNAttribute, []byte] {
	return func(yield func(STUNAttribute, []byte) bool) {
		for t, v := range stunForm.all(a) {
			if !yield(STUNAttribute(t), v) {
				return
			}
		}
	}
}

// Get returns the value of the first attribute of the type.
func (a STUNAttributes) Get(t STUNAttribute) (value []byte, ok bool) {
	return stunForm.get(a, uint16(t))
}

// Add returns a with an attribute after the others.
func (a STUNAttributes) Add(t STUNAttribute, value []byte) STUNAttributes {
	return stunForm.add(a, uint16(t), value)
}

// Malformed reports whether not all bytes are attributes.
func (a STUNAttributes) Malformed() bool { return len(stunForm.rest(a)) > 0 }

// STUNAddress returns the address that an attribute's value has, as it is.
// RFC 8489 §14.1.
func STUNAddress(value []byte) (a netip.AddrPort, ok bool) {
	if len(value) < 4 {
		return a, false
	}
	port := Uint16(value, 2)
	switch {
	case value[1] == 1 && len(value) == 8:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(value[4:8])), port), true
	case value[1] == 2 && len(value) == 20:
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(value[4:20])), port), true
	}
	return a, false
}

// STUNXorAddress returns the address that an attribute's value has in disguise: XORed
// with the cookie and, if it is IPv6, the transaction ID. RFC 8489 §14.2.
func STUNXorAddress(value []byte, id STUNTransaction) (a netip.AddrPort, ok bool) {
	if len(value) < 4 || len(value) > 20 {
		return a, false
	}
	var b [20]byte
	n := copy(b[:], value)
	stunXor(b[2:n], id)
	return STUNAddress(b[:n])
}

// stunXor disguises a port and address, or undoes it.
func stunXor(b []byte, id STUNTransaction) {
	mask := [18]byte{0x21, 0x12, 0x21, 0x12, 0xa4, 0x42}
	copy(mask[6:], id[:])
	for i := range b {
		b[i] ^= mask[i]
	}
}

// AppendSTUNAddress appends an address as attributes have it.
func AppendSTUNAddress(b []byte, a netip.AddrPort) []byte {
	x := a.Addr().Unmap()
	b = append(b, 0, 2-Bit(x.Is4()), byte(a.Port()>>8), byte(a.Port()))
	if x.Is4() {
		y := x.As4()
		return append(b, y[:]...)
	}
	y := x.As16()
	return append(b, y[:]...)
}

// AppendSTUNXorAddress appends an address in disguise; see [STUNXorAddress].
func AppendSTUNXorAddress(b []byte, a netip.AddrPort, id STUNTransaction) []byte {
	n := len(b)
	b = AppendSTUNAddress(b, a)
	stunXor(b[n+2:], id)
	return b
}

// String returns the attributes as text. Addresses in disguise are in hexadecimal: the
// transaction ID is needed for them.
func (a STUNAttributes) String() string {
	var b []byte
	for t, v := range a.All() {
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, t.String()...)
		switch t {
		case STUNMappedAddress, STUNResponseAddress, STUNSourceAddress, STUNChangedAddress, STUNReflectedFrom, STUNAlternateServer,
			STUNResponseOrigin, STUNOtherAddress:
			if x, ok := STUNAddress(v); ok {
				b = x.AppendTo(append(b, ' '))
				continue
			}
		case STUNUsername, STUNRealm, STUNNonce, STUNSoftware:
			b = appendQuoted(append(b, ' '), v)
			continue
		case STUNErrorCode:
			if len(v) >= 4 {
				b = appendInt(append(b, ' '), int(v[2]&7)*100+int(v[3]))
				b = appendQuoted(append(b, ' '), v[4:])
				continue
			}
		}
		if len(v) > 0 {
			b = appendHex(append(b, ' '), v, 0)
		}
	}
	return string(appendRest(b, stunForm.rest(a)))
}
