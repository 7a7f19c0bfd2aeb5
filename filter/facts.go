package filter

import (
	"slices"

	"github.com/gocap-project/gocap/bpf"
)

// fact is something that holds on a path: the outcome of a test, that a value is
// one of a few, or that a variable was set. Facts hang on the one before.
type fact struct {
	up    *fact
	depth int
	test  *node // with outcome yes
	yes   bool
	a     *value // is one of ks
	ks    []uint32
	vars  varSet // were set
}

// state is what is known at a place: facts of use in general, failed comparisons
// for equality, of which there may be thousands, and how long the packet is at least.
type state struct {
	pos, neg *fact
	length   uint64
}

func (s state) push(x fact) state {
	x.up = s.pos
	if s.pos != nil {
		x.depth = s.pos.depth + 1
	}
	s.pos = &x
	return s
}

// learn adds the outcome of a test.
func (s state) learn(n *node, yes bool) state {
	s.length = max(s.length, extent(n.a), extent(n.b))
	if n.rel == bpf.JeqK && n.b.kind == vConst {
		if yes {
			return s.push(fact{a: n.a, ks: []uint32{n.b.k}})
		}
		x := &fact{up: s.neg, test: n}
		if s.neg != nil {
			x.depth = s.neg.depth + 1
		}
		s.neg = x
		return s
	}
	return s.push(fact{test: n, yes: yes})
}

// assigned forgets what depends on variables that are set.
func (s state) assigned(c *cond) state {
	var vars varSet
	for _, a := range c.set {
		vars |= 1 << a.to
		s.length = max(s.length, extent(a.v))
	}
	s.neg = nil
	return s.push(fact{vars: vars})
}

// extent is how long a packet is at least if all loads of a value succeed.
func extent(v *value) uint64 {
	if v == nil || v.kind == vConst {
		return 0
	}
	n := max(extent(v.a), extent(v.b))
	if v.kind == vLoad && v.k < bpf.AncillaryOffset {
		n = max(n, uint64(v.k)+uint64(v.size))
	}
	return n
}

// Bounds on how far back facts are looked for.
const (
	lookBack    = 200
	lookBackNeg = 60
	mostOf      = 16 // values that a value may be one of
)

// oneOf returns the few numbers that a value is known to be one of.
func (s state) oneOf(v *value) []uint32 {
	steps := 0
	for x := s.pos; x != nil && steps < lookBack; x, steps = x.up, steps+1 {
		if x.a == v {
			return x.ks
		}
		if x.vars != 0 && reads(v)&x.vars != 0 {
			return nil
		}
	}
	return nil
}

// known returns the number that a value is known to be.
func (s state) known(v *value) (uint32, bool) {
	switch v.kind {
	case vConst:
		return v.k, true
	case vLen:
		return 0, false
	}
	if ks := s.oneOf(v); len(ks) == 1 {
		return ks[0], true
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
	if b, okB := s.known(n.b); okB {
		if a, okA := s.known(n.a); okA {
			return compareK(n.rel, a, b), true
		}
		if yes, ok := s.outcome(n, b); ok {
			return yes, ok
		}
	}
	return s.same(n)
}

// same finds the outcome of an equal test.
func (s state) same(n *node) (yes, ok bool) {
	steps := 0
	for x := s.pos; x != nil && steps < lookBack; x, steps = x.up, steps+1 {
		if t := x.test; t != nil && t.rel == n.rel && t.a == n.a && t.b == n.b {
			return x.yes, true
		}
		if x.vars != 0 && (reads(n.a)|reads(n.b))&x.vars != 0 {
			return false, false
		}
	}
	return false, false
}

// outcome decides a test against a number from what is known of the value.
func (s state) outcome(n *node, k uint32) (yes, ok bool) {
	if ks := s.oneOf(n.a); ks != nil {
		first := compareK(n.rel, ks[0], k)
		for _, v := range ks[1:] {
			if compareK(n.rel, v, k) != first {
				return false, false
			}
		}
		return first, true
	}
	lo, hi, zero, seen := s.interval(n.a)
	if seen {
		switch n.rel {
		case bpf.JeqK:
			if k < lo || k > hi || k&zero != 0 {
				return false, true
			}
		case bpf.JgtK:
			if lo > k || hi <= k {
				return lo > k, true
			}
		case bpf.JgeK:
			if lo >= k || hi < k {
				return lo >= k, true
			}
		case bpf.JsetK:
			if k&^zero == 0 {
				return false, true
			}
		}
	}
	if n.rel == bpf.JeqK || n.rel == bpf.JsetK {
		return false, s.excluded(n, k)
	}
	return false, false
}

// excluded reports whether an equal comparison has failed before.
func (s state) excluded(n *node, k uint32) bool {
	steps := 0
	for x := s.neg; x != nil && steps < lookBackNeg; x, steps = x.up, steps+1 {
		if n.rel == bpf.JeqK && x.test.a == n.a && x.test.b.k == k {
			return true
		}
	}
	return false
}

// interval returns bounds of a value, and bits of it that are not set, from the
// outcomes of comparisons.
func (s state) interval(v *value) (lo, hi, zero uint32, seen bool) {
	hi = 0xffffffff
	steps := 0
	for x := s.pos; x != nil && steps < lookBack; x, steps = x.up, steps+1 {
		if x.vars != 0 && reads(v)&x.vars != 0 {
			break
		}
		t := x.test
		if t == nil || t.a != v || t.b.kind != vConst {
			continue
		}
		seen = true
		switch k := t.b.k; {
		case t.rel == bpf.JgtK && x.yes:
			lo = max(lo, k+1)
		case t.rel == bpf.JgtK:
			hi = min(hi, k)
		case t.rel == bpf.JgeK && x.yes:
			lo = max(lo, k)
		case t.rel == bpf.JgeK:
			hi = min(hi, k-1)
		case t.rel == bpf.JsetK && !x.yes:
			zero |= k
		case t.rel == bpf.JsetK && k&(k-1) == 0:
			lo = max(lo, k)
		}
	}
	return lo, hi, zero, seen
}

// proven reports whether all loads of a value are known to succeed.
func (f *flow) proven(s state, v *value) bool {
	if v == nil || !f.fallible(v) {
		return true
	}
	switch v.kind {
	case vLoad:
		if v.a == nil {
			return uint64(v.k)+uint64(v.size) <= s.length
		}
		return s.loaded(v)
	case vALU:
		if (v.op == bpf.DivK || v.op == bpf.ModK) && (v.b.kind != vConst || v.b.k == 0) {
			return s.loaded(v)
		}
		return f.proven(s, v.a) && f.proven(s, v.b)
	}
	return true
}

// loaded reports whether a value was computed before.
func (s state) loaded(v *value) bool {
	for _, x := range []*fact{s.pos, s.neg} {
		for steps := 0; x != nil && steps < lookBackNeg; x, steps = x.up, steps+1 {
			if x.vars != 0 && reads(v)&x.vars != 0 {
				break
			}
			if x.a != nil && contains(x.a, v) || x.test != nil && (contains(x.test.a, v) || contains(x.test.b, v)) {
				return true
			}
		}
	}
	return false
}

// contains reports whether v is part of whole.
func contains(whole, v *value) bool {
	return whole != nil && (whole == v || whole.id >= v.id && (contains(whole.a, v) || contains(whole.b, v)))
}

// meet returns what holds on all of some ways to a place.
func meet(ways []state) state {
	s := ways[0]
	for _, w := range ways[1:] {
		s.length = min(s.length, w.length)
		s.pos = common(s.pos, w.pos)
		s.neg = common(s.neg, w.neg)
	}
	if len(ways) == 1 || len(ways) > mostOf {
		return s
	}
	// What differs may still be one of a few values on each way.
	steps := 0
	for x := ways[0].pos; x != nil && x != s.pos && steps < lookBack; x, steps = x.up, steps+1 {
		if x.a == nil || s.oneOf(x.a) != nil {
			continue
		}
		if ks := union(ways, x.a); ks != nil {
			s = s.push(fact{a: x.a, ks: ks})
		}
	}
	return s
}

// union returns what a value may be over all ways.
func union(ways []state, v *value) (ks []uint32) {
	for _, w := range ways {
		more := w.oneOf(v)
		if more == nil {
			return nil
		}
		for _, k := range more {
			if !slices.Contains(ks, k) {
				ks = append(ks, k)
			}
		}
		if len(ks) > mostOf {
			return nil
		}
	}
	return ks
}

// common returns the nearest fact that two hang on.
func common(a, b *fact) *fact {
	for steps := 0; a != b && a != nil && b != nil; steps++ {
		if steps > 1<<14 {
			return nil
		}
		if a.depth >= b.depth {
			a = a.up
		} else {
			b = b.up
		}
	}
	if a == b {
		return a
	}
	return nil
}
