package packet

import (
	"errors"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// What can be wrong besides package wire's errors.
var (
	// ErrExtent is a layer that claims more bytes than it was given, or leaves
	// bytes to nobody. It is an error in the layer's implementation.
	ErrExtent = errors.New("layer has an impossible extent")

	// ErrNil is a packet with no layer where one should be.
	ErrNil = errors.New("layer is nil")

	// ErrDepth is a packet with more layers than the parser's limit.
	ErrDepth = errors.New("too many layers")
)

// An Error says where a packet could not be parsed or built, and why.
type Error struct {
	Layer string // name of the protocol
	Index int    // of the layer in the packet
	Off   int    // of the layer's first byte in the packet
	Need  int    // bytes it needs at least, or 0 if that is not known
	Have  int    // bytes there are for it
	Limit string // the field that left it no more, such as "IPv4.Length"; empty if the capture did
	Err   error  // what: wire.ErrShort, wire.ErrLength, wire.ErrFormat, a FieldError, …
}

func (e *Error) Error() string {
	s := "layer " + strconv.Itoa(e.Index) + " (" + e.Layer + ") at byte " + strconv.Itoa(e.Off) + ": " + cause(e.Err).Error()
	if e.Need > e.Have {
		s += ": needs " + strconv.Itoa(e.Need) + " bytes, " + strconv.Itoa(e.Have) + " left"
		if e.Limit != "" {
			s += " (" + e.Limit + ")"
		}
	}
	return s
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Reason returns what is wrong, without where.
func (e *Error) Reason() string { return cause(e.Err).Error() }

// cause returns what err says beyond the layer's name.
func cause(err error) error {
	if w, ok := errors.AsType[*wire.Error](err); ok && w == err {
		return w.Err
	}
	return err
}

// need returns how many bytes the layer that failed with err needs.
func need(err error) int {
	if n, ok := errors.AsType[*needError](err); ok {
		return n.need
	}
	if w, ok := errors.AsType[*wire.Error](err); ok {
		return w.Need
	}
	return 0
}

// Need returns err with the number of bytes that a length field of the layer
// asks for. It is for implementations of Layer.Parse.
func Need(err error, bytes int) error { return &needError{err, bytes} }

type needError struct {
	err  error
	need int
}

func (e *needError) Error() string { return cause(e.err).Error() }
func (e *needError) Unwrap() error { return e.err }

// A FieldError is a value that its field cannot hold: "IPv4.FragOff: too large".
type FieldError string

func (e FieldError) Error() string { return string(e) }
