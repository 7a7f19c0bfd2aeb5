package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// UDP is a User Datagram Protocol header. RFC 768.
//
//wire:header bind=IPProtos:wire.IPProtoUDP
type UDP struct {
	SrcPort  uint16
	DstPort  uint16
	Length   Auto[uint16]
	Checksum Auto[uint16]

	Trailer []byte // surplus area, RFC 9868 §4

	packet.Summed
	cut bool // Length says that more was sent than was captured
}

func (l *UDP) extent(v wire.UDP) packet.Extent {
	end := max(wire.UDPLen, min(int(v.Length()), len(v)))
	l.Trailer, l.cut = v[end:], int(v.Length()) > len(v)
	return packet.Extent{Header: wire.UDPLen, End: end, Next: UDPPorts.Either(l.DstPort, l.SrcPort)}
}

func (l *UDP) finish(v wire.UDP, c packet.Context) {
	l.settleLength(v, uint16(len(v)))
	pseudo, whole, ok := pseudoSum(&c, wire.IPProtoUDP)
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	whole = whole && !(l.cut && l.Length.Fixed())
	sum := v.Sum(pseudo)
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
	switch {
	case v.Checksum() == 0:
		l.Note(packet.ChecksumAbsent)
	case l.ChecksumState() == packet.ChecksumBad && v.Checksum() == pseudo:
		l.Note(packet.ChecksumOffloaded)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *UDP) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }
