package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/pcap"
)

// TestDumpNotWritten checks that what cannot be written is an error.
func TestDumpNotWritten(t *testing.T) {
	file := testFile(t, "a.pcap", testCapture(t))
	for _, args := range [][]string{{"-n"}, {"-nl"}, {"--count"}, {"-w", "-"}, {"-w", "-", "--pcapng"}, {"-w", "-", "-U"}} {
		var errs bytes.Buffer
		code := execute(t.Context(), append([]string{"dump", "-r", file}, args...), nil, &failAfter{}, &errs)
		if code != exitFound || strings.Count(errs.String(), errFull.Error()) != 1 || !strings.Contains(errs.String(), "gocap: unable to write output: ") {
			t.Errorf("%v: exit %d, %q", args, code, &errs)
		}
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		for _, args := range [][]string{{}, {"--pcapng"}, {"-U"}, {"--pcapng", "-U"}} {
			r := gocap(t, "", append([]string{"dump", "-r", file, "-w", "/dev/full"}, args...)...)
			if r.code != exitFound || strings.Count(r.err, "no space left") != 1 || !strings.Contains(r.err, "gocap: /dev/full: ") {
				t.Errorf("%v: %+v", args, r)
			}
		}
	}
	if r := gocap(t, "", "dump", "-r", file, "-w", "/nonexistent/out"); r.code != exitFound || !strings.Contains(r.err, "/nonexistent/out") {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", file, "-w", filepath.Join(t.TempDir(), "no", "x"), "-C", "1"); r.code != exitFound {
		t.Errorf("%+v", r)
	}
	if r := gocap(t, "", "dump", "-r", file, "-Z", "no-such-user-here"); r.code != exitFound || !strings.Contains(r.err, "no-such-user-here") || r.out != "" {
		t.Errorf("%+v", r)
	}
}

// A slowBuffer can be read while it is written.
type slowBuffer struct {
	mu     sync.Mutex
	b      bytes.Buffer
	writes int
}

func (s *slowBuffer) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	return s.b.Write(b)
}

func (s *slowBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// waitFor waits until what is written contains text.
func (s *slowBuffer) waitFor(t testing.TB, text string) bool {
	t.Helper()
	for range 500 {
		if strings.Contains(s.String(), text) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%q does not come: %q", text, s)
	return false
}

// TestDumpInterrupted checks that a pipe that gives nothing more does not hold up the
// end, and that what came is printed and written before it.
func TestDumpInterrupted(t *testing.T) {
	for _, args := range [][]string{{"-n"}, {"-w", "-"}, {"-w", "-", "--pcapng"}} {
		in, feed := io.Pipe()
		defer feed.Close()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var out, errs slowBuffer
		done := make(chan int, 1)
		go func() { done <- execute(ctx, append([]string{"dump", "-r", "-"}, args...), in, &out, &errs) }()
		whole := testCapture(t)
		feed.Write(whole[:len(whole)-5]) // the last packet never ends
		text := "hello"
		if args[0] == "-n" {
			text = "UDP, length 5"
		}
		out.waitFor(t, text) // prompt, although more might come
		cancel()
		select {
		case code := <-done:
			if code != 0 {
				t.Errorf("%v: exit %d: %s", args, code, &errs)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%v: it goes on", args)
		}
	}
}

// A blockedWriter takes nothing until it is opened.
type blockedWriter struct{ open chan struct{} }

func (w blockedWriter) Write(b []byte) (int, error) { <-w.open; return len(b), nil }

func TestDumpBlocked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := blockedWriter{make(chan struct{})}
	defer close(w.open)
	time.AfterFunc(50*time.Millisecond, cancel)
	var errs slowBuffer
	code := execute(ctx, []string{"dump", "-nl", "-r", testFile(t, "a.pcap", testCapture(t))}, nil, w, &errs)
	if code != exitFound || !strings.Contains(errs.String(), errBlocked.Error()) {
		t.Errorf("exit %d, %s", code, &errs)
	}
}

func TestLineWriter(t *testing.T) {
	var b slowBuffer
	l := newLineWriter(&b, false, nil)
	for range 3 {
		io.WriteString(l, "a line\n")
	}
	b.waitFor(t, "a line\na line\na line\n")
	if b.writes != 1 {
		t.Errorf("%d writes", b.writes)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	b = slowBuffer{}
	l = newLineWriter(&b, true, nil)
	for i := range 3 {
		io.WriteString(l, "a line\n")
		if b.writes != i+1 {
			t.Errorf("%d writes after %d lines", b.writes, i+1)
		}
	}
	failed := make(chan struct{})
	l = newLineWriter(&failAfter{}, false, func() { close(failed) })
	io.WriteString(l, "a line\n")
	select {
	case <-failed: // without anything else being written
	case <-time.After(10 * time.Second):
		t.Error("the failure is not told")
	}
	if err := l.Close(); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

// TestDumpAllocations checks that packets cost no allocations in the loop, whatever
// is done with them.
func TestDumpAllocations(t *testing.T) {
	many := func(n int) string {
		var b bytes.Buffer
		w, _ := pcap.NewWriter(&b, pcap.Options{LinkType: link.Ethernet})
		f := testFrames(t)
		for i := range n {
			w.Write(&pcap.Packet{Data: f[i%2], Time: int64(i+1) * 1e6})
		}
		w.Close()
		return testFile(t, "a.pcap", b.Bytes())
	}
	const more = 20000
	few, lots := many(100), many(100+more)
	for _, args := range [][]string{{"-w", os.DevNull}, {"-w", os.DevNull, "--pcapng"}, {"--count"}, {"-n"}, {"-n", "-w", os.DevNull, "--print", "-U"}} {
		mallocs := func(file string) int64 {
			var a, b runtime.MemStats
			runtime.ReadMemStats(&a)
			if code := execute(t.Context(), append([]string{"dump", "-r", file}, args...), nil, io.Discard, io.Discard); code != 0 {
				t.Fatal(code)
			}
			runtime.ReadMemStats(&b)
			return int64(b.Mallocs - a.Mallocs)
		}
		mallocs(few)
		if extra := mallocs(lots) - mallocs(few); extra > more/100 {
			t.Errorf("%v: %d packets make %d allocations", args, more, extra)
		}
	}
}

func BenchmarkDump(b *testing.B) {
	var buf bytes.Buffer
	w, _ := pcap.NewWriter(&buf, pcap.Options{LinkType: link.Ethernet})
	f := testFrames(b)
	const packets = 20000
	for i := range packets {
		w.Write(&pcap.Packet{Data: f[i%2], Time: int64(i+1) * 1e6})
	}
	w.Close()
	file := testFile(b, "a.pcap", buf.Bytes())
	for _, args := range [][]string{{"-w", os.DevNull}, {"-n"}} {
		b.Run(strings.Join(args, " "), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				execute(b.Context(), append([]string{"dump", "-r", file}, args...), nil, io.Discard, io.Discard)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*packets), "ns/packet")
		})
	}
}
