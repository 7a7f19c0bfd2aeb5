package bgp

import (
	"encoding/hex"
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Prefixes is IPv4 prefixes in wire form. RFC 4271 §4.3. The zero value has none.
type Prefixes []byte

// Routes returns the prefixes, and what is malformed behind them.
func (p Prefixes) Routes(o Options) (routes []*Prefix, rest []byte) {
	rs, rest := RoutesOf(IPv4Unicast, p, o)
	for _, r := range rs {
		routes = append(routes, r.(*Prefix))
	}
	return routes, rest
}

// Add returns p and one more prefix.
func (p Prefixes) Add(x *Prefix) Prefixes { return coder.Append(p[:len(p):len(p)], x) }

// String returns the prefixes as "192.0.2.0/24 198.51.100.0/24".
func (p Prefixes) String() string { return routesString(IPv4Unicast, p, Options{}) }

// A Prefix is an IPv4 or IPv6 prefix, with a path identifier if the session has them. RFC
// 4271 §4.3, RFC 7911 §3.
type Prefix struct {
	Path   PathID
	Bits   uint8
	Addr   netip.Addr // bits behind the prefix are zero, or what the last byte has
	family wire.BGPAFI
}

// A PathID tells routes to the same prefix apart, if the session has that. RFC 7911 §3.
type PathID struct {
	Present bool
	ID      uint32
}

// PrefixOf returns p without a path identifier.
func PrefixOf(p netip.Prefix) *Prefix {
	return &Prefix{Bits: uint8(p.Bits()), Addr: p.Masked().Addr(), family: familyOf(p.Addr())}
}

func familyOf(a netip.Addr) wire.BGPAFI {
	if a.Is6() {
		return wire.BGPIPv6
	}
	return wire.BGPIPv4
}

// Prefix returns the prefix proper. It is not valid if there are more bits than an
// address has.
func (v *Prefix) Prefix() netip.Prefix { return netip.PrefixFrom(v.Addr, int(v.Bits)).Masked() }

// Fields implements [coder.Coded].
func (v *Prefix) Fields(c *coder.Coder) {
	v.Path.fields(c)
	n := uint64(v.Bits)
	bits(c, &n)
	v.Bits = uint8(n)
	prefix(c, &v.Addr, v.Bits, v.family)
}

func (v *Prefix) String() string { return trimmed(v) }

func (p *PathID) fields(c *coder.Coder) {
	if p.Present {
		c.U32("path", &p.ID)
	}
}

// bits handles a length in bits, which is not printed.
func bits(c *coder.Coder, n *uint64) { *n = c.Number("", *n, 1) }

// prefix handles as many bytes of an address as hold n bits. It prints "192.0.2.0/24".
func prefix(c *coder.Coder, a *netip.Addr, n uint8, f wire.BGPAFI) {
	most := 4
	if f == wire.BGPIPv6 || !c.Reading() && a.Is6() {
		most = 16
	}
	k := (int(n) + 7) / 8
	switch {
	case c.Printing():
		c.Word(a.String() + "/" + strconv.Itoa(int(n)))
	case k > most:
		c.Fail()
	case c.Reading():
		var full [16]byte
		copy(full[:], c.Take(k))
		*a, _ = netip.AddrFromSlice(full[:most])
	case a.IsValid():
		c.Write(a.AsSlice()[:k]...)
	default:
		c.Write(make([]byte, k)...)
	}
}

// trimmed returns v in words, without a name.
func trimmed(v coder.Coded) string {
	s := coder.Text("", v)
	if len(s) > 0 && s[0] == ' ' {
		return s[1:]
	}
	return s
}

// An RD tells the routes of VPNs apart. RFC 4364 §4.2.
type RD [8]byte

// RDOf returns a route distinguisher of an AS number of 2 bytes, or of 4 if it is
// greater.
func RDOf(as, number uint32) RD {
	if as > 0xffff {
		return RD{0, 2, byte(as >> 24), byte(as >> 16), byte(as >> 8), byte(as), byte(number >> 8), byte(number)}
	}
	return RD{0, 0, byte(as >> 8), byte(as), byte(number >> 24), byte(number >> 16), byte(number >> 8), byte(number)}
}

// Type returns the type: 0 is a 2-byte AS, 1 an IPv4 address, 2 a 4-byte AS.
func (r RD) Type() uint16 { return wire.Uint16(r[:], 0) }

func (r RD) String() string { return administered(r.Type(), r[2:]) }

// administered returns 6 bytes that are an administrator and a number of its.
func administered(t uint16, b []byte) string {
	switch t {
	case 0:
		return num(uint32(wire.Uint16(b, 0))) + ":" + num(wire.Uint32(b, 2))
	case 1:
		return netip.AddrFrom4([4]byte(b)).String() + ":" + num(uint32(wire.Uint16(b, 4)))
	case 2:
		return num(wire.Uint32(b, 0)) + ":" + num(uint32(wire.Uint16(b, 4)))
	}
	return num(uint32(t)) + ":" + hex.EncodeToString(b)
}

func num(x uint32) string { return strconv.FormatUint(uint64(x), 10) }

func (r *RD) fields(c *coder.Coder) {
	fixed(c, r[:])
	c.Word("RD " + r.String())
}

// fixed handles len(b) bytes that are printed elsewhere.
func fixed(c *coder.Coder, b []byte) {
	switch {
	case c.Reading():
		if x := c.Take(len(b)); x != nil {
			copy(b, x)
		}
	case c.Writing():
		c.Write(b...)
	}
}

// A Label is 3 bytes of a label: 20 bits of it, 3 that are reserved, and the bottom of the
// stack. RFC 8277 §2.
type Label uint32

// LabelOf returns the last label of a stack.
func LabelOf(x uint32) Label { return Label(x<<4 | 1) }

// Value returns the label proper.
func (l Label) Value() uint32 { return uint32(l) >> 4 & 0xfffff }

// Bottom reports whether the label is the last one.
func (l Label) Bottom() bool { return l&1 != 0 }

// Withdrawn reports whether this is what stands for the labels of a route that is no
// more. RFC 8277 §2.4.
func (l Label) Withdrawn() bool { return l == 0x800000 || l == 0 }

func (l Label) String() string { return num(l.Value()) }

func (l *Label) fields(c *coder.Coder) {
	*l = Label(c.Number("", uint64(*l), 3))
	c.Word("label " + l.String())
}
