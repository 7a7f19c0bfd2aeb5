package afpacket

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Defaults of Config.
const (
	defaultBuffer    = 8 << 20
	defaultBlockSize = 128 << 10
	defaultTimeout   = time.Millisecond
	defaultBatch     = 32
	smallestRing     = 256 << 10
)

// complete fills in the defaults and rounds as the kernel wants it.
func (cfg *Config) complete() {
	if cfg.Buffer <= 0 {
		cfg.Buffer = defaultBuffer
	}
	if cfg.BlockSize <= 0 {
		cfg.BlockSize = defaultBlockSize
	}
	size := os.Getpagesize()
	for size < cfg.BlockSize && size < 1<<28 {
		size <<= 1
	}
	cfg.BlockSize = size
	if cfg.BlockTimeout <= 0 {
		cfg.BlockTimeout = defaultTimeout
	}
	cfg.BlockTimeout = (cfg.BlockTimeout + time.Millisecond - 1).Truncate(time.Millisecond)
	if cfg.Batch <= 0 {
		cfg.Batch = defaultBatch
	}
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
		case !noRing(err):
			return err
		}
	}
	if err := c.makePlain(); err != nil {
		return err
	}
	c.ready = true
	return nil
}

// noRing reports whether err means that this kernel has no ring for us, or no
// memory for one: then recvmmsg may still do.
func noRing(err error) bool {
	for _, e := range []error{unix.ENOMEM, unix.ENOBUFS, unix.EINVAL, unix.ENOPROTOOPT, unix.EOPNOTSUPP, unix.EAGAIN, unix.EPERM} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (c *conn) makeRing() error {
	if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return &Error{"choose TPACKET_V3", err}
	}
	if c.cfg.Clock == Hardware {
		if err := c.k.setInt(c.fd, unix.SOL_PACKET, unix.PACKET_TIMESTAMP, unix.SOF_TIMESTAMPING_RAW_HARDWARE); err != nil {
			return &Error{"choose the adapter's time", err}
		}
	}
	var err error
	for bytes := c.cfg.Buffer; ; bytes /= 2 {
		req := c.request(bytes)
		if c.ring, err = c.k.ring(c.fd, req); err == nil {
			return nil
		}
		if bytes/2 < smallestRing || !(errors.Is(err, unix.ENOMEM) || errors.Is(err, unix.EAGAIN)) {
			return &Error{"make ring", err}
		}
	}
}

// request describes a ring of about so many bytes: at least two blocks.
func (c *conn) request(bytes int) *unix.TpacketReq3 {
	blocks := min(max(bytes/c.cfg.BlockSize, 2), (1<<31-1)/c.cfg.BlockSize)
	frames := c.cfg.BlockSize / 2048 * blocks // the kernel wants a consistent number and does not use it
	return &unix.TpacketReq3{
		Block_size: uint32(c.cfg.BlockSize), Block_nr: uint32(blocks), Frame_size: 2048, Frame_nr: uint32(frames),
		Retire_blk_tov: uint32(c.cfg.BlockTimeout / time.Millisecond),
	}
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
	if err := c.k.setInt(c.fd, unix.SOL_SOCKET, stamp, value); err != nil {
		return &Error{"ask for time stamps", err}
	}
	// Without CAP_NET_ADMIN the kernel caps what may be asked for.
	if c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, c.cfg.Buffer) != nil {
		if err := c.k.setInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, c.cfg.Buffer); err != nil {
			return &Error{"set receive buffer", err}
		}
	}
	c.plain = newMessages(c.cfg.Batch, c.cfg.BlockSize)
	return nil
}
