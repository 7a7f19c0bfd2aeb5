package filter

// precedence of the operators on values. % and ^ are special: libpcap's grammar
// gives them none, so that they bind tighter than anything on their left and
// take everything on their right.
var precedence = [numOps]int{
	opPipe: 1, opAmp: 2, opShl: 3, opShr: 3, opPlus: 4, opMinus: 4, opStar: 5, opSlash: 5,
	opPercent: 6, opCaret: 6,
}

// value reads the rest of a value after its first atom, as far as operators bind
// tighter than min.
func (p *parser) value(left Value, min int) Value {
	for p.tok.kind == tOp {
		o := p.tok.op
		prec := precedence[o]
		if prec <= min && !greedy(o) || prec == 0 {
			break
		}
		p.count()
		p.advance()
		if greedy(o) {
			prec = 0
		}
		p.enter()
		right := p.value(p.valueAtom(), prec)
		p.leave()
		left = &Binary{Op: opText[o], X: left, Y: right}
	}
	return left
}

func greedy(o op) bool { return o == opPercent || o == opCaret }

// valueAtom reads a number, len, a header access, a negation or brackets.
func (p *parser) valueAtom() Value {
	at := p.tok.span
	switch {
	case p.tok.kind == tNum:
		p.advance()
		return &Const{N: p.lastNum(at), at: at}
	case p.accept(opMinus):
		p.enter()
		defer p.leave()
		// Unary minus binds tighter than all but the greedy operators.
		x := p.value(p.valueAtom(), 6)
		return &Neg{X: x, at: span{at.at, p.prev.end}}
	case p.is(opLParen):
		p.enter()
		defer p.leave()
		p.advance()
		v := p.value(p.valueAtom(), 0)
		p.expect(opRParen)
		return v
	case p.tok.kind == tKey && p.tok.word == "len":
		p.advance()
		return &Length{at: at}
	case p.tok.kind == tKey:
		if proto, ok := protoWords[string(p.tok.word)]; ok {
			p.advance()
			return p.index(proto, at)
		}
	}
	p.wanted("a value")
	return nil
}

// lastNum reads the number at s again: the parser keeps one lexeme only.
func (p *parser) lastNum(s span) uint32 {
	l := lexer{src: p.lex.src, pos: s.at}
	return l.next().num
}

// count bounds the operators and accesses of a comparison.
func (p *parser) count() {
	if p.ops++; p.ops > MaxValues {
		fail(Limit, p.tok.span, "comparison has more than %d operators", MaxValues)
	}
}

// index reads [offset:size] after a protocol.
func (p *parser) index(proto Proto, at span) Value {
	p.count()
	p.enter()
	defer p.leave()
	p.expect(opLBracket)
	v := &Index{Proto: proto, Offset: p.value(p.valueAtom(), 0), Size: 1}
	if p.accept(opColon) {
		s := p.tok.span
		v.Size = p.number()
		if v.Size != 1 && v.Size != 2 && v.Size != 4 {
			fail(Range, s, "data size must be 1, 2 or 4, not %d", v.Size)
		}
	}
	p.expect(opRBracket)
	v.at = span{at.at, p.prev.end}
	return v
}
