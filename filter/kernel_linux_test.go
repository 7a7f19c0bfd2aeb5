package filter_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// attach gives a program to the kernel as a filter of a socket.
func attach(t *testing.T, fd int, p bpf.Program) {
	t.Helper()
	raw := make([]unix.SockFilter, len(p))
	for i, in := range p {
		raw[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	err := unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(raw)), Filter: &raw[0]})
	if err != nil {
		t.Fatalf("the kernel refuses a program of %d instructions: %v", len(p), err)
	}
}

// passes sends a packet through a socket pair and reports whether it arrives.
func passes(t *testing.T, fds [2]int, pkt []byte) bool {
	t.Helper()
	if _, err := unix.Write(fds[0], pkt); errors.Is(err, unix.EPERM) { // AF_UNIX tells the writer
		return false
	} else if err != nil {
		t.Fatal(err)
	}
	var buf [64]byte
	_, err := unix.Read(fds[1], buf[:])
	return err == nil
}

func socketPair(t *testing.T) [2]int {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fds[0]); unix.Close(fds[1]) })
	return fds
}

// TestKernel lets the kernel run programs of random expressions, optimized and
// not, and compares its verdicts. FILTER_KERNEL_PAIRS is how many.
func TestKernel(t *testing.T) {
	table := rows(t, "random_exprs_golden.tsv")
	pairs := 20000
	if s := os.Getenv("FILTER_KERNEL_PAIRS"); s != "" {
		pairs, _ = strconv.Atoi(s)
	}
	fds := socketPair(t)
	r := rand.New(rand.NewPCG(13, 14))
	nowhere := &bpf.Metadata{LinkAt: -1 << 30, NetworkAt: -1 << 30}
	const each = 50
	for n := 0; n < pairs; n += each {
		expr := unescape(table[r.IntN(len(table))][8])
		p, err := filter.Compile(expr, link.Ethernet, filter.Options{Target: filter.Linux, NoOptimize: n/each%2 == 0})
		if err != nil {
			continue
		}
		attach(t, fds[1], p.Insns)
		for _, f := range samples(r, link.Ethernet, each) {
			if len(f.data) == 0 {
				continue
			}
			want := p.Insns.RunLinux(f.data, len(f.data), nowhere) != 0
			if got := passes(t, fds, f.data); got != want {
				t.Fatalf("%q: the kernel says %v for %x\n%v", expr, got, f.data, p.Insns)
			}
		}
	}
}

// TestKernelTunnels has the kernel look into tunnels and behind extension headers.
func TestKernelTunnels(t *testing.T) {
	fds := socketPair(t)
	nowhere := &bpf.Metadata{LinkAt: -1 << 30, NetworkAt: -1 << 30}
	var frames [][]byte
	for _, f := range chains(t) {
		frames = append(frames, f)
	}
	for _, p := range inner(t) {
		for _, put := range tunnels(t) {
			q, ok := put(p)
			if !ok {
				continue
			}
			frames = append(frames, q.ethernet())
			if q, ok := tunnels(t)["geneve options over 6 with options"](q); ok {
				frames = append(frames, q.ethernet())
			}
		}
	}
	for _, expr := range []string{"decap (host 10.0.0.1 and tcp port 80)", "decap (ether src 2:0:0:0:0:8 and ip6)", "tcp port 80",
		"not decap (vlan 5 or udp)", "vlan {4, 5} and tcp[13] = 2", "geneve and (vlan or ip) and tcp dst port {80, 81}"} {
		o := filter.Options{Target: filter.Linux, Semantics: filter.Scoped, Dialect: extended()}
		p, err := filter.Compile(expr, link.Ethernet, o)
		if err != nil {
			t.Fatal(err)
		}
		attach(t, fds[1], p.Insns)
		n := 0
		for _, f := range frames {
			for _, k := range []int{len(f), len(f) - 20, len(f) / 2} {
				want := p.Insns.RunLinux(f[:k], k, nowhere) != 0
				if got := passes(t, fds, f[:k]); got != want {
					t.Fatalf("%q: the kernel says %v for %x", expr, got, f[:k])
				}
				if want {
					n++
				}
			}
		}
		if n == 0 || n == 3*len(frames) {
			t.Errorf("%q matches %d of %d", expr, n, 3*len(frames))
		}
	}
}

// TestKernelHosts attaches a list of a thousand hosts.
func TestKernelHosts(t *testing.T) {
	expr, addrs := hostList(1000)
	p, err := filter.Compile(expr, link.Ethernet, filter.Options{Target: filter.Linux})
	if err != nil {
		t.Fatal(err)
	}
	fds := socketPair(t)
	attach(t, fds[1], p.Insns)
	for _, a := range addrs {
		if !passes(t, fds, ipv4(a, 1)) || !passes(t, fds, ipv4(1, a)) || passes(t, fds, ipv4(a+1, a-1)) {
			t.Fatalf("wrong verdict for %#x", a)
		}
	}
}

// TestValid wants every program for Linux to keep the kernel's rules.
func TestValid(t *testing.T) {
	n := names(t)
	for _, r := range rows(t, "filters_accept.tsv") {
		for _, raw := range []bool{true, false} {
			p, err := filter.Compile(unescape(r[11]), linkType(t, r[1]), filter.Options{Target: filter.Linux, NoOptimize: raw, Resolver: n})
			if err != nil {
				continue
			}
			if err := bpf.Validate(p.Insns); err != nil {
				t.Errorf("%s %q (unoptimized %v): %v", r[1], r[11], raw, err)
			}
		}
	}
}
