package mysql

import (
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/internal/snapshot"
	"github.com/gocap-project/gocap/wire"
)

// Next appends what side may send now: "Greeting", "Login", "SSLRequest", "AuthData" and "Command" or "File"; and of
// servers "OK", "ERR", "EOF", "AuthSwitch", "AuthMore", "Columns", "Column", "Row", "Prepared", "LocalFile" and "Event". Of a connection
// that is encrypted, or was met midway and is not yet understood, it knows none.
func (s *Session) Next(side session.Side, moves []session.Move) []session.Move {
	if side == session.Client {
		return s.nextClient(moves)
	}
	return s.nextServer(moves)
}

func add(moves []session.Move, must bool, names ...string) []session.Move {
	for _, n := range names {
		moves = append(moves, session.Move{Name: n, Must: must})
	}
	return moves
}

func (s *Session) nextClient(moves []session.Move) []session.Move {
	switch {
	case s.ended:
		return moves
	case s.phase == atLogin && s.server&wire.MySQLSSL != 0:
		return add(moves, false, "Login", "SSLRequest")
	case s.phase == atLogin:
		return add(moves, true, "Login")
	case s.phase == atAuth && s.turn != turnServer:
		return add(moves, s.turn == turnClient, "AuthData")
	case s.phase == atFile:
		return add(moves, true, "File")
	case s.phase == atReady:
		return add(moves, false, "Command")
	}
	return moves
}

func (s *Session) nextServer(moves []session.Move) []session.Move {
	switch s.phase {
	case atGreeting:
		return add(moves, false, "Greeting", "ERR")
	case atAuth:
		if s.turn != turnClient {
			moves = add(moves, false, "OK", "AuthSwitch", "AuthMore")
		}
	case atAnswer:
		moves = s.nextAnswer(moves)
	case atColumns, atParameters, atResults:
		moves = add(moves, false, "Column")
	case atColumnsEnd, atParametersEnd, atResultsEnd:
		moves = add(moves, false, "EOF")
	case atFields:
		moves = add(moves, false, "Column", "EOF")
	case atRows:
		end := "EOF"
		if s.agreed&wire.MySQLDeprecateEOF != 0 {
			end = "OK"
		}
		moves = add(moves, false, "Row", end)
	case atBinlog:
		moves = add(moves, false, "Event", "EOF")
	case atReady:
	default:
		return moves
	}
	return add(moves, false, "ERR")
}

func (s *Session) nextAnswer(moves []session.Move) []session.Move {
	switch c := s.command(); {
	case c == wire.MySQLPrepare:
		return add(moves, false, "Prepared")
	case gives(c) && s.agreed&localFiles != 0:
		return add(moves, false, "OK", "Columns", "LocalFile")
	case gives(c):
		return add(moves, false, "OK", "Columns")
	}
	return add(moves, false, "OK")
}

// mark begins snapshots.
const mark = 'm'

// AppendBinary appends a snapshot.
func (s *Session) AppendBinary(b []byte) ([]byte, error) { return snapshot.Save(b, mark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *Session) UnmarshalBinary(b []byte) error {
	c := new(Session)
	if err := snapshot.Restore(b, mark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *Session) visit(v *snapshot.Visitor) {
	v.Below((*uint8)(&s.phase), int(phases))
	v.U32((*uint32)(&s.server))
	v.U32((*uint32)(&s.agreed))
	v.U32(&s.offers)
	v.U32(&s.extended)
	for _, p := range []*bool{&s.known, &s.fresh, &s.tail[0], &s.tail[1], &s.several, &s.unsure, &s.ended} {
		v.Bool(p)
	}
	for _, p := range []*uint8{&s.next, &s.tailNext[0], &s.tailNext[1]} {
		v.U8(p)
	}
	v.Below(&s.n, commands+1)
	for i := range s.n {
		v.U8(&s.asked[(s.head+i)%commands])
	}
	v.Below((*uint8)(&s.turn), int(turns))
	for _, p := range []*uint16{&s.left, &s.after, &s.columns} {
		v.U16(p)
	}
	v.Below(&s.nStatement, prepared+1)
	for i := range s.nStatement {
		v.U32(&s.statements[i])
	}
	if s.phase >= atAnswer && s.phase <= atBinlog && s.n == 0 { // answers are to commands
		s.phase = atUnknown
		v.Fail()
	}
}
