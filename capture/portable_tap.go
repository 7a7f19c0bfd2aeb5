package capture

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/bpfdev"
	"github.com/gocap-project/gocap/link"
)

// lookEvery is how often an idle tap looks whether its interface is there and up:
// devices do not tell.
const lookEvery = 250 * time.Millisecond

// tap is one interface, with the goroutine that reads it.
type tap struct {
	p    *portable
	name string
	conn *bpfdev.Conn
	it   bpfdev.Interface // as it was
	link link.Type

	// io is held for what must not happen while the device is read.
	io      sync.Mutex
	running atomic.Bool

	mu        sync.Mutex // of what goes from the pump to the reader
	queue     []*bpfdev.Batch
	err       error // after the queue
	gone      bool
	spare     chan *bpfdev.Batch
	pooled    [2]*bpfdev.Batch
	mtu       int // as last seen
	down      bool
	discarded atomic.Uint64
	looked    time.Time // the pump's: when it last looked for the interface

	// The reader's, with portable's mu.
	cur   *bpfdev.Batch
	taken int  // packets of cur that were given
	stale bool // the rest of cur is not to be given
	full  bool // rec is the next to be given
	dead  bool // the reader was told that the interface is gone
	rec   bpfdev.Record
}

func newTap(p *portable, name string, c *bpfdev.Conn) *tap {
	i := c.Info()
	t := &tap{p: p, name: name, conn: c, it: i.Interface, link: linkOf(i), spare: make(chan *bpfdev.Batch, 2), mtu: i.Interface.MTU}
	for i := range t.pooled {
		t.pooled[i] = c.NewBatch()
		t.spare <- t.pooled[i]
	}
	return t
}

func (t *tap) start(filter bpf.Program) error {
	t.io.Lock()
	defer t.io.Unlock()
	it, err := t.conn.Check()
	if err != nil {
		return t.p.explain(t.name, err)
	}
	t.discard()
	if err := t.conn.Start(cut(filter, uint32(t.p.cfg.snaplen))); err != nil {
		return t.refused(err)
	}
	t.mu.Lock()
	t.err, t.down, t.mtu = nil, false, it.MTU
	t.mu.Unlock()
	t.running.Store(true)
	t.conn.Wake()
	return nil
}

func (t *tap) swap(filter bpf.Program) error {
	t.io.Lock()
	defer t.io.Unlock()
	if _, err := t.conn.Check(); errors.Is(err, bpfdev.ErrGone) {
		return t.p.explain(t.name, err)
	}
	if err := t.conn.Swap(cut(filter, uint32(t.p.cfg.snaplen))); err != nil {
		return t.refused(err)
	}
	t.discard()
	return nil
}

// refused leaves errors of filters as they are.
func (t *tap) refused(err error) error {
	if pe := new(bpf.ProgramError); errors.As(err, &pe) {
		return err
	}
	return t.p.explain(t.name, err)
}

// stop has no more packets come; those that are queued are put where the reader finds
// them.
func (t *tap) stop() error {
	t.io.Lock()
	defer t.io.Unlock()
	t.running.Store(false)
	rest, err := t.conn.Stop()
	t.mu.Lock()
	t.queue = append(t.queue, rest...)
	t.mu.Unlock()
	return t.p.explain(t.name, err)
}

// discard throws away what is queued. What the reader has is left to it, as it may
// have lent a packet of it.
func (t *tap) discard() {
	t.mu.Lock()
	queue := t.queue
	t.queue = nil
	t.mu.Unlock()
	for _, b := range queue {
		t.discarded.Add(uint64(b.Len()))
		t.giveBack(b)
	}
	t.stale, t.full = t.cur != nil, false
}

// giveBack lets the pump use a batch again, if it is one of its own.
func (t *tap) giveBack(b *bpfdev.Batch) {
	b.Release()
	if slices.Contains(t.pooled[:], b) {
		t.spare <- b // it has room for both
	}
}

// pump reads until the handle is closed or the interface gone.
func (t *tap) pump() {
	for {
		select {
		case b := <-t.spare:
			if !t.fill(b) {
				return
			}
		case <-t.p.done:
			return
		}
	}
}

// fill waits for packets and hands them over. It reports whether there may be more.
func (t *tap) fill(b *bpfdev.Batch) bool {
	for vain := 0; !t.p.closing.Load(); vain++ {
		if vain > 3 {
			time.Sleep(time.Millisecond) // a device that says that it is readable and is not
		}
		ok, err := t.take(b)
		switch {
		case ok:
			return true
		case err != nil && !t.tell(err):
			return false
		}
		timeout := time.Duration(-1)
		if t.running.Load() {
			timeout = lookEvery
		}
		err = t.conn.Wait(timeout)
		if errors.Is(err, bpfdev.ErrTimeout) || err == nil && time.Since(t.looked) > lookEvery {
			t.looked, vain = time.Now(), 0
			if _, err := t.conn.Check(); !t.look(err) {
				return false
			}
		} else if err == nil {
			t.gather()
		}
	}
	return false
}

// take reads and hands over what is there. It is one step for whoever holds io.
func (t *tap) take(b *bpfdev.Batch) (bool, error) {
	t.io.Lock()
	defer t.io.Unlock()
	if !t.running.Load() {
		return false, nil
	}
	ok, err := t.conn.Read(b)
	if !ok {
		return false, err
	}
	t.p.drops.Store(t.p.dropped())
	t.mu.Lock()
	t.queue = append(t.queue, b)
	t.mu.Unlock()
	t.p.notify()
	return true, nil
}

// dropped is how many packets were lost, as far as the taps know.
func (p *portable) dropped() (n uint64) {
	if len(p.taps) == 1 {
		return p.taps[0].conn.LastStats().Dropped
	}
	for _, t := range p.taps {
		n += t.conn.LastStats().Dropped
	}
	return n
}

// gather waits for company of the packets that are there, unless the kernel did so.
func (t *tap) gather() {
	i := t.conn.Info()
	if t.p.cfg.immediate || i.Timed || !t.running.Load() {
		return
	}
	for end := time.Now().Add(t.p.cfg.latency); !t.p.closing.Load(); {
		left := time.Until(end)
		if left <= 0 || t.conn.Queued() > i.Buffer/4 {
			return
		}
		time.Sleep(min(left, time.Millisecond))
	}
}

// tell has the reader told of an error, and reports whether the capture goes on.
func (t *tap) tell(err error) bool {
	if errors.Is(err, bpfdev.ErrDown) || errors.Is(err, bpfdev.ErrGone) {
		return t.look(err)
	}
	err = t.p.explain(t.name, err)
	t.mu.Lock()
	t.err = err
	t.mu.Unlock()
	t.p.notify()
	return false
}

// look takes note of whether the interface is there and up, and reports whether it is
// there.
func (t *tap) look(err error) bool {
	down, gone := errors.Is(err, bpfdev.ErrDown), errors.Is(err, bpfdev.ErrGone)
	it, checkErr := t.conn.Check()
	t.mu.Lock()
	e := Event{Name: t.name, Now: t.name, MTU: t.mtu}
	if checkErr == nil {
		e.MTU = it.MTU
	}
	switch {
	case gone:
		e.Kind, t.gone = Removed, true
	case down && !t.down:
		e.Kind = WentDown
	case !down && t.down:
		e.Kind = CameUp
	case e.MTU != t.mtu:
		e.Kind = ChangedMTU
	}
	if e.Kind == Removed || e.Kind == WentDown && t.running.Load() {
		t.err = t.p.explain(t.name, err)
	}
	t.down, t.mtu = down, e.MTU
	t.mu.Unlock()
	if e.Kind != 0 {
		t.p.report(e)
	}
	return !gone
}

// report keeps an event for the reader, if anybody wants to know.
func (p *portable) report(e Event) {
	if p.cfg.watch != nil {
		p.untoldMu.Lock()
		p.untold = append(p.untold, e)
		p.untoldMu.Unlock()
	}
	p.notify()
}

// tellEvents calls the program with what happened. It is called without mu.
func (p *portable) tellEvents() {
	if p.cfg.watch == nil {
		return
	}
	p.untoldMu.Lock()
	all := p.untold
	p.untold = nil
	p.untoldMu.Unlock()
	for _, e := range all {
		p.cfg.watch(e)
	}
}
