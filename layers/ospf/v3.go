package ospf

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// V3 is an Open Shortest Path First version 3 packet. RFC 5340 §A.3.
//
// Which of the fields after Reserved a packet has depends on Type; the others are zero
// after parsing and are not written.
//
//wire:header view=OSPFv3 name=OSPFv3
type V3 struct {
	Version  Auto[uint8] `const:"3"`
	Type     wire.OSPFType
	Length   Auto[uint16] // of the packet, without what is behind it
	RouterID netip.Addr   `bits:"32"`
	AreaID   netip.Addr   `bits:"32"` // 0.0.0.0 is the backbone
	Checksum Auto[uint16] // of the packet with a pseudo-header of IPv6
	Instance uint8        // of OSPF on the link; RFC 6969 and RFC 5838 say what is for what
	Reserved uint8

	InterfaceID uint32             `bits:"0"` // hello: the sender's number of the interface
	Priority    uint8              `bits:"0"` // hello: to become designated router; 0 never
	Options     wire.OSPFv3Options `bits:"0"` // hello, database description
	Hello       uint16             `bits:"0"` // hello: interval, in seconds
	Dead        uint16             `bits:"0"` // hello: after so many seconds of silence a router is down
	DR          netip.Addr         `bits:"0"` // hello: designated router, by its ID, or 0.0.0.0
	BDR         netip.Addr         `bits:"0"` // hello: its backup, or 0.0.0.0

	Neighbors []netip.Addr // hello: router IDs heard of lately

	Reserved2 uint8            `bits:"0"` // database description: before Options
	MTU       uint16           `bits:"0"` // database description: of the interface, in bytes
	Reserved3 uint8            `bits:"0"` // database description: before Flags
	Flags     wire.OSPFDDFlags `bits:"0"` // database description
	Seq       uint32           `bits:"0"` // database description
	Headers   []LSA3Header     // database description, acknowledgement

	Requests []Request // request

	NumLSAs Auto[uint32] `bits:"0"` // update: number of LSAs
	LSAs    []LSA3       // update

	Rest    []byte // what is in the packet and is not understood
	Trailer []byte // behind the packet: link-local signaling, RFC 5613, then an authentication trailer, RFC 7166

	packet.Summed
	cut bool // Length says that there is more
}

// Has implements [packet.Sparse].
func (l *V3) Has(i int) bool {
	f := V3Proto.Fields[i].Name
	s, ok := names[f]
	if f == "Reserved2" || f == "Reserved3" {
		s, ok = database, true
	}
	return !ok || s&setOf(l.Type) != 0
}

func (l *V3) parseBody(v wire.OSPFv3) (packet.Extent, error) {
	n := int(v.Length())
	switch {
	case v.Version() != 3:
		return packet.Extent{}, errVersion
	case n < wire.OSPFv3Len:
		return packet.Extent{}, errLength
	}
	end := min(n, len(v))
	*l = V3{Version: l.Version, Type: l.Type, Length: l.Length, RouterID: l.RouterID, AreaID: l.AreaID, Checksum: l.Checksum, Instance: l.Instance,
		Reserved: l.Reserved, Neighbors: l.Neighbors[:0], Headers: l.Headers[:0], Requests: l.Requests[:0], LSAs: l.LSAs[:0],
		Trailer: v[end:], cut: n > len(v)}
	b := v[wire.OSPFv3Len:end:end]
	s := setOf(l.Type)
	if least := map[set]int{hello: 20, database: 12, update: 4}[s]; len(b) < least {
		return packet.Extent{}, packet.Need(wire.ErrShort, wire.OSPFv3Len+least)
	}
	switch s {
	case hello:
		l.InterfaceID, l.Priority, l.Options = wire.Uint32(b, 0), b[4], wire.OSPFv3Options(wire.Uint32(b, 4)&0xffffff)
		l.Hello, l.Dead, l.DR, l.BDR = wire.Uint16(b, 8), wire.Uint16(b, 10), addr4(b[12:]), addr4(b[16:])
		l.Neighbors, b = parseAddrs(l.Neighbors, b[20:])
	case database:
		l.Reserved2, l.Options = b[0], wire.OSPFv3Options(wire.Uint32(b, 0)&0xffffff)
		l.MTU, l.Reserved3, l.Flags, l.Seq = wire.Uint16(b, 4), b[6], wire.OSPFDDFlags(b[7]), wire.Uint32(b, 8)
		l.Headers, b = parseHeaders3(l.Headers, b[12:])
	case request:
		l.Requests, b = parseRequests(l.Requests, b)
	case update:
		l.NumLSAs.Parse(wire.Uint32(b, 0))
		l.LSAs, b = parseLSAs3(l.LSAs, b[4:])
	case ack:
		l.Headers, b = parseHeaders3(l.Headers, b)
	}
	if len(b) > 0 {
		l.Rest = b
	}
	return packet.Extent{Header: end, End: end}, nil
}

func (l *V3) appendBody(b []byte, start int) ([]byte, error) {
	var err error
	switch setOf(l.Type) {
	case hello:
		b = be32(be32(b, l.InterfaceID), uint32(l.Priority)<<24|uint32(l.Options)&0xffffff)
		b = appendAddr4(appendAddr4(be16(be16(b, l.Hello), l.Dead), l.DR), l.BDR)
		for _, a := range l.Neighbors {
			b = appendAddr4(b, a)
		}
	case database:
		b = be32(b, uint32(l.Reserved2)<<24|uint32(l.Options)&0xffffff)
		b = be32(append(be16(b, l.MTU), l.Reserved3, byte(l.Flags)), l.Seq)
		b = appendHeaders3(b, l.Headers)
	case request:
		for _, r := range l.Requests {
			b = r.append(b)
		}
	case update:
		b, err = appendLSAs3(be32(b, l.NumLSAs.Get()), l.LSAs)
	case ack:
		b = appendHeaders3(b, l.Headers)
	}
	b = append(b, l.Rest...)
	if err == nil && len(b)-start > 0xffff {
		err = errTooLong
	}
	return b, err
}

// AppendTrailer implements [packet.Trailer].
func (l *V3) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *V3) finish(v wire.OSPFv3, c *packet.Context) {
	settleLength(&l.Length, v, l.cut)
	if setOf(l.Type) == update {
		settleCount(&l.NumLSAs, v[wire.OSPFv3Len:], len(l.LSAs), l.cut || len(l.Rest) > 0)
	}
	sum, ok := pseudoSum(c)
	sum = wire.Fold(wire.SumAround(sum, v, 12))
	if l.Judge(&l.Checksum, sum, ok && !l.cut) {
		v.SetChecksum(sum)
	}
	if l.Checksum.Get() == 0 && l.Options&wire.OSPFv3OptionAT != 0 {
		l.Note(packet.ChecksumNone) // RFC 7166 §4.2 leaves it out
	}
}

// pseudoSum returns the sum of the pseudo-header of the network layer around c, and
// whether there is one. RFC 5838 has none over IPv4.
func pseudoSum(c *packet.Context) (sum uint16, ok bool) {
	outer := c.Outer()
	for i := len(outer) - 1; i >= 0; i-- {
		if n, is := outer[i].(*layers.IPv6); is {
			return n.PseudoSum(wire.IPProtoOSPF, len(c.Data), outer[i+1:])
		}
	}
	return 0, false
}

// LLS returns the elements of the link-local signaling block behind the packet. ok is
// false if there is none, or its length makes no sense. RFC 5613 §2.
func (l *V3) LLS() (t wire.OSPFTLVs, ok bool) {
	if l.Options&wire.OSPFv3OptionL == 0 {
		return nil, false
	}
	return lls(l.Trailer)
}

// An AuthTrailer is what authenticates an OSPFv3 packet, behind it. RFC 7166 §4.1.
type AuthTrailer struct {
	Type     uint16 // 1 is an HMAC
	Length   uint16 // bytes, with Data
	Reserved uint16
	SA       uint16 // security association
	Seq      uint64 // never decreases
	Data     []byte // the digest
}

const authTrailerLen = 16

// AuthTrailer returns the authentication trailer. ok is false if there is none, or its
// length makes no sense.
func (l *V3) AuthTrailer() (t AuthTrailer, ok bool) {
	b := l.Trailer
	if x, ok := l.LLS(); ok {
		b = b[4+len(x):]
	}
	if len(b) < authTrailerLen {
		return t, false
	}
	t = AuthTrailer{wire.Uint16(b, 0), wire.Uint16(b, 2), wire.Uint16(b, 4), wire.Uint16(b, 6),
		uint64(wire.Uint32(b, 8))<<32 | uint64(wire.Uint32(b, 12)), nil}
	if n := int(t.Length); n < authTrailerLen || n > len(b) {
		return t, false
	}
	t.Data = b[authTrailerLen:t.Length]
	return t, true
}

// Append appends the trailer in wire form. A Length of 0 is made that of the trailer.
func (t AuthTrailer) Append(b []byte) []byte {
	if t.Length == 0 {
		t.Length = uint16(authTrailerLen + len(t.Data))
	}
	b = be16(be16(be16(be16(b, t.Type), t.Length), t.Reserved), t.SA)
	return append(be32(be32(b, uint32(t.Seq>>32)), uint32(t.Seq)), t.Data...)
}

// Validate implements [packet.Validator].
func (l *V3) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if setOf(l.Type) == 0 {
		report("Type", packet.BadValue, "not assigned")
	}
	if !l.RouterID.Is4() || l.RouterID.IsUnspecified() {
		report("RouterID", packet.BadValue, "is zero")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	common{l.cut, l.Rest, l.Flags, uint32(l.Dead), uint32(l.Hello)}.validate(setOf(l.Type), report)
	for i := range l.LSAs {
		l.LSAs[i].validate(report)
	}
}
