package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	for _, port := range [...]uint16{wire.PortBFD, wire.PortBFDMultihop, wire.PortBFDLAG, wire.PortSBFD} {
		UDPPorts.Bind(port, BFDProto)
	}
}

// BFD is a Bidirectional Forwarding Detection control packet. RFC 5880 §4.1.
//
// It is the same over one hop (UDP port 3784), several (4784), a link of an
// aggregation (6784), and to a reflector (7784).
//
//wire:header
type BFD struct {
	Version     Auto[uint8]   `bits:"3" auto:"1"` // version 0 is of a draft
	Diag        wire.BFDDiag  `bits:"5"`          // why the session changed state last
	State       wire.BFDState `bits:"2"`          // as the sender sees it
	Poll        bool          `bits:"1"`          // P: asks for a packet with Final
	Final       bool          `bits:"1"`          // F: answers one with Poll
	Independent bool          `bits:"1"`          // C: does not share fate with the control plane
	AuthPresent Auto[bool]    `bits:"1" auto:"len(l.Auth) > 0"`
	Demand      bool          `bits:"1"` // D: asks the peer to stop sending
	Multipoint  bool          `bits:"1"` // M: RFC 8562
	DetectMult  Auto[uint8]   `auto:"3"` // detection time, in intervals
	Length      Auto[uint8]   // of the packet
	MyDisc      uint32        // the sender's number of the session, not 0
	YourDisc    uint32        // the receiver's, or 0
	MinTx       Auto[uint32]  `auto:"1000000"` // desired interval of sending, in microseconds
	MinRx       Auto[uint32]  `auto:"1000000"` // required interval of receiving, in microseconds
	MinEchoRx   uint32        // required interval of echo packets, in microseconds; 0 for none
	Auth        wire.BFDAuth  // authentication section
	Trailer     []byte        // after the packet
}

func (l *BFD) parseBody(v wire.BFD) (packet.Extent, error) {
	if v.Version() > 1 || v.Length() < wire.BFDLen {
		return packet.Extent{}, wire.ErrFormat
	}
	l.Auth = v.Auth()
	n := wire.BFDLen + len(l.Auth)
	l.Trailer = v[n:]
	return packet.Extent{Header: n, End: n}, nil
}

func (l *BFD) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Auth...), nil }

// AppendTrailer implements [packet.Trailer].
func (l *BFD) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

func (l *BFD) finish(v wire.BFD, c *packet.Context) { l.settleLength(v, uint8(len(v))) }

// Validate implements [packet.Validator]. RFC 5880 §6.8.6.
func (l *BFD) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.DetectMult.Get() == 0 {
		report("DetectMult", packet.BadValue, "is zero")
	}
	if l.MyDisc == 0 {
		report("MyDisc", packet.BadValue, "is zero")
	}
	if l.YourDisc == 0 && l.State != wire.BFDDown && l.State != wire.BFDAdminDown {
		report("YourDisc", packet.BadValue, "is zero though the session is not down")
	}
	if l.Multipoint {
		report("Multipoint", packet.Unusual, "is set")
	}
	if l.Poll && l.Final {
		report("Final", packet.BadValue, "with Poll") // RFC 5880 §6.5
	}
	switch {
	case l.AuthPresent.Get() && !l.Auth.Valid():
		report("Auth", packet.BadValue, "is malformed")
	case !l.AuthPresent.Get() && len(l.Auth) > 0:
		report("Auth", packet.Unusual, "is there though AuthPresent is not set")
	}
}

// BFDEcho is a Bidirectional Forwarding Detection echo packet. RFC 5880 §5.
//
// What is in it is its sender's affair, who gets it back.
type BFDEcho []byte

// BFDEchoProto describes [BFDEcho].
var BFDEchoProto = &packet.Proto{
	Name: "BFDEcho", Title: "Bidirectional Forwarding Detection echo packet", Ref: "RFC 5880 §5",
	New:    func() packet.Layer { return new(BFDEcho) },
	Slab:   packet.Slab[BFDEcho],
	Fields: []packet.Field{{Name: "Data", Doc: "as the sender likes", Type: "[]byte", Off: 0, Kind: packet.Body}},
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return (*[]byte)(l.(*BFDEcho))
		}
		return nil
	},
}

func init() { UDPPorts.Bind(wire.PortBFDEcho, BFDEchoProto) }

// Proto implements [packet.Layer].
func (l *BFDEcho) Proto() *packet.Proto { return BFDEchoProto }

// Parse implements [packet.Layer].
func (l *BFDEcho) Parse(b []byte) (packet.Extent, error) {
	*l = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *BFDEcho) Append(b []byte) ([]byte, error) { return append(b, *l...), nil }

// Finish implements [packet.Layer].
func (l *BFDEcho) Finish(*packet.Context) {}
