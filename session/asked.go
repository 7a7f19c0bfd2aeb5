package session

// asked remembers the latest requests of a conversation by a number that the answer repeats. When it is full, a new
// request replaces the oldest: what it forgot, it makes no claims about.
type asked struct {
	slots []ask
	last  int  // slot of the newest
	lost  bool // that a request was forgotten, or may have come before the Session began
}

// ask is a request.
type ask struct {
	id   uint64 // that the answer repeats
	tag  uint64 // what else the answer must agree with: a hash, a code
	time int64  // when it was sent
	seen uint32 // answers
	used bool
}

func newAsked(n int) asked { return asked{slots: make([]ask, n), lost: true} }

func (a *asked) reset() {
	clear(a.slots)
	a.last, a.lost = 0, true
}

// add remembers a request.
func (a *asked) add(id, tag uint64, time int64) {
	a.last++
	if a.last == len(a.slots) {
		a.last = 0
	}
	s := &a.slots[a.last]
	a.lost = a.lost || s.used && s.seen == 0
	*s = ask{id: id, tag: tag, time: time, used: true}
}

// find returns the newest request with a number, or nil.
func (a *asked) find(id uint64) *ask {
	for i := range a.slots {
		s := &a.slots[(a.last-i+len(a.slots))%len(a.slots)]
		if !s.used {
			return nil // slots fill in order
		}
		if s.id == id {
			return s
		}
	}
	return nil
}

// open returns the newest request that has no answer, or nil.
func (a *asked) open() *ask {
	for i := range a.slots {
		if s := &a.slots[(a.last-i+len(a.slots))%len(a.slots)]; s.used && s.seen == 0 {
			return s
		}
	}
	return nil
}

// any reports whether there was a request.
func (a *asked) any() bool { return a.slots[a.last].used }

func (a *asked) visit(s *snapshot) {
	last := uint8(a.last)
	s.below(&last, len(a.slots))
	a.last = int(last)
	s.bool(&a.lost)
	for i := range a.slots {
		k := &a.slots[i]
		s.u64(&k.id)
		s.u64(&k.tag)
		s.i64(&k.time)
		s.u32(&k.seen)
		s.bool(&k.used)
	}
}
