package tcpdump

// mpls prints a label stack and what it carries.
func (p *Printer) mpls(b []byte, n int) {
	p.proto = "mpls"
	if p.enter() {
		return
	}
	defer p.leave()
	p.s("MPLS")
	label := uint32(0)
	for i := 0; ; i++ {
		if n < 4 {
			p.invalid()
			return
		}
		e := p.u32(b, 0)
		if p.done() {
			return
		}
		label = e >> 12
		p.labelEntry(e, i)
		b, n = b[4:], n-4
		if e&0x100 != 0 {
			break
		}
	}
	p.mplsPayload(label, b, n)
}

func (p *Printer) labelEntry(e uint32, i int) {
	if i > 0 && p.Verbose > 0 {
		p.s("\n\t")
	} else {
		p.s(" ")
	}
	p.f("(label %u", e>>12)
	if p.Verbose > 0 && e>>12 < 16 {
		p.s(" (")
		p.name(names{0: "IPv4 explicit NULL", 1: "router alert", 2: "IPv6 explicit NULL", 3: "implicit NULL"}, e>>12, "rsvd")
		p.s(")")
	}
	p.f(", tc %u", e>>9&7)
	if e&0x100 != 0 {
		p.s(", [S]")
	}
	p.f(", ttl %u)", e&0xff)
}

// mplsPayload prints what is below the bottom of the stack. Only reserved labels
// say what it is; else its first byte is a hint.
func (p *Printer) mplsPayload(label uint32, b []byte, n int) {
	version := uint32(0)
	switch label {
	case 0, 3:
		version = 4
	case 2:
		version = 6
	default:
		if n < 1 {
			p.invalid()
			return
		}
		switch c := p.u8(b, 0); {
		case c >= 0x45 && c <= 0x4f:
			version = 4
		case c >= 0x60 && c <= 0x6f:
			version = 6
		case c >= nlpidCLNP && c <= nlpidISIS:
			p.space()
			p.isoclns(b, n)
			return
		}
	}
	if version == 0 {
		p.data(b)
		return
	}
	if p.Verbose > 0 {
		p.s("\n\t")
	} else {
		p.s(" ")
	}
	if version == 4 {
		p.ip4(b, n)
	} else {
		p.ip6(b, n)
	}
}

func (p *Printer) space() {
	if p.Verbose > 0 {
		p.s("\n\t")
	} else {
		p.s(" ")
	}
}
