package session

import "github.com/gocap-project/gocap/wire"

// update judges an UPDATE: RFC 4271 §4.3.
func (s *BGP) update(side Side, b []byte, out *findings) {
	n := int(wire.Uint16(b, 0))
	if 2+n+2 > len(b) {
		out.refuse(RuleBGPUpdate, "WithdrawnLength")
		return
	}
	withdrawn, b := b[2:2+n], b[2+n:]
	if n = int(wire.Uint16(b, 0)); 2+n > len(b) {
		out.refuse(RuleBGPUpdate, "AttributesLength")
		return
	}
	attributes, routes := wire.BGPAttributes(b[2:2+n]), b[2+n:]
	if !s.prefixes(side, withdrawn) {
		out.refuse(RuleBGPPrefix, "Withdrawn")
	} else if !s.prefixes(side, routes) {
		out.refuse(RuleBGPPrefix, "NLRI")
	}
	if len(attributes.Rest()) != 0 {
		out.refuse(RuleBGPAttributes, "Attributes")
	}
	has := s.attributes(side, attributes, out)
	reach := has.of(wire.BGPMPReach)
	switch {
	case !reach && len(routes) == 0:
	case !has.of(wire.BGPOrigin):
		out.refuse(RuleBGPMissing, "ORIGIN")
	case !has.of(wire.BGPASPath) && !has.of(wire.BGPsecPath): // RFC 8205 §4.1: one of them
		out.refuse(RuleBGPMissing, "AS_PATH")
	case len(routes) > 0 && !has.of(wire.BGPNextHop):
		out.refuse(RuleBGPMissing, "NEXT_HOP")
	}
	if len(withdrawn)+len(attributes)+len(routes) == 0 {
		s.sides[side].endOfRIB(bgpIPv4Unicast, out)
	} else if v, ok := attributes.Get(wire.BGPMPUnreach); ok && len(v.Value) == 3 && len(withdrawn)+len(routes) == 0 && !reach {
		s.sides[side].endOfRIB(uint32(wire.Uint16(v.Value, 0))<<16|uint32(v.Value[2]), out)
	}
}

// endOfRIB notes that the initial routes of a family have been sent: RFC 4724 §2. Who goes on to name families that it did not
// offer is not watched.
func (x *bgpSide) endOfRIB(family uint32, out *findings) {
	place := x.place(family)
	if place == bgpFamilies {
		return
	}
	if x.ended>>place&1 != 0 {
		out.tolerate(RuleBGPEndOfRIB, "")
	}
	x.ended |= 1 << place
}

// bgpKinds is a set of types of attributes.
type bgpKinds [4]uint64

func (k *bgpKinds) of(t wire.BGPAttributeType) bool { return k[t>>6]>>(t&63)&1 != 0 }

// attributes judges path attributes and returns which there are.
func (s *BGP) attributes(side Side, o wire.BGPAttributes, out *findings) (has bgpKinds) {
	for a := range o.All() {
		if has.of(a.Type) {
			if a.Type == wire.BGPMPReach || a.Type == wire.BGPMPUnreach {
				out.refuse(RuleBGPTwice, a.Type.String())
			}
			out.tolerate(RuleBGPTwice, a.Type.String())
			continue
		}
		has[a.Type>>6] |= 1 << (a.Type & 63)
		if flags, known := bgpFlags(a.Type); known && a.Flags&(wire.BGPOptional|wire.BGPTransitive) != flags {
			out.refuse(RuleBGPFlags, a.Type.String())
		}
		s.attribute(side, a, out)
	}
	x, peer := &s.sides[side], &s.sides[side^1]
	if s.sure() && has.of(wire.BGPLocalPref) && x.as != peer.as && !bgpConfederation(o) {
		out.tolerate(RuleBGPLocalPref, "LOCAL_PREF")
	}
	return has
}

// bgpFlags returns the flags of attributes of a type.
func bgpFlags(t wire.BGPAttributeType) (f wire.BGPAttributeFlags, known bool) {
	switch t {
	case wire.BGPOrigin, wire.BGPASPath, wire.BGPNextHop, wire.BGPLocalPref, wire.BGPAtomicAggregate:
		return wire.BGPTransitive, true
	case wire.BGPAggregator, wire.BGPCommunity, wire.BGPExtendedCommunity, wire.BGPAS4Path, wire.BGPAS4Aggregator, wire.BGPLargeCommunity:
		return wire.BGPOptional | wire.BGPTransitive, true
	case wire.BGPMED, wire.BGPOriginatorID, wire.BGPClusterList, wire.BGPMPReach, wire.BGPMPUnreach:
		return wire.BGPOptional, true
	}
	return 0, false
}

// attribute judges one attribute.
func (s *BGP) attribute(side Side, a wire.BGPAttribute, out *findings) {
	n, long := len(a.Value), s.may(bgpAS4, side, false)
	switch a.Type {
	case wire.BGPMPReach, wire.BGPMPUnreach:
		if n < 3 {
			out.refuse(RuleBGPAttributeLength, a.Type.String())
		} else if !s.agreed(uint32(wire.Uint16(a.Value, 0))<<16 | uint32(a.Value[2])) {
			out.refuse(RuleBGPFamily, a.Type.String())
		}
	case wire.BGPASPath:
		if !(long && bgpPath(a.Value, 4)) && !((!long || !s.sure()) && bgpPath(a.Value, 2)) {
			out.refuse(RuleBGPPath, "AS_PATH")
		}
	case wire.BGPAggregator:
		if !(long && n == 8) && !((!long || !s.sure()) && n == 6) {
			out.refuse(RuleBGPAttributeLength, a.Type.String())
		}
	case wire.BGPAS4Path, wire.BGPAS4Aggregator:
		if long && s.sure() {
			out.tolerate(RuleBGPAS4Path, a.Type.String())
		}
	default:
		if !bgpLengthOK(a) {
			out.refuse(RuleBGPAttributeLength, a.Type.String())
		}
	}
}

// bgpLengthOK reports whether an attribute has the length of its type.
func bgpLengthOK(a wire.BGPAttribute) bool {
	n := len(a.Value)
	switch a.Type {
	case wire.BGPOrigin:
		return n == 1 && a.Value[0] <= 2
	case wire.BGPNextHop, wire.BGPMED, wire.BGPLocalPref, wire.BGPOriginatorID:
		return n == 4
	case wire.BGPAtomicAggregate:
		return n == 0
	case wire.BGPCommunity, wire.BGPClusterList:
		return n != 0 && n%4 == 0
	case wire.BGPExtendedCommunity:
		return n != 0 && n%8 == 0
	case wire.BGPLargeCommunity:
		return n != 0 && n%12 == 0
	}
	return true
}

// bgpPath reports whether an AS_PATH is made of segments with numbers of a size: RFC 4271 §4.3, RFC 5065 §3.
func bgpPath(b []byte, size int) bool {
	for len(b) > 0 {
		if len(b) < 2 || b[0] == 0 || b[0] > 4 || b[1] == 0 || 2+int(b[1])*size > len(b) {
			return false
		}
		b = b[2+int(b[1])*size:]
	}
	return true
}

// bgpConfederation reports whether the AS_PATH begins in a confederation, within which preferences are sent.
func bgpConfederation(o wire.BGPAttributes) bool {
	a, _ := o.Get(wire.BGPASPath)
	return len(a.Value) == 0 || a.Value[0] == 3 || a.Value[0] == 4
}

// prefixes reports whether IPv4 prefixes fit, with identifiers of paths if these were agreed.
func (s *BGP) prefixes(side Side, b []byte) bool {
	x, peer := &s.sides[side], &s.sides[side^1]
	may := (!x.opened || x.offers&bgpSendPaths != 0) && (!peer.opened || peer.offers&bgpTakePaths != 0)
	return may && bgpPrefixes(b, 4) || (!may || !s.sure()) && bgpPrefixes(b, 0)
}

func bgpPrefixes(b []byte, before int) bool {
	for len(b) > 0 {
		if len(b) <= before || b[before] > 32 {
			return false
		}
		n := before + 1 + (int(b[before])+7)/8
		if n > len(b) {
			return false
		}
		b = b[n:]
	}
	return true
}

// Next appends what a side may send.
func (s *BGP) Next(side Side, moves []Move) []Move {
	x, peer := &s.sides[side&1], &s.sides[side&1^1]
	switch {
	case x.notified || peer.notified:
		return moves
	case !x.opened && !x.unsure:
		moves = append(moves, Move{Name: "OPEN", Why: RuleBGPFirst, Must: true})
	case x.confirmed && peer.confirmed, x.unsure, peer.unsure:
		moves = append(moves, Move{Name: "UPDATE"}, Move{Name: "KEEPALIVE"})
		if s.may(bgpRefresh, side&1, true) {
			moves = append(moves, Move{Name: "ROUTE-REFRESH"})
		}
	case peer.opened:
		moves = append(moves, Move{Name: "KEEPALIVE", Must: !x.confirmed})
	}
	return append(moves, Move{Name: "NOTIFICATION"})
}

const bgpMark = 'b'

// AppendBinary appends a snapshot.
func (s *BGP) AppendBinary(b []byte) ([]byte, error) { return saved(b, bgpMark, s.visit), nil }

// UnmarshalBinary restores a snapshot.
func (s *BGP) UnmarshalBinary(b []byte) error {
	var c BGP
	if err := restored(b, bgpMark, c.visit); err != nil {
		return err
	}
	*s = c
	return nil
}

func (s *BGP) visit(p *snapshot) {
	p.bool(&s.whole)
	for i := range s.sides {
		x := &s.sides[i]
		p.bool(&x.unsure)
		p.bool(&x.opened)
		p.bool(&x.confirmed)
		p.bool(&x.notified)
		p.u16(&x.hold)
		p.u32(&x.id)
		p.u32(&x.as)
		p.u16((*uint16)(&x.offers))
		p.below(&x.n, bgpFamilies+1)
		for j := range x.families {
			p.u32(&x.families[j])
		}
		p.u32(&x.ended)
		p.u32(&x.refreshes)
		p.i64(&x.last)
	}
}
