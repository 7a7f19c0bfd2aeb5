package ospf

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// flags handles a number of n bytes that is printed by text.
func flags[T ~uint8 | ~uint16 | ~uint32](c *coder.Coder, x *T, n int, text func(T) string) {
	*x = T(c.Number("", uint64(*x), n))
	if c.Printing() {
		c.Word(text(*x))
	}
}

// count handles the number of elements of a list, of n bytes, and reads no more than
// there can be.
func count[T any](c *coder.Coder, list *[]T, n int, do func(*T)) {
	k := int(c.Number("", uint64(len(*list)), n))
	some(c, list, k, do)
}

// some handles k elements of a list.
func some[T any](c *coder.Coder, list *[]T, k int, do func(*T)) {
	if c.Reading() {
		*list = nil
		for ; k > 0 && !c.Failed(); k-- {
			if c.Left() == 0 {
				c.Fail()
				return
			}
			var v T
			do(&v)
			*list = append(*list, v)
		}
		return
	}
	for i := range *list {
		do(&(*list)[i])
	}
}

// u24 handles a number of 24 bits.
func u24(c *coder.Coder, name string, x *uint32) { *x = uint32(c.Number(name, uint64(*x), 3)) }

func addrs(c *coder.Coder, list *[]netip.Addr) {
	coder.List(c, list, func(a *netip.Addr) { c.Addr(a, false) })
}

// RouterFlags are the flags of a router LSA. RFC 2328 §A.4.2, RFC 3101 §3.1.
type RouterFlags uint8

// The flags.
const (
	RouterB  RouterFlags = 0x01 // is an area border router
	RouterE  RouterFlags = 0x02 // is an AS boundary router
	RouterV  RouterFlags = 0x04 // is an endpoint of virtual links
	RouterW  RouterFlags = 0x08 // wild-card multicast receiver
	RouterNt RouterFlags = 0x10 // NSSA translator
)

func (f RouterFlags) String() string {
	var b []byte
	for i, s := range [...]string{"B", "E", "V", "W", "Nt", "x", "S", "H"} {
		if f>>i&1 != 0 {
			if len(b) > 0 {
				b = append(b, '|')
			}
			b = append(b, s...)
		}
	}
	return string(b)
}

// LinkType is what a router's link connects to. RFC 2328 §A.4.2.
type LinkType uint8

// The types of links.
const (
	PointToPoint LinkType = 1
	Transit      LinkType = 2
	Stub         LinkType = 3 // of OSPFv2 only
	Virtual      LinkType = 4
)

func (t LinkType) String() string {
	if t >= 1 && t <= 4 {
		return [...]string{"point-to-point", "transit", "stub", "virtual"}[t-1]
	}
	return "unknown"
}

// A RouterLSA is a router's links. RFC 2328 §A.4.2.
type RouterLSA struct {
	Flags    RouterFlags
	Reserved uint8
	Links    []RouterLink
}

// A RouterLink is a link of a [RouterLSA].
type RouterLink struct {
	ID     netip.Addr // of the neighbor, the designated router's address, or of the network
	Data   netip.Addr // own address, or the mask of a stub network
	Type   LinkType
	Metric uint16
	TOS    []TOSMetric // of other topologies, RFC 4915, or types of service
}

// A TOSMetric is the metric of a topology, or of a type of service.
type TOSMetric struct {
	TOS      uint8 // or MT-ID
	Reserved uint8
	Metric   uint16
}

// Fields implements [coder.Coded].
func (v *RouterLSA) Fields(c *coder.Coder) {
	flags(c, &v.Flags, 1, RouterFlags.String)
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	count(c, &v.Links, 2, func(l *RouterLink) {
		c.Addr(&l.ID, false)
		c.Addr(&l.Data, false)
		flags(c, &l.Type, 1, LinkType.String)
		n := int(c.Number("", uint64(len(l.TOS)), 1))
		c.U16("metric", &l.Metric)
		some(c, &l.TOS, n, func(t *TOSMetric) {
			c.U8("topology", &t.TOS)
			t.Reserved = uint8(c.Number("", uint64(t.Reserved), 1))
			c.U16("metric", &t.Metric)
		})
	})
}

func (v *RouterLSA) String() string { return coder.Text("router", v) }

// A NetworkLSA is the routers of a network. RFC 2328 §A.4.3.
type NetworkLSA struct {
	Mask    netip.Addr
	Routers []netip.Addr // by their IDs
}

// Fields implements [coder.Coded].
func (v *NetworkLSA) Fields(c *coder.Coder) {
	c.Addr(&v.Mask, false)
	addrs(c, &v.Routers)
}

func (v *NetworkLSA) String() string { return coder.Text("network", v) }

// A SummaryLSA is a destination outside the area: a network, or an AS boundary router.
// RFC 2328 §A.4.4.
type SummaryLSA struct {
	Mask   netip.Addr // zero of a router
	TOS0   uint8      // zero
	Metric uint32     // 24 bits; all ones is unreachable
	TOS    []WideMetric
}

// A WideMetric is the metric of a topology, or of a type of service, of 24 bits.
type WideMetric struct {
	TOS    uint8
	Metric uint32
}

// Fields implements [coder.Coded].
func (v *SummaryLSA) Fields(c *coder.Coder) {
	c.Addr(&v.Mask, false)
	v.TOS0 = uint8(c.Number("", uint64(v.TOS0), 1))
	u24(c, "metric", &v.Metric)
	coder.List(c, &v.TOS, func(t *WideMetric) {
		c.U8("topology", &t.TOS)
		u24(c, "metric", &t.Metric)
	})
}

func (v *SummaryLSA) String() string { return coder.Text("summary", v) }

// An ExternalLSA is a destination outside the AS. RFC 2328 §A.4.5, RFC 3101 §2.4.
type ExternalLSA struct {
	Mask   netip.Addr
	Routes []ExternalRoute // the first is of the default topology
}

// An ExternalRoute is a way of an [ExternalLSA].
type ExternalRoute struct {
	Type2   bool       // the metric is more than any within the AS
	TOS     uint8      // 7 bits
	Metric  uint32     // 24 bits
	Forward netip.Addr // where to send to, or 0.0.0.0: the router that made the LSA
	Tag     uint32
}

// Fields implements [coder.Coded].
func (v *ExternalLSA) Fields(c *coder.Coder) {
	c.Addr(&v.Mask, false)
	coder.List(c, &v.Routes, func(r *ExternalRoute) {
		x := uint64(r.TOS & 0x7f)
		if r.Type2 {
			x |= 0x80
		}
		x = c.Number("", x, 1)
		if r.Type2, r.TOS = x&0x80 != 0, uint8(x&0x7f); r.Type2 {
			c.Word("type 2")
		}
		u24(c, "metric", &r.Metric)
		c.Word("via")
		c.Addr(&r.Forward, false)
		c.U32("tag", &r.Tag)
	})
}

func (v *ExternalLSA) String() string { return coder.Text("external", v) }

// A GroupLSA is where members of a multicast group are. RFC 1584 §A.3.
type GroupLSA struct{ Vertices []Vertex }

// A Vertex is a router (1) or a transit network (2).
type Vertex struct {
	Type uint32
	ID   netip.Addr
}

// Fields implements [coder.Coded].
func (v *GroupLSA) Fields(c *coder.Coder) {
	coder.List(c, &v.Vertices, func(x *Vertex) {
		c.U32("vertex type", &x.Type)
		c.Addr(&x.ID, false)
	})
}

func (v *GroupLSA) String() string { return coder.Text("group", v) }

// OpaqueType is the type of an opaque LSA. RFC 5250 §A.2, IANA.
type OpaqueType uint8

// The types of opaque LSAs.
const (
	OpaqueTE         OpaqueType = 1 // traffic engineering, RFC 3630
	OpaqueGrace      OpaqueType = 3 // graceful restart, RFC 3623
	OpaqueRI         OpaqueType = 4 // router information, RFC 7770
	OpaqueInterAS    OpaqueType = 6 // RFC 5392
	OpaqueExtPrefix  OpaqueType = 7 // RFC 7684, with segments: RFC 8665
	OpaqueExtLink    OpaqueType = 8
	OpaqueTTZ        OpaqueType = 9  // RFC 8099
	OpaqueDynamicFld OpaqueType = 10 // dynamic flooding
)

// An OpaqueLSA is a list of elements, as all opaque LSAs in use are. RFC 5250,
// RFC 3630, RFC 7770, RFC 7684.
type OpaqueLSA struct{ TLVs wire.OSPFTLVs }

// Fields implements [coder.Coded].
func (v *OpaqueLSA) Fields(c *coder.Coder) {
	if c.Printing() {
		c.Word(v.TLVs.String())
		return
	}
	c.Hex("", (*[]byte)(&v.TLVs))
	if c.Reading() && len(v.TLVs.Rest()) > 0 {
		c.Fail()
	}
}

func (v *OpaqueLSA) String() string { return coder.Text("opaque", v) }
