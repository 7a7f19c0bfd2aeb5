package netif

import (
	"errors"
	"net"
	"net/netip"
	"syscall"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func TestRoutes(t *testing.T) {
	a, _ := labtest.Pair(t)
	must(t,
		a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("0.0.0.0/0"), Via: labtest.AddrB, Metric: 50}),
		a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("198.51.100.0/24"), Via: labtest.AddrB, MTU: 1280, Src: labtest.AddrA}),
		a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("2001:db8::/32"), Via: labtest.AddrB6}),
		a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix("203.0.113.0/24"), Type: netlab.Blackhole}),
	)
	list := on(t, a, Routes)
	find := func(dst string, table uint32) Route {
		t.Helper()
		for _, r := range list {
			if r.Dst.String() == dst && r.Table == table {
				return r
			}
		}
		t.Fatalf("no route to %s in %+v", dst, list)
		return Route{}
	}
	if r := find("0.0.0.0/0", TableMain); r.Gateway != labtest.AddrB || r.Interface != "eth0" || r.Metric != 50 || r.Protocol != ByStatic || r.Type != RouteUnicast {
		t.Errorf("default: %+v", r)
	}
	if r := find("198.51.100.0/24", TableMain); r.MTU != 1280 || r.Source != labtest.AddrA {
		t.Errorf("with MTU: %+v", r)
	}
	if r := find("10.9.0.0/24", TableMain); r.Gateway.IsValid() || r.Protocol != ByKernel || r.Scope != ScopeLink || r.Source != labtest.AddrA {
		t.Errorf("on link: %+v", r)
	}
	if r := find("2001:db8::/32", TableMain); r.Gateway != labtest.AddrB6 || r.Interface != "eth0" {
		t.Errorf("IPv6: %+v", r)
	}
	if r := find("203.0.113.0/24", TableMain); r.Type != RouteBlackhole || r.Index != 0 || r.Interface != "" {
		t.Errorf("blackhole: %+v", r)
	}
	if r := find("127.0.0.1/32", TableLocal); r.Type != RouteLocal || r.Interface != "lo" {
		t.Errorf("local: %+v", r)
	}
}

func TestRouteTo(t *testing.T) {
	a, _ := labtest.Pair(t)
	route := func(dst string, typ netlab.RouteType, via netip.Addr, mtu int) {
		t.Helper()
		must(t, a.AddRoute(netlab.Route{Dst: netip.MustParsePrefix(dst), Via: via, Type: typ, MTU: mtu}))
	}
	route("198.51.100.0/24", 0, labtest.AddrB, 1280)
	route("2001:db8::/32", 0, labtest.AddrB6, 0)
	route("203.0.113.0/26", netlab.Blackhole, netip.Addr{}, 0)
	route("203.0.113.64/26", netlab.Unreachable, netip.Addr{}, 0)
	route("203.0.113.128/26", netlab.Prohibit, netip.Addr{}, 0)

	tests := []struct {
		dst, gateway, source string
		link                 string
		mtu                  int
		err                  error
	}{
		{dst: "10.9.0.2", source: "10.9.0.1", link: "eth0", mtu: 1500},
		{dst: "::ffff:10.9.0.2", source: "10.9.0.1", link: "eth0", mtu: 1500},
		{dst: "fd09::2", source: "fd09::1", link: "eth0", mtu: 1500},
		{dst: "198.51.100.7", gateway: "10.9.0.2", source: "10.9.0.1", link: "eth0", mtu: 1280},
		{dst: "2001:db8::7", gateway: "fd09::2", source: "fd09::1", link: "eth0", mtu: 1500},
		{dst: "fe80::1%eth0", source: "fe80::ff:fe00:901", link: "eth0", mtu: 1500},
		{dst: "fe80::1%2", source: "fe80::ff:fe00:901", link: "eth0", mtu: 1500},
		{dst: "127.0.0.1", source: "127.0.0.1", link: "lo", mtu: 65536},
		{dst: "10.9.0.1", source: "10.9.0.1", link: "lo", mtu: 65536},
		{dst: "10.9.0.255", source: "10.9.0.1", link: "eth0", mtu: 1500},
		{dst: "192.0.2.1", err: syscall.ENETUNREACH},
		{dst: "2001:dead::1", err: syscall.ENETUNREACH},
		{dst: "203.0.113.1", err: syscall.EINVAL},
		{dst: "203.0.113.65", err: syscall.EHOSTUNREACH},
		{dst: "203.0.113.129", err: syscall.EACCES},
	}
	index := byName(t, on(t, a, Interfaces), "eth0").Index
	for _, tt := range tests {
		if tt.dst == "fe80::1%2" && index != 2 {
			continue
		}
		t.Run(tt.dst, func(t *testing.T) {
			var r Route
			err := a.Do(func() (err error) { r, err = RouteTo(netip.MustParseAddr(tt.dst)); return err })
			if tt.err != nil {
				var none *NoRouteError
				if !errors.Is(err, tt.err) || !errors.Is(err, ErrNoRoute) || !errors.As(err, &none) || none.Dst.String() != tt.dst {
					t.Fatalf("%+v, %v", r, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			gateway := ""
			if r.Gateway.IsValid() {
				gateway = r.Gateway.String()
			}
			if gateway != tt.gateway || r.Source.String() != tt.source || r.Interface != tt.link || r.MTU != tt.mtu {
				t.Fatalf("%+v", r)
			}
		})
	}
	if _, err := RouteTo(netip.Addr{}); !errors.Is(err, ErrNoRoute) {
		t.Errorf("no address at all: %v", err)
	}
	err := a.Do(func() error { _, err := RouteTo(netip.MustParseAddr("fe80::1%wlan9")); return err })
	var unknown *UnknownInterfaceError
	if !errors.As(err, &unknown) || unknown.Name != "wlan9" {
		t.Errorf("unknown zone: %v", err)
	}
}

func TestNeighbours(t *testing.T) {
	a, _ := labtest.Pair(t)
	six := netip.MustParseAddr("fd09::77")
	mac := net.HardwareAddr{2, 0, 0, 0, 0, 0x77}
	must(t, a.AddNeigh("eth0", netip.MustParseAddr("10.9.0.77"), mac), a.AddNeigh("eth0", six, mac))
	c := on(t, a, func() (net.Conn, error) { return net.Dial("udp", "10.9.0.99:9") }) // nobody is there
	c.Write([]byte("hello"))
	c.Close()
	list := on(t, a, Neighbours)
	seen := 0
	for _, n := range list {
		switch n.Addr.String() {
		case "10.9.0.77", "fd09::77":
			seen++
			if n.State != Fixed || !n.State.Usable() || n.MAC.String() != mac.String() || n.Interface != "eth0" {
				t.Errorf("%+v", n)
			}
		case "10.9.0.99":
			seen++
			if n.State != Incomplete || n.State.Usable() || n.MAC != nil {
				t.Errorf("%+v", n)
			}
		}
	}
	if seen != 3 {
		t.Errorf("%d of 3 neighbours in %+v", seen, list)
	}
}
