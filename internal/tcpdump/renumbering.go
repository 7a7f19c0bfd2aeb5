package tcpdump

import "net/netip"

var (
	renumberingFlags = []bit{{0x80, "T"}, {0x40, "R"}, {0x20, "A"}, {0x10, "S"}, {0x08, "P"}}
	renumberingCodes = names{0: ", command", 1: ", result", 255: ", sequence number reset"}
	prefixOps        = names{1: "add", 2: "change", 3: "setglobal"}
)

// renumbering prints a router renumbering message, RFC 2894.
func (p *Printer) renumbering(b []byte) {
	if !p.want(b, 16) {
		return
	}
	code := uint32(b[1])
	p.name(renumberingCodes, code, ", code-#%u")
	p.f(", seq=%u", p.u32(b, 4))
	if p.Verbose > 0 {
		p.s("[")
		if f := uint32(b[9]); f != 0 {
			p.bits(renumberingFlags, f, "", "")
			p.s(",")
		}
		p.f("seg=%u,maxdelay=%u", uint32(b[8]), p.u16(b, 10))
		if r := p.u32(b, 12); r != 0 {
			p.f("rsvd=0x%x", r)
		}
		p.s("]")
	}
	if code == 0 {
		p.matchPrefix(b[16:])
	}
}

// matchPrefix prints the part that says which prefixes are meant.
func (p *Printer) matchPrefix(b []byte) {
	if !p.want(b, 24) {
		return
	}
	p.renumberingPart("match(")
	p.name(prefixOps, uint32(b[0]), "#%u")
	if p.Verbose > 0 {
		p.f(",ord=%u,min=%u,max=%u", uint32(b[2]), uint32(b[4]), uint32(b[5]))
	}
	p.s(",")
	p.number(netip.AddrFrom16([16]byte(b[8:24])))
	p.f("/%u)", uint32(b[3]))
	parts := int(b[1]) - 3
	if parts%4 != 0 {
		p.trunc()
		return
	}
	for b = b[24:]; parts > 0; parts -= 4 {
		if !p.want(b, 32) {
			return
		}
		p.usePrefix(b)
		b = b[32:]
	}
}

func (p *Printer) renumberingPart(s string) {
	if p.Verbose > 1 {
		p.s("\n\t")
	} else {
		p.s(" ")
	}
	p.s(s)
}

// usePrefix prints the part that says what becomes of a prefix.
func (p *Printer) usePrefix(b []byte) {
	p.renumberingPart("use(")
	if f := uint32(b[12]); f != 0 {
		p.bits([]bit{{0x80, "V"}, {0x40, "P"}}, f, "", "")
		p.s(",")
	}
	if p.Verbose > 0 {
		p.f("mask=0x%x,raflags=0x%x,", uint32(b[2]), uint32(b[3]))
		for i, s := range [...]string{"vltime=", "pltime="} {
			p.s(s)
			if t := p.u32(b, 4+4*i); t == 1<<32-1 {
				p.s("infty,")
			} else {
				p.f("%u,", t)
			}
		}
	}
	p.number(netip.AddrFrom16([16]byte(b[16:32])))
	p.f("/%u/%u)", uint32(b[0]), uint32(b[1]))
}
