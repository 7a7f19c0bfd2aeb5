package afxdp

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// This file is the package's only use of unsafe: words of rings that the kernel
// shares, the address of the memory for frames, and socket options that are
// structures.

// word is the 32-bit number at an offset of memory that the kernel shares.
func word(mem []byte, at uint64) *uint32 { return (*uint32)(unsafe.Pointer(&mem[at : at+4][0])) }

// address is where memory begins; it is mapped, so that it does not move.
func address(mem []byte) uint64 { return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(mem)))) }

// option reads a socket option that is a structure and returns how much there was.
func option(fd, opt int, b []byte) (int, error) {
	n := uint32(len(b))
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), unix.SOL_XDP, uintptr(opt),
		uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(unsafe.Pointer(&n)), 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// knock is sendto without data, which has the kernel look at the ring.
func knock(fd int) error {
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), 0, 0, unix.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// knockReceive is recvfrom without room, which has the adapter look at the ring of
// memory to fill.
func knockReceive(fd int) {
	_, _, _ = unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), 0, 0, unix.MSG_DONTWAIT, 0, 0)
}
