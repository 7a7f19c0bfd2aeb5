package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/capture/afpacket"
	"github.com/gocap-project/gocap/capture/afxdp"
	"github.com/gocap-project/gocap/internal/netlab"
)

// benchTap is a capture that is being measured.
type benchTap struct {
	read  func() (frames int, err error) // all there are, looked at
	wait  func(time.Duration) error
	close func() error
}

// captureBackend is a way to capture on an interface.
type captureBackend struct {
	name string
	open func(ifindex int) (*benchTap, error) // nil: no capture at all
}

// looking is how often a reader looks that is not woken.
const looking = 500 * time.Microsecond

var captureBackends = []captureBackend{
	{"none", nil},
	{"TPACKET_V3 zero-copy", packetTap(afpacket.Config{Version: afpacket.V3}, false)},
	{"TPACKET_V3 copying", packetTap(afpacket.Config{Version: afpacket.V3}, true)},
	{"TPACKET_V2 zero-copy", packetTap(afpacket.Config{Version: afpacket.V2}, false)},
	{"recvmmsg", packetTap(afpacket.Config{Plain: true, Buffer: 32 << 20}, false)},
	{"AF_XDP generic, woken", xdpTap(afxdp.Config{Mode: afxdp.Generic})},
	{"AF_XDP generic, every 500 µs", xdpTap(afxdp.Config{Mode: afxdp.Generic, Interval: looking})},
	{"AF_XDP driver, woken", xdpTap(afxdp.Config{Mode: afxdp.Driver})},
	{"AF_XDP driver, every 500 µs", xdpTap(afxdp.Config{Mode: afxdp.Driver, Interval: looking})},
}

// benchType is the EtherType of the frames (IEEE 802 local experimental), and
// benchFilter accepts them.
const benchType = 0x88b5

var benchFilter = bpf.Program{{Op: bpf.LdAbsH, K: 12}, {Op: bpf.JeqK, K: benchType, Jf: 1}, {Op: bpf.RetK, K: 262144}, {Op: bpf.RetK}}

// seen keeps the compiler from leaving out the reading of frames.
var seen atomic.Uint32

func packetTap(cfg afpacket.Config, copying bool) func(int) (*benchTap, error) {
	return func(ifindex int) (*benchTap, error) {
		c, err := afpacket.Open(cfg)
		if err != nil {
			return nil, err
		}
		w, err := afpacket.NewWaker()
		if err != nil {
			return nil, errors.Join(err, c.Close(false))
		}
		t := &benchTap{
			wait:  func(d time.Duration) error { return w.Wait(d, []*afpacket.Conn{c}) },
			close: func() error { return errors.Join(c.Close(false), w.Close()) },
		}
		if err := errors.Join(c.SetFilter(benchFilter), c.Bind(ifindex)); err != nil {
			return nil, errors.Join(err, t.close())
		}
		var f afpacket.Frame
		var buf []byte
		t.read = func() (n int, err error) {
			sum := uint32(0)
			defer func() { seen.Add(sum) }()
			for {
				ok, err := c.Next(&f)
				if !ok || err != nil {
					return n, err
				}
				data := f.Data
				if copying {
					buf = append(buf[:0], data...)
					data = buf
				}
				sum += binary.BigEndian.Uint32(data[14:])
				n++
			}
		}
		return t, nil
	}
}

func xdpTap(cfg afxdp.Config) func(int) (*benchTap, error) {
	cfg.Receive, cfg.Send = 16384, -1 // as much memory as a ring of packet sockets
	return func(ifindex int) (*benchTap, error) {
		c, err := afxdp.Open(ifindex, cfg)
		if err != nil {
			return nil, err
		}
		if err := c.Start(benchFilter); err != nil {
			return nil, errors.Join(err, c.Close())
		}
		frames := make([]afxdp.Frame, 64)
		read := func() (n int, err error) {
			for {
				k, err := c.Read(frames)
				if n += k; k == 0 || err != nil {
					return n, err
				}
				sum := uint32(0)
				for i := range frames[:k] {
					sum += binary.BigEndian.Uint32(frames[i].Data[14:])
				}
				seen.Add(sum)
			}
		}
		return &benchTap{read, c.Wait, c.Close}, nil
	}
}

// run measures everything, round after round.
func (b *captureBench) run(ctx context.Context, p *progress) ([]captureCost, error) {
	type series struct{ reader, machine, lost []float64 }
	var costs []captureCost
	var all []series
	var backends []captureBackend
	for _, k := range captureBackends {
		if k.open == nil || b.wants(k.name) {
			backends = append(backends, k)
		}
	}
	for round := range b.rounds {
		i := 0
		for _, size := range b.sizes {
			for _, k := range backends {
				if round == 0 {
					costs, all = append(costs, captureCost{Backend: k.name, Size: size, Frames: b.count}), append(all, series{})
				}
				c, s := &costs[i], &all[i]
				i++
				if c.Error != "" {
					continue
				}
				p.Show(func() string { return fmt.Sprintf("round %d of %d: %s, %d bytes", round+1, b.rounds, k.name, size) })
				m, err := b.measure(ctx, k, size)
				if ctx.Err() != nil {
					return nil, ctx.Err()
				}
				if err != nil {
					c.Error = err.Error()
					continue
				}
				s.reader, s.machine, s.lost = append(s.reader, m.Reader), append(s.machine, m.Machine), append(s.lost, m.Lost)
			}
		}
	}
	p.Clear()
	for i, s := range all {
		costs[i].Reader, costs[i].Machine, costs[i].Lost = median(s.reader), median(s.machine), median(s.lost)
	}
	return costs, nil
}

// benchLink makes two hosts with a link for frames of the size.
func benchLink(size int) (a, b *netlab.Host, err error) {
	if a, err = netlab.NewHost("sender"); err != nil {
		return nil, nil, err
	}
	if b, err = netlab.NewHost("receiver"); err != nil {
		return nil, nil, errors.Join(err, a.Close())
	}
	end := netlab.LinkConfig{Name: "eth0", NoOffload: true, MTU: max(size-14, 1500)}
	if err = netlab.Veth(a, end, b, end); err != nil {
		return nil, nil, errors.Join(err, a.Close(), b.Close())
	}
	return a, b, nil
}

// measure sends and captures once.
func (b *captureBench) measure(ctx context.Context, k captureBackend, size int) (cost captureCost, err error) {
	near, far, err := benchLink(size)
	if err != nil {
		return cost, err
	}
	defer func() { err = errors.Join(err, near.Close(), far.Close()) }()
	index, err := far.Index("eth0")
	if err != nil {
		return cost, err
	}
	var t *benchTap
	if k.open != nil {
		if err := far.Do(func() (err error) { t, err = k.open(index); return err }); err != nil {
			return cost, err
		}
		defer func() { err = errors.Join(err, t.close()) }()
	}
	ctx, cancel := context.WithTimeout(ctx, b.limit())
	defer cancel()
	before := processTime()
	sent := make(chan error, 1)
	var done atomic.Bool
	go func() {
		err := near.Do(func() error { return b.send(ctx, size) })
		done.Store(true)
		sent <- err
	}()
	got, reader := 0, time.Duration(0)
	if t != nil {
		got, reader, err = b.receive(ctx, t, &done)
	}
	if e := <-sent; err == nil {
		err = e
	}
	spent := processTime() - before
	n := float64(max(got, 1))
	if t == nil {
		n, got = float64(b.count), b.count
	}
	cost.Reader, cost.Machine = float64(reader)/n, float64(spent)/n
	cost.Lost = 100 * float64(b.count-got) / float64(b.count)
	return cost, err
}

// idle is how long nothing comes until nothing more will.
const idle = 100 * time.Millisecond

// receive reads on a thread of its own until all frames are there, or no more come.
func (b *captureBench) receive(ctx context.Context, t *benchTap, done *atomic.Bool) (got int, spent time.Duration, err error) {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		onProcessor(1)
		before := threadTime()
		for got < b.count && ctx.Err() == nil {
			over := done.Load()
			n, e := t.read()
			if got += n; e != nil {
				err = e
				break
			}
			if n > 0 {
				continue
			}
			began := time.Now()
			if err = t.wait(idle); err != nil || over && time.Since(began) >= idle {
				break
			}
		}
		spent = threadTime() - before
	}()
	<-finished
	return got, spent, err
}

// sendBurst is how many frames are sent at once.
const sendBurst = 32

// send sends the frames at the rate, on the thread of a host.
func (b *captureBench) send(ctx context.Context, size int) error {
	onProcessor(0)
	c, err := afpacket.Open(afpacket.Config{Plain: true})
	if err != nil {
		return err
	}
	defer c.Close(false)
	it, err := c.Interface("eth0")
	if err != nil {
		return err
	}
	frames := make([][]byte, sendBurst)
	for i := range frames {
		f := make([]byte, size)
		copy(f, "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01")
		binary.BigEndian.PutUint16(f[12:], benchType)
		frames[i] = f
	}
	began := time.Now()
	for n := 0; n < b.count && ctx.Err() == nil; {
		due := began.Add(time.Duration(n) * time.Second / time.Duration(b.rate))
		if d := time.Until(due); d > 100*time.Microsecond {
			time.Sleep(d)
		}
		burst := frames[:min(sendBurst, b.count-n)]
		for i, f := range burst {
			binary.BigEndian.PutUint32(f[14:], uint32(n+i))
		}
		k, err := c.SendBatch(it.Index, burst)
		if n += k; err != nil && !afpacket.Busy(err) {
			return err
		}
	}
	return nil
}
