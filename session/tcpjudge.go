package session

import "github.com/gocap-project/gocap/wire"

const (
	tcpLinger = 60e9             // how long hosts stay in TIME-WAIT; RFC 9293 §3.4.2 would have 4 minutes
	tcpAged   = 24 * 24 * 3600e9 // after how long time stamps mean nothing: RFC 7323 §5.5
)

// judge says what a segment is, and what becomes of the connection if it is Valid.
func (t *TCP) judge(side Side, g *tcpSegment, sack wire.SACKBlocks, v wire.TCP, at int64, how *tcpCourse) (o Outcome, r *Rule, field string) {
	switch {
	case g.has(wire.RST) && g.has(wire.SYN):
		return Invalid, RuleTCPFlags, "Flags"
	case g.has(wire.RST):
		return t.judgeReset(side, g, how)
	case g.has(wire.SYN) && g.has(wire.FIN):
		return Tolerated, RuleTCPSYNFIN, "Flags"
	case g.flags&(wire.SYN|wire.ACK) == wire.SYN:
		o, r, field = t.judgeSYN(side, g, at, how)
	case g.has(wire.SYN):
		o, r, field = t.judgeSYNACK(side, g, how)
	case !g.has(wire.ACK):
		return Invalid, RuleTCPNoACK, "Flags"
	default:
		o, r, field = t.judgeSegment(side, g, how)
	}
	if r != nil || *how == tcpKill {
		return o, r, field
	}
	if g.has(wire.SYN) {
		return t.judgeSYNOptions(side, g)
	}
	if o, r, field = t.judgeOptions(side, g, at); r != nil {
		return o, r, field
	}
	if g.with(tcpHasSACK) {
		if o, r, field = t.judgeSACK(side, g, sack); r != nil {
			return o, r, field
		}
	}
	if g.has(wire.URG) && g.end == g.seq && v.Urgent() == 0 {
		return Tolerated, RuleTCPUrgent, "Urgent"
	}
	if to := &t.halves[side.Peer()]; t.cfg.OnWire && to.mss != 0 && g.data() > uint32(to.mss) {
		return Tolerated, RuleTCPMSS, "Payload"
	}
	return Valid, nil, ""
}

// judgeSYN judges a SYN without acknowledgement.
func (t *TCP) judgeSYN(side Side, g *tcpSegment, at int64, how *tcpCourse) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	switch {
	case h.is(tcpWaits) && g.seq == t.refused[side].seq: // again
		*how = tcpWait
	case t.reset:
		*how = tcpWait
	case h.is(tcpLoose), to.is(tcpLoose):
	case h.is(tcpSYN) && h.is(tcpActive) && g.seq == h.isn && !h.is(tcpSpoke): // again
	case h.state == tcpClosed && to.state == tcpSynSent && !h.is(tcpSYN):
		if was := &t.refused[side]; was.flags&(wire.ACK|wire.SYN|wire.RST) == wire.ACK && was.ack == to.nxt {
			return Tolerated, RuleTCPSplitHandshake, "Flags"
		}
	case to.state == tcpClosed && (h.state == tcpClosed || h.state == tcpSynSent || h.state == tcpTimeWait):
		if to.is(tcpBegun) {
			*how = tcpWait
		}
	case to.state == tcpTimeWait:
		newer := g.with(tcpHasTimestamps) && h.is(tcpRecent) && after(g.val, h.recent) // RFC 6191
		if !after(g.seq, h.nxt) && !newer && at-t.last < tcpLinger {
			return Tolerated, RuleTCPTimeWaitSYN, "Seq"
		}
		*how = tcpWait
	case t.cfg.RFC793 && t.inWindow(side, g.seq):
		*how = tcpKill
	default:
		return Tolerated, RuleTCPSYNChallenge, "Flags"
	}
	return Valid, nil, ""
}

// judgeSYNACK judges a SYN with acknowledgement.
func (t *TCP) judgeSYNACK(side Side, g *tcpSegment, how *tcpCourse) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	switch {
	case h.is(tcpSYN) && g.seq == h.isn && !h.is(tcpSpoke) && !t.reset && !after(g.ack, to.nxt): // again
	case to.state == tcpTimeWait, h.state == tcpTimeWait:
		return Tolerated, RuleTCPSYNChallenge, "Flags"
	case t.reset:
		return Tolerated, RuleTCPAfterReset, ""
	case h.is(tcpLoose), to.is(tcpLoose):
	case to.is(tcpSYN) && !to.is(tcpSpoke) && !h.is(tcpSpoke):
		if !after(g.ack, to.isn) || after(g.ack, to.nxt) {
			return Tolerated, RuleTCPSYNACK, "Ack"
		}
	case to.state == tcpClosed:
		return Invalid, RuleTCPNoConnection, ""
	case t.cfg.RFC793 && t.inWindow(side, g.seq):
		*how = tcpKill
	default:
		return Tolerated, RuleTCPSYNChallenge, "Flags"
	}
	return Valid, nil, ""
}

// judgeSegment judges a segment with acknowledgement that is neither SYN nor RST.
func (t *TCP) judgeSegment(side Side, g *tcpSegment, how *tcpCourse) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	switch {
	case t.reset:
		return Tolerated, RuleTCPAfterReset, ""
	case h.is(tcpBegun) && to.is(tcpBegun):
		return t.judgePlace(side, g, how)
	case h.state == tcpUnknown, to.is(tcpBegun) && h.is(tcpLoose), h.is(tcpBegun) && (to.is(tcpLoose) || t.cfg.Midway):
		return Valid, nil, ""
	case h.is(tcpBegun): // the other side's SYN was not seen
		return Tolerated, RuleTCPNoConnection, ""
	case !to.is(tcpBegun):
		return Invalid, RuleTCPNoConnection, ""
	case after(g.ack, to.isn) && !after(g.ack, to.nxt):
		return Tolerated, RuleTCPNoSYN, "Flags"
	}
	return Tolerated, RuleTCPHalfOpen, "Ack"
}

// judgePlace judges where a segment is in the numbers of both sides.
func (t *TCP) judgePlace(side Side, g *tcpSegment, how *tcpCourse) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	if to.state == tcpTimeWait && h.state == tcpClosed {
		if g.has(wire.FIN) && g.end == h.fin {
			return Valid, nil, "" // the last acknowledgement was lost
		}
		if g.end == g.seq && g.seq == h.nxt && g.ack == to.nxt && t.refused[side.Peer()].flags != 0 {
			return Valid, nil, "" // answers what is not Valid
		}
		return Tolerated, RuleTCPTimeWait, ""
	}
	if o, r, field := t.judgeAck(side, g); r != nil {
		return o, r, field
	}
	if h.is(tcpFIN) {
		switch {
		case g.has(wire.FIN) && g.end != h.fin:
			return Invalid, RuleTCPFIN, "Seq"
		case after(g.end, h.fin):
			return Invalid, RuleTCPAfterFIN, "Seq"
		}
	} else if g.has(wire.FIN) && !after(g.end, h.nxt) && !h.is(tcpEarly) && !(g.end == h.nxt && h.is(tcpBare)) {
		return Invalid, RuleTCPFIN, "Seq"
	}
	if h.is(tcpEdge) && !to.is(tcpLoose) && after(g.end, h.edge+h.probe(g)) {
		return Invalid, RuleTCPBeyondWindow, "Seq"
	}
	switch {
	case g.end == g.seq && g.seq == h.una-1: // asks for an acknowledgement, and nothing else of it counts
		*how = tcpKeep
	case g.end == g.seq && !before(g.seq, h.una):
	case g.end != g.seq && after(g.end, h.una):
	case g.end == g.seq+1 && g.end == h.nxt && !g.has(wire.FIN): // keep-alive of RFC 9293 §3.8.4 with a byte
	default:
		return Tolerated, RuleTCPOld, "Seq"
	}
	return Valid, nil, ""
}

// probe returns how far beyond the window a segment may be: the byte of a window probe, and FIN.
func (h *tcpHalf) probe(g *tcpSegment) uint32 {
	if g.has(wire.FIN) {
		return 2
	}
	return 1
}

// judgeAck judges what a segment acknowledges.
func (t *TCP) judgeAck(side Side, g *tcpSegment) (Outcome, *Rule, string) {
	to := &t.halves[side.Peer()]
	switch {
	case after(g.ack, to.nxt) && !to.is(tcpLoose):
		if to.is(tcpEdge) && after(g.ack, to.edge+2) {
			return Invalid, RuleTCPAckUnsent, "Ack"
		}
		return Tolerated, RuleTCPAckUnsent, "Ack" // it may have been sent, and gone by unseen or be captured late
	case to.is(tcpSYN) && to.nxt-to.isn < 1<<30 && !after(g.ack, to.isn),
		before(g.ack, to.una-0xffff<<t.scale(side)) && !to.is(tcpLoose):
		return Tolerated, RuleTCPAckOld, "Ack"
	}
	return Valid, nil, ""
}

// inWindow reports whether a sequence number is in the window that a side may send to: the largest that is possible.
func (t *TCP) inWindow(side Side, seq uint32) bool {
	h := &t.halves[side]
	return !before(seq, h.una) && (!h.is(tcpEdge) || before(seq, h.edge+t.hidden(side)))
}

// hidden returns how much larger a window may be than 65,535, if that was offered for want of a scale: old BSD rounds it
// up to whole segments, and such are the hosts that RFC793 is for.
func (t *TCP) hidden(side Side) uint32 {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	passive := to.state == tcpSynReceived && !to.is(tcpActive)
	mss := uint32(min(h.mss, to.mss))
	if !t.cfg.RFC793 || to.win != 0xffff || t.scale(side.Peer()) != 0 || passive || mss == 0 {
		return 0
	}
	return (1<<16+mss-1)/mss*mss - 0xffff
}

// judgeReset judges a reset.
func (t *TCP) judgeReset(side Side, g *tcpSegment, how *tcpCourse) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	if t.answers(side, g) {
		*how = tcpKeep
		return Valid, nil, ""
	}
	switch {
	case h.state == tcpUnknown:
		return Valid, nil, ""
	case !h.is(tcpBegun) && !to.is(tcpBegun):
		return Tolerated, RuleTCPResetNoConnection, ""
	case t.reset:
		if g.seq == h.nxt || g.seq == h.una {
			*how = tcpKeep
			return Valid, nil, "" // again, or an answer to what was under way
		}
		return Tolerated, RuleTCPAfterReset, ""
	case to.state == tcpTimeWait && h.state == tcpClosed:
		return Tolerated, RuleTCPTimeWaitReset, ""
	case to.state == tcpSynSent && !h.is(tcpSYN):
		if !g.has(wire.ACK) || !after(g.ack, to.isn) || after(g.ack, to.nxt) {
			return Tolerated, RuleTCPResetAck, "Ack"
		}
		if g.with(tcpHasTimestamps) && !to.stamped(g.ecr) {
			return Tolerated, RuleTCPEcho, "Options" // hosts see that it is forged
		}
		return Valid, nil, ""
	}
	return t.judgeResetPlace(side, g, how)
}

// judgeResetPlace judges a reset by its number, which must be the receiver's next: something from what it acknowledged to
// all that was sent.
func (t *TCP) judgeResetPlace(side Side, g *tcpSegment, how *tcpCourse) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	switch {
	case !h.is(tcpBegun), h.is(tcpLoose):
	case g.has(wire.ACK) && g.seq == 0 && to.is(tcpSYN) && to.una == to.isn && g.ack == to.nxt:
		*how = tcpKeep // refuses the SYN, which crossed its sender's own
	case !before(g.seq, h.una) && !after(g.seq, h.nxt):
		if to.state == tcpClosed && to.is(tcpBegun) && h.state != tcpSynSent {
			*how = tcpKeep // nobody there that would care
		}
	case t.inWindow(side, g.seq):
		if !t.cfg.RFC793 {
			return Tolerated, RuleTCPResetChallenge, "Seq"
		}
	default:
		return Tolerated, RuleTCPResetOutside, "Seq"
	}
	return Valid, nil, ""
}

// answers reports whether a reset is the answer to the other side's last segment that was not Valid: RFC 9293 §3.10.7.1.
func (t *TCP) answers(side Side, g *tcpSegment) bool {
	was := &t.refused[side.Peer()]
	switch {
	case was.flags == 0 || was.has(wire.RST):
		return false
	case was.has(wire.ACK):
		return g.seq == was.ack
	}
	return g.has(wire.ACK) && g.ack == was.end && (g.seq == 0 || g.seq == t.halves[side].nxt)
}
