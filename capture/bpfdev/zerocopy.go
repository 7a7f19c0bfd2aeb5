package bpfdev

import (
	"sync/atomic"
	"unsafe"
)

// FreeBSD's zero-copy buffers (bpf(4), "Zero-copy buffer mode"): two pieces of the
// program's memory that the kernel writes packets into. Each begins with a struct
// bpf_zbuf_header. The kernel hands a buffer over by setting kernel_len and then
// kernel_gen, with release order; the program gives it back by setting user_gen to
// the same, with release order. While the two differ the buffer is the program's.
const (
	zeroKernelGen = 0
	zeroKernelLen = 4
	zeroUserGen   = 8
	zeroHeader    = 32

	zeroCopyMode = 2 // BPF_BUFMODE_ZBUF
)

// generation is a counter in a buffer's header. The header is aligned: the buffer is
// whole pages.
func generation(b []byte, at int) *atomic.Uint32 {
	return (*atomic.Uint32)(unsafe.Pointer(&b[at : at+4][0]))
}

// handedOver is the data of a buffer that is the program's, or nil if it is the kernel's.
func handedOver(b []byte) []byte {
	if generation(b, zeroKernelGen).Load() == generation(b, zeroUserGen).Load() {
		return nil
	}
	n := generation(b, zeroKernelLen).Load()
	return b[zeroHeader : zeroHeader+min(int64(n), int64(len(b)-zeroHeader))]
}

// giveBack makes the buffer the kernel's.
func giveBack(b []byte) {
	generation(b, zeroUserGen).Store(generation(b, zeroKernelGen).Load())
}
