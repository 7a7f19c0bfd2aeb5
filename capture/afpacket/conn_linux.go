package afpacket

import (
	"encoding/binary"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/internal/reap"
	"golang.org/x/sys/unix"
)

// inert is a protocol number that no frame has: IEEE 802.3 lengths are below
// 0x600 and the kernel's own numbers below 0x100. A socket bound to it receives
// nothing.
const inert = 0x05ff

type conn struct {
	k     kernel
	cfg   Config
	fd    int
	freed chan struct{} // closed when the kernel has freed everything

	// Receiving.
	ready      bool // memory is there
	bound      bool
	ifindex    int
	program    bpf.Program
	descriptor int  // of an eBPF filter, or -1
	locked     bool // the filter stays
	grouped    bool // in a fanout group
	stamping   int  // what SO_TIMESTAMPING was asked for
	mem        mapping
	ring       ring // within mem.rx
	plain      *messages
	why        error         // of having less than was asked for
	skipped    atomic.Uint64 // how many were taken and not delivered
	asked      uint64        // taken, when a block last asked for statistics
	taken      uint64        // frames taken off the queue
	skip       atomic.Uint64 // those up to this one are not delivered
	dense      int           // how often to doze before poll: the last block had many frames
	moments    int           // how long to doze each time, in BlockTimeouts
	failure    error         // to be reported when the queue is empty
	giveUp     time.Time

	ringBytes int // of mem.rx, which Close takes away

	// What poll and the receiver tell each other.
	failing atomic.Bool // failure is set
	alarmed atomic.Bool // poll saw an error
	down    atomic.Bool // ErrDown was reported; look whether the interface is still there

	kept  []byte // what Close kept
	guard guard

	mu    sync.Mutex // of the counts
	total Stats

	sending
}

func (c *conn) open(cfg Config) error { return c.openOn(system{}, cfg) }

func (c *conn) openOn(k kernel, cfg Config) error {
	cfg.complete()
	c.k, c.cfg = k, cfg
	typ := unix.SOCK_RAW
	if cfg.Cooked {
		typ = unix.SOCK_DGRAM
	}
	open := k.socket
	if cfg.Socket != nil {
		open = cfg.Socket
	}
	fd, err := open(typ)
	if errors.Is(err, unix.EMFILE) && reap.Wait() {
		fd, err = open(typ)
	}
	if err != nil {
		return &Error{"open packet socket", err}
	}
	c.fd, c.descriptor, c.freed = fd, -1, make(chan struct{})
	if err := c.options(); err != nil {
		_ = k.closeFD(fd)
		return err
	}
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
	c.program, c.descriptor = p, -1
	return nil
}

func (c *conn) setFilterFD(fd int) error {
	if err := c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_ATTACH_BPF, fd); err != nil {
		return &Error{"set eBPF filter", err}
	}
	c.program, c.descriptor = nil, fd
	return nil
}

// attachFilter sets the filter that the program chose last.
func (c *conn) attachFilter() error {
	if c.descriptor >= 0 {
		return c.setFilterFD(c.descriptor)
	}
	return c.setFilter(c.program)
}

func (c *conn) lockFilter() error {
	if err := c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_LOCK_FILTER, 1); err != nil {
		return &Error{"lock filter", err}
	}
	c.locked = true
	return nil
}

// protocol is what to be bound to.
func (c *conn) protocol() uint16 {
	if c.cfg.Protocol != 0 {
		return c.cfg.Protocol
	}
	return unix.ETH_P_ALL
}

func (c *conn) bindTo(ifindex int) error {
	if err := c.prepare(); err != nil {
		return err
	}
	_ = c.k.socketError(c.fd) // from before
	c.calm()
	if c.cfg.Fanout != nil {
		if err := c.joinGroup(ifindex); err != nil {
			return err
		}
	} else if err := c.k.bind(c.fd, ifindex, c.protocol()); err != nil {
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

// unbind first has every frame rejected, then takes the socket off the interface:
// binding to another protocol makes the kernel wait until no frame is on its way
// (synchronize_net in packet_do_bind), so that the counts are final.
func (c *conn) unbind() error {
	if !c.bound {
		return nil
	}
	err := c.k.attach(c.fd, bpf.Reject())
	if err != nil && !c.locked {
		return &Error{"reject frames", err}
	}
	switch {
	case c.grouped && err != nil:
		return &Error{"leave fanout group", err} // only Close does that
	case c.grouped:
		_ = c.k.settle() // a kernel that cannot is rare
	default:
		err = c.k.bind(c.fd, c.ifindex, inert)
		if errors.Is(err, unix.ENODEV) { // the interface is gone
			err = c.k.bind(c.fd, 0, inert)
		}
		if err != nil {
			return &Error{"unbind", err}
		}
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
	c.skip.Store(s.Received)
	return err
}

// swap exchanges the filter without leaving the interface.
func (c *conn) swap(p bpf.Program) error {
	if !c.bound {
		return &Error{"exchange filter", unix.ENOTCONN}
	}
	if err := c.setFilter(p); err != nil {
		return err
	}
	if err := c.k.settle(); err != nil {
		return &Error{"wait for frames under way", err}
	}
	return c.discard()
}

// pending looks into the block that the kernel is filling. Its time is that of its
// beginning; the number of packets is all that the kernel promises to be right.
func (c *conn) pending() (int64, bool) {
	if c.ring.version != V3 {
		return 0, false
	}
	b := c.blockAt(c.ring.cur)
	if b == nil || owned(b[blockStatus:]) {
		return 0, b != nil
	}
	if loaded(b[blockPackets:]) == 0 {
		return 0, false
	}
	ne := binary.NativeEndian
	return int64(ne.Uint32(b[blockSec:]))*1e9 + int64(ne.Uint32(b[blockNsec:])), true
}

func (c *conn) drained() (bool, error) {
	c.tally()
	s, err := c.statistics()
	return c.taken >= s.Received || err != nil || !c.giveUp.IsZero() && time.Now().After(c.giveUp), err
}

func (c *conn) member(ifindex, typ int, addr []byte, on bool, op string) error {
	if len(addr) > len(unix.PacketMreq{}.Address) {
		return &Error{op, unix.EINVAL}
	}
	if err := c.k.member(c.fd, ifindex, typ, addr, on); err != nil {
		return &Error{op, c.explain(err, ifindex)}
	}
	return nil
}

func (c *conn) promiscuous(ifindex int, on bool) error {
	return c.member(ifindex, unix.PACKET_MR_PROMISC, nil, on, "set promiscuous mode")
}

func (c *conn) allMulticast(ifindex int, on bool) error {
	return c.member(ifindex, unix.PACKET_MR_ALLMULTI, nil, on, "ask for all multicast")
}

func (c *conn) address(ifindex int, addr []byte, on bool) error {
	if len(addr) > 0 && addr[0]&1 == 0 {
		return c.member(ifindex, unix.PACKET_MR_UNICAST, addr, on, "ask for an address")
	}
	return c.member(ifindex, unix.PACKET_MR_MULTICAST, addr, on, "ask for a group")
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
	c.total.Discarded = c.skipped.Load()
	return c.total, nil
}

func (c *conn) lastStatistics() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

func (c *conn) close(keep bool) error {
	c.sendMu.Lock()
	defer c.sendMu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fd < 0 {
		return &Error{"close", ErrClosed}
	}
	var err error
	if len(c.mem.all) > 0 {
		if keep && c.ring.walking {
			c.kept = c.blockAt(c.ring.cur / max(c.ring.perBlock, 1))
		}
		if err = c.k.unmap(c.mem.all, c.kept); err != nil {
			err = &Error{"unmap ring", err}
		}
	}
	c.mem = mapping{}
	if !keep {
		c.guard.takeBack()
		c.ring.walking, c.ring.inBlock, c.ring.block, c.ring.left = false, false, Block{}, 0
	}
	c.reap()
	return err
}

// reap ends receiving at once. It leaves to the background what the kernel then waits
// for: two grace periods of RCU (packet_set_ring and packet_release).
func (c *conn) reap() {
	if c.bound {
		_ = c.k.attach(c.fd, bpf.Reject()) // a locked filter stays
	}
	fd := c.fd
	c.fd = -1
	reap.Go(c.freed, func() { _ = c.k.closeFD(fd) })
}

func (c *conn) release() error {
	kept := c.kept
	if c.kept = nil; len(kept) == 0 {
		return nil
	}
	return c.k.unmap(kept, nil)
}
