package postgres

import (
	"bytes"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Side is who sent a message.
type Side uint8

// The sides.
const (
	Unknown Side = iota // the form tells, where it can
	FromClient
	FromServer
)

// A Message is one of the structs of this package.
type Message interface {
	// Type returns the letter that the message begins with, or 0 if it has none.
	Type() byte

	// AppendWire appends the message's body, without type and length.
	AppendWire(b []byte) []byte

	// String returns the message for people.
	String() string

	coder.Coded
}

// Read returns what message m is, if from sent it, or [Opaque].
func Read(from Side, m wire.PGMessage) Message {
	if m.Type == 0 {
		return untyped(m.Body)
	}
	if from != FromServer {
		if v := client(m.Type); v != nil && decode(v, m.Body) && (from == FromClient || clients(m)) {
			return v
		}
	}
	if from != FromClient {
		if v := server(m.Type); v != nil && decode(v, m.Body) {
			return v
		}
	}
	return &Opaque{m.Type, m.Body}
}

// clients reports whether a message whose form is right for both sides is a client's.
func clients(m wire.PGMessage) bool {
	v := server(m.Type)
	if v == nil || !decode(v, m.Body) {
		return true
	}
	if m.Type != 'C' {
		return false
	}
	for _, tag := range [...]string{"SELECT", "SET", "SHOW", "START", "SAVEPOINT", "PREPARE"} { // completed commands begin like names to close
		if bytes.HasPrefix(m.Body, []byte(tag)) {
			return false
		}
	}
	return m.Body[0] == 'S' || m.Body[0] == 'P'
}

func decode(v Message, b []byte) bool {
	return coder.Read(v, b) && bytes.Equal(v.AppendWire(make([]byte, 0, 64)), b)
}

func untyped(b []byte) Message {
	var v Message
	switch code := wire.Uint32(b, 0); {
	case code == wire.PGCancel:
		v = new(Cancel)
	case code == wire.PGSSLRequest, code == wire.PGGSSRequest:
		v = new(EncryptionRequest)
	default:
		v = new(Startup)
	}
	if decode(v, b) {
		return v
	}
	return &Opaque{0, b}
}

func client(t byte) Message {
	switch t {
	case 'B':
		return new(Bind)
	case 'C':
		return new(Close)
	case 'D':
		return new(Describe)
	case 'E':
		return new(Execute)
	case 'F':
		return new(FunctionCall)
	case 'P':
		return new(Parse)
	case 'Q':
		return new(Query)
	case 'f':
		return new(CopyFail)
	case 'p':
		return new(Password)
	case 'd':
		return new(CopyData)
	case 'H', 'S', 'X', 'c':
		return &Plain{Letter: t}
	}
	return nil
}

func server(t byte) Message {
	switch t {
	case 'R':
		return new(Authentication)
	case 'K':
		return new(BackendKey)
	case 'C':
		return new(CommandComplete)
	case 'd':
		return new(CopyData)
	case 'D':
		return new(DataRow)
	case 'E', 'N':
		return &Response{Notice: t == 'N'}
	case 'G', 'H', 'W':
		return &CopyResponse{Letter: t}
	case 'V':
		return new(FunctionResult)
	case 'v':
		return new(NegotiateVersion)
	case 'A':
		return new(Notification)
	case 't':
		return new(ParameterTypes)
	case 'S':
		return new(ParameterStatus)
	case 'Z':
		return new(Ready)
	case 'T':
		return new(RowDescription)
	case '1', '2', '3', 'I', 'n', 's', 'c':
		return &Plain{Letter: t}
	}
	return nil
}

// ended handles a text up to a zero.
func ended(c *coder.Coder, name string, x *string) {
	switch {
	case c.Reading():
		var s []byte
		for {
			d := c.Take(1)
			if len(d) == 0 || d[0] == 0 {
				break
			}
			s = append(s, d[0])
		}
		*x = string(s)
	case c.Writing():
		c.Write(append([]byte(*x), 0)...)
	default:
		c.Word(name)
		c.Quote([]byte(*x))
	}
}

// list handles a list with the number of its elements before it, in two bytes.
func list[T any](c *coder.Coder, x *[]T, do func(*T)) {
	n := uint16(len(*x))
	c.U16("", &n)
	for i := 0; c.Reading() && i < int(n) && !c.Failed(); i++ {
		var v T
		do(&v)
		*x = append(*x, v)
	}
	for i := 0; !c.Reading() && i < len(*x); i++ {
		do(&(*x)[i])
	}
}

// value handles a value with its length before it in four bytes; nil is NULL.
func value(c *coder.Coder, v *[]byte) {
	n := uint32(len(*v))
	if *v == nil {
		n = 0xffffffff
	}
	switch {
	case c.Printing() && *v == nil:
		c.Word("NULL")
	case c.Printing():
		c.Quote(*v)
	default:
		c.U32("", &n)
		if n == 0xffffffff {
			return
		}
		if n > 1<<30 {
			c.Fail()
			return
		}
		if c.Bytes("", v, int(n)); c.Reading() && *v == nil {
			*v = []byte{}
		}
	}
}

func letter(c *coder.Coder, x *byte) {
	c.U8("", x)
	if c.Printing() && *x != 0 {
		c.Word(string(rune(*x)))
	}
}
