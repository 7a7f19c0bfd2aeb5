//go:build darwin || dragonfly || freebsd || (linux && !android) || netbsd || openbsd

package bpfdev

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// rawIoctl makes a request. IoctlSetTermios passes on whatever pointer it is given, on
// every system, by way of the C library where that is a must.
func rawIoctl(fd int, request uint32, arg unsafe.Pointer) error {
	return unix.IoctlSetTermios(fd, uint(request), (*unix.Termios)(arg))
}
