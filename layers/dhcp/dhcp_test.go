package dhcp_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/dhcp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

var mac = wire.MAC{0, 0, 0x5e, 0, 0x53, 1}

func discover() *Message {
	return &Message{
		Op: wire.DHCPOpRequest, XID: 0x01020304, Secs: 3, Flags: Broadcast, CHAddr: wire.HardwareOf(mac),
		Options: Options{}.AddType(wire.DHCPDiscover).
			Add(wire.DHCPOptClientID, ClientID{1, mac[:]}).
			Add(wire.DHCPOptParameterList, Codes{wire.DHCPOptSubnetMask, wire.DHCPOptRouter}).Pad(60),
	}
}

func build(t testing.TB, m *Message) []byte {
	t.Helper()
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t testing.TB, b []byte) *Message {
	t.Helper()
	p, err := packet.Parse(b, MessageProto)
	if err != nil {
		t.Fatal(err)
	}
	return packet.Get[Message](p)
}

// values has every form of value: an option, its data, the value and its text. Those
// marked RFC are that document's examples.
var values = []struct {
	code wire.DHCPOptionCode
	hex  string
	v    Value
	text string
}{
	{wire.DHCPOptSubnetMask, "ffffff00", Addr{addr("255.255.255.0")}, "255.255.255.0"},
	{wire.DHCPOptTimeOffset, "ffffb9b0", Int32(-18000), "-18000"},
	{wire.DHCPOptRouter, "c0000201 c0000202", Addrs{addr("192.0.2.1"), addr("192.0.2.2")}, "192.0.2.1, 192.0.2.2"},
	{wire.DHCPOptHostName, "686f7374", Text("host"), `"host"`},
	{wire.DHCPOptBootFileSize, "0064", Uint16(100), "100"},
	{wire.DHCPOptIPForwarding, "01", Bool(true), "true"},
	{wire.DHCPOptPolicyFilter, "c0000200 ffffff00", Pairs{{addr("192.0.2.0"), addr("255.255.255.0")}}, "192.0.2.0 255.255.255.0"},
	{wire.DHCPOptDefaultTTL, "40", Uint8(64), "64"},
	{wire.DHCPOptPathMTUPlateau, "0044 05dc", Uint16s{68, 1500}, "68, 1500"},
	{wire.DHCPOptVendorSpecific, "0101 aa 0202 6869", SubOptions(unhex("0101aa02026869")), `1 aa, 2 "hi"`},
	{wire.DHCPOptVendorSpecific, "01", Bytes{1}, "01"},
	{wire.DHCPOptLeaseTime, "00000e10", Seconds(3600), "3600 s"},
	{wire.DHCPOptRenewalTime, "ffffffff", Seconds(1<<32 - 1), "forever"},
	{wire.DHCPOptMessageType, "02", Type(wire.DHCPOffer), "OFFER"},
	{wire.DHCPOptParameterList, "0103e0", Codes{1, 3, 224}, "Subnet Mask, Router, option 224"},
	{wire.DHCPOptClientID, "01 00005e005301", ClientID{1, mac[:]}, "00:00:5e:00:53:01"},
	{wire.DHCPOptClientID, "ff 01020304", ClientID{255, []byte{1, 2, 3, 4}}, "255 01020304"},
	{wire.DHCPOptHomeAgent, "", Addrs(nil), ""},
	{wire.DHCPOptUserClass, "026162 0163", UserClass{"ab", "c"}, `"ab", "c"`},
	{wire.DHCPOptRapidCommit, "", Empty{}, ""},
	{wire.DHCPOptClientFQDN, "01 ff ff 686f7374", FQDN{1, 255, 255, "host"}, `"host" flags 0x1`},
	{wire.DHCPOptClientFQDN, "05 00 00 04686f7374 0161 00", FQDN{5, 0, 0, "host.a."}, `"host.a." flags 0x5`},
	{wire.DHCPOptClientFQDN, "04 00 00 04686f7374", FQDN{4, 0, 0, "host"}, `"host" flags 0x4`},
	{wire.DHCPOptRelayAgent, "0104 65746830 0202 0001 0504 c0000200", RelayInfo{}.Add(RelayCircuitID, []byte("eth0")...).Add(RelayRemoteID, 0, 1).Add(RelayLinkSelection, 192, 0, 2, 0), `circuit-id "eth0", remote-id 0001, link-selection 192.0.2.0`},
	{wire.DHCPOptAuthentication, "010100 0000000000000007 ab", Auth{1, 1, 0, [8]byte{7: 7}, []byte{0xab}}, "protocol 1 algorithm 1 rdm 0 replay 0000000000000007 info ab"},
	{wire.DHCPOptClientArch, "0007 0000 00ff", Arch{7, 0, 255}, "x64 UEFI, x86 BIOS, 255"},
	{wire.DHCPOptClientNDI, "010310", NDI{1, 3, 16}, "1 3.16"},
	{wire.DHCPOptClientUUID, "00 00112233445566778899aabbccddeeff", UUID{0, [16]byte(unhex("00112233445566778899aabbccddeeff"))}, "00112233-4455-6677-8899-aabbccddeeff"},
	{wire.DHCPOptCaptivePortal, "68747470733a2f2f612f", Text("https://a/"), `"https://a/"`},
	{wire.DHCPOptDomainSearch, "076578616d706c6503636f6d00", Domains{"example.com."}, "example.com."},
	{wire.DHCPOptSIPServers, "00 0361626300", SIPServers{Names: []string{"abc."}}, "abc."},
	{wire.DHCPOptSIPServers, "01 c0000201", SIPServers{Addrs: []netip.Addr{addr("192.0.2.1")}}, "192.0.2.1"},
	{wire.DHCPOptClasslessRoute, "18 c00002 c0000201 00 c0000202 20 0a000001 00000000",
		Routes{{netip.MustParsePrefix("192.0.2.0/24"), addr("192.0.2.1")}, {netip.MustParsePrefix("0.0.0.0/0"), addr("192.0.2.2")}, {netip.MustParsePrefix("10.0.0.1/32"), addr("0.0.0.0")}},
		"192.0.2.0/24 via 192.0.2.1, 0.0.0.0/0 via 192.0.2.2, 10.0.0.1/32 via 0.0.0.0"},
	{wire.DHCPOptMSClasslessRoute, "08 0a c0000201", Routes{{netip.MustParsePrefix("10.0.0.0/8"), addr("192.0.2.1")}}, "10.0.0.0/8 via 192.0.2.1"},
	{wire.DHCPOptVIVendorClass, "00000dec 02 6162", VendorClasses{{3564, []byte("ab")}}, `3564 "ab"`},
	{wire.DHCPOptVIVendorInfo, "00000dec 04 0102 0304", VendorOptions{{3564, []byte{1, 2, 3, 4}}}, `3564 {1 0304}`},
	{wire.DHCPOptStatusCode, "01 6e6f", Status{1, "no"}, `1 "no"`},
	{wire.DHCPOptPortParams, "00 08 1200", PortParams{0, 8, 0x1200}, "offset 0 psid 4608/8"},
	{wire.DHCPOptDNR, "0017 0001 07 05 646e732d61 00 08 c0000201 c0000202 0001 0000", // ADN length 7
		Resolvers{{1, "dns-a.", []netip.Addr{addr("192.0.2.1"), addr("192.0.2.2")}, wire.SvcParams{0, 1, 0, 0}}}, "1 dns-a. 192.0.2.1, 192.0.2.2 alpn"},
	{wire.DHCPOptSixRD, "08 20 20010db8000000000000000000000000 c0000201", SixRD{8, netip.MustParsePrefix("2001:db8::/32"), []netip.Addr{addr("192.0.2.1")}}, "2001:db8::/32 mask 8 relays 192.0.2.1"},
	{wire.DHCPOptPXELinuxMagic, "f100747e", Uint32(0xf100747e), "4043338878"},
	{wire.DHCPOptSZTPRedirect, "0003 782f61 0001 62", URIs{"x/a", "b"}, `"x/a", "b"`},
	{wire.DHCPOptPCPServer, "08 c0000201 c0000202 04 c0000203", PCPServers{{addr("192.0.2.1"), addr("192.0.2.2")}, {addr("192.0.2.3")}}, "{192.0.2.1, 192.0.2.2}, {192.0.2.3}"},
	{wire.DHCPOptRDNSSSelection, "01 c0000201 00000000 016100", RDNSS{1, addr("192.0.2.1"), addr("0.0.0.0"), Domains{"a."}}, "192.0.2.1, 0.0.0.0 preference 1 for a."},
	{wire.DHCPOptDirectoryAgent, "01 c0000201", DirectoryAgents{true, Addrs{addr("192.0.2.1")}}, "mandatory 192.0.2.1"},
	{wire.DHCPOptServiceScope, "00 612c62", ServiceScope{false, "a,b"}, `"a,b"`},
	{224, "c0de", Bytes{0xc0, 0xde}, "c0de"},
}

func TestValues(t *testing.T) {
	var all Options
	for _, k := range values {
		d := unhex(k.hex)
		got := ValueOf(k.code, d)
		if !reflect.DeepEqual(got, k.v) || got.String() != k.text {
			t.Errorf("%v: %#v (%s)\nwant %#v (%s)", k.code, got, got, k.v, k.text)
		}
		if b := k.v.AppendWire(nil); !bytes.Equal(b, d) {
			t.Errorf("%v: written as %x, want %x", k.code, b, d)
		}
		o := Options{}.Add(k.code, k.v)
		want := append(append([]byte{byte(k.code), byte(len(d))}, d...), 255)
		if !bytes.Equal(o, want) {
			t.Errorf("%v: option %x, want %x", k.code, o, want)
		}
		all = all.Add(k.code, k.v)
	}
	m := discover()
	m.Options = all
	packettest.Trial(t, MessageProto, build(t, m))
}

// Data that is not as the option says is bytes.
func TestMalformedValues(t *testing.T) {
	for _, k := range values {
		if _, ok := k.v.(Bytes); ok || k.code == wire.DHCPOptVendorSpecific {
			continue
		}
		d := unhex(k.hex)
		for n := range d {
			ValueOf(k.code, d[:n]) // must not panic
		}
		for i := range d {
			x := bytes.Clone(d)
			x[i] = 0xff
			_ = ValueOf(k.code, x).String()
		}
	}
	for _, tt := range []struct {
		code wire.DHCPOptionCode
		hex  string
	}{
		{1, "ffffff"}, {3, ""}, {3, "c00002"}, {19, "02"}, {23, ""}, {51, "00"}, {53, "0101"}, {61, "01"}, {77, "05"}, {77, "00"}, {80, "00"}, {81, "0000"},
		{81, "040000ff"}, {82, "01"}, {90, "00"}, {93, "00"}, {94, "00"}, {97, "00"}, {119, "c000"}, {119, "03"}, {120, "02"}, {120, ""}, {121, "21"}, {121, "18c0"},
		{124, "00"}, {125, "0000000105"}, {151, ""}, {159, "00"}, {162, "00"}, {162, "0001ff"}, {212, "00"}, {33, "00"}, {143, "00"}, {143, "000161ff"}, {158, "05"}, {158, "0100"}, {146, "00"}, {78, "01"}, {78, "02c0000201"}, {79, ""},
	} {
		if v, ok := ValueOf(tt.code, unhex(tt.hex)).(Bytes); !ok {
			t.Errorf("%v %s: %T", tt.code, tt.hex, v)
		}
		m := discover()
		m.Options = m.Options.Add(tt.code, Bytes(unhex(tt.hex)))
		if tt.code == 53 || tt.code == 61 {
			m.Options = Options{}.Add(tt.code, Bytes(unhex(tt.hex)))
		}
		if ds, worst := packet.Validate(build(t, m), MessageProto); worst != packet.BadValue {
			t.Errorf("%v %s: %v %v", tt.code, tt.hex, worst, ds)
		}
	}
}

func seeds() [][]byte {
	bootp := &Message{Op: wire.DHCPOpReply, YIAddr: addr("192.0.2.9"), SName: wire.DHCPServerNameOf("server"), File: wire.DHCPFileOf("/boot"), Vendor: make([]byte, 64)}
	overloaded := discover()
	overloaded.Options = overloaded.Options.Add(wire.DHCPOptOverload, Uint8(3))
	copy(overloaded.File[:], Options{}.Add(wire.DHCPOptHostName, Text("in file")))
	copy(overloaded.SName[:], Options{}.Add(wire.DHCPOptDomainName, Text("in.sname")))
	bare := mustBuild(bootp)[:236]
	noEnd := discover()
	noEnd.Options = noEnd.Options[:3]
	empty := mustBuild(discover())[:240]
	return [][]byte{mustBuild(discover()), mustBuild(bootp), mustBuild(overloaded), bare, mustBuild(noEnd), empty}
}

func mustBuild(m *Message) []byte {
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		panic(err)
	}
	return b
}

func TestTrial(t *testing.T) { packettest.Trial(t, MessageProto, seeds()...) }

func TestBuild(t *testing.T) {
	b := build(t, discover())
	want := unhex("01 01 06 00 01020304 0003 8000" + strings.Repeat("00", 16) + "00005e005301" + strings.Repeat("00", 10+64+128) +
		"63825363 350101 3d0701 00005e005301 37020103 ff")
	want = append(want, make([]byte, 300-len(want))...)
	if !bytes.Equal(b, want) {
		t.Errorf("\n got %x\nwant %x", b, want)
	}
	m := parse(t, b)
	if m.Type() != wire.DHCPDiscover || m.CHAddr.MAC() != mac || m.Flags != Broadcast || !bytes.Equal(m.Hardware(), mac[:]) || m.CHAddr.String() != "00:00:5e:00:53:01" {
		t.Errorf("%+v", m)
	}
	if ds, _ := packet.Validate(b, MessageProto); ds != nil {
		t.Error(ds)
	}
	const text = "Message Type: DISCOVER; Client Identifier: 00:00:5e:00:53:01; Parameter Request List: Subnet Mask, Router"
	if got := m.Options.String(); got != text {
		t.Error(got)
	}
}

// Options are found in all three places, in order.
func TestOverload(t *testing.T) {
	m := parse(t, seeds()[2])
	var codes []string
	for o := range m.All() {
		codes = append(codes, fmt.Sprint(uint8(o.Code)))
	}
	if got := strings.Join(codes, " "); got != "53 61 55 52 12 15" {
		t.Error(got)
	}
	if v, ok := m.Value(wire.DHCPOptDomainName); !ok || v.String() != `"in.sname"` {
		t.Error(v)
	}
	if _, ok := m.Options.Value(wire.DHCPOptDomainName); ok {
		t.Error("in Options")
	}
	m = parse(t, seeds()[1])
	if m.Type() != 0 || m.SName.String() != "server" || m.File.String() != "/boot" || len(m.Vendor) != 64 || len(m.Options) != 0 {
		t.Errorf("%+v", m)
	}
}

// Long options are written and read in parts. RFC 3396.
func TestLong(t *testing.T) {
	long := Text(strings.Repeat("0123456789", 60))
	o := Options{}.Add(wire.DHCPOptHostName, long).Add(wire.DHCPOptMessage, Text("x"))
	n := 0
	for x := range o.All() {
		if x.Code == wire.DHCPOptHostName {
			n++
		}
	}
	if v, ok := o.Value(wire.DHCPOptHostName); n != 3 || !ok || v != long {
		t.Errorf("%d parts, %v", n, v)
	}
	if len(o) != 600+6+3+1 {
		t.Errorf("%d bytes", len(o))
	}
	o = o.Delete(wire.DHCPOptHostName)
	if !bytes.Equal(o, []byte{56, 1, 'x', 255}) {
		t.Errorf("%x", []byte(o))
	}
}

// Compressed search lists are read. RFC 3397 §2.
func TestCompressedSearch(t *testing.T) {
	d := unhex("03656e67 056170706c65 03636f6d 00 096d61726b6574696e67 c004")
	if v := ValueOf(wire.DHCPOptDomainSearch, d); v.String() != "eng.apple.com., marketing.apple.com." {
		t.Error(v)
	}
}

// Many pointers to a long name do not make much of little.
func TestDomainsBounded(t *testing.T) {
	d := unhex(strings.Repeat("3f"+strings.Repeat("61", 63), 3) + "00")
	d = append(d, bytes.Repeat([]byte{0xc0, 0}, 30000)...)
	if _, ok := ValueOf(wire.DHCPOptDomainSearch, d).(Bytes); !ok {
		t.Error("30000 names of 193 bytes")
	}
}

func TestAdd(t *testing.T) {
	for _, tt := range []struct{ in, out string }{
		{"", "5001 aa ff"}, {"ff", "5001aaff"}, {"000c0161ff0000", "000c01615001aaff0000"}, {"0c0161", "0c01615001aaff"}, {"0c05", "0c055001aaff"},
	} {
		in := Options(unhex(tt.in))
		keep := bytes.Clone(in)
		if got := in.Add(0x50, Bytes{0xaa}); !bytes.Equal(got, unhex(tt.out)) {
			t.Errorf("%s: %x", tt.in, []byte(got))
		}
		if !bytes.Equal(in, keep) {
			t.Errorf("%s was changed", tt.in)
		}
	}
}

func TestValidate(t *testing.T) {
	with := func(f func(*Message)) *Message {
		m := discover()
		f(m)
		return m
	}
	for _, tt := range []struct {
		name  string
		m     *Message
		class packet.Class
		in    string
	}{
		{"good", discover(), packet.Fine, ""},
		{"op", with(func(m *Message) { m.Op = 3 }), packet.BadValue, "neither"},
		{"hlen", with(func(m *Message) { m.HLen = packet.U8(17) }), packet.BadValue, "more than 16"},
		{"flags", with(func(m *Message) { m.Flags |= 1 }), packet.Unusual, "reserved"},
		{"no end", with(func(m *Message) { m.Options = m.Options[:3] }), packet.BadValue, "no end"},
		{"malformed", with(func(m *Message) { m.Options = Options{53, 1, 1, 12, 9} }), packet.BadSize, "after 3 bytes"},
		{"excess", with(func(m *Message) { m.Options = append(m.Options, 1) }), packet.Excess, "after the end"},
		{"no type", with(func(m *Message) { m.Options = Options{255} }), packet.Unusual, "no message type"},
	} {
		ds, worst := packet.Validate(build(t, tt.m), MessageProto)
		if worst != tt.class || !strings.Contains(fmt.Sprint(ds), tt.in) {
			t.Errorf("%s: %v %v", tt.name, worst, ds)
		}
	}
	if _, err := (packet.Packet{&Message{Options: Options{255}, Vendor: []byte{1}}}).Bytes(); err == nil {
		t.Error("options and a vendor field")
	}
}

func TestBound(t *testing.T) {
	for _, port := range []uint16{67, 68, 4011} {
		if layers.UDPPorts.Proto(port) != MessageProto {
			t.Errorf("port %d", port)
		}
	}
}

func TestAllocs(t *testing.T) {
	b := build(t, discover())
	var m Message
	if n := testing.AllocsPerRun(100, func() { m.Parse(b) }); n != 0 {
		t.Errorf("parsing makes %v allocations", n)
	}
	buf := make([]byte, 0, 512)
	if n := testing.AllocsPerRun(100, func() { m.Append(buf) }); n != 0 {
		t.Errorf("building makes %v allocations", n)
	}
}

func FuzzMessage(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	for _, k := range values {
		m := discover()
		m.Options = m.Options.Add(k.code, k.v)
		f.Add(build(f, m))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, l := range packettest.RoundTrip(t, MessageProto, b) {
			m, ok := l.(*Message)
			if !ok {
				continue
			}
			_ = m.Options.String()
			for o := range m.All() {
				v := ValueOf(o.Code, o.Data)
				again := ValueOf(o.Code, v.AppendWire(nil))
				if reflect.TypeOf(v) == reflect.TypeOf(again) && v.String() != again.String() {
					t.Fatalf("%v: %s, again %s", o.Code, v, again)
				}
			}
		}
		packet.Validate(b, MessageProto)
	})
}

func BenchmarkParse(b *testing.B) {
	buf := build(b, discover())
	var m Message
	b.ReportAllocs()
	for b.Loop() {
		m.Parse(buf)
	}
}

func BenchmarkAppend(b *testing.B) {
	m, buf := discover(), make([]byte, 0, 512)
	b.ReportAllocs()
	for b.Loop() {
		m.Append(buf)
	}
}
