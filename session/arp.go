package session

import "github.com/gocap-project/gocap/wire"

// The rules of ARP.
var (
	// RuleARPLength has the addresses of ARP be as long as their kind says.
	RuleARPLength = &Rule{"arp-length", "RFC 826", "address length is not that of the address type"}
	// RuleARPOp has operations be assigned; RFC 826 has a host look at requests and replies only.
	RuleARPOp = &Rule{"arp-op", "RFC 826", "operation is unknown"}
	// RuleARPSenderHardware has a sender be one station.
	RuleARPSenderHardware = &Rule{"arp-sender-hardware", "RFC 1812 §3.3.2", "sender's hardware address is that of a group"}
	// RuleARPSenderProtocol has a sender be one host.
	RuleARPSenderProtocol = &Rule{"arp-sender-protocol", "RFC 1122 §3.2.1.3", "sender's address is not that of a host"}
	// RuleARPTarget has a question be about one host.
	RuleARPTarget = &Rule{"arp-target", "RFC 1122 §3.2.1.3", "target's address is not that of a host"}
	// RuleARPProbeReply has nobody answer with an address that he does not have yet: a probe is a request.
	RuleARPProbeReply = &Rule{"arp-probe-reply", "RFC 5227 §2.1.1", "reply without a sender's address"}
	// RuleARPUnasked is a reply that nobody asked for and that announces nothing: hosts may take it, and be deceived.
	RuleARPUnasked = &Rule{"arp-unasked", "RFC 826", "reply without a request"}
	// RuleARPConflict is an address that two stations have.
	RuleARPConflict = &Rule{"arp-conflict", "RFC 5227 §2.4", "another station has the address"}
	// RuleARPStation has the sender in the message be the one of the frame.
	RuleARPStation = &Rule{"arp-station", "RFC 826", "sender's hardware address is not that of the frame"}
)

var _ = list(RuleARPLength, RuleARPOp, RuleARPSenderHardware, RuleARPSenderProtocol, RuleARPTarget,
	RuleARPProbeReply, RuleARPUnasked, RuleARPConflict, RuleARPStation)

// An ARPMessage is what an [ARP] Session judges.
type ARPMessage struct {
	ARP wire.ARP // through wire.ParseARP
	// Station is the hardware address that sent the frame; zero if it is not known.
	Station wire.MAC
}

// ARP is all that is said by ARP for IPv4 on one link (RFC 826, RFC 5227): requests and replies, announcements and probes.
// A link has no two sides: Check's side is not looked at. It remembers 128 requests and the owners of up to 256 addresses.
type ARP struct {
	asked  asked
	owners owners
}

var _ Session[ARPMessage] = (*ARP)(nil)

const (
	arpAsked = 128
	// arpFresh is for how long an address belongs to who was last seen to have it; RFC 5227 §2.4 gives a host
	// 10 seconds to defend it, caches commonly keep it for a minute.
	arpFresh = 60e9
	// arpWait is how long a request may stay unanswered and an answer still be one.
	arpWait = 30e9
)

// NewARP returns a Session of a link. midway says that requests may have been sent before.
func NewARP(midway bool) *ARP {
	s := &ARP{asked: newAsked(arpAsked)}
	s.asked.lost = midway
	return s
}

// Reset makes the Session new, as one that begins midway.
func (s *ARP) Reset() {
	s.asked.reset()
	s.owners = owners{}
}

// State returns "asked" if somebody asked and has no answer, or else "idle".
func (s *ARP) State(Side) string {
	if s.asked.open() != nil {
		return "asked"
	}
	return "idle"
}

// Lost tells that packets may be missing before the next.
func (s *ARP) Lost(Side) { s.asked.lost = true }

// Check judges a message.
func (s *ARP) Check(side Side, m ARPMessage, at int64) Verdict {
	v := Verdict{Before: s.State(side)}
	v.Outcome, v.Rule, v.Field = s.judge(m, at)
	v.After = s.State(side)
	return v
}

func (s *ARP) judge(m ARPMessage, at int64) (Outcome, *Rule, string) {
	a := m.ARP
	if a.ProtocolType() != wire.EtherTypeIPv4 {
		return Valid, nil, "" // RFC 826 is for any protocol; this Session is not
	}
	if o, r, f := arpForm(m); o != Valid {
		return o, r, f
	}
	if len(a) < a.HeaderLen() || a.HardwareLen() != 6 {
		return Valid, nil, "" // cut, or a link whose addresses are of another kind
	}
	sender, target := a.SenderIP(), a.TargetIP()
	gratuitous := sender == target
	probe := sender.IsUnspecified() // which claims nothing
	switch {
	case a.Op() != wire.ARPReply && a.Op() != wire.ARPRequest:
		return Valid, nil, ""
	case !probe && s.owners.contested(sender, a.SenderMAC(), at-arpFresh):
		return Tolerated, RuleARPConflict, "SenderProtocol"
	case a.Op() == wire.ARPReply:
		if o, r, f := s.reply(a, gratuitous, at); o != Valid {
			return o, r, f
		}
	case !gratuitous:
		s.asked.add(addrNumber(target), 0, at)
	}
	if !probe {
		s.owners.claim(sender, a.SenderMAC(), at)
	}
	return Valid, nil, ""
}

// arpForm judges what does not depend on the state.
func arpForm(m ARPMessage) (Outcome, *Rule, string) {
	a := m.ARP
	ethernet := a.HardwareType() == wire.HardwareEthernet
	sender, target := a.SenderIP(), a.TargetIP()
	whole := len(a) >= a.HeaderLen()
	switch {
	case a.ProtocolLen() != 4:
		return Invalid, RuleARPLength, "ProtocolLen"
	case ethernet && a.HardwareLen() != 6:
		return Invalid, RuleARPLength, "HardwareLen"
	case a.Op() == 0 || a.Op() > wire.ARPExp2:
		return Tolerated, RuleARPOp, "Op"
	case !whole:
		return Valid, nil, ""
	case ethernet && a.SenderMAC().IsGroup():
		return Invalid, RuleARPSenderHardware, "SenderHardware"
	case a.Op() == wire.ARPReply && sender.IsUnspecified():
		return Invalid, RuleARPProbeReply, "SenderProtocol"
	case (a.Op() == wire.ARPReply || a.Op() == wire.ARPRequest) && !sender.IsUnspecified() && !oneHost(sender):
		return Invalid, RuleARPSenderProtocol, "SenderProtocol"
	case a.Op() == wire.ARPRequest && (target.IsMulticast() || target == linkLocalBroadcast):
		return Invalid, RuleARPTarget, "TargetProtocol"
	case ethernet && m.Station != (wire.MAC{}) && m.Station != a.SenderMAC():
		return Tolerated, RuleARPStation, "SenderHardware"
	}
	return Valid, nil, ""
}

// reply judges an answer by the questions.
func (s *ARP) reply(a wire.ARP, gratuitous bool, at int64) (Outcome, *Rule, string) {
	q := s.asked.find(addrNumber(a.SenderIP()))
	if q != nil && at-q.time <= arpWait {
		q.seen++
		return Valid, nil, ""
	}
	if gratuitous || a.TargetIP().IsUnspecified() || s.asked.lost {
		return Valid, nil, "" // an announcement
	}
	return Tolerated, RuleARPUnasked, "Op"
}

// Next appends what may be sent: anybody may ask and announce, and an answer is owed while a question is open.
func (s *ARP) Next(_ Side, moves []Move) []Move {
	moves = append(moves, Move{Name: "request"}, Move{Name: "announcement"})
	if s.asked.open() != nil {
		moves = append(moves, Move{Name: "reply"})
	}
	return moves
}

const arpMark = 2

// AppendBinary appends a snapshot.
func (s *ARP) AppendBinary(b []byte) ([]byte, error) { return saved(b, arpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *ARP) UnmarshalBinary(b []byte) error {
	c := NewARP(true)
	if err := restored(b, arpMark, c.visit); err != nil {
		return err
	}
	*s = *c
	return nil
}

func (s *ARP) visit(p *snapshot) {
	s.asked.visit(p)
	s.owners.visit(p)
}
