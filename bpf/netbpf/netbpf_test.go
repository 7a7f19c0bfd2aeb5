package netbpf

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	xbpf "golang.org/x/net/bpf"

	"github.com/gocap-project/gocap/bpf"
)

// TestRoundTrip takes every operation that there could be there and back.
func TestRoundTrip(t *testing.T) {
	var p bpf.Program
	for op := range 1 << 16 {
		p = append(p, bpf.Instruction{Op: uint16(op)})
		if op < 256 {
			for _, k := range []uint32{5, 16, bpf.AncillaryOffset, bpf.AncillaryOffset + 1, bpf.AncillaryOffset + bpf.AncVLANTag, bpf.NetworkOffset, 0xffffffff} {
				p = append(p, bpf.Instruction{Op: uint16(op), Jt: 3, Jf: uint8(k & 1), K: k}, bpf.Instruction{Op: uint16(op), Jf: 9, K: k})
			}
		}
	}
	if got := FromRaw(Raw(p)); !slices.Equal(got, p) {
		t.Error("raw instructions do not come back")
	}
	ins := Disassemble(p)
	if got, err := Assemble(ins); err != nil || !slices.Equal(got, p) {
		t.Errorf("instructions do not come back: %v", err)
	}
	raw := 0
	for i, in := range ins {
		if _, ok := in.(xbpf.RawInstruction); ok && p[i].Jt == 0 && p[i].Jf == 0 && p[i].K == 0 && bpf.Validate(bpf.Program{p[i], {Op: bpf.RetK}, {Op: bpf.RetK}}) == nil {
			raw++
			if p[i].Op != bpf.LdxLen {
				t.Errorf("%v has no form of its own", p[i])
			}
		}
	}
	if raw != 1 {
		t.Errorf("%d valid operations stay raw, want ldx #pktlen alone", raw)
	}
}

func TestAssembleError(t *testing.T) {
	p, err := Assemble([]xbpf.Instruction{xbpf.RetA{}, xbpf.LoadAbsolute{Size: 3}})
	var e *InstructionError
	if p != nil || !errors.As(err, &e) || e.Index != 1 || e.Error() != "filter: instruction 1: "+errors.Unwrap(err).Error() {
		t.Errorf("%v, %v", p, err)
	}
}

func TestNil(t *testing.T) {
	if p, err := Assemble(nil); p != nil || err != nil || Raw(nil) != nil || FromRaw(nil) != nil || Disassemble(nil) != nil {
		t.Error("nil, which is no filter, became an empty program")
	}
}

func Example() {
	p, err := Assemble([]xbpf.Instruction{
		xbpf.LoadAbsolute{Off: 12, Size: 2},
		xbpf.JumpIf{Cond: xbpf.JumpNotEqual, Val: 0x0806, SkipTrue: 1},
		xbpf.RetConstant{Val: 262144},
		xbpf.RetConstant{},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(p)
	fmt.Println(Disassemble(p)[0])
	// Output:
	// (000) ldh      [12]
	// (001) jeq      #0x806           jt 2	jf 3
	// (002) ret      #262144
	// (003) ret      #0
	// ldh [12]
}
