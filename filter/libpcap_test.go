package filter_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// decimal reads a program of the shared tables.
func decimal(t *testing.T, s string) bpf.Program {
	t.Helper()
	list := strings.Split(s, ";")
	p, err := bpf.ParseDecimal(strconv.Itoa(len(list)) + "\n" + strings.Join(list, "\n") + "\n")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// samples returns packets of a link type, some of random bytes with small numbers
// in them, some cut off anywhere.
func samples(r *rand.Rand, lt link.Type, n int) (out []frame) {
	real := corpus()[lt]
	for range n {
		var b []byte
		if len(real) > 0 && r.IntN(3) > 0 {
			f := real[r.IntN(len(real))]
			b = append(b, f.data[:min(len(f.data), 300)]...)
			if len(b) > 0 && r.IntN(4) == 0 {
				b[r.IntN(len(b))] = byte(r.UintN(256))
			}
		} else {
			b = make([]byte, r.IntN(120))
			for i := range b {
				b[i] = byte(r.UintN(256)) >> r.UintN(8)
			}
		}
		if r.IntN(2) == 0 {
			b = b[:r.IntN(len(b)+1)]
		}
		out = append(out, frame{b, len(b) + r.IntN(20)})
	}
	return out
}

// TestLibpcapPrograms runs libpcap's own unoptimized programs and ours beside each
// other on whole, cut and damaged packets.
func TestLibpcapPrograms(t *testing.T) {
	n := names(t)
	r := rand.New(rand.NewPCG(7, 8))
	log := limited{t: t}
	right, all := 0, 0
	seen := map[string]bool{}
	for _, row := range rows(t, "filters_accept.tsv") {
		o := acceptOptions(row, n)
		key := row[1] + row[6] + row[7] + row[11]
		if row[8] != "-" || !o.NoOptimize || seen[key] {
			continue
		}
		seen[key] = true
		lt := linkType(t, row[1])
		theirs := decimal(t, row[10])
		if _, err := filter.Compile(unescape(row[11]), lt, o); err != nil {
			t.Fatal(err)
		}
		all++
		if sameVerdicts(&log, r, row, theirs, lt, o) {
			right++
		}
	}
	figure(t, "verdicts of libpcap's programs", right, all)
}

// sameVerdicts compares our two programs with libpcap's.
func sameVerdicts(log *limited, r *rand.Rand, row []string, theirs bpf.Program, lt link.Type, o filter.Options) bool {
	expr := unescape(row[11])
	for _, raw := range []bool{true, false} {
		o.NoOptimize = raw
		p, err := filter.Compile(expr, lt, o)
		if err != nil {
			continue // no packet matches
		}
		for _, f := range samples(r, lt, 300) {
			a, b := theirs.Run(f.data, f.wire), p.Insns.Run(f.data, f.wire)
			if o.Target == filter.Linux {
				m := &bpf.Metadata{PacketType: uint8(r.IntN(5)), VLANPresent: r.IntN(2) == 0, VLANTag: uint16(r.UintN(4096))}
				a, b = theirs.RunLinux(f.data, f.wire, m), p.Insns.RunLinux(f.data, f.wire, m)
			}
			if a != b {
				log.Errorf("%s %q (unoptimized %v): %d, libpcap's %d for %x", row[1], expr, raw, b, a, f.data)
				return false
			}
		}
	}
	return true
}

// TestOptimizer compares optimized and unoptimized programs of random expressions
// on random packets. FILTER_PAIRS is how many pairs; the default is small.
func TestOptimizer(t *testing.T) {
	pairs := 200000
	if s := os.Getenv("FILTER_PAIRS"); s != "" {
		pairs, _ = strconv.Atoi(s)
	}
	table := rows(t, "random_exprs_golden.tsv")
	r := rand.New(rand.NewPCG(9, 10))
	const each = 1000
	done := 0
	for ; done < pairs; done += each {
		expr := unescape(table[r.IntN(len(table))][8])
		if r.IntN(2) == 0 {
			expr = "(" + expr + ") " + []string{"and", "or", "and not", "or not"}[r.IntN(4)] + " (" +
				unescape(table[r.IntN(len(table))][8]) + ")"
		}
		raw, err := filter.Compile(expr, link.Ethernet, filter.Options{NoOptimize: true})
		if err != nil {
			t.Fatal(err)
		}
		opt := bpf.Reject()
		if p, err := filter.Compile(expr, link.Ethernet, filter.Options{}); err == nil {
			opt = p.Insns
		}
		for _, f := range samples(r, link.Ethernet, each) {
			if a, b := raw.Insns.Run(f.data, f.wire), opt.Run(f.data, f.wire); a != b {
				t.Fatalf("%q: unoptimized %d, optimized %d for %x\n%v\n%v", expr, a, b, f.data, raw.Insns, opt)
			}
		}
	}
	t.Logf("%d pairs", done)
}

// TestProtoChainLinux wants a program without backward jumps for Linux.
func TestProtoChainLinux(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, expr := range []string{"ip6 protochain 17", "ip protochain 6", "protochain 50", "not ip6 protochain 58 and udp"} {
		a, err := filter.Compile(expr, link.Ethernet, filter.Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := filter.Compile(expr, link.Ethernet, filter.Options{Target: filter.Linux})
		if err != nil {
			t.Fatal(err)
		}
		if err := bpf.Validate(b.Insns); err != nil {
			t.Fatal(err)
		}
		for _, f := range samples(r, link.Ethernet, 3000) {
			if x, y := a.Match(f.data, f.wire), b.Match(f.data, f.wire); x != y {
				t.Fatalf("%s: loop %v, unrolled %v for %x", expr, x, y, f.data)
			}
		}
	}
}
