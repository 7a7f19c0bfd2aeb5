package tcpdump

// mld prints a message of Multicast Listener Discovery.
func (p *Printer) mld(typ uint32, b []byte, n int) {
	if typ == 130 && n != 24 {
		if n >= 28 {
			p.s(" v2")
			p.mld2Query(b, n)
		} else {
			p.f(" unknown-version (len %u) ", uint32(n))
		}
		return
	}
	if len(b) < 24 {
		return
	}
	p.f("max resp delay: %u addr: ", p.u16(b, 4))
	p.ip6Addr(b, 8)
}

func (p *Printer) mld2Query(b []byte, n int) {
	code := p.u16(b, 4)
	delay := code
	if code >= 32768 {
		delay = (code&0xfff | 0x1000) << (code>>12&7 + 3)
	}
	if p.Verbose > 0 {
		p.f(" [max resp delay=%u]", delay)
	}
	p.need(b, 24)
	p.s(" [gaddr ")
	p.ip6Addr(b, 8)
	if p.Verbose > 0 {
		p.mld2Querier(p.u8(b, 24), p.u8(b, 25))
	}
	switch sources := int(p.u16(b, 26)); {
	case sources == 0:
	case n < 28+16*sources:
		p.s(" [invalid number of sources]")
	case p.Verbose > 1:
		p.ip6List(b, 28, sources)
	default:
		p.f(", %u source(s)", uint32(sources))
	}
	p.s("]")
}

func (p *Printer) mld2Querier(flags, code uint32) {
	if flags&8 != 0 {
		p.s(" sflag")
	}
	if flags&7 != 0 {
		p.f(" robustness=%u", flags&7)
	}
	if code >= 128 {
		code = (code&15 | 16) << (code>>4&7 + 3)
	}
	p.f(" qqi=%u", code)
}

// ip6List prints n addresses in braces.
func (p *Printer) ip6List(b []byte, i, n int) {
	p.s(" {")
	for j := 0; j < n && p.need(b, i+16*j+16); j++ {
		p.s(" ")
		p.ip6Addr(b, i+16*j)
	}
	p.s(" }")
}

func (p *Printer) mld2Report(b []byte, n int) {
	if n < 8 {
		p.f(" [invalid len %u]", uint32(n))
		return
	}
	groups := int(p.u16(b, 6))
	p.f(", %u group record(s)", uint32(groups))
	if p.Verbose == 0 {
		return
	}
	at := 8
	for i := 0; i < groups && !p.done(); i++ {
		if n < at+20 {
			p.s(" [invalid number of groups]")
			return
		}
		p.need(b, at+20)
		p.s(" [gaddr ")
		p.ip6Addr(b, at+4)
		p.s(" ")
		p.name(groupRecords, p.u8(b, at), " [v2-report-#%u]")
		sources := int(p.u16(b, at+2))
		if n < at+20+16*sources {
			p.f(" [invalid number of sources %u]", uint32(sources))
			return
		}
		if p.Verbose == 1 {
			p.f(", %u source(s)", uint32(sources))
		} else {
			p.ip6List(b, at+20, sources)
		}
		at += 20 + 16*sources
		p.s("]")
	}
}
