package snmp

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gocap-project/gocap/wire"
)

// A Variable is a variable binding: a name and a value in wire form. RFC 3416 §3.
type Variable struct {
	Name wire.OID
	Tag  wire.BERTag // type of the value
	Data []byte      // content of the value
}

// Variables is variable bindings.
type Variables []Variable

// Null returns a variable without a value, to ask for it.
func Null(name wire.OID) Variable { return Variable{Name: name, Tag: wire.BERNull} }

// Integer returns a variable with an integer.
func Integer(name wire.OID, x int32) Variable {
	return Variable{name, wire.BERInteger, wire.AppendBERInt(nil, 0, int64(x))[2:]}
}

// Unsigned returns a variable with a number of the given type, such as
// [wire.SNMPCounter32].
func Unsigned(name wire.OID, tag wire.BERTag, x uint64) Variable {
	return Variable{name, tag, wire.AppendBERUint(nil, 0, x)[2:]}
}

// Octets returns a variable with a string of bytes.
func Octets(name wire.OID, s string) Variable {
	return Variable{name, wire.BEROctetString, []byte(s)}
}

// Object returns a variable with an object identifier.
func Object(name, value wire.OID) Variable { return Variable{name, wire.BEROID, value} }

// IPAddress returns a variable with an IPv4 address.
func IPAddress(name wire.OID, a netip.Addr) Variable {
	return Variable{name, wire.SNMPIPAddress, a.AsSlice()}
}

// Int returns the number that the value is, if it is one: signed if it is an integer.
func (v Variable) Int() (x int64, ok bool) {
	switch v.Tag {
	case wire.BERInteger:
		return wire.BERInt(v.Data)
	case wire.SNMPCounter32, wire.SNMPGauge32, wire.SNMPTimeTicks, wire.SNMPCounter64:
		u, ok := wire.BERUint(v.Data)
		return int64(u), ok && u < 1<<63
	}
	return 0, false
}

// String returns the binding as `1.3.6.1.2.1.1.5.0="name"`.
func (v Variable) String() string { return v.Name.String() + "=" + v.value() }

func (v Variable) value() string {
	switch v.Tag {
	case wire.BERNull:
		return "null"
	case wire.BEROctetString:
		if utf8.Valid(v.Data) && !strings.ContainsFunc(string(v.Data), func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return strconv.Quote(string(v.Data))
		}
		return "0x" + hex.EncodeToString(v.Data)
	case wire.BEROID:
		return wire.OID(v.Data).String()
	case wire.SNMPIPAddress:
		if len(v.Data) == 4 {
			return netip.AddrFrom4([4]byte(v.Data)).String()
		}
	case wire.SNMPNoSuchObject:
		return "noSuchObject"
	case wire.SNMPNoSuchInstance:
		return "noSuchInstance"
	case wire.SNMPEndOfMIBView:
		return "endOfMibView"
	case wire.SNMPCounter64:
		if x, ok := wire.BERUint(v.Data); ok {
			return strconv.FormatUint(x, 10)
		}
	}
	if x, ok := v.Int(); ok {
		return strconv.FormatInt(x, 10)
	}
	return "[" + strconv.Itoa(int(v.Tag)) + "] 0x" + hex.EncodeToString(v.Data)
}

// String returns the bindings with commas between them.
func (v Variables) String() string {
	var s strings.Builder
	for i, x := range v {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(x.String())
	}
	return s.String()
}

// Get returns the first variable with that name.
func (v Variables) Get(name wire.OID) (x Variable, ok bool) {
	for _, x := range v {
		if string(x.Name) == string(name) {
			return x, true
		}
	}
	return Variable{}, false
}

// parse sets v from the content of a list, and reports whether that is one.
func (v *Variables) parse(list wire.BER) bool {
	for len(list) > 0 {
		c, rest, ok := list.Take(wire.BERSequence)
		if !ok {
			return false
		}
		var x Variable
		in := wire.BER(c)
		if x.Name, in, ok = in.Take(wire.BEROID); !ok {
			return false
		}
		if x.Tag, x.Data, _, ok = in.Next(); !ok {
			return false
		}
		*v, list = append(*v, x), rest
	}
	return true
}

// append appends the list.
func (v Variables) append(b []byte) []byte {
	list := len(b)
	b = wire.OpenBER(b, wire.BERSequence)
	for _, x := range v {
		start := len(b)
		b = wire.AppendBER(wire.OpenBER(b, wire.BERSequence), wire.BEROID, x.Name)
		b = wire.CloseBER(wire.AppendBER(b, x.Tag, x.Data), start)
	}
	return wire.CloseBER(b, list)
}
