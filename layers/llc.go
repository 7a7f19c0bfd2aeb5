package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// SAPs says what follows an LLC header in an unnumbered information frame.
var SAPs = packet.Table[wire.SAP]{Name: "LLC SAP"}

// CiscoPIDs says what follows a SNAP header with Cisco's OUI.
var CiscoPIDs = packet.Table[EtherType]{Name: "Cisco SNAP protocol"}

func init() {
	SAPs.Bind(wire.SAPIP, IPv4Proto)
}

// LLC is a logical link control header. IEEE 802.2 §3.2.
//
// Control is the whole control field of an unnumbered frame; information and
// supervisory frames have a second byte, Control2.
//
//wire:header bind=EtherTypes:wire.EtherTypeLLC
type LLC struct {
	DSAP    Auto[wire.SAP]        `next:"SAPs"`       // destination service access point
	SSAP    Auto[wire.SAP]        `auto:"v.DSAP()"`   // source service access point; the lowest bit marks a response
	Control Auto[wire.LLCControl] `auto:"wire.LLCUI"` // format, and number or command

	Control2 uint8 `bits:"0"` // of I and S frames: receive number, times 2, and the P/F bit
}

func (l *LLC) parseBody(v wire.LLC) (packet.Extent, error) {
	l.Control2 = 0
	x := packet.Extent{Header: wire.LLCLen, End: len(v)}
	switch c := v.Control(); {
	case c.Numbered():
		if len(v) < wire.LLCLen+1 {
			return x, packet.Need(wire.ErrShort, wire.LLCLen+1)
		}
		x.Header, l.Control2 = wire.LLCLen+1, v[wire.LLCLen]
	case c.IsUI():
		x.Next = SAPs.Next(v.DSAP())
		if v.DSAP()&^1 == wire.SAPOSI && len(v) > wire.LLCLen {
			x.Next = OSIProtocols.Next(wire.NLPID(v[wire.LLCLen]))
		}
	}
	return x, nil
}

// Validate implements [packet.Validator].
func (l *LLC) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if c := l.Control.Get(); c&3 == 1 && c&0xf0 != 0 {
		report("Control", packet.Unusual, "has reserved bits set")
	} else if c&0xf == 0xd {
		report("Control", packet.BadValue, "is no supervisory function")
	}
}

func (l *LLC) appendBody(b []byte, _ int) ([]byte, error) {
	if c := l.Control; c.Fixed() && c.Get().Numbered() {
		b = append(b, l.Control2)
	}
	return b, nil
}

// SNAP is a subnetwork access protocol header, which follows LLC. IEEE 802 §9.2.
//
// Type is an EtherType if OUI is 0 (RFC 1042) or 0x0000f8 (IEEE 802.1H), and
// otherwise what OUI's owner says.
//
//wire:header bind=SAPs:wire.SAPSNAP
type SNAP struct {
	OUI  uint32          `bits:"24"` // organization
	Type Auto[EtherType] `next:"-"`  // protocol, as OUI says
}

// table returns what tells the protocols of l's organization apart, or nil.
func (l *SNAP) table() *packet.Table[EtherType] {
	switch l.OUI {
	case wire.OUIEther, wire.OUIBridge:
		return &EtherTypes
	case wire.OUICisco:
		return &CiscoPIDs
	}
	return nil
}

func (l *SNAP) extent(v wire.SNAP) packet.Extent {
	x := packet.Extent{Header: wire.SNAPLen, End: len(v)}
	if t := l.table(); t != nil {
		x.Next = t.Next(v.Type())
	}
	return x
}

func (l *SNAP) finish(v wire.SNAP, c *packet.Context) {
	if t := l.table(); t != nil {
		if x, ok := t.KeyFor(c.Next(), l.Type.Get()); ok {
			l.settleType(v, x)
			return
		}
	}
	l.Type.Hold()
}

// Validate implements [packet.Validator].
func (l *SNAP) Validate(c *packet.Context, report func(string, packet.Class, string)) {
	if len(c.Outer()) == 0 {
		return
	}
	if llc, ok := c.Outer()[len(c.Outer())-1].(*LLC); ok && llc.SSAP.Get()&^1 != wire.SAPSNAP {
		report("OUI", packet.Unusual, "follows an LLC header whose SSAP is not SNAP's")
	}
}
