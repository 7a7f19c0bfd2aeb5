package bpf

import (
	"errors"
	"strconv"
)

// The rules of Linux's bpf_check_classic that a program can break.
var (
	ErrEmpty      = errors.New("program has no instructions")
	ErrTooLong    = errors.New("program has more than 4096 instructions")
	ErrOpcode     = errors.New("unknown operation")
	ErrDivision   = errors.New("division by the constant 0")
	ErrShift      = errors.New("shift by the constant 32 or more")
	ErrMemory     = errors.New("memory word above 15")
	ErrUnsetWord  = errors.New("memory word is read where it may not have been written")
	ErrJump       = errors.New("jump beyond the end of the program")
	ErrAncillary  = errors.New("unknown ancillary offset")
	ErrNoReturn   = errors.New("last instruction is not a return")
	errTextSyntax = errors.New("want four decimal numbers: code jt jf k")
	errTextCount  = errors.New("want the number of instructions")
	errMore       = errors.New("more instructions than announced")
	errFewer      = errors.New("fewer instructions than announced")
)

// ProgramError says which rule a program breaks and where. It unwraps to one of
// the Err values of this package.
type ProgramError struct {
	Index       int         // of the instruction; for ErrTooLong the program's length
	Instruction Instruction // as it is
	Err         error       // the rule
}

func (e *ProgramError) Error() string {
	switch e.Err {
	case ErrEmpty:
		return "filter: " + e.Err.Error()
	case ErrTooLong:
		return "filter: " + e.Err.Error() + ": " + strconv.Itoa(e.Index)
	}
	return "filter: instruction " + strconv.Itoa(e.Index) + " (" + e.Instruction.text(e.Index) + "): " + e.Err.Error()
}

func (e *ProgramError) Unwrap() error { return e.Err }

// Validate reports the first rule of the Linux kernel that the program breaks,
// as a *ProgramError, or nil. The nil Program is valid: it is no filter. Other
// systems' kernels are no stricter, except that some know no ModK, ModX, XorK,
// XorX and none knows the offsets from LinkOffset up.
func Validate(p Program) error {
	switch {
	case p == nil:
		return nil
	case len(p) == 0:
		return &ProgramError{Err: ErrEmpty}
	case len(p) > MaxInstructions:
		return &ProgramError{Index: len(p), Err: ErrTooLong}
	}
	for i, in := range p {
		if err := in.check(len(p) - i - 1); err != nil {
			return &ProgramError{i, in, err}
		}
	}
	if last := p[len(p)-1]; last.Op != RetK && last.Op != RetA {
		return &ProgramError{len(p) - 1, last, ErrNoReturn}
	}
	return p.checkMemory()
}

// check looks at one instruction that has after others behind it.
func (in Instruction) check(after int) error {
	if !known(in.Op) {
		return ErrOpcode
	}
	switch in.Op {
	case DivK, ModK:
		if in.K == 0 {
			return ErrDivision
		}
	case LshK, RshK:
		if in.K >= 32 {
			return ErrShift
		}
	case LdMem, LdxMem, St, Stx:
		if in.K >= MemoryWords {
			return ErrMemory
		}
	case LdAbsW, LdAbsH, LdAbsB:
		if in.K >= AncillaryOffset && !isAncillary(in.K) {
			return ErrAncillary
		}
	case Ja:
		if uint64(in.K) >= uint64(after) {
			return ErrJump
		}
	}
	if jumpsIfTrue(in.Op) && (int(in.Jt) >= after || int(in.Jf) >= after) {
		return ErrJump
	}
	return nil
}

// checkMemory makes sure that no word of M is read on a path that has not
// written it. Each entry of set is the words surely written when its instruction
// is reached by a jump.
func (p Program) checkMemory() error {
	var set [MaxInstructions]uint16
	for i := range p {
		set[i] = 0xffff
	}
	var now uint16
	for i, in := range p {
		now &= set[i]
		switch {
		case in.Op == St || in.Op == Stx:
			now |= 1 << in.K
		case in.Op == LdMem || in.Op == LdxMem:
			if now&(1<<in.K) == 0 {
				return &ProgramError{i, in, ErrUnsetWord}
			}
		case in.Op == Ja:
			set[i+1+int(in.K)] &= now
			now = 0xffff
		case jumpsIfTrue(in.Op):
			set[i+1+int(in.Jt)] &= now
			set[i+1+int(in.Jf)] &= now
			now = 0xffff
		}
	}
	return nil
}

// known reports whether op is one of the operations of this package.
func known(op uint16) bool {
	switch op {
	case LdImm, LdAbsW, LdAbsH, LdAbsB, LdIndW, LdIndH, LdIndB, LdMem, LdLen,
		LdxImm, LdxMem, LdxLen, LdxMsh, St, Stx,
		AddK, AddX, SubK, SubX, MulK, MulX, DivK, DivX, OrK, OrX, AndK, AndX,
		LshK, LshX, RshK, RshX, Neg, ModK, ModX, XorK, XorX,
		Ja, JeqK, JeqX, JgtK, JgtX, JgeK, JgeX, JsetK, JsetX,
		RetK, RetA, Tax, Txa:
		return true
	}
	return false
}
