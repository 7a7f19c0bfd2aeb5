package bpfdev_test

import (
	"errors"
	"slices"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/internal/pid1"
	"golang.org/x/sys/unix"
)

// setSysctl sets a sysctl that is an int: its name is looked up by the one with the
// numbers 0 and 3.
func setSysctl(name string, value int32) error {
	mib := make([]int32, 24)
	size := uintptr(len(mib) * 4)
	look := [2]int32{0, 3}
	b := append([]byte(name), 0)
	if _, _, e := unix.Syscall6(unix.SYS___SYSCTL, uintptr(unsafe.Pointer(&look[0])), 2, uintptr(unsafe.Pointer(&mib[0])),
		uintptr(unsafe.Pointer(&size)), uintptr(unsafe.Pointer(&b[0])), uintptr(len(name))); e != 0 {
		return e
	}
	if _, _, e := unix.Syscall6(unix.SYS___SYSCTL, uintptr(unsafe.Pointer(&mib[0])), size/4, 0, 0,
		uintptr(unsafe.Pointer(&value)), 4); e != 0 {
		return e
	}
	return nil
}

// TestLiveZeroCopy is TestLiveLoopback with buffers that are shared with the kernel.
func TestLiveZeroCopy(t *testing.T) {
	if !pid1.Alone() {
		pid1.Skip(t, "it changes a sysctl")
	}
	if _, err := bpfdev.Open("lo0", bpfdev.Config{ZeroCopy: true}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("without the sysctl: %v", err)
	}
	if err := setSysctl("net.bpf.zerocopy_enable", 1); err != nil {
		t.Fatal(err)
	}
	c := loopback(t, bpfdev.Config{ZeroCopy: true, Buffer: 64 << 10})
	t.Logf("%+v", c.Info())
	if err := c.Start(to(9999, 2000)); err != nil {
		t.Fatal(err)
	}
	for round := range 20 {
		talk(t, 9999, 10*round, 10*round+10)
		if got := hear(t, c, 10*round+9); !slices.Equal(got, upTo(10*round, 10*round+10)) {
			t.Errorf("round %d: heard %v", round, got)
		}
	}
	// One at a time, while the one before is still lent: none waits for the next.
	a, b := c.NewBatch(), c.NewBatch()
	for i := range 20 {
		talk(t, 9999, i, i+1)
		began := time.Now()
		for {
			ok, err := c.Read(a)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				break
			}
			if time.Since(began) > 2*time.Second {
				t.Fatalf("packet %d waits for the next", i)
			}
			time.Sleep(time.Millisecond)
		}
		a, b = b, a
	}
	if err := c.Swap(to(9998, 2000)); err != nil {
		t.Fatal(err)
	}
	a.Release()
	b.Release()
	talk(t, 9999, 0, 3)
	talk(t, 9998, 3, 5)
	if got := hear(t, c, 4); !slices.Equal(got, []int{3, 4}) {
		t.Errorf("heard %v", got)
	}
	if s, err := c.Stats(); err != nil || s.Dropped != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := c.Stop(); err != nil {
		t.Error(err)
	}
	var e syscall.Errno
	if err := c.Close(); err != nil && !errors.As(err, &e) {
		t.Error(err)
	}
}
