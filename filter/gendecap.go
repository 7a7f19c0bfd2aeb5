package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// MaxDecap is how many headers decap looks past: tags, labels and tunnels, each
// of which counts.
const MaxDecap = 8

// levels has the variables of decap: where the headers are behind those that it
// looked past so far. They are the same at each level.
type levels struct {
	typ  int // EtherType of what is there
	pl   int // where its network header is, less bias
	hdr  int // where its link-layer header is; none if it has no own
	temp int
}

// levelVars makes the variables when they are first needed.
func (g *generator) levelVars() levels {
	if g.levels == nil {
		g.levels = &levels{g.newVar(), g.newVar(), g.newVar(), g.newVar()}
	}
	return *g.levels
}

// decapsulated is true if an expression is for the packet at hand or for one in it.
func (g *generator) decapsulated(e *Decap) *cond {
	g.at = e.at
	switch {
	case g.scope.decap:
		g.fail(Unsupported, "decap cannot be used within decap, which looks at every level anyway")
	case juniper(g.link):
		g.unsupported("decap")
	}
	start := g.scope
	defer func() { g.scope = start }()
	g.scope.decap = true
	c, tagged, next := g.level(e.X), g.behindMetadata(e.X), g.nextHeader(e.at)
	return or(c, tagged, and(next, g.deeper(e.X, e.at, MaxDecap-1)))
}

// deeper tries an expression behind a header, and behind n more.
func (g *generator) deeper(e Expr, at span, n int) *cond {
	g.scope = g.levelScope()
	walk := g.walk()
	c := g.level(e)
	if n > 0 {
		c = or(c, and(g.nextHeader(at), g.deeper(e, at, n-1)))
	}
	return and(walk, c)
}

// level generates an expression for one level.
func (g *generator) level(e Expr) *cond {
	start := g.scope
	defer func() { g.scope = start }()
	return anyOf(g.scoped(e))
}

// behindMetadata generates an expression with a VLAN tag in it behind a tag that
// the kernel has beside the packet; nil where that cannot be.
func (g *generator) behindMetadata(e Expr) *cond {
	if !g.vlanBeside() || !anywhere(e, isVLAN) {
		return nil
	}
	start := g.scope
	defer func() { g.scope = start }()
	g.vlanDepth++
	return and(compare(bpf.JeqK, g.ancillary(bpf.AncVLANPresent), g.constant(1)), anyOf(g.scoped(e)))
}

func isVLAN(e Expr) bool {
	p, ok := e.(*Primitive)
	return ok && p.Word == "vlan"
}

// levelScope is the scope behind a header that decap looked past.
func (g *generator) levelScope() scope {
	v := g.levelVars()
	return scope{
		link: link.Ethernet, hdr: offset{v: v.hdr, known: true}, prevHdr: at(0), typ: at(0),
		pl: offset{v: v.pl, k: g.bias(), known: true}, nosnap: 3, nosnapKnown: true,
		vlanDepth: 1, // no tag is beside it
		decap:     true, inner: true, typeVar: v.typ + 1, maybe: true,
	}
}

// singleWithin generates a primitive behind a header that decap looked past. What is
// about the frame as it was captured is asked of that; what has no meaning
// without its link-layer header is not true.
func (g *generator) singleWithin(e Expr) (c *cond) {
	start := g.scope
	_, field := e.(*Field)
	if p, ok := e.(*Primitive); field || ok && ofFrame[p.Word] {
		defer func() { g.scope = start }()
		g.scope = g.frame
		return g.plain(e)
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			if r.Kind != Unsupported && r.Kind != Qualifier {
				panic(r)
			}
			g.scope, c = start, never // it was supported for the frame
		default:
			panic(r)
		}
	}()
	return g.plain(e)
}

// ofFrame are the primitives about the frame as it was captured.
var ofFrame = map[string]bool{
	"less": true, "greater": true, "byte": true, "inbound": true, "outbound": true, "ifindex": true,
	"type": true, "subtype": true, "dir": true, "ifname": true, "rset": true, "rnr": true, "srnr": true,
	"reason": true, "action": true, "fisu": true, "lssu": true, "msu": true, "hfisu": true, "hlssu": true, "hmsu": true,
	"lane": true, "metac": true, "bcc": true, "sc": true, "ilmic": true, "oam": true, "oamf4": true, "oamf4sc": true,
	"oamf4ec": true, "connectmsg": true, "metaconnect": true,
}

// nextHeader is true if there is a header that can be looked past, and sets the
// variables to what is behind it.
func (g *generator) nextHeader(at span) *cond {
	g.step(at)
	v := g.levelVars()
	var fresh *cond // what is only carried on behind tags
	if !g.inner {
		fresh = do(assign{v.hdr, g.constant(none)})
		if g.isEthernet() {
			fresh = or(and(g.prevCheck(), do(assign{v.hdr, g.position(g.hdr)})), fresh)
		}
	}
	ways := []*cond{
		and(g.anyType(etVLAN, etQinQ, etVLAN91, etVLAN92), fresh, g.pastVLAN()),
		and(g.mplsLike(), fresh, g.pastMPLS()),
		and(g.anyType(etPPPoES), fresh, g.pastPPPoE()),
		and(g.carried(), g.pastIP()),
	}
	return and(or(ways...), do(assign{g.carrierVars().done, g.constant(0)}))
}

// anyType is true if what is here is of one of some EtherTypes.
func (g *generator) anyType(types ...uint32) *cond {
	var xs []*cond
	for _, t := range types {
		if g.mplsDepth > 0 {
			return never
		}
		xs = append(xs, g.linktype(t))
	}
	return or(xs...)
}

// mplsLike is true for a label, or another one after those that the scope has.
func (g *generator) mplsLike() *cond {
	switch {
	case g.mplsDepth > 0:
		return not(g.anyBit(inPrevMPLS, 2, 1, 1))
	case g.link == link.PPP:
		return g.anyType(pppMPLS)
	}
	return g.anyType(etMPLS, etMPLSUp)
}

// there is the position of the network header, n bytes further, less bias.
func (g *generator) there(n uint32) *value { return g.add(g.position(g.pl), g.nl+n-g.bias()) }

// behind is where the variables say that the next network header is.
func (g *generator) behind(k uint32, size uint8) *value {
	return g.load(g.variable(g.levelVars().pl), g.bias()+k, size)
}

// pastVLAN looks past a tag (IEEE 802.1Q).
func (g *generator) pastVLAN() *cond {
	v := g.levelVars()
	return do(assign{v.typ, g.from(inNet, 2, 2)}, assign{v.pl, g.there(4)})
}

// pastMPLS looks past one label (RFC 3032). What is behind the last is IPv4, IPv6, or
// with a control word (RFC 4448) an Ethernet frame.
func (g *generator) pastMPLS() *cond {
	v := g.levelVars()
	last := g.anyBit(inNet, 2, 1, 1)
	set := func(typ uint32) *cond { return do(assign{v.typ, g.constant(typ)}) }
	return and(
		or(and(not(last), do(assign{v.pl, g.there(4)}), set(etMPLS)),
			and(do(assign{v.pl, g.there(4)}), or(g.nibble(), and(
				compare(bpf.JeqK, g.behind(0, 2), g.constant(0)), do(assign{v.pl, g.moved(4)}), g.ethernetHere())))))
}

// nibble tells IPv4 from IPv6 by the version field.
func (g *generator) nibble() *cond {
	v := g.levelVars()
	version := g.aluK(bpf.AndK, g.behind(0, 1), 0xf0)
	return or(
		and(compare(bpf.JeqK, version, g.constant(0x40)), do(assign{v.typ, g.constant(etIP)})),
		and(compare(bpf.JeqK, version, g.constant(0x60)), do(assign{v.typ, g.constant(etIP6)})))
}

// moved is the place that the variables say, n bytes further.
func (g *generator) moved(n uint32) *value { return g.add(g.variable(g.levelVars().pl), n) }

// pastPPPoE looks past a session header and the protocol of PPP (RFC 2516).
func (g *generator) pastPPPoE() *cond {
	v := g.levelVars()
	ppp := g.variable(v.temp)
	is := func(p, typ uint32) *cond {
		return and(compare(bpf.JeqK, ppp, g.constant(p)), do(assign{v.typ, g.constant(typ)}))
	}
	return and(do(assign{v.temp, g.from(inNet, 6, 2)}, assign{v.pl, g.there(8)}),
		or(is(pppTypes[etIP], etIP), is(pppTypes[etIP6], etIP6), is(pppMPLS, etMPLS)))
}

// pastIP looks past an IP header and what tunnels over it.
func (g *generator) pastIP() *cond {
	v, c := g.levelVars(), g.carrierVars()
	proto := func(n uint32) *cond { return compare(bpf.JeqK, g.variable(c.proto), g.constant(n)) }
	ip := func(n, typ uint32) *cond {
		return and(proto(n), do(assign{v.typ, g.constant(typ)}, assign{v.pl, g.variable(c.pos)}))
	}
	return and(do(assign{v.hdr, g.constant(none)}),
		or(ip(ipIPv4, etIP), ip(ipIPv6, etIP6),
			and(proto(ipGRE), g.pastGRE()),
			and(proto(ipUDP), g.pastUDP())))
}

// pastGRE looks past a GRE header (RFC 2784, 2890) without routing.
func (g *generator) pastGRE() *cond {
	v := g.levelVars()
	flags := g.variable(v.temp)
	more := func(flag uint32) *cond {
		return optional(and(compare(bpf.JsetK, flags, g.constant(flag)), do(assign{v.pl, g.moved(4)})))
	}
	const checksum, routing, key, seq, version = 0x8000, 0x4000, 0x2000, 0x1000, 7
	return and(do(assign{v.temp, g.inCarried(nil, 0, 2)}),
		not(compare(bpf.JsetK, flags, g.constant(routing|version))),
		do(assign{v.typ, g.inCarried(nil, 2, 2)}, assign{v.pl, g.add(g.variable(g.carrierVars().pos), 4)}),
		more(checksum), more(key), more(seq), g.ethernetIf())
}

// ethernetIf looks at the Ethernet header if that is what the EtherType says.
func (g *generator) ethernetIf() *cond {
	return optional(and(compare(bpf.JeqK, g.variable(g.levelVars().typ), g.constant(etTEB)), g.ethernetHere()))
}

// ethernetHere looks past the Ethernet header that begins where the variables say.
func (g *generator) ethernetHere() *cond {
	v := g.levelVars()
	return do(assign{v.hdr, g.moved(g.bias())}, assign{v.typ, g.behind(12, 2)}, assign{v.pl, g.moved(14)})
}

// pastUDP looks past a UDP header and VXLAN, Geneve or GTP-U, which the port tells.
func (g *generator) pastUDP() *cond {
	v := g.levelVars()
	port := g.variable(v.temp)
	is := func(t tunnel) *cond {
		var xs []*cond
		for _, p := range g.tunnelPorts(t) {
			xs = append(xs, compare(bpf.JeqK, port, g.constant(p)))
		}
		return or(xs...)
	}
	return and(do(assign{v.temp, g.inCarried(nil, 2, 2)}), or(
		and(is(tunnelVXLAN), g.pastVXLAN()),
		and(is(tunnelGeneve), g.pastGeneve()),
		and(is(tunnelGTPU), g.pastGTPU())))
}

// payload is where the UDP payload begins, n bytes further, less bias.
func (g *generator) payload(n uint32) *value {
	return g.add(g.variable(g.carrierVars().pos), 8+n)
}

// pastVXLAN looks past a VXLAN header with a network in it (RFC 7348).
func (g *generator) pastVXLAN() *cond {
	const hasVNI = 0x08
	return and(compare(bpf.JsetK, g.inCarried(nil, 8, 1), g.constant(hasVNI)),
		do(assign{g.levelVars().pl, g.payload(8)}), g.ethernetHere())
}

// pastGeneve looks past a Geneve header with its options (RFC 8926).
func (g *generator) pastGeneve() *cond {
	v := g.levelVars()
	first := g.inCarried(nil, 8, 1)
	options := g.aluK(bpf.LshK, g.aluK(bpf.AndK, first, 0x3f), 2)
	return and(compare(bpf.JeqK, g.aluK(bpf.AndK, first, 0xc0), g.constant(0)),
		do(assign{v.typ, g.inCarried(nil, 10, 2)}, assign{v.pl, g.alu(bpf.AddX, options, g.payload(8))}),
		g.ethernetIf())
}

// maxGTPExtensions is how many extension headers of GTP-U are looked past.
const maxGTPExtensions = 2

// pastGTPU looks past a GTP-U header of a packet of a user (3GPP TS 29.281), with
// sequence number and extension headers.
func (g *generator) pastGTPU() *cond {
	v := g.levelVars()
	flags := g.inCarried(nil, 8, 1)
	const version1, gpdu, optional4, extension = 0x30, 0xff, 0x07, 0x04
	anyFlag := compare(bpf.JsetK, flags, g.constant(optional4))
	more := compare(bpf.JsetK, flags, g.constant(extension))
	return and(
		compare(bpf.JeqK, g.aluK(bpf.AndK, flags, 0xf0), g.constant(version1)),
		compare(bpf.JeqK, g.inCarried(nil, 9, 1), g.constant(gpdu)),
		do(assign{v.pl, g.payload(8)}),
		optional(and(anyFlag, do(assign{v.pl, g.moved(4)}))),
		or(and(more, do(assign{v.pl, g.payload(11)}), g.gtpExtensions(maxGTPExtensions), do(assign{v.pl, g.moved(1)})), not(more)),
		g.nibble())
}

// gtpExtensions looks past n extension headers. The byte before each, at which the
// variables point, says whether it is there; its first, how many times four bytes it is long.
func (g *generator) gtpExtensions(n int) *cond {
	v := g.levelVars()
	end := compare(bpf.JeqK, g.behind(0, 1), g.constant(0))
	if n == 0 {
		return end
	}
	length := g.variable(v.temp)
	return or(end, and(
		do(assign{v.temp, g.aluK(bpf.LshK, g.behind(1, 1), 2)}),
		not(compare(bpf.JeqK, length, g.constant(0))),
		do(assign{v.pl, g.alu(bpf.AddX, length, g.variable(v.pl))}),
		g.gtpExtensions(n-1)))
}
