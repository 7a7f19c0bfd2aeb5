package afpacket

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// sendLimit is how many frames one sendmmsg is given.
const sendLimit = 64

// outgoing is the memory of sendmmsg.
type outgoing struct {
	hdrs [sendLimit]mmsghdr
	iov  [sendLimit]unix.Iovec
	to   unix.RawSockaddrLinklayer
}

func (system) send(fd, ifindex int, frames [][]byte, m *outgoing) (int, error) {
	frames = frames[:min(len(frames), sendLimit)]
	m.to = unix.RawSockaddrLinklayer{Family: unix.AF_PACKET, Ifindex: int32(ifindex)}
	for i, f := range frames {
		m.iov[i] = unix.Iovec{Base: unsafe.SliceData(f)}
		m.iov[i].SetLen(len(f))
		h := &m.hdrs[i].hdr
		h.Name, h.Namelen = (*byte)(unsafe.Pointer(&m.to)), unix.SizeofSockaddrLinklayer
		h.Iov = &m.iov[i]
		h.SetIovlen(1)
	}
	n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&m.hdrs[0])), uintptr(len(frames)),
		unix.MSG_DONTWAIT, 0, 0)
	clear(m.iov[:len(frames)]) // keep no frame alive
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
