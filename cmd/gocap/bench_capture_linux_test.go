package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

// bench runs gocap bench and returns its output.
func bench(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := execute(context.Background(), append([]string{"bench"}, args...), strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return out.String()
}

// TestBenchCapture measures little, slowly: every backend captures all frames, and
// says what it took; without privileges AF_XDP says what it lacks.
func TestBenchCapture(t *testing.T) {
	labtest.Need(t)
	out := bench(t, "capture", "--frames", "500", "--rate", "20000", "--rounds", "1", "--sizes", "60,3000", "--json")
	d := json.NewDecoder(strings.NewReader(out))
	seen := map[string]int{}
	for {
		var c captureCost
		if err := d.Decode(&c); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen[c.Backend]++
		xdp := strings.HasPrefix(c.Backend, "AF_XDP")
		switch {
		case xdp && !netlab.Privileged():
			if !strings.Contains(c.Error, "CAP_BPF") {
				t.Errorf("%+v", c)
			}
		case c.Error != "", c.Machine <= 0, c.Reader <= 0 && c.Backend != "none", c.Lost != 0, c.Frames != 500:
			t.Errorf("%+v", c)
		}
	}
	if len(seen) != len(captureBackends) || seen["TPACKET_V3 copying"] != 2 {
		t.Error(seen)
	}
	out = bench(t, "capture", "--frames", "100", "--rate", "20000", "--rounds", "1", "--sizes", "60", "--backends", "recvmmsg,v2")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); len(lines) != 4 || !strings.Contains(lines[0], "machine ns") || !strings.Contains(lines[3], "recvmmsg") {
		t.Errorf("%s", out)
	}
}

func TestBenchUsage(t *testing.T) {
	for _, args := range [][]string{{"--sizes", "59"}, {"--sizes", "60,x"}, {"--sizes", "10000"}, {"--rounds", "0"}, {"--frames", "0"}, {"--rate", "10"}, {"eth0"}} {
		var errs bytes.Buffer
		if code := execute(context.Background(), append([]string{"bench", "capture"}, args...), strings.NewReader(""), io.Discard, &errs); code != exitUsage {
			t.Errorf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
}
