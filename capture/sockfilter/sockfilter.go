// Package sockfilter sets classic BPF programs as filters of sockets: of any kind
// that Linux has, not only of packet sockets, and without privileges. The program
// sees what the socket would receive: a packet socket's frames, a raw IP socket's
// packets, a UDP socket's datagrams from the UDP header on. The verdict is how many
// bytes are kept.
//
// A socket receives from the moment it is bound. Who wants no packet from before
// the filter attaches it before (see [ListenControl]), or afterwards with [Replace].
//
// On platforms other than Linux every function that touches a socket returns an
// error that wraps errors.ErrUnsupported.
package sockfilter

import (
	"errors"
	"strconv"
	"syscall"

	"github.com/gocap-project/gocap/bpf"
)

// What a socket can object to; test with errors.Is.
var (
	ErrLocked   = errors.New("the socket's filter is locked")
	ErrNone     = errors.New("the socket has no filter")
	ErrOptMem   = errors.New("program needs more memory than sysctl net.core.optmem_max allows")
	ErrStream   = errors.New("a stream cannot be drained packet by packet")
	ErrNoSocket = errors.New("value has no socket")
	ErrFlood    = errors.New("the socket does not run dry")
)

// Error is an error about a socket's filter. It unwraps to one of this package's
// errors where that says more, and to the system's.
type Error struct {
	Op  string // such as "attach filter"
	Why error  // one of this package's errors, or nil
	Err error  // the system's, or nil
}

func (e *Error) Error() string {
	s := e.Op
	if e.Why != nil {
		s += ": " + e.Why.Error()
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns what errors.Is and errors.As look at.
func (e *Error) Unwrap() (out []error) {
	for _, err := range [...]error{e.Why, e.Err} {
		if err != nil {
			out = append(out, err)
		}
	}
	return out
}

// FD is a bare descriptor of a socket as a syscall.RawConn. It does not keep the
// socket open.
type FD uintptr

// Control implements syscall.RawConn.
func (fd FD) Control(f func(fd uintptr)) error {
	f(uintptr(fd))
	return nil
}

// Read implements syscall.RawConn. It does not wait: f is called once.
func (fd FD) Read(f func(fd uintptr) (done bool)) error { return fd.once(f) }

// Write implements syscall.RawConn. It does not wait: f is called once.
func (fd FD) Write(f func(fd uintptr) (done bool)) error { return fd.once(f) }

func (fd FD) once(f func(fd uintptr) bool) error {
	if !f(uintptr(fd)) {
		return syscall.EAGAIN
	}
	return nil
}

// Conn returns the socket of a connection or file: of all that has the method
// SyscallConn, as the net.Conn, net.PacketConn and net.Listener of package net and
// *os.File do. Another is ErrNoSocket.
func Conn(conn any) (syscall.RawConn, error) {
	if c, ok := conn.(syscall.Conn); ok {
		return c.SyscallConn()
	}
	return nil, &Error{Op: "find socket", Why: ErrNoSocket}
}

// Attach makes p the socket's filter, in place of the one it has: packets that
// arrive from now on are judged by p, those in the queue stay. The nil program is
// no filter at all. A program that breaks a rule of the kernel's is a
// *bpf.ProgramError, and the socket is left alone; so is it with any other error,
// of which ErrLocked and ErrOptMem are this package's.
func Attach(c syscall.RawConn, p bpf.Program) error {
	if err := bpf.Validate(p); err != nil {
		return err
	}
	if p == nil {
		if err := Detach(c); err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		return nil
	}
	return control(c, "attach filter of "+strconv.Itoa(len(p))+" instructions", func(fd int) error { return attach(fd, p) })
}

// Detach takes the socket's filter away. ErrNone if it has none, ErrLocked if it
// may not be.
func Detach(c syscall.RawConn) error { return control(c, "detach filter", detach) }

// Lock makes the socket keep the filter that it has, or not have, for good: then
// neither this process nor one that is given the socket can change it, whatever
// its privileges.
func Lock(c syscall.RawConn) error { return control(c, "lock filter", lock) }

// Locked reports whether the socket's filter is locked.
func Locked(c syscall.RawConn) (yes bool, err error) {
	err = control(c, "ask for the filter's lock", func(fd int) (err error) { yes, err = locked(fd); return err })
	return yes, err
}

// Replace makes p the socket's filter and throws away what it has queued, so that
// nothing that p did not let pass is received afterwards. It has everything
// rejected, waits until the kernel has no packet under way that was judged before
// (a grace period, some milliseconds), empties the queue and attaches p. dropped
// is how many packets were thrown away.
//
// Nobody should receive from the socket meanwhile. Only datagrams can be thrown
// away: a stream is ErrStream, and left alone. The ring of a packet socket is not
// emptied. If p cannot be attached, everything stays rejected.
func Replace(c syscall.RawConn, p bpf.Program) (dropped int, err error) {
	if err := bpf.Validate(p); err != nil {
		return 0, err
	}
	if err := control(c, "replace filter", datagrams); err != nil {
		return 0, err
	}
	if err := Attach(c, bpf.Reject()); err != nil {
		return 0, err
	}
	settle()
	err = control(c, "drain", func(fd int) (err error) { dropped, err = drain(fd); return err })
	if err != nil {
		return dropped, err
	}
	return dropped, Attach(c, p)
}

// ListenControl returns a function for the field Control of net.ListenConfig (and
// of net.Dialer), which is called before the socket is bound: no packet comes past
// the filter.
func ListenControl(p bpf.Program) func(network, address string, c syscall.RawConn) error {
	return func(_, _ string, c syscall.RawConn) error { return Attach(c, p) }
}

// control calls f with the descriptor, and names what went wrong.
func control(c syscall.RawConn, op string, f func(fd int) error) error {
	var err error
	if e := c.Control(func(fd uintptr) { err = f(int(fd)) }); e != nil {
		return &Error{Op: op, Err: e}
	}
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		e.Op = op
		return e
	}
	return &Error{Op: op, Why: explain(err), Err: err}
}
