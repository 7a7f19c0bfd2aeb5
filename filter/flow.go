package filter

// node is a step of the decision graph. Equal nodes are one pointer, so the
// graph has no parts that are the same.
type node struct {
	kind nodeKind
	rel  uint16 // of a test
	a, b *value // of a test
	set  *cond  // of assignments: kind cDo
	loop *chain
	t, f *node
	ret  uint32
	id   int

	next *node // with the same hash

	// What a pass keeps here; epoch says whether that pass has seen the node.
	epoch  int
	fresh  *node    // what it becomes
	edge   [2]*node // where its edges lead
	ways   []state  // what is known on the ways to it
	live   varSet   // variables that are read from here on
	pruned *pruned  // what is left of its assignments
	many   bool     // more than one way leads to it
	chain  []*node  // of comparisons that it begins
	inside bool     // such a chain

	*emission
}

// emission is what the emitter keeps about a node.
type emission struct {
	pos, near int // of its first instruction, and of the nearest jump to that; negative: not yet
	as        *node
	held      bool // a and x say what the registers hold
	holdA     *value
	holdX     *value
	plan      plan
}

type nodeKind uint8

const (
	nRet  nodeKind = iota // the verdict ret
	nTest                 // t if a rel b, else f
	nSet                  // assignments, then t
	nLoop                 // t if the chain of headers has the protocol, else f
)

// nodeKey is a node without its identity.
type nodeKey struct {
	kind nodeKind
	rel  uint16
	a, b *value
	set  *cond
	loop *chain
	t, f *node
	ret  uint32
}

// flow is a decision graph: every path leads to a verdict, and none comes back.
type flow struct {
	*values
	g              *generator
	table          []*node // a power of two of lists
	count          int
	slab           []node // made, but not in use
	epoch          int
	reached        int // nodes of the last order
	root           *node
	accept, reject *node

	sets    map[*cond]*cond // assignments with simplest forms
	assigns []assign        // all there are
	maxima  []uint32        // greatest values of variables
}

func newFlow(g *generator, snaplen uint32) *flow {
	f := &flow{values: &g.values, g: g}
	f.accept = f.node(nodeKey{kind: nRet, ret: snaplen})
	f.reject = f.node(nodeKey{kind: nRet})
	return f
}

// Bounds on the graph, and with it on memory and time: steps of the expression as
// it was written, and all that the optimizer makes of them.
const (
	maxSteps = 1 << 18
	maxNodes = 4 << 20
)

func (f *flow) node(k nodeKey) *node {
	if f.count >= len(f.table) {
		f.grow()
	}
	list := &f.table[k.hash()&uint32(len(f.table)-1)]
	for n := *list; n != nil; n = n.next {
		if n.key() == k {
			return n
		}
	}
	if f.count >= maxNodes {
		fail(Limit, span{0, len(f.g.expression)}, "expression is too big")
	}
	if len(f.slab) == 0 {
		f.slab = make([]node, min(256, 16+f.count))
	}
	n := &f.slab[0]
	f.slab = f.slab[1:]
	*n = node{kind: k.kind, rel: k.rel, a: k.a, b: k.b, set: k.set, loop: k.loop, t: k.t, f: k.f, ret: k.ret,
		id: f.count, next: *list}
	*list = n
	f.count++
	return n
}

func (n *node) key() nodeKey {
	return nodeKey{n.kind, n.rel, n.a, n.b, n.set, n.loop, n.t, n.f, n.ret}
}

func (k *nodeKey) hash() uint32 {
	h := uint32(k.kind)<<16 ^ uint32(k.rel)
	for _, v := range [2]*value{k.a, k.b} {
		if v != nil {
			h = mix(h, uint32(v.id)+1)
		}
	}
	for _, n := range [2]*node{k.t, k.f} {
		if n != nil {
			h = mix(h, uint32(n.id)+1)
		}
	}
	return mix(h, k.ret)
}

// grow doubles the table.
func (f *flow) grow() {
	old := f.table
	f.table = make([]*node, max(64, 2*len(old)))
	for _, n := range old {
		for n != nil {
			after := n.next
			k := n.key()
			list := &f.table[k.hash()&uint32(len(f.table)-1)]
			n.next, *list = *list, n
			n = after
		}
	}
}

func (f *flow) test(rel uint16, a, b *value, t, e *node) *node {
	return f.node(nodeKey{kind: nTest, rel: rel, a: a, b: b, t: t, f: e})
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
		return f.node(nodeKey{kind: nSet, set: c, t: t})
	case cChain:
		return f.node(nodeKey{kind: nLoop, loop: c.loop, t: t, f: e})
	}
	if f.count > maxSteps {
		fail(Limit, span{0, len(f.g.expression)}, "expression takes more than %d steps", maxSteps)
	}
	return f.test(c.rel, c.a, c.b, t, e)
}

// order returns the nodes that can be reached so that every node comes after
// those that lead to it. Verdicts come last. It begins a new pass.
func (f *flow) order() []*node {
	f.epoch++
	post := make([]*node, 0, f.reached)
	// The stack is explicit: chains of a hundred thousand tests are normal.
	type frame struct {
		n    *node
		step int
	}
	stack := []frame{{n: f.root}}
	f.visit(f.root)
	push := func(n *node) {
		if n != nil && f.visit(n) {
			stack = append(stack, frame{n: n})
		}
	}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		top.step++
		switch top.step {
		case 1:
			push(f.first(top.n))
		case 2:
			push(f.second(top.n))
		default:
			post = append(post, top.n)
			stack = stack[:len(stack)-1]
		}
	}
	f.reached = len(post)
	for i, j := 0, len(post)-1; i < j; i, j = i+1, j-1 {
		post[i], post[j] = post[j], post[i]
	}
	return post
}

// visit reports whether a pass sees a node for the first time, and clears what
// the pass before left in it.
func (f *flow) visit(n *node) bool {
	if n.epoch == f.epoch {
		return false
	}
	n.epoch = f.epoch
	n.fresh, n.edge, n.ways, n.pruned, n.chain = nil, [2]*node{}, nil, nil, nil
	n.live, n.many, n.inside = 0, false, false
	return true
}

// first and second say in which order the branches are visited: the one visited
// last comes next to the test.
func (f *flow) first(n *node) *node  { return n.f }
func (f *flow) second(n *node) *node { return n.t }
