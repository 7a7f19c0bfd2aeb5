package layers_test

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var (
	macA = MAC{2, 0, 0, 0, 0, 0xa}
	macB = MAC{2, 0, 0, 0, 0, 0xb}
)

// unhex returns the bytes that s stands for, spaces aside.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func chain(p packet.Packet) string {
	var s []string
	for _, l := range p {
		s = append(s, l.Proto().Name)
	}
	return strings.Join(s, "/")
}

func ping() packet.Packet {
	return packet.Packet{&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 1, DstPort: 1}, packet.Payload([]byte("hi"))}
}

func with(outer ...packet.Layer) packet.Packet { return append(packet.Packet(outer), ping()...) }

// Packets that are built, what they must be, and what they must parse as.
var linkPackets = []struct {
	name  string
	p     packet.Packet
	first *packet.Proto
	chain string
	head  string // the first bytes, in hexadecimal
}{
	{"VLAN", with(&Ethernet{Dst: macB, Src: macA}, &VLAN{ID: 42, PCP: 5}),
		EthernetProto, "Ethernet/VLAN/IPv4/UDP/Raw", "02000000000b 02000000000a 8100 a02a 0800 45"},
	{"service tag", with(&Ethernet{Type: packet.Fix(wire.EtherTypeQinQ)}, &VLAN{ID: 1}, &VLAN{ID: 0xabc, DEI: true}),
		EthernetProto, "Ethernet/VLAN/VLAN/IPv4/UDP/Raw", "000000000000 000000000000 88a8 0001 8100 1abc 0800 45"},
	{"LLC", packet.Packet{&Ethernet{Dst: macB, Src: macA}, &LLC{DSAP: packet.Fix(wire.SAPRPL)}, packet.Payload(make([]byte, 35))},
		EthernetProto, "Ethernet/LLC/Raw", "02000000000b 02000000000a 0026 f8f803 00"},
	{"SNAP", with(&Ethernet{}, &LLC{}, &SNAP{}),
		EthernetProto, "Ethernet/LLC/SNAP/IPv4/UDP/Raw", "000000000000 000000000000 0026 aaaa03 000000 0800 45"},
	{"VLAN SNAP", with(&Ethernet{}, &VLAN{}, &LLC{}, &SNAP{}),
		EthernetProto, "Ethernet/VLAN/LLC/SNAP/IPv4/UDP/Raw", "000000000000 000000000000 8100 0000 0026 aaaa03 000000 0800 45"},
	{"LLC over 1500", packet.Packet{&Ethernet{}, &LLC{DSAP: packet.Fix(wire.SAPOSI)}, packet.Payload(make([]byte, 1498))},
		EthernetProto, "Ethernet/LLC/Raw", "000000000000 000000000000 8870 fefe03 00"},
	{"LLC supervisory", packet.Packet{&LLC{DSAP: packet.Fix(wire.SAPNetBIOS), SSAP: packet.Fix(wire.SAPNetBIOS | 1), Control: packet.Fix(wire.LLCControl(1)), Control2: 0x10}},
		LLCProto, "LLC", "f0f1 01 10"},
	{"LLC information", packet.Packet{&LLC{DSAP: packet.Fix(wire.SAPNetBIOS), Control: packet.Fix(wire.LLCControl(0)), Control2: 2}, packet.Payload([]byte{9})},
		LLCProto, "LLC/Raw", "f0f0 00 02 09"},
	{"Cisco SNAP", packet.Packet{&Ethernet{}, &LLC{}, &SNAP{OUI: wire.OUICisco, Type: packet.Fix(EtherType(0x7ffe))}, packet.Payload([]byte{1})},
		EthernetProto, "Ethernet/LLC/SNAP/Raw", "000000000000 000000000000 0009 aaaa03 00000c 7ffe 01"},
	{"raw 802.3", packet.Packet{&Ethernet{}, packet.Payload([]byte{0xff, 0xff, 0, 30})},
		EthernetProto, "Ethernet/Raw", "000000000000 000000000000 0004 ffff"},
	{"MPLS", with(&Ethernet{}, &MPLS{Label: 0x12345, TC: 3}, &MPLS{Label: 16, TTL: packet.U8(7)}),
		EthernetProto, "Ethernet/MPLS/MPLS/IPv4/UDP/Raw", "000000000000 000000000000 8847 12345640 00010107 45"},
	{"SLL", with(&SLL{PacketType: wire.PacketOutgoing, ARPHRD: wire.HardwareEthernet, Addr: [8]byte{2, 0, 0, 0, 0, 1}}),
		SLLProto, "SLL/IPv4/UDP/Raw", "0004 0001 0006 0200000000010000 0800 45"},
	{"SLL LLC", packet.Packet{&SLL{}, &LLC{DSAP: packet.Fix(wire.SAP(0x4c))}, packet.Payload([]byte{0})},
		SLLProto, "SLL/LLC/Raw", "0000 0000 0006 0000000000000000 0004 4c4c03 00"},
	{"SLL netlink", packet.Packet{&SLL{ARPHRD: wire.HardwareNetlink, Protocol: packet.Fix(wire.EtherTypeIPv4)}, packet.Payload([]byte{0x45})},
		SLLProto, "SLL/Raw", "0000 0338 0006 0000000000000000 0800 45"},
	{"SLL2", with(&SLL2{Interface: 3, ARPHRD: wire.HardwareLoopback, PacketType: wire.PacketMulticast}),
		SLL2Proto, "SLL2/IPv4/UDP/Raw", "0800 0000 00000003 0304 02 06 0000000000000000 45"},
	{"Null", with(&Null{}), NullProto, "Null/IPv4/UDP/Raw", "02000000 45"},
	{"Null big-endian", with(&Null{BigEndian: true}), NullProto, "Null/IPv4/UDP/Raw", "00000002 45"},
	{"Null IPv6", packet.Packet{&Null{}, &IPv6{Src: a6, Dst: b6}}, NullProto, "Null/IPv6", "1e000000 60"},
	{"Null IPv6 FreeBSD", packet.Packet{&Null{Family: packet.Fix(wire.FamilyIPv6FreeBSD)}, &IPv6{Src: a6, Dst: b6}}, NullProto, "Null/IPv6", "1c000000 60"},
	{"Loop", with(&Loop{}), LoopProto, "Loop/IPv4/UDP/Raw", "00000002 45"},
	{"raw IPv4", ping(), IPProto46, "IPv4/UDP/Raw", "45"},
	{"raw IPv6", packet.Packet{&IPv6{Src: a6, Dst: b6}}, IPProto46, "IPv6", "60"},
	{"ARP", packet.Packet{&Ethernet{Dst: wire.Broadcast, Src: macA}, &ARP{Op: wire.ARPRequest, SenderMAC: macA, SenderIP: a4, TargetIP: b4}},
		EthernetProto, "Ethernet/ARP", "ffffffffffff 02000000000a 0806 0001 0800 06 04 0001 02000000000a c0000201 000000000000 c6336402"},
	{"RARP", packet.Packet{&Ethernet{Type: packet.Fix(wire.EtherTypeRARP)}, &ARP{Op: wire.RARPRequest, SenderMAC: macA, TargetMAC: macA}},
		EthernetProto, "Ethernet/ARP", "000000000000 000000000000 8035 0001 0800 06 04 0003 02000000000a 00000000 02000000000a 00000000"},
	{"ARP of other lengths", packet.Packet{&ARP{HardwareType: packet.Fix(wire.HardwareIEEE1394), HardwareLen: packet.U8(16), ProtocolLen: packet.U8(4), Op: wire.ARPReply, Addresses: make([]byte, 40)}},
		ARPProto, "ARP", "0018 0800 10 04 0002 00"},
	{"GRE", with(&GRE{}), GREProto, "GRE/IPv4/UDP/Raw", "0000 0800 45"},
	{"GRE key", with(&GRE{Key: 7}), GREProto, "GRE/IPv4/UDP/Raw", "2000 0800 00000007 45"},
	{"GRE key zero", with(&GRE{KeyPresent: packet.Fix(true), Seq: 1}), GREProto, "GRE/IPv4/UDP/Raw", "3000 0800 00000000 00000001 45"},
	{"GRE checksum", with(&GRE{ChecksumPresent: packet.Fix(true)}), GREProto, "GRE/IPv4/UDP/Raw", "8000 0800"},
	{"GRE all", with(&GRE{ChecksumPresent: packet.Fix(true), Key: 1, Seq: 2, Offset: 4, Routing: wire.GRERouting{}.Add(2, 4, 192, 0, 2, 1).Add(0, 0)}),
		GREProto, "GRE/IPv4/UDP/Raw", "f000 0800"},
	{"GRE bridge", with(&GRE{Key: 1}, &Ethernet{Src: macA}, &VLAN{ID: 2}), GREProto, "GRE/Ethernet/VLAN/IPv4/UDP/Raw", "2000 6558 00000001"},
	{"PPTP", packet.Packet{&EnhancedGRE{CallID: 9, Seq: 1, Ack: 0x01020304}, packet.Payload([]byte{0xff, 3, 0xc0, 0x21})},
		GREProto, "EnhancedGRE/HDLC/PPP", "3081 880b 0004 0009 00000001 01020304 ff03c021"},
	{"PPTP ack only", packet.Packet{&EnhancedGRE{CallID: 9, AckPresent: packet.Fix(true)}},
		GREProto, "EnhancedGRE", "2081 880b 0000 0009 00000000"},
	{"VXLAN", with(&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 50000, DstPort: 4789}, &VXLAN{VNI: 0x123456}, &Ethernet{Dst: macB, Src: macA}),
		IPv4Proto, "IPv4/UDP/VXLAN/Ethernet/IPv4/UDP/Raw", "45"},
	{"MPLS over UDP", with(&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 50000, DstPort: wire.PortMPLS}, &MPLS{Label: 99}),
		IPv4Proto, "IPv4/UDP/MPLS/IPv4/UDP/Raw", "45"},
	{"VXLAN policy", with(&VXLAN{Group: 5, VNI: 1}, &Ethernet{}),
		VXLANProto, "VXLAN/Ethernet/IPv4/UDP/Raw", "88 000005 000001 00"},
	{"6in4", packet.Packet{&IPv4{Src: a4, Dst: b4}, &IPv6{Src: a6, Dst: b6}, &UDP{}}, IPv4Proto, "IPv4/IPv6/UDP", "45"},
}

func TestLink(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range linkPackets {
		b := must(t, tt.p)
		if head := unhex(t, tt.head); !bytes.HasPrefix(b, head) {
			t.Errorf("%s:\n got %x\nwant %x …", tt.name, b, head)
		}
		q, err := packet.Parse(b, tt.first)
		if err != nil || chain(q) != tt.chain {
			t.Errorf("%s: %s, want %s (%v)", tt.name, chain(q), tt.chain, err)
			continue
		}
		if w := packettest.Wrong(q); w != nil {
			t.Errorf("%s: wrong: %v", tt.name, w)
		}
		var c packet.Parser
		c.Parse(b, tt.first)
		for i, s := range c.Spans() {
			if pr := q[i].Proto(); pr != packet.RawProto {
				seeds[pr] = append(seeds[pr], b[s.Off:])
			}
		}
	}
	for _, pr := range []*packet.Proto{EthernetProto, VLANProto, LLCProto, SNAPProto, MPLSProto, SLLProto, SLL2Proto,
		NullProto, LoopProto, ARPProto, GREProto, EnhancedGREProto, VXLANProto} {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, seeds[pr]...) })
	}
}

func TestLinkTypes(t *testing.T) {
	for typ, want := range map[link.Type]*packet.Proto{
		link.Ethernet: EthernetProto, link.Null: NullProto, link.Loop: LoopProto, link.Raw: IPProto46,
		link.LinuxSLL: SLLProto, link.LinuxSLL2: SLL2Proto, link.IPv4: IPv4Proto, link.IPv6: IPv6Proto, link.MPLS: MPLSProto, 12: IPProto46,
	} {
		if got := LinkTypes.Proto(typ); got != want {
			t.Errorf("%v begins with %v", typ, got)
		}
	}
	if p, err := Parse(link.Raw, []byte{0x50, 1}); err != nil || chain(p) != "Raw" {
		t.Errorf("neither IPv4 nor IPv6: %s, %v", chain(p), err)
	}
}

// Every number that means a protocol is right before it, and stays.
func TestServiceTagStays(t *testing.T) {
	b := must(t, linkPackets[1].p)
	p, _ := packet.Parse(b, EthernetProto)
	if w := packettest.Wrong(p); w != nil {
		t.Fatalf("wrong: %v", w)
	}
	p[1].(*VLAN).ID = 7
	if got := must(t, p); got[12] != 0x88 || got[13] != 0xa8 {
		t.Errorf("the service tag's type became %x", got[12:14])
	}
	p = p.Remove(1).Remove(1)
	if got := must(t, p); got[12] != 8 || got[13] != 0 {
		t.Errorf("without tags the type is %x", got[12:14])
	}
}

// The length of an IEEE 802.3 frame follows its payload; bytes after it are kept.
func TestEtherLength(t *testing.T) {
	b := unhex(t, "0180c2000000 02000000000a 0006 4c4c 03 000000 00000000")
	p, err := packet.Parse(b, EthernetProto)
	if err != nil || chain(p) != "Ethernet/LLC/Raw" || len(p[0].(*Ethernet).Trailer) != 4 {
		t.Fatalf("%s, %v, trailer %x", chain(p), err, p[0].(*Ethernet).Trailer)
	}
	p[2] = packet.Payload(make([]byte, 35))
	if got := must(t, p); got[13] != 38 {
		t.Errorf("length is %d", got[13])
	}
	for _, typ := range []string{"05dd", "05ff"} {
		b := unhex(t, "020000000001 020000000002 "+typ+" 00")
		d, _ := packet.Validate(b, EthernetProto)
		if len(d) != 1 {
			t.Errorf("type %s: %v", typ, d)
		}
		packettest.RoundTrip(t, EthernetProto, b)
	}
}

// A label may be bound to what its pseudowire carries, for one parser.
func TestPseudowire(t *testing.T) {
	b := must(t, packet.Packet{&MPLS{Label: 1000}, &Ethernet{Dst: macB, Src: macA}, &IPv4{Src: a4, Dst: b4}})
	if p, _ := packet.Parse(b, MPLSProto); chain(p) != "MPLS/Raw" {
		t.Errorf("unbound label: %s", chain(p))
	}
	var o packet.Bindings
	packet.Override(&o, &MPLSLabels, 1000, EthernetProto)
	c := packet.Parser{Bindings: &o}
	if p, _ := c.Parse(b, MPLSProto); chain(p) != "MPLS/Ethernet/IPv4" {
		t.Errorf("bound label: %s", chain(p))
	}
}

// Tunnels nest to the parser's limit.
func TestNesting(t *testing.T) {
	var p packet.Packet
	for i := range 30 {
		if i%2 == 0 {
			p = append(p, &IPv4{Src: a4, Dst: b4, ID: uint16(i)})
		} else {
			p = append(p, &IPv6{Src: a6, Dst: b6, FlowLabel: uint32(i)})
		}
	}
	p = append(p, &UDP{SrcPort: 5})
	b := must(t, p)
	q, err := packet.Parse(b, IPv4Proto)
	if err != nil || len(q) != 31 || packettest.Wrong(q) != nil {
		t.Fatalf("%d layers, %v, wrong %v", len(q), err, packettest.Wrong(q))
	}
	if ip := packet.Last[IPv4](q); ip.ID != 28 {
		t.Errorf("innermost IPv4 has ID %d", ip.ID)
	}
	if ip := packet.Nth[IPv6](q, 3); ip.FlowLabel != 7 {
		t.Errorf("fourth IPv6 has flow label %d", ip.FlowLabel)
	}
	q = q.Insert(29, &GRE{Key: 3}).Insert(0, &Ethernet{})
	if r, err := packet.Parse(must(t, q), EthernetProto); err != nil || len(r) != 33 || packettest.Wrong(r) != nil {
		t.Errorf("after insertion: %s, %v", chain(r), err)
	}
}

func TestARPFields(t *testing.T) {
	p, err := packet.Parse(unhex(t, "0001080006040002 0200000000aa 0a000001 0200000000bb 0a000002 000000000000"), ARPProto)
	if err != nil {
		t.Fatal(err)
	}
	a := p[0].(*ARP)
	if a.Op != wire.ARPReply || a.SenderMAC[5] != 0xaa || a.SenderIP != netip.MustParseAddr("10.0.0.1") ||
		a.TargetMAC[5] != 0xbb || a.TargetIP != netip.MustParseAddr("10.0.0.2") || a.Addresses != nil || len(a.Trailer) != 6 {
		t.Errorf("%+v", a)
	}
	_, err = packet.Parse(unhex(t, "0001080006040002 0200000000aa 0a000001"), ARPProto)
	if e, ok := err.(*packet.Error); !ok || e.Need != 28 || e.Have != 18 {
		t.Errorf("short packet: %v", err)
	}
}

func TestGREChecksum(t *testing.T) {
	b := must(t, with(&GRE{ChecksumPresent: packet.Fix(true), Key: 5}))
	p, _ := packet.Parse(b, GREProto)
	if s := p[0].(*GRE).ChecksumState(); s != packet.ChecksumGood {
		t.Errorf("checksum %v", s)
	}
	b[len(b)-1] ^= 1
	p, _ = packet.Parse(b, GREProto)
	if s := p[0].(*GRE).ChecksumState(); s != packet.ChecksumBad {
		t.Errorf("checksum after damage %v", s)
	}
	g := p[0].(*GRE)
	g.Checksum.Release()
	g.Key = 0
	q, err := packet.Parse(must(t, p), GREProto)
	if g := q[0].(*GRE); err != nil || g.KeyPresent.Get() || g.ChecksumState() != packet.ChecksumGood {
		t.Errorf("after removing the key: %+v, %v", g, err)
	}
}

func TestLinkValidate(t *testing.T) {
	for _, tt := range []struct {
		name, hex string
		first     *packet.Proto
		want      string
	}{
		{"VXLAN without VNI", "0000000000000100", VXLANProto, "Flags"},
		{"VLAN 4095", "0fff0800", VLANProto, "ID"},
		{"ARP", "0001080006040000 0200000000aa 0a000001 0200000000bb 0a000002", ARPProto, "Op"},
		{"MPLS implicit null", "00003140", MPLSProto, "Label"},
		{"GRE version", "00020800", GREProto, "Version"},
		{"PPTP without key", "0001880b00000000", GREProto, "KeyPresent"},
		{"LLC S frame", "f0f00d00", LLCProto, "Control"},
		{"SNAP without SNAP's SSAP", "aa0003 000000 9000", LLCProto, "OUI"},
		{"SLL type", "0009 0001 0006 0200000000010000 9000", SLLProto, "PacketType"},
		{"SLL2 reserved", "9000 0001 00000001 0001 00 06 0200000000010000", SLL2Proto, "Reserved"},
		{"length", "000000000000 020000000000 0500 aaaa", EthernetProto, "Type"},
		{"group source", "020000000001 030000000000 9000", EthernetProto, "Src"},
	} {
		found := false
		d, _ := packet.Validate(unhex(t, tt.hex), tt.first)
		for _, d := range d {
			found = found || d.Field == tt.want
		}
		if !found {
			t.Errorf("%s: %v, want one about %s", tt.name, d, tt.want)
		}
	}
}
