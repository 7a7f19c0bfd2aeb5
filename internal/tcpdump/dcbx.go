package tcpdump

var (
	lldpDCBXKinds = names{1: "DCB Capability Exchange Protocol Rev 1", 2: "DCB Capability Exchange Protocol Rev 1.01"}
)

// lldpDCBX prints the elements of the data center bridging exchange before IEEE's.
func (p *Printer) lldpDCBX(kind byte, v []byte) (known bool) {
	if kind == 1 {
		return false
	}
	known = true
	for len(v) >= 2 {
		head := p.u16(v, 0)
		kind, size := head>>9, int(head&0x1ff)
		known = true
		if v = v[2:]; kind == 0 || size == 0 || len(v) < size {
			return known
		}
		if kind <= 4 && size < [...]int{10, 17, 6, 4}[kind-1] {
			return known
		}
		if known = kind <= 4; known {
			p.dcbx(kind, v[:size])
		}
		if p.Verbose > 1 || !known {
			p.unknown(v, size, "\n\t    ")
		}
		v = v[size:]
	}
	return known
}

func (p *Printer) dcbx(kind uint32, v []byte) {
	p.s([...]string{"\n\t    Control - Protocol Control", "\n\t    Feature - Priority Group", "\n\t    Feature - Priority Flow Control",
		"\n\t    Feature - Application"}[kind-1])
	p.f(" (type 0x%x, length %u)\n\t      Oper_Version: %u\n\t      Max_Version: %u", kind, uint32(len(v)), uint32(v[0]), uint32(v[1]))
	if kind == 1 {
		p.f("\n\t      Sequence Number: %u\n\t      Acknowledgement Number: %u", p.u32(v, 2), p.u32(v, 6))
		return
	}
	x := uint32(v[2])
	p.s("\n\t      Info block(0x")
	p.hexUpper(v[2:3])
	p.f("): Enable bit: %u, Willing bit: %u, Error Bit: %u\n\t      SubType: %u", x>>7, x>>6&1, x>>5&1, uint32(v[3]))
	switch kind {
	case 2:
		p.dcbxGroups(v)
	case 3:
		p.s("\n\t      PFC Config (0x")
		p.hexUpper(v[4:5])
		p.s(")")
		for i := range uint32(8) {
			p.f("\n\t          Priority Bit %u: ", i)
			p.s([...]string{"Disabled", "Enabled"}[v[4]>>i&1])
		}
		p.f("\n\t      NumTCPFCSupported: %u", uint32(v[5]))
	case 4:
		p.dcbxApplications(v[4:])
	}
}

func (p *Printer) dcbxGroups(v []byte) {
	p.s("\n\t      Priority Allocation")
	groups := p.u32(v, 4)
	for i := range uint32(8) {
		p.f("\n\t          PgId_%u: %u", i, groups>>(28-4*i)&15)
	}
	p.s("\n\t      Priority Group Allocation")
	for i := range uint32(8) {
		p.f("\n\t          Pg percentage[%u]: %u", i, uint32(v[8+i]))
	}
	p.f("\n\t      NumTCsSupported: %u", uint32(v[16]))
}

func (p *Printer) dcbxApplications(v []byte) {
	for ; len(v) >= 6; v = v[6:] {
		x := p.u24(v, 2)
		what := "L2 EtherType"
		if x>>22 != 0 {
			what = "Socket Number"
		}
		p.f("\n\t      Application Value\n\t          Application Protocol ID: 0x%04x", p.u16(v, 0))
		p.f("\n\t          SF (0x%x) Application Protocol ID is ", x>>22)
		p.s(what)
		p.f("\n\t          OUI: 0x%06x\n\t          User Priority Map: 0x%02x", x&0x3fffff, uint32(v[5]))
	}
}
