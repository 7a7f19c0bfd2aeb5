package sequence

// emit puts out the next bytes of the stream.
func (h *half) emit(e *tcpEnv, b []byte, from Source) {
	if h.seenURG && h.urgent-h.next < uint64(len(b)) {
		h.emitUrgent(e, b, from)
		return
	}
	h.remember(e, b)
	if h.out != nil {
		d := &e.data // its other fields are zero
		d.Stream, d.Offset, d.Bytes, d.From = h.stream, h.next-h.origin, b, from
		h.out.Take(d)
		d.Bytes = nil // hold on to nothing
	}
	h.next += uint64(len(b))
	e.stats.Bytes += uint64(len(b))
}

// emitUrgent puts out bytes of which one is urgent.
func (h *half) emitUrgent(e *tcpEnv, b []byte, from Source) {
	n := h.urgent - h.next
	h.seenURG = false
	if n > 0 {
		h.emit(e, b[:n], from)
	}
	urgent := Event{Kind: Urgent, Offset: h.next - h.origin, From: from}
	if !e.cfg.OutOfBand {
		h.say(e, urgent)
		h.emit(e, b[n:], from)
		return
	}
	urgent.Bytes = b[n : n+1]
	h.remember(e, urgent.Bytes)
	h.say(e, urgent)
	h.next++
	e.stats.Bytes++
	if b = b[n+1:]; len(b) > 0 {
		h.emit(e, b, from)
	}
}

// say hands out an event.
func (h *half) say(e *tcpEnv, event Event) {
	if h.out == nil {
		return
	}
	event.Stream = h.stream
	e.event = event
	h.out.Take(&e.event)
	e.event = Event{} // holds on to nothing
}

// drop tells of n bytes that are left out.
func (h *half) drop(e *tcpEnv, why error, at uint64, n int, from Source) {
	e.stats.Dropped += uint64(n)
	offset := uint64(0)
	if h.begun && at > h.origin {
		offset = at - h.origin
	}
	h.say(e, Event{Kind: Fault, Offset: offset, Len: uint64(n), From: from, Err: why})
}

// gap goes on to a position, which is not waited for any longer.
func (h *half) gap(e *tcpEnv, to uint64, from Source) {
	if to <= h.next {
		return
	}
	n := to - h.next
	e.stats.Gaps++
	e.stats.GapBytes += n
	h.say(e, Event{Kind: Gap, Offset: h.next - h.origin, Len: n, From: from})
	h.next = to
	h.forget(to)
}
