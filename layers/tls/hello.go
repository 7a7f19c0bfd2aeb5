package tls

import (
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// ClientHello begins a handshake. RFC 8446 §4.1.2, RFC 9147 §5.3.
type ClientHello struct {
	Version      wire.TLSVersion // at most 1.2; see [ClientHello.Versions]
	Random       [32]byte
	SessionID    []byte
	Cookie       []byte // DTLS, RFC 6347 §4.2.1
	CipherSuites []wire.TLSCipherSuite
	Compression  []byte     // methods; 0 is none
	Extensions   Extensions // nil if there is not even their length, as before TLS 1.0
}

// Type implements [Body].
func (m *ClientHello) Type() wire.TLSHandshakeType { return wire.TLSClientHello }

func readClientHello(r *reader) Body {
	m := &ClientHello{Version: wire.TLSVersion(r.u16())}
	copy(m.Random[:], r.take(32))
	m.SessionID = r.vec(1)
	if m.Version.DTLS() {
		m.Cookie = r.vec(1)
	}
	m.CipherSuites = numbers[wire.TLSCipherSuite](r, 2, 2)
	m.Compression = r.vec(1)
	m.Extensions = lastExtensions(r)
	return m
}

// lastExtensions reads the extensions at the end of a hello, which may be missing.
func lastExtensions(r *reader) Extensions {
	if r.bad || len(r.b) == 0 {
		return nil
	}
	return some(Extensions(r.vec(2)))
}

// Append implements [Body].
func (m *ClientHello) Append(b []byte) []byte {
	b = append(put16(b, uint16(m.Version)), m.Random[:]...)
	b = putVec(b, 1, m.SessionID)
	if m.Version.DTLS() {
		b = putVec(b, 1, m.Cookie)
	}
	b = putVec(putNumbers(b, 2, 2, m.CipherSuites), 1, m.Compression)
	if m.Extensions != nil {
		b = putVec(b, 2, m.Extensions)
	}
	return b
}

// Value returns the value of the extension of type t, or nil if there is none.
func (m *ClientHello) Value(t wire.TLSExtension) Value { return m.Extensions.Value(t, FromClient) }

// ServerName returns the name of the server that the client wants, or "".
// RFC 6066 §3.
func (m *ClientHello) ServerName() string {
	if v, ok := m.Value(wire.TLSExtServerName).(ServerNames); ok {
		for _, n := range v {
			if n.Type == 0 {
				return n.Name
			}
		}
	}
	return ""
}

// ALPN returns the application protocols that the client offers. RFC 7301.
func (m *ClientHello) ALPN() []string {
	v, _ := m.Value(wire.TLSExtALPN).(Protocols)
	return v
}

// Versions returns the versions that the client offers, best first: those of its
// extension, or else Version. RFC 8446 §4.2.1.
func (m *ClientHello) Versions() []wire.TLSVersion {
	if v, ok := m.Value(wire.TLSExtSupportedVersions).(Versions); ok {
		return v
	}
	return []wire.TLSVersion{m.Version}
}

func (m *ClientHello) String() string {
	var t text
	t.add(m.Version.String(), ", random ")
	t.hex(m.Random[:])
	if len(m.SessionID) > 0 {
		t.add(", session ")
		t.hex(m.SessionID)
	}
	if len(m.Cookie) > 0 {
		t.add(", cookie ")
		t.hex(m.Cookie)
	}
	t.add(", suites ", join(m.CipherSuites))
	if len(m.Compression) != 1 || m.Compression[0] != 0 {
		t.add(", compression ")
		t.hex(m.Compression)
	}
	if len(m.Extensions) > 0 {
		t.add(", ", m.Extensions.In(FromClient).String())
	}
	return t.String()
}

// ServerHello answers a client hello; also a request to try again. RFC 8446 §4.1.3.
type ServerHello struct {
	Version     wire.TLSVersion // at most 1.2; see [ServerHello.Chosen]
	Random      [32]byte
	SessionID   []byte
	CipherSuite wire.TLSCipherSuite
	Compression uint8
	Extensions  Extensions // nil if there is not even their length

	draftRetry bool // a message of its own, as in drafts of TLS 1.3
	noSession  bool // a server hello as in drafts of TLS 1.3, without session and compression
}

// retryRandom is what a hello retry request has for a random: the SHA-256 of
// "HelloRetryRequest". RFC 8446 §4.1.3.
var retryRandom = [32]byte{
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
	0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
}

// Retry reports whether the message asks the client to say hello again.
func (m *ServerHello) Retry() bool { return m.Random == retryRandom || m.draftRetry }

// Type implements [Body].
func (m *ServerHello) Type() wire.TLSHandshakeType {
	if m.draftRetry {
		return wire.TLSHelloRetryRequest
	}
	return wire.TLSServerHello
}

func readServerHello(t wire.TLSHandshakeType, r *reader) Body {
	m := &ServerHello{Version: wire.TLSVersion(r.u16()), draftRetry: t == wire.TLSHelloRetryRequest}
	m.noSession = m.Version>>8 == 0x7f && m.Version&0xff < 22
	if !m.draftRetry {
		copy(m.Random[:], r.take(32))
		if !m.noSession {
			m.SessionID = r.vec(1)
		}
	}
	if !m.draftRetry || m.Version&0xff >= 19 {
		m.CipherSuite = wire.TLSCipherSuite(r.u16())
	}
	if !m.draftRetry && !m.noSession {
		m.Compression = r.u8()
	}
	m.Extensions = lastExtensions(r)
	return m
}

// Append implements [Body].
func (m *ServerHello) Append(b []byte) []byte {
	b = put16(b, uint16(m.Version))
	if !m.draftRetry {
		if b = append(b, m.Random[:]...); !m.noSession {
			b = putVec(b, 1, m.SessionID)
		}
	}
	if !m.draftRetry || m.Version&0xff >= 19 {
		b = put16(b, uint16(m.CipherSuite))
	}
	if !m.draftRetry && !m.noSession {
		b = append(b, m.Compression)
	}
	if m.Extensions != nil {
		b = putVec(b, 2, m.Extensions)
	}
	return b
}

// Value returns the value of the extension of type t, or nil if there is none.
func (m *ServerHello) Value(t wire.TLSExtension) Value { return m.Extensions.Value(t, m.from()) }

func (m *ServerHello) from() From {
	if m.Retry() {
		return FromRetry
	}
	return FromServer
}

// Chosen returns the version that the server chose. RFC 8446 §4.2.1.
func (m *ServerHello) Chosen() wire.TLSVersion {
	if v, ok := m.Value(wire.TLSExtSupportedVersions).(Chosen); ok {
		return wire.TLSVersion(v)
	}
	return m.Version
}

func (m *ServerHello) String() string {
	var t text
	if m.Retry() {
		t.add("retry, ")
	}
	t.add(m.Version.String(), ", random ")
	t.hex(m.Random[:])
	if len(m.SessionID) > 0 {
		t.add(", session ")
		t.hex(m.SessionID)
	}
	t.add(", suite ", m.CipherSuite.String())
	if m.Compression != 0 {
		t.add(", compression ", strconv.Itoa(int(m.Compression)))
	}
	if len(m.Extensions) > 0 {
		t.add(", ", m.Extensions.In(m.from()).String())
	}
	return t.String()
}
