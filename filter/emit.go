package filter

import (
	"slices"

	"github.com/gocap-project/gocap/bpf"
)

// emitter turns the graph into instructions, from the last to the first, so that
// the distance of every jump is known when it is written.
type emitter struct {
	f    *flow
	rev  []bpf.Instruction // in reverse: rev[0] is the last
	same map[string]*node  // nodes by their code and where they lead
}

// emit returns the program.
func (f *flow) emit(optimized bool) bpf.Program {
	order := f.order()
	e := &emitter{f: f, same: map[string]*node{}}
	f.plan(order, optimized)
	for i := len(order) - 1; i >= 0; i-- {
		if !optimized || !e.merge(order[i]) {
			e.node(order[i])
		}
	}
	e.append(e.initial(order))
	slices.Reverse(e.rev)
	return e.rev
}

// append writes instructions, given in their order, before all there are.
func (e *emitter) append(code []bpf.Instruction) {
	for i := len(code) - 1; i >= 0; i-- {
		e.rev = append(e.rev, code[i])
	}
}

// final returns the node that stands for n.
func (e *emitter) final(n *node) *node {
	if n.as != nil {
		return n.as
	}
	return n
}

// merge finds a node with the same instructions, which lead to the same places. It
// may compare another value: what counts is what the registers hold.
func (e *emitter) merge(n *node) bool {
	if n.kind != nTest && n.kind != nSet {
		return false
	}
	key := make([]byte, 0, 64)
	for _, in := range n.plan.code {
		key = append(key, byte(in.Op), byte(in.Op>>8), byte(in.K), byte(in.K>>8), byte(in.K>>16), byte(in.K>>24))
	}
	for _, in := range [1]bpf.Instruction{n.plan.jump} {
		key = append(key, byte(in.Op), byte(in.Op>>8), byte(in.K), byte(in.K>>8), byte(in.K>>16), byte(in.K>>24))
	}
	for _, to := range []*node{n.t, n.f} {
		id := 0
		if to != nil {
			id = e.final(to).id + 1
		}
		key = append(key, byte(id), byte(id>>8), byte(id>>16), byte(id>>24))
	}
	if m := e.same[string(key)]; m != nil {
		n.as = m
		return true
	}
	if n.kind == nTest && len(n.plan.code) == 0 && e.final(n.t) == e.final(n.f) {
		n.as = e.final(n.t) // nothing left to do or decide
		return true
	}
	e.same[string(key)] = n
	return false
}

// node writes a node.
func (e *emitter) node(n *node) {
	switch n.kind {
	case nRet:
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.RetK, K: n.ret})
	case nSet:
		e.jump(n.t)
		e.append(n.plan.code)
	case nTest:
		if e.final(n.t) == e.final(n.f) {
			e.jump(n.t) // only the loads matter
		} else {
			e.branch(n)
		}
		e.append(n.plan.code)
	case nLoop:
		e.loop(n)
	}
	n.pos = len(e.rev) - 1
}

// jump goes on at a node: nothing if it comes next.
func (e *emitter) jump(to *node) {
	to = e.final(to)
	if d := len(e.rev) - 1 - to.pos; d > 0 {
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.Ja, K: uint32(d)})
	}
}

// reach returns a position that a conditional jump written next can reach and
// that leads to a node; extra is how many instructions come in between.
func (e *emitter) reach(to *node, extra int) (pos int, ok bool) {
	const farthest = 255
	for _, p := range [2]int{to.pos, to.near} {
		if p >= 0 && len(e.rev)-1-p+extra <= farthest {
			return p, true
		}
	}
	return 0, false
}

// bridge writes a jump to a node, or a copy of a verdict, for others to jump to.
func (e *emitter) bridge(to *node) int {
	if to.kind == nRet {
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.RetK, K: to.ret})
	} else {
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.Ja, K: uint32(len(e.rev) - 1 - to.pos)})
	}
	to.near = len(e.rev) - 1
	return len(e.rev) - 1
}

// branch writes the conditional jump of a test.
func (e *emitter) branch(n *node) {
	in := n.plan.jump
	t, f := e.final(n.t), e.final(n.f)
	pf, ok := e.reach(f, 1)
	if !ok {
		pf = e.bridge(f)
	}
	pt, ok := e.reach(t, 0)
	if !ok {
		pt = e.bridge(t)
	}
	in.Jt = uint8(len(e.rev) - 1 - pt)
	in.Jf = uint8(len(e.rev) - 1 - pf)
	e.rev = append(e.rev, in)
}

// initial gives variables a value that are not set on every way to where they are used.
func (e *emitter) initial(order []*node) []bpf.Instruction {
	var code []bpf.Instruction
	need := e.f.unset(order)
	var last *value
	for v := range e.f.g.vars {
		if need&(1<<v) == 0 {
			continue
		}
		start := e.f.g.initial[v]
		if start == nil {
			start = e.f.constant(0)
		}
		if start != last {
			code = append(code, bpf.Instruction{Op: bpf.LdImm, K: start.k})
		}
		last = start
		code = append(code, bpf.Instruction{Op: bpf.St, K: uint32(v)})
	}
	return code
}

// varSet is a set of variables.
type varSet uint32

// reads returns the variables that a value reads.
func reads(v *value) varSet {
	if v == nil {
		return 0
	}
	if v.kind == vVar {
		return 1 << v.k
	}
	return reads(v.a) | reads(v.b)
}

// unset returns the variables that may be read before they are set.
func (f *flow) unset(order []*node) varSet {
	if f.g.vars == 0 {
		return 0
	}
	var need varSet
	have := map[*node]varSet{f.root: 0}
	flowTo := func(n *node, s varSet) {
		if n == nil {
			return
		}
		if old, ok := have[n]; ok {
			s &= old
		}
		have[n] = s
	}
	for _, n := range order {
		s := have[n]
		switch n.kind {
		case nTest:
			need |= (reads(n.a) | reads(n.b)) &^ s
		case nSet:
			for _, a := range n.set.set {
				need |= reads(a.v) &^ s
				s |= 1 << a.to
			}
		}
		flowTo(n.t, s)
		flowTo(n.f, s)
	}
	return need
}
