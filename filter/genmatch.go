package filter

import (
	"net/netip"

	"github.com/gocap-project/gocap/bpf"
)

// match generates an identifier with its qualifiers.
func (g *generator) match(e *Match) *cond {
	q := e.Quals
	switch q.Dir {
	case Addr1, Addr2, Addr3, Addr4, RA, TA:
		if q.Proto != Link || q.Type != "" && q.Type != Host {
			g.fail(Qualifier, "'%s' is valid for 802.11 addresses only", q.Dir)
		}
	}
	switch e.ID.Kind {
	case IDNumber:
		return g.number(q, e.ID)
	case IDDotted:
		return g.dotted(q, e.ID)
	case IDIPv6:
		return g.ip6(q, e.ID)
	case IDMAC:
		if q.Proto != Link || q.Type != "" && q.Type != Host {
			g.fail(Qualifier, "Ethernet address used without 'ether host'")
		}
		mac, _ := ParseMAC(e.ID.Text)
		return g.macHost(mac, q.Dir)
	case IDArcnet:
		return g.arcnetHost(q, e.ID)
	}
	return g.name(q, e.ID)
}

// notFor fails because a type qualifier does not go with an identifier.
func (g *generator) notFor(t Type, id ID) {
	if t == "" {
		t = Host
	}
	g.fail(Qualifier, "'%s' is not a valid qualifier for '%s'", t, short(id.String()))
}

// number generates a number alone: an address, a port or a protocol.
func (g *generator) number(q Quals, id ID) *cond {
	switch q.Type {
	case Port, PortRange:
		return g.ports(q, "", id.Num, id.Num)
	case ProtoType:
		return g.proto(q.Proto, id.Num)
	case ProtoChain:
		return g.protoChain(q.Proto, id.Num)
	case Gateway:
		g.notFor(q.Type, id)
	}
	switch q.Proto {
	case DECnet:
		g.fail(Address, "invalid DECnet address '%s'", short(id.String()))
	case Link:
		g.fail(Address, "illegal link-layer address '%s'", short(id.String()))
	}
	addr, mask := id.Num, uint32(0xffffffff)
	if q.Type == Net {
		for addr != 0 && addr>>24 == 0 {
			addr, mask = addr<<8, mask<<8
		}
	}
	return g.host4(q, mask, addr)
}

// dotted generates 10.1 to 10.1.2.3, perhaps with a prefix length or mask.
func (g *generator) dotted(q Quals, id ID) *cond {
	switch q.Type {
	case Port, PortRange, ProtoType, ProtoChain:
		g.fail(Qualifier, "'%s' qualifier applied to an IPv4 address", q.Type)
	}
	masked := id.HasBits || id.Mask != ""
	switch {
	case q.Proto == DECnet && q.Type != Net && q.Type != Gateway && !masked:
		addr, ok := ParseDECnet(id.Text)
		if !ok {
			g.fail(Address, "invalid DECnet address '%s'", short(id.Text))
		}
		return g.decnetHost(addr, q.Dir)
	case q.Proto == Link && q.Type != Gateway && !masked:
		g.fail(Address, "illegal link-layer address '%s'", short(id.Text))
	}
	addr, bits, ok := parseDotted(id.Text)
	if !ok {
		g.fail(Address, "invalid IPv4 address '%s'", short(id.Text))
	}
	if q.Type == Gateway || masked && q.Type != Net {
		g.notFor(q.Type, id)
	}
	mask := ^uint32(0) << (32 - bits)
	if masked {
		mask = g.netmask(id)
		if addr&^mask != 0 {
			g.fail(Address, "address has bits set that are not in the mask: '%s'", short(id.String()))
		}
	}
	return g.host4(q, mask, addr)
}

// netmask returns the mask that an identifier has.
func (g *generator) netmask(id ID) uint32 {
	if id.HasBits {
		if id.Bits > 32 {
			g.atMost("prefix length", id.Bits, 32)
		}
		return ^uint32(0) << (32 - id.Bits)
	}
	mask, _, ok := parseDotted(id.Mask)
	if !ok {
		g.fail(Address, "invalid IPv4 mask '%s'", short(id.Mask))
	}
	return mask
}

// ip6 generates an IPv6 address, perhaps with a prefix length.
func (g *generator) ip6(q Quals, id ID) *cond {
	switch q.Type {
	case Port, PortRange, ProtoType, ProtoChain:
		g.fail(Qualifier, "'%s' qualifier applied to an IPv6 address", q.Type)
	case Gateway:
		g.notFor(q.Type, id)
	}
	bits := uint32(128)
	if id.HasBits {
		bits = id.Bits
		g.atMost("prefix length", bits, 128)
	}
	if bits != 128 && q.Type != Net {
		g.notFor(q.Type, id)
	}
	a, err := netip.ParseAddr(id.Text)
	if err != nil {
		g.fail(Address, "invalid IPv6 address '%s'", short(id.Text))
	}
	if p, _ := a.Prefix(int(bits)); p.Addr() != a {
		g.fail(Address, "address has bits set beyond its prefix: '%s'", short(id.String()))
	}
	return g.host6(q, a.As16(), bits)
}

// arcnetHost generates $XX.
func (g *generator) arcnetHost(q Quals, id ID) *cond {
	addr, _ := ParseARCnet(id.Text)
	if q.Proto != Link {
		g.fail(Qualifier, "'link' is the only valid protocol qualifier for 'host $XX'")
	}
	if q.Type != "" && q.Type != Host {
		g.notFor(q.Type, id)
	}
	return g.mac8Host(addr, q.Dir)
}

// both joins what is true of source and destination as the direction says.
func (g *generator) both(d Dir, src, dst func() *cond) *cond {
	switch d {
	case Src:
		return src()
	case Dst:
		return dst()
	case SrcAndDst:
		return g.and(src(), dst())
	case "", SrcOrDst:
		return g.or(src(), dst())
	}
	g.fail(Qualifier, "'%s' is valid for 802.11 addresses only", d)
	return nil
}

// host4 compares IPv4 addresses in IPv4, ARP and RARP.
func (g *generator) host4(q Quals, mask uint32, addrs ...uint32) *cond {
	at := func(proto, src, dst uint32) *cond {
		pair := g.both(q.Dir,
			func() *cond { return g.addr4(src, mask, addrs) },
			func() *cond { return g.addr4(dst, mask, addrs) })
		return g.and(g.linktype(proto), pair)
	}
	switch q.Proto {
	case "":
		c := at(etIP, 12, 16)
		if g.mplsDepth == 0 {
			c = g.or(c, at(etARP, 14, 24), at(etRARP, 14, 24))
		}
		return c
	case IP:
		return at(etIP, 12, 16)
	case ARP:
		return at(etARP, 14, 24)
	case RARP:
		return at(etRARP, 14, 24)
	}
	g.fail(Qualifier, "'%s' is not a valid qualifier for an IPv4 address", q.Proto)
	return nil
}

// addr4 compares four bytes of the network header with addresses under a mask.
func (g *generator) addr4(n, mask uint32, addrs []uint32) *cond {
	if len(addrs) == 1 {
		return g.masked(inNet, n, 4, addrs[0], mask)
	}
	var xs []*cond
	for _, a := range addrs {
		xs = append(xs, g.masked(inNet, n, 4, a, mask))
	}
	return g.or(xs...)
}

// host6 compares IPv6 addresses.
func (g *generator) host6(q Quals, addr [16]byte, bits uint32) *cond {
	if q.Proto != "" && q.Proto != IP6 {
		g.fail(Qualifier, "'%s' is not a valid qualifier for an IPv6 address", q.Proto)
	}
	pair := g.both(q.Dir,
		func() *cond { return g.prefix6(8, addr, bits) },
		func() *cond { return g.prefix6(24, addr, bits) })
	return g.and(g.linktype(etIP6), pair)
}

// prefix6 compares the first bits of sixteen bytes.
func (g *generator) prefix6(at uint32, addr [16]byte, bits uint32) *cond {
	var xs []*cond
	for i := uint32(0); i < 4; i++ {
		mask := uint32(0xffffffff)
		if bits < 32*(i+1) {
			mask = ^uint32(0) << (32 - (bits - min(bits, 32*i)))
		}
		if mask == 0 {
			break
		}
		w := uint32(addr[4*i])<<24 | uint32(addr[4*i+1])<<16 | uint32(addr[4*i+2])<<8 | uint32(addr[4*i+3])
		xs = append(xs, g.masked(inNet, at+4*i, 4, w, mask))
	}
	return g.and(xs...)
}

// decnetHost compares a DECnet address in the four forms of the routing header,
// with and without a padding byte.
func (g *generator) decnetHost(addr uint16, d Dir) *cond {
	le := uint32(addr>>8 | addr<<8)
	at := func(short, long uint32) *cond {
		return g.or(
			g.and(g.masked(inNet, 2, 1, 2, 7), g.eq(inNet, short, 2, le)),
			g.and(g.masked(inNet, 2, 2, 0x8102, 0xff07), g.eq(inNet, short+1, 2, le)),
			g.and(g.masked(inNet, 2, 1, 6, 7), g.eq(inNet, long, 2, le)),
			g.and(g.masked(inNet, 2, 2, 0x8106, 0xff07), g.eq(inNet, long+1, 2, le)))
	}
	dst := func() *cond {
		return g.or(
			g.masked(inNet, 2, 4, 0x02000000|le<<8, 0x07ffff00),
			g.masked(inNet, 2, 4, 0x81020000|le, 0xff07ffff),
			g.and(g.masked(inNet, 2, 1, 6, 7), g.eq(inNet, 9, 2, le)),
			g.and(g.masked(inNet, 2, 2, 0x8106, 0xff07), g.eq(inNet, 10, 2, le)))
	}
	return g.and(g.linktype(etDECnet), g.both(d, func() *cond { return at(5, 17) }, dst))
}

// relPort compares a port or a range of them.
func (g *generator) relPort(p place, at, lo, hi uint32) *cond {
	return g.inRange(g.from(p, at, 2), lo, hi)
}

func (g *generator) inRange(v *value, lo, hi uint32) *cond {
	if lo == hi {
		return g.compare(bpf.JeqK, v, g.constant(lo))
	}
	return g.and(g.compare(bpf.JgeK, v, g.constant(lo)), g.not(g.compare(bpf.JgtK, v, g.constant(hi))))
}

var anyTransport = [...]uint32{ipTCP, ipUDP, ipSCTP}

// ports compares ports from lo to hi of TCP, UDP and SCTP over IPv6 and IPv4.
// only narrows the transports to one that a service name implies.
func (g *generator) ports(q Quals, only Proto, lo, hi uint32) *cond {
	protos := anyTransport[:]
	switch {
	case q.Proto == TCP || q.Proto == UDP || q.Proto == SCTP:
		protos = []uint32{ipProtoOf[q.Proto].n}
	case q.Proto == "" && only != "":
		protos = []uint32{ipProtoOf[only].n}
	case q.Proto == "":
	default:
		g.fail(Qualifier, "'%s' is not a valid qualifier for '%s'", q.Proto, q.Type)
	}
	g.atMost("port number", lo, 65535)
	g.atMost("port number", hi, 65535)
	if lo > hi {
		lo, hi = hi, lo
	}
	if g.reaches() {
		return g.portsReached(q.Dir, protos, lo, hi)
	}
	over := func(at uint32) *cond {
		var few [3]*cond
		xs := few[:0]
		for _, n := range protos {
			xs = append(xs, g.eq(inNet, at, 1, n))
		}
		return g.or(xs...)
	}
	pair := func(p place) *cond {
		return g.both(q.Dir,
			func() *cond { return g.relPort(p, 0, lo, hi) },
			func() *cond { return g.relPort(p, 2, lo, hi) })
	}
	v6 := g.and(g.linktype(etIP6), over(6), pair(inTran6))
	return g.or(v6, g.and(g.linktype(etIP), over(9), g.notLaterFragment(), pair(inTran4)))
}

// portsReached compares ports behind whatever extension headers there are.
func (g *generator) portsReached(d Dir, protos []uint32, lo, hi uint32) *cond {
	var xs []*cond
	for _, n := range protos {
		xs = append(xs, compare(bpf.JeqK, g.variable(g.carrierVars().proto), g.constant(n)))
	}
	pair := g.both(d,
		func() *cond { return g.inRange(g.inCarried(nil, 0, 2), lo, hi) },
		func() *cond { return g.inRange(g.inCarried(nil, 2, 2), lo, hi) })
	return and(g.carried(), or(xs...), pair)
}
