package wire

import "iter"

// PortPostgres is the TCP port of PostgreSQL.
const PortPostgres = 5432

// The codes of messages before the first one that has a type. PostgreSQL manual, "Message
// Formats".
const (
	PGVersion3   = 3 << 16         // start-up, version 3.0; the lower half is the minor version
	PGCancel     = 1234<<16 | 5678 // cancel what a connection does
	PGSSLRequest = 1234<<16 | 5679 // ask for TLS
	PGGSSRequest = 1234<<16 | 5680 // ask for encryption by GSSAPI
	pgUntyped    = 8               // bytes that a message without type has at least
	pgMostStart  = 10000           // and at most
	pgTyped      = 5               // bytes that a message with a type has at least
)

// A PGMessage is a message, client's or server's. PostgreSQL manual, "Message Formats".
type PGMessage struct {
	Type byte   // a letter, or 0: the message has none, and begins with a code
	Body []byte // after type and length
}

// PGMessages are messages in wire form.
type PGMessages []byte

// first returns the first message and its length, or 0 if it is not all there. A message
// that begins with a zero has no type.
func (o PGMessages) first() (m PGMessage, n int) {
	n = o.Need()
	if n == 0 || n > len(o) {
		return m, 0
	}
	if o[0] == 0 {
		return PGMessage{0, o[4:n:n]}, n
	}
	return PGMessage{o[0], o[5:n:n]}, n
}

// Need returns how many bytes the first message has, which may be more than there are, or
// 0 if that cannot be told.
func (o PGMessages) Need() int {
	if len(o) < pgTyped {
		return 0
	}
	if o[0] != 0 {
		if n := Uint32(o, 1); n >= 4 && n < 1<<30 {
			return 1 + int(n)
		}
		return 0
	}
	if n := Uint32(o, 0); n >= pgUntyped && n <= pgMostStart {
		return int(n)
	}
	return 0
}

// All yields the messages, up to one that is malformed or not all there.
func (o PGMessages) All() iter.Seq[PGMessage] {
	return func(yield func(PGMessage) bool) {
		for b := o; len(b) > 0; {
			m, n := b.first()
			if n == 0 || !yield(m) {
				return
			}
			b = b[n:]
		}
	}
}

// Rest returns what is behind the last whole message.
func (o PGMessages) Rest() []byte {
	for b := o; len(b) > 0; {
		_, n := b.first()
		if n == 0 {
			return b
		}
		b = b[n:]
	}
	return nil
}

// Add returns o and one more message.
func (o PGMessages) Add(m PGMessage) PGMessages {
	out := o[:len(o):len(o)]
	if m.Type != 0 {
		out = append(out, m.Type)
	}
	return append(appendBE32(out, uint32(4+len(m.Body))), m.Body...)
}
