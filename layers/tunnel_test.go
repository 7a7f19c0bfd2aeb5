package layers_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func tunnelled(l *GTPU, ext ...[]byte) *GTPU {
	for _, e := range ext {
		l.AddExtension(wire.GTPExtension(e[0]), e[1:]...)
	}
	return l
}

func overUDP(port uint16, ls ...packet.Layer) packet.Packet {
	return append(packet.Packet{&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 49152, DstPort: port}}, ls...)
}

// tunnelPackets has packets of every tunnel and message, with the beginning of their
// bytes.
var tunnelPackets = []struct {
	name  string
	p     packet.Packet
	first *packet.Proto
	chain string
	head  string
}{
	{"GENEVE", overUDP(6081, &GENEVE{VNI: 0x123456}, &Ethernet{}, &IPv4{Src: a4, Dst: b4}, &UDP{}), IPv4Proto, "IPv4/UDP/GENEVE/Ethernet/IPv4/UDP", "45"},
	{"GENEVE options", with(&GENEVE{VNI: 1, Options: wire.GENEVEOptions{}.Add(0x102, 0x80, 1)}), GENEVEProto, "GENEVE/IPv4/UDP/Raw", "02 40 0800 000001 00 0102 80 01 01000000 45"},
	{"GENEVE control", packet.Packet{&GENEVE{Control: true, Protocol: packet.Fix(EtherType(0x1234))}, packet.Payload([]byte{1})}, GENEVEProto, "GENEVE/Raw", "00 80 1234 000000 00 01"},
	{"GENEVE other version", packet.Packet{&GENEVE{Version: 1, Protocol: packet.Fix(wire.EtherTypeIPv4)}, packet.Payload([]byte{0x45})}, GENEVEProto, "GENEVE/Raw", "40 00 0800"},
	{"GTP-U", overUDP(2152, &GTPU{TEID: 7}, &IPv6{Src: a6, Dst: b6}, &UDP{}), IPv4Proto, "IPv4/UDP/GTPU/IPv6/UDP", "45"},
	{"GTP-U all", with(tunnelled(&GTPU{TEID: 1, Seq: 2, NPDU: 3}, []byte{0x85, 0, 9}, []byte{0x40, 0, 1, 2, 3, 4, 5, 6})), GTPUProto, "GTPU/IPv4/UDP/Raw",
		"37 ff 0032 00000001 0002 03 85 01000940 03000102 03040506 00000000 45"},
	{"GTP-U zero seq", with(&GTPU{SeqFlag: packet.Fix(true)}), GTPUProto, "GTPU/IPv4/UDP/Raw", "32 ff 0022 00000000 00000000 45"},
	{"GTP-U echo", packet.Packet{&GTPU{Type: packet.Fix(wire.GTPEchoResponse), Seq: 1, IEs: wire.GTPIEs{}.Add(wire.GTPIERecovery, 0)}}, GTPUProto, "GTPU", "32 02 0006 00000000 0001 00 00 0e00"},
	{"GTP-U error", packet.Packet{&GTPU{Type: packet.Fix(wire.GTPErrorIndication), SeqFlag: packet.Fix(true),
		IEs: wire.GTPIEs{}.Add(wire.GTPIETEIDData, 0, 0, 0, 1).Add(wire.GTPIEGSNAddress, 192, 0, 2, 1)}}, GTPUProto, "GTPU", "32 1a 0010 00000000 00000000 10 00000001 85 0004 c0000201"},
	{"GTP-U end", packet.Packet{&GTPU{Type: packet.Fix(wire.GTPEndMarker), TEID: 5}}, GTPUProto, "GTPU", "30 fe 0000 00000005"},
	{"NSH", with(&Ethernet{}, &NSH{ServicePath: 5, Metadata: make([]byte, 16)}), EthernetProto, "Ethernet/NSH/IPv4/UDP/Raw",
		"000000000000 000000000000 894f 0fc6 01 01 000005 ff 00000000"},
	{"NSH type 2", with(&NSH{ServicePath: 5, ServiceIndex: packet.U8(3), Metadata: wire.NSHMetadata{}.Add(1, 2, 3)}, &Ethernet{}), NSHProto, "NSH/Ethernet/IPv4/UDP/Raw",
		"0fc4 02 03 000005 03 0001 02 01 03000000"},
	{"NSH in NSH", packet.Packet{&NSH{}, &NSH{}, &MPLS{}}, NSHProto, "NSH/NSH/MPLS", "0fc2 02 04 000000 ff 0fc2 02 05 000000 ff"},
	{"VXLAN-GPE", overUDP(4790, &VXLANGPE{VNI: 9}, &NSH{}, &Ethernet{}), IPv4Proto, "IPv4/UDP/VXLANGPE/NSH/Ethernet", "45"},
	{"VXLAN-GPE plain", with(&VXLANGPE{Flags: packet.Fix(wire.VXLANHasVNI)}, &Ethernet{}), VXLANGPEProto, "VXLANGPE/Ethernet/IPv4/UDP/Raw", "08 0000 00 000000 00"},
	{"ERSPAN I", with(&IPv4{Src: a4, Dst: b4}, &GRE{Protocol: packet.Fix(wire.EtherTypeERSPAN)}, &Ethernet{}), IPv4Proto, "IPv4/GRE/Ethernet/IPv4/UDP/Raw", "45"},
	{"ERSPAN II", with(&GRE{Seq: 1}, &ERSPAN{VLAN: 0x123, CoS: 5, SessionID: 0x201, Index: 7}, &Ethernet{}), GREProto, "GRE/ERSPAN/Ethernet/IPv4/UDP/Raw",
		"1000 88be 00000001 1123 a201 00000007"},
	{"ERSPAN III", with(&GRE{Seq: 1}, &ERSPAN3{SessionID: 1, Timestamp: 0x01020304, HasFrame: true, Granularity: 3}, &Ethernet{}), GREProto, "GRE/ERSPAN3/Ethernet/IPv4/UDP/Raw",
		"1000 22eb 00000001 2000 0001 01020304 0000 8006"},
	{"ERSPAN III platform", with(&ERSPAN3{FrameType: 2, Platform: make([]byte, 8)}), ERSPAN3Proto, "ERSPAN3/IPv4/UDP/Raw", "20000000 00000000 00000801 0000000000000000 45"},
	{"NVGRE", with(NVGRE(0x123456, 7), &Ethernet{}), GREProto, "GRE/Ethernet/IPv4/UDP/Raw", "2000 6558 12345607"},
	{"LISP", overUDP(4341, &LISP{InstancePresent: true, Locators: 0x12345601}, &IPv4{Src: a4, Dst: b4}), IPv4Proto, "IPv4/UDP/LISP/IPv4", "45"},
	{"LISP nonce", packet.Packet{&LISP{NoncePresent: true, LocatorStatus: true, Nonce: 5, Locators: 3}, &IPv6{Src: a6, Dst: b6}}, LISPProto, "LISP/IPv6", "c0 000005 00000003 60"},
	{"Teredo", overUDP(3544, &IPv6{Src: a6, Dst: b6}), IPv4Proto, "IPv4/UDP/IPv6", "45"},
	{"Teredo all", overUDP(3544, &TeredoAuth{ClientID: []byte("me"), Auth: []byte{1}, Nonce: 5}, OriginOf(netip.MustParseAddrPort("192.0.2.1:1000")), &IPv6{Src: a6, Dst: b6}),
		IPv4Proto, "IPv4/UDP/TeredoAuth/TeredoOrigin/IPv6", "45"},
	{"L2TP control", overUDP(1701, &L2TP{Control: true, AVPs: wire.L2TPAVPs{}.Add(true, 0, 0, 1)}), IPv4Proto, "IPv4/UDP/L2TP", "45"},
	{"L2TP ack", packet.Packet{&L2TP{Control: true, Tunnel: 1, Ns: 2, Nr: 3}}, L2TPProto, "L2TP", "c802 000c 0001 0000 0002 0003"},
	{"L2TP data", packet.Packet{&L2TP{LengthPresent: packet.Fix(true), Tunnel: 1, Session: 2, Ns: 1, Pad: []byte{0, 0}}, packet.Payload([]byte{0xc0, 0x21})}, L2TPProto, "",
		"4a02 0012 0001 0002 0001 0000 0002 0000 c021"},
	{"L2TPv3", overUDP(1701, &L2TPv3{Control: true, ID: 5, AVPs: wire.L2TPAVPs{}.Add(true, 0, 0, 6)}), IPv4Proto, "IPv4/UDP/L2TPv3", "45"},
	{"L2TPv3 data", packet.Packet{&L2TPv3{ID: 5}, packet.Payload([]byte("cookie"))}, L2TPv3Proto, "L2TPv3/Raw", "0003 0000 00000005"},
	{"L2TPv3 over IP", packet.Packet{&IPv4{Src: a4, Dst: b4}, &L2TPv3IP{}, &L2TPv3{Control: true, ID: 5}}, IPv4Proto, "IPv4/L2TPv3IP/L2TPv3", "45"},
	{"L2TPv3 session", packet.Packet{&L2TPv3IP{Session: 9}, packet.Payload([]byte{1})}, L2TPv3IPProto, "L2TPv3IP/Raw", "00000009 01"},
	{"control word", with(&MPLS{Label: 100}, &PWControlWord{Seq: 5}, &Ethernet{}), MPLSProto, "MPLS/PWControlWord/Ethernet/IPv4/UDP/Raw", "00064140 00000005"},
	{"associated channel", packet.Packet{&MPLS{Label: wire.MPLSGAL}, &PWChannelHeader{}, &IPv4{Src: a4, Dst: b4}}, MPLSProto, "MPLS/PWChannelHeader/IPv4", "0000d140 10000021"},
	{"MPLS of no kind", packet.Packet{&MPLS{Label: 100}, packet.Payload([]byte{0, 1, 2, 3})}, MPLSProto, "MPLS/Raw", "00064140 00010203"},
}

func TestTunnels(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range tunnelPackets {
		b := must(t, tt.p)
		if head := unhex(t, tt.head); !bytes.HasPrefix(b, head) {
			t.Errorf("%s:\n got %x\nwant %x …", tt.name, b, head)
		}
		q, err := packet.Parse(b, tt.first)
		if err != nil && tt.chain != "" || tt.chain != "" && chain(q) != tt.chain {
			t.Errorf("%s: %s, want %s (%v)", tt.name, chain(q), tt.chain, err)
			continue
		}
		if w := packettest.Wrong(q); w != nil {
			t.Errorf("%s: wrong: %v", tt.name, w)
		}
		var c packet.Parser
		c.Parse(b, tt.first)
		for i, s := range c.Spans() {
			seeds[q[i].Proto()] = append(seeds[q[i].Proto()], b[s.Off:])
		}
	}
	for _, pr := range []*packet.Proto{GENEVEProto, GTPUProto, NSHProto, VXLANProto, VXLANGPEProto, ERSPANProto, ERSPAN3Proto, LISPProto,
		TeredoAuthProto, TeredoOriginProto, L2TPProto, L2TPv3Proto, L2TPv3IPProto, PWControlWordProto, PWChannelHeaderProto} {
		if pr == VXLANProto {
			continue // tried with the other links
		}
		packettest.Trial(t, pr, seeds[pr]...)
	}
}

// TestTunnelFaults parses what is malformed.
func TestTunnelFaults(t *testing.T) {
	for _, c := range []struct {
		name, hex string
		pr        *packet.Proto
	}{
		{"GENEVE options run out", "3f00080000000000", GENEVEProto},
		{"GTP prime", "20ff000000000000", GTPUProto},
		{"GTP version 2", "4801000800000000", GTPUProto},
		{"GTP length below header", "32ff000000000000 00000000", GTPUProto},
		{"GTP extension of length 0", "34ff000800000000 00000085 00000000", GTPUProto},
		{"GTP extension cut", "34ff000800000000 00000085", GTPUProto},
		{"NSH length 0", "0fc0010100000000", NSHProto},
		{"ERSPAN III platform cut", "200000000000000000000001", ERSPAN3Proto},
		{"Teredo authentication cut", "000102020102030405060708090a", TeredoAuthProto},
		{"L2TP cut", "c802001400010000", L2TPProto},
		{"L2TP length", "c8020004000100000002000300", L2TPProto},
		{"L2TP offset", "020200010002ffff00", L2TPProto},
		{"L2TPv3 length", "c803000400000001 00000000", L2TPv3Proto},
	} {
		q, err := packet.Parse(unhex(t, c.hex), c.pr)
		if err == nil || len(q) != 1 || q[0].Proto() != packet.RawProto {
			t.Errorf("%s: %v, %v", c.name, chain(q), err)
		}
	}
	for _, c := range []struct{ name, hex, field string }{
		{"GENEVE critical", "0240 0800 00000000 00010001 00000000", ""},
	} {
		q, _ := packet.Parse(unhex(t, c.hex), GENEVEProto)
		g, ok := q[0].(*GENEVE)
		if !ok || g.Critical.Get() == g.Options.Critical() {
			t.Errorf("%s: %v", c.name, q)
		}
	}
}

func ExampleGTPU_AddExtension() {
	g := &GTPU{TEID: 0x1234}
	g.AddExtension(wire.GTPPDUSession, 0x00, 0x09) // downlink, QoS flow 9
	b, err := packet.Packet{
		&IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}, &UDP{SrcPort: 2152, DstPort: 2152},
		g,
		&IPv4{Src: netip.MustParseAddr("10.0.0.1"), Dst: netip.MustParseAddr("10.0.0.2")},
	}.Bytes()
	fmt.Printf("%x %v\n", b[28:44], err)
	// Output: 34ff001c000012340000008501000900 <nil>
}

func ExampleTeredoOrigin_Origin() {
	fmt.Println(OriginOf(netip.MustParseAddrPort("192.0.2.1:1000")).Origin())
	// Output: 192.0.2.1:1000
}
