package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// NLPIDs says what follows a frame relay header with an encapsulation of RFC 2427.
var NLPIDs = packet.Table[wire.NLPID]{Name: "NLPID"}

func init() {
	NLPIDs.Bind(wire.NLPIDIPv4, IPv4Proto)
	NLPIDs.Bind(wire.NLPIDIPv6, IPv6Proto)
	NLPIDs.Bind(wire.NLPIDSNAP, SNAPProto)
	NLPIDs.Bind(wire.NLPIDPPP, PPPProto)
	NLPIDs.Bind(wire.NLPIDPPP, PPPFrameProto)
}

// FrameRelay is a frame relay header: an address of two to four bytes, and what says which
// protocol follows. RFC 2427 §3.
//
// That is a control field and a network layer protocol identifier, NLPID; or, as Cisco has it,
// an EtherType in their place: Control is then 0 and Type is what follows.
//
//wire:header bind=LinkTypes:link.FrameRelay
type FrameRelay struct {
	DLCIHigh uint8      `bits:"6"`                         // upper bits of the circuit's number, see DLCI
	CR       bool       `bits:"1"`                         // command or response, for the ends to use
	EA       bool       `bits:"1"`                         // must be 0: the address goes on
	DLCILow  uint8      `bits:"4"`                         // lower bits of the circuit's number
	FECN     bool       `bits:"1"`                         // congestion was met on the way
	BECN     bool       `bits:"1"`                         // congestion was met on the way back
	DE       bool       `bits:"1"`                         // may be discarded first
	End      Auto[bool] `bits:"1" auto:"len(l.Long) == 0"` // the address ends here

	Long    []byte           // third and fourth byte of a longer address
	Control Auto[uint8]      `bits:"0"` // unnumbered information, 3; or 0 if Type follows
	Padded  bool             `bits:"0"` // a zero is before NLPID
	NLPID   Auto[wire.NLPID] `bits:"0"`
	Shared  bool             `bits:"0"` // NLPID is the payload's first byte, as it is in OSI's protocols
	Type    Auto[EtherType]  `bits:"0"` // if there is no control field
}

// DLCI returns the number of the circuit in an address of two bytes.
func (l *FrameRelay) DLCI() uint16 { return uint16(l.DLCIHigh)<<4 | uint16(l.DLCILow) }

// SetDLCI sets the number of the circuit, of 10 bits, in an address of two bytes.
func (l *FrameRelay) SetDLCI(x uint16) { l.DLCIHigh, l.DLCILow = uint8(x>>4&0x3f), uint8(x&15) }

// ether reports whether an EtherType is in place of control and NLPID.
func (l *FrameRelay) ether() bool { return l.Control.Fixed() && l.Control.Get() != wire.HDLCUI }

// Has implements [packet.Sparse].
func (l *FrameRelay) Has(i int) bool {
	switch i {
	case 10, 11, 12:
		return !l.ether()
	case 13:
		return l.ether()
	}
	return true
}

func (l *FrameRelay) parseBody(v wire.FrameRelay) (packet.Extent, error) {
	n := v.AddressLen()
	if n == 0 {
		return packet.Extent{}, wire.ErrFormat
	}
	if len(v) < n+2 {
		return packet.Extent{}, packet.Need(wire.ErrShort, n+2)
	}
	l.Long = v[wire.FrameRelayLen:n]
	l.Padded, l.Shared, l.NLPID, l.Type, l.Control = false, false, Auto[wire.NLPID]{}, Auto[EtherType]{}, Auto[uint8]{}
	if v[n] != wire.HDLCUI {
		l.Control.Fix(0)
		l.Type.Parse(EtherType(wire.Uint16(v, n)))
		return packet.Extent{Header: n + 2, End: len(v), Next: EtherTypes.Next(l.Type.Get())}, nil
	}
	l.Control.Parse(wire.HDLCUI)
	n++
	if l.Padded = v[n] == 0; l.Padded {
		n++
	}
	if n == len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n+1)
	}
	l.NLPID.Parse(wire.NLPID(v[n]))
	if l.Shared = OSIProtocols.Proto(l.NLPID.Get()) != nil; l.Shared {
		return packet.Extent{Header: n, End: len(v), Next: OSIProtocols.Next(l.NLPID.Get())}, nil
	}
	return packet.Extent{Header: n + 1, End: len(v), Next: NLPIDs.Next(l.NLPID.Get())}, nil
}

func (l *FrameRelay) appendBody(b []byte, _ int) ([]byte, error) {
	b = append(b, l.Long...)
	if l.ether() {
		return append16(b, uint16(l.Type.Get())), nil
	}
	b = append(b, wire.HDLCUI)
	if l.Padded {
		b = append(b, 0)
	}
	if l.Shared {
		return b, nil
	}
	return append(b, byte(l.NLPID.Get())), nil
}

func (l *FrameRelay) finish(v wire.FrameRelay, c *packet.Context) {
	if l.ether() {
		if x, ok := EtherTypes.KeyFor(c.Next(), l.Type.Get()); !ok {
			l.Type.Hold()
		} else if l.Type.Settle(x) {
			wire.PutUint16(v, c.Header-2, uint16(x))
		}
		return
	}
	l.Control.Default(wire.HDLCUI)
	if l.Shared {
		if x, ok := OSIProtocols.KeyFor(c.Next(), l.NLPID.Get()); !ok || !l.NLPID.Settle(x) {
			l.NLPID.Hold()
		}
		return
	}
	if x, ok := NLPIDs.KeyFor(c.Next(), l.NLPID.Get()); !ok {
		l.NLPID.Hold()
	} else if l.NLPID.Settle(x) {
		v[c.Header-1] = byte(x)
	}
}

// Validate implements [packet.Validator].
func (l *FrameRelay) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.EA {
		report("EA", packet.BadValue, "is not 0")
	}
	if l.Padded && l.NLPID.Get() != wire.NLPIDSNAP {
		report("Padded", packet.Unusual, "is for SNAP headers")
	}
}
