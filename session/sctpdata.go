package session

import "github.com/gocap-project/gocap/wire"

// sctpData returns what DATA and I-DATA have in common.
func sctpData(c wire.SCTPChunk) (flags uint8, tsn uint32, stream, number uint16, ok bool) {
	if len(c) < 16 || c.Type() != wire.SCTPTypeData && c.Type() != wire.SCTPTypeIData {
		return 0, 0, 0, 0, false
	}
	return c.Flags(), wire.Uint32(c, 4), wire.Uint16(c, 8), wire.Uint16(c, 10), true
}

// sctpSlack is how many chunks may be beyond the window: a packet that probes it has several, and a sender counts what is
// on its way differently.
const sctpSlack = 1024

// onData takes user data: RFC 9260 §6, RFC 8260 §2.
func (t *SCTP) onData(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	flags, tsn, stream, number, _ := sctpData(c)
	if r := t.kindOfData(h, to, c.Type()); r != nil {
		return r, "Type"
	}
	if h.streams != 0 && uint32(stream) >= h.streams {
		return RuleSCTPStream, "Stream"
	}
	if !h.is(sctpBegun) {
		h.nxt, h.got, h.una, h.seen = tsn, tsn, tsn, 0
		h.flags |= sctpBegun | sctpLoose
	}
	if !before(tsn, h.nxt) {
		if r, field := t.newData(h, to, c, tsn); r != nil {
			return r, field
		}
		h.stream, h.number, h.part = stream, number, flags
		h.flags |= sctpPart
		if !h.is(sctpTiming) {
			h.timed, h.at = tsn, p.at
			h.flags |= sctpTiming
		}
		h.nxt = tsn + 1
	} else {
		if before(tsn, h.una) && (!h.is(sctpLoose) || after(tsn, h.una-1<<16)) {
			p.tolerate(RuleSCTPOld, "TSN")
			return nil, ""
		}
		h.again++
		if tsn == h.timed {
			h.flags &^= sctpTiming // which of them is acknowledged will not be known
		}
	}
	h.chunks++
	h.arrive(tsn)
	if h.state == sctpUnknown {
		h.state = sctpEstablished
	}
	return nil, ""
}

// kindOfData judges whether user data are of the kind that was agreed on: RFC 8260 §2.2.1.
func (t *SCTP) kindOfData(h, to *sctpHalf, typ wire.SCTPChunkType) *Rule {
	if h.offer.tag == 0 || to.offer.tag == 0 || h.offer.out == 0 || to.offer.out == 0 {
		return nil // not known
	}
	agreed := h.offer.does&to.offer.does&sctpDoesIData != 0
	switch {
	case agreed && typ == wire.SCTPTypeData:
		return RuleSCTPIDataMixed
	case !agreed && typ == wire.SCTPTypeIData:
		return RuleSCTPIDataUnasked
	}
	return nil
}

// newData judges data that were not sent before.
func (t *SCTP) newData(h, to *sctpHalf, c wire.SCTPChunk, tsn uint32) (*Rule, string) {
	flags, _, stream, number, _ := sctpData(c)
	switch {
	case h.state == sctpShutdownSent, h.state == sctpShutdownAckSent:
		return RuleSCTPDataShutdown, ""
	case h.is(sctpEdge) && !h.is(sctpLoose) && after(tsn, h.edge+sctpSlack):
		return RuleSCTPTSN, "TSN"
	case c.Type() != wire.SCTPTypeData || !h.is(sctpPart) || tsn != h.nxt || h.is(sctpLoose) || h.offer.does&to.offer.does&sctpDoesForward != 0:
		return nil, ""
	}
	begins, ended := flags&wire.SCTPBegin != 0, h.part&wire.SCTPEnd != 0
	switch {
	case begins != ended:
		return RuleSCTPFragment, "Begin"
	case begins:
	case stream != h.stream:
		return RuleSCTPFragment, "Stream"
	case (flags^h.part)&wire.SCTPUnordered != 0:
		return RuleSCTPFragment, "Unordered"
	case flags&wire.SCTPUnordered == 0 && number != h.number:
		return RuleSCTPFragment, "StreamSeq"
	}
	return nil, ""
}

// arrive notes which TSNs are without a gap.
func (h *sctpHalf) arrive(tsn uint32) {
	if d := tsn - h.got; d < 64 {
		h.seen |= 1 << d
	}
	for h.seen&1 != 0 {
		h.seen >>= 1
		h.got++
	}
}

// arrived moves what is without a gap to a TSN that the other side has anyway.
func (h *sctpHalf) arrived(end uint32) {
	if !after(end, h.got) {
		return
	}
	if d := end - h.got; d < 64 {
		h.seen >>= d
	} else {
		h.seen = 0
	}
	h.got = end
	for h.seen&1 != 0 {
		h.seen >>= 1
		h.got++
	}
}

// acknowledge takes an acknowledgement up to a TSN, and of some as far as another, both exclusive.
func (h *sctpHalf) acknowledge(cum, far uint32, was *sctpRefused, at int64) *Rule {
	if !h.is(sctpBegun) {
		h.got, h.una, h.nxt, h.seen = cum, cum, far, 0
		h.flags |= sctpBegun | sctpLoose
		return nil
	}
	if after(far, h.nxt) {
		switch {
		case h.is(sctpLoose):
			h.flags &^= sctpPart
		case was.is && was.data && !after(far, was.end): // it took what was not Valid
			h.flags &^= sctpPart
		default:
			return RuleSCTPAckUnsent
		}
		h.nxt = far
	}
	if before(cum, h.una) {
		if h.is(sctpLoose) && before(cum, h.una-1<<16) { // it was not what it seemed
			h.una = cum
			return nil
		}
		return RuleSCTPAckOld
	}
	h.una = cum
	h.arrived(cum)
	if h.is(sctpTiming) && after(cum, h.timed) {
		h.sample(at - h.at)
	}
	return nil
}

// sample takes a round trip: RFC 9260 §6.3.1.
func (h *sctpHalf) sample(rtt int64) {
	h.flags &^= sctpTiming
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

// onSACK takes an acknowledgement of what the other side sent: RFC 9260 §6.2.1.
func (t *SCTP) onSACK(p *sctpPacket, s wire.SCTPSACK) (*Rule, string) {
	to := &t.halves[p.side.Peer()]
	if len(s) != 16+4*(s.NumGaps()+s.NumDups()) {
		return RuleSCTPLength, "NumGaps"
	}
	cum := s.CumTSN() + 1
	far, last, apart := cum, 0, true
	for start, end := range s.Gaps() {
		if start < 2 || end < start {
			return RuleSCTPGap, "Gaps"
		}
		if int(start) <= last {
			apart = false
		}
		last = max(last, int(end)+1) // adjacent blocks would be one
		if e := cum + uint32(end); after(e, far) {
			far = e
		}
	}
	r := to.acknowledge(cum, far, &t.refused[p.side.Peer()], p.at)
	switch {
	case r == RuleSCTPAckUnsent && after(cum, to.nxt):
		return r, "CumTSN"
	case r == RuleSCTPAckUnsent:
		return r, "Gaps"
	case r != nil:
		p.tolerate(r, "CumTSN")
		return nil, ""
	case !apart:
		p.tolerate(RuleSCTPGapOrder, "Gaps")
	}
	if e := cum + s.ARwnd(); !to.is(sctpEdge) || after(e, to.edge) {
		to.edge = e
		to.flags |= sctpEdge
	}
	return nil, ""
}

// onHeartbeat has the answer be what was asked: RFC 9260 §8.3.
func (t *SCTP) onHeartbeat(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	if len(wire.SCTPParams(c.Value()).Rest()) > 0 {
		return RuleSCTPLength, "Info"
	}
	x := sctpHash(c.Value())
	if c.Type() == wire.SCTPTypeHeartbeat {
		h.beat = (h.beat + 1) % uint8(len(h.beats))
		h.beats[h.beat] = x
		return nil, ""
	}
	for _, b := range to.beats {
		if b == x {
			return nil, ""
		}
	}
	if to.is(sctpLoose) || to.beats[(to.beat+1)%uint8(len(to.beats))] != 0 { // it may be forgotten
		return nil, ""
	}
	return RuleSCTPHeartbeat, "Info"
}

// onError takes errors, which say why something else was ignored.
func (t *SCTP) onError(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	to := &t.halves[p.side.Peer()]
	causes := wire.SCTPCauses(c.Value())
	if len(causes.Rest()) > 0 {
		return RuleSCTPLength, "Causes"
	}
	for code := range causes.All() {
		if code != wire.SCTPCauseStaleCookie {
			continue
		}
		if to.state != sctpCookieEchoed && to.state != sctpUnknown {
			p.tolerate(RuleSCTPStaleCookie, "Causes")
			return nil, ""
		}
		to.flags &^= sctpEchoed
	}
	return nil, ""
}
