package bpf

import (
	"math/rand/v2"
	"slices"
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
	for n := range *pairs {
		p := randomProgram(r, ops)
		if n%2 == 0 {
			if p = randomFilter(r); slices.ContainsFunc(p, func(in Instruction) bool { return in.Op == LdxLen }) {
				continue
			}
		}
		raw := make([]xbpf.Instruction, len(p))
		for i, in := range p {
			raw[i] = xbpf.RawInstruction{Op: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}.Disassemble()
		}
		vm, err := xbpf.NewVM(raw)
		if err != nil {
			continue
		}
		pkt := randomPacket(r)
		want, err := vm.Run(pkt)
		if err != nil {
			continue
		}
		ran++
		if got := p.Run(pkt, len(pkt)); int64(got) != int64(want) && !xnetDiffers(p) {
			t.Fatalf("%d, x/net says %d, of a packet of %d bytes:\n%v", got, want, len(pkt), p)
		}
		agree(t, p, compile(t, p), pkt, nil)
	}
	if ran < *pairs/2 {
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
