package session

import "github.com/gocap-project/gocap/wire"

// GTP is two nodes that speak GTP-C, version 2 (3GPP TS 29.274) or 1 (3GPP TS 29.060): requests and responses by sequence
// number, and tunnel endpoint identifiers. Both sides send requests. Messages of other versions are Valid.
type GTP struct {
	exchanges exchanges
	given     pairs // endpoint that the sender of a request gave, by its sequence number and side
}

var _ Session[[]byte] = (*GTP)(nil)

// NewGTP returns a Session of GTP. midway says that messages may have been sent before.
func NewGTP(midway bool) *GTP { return &GTP{exchanges: newExchanges(&gtpExchange, midway)} }

// Reset makes the Session new, as one that begins midway.
func (s *GTP) Reset() {
	s.exchanges.reset()
	s.given = pairs{}
}

// Lost tells that packets of a side may be missing before the next.
func (s *GTP) Lost(side Side) { s.exchanges.asked[side&1].lost = true }

// State returns "asked" if the other side has an open request, or else "idle".
func (s *GTP) State(side Side) string {
	if s.exchanges.open(side.Peer()) {
		return "asked"
	}
	return "idle"
}

// Check judges a message, the data of a datagram.
func (s *GTP) Check(side Side, m []byte, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	switch {
	case len(m) < 8:
	case m[0]>>5 == 2:
		v.Outcome, v.Rule, v.Field = s.two(side, m, at)
	case m[0]>>5 == 1 && m[0]&0x10 != 0:
		v.Outcome, v.Rule, v.Field = s.one(side, m, at)
	}
	v.After = s.State(side)
	return v
}

// gtpAsks has the message types of version 2 whose response is the next type: 3GPP TS 29.274 table 6.1-1. Commands are not
// among them: a request or a failure indication answers them.
var gtpAsks = gtpTypes(1, 25, 27, 29, 32, 34, 36, 38, 40, 95, 97, 99, 101, 103, 128, 130, 133, 135, 137, 139, 149, 153, 155, 158, 160, 162, 164, 166, 168, 170, 176, 179, 200, 211)

// gtp1Asks has those of version 1: 3GPP TS 29.060 table 1.
var gtp1Asks = gtpTypes(1, 4, 6, 16, 18, 20, 22, 27, 29, 32, 34, 36, 48, 50, 53, 56, 61, 96, 98, 100, 102, 104, 112, 114, 116, 118, 120)

// gtpTypes returns the set of message types.
func gtpTypes(list ...uint8) (set [4]uint64) {
	for _, t := range list {
		set[t/64] |= 1 << (t % 64)
	}
	return set
}

func within(set *[4]uint64, t uint8) bool { return set[t/64]>>(t%64)&1 != 0 }

func (s *GTP) two(side Side, b []byte, at int64) (Outcome, *Rule, string) {
	m, err := wire.ParseGTPv2(b)
	if err != nil || len(m) < m.HeaderLen() {
		return Valid, nil, ""
	}
	kind := uint8(m.Type())
	if m.HasTEID() != m.Type().HasTEID() && kind != 0 {
		return Invalid, RuleGTPFlag, "HasTEID"
	}
	switch {
	case within(&gtpAsks, kind):
		return s.request(side, m.Seq(), kind, gtpGiven(m), at)
	case within(&gtpAsks, kind-1):
		return s.response(side, m.Seq(), kind, m.TEID())
	}
	return Valid, nil, ""
}

// gtpGiven returns the endpoint that the sender of a message has for control: the first F-TEID.
func gtpGiven(m wire.GTPv2) uint32 {
	if b, ok := m.IEs().Get(wire.GTPv2IEFTEID, 0); ok && len(b) >= 5 {
		return wire.Uint32(b, 1)
	}
	return 0
}

func (s *GTP) one(side Side, b []byte, at int64) (Outcome, *Rule, string) {
	m, err := wire.ParseGTPv1(b)
	if err != nil || len(m) < m.HeaderLen() || m.Type() == 255 {
		return Valid, nil, ""
	}
	if !m.SeqFlag() {
		return Invalid, RuleGTPNumbered, "SeqFlag"
	}
	kind := uint8(m.Type())
	switch {
	case within(&gtp1Asks, kind):
		return s.request(side, uint32(m.Seq()), kind, 0, at)
	case within(&gtp1Asks, kind-1):
		return s.response(side, uint32(m.Seq()), kind, 0)
	}
	return Valid, nil, ""
}

func (s *GTP) request(side Side, seq uint32, kind uint8, given uint32, at int64) (Outcome, *Rule, string) {
	if o, r, f := s.exchanges.request(side, seq, kind, at); o != Valid {
		return o, r, f
	}
	name := pfcpAsk(side, seq)
	*s.given.slot(name) = pair{name, uint64(given)}
	return Valid, nil, ""
}

func (s *GTP) response(side Side, seq uint32, kind uint8, teid uint32) (Outcome, *Rule, string) {
	q, o, r, f := s.exchanges.response(side, seq, kind)
	if q == nil {
		return o, r, f
	}
	want := uint32(s.given.of(pfcpAsk(side.Peer(), seq)))
	if want != 0 && teid != 0 && teid != want { // 0 is for who does not know it: 3GPP TS 29.274 §5.5.2
		return Invalid, RuleGTPTEID, "TEID"
	}
	s.exchanges.answered(side, q)
	return Valid, nil, ""
}

// Next appends what a side may send.
func (s *GTP) Next(side Side, moves []Move) []Move {
	if s.exchanges.open(side.Peer()) {
		moves = append(moves, Move{Name: "response", Must: true})
	}
	return append(moves, Move{Name: "request"})
}

const gtpMark = 7

// AppendBinary appends a snapshot.
func (s *GTP) AppendBinary(b []byte) ([]byte, error) { return saved(b, gtpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *GTP) UnmarshalBinary(b []byte) error {
	c := NewGTP(true)
	if err := restored(b, gtpMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *GTP) visit(p *snapshot) {
	s.exchanges.visit(p)
	s.given.visit(p)
}
