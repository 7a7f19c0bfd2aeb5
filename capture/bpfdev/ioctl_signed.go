//go:build aix || solaris

package bpfdev

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// rawIoctl makes a request, which is an int here. IoctlSetTermios passes on whatever
// pointer it is given.
func rawIoctl(fd int, request uint32, arg unsafe.Pointer) error {
	return unix.IoctlSetTermios(fd, int(int32(request)), (*unix.Termios)(arg))
}
