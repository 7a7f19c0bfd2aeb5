package layers_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/packet/packettest"
	"github.com/gocap-project/gocap/wire"
)

var (
	ldpHello = wire.LDPMessages{}.Add(wire.LDPMessage{Type: wire.LDPHello, ID: 7,
		TLVs: wire.LDPTLVs{}.Add(wire.LDPHelloParameters, 0, 15, 0, 0).Add(wire.LDPIPv4Transport, 10, 1, 0, 2)})
	ldpMapping = wire.LDPMessages{}.Add(wire.LDPMessage{Type: wire.LDPLabelMapping, ID: 8, Unknown: true,
		TLVs: wire.LDPTLVs{}.Add(wire.LDPFEC, wire.AppendLDPPrefix(wire.AppendLDPPrefix(nil, netip.MustParsePrefix("10.1.0.0/17")),
			netip.MustParsePrefix("2001:db8::/32"))...).Add(wire.LDPGenericLabel|wire.LDPUnknown, 0, 0, 0, 16)})
	ldpRouter = netip.MustParseAddr("10.1.0.2")
)

func TestLDP(t *testing.T) {
	hello, err := packet.Packet{&LDP{LSR: ldpRouter, Messages: ldpHello}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	const want = "0001001e0a0100020000" + "0100001400000007" + "04000004000f0000" + "040100040a010002"
	if got := fmt.Sprintf("%x", hello); got != want {
		t.Errorf("got %s", got)
	}
	two, err := packet.Packet{&LDP{LSR: ldpRouter, Messages: ldpMapping}, &LDP{LSR: ldpRouter, LabelSpace: 3, Messages: ldpHello}}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	packettest.Trial(t, LDPProto, hello, two)
	p, err := packet.Parse(two, LDPProto)
	if err != nil || len(p) != 2 || p[1].(*LDP).LabelSpace != 3 {
		t.Fatal(p, err)
	}
	for m := range p[0].(*LDP).Messages.All() {
		label, ok := m.TLVs.Label()
		if !m.Unknown || m.Type != wire.LDPLabelMapping || m.ID != 8 || !ok || label != 16 {
			t.Errorf("%+v", m)
		}
		if got := fmt.Sprint(slices.Collect(m.TLVs.Prefixes())); got != "[10.1.0.0/17 2001:db8::/32]" {
			t.Error(got)
		}
	}
	for m := range p[1].(*LDP).Messages.All() {
		if a, ok := m.TLVs.TransportAddress(); !ok || a != ldpRouter {
			t.Error(a, ok)
		}
	}
	if _, worst := packet.Validate(two, LDPProto); worst != packet.Fine {
		t.Error(worst)
	}
	if _, worst := packet.Validate(two[:30], LDPProto); worst != packet.BadSize {
		t.Error("cut:", worst)
	}
	if _, err := packet.Parse([]byte{0, 2, 0, 6, 1, 1, 1, 1, 0, 0}, LDPProto); err == nil {
		t.Error("version 2 is parsed")
	}
}

func ExampleLDP() {
	p := packet.Packet{
		&UDP{SrcPort: wire.PortLDP, DstPort: wire.PortLDP},
		&LDP{LSR: netip.MustParseAddr("10.1.0.2"), Messages: wire.LDPMessages{}.Add(wire.LDPMessage{
			Type: wire.LDPHello, ID: 1, TLVs: wire.LDPTLVs{}.Add(wire.LDPHelloParameters, 0, 15, 0, 0),
		})},
	}
	b, _ := p.Bytes()
	q, _ := packet.Parse(b, UDPProto)
	fmt.Println(packet.Get[LDP](q).Messages)
	// Output: Hello 1: Hello Parameters 000f0000
}
