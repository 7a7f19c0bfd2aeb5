package afxdp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/internal/ebpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/internal/netlink"
	"github.com/gocap-project/gocap/link"
)

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// openOn opens a Conn on eth0 of a host.
func openOn(t testing.TB, h *netlab.Host, cfg Config) *Conn {
	t.Helper()
	index, err := h.Index("eth0")
	must(t, err)
	var c *Conn
	must(t, h.Do(func() (err error) { c, err = Open(index, cfg); return err }))
	t.Cleanup(func() {
		if err := c.Close(); err != nil && !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	})
	return c
}

// ours is the EtherType of the frames of these tests (IEEE 802 local experimental).
const ours = 0x88b5

// onlyOurs accepts them.
var onlyOurs = bpf.Program{{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, K: ours, Jf: 1}, {Op: bpf.RetK, K: 262144}, {Op: bpf.RetK}}

// numbered is frame n, of size bytes that depend on n.
func numbered(n uint32, size int) []byte {
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(uint32(i)*7 + n)
	}
	copy(b, labtest.MACB)
	copy(b[6:], labtest.MACA)
	binary.BigEndian.PutUint16(b[12:], ours)
	binary.BigEndian.PutUint32(b[14:], n)
	return b
}

// sendAll sends frames, with a pause now and then so that the receiver, on one of
// two processors, has its turn.
func sendAll(t testing.TB, c *Conn, frames [][]byte) {
	t.Helper()
	end := time.Now().Add(10 * time.Second)
	for len(frames) > 0 {
		n, err := c.SendBatch(frames[:min(len(frames), 64)])
		frames = frames[n:]
		if err != nil && !errors.Is(err, ErrBusy) || time.Now().After(end) {
			t.Error(err)
			return
		}
		must(t, c.Flush(5*time.Second))
		time.Sleep(20 * time.Microsecond)
	}
}

// receive reads count frames and hands each to f.
func receive(t testing.TB, c *Conn, count int, f func(i int, f *Frame)) {
	t.Helper()
	end := time.Now().Add(10 * time.Second)
	var fr Frame
	for i := 0; i < count; {
		ok, err := c.Next(&fr)
		must(t, err)
		if ok {
			f(i, &fr)
			i++
			continue
		}
		if time.Now().After(end) {
			s, _ := c.Stats()
			t.Fatalf("%d of %d frames came: %+v", i, count, s)
		}
		must(t, c.Wait(100*time.Millisecond))
	}
}

// nothing fails if there is a frame.
func nothing(t testing.TB, c *Conn, d time.Duration) {
	t.Helper()
	end := time.Now().Add(d)
	var f Frame
	for time.Now().Before(end) {
		if ok, err := c.Next(&f); ok || err != nil {
			t.Fatalf("% x, %v", f.Data[:min(len(f.Data), 40)], err)
		}
		must(t, c.Wait(d/4))
	}
}

// modes runs a test in each mode that veth has.
func modes(t *testing.T, f func(t *testing.T, m Mode)) {
	for _, m := range []Mode{Generic, Driver} {
		t.Run(m.String(), func(t *testing.T) { f(t, m) })
	}
}

// TestDelivery: what one end sends the other receives, exactly, in order, with times
// that make sense.
func TestDelivery(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Pair(t)
		tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{Mode: m})
		must(t, rx.Start(onlyOurs))
		if i := rx.Info(); i.Mode != m || i.ProgramLen == 0 || i.ZeroCopy {
			t.Errorf("%+v", i)
		}
		const count = 20000
		frames := make([][]byte, count)
		for i := range frames {
			frames[i] = numbered(uint32(i), 60+i%1455)
		}
		before := time.Now().UnixNano()
		go sendAll(t, tx, frames)
		last := before
		receive(t, rx, count, func(i int, f *Frame) {
			if string(f.Data) != string(frames[i]) || f.Len != len(frames[i]) {
				t.Fatalf("frame %d: % x", i, f.Data[:20])
			}
			if !f.Stamped || f.Time < last-int64(time.Millisecond) || f.Time > time.Now().UnixNano()+int64(time.Millisecond) {
				t.Fatalf("frame %d: time %d after %d, %v", i, f.Time, last, f.Stamped)
			}
			last = f.Time
		})
		s, err := rx.Stats()
		if err != nil || s != (Stats{Received: count}) {
			t.Errorf("%+v, %v", s, err)
		}
		if s, err = tx.Stats(); err != nil || s != (Stats{Sent: count}) {
			t.Errorf("%+v, %v", s, err)
		}
		nothing(t, rx, 20*time.Millisecond)
	})
}

// TestBothWays answers each frame with one of its own, on the same sockets.
func TestBothWays(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Pair(t)
		near, far := openOn(t, a, Config{Mode: m}), openOn(t, b, Config{Mode: m})
		must(t, near.Start(onlyOurs), far.Start(onlyOurs))
		const rounds, burst = 50, 20
		for r := range uint32(rounds) {
			var frames [][]byte
			for i := range uint32(burst) {
				frames = append(frames, numbered(r*burst+i, 100))
			}
			sendAll(t, near, frames)
			receive(t, far, burst, func(i int, f *Frame) {
				answer := append([]byte(nil), f.Data...)
				answer[50]++
				must(t, far.Send(answer))
			})
			receive(t, near, burst, func(i int, f *Frame) {
				frames[i][50]++
				if string(f.Data) != string(frames[i]) {
					t.Fatalf("% x, want % x", f.Data, frames[i])
				}
			})
		}
	})
}

// TestFilter: the program takes what the filter accepts, cut to its verdict; the rest
// goes to the stack, or nowhere. Another filter takes effect at once.
func TestFilter(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Pair(t)
		tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{Mode: m})
		even := bpf.Program{{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, K: ours, Jf: 4}, {Op: bpf.LdAbsB, K: 17}, {Op: bpf.JsetK, K: 1, Jt: 2},
			{Op: bpf.LdImm, K: 40}, {Op: bpf.RetA}, {Op: bpf.RetK}}
		must(t, rx.Start(even))
		var frames [][]byte
		for i := range uint32(100) {
			frames = append(frames, numbered(i, 80))
		}
		sendAll(t, tx, frames)
		receive(t, rx, 50, func(i int, f *Frame) {
			if string(f.Data) != string(frames[2*i][:40]) || f.Len != 80 {
				t.Fatalf("%d: % x, %d", i, f.Data, f.Len)
			}
		})
		ping(t, a, b, true)
		nothing(t, rx, 10*time.Millisecond)

		// Frames that the first filter let through and that have not been read are
		// not delivered after the exchange.
		sendAll(t, tx, frames)
		must(t, rx.SetFilter(bpf.Reject()))
		nothing(t, rx, 10*time.Millisecond)
		must(t, rx.SetFilter(onlyOurs))
		sendAll(t, tx, frames[:10])
		receive(t, rx, 10, func(i int, f *Frame) {
			if string(f.Data) != string(frames[i]) {
				t.Fatalf("%d: % x", i, f.Data)
			}
		})

		must(t, rx.Stop())
		sendAll(t, tx, frames)
		nothing(t, rx, 10*time.Millisecond)
		var pe *bpf.ProgramError
		if err := rx.Start(bpf.Program{}); !errors.As(err, &pe) {
			t.Error(err)
		}
		if err := rx.SetFilter(nil); !errors.Is(err, ErrInactive) {
			t.Error(err)
		}
		must(t, rx.Start(onlyOurs))
		if err := rx.Start(onlyOurs); !errors.Is(err, ErrActive) {
			t.Error(err)
		}
		sendAll(t, tx, frames[:5])
		receive(t, rx, 5, func(int, *Frame) {})
		sendAll(t, tx, frames[:5])
		rx.Discard()
		nothing(t, rx, 10*time.Millisecond)
		sendAll(t, tx, frames[7:8])
		receive(t, rx, 1, func(i int, f *Frame) {
			if string(f.Data) != string(frames[7]) {
				t.Errorf("% x", f.Data)
			}
		})
	})
}

// ping sends a datagram over the stack and reports whether it came.
func ping(t testing.TB, a, b *netlab.Host, want bool) {
	t.Helper()
	var l, d net.PacketConn
	must(t, b.Do(func() (err error) { l, err = net.ListenPacket("udp4", labtest.AddrB.String()+":0"); return err }))
	must(t, a.Do(func() (err error) { d, err = net.ListenPacket("udp4", labtest.AddrA.String()+":0"); return err }))
	defer l.Close()
	defer d.Close()
	_, err := d.WriteTo([]byte("hello"), l.LocalAddr())
	must(t, err, l.SetDeadline(time.Now().Add(300*time.Millisecond)))
	n, _, err := l.ReadFrom(make([]byte, 100))
	if (err == nil && n == 5) != want {
		t.Errorf("over the stack: %d, %v", n, err)
	}
}

// TestTake: frames that the filter rejects do not reach the stack.
func TestTake(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Pair(t)
		ping(t, a, b, true) // so that addresses are known
		rx := openOn(t, b, Config{Mode: m, Take: true})
		must(t, rx.Start(onlyOurs))
		ping(t, a, b, false)
		must(t, rx.Close())
		ping(t, a, b, true)
	})
}

// TestManyHosts: a long filter is verified, and takes what it should.
func TestManyHosts(t *testing.T) {
	labtest.NeedPrivileged(t)
	var b strings.Builder
	for i := range 999 {
		fmt.Fprintf(&b, "host 192.0.%d.%d or ", i/250, i%250)
	}
	p, err := filter.Compile(b.String()+"host 10.9.0.2", link.Ethernet, filter.Options{Target: filter.Linux})
	must(t, err)
	x, y := labtest.Pair(t)
	ping(t, x, y, true)
	rx := openOn(t, y, Config{})
	must(t, rx.Start(p.Insns))
	ping(t, x, y, false)
	receive(t, rx, 1, func(_ int, f *Frame) {
		if !p.Match(f.Data, f.Len) {
			t.Errorf("% x", f.Data)
		}
	})
}

// TestFragments: frames longer than a piece come whole, or count as dropped.
func TestFragments(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Pair(t)
		must(t, a.SetMTU("eth0", 9000), b.SetMTU("eth0", 9000))
		tx, rx := openOn(t, a, Config{Receive: -1, FrameSize: 2048}), openOn(t, b, Config{Mode: m, FrameSize: 2048})
		if !tx.Info().Fragments || !rx.Info().Fragments {
			t.Skip("this kernel has no frames in several pieces")
		}
		// A byte far behind the first piece decides.
		must(t, rx.Start(bpf.Program{{Op: bpf.LdAbsB, K: 5000}, {Op: bpf.JeqK, K: 77, Jf: 1}, {Op: bpf.RetK, K: 8000}, {Op: bpf.RetK}}))
		const count = 300
		var frames [][]byte
		for i := range uint32(count) {
			f := numbered(i, 6000+int(i)*10)
			if f[5000] = 77; i%3 == 2 {
				f[5000] = 78
			}
			frames = append(frames, f)
		}
		go sendAll(t, tx, frames)
		receive(t, rx, count*2/3, func(i int, f *Frame) {
			want := frames[i/2*3+i%2]
			if string(f.Data) != string(want[:min(len(want), 8000)]) || f.Len != len(want) || !f.Stamped {
				t.Fatalf("%d: %d bytes of %d: % x", i, len(f.Data), f.Len, f.Data[:20])
			}
		})
		if err := tx.Send(make([]byte, 9000+23)); !errors.Is(err, ErrTooLong) {
			t.Error(err)
		}
		if err := tx.Send(make([]byte, 13)); !errors.Is(err, ErrTooShort) {
			t.Error(err)
		}
	})
}

// TestBatches reads many frames at once, and keeps those in several pieces apart.
func TestBatches(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	must(t, a.SetMTU("eth0", 9000), b.SetMTU("eth0", 9000))
	tx, rx := openOn(t, a, Config{Receive: -1, FrameSize: 2048}), openOn(t, b, Config{FrameSize: 2048})
	must(t, rx.Start(onlyOurs))
	var frames [][]byte
	for i := range 500 {
		size := 60
		if i%50 > 47 {
			size = 4000
		}
		frames = append(frames, numbered(uint32(i), size))
	}
	go sendAll(t, tx, frames)
	batch := make([]Frame, 100)
	for got, end := 0, time.Now().Add(10*time.Second); got < len(frames); {
		n, err := rx.Read(batch)
		must(t, err)
		for _, f := range batch[:n] {
			if string(f.Data) != string(frames[got]) {
				t.Fatalf("%d: % x", got, f.Data[:20])
			}
			got++
		}
		if time.Now().After(end) {
			t.Fatalf("%d frames", got)
		}
		if n == 0 {
			must(t, rx.Wait(100*time.Millisecond))
		}
	}
}

// TestTooLong: without pieces a long frame is dropped and counted.
func TestTooLong(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	must(t, a.SetMTU("eth0", 3000), b.SetMTU("eth0", 3000))
	tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{Mode: Generic, FrameSize: 2048, NoFragments: true})
	must(t, rx.Start(onlyOurs))
	sendAll(t, tx, [][]byte{numbered(1, 3000), numbered(2, 60)})
	receive(t, rx, 1, func(_ int, f *Frame) {
		if f.Len != 60 {
			t.Error(f.Len)
		}
	})
	if s, err := rx.Stats(); err != nil || s.Dropped != 1 || s.Received != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestDrops: what has no room is counted, all of it.
func TestDrops(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Pair(t)
		tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{Mode: m, Receive: 64})
		must(t, rx.Start(onlyOurs))
		var frames [][]byte
		for i := range uint32(200) {
			frames = append(frames, numbered(i, 60))
		}
		sendAll(t, tx, frames)
		receive(t, rx, 64, func(i int, f *Frame) {
			if binary.BigEndian.Uint32(f.Data[14:]) != uint32(i) {
				t.Fatalf("%d: % x", i, f.Data)
			}
		})
		nothing(t, rx, 10*time.Millisecond)
		if s, err := rx.Stats(); err != nil || s != (Stats{Received: 64, Dropped: 136}) {
			t.Errorf("%+v, %v", s, err)
		}
	})
}

// TestQueues: each queue has a socket, and a frame is received where it arrives.
func TestQueues(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		a, b := labtest.Host(t, "a"), labtest.Host(t, "b")
		end := netlab.LinkConfig{Name: "eth0", Queues: 4, NoOffload: true}
		must(t, netlab.Veth(a, end, b, end))
		small := Config{Receive: 256, Send: 256}
		tx, rx := openOn(t, a, Config{Receive: -1, Send: 256}), openOn(t, b, Config{Receive: 256, Send: 256, Mode: m})
		if i := rx.Info(); len(i.Queues) != 4 || i.Memory != 4*512*2048 {
			t.Fatalf("%+v", i)
		}
		must(t, rx.Start(onlyOurs))
		var seen [4]int
		for i := range 40 {
			if n, err := tx.SendOn(i%4, [][]byte{numbered(uint32(i), 60)}); n != 1 || err != nil {
				t.Fatal(n, err)
			}
		}
		must(t, tx.Flush(time.Second))
		receive(t, rx, 40, func(_ int, f *Frame) {
			// On the stack's side veth takes the number of the sender's queue for
			// that of the receiver's and one more.
			n := int(binary.BigEndian.Uint32(f.Data[14:]) % 4)
			if want := map[Mode]int{Driver: n, Generic: max(n-1, 0)}[m]; f.Queue != want {
				t.Errorf("frame from %d in queue %d, want %d", n, f.Queue, want)
			}
			seen[f.Queue]++
		})
		if want := map[Mode][4]int{Driver: {10, 10, 10, 10}, Generic: {20, 10, 10, 0}}[m]; seen != want {
			t.Error(seen)
		}
		must(t, rx.Close())
		// Some queues only: frames in others go on to the stack.
		small.Queues, small.Mode = []int{2, 1}, m
		rx = openOn(t, b, small)
		must(t, rx.Start(nil))
		for i := range 8 {
			_, err := tx.SendOn(i%4, [][]byte{numbered(uint32(i), 60)})
			must(t, err)
		}
		receive(t, rx, 4, func(_ int, f *Frame) {
			if f.Queue != 1 && f.Queue != 2 {
				t.Error(f.Queue)
			}
		})
		nothing(t, rx, 10*time.Millisecond)
		if _, err := tx.SendOn(4, nil); !errors.Is(err, ErrConfig) {
			t.Error(err)
		}
	})
}

// TestWaiting: every way of waiting finds frames, ends at its timeout and by Wake.
func TestWaiting(t *testing.T) {
	labtest.NeedPrivileged(t)
	for name, cfg := range map[string]Config{
		"poll": {}, "look": {Interval: 200 * time.Microsecond}, "spin": {Interval: -1}, "busy poll": {BusyPoll: 20 * time.Microsecond},
		"no stamp": {NoStamp: true}, "headroom": {Headroom: 128}, "large pieces": {FrameSize: 4096}, "no fragments": {NoFragments: true}, "copy": {Copying: Copy},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := labtest.Pair(t)
			tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, cfg)
			must(t, rx.Start(onlyOurs))
			for i := range uint32(5) {
				go func() {
					time.Sleep(2 * time.Millisecond)
					_ = tx.Send(numbered(i, 60))
				}()
				receive(t, rx, 1, func(_ int, f *Frame) {
					if string(f.Data) != string(numbered(i, 60)) || f.Stamped == cfg.NoStamp || time.Since(time.Unix(0, f.Time)).Abs() > time.Second {
						t.Errorf("%+v", f)
					}
				})
			}
			began := time.Now()
			must(t, rx.Wait(3*time.Millisecond))
			if d := time.Since(began); d < 2*time.Millisecond || d > time.Second {
				t.Error(d)
			}
			rx.Wake()
			must(t, rx.Wait(-1))
			time.AfterFunc(2*time.Millisecond, rx.Wake)
			must(t, rx.Wait(time.Minute))
		})
	}
}

// TestClose wakes a reader, again and again, and leaves nothing behind.
func TestClose(t *testing.T) {
	labtest.NeedPrivileged(t)
	_, b := labtest.Pair(t)
	index, err := b.Index("eth0")
	must(t, err)
	run := func(cfg Config) {
		var c *Conn
		must(t, b.Do(func() (err error) {
			if c, err = Open(index, cfg); err != nil {
				return err
			}
			return c.Start(nil)
		}))
		done := make(chan error)
		go func() {
			var f Frame
			for {
				if _, err := c.Next(&f); err != nil {
					done <- err
					return
				}
				_ = c.Wait(-1)
			}
		}()
		time.Sleep(time.Millisecond)
		must(t, c.Close())
		closed := time.Now()
		if err := <-done; !errors.Is(err, ErrClosed) || time.Since(closed) > time.Second {
			t.Fatalf("%v after %v", err, time.Since(closed))
		}
		for _, err := range []error{c.Close(), c.Start(nil), c.SetFilter(nil), c.Stop(), c.Send(numbered(1, 60)), c.Wait(0), second(c.Stats()), second(c.Read(make([]Frame, 1)))} {
			if !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		}
		c.Wake()
		c.Discard()
		must(t, c.Flush(0))
		<-c.Freed()
	}
	small := Config{Receive: 64, Send: 64}
	run(small)
	before, files := runtime.NumGoroutine(), descriptors(t)
	for i := range 30 {
		small.Interval = []time.Duration{0, time.Millisecond, -1}[i%3]
		run(small)
	}
	if n := descriptors(t); n != files {
		t.Errorf("%d descriptors, then %d", files, n)
	}
	if n := runtime.NumGoroutine(); n > before+1 {
		t.Errorf("%d goroutines, then %d", before, n)
	}
}

func second[T any](_ T, err error) error { return err }

func descriptors(t *testing.T) int {
	l, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return len(l)
}

// TestBorrowed: a frame that is lent stays readable when another goroutine closes.
func TestBorrowed(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{})
	must(t, rx.Start(onlyOurs), tx.Send(numbered(3, 60)))
	var lent []byte
	receive(t, rx, 1, func(_ int, f *Frame) { lent = f.Data })
	must(t, rx.Close())
	if string(lent) != string(numbered(3, 60)) {
		t.Errorf("% x", lent)
	}
	var f Frame
	if _, err := rx.Next(&f); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// TestGone: an interface that is removed, or down, is an error and not a silence.
func TestGone(t *testing.T) {
	labtest.NeedPrivileged(t)
	for _, interval := range []time.Duration{0, time.Millisecond} {
		a, b := labtest.Pair(t)
		tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{Interval: interval})
		must(t, rx.Start(onlyOurs), a.SetDown("eth0"))
		if err := tx.Send(numbered(1, 60)); !errors.Is(err, ErrDown) {
			t.Error(err)
		}
		must(t, a.SetUp("eth0"), a.WaitUp("eth0"), tx.Send(numbered(1, 60)))
		receive(t, rx, 1, func(int, *Frame) {})
		must(t, b.Delete("eth0"))
		var f Frame
		var err error
		for end := time.Now().Add(5 * time.Second); err == nil && time.Now().Before(end); {
			if _, err = rx.Next(&f); err == nil {
				must(t, rx.Wait(100*time.Millisecond))
			}
		}
		if !errors.Is(err, ErrGone) {
			t.Error(err)
		}
		if err := tx.Send(numbered(1, 60)); !errors.Is(err, ErrGone) {
			t.Error(err)
		}
		must(t, rx.Close())
	}
}

// TestRefusals: what cannot be is a typed error that says why.
func TestRefusals(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, _ := labtest.Pair(t)
	index, err := a.Index("eth0")
	must(t, err)
	first := openOn(t, a, Config{})
	must(t, first.Start(nil))
	open := func(index int, cfg Config) (err error) {
		return a.Do(func() error {
			c, err := Open(index, cfg)
			if err == nil {
				err = errors.Join(c.Start(nil), c.Close())
			}
			return err
		})
	}
	for _, tt := range []struct {
		name  string
		index int
		cfg   Config
		want  error
	}{
		{"queue taken", index, Config{}, ErrTaken},
		{"no such queue", index, Config{Queues: []int{7}}, unix.EINVAL},
		{"no such interface", 1 << 20, Config{}, ErrGone},
		{"frame size", index, Config{FrameSize: 3000}, ErrConfig},
		{"frame size", index, Config{FrameSize: 1 << 20}, ErrConfig},
		{"headroom", index, Config{Headroom: 1900}, ErrConfig},
		{"ring", index, Config{Receive: 1 << 30}, ErrConfig},
		{"no rings", index, Config{Receive: -1, Send: -1}, ErrConfig},
		{"no queues", index, Config{Queues: []int{}}, ErrConfig},
		{"mode", index, Config{Mode: 9}, ErrConfig},
	} {
		var e *Error
		if err := open(tt.index, tt.cfg); !errors.Is(err, tt.want) || !errors.As(err, &e) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	must(t, first.Close())
	if err := open(index, Config{Receive: -1}); !errors.Is(err, ErrConfig) {
		t.Error(err)
	}
	if err := open(index, Config{Copying: ZeroCopy}); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	only := openOn(t, a, Config{Send: -1})
	if err := only.Send(numbered(1, 60)); !errors.Is(err, ErrConfig) {
		t.Error(err)
	}
	must(t, only.Start(nil))
	other := program(t, a, index)
	if other != ErrTaken {
		t.Error(other)
	}
}

// program attaches one that passes everything on.
func program(t *testing.T, h *netlab.Host, index int) error {
	l, err := ebpf.Load(ebpf.Program{ebpf.ALUImm(ebpf.Move, ebpf.R0, int32(ebpf.Pass)), ebpf.Exit()}, ebpf.LoadOptions{Kind: ebpf.KindXDP})
	must(t, err)
	defer l.Close()
	return h.Do(func() error {
		k, err := ebpf.Attach(l, index, ebpf.Generic)
		if errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EEXIST) {
			return ErrTaken
		}
		if err == nil {
			err = k.Close()
		}
		return err
	})
}

// TestNoAllocs: receiving and sending allocate nothing.
func TestNoAllocs(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{})
	must(t, rx.Start(onlyOurs))
	var f Frame
	frame, one, batch := numbered(1, 60), [][]byte{numbered(2, 60)}, make([]Frame, 8)
	n := testing.AllocsPerRun(200, func() {
		if tx.Send(frame) != nil || second(tx.SendBatch(one)) != nil {
			t.Fatal("not sent")
		}
		for got := 0; got < 2; {
			_ = rx.Wait(time.Second)
			if ok, _ := rx.Next(&f); ok {
				got++
			}
			k, _ := rx.Read(batch)
			got += k
		}
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestElsewhere starts from a thread in another network namespace.
func TestElsewhere(t *testing.T) {
	labtest.NeedPrivileged(t)
	a, b := labtest.Pair(t)
	tx, rx := openOn(t, a, Config{Receive: -1}), openOn(t, b, Config{})
	must(t, a.Do(func() error { return rx.Start(onlyOurs) }), tx.Send(numbered(1, 60)))
	receive(t, rx, 1, func(int, *Frame) {})
	if attachedTo(t, a) || !attachedTo(t, b) {
		t.Error("attached in the wrong namespace")
	}
	must(t, rx.Close())
	if attachedTo(t, b) {
		t.Error("still attached")
	}
}

// attachedTo asks whether eth0 has a program.
func attachedTo(t testing.TB, h *netlab.Host) (yes bool) {
	t.Helper()
	index, err := h.Index("eth0")
	must(t, err)
	info := make([]byte, unix.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(info[4:], uint32(index))
	must(t, h.Do(func() error {
		c, err := netlink.Dial()
		if err != nil {
			return err
		}
		defer c.Close()
		return c.Do(netlink.NewRequest(unix.RTM_GETLINK, 0).Raw(info...), func(m netlink.Message) error {
			return netlink.Attrs(m.Body[len(info):], func(a netlink.Attr) {
				if a.Type&^unix.NLA_F_NESTED != unix.IFLA_XDP {
					return
				}
				_ = netlink.Attrs(a.Data, func(a netlink.Attr) {
					yes = yes || a.Type == unix.IFLA_XDP_ATTACHED && a.Data[0] != 0
				})
			})
		})
	}))
	return yes
}

// TestKill kills a process that receives: nothing stays attached.
func TestKill(t *testing.T) {
	labtest.NeedPrivileged(t)
	modes(t, func(t *testing.T, m Mode) {
		_, b := labtest.Pair(t)
		cmd := exec.Command("/proc/self/exe")
		cmd.Env = append(os.Environ(), "AFXDP_TEST_ROLE="+m.String())
		out, err := cmd.StdoutPipe()
		must(t, err, b.Do(cmd.Start))
		line := make([]byte, 8)
		n, err := io.ReadFull(out, line)
		if string(line[:n]) != "started\n" {
			t.Fatalf("%q, %v", line[:n], err)
		}
		if !attachedTo(t, b) {
			t.Error("not attached")
		}
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		// The kernel drops the process's files in its own time.
		for end := time.Now().Add(5 * time.Second); attachedTo(t, b); time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("still attached after the process was killed")
			}
		}
		rx := openOn(t, b, Config{Mode: m})
		must(t, rx.Start(nil))
	})
}

// TestUnprivileged: in a user namespace of its own a program sends, and is told what
// it lacks to receive.
func TestUnprivileged(t *testing.T) {
	labtest.Need(t)
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), "AFXDP_TEST_ROLE=unprivileged")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err != nil || string(out) != "ok\n" {
		t.Errorf("%s%v", out, err)
	}
}

// play is what a process does that a test starts.
func play(role string) int {
	var err error
	switch role {
	case "unprivileged":
		err = unprivileged()
	default:
		var it *net.Interface
		if it, err = net.InterfaceByName("eth0"); err != nil {
			break
		}
		cfg := Config{Mode: Driver}
		if role == Generic.String() {
			cfg.Mode = Generic
		}
		var c *Conn
		if c, err = Open(it.Index, cfg); err != nil {
			break
		}
		if err = c.Start(nil); err == nil {
			fmt.Println("started")
			time.Sleep(time.Minute)
		}
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ok")
	return 0
}

func unprivileged() error {
	lo := 1
	if err := up("lo"); err != nil {
		return err
	}
	watcher, err := afpacket.Open(afpacket.Config{})
	if err == nil {
		err = errors.Join(watcher.SetFilter(onlyOurs), watcher.Bind(lo))
	}
	if err != nil {
		return err
	}
	defer watcher.Close(false)
	c, err := Open(lo, Config{Receive: -1, Send: 1 << 16}) // more than may be locked
	if err != nil {
		return err
	}
	defer c.Close()
	if i := c.Info(); i.Send < fewest || i.Send == 1<<16 {
		return fmt.Errorf("%+v", i)
	}
	const count = 100
	for i := range uint32(count) {
		if err := c.Send(numbered(i, 60)); err != nil {
			return err
		}
	}
	waker, err := afpacket.NewWaker()
	if err != nil {
		return err
	}
	var f afpacket.Frame
	seen := 0
	for end := time.Now().Add(5 * time.Second); seen < count && time.Now().Before(end); {
		ok, err := watcher.Next(&f)
		switch {
		case err != nil:
			return err
		case !ok:
			_ = waker.Wait(10*time.Millisecond, []*afpacket.Conn{watcher})
		case string(f.Data) != string(numbered(uint32(seen), 60)):
			return fmt.Errorf("frame %d: % x", seen, f.Data)
		default:
			seen++
		}
	}
	if seen < count {
		return fmt.Errorf("%d frames of %d", seen, count)
	}
	if err := c.Close(); err != nil {
		return err
	}
	time.Sleep(100 * time.Millisecond) // the kernel counts locked memory off later
	both, err := Open(lo, Config{Receive: 64, Send: 64})
	if err != nil {
		return err
	}
	defer both.Close()
	if _, err := Open(lo, Config{Queues: []int{0}, Receive: -1, Send: 64}); !errors.Is(err, ErrTaken) {
		return fmt.Errorf("a second socket: %v", err)
	}
	var e *Error
	if err := both.Start(nil); !errors.As(err, &e) || !errors.Is(err, fs.ErrPermission) || e.Capability != "CAP_BPF" {
		return fmt.Errorf("receiving: %v", err)
	}
	return nil
}

// up brings an interface up.
func up(name string) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	r, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	r.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, r)
}
