package postgres

import (
	"strings"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// Lengths that servers take of a client's messages, type left out: of short ones, and of a step of authentication.
const (
	longestShort = 10000
	longestAuth  = 65535
)

// client takes a message of the client.
func (s *Session) client(m []byte) finding {
	switch {
	case s.ended && len(m) == 5 && m[0] == 'X': // pg_basebackup's processes share a connection, and both end it
		return tolerated(RuleEnded, "Type")
	case s.ended:
		return invalid(RuleEnded, "")
	case s.phase == atStart:
		return s.start(m)
	case s.phase == atByte:
		return invalid(RuleEncryptWait, "")
	case s.phase == atDead: // what was on its way
		return finding{}
	}
	t, body, ok := split(m)
	switch {
	case len(m) > 0 && strings.IndexByte(clientTypes, m[0]) < 0:
		return invalid(RuleType, "Type")
	case !ok:
		return invalid(RuleFormat, "Length")
	case tooLong(t, len(m)-1):
		return invalid(RuleLength, "Length")
	case !clientForm(t, body):
		return invalid(RuleFormat, "")
	case s.phase == atAuth:
		return s.authClient(t, body)
	case (t == 'B' || t == 'F') && !formats(t, body):
		return invalid(RuleBindFormats, "Formats")
	case t == 'p':
		return invalid(RuleAuthAsked, "Type")
	}
	return s.request(t, body)
}

// tooLong reports whether servers refuse a message of a type for its length.
func tooLong(t byte, n int) bool {
	switch t {
	case 'C', 'D', 'E', 'H', 'S', 'X', 'c':
		return n > longestShort
	case 'p':
		return n > longestAuth+4
	}
	return false
}

// copying reports whether the client may copy.
func (s *Session) copying() bool {
	return s.n > 0 && (s.stage == stageCopyIn || s.stage == stageCopyBoth) && !s.inDone
}

// request takes a message of the client that is for a server that is, or will be, ready.
func (s *Session) request(t byte, body []byte) finding {
	early := s.phase == atSettings && t != 'X'
	switch {
	case t == 'X':
		s.ended = true
	case s.copying():
		return s.copyIn(t)
	case t == 'd' || t == 'c' || t == 'f':
		if !s.stray {
			return invalid(RuleCopy, "Type")
		}
		s.stray = t == 'd' // and skipped
		return finding{}
	case t == 'H' || s.skipping && t != 'S':
	default:
		s.skipping, s.stray = false, false
		s.push(requestOf(t, body))
	}
	if early {
		return tolerated(RuleEarly, "")
	}
	return finding{}
}

// copyIn takes a message while the client copies.
func (s *Session) copyIn(t byte) finding {
	switch t {
	case 'd', 'H':
	case 'S':
		s.synced = true // servers overlook it
	case 'c', 'f':
		s.inDone = true
		s.copied()
	default:
		s.Lost(session.Client)
		return tolerated(RuleCopyMessage, "Type")
	}
	return finding{}
}

// copied goes on when a copy in both directions ended in both.
func (s *Session) copied() {
	if s.stage == stageCopyBoth && s.inDone && s.outDone {
		s.stage = stageCopied
	}
}

// requestOf returns what request a message is.
func requestOf(t byte, body []byte) request {
	switch {
	case t == 'D' && body[0] == 'S':
		return describeStatement
	case t == 'D':
		return describePortal
	case t == 'E' && wire.Uint32(body, len(body)-4) != 0:
		return executeSome
	}
	return t
}

// push adds a request to those that wait.
func (s *Session) push(r request) {
	if s.n == requests {
		s.Lost(session.Client)
		return
	}
	if s.n == 0 {
		s.stage, s.columns = stageFirst, -1
	}
	s.queue[(s.head+s.n)%requests] = r
	s.n++
}

// pop removes the request that was answered.
func (s *Session) pop() {
	s.head = (s.head + 1) % requests
	s.n--
	s.stage, s.columns = stageFirst, -1
}
