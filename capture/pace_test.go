package capture

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"
)

// fakeClock is a clock that only sleeping moves, and sleeps that last longer by slop.
type fakeClock struct {
	t    time.Time
	slop time.Duration
}

func (c *fakeClock) pacer(r Rate) *Pacer {
	c.t = time.Unix(1e9, 0)
	p := NewPacer(r)
	p.clock = func() time.Time { return c.t }
	p.sleeper.test = func(d time.Duration) { c.t = c.t.Add(d + c.slop) }
	return p
}

// TestPacerRate: over five seconds the rate is exact to a packet, however late the
// sender is woken and whatever the batches.
func TestPacerRate(t *testing.T) {
	frames := make([][]byte, 64)
	for i := range frames {
		frames[i] = make([]byte, 60+i*20)
	}
	for _, c := range []struct {
		rate Rate
		slop time.Duration
		size int // of all frames; 0: as above
	}{
		{Rate{Packets: 1000}, 0, 0}, {Rate{Packets: 1000}, 70 * time.Microsecond, 0}, {Rate{Packets: 1e5}, 70 * time.Microsecond, 0},
		{Rate{Packets: 333333}, 3 * time.Millisecond, 0}, {Rate{Bits: 1e9}, 70 * time.Microsecond, 0}, {Rate{Bits: 1e6}, 0, 0},
		{Rate{Packets: 1000, Bits: 1e9}, 0, 0}, {Rate{Packets: 1e6, Bits: 1e6}, time.Millisecond, 0},
	} {
		clock := &fakeClock{slop: c.slop}
		p := clock.pacer(c.rate)
		start, packets, bits := clock.t, 0.0, 0.0
		for clock.t.Sub(start) < 5*time.Second {
			n, err := p.Next(context.Background(), frames)
			if err != nil || n < 1 {
				t.Fatal(n, err)
			}
			for _, f := range frames[:n] {
				packets, bits = packets+1, bits+8*float64(len(f))
			}
		}
		s := clock.t.Sub(start).Seconds()
		near := func(got, want float64) bool { return want > 0 && math.Abs(got/want-1) < 0.001 }
		if !near(packets/s, c.rate.Packets) && !near(bits/s, c.rate.Bits) {
			t.Errorf("%+v, slop %v: %.1f packets/s, %.0f bit/s", c.rate, c.slop, packets/s, bits/s)
		}
		if over := 1.001; c.rate.Packets > 0 && packets/s > c.rate.Packets*over+1 || c.rate.Bits > 0 && bits/s > c.rate.Bits*over+1e4 {
			t.Errorf("%+v, slop %v: above a limit: %.1f packets/s, %.0f bit/s", c.rate, c.slop, packets/s, bits/s)
		}
		if p.Lost() != 0 || p.Late() > c.slop+time.Second/1000 {
			t.Errorf("%+v: lost %v, late %v", c.rate, p.Lost(), p.Late())
		}
	}
}

func TestPacerLag(t *testing.T) {
	clock := &fakeClock{}
	p := clock.pacer(Rate{Packets: 100})
	ctx := context.Background()
	for range 10 {
		if err := p.Wait(ctx, 60); err != nil {
			t.Fatal(err)
		}
	}
	clock.t = clock.t.Add(10 * time.Second) // the sender was held up
	burst := 0
	for start := clock.t; clock.t.Equal(start); burst++ {
		if err := p.Wait(ctx, 60); err != nil {
			t.Fatal(err)
		}
	}
	if burst > 3 || p.Lost() < 9*time.Second {
		t.Errorf("burst of %d, lost %v", burst, p.Lost())
	}
}

func TestPacerNoLimit(t *testing.T) {
	var p Pacer
	if n, err := p.Next(context.Background(), make([][]byte, 10)); n != 10 || err != nil {
		t.Error(n, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := p.Wait(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	slow := NewPacer(Rate{Packets: 1e-9})
	if err := slow.Wait(context.Background(), 1); err != nil { // the first is due at once
		t.Error(err)
	}
	ctx, cancel = context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if err := slow.Wait(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// TestPacerSleeps is with the real clock: it never lets a packet go early.
func TestPacerSleeps(t *testing.T) {
	p := NewPacer(Rate{Packets: 2000})
	start := time.Now()
	for range 41 {
		if err := p.Wait(context.Background(), 60); err != nil {
			t.Fatal(err)
		}
	}
	if d := time.Since(start); d < 20*time.Millisecond-40*time.Microsecond {
		t.Errorf("41 packets at 2000 a second took %v", d)
	}
	at := time.Now().Add(5 * time.Millisecond)
	if late, err := p.WaitUntil(context.Background(), at); err != nil || time.Now().Before(at.Add(late)) {
		t.Errorf("late %v, %v", late, err)
	}
	if n := testing.AllocsPerRun(20, func() { _ = p.Wait(context.Background(), 60) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
