package tcpdump

var (
	arpHardware = names{
		1: "Ethernet", 6: "TokenRing", 7: "ArcNet", 15: "FrameRelay", 17: "Strip", 19: "ATM", 24: "IEEE 1394",
		32: "Infiniband",
	}
	arpOps = names{
		1: "Request", 2: "Reply", 3: "Reverse Request", 4: "Reverse Reply", 8: "Inverse Request", 9: "Inverse Reply",
		10: "NACK Reply",
	}
)

// An arpPacket is the fields of an ARP packet.
type arpPacket struct {
	pro                uint32
	pl                 int
	sha, spa, tha, tpa []byte
}

// arp prints an ARP packet.
func (p *Printer) arp(b []byte, n int) {
	p.proto = "arp"
	if !p.want(b, 8) {
		return
	}
	hw, pro, hl, pl, op := p.u16(b, 0), p.u16(b, 2), int(b[4]), int(b[5]), p.u16(b, 6)
	if !p.want(b, 8+2*hl+2*pl) {
		return
	}
	a := arpPacket{pro, pl, b[8 : 8+hl], b[8+hl : 8+hl+pl], b[8+hl+pl : 8+2*hl+pl], b[8+2*hl+pl : 8+2*hl+2*pl]}
	if !p.Link {
		p.s("ARP, ")
	}
	if pro != 0x0800 && pro != 0x1000 || pl != 4 || hl == 0 || p.Verbose > 0 {
		p.name(arpHardware, hw, "Unknown Hardware (%u)")
		p.f(" (len %u), ", uint32(hl))
		p.name(etherTypes, pro, "Unknown Protocol (0x%04x)")
		p.f(" (len %u)", uint32(pl))
		if p.Verbose == 0 {
			p.f(", length %u", uint32(n))
			return
		}
		p.s(", ")
	}
	p.name(arpOps, op, "Unknown (%u)")
	p.s(" ")
	if !p.arpBody(op, a) {
		p.hexASCII("\n\t", b)
		return
	}
	p.f(", length %u", uint32(n))
}

// arpBody prints what a packet asks or answers, and reports whether its operation
// is known.
func (p *Printer) arpBody(op uint32, a arpPacket) bool {
	switch op {
	case 1:
		p.s("who-has ")
		p.arpIP(a, a.tpa)
		if !zero(a.tha) {
			p.s(" (")
			p.arpMAC(a.tha)
			p.s(")")
		}
		p.s(" tell ")
		p.arpIP(a, a.spa)
	case 2:
		p.arpIP(a, a.spa)
		p.s(" is-at ")
		p.arpMAC(a.sha)
	case 3, 8:
		p.s("who-is ")
		p.arpMAC(a.tha)
		p.s(" tell ")
		p.arpMAC(a.sha)
	case 4:
		p.arpMAC(a.tha)
		p.s(" at ")
		p.arpIP(a, a.tpa)
	case 9:
		p.arpMAC(a.sha)
		p.s(" at ")
		p.arpIP(a, a.spa)
	default:
		return false
	}
	return true
}

func (p *Printer) arpMAC(b []byte) {
	if len(b) == 0 {
		p.s("<empty>")
		return
	}
	p.hexBytes(b, ":")
}

func (p *Printer) arpIP(a arpPacket, b []byte) {
	switch {
	case a.pro != 0x0800 && a.pro != 0x1000:
		p.s("<wrong proto type>")
	case a.pl != 4:
		p.s("<wrong len>")
	default:
		p.ip4Addr(b, 0)
	}
}
