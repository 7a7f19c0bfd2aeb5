package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// UDPLite is a lightweight UDP header. RFC 3828 §3.1.
//
// Ports mean what they mean in [UDP].
//
//wire:header bind=IPProtos:wire.IPProtoUDPLite
type UDPLite struct {
	SrcPort  uint16
	DstPort  uint16
	Coverage uint16       // bytes from the start of the header that Checksum covers, at least 8; 0 for all
	Checksum Auto[uint16] // of a pseudo-header and what Coverage says; it may not be left out

	packet.Summed
}

func (l *UDPLite) extent(v wire.UDPLite) packet.Extent {
	return packet.Extent{Header: wire.UDPLiteLen, End: len(v), Next: UDPPorts.Either(byPort(l.DstPort, l.SrcPort))}
}

func (l *UDPLite) finish(v wire.UDPLite, c *packet.Context) {
	pseudo, whole, ok := pseudoSum(c, wire.IPProtoUDPLite)
	covered, possible := v.Covered()
	if !ok || !possible {
		l.Checksum.Hold()
		l.Note(packet.ChecksumUnverified)
		return
	}
	sum := wire.Fold(wire.SumAround(pseudo, covered, 6))
	if sum == 0 {
		sum = 0xffff
	}
	if l.Judge(&l.Checksum, sum, whole) {
		v.SetChecksum(sum)
	}
}

// Validate implements [packet.Validator].
func (l *UDPLite) Validate(c *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.DstPort == 0 {
		report("DstPort", packet.Unusual, "port 0 is reserved")
	}
	switch {
	case l.Coverage > 0 && l.Coverage < wire.UDPLiteLen:
		report("Coverage", packet.BadValue, "does not cover the header")
	case int(l.Coverage) > len(c.Data):
		report("Coverage", packet.BadSize, "is more than there is")
	}
	if l.Checksum.Get() == 0 && l.ChecksumState() != packet.ChecksumUnverified {
		report("Checksum", packet.BadChecksum, "there must be one")
	}
}
