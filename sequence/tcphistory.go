package sequence

import "math/bits"

// The history of a direction is one chunk of the arena, which is filled from its start, again and again: laps. What does
// not fit behind the last bytes begins a lap, so that a segment is copied in one piece. Of the lap before, what was not
// yet written over is there as well.

// A history of the default size is smaller the more there are, so that writing them does not cost more than all the rest:
// all together they stay in a processor's cache, or nearly so.
const (
	sharedHistory = 256 << 10 // bytes that all of them have, unless that leaves each less than leastHistory
	leastHistory  = 256
)

// remember keeps bytes that are about to be put out.
func (h *half) remember(e *tcpEnv, b []byte) {
	if h.history == 0 && !h.openHistory(e) {
		return
	}
	at, size := h.next-h.lap, 1<<h.keeps
	if at+uint64(len(b)) > uint64(size) {
		h.before, h.lap = uint16(at), h.next
		if skip := len(b) - size; skip > 0 {
			b = b[skip:]
			h.forget(h.next + uint64(skip))
		}
		at = 0
	}
	copy(e.arena.at(h.history)[at:size], b)
}

// openHistory takes memory for a history, if less than half of all is in use.
func (h *half) openHistory(e *tcpEnv) bool {
	size := e.historyNow()
	if before := e.arena.used; size > 0 && before < e.arena.cap()/2 && int(h.mem)+size <= e.limit/2 {
		if h.history = e.arena.alloc(size); h.history != 0 {
			e.histories++
			h.keeps = uint8(bits.Len(uint(size)) - 1)
		}
		h.mem += uint32(e.arena.used - before)
		h.forget(h.next)
	}
	return h.history != 0
}

// historyNow returns how much memory the next history gets.
func (e *tcpEnv) historyNow() int {
	size := e.history
	if e.cfg.History == 0 {
		for size > leastHistory && size*(e.histories+1) > sharedHistory {
			size /= 2
		}
	}
	return size
}

// closeHistory gives a history's memory back.
func (h *half) closeHistory(e *tcpEnv) {
	if h.history != 0 {
		e.arena.free(h.history)
		e.histories--
		h.history = 0
	}
}

// forget makes the history begin at a position.
func (h *half) forget(at uint64) { h.lap, h.before = at, 0 }

// known returns the position of the first byte that the history has.
func (h *half) known() uint64 {
	if h.history == 0 {
		return h.next
	}
	return min(h.lap, h.next-uint64(h.before))
}

// remembered returns bytes of the history, as many as there are in one piece. It must have the first.
func (h *half) remembered(e *tcpEnv, at uint64) []byte {
	m := e.arena.at(h.history)
	if at < h.lap {
		before := m[:h.before]
		return before[uint64(len(before))-(h.lap-at):]
	}
	return m[at-h.lap : h.next-h.lap]
}

// compare tells whether bytes that were put out before are the same now.
func (h *half) compare(e *tcpEnv, at uint64, b []byte, from Source) {
	if known := h.known(); at < known {
		n := min(known-at, uint64(len(b)))
		e.stats.Unchecked += n
		at, b = at+n, b[n:]
	}
	for len(b) > 0 {
		old := h.remembered(e, at)
		n := min(len(old), len(b))
		if string(old[:n]) != string(b[:n]) {
			h.conflict(e, at, b[:n], old[:n], from)
		}
		at, b = at+uint64(n), b[n:]
	}
}
