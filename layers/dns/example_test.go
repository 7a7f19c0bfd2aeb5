package dns_test

import (
	"fmt"
	"net/netip"

	"github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A query, its answer, and what the answer says.
func Example() {
	q := dns.Query("www.example.com.", wire.DNSTypeA)
	q.ID = 0x2b1d
	q.Additional = append(q.Additional, dns.EDNS{UDPSize: 1232, DO: true}.Record())

	r := q.Reply()
	r.Answers = append(r.Answers,
		dns.RR("www.example.com.", 300, &dns.CNAME{Target: "web.example.com."}),
		dns.RR("web.example.com.", 300, &dns.A{Addr: netip.MustParseAddr("192.0.2.1")}))
	b, err := packet.Packet{r}.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}

	p, _ := packet.Parse(b, dns.MessageProto)
	m := packet.Get[dns.Message](p)
	fmt.Println(len(b), "bytes")
	for _, a := range m.Answers {
		fmt.Println(a)
		if d, ok := a.Data.(*dns.A); ok {
			fmt.Println("address", d.Addr)
		}
	}
	// Output:
	// 67 bytes
	// www.example.com. 300 IN CNAME web.example.com.
	// web.example.com. 300 IN A 192.0.2.1
	// address 192.0.2.1
}

// A dynamic update that replaces the address of a name that must exist.
func ExampleUpdate() {
	u := dns.Update("example.com.")
	u.Answers = append(u.Answers, dns.NameInUse("host.example.com."))
	u.Authority = append(u.Authority,
		dns.DeleteRRset("host.example.com.", wire.DNSTypeA),
		dns.RR("host.example.com.", 600, &dns.A{Addr: netip.MustParseAddr("192.0.2.7")}))
	for _, r := range append(u.Prerequisites(), u.Updates()...) {
		fmt.Println(r)
	}
	// Output:
	// host.example.com. 0 ANY ANY
	// host.example.com. 0 ANY A
	// host.example.com. 600 IN A 192.0.2.7
}
