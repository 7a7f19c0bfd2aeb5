package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
)

// A tally counts agreement.
type tally struct {
	files, unread int // files, and frames that were not read
	frames, scope int
	full          int // frames in scope that agree in everything, streams and fragments aside
	whole         int // frames whose whole chain is in scope
	wholeFull     int // and agree in everything
	differ        [categories]int
	classes       map[string]*classCount
	each          func(*disagreement) // called for each disagreement, if not nil
}

type classCount struct {
	count   int
	example string
}

// frame compares one frame and counts.
func (t *tally) frame(f *frame) {
	t.frames++
	ds, in := compare(f)
	if in == outside {
		return
	}
	t.scope++
	if in == whole {
		t.whole++
	}
	if !slices.ContainsFunc(ds, func(d disagreement) bool { return !apart(d.category) }) {
		t.full++
		if in == whole {
			t.wholeFull++
		}
	}
	for i := range ds {
		d := &ds[i]
		t.differ[d.category]++
		if t.classes == nil {
			t.classes = map[string]*classCount{}
		}
		c := t.classes[d.class]
		if c == nil {
			c = &classCount{example: fmt.Sprintf("%s frame %d", d.file, d.Number)}
			t.classes[d.class] = c
		}
		c.count++
		if t.each != nil {
			t.each(d)
		}
	}
}

// agreement returns the percentage of frames in scope that agree in everything.
func (t *tally) agreement() float64 { return percent(t.full, t.scope) }

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// print writes the tables.
func (t *tally) print(w io.Writer) {
	fmt.Fprintf(w, "%d files, %d frames (%d more could not be read), %d in scope\n\n", t.files, t.frames, t.unread, t.scope)
	for i, n := range t.differ {
		fmt.Fprintf(w, "%-10s %7d agree %6d differ  %6.2f %%\n", categoryNames[i], t.scope-n, n, percent(t.scope-n, t.scope))
	}
	fmt.Fprintf(w, "streams are segments, and fragments are fragments of IP datagrams, that agree up to that header: tshark shows there what is in several\n"+
		"frames, gocap what is in the frame. They are not counted in chain, addresses, ports, checksums and all.\n")
	fmt.Fprintf(w, "%-10s %7d agree %6d differ  %6.2f %%\n", "all", t.full, t.scope-t.full, t.agreement())
	fmt.Fprintf(w, "of the %d frames whose whole chain gocap has, %d agree in everything, %.2f %%\n\n", t.whole, t.wholeFull, percent(t.wholeFull, t.whole))
	names := slices.SortedFunc(maps.Keys(t.classes), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.classes[b].count, t.classes[a].count), cmp.Compare(a, b))
	})
	for _, name := range names {
		c := t.classes[name]
		fmt.Fprintf(w, "%6d  %s\n        e.g. %s\n", c.count, name, c.example)
	}
}
