package bpf

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shown is the instruction less what no listing shows because nothing reads it.
func (in Instruction) shown() Instruction {
	if !jumpsIfTrue(in.Op) {
		in.Jt, in.Jf = 0, 0
	}
	switch {
	case !known(in.Op), in.Op == Neg, in.Op == Tax, in.Op == Txa, in.Op == RetA, in.Op == LdLen, in.Op == LdxLen,
		(in.Op&7 == ClassALU || in.Op&7 == ClassJmp) && in.Op&SrcX != 0:
		in.K = 0
	}
	return in
}

// sameShown forgives that libpcap leaves its constants where X is the operand.
func sameShown(a, b Instruction) bool { return a.shown() == b.shown() }

func TestParseListing(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 20000 {
		p := randomProgram(r, allOps)
		want := make(Program, len(p))
		for i := range p {
			if r.IntN(20) == 0 {
				p[i] = Instruction{Op: loadsAbs[r.IntN(3)], K: AncillaryOffset + 4*r.Uint32N(16)}
			}
			want[i] = p[i].shown()
		}
		got, err := ParseListing(p.String())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v\nof\n%vis\n%v", err, p, got)
		}
		if c, err := ParseC(p.C()); err != nil || !slices.Equal(c, p) {
			t.Fatalf("%v of %s", err, p.C())
		}
		for _, s := range []string{p.C(), p.Decimal()} {
			if got, err := Parse(s); err != nil || !slices.Equal(got, p) {
				t.Fatalf("Parse: %v of %s", err, s)
			}
		}
	}
}

// loadsAbs are the operations that can load what is not in the packet.
var loadsAbs = [3]uint16{LdAbsW, LdAbsH, LdAbsB}

func TestParseForms(t *testing.T) {
	arp := Program{{LdAbsH, 0, 0, 12}, {JeqK, 0, 1, 0x806}, {RetK, 0, 0, 262144}, {RetK, 0, 0, 0}}
	for name, text := range map[string]string{
		"listing":         arp.String(),
		"by hand":         "; ARP\n ldh [12]\n\n jeq #2054 jt 2 jf 3 ; EtherType\n ret #0x40000\n ret #0",
		"carriage return": strings.ReplaceAll(arp.String(), "\n", "\r\n"),
		"initializers":    arp.C(),
		"declaration":     "/* a = {b} */\nstatic const struct sock_filter f[] = {\n" + arp.C() + "};\n",
		"tight":           "{{40,0,0,12},{0x15,0,1,0x806U},{6,0,0,01000000},{6,0,0,0}}",
		"comments":        "{ 0x28, 0, 0, 12 }, // ==\n{ 0x15, 0, 1, 0x806, }, /* =\n*/ { 6, 0, 0, 262144 }, { 6, 0, 0, 0 }",
		"decimal":         arp.Decimal(),
	} {
		if name == "declaration" {
			text = text[len("/* a = {b} */\n"):]
		}
		if p, err := Parse(text); err != nil || !slices.Equal(p, arp) {
			t.Errorf("%s: %v, %v", name, err, p)
		}
	}
	loop := Program{{LdxImm, 0, 0, 0}, {Ja, 0, 0, 0xfffffffe}, {LdIndB, 0, 0, 0xfffffffe}, {Ja, 0, 0, 0xfffffff0}, {LdIndB, 0, 0, 0}, {0x1ff, 0, 0, 0}}
	if p, err := ParseListing(loop.String()); err != nil || !slices.Equal(p, loop) {
		t.Errorf("loop: %v, %v", err, p)
	}
	if p, err := ParseListing("ldb [x]\nldxb 4*([ 14 ] & 0xf)\n"); err != nil || p[0] != loop[4] || p[1] != (Instruction{LdxMsh, 0, 0, 14}) {
		t.Errorf("blanks within tokens: %v, %v", err, p)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]struct {
		line int
		err  error
	}{
		"":                                  {1, ErrEmpty},
		" \n\n":                             {1, ErrEmpty},
		"; nothing":                         {1, ErrEmpty},
		"(000) ret #0\n(002) ret #1":        {2, errNumber},
		"(000 ret #0":                       {1, errNumber},
		"ret #0\nlda [12]":                  {2, errMnemonic},
		"ldh 12":                            {1, errOperand},
		"ldh [12":                           {1, errOperand},
		"ldx [12]":                          {1, errOperand},
		"ldh [bogus]":                       {1, errOperand},
		"ldh [4294967296]":                  {1, errOperand},
		"ld [-2147483649]":                  {1, errOperand},
		"st #1":                             {1, errOperand},
		"ldxb 4*([14]&0xe)":                 {1, errOperand},
		"unimp 0x10000":                     {1, errOperand},
		"ja x":                              {1, errLabel},
		"ja":                                {1, errOperand},
		"add 1":                             {1, errOperand},
		"ret #":                             {1, errOperand},
		"jeq #1":                            {1, errTarget},
		"jeq #1 jt 1":                       {1, errTarget},
		"jeq #1 jt 0 jf 1":                  {1, errTarget},
		"jeq #1 jt 1 jf 257":                {1, errTarget},
		"ret #0 #1":                         {1, errRest},
		"tax x":                             {1, errRest},
		"{":                                 {1, errC},
		"{}":                                {1, ErrEmpty},
		"{ 1, 2, 3 }":                       {1, errC},
		"{ 1, 2, 3, 4 ":                     {1, errC},
		"{ 6, 0, 0, 0 },\n{ 6, 256, 0, 0 }": {2, errC},
		"{ 65536, 0, 0, 0 }":                {1, errC},
		"{ 6, 0, 0, 08 }":                   {1, errC},
		"{ 6, 0, 0, 0 } ret":                {1, errC},
		"x = {\n{ 6, 0, 0, 0 }\n":           {3, errC},
		"x = { { 6, 0, 0, 0 } /*":           {1, errC},
	} {
		p, err := Parse(text)
		var te *TextError
		if !errors.As(err, &te) || te.Line != want.line || !errors.Is(err, want.err) || p != nil {
			t.Errorf("%q: %v, %v; want line %d: %v", text, p, err, want.line, want.err)
		}
	}
}

// TestAgainstTcpdump has tcpdump print programs in its three forms.
func TestAgainstTcpdump(t *testing.T) {
	if _, err := exec.LookPath("tcpdump"); err != nil {
		t.Skip("there is no tcpdump")
	}
	for _, expr := range []string{"tcp port 80", "ip6 protochain 6", "icmp[icmptype] = icmp-echo and len > 100", "portrange 20-30 and not host 10.0.0.1",
		"ip[2:2] - ((ip[0] & 0xf) << 2) - (tcp[12] >> 4) * 4 != 0", "ether[6] = ip[2] / 3 % ip[3] ^ 5 | 1", "vlan 5 and mpls 7"} {
		var text [3]string
		for i, flag := range []string{"-d", "-dd", "-ddd"} {
			out, err := exec.Command("tcpdump", "-y", "EN10MB", flag, expr).Output()
			if err != nil {
				t.Skipf("tcpdump %s %q: %v", flag, expr, err)
			}
			text[i] = string(out)
		}
		p, err := Parse(text[2])
		if err != nil {
			t.Fatalf("%q: %v", expr, err)
		}
		for _, s := range text[:2] {
			if q, err := Parse(s); err != nil || !slices.EqualFunc(p, q, sameShown) {
				t.Errorf("%q: %v, of\n%swant\n%s", expr, err, s, p)
			}
		}
		if p.C() != text[1] || p.Decimal() != text[2] || trimLines(p.String()) != trimLines(text[0]) {
			t.Errorf("%q: our forms are\n%s%s%s", expr, p, p.C(), p.Decimal())
		}
		compile(t, p)
	}
}

// trimLines takes blanks from the ends of lines.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}

// TestImages compares with libpcap's text of every operation.
func TestImages(t *testing.T) {
	b, err := os.ReadFile("../../shared/filters/bpf_image_opcodes.tsv")
	if err != nil {
		t.Skip("no test data: ", err)
	}
	for line := range strings.Lines(string(b)) {
		numbers, text, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok || line[0] == '#' {
			continue
		}
		p, err := ParseDecimal("1\n" + numbers)
		if err != nil {
			t.Fatal(err)
		}
		i, err := strconv.Atoi(text[1:4])
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimRight(p[0].text(i), " "); got != text {
			t.Errorf("%s is %q, want %q", numbers, got, text)
		}
		l := assembler{scanner: scanner{whole: text, s: text}}
		if in, err := l.instruction(i); err != nil || in != p[0] {
			t.Errorf("%q is %v, %v, want %s", text, in, err, numbers)
		}
	}
}

// TestLabels assembles bpf_asm's notation.
func TestLabels(t *testing.T) {
	anc := func(n uint32) uint32 { return AncillaryOffset + n }
	for text, want := range map[string]Program{
		"ldh [12]\njeq #0x800, L1, L2\nL1: ret #-1\nL2: ret #0": {
			{LdAbsH, 0, 0, 12}, {JeqK, 0, 1, 0x800}, {RetK, 0, 0, AcceptAll}, {RetK, 0, 0, 0}},
		"ldh [12] /* EtherType,\nas ever */\njne #0x806, drop\nret #-1\ndrop:\n\n ret #0 ; no": {
			{LdAbsH, 0, 0, 12}, {JeqK, 0, 1, 0x806}, {RetK, 0, 0, AcceptAll}, {RetK, 0, 0, 0}},
		"a: b: ld vlan_tci\njset #0b1000, drop\nld #vlan_avail\nldb [vlan_pr]\nldh rand\njmp drop\nret a\ndrop: ret %a": {
			{LdAbsW, 0, 0, anc(AncVLANTag)}, {JsetK, 5, 0, 8}, {LdAbsW, 0, 0, anc(AncVLANPresent)},
			{LdAbsB, 0, 0, anc(AncVLANPresent)}, {LdAbsH, 0, 0, anc(AncRandom)}, {Ja, 0, 0, 1}, {RetA, 0, 0, 0}, {RetA, 0, 0, 0}},
		"ld len\nld #pktlen\nldx #len\nldi 5\nldi #5\nldxi 0x10\nldx 4*([14]&0xf)\nldb [%x+3]\nldb [x]\nadd %x\njlt x, y, x\nx: jle #3, y\ny: ret": {
			{LdLen, 0, 0, 0}, {LdLen, 0, 0, 0}, {LdxLen, 0, 0, 0}, {LdImm, 0, 0, 5}, {LdImm, 0, 0, 5}, {LdxImm, 0, 0, 16},
			{LdxMsh, 0, 0, 14}, {LdIndB, 0, 0, 3}, {LdIndB, 0, 0, 0}, {AddX, 0, 0, 0}, {JgeX, 0, 1, 0}, {JgtK, 0, 0, 3}, {RetA, 0, 0, 0}},
	} {
		for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n") + "\n"} {
			if p, err := Parse(text); err != nil || !slices.Equal(p, want) {
				t.Errorf("%q: %v\n%v", text, err, p)
			}
		}
	}
	far := "jeq #1, on\n" + strings.Repeat("tax\n", 255)
	if p, err := Parse(far + "on: ret"); err != nil || p[0].Jt != 255 {
		t.Errorf("256 on: %v", err)
	}
	if p, err := Parse("ja on\n" + strings.Repeat("tax\n", 3000) + "on: ret"); err != nil || p[0].K != 3000 {
		t.Errorf("3001 on: %v", err)
	}
}

func TestParseColumns(t *testing.T) {
	for text, want := range map[string]TextError{
		"ldh [12]\n  lda [13]":    {2, 3, errMnemonic},
		"ldh [bogus]":             {1, 6, errOperand},
		"ret #0 ret":              {1, 8, errRest},
		"jeq #1, L1, L2\nL1: ret": {1, 13, errLabel},
		"jeq #1, L1 L2\nL1: ret":  {1, 12, errRest},
		"jeq #1,\nret":            {1, 8, errComma},
		"jne #1 jt 1":             {1, 8, errComma},
		"jeq #1, 5":               {1, 9, errComma},
		"L1: tax\n /* */ ja L1":   {2, 11, errBack},
		"L1: L1: ret":             {1, 5, errTwice},
		"L1: ret\n\n L1: ret":     {3, 2, errTwice},
		"ret\nend:":               {2, 1, errNowhere},
		"ja end\nend:\nagain:":    {2, 1, errNowhere},
		"jeq #1, on\n" + strings.Repeat("tax\n", 256) + "on: ret": {1, 9, errFar},
		"ret /* never ends":               {1, 5, errRest},
		"5: ret":                          {1, 2, errTextCount},
		"{ 6, 0, 0, 0 },\n{ 6, 0, x, 0 }": {2, 9, errC},
		"2\n6 0 0 0\n6 0 0 x":             {3, 7, errTextSyntax},
		"1,6 0 0 0,6 0 0 0":               {1, 11, errMore},
	} {
		p, err := Parse(text)
		var te *TextError
		if !errors.As(err, &te) || *te != want || p != nil {
			t.Errorf("%q: %v, %v; want %v", text, p, err, &want)
		}
	}
	if s := (&TextError{3, 9, errRest}).Error(); s != "filter: line 3, column 9: "+errRest.Error() {
		t.Error(s)
	}
}

// TestAssembly has programs come back from the notation with labels.
func TestAssembly(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 20000 {
		p := randomProgram(r, allOps)
		want := make(Program, len(p))
		for i := range p {
			if r.IntN(20) == 0 {
				p[i] = Instruction{Op: loadsAbs[r.IntN(3)], K: AncillaryOffset + 4*r.Uint32N(16)}
			}
			want[i] = p[i].shown()
		}
		if Validate(p) != nil {
			continue // no label is where a jump goes
		}
		if got, err := ParseListing(p.Assembly()); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%v\nof\n%vis\n%v", err, p.Assembly(), got)
		}
	}
	p := Program{{LdAbsH, 0, 0, 12}, {JeqK, 0, 1, 0x800}, {Ja, 0, 0, 1}, {LdAbsW, 0, 0, AncillaryOffset + AncRandom}, {RetA, 0, 0, 0}}
	want := "        ldh [12]\n        jeq #0x800, L0, L1\nL0:     jmp L2\nL1:     ld rand\nL2:     ret a\n"
	if got := p.Assembly(); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	if _, err := ParseListing(Program{{Ja, 0, 0, 7}, {RetK, 0, 0, 0}}.Assembly()); !errors.Is(err, errLabel) {
		t.Errorf("a jump beyond the end: %v", err)
	}
}

// FuzzAssemble has every valid program that a text makes come back in each form.
func FuzzAssemble(f *testing.F) {
	f.Add("ldh [12]\njeq #0x800, L1, L2\nL1: ret #-1\nL2: ret #0")
	f.Add("ld proto /* , */\njneq #0x86dd, drop ; IPv6\nldx 4*([14]&0xf)\njlt %x, a, drop\na: drop: ret a")
	f.Add(webFilter.Assembly())
	f.Add(webFilter.String())
	f.Add(chainFilter.Assembly())
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseListing(text)
		if err != nil {
			var te *TextError
			if !errors.As(err, &te) || te.Line < 1 || te.Column < 1 || p != nil {
				t.Fatalf("%T %v", err, err)
			}
			if lines := strings.Split(text, "\n"); te.Line > len(lines) || te.Column > len(lines[te.Line-1])+1 {
				t.Fatalf("%v: not in %q", err, text)
			}
			return
		}
		if q, err := ParseListing(p.String()); err != nil || !slices.EqualFunc(p, q, sameShown) {
			t.Fatalf("%q: listing does not come back: %v\n%v", text, err, p)
		}
		if Validate(p) != nil {
			return
		}
		if q, err := ParseListing(p.Assembly()); err != nil || !slices.EqualFunc(p, q, sameShown) {
			t.Fatalf("%q: does not come back: %v\n%v", text, err, p.Assembly())
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(webFilter.String())
	f.Add(webFilter.C())
	f.Add("struct bpf_insn x[] = { { 0x6, 0, 0, 1 } };")
	f.Add("ld [vlan_tci]\nldxb 4*([14]&0xf)\nja -3\nst M[3]")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			var te *TextError
			if !errors.As(err, &te) || te.Line < 1 {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		if len(p) == 0 {
			return // "0", in decimal
		}
		for _, s := range []string{p.C(), p.Decimal()} {
			if q, err := Parse(s); err != nil || !slices.Equal(p, q) {
				t.Fatalf("does not come back: %v\n%s", err, s)
			}
		}
		q, err := ParseListing(p.String())
		if err != nil || q.String() != p.String() {
			t.Fatalf("listing does not come back: %v\n%v", err, p)
		}
	})
}
