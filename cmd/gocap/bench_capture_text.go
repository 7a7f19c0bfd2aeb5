package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// frameSizes are sizes of frames to measure with, as flags have them: 60,1514.
func frameSizes(s string, longest int) (sizes []int, err error) {
	for f := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(f)
		if err != nil || n < 60 || n > longest {
			return nil, usage("a frame has 60 to %d bytes, not %q", longest, f)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

// median is the middle one, or the mean of the two.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// benchTable prints rows in columns, of which all but the first are numbers.
func benchTable(w io.Writer, head []string, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	width := len(head[0])
	for _, r := range rows {
		width = max(width, len(r[0]))
	}
	for _, r := range append([][]string{head}, rows...) {
		fmt.Fprintf(t, "%-*s\t%s\t\n", width, r[0], strings.Join(r[1:], "\t"))
	}
	return outputError(t.Flush())
}
