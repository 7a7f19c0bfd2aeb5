package postgres

import (
	"strings"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// server takes a message of the server.
func (s *Session) server(m []byte) finding {
	switch s.phase {
	case atByte:
		return s.answered(m)
	case atStart:
		return s.refused(m)
	case atDead:
		return invalid(RuleEnded, "")
	}
	t, body, ok := split(m)
	switch {
	case len(m) > 0 && strings.IndexByte(serverTypes, m[0]) < 0:
		return invalid(RuleType, "Type")
	case !ok:
		return invalid(RuleFormat, "Length")
	case !serverForm(t, body):
		return invalid(RuleFormat, "")
	case (t == 'G' || t == 'H' || t == 'W') && !copyFormats(body):
		return invalid(RuleCopyFormat, "Columns")
	case s.phase == atAuth:
		return s.authServer(t, body)
	case s.phase == atSettings:
		return s.settings(t, body)
	}
	return s.answer(t, body)
}

// refused takes what a server sends before the client has: nothing but that it refuses the connection.
func (s *Session) refused(m []byte) finding {
	t, body, ok := split(m)
	switch {
	case t != 'E':
		return invalid(RulePhase, "Type")
	case !ok || !serverForm(t, body):
		return invalid(RuleFormat, "")
	}
	s.phase = atDead
	return finding{}
}

// copyFormats reports whether the formats of a copy are known, and all of text in one of text.
func copyFormats(body []byte) bool {
	f := form{b: body[1:]}
	if body[0] == 1 {
		return known(f.numbers(2))
	}
	for _, c := range f.numbers(2) {
		if c != 0 {
			return false
		}
	}
	return body[0] == 0
}

// answer takes a message of a server that is ready or answers.
func (s *Session) answer(t byte, body []byte) finding {
	switch {
	case t == 'N', t == 'S', t == 'A':
		return finding{}
	case t == 'R', t == 'K', t == 'v':
		return invalid(RulePhase, "Type")
	case t == 'E':
		return s.error(body)
	case s.n == 0:
		return invalid(RuleUnasked, "Type")
	case t == 'Z' && !s.plausible(body[0]):
		return invalid(RuleStatus, "Status")
	case t == 'D' && s.stage == stageRows && s.columns >= 0 && int32(wire.Uint16(body, 0)) != s.columns:
		return invalid(RuleColumns, "Values")
	}
	next, done, ok := s.step(t)
	if !ok {
		return invalid(s.breaks(t), "Type")
	}
	s.follow(t, body, next, done)
	return finding{}
}

// plausible reports whether a transaction may be in a state now: an error ends it or has it fail, and nothing else does.
func (s *Session) plausible(status byte) bool {
	switch status {
	case 'T':
		return !s.failed
	case 'E':
		return s.failed || s.status == 'E' || s.status == 0
	}
	return true
}

// step returns the stage after a message of an answer, or that it is the last; ok is false if it is none.
func (s *Session) step(t byte) (next stage, done, ok bool) {
	switch r := s.queue[s.head]; r {
	case 'Q':
		return s.stepQuery(t)
	case 'E', executeSome:
		return s.stepExecute(t, r == executeSome)
	case describeStatement:
		switch s.stage {
		case stageFirst:
			return stageRowsNext, false, t == 't'
		}
		return 0, true, t == 'T' || t == 'n'
	case describePortal:
		return 0, true, t == 'T' || t == 'n'
	case 'F':
		if s.stage == stageFirst {
			return stageReady, false, t == 'V'
		}
		return 0, true, t == 'Z'
	case 'P':
		return 0, true, t == '1'
	case 'B':
		return 0, true, t == '2'
	case 'C':
		return 0, true, t == '3'
	}
	return 0, true, t == 'Z' // Sync
}

// stepQuery is step for a simple query.
func (s *Session) stepQuery(t byte) (next stage, done, ok bool) {
	if next, ok := s.stepCopy(t); ok {
		return next, false, true
	}
	switch s.stage {
	case stageFirst, stageMore:
		switch t {
		case 'T':
			return stageRows, false, true
		case 'C':
			return stageMore, false, true
		case 'I':
			return stageReady, false, s.stage == stageFirst
		case 'Z':
			return 0, true, s.stage == stageMore
		}
	case stageRows:
		if t == 'D' {
			return stageRows, false, true
		}
		return stageMore, false, t == 'C'
	case stageCopyIn:
		return stageMore, false, t == 'C' && s.inDone
	case stageCopied:
		if t == 'T' { // of a base backup, and of a stream of replication that ends
			return stageRows, false, true
		}
		return stageMore, false, t == 'C'
	case stageReady, stageFailed:
		return 0, true, t == 'Z'
	}
	return 0, false, false
}

// stepExecute is step for a portal that runs.
func (s *Session) stepExecute(t byte, some bool) (next stage, done, ok bool) {
	if next, ok := s.stepCopy(t); ok {
		return next, false, true
	}
	switch s.stage {
	case stageFirst, stageRows:
		switch t {
		case 'D':
			return stageRows, false, true
		case 'C':
			return 0, true, true
		case 's':
			return 0, true, some
		case 'I':
			return 0, true, s.stage == stageFirst
		}
	case stageCopyIn:
		return 0, true, t == 'C' && s.inDone
	case stageCopied:
		return 0, true, t == 'C'
	}
	return 0, false, false
}

// stepCopy is step for what begins, is and ends a copy.
func (s *Session) stepCopy(t byte) (next stage, ok bool) {
	switch s.stage {
	case stageFirst, stageMore, stageCopied:
		switch t {
		case 'G':
			return stageCopyIn, true
		case 'H':
			return stageCopyOut, true
		case 'W':
			return stageCopyBoth, true
		}
	case stageCopyOut:
		if t == 'c' {
			return stageCopied, true
		}
		return stageCopyOut, t == 'd'
	case stageCopyBoth:
		return stageCopyBoth, (t == 'd' || t == 'c') && !s.outDone
	}
	return 0, false
}

// breaks returns the rule that a message breaks which is no step of the answer.
func (s *Session) breaks(t byte) *session.Rule {
	simple := s.queue[s.head] == 'Q'
	switch {
	case s.stage == stageFailed:
		return RuleAfterError
	case t == 'D' && simple && (s.stage == stageFirst || s.stage == stageMore):
		return RuleRows
	case t == 's' && s.queue[s.head] == 'E':
		return RuleSuspended
	case t == 'd' || t == 'c':
		return RuleCopy
	case t == 'C' && s.stage == stageCopyIn:
		return RuleCopyDone
	}
	return RuleAnswer
}

// follow takes note of a step.
func (s *Session) follow(t byte, body []byte, next stage, done bool) {
	switch t {
	case 'Z':
		s.status, s.failed = body[0], false
	case 'T':
		s.columns = int32(wire.Uint16(body, 0))
	case 'G', 'W', 'H':
		s.inDone, s.outDone, s.synced = false, false, false
		if s.stage = next; t != 'H' {
			s.ahead()
			return
		}
	case 'c':
		s.outDone = true
	}
	if done {
		s.pop()
		return
	}
	s.stage = next
	s.copied()
}

// ahead takes back what the client sent ahead of a copy of its own: the server reads it as part of that. It overlooks Sync
// and fails at the rest.
func (s *Session) ahead() {
	second := (s.head + 1) % requests
	for s.n > 1 && s.queue[second] == 'S' {
		s.queue[second] = s.queue[s.head]
		s.head, second = second, (second+1)%requests
		s.n--
	}
	if s.n > 1 {
		s.Lost(session.Client)
	}
}

// error takes an error, which ends what the server does now.
func (s *Session) error(body []byte) finding {
	end, sure := fatal(body)
	switch {
	case end:
		s.phase = atDead
		return finding{}
	case s.n == 0 && !sure: // in a language that is not known, it may be the end
		s.Lost(session.Server)
		return finding{}
	case s.n == 0:
		return invalid(RuleUnasked, "Type")
	case s.stage == stageFailed:
		return invalid(RuleAfterError, "Type")
	}
	if s.copying() {
		s.stray = true
		if s.synced {
			s.Lost(session.Server) // whether the server was to skip that Sync is not known
			return finding{}
		}
	}
	s.failed = true
	switch s.queue[s.head] {
	case 'Q', 'F', 'S':
		s.stage = stageFailed
	default:
		s.skip()
	}
	return finding{}
}

// skip removes requests up to the next Sync, which is what the server does after an error in an extended query.
func (s *Session) skip() {
	for s.n > 0 && s.queue[s.head] != 'S' {
		s.pop()
	}
	s.skipping = s.n == 0
	s.stage = stageFirst
}
