package filter

import "slices"

// way is what is known on one way to a node.
type way struct {
	state
	next *way
}

// ways are those that lead to a node, in the order in which they were found.
type ways struct {
	n           int // if 0, the others mean nothing
	first, last *way
}

// mostWays bounds how many ways to a node are kept apart.
const mostWays = 64

// join adds a way to a node.
func (f *flow) join(to *node, s state) {
	w := &to.ways
	if w.n >= mostWays {
		w.first.state, w.first.next, w.last, w.n = f.meet(*w), nil, w.first, 1
	}
	p := f.arcs.take()
	p.state, p.next = s, nil
	if w.n == 0 {
		w.first = p
	} else {
		w.last.next = p
	}
	w.last = p
	w.n++
}

// meet returns what holds on all ways.
func (f *flow) meet(all ways) state {
	s := all.first.state
	for w := all.first.next; w != nil; w = w.next {
		s.length = min(s.length, w.length)
		s.pos = common(s.pos, w.pos)
		s.neg = common(s.neg, w.neg)
	}
	if all.n == 1 {
		return s
	}
	end := s.pos
	var vars varSet
	for w := all.first; w != nil; w = w.next {
		vars |= w.setSince(s)
	}
	if vars != 0 { // what was known of them before does not hold on all ways
		s = f.push(s, fact{vars: vars})
		s.neg = nil
	}
	if all.n > mostOf {
		return s
	}
	// What differs may still be one of a few values on each way.
	x := all.first.pos
	for steps := 0; x != nil && x != end && steps < lookBack; steps++ {
		if x.a != nil && s.of(x.a) == nil {
			switch ks := all.union(x.a); len(ks) {
			case 0:
			case 1:
				s = f.push(s, fact{a: x.a, k: ks[0]})
			default:
				s = f.push(s, fact{a: x.a, ks: ks})
			}
		}
		x = x.up
	}
	return s
}

// union returns what a value may be over all ways; there are at least two.
func (all ways) union(v *value) (ks []uint32) {
	if all.last.of(v) == nil {
		return nil
	}
	for w := all.first; w != nil; w = w.next {
		x := w.of(v)
		if x == nil {
			return nil
		}
		var one [1]uint32
		for _, k := range x.numbers(&one) {
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
