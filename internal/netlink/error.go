//go:build !plan9

package netlink

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"
)

// ErrInterrupted is a table that kept changing while it was read, however often that was tried.
var ErrInterrupted = errors.New("netlink: the table kept changing while it was read")

// Error is the kernel's refusal of a request. It unwraps to its [syscall.Errno].
type Error struct {
	Errno  syscall.Errno
	Text   string // what the kernel said besides the number; often empty
	Offset int    // of the offending attribute in the request, 0 if the kernel did not say
}

func (e *Error) Error() string {
	if e.Text == "" {
		return "netlink: " + e.Errno.Error()
	}
	return fmt.Sprintf("netlink: %v: %s", e.Errno, e.Text)
}

// Unwrap returns the error number, so that errors.Is(err, fs.ErrNotExist) and the like work.
func (e *Error) Unwrap() error { return e.Errno }

// Attributes of an extended acknowledgement.
const (
	extText   = 1
	extOffset = 2
)

// Ack reads a message of type [TypeError] or [TypeDone]: nil for an acknowledgement, an [*Error] for a refusal.
func (m Message) Ack() error {
	if len(m.Body) < 4 {
		if m.Type == TypeDone { // old kernels send nothing in it
			return nil
		}
		return &SyntaxError{"error message", 0, 4, len(m.Body)}
	}
	n := int32(binary.NativeEndian.Uint32(m.Body))
	if n == 0 || n == -1<<31 {
		return nil
	}
	if n > 0 { // a done message may carry a count
		if m.Type == TypeDone {
			return nil
		}
		n = -n
	}
	e := &Error{Errno: syscall.Errno(-n)}
	e.extended(m)
	return e
}

// extended takes the text and offset out of the attributes after the repeated request, if there are any.
func (e *Error) extended(m Message) {
	if m.Flags&flagAckTLVs == 0 {
		return
	}
	rest := m.Body[4:]
	if m.Type == TypeError {
		skip := headerLen
		if m.Flags&flagCapped == 0 && len(rest) >= 4 {
			skip = int(min(binary.NativeEndian.Uint32(rest), 1<<20))
		}
		rest = rest[min(align(skip), len(rest)):]
	}
	_ = Attrs(rest, func(a Attr) { // a broken explanation leaves the error as it is
		switch a.Type {
		case extText:
			e.Text = a.String()
		case extOffset:
			e.Offset = int(a.Uint32())
		}
	})
}
