package dns

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A message in a first fragment, or quoted by an ICMP error, ends early by nobody's
// fault: its counts are not wrong, and it has no defect. One that ends early without a
// reason has.
func TestCutMessage(t *testing.T) {
	a, b := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	answer := Query("example.com.", wire.DNSTypeTXT)
	for range 4 {
		answer.Answers = append(answer.Answers, RR("example.com.", 60, &TXT{Text: []string{"a text of some length"}}))
	}
	whole, err := packet.Packet{&layers.IPv4{Src: a, Dst: b}, &layers.UDP{SrcPort: 53, DstPort: 5000}, answer}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	start := bytes.Clone(whole[:20+8+96])

	fragment := packet.Packet{&layers.IPv4{Src: a, Dst: b, Flags: wire.MoreFragments}, packet.Payload(start[20:])}
	fragment[0].(*layers.IPv4).Protocol.Fix(wire.IPProtoUDP)
	quoted := packet.Packet{&layers.IPv4{Src: b, Dst: a}, &layers.ICMPv4{Type: wire.ICMPv4Unreachable, Code: 3}, packet.Payload(start)}
	lying := packet.Packet{&layers.IPv4{Src: a, Dst: b}, packet.Payload(start[20:])}
	lying[0].(*layers.IPv4).Protocol.Fix(wire.IPProtoUDP)
	for _, tt := range []struct {
		name string
		p    packet.Packet
		fine bool
	}{
		{"fragment", fragment, true},
		{"quoted", quoted, true},
		{"a datagram shorter than its length", lying, false},
	} {
		b := buildPacket(t, tt.p)
		p, _ := packet.Parse(b, layers.IPv4Proto)
		m := packet.Get[Message](p)
		if m == nil || len(m.Answers) == 0 || len(m.Answers) == 4 || !m.ANCount.Held() || m.ANCount.Get() != 4 || m.Err() == nil {
			t.Errorf("%s: %v", tt.name, m)
		}
		if ds, worst := packet.Validate(b, layers.IPv4Proto); (worst == packet.Fine) != tt.fine {
			t.Errorf("%s: %v %v", tt.name, worst, ds)
		}
		if again := buildPacket(t, p); !bytes.Equal(again, b) {
			t.Errorf("%s: built again as % x", tt.name, again)
		}
	}
}

func buildPacket(t *testing.T, p packet.Packet) []byte {
	t.Helper()
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
