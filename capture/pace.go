package capture

import (
	"context"
	"time"
)

// Rate is a speed of sending. Zero is no limit; if both are given, both hold.
type Rate struct {
	Packets float64 // a second
	Bits    float64 // a second, of the frames as Send gets them: without preamble, checksum and gap
}

// maxLag is how far a Pacer may be behind and still catch up.
const maxLag = 250 * time.Millisecond

// Pacer tells when packets may be sent so that they keep to a Rate. Each packet has
// its time, which follows from those before it alone: a sender that is woken late
// sends what is due at once, and the rate is kept over any longer time. Only who is
// late by more than a quarter of a second does not catch up; see Lost.
//
// The zero value has no limit. A Pacer belongs to one goroutine.
type Pacer struct {
	rate    Rate
	due     time.Time // of the next packet
	part    float64   // of a nanosecond, by which due is too early
	lost    time.Duration
	late    time.Duration
	sleeper sleeper
	clock   func() time.Time // in tests
}

// NewPacer returns a Pacer whose time begins with its first packet.
func NewPacer(r Rate) *Pacer { return &Pacer{rate: r} }

// Rate is what the Pacer keeps to.
func (p *Pacer) Rate() Rate { return p.rate }

// SetRate changes the rate for packets from the next on.
func (p *Pacer) SetRate(r Rate) { p.rate, p.due = r, time.Time{} }

// Lost is by how much the Pacer's schedule was put off because the sender could not
// keep up with it.
func (p *Pacer) Lost() time.Duration { return p.lost }

// Late is how late the latest packet was that Wait or Next let go.
func (p *Pacer) Late() time.Duration { return p.late }

// Delay is how long it is until the next packet may be sent; not above 0 if it may be
// at once.
func (p *Pacer) Delay() time.Duration {
	if p.rate == (Rate{}) || p.due.IsZero() {
		return 0
	}
	return p.due.Sub(p.now())
}

// Wait waits until a packet of n bytes may be sent.
func (p *Pacer) Wait(ctx context.Context, n int) error {
	_, err := p.begin(ctx)
	if err == nil {
		p.take(n)
	}
	return err
}

// Next waits until the first of frames may be sent, and returns how many may be by
// then, at least one. They count as sent.
func (p *Pacer) Next(ctx context.Context, frames [][]byte) (n int, err error) {
	now, err := p.begin(ctx)
	if err != nil {
		return 0, err
	}
	for n < len(frames) && (n == 0 || !p.due.After(now)) {
		p.take(len(frames[n]))
		n++
	}
	return n, nil
}

// begin waits for the next packet's time.
func (p *Pacer) begin(ctx context.Context) (now time.Time, err error) {
	if err := ctx.Err(); err != nil || p.rate == (Rate{}) {
		return now, err
	}
	if now = p.now(); p.due.IsZero() {
		p.due = now
	}
	if d := p.due.Sub(now); d > 0 {
		if err := p.sleeper.sleep(ctx, d); err != nil {
			return now, err
		}
		now = p.now()
	}
	late := now.Sub(p.due)
	if p.late = max(p.late, late); late > maxLag {
		p.lost += late
		p.due = now
	}
	return now, nil
}

// take puts the next packet's time off by what one of n bytes takes.
func (p *Pacer) take(n int) {
	var ns float64
	if p.rate.Packets > 0 {
		ns = 1e9 / p.rate.Packets
	}
	if p.rate.Bits > 0 {
		ns = max(ns, 8e9*float64(n)/p.rate.Bits)
	}
	ns = min(ns+p.part, 1<<62)
	whole := int64(ns)
	p.part = ns - float64(whole)
	p.due = p.due.Add(time.Duration(whole))
}

func (p *Pacer) now() time.Time {
	if p.clock != nil {
		return p.clock()
	}
	return time.Now()
}

// WaitUntil waits until t, as exactly as the system can: some tens of microseconds
// on Linux. It returns how late it is then, 0 if t was not over before the call.
func (p *Pacer) WaitUntil(ctx context.Context, t time.Time) (late time.Duration, err error) {
	now := p.now()
	if d := t.Sub(now); d > 0 {
		if err := p.sleeper.sleep(ctx, d); err != nil {
			return 0, err
		}
		now = p.now()
	} else if err := ctx.Err(); err != nil {
		return 0, err
	}
	late = max(now.Sub(t), 0)
	p.late = max(p.late, late)
	return late, nil
}

// SendPaced sends frames at the pacer's rate, on the only interface of the handle.
// It returns how many were sent; err says why the next one was not.
func (h *Handle) SendPaced(ctx context.Context, p *Pacer, frames [][]byte) (sent int, err error) {
	for sent < len(frames) {
		n, err := p.Next(ctx, frames[sent:])
		if err != nil {
			return sent, err
		}
		n, err = h.SendBatch(frames[sent : sent+n])
		if sent += n; err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// sleeper waits for a time or the end of a context.
type sleeper struct {
	timer *time.Timer
	test  func(time.Duration) // in tests, instead of waiting
}

// exact is the longest time that is slept in the system's most exact way, which no
// context ends.
const exact = 2 * time.Millisecond

func (s *sleeper) sleep(ctx context.Context, d time.Duration) error {
	if s.test != nil {
		s.test(d)
		return ctx.Err()
	}
	end := time.Now().Add(d)
	if d > exact {
		if err := s.doze(ctx, d-exact); err != nil {
			return err
		}
		d = time.Until(end)
	}
	if d > 0 {
		nap(d)
	}
	return ctx.Err()
}

// doze sleeps as package time does.
func (s *sleeper) doze(ctx context.Context, d time.Duration) error {
	if s.timer == nil {
		s.timer = time.NewTimer(d)
	} else {
		s.timer.Reset(d)
	}
	select {
	case <-s.timer.C:
		return nil
	case <-ctx.Done():
		s.timer.Stop()
		return ctx.Err()
	}
}
