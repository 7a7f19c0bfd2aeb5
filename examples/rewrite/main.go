// Rewrite edits a capture: every TTL and hop limit becomes 64, TCP and UDP port 80
// becomes 8080, and each Ethernet frame gets a VLAN tag. Lengths, types and checksums
// follow; what was wrong in a packet stays as wrong as it was.
//
//	go run ./examples/rewrite IN OUT.pcap
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gocap-project/gocap/layers"
	_ "github.com/gocap-project/gocap/layers/all"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: rewrite IN OUT")
		os.Exit(2)
	}
	if err := run(os.Stdout, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer, in, out string) error {
	r, err := pcap.Open(in)
	if err != nil {
		return err
	}
	defer r.Close()
	t, _ := r.LinkType()
	dst, err := pcap.Create(out, pcap.Options{LinkType: t, Nano: true})
	if err != nil {
		return err
	}
	n, err := rewrite(dst, r)
	if err = errors.Join(err, dst.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, n, "packets written")
	return err
}

func rewrite(dst *pcap.Writer, r *pcap.Reader) (n int, err error) {
	var buf []byte
	for p, err := range r.Packets() {
		if err != nil {
			return n, err
		}
		q, _ := layers.Parse(p.LinkType(), p.Data) // what cannot be parsed is kept
		if buf, err = edit(q).Append(buf[:0]); err != nil {
			return n, fmt.Errorf("packet %d: %w", p.Number, err)
		}
		if err := dst.Write(&pcap.Packet{Data: buf, Time: p.Time, Len: max(p.Len, len(p.Data)) + len(buf) - len(p.Data)}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// edit changes p. Tunnels are edited inside too.
func edit(p packet.Packet) packet.Packet {
	for _, l := range p {
		switch l := l.(type) {
		case *layers.IPv4:
			l.TTL.Fix(64)
		case *layers.IPv6:
			l.HopLimit.Fix(64)
		case *layers.TCP:
			port(&l.SrcPort, &l.DstPort)
		case *layers.UDP:
			port(&l.SrcPort, &l.DstPort)
		}
	}
	if i := p.Index(layers.EthernetProto); i >= 0 {
		p = p.Insert(i+1, &layers.VLAN{ID: 42})
	}
	return p
}

func port(ports ...*uint16) {
	for _, p := range ports {
		if *p == 80 {
			*p = 8080
		}
	}
}
