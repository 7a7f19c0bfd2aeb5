package afpacket

import (
	"errors"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"golang.org/x/sys/unix"
)

// ring is where the receiver is in the ring.
type ring struct {
	version Version
	walking bool // the block or slot at cur is the program's
	inBlock bool // it is a block, and frames may be lent from it as they lie
	cur     int  // the block or slot that is being read, or comes next
	count   int  // of blocks or slots
	block   Block
	left    int // of block, not yet counted as taken

	// V1 and V2 only.
	form     slotForm
	slotSize int
	perBlock int       // slots in a block
	queue    *messages // the frames that were too long for their slots
}

// lent is the block whose frames may be taken without asking, or an empty one.
func (c *conn) lent() *Block {
	if c.cfg.Guard || c.cfg.Offloads {
		return new(Block)
	}
	return &c.ring.block
}

// tally counts the frames that have been taken off the block directly.
func (c *conn) tally() {
	if n := c.ring.block.left; n != c.ring.left {
		c.taken += uint64(c.ring.left - n)
		c.ring.left = n
	}
}

func (c *conn) next(f *Frame) (bool, error) {
	if c.buffered(f) {
		return true, nil
	}
	if c.cfg.Guard {
		c.guard.takeBack()
	}
	for {
		ok, err := c.take(f)
		if !ok {
			return false, err
		}
		if c.taken++; c.taken > c.skip.Load() {
			if c.cfg.Guard {
				return true, c.guard.lend(f)
			}
			return true, nil
		}
		c.skipped.Add(1)
	}
}

// buffered walks the block that the receiver has taken, and touches nothing that
// other goroutines change.
func (c *conn) buffered(f *Frame) bool {
	c.tally()
	for c.ring.inBlock && c.ring.block.Next(f) {
		c.ring.left = c.ring.block.left
		if c.cfg.Offloads {
			f.takeOffload()
		}
		if c.taken++; c.taken > c.skip.Load() {
			return true
		}
		c.skipped.Add(1)
	}
	return false
}

// take takes the next frame off the ring or the batch.
func (c *conn) take(f *Frame) (bool, error) {
	switch {
	case c.ring.version == V3:
		return c.takeBlock(f)
	case c.ring.version != AnyVersion:
		return c.takeSlot(f)
	case c.plain != nil:
		return c.takePlain(f)
	}
	return false, c.trouble()
}

// crowd is how many frames in a block make a dense stream, and throng a very dense
// one, for which two blocks' time is slept: waking costs as much as dozens of frames.
const crowd, throng = 64, 512

// patient is how often to doze before poll when a dense stream pauses. A system call
// that blocks has the Go runtime's monitor look every 20 µs for a millisecond, which
// costs a hundred times what a doze does.
const patient = 16

func (c *conn) takeBlock(f *Frame) (bool, error) {
	for {
		if c.ring.walking {
			if c.ring.block.Next(f) {
				c.ring.left = c.ring.block.left
				if c.cfg.Offloads {
					f.takeOffload()
				}
				return true, nil
			}
			if err := c.endBlock(); err != nil {
				return false, err
			}
		}
		b := c.blockAt(c.ring.cur)
		if b == nil || !owned(b[blockStatus:]) {
			return false, c.trouble()
		}
		c.ring.walking, c.ring.inBlock = true, !c.cfg.Guard
		if c.down.Load() {
			c.down.Store(false)
		}
		if err := c.ring.block.Reset(b); err == nil && c.ring.block.losing() {
			_, _ = c.statistics() // so that the drops so far are known with the frame
		}
		c.ring.left = c.ring.block.left
		if n := c.ring.block.Left(); n >= crowd {
			c.dense, c.moments = patient, 1+min(n/throng, 1)
		}
	}
}

// blockAt is a block of the ring for receiving; nil after Close.
func (c *conn) blockAt(i int) []byte {
	if len(c.mem.rx) == 0 {
		return nil
	}
	return c.mem.rx[i*c.cfg.BlockSize : (i+1)*c.cfg.BlockSize : (i+1)*c.cfg.BlockSize]
}

// step goes to the next block or slot.
func (r *ring) step() {
	r.walking, r.inBlock = false, false
	if r.cur++; r.cur == r.count {
		r.cur = 0
	}
}

// endBlock hands the walked block back. Frames that could not be walked count as taken.
func (c *conn) endBlock() error {
	c.tally()
	handBack(c.blockAt(c.ring.cur)[blockStatus:])
	c.ring.step()
	if c.taken-c.asked > 1<<30 {
		c.asked = c.taken
		_, _ = c.statistics() // before the kernel's counts, of 32 bits, go round
	}
	if err := c.ring.block.Err(); err != nil {
		return &Error{"read ring block", err}
	}
	return nil
}

// slotAt is a slot of the ring for receiving; nil after Close. Slots do not cross
// blocks.
func (c *conn) slotAt(i int) []byte {
	b := c.blockAt(i / c.ring.perBlock)
	if b == nil {
		return nil
	}
	at := i % c.ring.perBlock * c.ring.slotSize
	return b[at : at+c.ring.slotSize : at+c.ring.slotSize]
}

// takeSlot hands the slot of the frame before back and looks at the next.
func (c *conn) takeSlot(f *Frame) (bool, error) {
	r := &c.ring
	if r.walking {
		handBack(c.slotAt(r.cur)[r.form.status:])
		r.step()
	}
	s := c.slotAt(r.cur)
	if s == nil || !owned(s[r.form.status:]) {
		return false, c.trouble()
	}
	r.walking = true
	if err := slotFrame(s, r.form, f); err != nil {
		c.taken++
		return false, &Error{"read ring slot", err}
	}
	if f.Status&StatusLosing != 0 {
		_, _ = c.statistics()
	}
	if c.cfg.Offloads {
		f.takeOffload()
	}
	if f.Status&StatusCopy != 0 {
		c.takeCopy(f)
	}
	return true, nil
}

// arrived reports whether the next block or slot is the program's. Without a ring
// that cannot be seen.
func (c *conn) arrived() bool {
	switch c.ring.version {
	case AnyVersion:
		return false
	case V3:
		b := c.blockAt(c.ring.cur)
		return b == nil || owned(b[blockStatus:])
	}
	at := c.ring.cur
	if c.ring.walking {
		at = (at + 1) % c.ring.count
	}
	s := c.slotAt(at)
	return s == nil || owned(s[c.ring.form.status:])
}

// takeCopy takes a frame that was too long for its slot off the socket's queue,
// where the kernel put all of it. What the filter would have cut is cut here.
func (c *conn) takeCopy(f *Frame) {
	var whole Frame
	q := c.ring.queue
	if n, err := c.k.receive(c.fd, q); err != nil || n == 0 {
		return // the slot's part is all there is
	}
	if q.frame(0, &whole); c.cfg.Offloads {
		whole.cutOffload()
	}
	verdict := uint32(bpf.AcceptAll)
	if c.program != nil {
		verdict = c.program.RunLinux(whole.Data, whole.Len, &bpf.Metadata{
			Protocol: f.Protocol, PacketType: f.PacketType, Interface: uint32(f.Interface), Hardware: f.Hardware,
			VLANPresent: f.Status&StatusVLAN != 0, VLANTag: f.TCI, VLANTPID: f.TPID,
		})
	}
	if n := int(min(uint64(len(whole.Data)), uint64(verdict))); n > len(f.Data) {
		f.Data, f.head = whole.Data[:n:n], whole.head[:len(whole.head)-len(whole.Data)+n]
	}
	f.Status &^= StatusCopy
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
	if m.frame(m.next, f); c.cfg.Offloads {
		f.cutOffload()
	}
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
	c.down.Store(false)
}

// trouble is asked when nothing is queued: what error is there to report?
func (c *conn) trouble() error {
	if c.alarmed.Swap(false) {
		if err := c.k.socketError(c.fd); err != nil {
			c.fail(err)
		}
	}
	if c.failure == nil && c.down.Load() && c.ifindex != 0 && !c.k.exists(c.fd, c.ifindex) {
		c.fail(unix.ENODEV) // the kernel tells of going down, and of no more
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
		c.down.Store(true)
	}
	return err
}
