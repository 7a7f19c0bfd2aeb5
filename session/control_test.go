package session_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// pfcp returns a message; seid 0 of a message without one is left out.
func pfcp(kind wire.PFCPMessage, seq uint32, seid uint64, ies ...byte) wire.PFCP {
	b := []byte{0x20, byte(kind), 0, 0}
	if kind.HasSEID() {
		b[0] |= 1
		b = append(b, byte(seid>>56), byte(seid>>48), byte(seid>>40), byte(seid>>32), byte(seid>>24), byte(seid>>16), byte(seid>>8), byte(seid))
	}
	b = append(b, byte(seq>>16), byte(seq>>8), byte(seq), 0)
	b = append(b, ies...)
	wire.PFCP(b).SetLength(uint16(len(b) - 4))
	return b
}

// fseid is an IE that names a session.
func fseid(n byte) []byte { return []byte{0, 57, 0, 13, 2, 0, 0, 0, 0, 0, 0, 0, n, 192, 0, 2, 1} }

func gtp2(kind wire.GTPv2Message, seq, teid uint32, ies ...byte) []byte {
	b := []byte{0x40, byte(kind), 0, 0}
	if kind.HasTEID() {
		b[0] |= 8
		b = append(b, byte(teid>>24), byte(teid>>16), byte(teid>>8), byte(teid))
	}
	b = append(b, byte(seq>>16), byte(seq>>8), byte(seq), 0)
	b = append(b, ies...)
	wire.GTPv2(b).SetLength(uint16(len(b) - 4))
	return b
}

func fteid(n byte) []byte { return []byte{87, 0, 9, 0, 0x8a, 0, 0, 0, n, 192, 0, 2, 1} }

type controlStep[M any] struct {
	side session.Side
	m    M
	at   int64
	want session.Outcome
	rule *session.Rule
}

func TestPFCP(t *testing.T) {
	type step = controlStep[wire.PFCP]
	const c, u = session.Client, session.Server
	ok := func(side session.Side, m wire.PFCP) step { return step{side, m, 0, session.Valid, nil} }
	bad := func(side session.Side, m wire.PFCP, o session.Outcome, r *session.Rule) step {
		return step{side, m, 0, o, r}
	}
	setup := []step{ok(c, pfcp(wire.PFCPAssociationSetupRequest, 1, 0)), ok(u, pfcp(wire.PFCPAssociationSetupResponse, 1, 0))}
	session1 := append(setup[:2:2], ok(c, pfcp(wire.PFCPSessionEstablishmentRequest, 2, 0, fseid(7)...)), ok(u, pfcp(wire.PFCPSessionEstablishmentResponse, 2, 7, fseid(9)...)))
	version := pfcp(wire.PFCPHeartbeatRequest, 1, 0)
	version[0] = 0x40
	flag := pfcp(wire.PFCPHeartbeatRequest, 1, 0)
	flag[0] |= 1
	flag = append(flag, make([]byte, 8)...)
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"session", append(session1[:4:4], ok(c, pfcp(wire.PFCPSessionModificationRequest, 3, 9)), ok(u, pfcp(wire.PFCPSessionModificationResponse, 3, 7)),
			ok(u, pfcp(wire.PFCPSessionReportRequest, 1, 7)), ok(c, pfcp(wire.PFCPSessionReportResponse, 1, 9)))},
		{"sent again", append(setup[:2:2], ok(c, pfcp(wire.PFCPHeartbeatRequest, 5, 0)), ok(c, pfcp(wire.PFCPHeartbeatRequest, 5, 0)), ok(u, pfcp(wire.PFCPHeartbeatResponse, 5, 0)),
			ok(c, pfcp(wire.PFCPHeartbeatRequest, 5, 0)), ok(u, pfcp(wire.PFCPHeartbeatResponse, 5, 0)))},
		{"unknown session", append(session1[:4:4], ok(c, pfcp(wire.PFCPSessionModificationRequest, 3, 99)), ok(u, pfcp(wire.PFCPSessionModificationResponse, 3, 0)))},
		{"version", []step{bad(c, version, session.Tolerated, session.RulePFCPVersion)}},
		{"flag", []step{bad(c, flag, session.Invalid, session.RulePFCPFlag)}},
		{"named too early", append(setup[:2:2], bad(c, pfcp(wire.PFCPSessionEstablishmentRequest, 2, 5, fseid(7)...), session.Invalid, session.RulePFCPFirst))},
		{"same number", []step{ok(c, pfcp(wire.PFCPAssociationSetupRequest, 1, 0)), bad(c, pfcp(wire.PFCPHeartbeatRequest, 1, 0), session.Invalid, session.RulePFCPSeq)}},
		{"unasked", append(setup[:2:2], bad(u, pfcp(wire.PFCPHeartbeatResponse, 9, 0), session.Invalid, session.RulePFCPUnasked))},
		{"kind", []step{ok(c, pfcp(wire.PFCPAssociationSetupRequest, 1, 0)), bad(u, pfcp(wire.PFCPHeartbeatResponse, 1, 0), session.Invalid, session.RulePFCPType)}},
		{"twice", append(setup[:2:2], bad(u, pfcp(wire.PFCPAssociationSetupResponse, 1, 0), session.Tolerated, session.RulePFCPTwice))},
		{"wrong name", append(setup[:2:2], ok(c, pfcp(wire.PFCPSessionEstablishmentRequest, 2, 0, fseid(7)...)),
			bad(u, pfcp(wire.PFCPSessionEstablishmentResponse, 2, 8, fseid(9)...), session.Invalid, session.RulePFCPSEID))},
		{"wrong name later", append(session1[:4:4], ok(c, pfcp(wire.PFCPSessionDeletionRequest, 3, 9)), bad(u, pfcp(wire.PFCPSessionDeletionResponse, 3, 9), session.Invalid, session.RulePFCPSEID))},
		{"no association", []step{bad(c, pfcp(wire.PFCPSessionEstablishmentRequest, 2, 0, fseid(7)...), session.Invalid, session.RulePFCPAssociation)}},
	} {
		s := session.NewPFCP(false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { checked[wire.PFCP](t, s, k.side, k.m, k.at, k.want, k.rule) })
		}
	}
	s := session.NewPFCP(true)
	checked[wire.PFCP](t, s, u, pfcp(wire.PFCPHeartbeatResponse, 9, 0), 0, session.Valid, nil)
	checked[wire.PFCP](t, s, c, pfcp(wire.PFCPSessionEstablishmentRequest, 2, 0, fseid(7)...), 0, session.Valid, nil)
}

func TestGTP(t *testing.T) {
	type step = controlStep[[]byte]
	const c, u = session.Client, session.Server
	ok := func(side session.Side, m []byte) step { return step{side, m, 0, session.Valid, nil} }
	bad := func(side session.Side, m []byte, o session.Outcome, r *session.Rule) step {
		return step{side, m, 0, o, r}
	}
	create, created := ok(c, gtp2(wire.GTPv2CreateSessionRequest, 1, 0, fteid(7)...)), ok(u, gtp2(wire.GTPv2CreateSessionResponse, 1, 7, fteid(9)...))
	flag := gtp2(wire.GTPv2EchoRequest, 1, 0)
	flag[0] |= 8
	flag = append(flag, 0, 0, 0, 0)
	one := []byte{0x32, byte(wire.GTPCreatePDPContextRequest), 0, 4, 0, 0, 0, 0, 0, 5, 0, 0}
	oneAnswer := bytes.Clone(one)
	oneAnswer[1]++
	bare := bytes.Clone(one)
	bare[0] = 0x30
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"session", []step{create, created, ok(c, gtp2(wire.GTPv2ModifyBearerRequest, 2, 9)), ok(u, gtp2(wire.GTPv2ModifyBearerResponse, 2, 7))}},
		{"command", []step{create, created, ok(c, gtp2(wire.GTPv2DeleteBearerCommand, 1<<23|5, 9)), ok(u, gtp2(wire.GTPv2DeleteBearerRequest, 1<<23|5, 7)), ok(c, gtp2(wire.GTPv2DeleteBearerResponse, 1<<23|5, 9))}},
		{"refused", []step{create, ok(u, gtp2(wire.GTPv2CreateSessionResponse, 1, 0))}},
		{"version 1", []step{ok(c, one), ok(u, oneAnswer)}},
		{"flag", []step{bad(c, flag, session.Invalid, session.RuleGTPFlag)}},
		{"same number", []step{create, bad(c, gtp2(wire.GTPv2EchoRequest, 1, 0), session.Invalid, session.RuleGTPSeq)}},
		{"unasked", []step{create, created, bad(u, gtp2(wire.GTPv2EchoResponse, 6, 0), session.Invalid, session.RuleGTPUnasked)}},
		{"kind", []step{create, bad(u, gtp2(wire.GTPv2EchoResponse, 1, 0), session.Invalid, session.RuleGTPType)}},
		{"twice", []step{create, created, bad(u, gtp2(wire.GTPv2CreateSessionResponse, 1, 7), session.Tolerated, session.RuleGTPTwice)}},
		{"endpoint", []step{create, bad(u, gtp2(wire.GTPv2CreateSessionResponse, 1, 8), session.Invalid, session.RuleGTPTEID)}},
		{"without a number", []step{bad(c, bare, session.Invalid, session.RuleGTPNumbered)}},
	} {
		s := session.NewGTP(false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { checked[[]byte](t, s, k.side, k.m, k.at, k.want, k.rule) })
		}
	}
}

// TestControlCaptures has the control protocols of captures judged: what is not Valid must be known.
func TestControlCaptures(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		gtps, pfcps := map[[2]string]*session.GTP{}, map[[2]string]*session.PFCP{}
		_ = captures.Read(file, captures.Uses{Datagram: func(d *captures.Datagram) {
			ends, side := [2]string{d.Src.String(), d.Dst.String()}, session.Client
			if ends[0] > ends[1] {
				ends[0], ends[1], side = ends[1], ends[0], session.Server
			}
			switch {
			case d.Src.Port() == 2123 || d.Dst.Port() == 2123:
				if gtps[ends] == nil {
					gtps[ends] = session.NewGTP(true)
				}
				tally.Add(file, fmt.Sprint(ends), d.From, gtps[ends].Check(side, d.Payload, d.From.Time))
			case d.Src.Port() == wire.PortPFCP || d.Dst.Port() == wire.PortPFCP:
				m, err := wire.ParsePFCP(d.Payload)
				if err != nil {
					return
				}
				if pfcps[ends] == nil {
					pfcps[ends] = session.NewPFCP(true)
				}
				tally.Add(file, fmt.Sprint(ends), d.From, pfcps[ends].Check(side, m, d.From.Time))
			}
		}})
	}
	tally.Log(t)
	tally.Quiet(t, map[string]string{})
}

func FuzzControl(f *testing.F) {
	f.Add([]byte(append(pfcp(wire.PFCPAssociationSetupRequest, 1, 0), pfcp(wire.PFCPAssociationSetupResponse, 1, 0)...)), uint32(2))
	f.Add(append(gtp2(wire.GTPv2CreateSessionRequest, 1, 0, fteid(7)...), gtp2(wire.GTPv2CreateSessionResponse, 1, 7, fteid(9)...)...), uint32(2))
	f.Fuzz(func(t *testing.T, b []byte, sides uint32) {
		p, g := session.NewPFCP(sides&1<<31 != 0), session.NewGTP(sides&1<<31 != 0)
		for i := 0; len(b) >= 4; i++ {
			n := min(4+int(wire.Uint16(b, 2)), len(b))
			side := session.Side(sides >> (i % 32) & 1)
			if m, err := wire.ParsePFCP(b[:n]); err == nil {
				fuzzed[wire.PFCP](t, p, new(session.PFCP), side, m)
			}
			fuzzed[[]byte](t, g, new(session.GTP), side, b[:n])
			b = b[n:]
		}
	})
}

// fuzzed checks a message, of which nothing is known, and restores the state into another Session.
func fuzzed[M any](t *testing.T, s, other session.Session[M], side session.Side, m M) {
	t.Helper()
	before, _ := s.AppendBinary(nil)
	v := s.Check(side, m, 0)
	after, _ := s.AppendBinary(nil)
	if !v.OK() && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
		t.Fatalf("%+v: %x, then %x", v, before, after)
	}
	if err := other.UnmarshalBinary(after); err != nil {
		t.Fatal(err)
	}
}

func TestControlNoAllocs(t *testing.T) {
	p, g := session.NewPFCP(false), session.NewGTP(false)
	a, b := pfcp(wire.PFCPAssociationSetupRequest, 1, 0), pfcp(wire.PFCPAssociationSetupResponse, 1, 0)
	x, y := gtp2(wire.GTPv2CreateSessionRequest, 1, 0, fteid(7)...), gtp2(wire.GTPv2CreateSessionResponse, 1, 7)
	if n := testing.AllocsPerRun(100, func() {
		p.Check(session.Client, a, 0)
		p.Check(session.Server, b, 0)
		g.Check(session.Client, x, 0)
		g.Check(session.Server, y, 0)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestControlBuild has two functions speak by Build; another Session finds all of it Valid.
func TestControlBuild(t *testing.T) {
	const c, u = session.Client, session.Server
	speaks, hears := session.NewPFCP(false), session.NewPFCP(false)
	for _, p := range []struct {
		side session.Side
		part session.PFCPPart
		fail bool
	}{
		{u, session.PFCPPart{Type: wire.PFCPHeartbeatResponse}, true},
		{c, session.PFCPPart{Type: wire.PFCPSessionEstablishmentRequest, IEs: fseid(7)}, true}, // before the association
		{c, session.PFCPPart{Type: wire.PFCPAssociationSetupRequest}, false},
		{u, session.PFCPPart{Type: wire.PFCPAssociationSetupResponse}, false},
		{c, session.PFCPPart{Type: wire.PFCPSessionEstablishmentRequest, IEs: fseid(7)}, false},
		{u, session.PFCPPart{Type: wire.PFCPHeartbeatResponse}, true},
		{u, session.PFCPPart{Type: wire.PFCPSessionEstablishmentResponse, IEs: fseid(9)}, false},
		{u, session.PFCPPart{Type: wire.PFCPSessionReportRequest, SEID: 7}, false},
		{c, session.PFCPPart{Type: wire.PFCPSessionReportResponse}, false},
	} {
		b, err := speaks.Build(p.side, nil, p.part, 0)
		if (err != nil) != p.fail {
			t.Fatalf("%v: %v", p.part.Type, err)
		}
		if err != nil {
			continue
		}
		m, err := wire.ParsePFCP(b)
		if err != nil {
			t.Fatal(err)
		}
		if v := hears.Check(p.side, m, 0); !v.OK() {
			t.Errorf("%v: %v", p.part.Type, v)
		}
		if p.part.Type == wire.PFCPSessionReportResponse && m.SEID() != 9 {
			t.Errorf("the answer is for session %d", m.SEID())
		}
	}
	node, other := session.NewGTP(false), session.NewGTP(false)
	for _, p := range []struct {
		side session.Side
		part session.GTPPart
		fail bool
	}{
		{c, session.GTPPart{Type: wire.GTPv2CreateSessionRequest, IEs: fteid(7)}, false},
		{u, session.GTPPart{Type: wire.GTPv2EchoResponse}, true},
		{u, session.GTPPart{Type: wire.GTPv2CreateSessionResponse, IEs: fteid(9)}, false},
		{c, session.GTPPart{Type: wire.GTPv2DeleteSessionRequest, TEID: 9}, false},
		{u, session.GTPPart{Type: wire.GTPv2DeleteSessionResponse}, false},
		{u, session.GTPPart{Type: wire.GTPv2DeleteBearerCommand}, true}, // is no request of Build's
	} {
		b, err := node.Build(p.side, nil, p.part, 0)
		if (err != nil) != p.fail {
			t.Fatalf("%v: %v", p.part.Type, err)
		}
		if err != nil {
			continue
		}
		if v := other.Check(p.side, b, 0); !v.OK() {
			t.Errorf("%v: %v", p.part.Type, v)
		}
	}
}

func ExamplePFCP() {
	s := session.NewPFCP(false)
	fmt.Println(s.Check(session.Client, pfcp(wire.PFCPSessionEstablishmentRequest, 1, 0, fseid(7)...), 0))
	// Output: invalid: 3GPP TS 29.244 §6.2.6: session without an association (Type, idle)
}
