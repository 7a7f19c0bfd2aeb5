package filter

// keyword reads a part that begins with a keyword.
func (p *parser) keyword() part {
	start := p.tok
	if proto, ok := protoWords[string(start.word)]; ok {
		p.advance()
		return p.afterProto(proto, start.span)
	}
	switch w := start.word; w {
	case "len":
		p.advance()
		return part{sort: sValue, value: &Length{at: start.span}}
	case "src", "dst", "addr1", "addr2", "addr3", "addr4", "ra", "ta",
		"host", "net", "port", "portrange", "proto", "protochain", "gateway":
		return p.head("")
	case "broadcast", "multicast":
		p.advance()
		return part{expr: &Cast{Multi: w == "multicast", at: start.span}}
	case "type", "subtype", "dir":
		return p.wlan()
	case "vpi", "vci", "sio", "opc", "dpc", "sls", "hsio", "hopc", "hdpc", "hsls":
		return p.field()
	}
	return p.primitive()
}

// afterProto reads what may follow a protocol.
func (p *parser) afterProto(proto Proto, at span) part {
	switch {
	case p.is(opLBracket):
		return part{sort: sValue, value: p.index(proto, at)}
	case p.tok.kind == tKey:
		switch w := p.tok.word; w {
		case "src", "dst", "addr1", "addr2", "addr3", "addr4", "ra", "ta",
			"host", "net", "port", "portrange", "proto", "protochain", "gateway":
			return p.head(proto)
		case "broadcast", "multicast":
			p.advance()
			return part{expr: &Cast{Proto: proto, Multi: w == "multicast", at: span{at.at, p.prev.end}}}
		case "type", "subtype", "dir":
			return p.wlan()
		}
	}
	return part{expr: &Has{Proto: proto, at: at}}
}

// head reads direction and type qualifiers and the first identifier.
func (p *parser) head(proto Proto) part {
	q := p.quals.take()
	*q = Quals{Proto: proto, Dir: p.dir()}
	switch p.tok.word {
	case "host", "net", "port", "portrange":
		q.Type = Type(p.tok.word)
		p.advance()
	case "proto", "protochain", "gateway":
		if q.Dir != "" {
			p.unexpected()
		}
		q.Type = Type(p.tok.word)
		p.advance()
	}
	r := p.settle(p.idPart(q), q)
	if r.sort != sID {
		p.wanted("an identifier")
	}
	r.sort = sTerm
	return r
}

// idPart reads what follows qualifiers: an identifier, "not", or brackets.
func (p *parser) idPart(q *Quals) part {
	p.names++
	defer func() { p.names-- }()
	switch {
	case p.is(opNot):
		p.enter()
		defer p.leave()
		at := p.tok.at
		p.advance()
		r := p.settle(p.idPart(q), q)
		r.expr = &Not{X: r.expr, at: span{at, p.prev.end}}
		return r
	case p.tok.kind == tKey:
		p.wanted("an identifier")
	case p.tok.kind == tOp && p.tok.op != opLParen && !p.isSet():
		p.wanted("an identifier")
	}
	return p.atom(q)
}

// dir reads a direction qualifier.
func (p *parser) dir() Dir {
	w := p.tok.word
	switch w {
	case "src", "dst":
		p.advance()
		return p.secondDir(Dir(w))
	case "addr1", "addr2", "addr3", "addr4", "ra", "ta":
		p.advance()
		return Dir(w)
	}
	return ""
}

// secondDir reads "or dst" after "src" and the like. "src and dst" needs two
// lexemes of foresight, so the lexer is put back if it is something else.
func (p *parser) secondDir(first Dir) Dir {
	other := keyword("dst")
	if first == Dst {
		other = "src"
	}
	if !p.is(opAnd) && !p.is(opOr) {
		return first
	}
	saved, pos, prev := p.tok, p.lex.pos, p.prev
	p.advance()
	if p.tok.kind == tKey && p.tok.word == other {
		p.advance()
		if saved.op == opAnd {
			return SrcAndDst
		}
		return SrcOrDst
	}
	p.tok, p.lex.pos, p.prev = saved, pos, prev
	return first
}

// wlan reads type, subtype and dir of IEEE 802.11.
func (p *parser) wlan() part {
	at := p.tok.at
	e := &Primitive{Word: string(p.tok.word)}
	p.advance()
	if p.isSet() {
		return p.each(e, at, func(from *parser) Arg { return from.arg() })
	}
	e.Args = append(e.Args, p.arg())
	if e.Word == "type" && p.tok.kind == tKey && p.tok.word == "subtype" {
		p.advance()
		e.Args = append(e.Args, p.arg())
	}
	e.at = span{at, p.prev.end}
	return part{expr: e}
}

// arg reads a number or a name.
func (p *parser) arg() Arg {
	a := Arg{at: p.tok.span}
	switch p.tok.kind {
	case tNum:
		a.Num, a.IsNum = p.tok.num, true
	case tName:
		a.Name = p.tok.text
	default:
		p.wanted("a number or a name")
	}
	p.advance()
	return a
}

// numArg reads a number, also one in brackets.
func (p *parser) numArg() Arg {
	if p.is(opLParen) {
		p.enter()
		defer p.leave()
		p.advance()
		a := p.numArg()
		p.expect(opRParen)
		return a
	}
	a := Arg{at: p.tok.span, IsNum: true}
	a.Num = p.number()
	return a
}

// arguments says what follows each word: none, an optional number (?), a number
// (n) or a name (s).
var arguments = map[keyword]string{
	"vlan": "?", "mpls": "?", "pppoes": "?", "geneve": "?", "vxlan": "?", "pppoed": "",
	"less": "n", "greater": "n", "inbound": "", "outbound": "", "ifindex": "n",
	"ifname": "s", "rset": "s", "rnr": "n", "srnr": "n", "reason": "s", "action": "s",
	"lane": "", "metac": "", "bcc": "", "sc": "", "ilmic": "", "oam": "", "oamf4": "", "oamf4sc": "", "oamf4ec": "",
	"connectmsg": "", "metaconnect": "", "fisu": "", "lssu": "", "msu": "", "hfisu": "", "hlssu": "", "hmsu": "",
}

// primitive reads any other word with its arguments.
func (p *parser) primitive() part {
	at, w := p.tok.at, p.tok.word
	e := &Primitive{Word: string(w)}
	switch w {
	case "llc":
		p.advance()
		if p.tok.kind == tKey && p.tok.word == "rnr" {
			p.tok.kind = tName // receiver not ready, not a rule number
		}
		if p.isSet() {
			return p.each(e, at, func(from *parser) Arg { return from.arg() })
		}
		if p.tok.kind == tName {
			e.Args = append(e.Args, p.arg())
		}
	case "byte":
		p.advance()
		p.byteop(e)
	default:
		kind, ok := arguments[w]
		if !ok {
			p.unexpected()
		}
		p.advance()
		if p.isSet() && eachOfWords[w] {
			return p.each(e, at, func(from *parser) Arg { return from.arguments(kind)[0] })
		}
		if e.Args = p.arguments(kind); kind == "?" {
			p.tunnelPorts(e)
		}
	}
	e.at = span{at, p.prev.end}
	return part{expr: e}
}

func (p *parser) arguments(kind string) (args []Arg) {
	switch {
	case kind == "?" && p.isSet():
		return p.numbers()
	case kind == "?" && (p.tok.kind == tNum || p.is(opLParen)), kind == "n":
		return []Arg{p.numArg()}
	case kind == "s":
		if p.tok.kind != tName {
			p.wanted("a name")
		}
		return []Arg{p.arg()}
	}
	return nil
}

// byteop reads "byte 8 = 5".
func (p *parser) byteop(e *Primitive) {
	e.Args = append(e.Args, p.numArg())
	o := p.tok
	switch {
	case p.is(opEq), p.is(opLt), p.is(opGt), p.is(opAmp), p.is(opPipe):
	default:
		p.wanted("one of = < > & |")
	}
	p.advance()
	e.Args = append(e.Args, Arg{Name: opText[o.op], at: o.span}, p.numArg())
}

// field reads a field of an ATM or SS7 header with its values.
func (p *parser) field() part {
	e := &Field{Word: string(p.tok.word), Op: "="}
	at := p.tok.at
	p.advance()
	if o := relations[p.tok.op]; o != "" && p.tok.kind == tOp {
		e.Op = o
		p.advance()
		e.Values = []uint32{p.number()}
	} else if p.accept(opLParen) {
		e.Values = []uint32{p.number()}
		for p.accept(opOr) {
			e.Values = append(e.Values, p.number())
		}
		p.expect(opRParen)
	} else if p.isSet() {
		for _, a := range p.numbers() {
			e.Values = append(e.Values, a.Num)
		}
	} else {
		e.Values = []uint32{p.number()}
	}
	e.at = span{at, p.prev.end}
	return part{expr: e}
}
