package filter

import (
	"slices"

	"github.com/gocap-project/gocap/bpf"
)

// search reorders chains of comparisons for equality that lead to the same place,
// such as those of a list of hosts, so that each value is loaded once, and makes
// balanced searches of long ones.
//
// The comparisons up to where every value of the chain has been loaded stay as
// they are: they decide what happens to a packet that is too short. From there on
// nothing can fail, so order has no meaning. It reports whether there are any.
func (f *flow) search(order []*node) (found bool) {
	if !worthSearching(order) {
		return false
	}
	f.countWays(order)
	for _, n := range order {
		if n.inside || !isEq(n) {
			continue
		}
		length, end := int32(1), n.f
		for isEq(end) && end.t == n.t && !end.many {
			length, end = length+1, end.f
		}
		if length < shortest {
			continue
		}
		found, n.chain = true, length
		for x := n.f; x != end; x = x.f {
			x.inside = true
		}
	}
	if found {
		f.rechain(order)
	}
	return found
}

// shortest is how long chains are at least that are regrouped.
const shortest = 3

// worthSearching reports whether some comparisons seem to be a chain.
func worthSearching(order []*node) bool {
	for _, n := range order {
		if isEq(n) && isEq(n.f) && isEq(n.f.f) && n.f.t == n.t && n.f.f.t == n.t {
			return true
		}
	}
	return false
}

// countWays marks the nodes that more than one edge leads to.
func (f *flow) countWays(order []*node) {
	for _, n := range order {
		for _, to := range [2]*node{n.t, n.f} {
			if to != nil {
				to.seen, to.many = true, to.seen
			}
		}
	}
}

// rechain makes the graph anew, with chains regrouped.
func (f *flow) rechain(order []*node) {
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		switch {
		case n.chain > 0:
			n.fresh = f.regroup(n)
		case !n.inside:
			n.fresh = f.remake(n, renewed(n.t), renewed(n.f))
		}
	}
	f.root = f.root.fresh
}

func isEq(n *node) bool {
	return n.kind == nTest && n.rel == bpf.JeqK && n.b.kind == vConst && n.t != n.f
}

// group is the numbers that a value is compared with.
type group struct {
	v    *value
	keys []uint32
}

// regroup makes a chain anew.
func (f *flow) regroup(head *node) *node {
	var groups []group
	fixed, n := int32(0), head
	for i := range head.chain {
		if find(groups, n.a) == nil {
			n.a.group = int32(len(groups))
			groups = append(groups, group{v: n.a})
			fixed = i + 1
		}
		n = n.f
	}
	t, e := head.t.fresh, n.fresh
	n = head
	for i := range head.chain {
		if i >= fixed {
			g := find(groups, n.a)
			g.keys = append(g.keys, n.b.k)
		}
		n = n.f
	}
	// The group of the value loaded last comes first: it is in the register.
	for i := range groups {
		e = f.member(&groups[i], t, e)
	}
	return f.again(head, fixed, t, e)
}

// find returns the group of a value, or nil.
func find(groups []group, v *value) *group {
	if i := int(v.group); i < len(groups) && groups[i].v == v {
		return &groups[i]
	}
	return nil
}

// again makes the first comparisons of a chain as they were.
func (f *flow) again(n *node, length int32, t, e *node) *node {
	if length == 0 {
		return e
	}
	return f.check(n.rel, n.a, n.b, t, f.again(n.f, length-1, t, e))
}

// leaf is how many comparisons follow each other in a balanced search. Fewer are
// faster, but take more instructions.
const leaf = 8

// member makes the test that a value is one of some numbers.
func (f *flow) member(g *group, t, e *node) *node {
	if len(g.keys) == 0 {
		return e
	}
	slices.Sort(g.keys)
	keys := slices.Compact(g.keys)
	var ranges [][2]uint32
	for _, k := range keys {
		if n := len(ranges); n > 0 && ranges[n-1][1]+1 == k {
			ranges[n-1][1] = k
			continue
		}
		ranges = append(ranges, [2]uint32{k, k})
	}
	return f.tree(g.v, ranges, t, e)
}

// tree halves sorted ranges down to leaves.
func (f *flow) tree(v *value, ranges [][2]uint32, t, e *node) *node {
	if len(ranges) > leaf {
		mid := len(ranges) / 2
		low := f.tree(v, ranges[:mid], t, e)
		high := f.tree(v, ranges[mid:], t, e)
		return f.check(bpf.JgeK, v, f.constant(ranges[mid][0]), high, low)
	}
	for i := len(ranges) - 1; i >= 0; i-- {
		lo, hi := ranges[i][0], ranges[i][1]
		switch {
		case lo == hi:
			e = f.check(bpf.JeqK, v, f.constant(lo), t, e)
		case hi == lo+1:
			e = f.check(bpf.JeqK, v, f.constant(lo), t, f.check(bpf.JeqK, v, f.constant(hi), t, e))
		default:
			// A range within other tests: from below, or beyond.
			e = f.check(bpf.JgeK, v, f.constant(lo), f.check(bpf.JgtK, v, f.constant(hi), e, t), e)
		}
	}
	return e
}
