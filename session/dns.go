package session

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A DNSMessage is a message of DNS, whole, with how it came. Src and Dst may be left zero: then they are not looked at.
type DNSMessage struct {
	wire.DNS                // which must have gone through [wire.ParseDNS]
	Src, Dst netip.AddrPort // where it came from and went
	Stream   bool           // over TCP or what else has no limit of its own; without the two bytes of length
}

// A DNSKind is one of the protocols that use the format of DNS.
type DNSKind uint8

// The kinds. Who answers a multicast query, and whether, cannot be known: all but DNSUnicast are judged by message.
const (
	DNSUnicast   DNSKind = iota // DNS over UDP, TCP and TLS: RFC 1035
	DNSMulticast                // mDNS: RFC 6762
	DNSLLMNR                    // link-local multicast name resolution: RFC 4795
	DNSNetBIOS                  // the NetBIOS name service: RFC 1002
)

// DNS is a client of DNS and its server: the messages between two sockets, or between two hosts over all their sockets if
// messages have Src and Dst. A query that goes the other way, as between two servers, is judged like any.
//
// It remembers 32 queries. Where an answer may be to a query that it did not see or has forgotten, it makes no claims for
// two minutes.
type DNS struct {
	kind   DNSKind
	asks   [dnsAsks]dnsAsk
	last   uint8
	midway bool  // that the next message may be in the middle
	until  int64 // when answers to what was not seen end

	truncated bool // that the last answer was
	question  [dnsQuestion]byte
	questionN uint16
}

var _ Session[DNSMessage] = (*DNS)(nil)

const (
	dnsAsks     = 32
	dnsPatience = 120e9                   // how late an answer is conceivable, in nanoseconds: no standard says
	dnsQuestion = wire.MaxDNSName + 2 + 2 // the longest question, in bytes
)

// dnsAsk is a query.
type dnsAsk struct {
	time          int64
	exact, folded uint64
	ends          uint64 // of who asked whom; 0 is unknown
	qtype         uint16
	id            uint16
	size          uint16 // that the client takes
	asked, seen   uint16 // how often it came, and answers
	opcode        uint8
	version       uint8
	side          Side
	used          bool
	asks          bool
	mixed         bool
	opt           bool
	rd            bool
	stream        bool
}

// NewDNS returns a Session of a kind. midway says that queries may have been sent before.
func NewDNS(kind DNSKind, midway bool) *DNS { return &DNS{kind: kind, midway: midway} }

// Reset makes the Session new, as one that begins midway.
func (s *DNS) Reset() { *s = DNS{kind: s.kind, midway: true} }

// Lost tells that messages may be missing before the next. Which side's they are makes no difference.
func (s *DNS) Lost(Side) { s.midway = true }

// State returns "idle"; "asked" while a query of the client, or to the server, has no answer; or "truncated" if the last
// answer was, and was not asked for over TCP.
func (s *DNS) State(Side) string {
	switch {
	case s.open(Client) != nil:
		return "asked"
	case s.truncated:
		return "truncated"
	}
	return "idle"
}

// Check judges a message.
func (s *DNS) Check(side Side, m DNSMessage, at int64) Verdict {
	v := Verdict{Before: s.State(side.Peer())}
	f := s.kind.facts(m.DNS)
	switch {
	case f.err != nil:
		v.Outcome, v.Rule, v.Field = Invalid, f.err, f.field
	case s.kind != DNSUnicast:
		v.Outcome, v.Rule, v.Field = s.kind.judge(m, &f)
	case m.QR():
		v.Outcome, v.Rule, v.Field = s.answer(side, m, &f, at)
	default:
		v.Outcome, v.Rule, v.Field = s.query(side, m, &f, at)
	}
	v.After = s.State(side.Peer())
	return v
}

// began notes the time of the first message.
func (s *DNS) began(at int64) {
	if s.midway {
		s.midway = false
		s.until = max(s.until, at+dnsPatience)
	}
}

// query follows a query. What is odd in it, servers overlook.
func (s *DNS) query(side Side, m DNSMessage, f *dnsFacts, at int64) (Outcome, *Rule, string) {
	s.began(at)
	s.ask(side, m, f, at)
	switch {
	case m.Z():
		return Tolerated, RuleDNSZ, "Z"
	case m.RA():
		return Tolerated, RuleDNSQueryFlags, "RA"
	case m.AA() && m.Opcode() == wire.DNSOpQuery: // notifications have it: RFC 1996 §3.5
		return Tolerated, RuleDNSQueryFlags, "AA"
	case m.RCode() != 0 && m.Opcode() == wire.DNSOpQuery:
		return Tolerated, RuleDNSQueryFlags, "RCode"
	}
	return Valid, nil, ""
}

// ask notes a query.
func (s *DNS) ask(side Side, m DNSMessage, f *dnsFacts, at int64) {
	k := dnsAsk{
		time: at, exact: f.exact, folded: f.folded, ends: endsHash(m.Src, m.Dst), qtype: uint16(f.qtype), id: m.ID(), size: 512,
		asked: 1, opcode: uint8(m.Opcode()), version: f.version, side: side, used: true, asks: f.asks, mixed: f.mixed, opt: f.opt,
		rd: m.RD(), stream: m.Stream,
	}
	if f.opt {
		k.size = max(512, f.size) // RFC 6891 §6.2.3
	}
	s.keep(m.DNS, f)
	s.truncated = s.truncated && !m.Stream
	for i := range s.asks {
		if a := &s.asks[i]; a.used && a.id == k.id && a.exact == k.exact && a.ends == k.ends && a.side == side && a.stream == k.stream {
			k.asked, k.seen = min(a.asked, 1<<15)+1, a.seen // sent again
			*a = k
			return
		}
	}
	s.last = (s.last + 1) % dnsAsks
	if a := &s.asks[s.last]; a.used && a.seen == 0 {
		s.until = max(s.until, at+dnsPatience)
	}
	s.asks[s.last] = k
}

// keep keeps the question, for who builds the answer.
func (s *DNS) keep(m wire.DNS, f *dnsFacts) {
	s.questionN = 0
	if n := m.NameAt(wire.DNSLen).Len(); f.asks && n+4 <= dnsQuestion && !m.NameAt(wire.DNSLen).Compressed() {
		s.questionN = uint16(copy(s.question[:], m[wire.DNSLen:wire.DNSLen+n+4]))
	}
}

// endsHash returns a number for the ends of a message, or 0 if they are not known.
func endsHash(src, dst netip.AddrPort) uint64 {
	if !src.IsValid() || !dst.IsValid() {
		return 0
	}
	a := numberMixed(addrNumber(src.Addr())) + uint64(src.Port())
	b := numberMixed(addrNumber(dst.Addr())) + uint64(dst.Port())
	return numberMixed(numberMixed(a)*3+numberMixed(b)) | 1
}

// find returns the newest query that an answer may be to, or else the rule that the nearest breaks.
func (s *DNS) find(side Side, m DNSMessage, f *dnsFacts) (*dnsAsk, *Rule, string) {
	var near *Rule
	var field string
	any := false
	ends := endsHash(m.Dst, m.Src)
	for i := range dnsAsks {
		a := &s.asks[(int(s.last)+dnsAsks-i)%dnsAsks]
		if !a.used || a.side == side {
			continue
		}
		any = true
		switch {
		case a.id != m.ID():
		case f.asks && a.folded != f.folded && (a.opcode != uint8(wire.DNSOpUpdate) || m.Opcode() != wire.DNSOpUpdate):
			if near != RuleDNSTuple {
				near, field = RuleDNSQuestion, "Question"
			}
		case ends != 0 && a.ends != 0 && ends != a.ends:
			near, field = RuleDNSTuple, "Src"
		default:
			return a, nil, ""
		}
	}
	switch {
	case near != nil:
		return nil, near, field
	case any:
		return nil, RuleDNSID, "ID"
	}
	return nil, RuleDNSUnasked, ""
}

func (s *DNS) answer(side Side, m DNSMessage, f *dnsFacts, at int64) (Outcome, *Rule, string) {
	a, rule, field := s.find(side, m, f)
	if a == nil {
		if s.midway || at < s.until || m.RCode() == wire.DNSRCodeFormErr { // which answers what no Session remembers
			s.began(at)
			return Valid, nil, ""
		}
		return Invalid, rule, field
	}
	if rule, field := a.forbids(m, f); rule != nil {
		return Invalid, rule, field
	}
	if rule, field := a.ignores(m, f); rule != nil {
		return Tolerated, rule, field
	}
	s.began(at)
	if a.seen < 1<<16-1 {
		a.seen++
	}
	s.truncated = m.TC() && !m.Stream
	switch {
	case m.Z():
		return Tolerated, RuleDNSZ, "Z"
	case m.TC() && m.Stream:
		return Tolerated, RuleDNSTruncated, "TC"
	case m.RD() != a.rd && m.Opcode() == wire.DNSOpQuery && m.RCode() != wire.DNSRCodeFormErr:
		return Tolerated, RuleDNSRD, "RD"
	}
	return Valid, nil, ""
}

// forbids returns what no server answers to a query.
func (a *dnsAsk) forbids(m DNSMessage, f *dnsFacts) (*Rule, string) {
	switch {
	case uint8(m.Opcode()) != a.opcode:
		return RuleDNSOpcode, "Opcode"
	case f.opt && !a.opt:
		return RuleDNSOPTUnasked, "OPT"
	case f.rcode == wire.DNSRCodeBadVers && a.opt && a.version == 0:
		return RuleDNSVersion, "RCode"
	case m.Stream || len(m.DNS) <= int(a.size):
	case a.opt:
		return RuleDNSEDNSSize, "Length"
	default:
		return RuleDNSSize, "Length"
	}
	return nil, ""
}

// ignores returns why a resolver passes over an answer.
func (a *dnsAsk) ignores(m DNSMessage, f *dnsFacts) (*Rule, string) {
	transfer := a.qtype == uint16(wire.DNSTypeAXFR) || a.qtype == uint16(wire.DNSTypeIXFR)
	switch {
	case f.asks && a.mixed && f.exact != a.exact:
		return RuleDNSCase, "Question"
	case !f.asks && a.asks && f.rcode == 0 && a.opcode == uint8(wire.DNSOpQuery) && !transfer: // RFC 5936 §2.2.1
		return RuleDNSNoQuestion, "QDCount"
	case a.seen >= a.asked && !transfer:
		return RuleDNSDuplicate, "ID"
	}
	return nil, ""
}

// open returns the newest query of a side that has no answer, or nil.
func (s *DNS) open(side Side) *dnsAsk {
	for i := range dnsAsks {
		if a := &s.asks[(int(s.last)+dnsAsks-i)%dnsAsks]; a.used && a.side == side && a.seen == 0 {
			return a
		}
	}
	return nil
}

// Next appends what a side may send: a client a query at any time, over TCP if the answer was truncated; a server an
// answer if it was asked.
func (s *DNS) Next(side Side, moves []Move) []Move {
	switch {
	case side == Client && s.truncated:
		return append(moves, Move{Name: "query over TCP", Why: RuleDNSRetry}, Move{Name: "query"})
	case side == Client:
		return append(moves, Move{Name: "query"})
	case s.open(Client) != nil:
		return append(moves, Move{Name: "answer", Why: RuleDNSUnasked})
	}
	return moves
}
