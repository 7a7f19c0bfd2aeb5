package filter_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
)

// chains are frames with extension headers, by name.
func chains(t testing.TB) map[string][]byte {
	ip6 := func() packet.Layer {
		return &layers.IPv6{Src: netip.MustParseAddr("fe80::1"), Dst: netip.MustParseAddr("fe80::2")}
	}
	ip4 := func(off uint16) packet.Layer { return &layers.IPv4{Src: hostA, Dst: hostB, FragOff: off} }
	tcp := func() packet.Layer { return &layers.TCP{SrcPort: 1024, DstPort: 80, Flags: 2} }
	udp := func() packet.Layer { return &layers.UDP{SrcPort: 1024, DstPort: 53} }
	hop := func() packet.Layer { return &layers.IPv6HopByHop{} }
	opt := func() packet.Layer { return &layers.IPv6DestOpts{} }
	long := func() packet.Layer {
		return &layers.IPv6DestOpts{Options: []byte{30, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}}
	}
	route := func() packet.Layer { return &layers.IPv6SourceRoute{} }
	ah := func() packet.Layer { return &layers.AH{SPI: 1, ICV: make([]byte, 12)} }
	frag := func(off uint16) packet.Layer { return &layers.IPv6Fragment{Offset: off, More: off == 0} }
	icmp := func() packet.Layer { r := packet.Raw{128, 0, 0, 0, 0, 1, 0, 1}; return &r }
	out := map[string][]byte{}
	for name, p := range map[string]packet.Packet{
		"tcp4":      {ip4(0), tcp()},
		"later4":    {ip4(10), tcp()},
		"tcp6":      {ip6(), tcp()},
		"hop":       {ip6(), hop(), tcp()},
		"route":     {ip6(), hop(), route(), udp()},
		"long":      {ip6(), long(), tcp()},
		"ah":        {ip6(), hop(), ah(), tcp()},
		"first":     {ip6(), hop(), frag(0), tcp()},
		"later":     {ip6(), hop(), frag(10), tcp()},
		"laterhop":  {ip6(), frag(10), opt(), tcp()},
		"icmp":      {ip6(), hop(), opt(), &layers.IPv6DestOpts{NextHeader: packet.Fix(layers.IPProto(58))}, icmp()},
		"six":       {ip6(), hop(), opt(), route(), frag(0), ah(), opt(), tcp()},
		"seven":     {ip6(), hop(), opt(), route(), frag(0), ah(), opt(), opt(), tcp()},
		"two":       {ip6(), hop(), opt(), udp()},
		"nothing":   {ip6(), hop()},
		"unrelated": {&layers.ARP{}},
	} {
		out[name] = made(t, append(packet.Packet{&layers.Ethernet{}}, p...)...)
	}
	return out
}

// TestExtensionHeaders wants what is behind them to be found with Scoped, and no ports
// in fragments that have none.
func TestExtensionHeaders(t *testing.T) {
	frames := chains(t)
	for _, c := range []struct{ expr, want, libpcap string }{
		{"tcp port 80", "ah first hop long six tcp4 tcp6", "tcp4 tcp6"},
		{"src port 1024", "ah first hop long route six tcp4 tcp6 two", "tcp4 tcp6"},
		{"tcp", "ah first hop later later4 long six tcp4 tcp6", "later4 tcp4 tcp6"},
		{"ip6 and tcp", "ah first hop later long six tcp6", "tcp6"},
		{"udp", "route two", ""},
		{"udp dst port {53, 54}", "route two", ""},
		{"tcp portrange 70-90", "ah first hop long six tcp4 tcp6", "tcp4 tcp6"},
		{"tcp[13] & 2 != 0", "ah first hop long six tcp4 tcp6", "tcp4"},
		{"tcp[tcpflags] = tcp-syn and ip6", "ah first hop long six tcp6", "-"},
		{"tcpflags only syn", "ah first hop long six tcp4 tcp6", "tcp4 tcp6"},
		{"20 <= 1 + tcp[2:2]", "ah first hop long six tcp4 tcp6", "*"},
		{"icmp6", "icmp", ""},
		{"icmp6[icmp6type] = icmp6-echo", "icmp", ""},
		{"proto 6", "ah first hop later later4 long six tcp4 tcp6", "later4 tcp4 tcp6"},
		{"ip proto 6", "later4 tcp4", "later4 tcp4"},
		{"ip6 proto 58", "icmp", ""},
		{"ah", "ah six seven", ""},
		{"ip6 proto 60", "icmp laterhop long seven six two", "laterhop long"},
		{"ip6 proto 44", "first later laterhop seven six", "laterhop"},
		{"ip6 proto 0", "ah first hop icmp later nothing route seven six two", "ah first hop icmp later nothing route seven six two"},
		{"ip6 and not (tcp or udp or icmp6)", "laterhop nothing seven", "*"},
	} {
		for _, semantics := range []filter.Semantics{filter.Scoped, filter.Libpcap} {
			want := c.want
			if semantics == filter.Libpcap {
				if want = c.libpcap; want == "-" {
					continue // which no packet can match
				}
			}
			opt, raw := tried(t, c.expr, link.Ethernet, filter.Options{Semantics: semantics})
			var got []string
			for name, f := range frames {
				if opt.Match(f, len(f)) {
					got = append(got, name)
				}
				for n := range f {
					if a, b := opt.Match(f[:n], len(f)), raw.Match(f[:n], len(f)); a != b {
						t.Errorf("%q on %d bytes of %s: optimized %v, unoptimized %v", c.expr, n, name, a, b)
					}
				}
			}
			slices.Sort(got)
			fields := strings.Fields(want)
			slices.Sort(fields)
			if want != "*" && !slices.Equal(got, fields) {
				t.Errorf("%q, semantics %d: %v, want %v", c.expr, semantics, got, fields)
			}
		}
	}
}

// TestScopedInTunnels wants extension headers to be looked past behind tags too, and
// the walk for one place not to be taken for that of another.
func TestScopedInTunnels(t *testing.T) {
	frames := chains(t)
	ts := tunnels(t)
	hop := inside{0x86dd, frames["hop"][14:]}
	tagged, _ := ts["vlan 8100"](hop)
	twice, _ := ts["vlan 8100"](tagged)
	session, _ := ts["pppoe"](hop)
	vxlan, _ := ts["vxlan over 6 with options"](hop)
	geneve, _ := ts["geneve options over 4"](tagged)
	all := map[string][]byte{"hop": frames["hop"], "vlan": tagged.ethernet(), "qinq": twice.ethernet(),
		"pppoe": session.ethernet(), "vxlan": vxlan.ethernet(), "geneve": geneve.ethernet()}
	for expr, want := range map[string]string{
		"vlan 5 and tcp port 80":                                                                "vlan",
		"(vlan {4, 5} and tcp port 80) or tcp port 80":                                          "hop vlan",
		"tcp port 80 or (vlan and tcp port 80) or (vlan and vlan 5 and tcp[2:2] = 80)":          "hop qinq vlan",
		"tcp port 81 or (vlan and tcp port 80) or (pppoes 7 and tcp port 80)":                   "pppoe vlan",
		"vxlan {7, 8} and tcp port 80":                                                          "vxlan",
		"vxlan {8, 9} and tcp port 80":                                                          "",
		"geneve 7 and vlan 5 and tcp port 80 or udp port 6081":                                  "geneve",
		"udp port 99 or (vxlan and tcp dst port 80) or (geneve and vlan and tcp port 80)":       "geneve vxlan",
		"(vlan and vlan and ip6) or (mpls and udp) or (pppoes and udp) or (vxlan and ip6[6]=0)": "qinq vxlan",
	} {
		opt, raw := tried(t, expr, link.Ethernet, filter.Options{Semantics: filter.Scoped})
		var got []string
		for name, f := range all {
			if opt.Match(f, len(f)) {
				got = append(got, name)
			}
			for n := range f {
				if a, b := opt.Match(f[:n], len(f)), raw.Match(f[:n], len(f)); a != b {
					t.Errorf("%q on %d bytes of %s: optimized %v, unoptimized %v", expr, n, name, a, b)
				}
			}
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", expr, s, want)
		}
	}
}

// TestTunnelPorts moves tunnels to other ports, in the language and by options.
func TestTunnelPorts(t *testing.T) {
	frame := func(name string, port uint16) []byte {
		p, ok := tunnels(t)[name+" over 4"](inner(t)["4"])
		if !ok {
			t.Fatal(name)
		}
		f := p.ethernet()
		f[14+20+2], f[14+20+3] = byte(port>>8), byte(port)
		return f
	}
	ports := filter.TunnelPorts{VXLAN: []uint16{8472, 4789}, Geneve: []uint16{6000}, GTPU: []uint16{3000}}
	for _, c := range []struct {
		expr, tunnel string
		port         uint16
		o            filter.Options
		want         bool
	}{
		{"vxlan and host 10.0.0.1", "vxlan", 4789, filter.Options{}, true},
		{"vxlan and host 10.0.0.1", "vxlan", 8472, filter.Options{}, false},
		{"vxlan port 8472 and host 10.0.0.1", "vxlan", 8472, filter.Options{}, true},
		{"vxlan port {1, 8472} and host 10.0.0.1", "vxlan", 8472, filter.Options{}, true},
		{"vxlan {6, 7} port {1, 8472} and host 10.0.0.1", "vxlan", 8472, filter.Options{}, true},
		{"vxlan 6 port 8472 and host 10.0.0.1", "vxlan", 8472, filter.Options{}, false},
		{"vxlan 7 and host 10.0.0.1", "vxlan", 8472, filter.Options{Ports: ports}, true},
		{"vxlan port 4789 and host 10.0.0.1", "vxlan", 8472, filter.Options{Ports: ports}, false},
		{"geneve 7 port 6082 and host 10.0.0.1", "geneve", 6082, filter.Options{}, true},
		{"geneve and host 10.0.0.1", "geneve", 6000, filter.Options{Ports: ports}, true},
		{"geneve and host 10.0.0.1", "geneve", 6081, filter.Options{Ports: ports}, false},
		{"gtp", "gtp", 2152, filter.Options{}, true},
		{"gtp", "gtp", 3000, filter.Options{Ports: ports}, true},
		{"gtp", "gtp", 2123, filter.Options{Ports: ports}, true},
		{"gtp port {3001, 3002}", "gtp", 3002, filter.Options{Ports: ports}, true},
		{"gtp port 3001", "gtp", 3000, filter.Options{Ports: ports}, false},
		{"decap host 10.0.0.1", "gtp", 3000, filter.Options{Ports: ports}, true},
		{"decap host 10.0.0.1", "gtp", 2152, filter.Options{Ports: ports}, false},
		{"decap host 10.0.0.1", "vxlan", 8472, filter.Options{Ports: ports}, true},
		{"decap host 10.0.0.1", "geneve", 6000, filter.Options{Ports: ports}, true},
	} {
		f := frame(c.tunnel, c.port)
		for _, s := range []filter.Semantics{filter.Libpcap, filter.Scoped} {
			c.o.Semantics = s
			opt, raw := tried(t, c.expr, link.Ethernet, c.o)
			if a, b := opt.Match(f, len(f)), raw.Match(f, len(f)); a != c.want || b != c.want {
				t.Errorf("%q, port %d: %v %v, want %v", c.expr, c.port, a, b, c.want)
			}
		}
	}
	for _, c := range []struct {
		expr   string
		kind   filter.Kind
		column int
		o      filter.Options
	}{
		{"ip or vxlan port 70000", filter.Range, 18, filter.Options{}},
		{"vxlan port 0", filter.Range, 12, filter.Options{}},
		{"vxlan port x", filter.Syntax, 12, filter.Options{}},
		{"vlan port 80", filter.Syntax, 6, filter.Options{}},
		{"vxlan", filter.Range, 1, filter.Options{Ports: filter.TunnelPorts{VXLAN: []uint16{0}}}},
		{"decap ip", filter.Limit, 1, filter.Options{Ports: filter.TunnelPorts{GTPU: make([]uint16, 1000)}}},
	} {
		c.o.Dialect = extended()
		_, err := filter.Compile(c.expr, link.Ethernet, c.o)
		var e *filter.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Column != c.column {
			t.Errorf("%q: %v, want %v at column %d", c.expr, err, c.kind, c.column)
		}
	}
}

// TestSets wants one of several numbers to be enough, without several headers.
func TestSets(t *testing.T) {
	p := inner(t)["4"]
	ts := tunnels(t)
	tagged, _ := ts["vlan 8100"](p)
	labelled, _ := ts["mpls"](p)
	session, _ := ts["pppoe"](p)
	frames := map[string][]byte{"vlan": tagged.ethernet(), "mpls": labelled.ethernet(), "pppoe": session.ethernet()}
	for _, c := range []struct {
		expr, frame string
		want        bool
	}{
		{"vlan {1, 5} and host 10.0.0.1", "vlan", true},
		{"vlan {5,1} and host 10.0.0.1", "vlan", true},
		{"vlan {1, 2} and host 10.0.0.1", "vlan", false},
		{"not vlan {1, 2}", "vlan", true},
		{"vlan @tags and tcp", "vlan", true},
		{"mpls {99, 100} and tcp", "mpls", true},
		{"mpls {99, 101} and tcp", "mpls", false},
		{"pppoes {0x7, 010} and tcp", "pppoe", true},
		{"ether proto {0x8100, 0x8847}", "mpls", true},
		{"vlan and icmp[icmptype] = {8, 0}", "vlan", false},
	} {
		for _, target := range []filter.Target{filter.File, filter.Linux} {
			opt, raw := tried(t, c.expr, link.Ethernet, filter.Options{Target: target})
			f := frames[c.frame]
			if a, b := opt.Insns.RunLinux(f, len(f), nil) != 0, raw.Insns.RunLinux(f, len(f), nil) != 0; a != c.want || b != c.want {
				t.Errorf("%q on %s: %v %v", c.expr, c.frame, a, b)
			}
		}
	}
}

// TestRandomSemantics compares optimized and unoptimized programs of random expressions of
// the extended dialect on random packets in tunnels.
func TestRandomSemantics(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	var frames [][]byte
	for _, f := range chains(t) {
		frames = append(frames, f)
		if f[12] != 0x86 && f[12] != 8 {
			continue
		}
		p := inside{uint16(f[12])<<8 | uint16(f[13]), f[14:]}
		for _, put := range tunnels(t) {
			if q, ok := put(p); ok && rnd.IntN(3) == 0 {
				frames = append(frames, q.ethernet())
			}
		}
	}
	slices.SortFunc(frames, bytes.Compare)
	primitives := []string{"vlan", "vlan {4, 5}", "vlan 5", "mpls", "mpls {100, 102}", "pppoes", "vxlan", "vxlan {6, 7}", "geneve", "gtp", "gre",
		"ipip", "tcp", "udp", "icmp6", "ah", "ip6 proto 60", "proto 0", "port 80", "port {53, 80, 1024}", "tcp portrange 70-90", "src port 1024",
		"udp dst port 4789", "tcp[13] & 2 != 0", "tcp[2:2] = udp[2:2]", "icmp6[0] > 5", "len + tcp[12] > 80", "host 10.0.0.1", "ip6 host fe80::1",
		"ether src 2:0:0:0:0:8", "ether[0] & 1 = 0", "ip", "ip6", "arp", "tcpflags any syn,fin", "ip6[6] = {0, 6, 60}", "less 90", "multicast", "inbound"}
	var expr func(depth int, decap bool) string
	expr = func(depth int, decap bool) string {
		switch n := rnd.IntN(10); {
		case depth == 0 || n < 2:
			return primitives[rnd.IntN(len(primitives))]
		case n < 5:
			return "(" + expr(depth-1, decap) + " and " + expr(depth-1, decap) + ")"
		case n < 8:
			return "(" + expr(depth-1, decap) + " or " + expr(depth-1, decap) + ")"
		case n == 8 && !decap:
			return "decap (" + expr(depth-1, true) + ")"
		}
		return "not " + expr(depth-1, decap)
	}
	n := 0
	for i := range 400 {
		text := expr(1+i%5, false)
		o := filter.Options{Dialect: extended(), Semantics: filter.Semantics(i % 2), Target: filter.Target(i / 2 % 2),
			NoOptimize: true, MaxInsns: 1 << 17}
		lt := []link.Type{link.Ethernet, link.Ethernet, link.LinuxSLL2}[i%3]
		raw, err := filter.Compile(text, lt, o)
		if err != nil {
			if !errors.Is(err, filter.Unsupported) && !errors.Is(err, filter.RejectsAll) && !errors.Is(err, filter.Limit) {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		o.NoOptimize = false
		opt, err := filter.Compile(text, lt, o)
		if errors.Is(err, filter.RejectsAll) {
			opt = &filter.Program{Insns: bpf.Reject()}
		} else if err != nil {
			t.Errorf("%q: only the optimizer fails: %v", text, err)
			continue
		}
		for _, p := range []*filter.Program{raw, opt} {
			if len(p.Insns) <= bpf.MaxInstructions && o.Target == filter.Linux && bpf.Validate(p.Insns) != nil {
				t.Errorf("%q: %v", text, bpf.Validate(p.Insns))
			}
		}
		m := &bpf.Metadata{VLANPresent: i%5 == 0, VLANTag: 5, VLANTPID: 0x8100}
		for range 30 {
			f := frames[rnd.IntN(len(frames))]
			if lt == link.LinuxSLL2 {
				f = slices.Concat(f[12:14], make([]byte, 18), f[14:])
			}
			f = slices.Clone(f)
			for range rnd.IntN(3) {
				f[rnd.IntN(len(f))] = byte(rnd.Uint32())
			}
			for k := len(f); k > 0; k -= 1 + rnd.IntN(12) {
				n++
				if a, b := raw.Insns.RunLinux(f[:k], len(f), m), opt.Insns.RunLinux(f[:k], len(f), m); a != b {
					t.Fatalf("%q, options %d, %v on %d bytes of %x: unoptimized %d, optimized %d", text, i%4, lt, k, f, a, b)
				}
			}
		}
	}
	t.Logf("%d pairs", n)
}
