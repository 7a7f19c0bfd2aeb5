package bpf

import (
	"errors"
	"math/rand/v2"
	"testing"

	"golang.org/x/sys/unix"
)

// attach gives the program to the kernel as a filter of a socket.
func attach(fd int, p Program) error {
	if len(p) == 0 || len(p) > 0xffff {
		return unix.EINVAL
	}
	raw := make([]unix.SockFilter, len(p))
	for i, in := range p {
		raw[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(raw)), Filter: &raw[0]})
}

// pair is two connected datagram sockets: what the kernel's machine accepts of a
// packet written to one can be read from the other.
func pair(t *testing.T) [2]int {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fds[0]); unix.Close(fds[1]) })
	return fds
}

// TestAgainstKernel compares verdicts with the running kernel's. Verdicts above
// the packet's length all mean the whole packet.
func TestAgainstKernel(t *testing.T) {
	fds := pair(t)
	r := rand.New(rand.NewPCG(3, 4))
	nowhere := &Metadata{LinkAt: -1 << 30, NetworkAt: -1 << 30}
	accepted := 0
	for n := 0; n < *pairs; {
		p := randomProgram(r, allOps)
		if r.IntN(2) == 0 {
			p = randomFilter(r)
		}
		if Validate(p) != nil || usesKernelState(p) {
			continue
		}
		if err := attach(fds[1], p); err != nil {
			t.Fatalf("kernel refuses a valid program: %v\n%v", err, p)
		}
		e := compile(t, p)
		for range 5 {
			n++
			pkt := append(randomPacket(r), byte(n))
			want := kernelKeeps(t, fds, pkt)
			if want > 0 {
				accepted++
			}
			if got := int(min(p.RunLinux(pkt, len(pkt), nowhere), uint32(len(pkt)))); got != want {
				t.Fatalf("%d, the kernel says %d, of % x:\n%v", got, want, pkt, p)
			}
			if got := int(min(e.MatchLinux(pkt, len(pkt), nowhere), uint32(len(pkt)))); got != want {
				t.Fatalf("engine: %d, the kernel says %d, of % x:\n%v", got, want, pkt, p)
			}
		}
	}
	if accepted < *pairs/20 {
		t.Errorf("the kernel accepted %d of %d packets: the test is lopsided", accepted, *pairs)
	}
}

// kernelKeeps sends pkt through the pair and returns how many bytes arrive.
func kernelKeeps(t *testing.T, fds [2]int, pkt []byte) int {
	var buf [128]byte
	if _, err := unix.Write(fds[0], pkt); errors.Is(err, unix.EPERM) { // AF_UNIX tells the writer
		return 0
	} else if err != nil {
		t.Fatal(err)
	}
	n, err := unix.Read(fds[1], buf[:])
	if err != nil {
		return 0
	}
	return n
}

// usesKernelState reports whether p may read what only the kernel knows of a
// packet: then verdicts cannot be compared.
func usesKernelState(p Program) bool {
	for _, in := range p {
		switch in.Op {
		case LdAbsW, LdAbsH, LdAbsB:
			if isAncillary(in.K) && in.K != AncillaryOffset+AncXorX {
				return true
			}
		}
	}
	return false
}

// TestValidateAgainstKernel damages valid programs and lets the kernel judge.
func TestValidateAgainstKernel(t *testing.T) {
	fds := pair(t)
	r := rand.New(rand.NewPCG(5, 6))
	var good, bad int
	for range 30000 {
		p := randomProgram(r, allOps)
		in := &p[r.IntN(len(p))]
		switch r.IntN(4) {
		case 0:
			in.Op = uint16(r.IntN(300))
		case 1:
			in.K = []uint32{0, 15, 16, 31, 32, 0xfffff000, 0xfffff03c, 0xfffff03d, 0xfffff040, 0xffffffff, 0xfff00000}[r.IntN(11)]
		case 2:
			in.Jt, in.Jf = uint8(r.IntN(24)), uint8(r.IntN(24))
		case 3:
			p = p[:1+r.IntN(len(p))]
		}
		ours, theirs := Validate(p), attach(fds[1], p)
		if (ours == nil) != (theirs == nil) {
			t.Fatalf("we say %v, the kernel says %v:\n%v", ours, theirs, p)
		}
		if ours == nil {
			good++
		} else {
			bad++
		}
	}
	if good < 1000 || bad < 1000 {
		t.Errorf("%d good and %d bad programs: the damage is lopsided", good, bad)
	}
	for _, n := range []int{4095, 4096, 4097} {
		p := longProgram(n)
		if (Validate(p) == nil) != (attach(fds[1], p) == nil) {
			t.Errorf("%d instructions: not as the kernel", n)
		}
	}
}

// TestOpcodesAgainstKernel has the kernel judge every operation there could be,
// with constants at the edges of what some allow.
func TestOpcodesAgainstKernel(t *testing.T) {
	fds := pair(t)
	ret := Instruction{Op: RetK}
	try := func(in Instruction) {
		for _, p := range []Program{{in, ret}, {{Op: St, K: 5}, in, ret, ret}, {ret, in}} {
			if ours, theirs := Validate(p), attach(fds[1], p); (ours == nil) != (theirs == nil) {
				t.Fatalf("we say %v, the kernel says %v:\n%v", ours, theirs, p)
			}
		}
	}
	for op := range 1 << 16 {
		try(Instruction{Op: uint16(op)})
	}
	edges := []uint32{1, 2, 5, 14, 15, 16, 31, 32, 33, 0x7fffffff, 0x80000000, LinkOffset - 1, LinkOffset, NetworkOffset,
		AncillaryOffset - 1, AncillaryOffset, AncillaryOffset + 1, AncillaryOffset + 60, AncillaryOffset + 64, 0xffffffff}
	for op := range uint16(256) {
		for _, k := range edges {
			try(Instruction{Op: op, K: k})
		}
		for _, j := range [][2]uint8{{0, 1}, {1, 0}, {1, 1}, {0, 2}, {255, 0}, {0, 255}} {
			try(Instruction{Op: op, Jt: j[0], Jf: j[1], K: 1})
		}
	}
}
