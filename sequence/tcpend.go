package sequence

// settle says that nothing is before what waits.
func (h *half) settle(e *tcpEnv, from Source) {
	if !h.settling {
		return
	}
	h.settling = false
	if n := h.queue.first(e.arena); n != 0 {
		h.next = e.arena.start(n)
		h.origin = h.next
	}
	h.forget(h.next)
	h.drain(e, from)
}

// settleLate settles when it is time.
func (h *half) settleLate(e *tcpEnv, from Source) {
	if h.settling && from.Time-h.born >= SettleTime {
		h.settle(e, from)
		h.end(e, from)
	}
}

// acknowledge notes how far the other side acknowledged.
func (h *half) acknowledge(e *tcpEnv, ack uint32, from Source) {
	if h.closed != Open {
		return
	}
	if !h.begun { // only expects looks at it
		h.acked, h.seenACK = uint64(ack), true
		return
	}
	at := h.position(ack)
	if at+e.cfg.Window < h.next || at > h.next+e.cfg.Window || h.seenACK && at <= h.acked {
		return
	}
	if at > h.next && (!h.seenACK || h.acked <= h.next) {
		h.ackTime = from.Time
	}
	h.acked, h.seenACK = at, true
	if h.settling && at > h.first(e) {
		h.settle(e, from)
	}
	if !h.settling && e.cfg.OnAcknowledgement {
		h.drain(e, from)
	}
	h.end(e, from)
}

// skipLost goes on to what waits, if the other side acknowledged what is missing some time ago.
func (h *half) skipLost(e *tcpEnv, from Source) {
	if h.queue.root == 0 || !h.seenACK || h.acked <= h.next || h.settling || from.Time-h.ackTime < ackGrace {
		return
	}
	for first := h.first(e); first > h.next && first < h.acked; first = h.first(e) {
		h.gap(e, first, from)
		h.drain(e, from)
	}
	h.end(e, from)
}

// finish puts out what waits and ends the stream.
func (h *half) finish(e *tcpEnv, reason EndReason, from Source) {
	if h.closed != Open {
		return
	}
	h.settle(e, from)
	h.dropAfterFIN(e)
	for h.queue.root != 0 {
		h.force(e, from)
	}
	switch {
	case h.seenFIN && h.fin > h.next:
		h.gap(e, h.fin, from) // what came before the FIN was not seen
	case h.begun && h.seenACK && h.acked > h.next+1 && !h.seenFIN: // one may be a FIN that was not seen
		h.gap(e, h.acked, from)
	}
	if h.seenFIN && reason != Reset {
		reason = Finished
	}
	h.closed = reason
	h.say(e, Event{Kind: End, Reason: reason, Offset: h.next - h.origin, From: from})
}

// dropAfterFIN drops what waits after the FIN.
func (h *half) dropAfterFIN(e *tcpEnv) {
	for h.seenFIN {
		n := h.queue.ceiling(e.arena, h.fin)
		if n == 0 {
			return
		}
		p := e.arena.piece(n)
		h.drop(e, ErrAfterEnd, p.Start, int(p.Len), p.From)
		h.remove(e, p.Start)
	}
}
