package diameter_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/diameter"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A request is built, and read with the dictionary.
func Example() {
	m := &diameter.Message{Flags: wire.DiameterRequest, Command: wire.DiameterCreditControl, Application: wire.DiameterAppCreditControl}
	m.AVPs = m.AVPs.Add(diameter.OriginHost, diameter.Identity("a.example")).
		Add(diameter.CCRequestType, diameter.Uint32(1)).
		Add(diameter.SubscriptionId, diameter.AVPs{}.Add(diameter.SubscriptionIdData, diameter.Text("001010000000001")))
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, diameter.MessageProto)
	r := packet.Get[diameter.Message](p)
	user, _ := r.AVPs.Find(diameter.SubscriptionIdData)
	fmt.Println(r.Name(), user)
	fmt.Println(r.AVPs)
	// Output:
	// Credit-Control-Request "001010000000001"
	// Origin-Host "a.example", CC-Request-Type INITIAL_REQUEST (1), Subscription-Id [Subscription-Id-Data "001010000000001"]
}

// AVPs of a vendor are added to the dictionary.
func ExampleAdd() {
	info := diameter.CodeOf(99999, 1)
	diameter.Add(diameter.Dictionary{AVPs: []diameter.Definition{
		{Code: info, Name: "Example-Info", Type: diameter.Unsigned32, Names: []diameter.Named{{Number: 1, Name: "one"}}},
	}})
	fmt.Println(diameter.AVPs{}.Add(info, diameter.Uint32(1)))
	// Output: Example-Info one (1)
}
