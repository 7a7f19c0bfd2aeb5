// Package netlink is the small part of Linux's netlink that gocap needs: an encoder and a decoder of messages and
// attributes (RFC 3549 section 2; pure functions over bytes, the same on every platform), and on Linux a connection to
// the kernel's routing side (NETLINK_ROUTE).
//
// Numbers in netlink are in the byte order of the machine, except where a field is a network address or port.
// Lengths in a message are never trusted: a message or attribute that claims more than there is gives a
// [*SyntaxError], and what came before it is kept.
package netlink

import (
	"encoding/binary"
	"fmt"
)

// Message types below 16 are netlink's own (RFC 3549 section 2.3.2).
const (
	TypeNoop    = 1
	TypeError   = 2 // an error, or an acknowledgement if its number is 0
	TypeDone    = 3 // the last message of a dump
	TypeOverrun = 4
)

// Flags of a message.
const (
	FlagRequest  = 0x01
	FlagMulti    = 0x02
	FlagAck      = 0x04
	FlagEcho     = 0x08
	FlagDumpIntr = 0x10 // the table changed during the dump: the answer may have holes
	FlagRoot     = 0x100
	FlagMatch    = 0x200
	FlagDump     = FlagRoot | FlagMatch
	FlagReplace  = 0x100
	FlagExcl     = 0x200
	FlagCreate   = 0x400
	FlagAppend   = 0x800
	flagCapped   = 0x100 // in TypeError: the request is not repeated
	flagAckTLVs  = 0x200 // in TypeError: attributes follow
)

const (
	headerLen = 16
	attrLen   = 4
	// attrTypeMask takes NLA_F_NESTED and NLA_F_NET_BYTEORDER off an attribute's type.
	attrTypeMask = 0x3fff
	attrNested   = 0x8000
)

// Message is one netlink message, RFC 3549 section 2.3.2. Body is a part of the buffer it was read from.
type Message struct {
	Type  uint16
	Flags uint16
	Seq   uint32
	Port  uint32 // the port the message belongs to; 0 is the kernel
	Body  []byte
}

// Attr is one attribute. Data is a part of the buffer it was read from.
type Attr struct {
	Type uint16 // without the NESTED and NET_BYTEORDER bits
	Data []byte
}

// SyntaxError says that bytes are not what netlink sends.
type SyntaxError struct {
	What   string // "message", "attribute", or what was too short
	Offset int    // of the fault, from the start of what was given to the parser
	Need   int    // bytes needed, or claimed
	Have   int    // bytes there are
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("netlink: %s at offset %d needs %d bytes, has %d", e.What, e.Offset, e.Need, e.Have)
}

// align rounds up to netlink's alignment, 4.
func align(n int) int { return (n + 3) &^ 3 }

// Next takes the first message off b. At the end of b it returns a zero Message and a nil rest.
func Next(b []byte) (m Message, rest []byte, err error) {
	if len(b) == 0 {
		return Message{}, nil, nil
	}
	if len(b) < headerLen {
		return Message{}, nil, &SyntaxError{"message", 0, headerLen, len(b)}
	}
	n := binary.NativeEndian.Uint32(b)
	if n < headerLen || uint64(n) > uint64(len(b)) {
		return Message{}, nil, &SyntaxError{"message", 0, int(min(n, 1<<30)), len(b)}
	}
	m = Message{
		Type:  binary.NativeEndian.Uint16(b[4:]),
		Flags: binary.NativeEndian.Uint16(b[6:]),
		Seq:   binary.NativeEndian.Uint32(b[8:]),
		Port:  binary.NativeEndian.Uint32(b[12:]),
		Body:  b[headerLen:n:n],
	}
	return m, b[min(align(int(n)), len(b)):], nil
}

// Each calls f with every message in b, until the end, a fault in b, or an error from f.
func Each(b []byte, f func(Message) error) error {
	for at := 0; at < len(b); {
		m, rest, err := Next(b[at:])
		if err != nil {
			return moved(err, at)
		}
		if err := f(m); err != nil {
			return err
		}
		at = len(b) - len(rest)
	}
	return nil
}

// Attrs calls f with every attribute in b, until the end or a fault in b. Attributes before the fault are good.
func Attrs(b []byte, f func(Attr)) error {
	for at := 0; at < len(b); {
		rest := b[at:]
		if len(rest) < attrLen {
			return &SyntaxError{"attribute", at, attrLen, len(rest)}
		}
		n := int(binary.NativeEndian.Uint16(rest))
		if n < attrLen || n > len(rest) {
			return &SyntaxError{"attribute", at, n, len(rest)}
		}
		f(Attr{binary.NativeEndian.Uint16(rest[2:]) & attrTypeMask, rest[attrLen:n:n]})
		at += align(n)
	}
	return nil
}

// moved adds to the offset of a [*SyntaxError].
func moved(err error, by int) error {
	if e, ok := err.(*SyntaxError); ok {
		e.Offset += by
	}
	return err
}

// Uint8, Uint16, Uint32 and Uint64 read a number in the machine's order from the start of an attribute; 0 if it is too short.
func (a Attr) Uint8() uint8 {
	if len(a.Data) < 1 {
		return 0
	}
	return a.Data[0]
}

// Uint16 reads a number in the machine's order, 0 if the attribute is too short.
func (a Attr) Uint16() uint16 {
	if len(a.Data) < 2 {
		return 0
	}
	return binary.NativeEndian.Uint16(a.Data)
}

// Uint16BE reads a number in network order, 0 if the attribute is too short.
func (a Attr) Uint16BE() uint16 {
	if len(a.Data) < 2 {
		return 0
	}
	return binary.BigEndian.Uint16(a.Data)
}

// Uint32 reads a number in the machine's order, 0 if the attribute is too short.
func (a Attr) Uint32() uint32 {
	if len(a.Data) < 4 {
		return 0
	}
	return binary.NativeEndian.Uint32(a.Data)
}

// Uint64 reads a number in the machine's order, 0 if the attribute is too short.
func (a Attr) Uint64() uint64 {
	if len(a.Data) < 8 {
		return 0
	}
	return binary.NativeEndian.Uint64(a.Data)
}

// String reads a string that ends at a zero byte or at the end of the attribute.
func (a Attr) String() string {
	for i, c := range a.Data {
		if c == 0 {
			return string(a.Data[:i])
		}
	}
	return string(a.Data)
}
