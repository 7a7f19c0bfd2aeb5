package layers_test

import (
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

// trials puts layers of any protocols through the trial, and reports what Validate
// says of them worse than unusual.
func trials(t *testing.T, ls ...packet.Layer) {
	t.Helper()
	seeds := map[*packet.Proto][][]byte{}
	for _, l := range ls {
		b := must(t, packet.Packet{l})
		seeds[l.Proto()] = append(seeds[l.Proto()], b)
		p, err := packet.Parse(b, l.Proto())
		if err != nil || len(p) != 1 || p[0].Proto() != l.Proto() {
			t.Errorf("%s: parsed as %v (%v)", l.Proto().Name, names(p), err)
		}
		if ds, worst := packet.Validate(b, l.Proto()); worst > packet.Unusual {
			t.Errorf("%s: %v", l.Proto().Name, ds)
		}
	}
	for pr, s := range seeds {
		packettest.Trial(t, pr, s...)
	}
}

func unicast(s string) wire.PIMUnicast { return wire.PIMUnicast{Addr: ip(s)} }

func group(s string) wire.PIMGroup {
	return wire.PIMGroup{Addr: ip(s), Bits: uint8(ip(s).BitLen())}
}

func pimMessages() []packet.Layer {
	source := wire.PIMSource{Flags: wire.PIMSparse | wire.PIMWildcard | wire.PIMRPTree, Bits: 32, Addr: ip("192.0.2.1")}
	attributed := wire.PIMSource{Encoding: 1, Flags: wire.PIMSparse, Bits: 128, Addr: ip("2001:db8::1"), Attrs: []byte{1, 2, 0xa, 0xb, 0x40, 1, 5}}
	bidir := wire.PIMGroup{Flags: wire.PIMGroupBidir | wire.PIMGroupZone, Bits: 4, Addr: ip("224.0.0.0")}
	return []packet.Layer{
		&PIM{Type: wire.PIMTypeHello, Options: wire.PIMOptions{}.AddHoldtime(105).Add(wire.PIMOptLANPruneDelay, 0x81, 0xf4, 9, 0xc4).
			AddDRPriority(1).AddGenerationID(0x12345678).Add(wire.PIMOptBidirectional).
			Add(wire.PIMOptAddressList, unicast("2001:db8::7").Append(nil)...)},
		&PIM{Type: wire.PIMTypeRegister, Null: true},
		&PIM{Type: wire.PIMTypeRegisterStop, Group: group("239.1.1.1"), Source: unicast("192.0.2.1")},
		&PIM{Type: wire.PIMTypeJoinPrune, Upstream: unicast("192.0.2.9"), Holdtime: 210, Groups: []PIMJoinPrune{
			{Group: group("239.1.1.1"), Joined: []wire.PIMSource{source}, Pruned: []wire.PIMSource{source, source}},
			{Group: bidir},
		}},
		&PIM{Type: wire.PIMTypeGraft, Upstream: unicast("fe80::1"), Groups: []PIMJoinPrune{{Group: group("ff3e::1"), Joined: []wire.PIMSource{attributed}}}},
		&PIM{Type: wire.PIMTypeGraftAck, Upstream: unicast("192.0.2.9")},
		&PIM{Type: wire.PIMTypeBootstrap, FragTag: 7, HashMaskLen: 30, BSRPriority: 64, BSR: unicast("192.0.2.5"), RPSets: []PIMRPSet{
			{Group: bidir, RPCount: 2, RPs: []PIMRP{{Addr: unicast("192.0.2.5"), Holdtime: 150, Priority: 192}}},
			{Group: group("232.0.0.0")},
		}},
		&PIM{Type: wire.PIMTypeAssert, Group: group("239.1.1.1"), Source: unicast("192.0.2.1"), RPTree: true, Preference: 110, Metric: 20},
		&PIM{Type: wire.PIMTypeCandidateRP, Priority: 192, Holdtime: 150, RP: unicast("192.0.2.5"), Prefixes: []wire.PIMGroup{bidir, group("239.0.0.0")}},
		&PIM{Type: wire.PIMTypeStateRefresh, Group: group("239.1.1.1"), Source: unicast("192.0.2.1"), Originator: unicast("192.0.2.2"),
			Preference: 1, Metric: 2, MaskLen: 24, TTL: 16, Refresh: 0x80, Interval: 60},
		&PIM{Type: wire.PIMTypeDFElection, Flags: 0x10, RP: unicast("192.0.2.5"), Preference: 1, Metric: 2},
		&PIM{Type: wire.PIMTypePFM, Originator: unicast("192.0.2.5")},
		&PIM{Type: wire.PIMTypePackedNull},
	}
}

func TestPIM(t *testing.T) {
	trials(t, pimMessages()...)
	for _, l := range pimMessages() {
		p := over6(l)
		b := must(t, p)
		if q, err := packet.Parse(b, IPv6Proto); err != nil || packettest.Wrong(q) != nil || b[6] != 103 {
			t.Errorf("%v: %v %v", l.(*PIM).Type, err, packettest.Wrong(q))
		}
	}
}

// The packet in a register message is a layer, and the checksum covers 8 bytes.
func TestPIMRegister(t *testing.T) {
	p := over4(&PIM{Type: wire.PIMTypeRegister}, &IPv4{Src: a4, Dst: ip("239.1.1.1")}, &UDP{SrcPort: 9, DstPort: 9}, packet.Payload([]byte("data")))
	b := must(t, p)
	q, err := packet.Parse(b, IPv4Proto)
	if err != nil || len(q) != 5 || packettest.Wrong(q) != nil {
		t.Fatalf("%v %v %v", names(q), err, packettest.Wrong(q))
	}
	if got := wire.Uint16(b, 22); got != 0xdeff { // of 2100 0000 0000 0000
		t.Errorf("checksum %#x", got)
	}
	wire.PutUint16(b, 22, 0)
	wire.PutUint16(b, 22, wire.Fold(wire.Sum(0, b[20:]))) // as some send it
	packettest.RoundTrip(t, IPv4Proto, b)
	if q, _ := packet.Parse(b, IPv4Proto); packettest.Wrong(q) != nil {
		t.Errorf("%v", packettest.Wrong(q))
	}
}

func TestPIMText(t *testing.T) {
	m := pimMessages()
	const hello = "holdtime 105, LAN prune delay T=1 delay 500 ms override 2500 ms, DR priority 1, generation ID 305419896, bidirectional, address list 2001:db8::7"
	if got := m[0].(*PIM).Options.String(); got != hello {
		t.Errorf("%s", got)
	}
	if got := (wire.PIMOptions{0, 1, 0, 9}).String(); got != "malformed 00010009" {
		t.Error(got)
	}
	j := m[3].(*PIM).Groups
	if j[0].Joined[0].String() != "192.0.2.1/32 SWR" || j[1].Group.String() != "224.0.0.0/4 bidirectional zone" {
		t.Error(j)
	}
}

func vrrpMessages() []packet.Layer {
	return []packet.Layer{
		&VRRPv2{VRID: 1, Addrs: []netip.Addr{ip("192.0.2.254")}, AuthData: make([]byte, 8)},
		&VRRPv2{VRID: 1, AuthType: wire.VRRPAuthSimple, Addrs: []netip.Addr{ip("192.0.2.254"), ip("192.0.2.253")}, AuthData: []byte("password")},
		&VRRPv2{VRID: 9},
		&VRRPv3{VRID: 5, Addrs: []netip.Addr{ip("192.0.2.254")}},
		&VRRPv3{VRID: 5, MaxAdverInt: packet.U16(4095), Addrs: []netip.Addr{ip("fe80::5"), ip("2001:db8::5")}},
		&CARP{VHID: 3, AdvSkew: 100, Counter: 0x0102030405060708, HMAC: [20]byte{1, 19: 2}},
	}
}

func TestVRRP(t *testing.T) {
	trials(t, vrrpMessages()...)
	for _, l := range vrrpMessages() {
		b := must(t, packet.Packet{&IPv4{Src: a4, Dst: ip("224.0.0.18"), TTL: packet.U8(255)}, l})
		p, err := packet.Parse(b, IPv4Proto)
		if err != nil || p[1].Proto() != l.Proto() || b[9] != 112 || packettest.Wrong(p) != nil {
			t.Errorf("%s is %s: %v %v", l.Proto().Name, names(p), err, packettest.Wrong(p))
		}
	}
}

// Both checksums of version 3 over IPv4 are right; others are not.
func TestVRRPChecksum(t *testing.T) {
	b := must(t, over4(vrrpMessages()[3]))
	pseudo := wire.Uint16(b, 26)
	wire.PutUint16(b, 26, 0)
	bare := wire.Fold(wire.Sum(0, b[20:]))
	for _, tt := range []struct {
		sum  uint16
		want packet.ChecksumState
	}{{pseudo, packet.ChecksumGood}, {bare, packet.ChecksumGood}, {bare + 1, packet.ChecksumBad}} {
		wire.PutUint16(b, 26, tt.sum)
		p := packettest.RoundTrip(t, IPv4Proto, b)
		if got := packet.Get[VRRPv3](p).ChecksumState(); got != tt.want {
			t.Errorf("%#x: %v", tt.sum, got)
		}
	}
}

func TestHSRP(t *testing.T) {
	g := wire.HSRPGroup{Version: 2, State: 6, IPVersion: 4, Group: 100, Router: wire.MAC{0, 0, 0x5e, 0, 0x53, 1}, Priority: 110, Hello: 3000, Hold: 10000, Addr: ip("192.0.2.254")}
	six := g
	six.IPVersion, six.Addr = 6, ip("fe80::5:73ff:fea0:64")
	trials(t,
		&HSRP{Op: wire.HSRPHello, State: wire.HSRPActive, AuthData: [8]byte{'c', 'i', 's', 'c', 'o'}, VirtualIP: ip("192.0.2.254")},
		&HSRP{Op: wire.HSRPCoup, State: wire.HSRPSpeak, TLVs: wire.HSRPTLVs{}.Add(wire.HSRPMD5Auth, make([]byte, 28)...)},
		&HSRPAdvertise{Type: 1, State: 3, Active: 1, Passive: 2},
		&HSRPv2{TLVs: wire.HSRPTLVs{}.Add(wire.HSRPGroupState, g.Append(nil)...).Add(wire.HSRPTextAuth, 'c', 'i', 's', 'c', 'o', 0, 0, 0)},
		&HSRPv2{TLVs: wire.HSRPTLVs{}.Add(wire.HSRPGroupState, six.Append(nil)...).Add(wire.HSRPInterfaceState, 0, 1, 0, 2)},
	)
	const text = `group state hello active group 100 router 00:00:5e:00:53:01 priority 110 hello 3000 ms hold 10000 ms address 192.0.2.254, text authentication "cisco"`
	if got := (wire.HSRPTLVs{}.Add(wire.HSRPGroupState, g.Append(nil)...).Add(wire.HSRPTextAuth, 'c', 'i', 's', 'c', 'o', 0, 0, 0)).String(); got != text {
		t.Error(got)
	}
	for first, want := range map[byte]*packet.Proto{0: HSRPProto, 1: HSRPv2Proto} {
		p, _ := packet.Parse(must(t, packet.Packet{&UDP{SrcPort: 1985, DstPort: 1985}, packet.Payload(append([]byte{first}, make([]byte, 19)...))}), UDPProto)
		if p[1].Proto() != want {
			t.Errorf("first byte %d: %s", first, names(p))
		}
	}
}

func TestRIP(t *testing.T) {
	route := wire.RIPEntry{Family: 2, Tag: 7, Addr: ip("192.0.2.0"), Mask: [4]byte{255, 255, 255, 0}, NextHop: ip("192.0.2.1"), Metric: 1}
	entries := wire.RIPEntries{}.AddPassword("secret").Add(route, wire.RIPEntry{Family: 2, Addr: ip("0.0.0.0"), Metric: 16})
	trials(t,
		&RIP{Command: wire.RIPRequest, Version: packet.U8(1), Entries: wire.RIPEntries{}.Add(wire.RIPEntry{Metric: 16})},
		&RIP{Command: wire.RIPResponse, Entries: entries},
		&RIPng{Command: wire.RIPResponse, Entries: wire.RIPngEntries{}.Add(wire.RIPngEntry{Prefix: ip("2001:db8::"), Bits: 32, Metric: 1}, wire.RIPngEntry{Prefix: ip("fe80::1"), Metric: 255})},
	)
	const text = `password "secret", 192.0.2.0/24 metric 1 via 192.0.2.1 tag 7, 0.0.0.0/0 metric 16`
	if entries.String() != text {
		t.Error(entries)
	}
	if p, ok := route.Route(); !ok || p.String() != "192.0.2.0/24" {
		t.Error(p, ok)
	}
	digest := wire.RIPEntries(unhex(t, "ffff 0003 002c 01 10 00000005 0000000000000000"))
	if digest.String() != "digest at 44 key 1 seq 5" {
		t.Error(digest)
	}
	if want := unhex(t, "0202 0000 0002 0007 c0000200 ffffff00 c0000201 00000001"); string(must(t, packet.Packet{&RIP{Command: 2, Entries: wire.RIPEntries{}.Add(route)}})) != string(want) {
		t.Error("not as in RFC 2453 §4")
	}
}

func TestBFD(t *testing.T) {
	up := BFD{State: wire.BFDUp, MyDisc: 1, YourDisc: 2}
	password, digest := up, up
	password.Auth = wire.NewBFDPassword(1, "secret")
	digest.Auth = wire.NewBFDDigest(wire.BFDAuthMeticulousSHA1, 2, 5, make([]byte, 20))
	trials(t, &up, &password, &digest, &BFD{State: wire.BFDDown, Diag: 1, MyDisc: 1, Poll: true, Trailer: []byte{1, 2}})
	b := must(t, packet.Packet{&password})
	if want := unhex(t, "20c40321 00000001 00000002 000f4240 000f4240 00000000 0109 01 736563726574"); string(b) != string(want) {
		t.Errorf("%x", b)
	}
	if password.Auth.String() != `simple password key 1 "secret"` || !digest.Auth.Valid() || password.Auth.KeyID() != 1 {
		t.Error(password.Auth, digest.Auth)
	}
	packettest.Trial(t, BFDEchoProto, []byte("echo"))
	for _, bad := range []string{"00", "60c40317 00000001 00000002 000f4240 000f4240 00000000", "20c40317 00000001 00000002 000f4240 000f4240 00000000"} {
		if _, err := packet.Parse(unhex(t, bad), BFDProto); err == nil {
			t.Errorf("%s is a BFD packet", bad)
		}
	}
}

func TestEIGRP(t *testing.T) {
	internal := wire.EIGRPRoute{NextHop: ip("0.0.0.0"), Metric: wire.EIGRPMetric{Delay: 512, Bandwidth: 256, MTU: 1500, Reliability: 255, Load: 1}, Prefixes: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("10.0.0.0/8")}}
	external := internal
	external.External, external.NextHop, external.Prefixes = true, ip("fe80::1"), []netip.Prefix{netip.MustParsePrefix("2001:db8::/32")}
	external.Origin = wire.EIGRPExternal{Router: ip("192.0.2.9"), AS: 100, Metric: 1, Protocol: 11}
	hello := wire.EIGRPTLVs{}.Add(wire.EIGRPParameters, 1, 0, 1, 0, 0, 0, 0, 15).Add(wire.EIGRPSoftwareVersion, 12, 4, 1, 2)
	update := wire.EIGRPTLVs{}.AddRoute(internal).AddRoute(external)
	trials(t, &EIGRP{Op: wire.EIGRPHello, AS: 100, TLVs: hello}, &EIGRP{Op: wire.EIGRPUpdate, Flags: wire.EIGRPInit | wire.EIGRPEOT, Seq: 1, AS: 100, TLVs: update})
	if got := hello.String(); got != "parameters K 1 0 1 0 0 0 hold 15 s, software version OS 12.4 EIGRP 1.2" {
		t.Error(got)
	}
	if got := update.String(); got != "IPv4 internal route 192.0.2.0/24 10.0.0.0/8 delay 512 bandwidth 256 hops 0, IPv6 external route 2001:db8::/32 via fe80::1 delay 512 bandwidth 256 hops 0 from 192.0.2.9 AS 100" {
		t.Error(got)
	}
	if wire.EIGRPFlags(0x15).String() != "init|restart|16" || wire.EIGRPFlags(0).String() != "0" {
		t.Error(wire.EIGRPFlags(0x15))
	}
}
