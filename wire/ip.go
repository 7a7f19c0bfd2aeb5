package wire

// Options returns the options, which are empty if IHL is 5.
func (v IPv4) Options() IPv4Options {
	return IPv4Options(v[IPv4Len:clamp(v.HeaderLen(), IPv4Len, len(v))])
}

// Payload returns what the datagram carries: from the end of the header to
// Length, or to the end of the view if that comes first.
func (v IPv4) Payload() []byte {
	n := clamp(v.HeaderLen(), IPv4Len, len(v))
	return v[n:clamp(int(v.Length()), n, len(v))]
}

// Sum returns the header checksum as it should be. RFC 791 §3.1.
func (v IPv4) Sum() uint16 {
	return Fold(SumAround(0, v[:clamp(v.HeaderLen(), IPv4Len, len(v))], 10))
}

// UpdateTTL sets TTL and adjusts Checksum, right or wrong, by the difference.
func (v IPv4) UpdateTTL(x uint8) {
	old := Uint16(v, 8)
	v.SetTTL(x)
	v.SetChecksum(Update(v.Checksum(), old, Uint16(v, 8)))
}

// PseudoSum returns the partial checksum of the pseudo-header for n bytes of
// proto, RFC 9293 §3.1. Its destination is the final one of a source route.
func (v IPv4) PseudoSum(proto IPProto, n int) uint16 {
	dst := v.Options().FinalDst([4]byte(v[16:20]))
	return Sum16(Sum16(Sum(Sum(0, v[12:16]), dst[:]), uint16(proto)), uint16(n))
}

// Payload returns what follows the fixed header, up to Length.
func (v IPv6) Payload() []byte {
	return v[IPv6Len:clamp(IPv6Len+int(v.Length()), IPv6Len, len(v))]
}

// PseudoSum is as for IPv4. RFC 8200 §8.1.
func (v IPv6) PseudoSum(proto IPProto, n int) uint16 {
	s := Sum16(Sum(0, v[8:40]), uint16(proto))
	return Sum16(Sum16(s, uint16(n)), uint16(n>>16))
}

// Options returns the option area.
func (v IPv6Ext) Options() IPv6Options {
	return IPv6Options(v[IPv6ExtLen:clamp(v.HeaderLen(), IPv6ExtLen, len(v))])
}

// Jumbo returns the payload's length in bytes if the packet is a jumbogram: Length
// is zero and a hop-by-hop options header says what it is. RFC 2675 §2.
func (v IPv6) Jumbo() (n uint32, ok bool) {
	if v.Length() != 0 || v.NextHeader() != IPProtoHopByHop {
		return 0, false
	}
	h, err := ParseIPv6HopByHop(v[IPv6Len:])
	if err != nil {
		return 0, false
	}
	return h.Options().Jumbo()
}

// Options returns the option area.
func (v IPv6HopByHop) Options() IPv6Options { return IPv6Ext(v).Options() }

// Options returns the option area.
func (v IPv6DestOpts) Options() IPv6Options { return IPv6Ext(v).Options() }

// IPProtoIPComp is IP payload compression, RFC 3173.
const IPProtoIPComp IPProto = 108

// RoutingType is the type of an IPv6 routing header.
type RoutingType uint8

// The types in IANA's registry.
const (
	RoutingSourceRoute RoutingType = 0 // deprecated, RFC 5095
	RoutingNimrod      RoutingType = 1 // deprecated
	RoutingHomeAddress RoutingType = 2 // RFC 6275 §6.4
	RoutingRPL         RoutingType = 3 // RFC 6554
	RoutingSegment     RoutingType = 4 // RFC 8754
	RoutingCRH16       RoutingType = 5 // RFC 9631
	RoutingCRH32       RoutingType = 6 // RFC 9631
)

func (t RoutingType) String() string {
	switch t {
	case RoutingSourceRoute:
		return "source route"
	case RoutingNimrod:
		return "Nimrod"
	case RoutingHomeAddress:
		return "home address"
	case RoutingRPL:
		return "RPL source route"
	case RoutingSegment:
		return "segment routing"
	case RoutingCRH16:
		return "CRH-16"
	case RoutingCRH32:
		return "CRH-32"
	}
	return itoa(int(t))
}

// Addrs returns the addresses to visit.
func (v IPv6SourceRoute) Addrs() IPv6Addrs {
	return IPv6Addrs(v[IPv6SourceRouteLen:clamp(v.HeaderLen(), IPv6SourceRouteLen, len(v))])
}

// Segments returns the segment list, the last segment first.
func (v SRH) Segments() IPv6Addrs { return IPv6Addrs(v[SRHLen:v.segmentsEnd()]) }

// TLVs returns what follows the segment list.
func (v SRH) TLVs() SRHTLVs {
	return SRHTLVs(v[v.segmentsEnd():clamp(v.HeaderLen(), v.segmentsEnd(), len(v))])
}

func (v SRH) segmentsEnd() int {
	return clamp(SRHLen+16*(1+int(v.LastEntry())), SRHLen, clamp(v.HeaderLen(), SRHLen, len(v)))
}

// PortNATT is the UDP port of ESP and IKE behind network address translation.
// RFC 3948 §2.
const PortNATT = 4500
