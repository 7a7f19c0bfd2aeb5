package session

import "github.com/gocap-project/gocap/wire"

// packet judges a segment and follows it as the kernel does.
func (c *Conntrack) packet(side Side, g *tcpSegment, sack wire.SACKBlocks) (Outcome, *Rule, string) {
	if !ctFlagsOK(g.flags) {
		return Invalid, RuleConntrackFlags, "Flags"
	}
	kind, fresh := ctKindOf(g.flags), !c.known
	if fresh && !c.open(side, kind, g) {
		return Invalid, RuleConntrackNew, "Flags"
	}
	dir := side ^ Side(c.from)
	next := ctNext(dir, kind, c.state)
	if next == ctSynSent && c.state >= ctTimeWait && c.reopens(dir) {
		c.Reset()
		return c.packet(side, g, sack)
	}
	o, r, field := c.step(dir, kind, next, g, sack)
	switch {
	case r == nil || o == Tolerated:
		c.replied = c.known && (c.replied || dir == Server)
	case fresh:
		c.Reset() // the entry was for this segment
	}
	return o, r, field
}

// open makes an entry. The sender is Client to it.
func (c *Conntrack) open(side Side, kind ctKind, g *tcpSegment) bool {
	if ctNext(Client, kind, ctNone) == ctInvalid || kind != ctSYN && c.cfg.Strict {
		return false
	}
	*c = Conntrack{cfg: c.cfg, known: true, from: uint8(side), lastKind: ctOther}
	h := &c.halves[Client]
	h.end = g.end
	h.maxWin = max(uint32(g.win), 1)
	h.maxEnd = g.end
	if kind == ctSYN {
		h.options(g)
		return true
	}
	h.maxEnd += h.maxWin
	h.flags = ctSACK | ctLiberal
	c.halves[Server].flags = h.flags
	return true
}

// options notes what a SYN offers.
func (h *ctHalf) options(g *tcpSegment) {
	if !g.with(tcpHasAny) {
		return
	}
	h.scale, h.flags = 0, h.flags&ctLiberal
	if g.with(tcpHasScale) {
		h.scale, h.flags = min(g.shift, 14), h.flags|ctScaled
	}
	if g.with(tcpHasSACKPermitted) {
		h.flags |= ctSACK
	}
}

// reopens reports whether a SYN begins another connection after one that was closed or aborted.
func (c *Conntrack) reopens(dir Side) bool {
	return (c.halves[0].flags|c.halves[1].flags)&ctClosing != 0 || c.lastSide == uint8(dir) && c.lastKind == ctRST
}

// step takes a segment by the table of states, then by the window.
func (c *Conntrack) step(dir Side, kind ctKind, next ctState, g *tcpSegment, sack wire.SACKBlocks) (Outcome, *Rule, string) {
	old, look := c.state, true
	if next == ctSynSent && old >= ctTimeWait {
		next = ctIgnore
	}
	switch next {
	case ctInvalid:
		return Invalid, RuleConntrackState, "Flags"
	case ctIgnore:
		if !c.resync(dir, kind, g) {
			c.ignore(dir, kind, g)
			return Tolerated, RuleConntrackIgnored, "Flags"
		}
		old, next = ctSynSent, ctSynRecv
		c.state = old
	case ctTimeWait:
		if old == ctLastAck && kind == ctACK && c.lastSide != uint8(dir) && c.lastKind == ctSYN && c.lastFlags&ctChallenged != 0 {
			c.lastFlags &^= ctChallenged
			return Tolerated, RuleConntrackChallenge, ""
		}
	case ctSynSent2:
		c.lastFlags |= ctSimultaneous
	case ctSynRecv:
		if dir == Server && kind == ctACK && c.lastFlags&ctSimultaneous != 0 {
			next = ctEstablished
		}
	case ctClose:
		if kind == ctRST {
			ok := false
			if ok, next, look = c.resets(dir, g); !ok {
				return Invalid, RuleConntrackReset, "Seq"
			}
		}
	}
	if look {
		if o, r, field := c.inWindow(dir, kind, g, sack); r != nil {
			c.notice(o, dir, kind)
			return o, r, field
		}
	}
	c.enter(dir, kind, old, next)
	return Valid, nil, ""
}

// enter makes a state follow another.
func (c *Conntrack) enter(dir Side, kind ctKind, old, next ctState) {
	c.lastKind, c.lastSide, c.state = kind, uint8(dir), next
	if old != next && next == ctFinWait {
		c.halves[dir].flags |= ctClosing
	}
	switch {
	case !c.replied && kind == ctRST:
		c.Reset() // nothing but a refusal came back
	case c.replied && (old == ctSynRecv || old == ctEstablished) && next == ctEstablished:
		c.assured = true
	}
}

// notice notes a FIN or RST that was not valid.
func (c *Conntrack) notice(o Outcome, dir Side, kind ctKind) {
	if o != Invalid || !c.assured || kind != ctRST && kind != ctFIN {
		return
	}
	if c.lastSide == uint8(dir) || c.lastKind != ctFIN && c.lastKind != ctRST {
		c.lastKind, c.lastSide = kind, uint8(dir)
	}
}

// ignore notes a segment that passes without being followed.
func (c *Conntrack) ignore(dir Side, kind ctKind, g *tcpSegment) {
	c.lastKind, c.lastSide = kind, uint8(dir)
	c.lastSeq, c.lastEnd, c.lastWin = g.seq, g.end, g.win
	if kind == ctSYN && dir == Client {
		var h ctHalf
		h.options(g)
		c.lastFlags, c.lastScale = h.flags, h.scale
		if c.state == ctLastAck {
			c.lastFlags |= ctChallenged
		}
	}
	if c.state == ctSynSent && kind == ctACK && dir == Server {
		c.lastAck = g.ack
	}
}

// resync begins anew with a SYN that was ignored, if this is its answer.
func (c *Conntrack) resync(dir Side, kind ctKind, g *tcpSegment) bool {
	if kind != ctSYNACK || c.lastKind != ctSYN || c.lastSide == uint8(dir) || g.ack != c.lastEnd {
		return false
	}
	c.lastFlags &^= ctChallenged
	h := &c.halves[c.lastSide]
	h.end, h.maxEnd, h.maxWin = c.lastEnd, c.lastEnd, max(uint32(c.lastWin), 1)
	h.scale, h.flags = c.lastScale, c.lastFlags
	c.halves[dir] = ctHalf{flags: c.halves[dir].flags & ctLiberal}
	return true
}

// resets judges a reset: whether it is right, which state follows it, and whether the window must be looked at.
func (c *Conntrack) resets(dir Side, g *tcpSegment) (ok bool, next ctState, look bool) {
	if c.state >= ctFinWait && c.state <= ctClose {
		return true, ctClose, false
	}
	next = ctClose
	to := &c.halves[dir.Peer()]
	if to.flags&ctAcked != 0 && c.lastKind != ctSYN {
		established := c.state == ctEstablished && c.assured
		switch {
		case g.seq == 0 && !established:
			return true, ctClose, true
		case before(g.seq, to.maxAck) && !c.cfg.IgnoreInvalidRST:
			return false, c.state, false
		case !established, g.seq == to.maxAck,
			c.lastKind == ctACK && c.lastSide == uint8(dir) && g.seq == c.lastEnd: // right after data
			return true, ctClose, true
		}
		next = c.state // there may be a challenge
	}
	switch {
	case (c.replied && c.lastKind == ctSYN && c.lastSide != uint8(dir) || !c.assured && c.lastKind == ctACK) && g.ack == c.lastEnd:
		return true, next, false // answers what was ignored
	case c.state == ctSynSent && c.lastKind == ctACK && c.lastSide == uint8(Server) && g.seq == c.lastAck:
		return true, next, false
	}
	return true, next, true
}

// ctMinAckWindow is how old acknowledgements may be where windows are small.
const ctMinAckWindow = 66000

// inWindow judges a segment by the windows and follows it.
func (c *Conntrack) inWindow(dir Side, kind ctKind, g *tcpSegment, blocks wire.SACKBlocks) (Outcome, *Rule, string) {
	h, to := &c.halves[dir], &c.halves[dir.Peer()]
	seq, end, ack, win := g.seq, g.end, g.ack, uint32(g.win)
	sack := ack
	if to.flags&ctSACK != 0 {
		for b := blocks; len(b) >= 8; b = b[8:] {
			sack = later(sack, wire.Uint32(b, 4))
		}
	}
	first := h.maxWin == 0
	again := !first && g.has(wire.SYN) && after(end, h.end) && (c.state == ctSynSent || c.state == ctSynRecv)
	if first && !g.has(wire.SYN) {
		h.pickUp(to, g, sack)
	} else if first || again {
		h.synchronize(to, dir, g)
		if !g.has(wire.ACK) && (first || dir == Server) {
			return Valid, nil, "" // both open
		}
	}
	if !g.has(wire.ACK) || g.has(wire.RST) && ack == 0 {
		ack, sack = to.end, to.end
	}
	if g.has(wire.RST) && seq == 0 && c.state == ctSynSent {
		seq, end = h.end, h.end
	}
	if o, r, field := c.window(h, to, seq, end, sack); r != nil {
		if c.cfg.Liberal || h.flags&ctLiberal != 0 {
			return Valid, nil, ""
		}
		return o, r, field
	}
	if !g.has(wire.SYN) {
		win <<= h.scale
	}
	h.maxWin = max(h.maxWin, win+(sack-ack))
	h.end = later(h.end, end)
	if g.has(wire.ACK) && (h.flags&ctAcked == 0 || after(ack, h.maxAck)) {
		h.maxAck, h.flags = ack, h.flags|ctAcked
	}
	if to.maxWin != 0 && after(end, h.maxEnd) {
		to.maxWin += end - h.maxEnd
	}
	if after(sack+win, to.maxEnd-1) {
		to.maxEnd = sack + max(win, 1)
	}
	if kind == ctACK {
		c.lastSide, c.lastSeq, c.lastAck, c.lastEnd, c.lastWin = uint8(dir), seq, ack, end, g.win
	}
	return Valid, nil, ""
}

// pickUp takes the first segment of a side, which is not a SYN.
func (h *ctHalf) pickUp(to *ctHalf, g *tcpSegment, sack uint32) {
	h.end = g.end
	h.maxWin = max(uint32(g.win)<<h.scale, 1)
	h.maxEnd = g.end + h.maxWin
	if to.maxWin == 0 {
		to.end, to.maxEnd = sack, sack
	} else if sack == to.end+1 {
		to.end++ // answers a keep-alive
	}
}

// synchronize takes a SYN.
func (h *ctHalf) synchronize(to *ctHalf, dir Side, g *tcpSegment) {
	h.end, h.maxEnd, h.maxWin = g.end, g.end, max(uint32(g.win), 1)
	h.options(g)
	if dir == Server && h.flags&to.flags&ctScaled == 0 {
		h.scale, to.scale = 0, 0
	}
}

// window judges where a segment is:
//
//	seq  <= h.maxEnd
//	end  >= h.end - to.maxWin
//	sack <= to.end
//	sack >= to.end - the larger of h.maxWin and 66000
func (c *Conntrack) window(h, to *ctHalf, seq, end, sack uint32) (Outcome, *Rule, string) {
	received := after(end, h.end-to.maxWin-1)
	recent := after(sack, to.end-max(h.maxWin, ctMinAckWindow)-1)
	seen := before(sack, to.end+1)
	switch {
	case !before(seq, h.maxEnd+1):
		if to.maxWin != 0 && received && recent && end-h.maxEnd+1 <= to.maxWin && seen {
			h.end = end // the other side may acknowledge it
			return Tolerated, RuleConntrackSeqOver, "Seq"
		}
		return Invalid, RuleConntrackSeqHigh, "Seq"
	case !seen:
		return Invalid, RuleConntrackAckHigh, "Ack"
	case to.maxWin != 0 && !received:
		return Tolerated, RuleConntrackSeqLow, "Seq"
	case !recent:
		return Tolerated, RuleConntrackAckLow, "Ack"
	}
	return Valid, nil, ""
}
