// Syn crafts a TCP SYN, shows it, and writes it to a file if one is named.
//
//	go run ./examples/syn [FILE.pcap]
package main

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"time"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/show"
	"github.com/gocap-project/gocap/wire"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// syn returns the packet. Lengths, checksums, types and the version are filled in;
// any of them can be given another value, such as Checksum: packet.U16(0).
func syn() packet.Packet {
	return packet.Packet{
		&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}, Src: layers.MAC{2, 0, 0, 0, 0, 1}},
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("198.51.100.2"), Flags: wire.DontFragment},
		&layers.TCP{SrcPort: 40000, DstPort: 443, Seq: 1, Flags: wire.SYN, Options: wire.TCPOptions{}.AddMSS(1460)},
	}
}

func run(w io.Writer, files []string) error {
	p := syn()
	b, err := p.Bytes()
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := write(name, b); err != nil {
			return err
		}
	}
	return show.Text(w, p, show.Hex)
}

func write(name string, frame []byte) error {
	w, err := pcap.Create(name, pcap.Options{LinkType: link.Ethernet, Nano: true})
	if err != nil {
		return err
	}
	if err := w.Write(&pcap.Packet{Data: frame, Time: time.Now().UnixNano()}); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}
