package netlink

import (
	"os"
	"syscall"
	"unsafe"
)

const (
	siocEthtool = 0x8946
	nameSize    = 16
)

// ifreq is struct ifreq with a pointer in its union: 40 bytes on 64-bit machines, 32 on others.
type ifreq struct {
	name [nameSize]byte
	data unsafe.Pointer
	_    [24 - unsafe.Sizeof(uintptr(0))]byte
}

// Ethtool sends an ethtool command about an interface and puts the answer in its place. command is the kernel's
// structure for it, from the command's number on, and must be as long as the kernel thinks that structure is.
func (c *Conn) Ethtool(link string, command []byte) error {
	s, ok := c.wire.(socket)
	if !ok || len(link) >= nameSize || len(command) < 4 {
		return os.NewSyscallError("SIOCETHTOOL", syscall.EINVAL)
	}
	q := ifreq{data: unsafe.Pointer(&command[0])}
	copy(q.name[:], link)
	_, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(s), siocEthtool, uintptr(unsafe.Pointer(&q)))
	if e != 0 {
		return os.NewSyscallError("SIOCETHTOOL", e)
	}
	return nil
}

// HasWireless reports whether an interface answers to the wireless extensions, which every Wi-Fi interface does.
func (c *Conn) HasWireless(link string) bool {
	const siocGIWName = 0x8b01
	s, ok := c.wire.(socket)
	if !ok || len(link) >= nameSize {
		return false
	}
	var q [40]byte // struct ifreq; the answer, a protocol's name, goes where the pointer would be
	copy(q[:nameSize-1], link)
	_, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(s), siocGIWName, uintptr(unsafe.Pointer(&q)))
	return e == 0
}
