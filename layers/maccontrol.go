package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// MACControl is a MAC control frame: pause, priority flow control, or multipoint control. IEEE 802.3 §31.4.
//
//wire:header bind=EtherTypes:wire.EtherTypeFlowControl
type MACControl struct {
	Opcode wire.MACControlOpcode

	Quanta    uint16        `bits:"0"` // of a pause: how long, in times of 512 bits
	Classes   uint16        `bits:"0"` // of PFC: which priorities Times is for, bit n for priority n
	Times     wire.PFCTimes `bits:"0"` // of PFC
	Timestamp uint32        `bits:"0"` // of gate, report and registration, in times of 16 bits
	Rest      []byte        // what else there is, and padding
}

// mpcp reports whether the frame is of the multipoint control protocol.
func (l *MACControl) mpcp() bool {
	return l.Opcode >= wire.MACControlGate && l.Opcode <= wire.MACControlRegisterAck
}

// Has implements [packet.Sparse].
func (l *MACControl) Has(i int) bool {
	switch i {
	case 1:
		return l.Opcode == wire.MACControlPause
	case 2, 3:
		return l.Opcode == wire.MACControlPFC
	case 4:
		return l.mpcp()
	}
	return true
}

func (l *MACControl) parseBody(v wire.MACControl) (packet.Extent, error) {
	l.Quanta, l.Classes, l.Times, l.Timestamp = 0, 0, wire.PFCTimes{}, 0
	n := wire.MACControlLen
	switch {
	case l.Opcode == wire.MACControlPause:
		n += 2
	case l.Opcode == wire.MACControlPFC:
		n += 2 + len(l.Times)
	case l.mpcp():
		n += 4
	}
	if len(v) < n {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	switch {
	case l.Opcode == wire.MACControlPause:
		l.Quanta = v.Quanta()
	case l.Opcode == wire.MACControlPFC:
		l.Classes, l.Times = v.Classes(), wire.PFCTimes(v[4:])
	case l.mpcp():
		l.Timestamp = v.Timestamp()
	}
	l.Rest = v[n:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *MACControl) appendBody(b []byte, _ int) ([]byte, error) {
	switch {
	case l.Opcode == wire.MACControlPause:
		b = append16(b, l.Quanta)
	case l.Opcode == wire.MACControlPFC:
		b = append(append16(b, l.Classes), l.Times[:]...)
	case l.mpcp():
		b = append32(b, l.Timestamp)
	}
	return append(b, l.Rest...), nil
}

// Validate implements [packet.Validator].
func (l *MACControl) Validate(c *packet.Context, report func(string, packet.Class, string)) {
	if l.Classes>>8 != 0 {
		report("Classes", packet.BadValue, "has reserved bits set")
	}
	if e := packet.Last[Ethernet](c.Outer()); e != nil && l.Opcode == wire.MACControlPause && e.Dst != wire.MACPause && e.Dst.IsGroup() {
		report("Opcode", packet.Unusual, "a pause is sent to "+wire.MACPause.String())
	}
}
