// Package wire gives typed views of protocol headers in a byte slice.
//
// A view such as [IPv4] is the slice itself, under a name with methods. A view
// is made by its Parse function, which checks once that the header is all
// there; after that no method panics, whatever the bytes say and whatever the
// setters did to them: variable parts are cut to what is there. Reading, editing
// and walking allocate nothing. Numbers are in host order, whatever the wire's.
//
// [Frame] finds all headers of a frame.
//
// The package imports no fmt, reflect, sync or maps, so that it fits small targets.
package wire

import "errors"

// What can be wrong with a header. Test with [errors.Is].
var (
	ErrShort  = errors.New("truncated header")
	ErrLength = errors.New("header length field out of range")
	ErrFormat = errors.New("malformed")
)

// An Error says which header could not be viewed, and why.
// The values are static, so that failing costs no allocation; package packet
// adds the offset.
type Error struct {
	Layer string // "IPv4"
	Need  int    // bytes that a header has at least
	Err   error  // ErrShort, ErrLength or ErrFormat
}

func (e *Error) Error() string { return e.Layer + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// The functions below are those of encoding/binary, which imports reflect. Their
// first line is the only bounds check. They panic if b is too short.

// Uint16 returns the big-endian number at b[i:i+2].
func Uint16(b []byte, i int) uint16 {
	_ = b[i+1]
	return uint16(b[i])<<8 | uint16(b[i+1])
}

// Uint32 returns the big-endian number at b[i:i+4].
func Uint32(b []byte, i int) uint32 {
	_ = b[i+3]
	return uint32(b[i])<<24 | uint32(b[i+1])<<16 | uint32(b[i+2])<<8 | uint32(b[i+3])
}

// Uint64 returns the big-endian number at b[i:i+8].
func Uint64(b []byte, i int) uint64 {
	_ = b[i+7]
	return uint64(b[i])<<56 | uint64(b[i+1])<<48 | uint64(b[i+2])<<40 | uint64(b[i+3])<<32 |
		uint64(b[i+4])<<24 | uint64(b[i+5])<<16 | uint64(b[i+6])<<8 | uint64(b[i+7])
}

// PutUint16 stores x at b[i:i+2], big-endian.
func PutUint16(b []byte, i int, x uint16) {
	_ = b[i+1]
	b[i], b[i+1] = byte(x>>8), byte(x)
}

// PutUint32 stores x at b[i:i+4], big-endian.
func PutUint32(b []byte, i int, x uint32) {
	_ = b[i+3]
	b[i], b[i+1], b[i+2], b[i+3] = byte(x>>24), byte(x>>16), byte(x>>8), byte(x)
}

// PutUint64 stores x at b[i:i+8], big-endian.
func PutUint64(b []byte, i int, x uint64) {
	PutUint32(b, i, uint32(x>>32))
	PutUint32(b, i+4, uint32(x))
}

// Uint16LE returns the little-endian number at b[i:i+2].
func Uint16LE(b []byte, i int) uint16 {
	_ = b[i+1]
	return uint16(b[i]) | uint16(b[i+1])<<8
}

// Uint32LE returns the little-endian number at b[i:i+4].
func Uint32LE(b []byte, i int) uint32 {
	_ = b[i+3]
	return uint32(b[i]) | uint32(b[i+1])<<8 | uint32(b[i+2])<<16 | uint32(b[i+3])<<24
}

// Uint64LE returns the little-endian number at b[i:i+8].
func Uint64LE(b []byte, i int) uint64 {
	_ = b[i+7]
	return uint64(b[i]) | uint64(b[i+1])<<8 | uint64(b[i+2])<<16 | uint64(b[i+3])<<24 |
		uint64(b[i+4])<<32 | uint64(b[i+5])<<40 | uint64(b[i+6])<<48 | uint64(b[i+7])<<56
}

// PutUint16LE stores x at b[i:i+2], little-endian.
func PutUint16LE(b []byte, i int, x uint16) {
	_ = b[i+1]
	b[i], b[i+1] = byte(x), byte(x>>8)
}

// PutUint32LE stores x at b[i:i+4], little-endian.
func PutUint32LE(b []byte, i int, x uint32) {
	_ = b[i+3]
	b[i], b[i+1], b[i+2], b[i+3] = byte(x), byte(x>>8), byte(x>>16), byte(x>>24)
}

// PutUint64LE stores x at b[i:i+8], little-endian.
func PutUint64LE(b []byte, i int, x uint64) {
	PutUint32LE(b, i, uint32(x))
	PutUint32LE(b, i+4, uint32(x>>32))
}

// Bit returns 1 for true.
func Bit(x bool) uint8 {
	if x {
		return 1
	}
	return 0
}

// clamp returns n limited to [lo, hi].
func clamp(n, lo, hi int) int { return max(lo, min(n, hi)) }
