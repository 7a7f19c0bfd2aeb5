// Package netbpf converts programs between package bpf and golang.org/x/net/bpf,
// for code that takes the latter's types, such as golang.org/x/net/ipv4 and many
// packet sockets.
package netbpf

import (
	"strconv"

	xbpf "golang.org/x/net/bpf"

	"github.com/gocap-project/gocap/bpf"
)

// Raw returns p as x/net's raw instructions; nil gives nil.
func Raw(p bpf.Program) []xbpf.RawInstruction {
	if p == nil {
		return nil
	}
	raw := make([]xbpf.RawInstruction, len(p))
	for i, in := range p {
		raw[i] = xbpf.RawInstruction(in)
	}
	return raw
}

// FromRaw returns x/net's raw instructions as a program; nil gives nil.
func FromRaw(raw []xbpf.RawInstruction) bpf.Program {
	if raw == nil {
		return nil
	}
	p := make(bpf.Program, len(raw))
	for i, in := range raw {
		p[i] = bpf.Instruction(in)
	}
	return p
}

// Disassemble returns p as x/net's instructions; nil gives nil. An instruction
// that has no form there which assembles to just itself stays a RawInstruction:
// x/net takes "ldx #pktlen" for "ld #pktlen", for one. So Assemble gives back p.
func Disassemble(p bpf.Program) []xbpf.Instruction {
	if p == nil {
		return nil
	}
	out := make([]xbpf.Instruction, len(p))
	for i, in := range p {
		raw := xbpf.RawInstruction(in)
		out[i] = raw.Disassemble()
		if back, err := out[i].Assemble(); err != nil || back != raw {
			out[i] = raw
		}
	}
	return out
}

// An InstructionError says which of x/net's instructions does not assemble.
type InstructionError struct {
	Index int
	Err   error // x/net's
}

func (e *InstructionError) Error() string {
	return "filter: instruction " + strconv.Itoa(e.Index) + ": " + e.Err.Error()
}

func (e *InstructionError) Unwrap() error { return e.Err }

// Assemble returns x/net's instructions as a program; nil gives nil. An
// instruction that cannot be assembled, such as a load of three bytes, gives an
// *InstructionError. The program is not validated.
func Assemble(ins []xbpf.Instruction) (bpf.Program, error) {
	if ins == nil {
		return nil, nil
	}
	p := make(bpf.Program, len(ins))
	for i, in := range ins {
		raw, err := in.Assemble()
		if err != nil {
			return nil, &InstructionError{i, err}
		}
		p[i] = bpf.Instruction(raw)
	}
	return p, nil
}
