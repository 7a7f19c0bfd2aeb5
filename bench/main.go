// Bench runs gocap and its peers on the same data in one run and prints a table of
// CPU times, ratios and allocations.
//
//	go run .            medians of seven interleaved rounds
//	go run . -quick     three short rounds, for CI
//	go run . -run compile                 groups whose name matches
//	go run . -run ^memory                 what packages sequence and session keep, at most
//	CGO_ENABLED=1 go run -tags libpcap .  beside libpcap too (needs its headers)
//
// The figures are CPU time of the process, garbage collection included, because
// machines are shared. Each group has promises: the least ratio between a peer and
// gocap. With -check the exit status is 1 if one is not kept.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"syscall"
	"testing"
	"text/tabwriter"
)

// A group compares ways to do one thing. The first entry is gocap's.
type group struct {
	name    string
	entries []entry
}

type entry struct {
	name    string
	promise float64 // least ratio to the group's first entry, or 0
	run     func(b *testing.B)
}

type result struct {
	ns     []float64
	allocs int64
}

var (
	rounds = flag.Int("rounds", 7, "interleaved `rounds`")
	quick  = flag.Bool("quick", false, "three short rounds")
	check  = flag.Bool("check", false, "fail if a promise is not kept")
	only   = flag.String("run", "", "groups whose name matches this `regexp`")
	limit  = "150ms"
)

func main() {
	testing.Init()
	flag.Parse()
	if *quick {
		*rounds, limit = 3, "40ms"
	}
	if err := flag.Set("test.benchtime", limit); err != nil {
		panic(err)
	}
	kept := true
	match := regexp.MustCompile(*only)
	for _, g := range slices.Concat(groups(), compileGroups(), streamGroups(), orderGroups(), collisionGroups(), sessionGroups()) {
		if match.MatchString(g.name) {
			kept = g.report() && kept
		}
	}
	if *only != "" && match.MatchString("memory of packages sequence and session") {
		kept = reportMemory(*quick) && kept
	}
	for _, name := range temporary {
		os.Remove(name)
	}
	if *check && !kept {
		fmt.Fprintln(os.Stderr, "bench: a promise is not kept")
		os.Exit(1)
	}
}

// report measures a group and prints its table.
func (g group) report() (kept bool) {
	results := make([]result, len(g.entries))
	for range *rounds {
		for i, e := range g.entries {
			r := testing.Benchmark(cpu(e.run))
			if r.N == 0 {
				fmt.Fprintf(os.Stderr, "bench: %s: %s failed\n", g.name, e.name)
				os.Exit(1)
			}
			results[i].ns = append(results[i].ns, r.Extra["cpu-ns/op"])
			results[i].allocs = r.AllocsPerOp()
		}
	}
	kept = true
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Printf("\n%s\n", g.name)
	fmt.Fprintln(w, "\tCPU ns/op\tmin\tmax\tallocs\tratio\tpromise\t")
	ours := median(results[0].ns)
	for i, e := range g.entries {
		r := results[i]
		m := median(r.ns)
		ratio, promise := m/ours, ""
		if e.promise > 0 {
			promise = fmt.Sprintf("%.1fx kept", e.promise)
			if ratio < e.promise {
				kept, promise = false, fmt.Sprintf("%.1fx NOT KEPT", e.promise)
			}
		}
		fmt.Fprintf(w, "%s\t%.1f\t%.1f\t%.1f\t%d\t%.2f\t%s\t\n", e.name, m, slices.Min(r.ns), slices.Max(r.ns), r.allocs, ratio, promise)
	}
	w.Flush()
	return kept
}

func median(x []float64) float64 {
	s := slices.SortedFunc(slices.Values(x), cmp.Compare[float64])
	return s[len(s)/2]
}

// cpu adds CPU time to what f reports.
func cpu(f func(b *testing.B)) func(b *testing.B) {
	return func(b *testing.B) {
		b.ReportAllocs()
		begun = cpuTime()
		f(b)
		b.ReportMetric(float64(cpuTime()-begun)/float64(b.N), "cpu-ns/op")
	}
}

var begun int64

// begin leaves out what was done so far.
func begin(b *testing.B) {
	b.ResetTimer()
	begun = cpuTime()
}

func cpuTime() int64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return r.Utime.Nano() + r.Stime.Nano()
}
