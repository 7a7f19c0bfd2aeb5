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

// bgp returns a message.
func bgp(kind wire.BGPType, parts ...[]byte) wire.BGP {
	m := wire.BGP(append(bytes.Repeat([]byte{0xff}, wire.BGPLen), bytes.Join(parts, nil)...))
	m.SetLength(uint16(len(m)))
	m.SetType(kind)
	return m
}

// bgpOpen is an OPEN of an AS and identifier with a hold time of 90 seconds.
func bgpOpen(as uint16, id byte, caps ...[]byte) wire.BGP {
	c := bytes.Join(caps, nil)
	p := []byte{0}
	if len(c) > 0 {
		p = append([]byte{byte(2 + len(c)), 2, byte(len(c))}, c...)
	}
	return bgp(wire.BGPOpen, []byte{4, byte(as >> 8), byte(as), 0, 90, 192, 0, 2, id}, p)
}

// bgpUpdate is an UPDATE.
func bgpUpdate(withdrawn, attributes, routes []byte) wire.BGP {
	return bgp(wire.BGPUpdate, []byte{byte(len(withdrawn) >> 8), byte(len(withdrawn))}, withdrawn, []byte{byte(len(attributes) >> 8), byte(len(attributes))}, attributes, routes)
}

// Capabilities.
var (
	capAS4      = []byte{65, 4, 0, 0, 0xfd, 0xe9} // 65001
	capRefresh  = []byte{2, 0}
	capEnhanced = []byte{70, 0}
	capExtended = []byte{6, 0}
	capIPv4     = []byte{1, 4, 0, 1, 0, 1}
	capIPv6     = []byte{1, 4, 0, 2, 0, 1}
	capPaths    = []byte{69, 4, 0, 1, 1, 3}
)

// Attributes of a route.
var (
	attrOrigin = []byte{0x40, 1, 1, 0}
	attrPath2  = []byte{0x40, 2, 4, 2, 1, 0xfd, 0xe9}
	attrPath4  = []byte{0x40, 2, 6, 2, 1, 0, 0, 0xfd, 0xe9}
	attrHop    = []byte{0x40, 3, 4, 192, 0, 2, 1}
	attrPref   = []byte{0x40, 5, 4, 0, 0, 0, 100}
	attrMP6    = []byte{0x80, 14, 5, 0, 2, 1, 0, 0}
	route      = []byte{24, 198, 51, 100}
)

func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestBGP(t *testing.T) {
	type step = controlStep[wire.BGP]
	const c, u = session.Client, session.Server
	ok := func(side session.Side, m wire.BGP) step { return step{side, m, 0, session.Valid, nil} }
	bad := func(side session.Side, r *session.Rule, m wire.BGP) step {
		return step{side, m, 0, session.Invalid, r}
	}
	mild := func(side session.Side, r *session.Rule, m wire.BGP) step {
		return step{side, m, 0, session.Tolerated, r}
	}
	alive := bgp(wire.BGPKeepalive)
	bye := bgp(wire.BGPNotification, []byte{6, 2})
	announce := bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop), route)
	announce4 := bgpUpdate(nil, joined(attrOrigin, attrPath4, attrHop), route)
	refresh := bgp(wire.BGPRouteRefresh, []byte{0, 1, 0, 1})
	begin, end := bgp(wire.BGPRouteRefresh, []byte{0, 1, 1, 1}), bgp(wire.BGPRouteRefresh, []byte{0, 1, 2, 1})
	endOfRIB := bgpUpdate(nil, nil, nil)
	long := bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop), bytes.Repeat(route, 1200))
	// up is a session in which both offer the same.
	up := func(caps []byte, steps ...step) []step {
		return append([]step{ok(c, bgpOpen(65001, 1, caps)), ok(u, bgpOpen(65002, 2, bytes.Replace(caps, []byte{0xfd, 0xe9}, []byte{0xfd, 0xea}, 1))), ok(u, alive), ok(c, alive)}, steps...)
	}
	// routes are an UPDATE of a session without capabilities.
	routes := func(r *session.Rule, attributes []byte, nlri ...byte) []step {
		return up(nil, bad(c, r, bgpUpdate(nil, attributes, nlri)))
	}
	head := func(f func(wire.BGP)) wire.BGP { m := bytes.Clone(alive); f(m); return m }
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"life", up(nil, ok(c, announce), ok(u, announce), ok(c, alive), ok(u, bgpUpdate(route, nil, nil)), ok(c, bye))},
		{"both notify", up(nil, ok(c, bye), mild(u, session.RuleBGPClosed, bye))},
		{"rejected", []step{ok(u, bye)}},
		{"open crossing", []step{ok(u, bgpOpen(65002, 2)), ok(c, bgpOpen(65001, 1)), ok(c, alive), ok(u, alive), ok(u, announce)}},
		{"4-octet AS", up(capAS4, ok(c, announce4))},
		{"4-octet AS offered by one", []step{ok(c, bgpOpen(65001, 1, capAS4)), ok(u, bgpOpen(65002, 2)), ok(c, alive), ok(u, alive), ok(c, announce)}},
		{"long", up(capExtended, ok(c, long))},
		{"IPv6", up(joined(capIPv4, capIPv6), ok(c, bgpUpdate(nil, joined(attrOrigin, attrPath2, attrMP6), nil)))},
		{"several paths", up(capPaths, ok(c, bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop), joined([]byte{0, 0, 0, 7}, route))))},
		{"refresh", up(joined(capRefresh, capEnhanced, capIPv4), ok(u, refresh), ok(c, begin), ok(c, announce), ok(c, end))},
		{"extended parameters", []step{ok(c, bgp(wire.BGPOpen, []byte{4, 0, 1, 0, 90, 1, 1, 1, 1, 255, 255, 0, 5, 2, 0, 2, 2, 0}))}},
		{"confederation", up(nil, ok(c, bgpUpdate(nil, joined(attrOrigin, []byte{0x40, 2, 4, 3, 1, 0xfd, 0xe9}, attrHop, attrPref), route)))},
		{"cut", up(nil, ok(c, announce[:25]))},

		{"marker", []step{bad(c, session.RuleBGPMarker, head(func(m wire.BGP) { m[3] = 0 }))}},
		{"type", []step{bad(c, session.RuleBGPType, head(func(m wire.BGP) { m.SetType(9) }))}},
		{"type of a draft", up(nil, bad(c, session.RuleBGPType, head(func(m wire.BGP) { m.SetType(6) })))},
		{"length", []step{bad(c, session.RuleBGPLength, head(func(m wire.BGP) { m.SetLength(18) })), bad(c, session.RuleBGPLength, bgp(wire.BGPKeepalive, []byte{0})),
			bad(c, session.RuleBGPLength, bgp(wire.BGPOpen, []byte{4}))}},
		{"long without leave", up(nil, bad(c, session.RuleBGPExtended, long))},
		{"first", []step{bad(c, session.RuleBGPFirst, alive), bad(c, session.RuleBGPFirst, announce)}},
		{"twice", up(nil, bad(c, session.RuleBGPAgain, bgpOpen(65001, 1)))},
		{"confirms nothing", []step{ok(c, bgpOpen(65001, 1)), bad(c, session.RuleBGPConfirm, alive)}},
		{"early", []step{ok(c, bgpOpen(65001, 1)), ok(u, bgpOpen(65002, 2)), bad(c, session.RuleBGPEarly, announce), ok(c, alive), bad(c, session.RuleBGPEarly, announce)}},
		{"closed", up(nil, ok(c, bye), bad(c, session.RuleBGPClosed, alive), mild(u, session.RuleBGPClosed, announce))},
		{"version", []step{bad(c, session.RuleBGPVersion, bgp(wire.BGPOpen, []byte{3, 0, 1, 0, 90, 1, 1, 1, 1, 0}))}},
		{"hold time", []step{bad(c, session.RuleBGPHoldTime, bgp(wire.BGPOpen, []byte{4, 0, 1, 0, 2, 1, 1, 1, 1, 0}))}},
		{"no identifier", []step{bad(c, session.RuleBGPIdentifier, bgp(wire.BGPOpen, []byte{4, 0, 1, 0, 90, 0, 0, 0, 0, 0}))}},
		{"same identifier", []step{ok(c, bgpOpen(65001, 1)), bad(u, session.RuleBGPIdentifier, bgpOpen(65001, 1))}},
		{"same identifier elsewhere", []step{ok(c, bgpOpen(65001, 1)), ok(u, bgpOpen(65002, 1))}},
		{"AS", []step{bad(c, session.RuleBGPAS, bgpOpen(0, 1)), bad(c, session.RuleBGPAS, bgpOpen(1, 1, []byte{65, 4, 0, 0, 0, 0}))}},
		{"other AS", []step{mild(c, session.RuleBGPASTrans, bgpOpen(65009, 1, capAS4))}},
		{"parameters", []step{bad(c, session.RuleBGPParams, bgp(wire.BGPOpen, []byte{4, 0, 1, 0, 90, 1, 1, 1, 1, 3, 2})), bad(c, session.RuleBGPParams, bgpOpen(1, 1, []byte{65, 2, 0, 0}))}},
		{"notification", up(nil, mild(c, session.RuleBGPNotification, bgp(wire.BGPNotification, []byte{99, 0})))},
		{"update", up(nil, bad(c, session.RuleBGPUpdate, bgp(wire.BGPUpdate, []byte{0, 9, 0, 0})), bad(c, session.RuleBGPUpdate, bgp(wire.BGPUpdate, []byte{0, 0, 0, 9})))},
		{"attributes", routes(session.RuleBGPAttributes, []byte{0x40, 1, 9, 0})},
		{"twice origin", up(nil, mild(c, session.RuleBGPTwice, bgpUpdate(nil, joined(attrOrigin, attrOrigin, attrPath2, attrHop), route)))},
		{"twice reachable", up(capIPv6, bad(c, session.RuleBGPTwice, bgpUpdate(nil, joined(attrOrigin, attrPath2, attrMP6, attrMP6), nil)))},
		{"flags", routes(session.RuleBGPFlags, joined([]byte{0xc0, 1, 1, 0}, attrPath2, attrHop), route...)},
		{"origin", routes(session.RuleBGPAttributeLength, joined([]byte{0x40, 1, 1, 3}, attrPath2, attrHop), route...)},
		{"aggregator", routes(session.RuleBGPAttributeLength, joined(attrOrigin, attrPath2, attrHop, []byte{0xc0, 7, 8, 0, 0, 0, 1, 1, 1, 1, 1}), route...)},
		{"no origin", routes(session.RuleBGPMissing, joined(attrPath2, attrHop), route...)},
		{"no path", routes(session.RuleBGPMissing, joined(attrOrigin, attrHop), route...)},
		{"no next hop", routes(session.RuleBGPMissing, joined(attrOrigin, attrPath2), route...)},
		{"long numbers", routes(session.RuleBGPPath, joined(attrOrigin, attrPath4, attrHop), route...)},
		{"short numbers", up(capAS4, bad(c, session.RuleBGPPath, announce))},
		{"AS4_PATH", up(capAS4, mild(c, session.RuleBGPAS4Path, bgpUpdate(nil, joined(attrOrigin, attrPath4, attrHop, []byte{0xc0, 17, 6, 2, 1, 0, 0, 0, 1}), route)))},
		{"preference", up(nil, mild(c, session.RuleBGPLocalPref, bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop, attrPref), route)))},
		{"prefix", routes(session.RuleBGPPrefix, joined(attrOrigin, attrPath2, attrHop), 33, 1, 1, 1, 1, 1)},
		{"withdrawn prefix", up(nil, bad(c, session.RuleBGPPrefix, bgpUpdate([]byte{24, 1}, nil, nil)))},
		{"family", up(capIPv4, bad(c, session.RuleBGPFamily, bgpUpdate(nil, joined(attrOrigin, attrPath2, attrMP6), nil)))},
		{"end of RIB", up(capIPv4, ok(c, endOfRIB), ok(u, endOfRIB), mild(c, session.RuleBGPEndOfRIB, endOfRIB))},
		{"refresh unoffered", up(nil, bad(c, session.RuleBGPRefresh, refresh))},
		{"refresh of another family", up(joined(capRefresh, capIPv4), mild(c, session.RuleBGPRefreshFamily, bgp(wire.BGPRouteRefresh, []byte{0, 2, 0, 1})))},
		{"kind of refresh", up(joined(capRefresh, capIPv4), mild(c, session.RuleBGPRefreshKind, begin))},
		{"refresh ends", up(joined(capRefresh, capEnhanced, capIPv4), mild(c, session.RuleBGPRefreshEnd, end))},
		{"refresh too long", up(joined(capRefresh, capEnhanced, capIPv4), bad(c, session.RuleBGPLength, bgp(wire.BGPRouteRefresh, []byte{0, 1, 1, 1, 0})))},
		{"hold", up(nil, step{c, alive, 30e9, session.Valid, nil}, step{c, alive, 130e9, session.Valid, nil}, step{c, alive, 400e9, session.Tolerated, session.RuleBGPHold})},
	} {
		s := session.NewBGP(false)
		for _, k := range tt.steps {
			at := k.at
			if at == 0 {
				at = 1
			}
			t.Run(tt.name, func(t *testing.T) { heard[wire.BGP](t, s, k.side, k.m, at, k.want, k.rule) })
		}
	}

	s := session.NewBGP(true)
	for _, m := range []wire.BGP{alive, announce, announce4, long, refresh, begin} {
		heard[wire.BGP](t, s, c, m, 1, session.Valid, nil)
	}
	if got := s.State(c); got != "Established" {
		t.Error(got)
	}
	s = session.NewBGP(false)
	heard[wire.BGP](t, s, c, bgpOpen(65001, 1), 1, session.Valid, nil)
	s.Lost(u)
	heard[wire.BGP](t, s, u, announce, 1, session.Valid, nil)
}

func TestBGPNext(t *testing.T) {
	s := session.NewBGP(false)
	names := func() (out string) {
		for _, m := range s.Next(session.Client, nil) {
			out += m.Name + " "
		}
		return s.State(session.Client) + ": " + out
	}
	for i, want := range []string{"Connect: OPEN NOTIFICATION ", "OpenSent: NOTIFICATION ", "OpenConfirm: KEEPALIVE NOTIFICATION ", "Established: KEEPALIVE NOTIFICATION ",
		"Established: UPDATE KEEPALIVE ROUTE-REFRESH NOTIFICATION ", "Idle: "} {
		if got := names(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
		switch i {
		case 0:
			s.Check(session.Client, bgpOpen(1, 1), 0)
		case 1:
			s.Check(session.Server, bgpOpen(2, 2, capRefresh), 0)
		case 2:
			s.Check(session.Server, bgp(wire.BGPKeepalive), 0)
		case 3:
			s.Check(session.Client, bgp(wire.BGPKeepalive), 0)
		case 4:
			s.Check(session.Server, bgp(wire.BGPNotification, []byte{6, 2}), 0)
		}
	}
}

// bgpNotHealthy are captures in which something is wrong indeed.
var bgpNotHealthy = map[string]string{
	"047c56c3504a": "a fuzzer's: OPEN of another version, damaged UPDATE",
	"069e23551c9b": "made for a test of damaged messages",
	"1eb005b8d625": "a fuzzer's: OPEN of another version",
	"2f91c82cc345": "made for a test of damaged messages",
	"398cfdc51f1f": "made for a test of damaged messages",
	"6f6fd63a9a6d": "a fuzzer's: OPEN of another version",
	"6fda21d7ebaa": "a fuzzer's: OPEN of another version, damaged UPDATE",
	"a291d275b386": "made for a test of damaged messages",
	"a8aeb78ba263": "made for a test of damaged messages",
	"ec4b17a4e7b9": "a fuzzer's: OPEN of another version",
	"fad5c9701335": "made for a test of damaged messages",
}

// TestBGPCaptures has the connections of captures judged: what is not Valid must be known.
func TestBGPCaptures(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		_ = captures.Read(file, captures.Uses{Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
			if c.Server().Port() != wire.PortBGP && c.Client().Port() != wire.PortBGP {
				return nil, nil
			}
			s := session.NewBGP(!c.Whole())
			sinks := framedStream(&sequence.FramingBGP, s.Lost, func(side session.Side, b []byte, from sequence.Source) {
				tally.Add(file, fmt.Sprintf("%v>%v %v", c.Client(), c.Server(), side), from, s.Check(side, b, from.Time))
			})
			return sinks[0], sinks[1]
		}})
	}
	tally.Log(t)
	tally.Quiet(t, bgpNotHealthy)
}

func FuzzBGP(f *testing.F) {
	f.Add([]byte(joined(bgpOpen(65001, 1, capAS4, capRefresh), bgpOpen(65002, 2, capIPv6), bgp(wire.BGPKeepalive), bgp(wire.BGPKeepalive), bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop), route))), uint32(6))
	f.Add([]byte(joined(bgp(wire.BGPRouteRefresh, []byte{0, 1, 1, 1}), bgpUpdate(route, attrMP6, nil), bgp(wire.BGPNotification, []byte{6, 2}))), uint32(1<<31))
	f.Fuzz(func(t *testing.T, b []byte, sides uint32) {
		s := session.NewBGP(sides&1<<31 != 0)
		for i := 0; len(b) >= wire.BGPLen; i++ {
			n := max(wire.BGPLen, min(int(wire.Uint16(b, 16)), len(b)))
			heardFuzzed[wire.BGP](t, s, new(session.BGP), session.Side(sides>>(i%31)&1), wire.BGP(b[:n]), int64(i)*10e9)
			b = b[n:]
		}
	})
}

func TestBGPNoAllocs(t *testing.T) {
	s := session.NewBGP(true)
	m := bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop, []byte{0xc0, 200, 0}), route)
	o := bgpOpen(65001, 1, capAS4, capRefresh, capIPv6)
	var moves [8]session.Move
	if n := testing.AllocsPerRun(100, func() {
		s.Reset()
		s.Check(session.Client, o, 0)
		s.Check(session.Server, m, 0)
		s.Next(session.Client, moves[:0])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleBGP() {
	s := session.NewBGP(false)
	fmt.Println(s.Check(session.Client, bgpOpen(65001, 1), 0))
	fmt.Println(s.Check(session.Client, bgpUpdate(nil, joined(attrOrigin, attrPath2, attrHop), route), 0))
	// Output:
	// valid
	// invalid: RFC 4271 §8.2.2: message of an established session before both sent KEEPALIVE (Type, OpenSent)
}
