package dhcpv6

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var (
	a1  = netip.MustParseAddr("2001:db8::1")
	mac = []byte{2, 0, 0, 0, 0, 1}
)

// values has a value of each kind, its option and its text.
var values = []struct {
	code wire.DHCPv6OptionCode
	v    Value
	text string
}{
	{wire.DHCPv6OptClientID, DUIDLL(1, mac), "LL 1 020000000001"},
	{wire.DHCPv6OptServerID, DUIDLLT(1, time.Unix(946684805, 0), mac), "LLT 1 5 020000000001"},
	{wire.DHCPv6OptClientID, DUID{Kind: 2, Enterprise: 9, ID: []byte("abc")}, "EN 9 616263"},
	{wire.DHCPv6OptClientID, DUID{Kind: 4, ID: make([]byte, 16)}, "UUID 00000000000000000000000000000000"},
	{wire.DHCPv6OptClientID, DUID{Kind: 9, ID: []byte{1}}, "9 01"},
	{wire.DHCPv6OptIANA, IA{1, 2, 1<<32 - 1, Options{}.Add(wire.DHCPv6OptIAAddr, IAAddr{a1, 5, 6, nil})},
		"1 T1 2 s T2 infinity (IA Address: 2001:db8::1 preferred 5 s valid 6 s)"},
	{wire.DHCPv6OptIAPD, IA{Options: Options{}.Add(wire.DHCPv6OptIAPrefix, IAPrefix{5, 6, 56, a1, Options{}.Add(wire.DHCPv6OptStatusCode, Status{6, "no"})})},
		`0 T1 0 s T2 0 s (IA Prefix: 2001:db8::1/56 preferred 5 s valid 6 s (Status Code: NoPrefixAvail "no"))`},
	{wire.DHCPv6OptIATA, IATA{IAID: 7}, "7 ()"},
	{wire.DHCPv6OptORO, Codes{23, 24, 200}, "DNS Servers, Domain Search List, option 200"},
	{wire.DHCPv6OptPreference, Uint8(255), "255"},
	{wire.DHCPv6OptElapsedTime, Elapsed(150), "1.5s"},
	{wire.DHCPv6OptAuth, Auth{3, 1, 0, 1 << 40, []byte{1}}, "protocol 3 algorithm 1 RDM 0 replay 1099511627776 01"},
	{wire.DHCPv6OptUnicast, Addr{a1}, "2001:db8::1"},
	{wire.DHCPv6OptStatusCode, Status{2, "none"}, `NoAddrsAvail "none"`},
	{wire.DHCPv6OptRapidCommit, Empty{}, ""},
	{wire.DHCPv6OptUserClass, Texts{"a", "b"}, `"a", "b"`},
	{wire.DHCPv6OptVendorClass, VendorClass{311, Texts{"MSFT"}}, `311 "MSFT"`},
	{wire.DHCPv6OptVendorOpts, VendorOptions{9, wire.DHCPv6Options{}.Add(1, 2)}, "9 1=02"},
	{wire.DHCPv6OptReconfMsg, Type(wire.DHCPv6Renew), "RENEW"},
	{wire.DHCPv6OptDNSServers, Addrs{a1, a1}, "2001:db8::1, 2001:db8::1"},
	{wire.DHCPv6OptDomainList, Names{"example.com", "b"}, "example.com., b."},
	{wire.DHCPv6OptInfoRefreshTime, Seconds(3600), "3600 s"},
	{wire.DHCPv6OptRemoteID, RemoteID{9, []byte("r")}, "9 72"},
	{wire.DHCPv6OptClientFQDN, FQDN{1, []byte("\x04host\x01a")}, `flags 1 "host.a"`},
	{wire.DHCPv6OptPosixTZ, Text("EST5"), `"EST5"`},
	{wire.DHCPv6OptLQQuery, LQQuery{1, a1, Options{}.Add(wire.DHCPv6OptORO, Codes{23})}, "1 2001:db8::1 (Option Request: DNS Servers)"},
	{wire.DHCPv6OptLQRelayData, LQRelayData{a1, []byte{1}}, "2001:db8::1 01"},
	{wire.DHCPv6OptClientData, Nested{Options{}.Add(wire.DHCPv6OptCLTTime, Seconds(5))}, "(Client Last Transaction Time: 5 s)"},
	{wire.DHCPv6OptNTPServer, NTPServers{wire.DHCPv6Options{}.Add(3, 1, 'a', 0).Add(9, 1)}, "a., 01"},
	{wire.DHCPv6OptClientArch, Uint16s{7, 9}, "7, 9"},
	{wire.DHCPv6OptClientLinkAddr, LinkLayer{1, mac}, "1 020000000001"},
	{wire.DHCPv6OptRelayPort, Uint16(547), "547"},
	{wire.DHCPv6OptLQBaseTime, Uint32(5), "5"},
	{wire.DHCPv6OptInterfaceID, Bytes("eth0"), "65746830"},
}

func TestValues(t *testing.T) {
	for _, tt := range values {
		o := Options{}.Add(tt.code, tt.v)
		v, ok := o.Value(tt.code)
		if !ok || v.String() != tt.text || !bytes.Equal(v.AppendWire(nil), o[4:]) {
			t.Errorf("%v: %q, want %q; %x of %x", tt.code, v, tt.text, v.AppendWire(nil), o)
		}
	}
}

// The bytes of a value are those that it was made from, whatever they are.
func TestValueBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		d := make([]byte, r.IntN(40))
		for i := range d {
			d[i] = byte(r.Uint32()) >> r.IntN(8)
		}
		c := wire.DHCPv6OptionCode(r.IntN(150))
		v := ValueOf(c, d)
		if _ = v.String(); !bytes.Equal(v.AppendWire(nil), d) {
			t.Fatalf("%v: %x became %x (%T)", c, d, v.AppendWire(nil), v)
		}
	}
}

func messages() (client, relay [][]byte) {
	var all Options
	for _, x := range values {
		all = all.Add(x.code, x.v)
	}
	var inner []byte
	for typ := wire.DHCPv6Solicit; typ <= wire.DHCPv6InformationRequest; typ++ {
		inner, _ = packet.Packet{&Message{Type: typ, XID: 0x123456, Options: all}}.Bytes()
		client = append(client, inner)
	}
	for _, typ := range []wire.DHCPv6MessageType{wire.DHCPv6RelayForw, wire.DHCPv6RelayRepl} {
		b, _ := packet.Packet{&Relay{Type: typ, LinkAddr: a1, PeerAddr: a1, Options: Options{}.Add(wire.DHCPv6OptRelayMessage, Bytes(inner)).
			Add(wire.DHCPv6OptInterfaceID, Bytes("eth0"))}}.Bytes()
		relay = append(relay, b)
	}
	return client, relay
}

func TestMessages(t *testing.T) {
	client, relay := messages()
	packettest.Trial(t, MessageProto, client...)
	packettest.Trial(t, RelayProto, relay...)
	for _, b := range append(client, relay...) {
		if ds, worst := packet.Validate(b, MessageProto); worst > packet.Unusual {
			t.Error(ds)
		}
	}
	p, _ := packet.Parse(relay[0], MessageProto)
	l, ok := p[0].(*Relay)
	if !ok {
		t.Fatalf("%T", p[0])
	}
	if m, ok := l.Relayed().(*Message); !ok || m.XID != 0x123456 || l.Innermost().XID != m.XID {
		t.Errorf("relayed %T", l.Relayed())
	}
	deep := relay[0]
	for range 100 {
		deep, _ = packet.Packet{&Relay{Type: wire.DHCPv6RelayForw, Options: Options{}.Add(wire.DHCPv6OptRelayMessage, Bytes(deep))}}.Bytes()
	}
	p, _ = packet.Parse(deep, MessageProto)
	if p[0].(*Relay).Innermost() != nil {
		t.Error("too many relay agents are followed")
	}
}

func TestBuild(t *testing.T) {
	p := packet.Packet{&layers.UDP{SrcPort: 546, DstPort: 547}, &Message{
		Type: wire.DHCPv6Solicit, XID: 0x123456,
		Options: Options{}.Add(wire.DHCPv6OptElapsedTime, Elapsed(1)).Add(wire.DHCPv6OptRapidCommit, Empty{}),
	}}
	b, err := p.Bytes()
	want := "\x02\x22\x02\x23\x00\x16\x00\x00\x01\x12\x34\x56\x00\x08\x00\x02\x00\x01\x00\x0e\x00\x00"
	if err != nil || string(b) != want {
		t.Errorf("%x, %v", b, err)
	}
	q, _ := packet.Parse(b, layers.UDPProto)
	m := packet.Get[Message](q)
	if m == nil || m.Options.String() != "Elapsed Time: 10ms; Rapid Commit" {
		t.Fatal(q)
	}
	if o := m.Options.Delete(wire.DHCPv6OptElapsedTime); o.String() != "Rapid Commit" {
		t.Error(o)
	}
	for _, bad := range []string{"\x01\x00\x00\x01\x00\x08\x00\x09\x00", "\x01\x00\x00\x01\x00\x08\x00\x01\x00", "\x00\x00\x00\x01", "\x0c\x09" + string(make([]byte, 32))} {
		if _, worst := packet.Validate([]byte(bad), MessageProto); worst < packet.BadValue {
			t.Errorf("%q is valid", bad)
		}
	}
}

func FuzzMessage(f *testing.F) {
	client, relay := messages()
	for _, b := range append(client, relay...) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, MessageProto, b)
		if m := packet.Get[Message](p); m != nil {
			_ = m.Options.String()
		}
		if r := packet.Get[Relay](p); r != nil {
			_, _ = r.Options.String(), r.Innermost()
		}
	})
}
