package afpacket

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"golang.org/x/sys/unix"
)

// inert is a protocol number that no frame has: IEEE 802.3 lengths are below
// 0x600 and the kernel's own numbers below 0x100. A socket bound to it receives
// nothing.
const inert = 0x05ff

type conn struct {
	k   kernel
	cfg Config
	fd  int

	// Receiving.
	ready   bool // memory is there
	bound   bool
	ifindex int
	ring    []byte
	cur     int // the block that is being walked, or comes next
	walking bool
	block   Block
	plain   *messages
	taken   uint64 // frames taken off the queue
	skip    uint64 // those up to this one are not delivered
	failure error  // to be reported when the queue is empty
	giveUp  time.Time

	// What poll and the receiver tell each other.
	failing atomic.Bool // failure is set
	alarmed atomic.Bool // poll saw an error

	kept []byte // what Close kept

	mu    sync.Mutex // of the counts
	total Stats

	sendMu sync.Mutex
	out    outgoing
	one    [1][]byte
}

func (c *conn) open(cfg Config) error { return c.openOn(system{}, cfg) }

func (c *conn) openOn(k kernel, cfg Config) error {
	cfg.complete()
	c.k, c.cfg = k, cfg
	typ := unix.SOCK_RAW
	if cfg.Cooked {
		typ = unix.SOCK_DGRAM
	}
	fd, err := k.socket(typ)
	if err != nil {
		return &Error{"open packet socket", err}
	}
	c.fd = fd
	return nil
}

func (c *conn) interfaceByName(name string) (Interface, error) {
	it, err := c.k.byName(c.fd, name)
	if err != nil {
		return it, &Error{"look up interface", err}
	}
	return it, nil
}

func (c *conn) setFilter(p bpf.Program) error {
	if err := bpf.Validate(p); err != nil {
		return err
	}
	if p == nil {
		p = bpf.Snap(bpf.AcceptAll)
	}
	if err := c.k.attach(c.fd, p); err != nil {
		return &Error{"set filter", err}
	}
	return nil
}

func (c *conn) bindTo(ifindex int) error {
	if err := c.prepare(); err != nil {
		return err
	}
	_ = c.k.socketError(c.fd) // from before
	c.calm()
	if err := c.k.bind(c.fd, ifindex, unix.ETH_P_ALL); err != nil {
		return &Error{"bind", c.explain(err, ifindex)}
	}
	c.bound, c.ifindex = true, ifindex
	// The kernel binds to an interface that is down, and leaves an error.
	if err := c.k.socketError(c.fd); err != nil {
		_ = c.unbind()
		return &Error{"bind", c.explain(err, ifindex)}
	}
	return nil
}

// explain names what an errno of receiving says about the interface.
func (c *conn) explain(err error, ifindex int) error {
	switch {
	case !errors.Is(err, unix.ENETDOWN) && !errors.Is(err, unix.ENODEV) && !errors.Is(err, unix.ENXIO):
		return err
	case ifindex != 0 && !c.k.exists(c.fd, ifindex):
		return ErrGone
	}
	return ErrDown
}

func (c *conn) memory() []byte { return c.ring }

// unbind first has every frame rejected, then takes the socket off the interface:
// binding to another protocol makes the kernel wait until no frame is on its way
// (synchronize_net in packet_do_bind), so that the counts are final.
func (c *conn) unbind() error {
	if !c.bound {
		return nil
	}
	if err := c.k.attach(c.fd, bpf.Reject()); err != nil {
		return &Error{"reject frames", err}
	}
	err := c.k.bind(c.fd, c.ifindex, inert)
	if errors.Is(err, unix.ENODEV) { // the interface is gone
		err = c.k.bind(c.fd, 0, inert)
	}
	if err != nil {
		return &Error{"unbind", err}
	}
	_ = c.k.socketError(c.fd)
	c.bound = false
	c.calm()
	c.giveUp = time.Now().Add(c.patience())
	return nil
}

// patience bounds the wait for a block that the kernel's timer should hand over.
func (c *conn) patience() time.Duration { return 10*c.cfg.BlockTimeout + time.Second }

func (c *conn) discard() error {
	s, err := c.statistics()
	c.skip = max(s.Received, c.taken)
	return err
}

func (c *conn) drained() (bool, error) {
	s, err := c.statistics()
	return c.taken >= s.Received || err != nil || !c.giveUp.IsZero() && time.Now().After(c.giveUp), err
}

func (c *conn) promiscuous(ifindex int, on bool) error {
	if err := c.k.member(c.fd, ifindex, on); err != nil {
		return &Error{"set promiscuous mode", c.explain(err, ifindex)}
	}
	return nil
}

func (c *conn) hardwareTime(name string) error {
	if err := c.k.hardwareTime(c.fd, name); err != nil {
		return &Error{"switch on the adapter's time stamps", err}
	}
	return nil
}

// statistics adds the kernel's counts, which start again with every question, to
// ours. The kernel's packets include the drops.
func (c *conn) statistics() (Stats, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fd < 0 {
		return c.total, &Error{"ask for statistics", ErrClosed}
	}
	s, err := c.k.stats(c.fd)
	if err != nil {
		return c.total, &Error{"ask for statistics", err}
	}
	c.total.Received += uint64(s.Packets - min(s.Drops, s.Packets))
	c.total.Dropped += uint64(s.Drops)
	c.total.Freezes += uint64(s.Freeze_q_cnt)
	return c.total, nil
}

func (c *conn) lastStatistics() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

func (c *conn) next(f *Frame) (bool, error) {
	for {
		ok, err := c.take(f)
		if !ok {
			return false, err
		}
		if c.taken++; c.taken > c.skip {
			return true, nil
		}
	}
}

// take takes the next frame off the ring or the batch.
func (c *conn) take(f *Frame) (bool, error) {
	if c.plain != nil {
		return c.takePlain(f)
	}
	for {
		if c.walking {
			if c.block.Next(f) {
				return true, nil
			}
			if err := c.endBlock(); err != nil {
				return false, err
			}
		}
		if len(c.ring) == 0 {
			return false, c.trouble()
		}
		b := c.blockAt(c.cur)
		if !owned(b) {
			return false, c.trouble()
		}
		c.walking = true
		if err := c.block.Reset(b); err == nil && c.block.losing() {
			_, _ = c.statistics() // so that the drops so far are known with the frame
		}
	}
}

func (c *conn) blockAt(i int) []byte {
	return c.ring[i*c.cfg.BlockSize : (i+1)*c.cfg.BlockSize : (i+1)*c.cfg.BlockSize]
}

// endBlock hands the walked block back. Frames that could not be walked count as taken.
func (c *conn) endBlock() error {
	handBack(c.blockAt(c.cur))
	c.walking = false
	if c.cur++; c.cur*c.cfg.BlockSize >= len(c.ring) {
		c.cur = 0
	}
	if err := c.block.Err(); err != nil {
		return &Error{"read ring block", err}
	}
	return nil
}

func (c *conn) takePlain(f *Frame) (bool, error) {
	m := c.plain
	if m.next >= m.n {
		n, err := c.k.receive(c.fd, m)
		m.n, m.next = n, 0
		switch {
		case err == nil:
		case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
			return false, c.trouble()
		case errors.Is(err, unix.ENETDOWN):
			// recvmsg reports a pending error before the frames in the queue.
			c.fail(err)
			return false, nil
		default:
			return false, &Error{"receive", err}
		}
	}
	if m.n == 0 {
		return false, nil
	}
	m.frame(m.next, f)
	if m.next++; m.next == 1 && f.Status&StatusLosing != 0 {
		_, _ = c.statistics()
	}
	return true, nil
}

// fail remembers an error to be reported when all frames have been taken.
func (c *conn) fail(err error) {
	c.failure = &Error{"receive", c.explain(err, c.ifindex)}
	c.failing.Store(true)
	c.giveUp = time.Now().Add(c.patience())
}

// calm forgets errors of receiving.
func (c *conn) calm() {
	c.failure = nil
	c.failing.Store(false)
	c.alarmed.Store(false)
}

// trouble is asked when nothing is queued: what error is there to report?
func (c *conn) trouble() error {
	if c.alarmed.Swap(false) {
		if err := c.k.socketError(c.fd); err != nil {
			c.fail(err)
		}
	}
	if c.failure == nil {
		return nil
	}
	if done, _ := c.drained(); !done {
		return nil // the last block is still with the kernel
	}
	err := c.failure
	if !errors.Is(err, ErrGone) { // that one is for good
		c.calm()
	}
	return err
}

func (c *conn) sendOne(ifindex int, frame []byte) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	c.one[0] = frame
	_, err := c.sendAll(ifindex, c.one[:])
	c.one[0] = nil
	return err
}

func (c *conn) send(ifindex int, frames [][]byte) (int, error) {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	return c.sendAll(ifindex, frames)
}

func (c *conn) sendAll(ifindex int, frames [][]byte) (int, error) {
	if c.fd < 0 {
		return 0, &Error{"send", ErrClosed}
	}
	sent := 0
	for sent < len(frames) {
		n, err := c.k.send(c.fd, ifindex, frames[sent:], &c.out)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return sent, &Error{"send", c.explain(err, ifindex)}
		}
		if n == 0 {
			break
		}
		sent += n
	}
	return sent, nil
}

func busy(err error) bool { return errors.Is(err, unix.ENOBUFS) || errors.Is(err, unix.EAGAIN) }

func (c *conn) close(keep bool) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fd < 0 {
		return &Error{"close", ErrClosed}
	}
	var err error
	if len(c.ring) > 0 {
		if keep && c.walking {
			c.kept = c.blockAt(c.cur)
		}
		if err = c.k.unmap(c.ring, c.kept); err != nil {
			err = &Error{"unmap ring", err}
		}
	}
	c.ring, c.walking, c.block = nil, false, Block{}
	if e := c.k.closeFD(c.fd); e != nil && err == nil {
		err = &Error{"close", e}
	}
	c.fd = -1
	return err
}

func (c *conn) release() error {
	kept := c.kept
	if c.kept = nil; len(kept) == 0 {
		return nil
	}
	return c.k.unmap(kept, nil)
}
