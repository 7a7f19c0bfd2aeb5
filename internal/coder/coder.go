// Package coder reads, writes and prints the fields of small structures, such as
// options and elements of lists, each described once by a method of its type.
package coder

import (
	"encoding/hex"
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// A Coder reads, writes or prints the fields of a structure. Each
// type says once, in its method Fields, what its fields are, and the Coder does to them
// what its mode says.
type Coder struct {
	mode mode
	b    []byte // reading: what is left; else: the result
	bad  bool   // reading: it does not fit
}

// Reading reports whether fields are read.
func (c *Coder) Reading() bool { return c.mode == reading }

// Writing reports whether fields are written.
func (c *Coder) Writing() bool { return c.mode == writing }

// Printing reports whether fields are printed.
func (c *Coder) Printing() bool { return c.mode == printing }

// Fail says that what is read is not as it should be.
func (c *Coder) Fail() { c.bad = true }

// Failed reports whether something was not as it should be.
func (c *Coder) Failed() bool { return c.bad }

// Left returns how many bytes are left to read.
func (c *Coder) Left() int { return len(c.b) }

// Write appends bytes to what is written or printed.
func (c *Coder) Write(b ...byte) { c.b = append(c.b, b...) }

type mode uint8

const (
	reading mode = iota
	writing
	printing
)

// A Coded says what its fields are.
type Coded interface{ Fields(*Coder) }

// Read sets the fields of v from b, and reports whether they are all of b.
func Read(v Coded, b []byte) bool {
	c := Coder{b: b}
	v.Fields(&c)
	return !c.bad && len(c.b) == 0
}

// Append appends the fields of v in wire form.
func Append(b []byte, v Coded) []byte {
	c := Coder{mode: writing, b: b}
	v.Fields(&c)
	return c.b
}

// Text returns name and the fields of v in words.
func Text(name string, v Coded) string {
	c := Coder{mode: printing, b: []byte(name)}
	v.Fields(&c)
	return string(c.b)
}

// Take reads n bytes, or returns nil.
func (c *Coder) Take(n int) []byte {
	if c.bad || n < 0 || n > len(c.b) {
		c.bad = true
		return nil
	}
	x := c.b[:n:n]
	c.b = c.b[n:]
	return x
}

// Number handles a number of n bytes that is printed after its name, unless that is
// empty.
func (c *Coder) Number(name string, x uint64, n int) uint64 {
	switch c.mode {
	case reading:
		x = 0
		for _, d := range c.Take(n) {
			x = x<<8 | uint64(d)
		}
	case writing:
		for n--; n >= 0; n-- {
			c.b = append(c.b, byte(x>>(8*n)))
		}
	case printing:
		if name != "" {
			c.b = append(append(append(c.b, ' '), name...), ' ')
			c.b = strconv.AppendUint(c.b, x, 10)
		}
	}
	return x
}

// U8, U16 and U32 handle big-endian numbers, printed after their names unless those are
// empty.
func (c *Coder) U8(name string, x *uint8) { *x = uint8(c.Number(name, uint64(*x), 1)) }

// U16 is as U8.
func (c *Coder) U16(name string, x *uint16) { *x = uint16(c.Number(name, uint64(*x), 2)) }

// U32 is as U8.
func (c *Coder) U32(name string, x *uint32) { *x = uint32(c.Number(name, uint64(*x), 4)) }

// Zero handles n reserved bytes: others than zeros are malformed.
func (c *Coder) Zero(n int) {
	if c.Number("", 0, n) != 0 {
		c.bad = true
	}
}

// Word prints s.
func (c *Coder) Word(s string) {
	if c.mode == printing && s != "" {
		c.b = append(append(c.b, ' '), s...)
	}
}

// Hex handles the rest as bytes.
func (c *Coder) Hex(name string, x *[]byte) {
	switch c.mode {
	case reading:
		*x = c.Take(len(c.b))
	case writing:
		c.b = append(c.b, *x...)
	case printing:
		if len(*x) > 0 {
			c.Word(name)
			c.b = hex.AppendEncode(append(c.b, ' '), *x)
		}
	}
}

// Body handles the rest as bytes of which only the length is printed.
func (c *Coder) Body(name string, x *[]byte) {
	if c.mode != printing {
		c.Hex(name, x)
		return
	}
	c.Word(name)
	c.b = strconv.AppendInt(append(c.b, ' '), int64(len(*x)), 10)
	c.b = append(c.b, " bytes"...)
}

// List handles a list to the end, each element with do.
func List[T any](c *Coder, x *[]T, do func(*T)) {
	if c.mode == reading {
		*x = nil
		for !c.bad && len(c.b) > 0 {
			var v T
			do(&v)
			*x = append(*x, v)
		}
		return
	}
	for i := range *x {
		do(&(*x)[i])
	}
}

// Addr handles an address of 4 or, if six, 16 bytes.
func (c *Coder) Addr(a *netip.Addr, six bool) {
	n := 4
	if six {
		n = 16
	}
	switch c.mode {
	case reading:
		*a, _ = netip.AddrFromSlice(c.Take(n))
	case writing:
		at := len(c.b)
		c.b = append(c.b, make([]byte, n)...)
		if six {
			wire.PutAddr16(c.b[at:], *a)
		} else {
			wire.PutAddr4(c.b[at:], *a)
		}
	case printing:
		c.b = a.AppendTo(append(c.b, ' '))
	}
}

// Bracketed returns s in brackets if there is something in it.
func Bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "[" + s + "]"
}

// AppendRest appends what of a list is malformed.
func AppendRest(b, rest []byte) []byte {
	if len(rest) == 0 {
		return b
	}
	if len(b) > 0 {
		b = append(b, ", "...)
	}
	return hex.AppendEncode(append(b, "malformed "...), rest)
}

// AppendFunc is Append for what f says.
func AppendFunc(b []byte, f func(*Coder)) []byte {
	c := Coder{mode: writing, b: b}
	f(&c)
	return c.b
}

// Bytes handles n bytes.
func (c *Coder) Bytes(name string, x *[]byte, n int) {
	if c.mode == reading {
		*x = c.Take(n)
		return
	}
	c.Hex(name, x)
}

// Within lets f read the next n bytes, which must be all that it reads.
func (c *Coder) Within(n int, f func(*Coder)) {
	if n < 0 {
		c.bad = true
		return
	}
	in := Coder{b: c.Take(n), bad: c.bad}
	f(&in)
	c.bad = c.bad || in.bad || len(in.b) > 0
}

// Quote prints b in quotes.
func (c *Coder) Quote(b []byte) {
	if c.mode == printing {
		c.b = strconv.AppendQuote(append(c.b, ' '), string(b))
	}
}
