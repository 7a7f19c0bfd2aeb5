package packet

import (
	"strconv"
)

// A Class says what a defect means for whoever relies on the packet. Later ones
// are worse.
type Class uint8

// The classes of defects.
const (
	Fine        Class = iota // no defect
	Unusual                  // allowed, but seldom seen: reserved bits set, odd order of headers
	Excess                   // bytes beyond what the lengths account for
	BadChecksum              // the content may be damaged
	BadValue                 // a field has a value that its standard forbids
	BadSize                  // a length disagrees with the bytes, or they are cut short
)

func (c Class) String() string {
	names := [...]string{"fine", "unusual", "excess", "checksum", "value", "size"}
	if int(c) < len(names) {
		return names[c]
	}
	return "Class(" + strconv.Itoa(int(c)) + ")"
}

// A Defect is one thing that is wrong with a packet.
type Defect struct {
	Layer  string // name of the protocol
	Index  int    // of the layer in the packet
	Field  string // or empty if it is about the whole layer
	Off    int    // of the field in the packet, in bytes; of the layer if the field has no fixed place
	Class  Class
	Reason string
}

func (d Defect) String() string {
	s := "layer " + strconv.Itoa(d.Index) + " (" + d.Layer + ") at byte " + strconv.Itoa(d.Off) + ": "
	if d.Field != "" {
		s += d.Field + ": "
	}
	return s + d.Reason + " [" + d.Class.String() + "]"
}

// A Validator is a layer that knows more defects than automatic fields that are
// wrong: values its standard forbids, malformed options, reserved bits.
type Validator interface {
	Layer

	// Validate calls report with the name of the field, or none if it is the layer as
	// a whole, and what is wrong with it.
	Validate(c *Context, report func(field string, class Class, reason string))
}

// Validate parses b and reports every defect of it, outermost layer first, and
// the worst class of them.
func Validate(b []byte, first *Proto) ([]Defect, Class) {
	var c Parser
	p, err := c.Parse(b, first)
	return c.Validate(b, p, err)
}

// Validate reports the defects of the packet p that c has just parsed from b with
// the result err.
func (c *Parser) Validate(b []byte, p Packet, err error) (out []Defect, worst Class) {
	add := func(d Defect) {
		out = append(out, d)
		worst = max(worst, d.Class)
	}
	for i, l := range p {
		p.defects(b, c.at, i, l, add)
	}
	if e, ok := err.(*Error); ok {
		add(Defect{Layer: e.Layer, Index: e.Index, Off: e.Off, Class: BadSize, Reason: e.Reason()})
	}
	return out, worst
}

func (p Packet) defects(b []byte, at []Span, i int, l Layer, add func(Defect)) {
	pr, s := l.Proto(), at[i]
	off := func(f *Field) int {
		if f.Off < 0 {
			return s.Off
		}
		return s.Off + f.Off/8
	}
	for k := range pr.Fields {
		f := &pr.Fields[k]
		if a, ok := pr.At(l, k).(AnyAuto); ok && a.Wrong() {
			if c, ok := l.(Checksummer); ok && f.Kind == Checksum {
				if st := c.ChecksumState(); st == ChecksumAbsent || st == ChecksumOffloaded {
					continue
				}
			}
			add(Defect{pr.Name, i, f.Name, off(f), kindClass(f.Kind), kindReason(f.Kind)})
		}
	}
	v, ok := l.(Validator)
	if !ok {
		return
	}
	var c Context
	p.context(&c, b, at, i)
	v.Validate(&c, func(field string, class Class, reason string) {
		d := Defect{pr.Name, i, field, s.Off, class, reason}
		if k := pr.Field(field); k >= 0 {
			d.Off = off(&pr.Fields[k])
		}
		add(d)
	})
}

func kindClass(k Kind) Class {
	switch k {
	case Checksum:
		return BadChecksum
	case Length, Count:
		return BadSize
	}
	return BadValue
}

func kindReason(k Kind) string {
	switch k {
	case Checksum:
		return "is not the checksum of what it covers"
	case Length:
		return "is not the length of what it measures"
	case Count:
		return "is not the number of what it counts"
	case NextType:
		return "does not say what follows"
	}
	return "is not the value it must have"
}

// Checksums returns the state of each layer's checksum, as found when p was last
// parsed or built.
func Checksums(p Packet) []ChecksumState {
	out := make([]ChecksumState, len(p))
	for i, l := range p {
		if c, ok := l.(Checksummer); ok {
			out[i] = c.ChecksumState()
		}
	}
	return out
}
