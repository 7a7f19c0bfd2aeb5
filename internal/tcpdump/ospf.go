package tcpdump

var (
	ospfTypes = names{1: "Hello", 2: "Database Description", 3: "LS-Request", 4: "LS-Update", 5: "LS-Ack"}
	ospfAuths = names{0: "none", 1: "simple", 2: "MD5"}
	// ospfOptions are the bits of RFC 2328 §A.2, RFC 5613, RFC 5250.
	ospfOptions = []bit{
		{0x01, "MultiTopology"}, {0x02, "External"}, {0x04, "Multicast"}, {0x08, "NSSA"}, {0x10, "LLS"}, {0x20, "Demand Circuit"},
		{0x40, "Opaque"}, {0x80, "Up/Down"},
	}
	ospfDDFlags = []bit{{4, "Init"}, {2, "More"}, {1, "Master"}, {8, "OOBResync"}}
	ospfLSAs    = names{
		1: "Router", 2: "Network", 3: "Summary", 4: "ASBR Summary", 5: "External", 6: "Multicast", 7: "NSSA", 9: "Link Local Opaque",
		10: "Area Local Opaque", 11: "Domain Local Opaque",
	}
	ospfRouterFlags = []bit{{4, "Virtual"}, {1, "ABR"}, {2, "ASBR"}, {8, "W"}, {0x10, "Nt"}}
	ospfTopologies  = names{0: "default", 1: "multicast", 2: "management"}
	ospfLLS         = names{1: "Extended Options", 2: "MD5 Authentication"}
	ospfLLSOptions  = []bit{{1, "LSDB resync"}, {2, "Restart"}}
)

// ospf prints an OSPF packet of either version.
func (p *Printer) ospf(h *ipHeader, b []byte, n int) {
	p.proto = "ospf2"
	if h.v == 6 {
		p.proto = "ospf3"
	} else if p.u16(b, 14) == 2 {
		n -= 16 // the digest of RFC 2328 is behind the packet
	}
	version, kind := p.u8(b, 0), p.u8(b, 1)
	if p.done() {
		return
	}
	p.f("OSPFv%u, ", version)
	p.name(ospfTypes, kind, "unknown LS-type %u")
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 {
		return
	}
	switch version {
	case 2:
		p.ospf2(kind, b, n)
	case 3:
		p.ospf3(kind, b, n)
	default:
		p.f(" ospf [version %u]", version)
	}
}

// ospf2 prints an OSPFv2 packet after its first line.
func (p *Printer) ospf2(kind uint32, b []byte, n int) {
	p.proto = "ospf2"
	size := int(p.u16(b, 2))
	if size != n {
		p.f(" [len %u]", uint32(size))
	}
	end := min(size, n)
	p.s("\n\tRouter-ID ")
	p.ip4Addr(b, 4)
	p.ospfArea(b)
	auth := p.u16(b, 14)
	if !p.need(b, 24) {
		return
	}
	p.s(", Authentication Type: ")
	p.name(ospfAuths, auth, "unknown type %u")
	p.f(" (%u)", auth)
	switch auth {
	case 1:
		p.s("\n\tSimple text password: ")
		p.textz(b, 16, 8)
	case 2:
		p.f("\n\tKey-ID: %u, Auth-Length: %u, Crypto Sequence Number: 0x%08x", p.u8(b, 18), p.u8(b, 19), p.u32(b, 20))
	}
	if !p.ospf2Body(kind, b, end) || p.done() {
		return
	}
	if kind == 1 && p.u8(b, 30)&0x10 != 0 || kind == 2 && p.u8(b, 26)&0x10 != 0 {
		at := size
		if auth == 2 {
			at += int(p.u8(b, 19))
		}
		p.ospfLLS(skip(b, at))
	}
}

func (p *Printer) ospfArea(b []byte) {
	if p.u32(b, 8) == 0 {
		p.s(", Backbone Area")
		return
	}
	p.s(", Area ")
	p.ip4Addr(b, 8)
}

// ospf2Body prints what is behind the header, up to b[end], and reports whether it
// was well formed.
func (p *Printer) ospf2Body(kind uint32, b []byte, end int) bool {
	switch kind {
	case 1:
		p.ospf2Hello(b, end)
	case 2:
		p.s("\n\tOptions [")
		p.bits(ospfOptions, p.u8(b, 26), "none", ", ")
		p.s("], DD Flags [")
		p.bits(ospfDDFlags, p.u8(b, 27), "none", ", ")
		p.s("]")
		if mtu := p.u16(b, 24); mtu > 0 {
			p.f(", MTU: %u", mtu)
		}
		p.f(", Sequence: 0x%08x", p.u32(b, 28))
		return p.ospf2Headers(b, 32, end)
	case 3:
		for i := 24; i < end && !p.done(); i += 12 {
			p.ospf2Request(b, i)
		}
	case 4:
		return p.ospf2Update(b, end)
	case 5:
		return p.ospf2Headers(b, 24, end)
	}
	return true
}

func (p *Printer) ospf2Hello(b []byte, end int) {
	p.s("\n\tOptions [")
	p.bits(ospfOptions, p.u8(b, 30), "none", ", ")
	p.f("]\n\t  Hello Timer %us, Dead Timer %us, Mask ", p.u16(b, 28), p.u32(b, 32))
	p.ip4Addr(b, 24)
	p.f(", Priority %u", p.u8(b, 31))
	p.ospfRouters(b, 36)
	if end > 44 {
		p.s("\n\t  Neighbor List:")
	}
	for i := 44; i < end && !p.done(); i += 4 {
		p.s("\n\t    ")
		p.ip4Addr(b, i)
	}
}

// ospfRouters prints the designated routers.
func (p *Printer) ospfRouters(b []byte, i int) {
	p.s("\n\t  Designated Router ")
	start := len(p.b) - len("\n\t  Designated Router ")
	if p.u32(b, i) == 0 && p.cutAt < 0 {
		p.b = p.b[:start]
	} else {
		p.ip4Addr(b, i)
	}
	if p.u32(b, i+4) != 0 {
		p.s(", Backup Designated Router ")
		p.ip4Addr(b, i+4)
	}
}

func (p *Printer) ospf2Request(b []byte, i int) {
	kind := p.u32(b, i)
	if p.done() {
		return
	}
	p.s("\n\t  Advertising Router: ")
	p.ip4Addr(b, i+8)
	p.s(", ")
	p.name(ospfLSAs, kind, "unknown")
	p.f(" LSA (%u)", kind)
	if kind >= 9 && kind <= 11 {
		p.s(", Opaque-Type: ")
		p.name(ospfOpaques, p.u8(b, i+4), "unknown")
		p.f(" LSA (%u), Opaque-ID: %u", p.u8(b, i+4), p.u24(b, i+5))
		return
	}
	p.s(", LSA-ID: ")
	p.ip4Addr(b, i+4)
}

// ospf2Headers prints LSA headers.
func (p *Printer) ospf2Headers(b []byte, i, end int) bool {
	for i < end && !p.done() {
		if len(b) < i+20 {
			p.need(b, i+20)
			return false
		}
		if p.ospf2LSAHeader(b[i:]) < 0 {
			return false
		}
		i += 20
	}
	return true
}

// ospf2LSAHeader prints an LSA's header, and returns the LSA's length, or -1.
func (p *Printer) ospf2LSAHeader(b []byte) int {
	size := int(p.u16(b, 18))
	if p.done() {
		return -1
	}
	p.s("\n\t  Advertising Router ")
	p.ip4Addr(b, 8)
	p.f(", seq 0x%08x, age %us", p.u32(b, 12), p.u16(b, 0))
	if size < 20 {
		p.f("\n\t    Bogus length %u < header (%u)", uint32(size), 20)
		p.cut()
		return -1
	}
	p.f(", length %u", uint32(size-20))
	kind := p.u8(b, 3)
	p.s("\n\t    ")
	p.name(ospfLSAs, kind, "unknown")
	p.f(" LSA (%u), ", kind)
	if kind >= 9 && kind <= 11 {
		p.s("Opaque-Type ")
		p.name(ospfOpaques, p.u8(b, 4), "unknown")
		p.f(" LSA (%u), Opaque-ID %u", p.u8(b, 4), p.u24(b, 5))
	} else {
		p.s("LSA-ID: ")
		p.ip4Addr(b, 4)
	}
	p.s("\n\t    Options: [")
	p.bits(ospfOptions, p.u8(b, 2), "none", ", ")
	p.s("]")
	return size
}

func (p *Printer) ospf2Update(b []byte, end int) bool {
	count := p.u32(b, 24)
	p.f(", %u LSA", count)
	if count != 1 {
		p.s("s")
	}
	for i, k := 28, uint32(1); k <= count; k++ {
		if p.done() {
			return false
		}
		if i >= len(b) {
			p.f("\n\t  LSA #%u", k)
			p.need(b, i+20)
			return false
		}
		p.f("\n\t  LSA #%u", k)
		size := p.ospf2LSA(b[i:])
		if size < 0 {
			return false
		}
		i += size
	}
	return true
}

// ospf2LSA prints an LSA and returns its length, or -1.
func (p *Printer) ospf2LSA(b []byte) int {
	size := p.ospf2LSAHeader(b)
	if size < 0 || p.done() {
		return -1
	}
	body := b[20:]
	end := size - 20
	switch kind := p.u8(b, 3); kind {
	case 1:
		p.ospf2Router(body)
	case 2:
		p.s("\n\t    Mask ")
		p.ip4Addr(body, 0)
		p.s("\n\t    Connected Routers:")
		for i := 4; i < end && !p.done(); i += 4 {
			p.s("\n\t      ")
			p.ip4Addr(body, i)
		}
	case 3:
		p.s("\n\t    Mask ")
		p.ip4Addr(body, 0)
		p.ospf2Metrics(body, end)
	case 4:
		p.ospf2Metrics(body, end)
	case 5, 7:
		p.s("\n\t    Mask ")
		p.ip4Addr(body, 0)
		p.ospf2External(body, end)
	case 6:
		p.ospf2Group(body, end)
	case 9, 10, 11:
		if !p.ospfOpaque(p.u8(b, 4), body, end) {
			return -1
		}
	}
	if p.Verbose > 1 && !p.done() {
		p.unknown(body, end, "\n\t    ")
		if len(body) < end {
			p.cut()
		}
	}
	return size
}

func (p *Printer) ospf2Router(b []byte) {
	p.s("\n\t    Router LSA Options: [")
	p.bits(ospfRouterFlags, p.u8(b, 0), "none", ", ")
	p.s("]")
	links := int(p.u16(b, 2))
	for i := 4; links > 0 && !p.done(); links-- {
		kind, topologies := p.u8(b, i+8), int(p.u8(b, i+9))
		p.s("\n\t      ")
		switch kind {
		case 4:
			p.s("Virtual Link: ")
			fallthrough
		case 1:
			p.s("Neighbor Router-ID: ")
			p.ip4Addr(b, i)
			p.s(", Interface Address: ")
		case 2:
			p.s("Neighbor Network-ID: ")
			p.ip4Addr(b, i)
			p.s(", Interface Address: ")
		case 3:
			p.s("Stub Network: ")
			p.ip4Addr(b, i)
			p.s(", Mask: ")
		default:
			p.f("Unknown Router Link Type (%u)", kind)
			return
		}
		p.ip4Addr(b, i+4)
		p.ospfTopology(0)
		p.f(", metric %u", p.u16(b, i+10))
		for i += 12; topologies > 0 && !p.done(); topologies, i = topologies-1, i+4 {
			p.ospfTopology(p.u8(b, i))
			p.f(", metric %u", p.u16(b, i+2))
		}
	}
}

func (p *Printer) ospfTopology(x uint32) {
	p.s("\n\t\ttopology ")
	p.name(ospfTopologies, x, "Unknown")
	p.f(" (%u)", x)
}

// ospf2Metrics prints the metrics of a summary LSA.
func (p *Printer) ospf2Metrics(b []byte, end int) {
	for i := 4; i < end && !p.done(); i += 4 {
		x := p.u32(b, i)
		if p.done() {
			return
		}
		p.ospfTopology(x >> 24 & 0x7f)
		p.ospfMetric(x & 0xffffff)
	}
}

func (p *Printer) ospfMetric(x uint32) {
	if x == 0xffffff {
		p.s(", metric infinite")
		return
	}
	p.f(", metric %u", x)
}

// ospf2External prints the metrics of an external LSA.
func (p *Printer) ospf2External(b []byte, end int) {
	for i := 4; i < end && !p.done(); i += 12 {
		x := p.u32(b, i)
		if p.done() {
			return
		}
		p.ospfTopology(x >> 24 & 0x7f)
		p.f(", type %u", 1+x>>31)
		p.ospfMetric(x & 0xffffff)
		if p.u32(b, i+4) != 0 {
			p.s(", forward ")
			p.ip4Addr(b, i+4)
		}
		if p.u32(b, i+8) != 0 {
			p.s(", tag ")
			p.ip4Addr(b, i+8)
		}
	}
}

// ospf2Group prints the vertices of a group membership LSA.
func (p *Printer) ospf2Group(b []byte, end int) {
	for i := 0; i < end && !p.done(); i += 8 {
		switch kind := p.u32(b, i); kind {
		case 1:
			p.s("\n\t    Router LSA Vertex, Router-ID ")
			p.ip4Addr(b, i+4)
		case 2:
			p.s("\n\t    Network LSA Vertex, Designated Router ")
			p.ip4Addr(b, i+4)
		default:
			p.f("\n\t    unknown VertexType (%u)", kind)
			return
		}
	}
}

// ospfLLS prints a link-local signaling block, RFC 5613.
func (p *Printer) ospfLLS(b []byte) {
	sum, size := p.u16(b, 0), p.u16(b, 2)
	if p.done() {
		return
	}
	p.f("\n\t  LLS: checksum: 0x%04x, length: %u", sum, size)
	if size == 0 {
		return
	}
	for i, end := 4, int(size)*4; i < end && !p.done(); {
		kind, n := p.u16(b, i), int(p.u16(b, i+2))
		if p.done() {
			return
		}
		p.s("\n\t    ")
		p.name(ospfLLS, kind, "unknown TLV")
		p.f(" (%u), length: %u", kind, uint32(n))
		i += 4
		switch {
		case kind == 1 && n != 4, kind == 2 && n < 4:
			p.f(" [bogus length %u != %u]", uint32(n), 4)
			return
		case kind == 1:
			p.f("\n\t      Options: 0x%08x [", p.u32(b, i))
			p.bits(ospfLLSOptions, p.u32(b, i), "none", ", ")
			p.s("]")
		case kind == 2:
			p.f("\n\t      Sequence number: 0x%08x", p.u32(b, i))
		}
		i += (n + 3) &^ 3
	}
}
