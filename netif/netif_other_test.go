//go:build !linux

package netif

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
)

func TestSameAsNet(t *testing.T) {
	theirs, err := net.Interfaces()
	if err != nil {
		t.Skip("package net knows no interfaces here: ", err)
	}
	ours, err := Interfaces()
	if err != nil || len(ours) != len(theirs) {
		t.Fatalf("%+v, %v; package net has %+v", ours, err, theirs)
	}
	for i, o := range ours {
		n := theirs[i]
		addrs, _ := n.Addrs()
		if o.Index != n.Index || o.Name != n.Name || o.MAC.String() != n.HardwareAddr.String() || len(o.Addrs) > len(addrs) ||
			o.Flags.Has(Up) != (n.Flags&net.FlagUp != 0) || o.Flags.Has(Loopback) != (n.Flags&net.FlagLoopback != 0) {
			t.Errorf("%+v, package net says %+v", o, n)
		}
	}
}

func TestUnsupported(t *testing.T) {
	_, routes := Routes()
	_, to := RouteTo(netip.MustParseAddr("192.0.2.1"))
	_, neighbours := Neighbours()
	_, watch := Watch(context.Background())
	for _, err := range []error{routes, to, neighbours, watch} {
		var why *UnsupportedError
		if !errors.Is(err, errors.ErrUnsupported) || !errors.As(err, &why) || why.Platform == "" {
			t.Error(err)
		}
	}
}

func TestPrefix(t *testing.T) {
	_, four, _ := net.ParseCIDR("10.0.0.0/8")
	four.IP = net.IPv4(10, 1, 2, 3) // 16 bytes, as package net likes it
	if p, ok := prefix(four); !ok || p.String() != "10.1.2.3/8" {
		t.Errorf("%v, %v", p, ok)
	}
	four.Mask = net.CIDRMask(96+24, 128)
	if p, ok := prefix(four); !ok || p.String() != "10.1.2.3/24" {
		t.Errorf("with a long mask: %v, %v", p, ok)
	}
	if _, ok := prefix(&net.IPNet{IP: net.IP{1, 2, 3}, Mask: net.CIDRMask(8, 32)}); ok {
		t.Error("an address of 3 bytes")
	}
	if _, ok := prefix(&net.TCPAddr{}); ok {
		t.Error("a TCP address")
	}
}
