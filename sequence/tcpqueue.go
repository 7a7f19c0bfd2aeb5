package sequence

// A span is where a segment lies in the stream, before anything was cut off: this is what policies compare. A piece's
// Mark has how much was cut off its front in the upper half, and off its back in the lower; a segment is shorter than
// 64 KiB.
type span struct{ start, end uint64 }

// mark returns the mark of a piece of the segment.
func (s span) mark(start, end uint64) uint32 {
	return uint32(min(start-s.start, 0xffff))<<16 | uint32(min(s.end-end, 0xffff))
}

// span returns where the segment that a piece is of lay.
func (p *piece) span() span {
	return span{p.Start - uint64(p.Mark>>16), p.end() + uint64(p.Mark&0xffff)}
}

// place puts bytes of a segment among those that wait, or out if they are next. They begin at the next byte or later.
func (h *half) place(e *tcpEnv, seg span, at uint64, b []byte, from Source) {
	end := at + uint64(len(b))
	if n := h.queue.over(e.arena, at); n == 0 || e.arena.start(n) >= end {
		h.fill(e, seg, at, b, from)
		h.drain(e, from)
		return
	}
	h.overrule(e, seg, at, b, from)
	// What is left of the old pieces stays; the new bytes fill what is between.
	for at < end {
		stop := end
		if n := h.queue.over(e.arena, at); n != 0 {
			if old := e.arena.piece(n); old.Start > at {
				stop = min(stop, old.Start)
			} else {
				skip := min(old.end(), end) - at
				at, b = at+skip, b[skip:]
				continue
			}
		}
		h.fill(e, seg, at, b[:stop-at], from)
		b = b[stop-at:]
		at = stop
	}
	h.drain(e, from)
}

// overrule cuts out of the waiting pieces what a new segment replaces, and tells of bytes that differ.
func (h *half) overrule(e *tcpEnv, seg span, at uint64, b []byte, from Source) {
	a := e.arena
	end := at + uint64(len(b))
	for n := h.queue.over(a, at); n != 0; {
		old := a.piece(n)
		if old.Start >= end {
			return
		}
		if low, high := max(at, old.Start), min(end, old.end()); low < high {
			mine, theirs := b[low-at:high-at], a.data(n)[low-old.Start:high-old.Start]
			if string(mine) != string(theirs) {
				h.conflict(e, low, mine, theirs, from)
			}
			e.stats.Again += high - low
			if e.cfg.Policy.newWins(seg, old.span()) {
				h.cut(e, n, old, low, high)
			}
		}
		n = h.queue.ceiling(a, old.Start+1)
	}
}

// conflict tells that bytes differ from those that came before.
func (h *half) conflict(e *tcpEnv, at uint64, b, old []byte, from Source) {
	e.stats.Conflicts++
	h.say(e, Event{Kind: Conflict, Offset: at - min(at, h.origin), Len: uint64(len(b)), Bytes: b, Old: old, From: from})
}

// cut takes the bytes from low to high out of a waiting piece.
func (h *half) cut(e *tcpEnv, n ref, old piece, low, high uint64) {
	e.stats.Overruled += high - low
	switch {
	case low == old.Start && high == old.end():
		h.remove(e, old.Start)
	case low == old.Start:
		h.queue.cutFront(e.arena, n, uint32(high-low))
		e.arena.setMark(n, old.span().mark(high, old.end()))
	case high == old.end():
		h.queue.cutBack(e.arena, n, uint32(high-low))
		e.arena.setMark(n, old.span().mark(old.Start, low))
	default:
		tail := e.arena.data(n)[high-old.Start:]
		p := piece{Start: high, Mark: old.span().mark(high, old.end()), From: old.From}
		h.queue.cutBack(e.arena, n, uint32(old.end()-low))
		e.arena.setMark(n, old.span().mark(old.Start, low))
		if !h.insert(e, p, tail) {
			h.drop(e, ErrNoMemory, high, len(tail), old.From)
		}
	}
}

// fill puts out or keeps bytes where nothing is yet. The next byte is never beyond them: pieces that are forced out come
// before.
func (h *half) fill(e *tcpEnv, seg span, at uint64, b []byte, from Source) {
	for len(b) > 0 {
		if limit := h.ready(e); at == h.next && limit > at {
			n := min(limit-at, uint64(len(b)))
			h.emit(e, b[:n], from)
			at, b = at+n, b[n:]
			continue
		}
		n := min(len(b), e.arena.maxPiece())
		if h.insert(e, piece{Start: at, Mark: seg.mark(at, at+uint64(n)), From: from}, b[:n]) {
			e.stats.Waited += uint64(n)
			at, b = at+uint64(n), b[n:]
			continue
		}
		e.stats.Forced++
		h.settle(e, from)
		if h.queue.root != 0 && h.first(e) < at {
			h.force(e, from)
			continue
		}
		h.gap(e, at, from)
		h.emit(e, b, from)
		return
	}
}

// ready returns the position up to which bytes can be put out.
func (h *half) ready(e *tcpEnv) uint64 {
	switch {
	case h.settling:
		return 0
	case !e.cfg.OnAcknowledgement:
		return ^uint64(0)
	case !h.seenACK:
		return 0
	}
	return h.acked
}

// drain puts out the pieces that are next.
func (h *half) drain(e *tcpEnv, from Source) {
	for n := h.queue.first(e.arena); n != 0; n = h.queue.first(e.arena) {
		limit := h.ready(e)
		p := e.arena.piece(n)
		if p.Start != h.next || limit <= p.Start {
			return
		}
		if limit < p.end() {
			h.emit(e, e.arena.data(n)[:limit-p.Start], p.From)
			h.queue.cutFront(e.arena, n, uint32(limit-p.Start))
			e.arena.setMark(n, p.span().mark(limit, p.end()))
			return
		}
		h.emit(e, e.arena.data(n), p.From)
		h.remove(e, p.Start)
	}
}

// force puts out the first piece, with the gap before it.
func (h *half) force(e *tcpEnv, from Source) {
	n := h.queue.first(e.arena)
	p := e.arena.piece(n)
	h.gap(e, p.Start, from)
	h.emit(e, e.arena.data(n), p.From)
	h.remove(e, p.Start)
}

// insert adds a piece. It reports false if there is no memory for it.
func (h *half) insert(e *tcpEnv, p piece, b []byte) bool {
	for {
		if int(h.mem)+h.queue.most(e.arena, len(b)) > e.limit {
			return false
		}
		before := e.arena.used
		done := h.queue.insert(e.arena, p, b)
		if h.mem += uint32(e.arena.used - before); done {
			return true
		}
		if e.makeRoom == nil || !e.makeRoom() {
			return false
		}
	}
}

// remove takes a piece out.
func (h *half) remove(e *tcpEnv, start uint64) {
	before := e.arena.used
	h.queue.remove(e.arena, start)
	h.mem += uint32(e.arena.used - before)
}
