package ebpf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

// hosts is a filter for n hosts.
func hosts(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "host 10.%d.%d.%d or ", i%3, i/250, i%250)
	}
	return b.String() + "icmp6"
}

var expressions = []string{
	"tcp port 80 and host 10.0.0.1", "ip6 or arp", "vlan 5 and udp", "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
	"ip[6:2] & 0x1fff != 0", "ether broadcast", "ether multicast", "len > 100 and less 300", "not (tcp or udp)",
	"portrange 20-90", "net 10.0.0.0/9", "icmp[0] * 7 % 5 = 1", "ip[ip[0] & 15:2] / (ip[1] + 1) > 3", "ether[0:4] - 5 > 7",
	"ether proto 0x86dd", "ip6[40:4] = 5 or ether[1000:4] = 0", "udp[8:4] & 0xff00 = 0x4500", "mpls", "ether host 2:0:0:0:0:1",
	hosts(1000),
}

func compiled(t testing.TB, expr string, target filter.Target) bpf.Program {
	p, err := filter.Compile(expr, link.Ethernet, filter.Options{Target: target, Snaplen: 262144})
	if err != nil {
		t.Fatalf("%.80s: %v", expr, err)
	}
	return p.Insns
}

// load loads or fails the test with the verifier's log.
func load(t testing.TB, p Program, o LoadOptions) *Loaded {
	t.Helper()
	l, err := Load(p, o)
	var e *Error
	if errors.As(err, &e) {
		log := e.Log
		t.Fatalf("%v\n%.20000s\n%s", err, p, log[max(0, len(log)-3000):])
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// packet is one that the expressions may match: short headers with few values.
func packet(r *rand.Rand) []byte {
	pkt := make([]byte, 14+r.IntN(200))
	for i := range pkt {
		pkt[i] = byte(r.IntN(4))
	}
	types := []uint16{0x800, 0x800, 0x800, 0x86dd, 0x806, 0x8100, 0x8847, 0x100}
	binary.BigEndian.PutUint16(pkt[12:], types[r.IntN(len(types))])
	if r.IntN(8) == 0 {
		copy(pkt, "\xff\xff\xff\xff\xff\xff")
	}
	if len(pkt) < 40 {
		return pkt
	}
	pkt[14] = 0x45 + byte(r.IntN(5)/4)
	if r.IntN(3) > 0 {
		pkt[20], pkt[21] = 0, 0 // no fragment
	}
	pkt[23] = []byte{1, 6, 17, 17, 6, 58}[r.IntN(6)]
	copy(pkt[26:], []byte{10, byte(r.IntN(3)), byte(r.IntN(4)), byte(r.IntN(250))})
	copy(pkt[30:], []byte{10, 0, 0, byte(r.IntN(3))})
	binary.BigEndian.PutUint16(pkt[34:], []uint16{80, 53, 22, 443}[r.IntN(4)])
	binary.BigEndian.PutUint16(pkt[36:], []uint16{80, 53, 22, 443}[r.IntN(4)])
	if r.IntN(6) == 0 {
		pkt = slices.Insert(pkt, 12, 0x81, 0, 0, byte(4+r.IntN(3)))
	}
	return pkt
}

// metadata is what XDP programs are told in the test.
func metadata(pkt []byte) *bpf.Metadata {
	m := &bpf.Metadata{Protocol: binary.BigEndian.Uint16(pkt[12:]), Hardware: 1, NetworkAt: 14, Interface: 1}
	if m.Protocol < 0x600 {
		if m.Protocol = 4; len(pkt) >= 16 && pkt[14] == 0xff && pkt[15] == 0xff {
			m.Protocol = 1
		}
	}
	if pkt[0]&1 != 0 {
		if m.PacketType = 2; string(pkt[:6]) == "\xff\xff\xff\xff\xff\xff" {
			m.PacketType = 1
		}
	}
	return m
}

// run runs a program on a packet.
func run(t testing.TB, l *Loaded, pkt []byte) uint32 {
	t.Helper()
	v, err := l.Run(pkt)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestExpressions loads filters as both kinds of program and compares verdicts with
// the machine in user space.
func TestExpressions(t *testing.T) {
	labtest.NeedPrivileged(t)
	r := rand.New(rand.NewPCG(1, 2))
	for _, expr := range expressions {
		linux, file := compiled(t, expr, filter.Linux), compiled(t, expr, filter.File)
		socket, err := Socket{Hardware: 1}.Program(file)
		if err != nil {
			t.Fatal(err)
		}
		s := load(t, socket, LoadOptions{Kind: KindSocket, Name: "gocap test"})
		accepted := 0
		for _, fragments := range []bool{false, true} {
			p, err := XDP{Verdict: true, Fragments: fragments}.Program(linux)
			if err != nil {
				t.Fatalf("%.50s: %v", expr, err)
			}
			x := load(t, p, LoadOptions{Kind: KindXDP, Fragments: fragments})
			for range 1000 {
				pkt := packet(r)
				want := linux.RunLinux(pkt, len(pkt), metadata(pkt))
				if got := run(t, x, pkt); got != want {
					t.Fatalf("%.50s: XDP says %d, want %d, of % x\n%v\n%v", expr, got, want, pkt, linux, p)
				}
				if want > 0 {
					accepted++
				}
				want = file.Run(pkt, len(pkt))
				if got := run(t, s, append(make([]byte, 14), pkt...)); got != want {
					t.Fatalf("%.50s: the socket says %d, want %d, of % x\n%v", expr, got, want, pkt, file)
				}
			}
		}
		t.Logf("%.40s: %d instructions, %d for a socket; %d of 2000 accepted", expr, len(linux), len(socket), accepted)
	}
}

// operations are all there are, but for jumps and returns.
var operations = []uint16{
	bpf.LdImm, bpf.LdAbsW, bpf.LdAbsH, bpf.LdAbsB, bpf.LdIndW, bpf.LdIndH, bpf.LdIndB, bpf.LdMem, bpf.LdLen, bpf.LdxImm, bpf.LdxMem, bpf.LdxLen,
	bpf.LdxMsh, bpf.St, bpf.Stx, bpf.AddK, bpf.AddX, bpf.SubK, bpf.SubX, bpf.MulK, bpf.MulX, bpf.DivK, bpf.DivX, bpf.OrK, bpf.OrX, bpf.AndK,
	bpf.AndX, bpf.LshK, bpf.LshX, bpf.RshK, bpf.RshX, bpf.Neg, bpf.ModK, bpf.ModX, bpf.XorK, bpf.XorX, bpf.Tax, bpf.Txa,
}

var conditional = []uint16{bpf.JeqK, bpf.JeqX, bpf.JgtK, bpf.JgtX, bpf.JgeK, bpf.JgeX, bpf.JsetK, bpf.JsetX}

// program is a random valid one.
func program(r *rand.Rand) bpf.Program {
	ks := []uint32{0, 1, 2, 5, 14, 20, 31, 60, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0, bpf.NetworkOffset, bpf.NetworkOffset + 3, bpf.LinkOffset + 12,
		bpf.LinkOffset - 1, bpf.AncillaryOffset + bpf.AncXorX, 0x10000, 0xfffc}
	for {
		p := make(bpf.Program, 2+r.IntN(40))
		for i := range p {
			in := bpf.Instruction{Op: operations[r.IntN(len(operations))], K: r.Uint32N(40)}
			if r.IntN(4) == 0 {
				in.K = ks[r.IntN(len(ks))]
			}
			after := len(p) - i - 1
			switch {
			case after == 0 || r.IntN(30) == 0:
				in.Op = []uint16{bpf.RetA, bpf.RetK}[r.IntN(2)]
			case r.IntN(12) == 0:
				in.Op, in.K = bpf.Ja, r.Uint32N(uint32(after))
			case r.IntN(4) == 0:
				in.Op = conditional[r.IntN(len(conditional))]
				in.Jt, in.Jf = uint8(r.IntN(min(after, 6))), uint8(r.IntN(min(after, 6)))
			}
			p[i] = in
		}
		if bpf.Validate(p) == nil {
			return p
		}
	}
}

// TestRandomPrograms compares verdicts of programs that nobody would write.
func TestRandomPrograms(t *testing.T) {
	labtest.NeedPrivileged(t)
	r := rand.New(rand.NewPCG(7, 8))
	accepted, n := 0, 1500
	if testing.Short() {
		n = 300
	}
	for i := range n {
		p := program(r)
		x, err := XDP{Verdict: true, Fragments: i%2 == 0}.Program(p)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Socket{}.Program(p)
		if err != nil {
			t.Fatal(err)
		}
		lx, ls := load(t, x, LoadOptions{Kind: KindXDP, Fragments: i%2 == 0}), load(t, s, LoadOptions{Kind: KindSocket})
		for range 4 {
			pkt := packet(r)
			pkt = pkt[:min(len(pkt), 14+r.IntN(50))]
			m := metadata(pkt)
			want := p.RunLinux(pkt, len(pkt), m)
			if got := run(t, lx, pkt); got != want {
				t.Fatalf("XDP says %d, want %d, of % x\n%v\n%v", got, want, pkt, p, x)
			}
			if want > 0 {
				accepted++
			}
			// The test gives the filter what is behind an Ethernet header.
			m.NetworkAt, m.LinkAt = 0, -14
			if want, got := p.RunLinux(pkt, len(pkt), m), run(t, ls, append(make([]byte, 14), pkt...)); got != want && !looksBefore(p) {
				t.Fatalf("the socket says %d, want %d, of % x\n%v\n%v", got, want, pkt, p, s)
			}
		}
		_, _ = lx.Close(), ls.Close()
	}
	if accepted < n/10 {
		t.Errorf("%d of %d packets accepted: the test is lopsided", accepted, 4*n)
	}
}

// looksBefore reports whether a program may read before the packet, where the
// header is that the test cuts off.
func looksBefore(p bpf.Program) bool {
	for _, in := range p {
		if in.Op&7 <= bpf.ClassLdx && in.K >= 1<<31 && in.K < bpf.AncillaryOffset {
			return true
		}
		if in.Op&0xe0 == bpf.ModeInd {
			return true
		}
	}
	return false
}

// TestOnSocket attaches translations to a socket and compares with what the kernel
// makes of the classic programs.
func TestOnSocket(t *testing.T) {
	labtest.NeedPrivileged(t)
	r := rand.New(rand.NewPCG(9, 9))
	var kept [2]int
	for range 100 {
		p := program(r)
		s, err := Socket{}.Program(p)
		if err != nil {
			t.Fatal(err)
		}
		l := load(t, s, LoadOptions{Kind: KindSocket})
		pkt := packet(r)
		var lens [2]int
		for i := range lens {
			fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				raw := make([]unix.SockFilter, len(p))
				for i, in := range p {
					raw[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
				}
				err = unix.SetsockoptSockFprog(fds[1], unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(raw)), Filter: &raw[0]})
			} else {
				err = unix.SetsockoptInt(fds[1], unix.SOL_SOCKET, unix.SO_ATTACH_BPF, l.FD())
			}
			if err != nil {
				t.Fatal(err)
			}
			_, _ = unix.Write(fds[0], pkt)
			lens[i], _ = unix.Read(fds[1], make([]byte, 1000))
			kept[i] += max(lens[i], 0)
			_, _ = unix.Close(fds[0]), unix.Close(fds[1])
		}
		if lens[0] != lens[1] {
			t.Fatalf("%d bytes, the classic program keeps %d, of % x:\n%v\n%v", lens[1], lens[0], pkt, p, s)
		}
	}
	if kept[0] == 0 || kept[0] != kept[1] {
		t.Errorf("%d and %d bytes kept", kept[0], kept[1])
	}
}

// TestFragments runs a filter that looks beyond the first piece of a large packet.
func TestFragments(t *testing.T) {
	labtest.NeedPrivileged(t)
	pkt := make([]byte, 9000)
	for i := range pkt {
		pkt[i] = byte(i * 7)
	}
	for _, at := range []uint32{100, 3000, 4090, 5000, 8996, 8997, 9000, 65530, 70000} {
		for _, op := range []uint16{bpf.LdAbsW, bpf.LdIndH, bpf.LdIndB} {
			p := bpf.Program{{Op: bpf.LdxImm, K: at / 2}, {Op: op, K: at - at/2}, {Op: bpf.Stx}, {Op: bpf.LdxLen}, {Op: bpf.XorX}, {Op: bpf.RetA}}
			if op == bpf.LdAbsW {
				p[1].K = at
			}
			x, err := XDP{Verdict: true, Fragments: true}.Program(p)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := run(t, load(t, x, LoadOptions{Kind: KindXDP, Fragments: true}), pkt), p.Run(pkt, len(pkt)); got != want {
				t.Errorf("at %d: %d, want %d", at, got, want)
			}
		}
	}
}

// TestFar runs a program with a jump over more instructions than a short jump can
// skip.
func TestFar(t *testing.T) {
	const long = 1500
	labtest.NeedPrivileged(t)
	p := bpf.Program{{Op: bpf.LdxImm, K: 1}, {Op: bpf.LdLen}, {Op: bpf.JeqK, K: 60, Jf: 1}, {Op: bpf.Ja, K: long - 6}}
	for len(p) < long-2 {
		p = append(p, bpf.Instruction{Op: bpf.LdIndH, K: uint32(len(p) % 40)})
		if len(p)%16 == 1 {
			p[len(p)-1] = bpf.Instruction{Op: bpf.JeqK, K: uint32(len(p)), Jt: uint8(min(250, long-len(p)-2))}
		}
	}
	p = append(p, bpf.Instruction{Op: bpf.AddK, K: 1}, bpf.Instruction{Op: bpf.RetA})
	for _, fragments := range []bool{false, true} {
		x, err := XDP{Verdict: true, Fragments: fragments}.Program(p)
		if err != nil {
			t.Fatal(err)
		}
		l := load(t, x, LoadOptions{Kind: KindXDP, Fragments: fragments})
		for _, n := range []int{59, 60, 61} {
			pkt := make([]byte, n)
			pkt[17] = 3
			if got, want := run(t, l, pkt), p.RunLinux(pkt, n, nil); got != want {
				t.Errorf("%d bytes: %d, want %d", n, got, want)
			}
		}
		t.Logf("%d instructions", len(x))
	}
}

// TestRefusals: errors are typed and say what the kernel said.
func TestRefusals(t *testing.T) {
	labtest.NeedPrivileged(t)
	_, err := Load(Program{ALU(Move, R0, R9), Exit()}, LoadOptions{Kind: KindSocket})
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, ErrRefused) || errors.Is(err, fs.ErrPermission) || !strings.Contains(e.Log, "R9 !read_ok") || !strings.Contains(err.Error(), "R9 !read_ok") {
		t.Errorf("%v: %+v", err, e)
	}
	if _, err := NewMap(MapXSK, 5, 1); !errors.Is(err, unix.EINVAL) {
		t.Error(err)
	}
	m, err := NewMap(MapArray, 8, 2)
	if err != nil {
		t.Fatal(err)
	}
	one, back := []byte{1, 2, 3, 4, 5, 6, 7, 8}, make([]byte, 8)
	if err := errors.Join(m.Put(1, one), m.Read(1, back)); err != nil || string(back) != string(one) {
		t.Errorf("%v, % x", err, back)
	}
	if err := m.Put(2, one); !errors.Is(err, unix.E2BIG) {
		t.Error(err)
	}
	if err := m.Delete(1); !errors.Is(err, unix.EINVAL) {
		t.Error(err)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	if err := m.Close(); !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
	if err := m.Read(1, back); !errors.Is(err, unix.EBADF) {
		t.Error(err)
	}
}

// TestAttach attaches to an interface, which has room for one program.
func TestAttach(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, _ := labtest.Pair(t)
	index, err := a.Index("eth0")
	if err != nil {
		t.Fatal(err)
	}
	pass := load(t, Program{ALUImm(Move, R0, int32(Pass)), Exit()}, LoadOptions{Kind: KindXDP, Name: "pass"})
	for _, mode := range []Mode{Generic, Driver, AnyMode} {
		attach := func() (k *Link, err error) {
			err = a.Do(func() (err error) { k, err = Attach(pass, index, mode); return err })
			return k, err
		}
		k, err := attach()
		if err != nil {
			t.Fatalf("%d: %v", mode, err)
		}
		if _, err := attach(); !errors.Is(err, unix.EBUSY) {
			t.Errorf("a second one: %v", err)
		}
		if err := errors.Join(k.Update(pass), k.Close()); err != nil {
			t.Error(err)
		}
	}
	if _, err := Attach(pass, 1<<30, AnyMode); !errors.Is(err, unix.EINVAL) {
		t.Error(err)
	}
}

// TestUnprivileged: without privileges there is a typed error that says what to do.
func TestUnprivileged(t *testing.T) {
	if netlab.Privileged() || os.Getuid() == 0 && !netlab.Inside() {
		t.Skip("the test has the privileges")
	}
	p, err := XDP{Verdict: true}.Program(tcp80)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Load(p, LoadOptions{Kind: KindXDP})
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "CAP_BPF") {
		t.Error(err)
	}
}
