// Package lldp has frames of the Link Layer Discovery Protocol. Importing it binds them to
// their EtherType.
//
//	f := &lldp.Frame{TLVs: wire.LLDPTLVs{}.
//		AddChassisID(wire.LLDPChassisMAC, mac[:]...).
//		AddPortID(wire.LLDPPortInterfaceName, []byte("eth0")...).
//		AddTTL(120).AddEnd()}
//	name, ok := f.SystemName()
//
// Elements are kept as they are on the wire.
package lldp

import (
	"iter"
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Frame is a frame of the Link Layer Discovery Protocol. IEEE 802.1AB §8.2.
type Frame struct {
	TLVs    wire.LLDPTLVs // with the end
	Trailer []byte        // padding
}

// FrameProto describes [Frame].
var FrameProto = &packet.Proto{
	Name: "LLDP", Title: "frame of the Link Layer Discovery Protocol", Ref: "IEEE 802.1AB §8.2",
	New: func() packet.Layer { return new(Frame) }, Slab: packet.Slab[Frame],
	Fields: []packet.Field{
		{Name: "TLVs", Doc: "with the end", Type: "wire.LLDPTLVs", Off: -1, Kind: packet.Body},
		{Name: "Trailer", Doc: "padding", Type: "[]byte", Off: -1, Kind: packet.Trailing},
	},
	At: func(l packet.Layer, i int) any {
		switch x := l.(*Frame); i {
		case 0:
			return &x.TLVs
		case 1:
			return &x.Trailer
		}
		return nil
	},
}

func init() {
	layers.EtherTypes.Bind(wire.EtherTypeLLDP, FrameProto)
}

// Proto implements [packet.Layer].
func (l *Frame) Proto() *packet.Proto { return FrameProto }

// Parse implements [packet.Layer].
func (l *Frame) Parse(b []byte) (packet.Extent, error) {
	if len(b) < 2 {
		return packet.Extent{}, packet.Need(wire.ErrShort, 2)
	}
	n, ok := wire.LLDPTLVs(b).Len()
	if !ok {
		n = len(b)
	}
	l.TLVs, l.Trailer = wire.LLDPTLVs(b[:n:n]), b[n:]
	return packet.Extent{Header: n, End: n}, nil
}

// Append implements [packet.Layer].
func (l *Frame) Append(b []byte) ([]byte, error) { return append(b, l.TLVs...), nil }

// Finish implements [packet.Layer].
func (l *Frame) Finish(*packet.Context) {}

// AppendTrailer implements [packet.Trailer].
func (l *Frame) AppendTrailer(b []byte) []byte { return append(b, l.Trailer...) }

// Validate implements [packet.Validator].
func (l *Frame) Validate(_ *packet.Context, report func(string, packet.Class, string)) {
	if _, ok := l.TLVs.Len(); !ok {
		report("TLVs", packet.BadSize, "are malformed")
	}
	i := 0
	for e := range l.TLVs.All() {
		if i++; i <= 3 && e.Type != wire.LLDPType(i) || i > 3 && e.Type >= wire.LLDPChassisID && e.Type <= wire.LLDPTTL {
			report("TLVs", packet.BadValue, "do not begin with chassis, port and TTL")
			return
		}
		if e.Type > wire.LLDPManagementAddress && e.Type < wire.LLDPOrganization {
			report("TLVs", packet.Unusual, "have a reserved type")
		}
	}
	if i < 3 {
		report("TLVs", packet.BadValue, "lack chassis, port or TTL")
	}
}

// text returns the value of the first element of type t as a string.
func (l *Frame) text(t wire.LLDPType) (string, bool) {
	v, ok := l.TLVs.Get(t)
	return string(v), ok
}

// SystemName returns the name of the system.
func (l *Frame) SystemName() (string, bool) { return l.text(wire.LLDPSystemName) }

// SystemDescription returns the description of the system.
func (l *Frame) SystemDescription() (string, bool) { return l.text(wire.LLDPSystemDescription) }

// PortDescription returns the description of the port.
func (l *Frame) PortDescription() (string, bool) { return l.text(wire.LLDPPortDescription) }

// ManagementAddresses yields the IP addresses for management. IEEE 802.1AB §8.5.9.
func (l *Frame) ManagementAddresses() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for e := range l.TLVs.All() {
			v := e.Value
			if e.Type != wire.LLDPManagementAddress || len(v) < 2 || int(v[0]) >= len(v) || v[0] == 0 {
				continue
			}
			if a, ok := netip.AddrFromSlice(v[2 : 1+int(v[0])]); ok && !yield(a) {
				return
			}
		}
	}
}

// PortVLAN returns the VLAN of untagged frames. IEEE 802.1Q annex D.2.1.
func (l *Frame) PortVLAN() (vlan uint16, ok bool) {
	v, ok := l.TLVs.Organization(wire.OUI8021, wire.LLDPPortVLAN)
	if !ok || len(v) < 2 {
		return 0, false
	}
	return wire.Uint16(v, 0), true
}

// MaxFrame returns the longest frame in bytes. IEEE 802.3 §79.3.4.
func (l *Frame) MaxFrame() (size uint16, ok bool) {
	v, ok := l.TLVs.Organization(wire.OUI8023, wire.LLDPMaxFrame)
	if !ok || len(v) < 2 {
		return 0, false
	}
	return wire.Uint16(v, 0), true
}

// VLANs yields the VLANs of the port with their names. IEEE 802.1Q annex D.2.3.
func (l *Frame) VLANs() iter.Seq2[uint16, string] {
	return func(yield func(uint16, string) bool) {
		for e := range l.TLVs.All() {
			v := e.Value
			if e.Type != wire.LLDPOrganization || len(v) < 7 || wire.Uint32(v, 0) != wire.OUI8021<<8|wire.LLDPVLANName {
				continue
			}
			if !yield(wire.Uint16(v, 4), string(v[7:7+min(int(v[6]), len(v)-7)])) {
				return
			}
		}
	}
}
