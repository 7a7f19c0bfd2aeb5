package session_test

import (
	"fmt"

	"github.com/gocap-project/gocap/session"
	"github.com/gocap-project/gocap/wire"
)

func ExampleSCTP() {
	// One program plays both sides; then somebody who does not know the tags gives up in the server's name.
	t := session.NewSCTP(session.SCTPConfig{})
	send := func(side session.Side, parts ...session.SCTPPart) wire.SCTP {
		b, err := t.Build(side, nil, 0, parts...)
		if err != nil {
			fmt.Println(err)
		}
		return b
	}
	cookie := []byte("sealed")
	send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeInit, Tag: 0x1000, TSN: 1})
	send(session.Server, session.SCTPPart{Chunk: wire.SCTPTypeInitAck, Tag: 0x2000, TSN: 70, Data: cookie})
	send(session.Client, session.SCTPPart{Chunk: wire.SCTPTypeCookieEcho, Data: cookie},
		session.SCTPPart{Chunk: wire.SCTPTypeData, Data: []byte("hello")})
	answer := send(session.Server, session.SCTPPart{Chunk: wire.SCTPTypeCookieAck}, session.SCTPPart{Chunk: wire.SCTPTypeSACK})
	fmt.Printf("%s, tag %#x\n", t.State(session.Client), answer.VTag())

	forged := append(wire.SCTP(nil), answer[:wire.SCTPLen]...)
	forged.SetSrcPort(5000)
	forged.SetDstPort(5001)
	forged.SetVTag(0x9999)
	forged = append(forged, byte(wire.SCTPTypeAbort), 0, 0, 4)
	fmt.Println(t.Check(session.Server, forged, 0))
	for _, m := range t.Next(session.Client, nil) {
		fmt.Print(m.Name, ", ")
	}
	// Output:
	// ESTABLISHED, tag 0x1000
	// invalid: RFC 9260 §8.5: verification tag is not the receiver's (VTag, ESTABLISHED)
	// SACK, DATA, SHUTDOWN, HEARTBEAT, ABORT,
}
