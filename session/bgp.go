package session

import "github.com/gocap-project/gocap/wire"

// BGP is a connection of two BGP speakers (RFC 4271): the order of messages, capabilities and what they allow, and the form
// of messages that depends on them. The client is who connected. A message that is Tolerated for something that receivers
// ignore is followed, but not one after a NOTIFICATION.
type BGP struct {
	sides [2]bgpSide
	whole bool // that nothing is missing: what one side sends is then held against what the other has sent
}

// bgpSide is what is known of a speaker.
type bgpSide struct {
	unsure    bool // that messages may be missing
	opened    bool
	confirmed bool // sent KEEPALIVE
	notified  bool // sent NOTIFICATION
	hold      uint16
	id, as    uint32
	offers    bgpOffers
	families  [bgpFamilies]uint32 // that were offered
	n         uint8
	ended     uint32 // families of which the initial routes ended, by their place
	refreshes uint32 // families of which a refresh began
	last      int64  // when the last message came, 0 if that is not known
}

const bgpFamilies = 32

// bgpOffers are capabilities of a speaker.
type bgpOffers uint16

const (
	bgpAS4 bgpOffers = 1 << iota
	bgpRefresh
	bgpEnhanced
	bgpExtended
	bgpDynamic
	bgpORF
	bgpFamily      // offered families at all
	bgpMany        // offered more families than are remembered
	bgpSendPaths   // may send several paths of IPv4 unicast
	bgpTakePaths   // may receive them
	bgpIPv4Unicast = 1<<16 | 1
)

var _ Session[wire.BGP] = (*BGP)(nil)

// NewBGP returns a Session of BGP. midway says that messages may have been sent before.
func NewBGP(midway bool) *BGP {
	s := &BGP{whole: !midway}
	s.sides[0].unsure, s.sides[1].unsure = midway, midway
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *BGP) Reset() { *s = *NewBGP(true) }

// Lost tells that messages of a side may be missing before the next.
func (s *BGP) Lost(side Side) {
	x := &s.sides[side&1]
	s.whole, x.unsure, x.last, x.refreshes = false, true, 0, ^uint32(0)
}

// State returns the state of a side by its name in RFC 4271 §8.2.2.
func (s *BGP) State(side Side) string {
	x, peer := &s.sides[side&1], &s.sides[side&1^1]
	switch {
	case x.notified || peer.notified:
		return "Idle"
	case peer.confirmed || x.unsure && peer.unsure:
		return "Established"
	case x.opened && peer.opened:
		return "OpenConfirm"
	case x.opened:
		return "OpenSent"
	}
	return "Connect"
}

// Check judges a message, which must have gone through [wire.ParseBGP]. Of a message that the capture cut, what is missing
// is not held against it.
func (s *BGP) Check(side Side, m wire.BGP, at int64) Verdict {
	side &= 1
	v := Verdict{Before: s.State(side)}
	next := *s
	var out findings
	next.judge(side, m, at, &out)
	v.Outcome, v.Rule, v.Field = out.verdict()
	if out.outcome != Invalid && out.rule != RuleBGPClosed {
		*s = next
	}
	v.After = s.State(side)
	return v
}

// bgpLeast has the least length of messages by type.
var bgpLeast = [...]int{wire.BGPOpen: 29, wire.BGPUpdate: 23, wire.BGPNotification: 21, wire.BGPKeepalive: 19, wire.BGPRouteRefresh: 23, 6: 19}

const bgpLongest = 4096 // bytes of a message without RFC 8654

func (s *BGP) judge(side Side, m wire.BGP, at int64, out *findings) {
	kind, n, x := m.Type(), int(m.Length()), &s.sides[side]
	switch {
	case !m.Marked():
		out.refuse(RuleBGPMarker, "Marker")
	case kind == 0 || int(kind) >= len(bgpLeast) || kind == 6 && !s.may(bgpDynamic, side, false):
		out.refuse(RuleBGPType, "Type")
	case n < bgpLeast[kind] || n < len(m) || kind == wire.BGPKeepalive && n != wire.BGPLen:
		out.refuse(RuleBGPLength, "Length")
	case n > bgpLongest && (kind == wire.BGPOpen || kind == wire.BGPKeepalive || !s.may(bgpExtended, side, true)):
		out.refuse(RuleBGPExtended, "Length")
	}
	if out.outcome == Invalid {
		return
	}
	s.order(side, kind, out)
	s.heard(side, at, out)
	switch b := m[wire.BGPLen:]; {
	case n > len(m): // cut
		x.unsure = x.unsure || kind == wire.BGPOpen // what it offers is not known
	case kind == wire.BGPOpen:
		s.open(side, b, out)
	case kind == wire.BGPUpdate:
		s.update(side, b, out)
	case kind == wire.BGPNotification && (b[0] == 0 || b[0] > uint8(wire.BGPSendHoldTimer)):
		out.tolerate(RuleBGPNotification, "ErrorCode")
	case kind == wire.BGPRouteRefresh:
		s.refresh(side, b, out)
	}
	x.confirmed = x.confirmed || kind == wire.BGPKeepalive
	x.notified = x.notified || kind == wire.BGPNotification
}

// may reports whether a side may use a capability: the receiver has offered it and, if both must, the side has too. What was
// not seen may have been offered.
func (s *BGP) may(o bgpOffers, side Side, receiverOnly bool) bool {
	x, peer := &s.sides[side], &s.sides[side^1]
	return (!peer.opened || peer.offers&o != 0) && (receiverOnly || !x.opened || x.offers&o != 0)
}

// sure reports whether both sides have been seen to open.
func (s *BGP) sure() bool { return s.sides[0].opened && s.sides[1].opened }

// order judges when a message comes.
func (s *BGP) order(side Side, kind wire.BGPType, out *findings) {
	x, peer := &s.sides[side], &s.sides[side^1]
	switch {
	case x.notified:
		out.refuse(RuleBGPClosed, "Type")
	case peer.notified:
		out.tolerate(RuleBGPClosed, "Type") // may have crossed it
	case kind == wire.BGPOpen && x.opened:
		out.refuse(RuleBGPAgain, "Type")
	case kind == wire.BGPOpen || kind == wire.BGPNotification:
	case !x.opened && !x.unsure:
		out.refuse(RuleBGPFirst, "Type")
	case kind == wire.BGPKeepalive && !peer.opened && s.whole:
		out.refuse(RuleBGPConfirm, "Type")
	case kind == wire.BGPKeepalive:
	case !x.confirmed && !x.unsure, !peer.confirmed && s.whole:
		out.refuse(RuleBGPEarly, "Type")
	}
	if kind == wire.BGPOpen {
		x.unsure = false // nothing came before
	}
}

// heard judges the silence before a message: the hold time is the lesser one, RFC 4271 §4.2.
func (s *BGP) heard(side Side, at int64, out *findings) {
	x, peer := &s.sides[side], &s.sides[side^1]
	hold := int64(min(x.hold, peer.hold)) * 1e9
	if s.sure() && x.confirmed && x.last != 0 && hold != 0 && at-x.last > 2*hold+5e9 {
		out.tolerate(RuleBGPHold, "")
	}
	x.last = at
}

// open judges an OPEN: RFC 4271 §4.2.
func (s *BGP) open(side Side, b []byte, out *findings) {
	x, peer := &s.sides[side], &s.sides[side^1]
	as := uint32(wire.Uint16(b, 1))
	*x = bgpSide{opened: true, confirmed: x.confirmed, notified: x.notified, last: x.last, hold: wire.Uint16(b, 3), id: wire.Uint32(b, 5), as: as}
	switch {
	case b[0] != 4:
		out.refuse(RuleBGPVersion, "Version")
	case as == 0:
		out.refuse(RuleBGPAS, "AS")
	case x.hold == 1 || x.hold == 2:
		out.refuse(RuleBGPHoldTime, "HoldTime")
	case !x.params(b[9:]):
		out.refuse(RuleBGPParams, "Params")
	case x.offers&bgpAS4 != 0 && x.as == 0:
		out.refuse(RuleBGPAS, "Params")
	case x.id == 0 || peer.opened && x.id == peer.id && x.as == peer.as:
		out.refuse(RuleBGPIdentifier, "Identifier")
	case as != x.as && as != bgpTrans:
		out.tolerate(RuleBGPASTrans, "AS")
	}
}

// bgpTrans is AS_TRANS, which stands for numbers of more than 16 bits: RFC 6793 §9.
const bgpTrans = 23456

// params reads parameters, which begin with their length, and reports whether they fit: RFC 4271 §4.2, RFC 9072 §2.
func (x *bgpSide) params(b []byte) bool {
	extended := len(b) >= 4 && b[0] != 0 && b[1] == uint8(wire.BGPParamExtended)
	n := int(b[0])
	if b = b[1:]; extended {
		n = int(wire.Uint16(b, 1))
		b = b[3:]
	}
	p := wire.BGPParams(b)
	if n != len(b) || len(p.Rest(extended)) != 0 {
		return false
	}
	for t, v := range p.All(extended) {
		if t == wire.BGPParamCapabilities && !x.capabilities(v) {
			return false
		}
	}
	return true
}

// bgpCapabilityLength returns the length of capabilities that have one, or else -1.
func bgpCapabilityLength(c wire.BGPCapability) int {
	switch c {
	case wire.BGPCapMultiprotocol, wire.BGPCapAS4:
		return 4
	case wire.BGPCapRouteRefresh, wire.BGPCapExtendedMessage, wire.BGPCapEnhancedRefresh:
		return 0
	}
	return -1
}

// capabilities notes what is offered: RFC 5492 §4.
func (x *bgpSide) capabilities(o wire.BGPCapabilities) bool {
	for c, v := range o.All() {
		if n := bgpCapabilityLength(c); n >= 0 && len(v) != n {
			return false
		}
		switch c {
		case wire.BGPCapMultiprotocol:
			x.offer(uint32(wire.Uint16(v, 0))<<16 | uint32(v[3]))
		case wire.BGPCapRouteRefresh, wire.BGPCapPrestandardRefresh:
			x.offers |= bgpRefresh
		case wire.BGPCapEnhancedRefresh:
			x.offers |= bgpEnhanced
		case wire.BGPCapExtendedMessage:
			x.offers |= bgpExtended
		case wire.BGPCapDynamic:
			x.offers |= bgpDynamic
		case wire.BGPCapORF, wire.BGPCapPrestandardORF, 129:
			x.offers |= bgpORF
		case wire.BGPCapAS4:
			x.offers |= bgpAS4
			x.as = wire.Uint32(v, 0)
		case wire.BGPCapAddPath:
			x.paths(v)
		}
	}
	return len(o.Rest()) == 0
}

// offer notes a family.
func (x *bgpSide) offer(family uint32) {
	if x.offers |= bgpFamily; x.place(family) < bgpFamilies {
		return
	}
	if x.n == bgpFamilies {
		x.offers |= bgpMany
		return
	}
	x.families[x.n] = family
	x.n++
}

// place returns the place of a family among those that were offered, or bgpFamilies.
func (x *bgpSide) place(family uint32) int {
	for i, f := range x.families[:x.n] {
		if f == family {
			return i
		}
	}
	return bgpFamilies
}

// paths notes whether several paths of IPv4 unicast routes are offered: RFC 7911 §4.
func (x *bgpSide) paths(v []byte) {
	for ; len(v) >= 4; v = v[4:] {
		if wire.Uint16(v, 0) != 1 || v[2] != 1 {
			continue
		}
		if v[3]&1 != 0 {
			x.offers |= bgpTakePaths
		}
		if v[3]&2 != 0 {
			x.offers |= bgpSendPaths
		}
	}
}

// agreed reports whether routes of a family may be exchanged. Without a word about families it is IPv4 unicast.
func (s *BGP) agreed(family uint32) bool {
	for i := range s.sides {
		x := &s.sides[i]
		if x.opened && x.offers&bgpMany == 0 && x.place(family) == bgpFamilies && (x.offers&bgpFamily != 0 || family != bgpIPv4Unicast) {
			return false
		}
	}
	return true
}

// refresh judges a ROUTE-REFRESH: RFC 2918, RFC 7313 §4.
func (s *BGP) refresh(side Side, b []byte, out *findings) {
	x := &s.sides[side]
	family, kind := uint32(wire.Uint16(b, 0))<<16|uint32(b[3]), b[2]
	switch {
	case !s.may(bgpRefresh|bgpEnhanced, side, true):
		out.refuse(RuleBGPRefresh, "Type")
	case len(b) > 4 && (!s.may(bgpORF, side, true) || kind != 0):
		out.refuse(RuleBGPLength, "Length")
	case kind > 2 || kind != 0 && !s.may(bgpEnhanced, side, true):
		out.tolerate(RuleBGPRefreshKind, "Subtype")
		return
	case !s.agreed(family):
		out.tolerate(RuleBGPRefreshFamily, "AFI")
		return
	}
	place := x.place(family)
	if kind == 0 || place == bgpFamilies {
		return
	}
	bit := uint32(1) << place
	if kind == 1 {
		x.refreshes |= bit
		return
	}
	if x.refreshes&bit == 0 {
		out.tolerate(RuleBGPRefreshEnd, "Subtype")
	}
	x.refreshes &^= bit
}
