package postgres

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/internal/snapshot"
	"github.com/gocap-project/gocap/wire"
)

// Build appends a message that side may send now to b, and follows it as if it had been checked. The error is
// [session.ErrNoMove] with the verdict, if it is not Valid. The byte that answers a request for encryption is a
// [postgres.Opaque].
func (s *Session) Build(side session.Side, b []byte, m postgres.Message, at int64) ([]byte, error) {
	n := len(b)
	if o, ok := m.(*postgres.Opaque); ok && s.phase == atByte && side == session.Server && len(o.Data) == 1 {
		b = append(b, o.Data...)
	} else {
		b = append(b, wire.PGMessages(nil).Add(wire.PGMessage{Type: m.Type(), Body: m.AppendWire(nil)})...)
	}
	was := *s
	if v := s.Check(side, b[n:], at); !v.OK() {
		*s = was
		return b[:n], fmt.Errorf("%w: %v", session.ErrNoMove, v)
	}
	return b, nil
}

// names are the messages' names in the manual, by type.
var (
	clientNames = map[byte]string{'B': "Bind", 'C': "Close", 'D': "Describe", 'E': "Execute", 'F': "FunctionCall", 'H': "Flush",
		'P': "Parse", 'Q': "Query", 'S': "Sync", 'X': "Terminate", 'c': "CopyDone", 'd': "CopyData", 'f': "CopyFail"}
	serverNames = map[byte]string{'1': "ParseComplete", '2': "BindComplete", '3': "CloseComplete", 'C': "CommandComplete",
		'D': "DataRow", 'G': "CopyInResponse", 'H': "CopyOutResponse", 'I': "EmptyQueryResponse", 'T': "RowDescription",
		'V': "FunctionCallResponse", 'W': "CopyBothResponse", 'Z': "ReadyForQuery", 'c': "CopyDone", 'd': "CopyData", 'n': "NoData",
		's': "PortalSuspended", 't': "ParameterDescription"}
)

// Next appends the messages that side may send now, by their names in the manual. Of a connection that is encrypted, or
// was met midway and not yet understood, it knows none.
func (s *Session) Next(side session.Side, moves []session.Move) []session.Move {
	if side == session.Client {
		return s.nextClient(moves)
	}
	return s.nextServer(moves)
}

func (s *Session) nextClient(moves []session.Move) []session.Move {
	if s.ended {
		return moves
	}
	switch s.phase {
	case atStart:
		moves = append(moves, session.Move{Name: "StartupMessage"})
		if s.tried&triedSSL == 0 {
			moves = append(moves, session.Move{Name: "SSLRequest"})
		}
		if s.tried&triedGSS == 0 {
			moves = append(moves, session.Move{Name: "GSSENCRequest"})
		}
		return append(moves, session.Move{Name: "CancelRequest"})
	case atAuth:
		if name := s.auth.answer(); name != "" {
			moves = append(moves, session.Move{Name: name, Why: RuleAuthOrder, Must: true})
		}
	case atRequests:
		return s.nextRequest(moves)
	}
	return moves
}

// answer returns the name of what a client owes.
func (a *auth) answer() string {
	switch a.asks {
	case 0:
		return ""
	case authPassword, authMD5:
		return "PasswordMessage"
	case authSASL:
		return "SASLInitialResponse"
	case authSASLMore:
		return "SASLResponse"
	}
	return "GSSResponse"
}

func (s *Session) nextRequest(moves []session.Move) []session.Move {
	types := "QPBDECFSHX"
	if s.copying() {
		types = "dcfX"
	}
	for _, t := range []byte(types) {
		moves = append(moves, session.Move{Name: clientNames[t], Must: s.skipping && t == 'S'})
	}
	return moves
}

func (s *Session) nextServer(moves []session.Move) []session.Move {
	switch s.phase {
	case atByte:
		return append(moves, session.Move{Name: "SSLResponse", Why: RuleEncryptAnswer, Must: true})
	case atAuth:
		if s.auth.asks == 0 {
			moves = append(moves, session.Move{Name: "Authentication", Must: true})
		}
		return append(moves, session.Move{Name: "ErrorResponse"}, session.Move{Name: "NoticeResponse"})
	case atSettings:
		moves = append(moves, session.Move{Name: "ParameterStatus"})
		if !s.keyed {
			moves = append(moves, session.Move{Name: "BackendKeyData"})
		}
		return append(moves, session.Move{Name: "ReadyForQuery"}, session.Move{Name: "ErrorResponse"}, session.Move{Name: "NoticeResponse"})
	case atRequests:
		return s.nextAnswer(moves)
	}
	return moves
}

func (s *Session) nextAnswer(moves []session.Move) []session.Move {
	for _, t := range []byte(serverTypes) {
		if s.n == 0 || serverNames[t] == "" {
			continue
		}
		if _, _, ok := s.step(t); ok {
			moves = append(moves, session.Move{Name: serverNames[t]})
		}
	}
	if s.n > 0 && s.stage != stageFailed {
		moves = append(moves, session.Move{Name: "ErrorResponse"})
	}
	return append(moves, session.Move{Name: "NoticeResponse"}, session.Move{Name: "ParameterStatus"}, session.Move{Name: "NotificationResponse"})
}

// mark begins snapshots.
const mark = 'p'

// AppendBinary appends a snapshot.
func (s *Session) AppendBinary(b []byte) ([]byte, error) { return snapshot.Save(b, mark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *Session) UnmarshalBinary(b []byte) error {
	c := New(false)
	if err := snapshot.Restore(b, mark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *Session) visit(v *snapshot.Visitor) {
	v.Below((*uint8)(&s.phase), int(phases))
	v.U16(&s.minor)
	v.Below(&s.tried, triedSSL|triedGSS+1)
	v.Below(&s.asked, triedSSL|triedGSS+1)
	for _, p := range []*bool{&s.negotiated, &s.keyed, &s.failed, &s.skipping, &s.inDone, &s.outDone, &s.stray, &s.synced, &s.ended, &s.fresh, &s.quiet} {
		v.Bool(p)
	}
	s.auth.visit(v)
	v.Below16(&s.n, requests+1)
	for i := range s.n {
		v.U8(&s.queue[(s.head+i)%requests])
	}
	v.Below((*uint8)(&s.stage), int(stages))
	v.I32(&s.columns)
	v.U8(&s.status)
	v.I64(&s.quietTime)
}

func (a *auth) visit(v *snapshot.Visitor) {
	v.Below(&a.method, authKinds)
	v.Below(&a.asks, authKinds)
	v.Bool(&a.final)
	v.Bool(&a.scram)
	v.Below(&a.n, mechanisms+2)
	for i := range min(a.n, mechanisms) {
		v.U64(&a.offered[i])
	}
}
