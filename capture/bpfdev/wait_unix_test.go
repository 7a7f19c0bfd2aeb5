//go:build unix && !android

package bpfdev

import (
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// waiters are the ways to wait, for the reading end of a pipe in the device's place.
func waiters(t *testing.T, f func(t *testing.T, d Device, w int)) {
	for _, mode := range []WaitMode{WaitPoller, WaitPoll, WaitSelect} {
		t.Run(mode.String(), func(t *testing.T) {
			var p [2]int
			if err := unix.Pipe(p[:]); err != nil {
				t.Fatal(err)
			}
			defer unix.Close(p[1])
			if err := unix.SetNonblock(p[0], true); err != nil {
				t.Fatal(err)
			}
			var d Device
			var err error
			if mode == WaitPoller {
				d, err = newPolled(&System{Word: 8}, p[0], "pipe")
			} else {
				d, err = newThreaded(&System{Word: 8}, p[0], mode)
			}
			if err != nil || d.Mode() != mode {
				t.Fatal(err)
			}
			defer d.Close()
			f(t, d, p[1])
		})
	}
}

func never() bool { return false }

func TestWaiters(t *testing.T) {
	waiters(t, func(t *testing.T, d Device, w int) {
		began := time.Now()
		if err := d.Wait(10*time.Millisecond, never); !errors.Is(err, ErrTimeout) || time.Since(began) < 9*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		if err := d.Wait(-1, func() bool { return true }); err != nil {
			t.Error(err)
		}
		d.Wake()
		d.Wake()
		if err := d.Wait(-1, never); err != nil {
			t.Error(err)
		}
		if err := d.Wait(0, never); !errors.Is(err, ErrTimeout) {
			t.Errorf("two Wakes are one: %v", err)
		}
		b := make([]byte, 10)
		if _, err := d.Read(b); !noData(err) {
			t.Error(err)
		}
		time.AfterFunc(5*time.Millisecond, func() { _, _ = unix.Write(w, []byte("abc")) })
		if err := d.Wait(10*time.Second, never); err != nil {
			t.Error(err)
		}
		if n, err := d.Read(b); n != 3 || err != nil {
			t.Error(n, err)
		}
		_, _ = d.Write(b) // some systems' pipes go both ways
		if err := d.Ioctl(0, make([]byte, 4), Ref{At: 0}); err == nil {
			t.Error("a pipe knows request 0")
		}
	})
}

// TestWaitersClose closes and wakes under those who wait, many times.
func TestWaitersClose(t *testing.T) {
	for i := range 100 {
		waiters(t, func(t *testing.T, d Device, w int) {
			var all sync.WaitGroup
			woken := make(chan error, 1)
			all.Go(func() { woken <- d.Wait(-1, never) })
			if i%3 == 0 {
				time.Sleep(time.Duration(i) * 10 * time.Microsecond)
			}
			d.Wake()
			if err := <-woken; err != nil {
				t.Error(err)
			}
			all.Go(func() { woken <- d.Wait(-1, never) })
			if i%3 == 1 {
				time.Sleep(time.Duration(i) * 10 * time.Microsecond)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			<-woken // an error, or woken just before
			all.Wait()
			if err := d.Wait(-1, never); err == nil || errors.Is(err, ErrTimeout) {
				t.Errorf("after Close: %v", err)
			}
			_, readErr := d.Read(make([]byte, 1))
			_, writeErr := d.Write(nil)
			for _, err := range []error{readErr, writeErr, d.Ioctl(0, nil), d.Close()} {
				if !errors.Is(err, os.ErrClosed) {
					t.Errorf("after Close: %v", err)
				}
			}
		})
	}
}
