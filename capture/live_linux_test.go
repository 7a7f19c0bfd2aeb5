package capture

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"github.com/gocap-project/gocap/link"
)

func TestMain(m *testing.M) { labtest.Main(m) }

// testType is an EtherType (IEEE 802 local experimental 1) that nothing else uses:
// it tells the tests' frames from those of the kernels.
const testType = 0x88b5

// onlyTest accepts the tests' frames with the number kind after the EtherType.
func onlyTest(kind byte) bpf.Program {
	return bpf.Program{
		{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 3, K: testType},
		{Op: bpf.LdAbsB, K: 14}, {Op: bpf.JeqK, Jf: 1, K: uint32(kind)},
		{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	}
}

var testFilter = bpf.Program{
	{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, Jf: 1, K: testType},
	{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
}

// frame is an Ethernet frame of n bytes from b to a with a kind and a number.
func frame(n int, kind byte, number uint32) []byte {
	f := make([]byte, max(n, 19))
	copy(f, labtest.MACA)
	copy(f[6:], labtest.MACB)
	binary.BigEndian.PutUint16(f[12:], testType)
	f[14] = kind
	binary.BigEndian.PutUint32(f[15:], number)
	for i := 19; i < len(f); i++ {
		f[i] = byte(i)
	}
	return f[:n]
}

func number(p []byte) uint32 { return binary.BigEndian.Uint32(p[15:]) }

// openIn opens a handle in a host's network.
func openIn(t testing.TB, host *netlab.Host, iface string, opts ...Option) *Handle {
	t.Helper()
	var h *Handle
	if err := host.Do(func() (err error) { h, err = Open(iface, opts...); return err }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil && err != ErrClosed {
			t.Error(err)
		}
	})
	return h
}

func activate(t testing.TB, h *Handle, p bpf.Program) {
	t.Helper()
	if err := h.Activate(p); err != nil {
		t.Fatal(err)
	}
}

func sendAll(t testing.TB, h *Handle, frames ...[]byte) {
	t.Helper()
	if n, err := h.SendBatch(frames); n != len(frames) || err != nil {
		t.Fatalf("sent %d of %d: %v", n, len(frames), err)
	}
}

// soon is a context for what should take milliseconds.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func read(t testing.TB, h *Handle) Packet {
	t.Helper()
	p, err := h.Read(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rest deactivates the handle and returns what is queued.
func rest(t testing.TB, h *Handle) (all []Packet) {
	t.Helper()
	if err := h.Deactivate(); err != nil {
		t.Fatal(err)
	}
	ctx := soon(t)
	for {
		p, err := h.Read(ctx)
		if err == ErrInactive {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// backends runs a test with the ring and without it.
func backends(t *testing.T, f func(t *testing.T, opts ...Option)) {
	t.Run("ring", func(t *testing.T) { f(t) })
	t.Run("plain", func(t *testing.T) { f(t, PlainSocket()) })
}

func TestLivePacket(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", opts...), openIn(t, b, "eth0")
		activate(t, rx, testFilter)
		activate(t, tx, testFilter)
		before := time.Now()
		want := frame(100, 1, 7)
		if err := tx.Send(want); err != nil {
			t.Fatal(err)
		}
		p := read(t, rx)
		if string(p.Data) != string(want) || p.Len != 100 || p.CapLen() != 100 {
			t.Errorf("% x, len %d, caplen %d; want % x", p.Data, p.Len, p.CapLen(), want)
		}
		if p.Direction != In || p.Type != ToHost || p.Link != link.Ethernet || p.VLAN != (VLAN{}) || p.Drops != 0 {
			t.Errorf("%+v", p)
		}
		if p.Interface != rx.Interfaces()[0].Index || rx.Interfaces()[0].MTU != 1500 || rx.LinkType() != link.Ethernet {
			t.Errorf("interface %d of %+v", p.Interface, rx.Interfaces())
		}
		if p.TimeSource != SoftwareTime || p.Time.Before(before) || p.Time.After(time.Now()) {
			t.Errorf("time %v (%v), sent after %v", p.Time, p.TimeSource, before)
		}
		// The sender sees it too, going out.
		if p := read(t, tx); p.Direction != Out || p.Type != FromHost || string(p.Data) != string(want) {
			t.Errorf("sender's own: %+v", p)
		}
		wantMethod := "TPACKET_V3 ring of 33554432 bytes"
		if len(opts) > 0 {
			wantMethod = "recvmmsg"
		}
		if rx.Method() != wantMethod {
			t.Errorf("method %q", rx.Method())
		}
	})
}

// flood sends frames of kinds 1 and 2 in turn until the returned function is called.
func flood(t *testing.T, h *Handle) (stop func()) {
	end, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		batch := [][]byte{frame(60, 1, 0), frame(60, 2, 0), frame(60, 1, 0), frame(60, 2, 0)}
		for {
			select {
			case <-end:
				return
			default:
			}
			if _, err := h.SendBatch(batch); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	return func() { close(end); <-done }
}

// TestLiveFilterIsExact changes filters while frames arrive as fast as they can:
// no frame that only another filter accepts may ever be read.
func TestLiveFilterIsExact(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", append(opts, Buffer(1<<20))...), openIn(t, b, "eth0")
		defer flood(t, tx)()
		expect := func(kind byte) {
			t.Helper()
			ctx := soon(t)
			for range 5 {
				p, err := rx.Next(ctx)
				if err == ErrInactive {
					return // all that was queued has been read
				}
				if err != nil {
					t.Fatal(err)
				}
				if binary.BigEndian.Uint16(p.Data[12:]) != testType || p.Data[14] != kind {
					t.Fatalf("a frame that the filter does not accept: % x", p.Data[12:19])
				}
			}
		}
		for range 10 {
			activate(t, rx, onlyTest(1))
			expect(1)
			for range 2 {
				if err := rx.SetFilter(onlyTest(2)); err != nil {
					t.Fatal(err)
				}
				expect(2)
				if err := rx.SetFilter(onlyTest(1)); err != nil {
					t.Fatal(err)
				}
				expect(1)
			}
			if err := rx.Deactivate(); err != nil {
				t.Fatal(err)
			}
			expect(1) // still queued
		}
	})
}

func TestLiveSetFilterFailure(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	bad := bpf.Program{{Op: bpf.LdImm}}
	var pe *bpf.ProgramError
	if err := rx.Activate(bad); !errors.As(err, &pe) || rx.Active() {
		t.Errorf("invalid filter: %v, active %v", err, rx.Active())
	}
	if err := rx.SetFilter(testFilter); err != ErrInactive {
		t.Errorf("SetFilter when inactive: %v", err)
	}
	activate(t, rx, onlyTest(1))
	if err := rx.SetFilter(bad); !errors.As(err, &pe) {
		t.Error(err)
	}
	if err := rx.Activate(nil); err != ErrActive {
		t.Errorf("second Activate: %v", err)
	}
	sendAll(t, tx, frame(60, 2, 1), frame(60, 1, 2))
	if p := read(t, rx); p.Data[14] != 1 {
		t.Errorf("the former filter does not work any more: % x", p.Data)
	}
}

// TestLiveDeactivate: what was queued can be read, what comes later cannot, and
// what nobody read is thrown away by the next Activate.
func TestLiveDeactivate(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", append(opts, Latency(50*time.Millisecond))...), openIn(t, b, "eth0")
		if _, err := rx.Read(soon(t)); err != ErrInactive {
			t.Errorf("before Activate: %v", err)
		}
		if err := rx.Deactivate(); err != nil {
			t.Errorf("Deactivate of an inactive handle: %v", err)
		}
		activate(t, rx, testFilter)
		sendAll(t, tx, frame(60, 1, 1), frame(60, 1, 2))
		if err := rx.Deactivate(); err != nil {
			t.Fatal(err)
		}
		sendAll(t, tx, frame(60, 1, 3))
		sendAll(t, rx, frame(60, 1, 4)) // sending works
		for want := uint32(1); want <= 2; want++ {
			if p := read(t, rx); number(p.Data) != want {
				t.Errorf("frame %d, want %d", number(p.Data), want)
			}
		}
		for range 2 {
			if p, err := rx.Read(soon(t)); err != ErrInactive {
				t.Fatalf("%+v, %v; want ErrInactive", p, err)
			}
		}
		activate(t, rx, testFilter)
		sendAll(t, tx, frame(60, 1, 5))
		if err := rx.Deactivate(); err != nil {
			t.Fatal(err)
		}
		activate(t, rx, testFilter)
		sendAll(t, tx, frame(60, 1, 6))
		if p := read(t, rx); number(p.Data) != 6 {
			t.Errorf("frame %d is from before Activate", number(p.Data))
		}
	})
}

// TestLiveWake closes, cancels and deactivates under a blocked reader, a thousand
// times, and looks for what is left behind.
func TestLiveWake(t *testing.T) {
	a, _ := labtest.Pair(t)
	ways := map[string]struct {
		act  func(*Handle, context.CancelFunc)
		want error
	}{
		"close":      {func(h *Handle, _ context.CancelFunc) { _ = h.Close() }, ErrClosed},
		"cancel":     {func(_ *Handle, c context.CancelFunc) { c() }, context.Canceled},
		"deactivate": {func(h *Handle, _ context.CancelFunc) { _ = h.Deactivate() }, ErrInactive},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			fds, goroutines := openFiles(t), runtime.NumGoroutine()
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() { wakeMany(t, a, 50, name == "close", way.act, way.want) })
			}
			all.Wait()
			for wait := time.Now(); runtime.NumGoroutine() > goroutines || openFiles(t) > fds; time.Sleep(time.Millisecond) {
				if time.Since(wait) > 5*time.Second {
					t.Fatalf("%d goroutines, %d before; %d files open, %d before", runtime.NumGoroutine(), goroutines, openFiles(t), fds)
				}
			}
		})
	}
}

// wakeMany lets a reader wait and act wake it.
func wakeMany(t *testing.T, a *netlab.Host, rounds int, reopen bool, act func(*Handle, context.CancelFunc), want error) {
	var h *Handle
	for i := range rounds {
		if h == nil || reopen {
			if err := a.Do(func() (err error) { h, err = Open("eth0", Buffer(256<<10)); return err }); err != nil {
				t.Error(err)
				return
			}
		}
		if !h.Active() {
			if err := h.Activate(bpf.Reject()); err != nil {
				t.Error(err)
				return
			}
		}
		ctx, cancel := context.WithCancel(context.Background())
		got := make(chan error, 1)
		go func() { _, err := h.Next(ctx); got <- err }()
		if i%2 == 0 {
			time.Sleep(time.Duration(i%7) * 50 * time.Microsecond) // before, within and after poll
		}
		act(h, cancel)
		select {
		case err := <-got:
			if err != want {
				t.Errorf("round %d: %v", i, err)
			}
		case <-time.After(20 * time.Second):
			t.Errorf("round %d: the reader still waits", i)
			return
		}
		cancel()
	}
	if !reopen {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}

func openFiles(t *testing.T) int {
	d, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(d)
}

func TestLiveClosed(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	activate(t, rx, testFilter)
	sendAll(t, tx, frame(100, 1, 9))
	p, err := rx.Next(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := rx.Close(); err != nil {
		t.Fatal(err)
	}
	if err := rx.Freed(soon(t)); err != nil {
		t.Fatal(err)
	}
	// A lent packet stays readable though the ring is gone.
	if string(p.Data) != string(frame(100, 1, 9)) {
		t.Errorf("lent packet after Close: % x", p.Data)
	}
	_, readErr := rx.Read(soon(t))
	_, batchErr := rx.ReadBatch(soon(t), make([]Packet, 1))
	_, statsErr := rx.Stats()
	for what, err := range map[string]error{
		"Close": rx.Close(), "Read": readErr, "ReadBatch": batchErr, "Stats": statsErr, "Send": rx.Send(frame(60, 1, 1)),
		"Activate": rx.Activate(nil), "SetFilter": rx.SetFilter(nil), "Deactivate": rx.Deactivate(),
	} {
		if err != ErrClosed {
			t.Errorf("%s: %v, want ErrClosed", what, err)
		}
	}
	for _, err := range rx.Packets(soon(t)) {
		if err != ErrClosed {
			t.Errorf("Packets: %v", err)
		}
	}
}

// tagged puts VLAN tags, TPID and TCI, after the addresses.
func tagged(f []byte, tags ...uint16) []byte {
	out := append([]byte(nil), f[:12]...)
	for _, t := range tags {
		out = binary.BigEndian.AppendUint16(out, t)
	}
	return append(out, f[12:]...)
}

// TestLiveVLAN: the kernel takes the outermost tag out; packets have it where it
// was, tag 0 and the EtherType included.
func TestLiveVLAN(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", opts...), openIn(t, b, "eth0")
		cut := openIn(t, a, "eth0", append(opts, Snaplen(60))...)
		activate(t, rx, nil)
		activate(t, cut, nil)
		f := frame(100, 1, 3)
		tests := []struct {
			name  string
			frame []byte
			vlan  VLAN
		}{
			{"802.1Q", tagged(f, 0x8100, 0x6005), VLAN{0x8100, 0x6005}},
			{"802.1ad", tagged(f, 0x88a8, 0x0fff), VLAN{0x88a8, 0x0fff}},
			{"priority tag", tagged(f, 0x8100, 0), VLAN{0x8100, 0}},
			{"802.1ad tag 0", tagged(f, 0x88a8, 0), VLAN{0x88a8, 0}},
			{"two tags", tagged(f, 0x88a8, 7, 0x8100, 8), VLAN{0x88a8, 7}},
			{"none", f, VLAN{}},
		}
		for _, tt := range tests {
			if err := tx.Send(tt.frame); err != nil {
				t.Fatal(err)
			}
			if p := nextTest(t, rx); string(p.Data) != string(tt.frame) || p.Len != len(tt.frame) || p.VLAN != tt.vlan {
				t.Errorf("%s: %+v\n% x, want\n% x", tt.name, p.VLAN, p.Data, tt.frame)
			}
			if p := nextTest(t, cut); string(p.Data) != string(tt.frame[:60]) || p.Len != len(tt.frame) {
				t.Errorf("%s: %d of %d bytes", tt.name, p.CapLen(), p.Len)
			}
		}
	})
}

// nextTest reads on to a frame of the tests'.
func nextTest(t *testing.T, h *Handle) Packet {
	t.Helper()
	for {
		p := read(t, h)
		if strings.Contains(string(p.Data), "\x88\xb5") {
			return p
		}
	}
}

// TestLiveVLANFilter: a filter finds the tag beside the packet.
func TestLiveVLANFilter(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	activate(t, rx, bpf.Program{
		{Op: bpf.LdAbsW, K: bpf.AncillaryOffset + bpf.AncVLANPresent}, {Op: bpf.JeqK, Jf: 3, K: 1},
		{Op: bpf.LdAbsW, K: bpf.AncillaryOffset + bpf.AncVLANTag}, {Op: bpf.JeqK, Jf: 1, K: 5},
		{Op: bpf.RetK, K: bpf.AcceptAll}, {Op: bpf.RetK},
	})
	sendAll(t, tx, frame(60, 1, 1), tagged(frame(60, 1, 2), 0x8100, 6), tagged(frame(60, 1, 3), 0x8100, 5))
	if p := read(t, rx); number(p.Data[4:]) != 3 || p.VLAN.ID() != 5 {
		t.Errorf("%+v", p)
	}
}

func TestLiveDirection(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		tx := openIn(t, b, "eth0")
		for _, tt := range []struct {
			from Direction
			want []uint32
		}{{AnyDirection, []uint32{1, 2}}, {In, []uint32{1}}, {Out, []uint32{2}}} {
			rx := openIn(t, a, "eth0", append(opts, From(tt.from))...)
			activate(t, rx, testFilter)
			sendAll(t, tx, frame(60, 1, 1))
			sendAll(t, rx, frame(60, 1, 2))
			var got []uint32
			for _, p := range rest(t, rx) {
				got = append(got, number(p.Data))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%v: frames %v, want %v", tt.from, got, tt.want)
			}
			if s, _ := rx.Stats(); s.Received != uint64(len(tt.want)) {
				t.Errorf("%v: %+v", tt.from, s)
			}
		}
	})
}

func TestLiveLoopback(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a := labtest.Host(t, "a")
		for _, iface := range []string{"lo", Any} {
			for d, want := range map[Direction]int{AnyDirection: 1, In: 1, Out: 1} {
				rx := openIn(t, a, iface, append(opts, From(d))...)
				tx := openIn(t, a, "lo")
				activate(t, rx, nil)
				sendAll(t, tx, frame(60, 1, 1))
				if all := rest(t, rx); len(all) != want {
					t.Errorf("%s, %v: %d packets, want %d", iface, d, len(all), want)
				}
			}
		}
	})
}

func TestLivePacketTypes(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0", Promiscuous()), openIn(t, b, "eth0")
	activate(t, rx, testFilter)
	for dst, want := range map[string]PacketType{
		string(labtest.MACA): ToHost, "\xff\xff\xff\xff\xff\xff": ToAll, "\x01\x00\x5e\x00\x00\x01": ToGroup, "\x02\x00\x00\x00\x00\x77": ToOther,
	} {
		f := frame(60, 1, 1)
		copy(f, dst)
		sendAll(t, tx, f)
		if p := read(t, rx); p.Type != want || p.Direction != In {
			t.Errorf("to % x: %v, want %v", dst, p.Type, want)
		}
	}
}

func TestLiveSnaplen(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		tx := openIn(t, b, "eth0")
		short := append(bpf.Program(nil), testFilter...)
		short[2].K = 30
		for _, tt := range []struct {
			snaplen int
			filter  bpf.Program
			want    int
		}{
			{0, testFilter, 200}, {96, testFilter, 96}, {1, testFilter, 1}, {96, short, 30}, {20, short, 20}, {96, nil, 96}, {1 << 20, nil, 200},
		} {
			rx := openIn(t, a, "eth0", append(opts, Snaplen(tt.snaplen))...)
			activate(t, rx, tt.filter)
			sendAll(t, tx, frame(200, 1, 1))
			if p := read(t, rx); p.CapLen() != tt.want || p.Len != 200 {
				t.Errorf("snaplen %d: %d of %d bytes, want %d", tt.snaplen, p.CapLen(), p.Len, tt.want)
			}
		}
	})
}

// TestLiveCounts floods a small buffer that nobody reads: what was sent has either
// been queued or is counted as dropped.
func TestLiveCounts(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", append(opts, Buffer(256<<10))...), openIn(t, b, "eth0")
		activate(t, rx, testFilter)
		const rounds, each = 4, 3000
		batch := make([][]byte, each)
		for i := range batch {
			batch[i] = frame(300, 1, uint32(i))
		}
		total := 0
		for round := range rounds {
			sendAll(t, tx, batch...)
			all := rest(t, rx)
			total += len(all)
			s, err := rx.Stats()
			if err != nil {
				t.Fatal(err)
			}
			if s.Received != uint64(total) || s.Received+s.Dropped != uint64((round+1)*each) || s.Dropped == 0 {
				t.Errorf("round %d: sent %d, read %d, %+v", round, (round+1)*each, total, s)
			}
			activate(t, rx, testFilter)
		}
		// The next packet tells of the loss.
		sendAll(t, tx, frame(60, 1, 1))
		read(t, rx)
		before, _ := rx.Stats()
		sendAll(t, tx, batch...)
		read(t, rx) // room in the ring, of which a slow machine may have filled but little
		sendAll(t, tx, batch...)
		var last Packet
		for _, p := range rest(t, rx) {
			last = p
		}
		if after, _ := rx.Stats(); after.Dropped <= before.Dropped || last.Drops < before.Dropped || last.Drops > after.Dropped {
			t.Errorf("drops %d; before %+v, after %+v", last.Drops, before, after)
		}
	})
}

func TestLiveTimesRise(t *testing.T) {
	backends(t, func(t *testing.T, opts ...Option) {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", opts...), openIn(t, b, "eth0")
		activate(t, rx, testFilter)
		start := time.Now()
		for i := range 20 {
			sendAll(t, tx, frame(60, 1, uint32(2*i)), frame(60, 1, uint32(2*i+1)))
		}
		last := start
		for i := range 40 {
			p := read(t, rx)
			if p.Time.Before(last) || p.Time.After(time.Now()) || number(p.Data) != uint32(i) {
				t.Fatalf("packet %d (%d): %v, the last was %v", number(p.Data), i, p.Time, last)
			}
			last = p.Time
		}
		micro := openIn(t, a, "eth0", append(opts, Precision(time.Microsecond))...)
		activate(t, micro, testFilter)
		for range 5 {
			sendAll(t, tx, frame(60, 1, 0))
			if p := read(t, micro); p.Time.Nanosecond()%1000 != 0 {
				t.Errorf("%v is more precise than a microsecond", p.Time)
			}
		}
	})
}
