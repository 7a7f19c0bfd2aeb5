package afpacket

import (
	"errors"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/ebpf"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// extended loads a classic program as an extended one.
func extended(t *testing.T, p bpf.Program) int {
	t.Helper()
	prog, err := ebpf.Socket{}.Program(p)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ebpf.Load(prog, ebpf.LoadOptions{Kind: ebpf.KindSocket, Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.FD()
}

// TestLiveExtendedFilter exchanges classic and eBPF filters and locks one.
func TestLiveExtendedFilter(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	rx, it := openIn(t, b, Config{})
	tx, itA := openIn(t, a, Config{Plain: true})
	onlyNumber := func(n byte) bpf.Program { // of frames of testType
		return bpf.Program{
			{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 3, K: testType}, {Op: bpf.LdAbsB, K: 17}, {Op: bpf.JeqK, Jf: 1, K: uint32(n)},
			{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
		}
	}
	if err := errors.Join(rx.SetFilterFD(extended(t, onlyNumber(1))), rx.Bind(it.Index)); err != nil {
		t.Fatal(err)
	}
	round := func(want uint32) {
		t.Helper()
		for n := range uint32(4) {
			send(t, tx, itA.Index, numberedFrame(60, n))
		}
		if got := collect(t, rx, 1); len(got) != 1 || numberOf(got[0]) != want {
			t.Errorf("%+v, want number %d", got, want)
		}
	}
	round(1)
	if err := rx.SetFilterFD(extended(t, onlyNumber(2))); err != nil {
		t.Fatal(err)
	}
	round(2)
	if err := rx.SetFilter(onlyNumber(3)); err != nil {
		t.Fatal(err)
	}
	round(3)
	if err := errors.Join(rx.SetFilterFD(extended(t, onlyNumber(0))), rx.LockFilter()); err != nil {
		t.Fatal(err)
	}
	if err := rx.SetFilterFD(extended(t, onlyNumber(1))); !errors.Is(err, unix.EPERM) {
		t.Errorf("a locked filter: %v", err)
	}
	round(0)
	if s, err := rx.Stats(); err != nil || s.Received != 4 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestLiveFanoutExtended: an eBPF program chooses the member.
func TestLiveFanoutExtended(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	// The program sees the packet from the IP header on: the number's last byte.
	fd := extended(t, bpf.Program{{Op: bpf.LdAbsB, K: 28 + 3}, {Op: bpf.RetA}})
	n := lens(shares(t, a, group(t, b, 3, Config{}, Fanout{Mode: FanoutEBPF, Descriptor: fd}), flows(1, 90)))
	if n[0] != 30 || n[1] != 30 || n[2] != 30 {
		t.Errorf("%v", n)
	}
}
