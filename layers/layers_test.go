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

var (
	a4 = netip.MustParseAddr("192.0.2.1")
	b4 = netip.MustParseAddr("198.51.100.2")
	a6 = netip.MustParseAddr("2001:db8::1")
	b6 = netip.MustParseAddr("2001:db8::2")
)

func syn() packet.Packet {
	return packet.Packet{
		&Ethernet{Dst: MAC{2, 0, 0, 0, 0, 2}, Src: MAC{2, 0, 0, 0, 0, 1}},
		&IPv4{Src: a4, Dst: b4, Flags: wire.DontFragment},
		&TCP{SrcPort: 40000, DstPort: 80, Flags: wire.SYN, Options: wire.TCPOptions{}.AddMSS(1460).Add(wire.SACKPermitted)},
	}
}

func v6() packet.Packet {
	return packet.Packet{
		&Ethernet{},
		&IPv6{Src: a6, Dst: b6},
		&IPv6HopByHop{Options: wire.IPv6Options{5, 2, 0, 0}},
		&UDP{SrcPort: 1, DstPort: 2},
		packet.Payload([]byte("hello")),
	}
}

func must(t testing.TB, p packet.Packet) []byte {
	t.Helper()
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBuildParse(t *testing.T) {
	for _, p := range []packet.Packet{syn(), v6()} {
		b := must(t, p)
		packettest.Trial(t, EthernetProto, b)
		packettest.Trial(t, p[1].Proto(), b[14:])
		q, err := packet.Parse(b, EthernetProto)
		if err != nil || len(q) != len(p) {
			t.Fatalf("%v: %d layers, want %d", err, len(q), len(p))
		}
		for i, l := range q {
			if l.Proto() != p[i].Proto() {
				t.Errorf("layer %d is %s, want %s", i, l.Proto().Name, p[i].Proto().Name)
			}
		}
		if w := packettest.Wrong(q); w != nil {
			t.Errorf("wrong: %v", w)
		}
	}
}

func TestEdit(t *testing.T) {
	b := must(t, syn())
	p, _ := packet.Parse(b, EthernetProto)
	p = p.Insert(1, &VLAN{ID: 42})
	packet.Get[IPv4](p).TTL.Fix(3)
	packet.Get[TCP](p).DstPort = 443
	q, err := packet.Parse(must(t, p), EthernetProto)
	if err != nil {
		t.Fatal(err)
	}
	if eth, v := packet.Get[Ethernet](q), packet.Get[VLAN](q); eth.Type.Get() != wire.EtherTypeVLAN || v.Type.Get() != wire.EtherTypeIPv4 || v.ID != 42 {
		t.Errorf("%+v %+v", eth, v)
	}
	if w := packettest.Wrong(q); w != nil {
		t.Errorf("wrong after edit: %v", w)
	}
	if s := packet.Checksums(q); s[2] != packet.ChecksumGood || s[3] != packet.ChecksumGood {
		t.Errorf("checksums: %v", s)
	}
}

func TestInvalidStays(t *testing.T) {
	b := must(t, syn())
	b[14+10] ^= 0x55 // IPv4 checksum
	b = append(b, 0, 0, 0)
	p, _ := packet.Parse(b, EthernetProto)
	if ip := packet.Get[IPv4](p); !ip.Checksum.Wrong() || ip.ChecksumState() != packet.ChecksumBad {
		t.Error("wrong checksum not noticed")
	}
	packet.Get[TCP](p).DstPort = 81
	got := must(t, p)
	if got[24] != b[24] || got[25] != b[25] {
		t.Error("an edit elsewhere changed the wrong checksum")
	}
	packet.Get[TCP](p).DstPort = 80
	if got := must(t, p); !bytes.Equal(got, b) {
		t.Errorf("round trip:\n%x\n%x", b, got)
	}
}

func TestParserNoAllocs(t *testing.T) {
	b := must(t, syn())
	c := packet.Parser{Reuse: true}
	if n := testing.AllocsPerRun(100, func() { c.Parse(b, EthernetProto) }); n != 0 {
		t.Errorf("a reusing parser makes %v allocations a packet", n)
	}
	p, buf := syn(), make([]byte, 0, 200)
	if n := testing.AllocsPerRun(100, func() { p.Append(buf) }); n != 0 {
		t.Errorf("building makes %v allocations a packet", n)
	}
	if n := testing.AllocsPerRun(100, func() { packet.Parse(b, EthernetProto) }); n > 4 {
		t.Errorf("parsing makes %v allocations a packet", n)
	}
}

func BenchmarkParse(b *testing.B) {
	buf := must(b, syn())
	b.ReportAllocs()
	for b.Loop() {
		packet.Parse(buf, EthernetProto)
	}
}

func BenchmarkParseReuse(b *testing.B) {
	buf := must(b, syn())
	c := packet.Parser{Reuse: true}
	b.ReportAllocs()
	for b.Loop() {
		c.Parse(buf, EthernetProto)
	}
}

func BenchmarkAppend(b *testing.B) {
	p, buf := syn(), make([]byte, 0, 200)
	b.ReportAllocs()
	for b.Loop() {
		p.Append(buf)
	}
}
