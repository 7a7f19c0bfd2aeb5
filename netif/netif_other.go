//go:build !linux

package netif

import (
	"context"
	"errors"
	"iter"
	"net"
	"net/netip"
	"runtime"
)

func unsupported(what string) error {
	return &UnsupportedError{What: what, Platform: runtime.GOOS, Err: errors.ErrUnsupported}
}

// netFlags are package net's flags for ours.
var netFlags = map[net.Flags]Flags{
	net.FlagUp: Up, net.FlagRunning: Running, net.FlagLoopback: Loopback, net.FlagPointToPoint: PointToPoint,
	net.FlagBroadcast: Broadcast, net.FlagMulticast: Multicast,
}

func interfaces(func(*Interface) bool) ([]Interface, error) {
	known, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	list := make([]Interface, 0, len(known))
	var errs []error
	for _, k := range known {
		i := Interface{Index: k.Index, Name: k.Name, MTU: max(k.MTU, 0), MAC: k.HardwareAddr}
		for theirs, ours := range netFlags {
			if k.Flags&theirs != 0 {
				i.Flags |= ours
			}
		}
		addrs, err := k.Addrs()
		errs = append(errs, err)
		for _, a := range addrs {
			if p, ok := prefix(a); ok {
				i.Addrs = append(i.Addrs, Addr{Prefix: p, Scope: scope(p.Addr()), Valid: Forever, Preferred: Forever})
			}
		}
		list = append(list, i)
	}
	return list, errors.Join(errs...)
}

// prefix is an address of package net as one of package netip.
func prefix(a net.Addr) (netip.Prefix, bool) {
	n, ok := a.(*net.IPNet)
	if !ok {
		return netip.Prefix{}, false
	}
	ip, ok := netip.AddrFromSlice(n.IP)
	bits, of := n.Mask.Size()
	ip = ip.Unmap()
	bits -= of - ip.BitLen() // a mask of 16 bytes for an address of 4
	if !ok || of == 0 || bits < 0 {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(ip, bits), true
}

// scope follows from the address where the system does not tell it.
func scope(a netip.Addr) Scope {
	switch {
	case a.IsLoopback():
		return ScopeHost
	case a.IsLinkLocalUnicast():
		return ScopeLink
	}
	return ScopeGlobal
}

func routes() ([]Route, error)          { return nil, unsupported("routes") }
func routeTo(netip.Addr) (Route, error) { return Route{}, unsupported("routes") }
func neighbours() ([]Neighbour, error)  { return nil, unsupported("neighbours") }
func watch(context.Context) (iter.Seq2[Event, error], error) {
	return nil, unsupported("events")
}
