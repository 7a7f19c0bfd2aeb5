package filter

// decap reads "decap" with what it is about: a primitive, something in brackets, or
// after "and" all that is joined with that.
func (p *parser) decap() part {
	e := &Decap{at: p.tok.span, open: true}
	p.advance()
	if p.is(opAnd) {
		return part{expr: e}
	}
	p.enter()
	defer p.leave()
	e.open = false
	if p.accept(opLBrace) {
		r := p.list(nil)
		p.expect(opRBrace)
		e.X = r.expr
	} else if p.is(opOr) || p.is(opRParen) || p.is(opRBrace) || p.tok.kind == tEnd {
		p.wanted("an expression after decap, or 'and'")
	} else {
		r := p.settle(p.part(nil), nil)
		e.X = r.expr
	}
	if e.X == nil {
		p.wanted("a comparison")
	}
	e.at.end = p.prev.end
	return part{expr: e}
}

// opened returns the decap that takes what follows with "and", or nil.
func opened(e Expr) *Decap {
	switch e := e.(type) {
	case *Decap:
		if e.open {
			return e
		}
	case *And:
		if !e.closed {
			return opened(e.Xs[len(e.Xs)-1])
		}
	}
	return nil
}

// take gives an open decap another operand.
func (e *Decap) take(x Expr) {
	if e.X == nil {
		e.X = x
	} else {
		e.X = combine(true, e.X, x)
	}
	e.at.end = x.span().end
}

// settled closes an open decap at the end of a list; without anything after it,
// something is missing.
func (p *parser) settled(e Expr) {
	d := opened(e)
	if d == nil {
		return
	}
	if d.X == nil {
		p.wanted("an expression after decap")
	}
	p.settled(d.X)
	d.open = false
}

// Protocol numbers of tunnels.
const (
	ipIPv4 = 4
	ipIPv6 = 41
	ipGRE  = 47
)
