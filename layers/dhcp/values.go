package dhcp

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/wire"
)

// A Value is the value of an option. The types of this package are those of the
// options in use; other types may be added to [Options] too.
type Value interface {
	// AppendWire appends the value as it is on the wire, without code and length.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// The values that many options have.
type (
	Bytes   []byte               // anything; also data that is malformed for its option
	Text    string               // text
	Bool    bool                 // a byte, 0 or 1
	Uint8   uint8                // a byte
	Uint16  uint16               // a big-endian number
	Uint32  uint32               // a big-endian number
	Int32   int32                // a big-endian number
	Uint16s []uint16             // big-endian numbers
	Seconds uint32               // a time in seconds
	Addr    struct{ netip.Addr } // an IPv4 address
	Addrs   []netip.Addr         // IPv4 addresses
	Empty   struct{}             // nothing: the option itself says it
)

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Text) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Bool) AppendWire(b []byte) []byte { return append(b, wire.Bit(bool(v))) }

// AppendWire implements [Value].
func (v Uint8) AppendWire(b []byte) []byte { return append(b, byte(v)) }

// AppendWire implements [Value].
func (v Uint16) AppendWire(b []byte) []byte { return append(b, byte(v>>8), byte(v)) }

// AppendWire implements [Value].
func (v Uint32) AppendWire(b []byte) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// AppendWire implements [Value].
func (v Int32) AppendWire(b []byte) []byte { return Uint32(v).AppendWire(b) }

// AppendWire implements [Value].
func (v Seconds) AppendWire(b []byte) []byte { return Uint32(v).AppendWire(b) }

// AppendWire implements [Value].
func (v Uint16s) AppendWire(b []byte) []byte {
	for _, x := range v {
		b = append(b, byte(x>>8), byte(x))
	}
	return b
}

// AppendWire implements [Value]. An address that is not IPv4 is zero.
func (v Addr) AppendWire(b []byte) []byte { return append4(b, v.Addr) }

// AppendWire implements [Value]. An address that is not IPv4 is zero.
func (v Addrs) AppendWire(b []byte) []byte {
	for _, a := range v {
		b = append4(b, a)
	}
	return b
}

// AppendWire implements [Value].
func (v Empty) AppendWire(b []byte) []byte { return b }

func append4(b []byte, a netip.Addr) []byte {
	n := len(b)
	b = append(b, 0, 0, 0, 0)
	wire.PutAddr4(b[n:], a)
	return b
}

func (v Bytes) String() string  { return hex.EncodeToString(v) }
func (v Text) String() string   { return strconv.QuoteToASCII(string(v)) }
func (v Bool) String() string   { return strconv.FormatBool(bool(v)) }
func (v Uint8) String() string  { return strconv.Itoa(int(v)) }
func (v Uint16) String() string { return strconv.Itoa(int(v)) }
func (v Uint32) String() string { return strconv.FormatUint(uint64(v), 10) }
func (v Int32) String() string  { return strconv.Itoa(int(v)) }
func (v Uint16s) String() string {
	return list(v, func(x uint16) string { return strconv.Itoa(int(x)) })
}
func (v Addrs) String() string { return list(v, netip.Addr.String) }
func (v Empty) String() string { return "" }

// String returns "3600 s", or "forever" for all ones. RFC 2131 §3.3.
func (v Seconds) String() string {
	if v == 1<<32-1 {
		return "forever"
	}
	return Uint32(v).String() + " s"
}

// Duration returns the time as a duration.
func (v Seconds) Duration() time.Duration { return time.Duration(v) * time.Second }

// list returns the texts of x, with commas between them.
func list[T any](x []T, text func(T) string) string {
	var s strings.Builder
	for i, e := range x {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(text(e))
	}
	return s.String()
}

// Type is the value of option 53. RFC 2132 §9.6.
type Type wire.DHCPMessageType

// AppendWire implements [Value].
func (v Type) AppendWire(b []byte) []byte { return append(b, byte(v)) }

func (v Type) String() string { return wire.DHCPMessageType(v).String() }

// Codes is the value of option 55: the options that a client wants. RFC 2132 §9.8.
type Codes []wire.DHCPOptionCode

// AppendWire implements [Value].
func (v Codes) AppendWire(b []byte) []byte {
	for _, c := range v {
		b = append(b, byte(c))
	}
	return b
}

func (v Codes) String() string { return list(v, wire.DHCPOptionCode.String) }

// ClientID is the value of option 61. RFC 2132 §9.14, RFC 4361.
type ClientID struct {
	Type uint8 // of hardware, as in ARP; 0 is no hardware address, 255 an IAID and DUID
	ID   []byte
}

// AppendWire implements [Value].
func (v ClientID) AppendWire(b []byte) []byte { return append(append(b, v.Type), v.ID...) }

func (v ClientID) String() string {
	if v.Type == 1 && len(v.ID) == 6 {
		return wire.MAC(v.ID).String()
	}
	return strconv.Itoa(int(v.Type)) + " " + hex.EncodeToString(v.ID)
}

// Pairs is the value of options 21 (address, mask) and 33 (destination, router).
// RFC 2132 §4.3, §5.8.
type Pairs [][2]netip.Addr

// AppendWire implements [Value].
func (v Pairs) AppendWire(b []byte) []byte {
	for _, p := range v {
		b = append4(append4(b, p[0]), p[1])
	}
	return b
}

func (v Pairs) String() string {
	return list(v, func(p [2]netip.Addr) string { return p[0].String() + " " + p[1].String() })
}

// Routes is the value of options 121 and 249. RFC 3442.
type Routes []Route

// A Route is a classless static route.
type Route struct {
	Dst    netip.Prefix
	Router netip.Addr // 0.0.0.0 if on the link
}

// AppendWire implements [Value].
func (v Routes) AppendWire(b []byte) []byte {
	for _, r := range v {
		n := max(0, min(r.Dst.Bits(), 32))
		b = append(b, byte(n))
		b = append4(b, r.Dst.Addr())
		b = append4(b[:len(b)-4+(n+7)/8], r.Router)
	}
	return b
}

func (v Routes) String() string {
	return list(v, func(r Route) string { return r.Dst.String() + " via " + r.Router.String() })
}

func routes(d []byte) Value {
	var v Routes
	for len(d) > 0 {
		var a [4]byte
		bits := int(d[0])
		n := (bits + 7) / 8
		if bits > 32 || len(d) < 1+n+4 {
			return nil
		}
		copy(a[:], d[1:1+n])
		v = append(v, Route{netip.PrefixFrom(netip.AddrFrom4(a), bits), netip.AddrFrom4([4]byte(d[1+n:]))})
		d = d[1+n+4:]
	}
	return v
}

// Domains is the value of option 119 and others: names with their final dots.
// RFC 3397. They are read compressed or not and written in full; a name that cannot
// be written is left out.
type Domains []string

// AppendWire implements [Value].
func (v Domains) AppendWire(b []byte) []byte {
	for _, s := range v {
		b, _ = wire.AppendDNSName(b, s)
	}
	return b
}

func (v Domains) String() string { return strings.Join(v, ", ") }

// maxDomains is the length of names that are read from one option: many pointers to
// a long name would make much of little.
const maxDomains = 1 << 14

func domains(d []byte) Value {
	var v Domains
	size := 0
	for off := 0; off < len(d); {
		n := wire.DNS(d).NameAt(off)
		s, err := n.AppendTo(nil)
		if size += len(s); err != nil || size > maxDomains {
			return nil
		}
		v = append(v, string(s))
		off += n.Len()
	}
	return v
}

// UserClass is the value of option 77. RFC 3004 §4.
type UserClass []string

// AppendWire implements [Value].
func (v UserClass) AppendWire(b []byte) []byte {
	for _, s := range v {
		s = s[:min(len(s), 255)]
		b = append(append(b, byte(len(s))), s...)
	}
	return b
}

func (v UserClass) String() string { return list(v, strconv.QuoteToASCII) }

func userClass(d []byte) Value {
	var v UserClass
	for len(d) > 0 {
		n := 1 + int(d[0])
		if n == 1 || n > len(d) {
			return nil
		}
		v, d = append(v, string(d[1:n])), d[n:]
	}
	return v
}

// FQDN is the value of option 81. RFC 4702 §2.
type FQDN struct {
	Flags  uint8 // 1 S: server updates A; 2 O: overridden; 4 E: Name in wire form; 8 N: no updates
	RCode1 uint8 // obsolete
	RCode2 uint8 // obsolete
	Name   string
}

// fqdnE says that the name is in wire form.
const fqdnE = 4

// AppendWire implements [Value]. Without a final dot the name is partial.
func (v FQDN) AppendWire(b []byte) []byte {
	b = append(b, v.Flags, v.RCode1, v.RCode2)
	if v.Flags&fqdnE == 0 {
		return append(b, v.Name...)
	}
	if v.Name == "" {
		return b
	}
	n := len(b)
	if b, _ = wire.AppendDNSName(b, v.Name); len(b) > n && !strings.HasSuffix(v.Name, ".") {
		b = b[:len(b)-1]
	}
	return b
}

func (v FQDN) String() string {
	return strconv.Quote(v.Name) + " flags 0x" + strconv.FormatUint(uint64(v.Flags), 16)
}

func fqdn(d []byte) Value {
	if len(d) < 3 {
		return nil
	}
	v := FQDN{d[0], d[1], d[2], string(d[3:])}
	if d[0]&fqdnE == 0 || len(d) == 3 {
		return v
	}
	name, cut := d[3:], ""
	if name[len(name)-1] != 0 {
		name, cut = append(name[:len(name):len(name)], 0), "."
	}
	n := wire.DNS(name).NameAt(0)
	s, err := n.AppendTo(nil)
	if err != nil || n.Len() != len(name) {
		return nil
	}
	v.Name = strings.TrimSuffix(string(s), cut)
	return v
}

// SIPServers is the value of option 120: names or addresses. RFC 3361 §3.
type SIPServers struct {
	Names []string
	Addrs []netip.Addr // if there are no names
}

// AppendWire implements [Value].
func (v SIPServers) AppendWire(b []byte) []byte {
	if len(v.Names) > 0 {
		return Domains(v.Names).AppendWire(append(b, 0))
	}
	return Addrs(v.Addrs).AppendWire(append(b, 1))
}

func (v SIPServers) String() string {
	if len(v.Names) > 0 {
		return Domains(v.Names).String()
	}
	return Addrs(v.Addrs).String()
}

func sipServers(d []byte) Value {
	if len(d) == 0 {
		return nil
	}
	switch d[0] {
	case 0:
		if v, ok := domains(d[1:]).(Domains); ok {
			return SIPServers{Names: v}
		}
	case 1:
		if v, ok := addrs(d[1:]).(Addrs); ok {
			return SIPServers{Addrs: v}
		}
	}
	return nil
}

func addrs(d []byte) Value {
	if len(d) == 0 || len(d)%4 != 0 {
		return nil
	}
	v := make(Addrs, 0, len(d)/4)
	for ; len(d) > 0; d = d[4:] {
		v = append(v, netip.AddrFrom4([4]byte(d)))
	}
	return v
}
