package afxdp

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/ebpf"
)

type conn struct {
	cfg     Config
	ifindex int
	mtu     int
	ns      *os.File // the network namespace, for Start
	queues  []*queue
	event   int // eventfd that wakes
	poll    []unix.PollFd

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

// attached is a program in the kernel.
type attached struct {
	loaded *ebpf.Loaded
	link   *ebpf.Link
	length int
}

// refused makes an *Error of the kernel's refusal.
func refused(op string, queue int, err error, capability string) error {
	e := &Error{Op: op, Queue: queue, Err: err}
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
	c.cfg, c.ifindex, c.event = cfg, ifindex, -1
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
			_ = q.close(false)
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

func (c *conn) start(filter bpf.Program) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return &Error{"start", -1, "", ErrClosed}
	case c.now.link != nil:
		return &Error{"start", -1, "", ErrActive}
	case !c.queues[0].receives:
		return &Error{"start", -1, "", ErrConfig}
	}
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	if err := c.fillMap(); err != nil {
		return err
	}
	l, n, stamp, err := c.load(filter)
	if err != nil {
		return err
	}
	link, err := c.attach(l)
	if err != nil {
		_ = l.Close()
		return refused("attach program", -1, err, "CAP_NET_ADMIN")
	}
	c.now = attached{l, link, n}
	c.use(filter, stamp)
	return nil
}

// fillMap puts the sockets where the program finds them.
func (c *conn) fillMap() error {
	if c.xsks != nil {
		return nil
	}
	highest := 0
	for _, q := range c.queues {
		highest = max(highest, q.id)
	}
	m, err := ebpf.NewMap(ebpf.MapXSK, 4, highest+1)
	if err != nil {
		return refused("make map of sockets", -1, err, "CAP_BPF")
	}
	for _, q := range c.queues {
		if err := m.Put(uint32(q.id), native32(uint32(q.fd))); err != nil {
			_ = m.Close()
			return refused("put into map of sockets", q.id, err, "CAP_BPF")
		}
	}
	c.xsks = m
	return nil
}

// load makes and loads a program with a stamp of its own. A kernel that does not know
// of frames in several pieces gets one that does not either.
func (c *conn) load(filter bpf.Program) (l *ebpf.Loaded, length int, stamp uint32, err error) {
	x := ebpf.XDP{Map: c.xsks.FD(), Fragments: c.queues[0].plan.flags&unix.XDP_USE_SG != 0}
	if c.cfg.Take {
		x.Rejected = ebpf.Drop
	}
	if c.stamps++; !c.cfg.NoStamp {
		x.Stamp = c.stamps
	}
	for {
		p, err := x.Program(filter)
		if err != nil {
			return nil, 0, 0, err
		}
		l, err := ebpf.Load(p, ebpf.LoadOptions{Kind: ebpf.KindXDP, Name: "gocap_xsk", Fragments: x.Fragments})
		switch {
		case err == nil:
			return l, len(p), c.stamps, nil
		case !x.Fragments || errors.Is(err, fs.ErrPermission):
			return nil, 0, 0, refused("load program", -1, err, "CAP_BPF")
		}
		x.Fragments = false
	}
}

// attach attaches in the mode that is asked for, or in the driver if that can.
func (c *conn) attach(l *ebpf.Loaded) (k *ebpf.Link, err error) {
	modes := []ebpf.Mode{ebpf.Driver, ebpf.Generic}
	switch c.cfg.Mode {
	case Generic:
		modes = modes[1:]
	case Driver:
		modes = modes[:1]
	}
	for _, m := range modes {
		err = inNamespace(c.ns, func() (err error) { k, err = ebpf.Attach(l, c.ifindex, m); return err })
		if err == nil {
			if c.mode = Driver; m == ebpf.Generic {
				c.mode = Generic
			}
			return k, nil
		}
		if errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EEXIST) || errors.Is(err, fs.ErrPermission) {
			break
		}
	}
	return nil, err
}

// use has frames judged by the program that is attached now.
func (c *conn) use(filter bpf.Program, stamp uint32) {
	for _, q := range c.queues {
		q.receiver.filter, q.receiver.stamp = filter, stamp
	}
}

func (c *conn) setFilter(filter bpf.Program) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return &Error{"set filter", -1, "", ErrClosed}
	case c.now.link == nil:
		return &Error{"set filter", -1, "", ErrInactive}
	}
	if err := bpf.Validate(filter); err != nil {
		return err
	}
	l, n, stamp, err := c.load(filter)
	if err != nil {
		return err
	}
	if err := c.now.link.Update(l); err != nil {
		_ = l.Close()
		return refused("replace program", -1, err, "CAP_NET_ADMIN")
	}
	_ = c.now.loaded.Close()
	c.now.loaded, c.now.length = l, n
	c.use(filter, stamp)
	return nil
}

func (c *conn) stop() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return &Error{"stop", -1, "", ErrClosed}
	}
	return c.detach()
}

// detach is called with mu held.
func (c *conn) detach() error {
	a := c.now
	if c.now = (attached{}); a.link == nil {
		return nil
	}
	return errors.Join(a.link.Close(), a.loaded.Close())
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

// over is what a reader gets after Close; it has no more use for frames.
func (c *conn) over() error {
	for _, q := range c.queues {
		_ = q.mem.free()
	}
	return &Error{"receive", -1, "", ErrClosed}
}

// askEvery is how often Wait asks the sockets for errors.
const askEvery = 50 * time.Millisecond

func (c *conn) wait(timeout time.Duration) error {
	c.waiting.Lock()
	defer c.waiting.Unlock()
	if c.closing.Load() {
		return &Error{"wait", -1, "", ErrClosed}
	}
	c.settle()
	if c.cfg.Interval != 0 {
		return c.watch(timeout)
	}
	c.poll = append(c.poll[:0], unix.PollFd{Fd: int32(c.event), Events: unix.POLLIN})
	for _, q := range c.queues {
		c.poll = append(c.poll, unix.PollFd{Fd: int32(q.fd), Events: unix.POLLIN})
	}
	for began := time.Now(); ; {
		left := time.Duration(askEvery)
		if timeout >= 0 {
			left = min(left, timeout-time.Since(began))
		}
		n, err := c.sleep(max(left, 0))
		if n > 0 || err != nil || left < askEvery || c.failing() {
			return err
		}
	}
}

// settle gives the kernel what has been read, so that poll does not find it again.
func (c *conn) settle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, q := range c.queues {
		if q.receives && !c.closed {
			q.receiver.settle()
		}
	}
}

// failing asks the sockets for errors, which poll does not tell of: an interface that
// was removed looks like one that is idle.
func (c *conn) failing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, q := range c.queues {
		if c.failed == nil && !c.closed {
			c.failed = q.failure()
		}
	}
	return c.failed != nil
}

// sleep polls what is in c.poll and returns how much of it is ready.
func (c *conn) sleep(timeout time.Duration) (int, error) {
	ts := unix.NsecToTimespec(int64(timeout))
	n, err := unix.Ppoll(c.poll, &ts, nil)
	if err != nil && err != unix.EINTR {
		return n, &Error{"poll", -1, "", err}
	}
	if c.poll[0].Revents != 0 {
		var b [8]byte
		_, _ = unix.Read(c.event, b[:])
		c.woken.Store(false)
	}
	return n, nil
}

// watch looks at the rings every so often, instead of being woken.
func (c *conn) watch(timeout time.Duration) error {
	began := time.Now()
	asked := began
	c.poll = append(c.poll[:0], unix.PollFd{Fd: int32(c.event), Events: unix.POLLIN})
	for {
		if c.woken.Load() {
			_, err := c.sleep(0)
			return err
		}
		if c.ready() {
			return nil
		}
		now := time.Now()
		if timeout >= 0 && now.Sub(began) >= timeout {
			return nil
		}
		if now.Sub(asked) >= askEvery {
			if asked = now; c.failing() {
				return nil
			}
		}
		if c.cfg.Interval < 0 {
			runtime.Gosched()
			continue
		}
		pause := c.cfg.Interval
		if timeout >= 0 {
			pause = min(pause, timeout-now.Sub(began))
		}
		if n, err := c.sleep(pause); n > 0 || err != nil {
			return err
		}
	}
}

// ready reports whether there are frames. Only the reader, which is here, changes
// what it looks at.
func (c *conn) ready() bool {
	for _, q := range c.queues {
		if !q.receives {
			continue
		}
		if q.rx.ready() {
			return true
		}
		if q.fill.wantsWakeup() {
			knockReceive(q.fd)
		}
	}
	return false
}

func (c *conn) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.signal()
	}
}

func (c *conn) signal() {
	c.woken.Store(true)
	_, _ = unix.Write(c.event, []byte{1, 0, 0, 0, 0, 0, 0, 1}) // not 0 in either byte order
}

func (c *conn) sendOne(frame []byte) error {
	q := c.queues[0]
	q.sendMu.Lock()
	defer q.sendMu.Unlock()
	c.one[0] = frame
	_, err := c.sendLocked(q, c.one[:])
	c.one[0] = nil
	return err
}

func (c *conn) sendBatch(i int, frames [][]byte) (int, error) {
	if i < 0 || i >= len(c.queues) {
		return 0, &Error{"send", i, "", ErrConfig}
	}
	q := c.queues[i]
	q.sendMu.Lock()
	defer q.sendMu.Unlock()
	return c.sendLocked(q, frames)
}

func (c *conn) sendLocked(q *queue, frames [][]byte) (int, error) {
	switch {
	case q.fd < 0:
		return 0, &Error{"send on", q.id, "", ErrClosed}
	case !q.sends:
		return 0, &Error{"send on", q.id, "", ErrConfig}
	}
	n, err := q.sendBatch(frames)
	if errors.Is(err, ErrDown) && q.failure() != nil {
		err = &Error{"send on", q.id, "", ErrGone}
	}
	return n, err
}

func (c *conn) flush(timeout time.Duration) error {
	until := time.Now().Add(timeout)
	for _, q := range c.queues {
		if err := c.flushQueue(q, until); err != nil {
			return err
		}
	}
	return nil
}

func (c *conn) flushQueue(q *queue, until time.Time) error {
	q.sendMu.Lock()
	defer q.sendMu.Unlock()
	if q.fd < 0 || !q.sends {
		return nil
	}
	return q.flush(until)
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
	for _, q := range c.queues {
		q.sendMu.Lock()
		err = errors.Join(err, q.close(lent))
		q.sendMu.Unlock()
	}
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
