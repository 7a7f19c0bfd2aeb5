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
	nodes          map[nodeKey]*node
	root           *node
	accept, reject *node

	simple  map[*value]*value // simplest forms
	sets    map[*cond]*cond   // assignments with simplest forms
	assigns []assign          // all there are
	maxima  []uint32          // greatest values of variables
}

func newFlow(g *generator, snaplen uint32) *flow {
	f := &flow{values: &g.values, g: g, nodes: map[nodeKey]*node{}}
	f.accept = f.node(nodeKey{kind: nRet, ret: snaplen})
	f.reject = f.node(nodeKey{kind: nRet})
	return f
}

// maxNodes bounds the graph, and with it memory.
const maxNodes = 4 << 20

func (f *flow) node(k nodeKey) *node {
	if n := f.nodes[k]; n != nil {
		return n
	}
	if len(f.nodes) >= maxNodes {
		fail(Limit, span{}, "expression is too big")
	}
	n := &node{kind: k.kind, rel: k.rel, a: k.a, b: k.b, set: k.set, loop: k.loop, t: k.t, f: k.f, ret: k.ret, id: len(f.nodes)}
	f.nodes[k] = n
	return n
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
	return f.test(c.rel, c.a, c.b, t, e)
}

// order returns the nodes that can be reached so that every node comes after
// those that lead to it. Verdicts come last.
func (f *flow) order() []*node {
	seen := make([]bool, len(f.nodes))
	var post []*node
	// The stack is explicit: chains of a hundred thousand tests are normal.
	type frame struct {
		n    *node
		step int
	}
	stack := []frame{{n: f.root}}
	seen[f.root.id] = true
	push := func(n *node) {
		if n != nil && !seen[n.id] {
			seen[n.id] = true
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
	for i, j := 0, len(post)-1; i < j; i, j = i+1, j-1 {
		post[i], post[j] = post[j], post[i]
	}
	return post
}

// first and second say in which order the branches are visited: the one visited
// last comes next to the test.
func (f *flow) first(n *node) *node  { return n.f }
func (f *flow) second(n *node) *node { return n.t }
