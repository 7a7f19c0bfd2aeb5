package diameter

import (
	"bytes"
	"encoding/hex"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Value is the value of an AVP: one of the types of this package, or another that a
// program adds.
type Value interface {
	// AppendWire appends the value as it is on the wire, without header and padding.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// The values by the types of AVPs. RFC 6733 §4.2, §4.3.
type (
	Bytes     []byte               // OctetString; also what is malformed for its AVP
	Text      string               // UTF8String
	Identity  string               // DiameterIdentity: a domain name
	URI       string               // DiameterURI
	Rule      string               // IPFilterRule, QoSFilterRule
	TBCD      string               // digits, two in a byte
	Int32     int32                // Integer32
	Int64     int64                // Integer64
	Uint32    uint32               // Unsigned32
	Uint64    uint64               // Unsigned64
	Float32   float32              // Float32
	Float64   float64              // Float64
	Timestamp uint32               // Time: seconds since 1900, as NTP has them
	RawAddr   struct{ netip.Addr } // an address, without the family that [Addr] has
	Network   [3]byte              // a mobile network
	Enum      struct {             // Enumerated, or a number that stands for something
		Number uint32
		Name   string // what it stands for, or empty
	}
	Addr struct { // Address
		Family uint16 // IANA's address family: 1 IPv4, 2 IPv6, 8 E.164
		Data   []byte // of the address
	}
	Prefix struct { // a prefix of IPv6, of whose address zeros at the end may be left out
		Reserved, Bits uint8
		Addr           []byte
	}
)

// AddrOf returns an address of IPv4 or IPv6.
func AddrOf(a netip.Addr) Addr {
	if a = a.Unmap(); a.Is4() {
		return Addr{1, a.AsSlice()}
	}
	return Addr{2, a.AsSlice()}
}

// TimeOf returns a time, which is cut to seconds and is ambiguous after 2036.
func TimeOf(t time.Time) Timestamp { return Timestamp(t.Unix() + since1900) }

const since1900 = 2208988800 // seconds from 1900 to 1970

// Time returns the time, from 1968 to 2104. RFC 6733 §4.3.1.
func (v Timestamp) Time() time.Time {
	s := int64(v) - since1900
	if v < 1<<31 {
		s += 1 << 32
	}
	return time.Unix(s, 0).UTC()
}

// IP returns the address, if it is one of IPv4 or IPv6.
func (v Addr) IP() (a netip.Addr, ok bool) {
	a, ok = netip.AddrFromSlice(v.Data)
	return a, ok && (v.Family == 1 && a.Is4() || v.Family == 2 && a.Is6())
}

func be32(b []byte, x uint32) []byte {
	return append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}

func be64(b []byte, x uint64) []byte { return be32(be32(b, uint32(x>>32)), uint32(x)) }

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Text) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Identity) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v URI) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Rule) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v TBCD) AppendWire(b []byte) []byte { return coder.AppendDigits(b, string(v)) }

// AppendWire implements [Value].
func (v Int32) AppendWire(b []byte) []byte { return be32(b, uint32(v)) }

// AppendWire implements [Value].
func (v Int64) AppendWire(b []byte) []byte { return be64(b, uint64(v)) }

// AppendWire implements [Value].
func (v Uint32) AppendWire(b []byte) []byte { return be32(b, uint32(v)) }

// AppendWire implements [Value].
func (v Uint64) AppendWire(b []byte) []byte { return be64(b, uint64(v)) }

// AppendWire implements [Value].
func (v Float32) AppendWire(b []byte) []byte { return be32(b, math.Float32bits(float32(v))) }

// AppendWire implements [Value].
func (v Float64) AppendWire(b []byte) []byte { return be64(b, math.Float64bits(float64(v))) }

// AppendWire implements [Value].
func (v Timestamp) AppendWire(b []byte) []byte { return be32(b, uint32(v)) }

// AppendWire implements [Value].
func (v RawAddr) AppendWire(b []byte) []byte { return append(b, v.AsSlice()...) }

// AppendWire implements [Value].
func (v Network) AppendWire(b []byte) []byte { return append(b, v[:]...) }

// AppendWire implements [Value].
func (v Enum) AppendWire(b []byte) []byte { return be32(b, v.Number) }

// AppendWire implements [Value].
func (v Addr) AppendWire(b []byte) []byte {
	return append(append(b, byte(v.Family>>8), byte(v.Family)), v.Data...)
}

// AppendWire implements [Value].
func (v Prefix) AppendWire(b []byte) []byte { return append(append(b, v.Reserved, v.Bits), v.Addr...) }

// String returns the bytes in quotes if they are text, or in hexadecimal.
func (v Bytes) String() string {
	if len(v) == 0 || strings.ContainsFunc(string(v), func(r rune) bool { return r < ' ' || r > '~' }) {
		return hex.EncodeToString(v)
	}
	return strconv.Quote(string(v))
}

func (v Text) String() string      { return strconv.Quote(string(v)) }
func (v Identity) String() string  { return strconv.Quote(string(v)) }
func (v URI) String() string       { return strconv.Quote(string(v)) }
func (v Rule) String() string      { return strconv.Quote(string(v)) }
func (v TBCD) String() string      { return string(v) }
func (v Int32) String() string     { return strconv.FormatInt(int64(v), 10) }
func (v Int64) String() string     { return strconv.FormatInt(int64(v), 10) }
func (v Uint32) String() string    { return strconv.FormatUint(uint64(v), 10) }
func (v Uint64) String() string    { return strconv.FormatUint(uint64(v), 10) }
func (v Float32) String() string   { return strconv.FormatFloat(float64(v), 'g', -1, 32) }
func (v Float64) String() string   { return strconv.FormatFloat(float64(v), 'g', -1, 64) }
func (v Timestamp) String() string { return v.Time().Format(time.RFC3339) }

// String returns country and network code as "001-01".
func (v Network) String() string {
	return coder.Digits([]byte{v[0], v[1] | 0xf0}) + "-" + coder.Digits([]byte{v[2], v[1]>>4 | 0xf0})
}

// String returns what the number stands for and the number: "DIAMETER_SUCCESS (2001)".
func (v Enum) String() string {
	s := strconv.FormatUint(uint64(v.Number), 10)
	if v.Name == "" {
		return s
	}
	return v.Name + " (" + s + ")"
}

func (v Addr) String() string {
	if a, ok := v.IP(); ok {
		return a.String()
	}
	return "family " + strconv.Itoa(int(v.Family)) + " " + Bytes(v.Data).String()
}

func (v Prefix) String() string {
	var full [16]byte
	copy(full[:], v.Addr)
	return netip.AddrFrom16(full).String() + "/" + strconv.Itoa(int(v.Bits))
}

// ValueOf returns the value of an AVP with code c and data d: of the type that the
// dictionary says, or [Bytes] if it is malformed or the AVP is not known. Its bytes are
// d.
func ValueOf(c Code, d []byte) Value {
	if def, ok := Lookup(c); ok {
		return def.value(d)
	}
	return Bytes(d)
}

// value reads d.
func (def *Definition) value(d []byte) Value {
	switch def.Type {
	case OctetString:
		return Bytes(d)
	case Grouped:
		return AVPs(d)
	case UTF8String:
		return Text(d)
	case DiameterIdentity:
		return Identity(d)
	case DiameterURI:
		return URI(d)
	case FilterRule:
		return Rule(d)
	}
	if v := def.sized(d); v != nil && bytes.Equal(v.AppendWire(make([]byte, 0, 32)), d) {
		return v
	}
	return Bytes(d)
}

// sized reads values that are not of any size, or returns nil.
func (def *Definition) sized(d []byte) Value {
	n := len(d)
	switch t := def.Type; {
	case t == Enumerated && n == 4, t == Unsigned32 && n == 4 && def.Names != nil:
		return Enum{wire.Uint32(d, 0), nameOf(def.Names, wire.Uint32(d, 0))}
	case t == Unsigned32 && n == 4:
		return Uint32(wire.Uint32(d, 0))
	case t == Integer32 && n == 4:
		return Int32(wire.Uint32(d, 0))
	case t == Time && n == 4:
		return Timestamp(wire.Uint32(d, 0))
	case t == Float32Type && n == 4:
		return Float32(math.Float32frombits(wire.Uint32(d, 0)))
	case t == Unsigned64 && n == 8:
		return Uint64(wire.Uint64(d, 0))
	case t == Integer64 && n == 8:
		return Int64(wire.Uint64(d, 0))
	case t == Float64Type && n == 8:
		return Float64(math.Float64frombits(wire.Uint64(d, 0)))
	case t == Address && n >= 2:
		return Addr{wire.Uint16(d, 0), d[2:]}
	case t == AddressOctets && (n == 4 || n == 16):
		a, _ := netip.AddrFromSlice(d)
		return RawAddr{a}
	case t == PrefixOctets && n >= 2 && n <= 18 && d[1] <= 128:
		return Prefix{d[0], d[1], d[2:]}
	case t == Digits:
		return TBCD(coder.Digits(d))
	case t == PLMN && n == 3:
		return Network(d)
	}
	return nil
}

// fits reports whether d can be a value of the type.
func (def *Definition) fits(d []byte) bool {
	switch def.Type {
	case OctetString, UTF8String, DiameterURI, FilterRule, Grouped, DiameterIdentity:
		return true
	}
	_, bad := def.value(d).(Bytes)
	return !bad
}
