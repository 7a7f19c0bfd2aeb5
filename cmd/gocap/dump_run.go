package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/internal/tcpdump"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// A record is a packet from a file or an interface, valid until the next.
type record struct {
	*pcap.Packet
	block     *pcap.Block // that the packet came in, if blocks are copied
	device    string      // for the printer: where it was captured, if there are several
	direction string
	unwanted  bool // the filter rejects it
}

// A source gives records. next returns io.EOF at the end of all.
type source interface {
	next(r *record) error
	interfaces() []pcap.Interface // that a written file begins with
	prompt() bool                 // whether the reader of a written file should not wait for packets
	status(w io.Writer, captured int64)
	summary(w io.Writer, captured int64)
	close() error
}

// A dump is one run of gocap dump.
type dump struct {
	f        dumpFlags
	ctx      context.Context
	stop     context.CancelFunc
	in       io.Reader
	stdout   io.Writer
	out      *lineWriter // to stdout, if packets or lists are printed
	err      io.Writer
	terminal bool // err is one
	progress *progress
	src      source
	printer  *tcpdump.Printer
	w        pcap.PacketWriter // nil without -w
	blocks   bool              // w is a blockWriter
	filter   *dumpFilter       // nil if every packet is wanted

	stopped  atomic.Bool // the context has ended
	seen     int64       // packets from the source
	skipped  int64       // of those that match
	captured atomic.Int64
	buf      []byte
}

func newDump(c *cobra.Command, f dumpFlags) *dump {
	d := &dump{f: f, in: c.InOrStdin(), stdout: c.OutOrStdout(), err: &lockedWriter{w: c.ErrOrStderr()}, terminal: isTerminal(c.ErrOrStderr())}
	d.ctx, d.stop = context.WithCancel(c.Context())
	context.AfterFunc(d.ctx, func() { d.stopped.Store(true) })
	d.out = newLineWriter(d.stdout, f.lineBuffered || f.packetBuffered || isTerminal(d.stdout), d.stop)
	d.printer = f.printer()
	if d.printer == nil || !isTerminal(d.stdout) {
		d.progress = newProgress(c.ErrOrStderr())
	}
	return d
}

func (d *dump) run() (err error) {
	defer d.stop()
	if d.filter, err = d.f.newFilter(); err != nil {
		return err
	}
	switch {
	case d.f.dumpCode > 0:
		return d.lists(d.writeCode)
	case d.f.listIfs:
		return d.lists(listInterfaces)
	case d.f.listLinks:
		return d.lists(d.listLinks)
	case d.f.listStamps:
		return d.lists(d.listStamps)
	}
	defer d.onEndSignals()()
	if err := d.open(); err != nil {
		return err
	}
	err = d.start()
	if err == nil {
		defer d.onStatusSignal()()
		defer d.gotSoFar()()
		err = d.wait()
	}
	if errors.Is(err, errBlocked) {
		return err // the source is in use
	}
	return errors.Join(err, d.src.close())
}

// lists writes a list to standard output.
func (d *dump) lists(list func(io.Writer) error) error {
	return errors.Join(list(d.out), outputError(d.out.Close()))
}

// start gives up privileges, and makes what packets are written to, in that order, so
// that the files are the user's.
func (d *dump) start() error {
	if err := relinquish(d.f.user); err != nil {
		return err
	}
	return d.openWriter()
}

// errBlocked says that a pipe or a terminal takes nothing more.
var errBlocked = errors.New("output is blocked; packets that were captured last are lost")

// grace is how long output may block after a signal.
const grace = 2 * time.Second

// wait moves packets until it is done, or until output has blocked for too long after
// a signal.
func (d *dump) wait() error {
	done := make(chan error, 1)
	go func() { done <- d.finish(d.loop()) }()
	var err error
	select {
	case err = <-done:
	case <-d.ctx.Done():
		select {
		case err = <-done:
		case <-time.After(grace):
			err = errBlocked
		}
	}
	d.progress.Clear()
	if d.terminal && d.stopped.Load() {
		fmt.Fprintln(d.err) // after ^C
	}
	d.src.summary(d.err, d.captured.Load())
	return err
}

// sameSignal is how long signals count as one: timeout(1) sends two.
const sameSignal = 500 * time.Millisecond

// endOnce stops the dump at a signal. It returns true when a further one is to have
// its usual effect, false when the dump is done: then the signals that came with the
// first must still not kill.
func (d *dump) endOnce(c chan os.Signal, done <-chan struct{}) bool {
	select {
	case <-c:
		d.stop()
	case <-done:
		signal.Stop(c) // as if it had never been
		return false
	}
	select {
	case <-time.After(sameSignal):
		return true
	case <-done:
		return false
	}
}

// gotSoFar says every second how many packets were written, with -v -w as tcpdump,
// until undo is called.
func (d *dump) gotSoFar() (undo func()) {
	if _, ok := d.src.(*live); !ok || d.f.write == "" || d.f.print || d.f.verbose == 0 {
		return func() {}
	}
	t := time.NewTicker(time.Second)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-t.C:
				fmt.Fprintf(d.err, "Got %d\r", d.captured.Load())
			case <-done:
				return
			}
		}
	}()
	return func() {
		t.Stop()
		close(done)
	}
}

// loop moves packets until the source ends, -c is reached, or a signal comes.
func (d *dump) loop() error {
	var r record
	for d.f.count == 0 || d.captured.Load() < d.f.count {
		if d.stopped.Load() {
			return nil
		}
		err := d.src.next(&r)
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if d.seen++; d.seen&0xffff == 0 {
			d.progress.Show(func() string { return fmt.Sprintf("%d packets", d.seen) })
		}
		if r.unwanted {
			continue
		}
		if d.skipped < d.f.skip {
			d.skipped++
			continue
		}
		d.captured.Add(1)
		if err := d.packet(&r); err != nil {
			return err
		}
	}
	return nil
}

// packet writes and prints one packet.
func (d *dump) packet(r *record) error {
	if d.w != nil {
		if err := d.write(r); err != nil {
			return err
		}
	}
	if d.printer == nil {
		return nil
	}
	t := r.LinkType()
	data := r.Data
	if r.Interface != nil && r.Interface.Snaplen > 0 && int64(r.Interface.Snaplen) < int64(len(data)) {
		data = data[:r.Interface.Snaplen] // what libpcap lets tcpdump see
	}
	d.buf = d.printer.Append(d.buf[:0], tcpdump.Packet{
		Time: r.Timestamp(), Link: uint16(t), Len: r.Len, Data: data, Interface: r.device, Direction: r.direction,
	})
	_, err := d.out.Write(d.buf)
	return outputError(err)
}

// outputError is an error of standard output, in tcpdump's words.
func outputError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("unable to write output: %w", err)
}

// finish writes what is buffered, and returns err and what else goes wrong.
func (d *dump) finish(err error) error {
	if errors.Is(err, pcap.ErrRotationDone) {
		fmt.Fprintf(d.err, "Maximum file limit reached: %d\n", d.f.files)
		err = nil
	}
	if e := d.closeWriter(); e != nil && !sameError(err, e) {
		err = errors.Join(err, e)
	}
	if d.f.onlyCount {
		to := io.Writer(d.out)
		if d.f.write == "-" {
			to = d.err
		}
		n := d.captured.Load()
		fmt.Fprintf(to, "%d packet%s\n", n, plural(n))
	}
	if e := outputError(d.out.Close()); e != nil && !sameError(err, e) {
		err = errors.Join(err, e)
	}
	return err
}

// sameError reports whether b says what a has said already.
func sameError(a, b error) bool { return a != nil && b != nil && a.Error() == b.Error() }

func plural(n int64) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// describeLink is a link type in tcpdump's words, which scripts look for.
func describeLink(t link.Type) string {
	s, ok := linkWords[t]
	if !ok {
		s = t.Description()
	}
	if s == "" || !t.Known() {
		return fmt.Sprintf("link-type %v", t)
	}
	return fmt.Sprintf("link-type %v (%s)", t, s)
}

// linkWords are tcpdump's descriptions of the commoner link types, as far as they
// differ from package link's.
var linkWords = map[link.Type]string{
	link.Null:              "BSD loopback",
	link.Raw:               "Raw IP",
	link.IPv4:              "Raw IPv4",
	link.IPv6:              "Raw IPv6",
	link.LinuxSLL:          "Linux cooked v1",
	link.LinuxSLL2:         "Linux cooked v2",
	link.PPP:               "PPP",
	link.PPPHDLC:           "PPP over serial",
	link.CiscoHDLC:         "Cisco HDLC",
	link.SLIP:              "SLIP",
	link.FrameRelay:        "Frame Relay",
	link.TokenRing:         "Token ring",
	link.IEEE80211:         "802.11",
	link.IEEE80211Radiotap: "802.11 plus radiotap header",
	link.PPI:               "Per-Packet Information",
}
