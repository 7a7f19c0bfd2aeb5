package sequence

import "github.com/gocap-project/gocap/wire"

// Context returns a number for the network in which header i of a frame was seen, for the Context of keys: by the VLAN
// identifiers, MPLS labels, PPPoE session, virtual networks (VXLAN, GENEVE) and IP addresses of tunnels around it, so that
// equal addresses in different networks are told apart. It is the same for both directions, and 0 if nothing is around
// the header but a link-layer header.
func Context(f *wire.Frame, i int) uint64 { return ContextWithin(0, f, i) }

// ContextWithin is [Context] for a frame that was itself carried in a network: a datagram, say, whose fragments were seen
// in the network c. It is what Context would be if the datagram had come whole.
func ContextWithin(c uint64, f *wire.Frame, i int) uint64 {
	for j := range min(i, f.Len()) {
		kind, b := f.Header(j)
		if n := contextOf(kind, b); n != 0 {
			c = mix(c*3 + n)
		}
	}
	return c
}

// contextOf returns what one header around says, or 0.
func contextOf(kind wire.Kind, b []byte) uint64 {
	switch kind {
	case wire.KindVLAN:
		return number(kind, uint64(wire.VLAN(b).ID()))
	case wire.KindMPLS:
		return number(kind, uint64(wire.MPLS(b).Label()))
	case wire.KindPPPoE:
		return number(kind, uint64(wire.PPPoE(b).SessionID()))
	case wire.KindVXLAN, wire.KindVXLANGPE:
		return number(kind, uint64(wire.VXLAN(b).VNI()))
	case wire.KindGENEVE:
		return number(kind, uint64(wire.GENEVE(b).VNI()))
	case wire.KindIPv4:
		return number(kind, mix(uint64(wire.Uint32(b, 12)))+mix(uint64(wire.Uint32(b, 16))))
	case wire.KindIPv6:
		return number(kind, mix(wire.Uint64(b, 8)+mix(wire.Uint64(b, 16)))+mix(wire.Uint64(b, 24)+mix(wire.Uint64(b, 32))))
	}
	return 0
}

// number tells apart the numbers of different kinds of headers.
func number(kind wire.Kind, n uint64) uint64 { return uint64(kind)<<56 ^ n ^ 1<<48 }

// mix makes each bit of n depend on all.
func mix(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}
