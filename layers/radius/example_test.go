package radius_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/radius"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// A request is built with a hidden password, and the server's side reads it.
func Example() {
	secret, random := []byte("shared"), [16]byte{1, 2, 3}
	b, err := packet.Packet{&radius.Packet{
		Code: wire.RADIUSAccessRequest, Identifier: 7, Authenticator: random,
		Attributes: radius.Attributes{}.
			Add(wire.RADIUSUserName, radius.Text("bob")).
			Add(wire.RADIUSUserPassword, radius.HidePassword("hunter2", random, secret)),
	}}.Bytes()
	if err != nil {
		fmt.Println(err)
	}
	p, _ := packet.Parse(b, radius.PacketProto)
	r := packet.Get[radius.Packet](p)
	name, _ := r.Attributes.Value(wire.RADIUSUserName)
	hidden, _ := r.Attributes.Get(wire.RADIUSUserPassword)
	password, _ := radius.RevealPassword(hidden, r.Authenticator, secret)
	fmt.Println(r.Code, name, password)
	// Output: Access-Request "bob" hunter2
}
