package filter

import (
	"encoding/binary"

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
	op   uint16 // bpf.AddK and so on, for vALU
	size uint8  // 1, 2 or 4, for vLoad
	k    uint32
	a, b *value // base of vLoad is a
	id   int32  // order of creation: operands have lower ones

	next   *value // with the same hash
	simple *value // the simplest form, if it was looked for
}

// valueKey is a value without its identity.
type valueKey struct {
	kind valueKind
	op   uint16
	size uint8
	k    uint32
	a, b *value
}

// values makes values and keeps them unique, in a hash table of its own: it is
// most of what a compilation does.
type values struct {
	table []*value // a power of two of lists
	count int
	slab  []value // made, but not in use
}

func (k *valueKey) hash() uint32 {
	h := uint32(k.kind)<<24 ^ uint32(k.op)<<8 ^ uint32(k.size)
	h = mix(h, k.k)
	if k.a != nil {
		h = mix(h, uint32(k.a.id)+1)
	}
	if k.b != nil {
		h = mix(h, uint32(k.b.id)+1)
	}
	return h
}

func mix(h, x uint32) uint32 {
	h = (h ^ x) * 0x9e3779b1
	return h ^ h>>15
}

func (v *values) make(k valueKey) *value {
	if v.count >= len(v.table) {
		v.grow()
	}
	list := &v.table[k.hash()&uint32(len(v.table)-1)]
	for p := *list; p != nil; p = p.next {
		if p.key() == k {
			return p
		}
	}
	if len(v.slab) == 0 {
		v.slab = make([]value, min(256, 16+v.count))
	}
	p := &v.slab[0]
	v.slab = v.slab[1:]
	*p = value{kind: k.kind, op: k.op, size: k.size, k: k.k, a: k.a, b: k.b, id: int32(v.count), next: *list}
	*list = p
	v.count++
	return p
}

func (p *value) key() valueKey { return valueKey{p.kind, p.op, p.size, p.k, p.a, p.b} }

// grow doubles the table.
func (v *values) grow() {
	old := v.table
	v.table = make([]*value, max(64, 2*len(old)))
	for _, p := range old {
		for p != nil {
			after := p.next
			k := p.key()
			list := &v.table[k.hash()&uint32(len(v.table)-1)]
			p.next, *list = *list, p
			p = after
		}
	}
}

func (v *values) constant(n uint32) *value { return v.make(valueKey{kind: vConst, k: n}) }

func (v *values) length() *value { return v.make(valueKey{kind: vLen}) }

func (v *values) variable(n int) *value { return v.make(valueKey{kind: vVar, k: uint32(n)}) }

func (v *values) load(base *value, k uint32, size uint8) *value {
	return v.make(valueKey{kind: vLoad, size: size, k: k, a: base})
}

// alu computes a op b; op is that of either source.
func (v *values) alu(op uint16, a, b *value) *value {
	op &^= bpf.SrcX
	return v.make(valueKey{kind: vALU, op: op, a: a, b: b})
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
	kind condKind
	xs   []*cond
	rel  uint16 // bpf.JeqK, JgtK, JgeK or JsetK
	a, b *value
	set  []assign
	loop *chain
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

// and joins conditions. As in libpcap, one that is never true makes the whole so,
// even where another one's load might fail first.
func and(xs ...*cond) *cond {
	out := make([]*cond, 0, len(xs))
	for _, x := range xs {
		switch {
		case x == nil || x.kind == cTrue:
		case x.kind == cFalse:
			return never
		case x.kind == cAnd:
			out = append(out, x.xs...)
		default:
			out = append(out, x)
		}
	}
	return several(cAnd, out, always)
}

// or joins conditions likewise.
func or(xs ...*cond) *cond {
	out := make([]*cond, 0, len(xs))
	for _, x := range xs {
		switch {
		case x == nil || x.kind == cFalse:
		case x.kind == cTrue:
			return always
		case x.kind == cOr:
			out = append(out, x.xs...)
		default:
			out = append(out, x)
		}
	}
	return several(cOr, out, never)
}

// optional is true, whatever x is; but x is looked at, for the assignments in it.
func optional(x *cond) *cond { return &cond{kind: cOr, xs: []*cond{x, always}} }

func several(kind condKind, xs []*cond, none *cond) *cond {
	switch len(xs) {
	case 0:
		return none
	case 1:
		return xs[0]
	}
	return &cond{kind: kind, xs: xs}
}

func not(x *cond) *cond {
	switch x.kind {
	case cTrue:
		return never
	case cFalse:
		return always
	case cNot:
		return x.xs[0]
	}
	return &cond{kind: cNot, xs: []*cond{x}}
}

// compare compares two values; rel is that of either source.
func compare(rel uint16, a, b *value) *cond {
	return &cond{kind: cCmp, rel: rel &^ bpf.SrcX, a: a, b: b}
}

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
