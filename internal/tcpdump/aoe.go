package tcpdump

var (
	aoeFlags    = []bit{{8, "Response"}, {4, "Error"}, {2, "MBZ-1"}, {1, "MBZ-0"}}
	aoeCommands = names{0: "Issue ATA Command", 1: "Query Config Information", 2: "MAC Mask List", 3: "Reserve/Release"}
	aoeErrors   = names{
		1: "Unrecognized command code", 2: "Bad argument parameter", 3: "Device unavailable", 4: "Config string present",
		5: "Unsupported version", 6: "Target is reserved",
	}
	aoeATAFlags = []bit{{0x80, "MBZ-7"}, {0x40, "Ext48"}, {0x20, "MBZ-5"}, {0x10, "Device/Head"}, {8, "MBZ-3"}, {4, "MBZ-2"}, {2, "Async"}, {1, "Write"}}
	aoeConfig   = names{
		0: "read config string", 1: "test config string", 2: "test config string prefix", 3: "set config string", 4: "force set config string",
	}
	aoeMACCommands   = names{0: "Read Mac Mask List", 1: "Edit Mac Mask List"}
	aoeMACDirectives = names{0: "No Directive", 1: "Add mac address to mask list", 2: "Delete mac address from mask list"}
	aoeMACErrors     = names{1: "Unspecified Error", 2: "Bad DCmd Directive", 3: "Mask List Full"}
	aoeReserve       = names{0: "Read reserve list", 1: "Set reserve list", 2: "Force set reserve list"}
)

// aoe prints a message of ATA over Ethernet.
func (p *Printer) aoe(b []byte, n int) {
	const head = 10
	p.proto = "aoe"
	p.f("AoE length %u", uint32(n))
	if n < head {
		p.invalid()
		return
	}
	x := p.u8(b, 0)
	if p.done() {
		return
	}
	if p.f(", Ver %u", x>>4); x>>4 != 1 {
		return
	}
	p.s(", Flags: [")
	p.bits(aoeFlags, x&15, "none", ", ")
	p.s("]")
	if p.Verbose == 0 {
		return
	}
	if code := p.u8(b, 1); x&4 != 0 {
		p.s("\n\tError: ")
		p.name(aoeErrors, code, "unknown (%u)")
	}
	p.f("\n\tMajor: 0x%04x", p.u16(b, 2))
	p.f(", Minor: 0x%02x, Command: ", p.u8(b, 4))
	command := p.u8(b, 5)
	if p.done() {
		return
	}
	p.name(aoeCommands, command, "Unknown (0x%02x)")
	p.f(", Tag: 0x%08x", p.u32(b, 6))
	if p.done() {
		return
	}
	b, n = skip(b, head), n-head
	switch command {
	case 0:
		p.aoeATA(b, n)
	case 1:
		p.aoeQuery(b, n)
	case 2:
		p.aoeMACs(b, n)
	case 3:
		p.aoeReserved(b, n)
	}
}

func (p *Printer) aoeATA(b []byte, n int) {
	if n < 12 {
		p.invalid()
		return
	}
	p.s("\n\tAFlags: [")
	p.bits(aoeATAFlags, p.u8(b, 0), "none", ", ")
	p.f("], Err/Feature: %u", p.u8(b, 1))
	p.f(", Sector Count: %u", p.u8(b, 2))
	p.f(", Cmd/Status: %u\n\t", p.u8(b, 3))
	for i := range 6 {
		if i > 0 {
			p.s(", ")
		}
		p.f("lba%u: %u", uint32(i), p.u8(b, 4+i))
	}
	if n > 12 && p.need(b, 12) {
		p.f("\n\tData: %u bytes", uint32(n-12))
	}
}

func (p *Printer) aoeQuery(b []byte, n int) {
	if n < 8 {
		p.invalid()
		return
	}
	p.f("\n\tBuffer Count: %u", p.u16(b, 0))
	p.f(", Firmware Version: %u", p.u16(b, 2))
	p.f(", Sector Count: %u", p.u8(b, 4))
	x := p.u8(b, 5)
	p.f(", AoE: %u, CCmd: ", x>>4)
	p.name(aoeConfig, x&15, "Unknown (0x02x)")
	size := int(p.u16(b, 6))
	if size > 1024 || size > n-8 {
		p.invalid()
		return
	}
	if size > 0 {
		p.f("\n\tConfig String (length %u): ", uint32(size))
		if !p.text(b, 8, size) {
			p.cut()
		}
	}
}

func (p *Printer) aoeMACs(b []byte, n int) {
	if n < 4 {
		p.invalid()
		return
	}
	p.s("\n\tMCmd: ")
	p.name(aoeMACCommands, p.u8(b, 1), "Unknown (0x%02x)")
	p.s(", MError: ")
	p.name(aoeMACErrors, p.u8(b, 2), "Unknown (0x%02x)")
	count := int(p.u8(b, 3))
	p.f(", Dir Count: %u", uint32(count))
	if count*8 > n-4 {
		p.invalid()
		return
	}
	for i := range count {
		if p.done() {
			return
		}
		p.s("\n\t DCmd: ")
		p.name(aoeMACDirectives, p.u8(b, 5+8*i), "Unknown (0x%02x)")
		p.s(", Ethernet Address: ")
		p.mac(b, 6+8*i)
	}
}

func (p *Printer) aoeReserved(b []byte, n int) {
	if n < 2 {
		p.invalid()
		return
	}
	p.s("\n\tRCmd: ")
	p.name(aoeReserve, p.u8(b, 0), "Unknown (0x%02x)")
	count := int(p.u8(b, 1))
	p.f(", NMacs: %u", uint32(count))
	if count*6 > n-2 {
		p.invalid()
		return
	}
	for i := range count {
		if !p.need(b, 8+6*i) {
			return
		}
		p.f("\n\tEthernet Address %u: ", uint32(i))
		p.mac(b, 2+6*i)
	}
}
