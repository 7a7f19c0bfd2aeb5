package layers

import (
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// NBNS is a NetBIOS name service message. RFC 1002 §4.2.1.
//
//wire:header bind=UDPPorts:wire.PortNBNS
type NBNS struct {
	ID        uint16      // answers have that of their request
	Response  bool        `bits:"1"`
	Op        wire.NBNSOp `bits:"4"`
	AA        bool        `bits:"1"` // authoritative answer
	TC        bool        `bits:"1"` // truncated
	RD        bool        `bits:"1"` // recursion desired
	RA        bool        `bits:"1"` // recursion available
	Zero      uint8       `bits:"2"`
	Broadcast bool        `bits:"1"`
	RCode     uint8       `bits:"4"` // 1 format, 2 server, 4 unsupported, 5 refused, 6 name in use, 7 conflict
	QDCount   uint16      // questions
	ANCount   uint16      // answers
	NSCount   uint16      // authority records
	ARCount   uint16      // additional records
	Sections  wire.NBNSSections
}

func (l *NBNS) extent(v wire.NBNS) packet.Extent {
	l.Sections = wire.NBNSSections(v[wire.NBNSLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *NBNS) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Sections...), nil }

// Records yields the questions and resource records.
func (l *NBNS) Records() iter.Seq[wire.NBNSRecord] { return l.Sections.All(int(l.QDCount)) }

// Validate implements [packet.Validator].
func (l *NBNS) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	n := 0
	for r := range l.Records() {
		if n++; len(r.Name) > 0 && r.Name[0] < 0xc0 {
			if _, ok := r.Name.Name(); !ok {
				report("Sections", packet.BadValue, "a name is not encoded as NetBIOS names are")
			}
		}
	}
	if want := int(l.QDCount) + int(l.ANCount) + int(l.NSCount) + int(l.ARCount); n != want {
		report("Sections", packet.BadSize, "not as many entries as the counts say")
	}
	if l.Zero != 0 {
		report("Zero", packet.Unusual, "is not zero")
	}
}

// NBDS is a NetBIOS datagram service packet. RFC 1002 §4.4.1.
//
// Length, Offset and the names are those of datagrams with user data, which follows;
// queries have only Destination, errors only Code.
//
//wire:header bind=UDPPorts:wire.PortNBDS
type NBDS struct {
	Type        wire.NBDSType
	Flags       uint8      // 1 more fragments, 2 first fragment, then 2 bits for the kind of the sender
	ID          uint16     // of the datagram
	SourceIP    netip.Addr `bits:"32"`
	SourcePort  uint16
	Length      Auto[uint16]        `bits:"0"` // of names and data
	Offset      uint16              `bits:"0"` // of the fragment, in bytes
	Code        uint8               `bits:"0"` // 0x82 name not present, 0x83 and 0x84 a name is malformed
	Source      wire.NetBIOSEncoded // as it is on the wire
	Destination wire.NetBIOSEncoded // as it is on the wire

	cut bool // Length says that there is more
}

var errFormatNBDS = &wire.Error{Layer: "NBDS", Err: wire.ErrFormat}

func (l *NBDS) hasData() bool { return l.Type >= wire.NBDSDirectUnique && l.Type <= wire.NBDSBroadcast }

func (l *NBDS) parseBody(v wire.NBDS) (packet.Extent, error) {
	l.Length, l.Offset, l.Code, l.Source, l.Destination, l.cut = Auto[uint16]{}, 0, 0, nil, nil, false
	b := []byte(v[wire.NBDSLen:])
	switch {
	case l.hasData():
		if len(b) < 4 {
			return packet.Extent{}, packet.Need(errFormatNBDS, wire.NBDSLen+4)
		}
		l.Length.Parse(wire.Uint16(b, 0))
		l.cut = int(wire.Uint16(b, 0)) > len(b)-4
		l.Offset = wire.Uint16(b, 2)
		if l.Source, b = wire.SplitNetBIOSName(b[4:]); l.Source != nil {
			l.Destination, b = wire.SplitNetBIOSName(b)
		}
	case l.Type == wire.NBDSError:
		if len(b) < 1 {
			return packet.Extent{}, packet.Need(errFormatNBDS, wire.NBDSLen+1)
		}
		l.Code, b = b[0], b[1:]
	case l.Type >= wire.NBDSQuery && l.Type <= wire.NBDSNegative:
		l.Destination, b = wire.SplitNetBIOSName(b)
	default:
		return packet.Extent{}, errFormatNBDS
	}
	return packet.Extent{Header: len(v) - len(b), End: len(v), Next: nextSMB(b)}, nil
}

// Has implements [packet.Sparse].
func (l *NBDS) Has(i int) bool {
	switch i {
	case 5, 6, 8:
		return l.hasData()
	case 7:
		return l.Type == wire.NBDSError
	case 9:
		return l.Type != wire.NBDSError
	}
	return true
}

func (l *NBDS) appendBody(b []byte, _ int) ([]byte, error) {
	switch {
	case l.hasData():
		n := l.Length.Get()
		b = append(b, byte(n>>8), byte(n), byte(l.Offset>>8), byte(l.Offset))
		return append(append(b, l.Source...), l.Destination...), nil
	case l.Type == wire.NBDSError:
		return append(b, l.Code), nil
	}
	return append(b, l.Destination...), nil
}

func (l *NBDS) finish(v wire.NBDS, _ *packet.Context) {
	if !l.hasData() || len(v) < wire.NBDSLen+4 {
		return
	}
	n := uint16(len(v) - wire.NBDSLen - 4)
	if l.cut && l.Length.Suggest(n) || !l.cut && l.Length.Settle(n) {
		wire.PutUint16(v, wire.NBDSLen, n)
	}
}

// NBSS is a NetBIOS session service packet, or the same header before SMB over TCP.
// RFC 1002 §4.3.1.
//
// A segment may hold several packets, or a part of one. The first is here; those
// behind it are in Trailer, and More takes them apart.
//
//wire:header bind=TCPPorts:wire.PortSMB bind=TCPPorts:wire.PortNBSS
type NBSS struct {
	Type    wire.NBSSType
	Length  Auto[uint32] `bits:"24"` // of what follows, in bytes
	Data    []byte       // of other kinds than messages: names, an error code, an address
	Trailer []byte       // further packets

	more int // bytes that the segment does not have
}

func init() { TCPPorts.Guess(NBSSProto, judgeNBSS) }

// judgeNBSS tells segments that begin with a packet from those in the middle of one.
func judgeNBSS(b []byte) packet.Confidence {
	switch t := wire.NBSSType(b[0]); {
	case !t.Known() || len(b) < wire.NBSSLen:
		return packet.Impossible
	case t != wire.NBSSMessage && wire.NBSS(b).Length() <= 512:
		return packet.Possible // names, an address, nothing
	case t != wire.NBSSMessage:
		return packet.Impossible
	case wire.SMBKindOf(b[wire.NBSSLen:]) != 0:
		return packet.Likely
	case len(b) < wire.NBSSLen+4:
		return packet.Possible
	}
	return packet.Impossible
}

var errFormatNBSS = &wire.Error{Layer: "NBSS", Err: wire.ErrFormat}

func (l *NBSS) parseBody(v wire.NBSS) (packet.Extent, error) {
	if judgeNBSS(v) == packet.Impossible {
		return packet.Extent{}, errFormatNBSS
	}
	n := wire.NBSSLen + int(v.Length())
	end := min(n, len(v))
	body := v[wire.NBSSLen:end]
	next := nextSMB(body)
	l.Data, l.Trailer, l.more = nil, v[end:], n-end
	x := packet.Extent{Header: wire.NBSSLen, End: end, Next: next}
	if l.Type != wire.NBSSMessage {
		l.Data, x.Header = body, end
	}
	return x, nil
}

// Has implements [packet.Sparse].
func (l *NBSS) Has(i int) bool { return i != 2 || l.Type != wire.NBSSMessage }

func (l *NBSS) appendBody(b []byte, _ int) ([]byte, error) {
	if l.Type == wire.NBSSMessage {
		return b, nil
	}
	return append(b, l.Data...), nil
}

func (l *NBSS) finish(v wire.NBSS, _ *packet.Context) {
	n := uint32(len(v) - wire.NBSSLen)
	if l.more == 0 {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *NBSS) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// More yields the packets in Trailer, each with its layers.
func (l *NBSS) More() iter.Seq[packet.Packet] {
	return func(yield func(packet.Packet) bool) {
		for b := l.Trailer; len(b) >= wire.NBSSLen; {
			v := wire.NBSS(b)
			n := min(wire.NBSSLen+int(v.Length()), len(b))
			p, _ := packet.Parse(b[:n:n], NBSSProto)
			if !yield(p) {
				return
			}
			b = b[n:]
		}
	}
}
