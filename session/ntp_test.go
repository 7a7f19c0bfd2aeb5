package session_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

func ntp(mode wire.NTPMode, origin, receive, transmit wire.NTPTime) wire.NTP {
	m := make(wire.NTP, wire.NTPLen)
	m.SetVersion(4)
	m.SetMode(mode)
	m.SetStratum(2)
	m.SetOriginTime(origin)
	m.SetReceiveTime(receive)
	m.SetTransmitTime(transmit)
	return m
}

func TestNTP(t *testing.T) {
	type step struct {
		side session.Side
		m    wire.NTP
		rule *session.Rule
		want session.Outcome
	}
	request := func(x wire.NTPTime) step {
		return step{session.Client, ntp(wire.NTPClient, 0, 0, x), nil, session.Valid}
	}
	answer := func(origin wire.NTPTime, want session.Outcome, r *session.Rule) step {
		return step{session.Server, ntp(wire.NTPServer, origin, 77, 78), r, want}
	}
	kiss := step{session.Server, ntp(wire.NTPServer, 1, 0, 0), nil, session.Valid}
	kiss.m.SetStratum(0)
	many := []step{}
	for i := range 20 {
		many = append(many, request(wire.NTPTime(100+i)))
	}
	for _, tt := range []struct {
		name   string
		midway bool
		steps  []step
	}{
		{"plain", false, []step{request(1), answer(1, session.Valid, nil), request(2), answer(2, session.Valid, nil)}},
		{"unasked", false, []step{answer(1, session.Invalid, session.RuleNTPUnasked)}},
		{"midway", true, []step{answer(1, session.Valid, nil), request(2), answer(2, session.Valid, nil), answer(1, session.Invalid, session.RuleNTPOrigin)}},
		{"spoofed", false, []step{request(1), answer(9, session.Invalid, session.RuleNTPOrigin), answer(1, session.Valid, nil)}},
		{"twice", false, []step{request(1), answer(1, session.Valid, nil), answer(1, session.Tolerated, session.RuleNTPDuplicate)}},
		{"late", false, []step{request(1), request(2), answer(1, session.Tolerated, session.RuleNTPOld), answer(2, session.Valid, nil)}},
		{"turned", false, []step{{session.Server, ntp(wire.NTPClient, 0, 0, 1), session.RuleNTPMode, session.Invalid}}},
		{"other way round", false, []step{{session.Client, ntp(wire.NTPServer, 0, 0, 1), session.RuleNTPMode, session.Invalid}}},
		{"no time", false, []step{request(1), {session.Server, ntp(wire.NTPServer, 1, 2, 0), session.RuleNTPTransmit, session.Invalid}}},
		{"kiss of death", false, []step{request(1), kiss}},
		{"interleaved", false, []step{request(1), answer(1, session.Valid, nil),
			{session.Client, ntp(wire.NTPClient, 77, 5, 6), nil, session.Valid}, answer(5, session.Valid, nil)}},
		{"symmetric", false, []step{{session.Server, ntp(wire.NTPSymmetricActive, 4, 5, 6), nil, session.Valid}}},
		{"forgotten", false, append(many, answer(100, session.Valid, nil))},
	} {
		s := session.NewNTP(tt.midway)
		for i, k := range tt.steps {
			before, _ := s.AppendBinary(nil)
			v := s.Check(k.side, k.m, int64(i))
			if v.Outcome != k.want || v.Rule != k.rule {
				t.Errorf("%s, step %d: %v", tt.name, i, v)
			}
			if after, _ := s.AppendBinary(nil); !v.OK() && !bytes.Equal(before, after) {
				t.Errorf("%s, step %d: %v changed the state", tt.name, i, v)
			}
		}
	}
}

func FuzzNTP(f *testing.F) {
	f.Add([]byte(append(ntp(wire.NTPClient, 0, 0, 1), ntp(wire.NTPServer, 1, 2, 3)...)), uint32(2))
	f.Fuzz(func(t *testing.T, b []byte, sides uint32) {
		s := session.NewNTP(sides&1 != 0)
		for at := int64(0); ; at++ {
			m, err := wire.ParseNTP(b)
			if err != nil {
				return
			}
			before, _ := s.AppendBinary(nil)
			v := s.Check(session.Side(sides>>at&1), m, at)
			after, _ := s.AppendBinary(nil)
			if !v.OK() && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			var c session.NTP
			if err := c.UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
			b = b[1:]
		}
	})
}

func TestNTPNoAllocs(t *testing.T) {
	s, q, a := session.NewNTP(false), ntp(wire.NTPClient, 0, 0, 1), ntp(wire.NTPServer, 1, 2, 3)
	if n := testing.AllocsPerRun(100, func() { s.Check(session.Client, q, 0); s.Check(session.Server, a, 1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleNTP() {
	// One program plays both sides; then somebody who cannot see the request guesses.
	s := session.NewNTP(false)
	request, _ := s.Build(session.Client, nil, 1_000_000_000)
	answer, _ := s.Build(session.Server, nil, 1_000_000_500)
	fmt.Println(len(request), len(answer), s.State(session.Client))
	s.Build(session.Client, nil, 2_000_000_000)
	forged := bytes.Clone(answer)
	wire.NTP(forged).SetOriginTime(12345)
	fmt.Println(s.Check(session.Server, forged, 2_000_001_000))
	// Output:
	// 48 48 idle
	// invalid: RFC 5905 §8: origin time is that of no request (OriginTime, asked)
}
