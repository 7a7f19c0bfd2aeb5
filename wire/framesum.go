package wire

import "net/netip"

// A ChecksumState says what is known of a checksum.
type ChecksumState uint8

// The states of a checksum.
const (
	ChecksumNone       ChecksumState = iota // there is none, or it was not looked at
	ChecksumGood                            // right
	ChecksumBad                             // wrong
	ChecksumAbsent                          // zero where the protocol lets that mean "not computed"
	ChecksumOffloaded                       // only the pseudo-header is summed: left to the network card
	ChecksumUnverified                      // cannot be verified: a fragment, or cut short by the capture
)

func (s ChecksumState) String() string {
	switch s {
	case ChecksumNone:
		return "none"
	case ChecksumGood:
		return "good"
	case ChecksumBad:
		return "bad"
	case ChecksumAbsent:
		return "absent"
	case ChecksumOffloaded:
		return "offloaded"
	case ChecksumUnverified:
		return "unverified"
	}
	return itoa(int(s))
}

// Src returns the source address of the innermost IP header, or the zero Addr.
// That of the outermost is f.IPv4().Src().
func (f *Frame) Src() netip.Addr {
	switch k, p := f.network(f.n); k {
	case KindIPv4:
		return IPv4(p).Src()
	case KindIPv6:
		return IPv6(p).Src()
	}
	return netip.Addr{}
}

// Dst returns the destination address of the innermost IP header, or the zero Addr.
func (f *Frame) Dst() netip.Addr {
	switch k, p := f.network(f.n); k {
	case KindIPv4:
		return IPv4(p).Dst()
	case KindIPv6:
		return IPv6(p).Dst()
	}
	return netip.Addr{}
}

// Ports returns the ports of the innermost TCP, UDP, UDP-Lite or SCTP header, if
// that is inside the innermost IP header: with Src and Dst they make the endpoints
// of what the frame carries in the end.
func (f *Frame) Ports() (src, dst uint16, ok bool) {
	for i := f.n - 1; i >= 0; i-- {
		switch k, p := f.Header(i); k {
		case KindTCP, KindUDP, KindUDPLite, KindSCTP:
			return Uint16(p, 0), Uint16(p, 2), true
		case KindIPv4, KindIPv6:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// network returns the innermost IP header among the first n headers.
func (f *Frame) network(n int) (Kind, []byte) {
	for i := n - 1; i >= 0; i-- {
		if p := f.place(i); p.kind == KindIPv4 || p.kind == KindIPv6 {
			return p.kind, f.data[p.off:p.end:p.end]
		}
	}
	return KindNone, nil
}

// Checksum verifies the checksum of header i: of IPv4, TCP, UDP, UDP-Lite, SCTP,
// ICMPv4, ICMPv6 or GRE. Others are ChecksumNone. It reads all that the checksum covers. It panics if
// i is out of range.
func (f *Frame) Checksum(i int) ChecksumState {
	switch k, p := f.Header(i); k {
	case KindIPv4:
		return verdict(Sum(0, p[:IPv4(p).HeaderLen()]) == 0xffff)
	case KindTCP:
		return f.transport(i, p, IPProtoTCP, 16)
	case KindUDP:
		if UDP(p).Checksum() == 0 {
			return ChecksumAbsent
		}
		return f.transport(i, p, IPProtoUDP, 6)
	case KindICMPv6:
		return f.transport(i, p, IPProtoICMPv6, 2)
	case KindICMPv4:
		if _, whole := f.pseudo(i, IPProtoICMP, len(p)); !whole {
			return ChecksumUnverified
		}
		return verdict(Sum(0, p) == 0xffff)
	case KindUDPLite:
		return f.udpLite(i, p)
	case KindSCTP:
		return f.sctp(i, p)
	case KindGRE:
		if !GRE(p).ChecksumPresent() {
			return ChecksumNone
		}
		if _, whole := f.pseudo(i, IPProtoGRE, len(p)); !whole {
			return ChecksumUnverified
		}
		return verdict(Sum(0, p) == 0xffff)
	}
	return ChecksumNone
}

func verdict(good bool) ChecksumState {
	if good {
		return ChecksumGood
	}
	return ChecksumBad
}

func (f *Frame) udpLite(i int, p []byte) ChecksumState {
	pseudo, whole := f.pseudo(i, IPProtoUDPLite, len(p))
	covered, ok := UDPLite(p).Covered()
	if !whole || !ok {
		return ChecksumUnverified
	}
	return verdict(Sum(pseudo, covered) == 0xffff)
}

func (f *Frame) sctp(i int, p []byte) ChecksumState {
	if _, whole := f.pseudo(i, IPProtoSCTP, len(p)); !whole {
		return ChecksumUnverified
	}
	v := SCTP(p)
	sum := v.Sum()
	if v.Checksum() == 0 && sum != 0 {
		return ChecksumAbsent
	}
	return verdict(v.Checksum() == sum)
}

// transport verifies the checksum at p[at:] of the segment p, which is header i.
func (f *Frame) transport(i int, p []byte, proto IPProto, at int) ChecksumState {
	pseudo, whole := f.pseudo(i, proto, len(p))
	if proto == IPProtoUDP && int(UDP(p).Length()) > len(p) {
		whole = false
	}
	switch {
	case !whole:
		return ChecksumUnverified
	case Sum(pseudo, p) == 0xffff:
		return ChecksumGood
	case Uint16(p, at) == pseudo:
		return ChecksumOffloaded
	}
	return ChecksumBad
}

// pseudo returns the partial sum of the pseudo-header for header i, which has n
// bytes with its payload, and whether these are all there and not a fragment.
func (f *Frame) pseudo(i int, proto IPProto, n int) (sum uint16, whole bool) {
	for j := i - 1; j >= 0; j-- {
		switch k, p := f.Header(j); k {
		case KindIPv4:
			v := IPv4(p)
			return v.PseudoSum(proto, n), int(v.Length()) <= len(p) && Uint16(p, 6)&0x3fff == 0
		case KindIPv6:
			return f.pseudo6(j, i, proto, n)
		}
	}
	return 0, false
}

// pseudo6 is pseudo for the IPv6 header j. The addresses of the pseudo-header are
// the final destination, if a routing header has one, and the home address, if a
// destination options header has one. RFC 8200 §8.1, RFC 6275 §11.3.1.
func (f *Frame) pseudo6(j, i int, proto IPProto, n int) (sum uint16, whole bool) {
	_, v := f.Header(j)
	src, dst := [16]byte(v[8:24]), [16]byte(v[24:40])
	whole = payload6(v) <= len(v)-IPv6Len
	for j++; j < i; j++ {
		switch k, p := f.Header(j); k {
		case KindIPv6Fragment:
			whole = whole && Uint16(p, 2)&^6 == 0
		case KindIPv6Routing:
			finalDst(&dst, p)
		case KindIPv6DestOpts:
			if a, ok := IPv6DestOpts(p).Options().HomeAddress(); ok {
				src = a.As16()
			}
		}
	}
	s := Sum(Sum(0, src[:]), dst[:])
	return Sum16(Sum16(Sum16(s, uint16(proto)), uint16(n)), uint16(n>>16)), whole
}

// payload6 returns the length of the payload that IPv6 header v and, of a jumbogram,
// the hop-by-hop header after it say, or of all there is if they do not. RFC 2675.
func payload6(v IPv6) int {
	if n := int(v.Length()); n != 0 || v.NextHeader() == IPProtoNone {
		return n
	}
	if n, ok := v.Jumbo(); ok {
		return int(min(n, 1<<30))
	}
	return len(v) - IPv6Len
}

// finalDst sets dst to the final destination that routing header r has, if the
// packet is not there yet. The header is all there.
func finalDst(dst *[16]byte, r []byte) {
	n := int(r[1])*8 + 8
	if r[3] == 0 {
		return
	}
	switch RoutingType(r[2]) {
	case RoutingSourceRoute: // RFC 2460 §4.4
		if n%16 == 8 && n > 8 {
			copy(dst[:], r[n-16:n])
		}
	case RoutingHomeAddress: // RFC 6275 §6.4
		if n == 24 {
			copy(dst[:], r[8:24])
		}
	case RoutingRPL: // RFC 6554 §3: the first bytes are those of the destination
		kept, pad := int(r[4]&0xf), int(r[5]>>4)
		last := n - pad - (16 - kept)
		if last >= 8 && (last-8)%(16-int(r[4]>>4)) == 0 {
			copy(dst[kept:], r[last:n-pad])
		}
	case RoutingSegment: // RFC 8754 §2: the list is backwards
		if n >= 24+16*int(r[4]) {
			copy(dst[:], r[8:24])
		}
	}
}
