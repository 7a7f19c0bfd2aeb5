package tcpdump

import "bytes"

var (
	cdpTypes = names{
		0x01: "Device-ID", 0x02: "Address", 0x03: "Port-ID", 0x04: "Capability", 0x05: "Version String", 0x06: "Platform", 0x07: "Prefixes",
		0x08: "Protocol-Hello option", 0x09: "VTP Management Domain", 0x0a: "Native VLAN ID", 0x0b: "Duplex", 0x0e: "ATA-186 VoIP VLAN assignment",
		0x0f: "ATA-186 VoIP VLAN request", 0x10: "power consumption", 0x11: "MTU", 0x12: "AVVID trust bitmap", 0x13: "AVVID untrusted ports CoS",
		0x14: "System Name", 0x15: "System Object ID (not decoded)", 0x16: "Management Addresses", 0x17: "Physical Location",
		0x1a: "Power available",
	}
	cdpCapabilities = []bit{
		{0x01, "Router"}, {0x02, "TB Bridge"}, {0x04, "SR Bridge"}, {0x08, "L2 Switch"}, {0x10, "L3 capable"}, {0x20, "IGMP snooping"},
		{0x40, "L1 capable"},
	}
	cdpIPv6 = []byte{0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd}
)

// cdp prints a frame of the Cisco Discovery Protocol.
func (p *Printer) cdp(b []byte, n int) {
	p.proto = "cdp"
	if n < 4 || !p.want(b, 4) {
		p.trunc()
		return
	}
	whole := uint32(n)
	p.f("CDPv%u, ttl: %us", uint32(b[0]), uint32(b[1]))
	if p.Verbose > 0 {
		p.f(", checksum: 0x%04x (unverified), length %u", p.u16(b, 2), uint32(n))
	}
	for b, n = b[4:], n-4; n > 0 && !p.done(); {
		if n < 4 {
			p.s(" [remaining packet length ")
			p.f("%u < 4]", uint32(n))
			p.invalid()
			return
		}
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return
		}
		switch {
		case size < 4:
			p.cdpShort(kind, uint32(size))
			return
		case size > n:
			p.f(" [TLV length %u > %u]", uint32(size), uint32(n))
			p.invalid()
			return
		case !p.need(b, size):
			return
		}
		if v := b[4:size]; p.Verbose > 0 || kind == 1 {
			p.cdpElement(kind, v)
		}
		b, n = b[size:], n-size
	}
	if p.Verbose < 1 {
		p.f(", length %u", whole)
	}
}

// plural appends an s unless n is 1.
func (p *Printer) plural(n uint32) {
	if n != 1 {
		p.s("s")
	}
}

func (p *Printer) cdpShort(kind, size uint32) {
	if p.Verbose == 0 {
		p.s(", ")
		p.name(cdpTypes, kind, "Unknown")
		p.f(" TLV length %u too short", size)
		return
	}
	p.s("\n\t")
	p.name(cdpTypes, kind, "Unknown")
	p.f(" (0x%04x), TLV length: %u byte", kind, size)
	p.plural(size)
	p.s(" (too short)")
}

func (p *Printer) cdpElement(kind uint32, v []byte) {
	if p.Verbose > 0 {
		p.s("\n\t")
		p.name(cdpTypes, kind, "Unknown")
		p.f(" (0x%04x), value length: %u byte", kind, uint32(len(v)))
		p.plural(uint32(len(v)))
		p.s(": ")
	} else {
		p.s(", Device-ID ")
	}
	if kind < uint32(len(cdpSizes)) && len(v) < int(cdpSizes[kind]) {
		p.trunc()
		return
	}
	switch kind {
	case 1, 3, 6, 9, 0x14:
		p.s("'")
		p.text(v, 0, len(v))
		p.s("'")
	case 2, 0x16:
		p.cdpAddresses(v)
	case 4:
		p.f("(0x%08x): ", p.u32(v, 0))
		p.bits(cdpCapabilities, p.u32(v, 0), "none", ", ")
	case 5:
		p.s("\n\t  ")
		for _, c := range v {
			if c == '\n' {
				p.s("\n\t  ")
			} else {
				p.char(c)
			}
		}
	case 7:
		p.cdpPrefixes(v)
	case 8:
	case 0xa:
		p.u(p.u16(v, 0))
	case 0xb:
		if v[0] != 0 {
			p.s("full")
		} else {
			p.s("half")
		}
	case 0xe:
		p.f("app %u, vlan %u", uint32(v[0]), p.u16(v, 1))
	case 0x10:
		p.cdpWatts(v)
	case 0x11:
		p.f("%u bytes", p.u32(v, 0))
	case 0x12, 0x13:
		p.f("0x%02x", uint32(v[0]))
	case 0x17:
		p.f("0x%02x", uint32(v[0]))
		if len(v) > 1 {
			p.s("/")
			p.text(v, 1, len(v)-1)
		}
	case 0x1a:
		p.cdpPower(v)
	default:
		p.unknown(v, len(v), "\n\t  ")
	}
}

func (p *Printer) cdpPower(v []byte) {
	if len(v) < 4 {
		p.trunc()
		return
	}
	p.f("reqid %u, mgmtid %u, pwravail", p.u16(v, 0), p.u16(v, 2))
	for v = v[4:]; len(v) >= 4; v = v[4:] {
		p.f(" %u mW", p.u32(v, 0))
	}
}

// cdpWatts prints a number of milliwatts with two decimals.
func (p *Printer) cdpWatts(v []byte) {
	var x uint64
	for _, c := range v {
		x = x<<8 | uint64(c)
	}
	x = (x + 5) / 10
	p.dec64(x / 100)
	p.f(".%02uW", uint32(x%100))
}

// cdpPrefixes prints prefixes of five bytes each.
func (p *Printer) cdpPrefixes(v []byte) {
	if len(v)%5 != 0 {
		p.trunc()
		return
	}
	p.f(" IPv4 Prefixes (%u):", uint32(len(v)/5))
	for ; len(v) > 0; v = v[5:] {
		p.f(" %u.%u.%u.%u/%u", uint32(v[0]), uint32(v[1]), uint32(v[2]), uint32(v[3]), uint32(v[4]))
	}
}

// cdpAddresses prints a list of addresses: their number, and for each kind, length and value
// of a protocol, length and value of the address.
func (p *Printer) cdpAddresses(v []byte) {
	if len(v) < 4 {
		p.trunc()
		return
	}
	count := p.u32(v, 0)
	for v = v[4:]; len(v) > 0 && count != 0; {
		if len(v) < 2 || len(v) < 4+int(v[1]) {
			p.trunc()
			return
		}
		kind, proto := v[0], v[2:2+v[1]]
		size := int(p.u16(v, 2+len(proto)))
		addr := v[4+len(proto):]
		if len(addr) < size {
			p.trunc()
			return
		}
		switch {
		case kind == 1 && len(proto) == 1 && proto[0] == 0xcc && size == 4:
			p.f("IPv4 (%u) ", count)
			p.ip4Addr(addr, 0)
		case kind == 2 && bytes.Equal(proto, cdpIPv6) && size == 16:
			p.f("IPv6 (%u) ", count)
			p.ip6Addr(addr, 0)
		default:
			p.f("pt=0x%02x, pl=%u, pb=", uint32(kind), uint32(len(proto)))
			p.cdpHex(proto)
			p.f(", al=%u, a=", uint32(size))
			p.cdpHex(addr[:size])
		}
		v = addr[size:]
		if count--; count > 0 {
			p.s(" ")
		}
	}
}

func (p *Printer) cdpHex(v []byte) {
	for _, c := range v {
		p.f(" %02x", uint32(c))
	}
}

// cdpSizes are the least lengths of elements by their types.
var cdpSizes = [...]uint8{4: 4, 0xa: 2, 0xb: 1, 0xe: 3, 0x11: 4, 0x12: 1, 0x13: 1, 0x17: 1}
