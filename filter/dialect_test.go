package filter_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/link"
)

// openFrom opens lists in memory.
func openFrom(files map[string]string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		text, ok := files[name]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
}

// extended is the dialect with a few lists.
func extended() filter.Dialect {
	return filter.Dialect{Extended: true, Open: openFrom(map[string]string{
		"hosts": "# ours\n10.0.0.1 10.0.0.2, # two on a line\n\nfe80::1\n",
		"ports": "80,443\n8080", "tags": "4\n5",
		"protos": "tcp\nudp",
		"empty":  "# nothing\n",
		"bad":    "10.0.0.1\n10.0.0.2 ]\n",
		"nested": "@hosts",
		"large":  strings.Repeat("10.0.0.1\n", filter.MaxListBytes/9+1),
	})}
}

// TestDialectPrints wants libpcap's language of ours.
func TestDialectPrints(t *testing.T) {
	for _, c := range [][2]string{
		{"tcp port {80, 443}", "tcp port 80 or tcp port 443"},
		{"ip and not src host { 10.0.0.1,fe80::1 } and udp", "ip and not (src host 10.0.0.1 or src host fe80::1) and udp"},
		{"net {10.0.0.0/8, 192.168, fe80::/10}", "net 10.0.0.0/8 or net 192.168 or net fe80::/10"},
		{"ether host {00:11:22:33:44:55, 2:0:0:0:0:1}", "link host 00:11:22:33:44:55 or link host 2:0:0:0:0:1"},
		{"portrange {1-5, 10-20}", "portrange 1-5 or portrange 10-20"},
		{"proto {tcp, \\udp,47, gre}", `proto \tcp or proto \udp or proto 47 or proto gre`},
		{"port 22 or {80}", "port 22 or port 80"},
		{"port (22 or {80, 81})", "port 22 or (port 80 or port 81)"},
		{"tcp[0] = {1, 2+3}", "tcp[0] = 1 or tcp[0] = 2 + 3"},
		{"ip and ip[8] != {1,64}", "ip and (ip[8] != 1 and ip[8] != 64)"},
		{"host @hosts", "host 10.0.0.1 or host 10.0.0.2 or host fe80::1"},
		{"udp dst port {53, @ports}", "udp dst port 53 or udp dst port 80 or udp dst port 443 or udp dst port 8080"},
		{"len = @ports", "len = 80 or len = 443 or len = 8080"},
		{"ip proto @protos", `ip proto \tcp or ip proto \udp`},
		{"gre", "proto 47"},
		{"not gre and ipip", "not proto 47 and (proto 4 or proto 41)"},
		{"ip proto gre", "ip proto gre"},
		{"proto (gre or \\esp) or host \\gre", `(proto gre or proto \esp) or host gre`},
		{"port 53 or gtp", "port 53 or gtp"},
		{"tcpflags syn,ack", "tcp[13] & 18 = 18 or (ip6[6] = 6 and ip6[53] & 18 = 18)"},
		{"tcpflags any syn, fin", "tcp[13] & 3 != 0 or (ip6[6] = 6 and ip6[53] & 3 != 0)"},
		{"tcpflags only syn", "tcp[13] = 2 or (ip6[6] = 6 and ip6[53] = 2)"},
		{"tcp[tcpflags] & tcp-syn != 0", "tcp[13] & 2 != 0"},
	} {
		e, err := extended().Parse(c[0])
		if err != nil {
			t.Errorf("%q: %v", c[0], err)
			continue
		}
		if got := e.String(); got != c[1] {
			t.Errorf("%q prints as %q, want %q", c[0], got, c[1])
		}
		if again, err := extended().Parse(e.String()); err != nil || again.String() != e.String() {
			t.Errorf("%q prints as %q and that as %v, %v", c[0], e, again, err)
		}
	}
}

// TestDialectErrors wants the place of the fault.
func TestDialectErrors(t *testing.T) {
	for _, c := range []struct {
		expr   string
		kind   filter.Kind
		column int
		msg    string
	}{
		{"port {80, }", filter.Syntax, 11, "identifier"},
		{"port {80 443}", filter.Syntax, 10, "'}'"},
		{"port {}", filter.Syntax, 7, "identifier"},
		{"port {80", filter.Syntax, 9, "too early"},
		{"ip and {80}", filter.Syntax, 8, "qualifier"},
		{"ip[0] < {1}", filter.Syntax, 9, "="},
		{"host @", filter.Syntax, 6, "'@'"},
		{"@hosts", filter.Syntax, 1, "qualifier"},
		{"host @none", filter.Lookup, 6, "not exist"},
		{"host @empty", filter.Syntax, 6, "nothing"},
		{"host @bad", filter.Syntax, 6, "line 2"},
		{"host @nested", filter.Syntax, 6, "line 1"},
		{"host @large", filter.Limit, 6, "longer"},
		{"host {" + strings.Repeat("@hosts,", 300) + "a}", filter.Limit, 7 + 256*7, "lists"},
		{"tcpflags nonce", filter.UnknownName, 10, "nonce"},
		{"tcpflags any", filter.Syntax, 13, "flag"},
		{"ip and port {80, 99999}", filter.Range, 18, "99999"},
	} {
		_, err := filter.Compile(c.expr, link.Ethernet, filter.Options{Dialect: extended()})
		var e *filter.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Column != c.column || !strings.Contains(e.Msg, c.msg) {
			t.Errorf("%q: %v, want %v at column %d with %q", short(c.expr), err, c.kind, c.column, c.msg)
		}
	}
	_, err := filter.Dialect{Extended: true}.Parse("host @hosts")
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("without Open: %v", err)
	}
}

func short(s string) string { return s[:min(len(s), 60)] }

// TestDialectOff wants nothing new where the dialect is libpcap's.
func TestDialectOff(t *testing.T) {
	for _, expr := range []string{"port {80}", "host @hosts", "gre", "ipip", "gtp", "tcpflags syn", "ip[0] = {1}", "ip and gre"} {
		if e, err := (filter.Dialect{Open: extended().Open}).Parse(expr); err == nil {
			t.Errorf("%q is accepted as %q", expr, e)
		}
	}
}

// TestDialectSame wants every expression of libpcap's language to mean the same
// in the extended one.
func TestDialectSame(t *testing.T) {
	d := extended()
	for _, r := range rows(t, "random_exprs_golden.tsv") {
		a, err := filter.Parse(r[8])
		b, err2 := d.Parse(r[8])
		if err != nil || err2 != nil || a.String() != b.String() {
			t.Errorf("%q: %v, %v; %v, %v", r[8], a, err, b, err2)
		}
	}
}

// TestSetIsTree wants a list of many hosts to become a search.
func TestSetIsTree(t *testing.T) {
	var list bytes.Buffer
	for i := range 1000 {
		fmt.Fprintf(&list, "10.%d.%d.%d\n", i%7, i/7, i%250)
	}
	d := filter.Dialect{Extended: true, Open: openFrom(map[string]string{"block": list.String()})}
	p, err := filter.Compile("ip and dst host @block", link.Ethernet, filter.Options{Dialect: d, Target: filter.Linux})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Insns) > bpf.MaxInstructions || !p.Match(ipv4(1, 10<<24|1<<16|1), 60) && !p.Match(ipv4(1, 10<<24), 60) {
		t.Errorf("%d instructions", len(p.Insns))
	}
}

func FuzzDialect(f *testing.F) {
	for _, s := range []string{"port {80, @ports} or gre", "ip[0] = {1,2} and not tcpflags any syn,fin", "host @hosts", "proto {\\tcp,gre}", "gtp or @"} {
		f.Add(s)
	}
	d := extended()
	f.Fuzz(func(t *testing.T, expr string) {
		e, err := d.Parse(expr)
		if err != nil {
			var fe *filter.Error
			if !errors.As(err, &fe) || fe.Column < 1 || fe.Column-1+fe.Length > len(expr) {
				t.Fatalf("%v", err)
			}
			fe.Caret()
			return
		}
		if e == nil {
			return
		}
		if again, err := extended().Parse(e.String()); err != nil || again.String() != e.String() {
			t.Fatalf("%q prints as %q and that as %v, %v", expr, e, again, err)
		}
	})
}

// FuzzSemantics compares optimized programs with unoptimized ones, in the extended
// dialect, with both semantics and targets.
func FuzzSemantics(f *testing.F) {
	frames := [][]byte{}
	for _, c := range chains(f) {
		frames = append(frames, c)
	}
	for i, s := range []string{
		"decap (host 10.0.0.1 and port {80, 53})", "vlan {1, 5} and (tcp[13] = 2 or udp port 53) or gtp", "not decap (not tcp)",
		"vxlan 7 port 4789 and (ip6 proto 60 or tcpflags syn)", "icmp6[0] = 128 or ah or 1 + tcp[0] = udp[2]", "decap and ip6 and vlan or mpls",
		"(vlan or mpls or ip) and portrange 50-100 and not port 53", "geneve and decap (ether[0] = 2 or len < 100)", "",
	} {
		f.Add(s, frames[i%len(frames)], byte(i))
	}
	d := extended()
	f.Fuzz(func(t *testing.T, expr string, pkt []byte, how byte) {
		if len(expr) > 400 || len(pkt) > 300 {
			return
		}
		lt := []link.Type{link.Ethernet, link.LinuxSLL2, link.Raw, link.IEEE80211Radiotap}[how>>2&3]
		o := filter.Options{Dialect: d, Semantics: filter.Semantics(how & 1), Target: filter.Target(how >> 1 & 1), NoOptimize: true,
			Netmask: filter.KnownMask(0xffffff00), MaxInsns: 1 << 16}
		raw, err := filter.Compile(expr, lt, o)
		if err != nil {
			return
		}
		if raw.AST == nil { // the empty expression: nothing to print or to optimize
			return
		}
		if again, err := filter.Compile(raw.AST.String(), lt, o); err != nil || again.Insns.String() != raw.Insns.String() {
			t.Fatalf("%q prints as %q, which is another program: %v", expr, raw.AST, err)
		}
		o.NoOptimize = false
		opt, err := filter.Compile(expr, lt, o)
		if errors.Is(err, filter.RejectsAll) {
			opt = &filter.Program{Insns: bpf.Reject()}
		} else if err != nil {
			t.Fatalf("%q: only the optimizer fails: %v", expr, err)
		}
		m := &bpf.Metadata{VLANPresent: how&0x40 != 0, VLANTag: 5, VLANTPID: 0x8100}
		for n := range len(pkt) + 1 {
			if a, b := raw.Insns.RunLinux(pkt[:n], len(pkt), m), opt.Insns.RunLinux(pkt[:n], len(pkt), m); a != b {
				t.Fatalf("%q on %d bytes of %x: unoptimized %d, optimized %d", expr, n, pkt, a, b)
			}
		}
	})
}

// TestDialectSuggested has errors about words of the extended dialect in the other say so.
func TestDialectSuggested(t *testing.T) {
	for _, expr := range []string{"decap tcp", "gre", "port {80, 443}", "host @hosts"} {
		_, err := filter.Compile(expr, link.Ethernet, filter.Options{})
		if e, ok := errors.AsType[*filter.Error](err); !ok || !strings.Contains(e.Suggestion, "extended dialect") {
			t.Errorf("%s: %v", expr, err)
		}
	}
}
