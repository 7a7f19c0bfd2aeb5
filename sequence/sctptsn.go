package sequence

// The bits of the chunks that came, from base on, are a ring of 64-bit words in one chunk of the arena.

// came reports whether a chunk came that is not before base.
func (h *sctpHalf) came(e *sctpEnv, at uint64) bool {
	if h.ahead == 0 || at-h.base >= e.window {
		return false
	}
	return h.word(e, at)>>(at&63)&1 != 0
}

func (h *sctpHalf) slot(e *sctpEnv, at uint64) []byte {
	return e.arena.at(h.seen)[at&(e.window-1)>>6<<3:]
}

func (h *sctpHalf) word(e *sctpEnv, at uint64) uint64 { return get64(h.slot(e, at)) }

// mark notes that a chunk came.
func (h *sctpHalf) mark(e *sctpEnv, at uint64, from Source) {
	h.high = max(h.high, at+1)
	if h.settling {
		h.origin = min(h.origin, at)
	}
	if at == h.base && h.ahead == 0 {
		h.base++
		return
	}
	if h.seen == 0 && !h.openSeen(e) {
		h.settle(e, h.origin, from)
		h.jump(e, at, from)
		h.base = at + 1
		return
	}
	b := h.slot(e, at)
	put64(b, get64(b)|1<<(at&63))
	h.ahead++
}

// openSeen takes memory for the bits.
func (h *sctpHalf) openSeen(e *sctpEnv) bool {
	size := int(e.window / 8)
	for h.mem+size <= e.limit {
		before := e.arena.used
		if h.seen = e.arena.alloc(size); h.seen != 0 {
			h.mem += e.arena.used - before
			clear(e.arena.at(h.seen)[:size])
			return true
		}
		if e.makeRoom == nil || !e.makeRoom() {
			break
		}
	}
	return false
}

// forgetSeen frees the memory of the bits.
func (h *sctpHalf) forgetSeen(e *sctpEnv) {
	if h.seen != 0 {
		h.mem -= e.arena.size(h.seen)
		e.arena.free(h.seen)
		h.seen, h.ahead = 0, 0
	}
}

// slide moves base over what came.
func (h *sctpHalf) slide(e *sctpEnv) {
	for h.ahead > 0 {
		b := h.slot(e, h.base)
		w := get64(b)
		if w>>(h.base&63)&1 == 0 {
			return
		}
		put64(b, w&^(1<<(h.base&63)))
		h.base++
		h.ahead--
	}
	h.forgetSeen(e)
}

// advance moves base over what came, and looks at what it has passed.
func (h *sctpHalf) advance(e *sctpEnv, from Source) {
	if h.ahead > 0 {
		h.slide(e)
	}
	for h.wake.count > 0 {
		n := h.wake.first(e.arena)
		at := e.arena.start(n)
		if at >= h.base {
			return
		}
		if h.asked == askedGranted && at > h.resetTSN {
			h.reset(e, from) // before what comes after it
			continue
		}
		b := e.arena.data(n)
		what, isMessage := get64(b), b[8] != 0
		h.remove(e, &h.wake, at)
		if isMessage {
			h.passedMessage(e, what, from)
		} else {
			h.passedFragment(e, what, from)
		}
	}
}

// jump gives up the chunks before a position that did not come.
func (h *sctpHalf) jump(e *sctpEnv, to uint64, from Source) {
	for h.base < to {
		if h.ahead == 0 {
			h.miss(e, to, from)
			break
		}
		end := h.base
		for end < to && !h.came(e, end) {
			end++
		}
		h.miss(e, end, from)
		h.advance(e, from)
	}
	h.high = max(h.high, h.base)
	h.advance(e, from)
}

// miss gives up the chunks from base up to a position, none of which came.
func (h *sctpHalf) miss(e *sctpEnv, to uint64, from Source) {
	if to <= h.base {
		return
	}
	n, at := to-h.base, h.base
	h.base = to
	e.stats.Gaps++
	e.stats.Missing += n
	h.say(e, Event{Kind: Gap, Flags: Chunks, Offset: at - min(at, h.origin), Len: n, From: from})
	h.endRun(e, at, ErrNoEnd)
}

// settle says that nothing comes before a position.
func (h *sctpHalf) settle(e *sctpEnv, to uint64, from Source) {
	if !h.settling {
		return
	}
	h.settling = false
	h.base, h.origin = to, to
	h.advance(e, from)
}

// settleLate settles when it is time.
func (h *sctpHalf) settleLate(e *sctpEnv, from Source) {
	if h.settling && (from.Time-h.born >= SettleTime || h.ahead >= e.cfg.Settle) {
		h.settle(e, h.origin, from)
	}
}

// acknowledge notes how far the other side acknowledged.
func (h *sctpHalf) acknowledge(e *sctpEnv, cum uint32, from Source) {
	if !h.begun || h.closed != Open {
		return
	}
	at := h.position(cum) + 1
	if h.settling && at > h.origin {
		h.settle(e, h.origin, from)
	}
	if h.settling || at >= h.high+e.window || h.acked >= at {
		return
	}
	if at > h.base && h.acked <= h.base {
		h.ackTime = from.Time
	}
	h.acked = at
}

// skipLost goes on, if the other side acknowledged what is missing some time ago.
func (h *sctpHalf) skipLost(e *sctpEnv, from Source) {
	if h.acked > h.base && from.Time-h.ackTime >= ackGrace && h.closed == Open {
		h.jump(e, h.acked, from)
	}
}
