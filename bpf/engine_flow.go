package bpf

// A value says what A holds, if that is known: bytes of the packet under a mask.
// The zero value says that it is not.
type value struct {
	indexed bool   // the bytes are at X+..., X being what it is now
	size    uint8  // 1, 2 or 4 bytes, 0 if nothing is known
	end     uint32 // the offset behind the last of them
	mask    uint32
}

// A step is an instruction as it is reached with A holding value: one
// instruction may be several steps. A test has become independent of A.
type step struct {
	in   Instruction
	kind stepKind
	has  value // what A holds before
	test test  // of a stepTest
	t, f int32 // the next steps; f of tests and jumps only
	live uint8 // which registers it or a later step reads
}

type stepKind uint8

const (
	stepPlain  stepKind = iota // in, then t
	stepTest                   // test of bytes of the packet, whatever A is
	stepJump                   // a conditional jump on the registers
	stepReturn                 // in is RetK or RetA
	stepSkip                   // nothing: go to t
)

// A test is true if at most width lies between low and the bytes before end, under mask.
// All are aligned with end: the byte at end-1 is the lowest.
type test struct {
	indexed          bool
	start, end       uint32
	mask, low, width uint64
}

// graph is a program as steps, ordered so that only backward jumps lead to lower pcs.
type graph struct {
	program Program
	steps   []step
	at      [][]int32 // the steps of each instruction
	reads   []bool    // whether A, as it is at each instruction, is ever read
	visits  int       // how much work may still go into sets
	nodes   map[int32]*node
	regions map[int32]*region
	todo    []int32
}

const (
	liveA = 1 << iota
	liveX
)

// expand follows the program from its start and makes a step of each instruction
// and each thing that A may hold there.
func expand(p Program) *graph {
	g := &graph{program: p, at: make([][]int32, len(p)), reads: p.readsA(), visits: 8*len(p) + 64, nodes: map[int32]*node{}, regions: map[int32]*region{}}
	g.step(0, value{})
	for i, in := range p {
		if in.jumpsBack() {
			g.step(i+1+int(int32(in.K)), value{})
		}
	}
	for pc := range p {
		for _, id := range g.at[pc] {
			g.translate(pc, id)
		}
	}
	return g
}

// readsA finds the instructions from which on A is read before it is written:
// only there does it matter what it holds.
func (p Program) readsA() []bool {
	live := make([]bool, len(p))
	for i := len(p) - 1; i >= 0; i-- {
		in := p[i]
		reads, writes, _ := in.effects()
		switch {
		case reads&liveA != 0 || in.jumpsBack():
			live[i] = true
		case writes&liveA != 0 || in.Op == RetK:
		case in.Op == Ja:
			live[i] = live[i+1+int(in.K)]
		case jumpsIfTrue(in.Op):
			live[i] = live[i+1+int(in.Jt)] || live[i+1+int(in.Jf)]
		default:
			live[i] = live[i+1]
		}
	}
	return live
}

// step finds the step of pc with v in A, or makes it. A program that would make
// too many has steps that know nothing of A.
func (g *graph) step(pc int, v value) int32 {
	if !g.reads[pc] || len(g.steps) > 4*len(g.program)+256 || len(g.at[pc]) > 16 {
		v = value{}
	}
	for _, id := range g.at[pc] {
		if g.steps[id].has == v {
			return id
		}
	}
	id := int32(len(g.steps))
	g.steps = append(g.steps, step{in: g.program[pc], has: v})
	g.at[pc] = append(g.at[pc], id)
	return id
}

// translate decides what kind of step id is, and what follows it.
func (g *graph) translate(pc int, id int32) {
	s := g.steps[id]
	switch {
	case s.in.Op == RetK || s.in.Op == RetA:
		s.kind = stepReturn
	case s.in.jumpsBack():
		s.t = g.step(pc+1+int(int32(s.in.K)), value{})
	case s.in.Op == Ja:
		s.kind, s.t = stepSkip, g.step(pc+1+int(s.in.K), s.has)
	case jumpsIfTrue(s.in.Op):
		s.t, s.f = g.step(pc+1+int(s.in.Jt), s.has), g.step(pc+1+int(s.in.Jf), s.has)
		s.kind = stepJump
		if s.in.Op&SrcX == 0 && s.has.size != 0 {
			s.decide()
		}
	default:
		s.t = g.step(pc+1, s.in.after(s.has))
	}
	g.steps[id] = s
}

// after is what A holds after an instruction that is no jump.
func (in Instruction) after(v value) value {
	switch in.Op {
	case LdAbsW, LdAbsH, LdAbsB, LdIndW, LdIndH, LdIndB:
		return in.loaded()
	case AndK:
		v.mask &= in.K
		return v
	case St, Stx:
		return v
	case LdxImm, LdxMem, LdxLen, LdxMsh, Tax:
		if !v.indexed {
			return v
		}
	}
	return value{}
}

// loaded is what a load from the packet leaves in A. Offsets beyond those of a
// slice are not followed.
func (in Instruction) loaded() value {
	if in.K >= 1<<30 {
		return value{}
	}
	v := value{indexed: in.Op&0xe0 == ModeInd, size: 4, mask: 0xffffffff}
	switch in.Op & 0x18 {
	case SizeH:
		v.size, v.mask = 2, 0xffff
	case SizeB:
		v.size, v.mask = 1, 0xff
	}
	v.end = in.K + uint32(v.size)
	return v
}

// decide makes a jump that compares a known value with a constant a test, or no
// step at all if it can only go one way.
func (s *step) decide() {
	k, mask := s.in.K, s.has.mask
	t := test{indexed: s.has.indexed, start: s.has.end - uint32(s.has.size), end: s.has.end, mask: uint64(mask)}
	s.kind = stepTest
	switch s.in.Op {
	case JeqK:
		if t.low = uint64(k); k&^mask != 0 {
			s.always(s.f)
		}
	case JsetK: // no bit set: equal to 0
		s.t, s.f = s.f, s.t
		if t.mask = uint64(k & mask); t.mask == 0 {
			s.always(s.t)
		}
	case JgtK:
		if t.low, t.width = uint64(k)+1, uint64(mask)-uint64(k)-1; k >= mask {
			s.always(s.f)
		}
	case JgeK:
		t.low, t.width = uint64(k), uint64(mask)-uint64(k)
		if k > mask {
			s.always(s.f)
		} else if k == 0 {
			s.always(s.t)
		}
	}
	s.test = t
}

func (s *step) always(to int32) { s.kind, s.t, s.f = stepSkip, to, to }

// sweep finds out, from the end, who reads A and X, and drops the steps that
// compute what nobody reads.
func (g *graph) sweep() {
	for pc := len(g.at) - 1; pc >= 0; pc-- {
		for _, id := range g.at[pc] {
			s := &g.steps[id]
			if s.in.jumpsBack() {
				s.live = liveA | liveX
				continue
			}
			if s.kind != stepReturn {
				s.t = g.follow(s.t)
				s.live = g.steps[s.t].live
			}
			if s.kind == stepTest || s.kind == stepJump {
				s.f = g.follow(s.f)
				s.live |= g.steps[s.f].live
				if s.t == s.f && s.kind == stepJump {
					s.kind = stepSkip
				}
			}
			g.sweepStep(s)
		}
	}
}

// follow goes past the steps that do nothing.
func (g *graph) follow(id int32) int32 {
	for g.steps[id].kind == stepSkip {
		id = g.steps[id].t
	}
	return id
}

// sweepStep drops s if it is of no use; else it finds what s reads and writes.
func (g *graph) sweepStep(s *step) {
	reads, writes, pure := s.in.effects()
	switch {
	case s.kind == stepSkip:
		return
	case s.kind == stepTest:
		reads, writes = 0, 0
		if s.test.indexed {
			reads = liveX
		}
	case s.kind == stepPlain && writes != 0 && s.live&writes == 0 && (pure || g.checked(s)):
		s.kind = stepSkip
		return
	}
	s.live = s.live&^writes | reads
}

// checked reports whether s is a load of bytes that the next step tests: that
// rejects what the load would.
func (g *graph) checked(s *step) bool {
	switch s.in.Op {
	case LdAbsW, LdAbsH, LdAbsB, LdIndW, LdIndH, LdIndB:
		v, next := s.in.loaded(), &g.steps[s.t]
		return v.size != 0 && next.kind == stepTest && next.test.indexed == v.indexed &&
			next.test.end == v.end && next.test.start == v.end-uint32(v.size)
	}
	return false
}

// effects says which registers an instruction reads and writes, and whether that
// is all it does: it cannot reject, nor write to M.
func (in Instruction) effects() (reads, writes uint8, pure bool) {
	switch in.Op {
	case LdImm, LdMem, LdLen:
		return 0, liveA, true
	case LdAbsW, LdAbsH, LdAbsB:
		if isAncillary(in.K) {
			return liveA | liveX, liveA, false
		}
		return 0, liveA, false
	case LdIndW, LdIndH, LdIndB:
		return liveX, liveA, false
	case LdxImm, LdxMem, LdxLen:
		return 0, liveX, true
	case LdxMsh:
		return 0, liveX, false
	case St, RetA:
		return liveA, 0, false
	case Stx:
		return liveX, 0, false
	case DivX, ModX:
		return liveA | liveX, liveA, false
	case Tax:
		return liveA, liveX, true
	case Txa:
		return liveX, liveA, true
	}
	reads = 0
	if in.Op&7 == ClassALU || jumpsIfTrue(in.Op) {
		reads = liveA
		if in.Op&SrcX != 0 {
			reads |= liveX
		}
	}
	if in.Op&7 == ClassALU {
		writes = liveA
	}
	return reads, writes, true
}
