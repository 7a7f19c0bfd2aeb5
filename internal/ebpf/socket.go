package ebpf

import "github.com/gocap-project/gocap/bpf"

// Socket says what a socket filter is translated for. The zero value will do.
type Socket struct {
	// Hardware is the ARPHRD_ type of the interface, which the kernel does not
	// tell; 0: a program that asks for it is not translated.
	Hardware uint16
}

// Where struct __sk_buff has what classic programs can ask for (linux/bpf.h).
var skb = map[uint32]int16{
	bpf.AncPacketType: 4, bpf.AncMark: 8, bpf.AncQueue: 12, bpf.AncProtocol: 16, bpf.AncVLANPresent: 20,
	bpf.AncVLANTag: 24, bpf.AncVLANTPID: 28, bpf.AncInterface: 40, bpf.AncHash: 68,
}

const skbLength = 0

// Program translates a classic program into a socket filter (BPF_PROG_TYPE_SOCKET_FILTER)
// that returns the same verdicts on every packet. It takes Linux 5.1, for longer
// programs 6.6. The error is a *bpf.ProgramError if p is invalid and a
// *TranslateError if it asks for bpf.AncNetlink, AncNetlinkNest or AncPayload.
func (s Socket) Program(p bpf.Program) (Program, error) {
	var a Assembler
	a.Emit(ALU(Move, regContext, R1))
	return translate(a, p, s)
}

func (Socket) load(a *Assembler, size Size, k uint32) {
	a.Emit(Packet(size, k), ALU32(Move, regA, R0))
}

func (Socket) loadAt(a *Assembler, size Size, k uint32) {
	a.Emit(PacketAt(size, regX, k), ALU32(Move, regA, R0))
}

func (Socket) length(a *Assembler, dst Register) {
	a.Emit(LoadMem(Word, dst, regContext, skbLength))
}

func (s Socket) ancillary(a *Assembler, n uint32) error {
	off, known := skb[n]
	switch {
	case known:
		a.Emit(LoadMem(Word, regA, regContext, off))
		if n == bpf.AncProtocol || n == bpf.AncVLANTPID {
			a.Emit(BigEndian(regA, Half))
		}
	case n == bpf.AncHardware && s.Hardware != 0:
		a.Emit(ALU32Imm(Move, regA, uint32(s.Hardware)))
	case n == bpf.AncCPU, n == bpf.AncRandom:
		callNumber(a, n)
	default:
		return ErrUntranslatable
	}
	return nil
}

// callNumber asks for the processor or a random number.
func callNumber(a *Assembler, n uint32) {
	h := ProcessorNumber
	if n == bpf.AncRandom {
		h = RandomNumber
	}
	a.Emit(Call(h), ALU32(Move, regA, R0))
}

func (Socket) accept(a *Assembler, k uint32) { verdict(a, k) }
func (Socket) reject(a *Assembler)           { a.Emit(ALU32Imm(Move, R0, 0), Exit()) }
