package postgres_test

import (
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/postgres"
)

// notHealthy are captures in which something is wrong indeed.
var notHealthy = map[string]string{}

func TestCorpora(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		_ = captures.Read(file, captures.Uses{Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
			if c.Server().Port() != 5432 {
				return nil, nil
			}
			s := postgres.New(!c.Whole())
			side := func(side session.Side, f *sequence.Framing) sequence.Sink {
				return sequence.NewFramed(nil, sequence.FramedConfig{Framing: f, Out: sequence.SinkFunc(func(e *sequence.Event) {
					switch e.Kind {
					case sequence.Message:
						name := fmt.Sprintf("%v>%v %v %.40q", c.Client(), c.Server(), side, e.Bytes)
						tally.Add(file, name, e.From, s.Check(side, e.Bytes, e.From.Time))
					case sequence.Data, sequence.Gap, sequence.Fault:
						s.Lost(side)
					}
				})})
			}
			return side(session.Client, &sequence.FramingPostgresClient), side(session.Server, &sequence.FramingPostgresServer)
		}})
	}
	tally.Log(t)
	tally.Quiet(t, notHealthy)
}
