package wire

import (
	"iter"
	"net/netip"
)

// SvcParams is the parameters of an SVCB or HTTPS record in wire form: keys in
// ascending order, each with a length and a value. The zero value has none; the
// Add methods append. RFC 9460 §2.2.
type SvcParams []byte

// A SvcParam is one parameter of an SVCB or HTTPS record.
type SvcParam struct {
	Key   SvcParamKey
	Value []byte
}

// All yields the parameters in order and stops before the first malformed one.
func (p SvcParams) All() iter.Seq[SvcParam] {
	return func(yield func(SvcParam) bool) {
		for b := p; len(b) >= 4; {
			n := 4 + int(Uint16(b, 2))
			if n > len(b) || !yield(SvcParam{SvcParamKey(Uint16(b, 0)), b[4:n:n]}) {
				return
			}
			b = b[n:]
		}
	}
}

// Whole reports whether the parameters are well formed to their last byte and
// their keys ascend.
func (p SvcParams) Whole() bool {
	last := -1
	for x := range p.All() {
		if int(x.Key) <= last {
			return false
		}
		last = int(x.Key)
	}
	return wholeTLV(p)
}

// Get returns the value of the parameter with key k.
func (p SvcParams) Get(k SvcParamKey) (value []byte, ok bool) {
	for x := range p.All() {
		if x.Key == k {
			return x.Value, true
		}
	}
	return nil, false
}

// Add appends a parameter. Keys must be added in ascending order. A value beyond
// 65535 bytes is cut.
func (p SvcParams) Add(k SvcParamKey, value ...byte) SvcParams {
	value = value[:min(len(value), 0xffff)]
	p = append(p, byte(k>>8), byte(k), byte(len(value)>>8), byte(len(value)))
	return append(p, value...)
}

// AddMandatory appends the keys that a client must understand. RFC 9460 §8.
func (p SvcParams) AddMandatory(keys ...SvcParamKey) SvcParams {
	var v []byte
	for _, k := range keys {
		v = append(v, byte(k>>8), byte(k))
	}
	return p.Add(SvcMandatory, v...)
}

// AddALPN appends protocol names, such as "h2". RFC 9460 §7.1.
func (p SvcParams) AddALPN(names ...string) SvcParams {
	var v []byte
	for _, s := range names {
		s = s[:min(len(s), 255)]
		v = append(append(v, byte(len(s))), s...)
	}
	return p.Add(SvcALPN, v...)
}

// AddPort appends a port. RFC 9460 §7.2.
func (p SvcParams) AddPort(port uint16) SvcParams {
	return p.Add(SvcPort, byte(port>>8), byte(port))
}

// AddHints appends address hints, all IPv4 or all IPv6. RFC 9460 §7.3.
func (p SvcParams) AddHints(addrs ...netip.Addr) SvcParams {
	k, v := SvcIPv4Hint, []byte(nil)
	for _, a := range addrs {
		if a.Is6() {
			k = SvcIPv6Hint
		}
		v = append(v, a.AsSlice()...)
	}
	return p.Add(k, v...)
}

// Port returns the port, if there is one.
func (p SvcParams) Port() (port uint16, ok bool) {
	v, _ := p.Get(SvcPort)
	if len(v) != 2 {
		return 0, false
	}
	return Uint16(v, 0), true
}

// ALPN yields the protocol names.
func (p SvcParams) ALPN() iter.Seq[[]byte] {
	v, _ := p.Get(SvcALPN)
	return func(yield func([]byte) bool) {
		for len(v) > int(v0(v)) {
			n := 1 + int(v[0])
			if !yield(v[1:n]) {
				return
			}
			v = v[n:]
		}
	}
}

// v0 returns the first byte, or 0.
func v0(b []byte) byte {
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

// Hints yields the address hints, IPv4 before IPv6.
func (p SvcParams) Hints() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		v, _ := p.Get(SvcIPv4Hint)
		for ; len(v) >= 4; v = v[4:] {
			if !yield(netip.AddrFrom4([4]byte(v))) {
				return
			}
		}
		v, _ = p.Get(SvcIPv6Hint)
		for ; len(v) >= 16; v = v[16:] {
			if !yield(netip.AddrFrom16([16]byte(v))) {
				return
			}
		}
	}
}

// String returns the parameters in presentation form: "alpn=h2,h3 port=8443".
func (p SvcParams) String() string {
	var b []byte
	for x := range p.All() {
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = x.AppendTo(b)
	}
	return string(b)
}

// String returns the parameter in presentation form. RFC 9460 §2.1.
func (x SvcParam) String() string { return string(x.AppendTo(nil)) }

// AppendTo appends what String returns.
func (x SvcParam) AppendTo(b []byte) []byte {
	b = append(b, x.Key.String()...)
	if len(x.Value) == 0 {
		return b
	}
	n := len(b)
	if more, ok := x.appendValue(append(b, '=')); ok {
		return more
	}
	return appendQuoted(append(b[:n], '='), x.Value)
}

func (x SvcParam) appendValue(b []byte) ([]byte, bool) {
	v := x.Value
	switch x.Key {
	case SvcMandatory:
		for i := 0; i+2 <= len(v); i += 2 {
			b = appendComma(b, i)
			b = append(b, SvcParamKey(Uint16(v, i)).String()...)
		}
		return b, len(v)%2 == 0
	case SvcALPN, SvcDocPath:
		return appendStrings(b, v)
	case SvcPort:
		return appendList(b, v, 2), len(v) == 2
	case SvcIPv4Hint:
		for i := 0; i+4 <= len(v); i += 4 {
			b = netip.AddrFrom4([4]byte(v[i:])).AppendTo(appendComma(b, i))
		}
		return b, len(v)%4 == 0
	case SvcIPv6Hint:
		for i := 0; i+16 <= len(v); i += 16 {
			b = netip.AddrFrom16([16]byte(v[i:])).AppendTo(appendComma(b, i))
		}
		return b, len(v)%16 == 0
	case SvcECH:
		return appendBase64(b, v), true
	case SvcTLSSupportedGroups:
		for i := 0; i+2 <= len(v); i += 2 {
			b = appendInt(appendComma(b, i), int(Uint16(v, i)))
		}
		return b, len(v)%2 == 0
	}
	return b, false
}

func appendComma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

// appendStrings appends length-prefixed strings with commas between them. If one
// needs escapes the value is left to the caller.
func appendStrings(b, v []byte) ([]byte, bool) {
	for i := 0; i < len(v); {
		end := i + 1 + int(v[i])
		if end > len(v) {
			return b, false
		}
		b = appendComma(b, i)
		for _, c := range v[i+1 : end] {
			if c == ',' || !labelPlain[c] && c != '.' {
				return b, false
			}
			b = append(b, c)
		}
		i = end
	}
	return b, true
}

// appendBase64 appends x in base64 with padding. RFC 4648 §4.
func appendBase64(b, x []byte) []byte {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for len(x) >= 3 {
		b = append(b, digits[x[0]>>2], digits[x[0]&3<<4|x[1]>>4], digits[x[1]&15<<2|x[2]>>6], digits[x[2]&63])
		x = x[3:]
	}
	switch len(x) {
	case 1:
		b = append(b, digits[x[0]>>2], digits[x[0]&3<<4], '=', '=')
	case 2:
		b = append(b, digits[x[0]>>2], digits[x[0]&3<<4|x[1]>>4], digits[x[1]&15<<2], '=')
	}
	return b
}
