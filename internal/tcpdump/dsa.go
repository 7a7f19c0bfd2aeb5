package tcpdump

var (
	dsaModes = names{0: "To CPU", 1: "From CPU", 2: "To Analyzer", 3: "Forward"}
	dsaCodes = names{
		0: "BPDU (MGMT) Trap", 1: "Frame-to-Register Read/Write", 2: "IGMP/MLD Trap", 3: "Policy Trap", 4: "ARP Mirror or Trap",
		5: "Policy Mirror",
	}
	brcmTE      = names{0: "None", 1: "Untag", 2: "Header", 3: "Reserved"}
	brcmReasons = []bit{
		{0x20, "exception"}, {0x10, "protocol snooping"}, {0x08, "protocol termination"}, {0x04, "switching"}, {0x02, "MAC learning"},
		{0x01, "mirror"},
	}
)

// dsaTag prints a tag of Marvell's switches.
func (p *Printer) dsaTag(b []byte) {
	if p.Link {
		p.s("Marvell DSA ")
	} else {
		p.s("DSA ")
	}
	p.dsa(b)
}

// edsaTag prints a tag of Marvell's switches behind an EtherType.
func (p *Printer) edsaTag(b []byte) {
	t := p.u16(b, 0)
	if p.Link {
		p.f("Marvell EDSA ethertype 0x%04x (", t)
		p.name(etherTypes, t, "Unknown")
		p.f("), rsvd %u %u, ", uint32(b[2]), uint32(b[3]))
	} else {
		p.f("EDSA 0x%04x, ", t)
	}
	p.dsa(b[4:])
}

func (p *Printer) dsa(b []byte) {
	x := p.u32(b, 0)
	mode, tagged, dev, port, vid := x>>30, x>>29&1, x>>24&31, x>>19&31, x&0xfff
	kind := [...]string{"port", "trunk"}[x>>18&1]
	if !p.Link {
		p.dsaShort(mode, kind, dev, port)
		p.f("VLAN %u", vid)
		p.s([...]string{"u, ", "t, "}[tagged])
		return
	}
	p.s("mode ")
	p.name(dsaModes, mode, "unknown")
	p.s(", ")
	switch mode {
	case 0:
		p.f("source dev %u, port %u, code ", dev, port)
		p.name(dsaCodes, x>>16&6|x>>12&1, "reserved (%u)")
		p.s(", ")
	case 1:
		p.f("target dev %u, port %u, ", dev, port)
	case 3:
		p.f("dev %u, ", dev)
		p.s(kind)
		p.f(" %u, ", port)
	default:
		return
	}
	p.s([...]string{"untagged, ", "tagged, "}[tagged])
	if x>>16&1 != 0 {
		p.s("CFI, ")
	}
	p.f("VID %u, ", vid)
	p.f("FPri %u, ", x>>13&7)
}

func (p *Printer) dsaShort(mode uint32, kind string, dev, port uint32) {
	switch mode {
	case 0:
		p.f("port %u.%u > CPU, ", dev, port)
	case 1:
		p.f("CPU > port %u.%u, ", dev, port)
	case 3:
		p.s("Forward ")
		p.s(kind)
		p.f(" %u.%u, ", dev, port)
	}
}

// brcmTag prints a tag of Broadcom's switches.
func (p *Printer) brcmTag(b []byte) {
	x := p.u32(b, 0)
	p.s("BRCM tag OP: ")
	if op := x >> 29; op == 0 {
		p.f("EG, CID: %u, RC: [", x>>16&0x1fff)
		p.bits(brcmReasons, x>>8&0xff, "reserved", ",")
		p.f("], TC: %u, port: %u, ", x>>5&7, x&31)
		return
	}
	p.f("IG, TC: %u, TE: ", x>>26&7)
	p.name(brcmTE, x>>24&3, "unknown")
	p.f(", TS: %u, DST map: [", x>>23&1)
	first := true
	for i := range uint32(23) {
		if x>>i&1 == 0 {
			continue
		}
		if !first {
			p.s(",")
		}
		first = false
		p.f("port %u", i)
	}
	p.s("], ")
}

// brcmPrepended prints an Ethernet frame behind a tag of Broadcom's switches, and returns the
// length of their headers.
func (p *Printer) brcmPrepended(b []byte, n int) int {
	p.proto = "brcm-tag"
	if len(b) < 4 || n < 4 {
		p.trunc()
		return len(b)
	}
	if p.Link {
		p.brcmTag(b)
	}
	return 4 + p.ether(b[4:], n-4)
}
