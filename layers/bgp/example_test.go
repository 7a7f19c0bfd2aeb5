package bgp_test

import (
	"fmt"
	"net/netip"

	"github.com/gocap-project/gocap/layers/bgp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// An update is built, and what it says is read from its bytes.
func Example() {
	m := &bgp.Message{
		Type: wire.BGPUpdate,
		Attributes: bgp.Attributes{}.
			Add(&bgp.Origin{}).
			Add(&bgp.ASPath{AS4: true, Segments: []bgp.Segment{{Type: bgp.ASSequence, ASNs: []uint32{64500, 4200000000}}}}).
			Add(&bgp.Address{Attr: wire.BGPNextHop, Addr: netip.MustParseAddr("192.0.2.1")}).
			Add(&bgp.Communities{List: []bgp.Community{bgp.NoExport}}),
		NLRI: bgp.Prefixes{}.Add(bgp.PrefixOf(netip.MustParsePrefix("198.51.100.0/24"))),
	}
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, bgp.MessageProto)
	u := packet.Get[bgp.Message](p)
	fmt.Println(u.Type, u.NLRI)
	for v := range u.Attributes.Values(bgp.Options{AS4: bgp.Yes}) {
		fmt.Println(v.Type(), v)
	}
	// Output:
	// update 198.51.100.0/24
	// ORIGIN IGP
	// AS_PATH 64500 4200000000
	// NEXT_HOP 192.0.2.1
	// COMMUNITY NO_EXPORT
}

// What the speakers agreed on decides how their messages are read.
func ExampleNegotiate() {
	a := &bgp.Message{Type: wire.BGPOpen, AS: bgp.ASTrans}
	a.AddCapability(&bgp.AS4{AS: 4200000000})
	a.AddCapability(&bgp.AddPath{Families: []bgp.FamilyPaths{{Family: bgp.IPv4Unicast, Direction: bgp.Send}}})
	b := &bgp.Message{Type: wire.BGPOpen, AS: 64500}
	b.AddCapability(&bgp.AS4{AS: 64500})
	b.AddCapability(&bgp.AddPath{Families: []bgp.FamilyPaths{{Family: bgp.IPv4Unicast, Direction: bgp.Receive}}})

	o := bgp.Negotiate(a, b)
	routes, _ := bgp.Prefixes{0, 0, 0, 7, 24, 198, 51, 100}.Routes(o)
	fmt.Println(o.AS4 == bgp.Yes, o.Paths, routes)
	// Output: true [IPv4 unicast] [path 7 198.51.100.0/24]
}
