package ospf_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"reflect"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/ospf"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

var router = ip("192.0.2.1")

// values2 are contents of OSPFv2's LSAs, by type.
var values2 = map[wire.OSPFLSAType]ospf.Value{
	wire.OSPFRouterLSA: &ospf.RouterLSA{Flags: ospf.RouterB | ospf.RouterE, Links: []ospf.RouterLink{
		{ID: ip("192.0.2.2"), Data: ip("10.0.0.1"), Type: ospf.Transit, Metric: 10, TOS: []ospf.TOSMetric{{TOS: 2, Metric: 20}}},
		{ID: ip("10.1.0.0"), Data: ip("255.255.0.0"), Type: ospf.Stub, Metric: 3},
	}},
	wire.OSPFNetworkLSA:     &ospf.NetworkLSA{Mask: ip("255.255.255.0"), Routers: []netip.Addr{router, ip("192.0.2.2")}},
	wire.OSPFSummaryLSA:     &ospf.SummaryLSA{Mask: ip("255.255.0.0"), Metric: 0xffffff, TOS: []ospf.WideMetric{{TOS: 8, Metric: 4}}},
	wire.OSPFASBRSummaryLSA: &ospf.SummaryLSA{Mask: ip("0.0.0.0"), Metric: 7},
	wire.OSPFExternalLSA: &ospf.ExternalLSA{Mask: ip("255.0.0.0"), Routes: []ospf.ExternalRoute{
		{Type2: true, Metric: 100, Forward: ip("10.0.0.9"), Tag: 65001}, {TOS: 4, Metric: 1, Forward: ip("0.0.0.0")},
	}},
	wire.OSPFNSSALSA:    &ospf.ExternalLSA{Mask: ip("255.0.0.0"), Routes: []ospf.ExternalRoute{{Metric: 1, Forward: ip("10.0.0.9")}}},
	wire.OSPFGroupLSA:   &ospf.GroupLSA{Vertices: []ospf.Vertex{{Type: 1, ID: router}, {Type: 2, ID: ip("10.0.0.2")}}},
	wire.OSPFOpaqueLink: &ospf.OpaqueLSA{TLVs: wire.OSPFTLVs{}.Add(1, 0, 0, 0, 40).Add(2, 1)},
	wire.OSPFOpaqueArea: &ospf.OpaqueLSA{TLVs: wire.OSPFTLVs{}.Add(2, wire.OSPFTLVs{}.Add(1, 1).Add(2, 192, 0, 2, 2)...)},
	wire.OSPFOpaqueAS:   &ospf.OpaqueLSA{TLVs: wire.OSPFTLVs{}.Add(7, []byte("router")...)},
}

// values3 are contents of OSPFv3's LSAs, by type.
var values3 = map[wire.OSPFv3LSAType]ospf.Value{
	wire.OSPFv3RouterLSA: &ospf.RouterLSA3{Flags: ospf.RouterB, Options: wire.OSPFv3OptionV6 | wire.OSPFv3OptionR, Links: []ospf.RouterLink3{
		{Type: ospf.PointToPoint, Metric: 64, Interface: 6, NeighborInterface: 7, Neighbor: router},
	}},
	wire.OSPFv3NetworkLSA:         &ospf.NetworkLSA3{Options: wire.OSPFv3OptionE, Routers: []netip.Addr{router}},
	wire.OSPFv3InterAreaPrefixLSA: &ospf.InterAreaPrefixLSA{Metric: 74, Prefix: ospf.PrefixOf(netip.MustParsePrefix("2001:db8:3::/64"))},
	wire.OSPFv3InterAreaRouterLSA: &ospf.InterAreaRouterLSA{Options: wire.OSPFv3OptionR, Metric: 1, Router: router},
	wire.OSPFv3ExternalLSA: &ospf.ExternalLSA3{Flags: ospf.ExternalE | ospf.ExternalF | ospf.ExternalT, Metric: 20,
		Prefix: ospf.Prefix{Bits: 0, Metric: 0x2001, Addr: []byte{}}, Forward: ip("2001:db8::1"), Tag: 5, ID: 9},
	wire.OSPFv3NSSALSA: &ospf.ExternalLSA3{Metric: 20, Prefix: ospf.PrefixOf(netip.MustParsePrefix("2001:db8::1/128"))},
	wire.OSPFv3LinkLSA: &ospf.LinkLSA{Priority: 1, Options: wire.OSPFv3OptionV6, Addr: ip("fe80::1"), Prefixes: []ospf.Prefix{
		ospf.PrefixOf(netip.MustParsePrefix("2001:db8::/33")), ospf.PrefixOf(netip.MustParsePrefix("2001:db8:1::/48")),
	}},
	wire.OSPFv3IntraAreaPrefixLSA: &ospf.IntraAreaPrefixLSA{Type: wire.OSPFv3RouterLSA, Router: router, Prefixes: []ospf.Prefix{
		ospf.PrefixOf(netip.MustParsePrefix("2001:db8::/64")),
	}},
	wire.OSPFv3IntraAreaTELSA: &ospf.OpaqueLSA{TLVs: wire.OSPFTLVs{}.Add(3, router.AsSlice()...)},
	wire.OSPFv3GraceLSA:       &ospf.OpaqueLSA{TLVs: wire.OSPFTLVs{}.Add(1, 0, 0, 0, 9)},
}

func header2() ospf.LSAHeader {
	return ospf.LSAHeader{Age: 1, Options: wire.OSPFOptionE, Type: wire.OSPFRouterLSA, ID: router, Router: router, Seq: ospf.InitialSeq, Length: 36}
}

// packets2 returns a packet of every type of OSPFv2.
func packets2() []*ospf.V2 {
	u := &ospf.V2{Type: wire.OSPFLSUpdate, RouterID: router}
	for t := wire.OSPFLSAType(1); t <= 12; t++ {
		if v := values2[t]; v != nil {
			u.LSAs = append(u.LSAs, ospf.LSA{Age: 5, Type: t, ID: router, Router: router, Seq: ospf.InitialSeq}.With(v))
		}
	}
	h := &ospf.V2{Type: wire.OSPFHello, RouterID: router, AreaID: ip("0.0.0.1"), Mask: ip("255.255.255.0"), Hello: 10, Dead: 40, Priority: 1,
		Options: wire.OSPFOptionE | wire.OSPFOptionL, DR: ip("10.0.0.1"), Neighbors: []netip.Addr{ip("192.0.2.2")}}
	h.SetCrypto(ospf.Crypto{KeyID: 1, DigestLen: 16, Seq: 7})
	h.Trailer = ospf.AppendLLS(make([]byte, 16), wire.OSPFTLVs{}.Add(1, 0, 0, 0, 1), false)
	return []*ospf.V2{h, u,
		{Type: wire.OSPFDatabase, RouterID: router, MTU: 1500, Flags: 7, Seq: 1, Headers: []ospf.LSAHeader{header2()}},
		{Type: wire.OSPFLSRequest, RouterID: router, Requests: []ospf.Request{{Type: 1, ID: router, Router: router}}},
		{Type: wire.OSPFLSAck, RouterID: router, AuthType: 1, Auth: [8]byte{'p'}, Headers: []ospf.LSAHeader{header2(), header2()}},
		{Type: 9, RouterID: router, Rest: []byte{1, 2, 3}},
	}
}

// packets3 returns a packet of every type of OSPFv3.
func packets3() []*ospf.V3 {
	u := &ospf.V3{Type: wire.OSPFLSUpdate, RouterID: router}
	for t, v := range values3 {
		u.LSAs = append(u.LSAs, ospf.LSA3{Age: 5, Type: t, ID: ip("0.0.0.6"), Router: router, Seq: ospf.InitialSeq}.With(v))
	}
	h := ospf.LSA3Header{Age: 1, Type: wire.OSPFv3RouterLSA, ID: ip("0.0.0.0"), Router: router, Seq: ospf.InitialSeq, Length: 24}
	return []*ospf.V3{u,
		{Type: wire.OSPFHello, RouterID: router, InterfaceID: 6, Priority: 1, Hello: 10, Dead: 40, DR: router, Neighbors: []netip.Addr{router},
			Options: wire.OSPFv3OptionV6 | wire.OSPFv3OptionAT, Trailer: ospf.AuthTrailer{Type: 1, SA: 3, Seq: 1 << 33, Data: []byte("digest")}.Append(nil)},
		{Type: wire.OSPFDatabase, RouterID: router, MTU: 1500, Flags: 2, Seq: 1, Options: 0x13, Headers: []ospf.LSA3Header{h}},
		{Type: wire.OSPFLSRequest, RouterID: router, Requests: []ospf.Request{{Type: 0x2001, ID: router, Router: router}}},
		{Type: wire.OSPFLSAck, RouterID: router, Headers: []ospf.LSA3Header{h}},
	}
}

func build(t testing.TB, p ...packet.Layer) []byte {
	t.Helper()
	b, err := packet.Packet(p).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTrial(t *testing.T) {
	var s2, s3, s6 [][]byte
	for _, p := range packets2() {
		s2 = append(s2, build(t, p))
	}
	for _, p := range packets3() {
		s3 = append(s3, build(t, p))
		s6 = append(s6, build(t, &layers.IPv6{Src: ip("fe80::1"), Dst: ospf.AllRouters6}, p))
	}
	packettest.Trial(t, ospf.V2Proto, s2...)
	packettest.Trial(t, ospf.V3Proto, s3...)
	packettest.Trial(t, layers.IPv6Proto, s6...)
}

// TestValues checks that every content is what it was after writing and reading.
func TestValues(t *testing.T) {
	for k, v := range values2 {
		if got := (ospf.LSA{Type: k}).With(v).Value(); !reflect.DeepEqual(got, v) {
			t.Errorf("%v: got %v, want %v", k, got, v)
		}
	}
	for k, v := range values3 {
		if got := (ospf.LSA3{Type: k}).With(v).Value(); !reflect.DeepEqual(got, v) {
			t.Errorf("%v: got %#v, want %#v", k, got, v)
		}
	}
}

// TestWire checks packets against bytes that were worked out by hand from the standards.
func TestWire(t *testing.T) {
	for _, c := range []struct {
		name string
		p    packet.Packet
		want string
	}{
		{"hello", packet.Packet{packets2()[0]}, "02010030" + "c0000201" + "00000001" + "0000" + "0002" + "0000011000000007" +
			"ffffff00" + "000a" + "12" + "01" + "00000028" + "0a000001" + "00000000" + "c0000202" +
			"00000000000000000000000000000000" + "00000003" + "0001000400000001"},
		{"request", packet.Packet{packets2()[3]}, "02030024" + "c0000201" + "00000000" + "b7d2" + "0000" + "0000000000000000" +
			"00000001" + "c0000201" + "c0000201"},
		{"request 3", packet.Packet{&layers.IPv6{Src: ip("fe80::1"), Dst: ospf.AllRouters6}, packets3()[3]},
			"60000000001c5940" + "fe800000000000000000000000000001" + "ff020000000000000000000000000005" +
				"0303001c" + "c0000201" + "00000000" + "98db" + "0000" + "00002001" + "c0000201" + "c0000201"},
	} {
		if got := hex.EncodeToString(build(t, c.p...)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestSeal checks that checksums of LSAs are told right from wrong, and made.
func TestSeal(t *testing.T) {
	b := build(t, packets2()[1])
	p, err := packet.Parse(b, ospf.Proto)
	u := packet.Get[ospf.V2](p)
	if err != nil || u == nil {
		t.Fatal(p, err)
	}
	for i := range u.LSAs {
		if l := &u.LSAs[i]; !l.Checksum.Automatic() || !l.Length.Automatic() || l.Checksum.Get() == 0 {
			t.Errorf("%v: checksum %+v", l, l.Checksum)
		}
	}
	defects, worst := packet.Validate(b, ospf.Proto)
	if worst > packet.Unusual {
		t.Error(defects)
	}
	b[60] ^= 1 // in the first LSA
	if _, worst = packet.Validate(b, ospf.Proto); worst != packet.BadChecksum {
		t.Errorf("damaged: %v", worst)
	}
	u.LSAs[1].Age++ // which no checksum of an LSA covers
	u.LSAs = u.LSAs[1:]
	q, err := packet.Parse(build(t, u), ospf.Proto)
	v := packet.Get[ospf.V2](q)
	if err != nil || v.NumLSAs.Get() != uint32(len(u.LSAs)) || v.ChecksumState() != packet.ChecksumGood || !v.LSAs[0].Checksum.Automatic() {
		t.Errorf("after editing: %+v, %v", v, err)
	}
}

func TestTrailers(t *testing.T) {
	h := packets2()[0]
	if d := h.Digest(); len(d) != 16 {
		t.Errorf("Digest: %x", d)
	}
	if o, ok := h.LLS(); !ok || o.String() != "1: 00000001" {
		t.Errorf("LLS: %v %v", o, ok)
	}
	a, ok := packets3()[1].AuthTrailer()
	if !ok || a.SA != 3 || a.Seq != 1<<33 || a.Length != 22 || string(a.Data) != "digest" {
		t.Errorf("AuthTrailer: %+v %v", a, ok)
	}
	for n := range h.Trailer {
		cut := *h
		cut.Trailer = h.Trailer[:n]
		if _, ok := cut.LLS(); ok {
			t.Errorf("LLS in %d bytes", n)
		}
	}
}

func TestReject(t *testing.T) {
	for _, s := range []string{"04", "0201", "02010010c0000201000000000000000000000000000000000000", "0301000fc00002010000000000000000"} {
		b, _ := hex.DecodeString(s)
		if p, err := packet.Parse(b, ospf.Proto); err == nil && len(b) > 1 {
			t.Errorf("%s: %v", s, p)
		}
	}
}

func FuzzOSPF(f *testing.F) {
	for _, p := range packets2() {
		f.Add(build(f, p))
	}
	for _, p := range packets3() {
		f.Add(build(f, p))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := packettest.RoundTrip(t, ospf.Proto, b)
		if len(p) == 0 {
			return
		}
		switch l := p[0].(type) {
		case *ospf.V2:
			for _, x := range l.LSAs {
				if y := x.With(x.Value()); !bytes.Equal(x.Body, y.Body) {
					t.Errorf("%v: %x, then %x", x, x.Body, y.Body)
				}
			}
		case *ospf.V3:
			for _, x := range l.LSAs {
				if y := x.With(x.Value()); !bytes.Equal(x.Body, y.Body) {
					t.Errorf("%v: %x, then %x", x, x.Body, y.Body)
				}
			}
		}
		packet.Validate(b, ospf.Proto)
	})
}

// A router's links are advertised; the checksums are made.
func Example() {
	id := netip.MustParseAddr("192.0.2.1")
	lsa := ospf.LSA{Type: wire.OSPFRouterLSA, ID: id, Router: id, Seq: ospf.InitialSeq}
	p := packet.Packet{
		&layers.IPv4{Src: netip.MustParseAddr("10.0.0.1"), Dst: ospf.AllRouters4},
		&ospf.V2{Type: wire.OSPFLSUpdate, RouterID: id, LSAs: []ospf.LSA{lsa.With(&ospf.RouterLSA{Links: []ospf.RouterLink{
			{ID: netip.MustParseAddr("10.0.0.0"), Data: netip.MustParseAddr("255.255.255.0"), Type: ospf.Stub, Metric: 10},
		}})}},
	}
	b, err := p.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	q, _ := packet.Parse(b, layers.IPv4Proto)
	for _, l := range packet.Get[ospf.V2](q).LSAs {
		fmt.Println(l, l.Checksum.Automatic())
	}
	// Output: Router 192.0.2.1 by 192.0.2.1 seq 0x80000001 age 0 router 10.0.0.0 255.255.255.0 stub metric 10 true
}
