package tls

import (
	"iter"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// Extensions are the extensions of a message as they are on the wire, without the
// length of all. RFC 8446 §4.2.
type Extensions []byte

// An Extension is one of a message's extensions.
type Extension struct {
	Type wire.TLSExtension
	Data []byte
}

// All yields the extensions, up to the first that does not fit.
func (x Extensions) All() iter.Seq[Extension] {
	return func(yield func(Extension) bool) {
		for r := (reader{b: x}); len(r.b) > 0; {
			e := Extension{wire.TLSExtension(r.u16()), r.vec(2)}
			if r.bad || !yield(e) {
				return
			}
		}
	}
}

// Malformed reports whether not all bytes are extensions.
func (x Extensions) Malformed() bool {
	n := 0
	for e := range x.All() {
		n += 4 + len(e.Data)
	}
	return n < len(x)
}

// Get returns the data of the first extension of type t.
func (x Extensions) Get(t wire.TLSExtension) (data []byte, ok bool) {
	for e := range x.All() {
		if e.Type == t {
			return e.Data, true
		}
	}
	return nil, false
}

// Value returns the value of the first extension of type t, or nil if there is none.
// It is [Bytes] if the data is malformed or has no known form.
func (x Extensions) Value(t wire.TLSExtension, from From) Value {
	d, ok := x.Get(t)
	if !ok {
		return nil
	}
	return ValueOf(t, d, from)
}

// Add returns x with an extension behind the others.
func (x Extensions) Add(t wire.TLSExtension, v Value) Extensions {
	return prefixed(put16(x, uint16(t)), 2, v.AppendWire)
}

// String returns the extensions as a client's.
func (x Extensions) String() string { return x.In(FromClient).String() }

// From says which message has an extension: several have a form for each.
type From uint8

// The messages.
const (
	FromClient From = iota // client hello, certificate request
	FromServer             // server hello and later messages
	FromRetry              // hello retry request
)

// In returns the extensions with the message that they are of.
func (x Extensions) In(from From) Texts { return Texts{x, from} }

// Texts are extensions whose String method knows which message they are of.
type Texts struct {
	Extensions
	From From
}

func (x Texts) String() string {
	var t text
	for e := range x.All() {
		if t.Len() > 0 {
			t.add(", ")
		}
		t.add(e.Type.String())
		if s := ValueOf(e.Type, e.Data, x.From).String(); s != "" {
			t.add(" (", s, ")")
		}
	}
	if x.Malformed() {
		t.add(" …")
	}
	return t.String()
}

// A Value is the value of an extension.
type Value interface {
	// AppendWire appends the value as it is on the wire, without type and length.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// ValueOf returns the value of extension data.
func ValueOf(t wire.TLSExtension, data []byte, from From) Value {
	r := reader{b: data}
	if v := readValue(t, &r, from); v != nil && r.whole() {
		return v
	}
	return Bytes(data)
}

func readValue(t wire.TLSExtension, r *reader, from From) Value {
	switch t {
	case wire.TLSExtServerName:
		return readServerNames(r)
	case wire.TLSExtMaxFragmentLength, wire.TLSExtHeartbeat:
		return Uint8(r.u8())
	case wire.TLSExtRecordSizeLimit:
		return Uint16(r.u16())
	case wire.TLSExtStatusRequest:
		return readStatusRequest(r, from)
	case wire.TLSExtSupportedGroups:
		return Groups(numbers[wire.TLSGroup](r, 2, 2))
	case wire.TLSExtSignatureAlgorithms, wire.TLSExtSignatureAlgsCert, wire.TLSExtDelegatedCredential:
		if t == wire.TLSExtDelegatedCredential && from != FromClient {
			return nil
		}
		return Schemes(numbers[wire.TLSSignatureScheme](r, 2, 2))
	case wire.TLSExtECPointFormats, wire.TLSExtPSKKeyExchangeModes:
		return Numbers(numbers[uint8](r, 1, 1))
	case wire.TLSExtClientCertType, wire.TLSExtServerCertType, wire.TLSExtCertType:
		if from != FromClient {
			return Uint8(r.u8())
		}
		return Numbers(numbers[uint8](r, 1, 1))
	case wire.TLSExtUseSRTP:
		return SRTP{numbers[uint16](r, 2, 2), r.vec(1)}
	case wire.TLSExtALPN, wire.TLSExtApplicationSettings, wire.TLSExtApplicationSettingsNew:
		return readProtocols(r)
	case wire.TLSExtCompressCertificate:
		return Compressions(numbers[Compression](r, 1, 2))
	case wire.TLSExtTruncatedHMAC, wire.TLSExtEncryptThenMAC, wire.TLSExtExtendedMasterSecret, wire.TLSExtPostHandshakeAuth,
		wire.TLSExtClientCertificateURL:
		return Nothing{}
	case wire.TLSExtSRP, wire.TLSExtConnectionID, wire.TLSExtRenegotiationInfo:
		return Vector8(r.vec(1))
	case wire.TLSExtTicketRequest:
		return Uint16(r.u16()) // new and resumption, a byte each
	}
	return readValue13(t, r, from)
}

// readValue13 reads the extensions of TLS 1.3.
func readValue13(t wire.TLSExtension, r *reader, from From) Value {
	switch t {
	case wire.TLSExtPreSharedKey:
		if from != FromClient {
			return Uint16(r.u16())
		}
		return readPSKs(r)
	case wire.TLSExtEarlyData:
		if len(r.b) == 4 {
			return Uint32(r.num(4)) // of a ticket
		}
		return Nothing{}
	case wire.TLSExtSupportedVersions:
		if from != FromClient {
			return Chosen(r.u16())
		}
		return Versions(numbers[wire.TLSVersion](r, 1, 2))
	case wire.TLSExtCookie:
		return Vector16(r.vec(2))
	case wire.TLSExtCertificateAuthorities:
		return readAuthorities(r)
	case wire.TLSExtKeyShare:
		return readKeyShares(r, from)
	case wire.TLSExtQUICParameters, wire.TLSExtQUICParametersDraft:
		return readQUICParameters(r)
	case wire.TLSExtECH:
		return readECH(r, from)
	}
	return nil
}

// Bytes is any value, also one that is malformed for its type.
type Bytes []byte

// The simple values.
type (
	Nothing  struct{} // the extension itself says it
	Uint8    uint8
	Uint16   uint16
	Uint32   uint32
	Vector8  []byte  // a vector with a length of one byte
	Vector16 []byte  // a vector with a length of two bytes
	Numbers  []uint8 // with a length of one byte
)

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Nothing) AppendWire(b []byte) []byte { return b }

// AppendWire implements [Value].
func (v Uint8) AppendWire(b []byte) []byte { return append(b, byte(v)) }

// AppendWire implements [Value].
func (v Uint16) AppendWire(b []byte) []byte { return put16(b, uint16(v)) }

// AppendWire implements [Value].
func (v Uint32) AppendWire(b []byte) []byte { return putNum(b, 4, uint32(v)) }

// AppendWire implements [Value].
func (v Vector8) AppendWire(b []byte) []byte { return putVec(b, 1, v) }

// AppendWire implements [Value].
func (v Vector16) AppendWire(b []byte) []byte { return putVec(b, 2, v) }

// AppendWire implements [Value].
func (v Numbers) AppendWire(b []byte) []byte { return putNumbers(b, 1, 1, v) }

func (v Bytes) String() string    { return wire.Hex(v) }
func (v Nothing) String() string  { return "" }
func (v Uint8) String() string    { return strconv.Itoa(int(v)) }
func (v Uint16) String() string   { return strconv.Itoa(int(v)) }
func (v Uint32) String() string   { return strconv.FormatUint(uint64(v), 10) }
func (v Vector8) String() string  { return wire.Hex(v) }
func (v Vector16) String() string { return wire.Hex(v) }
func (v Numbers) String() string {
	var t text
	for i, x := range v {
		if i > 0 {
			t.add(", ")
		}
		t.add(strconv.Itoa(int(x)))
	}
	return t.String()
}
