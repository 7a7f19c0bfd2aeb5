package session

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// The rules of DHCP.
var (
	// RuleDHCPOp has clients send requests and servers replies.
	RuleDHCPOp = &Rule{"dhcp-op", "RFC 2131 §4.1", "operation is not that of the message type"}
	// RuleDHCPFlags has clients leave the flags zero that mean nothing.
	RuleDHCPFlags = &Rule{"dhcp-flags", "RFC 2131 §2", "reserved flags are set"}
	// RuleDHCPHops has relays give up.
	RuleDHCPHops = &Rule{"dhcp-hops", "RFC 1542 §4.1.1", "message went through more than 16 relays"}
	// RuleDHCPUnasked has servers answer.
	RuleDHCPUnasked = &Rule{"dhcp-unasked", "RFC 2131 §4.3.1", "reply to a transaction that the client did not begin"}
	// RuleDHCPOld has replies be of no use when the client has begun anew.
	RuleDHCPOld = &Rule{"dhcp-old", "RFC 2131 §4.4.1", "reply to an earlier transaction"}
	// RuleDHCPLate has an offer be of no use when the client has chosen.
	RuleDHCPLate = &Rule{"dhcp-late", "RFC 2131 §3.1", "offer after the client's choice"}
	// RuleDHCPServer has servers say who they are.
	RuleDHCPServer = &Rule{"dhcp-server-id", "RFC 2131 §4.3.1 table 3", "server does not identify itself"}
	// RuleDHCPLease has leases have a time.
	RuleDHCPLease = &Rule{"dhcp-lease-time", "RFC 2131 §4.3.1 table 3", "address without a lease time"}
	// RuleDHCPOffered has offers offer an address.
	RuleDHCPOffered = &Rule{"dhcp-offer-address", "RFC 2131 §4.3.1 table 3", "offer without an address"}
	// RuleDHCPSelect has the client choose what it was offered.
	RuleDHCPSelect = &Rule{"dhcp-request-offer", "RFC 2131 §4.3.2", "request of an address that the server did not offer"}
	// RuleDHCPRequest has a request be one of four kinds by its fields.
	RuleDHCPRequest = &Rule{"dhcp-request-fields", "RFC 2131 §4.3.6 table 4", "address fields and options are those of no client state"}
	// RuleDHCPClient has other messages of clients have the fields that are theirs.
	RuleDHCPClient = &Rule{"dhcp-client-fields", "RFC 2131 §4.4.1 table 5", "field is set that must not be, or lacks"}
	// RuleDHCPAddress has the server grant what was requested.
	RuleDHCPAddress = &Rule{"dhcp-ack-address", "RFC 2131 §4.3.2", "address is not the one requested"}
	// RuleDHCPNak has a refusal grant nothing.
	RuleDHCPNak = &Rule{"dhcp-nak-fields", "RFC 2131 §4.3.1 table 3", "refusal with an address or a lease time"}
	// RuleDHCPInform has servers lease nothing to who only asks.
	RuleDHCPInform = &Rule{"dhcp-inform-lease", "RFC 2131 §4.3.5", "lease for a client that has its address from elsewhere"}
)

var _ = list(RuleDHCPOp, RuleDHCPFlags, RuleDHCPHops, RuleDHCPUnasked, RuleDHCPOld, RuleDHCPLate, RuleDHCPServer, RuleDHCPLease, RuleDHCPOffered,
	RuleDHCPSelect, RuleDHCPRequest, RuleDHCPClient, RuleDHCPAddress, RuleDHCPNak, RuleDHCPInform)

// DHCP is one client of DHCP for IPv4 with its servers (RFC 2131): from the search for a server to the end of the lease,
// any number of times. Plain BOOTP (RFC 951) and lease queries are Valid. Which client a message is of, its hardware
// address says.
type DHCP struct {
	state  dhcpState
	lost   bool      // that messages may be missing
	asked  uint32    // transaction of the client's last message
	knows  bool      // asked is known
	old    [4]uint32 // transactions before asked, the latest first; 0 if there are none
	want   uint32    // address that was requested, 0 if any will do
	inform bool      // the client has its address from elsewhere
	offers [dhcpOffers]dhcpOffer
	n      uint8 // offers that there are
}

// dhcpOffer is an address that a server offered.
type dhcpOffer struct{ server, addr uint32 }

const dhcpOffers = 8 // of one search; what more servers offer is not held against the client

type dhcpState uint8

// The client's states: RFC 2131 §4.4 figure 5. REQUESTING and REBOOTING are the same to who looks on.
const (
	dhcpInit dhcpState = iota
	dhcpSelecting
	dhcpRequesting
	dhcpBound
	dhcpRenewing
	dhcpInforming
	dhcpStates
)

var _ Session[wire.DHCP] = (*DHCP)(nil)

// NewDHCP returns a Session of a client. midway says that messages may have been sent before.
func NewDHCP(midway bool) *DHCP { return &DHCP{lost: midway} }

// Reset makes the Session new, as one that begins midway.
func (s *DHCP) Reset() { *s = DHCP{lost: true} }

// Lost tells that packets may be missing before the next.
func (s *DHCP) Lost(Side) { s.lost = true }

// State returns the client's state by its name in RFC 2131, for either side.
func (s *DHCP) State(Side) string {
	return [...]string{"INIT", "SELECTING", "REQUESTING", "BOUND", "RENEWING", "INFORM"}[s.state]
}

// Check judges a message, which must have gone through [wire.ParseDHCP].
func (s *DHCP) Check(side Side, m wire.DHCP, _ int64) Verdict {
	v := Verdict{Before: s.State(side)}
	next := *s
	v.Outcome, v.Rule, v.Field = next.judge(m)
	if v.Outcome == Valid {
		*s = next
	}
	v.After = s.State(side)
	return v
}

// dhcpFields are what rules look at.
type dhcpFields struct {
	client, your, requested, server uint32 // addresses; 0 if not there
	lease                           bool
}

func dhcpFieldsOf(m wire.DHCP) (f dhcpFields) {
	f.client, f.your = wire.Uint32(m, 12), wire.Uint32(m, 16)
	for o := range m.Options().All() {
		switch {
		case o.Code == wire.DHCPOptRequestedIP && len(o.Data) == 4:
			f.requested = wire.Uint32(o.Data, 0)
		case o.Code == wire.DHCPOptServerID && len(o.Data) == 4:
			f.server = wire.Uint32(o.Data, 0)
		case o.Code == wire.DHCPOptLeaseTime:
			f.lease = true
		}
	}
	return f
}

func (s *DHCP) judge(m wire.DHCP) (Outcome, *Rule, string) {
	kind := m.MessageType()
	if kind == 0 || kind > wire.DHCPInform {
		return Valid, nil, ""
	}
	fromServer := kind == wire.DHCPOffer || kind == wire.DHCPAck || kind == wire.DHCPNak
	switch {
	case fromServer != (m.Op() == wire.DHCPOpReply):
		return Invalid, RuleDHCPOp, "Op"
	case m.Hops() > 16:
		return Tolerated, RuleDHCPHops, "Hops"
	case !fromServer && m.Flags()&0x7fff != 0:
		return Tolerated, RuleDHCPFlags, "Flags"
	}
	f := dhcpFieldsOf(m)
	if fromServer {
		return s.reply(m, kind, f)
	}
	return s.request(m, kind, f)
}

// request judges a message of the client.
func (s *DHCP) request(m wire.DHCP, kind wire.DHCPMessageType, f dhcpFields) (Outcome, *Rule, string) {
	if field := dhcpClientField(kind, f); field != "" {
		return Invalid, RuleDHCPClient, field
	}
	again := s.knows && s.asked == m.XID()
	switch kind {
	case wire.DHCPDiscover:
		s.state, s.want, s.inform = dhcpSelecting, 0, false
		if !again {
			s.n = 0
		}
	case wire.DHCPRequest:
		if o, r, field := s.choose(f, again); o != Valid {
			return o, r, field
		}
	case wire.DHCPInform:
		s.state, s.want, s.inform = dhcpInforming, 0, true
	case wire.DHCPDecline, wire.DHCPRelease:
		s.state, s.n = dhcpInit, 0
		return Valid, nil, "" // nobody answers
	}
	if s.knows && !again {
		copy(s.old[1:], s.old[:])
		s.old[0] = s.asked
	}
	s.asked, s.knows = m.XID(), true
	if !again {
		s.lost = false
	}
	return Valid, nil, ""
}

// dhcpClientField returns the field of a message of a client that must not be as it is, or nothing.
func dhcpClientField(kind wire.DHCPMessageType, f dhcpFields) string {
	switch {
	case kind == wire.DHCPDiscover && f.client != 0, kind == wire.DHCPDecline && f.client != 0:
		return "CIAddr"
	case kind == wire.DHCPInform && f.client == 0, kind == wire.DHCPRelease && f.client == 0:
		return "CIAddr"
	case kind == wire.DHCPDiscover && f.server != 0, kind == wire.DHCPDecline && f.server == 0, kind == wire.DHCPRelease && f.server == 0:
		return "Options.ServerID"
	case kind == wire.DHCPDecline && f.requested == 0, kind == wire.DHCPRelease && f.requested != 0, kind == wire.DHCPInform && f.requested != 0:
		return "Options.RequestedIP"
	case kind == wire.DHCPInform && f.lease:
		return "Options.LeaseTime"
	}
	return ""
}

// choose judges a DHCPREQUEST by the state that its fields are of: RFC 2131 §4.3.2.
func (s *DHCP) choose(f dhcpFields, again bool) (Outcome, *Rule, string) {
	switch {
	case f.server != 0 && f.requested != 0 && f.client == 0: // SELECTING
		if again && !s.lost && s.n < dhcpOffers && !s.offered(f.server, f.requested) {
			return Invalid, RuleDHCPSelect, "Options.RequestedIP"
		}
		s.state, s.want = dhcpRequesting, f.requested
	case f.server == 0 && f.requested != 0 && f.client == 0: // INIT-REBOOT
		s.state, s.want = dhcpRequesting, f.requested
	case f.server == 0 && f.requested == 0 && f.client != 0: // RENEWING, REBINDING
		s.state, s.want = dhcpRenewing, f.client
	default:
		return Invalid, RuleDHCPRequest, "CIAddr"
	}
	s.inform = false
	return Valid, nil, ""
}

func (s *DHCP) offered(server, addr uint32) bool {
	for _, o := range s.offers[:s.n] {
		if o == (dhcpOffer{server, addr}) {
			return true
		}
	}
	return false
}

// reply judges a message of a server.
func (s *DHCP) reply(m wire.DHCP, kind wire.DHCPMessageType, f dhcpFields) (Outcome, *Rule, string) {
	switch {
	case f.server == 0:
		return Invalid, RuleDHCPServer, "Options.ServerID"
	case (!s.knows || s.asked != m.XID()) && s.lost:
		return Valid, nil, "" // the question was missed
	case !s.knows || s.asked != m.XID():
		for _, xid := range s.old {
			if xid == m.XID() && xid != 0 {
				return Tolerated, RuleDHCPOld, "XID"
			}
		}
		return Invalid, RuleDHCPUnasked, "XID"
	}
	switch kind {
	case wire.DHCPOffer:
		return s.offer(f)
	case wire.DHCPNak:
		if f.your != 0 || f.client != 0 && s.state != dhcpRenewing || f.lease {
			return Invalid, RuleDHCPNak, "YIAddr"
		}
		s.state, s.n = dhcpInit, 0
	case wire.DHCPAck:
		return s.grant(f)
	}
	return Valid, nil, ""
}

func (s *DHCP) offer(f dhcpFields) (Outcome, *Rule, string) {
	switch {
	case f.your == 0:
		return Invalid, RuleDHCPOffered, "YIAddr"
	case !f.lease:
		return Invalid, RuleDHCPLease, "Options.LeaseTime"
	case s.state != dhcpSelecting:
		return Tolerated, RuleDHCPLate, ""
	}
	if !s.offered(f.server, f.your) && s.n < dhcpOffers {
		s.offers[s.n] = dhcpOffer{f.server, f.your}
		s.n++
	}
	return Valid, nil, ""
}

func (s *DHCP) grant(f dhcpFields) (Outcome, *Rule, string) {
	switch {
	case s.inform && f.lease:
		return Tolerated, RuleDHCPInform, "Options.LeaseTime" // old servers do so
	case s.inform:
		return Valid, nil, ""
	case !f.lease:
		return Invalid, RuleDHCPLease, "Options.LeaseTime"
	case s.want != 0 && f.your != s.want:
		return Invalid, RuleDHCPAddress, "YIAddr"
	}
	s.state, s.n = dhcpBound, 0
	return Valid, nil, ""
}

// Next appends what a side may send by the client's state.
func (s *DHCP) Next(side Side, moves []Move) []Move {
	return append(moves, dhcpMoves[side&1][s.state]...)
}

// dhcpMoves has the messages of either side in each state: RFC 2131 §4.4 figure 5.
var dhcpMoves = [2][dhcpStates][]Move{
	Client: {
		dhcpInit:       {{Name: "DISCOVER"}, {Name: "REQUEST"}, {Name: "INFORM"}},
		dhcpSelecting:  {{Name: "DISCOVER"}, {Name: "REQUEST"}},
		dhcpRequesting: {{Name: "REQUEST"}, {Name: "DISCOVER"}, {Name: "DECLINE"}},
		dhcpBound:      {{Name: "REQUEST"}, {Name: "RELEASE"}, {Name: "DECLINE"}, {Name: "DISCOVER"}, {Name: "INFORM"}},
		dhcpRenewing:   {{Name: "REQUEST"}, {Name: "RELEASE"}, {Name: "DISCOVER"}},
		dhcpInforming:  {{Name: "INFORM"}, {Name: "DISCOVER"}},
	},
	Server: {
		dhcpSelecting:  {{Name: "OFFER"}},
		dhcpRequesting: {{Name: "ACK"}, {Name: "NAK"}},
		dhcpRenewing:   {{Name: "ACK"}, {Name: "NAK"}},
		dhcpInforming:  {{Name: "ACK"}},
	},
}

// Build appends the next message of a client with a hardware address to b: it searches for a server, takes the first offer
// and renews the lease when it has one. xid is the transaction of a new search. The Session follows it as if it had been
// checked.
func (s *DHCP) Build(b []byte, mac wire.MAC, xid uint32) ([]byte, error) {
	n := len(b)
	b = append(b, make([]byte, wire.DHCPLen+4)...)
	m := wire.DHCP(b[n:])
	m.SetOp(wire.DHCPOpRequest)
	m.SetHType(uint8(wire.HardwareEthernet))
	m.SetHLen(6)
	m.SetCHAddr(wire.HardwareOf(mac))
	m.SetXID(xid)
	kind, options := wire.DHCPDiscover, []dhcpAddrOption(nil)
	switch {
	case s.state == dhcpSelecting && s.n > 0:
		kind, options = wire.DHCPRequest, []dhcpAddrOption{{wire.DHCPOptRequestedIP, s.offers[0].addr}, {wire.DHCPOptServerID, s.offers[0].server}}
		m.SetXID(s.asked)
	case s.state == dhcpBound || s.state == dhcpRenewing:
		kind = wire.DHCPRequest
		m.SetCIAddr(addr4(s.want))
	case s.state == dhcpRequesting:
		return b[:n], ErrNoMove // the request is open; RFC 2131 §4.1 has it sent again as it is
	}
	wire.PutUint32(m, wire.DHCPLen, wire.DHCPCookie)
	b = append(b, byte(wire.DHCPOptMessageType), 1, byte(kind))
	for _, o := range options {
		b = append(b, byte(o.code), 4, byte(o.addr>>24), byte(o.addr>>16), byte(o.addr>>8), byte(o.addr))
	}
	b = append(b, byte(wire.DHCPOptEnd))
	s.Check(Client, b[n:], 0)
	return b, nil
}

type dhcpAddrOption struct {
	code wire.DHCPOptionCode
	addr uint32
}

func addr4(a uint32) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(a >> 24), byte(a >> 16), byte(a >> 8), byte(a)})
}

const dhcpMark = 5

// AppendBinary appends a snapshot.
func (s *DHCP) AppendBinary(b []byte) ([]byte, error) { return saved(b, dhcpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *DHCP) UnmarshalBinary(b []byte) error {
	var c DHCP
	if err := restored(b, dhcpMark, c.visit); err != nil {
		return err
	}
	*s = c
	return nil
}

func (s *DHCP) visit(p *snapshot) {
	p.below((*uint8)(&s.state), int(dhcpStates))
	p.bool(&s.lost)
	p.u32(&s.asked)
	p.bool(&s.knows)
	for i := range s.old {
		p.u32(&s.old[i])
	}
	p.u32(&s.want)
	p.bool(&s.inform)
	p.below(&s.n, dhcpOffers+1)
	for i := range s.offers {
		p.u32(&s.offers[i].server)
		p.u32(&s.offers[i].addr)
	}
}
