// Package layers has the owned form of each core protocol: a struct with
// exported fields, to build packets from and to take packets apart into.
//
//	p, err := layers.Parse(link.Ethernet, frame)
//	tcp := packet.Get[layers.TCP](p)
//
// The structs marked //wire:header are the definition of their protocol: fields
// in wire order, with their widths. From them internal/wiregen writes the views in
// package wire, and the parsing, building and field tables here. What a protocol
// has beyond a row of bit fields is written by hand, below its struct.
//
// Protocols with much structure of their own have packages below this one, such
// as layers/dns; importing one binds it to its ports.
package layers

//go:generate go run ../internal/wiregen -wire ../wire

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

type (
	// Auto is [packet.Auto].
	Auto[T comparable] = packet.Auto[T]

	// MAC is [wire.MAC].
	MAC = wire.MAC

	// EtherType is [wire.EtherType].
	EtherType = wire.EtherType

	// IPProto is [wire.IPProto].
	IPProto = wire.IPProto
)

// The tables by which core protocols say what follows.
var (
	// LinkTypes says what a captured frame begins with.
	LinkTypes = packet.Table[link.Type]{Name: "link type"}

	// EtherTypes says what follows an Ethernet or VLAN header.
	EtherTypes = packet.Table[EtherType]{Name: "EtherType"}

	// IPProtos says what follows an IPv4 header, an IPv6 header or one of
	// IPv6's extension headers.
	IPProtos = packet.Table[IPProto]{Name: "IP protocol"}

	// TCPPorts and UDPPorts say what a segment or datagram carries, by either
	// port, the destination first.
	TCPPorts = packet.Table[uint16]{Name: "TCP port"}
	UDPPorts = packet.Table[uint16]{Name: "UDP port"}

	// SCTPPayloads says what a message of SCTP is, by its payload protocol identifier.
	SCTPPayloads = packet.Table[wire.SCTPPayload]{Name: "SCTP payload"}
)

// Parse is [packet.Parse] for a frame of the given link type. A link type that is
// not known gives a packet that is all [packet.Raw].
func Parse(t link.Type, frame []byte) (packet.Packet, error) {
	return packet.Parse(frame, LinkTypes.Proto(t))
}

// A network layer can say what a transport checksum covers besides its segment.
// whole is false if the layer knows that the segment is not all there.
type network interface {
	PseudoSum(proto IPProto, n int, inner packet.Packet) (sum uint16, whole bool)
}

// pseudoSum returns the partial checksum of the pseudo-header that the nearest
// network layer around c gives to proto. ok is false if there is none.
func pseudoSum(c *packet.Context, proto IPProto) (sum uint16, whole, ok bool) {
	outer := c.Outer()
	for i := len(outer) - 1; i >= 0; i-- {
		switch n := outer[i].(type) {
		case *IPv4: // the usual one: a comparison is quicker than asking for methods
			sum, whole = n.PseudoSum(proto, len(c.Data), nil)
			return sum, whole, true
		case network:
			sum, whole = n.PseudoSum(proto, len(c.Data), outer[i+1:])
			return sum, whole, true
		}
	}
	return 0, false, false
}
