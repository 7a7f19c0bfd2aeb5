package layers_test

import (
	"fmt"
	"net/netip"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Ask for an address.
func ExampleARP() {
	b, err := packet.Packet{
		&layers.Ethernet{Dst: wire.Broadcast, Src: layers.MAC{2, 0, 0, 0, 0, 1}},
		&layers.ARP{
			Op:        wire.ARPRequest,
			SenderMAC: layers.MAC{2, 0, 0, 0, 0, 1},
			SenderIP:  netip.MustParseAddr("192.0.2.1"),
			TargetIP:  netip.MustParseAddr("192.0.2.2"),
		},
	}.Bytes()
	fmt.Printf("%x %v\n", b, err)
	// Output: ffffffffffff02000000000108060001080006040001020000000001c0000201000000000000c0000202 <nil>
}

// Put a bridge's traffic into a tunnel with a key; then tag it twice.
func ExampleGRE() {
	p := packet.Packet{
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.GRE{Key: 7},
		&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}},
		&layers.IPv6{Src: netip.MustParseAddr("2001:db8::1"), Dst: netip.MustParseAddr("2001:db8::2")},
	}
	p[2].(*layers.Ethernet).Type.Fix(wire.EtherTypeQinQ)
	p = p.Insert(3, &layers.VLAN{ID: 100}, &layers.VLAN{ID: 42})
	b, err := p.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := layers.Parse(link.Raw, b)
	for _, l := range q {
		fmt.Print(l.Proto().Name, " ")
	}
	gre, eth := packet.Get[layers.GRE](q), packet.Get[layers.Ethernet](q)
	fmt.Println(err, gre.Protocol.Get(), eth.Type.Get(), packet.Last[layers.VLAN](q).Type.Get())
	// Output: IPv4 GRE Ethernet VLAN VLAN IPv6 <nil> TEB 802.1ad IPv6
}
