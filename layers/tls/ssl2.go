package tls

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// SSL2Hello is a client hello of SSL 2, with which clients of later versions began
// too. RFC 6101 §E.2.
//
//wire:header
type SSL2Hello struct {
	NoPadding       packet.Auto[uint8]  `bits:"1" const:"1"` // top bit of a length of two bytes
	Length          packet.Auto[uint16] `bits:"15"`          // of what follows, in bytes
	MessageType     packet.Auto[uint8]  `const:"1"`
	Version         wire.TLSVersion     // the best the client can do
	CipherLength    packet.Auto[uint16] // of CipherSpecs, in bytes
	SessionIDLength packet.Auto[uint16] // in bytes
	ChallengeLength packet.Auto[uint16] // in bytes

	CipherSpecs SSL2Ciphers // three bytes each
	SessionID   []byte
	Challenge   []byte // what the client's random is made of
	Trailer     []byte // after the hello
}

// SSL2Ciphers are cipher specifications of three bytes each; those that begin with
// zero are suites of later versions.
type SSL2Ciphers []byte

// Suites returns the suites of SSL 3 and later among the specifications.
func (c SSL2Ciphers) Suites() (s []wire.TLSCipherSuite) {
	for ; len(c) >= 3; c = c[3:] {
		if c[0] == 0 {
			s = append(s, wire.TLSCipherSuite(wire.Uint16(c, 1)))
		}
	}
	return s
}

// String returns the specifications, those of SSL 2 in hexadecimal.
func (c SSL2Ciphers) String() string {
	var t text
	for ; len(c) >= 3; c = c[3:] {
		if t.Len() > 0 {
			t.add(", ")
		}
		if c[0] == 0 {
			t.add(wire.TLSCipherSuite(wire.Uint16(c, 1)).String())
		} else {
			t.add("0x" + wire.Hex(c[:3]))
		}
	}
	return t.String()
}

// judgeSSL2 wants a whole hello: its four lengths must fit.
func judgeSSL2(b []byte) packet.Confidence {
	v, err := wire.ParseSSL2Hello(b)
	if err != nil || v.NoPadding() != 1 || v.MessageType() != 1 {
		return packet.Impossible
	}
	c, s, ch := int(v.CipherLength()), int(v.SessionIDLength()), int(v.ChallengeLength())
	version := v.Version()
	if (version == wire.SSL2 || version >= wire.SSL3 && version <= wire.TLS12) && c%3 == 0 && c > 0 && s <= 32 &&
		ch >= 16 && ch <= 32 && 9+c+s+ch == int(v.Length()) && wire.SSL2HelloLen+c+s+ch <= len(b) {
		return packet.Certain
	}
	return packet.Impossible
}

var errHello = &wire.Error{Layer: "SSL2Hello", Need: wire.SSL2HelloLen, Err: wire.ErrFormat}

func (l *SSL2Hello) parseBody(v wire.SSL2Hello) (packet.Extent, error) {
	r := reader{b: v[wire.SSL2HelloLen:]}
	l.CipherSpecs = r.take(int(v.CipherLength()))
	l.SessionID = r.take(int(v.SessionIDLength()))
	l.Challenge = r.take(int(v.ChallengeLength()))
	if r.bad {
		return packet.Extent{}, errHello
	}
	l.Trailer = r.b
	n := len(v) - len(r.b)
	return packet.Extent{Header: n, End: n}, nil
}

func (l *SSL2Hello) appendBody(b []byte, _ int) ([]byte, error) {
	if max(len(l.CipherSpecs), len(l.SessionID), len(l.Challenge)) > 0x3fff {
		return b, packet.FieldError("SSL2Hello.CipherSpecs: too long")
	}
	return append(append(append(b, l.CipherSpecs...), l.SessionID...), l.Challenge...), nil
}

func (l *SSL2Hello) finish(v wire.SSL2Hello, c *packet.Context) {
	l.settleLength(v, uint16(c.Header-2)&0x7fff)
	l.settleCipherLength(v, uint16(len(l.CipherSpecs)))
	l.settleSessionIDLength(v, uint16(len(l.SessionID)))
	l.settleChallengeLength(v, uint16(len(l.Challenge)))
}

// AppendTrailer implements [packet.Trailer].
func (l *SSL2Hello) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
