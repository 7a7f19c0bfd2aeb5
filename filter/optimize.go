package filter

import "slices"

// optimize makes the graph smaller without a change of its meaning on any packet,
// also where a load fails:
//
//   - values and tests have their shortest form as they are made (check);
//   - an edge goes past tests whose outcome is known on it (thread).
//
// Long chains of comparisons become balanced searches later (search).
// Equal parts are one already, because equal nodes are.
func (f *flow) optimize() {
	for range mostRounds {
		if !f.thread() {
			break
		}
	}
}

// mostRounds bounds how often edges are looked at.
const mostRounds = 6

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
		return f.finish(n.rel, n.a, n.b, t, e)
	case nSet:
		return f.assign(n.set, t)
	case nLoop:
		return f.headers(n.loop, t, e)
	}
	return n
}

// threader finds where each edge really leads.
type threader struct {
	f      *flow
	budget int  // steps left at this node
	total  int  // and in all
	moved  bool // something is to change
}

// Bounds on how many tests may be passed over: at a node, and on average. What is
// beyond them stays unoptimized.
const (
	perNode = 20000
	effort  = 64
)

// thread leads every edge past tests whose outcome is known on it. It reports
// whether to do so again may find more.
func (f *flow) thread() bool {
	th := threader{f: f, total: effort*len(f.all) + 1<<16}
	f.facts.reset()
	f.arcs.reset()
	if f.g.vars > 0 {
		f.liveness(f.sorted())
	} else {
		f.epoch++
		f.visit(f.root)
	}
	kept := f.list[:0]
	f.join(f.root, f.start())
	for i := int(f.root.id); i >= 0; i-- {
		n := f.all[i]
		if n.epoch != f.epoch || n.ways.n == 0 && n.kind != nRet {
			continue // not reached
		}
		if kept = append(kept, n); len(kept)%1024 == 0 {
			f.g.interrupted()
		}
		if n.kind != nRet {
			th.node(n)
		}
	}
	f.list = kept
	return th.moved && f.rebuild(kept)
}

// rebuild makes the graph anew, from the end: successors come first. It reports
// whether an edge now leads to a node that was not looked at for it, because the
// one between decides nothing any more, or is the same as another one.
func (f *flow) rebuild(order []*node) bool {
	again := false
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		if n.fresh = n; n.kind == nRet {
			continue
		}
		t, e := renewed(n.edge[0]), renewed(n.edge[1])
		before := len(f.all)
		switch {
		case n.kind == nSet && n.pruned != nil:
			n.fresh = f.remakePruned(n.pruned, t)
		case t == n.t && e == n.f:
			continue
		default:
			n.fresh = f.remake(n, t, e)
		}
		other := len(f.all) != before+1 || n.fresh.t == n.fresh.f
		again = again || other && n.fresh.kind != nRet && n != f.root
	}
	f.root = f.root.fresh
	return again
}

// start is what is known at the start: the values of variables.
func (f *flow) start() (s state) {
	for v := range f.g.vars {
		k := uint32(0)
		if first := f.g.initial[v]; first != nil {
			k = first.k
		}
		s = f.push(s, fact{a: f.variable(v), k: k})
	}
	return s
}

// constants adds which variables were set to constants.
func (f *flow) constants(s state, c *cond) state {
	for i, a := range c.set {
		again := slices.ContainsFunc(c.set[i+1:], func(b assign) bool { return b.to == a.to })
		if a.v.kind == vConst && !again {
			s = f.push(s, fact{a: f.variable(a.to), k: a.v.k})
		}
	}
	return s
}

// node follows the edges of a node.
func (th *threader) node(n *node) {
	th.budget = min(perNode, th.total)
	before := th.budget
	s := th.f.meet(n.ways)
	switch n.kind {
	case nTest:
		th.edge(n, 0, n.t, s, true)
		th.edge(n, 1, n.f, s, false)
		th.needless(n, s)
	case nSet:
		n.pruned, n.edge[1] = th.prune(n, s), nil
		th.follow(n, 0, n.t, th.f.constants(th.f.assigned(s, n.set), n.set))
	case nLoop:
		th.follow(n, 0, n.t, s)
		th.follow(n, 1, n.f, s)
	}
	th.moved = th.moved || n.edge[0] != n.t || n.edge[1] != n.f || n.kind == nSet && n.pruned != nil
	th.total -= before - th.budget
}

// needless leads both edges of a test to a test of the same value after it, if that
// one comes to where the other edge leads anyway: in "len < 60 or len = 60" the
// first test decides nothing that "len <= 60" does not.
func (th *threader) needless(n *node, s state) {
	for i, to := range n.edge {
		if to.kind != nTest || to.a != n.a || to.b.kind != vConst || n.b.kind != vConst {
			continue
		}
		other := th.f.learn(s, n, i == 1)
		if comesTo(to, other, n.edge[1-i]) {
			n.edge[1-i] = to
			th.f.join(to, other)
			return
		}
	}
}

// comesTo reports whether tests whose outcomes are known lead from a node to another.
func comesTo(n *node, s state, end *node) bool {
	const farthest = 4
	for range farthest {
		if n == end || n.kind != nTest {
			break
		}
		yes, ok := s.decide(n)
		if !ok {
			break
		}
		n = pick(n, yes)
	}
	return n == end
}

// edge follows an edge of a test.
func (th *threader) edge(n *node, i int, to *node, s state, yes bool) {
	if to.kind != nRet {
		s = th.f.learn(s, n, yes)
	}
	th.follow(n, i, to, s)
}

// follow finds where an edge leads and notes what is known there.
func (th *threader) follow(n *node, i int, to *node, s state) {
	to = th.target(to, s, 3)
	n.edge[i] = to
	th.f.visit(to)
	if to.kind != nRet {
		th.f.join(to, s)
	}
}

// target goes past tests whose outcome is known. deep bounds how many values may
// be tried out one after the other.
func (th *threader) target(n *node, s state, deep int) *node {
	for n.kind == nTest && th.budget > 0 {
		th.budget--
		if n.t == n.f && s.proven(n.a) && s.proven(n.b) {
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
		n = pick(n, yes)
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
	x := s.of(n.a)
	if x == nil {
		return nil
	}
	var to *node
	for _, k := range x.ks {
		one := th.f.push(s, fact{a: n.a, k: k})
		end := th.target(pick(n, compareK(n.rel, k, n.b.k)), one, deep-1)
		if to != nil && end != to {
			return nil
		}
		to = end
	}
	return to
}
