package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
	"sync"
)

func init() {
	EtherTypes.Bind(wire.EtherTypePTP, PTPProto)
	UDPPorts.Bind(wire.PortPTPEvent, PTPProto)
	UDPPorts.Bind(wire.PortPTPGeneral, PTPProto)
	UDPPorts.Guess(PTPProto, func(b []byte) packet.Confidence {
		if len(b) >= wire.PTPLen && b[1]&15 == 2 {
			return packet.Possible
		}
		return packet.Impossible // PTP version 1 has another form
	})
}

// PTP is a Precision Time Protocol version 2 message. IEEE 1588 §13.
//
// Which fields follow the common header depends on Type; a message does not have the
// others.
//
//wire:header
type PTP struct {
	SdoID         uint8              `bits:"4"` // major: which organization's profile
	Type          wire.PTPType       `bits:"4"`
	MinorVersion  uint8              `bits:"4"` // 1 since IEEE 1588-2019
	Version       packet.Auto[uint8] `bits:"4" const:"2"`
	Length        Auto[uint16]       // of the message, in bytes
	Domain        uint8
	MinorSdoID    uint8
	Flags         wire.PTPFlags
	Correction    uint64 // in ns, times 65536, two's complement
	TypeSpecific  uint32
	ClockIdentity wire.PTPClock
	PortNumber    uint16 // of the sender
	Sequence      uint16
	Control       uint8 // of version 1
	Interval      uint8 // mean, between messages: logarithm of seconds, two's complement

	Timestamp     wire.PTPTime  `bits:"0"` // origin, receipt or response, by type
	OtherClock    wire.PTPClock `bits:"0"` // requesting or target port
	OtherPort     uint16        `bits:"0"`
	UTCOffset     uint16        `bits:"0"` // announce: seconds of TAI before UTC
	Reserved      uint8         `bits:"0"` // announce, management
	Priority1     uint8         `bits:"0"` // announce: of the grandmaster, as those that follow
	ClockClass    uint8         `bits:"0"`
	ClockAccuracy uint8         `bits:"0"`
	ClockVariance uint16        `bits:"0"`
	Priority2     uint8         `bits:"0"`
	Grandmaster   wire.PTPClock `bits:"0"`
	StepsRemoved  uint16        `bits:"0"`
	TimeSource    uint8         `bits:"0"`
	StartingHops  uint8         `bits:"0"` // management: boundary hops
	Hops          uint8         `bits:"0"` // management: boundary hops left
	Action        uint8         `bits:"0"` // management: 0 get, 1 set, 2 response, 3 command, 4 acknowledge; upper bits reserved
	TLVs          wire.PTPTLVs
	Trailer       []byte // behind Length

	cut bool // Length says that there is more
}

// ptpBodies say for each type which fields follow the header: t a timestamp, p a port
// identity, a the rest of an announce message, m that of a management message, 0 ten
// reserved bytes.
var ptpBodies = [16]string{0: "t", 1: "t", 2: "t0", 3: "tp", 8: "t", 9: "tp", 10: "tp", 11: "ta", 12: "p", 13: "pm"}

// ptpSizes are the lengths of those parts.
var ptpSizes = sync.OnceValue(func() map[byte]int {
	return map[byte]int{'t': 10, 'p': 10, '0': 10, 'a': 20, 'm': 4}
})

func (l *PTP) body() string { return ptpBodies[l.Type&15] }

// has reports whether the message has part c.
func (l *PTP) has(c byte) bool {
	b := l.body()
	return len(b) > 0 && b[0] == c || len(b) > 1 && b[1] == c
}

// ptpParts are the parts that fields are in, by the fields' place after the header.
const ptpParts = "tppaaaaaaaaaammm"

// Has implements [packet.Sparse].
func (l *PTP) Has(i int) bool {
	const row = 15
	if i < row || i >= row+len(ptpParts) {
		return true
	}
	c := ptpParts[i-row]
	switch i - row {
	case 1, 2: // the reserved bytes of a peer delay request, which tools read as a port identity
		return l.has('p') || l.has('0')
	case 4: // Reserved
		return l.has('a') || l.has('m')
	}
	return l.has(c)
}

var (
	errPTP      = &wire.Error{Layer: "PTP", Need: wire.PTPLen, Err: wire.ErrShort}
	errLenPTP   = &wire.Error{Layer: "PTP", Need: wire.PTPLen, Err: wire.ErrLength}
	errVerPTP   = &wire.Error{Layer: "PTP", Need: wire.PTPLen, Err: wire.ErrFormat}
	emptyPTP    PTP
	ptpFixedLen = wire.PTPLen
)

func (l *PTP) parseBody(v wire.PTP) (packet.Extent, error) {
	if v.Version() != 2 {
		return packet.Extent{}, errVerPTP
	}
	size := ptpFixedLen
	for _, c := range []byte(l.body()) {
		size += ptpSizes()[c]
	}
	n := int(v.Length())
	if n < size {
		return packet.Extent{}, errLenPTP
	}
	if len(v) < size {
		return packet.Extent{}, packet.Need(errPTP, size)
	}
	end := min(n, len(v))
	l.cut = n > len(v)
	l.clearBody()
	at := wire.PTPLen
	for _, c := range []byte(l.body()) {
		l.part(c, v[at:])
		at += ptpSizes()[c]
	}
	l.TLVs, l.Trailer = wire.PTPTLVs(v[at:end]), v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

// clearBody makes the fields that follow the header zero.
func (l *PTP) clearBody() {
	e := &emptyPTP
	l.Timestamp, l.OtherClock, l.OtherPort, l.UTCOffset, l.Reserved, l.Priority1 = e.Timestamp, e.OtherClock, 0, 0, 0, 0
	l.ClockClass, l.ClockAccuracy, l.ClockVariance, l.Priority2, l.Grandmaster, l.StepsRemoved = 0, 0, 0, 0, e.Grandmaster, 0
	l.TimeSource, l.StartingHops, l.Hops, l.Action = 0, 0, 0, 0
}

// part reads part c from the front of b.
func (l *PTP) part(c byte, b []byte) {
	switch c {
	case 't':
		l.Timestamp = wire.PTPTime(b[:10])
	case 'p', '0':
		l.OtherClock, l.OtherPort = wire.PTPClock(b[:8]), wire.Uint16(b, 8)
	case 'a':
		l.UTCOffset, l.Reserved, l.Priority1, l.ClockClass, l.ClockAccuracy = wire.Uint16(b, 0), b[2], b[3], b[4], b[5]
		l.ClockVariance, l.Priority2, l.Grandmaster = wire.Uint16(b, 6), b[8], wire.PTPClock(b[9:17])
		l.StepsRemoved, l.TimeSource = wire.Uint16(b, 17), b[19]
	case 'm':
		l.StartingHops, l.Hops, l.Action, l.Reserved = b[0], b[1], b[2], b[3]
	}
}

func (l *PTP) appendBody(b []byte, start int) ([]byte, error) {
	for _, c := range []byte(l.body()) {
		switch c {
		case 't':
			b = append(b, l.Timestamp[:]...)
		case 'p', '0':
			b = append(append(b, l.OtherClock[:]...), byte(l.OtherPort>>8), byte(l.OtherPort))
		case 'a':
			b = append(b, byte(l.UTCOffset>>8), byte(l.UTCOffset), l.Reserved, l.Priority1, l.ClockClass, l.ClockAccuracy,
				byte(l.ClockVariance>>8), byte(l.ClockVariance), l.Priority2)
			b = append(append(b, l.Grandmaster[:]...), byte(l.StepsRemoved>>8), byte(l.StepsRemoved), l.TimeSource)
		case 'm':
			b = append(b, l.StartingHops, l.Hops, l.Action, l.Reserved)
		}
	}
	b = append(b, l.TLVs...)
	if len(b)-start > 0xffff {
		return b, packet.FieldError("PTP.TLVs: too long")
	}
	return b, nil
}

func (l *PTP) finish(v wire.PTP, c *packet.Context) {
	if l.cut {
		l.Length.Suggest(uint16(c.Header))
		return
	}
	l.settleLength(v, uint16(c.Header))
}

// AppendTrailer implements [packet.Trailer].
func (l *PTP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *PTP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.body() == "" {
		report("Type", packet.Unusual, "is reserved")
	}
	if l.TLVs.Malformed() {
		report("TLVs", packet.BadSize, "do not fit")
	}
	if l.has('t') && l.Timestamp.Nanoseconds() >= 1e9 {
		report("Timestamp", packet.BadValue, "has a second of nanoseconds or more") // IEEE 1588 §5.3.3
	}
	if l.cut {
		report("Length", packet.BadSize, "is more than there is")
	}
}
