package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the processor time of the calling thread, and processTime that of
// the process with what the kernel does on its behalf elsewhere: the threads that
// handle network interrupts when there are many.
func threadTime() time.Duration { return clockTime(unix.CLOCK_THREAD_CPUTIME_ID) }

func processTime() time.Duration {
	return clockTime(unix.CLOCK_PROCESS_CPUTIME_ID) + interruptTime()
}

func clockTime(id int32) time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(id, &ts); err != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}

// interruptTime is that of the kernel's ksoftirqd threads.
func interruptTime() (sum time.Duration) {
	for _, dir := range interruptThreads {
		b, err := os.ReadFile(dir + "/schedstat")
		first, _, ok := bytes.Cut(b, []byte(" "))
		if n, e := strconv.ParseInt(string(first), 10, 64); err == nil && ok && e == nil {
			sum += time.Duration(n)
		}
	}
	return sum
}

var interruptThreads = findInterruptThreads()

func findInterruptThreads() (dirs []string) {
	all, _ := filepath.Glob("/proc/[0-9]*/comm")
	for _, f := range all {
		if b, err := os.ReadFile(f); err == nil && bytes.HasPrefix(b, []byte("ksoftirqd/")) {
			dirs = append(dirs, filepath.Dir(f))
		}
	}
	return dirs
}

// onProcessor keeps the goroutine on a thread of its own, on the processor with this
// number if there are so many. The thread ends with the goroutine.
func onProcessor(n int) {
	runtime.LockOSThread()
	if n < runtime.NumCPU() {
		var set unix.CPUSet
		set.Set(n)
		_ = unix.SchedSetaffinity(0, &set)
	}
}
