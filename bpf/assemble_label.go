package bpf

import "strconv"

// assembler reads a listing.
type assembler struct {
	scanner
	prog   Program
	labels map[string]label
	uses   []labelUse
}

type label struct {
	to   int // index of an instruction
	left int // where it is defined, as in scanner
}

// labelUse is a jump to a label.
type labelUse struct {
	name string
	left int // where it is named
	from int // index of the jump
	part byte
}

// What of a jump a label is for.
const (
	always byte = iota
	ifTrue
	ifFalse
)

// line takes labels and, perhaps, an instruction.
func (a *assembler) line() error {
	for {
		name, ok := a.label()
		if !ok {
			break
		}
		if _, there := a.labels[name]; there {
			return errTwice
		}
		if a.labels == nil {
			a.labels = map[string]label{}
		}
		a.labels[name] = label{len(a.prog), a.left}
		a.take(":")
	}
	if a.lineEnd() {
		return nil
	}
	in, err := a.instruction(len(a.prog))
	if err != nil {
		return err
	}
	a.prog = append(a.prog, in)
	if !a.lineEnd() {
		return errRest
	}
	return nil
}

// label takes the name of a label, if one is defined next.
func (a *assembler) label() (name string, ok bool) {
	l := a.scanner
	name = l.word()
	if name == "" || name[0] <= '9' {
		return "", false
	}
	if rest := l; !rest.take(":") {
		return "", false
	}
	a.scanner = l
	return name, true
}

// link sets the distances of jumps to labels.
func (a *assembler) link() error {
	for _, l := range a.labels {
		if l.to >= len(a.prog) && l.left > a.left {
			a.left = l.left // the first one
		}
	}
	if a.left > 0 {
		return errNowhere
	}
	for _, u := range a.uses {
		a.left = u.left
		l, ok := a.labels[u.name]
		switch {
		case !ok:
			return errLabel
		case l.to <= u.from:
			return errBack
		case u.part != always && l.to > u.from+256:
			return errFar
		}
		in, by := &a.prog[u.from], l.to-u.from-1
		switch u.part {
		case always:
			in.K = uint32(by)
		case ifTrue:
			in.Jt = uint8(by)
		case ifFalse:
			in.Jf = uint8(by)
		}
	}
	return nil
}

// instruction takes the instruction that stands at index i.
func (a *assembler) instruction(i int) (in Instruction, err error) {
	if a.take("(") {
		if n, ok := a.decimal(); !ok || n != i || !a.take(")") {
			return in, errNumber
		}
	}
	name := a.word()
	switch name {
	case "unimp":
		k, ok := a.number()
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
		return a.ret()
	case "ja", "jmp":
		return a.always(i)
	case "jne", "jneq":
		return a.unless(JeqK, i)
	case "jlt":
		return a.unless(JgeK, i)
	case "jle":
		return a.unless(JgtK, i)
	}
	for n, s := range aluNames {
		if s == name {
			return a.operand(ClassALU | uint16(n)<<4)
		}
	}
	for n, s := range jumpNames {
		if s == name {
			return a.jump(ClassJmp|uint16(n)<<4, i)
		}
	}
	return a.load(name)
}

// target takes a label.
func (a *assembler) target(i int, part byte) bool {
	name := a.word()
	a.uses = append(a.uses, labelUse{name, a.left, i, part})
	return name != "" && name[0] > '9'
}

// always takes the target of the jump at index i that has no condition: a label, or
// the number of an instruction, which even may be negative as that of a libpcap loop.
func (a *assembler) always(i int) (in Instruction, err error) {
	rest := a.scanner
	back := rest.take("-")
	if w := rest.word(); back || w != "" && w[0] <= '9' {
		to, err := strconv.ParseUint(w, 10, 32)
		if back {
			to = -to
		}
		a.scanner = rest
		return Instruction{Op: Ja, K: uint32(to) - uint32(i) - 1}, orOperand(err == nil)
	}
	return Instruction{Op: Ja}, orOperand(a.target(i, always))
}

// unless takes the rest of a jump that bpf_asm knows as the negation of op.
func (a *assembler) unless(op uint16, i int) (Instruction, error) {
	in, err := a.operand(op)
	if err != nil {
		return in, err
	}
	if !a.take(",") || !a.target(i, ifFalse) {
		return in, errComma
	}
	if a.take(",") && !a.target(i, ifTrue) {
		return in, errComma
	}
	return in, nil
}

// jump takes the operand and targets of the conditional jump at index i.
func (a *assembler) jump(op uint16, i int) (Instruction, error) {
	in, err := a.operand(op)
	if err != nil {
		return in, err
	}
	if a.take(",") {
		if !a.target(i, ifTrue) || a.take(",") && !a.target(i, ifFalse) {
			return in, errComma
		}
		return in, nil
	}
	for _, f := range [...]struct {
		name string
		to   *uint8
	}{{"jt", &in.Jt}, {"jf", &in.Jf}} {
		if !a.take(f.name) {
			return in, errTarget
		}
		to, ok := a.decimal()
		if !ok || to <= i || to > i+256 {
			return in, errTarget
		}
		*f.to = uint8(to - i - 1)
	}
	return in, nil
}

// Assembly is the program in the notation of Linux's bpf_asm, with labels L0, L1 and so
// on where jumps go. ParseListing reads it back, and bpf_asm assembles it, if the
// program is valid.
func (p Program) Assembly() string {
	at := make([]bool, len(p))
	for i, in := range p {
		for _, to := range in.targets(i) {
			if to < len(p) {
				at[to] = true
			}
		}
	}
	names, n := make([]int, len(p)), 0
	for i := range names {
		if names[i] = -1; at[i] {
			names[i] = n
			n++
		}
	}
	var b []byte
	for i, in := range p {
		b = pad(appendLabel(b, names, i, ":"), len(b)+8)
		b = in.appendAssembly(b, names, i)
		b = append(b, '\n')
	}
	return string(b)
}

// targets are the indexes of the instructions that a jump at index i goes to and
// that the notation has to name: what is false may go on to the next.
func (in Instruction) targets(i int) []int {
	switch {
	case !known(in.Op):
	case in.Op == Ja:
		return []int{i + 1 + int(min(in.K, MaxInstructions))}
	case jumpsIfTrue(in.Op) && in.Jf == 0:
		return []int{i + 1 + int(in.Jt)}
	case jumpsIfTrue(in.Op):
		return []int{i + 1 + int(in.Jt), i + 1 + int(in.Jf)}
	}
	return nil
}

// appendLabel appends the name of the label at index i, if it has one, and end.
func appendLabel(b []byte, names []int, i int, end string) []byte {
	switch {
	case i >= len(names): // a jump to nowhere: no valid program
		b = append(b, "beyond"...)
	case names[i] < 0:
		return b
	default:
		b = strconv.AppendInt(append(b, 'L'), int64(names[i]), 10)
	}
	return append(b, end...)
}

func (in Instruction) appendAssembly(b []byte, names []int, i int) []byte {
	op, arg := in.mnemonic(i)
	switch {
	case in.Op == RetA:
		arg = "a"
	case in.Op == LdLen || in.Op == LdxLen:
		arg = "#len"
	case in.Op&7 == ClassLd && in.Op&0xe0 == ModeAbs && op != "unimp":
		arg = in.absolute()
	}
	to := in.targets(i)
	if in.Op == Ja {
		op, arg = "jmp", ""
	}
	b = append(append(append(b, op...), ' '), arg...)
	for k, t := range to {
		if k > 0 || in.Op != Ja {
			b = append(b, ", "...)
		}
		b = appendLabel(b, names, t, "")
	}
	for b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return b
}

// absolute is what an absolute load loads, in bpf_asm's words.
func (in Instruction) absolute() string {
	switch {
	case in.K == AncillaryOffset+AncVLANPresent:
		return "vlan_avail"
	case in.K == AncillaryOffset+AncRandom:
		return "rand"
	case isAncillary(in.K) && in.K != AncillaryOffset+AncXorX: // which bpf_asm has no word for
		return ancNames[(in.K-AncillaryOffset)/4]
	}
	return "[" + strconv.FormatUint(uint64(in.K), 10) + "]"
}
