package session_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// tlsStreams cuts both directions of a connection into records.
type tlsStreams struct {
	name  string
	file  string
	tally *captures.Tally
	c     *sequence.Connection
	s     *session.TLS
	b     [2][]byte
	state [2]int // 0 not known, 1 TLS, 2 not or no more
}

func (d *tlsStreams) side(side session.Side) sequence.Sink {
	return sequence.SinkFunc(func(e *sequence.Event) { d.take(side, e) })
}

func (d *tlsStreams) take(side session.Side, e *sequence.Event) {
	if d.s == nil {
		d.s = session.NewTLS(!d.c.Whole())
	}
	if d.state[0] == 2 || d.state[side] == 2 {
		return
	}
	if e.Kind == sequence.Gap {
		d.state[side] = 2
		d.s.Lost(side)
	}
	if e.Kind != sequence.Data {
		return
	}
	d.b[side] = append(d.b[side], e.Bytes...)
	for {
		r, err := wire.ParseTLSRecord(d.b[side])
		if err != nil {
			return
		}
		if d.state[side] == 0 && (r.Type() != wire.TLSHandshake && r.Type() != wire.TLSAlertRecord || !r.Plausible()) {
			d.state[side] = 2
			return
		}
		d.state[side] = 1
		n := wire.TLSRecordLen + int(r.Length())
		if n > len(r) {
			return
		}
		v := d.s.Check(side, r[:n:n], e.From.Time)
		d.tally.Add(d.file, fmt.Sprintf("%s %v %v at %d", d.name, side, r.Type(), e.Offset), e.From, v)
		d.b[side] = bytes.Clone(d.b[side][n:])
	}
}

// tlsNotHealthy are captures in which something is wrong indeed.
var tlsNotHealthy = map[string]string{
	"14749f0939af": "made for a test: bytes that are no record within the handshake",
	"289e643269f0": "a tunnel that looks like TLS: the server chooses what was not offered",
	"2d70158591b1": "made by a program: hellos of TLS 1.3 without key shares or with suites of TLS 1.2",
	"8c12dfbb04ec": "packets are cut, so that bytes of servers are missing",
	"98c086b3f2ca": "made for a test: the client's hello comes twice",
	"9c3affe008ed": "Heartbleed",
	"d4ea0832dc86": "made for a test: key share of a group that is not offered",
	"ef18bb9af83a": "not TLS",
}

func TestTLSCorpora(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		_ = captures.Read(file, captures.Uses{
			Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
				d := &tlsStreams{file: file, tally: &tally, name: fmt.Sprintf("%v>%v", c.Client(), c.Server()), c: c}
				return d.side(session.Client), d.side(session.Server)
			},
		})
	}
	tally.Log(t)
	tally.Quiet(t, tlsNotHealthy)
}
