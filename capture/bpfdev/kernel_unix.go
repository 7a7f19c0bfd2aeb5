//go:build aix || darwin || dragonfly || freebsd || netbsd || openbsd || solaris

package bpfdev

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// native is the system that the program runs on.
func native() (Kernel, *System, error) {
	sys := Lookup(runtime.GOOS + "/" + runtime.GOARCH)
	if sys == nil {
		return nil, nil, &Error{"open bpf device", fmt.Errorf("%w: %w", ErrNoDevice, errors.ErrUnsupported)}
	}
	return &system{sys}, sys, nil
}

type system struct{ sys *System }

func (k *system) Open(path string, wait WaitMode) (Device, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if wait == WaitPoller {
		d, err := newPolled(k.sys, fd, path)
		if err == nil {
			return d, nil
		}
		wait = WaitPoll // the poller does not take this device
	}
	return newThreaded(k.sys, fd, wait)
}

func (k *system) Interface(name string) (Interface, error) {
	it, err := net.InterfaceByName(name)
	if err != nil {
		return Interface{Name: name}, unix.ENXIO
	}
	return Interface{Name: name, Index: it.Index, MTU: it.MTU, Up: it.Flags&net.FlagUp != 0,
		Loopback: it.Flags&net.FlagLoopback != 0, Addr: it.HardwareAddr}, nil
}

func (k *system) Map(n int) ([]byte, error) {
	page := os.Getpagesize()
	return unix.Mmap(-1, 0, max(n/page, 1)*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
}

func (k *system) Unmap(b []byte) error { return unix.Munmap(b) }

// ioctl makes a request with a copy of arg that is long enough for what the system
// call's Go wrapper says that it points to.
func ioctl(sys *System, fd int, request uint32, arg []byte, refs []Ref) error {
	var pins runtime.Pinner
	defer pins.Unpin()
	b := make([]byte, max(len(arg), 256))
	copy(b, arg)
	for _, r := range refs {
		if len(r.Mem) == 0 {
			continue
		}
		p := &r.Mem[0]
		pins.Pin(p)
		sys.putWord(b[r.At:], uint64(uintptr(unsafe.Pointer(p))))
	}
	err := rawIoctl(fd, request, unsafe.Pointer(&b[0]))
	copy(arg, b)
	return err
}
