package session

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// The rules of DHCPv6.
var (
	// RuleDHCPv6Side has clients and servers send what is theirs.
	RuleDHCPv6Side = &Rule{"dhcpv6-side", "RFC 8415 §16", "message is the other side's"}
	// RuleDHCPv6Options has options fit.
	RuleDHCPv6Options = &Rule{"dhcpv6-options", "RFC 8415 §21.1", "option does not fit"}
	// RuleDHCPv6Length has options have the length of their kind.
	RuleDHCPv6Length = &Rule{"dhcpv6-option-length", "RFC 8415 §21", "length is none of the option's kind"}
	// RuleDHCPv6Repeated has options come once that mean one thing.
	RuleDHCPv6Repeated = &Rule{"dhcpv6-repeated", "RFC 8415 §21", "option occurs twice"}
	// RuleDHCPv6Place has options be in messages in which they have a meaning.
	RuleDHCPv6Place = &Rule{"dhcpv6-place", "RFC 8415 appendix B", "option is not one of such messages"}
	// RuleDHCPv6Elapsed has clients say for how long they have tried.
	RuleDHCPv6Elapsed = &Rule{"dhcpv6-elapsed", "RFC 8415 §21.9", "message of a client without the elapsed time"}
	// RuleDHCPv6Client has messages name the client, as it named itself.
	RuleDHCPv6Client = &Rule{"dhcpv6-client-id", "RFC 8415 §16", "client identifier lacks, or is not the client's"}
	// RuleDHCPv6Server has messages name the server if they are from it or to it, and only then.
	RuleDHCPv6Server = &Rule{"dhcpv6-server-id", "RFC 8415 §16", "server identifier lacks, must not be there, or is not that of the server asked"}
	// RuleDHCPv6NoIA has who only asks for information ask for no addresses.
	RuleDHCPv6NoIA = &Rule{"dhcpv6-information-ia", "RFC 8415 §16.12", "request for information with an identity association"}
	// RuleDHCPv6Unasked has servers answer.
	RuleDHCPv6Unasked = &Rule{"dhcpv6-unasked", "RFC 8415 §16", "answer to a transaction that the client did not begin"}
	// RuleDHCPv6Old has answers be of no use when the client has gone on.
	RuleDHCPv6Old = &Rule{"dhcpv6-old", "RFC 8415 §18.2.10", "answer to an earlier transaction"}
	// RuleDHCPv6Answer has only a search be answered by advertisements.
	RuleDHCPv6Answer = &Rule{"dhcpv6-answer", "RFC 8415 §16.3", "advertisement to a client that did not solicit"}
	// RuleDHCPv6Rapid has a search be answered by an assignment only if client and server say so.
	RuleDHCPv6Rapid = &Rule{"dhcpv6-rapid-commit", "RFC 8415 §18.2.1", "assignment in answer to a solicitation without Rapid Commit of both"}
	// RuleDHCPv6Choice has the client choose a server that advertised.
	RuleDHCPv6Choice = &Rule{"dhcpv6-choice", "RFC 8415 §18.2.2", "request to a server that did not advertise"}
	// RuleDHCPv6Times has renewal come before rebinding.
	RuleDHCPv6Times = &Rule{"dhcpv6-times", "RFC 8415 §21.4", "T1 is later than T2"}
	// RuleDHCPv6Lifetime has addresses be preferred while they are valid.
	RuleDHCPv6Lifetime = &Rule{"dhcpv6-lifetime", "RFC 8415 §21.6", "preferred lifetime is longer than the valid one"}
	// RuleDHCPv6Reconfigure has servers that wake clients say why, and prove who they are.
	RuleDHCPv6Reconfigure = &Rule{"dhcpv6-reconfigure", "RFC 8415 §16.11", "Reconfigure without a message type to send, or without authentication"}
	// RuleDHCPv6Accept has only those be woken who accept that.
	RuleDHCPv6Accept = &Rule{"dhcpv6-reconfigure-accept", "RFC 8415 §18.3.11", "Reconfigure to a client that does not accept it"}
	// RuleDHCPv6Unicast has clients send to all servers, unless one allows otherwise.
	RuleDHCPv6Unicast = &Rule{"dhcpv6-unicast", "RFC 8415 §16", "message of a client to one server, or Reconfigure to many clients"}
	// RuleDHCPv6Relay has relays hand on a message, of the side that they are for.
	RuleDHCPv6Relay = &Rule{"dhcpv6-relay", "RFC 8415 §19", "relayed message lacks, or is the other side's"}
	// RuleDHCPv6Hops has relays count, and give up.
	RuleDHCPv6Hops = &Rule{"dhcpv6-hops", "RFC 8415 §19.1.2", "hop count is more than 8, or not one more than that of the relay before"}
)

var _ = list(RuleDHCPv6Side, RuleDHCPv6Options, RuleDHCPv6Length, RuleDHCPv6Repeated, RuleDHCPv6Place, RuleDHCPv6Elapsed, RuleDHCPv6Client,
	RuleDHCPv6Server, RuleDHCPv6NoIA, RuleDHCPv6Unasked, RuleDHCPv6Old, RuleDHCPv6Answer, RuleDHCPv6Rapid, RuleDHCPv6Choice, RuleDHCPv6Times,
	RuleDHCPv6Lifetime, RuleDHCPv6Reconfigure, RuleDHCPv6Accept, RuleDHCPv6Unicast, RuleDHCPv6Relay, RuleDHCPv6Hops)

// A DHCPv6Message is a message of DHCPv6, the data of a datagram.
type DHCPv6Message struct {
	Data []byte     // maybe with what relays put around it
	Dst  netip.Addr // where it was sent to; the zero Addr if that is not known
}

// DHCPv6 is one client of DHCP for IPv6 with its servers (RFC 8415), seen by the client, by a server or between relays. Which
// client a message is of, its client identifier says. Lease queries and other extensions are Valid. A message that is
// Tolerated for what receivers ignore is followed.
type DHCPv6 struct {
	state   dhcpv6State
	lost    bool // that messages may be missing
	bound   bool
	accepts bool      // the client's last message accepted Reconfigure
	rapid   bool      // the last solicitation asked for Rapid Commit
	knows   bool      // there is a transaction
	xid     uint32    // of the client's last message
	old     [4]uint32 // transactions before, the latest first, above 24 bits; 0 if there are none
	client  uint64    // hash of the client's identifier, 0 if it is not known
	asked   uint64    // hash of the server that the last message is to, 0 for all
	offers  [dhcpv6Offers]uint64
	n       uint8 // offers that there are
	server  [dhcpv6DUID]byte
	size    uint8    // of the identifier of the server that offered first, or granted
	addr    [16]byte // that was granted
	last    int64    // when the client sent its last message
}

const (
	dhcpv6Offers = 8   // of one search; what more servers offer is not held against the client
	dhcpv6DUID   = 130 // the longest identifier: RFC 8415 §11.1
	dhcpv6Most   = 8   // relays: RFC 8415 §7.6
	// dhcpv6Wait is for how long an answer must be to the client's last message. Later, one of the client may have been missed.
	dhcpv6Wait = 10e9
)

type dhcpv6State uint8

// The client's states, by the exchange that is open: RFC 8415 §18.2.
const (
	dhcpv6Init dhcpv6State = iota
	dhcpv6Solicit
	dhcpv6Request
	dhcpv6Confirm
	dhcpv6Renew
	dhcpv6Rebind
	dhcpv6Release
	dhcpv6Decline
	dhcpv6Inform
	dhcpv6Bound
	dhcpv6States
)

// dhcpv6StateOf has the states of clients by the message that they sent.
var dhcpv6StateOf = [...]dhcpv6State{
	wire.DHCPv6Solicit: dhcpv6Solicit, wire.DHCPv6Request: dhcpv6Request, wire.DHCPv6Confirm: dhcpv6Confirm, wire.DHCPv6Renew: dhcpv6Renew,
	wire.DHCPv6Rebind: dhcpv6Rebind, wire.DHCPv6Release: dhcpv6Release, wire.DHCPv6Decline: dhcpv6Decline, wire.DHCPv6InformationRequest: dhcpv6Inform,
}

var _ Session[DHCPv6Message] = (*DHCPv6)(nil)

// NewDHCPv6 returns a Session of a client. midway says that messages may have been sent before.
func NewDHCPv6(midway bool) *DHCPv6 { return &DHCPv6{lost: midway} }

// Reset makes the Session new, as one that begins midway.
func (s *DHCPv6) Reset() { *s = DHCPv6{lost: true} }

// Lost tells that packets may be missing before the next.
func (s *DHCPv6) Lost(Side) { s.lost = true }

// State returns the client's state, for either side: "INIT", "BOUND" or what it has sent last.
func (s *DHCPv6) State(Side) string {
	return [...]string{"INIT", "SOLICIT", "REQUEST", "CONFIRM", "RENEW", "REBIND", "RELEASE", "DECLINE", "INFORMATION-REQUEST", "BOUND"}[s.state]
}

// Check judges a message.
func (s *DHCPv6) Check(side Side, m DHCPv6Message, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	next := *s
	var out findings
	next.judge(side&1, m, at, &out)
	v.Outcome, v.Rule, v.Field = out.verdict()
	if out.outcome != Invalid && out.rule != RuleDHCPv6Old {
		*s = next
	}
	v.After = s.State(side)
	return v
}

// DHCPv6Inner returns the message that relays put theirs around, and how many they are: at most one more than they may be. It
// returns nil if there is none.
func DHCPv6Inner(b []byte) (inner []byte, relays int) {
	for len(b) > 0 && wire.DHCPv6MessageType(b[0]).IsRelay() {
		if relays++; len(b) < wire.DHCPv6RelayLen || relays > dhcpv6Most+1 {
			return nil, relays
		}
		b, _ = wire.DHCPv6Relay(b).Options().Get(wire.DHCPv6OptRelayMessage)
	}
	if len(b) < wire.DHCPv6Len {
		return nil, relays
	}
	return b, relays
}

func (s *DHCPv6) judge(side Side, m DHCPv6Message, at int64, out *findings) {
	inner, relays := DHCPv6Inner(m.Data)
	if relays > 0 && !dhcpv6Relays(m.Data, side, out) || inner == nil {
		return
	}
	msg := wire.DHCPv6(inner)
	kind := msg.Type()
	if kind == 0 || kind > wire.DHCPv6InformationRequest {
		return
	}
	fromServer := dhcpv6Servers(kind)
	if fromServer != (side == Server) {
		rule := RuleDHCPv6Side
		if relays > 0 {
			rule = RuleDHCPv6Relay
		}
		out.refuse(rule, "Type")
		return
	}
	f := dhcpv6FieldsOf(msg.Options(), out)
	f.form(kind, out)
	if relays == 0 && m.Dst.IsValid() {
		dhcpv6Cast(kind, m.Dst.IsMulticast(), out)
	}
	switch {
	case out.outcome == Invalid:
	case kind == wire.DHCPv6Reconfigure:
		s.wake(&f, out)
	case fromServer:
		s.answer(msg, kind, &f, at, out)
	default:
		s.ask(msg, kind, &f, at, out)
	}
}

// dhcpv6Servers reports whether messages of a kind are a server's.
func dhcpv6Servers(k wire.DHCPv6MessageType) bool {
	return k == wire.DHCPv6Advertise || k == wire.DHCPv6Reply || k == wire.DHCPv6Reconfigure
}

// dhcpv6Relays judges what relays put around a message, and reports whether it can be followed.
func dhcpv6Relays(b []byte, side Side, out *findings) bool {
	want := wire.DHCPv6RelayForw
	if side == Server {
		want = wire.DHCPv6RelayRepl
	}
	hops := -1
	for len(b) > 0 && wire.DHCPv6MessageType(b[0]).IsRelay() {
		if len(b) < wire.DHCPv6RelayLen {
			out.refuse(RuleDHCPv6Relay, "Options")
			return false
		}
		r := wire.DHCPv6Relay(b)
		inner, ok := r.Options().Get(wire.DHCPv6OptRelayMessage)
		switch n := int(r.HopCount()); {
		case r.Type() != want:
			out.refuse(RuleDHCPv6Relay, "Type")
		case n > dhcpv6Most, hops >= 0 && n != hops-1:
			out.refuse(RuleDHCPv6Hops, "HopCount")
		case len(r.Options().Rest()) != 0:
			out.refuse(RuleDHCPv6Options, "Options")
		case !ok || len(inner) < wire.DHCPv6Len:
			out.refuse(RuleDHCPv6Relay, "Options.RelayMessage")
		}
		if out.outcome == Invalid {
			return false
		}
		hops, b = int(r.HopCount()), inner
	}
	return true
}

// dhcpv6Cast judges where a message goes: RFC 8415 §16, §18.4.
func dhcpv6Cast(kind wire.DHCPv6MessageType, multicast bool, out *findings) {
	switch kind {
	case wire.DHCPv6Solicit, wire.DHCPv6Confirm, wire.DHCPv6Rebind, wire.DHCPv6InformationRequest:
		if !multicast {
			out.refuse(RuleDHCPv6Unicast, "Dst")
		}
	case wire.DHCPv6Reconfigure:
		if multicast {
			out.refuse(RuleDHCPv6Unicast, "Dst")
		}
	}
}

// ask judges a message of the client.
func (s *DHCPv6) ask(m wire.DHCPv6, kind wire.DHCPv6MessageType, f *dhcpv6Fields, at int64, out *findings) {
	again := s.knows && s.xid == m.XID()
	if s.client != 0 && f.client != 0 && s.client != f.client {
		out.refuse(RuleDHCPv6Client, "Options.ClientID")
		return
	}
	if kind == wire.DHCPv6Request && !s.lost && s.state == dhcpv6Solicit && s.n < dhcpv6Offers && !s.offered(f.server) {
		out.refuse(RuleDHCPv6Choice, "Options.ServerID")
		return
	}
	if kind == wire.DHCPv6Solicit && !again {
		s.n, s.size = 0, 0
	}
	if s.knows && !again {
		copy(s.old[1:], s.old[:])
		s.old[0] = s.xid | 1<<24
	}
	if !again {
		s.lost = false
	}
	s.xid, s.knows, s.client, s.asked = m.XID(), true, f.client, f.server
	s.rapid = kind == wire.DHCPv6Solicit && f.of(wire.DHCPv6OptRapidCommit)
	s.accepts = f.of(wire.DHCPv6OptReconfAccept)
	s.state, s.last = dhcpv6StateOf[kind], at
}

// offered reports whether a server has advertised.
func (s *DHCPv6) offered(server uint64) bool {
	for _, o := range s.offers[:s.n] {
		if o == server {
			return true
		}
	}
	return false
}

// answer judges an Advertise or a Reply.
func (s *DHCPv6) answer(m wire.DHCPv6, kind wire.DHCPv6MessageType, f *dhcpv6Fields, at int64, out *findings) {
	if !s.knows || s.xid != m.XID() {
		s.stray(m.XID(), at, out)
		return
	}
	advertise := kind == wire.DHCPv6Advertise
	switch {
	case s.client != 0 && f.client != s.client:
		out.refuse(RuleDHCPv6Client, "Options.ClientID")
	case advertise && s.state != dhcpv6Solicit && s.state != dhcpv6Bound:
		out.refuse(RuleDHCPv6Answer, "Type")
	case !advertise && s.state == dhcpv6Solicit && !(s.rapid && f.of(wire.DHCPv6OptRapidCommit)):
		out.refuse(RuleDHCPv6Rapid, "Options.RapidCommit")
	case s.asked != 0 && f.server != s.asked && s.state != dhcpv6Bound:
		out.refuse(RuleDHCPv6Server, "Options.ServerID")
	}
	if out.outcome == Invalid {
		return
	}
	if advertise {
		s.offer(f)
		return
	}
	s.grant(f)
}

// stray judges an answer that is not to the client's last message.
func (s *DHCPv6) stray(xid uint32, at int64, out *findings) {
	for _, o := range s.old {
		if o == xid|1<<24 {
			*out = findings{Tolerated, RuleDHCPv6Old, "XID"}
			return
		}
	}
	if !s.lost && (!s.knows || at-s.last < dhcpv6Wait) {
		out.refuse(RuleDHCPv6Unasked, "XID")
	}
	s.lost = true
}

func (s *DHCPv6) offer(f *dhcpv6Fields) {
	if s.offered(f.server) || s.n == dhcpv6Offers {
		return
	}
	if s.n == 0 {
		s.keep(f)
	}
	s.offers[s.n] = f.server
	s.n++
}

func (s *DHCPv6) grant(f *dhcpv6Fields) {
	switch s.state {
	case dhcpv6Release, dhcpv6Decline:
		s.state, s.bound = dhcpv6Init, false
		return
	case dhcpv6Inform:
		s.state = dhcpv6Init
		if s.bound {
			s.state = dhcpv6Bound
		}
		return
	}
	if s.state != dhcpv6Confirm {
		s.keep(f)
	}
	s.state, s.bound = dhcpv6Bound, true
}

// keep remembers what Build needs of a server's message.
func (s *DHCPv6) keep(f *dhcpv6Fields) {
	s.size = uint8(copy(s.server[:], f.duid))
	if f.granted {
		s.addr = f.addr
	}
}

// wake judges a Reconfigure.
func (s *DHCPv6) wake(f *dhcpv6Fields, out *findings) {
	switch {
	case !f.of(wire.DHCPv6OptReconfMsg), f.wakes != wire.DHCPv6Renew && f.wakes != wire.DHCPv6Rebind && f.wakes != wire.DHCPv6InformationRequest:
		out.refuse(RuleDHCPv6Reconfigure, "Options.ReconfMsg")
	case !f.of(wire.DHCPv6OptAuth):
		out.refuse(RuleDHCPv6Reconfigure, "Options.Auth")
	case s.client != 0 && f.client != s.client:
		out.refuse(RuleDHCPv6Client, "Options.ClientID")
	case !s.accepts && !s.lost:
		out.refuse(RuleDHCPv6Accept, "Type")
	}
}
