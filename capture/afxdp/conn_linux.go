package afxdp

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/internal/ebpf"
	"github.com/gocap-project/gocap/internal/reap"
)

type conn struct {
	cfg     Config
	ifindex int
	mtu     int
	ns      *os.File // the network namespace, for Start
	queues  []*queue
	event   int // eventfd that wakes
	poll    []unix.PollFd
	freed   chan struct{} // closed when the kernel has freed the sockets

	mu     sync.Mutex // of receiving, and of what follows
	turn   int        // queue that is read
	closed bool
	failed error
	now    attached
	mode   Mode
	stamps uint32
	xsks   *ebpf.Map

	waiting sync.Mutex // held in poll
	closing atomic.Bool
	woken   atomic.Bool
	one     [1][]byte // of Send, under the first queue's sendMu
}

// refused makes an *Error of the kernel's refusal.
func refused(op string, queue int, err error, capability string) error {
	e := &Error{Op: op, Queue: queue, Err: err}
	var inner *ebpf.Error
	if errors.As(err, &inner) && inner.Log == "" {
		e.Err = inner.Err // which says no more than op does
	}
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, unix.ENOBUFS):
		e.Capability = capability
	case errors.Is(err, unix.EBUSY), errors.Is(err, unix.EEXIST):
		e.Err = errors.Join(ErrTaken, err)
	case errors.Is(err, unix.EAFNOSUPPORT), errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.ENOPROTOOPT):
		e.Err = errors.Join(errors.ErrUnsupported, err)
	case errors.Is(err, unix.ENODEV):
		e.Err = errors.Join(ErrGone, err)
	}
	return e
}

func (c *conn) open(ifindex int, cfg Config) (err error) {
	p, err := cfg.plan()
	if err != nil {
		return err
	}
	c.cfg, c.ifindex, c.event, c.freed = cfg, ifindex, -1, make(chan struct{})
	defer func() {
		if err != nil {
			c.closed = true
			_ = c.free(false)
		}
	}()
	it, err := lookUp(ifindex)
	if err != nil {
		return refused("look up interface", -1, err, "")
	}
	if c.mtu = it.mtu; cfg.FrameSize == 0 && it.mtu+ethernetHeader+8 > p.piece-kernelHeadroom-cfg.Headroom {
		p.piece = os.Getpagesize()
	}
	if c.ns, err = os.Open("/proc/thread-self/ns/net"); err != nil {
		return &Error{Op: "find network namespace", Queue: -1, Err: err}
	}
	if c.event, err = unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC); err != nil {
		return &Error{Op: "make eventfd", Queue: -1, Err: err}
	}
	if err := c.openQueues(p, it.queues); err != nil {
		return err
	}
	return c.busyPoll()
}

// kernelHeadroom is what the kernel keeps free before each frame (XDP_PACKET_HEADROOM).
const kernelHeadroom = 256

func (cfg *Config) plan() (plan, error) {
	page := os.Getpagesize()
	p := plan{piece: cfg.FrameSize, headroom: cfg.Headroom, receive: entries(cfg.Receive, 4096), send: entries(cfg.Send, 2048)}
	if p.piece == 0 {
		p.piece = min(2048, page)
	}
	switch {
	case p.piece < 2048 || p.piece > page || p.piece&(p.piece-1) != 0,
		p.headroom < 0 || p.headroom > p.piece-kernelHeadroom-64,
		max(p.receive, p.send) > 1<<20, p.receive+p.send == 0,
		cfg.Mode > Driver, cfg.Copying > ZeroCopy:
		return p, &Error{Op: "open", Queue: -1, Err: ErrConfig}
	}
	p.flags = unix.XDP_USE_NEED_WAKEUP
	switch cfg.Copying {
	case Copy:
		p.flags |= unix.XDP_COPY
	case ZeroCopy:
		p.flags |= unix.XDP_ZEROCOPY
	}
	if !cfg.NoFragments {
		p.flags |= unix.XDP_USE_SG
	}
	return p, nil
}

// entries is the size of a ring.
func entries(n, usual int) int {
	switch {
	case n == 0:
		return usual
	case n < 0:
		return 0
	case n > 1<<20:
		return n
	}
	return max(roundUp(n), 2)
}

// openQueues makes the sockets. If the kernel refuses so much memory for all, less is
// tried.
func (c *conn) openQueues(p plan, queues int) error {
	ids := c.cfg.Queues
	if ids == nil {
		for id := range max(queues, 1) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return &Error{Op: "open", Queue: -1, Err: ErrConfig}
	}
	for {
		err := c.tryQueues(&p, ids)
		if err == nil || !errors.Is(err, unix.ENOBUFS) && !errors.Is(err, unix.ENOMEM) || !p.larger() {
			return err
		}
		for _, q := range c.queues {
			rest, _ := q.close(false)
			rest()
		}
		c.queues = nil
		p.halve()
	}
}

// tryQueues makes the sockets with rings of one size. The first says what the kernel
// and the driver can do. An interface may say that it has more queues than are in use.
func (c *conn) tryQueues(p *plan, ids []int) error {
	for _, id := range ids {
		q, err := openQueue(c.ifindex, id, *p)
		if err != nil && len(c.queues) == 0 && p.flags&unix.XDP_USE_SG != 0 && (errors.Is(err, unix.EINVAL) || errors.Is(err, unix.EOPNOTSUPP)) {
			without := *p
			without.flags &^= unix.XDP_USE_SG
			var e error
			if q, e = openQueue(c.ifindex, id, without); e == nil {
				*p, err = without, nil
			}
		}
		if err != nil && c.cfg.Queues == nil && len(c.queues) > 0 && errors.Is(err, unix.EINVAL) {
			break
		}
		if err != nil {
			return err
		}
		c.limit(q)
		c.queues = append(c.queues, q)
	}
	return nil
}

// limit sets what the queue can send: an Ethernet header, two VLAN tags and the MTU,
// in as many pieces as an skb has.
func (c *conn) limit(q *queue) {
	q.longest, q.most = c.mtu+ethernetHeader+8, 1
	if q.plan.flags&unix.XDP_USE_SG != 0 {
		q.most = 17 // MAX_SKB_FRAGS
	}
}

func (c *conn) busyPoll() error {
	if c.cfg.BusyPoll <= 0 {
		return nil
	}
	us := int(max(c.cfg.BusyPoll.Microseconds(), 1))
	for _, q := range c.queues {
		for _, o := range [][2]int{{unix.SO_PREFER_BUSY_POLL, 1}, {unix.SO_BUSY_POLL, us}, {unix.SO_BUSY_POLL_BUDGET, 64}} {
			if err := unix.SetsockoptInt(q.fd, unix.SOL_SOCKET, o[0], o[1]); err != nil {
				return refused("set busy polling of", q.id, err, "CAP_NET_ADMIN")
			}
		}
	}
	return nil
}

func (c *conn) discard() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, q := range c.queues {
		if q.receives && !c.closed {
			q.receiver.discard()
		}
	}
}

func (c *conn) next(f *Frame) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false, c.over()
	}
	for range c.queues {
		q := c.queues[c.turn]
		if q.receives {
			q.giveBack()
			if ok, err := q.receiver.next(f); ok || err != nil {
				return ok, err
			}
		}
		c.pass()
	}
	return false, c.failed
}

// pass makes it the next queue's turn.
func (c *conn) pass() {
	if c.turn++; c.turn == len(c.queues) {
		c.turn = 0
	}
}

func (c *conn) read(frames []Frame) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, c.over()
	}
	for _, q := range c.queues {
		if q.receives {
			q.giveBack()
		}
	}
	n := 0
	for range c.queues {
		q := c.queues[c.turn]
		for q.receives && n < len(frames) {
			ok, err := q.receiver.next(&frames[n])
			if err != nil {
				return n, err
			}
			if !ok {
				break
			}
			if n++; len(q.joined) > 0 {
				q.joined = q.joined[:0] // its memory is lent
				return n, nil
			}
		}
		if n == len(frames) {
			return n, nil
		}
		c.pass()
	}
	if n > 0 {
		return n, nil
	}
	return 0, c.failed
}

func (c *conn) gone() <-chan struct{} { return c.freed }

// over is what a reader gets after Close; it has no more use for frames.
func (c *conn) over() error {
	for _, q := range c.queues {
		_ = q.mem.free()
	}
	return &Error{"receive", -1, "", ErrClosed}
}

func (c *conn) statistics() (Stats, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var s Stats
	if c.closed {
		return s, &Error{"ask for statistics", -1, "", ErrClosed}
	}
	for _, q := range c.queues {
		n, err := q.counts()
		if err != nil {
			return s, err
		}
		s.Received += q.count
		s.Dropped += n.dropped + n.full
		s.Invalid += n.invalid + n.sendInvalid + q.invalid
		q.sendMu.Lock()
		s.Sent += q.sent - q.sendDrops
		s.SendDropped += q.sendDrops
		q.sendMu.Unlock()
	}
	return s, nil
}

func (c *conn) info() Info {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := c.queues[0]
	i := Info{
		Fragments: first.plan.flags&unix.XDP_USE_SG != 0, FrameSize: first.plan.piece, Receive: first.plan.receive, Send: first.plan.send,
		MTU: c.mtu, ProgramLen: c.now.length, ReceivesOnQueue: first.receives,
	}
	if c.now.link != nil {
		i.Mode = c.mode
	}
	for _, q := range c.queues {
		i.Queues = append(i.Queues, q.id)
		i.Memory += q.plan.memory()
	}
	if c.closed {
		return i
	}
	if n, err := unix.GetsockoptInt(first.fd, unix.SOL_XDP, unix.XDP_OPTIONS); err == nil {
		i.ZeroCopy = n&unix.XDP_OPTIONS_ZEROCOPY != 0
	}
	i.NeedsNoWakeup = first.sends && !first.tx.wantsWakeup()
	return i
}

// close first makes the reader return; only then does it free what the reader uses.
func (c *conn) close() error {
	if c.closing.Swap(true) {
		return &Error{"close", -1, "", ErrClosed}
	}
	c.signal()
	c.waiting.Lock() // no reader is in poll now, and none will be
	defer c.waiting.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.detach()
	c.closed = true
	lent := false
	for _, q := range c.queues {
		lent = lent || len(q.held) > 0
	}
	if lent {
		// Frames that the reader has stay until it comes back, or is gone.
		for _, q := range c.queues {
			runtime.AddCleanup(c, func(mem *region) { _ = mem.free() }, q.mem)
		}
	}
	return errors.Join(err, c.free(lent))
}

func (c *conn) free(lent bool) error {
	var err error
	rest := make([]func(), len(c.queues))
	for i, q := range c.queues {
		q.sendMu.Lock()
		var e error
		rest[i], e = q.close(lent)
		err = errors.Join(err, e)
		q.sendMu.Unlock()
	}
	reap.Go(c.freed, func() {
		for _, f := range rest {
			f()
		}
	})
	if c.xsks != nil {
		err = errors.Join(err, c.xsks.Close())
	}
	if c.ns != nil {
		err = errors.Join(err, c.ns.Close())
	}
	if c.event >= 0 {
		err = errors.Join(err, unix.Close(c.event))
	}
	return err
}
