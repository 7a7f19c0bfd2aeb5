package filter

// liveness finds the variables that may be read from each node on.
func (f *flow) liveness(order []*node) {
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		var s varSet
		for _, to := range [2]*node{n.t, n.f} {
			if to != nil {
				s |= to.live
			}
		}
		switch n.kind {
		case nTest:
			s |= n.a.reads | n.b.reads
		case nSet:
			for j := len(n.set.set) - 1; j >= 0; j-- {
				a := n.set.set[j]
				if s&(1<<a.to) != 0 {
					s = s&^(1<<a.to) | a.v.reads
				}
			}
		}
		n.live = s
	}
}

// prune removes assignments to variables that nothing reads. Loads in them that
// may fail stay, unless a load before says that they do not. It returns what is
// left, or nil if that is all.
func (th *threader) prune(n *node, s state) *pruned {
	after := n.t.live
	var keep []assign
	var touch []*value
	for i := len(n.set.set) - 1; i >= 0; i-- {
		a := n.set.set[i]
		if after&(1<<a.to) == 0 {
			if !s.proven(a.v) {
				touch = append(touch, a.v)
			}
			continue
		}
		after = after&^(1<<a.to) | a.v.reads
		keep = append([]assign{a}, keep...)
	}
	if len(keep) == len(n.set.set) {
		return nil
	}
	return &pruned{keep, touch}
}

// pruned is what is left of assignments.
type pruned struct {
	keep  []assign
	touch []*value
}

// remakePruned makes what is left of a node that was pruned.
func (f *flow) remakePruned(p *pruned, t *node) *node {
	if t == f.reject {
		return t
	}
	if len(p.keep) > 0 {
		t = f.assign(do(p.keep...), t)
	}
	for _, v := range p.touch {
		// A dead value may read a variable that the others set: its loads come first.
		t = f.touch(v, t)
	}
	return t
}
