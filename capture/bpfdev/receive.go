package bpfdev

import (
	"errors"
	"syscall"
	"time"

	"github.com/gocap-project/gocap/bpf"
)

// setRead gives the kernel a program by one of its requests.
func (c *conn) setRead(p bpf.Program, request uint32) error {
	arg, ref := c.sys.program(p)
	return c.ask("set filter", request, arg, ref)
}

// judge is how packets are judged: by the kernel alone, or here.
type judge struct {
	program  bpf.Program
	engine   *bpf.Engine // of program
	userland bool        // the kernel cannot run it
	since    time.Time
}

// install gives the kernel a program, or if it is too long for that has all packets
// come, to be judged here.
func (c *conn) install(p bpf.Program, request uint32) (j judge, err error) {
	if err := bpf.Validate(p); err != nil {
		return j, err
	}
	if j.engine, err = bpf.Compile(p); err != nil {
		return j, err
	}
	kernel := p
	if p == nil {
		kernel = bpf.Snap(bpf.AcceptAll)
	}
	if len(kernel) <= c.sys.FilterMax {
		err = c.setRead(kernel, request)
	}
	if len(kernel) > c.sys.FilterMax || errors.Is(err, syscall.EINVAL) && request != c.sys.Requests.SetFilterKeep {
		j.userland, err = true, c.setRead(bpf.Snap(bpf.AcceptAll), request)
	}
	j.program, j.since = p, time.Now()
	return j, err
}

func (c *conn) start(p bpf.Program) error {
	if c.locked {
		return c.startLocked(p)
	}
	if err := bpf.Validate(p); err != nil {
		return err
	}
	if c.cfg.Promiscuous && !c.promisc {
		if err := c.ask("set promiscuous mode", c.sys.Requests.Promiscuous, nil); err != nil {
			return err
		}
		c.promisc = true
	}
	if err := c.count(); err != nil {
		return err
	}
	j, err := c.install(p, c.sys.Requests.SetFilter)
	if err != nil {
		return err
	}
	c.forget()
	c.judge, c.started = j, true
	return nil
}

// startLocked starts again with the filter that there is.
func (c *conn) startLocked(p bpf.Program) error {
	same := len(p) == len(c.judge.program) && (p == nil) == (c.judge.program == nil)
	for i := range p {
		same = same && p[i] == c.judge.program[i]
	}
	if !same {
		return &Error{"set filter", ErrLocked}
	}
	if err := c.count(); err != nil {
		return err
	}
	if err := c.ask("throw away packets", c.sys.Requests.Flush, nil); err != nil {
		return err
	}
	c.forget()
	c.started = true
	return nil
}

func (c *conn) swap(p bpf.Program) error {
	if !c.started {
		return &Error{"exchange filter", syscall.ENOTCONN}
	}
	if c.locked {
		return &Error{"exchange filter", ErrLocked}
	}
	if err := bpf.Validate(p); err != nil {
		return err
	}
	if keep := c.sys.Requests.SetFilterKeep; keep != 0 && len(p) <= c.sys.FilterMax {
		if j, err := c.install(p, keep); err == nil {
			err = c.discard() // as judged until now
			c.judge = j
			return err
		} else if !missing(err) {
			return err
		}
	}
	if err := c.discard(); err != nil {
		return err
	}
	if err := c.count(); err != nil {
		return err
	}
	j, err := c.install(p, c.sys.Requests.SetFilter)
	if err == nil {
		c.forget()
		c.judge = j
	}
	return err
}

// discard reads what is queued and throws it away.
func (c *conn) discard() error {
	all, err := c.drain()
	n := 0
	for _, b := range all {
		n += b.Len()
	}
	c.mu.Lock()
	c.total.Discarded += uint64(n)
	c.mu.Unlock()
	return err
}

// drain reads what is queued into memory of its own.
func (c *conn) drain() (all []*Batch, err error) {
	for range drainMax {
		b := c.newBatch()
		ok, err := c.read(b)
		if err != nil || !ok {
			return all, err
		}
		b.own()
		all = append(all, b)
	}
	return all, nil
}

// own copies packets out of memory that the kernel shares.
func (b *Batch) own() {
	if b.lent == nil {
		return // it is a copy
	}
	w, n := b.Walker, b.n
	w.buf = append([]byte(nil), w.buf...)
	b.Release()
	b.Walker, b.n = w, n
}

// stop makes the filter reject everything. Where that throws away what is queued, it
// is read first: what comes in between came after stop was called.
func (c *conn) stop() (all []*Batch, err error) {
	if !c.started {
		return nil, nil
	}
	kept := false
	if keep := c.sys.Requests.SetFilterKeep; keep != 0 && !c.locked {
		kept = c.setRead(bpf.Reject(), keep) == nil
	}
	if all, err = c.drain(); errors.Is(err, ErrGone) || errors.Is(err, ErrDown) {
		err = nil // nothing comes any more
	}
	c.started = false
	if kept || c.locked || err != nil {
		return all, err
	}
	if err = c.count(); err != nil {
		return all, err
	}
	err = c.setRead(bpf.Reject(), c.sys.Requests.SetFilter)
	c.forget()
	return all, err
}

func (c *conn) lock() error {
	err := c.ask("lock", c.sys.Requests.Lock, nil)
	if missing(err) {
		err = &Error{"lock", errors.ErrUnsupported}
	}
	c.locked = c.locked || err == nil
	return err
}

func (c *conn) setWriteFilter(p bpf.Program) error {
	if err := bpf.Validate(p); err != nil {
		return err
	}
	if p == nil {
		p = bpf.Snap(bpf.AcceptAll)
	}
	arg, ref := c.sys.program(p)
	err := c.count() // OpenBSD clears the counts
	if err == nil {
		err = c.ask("set write filter", c.sys.Requests.SetWriteFilter, arg, ref)
	}
	if errors.Is(err, syscall.ENOTTY) {
		err = &Error{"set write filter", errors.ErrUnsupported}
	}
	return err
}

func (c *conn) newBatch() *Batch {
	b := new(Batch)
	if !c.info.ZeroCopy {
		b.buf = make([]byte, c.info.Buffer)
	}
	return b
}

func (c *conn) read(b *Batch) (bool, error) {
	b.Release()
	if c.closed.Load() {
		return false, &Error{"read", ErrClosed}
	}
	if !c.started {
		return false, nil
	}
	if c.info.ZeroCopy {
		return c.readZero(b)
	}
	n, err := c.dev.Read(b.buf)
	switch {
	case err != nil && noData(err), err == nil && n == 0:
		return false, nil
	case err != nil:
		return false, &Error{"read", c.explain(err)}
	}
	return c.loaded(b, b.buf[:min(n, len(b.buf))]), nil
}

// readZero takes over a buffer. If the kernel has not handed one over, it is asked to
// do so with the one that it is filling.
func (c *conn) readZero(b *Batch) (bool, error) {
	for range 3 {
		for _, i := range [2]int{c.next, 1 - c.next} { // they are filled in turn
			data := handedOver(c.zero[i])
			if data == nil || c.lent[i].Load() {
				continue
			}
			from := 0
			if i == c.next {
				from, c.peeked = (c.peeked+c.layout.Align-1)&^(c.layout.Align-1), 0
			}
			c.next = 1 - i
			if from >= len(data) {
				giveBack(c.zero[i]) // all of it was read
				continue
			}
			c.lent[i].Store(true)
			b.lent, b.zero = &c.lent[i], c.zero[i]
			return c.loaded(b, data[from:]), nil
		}
		arg := make([]byte, 3*c.sys.Word)
		if err := c.ask("ask for a buffer", c.sys.Requests.RotateZero, arg); err != nil {
			return false, err
		}
		if c.sys.word(arg[2*c.sys.Word:]) == 0 {
			return c.peek(b), nil
		}
	}
	return false, nil
}

// peek reads what the kernel has put into the buffer that it is filling, without taking
// it over. The kernel does not hand that over while it has the other one still down as
// the program's, and it looks at that only when the next packet comes (bpf_canfreebuf
// in catchpacket): without this, a packet would wait for the next.
func (c *conn) peek(b *Batch) bool {
	z := c.zero[c.next]
	from := (c.peeked + c.layout.Align - 1) &^ (c.layout.Align - 1)
	held := generation(c.zero[1-c.next], zeroKernelLen).Load() // which it counts as well
	n := c.queued() - int(held)
	if n <= from || n > len(z)-zeroHeader || handedOver(z) != nil {
		return false
	}
	if n == int(generation(z, zeroKernelLen).Load()) && int(held) > c.info.Buffer/2 {
		return false // both were full, and were read: it is nothing new
	}
	b.buf = append(b.buf[:0], z[zeroHeader+from:zeroHeader+n]...)
	c.peeked = n
	return c.loaded(b, b.buf)
}

// loaded makes data the batch's packets, and reports true: even a batch whose packets
// are all rejected here is one.
func (c *conn) loaded(b *Batch, data []byte) bool {
	b.filter, b.until = nil, 0
	if j := &c.judge; j.userland {
		b.filter = j.engine
	} else if until := j.since.Add(stray).UnixNano(); firstTime(c.layout, data) <= until {
		b.filter, b.until = j.engine, until
	}
	n := b.load(c.layout, data)
	c.mu.Lock()
	c.total.Received += uint64(n)
	c.mu.Unlock()
	if len(data) >= c.info.Buffer/2 {
		_ = c.count() // packets are lost only when a buffer is full
	}
	return true
}

// firstTime is the time of a buffer's first packet, in nanoseconds.
func firstTime(l Layout, data []byte) int64 {
	var w Walker
	var r Record
	w.Reset(l, data)
	w.Next(&r)
	return r.Sec*int64(time.Second) + r.Nsec
}

// count adds the kernel's counts to ours.
func (c *conn) count() error {
	arg := make([]byte, c.sys.Requests.Stats>>16&0x1fff)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.ask("ask for statistics", c.sys.Requests.Stats, arg); err != nil {
		return err
	}
	now := c.sys.counts(arg)
	d := c.sys.since(c.last, now)
	c.last = now
	c.total.Seen += d.seen
	c.total.Dropped += d.dropped
	return nil
}

// forget takes note that the kernel has thrown away what was queued and set its counts
// to 0. Packets may have come since: those are counted. A zero-copy buffer that was
// handed over already it has not thrown away.
func (c *conn) forget() {
	c.mu.Lock()
	c.last = counts{}
	c.mu.Unlock()
	c.peeked = 0
	for i, z := range c.zero {
		switch {
		case z == nil:
		case c.lent[i].Load():
			c.next = 1 - i
		case handedOver(z) != nil:
			giveBack(z)
		}
	}
}

func (c *conn) statistics() (Stats, error) {
	if c.closed.Load() {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.total, &Error{"ask for statistics", ErrClosed}
	}
	err := c.count()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total, err
}

func (c *conn) lastStatistics() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}
