package ike_test

import (
	"fmt"

	"github.com/gocap-project/gocap/layers/ike"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// An answer that asks for a cookie.
func Example() {
	m := &ike.Message{InitiatorSPI: 0x1122334455667788, Exchange: wire.IKESAInit, Flags: wire.IKEResponse}
	m.Add(&ike.Notify{Kind: 16390, Data: []byte("cookie")})
	b, err := packet.Packet{m}.Bytes()
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := packet.Parse(b, ike.MessageProto)
	got := packet.Get[ike.Message](p)
	fmt.Println(got.Exchange, got.Flags, got.Text())
	// Output: IKE_SA_INIT response notify COOKIE 636f6f6b6965
}
