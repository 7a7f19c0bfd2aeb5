package dhcpv6_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/dhcpv6"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A client asks for an address, and the options are read back.
func Example() {
	mac := []byte{2, 0, 0, 0, 0, 1}
	b, err := packet.Packet{&dhcpv6.Message{
		Type: wire.DHCPv6Solicit, XID: 0x123456,
		Options: dhcpv6.Options{}.
			Add(wire.DHCPv6OptClientID, dhcpv6.DUIDLL(1, mac)).
			Add(wire.DHCPv6OptIANA, dhcpv6.IA{IAID: 1}).
			Add(wire.DHCPv6OptORO, dhcpv6.Codes{wire.DHCPv6OptDNSServers}),
	}}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, dhcpv6.MessageProto)
	m := packet.Get[dhcpv6.Message](p)
	fmt.Println(m.Type)
	fmt.Println(m.Options)
	// Output:
	// SOLICIT
	// Client Identifier: LL 1 020000000001; IA_NA: 1 T1 0 s T2 0 s (); Option Request: DNS Servers
}
