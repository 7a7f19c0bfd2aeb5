package layers_test

import (
	"bytes"
	"net/netip"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

func TestMobility(t *testing.T) {
	packettest.Trial(t, MobilityProto, unhex(t, "3b 00 00 00 0000 0000"), unhex(t, "3b 01 05 00 0000 0007 c000 0010 0102 0000"),
		unhex(t, "3b 00 63 00 0000 abcd")) // a type that is not known
	packettest.Trial(t, BindingRefreshProto, unhex(t, "0000 0102 0000 0000 0000 0102 0000")[:10])
	packettest.Trial(t, MobilityTestInitProto, unhex(t, "0000 0123456789abcdef"))
	packettest.Trial(t, MobilityTestProto, unhex(t, "0005 0123456789abcdef fedcba9876543210"))
	packettest.Trial(t, BindingUpdateProto, unhex(t, "0007 ffc0 004b 0310 20010db8000000000000000000000001 0404 0005 0006"),
		unhex(t, "0007 8001 004b 0612 0040 20010db8000100000000000000000000 1612 0040 20010db8000200000000000000000000"))
	packettest.Trial(t, BindingAckProto, unhex(t, "80 f8 0007 0010 0202 0010"))
	packettest.Trial(t, BindingErrorProto, unhex(t, "01 00 20010db8000000000000000000000001"))
	packettest.Trial(t, MobilityHeartbeatProto, unhex(t, "0003 00000009 1c04 0000 0001 0102 0000"))
	packettest.Trial(t, HandoverInitiateProto, unhex(t, "0001 f0 01 0102 0000"))
	packettest.Trial(t, HandoverAckProto, unhex(t, "0001 e0 00 0806 0161 4062 2e63")[:8])
	packettest.Trial(t, BindingRevocationProto, unhex(t, "01 03 0005 e000 0102 0000"))
}

// A whole message has its length, its checksum with the pseudo-header, and padding.
func TestMobilityMessage(t *testing.T) {
	a, b := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	u := &BindingUpdate{Seq: 0x1234, Ack: true, Home: true, Lifetime: 16}
	m := &Mobility{}
	p := packet.Packet{&IPv6{Src: a, Dst: b}, m, u}
	got, err := p.Bytes()
	want := unhex(t, "6000000000108740"+"20010db8000000000000000000000001"+"20010db8000000000000000000000002"+
		"3b01050090ab1234c000001001020000")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v\n got %x\nwant %x", err, got, want)
	}
	u.Options = u.Options.Add(wire.MobilityOptAltCareOf, a.AsSlice()...).Add(wire.MobilityOptNonceIndices, 0, 1, 0, 2)
	if got, err = p.Bytes(); err != nil || len(got)%8 != 0 {
		t.Fatalf("%v: %x", err, got)
	}
	q, err := packet.Parse(got, IPv6Proto)
	if err != nil || len(q) != 3 || packettest.Wrong(q) != nil {
		t.Fatalf("%v %v", q, err)
	}
	if s := packet.Get[BindingUpdate](q).Options.String(); s != "alternate care-of address 2001:db8::1, nonce indices 1 2, PadN" {
		t.Error(s)
	}
	cut, err := packet.Parse(got[:len(got)-5], IPv6Proto)
	if o := packet.Get[BindingUpdate](cut).Options; err != nil || o.Malformed() < 0 {
		t.Errorf("cut: %v %v", cut, err)
	}
}

func TestMobilityOptions(t *testing.T) {
	o := wire.MobilityOptions(nil).Add(wire.MobilityOptRefresh, 0, 16).AddPad(1).Add(wire.MobilityOptNodeID, []byte("\x01a@b.c")...)
	if n, ok := o.Refresh(); n != 16 || !ok {
		t.Error(n, ok)
	}
	if h, c, ok := o.Add(wire.MobilityOptNonceIndices, 0, 1, 0, 2).NonceIndices(); h != 1 || c != 2 || !ok {
		t.Error(h, c, ok)
	}
	if s := o.String(); s != `refresh advice 16, Pad1, node ID "a@b.c"` {
		t.Error(s)
	}
	if s := append(o, 3, 16, 1).String(); s != `refresh advice 16, Pad1, node ID "a@b.c", malformed 031001` {
		t.Error(s)
	}
	for p := range wire.MobilityOptions(unhex(t, "1612 00 38 20010db8000100000000000000000000")).Prefixes() {
		if p.String() != "2001:db8:1::/56" {
			t.Error(p)
		}
	}
}
