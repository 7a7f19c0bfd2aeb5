// Package postgres has the messages of PostgreSQL's client/server protocol, version 3.
// Importing it binds them to TCP port 5432.
//
//	for m := range l.Messages.Values(postgres.FromClient) {
//		if q, ok := m.(*postgres.Query); ok { … }
//	}
//
// Some types mean one thing from a client and another from a server: who sent a message
// is an argument, and [Unknown] lets the form of the message tell. The answers to
// requests for encryption are single bytes; passwords and the data of authentication
// have one type, and what they are depends on what the server asked for: see
// [Authentication].
package postgres

import (
	"iter"
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Segment is messages of PostgreSQL's client/server protocol, of a segment. PostgreSQL
// manual, "Frontend/Backend Protocol".
//
// A segment may end in the middle of a message; one that begins there is left to be
// [packet.Raw].
type Segment struct{ Messages Messages }

// Proto describes [Segment].
var Proto = &packet.Proto{
	Name: "PostgreSQL", Title: "messages of PostgreSQL's client/server protocol", Ref: "PostgreSQL manual, \"Frontend/Backend Protocol\"",
	New:    func() packet.Layer { return new(Segment) },
	Slab:   packet.Slab[Segment],
	Fields: []packet.Field{{Name: "Messages", Doc: "in wire form", Type: "Messages", Off: 0, Kind: packet.Body}},
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*Segment).Messages
		}
		return nil
	},
}

func init() {
	layers.TCPPorts.Bind(wire.PortPostgres, Proto)
	layers.TCPPorts.Guess(Proto, judge)
}

// types are the letters that messages begin with, the client's and the server's.
const types = "BCDEFHPQSXcdfp" + "123AGIKNRTVWZnstv"

// judge says how sure it is that a segment begins with a message.
func judge(b []byte) packet.Confidence {
	if len(b) == 1 && (b[0] == 'S' || b[0] == 'N' || b[0] == 'G') { // the answer to a request for encryption
		return packet.Possible
	}
	o := wire.PGMessages(b)
	n := o.Need()
	if n == 0 || b[0] != 0 && !typed(b[0]) {
		return packet.Impossible
	}
	if b[0] != 0 || len(b) < 8 {
		return packet.Possible
	}
	switch code := wire.Uint32(b, 4); {
	case (code == wire.PGSSLRequest || code == wire.PGGSSRequest) && n == 8 && len(b) == 8, code == wire.PGCancel && n >= 16 && n == len(b):
		return packet.Certain
	case code>>16 == 3 && code&0xffff < 100 && n == len(b) && b[n-1] == 0:
		return packet.Likely
	case code == wire.PGSSLRequest, code == wire.PGGSSRequest, code == wire.PGCancel, code>>16 == 3, code>>16 == 2:
		return packet.Possible
	}
	return packet.Impossible
}

func typed(t byte) bool {
	for i := range len(types) {
		if types[i] == t {
			return true
		}
	}
	return false
}

// Proto implements [packet.Layer].
func (l *Segment) Proto() *packet.Proto { return Proto }

var errFormat = &wire.Error{Layer: "PostgreSQL", Need: 1, Err: wire.ErrFormat}

// Parse implements [packet.Layer].
func (l *Segment) Parse(b []byte) (packet.Extent, error) {
	if judge(b) == packet.Impossible {
		return packet.Extent{}, errFormat
	}
	l.Messages = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *Segment) Append(b []byte) ([]byte, error) { return append(b, l.Messages...), nil }

// Finish implements [packet.Layer].
func (l *Segment) Finish(*packet.Context) {}

// Messages are messages in wire form.
type Messages []byte

// All yields the messages, up to one that is malformed or not all there.
func (o Messages) All() iter.Seq[wire.PGMessage] { return wire.PGMessages(o).All() }

// Values yields the messages as what they are, from the side that sent them.
func (o Messages) Values(from Side) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		for m := range o.All() {
			if !yield(Read(from, m)) {
				return
			}
		}
	}
}

// Rest returns what is behind the last whole message: a part of the next one, or the
// single byte that answers a request for encryption.
func (o Messages) Rest() []byte { return wire.PGMessages(o).Rest() }

// Add returns o and more messages.
func (o Messages) Add(messages ...Message) Messages {
	for _, m := range messages {
		o = Messages(wire.PGMessages(o).Add(wire.PGMessage{Type: m.Type(), Body: m.AppendWire(nil)}))
	}
	return o
}

// String returns the messages as `Parse "select 1"; Sync`.
func (o Messages) String() string {
	if len(o) == 1 {
		switch o[0] {
		case 'S':
			return "encryption accepted"
		case 'N':
			return "encryption refused"
		case 'G':
			return "GSSAPI encryption accepted"
		}
	}
	var b []byte
	for m := range o.Values(Unknown) {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, m.String()...)
	}
	if rest := o.Rest(); len(rest) > 0 {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(b, "part of a message, "...), strconv.Itoa(len(rest))...)
		b = append(b, " bytes"...)
	}
	return string(b)
}
