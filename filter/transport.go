package filter

import "github.com/gocap-project/gocap/bpf"

// With Scoped, and within decap, what looks at a transport header finds it behind
// the extension headers of IPv6 too. A walk over them sets three variables, once
// for each place where network headers are: every use asks for the walk, and the
// optimizer leaves out those that were done.

// Bounds on the extension headers that are followed. Classic BPF has no loops:
// every one takes instructions.
const (
	maxExtensions      = 6  // with Scoped: as many as RFC 8200, section 4.1 has use for
	maxExtensionsDecap = 2  // of each packet within decap
	walkSteps          = 16 // that a walk counts as
)

// Marks beside the protocol.
const (
	laterFragment = 0x100 // a fragment without the header of that protocol
	noProtocol    = 0x200 // unknown, behind too many extension headers
)

// carrier has the variables of the walk.
type carrier struct {
	proto int // protocol, with laterFragment if the packet does not begin with its header
	pos   int // where its header begins, less bias
	done  int // in which scope that holds, as scopeNumber has it
}

// bias is taken from every position that a variable of carrier or levels holds,
// and added where it is used: loads then are at least as far as the link-layer
// header is long, and can be moved where the kernel has none.
func (g *generator) bias() uint32 {
	if g.frame.pl.known {
		return g.frame.pl.k
	}
	return 0
}

// reaches reports whether transport headers are found behind extension headers.
func (g *generator) reaches() bool { return g.opts.Semantics == Scoped || g.decap }

// carrierVars makes the variables when they are first needed.
func (g *generator) carrierVars() carrier {
	if g.carrier == nil {
		g.carrier = &carrier{g.newVar(), g.newVar(), g.newVar()}
	}
	return *g.carrier
}

// scopeNumber numbers scopes from 1.
func (g *generator) scopeNumber() uint32 {
	n, ok := g.scopeNumbers[g.scope]
	if !ok {
		if g.scopeNumbers == nil {
			g.scopeNumbers = map[scope]uint32{}
		}
		n = uint32(len(g.scopeNumbers) + 1)
		g.scopeNumbers[g.scope] = n
	}
	return n
}

// carried is true for IPv4 and IPv6 packets, and finds what they carry.
func (g *generator) carried() *cond {
	v := g.carrierVars()
	if g.walked {
		return always
	}
	n := g.constant(g.scopeNumber())
	done := compare(bpf.JeqK, g.variable(v.done), n)
	for range walkSteps {
		g.step(g.at)
	}
	mark := do(assign{v.done, n})
	return or(done,
		and(g.linktype(etIP), g.walk4(v), mark),
		and(g.linktype(etIP6), g.walk6(v, noProtocol), mark))
}

// walk finds what the packet carries here, at once and for all that follows: nothing
// if it is not an IP packet.
func (g *generator) walk() *cond {
	v := g.carrierVars()
	g.walked = true
	return or(
		and(g.linktype(etIP), g.walk4(v)),
		and(g.linktype(etIP6), g.walk6(v, noProtocol)),
		do(assign{v.proto, g.constant(noProtocol)}))
}

// carried6 is true for IPv6 packets, and finds what they carry.
func (g *generator) carried6() *cond { return and(g.linktype(etIP6), g.carried()) }

// portRun returns how many expressions at the beginning of a list are ports.
func (g *generator) portRun(xs []Expr) (n int) {
	for n < len(xs) {
		m, ok := xs[n].(*Match)
		if !ok || m.Type != Port && m.Type != PortRange {
			break
		}
		n++
	}
	return n
}

// anyPort is true if one of some expressions with ports is: a list of ports needs one walk.
func (g *generator) anyPort(xs []Expr) *cond {
	carried := g.carried()
	start := g.scope
	defer func() { g.scope = start }()
	g.walked = true
	out := make([]*cond, len(xs))
	for i, x := range xs {
		g.step(x.span())
		out[i] = g.single(x)
	}
	return and(carried, or(out...))
}

// walk4 sets the variables from an IPv4 header.
func (g *generator) walk4(v carrier) *cond {
	proto := g.from(inNet, 9, 1)
	end := g.add(g.ip4End(), g.pl.k+g.nl-g.bias())
	mark := do(assign{v.proto, g.aluK(bpf.OrK, g.variable(v.proto), laterFragment)})
	return and(do(assign{v.proto, proto}, assign{v.pos, end}), optional(and(not(g.notLaterFragment()), mark)))
}

// walk6 sets the variables from an IPv6 header and its extension headers, as far as
// the first that is until.
func (g *generator) walk6(v carrier, until uint32) *cond {
	end := g.add(g.position(g.pl), g.nl+40-g.bias())
	rounds := maxExtensions
	if g.decap {
		rounds = maxExtensionsDecap
	}
	return and(do(assign{v.proto, g.from(inNet, 6, 1)}, assign{v.pos, end}), g.extensions(v, rounds, until))
}

// extensions follows up to n extension headers. It is true whatever they are.
func (g *generator) extensions(v carrier, n int, until uint32) *cond {
	is := func(protos ...uint32) *cond {
		var xs []*cond
		for _, p := range protos {
			if p != until {
				xs = append(xs, compare(bpf.JeqK, g.variable(v.proto), g.constant(p)))
			}
		}
		return or(xs...)
	}
	if n == 0 {
		return optional(and(is(hopByHop, routing, destOpts, ipFrag, ipAH), do(assign{v.proto, g.constant(noProtocol)})))
	}
	at := func(k uint32, size uint8) *value { return g.load(g.variable(v.pos), g.bias()+k, size) }
	next := func(length *value) *cond {
		return do(assign{v.proto, at(0, 1)}, assign{v.pos, g.alu(bpf.AddX, length, g.variable(v.pos))})
	}
	units := func(shift uint32) *value { return g.add(g.aluK(bpf.LshK, at(1, 1), shift), 8) }
	later := and(compare(bpf.JsetK, at(2, 2), g.constant(0xfff8)),
		do(assign{v.proto, g.aluK(bpf.OrK, at(0, 1), laterFragment)}))
	return optional(and(
		or(and(is(hopByHop, routing, destOpts), next(units(3))),
			and(is(ipFrag), or(later, next(g.constant(8)))),
			and(is(ipAH), next(units(2)))),
		g.extensions(v, n-1, until)))
}

// protocol6 is true for an IPv6 packet that carries a protocol, also if it is a later
// fragment of which the first has the header. Extension headers are found as well,
// in a walk of their own, for the other goes past them.
func (g *generator) protocol6(n uint32) *cond {
	is := func(proto int) *cond {
		return compare(bpf.JeqK, g.aluK(bpf.AndK, g.variable(proto), ^uint32(laterFragment)), g.constant(n))
	}
	switch n {
	case hopByHop, routing, destOpts, ipFrag, ipAH:
		if g.search == nil {
			g.search = &carrier{proto: g.newVar(), pos: g.newVar()}
		}
		return and(g.linktype(etIP6), g.walk6(*g.search, n), is(g.search.proto))
	}
	return and(g.carried6(), is(g.carrierVars().proto))
}

// carries is true for a packet with the header of a protocol.
func (g *generator) carries(p ipProto) *cond {
	v := g.carrierVars()
	carried := g.carried
	if !p.v4 {
		carried = g.carried6
	}
	return and(carried(), compare(bpf.JeqK, g.variable(v.proto), g.constant(p.n)))
}

// inCarried loads bytes of the header that carries found, at a distance that may be nil.
func (g *generator) inCarried(off *value, k uint32, size uint8) *value {
	base := g.variable(g.carrierVars().pos)
	if off != nil {
		base = g.alu(bpf.AddX, base, off)
	}
	return g.load(base, g.bias()+k, size)
}
