package bgp

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	v4 = netip.MustParsePrefix("192.0.2.0/24")
	a4 = netip.MustParseAddr("192.0.2.1")
)

func family(a wire.BGPAFI, s wire.BGPSAFI) Family { return Family{a, s} }

// routes has a route of each kind, its bytes and its text.
var routes = []struct {
	f    Family
	hex  string
	text string
	rest string
}{
	{family(1, 1), "18 c00002", "192.0.2.0/24", ""},
	{family(1, 1), "00", "0.0.0.0/0", ""},
	{family(1, 1), "00000014 18 080200 00000015 18 080201", "path 20 8.2.0.0/24, path 21 8.2.1.0/24", ""},
	{family(1, 1), "21 c0", "malformed 21c0", "21 c0"},
	{family(2, 2), "20 20010db8", "2001:db8::/32", ""},
	{family(1, 4), "30 000411 c00002", "label 65 192.0.2.0/24", ""},
	{family(1, 4), "48 000010 000021 c00002", "label 1 label 2 192.0.2.0/24", ""},
	{family(2, 4), "38 800000 20010db8", "label 524288 2001:db8::/32", ""},
	{family(1, 128), "70 000411 0000fbf400000001 c00002", "label 65 RD 64500:1 192.0.2.0/24", ""},
	{family(1, 128), "70 000411 0001c00002010001 c00002", "label 65 RD 192.0.2.1:1 192.0.2.0/24", ""},
	{family(1, 128), "70 000411 0002000100000001 c00002", "label 65 RD 65536:1 192.0.2.0/24", ""},
	{family(1, 129), "58 0000fbf400000001 c00002", "RD 64500:1 192.0.2.0/24", ""},
	{family(25, 65), "0011 0000fbf400000001 0001 0002 0003 000411", "RD 64500:1 site 1 offset 2 size 3 label 65", ""},
	{family(25, 65), "000c 0000fbf400000001 c0000201", "RD 64500:1 192.0.2.1", ""},
	{family(25, 70), "01 19 0000fbf400000001 00000000000000000000 00000005 000411",
		"auto-discovery RD 64500:1 ESI 00000000000000000000 tag 5 label 65", ""},
	{family(25, 70), "02 25 0000fbf400000001 00000000000000000000 00000005 30 020406080a0c 20 c0000201 000411",
		"MAC/IP RD 64500:1 ESI 00000000000000000000 tag 5 02:04:06:08:0a:0c 192.0.2.1 label 65", ""},
	{family(25, 70), "02 21 0000fbf400000001 00000000000000000000 00000005 30 020406080a0c 00 000411",
		"MAC/IP RD 64500:1 ESI 00000000000000000000 tag 5 02:04:06:08:0a:0c label 65", ""},
	{family(25, 70), "03 11 0000fbf400000001 00000005 20 c0000201", "multicast RD 64500:1 tag 5 192.0.2.1", ""},
	{family(25, 70), "04 17 0000fbf400000001 00112233445566778899 20 c0000201", "segment RD 64500:1 ESI 00112233445566778899 192.0.2.1", ""},
	{family(25, 70), "05 22 0000fbf400000001 00000000000000000000 00000005 18 c0000200 c0000201 000411",
		"prefix RD 64500:1 ESI 00000000000000000000 tag 5 192.0.2.0 /24 via 192.0.2.1 label 65", ""},
	{family(25, 70), "06 02 0102", "SMET 0102", ""},
	{family(1, 5), "01 0c 0000fbf400000001 c0000201", "intra-AS I-PMSI RD 64500:1 192.0.2.1", ""},
	{family(1, 5), "02 0c 0000fbf400000001 0000fbf4", "inter-AS I-PMSI RD 64500:1 AS 64500", ""},
	{family(1, 5), "03 16 0000fbf400000001 20 c0000201 20 e8000001 c0000202", "S-PMSI RD 64500:1 source 192.0.2.1 group 232.0.0.1 192.0.2.2", ""},
	{family(1, 5), "04 12 02 0c 0000fbf400000001 0000fbf4 c0000202", "leaf key 020c0000fbf4000000010000fbf4 192.0.2.2", ""},
	{family(1, 5), "07 16 0000fbf400000001 0000fbf4 20 c0000201 20 e8000001",
		"source tree join RD 64500:1 AS 64500 source 192.0.2.1 group 232.0.0.1", ""},
	{family(1, 66), "80 0000fbf400000001 c0000201 e8000001", "RD 64500:1 192.0.2.1 group 232.0.0.1", ""},
	{family(1, 132), "00", "default", ""},
	{family(1, 132), "60 0000fbf4 0002fbf400000001", "origin AS 64500 target 64500:1", ""},
	{family(1, 133), "0c 01 18 c00002 03 81 06 05 91 1f90", "dst 192.0.2.0/24 protocol =6 dst port =8080", ""},
	{family(1, 133), "07 04 12 0050 d5 03ff", "port >80 &<=1023", ""},
	{family(2, 133), "07 01 30 10 0db80001", "dst offset 16 db8:1::/48", ""},
	{family(1, 134), "0b 0000fbf400000001 09 81 02", "RD 64500:1 TCP flags all 0x2", ""},
	{family(16388, 71), "0001 001d 02 0000000000000000 0100 0010 0200 0004 0000fbf4 0203 0004 c0000201",
		"node protocol 2 identifier 0 local node (AS 0000fbf4 router ID c0000201)", ""},
	{family(1, 73), "60 00000001 00000064 c0000201", "distinguisher 1 color 100 endpoint 192.0.2.1", ""},
	{family(9, 9), "0102", "malformed 0102", "0102"},
}

func TestRoutes(t *testing.T) {
	for _, tt := range routes {
		b := unhex(t, tt.hex)
		rs, rest := RoutesOf(tt.f, b, Options{})
		if got := routesString(tt.f, b, Options{}); got != tt.text {
			t.Errorf("%v %s:\n got %q\nwant %q", tt.f, tt.hex, got, tt.text)
		}
		if !bytes.Equal(rest, unhex(t, tt.rest)) || !bytes.Equal(append(AppendRoutes(nil, rs...), rest...), b) {
			t.Errorf("%v %s: rest %x, %x", tt.f, tt.hex, rest, AppendRoutes(nil, rs...))
		}
	}
}

// values has an attribute of each kind, its value's bytes and text.
var values = []struct {
	t    wire.BGPAttributeType
	hex  string
	text string
}{
	{wire.BGPOrigin, "00", "IGP"},
	{wire.BGPOrigin, "02", "incomplete"},
	{wire.BGPASPath, "", ""},
	{wire.BGPASPath, "02 02 fbf4 fbf5 01 01 0001", "64500 64501 {1}"},
	{wire.BGPASPath, "02 02 0000fbf4 00010000 03 01 00000001", "64500 65536 (1)"},
	{wire.BGPNextHop, "c0000201", "192.0.2.1"},
	{wire.BGPMED, "00000005", "5"},
	{wire.BGPLocalPref, "00000064", "100"},
	{wire.BGPAtomicAggregate, "", ""},
	{wire.BGPAggregator, "fbf4 c0000201", "AS 64500 by 192.0.2.1"},
	{wire.BGPAggregator, "00010000 c0000201", "AS 65536 by 192.0.2.1"},
	{wire.BGPCommunity, "fbf40001 ffffff01 ffff029a", "64500:1 NO_EXPORT BLACKHOLE"},
	{wire.BGPOriginatorID, "c0000201", "192.0.2.1"},
	{wire.BGPClusterList, "c0000201 c0000202", "192.0.2.1 192.0.2.2"},
	{wire.BGPMPReach, "0002 01 10 20010db8000000000000000000000001 00 20 20010db8", "IPv6 unicast via 2001:db8::1 2001:db8::/32"},
	{wire.BGPMPReach, "0001 80 0c 0000000000000000c0000201 00 70 000411 0000fbf400000001 c00002",
		"IPv4 VPN via 192.0.2.1 label 65 RD 64500:1 192.0.2.0/24"},
	{wire.BGPMPUnreach, "0002 01 20 20010db8", "IPv6 unicast 2001:db8::/32"},
	{wire.BGPMPUnreach, "0001 04", "IPv4 labeled unicast"},
	{wire.BGPExtendedCommunity, "0002fbf400000001 030c000000000008 8006fbf449742400 4300000000000002 0600010000000007 ffff000000000000",
		"target 64500:1, encapsulation 8, rate bytes 64500:1e+06, origin validation 2, MAC mobility 7 sticky, 0xffff 000000000000"},
	{wire.BGPAS4Path, "02 01 00010000", "65536"},
	{wire.BGPAS4Aggregator, "00010000 c0000201", "AS 65536 by 192.0.2.1"},
	{wire.BGPPMSITunnel, "01 06 000411 c0000201", "leaf info ingress replication label 65 192.0.2.1"},
	{wire.BGPPMSITunnel, "00 03 000000 c0000201 e8000001", "PIM-SSM label 0 192.0.2.1 232.0.0.1"},
	{wire.BGPPMSITunnel, "00 01 000000 01", "RSVP-TE P2MP label 0 01"},
	{wire.BGPTunnelEncap, "0008 0012 04 08 030b000000000064 08 02 12b5 80 0001 05", "VXLAN color 100 UDP port 4789 128 05"},
	{wire.BGPIPv6Community, "0002 20010db8000000000000000000000001 0005", "target 2001:db8::1:5"},
	{wire.BGPAIGP, "01 000b 00000000000007d0", "metric 2000"},
	{wire.BGPPEDistinguisher, "c0000201 000411", "192.0.2.1 label 65"},
	{wire.BGPLinkState, "0402 0002 6869", "node name 6869"},
	{wire.BGPLargeCommunity, "0000fbf4 00000001 00000002", "64500:1:2"},
	{wire.BGPsecPath, "0008 02 00 0000fbf4 0019 01 00112233445566778899aabbccddeeff00112233 0000", "AS 64500 x 2 algorithm 1 key 00112233445566778899aabbccddeeff00112233"},
	{wire.BGPOTC, "0000fbf4", "64500"},
	{wire.BGPDPath, "01 0000fbf4 0001 46", "64500:1 EVPN"},
	{wire.BGPBFDDiscriminator, "01 00000007", "mode 1 discriminator 7"},
	{wire.BGPPrefixSID, "01 0007 00 0000 00000005", "label index 5"},
	{wire.BGPPrefixSID, "05 0022 00 01 001e 00 20010db8000000000000000000000001 00 0013 00 01 0006 28 18 10 00 10 40",
		"SRv6 SID 2001:db8::1 behavior 19 1 281810001040"},
	{wire.BGPAttrSet, "0000fbf4 40 01 01 00 40 05 04 00000064", "AS 64500 (ORIGIN IGP; LOCAL_PREF 100)"},
	{wire.BGPOrigin, "0000", "0000"}, // malformed
	{99, "0102", "0102"},
}

func TestValues(t *testing.T) {
	for _, tt := range values {
		a := wire.BGPAttribute{Type: tt.t, Value: unhex(t, tt.hex)}
		v := ValueOf(a, Options{})
		if v.String() != tt.text || v.Type() != tt.t || !bytes.Equal(coder.Append(nil, v), a.Value) {
			t.Errorf("%v %s (%T):\n got %q\nwant %q", tt.t, tt.hex, v, v, tt.text)
		}
	}
}

var capabilities = []struct {
	c         wire.BGPCapability
	hex, text string
}{
	{1, "0001 00 01", "IPv4 unicast"},
	{2, "", ""},
	{3, "0001 00 01 01 40 03", "IPv4 unicast type 64 both"},
	{5, "0001 0001 0002", "IPv4 unicast via IPv6"},
	{6, "", ""},
	{7, "08 0001", "flags 8 IPv4"},
	{8, "0001 04 03", "IPv4 labeled unicast labels 3"},
	{9, "03", "customer"},
	{64, "c078 0001 01 80", "flags 12 time 120 IPv4 unicast flags 128"},
	{65, "0000fbf4", "AS 64500"},
	{69, "0001 01 03 0002 01 01", "IPv4 unicast both IPv6 unicast receive"},
	{70, "", ""},
	{71, "0001 01 80 000078", "IPv4 unicast flags 128 time 120"},
	{73, "02 6869 00", `"hi" ""`},
	{74, "", ""},
	{75, "02 6869", `"hi"`},
	{76, "0001 01 0004", "IPv4 unicast limit 4"},
	{99, "01", "01"},
	{65, "01", "01"},
}

func TestCapabilities(t *testing.T) {
	for _, tt := range capabilities {
		v := CapabilityOf(tt.c, unhex(t, tt.hex))
		if v.String() != tt.text || v.Capability() != tt.c || !bytes.Equal(v.AppendWire(nil), unhex(t, tt.hex)) {
			t.Errorf("%v %s (%T): %q, want %q", tt.c, tt.hex, v, v, tt.text)
		}
	}
}

func open(extended bool) *Message {
	m := &Message{Type: wire.BGPOpen, AS: 64500, HoldTime: 180, ID: a4, Extended: extended}
	for _, x := range capabilities {
		b, _ := hex.DecodeString(strings.ReplaceAll(x.hex, " ", ""))
		m.AddCapability(CapabilityOf(x.c, b))
	}
	return m
}

func update() *Message {
	m := &Message{Type: wire.BGPUpdate, Withdrawn: Prefixes{}.Add(PrefixOf(v4)), NLRI: Prefixes{}.Add(PrefixOf(netip.MustParsePrefix("198.51.100.0/24")))}
	seen := map[wire.BGPAttributeType]bool{}
	for _, x := range values {
		b, _ := hex.DecodeString(strings.ReplaceAll(x.hex, " ", ""))
		if v := ValueOf(wire.BGPAttribute{Type: x.t, Value: b}, Options{}); !seen[x.t] && len(x.text) > 0 {
			m.Attributes, seen[x.t] = m.Attributes.Add(v), true
		}
	}
	return m
}

func messages(t testing.TB) (out [][]byte) {
	short := open(false)
	short.Params = short.Params[:250]
	for _, m := range []*Message{
		open(true), short, {Type: wire.BGPOpen, AS: 1, ID: a4}, update(), {Type: wire.BGPUpdate}, {Type: wire.BGPKeepalive},
		{Type: wire.BGPNotification, Code: wire.BGPCease, Subcode: 2, Data: append([]byte{3}, "bye"...)}, {Type: wire.BGPNotification, Code: 2},
		{Type: wire.BGPRouteRefresh, AFI: 1, SAFI: 1},
		{Type: wire.BGPRouteRefresh, AFI: 1, SAFI: 1, ORF: ORFsOf(1).Add(PrefixORF, ORFEntry{Sequence: 5, Bits: 24, Addr: a4}.Append(nil))},
		{Type: 77, Rest: []byte{1, 2}},
	} {
		b, err := packet.Packet{m}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return append(out, append(bytes.Clone(out[4]), out[5]...))
}

func TestMessages(t *testing.T) {
	packettest.Trial(t, MessageProto, messages(t)...)
	for i, b := range messages(t) {
		p, err := packet.Parse(b, MessageProto)
		if err != nil || packettest.Wrong(p) != nil {
			t.Errorf("%d: %v %v", i, err, packettest.Wrong(p))
		}
	}
	b, _ := packet.Packet{&Message{Type: wire.BGPKeepalive}, &Message{Type: wire.BGPKeepalive}}.Bytes()
	if want := strings.Repeat("ffffffffffffffffffffffffffffffff001304", 2); hex.EncodeToString(b) != want {
		t.Errorf("%x", b)
	}
	for _, bad := range []string{"fffffffffffffffffffffffffffffffe001304", "ffffffffffffffffffffffffffffffff001204",
		"ffffffffffffffffffffffffffffffff001b02 0009 0000000000 00", "ffffffffffffffffffffffffffffffff001c01 0400"} {
		if _, err := packet.Parse(unhex(t, bad), MessageProto); err == nil {
			t.Errorf("%s is a message", bad)
		}
	}
	if _, err := (packet.Packet{&Message{Type: wire.BGPOpen, Params: make([]byte, 256)}}).Bytes(); err == nil {
		t.Error("parameters of 256 bytes in one")
	}
}

// A segment may end within a message: what is there of it is kept, and its lengths are not
// taken for wrong.
func TestCut(t *testing.T) {
	b := messages(t)[3]
	for n := 40; n < len(b); n++ {
		p, err := packet.Parse(b[:n], MessageProto)
		if err != nil {
			t.Fatal(n, err)
		}
		if w := packettest.Wrong(p); w != nil {
			t.Fatal(n, w)
		}
	}
}

func TestValidate(t *testing.T) {
	head := strings.Repeat("ff", 16)
	for _, tt := range []struct{ hex, want string }{
		{head + "0013 04", ""},
		{head + "0014 04 00", "keepalive"},
		{head + "001d 01 04 fbf4 00b4 c0000201 00", ""},
		{head + "001d 01 03 fbf4 00b4 c0000201 00", "Version"},
		{head + "001d 01 04 0000 00b4 c0000201 00", "AS 0"},
		{head + "001d 01 04 fbf4 0001 c0000201 00", "two seconds"},
		{head + "001d 01 04 fbf4 00b4 00000000 00", "zero"},
		{head + "0021 01 04 fbf4 00b4 c0000201 04 02024101", "does not fit"},
		{head + "0024 01 04 fbf4 00b4 c0000201 07 0205 4103 000001", "malformed"},
		{head + "0017 02 0000 0000", ""},
		{head + "001b 02 0000 0000 18c00002", "missing"},
		{head + "001b 02 0000 0004 40010100", ""},
		{head + "001b 02 0000 0004 40010107", "undefined"},
		{head + "001b 02 0000 0004 c0010100", "flags"},
		{head + "001f 02 0000 0008 4001010040010100", "twice"},
		{head + "001b 02 0000 0004 40010200", "does not fit"},
		{head + "001c 02 0000 0000 21c0000201", "prefix"},
		{head + "001a 02 0000 0003 c00800", "empty"},
		{head + "0015 03 06 09", ""},
		{head + "0017 03 06 02 05 61", "does not fit"},
		{head + "0017 05 0001 09 01", "Refresh"},
		{head + "0013 09", "assigned"},
	} {
		ds, _ := packet.Validate(unhex(t, tt.hex), MessageProto)
		text := ""
		for _, d := range ds {
			text += d.String() + "\n"
		}
		if (tt.want == "") != (text == "") || !strings.Contains(text, tt.want) {
			t.Errorf("%s: %q, want %q", tt.hex, text, tt.want)
		}
	}
}

func TestNegotiate(t *testing.T) {
	a, b := &Message{Type: wire.BGPOpen}, &Message{Type: wire.BGPOpen}
	if o := Negotiate(a, b); o.AS4 != No || o.AddPath != No {
		t.Error(o)
	}
	for _, m := range []*Message{a, b} {
		m.AddCapability(&AS4{64500})
	}
	a.AddCapability(&AddPath{[]FamilyPaths{{IPv4Unicast, Send}, {family(2, 1), Receive}}})
	b.AddCapability(&AddPath{[]FamilyPaths{{IPv4Unicast, Receive | Send}, {family(2, 1), Receive}}})
	o := Negotiate(a, b)
	if o.AS4 != Yes || o.AddPath != Yes || len(o.Paths) != 1 || o.paths(IPv4Unicast) != Yes || o.paths(family(2, 1)) != No {
		t.Error(o)
	}
	if o := Negotiate(b, a); o.AddPath != No {
		t.Error(o)
	}
	// What is said overrules what bytes look like.
	p := Prefixes(unhex(t, "00000014 18 080200"))
	if rs, rest := p.Routes(Options{AddPath: No}); len(rs) < 4 && len(rest) == 0 {
		t.Error(rs, rest)
	}
	if rs, _ := p.Routes(o); len(rs) != 1 || rs[0].Path.ID != 20 {
		t.Error(rs)
	}
	path := wire.BGPAttribute{Type: wire.BGPASPath, Value: unhex(t, "02 02 fbf4 fbf5")}
	if _, is := ValueOf(path, Options{AS4: Yes}).(*Opaque); !is {
		t.Error("2-byte AS numbers as 4")
	}
}

func TestText(t *testing.T) {
	m := &Message{Type: wire.BGPNotification, Code: wire.BGPCease, Subcode: wire.BGPCeaseHardReset, Data: []byte("\x06\x02\x02hi")}
	if s, ok := m.Text(); !ok || s != "hi" {
		t.Errorf("%q, %v", s, ok)
	}
	m.Data[2] = 3
	if _, ok := m.Text(); ok {
		t.Error("a text that does not fit")
	}
	e := ORFEntry{Deny: true, Sequence: 7, Min: 8, Max: 24, Bits: 20, Addr: netip.MustParseAddr("192.0.16.0")}
	es, rest := ORFEntries(1, append(e.Append(nil), ORFEntry{Action: 2}.Append(nil)...))
	if len(es) != 2 || es[0] != e || len(rest) != 0 {
		t.Error(es, rest)
	}
}

// The bytes of a value, of routes and of a capability are those that they were made from,
// whatever they are.
func TestAnyBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 60000 {
		d := make([]byte, r.IntN(40))
		for i := range d {
			d[i] = byte(r.Uint32()) >> r.IntN(8)
		}
		a := wire.BGPAttribute{Type: values[r.IntN(len(values))].t, Value: d}
		v := ValueOf(a, Options{AS4: Choice(r.IntN(3)), AddPath: Choice(r.IntN(3))})
		if _ = v.String(); !bytes.Equal(coder.Append(nil, v), d) {
			t.Fatalf("%v: %x became %x (%T)", a.Type, d, coder.Append(nil, v), v)
		}
		f := routes[r.IntN(len(routes))].f
		rs, rest := RoutesOf(f, d, Options{})
		for _, x := range rs {
			_ = x.String()
		}
		if got := append(AppendRoutes(nil, rs...), rest...); !bytes.Equal(got, d) {
			t.Fatalf("%v: %x became %x", f, d, got)
		}
		c := CapabilityOf(capabilities[r.IntN(len(capabilities))].c, d)
		if _ = c.String(); !bytes.Equal(c.AppendWire(nil), d) {
			t.Fatalf("%v: %x became %x", c.Capability(), d, c.AppendWire(nil))
		}
	}
}

func FuzzMessage(f *testing.F) {
	for _, b := range messages(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, l := range packettest.RoundTrip(t, MessageProto, b) {
			if m, ok := l.(*Message); ok {
				_, _, _, _ = m.Params.String(), m.Withdrawn.String(), m.Attributes.String(), m.ORF.String()
				m.Text()
			}
		}
		packet.Validate(b, MessageProto)
	})
}

func BenchmarkParse(b *testing.B) {
	data := messages(b)[3]
	var p packet.Parser
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		p.Parse(data, MessageProto)
	}
}

func TestParseAllocs(t *testing.T) {
	data := messages(t)[3]
	var p packet.Parser
	if n := testing.AllocsPerRun(100, func() { p.Parse(data, MessageProto) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
