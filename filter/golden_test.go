package filter_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
)

// TestAccept compiles what libpcap compiles. No optimized program is longer than
// libpcap's, unless that means something else than before its optimizer.
func TestAccept(t *testing.T) {
	n := names(t)
	log := limited{t: t}
	right, all, same, theirs, ours := 0, 0, 0, 0, 0
	unoptimized := map[string]string{} // libpcap's programs by label
	for _, r := range rows(t, "filters_accept.tsv") {
		if r[8] != "-" && r[8] != "" {
			continue // an address family of another system
		}
		o := acceptOptions(r, n)
		if o.NoOptimize {
			unoptimized[strings.TrimSuffix(r[0], "/unopt")] = r[10]
		}
		expr := unescape(r[11])
		all++
		p, err := filter.Compile(expr, linkType(t, r[1]), o)
		if err != nil {
			log.Errorf("%s %q: %v", r[1], expr, err)
			continue
		}
		right++
		if strings.Join(strings.Split(strings.TrimSpace(p.Insns.Decimal()), "\n")[1:], ";") == r[10] {
			same++
		}
		if o.NoOptimize {
			continue
		}
		size, _ := strconv.Atoi(r[9])
		theirs, ours = theirs+size, ours+len(p.Insns)
		if len(p.Insns) > size {
			before := unoptimized[strings.TrimSuffix(r[0], "/opt")]
			if differ(decimal(t, before), decimal(t, r[10])) {
				t.Logf("libpcap's optimizer changes the meaning of %s %q: %d instructions, libpcap's %d", r[1], expr, len(p.Insns), size)
			} else {
				log.Errorf("longer: %s %q: %d, libpcap's %d", r[1], expr, len(p.Insns), size)
			}
		}
	}
	figure(t, "accept", right, all)
	t.Logf("identical to libpcap's: %d; optimized: %d instructions, libpcap's %d (%.1f %%)",
		same, ours, theirs, 100*float64(ours)/float64(theirs))
	if ours*100 > theirs*95 {
		t.Errorf("optimized: %d instructions, more than 95 %% of libpcap's %d", ours, theirs)
	}
}

// acceptOptions are the circumstances of a row. Where the header has an address
// family of the system and the row is of no file, it is of a Linux interface.
func acceptOptions(r []string, n *filter.Names) filter.Options {
	snap, _ := strconv.Atoi(r[3])
	o := filter.Options{Snaplen: uint32(snap), Netmask: maskOf(r[4]), NoOptimize: r[5] == "0", Resolver: n}
	switch r[1] {
	case "NULL", "LOOP", "ENC", "PFLOG":
		if r[7] == "-" {
			o.Target = filter.Linux
		}
	}
	if r[6] == "1" {
		o.Target = filter.Linux
	}
	return o
}

// differ reports whether two programs give different verdicts on empty, short or
// long packets of zeros.
func differ(p, q bpf.Program) bool {
	for n := range 100 {
		pkt := make([]byte, n)
		if p.Run(pkt, n) != q.Run(pkt, n) {
			return true
		}
	}
	return false
}

// TestGolden compares verdicts with those of libpcap's programs.
func TestGolden(t *testing.T) {
	n := names(t)
	packets := corpus()
	log := limited{t: t}
	right, all := 0, 0
	for _, r := range rows(t, "filters_golden_matches.tsv") {
		lt := linkType(t, r[1])
		frames := packets[lt]
		if want, _ := strconv.Atoi(r[4]); want != len(frames) {
			log.Errorf("%s: %d packets, want %d", r[1], len(frames), want)
			continue
		}
		expr := unescape(r[12])
		for _, raw := range []bool{true, false} {
			all++
			p, err := filter.Compile(expr, lt, filter.Options{Netmask: maskOf(r[3]), NoOptimize: raw, Resolver: n})
			if err != nil {
				if errors.Is(err, filter.RejectsAll) && r[5] == "0" {
					right++
					continue
				}
				log.Errorf("%s %q: %v", r[1], expr, err)
				continue
			}
			if h, m := verdicts(p.Insns, frames); h != r[8] {
				log.Errorf("%s %q (unoptimized %v): %d matches, want %s", r[1], expr, raw, m, r[5])
				continue
			}
			right++
		}
	}
	figure(t, "golden verdicts", right, all)
}

// TestRandom compares verdicts of random expressions with those of libpcap's
// programs before its optimizer, which changes the meaning of some.
func TestRandom(t *testing.T) {
	frames := corpus()[linkType(t, "EN10MB")]
	log := limited{t: t}
	right, all, theirs, ours, longer := 0, 0, 0, 0, 0
	for i, r := range rows(t, "random_exprs_golden.tsv") {
		if testing.Short() && i%20 != 0 {
			continue
		}
		expr := unescape(r[8])
		mask := filter.KnownMask(0xffffff00)
		_ = mask
		for _, raw := range []bool{true, false} {
			all++
			p, err := filter.Compile(expr, linkType(t, "EN10MB"), filter.Options{NoOptimize: raw})
			if err != nil {
				if errors.Is(err, filter.RejectsAll) && r[1] == "0" {
					right++
					continue
				}
				log.Errorf("%q: %v", expr, err)
				continue
			}
			if h, m := verdicts(p.Insns, frames); h != r[4] {
				log.Errorf("%q (unoptimized %v): %d matches, want %s\n", expr, raw, m, r[1])
				continue
			}
			right++
			if size, _ := strconv.Atoi(r[7]); !raw && size > 0 {
				theirs, ours = theirs+size, ours+len(p.Insns)
				if len(p.Insns) > size {
					if longer++; longer < 20 {
						t.Logf("longer: %q: %d, libpcap's %d", expr, len(p.Insns), size)
					}
				}
			}
		}
	}
	figure(t, "random verdicts", right, all)
	t.Logf("optimized: %d instructions, libpcap's %d (%.1f %%); longer than libpcap's: %d",
		ours, theirs, 100*float64(ours)/float64(theirs), longer)
}

// TestApply compares what programs return for each packet of a file.
func TestApply(t *testing.T) {
	n := names(t)
	log := limited{t: t}
	right, all := 0, 0
	for _, r := range rows(t, "filters_apply.tsv") {
		path := filepath.Join(shared, r[1])
		if _, err := os.Stat(path); err != nil {
			log.Errorf("%v", err)
			continue
		}
		lt, frames := readFrames(path)
		expr := unescape(r[6])
		for _, raw := range []bool{true, false} {
			all++
			p, err := filter.Compile(expr, lt, filter.Options{Netmask: maskOf(r[2]), NoOptimize: raw, Resolver: n})
			if errors.Is(err, filter.RejectsAll) && r[4] == "0" {
				right++
				continue
			}
			if err != nil {
				log.Errorf("%s %q: %v", r[1], expr, err)
				continue
			}
			want := strings.Split(r[5], ",")
			ok := len(want) == len(frames)
			for i := 0; ok && i < len(want); i++ {
				ok = (p.Insns.Run(frames[i].data, frames[i].wire) != 0) == (want[i] != "0")
			}
			if !ok {
				log.Errorf("%s %q (unoptimized %v): other packets than %s", r[1], expr, raw, r[5])
				continue
			}
			right++
		}
	}
	figure(t, "apply", right, all)
}
