package wifi

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Action is the body of an action frame. IEEE 802.11-2020 §9.6.
//
// Vendors' actions have an OUI in place of Code; its first byte is Code.
//
//wire:header view=Dot11Action name=Dot11Action bind=Kinds:wire.Dot11KindAction bind=Kinds:wire.Dot11KindActionNoAck
type Action struct {
	Category wire.Dot11Category
	Code     uint8 // action, as Category says

	Fixed    []byte // the action's fields before the elements
	Elements Elements
}

func (l *Action) extent(v wire.Dot11Action) packet.Extent {
	b := v[wire.Dot11ActionLen:]
	n := actionLen(l.Category, l.Code)
	if n < 0 || n > len(b) {
		n = len(b)
	}
	l.Fixed, l.Elements = b[:n:n], Elements(b[n:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *Action) appendBody(b []byte, _ int) ([]byte, error) {
	return append(append(b, l.Fixed...), l.Elements...), nil
}

// Name returns what the action is called, such as "ADDBA request".
func (l *Action) Name() string {
	if n := l.Category.ActionName(l.Code); n != "" {
		return n
	}
	return l.Category.String()
}

// actionLen returns the length of the fields between the action code and the elements, or -1 if
// the action has others, or none of a fixed length. IEEE 802.11-2020 §9.6.
func actionLen(c wire.Dot11Category, code uint8) int {
	const none = -1
	at := func(n ...int) int {
		if int(code) < len(n) {
			return n[code]
		}
		return none
	}
	switch c {
	case wire.Dot11SpectrumMgmt:
		return at(1, 1, 1, 1, 0)
	case wire.Dot11QoSAction:
		return at(1, 3, 5, 0, 0)
	case wire.Dot11BlockAckAction:
		return at(7, 7, 4)
	case wire.Dot11Public:
		return at(0, none, none, none, 3)
	case wire.Dot11RadioMeasure:
		return at(3, 1, 3, none, 1, 1)
	case wire.Dot11FastTransition:
		return at(none, 12, 14, 12, 14)
	case wire.Dot11HT:
		return at(1, 1)
	case wire.Dot11SAQuery:
		return at(2, 2)
	case wire.Dot11WNM:
		return at(2, 1, 2, 1, 1, 1, 2, none, none, 1, 1, none, none, 1, 1)
	case wire.Dot11TDLS:
		return at(3, none, 3, 2, 1, 2, 2, 1, 3)
	case wire.Dot11Mesh:
		return at(0, 0, 0, 0, 0, 0, 0, 0, 0)
	case wire.Dot11Multihop:
		return at(0, 0)
	case wire.Dot11SelfProtected:
		return at(none, 2, 4, 0, 0, 0)
	case wire.Dot11WMM:
		return at(2, 2, 2)
	case wire.Dot11VHT:
		return at(none, 24, 1)
	case wire.Dot11UnprotectedWNM:
		return at(none, none)
	}
	return none
}

// BlockAckParams is what ADDBA requests and responses, and DELBA, agree on.
// IEEE 802.11-2020 §9.4.1.13.
type BlockAckParams struct {
	Token      uint8  // of the dialog; not in DELBA
	Status     Status // of responses
	AMSDU      bool   // A-MSDUs are allowed
	Immediate  bool   // immediate, not delayed, block ack
	TID        uint8  // traffic identifier
	BufferSize uint16 // number of buffers
	Timeout    uint16 // in time units of 1024 µs; 0 is none
	StartSeq   uint16 // first sequence number, of requests
	Initiator  bool   // of DELBA: sent by the originator
	Reason     Reason // of DELBA
}

// BlockAck returns what a block ack action says. ok is false if l is none.
func (l *Action) BlockAck() (x BlockAckParams, ok bool) {
	b := l.Fixed
	if l.Category != wire.Dot11BlockAckAction || len(b) < actionLen(l.Category, l.Code) {
		return x, false
	}
	switch l.Code {
	case 0:
		x.Token, x.Timeout, x.StartSeq = b[0], wire.Uint16LE(b, 3), wire.Uint16LE(b, 5)>>4
		x.params(wire.Uint16LE(b, 1))
	case 1:
		x.Token, x.Status, x.Timeout = b[0], Status(wire.Uint16LE(b, 1)), wire.Uint16LE(b, 5)
		x.params(wire.Uint16LE(b, 3))
	case 2:
		p := wire.Uint16LE(b, 0)
		x.Initiator, x.TID, x.Reason = p&0x800 != 0, uint8(p>>12), Reason(wire.Uint16LE(b, 2))
	default:
		return x, false
	}
	return x, true
}

func (x *BlockAckParams) params(p uint16) {
	x.AMSDU, x.Immediate, x.TID, x.BufferSize = p&1 != 0, p&2 != 0, uint8(p>>2&15), p>>6
}

// Validate implements [packet.Validator].
func (l *Action) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if n := actionLen(l.Category, l.Code); n > len(l.Fixed) {
		report("Fixed", packet.BadSize, "is shorter than the action's fields")
	}
	l.Elements.validate(report)
}
