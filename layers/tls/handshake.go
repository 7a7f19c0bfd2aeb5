package tls

import (
	"iter"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// Messages are handshake messages, one after another as on the wire. RFC 8446 §4.
//
// They may be of one record or of many: [Handshake] joins those of a stream.
type Messages []byte

// A Message is one handshake message.
type Message struct {
	Type wire.TLSHandshakeType
	Len  int    // of the body, as its header says
	Data []byte // the body, which is shorter than Len if not all of it is there
}

const messageLen = 4 // of a message's header

// All yields the messages. The last may not be whole.
func (m Messages) All() iter.Seq[Message] {
	return func(yield func(Message) bool) {
		for b := m; len(b) >= messageLen; {
			n := int(wire.Uint32(b, 0) & 0xffffff)
			end := min(messageLen+n, len(b))
			if !yield(Message{wire.TLSHandshakeType(b[0]), n, b[messageLen:end:end]}) {
				return
			}
			b = b[end:]
		}
	}
}

// Add returns m with a message after the others.
func (m Messages) Add(b Body) Messages {
	m = append(m, byte(b.Type()))
	return prefixed(m, 3, b.Append)
}

// String returns all messages as text.
func (m Messages) String() string {
	var t text
	for x := range m.All() {
		if t.Len() > 0 {
			t.add("; ")
		}
		t.add(x.String())
	}
	return t.String()
}

// Whole reports whether all of the message is there.
func (m Message) Whole() bool { return len(m.Data) == m.Len }

// String returns the message as text.
func (m Message) String() string {
	if !m.Whole() {
		return m.Type.String() + " (" + strconv.Itoa(len(m.Data)) + " of " + strconv.Itoa(m.Len) + " bytes)"
	}
	s := m.Body().String()
	if s == "" {
		return m.Type.String()
	}
	return m.Type.String() + ": " + s
}

// Body returns the message as a value. It is an [Opaque] if the message is malformed,
// not whole, or of a type without a structure that is in clear.
func (m Message) Body() Body {
	r := reader{b: m.Data}
	if m.Whole() {
		if b := decode(m.Type, &r); b != nil && r.whole() {
			return b
		}
	}
	return &Opaque{m.Type, m.Data}
}

// clear reports whether b, the content of a handshake record, can be messages in
// clear: encrypted ones look like anything else.
func clearMessages(b []byte) bool {
	if len(b) < messageLen {
		return false
	}
	for len(b) >= messageLen {
		n := int(wire.Uint32(b, 0) & 0xffffff)
		switch t := wire.TLSHandshakeType(b[0]); {
		case !t.Known():
			return false
		case n > len(b)-messageLen:
			return long(t) && n < 1<<17
		}
		b = b[messageLen+n:]
	}
	return true
}

// long reports whether messages of type t may be longer than a record.
func long(t wire.TLSHandshakeType) bool {
	switch t {
	case wire.TLSClientHello, wire.TLSServerHello, wire.TLSCertificate, wire.TLSServerKeyExchange, wire.TLSCertificateRequest,
		wire.TLSCertificateStatus, wire.TLSNewSessionTicket, wire.TLSClientKeyExchange, wire.TLSEncryptedExtensions,
		wire.TLSCompressedCertificate, wire.TLSCertificateVerify, wire.TLSSupplementalData:
		return true
	}
	return false
}

// Handshake returns the handshake messages of the records that stream begins with,
// which may be split over them, up to the first record that is not in clear or not
// whole. It copies if there are several records.
func Handshake(stream []byte) Messages {
	var out Messages
	for r := range wire.TLSRecord(stream).All() {
		f := r.Fragment()
		switch {
		case len(f) != int(r.Length()), r.Type() == wire.TLSChangeCipherSpec, r.Type() == wire.TLSApplicationData:
			return out
		case r.Type() != wire.TLSHandshake:
		case out == nil:
			out = Messages(f[:len(f):len(f)])
		default:
			out = append(out, f...)
		}
	}
	return out
}
