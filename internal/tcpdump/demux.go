package tcpdump

import "github.com/gocap-project/gocap/wire"

// ipPayload prints what an IP header and its extensions carry, n bytes on the wire.
func (p *Printer) ipPayload(h *ipHeader, proto uint32, b []byte, n int) {
	for proto == 51 {
		if len(b) == 0 {
			p.proto = "ah"
			p.trunc()
			return
		}
		next := uint32(b[0])
		size := p.ah(b)
		if p.done() {
			return
		}
		proto, b, n = next, b[size:], n-size
	}
	if p.done() {
		return
	}
	switch proto {
	case 6:
		p.tcp(h, b, n)
	case 17:
		p.udp(h, b, n)
	case 1:
		if p.only(h, 4, proto) {
			p.icmp4(h, b, n)
		}
	case 58:
		if p.only(h, 6, proto) {
			p.icmp6(h, b, n)
		}
	case 2:
		if p.only(h, 4, proto) {
			p.igmp(b, n)
		}
	case 143:
		if p.only(h, 6, proto) {
			p.ether(b, n)
		}
	case 4:
		p.ip4(b, n)
	case 41:
		p.ip6(b, n)
	case 47:
		p.gre(b, n)
	case 46:
		p.rsvp(b, n)
	case 50:
		p.esp(b, n)
	case 59:
		p.s("no next header")
	case 77:
		p.f(" nd %u", uint32(n))
	case 132:
		p.sctp(h, b, n)
	case 89:
		p.ospf(h, b, n)
	case 33:
		p.dccp(h, b, n)
	case 88:
		p.eigrp(b, n)
	case 103:
		p.pim(h, b, n)
	case 112:
		p.vrrp(h, b, n)
	case 108:
		p.ipComp(b)
	default:
		p.s(" ")
		p.ipProtoName(proto)
		p.f(" %u", uint32(n))
	}
}

// only reports whether the header is of version v; if not, it says that proto
// belongs there.
func (p *Printer) only(h *ipHeader, v int, proto uint32) bool {
	if h.v == v {
		return true
	}
	p.s("[")
	p.name(protoNames, proto, "unknown")
	p.f(" requires IPv%u]", uint32(v))
	p.invalid()
	return false
}

// ah prints an authentication header, and returns its length.
func (p *Printer) ah(b []byte) int {
	p.proto = "ah"
	p.s("AH")
	words := p.u8(b, 1)
	size := int(words+2) * 4
	p.s("(")
	if p.Verbose > 0 {
		p.f("length=%u(%u-bytes),", words, uint32(size))
	}
	if r := p.u16(b, 2); r != 0 {
		p.f("reserved=0x%x[MustBeZero],", r)
	}
	spi := p.u32(b, 4)
	p.f("spi=0x%08x,", spi)
	seq := p.u32(b, 8)
	p.f("seq=0x%x,", seq)
	p.s("icv=0x")
	if size > 12 {
		p.hexBytes(snap(skip(b, 12), size-12), "")
	}
	if !p.need(b, size) {
		return len(b)
	}
	p.s("): ")
	return size
}

// esp prints an encrypted payload.
func (p *Printer) esp(b []byte, n int) {
	p.proto = "esp"
	if !p.want(b, 4) {
		return
	}
	p.f("ESP(spi=0x%08x", wire.Uint32(b, 0))
	if !p.want(b, 9) {
		return
	}
	p.f(",seq=0x%x), length %u", wire.Uint32(b, 4), uint32(n))
}

func (p *Printer) ipComp(b []byte) {
	p.proto = "ipcomp"
	if cpi := p.u16(b, 2); !p.done() {
		p.f("IPComp(cpi=0x%04x)", cpi)
	}
}
