// Package pfcp has messages of the Packet Forwarding Control Protocol, by which the
// control plane of a mobile core network steers its user plane. Importing it binds them
// to UDP port 8805.
//
//	m := &pfcp.Message{Type: wire.PFCPSessionEstablishmentRequest, Seq: 1}
//	m.IEs = m.IEs.Add(wire.PFCPIENodeID, &pfcp.NodeID{Kind: 0, Addr: addr}).
//		Add(wire.PFCPIECreatePDR, pfcp.IEs{}.Add(wire.PFCPIEPDRID, pfcp.Number{Value: 1, Size: 2}))
//	v, ok := m.IEs.Find(wire.PFCPIEPDRID)
//
// Information elements are kept as they are on the wire, so that nothing is lost; their
// values are made when they are asked for.
package pfcp

//go:generate go run ../../internal/wiregen -wire ../../wire

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Auto is [packet.Auto].
type Auto[T comparable] = packet.Auto[T]

// Message is a Packet Forwarding Control Protocol message. 3GPP TS 29.244 §7.2.
//
// A message that is bundled with this one is the next layer.
//
//wire:header view=PFCP name=PFCP bind=layers.UDPPorts:wire.PortPFCP
type Message struct {
	Version     Auto[uint8]      `bits:"3" const:"1"`
	Spare       uint8            `bits:"2"`
	FollowOn    Auto[bool]       `bits:"1"`                         // another message follows
	HasPriority bool             `bits:"1"`                         // the upper half of Priority is in use
	HasSEID     Auto[bool]       `bits:"1" auto:"l.Type.HasSEID()"` // SEID is there
	Type        wire.PFCPMessage // what the message is
	Length      Auto[uint16]     // of everything behind the first 4 bytes

	SEID     uint64 `bits:"0"` // the receiver's session endpoint identifier; 0 before it is known
	Seq      uint32 `bits:"0"` // 24 bits; responses have that of their request
	Priority uint8  `bits:"0"` // of the message, in the upper four bits, the highest is 0; the lower four are spare
	IEs      IEs    // information elements in wire form
	Trailer  []byte // behind Length, if no message follows

	cut bool // Length says that there is more
}

var (
	errVersion = &wire.Error{Layer: "PFCP", Need: 8, Err: wire.ErrFormat}
	errLength  = &wire.Error{Layer: "PFCP", Need: 8, Err: wire.ErrLength}
)

func (l *Message) parseBody(v wire.PFCP) (packet.Extent, error) {
	n, end := v.HeaderLen(), 4+int(v.Length())
	switch {
	case v.Version() != 1:
		return packet.Extent{}, errVersion
	case n > len(v):
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	case end < n:
		return packet.Extent{}, errLength
	}
	l.cut = end > len(v)
	end = min(end, len(v))
	l.SEID, l.Seq, l.Priority = v.SEID(), v.Seq(), v.Priority()
	l.IEs, l.Trailer = IEs(v[n:end:end]), nil
	if v.FollowOn() && end < len(v) {
		return packet.Extent{Header: end, End: len(v), Next: packet.Is(MessageProto)}, nil
	}
	l.Trailer = v[end:]
	return packet.Extent{Header: end, End: end}, nil
}

func (l *Message) appendBody(b []byte, _ int) ([]byte, error) {
	switch {
	case l.Seq > 0xffffff:
		return b, packet.FieldError("PFCP.Seq: has 24 bits")
	case len(l.IEs) > 0xffff-12:
		return b, packet.FieldError("PFCP.IEs: too long")
	}
	seid := l.HasSEID.Get()
	if l.HasSEID.Automatic() {
		seid = l.Type.HasSEID()
	}
	if seid {
		b = Number{Value: l.SEID, Size: 8}.AppendWire(b)
	}
	b = append(b, byte(l.Seq>>16), byte(l.Seq>>8), byte(l.Seq), l.Priority)
	return append(b, l.IEs...), nil
}

func (l *Message) finish(v wire.PFCP, c *packet.Context) {
	_, more := c.Next().(*Message)
	if l.FollowOn.Default(more) {
		v.SetFollowOn(more)
	}
	n := uint16(c.Header - 4)
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// AppendTrailer implements [packet.Trailer].
func (l *Message) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Message) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Spare != 0 {
		report("Spare", packet.Unusual, "is not zero")
	}
	if l.HasSEID.Get() != l.Type.HasSEID() {
		report("HasSEID", packet.BadValue, "is not what the message needs") // TS 29.244 §7.2.2.2
	}
	if l.cut {
		report("Length", packet.BadSize, "is more than there is")
	} else if len(wire.PFCPIEs(l.IEs).Rest()) > 0 {
		report("IEs", packet.BadSize, "an element does not fit")
	}
	l.IEs.validate(0, func(class packet.Class, reason string) { report("IEs", class, reason) })
}
