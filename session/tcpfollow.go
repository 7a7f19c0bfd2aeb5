package session

import "github.com/gocap-project/gocap/wire"

// follow takes a segment of a side as sent and received.
func (t *TCP) follow(side Side, g *tcpSegment, how tcpCourse, at int64) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	h.flags &^= tcpWaits
	if how == tcpKill || g.has(wire.RST) {
		h.count++
		t.kill(side)
		t.last = at
		return
	}
	if g.has(wire.SYN) {
		t.handshake(side, g)
	}
	h.count++
	h.measure(g, at)
	if g.has(wire.ACK) {
		t.acknowledge(side, g, at)
	}
	h.send(g)
	if g.has(wire.FIN) {
		h.fin = g.end
		h.flags |= tcpFIN
		if h.state == tcpCloseWait && before(g.ack, to.fin) {
			h.state = tcpClosing // the other FIN crossed it
		}
		h.state, to.state = h.state.closing(), to.state.closed()
	}
	h.stamp(g)
	t.last = at
}

// kill ends the connection by a side's reset.
func (t *TCP) kill(side Side) {
	for i := range t.halves {
		t.halves[i].was, t.halves[i].state = t.halves[i].state, tcpClosed
	}
	t.reset, t.killer = true, uint8(side)
}

// revive undoes kill.
func (t *TCP) revive() {
	for i := range t.halves {
		t.halves[i].state = t.halves[i].was
	}
	t.reset = false
}

// handshake takes a SYN.
func (t *TCP) handshake(side Side, g *tcpSegment) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	again := h.is(tcpSYN) && h.isn == g.seq && !t.reset
	if !g.has(wire.ACK) && !again && !(to.state == tcpSynSent && !h.is(tcpSYN)) {
		missing := to.state == tcpUnknown && !t.cfg.Midway // the other side may have spoken before
		t.halves, t.reset = [2]tcpHalf{}, false
		if missing {
			to.state, to.flags = tcpUnknown, tcpLoose
		}
	}
	if !again {
		*h = tcpHalf{isn: g.seq, una: g.seq, nxt: g.seq + 1, got: g.seq, state: h.state, count: h.count, again: h.again}
	}
	h.flags |= tcpSYN | tcpBegun | tcpOwn
	h.win, h.mss, h.shift = g.win, g.mss, min(g.shift, 14)
	h.set(tcpScaled, g.with(tcpHasScale))
	h.set(tcpSACKs, g.with(tcpHasSACKPermitted))
	h.set(tcpStamps, g.with(tcpHasTimestamps))
	h.set(tcpEarly, g.data() > 0)
	if to.is(tcpSYN) {
		h.offer(h.isn+1, uint32(to.win))
	}
	switch {
	case g.has(wire.ACK):
		if h.state <= tcpSynSent {
			h.state = tcpSynReceived
		}
	case to.state == tcpSynSent: // both
		h.state, to.state = tcpSynReceived, tcpSynReceived
		h.flags |= tcpActive
	default:
		if h.state <= tcpUnknown {
			h.state = tcpSynSent
		}
		h.flags |= tcpActive
	}
}

func (h *tcpHalf) set(flag uint32, on bool) {
	h.flags &^= flag
	if on {
		h.flags |= flag
	}
}

// offer notes a window.
func (h *tcpHalf) offer(from, window uint32) {
	if !h.is(tcpEdge) || after(from+window, h.edge) {
		h.edge = from + window
	}
	h.flags |= tcpEdge
}

// acknowledge takes what a segment says of the other side.
func (t *TCP) acknowledge(side Side, g *tcpSegment, at int64) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	if !to.is(tcpBegun) {
		to.una, to.nxt, to.got = g.ack, g.ack, g.ack
		to.flags |= tcpBegun | tcpLoose | tcpBare
	}
	if to.state <= tcpUnknown && !t.reset && h.state != tcpTimeWait {
		to.state = tcpEstablished
	}
	if h.state == tcpUnknown {
		h.state = tcpEstablished
	}
	if after(g.ack, to.nxt) {
		to.nxt = g.ack // only if that is not known
		to.flags |= tcpBare
	}
	to.una, to.got = later(to.una, g.ack), later(to.got, g.ack)
	if to.is(tcpTiming) && !before(g.ack, to.timed) {
		to.sample(at - to.at)
	}
	if g.ack == to.nxt && to.is(tcpOwn) && !to.is(tcpHoles) {
		to.flags &^= tcpLoose
	}
	if (to.state == tcpSynReceived || to.state == tcpSynSent) && after(g.ack, to.isn) {
		to.state = tcpEstablished
	}
	if to.is(tcpFIN) && !before(g.ack, to.fin) {
		to.state = to.state.finished()
	}
	window := uint32(g.win)
	if !g.has(wire.SYN) {
		window <<= t.scale(side)
	}
	to.offer(g.ack, window)
	h.win = g.win
}

// scale returns by how much a side's windows are scaled: the most that is possible.
func (t *TCP) scale(side Side) uint8 {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	switch {
	case !h.is(tcpSYN):
		return 14
	case !h.is(tcpScaled), to.is(tcpSYN) && !to.is(tcpScaled):
		return 0
	}
	return h.shift
}

// send takes what a segment has of its sender's numbers.
func (h *tcpHalf) send(g *tcpSegment) {
	if !h.is(tcpBegun) {
		h.una, h.nxt, h.got = g.seq, g.end, g.seq
		h.set(tcpBare, g.end == g.seq)
	}
	if !after(g.seq, h.got) {
		h.got = later(h.got, g.end)
	}
	if after(g.end, h.nxt) {
		h.nxt = g.end
		h.set(tcpBare, g.end == g.seq)
		if !g.has(wire.SYN) {
			h.flags &^= tcpEarly
		}
	}
	h.flags |= tcpBegun | tcpOwn
	if !g.has(wire.SYN) {
		h.flags |= tcpSpoke
	}
}

// stamp takes a time stamp: RFC 7323 §4.3.
func (h *tcpHalf) stamp(g *tcpSegment) {
	if !g.with(tcpHasTimestamps) {
		return
	}
	if !after(g.seq, h.una) && (!h.is(tcpRecent) || !before(g.val, h.recent)) {
		h.recent = g.val
		h.flags |= tcpRecent
	}
	if !h.is(tcpNewest) || after(g.val, h.newest) {
		h.newest = g.val
		h.flags |= tcpNewest
	}
}

// measure begins to measure a round trip, or gives up if what is measured is sent again: RFC 6298 §3.
func (h *tcpHalf) measure(g *tcpSegment, at int64) {
	if g.end == g.seq {
		return
	}
	if !h.is(tcpOwn) || g.end == h.nxt && g.has(wire.SYN) && h.count <= 1 || !before(g.seq, h.nxt) {
		if !h.is(tcpTiming) {
			h.timed, h.at = g.end, at
			h.flags |= tcpTiming
		}
		return
	}
	if g.end-g.seq > 1 || g.seq+1 != h.nxt || g.has(wire.SYN|wire.FIN) { // not a keep-alive
		h.again++
	}
	if before(g.seq, h.timed) {
		h.flags &^= tcpTiming
	}
}

// sample takes a round trip: RFC 6298 §2.
func (h *tcpHalf) sample(rtt int64) {
	h.flags &^= tcpTiming
	if rtt < 0 {
		return
	}
	if h.rtt == 0 {
		h.rtt, h.least = rtt, rtt
		return
	}
	h.rtt += (rtt - h.rtt) / 8
	h.least = min(h.least, rtt)
}

// closing returns the state of who sends FIN.
func (s tcpState) closing() tcpState {
	switch s {
	case tcpUnknown, tcpSynReceived, tcpEstablished:
		return tcpFinWait1
	case tcpCloseWait:
		return tcpLastAck
	}
	return s
}

// closed returns the state of who receives FIN.
func (s tcpState) closed() tcpState {
	switch s {
	case tcpUnknown, tcpSynReceived, tcpEstablished:
		return tcpCloseWait
	case tcpFinWait1:
		return tcpClosing
	case tcpFinWait2:
		return tcpTimeWait
	}
	return s
}

// finished returns the state of whose FIN was acknowledged.
func (s tcpState) finished() tcpState {
	switch s {
	case tcpFinWait1:
		return tcpFinWait2
	case tcpClosing:
		return tcpTimeWait
	case tcpLastAck:
		return tcpClosed
	}
	return s
}
