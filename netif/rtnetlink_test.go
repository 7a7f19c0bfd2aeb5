package netif

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/gocap-project/gocap/internal/netlink"
	"github.com/gocap-project/gocap/link"
)

// body is the part of a request after netlink's header.
func body(r *netlink.Request) []byte { return bytes.Clone(r.Finish(0, 0)[16:]) }

// vlanLink is what a kernel with VLANs says of one, as ip -d link shows it.
func vlanLink() []byte {
	head := make([]byte, linkHeader)
	binary.NativeEndian.PutUint16(head[2:], 1)
	binary.NativeEndian.PutUint32(head[4:], 7)
	binary.NativeEndian.PutUint32(head[8:], 0x11043) // up, broadcast, running, multicast, lower up
	r := netlink.NewRequest(msgNewLink, 0).Raw(head...)
	r.String(iflaIfname, "eth0.42").Uint32(iflaMTU, 1496).Uint32(iflaLink, 2).Uint8(iflaCarrier, 1).Uint8(iflaOperState, 6)
	r.Bytes(iflaAddress, []byte{2, 0, 0, 0, 9, 1}).Bytes(iflaBroadcast, []byte{255, 255, 255, 255, 255, 255})
	r.Bytes(iflaPermAddress, []byte{2, 0, 0, 0, 9, 2}).String(iflaIfAlias, "guests")
	stats := make([]byte, 24*8)
	for i := range 24 {
		binary.NativeEndian.PutUint64(stats[8*i:], uint64(100+i))
	}
	r.Bytes(iflaStats64, stats)
	r.Nest(iflaPropList, func(r *netlink.Request) { r.String(iflaAltIfname, "one").String(iflaAltIfname, "two") })
	r.Nest(iflaLinkInfo, func(r *netlink.Request) {
		r.String(infoKind, "vlan").String(infoSlaveKind, "bridge")
		r.Nest(infoData, func(r *netlink.Request) { r.Uint16(vlanID, 42).Uint16BE(vlanProtocol, 0x88a8) })
	})
	return body(r)
}

func TestParseLink(t *testing.T) {
	i, err := parseLink(vlanLink())
	if err != nil {
		t.Fatal(err)
	}
	want := Stats{100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 115, 123}
	if i.Index != 7 || i.Name != "eth0.42" || i.MTU != 1496 || i.Parent != 2 || i.State != StateUp || i.Type != link.Ethernet ||
		i.Flags != Up|Broadcast|Running|Multicast|Carrier || i.MAC.String() != "02:00:00:00:09:01" ||
		i.PermanentMAC.String() != "02:00:00:00:09:02" || i.BroadcastMAC.String() != "ff:ff:ff:ff:ff:ff" || i.Alias != "guests" ||
		!slices.Equal(i.AltNames, []string{"one", "two"}) || i.Kind != "vlan" || i.PortKind != "bridge" ||
		i.VLAN != (VLAN{42, 0x88a8}) || i.Stats != want {
		t.Errorf("%+v", i)
	}
}

func addrBody(family byte, bits byte, build func(*netlink.Request)) []byte {
	r := netlink.NewRequest(msgNewAddr, 0).Raw(family, bits, 0x80, 0).Raw(binary.NativeEndian.AppendUint32(nil, 3)...)
	build(r)
	return body(r)
}

func TestParseAddr(t *testing.T) {
	v6 := netip.MustParseAddr("2001:db8::1")
	tests := []struct {
		name string
		b    []byte
		want Addr
	}{
		{"leased", addrBody(familyIPv4, 24, func(r *netlink.Request) {
			r.Bytes(ifaLocal, []byte{10, 0, 0, 1}).Bytes(ifaAddress, []byte{10, 0, 0, 1}).Bytes(ifaBroadcast, []byte{10, 0, 0, 255})
			r.String(ifaLabel, "eth0:1").Uint32(ifaFlags, 0x200)
			life := binary.NativeEndian.AppendUint32(nil, 3600)
			r.Bytes(ifaCacheInfo, append(binary.NativeEndian.AppendUint32(life, 7200), make([]byte, 8)...))
		}), Addr{
			Prefix: netip.MustParsePrefix("10.0.0.1/24"), Broadcast: netip.MustParseAddr("10.0.0.255"), Label: "eth0:1",
			Flags: 0x200, Preferred: time.Hour, Valid: 2 * time.Hour,
		}},
		{"IPv6", addrBody(familyIPv6, 64, func(r *netlink.Request) {
			r.Bytes(ifaAddress, v6.AsSlice()).Uint32(ifaFlags, 0xc0)
			r.Bytes(ifaCacheInfo, bytes.Repeat([]byte{0xff}, 16))
		}), Addr{Prefix: netip.PrefixFrom(v6, 64), Flags: Permanent | Tentative, Preferred: Forever, Valid: Forever}},
		{"old kernel, peer", addrBody(familyIPv4, 32, func(r *netlink.Request) {
			r.Bytes(ifaLocal, []byte{10, 0, 0, 1}).Bytes(ifaAddress, []byte{10, 0, 0, 2})
		}), Addr{
			Prefix: netip.MustParsePrefix("10.0.0.1/32"), Peer: netip.MustParsePrefix("10.0.0.2/32"), Flags: Permanent,
			Preferred: Forever, Valid: Forever,
		}},
		{"an address of 5 bytes", addrBody(familyIPv4, 24, func(r *netlink.Request) { r.Bytes(ifaLocal, make([]byte, 5)) }),
			Addr{Flags: Permanent, Preferred: Forever, Valid: Forever}},
		{"more bits than there are", addrBody(familyIPv4, 200, func(r *netlink.Request) { r.Bytes(ifaLocal, make([]byte, 4)) }),
			Addr{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 200), Flags: Permanent, Preferred: Forever, Valid: Forever}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			index, a, err := parseAddr(tt.b)
			if err != nil || index != 3 || a != tt.want {
				t.Errorf("%d %+v %v\nwant %+v", index, a, err, tt.want)
			}
		})
	}
}

func routeBody() []byte {
	r := netlink.NewRequest(24, 0).Raw(familyIPv4, 8, 0, 0, 254, 4, 0, 1).Raw(0, 0, 0, 0)
	r.Bytes(rtaDst, []byte{10, 0, 0, 0}).Uint32(rtaTable, 1000).Uint32(rtaPriority, 20)
	r.Bytes(rtaVia, append(binary.NativeEndian.AppendUint16(nil, familyIPv6), netip.MustParseAddr("fe80::1").AsSlice()...))
	r.Nest(rtaMetrics, func(r *netlink.Request) { r.Uint32(rtaxMTU, 1400) })
	hop := func(weight byte, index uint32, gateway ...byte) []byte {
		b := binary.NativeEndian.AppendUint16(nil, uint16(nextHopHeader+4+len(gateway)))
		b = binary.NativeEndian.AppendUint32(append(b, 0, weight-1), index)
		b = binary.NativeEndian.AppendUint16(b, uint16(4+len(gateway)))
		return append(binary.NativeEndian.AppendUint16(b, rtaGateway), gateway...)
	}
	return body(r.Bytes(rtaMultipath, append(hop(1, 4, 10, 0, 0, 1), hop(9, 5, 10, 0, 0, 2)...)))
}

func TestParseRoute(t *testing.T) {
	r, err := parseRoute(routeBody())
	if err != nil {
		t.Fatal(err)
	}
	hops := []Hop{{4, "", netip.MustParseAddr("10.0.0.1"), 1}, {5, "", netip.MustParseAddr("10.0.0.2"), 9}}
	if r.Dst.String() != "10.0.0.0/8" || r.Table != 1000 || r.Metric != 20 || r.Gateway.String() != "fe80::1" || r.MTU != 1400 ||
		r.Protocol != ByStatic || r.Type != RouteUnicast || !slices.Equal(r.Hops, hops) || r.Src.IsValid() {
		t.Errorf("%+v", r)
	}
}

func neighbourBody() []byte {
	r := netlink.NewRequest(28, 0).Raw(familyIPv6, 0, 0, 0).Raw(binary.NativeEndian.AppendUint32(nil, 3)...)
	r.Raw(append(binary.NativeEndian.AppendUint16(nil, uint16(Stale)), neighbourRouter, 1)...)
	return body(r.Bytes(ndaDst, netip.MustParseAddr("fe80::1").AsSlice()).Bytes(ndaLLAddr, []byte{2, 0, 0, 0, 0, 1}))
}

func TestParseNeighbour(t *testing.T) {
	n, err := parseNeighbour(neighbourBody())
	if err != nil || n.Index != 3 || n.Addr.String() != "fe80::1" || n.MAC.String() != "02:00:00:00:00:01" || n.State != Stale ||
		!n.Router || n.Proxy {
		t.Errorf("%+v, %v", n, err)
	}
}

// parsers are all of them, each saying only whether there was an error.
var parsers = map[string]func([]byte) error{
	"link":      func(b []byte) error { _, err := parseLink(b); return err },
	"addr":      func(b []byte) error { _, _, err := parseAddr(b); return err },
	"route":     func(b []byte) error { _, err := parseRoute(b); return err },
	"neighbour": func(b []byte) error { _, err := parseNeighbour(b); return err },
	"new link":  func(b []byte) error { _, err := parseEvent(netlink.Message{Type: msgNewLink, Body: b}); return err },
	"del addr":  func(b []byte) error { _, err := parseEvent(netlink.Message{Type: msgDelAddr, Body: b}); return err },
	"ethtool": func(b []byte) error {
		parseDriverInfo(b)
		if n, ok := maskWords(b); ok {
			linkSettings(n)
		}
		parseLinkSettings(b)
		return nil
	},
}

func samples() map[string][]byte {
	return map[string][]byte{
		"link": vlanLink(), "route": routeBody(), "neighbour": neighbourBody(), "new link": vlanLink(),
		"addr":     addrBody(familyIPv4, 24, func(r *netlink.Request) { r.Bytes(ifaLocal, []byte{10, 0, 0, 1}) }),
		"del addr": addrBody(familyIPv6, 64, func(r *netlink.Request) { r.Bytes(ifaAddress, make([]byte, 16)) }),
		"ethtool":  driverInfo(),
	}
}

// TestTruncated cuts every sample at every length: the error, if any, is a *SyntaxError with an offset in what is there.
func TestTruncated(t *testing.T) {
	for name, b := range samples() {
		for n := range len(b) {
			err := parsers[name](b[:n:n])
			var bad *netlink.SyntaxError
			if err != nil && (!errors.As(err, &bad) || bad.Offset > n || bad.Need <= bad.Have) {
				t.Errorf("%s cut to %d: %v", name, n, err)
			}
		}
	}
	if parsers["link"](nil) == nil || parsers["addr"](nil) == nil || parsers["route"](nil) == nil || parsers["neighbour"](nil) == nil {
		t.Error("nothing was parsed without an error")
	}
}

// TestHostileLengths puts each of some lengths at each place of each sample. It ends, that is all it asks.
func TestHostileLengths(t *testing.T) {
	for name, b := range samples() {
		for at := 0; at+2 <= len(b); at += 2 {
			for _, v := range []uint16{0, 1, 3, 4, 7, 8, 0x7fff, 0x8000, 0xffff} {
				c := bytes.Clone(b)
				binary.NativeEndian.PutUint16(c[at:], v)
				_ = parsers[name](c)
			}
		}
	}
}

// TestGoodPartIsKept breaks a nested attribute in the middle of a link.
func TestGoodPartIsKept(t *testing.T) {
	head := make([]byte, linkHeader)
	r := netlink.NewRequest(msgNewLink, 0).Raw(head...).String(iflaIfname, "eth0")
	r.Bytes(iflaLinkInfo, []byte{0, 0, 1, 0}) // an attribute of length 0
	i, err := parseLink(body(r.Uint32(iflaMTU, 1500)))
	var bad *netlink.SyntaxError
	if !errors.As(err, &bad) || i.Name != "eth0" || i.MTU != 1500 {
		t.Errorf("%+v, %v", i, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, b := range samples() {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, parse := range parsers {
			var bad *netlink.SyntaxError
			if err := parse(b); err != nil && !errors.As(err, &bad) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestLinkSettings(t *testing.T) {
	b := linkSettings(0)
	if _, ok := maskWords(b); ok {
		t.Error("0 words are an answer")
	}
	b[maskWordsAt] = 0xfd // -3
	if n, ok := maskWords(b); !ok || n != 3 || len(linkSettings(n)) != linkSettingsLen+36 {
		t.Errorf("%d words, %v", n, ok)
	}
	b[maskWordsAt] = 0x80 // -128 has no positive twin
	if _, ok := maskWords(b); ok {
		t.Error("-128 words are an answer")
	}
	for _, tt := range []struct {
		speed uint32
		dup   byte
		want  uint64
		d     Duplex
	}{{1000, 1, 1e9, FullDuplex}, {10, 0, 1e7, HalfDuplex}, {1<<32 - 1, 255, 0, DuplexUnknown}} {
		binary.NativeEndian.PutUint32(b[4:], tt.speed)
		b[8] = tt.dup
		if s, d := parseLinkSettings(b); s != tt.want || d != tt.d {
			t.Errorf("%d, %d: %d, %v", tt.speed, tt.dup, s, d)
		}
	}
}
