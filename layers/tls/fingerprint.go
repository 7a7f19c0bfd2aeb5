package tls

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// Fingerprints tell clients, and servers, apart by what they offer: JA3 and JA3S by
// the numbers in the order of the message, JA4 by them in sorted order, since clients
// began to shuffle their extensions. Numbers of GREASE (RFC 8701) are left out.

// JA3String returns what [ClientHello.JA3] is the hash of: version, suites, extensions,
// groups and point formats.
func (m *ClientHello) JA3String() string {
	b := strconv.AppendUint(nil, uint64(m.Version), 10)
	b = appendList(append(b, ','), m.CipherSuites)
	b = appendList(append(b, ','), m.Extensions.types())
	groups, _ := m.Value(wire.TLSExtSupportedGroups).(Groups)
	b = appendList(append(b, ','), groups)
	formats, _ := m.Value(wire.TLSExtECPointFormats).(Numbers)
	b = append(b, ',')
	for i, f := range formats {
		if i > 0 {
			b = append(b, '-')
		}
		b = strconv.AppendUint(b, uint64(f), 10)
	}
	return string(b)
}

// JA3 returns the client's JA3 fingerprint: 32 hexadecimal digits.
func (m *ClientHello) JA3() string { return md5Hex(m.JA3String()) }

// JA3SString returns what [ServerHello.JA3S] is the hash of: version, suite and extensions.
func (m *ServerHello) JA3SString() string {
	b := strconv.AppendUint(nil, uint64(m.Version), 10)
	b = strconv.AppendUint(append(b, ','), uint64(m.CipherSuite), 10)
	b = append(b, ',')
	for i, t := range slices.Collect(m.Extensions.allTypes) {
		if i > 0 {
			b = append(b, '-')
		}
		b = strconv.AppendUint(b, uint64(t), 10)
	}
	return string(b)
}

// JA3S returns the server's JA3S fingerprint: 32 hexadecimal digits.
func (m *ServerHello) JA3S() string { return md5Hex(m.JA3SString()) }

func md5Hex(s string) string {
	sum := md5.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

// appendList appends the numbers of x that are not GREASE, with dashes between them.
func appendList[T ~uint16](b []byte, x []T) []byte {
	n := len(b)
	for _, e := range x {
		if wire.GREASE(uint16(e)) {
			continue
		}
		if len(b) > n {
			b = append(b, '-')
		}
		b = strconv.AppendUint(b, uint64(e), 10)
	}
	return b
}

func (x Extensions) allTypes(yield func(wire.TLSExtension) bool) {
	for e := range x.All() {
		if !yield(e.Type) {
			return
		}
	}
}

func (x Extensions) types() []wire.TLSExtension { return slices.Collect(x.allTypes) }

// A Transport is what a hello was carried by, as JA4 has it.
type Transport byte

// The transports.
const (
	TCP  Transport = 't'
	QUIC Transport = 'q'
	DTLS Transport = 'd'
)

// JA4 returns the client's JA4 fingerprint, as "t13d1516h2_8daaf6152771_e5627efa2ab1".
func (m *ClientHello) JA4(via Transport) string { return m.ja4(via, cut12) }

// JA4Raw returns what [ClientHello.JA4] has the hashes of, known as JA4_r.
func (m *ClientHello) JA4Raw(via Transport) string {
	return m.ja4(via, func(s string) string { return s })
}

// cut12 returns the first 12 digits of a hash, or zeros for nothing.
func cut12(s string) string {
	if s == "" {
		return "000000000000"
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

func (m *ClientHello) ja4(via Transport, hash func(string) string) string {
	suites := notGREASE(m.CipherSuites)
	exts := notGREASE(m.Extensions.types())
	b := append([]byte{byte(via)}, m.ja4Version()...)
	if _, ok := m.Extensions.Get(wire.TLSExtServerName); ok {
		b = append(b, 'd')
	} else {
		b = append(b, 'i')
	}
	b = append2(append2(b, len(suites)), len(exts))
	b = append(b, m.ja4ALPN()...)
	slices.Sort(suites)
	exts = slices.DeleteFunc(exts, func(t wire.TLSExtension) bool { return t == wire.TLSExtServerName || t == wire.TLSExtALPN })
	slices.Sort(exts)
	tail := hexList(exts)
	schemes, _ := m.Value(wire.TLSExtSignatureAlgorithms).(Schemes)
	if s := hexList(notGREASE(schemes)); s != "" && tail != "" {
		tail += "_" + s
	}
	return string(b) + "_" + hash(hexList(suites)) + "_" + hash(tail)
}

// append2 appends two digits, for at most 99.
func append2(b []byte, n int) []byte {
	n = min(n, 99)
	return append(b, '0'+byte(n/10), '0'+byte(n%10))
}

func (m *ClientHello) ja4Version() string {
	best := m.Version
	if v, ok := m.Value(wire.TLSExtSupportedVersions).(Versions); ok {
		best = 0
		for _, x := range v {
			if !wire.GREASE(uint16(x)) && (best == 0 || newer(x, best)) {
				best = x
			}
		}
	}
	switch best {
	case wire.TLS13:
		return "13"
	case wire.TLS12:
		return "12"
	case wire.TLS11:
		return "11"
	case wire.TLS10:
		return "10"
	case wire.SSL3:
		return "s3"
	case wire.SSL2:
		return "s2"
	case wire.DTLS10:
		return "d1"
	case wire.DTLS12:
		return "d2"
	case wire.DTLS13:
		return "d3"
	}
	return "00"
}

// newer compares versions; those of DTLS count down.
func newer(a, b wire.TLSVersion) bool {
	if a.DTLS() && b.DTLS() {
		return a < b
	}
	return a > b
}

// ja4ALPN returns the first and last character of the first protocol, or the ends of
// its hexadecimal form if one of them is no letter or digit.
func (m *ClientHello) ja4ALPN() string {
	p := m.ALPN()
	if len(p) == 0 || p[0] == "" {
		return "00"
	}
	first, last := p[0][0], p[0][len(p[0])-1]
	if !alphanumeric(first) || !alphanumeric(last) {
		s := hex.EncodeToString([]byte(p[0]))
		first, last = s[0], s[len(s)-1]
	}
	return string([]byte{first, last})
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func notGREASE[T ~uint16](x []T) []T {
	return slices.DeleteFunc(slices.Clone(x), func(e T) bool { return wire.GREASE(uint16(e)) })
}

// hexList returns numbers in four hexadecimal digits, with commas between them.
func hexList[T ~uint16](x []T) string {
	s := make([]string, len(x))
	for i, e := range x {
		s[i] = hex.EncodeToString([]byte{byte(e >> 8), byte(e)})
	}
	return strings.Join(s, ",")
}
