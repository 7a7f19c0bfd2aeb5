package ebpf

import "github.com/gocap-project/gocap/bpf"

// Action is what an XDP program has the kernel do with a packet (enum xdp_action).
type Action uint32

// The actions that are of use here.
const (
	Drop Action = 1
	Pass Action = 2 // to the network stack
)

// XDP says what an XDP program is translated for. The zero value passes everything
// on to the stack, and so is of no use: set Map or Verdict.
type XDP struct {
	// Map is the descriptor of an XSKMAP. A packet that the filter accepts goes to
	// the socket in it whose key is the packet's receive queue, or to the stack if
	// there is none.
	Map int
	// Rejected is done with a packet that the filter rejects; 0 is Pass.
	Rejected Action
	// Verdict makes the program return the filter's verdict instead of an action,
	// for tests.
	Verdict bool
	// Stamp, if not 0, has the program put StampLen bytes before each packet that it
	// accepts, in the byte order of the machine: Stamp itself, so that the reader
	// knows whose packet it is, the filter's verdict, and the time as a 64-bit
	// number of nanoseconds of CLOCK_MONOTONIC. A driver that has no room for it
	// delivers without. It takes Linux 5.8.
	Stamp uint32
	// Fragments is for programs that are loaded so: a packet may be in several
	// pieces, all of which the filter reads. It takes Linux 5.18.
	Fragments bool
}

// Where struct xdp_md has what programs can ask for (linux/bpf.h).
const (
	xdpData      = 0
	xdpDataEnd   = 4
	xdpMeta      = 8
	xdpInterface = 12
	xdpQueue     = 16
)

// StampLen is how many bytes stand before a packet with a Stamp.
const StampLen = 16

const (
	ethernetHeader = 14
	// farthest is as far into a packet as the kernel lets an XDP program look.
	farthest = 0xffff
)

// Program translates a classic program into an XDP program. It accepts the packets
// that p accepts on an Ethernet interface, with these differences: bytes beyond
// 65535 are outside the packet; a VLAN tag is in the packet if it was on the wire,
// never beside it; the mark is 0; and a packet to a single address is one to this
// host. The verdict's number is lost, unless Verdict. The error is a
// *bpf.ProgramError if p is invalid and a *TranslateError if it asks for
// bpf.AncNetlink, AncNetlinkNest, AncPayload or AncHash.
func (x XDP) Program(p bpf.Program) (Program, error) {
	var a Assembler
	a.Emit(ALU(Move, regContext, R1), LoadMem(Word, regData, regContext, xdpData))
	return translate(a, p, x)
}

// fixed translates an offset relative to a header, as Linux has them below zero.
func fixed(k uint32) (uint32, bool) {
	switch {
	case k < 1<<31:
	case k >= bpf.NetworkOffset:
		k = k - bpf.NetworkOffset + ethernetHeader
	case k >= bpf.LinkOffset:
		k -= bpf.LinkOffset
	}
	return k, k <= farthest
}

func (x XDP) load(a *Assembler, size Size, k uint32) {
	k, ok := fixed(k)
	if !ok || k+uint32(size.bytes()) > farthest {
		x.reject(a)
		return
	}
	a.Emit(ALU32Imm(Move, R1, k))
	x.fetch(a, size)
}

// loadAt computes X+k as Linux does: it wraps at 32 bits, and what then is negative
// as an int32 is relative to a header.
func (x XDP) loadAt(a *Assembler, size Size, k uint32) {
	inside, link, near := a.Label(), a.Label(), a.Label()
	a.Emit(ALU32(Move, R1, regX), ALU32Imm(Add, R1, k))
	a.Branch(JumpImm(LessEqual, R1, int32(farthest-size.bytes()), 0), near)
	a.Branch(Jump32Imm(Less, R1, bpf.NetworkOffset, 0), link)
	a.Emit(ALU32Imm(Sub, R1, bpf.NetworkOffset-ethernetHeader))
	a.Goto(inside)
	a.Place(link)
	a.Emit(ALU32Imm(Sub, R1, bpf.LinkOffset)) // what is below becomes huge
	a.Place(inside)
	a.Branch(JumpImm(LessEqual, R1, int32(farthest-size.bytes()), 0), near)
	x.reject(a)
	a.Place(near)
	x.fetch(a, size)
}

// fetch sets A to the bytes at R1, which is at most farthest-size. What is not in
// the packet's first piece is looked for in the others, or rejects.
func (x XDP) fetch(a *Assembler, size Size) {
	n, here, done := int32(size.bytes()), a.Label(), a.Label()
	a.Emit(ALU(Move, R2, regData), ALU(Add, R2, R1), ALU(Move, R3, R2), ALUImm(Add, R3, n), LoadMem(Word, R4, regContext, xdpDataEnd))
	a.Branch(Jump(LessEqual, R3, R4, 0), here)
	if x.Fragments {
		got := a.Label()
		a.Emit(ALU(Move, R2, R1), ALU(Move, R1, regContext), ALU(Move, R3, R10), ALUImm(Add, R3, buffer), ALUImm(Move, R4, n), Call(XDPLoadBytes))
		a.Branch(JumpImm(Equal, R0, 0, 0), got)
		x.reject(a)
		a.Place(got)
		a.Emit(LoadMem(size, regA, R10, buffer))
		a.Goto(done)
	} else {
		x.reject(a)
	}
	a.Place(here)
	a.Emit(LoadMem(size, regA, R2, 0))
	a.Place(done)
	if size != Byte {
		a.Emit(BigEndian(regA, size))
	}
}

func (x XDP) length(a *Assembler, dst Register) {
	if x.Fragments {
		a.Emit(ALU(Move, R1, regContext), Call(XDPLength), ALU32(Move, dst, R0))
		return
	}
	a.Emit(LoadMem(Word, dst, regContext, xdpDataEnd), ALU(Sub, dst, regData))
}

func (x XDP) ancillary(a *Assembler, n uint32) error {
	switch n {
	case bpf.AncInterface:
		a.Emit(LoadMem(Word, regA, regContext, xdpInterface))
	case bpf.AncQueue:
		a.Emit(LoadMem(Word, regA, regContext, xdpQueue))
	case bpf.AncHardware:
		a.Emit(ALU32Imm(Move, regA, 1)) // ARPHRD_ETHER
	case bpf.AncMark, bpf.AncVLANPresent, bpf.AncVLANTag, bpf.AncVLANTPID:
		a.Emit(ALU32Imm(Move, regA, 0))
	case bpf.AncCPU, bpf.AncRandom:
		callNumber(a, n)
	case bpf.AncProtocol:
		x.protocol(a)
	case bpf.AncPacketType:
		x.packetType(a)
	default:
		return ErrUntranslatable
	}
	return nil
}

// protocol is what eth_type_trans makes of a frame.
func (x XDP) protocol(a *Assembler) {
	done, llc := a.Label(), a.Label()
	x.load(a, Half, 12)
	a.Branch(Jump32Imm(GreaterEqual, regA, 0x600, 0), done)
	a.Emit(ALU32Imm(Move, regA, 4)) // ETH_P_802_2
	a.Emit(ALU(Move, R2, regData), ALUImm(Add, R2, ethernetHeader+2), LoadMem(Word, R4, regContext, xdpDataEnd))
	a.Branch(Jump(Greater, R2, R4, 0), llc)
	a.Emit(LoadMem(Half, R1, R2, -2))
	a.Branch(Jump32Imm(NotEqual, R1, 0xffff, 0), llc)
	a.Emit(ALU32Imm(Move, regA, 1)) // ETH_P_802_3: Novell's
	a.Place(llc)
	a.Place(done)
}

// packetType tells broadcast from multicast from the rest.
func (x XDP) packetType(a *Assembler) {
	done, group := a.Label(), a.Label()
	x.load(a, Byte, 0)
	a.Emit(ALU32Imm(And, regA, 1))
	a.Branch(Jump32Imm(Equal, regA, 0, 0), done)
	x.load(a, Word, 0)
	a.Branch(Jump32Imm(NotEqual, regA, 0xffffffff, 0), group)
	x.load(a, Half, 4)
	a.Branch(Jump32Imm(NotEqual, regA, 0xffff, 0), group)
	a.Emit(ALU32Imm(Move, regA, 1))
	a.Goto(done)
	a.Place(group)
	a.Emit(ALU32Imm(Move, regA, 2))
	a.Place(done)
}

func (x XDP) accept(a *Assembler, k uint32) {
	if x.Verdict {
		verdict(a, k)
		return
	}
	if x.Stamp != 0 {
		x.stamp(a, k)
	}
	m := LoadMap(R1, x.Map)
	a.Emit(m[:]...)
	a.Emit(LoadMem(Word, R2, regContext, xdpQueue), ALU32Imm(Move, R3, uint32(Pass)), Call(RedirectMap), Exit())
}

func (x XDP) reject(a *Assembler) {
	result := x.Rejected
	switch {
	case x.Verdict:
		result = 0
	case result == 0:
		result = Pass
	}
	a.Emit(ALU32Imm(Move, R0, uint32(result)), Exit())
}

// stamp writes what stands before an accepted packet. Moving the packet's beginning
// makes regData invalid, which is not needed any more.
func (x XDP) stamp(a *Assembler, k uint32) {
	without := a.Label()
	a.Emit(ALU(Move, R1, regContext), ALUImm(Move, R2, -StampLen), Call(XDPAdjustMeta))
	a.Branch(JumpImm(NotEqual, R0, 0, 0), without)
	a.Emit(LoadMem(Word, R9, regContext, xdpMeta), ALU(Move, R1, R9), ALUImm(Add, R1, StampLen), LoadMem(Word, R2, regContext, xdpData))
	a.Branch(Jump(Greater, R1, R2, 0), without)
	if k != 0 {
		a.Emit(ALU32Imm(Move, regA, k))
	}
	a.Emit(ALU32Imm(Move, R1, x.Stamp), StoreMem(Word, R9, 0, R1), StoreMem(Word, R9, 4, regA), Call(MonotonicTime), StoreMem(Double, R9, 8, R0))
	a.Place(without)
}
