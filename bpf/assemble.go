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
	return nil, &TextError{1, ErrEmpty}
}

// ParseListing assembles a program written as String and tcpdump -d print it, one
// instruction a line. The number in parentheses before an instruction may be left
// out, as may blanks where they separate nothing; blank lines, and all from ";" to the
// end of a line, are skipped. Targets of jumps are numbers of instructions, from 0.
// It does not validate; a malformed line gives a *TextError.
func ParseListing(s string) (Program, error) {
	var p Program
	for line := 1; s != ""; line++ {
		var l scanner
		l.s, s = cutLine(s)
		if l.blanks(); l.s == "" {
			continue
		}
		in, err := l.instruction(len(p))
		if err == nil && !l.atEnd() {
			err = errRest
		}
		if err != nil {
			return nil, &TextError{line, err}
		}
		p = append(p, in)
	}
	if p == nil {
		return nil, &TextError{1, ErrEmpty}
	}
	return p, nil
}

// cutLine takes the first line of s, less its comment.
func cutLine(s string) (line, rest string) {
	end, comment := len(s), -1
	for i := range len(s) {
		if s[i] == ';' && comment < 0 {
			comment = i
		}
		if s[i] == '\n' {
			end, rest = i, s[i+1:]
			break
		}
	}
	if comment < 0 {
		comment = end
	}
	return s[:comment], rest
}

// scanner is what is left of a text.
type scanner struct{ s string }

func (l *scanner) blanks() {
	for l.s != "" && (l.s[0] == ' ' || l.s[0] == '\t' || l.s[0] == '\r') {
		l.s = l.s[1:]
	}
}

func (l *scanner) atEnd() bool {
	l.blanks()
	return l.s == ""
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

// cInteger is the value of a decimal, hexadecimal or octal literal, with or
// without a suffix.
func cInteger(w string) (uint32, bool) {
	base := 10
	switch {
	case len(w) > 2 && w[0] == '0' && w[1]|0x20 == 'x':
		w, base = w[2:], 16
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

// instruction takes the instruction that stands at index i.
func (l *scanner) instruction(i int) (in Instruction, err error) {
	if l.take("(") {
		if n, ok := l.decimal(); !ok || n != i || !l.take(")") {
			return in, errNumber
		}
	}
	name := l.word()
	switch name {
	case "unimp":
		k, ok := l.number()
		if !ok || k > 0xffff {
			return in, errOperand
		}
		return Instruction{Op: uint16(k)}, nil
	case "tax":
		return Instruction{Op: Tax}, nil
	case "txa":
		return Instruction{Op: Txa}, nil
	case "neg":
		return Instruction{Op: Neg}, nil
	case "ret":
		return l.ret()
	case "ja":
		back := l.take("-")
		to, err := strconv.ParseUint(l.word(), 10, 32)
		if back {
			to = -to
		}
		return Instruction{Op: Ja, K: uint32(to) - uint32(i) - 1}, orOperand(err == nil)
	}
	for n, s := range aluNames {
		if s == name {
			return l.operand(ClassALU | uint16(n)<<4)
		}
	}
	for n, s := range jumpNames {
		if s == name {
			return l.jump(ClassJmp|uint16(n)<<4, i)
		}
	}
	return l.load(name)
}

func (l *scanner) ret() (Instruction, error) {
	if l.take("#") {
		k, ok := l.number()
		return Instruction{Op: RetK, K: k}, orOperand(ok)
	}
	l.take("a")
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
	if l.take("x") {
		return Instruction{Op: op | SrcX}, nil
	}
	if !l.take("#") {
		return Instruction{}, errOperand
	}
	k, ok := l.number()
	return Instruction{Op: op, K: k}, orOperand(ok)
}

// jump takes the operand and targets of the conditional jump at index i.
func (l *scanner) jump(op uint16, i int) (Instruction, error) {
	in, err := l.operand(op)
	if err != nil {
		return in, err
	}
	for _, f := range [...]struct {
		name string
		to   *uint8
	}{{"jt", &in.Jt}, {"jf", &in.Jf}} {
		if !l.take(f.name) {
			return in, errTarget
		}
		to, ok := l.decimal()
		if !ok || to <= i || to > i+256 {
			return in, errTarget
		}
		*f.to = uint8(to - i - 1)
	}
	return in, nil
}

// load takes the operand of the load or store with that name.
func (l *scanner) load(name string) (Instruction, error) {
	switch name {
	case "ld", "ldh", "ldb", "ldx", "ldxb", "st", "stx":
	default:
		return Instruction{}, errMnemonic
	}
	mode, k, ok := l.address()
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
	case l.take("#pktlen"):
		return ModeLen, 0, true
	case l.take("#"):
		k, ok = l.number()
		return ModeImm, k, ok
	case l.take("M["):
		k, ok = l.number()
		return ModeMem, k, ok && l.take("]")
	case l.take("4*(["):
		k, ok = l.number()
		return ModeMsh, k, ok && l.take("]") && l.take("&") && l.take("0xf") && l.take(")")
	case !l.take("["):
		return 0, 0, false
	}
	mode, k, ok = l.offset()
	return mode, k, ok && l.take("]")
}

// offset takes "x + k", a number or the name of an ancillary load.
func (l *scanner) offset() (mode uint16, k uint32, ok bool) {
	rest := *l
	w := rest.word()
	if w == "x" {
		if *l = rest; l.take("+") {
			k, ok = l.number()
			return ModeInd, k, ok
		}
		return ModeInd, 0, true
	}
	for i, s := range ancNames {
		if s == w {
			*l = rest
			return ModeAbs, AncillaryOffset + 4*uint32(i), true
		}
	}
	k, ok = l.number()
	return ModeAbs, k, ok
}
