package afpacket

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

type waker struct {
	k   kernel
	mu  sync.Mutex // of fd, against a Wake that comes late
	fd  int
	fds []unix.PollFd

	others []int // further descriptors

	woken    atomic.Bool // signalled and not cleared
	parallel bool        // there is more than one core for goroutines
}

func (w *waker) open() error { return w.openOn(system{}) }

func (w *waker) openOn(k kernel) error {
	fd, err := k.event()
	if err != nil {
		return &Error{"make eventfd", err}
	}
	w.k, w.fd, w.parallel = k, fd, runtime.GOMAXPROCS(0) > 1
	return nil
}

// lookAgain is how often to look whether an interface that is down is still there.
const lookAgain = 250 * time.Millisecond

func (w *waker) wait(timeout time.Duration, conns []*Conn) error {
	if w.doze(conns, timeout) {
		return nil
	}
	w.fds = append(w.fds[:0], unix.PollFd{Fd: int32(w.fd), Events: unix.POLLIN})
	if w.look(conns, timeout) {
		timeout = 0 // only for errors and a Wake
	}
	for _, c := range conns {
		p := unix.PollFd{Fd: int32(c.fd), Events: unix.POLLIN | unix.POLLERR}
		if c.failing.Load() && (timeout < 0 || timeout > c.cfg.BlockTimeout) {
			timeout = c.cfg.BlockTimeout // look again whether all has been taken
		}
		if c.down.Load() && (timeout < 0 || timeout > lookAgain) {
			timeout = lookAgain
		}
		w.fds = append(w.fds, p)
	}
	for _, fd := range w.others {
		w.fds = append(w.fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	if err := w.k.poll(w.fds, timeout); err != nil && !errors.Is(err, unix.EINTR) {
		return &Error{"poll", err}
	}
	if w.fds[0].Revents != 0 {
		w.woken.Store(false)
		w.k.clear(w.fd)
	}
	for i, c := range conns {
		if w.fds[i+1].Revents&(unix.POLLERR|unix.POLLNVAL|unix.POLLHUP) != 0 {
			c.alarmed.Store(true)
		}
	}
	return nil
}

// doze waits without the kernel's help for more of a dense stream, and reports
// whether it has: sleeping a moment costs a fraction of being woken for each block,
// and not much more time than a block that is not full may wait anyway.
func (w *waker) doze(conns []*Conn, timeout time.Duration) bool {
	moment := time.Duration(0)
	for _, c := range conns {
		if c.dense > 0 && c.cfg.BusyPoll == 0 && !c.failing.Load() {
			moment = min(c.cfg.BlockTimeout, time.Millisecond) * time.Duration(c.moments)
			c.dense--
		}
	}
	if moment == 0 || timeout >= 0 && timeout < moment || !w.parallel {
		return false
	}
	w.k.doze(moment)
	return true
}

// look looks for frames without asking the kernel, for as long as the Conn with the
// longest BusyPoll says, and reports whether there are any, or a Wake.
func (w *waker) look(conns []*Conn, timeout time.Duration) bool {
	var long time.Duration
	for _, c := range conns {
		long = max(long, c.cfg.BusyPoll)
	}
	if long == 0 {
		return false
	}
	if timeout >= 0 {
		long = min(long, timeout)
	}
	for start := time.Now(); ; {
		for _, c := range conns {
			if c.arrived() {
				return true
			}
		}
		if w.woken.Load() || time.Since(start) > long {
			return w.woken.Load()
		}
		runtime.Gosched()
	}
}

func (w *waker) also(fds []int) { w.others = append(w.others, fds...) }

func (w *waker) wake() {
	w.woken.Store(true)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fd >= 0 {
		w.k.signal(w.fd)
	}
}

func (w *waker) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	fd := w.fd
	if w.fd = -1; fd < 0 {
		return &Error{"close", ErrClosed}
	}
	return w.k.closeFD(fd)
}
