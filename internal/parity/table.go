package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A table counts lines by the innermost protocol of their packets.
type table struct {
	rows  map[string]*row
	shown map[string]int
	files map[string]bool
}

type row struct {
	in           bool
	lines, equal int
}

func newTable() *table { return &table{map[string]*row{}, map[string]int{}, map[string]bool{}} }

// add compares the lines of one packet: want is tcpdump's, got is ours.
func (t *table) add(sc packetScope, file string, n int, want, got []string) {
	key := sc.name
	same := t.count(sc, want, got)
	if same == len(want) && len(got) == len(want) || (!sc.in && *only == "") || (*only != "" && *only != key) {
		return
	}
	// At most one difference of each file and protocol.
	if k := file + key; t.shown[key] < *show && !t.files[k] {
		t.shown[key]++
		t.files[k] = true
		fmt.Printf("%s packet %d (%s)\n", file, n, key)
		differ(want, got)
	}
}

func differ(want, got []string) {
	for i := range max(len(want), len(got)) {
		var w, g string
		if i < len(want) {
			w = want[i]
		}
		if i < len(got) {
			g = got[i]
		}
		if w != g {
			fmt.Printf("  tcpdump |%s\n  gocap   |%s\n", w, g)
			return
		}
	}
}

// print prints the table and reports whether too few lines are equal.
func (t *table) print(args string) bool {
	fmt.Printf("flags %q\n", args)
	var in, all row
	for _, n := range t.worst() {
		r := t.rows[n]
		all.lines, all.equal = all.lines+r.lines, all.equal+r.equal
		if r.in {
			in.lines, in.equal = in.lines+r.lines, in.equal+r.equal
		}
		if r.in || *every {
			mark := map[bool]string{true: " ", false: "-"}[r.in]
			fmt.Printf(" %s%-24s %8d of %8d lines equal  %6.2f %%\n", mark, n, r.equal, r.lines, percent(r))
		}
	}
	fmt.Printf("  %-24s %8d of %8d lines equal  %6.2f %%\n", "in scope", in.equal, in.lines, percent(&in))
	fmt.Printf("  %-24s %8d of %8d lines equal  %6.2f %%\n", "all packets", all.equal, all.lines, percent(&all))
	return percent(&in) < *minimum
}

func percent(r *row) float64 {
	if r.lines == 0 {
		return 0
	}
	return 100 * float64(r.equal) / float64(r.lines)
}

// count adds to a row, and returns how many lines are equal.
func (t *table) count(sc packetScope, want, got []string) (same int) {
	r := t.rows[sc.name]
	if r == nil {
		r = &row{in: sc.in}
		t.rows[sc.name] = r
	}
	for i, w := range want {
		if i < len(got) && got[i] == w {
			same++
		}
	}
	r.lines += max(len(want), len(got))
	r.equal += same
	return same
}

// worst returns the names of the rows, those with most differences first.
func (t *table) worst() []string {
	return slices.SortedFunc(maps.Keys(t.rows), func(a, b string) int {
		x, y := t.rows[a], t.rows[b]
		return cmp.Or(cmp.Compare(y.lines-y.equal, x.lines-x.equal), strings.Compare(a, b))
	})
}
