package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() { UDPPorts.Bind(wire.PortGENEVE, GENEVEProto) }

// GENEVE is a generic network virtualization encapsulation header. RFC 8926 §3.4.
//
// It is carried in UDP, whose destination port is 6081; the source port should depend
// on the inner flow.
//
//wire:header
type GENEVE struct {
	Version   uint8           `bits:"2"`                             // 0
	OptLen    Auto[uint8]     `bits:"6" len:"4,8"`                   // of Options, in units of 4 bytes
	Control   bool            `bits:"1"`                             // the O bit: a message for the endpoint
	Critical  Auto[bool]      `bits:"1" auto:"l.Options.Critical()"` // the C bit: an option is critical
	Reserved  uint8           `bits:"6"`
	Protocol  Auto[EtherType] `next:"EtherTypes"`
	VNI       uint32          `bits:"24"` // network identifier
	Reserved2 uint8
	Options   wire.GENEVEOptions
}

func (l *GENEVE) extent(v wire.GENEVE) packet.Extent {
	x := packet.Extent{Header: v.HeaderLen(), End: len(v)}
	if v.Version() == 0 {
		x.Next = EtherTypes.Next(v.Protocol())
	}
	return x
}

// Validate implements [packet.Validator].
func (l *GENEVE) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Version != 0 {
		report("Version", packet.BadValue, "is not 0")
	}
	if l.Options.Malformed() >= 0 {
		report("Options", packet.BadSize, "has an option that runs out of the header")
	} else if l.Critical.Get() != l.Options.Critical() {
		report("Critical", packet.BadValue, "does not agree with the options")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
	if l.Reserved2 != 0 {
		report("Reserved2", packet.Unusual, "is not zero")
	}
}
