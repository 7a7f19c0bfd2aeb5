package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ICMPv4 is an Internet Control Message Protocol header. RFC 792.
//
// Which of the fields after Checksum a message has depends on Type; the others are
// zero after parsing and are not written. Echo data follows as [packet.Raw], a
// quoted packet as [IPv4] and so on, and what else other messages have as a layer
// that [ICMPv4Types] knows.
//
//	&layers.ICMPv4{Type: wire.ICMPv4EchoRequest, ID: 7, Seq: 1}
//
//wire:header bind=IPProtos:wire.IPProtoICMP
type ICMPv4 struct {
	Type     wire.ICMPv4Type
	Code     uint8        // as Type says
	Checksum Auto[uint16] // of the message

	ID        uint16                `bits:"0"` // echo, timestamp, information, mask, domain name, traceroute, extended echo
	Seq       uint16                `bits:"0"` // the same but traceroute; 8 bits in extended echo
	Gateway   netip.Addr            `bits:"0"` // redirect: better first hop
	Pointer   uint32                `bits:"0"` // parameter problem (8 bits), Photuris (16), conversion error: offset of what is bad
	MTU       uint16                `bits:"0"` // unreachable: of the next hop, in bytes, if fragmentation is needed; RFC 1191
	Length    Auto[uint8]           `bits:"0"` // unreachable, time exceeded, parameter problem: of the quoted packet, in words, if extensions follow; RFC 4884
	NumAddrs  Auto[uint8]           `bits:"0"` // router advertisement: number of Addrs
	EntrySize Auto[uint8]           `bits:"0"` // router advertisement: words an entry of Addrs has, 2
	Lifetime  uint16                `bits:"0"` // router advertisement: in seconds
	Info      wire.ExtendedEchoInfo `bits:"0"` // extended echo: flags and state
	Unused    uint32                `bits:"0"` // what the message's fields leave of the four bytes, in place
	Addrs     []ICMPRouter          // router advertisement; RFC 1256

	ExtVersion  Auto[uint8]  `bits:"0"` // of the extension structure, 2
	ExtReserved uint16       `bits:"0"` // 12 bits
	ExtChecksum Auto[uint16] `bits:"0"` // of the extension structure
	Extensions  wire.ICMPExtensions
	Trailer     []byte // after the quoted packet, if not an extension structure

	packet.Summed
	start int // of the payload, in the buffer of Append
}

// An ICMPRouter is an entry of a router advertisement. RFC 1256 §3.
type ICMPRouter struct {
	Addr       netip.Addr
	Preference int32 // higher is better; the lowest means not to be used as default
}

// icmp4Layout returns the fields that messages of type t have, and the bits of the
// four bytes after Checksum that they leave.
func icmp4Layout(t wire.ICMPv4Type) (has restField, unused uint32) {
	switch t {
	case wire.ICMPv4EchoReply, wire.ICMPv4EchoRequest, wire.ICMPv4Timestamp, wire.ICMPv4TimestampReply,
		wire.ICMPv4Information, wire.ICMPv4InformationReply, wire.ICMPv4Mask, wire.ICMPv4MaskReply,
		wire.ICMPv4DomainName, wire.ICMPv4DomainNameReply:
		return restID | restSeq, 0
	case wire.ICMPv4Unreachable:
		return restLength | restMTU | restExtensions | restUnused, 0xff000000
	case wire.ICMPv4TimeExceeded:
		return restLength | restExtensions | restUnused, 0xff00ffff
	case wire.ICMPv4ParameterProblem:
		return restPointer | restLength | restExtensions | restUnused, 0xffff
	case wire.ICMPv4Redirect:
		return restGateway, 0
	case wire.ICMPv4RouterAdvertisement:
		return restRouters, 0
	case wire.ICMPv4TypeTraceroute:
		return restID | restUnused, 0xffff
	case wire.ICMPv4ConversionError:
		return restPointer, 0
	case wire.ICMPv4Photuris:
		return restPointer | restUnused, 0xffff0000
	case wire.ICMPv4ExtendedEcho: // its extension structure is part of the header
		return restID | restExtended | restExtensions, 0
	case wire.ICMPv4ExtendedEchoReply:
		return restID | restExtended, 0
	}
	return restUnused, 0xffffffff
}

// Has implements [packet.Sparse].
func (l *ICMPv4) Has(i int) bool {
	has, _ := icmp4Layout(l.Type)
	return has.has(ICMPv4Proto, i)
}

func (l *ICMPv4) quotes() bool { return l.Type.IsError() }

func (l *ICMPv4) extension() extension {
	return extension{&l.ExtVersion, &l.ExtReserved, &l.ExtChecksum, &l.Extensions}
}

func (l *ICMPv4) parseBody(v wire.ICMPv4) (packet.Extent, error) {
	if len(v) < 8 {
		return packet.Extent{}, errShortICMPv4
	}
	has, unused := icmp4Layout(l.Type)
	l.parseRest(v.Rest(), has)
	l.Unused = v.Rest() & unused
	l.extension().reset()
	l.Trailer, l.Addrs = nil, l.Addrs[:0]
	x := packet.Extent{Header: 8, End: len(v), Next: ICMPv4Types.Next(l.Type)}
	switch {
	case l.quotes():
		x.Next = packet.Is(IPv4Proto).Quoted()
		if has&restLength != 0 {
			x.End = 8 + l.extension().quotedEnd(v[8:], l.Length.Get(), 4)
			if l.Extensions == nil {
				l.Trailer = v[x.End:]
			}
		}
	case has&restExtended != 0 && has&restExtensions != 0:
		x.Header += l.extension().parseOne(v[8:])
	case has&restRouters != 0 && l.EntrySize.Get() == 2:
		for i := 0; i < int(l.NumAddrs.Get()) && x.Header+8 <= len(v); i++ {
			b := v[x.Header:]
			l.Addrs = append(l.Addrs, ICMPRouter{netip.AddrFrom4([4]byte(b)), int32(wire.Uint32(b, 4))})
			x.Header += 8
		}
	}
	return x, nil
}

// parseRest reads the fields in has from r, the four bytes after Checksum.
func (l *ICMPv4) parseRest(r uint32, has restField) {
	l.ID, l.Seq, l.Gateway, l.Pointer, l.MTU, l.Lifetime, l.Info = 0, 0, netip.Addr{}, 0, 0, 0, 0
	l.Length, l.NumAddrs, l.EntrySize = Auto[uint8]{}, Auto[uint8]{}, Auto[uint8]{}
	if has&restID != 0 {
		l.ID = uint16(r >> 16)
	}
	if has&restSeq != 0 {
		l.Seq = uint16(r)
	}
	if has&restGateway != 0 {
		l.Gateway = netip.AddrFrom4([4]byte{byte(r >> 24), byte(r >> 16), byte(r >> 8), byte(r)})
	}
	if has&restPointer != 0 {
		l.Pointer = r >> l.pointerShift()
		if l.Type == wire.ICMPv4Photuris {
			l.Pointer &= 0xffff
		}
	}
	if has&restMTU != 0 {
		l.MTU = uint16(r)
	}
	if has&restLength != 0 {
		l.Length.Parse(uint8(r >> 16))
	}
	if has&restRouters != 0 {
		l.NumAddrs.Parse(uint8(r >> 24))
		l.EntrySize.Parse(uint8(r >> 16))
		l.Lifetime = uint16(r)
	}
	if has&restExtended != 0 {
		l.Seq, l.Info = uint16(uint8(r>>8)), wire.ExtendedEchoInfo(r)
	}
}

// pointerShift returns where in the four bytes the pointer is.
func (l *ICMPv4) pointerShift() int {
	if l.Type == wire.ICMPv4ParameterProblem {
		return 24
	}
	return 0
}

// rest returns the four bytes after Checksum.
func (l *ICMPv4) rest() (r uint32, err error) {
	has, unused := icmp4Layout(l.Type)
	r = l.Unused & unused
	if has&restID != 0 {
		r |= uint32(l.ID) << 16
	}
	if has&restSeq != 0 {
		r |= uint32(l.Seq)
	}
	if has&restGateway != 0 {
		if l.Gateway.IsValid() && !l.Gateway.Is4() {
			return 0, packet.FieldError("ICMPv4.Gateway: not an IPv4 address")
		}
		a := as4(l.Gateway)
		r |= wire.Uint32(a[:], 0)
	}
	if has&restPointer != 0 {
		if l.Type == wire.ICMPv4ParameterProblem && l.Pointer > 0xff || l.Type == wire.ICMPv4Photuris && l.Pointer > 0xffff {
			return 0, packet.FieldError("ICMPv4.Pointer: too large")
		}
		r |= l.Pointer << l.pointerShift()
	}
	if has&restMTU != 0 {
		r |= uint32(l.MTU)
	}
	if has&restLength != 0 {
		r |= uint32(l.Length.Get()) << 16
	}
	if has&restRouters != 0 {
		r |= uint32(l.NumAddrs.Get())<<24 | uint32(l.EntrySize.Get())<<16 | uint32(l.Lifetime)
	}
	if has&restExtended != 0 {
		if l.Seq > 0xff {
			return 0, packet.FieldError("ICMPv4.Seq: too large for an extended echo")
		}
		r |= uint32(l.Seq)<<8 | uint32(l.Info)
	}
	return r, nil
}

func (l *ICMPv4) appendBody(b []byte, _ int) ([]byte, error) {
	r, err := l.rest()
	if err != nil {
		return b, err
	}
	if l.ExtVersion.Get() > 15 {
		return b, packet.FieldError("ICMPv4.ExtVersion: too large")
	}
	if l.ExtReserved > 0xfff {
		return b, packet.FieldError("ICMPv4.ExtReserved: too large")
	}
	b = append(b, byte(r>>24), byte(r>>16), byte(r>>8), byte(r))
	has, _ := icmp4Layout(l.Type)
	if has&restExtended != 0 {
		b = l.extension().append(b)
	}
	if has&restRouters != 0 {
		for _, a := range l.Addrs {
			p := uint32(a.Preference)
			b = append(wire.IPv4Addrs(b).Add(a.Addr), byte(p>>24), byte(p>>16), byte(p>>8), byte(p))
		}
	}
	l.start = len(b)
	return b, nil
}

// AppendTrailer implements [packet.Trailer].
func (l *ICMPv4) AppendTrailer(b []byte) []byte {
	has, _ := icmp4Layout(l.Type)
	if has&restExtended != 0 {
		return append(b, l.Trailer...)
	}
	if has&restLength != 0 {
		b = append(b, make([]byte, l.extension().padding(len(b)-l.start, &l.Length, 4))...)
	}
	return append(l.extension().append(b), l.Trailer...)
}

func (l *ICMPv4) finish(v wire.ICMPv4, c *packet.Context) {
	_, whole, ok := pseudoSum(c, wire.IPProtoICMP)
	whole = whole || !ok
	has, _ := icmp4Layout(l.Type)
	e := l.extension()
	ext, pad := v[min(8, len(v)):], 0
	if has&restExtended == 0 {
		pad = max(0, len(c.Tail())-e.size()-len(l.Trailer))
		ext = c.Tail()[pad:]
	}
	if has&restLength != 0 {
		if x, write := e.settleWords(&l.Length, len(v)-8+pad, 4); write {
			v.SetLength(x)
		}
	}
	e.finish(ext, whole)
	if has&restRouters != 0 {
		l.finishRouters(v)
	}
	sum := v[:cap(v)].Sum() // with Tail
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

func (l *ICMPv4) finishRouters(v wire.ICMPv4) {
	if l.EntrySize.Default(2) {
		v[5] = 2
	}
	if l.EntrySize.Get() != 2 {
		l.NumAddrs.Hold()
	} else if n := uint8(len(l.Addrs)); l.NumAddrs.Settle(n) {
		v[4] = n
	}
}

// Validate implements [packet.Validator].
func (l *ICMPv4) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if most, ok := l.Type.MaxCode(); ok && l.Code > most {
		report("Code", packet.BadValue, "unknown for the type")
	}
	has, _ := icmp4Layout(l.Type)
	if l.Unused != 0 && has != restUnused {
		report("Unused", packet.Unusual, "not zero")
	}
	if l.MTU != 0 && l.Code != wire.ICMPv4FragmentationNeeded {
		report("MTU", packet.Unusual, "not zero, but fragmentation is not needed")
	}
	if l.Type == wire.ICMPv4SourceQuench {
		report("Type", packet.Unusual, "deprecated by RFC 6633")
	}
	if l.quotes() && len(c.Inner()) == 0 {
		report("", packet.BadSize, "an error that quotes nothing")
	}
	if len(l.Trailer) > 0 {
		report("Trailer", packet.Unusual, "not an extension structure")
	}
	l.extension().validate(report)
}

// ICMPv4Timestamps is what a timestamp message has after its header. Times are in
// milliseconds since midnight UT, or something else if the highest bit is set.
// RFC 792.
//
//wire:header bind=ICMPv4Types:wire.ICMPv4Timestamp bind=ICMPv4Types:wire.ICMPv4TimestampReply
type ICMPv4Timestamps struct {
	Originate uint32 // when the sender last touched the request
	Receive   uint32 // when the echoer first touched it
	Transmit  uint32 // when the echoer last touched it
}

// ICMPv4AddressMask is what an address mask message has after its header.
// RFC 950.
//
//wire:header bind=ICMPv4Types:wire.ICMPv4Mask bind=ICMPv4Types:wire.ICMPv4MaskReply
type ICMPv4AddressMask struct {
	Mask netip.Addr `bits:"32"`
}

// ICMPv4Traceroute is what a traceroute message has after its header. RFC 1393 §2.3.
//
//wire:header bind=ICMPv4Types:wire.ICMPv4TypeTraceroute
type ICMPv4Traceroute struct {
	OutboundHops uint16 // of the outbound packet
	ReturnHops   uint16 // of the return packet; 0xffff for an outbound packet
	OutputSpeed  uint32 // in bytes a second
	OutputMTU    uint32 // in bytes
}

// ICMPv4Names is what a domain name reply has after its header; the names follow
// in DNS's form. RFC 1788 §3.
//
//wire:header bind=ICMPv4Types:wire.ICMPv4DomainNameReply
type ICMPv4Names struct {
	TTL uint32 // in seconds that the names may be cached
}
