package bpfdev

import (
	"errors"
	"net"
	"syscall"
	"time"
)

// Kernel is the system calls that a Conn makes. There are two: the one of the system
// that the program runs on, and a simulated one in the tests.
type Kernel interface {
	// Open opens a device by its path for reading, which must not wait, and writing.
	Open(path string, wait WaitMode) (Device, error)
	// Interface looks an interface up; an unknown one is an ENXIO error.
	Interface(name string) (Interface, error)
	// Map gives whole pages of memory that stay where they are, and Unmap takes them back.
	Map(n int) ([]byte, error)
	Unmap([]byte) error
}

// Device is an open device. Wake may be called by any goroutine; so may Write and
// Ioctl, besides those that the one that reads calls. The errors are the system's errnos.
type Device interface {
	// Ioctl passes arg to a request, which may change it. The addresses of the refs'
	// memory are put into arg first.
	Ioctl(request uint32, arg []byte, refs ...Ref) error
	Read(p []byte) (int, error)
	Write(p []byte) (int, error)
	// Wait returns nil when the device may be readable, which ready says if it is so
	// already, or after Wake; a timeout below 0 is none, and its end an error for which
	// errors.Is(err, ErrTimeout). A Wake before Wait is not lost.
	Wait(timeout time.Duration, ready func() bool) error
	Wake()
	// Mode is how Wait does it: it may be another way than Open was asked for.
	Mode() WaitMode
	Close() error
}

// Ref says that a request's argument has the address of Mem at a place.
type Ref struct {
	At  int // in bytes from the argument's beginning
	Mem []byte
}

// Interface is what the system says of an interface.
type Interface struct {
	Name     string
	Index    int
	MTU      int // in bytes
	Up       bool
	Loopback bool
	Addr     net.HardwareAddr
}

// WaitMode is a way to wait for packets.
type WaitMode uint8

// The ways to wait.
const (
	WaitPoller WaitMode = iota // Go's own poller: kqueue on BSD
	WaitPoll                   // a thread in poll(2), with a pipe to wake it
	WaitSelect                 // a thread in select(2), with a pipe to wake it: devices cannot be polled everywhere
)

func (m WaitMode) String() string {
	switch m {
	case WaitPoll:
		return "poll"
	case WaitSelect:
		return "select"
	}
	return "poller"
}

// ErrTimeout is the end of Device.Wait's timeout.
var ErrTimeout = errors.New("timeout")

// missing reports whether an error means that the kernel does not know a request.
func missing(err error) bool {
	return errors.Is(err, syscall.ENOTTY) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.EOPNOTSUPP)
}

// noData reports whether a read found nothing.
func noData(err error) bool {
	return errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR)
}
