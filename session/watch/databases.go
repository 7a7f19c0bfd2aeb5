package watch

import (
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/mysql"
	"github.com/gocap-project/gocap/session/postgres"
)

// beginPostgres judges PostgreSQL.
func beginPostgres(s *stream, midway bool) [2]sequence.Sink {
	p := postgres.New(midway)
	framings := [2]*sequence.Framing{&sequence.FramingPostgresClient, &sequence.FramingPostgresServer}
	return framedBy(s, framings, 0, p.Lost, once(p.Check, p.Lost))
}

// beginMySQL judges MySQL.
func beginMySQL(s *stream, midway bool) [2]sequence.Sink {
	m := mysql.New(midway)
	return framed(s, &sequence.FramingMySQL, 0, m.Lost, once(m.Check, m.Lost))
}

// once has one cause make one finding: who goes on behind what is Invalid is in a state of its own.
func once(check func(session.Side, []byte, int64) session.Verdict, lost func(session.Side)) func(session.Side, []byte, int64) session.Verdict {
	return func(side session.Side, b []byte, at int64) session.Verdict {
		v := check(side, b, at)
		if v.Outcome == session.Invalid {
			lost(side)
		}
		return v
	}
}
