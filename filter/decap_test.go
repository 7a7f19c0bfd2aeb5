package filter_test

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"testing"

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
	o.NoOptimize = true
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
				if two, ok := put(one); ok && (n%7 == 0 || !testing.Short()) {
					check(kind+" in "+a+" in "+b, kind, two.ethernet())
				}
				n++
			}
		}
	}
	t.Logf("%d nestings", n)
}
