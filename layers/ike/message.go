// Package ike has messages of the Internet Key Exchange protocol, of version 1
// (ISAKMP) and 2. Importing it binds them to UDP port 500 and, behind the marker that
// tells them from ESP, 4500.
//
//	m := &ike.Message{InitiatorSPI: 1, Exchange: wire.IKESAInit, Flags: wire.IKEInitiator}
//	m.Add(&ike.Nonce{…}, &ike.Notify{…})
//	for _, p := range m.Values() {
//		switch p := p.(type) {
//		case *ike.SA: …
//
// Payloads are kept as they are on the wire, so that nothing is lost; their values
// are made when they are asked for. What is encrypted stays encrypted.
package ike

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"iter"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Message is an Internet Key Exchange message. RFC 7296 §3.1, RFC 2408 §3.1.
//
// The body of a message that is encrypted in version 1's way follows as [packet.Raw].
//
//wire:header view=IKE name=IKE bind=layers.UDPPorts:wire.PortIKE bind=layers.AfterMarker:0
type Message struct {
	InitiatorSPI wire.IKESPI         // or cookie: chosen by the initiator
	ResponderSPI wire.IKESPI         // or cookie; 0 in the first message
	NextPayload  wire.IKEPayloadType // type of the first payload
	Major        packet.Auto[uint8]  `bits:"4" auto:"2"` // version
	Minor        uint8               `bits:"4"`
	Exchange     wire.IKEExchange
	Flags        wire.IKEFlags
	MessageID    uint32
	Length       packet.Auto[uint32] // of the message

	Payloads Payloads
	Trailer  []byte // after the message
}

func (l *Message) parseBody(v wire.IKE) (packet.Extent, error) {
	if v.Major() == 0 || v.Major() > 2 || v.Length() < wire.IKELen {
		return packet.Extent{}, wire.ErrFormat
	}
	end := len(v)
	if n := v.Length(); uint64(n) < uint64(end) {
		end = int(n)
	}
	l.Payloads = Payloads(v.Payloads())
	l.Trailer = v[end:]
	return packet.Extent{Header: wire.IKELen + len(l.Payloads), End: end}, nil
}

func (l *Message) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Payloads...), nil }

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *Message) finish(v wire.IKE, _ *packet.Context) { l.settleLength(v, uint32(len(v))) }

// Payloads is payloads in wire form. What the first is, the message's NextPayload says.
type Payloads []byte

// String returns the payloads in hexadecimal: their types are not known here. See
// [Message.Text].
func (p Payloads) String() string { return string(appendHex(nil, p)) }

// All yields the payloads, up to the first malformed one.
func (l *Message) All() iter.Seq[wire.IKEPayload] {
	return wire.IKEPayloads(l.Payloads).All(l.NextPayload)
}

// Values returns the values of all payloads.
func (l *Message) Values() (out []Payload) {
	for p := range l.All() {
		out = append(out, ValueOf(p))
	}
	return out
}

// ikePayloads is the index of field Payloads.
const ikePayloads = 9

// Items implements [packet.Itemizer].
func (l *Message) Items(i int) (out []any) {
	if i != ikePayloads || l.Flags&wire.IKEEncrypted != 0 && l.Major.Get() == 1 {
		return nil
	}
	for p := range l.All() {
		out = append(out, ValueOf(p))
	}
	if rest, _ := wire.IKEPayloads(l.Payloads).Rest(l.NextPayload); len(rest) > 0 {
		out = append(out, packet.Malformed(rest))
	}
	return out
}

// Text returns all payloads in words.
func (l *Message) Text() string {
	var b []byte
	for p := range l.All() {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(b, ValueOf(p).String()...)
	}
	return string(b)
}

// Add adds payloads behind those there are, and sets NextPayload and the last one's
// type of the next. If an encrypted or a malformed payload is the last, what is added
// is out of reach.
func (l *Message) Add(payloads ...Payload) {
	b := append(Payloads(nil), l.Payloads...)
	last := -1 // where the type of the next is
	at := 0
	for p := range l.All() {
		last, at = at, at+4+len(p.Data)
	}
	for _, p := range payloads {
		if last < 0 {
			l.NextPayload = p.Type()
		} else {
			b[last] = byte(p.Type())
		}
		last = len(b)
		b = appendPayload(b, p)
	}
	l.Payloads = b
}

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.InitiatorSPI == 0 {
		report("InitiatorSPI", packet.BadValue, "is zero") // RFC 7296 §3.1
	}
	if rest, next := wire.IKEPayloads(l.Payloads).Rest(l.NextPayload); len(l.Payloads) > 0 && (len(rest) > 0 || next != wire.IKENone) {
		report("Payloads", packet.BadSize, "a payload does not fit, or something is behind the last")
	}
	for p := range l.All() {
		if o, ok := ValueOf(p).(*Opaque); ok && !bytesAnyway(o.Of) {
			if newPayload(o.Of) == nil {
				report("Payloads", packet.Unusual, "a payload of unknown type "+o.Of.String())
			} else {
				report("Payloads", packet.BadValue, "a malformed "+o.Of.String())
			}
		}
	}
}
