package afpacket

import (
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"golang.org/x/sys/unix"
)

// numbered is a frame with a number.
func numbered(n uint32) ringFrame {
	return ringFrame{data: binary.BigEndian.AppendUint32(make([]byte, 56), n)}
}

// bound is a Conn that receives everything from eth0.
func (k *sim) bound(cfg Config) *Conn {
	k.t.Helper()
	c := k.open(cfg)
	if err := errors.Join(c.SetFilter(nil), c.Bind(2)); err != nil {
		k.t.Fatal(err)
	}
	return c
}

// expect takes frames and compares their numbers, then finds none.
func expect(t *testing.T, c *Conn, want ...uint32) {
	t.Helper()
	var f Frame
	for _, w := range want {
		ok, err := c.Next(&f)
		if !ok || err != nil {
			t.Fatalf("frame %d: %v, %v", w, ok, err)
		}
		if got := binary.BigEndian.Uint32(f.Data[56:]); got != w {
			t.Fatalf("frame %d, want %d", got, w)
		}
	}
	if ok, err := c.Next(&f); ok || err != nil {
		t.Fatalf("after the last: %v, %v", ok, err)
	}
}

func each(t *testing.T, f func(t *testing.T, cfg Config)) {
	t.Run("ring", func(t *testing.T) { f(t, Config{}) })
	t.Run("V2", func(t *testing.T) { f(t, Config{Version: V2}) })
	t.Run("V1", func(t *testing.T) { f(t, Config{Version: V1}) })
	t.Run("plain", func(t *testing.T) { f(t, Config{Plain: true}) })
}

func TestMemory(t *testing.T) {
	tests := []struct {
		name  string
		cfg   Config
		limit int
		ring  int // bytes
		err   error
	}{
		{"default", Config{}, 1 << 30, 32 << 20, nil},
		{"all that is asked for", Config{Buffer: 64 << 20}, 1 << 30, 64 << 20, nil},
		{"less memory", Config{}, 3 << 20, 2 << 20, nil},
		{"hardly any", Config{}, 512 << 10, 512 << 10, nil},
		{"none", Config{}, 0, 0, nil},
		{"large frames", Config{Longest: 300 << 10, Buffer: 1 << 20}, 1 << 30, 1 << 20, nil},
		{"at least two blocks", Config{BlockSize: 1 << 20, Buffer: 1}, 1 << 30, 2 << 20, nil},
		{"plain", Config{Plain: true}, 1 << 30, 0, nil},
	}
	for _, tt := range tests {
		k := newSim(t)
		k.ringLimit = tt.limit
		c := k.bound(tt.cfg)
		if n, ok := c.Ring(); n != tt.ring || ok != (tt.ring > 0) {
			t.Errorf("%s: ring of %d bytes, want %d", tt.name, n, tt.ring)
		}
		k.arrive(2, numbered(1))
		k.tick()
		expect(t, c, 1)
		if err := c.Close(false); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if <-c.Freed(); len(k.fds) != 0 {
			t.Errorf("%s: %d left open", tt.name, len(k.fds))
		}
	}
}

// TestBlockSize: a small ring has many small blocks, if frames fit in them.
func TestBlockSize(t *testing.T) {
	for _, tt := range []struct {
		cfg         Config
		size, count int
	}{
		{Config{}, 256 << 10, 128},
		{Config{Buffer: 1 << 20, Longest: 1600}, 16 << 10, 64},
		{Config{Buffer: 2 << 20, Longest: 1600}, 32 << 10, 64},
		{Config{Buffer: 256 << 10, Longest: 1600}, 16 << 10, 16},
		{Config{Buffer: 1 << 20}, 128 << 10, 8},
		{Config{Buffer: 1 << 20, Longest: 1600, BlockSize: 256 << 10}, 256 << 10, 4},
		{Config{Buffer: 1, Longest: 1600}, 16 << 10, 2},
	} {
		c := newSim(t).bound(tt.cfg)
		if m := c.Memory(); m.BlockSize != tt.size || m.Bytes != tt.size*tt.count {
			t.Errorf("%+v: blocks of %d bytes, %d bytes in all; want %d of %d", tt.cfg, m.BlockSize, m.Bytes, tt.count, tt.size)
		}
		_ = c.Close(false)
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		method string
		err    error
		op     string
	}{
		{"socket", unix.EPERM, "open packet socket"},
		{"attach", unix.ENOMEM, "set filter"},
		{"ring", unix.EBADF, "make ring"},
		{"bind", unix.EIO, "bind"},
		{"setInt", unix.EBADF, "choose TPACKET_V3"},
		{"member", unix.ENOMEM, "set promiscuous mode"},
		{"hardwareTime", unix.EPERM, "switch on the adapter's time stamps"},
		{"byName", unix.EIO, "look up interface"},
		{"stats", unix.EIO, "ask for statistics"},
		{"send", unix.ENOBUFS, "send"},
	} {
		k := newSim(t)
		k.fail[tt.method] = tt.err
		err := func() error {
			c := new(Conn)
			if err := c.openOn(k, Config{}); err != nil {
				return err
			}
			if err := c.SetFilter(nil); err != nil {
				return err
			}
			_, lookUp := c.Interface("eth0")
			bind := c.Bind(2)
			_, stats := c.Stats()
			sends := c.Send(2, []byte("x"))
			var hw error
			if tt.method == "hardwareTime" {
				hw = c.HardwareTime("eth0")
			}
			return errors.Join(lookUp, bind, c.Promiscuous(2, true), stats, sends, hw)
		}()
		var e *Error
		if !errors.Is(err, tt.err) || !errors.As(err, &e) || e.Op != tt.op {
			t.Errorf("%s: %v", tt.method, err)
		}
		if Busy(err) != (tt.err == unix.ENOBUFS) {
			t.Errorf("%s: Busy", tt.method)
		}
	}
	c := newSim(t).open(Config{})
	var pe *bpf.ProgramError
	if err := c.SetFilter(bpf.Program{}); !errors.As(err, &pe) {
		t.Errorf("invalid filter: %v", err)
	}
	if _, err := c.Interface("nope"); !errors.Is(err, unix.ENODEV) {
		t.Errorf("unknown interface: %v", err)
	}
}

// TestRingGoesRound fills and empties the ring many times, with a reader that is
// sometimes late.
func TestRingGoesRound(t *testing.T) {
	k := newSim(t)
	c := k.bound(Config{Buffer: 256 << 10, BlockSize: 64 << 10})
	var in, out uint32
	for round := range 200 {
		var want []uint32
		for range round % 90 * 10 {
			k.arrive(2, numbered(in))
			want = append(want, in)
			in++
		}
		k.tick()
		expect(t, c, want...)
		out += uint32(len(want))
	}
	if s, err := c.Stats(); err != nil || s.Received != uint64(out) || s.Dropped != 0 {
		t.Errorf("%+v, %v; want %d", s, err, out)
	}
}

func TestDrops(t *testing.T) {
	each(t, func(t *testing.T, cfg Config) {
		k := newSim(t)
		cfg.Buffer, cfg.BlockSize = 8192, 4096
		c := k.bound(cfg)
		const sent = 500
		for i := range uint32(sent) {
			k.arrive(2, numbered(i))
		}
		k.tick()
		var f Frame
		n := uint64(0)
		for {
			ok, err := c.Next(&f)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			n++
		}
		s, err := c.Stats()
		if err != nil || s.Received != n || s.Received+s.Dropped != sent || n == 0 || s.Dropped == 0 || c.LastStats() != s {
			t.Errorf("read %d, %+v, %v", n, s, err)
		}
		if !cfg.Plain && cfg.Version == AnyVersion && s.Freezes == 0 {
			t.Error("no freeze counted")
		}
	})
}

// TestLosing: the counts are brought up to date by the frame that tells of a loss.
func TestLosing(t *testing.T) {
	k := newSim(t)
	c := k.bound(Config{Buffer: 8192, BlockSize: 4096})
	for i := range uint32(200) {
		k.arrive(2, numbered(i))
	}
	k.tick()
	var f Frame
	for ok := true; ok; ok, _ = c.Next(&f) {
	}
	if c.LastStats().Dropped != 0 {
		t.Fatal("known before it was told")
	}
	k.arrive(2, numbered(1000))
	k.tick()
	expect(t, c, 1000)
	if c.LastStats().Dropped == 0 {
		t.Error("not known after it was told")
	}
}

func TestStatsAre64Bit(t *testing.T) {
	k := newSim(t)
	c := k.bound(Config{})
	for range 3 {
		k.fds[c.fd].stats = unix.TpacketStatsV3{Packets: 0xffffffff, Drops: 0xfffffff0}
		if _, err := c.Stats(); err != nil {
			t.Fatal(err)
		}
	}
	if s := c.LastStats(); s.Dropped != 3*0xfffffff0 || s.Received != 3*15 {
		t.Errorf("%+v", s)
	}
}

func TestUnbind(t *testing.T) {
	each(t, func(t *testing.T, cfg Config) {
		k := newSim(t)
		c := k.bound(cfg)
		k.arrive(2, numbered(1))
		k.arrive(1, numbered(99)) // another interface
		if err := c.Unbind(); err != nil {
			t.Fatal(err)
		}
		k.arrive(2, numbered(2))
		if done, err := c.Drained(); done || err != nil {
			t.Errorf("drained with a frame queued: %v", err)
		}
		if !cfg.Plain && cfg.Version == AnyVersion {
			expect(t, c) // it is still in the block that the kernel has
			if done, _ := c.Drained(); done {
				t.Error("drained with a frame in the open block")
			}
		}
		k.tick()
		expect(t, c, 1)
		if done, err := c.Drained(); !done || err != nil {
			t.Errorf("not drained: %v", err)
		}
		if err := errors.Join(c.Unbind(), c.SetFilter(nil), c.Bind(2)); err != nil {
			t.Fatal(err)
		}
		k.arrive(2, numbered(3))
		if err := errors.Join(c.Unbind(), c.Discard(), c.SetFilter(nil), c.Bind(0)); err != nil {
			t.Fatal(err)
		}
		k.arrive(1, numbered(4))
		k.tick()
		expect(t, c, 4) // 3 was thrown away, in whatever block it is
	})
}

func TestDown(t *testing.T) {
	for _, gone := range []bool{false, true} {
		want := map[bool]error{false: ErrDown, true: ErrGone}[gone]
		t.Run(fmt.Sprint("gone=", gone), func(t *testing.T) {
			each(t, func(t *testing.T, cfg Config) {
				k := newSim(t)
				c, w := k.bound(cfg), k.waker()
				k.arrive(2, numbered(1))
				k.down(2, gone)
				if err := w.Wait(-1, []*Conn{c}); err != nil {
					t.Fatal(err)
				}
				if !cfg.Plain && cfg.Version == AnyVersion {
					expect(t, c) // the error has to wait for the frame
					k.tick()
				}
				var f Frame
				got := 0
				var err error
				for i := 0; i < 10 && err == nil; i++ {
					var ok bool
					if ok, err = c.Next(&f); ok {
						got++
					}
				}
				if got != 1 || !errors.Is(err, want) {
					t.Fatalf("%d frames, then %v; want 1, %v", got, err, want)
				}
				if _, err := c.Next(&f); errors.Is(err, want) != gone {
					t.Errorf("again: %v", err)
				}
				if err := c.Unbind(); err != nil {
					t.Error(err)
				}
				if err := errors.Join(c.SetFilter(nil), c.Bind(2)); !errors.Is(err, want) {
					t.Errorf("Bind: %v", err)
				}
			})
		})
	}
}

// TestLostCount: a count that never comes out even does not keep an error back for ever.
func TestLostCount(t *testing.T) {
	k := newSim(t)
	c := k.bound(Config{})
	k.fds[c.fd].stats.Packets = 5 // frames that no block has
	k.down(2, false)
	c.alarmed.Store(true)
	expect(t, c)
	c.giveUp = time.Now().Add(-time.Second)
	var f Frame
	if _, err := c.Next(&f); !errors.Is(err, ErrDown) {
		t.Errorf("%v", err)
	}
}

func TestBrokenBlock(t *testing.T) {
	k := newSim(t)
	c := k.bound(Config{Buffer: 16384, BlockSize: 4096})
	k.arrive(2, numbered(1))
	k.arrive(2, numbered(2))
	k.tick()
	k.arrive(2, numbered(3))
	k.tick()
	binary.NativeEndian.PutUint32(k.fds[c.fd].mem[blockHeader+144+frameSnaplen:], 1<<20)
	var f Frame
	if ok, err := c.Next(&f); !ok || err != nil {
		t.Fatal(ok, err)
	}
	var be *BlockError
	if ok, err := c.Next(&f); ok || !errors.As(err, &be) || be.Frame != 1 {
		t.Fatalf("%v, %v; want a BlockError", ok, err)
	}
	expect(t, c, 3)
}

func TestWaker(t *testing.T) {
	k := newSim(t)
	c, w := k.bound(Config{}), k.waker()
	conns := []*Conn{c}
	w.Wake() // before Wait
	if err := w.Wait(-1, conns); err != nil {
		t.Fatal(err)
	}
	if err := w.Wait(time.Millisecond, conns); err != nil { // Wake was used up
		t.Fatal(err)
	}
	time.AfterFunc(time.Millisecond, w.Wake)
	if err := w.Wait(-1, conns); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Millisecond, func() { k.arrive(2, numbered(1)); k.tick() })
	if err := w.Wait(-1, conns); err != nil {
		t.Fatal(err)
	}
	expect(t, c, 1)
	k.fail["poll"] = unix.EINTR
	if err := w.Wait(-1, conns); err != nil {
		t.Errorf("interrupted: %v", err)
	}
	k.fail["poll"] = unix.ENOMEM
	if err := w.Wait(-1, conns); !errors.Is(err, unix.ENOMEM) {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	w.Wake() // too late: nothing happens
	if err := w.Close(); !errors.Is(err, ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
}

func TestSendInParts(t *testing.T) {
	k := newSim(t)
	k.sendMax = 3
	c := k.open(Config{})
	frames := make([][]byte, 10)
	for i := range frames {
		frames[i] = []byte{byte(i)}
	}
	if n, err := c.SendBatch(2, frames); n != 10 || err != nil || len(k.sent) != 10 || k.sent[9][0] != 9 {
		t.Errorf("%d, %v, %v", n, err, k.sent)
	}
	if err := c.Close(false); err != nil {
		t.Fatal(err)
	}
	if err := c.Send(2, frames[0]); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if _, err := c.Stats(); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := c.Close(false); !errors.Is(err, ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
}

func TestNextAllocs(t *testing.T) {
	k := newSim(t)
	c := k.bound(Config{})
	for i := range uint32(300) {
		k.arrive(2, numbered(i))
	}
	k.tick()
	var f Frame
	if n := testing.AllocsPerRun(200, func() {
		if ok, err := c.Next(&f); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestStampsAll(t *testing.T) {
	for _, tt := range []struct {
		so, filters uint32
		want        bool
	}{
		{unix.SOF_TIMESTAMPING_RAW_HARDWARE, 1 << unix.HWTSTAMP_FILTER_ALL, true},
		{unix.SOF_TIMESTAMPING_SOFTWARE, 1 << unix.HWTSTAMP_FILTER_ALL, false},
		{unix.SOF_TIMESTAMPING_RAW_HARDWARE, 1 << unix.HWTSTAMP_FILTER_PTP_V2_EVENT, false},
	} {
		if got := stampsAll(tt.so, tt.filters); got != tt.want {
			t.Errorf("%#x, %#x: %v", tt.so, tt.filters, got)
		}
	}
}
