package session_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// opt6 is an option.
func opt6(c wire.DHCPv6OptionCode, data ...byte) []byte {
	return wire.DHCPv6Options(nil).Add(c, data...)
}

// ia6 is an identity association with times and an address with lifetimes.
func ia6(t1, t2, preferred, valid byte) []byte {
	addr := append(make([]byte, 15), 7, 0, 0, 0, preferred, 0, 0, 0, valid)
	addr[0], addr[1] = 0x20, 0x01
	return opt6(wire.DHCPv6OptIANA, append([]byte{0, 0, 0, 0, 0, 0, 0, t1, 0, 0, 0, t2}, opt6(wire.DHCPv6OptIAAddr, addr...)...)...)
}

// Options of a client and two servers.
var (
	id6C     = opt6(wire.DHCPv6OptClientID, 0, 3, 0, 1, 2)
	id6S     = opt6(wire.DHCPv6OptServerID, 0, 3, 0, 1, 8)
	id6T     = opt6(wire.DHCPv6OptServerID, 0, 3, 0, 1, 9)
	elapsed6 = opt6(wire.DHCPv6OptElapsedTime, 0, 0)
	rapid6   = opt6(wire.DHCPv6OptRapidCommit)
	accept6  = opt6(wire.DHCPv6OptReconfAccept)
	lease6   = ia6(10, 20, 30, 40)
	wake6    = append(opt6(wire.DHCPv6OptReconfMsg, 5), opt6(wire.DHCPv6OptAuth, make([]byte, 11)...)...)
)

// dhcp6 returns a message.
func dhcp6(kind wire.DHCPv6MessageType, xid byte, options ...[]byte) []byte {
	return append([]byte{byte(kind), 0, 0, xid}, bytes.Join(options, nil)...)
}

// relayed6 puts a relay's message around one.
func relayed6(kind wire.DHCPv6MessageType, hops byte, inner []byte) []byte {
	b := make([]byte, wire.DHCPv6RelayLen)
	b[0], b[1] = byte(kind), hops
	return append(b, opt6(wire.DHCPv6OptRelayMessage, inner...)...)
}

func TestDHCPv6(t *testing.T) {
	type step struct {
		side session.Side
		m    session.DHCPv6Message
		want session.Outcome
		rule *session.Rule
	}
	const c, u = session.Client, session.Server
	say := func(side session.Side, o session.Outcome, r *session.Rule, b []byte) step {
		return step{side, session.DHCPv6Message{Data: b}, o, r}
	}
	ok := func(side session.Side, b []byte) step { return say(side, session.Valid, nil, b) }
	bad := func(side session.Side, r *session.Rule, b []byte) step { return say(side, session.Invalid, r, b) }
	mild := func(side session.Side, r *session.Rule, b []byte) step { return say(side, session.Tolerated, r, b) }
	to := func(s step, dst string) step { s.m.Dst = netip.MustParseAddr(dst); return s }
	solicit := dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, ia6(0, 0, 0, 0))
	advertise := dhcp6(wire.DHCPv6Advertise, 1, id6C, id6S, lease6)
	request := dhcp6(wire.DHCPv6Request, 2, id6C, id6S, elapsed6, lease6)
	reply := dhcp6(wire.DHCPv6Reply, 2, id6C, id6S, lease6)
	lease := []step{ok(c, solicit), ok(u, advertise), ok(c, request), ok(u, reply)}
	then := func(steps ...step) []step { return append(lease[:4:4], steps...) }
	search := func(steps ...step) []step { return append([]step{ok(c, solicit)}, steps...) }
	twice := dhcp6(wire.DHCPv6Solicit, 1, id6C, id6C, elapsed6)
	deep := dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6)
	for i := range 9 {
		deep = relayed6(wire.DHCPv6RelayForw, byte(i), deep)
	}
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"lease", then(ok(c, dhcp6(wire.DHCPv6Renew, 3, id6C, id6S, elapsed6, lease6)), ok(u, dhcp6(wire.DHCPv6Reply, 3, id6C, id6S, lease6)),
			ok(c, dhcp6(wire.DHCPv6Rebind, 4, id6C, elapsed6, lease6)), ok(u, dhcp6(wire.DHCPv6Reply, 4, id6C, id6T, lease6)),
			ok(c, dhcp6(wire.DHCPv6Confirm, 5, id6C, elapsed6, lease6)), ok(u, dhcp6(wire.DHCPv6Reply, 5, id6C, id6T)),
			ok(c, dhcp6(wire.DHCPv6Release, 6, id6C, id6T, elapsed6, lease6)), ok(u, dhcp6(wire.DHCPv6Reply, 6, id6C, id6T)))},
		{"rapid", []step{ok(c, dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, rapid6)), ok(u, dhcp6(wire.DHCPv6Reply, 1, id6C, id6S, rapid6, lease6)), ok(u, dhcp6(wire.DHCPv6Advertise, 1, id6C, id6T))}},
		{"information", []step{ok(c, dhcp6(wire.DHCPv6InformationRequest, 1, elapsed6)), ok(u, dhcp6(wire.DHCPv6Reply, 1, id6S))}},
		{"two servers", search(ok(u, advertise), ok(u, dhcp6(wire.DHCPv6Advertise, 1, id6C, id6T, lease6)), ok(c, dhcp6(wire.DHCPv6Request, 2, id6C, id6T, elapsed6, lease6)))},
		{"decline", then(ok(c, dhcp6(wire.DHCPv6Decline, 7, id6C, id6S, elapsed6, lease6)), ok(u, dhcp6(wire.DHCPv6Reply, 7, id6C, id6S)))},
		{"wake", []step{ok(c, dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, accept6)), to(ok(u, dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, wake6)), "2001:db8::1")}},
		{"relays", []step{ok(c, relayed6(wire.DHCPv6RelayForw, 1, relayed6(wire.DHCPv6RelayForw, 0, solicit))), ok(u, relayed6(wire.DHCPv6RelayRepl, 1, relayed6(wire.DHCPv6RelayRepl, 0, advertise)))}},
		{"everywhere", []step{to(ok(c, solicit), "ff02::1:2")}},
		{"lease query", []step{ok(c, dhcp6(wire.DHCPv6Leasequery, 1))}},

		{"side", []step{bad(u, session.RuleDHCPv6Side, solicit), bad(c, session.RuleDHCPv6Side, advertise)}},
		{"options", []step{bad(c, session.RuleDHCPv6Options, solicit[:len(solicit)-1]), bad(c, session.RuleDHCPv6Options, dhcp6(wire.DHCPv6Solicit, 1, id6C, opt6(wire.DHCPv6OptIANA, append(make([]byte, 12), 0, 5, 0, 9)...)))}},
		{"length", []step{bad(c, session.RuleDHCPv6Length, dhcp6(wire.DHCPv6Solicit, 1, id6C, opt6(wire.DHCPv6OptElapsedTime, 0))),
			bad(c, session.RuleDHCPv6Length, dhcp6(wire.DHCPv6Solicit, 1, id6C, opt6(wire.DHCPv6OptIATA, 0, 0, 0, 0, 0, 5, 0, 1, 0)))}},
		{"repeated", []step{bad(c, session.RuleDHCPv6Repeated, twice)}},
		{"place", []step{mild(c, session.RuleDHCPv6Place, dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, opt6(wire.DHCPv6OptPreference, 1))), mild(u, session.RuleDHCPv6Place, dhcp6(wire.DHCPv6Advertise, 1, id6C, id6S, elapsed6))}},
		{"elapsed", []step{mild(c, session.RuleDHCPv6Elapsed, dhcp6(wire.DHCPv6Solicit, 1, id6C))}},
		{"no client", []step{bad(c, session.RuleDHCPv6Client, dhcp6(wire.DHCPv6Solicit, 1, elapsed6)), ok(c, solicit), bad(u, session.RuleDHCPv6Client, dhcp6(wire.DHCPv6Advertise, 1, id6S))}},
		{"other client", search(bad(u, session.RuleDHCPv6Client, dhcp6(wire.DHCPv6Advertise, 1, opt6(wire.DHCPv6OptClientID, 1, 2, 3), id6S)), bad(c, session.RuleDHCPv6Client, dhcp6(wire.DHCPv6Solicit, 1, opt6(wire.DHCPv6OptClientID, 1, 2, 3), elapsed6)))},
		{"server", []step{bad(c, session.RuleDHCPv6Server, dhcp6(wire.DHCPv6Solicit, 1, id6C, id6S, elapsed6)), bad(c, session.RuleDHCPv6Server, dhcp6(wire.DHCPv6Renew, 1, id6C, elapsed6)), ok(c, solicit),
			bad(u, session.RuleDHCPv6Server, dhcp6(wire.DHCPv6Advertise, 1, id6C))}},
		{"other server", search(ok(u, advertise), ok(c, request), bad(u, session.RuleDHCPv6Server, dhcp6(wire.DHCPv6Reply, 2, id6C, id6T)))},
		{"information about addresses", []step{bad(c, session.RuleDHCPv6NoIA, dhcp6(wire.DHCPv6InformationRequest, 1, elapsed6, lease6))}},
		{"unasked", []step{bad(u, session.RuleDHCPv6Unasked, advertise), ok(c, solicit), bad(u, session.RuleDHCPv6Unasked, reply)}},
		{"old", search(ok(u, advertise), ok(c, request), mild(u, session.RuleDHCPv6Old, advertise))},
		{"advertisement of nothing", search(ok(u, advertise), ok(c, request), bad(u, session.RuleDHCPv6Answer, dhcp6(wire.DHCPv6Advertise, 2, id6C, id6S)))},
		{"too rapid", search(bad(u, session.RuleDHCPv6Rapid, dhcp6(wire.DHCPv6Reply, 1, id6C, id6S, rapid6)))},
		{"not rapid", []step{ok(c, dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, rapid6)), bad(u, session.RuleDHCPv6Rapid, dhcp6(wire.DHCPv6Reply, 1, id6C, id6S))}},
		{"choice", search(ok(u, advertise), bad(c, session.RuleDHCPv6Choice, dhcp6(wire.DHCPv6Request, 2, id6C, id6T, elapsed6)))},
		{"times", search(bad(u, session.RuleDHCPv6Times, dhcp6(wire.DHCPv6Advertise, 1, id6C, id6S, ia6(30, 20, 30, 40))))},
		{"lifetimes", search(bad(u, session.RuleDHCPv6Lifetime, dhcp6(wire.DHCPv6Advertise, 1, id6C, id6S, ia6(10, 20, 50, 40))))},
		{"wake for nothing", []step{ok(c, dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, accept6)), bad(u, session.RuleDHCPv6Reconfigure, dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S)),
			bad(u, session.RuleDHCPv6Reconfigure, dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, opt6(wire.DHCPv6OptReconfMsg, 5))), bad(u, session.RuleDHCPv6Reconfigure, dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, opt6(wire.DHCPv6OptReconfMsg, 7)))}},
		{"wake who sleeps", search(bad(u, session.RuleDHCPv6Accept, dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, wake6)))},
		{"unicast", []step{to(bad(c, session.RuleDHCPv6Unicast, solicit), "2001:db8::1"), to(bad(u, session.RuleDHCPv6Unicast, dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, wake6)), "ff02::1")}},
		{"relay of nothing", []step{bad(c, session.RuleDHCPv6Relay, make6(wire.DHCPv6RelayForw, wire.DHCPv6RelayLen)), bad(c, session.RuleDHCPv6Relay, make6(wire.DHCPv6RelayForw, 9)), bad(u, session.RuleDHCPv6Relay, relayed6(wire.DHCPv6RelayForw, 0, solicit)),
			bad(c, session.RuleDHCPv6Relay, relayed6(wire.DHCPv6RelayForw, 0, advertise))}},
		{"hops", []step{bad(c, session.RuleDHCPv6Hops, relayed6(wire.DHCPv6RelayForw, 9, solicit)), bad(c, session.RuleDHCPv6Hops, relayed6(wire.DHCPv6RelayForw, 3, relayed6(wire.DHCPv6RelayForw, 0, solicit))), ok(c, deep),
			bad(c, session.RuleDHCPv6Hops, relayed6(wire.DHCPv6RelayForw, 9, deep))}},
	} {
		s := session.NewDHCPv6(false)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) { heard[session.DHCPv6Message](t, s, k.side, k.m, 0, k.want, k.rule) })
		}
	}
	s := session.NewDHCPv6(true)
	heard[session.DHCPv6Message](t, s, u, session.DHCPv6Message{Data: advertise}, 0, session.Valid, nil)
	heard[session.DHCPv6Message](t, s, u, session.DHCPv6Message{Data: dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, wake6)}, 0, session.Valid, nil)
	heard[session.DHCPv6Message](t, s, c, session.DHCPv6Message{Data: request}, 0, session.Valid, nil)
	s = session.NewDHCPv6(false)
	heard[session.DHCPv6Message](t, s, c, session.DHCPv6Message{Data: solicit}, 0, session.Valid, nil)
	heard[session.DHCPv6Message](t, s, u, session.DHCPv6Message{Data: reply}, 1e9, session.Invalid, session.RuleDHCPv6Unasked)
	heard[session.DHCPv6Message](t, s, u, session.DHCPv6Message{Data: reply}, 20e9, session.Valid, nil)
	s.Lost(u)
	heard[session.DHCPv6Message](t, s, u, session.DHCPv6Message{Data: advertise}, 0, session.Valid, nil)
}

// make6 is a message of zeros.
func make6(kind wire.DHCPv6MessageType, n int) []byte {
	b := make([]byte, n)
	b[0] = byte(kind)
	return b
}

// TestDHCPv6Captures has clients of captures judged: what is not Valid must be known.
func TestDHCPv6Captures(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		clients := map[string]*session.DHCPv6{}
		_ = captures.Read(file, captures.Uses{Datagram: func(d *captures.Datagram) {
			src, dst := d.Src.Port(), d.Dst.Port()
			if src != 546 && src != 547 && dst != 546 && dst != 547 || !d.Whole {
				return
			}
			inner, relays := session.DHCPv6Inner(d.Payload)
			side, id := session.Client, ""
			if inner != nil {
				b, _ := wire.DHCPv6(inner).Options().Get(wire.DHCPv6OptClientID)
				id = string(b)
			}
			if relays > 0 && d.Payload[0] == byte(wire.DHCPv6RelayRepl) || relays == 0 && dst == 546 {
				side = session.Server
			}
			if clients[id] == nil {
				clients[id] = session.NewDHCPv6(true)
			}
			tally.Add(file, fmt.Sprintf("%v>%v %v", d.Src, d.Dst, side), d.From, clients[id].Check(side, session.DHCPv6Message{Data: d.Payload, Dst: d.Dst.Addr()}, d.From.Time))
		}})
	}
	tally.Log(t)
	tally.Quiet(t, dhcpv6NotHealthy)
}

// dhcpv6NotHealthy are captures in which something is wrong indeed.
var dhcpv6NotHealthy = map[string]string{
	"2d70158591b1": "made by a program: Advertise without a server identifier",
}

func FuzzDHCPv6(f *testing.F) {
	f.Add(dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, rapid6), dhcp6(wire.DHCPv6Reply, 1, id6C, id6S, rapid6, lease6), uint8(2))
	f.Add(relayed6(wire.DHCPv6RelayForw, 0, dhcp6(wire.DHCPv6Request, 1, id6C, id6S, elapsed6, lease6)), dhcp6(wire.DHCPv6Reconfigure, 0, id6C, id6S, wake6), uint8(128))
	f.Fuzz(func(t *testing.T, a, b []byte, sides uint8) {
		s := session.NewDHCPv6(sides&128 != 0)
		for i := range 4 {
			m := session.DHCPv6Message{Data: a}
			if i&1 == 1 {
				m.Data = b
			}
			heardFuzzed[session.DHCPv6Message](t, s, new(session.DHCPv6), session.Side(sides>>i&1), m, 0)
		}
		if m, err := s.Build(nil, a, uint32(sides)); err == nil && len(m) < 4 {
			t.Fatal("built nothing")
		}
		_ = s.UnmarshalBinary(b)
	})
}

func TestDHCPv6NoAllocs(t *testing.T) {
	s := session.NewDHCPv6(false)
	a, b := session.DHCPv6Message{Data: dhcp6(wire.DHCPv6Solicit, 1, id6C, elapsed6, lease6)}, session.DHCPv6Message{Data: dhcp6(wire.DHCPv6Advertise, 1, id6C, id6S, lease6)}
	var moves [8]session.Move
	if n := testing.AllocsPerRun(100, func() {
		s.Check(session.Client, a, 0)
		s.Check(session.Server, b, 0)
		s.Next(session.Client, moves[:0])
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleDHCPv6() {
	// A client of ours takes the first server that advertises, and renews.
	s := session.NewDHCPv6(false)
	for i, answer := range []wire.DHCPv6MessageType{wire.DHCPv6Advertise, wire.DHCPv6Reply, wire.DHCPv6Reply} {
		m, _ := s.Build(nil, id6C[4:], uint32(i))
		v := s.Check(session.Server, session.DHCPv6Message{Data: dhcp6(answer, byte(i), id6C, id6S, lease6)}, 0)
		fmt.Println(wire.DHCPv6(m).Type(), v, s.State(session.Client))
	}
	// Output:
	// SOLICIT valid SOLICIT
	// REQUEST valid BOUND
	// RENEW valid BOUND
}
