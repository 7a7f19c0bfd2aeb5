package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	icmp6Types = names{
		160: "extended echo request", 161: "extended echo reply",
		1: "destination unreachable", 2: "packet too big", 3: "time exceeded in-transit", 4: "parameter problem",
		128: "echo request", 129: "echo reply", 130: "multicast listener query", 131: "multicast listener report",
		132: "multicast listener done", 133: "router solicitation", 134: "router advertisement",
		135: "neighbor solicitation", 136: "neighbor advertisement", 137: "redirect", 138: "router renumbering",
		139: "who-are-you request", 140: "who-are-you reply", 141: "inverse neighbor solicitation",
		142: "inverse neighbor advertisement", 143: "multicast listener report v2", 144: "ha discovery request",
		145: "ha discovery reply", 146: "mobile router solicitation", 147: "mobile router advertisement",
		155: "RPL", 200: "mtrace response", 201: "mtrace message",
	}
	unreachable6 = names{
		0: "unreachable route", 1: " unreachable prohibited", 2: "beyond scope", 3: "unreachable address",
		4: "unreachable port",
	}
)

// quotedDst6 is where the destination address of a quoted IPv6 packet is.
const quotedDst6 = 8 + 24

// icmp6 prints an ICMPv6 message.
func (p *Printer) icmp6(h *ipHeader, b []byte, n int) {
	p.proto = "icmp6"
	if n == 0 {
		p.s("ICMP6, length 0")
		p.invalid()
		return
	}
	if p.Verbose > 0 && !h.fragment && len(b) >= n && n >= 4 {
		p.icmp6Checksum(h, b, n)
	}
	typ, code := p.u8(b, 0), uint32(0)
	if p.done() {
		return
	}
	p.s("ICMP6, ")
	p.name(icmp6Types, typ, "unknown icmp6 type (%u)")
	switch typ {
	case 133, 134, 135, 136, 137, 145, 147:
		if p.Verbose > 0 {
			p.f(", length %u", uint32(n))
		}
	}
	if code = p.u8(b, 1); p.done() {
		return
	}
	if p.icmp6Message(typ, code, b, n) && p.Verbose == 0 {
		p.f(", length %u", uint32(n))
	}
}

func (p *Printer) icmp6Checksum(h *ipHeader, b []byte, n int) {
	have, want, ok := checksum(wire.Sum(h.sum(58, n), b[:n]), b, 2)
	if ok {
		p.s("[icmp6 sum ok] ")
	} else {
		p.f("[bad icmp6 cksum 0x%04x -> 0x%04x!] ", have, want)
	}
}

// icmp6Message prints what a message says, and reports whether its length is still
// to be printed.
func (p *Printer) icmp6Message(typ, code uint32, b []byte, n int) bool {
	switch typ {
	case 1:
		return p.icmp6Unreachable(code, b, n)
	case 2:
		mtu := p.u32(b, 4)
		p.f(", mtu %u", mtu)
	case 3:
		p.icmp6TimeExceeded(code, b)
	case 4:
		p.icmp6Parameter(code, b)
	case 128, 129:
		id, seq := p.u16(b, 4), p.u16(b, 6)
		p.f(", id %u, seq %u", id, seq)
	case 160, 161:
		id, seq := p.u16(b, 4), p.u8(b, 6)
		p.f(", id %u, seq %u", id, seq)
		if p.Verbose > 0 && !p.done() {
			p.extendedEcho(typ == 160, code, b, n)
		}
	case 130, 131, 132:
		p.mld(typ, b, n)
	case 143:
		p.mld2Report(b, n)
	case 133, 134, 135, 136, 137:
		p.neighbor(typ, b, n)
	case 138:
		p.renumbering(b)
	case 139, 140:
		p.nodeInfo(typ, b, n)
	case 141, 142:
	case 144, 146:
		id := p.u16(b, 4)
		p.f(", id 0x%04x", id)
	case 145, 147:
		p.mobileAgents(typ, b, n)
	case 155:
		p.rpl(code, b, n)
	default:
		p.f(", length %u", uint32(n))
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t")
		}
		return false
	}
	return true
}

func (p *Printer) icmp6Unreachable(code uint32, b []byte, n int) bool {
	p.s(", ")
	p.name(unreachable6, code, "unknown unreach code (%u)")
	switch code {
	case 0, 1, 3:
		p.need(b, quotedDst6+16)
		p.s(" ")
		p.ip6Addr(b, quotedDst6)
	case 2:
		p.need(b, quotedDst6+16)
		p.s(" ")
		p.ip6Addr(b, quotedDst6)
		p.s(", source address ")
		p.ip6Addr(b, quotedDst6-16)
	case 4:
		p.icmp6Port(b)
	default:
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t")
			return false
		}
	}
	return true
}

// icmp6Port prints which port was not reachable.
func (p *Printer) icmp6Port(b []byte) {
	up, proto, ok := upperLayer(skip(b, 8))
	if !ok {
		p.cut()
		p.soft = true
		return
	}
	p.s(", ")
	p.ip6Addr(b, quotedDst6)
	port := uint32(wire.Uint16(up, 2))
	if proto == 6 {
		p.s(" tcp port ")
		p.port("tcp", port)
	} else {
		p.s(" udp port ")
		p.port("udp", port)
	}
}

// upperLayer finds the TCP or UDP header in an IPv6 packet.
func upperLayer(b []byte) (up []byte, proto uint32, ok bool) {
	if len(b) < 40 {
		return nil, 0, false
	}
	proto, b = uint32(b[6]), b[40:]
	for len(b) >= 4 {
		size := 8
		switch proto {
		case 6, 17:
			return b, proto, true
		case 0, 43, 60:
			size = int(b[1])*8 + 8
		case 44:
			if wire.Uint16(b, 2)&0xfff8 != 0 {
				return nil, 0, false
			}
		case 51:
			size = int(b[1])*4 + 8
		default:
			return nil, 0, false
		}
		proto, b = uint32(b[0]), skip(b, size)
	}
	return nil, 0, false
}

func (p *Printer) icmp6TimeExceeded(code uint32, b []byte) {
	switch code {
	case 0:
		p.need(b, quotedDst6+16)
		p.s(" for ")
		p.ip6Addr(b, quotedDst6)
	case 1:
		p.s(" (reassembly)")
	default:
		p.f(", unknown code (%u)", code)
	}
}

func (p *Printer) icmp6Parameter(code uint32, b []byte) {
	if !p.want(b, quotedDst6+16) {
		return
	}
	kinds := [...]string{", erroneous", ", next header", ", option", ", incomplete header chain"}
	if int(code) >= len(kinds) {
		p.f(", code-#%u", code)
		return
	}
	p.s(kinds[code])
	p.f(" - octet %u", wire.Uint32(b, 4))
}

// mobileAgents prints home agent addresses or a mobile prefix advertisement.
func (p *Printer) mobileAgents(typ uint32, b []byte, n int) {
	if p.Verbose == 0 {
		return
	}
	id := p.u16(b, 4)
	p.f(", id 0x%04x", id)
	if typ == 145 {
		for i := 8; i < min(n, len(b)) && p.need(b, i+16); i += 16 {
			p.s(", ")
			p.ip6Addr(b, i)
		}
		return
	}
	if f := p.u16(b, 6); f&0xc000 != 0 {
		p.s(" ")
		p.bits([]bit{{0x8000, "M"}, {0x4000, "O"}}, f, "", "")
	}
	p.neighborOptions(skip(b, 8), n-8)
}
