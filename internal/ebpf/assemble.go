package ebpf

import (
	"errors"
	"math"
	"strconv"
)

// ErrDistance: a conditional jump would skip more than 32767 instructions.
var ErrDistance = errors.New("conditional jump is too long")

// AssembleError says which jump cannot be made.
type AssembleError struct {
	Index int // of the instruction
	Err   error
}

func (e *AssembleError) Error() string {
	return "instruction " + strconv.Itoa(e.Index) + ": " + e.Err.Error()
}

func (e *AssembleError) Unwrap() error { return e.Err }

// Label is a place in a program, which may come later.
type Label int

// Assembler puts a program together. The zero value is an empty one.
type Assembler struct {
	prog   Program
	places []int // of the labels; -1: not yet
	jumps  []jump
}

// jump is an instruction that skips to a label.
type jump struct {
	at int
	to Label
}

// Emit appends instructions.
func (a *Assembler) Emit(in ...Instruction) { a.prog = append(a.prog, in...) }

// Label returns a new label, which is to be placed.
func (a *Assembler) Label() Label {
	a.places = append(a.places, -1)
	return Label(len(a.places) - 1)
}

// Place puts the label before the next instruction.
func (a *Assembler) Place(l Label) { a.places[l] = len(a.prog) }

// Branch appends a jump, whose distance is that to the label.
func (a *Assembler) Branch(in Instruction, to Label) {
	a.jumps = append(a.jumps, jump{len(a.prog), to})
	a.Emit(in)
}

// Goto appends an unconditional jump to the label.
func (a *Assembler) Goto(to Label) { a.Branch(JumpImm(Always, 0, 0, 0), to) }

var errUnplaced = errors.New("jump to a label that was not placed")

// Program returns the program with all jumps resolved and without instructions that
// cannot be reached, which the verifier refuses. Unconditional jumps further than
// 32767 instructions take Linux 6.6; conditional ones give an *AssembleError.
func (a *Assembler) Program() (Program, error) {
	for _, j := range a.jumps {
		if a.places[j.to] < 0 {
			return nil, &AssembleError{j.at, errUnplaced}
		}
	}
	prog, moved := a.compact()
	for _, j := range a.jumps {
		at := moved[j.at]
		if at < 0 {
			continue
		}
		in, skip := &prog[at], moved[a.places[j.to]]-at-1
		switch {
		case skip >= math.MinInt16 && skip <= math.MaxInt16:
			in.Off = int16(skip)
		case in.Op == opGoto:
			*in = Instruction{Op: classJmp32 | uint8(Always), Imm: int32(skip)}
		default:
			return nil, &AssembleError{at, ErrDistance}
		}
	}
	return prog, nil
}

const (
	opGoto = classJmp | uint8(Always)
	opExit = classJmp | uint8(exit)
	opWide = classLd | modeImm | uint8(Double)
)

// compact returns the instructions that can be reached and where each went; -1 is
// nowhere.
func (a *Assembler) compact() (Program, []int) {
	prog, moved := make(Program, 0, len(a.prog)), make([]int, len(a.prog))
	for i, ok := range a.reachable() {
		if moved[i] = -1; ok {
			moved[i] = len(prog)
			prog = append(prog, a.prog[i])
		}
	}
	return prog, moved
}

func (a *Assembler) reachable() []bool {
	targets := make(map[int]int, len(a.jumps))
	for _, j := range a.jumps {
		targets[j.at] = a.places[j.to]
	}
	seen := make([]bool, len(a.prog))
	for todo := []int{0}; len(todo) > 0; {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for i < len(seen) && !seen[i] {
			seen[i] = true
			op := a.prog[i].Op
			if op == opWide && i+1 < len(seen) {
				i++
				seen[i] = true
			}
			if to, ok := targets[i]; ok {
				todo = append(todo, to)
			}
			if op == opGoto || op == opExit {
				break
			}
			i++
		}
	}
	return seen
}
