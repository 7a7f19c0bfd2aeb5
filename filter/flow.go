package filter

import (
	"slices"

	"github.com/gocap-project/gocap/bpf"
)

// node is a step of the decision graph. Equal nodes are one pointer, so the
// graph has no parts that are the same. What does not belong to a node's kind is
// not to be looked at: it is what was there before.
type node struct {
	kind nodeKind
	rel  uint16 // of a test
	ret  uint32 // of a verdict
	id   int32  // order of creation: where it leads has lower ones
	hash uint32
	a, b *value // of a test
	set  *cond  // of assignments: kind cDo
	loop *chain // of a loop
	t, f *node

	next *node // with the same hash

	// What a pass keeps here; epoch says whether that pass has seen the node.
	epoch  int32
	chain  int32    // how many comparisons the chain has that it begins
	seen   bool     // a way leads to it
	many   bool     // more than one does
	inside bool     // a chain of comparisons
	live   varSet   // variables that are read from here on
	fresh  *node    // what it becomes
	edge   [2]*node // where its edges lead
	ways   ways     // that lead to it
	pruned *pruned  // what is left of its assignments

	*emission
}

type nodeKind uint8

const (
	nRet  nodeKind = iota // the verdict ret
	nTest                 // t if a rel b, else f
	nSet                  // assignments, then t
	nLoop                 // t if the chain of headers has the protocol, else f
)

// flow is a decision graph: every path leads to a verdict, and none comes back.
type flow struct {
	*values
	g              *generator
	raw            bool    // do not simplify
	table          []*node // a power of two of lists
	all            []*node // by id
	slab           slab[node]
	epoch          int32
	root           *node
	accept, reject *node

	assigns []assign // all there are
	maxima  []uint32 // greatest values of variables

	facts slab[fact]
	arcs  slab[way]

	// Memory for passes.
	list      []*node
	stack     []frame
	emissions []emission
	code, rev []bpf.Instruction
	merged    []*node
}

// reset forgets the graph, but keeps the memory.
func (f *flow) reset(g *generator) {
	f.values, f.g, f.raw = &g.values, g, g.opts.NoOptimize
	f.slab.reset()
	clear(f.table)
	f.all, f.root = f.all[:0], nil
	f.assigns, f.maxima, f.epoch = f.assigns[:0], nil, 0
	f.facts.reset()
	f.arcs.reset()
	f.accept, f.reject = f.verdict(g.opts.snaplen()), f.verdict(0)
}

// Bounds on the graph, and with it on memory and time: steps of the expression as
// it was written, and all that the optimizer makes of them.
const (
	maxSteps = 1 << 18
	maxNodes = 4 << 20
)

// add makes a node that was not found. The caller fills in what belongs to its kind.
func (f *flow) add(kind nodeKind, hash uint32, t, e *node) *node {
	if len(f.all) >= maxNodes {
		fail(Limit, span{0, len(f.g.expression)}, "expression is too big")
	}
	if len(f.all) >= len(f.table) {
		f.grow()
	}
	n := f.slab.take()
	list := &f.table[hash&uint32(len(f.table)-1)]
	n.kind, n.hash, n.t, n.f, n.next = kind, hash, t, e, *list
	n.id, n.epoch = int32(len(f.all)), f.epoch-1
	*list = n
	f.all = append(f.all, n)
	return n
}

// grow makes the table bigger.
func (f *flow) grow() {
	f.table = make([]*node, max(128, 4*len(f.table)))
	for _, n := range f.all {
		list := &f.table[n.hash&uint32(len(f.table)-1)]
		n.next, *list = *list, n
	}
}

// same returns the nodes that may have a hash.
func (f *flow) same(hash uint32) *node {
	if len(f.table) == 0 {
		return nil
	}
	return f.table[hash&uint32(len(f.table)-1)]
}

// verdict returns ret for the packet.
func (f *flow) verdict(ret uint32) *node {
	n := f.add(nRet, mix(0, ret), nil, nil)
	n.ret = ret
	return n
}

// test goes to t if a rel b, else to e.
func (f *flow) test(rel uint16, a, b *value, t, e *node) *node {
	hash := mix(mix(uint32(rel)^uint32(a.id)<<8, uint32(b.id)<<8^uint32(t.id)), uint32(e.id))
	for n := f.same(hash); n != nil; n = n.next {
		if n.hash == hash && n.kind == nTest && n.t == t && n.f == e && n.a == a && n.b == b && n.rel == rel {
			return n
		}
	}
	n := f.add(nTest, hash, t, e)
	n.rel, n.a, n.b = rel, a, b
	return n
}

// assign makes assignments, with simplest values.
func (f *flow) assign(c *cond, t *node) *node {
	if !f.raw {
		if t == f.reject {
			return t
		}
		c = f.simplest(c)
	}
	hash := mix(uint32(nSet), uint32(t.id))
	for n := f.same(hash); n != nil; n = n.next {
		if n.hash == hash && n.kind == nSet && n.t == t && n.set == c {
			return n
		}
	}
	n := f.add(nSet, hash, t, nil)
	n.set = c
	return n
}

// simplest returns assignments with simplest values.
func (f *flow) simplest(c *cond) *cond {
	if c.simple == nil {
		s := &cond{kind: cDo, set: slices.Clone(c.set)}
		for i := range s.set {
			s.set[i].v = f.simplify(s.set[i].v)
		}
		c.simple, s.simple = s, s
	}
	return c.simple
}

// headers goes to t if a chain of headers has a protocol, else to e.
func (f *flow) headers(loop *chain, t, e *node) *node {
	if t == e && t == f.reject {
		return t
	}
	hash := mix(mix(uint32(nLoop), uint32(t.id)), uint32(e.id))
	for n := f.same(hash); n != nil; n = n.next {
		if n.hash == hash && n.kind == nLoop && n.t == t && n.f == e && n.loop == loop {
			return n
		}
	}
	n := f.add(nLoop, hash, t, e)
	n.loop = loop
	return n
}

// lower makes a graph of a condition that goes on at t if it is true and at e if not.
func (f *flow) lower(c *cond, t, e *node) *node {
	switch c.kind {
	case cTrue:
		return t
	case cFalse:
		return e
	case cNot:
		return f.lower(c.xs[0], e, t)
	case cAnd:
		for i := len(c.xs) - 1; i >= 0; i-- {
			t = f.lower(c.xs[i], t, e)
		}
		return t
	case cOr:
		for i := len(c.xs) - 1; i >= 0; i-- {
			e = f.lower(c.xs[i], t, e)
		}
		return e
	case cDo:
		return f.assign(c, t)
	case cChain:
		return f.headers(c.loop, t, e)
	}
	if len(f.all) > maxSteps {
		fail(Limit, span{0, len(f.g.expression)}, "expression takes more than %d steps", maxSteps)
	}
	if f.raw {
		return f.test(c.rel, c.a, c.b, t, e)
	}
	return f.check(c.rel, c.a, c.b, t, e)
}

// begin makes the graph of a condition.
func (f *flow) begin(c *cond) {
	if f.g.vars > 0 {
		for v, start := range f.g.initial {
			f.assigns = append(f.assigns, assign{v, start})
		}
		f.gather(c)
	}
	f.root = f.lower(c, f.accept, f.reject)
}

// gather notes the assignments in a condition.
func (f *flow) gather(c *cond) {
	switch c.kind {
	case cAnd, cOr, cNot:
		for _, x := range c.xs {
			f.gather(x)
		}
	case cDo:
		f.assigns = append(f.assigns, c.set...)
	}
}

// sorted returns the nodes that can be reached so that every node comes after
// those that lead to it. It begins a new pass.
func (f *flow) sorted() []*node {
	f.epoch++
	out := f.list[:0]
	f.visit(f.root)
	for i := int(f.root.id); i >= 0; i-- {
		n := f.all[i]
		if n.epoch != f.epoch {
			continue
		}
		out = append(out, n)
		if n.t != nil {
			f.visit(n.t)
		}
		if n.f != nil {
			f.visit(n.f)
		}
	}
	f.list = out
	return out
}

// frame is a node on the way to which order is.
type frame struct {
	n    *node
	step int
}

// order returns the same nodes as sorted, as they should stand in a program: after
// a test comes what it leads to where it is true, if that has no other place.
func (f *flow) order() []*node {
	f.epoch++
	post := f.list[:0]
	// The stack is explicit: chains of a hundred thousand tests are normal.
	stack := append(f.stack[:0], frame{n: f.root})
	f.visit(f.root)
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		top.step++
		next := top.n.f
		switch top.step {
		case 1:
		case 2:
			next = top.n.t // visited last, comes next
		default:
			post = append(post, top.n)
			stack = stack[:len(stack)-1]
			continue
		}
		if next != nil && f.visit(next) {
			stack = append(stack, frame{n: next})
		}
	}
	slices.Reverse(post)
	f.list, f.stack = post, stack
	return post
}

// visit reports whether a pass sees a node for the first time, and clears what
// the pass before left in it.
func (f *flow) visit(n *node) bool {
	if n.epoch == f.epoch {
		return false
	}
	n.epoch, n.chain, n.seen, n.many, n.inside, n.live, n.ways.n = f.epoch, 0, false, false, false, 0, 0
	return true
}
