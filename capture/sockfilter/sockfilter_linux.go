package sockfilter

import (
	"errors"

	"github.com/gocap-project/gocap/bpf"
	"golang.org/x/sys/unix"
)

// mostDrained bounds Replace. A queue is bounded by SO_RCVBUF, and each packet
// takes some hundred bytes of it.
const mostDrained = 1 << 22

func attach(fd int, p bpf.Program) error {
	raw := make([]unix.SockFilter, len(p))
	for i, in := range p {
		raw[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(raw)), Filter: &raw[0]})
}

func detach(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0) }

func lock(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_LOCK_FILTER, 1) }

func locked(fd int) (bool, error) {
	n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_LOCK_FILTER)
	return n != 0, err
}

// explain says what an errno of these options means (sk_attach_filter, sk_detach_filter).
func explain(err error) error {
	switch {
	case errors.Is(err, unix.EPERM):
		return ErrLocked
	case errors.Is(err, unix.ENOENT):
		return ErrNone
	case errors.Is(err, unix.ENOMEM):
		return ErrOptMem
	case errors.Is(err, unix.ENOTSOCK):
		return ErrNoSocket
	}
	return nil
}

func datagrams(fd int) error {
	typ, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	if err == nil && typ != unix.SOCK_DGRAM && typ != unix.SOCK_RAW {
		err = &Error{Why: ErrStream}
	}
	return err
}

// settle waits until what the kernel began to receive before is received: packets
// are judged and queued within an RCU section, and the membarrier command
// "global" waits for all of those (membarrier(2)). A kernel without it, or on one
// processor only, needs or has no such wait.
func settle() {
	const global = 1 // MEMBARRIER_CMD_GLOBAL
	_, _, _ = unix.Syscall(unix.SYS_MEMBARRIER, global, 0, 0)
}

// drain empties the socket's queue. A pending error of the socket's is taken for a
// packet: it comes but once.
func drain(fd int) (n int, err error) {
	for failures := 0; n < mostDrained; {
		_, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), 0, 0, unix.MSG_DONTWAIT, 0, 0)
		switch {
		case errno == unix.EAGAIN:
			return n, nil
		case errno == 0:
			n++
		case errno == unix.EINTR:
		case failures == 8: // pending errors are few; this one is not pending
			return n, errno
		default:
			failures++
		}
	}
	return n, &Error{Why: ErrFlood}
}
