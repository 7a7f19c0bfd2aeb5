// Package beat is a protocol as somebody outside of gocap would add it: a heartbeat in
// UDP datagrams to port 9999. It has all that gocap's own protocols have, and nothing of
// gocap knows of it. Importing it binds it to its port.
//
// The struct Message is the definition. From it the generator wrote zbeat.go: the view
// MessageView, for reading datagrams without allocation, and Parse, Append, Finish and
// the field table of Message. Run it again after a change:
//
//	go generate
//
// What the generator cannot know is written here: a name of variable length, the
// checksum, and what the standard of the protocol, which is this comment, forbids:
//
//	§1 A message begins with a version, which is 1, flags, the length of the name that
//	   follows the header, the kind of the payload, a checksum and a sequence number.
//	§2 The checksum is the Internet checksum of the whole message, with itself taken
//	   as zero.
//	§3 Flags other than "last" must be zero. Kind 1 is a load report; 0 is no payload.
package beat

//go:generate go run github.com/gocap-project/gocap/internal/wiregen

import (
	"strconv"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Kinds says what the payload of a message is. Others may bind their own.
var Kinds = packet.Table[Kind]{Name: "beat kind"}

// Message is a heartbeat message. Package beat §1.
//
//wire:header name=Beat bind=layers.UDPPorts:9999
type Message struct {
	Version  packet.Auto[uint8]  `bits:"4" const:"1"`
	Flags    Flags               `bits:"4"`
	NameLen  packet.Auto[uint8]  // in bytes
	Kind     packet.Auto[Kind]   `next:"Kinds,KindNone"`
	Checksum packet.Auto[uint16] // §2
	Seq      uint32              // of the sender, from 0

	Name []byte // the sender's, after the header

	packet.Summed
}

// parseBody reads what follows the fixed part.
func (l *Message) parseBody(v MessageView) (packet.Extent, error) {
	n := MessageViewLen + int(v.NameLen())
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrLength, n)
	}
	l.Name = v[MessageViewLen:n:n]
	return packet.Extent{Header: n, End: len(v), Next: Kinds.Next(v.Kind())}, nil
}

// appendBody writes what follows the fixed part.
func (l *Message) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Name) > 255 {
		return b, packet.FieldError("Beat.Name: too long")
	}
	return append(b, l.Name...), nil
}

// finish says what the automatic fields should be that tags do not describe.
func (l *Message) finish(v MessageView, c *packet.Context) {
	l.settleNameLen(v, uint8(c.Header-MessageViewLen))
	if sum := v.Sum(); l.Judge(&l.Checksum, sum, true) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Flags&^Last != 0 {
		report("Flags", packet.BadValue, "has flags that must be zero (§3)")
	}
}

// Sum returns the checksum as it should be. §2.
func (v MessageView) Sum() uint16 { return wire.Fold(wire.SumAround(0, v, 4)) }

// Name returns the sender's name, as far as it is there.
func (v MessageView) Name() []byte {
	return v[MessageViewLen:min(MessageViewLen+int(v.NameLen()), len(v))]
}

// Flags are the flags of a message.
type Flags uint8

// Last says that no more messages will come.
const Last Flags = 1

func (f Flags) String() string {
	if f == Last {
		return "last"
	}
	return strconv.Itoa(int(f))
}

// Kind says what a message carries.
type Kind uint16

// The kinds. §3.
const (
	KindNone Kind = 0
	KindLoad Kind = 1
)

func (k Kind) String() string {
	switch k {
	case KindNone:
		return "none"
	case KindLoad:
		return "load"
	}
	return strconv.Itoa(int(k))
}

// Load is a load report, the payload of a message of kind 1. Package beat §3.
//
//wire:header bind=Kinds:KindLoad
type Load struct {
	CPU    uint8  // in use, in percent
	Free   uint32 `bits:"24"` // memory, in MiB
	Uptime uint32 // in seconds
}
