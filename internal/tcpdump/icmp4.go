package tcpdump

import "github.com/gocap-project/gocap/wire"

// icmp4 prints an ICMP message.
func (p *Printer) icmp4(h *ipHeader, b []byte, n int) {
	p.proto = "icmp"
	start := len(p.b)
	p.s("ICMP ")
	typ, code := p.u8(b, 0), p.u8(b, 1)
	p.icmp4Message(typ, code, b)
	if p.cutAt >= 0 {
		// Nothing of a message that is cut is printed.
		p.cutAt = min(p.cutAt, start)
		return
	}
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 {
		return
	}
	if !h.fragment && len(b) >= n && n >= 4 {
		if have, want, ok := checksum(wire.Sum(0, b[:n]), b, 2); !ok {
			p.f(" (wrong icmp cksum %x (->%x)!)", have, want)
		}
	}
	if icmp4Quotes(typ) {
		p.icmp4Quote(b)
	}
	p.proto = "icmp"
	if (typ == 42 || typ == 43) && !p.done() {
		p.extendedEcho(typ == 42, code, b, n)
	}
	if n > 8+128 && (typ == 3 || typ == 11 || typ == 12) && !p.done() {
		p.icmpExtensions(b, n)
	}
}

func icmp4Quotes(typ uint32) bool { return typ == 3 || typ == 4 || typ == 5 || typ == 11 || typ == 12 }

// icmp4Quote prints the packet that an error message quotes.
func (p *Printer) icmp4Quote(b []byte) {
	p.s("\n\t")
	q := skip(b, 8)
	n := int(p.u16(q, 2))
	if !p.done() {
		p.ip4(snap(q, n), n)
	}
}

// A phrase is a text in which %a stands for the destination of a quoted packet.
type phrase struct{ before, after string }

var unreachable = [...]phrase{
	0: {"net ", " unreachable"}, 1: {"host ", " unreachable"}, 2: {"", " protocol "}, 3: {}, 4: {"", " unreachable - need to frag"},
	5: {"", " unreachable - source route failed"}, 6: {"net ", " unreachable - unknown"},
	7: {"host ", " unreachable - unknown"}, 8: {"", " unreachable - source host isolated"},
	9: {"net ", " unreachable - admin prohibited"}, 10: {"host ", " unreachable - admin prohibited"},
	11: {"net ", " unreachable - tos prohibited"}, 12: {"host ", " unreachable - tos prohibited"},
	13: {"host ", " unreachable - admin prohibited filter"}, 14: {"host ", " unreachable - host precedence violation"},
	15: {"host ", " unreachable - precedence cutoff"},
}

// quotedDst is where the destination address of a quoted IPv4 packet is.
const quotedDst = 8 + 16

// icmp4Message prints what a message says.
func (p *Printer) icmp4Message(typ, code uint32, b []byte) {
	switch typ {
	case 0, 8:
		if typ == 8 {
			p.s("echo request, id ")
		} else {
			p.s("echo reply, id ")
		}
		p.u(p.u16(b, 4))
		p.s(", seq ")
		p.u(p.u16(b, 6))
	case 3:
		p.unreachable(code, b)
	case 5:
		p.redirect(code, b)
	case 9:
		p.routerAdvert(b)
	case 11:
		p.need(b, quotedDst+4)
		p.name(names{0: "time exceeded in-transit", 1: "ip reassembly time exceeded"}, code, "time exceeded-#%u")
	case 12:
		if code != 0 {
			p.f("parameter problem - code %u", code)
		} else {
			p.f("parameter problem - octet %u", p.u8(b, 4))
		}
	case 13:
		p.f("time stamp query id %u seq %u", p.u16(b, 4), p.u16(b, 6))
	case 14:
		p.timestampReply(b)
	case 18:
		p.f("address mask is 0x%08x", p.u32(b, 8))
	case 42:
		p.f("extended echo request, id %u, seq %u", p.u16(b, 4), p.u8(b, 6))
	case 43:
		p.f("extended echo reply, id %u, seq %u", p.u16(b, 4), p.u8(b, 6))
	default:
		p.name(names{4: "source quench", 10: "router solicitation", 15: "information request",
			16: "information reply", 17: "address mask request"}, typ, "type-#%u")
	}
}

func (p *Printer) unreachable(code uint32, b []byte) {
	if code == 3 {
		p.portUnreachable(b)
		return
	}
	if int(code) >= len(unreachable) {
		p.ip4Addr(b, quotedDst)
		p.f(" unreachable - #%u", code)
		return
	}
	t := unreachable[code]
	p.s(t.before)
	p.ip4Addr(b, quotedDst)
	p.s(t.after)
	switch code {
	case 2:
		p.f("%u unreachable", p.u8(b, 8+9))
	case 4:
		if mtu := p.u16(b, 6); mtu != 0 {
			p.f(" (mtu %u)", mtu)
		}
	}
}

func (p *Printer) portUnreachable(b []byte) {
	hl := int(p.u8(b, 8)&15) * 4
	port, proto := p.u16(b, 8+hl+2), p.u8(b, 8+9)
	p.ip4Addr(b, quotedDst)
	switch proto {
	case 6:
		p.s(" tcp port ")
		p.port("tcp", port)
	case 17:
		p.s(" udp port ")
		p.port("udp", port)
	default:
		p.f(" protocol %u port %u", proto, port)
	}
	p.s(" unreachable")
}

func (p *Printer) redirect(code uint32, b []byte) {
	to := " to "
	switch code {
	case 0, 1:
		p.s("redirect ")
	case 2, 3:
		p.s("redirect-tos ")
	default:
		p.f("redirect-#%u ", code)
	}
	switch code {
	case 0, 2:
		to = " to net "
	case 1, 3:
		to = " to host "
	}
	p.ip4Addr(b, quotedDst)
	p.s(to)
	p.ip4Addr(b, 4)
}

// routerAdvert prints a router advertisement of RFC 1256.
func (p *Printer) routerAdvert(b []byte) {
	p.s("router advertisement lifetime ")
	switch life := p.u16(b, 6); {
	case life < 60:
		p.u(life)
	case life < 3600:
		p.f("%u:%02u", life/60, life%60)
	default:
		p.f("%u:%02u:%02u", life/3600, life%3600/60, life%60)
	}
	num, size := p.u8(b, 4), p.u8(b, 5)
	p.f(" %u:", num)
	if size != 2 {
		p.f(" [size %u]", size)
		return
	}
	for i := 0; i < int(num) && p.need(b, 16+8*i); i++ {
		p.s(" {")
		p.ip4Addr(b, 8+8*i)
		p.f(" %u}", wire.Uint32(b, 12+8*i))
	}
}

func (p *Printer) timestampReply(b []byte) {
	p.f("time stamp reply id %u seq %u", p.u16(b, 4), p.u16(b, 6))
	for i, s := range [...]string{": org ", ", recv ", ", xmit "} {
		p.s(s)
		ms := p.u32(b, 8+4*i)
		secs := ms / 1000
		p.f("%02u:%02u:%02u.%03u", secs/3600, secs/60%60, secs%60, ms%1000)
	}
}
