package filter

import (
	"github.com/gocap-project/gocap/link"
)

// macPlaces says where destination and source addresses are in headers with
// MAC-48 addresses, other than those of IEEE 802.11.
var macPlaces = map[link.Type]struct{ dst, src uint32 }{
	link.Ethernet: {0, 6}, link.NetAnalyzer: {0, 6}, link.NetAnalyzerTransparent: {0, 6},
	link.DSATagBRCM: {0, 6}, link.DSATagDSA: {0, 6},
	link.FDDI: {1, 7}, link.TokenRing: {2, 8}, link.IPOverFC: {2, 10},
}

// hasMAC reports whether the innermost link-layer header has MAC-48 addresses.
func (g *generator) hasMAC() bool {
	_, ok := macPlaces[g.link]
	return ok || g.isWLAN()
}

// macHost compares MAC-48 addresses.
func (g *generator) macHost(mac [6]byte, d Dir) *cond {
	if g.isWLAN() {
		return g.wlanHost(mac, d)
	}
	p, ok := macPlaces[g.link]
	if !ok {
		g.unsupported("link host")
	}
	pair := g.both(d,
		func() *cond { return g.bytes(inLink, p.src, mac[:]) },
		func() *cond { return g.bytes(inLink, p.dst, mac[:]) })
	return and(g.prevCheck(), pair)
}

// mac8Host compares the addresses of one byte of ARCnet and BACnet MS/TP.
func (g *generator) mac8Host(addr uint8, d Dir) *cond {
	var src, dst uint32
	switch g.link {
	case link.ARCNETBSD, link.ARCNETLinux:
		src, dst = 0, 1
	case link.BACnetMSTP:
		src, dst = 4, 3
	default:
		g.unsupported("link host $XX")
	}
	return g.both(d,
		func() *cond { return g.eq(inLink, src, 1, uint32(addr)) },
		func() *cond { return g.eq(inLink, dst, 1, uint32(addr)) })
}

var macBroadcast = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// broadcast is true for broadcast packets of the link layer or of IPv4.
func (g *generator) broadcast(p Proto) *cond {
	switch {
	case p == IP:
		return g.ipBroadcast()
	case p != "" && p != Link:
		g.fail(Qualifier, "'%s' is not a valid qualifier for 'broadcast'", p)
	case g.hasMAC():
		return g.macHost(macBroadcast, Dst)
	case g.link == link.ARCNETBSD || g.link == link.ARCNETLinux:
		return g.mac8Host(0, Dst)
	case g.link == link.BACnetMSTP:
		return g.mac8Host(0xff, Dst)
	}
	g.unsupported("broadcast")
	return nil
}

func (g *generator) ipBroadcast() *cond {
	if !g.opts.Netmask.known {
		g.fail(Netmask, "netmask not known, so 'ip broadcast' not supported")
	}
	host := ^g.opts.Netmask.mask
	return and(g.linktype(etIP), or(
		g.masked(inNet, 16, 4, 0, host), g.masked(inNet, 16, 4, host, host)))
}

// multicast is true for multicast packets of the link layer, IPv4 or IPv6.
func (g *generator) multicast(p Proto) *cond {
	switch {
	case p == IP:
		return and(g.linktype(etIP), g.masked(inNet, 16, 1, 0xe0, 0xf0))
	case p == IP6:
		return and(g.linktype(etIP6), g.eq(inNet, 24, 1, 255))
	case p != "" && p != Link:
		g.fail(Qualifier, "'%s' is not a valid qualifier for 'multicast'", p)
	case g.isWLAN():
		return g.wlanGroup()
	case g.hasMAC():
		return and(g.prevCheck(), g.anyBit(inLink, macPlaces[g.link].dst, 1, 1))
	case g.link == link.ARCNETBSD || g.link == link.ARCNETLinux:
		return g.mac8Host(0, Dst)
	}
	g.unsupported("multicast")
	return nil
}
