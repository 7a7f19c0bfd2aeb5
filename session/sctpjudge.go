package session

import "github.com/gocap-project/gocap/wire"

// sctpPacket is a packet that is being judged.
type sctpPacket struct {
	side   Side
	tag    uint32
	at     int64
	n      int                // chunks so far
	first  wire.SCTPChunkType // of the packet, but for AUTH
	data   bool               // a data chunk was seen
	tsn    uint32             // of that
	auth   bool               // an AUTH chunk was seen
	answer bool               // it answers a packet that was not Valid, and is no more than that
	stop   bool               // the receiver reads no further
	soft   Verdict            // the first that is Tolerated
}

// tolerate notes a rule that a packet breaks without harm.
func (p *sctpPacket) tolerate(r *Rule, field string) {
	if p.soft.Rule == nil {
		p.soft.Outcome, p.soft.Rule, p.soft.Field = Tolerated, r, field
	}
}

// Check judges a packet that was not cut.
func (t *SCTP) Check(side Side, v wire.SCTP, at int64) Verdict {
	side &= 1
	to := &t.halves[side.Peer()]
	r := Verdict{Before: sctpStateNames[to.state]}
	r.After = r.Before
	switch {
	case len(v) < wire.SCTPLen:
		r.Rule = RuleSCTPHeader
	case v.SrcPort() == 0:
		r.Rule, r.Field = RuleSCTPPort, "SrcPort"
	case v.DstPort() == 0:
		r.Rule, r.Field = RuleSCTPPort, "DstPort"
	case t.cfg.Checksums && v.Sum() != v.Checksum() && !(v.Checksum() == 0 && to.offer.does&sctpDoesZero != 0):
		r.Rule, r.Field = RuleSCTPChecksum, "Checksum"
	}
	if r.Rule != nil {
		r.Outcome = Invalid
		return r
	}
	return t.judge(side, v, at)
}

// judge judges a packet by its chunks, and follows it.
func (t *SCTP) judge(side Side, v wire.SCTP, at int64) Verdict {
	r := Verdict{Before: sctpStateNames[t.halves[side.Peer()].state]}
	r.After = r.Before
	next := *t
	p := sctpPacket{side: side, tag: v.VTag(), at: at}
	r.Rule, r.Field = next.packet(&p, v)
	if r.Rule != nil && t.adopts(side, v) {
		next = *t
		next.begin()
		p = sctpPacket{side: side, tag: v.VTag(), at: at}
		r.Rule, r.Field = next.packet(&p, v)
	}
	if r.Rule != nil {
		r.Outcome = Invalid
		t.refuse(side, v)
		return r
	}
	if p.soft.Rule != nil {
		r.Outcome, r.Rule, r.Field = Tolerated, p.soft.Rule, p.soft.Field
		next.refuse(side, v)
	} else {
		next.halves[side].packets++
	}
	*t = next
	r.After = sctpStateNames[t.halves[side.Peer()].state]
	return r
}

// refuse remembers a packet that was not Valid, for what may answer it.
func (t *SCTP) refuse(side Side, v wire.SCTP) {
	r := sctpRefused{tag: v.VTag(), is: true}
	for c := range v.Chunks().All() {
		if i, ok := c.Init(); ok {
			r.init = i.InitiateTag()
		}
		if _, tsn, _, _, ok := sctpData(c); ok {
			r.data, r.end = true, tsn+1
		}
	}
	t.refused[side] = r
}

// adopts reports whether a packet shows that what is known is not what counts: when its side has sent one with the same wrong tag
// before, and the other one with a wrong tag too, so that they have another association, whose handshake was not captured;
// or when its tag is that of an INIT ACK that was not Valid, but taken.
func (t *SCTP) adopts(side Side, v wire.SCTP) bool {
	mine, yours := &t.refused[side], &t.refused[side.Peer()]
	tag, to := v.VTag(), &t.halves[side.Peer()]
	if !t.cfg.Midway || tag == 0 || !yours.is || yours.tag == 0 {
		return false
	}
	if yours.init != 0 {
		return yours.init == tag
	}
	return mine.is && mine.tag == tag && mine.init == 0 && tag != to.tag && yours.tag != t.halves[side].tag
}

// packet judges and follows a packet. The rule is one that makes it Invalid.
func (t *SCTP) packet(p *sctpPacket, v wire.SCTP) (*Rule, string) {
	if len(v.Chunks().Rest()) > 0 {
		return RuleSCTPLength, "Chunks"
	}
	var first wire.SCTPChunk
	for c := range v.Chunks().All() {
		if first = c; c.Type() != wire.SCTPTypeAuth {
			break
		}
	}
	if first == nil {
		return RuleSCTPEmpty, "Chunks"
	}
	p.first = first.Type()
	if r := t.tagged(p, first); r != nil {
		return r, "VTag"
	}
	for c := range v.Chunks().All() {
		if p.n++; p.stop {
			break
		}
		if r, field := t.chunk(p, c, v); r != nil {
			return r, field
		}
	}
	return nil, ""
}

// tagged judges a packet's verification tag: RFC 9260 §8.5.
func (t *SCTP) tagged(p *sctpPacket, first wire.SCTPChunk) *Rule {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	was := &t.refused[p.side.Peer()]
	switch first.Type() {
	case wire.SCTPTypeInit:
		if p.tag != 0 {
			return RuleSCTPTagInit
		}
		return nil
	case wire.SCTPTypePacketDrop: // boxes in between send it too
		return nil
	}
	if p.tag == 0 {
		return RuleSCTPTagZero
	}
	switch first.Type() {
	case wire.SCTPTypeInitAck, wire.SCTPTypeCookieEcho:
		return nil // see there
	case wire.SCTPTypeAbort, wire.SCTPTypeShutdownComplete:
		return t.taggedEnd(p, first, h, to, was)
	}
	return t.taggedPlain(p, to)
}

// taggedPlain judges the tag of a packet that is in an association.
func (t *SCTP) taggedPlain(p *sctpPacket, to *sctpHalf) *Rule {
	switch {
	case to.is(sctpTagged) && to.tag == p.tag:
		return nil
	case !to.is(sctpTagged) && to.is(sctpLoose):
		to.tag = p.tag
		to.flags |= sctpTagged
		return nil
	case to.is(sctpOld) && to.old == p.tag:
		p.tolerate(RuleSCTPEnded, "VTag")
		p.stop = true
		return nil
	case to.is(sctpTagged):
		return RuleSCTPTag
	case to.offered(p.tag):
		return nil // the state is wrong
	case to.init.tag != 0 || to.acks[0].tag != 0:
		return RuleSCTPTag
	}
	return RuleSCTPNoAssociation
}

// offered reports whether a tag is one that the side chose in INIT or INIT ACK.
func (h *sctpHalf) offered(tag uint32) bool {
	return tag != 0 && (h.init.tag == tag || h.acks[0].tag == tag || h.acks[1].tag == tag)
}

// taggedEnd judges the tag of ABORT and SHUTDOWN COMPLETE, which may be the sender's own if that knows no other.
func (t *SCTP) taggedEnd(p *sctpPacket, c wire.SCTPChunk, h, to *sctpHalf, was *sctpRefused) *Rule {
	of, reflected := to, c.Flags()&1 != 0
	if reflected {
		of = h
	}
	answers := was.is && (reflected && was.tag == p.tag || !reflected && was.init == p.tag)
	switch {
	case answers && !t.exists():
		p.answer = true
		return nil
	case of.is(sctpTagged) && of.tag == p.tag:
		return nil
	case of.offered(p.tag):
		p.answer = of.is(sctpTagged) && c.Type() == wire.SCTPTypeAbort // to an INIT beside the association
		return nil
	case answers:
		p.answer = true
		return nil
	case !of.is(sctpTagged) && of.is(sctpLoose):
		if !reflected {
			to.tag = p.tag
			to.flags |= sctpTagged
		}
		return nil
	case of.is(sctpOld) && of.old == p.tag:
		p.tolerate(RuleSCTPEnded, "VTag")
		p.stop = true
		return nil
	case h.is(sctpTagged) && h.tag == p.tag, to.is(sctpTagged) && to.tag == p.tag:
		return RuleSCTPTagReflected
	case t.exists() || to.init.tag != 0:
		return RuleSCTPTag
	case c.Type() == wire.SCTPTypeAbort:
		p.tolerate(RuleSCTPAbortNothing, "")
		p.stop = true
		return nil
	}
	return RuleSCTPNoAssociation
}

// exists reports whether there is an association.
func (t *SCTP) exists() bool {
	return t.halves[0].state != sctpClosed && t.halves[1].state != sctpClosed
}

// chunk judges and follows a chunk.
func (t *SCTP) chunk(p *sctpPacket, c wire.SCTPChunk, v wire.SCTP) (*Rule, string) {
	typ := c.Type()
	if n := sctpShortest(typ); len(c) < n {
		if typ == wire.SCTPTypeData && len(c) == 16 || typ == wire.SCTPTypeIData && len(c) == 20 {
			return RuleSCTPNoUserData, "Length"
		}
		return RuleSCTPLength, "Length"
	}
	if r, field := t.bundled(p, c, v); r != nil {
		return r, field
	}
	if p.stop {
		return nil, ""
	}
	switch typ {
	case wire.SCTPTypeInit:
		return t.onInit(p, wire.SCTPInit(c))
	case wire.SCTPTypeInitAck:
		return t.onInitAck(p, wire.SCTPInit(c))
	case wire.SCTPTypeCookieEcho:
		return t.onCookieEcho(p, c)
	case wire.SCTPTypeAbort:
		return t.onAbort(p)
	case wire.SCTPTypeShutdownComplete:
		return t.onShutdownComplete(p)
	case wire.SCTPTypePacketDrop, wire.SCTPTypePad:
		return nil, ""
	}
	if r, field := t.inAssociation(p, typ); r != nil || p.stop {
		return r, field
	}
	switch typ {
	case wire.SCTPTypeData, wire.SCTPTypeIData:
		return t.onData(p, c)
	case wire.SCTPTypeSACK:
		return t.onSACK(p, wire.SCTPSACK(c))
	case wire.SCTPTypeCookieAck:
		return t.onCookieAck(p)
	case wire.SCTPTypeShutdown:
		return t.onShutdown(p, c)
	case wire.SCTPTypeShutdownAck:
		return t.onShutdownAck(p)
	case wire.SCTPTypeHeartbeat, wire.SCTPTypeHeartbeatAck:
		return t.onHeartbeat(p, c)
	case wire.SCTPTypeError:
		return t.onError(p, c)
	case wire.SCTPTypeForwardTSN, wire.SCTPTypeIForwardTSN:
		return t.onForward(p, wire.SCTPForwardTSN(c))
	case wire.SCTPTypeAuth:
		return t.onAuth(p, c)
	case wire.SCTPTypeASCONF, wire.SCTPTypeASCONFAck:
		return t.onASCONF(p, c)
	case wire.SCTPTypeReConfig:
		return t.onReConfig(p, c)
	}
	return nil, ""
}

// bundled judges where in its packet a chunk is, and that it is one that is known: RFC 9260 §6.10.
func (t *SCTP) bundled(p *sctpPacket, c wire.SCTPChunk, v wire.SCTP) (*Rule, string) {
	typ := c.Type()
	switch typ {
	case wire.SCTPTypeInit, wire.SCTPTypeInitAck, wire.SCTPTypeShutdownComplete:
		if p.n > 1 || (len(c)+3)&^3 < len(v)-wire.SCTPLen {
			return RuleSCTPAlone, "Chunks"
		}
	case wire.SCTPTypeCookieEcho, wire.SCTPTypeCookieAck:
		if p.n > 1 && !(p.n == 2 && p.auth) {
			return RuleSCTPFirst, "Chunks"
		}
	}
	isData := typ == wire.SCTPTypeData || typ == wire.SCTPTypeIData
	switch {
	case !sctpKnown(typ):
		p.tolerate(RuleSCTPUnknownChunk, "Type")
		goOn, _ := typ.Unknown()
		p.stop = !goOn
	case typ == wire.SCTPTypeAbort && p.data:
		p.tolerate(RuleSCTPAbortData, "Chunks")
	case p.data && !isData && typ != wire.SCTPTypePad && typ != wire.SCTPTypeAuth:
		p.tolerate(RuleSCTPControlFirst, "Chunks")
	}
	if isData {
		tsn := wire.Uint32(c, 4)
		if p.data && !after(tsn, p.tsn) {
			p.tolerate(RuleSCTPDataOrder, "TSN")
		}
		p.data, p.tsn = true, tsn
	}
	o := &t.halves[p.side.Peer()].offer
	if o.auth&sctpBit(typ) != 0 && !p.auth {
		return RuleSCTPAuthMissing, "Type"
	}
	return nil, ""
}

// inAssociation judges whether a side is in a state to send a chunk.
func (t *SCTP) inAssociation(p *sctpPacket, typ wire.SCTPChunkType) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	switch h.state {
	case sctpClosed, sctpCookieWait:
		if t.ended {
			p.tolerate(RuleSCTPEnded, "")
			p.stop = true
			return nil, ""
		}
		return RuleSCTPNoAssociation, ""
	case sctpCookieEchoed:
		switch {
		case p.first == wire.SCTPTypeCookieEcho || typ == wire.SCTPTypeAuth:
		case to.is(sctpLoose): // the answer was not seen
			h.state = sctpEstablished
		default:
			p.tolerate(RuleSCTPCookieEchoed, "Chunks")
		}
	}
	return nil, ""
}

// sctpShortest returns the shortest length of a chunk, in bytes.
func sctpShortest(typ wire.SCTPChunkType) int {
	switch typ {
	case wire.SCTPTypeData:
		return 17
	case wire.SCTPTypeIData:
		return 21
	case wire.SCTPTypeInit, wire.SCTPTypeInitAck, wire.SCTPTypeNRSACK:
		return 20
	case wire.SCTPTypeSACK, wire.SCTPTypeASCONF:
		return 16
	case wire.SCTPTypeHeartbeat, wire.SCTPTypeHeartbeatAck, wire.SCTPTypeShutdown, wire.SCTPTypeECNE, wire.SCTPTypeCWR, wire.SCTPTypeAuth,
		wire.SCTPTypeASCONFAck, wire.SCTPTypeReConfig, wire.SCTPTypeForwardTSN, wire.SCTPTypeIForwardTSN:
		return 8
	}
	return 4
}

// sctpKnown reports whether a standard has the type.
func sctpKnown(typ wire.SCTPChunkType) bool {
	return sctpBit(typ) != 0 || typ == wire.SCTPTypePacketDrop
}

// sctpBit returns a bit for each type of chunk that a standard has; others have none.
func sctpBit(typ wire.SCTPChunkType) uint32 {
	switch typ {
	case wire.SCTPTypeIData:
		return 1 << 17
	case wire.SCTPTypeASCONFAck:
		return 1 << 18
	case wire.SCTPTypeReConfig:
		return 1 << 19
	case wire.SCTPTypePad:
		return 1 << 20
	case wire.SCTPTypeForwardTSN:
		return 1 << 21
	case wire.SCTPTypeASCONF:
		return 1 << 22
	case wire.SCTPTypeIForwardTSN:
		return 1 << 23
	}
	if typ <= wire.SCTPTypeNRSACK {
		return 1 << typ
	}
	return 0
}
