package session_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/internal/captures"
	"github.com/gocap-project/gocap/sequence"
	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

// dnsPorts are the ports that are judged.
var dnsPorts = map[uint16]session.DNSKind{
	53: session.DNSUnicast, 5353: session.DNSMulticast, 5355: session.DNSLLMNR, 137: session.DNSNetBIOS,
}

// dnsHosts keeps a Session for each two hosts of a capture.
type dnsHosts struct {
	file     string
	tally    *captures.Tally
	sessions map[[2]netip.Addr]map[session.DNSKind]*session.DNS
}

// of returns the Session of a message and which side sent it.
func (h *dnsHosts) of(src, dst netip.AddrPort, kind session.DNSKind) (*session.DNS, session.Side) {
	side, key := session.Client, [2]netip.Addr{src.Addr(), dst.Addr()}
	if _, ok := dnsPorts[dst.Port()]; !ok || src.Port() < dst.Port() && dnsPorts[src.Port()] == kind && src.Port() == 53 || h.sessions[key] == nil && h.sessions[[2]netip.Addr{key[1], key[0]}] != nil {
		side, key = session.Server, [2]netip.Addr{key[1], key[0]}
	}
	if h.sessions[key] == nil {
		h.sessions[key] = map[session.DNSKind]*session.DNS{}
	}
	s := h.sessions[key][kind]
	if s == nil {
		s = session.NewDNS(kind, true)
		h.sessions[key][kind] = s
	}
	return s, side
}

func (h *dnsHosts) check(src, dst netip.AddrPort, b []byte, stream bool, from sequence.Source) {
	kind, ok := dnsPorts[dst.Port()]
	if k, fromServer := dnsPorts[src.Port()]; fromServer && (!ok || src.Port() < dst.Port()) {
		kind, ok = k, true
	}
	if !ok {
		return
	}
	m, err := wire.ParseDNS(b)
	if err != nil {
		return
	}
	s, side := h.of(src, dst, kind)
	v := s.Check(side, session.DNSMessage{DNS: m, Src: src, Dst: dst, Stream: stream}, from.Time)
	h.tally.Add(h.file, fmt.Sprintf("%v>%v id %d", src, dst, m.ID()), from, v)
}

// dnsStream cuts a direction of a connection into messages.
type dnsStream struct {
	h        *dnsHosts
	src, dst netip.AddrPort
	b        []byte
	lost     bool
}

func (d *dnsStream) Take(e *sequence.Event) {
	if e.Kind == sequence.Gap || e.Offset == 0 && d.b != nil {
		d.lost = true
	}
	if e.Kind != sequence.Data || d.lost {
		return
	}
	d.b = append(d.b, e.Bytes...)
	for len(d.b) > 2 && wire.DNSStream(d.b).Complete() {
		d.h.check(d.src, d.dst, wire.DNSStream(d.b).Message(), true, e.From)
		d.b = wire.DNSStream(d.b).Rest()
	}
}

// dnsNotHealthy are captures in which something is wrong indeed.
var dnsNotHealthy = map[string]string{
	"0d0a41cb2f98": "made for a test of many questions",
	"1801843b7cc0": "letters instead of DNS, from port 53 to port 53",
	"9622ca2b1061": "letters instead of DNS, from port 53 to port 53",
	"2d70158591b1": "made by a program: an OPT record in the answer to a query without one",
	"42c90915017e": "made for a test of pointers",
	"a00c290dadcd": "made for a test of pointers",
	"4daef75ba54d": "made for a test of damaged records",
	"bb89be309ac9": "made for a test of damaged records",
	"c49a0472d1ab": "multicast DNS with its port rewritten to 53",
	"d7ce6e3ee176": "made for a test of many questions",
	"e1bfd1951b2a": "made for a test of many questions",
}

func TestDNSCorpora(t *testing.T) {
	var tally captures.Tally
	for _, file := range captures.Files(t) {
		h := &dnsHosts{file, &tally, map[[2]netip.Addr]map[session.DNSKind]*session.DNS{}}
		_ = captures.Read(file, captures.Uses{
			Datagram: func(d *captures.Datagram) {
				if d.Whole {
					h.check(d.Src, d.Dst, d.Payload, false, d.From)
				}
			},
			Accept: func(c *sequence.Connection) (client, server sequence.Sink) {
				if c.Server().Port() != 53 {
					return nil, nil
				}
				return &dnsStream{h: h, src: c.Client(), dst: c.Server()}, &dnsStream{h: h, src: c.Server(), dst: c.Client()}
			},
		})
	}
	tally.Log(t)
	tally.Quiet(t, dnsNotHealthy)
}
