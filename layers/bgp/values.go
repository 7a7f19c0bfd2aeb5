package bgp

import (
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// Origin is how a route came into BGP: 0 IGP, 1 EGP, 2 incomplete. RFC 4271 §5.1.1.
type Origin struct{ Code uint8 }

// Type implements [Value].
func (v *Origin) Type() wire.BGPAttributeType { return wire.BGPOrigin }

// Fields implements [coder.Coded].
func (v *Origin) Fields(c *coder.Coder) { v.Code = uint8(c.Number("", uint64(v.Code), 1)) }

func (v *Origin) String() string {
	if v.Code <= 2 {
		return [...]string{"IGP", "EGP", "incomplete"}[v.Code]
	}
	return num(uint32(v.Code))
}

// Address is the value of an attribute that is an IPv4 address: NEXT_HOP, ORIGINATOR_ID.
// RFC 4271 §5.1.3, RFC 4456 §8.
type Address struct {
	Attr wire.BGPAttributeType
	Addr netip.Addr
}

// Type implements [Value].
func (v *Address) Type() wire.BGPAttributeType { return v.Attr }

// Fields implements [coder.Coded].
func (v *Address) Fields(c *coder.Coder) { c.Addr(&v.Addr, false) }

func (v *Address) String() string { return trimmed(v) }

// Number is the value of an attribute that is a number: MULTI_EXIT_DISC, LOCAL_PREF, OTC.
// RFC 4271 §5.1.4, §5.1.5, RFC 9234 §5.
type Number struct {
	Attr  wire.BGPAttributeType
	Value uint32
}

// Type implements [Value].
func (v *Number) Type() wire.BGPAttributeType { return v.Attr }

// Fields implements [coder.Coded].
func (v *Number) Fields(c *coder.Coder) { v.Value = uint32(c.Number("", uint64(v.Value), 4)) }

func (v *Number) String() string { return num(v.Value) }

// AtomicAggregate says that the path is not all of it. RFC 4271 §5.1.6.
type AtomicAggregate struct{}

// Type implements [Value].
func (v *AtomicAggregate) Type() wire.BGPAttributeType { return wire.BGPAtomicAggregate }

// Fields implements [coder.Coded].
func (v *AtomicAggregate) Fields(*coder.Coder) {}

func (v *AtomicAggregate) String() string { return "" }

// Aggregator is who formed an aggregate. RFC 4271 §5.1.7.
type Aggregator struct {
	Attr wire.BGPAttributeType // AGGREGATOR or AS4_AGGREGATOR
	AS4  bool                  // AS has 4 bytes
	AS   uint32
	ID   netip.Addr
}

// Type implements [Value].
func (v *Aggregator) Type() wire.BGPAttributeType { return v.Attr }

// Fields implements [coder.Coded].
func (v *Aggregator) Fields(c *coder.Coder) {
	v.AS = uint32(c.Number("AS", uint64(v.AS), asSize(v.AS4)))
	c.Word("by")
	c.Addr(&v.ID, false)
}

func asSize(as4 bool) int {
	if as4 {
		return 4
	}
	return 2
}

func (v *Aggregator) String() string { return trimmed(v) }

// SegmentType is the type of a segment of a path. RFC 4271 §4.3, RFC 5065 §3.
type SegmentType uint8

// The types of segments.
const (
	ASSet            SegmentType = 1
	ASSequence       SegmentType = 2
	ASConfedSequence SegmentType = 3
	ASConfedSet      SegmentType = 4
)

// A Segment is a part of a path.
type Segment struct {
	Type SegmentType
	ASNs []uint32
}

func (s Segment) String() string {
	marks := [...]string{0: "<>", 1: "{}", 2: "  ", 3: "()", 4: "[]"}
	m := marks[0]
	if int(s.Type) < len(marks) {
		m = marks[s.Type]
	}
	var b []byte
	if m[0] != ' ' {
		b = append(b, m[0])
	}
	for i, as := range s.ASNs {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, num(as)...)
	}
	if m[0] != ' ' {
		b = append(b, m[1])
	}
	return string(b)
}

// ASPath is the ASes that a route came through, the nearest first. RFC 4271 §5.1.2.
type ASPath struct {
	Attr     wire.BGPAttributeType // AS4_PATH, or AS_PATH if zero
	AS4      bool                  // AS numbers have 4 bytes
	Segments []Segment
}

// Type implements [Value].
func (v *ASPath) Type() wire.BGPAttributeType {
	if v.Attr == 0 {
		return wire.BGPASPath
	}
	return v.Attr
}

// Fields implements [coder.Coded].
func (v *ASPath) Fields(c *coder.Coder) {
	coder.List(c, &v.Segments, func(s *Segment) {
		s.Type = SegmentType(c.Number("", uint64(s.Type), 1))
		n := int(c.Number("", uint64(len(s.ASNs)), 1))
		if c.Printing() {
			c.Word(s.String())
			return
		}
		counted(c, &s.ASNs, n, func(x *uint32) { *x = uint32(c.Number("", uint64(*x), asSize(v.AS4))) })
	})
}

// counted handles n elements.
func counted[T any](c *coder.Coder, list *[]T, n int, do func(*T)) {
	if !c.Reading() {
		for i := range *list {
			do(&(*list)[i])
		}
		return
	}
	*list = nil
	for ; n > 0 && !c.Failed(); n-- {
		var v T
		do(&v)
		*list = append(*list, v)
	}
}

// Length returns how long the path counts as: a set is one, confederations nothing. RFC
// 4271 §9.1.2.2, RFC 5065 §5.3.
func (v *ASPath) Length() (n int) {
	for _, s := range v.Segments {
		switch s.Type {
		case ASSequence:
			n += len(s.ASNs)
		case ASSet:
			n++
		}
	}
	return n
}

func (v *ASPath) String() string { return trimmed(v) }

// ClusterList is the clusters that a route was reflected through. RFC 4456 §8.
type ClusterList struct{ IDs []netip.Addr }

// Type implements [Value].
func (v *ClusterList) Type() wire.BGPAttributeType { return wire.BGPClusterList }

// Fields implements [coder.Coded].
func (v *ClusterList) Fields(c *coder.Coder) {
	coder.List(c, &v.IDs, func(a *netip.Addr) { c.Addr(a, false) })
}

func (v *ClusterList) String() string { return trimmed(v) }

// MPReach is routes of any family, and where they lead. RFC 4760 §3.
type MPReach struct {
	Family   Family
	NextHop  []byte // see [MPReach.NextHops]
	Reserved uint8  // number of SNPAs in RFC 2858
	NLRI     []byte // see [MPReach.Routes]
	options  Options
}

// ReachOf returns routes of a family. The next hop is one address, or one of global and
// one of link-local scope; those of VPNs are given a route distinguisher of zero.
func ReachOf(f Family, hops []netip.Addr, routes ...Route) *MPReach {
	v := &MPReach{Family: f, NLRI: AppendRoutes(nil, routes...)}
	for _, a := range hops {
		if f.SAFI == wire.BGPVPN || f.SAFI == wire.BGPVPNMulticast {
			v.NextHop = append(v.NextHop, make([]byte, 8)...)
		}
		v.NextHop = append(v.NextHop, a.AsSlice()...)
	}
	return v
}

// Type implements [Value].
func (v *MPReach) Type() wire.BGPAttributeType { return wire.BGPMPReach }

// Fields implements [coder.Coded].
func (v *MPReach) Fields(c *coder.Coder) {
	v.Family.fields(c)
	n := int(c.Number("", uint64(len(v.NextHop)), 1))
	if c.Printing() {
		c.Word("via")
		if hops := v.NextHops(); hops == nil {
			c.Word(hex.EncodeToString(v.NextHop))
		} else {
			for _, a := range hops {
				c.Word(a.String())
			}
		}
	} else {
		c.Bytes("", &v.NextHop, n)
	}
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	nlri(c, v.Family, &v.NLRI, v.options)
}

// NextHops returns the addresses of the next hop, without route distinguishers, or nil if
// it has another form.
func (v *MPReach) NextHops() (out []netip.Addr) {
	b := v.NextHop
	skip := 0
	switch len(b) {
	case 4, 16:
	case 12, 24, 48:
		skip = 8
	case 32:
		return []netip.Addr{netip.AddrFrom16([16]byte(b)), netip.AddrFrom16([16]byte(b[16:]))}
	default:
		return nil
	}
	for size := min(len(b), 24); len(b) > 0; b = b[size:] {
		a, _ := netip.AddrFromSlice(b[skip:size])
		out = append(out, a)
	}
	return out
}

// Routes returns the routes, and what is malformed behind them.
func (v *MPReach) Routes() ([]Route, []byte) { return RoutesOf(v.Family, v.NLRI, v.options) }

func (v *MPReach) String() string { return trimmed(v) }

func (f *Family) fields(c *coder.Coder) {
	f.AFI = wire.BGPAFI(c.Number("", uint64(f.AFI), 2))
	f.SAFI = wire.BGPSAFI(c.Number("", uint64(f.SAFI), 1))
	c.Word(f.String())
}

func nlri(c *coder.Coder, f Family, b *[]byte, o Options) {
	if c.Printing() {
		c.Word(routesString(f, *b, o))
		return
	}
	c.Hex("", b)
}

// MPUnreach is routes of any family that are no more. RFC 4760 §4.
type MPUnreach struct {
	Family  Family
	NLRI    []byte // see [MPUnreach.Routes]; none is the end of the table, RFC 4724 §2
	options Options
}

// UnreachOf returns routes of a family that are no more.
func UnreachOf(f Family, routes ...Route) *MPUnreach {
	return &MPUnreach{Family: f, NLRI: AppendRoutes(nil, routes...)}
}

// Type implements [Value].
func (v *MPUnreach) Type() wire.BGPAttributeType { return wire.BGPMPUnreach }

// Fields implements [coder.Coded].
func (v *MPUnreach) Fields(c *coder.Coder) {
	v.Family.fields(c)
	nlri(c, v.Family, &v.NLRI, v.options)
}

// Routes returns the routes, and what is malformed behind them.
func (v *MPUnreach) Routes() ([]Route, []byte) { return RoutesOf(v.Family, v.NLRI, v.options) }

func (v *MPUnreach) String() string { return trimmed(v) }

// AttrSet is the attributes that a customer's route had. RFC 6368 §5.
type AttrSet struct {
	OriginAS   uint32
	Attributes Attributes
}

// Type implements [Value].
func (v *AttrSet) Type() wire.BGPAttributeType { return wire.BGPAttrSet }

// Fields implements [coder.Coded].
func (v *AttrSet) Fields(c *coder.Coder) {
	c.U32("AS", &v.OriginAS)
	c.Hex("", (*[]byte)(&v.Attributes))
}

func (v *AttrSet) String() string { return v.text(1) }

// maxSets is how deep sets within sets are printed.
const maxSets = 4

func (v *AttrSet) text(depth int) string {
	s := "AS " + num(v.OriginAS) + " ("
	if depth > maxSets {
		return s + hex.EncodeToString(v.Attributes) + ")"
	}
	return s + v.Attributes.text(Options{}, depth) + ")"
}
