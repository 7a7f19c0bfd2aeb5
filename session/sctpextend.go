package session

import "github.com/gocap-project/gocap/wire"

// negotiated reports whether what both sides offered is known.
func (t *SCTP) negotiated() bool { return t.halves[0].offer.out != 0 && t.halves[1].offer.out != 0 }

// both returns what both sides can do.
func (t *SCTP) both() uint16 { return t.halves[0].offer.does & t.halves[1].offer.does }

// onForward takes a FORWARD-TSN, by which a side gives up data: RFC 3758 §3, RFC 8260 §2.3.
func (t *SCTP) onForward(p *sctpPacket, f wire.SCTPForwardTSN) (*Rule, string) {
	h := &t.halves[p.side]
	entry := 4
	if f.Interleaving() {
		entry = 8
	}
	if len(f)%entry != 0 {
		return RuleSCTPLength, "Streams"
	}
	if t.negotiated() {
		switch {
		case t.both()&sctpDoesForward == 0:
			return RuleSCTPForwardUnasked, "Type"
		case f.Interleaving() != (t.both()&sctpDoesIData != 0):
			return RuleSCTPIForward, "Type"
		}
	}
	end := f.CumTSN() + 1
	switch {
	case !h.is(sctpBegun):
		h.got, h.una, h.nxt, h.seen = end, end, end, 0
		h.flags |= sctpBegun | sctpLoose
	case before(end, h.una):
		p.tolerate(RuleSCTPForwardOld, "CumTSN")
	case !after(end, h.nxt):
		h.arrived(end)
	case h.is(sctpEdge) && !h.is(sctpLoose) && after(end, h.edge+sctpSlack):
		return RuleSCTPTSN, "CumTSN"
	default:
		h.nxt = end
		h.flags &^= sctpPart
		h.arrived(end)
	}
	return nil, ""
}

// onAuth takes an AUTH chunk. Whether the HMAC is right, only who has the keys can say: RFC 4895.
func (t *SCTP) onAuth(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	p.auth = true
	want, bit := -1, uint16(0)
	switch wire.Uint16(c, 6) {
	case 1:
		want, bit = 20, sctpDoesSHA1
	case 3:
		want, bit = 32, sctpDoesSHA256
	}
	to := &t.halves[p.side.Peer()]
	if to.offer.out != 0 && to.offer.does&bit == 0 {
		return RuleSCTPAuthHMAC, "HMACID"
	}
	if want >= 0 && len(c)-8 != want {
		return RuleSCTPAuthHMAC, "HMAC"
	}
	return nil, ""
}

// onASCONF takes a change of addresses, or the answer to one: RFC 5061.
func (t *SCTP) onASCONF(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	serial, params := wire.Uint32(c, 4), wire.SCTPParams(c[8:])
	if len(params.Rest()) > 0 {
		return RuleSCTPLength, "Params"
	}
	if !p.auth {
		p.tolerate(RuleSCTPASCONFAuth, "")
	}
	if to.offer.out != 0 && to.offer.does&sctpDoesASCONF == 0 {
		p.tolerate(RuleSCTPExtension, "Type")
	}
	if c.Type() == wire.SCTPTypeASCONFAck {
		return to.changed(p, serial)
	}
	for typ := range params.All() {
		if typ != wire.SCTPParamIPv4Address && typ != wire.SCTPParamIPv6Address {
			return RuleSCTPASCONFAddress, "Params"
		}
		break
	}
	return h.change(p, serial)
}

// change takes the number of a change of addresses. After it, packets of other addresses need not be seen.
func (h *sctpHalf) change(p *sctpPacket, serial uint32) (*Rule, string) {
	switch {
	case !h.is(sctpSerial):
		h.flags |= sctpSerial
	case serial == h.serial && (!h.is(sctpChanging) || h.is(sctpLoose)):
	case serial == h.serial-1 && h.is(sctpChanging):
		return nil, "" // again
	case before(serial, h.serial):
		p.tolerate(RuleSCTPASCONFSerial, "Serial")
		return nil, ""
	case !h.is(sctpLoose):
		return RuleSCTPASCONFSerial, "Serial"
	}
	h.serial = serial + 1
	h.flags |= sctpChanging | sctpLoose
	return nil, ""
}

// changed takes the answer to a change of addresses by the side h.
func (h *sctpHalf) changed(p *sctpPacket, serial uint32) (*Rule, string) {
	switch {
	case !h.is(sctpSerial):
		h.serial = serial + 1
		h.flags |= sctpSerial
	case !before(serial, h.serial):
		if !h.is(sctpLoose) || after(serial, h.serial) && h.is(sctpChanging) {
			return RuleSCTPASCONFAck, "Serial"
		}
		h.serial = serial + 1
	case serial != h.serial-1 || !h.is(sctpChanging):
		p.tolerate(RuleSCTPASCONFAck, "Serial")
		return nil, ""
	}
	h.flags &^= sctpChanging
	return nil, ""
}

// The parameters of RE-CONFIG as bits.
const (
	sctpOutgoing = 1 << iota
	sctpIncoming
	sctpTSNs
	sctpResponse
	sctpAddOut
	sctpAddIn
	sctpResponses
)

// onReConfig takes requests to reset and add streams, and responses to such: RFC 6525.
func (t *SCTP) onReConfig(p *sctpPacket, c wire.SCTPChunk) (*Rule, string) {
	to := &t.halves[p.side.Peer()]
	params := wire.SCTPParams(c.Value())
	if len(params.Rest()) > 0 {
		return RuleSCTPLength, "Params"
	}
	if to.offer.out != 0 && to.offer.does&sctpDoesReConfig == 0 {
		p.tolerate(RuleSCTPExtension, "Type")
	}
	if !sctpTogether(params) {
		return RuleSCTPReConfigParams, "Params"
	}
	for typ, v := range params.All() {
		if r, field := t.reConfigure(p, typ, v); r != nil {
			return r, field
		}
	}
	return nil, ""
}

// sctpTogether reports whether parameters may be in one RE-CONFIG: RFC 6525 §3.1.
func sctpTogether(params wire.SCTPParams) bool {
	set := 0
	for typ := range params.All() {
		bit := 0
		switch {
		case typ >= wire.SCTPParamOutgoingReset && typ <= wire.SCTPParamAddIncoming:
			bit = 1 << (typ - wire.SCTPParamOutgoingReset)
		}
		if bit == sctpResponse && set&bit != 0 {
			bit = sctpResponses
		}
		if bit == 0 || set&bit != 0 {
			return false
		}
		set |= bit
	}
	switch set {
	case sctpOutgoing, sctpIncoming, sctpOutgoing | sctpIncoming, sctpTSNs, sctpAddOut, sctpAddIn, sctpAddOut | sctpAddIn,
		sctpResponse, sctpResponse | sctpOutgoing, sctpResponse | sctpResponses:
		return true
	}
	return false
}

// reConfigure takes a request or a response.
func (t *SCTP) reConfigure(p *sctpPacket, typ wire.SCTPParamType, v []byte) (*Rule, string) {
	h, to := &t.halves[p.side], &t.halves[p.side.Peer()]
	least := 4
	switch typ {
	case wire.SCTPParamOutgoingReset:
		least = 12
	case wire.SCTPParamReConfigResponse, wire.SCTPParamAddOutgoing, wire.SCTPParamAddIncoming:
		least = 8
	}
	if len(v) < least {
		return RuleSCTPLength, "Params"
	}
	n := wire.Uint32(v, 0)
	if typ == wire.SCTPParamReConfigResponse {
		return t.respond(to, n, v)
	}
	switch {
	case !h.is(sctpRequest) || n == h.request:
		h.request = n + 1
		h.flags |= sctpRequest
	case n == h.request-1, n == h.request-2:
		return nil, "" // again
	case before(n, h.request):
		p.tolerate(RuleSCTPReConfigSequence, "RequestSeq")
		return nil, ""
	case h.is(sctpLoose):
		h.request = n + 1
	default:
		return RuleSCTPReConfigSequence, "RequestSeq"
	}
	switch {
	case typ == wire.SCTPParamAddOutgoing && h.streams != 0:
		h.streams += uint32(wire.Uint16(v, 4))
	case typ == wire.SCTPParamAddIncoming && to.streams != 0:
		to.streams += uint32(wire.Uint16(v, 4))
	}
	return nil, ""
}

// respond takes the response to a request of the side to. One that has TSNs in it has both sides begin at others.
func (t *SCTP) respond(to *sctpHalf, n uint32, v []byte) (*Rule, string) {
	if to.is(sctpRequest) && !before(n, to.request) && !to.is(sctpLoose) {
		return RuleSCTPReConfigResponse, "ResponseSeq"
	}
	if !to.is(sctpRequest) || !before(n, to.request) {
		to.request = n + 1
		to.flags |= sctpRequest
	}
	if len(v) >= 16 && wire.Uint32(v, 4) == 1 { // performed
		for i := range t.halves {
			t.halves[i].flags &^= sctpBegun | sctpEdge | sctpPart | sctpTiming
			t.halves[i].flags |= sctpLoose
		}
	}
	return nil, ""
}
