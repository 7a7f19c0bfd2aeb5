package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// OpenFlow is a message between an OpenFlow switch and its controller: its header, with
// the body as it is. OpenFlow Switch Specification 1.3.5 §7.1.
//
// Messages that follow in the segment are the next layers. A segment that goes on with
// a message of the one before is not understood.
//
//wire:header bind=TCPPorts:wire.PortOpenFlow bind=TCPPorts:wire.PortOpenFlowOld
type OpenFlow struct {
	Version wire.OpenFlowVersion
	Type    uint8        // of the message, as Version numbers them
	Length  Auto[uint16] // of the message
	XID     uint32       // transaction identifier
	Body    []byte

	more int // bytes that the segment does not have
}

var errOpenFlow = &wire.Error{Layer: "OpenFlow", Err: wire.ErrFormat}

func (l *OpenFlow) parseBody(v wire.OpenFlow) (packet.Extent, error) {
	n := int(v.Length())
	if v.Version() == 0 || v.Version() > wire.OpenFlow15 || n < wire.OpenFlowLen || v.Type() > 35 {
		return packet.Extent{}, errOpenFlow
	}
	end := min(n, len(v))
	l.Body, l.more = v[wire.OpenFlowLen:end:end], n-end
	return packet.Extent{Header: end, End: len(v), Next: packet.Is(OpenFlowProto)}, nil
}

func (l *OpenFlow) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Body...), nil }

func (l *OpenFlow) finish(v wire.OpenFlow, c *packet.Context) {
	l.settleLength(v, uint16(wire.OpenFlowLen+len(l.Body)+l.more))
}

// Name returns what the message's type is called in its version.
func (l *OpenFlow) Name() string { return l.Version.TypeName(l.Type) }
