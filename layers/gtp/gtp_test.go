package gtp

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
	v4   = netip.MustParseAddr("192.0.2.1")
	v6   = netip.MustParseAddr("2001:db8::1")
	home = NewPLMN("001", "01")
)

// values1 has elements of versions 0 and 1 with their bytes and texts.
var values1 = []struct {
	t         wire.GTPIEType
	v         Value
	hex, text string
}{
	{wire.GTPIECause, Number{Value: 128, Size: 1}, "80", "Request accepted"},
	{wire.GTPIEIMSI, Digits("001010000000001"), "00010100000000f1", "001010000000001"},
	{wire.GTPIERAI, &RAI{NewPLMN("208", "930"), 1, 2}, "02 08 39 0001 02", "208-930 LAC 1 RAC 2"},
	{wire.GTPIEReorderingRequired, Number{Value: 0xfe, Size: 1}, "fe", "no"},
	{wire.GTPIERecovery, Number{Value: 5, Size: 1}, "05", "5"},
	{wire.GTPIESelectionMode, Number{Value: 0xfc, Size: 1}, "fc", "MS or network provided APN, subscription verified"},
	{wire.GTPIETEIDData, Number{Value: 256, Size: 4}, "00000100", "256"},
	{wire.GTPIETEIDDataII, &TEIDDataII{5, 256}, "05 00000100", "NSAPI 5 TEID 256"},
	{wire.GTPIERABContext, &RABContext{5, 1, 2, 3, 4}, "05 0001 0002 0003 0004", "NSAPI 5 downlink GTP-U 1 uplink GTP-U 2 downlink PDCP 3 uplink PDCP 4"},
	{wire.GTPIEPacketTransferCommand, Number{Value: 1, Size: 1}, "01", "send data record packet"},
	{wire.GTPIEEndUserAddress, &EndUserAddress{0xf1, 0x21, nil}, "f121", "IPv4"},
	{wire.GTPIEEndUserAddress, &EndUserAddress{0xf1, 0x21, []netip.Addr{v4}}, "f121 c0000201", "IPv4 192.0.2.1"},
	{wire.GTPIEEndUserAddress, &EndUserAddress{0xf1, 0x8d, []netip.Addr{v4, v6}}, "f18d c0000201 20010db8000000000000000000000001", "IPv4v6 192.0.2.1 2001:db8::1"},
	{wire.GTPIEAPN, Name("internet.example"), "08 696e7465726e6574 07 6578616d706c65", `"internet.example"`},
	{wire.GTPIEPCO, &PCO{0x80, []PCOOption{{0x8021, []byte{1, 0, 0, 4}}, {0x0d, nil}}}, "80 8021 04 01000004 000d 00", "IPCP 01000004 DNS server IPv4"},
	{wire.GTPIEGSNAddress, Addr{v4}, "c0000201", "192.0.2.1"},
	{wire.GTPIEGSNAddress, Addr{v6}, "20010db8000000000000000000000001", "2001:db8::1"},
	{wire.GTPIEMSISDN, &MSISDN{0x91, "33123456789"}, "91 3321436587f9", "+33123456789"},
	{wire.GTPIERATType, Number{Value: 6, Size: 1}, "06", "EUTRAN"},
	{wire.GTPIEULI, &Location{0, home, 1, 2}, "00 00f110 0001 0002", "cell 001-01 LAC 1 code 2"},
	{wire.GTPIEMSTimeZone, &TimeZone{0x40, 1}, "40 01", "+01:00 saving 1"},
	{wire.GTPIEMSTimeZone, &TimeZone{0x0a | 0x20, 0}, "2a 00", "-05:30 saving 0"},
	{wire.GTPIEIMEI, Digits("3512345678901234"), "53214365870921 43", "3512345678901234"},
	{wire.GTPIECommonFlags, &CommonFlags{0x82, nil}, "82", "MBMS service type,dual address bearer"},
	{wire.GTPIEAMBR, &AMBR{1, 2}, "00000001 00000002", "uplink 1 downlink 2"},
	{wire.GTPIEDataRecordPacket, &DataRecords{1, 0x1101, [][]byte{{0xaa}, {0xbb, 0xcc}}}, "02 01 1101 0001 aa 0002 bbcc", "format 1 version 4353 record aa record bbcc"},
	{wire.GTPIESequenceNumbersOfReleasedPackets, List16{1, 2}, "0001 0002", "1,2"},
	{wire.GTPIEPrivate, &Private{9, []byte{1}}, "0009 01", "enterprise 9 01"},
	{wire.GTPIESelectedPLMNID, home, "00f110", "001-01"},
	{wire.GTPIEULITimestamp, Time(0xe8fe6f80), "e8fe6f80", "2023-11-14T22:13:20Z"},
	{wire.GTPIETFT, Bytes{0x21, 0}, "2100", "2100"},
	{wire.GTPIEExtensionTypes, Bytes{0x85}, "85", "85"},
	{wire.GTPIEMSISDN, Bytes{}, "", ""},
	{wire.GTPIEAPN, Bytes{9, 1}, "0901", "0901"},
}

// values2 has elements of version 2.
var values2 = []struct {
	t         wire.GTPv2IEType
	v         Value
	hex, text string
}{
	{wire.GTPv2IEIMSI, Digits("001010000000001"), "00010100000000f1", "001010000000001"},
	{wire.GTPv2IECause, &Cause{Cause: 16}, "10 00", "Request accepted"},
	{wire.GTPv2IECause, &Cause{69, 1, wire.GTPv2IEFTEID, 0, 1}, "45 01 57 0000 01", "Mandatory IE incorrect CS Fully Qualified TEID instance 1"},
	{wire.GTPv2IERecovery, Number{Value: 5, Size: 1}, "05", "5"},
	{wire.GTPv2IESTNSR, &MSISDN{0x91, "331"}, "91 33f1", "+331"},
	{wire.GTPv2IEAPN, Name("ims"), "03 696d73", `"ims"`},
	{wire.GTPv2IEAMBR, &AMBR{1, 2}, "00000001 00000002", "uplink 1 downlink 2"},
	{wire.GTPv2IEEBI, Number{Value: 5, Size: 1}, "05", "5"},
	{wire.GTPv2IEIPAddress, Addr{v4}, "c0000201", "192.0.2.1"},
	{wire.GTPv2IEIndication, &Indication{[]byte{0x81, 0, 0x10}}, "81 00 10", "SGWCI,DAF S6AF"},
	{wire.GTPv2IEPAA, &PAA{Kind: 1, IPv4: v4}, "01 c0000201", "IPv4 192.0.2.1"},
	{wire.GTPv2IEPAA, &PAA{Kind: 3, Prefix: 64, IPv6: v6, IPv4: v4}, "03 40 20010db8000000000000000000000001 c0000201", "IPv4v6 prefix 64 2001:db8::1 192.0.2.1"},
	{wire.GTPv2IEPAA, &PAA{Kind: 4}, "04", "Non-IP"},
	{wire.GTPv2IEBearerQoS, &BearerQoS{ARP: ARP{0x24}, QCI: 9, MaxUplink: 1, Downlink: 2}, "24 09 0000000001 0000000000 0000000000 0000000002",
		"level 9 may pre-empt may be pre-empted QCI 9 max uplink 1 max downlink 0 guaranteed uplink 0 guaranteed downlink 2"},
	{wire.GTPv2IEFlowQoS, &FlowQoS{QCI: 9}, "09" + strings.Repeat("00", 20), "QCI 9 max uplink 0 max downlink 0 guaranteed uplink 0 guaranteed downlink 0"},
	{wire.GTPv2IERATType, Number{Value: 6, Size: 1}, "06", "EUTRAN"},
	{wire.GTPv2IEServingNetwork, home, "00f110", "001-01"},
	{wire.GTPv2IEULI, &ULI{Has: 0x18, TAI: Tracking{home, 1}, ECGI: Cell{home, 256}}, "18 00f110 0001 00f110 00000100", "TAI 001-01 TAC 1 ECGI 001-01 cell 256"},
	{wire.GTPv2IEULI, &ULI{Has: 0x67, LAI: Tracking{home, 1}, Macro: Station{home, 7}}, "67" + strings.Repeat("00000000000000", 3) + "00f1100001 00f110000007",
		"CGI 000-000 LAC 0 code 0 SAI 000-000 LAC 0 code 0 RAI 000-000 LAC 0 code 0 LAI 001-01 LAC 1 macro 001-01 eNodeB 7"},
	{wire.GTPv2IEFTEID, &FTEID{Interface: 10, TEID: 1, IPv4: v4}, "8a 00000001 c0000201", "S11 MME GTP-C TEID 1 192.0.2.1"},
	{wire.GTPv2IEFTEID, &FTEID{Interface: 1, TEID: 1, IPv4: v4, IPv6: v6}, "c1 00000001 c0000201 20010db8000000000000000000000001", "S1-U SGW GTP-U TEID 1 192.0.2.1 2001:db8::1"},
	{wire.GTPv2IEBearerContext, IEs2{}.Add(wire.GTPv2IEEBI, 0, Number{Value: 5, Size: 1}), "49 0001 00 05", "EPS Bearer ID 5"},
	{wire.GTPv2IEBearerFlags, &BearerFlags{1, nil}, "01", "PPC"},
	{wire.GTPv2IEPDNType, Number{Value: 1, Size: 1}, "01", "IPv4"},
	{wire.GTPv2IEUETimeZone, &TimeZone{0x40, 0}, "4000", "+01:00 saving 0"},
	{wire.GTPv2IETraceReference, &TraceReference{home, 7}, "00f110 000007", "001-01 trace 7"},
	{wire.GTPv2IEGUTI, &GUTI{home, 1, 2, 3}, "00f110 0001 02 00000003", "001-01 MME group 1 code 2 M-TMSI 3"},
	{wire.GTPv2IEGlobalCNID, &GlobalCNID{home, []byte{0, 1}}, "00f110 0001", "001-01 0001"},
	{wire.GTPv2IEFContainer, &FContainer{3, []byte{1, 2}}, "03 0102", "type 3 2 bytes"},
	{wire.GTPv2IEFCause, &FCause{0, []byte{5}}, "00 05", "type 0 05"},
	{wire.GTPv2IEFQCSID, &FQCSID{0, []byte{192, 0, 2, 1}, []uint16{7}, nil}, "01 c0000201 0007", "node c0000201 set 7"},
	{wire.GTPv2IEFQDN, Name("pgw.example"), "03706777 076578616d706c65", `"pgw.example"`},
	{wire.GTPv2IEUCI, &UCI{home, 7, 0x41}, "00f110 00000007 41", "001-01 CSG 7 access 65"},
	{wire.GTPv2IELDN, Text("cn=mme"), "636e3d6d6d65", `"cn=mme"`},
	{wire.GTPv2IEThrottling, &Timer{true, 0x21, 50}, "21 32", "time 1 x 1 min factor 50"},
	{wire.GTPv2IEEPCTimer, &Timer{Timer: 0xe0}, "e0", "time 0 infinite"},
	{wire.GTPv2IEARP, &ARP{0x45}, "45", "level 1"},
	{wire.GTPv2IEIPv4ConfigurationParameters, &IPv4Configuration{24, v4}, "18 c0000201", "prefix 24 192.0.2.1"},
	{wire.GTPv2IENodeIdentifier, &NodeIdentifier{[]byte("a"), []byte("b")}, "01 61 01 62", `"a" "b"`},
	{wire.GTPv2IEAPNAndRelativeCapacity, &APNCapacity{50, "ims", nil}, "32 04 03 696d73", `capacity 50 "ims"`},
	{wire.GTPv2IEServingPLMNRateControl, &RateControl{1, 2}, "0001 0002", "uplink 1 downlink 2"},
	{wire.GTPv2IECounter, &Counter{0xe8fe6f80, 3}, "e8fe6f80 03", "2023-11-14T22:13:20Z count 3"},
	{wire.GTPv2IETMGI, &TMGI{1, home}, "000001 00f110", "service 1 001-01"},
	{wire.GTPv2IEEPCO, &EPCO{0x80, []PCOOption{{0x23, []byte{1}}, {0x10, []byte{5, 0xdc}}}}, "80 0023 0001 01 0010 02 05dc", "35 01 IPv4 link MTU 05dc"},
	{wire.GTPv2IEPrivate, &Private{9, nil}, "0009", "enterprise 9"},
	{wire.GTPv2IEDetachType, Number{Value: 1, Size: 1}, "01", "PS"},
	{wire.GTPv2IEBearerTFT, Bytes{0x21}, "21", "21"},
	{wire.GTPv2IEFTEID, Bytes{0x80}, "80", "80"},
	{250, Bytes{1}, "01", "01"},
}

func TestValues(t *testing.T) {
	for _, tt := range values1 {
		d := unhex(tt.hex)
		if v := ValueOf(tt.t, d); v.String() != tt.text || !bytes.Equal(v.AppendWire(nil), d) || !bytes.Equal(tt.v.AppendWire(nil), d) {
			t.Errorf("%v: %T %q of %x, want %q of %x", tt.t, v, v, tt.v.AppendWire(nil), tt.text, d)
		}
	}
	for _, tt := range values2 {
		d := unhex(tt.hex)
		if v := ValueOf2(tt.t, d); v.String() != tt.text || !bytes.Equal(v.AppendWire(nil), d) || !bytes.Equal(tt.v.AppendWire(nil), d) {
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
		typ := uint8(r.IntN(256))
		for _, v := range []Value{ValueOf(wire.GTPIEType(typ), d), ValueOf2(wire.GTPv2IEType(typ), d)} {
			if _ = v.String(); !bytes.Equal(v.AppendWire(nil), d) {
				t.Fatalf("%d: %x became %x (%T)", typ, d, v.AppendWire(nil), v)
			}
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

func all1() (o IEs) {
	for _, x := range values1 {
		if n, ok := x.t.FixedLen(); !ok || n == len(unhex(x.hex)) {
			o = o.Add(x.t, x.v)
		}
	}
	return o
}

func all2() (o IEs2) {
	for i, x := range values2 {
		o = o.Add(x.t, uint8(i%3), x.v)
	}
	return o
}

func seeds1(t testing.TB) (out [][]byte) {
	for m := range 256 {
		if x := wire.GTPMessage(m); x.String() != (Number{Value: uint64(m)}).String() {
			out = append(out, build(t, &V1{Type: x, TEID: 1, Seq: uint16(m), IEs: IEs{}.Add(wire.GTPIERecovery, Number{Value: 1, Size: 1})}))
		}
	}
	l := &V1{Type: wire.GTPSGSNContextRequest, Seq: 2, FirstExtension: 0xc0, Extensions: wire.GTPExtensions{1, 0, 7, 0}}
	return append(out, build(t, l), build(t, &V1{Type: wire.GTPErrorIndication, SeqFlag: packet.Fix(false)}))
}

func seeds2(t testing.TB) (out [][]byte) {
	for m := range 256 {
		if x := wire.GTPv2Message(m); x.String() != (Number{Value: uint64(m)}).String() {
			out = append(out, build(t, &V2{Type: x, TEID: 1, Seq: uint32(m) << 8, IEs: IEs2{}.Add(wire.GTPv2IERecovery, 0, Number{Value: 1, Size: 1})}))
		}
	}
	a := &V2{Type: wire.GTPv2CreateSessionResponse, TEID: 1, Seq: 2, HasPriority: true, Priority: 0x30, IEs: IEs2{}.Add(wire.GTPv2IECause, 0, &Cause{Cause: 16})}
	b := &V2{Type: wire.GTPv2CreateBearerRequest, TEID: 1, Seq: 3, IEs: IEs2{}.Add(wire.GTPv2IEEBI, 0, Number{Value: 5, Size: 1})}
	return append(out, build(t, a, b), append(build(t, a), 1, 2, 3))
}

func TestTrial(t *testing.T) {
	one, two := seeds1(t), seeds2(t)
	long1, long2 := build(t, &V1{Type: wire.GTPCreatePDPContextRequest, IEs: all1()}), build(t, &V2{Type: wire.GTPv2CreateSessionRequest, IEs: all2()})
	packettest.Trial(t, V1Proto, one[0], one[len(one)/2], one[len(one)-2], one[len(one)-1], long1)
	packettest.Trial(t, V2Proto, two[0], two[len(two)/2], two[len(two)-2], two[len(two)-1], long2)
	packettest.Trial(t, V0Proto, build(t, &V0{Type: wire.GTPEchoRequest, Seq: 7, TID: [8]byte{1}, IEs: IEs{}.Add(wire.GTPIERecovery, Number{Size: 1})}),
		build(t, &V0{Type: wire.GTPPDU, NPDU: 5}, &layers.IPv4{}))
	packettest.Trial(t, PrimeProto, build(t, &Prime{Type: wire.GTPDataRecordTransferRequest, Seq: 1, IEs: IEs{}.Add(wire.GTPIEPacketTransferCommand, Number{Value: 1, Size: 1})}),
		build(t, &Prime{Version: packet.U8(0), Type: wire.GTPEchoRequest}), build(t, &Prime{Version: packet.U8(0), Type: wire.GTPEchoRequest, Tail: make([]byte, 14)}))
}

// All types of messages have a name, survive and are valid.
func TestMessages(t *testing.T) {
	for pr, seeds := range map[*packet.Proto][][]byte{V1Proto: seeds1(t), V2Proto: seeds2(t)} {
		for _, b := range seeds {
			packettest.RoundTrip(t, pr, b)
			if Proto.Pick(b) != pr {
				t.Errorf("%x is not seen as %s", b, pr.Name)
			}
		}
	}
	for _, b := range [][]byte{seeds1(t)[0], seeds2(t)[0]} {
		if ds, worst := packet.Validate(b, Proto.Pick(b)); worst >= packet.Unusual {
			t.Error(ds)
		}
	}
	for _, bad := range []string{"32 01 0005 00000000 0001 00 00 0e", "30 10 0000 00000001", "40 20 0004 000001 00", "48 20 000c 00000001 000001 00 57 0000", "48 20 000d 00000001 000001 00 57 0001 00 80"} {
		b := unhex(bad)
		if _, worst := packet.Validate(b, Proto.Pick(b)); worst < packet.BadValue {
			t.Errorf("%s is valid", bad)
		}
	}
}

// Two messages in one datagram, and messages behind UDP.
func TestPiggyback(t *testing.T) {
	a := &V2{Type: wire.GTPv2CreateSessionResponse, TEID: 1, Seq: 2}
	b := &V2{Type: wire.GTPv2CreateBearerRequest, TEID: 1, Seq: 3}
	wired := build(t, &layers.UDP{SrcPort: 2123, DstPort: 2123}, a, b)
	p, err := packet.Parse(wired, layers.UDPProto)
	if err != nil || len(p) != 3 || !a.Piggyback.Get() || b.Piggyback.Get() || packet.Nth[V2](p, 1).Seq != 3 {
		t.Errorf("%v, %v", p, err)
	}
	if len(packettest.Wrong(p)) > 0 {
		t.Error(packettest.Wrong(p))
	}
}

func TestNames(t *testing.T) {
	o := IEs2{}.Add(wire.GTPv2IEBearerContext, 1, IEs2{}.Add(wire.GTPv2IEEBI, 0, Number{Value: 5, Size: 1})).Add(wire.GTPv2IEAPN, 0, Name("ims"))
	if s := append(o, 1).String(); s != `Bearer Context/1 [EPS Bearer ID 5], Access Point Name "ims", malformed 01` {
		t.Error(s)
	}
	deep := IEs2{}
	for range 2000 {
		deep = IEs2{}.Add(wire.GTPv2IEBearerContext, 0, deep)
	}
	if n := len(deep.String()); n > 40000 {
		t.Errorf("%d bytes of text", n)
	}
	if home.MCC() != "001" || home.MNC() != "01" || NewPLMN("310", "260").String() != "310-260" {
		t.Error(home)
	}
}

func FuzzMessage(f *testing.F) {
	for _, s := range [][][]byte{seeds1(f), seeds2(f)} {
		for _, b := range s {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, Proto, b)
		for _, l := range p {
			switch l := l.(type) {
			case *V2:
				_ = l.IEs.String()
			case *V1:
				_ = l.IEs.String()
			case *Prime:
				_ = l.IEs.String()
			}
		}
	})
}
