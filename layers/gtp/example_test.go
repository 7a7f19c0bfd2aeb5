package gtp_test

import (
	"fmt"
	"net/netip"

	"github.com/gocap-project/gocap/layers/gtp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A request for a session is built, and its tunnel endpoint is read.
func Example() {
	m := &gtp.V2{Type: wire.GTPv2CreateSessionRequest, Seq: 7}
	m.IEs = m.IEs.Add(wire.GTPv2IEIMSI, 0, gtp.Digits("001010000000001")).
		Add(wire.GTPv2IEAPN, 0, gtp.Name("internet")).
		Add(wire.GTPv2IEFTEID, 0, &gtp.FTEID{Interface: 10, TEID: 99, IPv4: netip.MustParseAddr("192.0.2.1")})
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, gtp.Proto)
	r := packet.Get[gtp.V2](p)
	v, _ := r.IEs.Value(wire.GTPv2IEFTEID, 0)
	fmt.Println(r.Type, v.(*gtp.FTEID).TEID)
	fmt.Println(r.IEs)
	// Output:
	// Create Session Request 99
	// IMSI 001010000000001, Access Point Name "internet", Fully Qualified TEID S11 MME GTP-C TEID 99 192.0.2.1
}
