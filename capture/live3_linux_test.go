package capture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
	"golang.org/x/sys/unix"
)

// TestLiveBackends forces each backend, and has packets of all lengths come through it.
func TestLiveBackends(t *testing.T) {
	for _, tt := range []struct {
		opts []Option
		want string
		why  string
	}{
		{nil, BackendV3, "least"},
		{[]Option{Immediate()}, BackendV2, "at once"},
		{[]Option{Latency(50 * time.Microsecond)}, BackendV2, "at once"},
		{[]Option{Latency(3 * time.Millisecond)}, BackendV3, "least"},
		{[]Option{PlainSocket()}, BackendPlain, "not wanted"},
		{[]Option{Use(BackendV3)}, BackendV3, "asked"},
		{[]Option{Use(BackendV2)}, BackendV2, "asked"},
		{[]Option{Use(BackendV1)}, BackendV1, "asked"},
		{[]Option{Use(BackendPlain)}, BackendPlain, "asked"},
		{[]Option{Use(BackendV3), Immediate(), BusyPoll(time.Millisecond)}, BackendV3, "asked"},
	} {
		a, b := labtest.Pair(t)
		var text bytes.Buffer
		log := slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug}))
		rx, tx := openIn(t, a, "eth0", append(tt.opts, Log(log))...), openIn(t, b, "eth0")
		if rx.Backend().Name != "" || rx.Method() != "" {
			t.Errorf("before Activate: %+v", rx.Backend())
		}
		activate(t, rx, onlyTest(1))
		how := rx.Backend()
		if how.Name != tt.want || !strings.Contains(how.Why, tt.why) || (how.Name == BackendPlain) != (how.Bytes == 0) || how.Wanted != 32<<20 {
			t.Errorf("%+v, want %s", how, tt.want)
		}
		if !strings.Contains(text.String(), tt.want) || !strings.Contains(text.String(), "eth0") {
			t.Errorf("log: %s", &text)
		}
		for i := range uint32(100) {
			sendAll(t, tx, frame(60+int(i)*14, 1, i))
		}
		for i := range uint32(100) {
			if p := read(t, rx); number(p.Data) != i || len(p.Data) != 60+int(i)*14 || p.Len != len(p.Data) {
				t.Fatalf("%s: packet %d: number %d, %d bytes", tt.want, i, number(p.Data), len(p.Data))
			}
		}
	}
	if _, err := Open("lo", Use("carrier pigeon")); !errors.Is(err, ErrOption) {
		t.Errorf("unknown backend: %v", err)
	}
}

// rateCount is how many packets TestLiveImmediateRate sends: less than the ring has
// slots, as the machine may be slow, or GOCAP_RATE with a ring that bridges a quarter
// of a second.
func rateCount(t *testing.T) (n int, opts []Option) {
	text := os.Getenv("GOCAP_RATE")
	if text == "" {
		return 15000, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("GOCAP_RATE: %v", err)
	}
	return n, []Option{Buffer(128 << 20)}
}

// TestLiveImmediateRate: immediate delivery at 300,000 packets a second loses none.
func TestLiveImmediateRate(t *testing.T) {
	a, b := labtest.Pair(t)
	n, opts := rateCount(t)
	rx, tx := openIn(t, a, "eth0", append(opts, Immediate())...), openIn(t, b, "eth0")
	activate(t, rx, onlyTest(1))
	const rate = 300000
	go func() {
		batch := make([][]byte, 30)
		start := time.Now()
		for sent := 0; sent < n; sent += len(batch) {
			batch = batch[:min(len(batch), n-sent)]
			for i := range batch {
				batch[i] = frame(60, 1, uint32(sent+i))
			}
			if _, err := tx.SendBatch(batch); err != nil {
				return
			}
			if ahead := time.Duration(sent)*time.Second/rate - time.Since(start); ahead > 0 {
				time.Sleep(ahead)
			}
		}
	}()
	ctx := soon(t)
	for i := range uint32(n) {
		p, err := rx.Next(ctx)
		if err != nil || number(p.Data) != i {
			s, _ := rx.Stats()
			t.Fatalf("packet %d: %v, %+v", i, err, s)
		}
	}
	if s, err := rx.Stats(); err != nil || s.Dropped != 0 || s.Received != uint64(n) {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestLiveOffloadMetadata: what offloads left undone is told of each packet.
func TestLiveOffloadMetadata(t *testing.T) {
	a, b := labtest.Host(t, "a"), labtest.Host(t, "b")
	link := func(addr string) netlab.LinkConfig {
		return netlab.LinkConfig{Name: "eth0", Addrs: []netip.Prefix{netip.MustParsePrefix(addr)}}
	}
	if err := netlab.Veth(a, link("10.8.0.1/24"), b, link("10.8.0.2/24")); err != nil {
		t.Fatal(err)
	}
	rx := openIn(t, a, "eth0", From(In), Offloads())
	activate(t, rx, nil)
	transfer(t, a, b, 1<<20)
	segments, missing := 0, 0
	for _, p := range rest(t, rx) {
		if p.Offload.ChecksumMissing {
			missing++
		}
		if p.Len > 1600 {
			if p.Offload.SegmentSize < 500 || p.Offload.SegmentSize > 1460 {
				t.Errorf("packet of %d bytes: %+v", p.Len, p.Offload)
			}
			segments++
		}
	}
	if segments == 0 || missing == 0 {
		t.Errorf("%d joined packets, %d without checksum", segments, missing)
	}
}

// gather reads packets with an event in between.
func gather(t *testing.T, h *Handle, got chan uint32) {
	for p, err := range h.Packets(t.Context()) {
		switch {
		case err == nil && p.Data[14] == 1:
			got <- number(p.Data)
		case errors.Is(err, ErrDown):
		case err != nil:
			close(got)
			return
		}
	}
}

// TestLiveEvents: an interface goes through its life while it is captured from.
func TestLiveEvents(t *testing.T) {
	for _, follow := range []bool{false, true} {
		a, b := labtest.Pair(t)
		var events = make(chan Event, 100)
		opts := []Option{Watch(func(e Event) { events <- e })}
		if follow {
			opts = append(opts, Follow())
		}
		rx, tx := openIn(t, a, "eth0", opts...), openIn(t, b, "eth0")
		activate(t, rx, onlyTest(1))
		got := make(chan uint32, 100)
		go gather(t, rx, got)
		event := func(want Event) {
			t.Helper()
			select {
			case e := <-events:
				if e.Kind != want.Kind || e.Name != want.Name || e.Now != want.Now || want.MTU != 0 && e.MTU != want.MTU || e.Err != nil {
					t.Fatalf("%+v, want %+v", e, want)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("no event, want %+v", want)
			}
		}
		packet := func(want uint32) {
			t.Helper()
			sendAll(t, tx, frame(60, 1, want))
			select {
			case n := <-got:
				if n != want {
					t.Fatalf("packet %d, want %d", n, want)
				}
			case <-time.After(10 * time.Second):
				t.Fatalf("no packet %d", want)
			}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		packet(1)
		must(a.SetMTU("eth0", 1400))
		event(Event{Kind: ChangedMTU, Name: "eth0", Now: "eth0", MTU: 1400})
		must(a.SetDown("eth0"))
		event(Event{Kind: WentDown, Name: "eth0", Now: "eth0"})
		must(a.Rename("eth0", "wan"))
		event(Event{Kind: Renamed, Name: "eth0", Now: "wan"})
		must(a.SetUp("wan"))
		event(Event{Kind: CameUp, Name: "wan", Now: "wan"})
		must(a.WaitUp("wan"))
		packet(2)
		if n := rx.Interfaces()[0]; n.Name != "wan" || n.MTU != 1400 {
			t.Errorf("%+v", n)
		}
		must(a.Delete("wan"))
		for e := range events {
			if e.Kind == Removed {
				break
			}
			if e.Kind != WentDown {
				t.Fatalf("%+v", e)
			}
		}
		if !follow {
			select {
			case _, more := <-got:
				if more {
					t.Error("a packet from an interface that is gone")
				}
			case <-time.After(10 * time.Second):
				t.Fatal("the reader does not end")
			}
			continue
		}
		must(netlab.Veth(a, netlab.LinkConfig{Name: "wan", NoOffload: true}, b, netlab.LinkConfig{Name: "eth1", NoOffload: true}))
		for e := range events {
			if e.Kind == CameBack {
				must(e.Err)
				break
			}
		}
		tx = openIn(t, b, "eth1")
		packet(3)
	}
}

// TestLiveNamespace captures in another namespace, by path and by descriptor.
func TestLiveNamespace(t *testing.T) {
	a, b := labtest.Pair(t)
	var ns *os.File
	if err := a.Do(func() (err error) { ns, err = os.Open("/proc/thread-self/ns/net"); return err }); err != nil {
		t.Fatal(err)
	}
	defer ns.Close()
	tx := openIn(t, b, "eth0")
	for _, o := range []Option{Namespace(fmt.Sprint("/proc/self/fd/", ns.Fd())), NamespaceFD(int(ns.Fd()))} {
		rx, err := Open("eth0", o, Watch(func(Event) {})) // there is no eth0 here
		if err != nil {
			t.Fatal(err)
		}
		activate(t, rx, onlyTest(1))
		sendAll(t, tx, frame(60, 1, 5))
		if p := read(t, rx); number(p.Data) != 5 {
			t.Errorf("%+v", p)
		}
		if err := rx.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := Open("eth0", Namespace("no-such-namespace")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// TestLiveNamespaceGone: the namespace's owners go; the capture ends in order.
func TestLiveNamespaceGone(t *testing.T) {
	a, b := labtest.Pair(t)
	rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0")
	activate(t, rx, onlyTest(1))
	sendAll(t, tx, frame(60, 1, 1))
	if err := errors.Join(tx.Close(), a.Close(), b.Close()); err != nil { // b's end of the cable goes with b
		t.Fatal(err)
	}
	n := 0
	for p, err := range rx.Packets(soon(t)) {
		if err == nil {
			n += int(number(p.Data))
			continue
		}
		if !errors.Is(err, ErrDown) && !errors.Is(err, ErrInterfaceGone) {
			t.Fatal(err)
		}
	}
	if n != 1 {
		t.Errorf("%d packets from before", n)
	}
}

// TestLiveHandOver: a program without privileges captures with a helper's sockets.
func TestLiveHandOver(t *testing.T) {
	a, b := labtest.Pair(t)
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	end := func(fd int) *net.UnixConn {
		f := os.NewFile(uintptr(fd), "pair")
		defer f.Close()
		c, err := net.FileConn(f)
		if err != nil {
			t.Fatal(err)
		}
		return c.(*net.UnixConn)
	}
	helper, ours := end(fds[0]), end(fds[1])
	served := make(chan error, 1)
	go func() { served <- a.Do(func() error { return ServeSockets(helper) }) }()
	tx := openIn(t, b, "eth0")
	opened := make(chan error, 1)
	var rx *Handle
	go func() {
		opened <- a.Do(func() error { // on a thread that ends, so that its capabilities may go
			hdr := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
			var none [2]unix.CapUserData
			if err := unix.Capset(&hdr, &none[0]); err != nil {
				return err
			}
			if _, err := Open("eth0"); !errors.Is(err, ErrPermission) {
				return fmt.Errorf("without helper: %w", err)
			}
			if rx, err = Open("eth0", Sockets(ours)); err != nil {
				return err
			}
			return rx.Activate(onlyTest(1))
		})
	}()
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
	sendAll(t, tx, frame(60, 1, 9))
	if p := read(t, rx); number(p.Data) != 9 {
		t.Errorf("%+v", p)
	}
	if err := errors.Join(rx.Close(), ours.Close(), <-served, helper.Close()); err != nil {
		t.Error(err)
	}
}

// TestLiveWorkers: each packet goes to one worker, each flow to the same.
func TestLiveWorkers(t *testing.T) {
	a, b := labtest.Pair(t)
	tx := openIn(t, b, "eth0")
	const n = 500
	var got atomic.Int64
	var each [2]atomic.Int64
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var once atomic.Bool
	err := a.Do(func() error {
		return Workers(ctx, "eth0", 2, nil, func(ctx context.Context, worker int, h *Handle) error {
			if once.CompareAndSwap(false, true) {
				for i := range n {
					f := frame(60, 1, uint32(i))
					f[0], f[11] = 2, byte(i) // flows by their addresses
					if err := tx.Send(f); err != nil {
						return err
					}
				}
			}
			ctx, stop := context.WithCancel(ctx)
			defer stop()
			go func() {
				for got.Load() < n && ctx.Err() == nil {
					time.Sleep(time.Millisecond)
				}
				stop()
			}()
			for p, err := range h.Packets(ctx) {
				if err != nil {
					break
				}
				if p.Data[12] == 0x88 && p.Data[13] == 0xb5 {
					got.Add(1)
					each[worker].Add(1)
				}
			}
			return nil
		})
	})
	if err != nil || got.Load() != n {
		t.Errorf("%d of %d packets: %v", got.Load(), n, err)
	}
}

// TestLiveGuarded: a packet that was given back cannot be used.
func TestLiveGuarded(t *testing.T) {
	for _, o := range []Option{Use(BackendV3), Use(BackendV2), Use(BackendPlain)} {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0", Guarded(), o), openIn(t, b, "eth0")
		activate(t, rx, onlyTest(1))
		sendAll(t, tx, frame(60, 1, 1), frame(60, 1, 2))
		p, err := rx.Next(soon(t))
		if err != nil || number(p.Data) != 1 {
			t.Fatal(err)
		}
		late := p.Data
		if p, err = rx.Next(soon(t)); err != nil || number(p.Data) != 2 {
			t.Fatal(err)
		}
		fault := func() (r any) {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
			defer func() { r = recover() }()
			return number(late)
		}()
		if _, ok := fault.(runtime.Error); !ok {
			t.Errorf("%v: use after the loan: %v", rx.Backend().Name, fault)
		}
	}
}

// TestLiveSeveralQuiet: a packet need not wait for an interface that is quiet, and
// what comes from several is in order.
func TestLiveSeveralQuiet(t *testing.T) {
	a, b := labtest.Pair(t)
	if err := netlab.Veth(a, netlab.LinkConfig{Name: "eth1", NoOffload: true}, b, netlab.LinkConfig{Name: "eth1", NoOffload: true}); err != nil {
		t.Fatal(err)
	}
	rx := openIn(t, a, "eth0,eth1")
	tx := openIn(t, b, "eth0,eth1")
	activate(t, rx, onlyTest(1))
	var waits []time.Duration
	for i := range uint32(30) {
		if err := tx.SendTo(tx.Interfaces()[0].Index, frame(60, 1, i)); err != nil {
			t.Fatal(err)
		}
		p := read(t, rx)
		waits = append(waits, time.Since(p.Time))
	}
	// Of all delays the least says whether there is a wait that must be.
	if least := slices.Min(waits); least > 8*time.Millisecond {
		t.Errorf("the least delay is %v", least)
	}
	const n = 400
	for i := range uint32(n) {
		if err := tx.SendTo(tx.Interfaces()[i%2].Index, frame(60, 1, i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range uint32(n) {
		if p := read(t, rx); number(p.Data) != i {
			t.Fatalf("packet %d is %d", i, number(p.Data))
		}
	}
}

// TestLiveMTU: frames that became longer than the slots were made for come whole.
func TestLiveMTU(t *testing.T) {
	for _, o := range []Option{Use(BackendV3), Use(BackendV2)} {
		a, b := labtest.Pair(t)
		rx := openIn(t, a, "eth0", o)
		activate(t, rx, onlyTest(1))
		if err := errors.Join(a.SetMTU("eth0", 9000), b.SetMTU("eth0", 9000)); err != nil {
			t.Fatal(err)
		}
		tx := openIn(t, b, "eth0")
		sendAll(t, tx, frame(60, 1, 1), frame(9000, 1, 2), frame(100, 1, 3))
		for i, size := range []int{60, 9000, 100} {
			if p := read(t, rx); number(p.Data) != uint32(i+1) || len(p.Data) != size {
				t.Errorf("packet %d: %d bytes, number %d", i+1, len(p.Data), number(p.Data))
			}
		}
	}
}

// TestLiveAnyTags: the cooked header of a frame with two tags tells of both, and
// nothing is taken for a tag that is none.
func TestLiveAnyTags(t *testing.T) {
	for _, plain := range []bool{false, true} {
		a, b := labtest.Pair(t)
		opts := []Option{From(In)}
		if plain {
			opts = append(opts, PlainSocket())
		}
		rx, tx := openIn(t, a, Any, opts...), openIn(t, b, "eth0")
		activate(t, rx, nil)
		f := frame(60, 1, 7)
		for _, tt := range []struct {
			frame []byte
			want  string // from the protocol's field on
		}{
			{f, "88b5" + fmt.Sprintf("%x", f[14:])},
			{tagged(f, 0x8100, 5), "8100" + "000588b5" + fmt.Sprintf("%x", f[14:])},
			{tagged(f, 0x8100, 5, 0x8100, 7), "8100" + "00058100" + "000788b5" + fmt.Sprintf("%x", f[14:])},
		} {
			sendAll(t, tx, tt.frame)
			for {
				p := read(t, rx)
				if !bytes.Contains(p.Data, f[14:]) {
					continue // somebody's multicast
				}
				if got := fmt.Sprintf("%x%x", p.Data[:2], p.Data[20:]); got != tt.want {
					t.Errorf("plain=%v:\n got %s\nwant %s", plain, got, tt.want)
				}
				break
			}
		}
	}
}
