package filter

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"

	"github.com/gocap-project/gocap/bpf"
)

// The intermediate form has two levels. Code generation makes a tree of
// conditions (cond) over values (value), in the order in which a program must
// look at them: a load beyond the end of the packet rejects the packet, so order
// matters. lower turns the tree into a graph of decisions (node).

// valueKind says what a value is.
type valueKind uint8

const (
	vConst valueKind = iota
	vLen             // length of the packet
	vLoad            // size bytes at base+k; base is nil for k alone
	vALU             // a op b; b is nil for negation
	vVar             // variable k
)

// value is a 32-bit value. Equal values of one compilation are one pointer.
type value struct {
	kind valueKind
	size uint8  // 1, 2 or 4, for vLoad
	op   uint16 // bpf.AddK and so on, for vALU
	k    uint32
	a, b *value // base of vLoad is a
	id   int32  // order of creation: operands have lower ones

	group int32 // perhaps its place among the values of a chain

	// What follows from the above and is asked often.
	fallible bool   // computing it may reject the packet
	reads    varSet // variables in it
	extent   uint32 // how long a packet is at least if all loads succeed
	top      uint32 // greatest number that it can be, if it reads no variables

	next   *value // with the same hash
	simple *value // the simplest form, if it was looked for
}

// values makes values and keeps them unique, in a hash table of its own: it is
// most of what a compilation does.
type values struct {
	linux bool     // loads beside the packet's bytes do not fail
	table []*value // a power of two of lists
	count int
	slab  slab[value]
}

// reset forgets all values, but keeps the memory.
func (v *values) reset(linux bool) {
	v.linux, v.count = linux, 0
	v.slab.reset()
	clear(v.table)
}

// odd differs from process to process: nobody can write an expression whose values
// all have one hash.
var odd = rand.Uint64() | 1

// mix adds x to a hash.
func mix(h, x uint32) uint32 {
	hi, lo := bits.Mul64(uint64(h)<<32|uint64(x), odd)
	return uint32(hi) ^ uint32(lo>>32)
}

func hashValue(kind valueKind, size uint8, op uint16, k uint32, a, b *value) uint32 {
	h := mix(uint32(kind)<<24^uint32(op)<<8^uint32(size), k)
	if a != nil {
		h = mix(h, uint32(a.id)+1)
	}
	if b != nil {
		h = mix(h, uint32(b.id)+1)
	}
	return h
}

func (v *values) make(kind valueKind, size uint8, op uint16, k uint32, a, b *value) *value {
	if v.count >= len(v.table) {
		v.grow()
	}
	list := &v.table[hashValue(kind, size, op, k, a, b)&uint32(len(v.table)-1)]
	for p := *list; p != nil; p = p.next {
		if p.k == k && p.kind == kind && p.a == a && p.b == b && p.op == op && p.size == size {
			return p
		}
	}
	p := v.slab.take()
	p.kind, p.size, p.op, p.k, p.a, p.b = kind, size, op, k, a, b
	p.id, p.next, p.simple, p.group = int32(v.count), *list, nil, 0
	v.derive(p)
	*list = p
	v.count++
	return p
}

// derive fills in what follows from the form of a value.
func (v *values) derive(p *value) {
	p.fallible, p.reads, p.extent, p.top = false, 0, 0, p.k
	if p.kind == vConst {
		return
	}
	for _, x := range [2]*value{p.a, p.b} {
		if x != nil {
			p.fallible = p.fallible || x.fallible
			p.reads |= x.reads
			p.extent = max(p.extent, x.extent)
		}
	}
	switch p.kind {
	case vVar:
		p.reads = 1 << p.k
	case vLoad:
		beside := p.a == nil && p.k >= bpf.AncillaryOffset
		p.fallible = !beside || !v.linux
		if p.k < bpf.AncillaryOffset {
			p.extent = max(p.extent, p.k+uint32(p.size))
		}
	case vALU:
		p.fallible = p.fallible || divides(p)
	}
	p.top = 0xffffffff
	if p.reads == 0 {
		p.top = greatest(p)
	}
}

// divides reports whether a value is a division that rejects the packet if the
// divisor is 0.
func divides(p *value) bool {
	return (p.op == bpf.DivK || p.op == bpf.ModK) && (p.b.kind != vConst || p.b.k == 0)
}

// grow makes the table bigger.
func (v *values) grow() {
	old := v.table
	v.table = make([]*value, max(128, 4*len(old)))
	for _, p := range old {
		for p != nil {
			after := p.next
			list := &v.table[hashValue(p.kind, p.size, p.op, p.k, p.a, p.b)&uint32(len(v.table)-1)]
			p.next, *list = *list, p
			p = after
		}
	}
}

func (v *values) constant(n uint32) *value {
	if len(v.table) > 0 {
		for p := v.table[hashValue(vConst, 0, 0, n, nil, nil)&uint32(len(v.table)-1)]; p != nil; p = p.next {
			if p.kind == vConst && p.k == n {
				return p
			}
		}
	}
	return v.make(vConst, 0, 0, n, nil, nil)
}

func (v *values) length() *value { return v.make(vLen, 0, 0, 0, nil, nil) }

func (v *values) variable(n int) *value { return v.make(vVar, 0, 0, uint32(n), nil, nil) }

func (v *values) load(base *value, k uint32, size uint8) *value {
	return v.make(vLoad, size, 0, k, base, nil)
}

// alu computes a op b; op is that of either source.
func (v *values) alu(op uint16, a, b *value) *value {
	return v.make(vALU, 0, op&^bpf.SrcX, 0, a, b)
}

// aluK computes with a constant.
func (v *values) aluK(op uint16, a *value, k uint32) *value { return v.alu(op, a, v.constant(k)) }

// add adds a constant, if there is something to add.
func (v *values) add(a *value, k uint32) *value {
	if k == 0 {
		return a
	}
	return v.aluK(bpf.AddK, a, k)
}

// ancillary loads one of the kernel's numbers.
func (v *values) ancillary(n uint32) *value { return v.load(nil, bpf.AncillaryOffset+n, 4) }

// condKind says what a condition is.
type condKind uint8

const (
	cTrue condKind = iota
	cFalse
	cAnd
	cOr
	cNot
	cCmp   // a rel b
	cDo    // assignments; true
	cChain // follows a chain of headers
)

// cond is a condition. The operands of cAnd and cOr are looked at from left to
// right, and no further than needed.
type cond struct {
	kind   condKind
	rel    uint16 // bpf.JeqK, JgtK, JgeK or JsetK
	xs     []*cond
	a, b   *value
	set    []assign
	loop   *chain
	simple *cond // of cDo: the same with simplest values, if it was looked for
}

// assign gives a variable a value.
type assign struct {
	to int
	v  *value
}

var (
	always = &cond{kind: cTrue}
	never  = &cond{kind: cFalse}
)

// conds makes conditions in memory that the next compilation uses again. A nil
// one makes them in memory of their own.
type conds struct {
	slab slab[cond]
	list []*cond // operands
}

func (m *conds) reset() {
	m.slab.reset()
	m.list = m.list[:0]
}

// take returns a condition of which only what belongs to its kind is to be filled in.
func (m *conds) take() *cond {
	if m == nil {
		return new(cond)
	}
	return m.slab.take()
}

// and joins conditions. As in libpcap, one that is never true makes the whole so,
// even where another one's load might fail first.
func (m *conds) and(xs ...*cond) *cond { return m.join(cAnd, always, never, xs) }

// or joins conditions likewise.
func (m *conds) or(xs ...*cond) *cond { return m.join(cOr, never, always, xs) }

// join leaves out operands that change nothing, and nil ones; one that decides
// stands for all. Operands of operands of the same kind become operands.
func (m *conds) join(kind condKind, nothing, decides *cond, xs []*cond) *cond {
	var out []*cond
	if m != nil {
		out = m.room(len(xs))
	}
	for _, x := range xs {
		switch {
		case x == nil || x.kind == nothing.kind:
		case x.kind == decides.kind:
			return decides
		case x.kind == kind:
			out = append(out, x.xs...)
		default:
			out = append(out, x)
		}
	}
	switch len(out) {
	case 0:
		return nothing
	case 1:
		return out[0]
	}
	if m != nil {
		m.keep(out)
	}
	c := m.take()
	c.kind, c.xs = kind, out[:len(out):len(out)]
	return c
}

// room returns the end of the list, where n operands have room.
func (m *conds) room(n int) []*cond {
	if cap(m.list)-len(m.list) < n {
		m.list = make([]*cond, 0, max(256, 4*n))
	}
	return m.list[len(m.list):]
}

// keep takes what was appended after the end of the list into it.
func (m *conds) keep(out []*cond) {
	if n := len(m.list) + len(out); n <= cap(m.list) {
		m.list = m.list[:n]
		return
	}
	m.list = out // it had to move: the list goes on there
}

func (m *conds) not(x *cond) *cond {
	switch x.kind {
	case cTrue:
		return never
	case cFalse:
		return always
	case cNot:
		return x.xs[0]
	}
	if m == nil {
		return &cond{kind: cNot, xs: []*cond{x}}
	}
	out := append(m.room(1), x)
	m.keep(out)
	c := m.take()
	c.kind, c.xs = cNot, out[:1:1]
	return c
}

// compare compares two values; rel is that of either source.
func (m *conds) compare(rel uint16, a, b *value) *cond {
	c := m.take()
	c.kind, c.rel, c.a, c.b = cCmp, rel&^bpf.SrcX, a, b
	return c
}

// The same in memory of their own.

func and(xs ...*cond) *cond { return (*conds)(nil).and(xs...) }

func or(xs ...*cond) *cond { return (*conds)(nil).or(xs...) }

func not(x *cond) *cond { return (*conds)(nil).not(x) }

func compare(rel uint16, a, b *value) *cond { return (*conds)(nil).compare(rel, a, b) }

// optional is true, whatever x is; but x is looked at, for the assignments in it.
func optional(x *cond) *cond { return &cond{kind: cOr, xs: []*cond{x, always}} }

func do(set ...assign) *cond { return &cond{kind: cDo, set: set} }

// cut divides bytes into pieces of four, two and one from the end, as libpcap does
// when it compares: the last piece first.
func cut(b []byte) (pieces []piece) {
	for n := len(b); n > 0; {
		switch {
		case n >= 4:
			n -= 4
			pieces = append(pieces, piece{uint32(n), 4, binary.BigEndian.Uint32(b[n:])})
		case n >= 2:
			n -= 2
			pieces = append(pieces, piece{uint32(n), 2, uint32(binary.BigEndian.Uint16(b[n:]))})
		default:
			n--
			pieces = append(pieces, piece{uint32(n), 1, uint32(b[n])})
		}
	}
	return pieces
}

// piece is up to four bytes to be compared at an offset.
type piece struct {
	at   uint32
	size uint8
	v    uint32
}
