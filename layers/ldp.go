package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// LDP is a Label Distribution Protocol data unit. RFC 5036 §3.1.
//
// A TCP segment may carry several, one after another: the next one follows as a layer.
// One that goes on in the next segment is parsed as far as it is there.
//
//wire:header bind=UDPPorts:wire.PortLDP bind=TCPPorts:wire.PortLDP
type LDP struct {
	Version    Auto[uint16]     `const:"1"`
	Length     Auto[uint16]     // of what follows it, in bytes
	LSR        netip.Addr       `bits:"32"` // the router, by its ID
	LabelSpace uint16           // 0 is the platform's
	Messages   wire.LDPMessages // in wire form

	cut bool // Length says that there is more
}

const ldpLeast = wire.LDPLen - 4 // what Length is without messages

var (
	errLDPVersion = &wire.Error{Layer: "LDP", Err: wire.ErrFormat}
	errLDPLength  = &wire.Error{Layer: "LDP", Need: wire.LDPLen, Err: wire.ErrLength}
)

func (l *LDP) parseBody(v wire.LDP) (packet.Extent, error) {
	n := 4 + int(v.Length())
	switch {
	case v.Version() != 1:
		return packet.Extent{}, errLDPVersion
	case n < wire.LDPLen:
		return packet.Extent{}, errLDPLength
	}
	end := min(n, len(v))
	l.Messages, l.cut = wire.LDPMessages(v[wire.LDPLen:end:end]), n > len(v)
	x := packet.Extent{Header: end, End: len(v)}
	if end < len(v) {
		x.Next = packet.Is(LDPProto)
	}
	return x, nil
}

func (l *LDP) appendBody(b []byte, _ int) ([]byte, error) {
	if len(l.Messages) > 0xffff-ldpLeast {
		return b, packet.FieldError("LDP.Messages: too long")
	}
	return append(b, l.Messages...), nil
}

func (l *LDP) finish(v wire.LDP, c *packet.Context) {
	n := uint16(c.Header - 4)
	if !l.cut {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// Validate implements [packet.Validator].
func (l *LDP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if !l.LSR.Is4() || l.LSR.IsUnspecified() {
		report("LSR", packet.BadValue, "is zero") // RFC 5036 §2.2.2
	}
	if l.cut {
		report("Length", packet.BadSize, "is more than there is")
	} else if len(l.Messages.Rest()) > 0 {
		report("Messages", packet.BadSize, "a message does not fit")
	}
	for m := range l.Messages.All() {
		if len(m.TLVs.Rest()) > 0 {
			report("Messages", packet.BadSize, m.Type.String()+": a parameter does not fit")
		}
	}
}
