package tls

import (
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// A Body is a handshake message without its header: a pointer to one of the structs of
// this package that are named after messages, or to [Opaque].
type Body interface {
	// Type returns the message's type.
	Type() wire.TLSHandshakeType

	// Append appends the message as it is on the wire, without header. Vectors that
	// are too long for their lengths get wrong ones.
	Append(b []byte) []byte

	// String returns the message as text.
	String() string
}

// decode reads a body of type t, or returns nil. What it leaves in r is an error.
func decode(t wire.TLSHandshakeType, r *reader) Body {
	switch t {
	case wire.TLSHelloRequest, wire.TLSServerHelloDone, wire.TLSEndOfEarlyData:
		return &Empty{t}
	case wire.TLSClientHello:
		return readClientHello(r)
	case wire.TLSServerHello, wire.TLSHelloRetryRequest:
		return readServerHello(t, r)
	case wire.DTLSHelloVerifyRequest:
		return &HelloVerifyRequest{wire.TLSVersion(r.u16()), r.vec(1)}
	case wire.TLSNewSessionTicket:
		return readTicket(r)
	case wire.TLSEncryptedExtensions:
		return &EncryptedExtensions{Extensions(r.vec(2))}
	case wire.TLSCertificate:
		return readCertificate(r)
	case wire.TLSServerKeyExchange:
		return &ServerKeyExchange{r.take(len(r.b))}
	case wire.TLSCertificateRequest:
		return readCertificateRequest(r)
	case wire.TLSCertificateVerify:
		return readCertificateVerify(r)
	case wire.TLSClientKeyExchange:
		return &ClientKeyExchange{r.take(len(r.b))}
	case wire.TLSFinished:
		return &Finished{r.take(len(r.b))}
	case wire.TLSCertificateStatus:
		return &CertificateStatus{r.u8(), r.vec(3)}
	case wire.TLSKeyUpdate:
		return &KeyUpdate{r.u8()}
	case wire.TLSCompressedCertificate:
		return &CompressedCertificate{r.u16(), r.num(3), r.vec(3)}
	case wire.TLSNextProtocol:
		return &NextProtocol{string(r.vec(1)), r.vec(1)}
	}
	return nil
}

// structured reports whether decode knows messages of type t.
func structured(t wire.TLSHandshakeType) bool { return decode(t, &reader{bad: true}) != nil }

// Opaque is a message whose structure is not known, or that is malformed or cut.
type Opaque struct {
	MessageType wire.TLSHandshakeType
	Data        []byte
}

// Empty is a message that says all by its type: a hello request, a server hello done
// (RFC 5246 §7.4), an end of early data (RFC 8446 §4.5).
type Empty struct{ MessageType wire.TLSHandshakeType }

// HelloVerifyRequest sends a client back with a cookie. RFC 6347 §4.3.2.
type HelloVerifyRequest struct {
	Version wire.TLSVersion
	Cookie  []byte
}

// NewSessionTicket gives the client a ticket for later. RFC 8446 §4.6.1, RFC 5077 §3.3.
type NewSessionTicket struct {
	Lifetime   uint32 // in seconds
	AgeAdd     uint32 // TLS 1.3: what the client adds to the ticket's age
	Nonce      []byte // TLS 1.3; nil in earlier versions
	Ticket     []byte
	Extensions Extensions // TLS 1.3; nil in earlier versions
}

// EncryptedExtensions are the extensions that a server hello of TLS 1.3 does not show.
// RFC 8446 §4.3.1.
type EncryptedExtensions struct{ Extensions Extensions }

// Certificate is a chain of certificates. RFC 8446 §4.4.2, RFC 5246 §7.4.2.
type Certificate struct {
	TLS13   bool   // in the form of TLS 1.3, with context and extensions
	Context []byte // TLS 1.3: of the request
	Chain   []CertificateEntry
}

// A CertificateEntry is one certificate of a chain.
type CertificateEntry struct {
	Data       []byte     // in DER, or as was agreed on, RFC 7250
	Extensions Extensions // TLS 1.3
}

// ServerKeyExchange has the server's part of a key exchange. Its form depends on the
// cipher suite. RFC 5246 §7.4.3.
type ServerKeyExchange struct{ Data []byte }

// CertificateRequest asks for the client's certificate. RFC 8446 §4.3.2, RFC 5246 §7.4.4.
type CertificateRequest struct {
	TLS13       bool // in the form of TLS 1.3: a context and extensions, nothing else
	Context     []byte
	Types       []byte                    // kinds of certificates: 1 RSA, 2 DSS, 64 ECDSA, …
	Schemes     []wire.TLSSignatureScheme // TLS 1.2; nil in earlier versions
	Authorities [][]byte                  // names in DER
	Extensions  Extensions                // TLS 1.3
}

// CertificateVerify proves that its sender has the key. RFC 8446 §4.4.3.
type CertificateVerify struct {
	Scheme    wire.TLSSignatureScheme // TLS 1.2 and later
	HasScheme bool
	Signature []byte
}

// ClientKeyExchange has the client's part of a key exchange. Its form depends on the
// cipher suite. RFC 5246 §7.4.7.
type ClientKeyExchange struct{ Data []byte }

// Finished proves that both have seen the same handshake. RFC 8446 §4.4.4.
type Finished struct{ VerifyData []byte }

// CertificateStatus has a server certificate's status. RFC 6066 §8.
type CertificateStatus struct {
	StatusType uint8  // 1 is OCSP
	Response   []byte // in DER
}

// KeyUpdate says that the sender's keys change. RFC 8446 §4.6.3.
type KeyUpdate struct{ RequestUpdate uint8 }

// CompressedCertificate is a [Certificate], compressed. RFC 8879 §4.
type CompressedCertificate struct {
	Algorithm uint16 // 1 zlib, 2 brotli, 3 zstd
	Length    uint32 // of the message, in bytes, when it is not compressed
	Data      []byte
}

// NextProtocol says which protocol the client chose. draft-agl-tls-nextprotoneg.
type NextProtocol struct {
	Protocol string
	Padding  []byte
}

// Type implements [Body].
func (m *Opaque) Type() wire.TLSHandshakeType { return m.MessageType }

// Type implements [Body].
func (m *Empty) Type() wire.TLSHandshakeType { return m.MessageType }

// Type implements [Body].
func (m *HelloVerifyRequest) Type() wire.TLSHandshakeType { return wire.DTLSHelloVerifyRequest }

// Type implements [Body].
func (m *NewSessionTicket) Type() wire.TLSHandshakeType { return wire.TLSNewSessionTicket }

// Type implements [Body].
func (m *EncryptedExtensions) Type() wire.TLSHandshakeType { return wire.TLSEncryptedExtensions }

// Type implements [Body].
func (m *Certificate) Type() wire.TLSHandshakeType { return wire.TLSCertificate }

// Type implements [Body].
func (m *ServerKeyExchange) Type() wire.TLSHandshakeType { return wire.TLSServerKeyExchange }

// Type implements [Body].
func (m *CertificateRequest) Type() wire.TLSHandshakeType { return wire.TLSCertificateRequest }

// Type implements [Body].
func (m *CertificateVerify) Type() wire.TLSHandshakeType { return wire.TLSCertificateVerify }

// Type implements [Body].
func (m *ClientKeyExchange) Type() wire.TLSHandshakeType { return wire.TLSClientKeyExchange }

// Type implements [Body].
func (m *Finished) Type() wire.TLSHandshakeType { return wire.TLSFinished }

// Type implements [Body].
func (m *CertificateStatus) Type() wire.TLSHandshakeType { return wire.TLSCertificateStatus }

// Type implements [Body].
func (m *KeyUpdate) Type() wire.TLSHandshakeType { return wire.TLSKeyUpdate }

// Type implements [Body].
func (m *CompressedCertificate) Type() wire.TLSHandshakeType { return wire.TLSCompressedCertificate }

// Type implements [Body].
func (m *NextProtocol) Type() wire.TLSHandshakeType { return wire.TLSNextProtocol }

// Append implements [Body].
func (m *Opaque) Append(b []byte) []byte { return append(b, m.Data...) }

// Append implements [Body].
func (m *Empty) Append(b []byte) []byte { return b }

// Append implements [Body].
func (m *HelloVerifyRequest) Append(b []byte) []byte {
	return putVec(put16(b, uint16(m.Version)), 1, m.Cookie)
}

// Append implements [Body].
func (m *EncryptedExtensions) Append(b []byte) []byte { return putVec(b, 2, m.Extensions) }

// Append implements [Body].
func (m *ServerKeyExchange) Append(b []byte) []byte { return append(b, m.Data...) }

// Append implements [Body].
func (m *ClientKeyExchange) Append(b []byte) []byte { return append(b, m.Data...) }

// Append implements [Body].
func (m *Finished) Append(b []byte) []byte { return append(b, m.VerifyData...) }

// Append implements [Body].
func (m *CertificateStatus) Append(b []byte) []byte {
	return putVec(append(b, m.StatusType), 3, m.Response)
}

// Append implements [Body].
func (m *KeyUpdate) Append(b []byte) []byte { return append(b, m.RequestUpdate) }

// Append implements [Body].
func (m *CompressedCertificate) Append(b []byte) []byte {
	return putVec(putNum(put16(b, m.Algorithm), 3, m.Length), 3, m.Data)
}

// Append implements [Body].
func (m *NextProtocol) Append(b []byte) []byte { return putVec(putVec(b, 1, m.Protocol), 1, m.Padding) }

// readTicket tells the two forms apart by what fits.
func readTicket(r *reader) Body {
	old := *r
	t := &NewSessionTicket{Lifetime: old.num(4), Ticket: old.vec(2)}
	if old.whole() {
		*r = old
		return t
	}
	return &NewSessionTicket{r.num(4), r.num(4), some(r.vec(1)), r.vec(2), some(Extensions(r.vec(2)))}
}

// some returns b, empty rather than nil.
func some[T ~[]byte](b T) T {
	if b == nil {
		return T{}
	}
	return b
}

// Append implements [Body].
func (m *NewSessionTicket) Append(b []byte) []byte {
	b = putNum(b, 4, m.Lifetime)
	if m.Nonce == nil && m.Extensions == nil {
		return putVec(b, 2, m.Ticket)
	}
	return putVec(putVec(putVec(putNum(b, 4, m.AgeAdd), 1, m.Nonce), 2, m.Ticket), 2, m.Extensions)
}

// readCertificate tells the two forms apart by what fits.
func readCertificate(r *reader) Body {
	old, m := *r, &Certificate{}
	old.list(3, func(r *reader) { m.Chain = append(m.Chain, CertificateEntry{Data: r.vec(3)}) })
	if old.whole() {
		*r = old
		return m
	}
	m = &Certificate{TLS13: true, Context: r.vec(1)}
	r.list(3, func(r *reader) { m.Chain = append(m.Chain, CertificateEntry{r.vec(3), r.vec(2)}) })
	return m
}

// Append implements [Body].
func (m *Certificate) Append(b []byte) []byte {
	if m.TLS13 {
		b = putVec(b, 1, m.Context)
	}
	return prefixed(b, 3, func(b []byte) []byte {
		for _, c := range m.Chain {
			if b = putVec(b, 3, c.Data); m.TLS13 {
				b = putVec(b, 2, c.Extensions)
			}
		}
		return b
	})
}

// readCertificateRequest tells the forms of TLS 1.3, 1.2 and before apart by what fits.
func readCertificateRequest(r *reader) Body {
	in := *r
	if m := (&CertificateRequest{TLS13: true, Context: in.vec(1), Extensions: Extensions(in.vec(2))}); in.whole() && len(m.Context) == 0 {
		*r = in
		return m
	}
	in = *r
	m := &CertificateRequest{Types: in.vec(1), Schemes: numbers[wire.TLSSignatureScheme](&in, 2, 2)}
	if m.authorities(&in); in.whole() {
		*r = in
		return m
	}
	m = &CertificateRequest{Types: r.vec(1)}
	m.authorities(r)
	return m
}

func (m *CertificateRequest) authorities(r *reader) {
	r.list(2, func(r *reader) { m.Authorities = append(m.Authorities, r.vec(2)) })
}

// Append implements [Body].
func (m *CertificateRequest) Append(b []byte) []byte {
	if m.TLS13 {
		return putVec(putVec(b, 1, m.Context), 2, m.Extensions)
	}
	b = putVec(b, 1, m.Types)
	if m.Schemes != nil {
		b = putNumbers(b, 2, 2, m.Schemes)
	}
	return prefixed(b, 2, func(b []byte) []byte {
		for _, a := range m.Authorities {
			b = putVec(b, 2, a)
		}
		return b
	})
}

// readCertificateVerify tells the two forms apart by what fits.
func readCertificateVerify(r *reader) Body {
	old := *r
	m := &CertificateVerify{Signature: old.vec(2)}
	if old.whole() {
		*r = old
		return m
	}
	return &CertificateVerify{wire.TLSSignatureScheme(r.u16()), true, r.vec(2)}
}

// Append implements [Body].
func (m *CertificateVerify) Append(b []byte) []byte {
	if m.HasScheme {
		b = put16(b, uint16(m.Scheme))
	}
	return putVec(b, 2, m.Signature)
}

// ECDHE returns the group and public key of an exchange over a named curve, and the
// signature with what is before it. RFC 8422 §5.4.
func (m *ServerKeyExchange) ECDHE() (g wire.TLSGroup, public, signature []byte, ok bool) {
	r := reader{b: m.Data}
	kind := r.u8()
	g, public = wire.TLSGroup(r.u16()), r.vec(1)
	return g, public, r.b, kind == 3 && !r.bad
}

// DHE returns the prime, generator and public key of an exchange over a finite field,
// and the signature with what is before it. RFC 5246 §7.4.3.
func (m *ServerKeyExchange) DHE() (prime, generator, public, signature []byte, ok bool) {
	r := reader{b: m.Data}
	prime, generator, public = r.vec(2), r.vec(2), r.vec(2)
	return prime, generator, public, r.b, !r.bad && len(prime) >= 64 && len(generator) > 0
}

func (m *Opaque) String() string { return strconv.Itoa(len(m.Data)) + " bytes" }
func (m *Empty) String() string  { return "" }

func (m *HelloVerifyRequest) String() string {
	return m.Version.String() + ", cookie " + wire.Hex(m.Cookie)
}

func (m *NewSessionTicket) String() string {
	s := "lifetime " + strconv.FormatUint(uint64(m.Lifetime), 10) + " s, ticket of " + strconv.Itoa(len(m.Ticket)) + " bytes"
	if len(m.Extensions) > 0 {
		s += ", " + m.Extensions.In(FromServer).String()
	}
	return s
}

func (m *EncryptedExtensions) String() string { return m.Extensions.In(FromServer).String() }

func (m *Certificate) String() string {
	var t text
	for i, c := range m.Chain {
		if i > 0 {
			t.add(", ")
		}
		t.add(strconv.Itoa(len(c.Data)) + " bytes")
		if len(c.Extensions) > 0 {
			t.add(" with ", c.Extensions.In(FromServer).String())
		}
	}
	return t.String()
}

func (m *ServerKeyExchange) String() string {
	if g, public, _, ok := m.ECDHE(); ok {
		return g.String() + ", public key " + wire.Hex(public)
	}
	if prime, _, _, _, ok := m.DHE(); ok {
		return "group of " + strconv.Itoa(8*len(prime)) + " bits"
	}
	return strconv.Itoa(len(m.Data)) + " bytes"
}

func (m *CertificateRequest) String() string {
	if m.TLS13 {
		return m.Extensions.In(FromClient).String()
	}
	s := "types " + wire.Hex(m.Types)
	if m.Schemes != nil {
		s += ", " + join(m.Schemes)
	}
	return s + ", " + strconv.Itoa(len(m.Authorities)) + " authorities"
}

func (m *CertificateVerify) String() string {
	s := strconv.Itoa(len(m.Signature)) + " bytes"
	if m.HasScheme {
		s = m.Scheme.String() + ", " + s
	}
	return s
}

func (m *ClientKeyExchange) String() string { return strconv.Itoa(len(m.Data)) + " bytes" }
func (m *Finished) String() string          { return wire.Hex(m.VerifyData) }
func (m *CertificateStatus) String() string {
	return "type " + strconv.Itoa(int(m.StatusType)) + ", " + strconv.Itoa(len(m.Response)) + " bytes"
}
func (m *KeyUpdate) String() string {
	if m.RequestUpdate == 1 {
		return "requested"
	}
	return "not requested"
}

func (m *CompressedCertificate) String() string {
	return Compression(m.Algorithm).String() + ", " + strconv.Itoa(len(m.Data)) + " of " + strconv.Itoa(int(m.Length)) + " bytes"
}

func (m *NextProtocol) String() string { return strconv.Quote(m.Protocol) }
