package tcpdump

import "net/netip"

var ip4OptionNames = names{
	0: "EOL", 1: "NOP", 7: "RR", 68: "timestamp", 82: "traceroute", 130: "security", 131: "LSRR", 137: "SSRR", 148: "RA",
}

// ip4Options prints IPv4 options, which are n bytes on the wire, and reports
// whether they were captured whole.
func (p *Printer) ip4Options(b []byte, n int) bool {
	for first := true; n > 0; first = false {
		if !first {
			p.s(",")
		}
		code, size := p.u8(b, 0), 1
		if p.done() {
			return true
		}
		p.name(ip4OptionNames, code, "unknown %u")
		if code > 1 {
			size = int(p.u8(b, 1))
			if p.done() {
				return true
			}
		}
		if size < 1 || code > 1 && size < 2 || size > n {
			p.f(" [bad length %u]", uint32(size))
			return true
		}
		if size > len(b) {
			return false
		}
		if !p.ip4Option(code, b, size) {
			return false
		}
		if code == 0 {
			return true
		}
		b, n = b[size:], n-size
	}
	return true
}

// ip4Option prints the option at o, which is n bytes long, and reports whether it
// was captured whole. If its length makes no sense, its last part may be behind
// its end.
func (p *Printer) ip4Option(code uint32, o []byte, n int) bool {
	switch code {
	case 68:
		return p.ip4Timestamp(o, n)
	case 7, 131, 137:
		return p.ip4Route(o, n)
	case 148:
		if n < 4 {
			p.f(" [bad length %u]", uint32(n))
		} else if v := p.u16(o, 2); v != 0 {
			p.f(" value %u", v)
		}
	}
	return true
}

// ip4Route prints a recorded or source route.
func (p *Printer) ip4Route(o []byte, n int) bool {
	if n < 3 {
		p.f(" [bad length %u]", uint32(n))
		return true
	}
	if (n+1)&3 != 0 {
		p.f(" [bad length %u]", uint32(n))
	}
	ptr := int(o[2]) - 1
	if ptr < 3 || (ptr+1)&3 != 0 || ptr > n+1 {
		p.f(" [bad ptr %u]", uint32(o[2]))
	}
	for i := 3; i < n; i += 4 {
		if i+4 > len(o) {
			return false
		}
		p.s(" ")
		p.ip4Addr(o, i)
		if ptr > i {
			p.s(",")
		}
	}
	return true
}

// ip4Timestamp prints a timestamp option.
func (p *Printer) ip4Timestamp(o []byte, n int) bool {
	if n < 4 {
		p.f("[bad length %u]", uint32(n))
		return true
	}
	p.s(" TS{")
	kind, hop := o[3]&15, 8
	if kind == 0 {
		hop = 4
	}
	if (n-4)&(hop-1) != 0 {
		p.f("[bad length %u]", uint32(n))
	}
	ptr := int(o[2]) - 1
	if ptr < 4 || (ptr-4)&(hop-1) != 0 || ptr > n+1 {
		p.f("[bad ptr %u]", uint32(o[2]))
	}
	i := 0
	switch kind {
	case 0:
		p.s("TSONLY")
	case 1:
		p.s("TS+ADDR")
	case 3:
		p.s("PRESPEC")
	default:
		p.f("[bad ts type %u]", uint32(kind))
		hop = 0
	}
	if hop > 0 {
		if i = p.ip4Stamps(o, n, ptr, hop); i < 0 {
			return false
		}
	}
	if ptr == i {
		p.s(" ^ ")
	}
	if lost := uint32(o[3] >> 4); lost != 0 {
		p.f(" [%u hops not recorded]} ", lost)
	} else {
		p.s("}")
	}
	return true
}

// ip4Stamps prints the stamps of a timestamp option, and returns where they end,
// or -1 if they are cut.
func (p *Printer) ip4Stamps(o []byte, n, ptr, hop int) int {
	i := 4
	for ; i < n; i += hop {
		if i+hop > len(o) {
			return -1
		}
		sep := " "
		if ptr == i {
			sep = " ^ "
		}
		at := p.u32(o, i+hop-4)
		p.s(sep)
		p.f("%u@", at)
		if hop == 8 {
			p.ip4Addr(o, i)
		}
	}
	return i
}

// ip4FinalDst returns where a source route ends, or dst if there is none.
func ip4FinalDst(o []byte, dst netip.Addr) netip.Addr {
	for len(o) > 1 {
		size := 1
		if o[0] > 1 {
			size = int(o[1])
		}
		if o[0] == 0 || o[0] > 1 && size < 2 || size > len(o) {
			break
		}
		if (o[0] == 131 || o[0] == 137) && size >= 7 {
			return netip.AddrFrom4([4]byte(o[size-4 : size]))
		}
		o = o[size:]
	}
	return dst
}
