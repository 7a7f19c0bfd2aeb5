package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

var arpHardware = map[uint32]string{1: "Ethernet", 6: "TokenRing", 7: "ArcNet", 15: "FrameRelay", 17: "Strip", 24: "IEEE 1394", 19: "ATM", 32: "InfiniBand"}

func (p *Printer) arp(b []byte, n int) {
	if len(b) < 8 {
		p.truncated("arp")
		return
	}
	hw, pro, hl, pl, op := wire.Uint16(b, 0), wire.Uint16(b, 2), int(b[4]), int(b[5]), wire.Uint16(b, 6)
	if hl == 0 || pl == 0 || len(b) < 8+2*hl+2*pl {
		p.truncated("arp")
		p.data(b)
		return
	}
	if !p.Link {
		p.s("ARP, ")
	}
	if pro != 0x0800 && pro != 0x1000 || pl != 4 || p.Verbose > 0 {
		p.named2(arpHardware, uint32(hw), "Unknown Hardware (", ")")
		p.s(" (len ")
		p.d(hl)
		p.s("), ")
		p.named2(etherTypes, uint32(pro), "Unknown Protocol (", ")")
		p.s(" (len ")
		p.d(pl)
		p.s("), ")
	}
	sha, spa := b[8:8+hl], b[8+hl:8+hl+pl]
	tha, tpa := b[8+hl+pl:8+2*hl+pl], b[8+2*hl+pl:8+2*hl+2*pl]
	switch op {
	case 1:
		p.s("Request who-has ")
		p.arpIP(tpa)
		if !zero(tha) {
			p.s(" (")
			p.mac(tha)
			p.s(")")
		}
		p.s(" tell ")
		p.arpIP(spa)
	case 2:
		p.s("Reply ")
		p.arpIP(spa)
		p.s(" is-at ")
		p.mac(sha)
	case 3:
		p.s("Reverse Request who-is ")
		p.mac(tha)
		p.s(" tell ")
		p.mac(sha)
	case 4:
		p.s("Reverse Reply ")
		p.mac(tha)
		p.s(" at ")
		p.arpIP(tpa)
	case 8:
		p.s("Inverse Request who-is ")
		p.mac(tha)
		p.s(" tell ")
		p.mac(sha)
	case 9:
		p.s("Inverse Reply ")
		p.mac(sha)
		p.s(" at ")
		p.arpIP(spa)
	default:
		p.s("Unknown ")
		p.d(int(op))
		p.data(b)
		return
	}
	p.s(", length ")
	p.d(n)
}

func (p *Printer) named2(names map[uint32]string, x uint32, before, after string) {
	if n, ok := names[x]; ok {
		p.s(n)
		return
	}
	p.s(before)
	p.u(x)
	p.s(after)
}

func (p *Printer) arpIP(b []byte) {
	if a, ok := netip.AddrFromSlice(b); ok && len(b) == 4 {
		p.addr(a)
		return
	}
	p.s("<wrong proto type>")
}

func zero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
