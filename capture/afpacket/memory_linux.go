package afpacket

import (
	"encoding/binary"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// This file and tx_memory_linux.go are the package's only use of unsafe: the word of a ring block that
// the kernel shares, memory mapped over other memory, and the structures of
// recvmmsg and sendmmsg, which hold pointers.

// bigEndian is the machine's byte order.
var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

// owned reports whether a block or slot belongs to the program, as the status at
// the beginning of b says. It orders the reading of the frames after itself, as the
// kernel's write of the status orders before.
func owned(b []byte) bool {
	return atomic.LoadUint32((*uint32)(unsafe.Pointer(&b[0])))&statusUser != 0
}

// loaded is a word that the kernel writes.
func loaded(b []byte) uint32 { return atomic.LoadUint32((*uint32)(unsafe.Pointer(&b[0]))) }

// handBack gives the block or slot to the kernel.
func handBack(b []byte) { atomic.StoreUint32((*uint32)(unsafe.Pointer(&b[0])), 0) }

// mapRing maps the rings of a socket, n bytes together, and all their pages at once:
// a page fault costs as much as some packets.
func mapRing(fd, n int) ([]byte, error) {
	p, err := unix.MmapPtr(fd, 0, nil, uintptr(n), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_POPULATE)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*byte)(p), n), nil
}

// unmap frees a ring. If keep, a block of it, is not empty, its bytes stay
// readable at their address, in memory of their own; unmap that later.
func (system) unmap(ring, keep []byte) error {
	if len(keep) > 0 {
		if err := detach(keep); err != nil {
			return err
		}
	}
	start, end := uintptr(unsafe.Pointer(&ring[0])), uintptr(len(ring))
	if len(keep) == 0 {
		return forget(ring, 0, end)
	}
	from := uintptr(unsafe.Pointer(&keep[0])) - start
	err := forget(ring, 0, from)
	if e := forget(ring, from+uintptr(len(keep)), end); err == nil {
		err = e
	}
	return err
}

// forget unmaps the bytes [from, to) of ring.
func forget(ring []byte, from, to uintptr) error {
	if from >= to {
		return nil
	}
	return unix.MunmapPtr(unsafe.Pointer(&ring[from]), to-from)
}

// detach replaces a block by a copy of it at the same address.
func detach(block []byte) error {
	n := uintptr(len(block))
	p, err := unix.MmapPtr(-1, 0, nil, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return err
	}
	copy(unsafe.Slice((*byte)(p), n), block)
	_, err = unix.MremapPtr(p, n, unsafe.Pointer(&block[0]), n, unix.MREMAP_MAYMOVE|unix.MREMAP_FIXED)
	return err
}

// mmsghdr is struct mmsghdr.
type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
}

const (
	controlLen = 256
	wordSize   = int(unsafe.Sizeof(uintptr(0)))
)

// messages is the memory of recvmmsg: for each frame its bytes with room before
// them, the sender's address and control messages.
type messages struct {
	hdrs    []mmsghdr
	iov     []unix.Iovec
	addrs   [][addrLen]byte
	control [][controlLen]byte
	data    []byte
	size    int // of each frame's part of data
	n, next int // frames received and not yet taken
}

// headroom is what Frame.Cook needs, tag included.
const headroom = 32

func newMessages(count, frame int) *messages {
	m := &messages{
		hdrs: make([]mmsghdr, count), iov: make([]unix.Iovec, count), addrs: make([][addrLen]byte, count),
		control: make([][controlLen]byte, count), data: make([]byte, count*(frame+headroom)), size: frame + headroom,
	}
	for i := range m.hdrs {
		m.iov[i].Base = &m.data[i*m.size+headroom]
		m.iov[i].SetLen(frame)
		h := &m.hdrs[i].hdr
		h.Iov = &m.iov[i]
		h.SetIovlen(1)
		h.Name = &m.addrs[i][0]
		h.Control = &m.control[i][0]
	}
	return m
}

// rearm undoes what the kernel wrote into the first n headers.
func (m *messages) rearm(n int) {
	for i := range m.hdrs[:n] {
		h := &m.hdrs[i].hdr
		h.Namelen, h.Flags = addrLen, 0
		h.SetControllen(controlLen)
	}
}

// frame sets f to message i.
func (m *messages) frame(i int, f *Frame) {
	at := i*m.size + headroom
	whole := int(m.hdrs[i].n) // MSG_TRUNC makes this the frame's length even where it was cut
	n := min(whole, m.size-headroom)
	*f = Frame{Data: m.data[at : at+n : at+n], head: m.data[at-headroom : at+n], Len: whole}
	f.address(&m.addrs[i])
	f.control(m.control[i][:min(int(m.hdrs[i].hdr.Controllen), controlLen)], wordSize)
}

func (system) receive(fd int, m *messages) (int, error) {
	m.rearm(len(m.hdrs))
	n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(&m.hdrs[0])), uintptr(len(m.hdrs)),
		unix.MSG_DONTWAIT|unix.MSG_TRUNC, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

func (system) getBytes(fd, level, opt, n int) ([]byte, error) {
	b, size := make([]byte, n), uint32(n)
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt),
		uintptr(unsafe.Pointer(&b[0])), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 {
		return nil, errno
	}
	return b, nil // what the kernel left out is zero
}

// doze sleeps for at most a few milliseconds. The Go runtime is not told: it would
// hand this thread's work to another and take it back, which costs more than all the
// packets of a block. Meanwhile the garbage collector, when it wants to stop the
// world, has to wait.
func (system) doze(d time.Duration) {
	ts := unix.NsecToTimespec(int64(d))
	_, _, _ = unix.RawSyscall(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&ts)), 0, 0)
}

// mapMemory maps anonymous memory.
func mapMemory(n int) ([]byte, error) {
	p, err := unix.MmapPtr(-1, 0, nil, uintptr(n), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, err
	}
	return unsafe.Slice((*byte)(p), n), nil
}

func unmapMemory(b []byte) error { return unix.MunmapPtr(unsafe.Pointer(&b[0]), uintptr(len(b))) }
