package tcpdump

var geneveFlags = []bit{{0x80, "O"}, {0x40, "C"}}

var geneveClasses = names{
	0x100: "Linux", 0x101: "Open vSwitch", 0x102: "Open Virtual Networking (OVN)", 0x103: "In-band Network Telemetry (INT)",
	0x104: "VMware", 0x105: "Amazon.com, Inc.", 0x106: "Cisco Systems, Inc.", 0x107: "Oracle Corporation", 0x132: "Google",
}

// geneve prints a GENEVE header, RFC 8926, and its payload.
func (p *Printer) geneve(b []byte, n int) {
	p.proto = "geneve"
	p.s("Geneve")
	if n < 8 {
		p.f(" [length %u < 8]", uint32(n))
		p.invalid()
		return
	}
	first, flags := p.u8(b, 0), p.u8(b, 1)
	proto, vni, reserved := p.u16(b, 2), p.u24(b, 4), p.u8(b, 7)
	if p.done() {
		return
	}
	if ver := first >> 6; ver != 0 {
		p.f(" ERROR: unknown-version %u", ver)
		return
	}
	p.s(", Flags [")
	p.bits(geneveFlags, flags, "none", "")
	p.f("], vni 0x%x", vni)
	if reserved != 0 {
		p.f(", rsvd 0x%x", reserved)
	}
	if p.Link {
		p.s(", proto ")
		p.name(etherTypes, proto, "unknown")
		p.f(" (0x%04x)", proto)
	}
	size := int(first&0x3f) * 4
	b, n = b[8:], n-8
	if size > n {
		p.f(" truncated-geneve - %u bytes missing", uint32(size-n))
		return
	}
	if size > 0 {
		p.s(", options [")
		if p.Verbose > 0 {
			p.geneveOptions(b, size)
		} else {
			p.f("%u bytes", uint32(size))
		}
		p.s("]")
	}
	if !p.need(b, size) {
		return
	}
	p.greColon()
	p.etherPayload(proto, b[size:], n-size, "geneve-proto-0x%x")
}

func (p *Printer) geneveOptions(b []byte, n int) {
	for sep := ""; n > 0 && !p.done(); sep = ", " {
		p.s(sep)
		class, t, size := p.u16(b, 0), p.u8(b, 2), 4+int(p.u8(b, 3)&0x1f)*4
		p.s("class ")
		switch {
		case class <= 0xff:
			p.s("Standard")
		case class >= 0xff00:
			p.s("Experimental")
		default:
			p.name(geneveClasses, class, "Unknown")
		}
		p.f(" (0x%x) type 0x%x", class, t)
		if t&0x80 != 0 {
			p.s("(C)")
		}
		p.f(" len %u", uint32(size))
		if size > n {
			p.s(" [bad length]")
			return
		}
		if p.Verbose > 1 && size > 4 {
			p.s(" data")
			for i := 4; i < size && !p.done(); i += 4 {
				p.f(" %08x", p.u32(b, i))
			}
		}
		b, n = skip(b, size), n-size
	}
}

// etherPayload prints what an EtherType stands for behind a tunnel's header.
func (p *Printer) etherPayload(proto uint32, b []byte, n int, unknown string) {
	switch proto {
	case 0x0800:
		p.ip4(b, n)
	case 0x86dd:
		p.ip6(b, n)
	case 0x6558:
		p.ether(b, n)
	default:
		p.f(unknown, proto)
	}
}

var (
	gpeFlags     = []bit{{8, "I"}, {4, "P"}, {1, "O"}}
	nshProtocols = names{1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS", 0xfe: "Experiment 1", 0xff: "Experiment 2"}
	nshFlags     = []bit{{2, "O"}}
	nshTypes     = names{0: "reserved", 1: "1", 2: "2", 15: "experimental"}
)

// vxlanGPE prints a VXLAN header with a next protocol, and its payload.
func (p *Printer) vxlanGPE(b []byte, n int) {
	p.proto = "vxlan_gpe"
	p.s("VXLAN-GPE, ")
	if n < 8 {
		p.f(" (len %u < %u)", uint32(n), 8)
		p.invalid()
		return
	}
	flags, proto, vni := p.u8(b, 0), p.u8(b, 3), p.u24(b, 4)
	if p.u8(b, 7); p.done() {
		return
	}
	p.s("flags [")
	p.bits(gpeFlags, flags, "none", "")
	p.f("], vni %u", vni)
	p.nextNSH(proto, b[8:], n-8)
}

// nextNSH prints what follows a network service header or one like it.
func (p *Printer) nextNSH(proto uint32, b []byte, n int) {
	if p.Verbose > 0 {
		p.s("\n    ")
	} else {
		p.s(": ")
	}
	switch proto {
	case 1:
		p.ip4(b, n)
	case 2:
		p.ip6(b, n)
	case 3:
		p.ether(b, n)
	case 4:
		p.nsh(b, n)
	case 5:
		p.mpls(b, n)
	default:
		p.s("ERROR: unknown-next-protocol")
	}
}

// nsh prints a network service header, RFC 8300, and its payload.
func (p *Printer) nsh(b []byte, n int) {
	p.proto = "nsh"
	defer p.leave()
	if p.enter() {
		return
	}
	if n < 8 {
		p.s(" (packet too short)")
		p.invalid()
		return
	}
	w, md, proto := p.u16(b, 0), p.u8(b, 2)&15, p.u8(b, 3)
	path, index := p.u24(b, 4), p.u8(b, 7)
	if p.done() {
		return
	}
	ver, ttl, size := w>>14, w>>6&0x3f, int(w&0x3f)*4
	p.s("NSH, ")
	if p.Verbose > 1 {
		p.f("ver %u, ", ver)
	}
	p.s("flags [")
	p.bits(nshFlags, w>>12&3, "none", "")
	p.s("], ")
	if p.Verbose > 2 {
		p.f("TTL %u, length %u, md type ", ttl, uint32(size/4))
		p.name(nshTypes, md, "unknown (0x%02x)")
		p.s(", ")
	}
	if p.Verbose > 1 {
		p.s("next-protocol ")
		p.name(nshProtocols, proto, "unknown (0x%02x)")
		p.s(", ")
	}
	p.f("service-path-id 0x%06x, service-index 0x%x", path, index)
	switch {
	case size < 8:
		p.s(" (less than two headers)")
	case size > n:
		p.f(" (too many headers for packet length %u)", uint32(n))
	case md == 1 && size != 24:
		p.s(" (invalid length for the MD type)")
	case ver == 0:
		if p.Verbose > 2 {
			p.nshMetadata(md, skip(b, 8), size-8)
		}
		if !p.done() && p.need(b, size) {
			p.nextNSH(proto, b[size:], n-size)
		}
		return
	default:
		return
	}
	p.invalid()
}

func (p *Printer) nshMetadata(md uint32, b []byte, n int) {
	switch md {
	case 1:
		for i := range n / 4 {
			if x := p.u32(b, i*4); !p.done() {
				p.f("\n        Context[%02u]: 0x%08x", uint32(i), x)
			}
		}
	case 2:
		for n >= 4 && !p.done() {
			class, t, size := p.u16(b, 0), p.u8(b, 2), int(p.u8(b, 3)&0x7f)
			if p.done() {
				return
			}
			p.f("\n        TLV Class %u, Type %u, Len %u", class, t, uint32(size))
			words := (size + 3) &^ 3
			if 4+words > n {
				p.s(" (length too big)")
				p.invalid()
				return
			}
			if size > 0 {
				p.s("\n            Value: 0x")
				p.hexBytes(p.bytes(b, 4, size), "")
			}
			b, n = skip(b, 4+words), n-4-words
		}
	}
}

var (
	erspanBSO   = names{0: "Good/unknown", 1: "Short", 2: "Oversized", 3: "Bad"}
	erspanTypes = names{0: "Ethernet", 2: "IP"}
)

// erspan12 prints a mirrored frame of type I or II.
func (p *Printer) erspan12(flags uint32, b []byte, n int) {
	p.proto = "erspan"
	if flags&0x1000 == 0 {
		p.s("erspan type1: ")
		p.ether(b, n)
		return
	}
	p.s("erspan")
	if n < 8 {
		p.trunc()
		return
	}
	w, index := p.u32(b, 0), p.u32(b, 4)
	if p.done() {
		return
	}
	if ver := w >> 28; ver != 1 {
		p.f(" erspan-unknown-version-%x", ver)
		return
	}
	p.f(" type2 session %u", w&0x3ff)
	switch w >> 11 & 3 {
	case 0:
	case 1:
		p.f(" isl %u", w>>16&0xfff)
	default:
		p.f(" vlan %u", w>>16&0xfff)
	}
	p.f(" cos %u index %u: ", w>>13&7, index&0xfffff)
	p.ether(b[8:], n-8)
}

// erspan3 prints a mirrored frame of type III.
func (p *Printer) erspan3(b []byte, n int) {
	p.proto = "erspan"
	p.s("erspan")
	if n < 12 {
		p.trunc()
		return
	}
	w := p.u32(b, 0)
	tail := p.u16(b, 10)
	if p.done() {
		return
	}
	if ver := w >> 28; ver != 2 {
		p.f(" erspan-unknown-version-%x", ver)
		return
	}
	p.f(" type3 session %u bso ", w&0x3ff)
	p.name(erspanBSO, w>>11&3, "unknown %x")
	p.f(" cos %u ft ", w>>13&7)
	ft := tail >> 10 & 31
	p.name(erspanTypes, ft, "unknown %x")
	size := 12
	if tail&1 != 0 {
		if size = 20; n < size {
			p.trunc()
			return
		}
		if !p.need(b, size) {
			return
		}
	}
	p.s(": ")
	switch ft {
	case 0:
		p.ether(b[size:], n-size)
	case 2:
		p.ipN(b[size:], n-size)
	default:
		p.s("Frame type unknown")
	}
}

// wccp prints a redirect header of the web cache communication protocol in GRE.
func (p *Printer) wccp(b []byte, n int) {
	p.proto = "wccp"
	p.s("wccp ")
	if n < 4 || len(b) < 4 {
		p.cut()
		return
	}
	p.f("T:%u A:%u U:%u SId:%u Alt:%u Pri:%u", uint32(b[0]>>7), uint32(b[0]>>6&1), uint32(b[0]>>5&1), uint32(b[1]), uint32(b[2]), uint32(b[3]))
	p.s(": ")
	p.ip4(b[4:], n-4)
}
