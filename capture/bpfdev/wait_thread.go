//go:build unix && !android

package bpfdev

import (
	"errors"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// threaded is a device that a thread waits for in poll or select, together with a pipe
// that wakes it.
type threaded struct {
	sys    *System
	fd     int
	pipe   [2]int
	mode   WaitMode
	wait   func(fds [2]int, timeout time.Duration) (woken bool, err error)
	use    sync.RWMutex // of the descriptors; Close takes it whole
	closed bool
}

func newThreaded(sys *System, fd int, wait WaitMode) (*threaded, error) {
	d := &threaded{sys: sys, fd: fd, mode: wait, wait: pollWait}
	if wait == WaitSelect {
		d.wait = selectWait
	}
	if err := unix.Pipe(d.pipe[:]); err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	for _, p := range d.pipe {
		unix.CloseOnExec(p)
		if err := unix.SetNonblock(p, true); err != nil {
			_ = d.Close()
			return nil, err
		}
	}
	return d, nil
}

func (d *threaded) Ioctl(request uint32, arg []byte, refs ...Ref) error {
	d.use.RLock()
	defer d.use.RUnlock()
	if d.closed {
		return os.ErrClosed
	}
	return ioctl(d.sys, d.fd, request, arg, refs)
}

func (d *threaded) Read(p []byte) (int, error) {
	d.use.RLock()
	defer d.use.RUnlock()
	if d.closed {
		return 0, os.ErrClosed
	}
	return unix.Read(d.fd, p)
}

func (d *threaded) Write(p []byte) (int, error) {
	d.use.RLock()
	defer d.use.RUnlock()
	if d.closed {
		return 0, os.ErrClosed
	}
	return unix.Write(d.fd, p)
}

func (d *threaded) Wait(timeout time.Duration, ready func() bool) error {
	if ready() {
		return nil
	}
	d.use.RLock()
	defer d.use.RUnlock()
	if d.closed {
		return os.ErrClosed
	}
	woken, err := d.wait([2]int{d.fd, d.pipe[0]}, timeout)
	if woken {
		var b [16]byte
		for err == nil {
			_, err = unix.Read(d.pipe[0], b[:])
			if errors.Is(err, unix.EINTR) {
				err = nil
			}
		}
		return nil
	}
	return err
}

// Wake writes to the pipe; a full one wakes as well.
func (d *threaded) Wake() { _, _ = unix.Write(d.pipe[1], []byte{0}) }

func (d *threaded) Mode() WaitMode { return d.mode }

func (d *threaded) Close() error {
	d.Wake()
	d.use.Lock()
	defer d.use.Unlock()
	if d.closed {
		return os.ErrClosed
	}
	d.closed = true
	return errors.Join(unix.Close(d.fd), unix.Close(d.pipe[0]), unix.Close(d.pipe[1]))
}

// remaining calls f with what is left of a timeout until it is not interrupted.
func remaining(timeout time.Duration, f func(time.Duration) (int, error)) error {
	end := time.Now().Add(timeout)
	for {
		n, err := f(timeout)
		switch {
		case !errors.Is(err, unix.EINTR):
			if err == nil && n == 0 {
				err = ErrTimeout
			}
			return err
		case timeout >= 0:
			timeout = max(time.Until(end), 0)
		}
	}
}

func pollWait(fds [2]int, timeout time.Duration) (bool, error) {
	p := []unix.PollFd{{Fd: int32(fds[0]), Events: unix.POLLIN}, {Fd: int32(fds[1]), Events: unix.POLLIN}}
	err := remaining(timeout, func(d time.Duration) (int, error) {
		ms := -1
		if d >= 0 {
			ms = int(min((d+time.Millisecond-1)/time.Millisecond, 1<<30))
		}
		return unix.Poll(p, ms)
	})
	return p[1].Revents != 0, err
}

func selectWait(fds [2]int, timeout time.Duration) (bool, error) {
	if fds[0] >= unix.FD_SETSIZE || fds[1] >= unix.FD_SETSIZE {
		return pollWait(fds, timeout)
	}
	var set unix.FdSet
	err := remaining(timeout, func(d time.Duration) (int, error) {
		set.Zero()
		set.Set(fds[0])
		set.Set(fds[1])
		var tv *unix.Timeval
		if d >= 0 {
			v := unix.NsecToTimeval(int64(d))
			tv = &v
		}
		return unix.Select(max(fds[0], fds[1])+1, &set, nil, nil, tv)
	})
	return err == nil && set.IsSet(fds[1]), err
}
