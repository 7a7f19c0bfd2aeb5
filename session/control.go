package session

import "github.com/gocap-project/gocap/wire"

// The rules of the mobile core's control protocols.
var (
	// RulePFCPVersion has nodes speak version 1.
	RulePFCPVersion = &Rule{"pfcp-version", "3GPP TS 29.244 §7.2.2.1", "version is not 1"}
	// RulePFCPFlag has messages of sessions, and only these, say which session they are of.
	RulePFCPFlag = &Rule{"pfcp-seid-flag", "3GPP TS 29.244 §7.2.2.4.1", "S flag is not that of the message type"}
	// RulePFCPFirst has a session be named by who answers.
	RulePFCPFirst = &Rule{"pfcp-seid-first", "3GPP TS 29.244 §7.2.2.4.2", "establishment request has a session identifier that nobody gave"}
	// RulePFCPSeq has requests have numbers of their own while they are open.
	RulePFCPSeq = &Rule{"pfcp-sequence", "3GPP TS 29.244 §6.4", "sequence number is that of another open request"}
	// RulePFCPUnasked has responses answer requests.
	RulePFCPUnasked = &Rule{"pfcp-unasked", "3GPP TS 29.244 §6.4", "response without a request of its sequence number"}
	// RulePFCPType has a response be of the kind that was asked for.
	RulePFCPType = &Rule{"pfcp-response-type", "3GPP TS 29.244 §6.4", "response is not of the request's kind"}
	// RulePFCPTwice has a request be answered once, unless it was sent again.
	RulePFCPTwice = &Rule{"pfcp-twice", "3GPP TS 29.244 §6.4", "response to a request that was answered"}
	// RulePFCPSEID has messages name the session as the receiver named it.
	RulePFCPSEID = &Rule{"pfcp-seid", "3GPP TS 29.244 §7.2.2.4.2", "session identifier is not the one that the receiver gave"}
	// RulePFCPAssociation has nodes associate before they make sessions.
	RulePFCPAssociation = &Rule{"pfcp-association", "3GPP TS 29.244 §6.2.6", "session without an association"}

	// RuleGTPFlag has messages of tunnels, and only these, say which tunnel they are of.
	RuleGTPFlag = &Rule{"gtp-teid-flag", "3GPP TS 29.274 §5.5.1", "T flag is not that of the message type"}
	// RuleGTPSeq has requests have numbers of their own while they are open.
	RuleGTPSeq = &Rule{"gtp-sequence", "3GPP TS 29.274 §7.6", "sequence number is that of another open request"}
	// RuleGTPUnasked has responses answer requests.
	RuleGTPUnasked = &Rule{"gtp-unasked", "3GPP TS 29.274 §7.6", "response without a request of its sequence number"}
	// RuleGTPType has a response be of the kind that was asked for.
	RuleGTPType = &Rule{"gtp-response-type", "3GPP TS 29.274 §7.6", "response is not of the request's kind"}
	// RuleGTPTwice has a request be answered once, unless it was sent again.
	RuleGTPTwice = &Rule{"gtp-twice", "3GPP TS 29.274 §7.6", "response to a request that was answered"}
	// RuleGTPTEID has a response name the tunnel as the receiver named it.
	RuleGTPTEID = &Rule{"gtp-teid", "3GPP TS 29.274 §5.5.2", "tunnel endpoint identifier is not the one that the receiver gave"}
	// RuleGTPNumbered has signalling messages of version 1 be numbered.
	RuleGTPNumbered = &Rule{"gtp-numbered", "3GPP TS 29.060 §6", "signalling message without a sequence number"}
)

var _ = list(RulePFCPVersion, RulePFCPFlag, RulePFCPFirst, RulePFCPSeq, RulePFCPUnasked, RulePFCPType, RulePFCPTwice, RulePFCPSEID,
	RulePFCPAssociation, RuleGTPFlag, RuleGTPSeq, RuleGTPUnasked, RuleGTPType, RuleGTPTwice, RuleGTPTEID, RuleGTPNumbered)

// exchangeRules are the rules that requests and responses have in common.
type exchangeRules struct{ seq, unasked, kind, twice *Rule }

var (
	pfcpExchange = exchangeRules{RulePFCPSeq, RulePFCPUnasked, RulePFCPType, RulePFCPTwice}
	gtpExchange  = exchangeRules{RuleGTPSeq, RuleGTPUnasked, RuleGTPType, RuleGTPTwice}
)

// exchanges are the requests of both sides and their responses, matched by sequence number. A response is the message type
// after that of its request.
type exchanges struct {
	asked [2]asked
	rules *exchangeRules
}

const controlAsked = 64 // requests of a side that are remembered

func newExchanges(rules *exchangeRules, midway bool) exchanges {
	e := exchanges{[2]asked{newAsked(controlAsked), newAsked(controlAsked)}, rules}
	e.asked[0].lost, e.asked[1].lost = midway, midway
	return e
}

func (e *exchanges) reset() {
	e.asked[0].reset()
	e.asked[1].reset()
}

// open reports whether a side has an open request.
func (e *exchanges) open(side Side) bool { return e.asked[side&1].open() != nil }

// request notes a request.
func (e *exchanges) request(side Side, seq uint32, kind uint8, at int64) (Outcome, *Rule, string) {
	a := &e.asked[side&1]
	if q := a.find(uint64(seq)); q != nil && q.seen == 0 && at-q.time < exchangeTime {
		if uint8(q.tag) != kind {
			return Invalid, e.rules.seq, "Seq"
		}
		return Valid, nil, "" // sent again
	} else if q != nil && uint8(q.tag) == kind && at-q.time < exchangeTime {
		q.seen = 0 // sent again, for the response was lost: it will come again
		return Valid, nil, ""
	}
	a.add(uint64(seq), uint64(kind), at)
	return Valid, nil, ""
}

// exchangeTime is how long a request may be sent again: a number may mean another afterwards. N3 times T3, with room.
const exchangeTime = 60e9

// response judges a response by the request, which it returns; nil if no claim can be made.
func (e *exchanges) response(side Side, seq uint32, kind uint8) (*ask, Outcome, *Rule, string) {
	a := &e.asked[side.Peer()&1]
	q := a.find(uint64(seq))
	switch {
	case q == nil && (a.lost || !a.any()):
		return nil, Valid, nil, ""
	case q == nil:
		return nil, Invalid, e.rules.unasked, "Seq"
	case uint8(q.tag)+1 != kind:
		return nil, Invalid, e.rules.kind, "Type"
	case q.seen > 0:
		return nil, Tolerated, e.rules.twice, "Seq"
	}
	return q, Valid, nil, ""
}

// answered notes that a request has its response: later responses are to requests that were seen.
func (e *exchanges) answered(side Side, q *ask) {
	q.seen++
	e.asked[side.Peer()&1].lost = false
}

func (e *exchanges) visit(s *snapshot) {
	e.asked[0].visit(s)
	e.asked[1].visit(s)
}

// pairs remembers which identifier the peer of a tunnel gave, for the one that a side gave: the latest replace others.
type pairs struct {
	slots [pairSlots]pair
}

type pair struct{ own, peer uint64 }

const pairSlots = 512

func (p *pairs) slot(own uint64) *pair { return &p.slots[numberMixed(own)%pairSlots] }

func (p *pairs) set(a, b uint64) {
	*p.slot(a) = pair{a, b}
	*p.slot(b) = pair{b, a}
}

// of returns what belongs to an identifier, or 0 if that is not known.
func (p *pairs) of(own uint64) uint64 {
	if s := p.slot(own); s.own == own {
		return s.peer
	}
	return 0
}

func (p *pairs) visit(s *snapshot) {
	for i := range p.slots {
		s.u64(&p.slots[i].own)
		s.u64(&p.slots[i].peer)
	}
}

// PFCP is a control plane function and a user plane function (3GPP TS 29.244): sequence numbers, associations, session
// identifiers. Both sides send requests.
type PFCP struct {
	exchanges exchanges
	pairs     pairs
	first     pairs // identifier that a request gave, by its sequence number and side, until the response names the other
	linked    bool  // there is an association
	strict    bool  // the beginning was seen
}

var _ Session[wire.PFCP] = (*PFCP)(nil)

// NewPFCP returns a Session of PFCP. midway says that messages may have been sent before.
func NewPFCP(midway bool) *PFCP {
	return &PFCP{exchanges: newExchanges(&pfcpExchange, midway), strict: !midway}
}

// Reset makes the Session new, as one that begins midway.
func (s *PFCP) Reset() {
	s.exchanges.reset()
	s.pairs, s.first, s.linked, s.strict = pairs{}, pairs{}, false, false
}

// Lost tells that packets of a side may be missing before the next.
func (s *PFCP) Lost(side Side) { s.exchanges.asked[side&1].lost, s.strict = true, false }

// State returns "associated" or "idle".
func (s *PFCP) State(Side) string {
	if s.linked {
		return "associated"
	}
	return "idle"
}

// Check judges a message, which must have gone through [wire.ParsePFCP].
func (s *PFCP) Check(side Side, m wire.PFCP, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	v.Outcome, v.Rule, v.Field = s.judge(side, m, at)
	v.After = s.State(side)
	return v
}

func (s *PFCP) judge(side Side, m wire.PFCP, at int64) (Outcome, *Rule, string) {
	kind := m.Type()
	switch {
	case len(m) < m.HeaderLen():
		return Valid, nil, ""
	case m.Version() != 1:
		return Tolerated, RulePFCPVersion, "Version" // is answered with the version that is supported
	case kind != wire.PFCPVersionNotSupportedResponse && kind.HasSEID() != m.HasSEID():
		return Invalid, RulePFCPFlag, "HasSEID"
	case kind == wire.PFCPVersionNotSupportedResponse || kind == 0 || kind > wire.PFCPSessionReportResponse:
		return Valid, nil, ""
	}
	if pfcpRequest(kind) {
		return s.request(side, m, kind, at)
	}
	q, o, r, field := s.exchanges.response(side, m.Seq(), uint8(kind))
	if q == nil {
		return o, r, field
	}
	if kind.HasSEID() && !s.named(side, m) {
		return Invalid, RulePFCPSEID, "SEID"
	}
	s.exchanges.answered(side, q)
	s.follow(side, m, kind)
	return Valid, nil, ""
}

// pfcpRequest reports whether messages of a type are requests.
func pfcpRequest(kind wire.PFCPMessage) bool {
	if kind < wire.PFCPVersionNotSupportedResponse {
		return kind&1 != 0
	}
	return kind&1 == 0
}

func (s *PFCP) request(side Side, m wire.PFCP, kind wire.PFCPMessage, at int64) (Outcome, *Rule, string) {
	establish := kind == wire.PFCPSessionEstablishmentRequest
	switch {
	case establish && m.SEID() != 0:
		return Invalid, RulePFCPFirst, "SEID"
	case establish && s.strict && !s.linked:
		return Invalid, RulePFCPAssociation, "Type"
	}
	if o, r, f := s.exchanges.request(side, m.Seq(), uint8(kind), at); o != Valid {
		return o, r, f
	}
	if seid := pfcpGiven(m); establish && seid != 0 {
		*s.first.slot(pfcpAsk(side, m.Seq())) = pair{pfcpAsk(side, m.Seq()), seid}
	} else if kind.HasSEID() {
		*s.first.slot(pfcpAsk(side, m.Seq())) = pair{pfcpAsk(side, m.Seq()), s.pairs.of(m.SEID())}
	}
	if kind == wire.PFCPAssociationReleaseRequest {
		s.linked, s.strict = false, false // sessions may end at any time from now on
	}
	return Valid, nil, ""
}

// pfcpAsk names a request.
func pfcpAsk(side Side, seq uint32) uint64 { return 1<<63 | uint64(side)<<32 | uint64(seq) }

// pfcpGiven returns the session identifier that the sender of a message gives, or 0.
func pfcpGiven(m wire.PFCP) uint64 {
	if b, ok := m.IEs().Get(wire.PFCPIEFSEID); ok && len(b) >= 9 {
		return wire.Uint64(b, 1)
	}
	return 0
}

// named reports whether a response names the session as the receiver of the response named it. 0 is for who does not know
// it.
func (s *PFCP) named(side Side, m wire.PFCP) bool {
	want := s.first.of(pfcpAsk(side.Peer(), m.Seq()))
	return want == 0 || m.SEID() == 0 || m.SEID() == want
}

// follow notes what a good response means.
func (s *PFCP) follow(side Side, m wire.PFCP, kind wire.PFCPMessage) {
	switch kind {
	case wire.PFCPAssociationSetupResponse:
		s.linked = true
	case wire.PFCPSessionEstablishmentResponse:
		mine, theirs := pfcpGiven(m), s.first.of(pfcpAsk(side.Peer(), m.Seq()))
		if mine != 0 && theirs != 0 {
			s.pairs.set(mine, theirs)
		}
	}
}

// Next appends what a side may send.
func (s *PFCP) Next(side Side, moves []Move) []Move {
	if s.exchanges.open(side.Peer()) {
		moves = append(moves, Move{Name: "response", Must: true})
	}
	moves = append(moves, Move{Name: "Heartbeat Request"})
	if !s.linked {
		return append(moves, Move{Name: "Association Setup Request"})
	}
	return append(moves, Move{Name: "session request"}, Move{Name: "Association Release Request"})
}

const pfcpMark = 6

// AppendBinary appends a snapshot.
func (s *PFCP) AppendBinary(b []byte) ([]byte, error) { return saved(b, pfcpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *PFCP) UnmarshalBinary(b []byte) error {
	c := NewPFCP(true)
	if err := restored(b, pfcpMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *PFCP) visit(p *snapshot) {
	s.exchanges.visit(p)
	s.pairs.visit(p)
	s.first.visit(p)
	p.bool(&s.linked)
	p.bool(&s.strict)
}
