package afpacket

import (
	"errors"

	"golang.org/x/sys/unix"
)

// sender is what sending asks of the operating system.
type sender interface {
	send(fd, ifindex int, frames [][]byte, m *outgoing) (int, error)
}

// sendRing describes the part of the memory for sending that lies behind the ring
// for receiving, in one mapping (packet_mmap.rst); nil is none. The form is that of
// the version.
func (c *conn) sendRing(Version) *unix.TpacketReq3 { return nil }

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
