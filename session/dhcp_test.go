package session_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// dhcpEdit changes a message in making.
type dhcpEdit func(wire.DHCP) wire.DHCP

func dhcpOption(c wire.DHCPOptionCode, data ...byte) dhcpEdit {
	return func(m wire.DHCP) wire.DHCP { return append(append(m, byte(c), byte(len(data))), data...) }
}

func dhcpField(at int, data ...byte) dhcpEdit {
	return func(m wire.DHCP) wire.DHCP { copy(m[at:], data); return m }
}

var (
	dhcpServer    = dhcpOption(wire.DHCPOptServerID, 192, 0, 2, 1)
	dhcpLease     = dhcpOption(wire.DHCPOptLeaseTime, 0, 0, 14, 16)
	dhcpRequested = dhcpOption(wire.DHCPOptRequestedIP, 192, 0, 2, 7)
	dhcpYours     = dhcpField(16, 192, 0, 2, 7)
	dhcpMine      = dhcpField(12, 192, 0, 2, 7)
)

// dhcp returns a message of a kind and transaction.
func dhcp(kind wire.DHCPMessageType, xid uint32, edits ...dhcpEdit) wire.DHCP {
	m := make(wire.DHCP, wire.DHCPLen+4)
	m.SetOp(wire.DHCPOpRequest)
	if kind == wire.DHCPOffer || kind == wire.DHCPAck || kind == wire.DHCPNak {
		m.SetOp(wire.DHCPOpReply)
	}
	m.SetHType(1)
	m.SetHLen(6)
	m.SetXID(xid)
	wire.PutUint32(m, wire.DHCPLen, wire.DHCPCookie)
	m = append(m, byte(wire.DHCPOptMessageType), 1, byte(kind))
	for _, e := range edits {
		m = e(m)
	}
	return append(m, byte(wire.DHCPOptEnd))
}

func TestDHCP(t *testing.T) {
	type step struct {
		m    wire.DHCP
		want session.Outcome
		rule *session.Rule
	}
	ok := func(kind wire.DHCPMessageType, xid uint32, edits ...dhcpEdit) step {
		return step{dhcp(kind, xid, edits...), session.Valid, nil}
	}
	bad := func(r *session.Rule, kind wire.DHCPMessageType, xid uint32, edits ...dhcpEdit) step {
		return step{dhcp(kind, xid, edits...), session.Invalid, r}
	}
	tolerated := func(r *session.Rule, kind wire.DHCPMessageType, xid uint32, edits ...dhcpEdit) step {
		return step{dhcp(kind, xid, edits...), session.Tolerated, r}
	}
	discover := ok(wire.DHCPDiscover, 1)
	offer := ok(wire.DHCPOffer, 1, dhcpYours, dhcpServer, dhcpLease)
	request := ok(wire.DHCPRequest, 1, dhcpServer, dhcpRequested)
	ack := ok(wire.DHCPAck, 1, dhcpYours, dhcpServer, dhcpLease)
	for _, tt := range []struct {
		name   string
		midway bool
		steps  []step
	}{
		{"lease", false, []step{discover, offer, request, ack, ok(wire.DHCPRequest, 2, dhcpMine), ok(wire.DHCPAck, 2, dhcpYours, dhcpServer, dhcpLease),
			ok(wire.DHCPRelease, 3, dhcpMine, dhcpServer)}},
		{"reboot", false, []step{ok(wire.DHCPRequest, 1, dhcpRequested), ok(wire.DHCPNak, 1, dhcpServer), discover}},
		{"inform", false, []step{ok(wire.DHCPInform, 1, dhcpMine), ok(wire.DHCPAck, 1, dhcpServer)}},
		{"inform with a lease", false, []step{ok(wire.DHCPInform, 1, dhcpMine), tolerated(session.RuleDHCPInform, wire.DHCPAck, 1, dhcpServer, dhcpLease)}},
		{"decline", false, []step{discover, offer, request, ack, ok(wire.DHCPDecline, 5, dhcpServer, dhcpRequested)}},
		{"midway", true, []step{ack, ok(wire.DHCPOffer, 9, dhcpYours, dhcpServer, dhcpLease)}},
		{"operation", false, []step{bad(session.RuleDHCPOp, wire.DHCPDiscover, 1, dhcpField(0, 2)), bad(session.RuleDHCPOp, wire.DHCPOffer, 1, dhcpField(0, 1))}},
		{"flags", false, []step{tolerated(session.RuleDHCPFlags, wire.DHCPDiscover, 1, dhcpField(10, 0x80, 1))}},
		{"hops", false, []step{tolerated(session.RuleDHCPHops, wire.DHCPDiscover, 1, dhcpField(3, 17))}},
		{"unasked", false, []step{bad(session.RuleDHCPUnasked, wire.DHCPAck, 1, dhcpYours, dhcpServer, dhcpLease)}},
		{"other transaction", false, []step{discover, bad(session.RuleDHCPUnasked, wire.DHCPOffer, 2, dhcpYours, dhcpServer, dhcpLease)}},
		{"earlier transaction", false, []step{discover, ok(wire.DHCPDiscover, 2), tolerated(session.RuleDHCPOld, wire.DHCPOffer, 1, dhcpYours, dhcpServer, dhcpLease)}},
		{"late", false, []step{discover, offer, request, tolerated(session.RuleDHCPLate, wire.DHCPOffer, 1, dhcpYours, dhcpServer, dhcpLease)}},
		{"no server", false, []step{discover, bad(session.RuleDHCPServer, wire.DHCPOffer, 1, dhcpYours, dhcpLease)}},
		{"no lease time", false, []step{discover, bad(session.RuleDHCPLease, wire.DHCPOffer, 1, dhcpYours, dhcpServer), offer, request,
			bad(session.RuleDHCPLease, wire.DHCPAck, 1, dhcpYours, dhcpServer)}},
		{"no address", false, []step{discover, bad(session.RuleDHCPOffered, wire.DHCPOffer, 1, dhcpServer, dhcpLease)}},
		{"not offered", false, []step{discover, offer, bad(session.RuleDHCPSelect, wire.DHCPRequest, 1, dhcpServer, dhcpOption(wire.DHCPOptRequestedIP, 192, 0, 2, 8))}},
		{"request of no state", false, []step{bad(session.RuleDHCPRequest, wire.DHCPRequest, 1), bad(session.RuleDHCPRequest, wire.DHCPRequest, 1, dhcpMine, dhcpRequested)}},
		{"another address", false, []step{discover, offer, request, bad(session.RuleDHCPAddress, wire.DHCPAck, 1, dhcpField(16, 192, 0, 2, 8), dhcpServer, dhcpLease)}},
		{"refusal with an address", false, []step{discover, offer, request, bad(session.RuleDHCPNak, wire.DHCPNak, 1, dhcpYours, dhcpServer)}},
		{"client's fields", false, []step{
			bad(session.RuleDHCPClient, wire.DHCPDiscover, 1, dhcpMine), bad(session.RuleDHCPClient, wire.DHCPDiscover, 1, dhcpServer),
			bad(session.RuleDHCPClient, wire.DHCPInform, 1), bad(session.RuleDHCPClient, wire.DHCPRelease, 1, dhcpMine),
			bad(session.RuleDHCPClient, wire.DHCPDecline, 1, dhcpServer), bad(session.RuleDHCPClient, wire.DHCPInform, 1, dhcpMine, dhcpLease)}},
		{"lease query", false, []step{ok(wire.DHCPLeaseQuery, 1)}},
	} {
		s := session.NewDHCP(tt.midway)
		for _, k := range tt.steps {
			t.Run(tt.name, func(t *testing.T) {
				side := session.Client
				if k.m.Op() == wire.DHCPOpReply {
					side = session.Server
				}
				checked[wire.DHCP](t, s, side, k.m, 0, k.want, k.rule)
			})
		}
	}
}

// TestDHCPCaptures has clients of captures judged: what is not Valid must be known.
func TestDHCPCaptures(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		clients := map[wire.MAC]*session.DHCP{}
		_ = captures.Read(file, captures.Uses{Datagram: func(d *captures.Datagram) {
			if d.Src.Port() != 67 && d.Src.Port() != 68 || d.Dst.Port() != 67 && d.Dst.Port() != 68 {
				return
			}
			m, err := wire.ParseDHCP(d.Payload)
			if err != nil {
				return
			}
			s := clients[m.MAC()]
			if s == nil {
				s = session.NewDHCP(true)
				clients[m.MAC()] = s
			}
			side := session.Client
			if m.Op() == wire.DHCPOpReply {
				side = session.Server
			}
			tally.Add(file, m.MAC().String(), d.From, s.Check(side, m, d.From.Time))
		}})
	}
	tally.Log(t)
	tally.Quiet(t, map[string]string{})
}

func FuzzDHCP(f *testing.F) {
	f.Add([]byte(append(dhcp(wire.DHCPDiscover, 1), dhcp(wire.DHCPOffer, 1, dhcpYours, dhcpServer, dhcpLease)...)), uint16(244))
	f.Fuzz(func(t *testing.T, b []byte, size uint16) {
		s := session.NewDHCP(size&1 != 0)
		for len(b) > 0 {
			n := min(int(size%1000)+1, len(b))
			m, err := wire.ParseDHCP(b[:n])
			b = b[n:]
			if err != nil {
				continue
			}
			before, _ := s.AppendBinary(nil)
			v := s.Check(session.Client, m, 0)
			after, _ := s.AppendBinary(nil)
			if !v.OK() && !bytes.Equal(before, after) || v.OK() != (v.Rule == nil) {
				t.Fatalf("%+v: %x, then %x", v, before, after)
			}
			if err := new(session.DHCP).UnmarshalBinary(after); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestDHCPNoAllocs(t *testing.T) {
	s, m := session.NewDHCP(false), dhcp(wire.DHCPDiscover, 1)
	var moves [8]session.Move
	if n := testing.AllocsPerRun(100, func() { s.Check(session.Client, m, 0); s.Next(session.Client, moves[:0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleDHCP() {
	// A client of ours takes the first offer.
	s := session.NewDHCP(false)
	for _, answer := range []wire.DHCP{
		dhcp(wire.DHCPOffer, 77, dhcpYours, dhcpServer, dhcpLease),
		dhcp(wire.DHCPAck, 77, dhcpYours, dhcpServer, dhcpLease),
	} {
		b, _ := s.Build(nil, wire.MAC{2, 0, 0, 0, 0, 1}, 77)
		fmt.Println(wire.DHCP(b).MessageType(), s.Check(session.Server, answer, 0), s.State(session.Client))
	}
	// Output:
	// DISCOVER valid SELECTING
	// REQUEST valid BOUND
}
