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
		} else {
			p.dvmrp(b, n)
		}
	case 0x14:
		p.s("igmp pimv1")
		p.pimv1(b, n)
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

var (
	dvmrpCodes = names{
		1: "Probe", 2: "Report", 3: "Ask-neighbors", 4: "Neighbors", 5: "Ask-neighbors2", 6: "Neighbors2", 7: "Prune", 8: "Graft",
		9: "Graft-ACK",
	}
	dvmrpFlags = []bit{{1, "tunnel"}, {2, "srcrt"}, {0x40, "querier"}, {0x20, "disabled"}, {0x10, "down"}}
)

// dvmrp prints a message of the Distance Vector Multicast Routing Protocol.
func (p *Printer) dvmrp(b []byte, n int) {
	p.proto = "dvmrp"
	kind := p.u8(b, 1)
	p.s(" ")
	p.name(dvmrpCodes, kind, "[type %u]")
	body, left := skip(b, 8), n-8
	switch kind {
	case 1:
		if p.Verbose > 0 {
			p.dvmrpProbe(body, left)
		}
	case 2:
		if p.Verbose > 1 {
			p.dvmrpReport(body, left)
		}
	case 4, 6:
		p.dvmrpNeighbors(b, body, left, kind == 6)
	case 7:
		p.dvmrpPair(" src ", body)
		p.s(" timer ")
		p.duration(p.u32(body, 8))
	case 8, 9:
		p.dvmrpPair(" src ", body)
	}
}

func (p *Printer) dvmrpPair(title string, b []byte) {
	p.need(b, 8)
	p.s(title)
	p.ip4Addr(b, 0)
	p.s(" grp ")
	p.ip4Addr(b, 4)
}

func (p *Printer) dvmrpProbe(b []byte, n int) {
	if p.Verbose == 1 {
		p.f(" genid %u", p.u32(b, 0))
		return
	}
	p.f("\n\tgenid %u", p.u32(b, 0))
	for i := 4; i+4 <= n && !p.done(); i += 4 {
		p.need(b, i+4)
		p.s("\n\tneighbor ")
		p.ip4Addr(b, i)
	}
}

// dvmrpReport prints routes: masks without their first byte, and after each as many
// bytes of origins as it has, with metrics of which the last of a mask has its top
// bit set.
func (p *Printer) dvmrpReport(b []byte, n int) {
	for i := 0; i < n && !p.done(); {
		if n-i < 3 {
			p.s(" [|]")
			return
		}
		mask := 0xff000000 | p.u24(b, i)
		width := 1
		for k, shift := range [...]uint32{16, 8, 0} {
			if mask>>shift&0xff != 0 {
				width = k + 2
			}
		}
		p.f("\n\tMask %u.%u.%u.%u", mask>>24, mask>>16&0xff, mask>>8&0xff, mask&0xff)
		i += 3
		for last := false; !last && i < n && !p.done(); i += width + 1 {
			var origin [4]byte
			copy(origin[:], p.bytes(b, i, width))
			metric := p.u8(b, i+width)
			last = metric&0x80 != 0
			if metric &= 0x7f; i+width+1 > n {
				p.s("\n\t  [|]")
				return
			}
			p.f("\n\t  %u.%u.%u.%u metric %u", uint32(origin[0]), uint32(origin[1]), uint32(origin[2]), uint32(origin[3]), metric)
		}
	}
}

func (p *Printer) dvmrpNeighbors(head, b []byte, n int, second bool) {
	if second {
		p.f(" (v %u.%u):", p.u8(head, 7), p.u8(head, 6))
	}
	for n > 0 && !p.done() {
		if n < 8 {
			p.s(" [|]")
			return
		}
		p.need(b, 8)
		flags := uint32(0)
		if second {
			flags = p.u8(b, 6)
		}
		metric, threshold, count := p.u8(b, 4), p.u8(b, 5), int(p.u8(b, 7))
		at := 8
		for ; count > 0 && at+4 <= n && !p.done(); count-- {
			p.need(b, at+4)
			p.s(" [")
			p.ip4Addr(b, 0)
			p.s(" -> ")
			p.ip4Addr(b, at)
			p.f(" (%u/%u", metric, threshold)
			for _, f := range dvmrpFlags {
				if flags&f.mask != 0 {
					p.s("/" + f.name)
				}
			}
			p.s(")]")
			at += 4
		}
		b, n = skip(b, at), n-at
	}
}

var pimv1Types = names{
	0: "Query", 1: "Register", 2: "Register-Stop", 3: "Join/Prune", 4: "RP-reachable", 5: "Assert", 6: "Graft", 7: "Graft-ACK",
}

// pimv1 prints a message of the first version of PIM.
func (p *Printer) pimv1(b []byte, n int) {
	p.proto = "pimv1"
	kind := p.u8(b, 1)
	p.s(" ")
	p.name(pimv1Types, kind, "[type %u]")
	switch kind {
	case 0:
		if len(b) > 8 {
			p.s(" ")
			p.name(names{0: "Dense-mode", 1: "Sparse-mode", 2: "Sparse-Dense-mode"}, uint32(b[8]>>4), "mode-%u")
		}
		if p.Verbose > 0 {
			p.s(" (Hold-time ")
			p.duration(p.u16(b, 10))
			p.s(")")
		}
	case 1:
		p.need(b, 8+20)
		if !p.done() {
			p.s(" ")
			p.ip4(b[8:], n-8)
		}
	case 2:
		p.need(b, 16)
		p.s(" for ")
		p.ip4Addr(b, 8)
		p.s(" > ")
		p.ip4Addr(b, 12)
	case 4:
		if p.Verbose == 0 {
			break
		}
		p.need(b, 24)
		p.s(" group ")
		p.ip4Addr(b, 8)
		if p.u32(b, 12) != 0xffffffff {
			p.s("/")
			p.ip4Addr(b, 12)
		}
		p.s(" RP ")
		p.ip4Addr(b, 16)
		p.s(" hold ")
		p.duration(p.u16(b, 22))
	case 5:
		p.need(b, 28)
		p.s(" for ")
		p.ip4Addr(b, 16)
		p.s(" > ")
		p.ip4Addr(b, 8)
		if p.u32(b, 12) != 0xffffffff {
			p.s("/")
			p.ip4Addr(b, 12)
		}
		tree := "SPT"
		if p.u8(b, 20)&0x80 != 0 {
			tree = "RP-tree"
		}
		p.s(" " + tree)
		p.f(" pref %u metric %u", p.u32(b, 20)&0x7fffffff, p.u32(b, 24))
	}
	if x := p.u8(b, 4) >> 4; x != 1 {
		p.f(" [v%u]", x)
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
