package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// tunnel generates vlan, mpls, pppoed, pppoes, geneve and vxlan, which also move
// the offsets of everything on their right.
func (g *generator) tunnel(e *Primitive) *cond {
	var id *uint32
	if len(e.Args) > 0 {
		id = &e.Args[0].Num
	}
	switch e.Word {
	case "vlan":
		return g.vlan(id)
	case "mpls":
		return g.mpls(id)
	case "pppoes":
		return g.pppoes(id)
	case "geneve":
		return g.geneve(id)
	case "vxlan":
		return g.vxlan(id)
	}
	return g.linktype(etPPPoED)
}

// maxNested bounds how many VLAN tags and MPLS labels may follow each other.
const maxNested = 256

// vlan is true for a frame with a VLAN tag, of the given ID if there is one.
func (g *generator) vlan(id *uint32) *cond {
	if g.mplsDepth > 0 {
		g.fail(Unsupported, "'vlan' cannot be used after 'mpls'")
	}
	if !g.isEthernet() && (!g.isWLAN() || g.link == link.PPI) {
		g.unsupported("vlan")
	}
	if id != nil {
		g.atMost("VLAN tag", *id, 4095)
	}
	if g.vlanDepth == maxNested {
		g.fail(Limit, "more than %d 'vlan's shift offsets one after the other", maxNested)
	}
	var c *cond
	if g.opts.Target == Linux && g.link == link.Ethernet && g.vlanDepth == 0 && !g.encap &&
		!g.hdr.variable() && g.hdr.k == g.outer {
		c = g.vlanMetadata(id)
	} else {
		c = g.vlanInFrame(id)
		g.pl = g.pl.plus(4)
		g.typ = g.typ.plus(4)
	}
	g.vlanDepth++
	return c
}

// vlanInFrame looks at the tag in the frame.
func (g *generator) vlanInFrame(id *uint32) *cond {
	c := or(g.linktype(etVLAN), g.linktype(etQinQ), g.linktype(etVLAN91))
	if id != nil {
		c = and(c, g.masked(inLLC, 0, 2, *id, 0xfff))
	}
	return c
}

// vlanMetadata looks for the tag where Linux puts it: beside the packet. If there
// is none, it may be in the frame, and what follows is four bytes further on: a
// variable counts them.
func (g *generator) vlanMetadata(id *uint32) *cond {
	present := compare(bpf.JeqK, g.ancillary(bpf.AncVLANPresent), g.constant(1))
	inFrame := g.vlanInFrame(id)
	if id != nil {
		tci := g.aluK(bpf.AndK, g.ancillary(bpf.AncVLANTag), 0xfff)
		present = and(present, compare(bpf.JeqK, tci, g.constant(*id)))
	}
	v := g.tunnelVar("vlan", 0)
	if g.initial == nil {
		g.initial = map[int]*value{}
	}
	g.initial[v] = g.constant(0)
	shift := do(assign{v, g.constant(4)})
	absent := not(compare(bpf.JeqK, g.ancillary(bpf.AncVLANPresent), g.constant(1)))
	g.pl.v, g.typ.v = v, v
	return or(present, and(absent, shift, inFrame))
}

// mpls is true for a packet with an MPLS label, of the given value if there is one.
func (g *generator) mpls(label *uint32) *cond {
	var c *cond
	switch {
	case g.mplsDepth > 0:
		c = not(g.anyBit(inPrevMPLS, 2, 1, 1)) // not the bottom of the stack
	case g.link == link.PPP:
		c = g.linktype(pppMPLS)
	case g.isEthernet(), g.link == link.CiscoHDLC, g.link == link.NetBSDHDLC:
		c = g.linktype(etMPLS)
	default:
		g.unsupported("mpls")
	}
	if label != nil {
		g.atMost("MPLS label", *label, 1<<20-1)
		c = and(c, g.masked(inNet, 0, 4, *label<<12, 0xfffff000))
	}
	if g.mplsDepth == maxNested {
		g.fail(Limit, "more than %d 'mpls's shift offsets one after the other", maxNested)
	}
	g.nl += 4
	g.nosnap += 4
	g.mplsDepth++
	return c
}

// pppoes is true for a PPPoE session packet, of the given session if there is one.
func (g *generator) pppoes(session *uint32) *cond {
	c := g.linktype(etPPPoES)
	if session != nil {
		g.atMost("PPPoE session number", *session, 65535)
		c = and(c, g.eq(inNet, 2, 2, *session))
	}
	g.push(link.PPP, g.pl.plus(g.nl+6))
	g.typ = g.hdr
	g.pl = g.hdr.plus(2)
	return c
}

// push makes another link-layer header the innermost one.
func (g *generator) push(t link.Type, hdr offset) {
	g.prevHdr, g.hdr, g.link = g.hdr, hdr, t
	g.nl, g.nosnap, g.nosnapKnown = 0, 0, true
	g.encap, g.lane, g.mplsDepth = false, false, 0
}

// overUDP sets variable v for a packet to a UDP port that a check holds for: the
// UDP payload is as many bytes after it as overUDP returns.
func (g *generator) overUDP(port uint32, v int, check func(p place) *cond) (c *cond, payload uint32) {
	udp := func(typ uint32, at uint32, p place) *cond {
		return and(g.linktype(typ), g.eq(inNet, at, 1, ipUDP), g.whole4(p), g.eq(p, 2, 2, port), check(p))
	}
	fixed := g.constant(40)
	if g.pl.variable() {
		fixed = g.add(g.use(g.pl.v), 40)
	}
	c = or(
		and(udp(etIP, 9, inTran4), do(assign{v, g.ip4End()})),
		and(udp(etIP6, 6, inTran6), do(assign{v, fixed})))
	return c, g.pl.k + g.nl + 8
}

// whole4 keeps later fragments of IPv4 out.
func (g *generator) whole4(p place) *cond {
	if p == inTran4 {
		return g.notLaterFragment()
	}
	return always
}

// vxlan is true for VXLAN (RFC 7348), of the given network if there is one.
func (g *generator) vxlan(vni *uint32) *cond {
	if vni != nil {
		g.atMost("VXLAN VNI", *vni, 1<<24-1)
	}
	v := g.tunnelVar("vxlan", 0)
	c, payload := g.overUDP(4789, v, func(p place) *cond {
		c := g.eq(p, 8, 1, 8)
		if vni != nil {
			c = and(c, g.masked(p, 12, 4, *vni<<8, 0xffffff00))
		}
		return c
	})
	hdr := offset{v: v, k: payload + 8, known: true}
	g.push(link.Ethernet, hdr)
	g.typ, g.pl, g.encap = hdr.plus(12), hdr.plus(14), true
	g.nosnap = 3
	return c
}

// geneve is true for Geneve (RFC 8926), of the given network if there is one.
func (g *generator) geneve(vni *uint32) *cond {
	if vni != nil {
		g.atMost("Geneve VNI", *vni, 1<<24-1)
	}
	hdr, typ, pl := g.tunnelVar("geneve", 0), g.tunnelVar("geneve", 1), g.tunnelVar("geneve", 2)
	c, payload := g.overUDP(6081, hdr, func(p place) *cond {
		c := g.masked(p, 8, 1, 0, 0xc0) // version 0
		if vni != nil {
			c = and(c, g.masked(p, 12, 4, *vni<<8, 0xffffff00))
		}
		return c
	})
	c = and(c, g.geneveEnd(payload, hdr, typ, pl))
	g.push(link.Ethernet, offset{v: hdr, known: true})
	g.typ, g.pl, g.encap = offset{v: typ, known: true}, offset{v: pl, known: true}, true
	return c
}

// geneveEnd sets the variables: the payload begins after the options; if it is
// an Ethernet frame, its EtherType and payload follow. hdr is where the Geneve
// header begins, k bytes earlier, and then where it ends.
func (g *generator) geneveEnd(k uint32, hdr, typ, pl int) *cond {
	start := g.variable(hdr)
	options := g.aluK(bpf.LshK, g.aluK(bpf.AndK, g.load(start, k, 1), 0x3f), 2)
	end := g.add(g.alu(bpf.AddX, options, start), k+8)
	return and(
		do(assign{typ, g.add(start, k+2)}),
		compareDo(g.load(start, k+2, 2), g.constant(etTEB),
			do(assign{hdr, end}, assign{typ, g.add(start, 12)}, assign{pl, g.add(start, 14)}),
			do(assign{hdr, end}, assign{pl, start})))
}

// compareDo assigns one way if two values are equal and another if not.
func compareDo(a, b *value, yes, no *cond) *cond {
	return or(and(compare(bpf.JeqK, a, b), yes), no)
}
