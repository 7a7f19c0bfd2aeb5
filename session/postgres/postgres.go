// Package postgres judges the messages between a PostgreSQL client and its server by the state of their connection:
// version 3 of the protocol, as PostgreSQL's manual has it in "Frontend/Backend Protocol".
//
// A [Session] takes messages as [sequence.Framed] cuts them from the two directions of a connection, with
// [sequence.FramingPostgresClient] and [sequence.FramingPostgresServer]. [Session.Read] reads them for people, and
// [Session.Build] makes those that a side may send, so that a program can be one of the sides; [Login] answers what a
// server asks a client for at the start.
package postgres

import (
	"github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// A Session is a connection of a client to a PostgreSQL server. Once it is encrypted there are no claims.
//
// It remembers 1024 requests that wait for their answers. If a client sends more ahead, it makes no claims until the
// client has waited for the server again.
type Session struct {
	phase      phase
	minor      uint16 // version 3.minor
	tried      uint8  // kinds of encryption that were asked for
	asked      uint8  // the last of them
	negotiated bool
	keyed      bool // the key for cancelling came
	auth       auth

	queue   [requests]request
	head, n uint16
	stage   stage // of the answer to the request at the head
	columns int32 // of the rows at hand; -1 if that is not known

	status    byte // of the last ReadyForQuery, or 0
	failed    bool // an error came since
	skipping  bool // the server skips what comes, up to Sync
	inDone    bool // the client ended its copy
	outDone   bool // the server ended its copy
	stray     bool // a copy failed: what the client still sends of it is skipped
	synced    bool // a Sync came during a copy
	ended     bool // the client ended the connection
	fresh     bool // nothing came yet
	quiet     bool // the last message was ReadyForQuery
	quietTime int64
}

var _ session.Session[[]byte] = (*Session)(nil)

// requests is how many requests are remembered.
const requests = 1024

// silence is after how many nanoseconds without any message a client that is met midway is taken to have waited for the
// server: an answer to what it sent ahead would have come.
const silence = 1e9

// A phase is what a connection is at.
type phase uint8

const (
	atStart    phase = iota // the client's first message is next
	atByte                  // the byte that answers a request for encryption is next
	atAuth                  // until AuthenticationOk
	atSettings              // until the first ReadyForQuery
	atRequests              // the client asks and the server answers
	atDead                  // the server ended the connection
	atCancel                // the connection was for cancelling another
	atOpaque                // encrypted, or a version of the protocol before 3
	atUnknown               // met midway, or messages were lost
	phases
)

// A request is one that the server answers, by its type. Those that the answer depends on have types of their own.
type request = byte

const (
	describeStatement request = 's'
	describePortal    request = 'p'
	executeSome       request = 'e' // with a limit of rows
)

// A stage is where the answer to a request is.
type stage uint8

const (
	stageFirst    stage = iota // nothing of it came
	stageMore                  // a statement of a query ended
	stageRows                  // rows
	stageCopyIn                // the client copies
	stageCopyOut               // the server copies
	stageCopyBoth              // both do
	stageCopied                // the copy ended
	stageReady                 // only ReadyForQuery is left
	stageFailed                // as before, after an error
	stageRowsNext              // the parameters came, the rows' description is next
	stages
)

// New returns a Session of a connection. midway says that messages may have passed before the first.
func New(midway bool) *Session {
	s := new(Session)
	s.begin(midway)
	return s
}

func (s *Session) begin(midway bool) {
	*s = Session{fresh: true, columns: -1}
	if midway {
		s.phase = atUnknown
	}
}

// Reset makes the Session new, as one that begins midway.
func (s *Session) Reset() { s.begin(true) }

// Lost tells that messages may be missing before the next, of whichever side.
func (s *Session) Lost(session.Side) {
	if s.phase != atOpaque && s.phase != atCancel {
		s.begin(true)
		s.fresh = false
	}
}

// State returns, in the words of the manual as far as it has some: "start-up", "encryption", "authentication", "settings",
// "idle", "in transaction", "failed transaction", "query", "extended query", "function call", "copy-in", "copy-out",
// "copy-both", "skipping", "terminated", "cancel", "opaque" or "unknown". It is the same for both sides.
func (s *Session) State(session.Side) string {
	switch {
	case s.phase != atRequests:
		return [phases]string{"start-up", "encryption", "authentication", "settings", "", "terminated", "cancel", "opaque", "unknown"}[s.phase]
	case s.n > 0:
		return s.asking()
	case s.ended:
		return "terminated"
	case s.skipping:
		return "skipping"
	case s.status == 'T':
		return "in transaction"
	case s.status == 'E':
		return "failed transaction"
	}
	return "idle"
}

// asking is State while a request waits for its answer.
func (s *Session) asking() string {
	switch s.stage {
	case stageCopyIn:
		return "copy-in"
	case stageCopyOut:
		return "copy-out"
	case stageCopyBoth:
		return "copy-both"
	}
	switch s.queue[s.head] {
	case 'Q':
		return "query"
	case 'F':
		return "function call"
	}
	return "extended query"
}

// A finding is what is wrong with a message; the zero finding is that nothing is.
type finding struct {
	outcome session.Outcome
	rule    *session.Rule
	field   string
}

func invalid(r *session.Rule, field string) finding   { return finding{session.Invalid, r, field} }
func tolerated(r *session.Rule, field string) finding { return finding{session.Tolerated, r, field} }

// Check judges a message, all of it with its type and length; of a server also the byte that answers a request for
// encryption. The verdict's states are those of the connection.
func (s *Session) Check(side session.Side, m []byte, at int64) session.Verdict {
	v := session.Verdict{Before: s.State(side)}
	var f finding
	switch {
	case s.phase == atUnknown:
		s.learn(side, m, at)
	case s.phase == atOpaque:
	case s.phase == atCancel:
		f = invalid(RuleCancel, "")
	case side == session.Client:
		f = s.client(m)
	default:
		f = s.server(m)
	}
	if s.phase != atUnknown && f.outcome != session.Invalid {
		s.fresh = false
	}
	v.Outcome, v.Rule, v.Field = f.outcome, f.rule, f.field
	v.After = s.State(side)
	return v
}

// split returns type and body of a message, and whether its length is that of the message.
func split(m []byte) (t byte, body []byte, ok bool) {
	if len(m) < 5 || m[0] == 0 || int64(wire.Uint32(m, 1))+1 != int64(len(m)) {
		return 0, nil, false
	}
	return m[0], m[5:], true
}

// learn looks for a place to begin in a connection that is met midway: ReadyForQuery, after which the client is known to
// have waited for the server.
func (s *Session) learn(side session.Side, m []byte, at int64) {
	t, body, ok := split(m)
	quiet := s.quiet
	s.quiet = false
	switch {
	case side == session.Server:
		if ok && t == 'Z' && serverForm(t, body) {
			s.quiet, s.quietTime, s.status = true, at, body[0]
		}
	case s.fresh && len(m) >= 8 && m[0] == 0:
		if s.phase = atStart; s.start(m).outcome == session.Invalid {
			s.phase = atUnknown
		}
	case !quiet || !ok || !clientForm(t, body) || t != 'Q' && at-s.quietTime < silence:
	case t == 'Q' || t == 'P' || t == 'B' || t == 'F':
		s.phase = atRequests
		s.push(t)
	}
	s.fresh = false
}

// Read reads a message for people, as what it is in the state that the connection is in: call it before Check. The byte
// that answers a request for encryption is a [postgres.Opaque].
func (s *Session) Read(side session.Side, m []byte) postgres.Message {
	from := postgres.FromClient
	if side == session.Server {
		from = postgres.FromServer
	}
	if t, body, ok := split(m); ok && s.phase != atOpaque {
		return postgres.Read(from, wire.PGMessage{Type: t, Body: body})
	}
	if s.phase != atOpaque && side == session.Client && len(m) >= 8 && m[0] == 0 && int(wire.Uint32(m, 0)) == len(m) {
		return postgres.Read(from, wire.PGMessage{Body: m[4:]})
	}
	return &postgres.Opaque{Data: m}
}
