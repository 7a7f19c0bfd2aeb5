package afpacket

import (
	"errors"
	"os"
	"time"

	"github.com/gocap-project/gocap/internal/reap"
	"golang.org/x/sys/unix"
)

// Defaults of Config.
const (
	defaultBuffer    = 32 << 20
	defaultBlockSize = 256 << 10
	smallestBlock    = 16 << 10 // unless it is asked for
	enoughBlocks     = 64       // each may be filled for as little as BlockTimeout: a reader may be held up for so many
	defaultLongest   = 64<<10 + 1024
	defaultTimeout   = time.Millisecond
	defaultBatch     = 32
	smallestRing     = 512 << 10
	largestSlot      = 16 << 10 // for which slots are made as large as the longest frame
	usualSlot        = 2 << 10
	blockOverhead    = 256 // from the block to the first frame at most
	slotOverhead     = 96  // from the slot to the frame at most, VLAN tag put back included
)

// mapping is the memory shared with the kernel: the ring for receiving, and behind
// it the one for sending. Either may be empty.
type mapping struct{ all, rx, tx []byte }

// complete fills in the defaults and rounds as the kernel wants it.
func (cfg *Config) complete() {
	orElse := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	orElse(&cfg.Buffer, defaultBuffer)
	if cfg.BlockSize > blockOverhead && cfg.Longest <= 0 {
		cfg.Longest = cfg.BlockSize - blockOverhead
	}
	orElse(&cfg.Longest, defaultLongest)
	orElse(&cfg.Batch, defaultBatch)
	size := pages(max(cfg.BlockSize, min(cfg.Longest, 1<<27)+blockOverhead))
	if cfg.BlockSize <= 0 {
		size = max(size, min(pages(cfg.Buffer/enoughBlocks), defaultBlockSize), smallestBlock)
	}
	cfg.BlockSize = size
	if cfg.BlockTimeout <= 0 {
		cfg.BlockTimeout = defaultTimeout
	}
	cfg.BlockTimeout = (cfg.BlockTimeout + time.Millisecond - 1).Truncate(time.Millisecond)
	orElse(&cfg.SlotSize, usualSlot)
	if cfg.SlotSize == usualSlot && cfg.Longest <= largestSlot {
		cfg.SlotSize = cfg.Longest + slotOverhead
	}
	cfg.SlotSize = min((cfg.SlotSize+tpacketAlign-1)&^(tpacketAlign-1), cfg.BlockSize)
}

// pages rounds up to a power of two of whole pages.
func pages(n int) int {
	size := os.Getpagesize()
	for size < n && size < 1<<28 {
		size <<= 1
	}
	return size
}

// options sets what is set once, at Open.
func (c *conn) options() error {
	for _, o := range []struct {
		on       bool
		opt      int
		describe string
	}{
		{c.cfg.Offloads, unix.PACKET_VNET_HDR, "ask for offloads"},
		{c.cfg.OriginDevice, unix.PACKET_ORIGDEV, "ask for the original device"},
		{c.cfg.IgnoreOutgoing, unix.PACKET_IGNORE_OUTGOING, "ignore outgoing frames"},
	} {
		if o.on {
			if err := c.k.setInt(c.fd, unix.SOL_PACKET, o.opt, 1); err != nil {
				return &Error{o.describe, err}
			}
		}
	}
	if c.cfg.BusyPoll > 0 {
		// It takes CAP_NET_ADMIN, and is the lesser part of busy polling.
		_ = c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_BUSY_POLL, int(min(c.cfg.BusyPoll, time.Second)/time.Microsecond))
	}
	return nil
}

// prepare makes the memory for receiving, once.
func (c *conn) prepare() error {
	if c.ready {
		return nil
	}
	if !c.cfg.Plain {
		switch err := c.makeRing(); {
		case err == nil:
			c.ready = true
			return nil
		case !noRing(err) || c.cfg.Version != AnyVersion:
			return err
		default:
			c.why = err
		}
	}
	if err := c.makePlain(); err != nil {
		return err
	}
	c.ready = true
	return nil
}

// noRing reports whether err means that this kernel has no such ring for us, or no
// memory for one: then another form or recvmmsg may still do.
func noRing(err error) bool {
	for _, e := range []error{unix.ENOMEM, unix.ENOBUFS, unix.EINVAL, unix.ENOPROTOOPT, unix.EOPNOTSUPP, unix.EAGAIN, unix.EPERM} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// noMemory reports whether err means that a smaller ring may do.
func noMemory(err error) bool {
	return errors.Is(err, unix.ENOMEM) || errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.ENOBUFS)
}

// makeRing makes a ring of the form that is asked for, or of the latest that the
// kernel has.
func (c *conn) makeRing() (err error) {
	if c.cfg.Version != AnyVersion {
		return c.makeVersion(c.cfg.Version)
	}
	for _, v := range []Version{V3, V2, V1} {
		if err = c.makeVersion(v); err == nil || !noRing(err) || noMemory(err) {
			return err
		}
		c.why = err
	}
	return err
}

// tpacket are the kernel's numbers of the versions.
var tpacket = [...]int{V1: unix.TPACKET_V1, V2: unix.TPACKET_V2, V3: unix.TPACKET_V3}

func (c *conn) makeVersion(v Version) (err error) {
	if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_VERSION, tpacket[v]); err != nil {
		return &Error{"choose " + v.String(), err}
	}
	if err := c.beforeRing(v); err != nil {
		return err
	}
	if err := c.beforeSendRing(v); err != nil {
		return err
	}
	for bytes := c.cfg.Buffer; ; {
		rx, tx := c.request(v, bytes), c.sendRing(v)
		if c.mem, err = c.k.ring(c.fd, v, rx, tx); err == nil {
			c.laidOut(v, rx)
			if tx != nil {
				c.sendLaidOut(v, tx, c.mem.tx)
			}
			return nil
		}
		switch err = (&Error{"make ring", err}); {
		case !noMemory(err):
			return err
		case reap.Wait():
			continue // there is the memory of rings that were closed
		case bytes/2 < smallestRing:
			return err
		}
		bytes, c.why = bytes/2, err
	}
}

// beforeRing sets the options that the kernel wants before the ring is made.
func (c *conn) beforeRing(v Version) error {
	if c.cfg.Clock == Hardware {
		if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_TIMESTAMP, unix.SOF_TIMESTAMPING_RAW_HARDWARE); err != nil {
			return &Error{"choose the adapter's time", err}
		}
	}
	if v == V3 {
		return nil
	}
	if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_COPY_THRESH, c.cfg.SlotSize); err != nil {
		return &Error{"ask for copies of long frames", err}
	}
	return c.receiveBuffer(c.cfg.Buffer / 4)
}

// request describes a ring of about so many bytes: at least two blocks.
func (c *conn) request(v Version, bytes int) *unix.TpacketReq3 {
	blocks := min(max(bytes/c.cfg.BlockSize, 2), (1<<31-1)/c.cfg.BlockSize)
	// In a V3 ring the kernel wants a consistent number of frames and does not use it.
	r := &unix.TpacketReq3{Block_size: uint32(c.cfg.BlockSize), Block_nr: uint32(blocks), Frame_size: 2048}
	if v == V3 {
		r.Retire_blk_tov = uint32(c.cfg.BlockTimeout / time.Millisecond)
	} else {
		r.Frame_size = uint32(c.cfg.SlotSize)
	}
	r.Frame_nr = r.Block_size / r.Frame_size * r.Block_nr
	return r
}

// laidOut takes note of the ring that was made.
func (c *conn) laidOut(v Version, r *unix.TpacketReq3) {
	c.ring, c.ringBytes = ring{version: v, count: int(r.Block_nr)}, len(c.mem.rx)
	if v == V3 {
		return
	}
	c.ring.form, c.ring.slotSize = formOf(v, wordSize, bigEndian), int(r.Frame_size)
	c.ring.perBlock, c.ring.count = int(r.Block_size/r.Frame_size), int(r.Frame_nr)
	// The interface's MTU may grow, whatever Longest says.
	c.ring.queue = newMessages(1, max(c.cfg.Longest, defaultLongest)+offloadLen)
}

func (c *conn) memory() Memory {
	m := Memory{Version: c.ring.version, Bytes: c.ringBytes, Wanted: c.cfg.Buffer, Why: c.why}
	if m.Bytes > 0 {
		m.BlockSize, m.SlotSize = c.cfg.BlockSize, c.ring.slotSize
	}
	return m
}

func (c *conn) makePlain() error {
	stamp, value := unix.SO_TIMESTAMPNS, 1
	if c.cfg.Clock == Hardware {
		stamp, value = unix.SO_TIMESTAMPING, unix.SOF_TIMESTAMPING_RX_HARDWARE|unix.SOF_TIMESTAMPING_RAW_HARDWARE|
			unix.SOF_TIMESTAMPING_RX_SOFTWARE|unix.SOF_TIMESTAMPING_SOFTWARE
	}
	// A ring that was tried and failed leaves the version behind, which decides
	// the form of the statistics only.
	_ = c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3)
	if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_AUXDATA, 1); err != nil {
		return &Error{"ask for lengths and VLAN tags", err}
	}
	if stamp == unix.SO_TIMESTAMPING {
		c.stamping |= value
		value = c.stamping
	}
	if err := c.k.setInt(c.fd, unix.SOL_SOCKET, stamp, value); err != nil {
		return &Error{"ask for time stamps", err}
	}
	c.plain = newMessages(c.cfg.Batch, c.cfg.Longest+offloadLen)
	return c.receiveBuffer(c.cfg.Buffer)
}

// receiveBuffer bounds the socket's queue. Without CAP_NET_ADMIN the kernel caps
// what may be asked for.
func (c *conn) receiveBuffer(bytes int) error {
	if c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bytes) != nil {
		if err := c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, bytes); err != nil {
			return &Error{"set receive buffer", err}
		}
	}
	return nil
}
