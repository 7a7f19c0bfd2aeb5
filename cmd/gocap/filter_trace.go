package main

import (
	"encoding/binary"
	"fmt"

	"github.com/gocap-project/gocap/bpf"
)

// A tracer runs a program as bpf.Program.Run does, and notes what it tests.
type tracer struct {
	pkt  []byte
	wire int
	a, x traced
	mem  [bpf.MemoryWords]traced
	seen []tested
}

// A traced is a value with where it is from.
type traced struct {
	v    uint32
	text string // empty for a constant
}

// A tested is a test that a program made of a packet.
type tested struct {
	what   string // what was looked at
	seen   uint32
	op     string
	want   uint32
	yes    bool
	beyond bool // what was looked at is not in the packet, which ends the program
}

func (t tested) String() string {
	if t.beyond {
		return t.what + " is beyond the end of what was captured: no match"
	}
	not := ""
	if !t.yes {
		not = "not "
	}
	switch {
	case t.op == "&" && t.yes:
		return fmt.Sprintf("%s = %s, which has bits of %s", t.what, number(t.seen), number(t.want))
	case t.op == "&":
		return fmt.Sprintf("%s = %s, which has no bit of %s", t.what, number(t.seen), number(t.want))
	case t.op != "=":
		return fmt.Sprintf("%s = %s, which is %s%s %s", t.what, number(t.seen), not, t.op, number(t.want))
	case t.yes:
		return fmt.Sprintf("%s = %s", t.what, number(t.seen))
	}
	return fmt.Sprintf("%s = %s, not %s", t.what, number(t.seen), number(t.want))
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func number(n uint32) string {
	if n < 10 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%#x (%d)", n, n)
}

// maxTraced bounds the steps of a program with loops.
const maxTraced = 1 << 20

// trace runs a program for files on a packet, and returns its verdict and tests.
func trace(p bpf.Program, pkt []byte, wire int) (verdict uint32, tests []tested) {
	t := &tracer{pkt: pkt, wire: wire}
	for pc, n := 0, 0; pc >= 0 && pc < len(p) && n < maxTraced; n++ {
		in := p[pc]
		pc++
		switch in.Op & 7 {
		case bpf.ClassRet:
			if verdict = in.K; in.Op == bpf.RetA {
				verdict = t.a.v
			}
			return verdict, t.seen
		case bpf.ClassJmp:
			pc += t.jump(in)
		default:
			if !t.step(in) {
				return 0, t.seen
			}
		}
	}
	return 0, t.seen
}

// step runs an instruction that does not jump, and reports whether the program goes on.
func (t *tracer) step(in bpf.Instruction) bool {
	switch in.Op {
	case bpf.St:
		t.mem[in.K&15] = t.a
	case bpf.Stx:
		t.mem[in.K&15] = t.x
	case bpf.Tax:
		t.x = t.a
	case bpf.Txa:
		t.a = t.x
	default:
		if in.Op&7 == bpf.ClassALU {
			return t.compute(in)
		}
		return t.load(in)
	}
	return true
}

func (t *tracer) load(in bpf.Instruction) bool {
	v, ok := traced{v: in.K}, true
	switch in.Op & 0xe0 {
	case bpf.ModeMem:
		v = t.mem[in.K&15]
	case bpf.ModeLen:
		v = traced{uint32(t.wire), "packet length"}
	case bpf.ModeAbs:
		v, ok = t.bytes(in.K, in.Op&0x18)
	case bpf.ModeInd:
		v, ok = t.bytes(in.K+t.x.v, in.Op&0x18)
	case bpf.ModeMsh:
		v, ok = t.bytes(in.K, bpf.SizeB)
		v = traced{v.v & 15 << 2, fmt.Sprintf("4 * (%s & 0xf)", v.text)}
	}
	if in.Op&7 == bpf.ClassLdx {
		t.x = v
	} else {
		t.a = v
	}
	return ok
}

// bytes loads from the packet.
func (t *tracer) bytes(at uint32, size uint16) (traced, bool) {
	n := map[uint16]uint32{bpf.SizeW: 4, bpf.SizeH: 2, bpf.SizeB: 1}[size]
	text := fmt.Sprintf("bytes %d-%d", at, uint64(at)+uint64(n)-1)
	if n == 1 {
		text = fmt.Sprintf("byte %d", at)
	}
	if uint64(at)+uint64(n) > uint64(len(t.pkt)) {
		t.seen = append(t.seen, tested{what: text, beyond: true})
		return traced{}, false
	}
	b := t.pkt[at:]
	switch n {
	case 4:
		return traced{binary.BigEndian.Uint32(b), text}, true
	case 2:
		return traced{uint32(binary.BigEndian.Uint16(b)), text}, true
	}
	return traced{uint32(b[0]), text}, true
}

// operators are those of ALU instructions, by operation.
var operators = [16]string{"+", "-", "*", "/", "|", "&", "<<", ">>", "-", "%", "^"}

func (t *tracer) compute(in bpf.Instruction) bool {
	y := traced{v: in.K}
	if in.Op&bpf.SrcX != 0 {
		y = t.x
	}
	a, ok := t.a.v, true
	switch in.Op &^ bpf.SrcX {
	case bpf.AddK:
		a += y.v
	case bpf.SubK:
		a -= y.v
	case bpf.MulK:
		a *= y.v
	case bpf.DivK, bpf.ModK:
		if ok = y.v != 0; !ok {
			t.seen = append(t.seen, tested{what: "division by zero", beyond: true})
			return false
		}
		if in.Op&^bpf.SrcX == bpf.DivK {
			a /= y.v
		} else {
			a %= y.v
		}
	case bpf.OrK:
		a |= y.v
	case bpf.AndK:
		a &= y.v
	case bpf.LshK:
		a = shift(a, y.v, true)
	case bpf.RshK:
		a = shift(a, y.v, false)
	case bpf.XorK:
		a ^= y.v
	case bpf.Neg:
		a, y = -a, t.a
		t.a = traced{}
	}
	text := ""
	if t.a.text != "" || y.text != "" {
		text = fmt.Sprintf("(%s %s %s)", t.a, operators[in.Op>>4&15], y)
	}
	t.a = traced{a, text}
	return true
}

// shift is what a BPF machine does with a computed distance.
func shift(a, by uint32, left bool) uint32 {
	switch {
	case by > 31:
		return 0
	case left:
		return a << by
	}
	return a >> by
}

func (v traced) String() string {
	if v.text == "" {
		return number(v.v)
	}
	return v.text
}

// jump returns how far a jump goes.
func (t *tracer) jump(in bpf.Instruction) int {
	if in.Op == bpf.Ja {
		return int(int32(in.K))
	}
	want := in.K
	if in.Op&bpf.SrcX != 0 {
		want = t.x.v
	}
	s := tested{what: t.a.String(), seen: t.a.v, want: want}
	switch in.Op &^ bpf.SrcX {
	case bpf.JeqK:
		s.op, s.yes = "=", t.a.v == want
	case bpf.JgtK:
		s.op, s.yes = ">", t.a.v > want
	case bpf.JgeK:
		s.op, s.yes = ">=", t.a.v >= want
	case bpf.JsetK:
		s.op, s.yes = "&", t.a.v&want != 0
	}
	t.seen = append(t.seen, s)
	if s.yes {
		return int(in.Jt)
	}
	return int(in.Jf)
}
