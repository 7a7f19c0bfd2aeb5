package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	TCPPorts.Bind(wire.PortMemcached, MemcachedTextProto)
	MemcachedTextProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 0 && b[0]&0xfe == byte(wire.MemcachedRequest) {
			return MemcachedProto
		}
		return MemcachedTextProto
	}
	UDPPorts.Bind(wire.PortMemcached, MemcachedFrameProto)
}

// MemcachedText is lines of memcached's text protocol, and the data between them.
// memcached protocol.txt.
type MemcachedText struct{ Lines wire.TextLines }

// MemcachedTextProto describes [MemcachedText].
var MemcachedTextProto = lineProto("MemcachedText", "lines of memcached's text protocol", "memcached protocol.txt",
	func(l *MemcachedText) *wire.TextLines { return &l.Lines })

// Proto implements [packet.Layer].
func (l *MemcachedText) Proto() *packet.Proto { return MemcachedTextProto }

// Parse implements [packet.Layer].
func (l *MemcachedText) Parse(b []byte) (packet.Extent, error) { return parseLines(&l.Lines, b) }

// Append implements [packet.Layer].
func (l *MemcachedText) Append(b []byte) ([]byte, error) { return append(b, l.Lines...), nil }

// Finish implements [packet.Layer].
func (l *MemcachedText) Finish(*packet.Context) {}

// MemcachedFrame is the header before memcached's messages over UDP. memcached
// protocol.txt, "UDP protocol".
//
//wire:header
type MemcachedFrame struct {
	RequestID uint16       // answers have that of their request
	Sequence  uint16       // of the datagram in the message, from 0
	NumFrames Auto[uint16] `auto:"1"` // datagrams of the message
	Reserved  uint16
}

func (l *MemcachedFrame) extent(v wire.MemcachedFrame) packet.Extent {
	x := packet.Extent{Header: wire.MemcachedFrameLen, End: len(v)}
	if l.Sequence == 0 {
		x.Next = packet.Is(MemcachedTextProto)
	}
	return x
}

// Memcached is a message of memcached's binary protocol. memcached protocol_binary.txt.
//
// Messages that follow in the segment are the next layers.
//
//wire:header
type Memcached struct {
	Magic        wire.MemcachedMagic // request or response
	Op           wire.MemcachedOp
	KeyLength    Auto[uint16] // in bytes
	ExtrasLength Auto[uint8]  // in bytes
	DataType     uint8        // 0
	Status       uint16       // of a response, 0 is success; of a request the virtual bucket
	BodyLength   Auto[uint32] // of extras, key and value
	Opaque       uint32       // given back in the response
	CAS          uint64       // version of the value
	Extras       []byte
	Key          wire.Text
	Value        []byte

	more int // bytes that the segment does not have
}

var errFormatMemcached = &wire.Error{Layer: "Memcached", Err: wire.ErrFormat}

func (l *Memcached) parseBody(v wire.Memcached) (packet.Extent, error) {
	if v.Magic()&0xfe != wire.MemcachedRequest || !v.Lengths() || v.BodyLength() > 1<<30 {
		return packet.Extent{}, errFormatMemcached
	}
	n := wire.MemcachedLen + int(v.BodyLength())
	end := min(n, len(v))
	b := v[wire.MemcachedLen:end]
	take := func(n int) []byte {
		n = min(n, len(b))
		x := b[:n:n]
		b = b[n:]
		return x
	}
	l.Extras, l.Key = take(int(v.ExtrasLength())), take(int(v.KeyLength()))
	l.Value, l.more = b, n-end
	return packet.Extent{Header: end, End: len(v), Next: packet.Is(MemcachedProto)}, nil
}

func (l *Memcached) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Extras) > 0xff || len(l.Key) > 0xffff {
		return b, packet.FieldError("Memcached.Key: too long")
	}
	return append(append(append(b, l.Extras...), l.Key...), l.Value...), nil
}

func (l *Memcached) finish(v wire.Memcached, c *packet.Context) {
	if l.more == 0 {
		l.settleExtrasLength(v, uint8(len(l.Extras)))
		l.settleKeyLength(v, uint16(len(l.Key)))
		l.settleBodyLength(v, uint32(c.Header-wire.MemcachedLen))
		return
	}
	if l.ExtrasLength.Suggest(uint8(len(l.Extras))) {
		v.SetExtrasLength(uint8(len(l.Extras)))
	}
	if l.KeyLength.Suggest(uint16(len(l.Key))) {
		v.SetKeyLength(uint16(len(l.Key)))
	}
	if n := uint32(c.Header - wire.MemcachedLen); l.BodyLength.Suggest(n) {
		v.SetBodyLength(n)
	}
}
