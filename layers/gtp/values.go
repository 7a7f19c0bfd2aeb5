package gtp

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strconv"
	"time"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Value is the value of an information element: one of the types of this package, or
// another that a program adds.
type Value interface {
	// AppendWire appends the value as it is on the wire, without type and length.
	AppendWire(b []byte) []byte

	// String returns the value for people.
	String() string
}

// The values that many elements have.
type (
	Bytes  []byte               // anything; also what is malformed for its element
	Text   string               // text
	Name   string               // a domain name or access point name, in labels
	Digits string               // digits, such as of an IMSI, two in a byte
	Addr   struct{ netip.Addr } // an address, of IPv4 or IPv6
	Time   uint32               // seconds since 1900
	PLMN   [3]byte              // a mobile network: country and network code
	List16 []uint16             // numbers, such as of messages
	Number struct {             // a number
		Value uint64
		Size  int    // in bytes
		Name  string // what it stands for, or empty
	}
)

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Text) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Name) AppendWire(b []byte) []byte { return coder.AppendLabels(b, string(v)) }

// AppendWire implements [Value].
func (v Digits) AppendWire(b []byte) []byte { return coder.AppendDigits(b, string(v)) }

// AppendWire implements [Value].
func (v Addr) AppendWire(b []byte) []byte { return append(b, v.AsSlice()...) }

// AppendWire implements [Value].
func (v PLMN) AppendWire(b []byte) []byte { return append(b, v[:]...) }

// AppendWire implements [Value].
func (v Time) AppendWire(b []byte) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// AppendWire implements [Value].
func (v List16) AppendWire(b []byte) []byte {
	for _, x := range v {
		b = append(b, byte(x>>8), byte(x))
	}
	return b
}

// AppendWire implements [Value].
func (v Number) AppendWire(b []byte) []byte {
	for i := v.Size - 1; i >= 0; i-- {
		b = append(b, byte(v.Value>>(8*i)))
	}
	return b
}

func (v Bytes) String() string  { return hex.EncodeToString(v) }
func (v Text) String() string   { return strconv.QuoteToASCII(string(v)) }
func (v Name) String() string   { return strconv.QuoteToASCII(string(v)) }
func (v Digits) String() string { return string(v) }

// String returns the time in RFC 3339's form.
func (v Time) String() string {
	const since1900 = 2208988800 // seconds from 1900 to 1970
	return time.Unix(int64(v)-since1900, 0).UTC().Format(time.RFC3339)
}

// String returns the numbers with commas.
func (v List16) String() string {
	var b []byte
	for i, x := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(x), 10)
	}
	return string(b)
}

// String returns what the number stands for, or the number.
func (v Number) String() string {
	if v.Name != "" {
		return v.Name
	}
	return strconv.FormatUint(v.Value, 10)
}

// NewPLMN returns a network by its country and network codes, such as "001" and "01".
func NewPLMN(mcc, mnc string) (p PLMN) {
	d := func(s string, i int) byte {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			return s[i] - '0'
		}
		return 15
	}
	return PLMN{d(mcc, 0) | d(mcc, 1)<<4, d(mcc, 2) | d(mnc, 2)<<4, d(mnc, 0) | d(mnc, 1)<<4}
}

// MCC returns the mobile country code.
func (v PLMN) MCC() string { return coder.Digits([]byte{v[0], v[1] | 0xf0}) }

// MNC returns the mobile network code, two or three digits.
func (v PLMN) MNC() string { return coder.Digits([]byte{v[2], v[1]>>4 | 0xf0}) }

// String returns the codes as "001-01".
func (v PLMN) String() string { return v.MCC() + "-" + v.MNC() }

func plmn(c *coder.Coder, p *PLMN) {
	x := c.Number("", uint64(p[0])<<16|uint64(p[1])<<8|uint64(p[2]), 3)
	*p = PLMN{byte(x >> 16), byte(x >> 8), byte(x)}
	c.Word(p.String())
}

// A form is how the value of an element is read.
type form uint8

const (
	opaque form = iota // bytes
	digits
	name
	text
	num // a number of as many bytes as there are
	addr
	network
	when
	list16
	group
	fields // a struct of this package
)

// plain reads values of the simple forms, or returns nil.
func plain(f form, d []byte) Value {
	switch f {
	case digits:
		return Digits(coder.Digits(d))
	case name:
		if s, ok := coder.Labels(d); ok {
			return Name(s)
		}
	case text:
		return Text(d)
	case num:
		if n := len(d); n > 0 && n <= 8 {
			v := Number{Size: n}
			for _, c := range d {
				v.Value = v.Value<<8 | uint64(c)
			}
			return v
		}
	case addr:
		if a, ok := netip.AddrFromSlice(d); ok {
			return Addr{a}
		}
	case network:
		if len(d) == 3 {
			return PLMN(d)
		}
	case when:
		if len(d) == 4 {
			return Time(wire.Uint32(d, 0))
		}
	case list16:
		if len(d)%2 == 0 {
			v := make(List16, len(d)/2)
			for i := range v {
				v[i] = wire.Uint16(d, 2*i)
			}
			return v
		}
	}
	return nil
}

// A coded value is a struct that says what its fields are.
type coded interface {
	Value
	coder.Coded
}

// exact returns v if its bytes are d, else d.
func exact(v Value, d []byte) Value {
	var room [64]byte
	if v != nil && bytes.Equal(v.AppendWire(room[:0]), d) {
		return v
	}
	return Bytes(d)
}

// structure reads d into v, and returns nil if they do not fit.
func structure(v coded, d []byte) Value {
	if v != nil && coder.Read(v, d) {
		return v
	}
	return nil
}

// wireOf and textOf are what the methods of structs return.
func wireOf(b []byte, v coder.Coded) []byte { return coder.Append(b, v) }

func textOf(v coder.Coded) string {
	s := coder.Text("", v)
	if len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	return s
}
