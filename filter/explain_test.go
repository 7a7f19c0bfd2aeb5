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
	const same = "*"
	for _, c := range []struct {
		expr            string
		libpcap, scoped string // part of the warning; none if it is empty
	}{
		{"tcp or udp and port 53", "bind equally", same},
		{"(tcp or udp) and port 53", "", same},
		{"tcp and port 53 or udp", "", same},
		{"vlan and ip", "", same},
		{"vlan or ip", "on the right of 'vlan'", ""},
		{"not mpls and ip", "on the right of 'mpls'", ""},
		{"vlan {1, 2} or ip", "on the right of 'vlan'", ""},
		{"tcp[13] & 2 != 0", "IPv4 packets only", ""},
		{"udp[0] = 1", "IPv4 packets only", ""},
		{"icmp[0] = 1", "", same},
		{"tcpflags syn,ack", "", same},
		{"icmp6[0] = 1 and ip[8] < 5", "", same},
		{"len = 5 + ip[0]", "not checked", ""},
		{"not port 22", "all fragments but the first", same},
		{"not (tcp and port 22)", "", same},
		{"decap (not tcp)", "true if any", same},
		{"not decap (vlan or tcp[13] = 2)", "", same},
		{"decap and not port 5", "true if any", same},
	} {
		e, err := extended().Parse(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		if c.scoped == same {
			c.scoped = c.libpcap
		}
		for s, want := range map[filter.Semantics]string{filter.Libpcap: c.libpcap, filter.Scoped: c.scoped} {
			got := s.Warnings(e)
			if len(got) == 0 && want == "" {
				continue
			}
			if len(got) == 0 || want == "" || !strings.Contains(got[0].Msg, want) || got[0].Column < 1 ||
				got[0].Column-1+got[0].Length > len(c.expr) {
				t.Errorf("%q, semantics %d: %+v, want %q", c.expr, s, got, want)
			}
		}
	}
}

// TestNotes wants Explain to say what goes for ports, and how far decap looks.
func TestNotes(t *testing.T) {
	for _, c := range []struct {
		expr string
		s    filter.Semantics
		want string // none if it is empty
	}{
		{"port 80", filter.Libpcap, "no extension header and no fragment header"},
		{"ip and (tcp or not port 80)", filter.Scoped, "up to 6 extension headers are looked past"},
		{"tcp", filter.Scoped, ""},
		{"decap port 80", filter.Libpcap, "past up to 8 tags, labels and tunnels"},
	} {
		p, err := filter.Compile(c.expr, link.Ethernet, filter.Options{Dialect: extended(), Semantics: c.s})
		if err != nil {
			t.Fatal(err)
		}
		s := p.Explain()
		if !strings.Contains(s, c.want) || (c.want == "") == strings.Contains(s, "note: ") {
			t.Errorf("%q: %s", c.expr, s)
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
