package session

import "github.com/gocap-project/gocap/wire"

// dhcpv6Fields are what rules look at in the options of a message.
type dhcpv6Fields struct {
	has            [2]uint64 // options up to 127 that are there
	twice          [2]uint64
	client, server uint64 // hashes of identifiers, 0 if there are none
	duid           []byte // of the server
	wakes          wire.DHCPv6MessageType
	granted        bool
	addr           [16]byte // the first
	late           bool     // T1 after T2
	life           bool     // preferred for longer than valid
}

func (f *dhcpv6Fields) of(c wire.DHCPv6OptionCode) bool {
	return c < 128 && f.has[c>>6]>>(c&63)&1 != 0
}

// dhcpv6FieldsOf reads the options of a message.
func dhcpv6FieldsOf(o wire.DHCPv6Options, out *findings) (f dhcpv6Fields) {
	for c, data := range o.All() {
		if !dhcpv6Fits(c, data) {
			out.refuse(RuleDHCPv6Length, c.String())
			return f
		}
		f.option(c, data, out)
	}
	if len(o.Rest()) != 0 {
		out.refuse(RuleDHCPv6Options, "Options")
	}
	return f
}

// option notes an option.
func (f *dhcpv6Fields) option(c wire.DHCPv6OptionCode, data []byte, out *findings) {
	if c < 128 {
		f.twice[c>>6] |= f.has[c>>6] & (1 << (c & 63))
		f.has[c>>6] |= 1 << (c & 63)
	}
	switch c {
	case wire.DHCPv6OptClientID:
		f.client = hashOf(data)
	case wire.DHCPv6OptServerID:
		f.server, f.duid = hashOf(data), data
	case wire.DHCPv6OptReconfMsg:
		f.wakes = wire.DHCPv6MessageType(data[0])
	case wire.DHCPv6OptIANA, wire.DHCPv6OptIAPD:
		t1, t2 := wire.Uint32(data, 4), wire.Uint32(data, 8)
		f.late = f.late || t1 > t2 && t2 != 0
		f.association(data[12:], out)
	case wire.DHCPv6OptIATA:
		f.association(data[4:], out)
	}
}

// association reads the options of an identity association.
func (f *dhcpv6Fields) association(o wire.DHCPv6Options, out *findings) {
	for c, data := range o.All() {
		if !dhcpv6Fits(c, data) {
			out.refuse(RuleDHCPv6Length, c.String())
			return
		}
		switch c {
		case wire.DHCPv6OptIAAddr:
			f.life = f.life || wire.Uint32(data, 16) > wire.Uint32(data, 20)
			if !f.granted {
				f.addr, f.granted = [16]byte(data), true
			}
		case wire.DHCPv6OptIAPrefix:
			f.life = f.life || wire.Uint32(data, 0) > wire.Uint32(data, 4)
		}
	}
	if len(o.Rest()) != 0 {
		out.refuse(RuleDHCPv6Options, "Options")
	}
}

// dhcpv6Fits reports whether an option has a length of its kind: RFC 8415 §21.
func dhcpv6Fits(c wire.DHCPv6OptionCode, data []byte) bool {
	n := len(data)
	switch c {
	case wire.DHCPv6OptClientID, wire.DHCPv6OptServerID:
		return n >= 3 && n <= dhcpv6DUID
	case wire.DHCPv6OptIANA, wire.DHCPv6OptIAPD:
		return n >= 12
	case wire.DHCPv6OptIATA:
		return n >= 4
	case wire.DHCPv6OptIAAddr:
		return n >= 24
	case wire.DHCPv6OptIAPrefix:
		return n >= 25 && data[8] <= 128
	case wire.DHCPv6OptORO:
		return n%2 == 0
	case wire.DHCPv6OptPreference, wire.DHCPv6OptReconfMsg:
		return n == 1
	case wire.DHCPv6OptElapsedTime:
		return n == 2
	case wire.DHCPv6OptStatusCode:
		return n >= 2
	case wire.DHCPv6OptRapidCommit, wire.DHCPv6OptReconfAccept:
		return n == 0
	case wire.DHCPv6OptUnicast:
		return n == 16
	case wire.DHCPv6OptAuth:
		return n >= 11
	}
	return true
}

// Options as a set, of those below 64.
const (
	dhcpv6Once = 1<<wire.DHCPv6OptClientID | 1<<wire.DHCPv6OptServerID | 1<<wire.DHCPv6OptORO | 1<<wire.DHCPv6OptPreference |
		1<<wire.DHCPv6OptElapsedTime | 1<<wire.DHCPv6OptRapidCommit | 1<<wire.DHCPv6OptReconfMsg | 1<<wire.DHCPv6OptReconfAccept
	dhcpv6IAs = 1<<wire.DHCPv6OptIANA | 1<<wire.DHCPv6OptIATA | 1<<wire.DHCPv6OptIAPD

	// What has no meaning in the messages of clients, and of servers, and in all that are not between relays.
	dhcpv6NotClients = 1<<wire.DHCPv6OptPreference | 1<<wire.DHCPv6OptUnicast | 1<<wire.DHCPv6OptReconfMsg
	dhcpv6NotServers = 1 << wire.DHCPv6OptElapsedTime
	dhcpv6NotEither  = 1<<wire.DHCPv6OptRelayMessage | 1<<wire.DHCPv6OptInterfaceID
)

// form judges a message by itself: RFC 8415 §16.
func (f *dhcpv6Fields) form(kind wire.DHCPv6MessageType, out *findings) {
	servers := dhcpv6Servers(kind)
	var noServer, needsServer bool
	switch kind {
	case wire.DHCPv6Solicit, wire.DHCPv6Confirm, wire.DHCPv6Rebind:
		noServer = true
	case wire.DHCPv6InformationRequest:
	default:
		needsServer = true
	}
	free := kind == wire.DHCPv6InformationRequest || kind == wire.DHCPv6Reply // what was asked without a name is answered without
	switch {
	case f.twice[0]&dhcpv6Once != 0:
		out.refuse(RuleDHCPv6Repeated, "Options")
	case f.client == 0 && !free:
		out.refuse(RuleDHCPv6Client, "Options.ClientID")
	case noServer && f.server != 0, needsServer && f.server == 0:
		out.refuse(RuleDHCPv6Server, "Options.ServerID")
	case kind == wire.DHCPv6InformationRequest && f.has[0]&dhcpv6IAs != 0:
		out.refuse(RuleDHCPv6NoIA, "Options.IA")
	case servers && f.late:
		out.refuse(RuleDHCPv6Times, "Options.IA")
	case servers && f.life:
		out.refuse(RuleDHCPv6Lifetime, "Options.IA")
	}
	never := uint64(dhcpv6NotClients | dhcpv6NotEither)
	if servers {
		never = dhcpv6NotServers | dhcpv6NotEither
	}
	switch {
	case f.has[0]&never != 0:
		out.tolerate(RuleDHCPv6Place, "Options")
	case !servers && !f.of(wire.DHCPv6OptElapsedTime):
		out.tolerate(RuleDHCPv6Elapsed, "Options.ElapsedTime")
	}
}

// Next appends what a side may send by the client's state.
func (s *DHCPv6) Next(side Side, moves []Move) []Move {
	if side&1 == Client {
		return append(moves, dhcpv6Moves[s.state]...)
	}
	switch s.state {
	case dhcpv6Solicit:
		moves = append(moves, Move{Name: "ADVERTISE"})
		if s.rapid {
			moves = append(moves, Move{Name: "REPLY"})
		}
	case dhcpv6Init, dhcpv6Bound:
		if s.accepts {
			moves = append(moves, Move{Name: "RECONFIGURE"})
		}
	default:
		moves = append(moves, Move{Name: "REPLY"})
	}
	return moves
}

// dhcpv6Moves has the messages of a client in each state.
var dhcpv6Moves = [dhcpv6States][]Move{
	dhcpv6Init:    {{Name: "SOLICIT"}, {Name: "CONFIRM"}, {Name: "REBIND"}, {Name: "INFORMATION-REQUEST"}},
	dhcpv6Solicit: {{Name: "SOLICIT"}, {Name: "REQUEST"}},
	dhcpv6Request: {{Name: "REQUEST"}, {Name: "SOLICIT"}},
	dhcpv6Confirm: {{Name: "CONFIRM"}, {Name: "SOLICIT"}},
	dhcpv6Renew:   {{Name: "RENEW"}, {Name: "REBIND"}, {Name: "RELEASE"}},
	dhcpv6Rebind:  {{Name: "REBIND"}, {Name: "SOLICIT"}, {Name: "RELEASE"}},
	dhcpv6Release: {{Name: "RELEASE"}, {Name: "SOLICIT"}},
	dhcpv6Decline: {{Name: "DECLINE"}, {Name: "SOLICIT"}},
	dhcpv6Inform:  {{Name: "INFORMATION-REQUEST"}, {Name: "SOLICIT"}},
	dhcpv6Bound: {{Name: "RENEW"}, {Name: "REBIND"}, {Name: "RELEASE"}, {Name: "DECLINE"}, {Name: "CONFIRM"}, {Name: "INFORMATION-REQUEST"},
		{Name: "SOLICIT"}},
}

// Build appends the next message of a client with an identifier of 3 to 130 bytes to b: it searches for a server, takes
// the first that advertises and renews the lease when it has one. The transaction is xid, of which the low 24 bits count and
// which should be another each time. The Session follows the message as if it had been checked. The error is ErrNoMove while
// an answer is awaited, or if the identifier is none.
func (s *DHCPv6) Build(b, duid []byte, xid uint32) ([]byte, error) {
	kind := wire.DHCPv6Solicit
	switch {
	case len(duid) < 3 || len(duid) > dhcpv6DUID:
		return b, ErrNoMove
	case s.state == dhcpv6Init:
	case s.state == dhcpv6Solicit && s.size > 0:
		kind = wire.DHCPv6Request
	case s.state == dhcpv6Bound && s.size > 0:
		kind = wire.DHCPv6Renew
	default:
		return b, ErrNoMove
	}
	n := len(b)
	b = append(b, byte(kind), byte(xid>>16), byte(xid>>8), byte(xid))
	b = wire.DHCPv6Options(b).Add(wire.DHCPv6OptClientID, duid...)
	b = wire.DHCPv6Options(b).Add(wire.DHCPv6OptElapsedTime, 0, 0)
	ia := make([]byte, 12, 64)
	if kind != wire.DHCPv6Solicit {
		b = wire.DHCPv6Options(b).Add(wire.DHCPv6OptServerID, s.server[:s.size]...)
		if s.addr != [16]byte{} {
			ia = wire.DHCPv6Options(ia).Add(wire.DHCPv6OptIAAddr, append(s.addr[:], 0, 0, 0, 0, 0, 0, 0, 0)...)
		}
	}
	b = wire.DHCPv6Options(b).Add(wire.DHCPv6OptIANA, ia...)
	if v := s.Check(Client, DHCPv6Message{Data: b[n:]}, 0); v.Outcome == Invalid {
		return b[:n], ErrNoMove // another client's identifier
	}
	return b, nil
}

const dhcpv6Mark = '6'

// AppendBinary appends a snapshot.
func (s *DHCPv6) AppendBinary(b []byte) ([]byte, error) { return saved(b, dhcpv6Mark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *DHCPv6) UnmarshalBinary(b []byte) error {
	var c DHCPv6
	if err := restored(b, dhcpv6Mark, c.visit); err != nil {
		return err
	}
	*s = c
	return nil
}

func (s *DHCPv6) visit(p *snapshot) {
	p.below((*uint8)(&s.state), int(dhcpv6States))
	for _, x := range [...]*bool{&s.lost, &s.bound, &s.accepts, &s.rapid, &s.knows} {
		p.bool(x)
	}
	p.u32(&s.xid)
	for i := range s.old {
		p.u32(&s.old[i])
	}
	p.u64(&s.client)
	p.u64(&s.asked)
	for i := range s.offers {
		p.u64(&s.offers[i])
	}
	p.below(&s.n, dhcpv6Offers+1)
	p.fixed(s.server[:])
	p.below(&s.size, dhcpv6DUID+1)
	p.fixed(s.addr[:])
	p.i64(&s.last)
}
