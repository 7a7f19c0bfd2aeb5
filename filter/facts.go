package filter

import "github.com/gocap-project/gocap/bpf"

// fact is something that holds on a path: the outcome of a test, that a value is
// one of a few, or that a variable was set. Facts hang on the one before.
type fact struct {
	up    *fact
	depth int32
	yes   bool
	vars  varSet // were set
	sets  int32  // how often any were, up to here
	test  *node  // with outcome yes
	a     *value // is k, or one of ks if that is not empty
	k     uint32
	ks    []uint32
}

// state is what is known at a place: facts of use in general, failed comparisons
// for equality, of which there may be thousands, and how long the packet is at least.
type state struct {
	pos, neg *fact
	length   uint32
}

// hang puts a fact after another one.
func (f *flow) hang(up *fact, x fact) *fact {
	p := f.facts.take()
	*p = x
	if p.up = up; up != nil {
		p.depth = up.depth + 1
	}
	if up != nil {
		p.sets = up.sets
	}
	if x.vars != 0 {
		p.sets++
	}
	return p
}

func (f *flow) push(s state, x fact) state {
	s.pos = f.hang(s.pos, x)
	return s
}

// sets returns how often variables were set on the way.
func (s state) sets() int32 {
	if s.pos == nil {
		return 0
	}
	return s.pos.sets
}

// setSince returns the variables that were set after what an earlier state knows.
func (s state) setSince(earlier state) (vars varSet) {
	for x := s.pos; x != nil && x != earlier.pos && x.sets > earlier.sets(); x = x.up {
		vars |= x.vars
	}
	return vars
}

// learn adds the outcome of a test.
func (f *flow) learn(s state, n *node, yes bool) state {
	s.length = max(s.length, n.a.extent, n.b.extent)
	switch {
	case n.rel != bpf.JeqK || n.b.kind != vConst:
		return f.push(s, fact{test: n, yes: yes})
	case yes:
		return f.push(s, fact{a: n.a, k: n.b.k})
	}
	s.neg = f.hang(s.neg, fact{test: n})
	return s
}

// assigned forgets what depends on variables that are set.
func (f *flow) assigned(s state, c *cond) state {
	var vars varSet
	for _, a := range c.set {
		vars |= 1 << a.to
		s.length = max(s.length, a.v.extent)
	}
	s.neg = nil
	return f.push(s, fact{vars: vars})
}

// Bounds on how far back facts are looked for.
const (
	lookBack    = 200
	lookBackNeg = 60
	mostOf      = 16 // values that a value may be one of
)

// of returns the fact that says that a value is one of a few numbers, or nil.
func (s state) of(v *value) *fact {
	x := s.pos
	for steps := 0; x != nil && steps < lookBack && v.reads&x.vars == 0; steps++ {
		if x.a == v {
			return x
		}
		x = x.up
	}
	return nil
}

// numbers are those that a value may be, as a fact says; one is memory for one.
func (x *fact) numbers(one *[1]uint32) []uint32 {
	if len(x.ks) > 0 {
		return x.ks
	}
	one[0] = x.k
	return one[:]
}

// known returns the number that a value is known to be.
func (s state) known(v *value) (uint32, bool) {
	switch v.kind {
	case vConst:
		return v.k, true
	case vLen:
		return 0, false
	}
	if x := s.of(v); x != nil && len(x.ks) == 0 {
		return x.k, true
	}
	if v.kind != vALU {
		return 0, false
	}
	a, ok := s.known(v.a)
	if !ok {
		return 0, false
	}
	if v.b == nil {
		return -a, true
	}
	b, ok := s.known(v.b)
	if !ok {
		return 0, false
	}
	return compute(v.op, a, b)
}

// decide returns the outcome of a test, if it is known.
func (s state) decide(n *node) (yes, ok bool) {
	b, ok := s.known(n.b)
	if !ok {
		return s.same(n)
	}
	if yes, ok = s.outcome(n, b); !ok && n.b.kind != vConst {
		yes, ok = s.same(n)
	}
	if !ok && n.a.kind == vALU {
		if a, known := s.known(n.a); known {
			return compareK(n.rel, a, b), true
		}
	}
	return yes, ok
}

// same finds the outcome of an equal test.
func (s state) same(n *node) (yes, ok bool) {
	vars := n.a.reads | n.b.reads
	x := s.pos
	for steps := 0; x != nil && steps < lookBack && x.vars&vars == 0; steps++ {
		if t := x.test; t != nil && t.rel == n.rel && t.a == n.a && t.b == n.b {
			return x.yes, true
		}
		x = x.up
	}
	return false, false
}

// outcome decides a test against a number from what is known of the value: the
// latest fact that tells, or bounds from all of them.
func (s state) outcome(n *node, k uint32) (yes, ok bool) {
	r := bounds{hi: 0xffffffff}
	x := s.pos
	for steps := 0; x != nil && steps < lookBack && x.vars&n.a.reads == 0; steps++ {
		if x.a == n.a {
			return x.agree(n.rel, k)
		}
		if t := x.test; t != nil && t.a == n.a && t.b.kind == vConst {
			if t.rel == n.rel && t.b.k == k {
				return x.yes, true
			}
			r.narrow(t.rel, t.b.k, x.yes)
		}
		x = x.up
	}
	if yes, ok := r.decide(n.rel, k); ok {
		return yes, ok
	}
	return false, n.rel == bpf.JeqK && s.excluded(n.a, k)
}

// agree returns the outcome of a comparison that all numbers of a fact agree on.
func (x *fact) agree(rel uint16, k uint32) (yes, ok bool) {
	if len(x.ks) == 0 {
		return compareK(rel, x.k, k), true
	}
	yes = compareK(rel, x.ks[0], k)
	for _, v := range x.ks[1:] {
		if compareK(rel, v, k) != yes {
			return false, false
		}
	}
	return yes, true
}

// excluded reports whether a comparison for equality has failed before.
func (s state) excluded(v *value, k uint32) bool {
	x := s.neg
	for steps := 0; x != nil && steps < lookBackNeg; steps++ {
		if x.test.a == v && x.test.b.k == k {
			return true
		}
		x = x.up
	}
	return false
}

// bounds are what comparisons tell about a value: the least and the greatest that
// it can be, and bits of it that are not set.
type bounds struct{ lo, hi, zero uint32 }

func (r *bounds) narrow(rel uint16, k uint32, yes bool) {
	switch {
	case rel == bpf.JgtK && yes:
		r.lo = max(r.lo, k+1)
	case rel == bpf.JgtK:
		r.hi = min(r.hi, k)
	case rel == bpf.JgeK && yes:
		r.lo = max(r.lo, k)
	case rel == bpf.JgeK:
		r.hi = min(r.hi, k-1)
	case rel == bpf.JsetK && !yes:
		r.zero |= k
	case rel == bpf.JsetK && k&(k-1) == 0:
		r.lo = max(r.lo, k)
	}
}

// decide compares with a number.
func (r *bounds) decide(rel uint16, k uint32) (yes, ok bool) {
	switch rel {
	case bpf.JeqK:
		return false, k < r.lo || k > r.hi || k&r.zero != 0
	case bpf.JgtK:
		return r.lo > k, r.lo > k || r.hi <= k
	case bpf.JgeK:
		return r.lo >= k, r.lo >= k || r.hi < k
	}
	return false, k&^r.zero == 0
}

// proven reports whether all loads of a value are known to succeed.
func (s state) proven(v *value) bool {
	if v == nil || !v.fallible {
		return true
	}
	switch v.kind {
	case vLoad:
		if v.a == nil {
			return uint64(v.k)+uint64(v.size) <= uint64(s.length)
		}
		return s.loaded(v)
	case vALU:
		if divides(v) {
			return s.loaded(v)
		}
		return s.proven(v.a) && s.proven(v.b)
	}
	return true
}

// loaded reports whether a value was computed before.
func (s state) loaded(v *value) bool {
	for _, x := range [2]*fact{s.pos, s.neg} {
		for steps := 0; x != nil && steps < lookBackNeg && v.reads&x.vars == 0; steps++ {
			if x.a != nil && contains(x.a, v) || x.test != nil && (contains(x.test.a, v) || contains(x.test.b, v)) {
				return true
			}
			x = x.up
		}
	}
	return false
}

// contains reports whether v is part of whole.
func contains(whole, v *value) bool {
	return whole != nil && (whole == v || whole.id >= v.id && (contains(whole.a, v) || contains(whole.b, v)))
}
