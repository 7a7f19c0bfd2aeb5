//go:build !unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

// onEndSignals ends the dump with a summary at the first interruption. A later one
// kills.
func (d *dump) onEndSignals() (undo func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	done := make(chan struct{})
	go func() {
		if d.endOnce(c, done) {
			signal.Reset(os.Interrupt)
		}
	}()
	return func() { close(done) }
}

func (d *dump) onStatusSignal() (undo func()) { return func() {} }

func relinquish(name string) error {
	if name == "" {
		return nil
	}
	return fmt.Errorf("-Z %s: %w", name, errors.ErrUnsupported)
}

func (d *dump) closedHook() func(string) error {
	if d.f.command == "" {
		return nil
	}
	return func(file string) error {
		c := exec.Command(d.f.command, file)
		if err := c.Start(); err != nil {
			return fmt.Errorf("-z: %w", err)
		}
		go func() {
			if err := c.Wait(); err != nil {
				fmt.Fprintf(d.err, "gocap: -z %s %s: %v\n", d.f.command, file, err)
			}
		}()
		return nil
	}
}
