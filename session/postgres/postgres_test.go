package postgres_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	layer "github.com/gocap-project/gocap/layers/postgres"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/postgres"
	"github.com/gocap-project/gocap/wire"
)

// A said is a message of a side.
type said struct {
	side session.Side
	b    []byte
}

func bytesOf(m layer.Message) []byte {
	return wire.PGMessages(nil).Add(wire.PGMessage{Type: m.Type(), Body: m.AppendWire(nil)})
}

func c(m layer.Message) said { return said{session.Client, bytesOf(m)} }
func s(m layer.Message) said { return said{session.Server, bytesOf(m)} }

// raw is a message with a body that may be malformed.
func raw(side session.Side, t byte, body ...byte) said {
	return said{side, wire.PGMessages(nil).Add(wire.PGMessage{Type: t, Body: body})}
}

func plain(t byte) layer.Message { return &layer.Plain{Letter: t} }
func ready(status byte) said     { return s(&layer.Ready{Status: status}) }
func query(q string) said        { return c(&layer.Query{Query: q}) }
func done(tag string) said       { return s(&layer.CommandComplete{Tag: tag}) }
func failed(severity string) said {
	return s(&layer.Response{Items: []layer.Item{{Kind: 'S', Text: severity}, {Kind: 'V', Text: severity}, {Kind: 'M', Text: "no"}}})
}
func auth(kind uint32, data string) said {
	return s(&layer.Authentication{Kind: kind, Data: []byte(data)})
}
func password(data string) said { return c(&layer.Password{Data: []byte(data)}) }
func described(n int) said {
	return s(&layer.RowDescription{Columns: make([]layer.Column, n)})
}
func row(n int) said        { return s(&layer.DataRow{Values: make([][]byte, n)}) }
func startUp() said         { return startOf(0) }
func startOf(m uint32) said { return c(startMessage(m)) }

func startMessage(minor uint32) layer.Message {
	return &layer.Startup{Version: wire.PGVersion3 + minor, Parameters: []layer.Parameter{{Name: "user", Value: "a"}}}
}

func key(secret int) said { return s(&layer.BackendKey{Process: 1, Secret: make([]byte, secret)}) }

// list joins messages and lists of them.
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

// begun is a start-up without authentication.
func begun() []said { return list(startUp(), auth(0, ""), key(4), ready('I')) }

var (
	ssl    = c(&layer.EncryptionRequest{})
	gss    = c(&layer.EncryptionRequest{GSS: true})
	parse  = c(&layer.Parse{Query: "select 1"})
	bind   = c(&layer.Bind{})
	run    = c(&layer.Execute{})
	some   = c(&layer.Execute{Most: 5})
	sync   = c(plain('S'))
	end    = c(plain('X'))
	copyIn = s(&layer.CopyResponse{Letter: 'G', Columns: []uint16{0}})
	yes    = said{session.Server, []byte("S")}
	no     = said{session.Server, []byte("N")}
	parsed = s(plain('1'))
	bound  = s(plain('2'))
)

func data(side session.Side) said { return raw(side, 'd', 'x') }

// healthy are conversations in which nothing is wrong, with the state at their end.
var healthy = map[string]struct {
	state string
	said  []said
}{
	"trust":          {"idle", begun()},
	"refused":        {"terminated", list(startUp(), failed("FATAL"))},
	"full":           {"terminated", list(failed("FATAL"))},
	"password":       {"settings", list(startUp(), auth(3, ""), password("x\x00"), auth(0, ""))},
	"md5":            {"settings", list(startUp(), auth(5, "salt"), password("md5"+strings.Repeat("0a", 16)+"\x00"), auth(0, ""))},
	"scram":          {"settings", list(startUp(), auth(10, "SCRAM-SHA-256\x00\x00"), password("SCRAM-SHA-256\x00\x00\x00\x00\x01n"), auth(11, "r"), password("c"), auth(12, "v"), auth(0, ""))},
	"oauth":          {"settings", list(startUp(), auth(10, "OAUTHBEARER\x00\x00"), password("OAUTHBEARER\x00\xff\xff\xff\xff"), auth(0, ""))},
	"gss":            {"settings", list(startUp(), auth(7, ""), password("t"), auth(8, "u"), password("v"), auth(0, ""))},
	"tls":            {"opaque", list(gss, no, ssl, yes, said{session.Client, []byte("\x16\x03")}, said{session.Server, []byte("?")})},
	"no tls":         {"authentication", list(ssl, no, startUp())},
	"old and no tls": {"terminated", list(ssl, failed("FATAL"))},
	"cancel":         {"cancel", list(ssl, no, c(&layer.Cancel{Process: 1, Secret: make([]byte, 4)}))},
	"version 3.2":    {"settings", list(startOf(2), auth(0, ""), key(32))},
	"version down":   {"settings", list(startOf(2), s(&layer.NegotiateVersion{}), auth(0, ""), key(4))},
	"version 2":      {"opaque", list(said{session.Client, append([]byte{0, 0, 1, 40, 0, 2, 0, 0}, make([]byte, 288)...)})},
	"select":         {"idle", list(begun(), query("select 1"), described(1), row(1), done("SELECT 1"), ready('I'))},
	"statements":     {"in transaction", list(begun(), query("begin; select 1"), done("BEGIN"), described(1), done("SELECT 0"), ready('T'))},
	"failure":        {"failed transaction", list(begun(), query("begin"), done("BEGIN"), ready('T'), query("x"), failed("ERROR"), ready('E'))},
	"rows and error": {"idle", list(begun(), query("x"), described(1), row(1), failed("ERROR"), ready('I'))},
	"nothing":        {"idle", list(begun(), query(";"), s(plain('I')), ready('I'))},
	"extended": {"idle", list(begun(), parse, c(&layer.Describe{What: 'S'}), bind, c(&layer.Describe{What: 'P'}), some, some, c(&layer.Close{What: 'P'}), c(plain('H')), parsed,
		s(&layer.ParameterTypes{}), s(plain('n')), bound, described(3), row(3), s(plain('s')), row(3), done("SELECT 2"), s(plain('3')), sync, ready('I'))},
	"pipeline": {"idle", list(begun(), parse, bind, run, parse, sync, parse, sync, parsed, bound, failed("ERROR"), ready('I'), parsed, ready('I'))},
	"skipping": {"skipping", list(begun(), parse, failed("ERROR"), bind, run, query("skipped"))},
	"skipped":  {"idle", list(begun(), parse, failed("ERROR"), bind, run, sync, ready('I'))},
	"deferred": {"idle", list(begun(), parse, bind, run, sync, parsed, bound, done("INSERT 0 1"), failed("ERROR"), ready('I'))},
	"copy in":  {"idle", list(begun(), query("copy"), copyIn, data(0), data(0), c(plain('c')), done("COPY 2"), ready('I'))},
	"copy in fails": {"idle", list(begun(), query("copy"), copyIn, data(0), failed("ERROR"), ready('I'), data(0), c(plain('c')), query("x"),
		done("X"), ready('I'))},
	"copy in given up":  {"idle", list(begun(), query("copy"), copyIn, c(&layer.CopyFail{}), failed("ERROR"), ready('I'))},
	"copy in, extended": {"idle", list(begun(), parse, bind, run, sync, parsed, bound, copyIn, data(0), c(plain('c')), sync, done("COPY 1"), ready('I'))},
	"copy out": {"idle", list(begun(), query("copy"), s(&layer.CopyResponse{Letter: 'H', Format: 1, Columns: []uint16{1}}), data(1),
		s(&layer.ParameterStatus{}), s(plain('c')), done("COPY 1"), ready('I'))},
	"replication": {"idle", list(begun(), query("start"), s(&layer.CopyResponse{Letter: 'W'}), data(1), data(0), c(plain('c')), data(1), s(plain('c')),
		described(1), row(1), done("SELECT"), done("START"), ready('I'))},
	"function":        {"idle", list(begun(), c(&layer.FunctionCall{}), s(&layer.FunctionResult{}), ready('I'))},
	"function fails":  {"idle", list(begun(), c(&layer.FunctionCall{}), failed("ERROR"), ready('I'))},
	"asynchronous":    {"idle", list(begun(), s(&layer.Notification{}), s(&layer.ParameterStatus{}), s(&layer.Response{Notice: true}))},
	"shut down":       {"terminated", list(begun(), failed("FATAL"), query("late"))},
	"terminate":       {"terminated", list(begun(), query("x"), end, done("X"), ready('I'))},
	"before password": {"authentication", list(startUp(), auth(3, ""), end)},
}

func check(t *testing.T, s *postgres.Session, m said, at int64) session.Verdict {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	_ = s.Read(m.side, m.b).String()
	v := s.Check(m.side, m.b, at)
	after, _ := s.AppendBinary(nil)
	if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
		t.Fatalf("%+v: %x, then %x", v, before, after)
	}
	var again postgres.Session
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
		s := postgres.New(false)
		for i, m := range tt.said {
			if v := check(t, s, m, 0); !v.OK() {
				t.Errorf("%s: %d: %v %q: %v", name, i, m.side, m.b, v)
			}
		}
		if got := s.State(session.Client); got != tt.state {
			t.Errorf("%s: %s, not %s", name, got, tt.state)
		}
	}
}

// TestMidway begins each conversation at each of its messages, and loses each of them.
func TestMidway(t *testing.T) {
	for name, tt := range healthy {
		for from := range tt.said {
			begun, lost := postgres.New(true), postgres.New(false)
			for i, m := range tt.said {
				if v := lost.Check(m.side, m.b, 0); i != from && !v.OK() {
					t.Errorf("%s without %d: %d: %v", name, from, i, v)
				}
				if i == from {
					lost.Lost(m.side)
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

// TestLearn has a Session that began midway judge again as soon as it knows.
func TestLearn(t *testing.T) {
	s := postgres.New(true)
	for i, m := range list(row(7), done("?"), ready('T'), query("x"), described(1)) {
		if v := s.Check(m.side, m.b, int64(i)); !v.OK() {
			t.Fatal(v)
		}
	}
	if v := s.Check(session.Server, row(2).b, 0); v.Rule != postgres.RuleColumns {
		t.Error(v)
	}
	s.Reset()
	for i, at := range []int64{0, 5, 2e9} { // a statement right after an answer may have been sent ahead, one after a silence not
		m := []said{ready('I'), parse, ready('I')}[i]
		s.Check(m.side, m.b, at)
	}
	if got := s.State(session.Client); got != "unknown" {
		t.Error(got)
	}
	if s.Check(session.Client, parse.b, 4e9); s.State(session.Client) != "extended query" {
		t.Error(s.State(session.Client))
	}
}

// planted has a fault at the end of each conversation, by the rule.
var planted = []struct {
	rule  *session.Rule
	field string
	said  []said
}{
	{postgres.RuleType, "Type", list(begun(), raw(0, 'Z', 'I'))},
	{postgres.RuleType, "Type", list(begun(), raw(1, 'Q', 0))},
	{postgres.RuleFormat, "", list(begun(), raw(0, 'Q', 'x'))},
	{postgres.RuleFormat, "", list(begun(), raw(0, 'D', 'X', 0))},
	{postgres.RuleFormat, "", list(begun(), raw(1, 'Z', 'X'))},
	{postgres.RuleFormat, "Length", list(begun(), said{session.Client, []byte("Q\x00\x00\x00\x09\x00")})},
	{postgres.RuleFormat, "Secret", list(raw(0, 0, 4, 210, 22, 46, 0, 0))},
	{postgres.RuleLength, "Length", list(begun(), raw(0, 'D', append(append([]byte("S"), bytes.Repeat([]byte("a"), 10000)...), 0)...))},
	{postgres.RuleLength, "Length", list(raw(0, 0, make([]byte, 10000)...))},
	{postgres.RulePhase, "Type", list(startUp(), query("x"))},
	{postgres.RulePhase, "Type", list(startUp(), ready('I'))},
	{postgres.RulePhase, "Type", list(begun(), auth(0, ""))},
	{postgres.RulePhase, "Type", list(query("x"))},
	{postgres.RulePhase, "Type", list(startUp(), auth(0, ""), key(4), key(4))},
	{postgres.RuleVersion, "Version", list(raw(0, 0, 0, 4, 0, 0, 0))},
	{postgres.RuleUser, "Parameters", list(raw(0, 0, 0, 3, 0, 0, 0))},
	{postgres.RuleNegotiate, "Version", list(startUp(), s(&layer.NegotiateVersion{Version: 2}))},
	{postgres.RuleKey, "Secret", list(startUp(), auth(0, ""), key(32))},
	{postgres.RuleEarly, "", list(startUp(), auth(0, ""), query("x"))},
	{postgres.RuleEncryptAnswer, "", list(ssl, said{session.Server, []byte("G")})},
	{postgres.RuleEncryptAnswer, "", list(gss, no, ssl, said{session.Server, []byte("G")})},
	{postgres.RuleEncryptAnswer, "", list(ssl, auth(0, ""))},
	{postgres.RuleEncryptWait, "", list(ssl, startUp())},
	{postgres.RuleEncryptTwice, "", list(ssl, no, ssl)},
	{postgres.RuleCancel, "", list(c(&layer.Cancel{Secret: make([]byte, 4)}), ready('I'))},
	{postgres.RuleAuthKind, "Kind", list(startUp(), auth(99, ""))},
	{postgres.RuleAuthOrder, "Kind", list(startUp(), auth(3, ""), auth(0, ""))},
	{postgres.RuleAuthOrder, "Kind", list(startUp(), auth(11, ""))},
	{postgres.RuleAuthOrder, "Kind", list(startUp(), auth(3, ""), password("x\x00"), auth(3, ""))},
	{postgres.RuleAuthAsked, "", list(startUp(), password("x\x00"))},
	{postgres.RuleMD5, "Data", list(startUp(), auth(5, "salt"), password("secret\x00"))},
	{postgres.RuleMechanism, "Data", list(startUp(), auth(10, "SCRAM-SHA-256\x00\x00"), password("PLAIN\x00\x00\x00\x00\x00"))},
	{postgres.RuleSCRAM, "Kind", list(startUp(), auth(10, "SCRAM-SHA-256\x00\x00"), password("SCRAM-SHA-256\x00\x00\x00\x00\x00"), auth(0, ""))},
	{postgres.RuleUnasked, "Type", list(begun(), done("X"))},
	{postgres.RuleUnasked, "Type", list(begun(), ready('I'))},
	{postgres.RuleUnasked, "Type", list(begun(), failed("ERROR"))},
	{postgres.RuleAnswer, "Type", list(begun(), parse, bound)},
	{postgres.RuleAnswer, "Type", list(begun(), query("x"), ready('I'))},
	{postgres.RuleAnswer, "Type", list(begun(), sync, done("X"))},
	{postgres.RuleRows, "Type", list(begun(), query("x"), row(1))},
	{postgres.RuleColumns, "Values", list(begun(), query("x"), described(2), row(1))},
	{postgres.RuleAfterError, "Type", list(begun(), query("x"), failed("ERROR"), done("X"))},
	{postgres.RuleAfterError, "Type", list(begun(), query("x"), failed("ERROR"), failed("ERROR"))},
	{postgres.RuleSuspended, "Type", list(begun(), run, row(1), s(plain('s')))},
	{postgres.RuleStatus, "Status", list(begun(), query("x"), done("X"), ready('E'))},
	{postgres.RuleStatus, "Status", list(begun(), query("x"), failed("ERROR"), ready('T'))},
	{postgres.RuleBindFormats, "Formats", list(begun(), c(&layer.Bind{Formats: []uint16{0, 0}, Values: [][]byte{nil}}))},
	{postgres.RuleBindFormats, "Formats", list(begun(), c(&layer.Bind{Results: []uint16{2}}))},
	{postgres.RuleBindFormats, "Formats", list(begun(), c(&layer.FunctionCall{Result: 7}))},
	{postgres.RuleCopy, "Type", list(begun(), data(0))},
	{postgres.RuleCopy, "Type", list(begun(), query("copy"), copyIn, data(1))},
	{postgres.RuleCopyDone, "Type", list(begun(), query("copy"), copyIn, done("COPY"))},
	{postgres.RuleCopyMessage, "Type", list(begun(), query("copy"), copyIn, query("x"))},
	{postgres.RuleCopyFormat, "Columns", list(begun(), query("copy"), s(&layer.CopyResponse{Letter: 'G', Columns: []uint16{1}}))},
	{postgres.RuleEnded, "", list(begun(), end, query("x"))},
	{postgres.RuleEnded, "Type", list(begun(), end, end)},
	{postgres.RuleEnded, "", list(begun(), failed("FATAL"), ready('I'))},
}

func TestPlanted(t *testing.T) {
	found := map[*session.Rule]bool{}
	for i, tt := range planted {
		s := postgres.New(false)
		last := len(tt.said) - 1
		for _, m := range tt.said[:last] {
			if v := check(t, s, m, 0); !v.OK() {
				t.Errorf("%d: %v before %v", i, v, tt.rule.Name)
			}
		}
		v := check(t, s, tt.said[last], 0)
		if v.Rule != tt.rule || v.Field != tt.field {
			t.Errorf("%d: %v, not %s of %q", i, v, tt.rule.Name, tt.field)
		}
		found[tt.rule] = true
	}
	for r := range postgres.Rules() {
		if !found[r] {
			t.Errorf("no fault is planted for %s", r.Name)
		}
	}
}

// TestAhead sends more ahead than is remembered.
func TestAhead(t *testing.T) {
	s := postgres.New(false)
	for _, m := range begun() {
		s.Check(m.side, m.b, 0)
	}
	for i := range 3000 {
		if v := s.Check(session.Client, parse.b, 0); !v.OK() {
			t.Fatal(i, v)
		}
	}
	if v := s.Check(session.Server, parsed.b, 0); !v.OK() || s.State(session.Server) != "unknown" {
		t.Error(v)
	}
}

func TestNext(t *testing.T) {
	s := postgres.New(false)
	next := func(side session.Side) (out []string) {
		for _, m := range s.Next(side, nil) {
			out = append(out, m.Name)
		}
		return out
	}
	for _, tt := range []struct {
		m    said
		want string
	}{
		{ssl, "[] [SSLResponse]"},
		{no, "[StartupMessage GSSENCRequest CancelRequest] []"},
		{startUp(), "[] [Authentication ErrorResponse NoticeResponse]"},
		{auth(10, "SCRAM-SHA-256\x00\x00"), "[SASLInitialResponse] [ErrorResponse NoticeResponse]"},
		{password("SCRAM-SHA-256\x00\x00\x00\x00\x00"), "[] [Authentication ErrorResponse NoticeResponse]"},
		{auth(12, ""), "[] [Authentication ErrorResponse NoticeResponse]"},
		{auth(0, ""), "[] [ParameterStatus BackendKeyData ReadyForQuery ErrorResponse NoticeResponse]"},
		{ready('I'), "[Query Parse Bind Describe Execute Close FunctionCall Sync Flush Terminate] [NoticeResponse ParameterStatus NotificationResponse]"},
		{query("x"), "[Query Parse Bind Describe Execute Close FunctionCall Sync Flush Terminate] " +
			"[CommandComplete CopyInResponse CopyOutResponse EmptyQueryResponse RowDescription CopyBothResponse ErrorResponse NoticeResponse ParameterStatus NotificationResponse]"},
		{copyIn, "[CopyData CopyDone CopyFail Terminate] [ErrorResponse NoticeResponse ParameterStatus NotificationResponse]"},
		{end, "[] [ErrorResponse NoticeResponse ParameterStatus NotificationResponse]"},
	} {
		if v := s.Check(tt.m.side, tt.m.b, 0); !v.OK() {
			t.Fatal(v)
		}
		if got := fmt.Sprint(next(session.Client), " ", next(session.Server)); got != tt.want {
			t.Errorf("after %q: %s, not %s", tt.m.b, got, tt.want)
		}
	}
}

func TestBuild(t *testing.T) {
	s := postgres.New(false)
	b, err := s.Build(session.Client, nil, &layer.Query{Query: "x"}, 0)
	if !errors.Is(err, session.ErrNoMove) || len(b) != 0 || s.State(session.Client) != "start-up" {
		t.Errorf("%q, %v, %s", b, err, s.State(session.Client))
	}
	for _, m := range []struct {
		side session.Side
		m    layer.Message
	}{
		{session.Client, &layer.EncryptionRequest{}}, {session.Server, &layer.Opaque{Data: []byte("N")}},
		{session.Client, startMessage(0)}, {session.Server, &layer.Authentication{}}, {session.Server, &layer.Ready{Status: 'I'}},
	} {
		if b, err = s.Build(m.side, b, m.m, 0); err != nil {
			t.Fatal(err)
		}
	}
	if want := "\x00\x00\x00\x08\x04\xd2\x16\x2fN"; !bytes.HasPrefix(b, []byte(want)) || s.State(session.Client) != "idle" {
		t.Errorf("%q, %s", b, s.State(session.Client))
	}
}

// TestSnapshot damages snapshots.
func TestSnapshot(t *testing.T) {
	s := postgres.New(false)
	for _, m := range list(begun(), parse, bind) {
		s.Check(m.side, m.b, 0)
	}
	b, _ := s.AppendBinary(nil)
	for n := range b {
		if err := new(postgres.Session).UnmarshalBinary(b[:n]); !errors.Is(err, session.ErrSnapshot) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	b[1] = 200 // no phase
	if err := s.UnmarshalBinary(b); !errors.Is(err, session.ErrSnapshot) || s.State(session.Client) != "extended query" {
		t.Error(err, s.State(session.Client))
	}
}

func TestNoAllocs(t *testing.T) {
	s := postgres.New(false)
	for _, m := range begun() {
		s.Check(m.side, m.b, 0)
	}
	all := list(query("x"), described(1), row(1), done("SELECT 1"), ready('I'), parse, bind, run, sync, parsed, bound, failed("ERROR"), ready('I'))
	if n := testing.AllocsPerRun(100, func() {
		for _, m := range all {
			if v := s.Check(m.side, m.b, 0); !v.OK() {
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
			b = append(append(b, byte(len(m.b)), byte(m.side)), m.b...)
		}
		f.Add(b, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, midway bool) {
		s := postgres.New(midway)
		for at := int64(0); len(b) >= 2; at += 1e8 {
			n, how := min(int(b[0]), len(b)-2), b[1]
			m := said{session.Side(how & 1), b[2 : 2+n]}
			b = b[2+n:]
			if how > 250 {
				s.Lost(m.side)
			}
			check(t, s, m, at)
			_ = s.Next(m.side, nil)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	s := postgres.New(false)
	for _, m := range begun() {
		s.Check(m.side, m.b, 0)
	}
	all := list(query("x"), described(1), row(1), done("SELECT 1"), ready('I'))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m := all[i%len(all)]
		s.Check(m.side, m.b, 0)
	}
}

func Example() {
	// A server ends a query that failed as if it had not.
	s := postgres.New(false)
	var b []byte
	for _, m := range begun() {
		s.Check(m.side, m.b, 0)
	}
	b, _ = s.Build(session.Client, b, &layer.Query{Query: "begin; drop table x"}, 0)
	fmt.Println(len(b), s.State(session.Client))
	for _, m := range []layer.Message{
		&layer.CommandComplete{Tag: "BEGIN"},
		&layer.Response{Items: []layer.Item{{Kind: 'S', Text: "ERROR"}, {Kind: 'C', Text: "42P01"}}},
		&layer.Ready{Status: 'T'},
	} {
		fmt.Println(s.Read(session.Server, bytesOf(m)), "-", s.Check(session.Server, bytesOf(m), 0))
	}
	// Output:
	// 25 query
	// CommandComplete "BEGIN" - valid
	// ErrorResponse S "ERROR" C "42P01" - valid
	// ReadyForQuery T - invalid: §54.7 of PostgreSQL 17, ReadyForQuery: transaction failed without an error, or goes on after one (Status, query)
}
