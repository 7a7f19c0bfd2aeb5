package pfcp_test

import (
	"fmt"
	"net/netip"

	"github.com/gocap-project/gocap/layers/pfcp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A request for a session is built, and a rule in it is read.
func Example() {
	m := &pfcp.Message{Type: wire.PFCPSessionEstablishmentRequest, Seq: 1}
	m.IEs = m.IEs.Add(wire.PFCPIENodeID, &pfcp.NodeID{Addr: netip.MustParseAddr("192.0.2.1")}).
		Add(wire.PFCPIECreatePDR, pfcp.IEs{}.Add(wire.PFCPIEPDRID, pfcp.Number{Value: 7, Size: 2}))
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, pfcp.MessageProto)
	r := packet.Get[pfcp.Message](p)
	rule, _ := r.IEs.Find(wire.PFCPIEPDRID)
	fmt.Println(r.Type, rule)
	fmt.Println(r.IEs)
	// Output:
	// Session Establishment Request 7
	// Node ID 192.0.2.1, Create PDR [PDR ID 7]
}
