package packet

import "slices"

// Confidence is how sure a guess is that bytes are of a protocol.
type Confidence uint8

const (
	// Impossible bytes are not the protocol's, whatever number is bound to it.
	Impossible Confidence = iota
	// Possible bytes may be anything: only a number tells.
	Possible
	// Likely bytes have the protocol's shape. That is enough where no number tells.
	Likely
	// Certain bytes have a mark that others' hardly have by chance, such as a magic
	// number of four bytes or a checksum.
	Certain
)

func (c Confidence) String() string {
	return [...]string{"impossible", "possible", "likely", "certain"}[min(c, Certain)]
}

// A guess judges whether the first bytes of a payload are of a protocol.
type guess struct {
	proto *Proto
	judge func(b []byte) Confidence
}

// Guess lets judge say whether a payload under this table is of protocol p, for
// numbers that are weak evidence, as ports are. It has two effects. Where a number
// is bound to p and judge says [Impossible], the number does not count. And a
// payload that no number tells is p if judge finds that at least [Likely]; of
// several protocols the one judged most certain, and of those the one whose Guess
// came first.
//
// judge sees the whole payload, at least one byte, and must neither keep nor change
// it, nor allocate: it is called for every packet of unknown content, so that it
// should turn most away by the first bytes.
func (t *Table[K]) Guess(p *Proto, judge func(b []byte) Confidence) {
	Register(p)
	t.t.mu.Lock()
	t.t.guesses = append(t.t.guesses, guess{p, judge})
	t.t.snap.Store(nil)
	t.t.mu.Unlock()
}

// Judge returns the protocols that judge b to be at least [Possible] by their
// guesses, the most certain first.
func (t *Table[K]) Judge(b []byte) (protos []*Proto, sure []Confidence) {
	if len(b) == 0 {
		return nil, nil
	}
	for c := Certain; c >= Possible; c-- {
		for _, g := range t.t.load().guesses {
			if g.judge(b) == c {
				protos, sure = append(protos, g.proto), append(sure, c)
			}
		}
	}
	return protos, sure
}

// likeliest returns the protocol that b is by the guesses of s, or nil.
func (s *snapshot) likeliest(b []byte, not *Proto) (p *Proto) {
	best := Possible
	for _, g := range s.guesses {
		if g.proto == not {
			continue
		}
		if c := g.judge(b); c > best {
			p, best = g.proto, c
			if c == Certain {
				break
			}
		}
	}
	return p
}

// excluded reports whether p's guess says that b cannot be p.
func (s *snapshot) excluded(p *Proto, b []byte) bool {
	i := slices.IndexFunc(s.guesses, func(g guess) bool { return g.proto == p })
	return i >= 0 && s.guesses[i].judge(b) == Impossible
}

// weigh is resolve for a table with guesses. If strict, numbers alone tell.
func (n Next) weigh(s *snapshot, b []byte, strict, quoted bool) *Proto {
	first := s.proto(n.key())
	if first != nil && (strict || !s.excluded(first, b)) {
		return first
	}
	if n.two() {
		if p := s.proto(n.second()); p != nil && (strict || !s.excluded(p, b)) {
			return p
		}
	}
	if strict || quoted {
		return nil
	}
	return s.likeliest(b, nil)
}

// instead returns the protocol to try for b when failed could not parse it: the
// second number's, or what is likely; or nil.
func (n Next) instead(o *Bindings, failed *Proto, b []byte) *Proto {
	if n.t == nil {
		return nil
	}
	s := n.t.load()
	if s.guesses == nil {
		return nil
	}
	if o != nil {
		if _, ok := o.find(n); ok || o.NoGuess {
			return nil // as it was told
		}
	}
	if n.two() && s.proto(n.key()) == failed {
		if p := s.proto(n.second()); p != nil && p != failed && !s.excluded(p, b) {
			return p
		}
	}
	return s.likeliest(b, failed)
}
