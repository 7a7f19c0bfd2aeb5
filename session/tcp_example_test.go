package session_test

import (
	"fmt"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

func ExampleTCP() {
	// One program plays both sides; then somebody who does not know the numbers resets the connection.
	t := session.NewTCP(session.TCPConfig{})
	send := func(side session.Side, p session.TCPPart) wire.TCP {
		b, err := t.Build(side, nil, p, 0)
		if err != nil {
			fmt.Println(err)
		}
		return b
	}
	send(session.Client, session.TCPPart{Flags: wire.SYN, ISN: 1000})
	send(session.Server, session.TCPPart{Flags: wire.SYN, ISN: 5000})
	send(session.Client, session.TCPPart{Payload: []byte("hello")})
	answer := send(session.Server, session.TCPPart{})
	fmt.Println(t.State(session.Client), answer.Flags(), answer.Ack())

	forged := make(wire.TCP, wire.TCPLen)
	forged.SetDataOffset(5)
	forged.SetFlags(wire.RST)
	forged.SetSeq(9999)
	fmt.Println(t.Check(session.Server, forged, 0))
	for _, m := range t.Next(session.Client, nil) {
		fmt.Print(m.Name, " ")
	}
	// Output:
	// ESTABLISHED ACK 1006
	// tolerated: RFC 5961 §3.2: reset in the window, but not at the next byte (Seq, ESTABLISHED)
	// ACK Data FIN RST
}
