package tls

import (
	"strings"

	"github.com/gocap-project/gocap/wire"
)

// A reader takes vectors and numbers from the front of b. What is not there makes it
// bad, and everything read after that is zero. RFC 8446 §3.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n > len(r.b) {
		r.bad = true
		return nil
	}
	x := r.b[:n:n]
	r.b = r.b[n:]
	return x
}

// num reads a number of n bytes.
func (r *reader) num(n int) (x uint32) {
	for _, c := range r.take(n) {
		x = x<<8 | uint32(c)
	}
	return x
}

func (r *reader) u8() uint8   { return uint8(r.num(1)) }
func (r *reader) u16() uint16 { return uint16(r.num(2)) }

// vec reads a vector whose length has n bytes.
func (r *reader) vec(n int) []byte { return r.take(int(r.num(n))) }

// whole reports whether everything was read and nothing is left.
func (r *reader) whole() bool { return !r.bad && len(r.b) == 0 }

// list calls each for a reader of the vector whose length has n bytes, until it is empty.
func (r *reader) list(n int, each func(*reader)) {
	in := reader{b: r.vec(n)}
	for len(in.b) > 0 && !in.bad {
		each(&in)
	}
	r.bad = r.bad || in.bad
}

// numbers reads a vector, whose length has n bytes, of numbers.
func numbers[T ~uint8 | ~uint16](r *reader, n, size int) []T {
	b := r.vec(n)
	if len(b)%size != 0 {
		r.bad = true
		return nil
	}
	x := make([]T, 0, len(b)/size)
	for in := (reader{b: b}); len(in.b) > 0; {
		x = append(x, T(in.num(size)))
	}
	return x
}

func putNum(b []byte, n int, x uint32) []byte {
	for i := n - 1; i >= 0; i-- {
		b = append(b, byte(x>>(8*i)))
	}
	return b
}

func put16(b []byte, x uint16) []byte { return append(b, byte(x>>8), byte(x)) }

// putVec appends a vector whose length has n bytes. What is too long for that has a
// wrong length.
func putVec[T ~[]byte | ~string](b []byte, n int, x T) []byte {
	return append(putNum(b, n, uint32(len(x))), x...)
}

// prefixed appends what add appends, behind its length of n bytes.
func prefixed(b []byte, n int, add func([]byte) []byte) []byte {
	start := len(b)
	b = add(putNum(b, n, 0))
	size := uint32(len(b) - start - n)
	putNum(b[:start], n, size)
	return b
}

func putNumbers[T ~uint8 | ~uint16](b []byte, n, size int, x []T) []byte {
	b = putNum(b, n, uint32(len(x)*size))
	for _, e := range x {
		b = putNum(b, size, uint32(e))
	}
	return b
}

// A text is a text being put together.
type text struct{ strings.Builder }

func (t *text) add(s ...string) {
	for _, x := range s {
		t.WriteString(x)
	}
}

func (t *text) hex(b []byte) { t.add(wire.Hex(b)) }

// join returns the names of x with commas between them.
func join[T interface{ String() string }](x []T) string {
	var t text
	for i, e := range x {
		if i > 0 {
			t.add(", ")
		}
		t.add(e.String())
	}
	return t.String()
}
