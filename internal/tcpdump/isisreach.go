package tcpdump

var (
	isisPrefixSubs = names{
		1: "32-Bit Administrative tag", 2: "64-Bit Administrative tag", 3: "Prefix SID", 4: "Prefix Attribute Flags", 11: "IPv4 Source Router ID",
		12: "IPv6 Source Router ID", 117: "Management Prefix Color",
	}
	isisLinkSubs = names{
		3: "Administrative groups", 4: "Link Local/Remote Identifier", 5: "Link Remote Identifier", 6: "IPv4 interface address",
		8: "IPv4 neighbor address", 9: "Maximum link bandwidth", 10: "Reservable link bandwidth", 11: "Unreserved bandwidth",
		18: "Traffic Engineering Metric", 19: "Link Attributes", 20: "Link Protection Type", 21: "Interface Switching Capability",
		22: "Bandwidth Constraints", 23: "Unconstrained TE LSPs", 29: "SPB Metric", 32: "LAN Adjacency Segment Identifier",
		31: "Adjacency Segment Identifier", 250: "Reserved for cisco specific extensions",
		251: "Reserved for cisco specific extensions", 255: "Reserved for future expansion",
	}
	isisCapSubs    = names{2: "SR-Capabilities"}
	isisPortSubs   = names{4: "SPB MCID", 5: "SPB Digest", 6: "SPB BVID"}
	isisTopoSubs   = names{1: "SPB Instance", 2: "SPBM SI", 3: "SPBV MAC Address"}
	isisSIDFlags   = []bit{{0x80, "Readvertisement"}, {0x40, "Node"}, {0x20, "No-PHP"}, {0x10, "Explicit NULL"}, {0x08, "Value"}, {0x04, "Local"}}
	isisSIDAlgos   = names{0: "SPF", 1: "strict-SPF"}
	isisAdjFlags   = []bit{{0x80, "IPv6"}, {0x40, "Backup"}, {0x20, "Value"}, {0x10, "Local significance"}, {0x08, "Set of adjacencies"}, {0x04, "Persistent"}}
	isisSRFlags    = []bit{{0x80, "ipv4"}, {0x40, "ipv6"}}
	isisLinkFlags  = []bit{{1, "Local Protection Available"}, {2, "Link excluded from local protection path"}}
	isisProtection = []bit{{1, "Extra Traffic"}, {2, "Unprotected"}, {4, "Shared"}, {8, "Dedicated 1:1"}, {16, "Dedicated 1+1"}, {32, "Enhanced"}}
	gmplsSwitching = names{
		1: "Packet-Switch Capable-1", 2: "Packet-Switch Capable-2", 3: "Packet-Switch Capable-3", 4: "Packet-Switch Capable-4",
		51: "Layer-2 Switch Capable", 100: "Time-Division-Multiplex", 150: "Lambda-Switch Capable", 200: "Fiber-Switch Capable",
	}
)

// isisExtended prints neighbors with their sub-elements.
func (p *Printer) isisExtended(kind uint32, b []byte, n int) (bad bool) {
	if kind == 222 || kind == 223 {
		if n < 2 {
			return p.isisShort(n, 2)
		}
		p.s("\n\t      ")
		p.isisTopology(p.u16(b, 0))
		b, n = skip(b, 2), n-2
	}
	for n > 0 && !p.done() {
		size := p.isisNeighbor(kind, b, n)
		if size < 0 {
			return true
		}
		if size > n {
			return false
		}
		b, n = skip(b, size), n-size
	}
	return false
}

// isisNeighbor prints one neighbor, and returns its length, or -1 if it makes no sense.
func (p *Printer) isisNeighbor(kind uint32, b []byte, n int) int {
	if n < isisNode {
		p.isisShort(n, isisNode)
		return -1
	}
	p.s("\n\t      IS Neighbor: ")
	p.isisID(b, 0, isisNode)
	at := isisNode
	if kind != 24 {
		if n < at+3 {
			p.isisShort(n-at, 3)
			return -1
		}
		p.f(", Metric: %u", p.u24(b, at))
		at += 3
	}
	if n < at+1 {
		p.isisShort(n-at, 1)
		return -1
	}
	subs := int(p.u8(b, at))
	if at++; p.done() {
		return -1
	}
	if subs == 0 {
		p.s(", no sub-TLVs present")
		return at
	}
	p.f(", sub-TLVs present (%u)", uint32(subs))
	end := at + subs
	for at < end && !p.done() {
		if n-at < 2 || end-at < 2 {
			p.s("\n\t        Remaining data in TLV shorter than a subTLV header")
			return max(end, at)
		}
		sub, size := p.u8(b, at), int(p.u8(b, at+1))
		if p.done() {
			return -1
		}
		at += 2
		p.s("\n\t        ")
		p.name(isisLinkSubs, sub, "unknown subTLV")
		if _, ok := isisLinkSubs[sub]; ok {
			p.s(" subTLV")
		}
		p.f(" #%u, length: %u", sub, uint32(size))
		if size > end-at {
			p.s(" (remaining data in subTLVs shorter than the current subTLV)")
			return end
		}
		if size > n-at {
			p.s(" (> remaining tlv length)")
			return end
		}
		p.isisLinkSub(sub, skip(b, at), size)
		at += size
	}
	return end
}

// isisLinkSub prints what a neighbor's sub-element says.
func (p *Printer) isisLinkSub(sub uint32, b []byte, n int) {
	if n == 0 {
		return
	}
	if !p.need(b, n) {
		return
	}
	switch {
	case sub == 3 && n >= 4:
		p.f(", 0x%08x", p.u32(b, 0))
	case (sub == 4 || sub == 5) && n >= 4:
		p.f(", 0x%08x", p.u32(b, 0))
		if n == 8 {
			p.f(", 0x%08x", p.u32(b, 4))
		}
	case (sub == 6 || sub == 8) && n >= 4:
		p.s(", ")
		p.ip4Addr(b, 0)
	case (sub == 9 || sub == 10) && n >= 4:
		p.s(", ")
		p.mbps(p.u32(b, 0))
	case sub == 11 && n >= 32:
		for i := range 8 {
			p.f("\n\t          TE-Class %u: ", uint32(i))
			p.mbps(p.u32(b, i*4))
		}
	case sub == 18 && n >= 3:
		p.f(", %u", p.u24(b, 0))
	case sub == 19 && n == 2:
		p.s(", [ ")
		p.bits(isisLinkFlags, p.u16(b, 0), "none", ", ")
		p.s(" ]")
	case sub == 20 && n >= 2:
		p.s(", ")
		p.bits(isisProtection, p.u8(b, 0), "none", ", ")
		p.f(", Priority %u", p.u8(b, 1))
	case sub == 21 && n >= 36:
		p.s("\n\t          Interface Switching Capability:")
		p.name(gmplsSwitching, p.u8(b, 0), "Unknown")
		p.s("\n\t          Max LSP Bandwidth:")
		for i := range 8 {
			p.f("\n\t            priority level %u: ", uint32(i))
			p.mbps(p.u32(b, 4+i*4))
		}
	case sub == 29 && n >= 6:
		p.f(", LM: %u, P: %u, P-ID: %u", p.u24(b, 0), p.u8(b, 3), p.u16(b, 4))
	case (sub == 31 && n >= 5) || (sub == 32 && n >= 11):
		p.isisAdjacencySID(sub, b, n)
	case sub == 250 || sub == 251 || sub == 255:
	default:
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t\t    ")
		}
	}
}

func (p *Printer) isisAdjacencySID(sub uint32, b []byte, n int) {
	flags := p.u8(b, 0)
	p.s("\n\t          Flags: [")
	p.bits(isisAdjFlags, flags, "none", ", ")
	p.f("]\n\t          Weight: %u", p.u8(b, 1))
	at := 2
	if sub == 32 {
		p.s("\n\t          Neighbor System-ID: ")
		p.isisID(b, 2, isisSystem)
		at += isisSystem
	}
	switch n - at {
	case 3:
		p.f("\n\t          Label: %u", p.u24(b, at)&0xfffff)
	case 4:
		p.f("\n\t          Index: %u", p.u32(b, at))
	}
}

// isisReach prints reachability with wide metrics.
func (p *Printer) isisReach(kind uint32, b []byte, n int) (bad bool) {
	if kind == 235 || kind == 237 {
		if n < 2 {
			return p.isisShort(n, 2)
		}
		p.s("\n\t      ")
		p.isisTopology(p.u16(b, 0))
		b, n = skip(b, 2), n-2
	}
	for n > 0 && !p.done() {
		size := p.isisPrefix(kind >= 236, b, n)
		if size < 0 {
			return true
		}
		b, n = skip(b, size), n-size
	}
	return false
}

// isisPrefix prints one prefix, and returns its length, or -1 if it makes no sense.
func (p *Printer) isisPrefix(six bool, b []byte, n int) int {
	head, most, hasSubs, name := 5, 32, uint32(0x40), "IPv4"
	if six {
		head, most, hasSubs, name = 6, 128, 0x20, "IPv6"
	}
	if n < head {
		p.isisShort(n, head)
		return -1
	}
	metric, status := p.u32(b, 0), p.u8(b, 4)
	bits := int(status & 0x3f)
	if six {
		bits = int(p.u8(b, 5))
	}
	if p.done() {
		return -1
	}
	p.s("\n\t      ")
	p.s(name)
	p.s(" prefix: ")
	if bits > most {
		p.f("bad bit length %u", uint32(bits))
		return -1
	}
	size := (bits + 7) / 8
	if n < head+size {
		p.isisShort(n, head+size)
		return -1
	}
	v := p.bytes(b, head, size)
	if p.done() {
		return -1
	}
	var addr [16]byte
	copy(addr[:], v)
	if six {
		p.ip6Addr(addr[:], 0)
	} else {
		p.ip4Padded(addr[:4])
	}
	p.f("/%u, Distribution: ", uint32(bits))
	p.isisUpDown(status&0x80 != 0)
	p.f(", Metric: %u", metric)
	if six {
		if status&0x40 != 0 {
			p.s(", External")
		} else {
			p.s(", Internal")
		}
	}
	at := head + size
	if status&hasSubs == 0 {
		return at
	}
	if n < at+1 {
		p.isisShort(n-at, 1)
		return -1
	}
	subs := int(p.u8(b, at))
	if at++; p.done() {
		return -1
	}
	p.f(", sub-TLVs present (%u)", uint32(subs))
	end := at + subs
	for at < end && !p.done() {
		if n-at < 2 {
			p.isisShort(n-at, 2)
			return -1
		}
		sub, size := p.u8(b, at), int(p.u8(b, at+1))
		if at += 2; size > n-at || p.done() {
			p.isisShort(n-at, size)
			return -1
		}
		p.isisPrefixSub(sub, skip(b, at), size)
		at += size
	}
	return end
}

func (p *Printer) isisPrefixSub(sub uint32, b []byte, n int) {
	p.s("\n\t        ")
	p.name(isisPrefixSubs, sub, "unknown")
	p.f(" subTLV #%u, length: %u", sub, uint32(n))
	if !p.need(b, n) {
		return
	}
	switch {
	case sub == 1 || sub == 117:
		for ; n >= 4; b, n = b[4:], n-4 {
			p.f(", 0x%08x (=%u)", p.u32(b, 0), p.u32(b, 0))
		}
	case sub == 2:
		for ; n >= 8; b, n = b[8:], n-8 {
			p.f(", 0x%08x%08x", p.u32(b, 0), p.u32(b, 4))
		}
	case sub == 3 && n >= 5:
		p.s(", Flags [")
		p.bits(isisSIDFlags, p.u8(b, 0), "None", ", ")
		p.s("], Algo ")
		p.name(isisSIDAlgos, p.u8(b, 1), "unknown")
		p.f(" (%u), ", p.u8(b, 1))
		if b[0]&8 != 0 {
			p.f("label %u", p.u24(b, 2)&0xfffff)
		} else if n >= 6 {
			p.f("index %u", p.u32(b, 2))
		}
	default:
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t\t    ")
		}
	}
}

// isisCapability prints a router's capabilities, RFC 7981.
func (p *Printer) isisCapability(b []byte, n int) (bad bool) {
	if n < 5 {
		p.f(" [object length %u < 5]", uint32(n))
		return false
	}
	p.s("\n\t      Router-ID ")
	p.ip4Addr(b, 0)
	p.s(", Flags [")
	p.bits(isisCap, p.u8(b, 4), "none", ", ")
	p.s("]")
	b, n = skip(b, 5), n-5
	for n >= 2 && !p.done() {
		sub, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return false
		}
		b, n = b[2:], n-2
		p.s("\n\t\t")
		p.name(isisCapSubs, sub, "unknown")
		p.f(" subTLV #%u, length: %u", sub, uint32(size))
		if size > n {
			p.s(" [remaining tlv length]")
			return true
		}
		if !p.need(b, size) {
			return false
		}
		if sub == 2 && size >= 8 {
			p.isisSegmentRouting(b)
		} else {
			p.unknown(b, size, "\n\t\t")
		}
		b, n = b[size:], n-size
	}
	return false
}

func (p *Printer) isisSegmentRouting(b []byte) {
	p.s(", Flags [")
	p.bits(isisSRFlags, p.u8(b, 0), "None", ", ")
	p.f("], Range %u", p.u24(b, 1))
	switch kind, size := p.u8(b, 4), p.u8(b, 5); {
	case kind == 1 && size == 3:
		p.f(", SID value %u", p.u24(b, 6))
	case kind == 1 && size == 4:
		p.f(", SID value %u", p.u32(b, 6))
	default:
		p.f(", unknown SID type #%u, length %u", kind, size)
	}
}

// isisPorts prints capabilities of ports, RFC 6165.
func (p *Printer) isisPorts(b []byte, n int) (bad bool) {
	if n < 2 {
		return p.isisShort(n, 2)
	}
	x := p.u16(b, 0)
	p.f("\n\t       RES: %u, MTID(s): %u", x>>12, x&0xfff)
	return p.isisSubs(skip(b, 2), n-2, "\n\t       ", isisPortSubs, p.isisPortSub)
}

// isisTopologyCaps prints capabilities of topologies, RFC 6329.
func (p *Printer) isisTopologyCaps(b []byte, n int) (bad bool) {
	if n < 2 {
		return p.isisShort(n, 2)
	}
	x := p.u16(b, 0)
	p.f("\n\t      O: %u, RES: %u, MTID(s): %u", x>>15, x>>12&7, x&0xfff)
	return p.isisSubs(skip(b, 2), n-2, "\n\t      ", isisTopoSubs, func(uint32, []byte, int) {})
}

// isisSubs prints elements inside an element.
func (p *Printer) isisSubs(b []byte, n int, lead string, t names, value func(sub uint32, b []byte, n int)) (bad bool) {
	for n > 2 && !p.done() {
		sub, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return false
		}
		b, n = b[2:], n-2
		p.s(lead)
		p.name(t, sub, "unknown")
		p.f(" subTLV #%u, length: %u", sub, uint32(size))
		if size > n {
			p.s(" (> containing TLV length)")
			return false
		}
		value(sub, b, size)
		if !p.need(b, size) {
			return false
		}
		b, n = b[size:], n-size
	}
	return false
}

// isisPortSub prints the sub-elements of shortest path bridging's hellos.
func (p *Printer) isisPortSub(sub uint32, b []byte, n int) {
	switch {
	case sub == 4 && n >= 102:
		p.s("\n\t         MCID: ")
		p.isisMCID(b)
		p.s("\n\t         AUX-MCID: ")
		p.isisMCID(skip(b, 51))
	case sub == 5 && n >= 33:
		x := p.u8(b, 0)
		p.f("\n\t        RES: %u V: %u A: %u D: %u", x>>5, x>>4&1, x>>2&3, x&3)
		p.s("\n\t         Digest: ")
		for i := 1; i < 33; i += 4 {
			p.f("%08x ", p.u32(b, i))
		}
	case sub == 6:
		for ; n >= 6 && !p.done(); b, n = skip(b, 6), n-6 {
			p.f("\n\t           ECT: %08x", p.u32(b, 0))
			x := p.u16(b, 4)
			p.f(" BVID: %u, U:%x M:%x ", x>>4, x>>3&1, x>>2&1)
		}
	}
}

// isisMCID prints an MST configuration identifier, IEEE 802.1Q §13.8.
func (p *Printer) isisMCID(b []byte) {
	p.f("ID: %u, Name: ", p.u8(b, 0))
	p.textz(b, 1, 32)
	p.f("\n\t              Lvl: %u", p.u16(b, 33))
	p.s(", Digest: ")
	for i := range 16 {
		p.f("%02x ", p.u8(b, 35+i))
	}
}
