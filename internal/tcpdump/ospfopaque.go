package tcpdump

var (
	ospfOpaques = names{
		1: "Traffic Engineering", 3: "Graceful restart", 4: "Router Information", 5: "L1VPN LSA", 6: "Inter-AS-TE-v2 LSA",
		7: "Extended Prefix", 8: "Extended Link",
	}
	ospfTETLVs = names{1: "Router Address", 2: "Link"}
	ospfTESubs = names{
		1: "Link Type", 2: "Link ID", 3: "Local Interface IP address", 4: "Remote Interface IP address", 5: "Traffic Engineering Metric",
		6: "Maximum Bandwidth", 7: "Maximum Reservable Bandwidth", 8: "Unreserved Bandwidth", 9: "Administrative Group",
		11: "Link Local/Remote Identifier", 14: "Link Protection Type", 15: "Interface Switching Capability", 16: "Shared Risk Link Group",
		17: "Bandwidth Constraints",
	}
	ospfLinkTypes   = names{1: "Point-to-point", 2: "Multi-Access"}
	ospfProtections = []bit{{1, "Extra"}, {2, "Unprotected"}, {4, "Shared"}, {8, "1:1 protection"}, {16, "1+1 protection"}, {32, "Reserved"}}
	ospfBCModels    = names{0: "Russian Dolls", 1: "Maximum Allocation"}
	gmplsEncodings  = names{
		1: "Packet", 2: "Ethernet V2/DIX", 3: "ANSI/ETSI PDH", 4: "Reserved", 5: "SDH ITU-T G.707/SONET ANSI T1.105", 6: "Reserved",
		7: "Digital Wrapper", 8: "Lambda (photonic)", 9: "Fiber", 10: "Reserved", 11: "FiberChannel",
	}
	ospfGraceTLVs  = names{1: "Grace Period", 2: "Graceful restart Reason", 3: "IPv4 interface address"}
	ospfReasons    = names{0: "Unknown", 1: "Software Restart", 2: "Software Reload/Upgrade", 3: "Control Process Switch"}
	ospfRITLVs     = names{1: "Router Capabilities", 2: "Node Admin Tag", 7: "Hostname", 8: "SR-Algorithm", 9: "SID/Label Range", 10: "Node Admin Tag", 14: "SR Local Block", 15: "SRMS Preference"}
	ospfRICaps     = []bit{{0x01000000, "Reserved"}, {0x02000000, "Reserved"}, {0x04000000, "Reserved"}, {0x08000000, "P2P over LAN"}, {0x10000000, "TE capable"}, {0x20000000, "Stub router"}, {0x40000000, "Graceful restart helper"}, {0x80000000, "Graceful restart capable"}}
	ospfAlgorithms = names{0: "Shortest Path First", 1: "Strict Shortest Path First"}
	ospfPrefixTLVs = names{1: "Extended Prefix", 2: "Extended Prefix Range"}
	ospfPrefixSubs = names{2: "Prefix-SID"}
	ospfLinkTLVs   = names{1: "Extended Link"}
	ospfSIDFlags   = []bit{{0x40, "No PHP"}, {0x20, "Mapping server"}, {0x10, "Explicit NULL"}, {0x08, "Value/Index"}, {0x04, "Local/Global"}}
	ospfPrefFlags  = []bit{{0x80, "Attach"}, {0x40, "Node"}}
	ospfRouteTypes = names{0: "Unspecified", 1: "Intra-Area", 3: "Inter-Area", 5: "External", 7: "NSSA external"}
	ospfRangeFlags = []bit{{0x80, "Inter-Area"}}
)

// ospfOpaque prints the body of an opaque LSA, and reports whether it was well formed.
func (p *Printer) ospfOpaque(kind uint32, b []byte, n int) bool {
	switch kind {
	case 1:
		return p.ospfTE(b, n)
	case 3:
		return p.ospfTLVs(b, n, ospfGraceTLVs, ", length ", p.ospfGrace)
	case 4:
		return p.ospfTLVs(b, n, ospfRITLVs, ", length: ", p.ospfRI)
	case 7:
		return p.ospfTLVs(b, n, ospfPrefixTLVs, ", length: ", p.ospfExtPrefix)
	case 8:
		return p.ospfTLVs(b, n, ospfLinkTLVs, ", length: ", func(_ uint32, v []byte) { p.unknown(v, len(v), "\n\t      ") })
	}
	if p.Verbose <= 1 {
		p.unknown(b, n, "\n\t    ")
		if len(b) < n {
			p.cut()
		}
	}
	return true
}

// ospfTLVs prints the elements of an opaque LSA.
func (p *Printer) ospfTLVs(b []byte, n int, t names, length string, value func(kind uint32, v []byte)) bool {
	for n > 0 && !p.done() {
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return false
		}
		if n < 4 {
			p.f("\n\t    Remaining LS length %u < 4", uint32(n))
			return false
		}
		p.s("\n\t    ")
		p.name(t, kind, "unknown")
		p.f(" TLV (%u)", kind)
		p.s(length)
		p.f("%u, value: ", uint32(size))
		b, n = b[4:], n-4
		if size > n {
			p.f("\n\t    Bogus length %u > remaining LS length %u", uint32(size), uint32(n))
			return false
		}
		v := p.bytes(b, 0, size)
		if v == nil && size > 0 {
			return false
		}
		value(kind, v)
		padded := min((size+3)&^3, n)
		b, n = skip(b, padded), n-padded
	}
	return !p.done()
}

func (p *Printer) ospfGrace(kind uint32, v []byte) {
	switch {
	case kind == 1 && len(v) == 4:
		p.f("%us", p.u32(v, 0))
	case kind == 2 && len(v) == 1:
		p.name(ospfReasons, p.u8(v, 0), "Unknown")
		p.f(" (%u)", p.u8(v, 0))
	case kind == 3 && len(v) == 4:
		p.ip4Addr(v, 0)
	case kind >= 1 && kind <= 3:
		p.s("\n\t    Bogus length")
	case p.Verbose <= 1:
		p.unknown(v, len(v), "\n\t      ")
	}
}

// ospfRI prints an element of a router information LSA, RFC 7770, RFC 8665.
func (p *Printer) ospfRI(kind uint32, v []byte) {
	switch {
	case kind == 1 && len(v) == 4:
		p.s("[")
		p.bits(ospfRICaps, p.u32(v, 0), "none", ", ")
		p.s("]")
	case kind == 7:
		p.s("\n\t      Hostname: ")
		p.text(v, 0, len(v))
	case kind == 8:
		for _, x := range v {
			p.s("\n\t      ")
			p.name(ospfAlgorithms, uint32(x), "Unknown")
			p.f(" (%u)", uint32(x))
		}
	case (kind == 9 || kind == 14) && len(v) >= 4:
		p.f("\n\t      Range size: %u", p.u24(v, 0))
		p.ospfSubs(v[4:], nil)
	case kind == 10:
		for i := 0; i+4 <= len(v); i += 4 {
			p.f("\n\t      Tag: %u", p.u32(v, i))
		}
	case kind == 15 && len(v) == 4:
		p.f("\n\t      SRMS Preference: %u", p.u8(v, 0))
	case p.Verbose <= 1:
		p.unknown(v, len(v), "\n\t      ")
	}
}

// ospfSubs prints the elements within an element: SIDs and labels, or those of prefix.
func (p *Printer) ospfSubs(v []byte, prefix names) {
	for len(v) >= 4 && !p.done() {
		kind, size := p.u16(v, 0), int(p.u16(v, 2))
		p.s("\n\t      ")
		if prefix != nil {
			p.b = p.b[:len(p.b)-len("\n\t      ")]
			p.s("\n\t\t")
			p.name(prefix, kind, "unknown")
		} else {
			p.name(names{1: "SID/Label"}, kind, "unknown")
		}
		p.f(" subTLV (%u), length: %u, value: ", kind, uint32(size))
		v = v[4:]
		if size > len(v) {
			return
		}
		switch x := v[:size]; {
		case prefix == nil && kind == 1 && size == 3:
			p.f("\n\t\tLabel: %u", p.u24(x, 0))
		case prefix == nil && kind == 1 && size == 4:
			p.f("\n\t\tSID: %u", p.u32(x, 0))
		case prefix != nil && kind == 2 && (size == 8 || size == 7):
			p.ospfPrefixSID(x)
		case p.Verbose <= 1:
			p.unknown(x, size, "\n\t\t")
		}
		v = skip(v, (size+3)&^3)
	}
}

func (p *Printer) ospfPrefixSID(x []byte) {
	if len(x) == 8 {
		p.f("\n\t\t  Index: %u", p.u32(x, 4))
	} else {
		p.f("\n\t\t  Label: %u", p.u24(x, 4))
	}
	p.f(", MT-ID: %u, Algorithm: ", p.u8(x, 2))
	p.name(ospfAlgorithms, p.u8(x, 3), "Unknown")
	p.f(" (%u), Flags [", p.u8(x, 3))
	p.bits(ospfSIDFlags, p.u8(x, 0), "none", ", ")
	p.s("]")
}

// ospfExtPrefix prints an element of an extended prefix LSA, RFC 7684, RFC 8665.
func (p *Printer) ospfExtPrefix(kind uint32, v []byte) {
	var at, addr int
	switch kind {
	case 1:
		at, addr = 8, 4
	case 2:
		at, addr = 12, 8
	}
	if at == 0 || len(v) < at {
		if p.Verbose <= 1 {
			p.unknown(v, len(v), "\n\t      ")
		}
		return
	}
	p.s("\n\t      IPv4 prefix: ")
	bits := p.u8(v, 1)
	if kind == 2 {
		bits = p.u8(v, 0)
	}
	p.rightIP4(v, addr, 15)
	p.f("/%u", bits)
	if kind == 1 {
		p.s(", Route Type: ")
		p.name(ospfRouteTypes, p.u8(v, 0), "Unknown")
		p.s(", Flags [")
		p.bits(ospfPrefFlags, p.u8(v, 3), "none", ", ")
	} else {
		p.f(", Range size: %u, Flags [", p.u16(v, 2))
		p.bits(ospfRangeFlags, p.u8(v, 4), "none", ", ")
	}
	p.s("]")
	p.ospfSubs(v[at:], ospfPrefixSubs)
}

// rightIP4 prints an address, padded on the left to width.
func (p *Printer) rightIP4(b []byte, i, width int) {
	start := len(p.b)
	p.ip4Addr(b, i)
	text := string(p.b[start:])
	p.b = p.b[:start]
	for k := len(text); k < width; k++ {
		p.c(' ')
	}
	p.s(text)
}

// ospfTE prints a traffic engineering LSA, RFC 3630.
func (p *Printer) ospfTE(b []byte, n int) bool {
	for n > 0 && !p.done() {
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return false
		}
		if n < 4 {
			return false
		}
		p.s("\n\t    ")
		p.name(ospfTETLVs, kind, "unknown TLV")
		p.f(" TLV (%u), length: %u", kind, uint32(size))
		b, n = b[4:], n-4
		if size > n {
			p.f("\n\t    Bogus length %u > remaining LS length %u", uint32(size), uint32(n))
			return false
		}
		switch kind {
		case 1:
			if size < 4 {
				p.f("\n\t    TLV length %u < 4", uint32(size))
				return false
			}
			p.s(", ")
			p.ip4Addr(b, 0)
		case 2:
			if !p.ospfTELink(b, size) {
				return false
			}
		default:
			if p.Verbose <= 1 {
				p.unknown(b, size, "\n\t      ")
			}
		}
		padded := min((size+3)&^3, n)
		b, n = skip(b, padded), n-padded
	}
	return !p.done()
}

func (p *Printer) ospfTELink(b []byte, n int) bool {
	for n > 0 && !p.done() {
		if n < 4 {
			p.f("\n\t    Remaining TLV length < 4")
			p.invalid()
			return false
		}
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return false
		}
		p.s("\n\t      ")
		p.name(ospfTESubs, kind, "unknown TE sub TLV")
		p.f(" subTLV (%u), length: %u", kind, uint32(size))
		b, n = b[4:], n-4
		if size > n {
			p.f("\n\t      Bogus length %u > remaining TLV length %u", uint32(size), uint32(n))
			p.invalid()
			return false
		}
		if size > 0 && !p.teSub(kind, b, size) {
			return false
		}
		padded := min((size+3)&^3, n)
		b, n = skip(b, padded), n-padded
	}
	return !p.done()
}

// teSub prints the value of an element of a link.
func (p *Printer) teSub(kind uint32, b []byte, n int) bool {
	least := map[uint32]int{1: 1, 2: 4, 3: 4, 4: 4, 5: 4, 6: 4, 7: 4, 8: 32, 9: 4, 11: 8, 14: 1, 15: 36, 17: 4}[kind]
	if n < least {
		p.f(" < %u", uint32(least))
		p.invalid()
		return false
	}
	if !p.need(b, n) {
		return false
	}
	switch kind {
	case 1:
		p.s(", ")
		p.name(ospfLinkTypes, p.u8(b, 0), "unknown")
		p.f(" (%u)", p.u8(b, 0))
	case 2:
		p.s(", ")
		p.ip4Addr(b, 0)
		p.f(" (0x%08x)", p.u32(b, 0))
	case 3, 4:
		p.s(", ")
		p.ip4Addr(b, 0)
	case 5:
		p.f(", Metric %u", p.u32(b, 0))
	case 6, 7:
		p.s(", ")
		p.mbps(p.u32(b, 0))
	case 8:
		p.teClasses(b, "\n\t\tTE-Class ")
	case 9:
		p.f(", 0x%08x", p.u32(b, 0))
	case 11:
		p.s(", ")
		p.ip4Addr(b, 0)
		p.f(" (0x%08x), ", p.u32(b, 0))
		p.ip4Addr(b, 4)
		p.f(" (0x%08x)", p.u32(b, 4))
	case 14:
		p.s(", ")
		p.bits(ospfProtections, p.u8(b, 0), "none", ", ")
	case 15:
		p.teSwitching(b)
	case 16:
		for i := 0; i+4 <= n; i += 4 {
			p.f("\n\t\tShared risk group: 0x%08x", p.u32(b, i))
		}
	case 17:
		p.s("\n\t\tBandwidth Constraints Model ID: ")
		p.name(ospfBCModels, p.u8(b, 0), "Unknown")
		p.f(" (%u)", p.u8(b, 0))
		for k := 0; k < 8 && 8+4*k <= n; k++ {
			p.f("\n\t\t  Bandwidth constraint CT%u: ", uint32(k))
			p.mbps(p.u32(b, 4+4*k))
		}
	default:
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t\t")
		}
	}
	return !p.done()
}

// teClasses prints eight bandwidths.
func (p *Printer) teClasses(b []byte, lead string) {
	for k := range 8 {
		p.s(lead)
		p.f("%u: ", uint32(k))
		p.mbps(p.u32(b, 4*k))
	}
}

func (p *Printer) teSwitching(b []byte) {
	p.s("\n\t\tInterface Switching Capability: ")
	p.name(gmplsSwitching, p.u8(b, 0), "Unknown")
	p.s("\n\t\tLSP Encoding: ")
	p.name(gmplsEncodings, p.u8(b, 1), "Unknown")
	p.s("\n\t\tMax LSP Bandwidth:")
	p.teClasses(b[4:], "\n\t\t  priority level ")
}
