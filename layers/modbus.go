package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Modbus is a MODBUS/TCP application data unit. MODBUS Messaging on TCP/IP V1.0b §3.1.
//
// Units that follow in the segment are the next layers.
//
//wire:header bind=TCPPorts:wire.PortModbus
type Modbus struct {
	Transaction uint16       // answers have that of their request
	Protocol    Auto[uint16] `const:"0"`
	Length      Auto[uint16] // of what follows, in bytes
	Unit        uint8        // server on a serial line behind a gateway; 255 is the device itself
	Function    wire.ModbusFunction
	Data        wire.ModbusData

	more int // bytes that the segment does not have
}

func init() { TCPPorts.Guess(ModbusProto, judgeModbus) }

// judgeModbus turns away what has not the protocol's number and a length, such as the
// middle of a stream of another.
func judgeModbus(b []byte) packet.Confidence {
	if v, err := wire.ParseModbus(b); err != nil || v.Protocol() != 0 || v.Length() < wire.ModbusLen-modbusFixed || v.Length() > 1500 {
		return packet.Impossible
	}
	return packet.Possible
}

var errFormatModbus = &wire.Error{Layer: "Modbus", Err: wire.ErrFormat}

// modbusFixed is the length of the fields before those that Length counts.
const modbusFixed = 6

func (l *Modbus) parseBody(v wire.Modbus) (packet.Extent, error) {
	n := modbusFixed + int(v.Length())
	if v.Protocol() != 0 || n < wire.ModbusLen || n > modbusFixed+1500 {
		return packet.Extent{}, errFormatModbus
	}
	end := min(n, len(v))
	l.Data, l.more = wire.ModbusData(v[wire.ModbusLen:end]), n-end
	return packet.Extent{Header: end, End: len(v), Next: packet.Is(ModbusProto)}, nil
}

func (l *Modbus) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }

func (l *Modbus) finish(v wire.Modbus, c *packet.Context) {
	n := uint16(c.Header - modbusFixed)
	if l.more == 0 {
		l.settleLength(v, n)
	} else if l.Length.Suggest(n) {
		v.SetLength(n)
	}
}

// Validate implements [packet.Validator].
func (l *Modbus) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Length.Get() > 254 {
		report("Length", packet.BadSize, "is more than 254") // MODBUS Application Protocol V1.1b3 §4.1
	}
	if _, ok := l.Data.Exception(); l.Function.IsException() && !ok {
		report("Data", packet.BadSize, "is not an exception code")
	}
	if l.Function == 0 || l.Function == 0x80 {
		report("Function", packet.BadValue, "is 0")
	}
}
