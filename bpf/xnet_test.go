package bpf

import (
	"math/rand/v2"
	"strconv"
	"testing"

	xbpf "golang.org/x/net/bpf"
)

// TestAgainstXNet compares verdicts with those of golang.org/x/net/bpf, whose
// machine knows neither loads of X from the length nor signed offsets.
func TestAgainstXNet(t *testing.T) {
	if strconv.IntSize == 32 {
		t.Skip("x/net's machine adds offsets as int, and panics where that is 32 bits")
	}
	var ops []uint16
	for _, op := range allOps {
		if op != LdxLen {
			ops = append(ops, op)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	ran := 0
	for range 60000 {
		p := randomProgram(r, ops)
		raw := make([]xbpf.Instruction, len(p))
		for i, in := range p {
			raw[i] = xbpf.RawInstruction{Op: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}.Disassemble()
		}
		vm, err := xbpf.NewVM(raw)
		if err != nil {
			continue
		}
		pkt := make([]byte, r.IntN(80))
		for i := range pkt {
			pkt[i] = byte(r.Uint32())
		}
		want, err := vm.Run(pkt)
		if err != nil {
			continue
		}
		ran++
		if got := p.Run(pkt, len(pkt)); int64(got) != int64(want) && !xnetDiffers(p) {
			t.Fatalf("%d, x/net says %d, of a packet of %d bytes:\n%v", got, want, len(pkt), p)
		}
	}
	if ran < 30000 {
		t.Errorf("only %d programs could be compared", ran)
	}
}

// xnetDiffers reports whether p has what x/net does otherwise than the kernels:
// its absolute loads ignore offsets that do not fit an int32.
func xnetDiffers(p Program) bool {
	for _, in := range p {
		if in.Op&7 <= ClassLdx && int32(in.K) < 0 {
			return true
		}
	}
	return false
}
