package ppp

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	layers.PPPProtos.Bind(wire.PPPProtoPAP, PAPProto)
	layers.PPPProtos.Bind(wire.PPPProtoCHAP, CHAPProto)
	layers.PPPProtos.Bind(wire.PPPProtoLQR, LQRProto)
}

// PAP is a packet of the Password Authentication Protocol of PPP. RFC 1334 §2.2.
//
// A request has PeerID and Password, an answer Message.
//
//wire:header
type PAP struct {
	Code   wire.PAPCode
	ID     uint8               // an answer has that of its request
	Length packet.Auto[uint16] // of the packet, in bytes

	PeerID   []byte // name of who asks, 255 bytes at most
	Password []byte // 255 bytes at most
	Message  []byte // of an answer, 255 bytes at most
	Rest     []byte // what follows, or all if it is malformed
	Trailer  []byte // padding

	bare bool // there is not even the length of the first text
}

// Has implements [packet.Sparse].
func (l *PAP) Has(i int) bool {
	switch i {
	case 3, 4:
		return l.Code == wire.PAPRequest
	case 5:
		return l.Code != wire.PAPRequest
	}
	return true
}

// text takes a text with a length of one byte off b.
func text(b []byte) (s, rest []byte, ok bool) {
	if len(b) == 0 || len(b) < 1+int(b[0]) {
		return nil, b, false
	}
	n := 1 + int(b[0])
	return b[1:n:n], b[n:], true
}

func (l *PAP) parseBody(v wire.PAP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	l.PeerID, l.Password, l.Message, l.Rest, l.Trailer = nil, nil, nil, body, trailer
	var ok bool
	if l.Code != wire.PAPRequest {
		l.Message, l.Rest, ok = text(body)
		l.bare = !ok
		return extent(v, trailer), nil
	}
	id, rest, ok1 := text(body)
	password, rest, ok2 := text(rest)
	if l.bare = !ok1 || !ok2; !l.bare {
		l.PeerID, l.Password, l.Rest = id, password, rest
	}
	return extent(v, trailer), nil
}

func (l *PAP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.PeerID) > 255 || len(l.Password) > 255 || len(l.Message) > 255 {
		return b, packet.FieldError("PAP: a text is longer than 255 bytes")
	}
	switch empty := len(l.PeerID)+len(l.Password)+len(l.Message) == 0; {
	case l.bare && empty:
	case l.Code == wire.PAPRequest:
		b = append(append(b, byte(len(l.PeerID))), l.PeerID...)
		b = append(append(b, byte(len(l.Password))), l.Password...)
	default:
		b = append(append(b, byte(len(l.Message))), l.Message...)
	}
	return append(b, l.Rest...), nil
}

func (l *PAP) finish(v wire.PAP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *PAP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *PAP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Code < wire.PAPRequest || l.Code > wire.PAPNak {
		report("Code", packet.BadValue, "is unknown")
	}
	if l.bare {
		report("Rest", packet.BadSize, "is malformed")
	}
}

// CHAP is a packet of the Challenge Handshake Authentication Protocol of PPP. RFC 1994 §4.
//
// Challenges and responses have Value and Name, the others Message.
//
//wire:header
type CHAP struct {
	Code   wire.CHAPCode
	ID     uint8               // an answer has that of its challenge
	Length packet.Auto[uint16] // of the packet, in bytes

	Value   []byte // the challenge, or the response to it, 255 bytes at most
	Name    []byte // of the sender
	Message []byte // of success and failure, or all if it is malformed
	Trailer []byte // padding

	bare bool // there is not even the length of the value
}

// hasValue reports whether packets with the code have a value.
func (l *CHAP) hasValue() bool {
	return l.Code == wire.CHAPChallenge || l.Code == wire.CHAPResponse
}

// Has implements [packet.Sparse].
func (l *CHAP) Has(i int) bool {
	switch i {
	case 3, 4:
		return l.hasValue()
	case 5:
		return !l.hasValue() || l.bare
	}
	return true
}

func (l *CHAP) parseBody(v wire.CHAP) (packet.Extent, error) {
	body, trailer, err := split(v, v.Length())
	if err != nil {
		return packet.Extent{}, err
	}
	l.Value, l.Name, l.Message, l.Trailer, l.bare = nil, nil, body, trailer, false
	if l.hasValue() {
		value, name, ok := text(body)
		if l.bare = !ok; ok {
			l.Value, l.Name, l.Message = value, name, nil
		}
	}
	return extent(v, trailer), nil
}

func (l *CHAP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Value) > 255 {
		return b, packet.FieldError("CHAP.Value: is longer than 255 bytes")
	}
	if l.hasValue() && !(l.bare && len(l.Value)+len(l.Name) == 0) {
		b = append(append(append(b, byte(len(l.Value))), l.Value...), l.Name...)
	}
	return append(b, l.Message...), nil
}

func (l *CHAP) finish(v wire.CHAP, _ *packet.Context) { l.settleLength(v, uint16(len(v))) }

// AppendTrailer implements [packet.Trailer].
func (l *CHAP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *CHAP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Code < wire.CHAPChallenge || l.Code > wire.CHAPFailure {
		report("Code", packet.BadValue, "is unknown")
	}
	if l.bare {
		report("Message", packet.BadSize, "is malformed")
	}
}

// LQR is a link quality report of PPP. RFC 1989 §2.3.
//
//wire:header
type LQR struct {
	Magic          uint32 // the sender's magic number
	LastOutLQRs    uint32 // what follows is counters of packets, errors and octets
	LastOutPackets uint32
	LastOutOctets  uint32
	PeerInLQRs     uint32
	PeerInPackets  uint32
	PeerInDiscards uint32
	PeerInErrors   uint32
	PeerInOctets   uint32
	PeerOutLQRs    uint32
	PeerOutPackets uint32
	PeerOutOctets  uint32
}
