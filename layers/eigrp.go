package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// EIGRP is an Enhanced Interior Gateway Routing Protocol packet. RFC 7868 §6.2.
//
//wire:header bind=IPProtos:wire.IPProtoEIGRP
type EIGRP struct {
	Version  Auto[uint8] `auto:"2"`
	Op       wire.EIGRPOp
	Checksum Auto[uint16] // of the packet
	Flags    wire.EIGRPFlags
	Seq      uint32 // of packets that are to be acknowledged, or 0
	Ack      uint32 // Seq of the packet that is acknowledged, or 0
	VRID     uint16 // virtual router
	AS       uint16 // autonomous system
	TLVs     wire.EIGRPTLVs

	packet.Summed
}

func (l *EIGRP) extent(v wire.EIGRP) packet.Extent {
	l.TLVs = v.TLVs()
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *EIGRP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

func (l *EIGRP) finish(v wire.EIGRP, c *packet.Context) {
	finishMessage(&l.Summed, &l.Checksum, v, c, wire.IPProtoEIGRP)
}

// Validate implements [packet.Validator].
func (l *EIGRP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Version.Get() != 2 {
		report("Version", packet.BadValue, "is not 2")
	}
	if l.Op == 0 || l.Op > wire.EIGRPSIAReply {
		report("Op", packet.BadValue, "not assigned")
	}
	if l.Flags&^(wire.EIGRPInit|wire.EIGRPCR|wire.EIGRPRestart|wire.EIGRPEOT) != 0 {
		report("Flags", packet.Unusual, "has bits that are not assigned")
	}
	if len(l.TLVs.Rest()) > 0 {
		report("TLVs", packet.BadSize, "an element does not fit")
	}
	for t, data := range l.TLVs.All() {
		if t&0xff >= 2 && t&0xff <= 3 && (t>>8 == 1 || t>>8 == 4) {
			if _, ok := wire.ParseEIGRPRoute(t, data); !ok {
				report("TLVs", packet.BadValue, "a malformed "+t.String())
			}
		}
	}
}
