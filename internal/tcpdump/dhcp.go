package tcpdump

import "github.com/gocap-project/gocap/wire"

var bootpOps = names{1: "Request", 2: "Reply"}

// bootp prints a BOOTP or DHCP message of n bytes.
func (p *Printer) bootp(b []byte, n int) {
	p.proto = "bootp"
	op := p.u8(b, 0)
	p.s("BOOTP/DHCP, ")
	p.name(bootpOps, op, "unknown (0x%02x)")
	hw, hl := p.u8(b, 1), p.u8(b, 2)
	ether := hw == 1 && hl == 6
	if ether && op == 1 && p.need(b, 34) {
		p.s(" from ")
		p.mac(b, 28)
	}
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 || p.done() || !p.want(b, 10) {
		return
	}
	p.bootpNumbers(b, hw, hl)
	for i, s := range [...]string{"Client", "Your", "Server", "Gateway"} {
		if p.u32(b, 12+4*i) != 0 {
			p.s("\n\t  ")
			p.s(s)
			p.s("-IP ")
			p.ip4Addr(b, 12+4*i)
		}
	}
	if ether && p.need(b, 34) {
		p.s("\n\t  Client-Ethernet-Address ")
		p.mac(b, 28)
	}
	if p.bootpName(b, "sname", 44, 64) && p.bootpName(b, "file", 108, 128) {
		p.bootpVendor(b)
	}
}

func (p *Printer) bootpNumbers(b []byte, hw, hl uint32) {
	if hw != 1 {
		p.f(", htype %u", hw)
	}
	if hw != 1 || hl != 6 {
		p.f(", hlen %u", hl)
	}
	if x := p.u8(b, 3); x != 0 {
		p.f(", hops %u", x)
	}
	if x := p.u32(b, 4); x != 0 {
		p.f(", xid 0x%x", x)
	}
	if x := p.u16(b, 8); x != 0 {
		p.f(", secs %u", x)
	}
	flags := p.u16(b, 10)
	p.s(", Flags [")
	p.bits([]bit{{0x8000, "Broadcast"}}, flags, "none", ", ")
	p.s("]")
	if p.Verbose > 1 {
		p.f(" (0x%04x)", flags)
	}
}

// bootpName prints a zero-terminated name if there is one, and reports whether it
// was captured.
func (p *Printer) bootpName(b []byte, title string, i, n int) bool {
	if p.u8(b, i) == 0 {
		return !p.done()
	}
	p.s("\n\t  ")
	p.s(title)
	p.s(" \"")
	ok := p.textz(b, i, n)
	p.s("\"")
	if !ok {
		p.trunc()
	}
	return ok
}

// bootpVendor prints the vendor area, which begins at byte 236.
func (p *Printer) bootpVendor(b []byte) {
	if !p.want(b, 240) {
		return
	}
	switch magic := wire.Uint32(b, 236); magic {
	case 0x63825363:
		p.dhcpOptions(b[236:])
	case 0x434d5500:
		p.bootpCMU(b[236:])
	case 0:
	default:
		p.f("\n\t  Vendor-#0x%x", magic)
	}
}

// bootpCMU prints the vendor area of CMU's clients.
func (p *Printer) bootpCMU(b []byte) {
	p.s(" vend-cmu")
	if !p.want(b, 8) {
		return
	}
	flags := uint32(b[4])
	if flags&^1 != 0 {
		p.f(" F:0x%x", flags)
	}
	mask := "SM*"
	if flags&1 != 0 {
		mask = "SM"
	}
	for _, a := range [...]struct {
		at   int
		name string
	}{{12, "DG"}, {8, mask}, {16, "NS1"}, {20, "NS2"}, {24, "IEN1"}, {28, "IEN2"}, {32, "TS1"}, {36, "TS2"}} {
		if !p.want(b, a.at+4) {
			return
		}
		if wire.Uint32(b, a.at) != 0 {
			p.s(" ")
			p.s(a.name)
			p.s(":")
			p.ip4Addr(b, a.at)
		}
	}
}
