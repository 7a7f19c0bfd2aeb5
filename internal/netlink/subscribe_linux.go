package netlink

import (
	"errors"
	"os"
	"sync"
	"syscall"
)

// Groups of notifications.
const (
	GroupLink     = 1 // interfaces
	GroupIPv4Addr = 5
	GroupIPv6Addr = 9
)

// Subscription is a connection on which the kernel reports changes in the network namespace of the thread that made it.
type Subscription struct {
	file *os.File
	raw  syscall.RawConn
	once sync.Once
	buf  []byte
}

// Subscribe opens a subscription to groups of notifications, 1 to 31. It needs no privilege.
func Subscribe(groups ...int) (*Subscription, error) {
	var mask uint32
	for _, g := range groups {
		mask |= 1 << (g - 1)
	}
	flags := syscall.SOCK_RAW | syscall.SOCK_CLOEXEC | syscall.SOCK_NONBLOCK
	fd, err := syscall.Socket(syscall.AF_NETLINK, flags, syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, os.NewSyscallError("socket(AF_NETLINK)", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK, Groups: mask}); err != nil {
		syscall.Close(fd)
		return nil, os.NewSyscallError("bind(AF_NETLINK)", err)
	}
	f := os.NewFile(uintptr(fd), "netlink")
	raw, err := f.SyscallConn()
	if err != nil {
		f.Close()
		return nil, err
	}
	return &Subscription{file: f, raw: raw, buf: make([]byte, bufferSize)}, nil
}

// Next waits for notifications and calls f with each, until f returns false; it reports what f returned last. After
// Close the error is os.ErrClosed; ENOBUFS means that notifications were lost.
func (s *Subscription) Next(f func(Message) bool) (more bool, err error) {
	var n int
	var from syscall.Sockaddr
	wait := s.raw.Read(func(fd uintptr) bool {
		for {
			n, from, err = syscall.Recvfrom(int(fd), s.buf, syscall.MSG_TRUNC)
			if !errors.Is(err, syscall.EINTR) {
				return !errors.Is(err, syscall.EAGAIN)
			}
		}
	})
	if wait != nil {
		return false, wait
	}
	if err != nil {
		return false, os.NewSyscallError("recvfrom(AF_NETLINK)", err)
	}
	if a, ok := from.(*syscall.SockaddrNetlink); !ok || a.Pid != 0 {
		return true, nil // not from the kernel
	}
	if n > len(s.buf) {
		return false, &SyntaxError{"datagram", 0, n, len(s.buf)}
	}
	more = true
	err = Each(s.buf[:n], func(m Message) error {
		if more {
			more = f(m)
		}
		return nil
	})
	return more, err
}

// Close ends the subscription and wakes Next.
func (s *Subscription) Close() error {
	err := os.ErrClosed
	s.once.Do(func() { err = s.file.Close() })
	return err
}
