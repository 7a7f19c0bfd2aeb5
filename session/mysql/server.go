package mysql

import (
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// The bytes that packets of servers begin with.
const (
	headOK    = 0
	headMore  = 1
	headFile  = 0xfb
	headEOF   = 0xfe
	headError = 0xff
)

// fromServer takes the first packet of a server's message.
func (s *Session) fromServer(number uint8, b []byte) finding {
	failed := len(b) >= 3 && b[0] == headError
	switch {
	case s.phase == atDead:
		return invalid(RuleEnded, "")
	case s.phase == atBinlog:
		if failed || len(b) > 0 && b[0] == headEOF && len(b) < 9 {
			s.pop()
		}
		return finding{}
	case s.phase == atReady && failed: // it ends the connection
		s.phase = atDead
		return finding{}
	case s.phase == atReady:
		return invalid(RuleUnasked, "")
	case s.phase == atLogin, s.phase == atFile && !failed:
		return invalid(RulePhase, "")
	case number != s.next:
		return invalid(RuleSequence, "Seq")
	case len(b) == 0 && s.phase != atRows:
		return invalid(RuleFormat, "Length")
	}
	was := s.head
	f := s.message(b, failed)
	if f.outcome != session.Invalid && s.head == was { // else the answer to a command that was sent ahead is next
		s.next = number + 1
	}
	return f
}

func (s *Session) message(b []byte, failed bool) finding {
	switch {
	case failed && b[1]&b[2] == 0xff && s.phase > atAuth: // MariaDB's, of how far it is
		return finding{}
	case failed:
		s.fail()
		return finding{}
	}
	switch s.phase {
	case atGreeting:
		return s.greet(b)
	case atAuth:
		return s.authenticate(b)
	case atAnswer:
		return s.answer(b)
	case atRows:
		return s.row(b)
	case atColumnsEnd, atParametersEnd, atResultsEnd:
		return s.columnsEnd(b)
	}
	return s.column(b)
}

// fail takes an error.
func (s *Session) fail() {
	if s.phase == atGreeting || s.phase == atAuth && s.n == 0 {
		s.phase = atDead
		return
	}
	s.pop()
}

func (s *Session) greet(b []byte) finding {
	if b[0] == 9 { // of before 1998
		s.phase = atOpaque
		return finding{}
	}
	c, extended, ok := greeting(b)
	if !ok {
		return invalid(RuleGreeting, "")
	}
	s.server, s.offers, s.phase = c, extended, atLogin
	return finding{}
}

// authenticate takes a server's step of authentication.
func (s *Session) authenticate(b []byte) finding {
	if s.turn == turnClient {
		return invalid(RuleAuthTurn, "")
	}
	switch {
	case b[0] == headOK:
		if _, ok := okStatus(b, s.agreed); !ok {
			return invalid(RuleFormat, "OK")
		}
		s.in()
	case b[0] == headEOF && len(b) > 1 && s.agreed&wire.MySQLPluginAuth == 0:
		return invalid(RuleAuthSwitch, "Plugin")
	case b[0] == headEOF:
		s.turn = turnClient
	case b[0] == headMore && len(b) == 2 && b[1] == 3: // the password was known to the cache: OK follows
		s.turn = turnServer
	case b[0] == headMore && len(b) == 2 && b[1] == 4: // it was not
		s.turn = turnClient
	default:
		s.turn = turnBoth
	}
	return finding{}
}

// in ends authentication.
func (s *Session) in() {
	s.nStatement = 0
	if s.n > 0 { // another user
		s.unsure = false
		s.pop()
		return
	}
	s.phase = atReady
	if s.agreed&(wire.MySQLCompress|wire.MySQLZstd) != 0 {
		s.phase = atOpaque
	}
}

// command returns the command that is answered.
func (s *Session) command() wire.MySQLCommand { return wire.MySQLCommand(s.asked[s.head]) }

// gives reports whether a command's answer may have rows.
func gives(c wire.MySQLCommand) bool {
	return c == wire.MySQLQuery || c == wire.MySQLExecute || c == processInfo || c == bulkExecute
}

// answer takes the first packet of an answer.
func (s *Session) answer(b []byte) finding {
	c := s.command()
	switch {
	case c == wire.MySQLStatistics:
		s.pop()
		return finding{}
	case c == wire.MySQLPrepare:
		return s.prepare(b)
	case b[0] == headOK:
		return s.ok(b)
	case b[0] == headEOF && !gives(c):
		if s.agreed&wire.MySQLDeprecateEOF != 0 {
			return s.ok(b)
		}
		status, ok := eofStatus(b, s.agreed)
		return s.ends(status, ok, "EOF")
	case !gives(c):
		return invalid(RuleAnswer, "")
	case b[0] == headFile:
		if s.agreed&localFiles == 0 {
			return invalid(RuleLocalFile, "")
		}
		s.phase = atFile
		return finding{}
	}
	return s.announce(b)
}

func (s *Session) ok(b []byte) finding {
	status, ok := okStatus(b, s.agreed)
	if len(b) == 5 && b[0] == headEOF && !ok { // MariaDB answers some commands as if EOF were not deprecated
		status, ok = eofStatus(b, s.agreed)
	}
	if ok && s.command() == wire.MySQLResetConnection {
		s.nStatement, s.unsure = 0, false
	}
	return s.ends(status, ok, "OK")
}

// ends takes the end of a result.
func (s *Session) ends(status uint16, ok bool, field string) finding {
	more := status&moreResults != 0 && (gives(s.command()) || s.command() == wire.MySQLFetch)
	switch {
	case !ok:
		return invalid(RuleFormat, field)
	case more && !s.several && s.agreed&(multiStatements|multiResults|psMultiResults) == 0:
		return invalid(RuleMoreResults, "Status")
	case more:
		s.phase, s.columns = atAnswer, 0
	default:
		s.pop()
	}
	return finding{}
}

// announce takes the number of columns.
func (s *Session) announce(b []byte) finding {
	f := form{b: b}
	described := true
	if s.agreed&wire.MySQLOptionalMetadata != 0 {
		described = f.num(1) != 0
	}
	n, null := f.length()
	if s.extended&cacheMetadata != 0 {
		described = f.num(1) != 0
	}
	if !f.done() || null || n == 0 || n > 1<<16-1 {
		return invalid(RuleAnswer, "Columns")
	}
	s.columns, s.left = uint16(n), uint16(n)
	if s.phase = atColumns; !described {
		s.left = 0
		s.described()
	}
	return finding{}
}

// described goes on when all columns are described.
func (s *Session) described() {
	if s.phase++; s.agreed&wire.MySQLDeprecateEOF != 0 {
		s.afterColumns()
	}
}

// afterColumns goes on behind the end of columns.
func (s *Session) afterColumns() {
	switch {
	case s.phase == atColumnsEnd:
		s.phase = atRows
	case s.phase == atParametersEnd && s.after > 0:
		s.phase, s.left, s.after = atResults, s.after, 0
	default:
		s.pop()
	}
}

// prepare takes the first packet of the answer to Prepare.
func (s *Session) prepare(b []byte) finding {
	if b[0] != headOK || len(b) < 12 || b[9] != 0 {
		return invalid(RuleAnswer, "")
	}
	s.remember(number32(b))
	s.after, s.left = uint16(b[5])|uint16(b[6])<<8, uint16(b[7])|uint16(b[8])<<8
	if s.agreed&wire.MySQLOptionalMetadata != 0 && len(b) > 12 && b[12] == 0 {
		s.after, s.left = 0, 0
	}
	switch {
	case s.left > 0:
		s.phase = atParameters
	case s.after > 0:
		s.phase, s.left, s.after = atResults, s.after, 0
	default:
		s.pop()
	}
	return finding{}
}

// column takes the description of a column, or the end of a list of fields.
func (s *Session) column(b []byte) finding {
	end := b[0] == headEOF && len(b) < 9
	switch {
	case end && s.phase == atFields:
		s.pop()
		return finding{}
	case end, s.agreed&wire.MySQLProtocol41 != 0 && !columnForm(b, s.extended&extendedMetadata != 0, s.phase == atFields):
		return invalid(RuleColumns, "")
	case s.phase == atFields:
		return finding{}
	}
	if s.left--; s.left == 0 {
		s.described()
	}
	return finding{}
}

// columnsEnd takes the end of columns where EOF is not deprecated.
func (s *Session) columnsEnd(b []byte) finding {
	if b[0] != headEOF || len(b) >= 9 {
		return invalid(RuleEOF, "")
	}
	status, ok := eofStatus(b, s.agreed)
	switch {
	case !ok:
		return invalid(RuleFormat, "EOF")
	case s.phase == atColumnsEnd && status&cursor != 0: // rows are fetched later
		s.pop()
	default:
		s.afterColumns()
	}
	return finding{}
}

// row takes a row, or the end of rows.
func (s *Session) row(b []byte) finding {
	deprecated := s.agreed&wire.MySQLDeprecateEOF != 0
	switch c := s.command(); {
	case len(b) == whole:
		return finding{} // the rest is not at hand
	case len(b) > 0 && b[0] == headEOF && deprecated:
		if status, ok := okStatus(b, s.agreed); ok && len(b) >= 7 {
			return s.ends(status, ok, "OK")
		}
		return invalid(RuleEOF, "")
	case len(b) > 0 && b[0] == headEOF && len(b) < 9:
		status, ok := eofStatus(b, s.agreed)
		if !ok {
			return invalid(RuleEOF, "")
		}
		return s.ends(status, ok, "EOF")
	case c == wire.MySQLExecute || c == wire.MySQLFetch || c == bulkExecute:
		if len(b) < 1+(int(s.columns)+9)/8 || b[0] != 0 {
			return invalid(RuleRow, "")
		}
	case !rowForm(b, int(s.columns)):
		return invalid(RuleRow, "")
	}
	return finding{}
}
