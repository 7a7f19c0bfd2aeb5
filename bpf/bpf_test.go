package bpf

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// tcp80 is what tcpdump makes of "tcp port 80 and host 10.0.0.1", less the
// IPv6 half.
var tcp80 = Program{
	{LdAbsH, 0, 0, 12}, {JeqK, 0, 13, 0x800}, {LdAbsB, 0, 0, 23}, {JeqK, 0, 11, 6},
	{LdAbsH, 0, 0, 20}, {JsetK, 9, 0, 0x1fff}, {LdxMsh, 0, 0, 14}, {LdIndH, 0, 0, 14},
	{JeqK, 2, 0, 80}, {LdIndH, 0, 0, 16}, {JeqK, 0, 4, 80}, {LdAbsW, 0, 0, 26}, {JeqK, 3, 0, 0x0a000001},
	{LdAbsW, 0, 0, 30}, {JeqK, 1, 0, 0x0a000001}, {RetK, 0, 0, 0}, {RetK, 0, 0, 262144},
}

// webPacket is an Ethernet frame with a TCP segment from 10.0.0.1 to port 80.
var webPacket = []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" +
	"\x45\x00\x00\x28\x00\x01\x00\x00\x40\x06\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02" +
	"\x04\xd2\x00\x50\x00\x00\x00\x00\x00\x00\x00\x00\x50\x02\x20\x00\x00\x00\x00\x00")

func TestRun(t *testing.T) {
	udp := append([]byte(nil), webPacket...)
	udp[23] = 17
	tests := []struct {
		name string
		prog Program
		pkt  []byte
		want uint32
	}{
		{"no filter", nil, webPacket, AcceptAll},
		{"empty", Program{}, webPacket, 0},
		{"match", tcp80, webPacket, 262144},
		{"other protocol", tcp80, udp, 0},
		{"cut before the ports", tcp80, webPacket[:36], 0},
		{"no bytes", tcp80, nil, 0},
		{"wire length", Program{{LdLen, 0, 0, 0}, {RetA, 0, 0, 0}}, nil, 1000},
		{"division by zero", Program{{LdImm, 0, 0, 5}, {DivX, 0, 0, 0}, {RetK, 0, 0, 1}}, nil, 0},
		{"modulo zero", Program{{LdImm, 0, 0, 5}, {ModX, 0, 0, 0}, {RetK, 0, 0, 1}}, nil, 0},
		{"off the end", Program{{LdImm, 0, 0, 5}}, nil, 0},
		{"jump off the end", Program{{Ja, 0, 0, 0xffffffff}, {RetK, 0, 0, 1}}, nil, 0},
		{"unknown operation", Program{{0xffff, 0, 0, 0}, {RetK, 0, 0, 1}}, nil, 0},
		{"memory word 16", Program{{St, 0, 0, 16}, {RetK, 0, 0, 1}}, nil, 0},
		{"load at the far end", Program{{LdAbsW, 0, 0, 0x7fffffff}, {RetK, 0, 0, 1}}, webPacket, 0},
		{"index does not wrap", Program{{LdxImm, 0, 0, 0xffffffff}, {LdIndB, 0, 0, 1}, {RetK, 0, 0, 1}}, webPacket, 0},
		{"ancillary is Linux's", Program{{LdAbsW, 0, 0, AncillaryOffset}, {RetK, 0, 0, 1}}, webPacket, 0},
	}
	for _, tt := range tests {
		if got := tt.prog.Run(tt.pkt, 1000); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestRunLinux(t *testing.T) {
	m := &Metadata{Protocol: 0x800, PacketType: 4, VLANPresent: true, VLANTag: 0x2005, VLANTPID: 0x88a8, Hardware: 1,
		Queue: 2, Interface: 7, Mark: 9, Hash: 11, CPU: 1, Payload: 34, Random: 12345, NetworkAt: 14}
	for n, want := range map[uint32]uint32{
		AncProtocol: 0x800, AncPacketType: 4, AncInterface: 7, AncNetlink: 0, AncNetlinkNest: 0, AncMark: 9, AncQueue: 2,
		AncHardware: 1, AncHash: 11, AncCPU: 1, AncXorX: 0xf0 ^ 0x0f, AncVLANTag: 0x2005, AncVLANPresent: 1,
		AncPayload: 34, AncRandom: 12345, AncVLANTPID: 0x88a8,
	} {
		p := Program{{LdxImm, 0, 0, 0x0f}, {LdImm, 0, 0, 0xf0}, {LdAbsW, 0, 0, AncillaryOffset + n}, {RetA, 0, 0, 0}}
		if err := Validate(p); err != nil {
			t.Fatal(err)
		}
		if got := p.RunLinux(nil, 0, m); got != want {
			t.Errorf("ancillary %d: %#x, want %#x", n, got, want)
		}
	}
	tests := []struct {
		name string
		prog Program
		want uint32
	}{
		{"network header", Program{{LdAbsB, 0, 0, NetworkOffset + 9}, {RetA, 0, 0, 0}}, 6},
		{"link header", Program{{LdAbsH, 0, 0, LinkOffset + 12}, {RetA, 0, 0, 0}}, 0x800},
		{"network header, IP header length", Program{{LdxMsh, 0, 0, NetworkOffset}, {Txa, 0, 0, 0}, {RetA, 0, 0, 0}}, 20},
		{"index wraps", Program{{LdxImm, 0, 0, 0xffffffff}, {LdIndB, 0, 0, 1}, {RetA, 0, 0, 0}}, 2},
		{"beyond the network header", Program{{LdAbsW, 0, 0, NetworkOffset + 100}, {RetK, 0, 0, 1}}, 0},
		{"below the link header", Program{{LdAbsW, 0, 0, LinkOffset - 4}, {RetK, 0, 0, 1}}, 0},
		{"shift by 33", Program{{LdxImm, 0, 0, 33}, {LdImm, 0, 0, 1}, {LshX, 0, 0, 0}, {RetA, 0, 0, 0}}, 2},
	}
	for _, tt := range tests {
		if got := tt.prog.RunLinux(webPacket, len(webPacket), m); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	if got := tcp80.RunLinux(webPacket, len(webPacket), nil); got != 262144 {
		t.Errorf("without metadata: %d", got)
	}
}

func TestValidate(t *testing.T) {
	ret := Instruction{RetK, 0, 0, 1}
	tests := []struct {
		name  string
		prog  Program
		index int
		want  error
	}{
		{"nil", nil, 0, nil},
		{"good", tcp80, 0, nil},
		{"longest", longProgram(4096), 0, nil},
		{"empty", Program{}, 0, ErrEmpty},
		{"too long", longProgram(4097), 4097, ErrTooLong},
		{"operation", Program{{0x16 | 8, 0, 0, 0}, ret}, 0, ErrOpcode},
		{"divide", Program{{DivK, 0, 0, 0}, ret}, 0, ErrDivision},
		{"modulo", Program{{ModK, 0, 0, 0}, ret}, 0, ErrDivision},
		{"shift", Program{ret, {RshK, 0, 0, 32}, ret}, 1, ErrShift},
		{"store", Program{{Stx, 0, 0, 16}, ret}, 0, ErrMemory},
		{"unset", Program{{LdMem, 0, 0, 0}, ret}, 0, ErrUnsetWord},
		{"set on one branch only", Program{{JeqK, 0, 1, 0}, {St, 0, 0, 3}, {LdMem, 0, 0, 3}, ret}, 2, ErrUnsetWord},
		{"set on both branches", Program{{JeqK, 0, 2, 0}, {St, 0, 0, 3}, {Ja, 0, 0, 1}, {Stx, 0, 0, 3}, {LdMem, 0, 0, 3}, ret}, 0, nil},
		{"jt", Program{{JeqK, 1, 0, 0}, ret}, 0, ErrJump},
		{"jf", Program{{JeqK, 0, 255, 0}, ret}, 0, ErrJump},
		{"ja", Program{{Ja, 0, 0, 1}, ret}, 0, ErrJump},
		{"ja wraps", Program{{Ja, 0, 0, 0xffffffff}, ret}, 0, ErrJump},
		{"ancillary", Program{{LdAbsB, 0, 0, AncillaryOffset + 64}, ret}, 0, ErrAncillary},
		{"ancillary between", Program{{LdAbsB, 0, 0, AncillaryOffset + 2}, ret}, 0, ErrAncillary},
		{"last", Program{ret, {LdImm, 0, 0, 0}}, 1, ErrNoReturn},
	}
	for _, tt := range tests {
		err := Validate(tt.prog)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		var pe *ProgramError
		if errors.As(err, &pe) && (pe.Index != tt.index || !strings.Contains(pe.Error(), tt.want.Error())) {
			t.Errorf("%s: index %d, want %d: %v", tt.name, pe.Index, tt.index, pe)
		}
	}
}

func longProgram(n int) Program {
	p := make(Program, n)
	p[n-1] = Instruction{Op: RetK, K: 1}
	return p
}

func TestText(t *testing.T) {
	p := Program{
		{LdAbsH, 0, 0, 12}, {JeqK, 0, 3, 0x800}, {LdxMsh, 0, 0, 14}, {LdIndW, 0, 0, 2}, {JgtX, 0, 1, 0},
		{AddK, 0, 0, 0xffffffff}, {AndX, 0, 0, 0}, {XorK, 0, 0, 255}, {Neg, 0, 0, 0}, {LdAbsW, 0, 0, AncillaryOffset + AncVLANPresent},
		{LdLen, 0, 0, 0}, {LdImm, 0, 0, 16}, {St, 0, 0, 3}, {LdxMem, 0, 0, 3}, {Ja, 0, 0, 1}, {Tax, 0, 0, 0},
		{0x1ff, 0, 0, 0}, {RetA, 0, 0, 0}, {RetK, 0, 0, 262144},
	}
	want := strings.TrimPrefix(`
(000) ldh      [12]
(001) jeq      #0x800           jt 2	jf 5
(002) ldxb     4*([14]&0xf)
(003) ld       [x + 2]
(004) jgt      x                jt 5	jf 6
(005) add      #-1
(006) and      x
(007) xor      #0xff
(008) neg      
(009) ld       [vlanp]
(010) ld       #pktlen
(011) ld       #0x10
(012) st       M[3]
(013) ldx      M[3]
(014) ja       16
(015) tax      
(016) unimp    0x1ff
(017) ret      
(018) ret      #262144
`, "\n")
	if got := p.String(); got != want {
		t.Errorf("String:\n%s\nwant\n%s", got, want)
	}
	if got, want := tcp80[:2].C(), "{ 0x28, 0, 0, 0x0000000c },\n{ 0x15, 0, 13, 0x00000800 },\n"; got != want {
		t.Errorf("C: %q, want %q", got, want)
	}
	if got, want := tcp80[:2].Decimal(), "2\n40 0 0 12\n21 0 13 2048\n"; got != want {
		t.Errorf("Decimal: %q, want %q", got, want)
	}
	back, err := ParseDecimal(p.Decimal())
	if err != nil || back.Decimal() != p.Decimal() {
		t.Errorf("ParseDecimal of Decimal: %v, %v", back, err)
	}
	back, err = ParseDecimal("2,40 0 0 12,6 0 0 262144")
	if err != nil || len(back) != 2 || back[1] != (Instruction{RetK, 0, 0, 262144}) {
		t.Errorf("commas: %v, %v", back, err)
	}
}

func TestParseDecimalErrors(t *testing.T) {
	for text, line := range map[string]int{
		"": 1, "x": 1, "1 2": 1, "5000": 1, "99999999999": 1, "1\n40 0 0": 2, "1\n40 0 256 1": 2,
		"1\n65536 0 0 0": 2, "1\n6 0 0 4294967296": 2, "1\n6 0 0 1 9": 2, "1\n6 0 0 1\n6 0 0 1": 3, "2\n6 0 0 1\n": 3,
		"1\n-6 0 0 1": 2,
	} {
		p, err := ParseDecimal(text)
		var te *TextError
		if !errors.As(err, &te) || te.Line != line {
			t.Errorf("%q: %v, %v; want line %d", text, p, err, line)
		}
	}
}

// randomProgram makes a valid program, from seeds that lean towards the edges.
func randomProgram(r *rand.Rand, ops []uint16) Program {
	p := make(Program, 1+r.IntN(20))
	var words uint16
	for i := range p {
		after := len(p) - i - 1
		in := Instruction{Op: ops[r.IntN(len(ops))], K: randomK(r)}
		switch {
		case after == 0:
			in.Op = RetK + uint16(r.IntN(2))*(RetA-RetK)
		case in.Op == Ja:
			in.K = uint32(r.IntN(after))
		case jumpsIfTrue(in.Op):
			in.Jt, in.Jf = uint8(r.IntN(after)), uint8(r.IntN(after))
		case in.Op == St || in.Op == Stx:
			in.K = uint32(r.IntN(16))
			words |= 1 << in.K
		case in.Op == LdMem || in.Op == LdxMem:
			in.K = uint32(r.IntN(16))
		case in.Op == LshK || in.Op == RshK:
			in.K = uint32(r.IntN(32))
		}
		p[i] = in
	}
	if Validate(p) != nil {
		return randomProgram(r, ops)
	}
	return p
}

func randomK(r *rand.Rand) uint32 {
	switch r.IntN(8) {
	case 0:
		return r.Uint32()
	case 1:
		return 0xffffffff - uint32(r.IntN(4))
	}
	return uint32(r.IntN(72))
}

var allOps = func() (ops []uint16) {
	for op := range uint16(256) {
		if known(op) {
			ops = append(ops, op)
		}
	}
	return ops
}()

func TestNoAllocs(t *testing.T) {
	m := &Metadata{}
	if n := testing.AllocsPerRun(100, func() {
		tcp80.Run(webPacket, len(webPacket))
		tcp80.RunLinux(webPacket, len(webPacket), m)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzRun(f *testing.F) {
	f.Add(tcp80.Decimal(), webPacket)
	f.Add("2\n32 0 0 4294963244\n6 0 0 1", webPacket)
	f.Fuzz(func(t *testing.T, text string, pkt []byte) {
		p, err := ParseDecimal(text)
		if err != nil {
			return
		}
		p.Run(pkt, len(pkt))
		p.RunLinux(pkt, len(pkt), &Metadata{NetworkAt: 14})
		_, _ = p.String(), p.C()
		if back, err := ParseDecimal(p.Decimal()); err != nil || back.Decimal() != p.Decimal() {
			t.Fatalf("decimal form of %q does not come back: %v", text, err)
		}
		if err := Validate(p); err != nil {
			_ = err.Error()
		}
	})
}

func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tcp80.Run(webPacket, len(webPacket))
	}
}
