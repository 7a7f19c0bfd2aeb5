package filter_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// Explain a filter in words and as a listing.
func ExampleProgram_Explain() {
	p, err := filter.Compile("ip src 10.0.0.1 and udp", link.Ethernet, filter.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(p.Explain())
	// Output:
	// all of:
	//   its source is host 10.0.0.1 in ip
	//   the packet is udp
	//
	// (000) ldh      [12]                          ; type of what follows the link-layer header
	// (001) jeq      #0x800           jt 2 jf 7    ; ip
	// (002) ld       [26]                          ; IPv4 source
	// (003) jeq      #0xa000001       jt 4 jf 7    ; 10.0.0.1
	// (004) ldb      [23]                          ; IPv4 protocol
	// (005) jeq      #0x11            jt 6 jf 7    ; udp
	// (006) ret      #262144                       ; accept
	// (007) ret      #0                            ; reject
}

func TestWarnings(t *testing.T) {
	for expr, want := range map[string][]string{
		"tcp or udp and port 53":     {"bind equally"},
		"(tcp or udp) and port 53":   nil,
		"tcp and port 53 or udp":     nil,
		"vlan and ip":                nil,
		"vlan or ip":                 {"on the right of 'vlan'"},
		"not mpls and ip":            {"on the right of 'mpls'"},
		"tcp[13] & 2 != 0":           {"IPv4 packets only"},
		"icmp6[0] = 1 and ip[8] < 5": nil,
		"len = 5 + ip[0]":            {"not checked"},
	} {
		e, err := filter.Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		got := filter.Warnings(e)
		if len(got) != len(want) {
			t.Errorf("%q: %v, want %v", expr, got, want)
			continue
		}
		for i, w := range got {
			if !strings.Contains(w.Msg, want[i]) || w.Column < 1 || w.Column-1+w.Length > len(expr) {
				t.Errorf("%q: %+v, want %q", expr, w, want[i])
			}
		}
	}
}

// TestExplainAll explains whatever compiles.
func TestExplainAll(t *testing.T) {
	n := names(t)
	for _, r := range rows(t, "filters_accept.tsv") {
		p, err := filter.Compile(unescape(r[11]), linkType(t, r[1]), filter.Options{Resolver: n})
		if err != nil {
			continue
		}
		if s := p.Explain(); strings.Count(s, "\n") <= len(p.Insns) {
			t.Errorf("%q: %s", r[11], s)
		}
	}
}

// TestPrint wants every expression to print as one that compiles to the same program.
func TestPrint(t *testing.T) {
	n := names(t)
	check := func(expr string, lt link.Type) {
		a, err := filter.Compile(expr, lt, filter.Options{Resolver: n, NoOptimize: true})
		if err != nil {
			return
		}
		text := a.AST.String()
		b, err := filter.Compile(text, lt, filter.Options{Resolver: n, NoOptimize: true})
		if err != nil {
			t.Errorf("%q prints as %q: %v", expr, text, err)
		} else if a.Insns.String() != b.Insns.String() {
			t.Errorf("%q prints as %q, which is another program", expr, text)
		}
	}
	for _, r := range rows(t, "filters_accept.tsv") {
		check(unescape(r[11]), linkType(t, r[1]))
	}
	for _, r := range rows(t, "random_exprs_golden.tsv") {
		check(unescape(r[8]), link.Ethernet)
	}
}

// slow is a resolver that waits for its context.
type slow struct{ filter.Names }

func (*slow) Service(ctx context.Context, _, _ string) (uint16, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestTimeout(t *testing.T) {
	_, err := filter.Compile("tcp port whatever", link.Ethernet, filter.Options{Resolver: &slow{}, Timeout: 1e6})
	var e *filter.Error
	if !errors.Is(err, filter.Lookup) || !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &e) || e.Column != 10 {
		t.Errorf("%v", err)
	}
}

func TestNamesReaders(t *testing.T) {
	n := &filter.Names{}
	for _, err := range []error{
		n.ReadHosts(strings.NewReader("10.0.0.1 a b # c\n\nfe80::1 A\n")),
		n.ReadEthers(strings.NewReader("1:2:3:4:5:6 a\n")),
		n.ReadNetworks(strings.NewReader("lab 10.1 other\n")),
		n.ReadServices(strings.NewReader("thing 4711/udp alias\n")),
		n.ReadProtocols(strings.NewReader("odd 99 ODD\n")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, expr := range []string{"host a", "ip6 host A", "ether host a", "net other", "udp port alias", "ip proto odd", "gateway a"} {
		if _, err := filter.Compile(expr, link.Ethernet, filter.Options{Resolver: n}); err != nil {
			t.Errorf("%q: %v", expr, err)
		}
	}
	if n.ReadHosts(strings.NewReader("nonsense a\n")) == nil || n.ReadEthers(strings.NewReader("1:2 a\n")) == nil ||
		n.ReadServices(strings.NewReader("x 5\n")) == nil {
		t.Error("damaged files are read")
	}
}

// TestConcurrent compiles the same expressions in several goroutines.
func TestConcurrent(t *testing.T) {
	exprs := []string{"tcp port 80 and host 10.0.0.1", "vxlan and geneve", "ip6 protochain 17", "portrange 1-1024"}
	want := map[string]string{}
	for _, e := range exprs {
		p, err := filter.Compile(e, link.Ethernet, filter.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want[e] = p.Insns.String()
	}
	done := make(chan error)
	for range 8 {
		go func() {
			for range 50 {
				for _, e := range exprs {
					p, err := filter.Compile(e, link.Ethernet, filter.Options{})
					if err == nil && p.Insns.String() != want[e] {
						err = errors.New(e + ": another program")
					}
					if err != nil {
						done <- err
						return
					}
				}
			}
			done <- nil
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
