package ike_test

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/layers"
	. "github.com/gocap-project/gocap/layers/ike"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

var (
	aes     = Transform{Kind: 1, ID: 12, Attributes: []Attribute{{14, true, []byte{0, 128}}}}
	old     = Transform{Number: 1, ID: 1, Attributes: []Attribute{{1, true, []byte{0, 7}}, {12, false, []byte{0, 0, 0x70, 0x80}}}}
	offered = []Proposal{{Number: 1, Protocol: 1, Transforms: []Transform{aes, {Kind: 2, ID: 5}}}, {Number: 2, Protocol: 3, SPI: []byte{1, 2, 3, 4}, Transforms: []Transform{{Kind: 5}}}}
)

// payloads has every payload with structure, and its text.
var payloads = []struct {
	v    Payload
	text string
}{
	{&SA{offered}, "SA proposal 1 IKE AES-CBC-128 PRF-HMAC-SHA2-256 proposal 2 ESP SPI 01020304 no-ESN"},
	{&KE{19, []byte{1, 2, 3}}, "KE ECP-256 key 3 bytes"},
	{&ID{false, 2, []byte("a.example")}, `IDi FQDN "a.example"`},
	{&ID{true, 1, []byte{192, 0, 2, 1}}, "IDr IPv4 192.0.2.1"},
	{&Cert{wire.IKECert, 4, []byte{1}}, "CERT encoding 4 1 bytes"},
	{&Cert{wire.IKECertReq, 4, nil}, "CERTREQ encoding 4 0 bytes"},
	{&Auth{2, []byte{1, 2}}, "AUTH method 2 0102"},
	{&Opaque{wire.IKENonce, []byte{9}}, "nonce 09"},
	{&Notify{Kind: 16388, Data: []byte{1}}, "notify NAT-DETECTION-SOURCE-IP 01"},
	{&Notify{Protocol: 3, Kind: 11, SPI: []byte{1, 2, 3, 4}}, "notify INVALID-SPI ESP SPI 01020304"},
	{&Delete{Protocol: 3, SPISize: 4, Num: 1, SPIs: []byte{1, 2, 3, 4}}, "delete protocol 3 SPIs 01020304"},
	{&Opaque{wire.IKEVendor, make([]byte, 40)}, "vendor ID 40 bytes"},
	{&TS{false, []Selector{{6, 0, 65535, addr("192.0.2.0"), addr("192.0.2.255")}}}, "TSi protocol 6 ports 0 to 65535 192.0.2.0 to 192.0.2.255"},
	{&TS{true, []Selector{{0, 0, 65535, addr("2001:db8::"), addr("2001:db8::ff")}}}, "TSr protocol 0 ports 0 to 65535 2001:db8:: to 2001:db8::ff"},
	{&CP{1, []Attribute{{1, false, nil}}}, "CP type 1 attribute 1"},
	{&Opaque{wire.IKEEAP, []byte{1, 2, 0, 4}}, "EAP 01020004"},
	{&SAV1{1, 1, []Proposal{{Number: 1, Protocol: 1, Transforms: []Transform{old}}}}, "SA DOI 1 situation 1 proposal 1 IKE #1 KEY_IKE encryption AES-CBC life duration 28800"},
	{&Opaque{wire.IKEKEV1, []byte{1}}, "KE 01"},
	{&IDV1{1, 17, 500, []byte{192, 0, 2, 1}}, "ID IPv4 protocol 17 port 500 192.0.2.1"},
	{&Cert{wire.IKECertV1, 4, []byte{1}}, "CERT encoding 4 1 bytes"},
	{&Opaque{wire.IKEHashV1, []byte{1}}, "HASH 01"},
	{&Notify{V1: true, DOI: 1, Protocol: 1, Kind: 24578, SPI: []byte{1}}, "notify DOI 1 INITIAL-CONTACT IKE SPI 01"},
	{&Delete{V1: true, DOI: 1, Protocol: 3, SPISize: 4, Num: 1, SPIs: []byte{1, 2, 3, 4}}, "delete DOI 1 protocol 3 SPIs 01020304"},
	{&ConfigV1{1, 7, []Attribute{{1, false, nil}}}, "attributes type 1 ID 7 attribute 1"},
	{&Opaque{wire.IKENATDV1, []byte{1}}, "NAT-D 01"},
	{&SKF{1, 2, []byte{1}}, "SKF fragment 1 of 2 1 bytes"},
	{&Opaque{wire.IKESK, []byte{1}}, "SK 01"},
}

func message() *Message {
	return &Message{InitiatorSPI: 1, ResponderSPI: 2, Exchange: wire.IKESAInit, Flags: wire.IKEInitiator}
}

func build(t testing.TB, p ...packet.Layer) []byte {
	t.Helper()
	b, err := packet.Packet(p).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPayloads(t *testing.T) {
	for _, k := range payloads {
		m := message()
		m.Add(k.v)
		p, err := packet.Parse(build(t, m), MessageProto)
		if err != nil {
			t.Fatal(err)
		}
		got := packet.Get[Message](p).Values()
		if len(got) != 1 || got[0].String() != k.text || reflect.TypeOf(got[0]) != reflect.TypeOf(k.v) || got[0].Type() != k.v.Type() {
			t.Errorf("%v, want %s", got, k.text)
		}
		if ds, worst := packet.Validate(build(t, m), MessageProto); worst != packet.Fine {
			t.Errorf("%s: %v", k.text, ds)
		}
	}
}

func seeds(t testing.TB) (out [][]byte) {
	all := message()
	for _, k := range payloads {
		m := message()
		m.Add(k.v)
		out = append(out, build(t, m))
		if k.v.Type() != wire.IKESKF {
			all.Add(k.v)
		}
	}
	encrypted := &Message{InitiatorSPI: 1, Major: packet.U8(1), NextPayload: wire.IKEHashV1, Exchange: wire.IKEQuickMode, Flags: wire.IKEEncrypted}
	trailer := message()
	trailer.Trailer = []byte{0, 0}
	return append(out, build(t, all), build(t, message()), build(t, encrypted, packet.Payload([]byte("secret"))), build(t, trailer))
}

func TestTrial(t *testing.T) { packettest.Trial(t, MessageProto, seeds(t)...) }

func TestAdd(t *testing.T) {
	m := message()
	m.Add(payloads[0].v)
	m.Add(payloads[1].v, payloads[7].v)
	if got, want := m.Text(), payloads[0].text+"; "+payloads[1].text+"; "+payloads[7].text; got != want {
		t.Errorf("%s", got)
	}
	if !strings.HasPrefix(m.Payloads.String(), "2200") || m.NextPayload != wire.IKESA {
		t.Errorf("%v %v", m.NextPayload, m.Payloads)
	}
}

// The value of every payload, damaged or not, gives its bytes again.
func TestValuesKeepBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range seeds(t) {
		for range 300 {
			b := bytes.Clone(s)
			for range 1 + r.IntN(3) {
				b[r.IntN(len(b))] = byte(r.Uint32() >> r.IntN(8))
			}
			checkPayloads(t, b)
		}
	}
}

func checkPayloads(t *testing.T, b []byte) {
	p, err := packet.Parse(b, MessageProto)
	if err != nil {
		return
	}
	m := packet.Get[Message](p)
	if m == nil {
		return
	}
	_ = m.Text()
	for x := range m.All() {
		one := message()
		one.Add(ValueOf(x))
		if got := one.Payloads[4:]; !bytes.Equal(got, x.Data) {
			t.Fatalf("%v: %x became %x", x.Type, x.Data, []byte(got))
		}
	}
}

func FuzzPayloads(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(checkPayloads)
}

// IKE is found on both ports, and what cannot be it is not taken for it.
func TestPorts(t *testing.T) {
	for _, p := range [][]packet.Layer{
		{&layers.UDP{SrcPort: 500, DstPort: 500}, message()},
		{&layers.UDP{SrcPort: 4500, DstPort: 4500}, &layers.NonESPMarker{}, message()},
	} {
		q, err := packet.Parse(build(t, p...), layers.UDPProto)
		if err != nil || len(q) != len(p) || packet.Get[Message](q) == nil {
			t.Errorf("%v %v", q, err)
		}
	}
	b := build(t, message())
	b[17] = 0x50
	if _, err := packet.Parse(b, MessageProto); err == nil {
		t.Error("version 5")
	}
}

func TestValidate(t *testing.T) {
	unknown, bad, rest := message(), message(), message()
	unknown.Add(&Opaque{Of: 99})
	bad.Add(&Opaque{Of: wire.IKEKE, Data: []byte{1}})
	rest.Payloads = Payloads{1}
	for _, tt := range []struct {
		m    *Message
		want packet.Class
	}{
		{message(), packet.Fine}, {&Message{Exchange: wire.IKESAInit}, packet.BadValue}, {unknown, packet.Unusual}, {bad, packet.BadValue}, {rest, packet.BadSize},
	} {
		if ds, worst := packet.Validate(build(t, tt.m), MessageProto); worst != tt.want {
			t.Errorf("%s: %v %v", tt.m.Text(), worst, ds)
		}
	}
}
