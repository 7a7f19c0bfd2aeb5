//go:build aix || darwin || dragonfly || freebsd || netbsd || openbsd || solaris

package bpfdev

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"

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
	if errors.Is(err, unix.EACCES) { // who may only read can at least do that
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	}
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
