package layers

import (
	"iter"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// NFLOGFamilies says what the payload of a netfilter log message is.
var NFLOGFamilies = packet.Table[uint8]{Name: "NFLOG family"}

func init() {
	NFLOGFamilies.Bind(2, IPv4Proto)
	NFLOGFamilies.Bind(10, IPv6Proto)
}

// NFLOG is a message of Linux's packet filter about a packet. LINKTYPE_NFLOG.
//
// It consists of attributes, one of which is the packet. Lengths and types of attributes
// are in the byte order of the machine that captured; this layer has them little-endian.
//
//wire:header bind=LinkTypes:link.NFLog
type NFLOG struct {
	Family   Auto[uint8] `next:"NFLOGFamilies"` // address family: 2 IPv4, 10 IPv6
	Version  uint8       // 0
	Resource uint16      // number of the log's group

	Attributes    NFLOGAttributes // those before the packet
	PayloadType   uint16          `bits:"0"` // type of the attribute that is the packet, 9; 0 stands for 9
	PayloadLength Auto[uint16]    `bits:"0"` // length of that attribute, with its header of 4 bytes
	Trailer       []byte          // padding, and attributes after the packet

	bare bool // there is no packet
}

// nflogPayload is the type of the attribute that is the packet.
const nflogPayload = 9

func (l *NFLOG) parseBody(v wire.NFLOG) (packet.Extent, error) {
	l.PayloadType, l.PayloadLength, l.Trailer, l.bare = 0, Auto[uint16]{}, nil, true
	n := wire.NFLOGLen
	for len(v)-n >= 4 {
		size := int(wire.Uint16LE(v, n))
		if size < 4 || n+size > len(v) {
			break
		}
		if t := wire.Uint16LE(v, n+2); t&0x7fff == nflogPayload {
			l.Attributes, l.bare = NFLOGAttributes(v[wire.NFLOGLen:n]), false
			l.PayloadType = t
			l.PayloadLength.Parse(uint16(size))
			l.Trailer = v[n+size:]
			return packet.Extent{Header: n + 4, End: n + size, Next: NFLOGFamilies.Next(v.Family())}, nil
		}
		n = min(n+(size+3)&^3, len(v))
	}
	l.Attributes = NFLOGAttributes(v[wire.NFLOGLen:])
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *NFLOG) appendBody(b []byte, _ int) ([]byte, error) {
	b = append(b, l.Attributes...)
	if l.bare {
		return b, nil
	}
	t := l.PayloadType
	if t == 0 {
		t = nflogPayload
	}
	n := l.PayloadLength.Get()
	return append(b, byte(n), byte(n>>8), byte(t), byte(t>>8)), nil
}

func (l *NFLOG) finish(v wire.NFLOG, c *packet.Context) {
	if l.bare {
		return
	}
	n := uint16(len(v) - c.Header + 4)
	if l.PayloadLength.Settle(n) {
		wire.PutUint16LE(v, c.Header-4, n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *NFLOG) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// NFLOGAttributes is attributes of a netfilter log message in wire form.
type NFLOGAttributes []byte

// All yields the types and values of the attributes, up to the first that does not fit.
func (a NFLOGAttributes) All() iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(a) >= 4 {
			n := int(wire.Uint16LE(a, 0))
			if n < 4 || n > len(a) || !yield(wire.Uint16LE(a, 2)&0x7fff, a[4:n:n]) {
				return
			}
			a = a[min((n+3)&^3, len(a)):]
		}
	}
}

// PKTAP is what macOS tells of a packet, before it. LINKTYPE_PKTAP.
//
//wire:header bind=LinkTypes:link.PKTAP
type PKTAP struct {
	Length      Auto[uint32] `order:"le"`          // of the header
	Record      Auto[uint32] `order:"le" auto:"1"` // 1: a packet follows
	DLT         Auto[uint32] `order:"le" next:"-"` // link type of the packet
	Interface   [24]byte     // name, ending in zeros
	Flags       uint32       `order:"le"` // 1 incoming, 2 outgoing
	Family      uint32       `order:"le"` // protocol family
	LinkHeader  uint32       `order:"le"` // length of the link-layer header
	LinkTrailer uint32       `order:"le"` // length of the link-layer trailer
	PID         uint32       `order:"le"` // process
	Command     [20]byte     // its name
	Service     uint32       `order:"le"` // service class
	IfType      uint16       `order:"le"` // type of the interface
	IfUnit      uint16       `order:"le"` // number of the interface
	EPID        uint32       `order:"le"` // effective process
	ECommand    [20]byte     // its name

	More []byte // of later versions
}

var errPKTAP = &wire.Error{Layer: "PKTAP", Need: wire.PKTAPLen, Err: wire.ErrLength}

func (l *PKTAP) parseBody(v wire.PKTAP) (packet.Extent, error) {
	n := v.Length()
	if n < wire.PKTAPLen || uint64(n) > uint64(len(v)) {
		return packet.Extent{}, errPKTAP
	}
	l.More = v[wire.PKTAPLen:n]
	x := packet.Extent{Header: int(n), End: len(v)}
	if t := v.DLT(); v.Record() == 1 && t <= 0xffff {
		x.Next = LinkTypes.Next(link.Type(t))
	}
	return x, nil
}

func (l *PKTAP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.More...), nil }

func (l *PKTAP) finish(v wire.PKTAP, c *packet.Context) {
	l.settleLength(v, uint32(c.Header))
	if t := l.DLT.Get(); t <= 0xffff {
		if k, ok := LinkTypes.KeyFor(c.Next(), link.Type(t)); ok {
			l.settleDLT(v, uint32(k))
			return
		}
	}
	l.DLT.Hold()
}
