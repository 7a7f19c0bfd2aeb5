package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	EtherTypes.Bind(wire.EtherTypeGeoNet, GeoNetProto)
	GeoNetProto.Pick = func(b []byte) *packet.Proto {
		if len(b) > 0 && b[0]>>4 != 0 {
			return nil // of a later version, which begins with another header
		}
		return GeoNetProto
	}
}

// BTPTypes says what follows a header of GeoNetworking.
var BTPTypes = packet.Table[uint8]{Name: "GeoNetworking next header"}

// GeoNet is a common header of GeoNetworking between vehicles and roadside units, version 0.
// ETSI TS 102 636-4-1 V1.1.1 §8.
//
//wire:header
type GeoNet struct {
	Version       Auto[uint8]     `bits:"4" const:"0"`
	Next          Auto[uint8]     `bits:"4" next:"-"` // 0 any, 1 BTP-A, 2 BTP-B, 3 IPv6
	Type          wire.GeoNetType // kind and subtype
	Reserved      uint8           // 0
	Flags         uint8           // the highest bit is set by mobile stations
	PayloadLength Auto[uint16]    // in bytes, without the extended header
	TrafficClass  uint8
	HopLimit      uint8
	Address       [8]byte       // of the sender: station type, country and MAC address
	Timestamp     uint32        // of the position, in milliseconds, modulo 2³²
	Latitude      wire.GeoAngle // of the sender, north
	Longitude     wire.GeoAngle // of the sender, east
	Speed         uint16        // in cm/s
	Heading       uint16        // in tenths of a degree, from north
	Altitude      uint16        // in metres, in two's complement
	Accuracy      uint16        // of the fields before, 4 bits each for time and position, 3 for speed and heading, 2 for altitude

	Extended []byte // the header that Type has
}

// extended is the length of the header behind the common one of packets that say nothing
// of an area.
func extendedGeoNet(t wire.GeoNetType) (n int, known bool) {
	switch t >> 4 {
	case 0, 1:
		return 0, true
	case 5:
		if t == wire.GeoNetMultiHop {
			return 32, true
		}
		return 0, true
	}
	return 0, false
}

func (l *GeoNet) parseBody(v wire.GeoNet) (packet.Extent, error) {
	n, known := extendedGeoNet(v.Type())
	if n += wire.GeoNetLen; n > len(v) {
		return packet.Extent{}, packet.Need(wire.ErrShort, n)
	}
	if !known { // no more than that there is an extended header
		l.Extended = v[wire.GeoNetLen:]
		return packet.Extent{Header: len(v), End: len(v)}, nil
	}
	l.Extended = v[wire.GeoNetLen:n:n]
	return packet.Extent{Header: n, End: len(v), Next: BTPTypes.Next(v.Next())}, nil
}

func (l *GeoNet) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.Extended...), nil }

func (l *GeoNet) finish(v wire.GeoNet, c *packet.Context) {
	if x, ok := BTPTypes.KeyFor(c.Next(), l.Next.Get()); ok {
		l.settleNext(v, x)
	} else {
		l.Next.Hold()
	}
	if _, known := extendedGeoNet(l.Type); known {
		l.settlePayloadLength(v, uint16(len(c.Data)-c.Header))
	} else {
		l.PayloadLength.Hold()
	}
}

// BTPA is a header of the Basic Transport Protocol with the ports of both ends. ETSI EN
// 302 636-5-1 §7.2.
//
//wire:header bind=BTPTypes:1
type BTPA struct {
	DstPort uint16 // 2001 awareness messages, 2002 warnings, and others
	SrcPort uint16
}

// BTPB is a header of the Basic Transport Protocol with a destination port. ETSI EN
// 302 636-5-1 §7.3.
//
//wire:header bind=BTPTypes:2
type BTPB struct {
	DstPort uint16 // 2001 awareness messages, 2002 warnings, and others
	Info    uint16
}
