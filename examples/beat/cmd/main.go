// Cmd shows the packets of capture files, as gocap show does, with heartbeats among the
// protocols it knows: the import of package beat is all that takes. Without files it
// shows a heartbeat of its own.
//
//	go run ./examples/beat/cmd [FILE...]
package main

import (
	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/gocap-project/gocap/examples/beat"
	"github.com/gocap-project/gocap/layers"
	_ "github.com/gocap-project/gocap/layers/all"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/show"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer, files []string) error {
	if len(files) == 0 {
		return show.Text(w, heartbeat(), show.Hex)
	}
	for _, f := range files {
		if err := file(w, f); err != nil {
			return err
		}
	}
	return nil
}

func heartbeat() packet.Packet {
	return packet.Packet{
		&layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 40000, DstPort: 9999},
		&beat.Message{Seq: 1, Name: []byte("alpha")},
		&beat.Load{CPU: 12, Free: 2048, Uptime: 86400},
	}
}

func file(w io.Writer, name string) error {
	r, err := pcap.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	c := packet.Parser{Reuse: true}
	for p, err := range r.Packets() {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		f := show.Frame{Number: int(p.Number), Time: p.Timestamp(), Len: p.Len, Link: p.LinkType().String(), Data: p.Data}
		f.Packet, f.Err = c.ParseNext(p.Data, layers.LinkTypes.Next(p.LinkType()))
		f.Spans = c.Spans()
		if _, err := w.Write(f.AppendText(nil, show.Hex)); err != nil {
			return err
		}
	}
	return nil
}
