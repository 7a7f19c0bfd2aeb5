package capture

import (
	"context"
	"errors"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// TestLiveSendPaced: every frame arrives, in order, and past the queue too.
func TestLiveSendPaced(t *testing.T) {
	for _, opts := range [][]Option{nil, {BypassQueue()}, {SendBy(SendRing)}, {SendBy(SendBest), BypassQueue()}} {
		a, b := labtest.Pair(t)
		rx, tx := openIn(t, a, "eth0"), openIn(t, b, "eth0", opts...)
		activate(t, rx, testFilter)
		var frames [][]byte
		for i := range 100 {
			frames = append(frames, frame(60+i, 1, uint32(i)))
		}
		p := NewPacer(Rate{Packets: 20000})
		if n, err := tx.SendPaced(context.Background(), p, frames); n != len(frames) || err != nil {
			t.Fatal(n, err)
		}
		if n, err := tx.SendBatchTo(tx.Interfaces()[0].Index, frames[:3]); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		for i := range 103 {
			if got := number(read(t, rx).Data); got != uint32(i%100) {
				t.Fatalf("frame %d has number %d", i, got)
			}
		}
		if n := testing.AllocsPerRun(10, func() {
			if n, err := tx.SendPaced(context.Background(), p, frames); n != len(frames) || err != nil {
				t.Fatal(n, err)
			}
		}); n != 0 {
			t.Errorf("%v allocations for 100 frames", n)
		}
	}
}

// TestLiveSendBy: the way that was asked for is the way, or an error says why not.
func TestLiveSendBy(t *testing.T) {
	a, b := labtest.Pair(t)
	rx := openIn(t, a, "eth0")
	activate(t, rx, testFilter)
	for by, want := range map[SendMethod]SendMethod{SendCalls: SendCalls, SendRing: SendRing, SendBest: SendRing} {
		tx := openIn(t, b, "eth0", SendBy(by))
		it := tx.Interfaces()[0]
		if got, why := tx.Sending(it.Index); got != want || why == "" {
			t.Errorf("%v: %v, %s", by, got, why)
		}
		// More than the ring has slots, one too long in the middle, and one that is
		// longer than the slots when the interface takes it later.
		var frames [][]byte
		for i := range 1000 {
			frames = append(frames, frame(60+i%1400, 1, uint32(i)))
		}
		frames[500] = frame(1600, 1, 500)
		n, err := tx.SendBatch(frames)
		if n != 500 || !errors.Is(err, ErrTooLong) {
			t.Fatalf("%v: sent %d, %v", by, n, err)
		}
		setMTU(t, a, b, 2000)
		if n, err := tx.SendBatch(frames[500:]); n != 500 || err != nil {
			t.Fatalf("%v: sent %d, %v", by, n, err)
		}
		for i := range 1000 {
			if p := read(t, rx); number(p.Data) != uint32(i) || p.Len != len(frames[i]) {
				t.Fatalf("%v: frame %d has number %d and %d bytes", by, i, number(p.Data), p.Len)
			}
		}
		setMTU(t, a, b, 1500)
	}
	if h := openIn(t, a, "lo", SendBy(SendBest)); h.LinkType() != 1 {
		t.Error(h.LinkType())
	} else if m, _ := h.Sending(h.Interfaces()[0].Index); m != SendCalls {
		t.Errorf("lo: %v", m)
	}
	var be *BackendError
	if err := a.Do(func() error { _, err := Open(Any, SendBy(SendRing)); return err }); !errors.As(err, &be) || !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("any: %v", err)
	}
	if _, err := Open("lo", SendBy(9)); !errors.Is(err, ErrOption) {
		t.Errorf("no such way: %v", err)
	}
}

func setMTU(t *testing.T, a, b *netlab.Host, mtu int) {
	t.Helper()
	if err := errors.Join(a.SetMTU("eth0", mtu), b.SetMTU("eth0", mtu)); err != nil {
		t.Fatal(err)
	}
}
