// Decodeas parses the same datagram in two ways at once: as its port says, and as DNS,
// which it is. The tables that all parsers share are not changed.
//
//	go run ./examples/decodeas
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/show"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	b, err := packet.Packet{&layers.UDP{SrcPort: 5000, DstPort: 5001}, query()}.Bytes()
	if err != nil {
		return err
	}
	var as packet.Bindings
	packet.Override(&as, &layers.UDPPorts, 5001, dns.MessageProto)
	for _, parser := range []*packet.Parser{{}, {Bindings: &as}} {
		p, err := parser.Parse(b, layers.UDPProto)
		if err != nil {
			return err
		}
		for _, l := range p {
			fmt.Fprint(w, l.Proto().Name, " ")
		}
		fmt.Fprintln(w)
		if dns := packet.Get[dns.Message](p); dns != nil {
			return show.Text(w, p[1:], 0)
		}
	}
	return nil
}

// query asks for the addresses of example.com.
func query() *dns.Message {
	return &dns.Message{ID: 7, RD: true, Questions: []dns.Question{{Name: "example.com.", Type: 1, Class: 1}}}
}
