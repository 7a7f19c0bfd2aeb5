package bpfdev

import (
	"errors"
	"io"
	"syscall"
)

// batchMax is how many bytes of frames are written at once.
const batchMax = 256 << 10

func (c *conn) sendOne(frame []byte) error {
	if c.cfg.BatchWrite {
		_, err := c.send([][]byte{frame})
		return err
	}
	return c.write(frame)
}

func (c *conn) write(b []byte) error {
	for {
		if c.closed.Load() {
			return &Error{"send", ErrClosed}
		}
		n, err := c.dev.Write(b)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err == nil && n < len(b):
			err = io.ErrShortWrite
		}
		if err != nil {
			return &Error{"send", c.explain(err)}
		}
		return nil
	}
}

func (c *conn) send(frames [][]byte) (n int, err error) {
	if c.cfg.BatchWrite {
		return c.sendPacked(frames)
	}
	for i, f := range frames {
		if err := c.write(f); err != nil {
			return i, err
		}
	}
	return len(frames), nil
}

// sendPacked writes many frames at once, each with a header. What the kernel does not
// take of them it does not say: after an error they are sent one by one.
func (c *conn) sendPacked(frames [][]byte) (sent int, err error) {
	c.packMu.Lock()
	defer c.packMu.Unlock()
	for sent < len(frames) {
		c.packing = c.packing[:0]
		n := 0
		for _, f := range frames[sent:] {
			if n > 0 && len(c.packing)+len(f)+32 > batchMax {
				break
			}
			c.packing = c.sys.batchHeader(c.packing, f)
			n++
		}
		if err := c.write(c.packing); err != nil {
			return sent, err
		}
		sent += n
	}
	return sent, nil
}
