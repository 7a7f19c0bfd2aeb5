package tcpdump

var (
	ospf3Options = []bit{
		{0x01, "V6"}, {0x02, "External"}, {0x04, "Deprecated"}, {0x08, "NSSA"}, {0x10, "Router"}, {0x20, "Demand Circuit"},
		{0x100, "AF-capable"}, {0x200, "L-bit"}, {0x400, "Authentication Trailer"},
	}
	ospf3RouterFlags = []bit{{1, "ABR"}, {2, "ASBR"}, {4, "Virtual"}, {8, "Wildcard"}, {0x10, "Nt"}}
	ospf3LSAs        = names{
		1: "Router", 2: "Network", 3: "Inter-Area Prefix", 4: "Inter-Area Router", 5: "External", 6: "Deprecated", 7: "NSSA",
		8: "Link", 9: "Intra-Area Prefix",
	}
	ospf3Scopes        = names{0: "Link Local", 0x2000: "Area Local", 0x4000: "Domain Wide"}
	ospf3PrefixOptions = []bit{{1, "No Unicast"}, {2, "Local address"}, {4, "Deprecated"}, {8, "Propagate"}, {0x10, "Down"}}
	ospf3Externals     = []bit{{1, "Tag"}, {2, "Forwarding"}, {4, "Type 2"}}
)

// ospf3 prints an OSPFv3 packet after its first line.
func (p *Printer) ospf3(kind uint32, b []byte, n int) {
	p.proto = "ospf3"
	size := int(p.u16(b, 2))
	if size > n {
		p.f(" [len %u]", uint32(size))
		return
	}
	p.s("\n\tRouter-ID ")
	p.ip4Addr(b, 4)
	p.ospfArea(b)
	if instance := p.u8(b, 14); instance != 0 {
		p.f(", Instance %u", instance)
	}
	trailer := 0
	switch kind {
	case 1:
		trailer = p.ospf3Hello(b, size)
	case 2:
		trailer = p.ospf3DD(b, size)
	case 3:
		for i := 16; i < size && p.Verbose > 1 && !p.done(); i += 12 {
			if !p.need(b, i+12) {
				return
			}
			p.s("\n\t  Advertising Router ")
			p.ip4Addr(b, i+8)
			p.ospf3Type(p.u16(b, i+2), b, i+4)
		}
	case 4:
		p.ospf3Update(b)
	case 5:
		p.ospf3Headers(b, 16, size)
	}
	if p.done() {
		return
	}
	if trailer > 0 && n > size {
		p.ospf3Auth(skip(b, size), n-size)
	}
}

// ospf3Hello prints a hello, and returns where an authentication trailer is, or 0.
func (p *Printer) ospf3Hello(b []byte, end int) (trailer int) {
	options := p.u24(b, 21)
	p.s("\n\tOptions [")
	p.bits(ospf3Options, options, "none", ", ")
	p.f("]\n\t  Hello Timer %us, Dead Timer %us, Interface-ID ", p.u16(b, 24), p.u16(b, 26))
	p.ip4Addr(b, 16)
	p.f(", Priority %u", p.u8(b, 20))
	p.ospfRouters(b, 28)
	if p.Verbose > 1 && !p.done() {
		p.s("\n\t  Neighbor List:")
		for i := 36; i < end && !p.done(); i += 4 {
			p.s("\n\t    ")
			p.ip4Addr(b, i)
		}
	}
	if options&0x400 != 0 {
		return end
	}
	return 0
}

// ospf3DD prints a database description; the result is as that of ospf3Hello.
func (p *Printer) ospf3DD(b []byte, end int) (trailer int) {
	options := p.u24(b, 17)
	p.s("\n\tOptions [")
	p.bits(ospf3Options, options, "none", ", ")
	p.s("], DD Flags [")
	p.bits(ospfDDFlags, p.u8(b, 23), "none", ", ")
	p.f("], MTU %u, DD-Sequence 0x%08x", p.u16(b, 20), p.u32(b, 24))
	p.ospf3Headers(b, 28, end)
	if options&0x400 != 0 {
		return end
	}
	return 0
}

func (p *Printer) ospf3Headers(b []byte, i, end int) {
	for ; i < end && p.Verbose > 1 && !p.done(); i += 20 {
		if !p.need(b, i+20) || !p.ospf3LSAHeader(b[i:]) {
			return
		}
	}
}

// ospf3LSAHeader prints an LSA's header, and reports whether its length is possible.
func (p *Printer) ospf3LSAHeader(b []byte) bool {
	p.s("\n\t  Advertising Router ")
	p.ip4Addr(b, 8)
	size := p.u16(b, 18)
	p.f(", seq 0x%08x, age %us, length %d", p.u32(b, 12), p.u16(b, 0), size-20)
	p.ospf3Type(p.u16(b, 2), b, 4)
	return true
}

// ospf3Type prints an LSA's type, and its ID at b[i].
func (p *Printer) ospf3Type(kind uint32, b []byte, i int) {
	p.s("\n\t    ")
	p.name(ospf3LSAs, kind&0x1fff, "unknown")
	p.f(" LSA (%u), ", kind&0x1fff)
	p.name(ospf3Scopes, kind&0x6000, "unknown")
	p.s(" Scope")
	if kind&0x8000 != 0 {
		p.s(", Unknown function")
	}
	p.s(", LSA-ID ")
	p.ip4Addr(b, i)
}

func (p *Printer) ospf3Update(b []byte) {
	if p.Verbose < 2 {
		return
	}
	count := p.u32(b, 16)
	for i := 20; count > 0 && !p.done(); count-- {
		size := p.ospf3LSA(skip(b, i))
		if size < 0 {
			p.cut()
			return
		}
		i += size
	}
}

// ospf3LSA prints an LSA, and returns its length, or -1 if it is malformed.
func (p *Printer) ospf3LSA(b []byte) int {
	if !p.need(b, 20) {
		return -1
	}
	size := int(p.u16(b, 18))
	if size < 20 {
		p.f("\n\t\t  Bogus length %u < header (%u)", uint32(size), 20)
		return -1
	}
	p.ospf3LSAHeader(b)
	if !p.need(b, size) {
		return -1
	}
	v := b[20:size]
	ok := true
	switch kind := p.u16(b, 2); kind {
	case 0x2001:
		ok = p.ospf3Router(v)
	case 0x2002:
		ok = p.ospf3Network(v)
	case 0x2003:
		p.f(", metric %u", p.u32(v, 0)&0xffffff)
		for i := 4; i < len(v) && ok && !p.done(); {
			i, ok = p.ospf3Prefix(v, i)
		}
	case 0x4005:
		ok = p.ospf3External(v)
	case 0x0008:
		p.s("\n\t      Options [")
		p.bits(ospf3Options, p.u24(v, 1), "none", ", ")
		p.f("]\n\t      Priority %u, Link-local address ", p.u8(v, 0))
		p.ip6Addr(v, 4)
		p.f(", Prefixes %u:", p.u32(v, 20))
		ok = p.ospf3Prefixes(v, 24, p.u32(v, 20))
	case 0x2009:
		p.ospf3Type(p.u16(v, 2), v, 4) // the LSA that the prefixes belong to
		p.f("\n\t      Prefixes %u:", p.u16(v, 0))
		ok = p.ospf3Prefixes(v, 12, p.u16(v, 0))
	default:
		p.unknown(v, len(v), "\n\t    ")
	}
	if !ok {
		return -1
	}
	if p.Verbose > 2 {
		p.unknown(v, len(v), "\n\t    ")
	}
	return size
}

func (p *Printer) ospf3Router(v []byte) bool {
	p.s("\n\t      Options [")
	p.bits(ospf3Options, p.u24(v, 1), "none", ", ")
	p.s("], RLA-Flags [")
	p.bits(ospf3RouterFlags, p.u8(v, 0), "none", ", ")
	p.s("]")
	for i := 4; i < len(v) && !p.done(); i += 16 {
		if len(v) < i+16 {
			return false
		}
		switch kind := p.u8(v, i); kind {
		case 4:
			p.s("\n\t      Virtual Link: Neighbor Router-ID ")
		case 1:
			p.s("\n\t      Neighbor Router-ID ")
		case 2:
			p.s("\n\t      Neighbor Network-ID ")
		default:
			p.f("\n\t      Unknown Router Links Type 0x%02x", kind)
			return true
		}
		p.ip4Addr(v, i+12)
		p.s("\n\t      Neighbor Interface-ID ")
		p.ip4Addr(v, i+8)
		p.s(", Interface ")
		p.ip4Addr(v, i+4)
		p.f(", metric %u", p.u16(v, i+2))
	}
	return true
}

func (p *Printer) ospf3Network(v []byte) bool {
	p.s("\n\t      Options [")
	p.bits(ospf3Options, p.u24(v, 1), "none", ", ")
	p.s("]\n\t      Connected Routers:")
	for i := 4; i < len(v) && !p.done(); i += 4 {
		if len(v) < i+4 {
			return false
		}
		p.s("\n\t\t")
		p.ip4Addr(v, i)
	}
	return true
}

func (p *Printer) ospf3Prefixes(v []byte, i int, count uint32) (ok bool) {
	for ok = true; count > 0 && ok && !p.done(); count-- {
		i, ok = p.ospf3Prefix(v, i)
	}
	return ok
}

// ospf3Prefix prints the prefix at v[i], and returns where what is behind it begins.
func (p *Printer) ospf3Prefix(v []byte, i int) (next int, ok bool) {
	if len(v) < i+4 {
		return i, false
	}
	bits := p.u8(v, i)
	n := int(bits+31) / 32 * 4
	if bits > 128 {
		p.s(" bogus prefix length ")
		p.u(bits)
		return i, false
	}
	if len(v) < i+4+n {
		return i, false
	}
	var addr [16]byte
	copy(addr[:], v[i+4:i+4+n])
	p.s("\n\t\t")
	p.ip6Addr(addr[:], 0)
	p.f("/%u", bits)
	if options := p.u8(v, i+1); options != 0 {
		p.s(", Options [")
		p.bits(ospf3PrefixOptions, options, "none", ", ")
		p.s("]")
	}
	p.f(", metric %u", p.u16(v, i+2))
	return i + 4 + n, true
}

func (p *Printer) ospf3External(v []byte) bool {
	if len(v) < 4 {
		return false
	}
	x := p.u32(v, 0)
	p.s("\n\t     Flags [")
	p.bits(ospf3Externals, x>>24, "none", ", ")
	p.f("] metric %u", x&0xffffff)
	if len(v) < 8 {
		return false
	}
	referenced := p.u16(v, 6)
	i, ok := p.ospf3Prefix(v, 4)
	if !ok {
		return false
	}
	if x>>24&2 != 0 {
		if len(v) < i+16 {
			return false
		}
		p.s(" forward ")
		p.ip6Addr(v, i)
		i += 16
	}
	if x>>24&1 != 0 {
		if len(v) < i+4 {
			return false
		}
		p.s(" tag ")
		p.ip4Addr(v, i)
		i += 4
	}
	if referenced != 0 {
		if len(v) < i+4 {
			return false
		}
		p.s(" RefLSID ")
		p.ip4Addr(v, i)
	}
	return true
}

// ospf3Auth prints an authentication trailer, RFC 7166.
func (p *Printer) ospf3Auth(b []byte, n int) {
	p.s("\n\tAuthentication Type ")
	p.name(names{1: "HMAC"}, p.u16(b, 0), "unknown type 0x%04x")
	size := int(p.u16(b, 2))
	p.f(", Length %u, SAID %u, CSN 0x%08x:%08x", uint32(size), p.u16(b, 6), p.u32(b, 8), p.u32(b, 12))
	if p.need(b, size) && size > 16 && p.Verbose > 1 {
		p.unknown(b[16:], size-16, "\n\tAuthentication Data ")
	}
}
