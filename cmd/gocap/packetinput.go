package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
	"github.com/gocap-project/gocap/sequence"
)

// A packetInput is where a command has its packets from: a capture file or an interface.
type packetInput struct {
	file, iface string
	count       int64
	lenient     bool
}

// An inputPacket is a packet of one. Its data is valid until the next.
type inputPacket struct {
	link   link.Type
	data   []byte
	length int // that it had when it was sent
	from   sequence.Source
}

// define gives a command the flags.
func (p *packetInput) define(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&p.file, "read-file", "r", "", "read packets from the capture `file`; - is standard input")
	f.StringVarP(&p.iface, "interface", "i", "", "capture from the `interface`")
	f.Int64VarP(&p.count, "count", "n", 0, "stop after `N` packets")
	f.BoolVar(&p.lenient, "lenient", false, "pass over damage in the file and go on after it")
	c.MarkFlagsMutuallyExclusive("read-file", "interface")
	c.MarkFlagsOneRequired("read-file", "interface")
}

// errLastPacket ends a packetInput's packets without an error.
var errLastPacket = errors.New("enough")

// each calls take for each packet, until take fails or the user interrupts.
func (p *packetInput) each(ctx context.Context, stdin io.Reader, take func(inputPacket) error) error {
	if p.count < 0 {
		return usage("--count is not negative")
	}
	var n int64
	counted := func(q inputPacket) error {
		n++
		if err := take(q); err != nil {
			return err
		}
		if n == p.count {
			return errLastPacket
		}
		return nil
	}
	err := p.read(ctx, stdin, counted)
	if err == errLastPacket {
		return nil
	}
	return err
}

func (p *packetInput) read(ctx context.Context, stdin io.Reader, take func(inputPacket) error) error {
	if p.iface != "" {
		return p.live(ctx, take)
	}
	r, err := openCapture(p.file, stdin, pcap.ReadOptions{Lenient: p.lenient})
	if err != nil {
		return err
	}
	defer r.Close()
	for q, err := range r.Packets() {
		if err != nil {
			return fmt.Errorf("%s: %w", p.file, err) // what was before it counts
		}
		src := sequence.Source{Frame: uint64(q.Number), Time: q.Time}
		if err := take(inputPacket{q.LinkType(), q.Data, q.Len, src}); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return nil
		}
	}
	return nil
}

func (p *packetInput) live(ctx context.Context, take func(inputPacket) error) error {
	h, err := capture.Open(p.iface)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Activate(nil); err != nil {
		return err
	}
	var n uint64
	for q, err := range h.Packets(ctx) {
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		n++
		if err := take(inputPacket{q.Link, q.Data, q.Len, sequence.Source{Frame: n, Time: q.Time.UnixNano()}}); err != nil {
			return err
		}
	}
	return nil
}
