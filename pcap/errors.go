package pcap

import (
	"errors"
	"fmt"
	"strconv"
)

// What can be wrong with a capture; test with errors.Is.
var (
	ErrTruncated          = errors.New("capture is cut short")
	ErrCorrupt            = errors.New("capture is damaged")
	ErrNotCapture         = errors.New("not a capture file")
	ErrUnsupportedVersion = errors.New("unsupported version of the capture format")
)

// What can be wrong with a use of this package.
var (
	ErrLinkType = errors.New("link type differs from the file's")
	ErrTime     = errors.New("time cannot be represented in the file")
	ErrTooLong  = errors.New("packet is longer than readers accept")
	ErrNotNg    = errors.New("not a pcapng capture")
	ErrClosed   = errors.New("already closed")
)

// A FormatError says what is wrong with a capture, and where.
type FormatError struct {
	Offset  int64  // of the record, block or header at fault, in bytes, after decompression
	What    string // what stands there: "file header", "packet record", "Enhanced Packet Block", ...
	Reason  string // why it cannot be read
	Packets int64  // packets read until then
	Kind    error  // ErrTruncated, ErrCorrupt, ErrNotCapture, ErrUnsupportedVersion or nil
	Err     error  // error of the source or decompressor, or nil
}

func (e *FormatError) Error() string {
	s := e.What + " at byte " + strconv.FormatInt(e.Offset, 10) + ": " + e.Reason
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Kind != nil {
		s = e.Kind.Error() + ": " + s
	}
	if e.Packets > 0 {
		s += " (" + strconv.FormatInt(e.Packets, 10) + " packets read before it)"
	}
	return s
}

// Unwrap returns Kind and Err, as far as they are set.
func (e *FormatError) Unwrap() []error {
	var errs []error
	if e.Kind != nil {
		errs = append(errs, e.Kind)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}

// corruptf is an ErrCorrupt with a reason, for what has no place in a file yet.
func corruptf(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrCorrupt}, args...)...)
}
