package bpf

import (
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// pairs is how many pairs of program and packet the differential tests try.
var pairs = flag.Int("pairs", 100000, "`pairs` of random program and packet in differential tests")

// compile fails the test if p does not compile.
func compile(t testing.TB, p Program) *Engine {
	t.Helper()
	e, err := Compile(p)
	if err != nil {
		t.Fatalf("%v:\n%v", err, p)
	}
	return e
}

// randomFilter makes a program of the kind that compilers make: loads, masks and
// chains and trees of comparisons with few constants, ending in four verdicts.
func randomFilter(r *rand.Rand) Program {
	loads := []uint16{LdAbsW, LdAbsH, LdAbsB, LdAbsH, LdAbsB, LdIndH, LdIndB, LdxMsh}
	tests := []uint16{JeqK, JeqK, JeqK, JeqK, JgtK, JgeK, JsetK}
	p := make(Program, 4+r.IntN(60))
	sticky := r.IntN(12) // how many tests follow a load
	for i := range p {
		after := len(p) - i - 1
		in := Instruction{Op: tests[r.IntN(len(tests))], K: r.Uint32N(6)}
		switch {
		case after < 4:
			in = Instruction{Op: RetK, K: uint32(after)}
		case r.IntN(3+sticky) < 2:
			in = Instruction{Op: loads[r.IntN(len(loads))], K: r.Uint32N(24)}
		case r.IntN(10) == 0:
			in = Instruction{Op: AndK, K: []uint32{0xff, 0xf0f, 3, 0xffff0000}[r.IntN(4)]}
		case r.IntN(30) == 0:
			in = Instruction{Op: allOps[r.IntN(len(allOps))], K: r.Uint32N(6)}
			if jumpsIfTrue(in.Op) || in.Op&7 == ClassRet {
				in.Op = Tax
			} else if in.Op == DivK || in.Op == ModK || in.Op == Ja {
				in.K = 1
			}
		default:
			in.Jt, in.Jf = randomJump(r, after), randomJump(r, after)
		}
		p[i] = in
	}
	return p
}

// randomJump leads to one of the verdicts or a few instructions on.
func randomJump(r *rand.Rand, after int) uint8 {
	switch r.IntN(3) {
	case 0:
		return uint8(after - 1 - r.IntN(4))
	case 1:
		return uint8(min(r.IntN(6), after-1))
	}
	return 0
}

// randomPacket has small bytes, so that comparisons succeed, and any length up to
// what the filters look at.
func randomPacket(r *rand.Rand) []byte {
	pkt := make([]byte, r.IntN(60))
	for i := range pkt {
		if r.IntN(2) == 0 {
			pkt[i] = byte(r.IntN(6))
		}
	}
	return pkt
}

// agree compares the engine with the plain machine on one packet.
func agree(t testing.TB, p Program, e *Engine, pkt []byte, m *Metadata) {
	t.Helper()
	if got, want := e.Match(pkt, 77), p.Run(pkt, 77); got != want {
		t.Fatalf("Match: %d, Run: %d, of % x:\n%v%s", got, want, pkt, p, p.Decimal())
	}
	if got, want := e.MatchLinux(pkt, 77, m), p.RunLinux(pkt, 77, m); got != want {
		t.Fatalf("MatchLinux: %d, RunLinux: %d, of % x:\n%v%s", got, want, pkt, p, p.Decimal())
	}
}

func TestEngineAgainstRun(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	m := &Metadata{Protocol: 3, PacketType: 1, VLANPresent: true, VLANTag: 5, NetworkAt: 4, LinkAt: 0}
	accepted, sets := 0, 0
	for n := 0; n < *pairs; n += 20 {
		p := randomFilter(r)
		if r.IntN(4) == 0 {
			p = randomProgram(r, allOps)
		}
		e := compile(t, p)
		if hasSet(e) {
			sets++
		}
		for range 20 {
			pkt := randomPacket(r)
			agree(t, p, e, pkt, m)
			if p.Run(pkt, 77) != 0 {
				accepted++
			}
		}
	}
	if accepted < *pairs/20 || sets < *pairs/2000 {
		t.Errorf("%d packets accepted, %d programs with sets, of %d pairs: the test is lopsided", accepted, sets, *pairs)
	}
}

// hasSet reports whether e looks values up.
func hasSet(e *Engine) bool {
	seen := map[*node]bool{}
	todo := []*node{e.start}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n == nil || seen[n] {
			continue
		}
		if n.set != nil {
			return true
		}
		seen[n] = true
		todo = append(todo, n.t, n.u, n.f)
	}
	return false
}

// webFilter is what libpcap makes of "tcp port 80" on Ethernet.
var webFilter = Program{
	{LdAbsH, 0, 0, 12}, {JeqK, 0, 6, 0x86dd}, {LdAbsB, 0, 0, 20}, {JeqK, 0, 15, 6}, {LdAbsH, 0, 0, 54}, {JeqK, 12, 0, 80},
	{LdAbsH, 0, 0, 56}, {JeqK, 10, 11, 80}, {JeqK, 0, 10, 0x800}, {LdAbsB, 0, 0, 23}, {JeqK, 0, 8, 6}, {LdAbsH, 0, 0, 20},
	{JsetK, 6, 0, 0x1fff}, {LdxMsh, 0, 0, 14}, {LdIndH, 0, 0, 14}, {JeqK, 2, 0, 80}, {LdIndH, 0, 0, 16}, {JeqK, 0, 1, 80},
	{RetK, 0, 0, 262144}, {RetK, 0, 0, 0},
}

// hostFilter accepts the n even IPv4 source addresses from 10.0.0.0, as one long chain.
func hostFilter(n int) Program {
	p := Program{{LdAbsH, 0, 0, 12}, {JeqK, 1, 0, 0x800}, {RetK, 0, 0, 0}, {LdAbsW, 0, 0, 26}}
	for i := range uint32(n) {
		p = append(p, Instruction{JeqK, 0, 1, 10<<24 | 2*i}, Instruction{RetK, 0, 0, 1})
	}
	return append(p, Instruction{RetK, 0, 0, 0})
}

// chainFilter counts the four-byte headers after the first byte, whose first byte is the next one's kind,
// up to one of kind 0, and jumps back to do so.
var chainFilter = Program{
	{LdxImm, 0, 0, 0}, {LdIndB, 0, 0, 0}, {JeqK, 4, 0, 0}, {Txa, 0, 0, 0}, {AddK, 0, 0, 4}, {Tax, 0, 0, 0},
	{Ja, 0, 0, 0xffffffff - 5}, {Txa, 0, 0, 0}, {AddK, 0, 0, 1}, {RetA, 0, 0, 0},
}

func TestEngine(t *testing.T) {
	six := append([]byte(nil), webPacket...)
	six[12], six[13], six[20] = 0x86, 0xdd, 6
	six = append(six, 0, 80, 0, 0)
	copy(six[54:], "\x00\x50")
	host := append([]byte(nil), webPacket...)
	host[29] = 6
	web := compile(t, webFilter)
	for n := range len(six) + 1 {
		agree(t, webFilter, web, six[:n], nil)
		agree(t, webFilter, web, webPacket[:min(n, len(webPacket))], nil)
	}
	tests := []struct {
		name string
		prog Program
		pkt  []byte
		want uint32
	}{
		{"no filter", nil, webPacket, AcceptAll},
		{"tcp", webFilter, webPacket, 262144},
		{"tcp over IPv6", webFilter, six, 262144},
		{"cut before the ports", webFilter, webPacket[:36], 0},
		{"host of 1000", hostFilter(1000), host, 1},
		{"no host of 1000", hostFilter(1000), webPacket, 0},
		{"host of 10000", hostFilter(10000), host, 1},
		{"loop", chainFilter, []byte{1, 0, 0, 0, 2, 0, 0, 0, 0}, 9},
		{"loop leaves the packet", chainFilter, []byte{1, 0, 0, 0, 2, 0, 0, 0}, 0},
		{"endless loop", Program{{Ja, 0, 0, 0xffffffff}}, webPacket, 0},
		{"longest loop", Program{{LdAbsB, 0, 0, 0}, {AddK, 0, 0, 1}, {St, 0, 0, 0}, {Ja, 0, 0, 0xfffffffe}}, webPacket, 0},
		{"unset memory", Program{{LdMem, 0, 0, 3}, {AddK, 0, 0, 5}, {RetA, 0, 0, 0}}, nil, 5},
		{"dead load outside", Program{{LdAbsB, 0, 0, 100}, {LdImm, 0, 0, 1}, {RetA, 0, 0, 0}}, webPacket, 0},
		{"decided load outside", Program{{LdAbsB, 0, 0, 100}, {JgtK, 0, 0, 255}, {RetK, 0, 0, 1}}, webPacket, 0},
		{"nothing fits a byte", Program{{LdAbsB, 0, 0, 0}, {JeqK, 0, 1, 256}, {RetK, 0, 0, 1}, {RetK, 0, 0, 2}}, webPacket, 2},
	}
	for _, tt := range tests {
		e := compile(t, tt.prog)
		if got := e.Match(tt.pkt, len(tt.pkt)); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
		agree(t, tt.prog, e, tt.pkt, nil)
	}
	if got := (&Engine{}).Match(nil, 0); got != AcceptAll {
		t.Errorf("zero engine: %d", got)
	}
	if got := compile(t, webFilter).Program().String(); got != webFilter.String() {
		t.Errorf("Program: %s", got)
	}
}

// TestEngineSize makes sure that what is translated does not grow out of
// proportion, whatever joins and chains the program has.
func TestEngineSize(t *testing.T) {
	const n = 4000
	zigzag := make(Program, n) // each test of one of two bytes, each reached from two places
	for i := range zigzag {
		zigzag[i] = Instruction{JgtK, uint8(i % 3), uint8(i % 2), uint32(i)}
		if i%7 == 0 {
			zigzag[i] = Instruction{LdAbsB, 0, 0, uint32(i % 40)}
		}
		if i > n-8 {
			zigzag[i] = Instruction{RetK, 0, 0, uint32(i)}
		}
	}
	for _, p := range []Program{zigzag, hostFilter(n)} {
		g := expand(p)
		if len(g.steps) > 5*len(p)+300 {
			t.Errorf("%d instructions became %d steps", len(p), len(g.steps))
		}
		e := compile(t, p)
		for i := range 200 {
			pkt := make([]byte, i)
			for j := range pkt {
				pkt[j] = byte(i * j)
			}
			agree(t, p, e, pkt, nil)
		}
	}
}

// TestHostileConstants gives the engine constants that all its hash functions put
// in one place: it must not build a table that is slow to make and to use.
func TestHostileConstants(t *testing.T) {
	const shift = 32 - 9 // a table of 512 slots for up to 255 values
	inverse := uint32(1)
	for range 5 { // Newton's iteration modulo 2^32
		inverse *= 2 - factors[0]*inverse
	}
	var p Program
	for u := uint32(0); len(p) < 2*180 && u < 20<<shift; u++ {
		v := u * inverse
		if v*factors[1]>>shift < 20 && v*factors[2]>>shift < 20 && v*factors[3]>>shift < 20 {
			p = append(p, Instruction{JeqK, 0, 1, v}, Instruction{RetK, 0, 0, 1})
		}
	}
	if len(p) < 2*130 {
		t.Fatalf("only %d values found", len(p)/2)
	}
	p = append(append(Program{{LdAbsW, 0, 0, 0}}, p...), Instruction{RetK, 0, 0, 0})
	e := compile(t, p)
	if e.start.set != nil {
		t.Error("a table of all values was made")
	}
	for _, in := range p {
		agree(t, p, e, []byte{byte(in.K >> 24), byte(in.K >> 16), byte(in.K >> 8), byte(in.K), 0, 0, 0, 0}, nil)
	}
}

func TestCompileRefuses(t *testing.T) {
	ret := Instruction{RetK, 0, 0, 1}
	for name, tt := range map[string]struct {
		prog Program
		want error
	}{
		"empty":         {Program{}, ErrEmpty},
		"operation":     {Program{{0x1c8, 0, 0, 0}, ret}, ErrOpcode},
		"above a byte":  {Program{{0x100 | RetK, 0, 0, 0}, ret}, ErrOpcode},
		"division":      {Program{{DivK, 0, 0, 0}, ret}, ErrDivision},
		"memory":        {Program{{St, 0, 0, 16}, ret}, ErrMemory},
		"jump":          {Program{{JeqK, 0, 1, 0}, ret}, ErrJump},
		"back too far":  {Program{{Ja, 0, 0, 0xfffffffe}, ret}, ErrJump},
		"back far away": {Program{{Ja, 0, 0, 0x80000000}, ret}, ErrJump},
		"no return":     {Program{ret, {LdImm, 0, 0, 0}}, ErrNoReturn},
	} {
		e, err := Compile(tt.prog)
		var pe *ProgramError
		if e != nil || !errors.Is(err, tt.want) || !errors.As(err, &pe) {
			t.Errorf("%s: %v, %v, want %v", name, e, err, tt.want)
		}
	}
}

func TestEngineNoAllocs(t *testing.T) {
	m := &Metadata{}
	var engines []*Engine
	for _, p := range []Program{webFilter, hostFilter(1000), chainFilter, {{LdImm, 0, 0, 1}, {St, 0, 0, 0}, {LdMem, 0, 0, 0}, {RetA, 0, 0, 0}}} {
		engines = append(engines, compile(t, p))
	}
	if n := testing.AllocsPerRun(100, func() {
		for _, e := range engines {
			e.Match(webPacket, len(webPacket))
			e.Match(webPacket[:20], len(webPacket))
			e.MatchLinux(webPacket, len(webPacket), m)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzEngine(f *testing.F) {
	f.Add(webFilter.Decimal(), webPacket)
	f.Add(hostFilter(12).Decimal(), webPacket)
	f.Add(chainFilter.Decimal(), []byte{1, 0, 0, 0, 2, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, text string, pkt []byte) {
		p, err := ParseDecimal(text)
		if err != nil {
			return
		}
		e, err := Compile(p)
		if err != nil {
			if Validate(p) == nil {
				t.Fatalf("valid, but does not compile: %v", err)
			}
			return
		}
		agree(t, p, e, pkt, &Metadata{NetworkAt: 14})
	})
}

func BenchmarkMatch(b *testing.B) {
	for _, f := range []struct {
		name string
		prog Program
	}{{"tcp port 80", webFilter}, {"1000 hosts", hostFilter(1000)}} {
		e := compile(b, f.prog)
		b.Run("engine "+f.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Match(webPacket, len(webPacket))
			}
		})
		b.Run("run "+f.name, func(b *testing.B) {
			for b.Loop() {
				f.prog.Run(webPacket, len(webPacket))
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, n := range []int{1, 1000, 100000} {
		p := hostFilter(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Compile(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestEngineOnLibpcapPrograms runs what libpcap compiled, optimized and not, on
// frames of random bytes in which the numbers that filters look for are common.
func TestEngineOnLibpcapPrograms(t *testing.T) {
	b, err := os.ReadFile("../../shared/filters/filters_accept.tsv")
	if err != nil {
		t.Skip("no test data: ", err)
	}
	r := rand.New(rand.NewPCG(11, 12))
	m := &Metadata{Protocol: 0x800, VLANPresent: true, VLANTag: 7, Interface: 1, NetworkAt: 14}
	programs, accepted := 0, 0
	for line := range strings.Lines(string(b)) {
		f := strings.Split(line, "\t")
		if line[0] == '#' || len(f) < 12 {
			continue
		}
		p, err := ParseDecimal(f[9] + "\n" + strings.ReplaceAll(f[10], ";", "\n"))
		if err != nil {
			t.Fatal(err)
		}
		e := compile(t, p)
		programs++
		for range 40 {
			pkt := append([]byte(nil), webPacket...)
			for range r.IntN(12) { // a byte that the program compares with
				pkt[r.IntN(len(pkt))] = byte(p[r.IntN(len(p))].K >> (8 * r.IntN(4)))
			}
			pkt = pkt[:len(pkt)-r.IntN(3)*r.IntN(len(pkt))/2]
			if agree(t, p, e, pkt, m); e.Match(pkt, 77) != 0 {
				accepted++
			}
		}
	}
	if programs < 1000 || accepted < programs {
		t.Errorf("%d programs accepted %d frames: too few", programs, accepted)
	}
}
