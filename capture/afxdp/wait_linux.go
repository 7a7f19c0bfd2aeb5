package afxdp

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

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

func (c *conn) check() error {
	c.failing()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed
}

func (c *conn) descriptors() (fds []int) {
	for _, q := range c.queues {
		fds = append(fds, q.fd)
	}
	return fds
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
