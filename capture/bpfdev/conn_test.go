package bpfdev_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/internal/bpfsim"
	"github.com/gocap-project/gocap/link"
)

// everywhere runs a test on the simulated kernel of every system.
func everywhere(t *testing.T, f func(t *testing.T, k *bpfsim.Kernel)) {
	for _, s := range bpfdev.Systems() {
		t.Run(strings.ReplaceAll(s.Name, "/", "-"), func(t *testing.T) { f(t, bpfsim.New(s)) })
	}
}

func open(t testing.TB, k *bpfsim.Kernel, name string, cfg bpfdev.Config) *bpfdev.Conn {
	t.Helper()
	cfg.Kernel, cfg.System = k, k.Sys
	c, err := bpfdev.Open(name, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func start(t testing.TB, c *bpfdev.Conn, p bpf.Program) {
	t.Helper()
	if err := c.Start(p); err != nil {
		t.Fatal(err)
	}
}

// frame is an Ethernet frame from em1 to em0 of a kind and with a number.
func frame(kind byte, number, n int) []byte {
	f := append([]byte{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5, kind}, make([]byte, max(n-15, 4))...)
	binary.BigEndian.PutUint32(f[15:], uint32(number))
	return f
}

// onlyKind accepts frames of a kind, as many bytes of each as snap says.
func onlyKind(kind byte, snap uint32) bpf.Program {
	return bpf.Program{{Op: bpf.LdAbsB, K: 14}, {Op: bpf.JeqK, Jf: 1, K: uint32(kind)}, {Op: bpf.RetK, K: snap}, {Op: bpf.RetK}}
}

func send(t testing.TB, c *bpfdev.Conn, frames ...[]byte) {
	t.Helper()
	if n, err := c.SendBatch(frames); n != len(frames) || err != nil {
		t.Fatalf("sent %d: %v", n, err)
	}
}

// receive waits for n packets and returns their numbers.
func receive(t testing.TB, c *bpfdev.Conn, n int) (numbers []int) {
	t.Helper()
	b := c.NewBatch()
	var r bpfdev.Record
	for len(numbers) < n {
		ok, err := c.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if err := c.Wait(2 * time.Second); err != nil {
				t.Fatalf("after %d packets: %v", len(numbers), err)
			}
			continue
		}
		for b.Next(&r) {
			numbers = append(numbers, int(binary.BigEndian.Uint32(r.Data[15:])))
		}
		if b.Err() != nil {
			t.Fatal(b.Err())
		}
		b.Release()
	}
	return numbers
}

func upTo(from, to int) (all []int) {
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

func TestReceive(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{}), open(t, k, "em1", bpfdev.Config{})
		b := rx.NewBatch()
		send(t, tx, frame(1, 0, 60))
		if ok, err := rx.Read(b); ok || err != nil {
			t.Errorf("before Start: %v, %v", ok, err)
		}
		start(t, rx, onlyKind(1, 40))
		before := time.Now().Truncate(time.Microsecond)
		send(t, tx, frame(1, 1, 60), frame(2, 2, 60), frame(1, 3, 1000))
		if ok, err := rx.Read(b); !ok || err != nil || b.Len() != 2 {
			t.Fatalf("%v, %v, %d packets", ok, err, b.Len())
		}
		var r bpfdev.Record
		for _, want := range [][]byte{frame(1, 1, 60), frame(1, 3, 1000)} {
			if !b.Next(&r) || !bytes.Equal(r.Data, want[:40]) || r.Len != len(want) {
				t.Errorf("%+v, %v", r, b.Err())
			}
			if at := time.Unix(r.Sec, r.Nsec); at.Before(before) || at.After(time.Now()) {
				t.Errorf("at %v, sent after %v", at, before)
			}
			if k.Sys.Header.Extended && (r.Flags != bpfdev.FlagIn|3 || int(r.Interface) != rx.Info().Interface.Index) {
				t.Errorf("%+v", r)
			}
		}
		if b.Next(&r) || b.Err() != nil {
			t.Errorf("%+v, %v", r, b.Err())
		}
		i := rx.Info()
		if i.Link != link.Ethernet || !i.LinkKnown || i.DLT != 1 || i.Buffer != 512<<10 || i.Interface.MTU != 1500 || i.Fine != (k.Sys.Header.Unit == 1) {
			t.Errorf("%+v", i)
		}
		s, err := rx.Stats()
		if err != nil || s.Received != 2 || s.Seen != 4 || s.Dropped != 0 {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

// TestNodes: devices that are in use are passed over.
func TestNodes(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		k.Nodes = 3
		clones := k.Sys.Nodes[0] == "/dev/bpf"
		for i := range 3 {
			c := open(t, k, "em0", bpfdev.Config{})
			want := "/dev/bpf"
			if !clones {
				want = fmt.Sprint(want, i)
			}
			if c.Info().Device != want {
				t.Errorf("device %d is %s", i, c.Info().Device)
			}
		}
		cfg := bpfdev.Config{Kernel: k, System: k.Sys}
		if _, err := bpfdev.Open("em0", cfg); clones != (err == nil) || !clones && !(errors.Is(err, bpfdev.ErrNoDevice) && errors.Is(err, syscall.EBUSY)) {
			t.Error(err)
		}
		for errno, want := range map[error]error{syscall.EACCES: fs.ErrPermission, syscall.ENOENT: bpfdev.ErrNoDevice} {
			k.Fail["open"] = errno
			if _, err := bpfdev.Open("em0", cfg); !errors.Is(err, want) {
				t.Errorf("%v: %v", errno, err)
			}
		}
	})
}

// TestOpenFailures: whatever request fails, Open says so and leaves nothing open.
func TestOpenFailures(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		cfg := bpfdev.Config{Kernel: k, System: k.Sys, Direction: bpfdev.In, Latency: time.Millisecond}
		if k.Sys.Name == "aix/ppc64" {
			cfg.Direction = bpfdev.Both
		}
		if err := func() error { c, err := bpfdev.Open("em0", cfg); _ = c.Close(); return err }(); err != nil {
			t.Fatal(err)
		}
		for name := range k.Issued() {
			if name == "BIOCSWTIMEOUT" || name == "BIOCGSTATS" || name == "FIONREAD" {
				continue // may fail
			}
			k.Fail[name] = syscall.EIO
			if _, err := bpfdev.Open("em0", cfg); !errors.Is(err, syscall.EIO) {
				t.Errorf("%s: %v", name, err)
			}
			delete(k.Fail, name)
			if n := k.OpenDevices(); n != 0 {
				t.Fatalf("%s: %d devices are open", name, n)
			}
		}
		for name, want := range map[string]error{"em7": bpfdev.ErrNoInterface, "": bpfdev.ErrNoInterface, strings.Repeat("x", 40): bpfdev.ErrNoInterface} {
			if _, err := bpfdev.Open(name, cfg); !errors.Is(err, want) {
				t.Errorf("%q: %v", name, err)
			}
		}
		if _, err := bpfdev.Open("em9", cfg); err != nil && !errors.Is(err, bpfdev.ErrDown) {
			t.Errorf("an interface that is down: %v", err)
		}
	})
}

// TestBuffer: the length is what the kernel allows and has memory for.
func TestBuffer(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		k.Room = 70000
		c := open(t, k, "em0", bpfdev.Config{Buffer: 1 << 30})
		if n := c.Info().Buffer; n > 70000 || n < 35000 || c.Info().Wanted != 1<<30 {
			t.Errorf("%+v", c.Info())
		}
		k.Room = 100
		if _, err := bpfdev.Open("em0", bpfdev.Config{Kernel: k, System: k.Sys}); !errors.Is(err, syscall.ENOBUFS) {
			t.Error(err)
		}
	})
}

// TestRotation fills the buffers: what has no room is counted, and what is counted as
// received is received.
func TestRotation(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{Buffer: 4096}), open(t, k, "em1", bpfdev.Config{})
		start(t, rx, nil)
		for round := range 3 {
			for i := range 100 {
				send(t, tx, frame(1, 100*round+i, 100+i))
			}
			b := rx.NewBatch()
			got := 0
			for {
				ok, err := rx.Read(b)
				if err != nil {
					t.Fatal(err)
				}
				if !ok {
					break
				}
				got += b.Len()
			}
			s, err := rx.Stats()
			if err != nil || got < 30 || s.Dropped == 0 || s.Received+s.Dropped != uint64(100*(round+1)) {
				t.Errorf("received %d: %+v, %v", got, s, err)
			}
		}
		// Counts begin again with the filter, but not ours.
		before, _ := rx.Stats()
		start(t, rx, nil)
		if after, _ := rx.Stats(); after != before {
			t.Errorf("%+v, then %+v", before, after)
		}
	})
}

func TestSwap(t *testing.T) {
	for _, old := range []bool{false, true} {
		everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
			k.Old = old
			rx, tx := open(t, k, "em0", bpfdev.Config{}), open(t, k, "em1", bpfdev.Config{})
			if err := rx.Swap(nil); !errors.Is(err, syscall.ENOTCONN) {
				t.Error(err)
			}
			start(t, rx, onlyKind(1, 100))
			send(t, tx, frame(1, 1, 60), frame(2, 2, 60))
			if err := rx.Swap(onlyKind(2, 100)); err != nil {
				t.Fatal(err)
			}
			send(t, tx, frame(1, 3, 60), frame(2, 4, 60))
			if got := receive(t, rx, 1); !slices.Equal(got, []int{4}) {
				t.Errorf("received %v", got)
			}
			if s, err := rx.Stats(); err != nil || s.Received != 2 || s.Discarded != 1 || s.Dropped != 0 {
				t.Errorf("%+v, %v", s, err)
			}
			var pe *bpf.ProgramError
			if err := rx.Swap(bpf.Program{{Op: bpf.LdImm}}); !errors.As(err, &pe) {
				t.Error(err)
			}
			if err := rx.Start(bpf.Program{{Op: bpf.LdImm}}); !errors.As(err, &pe) {
				t.Error(err)
			}
			send(t, tx, frame(2, 5, 60))
			if got := receive(t, rx, 1); !slices.Equal(got, []int{5}) {
				t.Errorf("received %v", got)
			}
		})
	}
}

// TestStop: what was queued is there, what comes later is not.
func TestStop(t *testing.T) {
	for _, old := range []bool{false, true} {
		everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
			k.Old = old
			rx, tx := open(t, k, "em0", bpfdev.Config{Buffer: 4096}), open(t, k, "em1", bpfdev.Config{})
			start(t, rx, nil)
			for i := range 30 {
				send(t, tx, frame(1, i, 100))
			}
			all, err := rx.Stop()
			if err != nil {
				t.Fatal(err)
			}
			send(t, tx, frame(1, 99, 100))
			var got []int
			var r bpfdev.Record
			for _, b := range all {
				for b.Next(&r) {
					got = append(got, int(binary.BigEndian.Uint32(r.Data[15:])))
				}
			}
			if !slices.Equal(got, upTo(0, 30)) {
				t.Errorf("received %v", got)
			}
			if again, err := rx.Stop(); again != nil || err != nil {
				t.Errorf("second Stop: %v, %v", again, err)
			}
			start(t, rx, nil)
			send(t, tx, frame(1, 100, 100))
			if got := receive(t, rx, 1); !slices.Equal(got, []int{100}) {
				t.Errorf("received %v", got)
			}
			if s, _ := rx.Stats(); s.Received != 31 || s.Dropped != 0 {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestDirection(t *testing.T) {
	for _, old := range []bool{false, true} {
		everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
			k.Old = old
			tx := open(t, k, "em1", bpfdev.Config{})
			for d, want := range map[bpfdev.Direction][]int{bpfdev.Both: {1, 2}, bpfdev.In: {1}, bpfdev.Out: {2}} {
				c, err := bpfdev.Open("em0", bpfdev.Config{Kernel: k, System: k.Sys, Direction: d})
				if err != nil {
					knows := k.Knows("BIOCSDIRFILT") || k.Knows("BIOCSDIRECTION") && !(old && k.Sys.Platform != "freebsd")
					if !errors.Is(err, errors.ErrUnsupported) || d != bpfdev.Out && k.Sys.Name != "aix/ppc64" || knows {
						t.Errorf("%v: %v", d, err)
					}
					continue
				}
				start(t, c, onlyKind(7, 100))
				if err := c.Swap(onlyKind(1, 100)); err != nil {
					t.Error(err)
				}
				send(t, tx, frame(1, 1, 60))
				send(t, c, append(slices.Clone(frame(1, 2, 60)[6:12]), frame(1, 2, 60)[6:]...))
				if got := receive(t, c, len(want)); !slices.Equal(got, want) {
					t.Errorf("direction %v: received %v", d, got)
				}
				_ = c.Close()
			}
		})
	}
}

func TestLongFilter(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{}), open(t, k, "em1", bpfdev.Config{})
		long := bpf.Program{}
		for range 600 {
			long = append(long, bpf.Instruction{Op: bpf.LdImm})
		}
		start(t, rx, append(long, onlyKind(1, 30)...))
		send(t, tx, frame(2, 1, 60), frame(1, 2, 60))
		b := rx.NewBatch()
		var r bpfdev.Record
		if ok, err := rx.Read(b); !ok || err != nil || b.Len() != 1 || !b.Next(&r) || len(r.Data) != 30 || r.Len != 60 || b.Next(&r) {
			t.Errorf("%v, %v, %+v", ok, err, r)
		}
		if err := rx.Swap(append(long, onlyKind(2, 30)...)); err != nil {
			t.Fatal(err)
		}
		send(t, tx, frame(2, 3, 60), frame(1, 4, 60))
		if got := receive(t, rx, 1); !slices.Equal(got, []int{3}) {
			t.Errorf("received %v", got)
		}
	})
}

// TestStray: a kernel that stores a packet late which the former filter accepted does
// not deceive.
func TestStray(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{}), open(t, k, "em1", bpfdev.Config{})
		start(t, rx, onlyKind(1, 100))
		k.Stray = func(f []byte) bool { return f[14] == 2 }
		send(t, tx, frame(2, 1, 60), frame(1, 2, 60))
		if got := receive(t, rx, 1); !slices.Equal(got, []int{2}) {
			t.Errorf("received %v", got)
		}
	})
}

func TestWake(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		for _, mode := range []bpfdev.WaitMode{bpfdev.WaitPoller, bpfdev.WaitPoll, bpfdev.WaitSelect} {
			rx, tx := open(t, k, "em0", bpfdev.Config{WaitBy: &mode}), open(t, k, "em1", bpfdev.Config{})
			start(t, rx, nil)
			if err := rx.Wait(time.Millisecond); !errors.Is(err, bpfdev.ErrTimeout) {
				t.Error(err)
			}
			rx.Wake()
			if err := rx.Wait(-1); err != nil {
				t.Error(err)
			}
			var all sync.WaitGroup
			all.Go(func() {
				if got := receive(t, rx, 3); !slices.Equal(got, []int{0, 1, 2}) {
					t.Errorf("%v: received %v", mode, got)
				}
				if err := rx.Wait(-1); !errors.Is(err, bpfdev.ErrClosed) {
					t.Error(err)
				}
			})
			for i := range 3 {
				send(t, tx, frame(1, i, 60))
				time.Sleep(time.Millisecond)
			}
			time.Sleep(2 * time.Millisecond)
			if err := rx.Close(); err != nil {
				t.Error(err)
			}
			all.Wait()
			_, readErr := rx.Read(rx.NewBatch())
			_, statsErr := rx.Stats()
			for op, err := range map[string]error{"read": readErr, "stats": statsErr, "close": rx.Close(), "wait": rx.Wait(-1), "send": rx.Send(frame(1, 1, 60))} {
				if !errors.Is(err, bpfdev.ErrClosed) {
					t.Errorf("%s: %v", op, err)
				}
			}
			_ = tx.Close()
			if mode.String() == "" {
				t.Error("no name")
			}
		}
	})
}

// TestTimed: with a latency packets are handed over together, where the kernel can.
func TestTimed(t *testing.T) {
	for _, mode := range []bpfdev.WaitMode{bpfdev.WaitPoller, bpfdev.WaitSelect} {
		everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
			rx, tx := open(t, k, "em0", bpfdev.Config{Latency: 20 * time.Millisecond, WaitBy: &mode}), open(t, k, "em1", bpfdev.Config{})
			start(t, rx, nil)
			send(t, tx, frame(1, 0, 60), frame(1, 1, 60))
			began := time.Now()
			if err := rx.Wait(5 * time.Second); err != nil {
				t.Fatal(err)
			}
			if mode == bpfdev.WaitSelect && rx.Info().Timed != (k.Sys.Timer || k.Sys.Requests.SetWaitTimeout != 0) {
				t.Errorf("%+v", rx.Info())
			}
			if rx.Info().Timed && time.Since(began) < 10*time.Millisecond && mode == bpfdev.WaitSelect {
				t.Errorf("waited for %v", time.Since(began))
			}
			if got := receive(t, rx, 2); !slices.Equal(got, []int{0, 1}) {
				t.Errorf("received %v", got)
			}
		})
	}
}

func TestGone(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx := open(t, k, "em0", bpfdev.Config{})
		start(t, rx, nil)
		if _, err := rx.Check(); err != nil {
			t.Error(err)
		}
		k.SetUp("em0", false)
		if _, err := rx.Check(); !errors.Is(err, bpfdev.ErrDown) {
			t.Error(err)
		}
		if err := rx.Send(frame(1, 1, 60)); !errors.Is(err, bpfdev.ErrDown) {
			t.Error(err)
		}
		time.AfterFunc(2*time.Millisecond, func() { k.Remove("em0") })
		if err := rx.Wait(5 * time.Second); err != nil {
			t.Error(err)
		}
		if _, err := rx.Read(rx.NewBatch()); !errors.Is(err, bpfdev.ErrGone) {
			t.Error(err)
		}
		if err := rx.Send(frame(1, 1, 60)); !errors.Is(err, bpfdev.ErrGone) {
			t.Error(err)
		}
		if _, err := rx.Check(); !errors.Is(err, bpfdev.ErrGone) {
			t.Error(err)
		}
		if _, err := rx.Stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestSend(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{}), open(t, k, "em1", bpfdev.Config{})
		own := open(t, k, "em1", bpfdev.Config{OwnSource: true})
		start(t, rx, nil)
		f := frame(1, 1, 60)
		f[11] = 77
		send(t, tx, f)
		if err := own.Send(f); err != nil {
			t.Fatal(err)
		}
		b := rx.NewBatch()
		var r bpfdev.Record
		if ok, err := rx.Read(b); !ok || err != nil {
			t.Fatal(ok, err)
		}
		complete := k.Sys.Requests.SetHeaderComplete != 0
		if b.Next(&r); (r.Data[11] == 77) != complete {
			t.Errorf("% x", r.Data)
		}
		if b.Next(&r); r.Data[11] != 2 {
			t.Errorf("own source: % x", r.Data)
		}
		if n, err := tx.SendBatch([][]byte{f, make([]byte, 1515), f}); n != 1 || !errors.Is(err, syscall.EMSGSIZE) {
			t.Errorf("too long: %d, %v", n, err)
		}
		if err := tx.Send(f[:5]); err == nil {
			t.Error("5 bytes were sent")
		}
		k.SetFull(true)
		if err := tx.Send(f); !bpfdev.Busy(err) {
			t.Error(err)
		}
		k.SetFull(false)
		err := tx.SetWriteFilter(bpf.Reject())
		if k.Knows("BIOCSETWF") != (err == nil) || err != nil && !errors.Is(err, errors.ErrUnsupported) {
			t.Error(err)
		}
		if err == nil {
			if err := tx.Send(f); !errors.Is(err, fs.ErrPermission) {
				t.Errorf("against the write filter: %v", err)
			}
			if err := tx.SetWriteFilter(nil); err != nil {
				t.Error(err)
			}
			send(t, tx, f)
		}
		var pe *bpf.ProgramError
		if err := tx.SetWriteFilter(bpf.Program{{Op: bpf.LdImm}}); !errors.As(err, &pe) {
			t.Error(err)
		}
		fed, err := bpfdev.Open("em1", bpfdev.Config{Kernel: k, System: k.Sys, Feedback: true})
		if k.Knows("BIOCFEEDBACK") != (err == nil) {
			t.Errorf("feedback: %v", err)
		}
		if err == nil {
			send(t, fed, f)
			if all := k.Received("em1"); len(all) != 1 || !bytes.Equal(all[0], f) {
				t.Errorf("%d fed back", len(all))
			}
			_ = fed.Close()
		}
	})
}

func TestBatchWrite(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx := open(t, k, "em0", bpfdev.Config{})
		start(t, rx, nil)
		tx, err := bpfdev.Open("em1", bpfdev.Config{Kernel: k, System: k.Sys, BatchWrite: true})
		if err != nil {
			if !errors.Is(err, errors.ErrUnsupported) || k.Knows("BIOCSBATCHWRITE") {
				t.Error(err)
			}
			return
		}
		var all [][]byte
		for i := range 400 {
			all = append(all, frame(1, i, 60+i))
		}
		send(t, tx, all...)
		if err := tx.Send(frame(1, 400, 61)); err != nil {
			t.Error(err)
		}
		if got := receive(t, rx, 401); !slices.Equal(got, upTo(0, 401)) {
			t.Errorf("received %v", got)
		}
		if n, err := tx.SendBatch([][]byte{make([]byte, 2000)}); n != 0 || !errors.Is(err, syscall.EMSGSIZE) {
			t.Errorf("%d, %v", n, err)
		}
		_ = tx.Close()
	})
}

func TestLock(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{}), open(t, k, "em1", bpfdev.Config{})
		start(t, rx, onlyKind(1, 100))
		if err := rx.Lock(); err != nil {
			if !errors.Is(err, errors.ErrUnsupported) || k.Knows("BIOCLOCK") {
				t.Error(err)
			}
			return
		}
		for op, err := range map[string]error{"swap": rx.Swap(nil), "start": rx.Start(nil), "start another": rx.Start(onlyKind(2, 100))} {
			if !errors.Is(err, bpfdev.ErrLocked) {
				t.Errorf("%s: %v", op, err)
			}
		}
		if err := rx.SetLink(127); !errors.Is(err, fs.ErrPermission) {
			t.Error(err)
		}
		send(t, tx, frame(1, 1, 60))
		all, err := rx.Stop()
		if err != nil || len(all) != 1 {
			t.Errorf("%d, %v", len(all), err)
		}
		send(t, tx, frame(1, 2, 60))
		if ok, err := rx.Read(rx.NewBatch()); ok || err != nil {
			t.Errorf("after Stop: %v, %v", ok, err)
		}
		start(t, rx, onlyKind(1, 100))
		send(t, tx, frame(1, 3, 60))
		if got := receive(t, rx, 1); !slices.Equal(got, []int{3}) {
			t.Errorf("received %v", got)
		}
	})
}

func TestLinkTypes(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		c := open(t, k, "em0", bpfdev.Config{})
		all, err := c.LinkTypes()
		if !k.Knows("BIOCGDLTLIST") && errors.Is(err, errors.ErrUnsupported) {
			err, all = nil, []int{1, 127}
		}
		if err != nil || !slices.Equal(all, []int{1, 127}) {
			t.Errorf("%v, %v", all, err)
		}
		err = c.SetLink(127)
		if k.Sys.Requests.SetLink == 0 {
			if !errors.Is(err, errors.ErrUnsupported) {
				t.Error(err)
			}
			return
		}
		if err != nil || c.Info().DLT != 127 || c.Info().Link != link.IEEE80211Radiotap {
			t.Errorf("%+v, %v", c.Info(), err)
		}
		if err := c.SetLink(50); !errors.Is(err, syscall.EINVAL) {
			t.Error(err)
		}
		lo := open(t, k, "lo0", bpfdev.Config{})
		if lo.Info().Link != link.Null || !lo.Info().Interface.Loopback {
			t.Errorf("%+v", lo.Info())
		}
		start(t, lo, nil)
		p := append([]byte{2, 0, 0, 0}, make([]byte, 40)...)
		send(t, lo, p)
		b := lo.NewBatch()
		var r bpfdev.Record
		if ok, err := lo.Read(b); !ok || err != nil || !b.Next(&r) || !bytes.Equal(r.Data, p) || b.Next(&r) {
			t.Errorf("%v, %v, % x", ok, err, r.Data)
		}
	})
}

func TestPromiscuous(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		rx, tx := open(t, k, "em0", bpfdev.Config{Promiscuous: true}), open(t, k, "em1", bpfdev.Config{})
		other := frame(1, 1, 60)
		other[5] = 99
		start(t, rx, nil)
		start(t, rx, nil)
		send(t, tx, other)
		if got := receive(t, rx, 1); !slices.Equal(got, []int{1}) {
			t.Errorf("received %v", got)
		}
		_ = rx.Close()
		plain := open(t, k, "em0", bpfdev.Config{})
		start(t, plain, nil)
		send(t, tx, other, frame(1, 2, 60))
		if got := receive(t, plain, 1); !slices.Equal(got, []int{2}) {
			t.Errorf("received %v", got)
		}
	})
}

func TestNanoseconds(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		at := time.Unix(1_800_000_000, 123456789)
		k.Clock = func() time.Time { return at }
		rx, tx := open(t, k, "em0", bpfdev.Config{Nanoseconds: true}), open(t, k, "em1", bpfdev.Config{})
		start(t, rx, nil)
		send(t, tx, frame(1, 1, 60))
		b := rx.NewBatch()
		var r bpfdev.Record
		if ok, err := rx.Read(b); !ok || err != nil || !b.Next(&r) {
			t.Fatal(ok, err, b.Err())
		}
		want := at
		if !rx.Info().Fine {
			want = at.Truncate(time.Microsecond)
		}
		if !time.Unix(r.Sec, r.Nsec).Equal(want) || rx.Info().Fine != (k.Knows("BIOCSTSTAMP") || k.Sys.Name == "aix/ppc64") {
			t.Errorf("%v, want %v", time.Unix(r.Sec, r.Nsec), want)
		}
	})
}

func TestZeroCopy(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		cfg := bpfdev.Config{Kernel: k, System: k.Sys, ZeroCopy: true, Buffer: 8192}
		if _, err := bpfdev.Open("em0", cfg); !errors.Is(err, errors.ErrUnsupported) || k.OpenDevices() != 0 {
			t.Fatal(err)
		}
		if !k.Knows("BIOCSETZBUF") {
			return
		}
		k.Zero = true
		k.Fail["map"] = syscall.ENOMEM
		if _, err := bpfdev.Open("em0", cfg); !errors.Is(err, syscall.ENOMEM) {
			t.Fatal(err)
		}
		delete(k.Fail, "map")
		rx, tx := open(t, k, "em0", cfg), open(t, k, "em1", bpfdev.Config{})
		if i := rx.Info(); !i.ZeroCopy || i.Buffer != 8192 || i.Wait != bpfdev.WaitPoll {
			t.Errorf("%+v", i)
		}
		start(t, rx, nil)
		a, b := rx.NewBatch(), rx.NewBatch()
		var r bpfdev.Record
		for round := range 6 { // generations of both buffers
			send(t, tx, frame(1, 3*round, 60), frame(1, 3*round+1, 61))
			if ok, err := rx.Read(a); !ok || err != nil || a.Len() != 2 {
				t.Fatal(round, ok, err, a.Len())
			}
			// While one buffer is lent the other is filled.
			send(t, tx, frame(1, 3*round+2, 62))
			if !a.Next(&r) || !bytes.Equal(r.Data, frame(1, 3*round, 60)) {
				t.Errorf("round %d: % x", round, r.Data)
			}
			a.Release()
			// The kernel takes the lent buffer back when the next packet comes.
			send(t, tx, frame(2, 0, 60))
			if ok, err := rx.Read(b); !ok || err != nil || b.Len() != 2 || !b.Next(&r) || !bytes.Equal(r.Data, frame(1, 3*round+2, 62)) {
				t.Fatal(round, ok, err, b.Len(), r)
			}
			b.Release()
			send(t, tx, frame(3, 0, 60))
			if ok, err := rx.Read(b); !ok || err != nil || b.Len() != 1 {
				t.Fatal(round, ok, err)
			}
			b.Release()
		}
		// Both full: packets are lost, and counted.
		for range 500 {
			send(t, tx, frame(1, 1, 100))
		}
		got := 0
		for {
			ok, err := rx.Read(a)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			got += a.Len()
		}
		s, err := rx.Stats()
		if err != nil || s.Dropped == 0 || s.Received+s.Dropped != 500+6*5 {
			t.Errorf("%d, %+v, %v", got, s, err)
		}
		// After both were full the kernel takes one back with each packet, and hands over the next.
		send(t, tx, frame(1, 77, 60), frame(1, 78, 60))
		all, err := rx.Stop()
		if err != nil || len(all) != 1 || !all[0].Next(&r) || !bytes.Equal(r.Data, frame(1, 77, 60)) {
			t.Errorf("%d batches, %v", len(all), err)
		}
		if _, err := rx.Read(a); err != nil {
			t.Error(err)
		}
		_ = rx.Close()
		if n := k.Mapped(); n != 0 {
			t.Errorf("%d buffers are still mapped", n)
		}
	})
}

// TestZeroCopyLent: what is lent stays readable after Close.
func TestZeroCopyLent(t *testing.T) {
	k := bpfsim.New(bpfdev.Lookup("freebsd/amd64"))
	k.Zero = true
	rx, tx := open(t, k, "em0", bpfdev.Config{ZeroCopy: true}), open(t, k, "em1", bpfdev.Config{})
	start(t, rx, nil)
	send(t, tx, frame(1, 5, 60))
	b := rx.NewBatch()
	var r bpfdev.Record
	if ok, err := rx.Read(b); !ok || err != nil || !b.Next(&r) {
		t.Fatal(ok, err)
	}
	if err := rx.Close(); err != nil || k.Mapped() != 2 || !bytes.Equal(r.Data, frame(1, 5, 60)) {
		t.Errorf("%v, %d mapped", err, k.Mapped())
	}
}

// TestEveryRequest makes sure that each request that a backend has a number for is
// made by something that a program can ask for.
func TestEveryRequest(t *testing.T) {
	everywhere(t, func(t *testing.T, k *bpfsim.Kernel) {
		k.Zero = true
		k.Add("a-long-interface-name0", 1, []byte{2, 0, 0, 0, 0, 7})
		poll := bpfdev.WaitPoll
		for _, cfg := range []bpfdev.Config{
			{Promiscuous: true, Latency: time.Millisecond, Nanoseconds: true, Direction: bpfdev.In},
			{Direction: bpfdev.Out, WaitBy: &poll, Latency: time.Millisecond},
			{ZeroCopy: true, Feedback: true}, {Feedback: true}, {Promiscuous: true, WaitBy: &poll, Latency: time.Millisecond}, {BatchWrite: true}, {Direction: bpfdev.In},
		} {
			for _, name := range []string{"em0", "a-long-interface-name0"} {
				cfg.Kernel, cfg.System = k, k.Sys
				c, err := bpfdev.Open(name, cfg)
				if err != nil {
					continue
				}
				_, _ = c.LinkTypes()
				_ = c.SetLink(127)
				start(t, c, nil)
				_ = c.Swap(onlyKind(1, 1))
				_ = c.SetWriteFilter(nil)
				_, _ = c.Read(c.NewBatch())
				_ = c.Queued()
				_ = c.Lock()
				_, _ = c.Stop()
				start(t, c, onlyKind(1, 1))
				_ = c.Close()
			}
		}
		made := k.Issued()
		if !k.Sys.Timer {
			made["BIOCSRTIMEOUT"]++ // there is no use for it
		}
		if !k.Knows("BIOCLOCK") {
			made["BIOCFLUSH"]++ // filters do that
		}
		unused := []string{"BIOCGETIF", "BIOCGETLIF", "BIOCGRTIMEOUT", "BIOCGHDRCMPLT", "BIOCGSEESENT", "BIOCGDIRECTION", "BIOCGDIRFILT", "BIOCGETBUFMODE"}
		for _, name := range k.Requests() {
			if made[name] == 0 && !slices.Contains(unused, name) {
				t.Errorf("%s is never made", name)
			}
		}
	})
}
