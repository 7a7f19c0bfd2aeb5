// Package rsvp has messages of the Resource Reservation Protocol, with the objects of
// reservations, of traffic engineered and of generalized label switched paths. Importing
// it binds them to IP protocol 46.
//
//	p := packet.Packet{
//		&layers.IPv4{Dst: end, TTL: packet.U8(64)},
//		&rsvp.Message{Type: wire.RSVPPath, TTL: 64, Objects: []rsvp.Object{
//			rsvp.Of(&rsvp.TunnelSession{End: end, TunnelID: 9, Extended: self}),
//			rsvp.Of(&rsvp.Hop{Addr: self}),
//			rsvp.Of(&rsvp.TimeValues{Refresh: 30000}),
//			rsvp.Of(&rsvp.LabelRequest{L3PID: wire.EtherTypeIPv4}),
//		}},
//	}
//
// The data of an object is kept as it is on the wire; its value is made when it is asked
// for, see [Object.Value].
package rsvp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

func init() { layers.IPProtos.Bind(wire.IPProtoRSVP, MessageProto) }

// Message is a Resource Reservation Protocol message. RFC 2205 §3.1.
//
// A bundle of messages, RFC 2961 §3, has them in Messages.
//
//wire:header view=RSVP name=RSVP
type Message struct {
	Version  Auto[uint8] `bits:"4" const:"1"`
	Flags    uint8       `bits:"4"` // 1: the sender can refresh by summaries, RFC 2961
	Type     wire.RSVPType
	Checksum Auto[uint16] // of the message; 0 is none
	TTL      uint8        // IP's when it was sent
	Reserved uint8
	Length   Auto[uint16] // of the message, in bytes

	Objects  []Object  // in their order
	Messages []Bundled // of a bundle
	Rest     []byte    // what is in the message and is not understood
	Trailer  []byte    // after the message

	packet.Summed
	cut bool // Length says that there is more
}

// A Bundled is a message in a bundle, in wire form. RFC 2961 §3.1.
type Bundled []byte

// Message returns the message, or an error.
func (b Bundled) Message() (*Message, error) {
	p, err := packet.Parse(b, MessageProto)
	if m := packet.Get[Message](p); m != nil {
		return m, err
	}
	return nil, err
}

func (b Bundled) String() string {
	m, err := b.Message()
	if m == nil || m.Type == wire.RSVPBundle {
		return "malformed " + hexText(b)
	}
	s := m.Type.String()
	for _, o := range m.Objects {
		s += ", " + o.String()
	}
	if err != nil || len(m.Rest) > 0 {
		s += ", malformed"
	}
	return s
}

var errLength = &wire.Error{Layer: "RSVP", Need: wire.RSVPLen, Err: wire.ErrLength}

func (l *Message) parseBody(v wire.RSVP) (packet.Extent, error) {
	n := int(v.Length())
	if n < wire.RSVPLen {
		return packet.Extent{}, errLength
	}
	end := min(n, len(v))
	l.Objects, l.Messages, l.cut = l.Objects[:0], l.Messages[:0], n > len(v)
	l.Rest, l.Trailer = v[wire.RSVPLen:end:end], v[end:]
	if v.Type() == wire.RSVPBundle {
		l.parseBundle()
	} else {
		l.parseObjects()
	}
	return packet.Extent{Header: end, End: end}, nil
}

func (l *Message) parseObjects() {
	objects := wire.RSVPObjects(l.Rest)
	for o := range objects.All() {
		l.Objects = append(l.Objects, Object(o))
	}
	l.Rest = objects.Rest()
}

func (l *Message) parseBundle() {
	for len(l.Rest) >= wire.RSVPLen {
		n := int(wire.Uint16(l.Rest, 6))
		if n < wire.RSVPLen || n > len(l.Rest) {
			return
		}
		l.Messages, l.Rest = append(l.Messages, Bundled(l.Rest[:n:n])), l.Rest[n:]
	}
}

var errLong = packet.FieldError("RSVP.Objects: too long")

func (l *Message) appendBody(b []byte, start int) ([]byte, error) {
	for i := range l.Objects {
		var err error
		if b, err = l.Objects[i].Append(b); err != nil {
			return b, err
		}
	}
	for _, m := range l.Messages {
		b = append(b, m...)
	}
	if b = append(b, l.Rest...); len(b)-start > 0xffff {
		return b, errLong
	}
	return b, nil
}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *Message) finish(v wire.RSVP, _ *packet.Context) {
	n := uint16(len(v))
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
	sum := wire.Fold(wire.SumAround(0, v, 2))
	if l.Judge(&l.Checksum, sum, !l.cut) {
		v.SetChecksum(sum)
	}
	if l.Checksum.Get() == 0 {
		l.Note(packet.ChecksumAbsent)
	}
}

// Get returns the first object of class c, or nil.
func (l *Message) Get(c wire.RSVPClass) *Object {
	for i := range l.Objects {
		if l.Objects[i].Class == c {
			return &l.Objects[i]
		}
	}
	return nil
}

// First returns the first object whose value is a T, such as [*TunnelSession], or the
// zero value.
func First[T Value](l *Message) (v T) {
	for _, o := range l.Objects {
		if x, ok := o.Value().(T); ok {
			return x
		}
	}
	return v
}

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch {
	case l.cut:
		report("Length", packet.BadSize, "is more than there is")
	case len(l.Rest) > 0 && l.Type == wire.RSVPBundle:
		report("Rest", packet.BadSize, "a message does not fit")
	case len(l.Rest) > 0:
		report("Rest", packet.BadSize, "an object does not fit")
	}
	for _, o := range l.Objects {
		if _, known := o.Value().(*Bytes); known && o.kind() != nil {
			report("Objects", packet.BadValue, o.Class.String()+" is malformed")
		}
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Excess, "bytes after the message")
	}
}
