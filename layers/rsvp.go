package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// RSVP is a Resource Reservation Protocol message. RFC 2205 §3.1.
//
//wire:header bind=IPProtos:wire.IPProtoRSVP
type RSVP struct {
	Version  Auto[uint8] `bits:"4" const:"1"`
	Flags    uint8       `bits:"4"` // 1: the sender can refresh by summaries, RFC 2961
	Type     wire.RSVPType
	Checksum Auto[uint16] // of the message; 0 is none
	TTL      uint8        // IP's when it was sent
	Reserved uint8
	Length   Auto[uint16]     // of the message, in bytes
	Objects  wire.RSVPObjects // in wire form
	Trailer  []byte           // after the message

	packet.Summed
	cut bool // Length says that there is more
}

var errLengthRSVP = &wire.Error{Layer: "RSVP", Need: wire.RSVPLen, Err: wire.ErrLength}

func (l *RSVP) parseBody(v wire.RSVP) (packet.Extent, error) {
	n := int(v.Length())
	if n < wire.RSVPLen {
		return packet.Extent{}, errLengthRSVP
	}
	end := min(n, len(v))
	l.Objects, l.Trailer, l.cut = wire.RSVPObjects(v[wire.RSVPLen:end:end]), v[end:], n > len(v)
	return packet.Extent{Header: end, End: end}, nil
}

func (l *RSVP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Objects) > 0xffff-wire.RSVPLen {
		return b, packet.FieldError("RSVP.Objects: too long")
	}
	return append(b, l.Objects...), nil
}

// AppendTrailer implements [packet.Trailer].
func (l *RSVP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *RSVP) finish(v wire.RSVP, _ *packet.Context) {
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

// Validate implements [packet.Validator].
func (l *RSVP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch {
	case l.cut:
		report("Length", packet.BadSize, "is more than there is")
	case len(l.Objects.Rest()) > 0:
		report("Objects", packet.BadSize, "an object does not fit")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Excess, "bytes after the message")
	}
}
