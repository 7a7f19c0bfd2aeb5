package layers_test

import (
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// Headers of link layers that are few: what is built, and what comes out of it.
func TestSmallLinks(t *testing.T) {
	udp := packet.Packet{&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 1, DstPort: 2}}
	over := func(l ...packet.Layer) packet.Packet { return append(packet.Packet(l), udp...) }
	beacon := unhex(t, "00 10 00 80 0000 00 01 3e00000c426d54d5 00000001 1eaf0f6a ff83faa4 0010 0100 0064 0000")
	for _, tt := range []struct {
		name  string
		p     packet.Packet
		first *packet.Proto
		head  string
		chain string
	}{
		{"ARCNET", over(&ARCNET{Src: 1, Dst: 2, Sequence: 3}), ARCNETProto, "01 02 d4 00 0003 45", "ARCNET/IPv4/UDP"},
		{"ARCNET, an exception", over(&ARCNET{Src: 1, Dst: 2, Exception: []byte{0xff, 0xff, 0xff}, Sequence: 3}), ARCNETProto, "01 02 d4 ffffff 00 0003 45", "ARCNET/IPv4/UDP"},
		{"ARCNET, old", over(&ARCNET{Src: 1, Type: packet.Fix(wire.ARCNETIPv4Old)}), ARCNETProto, "01 00 f0 45", "ARCNET/IPv4/UDP"},
		{"ARCNET, a later fragment", packet.Packet{&ARCNET{Type: packet.Fix(wire.ARCNETIPv4), Split: 2}, packet.Payload([]byte{0x45})}, ARCNETProto, "00 00 d4 02 0000 45", "ARCNET/Raw"},
		{"ARCNET, Linux", over(&ARCNETLinux{Src: 1, Dst: 2, Offset: 4, Split: 1, Sequence: 3}), ARCNETLinuxProto, "01 02 0004 d4 01 0003 45", "ARCNETLinux/IPv4/UDP"},
		{"ARCNET, Linux, old", over(&ARCNETLinux{Src: 1, Type: packet.Fix(wire.ARCNETIPv4Old)}), ARCNETLinuxProto, "01 00 0000 f0 45", "ARCNETLinux/IPv4/UDP"},
		{"IPNet", over(&IPNet{Hook: 1, Interface: 2, SrcZone: 3}), IPNetProto, "01 02 0001 0000001c 00000002 00000000 00000003 00000000 45", "IPNet/IPv4/UDP"},
		{"IPoIB", over(&IPoIB{Version: 6, Src: a6, Dst: b6}), IPoIBProto, "60000000 0000 00 00", "IPoIB/IPv4/UDP"},
		{"OSI", packet.Packet{&CiscoHDLC{Padding: []byte{3}}, &ESIS{Type: 2}}, CiscoHDLCProto, "0f 00 fefe 03 82", "CiscoHDLC/ESIS"},
		{"GeoNet", packet.Packet{&GeoNet{Type: wire.GeoNetSingleHop}, &BTPA{DstPort: 2001, SrcPort: 1}}, GeoNetProto, "01 50 00 00 0004", "GeoNet/BTPA"},
		{"GeoNet, several hops", packet.Packet{&GeoNet{Type: wire.GeoNetMultiHop, Extended: make([]byte, 32)}, &BTPB{DstPort: 2001}, packet.Payload([]byte{1})},
			GeoNetProto, "02 51 00 00 0005", "GeoNet/BTPB/Raw"},
		{"GeoNet, an area", packet.Packet{&GeoNet{Type: wire.GeoNetBcastCircle, Extended: make([]byte, 52)}}, GeoNetProto, "00 40", "GeoNet"},
	} {
		b := must(t, tt.p)
		if head := unhex(t, tt.head); string(b[:min(len(head), len(b))]) != string(head) {
			t.Errorf("%s: got %x, want %x", tt.name, b, head)
		}
		q, err := packet.Parse(b, tt.first)
		if err != nil || chain(q) != tt.chain {
			t.Errorf("%s: %s (%v)", tt.name, chain(q), err)
		}
		if w := packettest.Wrong(q); w != nil {
			t.Errorf("%s: wrong: %v", tt.name, w)
		}
		packettest.Trial(t, tt.first, b)
	}
	p, err := packet.Parse(beacon, GeoNetProto)
	if g := packet.Get[GeoNet](p); err != nil || g == nil || g.Type != wire.GeoNetBeacon || g.Latitude.String() != "51.4789226°" || g.Longitude.String() != "-0.8127836°" || g.Altitude != 100 || g.Flags != 0x80 {
		t.Errorf("beacon: %v, %v", g, err)
	}
	packettest.Trial(t, GeoNetProto, beacon)
	if p, err := packet.Parse(append([]byte{0x10}, beacon[1:]...), GeoNetProto); err != nil || chain(p) != "Raw" {
		t.Errorf("a later version: %s, %v", chain(p), err)
	}
}

func TestBTP(t *testing.T) {
	packettest.Trial(t, BTPAProto, unhex(t, "07d1 0001"), unhex(t, "07d2 0000 616263"))
	packettest.Trial(t, BTPBProto, unhex(t, "07d1 0000 61"))
}
