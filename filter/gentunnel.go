package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// tunnel generates vlan, mpls, pppoed, pppoes, geneve and vxlan, which also move
// the offsets of everything on their right.
func (g *generator) tunnel(e *Primitive) *cond {
	switch e.Word {
	case "vlan":
		return g.vlan(e.Args)
	case "mpls":
		return g.mpls(e.Args)
	case "pppoes":
		return g.pppoes(e.Args)
	case "geneve":
		return g.geneve(e)
	case "vxlan":
		return g.vxlan(e)
	}
	return g.linktype(etPPPoED)
}

// numbered is true if a value, of which mask is looked at, is one of some numbers, which
// are that many bits up in it; it is if there are none.
func (g *generator) numbered(what string, args []Arg, limit uint32, v *value, shift, mask uint32) *cond {
	if len(args) == 0 {
		return always
	}
	v = g.mask(v, 4, mask)
	xs := make([]*cond, len(args))
	for i, a := range args {
		g.atMost(what, a.Num, limit)
		xs[i] = compare(bpf.JeqK, v, g.constant(a.Num<<shift))
	}
	return or(xs...)
}

// maxNested bounds how many VLAN tags and MPLS labels may follow each other.
const maxNested = 256

// vlan is true for a frame with a VLAN tag, of one of the IDs if there are any.
func (g *generator) vlan(ids []Arg) *cond {
	beside := g.vlanBeside()
	if g.mplsDepth > 0 {
		g.fail(Unsupported, "'vlan' cannot be used after 'mpls'")
	}
	if !g.isEthernet() && (!g.isWLAN() || g.link == link.PPI) && !beside && !g.cookedLinux() {
		g.unsupported("vlan")
	}
	for _, a := range ids {
		g.atMost("VLAN tag", a.Num, 4095)
	}
	if g.vlanDepth == maxNested {
		g.fail(Limit, "more than %d 'vlan's shift offsets one after the other", maxNested)
	}
	var c *cond
	if beside {
		c = g.vlanMetadata(ids)
	} else {
		c = g.vlanInFrame(ids)
		g.pastTag()
	}
	g.vlanDepth++
	return c
}

// pastTag moves the offsets past a tag in the frame. The EtherType after it is in it.
func (g *generator) pastTag() {
	if g.typeVar > 0 || g.cookedLinux() || g.encap && g.reaches() {
		g.typ, g.typeVar = g.pl.plus(g.nl-2), 0
	}
	g.pl = g.pl.plus(4)
	g.typ = g.typ.plus(4)
	g.walked = false
}

// vlanBeside reports whether the next tag may be beside the packet: the outermost
// one of a Linux socket.
func (g *generator) vlanBeside() bool {
	return g.opts.Target == Linux && (g.link == link.Ethernet || g.cookedLinux()) && g.vlanDepth == 0 && !g.encap &&
		!g.inner && !g.hdr.variable() && g.hdr.k == g.outer
}

// cookedLinux reports whether the header is one that stands for that of a packet on a
// Linux socket. In files, a tag cannot be told from other bytes of such a packet.
func (g *generator) cookedLinux() bool {
	return g.opts.Target == Linux && (g.link == link.LinuxSLL || g.link == link.LinuxSLL2)
}

// vlanInFrame looks at the tag in the frame.
func (g *generator) vlanInFrame(ids []Arg) *cond {
	tag := or(g.linktype(etVLAN), g.linktype(etQinQ), g.linktype(etVLAN91))
	return and(tag, g.numbered("VLAN tag", ids, 4095, g.from(inLLC, 0, 2), 0, 0xfff))
}

// vlanMetadata looks for the tag where Linux puts it: beside the packet. If there
// is none, it may be in the frame, and what follows is four bytes further on: a
// variable counts them. Where the EtherType does not come right before the tag,
// another variable has it.
func (g *generator) vlanMetadata(ids []Arg) *cond {
	present := compare(bpf.JeqK, g.ancillary(bpf.AncVLANPresent), g.constant(1))
	inFrame := g.vlanInFrame(ids)
	absent := not(present)
	number := g.numbered("VLAN tag", ids, 4095, g.ancillary(bpf.AncVLANTag), 0, 0xfff)
	v := g.tunnelVar("vlan", 0)
	if g.initial == nil {
		g.initial = map[int]*value{}
	}
	g.initial[v] = g.constant(0)
	shift := do(assign{v, g.constant(4)})
	var typ, inner *cond
	if g.link == link.LinuxSLL2 {
		t := g.tunnelVar("vlan", 1)
		typ, inner = do(assign{t, g.from(inType, 0, 2)}), do(assign{t, g.from(inLLC, 2, 2)})
		g.typeVar = t + 1
	}
	g.pl.v, g.typ.v = v, v
	return or(and(present, typ, number), and(absent, shift, inner, inFrame))
}

// mpls is true for a packet with an MPLS label, one of the values if there are any.
func (g *generator) mpls(labels []Arg) *cond {
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
	if len(labels) > 0 {
		c = and(c, g.numbered("MPLS label", labels, 1<<20-1, g.from(inNet, 0, 4), 12, 0xfffff000))
	}
	if g.mplsDepth == maxNested {
		g.fail(Limit, "more than %d 'mpls's shift offsets one after the other", maxNested)
	}
	g.nl += 4
	g.nosnap += 4
	g.mplsDepth++
	g.walked = false
	return c
}

// pppoes is true for a PPPoE session packet, of one of the sessions if there are any.
func (g *generator) pppoes(sessions []Arg) *cond {
	c := g.linktype(etPPPoES)
	if len(sessions) > 0 {
		c = and(c, g.numbered("PPPoE session number", sessions, 65535, g.from(inNet, 2, 2), 0, 0xffffffff))
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
	g.typeVar, g.maybe, g.walked = 0, false, false
}

// overUDP sets variable v for a packet to a port of a tunnel over UDP that a check holds
// for: the UDP payload is as many bytes after it as overUDP returns.
func (g *generator) overUDP(e *Primitive, v int, check func(load func(n uint32, size uint8) *value) *cond) (c *cond, payload uint32) {
	ports := g.portsOf(e)
	if g.reaches() {
		c = and(g.carries(ipProtoOf[UDP]), g.oneOfPorts(g.inCarried(nil, 2, 2), ports),
			check(func(n uint32, size uint8) *value { return g.inCarried(nil, n, size) }),
			do(assign{v, g.variable(g.carrierVars().pos)}))
		return c, g.bias() + 8
	}
	udp := func(typ uint32, at uint32, p place) *cond {
		return and(g.linktype(typ), g.eq(inNet, at, 1, ipUDP), g.whole4(p), g.oneOfPorts(g.from(p, 2, 2), ports),
			check(func(n uint32, size uint8) *value { return g.from(p, n, size) }))
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

// vxlan is true for VXLAN (RFC 7348), of one of the networks if there are any.
func (g *generator) vxlan(e *Primitive) *cond {
	v := g.tunnelVar("vxlan", 0)
	c, payload := g.overUDP(e, v, func(load func(n uint32, size uint8) *value) *cond {
		flags := compare(bpf.JeqK, load(8, 1), g.constant(8))
		return and(flags, g.numbered("VXLAN VNI", e.Args, 1<<24-1, load(12, 4), 8, 0xffffff00))
	})
	hdr := offset{v: v, k: payload + 8, known: true}
	g.push(link.Ethernet, hdr)
	g.typ, g.pl, g.encap = hdr.plus(12), hdr.plus(14), true
	g.nosnap = 3
	return c
}

// geneve is true for Geneve (RFC 8926), of one of the networks if there are any.
func (g *generator) geneve(e *Primitive) *cond {
	hdr, typ, pl := g.tunnelVar("geneve", 0), g.tunnelVar("geneve", 1), g.tunnelVar("geneve", 2)
	c, payload := g.overUDP(e, hdr, func(load func(n uint32, size uint8) *value) *cond {
		version0 := compare(bpf.JeqK, g.aluK(bpf.AndK, load(8, 1), 0xc0), g.constant(0))
		return and(version0, g.numbered("Geneve VNI", e.Args, 1<<24-1, load(12, 4), 8, 0xffffff00))
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
