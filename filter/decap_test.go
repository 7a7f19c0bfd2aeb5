package filter_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/filter"
	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// inside is what a tunnel carries: bytes of an EtherType.
type inside struct {
	typ  uint16
	data []byte
}

func (p inside) ip() bool { return p.typ == 0x800 || p.typ == 0x86dd }

// ethernet puts an Ethernet header before it.
func (p inside) ethernet() []byte {
	h := []byte{2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 8}
	return append(binary.BigEndian.AppendUint16(h, p.typ), p.data...)
}

// made are the bytes of layers.
func made(t testing.TB, ls ...packet.Layer) []byte {
	t.Helper()
	b, err := packet.Packet(ls).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// carriers put a payload of a protocol into IPv4 and IPv6.
func carriers(t testing.TB) map[string]func(proto byte, payload []byte) inside {
	next := func(proto byte) packet.Auto[wire.IPProto] { return packet.Fix(wire.IPProto(proto)) }
	raw := func(b []byte) packet.Layer { r := packet.Raw(b); return &r }
	src4, dst4 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	src6, dst6 := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::2")
	return map[string]func(proto byte, payload []byte) inside{
		"4": func(proto byte, b []byte) inside {
			return inside{0x800, made(t, &layers.IPv4{Src: src4, Dst: dst4, Protocol: next(proto)}, raw(b))}
		},
		"6": func(proto byte, b []byte) inside {
			return inside{0x86dd, made(t, &layers.IPv6{Src: src6, Dst: dst6, NextHeader: next(proto)}, raw(b))}
		},
		"6 with options": func(proto byte, b []byte) inside {
			return inside{0x86dd, made(t, &layers.IPv6{Src: src6, Dst: dst6}, &layers.IPv6HopByHop{},
				&layers.IPv6DestOpts{NextHeader: next(proto)}, raw(b))}
		},
	}
}

// tunnels put a packet into another one; those that cannot carry it return false.
func tunnels(t testing.TB) map[string]func(p inside) (inside, bool) {
	out := map[string]func(p inside) (inside, bool){}
	for _, typ := range []uint16{0x8100, 0x88a8, 0x9100, 0x9200} {
		out[fmt.Sprintf("vlan %x", typ)] = func(p inside) (inside, bool) {
			return inside{typ, append([]byte{0, 5, byte(p.typ >> 8), byte(p.typ)}, p.data...)}, true
		}
	}
	label := func(n uint32, last bool) []byte {
		v := n<<12 | 64
		if last {
			v |= 0x100
		}
		return binary.BigEndian.AppendUint32(nil, v)
	}
	out["mpls"] = func(p inside) (inside, bool) {
		return inside{0x8847, append(label(100, true), p.data...)}, p.ip()
	}
	out["mpls multicast"] = func(p inside) (inside, bool) {
		return inside{0x8848, append(label(100, true), p.data...)}, p.ip()
	}
	out["mpls 3"] = func(p inside) (inside, bool) {
		return inside{0x8847, slices.Concat(label(100, false), label(101, false), label(102, true), p.data)}, p.ip()
	}
	out["mpls ethernet"] = func(p inside) (inside, bool) {
		return inside{0x8847, slices.Concat(label(100, true), []byte{0, 0, 0, 7}, p.ethernet())}, true
	}
	out["pppoe"] = func(p inside) (inside, bool) {
		proto := map[uint16]uint16{0x800: 0x21, 0x86dd: 0x57, 0x8847: 0x281}[p.typ]
		h := []byte{0x11, 0, 0, 7, 0, byte(len(p.data) + 2), byte(proto >> 8), byte(proto)}
		return inside{0x8864, append(h, p.data...)}, proto != 0
	}
	over := func(name string, f func(p inside) (proto byte, payload []byte, ok bool)) {
		for outer, put := range carriers(t) {
			out[name+" over "+outer] = func(p inside) (inside, bool) {
				proto, payload, ok := f(p)
				if !ok {
					return p, false
				}
				return put(proto, payload), true
			}
		}
	}
	over("ip", func(p inside) (byte, []byte, bool) {
		return map[uint16]byte{0x800: 4, 0x86dd: 41}[p.typ], p.data, p.ip()
	})
	for _, flags := range []byte{0, 0x80, 0x20, 0x10, 0xb0} {
		gre := func(typ uint16, data []byte) []byte {
			h := []byte{flags, 0, byte(typ >> 8), byte(typ)}
			for _, f := range []byte{0x80, 0x20, 0x10} {
				if flags&f != 0 {
					h = append(h, 0xab, 0xcd, 0, 0)
				}
			}
			return append(h, data...)
		}
		over(fmt.Sprintf("gre %x", flags), func(p inside) (byte, []byte, bool) { return 47, gre(p.typ, p.data), true })
		over(fmt.Sprintf("gre %x ethernet", flags), func(p inside) (byte, []byte, bool) {
			return 47, gre(0x6558, p.ethernet()), true
		})
	}
	udp := func(name string, port uint16, f func(p inside) ([]byte, bool)) {
		over(name, func(p inside) (byte, []byte, bool) {
			b, ok := f(p)
			return 17, slices.Concat([]byte{0x9c, 0x40, byte(port >> 8), byte(port), 0, byte(len(b) + 8), 0, 0}, b), ok
		})
	}
	udp("vxlan", 4789, func(p inside) ([]byte, bool) {
		return append([]byte{8, 0, 0, 0, 0, 0, 7, 0}, p.ethernet()...), true
	})
	udp("geneve", 6081, func(p inside) ([]byte, bool) {
		return append([]byte{0, 0, 0x65, 0x58, 0, 0, 7, 0}, p.ethernet()...), true
	})
	udp("geneve options", 6081, func(p inside) ([]byte, bool) {
		return slices.Concat([]byte{3, 0, byte(p.typ >> 8), byte(p.typ), 0, 0, 7, 0}, make([]byte, 12), p.data), true
	})
	udp("gtp", 2152, func(p inside) ([]byte, bool) {
		return append([]byte{0x30, 0xff, 0, 0, 0, 0, 0, 1}, p.data...), p.ip()
	})
	udp("gtp sequence", 2152, func(p inside) ([]byte, bool) {
		return append([]byte{0x32, 0xff, 0, 0, 0, 0, 0, 1, 0, 9, 0, 0}, p.data...), p.ip()
	})
	udp("gtp extension", 2152, func(p inside) ([]byte, bool) {
		return append([]byte{0x34, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 9, 0}, p.data...), p.ip()
	})
	udp("gtp extensions", 2152, func(p inside) ([]byte, bool) {
		h := []byte{0x36, 0xff, 0, 0, 0, 0, 0, 1, 0, 9, 0, 0x85, 1, 0, 9, 0xc0, 2, 0, 0, 0, 0, 0, 0, 0}
		return append(h, p.data...), p.ip()
	})
	return out
}

// inner are packets to be found in tunnels.
func inner(t testing.TB) map[string]inside {
	tcp := &layers.TCP{SrcPort: 1024, DstPort: 80, Flags: 2}
	return map[string]inside{
		"4": {0x800, made(t, &layers.IPv4{Src: hostA, Dst: hostB}, tcp)},
		"6": {0x86dd, made(t, &layers.IPv6{Src: netip.MustParseAddr("fe80::1"), Dst: netip.MustParseAddr("fe80::2")}, tcp)},
	}
}

// tried compiles an expression for Ethernet, or another link type, both ways.
func tried(t testing.TB, expr string, lt link.Type, o filter.Options) (opt, raw *filter.Program) {
	t.Helper()
	o.Dialect = extended()
	opt, err := filter.Compile(expr, lt, o)
	o.NoOptimize, o.MaxInsns = true, filter.DefaultMaxInsns
	raw, err2 := filter.Compile(expr, lt, o)
	if err != nil || err2 != nil {
		t.Fatalf("%q: %v, %v", expr, err, err2)
	}
	return opt, raw
}

// TestDecap looks for packets in every tunnel, and in every tunnel in every other.
func TestDecap(t *testing.T) {
	type expectation struct {
		opt, raw *filter.Program
		in       map[string]bool // inner packets that it is for
	}
	var all []expectation
	for expr, in := range map[string]map[string]bool{
		"decap (host 10.0.0.1 and tcp port 80)":        {"4": true},
		"decap (ip6 src host fe80::1 and tcp port 80)": {"6": true},
		"decap (tcp port 80 or udp port 53)":           {"4": true, "6": true},
		"decap tcp[13] & 2 != 0":                       {"4": true, "6": true},
		"decap and not udp and host 10.0.0.2":          {"4": true},
		"decap host 10.0.0.3":                          {},
		"decap (host 192.0.2.1 and tcp)":               {},
	} {
		opt, raw := tried(t, expr, link.Ethernet, filter.Options{})
		all = append(all, expectation{opt, raw, in})
	}
	check := func(what, kind string, frame []byte) {
		for _, e := range all {
			if got := e.opt.Match(frame, len(frame)); got != e.in[kind] {
				t.Errorf("%q on %s: %v\n%x", e.opt.Expr, what, got, frame)
			}
			for n := range frame {
				if a, b := e.opt.Match(frame[:n], len(frame)), e.raw.Match(frame[:n], len(frame)); a != b {
					t.Fatalf("%q on %d bytes of %s: optimized %v, unoptimized %v", e.opt.Expr, n, what, a, b)
				}
			}
		}
	}
	n := 0
	for kind, p := range inner(t) {
		check("plain "+kind, kind, p.ethernet())
		for a, put := range tunnels(t) {
			one, ok := put(p)
			if !ok {
				continue
			}
			check(kind+" in "+a, kind, one.ethernet())
			for b, put := range tunnels(t) {
				if two, ok := put(one); ok && (n%3 == 0 || !testing.Short() && n%2 == 0) {
					check(kind+" in "+a+" in "+b, kind, two.ethernet())
				}
				n++
			}
		}
	}
	t.Logf("%d nestings", n)
}

// TestCookedVLAN has tags beside cooked packets and in them, as a Linux socket has.
func TestCookedVLAN(t *testing.T) {
	tcp := inner(t)["4"]
	udp6 := inside{0x86dd, chains(t)["two"][14:]}
	sll2 := func(p inside) []byte {
		return append(binary.BigEndian.AppendUint16(nil, p.typ), append(make([]byte, 18), p.data...)...)
	}
	sll := func(p inside) []byte {
		return append(binary.BigEndian.AppendUint16(make([]byte, 14), p.typ), p.data...)
	}
	tag := tunnels(t)["vlan 8100"]
	tagged, _ := tag(tcp)
	twice, _ := tag(tagged)
	beside := &bpf.Metadata{VLANPresent: true, VLANTag: 7 | 3<<13, VLANTPID: 0x8100}
	for _, c := range []struct {
		expr string
		p    inside
		m    *bpf.Metadata
		want bool
	}{
		{"vlan", tcp, nil, false},
		{"vlan", tcp, beside, true},
		{"vlan", tagged, nil, true},
		{"vlan 7 and tcp port 80", tcp, beside, true},
		{"vlan 5 and tcp port 80", tcp, beside, false},
		{"vlan 5 and tcp port 80", tagged, nil, true},
		{"vlan {4, 5} and host 10.0.0.1", tagged, nil, true},
		{"vlan 7 and vlan 5 and tcp", tagged, beside, true},
		{"vlan 7 and vlan 6 and tcp", tagged, beside, false},
		{"vlan 5 and vlan 5 and tcp", twice, nil, true},
		{"vlan and vlan and ip6", twice, nil, false},
		{"vlan and ip6", udp6, beside, true},
		{"not vlan", tcp, nil, true},
		{"not vlan", tcp, beside, false},
		{"decap (vlan 5 and tcp)", tagged, beside, true},
		{"decap (vlan 7 and vlan 5 and tcp)", tagged, beside, true},
		{"decap (vlan 6 and tcp)", tagged, beside, false},
		{"decap tcp port 80", twice, beside, true},
	} {
		for lt, frame := range map[link.Type][]byte{link.LinuxSLL: sll(c.p), link.LinuxSLL2: sll2(c.p), link.Ethernet: c.p.ethernet()} {
			for _, s := range []filter.Semantics{filter.Libpcap, filter.Scoped} {
				opt, raw := tried(t, c.expr, lt, filter.Options{Target: filter.Linux, Semantics: s})
				for n := range len(frame) + 1 {
					a, b := opt.Insns.RunLinux(frame[:n], len(frame), c.m), raw.Insns.RunLinux(frame[:n], len(frame), c.m)
					if a != b || n == len(frame) && (a != 0) != c.want {
						t.Errorf("%v %q on %d bytes of %x, %v: optimized %d, unoptimized %d, want %v", lt, c.expr, n, frame, c.m, a, b, c.want)
						break
					}
				}
			}
		}
	}
	for _, lt := range []link.Type{link.LinuxSLL, link.LinuxSLL2} {
		if _, err := filter.Compile("vlan", lt, filter.Options{}); !errors.Is(err, filter.Unsupported) {
			t.Errorf("%v in files: %v", lt, err)
		}
	}
}

// TestDecapLinks looks for packets behind link-layer headers of many kinds.
func TestDecapLinks(t *testing.T) {
	vxlan, _ := tunnels(t)["vxlan over 4"](inner(t)["4"])
	gre, _ := tunnels(t)["gre b0 over 6 with options"](inner(t)["4"])
	tagged, _ := tunnels(t)["vlan 88a8"](vxlan)
	snap := []byte{0xaa, 0xaa, 3, 0, 0, 0, 8, 0}
	for lt, frame := range map[link.Type][]byte{
		link.Raw:       gre.data,
		link.IPv4:      vxlan.data,
		link.IPv6:      gre.data,
		link.Null:      append([]byte{2, 0, 0, 0}, vxlan.data...),
		link.LinuxSLL2: append(append([]byte{0x88, 0xa8}, make([]byte, 18)...), tagged.data...),
		link.PPP:       append([]byte{0xff, 3, 0, 0x21}, vxlan.data...),
		link.CiscoHDLC: append([]byte{15, 0, 8, 0}, vxlan.data...),
		link.IEEE80211: slices.Concat([]byte{8, 0}, make([]byte, 22), snap, vxlan.data),
		link.IEEE80211Radiotap: slices.Concat([]byte{0, 0, 8, 0, 0, 0, 0, 0}, []byte{0x88, 0}, make([]byte, 24), snap,
			vxlan.data),
		link.TokenRing: slices.Concat(make([]byte, 14), snap, vxlan.data),
	} {
		for expr, want := range map[string]bool{
			"decap (host 10.0.0.1 and tcp port 80)": true, "decap host 10.0.0.3": false, "decap (udp or tcp) and less 1000": true,
		} {
			opt, raw := tried(t, expr, lt, filter.Options{})
			for n := range len(frame) + 1 {
				a, b := opt.Match(frame[:n], len(frame)), raw.Match(frame[:n], len(frame))
				if a != b || n == len(frame) && a != want {
					t.Errorf("%v %q on %d bytes: optimized %v, unoptimized %v, want %v", lt, expr, n, a, b, want)
					break
				}
			}
		}
	}
	opt, _ := tried(t, "decap (host 10.0.0.1 and tcp port 80)", link.LinuxSLL2, filter.Options{Target: filter.Linux})
	for _, in := range opt.Insns { // the kernel has packets without that header
		if in.Op&0xe0 == bpf.ModeInd && in.Op&7 == bpf.ClassLd && in.K < 20 {
			t.Errorf("%v looks at a header that the kernel does not have", in)
		}
	}
	for _, lt := range []link.Type{link.JuniperMLPPP, link.MTP2} {
		_, err := filter.Compile("decap host 10.0.0.1", lt, filter.Options{Dialect: extended()})
		if !errors.Is(err, filter.Unsupported) {
			t.Errorf("%v: %v", lt, err)
		}
	}
}

// TestDecapLevels wants all of an expression to be true at one level, to the depth that
// is documented, and what is about the frame to be that.
func TestDecapLevels(t *testing.T) {
	ts := tunnels(t)
	p := inner(t)["4"]
	gre, _ := ts["gre 20 over 4"](p)
	vxlan, _ := ts["vxlan over 4"](gre)
	deep := p
	frames := map[string][]byte{"vxlan": vxlan.ethernet()}
	for n := range filter.MaxDecap + 1 {
		frames[fmt.Sprint(n)] = deep.ethernet()
		deep, _ = ts["vlan 8100"](deep)
	}
	frames["too deep"] = deep.ethernet()
	for _, c := range []struct {
		expr, frame string
		want        bool
	}{
		{"decap host 10.0.0.1", fmt.Sprint(filter.MaxDecap), true},
		{"decap host 10.0.0.1", "too deep", false},
		{"decap (host 10.0.0.1 and host 192.0.2.1)", "vxlan", false},
		{"decap host 10.0.0.1 and decap host 192.0.2.1", "vxlan", true},
		{"decap (ether src 2:0:0:0:0:8 and ip)", "vxlan", true},
		{"decap (ether src 2:0:0:0:0:8 and tcp)", "vxlan", false},
		{"decap (ether[11] = 8 and tcp)", "vxlan", false},
		{"decap (ether[11] = 8 and tcp)", "3", true},
		{"decap (ether src 2:0:0:0:0:8 and tcp)", "3", true},
		{"decap (len > 100 and tcp)", "vxlan", true},
		{"decap (vxlan 7 and gre)", "vxlan", true},
		{"decap (vxlan 8 and gre)", "vxlan", false},
		{"decap (gre and ip[9] = 47)", "vxlan", true},
		{"not decap (host 10.0.0.1)", "vxlan", false},
		{"not decap (host 10.0.0.3)", "vxlan", true},
		{"decap (vlan 5 and tcp)", "3", true},
		{"decap (vlan 5 and vlan {5, 6} and ip)", "3", true},
		{"decap {tcp} and ip", "vxlan", true},
		{"decap {tcp} and tcp", "vxlan", false},
		{"decap and tcp and port 80", "vxlan", true},
		{"udp port 99 or (decap and tcp and port 80)", "vxlan", true},
		{"udp and decap and tcp and port 80", "vxlan", true},
		{"decap tcp portrange 70-90 and not arp", "vxlan", true},
		{"decap (port 80 or 443)", "vxlan", true},
		{"decap tcpflags syn", "vxlan", true},
	} {
		for _, s := range []filter.Semantics{filter.Libpcap, filter.Scoped} {
			opt, raw := tried(t, c.expr, link.Ethernet, filter.Options{Semantics: s})
			f := frames[c.frame]
			if a, b := opt.Match(f, len(f)), raw.Match(f, len(f)); a != c.want || b != c.want {
				t.Errorf("%q on %s: optimized %v, unoptimized %v, want %v", c.expr, c.frame, a, b, c.want)
			}
			if again := opt.AST.String(); s == filter.Scoped {
				if e, err := extended().Parse(again); err != nil || e.String() != again {
					t.Errorf("%q prints as %q and that as %v, %v", c.expr, again, e, err)
				}
			}
		}
	}
}

// TestDecapErrors wants what cannot be to be said.
func TestDecapErrors(t *testing.T) {
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "%d,", i*57%65536)
	}
	big := "decap tcp port {" + many.String() + "9999}"
	for _, c := range []struct {
		expr   string
		kind   filter.Kind
		column int
	}{
		{"decap", filter.Syntax, 6},
		{"decap or ip", filter.Syntax, 7},
		{"ip and decap", filter.Syntax, 13},
		{"(decap) and ip", filter.Syntax, 7},
		{"not decap and ip", filter.Syntax, 11},
		{"host 10.0.0.1 or decap or ip", filter.Syntax, 24},
		{"decap (", filter.Syntax, 8},
		{"decap 5", filter.Syntax, 8},
		{"decap {ip", filter.Syntax, 10},
		{"decap and", filter.Syntax, 10},
		{"decap host 10.0.0.1 or 10.0.0.2", filter.Syntax, 24},
		{"decap (ip or decap tcp)", filter.Unsupported, 14},
		{"decap (ip protochain 6)", filter.Unsupported, 22},
		{"decap (ip and port 70000)", filter.Range, 20},
		{big, filter.Limit, 1},
	} {
		_, err := filter.Compile(c.expr, link.Ethernet, filter.Options{Dialect: extended(), Target: filter.Linux})
		var e *filter.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Column != c.column {
			t.Errorf("%.60q: %v, want %v at column %d", c.expr, err, c.kind, c.column)
		}
	}
}
