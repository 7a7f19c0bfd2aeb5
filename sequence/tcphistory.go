package sequence

// The history of a direction is a ring of its last bytes, in one chunk of the arena: the byte at a position is at the
// position modulo the ring's length, which is a power of two.

// remember keeps bytes that are about to be put out.
func (h *half) remember(e *tcpEnv, b []byte) {
	if e.history == 0 || h.history == 0 && !h.openHistory(e) {
		return
	}
	at := h.next
	if skip := len(b) - e.history; skip > 0 {
		at, b = at+uint64(skip), b[skip:]
	}
	ring := e.arena.at(h.history)[:e.history]
	n := copy(ring[at&uint64(e.history-1):], b)
	copy(ring, b[n:])
}

// openHistory takes memory for a history, if less than half of all is in use.
func (h *half) openHistory(e *tcpEnv) bool {
	if before := e.arena.used; before < e.arena.cap()/2 && h.mem+e.history <= e.limit/2 {
		h.history = e.arena.alloc(e.history)
		h.mem += e.arena.used - before
		h.historyFrom = h.next
	}
	return h.history != 0
}

// compare tells whether bytes that were put out before are the same now.
func (h *half) compare(e *tcpEnv, at uint64, b []byte, from Source) {
	known := h.next
	if h.history != 0 {
		known = max(h.historyFrom, h.next-min(h.next, uint64(e.history)))
	}
	if at < known {
		n := min(known-at, uint64(len(b)))
		e.stats.Unchecked += n
		at, b = at+n, b[n:]
	}
	for len(b) > 0 {
		start := at & uint64(e.history-1)
		old := e.arena.at(h.history)[start:e.history]
		n := min(len(old), len(b))
		if string(old[:n]) != string(b[:n]) {
			h.conflict(e, at, b[:n], old[:n], from)
		}
		at, b = at+uint64(n), b[n:]
	}
}
