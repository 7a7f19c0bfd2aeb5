package postgres

import (
	"bytes"

	"github.com/gocap-project/gocap/wire"
)

// A form walks through the fields of a message's body. It allocates nothing, unlike what reads the message for people.
type form struct {
	b   []byte
	bad bool
}

func (f *form) take(n int) []byte {
	if f.bad || n < 0 || n > len(f.b) {
		f.bad = true
		return nil
	}
	x := f.b[:n:n]
	f.b = f.b[n:]
	return x
}

func (f *form) u8() (x uint8) {
	if b := f.take(1); b != nil {
		x = b[0]
	}
	return x
}

func (f *form) u16() (x uint16) {
	if b := f.take(2); b != nil {
		x = wire.Uint16(b, 0)
	}
	return x
}

func (f *form) u32() (x uint32) {
	if b := f.take(4); b != nil {
		x = wire.Uint32(b, 0)
	}
	return x
}

// text takes a text up to its zero.
func (f *form) text() []byte {
	i := bytes.IndexByte(f.b, 0)
	if f.bad || i < 0 {
		f.bad = true
		return nil
	}
	x := f.b[:i:i]
	f.b = f.b[i+1:]
	return x
}

// value takes a value with its length, which is -1 for NULL.
func (f *form) value() {
	if n := f.u32(); n != 1<<32-1 {
		if n >= 1<<30 {
			f.bad = true
		}
		f.take(int(n & (1<<30 - 1)))
	}
}

// values takes a number of values and them, and returns how many.
func (f *form) values() int {
	n := int(f.u16())
	for i := 0; i < n && !f.bad; i++ {
		f.value()
	}
	return n
}

// numbers takes a number of numbers of a size and them.
func (f *form) numbers(size int) []byte { return f.take(int(f.u16()) * size) }

// done reports whether the fields were all there was.
func (f *form) done() bool { return !f.bad && len(f.b) == 0 }

// clientTypes and serverTypes are the types of messages.
const (
	clientTypes = "BCDEFHPQSXcdfp"
	serverTypes = "123ACDEGHIKNRSTVWZcdnstv"
)

// clientForm reports whether the body of a client's message is of the form of its type.
func clientForm(t byte, body []byte) bool {
	f := form{b: body}
	switch t {
	case 'B':
		f.text()
		f.text()
		f.numbers(2)
		f.values()
		f.numbers(2)
	case 'C', 'D':
		if x := f.u8(); x != 'S' && x != 'P' {
			return false
		}
		f.text()
	case 'E':
		f.text()
		f.u32()
	case 'F':
		f.u32()
		f.numbers(2)
		f.values()
		f.u16()
	case 'P':
		f.text()
		f.text()
		f.numbers(4)
	case 'Q', 'f':
		f.text()
	case 'd', 'p':
		return true
	}
	return f.done()
}

// serverForm is clientForm for the server's messages.
func serverForm(t byte, body []byte) bool {
	f := form{b: body}
	switch t {
	case 'A':
		f.u32()
		f.text()
		f.text()
	case 'C':
		f.text()
	case 'D':
		f.values()
	case 'E', 'N':
		for f.u8() != 0 && !f.bad {
			f.text()
		}
	case 'G', 'H', 'W':
		f.u8()
		f.numbers(2)
	case 'K':
		f.u32()
		return !f.bad && len(f.b) >= 4 && len(f.b) <= 256
	case 'R':
		return authForm(body)
	case 'S':
		f.text()
		f.text()
	case 'T':
		for n := f.u16(); n > 0 && !f.bad; n-- {
			f.text()
			f.take(18)
		}
	case 'V':
		f.value()
	case 'Z':
		if x := f.u8(); x != 'I' && x != 'T' && x != 'E' {
			return false
		}
	case 'd':
		return true
	case 't':
		f.numbers(4)
	case 'v':
		f.u32()
		for n := f.u32(); n > 0 && !f.bad; n-- {
			f.text()
		}
	}
	return f.done()
}

// authForm is serverForm for what servers say to authenticate.
func authForm(body []byte) bool {
	f := form{b: body}
	switch f.u32() {
	case authOK, authKerberos, authPassword, authSCM, authGSS, authSSPI:
	case authCrypt:
		f.take(2)
	case authMD5:
		f.take(4)
	case authSASL:
		for len(f.text()) > 0 {
		}
	default:
		return !f.bad
	}
	return f.done()
}

// fatal reports whether an error ends the connection, and whether that is said in words that are not translated.
func fatal(body []byte) (yes, sure bool) {
	f := form{b: body}
	for !f.bad {
		kind := f.u8()
		if kind == 0 {
			break
		}
		x := f.text()
		if kind == 'S' && !sure || kind == 'V' {
			yes = string(x) == "FATAL" || string(x) == "PANIC"
			sure = sure || kind == 'V' || yes || string(x) == "ERROR"
		}
	}
	return yes, sure
}

// formats reports whether the formats of values, and those of results, are known and as many as they may be.
func formats(t byte, body []byte) bool {
	f := form{b: body}
	if t == 'F' {
		f.u32()
	} else {
		f.text()
		f.text()
	}
	in := f.numbers(2)
	n := f.values()
	if len(in) > 2 && len(in)/2 != n {
		return false
	}
	results := f.b
	if t == 'B' {
		results = f.numbers(2)
	}
	return known(in) && known(results)
}

// known reports whether formats are text or binary.
func known(formats []byte) bool {
	for i := 0; i+1 < len(formats); i += 2 {
		if wire.Uint16(formats, i) > 1 {
			return false
		}
	}
	return true
}
