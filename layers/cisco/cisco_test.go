package cisco_test

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/cisco"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

var (
	address  = []byte{0, 0, 0, 1, 1, 1, 0xcc, 0, 4, 192, 0, 2, 1}
	neighbor = []byte{2, 0, 0x5e, 0x10, 0, 1}
	domain   = hex.EncodeToString([]byte("lab")) + strings.Repeat("00", 29)
	vlans    = wire.VTPVLANs{}.Add(wire.VTPVLAN{Type: 1, ID: 1, MTU: 1500, SAID: 100001, Name: "default"}).
			Add(wire.VTPVLAN{Type: 1, ID: 42, MTU: 1500, SAID: 100042, Name: "lab", TLVs: []byte{1, 1, 0, 0}})
)

// packets has each kind of frame: what it is built from, its bytes, and the text of its
// elements.
var packets = []struct {
	l    packet.Layer
	hex  string
	text string
}{
	{&CDP{TLVs: wire.CDPTLVs{}.AddText(wire.CDPDeviceID, "sw1").Add(wire.CDPAddresses, address...).
		Add(wire.CDPCapabilitiesTLV, 0, 0, 0, 0x28).Add(wire.CDPDuplex, 1).Add(wire.CDPNativeVLAN, 0, 42).
		Add(wire.CDPPrefixes, 192, 0, 2, 0, 24).AddText(wire.CDPSoftwareVersion, "v\n1").Add(wire.CDPPower, 0x18, 0x9c)},
		"02 b4 7810 0001 0007 737731 0002 0011 00000001 0101cc 0004 c0000201 0004 0008 00000028 000b 0005 01 000a 0006 002a " +
			"0007 0009 c0000200 18 0005 0007 760a31 0010 0006 189c",
		`device "sw1"; addresses 192.0.2.1; capabilities switch|IGMP; duplex full; native VLAN 42; prefixes 192.0.2.0/24; ` +
			`version "v\0101"; power 6300 mW`},
	{&CDP{Version: packet.U8(1), TLVs: wire.CDPTLVs{}.AddText(wire.CDPDeviceID, "a")}, "01 b4 fde4 0001 0005 61", `device "a"`},
	{&CDP{TTL: packet.U8(10), TLVs: wire.CDPTLVs{}.Add(wire.CDPDuplex, 0xc8)}, "02 0a fe1d 000b 0005 c8", "duplex 0xc8"},
	{&UDLD{Opcode: wire.UDLDProbe, Flags: wire.UDLDRecommendedTimeout, TLVs: wire.UDLDTLVs{}.AddText(wire.UDLDDeviceID, "sw").
		Add(wire.UDLDEchoIDs, 0, 0, 0, 0).Add(wire.UDLDMessageInterval, 7).Add(wire.UDLDSequence, 0, 0, 0, 1)},
		"21 01 556b 0001 0006 7377 0003 0008 00000000 0004 0005 07 0007 0008 00000001",
		`device "sw"; echo 0x00000000; message interval 7; sequence 1`},
	{&DTP{TLVs: wire.DTPTLVs{}.Add(wire.DTPDomain, 'l', 'a', 'b', 0).Add(wire.DTPStatus, 4).Add(wire.DTPPortType, 0x40).Add(wire.DTPNeighbor, neighbor...)},
		"01 0001 0008 6c616200 0002 0005 04 0003 0005 40 0004 000a 02005e100001", `domain "lab"; status 0x04; type 0x40; neighbor 02:00:5e:10:00:01`},
	{&VTP{Code: wire.VTPSummary, Number: 1, Domain: wire.VTPDomainOf("lab"), Revision: 7, Updater: netip.MustParseAddr("192.0.2.1"),
		Timestamp: [12]byte([]byte("200102030405")), Digest: [16]byte{1}},
		"01 01 01 03" + domain + "00000007 c0000201 323030313032303330343035 01" + strings.Repeat("00", 15), ""},
	{&VTP{Version: packet.U8(2), Code: wire.VTPSubset, Number: 1, Domain: wire.VTPDomainOf("lab"), Revision: 7, VLANs: vlans},
		"02 02 01 03" + domain + "00000007" + hex.EncodeToString(vlans), `1 "default"; 42 "lab"`},
	{&VTP{Code: wire.VTPRequest, Domain: wire.VTPDomainOf("lab")}, "01 03 00 03" + domain + "00000000", ""},
	{&VTP{Code: wire.VTPJoin, Domain: wire.VTPDomainOf("lab"), Rest: []byte{0, 1}}, "01 04 00 03" + domain + "0001", ""},
}

func TestPackets(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range packets {
		pr, want := tt.l.Proto(), unhex(tt.hex)
		got, err := packet.Packet{tt.l}.Bytes()
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: built %x\n want %x (%v)", pr.Name, got, want, err)
		}
		p, err := packet.Parse(want, pr)
		if err != nil || len(p) != 1 {
			t.Errorf("%x: %v, %v", want, p, err)
			continue
		}
		for _, name := range [...]string{"TLVs", "VLANs"} {
			if i := pr.Field(name); i >= 0 {
				if s := fmt.Sprint(pr.Value(p[0], i)); s != tt.text {
					t.Errorf("%s: %s %s, want %s", pr.Name, name, s, tt.text)
				}
			}
		}
		if d, class := packet.Validate(want, pr); class != packet.Fine {
			t.Errorf("%s: %v", pr.Name, d)
		}
		seeds[pr] = append(seeds[pr], want)
	}
	for pr, s := range seeds {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, s...) })
	}
}

func TestValues(t *testing.T) {
	p, _ := packet.Parse(unhex(packets[0].hex), CDPProto)
	if a := slices.Collect(packet.Get[CDP](p).TLVs.Addresses(wire.CDPAddresses)); fmt.Sprint(a) != "[192.0.2.1]" {
		t.Error(a)
	}
	if s := packet.Get[CDP](p).ChecksumState(); s != packet.ChecksumGood {
		t.Error(s)
	}
	all := slices.Collect(vlans.All())
	if len(all) != 2 || all[1].ID != 42 || all[1].Name != "lab" || len(all[1].TLVs) != 4 || all[0].SAID != 100001 {
		t.Error(all)
	}
}

func TestDefects(t *testing.T) {
	for _, tt := range []struct {
		pr    *packet.Proto
		hex   string
		class packet.Class
	}{
		{CDPProto, "02 b4 0000 0001 0005 61", packet.BadChecksum},
		{CDPProto, "02 b4 0000 0001 0003", packet.BadSize},
		{CDPProto, "07 b4 f84b", packet.BadValue},
		{UDLDProto, "3f 00 c0ff", packet.BadValue},
		{UDLDProto, "21 00 0000 0001 0009", packet.BadSize},
		{VTPProto, "01 01 01 03" + domain + "00", packet.BadSize},
		{VTPProto, "01 09 01 03" + domain, packet.BadValue},
		{VTPProto, "01 04 01 21" + domain, packet.BadSize},
	} {
		if d, class := packet.Validate(unhex(tt.hex), tt.pr); class != tt.class {
			t.Errorf("%s %s: %v, want %v: %v", tt.pr.Name, tt.hex, class, tt.class, d)
		}
	}
}

// Frames find their protocol by the SNAP header, or that of a serial line.
func TestFrames(t *testing.T) {
	for _, tt := range packets {
		b, err := packet.Packet{&layers.Ethernet{}, &layers.LLC{}, &layers.SNAP{OUI: wire.OUICisco}, tt.l}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		p, err := packet.Parse(b, layers.EthernetProto)
		if err != nil || len(p) != 4 || p[3].Proto() != tt.l.Proto() {
			t.Errorf("%x: %v (%v)", b, p, err)
		}
	}
	b, _ := packet.Packet{&layers.CiscoHDLC{}, &CDP{}}.Bytes()
	if p, err := packet.Parse(b, layers.CiscoHDLCProto); len(p) != 2 || p[1].Proto() != CDPProto || err != nil {
		t.Errorf("%x: %v (%v)", b, p, err)
	}
}

func TestNoAllocs(t *testing.T) {
	b, c := unhex(packets[0].hex), packet.Parser{Reuse: true}
	if n := testing.AllocsPerRun(100, func() {
		if p, err := c.Parse(b, CDPProto); err != nil || len(p) != 1 {
			t.Fatal(p, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzCisco(f *testing.F) {
	protos := []*packet.Proto{CDPProto, UDLDProto, DTPProto, VTPProto}
	for _, tt := range packets {
		f.Add(uint8(slices.Index(protos, tt.l.Proto())), unhex(tt.hex))
	}
	f.Fuzz(func(t *testing.T, i uint8, b []byte) {
		pr := protos[i%4]
		p, _ := packet.Parse(b, pr)
		if got, err := p.Bytes(); err != nil || string(got) != string(b) {
			t.Fatalf("%x: built %x (%v)", b, got, err)
		}
		for _, l := range p {
			for k := range l.Proto().Fields {
				_ = fmt.Sprint(l.Proto().Value(l, k))
			}
		}
		packet.Validate(b, pr)
	})
}

func Example() {
	p := packet.Packet{
		&layers.Ethernet{Dst: wire.MAC{1, 0, 0xc, 0xcc, 0xcc, 0xcc}}, &layers.LLC{}, &layers.SNAP{OUI: wire.OUICisco},
		&CDP{TLVs: wire.CDPTLVs{}.AddText(wire.CDPDeviceID, "sw1").Add(wire.CDPNativeVLAN, 0, 42)},
	}
	b, err := p.Bytes()
	fmt.Println(len(b), err)
	q, err := packet.Parse(b, layers.EthernetProto)
	cdp := packet.Get[CDP](q)
	fmt.Println(cdp.TLVs, cdp.ChecksumState(), err)
	// Output:
	// 39 <nil>
	// device "sw1"; native VLAN 42 good <nil>
}
