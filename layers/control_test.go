package layers_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var (
	rootID   = wire.BridgeIDOf(0x8000, 1, macA)
	bridgeID = wire.BridgeIDOf(0x1000, 1, macB)
	tail50   = make(wire.LACPTLVs, 52)
)

const (
	rootHex   = "8001 02000000000a"
	bridgeHex = "1001 02000000000b"
	timesHex  = "0100 1400 0200 0f00"
)

// Packets of the protocols that control links: what they are built from, their bytes, and
// what they are parsed as.
var controlPackets = []struct {
	p     packet.Packet
	first *packet.Proto
	chain string
	hex   string
}{
	{packet.Packet{&PPPoEDiscovery{Code: wire.PPPoEPADI, Tags: wire.PPPoETags{}.Add(wire.PPPoETagServiceName).Add(wire.PPPoETagHostUniq, 1, 2)}},
		PPPoEDiscoveryProto, "PPPoEDiscovery", "11 09 0000 000a 0101 0000 0103 0002 0102"},
	{packet.Packet{&PPPoEDiscovery{Code: wire.PPPoEPADT, SessionID: 7, Trailer: make([]byte, 4)}},
		PPPoEDiscoveryProto, "PPPoEDiscovery", "11 a7 0007 0000 00000000"},
	{with(&PPPoE{SessionID: 7}, &PPP{}), PPPoEProto, "PPPoE/PPP/IPv4/UDP/Raw", "11 00 0007 0020 0021 45"},
	{with(&PPPoE{SessionID: 7}, &PPP{Compressed: true}), PPPoEProto, "PPPoE/PPP/IPv4/UDP/Raw", "11 00 0007 001f 21 45"},
	{with(&HDLC{}, &PPP{}), PPPFrameProto, "HDLC/PPP/IPv4/UDP/Raw", "ff 03 0021 45"},
	{packet.Packet{&PPP{Protocol: packet.Fix(wire.PPPProtoOSI)}, packet.Payload([]byte{1})}, PPPFrameProto, "PPP/Raw", "0023 01"},
	{packet.Packet{&PPP{}, &IPv6{Src: a6, Dst: b6}}, PPPProto, "PPP/IPv6", "0057 60"},
	{with(&PPP{}, &MPLS{Label: 16}), PPPProto, "PPP/MPLS/IPv4/UDP/Raw", "0281 00010140 45"},
	{with(&PPP{}, &PPPMultilink{Beginning: true, Ending: true, Seq: 5}, &PPP{}), PPPProto, "PPP/PPPMultilink/PPP/IPv4/UDP/Raw", "003d c0000005 0021 45"},
	{with(&CiscoHDLC{}), PPPFrameProto, "CiscoHDLC/IPv4/UDP/Raw", "0f00 0800 45"},
	{packet.Packet{&CiscoHDLC{Address: packet.U8(wire.CHDLCMulticast)}, &SLARP{Code: wire.SLARPKeepalive, MySeq: 3, YourSeq: 2, Rest: []byte{0, 0, 1, 0}}},
		CiscoHDLCProto, "CiscoHDLC/SLARP", "8f00 8035 00000002 00000003 00000002 ffff 00000100"},
	{packet.Packet{&SLARP{Code: wire.SLARPReply, Address: netip.MustParseAddr("192.0.2.1"), Mask: netip.MustParseAddr("255.255.255.0")}},
		SLARPProto, "SLARP", "00000001 c0000201 ffffff00 ffff"},
	{packet.Packet{&Ethernet{}, &LLC{}, &STP{Flags: wire.BPDUTopologyChange, Root: rootID, RootPathCost: 4, Bridge: bridgeID, Port: 0x8002, MessageAge: wire.BPDUSecond}},
		EthernetProto, "Ethernet/LLC/STP", "000000000000 000000000000 0026 424203 0000 00 00 01" + rootHex + "00000004" + bridgeHex + "8002" + timesHex},
	{packet.Packet{&TCN{}}, BPDUProto, "TCN", "0000 00 80"},
	{packet.Packet{&SNAP{OUI: wire.OUICisco}, &RSTP{Flags: wire.BPDUFlags(0).WithRole(wire.RoleDesignated) | wire.BPDUForwarding, Root: rootID, Bridge: bridgeID,
		MessageAge: wire.BPDUSecond, Rest: []byte{0, 0, 0, 2, 0, 42}}},
		SNAPProto, "SNAP/RSTP", "00000c 010b 0000 02 02 2c" + rootHex + "00000000" + bridgeHex + "0000" + timesHex + "00 0000 0002 002a"},
	{packet.Packet{&MSTP{Root: rootID, RegionalRoot: bridgeID, Name: wire.MSTNameOf("r"), Revision: 1, Digest: [16]byte{1}, Bridge: bridgeID, RemainingHops: 20,
		MSTIs: wire.MSTIs{}.Add(wire.MSTI{Flags: wire.BPDULearning, RegionalRoot: rootID, PathCost: 9, BridgePriority: 0x80, PortPriority: 0x80, RemainingHops: 19})}},
		BPDUProto, "MSTP", "0000 03 02 00" + rootHex + "00000000" + bridgeHex + "0000 0000 1400 0200 0f00 00 0050 00 72" + strings.Repeat("00", 31) +
			"0001 01" + strings.Repeat("00", 15) + "00000000" + bridgeHex + "14" + "10" + rootHex + "00000009 80 80 13"},
	{packet.Packet{&Ethernet{}, &LACP{ActorSystemPriority: 0x8000, ActorSystem: macA, ActorKey: 13, ActorPort: 22, ActorState: wire.LACPActivity | wire.LACPAggregation,
		PartnerSystem: macB, CollectorMaxDelay: 5, TLVs: tail50}},
		EthernetProto, "Ethernet/LACP", "000000000000 000000000000 8809 01 01 01 14 8000 02000000000a 000d 0000 0016 05 000000" +
			"02 14 0000 02000000000b 0000 0000 0000 00 000000 03 10 0005" + strings.Repeat("00", 12+52)},
	{packet.Packet{&Marker{Type: wire.MarkerInformation, RequesterPort: 1, Requester: macA, Transaction: 9, TLVs: wire.LACPTLVs{0, 0}}},
		SlowProto, "Marker", "02 01 01 10 0001 02000000000a 00000009 0000 0000"},
	{packet.Packet{&OAM{Flags: wire.OAMLocalStable, TLVs: wire.OAMTLVs{}.Add(wire.OAMLocal, make([]byte, 14)...).Add(wire.OAMEnd)}},
		SlowProto, "OAM", "03 0010 00 01 10" + strings.Repeat("00", 14) + "00"},
	{packet.Packet{&OAM{Code: wire.OAMEventNotification, Sequence: 5, TLVs: wire.OAMTLVs{}.Add(1, 2, 3)}}, SlowProto, "OAM", "03 0000 01 0005 01 04 0203"},
	{packet.Packet{&OAM{Code: wire.OAMLoopbackControl, Data: []byte{1}}}, SlowProto, "OAM", "03 0000 04 01"},
	{packet.Packet{&OSSP{OUI: 0x0019a7}, packet.Payload([]byte{0, 1})}, SlowProto, "OSSP/Raw", "0a 0019a7 0001"},
	{packet.Packet{&Ethernet{Dst: wire.MACPause}, &MACControl{Opcode: wire.MACControlPause, Quanta: 0xffff, Rest: make([]byte, 2)}},
		EthernetProto, "Ethernet/MACControl", "0180c2000001 000000000000 8808 0001 ffff 0000"},
	{packet.Packet{&MACControl{Opcode: wire.MACControlPFC, Classes: 8, Times: wire.PFCTimes{7: 9}}}, MACControlProto, "MACControl",
		"0101 0008 0000 0000 0000 0009 0000 0000 0000 0000"},
	{packet.Packet{&MACControl{Opcode: wire.MACControlGate, Timestamp: 7, Rest: []byte{1}}}, MACControlProto, "MACControl", "0002 00000007 01"},
	{with(&Ethernet{}, &ITag{PCP: 5, ISID: 0x123456}, &Ethernet{Dst: macB, Src: macA}), EthernetProto, "Ethernet/ITag/Ethernet/IPv4/UDP/Raw",
		"000000000000 000000000000 88e7 a0123456 02000000000b 02000000000a 0800 45"},
	{with(&Ethernet{}, &MACsec{PN: 7, System: macA, SCIPort: 1, AN: 1, ICV: make([]byte, 16)}), EthernetProto, "Ethernet/MACsec/IPv4/UDP/Raw",
		"000000000000 000000000000 88e5 21 20 00000007 02000000000a 0001 0800 45"},
	{packet.Packet{&MACsec{PN: 1, E: true, C: true, ICV: make([]byte, 16)}, packet.Payload(make([]byte, 60))}, MACsecProto, "MACsec/Raw",
		"0c 00 00000001" + strings.Repeat("00", 76)},
	{packet.Packet{&IPv4{Src: a4, Dst: b4}, &EtherIP{}, &Ethernet{Dst: macB, Src: macA}, &IPv6{Src: a6, Dst: b6}}, IPv4Proto, "IPv4/EtherIP/Ethernet/IPv6", "45"},
	{packet.Packet{&EtherIP{}, &Ethernet{}}, EtherIPProto, "EtherIP/Ethernet", "3000" + strings.Repeat("00", 14)},
	{packet.Packet{&Ethernet{}, &WakeOnLAN{Target: macA, Password: []byte("secret")}}, EthernetProto, "Ethernet/WakeOnLAN",
		"000000000000 000000000000 0842 ffffffffffff" + strings.Repeat("02000000000a", 16) + "736563726574"},
	{packet.Packet{&IPv4{Src: a4, Dst: b4}, &UDP{SrcPort: 1, DstPort: wire.PortWakeOnLAN}, &WakeOnLAN{Target: macA}}, IPv4Proto, "IPv4/UDP/WakeOnLAN", "45"},
	{packet.Packet{&Ethernet{}, &Loopback{Messages: wire.LoopbackMessages{}.AddForward(macA).AddReply(5, 1, 2)}}, EthernetProto, "Ethernet/Loopback",
		"000000000000 000000000000 9000 0000 0200 02000000000a 0100 0500 0102"},
	{packet.Packet{&Loopback{SkipCount: 8, Messages: wire.LoopbackMessages{}.AddForward(macA).AddReply(5)}}, LoopbackProto, "Loopback", "0800 0200 02000000000a 0100 0500"},
	{packet.Packet{&Ethernet{}, &AoE{Major: 1, Minor: 2, Tag: 3}, &AoEATA{Flags: wire.AoEExtended, SectorCount: 1, CmdStatus: 0x24, LBA: [6]byte{1}}},
		EthernetProto, "Ethernet/AoE/AoEATA", "000000000000 000000000000 88a2 10 00 0001 02 00 00000003 40 00 01 24 010000000000 0000"},
	{packet.Packet{&AoE{Response: true, Failed: true, Error: wire.AoEConfigPresent}, &AoEConfig{BufferCount: 8, Version: 1, Command: wire.AoEConfigSet, String: []byte("x"), Trailer: []byte{0}}},
		AoEProto, "AoE/AoEConfig", "1c 04 0000 00 01 00000000 0008 0000 00 13 0001 78 00"},
	{packet.Packet{&AoE{}, &AoEMACMask{Command: 1, Directives: wire.AoEDirectives{}.Add(wire.AoEDirective{Command: 1, Addr: macA})}},
		AoEProto, "AoE/AoEMACMask", "10 00 0000 00 02 00000000 00 01 00 01 00 01 02000000000a"},
	{packet.Packet{&AoE{}, &AoEReserve{Command: 1, Addrs: wire.MACs{}.Add(macA).Add(macB)}},
		AoEProto, "AoE/AoEReserve", "10 00 0000 00 03 00000000 01 02 02000000000a 02000000000b"},
	{with(&FrameRelay{DLCIHigh: 6, DLCILow: 4, DE: true}), FrameRelayProto, "FrameRelay/IPv4/UDP/Raw", "1843 03cc 45"},
	{with(&FrameRelay{DLCIHigh: 6, Control: packet.U8(0)}), FrameRelayProto, "FrameRelay/IPv4/UDP/Raw", "1801 0800 45"},
	{packet.Packet{&FrameRelay{Padded: true}, &SNAP{OUI: 0x0080c2, Type: packet.Fix(EtherType(7))}, packet.Payload([]byte{1})}, FrameRelayProto,
		"FrameRelay/SNAP/Raw", "0001 03 00 80 0080c2 0007 01"},
	{with(&FrameRelay{Long: []byte{2, 5}}, &PPP{}), FrameRelayProto, "FrameRelay/PPP/IPv4/UDP/Raw", "0000 0205 03 cf 0021 45"},
	{with(&DSA{Dst: macB, Src: macA, Mode: wire.DSAForward, Port: 1, VLAN: 42}), DSAProto, "DSA/IPv4/UDP/Raw", "02000000000b 02000000000a c008 002a 0800 45"},
	{with(&EDSA{Mode: wire.DSAFromCPU, Tagged: true, Device: 3}), EDSAProto, "EDSA/IPv4/UDP/Raw", "000000000000 000000000000 dada 0000 63000000 0800 45"},
	{with(&BRCM{Opcode: wire.BRCMIngress, Tag: 0x80}), BRCMProto, "BRCM/IPv4/UDP/Raw", "000000000000 000000000000 20000080 0800 45"},
	{with(&BRCMTag{Tag: 0x2005}, &Ethernet{}), BRCMTagProto, "BRCMTag/Ethernet/IPv4/UDP/Raw", "00002005 000000000000 000000000000 0800 45"},
}

func TestControl(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, tt := range controlPackets {
		b := must(t, tt.p)
		if head := unhex(t, tt.hex); !strings.HasPrefix(string(b), string(head)) || len(head) != len(b) && head[len(head)-1]&0xf0 != 0x40 && head[len(head)-1] != 0x60 {
			t.Errorf("%s: built %x\n want %x", tt.chain, b, head)
		}
		p, err := packet.Parse(b, tt.first)
		if chain(p) != tt.chain || err != nil {
			t.Errorf("%x: %s, want %s (%v)", b, chain(p), tt.chain, err)
			continue
		}
		if d, class := packet.Validate(b, tt.first); class > packet.Unusual {
			t.Errorf("%s: %v", tt.chain, d)
		}
		_, at, err := p.AppendSpans(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range p {
			if pr := l.Proto(); pr != packet.RawProto && pr != EthernetProto && pr != IPv4Proto && pr != IPv6Proto && pr != UDPProto {
				end := len(b)
				if i > 0 {
					end = at[i-1].End
				}
				seeds[pr] = append(seeds[pr], b[at[i].Off:end])
			}
		}
	}
	for pr, s := range seeds {
		t.Run(pr.Name, func(t *testing.T) { packettest.Trial(t, pr, s...) })
	}
}

// What the values of lists and flags read like.
func TestControlText(t *testing.T) {
	for _, tt := range []struct {
		v    fmt.Stringer
		want string
	}{
		{controlPackets[0].p[0].(*PPPoEDiscovery).Tags, "service; host-uniq 0x0102"},
		{rootID, "8001.02:00:00:00:00:0a"},
		{wire.BPDUTime(384), "1.50s"},
		{wire.BPDUFlags(0).WithRole(wire.RoleRoot) | wire.BPDUAgreement, "agreement, root"},
		{wire.MSTIs{}.Add(wire.MSTI{RegionalRoot: rootID, PathCost: 9}), "instance 1: root 8001.02:00:00:00:00:0a, cost 9, hops 0, 0"},
		{wire.LACPActivity | wire.LACPExpired, "active|expired"},
		{wire.PFCTimes{7: 9}, "0 0 0 9 0 0 0 0"},
		{wire.LoopbackMessages{}.AddForward(macA).AddReply(5, 1), "forward to 02:00:00:00:00:0a; reply 5, 1 bytes"},
		{wire.AoEDirectives{}.Add(wire.AoEDirective{Command: 2, Addr: macA}), "delete 02:00:00:00:00:0a"},
		{wire.MACs{}.Add(macA).Add(macB), "02:00:00:00:00:0a 02:00:00:00:00:0b"},
		{wire.OAMTLVs{}.Add(wire.OAMLocal, 1, 0, 2, 0, 0x11, 0x05, 0xee, 0, 1, 2, 0, 0, 0, 9),
			"local version 1, revision 2, state 0x00, active|variables, PDUs of 1518, OUI 00:01:02, vendor 0x00000009"},
		{wire.OAMTLVs{1, 9}, "malformed: 0x0109"},
	} {
		if got := tt.v.String(); got != tt.want {
			t.Errorf("%T: %q, want %q", tt.v, got, tt.want)
		}
	}
	if v, ok := wire.PVSTVLAN([]byte{0, 0, 0, 0, 2, 0, 42}); v != 42 || !ok {
		t.Error(v, ok)
	}
	if v, ok := (&RSTP{Rest: []byte{0, 0, 0, 2, 0, 42}}).VLAN(); v != 42 || !ok {
		t.Error(v, ok)
	}
	if v, ok := (&STP{Rest: []byte{1, 0, 0}}).VLAN(); v != 0 || ok {
		t.Error(v, ok)
	}
}

// What standards forbid is found.
func TestControlDefects(t *testing.T) {
	for _, tt := range []struct {
		pr    *packet.Proto
		hex   string
		class packet.Class
		field string
	}{
		{PPPoEProto, "21 00 0001 0003 0021 45", packet.BadSize, "Version"},
		{PPPoEProto, "11 00 0001 0009 c021 01", packet.BadSize, "Length"},
		{PPPoEDiscoveryProto, "11 09 0000 0004 0103 0009", packet.BadSize, "Tags"},
		{PPPoEDiscoveryProto, "11 09 0000 0004 0103 0000", packet.BadValue, "Tags"},
		{PPPProto, "0020 00", packet.BadValue, "Protocol"},
		{STPProto, "0000 00 00 00" + rootHex + "00000000" + bridgeHex + "8001 1500 1400 0200 0f00", packet.BadValue, "MessageAge"},
		{MACsecProto, "0c 00 00000000 01", packet.BadSize, "PN"},
		{EtherIPProto, "4000 00", packet.BadValue, "Version"},
		{LoopbackProto, "0900 0100 0000", packet.BadSize, "SkipCount"},
		{MACControlProto, "0101 ff08" + strings.Repeat("00", 16), packet.BadValue, "Classes"},
		{ITagProto, "03000001 00", packet.BadSize, "Reserved"},
		{AoEProto, "14 00 0000 00 09 00000000", packet.BadValue, "Failed"},
	} {
		d, class := packet.Validate(unhex(t, tt.hex), tt.pr)
		found := false
		for _, x := range d {
			found = found || x.Field == tt.field
		}
		if class != tt.class || !found {
			t.Errorf("%s %s: %v, want %v of %s: %v", tt.pr.Name, tt.hex, class, tt.class, tt.field, d)
		}
	}
}

// Plain headers are parsed without allocation.
func TestControlAllocs(t *testing.T) {
	for _, tt := range controlPackets {
		b, c := must(t, tt.p), packet.Parser{Reuse: true}
		if n := testing.AllocsPerRun(20, func() {
			if _, err := c.Parse(b, tt.first); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", tt.chain, n)
		}
	}
}

func FuzzControl(f *testing.F) {
	first := []*packet.Proto{EthernetProto, PPPFrameProto, BPDUProto, SlowProto, MACControlProto, MACsecProto, AoEProto, LoopbackProto,
		PPPoEDiscoveryProto, PPPoEProto, CiscoHDLCProto, SLARPProto, SNAPProto, FrameRelayProto, DSAProto, EDSAProto, BRCMProto, BRCMTagProto}
	for _, tt := range controlPackets {
		for i, pr := range first {
			if pr == tt.first {
				f.Add(uint8(i), must(f, tt.p))
			}
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, b []byte) {
		pr := first[int(i)%len(first)]
		p, _ := packet.Parse(b, pr)
		if got, err := p.Bytes(); err != nil || string(got) != string(b) {
			t.Fatalf("%s %x: built %x (%v)", pr.Name, b, got, err)
		}
		for _, l := range p {
			for k := range l.Proto().Fields {
				_ = fmt.Sprint(l.Proto().Value(l, k))
			}
		}
		packet.Validate(b, pr)
	})
}
