package session

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// The rules of neighbour discovery.
var (
	// RuleNDHops has messages come from the link itself.
	RuleNDHops = &Rule{"nd-hop-limit", "RFC 4861 §7.1.1", "hop limit is not 255: the message may come from another link"}
	// RuleNDFragment has messages come in one piece.
	RuleNDFragment = &Rule{"nd-fragment", "RFC 6980 §5", "message came in fragments"}
	// RuleNDCode has the code be 0.
	RuleNDCode = &Rule{"nd-code", "RFC 4861 §6.1.1", "code is not 0"}
	// RuleNDShort has messages have all their fields.
	RuleNDShort = &Rule{"nd-short", "RFC 4861 §6.1.1", "message is shorter than its fixed part"}
	// RuleNDOption has options have a length, and end in the message.
	RuleNDOption = &Rule{"nd-option-length", "RFC 4861 §4.6", "option has the length 0 or goes beyond the message"}
	// RuleNDTarget has a target be one address.
	RuleNDTarget = &Rule{"nd-target", "RFC 4861 §7.1.1", "target is a multicast address"}
	// RuleNDRouter has routers speak from their link-local address.
	RuleNDRouter = &Rule{"nd-router-source", "RFC 4861 §6.1.2", "router does not speak from a link-local address"}
	// RuleNDSourceless has who has no address not tell a link-layer address for it.
	RuleNDSourceless = &Rule{"nd-sourceless-option", "RFC 4861 §7.1.1", "source link-layer address without a source"}
	// RuleNDProbe has duplicate address detection ask all that may have the address.
	RuleNDProbe = &Rule{"nd-probe-destination", "RFC 4861 §7.1.1", "probe is not sent to the solicited-node address"}
	// RuleNDSolicited has an answer that goes to all not say that they asked.
	RuleNDSolicited = &Rule{"nd-solicited-multicast", "RFC 4861 §7.1.2", "answer to all says that it was solicited"}
	// RuleNDUnasked is an answer that says that somebody asked where nobody did.
	RuleNDUnasked = &Rule{"nd-unasked", "RFC 4861 §7.2.4", "solicited advertisement without a solicitation"}
	// RuleNDRedirectTarget has a better first hop be a router on the link, or the destination itself.
	RuleNDRedirectTarget = &Rule{"nd-redirect-target", "RFC 4861 §8.1", "target is neither link-local nor the destination"}
	// RuleNDRedirectDst has redirects be about one destination.
	RuleNDRedirectDst = &Rule{"nd-redirect-destination", "RFC 4861 §8.1", "redirected destination is a multicast address"}
	// RuleNDDuplicate is an address that two stations have.
	RuleNDDuplicate = &Rule{"nd-duplicate", "RFC 4862 §5.4", "another station has the address"}
)

var _ = list(RuleNDHops, RuleNDFragment, RuleNDCode, RuleNDShort, RuleNDOption, RuleNDTarget, RuleNDRouter,
	RuleNDSourceless, RuleNDProbe, RuleNDSolicited, RuleNDUnasked, RuleNDRedirectTarget, RuleNDRedirectDst,
	RuleNDDuplicate)

// ND is all that is said by neighbour discovery on one link (RFC 4861, 4862, 6980): solicitations, advertisements and
// redirects. A link has no two sides: Check's side is not looked at. It remembers 128 solicitations and the owners of up
// to 256 addresses. Messages of other kinds are Valid.
type ND struct {
	asked  asked
	owners owners
}

var _ Session[Datagram] = (*ND)(nil)

// NewND returns a Session of a link. midway says that solicitations may have been sent before.
func NewND(midway bool) *ND {
	s := &ND{asked: newAsked(arpAsked)}
	s.asked.lost = midway
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *ND) Reset() {
	s.asked.reset()
	s.owners = owners{}
}

// Lost tells that packets may be missing before the next.
func (s *ND) Lost(Side) { s.asked.lost = true }

// State returns "solicited" if a solicitation has no answer, or else "idle".
func (s *ND) State(Side) string {
	if s.asked.open() != nil {
		return "solicited"
	}
	return "idle"
}

// Check judges a message, whose Payload begins with its ICMPv6 header.
func (s *ND) Check(side Side, m Datagram, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	v.Outcome, v.Rule, v.Field = s.judge(m, at)
	v.After = s.State(side)
	return v
}

// ndFixed is the length in bytes of what comes before the options, ICMPv6 header included.
var ndFixed = [...]int{8, 16, 24, 24, 40}

func (s *ND) judge(m Datagram, at int64) (Outcome, *Rule, string) {
	b := m.Payload
	if len(b) < 4 {
		return Valid, nil, ""
	}
	kind := wire.ICMPv6(b).Type()
	if kind < wire.ICMPv6RouterSolicitation || kind > wire.ICMPv6Redirect {
		return Valid, nil, ""
	}
	fixed := ndFixed[kind-wire.ICMPv6RouterSolicitation]
	switch {
	case m.Hops != 255:
		return Invalid, RuleNDHops, "HopLimit"
	case m.Fragmented:
		return Invalid, RuleNDFragment, ""
	case wire.ICMPv6(b).Code() != 0:
		return Invalid, RuleNDCode, "Code"
	case len(b) < fixed && m.Cut:
		return Valid, nil, ""
	case len(b) < fixed:
		return Invalid, RuleNDShort, ""
	}
	options := wire.NDOptions(b[fixed:])
	if !m.Cut && options.Malformed() >= 0 {
		return Invalid, RuleNDOption, "Options"
	}
	_, told := options.Find(wire.NDOptSourceLinkAddr)
	if told && m.Src.IsUnspecified() && kind != wire.ICMPv6RouterAdvertisement {
		return Invalid, RuleNDSourceless, "Options"
	}
	switch kind {
	case wire.ICMPv6RouterAdvertisement:
		if !m.Src.IsLinkLocalUnicast() {
			return Invalid, RuleNDRouter, "Src"
		}
	case wire.ICMPv6NeighborSolicitation:
		return s.solicit(m, wire.NDNeighborSolicitation(b[4:]), at)
	case wire.ICMPv6NeighborAdvertisement:
		return s.advertise(m, wire.NDNeighborAdvertisement(b[4:]), options, at)
	case wire.ICMPv6Redirect:
		return ndRedirect(m, wire.NDRedirect(b[4:]))
	}
	return Valid, nil, ""
}

func (s *ND) solicit(m Datagram, ns wire.NDNeighborSolicitation, at int64) (Outcome, *Rule, string) {
	target := ns.Target()
	switch {
	case target.IsMulticast():
		return Invalid, RuleNDTarget, "Target"
	case m.Src.IsUnspecified() && m.Dst != solicitedNode(target):
		return Invalid, RuleNDProbe, "Dst"
	}
	s.asked.add(addrNumber(target), 0, at)
	return Valid, nil, ""
}

func (s *ND) advertise(m Datagram, na wire.NDNeighborAdvertisement, o wire.NDOptions, at int64) (Outcome, *Rule, string) {
	target := na.Target()
	switch {
	case target.IsMulticast():
		return Invalid, RuleNDTarget, "Target"
	case m.Dst.IsMulticast() && na.Solicited():
		return Invalid, RuleNDSolicited, "Solicited"
	}
	q := s.asked.find(addrNumber(target))
	if na.Solicited() && !s.asked.lost && (q == nil || at-q.time > arpWait) {
		return Tolerated, RuleNDUnasked, "Solicited"
	}
	mac, known := wire.MAC{}, false
	if x, ok := o.Find(wire.NDOptTargetLinkAddr); ok {
		mac, known = x.LinkAddr()
	}
	// Without Override the owner may be one of several: an anycast address or a proxy (RFC 4861 §7.2.4).
	known = known && na.Override()
	if known && s.owners.contested(target, mac, at-arpFresh) {
		return Tolerated, RuleNDDuplicate, "Target"
	}
	if q != nil {
		q.seen++
	}
	if known {
		s.owners.claim(target, mac, at)
	}
	return Valid, nil, ""
}

func ndRedirect(m Datagram, r wire.NDRedirect) (Outcome, *Rule, string) {
	switch {
	case !m.Src.IsLinkLocalUnicast():
		return Invalid, RuleNDRouter, "Src"
	case r.Dst().IsMulticast():
		return Invalid, RuleNDRedirectDst, "Dst"
	case !r.Target().IsLinkLocalUnicast() && r.Target() != r.Dst():
		return Invalid, RuleNDRedirectTarget, "Target"
	}
	return Valid, nil, ""
}

// solicitedNode returns the multicast address of all that may have an address. RFC 4291 §2.7.1.
func solicitedNode(a netip.Addr) netip.Addr {
	b := a.As16()
	return netip.AddrFrom16([16]byte{0: 0xff, 1: 2, 11: 1, 12: 0xff, 13: b[13], 14: b[14], 15: b[15]})
}

// Next appends what may be sent: anybody may solicit and announce, and an advertisement is owed while a solicitation is
// open.
func (s *ND) Next(_ Side, moves []Move) []Move {
	moves = append(moves, Move{Name: "neighbour solicitation"}, Move{Name: "router solicitation"}, Move{Name: "unsolicited advertisement"})
	if s.asked.open() != nil {
		moves = append(moves, Move{Name: "solicited advertisement"})
	}
	return moves
}

const ndMark = 3

// AppendBinary appends a snapshot.
func (s *ND) AppendBinary(b []byte) ([]byte, error) { return saved(b, ndMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *ND) UnmarshalBinary(b []byte) error {
	c := NewND(true)
	if err := restored(b, ndMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *ND) visit(p *snapshot) {
	s.asked.visit(p)
	s.owners.visit(p)
}
