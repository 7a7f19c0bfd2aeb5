package tcpdump

var (
	stpVersions = names{0: "802.1d", 2: "802.1w", 3: "802.1s", 4: "802.1aq"}
	stpTypes    = names{0: "Config", 2: "Rapid STP", 0x80: "Topology Change"}
	stpFlags    = []bit{
		{0x01, "Topology change"}, {0x02, "Proposal"}, {0x10, "Learn"}, {0x20, "Forward"}, {0x40, "Agreement"},
		{0x80, "Topology change ACK"},
	}
	stpRoles = [4]string{"Unknown", "Alternate", "Root", "Designated"}
)

// stp prints a bridge protocol data unit.
func (p *Printer) stp(b []byte, n int) {
	p.proto = "stp"
	if n < 4 {
		p.invalid()
		return
	}
	if p.u16(b, 0) != 0 {
		p.f("unknown STP version, length %u", uint32(n))
		return
	}
	version := p.u8(b, 2)
	if p.done() {
		return
	}
	p.s("STP ")
	p.name(stpVersions, version, "Unknown STP protocol (0x%02x)")
	if _, ok := stpVersions[version]; !ok {
		return
	}
	kind := p.u8(b, 3)
	if p.done() {
		return
	}
	p.s(", ")
	p.name(stpTypes, kind, "Unknown BPDU Type (0x%02x)")
	switch {
	case kind == 0 && n < 35, kind == 2 && (n < 36 || version > 2 && n < 102):
		p.invalid()
	case kind == 2 && version > 2:
		p.s(", CIST Flags [")
		flags := p.u8(b, 4)
		p.bits(stpFlags, flags, "none", ", ")
		p.f("], length %u", uint32(n))
	case kind == 0, kind == 2:
		p.stpConfig(b, n, kind == 2)
	}
}

// stpConfig prints the fields of a configuration.
func (p *Printer) stpConfig(b []byte, n int, rapid bool) {
	flags := p.u8(b, 4)
	p.s(", Flags [")
	p.bits(stpFlags, flags, "none", ", ")
	p.s("]")
	if !p.need(b, 27) {
		return
	}
	p.s(", bridge-id ")
	p.bridge(b, 17)
	port := p.u16(b, 25)
	p.f(".%04x, length %u", port, uint32(n))
	if p.Verbose == 0 {
		return
	}
	if !p.need(b, 35) {
		return
	}
	for i, s := range [...]string{"\n\tmessage-age ", ", max-age ", ", hello-time ", ", forwarding-delay "} {
		p.s(s)
		p.hundredths(p.u16(b, 27+2*i))
	}
	p.s("\n\troot-id ")
	p.bridge(b, 5)
	p.f(", root-pathcost %u", p.u32(b, 13))
	if rapid {
		p.s(", port-role ")
		p.s(stpRoles[flags>>2&3])
	}
}

func (p *Printer) bridge(b []byte, i int) {
	p.f("%04x.", p.u16(b, i))
	p.mac(b, i+2)
}

// hundredths prints x/256 seconds with two decimals.
func (p *Printer) hundredths(x uint32) {
	h := (x*100 + 127) / 256
	if x*100%256 == 128 && h%2 == 1 {
		h++ // a tie goes to the even digit
	}
	p.f("%u.%02us", h/100, h%100)
}
