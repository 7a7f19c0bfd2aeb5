package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// The first byte of version 1 is its version, 0; that of version 2 is the type of
// its first element.
func init() {
	UDPPorts.Bind(wire.PortHSRP, HSRPProto)
	UDPPorts.Bind(wire.PortHSRP6, HSRPProto)
	HSRPProto.Pick = func(b []byte) *packet.Proto {
		switch {
		case len(b) > 1 && b[0] == 0 && b[1] == byte(wire.HSRPOpAdvertise):
			return HSRPAdvertiseProto
		case len(b) > 1 && b[0] != 0:
			return HSRPv2Proto
		}
		return HSRPProto
	}
}

// HSRP is a Hot Standby Router Protocol version 1 message. RFC 2281 §5.1.
//
//wire:header
type HSRP struct {
	Version   Auto[uint8]    `const:"0"`
	Op        wire.HSRPOp    // hello, coup or resign
	State     wire.HSRPState // of the sender
	Hellotime Auto[uint8]    `auto:"3"`  // between hello messages, in seconds
	Holdtime  Auto[uint8]    `auto:"10"` // for which the message is good, in seconds
	Priority  Auto[uint8]    `auto:"100"`
	Group     uint8          // standby group
	Reserved  uint8
	AuthData  [8]byte       // a password in clear, "cisco" if none is configured
	VirtualIP netip.Addr    `bits:"32"` // of the group
	TLVs      wire.HSRPTLVs // MD5 authentication
}

func (l *HSRP) extent(v wire.HSRP) packet.Extent {
	l.TLVs = wire.HSRPTLVs(v[wire.HSRPLen:])
	return packet.Extent{Header: len(v), End: len(v)}
}

func (l *HSRP) appendBody(b []byte, _ int) ([]byte, error) { return append(b, l.TLVs...), nil }

// Validate implements [packet.Validator].
func (l *HSRP) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Op > wire.HSRPOpAdvertise {
		report("Op", packet.BadValue, "not assigned")
	}
	if s := l.State; s&(s-1) != 0 || s > wire.HSRPActive {
		report("State", packet.BadValue, "not assigned")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	if len(l.TLVs.Rest()) > 0 {
		report("TLVs", packet.BadSize, "an element does not fit")
	}
}

// HSRPAdvertise is a Hot Standby Router Protocol message in which a router says
// whether it is active on an interface. Cisco; RFC 2281 §5.1 has other messages.
//
//wire:header
type HSRPAdvertise struct {
	Version   Auto[uint8]       `const:"0"`
	Op        Auto[wire.HSRPOp] `const:"wire.HSRPOpAdvertise"`
	Type      uint16            // 1 is the state of an interface
	Length    Auto[uint16]      // of what follows
	State     uint8             // 1 dormant, 2 passive, 3 active
	Reserved  uint8
	Active    uint16 // groups in which the router is active
	Passive   uint16 // and in which it is not
	Reserved2 uint32
}

func (l *HSRPAdvertise) finish(v wire.HSRPAdvertise, _ *packet.Context) {
	l.settleLength(v, uint16(len(v)-6))
}

// HSRPv2 is a Hot Standby Router Protocol version 2 message, which is a list of
// elements. Cisco; RFC 2281 §5 is version 1.
//
//	&layers.HSRPv2{TLVs: wire.HSRPTLVs{}.Add(wire.HSRPGroupState, wire.HSRPGroup{...}.Append(nil)...)}
type HSRPv2 struct {
	TLVs wire.HSRPTLVs // the elements
}

// HSRPv2Proto describes [HSRPv2].
var HSRPv2Proto = &packet.Proto{
	Name: "HSRPv2", Title: "Hot Standby Router Protocol version 2 message", Ref: "RFC 2281 §5",
	New:    func() packet.Layer { return new(HSRPv2) },
	Slab:   packet.Slab[HSRPv2],
	Fields: []packet.Field{{Name: "TLVs", Doc: "the elements", Type: "wire.HSRPTLVs", Off: 0, Kind: packet.Body}},
	At: func(l packet.Layer, i int) any {
		if i == 0 {
			return &l.(*HSRPv2).TLVs
		}
		return nil
	},
}

func init() { packet.Register(HSRPv2Proto) }

// Proto implements [packet.Layer].
func (l *HSRPv2) Proto() *packet.Proto { return HSRPv2Proto }

// Parse implements [packet.Layer].
func (l *HSRPv2) Parse(b []byte) (packet.Extent, error) {
	l.TLVs = b
	return packet.Extent{Header: len(b), End: len(b)}, nil
}

// Append implements [packet.Layer].
func (l *HSRPv2) Append(b []byte) ([]byte, error) { return append(b, l.TLVs...), nil }

// Finish implements [packet.Layer].
func (l *HSRPv2) Finish(*packet.Context) {}

// Validate implements [packet.Validator].
func (l *HSRPv2) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if len(l.TLVs.Rest()) > 0 {
		report("TLVs", packet.BadSize, "an element does not fit")
	}
	if data, ok := l.TLVs.Get(wire.HSRPGroupState); ok {
		if _, ok := wire.ParseHSRPGroup(data); !ok {
			report("TLVs", packet.BadValue, "a group state that is not 40 bytes long")
		}
	}
}
