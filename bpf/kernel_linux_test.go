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
	buf := make([]byte, 128)
	for range 30000 {
		p := randomProgram(r, allOps)
		if usesKernelState(p) {
			continue
		}
		if err := attach(fds[1], p); err != nil {
			t.Fatalf("kernel refuses a valid program: %v\n%v", err, p)
		}
		pkt := make([]byte, 1+r.IntN(79))
		for i := range pkt {
			pkt[i] = byte(r.Uint32())
		}
		want := 0
		if _, err := unix.Write(fds[0], pkt); err == nil {
			want, err = unix.Read(fds[1], buf)
			if err != nil {
				want = 0
			}
		} else if !errors.Is(err, unix.EPERM) { // AF_UNIX tells the writer
			t.Fatal(err)
		}
		got := int(min(p.RunLinux(pkt, len(pkt), &Metadata{LinkAt: -1 << 30, NetworkAt: -1 << 30}), uint32(len(pkt))))
		if got != want {
			t.Fatalf("%d, the kernel says %d, of % x:\n%v", got, want, pkt, p)
		}
	}
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
