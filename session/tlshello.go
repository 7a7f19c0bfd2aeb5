package session

import "github.com/gocap-project/gocap/wire"

// tlsCursor reads the vectors of TLS (RFC 8446 §3.4) from the front of b. What is not there makes it bad.
type tlsCursor struct {
	b   []byte
	bad bool
}

func (c *tlsCursor) take(n int) []byte {
	if n > len(c.b) {
		c.bad, c.b = true, nil
		return nil
	}
	b := c.b[:n:n]
	c.b = c.b[n:]
	return b
}

// number takes a number of size bytes.
func (c *tlsCursor) number(size int) (v int) {
	for _, x := range c.take(size) {
		v = v<<8 | int(x)
	}
	return v
}

// vector takes bytes whose number is in size bytes before them.
func (c *tlsCursor) vector(size int) []byte { return c.take(c.number(size)) }

// more reports whether there is something left.
func (c *tlsCursor) more() bool { return len(c.b) > 0 && !c.bad }

// tlsHello is a hello of either side. RFC 8446 §4.1.2, §4.1.3, RFC 6347 §4.2.1.
type tlsHello struct {
	version      wire.TLSVersion
	random       []byte
	session      []byte
	cookie       []byte // of DTLS
	suites       []byte // a server's is one
	compressions []byte // a server's is one
	extensions   []byte
	extended     bool // that there are extensions
}

// parseTLSClientHello reads the body of a client's hello. ok is false if it is malformed.
func parseTLSClientHello(b []byte, dtls bool) (h tlsHello, ok bool) {
	c := tlsCursor{b: b}
	h.version, h.random, h.session = wire.TLSVersion(c.number(2)), c.take(32), c.vector(1)
	if dtls {
		h.cookie = c.vector(1)
	}
	h.suites, h.compressions = c.vector(2), c.vector(1)
	if h.extended = c.more(); h.extended {
		h.extensions = c.vector(2)
	}
	ok = !c.bad && len(c.b) == 0 && len(h.session) <= 32 && len(h.suites) >= 2 && len(h.suites)%2 == 0 && len(h.compressions) > 0
	return h, ok && tlsWhole(h.extensions)
}

func parseTLSServerHello(b []byte) (h tlsHello, ok bool) {
	c := tlsCursor{b: b}
	h.version, h.random, h.session, h.suites, h.compressions = wire.TLSVersion(c.number(2)), c.take(32), c.vector(1), c.take(2), c.take(1)
	if h.extended = c.more(); h.extended {
		h.extensions = c.vector(2)
	}
	return h, !c.bad && len(c.b) == 0 && len(h.session) <= 32 && tlsWhole(h.extensions)
}

// tlsWhole reports whether extensions fill their list.
func tlsWhole(b []byte) bool {
	c := tlsCursor{b: b}
	for c.more() {
		c.take(2)
		c.vector(2)
	}
	return !c.bad
}

// ext returns the content of an extension.
func (h *tlsHello) ext(t wire.TLSExtension) (data []byte, ok bool) {
	c := tlsCursor{b: h.extensions}
	for c.more() {
		x, b := wire.TLSExtension(c.number(2)), c.vector(2)
		if x == t {
			return b, true
		}
	}
	return nil, false
}

func (h *tlsHello) has(t wire.TLSExtension) bool {
	_, ok := h.ext(t)
	return ok
}

// twice returns whether an extension is there twice.
func (h *tlsHello) twice() bool {
	var seen [1 << 16 / 64]uint64
	c := tlsCursor{b: h.extensions}
	for c.more() {
		x := c.number(2)
		c.vector(2)
		if seen[x/64]&(1<<(x%64)) != 0 {
			return true
		}
		seen[x/64] |= 1 << (x % 64)
	}
	return false
}

// list returns the numbers of two bytes that an extension lists behind a length of size bytes.
func (h *tlsHello) list(t wire.TLSExtension, size int) []byte {
	b, _ := h.ext(t)
	c := tlsCursor{b: b}
	return c.vector(size)
}

// tlsLists reports whether a list of numbers of two bytes has x.
func tlsLists(list []byte, x uint16) bool {
	for ; len(list) >= 2; list = list[2:] {
		if wire.Uint16(list, 0) == x {
			return true
		}
	}
	return false
}

// offers reports whether a client's hello offers a version.
func (h *tlsHello) offers(v wire.TLSVersion) bool {
	if h.has(wire.TLSExtSupportedVersions) {
		return tlsLists(h.list(wire.TLSExtSupportedVersions, 1), uint16(v))
	}
	if v.DTLS() {
		return h.version.DTLS() && v >= h.version // they count down
	}
	return v >= wire.SSL3 && v <= h.version && v < wire.TLS13 || v == h.version
}

// offers13 reports whether a client's hello offers TLS 1.3 or DTLS 1.3.
func (h *tlsHello) offers13() bool {
	list := h.list(wire.TLSExtSupportedVersions, 1)
	return tlsLists(list, uint16(wire.TLS13)) || tlsLists(list, uint16(wire.DTLS13))
}

// tlsDraft reports whether a version is a draft of TLS 1.3, or an experiment before it.
func tlsDraft(v wire.TLSVersion) bool { return v>>8 == 0x7f || v>>8 == 0x7e }

// draft reports whether a client's hello offers a draft of TLS 1.3, which may have had other rules.
func (h *tlsHello) draft() bool {
	if h.version == wire.TLS13 { // of drafts before supported_versions
		return true
	}
	for l := h.list(wire.TLSExtSupportedVersions, 1); len(l) >= 2; l = l[2:] {
		if tlsDraft(wire.TLSVersion(wire.Uint16(l, 0))) {
			return true
		}
	}
	return false
}

// shares reports whether a client's hello has a key share of a group, and how many shares there are.
func (h *tlsHello) shares(group uint16) (has bool, n int) {
	c := tlsCursor{b: h.list(wire.TLSExtKeyShare, 2)}
	for ; c.more(); n++ {
		g := uint16(c.number(2))
		c.vector(2)
		has = has || g == group
	}
	return has, n
}

// breaks returns what is wrong with a client's hello whatever came before.
func (h *tlsHello) breaks() (*Rule, string) {
	info, isInfo := h.ext(wire.TLSExtRenegotiationInfo)
	null := false
	for _, c := range h.compressions {
		null = null || c == 0
	}
	switch {
	case h.twice():
		return RuleTLSExtensionTwice, "Extensions"
	case !null:
		return RuleTLSNoNullCompression, "CompressionMethods"
	case isInfo && len(info) != 1:
		return RuleTLSRenegotiation, "Extensions"
	case h.offers13() && !h.draft():
		return h.breaks13()
	}
	return nil, ""
}

// breaks13 returns what is wrong with a hello that offers TLS 1.3: RFC 8446 §4.2 and §9.2.
func (h *tlsHello) breaks13() (*Rule, string) {
	psk := h.has(wire.TLSExtPreSharedKey)
	groups, share := h.has(wire.TLSExtSupportedGroups), h.has(wire.TLSExtKeyShare)
	switch {
	case len(h.compressions) != 1:
		return RuleTLS13Compression, "CompressionMethods"
	case groups != share || !psk && (!groups || !h.has(wire.TLSExtSignatureAlgorithms)):
		return RuleTLS13Missing, "Extensions"
	case psk && !h.has(wire.TLSExtPSKKeyExchangeModes):
		return RuleTLSPSKModes, "Extensions"
	case psk && !h.pskLast():
		return RuleTLSPSKLast, "Extensions"
	case share && !h.sharesOffered():
		return RuleTLSKeyShares, "KeyShare"
	}
	return nil, ""
}

func (h *tlsHello) pskLast() bool {
	c := tlsCursor{b: h.extensions}
	last := wire.TLSExtension(0)
	for c.more() {
		last = wire.TLSExtension(c.number(2))
		c.vector(2)
	}
	return last == wire.TLSExtPreSharedKey
}

// sharesOffered reports whether the key shares are of groups that are offered, each once. Only the first 64 are looked at.
func (h *tlsHello) sharesOffered() bool {
	groups := h.list(wire.TLSExtSupportedGroups, 2)
	var seen [64]uint16
	c := tlsCursor{b: h.list(wire.TLSExtKeyShare, 2)}
	for n := 0; c.more() && n < len(seen); n++ {
		g := uint16(c.number(2))
		c.vector(2)
		if !tlsLists(groups, g) {
			return false
		}
		for _, x := range seen[:n] {
			if x == g {
				return false
			}
		}
		seen[n] = g
	}
	return !c.bad
}

// pskCount returns how many pre-shared keys a client's hello offers.
func (h *tlsHello) pskCount() (n int) {
	b, _ := h.ext(wire.TLSExtPreSharedKey)
	c := tlsCursor{b: b}
	ids := tlsCursor{b: c.vector(2)}
	for ; ids.more(); n++ {
		ids.vector(2)
		ids.take(4)
	}
	return n
}

// alpn reports whether the server's answer is one protocol of the client's list.
func (h *tlsHello) alpn(answer []byte) bool {
	c := tlsCursor{b: answer}
	l := tlsCursor{b: c.vector(2)}
	chosen := l.vector(1)
	if c.bad || l.bad || len(c.b)+len(l.b) != 0 || len(chosen) == 0 {
		return false
	}
	b, _ := h.ext(wire.TLSExtALPN)
	o := tlsCursor{b: b}
	offered := tlsCursor{b: o.vector(2)}
	for offered.more() {
		if string(offered.vector(1)) == string(chosen) {
			return true
		}
	}
	return false
}

// tlsRetryRandom is the random of a hello retry request: SHA-256 of "HelloRetryRequest". RFC 8446 §4.1.3.
const tlsRetryRandom = "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"

// tlsKeys says which messages a suite's way to agree on keys needs.
type tlsKeys uint8

const (
	tlsAnyKeys   tlsKeys = iota // nothing is claimed
	tlsEncrypted                // certificate, no server key exchange
	tlsSigned                   // certificate and server key exchange
)

// keysOf returns what a suite needs: RFC 5246 §7.4.2 and §7.4.3, RFC 8422 §5.
func keysOf(suite uint16) tlsKeys {
	switch x := suite; {
	case x == 0x0001, x == 0x0002, x == 0x0004, x == 0x0005, x == 0x0007, x == 0x0009, x == 0x000a, x == 0x002f, x == 0x0035,
		x >= 0x003b && x <= 0x003d, x == 0x0041, x == 0x0084, x == 0x0096, x == 0x009c, x == 0x009d, x == 0x00ba, x == 0x00c0,
		x == 0xc09c, x == 0xc09d, x == 0xc0a0, x == 0xc0a1:
		return tlsEncrypted
	case x >= 0x0011 && x <= 0x0016, x == 0x0032, x == 0x0033, x == 0x0038, x == 0x0039, x == 0x0040, x == 0x0044, x == 0x0045, x == 0x0067,
		x == 0x006a, x == 0x006b, x == 0x0087, x == 0x0088, x == 0x0099, x == 0x009a, x == 0x009e, x == 0x009f, x == 0x00a2, x == 0x00a3,
		x >= 0xc006 && x <= 0xc00a, x >= 0xc010 && x <= 0xc014, x == 0xc023, x == 0xc024, x == 0xc027, x == 0xc028, x == 0xc02b,
		x == 0xc02c, x == 0xc02f, x == 0xc030, x == 0xc072, x == 0xc073, x == 0xc076, x == 0xc077, x == 0xc09e, x == 0xc09f,
		x == 0xc0a2, x == 0xc0a3, x >= 0xc0ac && x <= 0xc0af, x >= 0xcca8 && x <= 0xccaa:
		return tlsSigned
	}
	return tlsAnyKeys
}

// tls13Suite reports whether a suite is for TLS 1.3. RFC 8446 §B.4 and IANA's registry: those numbered 0x13xx, and others.
func tls13Suite(x uint16) bool {
	return x>>8 == 0x13 || x == 0x00c6 || x == 0x00c7 || x >= 0xc0b4 && x <= 0xc0b5 || x >= 0xc103 && x <= 0xc106
}
