package rsvp

import (
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// An Object is an object of a message, in wire form. RFC 2205 §3.1.2.
type Object struct {
	Class wire.RSVPClass
	CType uint8  // what form the class has here: often 1 is IPv4, 2 IPv6, 7 a tunnel
	Data  []byte // a multiple of 4 bytes
}

var errData = packet.FieldError("RSVP.Objects: data are not a multiple of 4 bytes, 65528 at most")

// Append appends the object in wire form.
func (o *Object) Append(b []byte) ([]byte, error) {
	n := 4 + len(o.Data)
	if n%4 != 0 || n > 0xfffc {
		return b, errData
	}
	return append(append(b, byte(n>>8), byte(n), byte(o.Class), o.CType), o.Data...), nil
}

// A Value is what an object says.
type Value interface {
	coder.Coded
	String() string

	// form returns the class and the form of objects that have the value.
	form() (wire.RSVPClass, uint8)
}

// Of returns the object that has a value. Its data are padded to four bytes.
func Of(v Value) Object {
	var o Object
	o.Class, o.CType = v.form()
	o.Data = coder.Append(nil, v)
	for len(o.Data)%4 != 0 {
		o.Data = append(o.Data, 0)
	}
	return o
}

// kind returns a zero value of the object's form, or nil if none is known.
func (o *Object) kind() Value {
	if int(o.Class) < len(kinds) && kinds[o.Class] != nil {
		return kinds[o.Class](o.Class, o.CType)
	}
	return nil
}

// Value returns what the object says, a pointer to one of this package's types: [*Bytes]
// if its form is not known, or the data are not of it.
func (o Object) Value() Value {
	if v := o.kind(); v != nil && coder.Read(v, o.Data) {
		return v
	}
	return &Bytes{o.Class, o.CType, o.Data}
}

// String returns the object as "SESSION tunnel 10.0.0.1 ID 9 extended 10.0.0.2".
func (o Object) String() string {
	return coder.Text(o.Class.String(), o.Value())
}

// Bytes is the data of an object of another form.
type Bytes struct {
	Class wire.RSVPClass
	CType uint8
	Data  []byte
}

// Fields implements [coder.Coded].
func (v *Bytes) Fields(c *coder.Coder) {
	if c.Printing() {
		c.Number("type", uint64(v.CType), 1)
	}
	c.Hex("", &v.Data)
}

func (v *Bytes) String() string                { return coder.Text(v.Class.String(), v) }
func (v *Bytes) form() (wire.RSVPClass, uint8) { return v.Class, v.CType }

func hexText(b []byte) string { return hex.EncodeToString(b) }

// ip is 1 for an IPv4 address, 2 for an IPv6 one.
func ip(a netip.Addr) uint8 {
	if a.Is6() && !a.Is4In6() {
		return 2
	}
	return 1
}

// addr handles an address of the family that it has: reading, that of want.
func addr(c *coder.Coder, a *netip.Addr) { c.Addr(a, a.Is6()) }

// v4 and v6 are addresses of which only the family counts: those of forms yet to be read.
var (
	v4 = netip.IPv4Unspecified()
	v6 = netip.IPv6Unspecified()
)

// family returns v4 or v6.
func family(six bool) netip.Addr {
	if six {
		return v6
	}
	return v4
}

// skip handles n reserved bytes: they are not looked at, and written as zeros.
func skip(c *coder.Coder, n int) { c.Number("", 0, n) }

// enum handles a number of n bytes that is printed by text.
func enum[T ~uint8 | ~uint16 | ~uint32](c *coder.Coder, x *T, n int, text func(T) string) {
	*x = T(c.Number("", uint64(*x), n))
	if c.Printing() {
		c.Word(text(*x))
	}
}

// u24 handles a number of 24 bits.
func u24(c *coder.Coder, name string, x *uint32) { *x = uint32(c.Number(name, uint64(*x), 3)) }

func labels(c *coder.Coder, list *[]uint32) {
	coder.List(c, list, func(x *uint32) { *x = uint32(c.Number("label", uint64(*x), 4)) })
}
