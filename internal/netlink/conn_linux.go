package netlink

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	solNetlink     = 270
	optExtAck      = 11
	optCapAck      = 10
	optStrictCheck = 12

	// bufferSize is what iproute2 and the kernel agree on as the largest piece of a dump.
	bufferSize = 32 << 10
	// patience is for a kernel that does not answer at all; a dump of any size answers piece by piece.
	patience = 10 * time.Second
	// retries of a dump that was interrupted by a change of the table.
	retries = 20
)

// Conn is a connection to the kernel's routing side in the network namespace of the thread that dialled it, in which it
// stays wherever it is used. It may be used by several goroutines, one request at a time.
type Conn struct {
	mu   sync.Mutex
	wire transport
	seq  uint32
	buf  []byte
}

// transport is a datagram socket; tests put a pretended kernel in its place.
type transport interface {
	send(b []byte) error
	receive(b []byte) (n int, err error) // a datagram from the kernel; n may exceed len(b), which then was cut
	close() error
}

// Dial opens a connection. It needs no privilege.
func Dial() (*Conn, error) {
	fd, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return nil, os.NewSyscallError("socket(AF_NETLINK)", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		syscall.Close(fd)
		return nil, os.NewSyscallError("bind(AF_NETLINK)", err)
	}
	// These three make errors speak and dumps strict; a kernel without them (before 4.12, 4.20) works too.
	_ = syscall.SetsockoptInt(fd, solNetlink, optExtAck, 1)
	_ = syscall.SetsockoptInt(fd, solNetlink, optCapAck, 1)
	_ = syscall.SetsockoptInt(fd, solNetlink, optStrictCheck, 1)
	tv := syscall.NsecToTimeval(int64(patience))
	_ = syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &tv)
	return newConn(socket(fd)), nil
}

func newConn(t transport) *Conn { return &Conn{wire: t, buf: make([]byte, bufferSize)} }

// Close closes the connection.
func (c *Conn) Close() error { return c.wire.close() }

// Do sends a request and waits for the acknowledgement; f, if not nil, gets the messages before it. A Body is valid
// until f returns. The kernel's refusal is an [*Error].
func (c *Conn) Do(r *Request, f func(Message) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.exchange(r, FlagAck, f)
	return err
}

// Dump asks for a whole table. A table that changed while it was read is read again: reset, if not nil, is called
// before each attempt but the first, so that f can forget. After many attempts the error is [ErrInterrupted], and what
// f got last may have holes.
func (c *Conn) Dump(r *Request, reset func(), f func(Message) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for try := range retries {
		if try > 0 {
			time.Sleep(time.Duration(try) * time.Millisecond)
			if reset != nil {
				reset()
			}
		}
		interrupted, err := c.exchange(r, FlagDump, f)
		if err != nil {
			return err
		}
		if !interrupted {
			return nil
		}
	}
	return ErrInterrupted
}

// with adds flags to the header.
func (r *Request) with(flags uint16) *Request {
	binary.NativeEndian.PutUint16(r.b[6:], binary.NativeEndian.Uint16(r.b[6:])|flags)
	return r
}

// exchange sends r with the flags added and reads up to the message that ends the answer.
func (c *Conn) exchange(r *Request, flags uint16, f func(Message) error) (interrupted bool, err error) {
	c.seq++
	b := r.with(flags).Finish(c.seq, 0)
	if err := c.wire.send(b); err != nil {
		return false, err
	}
	var failed error // f's error; the answer is still read to its end, so that the next request finds its own
	for {
		done, err := c.piece(&interrupted, func(m Message) {
			if failed == nil && f != nil {
				failed = f(m)
			}
		})
		if err != nil {
			return interrupted, err
		}
		if done {
			return interrupted, failed
		}
	}
}

// piece reads one datagram and reports whether it ended the answer.
func (c *Conn) piece(interrupted *bool, f func(Message)) (done bool, err error) {
	n, err := c.wire.receive(c.buf)
	if err != nil {
		return false, err
	}
	if n > len(c.buf) {
		return false, &SyntaxError{"datagram", 0, n, len(c.buf)}
	}
	err = Each(c.buf[:n], func(m Message) error {
		if m.Seq != c.seq {
			return nil // the rest of an answer that was given up
		}
		if m.Flags&FlagDumpIntr != 0 {
			*interrupted = true
		}
		switch m.Type {
		case TypeNoop:
		case TypeError, TypeDone:
			done = true
			return m.Ack()
		case TypeOverrun:
			return fmt.Errorf("netlink: %w", syscall.ENOBUFS)
		default:
			f(m)
		}
		return nil
	})
	return done, err
}

type socket int

func (s socket) send(b []byte) error {
	err := syscall.Sendto(int(s), b, 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK})
	return os.NewSyscallError("sendto(AF_NETLINK)", err)
}

// receive ignores datagrams that did not come from the kernel: any process may send to a netlink socket.
func (s socket) receive(b []byte) (int, error) {
	for {
		n, from, err := syscall.Recvfrom(int(s), b, syscall.MSG_TRUNC)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return 0, os.NewSyscallError("recvfrom(AF_NETLINK)", err)
		}
		if a, ok := from.(*syscall.SockaddrNetlink); ok && a.Pid == 0 {
			return n, nil
		}
	}
}

func (s socket) close() error { return os.NewSyscallError("close", syscall.Close(int(s))) }
