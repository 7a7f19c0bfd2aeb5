package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// sendFlags are the flags of gocap send.
type sendFlags struct {
	iface    string
	read     string
	frames   string
	linkType string
	count    int64
	interval time.Duration
	speed    speedFlags
	rewrite  rewriteFlags
}

// mostSent is how many bytes of packets are kept in memory.
const mostSent = 64 << 20

// A sendable is a packet to be sent.
type sendable struct {
	data []byte
	link link.Type
}

func sendCmd() *cobra.Command {
	var f sendFlags
	c := &cobra.Command{
		Use:   "send -i INTERFACE [flags] [HEX...]",
		Short: "Send packets",
		Long: `Send sends packets on an interface: given in hexadecimal (spaces, colons and line ends
between the digits do not count; - reads one packet a line from standard input), or taken
from a capture file (-r, --frames). It sends them in turn, once or --count times, all at
once, with a time between them (--interval), or at a rate (--pps, --bps).

Hexadecimal packets are whole frames, link-layer header included; with --link-type they
are what that type has, such as RAW for IP packets, which get an Ethernet header. Packets
can be rewritten as by gocap replay.

At the end it says how many packets were sent and how fast; the exit status is 1 if the
interface refused any.`,
		Example: `  gocap send -i eth0 'ffffffffffff 020000000001 88b5 01020304'
  gocap send -i eth0 -r trace.pcap --frames 7 --count 1000 --pps 100
  gocap send -i eth0 --link-type RAW --dst-mac 02:00:00:00:00:02 4500001c...
  gocap send -i veth0 -r trace.pcap --frames 1-64 --count 1M --topspeed --bypass-queue`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.check(c, args); err != nil {
				return err
			}
			return f.run(c, args)
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.StringVarP(&f.iface, "interface", "i", "", "send on the `interface`, by name or number of gocap dump -D")
	s.StringVarP(&f.read, "read-file", "r", "", "send packets of the capture `file`, - for standard input")
	s.StringVar(&f.frames, "frames", "", "of the file send packets number `1-3,7,20-`")
	s.StringVar(&f.linkType, "link-type", "EN10MB", "link `type` of packets in hexadecimal, such as EN10MB or RAW")
	f.count = 1
	s.VarP((*wholeNumber)(&f.count), "count", "c", "send all of them `n` times, such as 1000 or 1M")
	s.DurationVar(&f.interval, "interval", 0, "`time` between packets, such as 1s or 500us")
	f.speed.define(s)
	f.rewrite.define(s)
	return c
}

func (f *sendFlags) check(c *cobra.Command, args []string) error {
	rate := f.speed.rate() != (capture.Rate{})
	for _, x := range [...]struct {
		bad  bool
		text string
	}{
		{f.iface == "", "-i says where to send; gocap dump -D lists the interfaces"},
		{(f.read == "") == (len(args) == 0), "packets are either in hexadecimal or of a file (-r)"},
		{f.interval < 0, "--interval is a positive time"},
		{f.interval > 0 && (rate || f.speed.top), "--interval and a rate exclude each other"},
		{rate && f.speed.top, "--topspeed and a rate exclude each other"},
		{f.frames != "" && f.read == "", "--frames is about the packets of a file (-r)"},
	} {
		if x.bad {
			return usage("%s; see gocap send --help", x.text)
		}
	}
	return nil
}

func (f *sendFlags) run(c *cobra.Command, args []string) error {
	r, err := f.rewrite.rewriter()
	if err != nil {
		return err
	}
	var all []sendable
	if f.read != "" {
		all, err = f.fromFile(c.InOrStdin())
	} else {
		all, err = f.fromHex(c.InOrStdin(), args)
	}
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("there is no packet to send")
	}
	o, err := openOutlet(f.iface, f.speed.bypass, f.speed.method())
	if err != nil {
		return err
	}
	defer o.h.Close()
	o.relink.src, o.relink.dst = r.src, r.dst
	began := time.Now()
	err = f.loop(c, o, all, r)
	if e := o.flush(); err == nil {
		err = e
	}
	if ended := c.Context().Err(); ended != nil && errors.Is(err, ended) {
		err = nil
	}
	o.write(c.OutOrStdout(), time.Since(began))
	if err == nil && o.failed > 0 {
		err = quiet(exitFound)
	}
	return err
}

// loop sends all packets so many times.
func (f *sendFlags) loop(c *cobra.Command, o *outlet, all []sendable, r *rewriter) error {
	ctx, progress := c.Context(), newProgress(c.ErrOrStderr())
	defer progress.Clear()
	rate := f.speed.rate()
	if f.interval > 0 {
		rate.Packets = 1 / f.interval.Seconds()
	}
	s := schedule{Pacer: capture.NewPacer(rate)}
	for round := range f.count {
		if round&0xff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress.Show(func() string { return fmt.Sprintf("%d packets, %d bytes sent", o.sent, o.bytes) })
		}
		for _, p := range all {
			if rate != (capture.Rate{}) {
				if err := s.next(ctx, o, len(p.data)); err != nil {
					return err
				}
			}
			if o.full(len(p.data)) {
				if err := o.flush(); err != nil {
					return err
				}
			}
			o.add(p.data, p.link, r)
		}
	}
	return nil
}

// fromFile reads the packets that are selected.
func (f *sendFlags) fromFile(stdin io.Reader) (out []sendable, err error) {
	var which ranges
	if f.frames != "" {
		if which, err = parseRanges(f.frames); err != nil {
			return nil, err
		}
	}
	in, err := openCapture(f.read, stdin, pcap.ReadOptions{})
	if err != nil {
		return nil, err
	}
	defer in.Close()
	total := 0
	for n := int64(1); !which.done(n); n++ {
		p, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.read, err)
		}
		if !which.has(n) {
			continue
		}
		if p.Len > len(p.Data) {
			return nil, fmt.Errorf("%s: packet %d has only %d of its %d bytes; gocap replay --cut sends such packets", f.read, n, len(p.Data), p.Len)
		}
		if total += len(p.Data); total > mostSent {
			return nil, fmt.Errorf("%s: more than %d bytes of packets are for gocap replay", f.read, mostSent)
		}
		out = append(out, sendable{append([]byte(nil), p.Data...), p.LinkType()})
	}
	return out, nil
}

// fromHex reads packets in hexadecimal.
func (f *sendFlags) fromHex(stdin io.Reader, args []string) (out []sendable, err error) {
	t, ok := link.ByName(f.linkType)
	if !ok {
		return nil, usage("--link-type %s: there is no such link type", f.linkType)
	}
	for _, a := range args {
		if a == "-" {
			if out, err = hexLines(out, stdin, t); err != nil {
				return nil, err
			}
			continue
		}
		b, err := parseHex(a)
		if err != nil {
			return nil, &exitError{exitUsage, err}
		}
		out = append(out, sendable{b, t})
	}
	return out, nil
}

// hexLines reads a packet a line; empty lines and what is behind # do not count.
func hexLines(out []sendable, in io.Reader, t link.Type) ([]sendable, error) {
	s := bufio.NewScanner(in)
	s.Buffer(nil, 1<<20)
	total := 0
	for n := 1; s.Scan(); n++ {
		text, _, _ := strings.Cut(s.Text(), "#")
		if strings.TrimSpace(text) == "" {
			continue
		}
		b, err := parseHex(text)
		if err != nil {
			return nil, fmt.Errorf("standard input, line %d: %w", n, err)
		}
		if total += len(b); total > mostSent {
			return nil, fmt.Errorf("standard input has more than %d bytes of packets", mostSent)
		}
		out = append(out, sendable{b, t})
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return out, nil
}

// parseHex reads one packet.
func parseHex(s string) ([]byte, error) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n:.-_", r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(strings.TrimSpace(s), "0x"))
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) == 0 {
		return nil, fmt.Errorf("%.40q is not a packet in hexadecimal: two digits a byte", s)
	}
	return b, nil
}
