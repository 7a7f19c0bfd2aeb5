package filter

import (
	"context"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// offset is where a header begins: k bytes after what variable v holds, or after
// the beginning of the packet if v is negative.
type offset struct {
	v     int
	k     uint32
	known bool
}

func at(k uint32) offset { return offset{v: -1, k: k, known: true} }

func (o offset) plus(n uint32) offset {
	o.k += n
	return o
}

func (o offset) variable() bool { return o.v >= 0 }

// generator holds the state of code generation. The offsets change as vlan, mpls,
// pppoes, geneve and vxlan are met, from left to right: that is libpcap's scope.
// For Scoped they are put back.
type generator struct {
	values
	conds
	opts Options

	expression string
	ctx        context.Context
	base       link.Type // of the capture
	at         span      // of the primitive in hand

	scope
	outer uint32 // where the outermost link-layer header begins

	vars       int            // variables so far
	initial    map[int]*value // values of variables at the start
	tunnelVars map[tunnelVar]int
	steps      int // primitives generated
	prelude    prelude

	frame        scope    // that of the captured frame
	carrier      *carrier // of what packets carry
	search       *carrier // of extension headers that are looked for
	levels       *levels
	scopeNumbers map[scope]uint32
}

// prelude computes where a header of variable length ends. It runs first, if a
// variable that it sets is in use.
type prelude struct {
	hdrVar, plVar   int // -1 if there is none
	hdrUsed, plUsed bool
	hdr, pl         func() *cond
}

// reset begins a compilation, in the memory of the one before.
func (g *generator) reset(ctx context.Context, expr string, t link.Type, o *Options) {
	*g = generator{values: g.values, conds: g.conds, opts: *o, ctx: ctx, expression: expr,
		base: t, scope: scope{link: t}, prelude: prelude{hdrVar: -1, plVar: -1}}
	g.values.reset(o.Target == Linux)
	g.conds.reset()
	g.layout()
	g.frame = g.scope
}

// free drops what is not ours.
func (g *generator) free() { g.opts, g.ctx, g.expression = Options{}, nil, "" }

// newVar makes a variable.
func (g *generator) newVar() int {
	if g.vars >= maxVariables {
		fail(Limit, g.at, "expression needs more than %d variables", maxVariables)
	}
	g.vars++
	return g.vars - 1
}

// maxVariables leaves some of the sixteen words of memory for values in between.
const maxVariables = 12

// use notes that a variable of the prelude is needed.
func (g *generator) use(v int) *value {
	switch v {
	case g.prelude.hdrVar:
		g.prelude.hdrUsed = true
	case g.prelude.plVar:
		g.prelude.plUsed, g.prelude.hdrUsed = true, true
	}
	return g.variable(v)
}

// load reads size bytes n bytes after an offset.
func (g *generator) loadAt(o offset, n uint32, size uint8) *value {
	if !o.variable() {
		return g.load(nil, o.k+n, size)
	}
	return g.load(g.use(o.v), o.k+n, size)
}

// position is the value of an offset.
func (g *generator) position(o offset) *value {
	if !o.variable() {
		return g.constant(o.k)
	}
	return g.add(g.use(o.v), o.k)
}

// Places that primitives compare bytes at.
type place uint8

const (
	inPacket place = iota
	inLink         // link-layer header
	inType         // field with the type of what follows
	inLLC          // after the link-layer header
	inNet          // network header
	inNetNoSNAP
	inPrevMPLS // the MPLS label before the network header
	inTran4    // after an IPv4 header
	inTran6    // after an IPv6 header without extensions
)

// from loads size bytes n bytes after the beginning of a place.
func (g *generator) from(p place, n uint32, size uint8) *value {
	if p > inType && !g.pl.known {
		g.fail(Unsupported, "link type %s has no network header at a known place", g.link)
	}
	switch p {
	case inPacket:
		return g.load(nil, n, size)
	case inLink:
		return g.loadAt(g.hdr, n, size)
	case inType:
		if g.typeVar > 0 {
			return g.variable(g.typeVar - 1)
		}
		return g.loadAt(g.typ, n, size)
	case inLLC:
		return g.loadAt(g.pl, n, size)
	case inNet:
		return g.loadAt(g.pl, g.nl+n, size)
	case inNetNoSNAP:
		return g.loadAt(g.pl, g.nosnap+n, size)
	case inPrevMPLS:
		return g.loadAt(g.pl, g.nl-4+n, size)
	case inTran4:
		return g.load(g.ip4End(), g.pl.k+g.nl+n, size)
	case inTran6:
		return g.loadAt(g.pl, g.nl+40+n, size)
	}
	return g.load(nil, n, size)
}

// ip4Len is the length of the IPv4 header.
func (g *generator) ip4Len() *value {
	return g.aluK(bpf.LshK, g.aluK(bpf.AndK, g.from(inNet, 0, 1), 15), 2)
}

// ip4End is the length of the IPv4 header, and the variable part of where it begins.
func (g *generator) ip4End() *value {
	if !g.pl.variable() {
		return g.ip4Len()
	}
	return g.alu(bpf.AddX, g.ip4Len(), g.use(g.pl.v))
}

// eq compares bytes with a number.
func (g *generator) eq(p place, n uint32, size uint8, v uint32) *cond {
	return g.compare(bpf.JeqK, g.from(p, n, size), g.constant(v))
}

// masked compares some bits of bytes with a number.
func (g *generator) masked(p place, n uint32, size uint8, v, mask uint32) *cond {
	return g.compare(bpf.JeqK, g.mask(g.from(p, n, size), size, mask), g.constant(v))
}

// mask keeps some bits of a value of a given size.
func (g *generator) mask(v *value, size uint8, mask uint32) *value {
	if mask == 0xffffffff {
		return v
	}
	return g.aluK(bpf.AndK, v, mask)
}

// anyBit is true if one of the bits of mask is set.
func (g *generator) anyBit(p place, n uint32, size uint8, mask uint32) *cond {
	return g.compare(bpf.JsetK, g.from(p, n, size), g.constant(mask))
}

// greater is true if the bytes are above v.
func (g *generator) greater(p place, n uint32, size uint8, v uint32) *cond {
	return g.compare(bpf.JgtK, g.from(p, n, size), g.constant(v))
}

// bytes compares a run of bytes.
func (g *generator) bytes(p place, n uint32, b []byte) *cond {
	var xs []*cond
	for _, w := range cut(b) {
		xs = append(xs, g.eq(p, n+w.at, w.size, w.v))
	}
	return g.and(xs...)
}

// fail stops with the primitive in hand as the place of the fault.
func (g *generator) fail(kind Kind, format string, args ...any) { fail(kind, g.at, format, args...) }

// unsupported fails because a primitive means nothing for the link type.
func (g *generator) unsupported(what string) {
	g.fail(Unsupported, "'%s' is not supported on link type %s", what, g.link)
}

// atMost fails if a value is above what its field holds.
func (g *generator) atMost(what string, v, limit uint32) {
	if v > limit {
		g.fail(Range, "%s %d is greater than the maximum %d", what, v, limit)
	}
}

// whole generates an expression with the prelude before it.
func (g *generator) whole(e Expr) *cond {
	var c *cond
	if g.opts.Semantics == Scoped {
		c = anyOf(g.scoped(e))
	} else {
		c = g.expr(e)
	}
	p := &g.prelude
	var pre []*cond
	if p.hdrUsed && p.hdr != nil {
		pre = append(pre, p.hdr())
	}
	if p.plUsed && p.pl != nil {
		pre = append(pre, p.pl())
	}
	if len(pre) == 0 {
		return c
	}
	if c.kind == cFalse {
		return c
	}
	return &cond{kind: cAnd, xs: append(pre, c)}
}

// expr generates an expression, operands from left to right.
func (g *generator) expr(e Expr) *cond {
	switch e := e.(type) {
	case *And:
		var few [4]*cond
		return g.and(g.exprs(few[:0], e.Xs)...)
	case *Or:
		var few [4]*cond
		return g.or(g.exprs(few[:0], e.Xs)...)
	case *Not:
		return g.not(g.expr(e.X))
	case *Decap:
		return g.decapsulated(e)
	}
	return g.single(e)
}

// single generates a primitive.
func (g *generator) single(e Expr) *cond {
	g.at = e.span()
	if g.inner {
		return g.singleWithin(e)
	}
	return g.plain(e)
}

// plain generates a primitive where headers are as the link type has them.
func (g *generator) plain(e Expr) *cond {
	switch e := e.(type) {
	case *Match:
		return g.match(e)
	case *Has:
		return g.has(e.Proto)
	case *Cast:
		if e.Multi {
			return g.multicast(e.Proto)
		}
		return g.broadcast(e.Proto)
	case *Relation:
		return g.relation(e)
	case *Field:
		return g.field(e)
	case *Primitive:
		return g.primitive(e)
	}
	g.fail(Syntax, "unknown kind of expression %T", e)
	return nil
}

// exprs appends the conditions of several expressions.
func (g *generator) exprs(out []*cond, xs []Expr) []*cond {
	for _, x := range xs {
		out = append(out, g.expr(x))
		g.interrupted()
	}
	return out
}

// interrupted fails if the context is done.
func (g *generator) interrupted() {
	if err := g.ctx.Err(); err != nil {
		panic(fault{&Error{Kind: Lookup, Column: g.at.at + 1, Length: g.at.end - g.at.at, Msg: err.Error(), Err: err}})
	}
}
