package wire

import (
	"iter"
	"net/netip"
)

// EDNSOptions is the data of an OPT record: options of code, length and value.
// The zero value has none; the Add methods append. RFC 6891 §6.1.2.
type EDNSOptions []byte

// An EDNSOption is one option of an OPT record.
type EDNSOption struct {
	Code EDNSOptionCode
	Data []byte
}

// All yields the options in order and stops before the first malformed one.
func (o EDNSOptions) All() iter.Seq[EDNSOption] {
	return func(yield func(EDNSOption) bool) {
		for b := o; len(b) >= 4; {
			n := 4 + int(Uint16(b, 2))
			if n > len(b) || !yield(EDNSOption{EDNSOptionCode(Uint16(b, 0)), b[4:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// Whole reports whether the options are well formed to their last byte.
func (o EDNSOptions) Whole() bool { return wholeTLV(o) }

// wholeTLV reports whether b is a row of two-byte types, two-byte lengths and values.
func wholeTLV(b []byte) bool {
	for len(b) >= 4 {
		n := 4 + int(Uint16(b, 2))
		if n > len(b) {
			return false
		}
		b = b[n:]
	}
	return len(b) == 0
}

// Get returns the data of the first option with code c.
func (o EDNSOptions) Get(c EDNSOptionCode) (data []byte, ok bool) {
	for x := range o.All() {
		if x.Code == c {
			return x.Data, true
		}
	}
	return nil, false
}

// Add appends an option. Data beyond 65535 bytes is cut.
func (o EDNSOptions) Add(c EDNSOptionCode, data ...byte) EDNSOptions {
	data = data[:min(len(data), 0xffff)]
	o = append(o, byte(c>>8), byte(c), byte(len(data)>>8), byte(len(data)))
	return append(o, data...)
}

// ClientSubnet returns the client subnet option: the prefix that the query comes
// from, and the prefix length that the answer is valid for. RFC 7871 §6.
func (o EDNSOptions) ClientSubnet() (source netip.Prefix, scope uint8, ok bool) {
	b, ok := o.Get(EDNSClientSubnet)
	if !ok || len(b) < 4 {
		return source, 0, false
	}
	return clientSubnet(b)
}

func clientSubnet(b []byte) (source netip.Prefix, scope uint8, ok bool) {
	var a [16]byte
	n := copy(a[:], b[4:])
	bits := int(b[2])
	switch family := Uint16(b, 0); {
	case n != (bits+7)/8 || n < len(b)-4:
		return source, b[3], false
	case family == 1 && bits <= 32:
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), bits), b[3], true
	case family == 2 && bits <= 128:
		return netip.PrefixFrom(netip.AddrFrom16(a), bits), b[3], true
	}
	return source, b[3], false
}

// AddClientSubnet appends a client subnet option. RFC 7871 §6.
func (o EDNSOptions) AddClientSubnet(source netip.Prefix, scope uint8) EDNSOptions {
	p := source.Masked()
	family := byte(2)
	if p.Addr().Is4() {
		family = 1
	}
	bits := max(0, p.Bits())
	data := append(make([]byte, 0, 20), 0, family, byte(bits), scope)
	return o.Add(EDNSClientSubnet, append(data, p.Addr().AsSlice()[:(bits+7)/8]...)...)
}

// Cookie returns the cookies: eight bytes of the client's, and none or 8 to 32 of
// the server's. RFC 7873 §4.
func (o EDNSOptions) Cookie() (client, server []byte, ok bool) {
	b, ok := o.Get(EDNSCookie)
	if !ok || len(b) < 8 {
		return nil, nil, false
	}
	return b[:8], b[8:], true
}

// NSID returns the name server's identifier, which is empty in a query. RFC 5001.
func (o EDNSOptions) NSID() (id []byte, ok bool) { return o.Get(EDNSNSID) }

// Expire returns the zone's expiry in seconds; ok is false in a query, whose
// option is empty. RFC 7314 §3.
func (o EDNSOptions) Expire() (seconds uint32, ok bool) {
	b, _ := o.Get(EDNSExpire)
	if len(b) != 4 {
		return 0, false
	}
	return Uint32(b, 0), true
}

// KeepAlive returns the idle time-out of a TCP connection in units of 100 ms; ok
// is false in a query, whose option is empty. RFC 7828 §3.1.
func (o EDNSOptions) KeepAlive() (timeout uint16, ok bool) {
	b, _ := o.Get(EDNSKeepAlive)
	if len(b) != 2 {
		return 0, false
	}
	return Uint16(b, 0), true
}

// Padding returns the number of padding bytes. RFC 7830 §3.
func (o EDNSOptions) Padding() (n int, ok bool) {
	b, ok := o.Get(EDNSPadding)
	return len(b), ok
}

// AddPadding appends n zero bytes of padding, at most 65535.
func (o EDNSOptions) AddPadding(n int) EDNSOptions {
	return o.Add(EDNSPadding, make([]byte, clamp(n, 0, 0xffff))...)
}

// ExtendedError returns the first extended error. RFC 8914 §2.
func (o EDNSOptions) ExtendedError() (code EDNSErrorCode, text []byte, ok bool) {
	b, _ := o.Get(EDNSExtendedError)
	if len(b) < 2 {
		return 0, nil, false
	}
	return EDNSErrorCode(Uint16(b, 0)), b[2:], true
}

// AddExtendedError appends an extended error with an explanation for people.
func (o EDNSOptions) AddExtendedError(code EDNSErrorCode, text string) EDNSOptions {
	return o.Add(EDNSExtendedError, append([]byte{byte(code >> 8), byte(code)}, text...)...)
}

// Name returns the uncompressed name that is the data of a CHAIN or report
// channel option. RFC 7901 §4, RFC 9567 §5.
func (x EDNSOption) Name() (DNSName, bool) {
	n := DNSName{msg: DNS(x.Data)}
	if x.Code != EDNSChain && x.Code != EDNSReportChannel {
		return n, false
	}
	return n, n.Len() == len(x.Data) && len(x.Data) > 0
}

// String returns the options as "NSID: 6e7331 ("ns1"); COOKIE: 0102030405060708".
func (o EDNSOptions) String() string {
	var b []byte
	rest := len(o)
	for x := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = x.AppendTo(b)
		rest -= 4 + len(x.Data)
	}
	if rest > 0 {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = appendHex(append(b, "malformed: "...), o[len(o)-rest:], 0)
	}
	return string(b)
}

// String returns the option as "EDE: 15 (Blocked): "by policy"".
func (x EDNSOption) String() string { return string(x.AppendTo(nil)) }

// AppendTo appends what String returns.
func (x EDNSOption) AppendTo(b []byte) []byte {
	b = append(append(b, x.Code.String()...), ':')
	n := len(b)
	b = append(b, ' ')
	if more, ok := x.appendValue(b); ok {
		b = more
	} else {
		b = appendHex(b, x.Data, 0)
	}
	if len(b) == n+1 {
		return b[:n-1] // no value, no colon
	}
	return b
}

// appendValue appends the value if it is well formed for its code.
func (x EDNSOption) appendValue(b []byte) ([]byte, bool) {
	d := x.Data
	switch x.Code {
	case EDNSNSID:
		b = appendHex(b, d, 0)
		if len(d) > 0 {
			b = append(appendQuoted(append(b, " ("...), d), ')')
		}
		return b, true
	case EDNSDAU, EDNSDHU, EDNSN3U:
		return appendList(b, d, 1), true
	case EDNSKeyTag, EDNSClientTag, EDNSServerTag, EDNSKeepAlive:
		return appendList(b, d, 2), len(d)%2 == 0
	case EDNSExpire, EDNSUpdateLease:
		return appendList(b, d, 4), len(d)%4 == 0
	case EDNSLLQ:
		return appendLLQ(b, d)
	case EDNSClientSubnet:
		if len(d) < 4 {
			return b, false
		}
		p, scope, ok := clientSubnet(d)
		return appendInt(append(p.AppendTo(b), '/'), int(scope)), ok
	case EDNSPadding:
		return append(appendInt(b, len(d)), " bytes"...), true
	case EDNSChain, EDNSReportChannel:
		n, ok := x.Name()
		more, err := n.AppendTo(b)
		return more, ok && err == nil
	case EDNSExtendedError:
		return appendEDE(b, d)
	case EDNSZoneVersion:
		return appendZoneVersion(b, d)
	}
	return b, false
}

func appendEDE(b, d []byte) ([]byte, bool) {
	if len(d) < 2 {
		return b, false
	}
	code := EDNSErrorCode(Uint16(d, 0))
	b = appendInt(b, int(code))
	if s := code.String(); s[0] > '9' {
		b = append(append(append(b, " ("...), s...), ')')
	}
	if len(d) > 2 {
		b = appendQuoted(append(b, ": "...), d[2:])
	}
	return b, true
}

// appendLLQ appends a long-lived query option. RFC 8764 §3.2.
func appendLLQ(b, d []byte) ([]byte, bool) {
	if len(d) != 18 {
		return b, false
	}
	b = appendInt(append(b, "version "...), int(Uint16(d, 0)))
	b = appendInt(append(b, " opcode "...), int(Uint16(d, 2)))
	b = appendInt(append(b, " error "...), int(Uint16(d, 4)))
	b = appendHex(append(b, " id "...), d[6:14], 0)
	return appendInt(append(b, " lease "...), int(Uint32(d, 14))), true
}

// appendZoneVersion appends a zone version option. RFC 9660 §2.
func appendZoneVersion(b, d []byte) ([]byte, bool) {
	if len(d) == 0 {
		return b, true
	}
	if len(d) != 6 || d[1] != 0 {
		return b, false
	}
	b = appendInt(append(b, "labels "...), int(d[0]))
	return appendInt(append(b, " SOA-SERIAL "...), int(Uint32(d, 2))), true
}

// appendList appends the numbers of n bytes each in d, separated by spaces.
func appendList(b, d []byte, n int) []byte {
	for i := 0; i+n <= len(d); i += n {
		if i > 0 {
			b = append(b, ' ')
		}
		x := 0
		for _, c := range d[i : i+n] {
			x = x<<8 | int(c)
		}
		b = appendInt(b, x)
	}
	return b
}

// appendQuoted appends s as a quoted string. RFC 1035 §5.1.
func appendQuoted(b, s []byte) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c > '~':
			b = append(b, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// DNSTypes is the type bit maps field of NSEC, NSEC3, CSYNC and NXT's
// successors: a set of record types in wire form. RFC 4034 §4.1.2.
type DNSTypes []byte

// DNSTypesOf returns the set of the given types.
func DNSTypesOf(types ...DNSType) DNSTypes {
	var out DNSTypes
	for w := range 256 {
		var bits [32]byte
		n := 0
		for _, t := range types {
			if int(t>>8) == w {
				bits[t>>3&31] |= 0x80 >> (t & 7)
				n = max(n, int(t>>3&31)+1)
			}
		}
		if n > 0 {
			out = append(append(out, byte(w), byte(n)), bits[:n]...)
		}
	}
	return out
}

// All yields the types in order of the wire and stops at a malformed window.
func (s DNSTypes) All() iter.Seq[DNSType] {
	return func(yield func(DNSType) bool) {
		for b := s; len(b) >= 2; {
			n := 2 + int(b[1])
			if n > len(b) || n > 34 {
				return
			}
			for i := range (n - 2) * 8 {
				if b[2+i/8]&(0x80>>(i%8)) != 0 && !yield(DNSType(int(b[0])<<8|i)) {
					return
				}
			}
			b = b[n:]
		}
	}
}

// Has reports whether t is in the set.
func (s DNSTypes) Has(t DNSType) bool {
	for x := range s.All() {
		if x == t {
			return true
		}
	}
	return false
}

// Whole reports whether the bit maps are well formed: windows in ascending order,
// none empty or with trailing zeros. RFC 4034 §4.1.2.
func (s DNSTypes) Whole() bool {
	last := -1
	for len(s) > 0 {
		if len(s) < 2 || s[1] == 0 || s[1] > 32 || len(s) < 2+int(s[1]) || int(s[0]) <= last || s[1+s[1]] == 0 {
			return false
		}
		last, s = int(s[0]), s[2+s[1]:]
	}
	return true
}

// String returns the types' names, separated by spaces.
func (s DNSTypes) String() string {
	var b []byte
	for t := range s.All() {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(b, t.String()...)
	}
	return string(b)
}
