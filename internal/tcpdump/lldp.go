package tcpdump

var (
	lldpTypes = names{
		0: "End", 1: "Chassis ID", 2: "Port ID", 3: "Time to Live", 4: "Port Description", 5: "System Name",
		6: "System Description", 7: "System Capabilities", 8: "Management Address", 127: "Organization specific",
	}
	lldpChassisKinds = names{
		1: "Chassis component", 2: "Interface alias", 3: "Port component", 4: "MAC address", 5: "Network address",
		6: "Interface name", 7: "Local",
	}
	lldpPortKinds = names{
		1: "Interface alias", 2: "Port component", 3: "MAC address", 4: "Network Address", 5: "Interface Name",
		6: "Agent circuit ID", 7: "Local",
	}
	lldpCapabilities = []bit{
		{1, "Other"}, {2, "Repeater"}, {4, "Bridge"}, {8, "WLAN AP"}, {16, "Router"}, {32, "Telephone"}, {64, "Docsis"},
		{128, "Station Only"},
	}
	lldpNumbering = names{2: "Interface Index", 3: "System Port Number"}

	// addressFamilies are IANA's, of which few are printed.
	addressFamilies = names{
		0: "Reserved", 1: "IPv4", 2: "IPv6", 3: "NSAP", 4: "HDLC", 5: "BBN 1822", 6: "802", 7: "E.163", 8: "E.164", 9: "F.69",
		10: "X.121", 11: "Novell IPX", 12: "Appletalk", 13: "Decnet IV", 14: "Banyan Vines", 15: "E.164 with NSAP subaddress",
		16: "DNS", 17: "Distinguished name", 18: "AS Number", 19: "XTP over IP4", 20: "XTP over IP6", 21: "XTP",
		22: "Fibre Channel World-Wide Port Name", 23: "Fibre Channel World-Wide Node Name", 24: "GWID", 25: "L2VPN",
	}
)

// lldp prints a frame of the Link Layer Discovery Protocol.
func (p *Printer) lldp(b []byte, n int) {
	p.proto = "lldp"
	p.f("LLDP, length %u", uint32(n))
	for n >= 2 && !p.done() {
		head := p.u16(b, 0)
		if p.done() {
			return
		}
		kind, size := head>>9, int(head&0x1ff)
		b, n = b[2:], n-2
		if p.Verbose > 0 {
			p.s("\n\t")
			p.name(lldpTypes, kind, "Unknown")
			p.f(" TLV (%u), length %u", kind, uint32(size))
		}
		if kind == 0 || size == 0 {
			return
		}
		if !p.need(b, size) {
			return
		}
		if n < size {
			p.trunc()
			return
		}
		known, ok := p.lldpValue(kind, b[:size])
		if !ok {
			p.trunc()
			return
		}
		if p.Verbose > 1 || p.Verbose > 0 && !known {
			p.unknown(b, size, "\n\t  ")
		}
		b, n = b[size:], n-size
	}
}

// lldpValue prints the value of an element. It reports whether that was understood, and
// whether it was long enough.
func (p *Printer) lldpValue(kind uint32, v []byte) (known, ok bool) {
	if kind == 5 {
		p.s(": ")
		p.textz(v, 0, len(v))
		return true, true
	}
	if p.Verbose == 0 {
		return true, true
	}
	switch kind {
	case 1:
		return p.lldpID(lldpChassisKinds, 4, 5, v)
	case 2:
		return p.lldpID(lldpPortKinds, 3, 4, v)
	case 3:
		if len(v) < 2 {
			return true, false
		}
		p.f(": TTL %us", p.u16(v, 0))
	case 4:
		p.s(": ")
		p.textz(v, 0, len(v))
	case 6:
		p.s("\n\t  ")
		p.textz(v, 0, len(v))
	case 7:
		if len(v) < 4 {
			return true, false
		}
		p.s("\n\t  System  Capabilities [")
		p.lldpCapabilities(p.u16(v, 0))
		p.s("\n\t  Enabled Capabilities [")
		p.lldpCapabilities(p.u16(v, 2))
	case 8:
		return true, p.lldpManagement(v)
	case 127:
		if len(v) < 3 {
			return true, false
		}
		return p.lldpOrganization(v), true
	default:
		return false, true
	}
	return true, true
}

func (p *Printer) lldpCapabilities(x uint32) {
	p.bits(lldpCapabilities, x, "none", ", ")
	p.f("] (0x%04x)", x)
}

// lldpID prints an identifier, of kind mac if it is an address of the link, of kind
// network if it is one of the network.
func (p *Printer) lldpID(kinds names, mac, network uint32, v []byte) (known, ok bool) {
	if len(v) < 2 {
		return true, false
	}
	kind := uint32(v[0])
	p.s("\n\t  Subtype ")
	p.name(kinds, kind, "Unknown")
	p.f(" (%u): ", kind)
	switch {
	case kind == mac:
		if len(v) < 7 {
			return true, false
		}
		p.mac(v, 1)
	case kind == network:
		return true, p.lldpAddress(v[1:])
	case kind > 7 || kind == 0:
		return false, true
	default:
		p.textz(v, 1, len(v)-1)
	}
	return true, true
}

// lldpAddress prints an address after the number of its family, and reports whether it
// is all there.
func (p *Printer) lldpAddress(v []byte) bool {
	if len(v) < 1 {
		return false
	}
	family := uint32(v[0])
	if size, ok := addressSizes[family]; ok && len(v) < 1+size {
		return false
	}
	p.s("AFI ")
	p.name(addressFamilies, family, "Unknown")
	p.f(" (%u)", family)
	switch family {
	case 1:
		p.s(": ")
		p.ip4Addr(v, 1)
	case 2:
		p.s(": ")
		p.ip6Addr(v, 1)
	case 6:
		p.s(": ")
		p.mac(v, 1)
	default:
		p.s(", no AF printer !")
	}
	return true
}

// lldpManagement prints a management address, and reports whether it is all there.
func (p *Printer) lldpManagement(v []byte) bool {
	size := int(v[0])
	if len(v) < 1+size || size == 0 {
		return false
	}
	start := len(p.b)
	p.f("\n\t  Management Address length %u, ", uint32(size))
	if !p.lldpAddress(v[1 : 1+size]) {
		p.b = p.b[:start]
		return false
	}
	if v = v[1+size:]; len(v) < 5 {
		return false
	}
	p.s("\n\t  ")
	p.name(lldpNumbering, uint32(v[0]), "Unknown")
	p.f(" Interface Numbering (%u): %u", uint32(v[0]), p.u32(v, 1))
	if v = v[5:]; len(v) == 0 {
		return true
	}
	if len(v) < 1+int(v[0]) {
		return false
	}
	if v[0] > 0 {
		p.f("\n\t  OID length %u", uint32(v[0]))
		p.textz(v, 1, int(v[0]))
	}
	return true
}

// addressSizes are the lengths of addresses by their family.
var addressSizes = map[uint32]int{1: 4, 2: 16, 6: 6}
