package bluetooth

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// HCIKinds says what follows the indicator of an HCI packet.
var HCIKinds = packet.Table[uint8]{Name: "HCI packet kind"}

// Direction is which way an HCI packet went, before it. LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR.
//
//wire:header view=HCIDirection name=HCIDirection bind=layers.LinkTypes:link.BluetoothHCIH4WithPhdr
type Direction struct {
	Direction uint32 // 0 from host to controller, 1 from controller to host
}

func (l *Direction) extent(v wire.HCIDirection) packet.Extent {
	return packet.Extent{Header: wire.HCIDirectionLen, End: len(v), Next: packet.Is(HCIProto)}
}

// HCI is the indicator of a host controller interface packet, on a UART. IEEE 802.15.1, Bluetooth Core 5.4 §4.A.2.
//
//wire:header view=HCI bind=layers.LinkTypes:link.BluetoothHCIH4
type HCI struct {
	Kind packet.Auto[uint8] `next:"HCIKinds"` // 1 command, 2 asynchronous data, 3 synchronous data, 4 event, 5 isochronous data
}

// Command is an HCI command. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.5.4.1.
//
//wire:header view=HCICommand name=HCICommand bind=HCIKinds:1
type Command struct {
	Opcode uint16             `order:"le"` // group, 6 bits, and command, 10 bits
	Length packet.Auto[uint8] // of the payload

	Trailer []byte
}

func (l *Command) extent(v wire.HCICommand) packet.Extent {
	end := min(wire.HCICommandLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	return packet.Extent{Header: wire.HCICommandLen, End: end}
}

func (l *Command) finish(v wire.HCICommand, c *packet.Context) {
	if n := len(v) - c.Header; n < 256 {
		l.settleLength(v, uint8(n))
		return
	}
	l.Length.Hold()
}

// AppendTrailer implements [packet.Trailer].
func (l *Command) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Group returns the opcode's group.
func (l *Command) Group() uint8 { return uint8(l.Opcode >> 10) }

// EventCodes says what is in HCI events.
var EventCodes = packet.Table[wire.HCIEventCode]{Name: "HCI event code"}

// Event is an HCI event. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.5.4.4.
//
//wire:header view=HCIEvent name=HCIEvent bind=HCIKinds:4
type Event struct {
	Code   packet.Auto[wire.HCIEventCode] `next:"EventCodes"`
	Length packet.Auto[uint8]             // of the payload

	Trailer []byte
}

func (l *Event) extent(v wire.HCIEvent) packet.Extent {
	end := min(wire.HCIEventLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	return packet.Extent{Header: wire.HCIEventLen, End: end, Next: EventCodes.Next(v.Code())}
}

func (l *Event) finish(v wire.HCIEvent, c *packet.Context) {
	if n := len(v) - c.Header; n < 256 {
		l.settleLength(v, uint8(n))
		return
	}
	l.Length.Hold()
}

// AppendTrailer implements [packet.Trailer].
func (l *Event) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// ACL is an HCI packet of asynchronous data. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.5.4.2.
//
//wire:header view=HCIACL name=HCIACL bind=HCIKinds:2
type ACL struct {
	Handle uint16              `order:"le"` // connection, 12 bits; then 2 bits that say which part of a message it is; then broadcast
	Length packet.Auto[uint16] `order:"le"` // of the payload

	Trailer []byte
}

func (l *ACL) extent(v wire.HCIACL) packet.Extent {
	end := min(wire.HCIACLLen+int(v.Length()), len(v))
	l.Trailer = v[end:]
	x := packet.Extent{Header: wire.HCIACLLen, End: end}
	if l.Handle>>12&3 != 1 { // not a continuation
		x.Next = packet.Is(L2CAPProto)
	}
	return x
}

func (l *ACL) finish(v wire.HCIACL, c *packet.Context) { l.settleLength(v, uint16(len(v)-c.Header)) }

// AppendTrailer implements [packet.Trailer].
func (l *ACL) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// CommandComplete is the event that ends a command, whose return parameters follow. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.7.7.14.
//
//wire:header view=HCICommandCompleted name=HCICommandComplete bind=EventCodes:wire.HCICommandComplete
type CommandComplete struct {
	Packets uint8  // how many commands may be sent now
	Opcode  uint16 `order:"le"` // of the command, or 0
}

// CommandStatus is the event that says that a command was begun, or not. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.7.7.15.
//
//wire:header view=HCICommandPending name=HCICommandStatus bind=EventCodes:wire.HCICommandStatus
type CommandStatus struct {
	Status  uint8  // 0, or why not: an error code, §1.F
	Packets uint8  // how many commands may be sent now
	Opcode  uint16 `order:"le"` // of the command, or 0
}

// DisconnectionComplete is the event that a connection is gone. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.7.7.5.
//
//wire:header view=HCIDisconnected name=HCIDisconnectionComplete bind=EventCodes:wire.HCIDisconnectionComplete
type DisconnectionComplete struct {
	Status uint8
	Handle uint16 `order:"le"` // connection, 12 bits
	Reason uint8  // an error code, §1.F
}

// LEMeta is an event of Low Energy. IEEE 802.15.1, Bluetooth Core 5.4 §4.E.7.7.65.
//
//wire:header view=HCILEMetaEvent name=HCILEMeta bind=EventCodes:wire.HCILEMeta
type LEMeta struct {
	Subevent uint8 // 1 connection complete, 2 advertising report, 3 connection update complete, …
}

// Connection returns the handle's parts: the connection, the part of a message that the packet has
// (0 or 2 its start, 1 a continuation), and whether it is broadcast.
func (l *ACL) Connection() (handle uint16, boundary, broadcast uint8) {
	return l.Handle & 0xfff, uint8(l.Handle >> 12 & 3), uint8(l.Handle >> 14)
}

// NewHandle returns a handle of its parts, for [ACL].
func NewHandle(handle uint16, boundary, broadcast uint8) uint16 {
	return handle&0xfff | uint16(boundary&3)<<12 | uint16(broadcast&3)<<14
}
