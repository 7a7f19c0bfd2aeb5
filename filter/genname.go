package filter

import (
	"net/netip"
	"strings"
)

// maxName is longer than any name of a host may be (RFC 1035 section 2.3.4).
const maxName = 255

// name generates a name: of a host, network, port or protocol, or a range of ports.
func (g *generator) name(q Quals, id ID) *cond {
	if len(id.Text) > maxName {
		g.fail(UnknownName, "name '%s' is longer than %d bytes", short(id.Text), maxName)
	}
	switch q.Type {
	case Net:
		return g.netName(q, id.Text)
	case Port:
		if !transport(q.Proto) {
			g.fail(Qualifier, "'%s' is not a valid qualifier for 'port'", q.Proto)
		}
		n, only := g.service(q.Proto, id.Text)
		return g.ports(q, only, n, n)
	case PortRange:
		return g.rangeName(q, id.Text)
	case ProtoType:
		return g.proto(q.Proto, g.protoName(q.Proto, q.Type, id.Text))
	case ProtoChain:
		if q.Proto == DECnet {
			g.fail(Qualifier, "'decnet' is not a valid qualifier for 'protochain'")
		}
		return g.protoChain(q.Proto, g.protoName(q.Proto, q.Type, id.Text))
	case Gateway:
		return g.gateway(q, id.Text)
	}
	if q.Proto == Link {
		return g.etherName(q, id.Text)
	}
	if q.Proto == DECnet {
		g.fail(Address, "invalid DECnet address '%s'", short(id.Text))
	}
	return g.hostName(q, id.Text)
}

func transport(p Proto) bool { return p == "" || p == TCP || p == UDP || p == SCTP }

// netName generates the name of a network.
func (g *generator) netName(q Quals, name string) *cond {
	switch q.Proto {
	case "", IP, ARP, RARP:
	default:
		g.fail(Qualifier, "'%s' is not a valid qualifier for the name of an IPv4 network", q.Proto)
	}
	p, err := g.opts.resolver().Network(g.ctx, name)
	if err != nil {
		g.lookupFailed(err)
		g.fail(UnknownName, "unknown network '%s'", short(name))
	}
	a := p.Masked().Addr().As4()
	addr := uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3])
	return g.host4(q, ^uint32(0)<<(32-p.Bits()), addr)
}

// hosts looks up the addresses of a host.
func (g *generator) hosts(name string) []netip.Addr {
	addrs, err := g.opts.resolver().Hosts(g.ctx, name)
	if err != nil {
		g.lookupFailed(err)
		g.fail(UnknownName, "unknown host '%s'", short(name))
	}
	return addrs
}

// hostName generates the name of a host: all its addresses.
func (g *generator) hostName(q Quals, name string) *cond {
	switch q.Proto {
	case "", IP, IP6, ARP, RARP:
	default:
		g.fail(Qualifier, "'%s' is not a valid qualifier for the name of a host", q.Proto)
	}
	var v4 []uint32
	var xs []*cond
	for _, a := range g.hosts(name) {
		switch {
		case a.Is4() && q.Proto != IP6:
			v4 = append(v4, uint32From(a))
		case !a.Is4() && (q.Proto == "" || q.Proto == IP6):
			xs = append(xs, g.host6(q, a.As16(), 128))
		}
	}
	if len(v4) == 0 && len(xs) == 0 {
		g.fail(UnknownName, "host '%s' has no address of the family wanted", short(name))
	}
	return g.or(g.hosts4(q, v4), g.or(xs...))
}

// hosts4 is true for packets of one of some IPv4 addresses. All sources are looked
// at before all destinations, unless a packet must have the same address as both.
func (g *generator) hosts4(q Quals, addrs []uint32) *cond {
	if len(addrs) == 0 {
		return never
	}
	if q.Dir != SrcAndDst {
		return g.host4(q, 0xffffffff, addrs...)
	}
	var xs []*cond
	for _, a := range addrs {
		xs = append(xs, g.host4(q, 0xffffffff, a))
	}
	return g.or(xs...)
}

func uint32From(a netip.Addr) uint32 {
	b := a.As4()
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

// ether looks up the MAC-48 address of a host.
func (g *generator) ether(name string) [6]byte {
	m, err := g.opts.resolver().Ether(g.ctx, name)
	if err != nil {
		g.lookupFailed(err)
		g.fail(UnknownName, "unknown Ethernet-like host '%s'", short(name))
	}
	return m
}

func (g *generator) etherName(q Quals, name string) *cond {
	if !g.hasMAC() {
		g.unsupported("link host")
	}
	return g.macHost(g.ether(name), q.Dir)
}

// gateway is true for packets whose link-layer address is that of a host, but
// whose network address is not.
func (g *generator) gateway(q Quals, name string) *cond {
	switch {
	case g.decap:
		g.fail(Unsupported, "'gateway' cannot be used within decap")
	case g.encap:
		g.fail(Unsupported, "'gateway' cannot be used within VXLAN or Geneve")
	case g.mplsDepth > 0:
		g.fail(Unsupported, "'gateway' cannot be used within MPLS")
	case !g.hasMAC():
		g.unsupported("gateway")
	}
	switch q.Proto {
	case "", IP, ARP, RARP:
	default:
		g.fail(Qualifier, "'%s' is not a valid qualifier for 'gateway'", q.Proto)
	}
	var addrs []uint32
	for _, a := range g.hosts(name) {
		if a.Is4() {
			addrs = append(addrs, uint32From(a))
		}
	}
	if len(addrs) == 0 {
		g.fail(UnknownName, "unknown host '%s': it has no IPv4 address", short(name))
	}
	mac := g.macHost(g.ether(name), "")
	other := func(p Proto, typ, src, dst uint32) *cond {
		if q.Proto != "" && q.Proto != p {
			return never
		}
		return and(g.linktype(typ), not(g.anyAddr(addrs, src, dst)))
	}
	return and(mac, or(other(IP, etIP, 12, 16), other(ARP, etARP, 14, 24), other(RARP, etRARP, 14, 24)))
}

// anyAddr is true if source or destination is one of some IPv4 addresses.
func (g *generator) anyAddr(addrs []uint32, src, dst uint32) *cond {
	return g.or(g.addr4(src, 0xffffffff, addrs), g.addr4(dst, 0xffffffff, addrs))
}

// service looks up a port. Without a transport qualifier, it also says over which
// transport alone the service is known, if so.
func (g *generator) service(p Proto, name string) (port uint32, only Proto) {
	if n, ok := g.portNumber(name); ok {
		return n, ""
	}
	if p != "" {
		n, err := g.opts.resolver().Service(g.ctx, name, string(p))
		if err != nil {
			g.lookupFailed(err)
			g.fail(UnknownName, "unknown port '%s' over %s", short(name), p)
		}
		return uint32(n), ""
	}
	t, errT := g.opts.resolver().Service(g.ctx, name, "tcp")
	u, errU := g.opts.resolver().Service(g.ctx, name, "udp")
	switch {
	case errT == nil && errU == nil:
		if t != u {
			g.fail(UnknownName, "'%s' is another port over TCP than over UDP: say which", short(name))
		}
		return uint32(t), ""
	case errT == nil:
		return uint32(t), TCP
	case errU == nil:
		return uint32(u), UDP
	}
	g.lookupFailed(errT)
	g.lookupFailed(errU)
	g.fail(UnknownName, "unknown port '%s'", short(name))
	return 0, ""
}

// portNumber reads a decimal port.
func (g *generator) portNumber(s string) (uint32, bool) {
	n := uint32(0)
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = min(n*10+uint32(s[i]-'0'), 1<<20)
	}
	return n, s != ""
}

// rangeName generates "a-b" where both may be names with dashes in them, or one name.
func (g *generator) rangeName(q Quals, text string) *cond {
	if !transport(q.Proto) {
		g.fail(Qualifier, "'%s' is not a valid qualifier for 'portrange'", q.Proto)
	}
	for i := range len(text) {
		if text[i] != '-' || !g.knownPort(q.Proto, text[:i]) || !g.knownPort(q.Proto, text[i+1:]) {
			continue
		}
		lo, only := g.service(q.Proto, text[:i])
		hi, other := g.service(q.Proto, text[i+1:])
		if only == "" {
			only = other
		} else if other != "" && other != only {
			g.fail(UnknownName, "range '%s' is over two transports", short(text))
		}
		return g.ports(q, only, lo, hi)
	}
	if a, b, ok := strings.Cut(text, "-"); ok && !g.knownPort(q.Proto, text) {
		bad := a
		if g.knownPort(q.Proto, a) {
			bad = b
		}
		g.fail(UnknownName, "unknown port '%s' in range '%s'", short(bad), short(text))
	}
	n, only := g.service(q.Proto, text)
	return g.ports(q, only, n, n)
}

// knownPort reports whether a port is a number or known.
func (g *generator) knownPort(p Proto, name string) bool {
	if _, ok := g.portNumber(name); ok {
		return true
	}
	for _, t := range []Proto{TCP, UDP, SCTP} {
		if p == t || p == "" && t != SCTP {
			if _, err := g.opts.resolver().Service(g.ctx, name, string(t)); err == nil {
				return true
			}
		}
	}
	return false
}
