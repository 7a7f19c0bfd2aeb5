package diameter

import (
	"encoding/hex"
	"iter"
	"unicode/utf8"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// AVPs are attribute-value pairs in wire form, of a message or of a pair that is a group.
// The zero value has none. RFC 6733 §4.
type AVPs []byte

// All yields the pairs, up to the first malformed one.
func (o AVPs) All() iter.Seq[wire.DiameterAVP] { return wire.DiameterAVPs(o).All() }

// Get returns the data of the first pair with code c.
func (o AVPs) Get(c Code) (data []byte, ok bool) {
	return wire.DiameterAVPs(o).Get(c.Vendor(), c.Number())
}

// Value returns the value of the first pair with code c, of the type that [ValueOf] has
// for it.
func (o AVPs) Value(c Code) (v Value, ok bool) {
	d, ok := o.Get(c)
	if !ok {
		return nil, false
	}
	return ValueOf(c, d), true
}

// Values yields the values of all pairs, up to the first malformed one.
func (o AVPs) Values() iter.Seq2[Code, Value] {
	return func(yield func(Code, Value) bool) {
		for a := range o.All() {
			c := CodeOf(a.Vendor, a.Code)
			if !yield(c, ValueOf(c, a.Data)) {
				return
			}
		}
	}
}

// Find returns the value of the first pair with code c in o or, however deep, in its
// groups.
func (o AVPs) Find(c Code) (v Value, ok bool) { return o.find(c, 0) }

func (o AVPs) find(c Code, depth int) (Value, bool) {
	for x, v := range o.Values() {
		if x == c {
			return v, true
		}
		if g, is := v.(AVPs); is && depth < maxDepth {
			if v, ok := g.find(c, depth+1); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// Add returns o and one more pair, with the flags that the dictionary says: who does not
// know the pair rejects the message, unless it is optional or not known here either.
// Other flags can be had with [wire.DiameterAVPs.Add].
func (o AVPs) Add(c Code, v Value) AVPs {
	a := wire.DiameterAVP{Code: c.Number(), Vendor: c.Vendor(), Data: v.AppendWire(nil)}
	if d, ok := Lookup(c); ok && !d.Optional {
		a.Flags = wire.DiameterMandatory
	}
	return AVPs(wire.DiameterAVPs(o).Add(a))
}

// AppendWire implements [Value].
func (o AVPs) AppendWire(b []byte) []byte { return append(b, o...) }

// maxDepth is how deep groups are looked into.
const maxDepth = 16

// String returns the pairs as `Origin-Host "a.example", Failed-AVP [Session-Id "x"]`.
func (o AVPs) String() string { return string(o.appendTo(nil, 0)) }

func (o AVPs) appendTo(b []byte, depth int) []byte {
	start := len(b)
	for c, v := range o.Values() {
		if len(b) > start {
			b = append(b, ", "...)
		}
		b = append(append(b, c.String()...), ' ')
		if g, ok := v.(AVPs); ok && depth < maxDepth {
			b = append(g.appendTo(append(b, '['), depth+1), ']')
		} else if ok {
			b = append(b, Bytes(g).String()...)
		} else {
			b = append(b, v.String()...)
		}
	}
	if rest := wire.DiameterAVPs(o).Rest(); len(rest) > 0 {
		if len(b) > start {
			b = append(b, ", "...)
		}
		b = hex.AppendEncode(append(b, "malformed "...), rest)
	}
	return b
}

// validate reports what is wrong with pairs and groups.
func (o AVPs) validate(depth int, report func(packet.Class, string)) {
	for a := range o.All() {
		c := CodeOf(a.Vendor, a.Code)
		def, ok := Lookup(c)
		switch {
		case a.Flags&0x1f != 0:
			report(packet.Unusual, c.String()+": reserved flags are set")
		case a.Flags&wire.DiameterVendor != 0 && a.Vendor == 0:
			report(packet.BadValue, c.String()+": vendor 0") // RFC 6733 §4.1
		}
		if !ok {
			continue
		}
		if !def.fits(a.Data) || def.Type == UTF8String && !utf8.Valid(a.Data) {
			report(packet.BadValue, def.Name+": malformed value")
		}
		if def.Type == Grouped && depth < maxDepth {
			g := AVPs(a.Data)
			if len(wire.DiameterAVPs(g).Rest()) > 0 {
				report(packet.BadSize, def.Name+": an AVP in it does not fit")
			}
			g.validate(depth+1, report)
		}
	}
}
