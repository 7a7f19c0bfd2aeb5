package bpf

import "math/bits"

// A set tells where to go for each value of some bytes: first the single values
// are looked up in a hash table, then the ranges in a sorted list.
type set struct {
	slots  []slot // an open hash table, of a power of two and at least half empty
	factor uint32 // the multiplier of the hash
	shift  uint8
	from   []uint32 // the first value of each range, in order; from[0] is 0
	to     []*node
}

type slot struct {
	value uint32
	to    *node // nil if the slot is free
}

// find returns where to go for the value v.
func (s *set) find(v uint32) *node {
	slots := s.slots
	for i := v * s.factor >> (s.shift & 31); len(slots) > 0; i++ {
		p := &slots[i&uint32(len(slots)-1)]
		if p.to == nil {
			break
		}
		if p.value == v {
			return p.to
		}
	}
	lo, hi := 0, len(s.from)
	for hi-lo > 1 {
		if mid := int(uint(lo+hi) >> 1); s.from[mid] <= v {
			lo = mid
		} else {
			hi = mid
		}
	}
	return s.to[lo]
}

// leastSet is how many tests are better looked up than made.
const leastSet = 4

// A region is the tests of one number that follow each other, and where each of
// its values leaves them.
type region struct {
	test
	tests  int
	points map[uint32]int32
	from   []uint32
	to     []int32
	width  int // the table of the points has 1<<width slots
	factor uint32
}

// part is a range of values that have come to a step.
type part struct {
	id     int32
	lo, hi uint32
}

// region returns the tests of one number that begin at id, or nil if there are
// too few, or their constants are of the kind that defeats the hash.
func (g *graph) region(id int32) *region {
	if r, ok := g.regions[id]; ok {
		return r
	}
	r := &region{test: g.steps[id].test, points: map[uint32]int32{}}
	if r.mask <= 0xffffffff {
		g.explore(r, id)
	}
	if r.tests < leastSet || !r.hash() {
		r = nil
	}
	g.regions[id] = r
	return r
}

// explore follows all values through the tests of r that begin at id.
func (g *graph) explore(r *region, id int32) {
	todo := []part{{id, 0, uint32(r.mask)}}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for g.inside(r, p.id) {
			r.tests++
			s := &g.steps[p.id]
			low := uint32(s.test.low)
			switch {
			case s.test.width == 0 && low < uint32(r.mask):
				if _, seen := r.points[low]; !seen && p.lo <= low && low <= p.hi {
					r.points[low] = g.resolve(r, s.t, low)
				}
				p.id = s.f
			case p.hi < low:
				p.id = s.f
			case p.lo >= low:
				p.id = s.t
			default:
				todo = append(todo, part{s.t, low, p.hi})
				p.id, p.hi = s.f, low-1
			}
		}
		if n := len(r.to); n == 0 || r.to[n-1] != p.id {
			r.from, r.to = append(r.from, p.lo), append(r.to, p.id)
		}
	}
}

// inside reports whether the step id is one of r's tests, and pays for the visit.
// A test is of one value or of all from one up: fuse makes others, but later.
func (g *graph) inside(r *region, id int32) bool {
	s := &g.steps[id]
	if s.kind != stepTest || !r.sameBytes(s.test) || g.visits <= 0 {
		return false
	}
	g.visits--
	return true
}

// resolve follows one value to where it leaves r.
func (g *graph) resolve(r *region, id int32, v uint32) int32 {
	for g.inside(r, id) {
		s := &g.steps[id]
		if uint64(v)-s.test.low <= s.test.width {
			id = s.t
		} else {
			id = s.f
		}
	}
	return id
}

func (g *graph) fillSet(n *node, r *region) {
	n.op, n.a = opAbsSet, r.probe()
	if r.indexed {
		n.op += shapes
	}
	n.b.at, n.b.low = n.a.at, 8*uint64(n.a.at+8-int64(r.end)) // how far the number is from the low end of the eight bytes
	n.a.mask = r.mask
	s := &set{from: r.from, to: make([]*node, len(r.to))}
	for i, id := range r.to {
		s.to[i] = g.node(id)
	}
	n.set = s
	if len(r.points) == 0 {
		return
	}
	s.slots, s.shift, s.factor = make([]slot, 1<<r.width), uint8(32-r.width), r.factor
	for v, id := range r.points {
		s.put(v, g.node(id))
	}
}

// put adds a value that is not in the table and returns how far from its place it went.
func (s *set) put(v uint32, to *node) (far int) {
	i := v * s.factor >> (s.shift & 31)
	for ; s.slots[i&uint32(len(s.slots)-1)].to != nil; i++ {
		far++
	}
	s.slots[i&uint32(len(s.slots)-1)] = slot{v, to}
	return far
}

// factors are odd numbers with bits all over.
var factors = [...]uint32{0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f}

// hash chooses the size of the table and the factor that scatters the points best.
// It reports false if all leave them far from their places, as happens only to
// points that were chosen for it: then neither making nor using the table is fast.
func (r *region) hash() bool {
	r.width = bits.Len(uint(2*len(r.points) | 1))
	least, filled := 16*len(r.points)+1, &node{}
	for _, f := range factors {
		t := set{slots: make([]slot, 1<<r.width), factor: f, shift: uint8(32 - r.width)}
		sum := 0
		for v := range r.points {
			if sum += t.put(v, filled); sum >= least {
				break
			}
		}
		if sum < least {
			least, r.factor = sum, f
		}
	}
	return r.factor != 0
}
