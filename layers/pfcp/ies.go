package pfcp

import (
	"bytes"
	"encoding/hex"
	"iter"
	"net/netip"
	"strconv"
	"time"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
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
	Bytes  []byte   // anything; also what is malformed for its element
	Text   string   // text
	Name   string   // a domain name, access point name or network instance, in labels
	Time   uint32   // seconds since 1900
	MAC    wire.MAC // a hardware address
	Number struct { // a number
		Value uint64
		Size  int    // in bytes
		Name  string // what it stands for, or empty
	}
	Flags struct { // bits, and later standards' bytes
		Bits []byte
		Name string // of those that are set, separated by commas
	}
)

// AppendWire implements [Value].
func (v Bytes) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Text) AppendWire(b []byte) []byte { return append(b, v...) }

// AppendWire implements [Value].
func (v Name) AppendWire(b []byte) []byte { return coder.AppendLabels(b, string(v)) }

// AppendWire implements [Value].
func (v MAC) AppendWire(b []byte) []byte { return append(b, v[:]...) }

// AppendWire implements [Value].
func (v Flags) AppendWire(b []byte) []byte { return append(b, v.Bits...) }

// AppendWire implements [Value].
func (v Time) AppendWire(b []byte) []byte {
	return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

// AppendWire implements [Value].
func (v Number) AppendWire(b []byte) []byte {
	for i := v.Size - 1; i >= 0; i-- {
		b = append(b, byte(v.Value>>(8*i)))
	}
	return b
}

func (v Bytes) String() string { return hex.EncodeToString(v) }
func (v Text) String() string  { return strconv.QuoteToASCII(string(v)) }
func (v Name) String() string  { return strconv.QuoteToASCII(string(v)) }
func (v MAC) String() string   { return wire.MAC(v).String() }

// String returns the names of the bits that are set.
func (v Flags) String() string {
	if v.Name == "" {
		return "none"
	}
	return v.Name
}

// String returns the time in RFC 3339's form.
func (v Time) String() string {
	const since1900 = 2208988800 // seconds from 1900 to 1970
	return time.Unix(int64(v)-since1900, 0).UTC().Format(time.RFC3339)
}

// String returns what the number stands for, or the number.
func (v Number) String() string {
	if v.Name != "" {
		return v.Name
	}
	return strconv.FormatUint(v.Value, 10)
}

// ValueOf returns the value of an element of type t with data d: of the type that is the
// element's, or [Bytes] if it is malformed or its form is not known. Elements in one are
// [IEs]. Its bytes are d.
func ValueOf(t wire.PFCPIEType, d []byte) Value {
	if t.Grouped() {
		return IEs(d)
	}
	v := read(t, d)
	var room [64]byte
	if v != nil && bytes.Equal(v.AppendWire(room[:0]), d) {
		return v
	}
	return Bytes(d)
}

// read returns the value of an element, or nil.
func read(t wire.PFCPIEType, d []byte) Value {
	if v := newIE(t); v != nil {
		if coder.Read(v, d) {
			return v
		}
		return nil
	}
	switch form(t) {
	case number:
		if n := len(d); n > 0 && n <= 8 {
			v := Number{Size: n}
			for _, c := range d {
				v.Value = v.Value<<8 | uint64(c)
			}
			v.Name = meaning(t, v.Value)
			return v
		}
	case text:
		return Text(d)
	case name:
		if s, ok := coder.Labels(d); ok && s != "" {
			return Name(s)
		}
		return Text(d)
	case when:
		if len(d) == 4 {
			return Time(wire.Uint32(d, 0))
		}
	case flags:
		return Flags{d, flagNames(t, d)}
	}
	return nil
}

// IEs are information elements in wire form, of a message or of an element that is a
// group. The zero value has none. 3GPP TS 29.244 §8.1.
type IEs []byte

// All yields the elements, up to the first malformed one.
func (o IEs) All() iter.Seq[wire.PFCPIE] { return wire.PFCPIEs(o).All() }

// Get returns the data of the first element of type t.
func (o IEs) Get(t wire.PFCPIEType) (data []byte, ok bool) { return wire.PFCPIEs(o).Get(t) }

// Value returns the value of the first element of type t, of the type that [ValueOf] has
// for it.
func (o IEs) Value(t wire.PFCPIEType) (v Value, ok bool) {
	d, ok := o.Get(t)
	if !ok {
		return nil, false
	}
	return ValueOf(t, d), true
}

// Values yields the values of all elements, up to the first malformed one.
func (o IEs) Values() iter.Seq2[wire.PFCPIE, Value] {
	return func(yield func(wire.PFCPIE, Value) bool) {
		for e := range o.All() {
			if !yield(e, ValueOf(e.Type, e.Value)) {
				return
			}
		}
	}
}

// maxDepth is how deep groups are looked into.
const maxDepth = 8

// Find returns the value of the first element of type t in o or, however deep, in its
// groups.
func (o IEs) Find(t wire.PFCPIEType) (v Value, ok bool) { return o.find(t, 0) }

func (o IEs) find(t wire.PFCPIEType, depth int) (Value, bool) {
	for e := range o.All() {
		if e.Type == t {
			return ValueOf(t, e.Value), true
		}
		if e.Type.Grouped() && depth < maxDepth {
			if v, ok := IEs(e.Value).find(t, depth+1); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// Add returns o and one more element. One of an enterprise can be had with
// [wire.PFCPIEs.Add].
func (o IEs) Add(t wire.PFCPIEType, v Value) IEs {
	return IEs(wire.PFCPIEs(o).Add(wire.PFCPIE{Type: t, Value: v.AppendWire(nil)}))
}

// AppendWire implements [Value].
func (o IEs) AppendWire(b []byte) []byte { return append(b, o...) }

// String returns the elements as "Node ID 192.0.2.1, Create PDR [PDR ID 1]".
func (o IEs) String() string { return string(o.appendTo(nil, 0)) }

func (o IEs) appendTo(b []byte, depth int) []byte {
	start := len(b)
	for e, v := range o.Values() {
		if len(b) > start {
			b = append(b, ", "...)
		}
		b = append(b, e.Type.String()...)
		if e.Type>>15 != 0 {
			b = strconv.AppendUint(append(b, " of "...), uint64(e.Enterprise), 10)
		}
		b = append(b, ' ')
		if g, ok := v.(IEs); ok && depth < maxDepth {
			b = append(g.appendTo(append(b, '['), depth+1), ']')
		} else if ok {
			b = append(b, Bytes(g).String()...)
		} else {
			b = append(b, v.String()...)
		}
	}
	if rest := wire.PFCPIEs(o).Rest(); len(rest) > 0 {
		if len(b) > start {
			b = append(b, ", "...)
		}
		b = hex.AppendEncode(append(b, "malformed "...), rest)
	}
	return b
}

func (o IEs) validate(depth int, report func(packet.Class, string)) {
	for e, v := range o.Values() {
		switch v := v.(type) {
		case IEs:
			if len(wire.PFCPIEs(v).Rest()) > 0 {
				report(packet.BadSize, e.Type.String()+": an element in it does not fit")
			}
			if depth < maxDepth {
				v.validate(depth+1, report)
			}
		case Bytes:
			if newIE(e.Type) != nil || form(e.Type) != opaque {
				report(packet.BadValue, e.Type.String()+": malformed value")
			}
		}
	}
}

// A coded value is a struct that says what its fields are.
type coded interface {
	Value
	coder.Coded
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

func addrs(c *coder.Coder, has4, has6 bool, v4, v6 *netip.Addr) {
	if has4 {
		c.Addr(v4, false)
	}
	if has6 {
		c.Addr(v6, true)
	}
}
