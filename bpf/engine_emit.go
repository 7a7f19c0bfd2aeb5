package bpf

// A node is what the engine executes: a plain instruction, or one or two tests.
type node struct {
	op      uint8  // the instruction's Op, or one of the op values below
	k       uint32 // its K
	a, b    probe
	t, u, f *node // where to go: if a holds or next, if b holds, otherwise
	set     *set
}

// The operations that nodes have besides those of Instruction.Op, which stay
// below 0xb2. The order of each five is that of shapes.
const (
	opAbs     = 0xb2 + iota // a on the packet
	opAbsOr                 // a, then b
	opAbsAnd                // a and b
	opAbsSet                // a's bytes are looked up
	opInd                   // the same at X
	opIndOr                 //
	opIndAnd                //
	opIndSet                //
	opMsh                   // the same after X = 4*(packet[k]&15)
	opMshOr                 //
	opMshAnd                //
	opMshSet                //
	shapes    = opInd - opAbs
	mshFusion = opMsh - opInd
)

// A probe compares the eight bytes from at, or from X+at, as a big endian number
// under mask with the numbers from low to low+width.
type probe struct {
	at               int64 // not negative on the packet itself
	mask, low, width uint64
}

// emit makes nodes of the steps that can be reached, and returns the first.
func (g *graph) emit() *node {
	first := g.node(0)
	for len(g.todo) > 0 {
		id := g.todo[len(g.todo)-1]
		g.todo = g.todo[:len(g.todo)-1]
		g.fill(g.nodes[id], &g.steps[id], id)
	}
	return first
}

// node returns the node of a step, which may not be filled yet.
func (g *graph) node(id int32) *node {
	id = g.follow(id)
	n := g.nodes[id]
	if n == nil {
		n = &node{}
		g.nodes[id] = n
		g.todo = append(g.todo, id)
	}
	return n
}

func (g *graph) fill(n *node, s *step, id int32) {
	n.op, n.k = uint8(s.in.Op), s.in.K
	switch s.kind {
	case stepTest:
		g.fillTest(n, id)
	case stepJump:
		n.t, n.f = g.node(s.t), g.node(s.f)
	case stepPlain:
		next := &g.steps[g.follow(s.t)]
		if s.in.Op == LdxMsh && int32(s.in.K) >= 0 && next.kind == stepTest && next.test.indexed {
			g.fillTest(n, g.follow(s.t))
			n.op += mshFusion
			return
		}
		n.t = g.node(s.t)
	}
}

// fillTest makes n of the test id and those after it that fit in.
func (g *graph) fillTest(n *node, id int32) {
	if r := g.region(id); r != nil {
		g.fillSet(n, r)
		return
	}
	a := g.fuse(id)
	n.op = opAbs
	defer func() {
		if a.indexed {
			n.op += shapes
		}
	}()
	n.a = a.probe()
	n.b = n.a
	if g.pairs(a, a.f) {
		b := g.fuse(a.f)
		n.op, n.b = opAbsOr, b.probe()
		n.t, n.u, n.f = g.node(a.t), g.node(b.t), g.node(b.f)
		return
	}
	if g.pairs(a, a.t) {
		if b := g.fuse(a.t); b.f == a.f {
			n.op, n.b = opAbsAnd, b.probe()
			n.t, n.f = g.node(b.t), g.node(b.f)
			return
		}
	}
	n.t, n.f = g.node(a.t), g.node(a.f)
}

// pairs reports whether the step id is a test that can share a node with a.
func (g *graph) pairs(a fused, id int32) bool {
	s := &g.steps[id]
	return s.kind == stepTest && s.test.indexed == a.indexed && g.region(id) == nil
}

// fused is a test that stands for one or more steps.
type fused struct {
	test
	t, f int32
}

// fuse joins a test with those that follow it, as long as one comparison can do
// the work of all: other bytes of the same eight, or the other end of a range.
func (g *graph) fuse(id int32) fused {
	s := &g.steps[id]
	c := fused{s.test, s.t, s.f}
	if next := &g.steps[c.f]; next.kind == stepTest && next.f == c.t {
		if m, ok := next.test.minus(c.test); ok {
			c = fused{m, next.t, next.f}
		}
	}
	for range 8 {
		next := &g.steps[c.t]
		if next.kind != stepTest {
			return c
		}
		if m, ok := c.and(next.test); ok && next.f == c.f {
			c = fused{m, next.t, c.f}
		} else if m, ok := c.minus(next.test); ok && next.t == c.f {
			c = fused{m, next.f, c.f}
		} else {
			return c
		}
	}
	return c
}

// sameBytes reports whether both tests are of the same number.
func (t test) sameBytes(u test) bool {
	return t.indexed == u.indexed && t.start == u.start && t.end == u.end && t.mask == u.mask
}

// minus is a test for what t accepts and u does not, if that is one range.
func (t test) minus(u test) (test, bool) {
	last, ulast := t.low+t.width, u.low+u.width
	switch {
	case !t.sameBytes(u):
	case u.low > t.low && u.low <= last && ulast >= last:
		t.width = u.low - 1 - t.low
		return t, true
	case u.low <= t.low && ulast >= t.low && ulast < last:
		t.low, t.width = ulast+1, last-ulast-1
		return t, true
	}
	return t, false
}

// and is a test for what t and u accept, if both compare single values that lie
// within eight bytes.
func (t test) and(u test) (test, bool) {
	start, end := min(t.start, u.start), max(t.end, u.end)
	if t.indexed != u.indexed || t.width != 0 || u.width != 0 || end-start > 8 {
		return t, false
	}
	t, u = t.upTo(end), u.upTo(end)
	if (t.low^u.low)&t.mask&u.mask != 0 {
		return t, false
	}
	return test{indexed: t.indexed, start: start, end: end, mask: t.mask | u.mask, low: t.low | u.low}, true
}

// upTo aligns t with a later end.
func (t test) upTo(end uint32) test {
	shift := 8 * (end - t.end)
	t.mask, t.low, t.width, t.end = t.mask<<shift, t.low<<shift, t.width<<shift, end
	return t
}

// probe places the eight bytes so that they end with those of the test, or start
// the packet.
func (t test) probe() probe {
	if !t.indexed && t.end < 8 {
		t = t.upTo(8)
	}
	return probe{int64(t.end) - 8, t.mask, t.low, t.width}
}
