package filter

import (
	"io"
	"slices"
	"strings"
	"sync"
)

// Dialect is the language of an expression. The zero value is libpcap's, exactly.
type Dialect struct {
	// Extended adds what people write for short, most of which is rewritten to
	// libpcap's language as it is read, and prints back as that:
	//
	//	port {80, 443}       one of these: of all that may follow a qualifier
	//	ip[8] = {1, 64}      likewise of values; != means none of these
	//	action {pass, block} likewise of names and numbers after ifindex, type, llc, vpi and such
	//	host @FILE           the identifiers in a list, also among others in {}
	//	gre, ipip            proto 47; proto 4 or proto 41
	//	tcpflags syn,ack     both flags are set, over IPv4 or IPv6
	//	tcpflags any syn,fin at least one of them is
	//	tcpflags only syn    these are set and no others
	//
	// and what libpcap's language cannot say, and prints back as it is:
	//
	//	vlan {1, 2}          also after mpls, pppoes, geneve and vxlan
	//	vxlan port 8472      another UDP port, or {several}; also after geneve and gtp,
	//	                     and after networks: "vxlan {7, 8} port 8472"
	//	gtp                  GTP-C and GTP-U: UDP port 2123, or those of Options.Ports.GTPU
	//	decap (EXPR)         EXPR is true for the packet or for one within it: see Decap
	//	decap and EXPR       the same, as far as "and" reaches
	//
	// Directly after a qualifier gre, ipip, gtp and decap are names as before: "proto
	// gre". In {} and lists keywords are names: "proto {tcp, udp}".
	Extended bool

	// Open opens the list that @name stands for. It holds identifiers or numbers
	// with white space or commas between them; # begins a comment. If Open is nil,
	// there are no lists: expressions from elsewhere must not open files.
	Open func(name string) (io.ReadCloser, error)
}

// Bounds on lists.
const (
	MaxListBytes = 4 << 20 // bytes of all lists of an expression
	MaxLists     = 256     // uses of a list in an expression
)

// Parse reads an expression in this dialect. It is like the function Parse.
func (d Dialect) Parse(expr string) (e Expr, err error) {
	defer recoverFault(expr, &err)
	if len(expr) > MaxLength {
		fail(Limit, span{MaxLength, len(expr)}, "expression is longer than %d bytes", MaxLength)
	}
	p := parsers.Get().(*parser)
	*p = parser{dialect: d, lex: lexer{src: expr, extended: d.Extended}, quals: p.quals}
	p.quals.reset()
	e = p.all()
	*p = parser{quals: p.quals}
	parsers.Put(p)
	return e, nil
}

// parsers are those that reached the end of an expression; nothing of them is in it.
var parsers = sync.Pool{New: func() any { return new(parser) }}

// isSet reports whether a set or list comes next. Only the lexer of the extended
// dialect knows them.
func (p *parser) isSet() bool { return p.is(opLBrace) || p.tok.kind == tList }

// elements calls f at every element of a set or list, which f must read from the
// parser that it gets: p itself, or one of a list.
func (p *parser) elements(f func(from *parser)) {
	if p.tok.kind == tList {
		p.listed(f)
		return
	}
	p.expect(opLBrace)
	for {
		if p.tok.kind == tList {
			p.listed(f)
		} else {
			f(p)
		}
		if !p.accept(opComma) {
			break
		}
	}
	p.expect(opRBrace)
}

// identifiers reads a set after qualifiers.
func (p *parser) identifiers(q *Quals) part {
	var xs []Expr
	p.elements(func(from *parser) {
		m := from.element(q)
		if from.within != nil {
			m.at = *from.within
		}
		xs = append(xs, m)
	})
	return part{sort: sID, expr: one(xs, false), quals: q}
}

// element reads one identifier. There can be no keywords here, so they are names.
func (p *parser) element(q *Quals) *Match {
	switch p.tok.kind {
	case tKey:
		p.tok.kind = tName
	case tNum:
		at := p.tok.span
		return &Match{Quals: *q, ID: ID{Kind: IDNumber, Num: p.number()}, at: at}
	case tName, tDotted, tIPv6, tMAC, tArcnet:
	default:
		p.wanted("an identifier")
	}
	return p.identifier(q).expr.(*Match)
}

// relations reads the set after "x =" or "x !=".
func (p *parser) relations(op string, x Value) part {
	if op != "=" && op != "!=" {
		p.wanted("a value: sets go with = and !=")
	}
	var xs []Expr
	p.elements(func(from *parser) {
		var y Value
		if from.within != nil {
			y = &Const{N: from.number(), at: *from.within}
		} else {
			y = from.value(from.valueAtom(), 0)
		}
		xs = append(xs, &Relation{Op: op, X: x, Y: y, at: span{x.span().at, y.span().end}})
	})
	return part{expr: one(xs, op == "!=")}
}

// one joins expressions.
func one(xs []Expr, and bool) Expr {
	switch {
	case len(xs) == 1:
		return xs[0]
	case and:
		return &And{Xs: slices.Clip(xs), closed: true}
	}
	return &Or{Xs: slices.Clip(xs), closed: true}
}

// listed reads the elements of the list that @name stands for. Their place in the
// expression is that of the @name.
func (p *parser) listed(f func(from *parser)) {
	name, at := p.tok.text, p.tok.span
	text := p.readList(name, at)
	p.advance()
	from := &parser{lex: lexer{src: text, extended: true}, within: &at}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case fault:
			line := 1 + strings.Count(text[:min(r.Column-1, len(text))], "\n")
			fail(r.Kind, at, "list '%s', line %d: %s", short(name), line, r.Msg)
		default:
			panic(r)
		}
	}()
	from.advance()
	if from.tok.kind == tEnd {
		fail(Syntax, from.tok.span, "nothing is in the list")
	}
	for from.tok.kind != tEnd {
		f(from)
		from.accept(opComma)
	}
}

// readList returns the text of a list, with spaces for comments.
func (p *parser) readList(name string, at span) string {
	if p.dialect.Open == nil {
		fail(Unsupported, at, "lists are not enabled")
	}
	if p.lists++; p.lists > MaxLists {
		fail(Limit, at, "expression uses more than %d lists", MaxLists)
	}
	r, err := p.dialect.Open(name)
	if err != nil {
		listFailed(name, at, err)
	}
	defer r.Close()
	left := MaxListBytes - p.listBytes
	b, err := io.ReadAll(io.LimitReader(r, int64(left)+1))
	if err != nil {
		listFailed(name, at, err)
	}
	if len(b) > left {
		fail(Limit, at, "lists are longer than %d bytes", MaxListBytes)
	}
	p.listBytes += len(b)
	blank(b)
	return string(b)
}

// blank overwrites comments.
func blank(b []byte) {
	comment := false
	for i, c := range b {
		comment = c != '\n' && (comment || c == '#')
		if comment {
			b[i] = ' '
		}
	}
}

func listFailed(name string, at span, err error) {
	panic(fault{&Error{Kind: Lookup, Column: at.at + 1, Length: at.end - at.at,
		Msg: "list '" + short(name) + "': " + short(err.Error()), Err: err}})
}

// shorthand reads a word that is a keyword of the extended dialect only; ok is
// false if there is none.
func (p *parser) shorthand() (r part, ok bool) {
	if !p.lex.extended || p.names > 0 || p.tok.kind != tName || p.lex.src[p.tok.at] == '\\' {
		return part{}, false
	}
	at := p.tok.span
	match := func(q Quals, n uint32) Expr { return &Match{Quals: q, ID: ID{Kind: IDNumber, Num: n}, at: at} }
	var e Expr
	switch p.tok.text {
	case "decap":
		return p.decap(), true
	case "gre":
		e = match(Quals{Type: ProtoType}, ipGRE)
	case "ipip":
		e = one([]Expr{match(Quals{Type: ProtoType}, ipIPv4), match(Quals{Type: ProtoType}, ipIPv6)}, false)
	case "gtp":
		return p.gtp(), true
	default:
		return part{}, false
	}
	p.advance()
	return part{expr: e}, true
}

// gtp reads "gtp port 2152".
func (p *parser) gtp() part {
	at := p.tok.at
	e := &Primitive{Word: "gtp"}
	p.advance()
	p.tunnelPorts(e)
	e.at = span{at, p.prev.end}
	return part{expr: e}
}

// tunnelPorts reads the ports after a tunnel over UDP, if there are any.
func (p *parser) tunnelPorts(e *Primitive) {
	if !p.lex.extended || p.tok.kind != tKey || p.tok.word != "port" || tunnelOf[e.Word] == noTunnel {
		return
	}
	p.advance()
	if p.isSet() {
		e.Ports = p.numbers()
		return
	}
	e.Ports = []Arg{p.numArg()}
}

// anyOfWords take several numbers of which one must fit; as they move headers, they
// cannot be rewritten to several of them.
var anyOfWords = map[string]bool{"vlan": true, "mpls": true, "pppoes": true, "geneve": true, "vxlan": true, "gtp": true}

// eachOfWords with several arguments are rewritten.
var eachOfWords = map[keyword]bool{
	"ifindex": true, "ifname": true, "rset": true, "rnr": true, "srnr": true, "reason": true, "action": true,
}

// numbers reads a set of numbers.
func (p *parser) numbers() (args []Arg) {
	p.elements(func(from *parser) {
		a := Arg{Num: from.number(), IsNum: true, at: from.prev}
		if from.within != nil {
			a.at = *from.within
		}
		args = append(args, a)
	})
	return args
}

// each makes a primitive with each argument of a set.
func (p *parser) each(e *Primitive, at int, arg func(from *parser) Arg) part {
	var xs []Expr
	p.elements(func(from *parser) {
		a := arg(from)
		if from.within != nil {
			a.at = *from.within
		}
		xs = append(xs, &Primitive{Word: e.Word, Args: []Arg{a}, at: a.at})
	})
	return part{expr: one(xs, false)}
}

var tcpFlags = map[string]uint32{
	"fin": 1, "syn": 2, "rst": 4, "psh": 8, "push": 8, "ack": 16, "urg": 32, "ece": 64, "cwr": 128,
}

// flags reads "any syn,fin" after tcpflags.
func (p *parser) flags(at span) Expr {
	how := ""
	switch p.tok.text {
	case "any", "all", "only":
		how = p.tok.text
		p.advance()
	}
	mask := p.flag()
	for p.accept(opComma) {
		mask |= p.flag()
	}
	at.end = p.prev.end
	num := func(n uint32) Value { return &Const{N: n, at: at} }
	field := func(proto Proto, n uint32) Value {
		return &Index{Proto: proto, Offset: num(n), Size: 1, at: at, both: true}
	}
	test := func(v Value) Expr {
		switch how {
		case "any":
			return &Relation{Op: "!=", X: &Binary{Op: "&", X: v, Y: num(mask)}, Y: num(0), at: at}
		case "only":
			return &Relation{Op: "=", X: v, Y: num(mask), at: at}
		}
		return &Relation{Op: "=", X: &Binary{Op: "&", X: v, Y: num(mask)}, Y: num(mask), at: at}
	}
	const flagByte, ip6Header = 13, 40
	next := &Relation{Op: "=", X: field(IP6, 6), Y: num(ipTCP), at: at}
	v6 := &And{Xs: []Expr{next, test(field(IP6, ip6Header+flagByte))}, closed: true}
	return &Or{Xs: []Expr{test(field(TCP, flagByte)), v6}, closed: true}
}

// flag reads the name of a flag of TCP.
func (p *parser) flag() uint32 {
	if p.tok.kind != tName {
		p.wanted("a TCP flag: fin, syn, rst, psh, ack, urg, ece or cwr")
	}
	n, ok := tcpFlags[p.tok.text]
	if !ok {
		fail(UnknownName, p.tok.span, "unknown TCP flag '%s'", short(p.tok.text))
	}
	p.advance()
	return n
}
