package packet

// Proto describes a protocol. Its address is its identity.
type Proto struct {
	Name    string // "IPv4"
	Title   string // "Internet Protocol version 4 header"
	Ref     string // the document that defines it, "RFC 791 §3.1"
	Fields  []Field
	New     func() Layer             // a new, empty layer
	Slab    func() Maker             // makes many cheaply, see [Slab]; may be nil
	At      func(l Layer, i int) any // a pointer to field i of layer l, which is of this protocol
	Aliases []string                 // other names it is known by, such as other tools' filter names

	// Pick, if not nil, chooses by the first bytes what to parse instead: IP is
	// IPv4 or IPv6, by its first four bits. It may return nil, which is Raw.
	Pick func(b []byte) *Proto

	id uint32 // see func id
}

// A Field describes one field of a layer. It is what listings, displays, JSON
// and fuzzers work from.
type Field struct {
	Name string
	Doc  string // what it means, its unit, its document; may be empty
	Type string // Go type, without Auto: "uint16", "wire.EtherType"
	Off  int    // in bits from the start of the header, or -1 if it has no fixed place
	Bits int    // width in bits, or 0 if variable
	Kind Kind
}

// A Sparse layer is of a protocol whose messages do not all have the same
// fields, such as ICMP. A field that the layer's message does not have is zero
// after parsing and is not written when building.
type Sparse interface {
	Layer
	Has(i int) bool // reports whether the layer, with its present type, has field i
}

// An Itemized value is one in wire form that has parts, as options do. Displays show each
// part by itself, where its bytes would say little.
type Itemized interface {
	// Items returns the parts in order, as typed values; those with a method String are
	// written by it. What cannot be parsed is a last part of type [Malformed].
	Items() []any
}

// An Itemizer is a Layer with fields of which the layer knows the parts, not their type:
// what the first is may be in another field.
type Itemizer interface {
	Layer
	Items(i int) []any // of field i, as those of [Itemized]; nil if the field's value says all
}

// Malformed is what is at the end of a list and has not the form of a part.
type Malformed []byte

func (m Malformed) String() string { return "malformed: " + hexString(m) }

// Items returns the parts of field i of l, and whether it has a list of them.
func Items(l Layer, i int) (items []any, ok bool) {
	if x, is := l.(Itemizer); is {
		if items = x.Items(i); items != nil {
			return items, true
		}
	}
	if x, is := l.Proto().At(l, i).(Itemized); is {
		return x.Items(), true
	}
	return nil, false
}

// A Kind says what a field is for, as far as tools need to know.
type Kind uint8

// The kinds of fields.
const (
	Plain    Kind = iota // the program's to choose
	Default              // automatic, with a customary value
	Constant             // automatic, with only one right value
	Length               // automatic: a length
	Checksum             // automatic: a checksum
	NextType             // automatic: what follows
	Count                // automatic: the number of elements of a list
	Body                 // of variable size: options, lists
	Trailing             // bytes after the payload
)

func (k Kind) String() string {
	return [...]string{"plain", "default", "constant", "length", "checksum", "next", "count", "body", "trailing"}[min(k, Trailing)]
}

// Value returns the value of field i of l.
func (p *Proto) Value(l Layer, i int) any {
	ptr := p.At(l, i)
	if a, ok := ptr.(AnyAuto); ok {
		return a.Any()
	}
	return deref(ptr)
}

// Has reports whether l has field i: every layer has all of its protocol's, but for
// those that a [Sparse] one lacks.
func (p *Proto) Has(l Layer, i int) bool {
	s, ok := l.(Sparse)
	return !ok || s.Has(i)
}

// Field returns the index of the named field, or -1.
func (p *Proto) Field(name string) int {
	for i := range p.Fields {
		if p.Fields[i].Name == name {
			return i
		}
	}
	return -1
}

func hexString(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}
