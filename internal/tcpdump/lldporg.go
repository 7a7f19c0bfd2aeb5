package tcpdump

var (
	lldp8021Kinds = names{
		1: "Port VLAN Id", 2: "Port and Protocol VLAN ID", 3: "VLAN name", 4: "Protocol Identity", 8: "Congestion Notification",
		7: "Link aggregation", 9: "ETS Configuration", 10: "ETS Recommendation", 11: "Priority Flow Control Configuration",
		12: "Application Priority", 13: "EVB", 14: "CDCP",
	}
	lldp8023Kinds  = names{1: "MAC/PHY configuration/status", 2: "Power via MDI", 3: "Link aggregation", 4: "Max frame size"}
	lldpSupported  = []bit{{1, "supported"}, {2, "enabled"}}
	lldpPPVIDFlags = []bit{{2, "supported"}, {4, "enabled"}}
	lldpMDI        = []bit{{1, "PSE"}, {2, "supported"}, {4, "enabled"}, {8, "can be controlled"}}
	lldpMDIPairs   = names{1: "signal", 2: "spare"}
	lldpMDIClasses = names{1: "class0", 2: "class1", 3: "class2", 4: "class3", 5: "class4"}
	lldpPMD        = []bit{
		{0x4000, "10BASE-T hdx"}, {0x2000, "10BASE-T fdx"}, {0x1000, "100BASE-T4"}, {0x800, "100BASE-TX hdx"}, {0x400, "100BASE-TX fdx"},
		{0x200, "100BASE-T2 hdx"}, {0x100, "100BASE-T2 fdx"}, {0x80, "Pause for fdx links"}, {0x40, "Asym PAUSE for fdx"},
		{0x20, "Sym PAUSE for fdx"}, {0x10, "Asym and Sym PAUSE for fdx"}, {8, "1000BASE-{X LX SX CX} hdx"},
		{4, "1000BASE-{X LX SX CX} fdx"}, {2, "1000BASE-T hdx"}, {1, "1000BASE-T fdx"},
	}
	lldpMAU = [...]string{
		"Unknown", "AUI", "10BASE_5", "FOIRL", "10BASE2", "10BASET duplex mode unknown", "10BASEFP", "10BASEFB", "10BASEFL duplex mode unknown",
		"10BROAD36", "10BASET hdx", "10BASET fdx", "10BASEFL hdx", "10BASEFL fdx", "100BASET4", "100BASETX hdx", "100BASETX fdx",
		"100BASEFX hdx", "100BASEFX fdx", "100BASET2 hdx", "100BASET2 fdx", "1000BASEX hdx", "1000BASEX fdx", "1000BASELX hdx",
		"1000BASELX fdx", "1000BASESX hdx", "1000BASESX fdx", "1000BASECX hdx", "1000BASECX fdx", "1000BASET hdx", "1000BASET fdx",
		"10GBASEX", "10GBASELX4", "10GBASER", "10GBASEER", "10GBASELR", "10GBASESR", "10GBASEW", "10GBASEEW", "10GBASELW", "10GBASESW",
	}
	lldpEVBModes  = names{0: "Not Supported", 1: "EVB Bridge", 2: "EVB Staion", 3: "Reserved for future Standardization"}
	lldpIANAKinds = names{1: "MUD-URL"}
)

// lldpOrganization prints an element that an organization defines, and reports whether
// it was understood. What is too short counts as understood.
func (p *Printer) lldpOrganization(v []byte) bool {
	oui := p.u24(v, 0)
	p.s(": OUI ")
	p.name(ouiNames, oui, "Unknown")
	p.f(" (0x%06x)", oui)
	kinds, print := names(nil), (func(*Printer, byte, []byte) bool)(nil)
	least := 4
	switch oui {
	case 0x0080c2:
		kinds, print = lldp8021Kinds, (*Printer).lldp8021
	case 0x00120f:
		kinds, print = lldp8023Kinds, (*Printer).lldp8023
	case 0x00005e:
		kinds, print, least = lldpIANAKinds, (*Printer).lldpIANA, 8
	case 0x0012bb:
		kinds, print = lldpMEDKinds, (*Printer).lldpMED
	case 0x001b21:
		kinds, print = lldpDCBXKinds, (*Printer).lldpDCBX
	default:
		return false
	}
	if len(v) < least {
		return true
	}
	p.s("\n\t  ")
	p.name(kinds, uint32(v[3]), "unknown")
	p.f(" Subtype (%u)", uint32(v[3]))
	return print(p, v[3], v[4:])
}

func (p *Printer) lldpIANA(kind byte, v []byte) bool {
	if kind == 1 {
		p.s("\n\t  MUD-URL=")
		p.text(v, 0, len(v))
	}
	return kind == 1
}

// lldp8021 prints what an element of IEEE 802.1 says after its subtype.
func (p *Printer) lldp8021(kind byte, v []byte) bool {
	if kind == 0 || int(kind) > len(lldp8021Sizes) || lldp8021Sizes[kind-1] == 0 {
		return false
	}
	n := int(lldp8021Sizes[kind-1])
	if len(v) < n {
		return true
	}
	switch kind {
	case 1:
		p.f("\n\t    port vlan id (PVID): %u", p.u16(v, 0))
	case 2:
		p.f("\n\t    port and protocol vlan id (PPVID): %u, flags [", p.u16(v, 1))
		p.bits(lldpPPVIDFlags, uint32(v[0]), "none", ", ")
		p.f("] (0x%02x)", uint32(v[0]))
	case 3:
		p.f("\n\t    vlan id (VID): %u", p.u16(v, 0))
		if len(v) >= 3 && len(v) >= 3+int(v[2]) {
			p.s("\n\t    vlan name: ")
			p.textz(v, 3, int(v[2]))
		}
	case 4:
		if len(v) >= 1+int(v[0]) {
			p.s("\n\t    protocol identity: ")
			p.textz(v, 1, int(v[0]))
		}
	case 7:
		p.lldpAggregation(v)
	case 8:
		p.lldpBits("Pre-Priority CNPV Indicator", v[0])
		p.lldpBits("Pre-Priority Ready Indicator", v[1])
	case 9, 10:
		p.lldpETS(kind == 9, v)
	case 11:
		x := uint32(v[0])
		p.f("\n\t    Willing: %u, MBC: %u, RES: %u, PFC cap:%u ", x>>7, x>>6&1, x>>4&3, x&15)
		p.lldpBits("PFC Enable", v[1])
	case 12:
		p.lldpAppPriority(v)
	case 13:
		p.lldpEVB(v)
	case 14:
		p.lldpCDCP(v)
	}
	return true
}

// lldpBits prints eight bits as a table.
func (p *Printer) lldpBits(title string, x byte) {
	p.s("\n\t    ")
	p.s(title)
	p.s("\n\t     Priority : 0  1  2  3  4  5  6  7\n\t     Value    : ")
	for i := range 8 {
		p.c('0' + x>>i&1)
		p.s("  ")
	}
}

func (p *Printer) lldpETS(configuration bool, v []byte) {
	if x := uint32(v[0]); configuration {
		p.f("\n\t    Willing:%u, CBS:%u, RES:%u, Max TCs:%u", x>>7, x>>6&2, x>>3&7, x&7)
	} else {
		p.f("\n\t    RES: %u", x)
	}
	var priorities [8]byte
	for i := range priorities {
		priorities[i] = v[1+i/2] >> (4 * (1 - i%2)) & 15
	}
	p.lldpTable("Priority Assignment Table", "\n\t     Priority : ", "\n\t     Value    : ", priorities[:])
	p.lldpTable("TC Bandwidth Table", "\n\t     TC%   : ", "\n\t     Value : ", v[5:13])
	p.lldpTable("TSA Assignment Table", "\n\t     Traffic Class: ", "\n\t     Value        : ", v[13:21])
}

// lldpTable prints a value for each of eight classes.
func (p *Printer) lldpTable(title, heading, row string, v []byte) {
	p.s("\n\t    ")
	p.s(title)
	p.s(heading)
	p.s("0   1   2   3   4   5   6   7")
	p.s(row)
	for i, x := range v {
		if i > 0 {
			p.s(" ")
		}
		start := len(p.b)
		p.u(uint32(x))
		for len(p.b) < start+3 {
			p.c(' ')
		}
	}
}

func (p *Printer) lldpAppPriority(v []byte) {
	p.f("\n\t    RES: %u", uint32(v[0]))
	if v = v[1:]; len(v) == 0 || len(v)%3 != 0 {
		return
	}
	p.s("\n\t    Application Priority Table")
	for ; len(v) > 0; v = v[3:] {
		x := uint32(v[0])
		p.f("\n\t      Priority: %u, RES: %u, Sel: %u, Protocol ID: %u", x>>5, x>>3&3, x&7, p.u16(v, 1))
	}
}

func (p *Printer) lldpEVB(v []byte) {
	x := uint32(v[0])
	p.s("\n\t    EVB Bridge Status")
	p.f("\n\t      RES: %u, BGID: %u, RRCAP: %u, RRCTR: %u", x>>3, x>>2&1, x>>1&1, x&1)
	x = uint32(v[1])
	p.s("\n\t    EVB Station Status")
	p.f("\n\t      RES: %u, SGID: %u, RRREQ: %u,RRSTAT: %u", x>>4, x>>3&1, x>>2&1, x&3)
	x = uint32(v[2])
	p.f("\n\t    R: %u, RTE: %u, ", x>>5, x&31)
	x = uint32(v[3])
	p.s("EVB Mode: ")
	p.name(lldpEVBModes, x>>6, "unknown")
	p.f(" [%u]\n\t    ROL: %u, RWD: %u, ", x>>6, x>>5&1, x&31)
	x = uint32(v[4])
	p.f("RES: %u, ROL: %u, RKA: %u", x>>6, x>>5&1, x&31)
}

func (p *Printer) lldpCDCP(v []byte) {
	x := uint32(v[0])
	p.f("\n\t    Role: %u, RES: %u, Scomp: %u ChnCap: %u", x>>7, x>>4&7, x>>3&1, p.u16(v, 2)&0xfff)
	if v = v[4:]; len(v)%3 != 0 {
		return
	}
	for ; len(v) > 0; v = v[3:] {
		x := p.u24(v, 0)
		p.f("\n\t    SCID: %u, SVID: %u", x>>12, x&0xfff)
	}
}

func (p *Printer) lldpAggregation(v []byte) {
	p.s("\n\t    aggregation status [")
	p.bits(lldpSupported, uint32(v[0]), "none", ", ")
	p.f("], aggregation port ID %u", p.u32(v, 1))
}

// lldp8023 prints what an element of IEEE 802.3 says after its subtype.
func (p *Printer) lldp8023(kind byte, v []byte) bool {
	if kind < 1 || kind > 4 {
		return false
	}
	if len(v) < [...]int{5, 3, 5, 2}[kind-1] {
		return true
	}
	switch kind {
	case 1:
		p.s("\n\t    autonegotiation [")
		p.bits(lldpSupported, uint32(v[0]), "none", ", ")
		p.f("] (0x%02x)\n\t    PMD autoneg capability [", uint32(v[0]))
		p.bits(lldpPMD, p.u16(v, 1), "unknown", ", ")
		p.f("] (0x%04x)\n\t    MAU type ", p.u16(v, 1))
		if x := p.u16(v, 3); int(x) < len(lldpMAU) {
			p.s(lldpMAU[x])
		} else {
			p.s("unknown")
		}
		p.f(" (0x%04x)", p.u16(v, 3))
	case 2:
		p.s("\n\t    MDI power support [")
		p.bits(lldpMDI, uint32(v[0]), "none", ", ")
		p.s("], power pair ")
		p.name(lldpMDIPairs, uint32(v[1]), "unknown")
		p.s(", power class ")
		p.name(lldpMDIClasses, uint32(v[2]), "unknown")
	case 3:
		p.lldpAggregation(v)
	case 4:
		p.f("\n\t    MTU size %u", p.u16(v, 0))
	}
	return true
}

// hexUpper appends b in upper-case hexadecimal.
func (p *Printer) hexUpper(b []byte) {
	const digits = "0123456789ABCDEF"
	for _, c := range b {
		p.b = append(p.b, digits[c>>4], digits[c&15])
	}
}

// lldp8021Sizes are the least lengths of IEEE 802.1's elements from subtype 1 on, 0 for those
// that are not known.
var lldp8021Sizes = [14]uint8{2, 3, 2, 1, 0, 0, 5, 2, 21, 21, 2, 1, 5, 4}
