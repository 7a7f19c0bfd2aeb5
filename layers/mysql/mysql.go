// Package mysql has the packets of MySQL's and MariaDB's client/server protocol, and the
// messages in them. Importing it binds them to TCP port 3306.
//
// What a packet means depends on those before it: on what client and server agreed on,
// and on what was asked. [State] knows that much of a connection:
//
//	s := mysql.State{}
//	for p := range l.Packets.All() {
//		m := s.Read(mysql.FromServer, p)
//	}
//
// A segment alone is text as far as its packets tell what they are.
package mysql

import (
	"strconv"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Segment is packets of MySQL's client/server protocol, of a segment. MySQL internals,
// "MySQL Packets".
//
// A segment may end in the middle of a packet; one that begins there is left to be
// [packet.Raw].
type Segment struct{ Packets Packets }

// Proto describes [Segment].
var Proto = &packet.Proto{
	Name: "MySQL", Title: "packets of MySQL's client/server protocol", Ref: "MySQL internals, \"MySQL Packets\"",
	New:    func() packet.Layer { return new(Segment) },
	Slab:   packet.Slab[Segment],
	Fields: []packet.Field{{Name: "Packets", Doc: "in wire form", Type: "Packets", Off: 0, Kind: packet.Body}},
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*Segment).Packets
		}
		return nil
	},
}

func init() {
	layers.TCPPorts.Bind(wire.PortMySQL, Proto)
	layers.TCPPorts.Guess(Proto, judge)
}

// judge says how sure it is that a segment begins with a packet: only a server's greeting
// has a mark.
func judge(b []byte) packet.Confidence {
	p := wire.MySQLPackets(b)
	switch {
	case len(b) < 4, b[0] >= 20 && b[0] <= 23 && b[1] == 3 && b[2] <= 4: // a TLS record: RFC 8446 §5.1
		return packet.Impossible
	case len(p.Rest()) == len(b) && (b[3] > 3 || b[2] > 1): // a packet that goes on, with an odd number or length
		return packet.Impossible
	}
	for q := range p.All() {
		if g := new(Greeting); q.Seq == 0 && len(p.Rest()) == 0 && len(q.Payload) > 40 && q.Payload[0] == 10 && decode(g, q.Payload) {
			return packet.Likely
		}
		break
	}
	return packet.Possible
}

// Proto implements [packet.Layer].
func (l *Segment) Proto() *packet.Proto { return Proto }

var errFormat = &wire.Error{Layer: "MySQL", Need: 4, Err: wire.ErrFormat}

// Parse implements [packet.Layer].
func (l *Segment) Parse(b []byte) (packet.Extent, error) {
	if judge(b) == packet.Impossible {
		return packet.Extent{}, errFormat
	}
	l.Packets = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *Segment) Append(b []byte) ([]byte, error) { return append(b, l.Packets...), nil }

// Finish implements [packet.Layer].
func (l *Segment) Finish(*packet.Context) {}

// Packets are packets in wire form.
type Packets []byte

// All yields the packets, up to one that is not all there.
func (o Packets) All() func(yield func(wire.MySQLPacket) bool) { return wire.MySQLPackets(o).All() }

// Rest returns the packet at the end that is not all there.
func (o Packets) Rest() []byte { return wire.MySQLPackets(o).Rest() }

// Add returns o and a message with the number seq, in as many packets as it needs.
func (o Packets) Add(seq uint8, m Message) Packets {
	return Packets(wire.MySQLPackets(o).Add(seq, m.AppendWire(nil)...))
}

// String returns the packets as `0 Query "SELECT 1"`, as far as they tell what they are.
func (o Packets) String() string {
	var b []byte
	for p := range o.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(strconv.AppendUint(b, uint64(p.Seq), 10), ' ')
		b = append(b, Guess(p).String()...)
	}
	if rest := o.Rest(); len(rest) > 0 {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(b, "part of a packet, "...), strconv.Itoa(len(rest))...)
		b = append(b, " bytes"...)
	}
	return string(b)
}

// Guess returns what a packet is likely to be, as far as it tells by itself: a greeting,
// a login, a command, an OK, an error, a column or an end of rows with what protocol 4.1
// has, or [Opaque].
func Guess(p wire.MySQLPacket) Message {
	b := p.Payload
	if len(b) == 0 {
		return &Opaque{b}
	}
	try := func(m Message) bool { return decode(m, b) }
	caps := wire.MySQLProtocol41
	switch {
	case p.Seq == 0 && b[0] == 10 && len(b) > 40:
		if g := new(Greeting); try(g) {
			return g
		}
	case p.Seq == 0 && wire.MySQLCommand(b[0]).Known():
		return ReadCommand(b, 0)
	case p.Seq == 1 && len(b) >= 32:
		if m := ReadLogin(b); !isOpaque(m) && zero(b[9:32]) {
			return m
		}
	}
	if p.Seq > 0 {
		switch {
		case len(b) > 4 && string(b[:4]) == "\x03def": // the catalog of all columns
			return first(new(Column), b)
		case len(b) == 1 && b[0] > 0 && b[0] < 0xfb:
			return first(new(Columns), b)
		case b[0] == 0xff, b[0] == 0xfe && len(b) == 5, b[0] == 0 && len(b) >= 7 && len(b) < 64:
			return ReadResponse(b, caps)
		}
	}
	return &Opaque{b}
}

func zero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

func isOpaque(m Message) bool { _, ok := m.(*Opaque); return ok }
