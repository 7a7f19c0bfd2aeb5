//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package bpfdev_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/internal/pid1"
)

// loopback opens a Conn on lo0, on the kernel that there is.
func loopback(t *testing.T, cfg bpfdev.Config) *bpfdev.Conn {
	t.Helper()
	if pid1.Alone() {
		if err := errors.Join(pid1.Up("lo0"), pid1.Address("lo0")); err != nil {
			t.Log("configure lo0: ", err) // it may have been before
		}
	}
	c, err := bpfdev.Open("lo0", cfg)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, bpfdev.ErrNoDevice) {
		pid1.Skip(t, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// talk sends datagrams to a port on this host: their payloads are "gocap" and a number.
func talk(t *testing.T, port, from, to int) {
	t.Helper()
	l, err := net.ListenPacket("udp4", fmt.Sprint("127.0.0.1:", port)) // or the next one is refused
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s, err := net.Dial("udp4", l.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := from; i < to; i++ {
		if _, err := fmt.Fprintf(s, "gocap%03d", i); err != nil {
			t.Fatal(err)
		}
	}
}

// to accepts datagrams to a port, after a header of 4 bytes and an IPv4 header without options.
func to(port uint32, snap uint32) bpf.Program {
	return bpf.Program{{Op: bpf.LdAbsB, K: 4 + 9}, {Op: bpf.JeqK, Jf: 3, K: 17}, {Op: bpf.LdAbsH, K: 4 + 22}, {Op: bpf.JeqK, Jf: 1, K: port},
		{Op: bpf.RetK, K: snap}, {Op: bpf.RetK}}
}

// hear reads datagrams until the number last, and returns all.
func hear(t *testing.T, c *bpfdev.Conn, last int) (all []int) {
	t.Helper()
	b := c.NewBatch()
	var r bpfdev.Record
	deadline := time.Now().Add(10 * time.Second)
	for !slices.Contains(all, last) {
		ok, err := c.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if err := c.Wait(100 * time.Millisecond); err != nil && !errors.Is(err, bpfdev.ErrTimeout) || time.Now().After(deadline) {
				t.Fatalf("after %v: %v", all, err)
			}
			continue
		}
		for b.Next(&r) {
			var n int
			if i := strings.Index(string(r.Data), "gocap"); i < 0 {
				t.Errorf("% x", r.Data)
			} else if _, err := fmt.Sscanf(string(r.Data[i:]), "gocap%d", &n); err != nil {
				t.Error(err)
			}
			if age := time.Since(time.Unix(r.Sec, r.Nsec)); age < -time.Second || age > time.Minute {
				t.Errorf("it is %v old", age)
			}
			if !slices.Contains(all, n) { // some systems show each packet twice there
				all = append(all, n)
			}
		}
		if b.Err() != nil {
			t.Fatal(b.Err())
		}
		b.Release()
	}
	return all
}

// TestLiveLoopback is receiving on the real kernel, with each way to wait.
func TestLiveLoopback(t *testing.T) {
	poller, poll, sel := bpfdev.WaitPoller, bpfdev.WaitPoll, bpfdev.WaitSelect
	for name, cfg := range map[string]bpfdev.Config{
		"plain": {}, "poller": {WaitBy: &poller}, "poll": {WaitBy: &poll}, "select": {WaitBy: &sel},
		"latency": {Latency: 20 * time.Millisecond}, "timer": {Latency: 20 * time.Millisecond, WaitBy: &poll},
		"nanoseconds": {Nanoseconds: true}, "small": {Buffer: 4096}, "large": {Buffer: 1 << 30}, "in": {Direction: bpfdev.In},
	} {
		t.Run(name, func(t *testing.T) {
			c := loopback(t, cfg)
			t.Logf("%+v", c.Info())
			if err := c.Start(to(9999, 2000)); err != nil {
				t.Fatal(err)
			}
			if cfg.Direction != bpfdev.Both {
				return // which packets of lo0 come in is a matter of taste
			}
			talk(t, 9998, 0, 3)
			talk(t, 9999, 0, 10)
			if got := hear(t, c, 9); !slices.Equal(got, upTo(0, 10)) {
				t.Errorf("heard %v", got)
			}
			if err := c.Swap(to(9998, 2000)); err != nil {
				t.Fatal(err)
			}
			talk(t, 9999, 10, 13)
			talk(t, 9998, 13, 15)
			if got := hear(t, c, 14); !slices.Equal(got, []int{13, 14}) {
				t.Errorf("heard %v", got)
			}
			talk(t, 9998, 20, 23)
			rest, err := c.Stop()
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, b := range rest {
				n += b.Len()
			}
			if n < 3 {
				t.Errorf("%d packets were queued", n)
			}
			s, err := c.Stats()
			if err != nil || s.Dropped != 0 || s.Received < 15 {
				t.Errorf("%+v, %v", s, err)
			}
			t.Logf("%+v", s)
		})
	}
}

// TestLiveClose: Close wakes who waits, within milliseconds.
func TestLiveClose(t *testing.T) {
	for _, mode := range []bpfdev.WaitMode{bpfdev.WaitPoller, bpfdev.WaitPoll, bpfdev.WaitSelect} {
		for i := range 20 {
			c := loopback(t, bpfdev.Config{WaitBy: &mode})
			if err := c.Start(bpf.Reject()); err != nil {
				t.Fatal(err)
			}
			var all sync.WaitGroup
			all.Go(func() {
				if err := c.Wait(-1); !errors.Is(err, bpfdev.ErrClosed) {
					t.Errorf("%v: %v", mode, err)
				}
			})
			time.Sleep(time.Duration(i%4) * time.Millisecond)
			began := time.Now()
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			all.Wait()
			if d := time.Since(began); d > time.Second {
				t.Errorf("%v: woken after %v", mode, d)
			}
		}
	}
}

// TestLiveRequests tries on the real kernel what the simulated one is to do.
func TestLiveRequests(t *testing.T) {
	c := loopback(t, bpfdev.Config{})
	sys := bpfdev.Lookup(c.System().Name)
	all, err := c.LinkTypes()
	if err != nil || !slices.Contains(all, c.Info().DLT) {
		t.Errorf("link types %v, %v", all, err)
	}
	if err := c.SetLink(c.Info().DLT); err != nil {
		t.Error(err)
	}
	var pe *bpf.ProgramError
	if err := c.Start(bpf.Program{{Op: bpf.LdImm}}); !errors.As(err, &pe) {
		t.Error(err)
	}
	long := bpf.Program{}
	for range 600 {
		long = append(long, bpf.Instruction{Op: bpf.LdImm})
	}
	if err := c.Start(append(long, to(9997, 40)...)); err != nil {
		t.Fatal(err)
	}
	talk(t, 9997, 0, 1)
	b := c.NewBatch()
	var r bpfdev.Record
	for deadline := time.Now().Add(5 * time.Second); b.Len() == 0 && time.Now().Before(deadline); {
		if _, err := c.Read(b); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait(10 * time.Millisecond)
	}
	if !b.Next(&r) || len(r.Data) != 40 || r.Len != 4+28+8 {
		t.Errorf("%+v", r)
	}
	if _, err := bpfdev.Open("nosuch0", bpfdev.Config{}); !errors.Is(err, bpfdev.ErrNoInterface) {
		t.Error(err)
	}
	if sys.Requests.Lock != 0 {
		if err := c.Lock(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			t.Error(err)
		}
	}
	if other := loopback(t, bpfdev.Config{}); other.Info().Device == "" {
		t.Error("no device")
	}
}
