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
	case kind == 0 && n < 35, kind == 2 && n < 36:
		p.invalid()
	case kind == 0, kind == 2 && version < 3:
		p.stpConfig(b, n, kind == 2)
	case kind == 2:
		p.stpMultiple(b, n, version)
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
	p.stpTimes(b)
	p.s("\n\troot-id ")
	p.bridge(b, 5)
	p.f(", root-pathcost %u", p.u32(b, 13))
	if rapid {
		p.s(", port-role ")
		p.s(stpRoles[flags>>2&3])
	}
}

func (p *Printer) stpTimes(b []byte) {
	for i, s := range [...]string{"\n\tmessage-age ", ", max-age ", ", hello-time ", ", forwarding-delay "} {
		p.s(s)
		p.hundredths(p.u16(b, 27+2*i))
	}
}

// stpMultiple prints a unit of multiple spanning trees, or of shortest path bridging, if its
// lengths make sense.
func (p *Printer) stpMultiple(b []byte, n int, version uint32) {
	const common, instance = 102, 16
	if n < common {
		p.invalid()
		return
	}
	size := int(p.u16(b, 36))
	if p.done() {
		return
	}
	if p.u8(b, 35) != 0 || n < size+36 {
		p.invalid()
		return
	}
	extra := -1
	if version == 4 {
		if extra = p.spbLength(b, n, size); extra < 0 {
			return
		}
	}
	flags := p.u8(b, 4)
	p.s(", CIST Flags [")
	p.bits(stpFlags, flags, "none", ", ")
	p.f("], length %u", uint32(n))
	if p.Verbose == 0 || p.done() {
		return
	}
	p.stpRegion(b, flags, size)
	at := common
	for left := min(size-64, n-common); left >= instance && !p.done(); left -= instance {
		p.stpInstance(skip(b, at))
		at += instance
	}
	if version == 4 {
		p.spb(skip(b, 38+size), uint32(extra))
	}
}

// spbLength returns the length of the part of shortest path bridging, or -1 if it makes no
// sense.
func (p *Printer) spbLength(b []byte, n, size int) int {
	at := 38 + size
	if n < at+2 {
		p.invalid()
		return -1
	}
	extra := int(p.u16(b, at))
	if p.done() {
		return -1
	}
	if extra < 53 || n < at+extra {
		p.invalid()
		return -1
	}
	return extra
}

// stpRegion prints the fields of the common and internal spanning tree.
func (p *Printer) stpRegion(b []byte, flags uint32, size int) {
	p.s("\n\tport-role ")
	p.s(stpRoles[flags>>2&3])
	p.s(", CIST root-id ")
	p.bridge(b, 5)
	p.f(", CIST ext-pathcost %u\n\tCIST regional-root-id ", p.u32(b, 13))
	p.bridge(b, 17)
	p.f(", CIST port-id %04x,", p.u16(b, 25))
	p.stpTimes(b)
	p.f("\n\tv3len %u, MCID Name ", uint32(size))
	p.textz(b, 39, 32)
	p.f(", rev %u,\n\t\tdigest %08x%08x%08x%08x", p.u16(b, 71), p.u32(b, 73), p.u32(b, 77), p.u32(b, 81), p.u32(b, 85))
	p.f(", CIST int-root-pathcost %u,\n\tCIST bridge-id ", p.u32(b, 89))
	p.bridge(b, 93)
	p.f(", CIST remaining-hops %u", p.u8(b, 101))
}

// stpInstance prints the message of an instance.
func (p *Printer) stpInstance(b []byte) {
	flags := p.u8(b, 0)
	p.f("\n\tMSTI %u, Flags [", p.u16(b, 1)&0xfff)
	p.bits(stpFlags, flags, "none", ", ")
	p.s("], port-role ")
	p.s(stpRoles[flags>>2&3])
	p.s("\n\t\tMSTI regional-root-id ")
	p.bridge(b, 1)
	p.f(", pathcost %u", p.u32(b, 9))
	p.f("\n\t\tMSTI bridge-prio %u, port-prio %u, hops %u", p.u8(b, 13)>>4, p.u8(b, 14)>>4, p.u8(b, 15))
}

// spb prints the part of a unit that is of shortest path bridging, n bytes after its length.
func (p *Printer) spb(b []byte, n uint32) {
	p.f("\n\tv4len %u, AUXMCID Name ", n)
	b = skip(b, 2)
	p.textz(b, 1, 32)
	p.f(", Rev %u,\n\t\tdigest %08x%08x%08x%08x", p.u16(b, 33), p.u32(b, 35), p.u32(b, 39), p.u32(b, 43), p.u32(b, 47))
	x := p.u8(b, 51)
	p.f("\n\tAgreement num %u, Discarded Agreement num %u, Agreement valid-flag %u,", x>>6, x>>4&3, x>>3&1)
	p.f("\n\tRestricted role-flag: %u, Format id %u cap %u, ", x>>2&1, p.u8(b, 52)>>4, p.u8(b, 52)&15)
	p.f("Convention id %u cap %u,\n\tEdge count %u, Agreement digest ", p.u16(b, 53)>>4, p.u16(b, 53)&0xff, p.u16(b, 55))
	for i := range 5 {
		p.f("%08x", p.u32(b, 65+4*i))
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
