package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/internal/tcpdump"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
	"github.com/gocap-project/gocap/pcap"
)

// bridgeFlags are the flags of gocap bridge.
type bridgeFlags struct {
	drop, print, write string
	count              int64
	duration           time.Duration
	bypass             bool
	number             bool
	language           languageFlags
}

func bridgeCmd() *cobra.Command {
	var f bridgeFlags
	c := &cobra.Command{
		Use:   "bridge INTERFACE INTERFACE",
		Short: "Forward packets between two interfaces",
		Long: `Bridge forwards every frame that comes in on one interface to the other, both ways, as a
cable would, until it is interrupted. Frames that a filter matches can be dropped, others
printed; all that is forwarded can be written to a capture file. At the end it says what
became of the frames of each way.

What bridge has sent itself it does not forward again. The host sees the frames too: take
the interfaces' addresses away, or drop them with a firewall, if it should not. Segments
that adapters have joined (GRO, TSO), and checksums that are still to be computed, are
forwarded so: the other interface, or the kernel for it, splits and computes.`,
		Example: `  gocap bridge eth0 eth1
  gocap bridge eth0 eth1 --drop 'udp port 53' --print 'tcp[tcpflags] & tcp-syn != 0'
  gocap bridge eth0 eth1 -w both.pcapng`,
		Args: args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, names []string) error {
			b, err := newBridge(c, f, names)
			if err != nil {
				return err
			}
			return b.run()
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.StringVar(&f.drop, "drop", "", "do not forward frames that match the filter `expression`")
	s.StringVar(&f.print, "print", "", "print frames that are forwarded and match the filter `expression`; an empty one is all")
	s.StringVarP(&f.write, "write-file", "w", "", "write what is forwarded to the `file`, as pcapng")
	s.VarP((*wholeNumber)(&f.count), "count", "c", "end after `n` frames")
	s.DurationVar(&f.duration, "duration", 0, "end after a `time`, such as 10s")
	s.BoolVar(&f.bypass, "bypass-queue", false, "send past the queueing discipline, straight to the driver")
	s.BoolVarP(&f.number, "no-names", "n", false, "do not turn addresses and ports into names")
	f.language.define(s)
	f.language.complete(c)
	return c
}

// A bridge is one run of gocap bridge.
type bridge struct {
	f        bridgeFlags
	ctx      context.Context
	stop     context.CancelFunc
	out, err io.Writer
	ways     [2]*way
	drop     *dumpFilter
	print    *dumpFilter
	printAll bool

	mu      sync.Mutex // of all below
	printer *tcpdump.Printer
	w       *pcap.NgWriter
	ifs     [2]*pcap.Interface
	buf     []byte
	total   int64
}

// A way is one of a bridge's two.
type way struct {
	from, to      *capture.Handle
	name          string // of the interface
	drop, print   *bpf.Engine
	seen, dropped uint64
	sendStats
}

func newBridge(c *cobra.Command, f bridgeFlags, names []string) (*bridge, error) {
	b := &bridge{f: f, out: c.OutOrStdout(), err: c.ErrOrStderr(), printAll: c.Flags().Changed("print") && strings.TrimSpace(f.print) == ""}
	b.ctx, b.stop = context.WithCancel(c.Context())
	if f.duration > 0 {
		b.ctx, b.stop = context.WithTimeout(c.Context(), f.duration)
	}
	names, err := chosen(names)
	if err != nil {
		return nil, err
	}
	if err := apart(names); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		expr string
		to   **dumpFilter
	}{{f.drop, &b.drop}, {f.print, &b.print}} {
		d := dumpFlags{expr: strings.TrimSpace(x.expr), language: f.language}
		if *x.to, err = d.newFilter(); err != nil {
			return nil, err
		}
	}
	p := dumpFlags{interfaces: names}
	if f.number {
		p.names = 1
	}
	b.printer = p.printer()
	for i, name := range names {
		b.ways[i] = &way{name: name}
	}
	return b, nil
}

// apart refuses interfaces between which frames would go round for ever.
func apart(names []string) error {
	a, err := netif.ByName(names[0])
	if err != nil {
		return err
	}
	b, err := netif.ByName(names[1])
	switch {
	case err != nil:
		return err
	case a.Index == b.Index:
		return usage("%s cannot be bridged with itself", a.Name)
	case a.Kind == "veth" && a.Parent == b.Index && !a.ParentElsewhere:
		return fmt.Errorf("%s and %s are the two ends of one cable: frames would go round for ever", a.Name, b.Name)
	case a.Parent == b.Index && !a.ParentElsewhere || b.Parent == a.Index && !b.ParentElsewhere || a.Master == b.Index || b.Master == a.Index:
		return fmt.Errorf("%s and %s are one on top of the other: frames would go round for ever", a.Name, b.Name)
	case a.Master != 0 && a.Master == b.Master:
		return fmt.Errorf("%s and %s are in one bridge or bond already: frames would go round for ever", a.Name, b.Name)
	case a.Flags.Has(netif.Loopback) || b.Flags.Has(netif.Loopback):
		return fmt.Errorf("a loopback interface cannot be bridged")
	}
	return nil
}

func (b *bridge) run() (err error) {
	defer b.stop()
	if err := b.open(); err != nil {
		return errors.Join(err, b.close())
	}
	fmt.Fprintf(b.err, "gocap: bridging %s and %s\n", b.ways[0].name, b.ways[1].name)
	errs := make(chan error, 2)
	for i := range b.ways {
		go func() {
			defer b.stop() // both end together
			errs <- b.forward(i)
		}()
	}
	err = errors.Join(<-errs, <-errs)
	if b.w != nil {
		if e := b.w.Close(); e != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", b.f.write, e))
		}
	}
	b.summary()
	return errors.Join(err, b.close())
}

// open opens both interfaces for what comes in: what goes out is what the host or
// this bridge has sent.
func (b *bridge) open() error {
	for i, w := range b.ways {
		opts := []capture.Option{capture.Promiscuous(), capture.From(capture.In), capture.SendBy(capture.SendBest), capture.Offloads(), capture.SendOffloads()}
		if b.f.bypass {
			opts = append(opts, capture.BypassQueue())
		}
		h, err := capture.Open(w.name, opts...)
		if err != nil {
			return err
		}
		w.from, b.ways[1-i].to = h, h
	}
	t, other := b.ways[0].from.LinkType(), b.ways[1].from.LinkType()
	if t != other || t == link.LinuxSLL2 {
		return fmt.Errorf("%s has link type %v and %s %v: frames of one cannot be sent on the other", b.ways[0].name, t, b.ways[1].name, other)
	}
	if err := b.filters(t); err != nil {
		return err
	}
	if err := b.create(t); err != nil {
		return err
	}
	for _, w := range b.ways {
		if err := w.from.Activate(nil); err != nil {
			return err
		}
	}
	return nil
}

// filters compiles the filters, for each way its own.
func (b *bridge) filters(t link.Type) error {
	for _, w := range b.ways {
		for _, x := range []struct {
			f  *dumpFilter
			to **bpf.Engine
		}{{b.drop, &w.drop}, {b.print, &w.print}} {
			if x.f == nil {
				continue
			}
			p, err := x.f.compile(b.ctx, t, x.f.options)
			if err != nil {
				return err
			}
			if *x.to, err = bpf.Compile(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// create makes the file.
func (b *bridge) create(t link.Type) error {
	if b.f.write == "" {
		return nil
	}
	f, err := os.Create(b.f.write)
	if err != nil {
		return err
	}
	w, err := pcap.NewNgWriter(f, pcap.NgOptions{})
	if err != nil {
		return errors.Join(err, f.Close())
	}
	for i, way := range b.ways {
		if b.ifs[i], err = w.AddInterface(pcap.Interface{LinkType: t, Name: way.name, Resolution: pcap.Nano}); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	b.w = w
	return nil
}

func (b *bridge) close() (err error) {
	for _, w := range b.ways {
		if w.from != nil {
			err = errors.Join(err, w.from.Close())
		}
	}
	return err
}

// forward forwards one way until the end.
func (b *bridge) forward(i int) error {
	w := b.ways[i]
	batch, frames := make([]capture.Packet, batchFrames), make([]capture.Packet, 0, batchFrames)
	for {
		n, err := w.from.ReadBatch(b.ctx, batch)
		switch {
		case errors.Is(err, capture.ErrDown):
			fmt.Fprintf(b.err, "gocap: %v; waiting for it\n", err)
			continue
		case err != nil && b.ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		frames = frames[:0]
		for k := range batch[:n] {
			p := &batch[k]
			if w.seen++; w.drop != nil && w.drop.Match(p.Data, p.Len) != 0 {
				w.dropped++
				continue
			}
			frames = append(frames, *p)
			if err := b.tell(i, p); err != nil {
				return err
			}
		}
		if err := w.send(frames); err != nil {
			return err
		}
		if b.enough(len(frames)) {
			return nil
		}
	}
}

// send sends frames on; what the other interface refuses is counted.
func (w *way) send(frames []capture.Packet) error {
	for len(frames) > 0 {
		n, err := w.to.SendPackets(frames)
		for i := range frames[:n] {
			w.bytes += int64(len(frames[i].Data))
		}
		w.sent += int64(n)
		if frames = frames[n:]; err == nil {
			return nil
		}
		if errors.Is(err, capture.ErrInterfaceGone) || errors.Is(err, capture.ErrClosed) {
			return err
		}
		w.fail(err)
		frames = frames[1:]
	}
	return nil
}

// enough reports whether there have been as many frames as are wanted.
func (b *bridge) enough(n int) bool {
	if b.f.count == 0 {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.total += int64(n)
	return b.total >= b.f.count
}

// tell prints and writes a frame that is forwarded.
func (b *bridge) tell(i int, p *capture.Packet) error {
	w := b.ways[i]
	show := b.printAll || w.print != nil && w.print.Match(p.Data, p.Len) != 0
	if !show && b.w == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if show {
		b.buf = b.printer.Append(b.buf[:0], tcpdump.Packet{
			Time: p.Time, Link: uint16(p.Link), Len: p.Len, Data: p.Data, Interface: w.name, Direction: "In",
		})
		if _, err := b.out.Write(b.buf); err != nil {
			return outputError(err)
		}
	}
	if b.w == nil {
		return nil
	}
	err := b.w.Write(&pcap.Packet{Data: p.Data, Len: p.Len, Time: pcap.UnixNano(p.Time), Interface: b.ifs[i]})
	if err != nil {
		return fmt.Errorf("%s: %w", b.f.write, err)
	}
	return nil
}

// summary writes what became of the frames of each way.
func (b *bridge) summary() {
	for i, w := range b.ways {
		fmt.Fprintf(b.out, "%s to %s: %s, %d bytes", w.name, b.ways[1-i].name, count(uint64(w.sent), "forwarded"), w.bytes)
		if w.dropped > 0 {
			fmt.Fprintf(b.out, ", %d dropped by the filter", w.dropped)
		}
		if st, err := w.from.Stats(); err == nil && st.Dropped > 0 {
			fmt.Fprintf(b.out, ", %d lost because this program was too slow", st.Dropped)
		}
		if w.failed > 0 {
			fmt.Fprintf(b.out, ", %d not sent, the first: %v", w.failed, w.first)
		}
		fmt.Fprintln(b.out)
	}
}
