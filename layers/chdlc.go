package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// CHDLCTypes says what follows a Cisco HDLC header where that is not as EtherTypes
// says.
var CHDLCTypes = packet.Table[EtherType]{Name: "Cisco HDLC type"}

// CiscoHDLC is a header of Cisco's framing of serial lines. RFC 1547 §4.3.1.
//
//wire:header bind=LinkTypes:link.CiscoHDLC
type CiscoHDLC struct {
	Address Auto[uint8]     `auto:"wire.CHDLCUnicast"` // 0x0f, or 0x8f for broadcasts
	Control uint8           // 0
	Type    Auto[EtherType] `next:"-"` // an EtherType, or what [CHDLCTypes] has

	Padding []byte // a byte that some systems have before an OSI protocol
}

func (l *CiscoHDLC) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Padding...), nil }

// osi finds the network layer protocol identifier that an OSI protocol begins with, which
// may be behind one byte.
func (l *CiscoHDLC) osi(v wire.CiscoHDLC) packet.Extent {
	x := packet.Extent{Header: v.HeaderLen(), End: len(v)}
	l.Padding = v[wire.CiscoHDLCLen:x.Header:x.Header]
	if x.Header < len(v) {
		x.Next = OSIProtocols.Next(wire.NLPID(v[x.Header]))
	}
	return x
}

func (l *CiscoHDLC) extent(v wire.CiscoHDLC) packet.Extent {
	l.Padding = nil
	if v.Type() == wire.CHDLCOSI {
		return l.osi(v)
	}
	x := packet.Extent{Header: wire.CiscoHDLCLen, End: len(v), Next: EtherTypes.Next(v.Type())}
	if CHDLCTypes.Proto(v.Type()) != nil {
		x.Next = CHDLCTypes.Next(v.Type())
	}
	return x
}

func (l *CiscoHDLC) finish(v wire.CiscoHDLC, c *packet.Context) {
	x, ok := CHDLCTypes.KeyFor(c.Next(), l.Type.Get())
	if _, osi := OSIProtocols.Key(c.Next()); osi {
		x, ok = wire.CHDLCOSI, true
	}
	if !ok {
		x, ok = EtherTypes.KeyFor(c.Next(), l.Type.Get())
	}
	if ok {
		l.settleType(v, x)
	} else {
		l.Type.Hold()
	}
}

// Validate implements [packet.Validator].
func (l *CiscoHDLC) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Control != 0 {
		report("Control", packet.Unusual, "is not zero")
	}
	if a := l.Address.Get(); a != wire.CHDLCUnicast && a != wire.CHDLCMulticast {
		report("Address", packet.Unusual, "is neither unicast nor broadcast")
	}
}

// SLARP is a packet of Cisco's serial line address resolution and keepalive protocol. RFC 1547 §4.3.1.
//
// Requests and replies have Address and Mask, keepalives the two sequence numbers; the
// others are zero.
//
//wire:header bind=CHDLCTypes:wire.CHDLCSLARP
type SLARP struct {
	Code wire.SLARPCode

	Address     netip.Addr   `bits:"0"` // of the sender, or 0.0.0.0 in a request
	Mask        netip.Addr   `bits:"0"`
	MySeq       uint32       `bits:"0"` // of the last keepalive sent
	YourSeq     uint32       `bits:"0"` // of the last keepalive seen
	Reliability Auto[uint16] `bits:"0"` // 0xffff
	Rest        []byte       // such as the time since the sender started, in milliseconds
}

// keepalive reports whether the packet has sequence numbers.
func (l *SLARP) keepalive() bool { return l.Code == wire.SLARPKeepalive }

// Has implements [packet.Sparse].
func (l *SLARP) Has(i int) bool {
	switch i {
	case 1, 2:
		return !l.keepalive()
	case 3, 4:
		return l.keepalive()
	}
	return true
}

func (l *SLARP) parseBody(v wire.SLARP) (packet.Extent, error) {
	if len(v) < wire.SLARPFullLen {
		return packet.Extent{}, packet.Need(wire.ErrShort, wire.SLARPFullLen)
	}
	l.Address, l.Mask, l.MySeq, l.YourSeq = netip.Addr{}, netip.Addr{}, 0, 0
	if l.keepalive() {
		l.MySeq, l.YourSeq = v.MySeq(), v.YourSeq()
	} else {
		l.Address, l.Mask = v.Address(), v.Mask()
	}
	l.Reliability.Parse(wire.Uint16(v, 12))
	l.Rest = v[wire.SLARPFullLen:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *SLARP) appendBody(b []byte, _ int) ([]byte, error) {
	n := len(b)
	b = append(b, make([]byte, 10)...)
	if l.keepalive() {
		wire.PutUint32(b, n, l.MySeq)
		wire.PutUint32(b, n+4, l.YourSeq)
	} else {
		wire.PutAddr4(b[n:], l.Address)
		wire.PutAddr4(b[n+4:], l.Mask)
	}
	wire.PutUint16(b, n+8, l.Reliability.Get())
	return append(b, l.Rest...), nil
}

func (l *SLARP) finish(v wire.SLARP, _ *packet.Context) {
	if l.Reliability.Default(0xffff) {
		wire.PutUint16(v, 12, 0xffff)
	}
}

// Validate implements [packet.Validator].
func (l *SLARP) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Code > wire.SLARPKeepalive {
		report("Code", packet.BadValue, "is unknown")
	}
}
