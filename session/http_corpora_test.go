package session_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
)

// httpStreams gives both directions of a connection to a Session, if it begins as HTTP.
type httpStreams struct {
	name  string
	file  string
	tally *captures.Tally
	c     *sequence.Connection
	s     *session.HTTP
	known bool
	not   bool
	ended [2]bool
}

func (d *httpStreams) side(side session.Side) sequence.Sink {
	return sequence.SinkFunc(func(e *sequence.Event) { d.take(side, e) })
}

func (d *httpStreams) take(side session.Side, e *sequence.Event) {
	if d.s == nil {
		d.s = session.NewHTTP(!d.c.Whole())
	}
	if d.not {
		return
	}
	switch e.Kind {
	case sequence.Gap:
		d.s.Lost(side)
	case sequence.End:
		if e.Reason == sequence.Finished && d.known && !d.ended[side] {
			d.ended[side] = true
			d.tally.Add(d.file, fmt.Sprintf("%s %v end", d.name, side), e.From, d.s.End(side))
		}
	case sequence.Data:
		line, _, _ := bytes.Cut(e.Bytes, []byte("\n"))
		if d.known = d.known || bytes.Contains(line, []byte("HTTP/1.")); !d.known {
			d.not = true
			return
		}
		d.tally.Add(d.file, fmt.Sprintf("%s %v at %d", d.name, side, e.Offset), e.From, d.s.Check(side, e.Bytes, e.From.Time))
	}
}

// httpNotHealthy are captures in which something is wrong indeed.
var httpNotHealthy = map[string]string{
	"00908de49305": "CONNECT with a path",
	"030cd3fca358": "made for a test: folded Transfer-Encoding",
	"09952b2e9d19": "made for a test: huge Content-Length",
	"1213d15a0f41": "made for a test: responses that nobody asked for",
	"18c1a8ff1b35": "made for a test: bytes before the method",
	"19b978d0c20d": "not HTTP",
	"1a51f82ed535": "CONNECT without Host",
	"3236dc8673bb": "CONNECT with two targets",
	"36f01c5d8d9e": "made for a test: names of fields with spaces",
	"3a744dd24cbf": "made for a test: the body is longer than its Content-Length",
	"50c9a61b3ab2": "made for a test: the body is longer than its Content-Length",
	"54b2a0b4e770": "HTTP to a server of SSH",
	"5bbdb30a0707": "made for a test: target with a space",
	"695a85fe768f": "made for a test: http/1.1 in lower case",
	"77df090890bf": "made for a test: bad chunk",
	"88d727442f7d": "made for a test: huge chunk",
	"8f5540b6245c": "made for a test: other bytes after a request",
	"935dbf9d629b": "made for a test: methods that are no tokens",
	"97f46415934f": "Content-Length and Transfer-Encoding",
	"a9efff22c956": "made for a test: negative Content-Length",
	"ac19d90dcfa3": "made for a test: the body is longer than its Content-Length",
	"c123cca8f251": "made for a test: the body is longer than its Content-Length",
	"c2f72d1fd038": "made for a test: target with a space",
	"c78e77e0469e": "made for a test: the body is longer than its Content-Length",
	"fd78384dcf03": "made for a test: http/1.1 in lower case",
}

func TestHTTPCorpora(t *testing.T) {
	var tally, evader captures.Tally
	for _, file := range captures.Files(t) {
		to := &tally
		if strings.Contains(file, "evader") { // made to be misread
			to = &evader
		}
		_ = captures.Read(file, captures.Uses{
			Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
				d := &httpStreams{file: file, tally: to, name: fmt.Sprintf("%v>%v", c.Client(), c.Server()), c: c}
				return d.side(session.Client), d.side(session.Server)
			},
		})
	}
	tally.Log(t)
	tally.Quiet(t, httpNotHealthy)
	t.Logf("of evasions: %d messages, %d invalid, %d tolerated", evader.Messages(), evader.Outcomes[2], evader.Outcomes[1])
}
