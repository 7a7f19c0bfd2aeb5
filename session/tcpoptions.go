package session

import "github.com/gocap-project/gocap/wire"

// judgeSYNOptions judges the options of a SYN, which are what may be agreed on.
func (t *TCP) judgeSYNOptions(side Side, g *tcpSegment) (Outcome, *Rule, string) {
	to := &t.halves[side.Peer()]
	second := g.has(wire.ACK) && to.is(tcpSYN)
	switch {
	case g.with(tcpBadOptions):
		return Invalid, RuleTCPOptions, "Options"
	case g.with(tcpHasScale) && g.shift > 14:
		return Tolerated, RuleTCPScale, "Options"
	case g.with(tcpHasScale) && second && !to.is(tcpScaled):
		return Tolerated, RuleTCPScaleUnasked, "Options"
	case g.with(tcpHasTimestamps) && second && !to.is(tcpStamps):
		return Tolerated, RuleTCPTimestampUnasked, "Options"
	case g.with(tcpHasTimestamps) && second && !to.stamped(g.ecr):
		return Tolerated, RuleTCPEcho, "Options"
	case g.with(tcpBadFastOpen):
		return Tolerated, RuleTCPFastOpen, "Options"
	}
	return Valid, nil, ""
}

// stamped reports whether an answer to a SYN may echo a time stamp: that of any of the SYNs, which are at most some minutes
// apart, or 0, which some hosts send.
func (h *tcpHalf) stamped(echo uint32) bool {
	const apart = 1 << 18 // milliseconds
	return echo == 0 || !h.is(tcpNewest) || h.newest-echo < apart
}

// judgeOptions judges the options of other segments.
func (t *TCP) judgeOptions(side Side, g *tcpSegment, at int64) (Outcome, *Rule, string) {
	h, to := &t.halves[side], &t.halves[side.Peer()]
	both := h.is(tcpSYN) && to.is(tcpSYN)
	agreed := both && h.is(tcpStamps) && to.is(tcpStamps)
	switch {
	case g.with(tcpBadOptions):
		return Invalid, RuleTCPOptions, "Options"
	case g.with(tcpHasMSS | tcpHasScale | tcpHasSACKPermitted):
		return Tolerated, RuleTCPOptionSYN, "Options"
	case g.with(tcpHasFastOpen):
		return Tolerated, RuleTCPFastOpen, "Options"
	case agreed && !g.with(tcpHasTimestamps):
		return Tolerated, RuleTCPTimestampMissing, "Options"
	case both && !agreed && g.with(tcpHasTimestamps):
		return Tolerated, RuleTCPTimestampUnasked, "Options"
	case !g.with(tcpHasTimestamps):
		return Valid, nil, ""
	case h.is(tcpRecent) && before(g.val, h.recent) && at-t.last < tcpAged:
		return Tolerated, RuleTCPPAWS, "Options"
	case g.ecr != 0 && to.is(tcpNewest) && !to.is(tcpLoose) && after(g.ecr, to.newest):
		return Tolerated, RuleTCPEcho, "Options" // hosts only measure with it
	}
	return Valid, nil, ""
}

// judgeSACK judges selective acknowledgements.
func (t *TCP) judgeSACK(side Side, g *tcpSegment, sack wire.SACKBlocks) (Outcome, *Rule, string) {
	to := &t.halves[side.Peer()]
	if to.is(tcpSYN) && !to.is(tcpSACKs) {
		return Tolerated, RuleTCPSACKUnasked, "Options"
	}
	for i := 0; len(sack) >= 8; i++ {
		left, right := wire.Uint32(sack, 0), wire.Uint32(sack, 4)
		switch {
		case !before(left, right), i > 0 && !after(right, g.ack):
			return Invalid, RuleTCPSACKBlock, "Options"
		case after(right, to.nxt) && !to.is(tcpLoose):
			if to.is(tcpEdge) && after(right, to.edge+2) {
				return Invalid, RuleTCPSACKUnsent, "Options"
			}
			return Tolerated, RuleTCPSACKUnsent, "Options" // as an acknowledgement
		}
		sack = sack[8:]
	}
	return Valid, nil, ""
}
