package main

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// maxWait is how long text or packets may wait in a buffer for company.
const maxWait = 100 * time.Millisecond

// A lineWriter buffers text. What has waited for maxWait is written, so that a reader
// of a pipe sees packets soon; with lines, each Write is written at once. It may be used
// by several goroutines. After an error nothing more is written.
type lineWriter struct {
	lines  bool
	failed func() // called once, when something cannot be written

	mu      sync.Mutex
	w       *bufio.Writer
	err     error
	timer   *time.Timer
	waiting bool // for the timer
}

func newLineWriter(w io.Writer, lines bool, failed func()) *lineWriter {
	l := &lineWriter{lines: lines, failed: failed, w: bufio.NewWriterSize(w, 64<<10)}
	l.timer = time.AfterFunc(time.Hour, l.flushLate)
	l.timer.Stop()
	return l
}

func (l *lineWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.w.Write(b)
	switch {
	case err != nil:
	case l.lines:
		err = l.w.Flush()
	case !l.waiting:
		l.waiting = true
		l.timer.Reset(maxWait)
	}
	l.note(err)
	return n, err
}

// note remembers the first error.
func (l *lineWriter) note(err error) {
	if err != nil && l.err == nil {
		l.err = err
		if l.failed != nil {
			l.failed()
		}
	}
}

func (l *lineWriter) flushLate() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = false
	l.flush()
}

func (l *lineWriter) flush() {
	if l.err == nil {
		l.note(l.w.Flush())
	}
}

// Close writes what is buffered, and returns the first error that there was.
func (l *lineWriter) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.timer.Stop()
	l.flush()
	return l.err
}

// A lockedWriter is for messages of several goroutines.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}
