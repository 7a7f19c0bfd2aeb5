package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/pcap"
)

// tails counts how packets end: in an error, in bytes that no layer understands, or in
// a layer.
type tails struct {
	packets, failed, raw int
	errors, above        map[string]int // by protocol
}

// countTails reads all captures in a directory.
func countTails(dir string) (*tails, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	t := &tails{errors: map[string]int{}, above: map[string]int{}}
	for _, f := range files {
		r, err := pcap.Open(filepath.Join(dir, f.Name()))
		if err != nil {
			continue // no capture file
		}
		for p, err := range r.Packets() {
			if err != nil {
				break // damaged from here on
			}
			t.count(layers.Parse(p.LinkType(), p.Data))
		}
		r.Close()
	}
	return t, nil
}

func (t *tails) count(p packet.Packet, err error) {
	t.packets++
	if e, ok := errors.AsType[*packet.Error](err); ok {
		t.failed++
		t.errors[e.Layer]++
		return
	}
	if n := len(p); n > 0 && p[n-1].Proto() == packet.RawProto {
		t.raw++
		if n == 1 {
			t.above["an unknown link type"]++
		} else {
			t.above[p[n-2].Proto().Name]++
		}
	}
}

func (t *tails) print(w io.Writer) {
	percent := func(n int) float64 { return 100 * float64(n) / float64(max(t.packets, 1)) }
	fmt.Fprintf(w, "%d packets: %d end in a decode error (%.1f %%), %d in raw payload (%.1f %%)\n",
		t.packets, t.failed, percent(t.failed), t.raw, percent(t.raw))
	most(w, "errors in", t.errors)
	most(w, "raw payload of", t.above)
}

// most prints the largest counts.
func most(w io.Writer, title string, m map[string]int) {
	fmt.Fprintf(w, "%s:", title)
	names := slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) })
	for _, n := range names[:min(len(names), 25)] {
		fmt.Fprintf(w, " %s %d", n, m[n])
	}
	fmt.Fprintln(w)
}
