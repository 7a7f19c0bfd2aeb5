// Package mysql judges the packets between a client of MySQL or MariaDB and its server by the state of their connection:
// greeting and login, authentication, and commands with their answers, numbered as they must be.
//
// A [Session] takes packets, with their headers, as [sequence.Framed] cuts them from the two directions of a connection with
// [sequence.FramingMySQL]. [Session.Read] reads them for people, which takes knowing the state.
package mysql

import (
	"github.com/gocap-project/gocap/layers/mysql"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// A Session is a connection of a client to a server. Once it is encrypted or compressed there are no claims.
//
// It remembers 32 commands that were sent ahead of their answers, and 64 statements that are prepared. Beyond that it
// makes no claims. Nor does it about a connection that it did not see the beginning of: what packets mean depends on what
// client and server agreed on.
type Session struct {
	phase    phase
	server   wire.MySQLCapabilities // of the server
	agreed   wire.MySQLCapabilities // of both
	offers   uint32                 // what MariaDB's server can do beyond that
	extended uint32                 // of both
	known    bool                   // what was agreed on is known
	fresh    bool                   // nothing came yet
	next     uint8                  // number of the next packet of an answer, or of the start
	tail     [2]bool                // the side's next packet goes on with its message
	tailNext [2]uint8               // its number

	asked   [commands]uint8 // that wait for their answers, in a ring
	head, n uint8
	turn    turn
	left    uint16 // columns or parameters that are to be described
	after   uint16 // columns after the parameters
	columns uint16 // of the rows at hand; 0 if that is not known
	several bool   // the client turned several statements on

	statements [prepared]uint32 // numbers of those that are prepared
	nStatement uint8
	unsure     bool // there may be others
	ended      bool // the client ended the connection
}

var _ session.Session[[]byte] = (*Session)(nil)

const (
	commands = 32
	prepared = 64
)

// Capabilities that the session has to know, beyond those that change the form of packets. MySQL internals,
// "Capabilities Flags"; MariaDB's are the upper half of 64 bits.
const (
	longPassword      wire.MySQLCapabilities = 1
	localFiles        wire.MySQLCapabilities = 1 << 7
	multiStatements   wire.MySQLCapabilities = 1 << 16
	multiResults      wire.MySQLCapabilities = 1 << 17
	psMultiResults    wire.MySQLCapabilities = 1 << 18
	extendedMetadata                         = 1 << 3
	cacheMetadata                            = 1 << 4
	createDB                                 = wire.MySQLCommand(5)
	dropDB                                   = wire.MySQLCommand(6)
	shutdown                                 = wire.MySQLCommand(8)
	processInfo                              = wire.MySQLCommand(10)
	groupReplication                         = wire.MySQLCommand(33)
	bulkExecute                              = wire.MySQLCommand(0xfa) // MariaDB's
	progressErrorCode                        = 0xffff                  // MariaDB's
)

// A phase is what a connection is at.
type phase uint8

const (
	atGreeting phase = iota
	atLogin
	atAuth       // until the server's OK
	atReady      // for a command
	atAnswer     // the first packet of an answer is next
	atColumns    // descriptions of columns
	atColumnsEnd // their end
	atRows
	atParameters    // descriptions of a statement's parameters
	atParametersEnd // their end
	atResults       // descriptions of a statement's columns
	atResultsEnd
	atFields // a list of fields, until its end
	atFile   // the client's file, until an empty packet
	atBinlog // replication
	atDead   // the server ended the connection
	atOpaque // encrypted or compressed
	atUnknown
	phases
)

var phaseNames = [phases]string{"greeting", "login", "authentication", "ready", "answer", "columns", "columns' end", "rows", "parameters",
	"parameters' end", "columns", "columns' end", "fields", "file", "replication", "ended", "opaque", "unknown"}

// A turn is whose it is to authenticate.
type turn uint8

const (
	turnServer turn = iota
	turnClient
	turnBoth
	turns
)

// New returns a Session of a connection. midway says that packets may have passed before the first.
func New(midway bool) *Session {
	s := new(Session)
	s.begin(midway)
	return s
}

func (s *Session) begin(midway bool) {
	*s = Session{fresh: true}
	if midway {
		s.phase, s.unsure = atUnknown, true
	}
}

// Reset makes the Session new, as one that begins midway.
func (s *Session) Reset() { s.begin(true) }

// Lost tells that packets may be missing before the next, of whichever side. It is sure again at the next command.
func (s *Session) Lost(session.Side) {
	if s.phase == atOpaque {
		return
	}
	s.known = s.known && s.phase > atAuth && s.n <= 1 // of a client that sends ahead, no command says what comes next
	s.phase, s.unsure, s.fresh, s.n, s.tail = atUnknown, true, false, 0, [2]bool{}
}

// State returns "greeting", "login", "authentication", "ready", "answer", "columns", "rows", "parameters", "fields", "file",
// "replication", "ended", "opaque" or "unknown"; and "columns' end" and the like. It is the same for both sides.
func (s *Session) State(session.Side) string {
	if s.ended && s.phase == atReady {
		return phaseNames[atDead]
	}
	return phaseNames[s.phase]
}

// A finding is what is wrong with a packet; the zero finding is that nothing is.
type finding struct {
	outcome session.Outcome
	rule    *session.Rule
	field   string
}

func invalid(r *session.Rule, field string) finding   { return finding{session.Invalid, r, field} }
func tolerated(r *session.Rule, field string) finding { return finding{session.Tolerated, r, field} }

// whole is the length of a packet whose message goes on in the next.
const whole = 1<<24 - 1

// Check judges a packet, all of it with its header. The verdict's states are those of the connection.
func (s *Session) Check(side session.Side, m []byte, _ int64) session.Verdict {
	v := session.Verdict{Before: s.State(side)}
	f := s.judge(side, m)
	if f.outcome != session.Invalid {
		s.fresh = false
	}
	v.Outcome, v.Rule, v.Field = f.outcome, f.rule, f.field
	v.After = s.State(side)
	return v
}

func (s *Session) judge(side session.Side, m []byte) finding {
	switch {
	case s.phase == atOpaque:
		return finding{}
	case len(m) < 4 || int(m[0])|int(m[1])<<8|int(m[2])<<16 != len(m)-4:
		if s.phase == atUnknown {
			return finding{}
		}
		return invalid(RuleFormat, "Length")
	case s.phase == atUnknown && !s.learn(side, m[3], m[4:]):
		return finding{}
	case s.tail[side&1]:
		return s.goOn(side&1, m[3], len(m)-4)
	}
	var f finding
	if side == session.Client {
		f = s.client(m[3], m[4:])
	} else {
		f = s.fromServer(m[3], m[4:])
	}
	if f.outcome != session.Invalid && len(m)-4 == whole && s.phase != atUnknown {
		s.tail[side&1], s.tailNext[side&1] = true, m[3]+1
	}
	return f
}

// goOn takes a packet that goes on with a message.
func (s *Session) goOn(side session.Side, number uint8, n int) finding {
	if number != s.tailNext[side] {
		return invalid(RuleSequence, "Seq")
	}
	s.tail[side], s.tailNext[side] = n == whole, number+1
	if side == session.Server || s.phase == atFile || s.n <= 1 {
		s.next = number + 1
	}
	return finding{}
}

// learn looks for a place to begin in a connection that is met midway: the greeting, or the next command if it is known
// what was agreed on.
func (s *Session) learn(side session.Side, number uint8, b []byte) bool {
	switch {
	case side == session.Server && s.fresh && number == 0 && len(b) > 0:
		if _, _, ok := greeting(b); !ok {
			break
		}
		s.begin(false)
		return true
	case side == session.Client && s.known && number == 0 && len(b) > 0 && isCommand(wire.MySQLCommand(b[0])) && commandForm(b):
		s.phase = atReady
		return true
	}
	s.fresh = false
	return false
}

// Read reads a packet for people, as what it is in the state that the connection is in: call it before Check.
func (s *Session) Read(side session.Side, m []byte) mysql.Message {
	if len(m) < 4 || s.phase == atOpaque || s.phase == atUnknown && !s.known || s.tail[side&1] || len(m) == whole+4 {
		return &mysql.Opaque{Data: m}
	}
	p := wire.MySQLPacket{Seq: m[3], Payload: m[4:]}
	at := mysql.State{Phase: readPhases[s.phase], Server: s.server, Agreed: s.agreed, Left: int(s.left)}
	if s.n > 0 {
		at.Command = wire.MySQLCommand(s.asked[s.head])
	}
	if side == session.Client {
		return at.Read(mysql.FromClient, p)
	}
	return at.Read(mysql.FromServer, p)
}

// readPhases are the phases that tell package layers/mysql what a packet is.
var readPhases = [phases]mysql.Phase{atGreeting: mysql.Greeted, atLogin: mysql.LoggingIn, atAuth: mysql.Authenticating, atReady: mysql.Ready,
	atAnswer: mysql.Answering, atColumns: mysql.ColumnsNext, atColumnsEnd: mysql.ColumnsNext, atRows: mysql.RowsNext, atParameters: mysql.ParametersNext,
	atParametersEnd: mysql.ParametersNext, atResults: mysql.ParametersNext, atResultsEnd: mysql.ParametersNext, atFields: mysql.ColumnsNext,
	atFile: mysql.FileNext, atBinlog: mysql.Other, atDead: mysql.Other, atUnknown: mysql.Ready}
