package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// MPLSLabels says what follows the last entry of a label stack, by its label:
// MPLS itself does not say. What is not bound is told by its first bits, see
// [MPLSPayloadProto]. Bind a pseudowire's label to [PWControlWordProto] or, without
// control word, to [EthernetProto], or override it for one parser.
var MPLSLabels = packet.Table[uint32]{Name: "MPLS label"}

func init() { UDPPorts.Bind(wire.PortMPLS, MPLSProto) }

// MPLS is an entry of an MPLS label stack. RFC 3032 §2.1.
//
//wire:header bind=EtherTypes:wire.EtherTypeMPLS bind=EtherTypes:wire.EtherTypeMPLSMulticast bind=IPProtos:wire.IPProtoMPLS bind=LinkTypes:link.MPLS
type MPLS struct {
	Label uint32      `bits:"20"`         // below 16 reserved
	TC    uint8       `bits:"3"`          // traffic class, RFC 5462
	S     Auto[bool]  `bits:"1" next:"-"` // bottom of stack: no other entry follows
	TTL   Auto[uint8] `auto:"64"`
}

func (l *MPLS) extent(v wire.MPLS) packet.Extent {
	x := packet.Extent{Header: wire.MPLSLen, End: len(v), Next: packet.Is(MPLSProto)}
	if v.S() {
		x.Next = MPLSLabels.Next(l.Label).Or(MPLSPayloadProto)
	}
	return x
}

func (l *MPLS) finish(v wire.MPLS, c *packet.Context) {
	_, more := c.Next().(*MPLS)
	if len(c.Inner()) == 0 && l.S.Suggest(true) || len(c.Inner()) > 0 && l.S.Settle(!more) {
		v.SetS(l.S.Get())
	}
}

// Validate implements [packet.Validator].
func (l *MPLS) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Label >= 8 && l.Label <= 12 || l.Label == 4 || l.Label == 5 || l.Label == 6 {
		report("Label", packet.Unusual, "is reserved and not assigned")
	}
	if l.Label == wire.MPLSImplicitNull {
		report("Label", packet.BadValue, "is implicit null, which is never sent")
	}
}
