package radius

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gocap-project/gocap/wire"
)

// A Value is the value of an attribute. The types of this package are those of the
// attributes in use; other types may be added to [Attributes] too.
type Value interface {
	// AppendWire appends the value as it is on the wire, without type and length.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// The values that many attributes have. RFC 8044 §3.
type (
	Bytes  []byte               // anything; also data that is malformed for its attribute
	Text   string               // text
	Uint32 uint32               // a big-endian number
	Uint64 uint64               // a big-endian number
	Time   uint32               // seconds since 1970
	Addr   struct{ netip.Addr } // an address, of IPv4 or IPv6
)

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Text) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Uint32) AppendWire(b []byte) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// AppendWire implements [Value].
func (v Uint64) AppendWire(b []byte) []byte {
	return Uint32(v).AppendWire(Uint32(v >> 32).AppendWire(b))
}

// AppendWire implements [Value].
func (v Time) AppendWire(b []byte) []byte { return Uint32(v).AppendWire(b) }

// AppendWire implements [Value].
func (v Addr) AppendWire(b []byte) []byte { return append(b, v.AsSlice()...) }

func (v Bytes) String() string  { return hex.EncodeToString(v) }
func (v Text) String() string   { return strconv.QuoteToASCII(string(v)) }
func (v Uint32) String() string { return strconv.FormatUint(uint64(v), 10) }
func (v Uint64) String() string { return strconv.FormatUint(uint64(v), 10) }
func (v Time) String() string {
	return time.Unix(int64(v), 0).UTC().Format(time.RFC3339)
}

// Enum is a number that stands for something.
type Enum struct {
	Number uint32
	names  []string
}

// AppendWire implements [Value].
func (v Enum) AppendWire(b []byte) []byte { return Uint32(v.Number).AppendWire(b) }

// String returns what the number stands for, or the number.
func (v Enum) String() string {
	if uint64(v.Number) < uint64(len(v.names)) && v.names[v.Number] != "" {
		return v.names[v.Number]
	}
	return Uint32(v.Number).String()
}

// Prefix is a prefix of IPv6, of whose address zeros at the end may be left out. RFC
// 3162 §2.3.
type Prefix struct {
	Reserved uint8
	Bits     uint8
	Addr     []byte // up to 16 bytes
}

// AppendWire implements [Value].
func (v Prefix) AppendWire(b []byte) []byte { return append(append(b, v.Reserved, v.Bits), v.Addr...) }

func (v Prefix) String() string {
	var full [16]byte
	copy(full[:], v.Addr)
	return netip.AddrFrom16(full).String() + "/" + strconv.Itoa(int(v.Bits))
}

// Tagged is a value of a tunnel attribute, with the number of the tunnel before it. RFC
// 2868 §3.
type Tagged struct {
	Tag   uint8 // 1 to 31; 0 if there are no tunnels to tell apart
	Value []byte
	kind  kind // of the rest
}

// TaggedText returns a text with a tag.
func TaggedText(tag uint8, s string) Tagged { return Tagged{Tag: tag, Value: []byte(s), kind: text} }

// TaggedNumber returns a number of 24 bits with a tag.
func TaggedNumber(tag uint8, x uint32) Tagged {
	return Tagged{Tag: tag, Value: []byte{byte(x >> 16), byte(x >> 8), byte(x)}}
}

// AppendWire implements [Value].
func (v Tagged) AppendWire(b []byte) []byte { return append(append(b, v.Tag), v.Value...) }

func (v Tagged) String() string {
	s := "tag " + strconv.Itoa(int(v.Tag)) + " "
	if v.kind != nil {
		x := v.kind(v.Value)
		if x == nil { // numbers have 24 bits
			x = v.kind(append([]byte{0}, v.Value...))
		}
		if x != nil {
			return s + x.String()
		}
	}
	return s + hex.EncodeToString(v.Value)
}

// Vendor is a vendor's attributes. Most vendors give them the form that attributes
// have; All yields them if so. RFC 2865 §5.26.
type Vendor struct {
	ID   uint32 // the vendor's number
	Data []byte
}

// VendorOf returns attributes of a vendor.
func VendorOf(id uint32, a wire.RADIUSAttributes) Vendor { return Vendor{id, a} }

// Attributes returns the vendor's attributes. ok is false if they have another form.
func (v Vendor) Attributes() (a wire.RADIUSAttributes, ok bool) {
	a = wire.RADIUSAttributes(v.Data)
	return a, len(a) > 0 && len(a.Rest()) == 0
}

// AppendWire implements [Value].
func (v Vendor) AppendWire(b []byte) []byte { return append(Uint32(v.ID).AppendWire(b), v.Data...) }

func (v Vendor) String() string {
	s := Uint32(v.ID).String()
	a, ok := v.Attributes()
	if !ok {
		return s + " " + hex.EncodeToString(v.Data)
	}
	for t, d := range a.All() {
		s += " " + strconv.Itoa(int(t)) + "=" + printable(d)
	}
	return s
}

// printable returns d quoted if it is text, or in hexadecimal.
func printable(d []byte) string {
	if strings.ContainsFunc(string(d), func(r rune) bool { return r < ' ' || r > '~' }) || len(d) == 0 {
		return hex.EncodeToString(d)
	}
	return strconv.Quote(string(d))
}

// Extended is a value of an extended attribute: a type, flags if the attribute is long,
// and the value proper. RFC 6929 §2.
type Extended struct {
	Type  uint8
	Flags uint8 // of a long one: 0x80 goes on in the next attribute
	Long  bool
	Value []byte
}

// AppendWire implements [Value].
func (v Extended) AppendWire(b []byte) []byte {
	b = append(b, v.Type)
	if v.Long {
		b = append(b, v.Flags)
	}
	return append(b, v.Value...)
}

func (v Extended) String() string {
	s := "type " + strconv.Itoa(int(v.Type))
	if v.Long {
		s += " flags " + strconv.Itoa(int(v.Flags))
	}
	return s + " " + hex.EncodeToString(v.Value)
}

// VLAN is a VLAN that a port is in. RFC 4675 §2.1.
type VLAN struct {
	Tagged uint8  // 0x31 tagged, 0x32 untagged
	ID     uint32 // 12 bits
}

// AppendWire implements [Value].
func (v VLAN) AppendWire(b []byte) []byte {
	return append(b, v.Tagged, byte(v.ID>>16), byte(v.ID>>8), byte(v.ID))
}

func (v VLAN) String() string {
	return map[uint8]string{0x31: "tagged ", 0x32: "untagged "}[v.Tagged] + Uint32(v.ID).String()
}
