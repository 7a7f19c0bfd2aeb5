package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/capture/afxdp"
	"github.com/gocap-project/gocap/internal/netlab"
)

// A benchSend is one run of gocap bench send.
type benchSend struct {
	rounds, batch, size int
	frames              int64
	rates               bool
	out                 io.Writer
}

func benchSendCmd() *cobra.Command {
	var b benchSend
	c := &cobra.Command{
		Use:   "send",
		Short: "Measure the ways of sending",
		Long: `Send measures what it costs to send a packet, by each way that there is: a system call
each, many with one (sendmmsg), through rings shared with the kernel (TPACKET_V2 and V3),
past the queueing discipline, through AF_XDP. The frames go over a pair of virtual
interfaces in a private network; the kernel throws them away at the other end, and what
that costs is part of the figure, which is processor time of this process, kernel
included. Rounds are interleaved and medians are taken, so that a machine that does other
things disturbs little; the ratios are what to look at.

With --rates it measures how well a rate is kept, in packets and in bits a second.`,
		Example: "  gocap bench send\n  gocap bench send --size 1514 --rounds 11\n  gocap bench send --rates",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if b.rounds < 1 || b.batch < 1 || b.batch > 4096 || b.size < 14 || b.size > 1514 || b.frames < 1 {
				return usage("--rounds, --batch, --size and --frames are positive; a batch is at most 4096 frames of at most 1514 bytes")
			}
			code, elsewhere, err := netlab.Reexec()
			if err != nil {
				return fmt.Errorf("bench send needs a private network: %w", err)
			}
			if !elsewhere {
				b.out = c.OutOrStdout()
				return b.run(c.Context())
			}
			if code != 0 {
				return quiet(code)
			}
			return nil
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.IntVar(&b.rounds, "rounds", 5, "interleaved `rounds`")
	s.IntVar(&b.size, "size", 60, "length of the frames in `bytes`, 14 to 1514")
	s.IntVar(&b.batch, "batch", 64, "`frames` given to the kernel at once")
	b.frames = 100000
	s.Var((*wholeNumber)(&b.frames), "frames", "frames in a round and way: `number`, such as 100k")
	s.BoolVar(&b.rates, "rates", false, "measure how well rates are kept, for 5 seconds each")
	return c
}

// A sendWay is a way of sending: it sends a batch, or as much of it as there is
// room for.
type sendWay struct {
	name  string
	send  func(frames [][]byte) (int, error)
	busy  func(error) bool
	close func() error
	err   error // that it is not there
	ns    []float64
	pps   []float64
}

var benchMAC = [2]net.HardwareAddr{{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}}

func (b *benchSend) run(ctx context.Context) (err error) {
	if _, err := cpuTime(); err != nil {
		return err
	}
	near, err := netlab.NewHost("near")
	if err != nil {
		return err
	}
	far, err := netlab.NewHost("far")
	if err != nil {
		return errors.Join(err, near.Close())
	}
	defer func() { err = errors.Join(err, near.Close(), far.Close()) }()
	if err := netlab.Veth(near, netlab.LinkConfig{Name: "eth0", MAC: benchMAC[0], NoOffload: true}, far, netlab.LinkConfig{Name: "eth0", MAC: benchMAC[1], NoOffload: true}); err != nil {
		return err
	}
	if b.rates {
		return b.measureRates(ctx, near)
	}
	index, err := near.Index("eth0")
	if err != nil {
		return err
	}
	var ways []*sendWay
	if err := near.Do(func() error { ways = b.open(index); return nil }); err != nil {
		return err
	}
	for _, w := range ways {
		if w.err == nil {
			defer w.close()
		}
	}
	if err := b.measure(ctx, ways); err != nil {
		return err
	}
	return b.table(ways)
}

// frame is a frame of an EtherType for experiments, which no kernel takes.
func (b *benchSend) frame(n int) []byte {
	f := make([]byte, n)
	copy(f, benchMAC[1])
	copy(f[6:], benchMAC[0])
	f[12], f[13] = 0x88, 0xb5
	return f
}

// open opens every way of sending.
func (b *benchSend) open(index int) (ways []*sendWay) {
	sender := func(name string, cfg afpacket.SendConfig, send func(*afpacket.Sender) func([][]byte) (int, error)) {
		cfg.Interface = index
		w := &sendWay{name: name, busy: afpacket.Busy}
		s, err := afpacket.OpenSender(cfg)
		if w.err = err; err == nil {
			w.send, w.close = send(s), s.Close
		}
		ways = append(ways, w)
	}
	batch := func(s *afpacket.Sender) func([][]byte) (int, error) { return s.SendBatch }
	sender("sendmmsg", afpacket.SendConfig{}, batch)
	sender("send, one a call", afpacket.SendConfig{}, func(s *afpacket.Sender) func([][]byte) (int, error) {
		return func(frames [][]byte) (int, error) {
			for i, f := range frames {
				if err := s.Send(f); err != nil {
					return i, err
				}
			}
			return len(frames), nil
		}
	})
	sender("TX ring, V2", afpacket.SendConfig{Ring: afpacket.V2}, batch)
	sender("TX ring, V3", afpacket.SendConfig{Ring: afpacket.V3}, batch)
	sender("sendmmsg, past the queue", afpacket.SendConfig{BypassQdisc: true}, batch)
	sender("TX ring V3, past the queue", afpacket.SendConfig{Ring: afpacket.V3, BypassQdisc: true}, batch)
	for _, by := range []capture.SendMethod{capture.SendCalls, capture.SendRing} {
		w := &sendWay{name: "capture.Handle, " + by.String(), busy: func(error) bool { return false }}
		h, err := capture.Open("eth0", capture.SendBy(by))
		if w.err = err; err == nil {
			w.send, w.close = h.SendBatch, h.Close
		}
		ways = append(ways, w)
	}
	x := &sendWay{name: "AF_XDP", busy: func(err error) bool { return errors.Is(err, afxdp.ErrBusy) }}
	s, err := afxdp.Open(index, afxdp.Config{Queues: []int{0}, Receive: -1})
	if x.err = err; err == nil {
		x.send, x.close = s.SendBatch, s.Close
	}
	return append(ways, x)
}

// measure runs the rounds, in each all ways in an order by chance.
func (b *benchSend) measure(ctx context.Context, ways []*sendWay) error {
	frames := make([][]byte, b.batch)
	for i := range frames {
		frames[i] = b.frame(b.size)
	}
	progress := newProgress(os.Stderr)
	defer progress.Clear()
	for round := range b.rounds {
		for _, i := range rand.Perm(len(ways)) {
			progress.Show(func() string { return fmt.Sprintf("round %d of %d", round+1, b.rounds) })
			if err := ctx.Err(); err != nil {
				return err
			}
			if w := ways[i]; w.err == nil {
				w.err = w.round(frames, b.frames)
			}
		}
	}
	return nil
}

// round sends n frames and notes what each cost.
func (w *sendWay) round(frames [][]byte, n int64) error {
	before, err := cpuTime()
	if err != nil {
		return err
	}
	began := time.Now()
	for sent := int64(0); sent < n; {
		k, err := w.send(frames[:min(int64(len(frames)), n-sent)])
		if sent += int64(k); err != nil && !w.busy(err) {
			return err
		}
		if time.Since(began) > time.Minute {
			return fmt.Errorf("only %d frames were sent in a minute", sent)
		}
	}
	took := time.Since(began)
	after, err := cpuTime()
	if err != nil {
		return err
	}
	w.ns = append(w.ns, float64(after-before)/float64(n))
	w.pps = append(w.pps, float64(n)/took.Seconds())
	return nil
}

// table writes the medians.
func (b *benchSend) table(ways []*sendWay) error {
	t := tabwriter.NewWriter(b.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(b.out, "frames of %d bytes, %d at once; medians of %d rounds of %d frames\n", b.size, b.batch, b.rounds, b.frames)
	fmt.Fprintln(t, "\tCPU ns/packet\tmin\tmax\tpackets/s\tto sendmmsg\t")
	base := 0.0
	for _, w := range ways {
		if w.err != nil || len(w.ns) == 0 {
			fmt.Fprintf(t, "%s\tnot here: %v\t\t\t\t\t\n", w.name, w.err)
			continue
		}
		m := middle(w.ns)
		if base == 0 {
			base = m
		}
		fmt.Fprintf(t, "%s\t%.0f\t%.0f\t%.0f\t%s\t%.2f\t\n", w.name, m, slices.Min(w.ns), slices.Max(w.ns), metric(middle(w.pps)), m/base)
	}
	return t.Flush()
}

// benchRates are the rates that are measured, with the length of the frames.
var benchRates = []struct {
	name string
	rate capture.Rate
	size int
}{
	{"1000 packets/s", capture.Rate{Packets: 1000}, 60},
	{"100,000 packets/s", capture.Rate{Packets: 1e5}, 60},
	{"1 Gbit/s", capture.Rate{Bits: 1e9}, 1514},
}

// rateTime is how long each rate is measured.
const rateTime = 5 * time.Second

func (b *benchSend) measureRates(ctx context.Context, near *netlab.Host) error {
	var h *capture.Handle
	if err := near.Do(func() (err error) { h, err = capture.Open("eth0"); return err }); err != nil {
		return err
	}
	defer h.Close()
	t := tabwriter.NewWriter(b.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "rate\tmeasured\toff by\tworst lateness\tCPU\t")
	for _, r := range benchRates {
		frames := make([][]byte, b.batch)
		for i := range frames {
			frames[i] = b.frame(r.size)
		}
		p, sent := capture.NewPacer(r.rate), 0
		before, err := cpuTime()
		if err != nil {
			return err
		}
		began := time.Now()
		for time.Since(began) < rateTime {
			n, err := p.Next(ctx, frames)
			if err != nil {
				return err
			}
			if n, err = h.SendBatch(frames[:n]); err != nil {
				return err
			}
			sent += n
		}
		took := time.Since(began)
		after, err := cpuTime()
		if err != nil {
			return err
		}
		got, want := float64(sent)/took.Seconds(), r.rate.Packets
		unit := "packets/s"
		if want == 0 {
			got, want, unit = got*8*float64(r.size), r.rate.Bits, "bit/s"
		}
		fmt.Fprintf(t, "%s\t%.0f %s\t%.3f %%\t%s\t%.0f %%\t\n", r.name, got, unit, 100*(got/want-1), p.Late().Round(time.Microsecond), 100*(after-before).Seconds()/took.Seconds())
	}
	return t.Flush()
}

// middle returns the median.
func middle[T cmp.Ordered](x []T) T {
	s := slices.Sorted(slices.Values(x))
	return s[len(s)/2]
}
