package tcpdump

import "github.com/gocap-project/gocap/wire"

var groupRecords = names{1: "is_in", 2: "is_ex", 3: "to_in", 4: "to_ex", 5: "allow", 6: "block"}

// igmp prints an IGMP message of any version.
func (p *Printer) igmp(b []byte, n int) {
	p.proto = "igmp"
	if p.Quiet {
		p.s("igmp")
		return
	}
	group := func(s string) {
		p.need(b, 8)
		p.s(s)
		p.ip4Addr(b, 4)
	}
	switch kind := p.u8(b, 0); kind {
	case 0x11:
		p.s("igmp query")
		p.igmpQuery(b, n)
	case 0x12:
		group("igmp v1 report ")
		if n != 8 {
			p.f(" [len %u]", uint32(n))
		}
	case 0x16:
		group("igmp v2 report ")
	case 0x17:
		group("igmp leave ")
	case 0x22:
		p.s("igmp v3 report")
		p.igmpReport(b, n)
	case 0x1e:
		p.mtrace("mresp", b, n)
	case 0x1f:
		p.mtrace("mtrace", b, n)
	case 0x13:
		p.s("igmp dvmrp")
		if n < 8 {
			p.f(" [len %u]", uint32(n))
		}
	case 0x14:
		p.s("igmp pimv1")
	default:
		p.f("igmp-%u", kind)
	}
	if p.Verbose > 0 && n >= 4 && len(b) >= n && wire.Sum(0, b[:n]) != 0xffff {
		p.f(" bad igmp cksum %x!", uint32(wire.Uint16(b, 2)))
	}
}

func (p *Printer) igmpQuery(b []byte, n int) {
	if n >= 12 {
		p.igmp3Query(b, n)
		return
	}
	if t := p.u8(b, 1); t != 0 {
		p.s(" v2")
		if t != 100 {
			p.f(" [max resp time %u]", t)
		}
	} else {
		p.s(" v1")
	}
	if p.u32(b, 4) != 0 {
		p.s(" [gaddr ")
		p.ip4Addr(b, 4)
		p.s("]")
	}
	if n != 8 {
		p.f(" [len %u]", uint32(n))
	}
}

func (p *Printer) igmp3Query(b []byte, n int) {
	p.s(" v3")
	if n&3 != 0 {
		p.f(" [invalid len %u]", uint32(n))
		return
	}
	code := p.u8(b, 1)
	t := code
	if code >= 128 {
		t = (code&15 | 16) << (code>>4&7 + 3)
	}
	if code != 100 {
		p.s(" [max resp time ")
		if t < 600 {
			p.tenths(t)
			p.s("s")
		} else {
			p.duration(t / 10)
		}
		p.s("]")
	}
	if p.u32(b, 4) == 0 {
		return
	}
	p.s(" [gaddr ")
	p.ip4Addr(b, 4)
	switch sources := int(p.u16(b, 10)); {
	case sources == 0:
	case n < 12+4*sources:
		p.s(" [invalid number of sources]")
	case p.Verbose > 1:
		p.ip4List(b, 12, sources)
	default:
		p.f(", %u source(s)", uint32(sources))
	}
	p.s("]")
}

// ip4List prints n addresses in braces.
func (p *Printer) ip4List(b []byte, i, n int) {
	p.s(" {")
	for j := 0; j < n && p.need(b, i+4*j+4); j++ {
		p.s(" ")
		p.ip4Addr(b, i+4*j)
	}
	p.s(" }")
}

func (p *Printer) igmpReport(b []byte, n int) {
	if n < 16 || n&3 != 0 {
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
		if n < at+8 {
			p.s(" [invalid number of groups]")
			return
		}
		p.need(b, at+8)
		p.s(" [gaddr ")
		p.ip4Addr(b, at+4)
		p.s(" ")
		p.name(groupRecords, p.u8(b, at), " [v3-report-#%u]")
		sources := int(p.u16(b, at+2))
		if n < at+8+4*sources {
			p.f(" [invalid number of sources %u]", uint32(sources))
			return
		}
		if p.Verbose == 1 {
			p.f(", %u source(s)", uint32(sources))
		} else {
			p.ip4List(b, at+8, sources)
		}
		at += 8 + 4*sources
		p.s("]")
	}
}

// mtrace prints a multicast trace.
func (p *Printer) mtrace(name string, b []byte, n int) {
	if n < 8+16 {
		p.f(" [invalid len %u]", uint32(n))
		return
	}
	if !p.need(b, 24) {
		return
	}
	p.s(name)
	p.f(" %u: ", p.u24(b, 21))
	p.ip4Addr(b, 8)
	p.s(" to ")
	p.ip4Addr(b, 12)
	p.s(" reply-to ")
	p.ip4Addr(b, 16)
	if b[16]>>4 == 14 {
		p.f(" with-ttl %u", uint32(b[20]))
	}
}
