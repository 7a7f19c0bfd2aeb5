//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"strconv"
	"syscall"
)

// onEndSignals ends the dump with a summary at the first signal. One that comes later
// has its usual effect: it kills. A hang-up that is ignored, as under nohup, stays so.
func (d *dump) onEndSignals() (undo func()) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	c := make(chan os.Signal, 1)
	signal.Notify(c, signals...)
	done := make(chan struct{})
	go func() {
		if d.endOnce(c, done) {
			signal.Reset(signals...)
		}
	}()
	return func() { close(done) }
}

// onStatusSignal prints statistics when SIGUSR1 comes, until undo is called.
func (d *dump) onStatusSignal() (undo func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-c:
				d.src.status(d.err, d.captured.Load())
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(c)
		close(done)
	}
}

// relinquish makes the process another user's, if it is root's.
func relinquish(name string) error {
	if name == "" {
		return nil
	}
	u, err := user.Lookup(name)
	if err != nil {
		return fmt.Errorf("-Z %s: %w", name, err)
	}
	if os.Geteuid() != 0 || u.Uid == "0" {
		return nil
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err1 != nil || err2 != nil {
		return fmt.Errorf("-Z %s: ids %s and %s are not numbers", name, u.Uid, u.Gid)
	}
	if err := syscall.Setgroups([]int{gid}); err != nil {
		return fmt.Errorf("-Z %s: dropping groups: %w", name, err)
	}
	if err := syscall.Setgid(gid); err != nil {
		return fmt.Errorf("-Z %s: %w", name, err)
	}
	if err := syscall.Setuid(uid); err != nil {
		return fmt.Errorf("-Z %s: %w", name, err)
	}
	return nil
}

// closedHook starts the command of -z for each complete file, at low priority as
// tcpdump does, and does not wait for it.
func (d *dump) closedHook() func(string) error {
	if d.f.command == "" {
		return nil
	}
	return func(file string) error {
		c := exec.Command(d.f.command, file)
		c.Stderr = d.err
		if err := c.Start(); err != nil {
			return fmt.Errorf("-z: %w", err)
		}
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, c.Process.Pid, 19) // it may have ended
		go func() {
			if err := c.Wait(); err != nil {
				fmt.Fprintf(d.err, "gocap: -z %s %s: %v\n", d.f.command, file, err)
			}
		}()
		return nil
	}
}
