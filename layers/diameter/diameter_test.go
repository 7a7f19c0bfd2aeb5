package diameter

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

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

// values has a value of each type, its data and its text.
var values = []struct {
	c         Code
	v         Value
	hex, text string
}{
	{Class, Bytes{0, 1}, "0001", "0001"},
	{Class, Bytes("ab"), "6162", `"ab"`},
	{SessionId, Text("a;1;2"), "613b313b32", `"a;1;2"`},
	{OriginHost, Identity("a.example"), "612e6578616d706c65", `"a.example"`},
	{RedirectHost, URI("aaa://b"), "6161613a2f2f62", `"aaa://b"`},
	{NASFilterRule, Rule("permit"), "7065726d6974", `"permit"`},
	{ResultCode, Enum{Number: 2001}, "000007d1", "DIAMETER_SUCCESS (2001)"},
	{ResultCode, Enum{Number: 2999}, "00000bb7", "2999"},
	{CCRequestType, Enum{Number: 1}, "00000001", "INITIAL_REQUEST (1)"},
	{CCRequestNumber, Uint32(7), "00000007", "7"},
	{VendorId, Enum{Number: 10415}, "000028af", "3GPP (10415)"},
	{Exponent, Int32(-2), "fffffffe", "-2"},
	{ValueDigits, Int64(-2), "fffffffffffffffe", "-2"},
	{CCTotalOctets, Uint64(1 << 40), "0000010000000000", "1099511627776"},
	{HostIPAddress, AddrOf(netip.MustParseAddr("192.0.2.1")), "0001c0000201", "192.0.2.1"},
	{HostIPAddress, AddrOf(netip.MustParseAddr("2001:db8::1")), "000220010db8000000000000000000000001", "2001:db8::1"},
	{HostIPAddress, Addr{8, []byte("336")}, "0008333336", `family 8 "336"`},
	{EventTimestamp, TimeOf(time.Unix(1e9, 0)), "bf454880", "2001-09-09T01:46:40Z"},
	{EventTimestamp, Timestamp(0), "00000000", "2036-02-07T06:28:16Z"},
	{FramedIPAddress, RawAddr{netip.MustParseAddr("192.0.2.1")}, "c0000201", "192.0.2.1"},
	{FramedIPv6Prefix, Prefix{Bits: 32, Addr: []byte{0x20, 1, 0xd, 0xb8}}, "002020010db8", "2001:db8::/32"},
	{TGPPMSISDN, TBCD("33123"), "3321f3", "33123"},
	{TGPPVisitedPLMNId, Network{0, 0xf1, 0x10}, "00f110", "001-01"},
	{FailedAVP, AVPs{}.Add(SessionId, Text("x")), "00000107 40000009 78000000", `Session-Id "x"`},
	{TGPPRATType, Enum{Number: 1004}, "000003ec", "EUTRAN (1004)"},
	{CodeOf(1, 2), Bytes{5}, "05", "05"},
	{ResultCode, Bytes{1, 2, 3}, "010203", "010203"},
	{HostIPAddress, Bytes{1}, "01", "01"},
}

func TestValues(t *testing.T) {
	for _, tt := range values {
		d := unhex(tt.hex)
		if v := ValueOf(tt.c, d); v.String() != tt.text || !bytes.Equal(v.AppendWire(nil), d) || !bytes.Equal(tt.v.AppendWire(nil), d) {
			t.Errorf("%v: %T %q of %x, want %q of %x", tt.c, v, v, tt.v.AppendWire(nil), tt.text, d)
		}
	}
	for _, def := range []Definition{{Type: Float32Type}, {Type: Float64Type}} {
		d := Float64(0.5).AppendWire(nil)
		if def.Type == Float32Type {
			d = Float32(0.5).AppendWire(nil)
		}
		if v := def.value(d); v.String() != "0.5" || !bytes.Equal(v.AppendWire(nil), d) {
			t.Error(v)
		}
	}
}

// The bytes of a value are those that it was made from, whatever they are.
func TestValueBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200000 {
		d := make([]byte, r.IntN(24))
		for i := range d {
			d[i] = byte(r.Uint32()) >> r.IntN(8)
		}
		c := known[r.IntN(len(known))].Code
		if v := ValueOf(c, d); v.String() == "\x00" || !bytes.Equal(v.AppendWire(nil), d) {
			t.Fatalf("%v: %x became %x (%T)", c, d, v.AppendWire(nil), v)
		}
	}
}

// The table is sorted, as Lookup needs it, and names are found again.
func TestKnown(t *testing.T) {
	if !slices.IsSortedFunc(known, func(a, b Definition) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	}) {
		t.Error("not sorted")
	}
	for _, d := range known {
		c, ok := CodeNamed(d.Name)
		if got, _ := Lookup(d.Code); !ok || got.Name != d.Name || c > d.Code || d.Name == "" {
			t.Errorf("%s: %v", d.Name, c)
		}
		if (d.Type == Enumerated) != (d.Names != nil) && d.Type == Grouped {
			t.Errorf("%s: names of a group", d.Name)
		}
	}
	if _, ok := CodeNamed("Nonesuch"); ok {
		t.Error("a name that is not there")
	}
}

func TestAdd(t *testing.T) {
	c := CodeOf(9, 131)
	if c.String() != "9:131" {
		t.Error(c)
	}
	Add(Dictionary{
		AVPs:     []Definition{{Code: c, Name: "Cisco-Info", Type: Unsigned32, Optional: true, Names: []Named{{1, "one"}}}},
		Commands: []Named{{8388700, "Test"}},
	})
	Add(Dictionary{AVPs: []Definition{{Code: CodeOf(9, 132), Name: "Cisco-More", Type: UTF8String}}})
	o := AVPs{}.Add(c, Uint32(1)).Add(CodeOf(9, 132), Text("x"))
	if o.String() != `Cisco-Info one (1), Cisco-More "x"` || o[4] != 0x80 {
		t.Error(o)
	}
	if x, ok := CodeNamed("Cisco-More"); !ok || x != CodeOf(9, 132) {
		t.Error(x)
	}
	if s := (&Message{Command: 8388700, Flags: wire.DiameterRequest}).Name(); s != "Test-Request" {
		t.Error(s)
	}
	if s := (&Message{Command: wire.DiameterDeviceWatchdog}).Name(); s != "Device-Watchdog-Answer" {
		t.Error(s)
	}
}

func build(t testing.TB, p ...packet.Layer) []byte {
	b, err := packet.Packet(p).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func origin() AVPs {
	return AVPs{}.Add(OriginHost, Identity("a.example")).Add(OriginRealm, Identity("example"))
}

func request(c wire.DiameterCommand) *Message {
	return &Message{Flags: wire.DiameterRequest, Command: c, HopByHop: 1, EndToEnd: 2, AVPs: origin()}
}

func seeds(t testing.TB) (out [][]byte) {
	all := origin().Add(ResultCode, Enum{Number: 2001})
	for _, x := range values[:25] {
		all = all.Add(x.c, x.v)
	}
	a := &Message{Command: wire.DiameterCapabilitiesExchange, AVPs: all}
	out = [][]byte{build(t, request(wire.DiameterDeviceWatchdog)), build(t, a), build(t, request(280), a, request(257)),
		append(build(t, request(282)), 9, 9)}
	cut := wire.DiameterAVPs(origin()).Add(wire.DiameterAVP{Code: 1, Data: []byte("x")})
	return append(out, build(t, &Message{AVPs: AVPs(cut[:len(cut)-3])})) // the last AVP lacks its padding
}

func TestTrial(t *testing.T) {
	packettest.Trial(t, MessageProto, seeds(t)...)
}

func TestMessages(t *testing.T) {
	s := seeds(t)
	for _, b := range s[:3] {
		if ds, worst := packet.Validate(b, MessageProto); worst > packet.Unusual {
			t.Error(ds)
		}
	}
	p, err := packet.Parse(s[2], MessageProto)
	if err != nil || len(p) != 3 {
		t.Fatal(p, err)
	}
	for _, bad := range []string{
		"01000014 8000 0118 00000000 00000001 00000002",                              // no Origin-Host
		"01000014 a0000118 00000000 00000001 00000002",                               // an erroneous request
		"01000018 80000118 00000000 00000001 00000002 00000108",                      // an AVP that is cut
		"0100001c 80000118 00000000 00000001 00000002 00000108 40000007",             // one that is too short
		"01000020 80000118 00000000 00000001 00000002 0000010c 4000000b 00000100",    // a malformed number
		"01000030 80000118 00000000 00000001 00000002 00000108 40000009 61000000 00", // a message that goes on
	} {
		b := unhex(bad)
		if _, worst := packet.Validate(b, MessageProto); worst < packet.BadValue {
			t.Errorf("%s is valid", bad)
		}
	}
	for _, bad := range []string{"02000014 80000118 00000000 00000001 00000002", "01000013 80000118 00000000 00000001 00000002"} {
		if _, err := packet.Parse(unhex(bad), MessageProto); err == nil {
			t.Errorf("%s is a message", bad)
		}
	}
}

// A message is found by its port, or on another port by its form.
func TestGuess(t *testing.T) {
	for port, payload := range map[uint16][]byte{3868: seeds(t)[0], 4444: seeds(t)[2]} {
		b := build(t, &layers.TCP{SrcPort: 50000, DstPort: port}, packet.Payload(payload))
		p, err := packet.Parse(b, layers.TCPProto)
		if packet.Get[Message](p) == nil || err != nil {
			t.Errorf("port %d: %v, %v", port, p, err)
		}
	}
	for _, other := range []string{"474554202f20485454502f312e310d0a", "160301000401000000", "0100001480000118000000000000000100000002ff"} {
		b := build(t, &layers.TCP{SrcPort: 50000, DstPort: 4444}, packet.Payload(unhex(other)))
		if p, _ := packet.Parse(b, layers.TCPProto); packet.Get[Message](p) != nil {
			t.Errorf("%s is a message", other)
		}
	}
	b := build(t, &layers.TCP{SrcPort: 50000, DstPort: 3868}, packet.Payload([]byte("middle of one")))
	if p, err := packet.Parse(b, layers.TCPProto); packet.Get[Message](p) != nil || err != nil {
		t.Error(p, err)
	}
}

func TestGroups(t *testing.T) {
	o := AVPs{}.Add(SubscriptionId, AVPs{}.Add(SubscriptionIdType, Enum{Number: 1}).Add(SubscriptionIdData, Text("00101")))
	if s := append(o, 1, 2).String(); s != `Subscription-Id [Subscription-Id-Type END_USER_IMSI (1), Subscription-Id-Data "00101"], malformed 0102` {
		t.Error(s)
	}
	if v, ok := o.Find(SubscriptionIdData); !ok || v.String() != `"00101"` {
		t.Error(v)
	}
	if _, ok := o.Find(SessionId); ok {
		t.Error("found what is not there")
	}
	deep := AVPs{}
	for range 3000 {
		deep = AVPs{}.Add(FailedAVP, deep)
	}
	if n := len(deep.String()); n > 10*len(deep) {
		t.Errorf("%d bytes of text", n)
	}
	deep.Find(SessionId)
	deep.validate(0, func(packet.Class, string) {})
}

// Parsing allocates nothing but the layers.
func TestAllocations(t *testing.T) {
	b := seeds(t)[2]
	p := packet.Parser{Reuse: true}
	p.Parse(b, MessageProto)
	if n := testing.AllocsPerRun(100, func() { p.Parse(b, MessageProto) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzMessage(f *testing.F) {
	for _, b := range seeds(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, MessageProto, b)
		if l := packet.Get[Message](p); l != nil {
			_ = l.AVPs.String()
			l.AVPs.Find(SubscriptionIdData)
			l.Validate(nil, func(string, packet.Class, string) {})
		}
	})
}
