package bpf

// Engine is a program translated for speed. It gives the same verdicts as the
// program's Run and RunLinux, several times faster, and allocates nothing. Many
// goroutines may use one Engine at once.
//
// The translation knows that filters are mostly "load, compare, jump" at fixed
// places: each such triple is one step that compares eight bytes of the packet
// under a mask; two comparisons that lead to the same place are one; and chains
// or trees of comparisons of one value are a lookup in a hash table or a sorted
// list, so that a filter of a thousand hosts takes about as long as one of two.
//
// The zero Engine is that of the nil Program: it accepts every packet whole.
type Engine struct {
	program Program
	start   *node
	memory  bool // the program uses M
}

// Compile translates a program. It refuses, with a *ProgramError, what no machine
// can run: the rules are Validate's, except that a program may have any length,
// may jump back (see Run), may load from any offset, and may read words of M that
// it has not written, which are 0. The program is copied.
func Compile(p Program) (*Engine, error) {
	if p == nil {
		return &Engine{}, nil
	}
	if err := p.runnable(); err != nil {
		return nil, err
	}
	p = append(Program(nil), p...)
	g := expand(p)
	g.sweep()
	return &Engine{p, g.emit(), p.usesMemory()}, nil
}

// Program returns the program that the engine runs; it must not be changed.
func (e *Engine) Program() Program { return e.program }

// Match returns how many bytes of the packet to keep, as Program.Run does.
func (e *Engine) Match(pkt []byte, wirelen int) uint32 { return e.match(pkt, wirelen, nil) }

// MatchLinux returns how many bytes of the packet to keep, as Program.RunLinux does.
func (e *Engine) MatchLinux(pkt []byte, wirelen int, m *Metadata) uint32 {
	if m == nil {
		m = &Metadata{}
	}
	return e.match(pkt, wirelen, m)
}

func (e *Engine) match(pkt []byte, wirelen int, m *Metadata) uint32 {
	if e.start == nil {
		return AcceptAll
	}
	n, x := walk(e.start, pkt, 0)
	switch {
	case n == nil:
		return e.program.run(pkt, wirelen, m)
	case n.op == RetK:
		return n.k
	case e.memory:
		var mem [MemoryWords]uint32
		return e.run(n, x, pkt, wirelen, m, &mem)
	}
	return e.run(n, x, pkt, wirelen, m, nil)
}

// runnable reports the first rule that the program breaks of those that Compile has.
func (p Program) runnable() error {
	if len(p) == 0 {
		return &ProgramError{Err: ErrEmpty}
	}
	for i, in := range p {
		err := in.check(len(p) - i - 1)
		switch {
		case err == ErrAncillary:
			err = nil // fails at run time, for those who get there
		case err == ErrJump && in.jumpsBack():
			if int64(i)+1+int64(int32(in.K)) >= 0 {
				err = nil
			}
		}
		if err != nil {
			return &ProgramError{i, in, err}
		}
	}
	if last := p[len(p)-1]; last.Op != RetK && last.Op != RetA && !last.jumpsBack() {
		return &ProgramError{len(p) - 1, last, ErrNoReturn}
	}
	return nil
}

// jumpsBack reports whether in is the backward jump of a loop.
func (in Instruction) jumpsBack() bool { return in.Op == Ja && int32(in.K) < 0 }

func (p Program) usesMemory() bool {
	for _, in := range p {
		switch in.Op {
		case LdMem, LdxMem, St, Stx:
			return true
		}
	}
	return false
}
