// Package bpf is the classic BSD packet filter: its instructions, the rules a
// program must keep, its text forms, and two machines that run it: one that
// takes a Program as it is, and the Engine, which translates it first.
//
// A program is a list of instructions over two 32-bit registers, the
// accumulator A and the index X, and sixteen words of scratch memory M. It
// reads the packet, can only jump forwards, and ends by returning how many
// bytes of the packet to keep; 0 rejects it. Steven McCanne and Van Jacobson
// described it in "The BSD Packet Filter" (USENIX Winter 1993); Linux's
// extensions are in Documentation/networking/filter.rst.
//
// An instruction is kept as the kernel has it, so nothing is lost between the
// text forms, a socket and this package.
package bpf

// MaxInstructions is the longest program that the Linux kernel accepts (BPF_MAXINSNS).
const MaxInstructions = 4096

// MemoryWords is how many words of scratch memory a program has (BPF_MEMWORDS).
const MemoryWords = 16

// AcceptAll is the verdict of an absent filter: keep every byte.
const AcceptAll = 0xffffffff

// Instruction is one instruction in the kernel's form (struct sock_filter).
//
// The zero value is "ld #0", which is valid.
type Instruction struct {
	Op     uint16 // class, size and mode, or class, operation and source
	Jt, Jf uint8  // how many instructions a conditional jump skips, when true and when false
	K      uint32 // the constant: operand, offset, memory word or jump distance
}

// Program is a list of instructions. The nil Program is no filter at all: it
// accepts every packet whole. An empty one that is not nil is invalid.
type Program []Instruction

// The instruction classes: the low three bits of Op.
const (
	ClassLd   = 0x00 // load A
	ClassLdx  = 0x01 // load X
	ClassSt   = 0x02 // store A
	ClassStx  = 0x03 // store X
	ClassALU  = 0x04 // compute in A
	ClassJmp  = 0x05 // jump
	ClassRet  = 0x06 // return a verdict
	ClassMisc = 0x07 // copy between A and X
)

// Sizes of a load.
const (
	SizeW = 0x00 // four bytes
	SizeH = 0x08 // two bytes
	SizeB = 0x10 // one byte
)

// Addressing modes of a load.
const (
	ModeImm = 0x00 // the constant K
	ModeAbs = 0x20 // the packet at K
	ModeInd = 0x40 // the packet at X+K
	ModeMem = 0x60 // M[K]
	ModeLen = 0x80 // the packet's length on the wire
	ModeMsh = 0xa0 // 4*(packet[K]&15): the length of an IPv4 header
)

// Where the operand of ALU and jump instructions comes from.
const (
	SrcK = 0x00
	SrcX = 0x08
)

// The operations in full, as they stand in Instruction.Op.
const (
	LdImm  = ClassLd | SizeW | ModeImm
	LdAbsW = ClassLd | SizeW | ModeAbs
	LdAbsH = ClassLd | SizeH | ModeAbs
	LdAbsB = ClassLd | SizeB | ModeAbs
	LdIndW = ClassLd | SizeW | ModeInd
	LdIndH = ClassLd | SizeH | ModeInd
	LdIndB = ClassLd | SizeB | ModeInd
	LdMem  = ClassLd | SizeW | ModeMem
	LdLen  = ClassLd | SizeW | ModeLen

	LdxImm = ClassLdx | SizeW | ModeImm
	LdxMem = ClassLdx | SizeW | ModeMem
	LdxLen = ClassLdx | SizeW | ModeLen
	LdxMsh = ClassLdx | SizeB | ModeMsh

	St  = ClassSt
	Stx = ClassStx

	AddK = ClassALU | SrcK
	AddX = ClassALU | SrcX
	SubK = ClassALU | 0x10 | SrcK
	SubX = ClassALU | 0x10 | SrcX
	MulK = ClassALU | 0x20 | SrcK
	MulX = ClassALU | 0x20 | SrcX
	DivK = ClassALU | 0x30 | SrcK
	DivX = ClassALU | 0x30 | SrcX
	OrK  = ClassALU | 0x40 | SrcK
	OrX  = ClassALU | 0x40 | SrcX
	AndK = ClassALU | 0x50 | SrcK
	AndX = ClassALU | 0x50 | SrcX
	LshK = ClassALU | 0x60 | SrcK
	LshX = ClassALU | 0x60 | SrcX
	RshK = ClassALU | 0x70 | SrcK
	RshX = ClassALU | 0x70 | SrcX
	Neg  = ClassALU | 0x80
	ModK = ClassALU | 0x90 | SrcK
	ModX = ClassALU | 0x90 | SrcX
	XorK = ClassALU | 0xa0 | SrcK
	XorX = ClassALU | 0xa0 | SrcX

	Ja    = ClassJmp
	JeqK  = ClassJmp | 0x10 | SrcK
	JeqX  = ClassJmp | 0x10 | SrcX
	JgtK  = ClassJmp | 0x20 | SrcK
	JgtX  = ClassJmp | 0x20 | SrcX
	JgeK  = ClassJmp | 0x30 | SrcK
	JgeX  = ClassJmp | 0x30 | SrcX
	JsetK = ClassJmp | 0x40 | SrcK
	JsetX = ClassJmp | 0x40 | SrcX

	RetK = ClassRet | SrcK
	RetA = ClassRet | 0x10

	Tax = ClassMisc
	Txa = ClassMisc | 0x80
)

// Reject returns a program that accepts nothing.
func Reject() Program { return Program{{Op: RetK}} }

// Snap returns a program that accepts every packet and keeps its first n bytes.
func Snap(n uint32) Program { return Program{{Op: RetK, K: n}} }

// jumpsIfTrue reports whether op is a conditional jump.
func jumpsIfTrue(op uint16) bool { return op&7 == ClassJmp && op != Ja }
