package mysql_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	layer "github.com/gocap-project/gocap/layers/mysql"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/mysql"
	"github.com/gocap-project/gocap/wire"
)

// A said is a packet of a side.
type said struct {
	side session.Side
	b    []byte
}

func c(seq uint8, body ...byte) said {
	return said{session.Client, wire.MySQLPackets(nil).Add(seq, body...)}
}
func s(seq uint8, body ...byte) said {
	return said{session.Server, wire.MySQLPackets(nil).Add(seq, body...)}
}

// part is a packet that a message goes on behind.
func part(side session.Side, seq uint8, head byte) said {
	b := bytes.Repeat([]byte("x"), 1<<24-1)
	b[0] = head
	return said{side, append([]byte{0xff, 0xff, 0xff, seq}, b...)}
}

func ask(c wire.MySQLCommand, text string) said {
	return said{session.Client, wire.MySQLPackets(nil).Add(0, append([]byte{byte(c)}, text...)...)}
}

const (
	base = wire.MySQLProtocol41 | wire.MySQLSecureConnection | wire.MySQLPluginAuth | 1<<7 | 1<<17
	full = base | wire.MySQLDeprecateEOF
)

func greets(caps wire.MySQLCapabilities) said {
	return s(0, (&layer.Greeting{Version: []byte("8"), Scramble: make([]byte, 8), Capabilities: caps, Scramble2: make([]byte, 13)}).AppendWire(nil)...)
}

func login(caps wire.MySQLCapabilities) said {
	return c(1, (&layer.Login{SSLRequest: layer.SSLRequest{Capabilities: caps}, User: []byte("a")}).AppendWire(nil)...)
}

func ok(seq uint8, status uint16) said { return s(seq, 0, 0, 0, byte(status), byte(status>>8), 0, 0) }
func eof(seq uint8, status byte) said  { return s(seq, 0xfe, 0, 0, status, 0) }
func end(seq uint8, status byte) said  { return s(seq, 0xfe, 0, 0, status, 0, 0, 0) }
func failed(seq uint8) said            { return s(seq, []byte("\xff\x01\x02#12345no")...) }
func column(seq uint8) said            { return s(seq, (&layer.Column{Name: []byte("x")}).AppendWire(nil)...) }
func made(seq, id, columns, parameters byte) said {
	return s(seq, 0, id, 0, 0, 0, columns, 0, parameters, 0, 0, 0, 0)
}
func execute(id, times byte) said { return c(0, 23, id, 0, 0, 0, 0, times, 0, 0, 0) }

func list(parts ...any) (out []said) {
	for _, p := range parts {
		switch p := p.(type) {
		case said:
			out = append(out, p)
		case []said:
			out = append(out, p...)
		}
	}
	return out
}

func begun(caps wire.MySQLCapabilities) []said { return list(greets(caps), login(caps), ok(2, 2)) }

var query = ask(wire.MySQLQuery, "select 1")

// healthy are conversations in which nothing is wrong, with the state at their end.
var healthy = map[string]struct {
	state string
	said  []said
}{
	"login":         {"ready", begun(full)},
	"too many":      {"ended", list(s(0, []byte("\xff\x10\x04Too many")...))},
	"refused":       {"ended", list(greets(full), login(full), failed(2))},
	"tls":           {"opaque", list(greets(full|wire.MySQLSSL), c(1, (&layer.SSLRequest{Capabilities: full | wire.MySQLSSL}).AppendWire(nil)...), c(9, 9))},
	"compressed":    {"opaque", list(begun(full|wire.MySQLCompress), s(99))},
	"old":           {"ready", list(s(0, append([]byte("\x0a3\x00"), make([]byte, 15)...)...), c(1, 0, 0, 0, 0, 0, 'a', 0, 'p'), s(2, 0, 0, 0))},
	"auth switch":   {"ready", list(greets(full), login(full), s(2, []byte("\xfeplugin\x00data")...), c(3, 'x'), ok(4, 2))},
	"fast":          {"ready", list(greets(full), login(full), s(2, 1, 3), ok(3, 2))},
	"full auth":     {"ready", list(greets(full), login(full), s(2, 1, 4), c(3, 2), s(4, 1, '-'), c(5, 'x'), ok(6, 2))},
	"ping":          {"ready", list(begun(full), ask(wire.MySQLPing, ""), ok(1, 2))},
	"failure":       {"ready", list(begun(full), query, failed(1), query, ok(1, 2))},
	"rows":          {"ready", list(begun(full), query, s(1, 1), column(2), s(3, 1, '7'), s(4, 0xfb), end(5, 2))},
	"rows, EOF":     {"ready", list(begun(base), query, s(1, 1), column(2), eof(3, 2), s(4, 0), s(5, 0), eof(6, 2))},
	"rows fail":     {"ready", list(begun(full), query, s(1, 1), column(2), failed(3))},
	"several":       {"ready", list(begun(full), query, s(1, 1), column(2), end(3, 8), ok(4, 8), ok(5, 2))},
	"file":          {"ready", list(begun(full), query, s(1, 0xfb, 'f'), c(2, 'x'), c(3, 'y'), c(4), ok(5, 2))},
	"prepare":       {"ready", list(begun(full), ask(wire.MySQLPrepare, "x"), made(1, 1, 1, 2), column(2), column(3), column(4), c(0, 24, 1, 0, 0, 0, 0, 0, 'x'), execute(1, 1), s(1, 1), column(2), s(3, 0, 0, 1), end(4, 2), c(0, 25, 1, 0, 0, 0))},
	"prepare, EOF":  {"ready", list(begun(base), ask(wire.MySQLPrepare, "x"), made(1, 1, 1, 1), column(2), eof(3, 2), column(4), eof(5, 2), execute(1, 1), s(1, 1), column(2), eof(3, 0x40), c(0, 28, 1, 0, 0, 0, 5, 0, 0, 0), s(1, 0, 0, 9), eof(2, 0x80))},
	"prepare none":  {"ready", list(begun(full), ask(wire.MySQLPrepare, "x"), made(1, 1, 0, 0))},
	"fields":        {"ready", list(begun(full), ask(wire.MySQLFieldList, "t\x00"), column(1), eof(2, 2))},
	"statistics":    {"ready", list(begun(full), ask(wire.MySQLStatistics, ""), s(1, 'U'))},
	"set option":    {"ready", list(begun(full), ask(wire.MySQLSetOption, "\x00\x00"), eof(1, 2))},
	"change user":   {"ready", list(begun(full), ask(wire.MySQLChangeUser, "a\x00\x00"), s(1, []byte("\xfeplugin\x00data")...), c(2, 'x'), ok(3, 2))},
	"quit":          {"ended", list(begun(full), ask(wire.MySQLQuit, ""))},
	"shut down":     {"ended", list(begun(full), failed(0), query)},
	"replication":   {"ready", list(begun(full), ask(wire.MySQLBinlogDump, "0123456789"), s(1, 0, 'e'), c(0, 0xef), s(9, 0, 'e'), eof(3, 0))},
	"long":          {"ready", list(begun(full), part(0, 0, 3), c(1, 'x'), s(2, 1), column(3), part(1, 4, 0xfd), s(5, 'x'), end(6, 2))},
	"progress":      {"ready", list(begun(full), query, s(1, []byte("\xff\xff\xff\x01\x01\x01")...), ok(2, 2))},
	"what is given": {"ready", list(begun(full), ask(wire.MySQLResetConnection, ""), ok(1, 2))},
}

func check(t *testing.T, s *mysql.Session, m said) session.Verdict {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	_ = s.Read(m.side, m.b).String()
	v := s.Check(m.side, m.b, 0)
	after, _ := s.AppendBinary(nil)
	if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
		t.Fatalf("%+v: %x, then %x", v, before, after)
	}
	var again mysql.Session
	if err := again.UnmarshalBinary(after); err != nil {
		t.Fatal(err)
	}
	if b, _ := again.AppendBinary(nil); !bytes.Equal(b, after) {
		t.Fatalf("%x restored as %x", after, b)
	}
	return v
}

func TestHealthy(t *testing.T) {
	for name, tt := range healthy {
		s := mysql.New(false)
		for i, m := range tt.said {
			if v := check(t, s, m); !v.OK() {
				t.Errorf("%s: %d: %v %.60q: %v", name, i, m.side, m.b, v)
			}
		}
		if got := s.State(session.Client); got != tt.state {
			t.Errorf("%s: %s, not %s", name, got, tt.state)
		}
	}
}

// TestMidway begins each conversation at each of its packets, and loses each of them.
func TestMidway(t *testing.T) {
	for name, tt := range healthy {
		for from := range tt.said {
			begun, lost := mysql.New(true), mysql.New(false)
			for i, m := range tt.said {
				if i == from {
					lost.Lost(m.side)
				} else if v := lost.Check(m.side, m.b, 0); !v.OK() {
					t.Errorf("%s without %d: %d: %v", name, from, i, v)
				}
				if i < from {
					continue
				}
				if v := begun.Check(m.side, m.b, 0); !v.OK() {
					t.Errorf("%s from %d: %d: %v", name, from, i, v)
				}
			}
		}
	}
}

// TestLearn has a Session judge again after a loss.
func TestLearn(t *testing.T) {
	x := mysql.New(false)
	for _, m := range begun(full) {
		x.Check(m.side, m.b, 0)
	}
	x.Lost(session.Server)
	for i, m := range list(s(77), query, s(1, 1), column(2)) {
		if v := x.Check(m.side, m.b, 0); !v.OK() {
			t.Error(i, v)
		}
	}
	if v := x.Check(session.Server, s(3, 5).b, 0); v.Rule != mysql.RuleRow {
		t.Error(v)
	}
}

// planted has a fault at the end of each conversation, by the rule.
var planted = []struct {
	rule  *session.Rule
	field string
	said  []said
}{
	{mysql.RuleFormat, "Length", list(begun(full), said{session.Client, []byte{9, 0, 0, 0, 14}})},
	{mysql.RuleFormat, "Length", list(begun(full), ask(wire.MySQLPing, "x"))},
	{mysql.RuleFormat, "Length", list(begun(full), c(0))},
	{mysql.RuleFormat, "", list(greets(full), c(1, append([]byte{0, 0x82, 0, 0}, make([]byte, 28)...)...))},
	{mysql.RuleFormat, "OK", list(begun(full), query, s(1, 0, 0))},
	{mysql.RuleSequence, "Seq", list(begun(full), c(1, 14))},
	{mysql.RuleSequence, "Seq", list(begun(full), query, ok(2, 2))},
	{mysql.RuleSequence, "Seq", list(greets(full), login(full), ok(1, 2))},
	{mysql.RuleSequence, "Seq", list(begun(full), part(0, 0, 3), c(2, 'x'))},
	{mysql.RulePhase, "", list(login(full))},
	{mysql.RulePhase, "", list(greets(full), ok(1, 2))},
	{mysql.RulePhase, "", list(begun(full), query, s(1, 0xfb, 'f'), ok(2, 2))},
	{mysql.RuleGreeting, "", list(s(0, 77))},
	{mysql.RuleSSL, "Capabilities", list(greets(full), c(1, (&layer.SSLRequest{Capabilities: full | wire.MySQLSSL}).AppendWire(nil)...))},
	{mysql.RuleAuthSwitch, "Plugin", list(greets(full), login(full&^wire.MySQLPluginAuth), s(2, []byte("\xfeplugin\x00")...))},
	{mysql.RuleAuthTurn, "", list(greets(full), login(full), c(2, 'x'))},
	{mysql.RuleAuthTurn, "", list(greets(full), login(full), s(2, []byte("\xfeplugin\x00")...), ok(3, 2))},
	{mysql.RuleCommand, "Command", list(begun(full), c(0, 99))},
	{mysql.RuleCommand, "Command", list(begun(full), c(0, 0))},
	{mysql.RuleEarly, "Command", list(begun(full), query, query)},
	{mysql.RuleStatement, "Statement", list(begun(full), execute(1, 1))},
	{mysql.RuleIterations, "Count", list(begun(full), ask(wire.MySQLPrepare, "x"), made(1, 1, 0, 0), execute(1, 2))},
	{mysql.RuleEnded, "", list(begun(full), ask(wire.MySQLQuit, ""), query)},
	{mysql.RuleEnded, "", list(greets(full), login(full), failed(2), ok(3, 2))},
	{mysql.RuleUnasked, "", list(begun(full), ok(1, 2))},
	{mysql.RuleUnasked, "", list(begun(full), ask(wire.MySQLPrepare, "x"), made(1, 1, 0, 0), c(0, 24, 1, 0, 0, 0, 0, 0, 'x'), ok(1, 2))},
	{mysql.RuleAnswer, "", list(begun(full), ask(wire.MySQLPing, ""), s(1, 1))},
	{mysql.RuleAnswer, "Columns", list(begun(full), query, s(1, 1, 1, 1))},
	{mysql.RuleAnswer, "", list(begun(full), ask(wire.MySQLPrepare, "x"), ok(1, 2))},
	{mysql.RuleColumns, "", list(begun(base), query, s(1, 2), column(2), eof(3, 2))},
	{mysql.RuleColumns, "", list(begun(base), query, s(1, 2), s(2, 1, 'x'))},
	{mysql.RuleRow, "", list(begun(full), query, s(1, 1), column(2), s(3, 1, 'x', 1, 'y'))},
	{mysql.RuleRow, "", list(begun(full), ask(wire.MySQLPrepare, "x"), made(1, 1, 0, 0), execute(1, 1), s(1, 1), column(2), s(3, 1, 'x'))},
	{mysql.RuleEOF, "", list(begun(full), query, s(1, 1), column(2), eof(3, 2))},
	{mysql.RuleEOF, "", list(begun(base), query, s(1, 1), column(2), s(3, 1, 'x'))},
	{mysql.RuleLocalFile, "", list(begun(full&^(1<<7)), query, s(1, 0xfb, '/'))},
	{mysql.RuleMoreResults, "Status", list(begun(full&^(1<<17)), query, ok(1, 8))},
}

func TestPlanted(t *testing.T) {
	found := map[*session.Rule]bool{}
	for i, tt := range planted {
		s := mysql.New(false)
		last := len(tt.said) - 1
		for _, m := range tt.said[:last] {
			if v := check(t, s, m); !v.OK() {
				t.Errorf("%d: %v before %v", i, v, tt.rule.Name)
			}
		}
		v := check(t, s, tt.said[last])
		if v.Rule != tt.rule || v.Field != tt.field {
			t.Errorf("%d: %v, not %s of %q", i, v, tt.rule.Name, tt.field)
		}
		found[tt.rule] = true
	}
	for r := range mysql.Rules() {
		if !found[r] {
			t.Errorf("no fault is planted for %s", r.Name)
		}
	}
}

// TestAhead has a client send commands without waiting, as MariaDB's may.
func TestAhead(t *testing.T) {
	x := mysql.New(false)
	for _, m := range list(begun(full), query) {
		x.Check(m.side, m.b, 0)
	}
	for range 2 {
		if v := x.Check(session.Client, query.b, 0); v.Rule != mysql.RuleEarly || v.Outcome != session.Tolerated {
			t.Error(v)
		}
	}
	for i, m := range list(ok(1, 2), s(1, 1), column(2), end(3, 2), failed(1), query, ok(1, 2)) {
		if v := x.Check(m.side, m.b, 0); !v.OK() {
			t.Error(i, v)
		}
	}
	for range 100 {
		x.Check(session.Client, query.b, 0)
	}
	if v := x.Check(session.Server, ok(9, 2).b, 0); !v.OK() {
		t.Error(v)
	}
}

func TestNext(t *testing.T) {
	x := mysql.New(false)
	next := func(side session.Side) (out []string) {
		for _, m := range x.Next(side, nil) {
			out = append(out, m.Name)
		}
		return out
	}
	for i, tt := range []struct {
		m    said
		want string
	}{
		{greets(full), "[Login] []"},
		{login(full), "[] [OK AuthSwitch AuthMore ERR]"},
		{s(2, []byte("\xfeplugin\x00")...), "[AuthData] [ERR]"},
		{c(3, 'x'), "[] [OK AuthSwitch AuthMore ERR]"},
		{ok(4, 2), "[Command] [ERR]"},
		{query, "[] [OK Columns LocalFile ERR]"},
		{s(1, 1), "[] [Column ERR]"},
		{column(2), "[] [Row OK ERR]"},
		{end(3, 2), "[Command] [ERR]"},
		{ask(wire.MySQLPrepare, "x"), "[] [Prepared ERR]"},
	} {
		if v := x.Check(tt.m.side, tt.m.b, 0); !v.OK() {
			t.Fatal(v)
		}
		if got := fmt.Sprint(next(session.Client), " ", next(session.Server)); got != tt.want {
			t.Errorf("%d: %s, not %s", i, got, tt.want)
		}
	}
}

// TestSnapshot damages snapshots.
func TestSnapshot(t *testing.T) {
	x := mysql.New(false)
	for _, m := range list(begun(full), query) {
		x.Check(m.side, m.b, 0)
	}
	b, _ := x.AppendBinary(nil)
	for n := range b {
		if err := new(mysql.Session).UnmarshalBinary(b[:n]); !errors.Is(err, session.ErrSnapshot) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	b[1] = 200 // no phase
	if err := x.UnmarshalBinary(b); !errors.Is(err, session.ErrSnapshot) || x.State(session.Client) != "answer" {
		t.Error(err, x.State(session.Client))
	}
}

func TestNoAllocs(t *testing.T) {
	x := mysql.New(false)
	for _, m := range begun(full) {
		x.Check(m.side, m.b, 0)
	}
	all := list(query, s(1, 1), column(2), s(3, 1, '7'), end(4, 2), ask(wire.MySQLPrepare, "x"), made(1, 1, 0, 0), execute(1, 1), ok(1, 2), c(0, 25, 1, 0, 0, 0))
	if n := testing.AllocsPerRun(100, func() {
		for _, m := range all {
			if v := x.Check(m.side, m.b, 0); !v.OK() {
				t.Fatal(v)
			}
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzSession(f *testing.F) {
	for _, tt := range healthy {
		var b []byte
		for _, m := range tt.said {
			if len(m.b) < 256 {
				b = append(append(b, byte(len(m.b)), byte(m.side)), m.b...)
			}
		}
		f.Add(b, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, midway bool) {
		s := mysql.New(midway)
		for len(b) >= 2 {
			n, how := min(int(b[0]), len(b)-2), b[1]
			m := said{session.Side(how & 1), b[2 : 2+n]}
			b = b[2+n:]
			if how > 250 {
				s.Lost(m.side)
			}
			check(t, s, m)
			_ = s.Next(m.side, nil)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	x := mysql.New(false)
	for _, m := range begun(full) {
		x.Check(m.side, m.b, 0)
	}
	all := list(query, s(1, 1), column(2), s(3, 1, '7'), end(4, 2))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m := all[i%len(all)]
		x.Check(m.side, m.b, 0)
	}
}

func Example() {
	// A server asks for a file of a client that has not offered to give any.
	x := mysql.New(false)
	const caps = wire.MySQLProtocol41 | wire.MySQLSecureConnection
	for _, m := range list(greets(caps), login(caps), ok(2, 2), query, s(1, []byte("\xfb/etc/passwd")...)) {
		fmt.Println(x.Read(m.side, m.b), "-", x.Check(m.side, m.b, 0))
	}
	// Output:
	// greeting version "8" connection 0 charset 0 status 0 - valid
	// login user "a" - valid
	// OK affected 0 insert ID 0 status 2 warnings 0 - valid
	// Query "select 1" - valid
	// local file "/etc/passwd" - invalid: MySQL internals, LOCAL INFILE Request: asks for a file though the client did not offer that (answer)
}
