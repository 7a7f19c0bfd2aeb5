package bluetooth

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// ATT is an attribute protocol message. IEEE 802.15.1, Bluetooth Core 5.4 §3.F.3.4.
//
// A message has the fields that its opcode says, in this order. Numbers are little-endian.
//
//	&bluetooth.ATT{Opcode: wire.ATTRead, Handle: 3}
//
//wire:header view=ATT name=ATT bind=Channels:wire.L2CAPAttributes
type ATT struct {
	Opcode wire.ATTOpcode

	Request   wire.ATTOpcode    `bits:"0"` // error: what failed
	Handle    uint16            `bits:"0"` // of the attribute, or the first of a range
	EndHandle uint16            `bits:"0"` // the last of a range
	Code      wire.ATTErrorCode `bits:"0"` // error: why
	MTU       uint16            `bits:"0"` // exchange MTU: what the sender can receive, in bytes
	Offset    uint16            `bits:"0"` // of a part in its value, in bytes
	Type      uint16            `bits:"0"` // find by type value: UUID
	Form      uint8             `bits:"0"` // of a list: length of an element, or 1 or 2 for UUIDs of 16 or 128 bits; execute write: 1 to do it
	Value     []byte            // the rest: a value, a UUID, a list
}

// An attField is a field of some messages.
type attField uint16

const (
	attRequest attField = 1 << iota
	attHandle
	attEnd
	attCode
	attMTU
	attOffset
	attType
	attForm
)

// attLayout returns the fields of a message besides Value.
func attLayout(o wire.ATTOpcode) attField {
	switch o {
	case wire.ATTError:
		return attRequest | attHandle | attCode
	case wire.ATTExchangeMTU, wire.ATTExchangeMTUResponse:
		return attMTU
	case wire.ATTFindInformation, wire.ATTReadByType, wire.ATTReadByGroupType:
		return attHandle | attEnd
	case wire.ATTFindByTypeValue:
		return attHandle | attEnd | attType
	case wire.ATTFindInformationResp, wire.ATTReadByTypeResponse, wire.ATTReadByGroupTypeResp, wire.ATTExecuteWrite:
		return attForm
	case wire.ATTRead, wire.ATTWrite, wire.ATTNotification, wire.ATTIndication, wire.ATTWriteCommand, wire.ATTSignedWriteCommand:
		return attHandle
	case wire.ATTReadBlob, wire.ATTPrepareWrite, wire.ATTPrepareWriteResponse:
		return attHandle | attOffset
	}
	return 0
}

// An attPart is where a field is kept: one of the two.
type attPart struct {
	bit attField
	u8  *uint8
	u16 *uint16
}

// parts returns the fields in their order on the wire.
func (l *ATT) parts() [8]attPart {
	return [...]attPart{{attRequest, (*uint8)(&l.Request), nil}, {attHandle, nil, &l.Handle}, {attEnd, nil, &l.EndHandle},
		{attCode, (*uint8)(&l.Code), nil}, {attMTU, nil, &l.MTU}, {attOffset, nil, &l.Offset}, {attType, nil, &l.Type}, {attForm, &l.Form, nil}}
}

// Has implements [packet.Sparse].
func (l *ATT) Has(i int) bool {
	if i < 1 || i > 8 { // not the fields that parts has, in this order
		return true
	}
	return attLayout(l.Opcode)&(1<<(i-1)) != 0
}

var errShortATT = &wire.Error{Layer: "ATT", Err: wire.ErrShort}

func (l *ATT) parseBody(v wire.ATT) (packet.Extent, error) {
	has, b := attLayout(l.Opcode), v[wire.ATTLen:]
	for _, p := range l.parts() {
		n := 1
		if p.u16 != nil {
			n = 2
			*p.u16 = 0
		} else {
			*p.u8 = 0
		}
		if has&p.bit == 0 {
			continue
		}
		if len(b) < n {
			return packet.Extent{}, packet.Need(errShortATT, len(v)-len(b)+n)
		}
		if n == 2 {
			*p.u16 = wire.Uint16LE(b, 0)
		} else {
			*p.u8 = b[0]
		}
		b = b[n:]
	}
	l.Value = b
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *ATT) appendBody(b []byte, _ int) ([]byte, error) {
	has := attLayout(l.Opcode)
	for _, p := range l.parts() {
		switch {
		case has&p.bit == 0:
		case p.u16 != nil:
			b = append(b, byte(*p.u16), byte(*p.u16>>8))
		default:
			b = append(b, *p.u8)
		}
	}
	return append(b, l.Value...), nil
}

func (l *ATT) finish(wire.ATT, *packet.Context) {}

// Validate implements [packet.Validator].
func (l *ATT) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	has := attLayout(l.Opcode)
	if l.Handle == 0 && has&attHandle != 0 && l.Opcode != wire.ATTError {
		report("Handle", packet.BadValue, "is zero") // §3.F.3.2.2
	}
	if has&attEnd != 0 && l.EndHandle < l.Handle {
		report("EndHandle", packet.BadValue, "below Handle")
	}
	if has&attMTU != 0 && l.MTU < 23 {
		report("MTU", packet.BadValue, "below 23")
	}
}
