// Package rtp has packets of the Real-time Transport Protocol and of its control
// protocol, RTCP. Importing it binds them to UDP ports 5004 and 5005, and lets RTCP, and
// RTP of audio with well-known frame sizes, be recognized on other ports. For RTP whose
// ports and payload types were agreed on elsewhere, bind the ports:
//
//	layers.UDPPorts.Bind(30000, rtp.PacketProto)
//
// The RTCP packets of a datagram are layers one after another.
package rtp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Packet is a Real-time Transport Protocol header. RFC 3550 §5.1.
//
//wire:header view=RTP name=RTP bind=layers.UDPPorts:5004
type Packet struct {
	Version     packet.Auto[uint8] `bits:"2" const:"2"`
	Padding     bool               `bits:"1"` // Trailer is padding, whose last byte is its length
	Extension   bool               `bits:"1"` // there is a header extension
	CSRCCount   packet.Auto[uint8] `bits:"4"`
	Marker      bool               `bits:"1"` // such as the end of a frame, or the start of talk
	PayloadType wire.RTPPayload    `bits:"7"`
	Sequence    uint16
	Timestamp   uint32 // in units of the payload type's clock
	SSRC        uint32 // synchronization source

	CSRC            []uint32            // contributing sources
	Profile         uint16              `bits:"0"` // of the header extension
	ExtensionLength packet.Auto[uint16] `bits:"0"` // of Extensions, in words
	Extensions      wire.RTPExtensions
	Trailer         []byte // padding
}

func init() { layers.UDPPorts.Guess(PacketProto, judge) }

// judge finds audio of static payload types, whose frames have few sizes; all else is
// as the port says. RFC 3551 §4.5.
func judge(b []byte) packet.Confidence {
	v, err := wire.ParseRTP(b)
	if err != nil || v.Version() != 2 || v.PayloadType() >= 72 && v.PayloadType() <= 76 { // RTCP, RFC 5761 §4
		return packet.Impossible
	}
	n := len(b) - wire.RTPLen
	if v.Padding() || v.Extension() || v.CSRCCount() != 0 || v.Timestamp() == 0 && v.Sequence() == 0 || v.SSRC() == 0 {
		return packet.Possible
	}
	likely := false
	switch v.PayloadType() {
	case 0, 8, 9: // 10 to 60 ms
		likely = n >= 80 && n <= 480 && n%80 == 0
	case 3:
		likely = n == 33 || n == 66
	case 4:
		likely = n == 20 || n == 24
	case 18:
		likely = n >= 10 && n <= 60 && n%10 <= 2 && n%10 != 1
	}
	if likely {
		return packet.Likely
	}
	return packet.Possible
}

var (
	errVersion = &wire.Error{Layer: "RTP", Need: wire.RTPLen, Err: wire.ErrFormat}
	errRTP     = &wire.Error{Layer: "RTP", Need: wire.RTPLen, Err: wire.ErrShort}
)

func (l *Packet) parseBody(v wire.RTP) (packet.Extent, error) {
	if v.Version() != 2 {
		return packet.Extent{}, errVersion
	}
	n := wire.RTPLen + 4*int(v.CSRCCount())
	if v.Extension() {
		n += 4
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(errRTP, n)
	}
	l.CSRC, l.Profile, l.Extensions = l.CSRC[:0], 0, nil
	l.ExtensionLength.Parse(0)
	for i := range int(v.CSRCCount()) {
		l.CSRC = append(l.CSRC, wire.Uint32(v, wire.RTPLen+4*i))
	}
	if v.Extension() {
		size := wire.Uint16(v, n-2)
		l.Profile = wire.Uint16(v, n-4)
		l.ExtensionLength.Parse(size)
		if n+4*int(size) > len(v) {
			return packet.Extent{}, packet.Need(errRTP, n+4*int(size))
		}
		l.Extensions = wire.RTPExtensions(v[n : n+4*int(size)])
		n += 4 * int(size)
	}
	end := len(v)
	if v.Padding() && end > n {
		if pad := int(v[end-1]); pad > 0 && pad <= end-n {
			end -= pad
		}
	}
	l.Trailer = v[end:]
	return packet.Extent{Header: n, End: end}, nil
}

func (l *Packet) appendBody(b []byte, _ int) ([]byte, error) {
	for _, x := range l.CSRC {
		b = append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
	}
	if !l.Extension {
		return b, nil
	}
	words := (len(l.Extensions) + 3) / 4
	if words > 0xffff {
		return b, packet.FieldError("RTP.Extensions: too long")
	}
	size := uint16(words)
	if l.ExtensionLength.Fixed() {
		size = l.ExtensionLength.Get()
	}
	b = append(b, byte(l.Profile>>8), byte(l.Profile), byte(size>>8), byte(size))
	b = append(b, l.Extensions...)
	for n := len(l.Extensions); n%4 != 0; n++ {
		b = append(b, 0)
	}
	return b, nil
}

func (l *Packet) finish(v wire.RTP, _ *packet.Context) {
	if len(l.CSRC) > 15 {
		l.CSRCCount.Hold()
	} else {
		l.settleCSRCCount(v, uint8(len(l.CSRC)))
	}
	if l.Extension {
		l.ExtensionLength.Settle(uint16((len(l.Extensions) + 3) / 4)) // appendBody wrote it
	} else {
		l.ExtensionLength.Hold()
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *Packet) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Packet) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Padding && (len(l.Trailer) == 0 || int(l.Trailer[len(l.Trailer)-1]) != len(l.Trailer)) {
		report("Trailer", packet.BadSize, "is not as long as its last byte says")
	}
	if len(l.CSRC) > 15 {
		report("CSRC", packet.BadValue, "has more than 15 sources")
	}
}
