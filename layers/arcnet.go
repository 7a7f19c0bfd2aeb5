package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ARCNETTypes says what follows a header of ARCNET.
var ARCNETTypes = packet.Table[wire.ARCNETType]{Name: "ARCNET type"}

func init() {
	for _, t := range [...]wire.ARCNETType{wire.ARCNETIPv4, wire.ARCNETIPv4Old} {
		ARCNETTypes.Bind(t, IPv4Proto)
	}
	for _, t := range [...]wire.ARCNETType{wire.ARCNETARP, wire.ARCNETARPOld, wire.ARCNETRARP} {
		ARCNETTypes.Bind(t, ARPProto)
	}
	ARCNETTypes.Bind(wire.ARCNETIPv6, IPv6Proto)
}

// ARCNET is a header of ARCNET as BSD captures it. RFC 1201 §2, RFC 1051.
//
// Packets of RFC 1051's types have no Split and Sequence.
//
//wire:header bind=LinkTypes:link.ARCNETBSD
type ARCNET struct {
	Src  uint8
	Dst  uint8                 // 0 is everyone
	Type Auto[wire.ARCNETType] `next:"-"`

	Exception []byte // 3 bytes before Split that pad a packet to a size that can be sent
	Split     uint8  `bits:"0"` // 0 whole, odd the first of (Split+3)/2 fragments, even a later one
	Sequence  uint16 `bits:"0"` // the same in all fragments
}

func (l *ARCNET) parseBody(v wire.ARCNET) (packet.Extent, error) {
	l.Exception, l.Split, l.Sequence = nil, 0, 0
	if v.Type().Old() {
		return packet.Extent{Header: wire.ARCNETLen, End: len(v), Next: ARCNETTypes.Next(v.Type())}, nil
	}
	n := wire.ARCNETLen
	if len(v) > n && v[n] == 0xff {
		n += 3
	}
	if n+3 > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n+3)
	}
	l.Exception, l.Split, l.Sequence = v[wire.ARCNETLen:n:n], v[n], wire.Uint16(v, n+1)
	return splitExtent(n+3, len(v), v.Type(), l.Split), nil
}

// splitExtent is where the payload of a packet with a fragment header is.
func splitExtent(header, end int, t wire.ARCNETType, split uint8) packet.Extent {
	x := packet.Extent{Header: header, End: end}
	if split == 0 || split&1 == 1 {
		x.Next = ARCNETTypes.Next(t)
	}
	return x
}

func (l *ARCNET) appendBody(b []byte, _ int) ([]byte, error) {
	if l.Type.Get().Old() {
		return b, nil
	}
	b = append(b, l.Exception...)
	return append(b, l.Split, byte(l.Sequence>>8), byte(l.Sequence)), nil
}

func (l *ARCNET) finish(v wire.ARCNET, c *packet.Context) {
	if x, ok := ARCNETTypes.KeyFor(c.Next(), l.Type.Get()); ok && x.Old() == v.Type().Old() {
		l.settleType(v, x)
	} else {
		l.Type.Hold()
	}
}

// Has implements [packet.Sparse].
func (l *ARCNET) Has(i int) bool { return i < 3 || !l.Type.Get().Old() }

// ARCNETLinux is a header of ARCNET as Linux captures it. RFC 1201 §2, RFC 1051.
//
//wire:header bind=LinkTypes:link.ARCNETLinux
type ARCNETLinux struct {
	Src    uint8
	Dst    uint8                 // 0 is everyone
	Offset uint16                // of the header in the card's buffer
	Type   Auto[wire.ARCNETType] `next:"-"`

	Split    uint8  `bits:"0"` // 0 whole, odd the first of (Split+3)/2 fragments, even a later one
	Sequence uint16 `bits:"0"` // the same in all fragments
}

func (l *ARCNETLinux) parseBody(v wire.ARCNETLinux) (packet.Extent, error) {
	l.Split, l.Sequence = 0, 0
	n := wire.ARCNETLinuxLen
	if v.Type().Old() {
		return packet.Extent{Header: n, End: len(v), Next: ARCNETTypes.Next(v.Type())}, nil
	}
	if n+3 > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n+3)
	}
	l.Split, l.Sequence = v[n], wire.Uint16(v, n+1)
	return splitExtent(n+3, len(v), v.Type(), l.Split), nil
}

func (l *ARCNETLinux) appendBody(b []byte, _ int) ([]byte, error) {
	if l.Type.Get().Old() {
		return b, nil
	}
	return append(b, l.Split, byte(l.Sequence>>8), byte(l.Sequence)), nil
}

func (l *ARCNETLinux) finish(v wire.ARCNETLinux, c *packet.Context) {
	if x, ok := ARCNETTypes.KeyFor(c.Next(), l.Type.Get()); ok && x.Old() == v.Type().Old() {
		l.settleType(v, x)
	} else {
		l.Type.Hold()
	}
}

// Has implements [packet.Sparse].
func (l *ARCNETLinux) Has(i int) bool { return i < 4 || !l.Type.Get().Old() }
