package wire

import "iter"

// PortGTPU is the UDP port of GTP-U. 3GPP TS 29.281 §4.4.2.
const PortGTPU = 2152

// GTPExtension is the type of a GTP-U extension header. 3GPP TS 29.281 §5.2.1.
type GTPExtension uint8

// The types of extension headers.
const (
	GTPNoExtension      GTPExtension = 0
	GTPLongPDCP         GTPExtension = 0x03
	GTPServiceClass     GTPExtension = 0x20
	GTPUDPPort          GTPExtension = 0x40 // of the error that is indicated
	GTPRANContainer     GTPExtension = 0x81
	GTPLongPDCPRequired GTPExtension = 0x82
	GTPXwRANContainer   GTPExtension = 0x83
	GTPNRRANContainer   GTPExtension = 0x84
	GTPPDUSession       GTPExtension = 0x85 // 3GPP TS 38.415 §5.5.2
	GTPPDCP             GTPExtension = 0xc0
)

func (x GTPExtension) String() string {
	switch x {
	case GTPNoExtension:
		return "none"
	case GTPLongPDCP, GTPLongPDCPRequired:
		return "long PDCP PDU number"
	case GTPServiceClass:
		return "service class indicator"
	case GTPUDPPort:
		return "UDP port"
	case GTPRANContainer:
		return "RAN container"
	case GTPXwRANContainer:
		return "Xw RAN container"
	case GTPNRRANContainer:
		return "NR RAN container"
	case GTPPDUSession:
		return "PDU session container"
	case GTPPDCP:
		return "PDCP PDU number"
	}
	return itoa(int(x))
}

// HasOptional reports whether sequence number, N-PDU number and type of the next
// extension header are there, whether or not each is in use.
func (v GTPU) HasOptional() bool { return v[0]&7 != 0 }

// Seq returns the sequence number, or 0 if there is none.
func (v GTPU) Seq() uint16 {
	if !v.HasOptional() {
		return 0
	}
	return uint16(word(v, 8) >> 16)
}

// NPDU returns the N-PDU number, or 0 if there is none.
func (v GTPU) NPDU() uint8 {
	if !v.HasOptional() {
		return 0
	}
	return uint8(word(v, 8) >> 8)
}

// FirstExtension returns the type of the first extension header, or 0 if there is
// none. It is not in use unless ExtensionFlag is set.
func (v GTPU) FirstExtension() GTPExtension {
	if !v.HasOptional() {
		return 0
	}
	return GTPExtension(word(v, 8))
}

// HeaderLen returns the length in bytes of the header with its extension headers,
// which may be more than there are, or -1 if one is malformed.
func (v GTPU) HeaderLen() int {
	if !v.HasOptional() {
		return GTPULen
	}
	n := GTPULen + 4
	if len(v) < n {
		return n
	}
	for more := v.ExtensionFlag() && v[11] != 0; more; {
		if n >= len(v) {
			return n + 4
		}
		if v[n] == 0 {
			return -1
		}
		if n += int(v[n]) * 4; n > len(v) {
			return n
		}
		more = v[n-1] != 0
	}
	return n
}

// GTPExtensions are GTP-U extension headers as they are on the wire: each a length in
// units of 4 bytes, content and the type of the next.
type GTPExtensions []byte

// All yields the extension headers with their types, the first of which the header
// before them has, and stops before one that is malformed.
func (e GTPExtensions) All(first GTPExtension) iter.Seq2[GTPExtension, []byte] {
	return func(yield func(GTPExtension, []byte) bool) {
		t := first
		for b := e; len(b) > 0; {
			n := int(b[0]) * 4
			if n == 0 || n > len(b) || !yield(t, b[1:n-1:n-1]) {
				return
			}
			t, b = GTPExtension(b[n-1]), b[n:]
		}
	}
}

// String returns the extension headers without the type of the first, as in
// "0100, next PDU session container 0009".
func (e GTPExtensions) String() string {
	var b []byte
	first := true
	for t, data := range e.All(0) {
		if !first {
			b = append(append(append(b, ", next "...), t.String()...), ' ')
		}
		b, first = appendHex(b, data, 0), false
	}
	return string(b)
}

// GTPIEs are the information elements of a message: what is on the wire, no more and
// no less. Add appends to it. 3GPP TS 29.281 §8.1.
type GTPIEs []byte

// All yields the elements' types and values, and stops before one that is malformed
// or has an unknown fixed length.
func (e GTPIEs) All() iter.Seq2[GTPIEType, []byte] {
	return func(yield func(GTPIEType, []byte) bool) {
		for b := e; len(b) > 0; {
			at, n := b.first()
			if n == 0 || !yield(GTPIEType(b[0]), b[at:n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// gtpFixed has the lengths of the values of elements that have no length of their own.
// 3GPP TS 29.060 table 37, TS 32.295 table 6.2.
var gtpFixed = [128]uint8{
	GTPIECause: 1, GTPIEIMSI: 8, GTPIERAI: 6, GTPIETLLI: 4, GTPIEPTMSI: 4, GTPIEQoSProfileV0: 3, GTPIEReorderingRequired: 1,
	GTPIEAuthenticationTriplet: 28, GTPIEMAPCause: 1, GTPIEPTMSISignature: 3, GTPIEMSValidated: 1, GTPIERecovery: 1,
	GTPIESelectionMode: 1, GTPIETEIDData: 4, GTPIETEIDControl: 4, GTPIETEIDDataII: 5, GTPIETeardownInd: 1, GTPIENSAPI: 1,
	GTPIERANAPCause: 1, GTPIERABContext: 9, GTPIERadioPrioritySMS: 1, GTPIERadioPriority: 1, GTPIEPacketFlowId: 2,
	GTPIEChargingCharacteristics: 2, GTPIETraceReference: 2, GTPIETraceType: 2, GTPIEMSNotReachableReason: 1,
	GTPIEPacketTransferCommand: 1, GTPIEChargingID: 4,
}

// FixedLen returns the length in bytes of the values of elements of type x, if the type
// says it.
func (x GTPIEType) FixedLen() (n int, ok bool) {
	if x >= 128 || gtpFixed[x] == 0 {
		return 0, false
	}
	return int(gtpFixed[x]), true
}

// first returns where the first element's value begins and ends; 0 if it is not all
// there.
func (e GTPIEs) first() (value, end int) {
	switch {
	case e[0] < 128 && gtpFixed[e[0]] != 0:
		value, end = 1, 1+int(gtpFixed[e[0]])
	case e[0] == uint8(GTPIEExtensionTypes) && len(e) >= 2: // its length is one byte
		value, end = 2, 2+int(e[1])
	case e[0] >= 128 && e[0] != uint8(GTPIEExtensionTypes) && len(e) >= 3:
		value, end = 3, 3+int(Uint16(e, 1))
	}
	if end > len(e) {
		return 0, 0
	}
	return value, end
}

// Malformed returns the offset of the first element that cannot be read, or -1.
func (e GTPIEs) Malformed() int {
	for off := 0; off < len(e); {
		_, n := e[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Get returns the value of the first element of type t.
func (e GTPIEs) Get(t GTPIEType) (value []byte, ok bool) {
	for x, v := range e.All() {
		if x == t {
			return v, true
		}
	}
	return nil, false
}

// Add appends an element with the length that its type has or needs.
func (e GTPIEs) Add(t GTPIEType, value ...byte) GTPIEs {
	e = append(e[:len(e):len(e)], byte(t))
	switch {
	case t == GTPIEExtensionTypes:
		e = append(e, byte(len(value)))
	case t >= 128:
		e = append(e, byte(len(value)>>8), byte(len(value)))
	}
	return append(e, value...)
}

// String returns all elements, as in "Recovery 00, GSN Address c0000201".
func (e GTPIEs) String() string {
	var b []byte
	for off := 0; off < len(e); {
		if off > 0 {
			b = append(b, ", "...)
		}
		at, n := e[off:].first()
		if n == 0 {
			return string(appendHex(append(b, "malformed "...), e[off:], 0))
		}
		b = append(append(b, GTPIEType(e[off]).String()...), ' ')
		b = appendHex(b, e[off+at:off+n], 0)
		off += n
	}
	return string(b)
}
