package layers_test

import (
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func ip(s string) netip.Addr { return netip.MustParseAddr(s) }

func igmpMessages() []packet.Layer {
	group := ip("239.1.2.3")
	return []packet.Layer{
		&IGMP{Type: wire.IGMPMembershipQuery},
		&IGMP{Type: wire.IGMPMembershipQuery, MaxRespCode: 100, Group: group},
		&IGMP{Type: wire.IGMPv1Report, Group: group},
		&IGMP{Type: wire.IGMPv2Report, Group: group},
		&IGMP{Type: wire.IGMPLeave, Group: group},
		&IGMP{Type: wire.IGMPAdvertisement, MaxRespCode: 20},
		&IGMPv3Query{MaxRespCode: 100, QRV: 2, QQIC: 125},
		&IGMPv3Query{MaxRespCode: 0x8f, Group: group, Suppress: true, QRV: 7, QQIC: 0xff, Sources: []netip.Addr{ip("192.0.2.1"), ip("192.0.2.2")}},
		&IGMPv3Report{},
		&IGMPv3Report{Records: []IGMPRecord{
			{Type: wire.MLDModeIsExclude, Group: group},
			{Type: wire.MLDAllowNew, Group: group, Sources: []netip.Addr{ip("192.0.2.1")}, Aux: []byte{1, 2, 3, 4}},
		}},
		&DVMRP{Code: wire.DVMRPProbe, Capabilities: 14, MinorVersion: 255},
		&PIMv1{Code: wire.PIMv1Query},
		&Mtrace{Hops: 32, Group: group, Src: ip("192.0.2.1"), Dst: ip("192.0.2.9"), RespAddr: ip("192.0.2.7"), RespTTL: 64, QueryID: 0x123456},
		&Mtrace{Type: packet.Fix(wire.IGMPMtraceResponse), Hops: 2, Group: group, Blocks: []wire.MtraceBlock{
			{Arrival: 1, In: ip("192.0.2.1"), Out: ip("192.0.2.2"), PrevHop: ip("192.0.2.3"), InPkts: 4, OutPkts: 5, SrcPkts: 6, Protocol: 7, FwdTTL: 8, SrcMask: 32, Code: 9},
		}},
	}
}

func TestIGMP(t *testing.T) {
	seeds := map[*packet.Proto][][]byte{}
	for _, l := range igmpMessages() {
		b := must(t, packet.Packet{l})
		seeds[l.Proto()] = append(seeds[l.Proto()], b)
		p, err := packet.Parse(b, IGMPProto)
		if err != nil || p[0].Proto() != l.Proto() {
			t.Errorf("%s: parsed as %s (%v)", l.Proto().Name, p[0].Proto().Name, err)
		}
		q := over4(l)
		q[0].(*IPv4).Dst, q[0].(*IPv4).TTL = ip("224.0.0.1"), packet.U8(1)
		b = must(t, q)
		if b[9] != byte(wire.IPProtoIGMP) {
			t.Errorf("%s: protocol %d", l.Proto().Name, b[9])
		}
		if ds, worst := packet.Validate(b, IPv4Proto); worst > packet.Unusual {
			t.Errorf("%s: %v", l.Proto().Name, ds)
		}
	}
	for pr, s := range seeds {
		packettest.Trial(t, pr, s...)
	}
}

// The numbers are those of RFC 3376 §4.1.1 and of a query and report made by hand.
func TestIGMPv3Bytes(t *testing.T) {
	q := must(t, packet.Packet{&IGMPv3Query{MaxRespCode: 0x80, Group: ip("224.1.1.1"), Suppress: true, QRV: 2, QQIC: 125, Sources: []netip.Addr{ip("10.0.0.1")}}})
	if got, want := q, unhex(t, "1180 fef3 e0010101 0a7d 0001 0a000001"); string(got[4:]) != string(want[4:]) || got[0] != want[0] || wire.Sum(0, got) != 0xffff {
		t.Errorf("%x, want %x", got, want)
	}
	v, _ := wire.ParseIGMPv3Query(q)
	if v.MaxRespTime() != 128 || v.QueryInterval() != 125 || len(v.Sources()) != 4 {
		t.Errorf("%d %d %x", v.MaxRespTime(), v.QueryInterval(), v.Sources())
	}
	v.SetMaxRespCode(0xff)
	if v.MaxRespTime() != 31744 { // (15|16) << (7+3)
		t.Errorf("%d", v.MaxRespTime())
	}
	r := must(t, packet.Packet{&IGMPv3Report{Records: []IGMPRecord{{Type: 4, Group: ip("224.1.1.1")}}}})
	if want := unhex(t, "2200 f9fc 00000001 04000000 e0010101"); string(r[4:]) != string(want[4:]) {
		t.Errorf("%x, want %x", r, want)
	}
}

func TestIGMPValidate(t *testing.T) {
	for _, l := range []packet.Layer{
		&IGMP{Type: wire.IGMPv2Report},
		&IGMP{Type: wire.IGMPv2Report, Group: ip("10.0.0.1")},
		&IGMPv3Query{Sources: []netip.Addr{ip("10.0.0.1")}},
		&IGMPv3Report{Records: []IGMPRecord{{Type: 9, Group: ip("224.0.0.5")}}},
		&IGMPv3Report{Records: []IGMPRecord{{Type: 1, Group: ip("10.0.0.5")}}},
	} {
		if ds, worst := packet.Validate(must(t, packet.Packet{l}), IGMPProto); worst != packet.BadValue {
			t.Errorf("%+v: %v", l, ds)
		}
	}
}
