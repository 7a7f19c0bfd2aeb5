package netif

import (
	"encoding/binary"
	"net/netip"

	"github.com/gocap-project/gocap/internal/netlink"
)

// This file reads the bodies of rtnetlink's messages of routes and neighbours.

// parseRoute reads RTM_NEWROUTE: struct rtmsg and attributes. Names of interfaces are filled in by others.
func parseRoute(body []byte) (r Route, err error) {
	if err := header(body, "route", routeHeader); err != nil {
		return r, err
	}
	unspecified := netip.IPv4Unspecified()
	if body[0] == familyIPv6 {
		unspecified = netip.IPv6Unspecified()
	}
	dst, src := unspecified, unspecified
	r.TOS, r.Table, r.Protocol = body[3], uint32(body[4]), RouteProtocol(body[5])
	r.Scope, r.Type = Scope(body[6]), RouteType(body[7])
	r.hopFlags(binary.NativeEndian.Uint32(body[8:]))
	bad := netlink.Attrs(body[routeHeader:], func(a netlink.Attr) {
		switch a.Type {
		case rtaDst:
			dst = ipAddr(a.Data)
		case rtaSrc:
			src = ipAddr(a.Data)
		default:
			keep(&err, r.attr(a))
		}
	})
	keep(&err, bad)
	r.Dst = netip.PrefixFrom(dst, int(body[1]))
	if body[2] != 0 {
		r.Src = netip.PrefixFrom(src, int(body[2]))
	}
	return r, err
}

func (r *Route) hopFlags(f uint32) {
	r.OnLink = f&nextHopOnLink != 0
	r.Down = f&(nextHopLinkDown|nextHopDead) != 0
}

// attr takes one attribute of a route.
func (r *Route) attr(a netlink.Attr) (err error) {
	switch a.Type {
	case rtaOIF:
		r.Index = int(int32(a.Uint32()))
	case rtaGateway:
		r.Gateway = ipAddr(a.Data)
	case rtaVia:
		r.Gateway = via(a.Data)
	case rtaPrefSrc:
		r.Source = ipAddr(a.Data)
	case rtaPriority:
		r.Metric = a.Uint32()
	case rtaTable:
		r.Table = a.Uint32()
	case rtaMetrics:
		err = netlink.Attrs(a.Data, func(a netlink.Attr) {
			if a.Type == rtaxMTU {
				r.MTU = int(a.Uint32())
			}
		})
	case rtaMultipath:
		r.Hops, err = parseHops(a.Data)
	}
	return err
}

// via reads struct rtvia: a family and an address of it.
func via(b []byte) netip.Addr {
	if len(b) < 2 {
		return netip.Addr{}
	}
	return ipAddr(b[2:])
}

// parseHops reads a list of struct rtnexthop, each with attributes.
func parseHops(b []byte) (hops []Hop, err error) {
	for at := 0; at < len(b); {
		rest := b[at:]
		if len(rest) < nextHopHeader {
			return hops, &netlink.SyntaxError{What: "next hop", Offset: at, Need: nextHopHeader, Have: len(rest)}
		}
		n := int(binary.NativeEndian.Uint16(rest))
		if n < nextHopHeader || n > len(rest) {
			return hops, &netlink.SyntaxError{What: "next hop", Offset: at, Need: n, Have: len(rest)}
		}
		h := Hop{Weight: int(rest[3]) + 1, Index: int(int32(binary.NativeEndian.Uint32(rest[4:])))}
		keep(&err, netlink.Attrs(rest[nextHopHeader:n], func(a netlink.Attr) {
			switch a.Type {
			case rtaGateway:
				h.Gateway = ipAddr(a.Data)
			case rtaVia:
				h.Gateway = via(a.Data)
			}
		}))
		hops = append(hops, h)
		at += (n + 3) &^ 3
	}
	return hops, err
}

// parseNeighbour reads RTM_NEWNEIGH: struct ndmsg and attributes.
func parseNeighbour(body []byte) (n Neighbour, err error) {
	if err := header(body, "neighbour", neighbourHeader); err != nil {
		return n, err
	}
	n.Index = int(int32(binary.NativeEndian.Uint32(body[4:])))
	n.State = NeighbourState(binary.NativeEndian.Uint16(body[8:]))
	n.Proxy = body[10]&neighbourProxy != 0
	n.Router = body[10]&neighbourRouter != 0
	err = netlink.Attrs(body[neighbourHeader:], func(a netlink.Attr) {
		switch a.Type {
		case ndaDst:
			n.Addr = ipAddr(a.Data)
		case ndaLLAddr:
			n.MAC = mac(a.Data)
		}
	})
	return n, err
}
