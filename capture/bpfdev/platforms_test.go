package bpfdev_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/capture/bpfdev"
)

const platformsDoc = "../../docs/platforms.md"

// platformsTable is what docs/platforms.md says of systems with /dev/bpf. Those that
// differ only in the processor are one line.
func platformsTable() string {
	var out strings.Builder
	out.WriteString("| system | device | waits by | packets | times | outgoing only | filter swapped without loss | write filter | lock | feedback | zero-copy |\n")
	out.WriteString("|---|---|---|---|---|---|---|---|---|---|---|\n")
	yes := func(request uint32) string {
		if request != 0 {
			return "yes"
		}
		return "-"
	}
	var last, names string
	flush := func() {
		if names != "" {
			fmt.Fprintf(&out, "| %s |%s\n", names, last)
		}
	}
	for _, s := range bpfdev.Systems() {
		times := "µs"
		if s.Header.Unit == 1 {
			times = "ns"
		} else if s.Fine.Align != 0 {
			times = "µs, ns"
		}
		r := &s.Requests
		line := fmt.Sprintf(" %s | %v | aligned to %d bytes | %s | %s | %s | %s | %s | %s | %s |", strings.Join(s.Nodes, ", "), s.Wait,
			s.Header.Align, times, yes(r.SetDirection), yes(r.SetFilterKeep), yes(r.SetWriteFilter), yes(r.Lock), yes(r.Feedback), yes(r.SetZeroBufs))
		if line == last {
			names += ", " + s.Name
			continue
		}
		flush()
		last, names = line, s.Name
	}
	flush()
	return out.String()
}

// TestPlatformsDoc: the table in the documentation is what the code says. With
// GOCAP_UPDATE=1 it is written.
func TestPlatformsDoc(t *testing.T) {
	b, err := os.ReadFile(platformsDoc)
	if err != nil {
		t.Skip(err) // a test binary without the sources
	}
	const begin, end = "<!-- from capture/bpfdev -->\n", "<!-- end -->\n"
	before, rest, _ := strings.Cut(string(b), begin)
	old, after, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatal("there is no place for the table")
	}
	want := platformsTable()
	if old == want {
		return
	}
	if os.Getenv("GOCAP_UPDATE") != "1" {
		t.Fatalf("the table is not current; run with GOCAP_UPDATE=1. It should be:\n%s", want)
	}
	if err := os.WriteFile(platformsDoc, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
