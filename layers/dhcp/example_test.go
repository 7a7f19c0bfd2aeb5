package dhcp_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/dhcp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func Example() {
	mac, _ := wire.ParseMAC("02:00:5e:10:00:01")
	m := &dhcp.Message{Op: wire.DHCPOpRequest, XID: 0x3903f326, Flags: dhcp.Broadcast, CHAddr: wire.HardwareOf(mac)}
	m.Options = dhcp.Options{}.
		AddType(wire.DHCPDiscover).
		Add(wire.DHCPOptHostName, dhcp.Text("printer")).
		Add(wire.DHCPOptParameterList, dhcp.Codes{wire.DHCPOptSubnetMask, wire.DHCPOptRouter, wire.DHCPOptDNS})
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}

	p, _ := packet.Parse(b, dhcp.MessageProto)
	got := packet.Get[dhcp.Message](p)
	fmt.Println(got.Type(), got.CHAddr)
	fmt.Println(got.Options)
	// Output:
	// DISCOVER 02:00:5e:10:00:01
	// Message Type: DISCOVER; Host Name: "printer"; Parameter Request List: Subnet Mask, Router, Domain Name Server
}

// Values have the type that their option has.
func ExampleMessage_Value() {
	m := &dhcp.Message{Options: dhcp.Options{}.Add(wire.DHCPOptLeaseTime, dhcp.Seconds(7200))}
	if v, ok := m.Value(wire.DHCPOptLeaseTime); ok {
		fmt.Println(v, v.(dhcp.Seconds).Duration())
	}
	// Output: 7200 s 2h0m0s
}
