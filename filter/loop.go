package filter

import "github.com/gocap-project/gocap/bpf"

// maxHeaders is how many headers protochain follows on a Linux socket, where
// programs cannot jump backwards.
const maxHeaders = 10

// loop writes the loop of protochain. It jumps back, to a negative distance, as
// libpcap's programs do; the Linux kernel refuses that, so for it the loop is
// written out.
func (e *emitter) loop(n *node) {
	rounds := 1
	if e.f.g.opts.Target == Linux {
		rounds = maxHeaders
	}
	code := n.loop.begin()
	first := len(code)
	for i := range rounds {
		again := first - len(code)
		if rounds > 1 {
			again = n.loop.size() + 2
		}
		code = append(code, n.loop.round(again)...)
		if i < rounds-1 {
			code = append(code, bpf.Instruction{Op: bpf.Ja}, bpf.Instruction{Op: bpf.Ja})
		}
	}
	e.rev = append(e.rev, bpf.Instruction{Op: bpf.Ja, K: uint32(len(e.rev) - 1 - int(final(n.f).pos))})
	e.rev = append(e.rev, bpf.Instruction{Op: bpf.Ja, K: uint32(len(e.rev) - 1 - int(final(n.t).pos))})
	yes, no := len(code), len(code)+1
	for i := range rounds - 1 {
		at := first + (i+1)*(n.loop.size()+2) - 2
		code[at].K, code[at+1].K = uint32(yes-at-1), uint32(no-at-2)
	}
	if rounds > 1 { // the last round goes nowhere
		n.loop.stop(code[len(code)-n.loop.size():])
	}
	e.append(code)
}

// begin loads the number of the first header in A and its place in X.
func (c *chain) begin() []bpf.Instruction {
	if c.v6 {
		return []bpf.Instruction{{Op: bpf.LdAbsB, K: c.at + 6}, {Op: bpf.LdxImm, K: 40}}
	}
	return []bpf.Instruction{{Op: bpf.LdAbsB, K: c.at + 9}, {Op: bpf.LdxMsh, K: c.at}}
}

// Sizes of the parts of a round: two tests and AH's test and step; the tests and
// step of other extension headers of IPv6.
const (
	roundSize  = 2 + 1 + stepSize
	round6Size = 4 + stepSize
	stepSize   = 9
)

func (c *chain) size() int {
	if c.v6 {
		return roundSize + round6Size
	}
	return roundSize
}

// round looks at one header: it ends at the instruction after it if the header is
// the one looked for, at the one after that if there are no more, and goes again
// places further than its beginning, which may be back to it, for the next header.
func (c *chain) round(again int) []bpf.Instruction {
	exit := uint8(c.size() - 1)
	code := []bpf.Instruction{
		{Op: bpf.JeqK, K: c.want, Jt: exit}, {Op: bpf.JeqK, K: ipNone, Jt: exit},
	}
	back := func() {
		code = append(code, bpf.Instruction{Op: bpf.Ja, K: uint32(again - len(code) - 1)})
	}
	if c.v6 {
		code = append(code, bpf.Instruction{Op: bpf.JeqK, K: hopByHop, Jt: 3}, bpf.Instruction{Op: bpf.JeqK, K: destOpts, Jt: 2},
			bpf.Instruction{Op: bpf.JeqK, K: routing, Jt: 1}, bpf.Instruction{Op: bpf.JeqK, K: ipFrag, Jf: stepSize})
		code = append(code, c.step(1, 8)...)
		back()
	}
	code = append(code, bpf.Instruction{Op: bpf.JeqK, K: ipAH, Jf: stepSize + 1})
	code = append(code, c.step(2, 4)...)
	back()
	return code
}

// step goes to the next header, which is (length + add) * mul bytes further.
func (c *chain) step(add, mul uint32) []bpf.Instruction {
	const temp = bpf.MemoryWords - 1
	return []bpf.Instruction{
		{Op: bpf.LdIndB, K: c.at}, {Op: bpf.St, K: temp},
		{Op: bpf.LdIndB, K: c.at + 1}, {Op: bpf.AddK, K: add}, {Op: bpf.MulK, K: mul},
		{Op: bpf.AddX}, {Op: bpf.Tax}, {Op: bpf.LdMem, K: temp},
	}
}

// stop makes the last round end where there are no more headers.
func (c *chain) stop(round []bpf.Instruction) {
	for i := range round {
		if round[i].Op == bpf.Ja {
			round[i].K = uint32(len(round) - i) // past the jump for a header that was found
		}
	}
}
