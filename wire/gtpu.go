package wire

import "iter"

// PortGTPU is the UDP port of GTP-U. 3GPP TS 29.281 §4.4.2.
const PortGTPU = 2152

// GTPMessage is the type of a message of GTP. 3GPP TS 29.281 §6.1 and TS 29.060 §7.1.
type GTPMessage uint8

// The types of messages in the user plane.
const (
	GTPEchoRequest         GTPMessage = 1
	GTPEchoResponse        GTPMessage = 2
	GTPErrorIndication     GTPMessage = 26
	GTPSupportedExtensions GTPMessage = 31
	GTPTunnelStatus        GTPMessage = 253
	GTPEndMarker           GTPMessage = 254
	GTPPDU                 GTPMessage = 255 // a user's packet
)

func (x GTPMessage) String() string {
	switch x {
	case GTPEchoRequest:
		return "echo request"
	case GTPEchoResponse:
		return "echo response"
	case GTPErrorIndication:
		return "error indication"
	case GTPSupportedExtensions:
		return "supported extension headers"
	case GTPTunnelStatus:
		return "tunnel status"
	case GTPEndMarker:
		return "end marker"
	case GTPPDU:
		return "G-PDU"
	}
	return itoa(int(x))
}

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

// The types of information elements in the user plane. Those below 128 have a fixed
// length that depends on the type.
const (
	GTPRecovery       = 14
	GTPTEIDData       = 16
	GTPPeerAddress    = 133
	GTPExtensionTypes = 141
	GTPPrivate        = 255
)

// All yields the elements' types and values, and stops before one that is malformed
// or has an unknown fixed length.
func (e GTPIEs) All() iter.Seq2[uint8, []byte] {
	return func(yield func(uint8, []byte) bool) {
		for b := e; len(b) > 0; {
			at, n := b.first()
			if n == 0 || !yield(b[0], b[at:n:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns where the first element's value begins and ends; 0 if it is not all
// there.
func (e GTPIEs) first() (value, end int) {
	switch {
	case e[0] == GTPRecovery:
		value, end = 1, 2
	case e[0] == GTPTEIDData:
		value, end = 1, 5
	case e[0] == GTPExtensionTypes && len(e) >= 2: // its length is one byte
		value, end = 2, 2+int(e[1])
	case e[0] >= 128 && len(e) >= 3:
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

// Add appends an element with the length that its type has or needs.
func (e GTPIEs) Add(t uint8, value ...byte) GTPIEs {
	e = append(e, t)
	switch {
	case t == GTPExtensionTypes:
		e = append(e, byte(len(value)))
	case t >= 128:
		e = append(e, byte(len(value)>>8), byte(len(value)))
	}
	return append(e, value...)
}

// String returns all elements, as in "recovery 00, peer address c0000201".
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
		switch t := e[off]; t {
		case GTPRecovery:
			b = append(b, "recovery"...)
		case GTPTEIDData:
			b = append(b, "TEID"...)
		case GTPPeerAddress:
			b = append(b, "peer address"...)
		case GTPExtensionTypes:
			b = append(b, "extension headers"...)
		case GTPPrivate:
			b = append(b, "private"...)
		default:
			b = appendInt(b, int(t))
		}
		b = appendHex(append(b, ' '), e[off+at:off+n], 0)
		off += n
	}
	return string(b)
}
