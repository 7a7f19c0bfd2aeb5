package pfcp

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
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
	v4 = netip.MustParseAddr("192.0.2.1")
	v6 = netip.MustParseAddr("2001:db8::1")
)

const wired6 = "20010db8000000000000000000000001"

// values has elements with their bytes and texts.
var values = []struct {
	t         wire.PFCPIEType
	v         Value
	hex, text string
}{
	{wire.PFCPIECause, Number{Value: 1, Size: 1}, "01", "Request accepted"},
	{wire.PFCPIESourceInterface, Number{Value: 1, Size: 1}, "01", "Core"},
	{wire.PFCPIEPDRID, Number{Value: 7, Size: 2}, "0007", "7"},
	{wire.PFCPIEFTEID, &FTEID{Flags: 1, TEID: 9, IPv4: v4}, "01 00000009 c0000201", "TEID 9 192.0.2.1"},
	{wire.PFCPIEFTEID, &FTEID{Flags: 13, Choose: 5}, "0d 05", "choose ID 5"},
	{wire.PFCPIEFSEID, &FSEID{SEID: 3, IPv4: v4, IPv6: v6}, "03 0000000000000003 c0000201" + wired6, "SEID 3 192.0.2.1 2001:db8::1"},
	{wire.PFCPIENodeID, &NodeID{Kind: 0, Addr: v4}, "00 c0000201", "192.0.2.1"},
	{wire.PFCPIENodeID, &NodeID{Kind: 2, Name: []byte("\x03upf\x07example")}, "02 03757066 076578616d706c65", `"upf.example"`},
	{wire.PFCPIENetworkInstance, Name("internet"), "08696e7465726e6574", `"internet"`},
	{wire.PFCPIENetworkInstance, Text("internet"), "696e7465726e6574", `"internet"`},
	{wire.PFCPIESDFFilter, &SDFFilter{Flags: 31, Description: []byte("permit"), Class: 1, SPI: 2, FlowLabel: 3, ID: 4}, "1f 00 0006 7065726d6974 0001 00000002 000003 00000004",
		`"permit" class 1 SPI 2 label 3 ID 4`},
	{wire.PFCPIEGateStatus, Number{Value: 1, Size: 1}, "01", "uplink open downlink closed"},
	{wire.PFCPIEMBR, &BitRates{Uplink: 1, Downlink: 2}, "0000000001 0000000002", "uplink 1 downlink 2"},
	{wire.PFCPIEVolumeThreshold, &Volume{Flags: 5, Total: 1, Downlink: 2}, "05 0000000000000001 0000000000000002", "total 1 downlink 2"},
	{wire.PFCPIEVolumeMeasurement, &Volume{Measured: true, Flags: 9, Total: 1, Packets: [3]uint64{2}}, "09 0000000000000001 0000000000000002", "total 1 packets 2"},
	{wire.PFCPIEApplyAction, Flags{Bits: []byte{2}}, "02", "FORW"},
	{wire.PFCPIEApplyAction, Flags{Bits: []byte{0x0c, 0}}, "0c00", "BUFF,NOCP"},
	{wire.PFCPIEUPFunctionFeatures, Flags{Bits: []byte{0x10, 0, 0x80}}, "100080", "FTUP,GCOM"},
	{wire.PFCPIEReportType, Flags{Bits: []byte{0}}, "00", "none"},
	{wire.PFCPIEOuterHeaderCreation, &OuterHeader{Description: 0x100, TEID: 9, IPv4: v4}, "0100 00000009 c0000201", "GTP-U/UDP/IPv4 TEID 9 192.0.2.1"},
	{wire.PFCPIEOuterHeaderCreation, &OuterHeader{Description: 0x800, IPv6: v6, Port: 5}, "0800" + wired6 + "0005", "UDP/IPv6 2001:db8::1 port 5"},
	{wire.PFCPIEOuterHeaderRemoval, Number{Size: 1}, "00", "GTP-U/UDP/IPv4"},
	{wire.PFCPIEUEIPAddress, &UEIPAddress{Flags: 6, IPv4: v4}, "06 c0000201", "V4,S/D 192.0.2.1"},
	{wire.PFCPIERecoveryTimeStamp, Time(0xe8fe6f80), "e8fe6f80", "2023-11-14T22:13:20Z"},
	{wire.PFCPIERedirectInformation, &Redirect{Kind: 2, Server: []byte("http://a")}, "02 0008 687474703a2f2f61", `type 2 "http://a"`},
	{wire.PFCPIEDroppedDLTrafficThreshold, &DropThreshold{Flags: 3, Packets: 1, Octets: 2}, "03 0000000000000001 0000000000000002", "packets 1 octets 2"},
	{wire.PFCPIERemoteGTPUPeer, &Peer{Flags: 2, IPv4: v4}, "02 c0000201", "192.0.2.1"},
	{wire.PFCPIEFailedRuleID, &FailedRule{0, []byte{0, 1}}, "00 0001", "PDR 0001"},
	{wire.PFCPIEPacketRate, &PacketRate{Flags: 3, Uplink: 1, Downlink: 2}, "03 00 0001 00 0002", "uplink unit 0 most 1 downlink unit 0 most 2"},
	{wire.PFCPIEForwardingPolicy, &ForwardingPolicy{ID: []byte("a")}, "01 61", `"a"`},
	{wire.PFCPIEFlowInformation, &Flow{Direction: 1, Description: []byte("a")}, "01 0001 61", `direction 1 "a"`},
	{wire.PFCPIEHeaderEnrichment, &HeaderEnrichment{Name: []byte("a"), Value: []byte("b")}, "00 01 61 01 62", `type 0 "a" "b"`},
	{wire.PFCPIEMACAddress, &MACs{Flags: 1, Addrs: [4]MAC{{2, 0, 0, 0, 0, 1}}}, "01 020000000001", "source 02:00:00:00:00:01"},
	{wire.PFCPIEUserID, &UserID{Flags: 9, IMSI: []byte{0, 0x11, 0xf2}, NAI: []byte("a")}, "09 03 0011f2 01 61", `IMSI 00112 NAI "a"`},
	{wire.PFCPIEMultiplier, &Multiplier{1, 2}, "0000000000000001 00000002", "digits 1 exponent 2"},
	{wire.PFCPIECPPFCPEntityIPAddress, &Entity{Flags: 2, IPv4: v4}, "02 c0000201", "192.0.2.1"},
	{wire.PFCPIESNSSAI, &Slice{1, 0xffffff}, "01 ffffff", "SST 1 SD 16777215"},
	{wire.PFCPIEOffendingIE, Number{Value: 60, Size: 2}, "003c", "Node ID"},
	{wire.PFCPIEPDI, IEs{}.Add(wire.PFCPIESourceInterface, Number{Size: 1}), "0014 0001 00", "Source Interface Access"},
	{wire.PFCPIETraceInformation, Bytes{1}, "01", "01"},
	{wire.PFCPIEFTEID, Bytes{1}, "01", "01"},
	{5000, Bytes{1}, "01", "01"},
}

func TestValues(t *testing.T) {
	for _, tt := range values {
		d := unhex(tt.hex)
		if v := ValueOf(tt.t, d); v.String() != tt.text || !bytes.Equal(v.AppendWire(nil), d) || !bytes.Equal(tt.v.AppendWire(nil), d) {
			t.Errorf("%v: %T %q of %x, want %q of %x", tt.t, v, v, tt.v.AppendWire(nil), tt.text, d)
		}
	}
}

// The bytes of a value are those that it was made from, whatever they are.
func TestValueBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100000 {
		d := make([]byte, r.IntN(40))
		for i := range d {
			d[i] = byte(r.Uint32()) >> r.IntN(8)
		}
		typ := wire.PFCPIEType(r.IntN(330))
		if v := ValueOf(typ, d); v.String() == "\x00" || !bytes.Equal(v.AppendWire(nil), d) {
			t.Fatalf("%v: %x became %x (%T)", typ, d, v.AppendWire(nil), v)
		}
	}
}

func build(t testing.TB, p ...packet.Layer) []byte {
	b, err := packet.Packet(p).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func seeds(t testing.TB) (out [][]byte) {
	var all IEs
	for _, x := range values[:len(values)-2] {
		all = all.Add(x.t, x.v)
	}
	all = IEs(wire.PFCPIEs(all).Add(wire.PFCPIE{Type: 0x8001, Enterprise: 9, Value: []byte{1}}))
	a := &Message{Type: wire.PFCPSessionReportRequest, SEID: 1, Seq: 2, HasPriority: true, Priority: 0x30, IEs: all}
	b := &Message{Type: wire.PFCPSessionModificationRequest, SEID: 1, Seq: 3}
	return [][]byte{build(t, &Message{Type: wire.PFCPHeartbeatRequest, Seq: 1, IEs: IEs{}.Add(wire.PFCPIERecoveryTimeStamp, Time(1))}),
		build(t, a), build(t, a, b), append(build(t, b), 1, 2, 3)}
}

func TestTrial(t *testing.T) {
	packettest.Trial(t, MessageProto, seeds(t)...)
	for m := range 256 {
		x := wire.PFCPMessage(m)
		b := build(t, &Message{Type: x, SEID: 1, Seq: 7})
		packettest.RoundTrip(t, MessageProto, b)
		if x.HasSEID() != (len(b) == 16) {
			t.Errorf("%v: %d bytes", x, len(b))
		}
	}
}

func TestMessages(t *testing.T) {
	for _, b := range seeds(t)[:3] {
		if ds, worst := packet.Validate(b, MessageProto); worst > packet.Unusual {
			t.Error(ds)
		}
	}
	p, err := packet.Parse(build(t, &layers.UDP{SrcPort: 8805, DstPort: 8805}, packet.Payload(seeds(t)[2])), layers.UDPProto)
	if err != nil || len(p) != 3 || packet.Nth[Message](p, 1).Seq != 3 {
		t.Errorf("%v, %v", p, err)
	}
	for _, bad := range []string{"20 01 0008 000001 00 0060 0001", "20 01 0008 000001 00 0060 0000", "21 01 000c 0000000000000000 000001 00", "20 01 0010 000001 00"} {
		if _, worst := packet.Validate(unhex(bad), MessageProto); worst < packet.BadValue {
			t.Errorf("%s is valid", bad)
		}
	}
	for _, bad := range []string{"40 01 0004 000001 00", "20 01 0003 000001 00", "21 32 000c 0000"} {
		if _, err := packet.Parse(unhex(bad), MessageProto); err == nil {
			t.Errorf("%s is a message", bad)
		}
	}
}

func TestGroups(t *testing.T) {
	o := IEs{}.Add(wire.PFCPIECreatePDR, IEs{}.Add(wire.PFCPIEPDI, IEs{}.Add(wire.PFCPIEQFI, Number{Value: 5, Size: 1})))
	if s := append(o, 1).String(); s != "Create PDR [PDI [QFI 5]], malformed 01" {
		t.Error(s)
	}
	if v, ok := o.Find(wire.PFCPIEQFI); !ok || v.String() != "5" {
		t.Error(v)
	}
	deep := IEs{}
	for range 3000 {
		deep = IEs{}.Add(wire.PFCPIEPDI, deep)
	}
	if n := len(deep.String()); n > 10*len(deep) {
		t.Errorf("%d bytes of text", n)
	}
	deep.validate(0, func(packet.Class, string) {})
}

func FuzzMessage(f *testing.F) {
	for _, b := range seeds(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, MessageProto, b)
		if l := packet.Get[Message](p); l != nil {
			_ = l.IEs.String()
			l.IEs.Find(wire.PFCPIEQFI)
			l.Validate(nil, func(string, packet.Class, string) {})
		}
	})
}
