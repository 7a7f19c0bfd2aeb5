package main

import "github.com/gocap-project/gocap/wire"

const addr6 = 16 // bytes of an IPv6 address

// routed calls f with the place, from the header's beginning, of each whole address in
// an IPv6 routing header. Those of RFC 6554 are compressed: they have no bits of their
// own to be moved, but what they leave out is in the IPv6 header.
func routed(r wire.IPv6Routing, f func(at int)) {
	n := 0
	switch room := (r.HeaderLen() - 8) / addr6; wire.RoutingType(r[2]) {
	case wire.RoutingSourceRoute:
		n = room
	case wire.RoutingHomeAddress: // RFC 6275 section 6.4
		n = min(room, 1)
	case wire.RoutingSegment: // RFC 8754 section 2; TLVs follow the segments
		n = min(room, int(r[4])+1)
	}
	for i := range n {
		f(8 + i*addr6)
	}
}

// finalAddress is the place of the address in a routing header to which the packet goes
// in the end; the checksums of what is behind it are made with that.
func finalAddress(r wire.IPv6Routing) (at int, ok bool) {
	routed(r, func(i int) {
		if !ok || wire.RoutingType(r[2]) == wire.RoutingSourceRoute { // the last; a segment list is backwards
			at, ok = i, true
		}
	})
	return at, ok
}

// homeAddress is the place of the home address in a destination options header, RFC
// 6275 section 6.3: the source with which checksums are made.
func homeAddress(o wire.IPv6DestOpts) (at int, ok bool) {
	const pad1, home = 0, 0xc9
	n := o.HeaderLen()
	for at = 2; at+2 <= n; {
		if o[at] == pad1 {
			at++
			continue
		}
		size := 2 + int(o[at+1])
		if at+size > n {
			return 0, false
		}
		if o[at] == home && size == 2+addr6 {
			return at + 2, true
		}
		at += size
	}
	return 0, false
}
