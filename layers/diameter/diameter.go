// Package diameter has messages of the Diameter base protocol and its applications.
// Importing it binds them to TCP port 3868 and to SCTP payload protocols 46 and 47, and
// lets them be recognized on other ports.
//
//	m := &diameter.Message{Flags: wire.DiameterRequest, Command: wire.DiameterDeviceWatchdog, HopByHop: 1, EndToEnd: 2}
//	m.AVPs = m.AVPs.Add(diameter.OriginHost, diameter.Identity("a.example")).
//		Add(diameter.OriginRealm, diameter.Identity("example"))
//	v, ok := m.AVPs.Value(diameter.OriginHost)
//
// AVPs are kept as they are on the wire, so that nothing is lost; their values are made
// when they are asked for, by a dictionary: the base protocol, NASREQ, credit control,
// EAP, SIP, Mobile IPv4 and much of 3GPP. [Add] adds to it.
package diameter

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

// Message is a Diameter message. RFC 6733 §3.
//
// A segment may have several: the next one follows as a layer. One that goes on in the
// next segment is parsed as far as it is there.
//
//wire:header view=Diameter name=Diameter bind=layers.TCPPorts:wire.PortDiameter
type Message struct {
	Version     Auto[uint8]              `const:"1"`
	Length      Auto[uint32]             `bits:"24"` // of the message, in bytes
	Flags       wire.DiameterFlags       // request, proxiable, error, retransmitted
	Command     wire.DiameterCommand     `bits:"24"` // what the message is, with the first flag
	Application wire.DiameterApplication // what it is for
	HopByHop    uint32                   // identifier; an answer has that of its request
	EndToEnd    uint32                   // identifier; the same on the whole way

	AVPs    AVPs   // attribute-value pairs, in wire form
	Trailer []byte // after the message, if it is no other message

	cut bool // Length says that there is more
}

func init() {
	layers.TCPPorts.Guess(MessageProto, judge)
	layers.SCTPPayloads.Bind(46, MessageProto)
	layers.SCTPPayloads.Bind(47, MessageProto) // in DTLS, when that is decrypted
}

// judge says how sure it is that a segment begins with a message.
func judge(b []byte) packet.Confidence {
	v, err := wire.ParseDiameter(b)
	if err != nil {
		if len(b) > 0 && b[0] == 1 {
			return packet.Possible
		}
		return packet.Impossible
	}
	n := v.Length()
	switch {
	case v.Version() != 1 || n < wire.DiameterLen || n%4 != 0 || v.Flags()&15 != 0:
		return packet.Impossible
	case v.Command().Known() && v.Application().Known() && (len(b) == int(n) || int(n) < len(b) && b[n] == 1):
		return packet.Likely
	}
	return packet.Possible
}

var (
	errVersion = &wire.Error{Layer: "Diameter", Need: wire.DiameterLen, Err: wire.ErrFormat}
	errLength  = &wire.Error{Layer: "Diameter", Need: wire.DiameterLen, Err: wire.ErrLength}
)

func (l *Message) parseBody(v wire.Diameter) (packet.Extent, error) {
	n := int(v.Length())
	switch {
	case v.Version() != 1:
		return packet.Extent{}, errVersion
	case n < wire.DiameterLen:
		return packet.Extent{}, errLength
	}
	end := min(n, len(v))
	l.AVPs, l.Trailer, l.cut = AVPs(v[wire.DiameterLen:end:end]), nil, n > len(v)
	if end < len(v) && v[end] == 1 {
		return packet.Extent{Header: end, End: len(v), Next: packet.Is(MessageProto)}, nil
	}
	l.Trailer = v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *Message) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.AVPs) > 0xffffff-wire.DiameterLen {
		return b, packet.FieldError("Diameter.AVPs: too long")
	}
	return append(b, l.AVPs...), nil
}

func (l *Message) finish(v wire.Diameter, c *packet.Context) {
	n := uint32(c.Header)
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// IsRequest reports whether the message is a request.
func (l *Message) IsRequest() bool { return l.Flags&wire.DiameterRequest != 0 }

// Name returns what the message is, such as "Device-Watchdog-Request", with what [Add]
// added.
func (l *Message) Name() string {
	s := commandName(l.Command)
	if l.IsRequest() {
		return s + "-Request"
	}
	return s + "-Answer"
}

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Length.Get()%4 != 0 {
		report("Length", packet.BadSize, "is no multiple of 4") // RFC 6733 §3
	}
	if l.cut {
		report("Length", packet.BadSize, "is more than there is")
	} else if len(wire.DiameterAVPs(l.AVPs).Rest()) > 0 {
		report("AVPs", packet.BadSize, "an AVP does not fit")
	}
	if l.Flags&15 != 0 {
		report("Flags", packet.Unusual, "reserved bits are set")
	}
	if l.IsRequest() && l.Flags&wire.DiameterError != 0 {
		report("Flags", packet.BadValue, "a request with the error bit")
	}
	if !l.IsRequest() && l.Flags&wire.DiameterRetransmitted != 0 {
		report("Flags", packet.BadValue, "an answer that is retransmitted")
	}
	l.AVPs.validate(0, func(class packet.Class, reason string) { report("AVPs", class, reason) })
	if l.cut {
		return
	}
	if !l.IsRequest() {
		_, result := l.AVPs.Get(ResultCode)
		if _, experimental := l.AVPs.Get(ExperimentalResult); !result && !experimental {
			report("AVPs", packet.BadValue, "an answer has a Result-Code") // RFC 6733 §6.2
		}
	}
	for _, c := range [...]Code{OriginHost, OriginRealm} {
		if _, ok := l.AVPs.Get(c); !ok {
			report("AVPs", packet.BadValue, c.String()+" is missing") // RFC 6733 §6.3, §6.4
		}
	}
}
