package radius

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// values has a value of each kind, its attribute and its text.
var values = []struct {
	t    wire.RADIUSAttributeType
	v    Value
	text string
}{
	{wire.RADIUSUserName, Text("bob"), `"bob"`},
	{wire.RADIUSUserPassword, Bytes(make([]byte, 16)), strings.Repeat("00", 16)},
	{wire.RADIUSNASIPAddress, Addr{netip.MustParseAddr("10.0.0.1")}, "10.0.0.1"},
	{wire.RADIUSNASPort, Uint32(50012), "50012"},
	{wire.RADIUSServiceType, Enum{Number: 2}, "Framed"},
	{wire.RADIUSServiceType, Enum{Number: 99}, "99"},
	{wire.RADIUSErrorCause, Enum{Number: 503}, "Session Context Not Found"},
	{wire.RADIUSTunnelType, Tagged{Tag: 1, Value: []byte{0, 0, 13}}, "tag 1 VLAN"},
	{wire.RADIUSTunnelPrivateGroupID, TaggedText(1, "100"), `tag 1 "100"`},
	{wire.RADIUSTunnelPrivateGroupID, Text("100"), `"100"`},
	{wire.RADIUSTunnelPreference, TaggedNumber(2, 5), "tag 2 5"},
	{wire.RADIUSVendorSpecific, VendorOf(9, wire.RADIUSAttributes{}.Add(1, []byte("shell:priv-lvl=15")...)), `9 1="shell:priv-lvl=15"`},
	{wire.RADIUSVendorSpecific, Vendor{311, []byte{1}}, "311 01"},
	{wire.RADIUSNASIPv6Address, Addr{netip.MustParseAddr("2001:db8::1")}, "2001:db8::1"},
	{wire.RADIUSFramedIPv6Prefix, Prefix{Bits: 32, Addr: []byte{0x20, 1, 0xd, 0xb8}}, "2001:db8::/32"},
	{wire.RADIUSEventTimestamp, Time(1e9), "2001-09-09T01:46:40Z"},
	{wire.RADIUSEgressVLANID, VLAN{0x31, 5}, "tagged 5"},
	{wire.RADIUSMIP6FeatureVector, Uint64(1 << 40), "1099511627776"},
	{241, Extended{Type: 1, Value: []byte{5}}, "type 1 05"},
	{245, Extended{Type: 26, Flags: 0x80, Long: true, Value: []byte{5}}, "type 26 flags 128 05"},
	{200, Bytes{1, 2}, "0102"},
}

func TestValues(t *testing.T) {
	for _, tt := range values {
		o := Attributes{}.Add(tt.t, tt.v)
		v, ok := o.Value(tt.t)
		if !ok || v.String() != tt.text || !bytes.Equal(v.AppendWire(nil), o[2:]) {
			t.Errorf("%v: %q, want %q; %x of %x", tt.t, v, tt.text, v.AppendWire(nil), o)
		}
	}
}

// The bytes of a value are those that it was made from, whatever they are.
func TestValueBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		d := make([]byte, r.IntN(24))
		for i := range d {
			d[i] = byte(r.Uint32()) >> r.IntN(8)
		}
		typ := wire.RADIUSAttributeType(r.IntN(256))
		v := ValueOf(typ, d)
		if _ = v.String(); !bytes.Equal(v.AppendWire(nil), d) && typ != wire.RADIUSEgressVLANID {
			t.Fatalf("%v: %x became %x (%T)", typ, d, v.AppendWire(nil), v)
		}
	}
}

func packets() (out [][]byte) {
	var all Attributes
	for _, x := range values {
		all = all.Add(x.t, x.v)
	}
	for _, c := range []wire.RADIUSCode{1, 2, 3, 4, 5, 11, 12, 40, 41, 42, 43, 44, 45} {
		b, _ := packet.Packet{&Packet{Code: c, Identifier: 7, Authenticator: [16]byte{1, 2}, Attributes: all}}.Bytes()
		out = append(out, b)
	}
	return out
}

func TestPackets(t *testing.T) {
	seeds := packets()
	seeds = append(seeds, append(bytes.Clone(seeds[0]), 0, 0, 0)) // padding
	packettest.Trial(t, PacketProto, seeds...)
	for _, b := range seeds[:13] {
		if ds, worst := packet.Validate(b, PacketProto); worst > packet.Unusual {
			t.Error(ds)
		}
	}
	for _, bad := range []string{
		"01070018" + strings.Repeat("00", 16) + "04036162", "01070016" + strings.Repeat("00", 16) + "0109", "63070014" + strings.Repeat("00", 16),
		"01070020" + strings.Repeat("00", 16),
	} {
		b, _ := hex.DecodeString(bad)
		if _, worst := packet.Validate(b, PacketProto); worst < packet.BadValue {
			t.Errorf("%s is valid", bad)
		}
	}
	b, _ := hex.DecodeString("01070013" + strings.Repeat("00", 16))
	if _, err := packet.Parse(b, PacketProto); err == nil {
		t.Error("a length below the header's")
	}
}

// RFC 2865 §7.1 has a request and its answer with their digests.
func TestAuthenticators(t *testing.T) {
	x := func(s string) []byte { b, _ := hex.DecodeString(strings.ReplaceAll(s, " ", "")); return b }
	request := x("01 00 0038 0f403f9473978057bd83d5cb98f4227a 01 06 6e656d6f 02 12 0dbe708d93d413ce3196e43f782a0aee" +
		"04 06 c0a80110 05 06 00000003")
	answer := x("02 00 0026 86fe220e7624ba2a1005f6bf9b55e0b2 06 06 00000001 0f 06 00000000 0e 06 c0a80103")
	secret := []byte("xyzzy5461")
	p, _ := packet.Parse(request, PacketProto)
	l := packet.Get[Packet](p)
	hidden, _ := l.Attributes.Get(wire.RADIUSUserPassword)
	if s, ok := RevealPassword(hidden, l.Authenticator, secret); !ok || s != "arctangent" {
		t.Errorf("%q, %v", s, ok)
	}
	if h := HidePassword("arctangent", l.Authenticator, secret); !bytes.Equal(h, hidden) {
		t.Errorf("%x", h)
	}
	if a := Authenticator(answer, l.Authenticator, secret); !bytes.Equal(a[:], answer[4:20]) {
		t.Errorf("%x", a)
	}
	long := strings.Repeat("0123456789", 7)
	if s, ok := RevealPassword(HidePassword(long, l.Authenticator, secret), l.Authenticator, secret); !ok || s != long {
		t.Errorf("%q", s)
	}
	if Authenticator(answer[:10], l.Authenticator, secret) != [16]byte{} {
		t.Error("a digest of nothing")
	}
	if _, ok := MessageAuthenticator(request, l.Authenticator, secret); ok {
		t.Error("a message authenticator that is not there")
	}
	m := &Packet{Code: wire.RADIUSStatusServer, Attributes: Attributes{}.Add(wire.RADIUSMessageAuthenticator, Bytes(make([]byte, 16)))}
	b, _ := packet.Packet{m}.Bytes()
	a, ok := MessageAuthenticator(b, m.Authenticator, secret)
	copy(b[22:], a[:])
	if again, _ := MessageAuthenticator(b, m.Authenticator, secret); !ok || again != a {
		t.Error("the attribute counts itself")
	}
}

func TestEAP(t *testing.T) {
	o := Attributes{}.Add(wire.RADIUSEAPMessage, Bytes(make([]byte, 600))).Delete(wire.RADIUSState)
	n := 0
	for range o.All() {
		n++
	}
	if n != 3 || len(o.Join(wire.RADIUSEAPMessage)) != 600 {
		t.Error(n, len(o.Join(wire.RADIUSEAPMessage)))
	}
}

func FuzzPacket(f *testing.F) {
	for _, b := range packets() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, PacketProto, b)
		if l := packet.Get[Packet](p); l != nil {
			_ = l.Attributes.String()
			MessageAuthenticator(b, l.Authenticator, nil)
		}
	})
}
