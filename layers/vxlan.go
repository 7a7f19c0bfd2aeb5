package layers

import (
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	UDPPorts.Bind(wire.PortVXLAN, VXLANProto)
	UDPPorts.Bind(wire.PortVXLANLinux, VXLANProto)
	UDPPorts.Bind(wire.PortVXLANGPE, VXLANGPEProto)
}

// VXLAN is a virtual extensible LAN header. RFC 7348 §5.
//
// It is carried in UDP, whose destination port is 4789; the source port should depend
// on the inner flow.
//
//wire:header
type VXLAN struct {
	Flags       Auto[wire.VXLANFlags] `auto:"wire.VXLANHasVNI | policyFlag(l.Group)"`
	PolicyFlags wire.VXLANPolicyFlags // draft-smith-vxlan-group-policy-05 §2.1; reserved without wire.VXLANPolicy
	Group       uint16                // group policy ID; reserved without wire.VXLANPolicy
	VNI         uint32                `bits:"24"` // network identifier
	Reserved    uint8
}

// policyFlag returns the flag that a group needs.
func policyFlag(group uint16) wire.VXLANFlags {
	if group == 0 {
		return 0
	}
	return wire.VXLANPolicy
}

func (l *VXLAN) extent(v wire.VXLAN) packet.Extent {
	return packet.Extent{Header: wire.VXLANLen, End: len(v), Next: packet.Is(EthernetProto)}
}

// Validate implements [packet.Validator].
func (l *VXLAN) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	switch f := l.Flags.Get(); {
	case f&wire.VXLANHasVNI == 0:
		report("Flags", packet.BadValue, "has no valid VNI")
	case f&^(wire.VXLANHasVNI|wire.VXLANPolicy) != 0:
		report("Flags", packet.Unusual, "has reserved bits set")
	}
	if l.Flags.Get()&wire.VXLANPolicy == 0 && (l.PolicyFlags != 0 || l.Group != 0) {
		report("Group", packet.Unusual, "is not zero, without the policy flag")
	}
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
}

// VXLANGPE is a VXLAN header with the protocol that follows it, to UDP port 4790.
// draft-ietf-nvo3-vxlan-gpe-13 §3.
//
//wire:header
type VXLANGPE struct {
	Flags     Auto[wire.VXLANFlags] `auto:"wire.VXLANHasVNI | wire.VXLANNextProtocol"`
	Reserved  uint16
	Protocol  Auto[wire.NSHProtocol] `next:"-"`
	VNI       uint32                 `bits:"24"` // network identifier
	Reserved2 uint8
}

func (l *VXLANGPE) extent(v wire.VXLANGPE) packet.Extent {
	x := packet.Extent{Header: wire.VXLANGPELen, End: len(v), Next: VXLANProtocols.Next(v.Protocol())}
	if v.Flags()&wire.VXLANNextProtocol == 0 {
		x.Next = packet.Is(EthernetProto)
	}
	return x
}

func (l *VXLANGPE) finish(v wire.VXLANGPE, c *packet.Context) {
	x, ok := VXLANProtocols.KeyFor(c.Next(), l.Protocol.Get())
	if !ok || v.Flags()&wire.VXLANNextProtocol == 0 {
		l.Protocol.Hold()
		return
	}
	l.settleProtocol(v, x)
}

// Validate implements [packet.Validator].
func (l *VXLANGPE) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if l.Flags.Get()&wire.VXLANNextProtocol == 0 && l.Protocol.Get() != 0 {
		report("Flags", packet.BadValue, "does not say that there is a next protocol")
	}
	if l.Flags.Get()&wire.VXLANVersion != 0 {
		report("Flags", packet.BadValue, "has another version than 0")
	}
	if l.Reserved != 0 || l.Reserved2 != 0 {
		report("Reserved", packet.Unusual, "is not zero")
	}
}
