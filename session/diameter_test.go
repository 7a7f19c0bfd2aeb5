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

// heard is checked for Sessions that follow what is tolerated out of kindness: only what is Invalid must change nothing.
func heard[M any](t *testing.T, s session.Session[M], side session.Side, m M, at int64, want session.Outcome, rule *session.Rule) {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	v := s.Check(side, m, at)
	after, _ := s.AppendBinary(nil)
	if v.Outcome != want || v.Rule != rule {
		t.Errorf("%v, not %v %v", v, want, rule)
	}
	if v.Outcome == session.Invalid && !bytes.Equal(before, after) {
		t.Errorf("%v changed the state", v)
	}
}

// heardFuzzed is fuzzed for the same.
func heardFuzzed[M any](t *testing.T, s, other session.Session[M], side session.Side, m M, at int64) {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	v := s.Check(side, m, at)
	after, _ := s.AppendBinary(nil)
	if v.Outcome == session.Invalid && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
		t.Fatalf("%+v: %x, then %x", v, before, after)
	}
	if err := other.UnmarshalBinary(after); err != nil {
		t.Fatal(err)
	}
	if again, _ := other.AppendBinary(nil); !bytes.Equal(again, after) {
		t.Fatalf("%x, restored %x", after, again)
	}
	s.Next(side, nil)
	if s.State(side) == "" {
		t.Fatal("no state")
	}
}

// avp is an AVP of the base protocol.
func avp(code uint32, data ...byte) []byte {
	return wire.DiameterAVPs(nil).Add(wire.DiameterAVP{Code: code, Flags: wire.DiameterMandatory, Data: data})
}

// text is an AVP that is a name.
func text(code uint32, s string) []byte { return avp(code, []byte(s)...) }

// num is an AVP that is a number.
func num(code, n uint32) []byte { return avp(code, byte(n>>24), byte(n>>16), byte(n>>8), byte(n)) }

// AVPs of a client and a server.
var (
	avpFromC   = append(text(264, "c.example"), text(296, "example")...)
	avpFromS   = append(text(264, "s.example"), text(296, "example")...)
	avpNode    = append(append(avp(257, 0, 1, 192, 0, 2, 1), num(266, 0)...), text(269, "gocap")...)
	avpOK      = num(268, 2001)
	avpS1      = text(263, "c.example;1;1")
	avpTo      = text(283, "example")
	avpEnd     = append(num(258, 4), num(295, 1)...)
	diamReq    = wire.DiameterRequest
	diamReqPxy = wire.DiameterRequest | wire.DiameterProxiable
)

// diam returns a message whose hop-by-hop identifier is id and end-to-end identifier id+1000.
func diam(flags wire.DiameterFlags, c wire.DiameterCommand, app wire.DiameterApplication, id uint32, parts ...[]byte) wire.Diameter {
	m := wire.Diameter(append(make([]byte, wire.DiameterLen), bytes.Join(parts, nil)...))
	m.SetVersion(1)
	m.SetLength(uint32(len(m)))
	m.SetFlags(flags)
	m.SetCommand(c)
	m.SetApplication(app)
	m.SetHopByHop(id)
	m.SetEndToEnd(id + 1000)
	return m
}

// edited returns a changed copy of a message.
func edited(m wire.Diameter, f func(wire.Diameter)) wire.Diameter {
	m = bytes.Clone(m)
	f(m)
	return m
}

func TestDiameter(t *testing.T) {
	type step = controlStep[wire.Diameter]
	const c, u = session.Client, session.Server
	const cer, dwr, dpr, ccr, str = wire.DiameterCapabilitiesExchange, wire.DiameterDeviceWatchdog, wire.DiameterDisconnectPeer, wire.DiameterCreditControl, wire.DiameterSessionTermination
	ok := func(side session.Side, m wire.Diameter) step { return step{side, m, 0, session.Valid, nil} }
	bad := func(side session.Side, r *session.Rule, m wire.Diameter) step {
		return step{side, m, 0, session.Invalid, r}
	}
	mild := func(side session.Side, r *session.Rule, m wire.Diameter) step {
		return step{side, m, 0, session.Tolerated, r}
	}
	hello := ok(c, diam(diamReq, cer, 0, 1, avpFromC, avpNode, num(258, 4)))
	welcome := ok(u, diam(0, cer, 0, 1, avpOK, avpFromS, avpNode, num(258, 4), num(258, 5)))
	watch := diam(diamReq, dwr, 0, 2, avpFromC)
	watched := diam(0, dwr, 0, 2, avpOK, avpFromS)
	ask := diam(diamReqPxy, ccr, 4, 3, avpS1, avpFromC, avpTo)
	answer := diam(wire.DiameterProxiable, ccr, 4, 3, avpS1, avpOK, avpFromS)
	leave := diam(diamReq, dpr, 0, 9, avpFromC, num(273, 0))
	left := diam(0, dpr, 0, 9, avpOK, avpFromS)
	finish := diam(diamReqPxy, str, 4, 7, avpS1, avpFromC, avpTo, avpEnd)
	finished := diam(wire.DiameterProxiable, str, 4, 7, avpS1, avpOK, avpFromS)
	open := func(steps ...step) []step { return append([]step{hello, welcome}, steps...) }
	asked := func(steps ...step) []step { return append([]step{hello, welcome, ok(c, ask)}, steps...) }
	flags := func(m wire.Diameter, f wire.DiameterFlags) wire.Diameter {
		return edited(m, func(m wire.Diameter) { m.SetFlags(f) })
	}
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"life", open(ok(c, watch), ok(u, watched), ok(c, ask), ok(u, answer), ok(c, finish), ok(u, finished), ok(c, leave), ok(u, left))},
		{"server asks", open(ok(u, diam(diamReqPxy, wire.DiameterReAuth, 4, 3, avpS1, avpFromS, avpTo, text(293, "c.example"), num(258, 4), num(285, 0))),
			ok(c, diam(wire.DiameterProxiable, wire.DiameterReAuth, 4, 3, avpS1, avpOK, avpFromC)))},
		{"out of order", open(ok(c, ask), ok(c, watch), ok(u, watched), ok(u, answer))},
		{"protocol error", asked(ok(u, diam(wire.DiameterProxiable|wire.DiameterError, ccr, 4, 3, num(268, 3002), avpFromS)))},
		{"not yet", open(ok(c, leave), ok(u, diam(0, dpr, 0, 9, num(268, 5012), avpFromS)), ok(c, ask))},
		{"sent again with T", asked(ok(c, flags(ask, diamReqPxy|wire.DiameterRetransmitted)), ok(u, answer))},
		{"answered in flight", open(ok(u, edited(watch, func(m wire.Diameter) {})), ok(c, leave), ok(c, watched), ok(u, left))},

		{"version", open(bad(c, session.RuleDiameterVersion, edited(watch, func(m wire.Diameter) { m.SetVersion(2) })))},
		{"length", open(bad(c, session.RuleDiameterLength, edited(watch, func(m wire.Diameter) { m.SetLength(m.Length() - 4) })))},
		{"reserved", open(mild(c, session.RuleDiameterReserved, flags(watch, diamReq|1)), ok(u, watched))},
		{"error request", open(bad(c, session.RuleDiameterErrorRequest, flags(watch, diamReq|wire.DiameterError)))},
		{"answer sent again", open(ok(c, watch), bad(u, session.RuleDiameterAgainAnswer, flags(watched, wire.DiameterRetransmitted)))},
		{"proxiable watchdog", open(mild(c, session.RuleDiameterLocal, flags(watch, diamReqPxy)))},
		{"watchdog of an application", open(bad(c, session.RuleDiameterCommon, edited(watch, func(m wire.Diameter) { m.SetApplication(4) })))},
		{"AVP too long", open(bad(c, session.RuleDiameterAVP, edited(watch, func(m wire.Diameter) { m[27] = 200 })))},
		{"AVP too short", open(bad(c, session.RuleDiameterAVP, edited(watch, func(m wire.Diameter) { m[27] = 7 })))},
		{"number of three bytes", open(ok(c, watch), bad(u, session.RuleDiameterAVPSize, diam(0, dwr, 0, 2, avp(268, 0, 0, 1), avpFromS)))},
		{"padding", open(mild(c, session.RuleDiameterPadding, edited(watch, func(m wire.Diameter) { m[37] = 1 })))},
		{"AVP flags", open(mild(c, session.RuleDiameterAVPFlags, edited(watch, func(m wire.Diameter) { m[24] |= 1 })))},
		{"no origin", open(bad(c, session.RuleDiameterOrigin, diam(diamReq, dwr, 0, 2)))},
		{"no product", []step{bad(c, session.RuleDiameterMissing, diam(diamReq, cer, 0, 1, avpFromC))}},
		{"no cause", open(bad(c, session.RuleDiameterMissing, diam(diamReq, dpr, 0, 9, avpFromC)))},
		{"no application", open(mild(c, session.RuleDiameterMissing, diam(diamReqPxy, str, 4, 7, avpS1, avpFromC, avpTo, num(295, 1))))},
		{"two origins", open(bad(c, session.RuleDiameterRepeated, diam(diamReq, dwr, 0, 2, avpFromC, avpFromC)))},
		{"session behind", open(mild(c, session.RuleDiameterSessionFirst, diam(diamReqPxy, ccr, 4, 3, avpFromC, avpTo, avpS1)))},
		{"watchdog to elsewhere", open(bad(c, session.RuleDiameterPeerDestination, diam(diamReq, dwr, 0, 2, avpFromC, avpTo)))},
		{"answer to elsewhere", asked(mild(u, session.RuleDiameterDestination, diam(wire.DiameterProxiable, ccr, 4, 3, avpS1, avpOK, avpFromS, avpTo)))},
		{"to no realm", open(mild(c, session.RuleDiameterRealm, diam(diamReqPxy, ccr, 4, 3, avpS1, avpFromC)))},
		{"no result", open(ok(c, watch), bad(u, session.RuleDiameterResult, diam(0, dwr, 0, 2, avpFromS)))},
		{"error without flag", asked(bad(u, session.RuleDiameterErrorFlag, diam(wire.DiameterProxiable, ccr, 4, 3, avpS1, num(268, 3002), avpFromS)))},
		{"success with flag", asked(bad(u, session.RuleDiameterErrorFlag, flags(answer, wire.DiameterProxiable|wire.DiameterError)))},
		{"first", []step{bad(c, session.RuleDiameterFirst, watch), bad(u, session.RuleDiameterFirst, hello.m)}},
		{"second", []step{hello, bad(c, session.RuleDiameterFirst, watch), bad(u, session.RuleDiameterFirst, watch)}},
		{"refused", []step{hello, ok(u, diam(0, cer, 0, 1, num(268, 5010), avpFromS, avpNode)), bad(c, session.RuleDiameterRefused, watch)}},
		{"closing", open(ok(c, leave), mild(c, session.RuleDiameterClosing, watch))},
		{"closed", open(ok(c, leave), ok(u, left), bad(u, session.RuleDiameterClosed, watch), mild(c, session.RuleDiameterClosed, watch))},
		{"hop-by-hop", asked(bad(c, session.RuleDiameterHopByHop, edited(watch, func(m wire.Diameter) { m.SetHopByHop(3) })))},
		{"end-to-end", asked(bad(c, session.RuleDiameterEndToEnd, edited(watch, func(m wire.Diameter) { m.SetEndToEnd(1003) })))},
		{"end-to-end later", asked(step{c, edited(watch, func(m wire.Diameter) { m.SetEndToEnd(1003) }), 300e9, session.Valid, nil})},
		{"sent again", asked(mild(c, session.RuleDiameterAgain, ask), mild(c, session.RuleDiameterAgain, edited(ask, func(m wire.Diameter) { m.SetHopByHop(4) })))},
		{"unasked", open(bad(u, session.RuleDiameterUnasked, watched))},
		{"error unasked", open(mild(u, session.RuleDiameterUnasked, diam(0, dwr, 0, 2, num(268, 5005), avpFromS)))},
		{"twice", open(ok(c, watch), ok(u, watched), mild(u, session.RuleDiameterTwice, watched))},
		{"other command", asked(bad(u, session.RuleDiameterCommand, edited(watched, func(m wire.Diameter) { m.SetHopByHop(3) })))},
		{"other application", asked(bad(u, session.RuleDiameterApplication, edited(answer, func(m wire.Diameter) { m.SetApplication(5) })))},
		{"other end-to-end", asked(bad(u, session.RuleDiameterEcho, edited(answer, func(m wire.Diameter) { m.SetEndToEnd(5) })))},
		{"not proxiable", asked(bad(u, session.RuleDiameterProxiable, flags(answer, 0)))},
		{"other session", asked(bad(u, session.RuleDiameterSession, diam(wire.DiameterProxiable, ccr, 4, 3, text(263, "x"), avpOK, avpFromS)),
			bad(u, session.RuleDiameterSession, diam(wire.DiameterProxiable, ccr, 4, 3, avpOK, avpFromS)))},
		{"proxy info", open(ok(c, diam(diamReqPxy, ccr, 4, 3, avpS1, avpFromC, avpTo, avp(284, 1), avp(284, 2))),
			bad(u, session.RuleDiameterProxyInfo, answer), bad(u, session.RuleDiameterProxyInfo, diam(wire.DiameterProxiable, ccr, 4, 3, avpS1, avpOK, avpFromS, avp(284, 2), avp(284, 1))),
			ok(u, diam(wire.DiameterProxiable, ccr, 4, 3, avpS1, avpOK, avpFromS, avp(284, 1), avp(284, 2))))},
		{"not advertised", open(mild(c, session.RuleDiameterAgreed, diam(diamReqPxy, ccr, 9, 3, avpS1, avpFromC, avpTo)),
			mild(u, session.RuleDiameterAgreed, diam(diamReqPxy, ccr, 5, 3, avpS1, avpFromS, avpTo)))},
		{"vendor's application", []step{ok(c, diam(diamReq, cer, 0, 1, avpFromC, avpNode, avp(260, append(num(266, 10415), num(258, 16777238)...)...))), welcome,
			ok(u, diam(diamReqPxy, ccr, 16777238, 3, avpS1, avpFromS, avpTo))}},
		{"relay", []step{ok(c, diam(diamReq, cer, 0, 1, avpFromC, avpNode, num(258, 0xffffffff))), welcome, ok(u, diam(diamReqPxy, ccr, 9, 3, avpS1, avpFromS, avpTo))}},
		{"terminated", open(ok(c, finish), ok(u, finished), mild(c, session.RuleDiameterEnded, ask))},
	} {
		s := session.NewDiameter(false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { heard[wire.Diameter](t, s, k.side, k.m, k.at, k.want, k.rule) })
		}
	}

	s := session.NewDiameter(true)
	heard[wire.Diameter](t, s, u, watched, 0, session.Valid, nil)
	heard[wire.Diameter](t, s, c, ask, 0, session.Valid, nil)
	heard[wire.Diameter](t, s, u, watched, 1e9, session.Valid, nil)
	heard[wire.Diameter](t, s, u, watched, 61e9, session.Invalid, session.RuleDiameterUnasked)
	s.Lost(c)
	heard[wire.Diameter](t, s, u, watched, 62e9, session.Valid, nil)
}

// TestDiameterMany has more requests open than are remembered.
func TestDiameterMany(t *testing.T) {
	s := session.NewDiameter(true)
	for i := range uint32(1000) {
		heard[wire.Diameter](t, s, session.Client, diam(diamReq, wire.DiameterDeviceWatchdog, 0, i, avpFromC), int64(i)*1e9, session.Valid, nil)
	}
	for i := range uint32(1000) {
		heard[wire.Diameter](t, s, session.Server, diam(0, wire.DiameterDeviceWatchdog, 0, i, avpOK, avpFromS), 1001e9, session.Valid, nil)
	}
}

func TestDiameterNext(t *testing.T) {
	s := session.NewDiameter(false)
	names := func(side session.Side) (out string) {
		for _, m := range s.Next(side, nil) {
			out += fmt.Sprint(m.Name, " ", m.Must, ", ")
		}
		return out
	}
	if got := names(session.Client) + "/" + names(session.Server); got != "CER true, /" {
		t.Error(got)
	}
	s.Check(session.Client, diam(diamReq, wire.DiameterCapabilitiesExchange, 0, 1, avpFromC, avpNode), 0)
	if got := names(session.Client) + "/" + names(session.Server); got != "/CEA true, " {
		t.Error(got)
	}
	s.Check(session.Server, diam(0, wire.DiameterCapabilitiesExchange, 0, 1, avpOK, avpFromS, avpNode), 0)
	s.Check(session.Client, diam(diamReq, wire.DiameterDeviceWatchdog, 0, 2, avpFromC), 0)
	if got := names(session.Server); got != "answer true, request false, DWR false, DPR false, " {
		t.Error(got)
	}
	s.Check(session.Server, diam(diamReq, wire.DiameterDisconnectPeer, 0, 2, avpFromS, num(273, 0)), 0)
	if got := names(session.Client) + "/" + names(session.Server); got != "DPA true, answer false, /answer false, " {
		t.Error(got)
	}
}

// framedStream gives both directions of a connection, cut into messages, to take; lost is called for what is missing.
func framedStream(f *sequence.Framing, lost func(session.Side), take func(side session.Side, b []byte, from sequence.Source)) (sinks [2]sequence.Sink) {
	for side := range session.Side(2) {
		sinks[side] = sequence.NewFramed(nil, sequence.FramedConfig{Framing: f, Out: sequence.SinkFunc(func(e *sequence.Event) {
			switch e.Kind {
			case sequence.Message:
				take(side, e.Bytes, e.From)
			case sequence.Gap, sequence.Fault, sequence.Data:
				lost(side)
			}
		})})
	}
	return sinks
}

// TestDiameterCaptures has the connections of captures judged: what is not Valid must be known.
func TestDiameterCaptures(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		_ = captures.Read(file, captures.Uses{Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
			if c.Server().Port() != wire.PortDiameter && c.Client().Port() != wire.PortDiameter {
				return nil, nil
			}
			s := session.NewDiameter(!c.Whole())
			flip := session.Side(0)
			if c.Client().Port() == wire.PortDiameter && c.Server().Port() != wire.PortDiameter {
				flip = 1
			}
			sinks := framedStream(&sequence.FramingDiameter, s.Lost, func(side session.Side, b []byte, from sequence.Source) {
				tally.Add(file, fmt.Sprintf("%v>%v %v", c.Client(), c.Server(), side), from, s.Check(side^flip, b, from.Time))
			})
			return sinks[0], sinks[1]
		}})
	}
	tally.Log(t)
	tally.Quiet(t, map[string]string{
		"2d70158591b1": "made by a program: CER with a destination",
		"36bdda4a8f00": "made by a program: CEA without Host-IP-Address",
	})
}

func FuzzDiameter(f *testing.F) {
	f.Add([]byte(append(diam(diamReq, wire.DiameterCapabilitiesExchange, 0, 1, avpFromC, avpNode), diam(0, wire.DiameterCapabilitiesExchange, 0, 1, avpOK, avpFromS, avpNode)...)), uint32(2))
	f.Add([]byte(append(diam(diamReqPxy, wire.DiameterCreditControl, 4, 3, avpS1, avpFromC, avpTo), diam(diamReq, wire.DiameterDisconnectPeer, 0, 9, avpFromC, num(273, 0))...)), uint32(1<<31))
	f.Fuzz(func(t *testing.T, b []byte, sides uint32) {
		s := session.NewDiameter(sides&1<<31 != 0)
		for i := 0; len(b) >= wire.DiameterLen; i++ {
			n := max(wire.DiameterLen, min(int(wire.Uint32(b, 0)&0xffffff), len(b)))
			heardFuzzed[wire.Diameter](t, s, new(session.Diameter), session.Side(sides>>(i%31)&1), wire.Diameter(b[:n]), int64(i)*1e9)
			b = b[n:]
		}
		for n := range 200 { // damaged snapshots are errors, or restored
			if n < len(b) {
				_ = s.UnmarshalBinary(b[n:])
			}
		}
	})
}

func TestDiameterNoAllocs(t *testing.T) {
	s := session.NewDiameter(false)
	a, b := diam(diamReq, wire.DiameterCapabilitiesExchange, 0, 1, avpFromC, avpNode, num(258, 4)), diam(0, wire.DiameterCapabilitiesExchange, 0, 1, avpOK, avpFromS, avpNode)
	var moves [8]session.Move
	if n := testing.AllocsPerRun(100, func() {
		s.Check(session.Client, a, 0)
		s.Check(session.Server, b, 0)
		s.Next(session.Client, moves[:0])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkDiameter(b *testing.B) {
	s := session.NewDiameter(true)
	m, a := diam(diamReqPxy, wire.DiameterCreditControl, 4, 3, avpS1, avpFromC, avpTo), diam(wire.DiameterProxiable, wire.DiameterCreditControl, 4, 3, avpS1, avpOK, avpFromS)
	b.ReportAllocs()
	for i := range b.N {
		m.SetHopByHop(uint32(i))
		m.SetEndToEnd(uint32(i))
		a.SetHopByHop(uint32(i))
		a.SetEndToEnd(uint32(i))
		s.Check(session.Client, m, int64(i)*1e6)
		s.Check(session.Server, a, int64(i)*1e6)
	}
}

func ExampleDiameter() {
	s := session.NewDiameter(false)
	fmt.Println(s.Check(session.Client, diam(diamReq, wire.DiameterDeviceWatchdog, 0, 1, avpFromC), 0))
	// Output: invalid: RFC 6733 §5.6: message before the capabilities were exchanged (Command, Closed)
}
