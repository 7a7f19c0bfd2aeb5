package filter_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// expressions are long and short, right and wrong.
func expressions() []string {
	hosts, _ := hostList(200)
	return []string{
		"tcp port 80 and host 10.0.0.1", "ip", "vlan 5 and (tcp or udp port 53)", "geneve and host 1.2.3.4", hosts,
		"ip[0] & 15 > 5 and not icmp6", "host", "tcp and udp and", "ether host 02:00:00:00:00:01 or arp",
		"ip protochain 6", "port 99999", "ip proto 300", "len > 60 and ip[2:2] * 3 < len", "ip and not ip",
	}
}

type outcome struct {
	insns bpf.Program
	tree  string
	err   string
}

func compileAll(t *testing.T, exprs []string) (out []outcome, kept []*filter.Program) {
	for _, x := range exprs {
		p, err := filter.Compile(x, link.Ethernet, filter.Options{})
		kept = append(kept, p)
		if err != nil {
			out = append(out, outcome{err: err.Error()})
			continue
		}
		out = append(out, outcome{insns: slices.Clone(p.Insns), tree: strings.Clone(p.AST.String())})
	}
	return out, kept
}

// TestWorkspaces compiles in many goroutines at once, and again after errors. What was
// compiled before stays what it is.
func TestWorkspaces(t *testing.T) {
	exprs := expressions()
	want, kept := compileAll(t, exprs)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				got, _ := compileAll(t, exprs)
				for i := range got {
					if !slices.Equal(got[i].insns, want[i].insns) || got[i].tree != want[i].tree || got[i].err != want[i].err {
						t.Errorf("%q: %v, want %v", exprs[i], got[i], want[i])
					}
				}
			}
		})
	}
	wg.Wait()
	for i, p := range kept {
		if p != nil && (!slices.Equal(p.Insns, want[i].insns) || p.AST.String() != want[i].tree) {
			t.Errorf("%q changed after it was compiled", exprs[i])
		}
	}
}

// TestCompileAllocs holds Compile to what its result needs, and a little more.
func TestCompileAllocs(t *testing.T) {
	const most = 24 // it is about 8, but under the race detector pools lose things
	n := testing.AllocsPerRun(200, func() {
		if _, err := filter.Compile("tcp port 80 and host 10.0.0.1", link.Ethernet, filter.Options{}); err != nil {
			t.Fatal(err)
		}
	})
	if n > most {
		t.Errorf("%.0f allocations, want at most %d", n, most)
	}
}
