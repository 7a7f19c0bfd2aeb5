package mysql

import (
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// client takes the first packet of a client's message.
func (s *Session) client(number uint8, b []byte) finding {
	switch {
	case s.ended:
		return invalid(RuleEnded, "")
	case s.phase == atDead || s.phase == atBinlog && (len(b) == 0 || b[0] != byte(wire.MySQLQuit)):
		return finding{} // what was on its way, and a replica that acknowledges
	case s.phase == atGreeting:
		return invalid(RulePhase, "")
	case s.phase == atLogin, s.phase == atAuth, s.phase == atFile:
		if number != s.next {
			return invalid(RuleSequence, "Seq")
		}
		return s.reply(number, b)
	}
	return s.ask(number, b)
}

// reply takes what a client says that is no command.
func (s *Session) reply(number uint8, b []byte) finding {
	switch s.phase {
	case atLogin:
		if f := s.login(b); f.rule != nil {
			return f
		}
	case atAuth:
		if s.turn == turnServer {
			return invalid(RuleAuthTurn, "")
		}
		s.turn = turnServer
	case atFile:
		if len(b) == 0 {
			s.phase = atAnswer
		}
	}
	s.next = number + 1
	return finding{}
}

// login takes a login, or what asks for TLS before it.
func (s *Session) login(b []byte) finding {
	if len(b) < 5 {
		return invalid(RuleFormat, "Length")
	}
	c := wire.MySQLCapabilities(uint32(b[0]) | uint32(b[1])<<8)
	if c&wire.MySQLProtocol41 != 0 {
		c |= wire.MySQLCapabilities(uint32(b[2])<<16 | uint32(b[3])<<24)
	}
	if c&wire.MySQLSSL != 0 && (len(b) == 32 || len(b) == 5) {
		if s.server&wire.MySQLSSL == 0 {
			return invalid(RuleSSL, "Capabilities")
		}
		s.phase = atOpaque
		return finding{}
	}
	if !loginForm(b, c) {
		return invalid(RuleFormat, "")
	}
	s.agreed, s.known, s.phase, s.turn = c&s.server, true, atAuth, turnServer
	if c&wire.MySQLProtocol41 != 0 && c&longPassword == 0 && s.server&longPassword == 0 {
		s.extended = s.offers & (uint32(b[28]) | uint32(b[29])<<8 | uint32(b[30])<<16 | uint32(b[31])<<24)
	}
	return finding{}
}

// isCommand reports whether clients may send a command.
func isCommand(c wire.MySQLCommand) bool {
	switch c {
	case 0, 11, 15, 16, 20, 29: // Sleep, Connect, Time, Delayed Insert, Connect Out, Daemon
		return false
	}
	return c <= groupReplication || c >= bulkExecute && c < 0xff
}

// ask takes a command.
func (s *Session) ask(number uint8, b []byte) finding {
	switch {
	case number != 0:
		return invalid(RuleSequence, "Seq")
	case len(b) == 0:
		return invalid(RuleFormat, "Length")
	}
	c := wire.MySQLCommand(b[0])
	switch {
	case !isCommand(c):
		return invalid(RuleCommand, "Command")
	case !commandForm(b):
		return invalid(RuleFormat, "Length")
	case s.unprepared(c, b):
		return invalid(RuleStatement, "Statement")
	}
	early := s.n > 0
	s.begins(c, b)
	switch {
	case early && c != wire.MySQLQuit:
		return tolerated(RuleEarly, "Command")
	case c == wire.MySQLExecute && (b[6] != 1 || b[7]|b[8]|b[9] != 0):
		return tolerated(RuleIterations, "Count")
	}
	return finding{}
}

// begins takes note of a command.
func (s *Session) begins(c wire.MySQLCommand, b []byte) {
	switch c {
	case wire.MySQLQuit:
		s.ended = true
	case wire.MySQLCloseStatement:
		s.forget(number32(b))
	case wire.MySQLSendLongData:
	case 19, 254, wire.MySQLClone, groupReplication: // their answers are not known
		s.Lost(session.Client)
	default:
		if c == wire.MySQLSetOption {
			s.several = true
		}
		s.push(c)
	}
}

func (s *Session) push(c wire.MySQLCommand) {
	if s.n == commands {
		s.Lost(session.Client)
		return
	}
	s.asked[(s.head+s.n)%commands] = uint8(c)
	if s.n++; s.n == 1 {
		s.expect()
	}
}

// pop removes the command that was answered.
func (s *Session) pop() {
	s.head = (s.head + 1) % commands
	if s.n--; s.n > 0 {
		s.expect()
		return
	}
	s.phase = atReady
}

// expect begins the answer to the command at the head.
func (s *Session) expect() {
	s.next, s.phase, s.columns, s.left, s.after = 1, atAnswer, 0, 0, 0
	switch wire.MySQLCommand(s.asked[s.head]) {
	case wire.MySQLChangeUser:
		s.phase, s.turn = atAuth, turnServer
	case wire.MySQLFieldList:
		s.phase = atFields
	case wire.MySQLFetch:
		s.phase = atRows
	case wire.MySQLBinlogDump, wire.MySQLBinlogDumpGTID:
		s.phase = atBinlog
	}
}

// number32 returns the statement that a command is about.
func number32(b []byte) uint32 {
	return uint32(b[1]) | uint32(b[2])<<8 | uint32(b[3])<<16 | uint32(b[4])<<24
}

// lastStatement is what MariaDB calls the statement that was prepared last.
const lastStatement = 1<<32 - 1

// unprepared reports whether a command is about a statement that there is not.
func (s *Session) unprepared(c wire.MySQLCommand, b []byte) bool {
	switch c {
	case wire.MySQLExecute, wire.MySQLSendLongData, wire.MySQLFetch, wire.MySQLResetStatement:
		id := number32(b)
		return s.n == 0 && !s.unsure && id != lastStatement && s.statement(id) < 0
	}
	return false
}

// statement returns where a statement is, or -1.
func (s *Session) statement(id uint32) int {
	for i, x := range s.statements[:s.nStatement] {
		if x == id {
			return i
		}
	}
	return -1
}

func (s *Session) remember(id uint32) {
	switch {
	case s.statement(id) >= 0:
	case s.nStatement == prepared:
		s.unsure = true
	default:
		s.statements[s.nStatement] = id
		s.nStatement++
	}
}

func (s *Session) forget(id uint32) {
	if i := s.statement(id); i >= 0 {
		s.nStatement--
		s.statements[i] = s.statements[s.nStatement]
	}
}
