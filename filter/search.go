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
// nothing can fail, so order has no meaning.
func (f *flow) search() {
	order := f.order()
	ways := map[*node]int{f.root: 1}
	for _, n := range order {
		ways[n.t]++
		if n.f != n.t {
			ways[n.f]++
		}
	}
	inside := map[*node]bool{}
	var chains [][]*node
	for _, n := range order {
		if inside[n] || !isEq(n) {
			continue
		}
		c := []*node{n}
		for x := n.f; isEq(x) && x.t == n.t && ways[x] == 1; x = x.f {
			c = append(c, x)
		}
		if len(c) > 2 {
			chains = append(chains, c)
			for _, x := range c[1:] {
				inside[x] = true
			}
		}
	}
	if len(chains) == 0 {
		return
	}
	heads := map[*node][]*node{}
	for _, c := range chains {
		heads[c[0]] = c
	}
	fresh := make(map[*node]*node, len(order))
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		if c := heads[n]; c != nil {
			fresh[n] = f.regroup(c, fresh[n.t], fresh[c[len(c)-1].f])
			continue
		}
		if inside[n] {
			continue
		}
		fresh[n] = f.remake(n, fresh[n.t], fresh[n.f])
	}
	f.root = fresh[f.root]
}

func isEq(n *node) bool {
	return n.kind == nTest && n.rel == bpf.JeqK && n.b.kind == vConst && n.t != n.f
}

// group is the numbers that a value is compared with.
type group struct {
	v    *value
	keys []uint32
}

// regroup makes a chain anew that leads to t, or to e if no comparison holds.
func (f *flow) regroup(chain []*node, t, e *node) *node {
	seen := map[*value]*group{}
	var groups []*group
	fixed := 0
	for i, n := range chain {
		g := seen[n.a]
		if g == nil {
			g = &group{v: n.a}
			seen[n.a] = g
			groups = append(groups, g)
			fixed = i + 1
		}
	}
	for _, n := range chain[fixed:] {
		g := seen[n.a]
		g.keys = append(g.keys, n.b.k)
	}
	// The group of the value loaded last comes first: it is in the register.
	slices.Reverse(groups)
	for i := len(groups) - 1; i >= 0; i-- {
		e = f.member(groups[i], t, e)
	}
	for i := fixed - 1; i >= 0; i-- {
		n := chain[i]
		e = f.check(n.rel, n.a, n.b, t, e)
	}
	return e
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
