package filter

import "slices"

// Bounds on expressions. They are far above what people and programs write.
const (
	MaxLength = 1 << 20 // bytes of an expression
	MaxDepth  = 500     // brackets and "not"s within each other
	MaxValues = 256     // operators and accesses in the values of one comparison
)

// Parse reads an expression. An empty one, which matches every packet, gives nil
// without an error. Errors are of type *Error.
//
// "and" and "or" bind equally, from the left: "a or b and c" is "(a or b) and c".
func Parse(expr string) (Expr, error) { return Dialect{}.Parse(expr) }

// all reads the whole expression.
func (p *parser) all() Expr {
	p.advance()
	if p.tok.kind == tEnd {
		return nil
	}
	r := p.list(nil)
	if r.sort == sValue {
		p.wanted("a comparison")
	}
	if p.tok.kind != tEnd {
		p.unexpected()
	}
	return r.expr
}

// parser reads lexemes by recursive descent.
type parser struct {
	lex   lexer
	tok   lexeme
	prev  span
	depth int
	ops   int // operators and accesses in the comparison at hand
	quals slab[Quals]

	dialect   Dialect
	names     int   // depth of what can only be names, not shorthands
	lists     int   // lists used
	listBytes int   // read from them
	within    *span // of the list in the expression that this reads
}

// sort is what a piece of an expression is.
type sort uint8

const (
	sTerm   sort = iota // true or false, with qualifiers of its own
	sID                 // an identifier that took the qualifiers before it
	sNumber             // one number: identifier or value, depending on what follows
	sValue              // a value, to be compared
)

// part is a piece of an expression.
type part struct {
	sort  sort
	expr  Expr
	value Value
	quals *Quals // for the identifiers that follow; nil if they cannot
}

func (p *parser) advance() {
	p.prev = p.tok.span
	p.tok = p.lex.next()
}

// is reports whether the next lexeme is an operator.
func (p *parser) is(o op) bool { return p.tok.kind == tOp && p.tok.op == o }

// accept takes the operator if it is next.
func (p *parser) accept(o op) bool {
	if !p.is(o) {
		return false
	}
	p.advance()
	return true
}

func (p *parser) expect(o op) {
	if !p.accept(o) {
		p.wanted("'" + opText[o] + "'")
	}
}

// unexpected fails at the next lexeme.
func (p *parser) unexpected() { p.wanted("") }

// wanted fails at the next lexeme and says what should be there.
func (p *parser) wanted(what string) {
	e := &Error{Kind: Syntax, Column: p.tok.at + 1, Length: p.tok.end - p.tok.at}
	if p.tok.kind == tEnd {
		e.Msg = "expression ends too early"
	} else {
		e.Msg = "unexpected '" + short(p.tok.text) + "'"
	}
	if what != "" {
		e.Msg += ", want " + what
	}
	e.Suggestion = p.suggest()
	panic(fault{e})
}

// enter counts nesting.
func (p *parser) enter() {
	if p.depth++; p.depth > MaxDepth {
		fail(Limit, p.tok.span, "expression is nested more than %d deep", MaxDepth)
	}
}

func (p *parser) leave() { p.depth-- }

// list reads parts with "and" and "or" between them. Identifiers take the
// qualifiers q of what is before them. A list that begins with an identifier
// holds identifiers only.
func (p *parser) list(q *Quals) part {
	left := p.settle(p.part(q), q)
	if left.sort == sValue {
		return left
	}
	ids := left.sort == sID
	for p.is(opAnd) || p.is(opOr) {
		and := p.is(opAnd)
		p.advance()
		start := p.tok
		right := p.settle(p.part(left.quals), left.quals)
		if right.sort == sValue {
			p.wanted("a comparison")
		}
		if ids && right.sort == sTerm {
			p.tok = start
			p.wanted("an identifier")
		}
		if !and {
			p.settled(left.expr)
		}
		left.expr = combine(and, left.expr, right.expr)
		left.quals = right.quals
	}
	p.settled(left.expr)
	return left
}

// combine joins two expressions; a chain of the same operator is one node.
func combine(and bool, x, y Expr) Expr {
	if and {
		if d := opened(x); d != nil {
			d.take(y)
			return x
		}
		if l, ok := x.(*And); ok && !l.closed {
			l.Xs = append(l.Xs, y)
			return l
		}
		return &And{Xs: []Expr{x, y}}
	}
	if l, ok := x.(*Or); ok && !l.closed {
		l.Xs = append(l.Xs, y)
		return l
	}
	return &Or{Xs: []Expr{x, y}}
}

// settle decides that a number is an identifier, if qualifiers allow it.
func (p *parser) settle(r part, q *Quals) part {
	if r.sort != sNumber {
		return r
	}
	if q == nil {
		if p.is(opRParen) {
			r.sort = sValue // (5) may still be compared
			return r
		}
		p.wanted("a comparison or a qualifier before the number")
	}
	c := r.value.(*Const)
	return p.id(q, ID{Kind: IDNumber, Num: c.N}, c.at)
}

func (p *parser) id(q *Quals, id ID, at span) part {
	return part{sort: sID, expr: &Match{Quals: *q, ID: id, at: at}, quals: q}
}

// part reads one operand of "and" and "or".
func (p *parser) part(q *Quals) part {
	if p.is(opNot) {
		return p.not(q)
	}
	if p.depth == 0 {
		p.ops = 0
	}
	atom := p.atom(q)
	if atom.sort < sNumber || !p.isArith() {
		return atom
	}
	v := p.value(atom.value, 0)
	if o := relations[p.tok.op]; o != "" && p.tok.kind == tOp {
		p.advance()
		if p.isSet() {
			return p.relations(o, v)
		}
		y := p.value(p.valueAtom(), 0)
		return part{expr: &Relation{Op: o, X: v, Y: y, at: span{v.span().at, y.span().end}}}
	}
	return part{sort: sValue, value: v}
}

func (p *parser) not(q *Quals) part {
	p.enter()
	defer p.leave()
	at := p.tok.at
	p.advance()
	r := p.settle(p.part(q), q)
	if r.sort == sValue {
		p.wanted("a comparison")
	}
	p.settled(r.expr)
	r.expr = &Not{X: r.expr, at: span{at, p.prev.end}}
	return r
}

// relations are operators that compare.
var relations = [numOps]string{opEq: "=", opNe: "!=", opLt: "<", opGt: ">", opLe: "<=", opGe: ">="}

// isArith reports whether an operator on values comes next.
func (p *parser) isArith() bool {
	if p.tok.kind != tOp {
		return false
	}
	return relations[p.tok.op] != "" || precedence[p.tok.op] > 0
}

// atom reads a part without operators.
func (p *parser) atom(q *Quals) part {
	switch p.tok.kind {
	case tNum:
		c := &Const{N: p.tok.num, at: p.tok.span}
		word := p.tok.text
		p.advance()
		if p.lex.extended && word == "tcpflags" && p.tok.kind == tName {
			return part{expr: p.flags(c.at)}
		}
		return part{sort: sNumber, value: c}
	case tName, tDotted, tIPv6, tMAC, tArcnet, tList:
		if r, ok := p.shorthand(); ok {
			return r
		}
		if q == nil {
			p.wanted("a qualifier such as host, net or port before it")
		}
		if p.isSet() {
			return p.identifiers(q)
		}
		return p.identifier(q)
	case tOp:
		switch p.tok.op {
		case opLParen:
			return p.parens(q)
		case opLBrace:
			if q == nil {
				p.wanted("a qualifier such as host, net or port before it")
			}
			return p.identifiers(q)
		case opMinus:
			return part{sort: sValue, value: p.valueAtom()}
		}
	case tKey:
		return p.keyword()
	}
	p.unexpected()
	return part{}
}

// parens reads what is in brackets: an expression, identifiers, or a value.
func (p *parser) parens(q *Quals) part {
	p.enter()
	defer p.leave()
	at := p.tok.at
	p.advance()
	r := p.list(q)
	p.expect(opRParen)
	switch {
	case r.sort == sTerm:
		r.quals = q
		r.expr = closed(r.expr)
	case r.sort == sValue:
		if c, ok := r.value.(*Const); ok {
			c.at = span{at, p.prev.end}
			r.sort = sNumber
		}
	case r.sort == sID:
		r.expr = closed(r.expr)
	}
	return r
}

// closed keeps a bracketed chain apart from the one around it.
func closed(e Expr) Expr {
	switch x := e.(type) {
	case *And:
		return &And{Xs: slices.Clip(x.Xs), closed: true}
	case *Or:
		return &Or{Xs: slices.Clip(x.Xs), closed: true}
	}
	return e
}

// identifier reads a name or address with prefix length or mask.
func (p *parser) identifier(q *Quals) part {
	at := p.tok.span
	id := ID{Text: p.tok.text}
	switch p.tok.kind {
	case tDotted:
		id.Kind = IDDotted
	case tIPv6:
		id.Kind = IDIPv6
	case tMAC:
		id.Kind = IDMAC
	case tArcnet:
		id.Kind = IDArcnet
	}
	kind := p.tok.kind
	p.advance()
	if (kind == tDotted || kind == tIPv6) && p.accept(opSlash) {
		id.Bits, id.HasBits = p.number(), true
	} else if kind == tDotted && p.tok.kind == tKey && p.tok.word == "mask" {
		p.advance()
		if p.tok.kind != tDotted {
			p.wanted("a mask such as 255.255.0.0")
		}
		id.Mask = p.tok.text
		p.advance()
	}
	at.end = p.prev.end
	return p.id(q, id, at)
}

// number reads a number.
func (p *parser) number() uint32 {
	if p.tok.kind != tNum {
		p.wanted("a number")
	}
	n := p.tok.num
	p.advance()
	return n
}
