package layers

import (
	"net/netip"

	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// Routing headers have a layer type for each routing type. IPv6Routing stands for
// the other routing types and for headers that do not have the form of theirs.

// pickRouting returns the protocol of the routing header that b begins with.
func pickRouting(b []byte) *packet.Proto {
	v, err := wire.ParseIPv6Routing(b)
	if err != nil {
		return IPv6RoutingProto
	}
	n := v.HeaderLen()
	switch v.Type() {
	case wire.RoutingSourceRoute:
		if n%16 == 8 {
			return IPv6SourceRouteProto
		}
	case wire.RoutingHomeAddress:
		if n == wire.IPv6HomeRouteLen {
			return IPv6HomeRouteProto
		}
	case wire.RoutingRPL:
		if n > wire.RPLSourceRouteLen && rplForm(wire.RPLSourceRoute(b)) >= 0 {
			return RPLSourceRouteProto
		}
	case wire.RoutingSegment:
		if wire.SRHLen+16*(1+int(b[4])) <= n {
			return SRHProto
		}
	}
	return IPv6RoutingProto
}

func init() { IPv6RoutingProto.Pick = pickRouting }

// IPv6SourceRoute is a type 0 routing header, a loose source route.
// RFC 5095 deprecates it. RFC 2460 §4.4.
//
//wire:header bind=IPProtos:wire.IPProtoRouting
type IPv6SourceRoute struct {
	NextHeader   Auto[IPProto]          `next:"IPProtos,wire.IPProtoNone"`
	HdrLen       Auto[uint8]            `len:"8,8"` // in units of 8 bytes, beyond the first
	Type         Auto[wire.RoutingType] `const:"0"`
	SegmentsLeft Auto[uint8]            `auto:"uint8(len(l.Addrs))"` // addresses still to visit
	Reserved     uint32
	Addrs        []netip.Addr // to visit after the IPv6 header's; the last is the final destination
}

func (l *IPv6SourceRoute) parseBody(v wire.IPv6SourceRoute) (packet.Extent, error) {
	n := v.HeaderLen()
	if n%16 != 8 {
		return packet.Extent{}, errRoutingForm
	}
	l.Addrs = appendAddrs(l.Addrs[:0], v.Addrs())
	return packet.Extent{Header: n, End: len(v), Next: IPProtos.Next(v.NextHeader())}, nil
}

func (l *IPv6SourceRoute) appendBody(b []byte, start int) ([]byte, error) {
	if len(l.Addrs) > 127 {
		return b, packet.FieldError("IPv6SourceRoute.Addrs: more than 127")
	}
	l.SegmentsLeft.Default(uint8(len(l.Addrs))) // now, since checksums are settled before this layer
	return addAddrs(b, l.Addrs, "IPv6SourceRoute.Addrs: not an IPv6 address")
}

// FinalDst returns the packet's final destination if the IPv6 header does not have it.
func (l *IPv6SourceRoute) FinalDst(netip.Addr) (netip.Addr, bool) {
	return lastOf(l.Addrs, l.SegmentsLeft.Get())
}

// Validate implements [packet.Validator].
func (l *IPv6SourceRoute) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	report("Type", packet.Unusual, "deprecated by RFC 5095")
	validateSegments(l.SegmentsLeft.Get(), len(l.Addrs), report)
}

// IPv6HomeRoute is a type 2 routing header, which has the home address of a mobile
// node. RFC 6275 §6.4.
//
//wire:header bind=IPProtos:wire.IPProtoRouting
type IPv6HomeRoute struct {
	NextHeader   Auto[IPProto]          `next:"IPProtos,wire.IPProtoNone"`
	HdrLen       Auto[uint8]            `len:"8,8"` // 2
	Type         Auto[wire.RoutingType] `const:"2"`
	SegmentsLeft Auto[uint8]            `auto:"1"`
	Reserved     uint32
	HomeAddress  netip.Addr `bits:"128"`
}

func (l *IPv6HomeRoute) parseBody(v wire.IPv6HomeRoute) (packet.Extent, error) {
	if v.HeaderLen() != wire.IPv6HomeRouteLen {
		return packet.Extent{}, errRoutingForm
	}
	return packet.Extent{Header: wire.IPv6HomeRouteLen, End: len(v), Next: IPProtos.Next(v.NextHeader())}, nil
}

func (l *IPv6HomeRoute) appendBody(b []byte, _ int) ([]byte, error) {
	l.SegmentsLeft.Default(1)
	return b, nil
}

// FinalDst returns the home address if it is still to be visited.
func (l *IPv6HomeRoute) FinalDst(netip.Addr) (netip.Addr, bool) {
	return l.HomeAddress, l.SegmentsLeft.Get() > 0
}

// Validate implements [packet.Validator].
func (l *IPv6HomeRoute) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	validateSegments(l.SegmentsLeft.Get(), 1, report)
}

// RPLSourceRoute is a type 3 routing header, a strict source route with compressed
// addresses. RFC 6554 §3.
//
// Addrs has whole addresses: the bytes that are not on the wire are those of the
// IPv6 header's Dst.
//
//wire:header bind=IPProtos:wire.IPProtoRouting
type RPLSourceRoute struct {
	NextHeader   Auto[IPProto]          `next:"IPProtos,wire.IPProtoNone"`
	HdrLen       Auto[uint8]            `len:"8,8"` // in units of 8 bytes, beyond the first
	Type         Auto[wire.RoutingType] `const:"3"`
	SegmentsLeft Auto[uint8]            `auto:"uint8(len(l.Addrs))"` // addresses still to visit
	CmprI        uint8                  `bits:"4"`                   // bytes left out of all addresses but the last
	CmprE        uint8                  `bits:"4"`                   // bytes left out of the last address
	Pad          Auto[uint8]            `bits:"4"`                   // bytes of padding at the end
	Reserved     uint32                 `bits:"20"`
	Addrs        []netip.Addr           // to visit after the IPv6 header's; the last is the final destination

	pad []byte // as it was
}

// rplForm returns the number of addresses in v, or -1 if the lengths do not fit.
func rplForm(v wire.RPLSourceRoute) int {
	n := min(v.HeaderLen(), len(v)) - wire.RPLSourceRouteLen - int(v.Pad()) - (16 - int(v.CmprE()))
	each := 16 - int(v.CmprI())
	if n < 0 || n%each != 0 {
		return -1
	}
	return n/each + 1
}

func (l *RPLSourceRoute) parseBody(v wire.RPLSourceRoute) (packet.Extent, error) {
	n := rplForm(v)
	if n < 0 {
		return packet.Extent{}, errRoutingForm
	}
	l.Addrs = l.Addrs[:0]
	b := v[wire.RPLSourceRouteLen:v.HeaderLen()]
	for i := range n {
		var a [16]byte
		k := copy(a[l.elided(i, n):], b)
		l.Addrs, b = append(l.Addrs, netip.AddrFrom16(a)), b[k:]
	}
	l.pad = b
	return packet.Extent{Header: v.HeaderLen(), End: len(v), Next: IPProtos.Next(v.NextHeader())}, nil
}

// elided returns how many bytes of address i of n are not on the wire.
func (l *RPLSourceRoute) elided(i, n int) int {
	if i == n-1 {
		return int(l.CmprE)
	}
	return int(l.CmprI)
}

func (l *RPLSourceRoute) appendBody(b []byte, start int) ([]byte, error) {
	l.SegmentsLeft.Default(uint8(len(l.Addrs)))
	for i, a := range l.Addrs {
		if !a.Is6() {
			return b, packet.FieldError("RPLSourceRoute.Addrs: not an IPv6 address")
		}
		x := a.As16()
		b = append(b, x[l.elided(i, len(l.Addrs)):]...)
	}
	pad := -(len(b) - start) & 7
	if l.Pad.Fixed() {
		pad = int(l.Pad.Get())
	}
	if len(l.pad) == pad {
		b = append(b, l.pad...)
	} else {
		b = append(b, make([]byte, pad)...)
	}
	for (len(b)-start)%8 != 0 {
		b = append(b, 0)
	}
	if len(b)-start > 8*256 {
		return b, packet.FieldError("RPLSourceRoute.Addrs: too many")
	}
	return b, nil
}

func (l *RPLSourceRoute) finish(v wire.RPLSourceRoute, c *packet.Context) {
	size := wire.RPLSourceRouteLen
	for i := range l.Addrs {
		size += 16 - l.elided(i, len(l.Addrs))
	}
	l.settlePad(v, uint8(-size&7))
	if len(c.Outer()) > 0 {
		if ip := packet.Last[IPv6](c.Outer()); ip != nil {
			for i := range l.Addrs {
				l.Addrs[i] = l.fill(i, ip.Dst)
			}
		}
	}
}

// fill returns address i with the bytes that are not on the wire taken from dst.
func (l *RPLSourceRoute) fill(i int, dst netip.Addr) netip.Addr {
	a, d := as16(l.Addrs[i]), as16(dst)
	copy(a[:l.elided(i, len(l.Addrs))], d[:])
	return netip.AddrFrom16(a)
}

// FinalDst returns the packet's final destination if the IPv6 header, whose
// destination is dst, does not have it.
func (l *RPLSourceRoute) FinalDst(dst netip.Addr) (netip.Addr, bool) {
	if n := len(l.Addrs); n > 0 && l.SegmentsLeft.Get() > 0 {
		return l.fill(n-1, dst), true
	}
	return dst, false
}

// Validate implements [packet.Validator].
func (l *RPLSourceRoute) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.Reserved != 0 {
		report("Reserved", packet.Unusual, "not zero")
	}
	validateSegments(l.SegmentsLeft.Get(), len(l.Addrs), report)
}

// SRH is a segment routing header, a type 4 routing header. RFC 8754 §2.
//
//wire:header bind=IPProtos:wire.IPProtoRouting
type SRH struct {
	NextHeader   Auto[IPProto]          `next:"IPProtos,wire.IPProtoNone"`
	HdrLen       Auto[uint8]            `len:"8,8"` // in units of 8 bytes, beyond the first
	Type         Auto[wire.RoutingType] `const:"4"`
	SegmentsLeft Auto[uint8]            `auto:"l.last()"` // index of the active segment in Segments
	LastEntry    Auto[uint8]            // index of the last of Segments, which is the first to visit
	Flags        uint8                  // 0x08 is O, marked for operations, RFC 9259
	Tag          uint16
	Segments     []netip.Addr // in reverse: the first is the final destination
	TLVs         wire.SRHTLVs // with padding; building adds what is needed at the end
}

// last returns the index of the last segment.
func (l *SRH) last() uint8 { return uint8(max(0, len(l.Segments)-1)) }

func (l *SRH) parseBody(v wire.SRH) (packet.Extent, error) {
	if wire.SRHLen+16*(1+int(v.LastEntry())) > v.HeaderLen() {
		return packet.Extent{}, errRoutingForm
	}
	l.Segments, l.TLVs = appendAddrs(l.Segments[:0], v.Segments()), v.TLVs()
	return packet.Extent{Header: v.HeaderLen(), End: len(v), Next: IPProtos.Next(v.NextHeader())}, nil
}

func (l *SRH) appendBody(b []byte, start int) ([]byte, error) {
	if len(l.Segments) > 127 {
		return b, packet.FieldError("SRH.Segments: more than 127")
	}
	l.SegmentsLeft.Default(l.last())
	b, err := addAddrs(b, l.Segments, "SRH.Segments: not an IPv6 address")
	if err != nil {
		return b, err
	}
	b = append(b, l.TLVs...)
	b = wire.SRHTLVs(b).AddPad(-(len(b) - start) & 7)
	if len(b)-start > 8*256 {
		return b, packet.FieldError("SRH.TLVs: too long")
	}
	return b, nil
}

func (l *SRH) finish(v wire.SRH, _ *packet.Context) { l.settleLastEntry(v, l.last()) }

// FinalDst returns the packet's final destination if the IPv6 header does not have it.
func (l *SRH) FinalDst(netip.Addr) (netip.Addr, bool) {
	if len(l.Segments) > 0 && l.SegmentsLeft.Get() > 0 {
		return l.Segments[0], true
	}
	return netip.Addr{}, false
}

// Validate implements [packet.Validator].
func (l *SRH) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	if l.TLVs.Malformed() >= 0 {
		report("TLVs", packet.BadSize, "an object runs out of the header")
	}
	// A reduced list leaves out the first segment, RFC 8754 §4.1.1.
	validateSegments(l.SegmentsLeft.Get(), len(l.Segments), report)
}

// IPv6Routing is a routing header of a type that has no layer of its own, or not
// of the form of its type. RFC 8200 §4.4.
//
//wire:header bind=IPProtos:wire.IPProtoRouting
type IPv6Routing struct {
	NextHeader   Auto[IPProto] `next:"IPProtos,wire.IPProtoNone"`
	HdrLen       Auto[uint8]   `len:"8,8"` // in units of 8 bytes, beyond the first
	Type         wire.RoutingType
	SegmentsLeft uint8
	Data         []byte // as Type says
}

// Validate implements [packet.Validator].
func (l *IPv6Routing) Validate(_ *packet.Context, report func(field string, class packet.Class, reason string)) {
	switch l.Type {
	case wire.RoutingSourceRoute, wire.RoutingHomeAddress, wire.RoutingRPL, wire.RoutingSegment:
		report("Data", packet.BadSize, "not of the form of its type")
	}
}

// lastOf returns the last of addrs if some of them are left.
func lastOf(addrs []netip.Addr, left uint8) (netip.Addr, bool) {
	if len(addrs) == 0 || left == 0 {
		return netip.Addr{}, false
	}
	return addrs[len(addrs)-1], true
}

func validateSegments(left uint8, n int, report func(field string, class packet.Class, reason string)) {
	if int(left) > n {
		report("SegmentsLeft", packet.BadValue, "more than there are")
	}
}

func appendAddrs(to []netip.Addr, a wire.IPv6Addrs) []netip.Addr {
	for x := range a.All() {
		to = append(to, x)
	}
	return to
}

func addAddrs(b []byte, addrs []netip.Addr, bad packet.FieldError) ([]byte, error) {
	for _, a := range addrs {
		if !a.Is6() {
			return b, bad
		}
		b = wire.IPv6Addrs(b).Add(a)
	}
	return b, nil
}

var errRoutingForm = &wire.Error{Layer: "IPv6Routing", Need: 8, Err: wire.ErrFormat}
