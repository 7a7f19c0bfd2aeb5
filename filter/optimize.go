package filter

import "slices"

// optimize makes the graph smaller without a change of its meaning on any packet,
// also where a load fails:
//
//   - values and tests get their shortest form (fold);
//   - an edge goes past tests whose outcome is known on it (thread);
//   - long chains of comparisons become balanced searches (search).
//
// Equal parts are one already, because equal nodes are.
func (f *flow) optimize() {
	f.fold()
	for range 6 {
		before := f.root
		f.thread()
		if f.root == before {
			break
		}
	}
	f.search()
}

// rebuild makes the graph anew, from the end: successors come first.
func (f *flow) rebuild(order []*node) {
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		if n.pruned != nil {
			n.fresh = f.remakePruned(n.pruned, n.edge[0].fresh)
			continue
		}
		n.fresh = f.remake(n, renewed(n.edge[0]), renewed(n.edge[1]))
	}
	f.root = f.root.fresh
}

// renewed is what a node became, which may be none.
func renewed(n *node) *node {
	if n == nil {
		return nil
	}
	return n.fresh
}

// remake makes a node with other successors.
func (f *flow) remake(n, t, e *node) *node {
	switch n.kind {
	case nTest:
		return f.check(n.rel, n.a, n.b, t, e)
	case nSet:
		return f.remakeSet(n, t)
	case nLoop:
		if t == e && t == f.reject {
			return t
		}
		return f.node(nodeKey{kind: nLoop, loop: n.loop, t: t, f: e})
	}
	return n
}

// remakeSet simplifies assignments, once for each.
func (f *flow) remakeSet(n, t *node) *node {
	if t == f.reject {
		return t
	}
	c, ok := f.sets[n.set]
	if !ok {
		c = &cond{kind: cDo, set: slices.Clone(n.set.set)}
		for i := range c.set {
			c.set[i].v = f.simplify(c.set[i].v)
		}
		if f.sets == nil {
			f.sets = map[*cond]*cond{}
		}
		f.sets[n.set], f.sets[c] = c, c
	}
	return f.node(nodeKey{kind: nSet, set: c, t: t})
}

// fold gives all values and tests their shortest form.
func (f *flow) fold() {
	order := f.order()
	for _, n := range order {
		n.edge = [2]*node{n.t, n.f}
		if n.kind == nSet {
			f.assigns = append(f.assigns, n.set.set...)
		}
	}
	for v, start := range f.g.initial {
		f.assigns = append(f.assigns, assign{v, start})
	}
	f.rebuild(order)
}

// threader finds where each edge really leads.
type threader struct {
	f      *flow
	budget int // steps left at this node
	total  int // and in all
}

// Bounds on how many tests may be passed over: at a node, and on average. What is
// beyond them stays unoptimized.
const (
	perNode = 20000
	effort  = 64
)

// mostWays bounds how many ways to a node are kept apart.
const mostWays = 64

// thread leads every edge past tests whose outcome is known on it.
func (f *flow) thread() {
	order := f.order()
	th := &threader{f: f, total: effort*len(order) + 1<<16}
	if f.g.vars > 0 {
		f.liveness(order)
	}
	f.root.ways = []state{{}}
	kept := order[:0]
	for _, n := range order {
		ways := n.ways
		if ways == nil && n.kind != nRet {
			continue // no longer reached
		}
		kept = append(kept, n)
		n.ways = nil
		if len(kept)%1024 == 0 {
			f.g.interrupted()
		}
		th.budget = min(perNode, th.total)
		before := th.budget
		if n.kind != nRet {
			th.node(n, meet(ways))
		}
		th.total -= before - th.budget
	}
	f.rebuild(kept)
}

// node follows the edges of a node.
func (th *threader) node(n *node, s state) {
	switch n.kind {
	case nTest:
		t := th.follow(n.t, s.learn(n, true))
		e := th.follow(n.f, s.learn(n, false))
		n.edge = [2]*node{t, e}
	case nSet:
		th.prune(n, s)
		n.edge = [2]*node{th.follow(n.t, s.assigned(n.set)), nil}
	case nLoop:
		n.edge = [2]*node{th.follow(n.t, s), th.follow(n.f, s)}
	}
}

// follow returns where an edge leads and notes what is known there.
func (th *threader) follow(n *node, s state) *node {
	n = th.target(n, s, 3)
	if n.kind != nRet {
		if len(n.ways) >= mostWays {
			n.ways = []state{meet(n.ways)}
		}
		n.ways = append(n.ways, s)
	}
	return n
}

// target goes past tests whose outcome is known. deep bounds how many values may
// be tried out one after the other.
func (th *threader) target(n *node, s state, deep int) *node {
	for n.kind == nTest && th.budget > 0 {
		th.budget--
		if n.t == n.f && th.f.proven(s, n.a) && th.f.proven(s, n.b) {
			n = n.t
			continue
		}
		yes, ok := s.decide(n)
		if !ok {
			to := th.tryAll(n, s, deep)
			if to == nil {
				return n
			}
			n = to
			continue
		}
		if n = pick(n, yes); n == nil {
			break
		}
	}
	return n
}

func pick(n *node, yes bool) *node {
	if yes {
		return n.t
	}
	return n.f
}

// tryAll returns where a test leads if that is the same for every value that its
// operand can have.
func (th *threader) tryAll(n *node, s state, deep int) *node {
	if deep == 0 || n.b.kind != vConst {
		return nil
	}
	ks := s.oneOf(n.a)
	if len(ks) < 2 {
		return nil
	}
	var to *node
	for _, k := range ks {
		one := s.push(fact{a: n.a, ks: []uint32{k}})
		end := th.target(pick(n, compareK(n.rel, k, n.b.k)), one, deep-1)
		if to != nil && end != to {
			return nil
		}
		to = end
	}
	return to
}
