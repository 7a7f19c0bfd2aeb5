// Package ebpf is as much of Linux's extended BPF as packet capture needs: its
// instructions and an assembler for them, translations of classic programs into
// ones for sockets and for XDP, and the loading of programs, maps and links by
// bpf(2).
//
// The machine has ten 64-bit registers R0 to R9, a stack of 512 bytes below R10,
// and reads a context that depends on the kind of program. The instruction set is
// RFC 9669; what the kernel's verifier demands besides is in
// Documentation/bpf/verifier.rst.
package ebpf

import "encoding/binary"

// Register is one of the machine's registers.
type Register uint8

// The registers. A call takes its arguments in R1 to R5, returns in R0 and leaves
// R6 to R9 alone; R10 is the end of the stack and cannot be written.
const (
	R0 Register = iota
	R1
	R2
	R3
	R4
	R5
	R6
	R7
	R8
	R9
	R10
)

// Instruction is one instruction in the kernel's form (struct bpf_insn). A load of
// a 64-bit constant takes two.
type Instruction struct {
	Op       uint8 // class, and what the class has
	Dst, Src Register
	Off      int16 // of memory, or how many instructions a jump skips
	Imm      int32
}

// Program is a list of instructions.
type Program []Instruction

// instructionLen is how many bytes an instruction has.
const instructionLen = 8

// Append appends the instructions as the kernel wants them, in the byte order of
// the machine.
func (p Program) Append(b []byte) []byte {
	for _, in := range p {
		b = append(b, in.Op, in.registers())
		b = binary.NativeEndian.AppendUint16(b, uint16(in.Off))
		b = binary.NativeEndian.AppendUint32(b, uint32(in.Imm))
	}
	return b
}

// registers are the two nibbles of the registers, of which the destination comes
// first in the order of the machine.
func (in Instruction) registers() byte {
	if little {
		return byte(in.Src<<4 | in.Dst)
	}
	return byte(in.Dst<<4 | in.Src)
}

var little = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// The instruction classes: the low three bits of Op.
const (
	classLd    = 0x00
	classLdx   = 0x01
	classSt    = 0x02
	classStx   = 0x03
	classALU   = 0x04 // 32 bits; the upper half of the register becomes 0
	classJmp   = 0x05
	classJmp32 = 0x06
	classALU64 = 0x07
)

// Size of a memory access.
type Size uint8

// The sizes.
const (
	Word   Size = 0x00 // four bytes
	Half   Size = 0x08 // two bytes
	Byte   Size = 0x10
	Double Size = 0x18 // eight bytes
)

// bytes is the size in bytes.
func (s Size) bytes() int { return [4]int{4, 2, 1, 8}[s>>3&3] }

const (
	modeImm = 0x00
	modeAbs = 0x20
	modeInd = 0x40
	modeMem = 0x60

	fromRegister = 0x08 // the operand is Src, not Imm
)

// Operation of arithmetic.
type Operation uint8

// The operations; their numbers are those of classic BPF where that has them.
const (
	Add  Operation = 0x00
	Sub  Operation = 0x10
	Mul  Operation = 0x20
	Div  Operation = 0x30
	Or   Operation = 0x40
	And  Operation = 0x50
	Lsh  Operation = 0x60
	Rsh  Operation = 0x70
	Neg  Operation = 0x80
	Mod  Operation = 0x90
	Xor  Operation = 0xa0
	Move Operation = 0xb0
	swap Operation = 0xd0
)

// Condition of a jump, unsigned.
type Condition uint8

// The conditions.
const (
	Always       Condition = 0x00
	Equal        Condition = 0x10
	Greater      Condition = 0x20
	GreaterEqual Condition = 0x30
	Set          Condition = 0x40 // a common bit is set
	NotEqual     Condition = 0x50
	call         Condition = 0x80
	exit         Condition = 0x90
	Less         Condition = 0xa0
	LessEqual    Condition = 0xb0
)

// ALU computes dst = dst op src in 64 bits.
func ALU(op Operation, dst, src Register) Instruction {
	return Instruction{Op: classALU64 | fromRegister | uint8(op), Dst: dst, Src: src}
}

// ALUImm computes dst = dst op imm in 64 bits, imm being extended by its sign.
func ALUImm(op Operation, dst Register, imm int32) Instruction {
	return Instruction{Op: classALU64 | uint8(op), Dst: dst, Imm: imm}
}

// ALU32 computes dst = dst op src in 32 bits.
func ALU32(op Operation, dst, src Register) Instruction {
	return Instruction{Op: classALU | fromRegister | uint8(op), Dst: dst, Src: src}
}

// ALU32Imm computes dst = dst op imm in 32 bits.
func ALU32Imm(op Operation, dst Register, imm uint32) Instruction {
	return Instruction{Op: classALU | uint8(op), Dst: dst, Imm: int32(imm)}
}

// BigEndian turns the number of 2 or 4 bytes in dst from the network's byte order
// into the machine's, or back.
func BigEndian(dst Register, size Size) Instruction {
	return Instruction{Op: classALU | fromRegister | uint8(swap), Dst: dst, Imm: int32(8 * size.bytes())}
}

// LoadMem reads dst from memory at src+off.
func LoadMem(size Size, dst, src Register, off int16) Instruction {
	return Instruction{Op: classLdx | modeMem | uint8(size), Dst: dst, Src: src, Off: off}
}

// StoreMem writes src to memory at dst+off.
func StoreMem(size Size, dst Register, off int16, src Register) Instruction {
	return Instruction{Op: classStx | modeMem | uint8(size), Dst: dst, Src: src, Off: off}
}

// Packet reads R0 from the packet at k, as classic BPF does: in socket filters
// alone, with the context in R6. It ends the program with 0 outside the packet, and
// loses R1 to R5.
func Packet(size Size, k uint32) Instruction {
	return Instruction{Op: classLd | modeAbs | uint8(size), Imm: int32(k)}
}

// PacketAt reads R0 from the packet at src+k; see Packet.
func PacketAt(size Size, src Register, k uint32) Instruction {
	return Instruction{Op: classLd | modeInd | uint8(size), Src: src, Imm: int32(k)}
}

// Jump jumps by off instructions if dst stands in the condition to src, in 64 bits.
func Jump(c Condition, dst, src Register, off int16) Instruction {
	return Instruction{Op: classJmp | fromRegister | uint8(c), Dst: dst, Src: src, Off: off}
}

// JumpImm compares with imm in 64 bits, imm being extended by its sign.
func JumpImm(c Condition, dst Register, imm int32, off int16) Instruction {
	return Instruction{Op: classJmp | uint8(c), Dst: dst, Imm: imm, Off: off}
}

// Jump32 compares the lower halves of the registers.
func Jump32(c Condition, dst, src Register, off int16) Instruction {
	return Instruction{Op: classJmp32 | fromRegister | uint8(c), Dst: dst, Src: src, Off: off}
}

// Jump32Imm compares the lower half of dst with imm.
func Jump32Imm(c Condition, dst Register, imm uint32, off int16) Instruction {
	return Instruction{Op: classJmp32 | uint8(c), Dst: dst, Imm: int32(imm), Off: off}
}

// Helper is a function of the kernel's, by its number (enum bpf_func_id).
type Helper int32

// The helpers that the translations need.
const (
	MonotonicTime   Helper = 5
	RandomNumber    Helper = 7
	ProcessorNumber Helper = 8
	RedirectMap     Helper = 51
	XDPAdjustMeta   Helper = 54
	XDPLength       Helper = 188
	XDPLoadBytes    Helper = 189
)

// Call calls a helper.
func Call(h Helper) Instruction { return Instruction{Op: classJmp | uint8(call), Imm: int32(h)} }

// Exit returns R0.
func Exit() Instruction { return Instruction{Op: classJmp | uint8(exit)} }

// pseudoMap in Src makes a 64-bit constant the map of a descriptor.
const pseudoMap Register = 1

// LoadMap sets dst to the map with the descriptor fd. It is two instructions.
func LoadMap(dst Register, fd int) [2]Instruction {
	return [2]Instruction{{Op: classLd | modeImm | uint8(Double), Dst: dst, Src: pseudoMap, Imm: int32(fd)}, {}}
}
