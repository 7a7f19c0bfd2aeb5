//go:build unix && !android

package bpfdev

import (
	"runtime"
	"unsafe"
)

// ioctl makes a request with a copy of arg that is long enough for what the system
// call's Go wrapper says that it points to. The memory of refs is of the heap, whose
// objects do not move, or mapped.
func ioctl(sys *System, fd int, request uint32, arg []byte, refs []Ref) error {
	b := make([]byte, max(len(arg), 256))
	copy(b, arg)
	for _, r := range refs {
		if len(r.Mem) == 0 {
			continue
		}
		sys.putWord(b[r.At:], uint64(uintptr(unsafe.Pointer(&r.Mem[0]))))
	}
	err := rawIoctl(fd, request, unsafe.Pointer(&b[0]))
	runtime.KeepAlive(refs)
	copy(arg, b)
	return err
}
