package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Messages of modes 6 and 7 have headers of their own.
func init() {
	UDPPorts.Bind(wire.PortNTP, NTPProto)
	NTPProto.Pick = func(b []byte) *packet.Proto {
		switch wire.NTPModeOf(b) {
		case wire.NTPModeControl:
			return NTPControlProto
		case wire.NTPModePrivate:
			return NTPPrivateProto
		}
		return NTPProto
	}
}

// NTP is a Network Time Protocol or SNTP message of modes 1 to 5. RFC 5905 §7.3.
//
//	&layers.NTP{Mode: wire.NTPClient, TransmitTime: wire.NTPTimeOf(now.Unix(), now.Nanosecond())}
//
//wire:header
type NTP struct {
	Leap           wire.NTPLeap        `bits:"2"`
	Version        Auto[uint8]         `bits:"3" auto:"4"`
	Mode           wire.NTPMode        `bits:"3"`
	Stratum        uint8               // 1 has a reference clock, 2 to 15 follow servers, 0 is unspecified or a kiss of death
	Poll           wire.NTPLog         // longest time between messages
	Precision      wire.NTPLog         // of the clock
	RootDelay      wire.NTPShort       // round trip to the reference clock
	RootDispersion wire.NTPShort       // largest error against it
	ReferenceID    wire.NTPReferenceID // what the clock follows
	ReferenceTime  wire.NTPTime        // when the clock was last set
	OriginTime     wire.NTPTime        // when the request left the client
	ReceiveTime    wire.NTPTime        // when it arrived at the server
	TransmitTime   wire.NTPTime        // when this message left
	Extensions     wire.NTPExtensions  // RFC 7822, RFC 8915
	MAC            wire.NTPMAC         // key identifier and digest
}

func (l *NTP) extent(v wire.NTP) packet.Extent {
	l.Extensions, l.MAC = v.Extensions(), v.MAC()
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *NTP) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Extensions...), l.MAC...), nil
}

// Validate implements [packet.Validator].
func (l *NTP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if x := l.Version.Get(); x == 0 || x > 4 {
		report("Version", packet.BadValue, "is not 1 to 4")
	}
	if l.Mode == 0 && l.Version.Get() > 1 { // version 1 had no mode
		report("Mode", packet.BadValue, "is reserved")
	}
	if l.Stratum > 16 {
		report("Stratum", packet.BadValue, "is reserved")
	}
	if len(l.Extensions.Rest()) > 0 {
		report("Extensions", packet.BadSize, "a field does not fit")
	}
	switch len(l.MAC) {
	case 0, 4, 20, 24: // none, a crypto-NAK, MD5, SHA-1
	default:
		report("MAC", packet.BadSize, "is not a key identifier and a digest")
	}
}

// NTPControl is a Network Time Protocol control message, mode 6. RFC 9327 §2.
//
//wire:header
type NTPControl struct {
	Leap        uint8              `bits:"2"` // reserved
	Version     Auto[uint8]        `bits:"3" auto:"2"`
	Mode        Auto[wire.NTPMode] `bits:"3" const:"wire.NTPModeControl"`
	Response    bool               `bits:"1"`
	Error       bool               `bits:"1"`
	More        bool               `bits:"1"` // not the last part of the answer
	Op          wire.NTPControlOp  `bits:"5"`
	Sequence    uint16             // answers have that of their request
	Status      uint16             // of system, peer or clock; see RFC 9327 §3
	Association uint16             // 0 is the system
	Offset      uint16             // of Data in the answer, in bytes
	Count       Auto[uint16]       // bytes of Data
	Data        []byte             // text such as "stratum=2, offset=0.5"
	Trailer     []byte             // padding, key identifier and digest
}

func (l *NTPControl) extent(v wire.NTPControl) packet.Extent {
	n := min(wire.NTPControlLen+int(v.Count()), len(v))
	l.Data, l.Trailer = v[wire.NTPControlLen:n], v[n:]
	return packet.Extent{Header: n, End: n}
}

func (l *NTPControl) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Data) > 0xffff {
		return b, packet.FieldError("NTPControl.Data: too long")
	}
	return append(b, l.Data...), nil
}

func (l *NTPControl) finish(v wire.NTPControl, _ *packet.Context) {
	l.settleCount(v, uint16(len(l.Data)))
}

// AppendTrailer implements [packet.Trailer].
func (l *NTPControl) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *NTPControl) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Leap != 0 {
		report("Leap", packet.Unusual, "reserved bits are set")
	}
	if l.Op == 0 || l.Op > wire.NTPRequestNonce && l.Op != wire.NTPUnsetTrap {
		report("Op", packet.BadValue, "not assigned")
	}
	if !l.Response && (l.Error || l.More) {
		report("Error", packet.BadValue, "a request has flags of answers")
	}
}

// NTPPrivate is a Network Time Protocol private message, mode 7, as ntpd's ntpdc
// uses it. RFC 5905 §7.3 leaves it to implementations.
//
//wire:header
type NTPPrivate struct {
	Response       bool               `bits:"1"`
	More           bool               `bits:"1"` // not the last part of the answer
	Version        Auto[uint8]        `bits:"3" auto:"2"`
	Mode           Auto[wire.NTPMode] `bits:"3" const:"wire.NTPModePrivate"`
	Auth           bool               `bits:"1"` // the message is authenticated
	Sequence       uint8              `bits:"7"` // of the part of an answer
	Implementation uint8              // 3 is ntpd, 2 an old one, 0 any
	Request        uint8              // code of the request; 42 is the list of clients
	Error          uint8              `bits:"4"` // of an answer: 1 implementation, 2 request, 3 format, 4 no data, 7 not authorized
	NumItems       uint16             `bits:"12"`
	Zero           uint8              `bits:"4"`
	ItemSize       uint16             `bits:"12"` // in bytes
	Data           []byte             // items, and in requests time stamp, key identifier and digest
}

func (l *NTPPrivate) extent(v wire.NTPPrivate) packet.Extent {
	l.Data = v[wire.NTPPrivateLen:]
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *NTPPrivate) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }

// Validate implements [packet.Validator].
func (l *NTPPrivate) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Zero != 0 {
		report("Zero", packet.Unusual, "is not zero")
	}
	if int(l.NumItems)*int(l.ItemSize) > len(l.Data) {
		report("NumItems", packet.BadSize, "more items than there are bytes")
	}
}
