package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ICMPv6 is an Internet Control Message Protocol for IPv6 header. RFC 4443 §2.1.
//
// Errors and echo messages have some of the fields after Checksum, as Type says;
// those that a message does not have are zero after parsing and are not written.
// Other messages follow as a layer that [ICMPv6Types] knows, and then a zero Type
// is theirs. Echo data follows as [packet.Raw], a quoted packet as [IPv6] and so on.
//
//	&layers.ICMPv6{Type: wire.ICMPv6EchoRequest, ID: 7, Seq: 1}
//	&layers.ICMPv6{}, &layers.NDNeighborSolicitation{Target: addr}
//
//wire:header bind=IPProtos:wire.IPProtoICMPv6
type ICMPv6 struct {
	Type     wire.ICMPv6Type // 0 is the type of the message that follows
	Code     uint8           // as Type says
	Checksum Auto[uint16]    // of the message and the pseudo-header

	ID      uint16                `bits:"0"` // echo and extended echo
	Seq     uint16                `bits:"0"` // echo; 8 bits in extended echo
	Pointer uint32                `bits:"0"` // parameter problem: offset of what is bad
	MTU     uint32                `bits:"0"` // packet too big: of the next link, in bytes
	Length  Auto[uint8]           `bits:"0"` // unreachable, time exceeded: of the quoted packet, in units of 8 bytes, if extensions follow; RFC 4884
	Info    wire.ExtendedEchoInfo `bits:"0"` // extended echo: flags and state
	Unused  uint32                `bits:"0"` // what the message's fields leave of the four bytes, in place

	ExtVersion  Auto[uint8]  `bits:"0"` // of the extension structure, 2
	ExtReserved uint16       `bits:"0"` // 12 bits
	ExtChecksum Auto[uint16] `bits:"0"` // of the extension structure
	Extensions  wire.ICMPExtensions
	Trailer     []byte // after the quoted packet, if not an extension structure

	packet.Summed
	start  int             // of the payload, in the buffer of Append
	filled wire.ICMPv6Type // the value that Type has automatically
}

// icmp6Layout returns the fields that messages of type t have, and the bits of the
// four bytes after Checksum that they leave. Without fields the message begins
// directly after Checksum.
func icmp6Layout(t wire.ICMPv6Type) (has restField, unused uint32) {
	switch t {
	case wire.ICMPv6Unreachable, wire.ICMPv6TimeExceeded:
		return restLength | restExtensions | restUnused, 0xffffff
	case wire.ICMPv6PacketTooBig:
		return restMTU, 0
	case wire.ICMPv6ParameterProblem:
		return restPointer, 0
	case wire.ICMPv6EchoRequest, wire.ICMPv6EchoReply:
		return restID | restSeq, 0
	case wire.ICMPv6ExtendedEcho: // its extension structure is part of the header
		return restID | restExtended | restExtensions, 0
	case wire.ICMPv6ExtendedEchoReply:
		return restID | restExtended, 0
	}
	return 0, 0
}

// Has implements [packet.Sparse].
func (l *ICMPv6) Has(i int) bool {
	has, _ := icmp6Layout(l.Type)
	return has.has(ICMPv6Proto, i)
}

// quotes is for the types whose form is known.
func (l *ICMPv6) quotes() bool { return l.Type >= 1 && l.Type <= 4 }

func (l *ICMPv6) extension() extension {
	return extension{&l.ExtVersion, &l.ExtReserved, &l.ExtChecksum, &l.Extensions}
}

func (l *ICMPv6) parseBody(v wire.ICMPv6) (packet.Extent, error) {
	has, unused := icmp6Layout(l.Type)
	l.extension().reset()
	l.Trailer, l.filled, l.start = nil, 0, 0
	x := packet.Extent{Header: wire.ICMPv6Len, End: len(v), Next: ICMPv6Types.Next(l.Type)}
	if has == 0 {
		l.parseRest(0, 0)
		l.Unused = 0
		if l.Type == wire.ICMPv6MulticastQuery && len(v) >= wire.ICMPv6Len+wire.MLDv2QueryLen {
			x.Next = packet.Is(MLDv2QueryProto) // RFC 3810 §8.1
		}
		return x, nil
	}
	if len(v) < 8 {
		return packet.Extent{}, errShortICMPv6
	}
	l.parseRest(v.Rest(), has)
	l.Unused = v.Rest() & unused
	switch x.Header = 8; {
	case l.quotes():
		x.Next = packet.Is(IPv6Proto).Quoted()
		if has&restLength != 0 {
			x.End = 8 + l.extension().quotedEnd(v[8:], l.Length.Get(), 8)
			if l.Extensions == nil {
				l.Trailer = v[x.End:]
			}
		}
	case has&restExtended != 0 && has&restExtensions != 0:
		x.Header += l.extension().parseOne(v[8:])
	}
	return x, nil
}

// parseRest reads the fields in has from r, the four bytes after Checksum.
func (l *ICMPv6) parseRest(r uint32, has restField) {
	l.ID, l.Seq, l.Pointer, l.MTU, l.Info, l.Length = 0, 0, 0, 0, 0, Auto[uint8]{}
	if has&restID != 0 {
		l.ID = uint16(r >> 16)
	}
	if has&restSeq != 0 {
		l.Seq = uint16(r)
	}
	if has&restPointer != 0 {
		l.Pointer = r
	}
	if has&restMTU != 0 {
		l.MTU = r
	}
	if has&restLength != 0 {
		l.Length.Parse(uint8(r >> 24))
	}
	if has&restExtended != 0 {
		l.Seq, l.Info = uint16(uint8(r>>8)), wire.ExtendedEchoInfo(r)
	}
}

// rest returns the four bytes after Checksum.
func (l *ICMPv6) rest(has restField, unused uint32) (r uint32) {
	r = l.Unused & unused
	if has&restID != 0 {
		r |= uint32(l.ID) << 16
	}
	if has&restSeq != 0 {
		r |= uint32(l.Seq)
	}
	if has&restPointer != 0 {
		r |= l.Pointer
	}
	if has&restMTU != 0 {
		r |= l.MTU
	}
	if has&restLength != 0 {
		r |= uint32(l.Length.Get()) << 24
	}
	if has&restExtended != 0 {
		r |= uint32(l.Seq)<<8 | uint32(l.Info)
	}
	return r
}

func (l *ICMPv6) appendBody(b []byte, _ int) ([]byte, error) {
	has, unused := icmp6Layout(l.Type)
	switch {
	case has&restExtended != 0 && l.Seq > 0xff:
		return b, packet.FieldError("ICMPv6.Seq: too large for an extended echo")
	case l.ExtVersion.Get() > 15:
		return b, packet.FieldError("ICMPv6.ExtVersion: too large")
	case l.ExtReserved > 0xfff:
		return b, packet.FieldError("ICMPv6.ExtReserved: too large")
	}
	if has != 0 {
		r := l.rest(has, unused)
		b = append(b, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
	}
	if has&restExtended != 0 {
		b = l.extension().append(b)
	}
	l.start = len(b)
	return b, nil
}

// AppendTrailer implements [packet.Trailer].
func (l *ICMPv6) AppendTrailer(b []byte) []byte {
	has, _ := icmp6Layout(l.Type)
	if has&restExtended != 0 {
		return append(b, l.Trailer...)
	}
	if has&restLength != 0 {
		b = append(b, make([]byte, l.extension().padding(len(b)-l.start, &l.Length, 8))...)
	}
	return append(l.extension().append(b), l.Trailer...)
}

func (l *ICMPv6) finish(v wire.ICMPv6, c *packet.Context) {
	l.fill(v, c)
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoICMPv6)
	has, _ := icmp6Layout(l.Type)
	e := l.extension()
	ext, pad := v[min(8, len(v)):], 0
	if has&restExtended == 0 {
		pad = max(0, len(c.Tail())-e.size()-len(l.Trailer))
		ext = c.Tail()[pad:]
	}
	if has&restLength != 0 {
		if x, write := e.settleWords(&l.Length, len(v)-8+pad, 8); write {
			v.SetLength(x)
		}
	}
	e.finish(ext, whole || !ok)
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := v[:cap(v)].Sum(wire.Sum16(pseudo, uint16(len(c.Tail())))) // with Tail, which is part of the message
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

// fill gives Type to a message that follows and was not parsed with another, if the
// program did not set it.
func (l *ICMPv6) fill(v wire.ICMPv6, c *packet.Context) {
	t, ok := ICMPv6Types.KeyFor(c.Next(), l.Type)
	switch {
	case !ok:
	case l.Type == t && l.Type != 0:
		l.filled = t
	case l.start > 0 && l.Type == l.filled:
		v.SetType(t)
		l.Type, l.filled = t, t
	}
}

// Validate implements [packet.Validator].
func (l *ICMPv6) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch l.Type {
	case wire.ICMPv6RouterSolicitation, wire.ICMPv6RouterAdvertisement, wire.ICMPv6NeighborSolicitation,
		wire.ICMPv6NeighborAdvertisement, wire.ICMPv6Redirect:
		if ip := packet.Last[IPv6](c.Outer()); ip != nil && ip.HopLimit.Get() != 255 {
			report("", packet.BadValue, "neighbour discovery with a hop limit other than 255") // RFC 4861 §6.1, §7.1
		}
		fallthrough
	case wire.ICMPv6PacketTooBig, wire.ICMPv6EchoRequest, wire.ICMPv6EchoReply:
		if l.Code != 0 {
			report("Code", packet.BadValue, "not 0")
		}
	case wire.ICMPv6Unreachable, wire.ICMPv6ParameterProblem, wire.ICMPv6TimeExceeded:
		if l.Type.CodeName(l.Code) == "" {
			report("Code", packet.BadValue, "unknown for the type")
		}
	}
	if l.Unused != 0 {
		report("Unused", packet.Unusual, "not zero")
	}
	if l.Type == wire.ICMPv6PacketTooBig && l.MTU < 1280 {
		report("MTU", packet.Unusual, "less than an IPv6 link has") // RFC 8200 §5
	}
	if l.quotes() && len(c.Inner()) == 0 {
		report("", packet.BadSize, "an error that quotes nothing")
	}
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Unusual, "not an extension structure")
	}
	l.extension().validate(report)
}
