package wire

import (
	"iter"
	"net/netip"
)

// PortLDP is the UDP and TCP port of LDP. RFC 5036 §3.10.
const PortLDP = 646

// LDPMessageType is the type of an LDP message, 15 bits. RFC 5036 §3.7.
type LDPMessageType uint16

// The types of messages.
const (
	LDPNotification    LDPMessageType = 0x0001
	LDPHello           LDPMessageType = 0x0100
	LDPInitialization  LDPMessageType = 0x0200
	LDPKeepAlive       LDPMessageType = 0x0201
	LDPCapability      LDPMessageType = 0x0202 // RFC 5561
	LDPAddress         LDPMessageType = 0x0300
	LDPAddressWithdraw LDPMessageType = 0x0301
	LDPLabelMapping    LDPMessageType = 0x0400
	LDPLabelRequest    LDPMessageType = 0x0401
	LDPLabelWithdraw   LDPMessageType = 0x0402
	LDPLabelRelease    LDPMessageType = 0x0403
	LDPLabelAbort      LDPMessageType = 0x0404
)

func (t LDPMessageType) String() string {
	switch t {
	case LDPNotification:
		return "Notification"
	case LDPHello:
		return "Hello"
	case LDPInitialization:
		return "Initialization"
	case LDPKeepAlive:
		return "KeepAlive"
	case LDPCapability:
		return "Capability"
	case LDPAddress:
		return "Address"
	case LDPAddressWithdraw:
		return "Address Withdraw"
	case LDPLabelMapping:
		return "Label Mapping"
	case LDPLabelRequest:
		return "Label Request"
	case LDPLabelWithdraw:
		return "Label Withdraw"
	case LDPLabelRelease:
		return "Label Release"
	case LDPLabelAbort:
		return "Label Abort Request"
	}
	return itoa(int(t))
}

// LDPTLVType is the type of a parameter of an LDP message, with the bits U and F, which
// say what to do if it is not known. RFC 5036 §3.3.
type LDPTLVType uint16

// The types of parameters.
const (
	LDPFEC              LDPTLVType = 0x0100
	LDPAddressList      LDPTLVType = 0x0101
	LDPHopCount         LDPTLVType = 0x0103
	LDPPathVector       LDPTLVType = 0x0104
	LDPGenericLabel     LDPTLVType = 0x0200
	LDPATMLabel         LDPTLVType = 0x0201
	LDPFrameRelayLabel  LDPTLVType = 0x0202
	LDPStatus           LDPTLVType = 0x0300
	LDPExtendedStatus   LDPTLVType = 0x0301
	LDPReturnedPDU      LDPTLVType = 0x0302
	LDPReturnedMessage  LDPTLVType = 0x0303
	LDPHelloParameters  LDPTLVType = 0x0400
	LDPIPv4Transport    LDPTLVType = 0x0401
	LDPConfigurationSeq LDPTLVType = 0x0402
	LDPIPv6Transport    LDPTLVType = 0x0403
	LDPSession          LDPTLVType = 0x0500
	LDPATMSession       LDPTLVType = 0x0501
	LDPFRSession        LDPTLVType = 0x0502
	LDPFaultTolerance   LDPTLVType = 0x0503
	LDPRequestMessageID LDPTLVType = 0x0600
	LDPMTU              LDPTLVType = 0x0601
	LDPDualStack        LDPTLVType = 0x0701 // RFC 7552

	LDPUnknown LDPTLVType = 0x8000 // U: if it is not known, ignore it silently
	LDPForward LDPTLVType = 0x4000 // F: and forward it
)

// Type returns t without the bits U and F.
func (t LDPTLVType) Type() LDPTLVType { return t &^ (LDPUnknown | LDPForward) }

func (t LDPTLVType) String() string {
	switch t.Type() {
	case LDPFEC:
		return "FEC"
	case LDPAddressList:
		return "Address List"
	case LDPHopCount:
		return "Hop Count"
	case LDPPathVector:
		return "Path Vector"
	case LDPGenericLabel:
		return "Label"
	case LDPStatus:
		return "Status"
	case LDPHelloParameters:
		return "Hello Parameters"
	case LDPIPv4Transport, LDPIPv6Transport:
		return "Transport Address"
	case LDPConfigurationSeq:
		return "Configuration Sequence"
	case LDPSession:
		return "Session Parameters"
	}
	return itoa(int(t.Type()))
}

// LDPTLVs is the parameters of an LDP message in wire form. RFC 5036 §3.3.
type LDPTLVs []byte

var ldpForm = tlvForm{typ: 2, size: 2}

// All yields the parameters, up to the first malformed one.
func (o LDPTLVs) All() iter.Seq2[LDPTLVType, []byte] {
	return func(yield func(LDPTLVType, []byte) bool) {
		for t, v := range ldpForm.all(o) {
			if !yield(LDPTLVType(t), v) {
				return
			}
		}
	}
}

// Get returns the value of the first parameter of type t, whatever its bits U and F.
func (o LDPTLVs) Get(t LDPTLVType) (v []byte, ok bool) {
	for x, v := range o.All() {
		if x.Type() == t.Type() {
			return v, true
		}
	}
	return nil, false
}

// Rest returns what is malformed at the end of o.
func (o LDPTLVs) Rest() []byte { return ldpForm.rest(o) }

// Add returns o and one more parameter.
func (o LDPTLVs) Add(t LDPTLVType, v ...byte) LDPTLVs { return ldpForm.add(o, uint16(t), v) }

// Label returns the generic label, 20 bits. RFC 5036 §3.4.2.1.
func (o LDPTLVs) Label() (label uint32, ok bool) {
	v, ok := o.Get(LDPGenericLabel)
	if !ok || len(v) != 4 {
		return 0, false
	}
	return Uint32(v, 0) & 0xfffff, true
}

// TransportAddress returns where a hello's sender wants its TCP connection. RFC 5036 §3.5.2.
func (o LDPTLVs) TransportAddress() (a netip.Addr, ok bool) {
	v, ok := o.Get(LDPIPv4Transport)
	if !ok {
		v, _ = o.Get(LDPIPv6Transport)
	}
	return netip.AddrFromSlice(v)
}

// Prefixes yields the prefixes of the FEC, up to an element of another kind. RFC 5036 §3.4.1.
func (o LDPTLVs) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		v, _ := o.Get(LDPFEC)
		for len(v) >= 4 && v[0] == 2 {
			size, bits := 4, int(v[3])
			if Uint16(v, 1) == 2 {
				size = 16
			}
			n := (bits + 7) / 8
			if bits > 8*size || len(v) < 4+n {
				return
			}
			var a [16]byte
			copy(a[:], v[4:4+n])
			addr, _ := netip.AddrFromSlice(a[:size])
			if !yield(netip.PrefixFrom(addr, bits)) {
				return
			}
			v = v[4+n:]
		}
	}
}

// AppendLDPPrefix appends a prefix as an element of an FEC. RFC 5036 §3.4.1.
func AppendLDPPrefix(b []byte, p netip.Prefix) []byte {
	family := byte(1)
	if p.Addr().Is6() {
		family = 2
	}
	return append(append(b, 2, 0, family, byte(p.Bits())), p.Masked().Addr().AsSlice()[:(p.Bits()+7)/8]...)
}

// An LDPMessage is a message of an LDP PDU. RFC 5036 §3.5.
type LDPMessage struct {
	Unknown bool // U: if its type is not known, ignore it silently
	Type    LDPMessageType
	ID      uint32
	TLVs    LDPTLVs
}

// LDPMessages is the messages of an LDP PDU in wire form. RFC 5036 §3.5.
type LDPMessages []byte

// All yields the messages, up to the first malformed one.
func (o LDPMessages) All() iter.Seq[LDPMessage] {
	return func(yield func(LDPMessage) bool) {
		for t, v := range ldpForm.all(o) {
			if len(v) < 4 || !yield(LDPMessage{t>>15 != 0, LDPMessageType(t & 0x7fff), Uint32(v, 0), LDPTLVs(v[4:])}) {
				return
			}
		}
	}
}

// Rest returns what is malformed at the end of o.
func (o LDPMessages) Rest() []byte {
	b := []byte(o)
	for len(b) > 0 {
		_, v, n := ldpForm.first(b)
		if n == 0 || len(v) < 4 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// Add returns o and one more message.
func (o LDPMessages) Add(m LDPMessage) LDPMessages {
	t := uint16(m.Type & 0x7fff)
	if m.Unknown {
		t |= 0x8000
	}
	return ldpForm.add(o, t, append(appendBE32(nil, m.ID), m.TLVs...))
}

// String returns the messages as "Hello 7: Hello Parameters 000f0000, Transport Address 0a010002".
func (o LDPMessages) String() string {
	var b []byte
	for m := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = appendUint(append(append(b, m.Type.String()...), ' '), m.ID)
		sep := ": "
		for t, v := range m.TLVs.All() {
			b = append(append(append(b, sep...), t.String()...), ' ')
			b, sep = appendHex(b, v, 0), ", "
		}
		b = appendRest(b, m.TLVs.Rest())
	}
	return string(appendRest(b, o.Rest()))
}

// Messages returns the messages that are in v: the unit may be cut, or be more than v has.
func (v LDP) Messages() LDPMessages { return LDPMessages(v[LDPLen:v.end()]) }

// end returns where the unit ends in v.
func (v LDP) end() int { return max(LDPLen, min(4+int(v.Length()), len(v))) }
