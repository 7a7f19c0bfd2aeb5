package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// NSHProtocols says what follows a network service header, and VXLANProtocols what
// follows a VXLAN header with a next protocol.
var (
	NSHProtocols   = packet.Table[wire.NSHProtocol]{Name: "NSH protocol"}
	VXLANProtocols = packet.Table[wire.NSHProtocol]{Name: "VXLAN-GPE protocol"}
)

func init() {
	for _, t := range []*packet.Table[wire.NSHProtocol]{&NSHProtocols, &VXLANProtocols} {
		t.Bind(wire.NSHIPv4, IPv4Proto)
		t.Bind(wire.NSHIPv6, IPv6Proto)
		t.Bind(wire.NSHEthernet, EthernetProto)
		t.Bind(wire.NSHNSH, NSHProto)
		t.Bind(wire.NSHMPLS, MPLSProto)
	}
}

// NSH is a network service header, which steers a packet along a chain of service
// functions. RFC 8300 §2.
//
// With metadata type 1 Metadata is 16 bytes, of which the path's operator knows the
// meaning; with type 2 it is a list of context headers.
//
//wire:header bind=EtherTypes:wire.EtherTypeNSH
type NSH struct {
	Version      uint8                  `bits:"2"` // 0
	OAM          bool                   `bits:"1"` // an OAM packet
	Reserved     bool                   `bits:"1"`
	TTL          Auto[uint8]            `bits:"6" auto:"63"`                       // service hops left
	Length       Auto[uint8]            `bits:"6" len:"4,0"`                       // of the header, in units of 4 bytes
	Reserved2    uint8                  `bits:"4"`                                 //
	MDType       Auto[uint8]            `bits:"4" auto:"metadataType(l.Metadata)"` // 1: fixed metadata, 2: variable
	Protocol     Auto[wire.NSHProtocol] `next:"NSHProtocols"`
	ServicePath  uint32                 `bits:"24"`  // service path identifier
	ServiceIndex Auto[uint8]            `auto:"255"` // falls by one at each service function
	Metadata     wire.NSHMetadata
}

// metadataType returns the customary metadata type for some metadata.
func metadataType(m wire.NSHMetadata) uint8 {
	if len(m) == 16 {
		return 1
	}
	return 2
}

func (l *NSH) extent(v wire.NSH) packet.Extent {
	x := packet.Extent{Header: v.HeaderLen(), End: len(v)}
	if v.Version() == 0 {
		x.Next = NSHProtocols.Next(v.Protocol())
	}
	return x
}

// Validate implements [packet.Validator].
func (l *NSH) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version != 0 {
		report("Version", packet.BadValue, "is not 0")
	}
	switch l.MDType.Get() {
	case 1:
		if len(l.Metadata) != 16 {
			report("Length", packet.BadSize, "is not 6, with metadata of type 1")
		}
	case 2:
		if l.Metadata.Malformed() >= 0 {
			report("Metadata", packet.BadSize, "has a context header that runs out of the header")
		}
	default:
		report("MDType", packet.Unusual, "is neither 1 nor 2")
	}
	if l.TTL.Get() == 0 {
		report("TTL", packet.BadValue, "is 0")
	}
	if l.ServiceIndex.Get() == 0 {
		report("ServiceIndex", packet.BadValue, "is 0")
	}
	if l.Reserved || l.Reserved2 != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
}
