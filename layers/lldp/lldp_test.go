package lldp_test

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/lldp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var mac = wire.MAC{2, 0, 0x5e, 0x10, 0, 1}

func full() *Frame {
	return &Frame{TLVs: wire.LLDPTLVs{}.
		AddChassisID(wire.LLDPChassisMAC, mac[:]...).
		AddPortID(wire.LLDPPortInterfaceName, []byte("eth0")...).
		AddTTL(120).
		AddText(wire.LLDPPortDescription, "uplink").
		AddText(wire.LLDPSystemName, "sw1").
		AddText(wire.LLDPSystemDescription, "a \"switch\"").
		AddCapabilities(wire.LLDPBridge|wire.LLDPRouter, wire.LLDPBridge).
		AddManagementAddress(netip.MustParseAddr("192.0.2.1"), 3).
		AddManagementAddress(netip.MustParseAddr("2001:db8::1"), 3).
		AddOrganization(wire.OUI8021, wire.LLDPPortVLAN, 0, 42).
		AddOrganization(wire.OUI8021, wire.LLDPVLANName, 0, 42, 3, 'l', 'a', 'b').
		AddOrganization(wire.OUI8021, wire.LLDPProtocolIdentity, 2, 0x88, 0xcc).
		AddOrganization(wire.OUI8021, wire.LLDPLinkAggregation, 3, 0, 0, 0, 7).
		AddOrganization(wire.OUI8023, wire.LLDPMACPHY, 3, 0x6c, 1, 0, 30).
		AddOrganization(wire.OUI8023, wire.LLDPPower, 7, 1, 4).
		AddOrganization(wire.OUI8023, wire.LLDPMaxFrame, 0x05, 0xee).
		AddOrganization(wire.OUIMED, wire.LLDPMEDCapabilities, 0, 0x33, 3).
		AddOrganization(wire.OUIMED, wire.LLDPMEDPolicy, 1, 0x40, 0x55, 0x6e).
		AddOrganization(wire.OUIMED, wire.LLDPMEDPower, 0x51, 0, 65).
		AddOrganization(wire.OUIMED, wire.LLDPMEDModel, 'X', '1').
		AddOrganization(wire.OUI8021, wire.LLDPCongestion, 0x22, 0).
		AddOrganization(wire.OUI8021, wire.LLDPETSConfiguration, 0x83, 0x01, 0x20, 0, 0, 50, 30, 20, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0).
		AddOrganization(wire.OUI8021, wire.LLDPPFC, 0x88, 0x08).
		AddOrganization(wire.OUI8021, wire.LLDPAppPriority, 0, 0x61, 0x89, 0x06).
		AddOrganization(0xabcdef, 9, 1, 2).
		AddEnd()}
}

func build(t testing.TB, l packet.Layer) []byte {
	t.Helper()
	b, err := packet.Packet{l}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTrial(t *testing.T) {
	padded := append(build(t, &Frame{TLVs: wire.LLDPTLVs{}.AddChassisID(wire.LLDPChassisLocal, 'x').AddPortID(wire.LLDPPortLocal, 'y').AddTTL(0).AddEnd()}), make([]byte, 20)...)
	open := build(t, &Frame{TLVs: wire.LLDPTLVs{}.AddChassisID(wire.LLDPChassisAddress, 1, 192, 0, 2, 1).AddPortID(wire.LLDPPortMAC, mac[:]...).AddTTL(9)})
	packettest.Trial(t, FrameProto, build(t, full()), padded, open)
}

func TestText(t *testing.T) {
	const want = `chassis MAC 02:00:5e:10:00:01; port interface "eth0"; TTL 120; port description "uplink"; system name "sw1"; ` +
		`system description "a \"switch\""; capabilities bridge|router, enabled bridge; management address 192.0.2.1; ` +
		`management address 2001:db8::1; organization 802.1 port VLAN 42; organization 802.1 VLAN 42 "lab"; ` +
		`organization 802.1 protocol 0x88cc; organization 802.1 aggregation capable|enabled, port 7; ` +
		`organization 802.3 autonegotiation supported|enabled, advertised 0x6c01, MAU type 30; ` +
		`organization 802.3 power PSE|supported|enabled, pair 1, class 4; organization 802.3 max frame 1518; ` +
		`organization MED capabilities capabilities|policy|PD|inventory, class 3; ` +
		`organization MED policy for application 1, VLAN 42, priority 5, DSCP 46; organization MED power 6500 mW; ` +
		`organization MED model "X1"; organization 802.1 congestion priorities {1,5}, ready {}; ` +
		`organization 802.1 ETS configuration willing, classes 3, class of each priority 01200000, percent 50 30 20 0 0 0 0 0, algorithms 2 2 2 0 0 0 0 0; ` +
		`organization 802.1 PFC {3}, at most 8, willing; organization 802.1 application priority 3 for selector 1 protocol 0x8906; organization ab:cd:ef subtype 9 0x0102`
	if got := full().TLVs.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestValues(t *testing.T) {
	p, err := packet.Parse(build(t, full()), FrameProto)
	if err != nil {
		t.Fatal(err)
	}
	f := packet.Get[Frame](p)
	if s, id, ok := f.TLVs.ChassisID(); s != wire.LLDPChassisMAC || string(id) != string(mac[:]) || !ok {
		t.Error(s, id, ok)
	}
	if s, id, ok := f.TLVs.PortID(); s != wire.LLDPPortInterfaceName || string(id) != "eth0" || !ok {
		t.Error(s, id, ok)
	}
	if x, ok := f.TLVs.TTL(); x != 120 || !ok {
		t.Error(x, ok)
	}
	if a := slices.Collect(f.ManagementAddresses()); fmt.Sprint(a) != "[192.0.2.1 2001:db8::1]" {
		t.Error(a)
	}
	if v, ok := f.PortVLAN(); v != 42 || !ok {
		t.Error(v, ok)
	}
	if n, ok := f.MaxFrame(); n != 1518 || !ok {
		t.Error(n, ok)
	}
	if v := maps.Collect(f.VLANs()); len(v) != 1 || v[42] != "lab" {
		t.Error(v)
	}
	if d, _ := f.PortDescription(); d != "uplink" {
		t.Error(d)
	}
	if has, on, ok := f.TLVs.Capabilities(); has != wire.LLDPBridge|wire.LLDPRouter || on != wire.LLDPBridge || !ok {
		t.Error(has, on, ok)
	}
}

func TestValidate(t *testing.T) {
	head := func() wire.LLDPTLVs {
		return wire.LLDPTLVs{}.AddChassisID(wire.LLDPChassisLocal, 'x').AddPortID(wire.LLDPPortLocal, 'y').AddTTL(0)
	}
	for _, tt := range []struct {
		name  string
		tlvs  wire.LLDPTLVs
		class packet.Class
	}{
		{"all", full().TLVs, packet.Fine},
		{"empty", wire.LLDPTLVs{}.AddEnd(), packet.BadValue},
		{"order", wire.LLDPTLVs{}.AddTTL(3).AddEnd(), packet.BadValue},
		{"again", head().AddTTL(1).AddEnd(), packet.BadValue},
		{"reserved", head().Add(50, 1).AddEnd(), packet.Unusual},
		{"cut", append(head(), 10, 200), packet.BadSize},
	} {
		if d, class := packet.Validate(tt.tlvs, FrameProto); class != tt.class {
			t.Errorf("%s: %v, want %v: %v", tt.name, class, tt.class, d)
		}
	}
}

func TestNoAllocs(t *testing.T) {
	b, c := build(t, full()), packet.Parser{Reuse: true}
	if n := testing.AllocsPerRun(100, func() {
		if _, err := c.Parse(b, FrameProto); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzFrame(f *testing.F) {
	f.Add(build(f, full()))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, _ := packet.Parse(b, FrameProto)
		if got, err := p.Bytes(); err != nil || string(got) != string(b) {
			t.Fatalf("%x: built %x (%v)", b, got, err)
		}
		if l := packet.Get[Frame](p); l != nil {
			_ = l.TLVs.String()
			for range l.ManagementAddresses() {
			}
			for range l.VLANs() {
			}
		}
		packet.Validate(b, FrameProto)
	})
}

func Example() {
	p := packet.Packet{
		&layers.Ethernet{Dst: wire.MAC{1, 0x80, 0xc2, 0, 0, 0xe}, Src: mac},
		&Frame{TLVs: wire.LLDPTLVs{}.
			AddChassisID(wire.LLDPChassisMAC, mac[:]...).
			AddPortID(wire.LLDPPortInterfaceName, []byte("eth0")...).
			AddTTL(120).AddText(wire.LLDPSystemName, "sw1").AddEnd()},
	}
	b, err := p.Bytes()
	fmt.Println(len(b), err)
	q, err := packet.Parse(b, layers.EthernetProto)
	fmt.Println(packet.Get[Frame](q).TLVs, err)
	// Output:
	// 41 <nil>
	// chassis MAC 02:00:5e:10:00:01; port interface "eth0"; TTL 120; system name "sw1" <nil>
}
