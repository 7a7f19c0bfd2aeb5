package session

import (
	"errors"

	"github.com/gocap-project/gocap/wire"
)

// The rules of NTP.
var (
	// RuleNTPMode has clients and servers send what is theirs.
	RuleNTPMode = &Rule{"ntp-mode", "RFC 5905 §3", "mode is the other side's"}
	// RuleNTPOrigin is the origin check, the only defence of NTP against who cannot see the requests.
	RuleNTPOrigin = &Rule{"ntp-origin", "RFC 5905 §8", "origin time is that of no request"}
	// RuleNTPDuplicate has the second of two equal answers thrown away.
	RuleNTPDuplicate = &Rule{"ntp-duplicate", "RFC 5905 §8", "answers a request that was answered"}
	// RuleNTPOld has an answer to a request thrown away that the client does not wait for any more.
	RuleNTPOld = &Rule{"ntp-old", "RFC 5905 §8", "answers an older request than the last"}
	// RuleNTPTransmit has answers say when they were sent.
	RuleNTPTransmit = &Rule{"ntp-transmit", "RFC 5905 §8", "transmit time is zero"}
	// RuleNTPUnasked has servers not speak first.
	RuleNTPUnasked = &Rule{"ntp-unasked", "RFC 5905 §3", "answers without a request"}
)

var _ = list(RuleNTPMode, RuleNTPOrigin, RuleNTPDuplicate, RuleNTPOld, RuleNTPTransmit, RuleNTPUnasked)

// ErrNoMove is the error of Build where a side has nothing to send that is valid.
var ErrNoMove = errors.New("session: nothing that this side could send now is valid")

// NTP is a client of NTP and its server (RFC 5905), also in the interleaved mode of RFC 9769. Peers in the symmetric
// modes and broadcasts have no order that could be broken: they are Valid. Control messages are not judged.
type NTP struct{ asked asked }

var _ Session[wire.NTP] = (*NTP)(nil)

// ntpAsked is how many requests are remembered: clients send bursts of eight.
const ntpAsked = 16

// NewNTP returns a Session of NTP. midway says that requests may have been sent before: the first answer is then not held
// against the server.
func NewNTP(midway bool) *NTP {
	s := &NTP{newAsked(ntpAsked)}
	s.asked.lost = midway
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *NTP) Reset() { s.asked.reset() }

// State returns "idle" or "asked".
func (s *NTP) State(Side) string {
	if s.asked.open() != nil {
		return "asked"
	}
	return "idle"
}

// Check judges a message, which must have gone through [wire.ParseNTP].
func (s *NTP) Check(side Side, m wire.NTP, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	switch m.Mode() {
	case wire.NTPClient:
		if side != Client {
			v.Outcome, v.Rule, v.Field = Invalid, RuleNTPMode, "Mode"
			break
		}
		s.ask(m, at)
	case wire.NTPServer:
		if side != Server {
			v.Outcome, v.Rule, v.Field = Invalid, RuleNTPMode, "Mode"
			break
		}
		v.Outcome, v.Rule, v.Field = s.answer(m)
	}
	v.After = s.State(side)
	return v
}

// ask notes a request by what the answer will have as its origin.
func (s *NTP) ask(m wire.NTP, at int64) {
	if a := s.asked.find(uint64(m.TransmitTime())); a != nil && a == &s.asked.slots[s.asked.last] {
		return // the same packet, doubled on the way
	}
	interleaved := uint64(0)
	if m.OriginTime() != 0 {
		interleaved = uint64(m.ReceiveTime())
	}
	s.asked.add(uint64(m.TransmitTime()), interleaved, at)
}

func (s *NTP) answer(m wire.NTP) (Outcome, *Rule, string) {
	a := s.find(uint64(m.OriginTime()))
	kiss := m.Stratum() == 0 // its other times mean nothing: RFC 5905 §7.4
	switch {
	case a == nil && s.asked.lost:
		return Valid, nil, ""
	case a == nil && !s.asked.any():
		return Invalid, RuleNTPUnasked, ""
	case a == nil:
		return Invalid, RuleNTPOrigin, "OriginTime"
	case m.TransmitTime() == 0 && !kiss:
		return Invalid, RuleNTPTransmit, "TransmitTime"
	case a.seen > 0:
		return Tolerated, RuleNTPDuplicate, "OriginTime"
	case a != &s.asked.slots[s.asked.last]:
		return Tolerated, RuleNTPOld, "OriginTime"
	}
	a.seen++
	s.asked.lost = false // later answers are to requests that were seen
	return Valid, nil, ""
}

// find returns the request that an answer with this origin is for.
func (s *NTP) find(origin uint64) *ask {
	if a := s.asked.find(origin); a != nil {
		return a
	}
	if last := &s.asked.slots[s.asked.last]; origin != 0 && last.used && last.tag == origin {
		return last
	}
	return nil
}

// Next appends what a side may send: a client a request at any time, a server an answer if it was asked.
func (s *NTP) Next(side Side, moves []Move) []Move {
	if side == Client {
		return append(moves, Move{Name: "request"})
	}
	if s.asked.open() != nil {
		moves = append(moves, Move{Name: "answer"})
	}
	return moves
}

// Build appends the message that side may send at a time to b: a request, or the answer to the last request from a server
// whose clock shows that time. The Session follows it as if it had been checked. It is of version 4.
func (s *NTP) Build(side Side, b []byte, at int64) ([]byte, error) {
	now := wire.NTPTimeOf(at/1e9, int(at%1e9))
	n := len(b)
	b = append(b, make([]byte, wire.NTPLen)...)
	m := wire.NTP(b[n:])
	m.SetVersion(4)
	m.SetMode(wire.NTPClient)
	m.SetTransmitTime(now)
	if side == Server {
		a := s.asked.open()
		if a == nil {
			return b[:n], ErrNoMove
		}
		m.SetMode(wire.NTPServer)
		m.SetStratum(1)
		m.SetOriginTime(wire.NTPTime(a.id))
		m.SetReceiveTime(now)
		m.SetReferenceTime(now)
	}
	s.Check(side, m, at)
	return b, nil
}

const ntpMark = 1

// AppendBinary appends a snapshot.
func (s *NTP) AppendBinary(b []byte) ([]byte, error) { return saved(b, ntpMark, s.asked.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *NTP) UnmarshalBinary(b []byte) error {
	c := NTP{newAsked(ntpAsked)}
	if err := restored(b, ntpMark, c.asked.visit); err != nil {
		return err
	}
	*s = c
	return nil
}
