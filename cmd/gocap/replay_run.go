package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// longestPadded is the longest packet that --cut pad makes whole, in bytes: longer
// than any that an interface takes.
const longestPadded = 256 << 10

// A replay is one run of gocap replay.
type replay struct {
	f        replayFlags
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	progress *progress
	rewriter *rewriter
	filter   *dumpFilter // nil if all packets are wanted
	other    *dumpFilter // of those for the other interface
	outlets  []*outlet
	schedule schedule
	timed    bool // packets go at times of the capture's

	began    time.Time
	first    int64 // the file's first time, in nanoseconds
	span     int64 // of the file, by the latest time
	loopAt   time.Duration
	read     int64
	taken    int64 // of those that were to be sent
	unwanted int64
	cut      int64
	padded   []byte

	once     replayCounts // of one loop
	kept     []keptPacket // what was sent of the file, for the next loops
	keptSize int
	keeping  bool
}

// replayCounts are counts of what is not sent as it was.
type replayCounts struct{ unwanted, cut, fixed, left, deep int64 }

func (r *replay) counts() replayCounts {
	return replayCounts{r.unwanted, r.cut, r.rewriter.fixed, r.rewriter.left, r.rewriter.deep}
}

// A keptPacket is a packet of the first loop as it was sent, and when.
type keptPacket struct {
	frame []byte
	at    time.Duration // from the file's first
	to    *outlet
}

// mostKept is how many bytes of packets are kept, not to read the file again.
const mostKept = 64 << 20

func newReplay(c *cobra.Command, f replayFlags) (*replay, error) {
	r := &replay{
		f: f, ctx: c.Context(), in: c.InOrStdin(), out: c.OutOrStdout(), err: c.ErrOrStderr(), progress: newProgress(c.ErrOrStderr()),
		schedule: schedule{Pacer: capture.NewPacer(f.speed.rate())},
	}
	r.timed = !f.speed.top && f.speed.rate() == (capture.Rate{})
	var err error
	if r.rewriter, err = f.rewrite.rewriter(); err != nil {
		return nil, err
	}
	if r.filter, err = f.newFilter(f.expr); err == nil && f.otherWords != "" {
		r.other, err = f.newFilter(f.otherWords)
	}
	return r, err
}

// newFilter returns the filter of an expression, nil of an empty one.
func (f *replayFlags) newFilter(expr string) (*dumpFilter, error) {
	d := dumpFlags{expr: expr, language: f.language}
	return d.newFilter()
}

func (r *replay) run() (err error) {
	if r.f.duration > 0 {
		var cancel context.CancelFunc
		r.ctx, cancel = context.WithTimeout(r.ctx, r.f.duration)
		defer cancel()
	}
	for _, name := range []string{r.f.iface, r.f.other} {
		if name == "" {
			continue
		}
		o, err := openOutlet(name, r.f.speed.bypass, r.f.speed.method())
		if err != nil {
			return err
		}
		defer o.h.Close()
		o.relink.src, o.relink.dst = r.rewriter.src, r.rewriter.dst
		r.outlets = append(r.outlets, o)
	}
	r.began = time.Now()
	r.keeping = r.f.loops > 1
	for i := range r.f.loops {
		if i > 0 && r.keeping {
			err = r.again()
		} else {
			err = r.file()
			r.once = r.counts()
		}
		if err != nil {
			break
		}
	}
	for _, o := range r.outlets {
		if e := o.flush(); err == nil || errors.Is(err, errEnough) {
			err = e
		}
	}
	took := time.Since(r.began)
	r.progress.Clear()
	if r.ctx.Err() != nil && errors.Is(err, r.ctx.Err()) || errors.Is(err, errEnough) {
		err = nil
	}
	if e := r.summary(took); err == nil {
		err = e
	}
	return err
}

// errEnough is the end at --limit.
var errEnough = errors.New("enough")

// file sends the packets of the file once.
func (r *replay) file() error {
	in, err := openCapture(r.f.read, r.in, pcap.ReadOptions{Lenient: r.f.lenient})
	if err != nil {
		return err
	}
	defer in.Close()
	r.loopAt, r.span, r.first = r.loopAt+time.Duration(r.span), 0, math.MinInt64
	for {
		p, err := in.Next()
		if err == io.EOF {
			return r.damage(in)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.f.read, err)
		}
		if err := r.packet(in, p); err != nil {
			return err
		}
	}
}

// damage says what a lenient reader passed over.
func (r *replay) damage(in *pcap.Reader) error {
	if n, bytes := in.Damage(); n > 0 {
		fmt.Fprintf(r.err, "gocap: %s: passed over %d bytes of damage in %d places\n", r.f.read, bytes, n)
	}
	return nil
}

// packet sends one packet, if it is to be sent, when it is time.
func (r *replay) packet(in *pcap.Reader, p *pcap.Packet) error {
	if r.read++; r.read&0xff == 0 {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.progress.Show(r.state)
	}
	if r.first == math.MinInt64 {
		r.first = p.Time
	}
	r.span = max(r.span, int64(float64(p.Time-r.first)/r.f.multiplier))
	o, err := r.route(in, p)
	if o == nil || err != nil {
		return err
	}
	data, ok := r.complete(p)
	if !ok {
		r.cut++
		return nil
	}
	if r.f.limit > 0 && r.taken == r.f.limit {
		return errEnough
	}
	r.taken++
	at := time.Duration(float64(p.Time-r.first) / r.f.multiplier)
	if err := r.wait(o, at, len(data)); err != nil {
		return err
	}
	if o.full(len(data)) {
		if err := o.flush(); err != nil {
			return err
		}
	}
	switch {
	case !o.add(data, p.LinkType(), r.rewriter):
		r.keeping, r.kept = false, nil // so that it fails each time
	case r.keeping:
		r.keep(o, at)
	}
	return nil
}

// keep keeps the packet that was added last, unless there is too much.
func (r *replay) keep(o *outlet, at time.Duration) {
	frame := o.batch[len(o.batch)-1]
	if r.keptSize += len(frame) + 64; r.keptSize > mostKept {
		r.keeping, r.kept = false, nil
		return
	}
	r.kept = append(r.kept, keptPacket{append([]byte(nil), frame...), at, o})
}

// again sends what was kept once more.
func (r *replay) again() error {
	r.loopAt += time.Duration(r.span)
	for i := range r.kept {
		if i&0xff == 0 {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			r.progress.Show(r.state)
		}
		if r.f.limit > 0 && r.taken == r.f.limit {
			return errEnough
		}
		r.taken++
		k := &r.kept[i]
		if err := r.wait(k.to, k.at, len(k.frame)); err != nil {
			return err
		}
		if len(k.to.batch) == batchFrames {
			if err := k.to.flush(); err != nil {
				return err
			}
		}
		k.to.batch = append(k.to.batch, k.frame)
	}
	r.unwanted, r.cut = r.unwanted+r.once.unwanted, r.cut+r.once.cut
	w := r.rewriter
	w.fixed, w.left, w.deep = w.fixed+r.once.fixed, w.left+r.once.left, w.deep+r.once.deep
	return nil
}

// route returns where a packet goes, nil if it is not wanted.
func (r *replay) route(in *pcap.Reader, p *pcap.Packet) (*outlet, error) {
	if r.filter != nil {
		ok, err := r.match(r.filter, in, p)
		if !ok || err != nil {
			r.unwanted++
			return nil, err
		}
	}
	if r.other != nil {
		ok, err := r.match(r.other, in, p)
		if ok || err != nil {
			return r.outlets[1], err
		}
	}
	return r.outlets[0], nil
}

// match reports whether a packet matches a filter. One that can match no packet of
// this link type may match those of another.
func (r *replay) match(x *dumpFilter, in *pcap.Reader, p *pcap.Packet) (bool, error) {
	ok, err := x.match(r.ctx, in, p)
	if errors.Is(err, filter.RejectsAll) && x == r.other {
		err = nil
	}
	return ok, err
}

// complete returns the bytes to send of a packet, false if it is cut and is not to
// be sent. A frame check sequence that the file has is left out: the interface adds
// its own.
func (r *replay) complete(p *pcap.Packet) ([]byte, bool) {
	data, missing := p.Data, p.Len-len(p.Data)
	if i := p.Interface; i != nil && i.FCSLen > 0 && missing <= 0 && len(data) > int(i.FCSLen) && p.LinkType() == link.Ethernet {
		data = data[:len(data)-int(i.FCSLen)]
	}
	switch {
	case missing <= 0 || r.f.cut == cutSend:
		return data, true
	case r.f.cut == cutSkip || p.Len > longestPadded:
		return nil, false
	}
	r.padded = append(append(r.padded[:0], data...), make([]byte, missing)...)
	return r.padded, true
}

// wait waits until a packet of n bytes may go, which is so much later than the file's
// first. Another interface's batch goes before.
func (r *replay) wait(o *outlet, at time.Duration, n int) error {
	for _, other := range r.outlets {
		if other != o && len(other.batch) > 0 {
			if err := other.flush(); err != nil {
				return err
			}
		}
	}
	switch {
	case r.timed:
		return r.schedule.until(r.ctx, o, r.began.Add(r.loopAt+at))
	case r.f.speed.top:
		return nil
	}
	return r.schedule.next(r.ctx, o, n)
}

// state is the line of progress.
func (r *replay) state() string {
	t := r.total()
	return fmt.Sprintf("%d packets, %d bytes sent", t.sent, t.bytes)
}

// total adds the outlets' counts up.
func (r *replay) total() (t sendStats) {
	for _, o := range r.outlets {
		t.sent, t.bytes, t.failed = t.sent+o.sent, t.bytes+o.bytes, t.failed+o.failed
		if t.first == nil {
			t.first = o.first
		}
	}
	return t
}

// summary writes what became of the packets.
func (r *replay) summary(took time.Duration) error {
	t := r.total()
	t.write(r.out, took)
	if len(r.outlets) > 1 {
		for _, o := range r.outlets {
			fmt.Fprintf(r.out, "%s: %s, %d bytes\n", o.iface.Name, count(uint64(o.sent), "sent"), o.bytes)
		}
	}
	for _, x := range []struct {
		n    int64
		what string
	}{
		{r.unwanted, "not matched by the filter"},
		{r.cut, "left out because the capture has only their beginning (--cut)"},
		{r.rewriter.deep, "with more checksums than are kept right"},
	} {
		if x.n > 0 {
			fmt.Fprintln(r.out, count(uint64(x.n), x.what))
		}
	}
	if r.f.rewrite.fix {
		fmt.Fprintf(r.out, "%d checksums were wrong and are fixed, %d could not be computed\n", r.rewriter.fixed, r.rewriter.left)
	}
	if !r.f.speed.top && t.sent > 0 {
		fmt.Fprintf(r.out, "worst lateness %s\n", r.schedule.worst.Round(time.Microsecond))
	}
	if lost := r.schedule.Lost(); lost > 0 {
		fmt.Fprintf(r.out, "the rate could not be kept: %s behind\n", lost.Round(time.Millisecond))
	}
	if t.failed > 0 {
		return quiet(exitFound)
	}
	return nil
}
