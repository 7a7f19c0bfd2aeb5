package filter

import (
	"slices"

	"github.com/gocap-project/gocap/link"
)

// Semantics says what an expression means where libpcap's meaning surprises.
type Semantics uint8

const (
	// Libpcap is the meaning that libpcap gives: vlan, mpls, pppoes, geneve and
	// vxlan move the headers for all primitives to their right, beyond "or", "not"
	// and brackets: in "vlan 1 or host A" the host is looked for behind a tag.
	Libpcap Semantics = iota

	// Scoped makes them hold for what is joined to them with "and", on their right:
	// "vlan 1 or host A" looks for the host in frames without a tag, "(vlan 1 or
	// vlan 2) and host A" behind the tag, and "(vlan 1 or ip) and tcp" means "vlan 1
	// and tcp or ip and tcp". Nothing holds outside of "not". What libpcap does
	// from left to right with equal precedence stays so.
	//
	// It also finds ports, protocols and transport headers over IPv6 behind up to six
	// extension headers, has tcp[13] and the like look at both versions of IP, and
	// checks for the header on the right of an operator too. Fragments but the first
	// have a protocol, but no ports and no transport header.
	Scoped
)

// scope is where the headers are that primitives look at.
type scope struct {
	link link.Type // of the innermost header so far

	hdr, prevHdr offset // link-layer header; the one before it
	typ          offset // field with the type of what follows
	pl           offset // what follows the link-layer header
	nl, nosnap   uint32 // network header from there: with, without SNAP
	nosnapKnown  bool

	encap     bool // within geneve or vxlan
	lane      bool // within ATM LAN emulation
	mplsDepth int
	vlanDepth int

	decap   bool // within decap
	inner   bool // and behind a header that it looked past
	typeVar int  // the variable that has the EtherType, and 1; 0 if it is in the packet
	maybe   bool // there may be no link-layer header: hdr says so
	walked  bool // what the packet carries has been found
}

// alternative is one way for an expression to be true, and the scope after it.
type alternative struct {
	c *cond
	scope
}

// anyOf is true if one of the alternatives is.
func anyOf(alts []alternative) *cond {
	xs := make([]*cond, len(alts))
	for i, a := range alts {
		xs[i] = a.c
	}
	return or(xs...)
}

// scoped generates an expression in the scope at hand.
func (g *generator) scoped(e Expr) []alternative {
	start := g.scope
	switch e := e.(type) {
	case *And:
		return g.sequence(e.Xs)
	case *Or:
		var alts []alternative
		for xs := e.Xs; len(xs) > 0; {
			g.scope = start
			if n := g.portRun(xs); n > 1 {
				alts = append(alts, alternative{g.anyPort(xs[:n]), start})
				xs = xs[n:]
				continue
			}
			alts = append(alts, g.scoped(xs[0])...)
			xs = xs[1:]
		}
		return merge(alts)
	case *Not:
		c := not(anyOf(g.scoped(e.X)))
		return []alternative{{c, start}}
	case *Decap:
		return []alternative{{g.decapsulated(e), start}}
	}
	g.step(e.span())
	return []alternative{{g.single(e), g.scope}}
}

// step bounds how often primitives are generated: those after alternatives with
// scopes of their own are generated for each.
func (g *generator) step(s span) {
	if g.steps++; g.steps > maxSteps {
		fail(Limit, s, "expression takes more than %d steps", maxSteps)
	}
	g.at = s
	g.interrupted()
}

// sequence generates operands of "and", each in the scope after the one before.
func (g *generator) sequence(xs []Expr) []alternative {
	var before []*cond
	for i, x := range xs {
		alts := g.scoped(x)
		if len(alts) > 1 {
			return g.branches(before, alts, xs[i+1:])
		}
		before = append(before, alts[0].c)
		g.scope = alts[0].scope
	}
	return []alternative{{and(before...), g.scope}}
}

// branches generates the rest of the operands of "and" after each alternative.
func (g *generator) branches(before []*cond, alts []alternative, rest []Expr) []alternative {
	var out []alternative
	for _, a := range alts {
		g.scope = a.scope
		for _, r := range g.sequence(rest) {
			c := and(slices.Concat(before, []*cond{a.c, r.c})...)
			out = append(out, alternative{c, r.scope})
		}
	}
	return merge(out)
}

// merge joins the alternatives that have the same scope.
func merge(alts []alternative) []alternative {
	var out []alternative
	var conds [][]*cond
	index := map[scope]int{}
	for _, a := range alts {
		i, ok := index[a.scope]
		if !ok {
			i = len(out)
			index[a.scope] = i
			out, conds = append(out, a), append(conds, nil)
		}
		conds[i] = append(conds[i], a.c)
	}
	for i := range out {
		out[i].c = or(conds[i]...)
	}
	return out
}

// tunnelVar names a variable of a tunnel: the first, second or third that a
// primitive uses in a scope.
type tunnelVar struct {
	word string
	n    int
	scope
}

// tunnelVar makes a variable for a tunnel. With Scoped, the same primitive in the
// same scope has the same one: vxlan and geneve set theirs before anything reads
// it, and vlan gives its one the same value wherever it is.
func (g *generator) tunnelVar(word string, n int) int {
	if g.opts.Semantics != Scoped && !g.decap {
		return g.newVar()
	}
	key := tunnelVar{word, n, g.scope}
	v, ok := g.tunnelVars[key]
	if !ok {
		v = g.newVar()
		if g.tunnelVars == nil {
			g.tunnelVars = map[tunnelVar]int{}
		}
		g.tunnelVars[key] = v
	}
	return v
}
