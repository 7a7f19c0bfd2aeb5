package session

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// The rules of ICMP.
var (
	// RuleICMPUnasked has replies answer requests.
	RuleICMPUnasked = &Rule{"icmp-unasked", "RFC 792", "reply without a request"}
	// RuleICMPTwice has a host answer once.
	RuleICMPTwice = &Rule{"icmp-twice", "RFC 792", "reply to a request that the same host answered"}
	// RuleICMPData has the data of an echo come back as they were.
	RuleICMPData = &Rule{"icmp-echo-data", "RFC 1122 §3.2.2.6", "data is not that of the request"}
	// RuleICMPSource has the host that was asked answer.
	RuleICMPSource = &Rule{"icmp-echo-source", "RFC 1122 §3.2.2.6", "reply is not from the host that was asked"}
	// RuleICMPErrorError has no error be about an error.
	RuleICMPErrorError = &Rule{"icmp-error-about-error", "RFC 1122 §3.2.2", "error about an ICMP error"}
	// RuleICMPErrorGroup has no error be about what was sent to many.
	RuleICMPErrorGroup = &Rule{"icmp-error-about-group", "RFC 1122 §3.2.2", "error about a packet to a group"}
	// RuleICMPErrorFragment has no error be about fragments but the first.
	RuleICMPErrorFragment = &Rule{"icmp-error-about-fragment", "RFC 1122 §3.2.2", "error about a fragment that is not the first"}
	// RuleICMPErrorSender has errors be sent to one host.
	RuleICMPErrorSender = &Rule{"icmp-error-to-nobody", "RFC 1122 §3.2.2", "error about a packet whose source is not one host"}
	// RuleICMPErrorTo has errors be sent to who sent the packet.
	RuleICMPErrorTo = &Rule{"icmp-error-destination", "RFC 792", "error is not sent to the source of the packet that it quotes"}
	// RuleICMPQuote has errors quote an IP header and what follows it.
	RuleICMPQuote = &Rule{"icmp-quote", "RFC 792", "quoted packet has no IP header and 8 bytes behind it"}
	// RuleICMPQuoteUnseen has errors quote a packet that was sent: hosts ignore others.
	RuleICMPQuoteUnseen = &Rule{"icmp-quote-unseen", "RFC 5927 §4.1", "quoted packet is of no conversation that was seen"}
	// RuleICMPv6ErrorGroup is RuleICMPErrorGroup for IPv6, where a packet that is too big may have been sent to many.
	RuleICMPv6ErrorGroup = &Rule{"icmpv6-error-about-group", "RFC 4443 §2.4(e)", "error about a packet to a group"}
	// RuleICMPv6ErrorError is RuleICMPErrorError for IPv6.
	RuleICMPv6ErrorError = &Rule{"icmpv6-error-about-error", "RFC 4443 §2.4(e)", "error about an ICMPv6 error or a redirect"}
	// RuleICMPv6Unasked is RuleICMPUnasked for IPv6.
	RuleICMPv6Unasked = &Rule{"icmpv6-unasked", "RFC 4443 §4.2", "reply without a request"}
	// RuleICMPv6Data is RuleICMPData for IPv6.
	RuleICMPv6Data = &Rule{"icmpv6-echo-data", "RFC 4443 §4.2", "data is not that of the request"}
	// RuleICMPv6Source is RuleICMPSource for IPv6.
	RuleICMPv6Source = &Rule{"icmpv6-echo-source", "RFC 4443 §4.2", "reply is not from the host that was asked"}
	// RuleICMPv6Twice is RuleICMPTwice for IPv6.
	RuleICMPv6Twice = &Rule{"icmpv6-twice", "RFC 4443 §4.2", "reply to a request that the same host answered"}
	// RuleICMPv6ErrorTo is RuleICMPErrorTo for IPv6.
	RuleICMPv6ErrorTo = &Rule{"icmpv6-error-destination", "RFC 4443 §3.1", "error is not sent to the source of the packet that it quotes"}
	// RuleICMPv6ErrorSender is RuleICMPErrorSender for IPv6.
	RuleICMPv6ErrorSender = &Rule{"icmpv6-error-to-nobody", "RFC 4443 §2.4(e)", "error about a packet whose source is not one host"}
	// RuleICMPv6Quote is RuleICMPQuote for IPv6.
	RuleICMPv6Quote = &Rule{"icmpv6-quote", "RFC 4443 §2.4(c)", "error quotes no packet"}
	// RuleICMPv6MTU has no link be narrower than IPv6 asks.
	RuleICMPv6MTU = &Rule{"icmpv6-mtu", "RFC 8201 §4", "packet is too big for a link that is narrower than 1280 bytes"}
)

var _ = list(RuleICMPUnasked, RuleICMPTwice, RuleICMPData, RuleICMPSource, RuleICMPErrorError,
	RuleICMPErrorGroup, RuleICMPErrorFragment, RuleICMPErrorSender, RuleICMPErrorTo, RuleICMPQuote,
	RuleICMPQuoteUnseen, RuleICMPv6ErrorGroup, RuleICMPv6ErrorError, RuleICMPv6MTU,
	RuleICMPv6Unasked, RuleICMPv6Data, RuleICMPv6Source, RuleICMPv6Twice, RuleICMPv6ErrorTo, RuleICMPv6ErrorSender, RuleICMPv6Quote)

// ICMP is what is said by ICMP and ICMPv6 in one network (RFC 792, 1122, 4443, 5927): echoes and the other requests with
// their replies, and errors with the packets that they quote. It must be told of all packets, by [ICMP.Saw], to know what
// may be quoted. Check's side is not looked at. Neighbour discovery is for [ND].
//
// It remembers 256 requests and the latest 4096 conversations.
type ICMP struct {
	asked asked
	seen  [icmpSeen]uint32 // a conversation's number; one of two places
	any   bool             // that there was a packet
}

var _ Session[Datagram] = (*ICMP)(nil)

const (
	icmpAsked = 256
	icmpSeen  = 4096
)

// NewICMP returns a Session of a network. midway says that packets may have been sent before, which is usual.
func NewICMP(midway bool) *ICMP {
	s := &ICMP{asked: newAsked(icmpAsked)}
	s.asked.lost = midway
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *ICMP) Reset() {
	s.asked.reset()
	clear(s.seen[:])
	s.any = false
}

// Lost tells that packets may be missing before the next.
func (s *ICMP) Lost(Side) { s.asked.lost = true }

// State returns "asked" if a request has no reply, or else "idle".
func (s *ICMP) State(Side) string {
	if s.asked.open() != nil {
		return "asked"
	}
	return "idle"
}

// Saw notes a packet that errors may quote from now on, of any protocol.
func (s *ICMP) Saw(m Datagram) {
	s.any = true
	n := conversation(m.Src, m.Dst, m.Proto, m.Payload)
	a, b := &s.seen[n%icmpSeen], &s.seen[n/icmpSeen%icmpSeen]
	if *a == n || *b == n {
		return
	}
	if *a != 0 && n>>31 == 0 {
		a = b
	}
	*a = n
}

// saw reports whether a packet of the same conversation, in this direction, was seen.
func (s *ICMP) saw(n uint32) bool { return s.seen[n%icmpSeen] == n || s.seen[n/icmpSeen%icmpSeen] == n }

// conversation returns a number, not 0, for who says something to whom: addresses, protocol and ports.
func conversation(src, dst netip.Addr, proto wire.IPProto, payload []byte) uint32 {
	n := addrNumber(src)*3 + addrNumber(dst) + uint64(proto)<<32
	switch proto {
	case wire.IPProtoTCP, wire.IPProtoUDP, wire.IPProtoUDPLite, wire.IPProtoSCTP, wire.IPProtoDCCP:
		if len(payload) >= 4 {
			n += uint64(wire.Uint32(payload, 0)) << 24
		}
	}
	return uint32(numberMixed(n)>>32) | 1
}

// Check judges a message, whose Payload begins with its ICMP or ICMPv6 header.
func (s *ICMP) Check(side Side, m Datagram, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	switch {
	case len(m.Payload) < 8:
	case m.Proto == wire.IPProtoICMP:
		v.Outcome, v.Rule, v.Field = s.v4(m, at)
	case m.Proto == wire.IPProtoICMPv6:
		v.Outcome, v.Rule, v.Field = s.v6(m, at)
	}
	v.After = s.State(side)
	return v
}

func (s *ICMP) v4(m Datagram, at int64) (Outcome, *Rule, string) {
	c := wire.ICMPv4(m.Payload)
	switch t := c.Type(); {
	case t.IsError():
		return s.error4(m, c)
	case t == wire.ICMPv4EchoRequest || t == wire.ICMPv4Timestamp || t == wire.ICMPv4Mask || t == wire.ICMPv4Information:
		s.ask(m, uint8(t), at)
	case t == wire.ICMPv4EchoReply:
		return s.reply(m, uint8(wire.ICMPv4EchoRequest), true)
	case t == wire.ICMPv4TimestampReply || t == wire.ICMPv4InformationReply || t == wire.ICMPv4MaskReply:
		return s.reply(m, uint8(t)-1, false)
	}
	return Valid, nil, ""
}

func (s *ICMP) v6(m Datagram, at int64) (Outcome, *Rule, string) {
	c := wire.ICMPv6(m.Payload)
	switch t := c.Type(); {
	case t < 128 && t != 0:
		return s.error6(m, c)
	case t == wire.ICMPv6EchoRequest:
		s.ask(m, uint8(t), at)
	case t == wire.ICMPv6EchoReply:
		return s.reply(m, uint8(wire.ICMPv6EchoRequest), true)
	}
	return Valid, nil, ""
}

// requestID returns a number for the request that a reply answers: who asked, of what kind, identifier and sequence number.
func requestID(asker netip.Addr, kind uint8, idSeq uint32) uint64 {
	return numberMixed(addrNumber(asker)+uint64(kind)<<56) ^ uint64(idSeq)
}

func (s *ICMP) ask(m Datagram, kind uint8, at int64) {
	id := requestID(m.Src, kind, wire.Uint32(m.Payload, 4))
	if q := s.asked.find(id); q != nil && q == &s.asked.slots[s.asked.last] && q.seen == 0 {
		return // doubled on the way
	}
	dst := addrNumber(m.Dst)
	if !oneHost(m.Dst) {
		dst = 0 // anybody may answer
	}
	s.asked.add(id, dst<<32>>32|uint64(dataSum(m))<<32, at)
}

// dataSum returns a sum of the data of an echo, or 0 if the capture does not have all of them.
func dataSum(m Datagram) uint32 {
	if m.Cut {
		return 0
	}
	h := uint32(2166136261)
	for _, c := range m.Payload[8:] {
		h = (h ^ uint32(c)) * 16777619
	}
	return h | 1
}

func (s *ICMP) reply(m Datagram, kind uint8, echo bool) (Outcome, *Rule, string) {
	q := s.asked.find(requestID(m.Dst, kind, wire.Uint32(m.Payload, 4)))
	if q == nil {
		if s.asked.lost {
			return Valid, nil, ""
		}
		return Invalid, of(m, RuleICMPUnasked, RuleICMPv6Unasked), "Type"
	}
	to, data := uint32(q.tag), uint32(q.tag>>32)
	switch got := dataSum(m); {
	case echo && data != 0 && got != 0 && got != data:
		return Invalid, of(m, RuleICMPData, RuleICMPv6Data), "Payload"
	case to != 0 && to != uint32(addrNumber(m.Src)):
		return Tolerated, of(m, RuleICMPSource, RuleICMPv6Source), "Src" // a host with several addresses may answer from another
	case to != 0 && q.seen > 0:
		return Tolerated, of(m, RuleICMPTwice, RuleICMPv6Twice), "Seq"
	}
	q.seen++
	return Valid, nil, ""
}

// of returns the rule of a message's version of IP.
func of(m Datagram, v4, v6 *Rule) *Rule {
	if m.Proto == wire.IPProtoICMPv6 {
		return v6
	}
	return v4
}

// error4 judges an error by the packet that it quotes.
func (s *ICMP) error4(m Datagram, c wire.ICMPv4) (Outcome, *Rule, string) {
	quote, err := wire.ParseIPv4(c.Payload())
	if err != nil || len(quote) < quote.HeaderLen()+8 {
		whole := err == nil && int(quote.Length()) <= len(c.Payload()) // the packet itself was short
		if m.Cut || whole {
			return Valid, nil, ""
		}
		return Invalid, RuleICMPQuote, "Payload"
	}
	behind := quote[quote.HeaderLen():]
	proto := quote.Protocol()
	switch {
	case proto == wire.IPProtoICMP && wire.ICMPv4Type(behind[0]).IsError():
		return Invalid, RuleICMPErrorError, "Payload"
	case quote.Dst().IsMulticast() || quote.Dst() == linkLocalBroadcast:
		return Invalid, RuleICMPErrorGroup, "Payload"
	case quote.FragOff() != 0:
		return Invalid, RuleICMPErrorFragment, "Payload"
	case !oneHost(quote.Src()):
		return Invalid, RuleICMPErrorSender, "Payload"
	case quote.Src() != m.Dst:
		return Invalid, RuleICMPErrorTo, "Dst"
	}
	return s.unseen(conversation(quote.Src(), quote.Dst(), proto, behind))
}

// error6 is error4 for IPv6.
func (s *ICMP) error6(m Datagram, c wire.ICMPv6) (Outcome, *Rule, string) {
	b := c[8:]
	if len(b) < wire.IPv6Len {
		if m.Cut {
			return Valid, nil, ""
		}
		return Invalid, RuleICMPv6Quote, "Payload"
	}
	quote := wire.IPv6(b)
	tooBig := c.Type() == wire.ICMPv6PacketTooBig
	option := c.Type() == wire.ICMPv6ParameterProblem && c.Code() == 2
	next, behind, fragment := quotedPayload(quote)
	switch {
	case next == wire.IPProtoICMPv6 && len(behind) > 0 && !fragment && (behind[0] < 128 || wire.ICMPv6Type(behind[0]) == wire.ICMPv6Redirect):
		return Invalid, RuleICMPv6ErrorError, "Payload"
	case quote.Dst().IsMulticast() && !tooBig && !option:
		return Invalid, RuleICMPv6ErrorGroup, "Payload"
	case !oneHost(quote.Src()):
		return Invalid, RuleICMPv6ErrorSender, "Payload"
	case quote.Src() != m.Dst:
		return Invalid, RuleICMPv6ErrorTo, "Dst"
	case tooBig && c.MTU() < 1280:
		return Tolerated, RuleICMPv6MTU, "MTU"
	case fragment:
		return Valid, nil, ""
	}
	return s.unseen(conversation(quote.Src(), quote.Dst(), next, behind))
}

// unseen judges a quote by whether the conversation was seen.
func (s *ICMP) unseen(n uint32) (Outcome, *Rule, string) {
	if s.asked.lost || !s.any || s.saw(n) {
		return Valid, nil, ""
	}
	return Tolerated, RuleICMPQuoteUnseen, "Payload"
}

// quotedPayload returns what is behind the IPv6 header of a quoted packet and its extensions, and whether that is out of
// the middle of a fragmented packet.
func quotedPayload(quote wire.IPv6) (next wire.IPProto, b []byte, fragment bool) {
	next, b = quote.NextHeader(), quote[wire.IPv6Len:]
	for range 8 {
		switch next {
		case wire.IPProtoHopByHop, wire.IPProtoRouting, wire.IPProtoDestOpts:
			n := 0
			if len(b) >= 2 {
				n = int(b[1])*8 + 8
			}
			if n == 0 || n > len(b) {
				return next, nil, false
			}
			next, b = wire.IPProto(b[0]), b[n:]
		case wire.IPProtoFragment:
			if len(b) < 8 {
				return next, nil, false
			}
			if wire.Uint16(b, 2)>>3 != 0 {
				return wire.IPProto(b[0]), nil, true
			}
			next, b = wire.IPProto(b[0]), b[8:]
		default:
			return next, b, false
		}
	}
	return next, nil, false
}

// Next appends what may be sent: requests at any time, and a reply while a request is open.
func (s *ICMP) Next(_ Side, moves []Move) []Move {
	moves = append(moves, Move{Name: "echo request"})
	if s.asked.open() != nil {
		moves = append(moves, Move{Name: "reply"})
	}
	if s.any {
		moves = append(moves, Move{Name: "error"})
	}
	return moves
}

const icmpMark = 4

// AppendBinary appends a snapshot.
func (s *ICMP) AppendBinary(b []byte) ([]byte, error) { return saved(b, icmpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *ICMP) UnmarshalBinary(b []byte) error {
	c := NewICMP(true)
	if err := restored(b, icmpMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *ICMP) visit(p *snapshot) {
	s.asked.visit(p)
	for i := range s.seen {
		p.u32(&s.seen[i])
	}
	p.bool(&s.any)
}
