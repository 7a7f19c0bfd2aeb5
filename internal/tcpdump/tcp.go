package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// A flow is a TCP connection, the lower endpoint first.
type flow struct{ a, b netip.AddrPort }

// An isn has what sequence numbers are printed relative to: seq for segments from
// a flow's first endpoint, ack for those from its second.
type isn struct{ seq, ack uint32 }

// maxFlows bounds the connections remembered. When there are more, all are
// forgotten, which prints a few absolute numbers.
const maxFlows = 1 << 18

var tcpFlags = [...]string{"F", "S", "R", "P", ".", "U", "E", "W"}

func (p *Printer) tcp(h *ipHeader, b []byte, n int) {
	if len(b) < 4 {
		p.hosts(h.src, h.dst)
		p.truncated("tcp")
		return
	}
	sport, dport := wire.Uint16(b, 0), wire.Uint16(b, 2)
	p.endpoints(h, "tcp", sport, dport)
	if len(b) < wire.TCPLen {
		p.truncated("tcp")
		return
	}
	v := wire.TCP(b)
	hl := v.HeaderLen()
	if hl < wire.TCPLen {
		p.s(" tcp ")
		p.d(n - hl)
		p.s(" [bad hdr length ")
		p.d(hl)
		p.s(", too short, < 20]")
		return
	}
	if p.Quiet {
		p.s("tcp ")
		p.d(n - hl)
		if hl > n {
			p.s(" [bad hdr length ")
			p.d(hl)
			p.s(", too long, > ")
			p.d(n)
			p.s("]")
		}
		return
	}
	seq, ack := v.Seq(), v.Ack()
	if !p.AbsSeq && v.Flags()&wire.ACK != 0 {
		seq, ack = p.relative(h, v)
	}
	if hl > n {
		p.s(" [bad hdr length ")
		p.d(hl)
		p.s(", too long, > ")
		p.d(n)
		p.s("]")
		return
	}
	p.s("Flags [")
	p.tcpFlags(uint16(v.Flags()))
	p.s("]")
	if p.Verbose > 0 && !p.NoChecksum && !h.fragment && len(b) >= n {
		p.tcpChecksum(v[:n:n], h, n)
	}
	data := n - hl
	if p.Verbose > 1 || data > 0 || v.Flags()&(wire.SYN|wire.FIN|wire.RST) != 0 {
		p.s(", seq ")
		p.u(seq)
		if data > 0 {
			p.s(":")
			p.u(seq + uint32(data))
		}
	}
	if v.Flags()&wire.ACK != 0 {
		p.s(", ack ")
		p.u(ack)
	}
	p.s(", win ")
	p.d(int(v.Window()))
	if v.Flags()&wire.URG != 0 {
		p.s(", urg ")
		p.d(int(v.Urgent()))
	}
	if hl > wire.TCPLen {
		p.s(", options [")
		ok := p.tcpOptions(b[wire.TCPLen:min(hl, len(b))], hl-wire.TCPLen, v)
		if !ok {
			return
		}
		p.s("]")
	}
	p.s(", length ")
	p.d(data)
	if data > 0 && hl <= len(b) {
		p.tcpPayload(v, h, sport, dport, b[hl:], data)
	}
}

func (p *Printer) tcpFlags(f uint16) {
	f &= 0xff
	if f == 0 {
		p.s("none")
		return
	}
	for i, s := range tcpFlags {
		if f>>i&1 != 0 {
			p.s(s)
		}
	}
}

func (p *Printer) tcpChecksum(v wire.TCP, h *ipHeader, n int) {
	want := v.Sum(h.pseudo(wire.IPProtoTCP, n))
	p.s(", cksum ")
	p.x(uint64(v.Checksum()), 4)
	if want == v.Checksum() {
		p.s(" (correct)")
		return
	}
	p.s(" (incorrect -> ")
	p.x(uint64(want), 4)
	p.s(")")
}

// relative returns sequence and acknowledgement number counted from the start of
// the connection, as far as that was seen.
func (p *Printer) relative(h *ipHeader, v wire.TCP) (seq, ack uint32) {
	a, b := netip.AddrPortFrom(h.src, v.SrcPort()), netip.AddrPortFrom(h.dst, v.DstPort())
	seq, ack = v.Seq(), v.Ack()
	rev := a.Compare(b) > 0
	if rev {
		a, b = b, a
	}
	k := flow{a, b}
	base, ok := p.flows[k]
	if !ok || v.Flags()&wire.SYN != 0 {
		if len(p.flows) >= maxFlows {
			clear(p.flows)
		}
		if rev {
			p.flows[k] = isn{seq: ack - 1, ack: seq}
		} else {
			p.flows[k] = isn{seq: seq, ack: ack - 1}
		}
		return seq, ack
	}
	if rev {
		return seq - base.ack, ack - base.seq
	}
	return seq - base.seq, ack - base.ack
}
