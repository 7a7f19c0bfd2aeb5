package ebpf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
)

// tcp80 is "tcp dst port 80" over IPv4 without options' fragments.
var tcp80 = bpf.Program{
	{Op: bpf.LdAbsH, K: 12},
	{Op: bpf.JeqK, K: 0x800, Jf: 7},
	{Op: bpf.LdAbsB, K: 23},
	{Op: bpf.JeqK, K: 6, Jf: 5},
	{Op: bpf.LdxMsh, K: 14},
	{Op: bpf.LdIndH, K: 16},
	{Op: bpf.JeqK, K: 80, Jf: 2},
	{Op: bpf.RetK, K: 96},
	{Op: bpf.RetK, K: 7}, // nobody gets here
	{Op: bpf.RetK},
}

func ExampleSocket_Program() {
	p, err := Socket{}.Program(bpf.Program{{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, K: 0x800, Jf: 1}, {Op: bpf.RetK, K: 96}, {Op: bpf.RetK}})
	if err != nil {
		panic(err)
	}
	fmt.Print(p)
	// Output:
	// 0: r6 = r1
	// 1: w7 = 0
	// 2: w8 = 0
	// 3: r0 = *(u16 *)skb[12]
	// 4: w7 = w0
	// 5: if w7 != 2048 goto 8
	// 6: w0 = 96
	// 7: exit
	// 8: w0 = 0
	// 9: exit
}

// TestXDPText: the text is that of every instruction that translations use.
func TestXDPText(t *testing.T) {
	p, err := XDP{Map: 5, Fragments: true, Rejected: Drop}.Program(bpf.Program{
		{Op: bpf.LdxLen}, {Op: bpf.LdIndW, K: 4}, {Op: bpf.DivX}, {Op: bpf.Neg}, {Op: bpf.St, K: 1}, {Op: bpf.LdMem, K: 1}, {Op: bpf.RetA},
		{Op: bpf.RetK, K: 5}, // cannot be reached, and is left out
	})
	if err != nil {
		t.Fatal(err)
	}
	got := p.String()
	for _, want := range []string{"r9 = *(u32 *)(r6 +0)", "call xdp_get_buff_len", "call xdp_load_bytes", "r7 = be32 r7", "w7 /= w8",
		"w7 = -w7", "*(u32 *)(r10 -60) = r7", "r7 = *(u32 *)(r10 -60)", "r1 = map[5]", "call redirect_map", "w0 = 1\n", "w1 -= -2097152"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Count(got, "redirect_map") != 1 {
		t.Errorf("dead code was kept:\n%s", got)
	}
	for in, want := range map[Instruction]string{
		JumpImm(Always, 0, 0, -3): "goto -3", Jump(Greater, R1, R2, 4): "if r1 > r2 goto +4", Call(99): "call 99", {Op: 0x87, Dst: 1}: "r1 = -r1",
		{Op: opWide, Dst: 2, Imm: 7}: "r2 = 7 ll", {Op: 0x02}: "unknown 2", Packet(Word, 0xffffffff): "r0 = *(u32 *)skb[-1]", PacketAt(Byte, R8, 2): "r0 = *(u8 *)skb[r8 + 2]",
		ALUImm(Add, R3, -72): "r3 += -72",
	} {
		if in.String() != want {
			t.Errorf("%q, want %q", in.String(), want)
		}
	}
}

func TestAppend(t *testing.T) {
	b := Program{ALU(Move, R6, R1), LoadMem(Half, R7, R6, -2), Jump32Imm(Equal, R7, 0x800, 3)}.Append(nil)
	if len(b) != 3*instructionLen || b[0] != 0xbf || b[8] != 0x69 || b[16] != 0x16 {
		t.Fatalf("% x", b)
	}
	if off := int16(binary.NativeEndian.Uint16(b[10:])); off != -2 {
		t.Error(off)
	}
	if k := binary.NativeEndian.Uint32(b[20:]); k != 0x800 {
		t.Error(k)
	}
	if b[1] != 0x16 && little {
		t.Errorf("registers %#x", b[1])
	}
}

func TestUntranslatable(t *testing.T) {
	anc := func(n uint32) bpf.Program {
		return bpf.Program{{Op: bpf.LdAbsW, K: bpf.AncillaryOffset + n}, {Op: bpf.RetA}}
	}
	for _, n := range []uint32{bpf.AncNetlink, bpf.AncNetlinkNest, bpf.AncPayload} {
		for _, err := range []error{second(Socket{}.Program(anc(n))), second(XDP{}.Program(anc(n)))} {
			var e *TranslateError
			if !errors.As(err, &e) || e.Index != 0 || !errors.Is(err, errors.ErrUnsupported) || !errors.Is(err, ErrUntranslatable) {
				t.Errorf("%d: %v", n, err)
			}
		}
	}
	if err := second(Socket{}.Program(anc(bpf.AncHardware))); !errors.Is(err, ErrUntranslatable) {
		t.Error(err)
	}
	if err := second(XDP{}.Program(anc(bpf.AncHash))); !errors.Is(err, ErrUntranslatable) {
		t.Error(err)
	}
	var pe *bpf.ProgramError
	for _, p := range []bpf.Program{{}, {{Op: bpf.LdImm}}, {{Op: bpf.Ja, K: 5}, {Op: bpf.RetA}}} {
		if !errors.As(second(Socket{}.Program(p)), &pe) || !errors.As(second(XDP{}.Program(p)), &pe) {
			t.Errorf("%v is translated", p)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestAssembler(t *testing.T) {
	var a Assembler
	far, nowhere := a.Label(), a.Label()
	a.Branch(JumpImm(Equal, R1, 0, 0), far)
	for range 40000 {
		a.Emit(ALUImm(Add, R0, 1))
	}
	a.Place(far)
	a.Emit(Exit())
	var e *AssembleError
	if _, err := a.Program(); !errors.As(err, &e) || !errors.Is(err, ErrDistance) || e.Index != 0 {
		t.Error(err)
	}
	a.Goto(nowhere)
	if _, err := a.Program(); !errors.As(err, &e) || e.Index != 40002 {
		t.Error(err)
	}
	var b Assembler
	far = b.Label()
	b.Goto(far)
	l := b.Label()
	b.Place(l)
	for range 40000 {
		b.Emit(ALUImm(Add, R0, 1))
	}
	b.Emit(Exit())
	b.Place(far)
	b.Goto(l)
	p, err := b.Program()
	if err != nil || p[0].Op != classJmp32 || p[0].Imm != 40001 || p[40002].Imm != -40002 {
		t.Errorf("%v, %v", p[0], err)
	}
}

// FuzzTranslate: what is valid is translated, and its jumps stay in the program.
func FuzzTranslate(f *testing.F) {
	f.Add([]byte{0x28, 0, 0, 12, 0x15, 0, 1, 8, 6, 0, 0, 96, 6, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		var p bpf.Program
		for ; len(b) >= 4; b = b[4:] {
			p = append(p, bpf.Instruction{Op: uint16(b[0]), Jt: b[1], Jf: b[2], K: uint32(int32(int8(b[3])))})
		}
		valid := bpf.Validate(p) == nil
		for _, x := range []XDP{{}, {Fragments: true}} {
			check(t, valid, func() (Program, error) { return x.Program(p) })
		}
		check(t, valid, func() (Program, error) { return Socket{Hardware: 1}.Program(p) })
	})
}

func check(t *testing.T, valid bool, f func() (Program, error)) {
	t.Helper()
	out, err := f()
	if (err == nil || errors.Is(err, ErrUntranslatable)) != valid {
		t.Fatalf("valid is %v: %v", valid, err)
	}
	for i, in := range out {
		if c := in.Op & 7; c != classJmp && c != classJmp32 || in.Op == opExit || Condition(in.Op&0xf0) == call {
			continue
		}
		skip := int(in.Off)
		if in.Op == classJmp32 {
			skip = int(in.Imm)
		}
		if to := i + 1 + skip; to < 0 || to >= len(out) {
			t.Fatalf("%d: %v", i, in)
		}
	}
}
