package session

import "github.com/gocap-project/gocap/wire"

// sctpHash returns a hash of bytes that are to come back as they were.
func sctpHash(b []byte) uint64 {
	h := uint64(hashStart)
	for _, c := range b {
		h = hashed(h, c)
	}
	return h
}

// sctpOfferOf returns what INIT or INIT ACK says, or the rule that it breaks.
func sctpOfferOf(i wire.SCTPInit) (o sctpOffer, r *Rule, field string) {
	o = sctpOffer{tag: i.InitiateTag(), tsn: i.InitialTSN(), window: i.ARwnd(), out: i.OutStreams(), in: i.InStreams()}
	switch {
	case o.tag == 0:
		return o, RuleSCTPInitTag, "InitiateTag"
	case o.out == 0:
		return o, RuleSCTPInitStreams, "OutStreams"
	case o.in == 0:
		return o, RuleSCTPInitStreams, "InStreams"
	case o.window < 1500:
		return o, RuleSCTPInitWindow, "ARwnd"
	case len(i.Params().Rest()) > 0:
		return o, RuleSCTPLength, "Params"
	}
	cookie, addresses := false, 0
	for t, v := range i.Params().All() {
		switch t {
		case wire.SCTPParamHostName:
			return o, RuleSCTPHostName, "Params"
		case wire.SCTPParamStateCookie:
			cookie, o.cookie = true, sctpHash(v)
		case wire.SCTPParamIPv4Address, wire.SCTPParamIPv6Address:
			if len(v) != 4 && t == wire.SCTPParamIPv4Address || len(v) != 16 && t == wire.SCTPParamIPv6Address {
				return o, RuleSCTPLength, "Params"
			}
			addresses++
		default:
			o.does |= sctpDoes(t, v)
			if t == wire.SCTPParamChunkList {
				o.auth = sctpList(v)
			}
		}
	}
	if addresses > 1 {
		o.does |= sctpDoesPaths
	}
	if wire.SCTPChunk(i).Type() == wire.SCTPTypeInitAck && !cookie {
		return o, RuleSCTPCookieMissing, "Params"
	}
	const never = 1<<wire.SCTPTypeInit | 1<<wire.SCTPTypeInitAck | 1<<wire.SCTPTypeShutdownComplete | 1<<wire.SCTPTypeAuth
	if o.does&(sctpDoesSHA1|sctpDoesSHA256) != 0 && o.does&sctpDoesSHA1 == 0 || o.auth&never != 0 || o.auth != 0 && o.does&sctpDoesAuth == 0 {
		return o, RuleSCTPAuthOffer, "Params"
	}
	return o, nil, ""
}

// sctpDoes returns what a parameter of INIT or INIT ACK says that its sender can do.
func sctpDoes(t wire.SCTPParamType, v []byte) (does uint16) {
	switch t {
	case wire.SCTPParamForwardTSN:
		return sctpDoesForward
	case wire.SCTPParamRandom:
		return sctpDoesAuth
	case wire.SCTPParamZeroChecksum:
		return sctpDoesZero
	case wire.SCTPParamHMACs:
		for ; len(v) >= 2; v = v[2:] {
			switch wire.Uint16(v, 0) {
			case 1:
				does |= sctpDoesSHA1
			case 3:
				does |= sctpDoesSHA256
			}
		}
	case wire.SCTPParamSupportedExtensions:
		for _, c := range v {
			switch wire.SCTPChunkType(c) {
			case wire.SCTPTypeForwardTSN:
				does |= sctpDoesForward
			case wire.SCTPTypeIData:
				does |= sctpDoesIData
			case wire.SCTPTypeASCONF:
				does |= sctpDoesASCONF
			case wire.SCTPTypeReConfig:
				does |= sctpDoesReConfig
			}
		}
	}
	return does
}

// sctpList returns the types in a list of chunks.
func sctpList(v []byte) (bits uint32) {
	for _, c := range v {
		bits |= sctpBit(wire.SCTPChunkType(c))
	}
	return bits
}

// onInit takes an INIT. It may be the first, the first again, the other side's beside it, or that of a side that
// forgot the association: RFC 9260 §5.2.1, §5.2.2.
func (t *SCTP) onInit(p *sctpPacket, i wire.SCTPInit) (*Rule, string) {
	o, r, field := sctpOfferOf(i)
	if r != nil {
		return r, field
	}
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	if to.state == sctpShutdownAckSent && h.state != sctpClosed {
		p.tolerate(RuleSCTPInitShutdown, "") // but who forgot the association tries again
	}
	if h.is(sctpWaits) && h.init.tag != o.tag {
		h.flags |= sctpRetried
	}
	h.init = o
	h.flags |= sctpWaits
	if h.state == sctpClosed || h.state == sctpCookieEchoed || h.state == sctpUnknown && !h.is(sctpBegun) && !to.is(sctpBegun) {
		h.state = sctpCookieWait
		if to.state == sctpUnknown && !to.is(sctpBegun) {
			to.state = sctpClosed
		}
	}
	return nil, ""
}

// onInitAck takes the answer to an INIT: RFC 9260 §5.1, §5.2.3.
func (t *SCTP) onInitAck(p *sctpPacket, i wire.SCTPInit) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	was := &t.refused[p.side.Peer()]
	switch {
	case to.init.tag != 0 && to.init.tag == p.tag:
	case to.state == sctpUnknown && (to.init.tag == 0 || t.cfg.Midway), was.is && was.init == p.tag:
	case to.is(sctpTagged) && to.tag == p.tag, to.is(sctpRetried):
		p.tolerate(RuleSCTPInitAckLate, "VTag")
		return nil, ""
	default:
		return RuleSCTPInitAck, "VTag"
	}
	o, r, field := sctpOfferOf(i)
	if r != nil {
		return r, field
	}
	o.answers = p.tag
	if to.init.tag == p.tag && !to.is(sctpWaits) {
		p.tolerate(RuleSCTPInitAckLate, "")
		return nil, ""
	}
	if (h.state == sctpCookieWait || h.state == sctpCookieEchoed) && h.init.tag != 0 && (h.init.tag != o.tag || h.init.tsn != o.tsn) {
		p.tolerate(RuleSCTPCollision, "InitiateTag")
	}
	if h.acks[0] == o {
		return nil, ""
	}
	if h.acks[1].tag != 0 {
		h.flags |= sctpForgot
	}
	h.acks[1], h.acks[0] = h.acks[0], o
	return nil, ""
}

// acknowledged returns the INIT ACK of a side that a COOKIE ECHO with a tag may be for, of those with its cookie if there is
// one.
func (h *sctpHalf) acknowledged(tag uint32, cookie uint64) (o sctpOffer, exact bool) {
	for i := range h.acks {
		if a := &h.acks[i]; a.tag != 0 && a.tag == tag {
			if a.cookie == cookie {
				return *a, true
			}
			o = *a
		}
	}
	return o, false
}

// onCookieEcho takes the cookie that establishes an association: RFC 9260 §5.1, §5.2.4.
func (t *SCTP) onCookieEcho(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	ack, exact := to.acknowledged(p.tag, sctpHash(c.Value()))
	same := to.is(sctpTagged) && to.tag == p.tag && (ack.tag == 0 || !h.is(sctpTagged) || h.tag == ack.answers)
	switch {
	case ack.tag == 0 && same && t.exists():
	case ack.tag == 0 && (to.state == sctpUnknown || t.cfg.Midway && !t.exists() || to.is(sctpForgot)):
	case ack.tag == 0 && to.init.tag == 0 && to.acks[0].tag == 0 && !to.is(sctpTagged):
		return RuleSCTPNoAssociation, ""
	case ack.tag == 0:
		return RuleSCTPTag, "VTag"
	case !exact && !to.is(sctpForgot|sctpLoose):
		return RuleSCTPCookie, "Cookie"
	}
	switch {
	case same && to.state == sctpClosed && t.ended:
		p.tolerate(RuleSCTPEnded, "")
		p.stop = true
	case same && t.exists() && to.state >= sctpEstablished:
		h.flags |= sctpEchoed // again, or both sides opened: the answer is COOKIE ACK
		switch h.state {
		case sctpUnknown:
			h.state = sctpEstablished
		case sctpCookieWait:
			h.state = sctpCookieEchoed
		}
	case to.state == sctpShutdownAckSent && t.exists():
		p.tolerate(RuleSCTPCookieShutdown, "")
		p.stop = true
	case to.state >= sctpEstablished && h.is(sctpTagged) && h.tag == ack.answers:
		p.tolerate(RuleSCTPCookieLate, "VTag")
		p.stop = true
	default:
		t.establish(p, &ack)
	}
	return nil, ""
}

// establish begins the association of an INIT ACK, or of one that was not seen.
func (t *SCTP) establish(p *sctpPacket, ack *sctpOffer) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	if h.is(sctpTagged) && to.is(sctpTagged) && h.tag == ack.answers && to.tag == ack.tag && h.state == sctpEstablished {
		h.flags |= sctpEchoed // the other's cookie was first
		to.state = sctpEstablished
		return
	}
	mine := h.init
	if mine.tag != ack.answers || ack.tag == 0 {
		mine = sctpOffer{tag: ack.answers}
	}
	h.renew(&mine, ack)
	to.renew(ack, &mine)
	if ack.tag == 0 {
		to.tag = p.tag
		to.flags |= sctpTagged
	}
	h.state, to.state = sctpCookieEchoed, sctpEstablished
	h.flags |= sctpEchoed
	t.ended = false
}

// renew has a side be in a new association, by what both sides offered.
func (h *sctpHalf) renew(mine, yours *sctpOffer) {
	old, was := h.tag, h.is(sctpTagged)
	h.offer = *mine
	h.beats, h.seen, h.streams, h.flags = [4]uint64{}, 0, 0, h.flags&sctpForgot
	if h.tag = mine.tag; mine.tag != 0 {
		h.flags |= sctpTagged
	}
	if h.old = 0; was && old != mine.tag {
		h.old = old
		h.flags |= sctpOld
	}
	if mine.out == 0 || mine.does&sctpDoesPaths != 0 || yours.does&sctpDoesPaths != 0 {
		h.flags |= sctpLoose
	}
	if mine.out == 0 {
		return
	}
	h.got, h.una, h.nxt, h.serial, h.request = mine.tsn, mine.tsn, mine.tsn, mine.tsn, mine.tsn
	h.flags |= sctpBegun | sctpSerial | sctpRequest
	if yours.in != 0 {
		h.streams = uint32(min(mine.out, yours.in))
		h.edge = mine.tsn + yours.window
		h.flags |= sctpEdge
	}
}

// onCookieAck takes the last step: RFC 9260 §5.2.5.
func (t *SCTP) onCookieAck(p *sctpPacket) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	if !to.is(sctpEchoed) && to.state != sctpUnknown {
		p.tolerate(RuleSCTPCookieAck, "")
		return nil, ""
	}
	to.flags &^= sctpEchoed | sctpWaits
	if to.state == sctpCookieEchoed || to.state == sctpUnknown {
		to.state = sctpEstablished
	}
	if h.state == sctpUnknown {
		h.state = sctpEstablished
	}
	return nil, ""
}

// onAbort ends the association, or what was to become one.
func (t *SCTP) onAbort(p *sctpPacket) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	p.stop = true // RFC 9260 §3.3.7: what is behind is ignored
	if p.answer {
		for _, x := range [...]*sctpHalf{h, to} {
			if x.state == sctpCookieWait {
				x.state = sctpClosed
			}
			x.flags &^= sctpWaits
		}
		return nil, ""
	}
	if h.state == sctpClosed && to.state == sctpClosed && t.ended {
		p.tolerate(RuleSCTPEnded, "")
		return nil, ""
	}
	t.end()
	return nil, ""
}

// end ends the association.
func (t *SCTP) end() {
	for i := range t.halves {
		t.halves[i].state = sctpClosed
		t.halves[i].flags &^= sctpWaits | sctpEchoed | sctpShut
		t.ended = t.ended || t.halves[i].is(sctpTagged)
	}
}

// onShutdown takes a SHUTDOWN, which has a cumulative acknowledgement: RFC 9260 §9.2.
func (t *SCTP) onShutdown(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	cum := wire.Uint32(c, 4) + 1
	if r := to.acknowledge(cum, cum, &t.refused[p.side.Peer()], p.at); r == RuleSCTPAckUnsent {
		return r, "CumTSN"
	}
	if h.state == sctpShutdownAckSent {
		p.tolerate(RuleSCTPShutdownLate, "")
		return nil, ""
	}
	if h.outstanding() {
		return RuleSCTPOutstanding, ""
	}
	h.state = sctpShutdownSent
	h.flags |= sctpShut
	if to.state == sctpEstablished || to.state == sctpCookieEchoed || to.state == sctpUnknown {
		to.state = sctpShutdownReceived
	}
	return nil, ""
}

// onShutdownAck takes a SHUTDOWN ACK.
func (t *SCTP) onShutdownAck(p *sctpPacket) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	if !to.is(sctpShut|sctpLoose) && to.state != sctpUnknown {
		return RuleSCTPShutdownAck, ""
	}
	if h.outstanding() {
		return RuleSCTPOutstanding, ""
	}
	h.state = sctpShutdownAckSent
	return nil, ""
}

// outstanding reports whether a side has certainly sent what is not acknowledged.
func (h *sctpHalf) outstanding() bool {
	return h.is(sctpBegun) && !h.is(sctpLoose) && after(h.nxt, h.una)
}

// onShutdownComplete ends the association: RFC 9260 §9.2.
func (t *SCTP) onShutdownComplete(p *sctpPacket) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	switch {
	case p.answer:
	case to.state == sctpShutdownAckSent, to.state == sctpUnknown, h.is(sctpLoose) && to.is(sctpLoose) && t.exists():
		t.end()
	case to.state == sctpClosed && t.ended:
		p.tolerate(RuleSCTPEnded, "")
	default:
		return RuleSCTPShutdownComplete, ""
	}
	return nil, ""
}
