package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gocap-project/gocap/capture"
	"github.com/gocap-project/gocap/capture/afpacket"
)

var peers = []peer{
	{name: "C ring", c: "ring"},
	{name: "gocap Packets", run: ours(packets)},
	{name: "gocap Next", run: ours(next)},
	{name: "gocap ReadBatch, copying", run: ours(readBatch)},
	{name: "gocap Read, allocating", run: ours(readOne)},
	{name: "gocap afpacket.Conn", run: bare},
	{name: "libpcap pcap_loop", c: "loop", libs: []string{"-lpcap"}},
}

// urgent are the readers with -immediate: each packet as soon as it comes.
var urgent = []peer{
	{name: "gocap Immediate, Packets", run: ours(packets, capture.Immediate())},
	{name: "gocap Immediate, Next", run: ours(next, capture.Immediate())},
	{name: "libpcap immediate, 32 MiB", c: "loop", args: []string{"immediate"}, libs: []string{"-lpcap"}},
	{name: "libpcap immediate, its own buffer", c: "loop", args: []string{"immediate", "0"}, libs: []string{"-lpcap"}},
}

// patience is how long a reader waits for a packet that has been lost.
const patience = 2 * time.Second

// read is the process of a reader.
func read(name, iface string) error {
	for _, p := range slices.Concat(peers, urgent) {
		if p.name == name {
			r, err := p.run(iface, *count)
			fmt.Println(r.cpu, r.packets, r.drops, r.sum)
			return err
		}
	}
	return errors.New("no reader " + name)
}

// tally counts packets and the time from the first on.
type tally struct {
	outcome
	began int64
}

func (t *tally) packet(length int, first byte, sec int64) {
	if t.packets == 0 {
		t.began = cpu()
	}
	t.packets++
	t.sum += int64(length) + int64(first) + sec
}

func ours(loop func(ctx context.Context, h *capture.Handle, t *tally, count int) error, opts ...capture.Option) func(string, int) (outcome, error) {
	return func(iface string, count int) (outcome, error) {
		h, err := capture.Open(iface, opts...)
		if err != nil {
			return outcome{}, err
		}
		defer h.Close()
		if err := h.Activate(nil); err != nil {
			return outcome{}, err
		}
		fmt.Println("ready")
		var t tally
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var last int64
		watchdog := time.AfterFunc(time.Hour, cancel)
		watchdog.Stop()
		go func() { // ends a reader that waits for what has been lost
			for range time.Tick(patience) {
				if s, err := h.Stats(); err != nil || int64(s.Received) == last && last > 0 {
					cancel()
					return
				} else {
					last = int64(s.Received)
				}
			}
		}()
		err = loop(ctx, h, &t, count)
		t.cpu = cpu() - t.began
		if errors.Is(err, context.Canceled) {
			err = nil
		}
		s, _ := h.Stats()
		t.drops = int64(s.Dropped)
		return t.outcome, err
	}
}

func packets(ctx context.Context, h *capture.Handle, t *tally, count int) error {
	for p, err := range h.Packets(ctx) {
		if err != nil {
			return err
		}
		if t.packet(p.Len, p.Data[0], p.Time.Unix()); t.packets == int64(count) {
			break
		}
	}
	return nil
}

func next(ctx context.Context, h *capture.Handle, t *tally, count int) error {
	for t.packets < int64(count) {
		p, err := h.Next(ctx)
		if err != nil {
			return err
		}
		t.packet(p.Len, p.Data[0], p.Time.Unix())
	}
	return nil
}

func readOne(ctx context.Context, h *capture.Handle, t *tally, count int) error {
	for t.packets < int64(count) {
		p, err := h.Read(ctx)
		if err != nil {
			return err
		}
		t.packet(p.Len, p.Data[0], p.Time.Unix())
	}
	return nil
}

func readBatch(ctx context.Context, h *capture.Handle, t *tally, count int) error {
	batch := make([]capture.Packet, 64)
	for t.packets < int64(count) {
		n, err := h.ReadBatch(ctx, batch)
		if err != nil {
			return err
		}
		for i := range batch[:n] {
			t.packet(batch[i].Len, batch[i].Data[0], batch[i].Time.Unix())
		}
	}
	return nil
}

func bare(iface string, count int) (outcome, error) {
	c, err := afpacket.Open(afpacket.Config{})
	if err != nil {
		return outcome{}, err
	}
	it, err := c.Interface(iface)
	if err == nil {
		err = errors.Join(c.SetFilter(nil), c.Bind(it.Index))
	}
	if err != nil {
		return outcome{}, err
	}
	w, err := afpacket.NewWaker()
	if err != nil {
		return outcome{}, err
	}
	fmt.Println("ready")
	var t tally
	var f afpacket.Frame
	conns := []*afpacket.Conn{c}
	for last := time.Now(); t.packets < int64(count); {
		ok, err := c.Next(&f)
		if err != nil {
			return t.outcome, err
		}
		if ok {
			t.packet(f.Len, f.Data[0], int64(f.Sec))
			continue
		}
		if t.packets > 0 && time.Since(last) > patience {
			break
		}
		last = time.Now()
		if err := w.Wait(patience, conns); err != nil {
			return t.outcome, err
		}
	}
	t.cpu = cpu() - t.began
	s, _ := c.Stats()
	t.drops = int64(s.Dropped)
	return t.outcome, nil
}
