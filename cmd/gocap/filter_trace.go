package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/bpf"
)

// A tracer runs a program as bpf.Program.Run does, and notes what it tests.
type tracer struct {
	pkt   []byte
	wire  int
	names *fieldNamer
	a, x  traced
	mem   [bpf.MemoryWords]traced
	seen  []tested
}

// A traced is a value with where it is from.
type traced struct {
	v    uint32
	from loaded // if it was only loaded
	text string // how it was computed; empty for a constant, and for what was only loaded
}

// A tested is a test that a program made of a packet.
type tested struct {
	from loaded // what was looked at,
	what string // if it was computed
	seen uint32
	op   string
	want uint32
	yes  bool
	end  string // what was looked at is not there, and why, which ends the program
}

// same reports whether two tests look at the same.
func (t tested) same(u tested) bool {
	return t.from == u.from && t.what == u.what && t.seen == u.seen && t.end == "" && u.end == ""
}

// name is what was looked at. What is tested for bits is of these bits.
func (t tested) named(names *fieldNamer) named {
	l := t.from
	if t.op == "&" && l.n > 0 && l.mask&t.want != 0 {
		l.mask &= t.want
		if x := names.name(l); x.exact {
			return x
		}
		l = t.from
	}
	return names.name(l)
}

// describe says in a line what tests of the same showed.
func describe(ts []tested, names *fieldNamer) string {
	t := ts[0]
	x := t.named(names)
	what := t.what
	if t.from.n > 0 {
		what = x.String()
	}
	if t.end != "" {
		return strings.TrimSpace(what+" "+t.end) + ": no match"
	}
	if last := ts[len(ts)-1]; last.op == "=" && last.yes {
		return what + " = " + x.value(t.seen)
	}
	if t.op == "&" && x.exact && x.mask != t.from.mask {
		t.seen &= x.mask
	}
	var not []string
	var least, most, has string
	for _, t := range ts {
		want := x.value(t.want)
		switch {
		case t.op == "=":
			not = append(not, want)
		case t.op == "&" && x.exact && x.mask != t.from.mask:
			if t.yes {
				not = append(not, x.value(0))
			}
		case t.op == "&" && t.yes:
			has = "has bits of " + want
		case t.op == "&":
			has = "has no bit of " + want
		case t.yes:
			least = "is " + t.op + " " + want
		default:
			most = "is " + map[string]string{">": "<=", ">=": "<"}[t.op] + " " + want
		}
	}
	s := what + " = " + x.value(t.seen)
	if len(not) > 0 {
		s += ", not " + alternatives(not)
	}
	for _, what := range []string{least, most, has} {
		if what != "" {
			s += ", which " + what
		}
	}
	return s
}

// maxAlternatives is how many values that a field does not have are listed.
const maxAlternatives = 8

// alternatives is "a, b or c", with each once.
func alternatives(words []string) string {
	var once []string
	for _, w := range words {
		if !slices.Contains(once, w) {
			once = append(once, w)
		}
		if len(once) > maxAlternatives {
			return strings.Join(once[:maxAlternatives], ", ") + fmt.Sprintf(" or others, %d in all", len(words))
		}
	}
	n := len(once) - 1
	if n == 0 {
		return once[0]
	}
	return strings.Join(once[:n], ", ") + " or " + once[n]
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

// trace runs a program for files on a packet, and returns its verdict and tests. What is
// computed is described with the names, which may be nil.
func trace(p bpf.Program, pkt []byte, wire int, names *fieldNamer) (verdict uint32, tests []tested) {
	t := &tracer{pkt: pkt, wire: wire, names: names}
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
		v = traced{v: uint32(t.wire), text: "packet length"}
	case bpf.ModeAbs:
		v, ok = t.bytes(in.K, in.Op&0x18)
	case bpf.ModeInd:
		v, ok = t.bytes(in.K+t.x.v, in.Op&0x18)
	case bpf.ModeMsh:
		v, ok = t.bytes(in.K, bpf.SizeB)
		v.from.mask = 15
		v = traced{v: v.v & 15 << 2, text: fmt.Sprintf("4 * %s", t.text(v))}
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
	from := loaded{at, n, full(n)}
	if end := uint64(at) + uint64(n); end > uint64(len(t.pkt)) {
		t.seen = append(t.seen, tested{from: from, end: t.missing(end)})
		return traced{}, false
	}
	b := t.pkt[at:]
	v := traced{v: uint32(b[0]), from: from}
	switch n {
	case 4:
		v.v = binary.BigEndian.Uint32(b)
	case 2:
		v.v = uint32(binary.BigEndian.Uint16(b))
	}
	return v, true
}

// missing says why there are no bytes up to end.
func (t *tracer) missing(end uint64) string {
	if end <= uint64(t.wire) {
		return fmt.Sprintf("was not captured: only %d of the packet's %d bytes were", len(t.pkt), t.wire)
	}
	return fmt.Sprintf("is beyond the end of the packet, which has %d bytes", t.wire)
}

// maxText bounds how a computed value is described: loops may compute for long.
const maxText = 200

// text describes a value.
func (t *tracer) text(v traced) string {
	switch {
	case v.from.n > 0:
		return t.names.name(v.from).String()
	case v.text == "":
		return number(v.v)
	}
	return v.text
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
			t.seen = append(t.seen, tested{what: "division by zero", end: "ends the filter"})
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
	t.a = t.result(in, a, y)
	return true
}

// result is the value v, computed from A and y.
func (t *tracer) result(in bpf.Instruction, v uint32, y traced) traced {
	constant := y.text == "" && y.from.n == 0
	switch {
	case constant && t.a.text == "" && t.a.from.n == 0:
		return traced{v: v}
	case in.Op == bpf.Neg:
		return traced{v: v, text: shorten("-" + t.text(y))}
	case in.Op&^bpf.SrcX == bpf.AndK && constant && t.a.from.mask&y.v != 0:
		from := t.a.from
		from.mask &= y.v
		return traced{v: v, from: from}
	case in.Op == bpf.AndX && t.a.text == "" && t.a.from.n == 0 && y.from.mask&t.a.v != 0:
		y.from.mask &= t.a.v
		return traced{v: v, from: y.from}
	}
	return traced{v: v, text: shorten(fmt.Sprintf("(%s %s %s)", t.text(t.a), operators[in.Op>>4&15], t.text(y)))}
}

func shorten(s string) string {
	if len(s) > maxText {
		return "what is computed"
	}
	return s
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

// jump returns how far a jump goes.
func (t *tracer) jump(in bpf.Instruction) int {
	if in.Op == bpf.Ja {
		return int(int32(in.K))
	}
	want := in.K
	if in.Op&bpf.SrcX != 0 {
		want = t.x.v
	}
	s := tested{from: t.a.from, seen: t.a.v, want: want}
	if s.from.n == 0 {
		s.what = t.text(t.a)
	}
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
