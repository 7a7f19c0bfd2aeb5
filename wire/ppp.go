package wire

import "iter"

// PPP is the header of a frame of the Point-to-Point Protocol: the protocol, in one byte
// if it is odd, else in two. RFC 1661 §2.
//
// Address and control fields of HDLC-like framing before it are [HDLC].
type PPP []byte

// PPPLen is the least length in bytes of the header.
const PPPLen = 1

var errShortPPP = &Error{Layer: "PPP", Need: PPPLen, Err: ErrShort}

// ParsePPP returns b as a view if the whole header is there.
func ParsePPP(b []byte) (PPP, error) {
	if len(b) < 1 || b[0]&1 == 0 && len(b) < 2 {
		return nil, errShortPPP
	}
	return b, nil
}

// Compressed reports whether the protocol is written as one byte. RFC 1661 §6.5.
func (v PPP) Compressed() bool { return v[0]&1 != 0 || len(v) < 2 }

// HeaderLen returns the length in bytes of the header.
func (v PPP) HeaderLen() int {
	if v.Compressed() {
		return 1
	}
	return 2
}

// Protocol returns the protocol.
func (v PPP) Protocol() PPPProtocol {
	if v.Compressed() {
		return PPPProtocol(v[0])
	}
	return PPPProtocol(Uint16(v, 0))
}

// SetProtocol writes the protocol; of one above 255 only the low byte if the header
// has one byte.
func (v PPP) SetProtocol(x PPPProtocol) {
	if v.Compressed() {
		v[0] = byte(x)
		return
	}
	PutUint16(v, 0, uint16(x))
}

// PPPoECode is what a PPPoE packet is.
type PPPoECode uint8

// Codes. RFC 2516 §5.
const (
	PPPoESessionData PPPoECode = 0x0
	PPPoEPADO        PPPoECode = 0x7  // offer
	PPPoEPADI        PPPoECode = 0x9  // initiation
	PPPoEPADG        PPPoECode = 0xa  // grant, RFC 5578
	PPPoEPADC        PPPoECode = 0xb  // credit response, RFC 5578
	PPPoEPADQ        PPPoECode = 0xc  // quality, RFC 5578
	PPPoEPADR        PPPoECode = 0x19 // request
	PPPoEPADS        PPPoECode = 0x65 // session confirmation
	PPPoEPADT        PPPoECode = 0xa7 // terminate
	PPPoEPADM        PPPoECode = 0xd3 // message
	PPPoEPADN        PPPoECode = 0xd4 // network
)

func (x PPPoECode) String() string {
	switch x {
	case PPPoESessionData:
		return "session"
	case PPPoEPADO:
		return "PADO"
	case PPPoEPADI:
		return "PADI"
	case PPPoEPADG:
		return "PADG"
	case PPPoEPADC:
		return "PADC"
	case PPPoEPADQ:
		return "PADQ"
	case PPPoEPADR:
		return "PADR"
	case PPPoEPADS:
		return "PADS"
	case PPPoEPADT:
		return "PADT"
	case PPPoEPADM:
		return "PADM"
	case PPPoEPADN:
		return "PADN"
	}
	return string(textHex(nil, []byte{byte(x)}))
}

// PPPoETag is a type of tag of a PPPoE discovery packet.
type PPPoETag uint16

// Tags. https://www.iana.org/assignments/pppoe-parameters
const (
	PPPoETagEndOfList        PPPoETag = 0x0000
	PPPoETagServiceName      PPPoETag = 0x0101
	PPPoETagACName           PPPoETag = 0x0102
	PPPoETagHostUniq         PPPoETag = 0x0103
	PPPoETagACCookie         PPPoETag = 0x0104
	PPPoETagVendorSpecific   PPPoETag = 0x0105
	PPPoETagCredits          PPPoETag = 0x0106 // RFC 5578
	PPPoETagMetrics          PPPoETag = 0x0107 // RFC 5578
	PPPoETagSequenceNumber   PPPoETag = 0x0108 // RFC 5578
	PPPoETagCreditScale      PPPoETag = 0x0109 // RFC 5578
	PPPoETagRelaySessionID   PPPoETag = 0x0110
	PPPoETagHURL             PPPoETag = 0x0111
	PPPoETagMOTM             PPPoETag = 0x0112
	PPPoETagMaxPayload       PPPoETag = 0x0120 // RFC 4638
	PPPoETagIPRouteAdd       PPPoETag = 0x0121
	PPPoETagServiceNameError PPPoETag = 0x0201
	PPPoETagACSystemError    PPPoETag = 0x0202
	PPPoETagGenericError     PPPoETag = 0x0203
)

func (x PPPoETag) String() string {
	switch x {
	case PPPoETagEndOfList:
		return "end of list"
	case PPPoETagServiceName:
		return "service"
	case PPPoETagACName:
		return "AC name"
	case PPPoETagHostUniq:
		return "host-uniq"
	case PPPoETagACCookie:
		return "AC cookie"
	case PPPoETagVendorSpecific:
		return "vendor"
	case PPPoETagCredits:
		return "credits"
	case PPPoETagMetrics:
		return "metrics"
	case PPPoETagSequenceNumber:
		return "sequence number"
	case PPPoETagCreditScale:
		return "credit scale factor"
	case PPPoETagRelaySessionID:
		return "relay session"
	case PPPoETagHURL:
		return "HURL"
	case PPPoETagMOTM:
		return "MOTM"
	case PPPoETagMaxPayload:
		return "max payload"
	case PPPoETagIPRouteAdd:
		return "IP route"
	case PPPoETagServiceNameError:
		return "service name error"
	case PPPoETagACSystemError:
		return "AC system error"
	case PPPoETagGenericError:
		return "generic error"
	}
	return hex16(uint16(x))
}

// PPPoETags is the tags of a PPPoE discovery packet as they are on the wire: types and
// lengths of two bytes, and values. RFC 2516 §5.
type PPPoETags []byte

var pppoeShape = tlvShape{tlvForm: tlvForm{typ: 2, size: 2}, end: int(PPPoETagEndOfList)}

// All yields the tags up to the end of the list or a malformed one.
func (o PPPoETags) All() iter.Seq[TLV[PPPoETag]] { return tlvs[PPPoETag](o, &pppoeShape) }

// Get returns the value of the first tag of type t.
func (o PPPoETags) Get(t PPPoETag) (value []byte, ok bool) { return findTLV(o, &pppoeShape, t) }

// Add returns o with one more tag.
func (o PPPoETags) Add(t PPPoETag, value ...byte) PPPoETags {
	return pppoeShape.append(o, uint16(t), value)
}

// WellFormed reports whether all of o is tags.
func (o PPPoETags) WellFormed() bool { return pppoeShape.whollyFormed(o) }

// String returns the tags as in `service ""; host-uniq 0x0102`.
func (o PPPoETags) String() string {
	return tlvString(o, &pppoeShape, func(b []byte, t PPPoETag, v []byte) []byte {
		switch t {
		case PPPoETagMaxPayload, PPPoETagSequenceNumber:
			return textNumber(b, v)
		case PPPoETagHostUniq, PPPoETagACCookie, PPPoETagVendorSpecific, PPPoETagRelaySessionID:
			return textHex(b, v)
		}
		return textOrHex(b, v)
	})
}

// Tags returns the tags.
func (v PPPoEDiscovery) Tags() PPPoETags {
	return PPPoETags(v[PPPoEDiscoveryLen:clamp(PPPoEDiscoveryLen+int(v.Length()), PPPoEDiscoveryLen, len(v))])
}

// pppBody returns what follows code, identifier and length.
func pppBody(v []byte) []byte { return v[4:clamp(int(Uint16(v, 2)), 4, len(v))] }

// Options returns the options of a configuration packet. Of another they make no sense.
func (v LCP) Options() LCPOptions { return pppBody(v) }

// Options returns the options of a configuration packet. Of another they make no sense.
func (v IPCP) Options() IPCPOptions { return pppBody(v) }

// Options returns the options of a configuration packet. Of another they make no sense.
func (v IPV6CP) Options() IPV6CPOptions { return pppBody(v) }

// Options returns the options of a configuration packet. Of another they make no sense.
func (v CCP) Options() CCPOptions { return pppBody(v) }

// Options returns the options of a configuration packet. Of another they make no sense.
func (v ECP) Options() ECPOptions { return pppBody(v) }

// Options returns the options of a configuration packet. Of another they make no sense.
func (v NCP) Options() NCPOptions { return pppBody(v) }
