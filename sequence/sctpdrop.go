package sequence

import "github.com/gocap-project/gocap/wire"

const wireIData = wire.SCTPTypeIData

// emitChunk puts out a message that is one chunk.
func (h *sctpHalf) emitChunk(e *sctpEnv, c *sctpChunk, number uint64, from Source) {
	e.parts = append(e.parts[:0], Part{Len: uint32(len(c.data)), From: from})
	h.emit(e, c, number, c.data, from)
}

// emit puts out a message.
func (h *sctpHalf) emit(e *sctpEnv, c *sctpChunk, number uint64, b []byte, from Source) {
	e.stats.Messages++
	e.stats.Bytes += uint64(len(b))
	var flags EventFlags
	if c.unordered() {
		flags = Unordered
	}
	h.say(e, Event{Kind: Message, Flags: flags, Stream: uint32(c.stream), Proto: c.ppid, Offset: number - min(number, firstEpoch),
		Len: uint64(len(b)), Bytes: b, Parts: e.parts, From: from})
}

// emitRun puts out a message that came in fragments, with those that wait for it.
func (h *sctpHalf) emitRun(e *sctpEnv, start, end uint64, c *sctpChunk, number uint64, from Source) {
	stream, ordered := c.stream, !c.unordered()
	h.collect(e, start, end, number)
	if ordered {
		h.took(e, stream, number, from)
	}
}

// emitWaiting puts out a message that waited.
func (h *sctpHalf) emitWaiting(e *sctpEnv, key uint64, m *waitingMessage) {
	_, _, number := keyParts(key)
	h.remove(e, &h.msgs, key)
	h.collect(e, m.first, m.first+uint64(m.count)-1, number)
}

// collect puts together the units from start to end, puts them out and frees them.
func (h *sctpHalf) collect(e *sctpEnv, start, end, number uint64) {
	var c sctpChunk
	n := h.unit(e, start)
	h.load(e, n, &c)
	from := e.arena.piece(n).From
	c.raw, c.data = nil, nil // the arena may change under them
	e.buf, e.parts = e.buf[:0], e.parts[:0]
	for u := start; u <= end; u++ {
		var ok bool
		if from, ok = h.gather(e, u); !ok {
			h.dropRun(e, start, end, ErrLong)
			if !c.unordered() {
				h.skip(e, c.stream, number, number+1, from)
			}
			return
		}
	}
	if start == end && h.lone(e, start) {
		h.emit(e, &c, number, e.arena.data(h.unit(e, start))[len(e.arena.data(h.unit(e, start)))-int(e.parts[0].Len):], from)
	} else {
		h.emit(e, &c, number, e.buf, from)
	}
	for u := start; u <= end; u++ {
		h.discard(e, u)
	}
}

// lone reports whether a unit is one piece.
func (h *sctpHalf) lone(e *sctpEnv, u uint64) bool { return exactly(e, &h.frags, pieceKey(u)+1) == 0 }

// gather appends a unit's data to the message in e.buf. It reports false if that becomes too long. Of a unit that is a
// message by itself, only the part is noted.
func (h *sctpHalf) gather(e *sctpEnv, u uint64) (from Source, ok bool) {
	n := h.unit(e, u)
	var c sctpChunk
	h.load(e, n, &c)
	p := Part{Offset: uint32(len(e.buf)), From: e.arena.piece(n).From}
	alone := c.whole() && h.lone(e, u)
	for b, key := c.data, pieceKey(u); ; {
		if !alone {
			if !e.fit(len(e.buf) + len(b)) {
				return p.From, false
			}
			e.buf = append(e.buf, b...)
		}
		p.Len += uint32(len(b))
		key++
		if n = exactly(e, &h.frags, key); n == 0 {
			break
		}
		b = e.arena.data(n)
	}
	last := len(e.parts) - 1
	if last >= 0 && (e.parts[last].From == p.From || e.fixed && len(e.parts) == cap(e.parts)) {
		e.parts[last].Len += p.Len
	} else {
		e.parts = append(e.parts, p)
	}
	return p.From, true
}

// fit makes room for a message.
func (e *sctpEnv) fit(n int) bool {
	if n > e.cfg.Message || e.fixed && n > cap(e.buf) {
		return false
	}
	if n > cap(e.buf) {
		b := make([]byte, len(e.buf), min(max(2*n, 2048), e.cfg.Message))
		copy(b, e.buf)
		e.buf = b
	}
	return true
}

// separate gives up the fragments that a DATA chunk shows to be without an end or a beginning, for it is in the place
// of that.
func (h *sctpHalf) separate(e *sctpEnv, c *sctpChunk) {
	var x sctpChunk
	if n := h.unit(e, c.at-1); n != 0 {
		if h.load(e, n, &x); !x.ends() && !x.joins(c) {
			h.endRun(e, c.at, ErrNoEnd)
		}
	}
	if n := h.unit(e, c.at+1); n != 0 {
		if h.load(e, n, &x); !x.begins() && !c.joins(&x) {
			h.dropRun(e, c.at+1, c.at+1+uint64(e.arena.piece(n).Mark), ErrNoBegin)
		}
	}
}

// endRun gives up the fragments in DATA chunks before a position, if they miss their end.
func (h *sctpHalf) endRun(e *sctpEnv, at uint64, why error) {
	if h.frags.count == 0 {
		return
	}
	var x sctpChunk
	if n := h.unit(e, at-1); n != 0 {
		if h.load(e, n, &x); !x.ends() {
			h.dropRun(e, at-1-uint64(e.arena.piece(n).Mark), at-1, why)
		}
	}
}

// dropRun leaves out units.
func (h *sctpHalf) dropRun(e *sctpEnv, start, end uint64, why error) {
	for u := start; u <= end; u++ {
		h.dropUnit(e, u, why)
	}
}

// dropUnit leaves out a unit.
func (h *sctpHalf) dropUnit(e *sctpEnv, u uint64, why error) {
	n := h.unit(e, u)
	if n == 0 {
		return
	}
	var c sctpChunk
	h.load(e, n, &c)
	for key := pieceKey(u) + 1; ; key++ { // the length is that of all pieces
		more := exactly(e, &h.frags, key)
		if more == 0 {
			break
		}
		e.stats.Dropped += uint64(len(e.arena.data(more)))
	}
	h.fault(e, &c, why, e.arena.piece(n).From)
	h.discard(e, u)
}

// dropMessage leaves out the fragments of a message of I-DATA, and what is known of it.
func (h *sctpHalf) dropMessage(e *sctpEnv, key uint64, m *waitingMessage, why error) {
	h.remove(e, &h.msgs, key)
	for {
		n := h.frags.ceiling(e.arena, pieceKey(m.first))
		if n == 0 || e.arena.start(n) >= pieceKey(m.first+1<<fsnBits) {
			return
		}
		h.dropUnit(e, e.arena.start(n)>>pieceBits, why)
	}
}

// lose leaves out a chunk that came, with the fragments that are of no use without it.
func (h *sctpHalf) lose(e *sctpEnv, c *sctpChunk, why error, from Source) {
	h.fault(e, c, why, from)
	if h.frags.count == 0 {
		return
	}
	if c.inter {
		h.loseMessage(e, c, why, from)
	} else {
		h.loseRun(e, c, why)
	}
}

// loseRun leaves out the fragments on both sides of a DATA chunk that is lost.
func (h *sctpHalf) loseRun(e *sctpEnv, c *sctpChunk, why error) {
	h.endRun(e, c.at, why)
	var x sctpChunk
	if n := h.unit(e, c.at+1); n != 0 {
		if h.load(e, n, &x); !x.begins() {
			h.dropRun(e, c.at+1, c.at+1+uint64(e.arena.piece(n).Mark), why)
		}
	}
}

// loseMessage leaves out the other fragments of an I-DATA chunk's message.
func (h *sctpHalf) loseMessage(e *sctpEnv, c *sctpChunk, why error, from Source) {
	key, ok := h.knownKey(e, c)
	m, found := h.waiting(e, key)
	if !ok || !found || m.done {
		return
	}
	stream, unordered := c.stream, c.unordered() // c may be in the arena
	h.dropMessage(e, key, &m, why)
	if unordered {
		return
	}
	_, _, number := keyParts(key)
	if b := e.arena.data(exactly(e, &h.streams, uint64(stream))); b[streamFlags]&streamLoose == 0 && get64(b) == number {
		h.skip(e, stream, number, number+1, from)
		h.took(e, stream, number, from)
	}
}

// relieve gives something up, since there is no memory: the chunks that are missing, or the oldest fragments. It reports
// false if there is nothing.
func (h *sctpHalf) relieve(e *sctpEnv, from Source) bool {
	e.stats.Forced++
	switch {
	case h.settling:
		h.settle(e, h.origin, from)
		return true
	case h.ahead > 0:
		to := h.base
		for !h.came(e, to) {
			to++
		}
		h.jump(e, to, from)
		return true
	case h.frags.count > 0:
		h.dropOldest(e, from)
		return true
	case h.streams.count > 0 && h.msgs.count == 0:
		h.wake.clear(e.arena) // of nothing that waits
		h.streams.clear(e.arena)
		h.mem = 0
		if h.seen != 0 {
			h.mem = e.arena.size(h.seen)
		}
		h.anchored = false
		return true
	}
	return false
}

// dropOldest leaves out the message whose fragments came first.
func (h *sctpHalf) dropOldest(e *sctpEnv, from Source) {
	n := h.frags.first(e.arena)
	var c sctpChunk
	h.load(e, n, &c)
	u := e.arena.start(n) >> pieceBits
	if !c.inter {
		if key, ok := h.knownKey(e, &c); ok && !c.unordered() {
			if m, found := h.waiting(e, key); found && m.first <= u && u < m.first+uint64(m.count) {
				_, _, number := keyParts(key)
				h.firm(e, c.stream)
				h.skipTo(e, c.stream, number, ErrNoMemory, from)
				return
			}
		}
		h.dropRun(e, u, u+uint64(e.arena.piece(n).Mark), ErrNoMemory)
		return
	}
	key, ok := h.knownKey(e, &c)
	m, found := h.waiting(e, key)
	if !ok || !found {
		h.dropUnit(e, u, ErrNoMemory)
		return
	}
	if stream, _, number := keyParts(key); m.done {
		h.firm(e, stream)
		h.skipTo(e, stream, number, ErrNoMemory, from)
		return
	}
	h.loseMessage(e, &c, ErrNoMemory, from)
}

// finish puts out what waits and ends the direction.
func (h *sctpHalf) finish(e *sctpEnv, reason EndReason, from Source) {
	if h.closed != Open {
		return
	}
	h.settle(e, h.origin, from)
	if h.begun {
		h.jump(e, max(h.high, h.acked), from)
	}
	for n := h.msgs.first(e.arena); n != 0; n = h.msgs.first(e.arena) {
		key := e.arena.start(n)
		stream, unordered, _ := keyParts(key)
		m, _ := h.waiting(e, key)
		if unordered {
			h.dropMessage(e, key, &m, ErrNoEnd)
			continue
		}
		h.firm(e, stream)
		_, _, number := keyParts(key)
		h.skipTo(e, stream, number, ErrNoEnd, from)
	}
	for n := h.frags.first(e.arena); n != 0; n = h.frags.first(e.arena) {
		h.dropUnit(e, e.arena.start(n)>>pieceBits, ErrNoEnd)
	}
	h.wake.clear(e.arena)
	h.streams.clear(e.arena)
	h.forgetSeen(e)
	h.mem = 0
	h.closed = reason
	h.say(e, Event{Kind: End, Reason: reason, From: from})
}
