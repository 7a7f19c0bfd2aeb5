package session

import "github.com/gocap-project/gocap/wire"

// Diameter is a connection of two Diameter peers over TCP or SCTP (RFC 6733): capabilities, requests and answers of both
// sides by hop-by-hop identifier, duplicates by end-to-end identifier, sessions up to their termination. The client is who
// connected. A message that is Tolerated for something that receivers ignore is followed.
type Diameter struct {
	state   diameterState
	closer  Side // that asked to disconnect
	asks    [2]diameterAsks
	apps    [2]diameterApps
	ended   [diameterEnded]uint64 // hashes of the latest sessions that were terminated
	endings uint8                 // the place for the next
}

const (
	diameterAsked = 256 // requests of a side that are remembered
	diameterEnded = 64  // sessions that were terminated, which are remembered
	diameterMost  = 32  // applications of a side
	// diameterSettle is for how long after the beginning, or after a loss, answers may be to requests that were missed.
	diameterSettle = 60e9
	// diameterUnique is for how long end-to-end identifiers are unique: RFC 6733 §3.
	diameterUnique = 240e9
)

type diameterState uint8

// The states of RFC 6733 §5.6, as one connection shows them; Refused is that between the refusal and the disconnection.
const (
	diameterNew diameterState = iota
	diameterWait
	diameterOpen
	diameterClosing
	diameterRefused
	diameterGone
	diameterStates
)

// diameterAsk is a request.
type diameterAsk struct {
	hop, end, app    uint32
	command          uint32
	proxiable        bool
	session, proxies uint64
	origin           uint64
	time             int64
	seen             bool // that it was answered
	used             bool
}

// diameterAsks are the latest requests of a side.
type diameterAsks struct {
	slots [diameterAsked]diameterAsk
	last  uint8
	lost  bool  // that requests may have been missed or forgotten
	since int64 // when lost ends; 0 if that is not set
}

// diameterApps are the applications that a side advertised.
type diameterApps struct {
	ids   [diameterMost]uint32
	n     uint8
	known bool // that these are all
}

var _ Session[wire.Diameter] = (*Diameter)(nil)

// NewDiameter returns a Session of Diameter. midway says that messages may have been sent before.
func NewDiameter(midway bool) *Diameter {
	s := new(Diameter)
	if midway {
		s.Reset()
	}
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *Diameter) Reset() {
	*s = Diameter{state: diameterOpen}
	s.asks[0].lost, s.asks[1].lost = true, true
}

// Lost tells that messages of a side may be missing before the next: which requests are open is not known any more.
func (s *Diameter) Lost(Side) {
	ended, at := s.ended, s.endings
	s.Reset()
	s.ended, s.endings = ended, at
}

// State returns the state of a side by its name in RFC 6733 §5.6, or "Refused".
func (s *Diameter) State(side Side) string {
	switch s.state {
	case diameterWait:
		return [2]string{"Wait-I-CEA", "R-Open"}[side&1]
	case diameterOpen:
		return [2]string{"I-Open", "R-Open"}[side&1]
	case diameterClosing:
		return "Closing"
	case diameterRefused:
		return "Refused"
	}
	return "Closed"
}

// Check judges a message, which must have gone through [wire.ParseDiameter]. Of a message that the capture cut, what is
// missing is not held against it.
func (s *Diameter) Check(side Side, m wire.Diameter, at int64) Verdict {
	side &= 1
	v := Verdict{Before: s.State(side)}
	f := diameterFieldsOf(m)
	var out findings
	f.form(m, &out)
	request := m.Flags()&wire.DiameterRequest != 0
	s.order(side, m, request, &out)
	var q *diameterAsk
	if request {
		s.request(side, m, &f, at, &out)
	} else {
		q = s.answer(side, m, &f, at, &out)
	}
	v.Outcome, v.Rule, v.Field = out.verdict()
	if out.outcome != Invalid && out.rule != RuleDiameterTwice && out.rule != RuleDiameterClosed && out.rule != RuleDiameterUnasked {
		s.follow(side, m, &f, q, at)
	}
	v.After = s.State(side)
	return v
}

// order judges a message by the state of the connection.
func (s *Diameter) order(side Side, m wire.Diameter, request bool, out *findings) {
	hello := m.Command() == wire.DiameterCapabilitiesExchange
	switch s.state {
	case diameterNew:
		if !hello || !request || side != Client {
			out.refuse(RuleDiameterFirst, "Command")
		}
	case diameterWait:
		if !hello || request != (side == Client) {
			out.refuse(RuleDiameterFirst, "Command")
		}
	case diameterRefused:
		out.refuse(RuleDiameterRefused, "")
	case diameterClosing:
		if request && side == s.closer && m.Command() != wire.DiameterDisconnectPeer {
			out.tolerate(RuleDiameterClosing, "Command")
		}
	case diameterGone:
		if side == s.closer {
			out.tolerate(RuleDiameterClosed, "") // may have crossed the answer
		} else {
			out.refuse(RuleDiameterClosed, "")
		}
	}
}

// request judges a request by those before.
func (s *Diameter) request(side Side, m wire.Diameter, f *diameterFields, at int64, out *findings) {
	a, again := &s.asks[side], m.Flags()&wire.DiameterRetransmitted != 0
	if q := a.byHop(m.HopByHop()); q != nil && !q.seen && at-q.time < diameterUnique {
		if !q.same(m, f) {
			out.refuse(RuleDiameterHopByHop, "HopByHop")
		} else if !again {
			out.tolerate(RuleDiameterAgain, "Flags")
		}
	} else if q := a.byEnd(m.EndToEnd(), f.origin); q != nil && at-q.time < diameterUnique && !again {
		if !q.same(m, f) {
			out.refuse(RuleDiameterEndToEnd, "EndToEnd")
		} else {
			out.tolerate(RuleDiameterAgain, "Flags")
		}
	}
	if !diameterPeers(m.Command()) && !s.apps[side^1].has(uint32(m.Application())) {
		out.tolerate(RuleDiameterAgreed, "Application")
	}
	if f.session != 0 && m.Command() != wire.DiameterAccounting && !again && s.isEnded(f.session) {
		out.tolerate(RuleDiameterEnded, "Session-Id")
	}
}

// same reports whether a request is the one that was asked, sent again.
func (q *diameterAsk) same(m wire.Diameter, f *diameterFields) bool {
	return q.end == m.EndToEnd() && q.command == uint32(m.Command()) && q.app == uint32(m.Application()) && (q.session == f.session || f.cut)
}

// answer judges an answer by its request, which it returns; nil if no claim can be made.
func (s *Diameter) answer(side Side, m wire.Diameter, f *diameterFields, at int64, out *findings) *diameterAsk {
	a := &s.asks[side^1]
	q := a.byHop(m.HopByHop())
	switch {
	case q == nil && a.unsure(at):
		return nil
	case q == nil && (m.Flags()&wire.DiameterError != 0 || f.result/1000 >= 3):
		out.tolerate(RuleDiameterUnasked, "HopByHop") // the request may be one that was Invalid
		return nil
	case q == nil:
		out.refuse(RuleDiameterUnasked, "HopByHop")
		return nil
	case q.seen:
		out.tolerate(RuleDiameterTwice, "HopByHop")
		return nil
	}
	switch {
	case q.command != uint32(m.Command()):
		out.refuse(RuleDiameterCommand, "Command")
	case q.app != uint32(m.Application()):
		out.refuse(RuleDiameterApplication, "Application")
	case q.end != m.EndToEnd():
		out.refuse(RuleDiameterEcho, "EndToEnd")
	case q.session != f.session && !f.cut && (f.session != 0 || m.Flags()&wire.DiameterError == 0):
		out.refuse(RuleDiameterSession, "Session-Id")
	case q.proxies != f.proxies && !f.cut:
		out.refuse(RuleDiameterProxyInfo, "Proxy-Info")
	case q.proxiable != (m.Flags()&wire.DiameterProxiable != 0):
		out.refuse(RuleDiameterProxiable, "Flags")
	}
	return q
}

// follow notes what a message that is processed means; q is the request that it answers.
func (s *Diameter) follow(side Side, m wire.Diameter, f *diameterFields, q *diameterAsk, at int64) {
	request, command, good := m.Flags()&wire.DiameterRequest != 0, m.Command(), f.result/1000 == 2
	if request {
		s.asks[side].add(m, f, at)
	} else if q != nil {
		q.seen = true
	}
	switch {
	case command == wire.DiameterCapabilitiesExchange && request:
		s.apps[side].learn(m, f)
		if s.state == diameterNew {
			s.state = diameterWait
		}
	case command == wire.DiameterCapabilitiesExchange && good:
		s.apps[side].learn(m, f)
		s.state = diameterOpen
	case command == wire.DiameterCapabilitiesExchange && s.state == diameterWait && !f.cut:
		s.state = diameterRefused
	case command == wire.DiameterCapabilitiesUpdate: // RFC 6737: they may change
		s.apps[0].known, s.apps[1].known = false, false
	case command == wire.DiameterDisconnectPeer && request && s.state == diameterOpen:
		s.state, s.closer = diameterClosing, side
	case command == wire.DiameterDisconnectPeer && s.state == diameterClosing && side != s.closer && !f.cut:
		if s.state = diameterOpen; good {
			s.state = diameterGone
		}
	case command == wire.DiameterSessionTermination && !request && good && q != nil && q.session != 0:
		s.ended[s.endings] = q.session
		s.endings = (s.endings + 1) % diameterEnded
	}
}

// isEnded reports whether a session was terminated.
func (s *Diameter) isEnded(session uint64) bool {
	for _, e := range s.ended {
		if e == session {
			return true
		}
	}
	return false
}

// byHop returns the newest request with a hop-by-hop identifier, or nil.
func (a *diameterAsks) byHop(id uint32) *diameterAsk {
	for i := range a.slots {
		q := &a.slots[a.last-uint8(i)]
		if !q.used {
			return nil // slots fill in order
		}
		if q.hop == id {
			return q
		}
	}
	return nil
}

// byEnd returns the newest request with an end-to-end identifier and origin, or nil.
func (a *diameterAsks) byEnd(id uint32, origin uint64) *diameterAsk {
	for i := range a.slots {
		q := &a.slots[a.last-uint8(i)]
		if !q.used {
			return nil
		}
		if q.end == id && q.origin == origin {
			return q
		}
	}
	return nil
}

// add remembers a request, unless it is one that is open, sent again.
func (a *diameterAsks) add(m wire.Diameter, f *diameterFields, at int64) {
	if a.lost && a.since == 0 {
		a.since = at + diameterSettle
	}
	if q := a.byHop(m.HopByHop()); q != nil && !q.seen && q.same(m, f) {
		q.time = at
		return
	}
	a.last++
	q := &a.slots[a.last]
	if q.used && !q.seen {
		a.lost, a.since = true, at+diameterSettle
	}
	*q = diameterAsk{
		hop: m.HopByHop(), end: m.EndToEnd(), app: uint32(m.Application()), command: uint32(m.Command()),
		proxiable: m.Flags()&wire.DiameterProxiable != 0, session: f.session, proxies: f.proxies, origin: f.origin, time: at, used: true,
	}
}

// unsure reports whether an answer at a time may be to a request that was missed.
func (a *diameterAsks) unsure(at int64) bool { return a.lost && (a.since == 0 || at < a.since) }

// learn notes the applications of a message about capabilities: RFC 6733 §5.3.
func (a *diameterApps) learn(m wire.Diameter, f *diameterFields) {
	*a = diameterApps{known: !f.cut}
	a.take(m.AVPs(), 1)
}

func (a *diameterApps) take(o wire.DiameterAVPs, depth int) {
	for x := range o.All() {
		switch {
		case x.Vendor != 0:
		case x.Code == avpVendorApplication && depth > 0:
			a.take(x.Data, depth-1)
		case (x.Code == avpAuthApplication || x.Code == avpAcctApplication) && len(x.Data) == 4:
			a.add(wire.Uint32(x.Data, 0))
		}
	}
}

func (a *diameterApps) add(id uint32) {
	if id == uint32(wire.DiameterAppRelay) || int(a.n) == len(a.ids) {
		a.known = false // all of them, or more than there is room for
		return
	}
	a.ids[a.n] = id
	a.n++
}

// has reports whether an application was advertised, or may have been.
func (a *diameterApps) has(id uint32) bool {
	if !a.known || id == 0 {
		return true
	}
	for _, x := range a.ids[:a.n] {
		if x == id {
			return true
		}
	}
	return false
}
