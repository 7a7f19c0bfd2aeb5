package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// TCP is a Transmission Control Protocol header. RFC 9293 §3.1.
//
//wire:header bind=IPProtos:wire.IPProtoTCP
type TCP struct {
	SrcPort    uint16
	DstPort    uint16
	Seq        uint32
	Ack        uint32
	DataOffset Auto[uint8]   `bits:"4" len:"4,0"` // header length in words
	Reserved   uint8         `bits:"3"`
	Flags      wire.TCPFlags `bits:"9"`
	Window     Auto[uint16]  `auto:"65535"`
	Checksum   Auto[uint16]
	Urgent     uint16
	Options    wire.TCPOptions

	packet.Summed
}

func (l *TCP) extent(v wire.TCP) packet.Extent {
	return packet.Extent{Header: v.HeaderLen(), End: len(v), Next: TCPPorts.Either(l.DstPort, l.SrcPort)}
}

func (l *TCP) finish(v wire.TCP, c packet.Context) {
	pseudo, whole, ok := pseudoSum(&c, wire.IPProtoTCP)
	if !ok {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := v.Sum(pseudo)
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
	if l.ChecksumState() == packet.ChecksumBad && v.Checksum() == pseudo {
		l.Note(packet.ChecksumOffloaded)
	}
}
