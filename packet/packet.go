// Package packet composes protocol layers into packets and takes packets apart.
//
//	p := packet.Packet{&layers.Ethernet{}, &layers.IPv4{Dst: dst}, &layers.TCP{DstPort: 80}}
//	b, err := p.Bytes()
//	q, err := packet.Parse(b, layers.EthernetProto)
//
// Parse followed by Bytes gives back the same bytes, whatever they are.
//
// The package knows no protocol. A protocol is a type that implements [Layer], its
// [Proto], and a binding of a number in some [Table] to it.
package packet

import (
	"iter"
	"slices"
	"sync"
)

// A Packet is a stack of layers, outermost first. It is a slice: index it,
// range over it, reslice it.
type Packet []Layer

// A Layer is one protocol's part of a packet: its header, and what it knows of
// the bytes around its payload.
type Layer interface {
	// Proto describes the protocol.
	Proto() *Proto

	// Parse sets every field of the layer from the front of b and says how much
	// of b it took. The layer may keep parts of b and must not change b. It may
	// have been used for another packet before. On error the layer is not used.
	Parse(b []byte) (Extent, error)

	// Append appends the header to b. What is automatic may be left as it is.
	Append(b []byte) ([]byte, error)

	// Finish settles the automatic fields, see [Auto.Settle], and writes into
	// Context.Data those that Settle says to write. It is called after Append
	// and after Parse, innermost layer first. The Context is lent.
	Finish(*Context)
}

// An Extent is the part of a byte slice that belongs to a layer.
type Extent struct {
	Header int  // length of the header
	End    int  // end of the payload; what is after it is the layer's trailer
	Next   Next // what the payload is
}

// A Trailer is a Layer that also has bytes after its payload.
type Trailer interface {
	Layer

	// AppendTrailer appends those bytes.
	AppendTrailer(b []byte) []byte
}

// A Context is a layer's surroundings during Finish.
type Context struct {
	Header int    // length of the layer's header
	Data   []byte // header and payload; the trailer is between its length and its capacity
	p      Packet
	i      int // index of the layer in p
}

// Tail returns the layer's trailer.
func (c *Context) Tail() []byte { return c.Data[len(c.Data):cap(c.Data)] }

// Outer returns the layers around the layer, outermost first.
func (c *Context) Outer() Packet { return c.p[:c.i] }

// Inner returns the layers in the layer's payload.
func (c *Context) Inner() Packet {
	if c.p == nil {
		return nil
	}
	return c.p[c.i+1:]
}

// Next returns the layer in the payload, or nil.
func (c *Context) Next() Layer {
	if c.i+1 >= len(c.p) {
		return nil
	}
	return c.p[c.i+1]
}

// Raw is a layer of bytes without known structure.
type Raw []byte

// RawProto is the protocol of [Raw].
var RawProto = &Proto{
	Name: "Raw", Title: "bytes without known structure",
	Fields: []Field{{Name: "Data", Type: "[]byte", Kind: Body}},
	New:    func() Layer { return new(Raw) },
	Slab:   Slab[Raw],
	At:     func(l Layer, _ int) any { return (*[]byte)(l.(*Raw)) },
}

// Proto implements [Layer].
func (r *Raw) Proto() *Proto { return RawProto }

// Parse implements [Layer].
func (r *Raw) Parse(b []byte) (Extent, error) {
	*r = b
	return Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [Layer].
func (r *Raw) Append(b []byte) ([]byte, error) { return append(b, *r...), nil }

// Finish implements [Layer].
func (r *Raw) Finish(*Context) {}

// Payload returns data as a layer.
func Payload(data []byte) *Raw { return (*Raw)(&data) }

// A Span is where a layer is in a packet's bytes: its header is
// [Off:Payload], its payload [Payload:End], its trailer begins at End and ends
// where the payload of the layer around it does.
type Span struct{ Off, Payload, End int }

// finish finishes the layers of p, which are at the given places in b. It uses c.
func (p Packet) finish(c *Context, b []byte, at []Span) {
	for i := len(p) - 1; i >= 0; i-- {
		p.context(c, b, at, i)
		p[i].Finish(c)
	}
}

// context sets c to the surroundings of layer i.
func (p Packet) context(c *Context, b []byte, at []Span, i int) {
	end := len(b)
	if i > 0 {
		end = at[i-1].End
	}
	s := &at[i]
	c.Header, c.Data, c.p, c.i = s.Payload-s.Off, b[s.Off:s.End:end], p, i
}

// A scratch is what parsing and building need beside their results. Layers are
// called through an interface, so that it would be allocated each time.
type scratch struct {
	c  Context
	at [16]Span
	n  nursery
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// free gives s back, without what it refers to.
func (s *scratch) free() {
	s.c = Context{}
	scratches.Put(s)
}

// Bytes returns the packet's wire form and stores the automatic fields' values
// in the layers.
func (p Packet) Bytes() ([]byte, error) { return p.Append(make([]byte, 0, 128)) }

// Append is Bytes, appended to b. On error it returns b and an [*Error].
func (p Packet) Append(b []byte) ([]byte, error) {
	s := scratches.Get().(*scratch)
	b, _, err := p.append(&s.c, b, s.at[:0])
	s.free()
	return b, err
}

// AppendSpans is Append that also says where the layers are, counted from the
// first byte appended. The spans are appended to at.
func (p Packet) AppendSpans(b []byte, at []Span) ([]byte, []Span, error) {
	return p.append(new(Context), b, at)
}

func (p Packet) append(c *Context, b []byte, at []Span) ([]byte, []Span, error) {
	start, first := len(b), len(at)
	var err error
	for i, l := range p {
		off := len(b) - start
		if l == nil {
			return b[:start], at[:first], &Error{Index: i, Off: off, Err: ErrNil}
		}
		if b, err = l.Append(b); err != nil {
			return b[:start], at[:first], &Error{Layer: l.Proto().Name, Index: i, Off: off, Err: err}
		}
		at = append(at, Span{Off: off, Payload: len(b) - start})
	}
	for i := len(p) - 1; i >= 0; i-- {
		at[first+i].End = len(b) - start
		if t, ok := p[i].(Trailer); ok {
			b = t.AppendTrailer(b)
		}
	}
	p.finish(c, b[start:], at[first:])
	return b, at, nil
}

// A Ptr is a pointer to T that is a layer. It lets [Get] infer what it returns.
type Ptr[T any] interface {
	*T
	Layer
}

// Get returns the first, that is outermost, layer of type T, or nil:
//
//	tcp := packet.Get[layers.TCP](p)
func Get[T any, P Ptr[T]](p Packet) P {
	for _, l := range p {
		if x, ok := l.(P); ok {
			return x
		}
	}
	return nil
}

// Last returns the innermost layer of type T, or nil.
func Last[T any, P Ptr[T]](p Packet) P {
	for i := len(p) - 1; i >= 0; i-- {
		if x, ok := p[i].(P); ok {
			return x
		}
	}
	return nil
}

// Nth returns the layer of type T that has n layers of its type around it, or
// nil: Nth(p, 0) is Get(p).
func Nth[T any, P Ptr[T]](p Packet, n int) P {
	for _, l := range p {
		if x, ok := l.(P); ok {
			if n == 0 {
				return x
			}
			n--
		}
	}
	return nil
}

// All yields the layers of type T with their indexes, as for tunnels.
func All[T any, P Ptr[T]](p Packet) iter.Seq2[int, P] {
	return func(yield func(int, P) bool) {
		for i, l := range p {
			if x, ok := l.(P); ok && !yield(i, x) {
				return
			}
		}
	}
}

// Index returns the index of the first layer of protocol pr, or -1.
func (p Packet) Index(pr *Proto) int {
	return slices.IndexFunc(p, func(l Layer) bool { return l.Proto() == pr })
}

// Insert returns p with layers before index i. Like append it may use p's memory.
func (p Packet) Insert(i int, layers ...Layer) Packet { return slices.Insert(p, i, layers...) }

// Remove returns p without the layer at index i. It uses p's memory.
func (p Packet) Remove(i int) Packet { return slices.Delete(p, i, i+1) }

// Replace returns p with the layer at index i replaced by layers.
func (p Packet) Replace(i int, layers ...Layer) Packet { return slices.Replace(p, i, i+1, layers...) }

// Payload returns the bytes of a final [Raw] layer, or nil.
func (p Packet) Payload() []byte {
	if len(p) > 0 {
		if r, ok := p[len(p)-1].(*Raw); ok {
			return *r
		}
	}
	return nil
}

// Release makes every automatic field of p automatic again, so that the packet
// is made valid as far as its layers know how.
func (p Packet) Release() { p.autos(AnyAuto.Release) }

// Freeze fixes every automatic field of p at its present value.
func (p Packet) Freeze() { p.autos(AnyAuto.Freeze) }

func (p Packet) autos(do func(AnyAuto)) {
	for _, l := range p {
		pr := l.Proto()
		for i := range pr.Fields {
			if a, ok := pr.At(l, i).(AnyAuto); ok {
				do(a)
			}
		}
	}
}
