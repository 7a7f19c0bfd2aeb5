package ebpf

import (
	"errors"
	"fmt"

	"github.com/gocap-project/gocap/bpf"
)

// Where a translated program keeps what the classic machine has.
const (
	regContext = R6
	regA       = R7
	regX       = R8
	regData    = R9 // XDP: the packet's beginning
	scratch    = -4 * bpf.MemoryWords
	buffer     = scratch - 8 // of xdp_load_bytes
)

// ErrUntranslatable: the kernel does not tell such a program what it asks for. It
// is an errors.ErrUnsupported.
var ErrUntranslatable = fmt.Errorf("the kernel does not tell this to extended BPF: %w", errors.ErrUnsupported)

// TranslateError says which instruction has no translation.
type TranslateError struct {
	Index       int
	Instruction bpf.Instruction
	Err         error
}

func (e *TranslateError) Error() string {
	return fmt.Sprintf("filter: instruction %d (%v): %v", e.Index, e.Instruction, e.Err)
}

func (e *TranslateError) Unwrap() error { return e.Err }

// target is the kind of program that is made.
type target interface {
	// load sets A to size bytes of the packet at k; outside it rejects.
	load(a *Assembler, size Size, k uint32)
	// loadAt sets A to size bytes of the packet at X+k.
	loadAt(a *Assembler, size Size, k uint32)
	// length sets dst to the packet's length.
	length(a *Assembler, dst Register)
	// ancillary sets A to what the kernel knows, by its number.
	ancillary(a *Assembler, n uint32) error
	// accept and reject end the program. accept returns the verdict in A, or
	// the constant k if it is not 0.
	accept(a *Assembler, k uint32)
	reject(a *Assembler)
}

// translation is one under way.
type translation struct {
	Assembler
	t      target
	labels []Label // of the classic instructions
}

// translate translates all of p behind what is in a already.
func translate(a Assembler, p bpf.Program, t target) (Program, error) {
	if p == nil {
		p = bpf.Snap(bpf.AcceptAll)
	}
	if err := bpf.Validate(p); err != nil {
		return nil, err
	}
	w := &translation{a, t, make([]Label, len(p))}
	for i := range p {
		w.labels[i] = w.Label()
	}
	w.Emit(ALU32Imm(Move, regA, 0), ALU32Imm(Move, regX, 0))
	for i, in := range p {
		w.Place(w.labels[i])
		if err := w.instruction(i, in); err != nil {
			return nil, &TranslateError{i, in, err}
		}
	}
	return w.Program()
}

func (w *translation) instruction(i int, in bpf.Instruction) error {
	switch in.Op & 7 {
	case bpf.ClassLd, bpf.ClassLdx:
		return w.loads(in)
	case bpf.ClassSt:
		w.Emit(StoreMem(Word, R10, word(in.K), regA))
	case bpf.ClassStx:
		w.Emit(StoreMem(Word, R10, word(in.K), regX))
	case bpf.ClassALU:
		w.arithmetic(in)
	case bpf.ClassJmp:
		w.jump(i, in)
	case bpf.ClassRet:
		w.ret(in)
	case bpf.ClassMisc:
		if in.Op == bpf.Tax {
			w.Emit(ALU32(Move, regX, regA))
		} else {
			w.Emit(ALU32(Move, regA, regX))
		}
	}
	return nil
}

// word is where memory word k is on the stack.
func word(k uint32) int16 { return int16(scratch + 4*int(k)) }

func (w *translation) loads(in bpf.Instruction) error {
	switch size := Size(in.Op & 0x18); in.Op {
	case bpf.LdImm:
		w.Emit(ALU32Imm(Move, regA, in.K))
	case bpf.LdxImm:
		w.Emit(ALU32Imm(Move, regX, in.K))
	case bpf.LdMem:
		w.Emit(LoadMem(Word, regA, R10, word(in.K)))
	case bpf.LdxMem:
		w.Emit(LoadMem(Word, regX, R10, word(in.K)))
	case bpf.LdLen:
		w.t.length(&w.Assembler, regA)
	case bpf.LdxLen:
		w.t.length(&w.Assembler, regX)
	case bpf.LdxMsh:
		w.headerLength(in.K)
	case bpf.LdIndW, bpf.LdIndH, bpf.LdIndB:
		w.t.loadAt(&w.Assembler, size, in.K)
	default:
		if in.K < bpf.AncillaryOffset {
			w.t.load(&w.Assembler, size, in.K)
			break
		}
		if in.K == bpf.AncillaryOffset+bpf.AncXorX {
			w.Emit(ALU32(Xor, regA, regX))
			break
		}
		return w.t.ancillary(&w.Assembler, in.K-bpf.AncillaryOffset)
	}
	return nil
}

// headerLength is ldxb 4*([k]&0xf), which leaves A alone.
func (w *translation) headerLength(k uint32) {
	w.Emit(ALU32(Move, regX, regA))
	w.t.load(&w.Assembler, Byte, k)
	w.Emit(ALU32Imm(And, regA, 15), ALU32Imm(Lsh, regA, 2),
		ALU32(Xor, regA, regX), ALU32(Xor, regX, regA), ALU32(Xor, regA, regX))
}

func (w *translation) arithmetic(in bpf.Instruction) {
	op := Operation(in.Op & 0xf0)
	switch {
	case in.Op == bpf.Neg:
		w.Emit(Instruction{Op: classALU | uint8(Neg), Dst: regA})
	case in.Op&bpf.SrcX == 0:
		w.Emit(ALU32Imm(op, regA, in.K))
	case in.Op == bpf.DivX, in.Op == bpf.ModX:
		ok := w.Label()
		w.Branch(Jump32Imm(NotEqual, regX, 0, 0), ok)
		w.t.reject(&w.Assembler)
		w.Place(ok)
		fallthrough
	default:
		w.Emit(ALU32(op, regA, regX))
	}
}

func (w *translation) jump(i int, in bpf.Instruction) {
	if in.Op == bpf.Ja {
		w.Goto(w.labels[i+1+int(in.K)])
		return
	}
	c := Condition(in.Op & 0xf0)
	yes, no := w.labels[i+1+int(in.Jt)], w.labels[i+1+int(in.Jf)]
	if in.Jt == in.Jf {
		if in.Jt != 0 {
			w.Goto(yes)
		}
		return
	}
	if in.Jt == 0 { // turn the condition round, so that one jump will do
		if opposite, ok := opposites[c]; ok {
			c, yes, no = opposite, no, yes
		}
	}
	if in.Op&bpf.SrcX != 0 {
		w.Branch(Jump32(c, regA, regX, 0), yes)
	} else {
		w.Branch(Jump32Imm(c, regA, in.K, 0), yes)
	}
	if no != w.labels[i+1] {
		w.Goto(no)
	}
}

var opposites = map[Condition]Condition{Equal: NotEqual, Greater: LessEqual, GreaterEqual: Less}

func (w *translation) ret(in bpf.Instruction) {
	switch {
	case in.Op == bpf.RetK && in.K == 0:
		w.t.reject(&w.Assembler)
	case in.Op == bpf.RetK:
		w.t.accept(&w.Assembler, in.K)
	default:
		yes := w.Label()
		w.Branch(Jump32Imm(NotEqual, regA, 0, 0), yes)
		w.t.reject(&w.Assembler)
		w.Place(yes)
		w.t.accept(&w.Assembler, 0)
	}
}

// verdict returns A or the constant.
func verdict(a *Assembler, k uint32) {
	if k != 0 {
		a.Emit(ALU32Imm(Move, R0, k), Exit())
		return
	}
	a.Emit(ALU32(Move, R0, regA), Exit())
}
