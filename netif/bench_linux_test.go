package netif

import (
	"net"
	"net/netip"
	"testing"

	"github.com/gocap-project/gocap/internal/netlab"
	"github.com/gocap-project/gocap/internal/netlab/labtest"
)

func benchmarkHost(b *testing.B) *netlab.Host {
	b.Helper()
	h := labtest.Host(b, "h")
	c := netlab.LinkConfig{Name: "d0"}
	for i := range 1000 {
		c.Addrs = append(c.Addrs, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), 32))
	}
	if err := h.AddDummy(c); err != nil {
		b.Fatal(err)
	}
	return h
}

// BenchmarkInterfaces lists 2 interfaces with 1001 addresses, as BenchmarkNetInterfaces does with package net.
func BenchmarkInterfaces(b *testing.B) {
	err := benchmarkHost(b).Do(func() error {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Interfaces(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkNetInterfaces(b *testing.B) {
	err := benchmarkHost(b).Do(func() error {
		b.ReportAllocs()
		for b.Loop() {
			list, err := net.Interfaces()
			if err != nil {
				return err
			}
			for _, i := range list {
				if _, err := i.Addrs(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
