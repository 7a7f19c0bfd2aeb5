package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A flow is a TCP connection, the lower endpoint first.
type flow struct {
	a, b   netip.Addr
	ap, bp uint16
}

// An isn has what sequence numbers are printed relative to: seq for segments from
// a flow's first endpoint, ack for those from its second.
type isn struct{ seq, ack uint32 }

// maxFlows bounds the connections remembered. When there are more, all are
// forgotten, which prints a few absolute numbers.
const maxFlows = 1 << 18

var tcpFlags = []bit{{1, "F"}, {2, "S"}, {4, "R"}, {8, "P"}, {16, "."}, {32, "U"}, {64, "E"}, {128, "W"}, {256, "e"}}

// Flags of a TCP header.
const (
	tcpFIN = 1
	tcpSYN = 2
	tcpRST = 4
	tcpACK = 16
	tcpURG = 32
)

// A segment is a TCP segment being printed.
type segment struct {
	h            *ipHeader
	b            []byte
	n            int // length on the wire
	sport, dport uint32
	flags        uint32
	base         uint32 // what SACK blocks are relative to
}

// tcp prints a TCP segment.
func (p *Printer) tcp(h *ipHeader, b []byte, n int) {
	p.proto = "tcp"
	if len(b) < 4 {
		p.addr(h.src)
		p.s(" > ")
		p.addr(h.dst)
		p.s(":")
		p.want(b, 4)
		return
	}
	s := segment{h: h, b: b, n: n, sport: uint32(wire.Uint16(b, 0)), dport: uint32(wire.Uint16(b, 2))}
	p.ports(h, 6, "tcp", s.sport, s.dport)
	if !p.want(b, 20) {
		return
	}
	hl := int(b[12]>>4) * 4
	if hl < 20 {
		p.f(" tcp %u [bad hdr length %u - too short, < 20]", uint32(n-hl), uint32(hl))
		return
	}
	if p.Quiet {
		p.f("tcp %u", uint32(n-hl))
		if hl > n {
			p.f(" [bad hdr length %u - too long, > %u]", uint32(hl), uint32(n))
		}
		return
	}
	s.flags = uint32(b[12])&1<<8 | uint32(b[13])
	p.s("Flags [")
	p.bits(tcpFlags, s.flags, "none", "")
	p.s("]")
	if p.tcpNumbers(&s, hl) && p.tcpOptionsOf(&s, hl) {
		p.s(", length ")
		p.d(n - hl)
		p.tcpPayload(&s, hl)
	}
}

// tcpNumbers prints the fields of a header after its flags, and reports whether
// its length makes sense.
func (p *Printer) tcpNumbers(s *segment, hl int) bool {
	seq, ack := wire.Uint32(s.b, 4), wire.Uint32(s.b, 8)
	if !p.AbsSeq && s.flags&tcpACK != 0 {
		seq, ack = p.relative(s, seq, ack)
	}
	if hl > s.n {
		p.f(" [bad hdr length %u - too long, > %u]", uint32(hl), uint32(s.n))
		return false
	}
	if p.Verbose > 0 && !p.NoChecksum && !s.h.fragment && len(s.b) >= s.n {
		p.tcpChecksum(s)
	}
	data := uint32(s.n - hl)
	if p.Verbose > 1 || data > 0 || s.flags&(tcpSYN|tcpFIN|tcpRST) != 0 {
		p.s(", seq ")
		p.u(seq)
		if data > 0 {
			p.s(":")
			p.u(seq + data)
		}
	}
	if s.flags&tcpACK != 0 {
		p.s(", ack ")
		p.u(ack)
	}
	p.s(", win ")
	p.u(uint32(wire.Uint16(s.b, 14)))
	if s.flags&tcpURG != 0 {
		p.s(", urg ")
		p.u(uint32(wire.Uint16(s.b, 18)))
	}
	return true
}

func (p *Printer) tcpChecksum(s *segment) {
	have, want, ok := checksum(wire.Sum(s.h.sum(6, s.n), s.b[:s.n]), s.b, 16)
	p.f(", cksum 0x%04x", have)
	if ok {
		p.s(" (correct)")
	} else {
		p.f(" (incorrect -> 0x%04x)", want)
	}
}

// relative returns sequence and acknowledgement number counted from the start of
// the connection, as far as that was seen.
func (p *Printer) relative(s *segment, seq, ack uint32) (uint32, uint32) {
	k := flow{s.h.src, s.h.dst, uint16(s.sport), uint16(s.dport)}
	rev := s.sport > s.dport || s.sport == s.dport && k.a.Compare(k.b) > 0
	if rev {
		k = flow{k.b, k.a, k.bp, k.ap}
	}
	base, ok := p.flows[k]
	known := ok && s.flags&tcpSYN == 0
	if !known {
		if len(p.flows) >= maxFlows {
			clear(p.flows)
		}
		base = isn{seq: seq, ack: ack - 1}
		if rev {
			base = isn{seq: ack - 1, ack: seq}
		}
		p.flows[k] = base
	}
	mine, theirs := base.seq, base.ack
	if rev {
		mine, theirs = theirs, mine
	}
	s.base = theirs
	if !known {
		return seq, ack
	}
	return seq - mine, ack - theirs
}
