package capture

import (
	"context"
	"errors"
	"time"

	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/link"
)

func (p *portable) next(ctx context.Context) (*Packet, error) {
	if done := ctx.Done(); done != nil {
		select {
		case <-done:
			return nil, ctx.Err()
		default:
		}
	}
	if pkt := p.nextQuick(); pkt != nil {
		return pkt, nil
	}
	for {
		p.tellEvents()
		p.mu.Lock()
		err := p.later
		p.later = nil
		var pkt *Packet
		var wait time.Duration
		if err == nil {
			pkt, wait, err = p.take()
		}
		p.mu.Unlock()
		if err != nil {
			p.tellEvents()
		}
		if pkt != nil || err != nil {
			return pkt, err
		}
		if err := p.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// nextQuick is the next packet of the batch that the reader has, or nil.
func (p *portable) nextQuick() *Packet {
	t := p.quick
	if t == nil || p.turn.Load() != p.seen || !t.cur.Next(&t.rec) {
		return nil
	}
	t.taken++
	return p.packet(t)
}

// sleep waits for something to happen; a negative time is no limit.
func (p *portable) sleep(ctx context.Context, d time.Duration) error {
	var timeout <-chan time.Time
	if d >= 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		timeout = timer.C
	}
	select {
	case <-p.wake:
	case <-p.done:
	case <-timeout:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// take returns the next packet if there is one, or how long to wait.
func (p *portable) take() (*Packet, time.Duration, error) {
	p.quick = nil
	switch p.state {
	case closed:
		return nil, 0, ErrClosed
	case idle:
		return nil, 0, ErrInactive
	}
	now := time.Now() // before the taps are asked: what they say is no older
	var first *tap
	waiting, alive := false, 0
	for _, t := range p.taps {
		if t.dead {
			continue
		}
		alive++
		ok, err := p.fill(t)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			waiting = true
		} else if first == nil || earlier(&t.rec, &first.rec) {
			first = t
		}
	}
	switch {
	case alive == 0:
		return nil, 0, &InterfaceError{Name: p.taps[0].name, Err: ErrInterfaceGone}
	case first == nil && p.state == stopping:
		p.state = idle
		return nil, 0, ErrInactive
	case first == nil:
		return nil, -1, nil
	}
	if waiting && p.state == running {
		if d := p.holdBack(first, now); d > 0 {
			return nil, d, nil
		}
	}
	if len(p.taps) == 1 {
		p.quick, p.seen = first, p.turn.Load()
	}
	first.full = false
	first.taken++
	return p.packet(first), 0, nil
}

func earlier(a, b *bpfdev.Record) bool {
	return a.Sec < b.Sec || a.Sec == b.Sec && a.Nsec < b.Nsec
}

// holdBack is how much longer a packet has to wait for earlier ones of an interface
// that has none queued: those may wait in the kernel up to the latency, and are on
// their way for some milliseconds.
func (p *portable) holdBack(first *tap, now time.Time) time.Duration {
	const underWay = 10 * time.Millisecond
	limit := underWay
	if !p.cfg.immediate {
		limit += p.cfg.latency
	}
	return min(limit-now.Sub(time.Unix(first.rec.Sec, first.rec.Nsec)), limit)
}

// fill makes sure that t.rec is the tap's next packet, if there is one.
func (p *portable) fill(t *tap) (bool, error) {
	for !t.full {
		if t.stale {
			t.discarded.Add(uint64(max(t.cur.Len()-t.taken, 0)))
			t.drop()
		}
		if t.cur == nil {
			if ok, err := t.nextBatch(); !ok {
				return false, err
			}
		}
		if t.cur.Next(&t.rec) {
			t.full = true
			break
		}
		err := t.cur.Err()
		if t.drop(); err != nil {
			return false, &InterfaceError{Name: t.name, Err: err}
		}
	}
	return true, nil
}

// drop lets go of the batch that was read.
func (t *tap) drop() {
	t.giveBack(t.cur)
	t.cur, t.stale = nil, false
}

// nextBatch takes the next batch, or after the last one the error that came then.
func (t *tap) nextBatch() (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.queue) > 0 {
		t.cur, t.queue, t.taken = t.queue[0], t.queue[1:], 0
		return true, nil
	}
	err := t.err
	t.err = nil
	if t.gone && errors.Is(err, ErrInterfaceGone) {
		t.dead = len(t.p.taps) > 1 // the others go on
		if !t.dead {
			t.err = err // whoever asks again hears it again
		}
	}
	return false, err
}

// packet fills in the Packet of the reader: all of it, as readers may have changed it.
func (p *portable) packet(t *tap) *Packet {
	r, pkt := &t.rec, &p.pkt
	data := r.Data
	if len(data) > p.cfg.snaplen {
		data = data[:p.cfg.snaplen]
	}
	nsec := r.Nsec
	if p.cfg.precision > 1 {
		nsec -= nsec % int64(p.cfg.precision)
	}
	*pkt = Packet{
		Data: data, Len: r.Len, Time: time.Unix(r.Sec, nsec), TimeSource: SoftwareTime, Link: t.link,
		Interface: t.it.Index, Drops: p.drops.Load(), Direction: t.direction(r),
	}
	pkt.Type = t.packetType(pkt)
	return pkt
}

// direction is what the system says of a packet, or what was asked for.
func (t *tap) direction(r *bpfdev.Record) Direction {
	switch {
	case r.Flags&bpfdev.FlagIn != 0:
		return In
	case r.Flags&bpfdev.FlagOut != 0:
		return Out
	case t.link == link.PKTAP:
		if h, err := bpfdev.ParsePKTAP(r.Data); err == nil && h.In != h.Out {
			return map[bool]Direction{true: In, false: Out}[h.In]
		}
	}
	return t.p.cfg.direction
}

// packetType says to whom a packet is.
func (t *tap) packetType(pkt *Packet) PacketType {
	b := pkt.Data
	switch {
	case pkt.Direction == Out:
		return FromHost
	case t.it.Loopback:
		return ToHost
	case t.link != link.Ethernet || len(b) < 6:
		return UnknownType
	case string(b[:6]) == "\xff\xff\xff\xff\xff\xff":
		return ToAll
	case b[0]&1 != 0:
		return ToGroup
	case string(b[:6]) != string(t.it.Addr):
		return ToOther
	}
	return ToHost
}

func (p *portable) readBatch(ctx context.Context, batch []Packet) (n int, err error) {
	if len(batch) == 0 {
		return 0, nil
	}
	pkt, err := p.next(ctx)
	if err != nil {
		return 0, err
	}
	for pkt != nil {
		data := append(batch[n].Data[:0], pkt.Data...)
		batch[n] = *pkt
		batch[n].Data = data
		if n++; n == len(batch) {
			break
		}
		if pkt = p.nextQuick(); pkt != nil {
			continue
		}
		p.mu.Lock()
		if pkt, _, err = p.take(); err != nil && err != ErrInactive {
			p.later = err // this read has packets to report
		}
		p.mu.Unlock()
	}
	return n, nil
}

func (p *portable) packets(ctx context.Context, yield func(*Packet, error) bool) {
	for first := true; ; first = false {
		pkt, err := p.next(ctx)
		switch {
		case err == nil:
			if !yield(pkt, nil) {
				return
			}
		case err == ErrInactive && !first, err == ErrClosed && !first:
			return
		case !yield(nil, err) || !errors.Is(err, ErrDown):
			return
		}
	}
}
