package main

import (
	"strings"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// TestBenchSend: every way is measured that this kernel has.
func TestBenchSend(t *testing.T) {
	labtest.Need(t)
	r := gocap(t, "", "bench", "send", "--rounds", "1", "--frames", "640")
	if r.code != 0 || r.err != "" {
		t.Fatalf("exit status %d: %s%s", r.code, r.out, r.err)
	}
	for _, way := range []string{"sendmmsg", "TX ring, V2", "TX ring, V3", "past the queue", "capture.Handle, TX ring", "AF_XDP"} {
		if !strings.Contains(r.out, way) {
			t.Errorf("no %s in\n%s", way, r.out)
		}
	}
	if strings.Contains(r.out, "not here") {
		t.Errorf("a way is missing:\n%s", r.out)
	}
	if r := gocap(t, "", "bench", "send", "--size", "5"); r.code != exitUsage {
		t.Errorf("exit status %d", r.code)
	}
}
