package filter

import (
	"math/bits"

	"github.com/gocap-project/gocap/bpf"
)

// simplify returns an equal value that is computed with fewer instructions. A
// load that may fail is kept: it decides about the packet.
func (f *flow) simplify(v *value) *value {
	if v == nil {
		return nil
	}
	if v.simple != nil {
		return v.simple
	}
	s := v
	switch v.kind {
	case vLoad:
		s = f.simplifyLoad(v)
	case vALU:
		a, b := f.simplify(v.a), f.simplify(v.b)
		s = f.simplifyALU(v.op, a, b)
	}
	v.simple, s.simple = s, s
	return s
}

// simplifyLoad folds constants in the base into the offset. The sum in the base
// wraps and that of base and offset does not, so they must be small.
func (f *flow) simplifyLoad(v *value) *value {
	if v.a == nil {
		return v
	}
	base, k := f.simplify(v.a), v.k
	for {
		rest, n := base, uint32(0)
		switch {
		case base.kind == vConst:
			rest, n = nil, base.k
		case base.kind == vALU && base.op == bpf.AddK && base.b != nil && base.b.kind == vConst:
			if uint64(f.greatest(base.a))+uint64(base.b.k) > 0xffffffff {
				return f.load(base, k, v.size)
			}
			rest, n = base.a, base.b.k
		default:
			return f.load(base, k, v.size)
		}
		if uint64(k)+uint64(n) >= 1<<31 {
			return f.load(base, k, v.size)
		}
		if k += n; rest == nil {
			return f.load(nil, k, v.size)
		}
		base = rest
	}
}

// greatest returns the greatest value that v can have.
func (f *flow) greatest(v *value) uint32 {
	switch {
	case v.reads == 0:
		return v.top
	case v.kind == vVar:
		return f.varMax(int(v.k))
	case v.kind == vALU && v.b != nil:
		return greatestALU(v, f.greatest(v.a), f.greatest(v.b))
	case v.kind == vLoad:
		return greatest(v)
	}
	return 0xffffffff
}

// greatest is the greatest value that v, which reads no variables, can have.
func greatest(v *value) uint32 {
	switch {
	case v.kind == vConst:
		return v.k
	case v.kind == vLoad:
		return ^uint32(0) >> (32 - 8*v.size)
	case v.kind == vALU && v.b != nil:
		return greatestALU(v, v.a.top, v.b.top)
	}
	return 0xffffffff
}

// greatestALU is the greatest value of an operation on values of at most a and b.
func greatestALU(v *value, a, b uint32) uint32 {
	switch v.op {
	case bpf.AndK:
		return min(a, b)
	case bpf.OrK, bpf.XorK:
		return ^uint32(0) >> bits.LeadingZeros32(a|b)
	case bpf.AddK:
		if s, carry := bits.Add32(a, b, 0); carry == 0 {
			return s
		}
	case bpf.MulK:
		if hi, lo := bits.Mul32(a, b); hi == 0 {
			return lo
		}
	case bpf.LshK:
		if v.b.kind == vConst && b < 32 && a<<b>>b == a {
			return a << b
		}
	case bpf.RshK:
		if v.b.kind == vConst {
			return a >> b
		}
		return a
	case bpf.DivK:
		return a
	case bpf.ModK:
		return min(a, b)
	}
	return 0xffffffff
}

// varMax is the greatest value of a variable: the greatest of what is assigned
// to it, if that does not depend on variables.
func (f *flow) varMax(v int) uint32 {
	if f.maxima == nil {
		f.maxima = f.bounds()
	}
	return f.maxima[v]
}

// bounds finds the greatest value of each variable. The assignments are in an order
// that no way through the graph goes against, so looking at each once is enough.
func (f *flow) bounds() []uint32 {
	f.maxima = make([]uint32, f.g.vars)
	for _, s := range f.assigns {
		m := max(f.maxima[s.to], f.greatest(s.v))
		if m > 1<<24 {
			m = 0xffffffff
		}
		f.maxima[s.to] = m
	}
	return f.maxima
}

// simplifyALU returns a op b.
func (f *flow) simplifyALU(op uint16, a, b *value) *value {
	if b == nil {
		if a.kind == vConst {
			return f.constant(-a.k)
		}
		return f.alu(op, a, nil)
	}
	if a.kind == vConst && b.kind == vConst {
		if n, ok := compute(op, a.k, b.k); ok {
			return f.constant(n)
		}
	}
	if a.kind == vConst && commutes(op) {
		a, b = b, a
	}
	if b.kind != vConst {
		return f.reassociate(op, a, b)
	}
	if s := f.identity(op, a, b.k); s != nil {
		return s
	}
	return f.combine(op, a, b.k)
}

// identity returns a op k if that is a itself or shorter, else nil.
func (f *flow) identity(op uint16, a *value, k uint32) *value {
	power := k != 0 && k&(k-1) == 0
	switch op {
	case bpf.AddK, bpf.SubK, bpf.OrK, bpf.XorK:
		if k == 0 {
			return a
		}
	case bpf.LshK, bpf.RshK:
		return f.shift(op, a, k)
	case bpf.MulK, bpf.DivK:
		switch {
		case k == 1:
			return a
		case power && op == bpf.MulK:
			return f.simplifyALU(bpf.LshK, a, f.constant(uint32(bits.TrailingZeros32(k))))
		case power:
			return f.simplifyALU(bpf.RshK, a, f.constant(uint32(bits.TrailingZeros32(k))))
		}
	case bpf.AndK:
		if all := ^uint32(0) >> bits.LeadingZeros32(f.greatest(a)); k&all == all {
			return a
		}
	}
	return nil
}

// shift simplifies a shift by a constant. One by 32 or more gives 0, but for Linux,
// which takes the distance modulo 32.
func (f *flow) shift(op uint16, a *value, k uint32) *value {
	if k >= 32 && f.g.opts.Target == Linux {
		return f.simplifyALU(op, a, f.constant(k&31))
	}
	switch {
	case k == 0:
		return a
	case k >= 32 && !a.fallible:
		return f.constant(0)
	}
	return nil
}

// combine puts two operations with constants together.
func (f *flow) combine(op uint16, a *value, k uint32) *value {
	if a.kind == vALU && a.op == op && a.b != nil && a.b.kind == vConst {
		switch op {
		case bpf.AddK, bpf.MulK, bpf.AndK, bpf.OrK, bpf.XorK:
			n, _ := compute(op, a.b.k, k)
			return f.simplifyALU(op, a.a, f.constant(n))
		case bpf.SubK:
			return f.simplifyALU(op, a.a, f.constant(a.b.k+k))
		}
	}
	return f.aluK(op, a, k)
}

// reassociate moves a constant out of a sum, so that it can go into an offset.
func (f *flow) reassociate(op uint16, a, b *value) *value {
	isSum := func(v *value) bool {
		return v.kind == vALU && v.op == bpf.AddK && v.b != nil && v.b.kind == vConst
	}
	if op == bpf.AddK {
		switch {
		case isSum(a):
			return f.simplifyALU(op, f.simplifyALU(op, a.a, b), a.b)
		case isSum(b):
			return f.simplifyALU(op, f.simplifyALU(op, a, b.a), b.b)
		}
	}
	return f.alu(op, a, b)
}

// compute returns a op b, unless that rejects the packet.
func compute(op uint16, a, b uint32) (uint32, bool) {
	switch op {
	case bpf.AddK:
		return a + b, true
	case bpf.SubK:
		return a - b, true
	case bpf.MulK:
		return a * b, true
	case bpf.DivK:
		if b != 0 {
			return a / b, true
		}
	case bpf.ModK:
		if b != 0 {
			return a % b, true
		}
	case bpf.AndK:
		return a & b, true
	case bpf.OrK:
		return a | b, true
	case bpf.XorK:
		return a ^ b, true
	case bpf.LshK:
		return a << b, b < 32
	case bpf.RshK:
		return a >> b, b < 32
	}
	return 0, false
}

// compareK says how two numbers compare.
func compareK(rel uint16, a, b uint32) bool {
	switch rel {
	case bpf.JeqK:
		return a == b
	case bpf.JgtK:
		return a > b
	case bpf.JgeK:
		return a >= b
	}
	return a&b != 0
}

// check returns a test in its simplest form: a constant is on the right, and what
// is known beforehand is not asked.
func (f *flow) check(rel uint16, a, b *value, t, e *node) *node {
	a, b = f.simplify(a), f.simplify(b)
	if a.kind == vConst && b.kind != vConst {
		switch rel {
		case bpf.JgtK: // k > b is not b >= k
			return f.check(bpf.JgeK, b, a, e, t)
		case bpf.JgeK:
			return f.check(bpf.JgtK, b, a, e, t)
		}
		a, b = b, a
	}
	switch {
	case b.kind == vConst:
		return f.checkK(rel, a, b, t, e)
	case a == b && rel == bpf.JgtK:
		t = e
	case a == b && rel != bpf.JsetK:
		e = t
	}
	return f.finish(rel, a, b, t, e)
}

// finish makes a test; of one that decides nothing only what may fail is left.
func (f *flow) finish(rel uint16, a, b *value, t, e *node) *node {
	if t == e {
		return f.touch(a, f.touch(b, t))
	}
	return f.test(rel, a, b, t, e)
}

// touch makes the steps in which computing a value may fail.
func (f *flow) touch(v *value, t *node) *node {
	switch {
	case v == nil || !v.fallible || t == f.reject:
		return t
	case v.kind == vALU && !divides(v):
		return f.touch(v.a, f.touch(v.b, t))
	}
	return f.test(bpf.JeqK, v, f.constant(0), t, t)
}

// decideK compares with a number what is known about a value by its form alone.
func (f *flow) decideK(rel uint16, a *value, k uint32) (yes, ok bool) {
	if a.kind == vConst {
		return compareK(rel, a.k, k), true
	}
	g := f.greatest(a)
	switch rel {
	case bpf.JeqK:
		if k > g || a.kind == vALU && a.op == bpf.AndK && a.b.kind == vConst && k&^a.b.k != 0 {
			return false, true
		}
	case bpf.JgtK:
		if k >= g {
			return false, true
		}
	case bpf.JgeK:
		if k == 0 {
			return true, true
		}
		if k > g {
			return false, true
		}
	case bpf.JsetK:
		if k&(^uint32(0)>>bits.LeadingZeros32(g)) == 0 {
			return false, true
		}
	}
	return false, false
}

// checkK makes a test against the constant b, with shorter forms of some.
func (f *flow) checkK(rel uint16, a, b *value, t, e *node) *node {
	if yes, ok := f.decideK(rel, a, b.k); ok {
		if !yes {
			t = e
		}
		return f.finish(rel, a, b, t, t)
	}
	switch {
	case rel == bpf.JgtK && b.k == 0, rel == bpf.JgeK && b.k == 1:
		return f.checkK(bpf.JeqK, a, f.constant(0), e, t)
	case a.kind != vALU:
	case rel == bpf.JeqK && a.b == nil:
		return f.check(rel, a.a, f.constant(-b.k), t, e)
	case a.b == nil || a.b.kind != vConst:
	case rel == bpf.JeqK:
		return f.equalK(a, b, t, e)
	case rel == bpf.JsetK && a.op == bpf.AndK:
		return f.checkK(rel, a.a, f.constant(b.k&a.b.k), t, e)
	}
	return f.finish(rel, a, b, t, e)
}

// equalK compares an operation with a constant with the constant b.
func (f *flow) equalK(a, b *value, t, e *node) *node {
	switch k := a.b.k; {
	case a.op == bpf.AndK && b.k == 0:
		return f.checkK(bpf.JsetK, a.a, a.b, e, t)
	case a.op == bpf.AndK && k&(k-1) == 0 && b.k == k:
		return f.checkK(bpf.JsetK, a.a, b, t, e)
	case a.op == bpf.AddK:
		return f.check(bpf.JeqK, a.a, f.constant(b.k-k), t, e)
	case a.op == bpf.SubK:
		return f.check(bpf.JeqK, a.a, f.constant(b.k+k), t, e)
	case a.op == bpf.XorK:
		return f.check(bpf.JeqK, a.a, f.constant(b.k^k), t, e)
	}
	return f.finish(bpf.JeqK, a, b, t, e)
}
