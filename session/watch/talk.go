package watch

import (
	"net/netip"

	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/session/radius"
	"github.com/gocap-project/gocap/wire"
)

// talkTimeout is how long a conversation over UDP may be silent: RFC 4787, REQ-5, has NATs wait two minutes.
const talkTimeout = 120e9

// A talk is a conversation over UDP.
type talk struct {
	Record
	judge judge // nil if the protocol is not known
	upper bool  // the client is the upper end of the key
}

// A judge is a Session with what it takes to give it the data of datagrams.
type judge interface {
	// judge judges the data of a datagram. cut says that the capture has only their beginning.
	judge(side session.Side, data []byte, cut bool, at int64) session.Verdict
	// State is the Session's.
	State(session.Side) string
}

// dhcp is DHCP: a conversation is that of a client, whatever the addresses are.
var dhcp = protocol{name: "dhcp", begin: func(midway bool) judge { return dhcpJudge{session.NewDHCP(midway)} }, member: func(k *sequence.Key, data []byte) bool {
	m, err := wire.ParseDHCP(data)
	if err == nil {
		*k = sequence.Key{A: m.CHAddr(), Context: k.Context, Kind: 1}
	}
	return err == nil
}}

// dtls is DTLS.
var dtls = protocol{name: "dtls", begin: func(midway bool) judge { return dtlsJudge{session.NewDTLS(midway)} }}

// dhcpv6 is DHCPv6: a conversation is that of a client, if it says who it is.
var dhcpv6 = protocol{name: "dhcpv6", begin: func(midway bool) judge { return dhcpv6Judge{session.NewDHCPv6(midway)} }, member: func(k *sequence.Key, data []byte) bool {
	m, _ := session.DHCPv6Inner(data)
	if m == nil {
		return false
	}
	id, ok := wire.DHCPv6(m).Options().Get(wire.DHCPv6OptClientID)
	if !ok {
		return false
	}
	*k = sequence.Key{Context: k.Context, Kind: 2}
	for i, c := range id { // identifiers differ at the end; those of more than 16 bytes are folded
		k.A[i%len(k.A)] = k.A[i%len(k.A)]<<1 ^ k.A[i%len(k.A)]>>7 ^ c
	}
	return true
}}

// radiusUDP is RADIUS. Its secrets are not known here.
var radiusUDP = protocol{name: "radius", begin: func(midway bool) judge { return radiusJudge{radius.New(nil, midway)} }}

// protocols has what is known to be spoken over UDP, by port.
var protocols = map[uint16]protocol{
	67: dhcp,
	53: dnsOf("dns", session.DNSUnicast), 5353: dnsOf("mdns", session.DNSMulticast), 5355: dnsOf("llmnr", session.DNSLLMNR),
	137:  dnsOf("netbios-ns", session.DNSNetBIOS),
	2123: {name: "gtp", begin: func(midway bool) judge { return gtpJudge{session.NewGTP(midway)} }},
	1812: radiusUDP, 1813: radiusUDP, 1645: radiusUDP, 1646: radiusUDP, 3799: radiusUDP,
	547:           dhcpv6,
	wire.PortPFCP: {name: "pfcp", begin: func(midway bool) judge { return pfcpJudge{session.NewPFCP(midway)} }},
	wire.PortNTP:  {name: "ntp", begin: func(bool) judge { return ntpJudge{session.NewNTP(true)} }}, // both ends may have the port: who asks is seen late
}

// A protocol is one that there is a Session for.
type protocol struct {
	name  string
	begin func(midway bool) judge
	// member sets the key of the conversation that a datagram is of, where it is not that of the addresses and ports.
	member func(k *sequence.Key, data []byte) bool
}

// dnsOf returns DNS of a kind.
func dnsOf(name string, kind session.DNSKind) protocol {
	return protocol{name: name, begin: func(midway bool) judge { return dnsJudge{session.NewDNS(kind, midway)} }}
}

// dnsJudge is a judge of DNS and its kin.
type dnsJudge struct{ *session.DNS }

func (j dnsJudge) judge(side session.Side, data []byte, cut bool, at int64) session.Verdict {
	m, err := wire.ParseDNS(data)
	if err != nil || cut {
		j.Lost(side)
		return session.Verdict{}
	}
	return j.Check(side, session.DNSMessage{DNS: m}, at)
}

// likeDTLS reports whether data begins with a record of DTLS, which is spoken on any port.
func likeDTLS(data []byte) bool {
	return len(data) >= wire.DTLSRecordLen && data[0] >= byte(wire.TLSChangeCipherSpec) && data[0] <= byte(wire.TLSApplicationData) &&
		data[1] == 0xfe && data[2] >= 0xfc
}

// dtlsJudge is a judge of DTLS.
type dtlsJudge struct{ *session.DTLS }

func (j dtlsJudge) judge(side session.Side, data []byte, cut bool, at int64) session.Verdict {
	if cut {
		j.Lost(side)
		return session.Verdict{}
	}
	return j.Check(side, data, at)
}

// gtpJudge is a judge of GTP-C.
type gtpJudge struct{ *session.GTP }

func (j gtpJudge) judge(side session.Side, data []byte, _ bool, at int64) session.Verdict {
	return j.Check(side, data, at)
}

// dhcpv6Judge is a judge of DHCPv6.
type dhcpv6Judge struct{ *session.DHCPv6 }

func (j dhcpv6Judge) judge(side session.Side, data []byte, cut bool, at int64) session.Verdict {
	if cut || len(data) == 0 {
		j.Lost(side)
		return session.Verdict{}
	}
	if t := wire.DHCPv6MessageType(data[0]); t.IsRelay() { // relays have one port
		side = session.Client
		if t == wire.DHCPv6RelayRepl {
			side = session.Server
		}
	}
	return j.Check(side, session.DHCPv6Message{Data: data}, at)
}

// radiusJudge is a judge of RADIUS.
type radiusJudge struct{ *radius.Session }

func (j radiusJudge) judge(side session.Side, data []byte, cut bool, at int64) session.Verdict {
	m, err := wire.ParseRADIUS(data)
	if err != nil || cut {
		j.Lost(side)
		return session.Verdict{}
	}
	v := j.Check(side, m, at)
	if v.Outcome == session.Invalid { // a server may answer it nevertheless: one cause, one finding
		j.Lost(side)
	}
	return v
}

// pfcpJudge is a judge of PFCP.
type pfcpJudge struct{ *session.PFCP }

func (j pfcpJudge) judge(side session.Side, data []byte, _ bool, at int64) session.Verdict {
	m, err := wire.ParsePFCP(data)
	if err != nil {
		return session.Verdict{}
	}
	return j.Check(side, m, at)
}

// dhcpJudge is a judge of DHCP.
type dhcpJudge struct{ *session.DHCP }

func (j dhcpJudge) judge(_ session.Side, data []byte, _ bool, at int64) session.Verdict {
	m, err := wire.ParseDHCP(data)
	if err != nil {
		return session.Verdict{}
	}
	return j.Check(dhcpSide(m), m, at)
}

func dhcpSide(m wire.DHCP) session.Side {
	if m.Op() == wire.DHCPOpReply {
		return session.Server
	}
	return session.Client
}

// ntpJudge is a judge of NTP.
type ntpJudge struct{ *session.NTP }

func (j ntpJudge) judge(side session.Side, data []byte, _ bool, at int64) session.Verdict {
	m, err := wire.ParseNTP(data)
	if err != nil || m.Mode() >= wire.NTPModeControl {
		return session.Verdict{}
	}
	if m.Mode() == wire.NTPServer {
		side = session.Server // both ends may have the port of the server
	} else if m.Mode() == wire.NTPClient {
		side = session.Client
	}
	return j.Check(side, m, at)
}

// protocolOf returns the protocol of a conversation by its ports, and whether the receiver is the server.
func (w *Watcher) protocolOf(src, dst uint16) (p protocol, toServer bool) {
	for i, port := range [2]uint16{dst, src} {
		if name, ok := w.cfg.Ports[port]; ok {
			return named(name), i == 0
		}
		if p, ok := protocols[port]; ok {
			return p, i == 0
		}
	}
	return protocol{}, true
}

// named returns the protocol of a name.
func named(name string) protocol {
	for _, p := range protocols {
		if p.name == name {
			return p
		}
	}
	if name == dtls.name {
		return dtls
	}
	return protocol{}
}

// udp judges a datagram by its conversation.
func (w *Watcher) udp(d session.Datagram, context uint64) {
	u, err := wire.ParseUDP(d.Payload)
	if err != nil {
		return
	}
	src, dst := netip.AddrPortFrom(d.Src, u.SrcPort()), netip.AddrPortFrom(d.Dst, u.DstPort())
	data := d.Payload[wire.UDPLen:]
	cut := d.Cut
	if n := int(u.Length()) - wire.UDPLen; n >= 0 && n <= len(data) {
		data, cut = data[:n], false
	}
	var k sequence.Key
	upper := sequence.PairKey(&k, src, dst, wire.IPProtoUDP, context)
	p, toServer := w.protocolOf(src.Port(), dst.Port())
	if p.member != nil && p.member(&k, data) {
		upper = !toServer // the client counts as the lower end
	}
	t, fresh := w.talks.Get(&k, d.Src, w.from.Time)
	if fresh {
		if p.begin == nil && likeDTLS(data) {
			p, toServer = dtls, true
		}
		w.beginTalk(t, p, toServer, [2]netip.AddrPort{src, dst}, upper)
	}
	side := session.Client
	if upper != t.upper {
		side = session.Server
	}
	t.Last = w.from.Time
	t.Packets[side]++
	t.Bytes[side] += uint64(len(data))
	if t.judge == nil {
		return
	}
	v := t.judge.judge(side, data, cut, w.from.Time)
	t.count(v)
	w.judged(t.Session, src, dst, v)
}

// beginTalk begins a conversation, of which the first packet is from ends[0].
func (w *Watcher) beginTalk(t *talk, p protocol, toServer bool, ends [2]netip.AddrPort, upper bool) {
	t.Number, t.First = w.opened, w.from.Time
	w.opened++
	t.Session, t.Ends, t.upper = p.name, ends, upper
	if !toServer {
		t.Ends[0], t.Ends[1], t.upper = ends[1], ends[0], !upper
	}
	if p.begin != nil {
		t.judge = p.begin(w.midway() || !toServer) // what comes first from the server has a question that was missed
	} else {
		t.Session = "udp"
	}
}

// count notes a verdict in a record.
func (r *Record) count(v session.Verdict) {
	switch v.Outcome {
	case session.Tolerated:
		r.Tolerated++
	case session.Invalid:
		r.Invalid++
	}
}

// gone tells of a conversation over UDP that is over.
func (w *Watcher) gone(_ *sequence.Key, t *talk, why sequence.EndReason) {
	if w.cfg.Ended == nil {
		return
	}
	t.Why = why
	if t.judge != nil {
		t.State, t.PeerState = t.judge.State(session.Client), t.judge.State(session.Server)
	}
	w.cfg.Ended(&t.Record)
}
