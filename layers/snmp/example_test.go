package snmp_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/snmp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A request for a system's name, and its answer.
func Example() {
	name, _ := wire.OIDOf("1.3.6.1.2.1.1.5.0")
	m := &snmp.Message{
		Version: wire.SNMPv2c, Community: wire.Text("public"), PDU: wire.SNMPGet, RequestID: 7, Variables: snmp.Variables{snmp.Null(name)},
	}
	b, err := packet.Packet{m}.Bytes()
	fmt.Println(len(b), err)
	m.PDU, m.Variables = wire.SNMPResponse, snmp.Variables{snmp.Octets(name, "router")}
	b, _ = packet.Packet{m}.Bytes()
	p, _ := packet.Parse(b, snmp.MessageProto)
	r := packet.Get[snmp.Message](p)
	fmt.Println(r.Version, r.PDU, r.RequestID, r.Variables)
	// Output:
	// 40 <nil>
	// v2c Response 7 1.3.6.1.2.1.1.5.0="router"
}
