package bpf

import "strconv"

// String is the program as tcpdump -d prints it: one instruction a line.
func (p Program) String() string {
	var b []byte
	for i, in := range p {
		b = append(b, in.text(i)...)
		b = append(b, '\n')
	}
	return string(b)
}

// C is the program as tcpdump -dd prints it: initializers of a C array.
func (p Program) C() string {
	var b []byte
	for _, in := range p {
		b = append(b, "{ 0x"...)
		b = strconv.AppendUint(b, uint64(in.Op), 16)
		b = append(b, ", "...)
		b = strconv.AppendUint(b, uint64(in.Jt), 10)
		b = append(b, ", "...)
		b = strconv.AppendUint(b, uint64(in.Jf), 10)
		b = append(b, ", 0x"...)
		b = appendHex8(b, in.K)
		b = append(b, " },\n"...)
	}
	return string(b)
}

// Decimal is the program as tcpdump -ddd prints it: how many instructions, then
// each as four decimal numbers. ParseDecimal reads it back.
func (p Program) Decimal() string {
	b := append(strconv.AppendInt(nil, int64(len(p)), 10), '\n')
	for _, in := range p {
		for i, n := range [4]uint32{uint32(in.Op), uint32(in.Jt), uint32(in.Jf), in.K} {
			if i > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendUint(b, uint64(n), 10)
		}
		b = append(b, '\n')
	}
	return string(b)
}

func appendHex8(b []byte, k uint32) []byte {
	for s := 28; s >= 0; s -= 4 {
		b = append(b, "0123456789abcdef"[k>>s&15])
	}
	return b
}

// String is the instruction as tcpdump -d prints it at the start of a program.
func (in Instruction) String() string { return in.text(0) }

// text is the instruction as it is printed at index i: jumps have their targets.
func (in Instruction) text(i int) string {
	op, arg := in.mnemonic(i)
	b := []byte{'('}
	if i < 100 {
		b = append(b, '0')
	}
	if i < 10 {
		b = append(b, '0')
	}
	b = strconv.AppendInt(b, int64(i), 10)
	b = append(b, ") "...)
	b = pad(append(b, op...), len(b)+8)
	b = append(b, ' ')
	if !jumpsIfTrue(in.Op) || op == "unimp" {
		return string(append(b, arg...))
	}
	b = pad(append(b, arg...), len(b)+16)
	b = append(b, " jt "...)
	b = strconv.AppendInt(b, int64(i+1+int(in.Jt)), 10)
	b = append(b, "\tjf "...)
	return string(strconv.AppendInt(b, int64(i+1+int(in.Jf)), 10))
}

func pad(b []byte, n int) []byte {
	for len(b) < n {
		b = append(b, ' ')
	}
	return b
}

// aluNames and jumpNames are indexed by the operation, the high four bits of Op.
var (
	aluNames  = [11]string{"add", "sub", "mul", "div", "or", "and", "lsh", "rsh", "neg", "mod", "xor"}
	jumpNames = [5]string{"ja", "jeq", "jgt", "jge", "jset"}
	loadNames = map[uint16]string{
		LdImm: "ld", LdMem: "ld", LdLen: "ld", LdAbsW: "ld", LdIndW: "ld",
		LdAbsH: "ldh", LdIndH: "ldh", LdAbsB: "ldb", LdIndB: "ldb",
		LdxImm: "ldx", LdxMem: "ldx", LdxLen: "ldx", LdxMsh: "ldxb", St: "st", Stx: "stx",
	}
)

// mnemonic names the operation and its operand at index i.
func (in Instruction) mnemonic(i int) (op, arg string) {
	if !known(in.Op) {
		return "unimp", "0x" + strconv.FormatUint(uint64(in.Op), 16)
	}
	switch in.Op & 7 {
	case ClassALU:
		return aluNames[in.Op>>4], in.aluOperand()
	case ClassJmp:
		if in.Op == Ja {
			return "ja", strconv.FormatInt(int64(i)+1+int64(int32(in.K)), 10)
		}
		if in.Op&SrcX != 0 {
			return jumpNames[in.Op>>4], "x"
		}
		return jumpNames[in.Op>>4], "#0x" + strconv.FormatUint(uint64(in.K), 16)
	case ClassRet:
		if in.Op == RetA {
			return "ret", ""
		}
		return "ret", "#" + in.signed()
	case ClassMisc:
		if in.Op == Tax {
			return "tax", ""
		}
		return "txa", ""
	}
	return loadNames[in.Op], in.loadOperand()
}

// signed is K as C's %d prints it.
func (in Instruction) signed() string { return strconv.FormatInt(int64(int32(in.K)), 10) }

func (in Instruction) aluOperand() string {
	switch in.Op {
	case Neg:
		return ""
	case AndK, OrK, XorK:
		return "#0x" + strconv.FormatUint(uint64(in.K), 16)
	}
	if in.Op&SrcX != 0 {
		return "x"
	}
	return "#" + in.signed()
}

func (in Instruction) loadOperand() string {
	switch in.Op {
	case LdImm, LdxImm:
		return "#0x" + strconv.FormatUint(uint64(in.K), 16)
	case LdLen, LdxLen:
		return "#pktlen"
	case LdxMsh:
		return "4*([" + in.signed() + "]&0xf)"
	case LdMem, LdxMem, St, Stx:
		return "M[" + in.signed() + "]"
	case LdIndW, LdIndH, LdIndB:
		return "[x + " + in.signed() + "]"
	}
	if isAncillary(in.K) {
		return "[" + ancNames[(in.K-AncillaryOffset)/4] + "]"
	}
	return "[" + in.signed() + "]"
}

// TextError says where a program in one of the text forms is wrong.
type TextError struct {
	Line   int // from 1
	Column int // in bytes, from 1
	Err    error
}

func (e *TextError) Error() string {
	return "filter: line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column) + ": " + e.Err.Error()
}

func (e *TextError) Unwrap() error { return e.Err }

// textError is an error at an offset of a text.
func textError(whole string, at int, err error) *TextError {
	e := &TextError{1, 1, err}
	for i := range at {
		if e.Column++; whole[i] == '\n' {
			e.Line, e.Column = e.Line+1, 1
		}
	}
	return e
}

// ParseDecimal reads what Decimal writes: the count, then one instruction a
// line. Commas may stand for the line ends, as in the form that iptables and tc
// take. It does not validate; a malformed text gives a *TextError.
func ParseDecimal(s string) (Program, error) {
	t := decimalText{s}
	fault := func(rest string, err error) (Program, error) { return nil, textError(s, len(s)-len(rest), err) }
	n, ok := t.number(1<<31 - 1)
	if !ok || !t.endLine() {
		return fault(t.s, errTextCount)
	}
	p := make(Program, 0, min(int(n), len(t.s)/8+1)) // "6 0 0 0\n" is the shortest
	for !t.atEnd() {
		var v [4]uint32
		start := t.s
		for i, limit := range [4]uint32{0xffff, 0xff, 0xff, 0xffffffff} {
			if v[i], ok = t.number(limit); !ok {
				return fault(t.s, errTextSyntax)
			}
		}
		if rest := t.s; !t.endLine() {
			return fault(rest, errTextSyntax)
		}
		if p = append(p, Instruction{uint16(v[0]), uint8(v[1]), uint8(v[2]), v[3]}); len(p) > int(n) {
			return fault(start, errMore)
		}
	}
	if len(p) < int(n) {
		return fault(t.s, errFewer)
	}
	return p, nil
}

// decimalText is what is left of a program in decimal form.
type decimalText struct{ s string }

func (t *decimalText) blanks() {
	for t.s != "" && (t.s[0] == ' ' || t.s[0] == '\t' || t.s[0] == '\r') {
		t.s = t.s[1:]
	}
}

// number takes a decimal number up to limit.
func (t *decimalText) number(limit uint32) (uint32, bool) {
	t.blanks()
	i := 0
	for i < len(t.s) && t.s[i] >= '0' && t.s[i] <= '9' {
		i++
	}
	n, err := strconv.ParseUint(t.s[:i], 10, 32)
	if err != nil || n > uint64(limit) {
		return 0, false
	}
	t.s = t.s[i:]
	return uint32(n), true
}

// endLine takes the end of a line, or of the text.
func (t *decimalText) endLine() bool {
	t.blanks()
	if t.s == "" {
		return true
	}
	if t.s[0] != '\n' && t.s[0] != ',' {
		return false
	}
	t.s = t.s[1:]
	return true
}

// atEnd skips empty lines and reports whether nothing is left.
func (t *decimalText) atEnd() bool {
	for t.blanks(); t.s != "" && (t.s[0] == '\n' || t.s[0] == ','); t.blanks() {
		t.s = t.s[1:]
	}
	return t.s == ""
}
