package bpf

import (
	"errors"
	"strconv"
)

// The ways in which an assembler text can be wrong besides breaking a rule of programs.
var (
	errMnemonic = errors.New("unknown operation name")
	errOperand  = errors.New("operand does not fit the operation")
	errTarget   = errors.New("want jt and jf with targets 1 to 256 instructions on")
	errNumber   = errors.New("instruction is not numbered as it stands")
	errRest     = errors.New("more text than an instruction has")
	errLabel    = errors.New("no such label")
	errTwice    = errors.New("label is there already")
	errNowhere  = errors.New("label has no instruction behind it")
	errBack     = errors.New("label is not further on: a program jumps forwards only")
	errFar      = errors.New("label is more than 256 instructions on")
	errComma    = errors.New("want a comma and a label, or jt and jf")
	errC        = errors.New("want { code, jt, jf, k },")
)

// Parse reads a program in any of the forms of tcpdump -d, -dd and -ddd, which it
// tells apart: only C has braces, and only a decimal program begins with a digit.
func Parse(s string) (Program, error) {
	for i := range len(s) {
		if s[i] == '{' {
			return ParseC(s)
		}
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			return ParseDecimal(s)
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			return ParseListing(s)
		}
	}
	return nil, &TextError{1, 1, ErrEmpty}
}

// ParseListing assembles a program, one instruction a line. It reads what String and
// tcpdump -d print, where jumps name their targets by number, from 0:
//
//	(000) ldh      [12]
//	(001) jeq      #0x800           jt 2	jf 3
//	(002) ret      #-1
//	(003) ret      #0
//
// and the notation with labels of Assembly and of Linux's bpf_asm
// (Documentation/networking/filter.rst):
//
//	      ldh [12]
//	      jneq #0x800, drop
//	      ret #-1
//	drop: ret #0
//
// there with its aliases jmp, jne, jneq, jlt, jle, ldi and ldxi, and names of what the kernel
// knows about a packet, as in "ld vlan_tci". A jump with one label goes on with the
// next instruction if the comparison is false.
//
// The number in parentheses before an instruction may be left out, as may blanks
// where they separate nothing; blank lines, all from ";" to the end of a line, and
// comments as in C are skipped. It does not validate; a malformed text gives a
// *TextError.
func ParseListing(s string) (Program, error) {
	a := assembler{scanner: scanner{whole: s, s: s}}
	for a.blanks(); a.s != ""; a.blanks() {
		if err := a.line(); err != nil {
			return nil, a.fault(err)
		}
	}
	if err := a.link(); err != nil {
		return nil, a.fault(err)
	}
	if a.prog == nil {
		return nil, &TextError{1, 1, ErrEmpty}
	}
	return a.prog, nil
}

// scanner is what is left of a text.
type scanner struct {
	whole, s string
	left     int // bytes left where the last token begins, or was wanted
}

// fault says that the last token is at fault.
func (l *scanner) fault(err error) error { return textError(l.whole, len(l.whole)-l.left, err) }

// blanks skips blanks and comments within a line or over several.
func (l *scanner) blanks() {
	for l.s != "" {
		switch c := l.s[0]; {
		case c == ' ' || c == '\t' || c == '\r':
			l.s = l.s[1:]
		case c == '/' && len(l.s) > 1 && l.s[1] == '*' && l.comment():
		default:
			l.left = len(l.s)
			return
		}
	}
	l.left = 0
}

// comment skips a comment, if it ends.
func (l *scanner) comment() bool {
	for i := 2; i+1 < len(l.s); i++ {
		if l.s[i] == '*' && l.s[i+1] == '/' {
			l.s = l.s[i+2:]
			return true
		}
	}
	return false
}

// lineEnd takes what may stand behind an instruction.
func (l *scanner) lineEnd() bool {
	if l.blanks(); l.s != "" && l.s[0] == ';' {
		for l.s != "" && l.s[0] != '\n' {
			l.s = l.s[1:]
		}
	}
	if l.s == "" || l.s[0] != '\n' {
		return l.s == ""
	}
	l.s = l.s[1:]
	return true
}

// take takes the token t, if it comes next.
func (l *scanner) take(t string) bool {
	l.blanks()
	if len(l.s) < len(t) || l.s[:len(t)] != t {
		return false
	}
	l.s = l.s[len(t):]
	return true
}

// word takes letters, digits and underlines.
func (l *scanner) word() string {
	l.blanks()
	i := 0
	for i < len(l.s) && (l.s[i]|0x20 >= 'a' && l.s[i]|0x20 <= 'z' || l.s[i] >= '0' && l.s[i] <= '9' || l.s[i] == '_') {
		i++
	}
	w := l.s[:i]
	l.s = l.s[i:]
	return w
}

// number takes a C integer that fits 32 bits; a negative one is that modulo 2^32.
func (l *scanner) number() (uint32, bool) {
	negative := l.take("-")
	n, ok := cInteger(l.word())
	if negative {
		return -n, ok && n <= 1<<31
	}
	return n, ok
}

// cInteger is the value of a decimal, hexadecimal, binary or octal literal, with or
// without a suffix.
func cInteger(w string) (uint32, bool) {
	base := 10
	switch {
	case len(w) > 2 && w[0] == '0' && w[1]|0x20 == 'x':
		w, base = w[2:], 16
	case len(w) > 2 && w[0] == '0' && w[1]|0x20 == 'b':
		w, base = w[2:], 2
	case len(w) > 1 && w[0] == '0':
		base = 8
	}
	for w != "" && (w[len(w)-1]|0x20 == 'u' || w[len(w)-1]|0x20 == 'l') {
		w = w[:len(w)-1]
	}
	n, err := strconv.ParseUint(w, base, 32)
	return uint32(n), err == nil
}

// decimal takes a decimal number, leading zeros or not.
func (l *scanner) decimal() (int, bool) {
	n, err := strconv.ParseUint(l.word(), 10, 31)
	return int(n), err == nil
}

func (l *scanner) ret() (Instruction, error) {
	if l.take("#") {
		k, ok := l.number()
		return Instruction{Op: RetK, K: k}, orOperand(ok)
	}
	_ = l.take("a") || l.take("%a")
	return Instruction{Op: RetA}, nil
}

func orOperand(ok bool) error {
	if !ok {
		return errOperand
	}
	return nil
}

// operand takes the "x" or "#k" of an ALU or jump instruction.
func (l *scanner) operand(op uint16) (Instruction, error) {
	if l.take("x") || l.take("%x") {
		return Instruction{Op: op | SrcX}, nil
	}
	if !l.take("#") {
		return Instruction{}, errOperand
	}
	k, ok := l.number()
	return Instruction{Op: op, K: k}, orOperand(ok)
}

// load takes the operand of the load or store with that name.
func (l *scanner) load(name string) (Instruction, error) {
	mode, k, ok := uint16(ModeImm), uint32(0), true
	switch name {
	case "ldi", "ldxi":
		name = name[:len(name)-1]
		l.take("#")
		k, ok = l.number()
	case "ld", "ldh", "ldb", "ldx", "ldxb", "st", "stx":
		mode, k, ok = l.address()
	default:
		return Instruction{}, errMnemonic
	}
	if mode == ModeMsh && name == "ldx" {
		name = "ldxb"
	}
	if ok {
		for op, s := range loadNames {
			store := s == "st" || s == "stx"
			if s == name && (op&0xe0 == mode && !store || store && mode == ModeMem) {
				return Instruction{Op: op, K: k}, nil
			}
		}
	}
	return Instruction{}, errOperand
}

// address takes what a load loads.
func (l *scanner) address() (mode uint16, k uint32, ok bool) {
	switch {
	case l.take("M["):
		k, ok = l.number()
		return ModeMem, k, ok && l.take("]")
	case l.take("4*(["):
		k, ok = l.number()
		return ModeMsh, k, ok && l.take("]") && l.take("&") && l.take("0xf") && l.take(")")
	case l.take("["):
		mode, k, ok = l.offset()
		return mode, k, ok && l.take("]")
	}
	immediate := l.take("#")
	if mode, k, ok = l.name(); ok || !immediate {
		return mode, k, ok
	}
	k, ok = l.number()
	return ModeImm, k, ok
}

// name takes the name of the packet's length or of an ancillary load, if one comes next.
func (l *scanner) name() (mode uint16, k uint32, ok bool) {
	rest := *l
	w := rest.word()
	if w == "pktlen" || w == "len" {
		*l = rest
		return ModeLen, 0, true
	}
	if k, ok = ancillaryNamed(w); ok {
		*l = rest
	}
	return ModeAbs, k, ok
}

// offset takes "x + k", a number or the name of an ancillary load.
func (l *scanner) offset() (mode uint16, k uint32, ok bool) {
	rest := *l
	if rest.take("%"); rest.word() == "x" {
		if *l = rest; l.take("+") {
			k, ok = l.number()
			return ModeInd, k, ok
		}
		return ModeInd, 0, true
	}
	if mode, k, ok = l.name(); ok {
		return mode, k, mode == ModeAbs
	}
	k, ok = l.number()
	return ModeAbs, k, ok
}

// ancillaryNamed is the offset of an ancillary load, by the name that filters are
// printed with or that bpf_asm has for it.
func ancillaryNamed(w string) (k uint32, ok bool) {
	switch w {
	case "vlan_avail", "vlan_pr":
		return AncillaryOffset + AncVLANPresent, true
	case "rand":
		return AncillaryOffset + AncRandom, true
	}
	for i, s := range ancNames {
		if s == w {
			return AncillaryOffset + 4*uint32(i), true
		}
	}
	return 0, false
}
