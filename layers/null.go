package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Families says what follows the header of a BSD loopback device.
var Families = packet.Table[wire.Family]{Name: "address family"}

func init() {
	Families.Bind(wire.FamilyIPv4, IPv4Proto)
	for _, f := range [...]wire.Family{wire.FamilyIPv6Darwin, wire.FamilyIPv6BSD, wire.FamilyIPv6FreeBSD, wire.FamilyIPv6Linux} {
		Families.Bind(f, IPv6Proto)
	}
}

// Null is the header of a BSD loopback device. LINKTYPE_NULL.
//
// Its only field is in the byte order of the host that captured: little-endian
// unless BigEndian is set.
//
//wire:header bind=LinkTypes:link.Null
type Null struct {
	Family Auto[wire.Family] `next:"-"` // the payload's address family, which systems number differently

	BigEndian bool `bits:"0"` // the capturing host's byte order
}

func (l *Null) extent(v wire.Null) packet.Extent {
	f, big := v.HostFamily()
	l.Family.Parse(f)
	l.BigEndian = big
	return packet.Extent{Header: wire.NullLen, End: len(v), Next: Families.Next(f)}
}

func (l *Null) appendBody(b []byte, start int) ([]byte, error) {
	wire.Null(b[start:]).SetHostFamily(l.Family.Get(), l.BigEndian)
	return b, nil
}

func (l *Null) finish(v wire.Null, c *packet.Context) {
	if x, ok := Families.KeyFor(c.Next(), l.Family.Get()); !ok {
		l.Family.Hold()
	} else if l.Family.Settle(x) {
		v.SetHostFamily(x, l.BigEndian)
	}
}

// Loop is the header of an OpenBSD loopback device. LINKTYPE_LOOP.
//
//wire:header bind=LinkTypes:link.Loop
type Loop struct {
	Family Auto[wire.Family] `next:"Families"` // the payload's address family
}
