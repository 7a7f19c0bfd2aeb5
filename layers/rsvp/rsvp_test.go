package rsvp_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/rsvp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var (
	a4 = netip.MustParseAddr("10.0.0.1")
	b4 = netip.MustParseAddr("10.0.0.2")
	a6 = netip.MustParseAddr("2001:db8::1")
	b6 = netip.MustParseAddr("2001:db8::2")
)

// path is a path message for a tunnel to 10.0.0.1.
func path() *Message {
	return &Message{Type: wire.RSVPPath, TTL: 64, Objects: []Object{
		Of(&TunnelSession{End: a4, TunnelID: 9, Extended: b4}),
		Of(&Hop{Addr: b4}),
		Of(&TimeValues{Refresh: 30000}),
		Of(&LabelRequest{L3PID: wire.EtherTypeIPv4}),
		Of(&SessionAttribute{Setup: 7, Hold: 7, Name: []byte("abc")}),
	}}
}

func TestMessage(t *testing.T) {
	b, err := packet.Packet{path()}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const want = "1001" + "5dc9" + "40000040" + "00100107" + "0a000001000000090a000002" + "000c0301" + "0a00000200000000" + "00080501" + "00007530" +
		"00081301" + "00000800" + "000ccf07" + "0707000361626300"
	if got := fmt.Sprintf("%x", b); got != want {
		t.Errorf("got %s", got)
	}
	if wire.Sum(0, b) != 0xffff {
		t.Errorf("sum %#x", wire.Sum(0, b))
	}
	if _, worst := packet.Validate(b, MessageProto); worst != packet.Fine {
		t.Error(worst)
	}
	for _, c := range []struct {
		at   int
		x    byte
		want packet.Class
	}{{20, 1, packet.BadChecksum}, {7, 0x10, packet.BadSize}, {7, 4, packet.BadChecksum}, {9, 1, packet.BadSize}, {5, 1, packet.BadChecksum}} {
		bad := append([]byte(nil), b...)
		bad[c.at] ^= c.x
		if _, worst := packet.Validate(bad, MessageProto); worst < c.want {
			t.Errorf("byte %d: %v, want %v", c.at, worst, c.want)
		}
	}
}

// values has every form of object: what it is on the wire after the length, and in words.
var values = []struct {
	v    Value
	wire string
	text string
}{
	{&Session{Dst: a4, Protocol: 17, Flags: 1, Port: 5000}, "0101 0a000001 11 01 1388", "SESSION 10.0.0.1 UDP port 5000"},
	{&Session{Dst: a6, Protocol: 6, Port: 80}, "0102 20010db8000000000000000000000001 06 00 0050", "SESSION 2001:db8::1 TCP port 80"},
	{&TunnelSession{End: a4, TunnelID: 9, Extended: b4}, "0107 0a000001 0000 0009 0a000002", "SESSION tunnel 10.0.0.1 ID 9 extended 10.0.0.2"},
	{&TunnelSession{End: a4, TunnelID: 9, Extended: b4, UNI: true}, "010b 0a000001 0000 0009 0a000002", "SESSION tunnel 10.0.0.1 ID 9 extended 10.0.0.2"},
	{&TunnelSession{End: a6, TunnelID: 9, Extended: b6}, "0108 20010db8000000000000000000000001 0000 0009 20010db8000000000000000000000002",
		"SESSION tunnel 2001:db8::1 ID 9 extended 2001:db8::2"},
	{&P2MPSession{ID: 7, TunnelID: 9, Extended: b4}, "010d 00000007 0000 0009 0a000002", "SESSION P2MP 7 ID 9 extended 10.0.0.2"},
	{&P2MPSession{ID: 7, TunnelID: 9, Extended: b6}, "010e 00000007 0000 0009 20010db8000000000000000000000002", "SESSION P2MP 7 ID 9 extended 2001:db8::2"},
	{&AggregateSession{Dst: a4, DSCP: 46}, "0109 0a000001 0000002e", "SESSION aggregate 10.0.0.1 DSCP 46"},
	{&Hop{Addr: b4, Handle: 5}, "0301 0a000002 00000005", "RSVP_HOP 10.0.0.2 handle 5"},
	{&Hop{Addr: b6, Handle: 5}, "0302 20010db8000000000000000000000002 00000005", "RSVP_HOP 2001:db8::2 handle 5"},
	{&Hop{Addr: b4, Handle: 5, TLVs: wire.RSVPLinkTLVs{}.Add(3, 10, 0, 0, 9, 0, 0, 0, 1)}, "0303 0a000002 00000005 0003000c 0a00000900000001",
		"RSVP_HOP 10.0.0.2 handle 5 3: 0a00000900000001"},
	{&Integrity{Flags: 0x80, Key: 0x010203040506, Sequence: 77, Digest: bytes.Repeat([]byte{0xaa}, 16)},
		"0401 80 00 010203040506 000000000000004d aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"INTEGRITY flags 128 key 1108152157446 sequence 77 digest aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	{&TimeValues{Refresh: 30000}, "0501 00007530", "TIME_VALUES refresh 30000"},
	{&ErrorSpec{Node: a4, Flags: 1, Code: wire.RSVPErrorRouting, Value: 5}, "0601 0a000001 01 18 0005",
		"ERROR_SPEC 10.0.0.1 routing problem value 5 no route available toward destination"},
	{&ErrorSpec{Node: a6, Code: 1}, "0602 20010db8000000000000000000000001 00 01 0000", "ERROR_SPEC 2001:db8::1 admission control failure value 0"},
	{&ErrorSpec{Node: a4, Code: 31, Value: 2, Alarm: true}, "c603 0a000001 00 1f 0002", "ALARM_SPEC 10.0.0.1 alarms value 2"},
	{&Scope{Senders: []netip.Addr{a4, b4}}, "0701 0a000001 0a000002", "SCOPE 10.0.0.1 10.0.0.2"},
	{&Style{Option: wire.RSVPSharedExplicit}, "0801 00 000012", "STYLE shared explicit"},
	{&Flow{Class: wire.RSVPFlowspec, Services: []Service{{ID: wire.RSVPServiceControlled, Params: []Param{
		(&TokenBucket{Rate: 1, Size: 2, Peak: 4, Min: 40, Max: 1500}).Param()}}}},
		"0902 0000 0007 05 00 0006 7f 00 0005 3f800000 40000000 40800000 00000028 000005dc",
		"FLOWSPEC controlled load TSpec bucket rate 1 size 2 peak 4 min 40 max 1500"},
	{&Flow{Class: wire.RSVPAdspec, Services: []Service{{ID: 1, Flags: 0x80, Params: []Param{{ID: 4, Data: []byte{0, 0, 0, 3}}, {ID: 6, Data: []byte{0x3f, 0x80, 0, 0}}}}, {ID: 5}}},
		"0d02 0000 0006 01 80 0004 04 00 0001 00000003 06 00 0001 3f800000 05 00 0000", "ADSPEC default hops 3 bandwidth 1 controlled load"},
	{&TDM{Class: wire.RSVPSenderTspec, Signal: 6, NCC: 1, MT: 1}, "0c04 06 00 0001 0000 0001 00000000 00000000",
		"SENDER_TSPEC signal 6 RCC 0 NCC 1 NVC 0 MT 1 transparency 0 profile 0"},
	{&TDM{Class: wire.RSVPFlowspec, Signal: 1, NCC: 2, MT: 1, OTN: true}, "0905 01 00 0002 0000 0001 00000000", "FLOWSPEC signal 1 NMC 2 NVC 0 MT 1"},
	{&EthernetFlow{Class: wire.RSVPFlowspec, Link: 1, MTU: 1500}, "0906 0001 05dc", "FLOWSPEC granularity 1 MTU 1500"},
	{&Sender{Class: wire.RSVPFilterSpec, Addr: a4, Port: 99}, "0a01 0a000001 0000 0063", "FILTER_SPEC 10.0.0.1 port 99"},
	{&Sender{Class: wire.RSVPSenderTemplate, Addr: a6, Flow: 0x12345, HasFlow: true}, "0b03 20010db8000000000000000000000001 00 012345",
		"SENDER_TEMPLATE 2001:db8::1 flow 74565"},
	{&LSP{Class: wire.RSVPSenderTemplate, Sender: a4, ID: 3}, "0b07 0a000001 0000 0003", "SENDER_TEMPLATE 10.0.0.1 LSP 3"},
	{&LSP{Class: wire.RSVPFilterSpec, Sender: a6, ID: 3}, "0a08 20010db8000000000000000000000001 0000 0003", "FILTER_SPEC 2001:db8::1 LSP 3"},
	{&AggregateSender{Class: wire.RSVPSenderTemplate, Addr: a4}, "0b09 0a000001", "SENDER_TEMPLATE 10.0.0.1"},
	{&P2MPLSP{Class: wire.RSVPSenderTemplate, Sender: a4, ID: 3, Origin: b4, GroupID: 4}, "0b0c 0a000001 0000 0003 0a000002 0000 0004",
		"SENDER_TEMPLATE 10.0.0.1 LSP 3 group 10.0.0.2 ID 4"},
	{&PolicyData{Offset: 8, Data: []byte{0, 8, 0, 1, 1, 2, 3, 4}}, "0e01 0008 0000 0008000101020304", "POLICY_DATA offset 8 0008000101020304"},
	{&Address{Class: wire.RSVPConfirm, Addr: a4}, "0f01 0a000001", "RESV_CONFIRM 10.0.0.1"},
	{&Address{Class: wire.RSVPNotifyRequest, Addr: a6}, "c302 20010db8000000000000000000000001", "NOTIFY_REQUEST 2001:db8::1"},
	{&Address{Class: wire.RSVPSubLSP, Addr: a4}, "3201 0a000001", "S2L_SUB_LSP 10.0.0.1"},
	{&Labels{Class: wire.RSVPLabel, Labels: []uint32{100016}}, "1001 000186b0", "LABEL label 100016"},
	{&Labels{Class: wire.RSVPUpstreamLabel, Labels: []uint32{1, 2}, Generalized: true}, "2302 00000001 00000002", "UPSTREAM_LABEL label 1 label 2"},
	{&Waveband{Class: wire.RSVPSuggestedLabel, ID: 1, Start: 2, Stop: 3}, "8103 00000001 00000002 00000003", "SUGGESTED_LABEL waveband 1 from 2 to 3"},
	{&LabelRequest{L3PID: wire.EtherTypeIPv4, Form: 1}, "1301 0000 0800", "LABEL_REQUEST IPv4"},
	{&LabelRequest{L3PID: wire.EtherTypeIPv4, Form: 3, Min: 16, Max: 991}, "1303 0000 0800 00000010 000003df", "LABEL_REQUEST IPv4 min 16 max 991"},
	{&GeneralizedRequest{Encoding: 8, Switching: 150, GPID: 37}, "1304 08 96 0025", "LABEL_REQUEST lambda LSC G-PID 37"},
	{&Route{Class: wire.RSVPExplicitRoute, Form: 1, Hops: []RouteHop{
		{Type: wire.RSVPHopIPv4, Addr: a4, Bits: 32}, {Loose: true, Type: wire.RSVPHopIPv6, Addr: a6, Bits: 128},
		{Type: wire.RSVPHopAS, ID: 64512}, {Type: wire.RSVPHopUnnumbered, Addr: b4, ID: 6}, {Type: wire.RSVPHopSRLG, ID: 8}, {Type: 99, Data: []byte{1, 2}}}},
		"1401 0108 0a000001 20 00 8214 20010db8000000000000000000000001 80 00 2004 fc00 040c 0000 0a000002 00000006 2208 00000008 0000 6304 0102",
		"EXPLICIT_ROUTE IPv4 10.0.0.1 / 32 0 loose IPv6 2001:db8::1 / 128 0 AS number 64512 unnumbered 10.0.0.2 interface 6 SRLG group 8 99 0102"},
	{&Route{Class: wire.RSVPRecordRoute, Form: 1, Hops: []RouteHop{{Type: wire.RSVPHopIPv4, Addr: a4, Bits: 32, Flags: 9}, {Type: wire.RSVPHopLabel, Flags: 1, CType: 1, ID: 16}}},
		"1501 0108 0a000001 20 09 0308 01 01 00000010", "RECORD_ROUTE IPv4 10.0.0.1 / 32 protection available|node label flags 1 form 1 label 16"},
	{&Hello{Src: 1, Dst: 2}, "1601 00000001 00000002", "HELLO source 1 destination 2"},
	{&Hello{Ack: true, Src: 1, Dst: 2}, "1602 00000001 00000002", "HELLO ack source 1 destination 2"},
	{&MessageID{Flags: 1, Epoch: 2, ID: 3}, "1701 01 000002 00000003", "MESSAGE_ID flags 1 epoch 2 ID 3"},
	{&MessageIDAck{Epoch: 2, ID: 3, Nack: true}, "1802 00 000002 00000003", "MESSAGE_ID_ACK epoch 2 ID 3"},
	{&MessageIDList{Epoch: 2, IDs: []uint32{3, 4}}, "1901 00 000002 00000003 00000004", "MESSAGE_ID_LIST epoch 2 ID 3 ID 4"},
	{&LabelSet{Class: wire.RSVPLabelSet, Action: 2, Type: 1, Labels: []uint32{16, 1023}}, "2401 02 00 0001 00000010 000003ff",
		"LABEL_SET inclusive range type 1 label 16 label 1023"},
	{&Protection{Flags: 0x80, LSPFlags: 8, Link: 2, Segment: []byte{0, 0, 0, 0}}, "2502 80 08 00 02 00000000", "PROTECTION flags 128 1+1 unidirectional link 2 segment 00000000"},
	{&Protection{Link: 2}, "2501 00 00 00 02", "PROTECTION flags 0 unprotected link 2"},
	{&Association{Type: 1, ID: 5, Source: a4}, "c701 0001 0005 0a000001", "ASSOCIATION recovery ID 5 10.0.0.1"},
	{&Detour{Pairs: []DetourPair{{a4, b4}}}, "3f07 0a000001 0a000002", "DETOUR 10.0.0.1 avoids 10.0.0.2"},
	{&ClassType{CT: 3}, "4201 00000003", "CLASSTYPE CT 3"},
	{&Challenge{Cookie: 9}, "4001 0000 000000000009", "CHALLENGE cookie 9"},
	{&Restart{Restart: 60000, Recovery: 120000}, "8301 0000ea60 0001d4c0", "RESTART_CAP restart 60000 recovery 120000"},
	{&Capability{Flags: 3}, "8601 00000003", "CAPABILITY RecoveryPath Srefresh|RecoveryPath desired"},
	{&AdminStatus{Flags: wire.RSVPReflect | wire.RSVPDeletion}, "c401 80000001", "ADMIN_STATUS reflect|deletion"},
	{&Attributes{Class: wire.RSVPAttributes, TLVs: wire.RSVPAttributeTLVs{}.Add(1, 0x80, 0, 0, 0)}, "c501 0001 0004 80000000", "LSP_ATTRIBUTES 1: 80000000"},
	{&FastReroute{Setup: 7, HopLimit: 5, Flags: 1, Bandwidth: 1000, IncludeAny: 1, ExcludeAny: 2, IncludeAll: 3}, "cd01 07 00 05 01 447a0000 00000001 00000002 00000003",
		"FAST_REROUTE setup 7 hold 0 hops 5 flags 1 bandwidth 1000 include-any 1 exclude-any 2 include-all 3"},
	{&FastReroute{Old: true, Bandwidth: 1000}, "cd07 00 00 00 00 447a0000 00000000 00000000",
		"FAST_REROUTE setup 0 hold 0 hops 0 flags 0 bandwidth 1000 include-any 0 exclude-any 0"},
	{&SessionAttribute{Affinities: &[3]uint32{1, 2, 3}, Setup: 7, Flags: 4, Name: []byte("toEu")}, "cf01 00000001 00000002 00000003 07 00 04 04 746f4575",
		`SESSION_ATTRIBUTE exclude-any 1 include-any 2 include-all 3 setup 7 hold 0 SE style "toEu"`},
	{&Bytes{Class: 229, CType: 1, Data: []byte{1, 2, 3, 4}}, "e501 01020304", "229"},
}

func TestValues(t *testing.T) {
	for _, tt := range values {
		o := Of(tt.v)
		got, err := o.Append(nil)
		want, _ := hex.DecodeString(strings.ReplaceAll(tt.wire, " ", ""))
		if err != nil || !bytes.Equal(got[2:], want) || int(wire.Uint16(got, 0)) != len(got) {
			t.Errorf("%T: %v\n got %x\nwant %x", tt.v, err, got, want)
			continue
		}
		back := o.Value()
		if reflect.TypeOf(back) != reflect.TypeOf(tt.v) {
			t.Errorf("%T read as %T", tt.v, back)
		}
		if again := Of(back); !reflect.DeepEqual(o, again) {
			t.Errorf("%T: written again %v, not %v", tt.v, again, o)
		}
		if s := o.String(); s != tt.text && o.Class != 229 {
			t.Errorf("%T\n got %s\nwant %s", tt.v, s, tt.text)
		}
		if tt.v.String() == "" {
			t.Errorf("%T: no text", tt.v)
		}
		// Data of any other length is of the same form or of none, and is kept.
		for n := 0; n < len(o.Data); n += 4 {
			cut := Object{o.Class, o.CType, o.Data[:n]}
			if b, ok := cut.Value().(*Bytes); ok && !bytes.Equal(b.Data, cut.Data) {
				t.Errorf("%T: %d bytes: %x", tt.v, n, b.Data)
			}
			_ = cut.String()
		}
	}
}

func bundle(t testing.TB) []byte {
	one, err := packet.Packet{path()}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b, err := packet.Packet{&Message{Type: wire.RSVPBundle, Flags: 1, TTL: 1, Messages: []Bundled{one, one}}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBundle(t *testing.T) {
	p, err := packet.Parse(bundle(t), MessageProto)
	m := packet.Get[Message](p)
	if err != nil || m == nil || len(m.Messages) != 2 || len(m.Rest) != 0 || len(m.Objects) != 0 {
		t.Fatalf("%v %v", p, err)
	}
	in, err := m.Messages[1].Message()
	if err != nil || in.Type != wire.RSVPPath || First[*TimeValues](in).Refresh != 30000 || in.Get(wire.RSVPHop) == nil {
		t.Errorf("%v %v", in, err)
	}
	if First[*Hello](in) != nil || in.Get(wire.RSVPHelloObject) != nil {
		t.Error("there is no hello")
	}
	if s := m.Messages[0].String(); !strings.HasPrefix(s, "Path, SESSION tunnel 10.0.0.1 ID 9") {
		t.Error(s)
	}
	if s := (Bundled(bundle(t))).String(); !strings.HasPrefix(s, "malformed") {
		t.Error(s) // one in another
	}
}

func TestTrial(t *testing.T) {
	var seeds [][]byte
	for _, tt := range values {
		b, err := packet.Packet{&Message{Type: wire.RSVPResv, Objects: []Object{Of(tt.v)}}}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, b)
	}
	packettest.Trial(t, MessageProto, append(seeds, bundle(t))...)
}

func TestMalformed(t *testing.T) {
	m := &Message{Type: wire.RSVPPath, Objects: []Object{{Class: wire.RSVPTimeValues, CType: 1, Data: make([]byte, 8)}}}
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, worst := packet.Validate(b, MessageProto); worst != packet.BadValue {
		t.Error(worst)
	}
	m.Objects[0].Data = make([]byte, 3)
	if _, err := (packet.Packet{m}).Bytes(); err == nil {
		t.Error("data of 3 bytes")
	}
}

func FuzzValue(f *testing.F) {
	for _, tt := range values {
		o := Of(tt.v)
		f.Add(byte(o.Class), o.CType, o.Data)
	}
	f.Fuzz(func(t *testing.T, class, ctype byte, data []byte) {
		o := Object{wire.RSVPClass(class), ctype, data[:len(data)&^3]}
		v := o.Value()
		if again := Of(v).Value(); reflect.TypeOf(v) != reflect.TypeOf(again) && len(o.Data) > 0 && again.String() != v.String() {
			t.Errorf("%v: %T became %T", o, v, again)
		}
		_ = o.String()
	})
}

func Example() {
	p := packet.Packet{&layers.IPv4{Src: b4, Dst: a4}, path()}
	b, _ := p.Bytes()
	q, _ := packet.Parse(b, layers.IPv4Proto)
	m := packet.Get[Message](q)
	s := First[*TunnelSession](m)
	fmt.Println(m.Type, s.End, s.TunnelID, m.ChecksumState() == packet.ChecksumGood)
	for _, o := range m.Objects {
		fmt.Println(o)
	}
	// Output:
	// Path 10.0.0.1 9 true
	// SESSION tunnel 10.0.0.1 ID 9 extended 10.0.0.2
	// RSVP_HOP 10.0.0.2 handle 0
	// TIME_VALUES refresh 30000
	// LABEL_REQUEST IPv4
	// SESSION_ATTRIBUTE setup 7 hold 7 0 "abc"
}
