package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// isTerminal reports whether w is a terminal: a character device that is not one of
// those that stand for nothing or a full disk.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	if err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	for _, name := range [...]string{os.DevNull, "/dev/full", "/dev/zero"} {
		if d, err := os.Stat(name); err == nil && os.SameFile(st, d) {
			return false
		}
	}
	return true
}

// colour reports whether to use colour on w, by what the user asked for: auto,
// always or never.
func colour(when string, w io.Writer) (bool, error) {
	switch when {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", nil
	}
	return false, usage("--color is auto, always or never, not %q", when)
}

// patience is how long work may take before progress is shown.
const patience = 2 * time.Second

// A progress shows on one line of a terminal how work that takes long gets on. Its
// methods may be called from several goroutines, and on a nil progress.
type progress struct {
	w   io.Writer
	now func() time.Time

	mu    sync.Mutex
	next  time.Time // not before
	shown bool
}

// newProgress returns a progress for stderr, nil if that is no terminal.
func newProgress(stderr io.Writer) *progress {
	if !isTerminal(stderr) {
		return nil
	}
	return &progress{w: stderr, now: time.Now, next: time.Now().Add(patience)}
}

// Show shows what line returns, if it is time to.
func (p *progress) Show(line func() string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.now(); !t.Before(p.next) {
		p.next, p.shown = t.Add(200*time.Millisecond), true
		fmt.Fprintf(p.w, "\r\x1b[K%s", strings.Map(printable, line()))
	}
}

// Clear removes the line.
func (p *progress) Clear() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// printable replaces what would control a terminal.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return '?'
	}
	return r
}
