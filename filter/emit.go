package filter

import (
	"math/bits"
	"slices"

	"github.com/gocap-project/gocap/bpf"
)

// emission is what the emitter keeps about a node.
type emission struct {
	pos, near int32 // of its first instruction, and of the nearest jump to that; negative: not yet
	as        *node // which stands for it
	held      bool  // holdA and holdX say what the registers hold
	holdA     *value
	holdX     *value
	plan      plan
}

// emitter turns the graph into instructions, from the last to the first, so that
// the distance of every jump is known when it is written.
type emitter struct {
	f    *flow
	rev  []bpf.Instruction // in reverse: rev[0] is the last
	same []*node           // a hash table of nodes by their code and where they lead
}

// emit returns the program.
func (f *flow) emit() bpf.Program {
	order := f.order()
	if !f.raw && f.search(order) {
		order = f.order()
	}
	f.plan(order)
	e := emitter{f: f, rev: f.rev[:0]}
	if !f.raw {
		e.same = f.mergeTable(len(order))
	}
	for i := len(order) - 1; i >= 0; i-- {
		if f.raw || !e.merge(order[i]) {
			e.node(order[i])
		}
	}
	e.append(e.initial(order))
	f.rev = e.rev
	out := make(bpf.Program, len(e.rev))
	for i, in := range e.rev {
		out[len(out)-1-i] = in
	}
	return out
}

// mergeTable returns a hash table for at least n nodes with room left.
func (f *flow) mergeTable(n int) []*node {
	size := 1 << bits.Len(uint(n)*2)
	if size > cap(f.merged) {
		f.merged = make([]*node, size)
	}
	f.merged = f.merged[:size]
	clear(f.merged)
	return f.merged
}

// append writes instructions, given in their order, before all there are.
func (e *emitter) append(code []bpf.Instruction) {
	for i := len(code) - 1; i >= 0; i-- {
		e.rev = append(e.rev, code[i])
	}
}

// final returns the node that stands for n.
func final(n *node) *node {
	if n != nil && n.as != nil {
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
	t, f := final(n.t), final(n.f)
	i := n.plan.hash(t, f)
	for ; ; i++ {
		m := e.same[i&uint32(len(e.same)-1)]
		if m == nil {
			break
		}
		if final(m.t) == t && final(m.f) == f && m.plan.equal(&n.plan) {
			n.as = m
			return true
		}
	}
	if n.kind == nTest && len(n.plan.code) == 0 && t == f {
		n.as = t // nothing left to do or decide
		return true
	}
	e.same[i&uint32(len(e.same)-1)] = n
	return false
}

func (p *plan) hash(t, f *node) uint32 {
	h := mix(uint32(p.jump.Op), p.jump.K)
	for _, in := range p.code {
		h = mix(h, uint32(in.Op)<<16^in.K)
	}
	if f != nil {
		h = mix(h, uint32(f.id))
	}
	return mix(h, uint32(t.id))
}

func (p *plan) equal(q *plan) bool { return p.jump == q.jump && slices.Equal(p.code, q.code) }

// node writes a node.
func (e *emitter) node(n *node) {
	switch n.kind {
	case nRet:
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.RetK, K: n.ret})
	case nSet:
		e.jump(n.t)
		e.append(n.plan.code)
	case nTest:
		if final(n.t) == final(n.f) {
			e.jump(n.t) // only the loads matter
		} else {
			e.branch(n)
		}
		e.append(n.plan.code)
	case nLoop:
		e.loop(n)
	}
	n.pos = int32(len(e.rev) - 1)
}

// jump goes on at a node: nothing if it comes next.
func (e *emitter) jump(to *node) {
	to = final(to)
	if d := len(e.rev) - 1 - int(to.pos); d > 0 {
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.Ja, K: uint32(d)})
	}
}

// reach returns a position that a conditional jump written next can reach and
// that leads to a node; extra is how many instructions come in between.
func (e *emitter) reach(to *node, extra int) (pos int, ok bool) {
	const farthest = 255
	for _, p := range [2]int32{to.pos, to.near} {
		if p >= 0 && len(e.rev)-1-int(p)+extra <= farthest {
			return int(p), true
		}
	}
	return 0, false
}

// bridge writes a jump to a node, or a copy of a verdict, for others to jump to.
func (e *emitter) bridge(to *node) int {
	if to.kind == nRet {
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.RetK, K: to.ret})
	} else {
		e.rev = append(e.rev, bpf.Instruction{Op: bpf.Ja, K: uint32(len(e.rev) - 1 - int(to.pos))})
	}
	to.near = int32(len(e.rev) - 1)
	return len(e.rev) - 1
}

// branch writes the conditional jump of a test.
func (e *emitter) branch(n *node) {
	in := n.plan.jump
	t, f := final(n.t), final(n.f)
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
	if e.f.g.opts.Target == Linux && e.f.g.vars > 0 {
		need = e.doubted(need)
	}
	var last *value
	for v := range bpf.MemoryWords {
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

// doubted adds the variables of which the Linux kernel would not believe that they are
// set wherever they are read. It takes the words of memory that are surely set at an
// instruction to be so at the next, also if that is behind a verdict (see bpf.Validate).
func (e *emitter) doubted(need varSet) varSet {
	const all = ^varSet(0)
	n := len(e.rev)
	set := make([]varSet, n)
	for again := true; again; {
		again = false
		for i := range set {
			set[i] = all
		}
		now := need
		for i := range n {
			in := e.rev[n-1-i]
			now &= set[i]
			switch op := in.Op; {
			case op == bpf.St || op == bpf.Stx:
				now |= 1 << in.K
			case op == bpf.LdMem || op == bpf.LdxMem:
				if now&(1<<in.K) == 0 {
					need |= 1 << in.K
					now |= need
					again = true
				}
			case op == bpf.Ja:
				if to := uint64(i) + 1 + uint64(in.K); to < uint64(n) {
					set[to] &= now
				}
				now = all
			case op&7 == bpf.ClassJmp:
				set[i+1+int(in.Jt)] &= now
				set[i+1+int(in.Jf)] &= now
				now = all
			}
		}
	}
	return need
}

// unset returns the variables that may be read before they are set.
func (f *flow) unset(order []*node) varSet {
	if f.g.vars == 0 {
		return 0
	}
	const all = ^varSet(0)
	var need varSet
	for _, n := range order {
		n.live = all // set on all ways seen so far
	}
	f.root.live = 0
	for _, n := range order {
		s := n.live
		switch n.kind {
		case nTest:
			need |= (n.a.reads | n.b.reads) &^ s
		case nSet:
			for _, a := range n.set.set {
				need |= a.v.reads &^ s
				s |= 1 << a.to
			}
		}
		for _, to := range [2]*node{n.t, n.f} {
			if to != nil {
				to.live &= s
			}
		}
	}
	return need
}
