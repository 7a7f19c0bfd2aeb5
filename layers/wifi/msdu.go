package wifi

import (
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// MSDU is the header of the first subframe of an A-MSDU. IEEE 802.11-2020 §9.3.2.2.2.
//
// A packet has one chain of layers, so that the other subframes are in Rest, after
// padding; [packet.Parse] them with [MSDUProto], or walk them with [wire.Dot11MSDUs].
//
//wire:header view=MSDU
type MSDU struct {
	Dst    MAC
	Src    MAC
	Length packet.Auto[uint16] // of the payload

	Padding []byte // to a multiple of four bytes
	Rest    []byte // the other subframes
}

func (l *MSDU) extent(v wire.MSDU) packet.Extent {
	end := min(wire.MSDULen+int(v.Length()), len(v))
	pad := min((end+3)&^3, len(v))
	l.Padding, l.Rest = v[end:pad], v[pad:]
	return packet.Extent{Header: wire.MSDULen, End: end, Next: packet.Is(layers.LLCProto)}
}

func (l *MSDU) finish(v wire.MSDU, _ *packet.Context) {
	l.settleLength(v, uint16(len(v)-wire.MSDULen))
}

// AppendTrailer implements [packet.Trailer].
func (l *MSDU) AppendTrailer(b []byte) []byte { return append(append(b, l.Padding...), l.Rest...) }

// Mesh is a mesh control field, before the payload of data frames in a mesh.
// IEEE 802.11-2020 §9.2.4.7.3.
//
//wire:header view=Mesh
type Mesh struct {
	Reserved  uint8  `bits:"6"`
	Extension uint8  `bits:"2"` // number of addresses after Seq
	TTL       uint8  // hops left
	Seq       uint32 `order:"le"`

	Addresses []byte // 6 bytes each
}

func (l *Mesh) parseBody(v wire.Mesh) (packet.Extent, error) {
	n := wire.MeshLen + 6*int(v.Extension())
	if n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	l.Addresses = v[wire.MeshLen:n]
	return packet.Extent{Header: n, End: len(v), Next: packet.Is(layers.LLCProto)}, nil
}

func (l *Mesh) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Addresses) != 6*int(l.Extension) {
		return b, packet.FieldError("Mesh.Addresses: not as many as Extension says")
	}
	return append(b, l.Addresses...), nil
}
