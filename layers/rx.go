package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	for port := uint16(wire.PortRxFirst); port <= wire.PortRxLast; port++ {
		UDPPorts.Bind(port, RxProto)
	}
	UDPPorts.Bind(wire.PortRxBackup, RxProto)
	UDPPorts.Guess(RxProto, func(b []byte) packet.Confidence {
		if v, err := wire.ParseRx(b); err == nil && v.Plausible() {
			return packet.Possible
		}
		return packet.Impossible
	})
}

// Rx is a packet of the remote procedure calls that AFS uses. AFS-3 Rx RPC
// specification §3 (draft-zeldovich-rxrpc).
//
//wire:header
type Rx struct {
	Epoch         uint32 // when the client started, in seconds since 1970; the highest bit: calls may change address
	ConnectionID  uint32 // the lowest two bits are the channel
	CallNumber    uint32 // 0: of the connection
	Seq           uint32 // of the packet in its call, from 1
	Serial        uint32 // of the packet in its connection, retransmissions counted
	Type          wire.RxType
	Flags         wire.RxFlags
	UserStatus    uint8
	SecurityIndex uint8  // 0 none, 2 Kerberos, 3 Kerberos encrypted
	Checksum      uint16 // of the security class, or 0
	ServiceID     uint16 // of the service called
	Data          []byte // arguments or results; acknowledgement; challenge, as Type says
}

func (l *Rx) parseBody(v wire.Rx) (packet.Extent, error) {
	l.Data = v[wire.RxLen:]
	return packet.Extent{Header: len(v), End: len(v)}, nil
}

func (l *Rx) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Data...), nil }

// Validate implements [packet.Validator].
func (l *Rx) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Type == 0 || l.Type > wire.RxVersion {
		report("Type", packet.BadValue, "is not assigned")
	}
	if l.Type == wire.RxData && l.CallNumber == 0 {
		report("CallNumber", packet.BadValue, "is 0, in a packet of data")
	}
}
