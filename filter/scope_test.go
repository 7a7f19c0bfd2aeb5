package filter_test

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
)

var (
	hostA = netip.MustParseAddr("10.0.0.1")
	hostB = netip.MustParseAddr("10.0.0.2")
)

// built are packets by name.
func built(t testing.TB) map[string][]byte {
	ip := func() packet.Layer { return &layers.IPv4{Src: hostA, Dst: hostB} }
	ip6 := func() packet.Layer {
		return &layers.IPv6{Src: netip.MustParseAddr("fe80::1"), Dst: netip.MustParseAddr("fe80::2")}
	}
	other := func() packet.Layer {
		return &layers.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	}
	eth := func() packet.Layer { return &layers.Ethernet{Src: layers.MAC{2, 0, 0, 0, 0, 1}} }
	tcp := func(flags byte) packet.Layer {
		l := &layers.TCP{SrcPort: 1024, DstPort: 80}
		for i := range 8 {
			if flags&(1<<i) != 0 {
				l.Flags |= 1 << i
			}
		}
		return l
	}
	udp := func(port uint16) packet.Layer { return &layers.UDP{SrcPort: 40000, DstPort: port} }
	gtp := packet.Raw{0x30, 0xff, 0, 0, 0, 0, 0, 1}
	out := map[string][]byte{}
	for name, p := range map[string]packet.Packet{
		"syn":       {eth(), ip(), tcp(2)},
		"synack":    {eth(), ip(), tcp(18)},
		"fin6":      {eth(), ip6(), tcp(1)},
		"syn6":      {eth(), ip6(), tcp(2)},
		"other":     {eth(), other(), udp(53)},
		"vlan1":     {eth(), &layers.VLAN{ID: 1}, ip(), tcp(2)},
		"vlan2":     {eth(), &layers.VLAN{ID: 2}, ip(), udp(53)},
		"vlan3":     {eth(), &layers.VLAN{ID: 3}, other(), udp(53)},
		"qinq":      {eth(), &layers.VLAN{ID: 1}, &layers.VLAN{ID: 2}, ip(), udp(53)},
		"mpls":      {eth(), &layers.MPLS{Label: 100}, ip(), udp(53)},
		"vxlan7":    {eth(), other(), udp(4789), &layers.VXLAN{VNI: 7}, eth(), ip(), tcp(2)},
		"vxlan8":    {eth(), other(), udp(4789), &layers.VXLAN{VNI: 8}, eth(), other(), udp(53)},
		"vxlanvlan": {eth(), other(), udp(4789), &layers.VXLAN{VNI: 9}, eth(), &layers.VLAN{ID: 1}, ip(), tcp(2)},
		"gre":       {eth(), other(), &layers.GRE{}, ip(), tcp(2)},
		"ipip":      {eth(), other(), ip(), tcp(2)},
		"6in4":      {eth(), other(), ip6(), tcp(2)},
		"gtpu":      {eth(), other(), udp(2152), &gtp},
	} {
		b, err := p.Bytes()
		if err != nil {
			t.Fatal(name, err)
		}
		out[name] = append(b, make([]byte, max(0, 60-len(b)))...)
	}
	return out
}

// matching returns the names of the packets that an expression matches, and fails
// if the optimizer changes them.
func matching(t *testing.T, expr string, o filter.Options) string {
	t.Helper()
	var found []string
	raw := o
	raw.NoOptimize = true
	opt, err := filter.Compile(expr, link.Ethernet, o)
	plain, err2 := filter.Compile(expr, link.Ethernet, raw)
	if err != nil || err2 != nil {
		t.Errorf("%q: %v, %v", expr, err, err2)
		return ""
	}
	packets := built(t)
	for _, name := range []string{"syn", "synack", "fin6", "syn6", "other", "vlan1", "vlan2", "vlan3", "qinq", "mpls",
		"vxlan7", "vxlan8", "vxlanvlan", "gre", "ipip", "6in4", "gtpu"} {
		b := packets[name]
		for n := range b {
			if x, y := plain.Insns.Run(b[:n], len(b)), opt.Insns.Run(b[:n], len(b)); x != y {
				t.Errorf("%q on %d bytes of %s: unoptimized %d, optimized %d", expr, n, name, x, y)
			}
		}
		if opt.Match(b, len(b)) {
			found = append(found, name)
		}
	}
	return strings.Join(found, " ")
}

// TestScoped compares the semantics.
func TestScoped(t *testing.T) {
	for _, c := range []struct {
		expr, libpcap, scoped string // libpcap is not tried if it is empty
	}{
		{"vlan 1 or host 10.0.0.1", "vlan1 vlan2 qinq", "syn synack vlan1 qinq"},
		{"vlan 1 and host 10.0.0.1", "vlan1", "vlan1"},
		{"(vlan 1 or vlan 2) and host 10.0.0.1", "qinq", "vlan1 vlan2"},
		{"not vlan and host 10.0.0.1", "", "syn synack"},
		{"(vlan 1 or ip) and tcp", "vlan1", "syn synack vlan1"},
		{"tcp and (vlan or ip)", "", "syn synack"},
		{"mpls 100 or udp port 53", "mpls", "other mpls"},
		{"vlan and vlan 2 or udp", "qinq", "other qinq vxlan7 vxlan8 vxlanvlan gtpu"},
		{"(vlan and (vlan 2 or udp)) or mpls", "", "vlan2 vlan3 qinq mpls"},
		{"vxlan 7 or vxlan 8 or tcp", "", "syn synack fin6 syn6 vxlan7 vxlan8"},
		{"(vxlan 7 or vxlan 8) and host 10.0.0.1", "", "vxlan7"},
		{"(vxlan and (vlan or ip) and tcp) or mpls", "", "mpls vxlan7 vxlanvlan"},
		{"vxlan and not (vlan and ip) and ip", "", "vxlan7 vxlan8"},
		{"(geneve or ip) and host 10.0.0.1", "", "syn synack"},
	} {
		o := filter.Options{}
		if c.libpcap != "" {
			if got := matching(t, c.expr, o); got != c.libpcap {
				t.Errorf("%q: libpcap's semantics match %q, want %q", c.expr, got, c.libpcap)
			}
		}
		o.Semantics = filter.Scoped
		if got := matching(t, c.expr, o); got != c.scoped {
			t.Errorf("%q: scoped semantics match %q, want %q", c.expr, got, c.scoped)
		}
	}
}

// TestDialectMatches wants the shorthands to find what they are for.
func TestDialectMatches(t *testing.T) {
	for _, c := range [][2]string{
		{"gre", "gre"},
		{"ipip", "ipip 6in4"},
		{"gtp", "gtpu"},
		{"tcpflags syn", "syn synack syn6"},
		{"tcpflags syn,ack", "synack"},
		{"tcpflags any fin, ack", "synack fin6"},
		{"tcpflags only syn", "syn syn6"},
		{"udp port {53, 2152}", "other gtpu"},
		{"host @hosts and not tcpflags ack", "syn fin6 syn6"},
		{"ip and ip[9] = {6, 47}", "syn synack gre"},
		{"ip and ip[9] != {6, 17}", "gre ipip 6in4"},
	} {
		o := filter.Options{Dialect: extended()}
		if got := matching(t, c[0], o); got != c[1] {
			t.Errorf("%q matches %q, want %q", c[0], got, c[1])
		}
	}
}

// TestScopedMetadata has the VLAN tag where Linux puts it, and in the frame.
func TestScopedMetadata(t *testing.T) {
	packets := built(t)
	var many strings.Builder
	for range 30 {
		many.WriteString("vlan 9 and host 1.1.1.1 or ")
	}
	for _, c := range []struct {
		expr                 string
		beside, inside, none bool // is vlan 1 with 10.0.0.1 matched; is it without a tag
	}{
		{"vlan 1 and host 10.0.0.1", true, true, false},
		{"(vlan 1 or vlan 2) and host 10.0.0.1", true, true, false},
		{many.String() + "(vlan 1 and host 10.0.0.1)", true, true, false},
		{"vlan 2 or host 10.0.0.1", true, false, true},
		{"not vlan and tcp", false, false, true},
	} {
		for _, raw := range []bool{false, true} {
			o := filter.Options{Target: filter.Linux, Semantics: filter.Scoped, NoOptimize: raw}
			p, err := filter.Compile(c.expr, link.Ethernet, o)
			if err != nil {
				t.Fatalf("%q: %v", c.expr, err)
			}
			run := func(name string, m bpf.Metadata) bool {
				b := packets[name]
				return p.Insns.RunLinux(b, len(b), &m) != 0
			}
			tag := bpf.Metadata{VLANPresent: true, VLANTag: 1, VLANTPID: 0x8100}
			if a, b, n := run("syn", tag), run("vlan1", bpf.Metadata{}), run("syn", bpf.Metadata{}); a != c.beside || b != c.inside || n != c.none {
				t.Errorf("%q: %v %v %v, want %v %v %v\n%v", c.expr, a, b, n, c.beside, c.inside, c.none, p.Insns)
			}
		}
	}
}

// TestScopedSame wants expressions without headers within headers to be the same for
// all packets but those of IPv6, where transport headers are found.
func TestScopedSame(t *testing.T) {
	n := 0
	var frames []frame
	for _, f := range corpus()[link.Ethernet] {
		if len(f.data) < 14 || f.data[12] != 0x86 || f.data[13] != 0xdd {
			frames = append(frames, f)
		}
	}
	for i, r := range rows(t, "random_exprs_golden.tsv") {
		if i%20 != 0 || strings.Contains(r[8], "vlan") || strings.Contains(r[8], "mpls") || strings.Contains(r[8], "pppoes") ||
			strings.Contains(r[8], "geneve") || strings.Contains(r[8], "vxlan") || strings.Contains(r[8], "lane") ||
			rightOperand.MatchString(r[8]) {
			continue
		}
		a, err := filter.Compile(r[8], link.Ethernet, filter.Options{NoOptimize: true})
		b, err2 := filter.Compile(r[8], link.Ethernet, filter.Options{NoOptimize: true, Semantics: filter.Scoped})
		if (err == nil) != (err2 == nil) {
			t.Errorf("%q: %v, %v", r[8], err, err2)
		}
		if err != nil || err2 != nil {
			continue
		}
		n++
		x, _ := verdicts(a.Insns, frames)
		y, _ := verdicts(b.Insns, frames)
		if x != y {
			t.Errorf("%q differs", r[8])
		}
	}
	if n < 50 {
		t.Errorf("only %d expressions compared", n)
	}
}

// rightOperand finds accesses on the right of an operator, which only libpcap's
// semantics make in packets of other protocols.
var rightOperand = regexp.MustCompile(`[-+*/&|^<>%] *\(*[a-z0-9]+\[`)

// TestScopedBounds wants an end where alternatives multiply.
func TestScopedBounds(t *testing.T) {
	expr := strings.Repeat("(vlan or ip) and ", 40) + "tcp"
	_, err := filter.Compile(expr, link.Ethernet, filter.Options{Semantics: filter.Scoped})
	if !errors.Is(err, filter.Limit) {
		t.Error(err)
	}
	d := extended()
	for name, expr := range hostile() {
		if name == "distinct" { // slow whatever the semantics: TestHostile has it
			continue
		}
		_, err := filter.Compile(expr, link.Ethernet, filter.Options{Semantics: filter.Scoped, Dialect: d})
		var e *filter.Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%s: %T %v", name, err, err)
		}
	}
}

// Sets, and tags that concern only what is joined to them with "and".
func ExampleScoped() {
	o := filter.Options{Dialect: filter.Dialect{Extended: true}, Semantics: filter.Scoped}
	p, err := filter.Compile("vlan 10 and tcp port {80, 443} or gre", link.Ethernet, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.AST)
	// Output: (vlan 10 and (tcp port 80 or tcp port 443)) or proto 47
}
