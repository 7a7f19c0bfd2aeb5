package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	bcmLIDirections = names{1: "unused", 2: "egress", 3: "ingress"}
	bcmLITypes      = names{4: "undecided", 5: "IPv4", 6: "IPv6", 7: "ethernet"}
	bcmLISubtypes   = names{1: "unused", 2: "untagged", 3: "single VLAN tag", 4: "double VLAN tag"}
)

// msnlb prints a heartbeat of Microsoft's network load balancing.
func (p *Printer) msnlb(b []byte) {
	p.proto = "msnlb"
	p.s("MS NLB heartbeat")
	if !p.need(b, 20) {
		return
	}
	p.f(", host priority: %u, cluster IP: ", uint32(wire.Uint16LE(b, 8))|uint32(wire.Uint16LE(b, 10))<<16)
	p.ip4Addr(b, 12)
	p.s(", host IP: ")
	p.ip4Addr(b, 16)
}

// bcmLI prints a shim of Broadcom's lawful interception, and the packet behind it.
func (p *Printer) bcmLI(b []byte, n int) {
	p.proto = "bcm_li"
	if n < 4 {
		p.trunc()
		return
	}
	x := p.u32(b, 0)
	if p.done() {
		return
	}
	kind := x >> 25 & 0xf
	lead := ""
	if p.Verbose > 0 {
		lead = "\n    "
	}
	p.s(lead)
	p.s("BCM-LI-SHIM: direction ")
	p.name(bcmLIDirections, x>>29&3, "unknown")
	p.s(", pkt-type ")
	p.name(bcmLITypes, kind, "unknown")
	p.s(", pkt-subtype ")
	p.name(bcmLISubtypes, x>>21&0xf, "unknown")
	p.f(", li-id %u", x&0x1fffff)
	if p.Verbose == 0 || p.enter() {
		return
	}
	defer p.leave()
	b, n = b[4:], n-4
	p.s(lead)
	switch kind {
	case 4:
		if n > 0 {
			switch p.u8(b, 0) >> 4 {
			case 4:
				p.ip4(b, n)
				return
			case 6:
				p.ip6(b, n)
				return
			}
		}
		p.s("unknown payload")
	case 5:
		p.ip4(b, n)
	case 6:
		p.ip6(b, n)
	case 7:
		p.ether(b, n)
	}
}

// aarp prints a packet of AppleTalk's address resolution protocol.
func (p *Printer) aarp(b []byte, n int) {
	p.proto = "aarp"
	p.s("aarp ")
	if n < 28 {
		p.f(" [length %u < 28]", uint32(n))
		p.broken(b, n)
		return
	}
	if !p.need(b, 28) {
		return
	}
	node := func(i int) { p.f("%u.%u", p.u16(b, i), p.u8(b, i+2)) }
	if p.u16(b, 0) == 1 && p.u16(b, 2) == 0x809b && b[4] == 6 && b[5] == 4 {
		switch op := p.u16(b, 6); op {
		case 1:
			p.s("who-has ")
			node(25)
			p.s(" tell ")
			node(15)
			return
		case 2:
			p.s("reply ")
			node(15)
			p.s(" is-at ")
			p.mac(b, 8)
			return
		case 3:
			p.s("probe ")
			node(15)
			p.s(" tell ")
			node(25)
			return
		}
	}
	p.f("len %u op %u htype %u ptype 0x%x halen %u palen %u", uint32(n), p.u16(b, 6), p.u16(b, 0), p.u16(b, 2), uint32(b[4]), uint32(b[5]))
}
