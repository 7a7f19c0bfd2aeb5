package mysql_test

import (
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/mysql"
)

// notHealthy are captures in which something is wrong indeed.
var notHealthy = map[string]string{
	"2d70158591b1": "made by a program: a login that is shorter than what is in it",
}

func TestCorpora(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		_ = captures.Read(file, captures.Uses{Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
			if c.Server().Port() != 3306 {
				return nil, nil
			}
			s := mysql.New(!c.Whole())
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
			return side(session.Client, &sequence.FramingMySQL), side(session.Server, &sequence.FramingMySQL)
		}})
	}
	tally.Log(t)
	tally.Quiet(t, notHealthy)
}
