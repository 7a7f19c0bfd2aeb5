package tcpdump

import "net/netip"

var (
	ndOptions = names{
		1: "source link-address", 2: "destination link-address", 3: "prefix info", 4: "redirected header", 5: "mtu",
		7: "advertisement interval", 8: "homeagent information", 24: "route info", 25: "rdnss", 31: "dnssl", 38: "pref64",
	}
	prefixFlags   = []bit{{0x80, "onlink"}, {0x40, "auto"}, {0x20, "router"}}
	routerFlags   = []bit{{0x80, "managed"}, {0x40, "other stateful"}, {0x20, "home agent"}, {0x02, "ipv6 only"}}
	neighborFlags = []bit{{0x80000000, "router"}, {0x40000000, "solicited"}, {0x20000000, "override"}}
	preferences   = [4]string{"medium", "high", "rsv", "low"}
)

// neighbor prints a message of Neighbor Discovery, RFC 4861.
func (p *Printer) neighbor(typ uint32, b []byte, n int) {
	size := 24
	switch typ {
	case 133:
		size = 8
	case 134:
		if size = 16; p.Verbose > 0 {
			p.routerAdvert6(b)
		}
	case 135:
		p.need(b, 24)
		p.s(", who has ")
		p.ip6Addr(b, 8)
	case 136:
		p.need(b, 24)
		p.s(", tgt is ")
		p.ip6Addr(b, 8)
		if p.Verbose > 0 {
			p.s(", Flags [")
			p.bits(neighborFlags, p.u32(b, 4), "none", ", ")
			p.s("]")
		}
	case 137:
		size = 40
		p.need(b, 40)
		p.s(", ")
		p.ip6Addr(b, 24)
		p.s(" to ")
		p.ip6Addr(b, 8)
	}
	if p.Verbose > 0 && !p.done() {
		p.neighborOptions(skip(b, size), n-size)
	}
}

func (p *Printer) routerAdvert6(b []byte) {
	if !p.need(b, 16) {
		return
	}
	f := uint32(b[5])
	p.f("\n\thop limit %u, Flags [", uint32(b[4]))
	p.bits(routerFlags, f, "none", ", ")
	p.s("], pref ")
	p.s(preferences[f>>3&3])
	p.f(", router lifetime %us, reachable time %ums, retrans timer %ums", p.u16(b, 6), p.u32(b, 8), p.u32(b, 12))
}

// neighborOptions prints options, n bytes of them.
func (p *Printer) neighborOptions(b []byte, n int) {
	all := b
	for len(b) > 0 && !p.done() {
		if !p.want(b, 2) || n <= 0 {
			return
		}
		kind, size := uint32(b[0]), int(b[1])*8
		if size == 0 || size > len(b) {
			p.want(b, len(b)+1)
			return
		}
		p.s("\n\t  ")
		p.name(ndOptions, kind, "unknown")
		p.f(" option (%u), length %u (%u): ", kind, uint32(size), uint32(size/8))
		if !p.neighborOption(kind, b[:size], b, all) {
			return
		}
		if p.Verbose > 1 {
			p.unknown(b[2:], size-2, "\n\t    ")
		}
		b, n = b[size:], n-size
	}
}

// neighborOption prints the option o, and reports whether there may be more. b is
// what was captured from it on.
func (p *Printer) neighborOption(kind uint32, o, b, all []byte) bool {
	switch kind {
	case 1, 2:
		p.hexBytes(o[2:], ":")
	case 3:
		p.prefixInfo(o, b)
	case 4:
		p.unknown(all, len(o), "\n\t    ")
	case 5:
		p.f(" %u", p.u32(b, 4))
		if len(o) != 8 {
			p.s("bad option length")
		}
	case 25:
		p.f(" lifetime %us,", p.u32(b, 4))
		for i := 8; i+16 <= len(o); i += 16 {
			p.s(" addr: ")
			p.ip6Addr(o, i)
		}
	case 31:
		p.f(" lifetime %us, domain(s):", p.u32(b, 4))
		for i := 8; i < len(o) && o[i] != 0; {
			p.s(" ")
			next, ok := p.domainName(all, len(all)-len(b)+i)
			if !ok {
				p.cut()
				p.soft = true
				return false
			}
			i = next - (len(all) - len(b))
		}
	case 7:
		p.f(" %ums", p.u32(b, 4))
	case 8:
		p.f(" preference %u, lifetime %u", p.u16(b, 4), p.u16(b, 6))
	case 24:
		return p.routeInfo(o)
	case 38:
		p.pref64(o)
	default:
		if p.Verbose <= 1 {
			p.unknown(o[2:], len(o)-2, "\n\t  ")
			return false
		}
	}
	return true
}

// pref64 prints the prefix by which a translator represents IPv4, RFC 8781 §4.
func (p *Printer) pref64(o []byte) {
	if len(o) != 16 {
		p.s("bad option length")
		return
	}
	w := p.u16(o, 2)
	var a [16]byte
	copy(a[:12], o[4:])
	p.s(" ")
	p.ip6Addr(a[:], 0)
	p.s("/")
	if plc := w & 7; plc < 6 {
		p.u([...]uint32{96, 64, 56, 48, 40, 32}[plc])
	} else {
		p.s("??")
	}
	p.f(" (plc %u), lifetime %us", w&7, w&^7)
}

func (p *Printer) prefixInfo(o, b []byte) {
	if !p.need(b, 32) {
		return
	}
	p.ip6Addr(b, 16)
	p.f("/%u", uint32(b[2]))
	if len(o) != 32 {
		p.s("badlen")
	}
	p.s(", Flags [")
	p.bits(prefixFlags, uint32(b[3]), "none", ", ")
	p.s("], valid time ")
	p.lifetime(p.u32(b, 4))
	p.s(", pref. time ")
	p.lifetime(p.u32(b, 8))
}

func (p *Printer) lifetime(x uint32) {
	if x == 1<<32-1 {
		p.s("infinity")
		return
	}
	p.f("%us", x)
}

func (p *Printer) routeInfo(o []byte) bool {
	if len(o) > 24 {
		p.cut()
		p.soft = true
		return false
	}
	var a [16]byte
	copy(a[:], o[8:])
	p.s(" ")
	p.addr(netip.AddrFrom16(a))
	p.f("/%u, pref=", uint32(o[2]))
	p.s(preferences[o[3]>>3&3])
	p.s(", lifetime=")
	p.lifetime(p.u32(o, 4))
	return true
}
