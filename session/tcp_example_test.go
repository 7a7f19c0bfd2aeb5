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

// Two programs take one side each, over a line that loses every fourth segment. What is not acknowledged is sent again; the
// programs' clock is the loop.
func ExampleTCP_Build() {
	text := []byte("To be, or not to be, that is the question")
	client, server := session.NewTCP(session.TCPConfig{}), session.NewTCP(session.TCPConfig{})
	sent, turn := 0, int64(0)
	send := func(from, to *session.TCP, side session.Side, p session.TCPPart) {
		b, err := from.Build(side, nil, p, turn)
		if turn++; err == nil && turn%4 != 0 {
			to.Check(side, wire.TCP(b), turn) // ports, checksum, IP and the network come between
		}
	}
	for client.State(session.Client) != "TIME-WAIT" {
		unacked := client.Unacknowledged(session.Client)
		switch client.State(session.Client) {
		case "CLOSED", "SYN-SENT":
			send(client, server, session.Client, session.TCPPart{Flags: wire.SYN, ISN: 1000})
		case "ESTABLISHED":
			switch {
			case unacked > 0:
				send(client, server, session.Client, session.TCPPart{Again: true, Payload: text[sent-unacked : sent]})
			case sent < len(text):
				send(client, server, session.Client, session.TCPPart{Payload: text[sent:min(sent+10, len(text))]})
				sent = min(sent+10, len(text))
			default:
				send(client, server, session.Client, session.TCPPart{Flags: wire.FIN})
			}
		default:
			send(client, server, session.Client, session.TCPPart{Again: unacked > 0, Flags: wire.FIN * wire.TCPFlags(min(unacked, 1))})
		}
		switch server.State(session.Server) {
		case "CLOSED":
			if server.State(session.Client) == "SYN-SENT" {
				send(server, client, session.Server, session.TCPPart{Flags: wire.SYN, ISN: 5000})
			}
		case "SYN-RECEIVED":
			send(server, client, session.Server, session.TCPPart{Flags: wire.SYN})
		case "CLOSE-WAIT":
			send(server, client, session.Server, session.TCPPart{Flags: wire.FIN})
		case "LAST-ACK":
			send(server, client, session.Server, session.TCPPart{Again: true, Flags: wire.FIN})
		default:
			send(server, client, session.Server, session.TCPPart{})
		}
	}
	fmt.Println(server.Received(session.Client)-1001-1, "bytes of", len(text), "and FIN")
	fmt.Println("sent again:", client.Stats(session.Client).Retransmitted > 0)
	// Output:
	// 41 bytes of 41 and FIN
	// sent again: true
}
