package packet_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
)

// A scan: every port of a range at every address of a subnet.
func ExamplePacket_Each() {
	ip, udp := &layers.IPv4{}, &layers.UDP{}
	p := packet.Packet{ip, udp}
	subnet := netip.MustParsePrefix("192.0.2.0/31")
	for p := range p.Each(packet.VaryPrefix(&ip.Dst, subnet), packet.VaryRange(&udp.DstPort, 1, 2), packet.VaryAuto(&ip.TTL, 1, 64)) {
		b, err := p.Bytes()
		fmt.Println(ip.Dst, udp.DstPort, ip.TTL.Get(), len(b), err)
	}
	fmt.Println(ip.Dst, udp.DstPort)
	// Output:
	// 192.0.2.0 1 1 28 <nil>
	// 192.0.2.0 1 64 28 <nil>
	// 192.0.2.0 2 1 28 <nil>
	// 192.0.2.0 2 64 28 <nil>
	// 192.0.2.1 1 1 28 <nil>
	// 192.0.2.1 1 64 28 <nil>
	// 192.0.2.1 2 1 28 <nil>
	// 192.0.2.1 2 64 28 <nil>
	// invalid IP 0
}

func TestEach(t *testing.T) {
	ip, udp := &layers.IPv4{}, &layers.UDP{SrcPort: 9}
	p := packet.Packet{ip, udp}
	count := func(axes ...packet.Axis) (n int) {
		for range p.Each(axes...) {
			n++
		}
		return n
	}
	addr := netip.MustParseAddr
	for want, axes := range map[int][]packet.Axis{
		1:     nil,
		0:     {packet.Vary(&udp.SrcPort)},
		256:   {packet.VaryAutoRange(&ip.TTL, 0, 255)},
		65535: {packet.VaryRange(&udp.SrcPort, 1, 65535)},
		3:     {packet.VaryAddrs(&ip.Dst, addr("10.0.0.255"), addr("10.0.1.1"))},
		2:     {packet.VaryAddrs(&ip.Dst, addr("255.255.255.254"), addr("255.255.255.255"))},
		4:     {packet.VaryPrefix(&ip.Dst, netip.MustParsePrefix("255.255.255.255/30"))},
		6:     {packet.Vary(&udp.SrcPort, 1, 2), packet.Vary(&udp.DstPort, 1, 2, 3)},
	} {
		if n := count(axes...); n != want {
			t.Errorf("%d, want %d", n, want)
		}
	}
	if n := count(packet.VaryRange(&udp.SrcPort, 2, 1), packet.VaryAddrs(&ip.Dst, addr("10.0.0.2"), addr("10.0.0.1"))); n != 0 {
		t.Error(n)
	}
	for range p.Each(packet.Vary(&udp.SrcPort, 1, 2), packet.VaryAuto(&ip.TTL, 7)) {
		break
	}
	if udp.SrcPort != 9 || !ip.TTL.Automatic() {
		t.Error(udp.SrcPort, ip.TTL)
	}
}
