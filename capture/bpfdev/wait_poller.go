//go:build unix && !android

package bpfdev

import (
	"errors"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// polled is a device in Go's poller.
type polled struct {
	sys   *System
	file  *os.File
	raw   syscall.RawConn
	woken atomic.Bool
}

// newPolled takes a descriptor over, unless the poller refuses it.
func newPolled(sys *System, fd int, path string) (*polled, error) {
	dup, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD, 0)
	if err != nil {
		return nil, err
	}
	unix.CloseOnExec(dup)
	d := &polled{sys: sys, file: os.NewFile(uintptr(dup), path)}
	if err = d.file.SetReadDeadline(time.Time{}); err == nil {
		d.raw, err = d.file.SyscallConn()
	}
	if err != nil {
		_ = d.file.Close()
		return nil, err
	}
	return d, unix.Close(fd)
}

func (d *polled) Ioctl(request uint32, arg []byte, refs ...Ref) error {
	var err error
	if e := d.raw.Control(func(fd uintptr) { err = ioctl(d.sys, int(fd), request, arg, refs) }); e != nil {
		return os.ErrClosed
	}
	return err
}

func (d *polled) Read(p []byte) (n int, err error) {
	if e := d.raw.Control(func(fd uintptr) { n, err = unix.Read(int(fd), p) }); e != nil {
		return 0, os.ErrClosed
	}
	return n, err
}

func (d *polled) Write(p []byte) (n int, err error) {
	if e := d.raw.Control(func(fd uintptr) { n, err = unix.Write(int(fd), p) }); e != nil {
		return 0, os.ErrClosed
	}
	return n, err
}

// Wait waits in the poller, which tells of each change once: so ready is asked after
// the poller was told to look, and before it is waited for.
func (d *polled) Wait(timeout time.Duration, ready func() bool) error {
	var end time.Time
	if timeout >= 0 {
		end = time.Now().Add(timeout)
	}
	for {
		if err := d.file.SetReadDeadline(end); err != nil {
			return err
		}
		if d.woken.Swap(false) {
			return nil
		}
		asked := false
		err := d.raw.Read(func(uintptr) bool {
			done := asked || ready()
			asked = true
			return done
		})
		switch {
		case !errors.Is(err, os.ErrDeadlineExceeded), d.woken.Swap(false):
			if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				return err
			}
			return nil
		case timeout >= 0 && !time.Now().Before(end):
			return ErrTimeout
		} // otherwise a Wake that was noticed before it was done
	}
}

func (d *polled) Wake() {
	d.woken.Store(true)
	_ = d.file.SetReadDeadline(time.Unix(1, 0))
}

func (d *polled) Mode() WaitMode { return WaitPoller }

func (d *polled) Close() error { return d.file.Close() }
