package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// GRE is a generic routing encapsulation header. RFC 2784 §2.
//
// The fields after Protocol are optional, RFC 2890 and RFC 1701. The bits that
// say which there are follow them: a Key, a Seq or a Routing makes its bit set.
// Fix the bit to have one that is zero, or to have a checksum:
//
//	&layers.GRE{Key: 7, ChecksumPresent: packet.Fix(true), SeqPresent: packet.Fix(true)}
//
// Version 1 is [EnhancedGRE].
//
//wire:header bind=IPProtos:wire.IPProtoGRE
type GRE struct {
	ChecksumPresent Auto[bool]      `bits:"1" auto:"l.Checksum.Fixed()"` // Checksum and Offset are there
	RoutingPresent  Auto[bool]      `bits:"1" auto:"len(l.Routing) > 0"` // Routing, Checksum and Offset are there
	KeyPresent      Auto[bool]      `bits:"1" auto:"l.Key != 0"`
	SeqPresent      Auto[bool]      `bits:"1" auto:"l.Seq != 0"`
	StrictRoute     bool            `bits:"1"`
	Recursion       uint8           `bits:"3"` // further encapsulations that are allowed
	Reserved        uint8           `bits:"5"`
	Version         uint8           `bits:"3"` // 0
	Protocol        Auto[EtherType] `next:"-"`

	Checksum Auto[uint16] `bits:"0"` // of header and payload
	Offset   uint16       `bits:"0"` // of the active entry of Routing, in bytes; or reserved
	Key      uint32       `bits:"0"` // says which flow it is
	Seq      uint32       `bits:"0"`
	Routing  wire.GRERouting

	packet.Summed
}

func init() {
	GREProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 1 && b[1]&7 == 1 {
			return EnhancedGREProto
		}
		return GREProto
	}
}

func (l *GRE) parseBody(v wire.GRE) (packet.Extent, error) {
	n := v.HeaderLen()
	if n < 0 {
		return packet.Extent{}, wire.ErrFormat
	}
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.Checksum, l.Offset = Auto[uint16]{}, 0
	if v.HasChecksum() {
		l.Checksum.Parse(v.Checksum())
		l.Offset = wire.Uint16(v, 6)
	}
	l.Key, l.Seq, l.Routing = v.Key(), v.Seq(), v.Routing()
	x := packet.Extent{Header: n, End: len(v), Next: EtherTypes.Next(v.Protocol())}
	if v.Protocol() == wire.EtherTypeERSPAN && !v.SeqPresent() {
		x.Next = packet.Is(EthernetProto) // type I, which has no header
	}
	return x, nil
}

// NVGRE returns the header of a virtual network's frame. RFC 7637 §3.2.
func NVGRE(subnet uint32, flow uint8) *GRE {
	return &GRE{KeyPresent: packet.Fix(true), Key: subnet<<8 | uint32(flow)}
}

// Subnet returns the virtual subnet ID and flow ID that the key stands for in NVGRE,
// RFC 7637 §3.2: nothing says that it does.
func (l *GRE) Subnet() (id uint32, flow uint8) { return l.Key >> 8, uint8(l.Key) }

// has returns what bit says, or auto if that is left to the packet.
func has(bit Auto[bool], auto bool) bool { return bit.Fixed() && bit.Get() || !bit.Fixed() && auto }

func (l *GRE) appendBody(b []byte, _ int) ([]byte, error) {
	routing := has(l.RoutingPresent, len(l.Routing) > 0)
	if routing || has(l.ChecksumPresent, l.Checksum.Fixed()) {
		b = append16(append16(b, l.Checksum.Get()), l.Offset)
	}
	if has(l.KeyPresent, l.Key != 0) {
		b = append32(b, l.Key)
	}
	if has(l.SeqPresent, l.Seq != 0) {
		b = append32(b, l.Seq)
	}
	if routing {
		b = append(b, l.Routing...)
	}
	return b, nil
}

func (l *GRE) finish(v wire.GRE, c *packet.Context) {
	l.finishProtocol(v, c)
	l.Note(packet.ChecksumNone)
	if !v.ChecksumPresent() {
		if v.RoutingPresent() {
			l.Checksum.Hold() // there, but not in use
		}
		return
	}
	_, whole, ok := pseudoSum(c, wire.IPProtoGRE)
	sum := wire.Fold(wire.SumAround(0, v, 4))
	if l.Judge(&l.Checksum, sum, whole || !ok) {
		wire.PutUint16(v, 4, sum)
	}
}

func (l *GRE) finishProtocol(v wire.GRE, c *packet.Context) {
	t := l.Protocol.Get()
	x, ok := EtherTypes.KeyFor(c.Next(), t)
	if _, frame := c.Next().(*Ethernet); frame && t == wire.EtherTypeERSPAN && !v.SeqPresent() {
		x = t // ERSPAN type I
	}
	if !ok {
		l.Protocol.Hold()
		return
	}
	l.settleProtocol(v, x)
}

// Validate implements [packet.Validator].
func (l *GRE) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version != 0 {
		report("Version", packet.BadValue, "is neither 0 nor 1")
	}
	if l.RoutingPresent.Get() || l.StrictRoute || l.Recursion != 0 {
		report("RoutingPresent", packet.Unusual, "has bits of RFC 1701 that RFC 2784 took away")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if l.Offset != 0 && !l.RoutingPresent.Get() {
		report("Offset", packet.Unusual, "is not zero, without routing")
	}
}

// EnhancedGRE is the version of GRE that PPTP uses. RFC 2637 §4.1.
//
//wire:header
type EnhancedGRE struct {
	ChecksumPresent bool            `bits:"1"`             // must be 0
	RoutingPresent  bool            `bits:"1"`             // must be 0
	KeyPresent      Auto[bool]      `bits:"1" auto:"true"` // must be 1
	SeqPresent      Auto[bool]      `bits:"1" auto:"l.Seq != 0"`
	StrictRoute     bool            `bits:"1"` // must be 0
	Recursion       uint8           `bits:"3"` // must be 0
	AckPresent      Auto[bool]      `bits:"1" auto:"l.Ack != 0"`
	Reserved        uint8           `bits:"4"`
	Version         Auto[uint8]     `bits:"3" const:"1"`
	Protocol        Auto[EtherType] `auto:"wire.EtherTypePPP"`
	Length          Auto[uint16]    // of the payload
	CallID          uint16          // the peer's number of the session

	Seq uint32 `bits:"0"`
	Ack uint32 `bits:"0"` // highest Seq received

	Trailer []byte // after the payload
}

func (l *EnhancedGRE) parseBody(v wire.EnhancedGRE) (packet.Extent, error) {
	n := v.HeaderLen()
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.Seq, l.Ack = v.Seq(), v.Ack()
	end := min(n+int(v.Length()), len(v))
	l.Trailer = v[end:]
	return packet.Extent{Header: n, End: end, Next: EtherTypes.Next(v.Protocol())}, nil
}

func (l *EnhancedGRE) appendBody(b []byte, _ int) ([]byte, error) {
	if has(l.SeqPresent, l.Seq != 0) {
		b = append32(b, l.Seq)
	}
	if has(l.AckPresent, l.Ack != 0) {
		b = append32(b, l.Ack)
	}
	return b, nil
}

func (l *EnhancedGRE) finish(v wire.EnhancedGRE, c *packet.Context) {
	l.settleLength(v, uint16(len(v)-c.Header))
}

// AppendTrailer implements [packet.Trailer].
func (l *EnhancedGRE) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *EnhancedGRE) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if !l.KeyPresent.Get() {
		report("KeyPresent", packet.BadValue, "must be set")
	}
	if l.ChecksumPresent || l.RoutingPresent || l.StrictRoute || l.Recursion != 0 {
		report("ChecksumPresent", packet.BadValue, "has bits that must be zero")
	}
	if l.Protocol.Get() != wire.EtherTypePPP {
		report("Protocol", packet.BadValue, "is not PPP")
	}
}

func append16(b []byte, x uint16) []byte { return append(b, byte(x>>8), byte(x)) }

func append32(b []byte, x uint32) []byte {
	return append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}
