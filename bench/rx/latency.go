package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/gocap-project/gocap/capture"
)

var latency = flag.Bool("latency", false, "measure how long packets take on lo at 100 a second, instead")

// delays prints how long it takes from a packet's time to its reader, on the
// loopback interface.
func delays() (kept bool, err error) {
	medians := make(map[string]float64)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "delivery on lo, 100 packets/s\tmedian µs\tp99 µs\t")
	for _, tt := range []struct {
		name string
		opts []capture.Option
	}{
		{"default", nil},
		{"Immediate", []capture.Option{capture.Immediate()}},
		{"Immediate, BusyPoll 20 ms", []capture.Option{capture.Immediate(), capture.BusyPoll(20 * time.Millisecond)}},
		{"recvmmsg", []capture.Option{capture.PlainSocket()}},
	} {
		d, err := delay(tt.opts)
		if err != nil {
			return false, err
		}
		medians[tt.name] = quantile(d, 50)
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t\n", tt.name, quantile(d, 50), quantile(d, 99))
	}
	w.Flush()
	kept = say("median µs of delivery", "default", medians["default"], 1000, medians["default"] < 1000)
	return say("median µs of delivery", "Immediate", medians["Immediate"], 100, medians["Immediate"] < 100) && kept, nil
}

// quantile is the value that so many percent are not above.
func quantile(d []float64, percent int) float64 {
	sorted := sortedCopy(d)
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

func delay(opts []capture.Option) (out []float64, err error) {
	const n = 300
	h, err := capture.Open("lo", opts...)
	if err != nil {
		return nil, err
	}
	defer h.Close()
	if err := h.Activate(nil); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	go func() {
		frame := make([]byte, 60)
		copy(frame[12:], "\x88\xb5")
		for range n {
			if h.Send(frame) != nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	for len(out) < n {
		p, err := h.Next(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, float64(time.Since(p.Time).Nanoseconds())/1000)
	}
	return out, nil
}
