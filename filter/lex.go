package filter

import (
	"fmt"
	"net/netip"
	"strings"
)

// token is the kind of a token.
type token uint8

const (
	tEnd    token = iota
	tNum          // a 32-bit number
	tName         // a name, or a keyword where word is not 0
	tDotted       // 10.1, 10.1.2 or 10.1.2.3
	tIPv6         // an IPv6 address
	tMAC          // a MAC-48 address
	tArcnet       // $XX
	tKey          // a keyword
	tOp           // an operator or bracket
	tList         // @name, in the extended dialect
)

// lexeme is one token with its text and value.
type lexeme struct {
	kind token
	word keyword // of tKey
	op   op      // of tOp
	num  uint32  // of tNum
	text string  // as written, without the backslash that escapes a keyword
	span
}

// op is an operator or bracket.
type op uint8

const (
	opNone op = iota
	opLParen
	opRParen
	opLBracket
	opRBracket
	opColon
	opSlash
	opPlus
	opMinus
	opStar
	opPercent
	opAmp
	opPipe
	opCaret
	opShl
	opShr
	opLt
	opGt
	opLe
	opGe
	opEq
	opNe
	opNot
	opAnd
	opOr
	opLBrace // this and the following in the extended dialect
	opRBrace
	opComma

	numOps
)

var opText = [...]string{
	opLParen: "(", opRParen: ")", opLBracket: "[", opRBracket: "]", opColon: ":", opSlash: "/",
	opPlus: "+", opMinus: "-", opStar: "*", opPercent: "%", opAmp: "&", opPipe: "|", opCaret: "^",
	opShl: "<<", opShr: ">>", opLt: "<", opGt: ">", opLe: "<=", opGe: ">=", opEq: "=", opNe: "!=",
	opNot: "not", opAnd: "and", opOr: "or",
	opLBrace: "{", opRBrace: "}", opComma: ",",
}

// lexer cuts an expression into lexemes.
type lexer struct {
	src      string
	pos      int
	extended bool // knows { } , and @name
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

func isAlnum(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

// next returns the next lexeme. It fails on text that begins no token.
func (l *lexer) next() lexeme {
	for l.pos < len(l.src) && isSpace(l.src[l.pos]) {
		l.pos++
	}
	at := l.pos
	if at == len(l.src) {
		return lexeme{kind: tEnd, span: span{at, at}}
	}
	c := l.src[at]
	switch {
	case c == '\\':
		return l.escaped(at)
	case c == '$':
		return l.arcnet(at)
	case c == '@' && l.extended:
		return l.list(at)
	case isAlnum(c) || c == ':':
		if x, ok := l.word(at); ok {
			return x
		}
	}
	return l.operator(at)
}

// escaped reads \name: a name even where it is a keyword.
func (l *lexer) escaped(at int) lexeme {
	end := at + 1
	for end < len(l.src) && !isSpace(l.src[end]) && !l.ends(l.src[end]) {
		end++
	}
	if end == at+1 {
		fail(Syntax, span{at, at + 1}, "nothing follows the backslash")
	}
	l.pos = end
	return lexeme{kind: tName, text: l.src[at+1 : end], span: span{at, end}}
}

// ends reports whether a character ends an escaped name.
func (l *lexer) ends(c byte) bool {
	return strings.IndexByte("!()", c) >= 0 || l.extended && strings.IndexByte("{},", c) >= 0
}

// list reads @name.
func (l *lexer) list(at int) lexeme {
	end := at + 1
	for end < len(l.src) && !isSpace(l.src[end]) && !l.ends(l.src[end]) {
		end++
	}
	if end == at+1 {
		fail(Syntax, span{at, at + 1}, "nothing follows the '@'")
	}
	l.pos = end
	return lexeme{kind: tList, text: l.src[at+1 : end], span: span{at, end}}
}

// arcnet reads $X or $XX.
func (l *lexer) arcnet(at int) lexeme {
	end := at + 1
	for end < len(l.src) && end < at+3 && isHex(l.src[end]) {
		end++
	}
	if end == at+1 {
		fail(Syntax, span{at, at + 1}, "'$' must be followed by one or two hexadecimal digits")
	}
	l.pos = end
	return lexeme{kind: tArcnet, text: l.src[at:end], span: span{at, end}}
}

// word reads a name, number or address: the longest of those that fit.
func (l *lexer) word(at int) (lexeme, bool) {
	name := l.nameEnd(at)
	colons := l.colonEnd(at)
	if colons > name {
		if x, ok := l.colons(at, colons); ok {
			return x, true
		}
	}
	if name == at {
		return lexeme{}, false
	}
	l.pos = name
	text := l.src[at:name]
	x := lexeme{kind: tName, text: text, span: span{at, name}}
	x.classify()
	return x, true
}

// classify finds out what a word is.
func (x *lexeme) classify() {
	if !isDigit(x.text[0]) && x.reserved() {
		return
	}
	if _, ok := ParseMAC(x.text); ok {
		x.kind = tMAC
	} else if n, ok := number(x.text, x.span); ok {
		x.kind, x.num = tNum, n
	} else if isDotted(x.text) {
		x.kind = tDotted
	}
}

// reserved finds keywords and constants.
func (x *lexeme) reserved() bool {
	if w, ok := keywords[x.text]; ok {
		x.kind, x.word = tKey, w
		if o := w.op(); o != opNone {
			x.kind, x.op = tOp, o
		}
		return true
	}
	n, ok := constants[x.text]
	if ok {
		x.kind, x.num = tNum, n
	}
	return ok
}

// nameEnd returns where the longest [A-Za-z0-9]([-_.A-Za-z0-9]*[.A-Za-z0-9])? ends.
func (l *lexer) nameEnd(at int) int {
	end := at
	for i := at; i < len(l.src); i++ {
		c := l.src[i]
		switch {
		case isAlnum(c), c == '.' && i > at:
			end = i + 1
		case (c == '-' || c == '_') && i > at:
		default:
			return end
		}
	}
	return end
}

// colonEnd returns where a run of hexadecimal digits, colons and dots ends.
func (l *lexer) colonEnd(at int) int {
	end := at
	for end < len(l.src) && (isHex(l.src[end]) || l.src[end] == ':' || l.src[end] == '.') {
		end++
	}
	return end
}

// colons reads an address with colons in it. A single colon, as in [0:2], is no
// address.
func (l *lexer) colons(at, end int) (lexeme, bool) {
	text := l.src[at:end]
	s := span{at, end}
	if end < len(l.src) && (isAlnum(l.src[end]) || l.src[end] == '_') {
		return lexeme{}, false
	}
	n := strings.Count(text, ":")
	if n < 2 {
		return lexeme{}, false
	}
	l.pos = end
	if _, ok := ParseMAC(text); ok {
		return lexeme{kind: tMAC, text: text, span: s}, true
	}
	if a, err := netip.ParseAddr(text); err == nil && a.Is6() {
		return lexeme{kind: tIPv6, text: text, span: s}, true
	}
	if n == 5 && !strings.Contains(text, "::") && !strings.Contains(text, ".") {
		fail(Address, s, "invalid Ethernet address '%s'", short(text))
	}
	if n >= 5 && !strings.Contains(text, "::") {
		fail(Syntax, s, "'%s' is no address: too many colons", short(text))
	}
	if strings.Contains(text, "::") {
		fail(Address, s, "invalid IPv6 address '%s'", short(text))
	}
	l.pos = at
	return lexeme{}, false
}

var oneOps = map[byte]op{
	'(': opLParen, ')': opRParen, '[': opLBracket, ']': opRBracket, ':': opColon, '/': opSlash,
	'+': opPlus, '-': opMinus, '*': opStar, '%': opPercent, '&': opAmp, '|': opPipe, '^': opCaret,
	'<': opLt, '>': opGt, '=': opEq, '!': opNot,
}

// setOps are those of the extended dialect.
var setOps = map[byte]op{'{': opLBrace, '}': opRBrace, ',': opComma}

var twoOps = map[string]op{
	"<<": opShl, ">>": opShr, "<=": opLe, ">=": opGe, "==": opEq, "!=": opNe, "&&": opAnd, "||": opOr,
}

// operator reads an operator or bracket.
func (l *lexer) operator(at int) lexeme {
	if at+2 <= len(l.src) {
		if o, ok := twoOps[l.src[at:at+2]]; ok {
			l.pos = at + 2
			return lexeme{kind: tOp, op: o, text: l.src[at : at+2], span: span{at, at + 2}}
		}
	}
	o, ok := oneOps[l.src[at]]
	if !ok && l.extended {
		o, ok = setOps[l.src[at]]
	}
	if ok {
		l.pos = at + 1
		return lexeme{kind: tOp, op: o, text: l.src[at : at+1], span: span{at, at + 1}}
	}
	r := []rune(l.src[at:min(len(l.src), at+4)])[0]
	e := &Error{Kind: Syntax, Column: at + 1, Length: min(len(l.src)-at, len(string(r))), Msg: fmt.Sprintf("unexpected character %q", r)}
	if r == '{' || r == '@' {
		e.Suggestion = "sets and lists are of the extended dialect"
	}
	panic(fault{e})
}

// number reads a decimal, octal or hexadecimal number. ok is false if the text
// is something else; it fails if the text is a number that cannot be.
func number(text string, s span) (n uint32, ok bool) {
	base, digits := uint64(10), text
	switch {
	case len(text) > 2 && text[0] == '0' && text[1]|0x20 == 'x':
		base, digits = 16, text[2:]
	case len(text) > 1 && text[0] == '0':
		base, digits = 8, text[1:]
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) && (base != 16 || !isHex(digits[i])) {
			return 0, false
		}
	}
	var v uint64
	for i := range len(digits) {
		d := uint64(digits[i] - '0')
		if d > 9 {
			d = uint64(digits[i]|0x20-'a') + 10
		}
		if d >= base {
			fail(Number, s, "number '%s' contains a digit that is not octal", short(text))
		}
		if v = v*base + d; v > 0xffffffff {
			fail(Number, s, "number '%s' does not fit in 32 bits", short(text))
		}
	}
	return uint32(v), len(digits) > 0
}

// short cuts long text for an error message.
func short(s string) string {
	if len(s) > 64 {
		return s[:61] + "..."
	}
	return s
}

// isDotted reports whether s is two to four numbers with dots between them.
func isDotted(s string) bool {
	dots, digits := 0, 0
	for i := range len(s) {
		switch {
		case isDigit(s[i]):
			digits++
		case s[i] == '.' && digits > 0:
			dots++
			digits = 0
		default:
			return false
		}
	}
	return digits > 0 && dots >= 1 && dots <= 3
}
