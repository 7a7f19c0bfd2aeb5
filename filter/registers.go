package filter

import (
	"slices"

	"github.com/gocap-project/gocap/bpf"
)

// plan is the code of one node.
type plan struct {
	code []bpf.Instruction
	jump bpf.Instruction // of a test, without distances
}

// plan chooses the instructions that compute what each node compares or assigns.
// With the optimizer, what the registers hold on all ways to a node is not computed
// again.
func (f *flow) plan(order []*node) {
	if len(order) > cap(f.emissions) {
		f.emissions = make([]emission, len(order)*2)
	}
	for i, n := range order {
		n.emission = &f.emissions[:len(order)][i]
		n.pos, n.near, n.as, n.held, n.plan.jump = -1, -1, nil, false, bpf.Instruction{}
	}
	c := coder{f: f, code: f.code[:0]}
	for _, n := range order {
		c.a, c.x = nil, nil
		if n.held && !f.raw {
			c.a, c.x = n.holdA, n.holdX
		}
		start := len(c.code)
		switch n.kind {
		case nTest:
			n.plan.jump = c.test(n)
		case nSet:
			for _, s := range n.set.set {
				c.assign(s)
			}
		case nLoop:
			c.a, c.x = nil, nil
		}
		n.plan.code = c.code[start:len(c.code):len(c.code)]
		c.leave(n.t)
		c.leave(n.f)
	}
	f.code = c.code
	if !f.raw {
		f.dropStores(order)
	}
}

// leave notes what the registers hold on a way to a node.
func (c *coder) leave(to *node) {
	switch {
	case to == nil:
	case !to.held:
		to.held, to.holdA, to.holdX = true, c.a, c.x
	default:
		if to.holdA != c.a {
			to.holdA = nil
		}
		if to.holdX != c.x {
			to.holdX = nil
		}
	}
}

// dropStores removes stores to words of memory that nothing loads.
func (f *flow) dropStores(order []*node) {
	if f.g.vars == 0 {
		return
	}
	var read varSet
	for _, n := range order {
		for _, in := range n.plan.code {
			if in.Op == bpf.LdMem || in.Op == bpf.LdxMem {
				read |= 1 << in.K
			}
		}
	}
	for _, n := range order {
		n.plan.code = slices.DeleteFunc(n.plan.code, func(in bpf.Instruction) bool {
			return (in.Op == bpf.St || in.Op == bpf.Stx) && read&(1<<in.K) == 0
		})
	}
}

// coder writes code that computes values. It remembers what A and X hold.
type coder struct {
	f     *flow
	code  []bpf.Instruction
	a, x  *value
	temps int
}

func (c *coder) emit(op uint16, k uint32) { c.code = append(c.code, bpf.Instruction{Op: op, K: k}) }

// test computes the operands and returns the jump.
func (c *coder) test(n *node) bpf.Instruction {
	if n.b.kind == vConst {
		c.toA(n.a)
		return bpf.Instruction{Op: n.rel, K: n.b.k}
	}
	c.pair(n.a, n.b)
	return bpf.Instruction{Op: n.rel | bpf.SrcX}
}

// assign stores a value in a variable and forgets what depended on the old one.
func (c *coder) assign(s assign) {
	if c.x == s.v && c.a != s.v {
		c.emit(bpf.Stx, uint32(s.to))
		c.x = c.f.variable(s.to)
		if c.a != nil && c.a.reads&(1<<s.to) != 0 {
			c.a = nil
		}
		return
	}
	c.toA(s.v)
	c.emit(bpf.St, uint32(s.to))
	if s.v.kind != vConst {
		c.a = c.f.variable(s.to)
	}
	if c.x != nil && c.x.reads&(1<<s.to) != 0 {
		c.x = nil
	}
}

// pair computes a in A and b in X.
func (c *coder) pair(a, b *value) {
	switch {
	case c.a == a && !needsA(b):
		c.toX(b)
	case !needsX(a):
		c.toX(b)
		c.toA(a)
	case !needsA(b):
		c.toA(a)
		c.toX(b)
	default:
		c.toA(b)
		t := c.temp()
		c.emit(bpf.St, t)
		c.toA(a)
		c.emit(bpf.LdxMem, t)
		c.x = b
		c.temps--
	}
}

// temp takes a word of memory from the end.
func (c *coder) temp() uint32 {
	c.temps++
	word := bpf.MemoryWords - c.temps
	if word < c.f.g.vars {
		fail(Limit, span{0, len(c.f.g.expression)}, "expression is too complicated: no memory words are left")
	}
	return uint32(word)
}

// isMsh reports whether a value is 4*(packet[k]&15), which X can load at once.
func isMsh(v *value) (k uint32, ok bool) {
	if v.kind != vALU || v.op != bpf.LshK || v.b.kind != vConst || v.b.k != 2 {
		return 0, false
	}
	and := v.a
	if and.kind != vALU || and.op != bpf.AndK || and.b.kind != vConst || and.b.k != 15 {
		return 0, false
	}
	if l := and.a; l.kind == vLoad && l.size == 1 && l.a == nil {
		return l.k, true
	}
	return 0, false
}

// needsA reports whether computing a value in X changes A.
func needsA(v *value) bool {
	switch v.kind {
	case vConst, vLen, vVar:
		return false
	}
	_, msh := isMsh(v)
	return !msh
}

// needsX reports whether computing a value in A changes X.
func needsX(v *value) bool {
	switch v.kind {
	case vLoad:
		return v.a != nil
	case vALU:
		return needsX(v.a) || v.b != nil && (v.b.kind != vConst || !immediate(v.op, v.b.k))
	}
	return false
}

// immediate reports whether an operation may have the constant k in it: the
// kernel refuses a division by 0 and a shift by more than 31.
func immediate(op uint16, k uint32) bool {
	switch op {
	case bpf.DivK, bpf.ModK:
		return k != 0
	case bpf.LshK, bpf.RshK:
		return k < 32
	}
	return true
}

var loadAbs = [5]uint16{1: bpf.LdAbsB, 2: bpf.LdAbsH, 4: bpf.LdAbsW}
var loadInd = [5]uint16{1: bpf.LdIndB, 2: bpf.LdIndH, 4: bpf.LdIndW}

// toA computes a value in A.
func (c *coder) toA(v *value) {
	if c.a == v {
		return
	}
	switch v.kind {
	case vConst:
		c.emit(bpf.LdImm, v.k)
	case vLen:
		c.emit(bpf.LdLen, 0)
	case vVar:
		c.emit(bpf.LdMem, v.k)
	case vLoad:
		if v.a == nil {
			c.emit(loadAbs[v.size], v.k)
			break
		}
		c.toX(v.a)
		c.emit(loadInd[v.size], v.k)
	case vALU:
		c.compute(v)
	}
	c.a = v
}

func (c *coder) compute(v *value) {
	switch {
	case v.b == nil:
		c.toA(v.a)
		c.emit(v.op, 0)
	case v.b.kind == vConst && immediate(v.op, v.b.k):
		c.toA(v.a)
		c.emit(v.op, v.b.k)
	case commutes(v.op) && needsA(v.b) && (!needsA(v.a) || needsX(v.a) && !needsX(v.b)):
		c.pair(v.b, v.a)
		c.emit(v.op|bpf.SrcX, 0)
	default:
		c.pair(v.a, v.b)
		c.emit(v.op|bpf.SrcX, 0)
	}
}

func commutes(op uint16) bool {
	switch op {
	case bpf.AddK, bpf.MulK, bpf.AndK, bpf.OrK, bpf.XorK:
		return true
	}
	return false
}

// toX computes a value in X. A is lost unless needsA says otherwise.
func (c *coder) toX(v *value) {
	if c.x == v {
		return
	}
	if k, ok := isMsh(v); ok {
		c.emit(bpf.LdxMsh, k)
		c.x = v
		return
	}
	if c.a == v {
		c.emit(bpf.Tax, 0)
		c.x = v
		return
	}
	switch v.kind {
	case vConst:
		c.emit(bpf.LdxImm, v.k)
	case vLen:
		c.emit(bpf.LdxLen, 0)
	case vVar:
		c.emit(bpf.LdxMem, v.k)
	default:
		c.toA(v)
		c.emit(bpf.Tax, 0)
	}
	c.x = v
}
