package capture

import (
	"errors"
	"runtime"
	"strings"
)

// What can be wrong with a handle or an interface; test with errors.Is. What the
// platform cannot do wraps errors.ErrUnsupported.
var (
	ErrInactive      = errors.New("capture is not active")
	ErrActive        = errors.New("capture is active already")
	ErrClosed        = errors.New("capture handle is closed")
	ErrNoInterface   = errors.New("no such interface")
	ErrPermission    = errors.New("permission to capture is missing")
	ErrDown          = errors.New("interface is down")
	ErrInterfaceGone = errors.New("interface was removed")
	ErrOption        = errors.New("option out of range")
	ErrTooLong       = errors.New("frame is longer than the interface can send")
)

var errSeveral = errors.New("the handle has several interfaces: choose one with SendTo")

// InterfaceError is an error about one interface. Err wraps one of this package's
// errors or the system's.
type InterfaceError struct {
	Name  string
	Known []string // with ErrNoInterface: the interfaces that there are
	Err   error
}

func (e *InterfaceError) Error() string {
	s := "interface " + e.Name + ": " + e.Err.Error()
	switch {
	case e.Known == nil:
		return s
	case len(e.Known) == 0:
		return s + "; there are none"
	}
	return s + "; there are " + strings.Join(e.Known, ", ")
}

func (e *InterfaceError) Unwrap() error { return e.Err }

// BackendError says that a backend that was asked for cannot be had. Err is
// ErrOption if there is none of the name.
type BackendError struct {
	Name string
	Err  error
}

func (e *BackendError) Error() string { return "backend " + e.Name + ": " + e.Err.Error() }
func (e *BackendError) Unwrap() error { return e.Err }

// PermissionError says which privilege is missing and how to get it. It is
// ErrPermission, and Err is what the system said (which is fs.ErrPermission).
type PermissionError struct {
	Capability string // such as CAP_NET_RAW
	Command    string // a shell command that gives it to this program
	Err        error
}

func (e *PermissionError) Error() string {
	s := ErrPermission.Error() + ": " + e.Capability
	if e.Command != "" {
		s += "; run as root, or give it with: " + e.Command
	}
	return s + "; without either, try gocap demo, which captures in a private network"
}

// Is makes the error match ErrPermission.
func (e *PermissionError) Is(target error) bool { return target == ErrPermission }

func (e *PermissionError) Unwrap() error { return e.Err }

// UnsupportedError says what this platform cannot do. It wraps errors.ErrUnsupported.
type UnsupportedError struct {
	Platform string // as Go names it, such as windows/amd64
	Feature  string // such as "live capture"
}

func (e *UnsupportedError) Error() string {
	return e.Feature + " is not supported on " + e.Platform
}

func (e *UnsupportedError) Unwrap() error { return errors.ErrUnsupported }

func unsupported(feature string) error {
	return &UnsupportedError{runtime.GOOS + "/" + runtime.GOARCH, feature}
}
