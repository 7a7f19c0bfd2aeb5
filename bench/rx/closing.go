package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/gocap-project/gocap/capture"
)

var closing = flag.Bool("close", false, "measure how long a blocked reader takes to return from Close, 1000 times, instead")

// closes prints how long it takes from Close until the read that it interrupts has
// returned, until Close itself has, and until the kernel has freed the sockets, which
// is in the background: it waits for grace periods of RCU.
func closes() (kept bool, err error) {
	const n = 1000
	before, files := runtime.NumGoroutine(), openFiles()
	var read, all, free []float64
	var freeing []chan float64
	for range n {
		r, c, freed, err := closeOnce()
		if err != nil {
			return false, err
		}
		read, all, freeing = append(read, r), append(all, c), append(freeing, freed)
	}
	for _, f := range freeing {
		free = append(free, <-f)
	}
	for wait := time.Now(); (runtime.NumGoroutine() > before || openFiles() > files) && time.Since(wait) < time.Second; {
		time.Sleep(time.Millisecond)
	}
	fmt.Printf("Close under a blocked read, %d times, ms from the call\tmedian %.3f\tp99 %.3f\tmost %.3f\n", n, quantile(read, 50), quantile(read, 99), quantile(read, 100))
	fmt.Printf("until Close has returned too, ms\tmedian %.3f\tp99 %.3f\tmost %.3f\n", quantile(all, 50), quantile(all, 99), quantile(all, 100))
	fmt.Printf("until the kernel has freed the sockets, ms\tmedian %.3f\tp99 %.3f\tmost %.3f\n", quantile(free, 50), quantile(free, 99), quantile(free, 100))
	goroutines, left := float64(runtime.NumGoroutine()-before), float64(openFiles()-files)
	ok := say("a blocked read returns within 10 ms", "the longest", quantile(read, 100), 10, quantile(read, 100) < 10)
	ok = say("Close returns within 10 ms", "the longest", quantile(all, 100), 10, quantile(all, 100) < 10) && ok
	ok = say("nothing is left", "goroutines", goroutines, 0, goroutines <= 0) && ok
	return say("nothing is left", "descriptors", left, 0, left <= 0) && ok, nil
}

// closeOnce has a reader wait and closes its handle: milliseconds until the read has
// returned, until Close has, and until the kernel has freed the sockets.
func closeOnce() (read, all float64, freed chan float64, err error) {
	h, err := capture.Open("lo", capture.Buffer(1<<20))
	if err != nil {
		return 0, 0, nil, err
	}
	if err := h.Activate(nil); err != nil {
		return 0, 0, nil, errors.Join(err, h.Close())
	}
	type end struct {
		at  time.Time
		err error
	}
	done := make(chan end, 1)
	go func() {
		_, err := h.Next(context.Background())
		done <- end{time.Now(), err}
	}()
	time.Sleep(2 * time.Millisecond) // so that it is blocked
	start := time.Now()
	if err := h.Close(); err != nil {
		return 0, 0, nil, err
	}
	all = ms(time.Since(start))
	freed = make(chan float64, 1)
	go func() {
		_ = h.Freed(context.Background())
		freed <- ms(time.Since(start))
	}()
	select {
	case e := <-done:
		if e.err != capture.ErrClosed {
			return 0, 0, nil, fmt.Errorf("the read gives %v", e.err)
		}
		return ms(e.at.Sub(start)), all, freed, nil
	case <-time.After(10 * time.Second):
		return 0, 0, nil, errors.New("the read does not return")
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func openFiles() int {
	d, _ := os.ReadDir("/proc/self/fd")
	return len(d)
}
