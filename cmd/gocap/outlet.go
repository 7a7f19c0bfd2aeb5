package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
)

// batchFrames and batchBytes bound what is given to the kernel at once. slack is by
// how much a packet may become longer than it was: a link-layer header and a tag.
const (
	batchFrames = 128
	batchBytes  = 256 << 10
	slack       = 64
)

// An outlet sends packets on one interface, many at a time, and counts.
type outlet struct {
	h      *capture.Handle
	iface  capture.Interface
	relink relinker
	batch  [][]byte
	arena  []byte
	sendStats
}

// sendStats are what became of packets.
type sendStats struct {
	sent, bytes int64
	failed      int64
	first       error // of the failures
}

// openOutlet opens an interface for sending.
func openOutlet(name string, bypass bool, by capture.SendMethod) (*outlet, error) {
	names, err := chosen([]string{name})
	if err != nil {
		return nil, err
	}
	opts := []capture.Option{capture.SendBy(by)}
	if bypass {
		opts = append(opts, capture.BypassQueue())
	}
	h, err := capture.Open(names[0], opts...)
	if err != nil {
		return nil, err
	}
	o := &outlet{h: h, iface: h.Interfaces()[0], arena: make([]byte, 0, batchBytes), batch: make([][]byte, 0, batchFrames)}
	o.relink.to = o.iface.Link
	if o.iface.Link == link.Ethernet {
		if i, err := netif.ByName(names[0]); err == nil {
			o.relink.mac = i.MAC
		}
	}
	return o, nil
}

// add appends a packet to the batch, as the interface takes it and rewritten. A
// packet that cannot be is a failure; ok says whether it is in the batch.
func (o *outlet) add(b []byte, t link.Type, r *rewriter) (ok bool) {
	dst := o.arena[len(o.arena):]
	own := cap(dst) < len(b)+slack
	if own {
		dst = make([]byte, 0, len(b)+slack)
	}
	frame, err := o.relink.appendTo(dst, b, t)
	if err != nil {
		o.fail(err)
		return false
	}
	if r != nil {
		frame = r.apply(frame, o.iface.Link == link.Ethernet)
	}
	if !own {
		o.arena = o.arena[:len(o.arena)+len(frame)]
	}
	o.batch = append(o.batch, frame)
	return true
}

// full reports whether the batch must be sent before n more bytes are added.
func (o *outlet) full(n int) bool {
	return len(o.batch) == batchFrames || len(o.batch) > 0 && len(o.arena)+n+slack > cap(o.arena)
}

// flush sends the batch. A frame that the interface refuses is counted, and the next
// ones are sent; the error is one that ends everything.
func (o *outlet) flush() error {
	frames := o.batch
	for len(frames) > 0 {
		n, err := o.h.SendBatchTo(o.iface.Index, frames)
		for _, f := range frames[:n] {
			o.bytes += int64(len(f))
		}
		o.sent += int64(n)
		if frames = frames[n:]; err == nil {
			break
		}
		if errors.Is(err, capture.ErrInterfaceGone) || errors.Is(err, capture.ErrDown) || errors.Is(err, capture.ErrClosed) {
			o.reset()
			return err
		}
		o.fail(err)
		frames = frames[1:]
	}
	o.reset()
	return nil
}

func (o *outlet) reset() {
	clear(o.batch)
	o.batch, o.arena = o.batch[:0], o.arena[:0]
}

func (s *sendStats) fail(err error) {
	if s.failed++; s.first == nil {
		s.first = err
	}
}

// write writes the counts, and the rates over a time.
func (s *sendStats) write(w io.Writer, took time.Duration) {
	fmt.Fprintf(w, "%s, %d bytes in %s", count(uint64(s.sent), "sent"), s.bytes, seconds(took))
	if sec := took.Seconds(); s.sent > 1 && sec > 0 {
		fmt.Fprintf(w, ": %s packets/s, %sbit/s", strings.TrimRight(metric(float64(s.sent)/sec), " "), metric(8*float64(s.bytes)/sec))
	}
	fmt.Fprintln(w)
	if s.failed > 0 {
		fmt.Fprintf(w, "%s, the first: %v\n", count(uint64(s.failed), "not sent"), s.first)
	}
}

// seconds writes a time with four digits.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'g', 4, 64) + " s"
}

// metric writes a number with three digits and a prefix of SI.
func metric(x float64) string {
	for _, p := range []struct {
		unit string
		size float64
	}{{"T", 1e12}, {"G", 1e9}, {"M", 1e6}, {"k", 1e3}} {
		if x >= p.size*0.9995 {
			return three(x/p.size) + " " + p.unit
		}
	}
	return three(x) + " "
}

func three(x float64) string {
	switch {
	case x < 9.995:
		return strconv.FormatFloat(x, 'f', 2, 64)
	case x < 99.95:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 0, 64)
}

// A quantity is a flag's value with a prefix of SI, such as 1.5k or 10G.
type quantity float64

func (n *quantity) String() string {
	if *n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(*n), 'g', -1, 64)
}
func (n *quantity) Type() string { return "number" }
func (n *quantity) Set(s string) error {
	scale := 1.0
	if i := strings.IndexAny(s, "kKmMgGtT"); i > 0 && i == len(s)-1 {
		scale = map[byte]float64{'k': 1e3, 'm': 1e6, 'g': 1e9, 't': 1e12}[s[i]|0x20]
		s = s[:i]
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x > 0) || x*scale > 1e15 {
		return fmt.Errorf("%q is not a positive number such as 1000, 1.5k or 10G", s)
	}
	*n = quantity(x * scale)
	return nil
}

// speedFlags say how fast to send.
type speedFlags struct {
	pps, bps quantity
	top      bool
	bypass   bool
}

func (f *speedFlags) define(s *pflag.FlagSet) {
	s.Var(&f.pps, "pps", "`packets` a second, such as 1000 or 1.5M")
	s.Var(&f.bps, "bps", "`bits` a second, such as 100M or 10G: of whole frames, without preamble, checksum and gap")
	s.BoolVar(&f.top, "topspeed", false, "as fast as the interface takes them")
	s.BoolVar(&f.bypass, "bypass-queue", false, "past the interface's queueing discipline, straight to its driver")
}

// rate is the rate that is asked for.
func (f *speedFlags) rate() capture.Rate {
	return capture.Rate{Packets: float64(f.pps), Bits: float64(f.bps)}
}

// method is the way to send: a ring is worth making where sending is all that takes
// time.
func (f *speedFlags) method() capture.SendMethod {
	if f.top {
		return capture.SendBest
	}
	return capture.SendCalls
}

// A schedule says when packets go.
type schedule struct {
	*capture.Pacer
	worst time.Duration // lateness
}

// until waits for a time, and sends what is there before if that is not over.
func (s *schedule) until(ctx context.Context, o *outlet, due time.Time) error {
	late := time.Since(due)
	if late < 0 {
		if err := o.flush(); err != nil {
			return err
		}
		var err error
		if late, err = s.WaitUntil(ctx, due); err != nil {
			return err
		}
	}
	s.worst = max(s.worst, late)
	return nil
}

// next waits until a packet of n bytes may go.
func (s *schedule) next(ctx context.Context, o *outlet, n int) error {
	if s.Delay() > 0 {
		if err := o.flush(); err != nil {
			return err
		}
	}
	err := s.Wait(ctx, n)
	s.worst = s.Late()
	return err
}
