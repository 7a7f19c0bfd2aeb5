package wire

import (
	"iter"
	"net/netip"
)

// NDOptions are the options of a neighbour discovery message: what is on the
// wire, no more and no less. Each is a type, a length in units of 8 bytes, and
// data. The Add methods append to it, with padding to such a unit. RFC 4861 §4.6.
type NDOptions []byte

// An NDOption is one option of a neighbour discovery message.
type NDOption struct {
	Type NDOptionType
	Data []byte // without type and length, with any padding
}

// All yields the options up to the first malformed one.
func (o NDOptions) All() iter.Seq[NDOption] {
	return func(yield func(NDOption) bool) {
		for b := o; ; {
			opt, n := b.first()
			if n == 0 || !yield(opt) {
				return
			}
			b = b[n:]
		}
	}
}

// first returns the first option and its length, or 0 if there is none.
func (o NDOptions) first() (NDOption, int) {
	if len(o) < 2 || o[1] == 0 || 8*int(o[1]) > len(o) {
		return NDOption{}, 0
	}
	n := 8 * int(o[1])
	return NDOption{NDOptionType(o[0]), o[2:n]}, n
}

// Malformed returns the offset of the first option whose length is impossible,
// or -1. A message with such an option is to be discarded.
func (o NDOptions) Malformed() int {
	for off := 0; off < len(o); {
		_, n := o[off:].first()
		if n == 0 {
			return off
		}
		off += n
	}
	return -1
}

// Find returns the first option of type t.
func (o NDOptions) Find(t NDOptionType) (NDOption, bool) {
	for p := range o.All() {
		if p.Type == t {
			return p, true
		}
	}
	return NDOption{}, false
}

// Add appends an option, with zeros after data to fill a unit of 8 bytes.
func (o NDOptions) Add(t NDOptionType, data ...byte) NDOptions {
	n := (2 + len(data) + 7) / 8
	o = append(append(o, byte(t), byte(n)), data...)
	for i := 2 + len(data); i < 8*n; i++ {
		o = append(o, 0)
	}
	return o
}

// LinkAddr returns a source or target link-layer address of 6 bytes, as Ethernet's.
// For other links use Data.
func (p NDOption) LinkAddr() (m MAC, ok bool) {
	if (p.Type != NDOptSourceLinkAddr && p.Type != NDOptTargetLinkAddr) || len(p.Data) != 6 {
		return m, false
	}
	return MAC(p.Data), true
}

// AddSourceLinkAddr appends the sender's address.
func (o NDOptions) AddSourceLinkAddr(m MAC) NDOptions { return o.Add(NDOptSourceLinkAddr, m[:]...) }

// AddTargetLinkAddr appends the target's address.
func (o NDOptions) AddTargetLinkAddr(m MAC) NDOptions { return o.Add(NDOptTargetLinkAddr, m[:]...) }

// Infinite is the lifetime in seconds that does not end.
const Infinite = 0xffffffff

// An NDPrefix is the data of a prefix information option. RFC 4861 §4.6.2.
type NDPrefix struct {
	Prefix    netip.Prefix // with its bits beyond the length as they are
	Flags     NDPrefixFlags
	Valid     uint32 // lifetime in seconds
	Preferred uint32 // lifetime in seconds
	Reserved  uint32
}

// NDPrefixFlags are the flags of a prefix information option.
type NDPrefixFlags uint8

// The flags.
const (
	PrefixOnLink     NDPrefixFlags = 0x80 // L
	PrefixAutonomous NDPrefixFlags = 0x40 // A: for address autoconfiguration
	PrefixRouterAddr NDPrefixFlags = 0x20 // R, RFC 6275 §7.2
	PrefixPD         NDPrefixFlags = 0x10 // P: ask for a prefix by DHCPv6, RFC 9762
)

func (f NDPrefixFlags) String() string {
	return flagNames(uint(f), "", "", "", "", "P", "R", "A", "L")
}

// Prefix returns the data of a prefix information option.
func (p NDOption) Prefix() (x NDPrefix, ok bool) {
	d := p.Data
	if p.Type != NDOptPrefix || len(d) != 30 || d[0] > 128 {
		return x, false
	}
	return NDPrefix{prefix(d[14:30], d[0]), NDPrefixFlags(d[1]), Uint32(d, 2), Uint32(d, 6), Uint32(d, 10)}, true
}

// prefix returns the prefix of n bits whose first bytes are b. A bad n gives one
// that is not valid.
func prefix(b []byte, n uint8) netip.Prefix {
	var a [16]byte
	copy(a[:], b)
	return netip.PrefixFrom(netip.AddrFrom16(a), int(n))
}

func be32(x uint32) [4]byte {
	return [4]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), byte(x)}
}

// AddPrefix appends prefix information.
func (o NDOptions) AddPrefix(x NDPrefix) NDOptions {
	var d [30]byte
	d[0], d[1] = byte(max(0, x.Prefix.Bits())), byte(x.Flags)
	PutUint32(d[:], 2, x.Valid)
	PutUint32(d[:], 6, x.Preferred)
	PutUint32(d[:], 10, x.Reserved)
	PutAddr16(d[14:], x.Prefix.Addr())
	return o.Add(NDOptPrefix, d[:]...)
}

// Redirected returns the beginning of the packet that was redirected. It may have
// padding after it.
func (p NDOption) Redirected() (packet []byte, ok bool) {
	if p.Type != NDOptRedirected || len(p.Data) < 6 {
		return nil, false
	}
	return p.Data[6:], true
}

// AddRedirected appends the beginning of the packet that was redirected.
func (o NDOptions) AddRedirected(packet []byte) NDOptions {
	return o.Add(NDOptRedirected, append(make([]byte, 6, 6+len(packet)), packet...)...)
}

// MTU returns the link's MTU in bytes.
func (p NDOption) MTU() (n uint32, ok bool) {
	if p.Type != NDOptMTU || len(p.Data) != 6 {
		return 0, false
	}
	return Uint32(p.Data, 2), true
}

// AddMTU appends the link's MTU in bytes.
func (o NDOptions) AddMTU(n uint32) NDOptions {
	x := be32(n)
	return o.Add(NDOptMTU, 0, 0, x[0], x[1], x[2], x[3])
}

// Preference is how much a router or route is to be preferred, a two-bit number.
// RFC 4191 §2.1.
type Preference uint8

// The preferences.
const (
	PreferenceMedium   Preference = 0
	PreferenceHigh     Preference = 1
	PreferenceReserved Preference = 2 // to be taken as medium
	PreferenceLow      Preference = 3
)

func (p Preference) String() string {
	return [...]string{"medium", "high", "reserved", "low"}[p&3]
}

// An NDRoute is the data of a route information option. RFC 4191 §2.3.
type NDRoute struct {
	Prefix     netip.Prefix
	Preference Preference
	Lifetime   uint32 // in seconds
}

// Route returns the data of a route information option.
func (p NDOption) Route() (r NDRoute, ok bool) {
	d := p.Data
	if p.Type != NDOptRoute || len(d) < 6 || len(d) > 22 || d[0] > 128 || int(d[0]) > 8*(len(d)-6) {
		return r, false
	}
	return NDRoute{prefix(d[6:], d[0]), Preference(d[1] >> 3 & 3), Uint32(d, 2)}, true
}

// AddRoute appends route information.
func (o NDOptions) AddRoute(r NDRoute) NDOptions {
	n, a := max(0, r.Prefix.Bits()), [16]byte{}
	PutAddr16(a[:], r.Prefix.Addr())
	x := be32(r.Lifetime)
	d := append([]byte{byte(n), byte(r.Preference&3) << 3}, x[:]...)
	return o.Add(NDOptRoute, append(d, a[:(n+63)/64*8]...)...)
}

// RDNSS returns the lifetime in seconds and the addresses of DNS servers.
func (p NDOption) RDNSS() (lifetime uint32, servers IPv6Addrs, ok bool) {
	if p.Type != NDOptRDNSS || len(p.Data) < 6 {
		return 0, nil, false
	}
	return Uint32(p.Data, 2), p.Data[6:], true
}

// AddRDNSS appends DNS servers with a lifetime in seconds.
func (o NDOptions) AddRDNSS(lifetime uint32, servers ...netip.Addr) NDOptions {
	x := be32(lifetime)
	return o.Add(NDOptRDNSS, IPv6Addrs{0, 0, x[0], x[1], x[2], x[3]}.Add(servers...)...)
}

// DNSSL returns the lifetime in seconds and the names of a DNS search list.
func (p NDOption) DNSSL() (lifetime uint32, names DNSSearchList, ok bool) {
	if p.Type != NDOptDNSSL || len(p.Data) < 6 {
		return 0, nil, false
	}
	return Uint32(p.Data, 2), p.Data[6:], true
}

// AddDNSSL appends a DNS search list with a lifetime in seconds. Labels longer
// than 63 bytes are cut.
func (o NDOptions) AddDNSSL(lifetime uint32, names ...string) NDOptions {
	x := be32(lifetime)
	return o.Add(NDOptDNSSL, DNSSearchList{0, 0, x[0], x[1], x[2], x[3]}.Add(names...)...)
}

// A DNSSearchList is a row of domain names in DNS's wire form, without
// compression, perhaps padded with zeros. RFC 8106 §5.2.
type DNSSearchList []byte

// All yields the names, with dots between labels and without a final one.
func (l DNSSearchList) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		var name []byte
		for b := l; len(b) > 0; {
			n := int(b[0])
			if n == 0 {
				if len(name) > 0 && !yield(string(name)) {
					return
				}
				name, b = name[:0], b[1:]
				continue
			}
			if n > 63 || n >= len(b) {
				return
			}
			if len(name) > 0 {
				name = append(name, '.')
			}
			name, b = append(name, b[1:1+n]...), b[1+n:]
		}
	}
}

// Add appends names.
func (l DNSSearchList) Add(names ...string) DNSSearchList {
	for _, s := range names {
		for s != "" {
			i := 0
			for i < len(s) && s[i] != '.' {
				i++
			}
			if i > 0 {
				l = append(append(l, byte(min(i, 63))), s[:min(i, 63)]...)
			}
			s = s[min(i+1, len(s)):]
		}
		l = append(l, 0)
	}
	return l
}

// Flags returns the 48 bits of a router advertisement flags extension. RFC 5175 §4.
func (p NDOption) Flags() (bits [6]byte, ok bool) {
	if p.Type != NDOptFlags || len(p.Data) < 6 {
		return bits, false
	}
	return [6]byte(p.Data), true
}

// AddFlags appends a router advertisement flags extension.
func (o NDOptions) AddFlags(bits [6]byte) NDOptions { return o.Add(NDOptFlags, bits[:]...) }

// Nonce returns the data of a nonce option.
func (p NDOption) Nonce() (nonce []byte, ok bool) { return p.Data, p.Type == NDOptNonce }

// AddNonce appends a nonce, which should be 6 bytes, or 6 more than a multiple of 8.
func (o NDOptions) AddNonce(nonce ...byte) NDOptions { return o.Add(NDOptNonce, nonce...) }

// Timestamp returns the time of a SEND timestamp option in seconds since 1970 and
// their fraction in units of 1/65536. RFC 3971 §5.3.1.
func (p NDOption) Timestamp() (seconds uint64, fraction uint16, ok bool) {
	if p.Type != NDOptTimestamp || len(p.Data) != 14 {
		return 0, 0, false
	}
	t := Uint64(p.Data, 6)
	return t >> 16, uint16(t), true
}

// AddTimestamp appends a SEND timestamp.
func (o NDOptions) AddTimestamp(seconds uint64, fraction uint16) NDOptions {
	var d [14]byte
	PutUint64(d[:], 6, seconds<<16|uint64(fraction))
	return o.Add(NDOptTimestamp, d[:]...)
}

// CGA returns the parameters of a cryptographically generated address, RFC 3971 §5.1.
func (p NDOption) CGA() (parameters []byte, ok bool) {
	if p.Type != NDOptCGA || len(p.Data) < 2 || int(p.Data[0]) > len(p.Data)-2 {
		return nil, false
	}
	return p.Data[2 : len(p.Data)-int(p.Data[0])], true
}

// AddCGA appends the parameters of a cryptographically generated address.
func (o NDOptions) AddCGA(parameters []byte) NDOptions {
	return o.Add(NDOptCGA, append([]byte{byte(-(4 + len(parameters)) & 7), 0}, parameters...)...)
}

// RSASignature returns the key hash and the signature, which may be followed by
// padding. RFC 3971 §5.2.
func (p NDOption) RSASignature() (keyHash [16]byte, signature []byte, ok bool) {
	if p.Type != NDOptRSASignature || len(p.Data) < 18 {
		return keyHash, nil, false
	}
	return [16]byte(p.Data[2:18]), p.Data[18:], true
}

// AddRSASignature appends a signature.
func (o NDOptions) AddRSASignature(keyHash [16]byte, signature []byte) NDOptions {
	d := append(append([]byte{0, 0}, keyHash[:]...), signature...)
	return o.Add(NDOptRSASignature, d...)
}

// CaptivePortal returns the URI of the captive portal's API. RFC 8910 §2.3.
func (p NDOption) CaptivePortal() (uri string, ok bool) {
	if p.Type != NDOptCaptivePortal {
		return "", false
	}
	return string(trimZeros(p.Data)), true
}

// AddCaptivePortal appends the URI of a captive portal's API.
func (o NDOptions) AddCaptivePortal(uri string) NDOptions {
	return o.Add(NDOptCaptivePortal, []byte(uri)...)
}

var pref64Bits = [...]uint8{96, 64, 56, 48, 40, 32}

// PREF64 returns the NAT64 prefix and its lifetime in seconds, a multiple of 8.
// RFC 8781 §4.
func (p NDOption) PREF64() (nat netip.Prefix, lifetime uint16, ok bool) {
	if p.Type != NDOptPREF64 || len(p.Data) != 14 {
		return nat, 0, false
	}
	x := Uint16(p.Data, 0)
	if int(x&7) >= len(pref64Bits) {
		return nat, 0, false
	}
	return prefix(p.Data[2:14], pref64Bits[x&7]), x &^ 7, true
}

// AddPREF64 appends a NAT64 prefix of 32, 40, 48, 56, 64 or 96 bits; another length
// becomes 96. The lifetime in seconds is rounded down to a multiple of 8.
func (o NDOptions) AddPREF64(nat netip.Prefix, lifetime uint16) NDOptions {
	code := 0
	for i, n := range pref64Bits {
		if int(n) == nat.Bits() {
			code = i
		}
	}
	var a [16]byte
	PutAddr16(a[:], nat.Addr())
	x := lifetime&^7 | uint16(code)
	return o.Add(NDOptPREF64, append([]byte{byte(x >> 8), byte(x)}, a[:12]...)...)
}
