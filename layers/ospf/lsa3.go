package ospf

import (
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// An LSA3Header is the header of a link state advertisement of OSPFv3 without it, as in
// a database description. RFC 5340 §A.4.2.
type LSA3Header struct {
	Age      uint16 // seconds since it was made; the highest bit is DoNotAge
	Type     wire.OSPFv3LSAType
	ID       netip.Addr // tells LSAs of a type and a router apart
	Router   netip.Addr // that made it, by its ID
	Seq      uint32     // signed: the highest is the newest
	Checksum uint16     // of the LSA without Age
	Length   uint16     // of the LSA with its header
}

func parseHeader3(b []byte) LSA3Header {
	return LSA3Header{wire.Uint16(b, 0), wire.OSPFv3LSAType(wire.Uint16(b, 2)), addr4(b[4:]), addr4(b[8:]), wire.Uint32(b, 12),
		wire.Uint16(b, 16), wire.Uint16(b, 18)}
}

func parseHeaders3(to []LSA3Header, b []byte) ([]LSA3Header, []byte) {
	for ; len(b) >= lsaHeaderLen; b = b[lsaHeaderLen:] {
		to = append(to, parseHeader3(b))
	}
	return to, b
}

func (h LSA3Header) append(b []byte) []byte {
	b = be16(be16(b, h.Age), uint16(h.Type))
	b = be32(appendAddr4(appendAddr4(b, h.ID), h.Router), h.Seq)
	return be16(be16(b, h.Checksum), h.Length)
}

func appendHeaders3(b []byte, hs []LSA3Header) []byte {
	for _, h := range hs {
		b = h.append(b)
	}
	return b
}

// String returns the header as "Router 0.0.0.0 by 10.0.0.1 seq 0x80000001 age 3".
func (h LSA3Header) String() string { return describe(h.Type.String(), h.ID, h.Router, h.Seq, h.Age) }

// An LSA3 is a link state advertisement of OSPFv3. RFC 5340 §A.4.
type LSA3 struct {
	Age    uint16 // seconds since it was made; the highest bit is DoNotAge
	Type   wire.OSPFv3LSAType
	ID     netip.Addr // tells LSAs of a type and a router apart
	Router netip.Addr // that made it, by its ID
	Seq    uint32     // signed: the highest is the newest
	sealed
}

func parseLSAs3(to []LSA3, b []byte) ([]LSA3, []byte) {
	for x := next(b); x != nil; x = next(b) {
		h := parseHeader3(x)
		l := LSA3{Age: h.Age, Type: h.Type, ID: h.ID, Router: h.Router, Seq: h.Seq}
		l.parse(x)
		to, b = append(to, l), b[len(x):]
	}
	return to, b
}

// Append appends the LSA in wire form, settling its length and checksum.
func (l *LSA3) Append(b []byte) ([]byte, error) {
	if len(l.Body) > 0xffff-lsaHeaderLen {
		return b, errLSATooLong
	}
	n := len(b)
	b = append(l.Header().append(b), l.Body...)
	l.settle(b[n:])
	return b, nil
}

func appendLSAs3(b []byte, ls []LSA3) ([]byte, error) {
	var err error
	for i := range ls {
		if b, err = ls[i].Append(b); err != nil {
			return b, err
		}
	}
	return b, nil
}

// Header returns the LSA's header, as after parsing or the last Append.
func (l *LSA3) Header() LSA3Header {
	return LSA3Header{l.Age, l.Type, l.ID, l.Router, l.Seq, l.Checksum.Get(), l.Length.Get()}
}

// String returns the LSA in words.
func (l LSA3) String() string {
	s := describe(l.Type.String(), l.ID, l.Router, l.Seq, l.Age)
	if o, ok := l.Value().(*OpaqueLSA); ok {
		return s + " opaque " + o.text(l.opaque())
	}
	if v := l.Value(); v != nil {
		s += " " + v.String()
	}
	return s
}

// opaque returns the type that version 2 has for the elements of l.
func (l LSA3) opaque() OpaqueType {
	switch l.Type.Function() {
	case 10:
		return OpaqueTE
	case 11:
		return OpaqueGrace
	case 12:
		return OpaqueRI
	}
	return 0
}

// Items implements [packet.Itemized]: what the LSA says, besides its header.
func (l LSA3) Items() []any {
	if v, ok := l.Value().(*OpaqueLSA); ok {
		return []any{v.text(l.opaque())}
	}
	return []any{l.Value()}
}

// kind3 returns an empty value of the kind that LSAs of type t have, or nil.
func kind3(t wire.OSPFv3LSAType) Value {
	switch t.Function() {
	case 1:
		return new(RouterLSA3)
	case 2:
		return new(NetworkLSA3)
	case 3:
		return new(InterAreaPrefixLSA)
	case 4:
		return new(InterAreaRouterLSA)
	case 5, 7:
		return new(ExternalLSA3)
	case 8:
		return new(LinkLSA)
	case 9:
		return new(IntraAreaPrefixLSA)
	case 10, 11, 12, 13:
		return new(OpaqueLSA)
	}
	return nil
}

// Value returns what the LSA says: a [*RouterLSA3], [*NetworkLSA3],
// [*InterAreaPrefixLSA], [*InterAreaRouterLSA], [*ExternalLSA3], [*LinkLSA],
// [*IntraAreaPrefixLSA], an [*OpaqueLSA] for those that are lists of elements, or
// [*Bytes] if it is of another type or malformed.
func (l LSA3) Value() Value {
	v := kind3(l.Type)
	if v == nil || !coder.Read(v, l.Body) {
		b := Bytes(l.Body)
		return &b
	}
	return v
}

// With returns the LSA with the content v.
func (l LSA3) With(v Value) LSA3 {
	l.Body = coder.Append(nil, v)
	return l
}

func (l *LSA3) validate(report func(field string, class packet.Class, reason string)) {
	l.check(report)
	if v, is := l.Value().(*Bytes); is && len(*v) > 0 && kind3(l.Type) != nil {
		report("LSAs", packet.BadValue, l.Type.String()+" LSA: malformed")
	}
	if l.Type.Scope() == 3 {
		report("LSAs", packet.BadValue, "an LSA of reserved scope")
	}
	if l.Age&0x7fff > MaxAge {
		report("LSAs", packet.BadValue, l.Type.String()+" LSA: Age is more than 3600")
	}
}

func options3(c *coder.Coder, o *wire.OSPFv3Options) {
	flags(c, o, 3, wire.OSPFv3Options.String)
}

// A RouterLSA3 is a router's links. RFC 5340 §A.4.3.
type RouterLSA3 struct {
	Flags   RouterFlags
	Options wire.OSPFv3Options
	Links   []RouterLink3
}

// A RouterLink3 is a link of a [RouterLSA3].
type RouterLink3 struct {
	Type              LinkType
	Reserved          uint8
	Metric            uint16
	Interface         uint32 // its number at the router
	NeighborInterface uint32 // its number at the neighbor
	Neighbor          netip.Addr
}

// Fields implements [coder.Coded].
func (v *RouterLSA3) Fields(c *coder.Coder) {
	flags(c, &v.Flags, 1, RouterFlags.String)
	options3(c, &v.Options)
	coder.List(c, &v.Links, func(l *RouterLink3) {
		flags(c, &l.Type, 1, LinkType.String)
		l.Reserved = uint8(c.Number("", uint64(l.Reserved), 1))
		c.U16("metric", &l.Metric)
		c.U32("interface", &l.Interface)
		c.U32("neighbor interface", &l.NeighborInterface)
		c.Addr(&l.Neighbor, false)
	})
}

func (v *RouterLSA3) String() string { return coder.Text("router", v) }

// A NetworkLSA3 is the routers of a link. RFC 5340 §A.4.4.
type NetworkLSA3 struct {
	Reserved uint8
	Options  wire.OSPFv3Options
	Routers  []netip.Addr // by their IDs
}

// Fields implements [coder.Coded].
func (v *NetworkLSA3) Fields(c *coder.Coder) {
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	options3(c, &v.Options)
	addrs(c, &v.Routers)
}

func (v *NetworkLSA3) String() string { return coder.Text("network", v) }

// A Prefix is a range of addresses. RFC 5340 §A.4.1.
type Prefix struct {
	Bits    uint8
	Options uint8  // NU 1, LA 2, P 8, DN 16, N 32
	Metric  uint16 // or what is there: reserved, or the type of the LSA referred to
	Addr    []byte // as many words of 32 bits as hold Bits
}

// Prefix returns the prefix, or the zero prefix if it is too long.
func (p Prefix) Prefix() netip.Prefix {
	var a [16]byte
	if p.Bits > 128 || len(p.Addr) > 16 {
		return netip.Prefix{}
	}
	copy(a[:], p.Addr)
	return netip.PrefixFrom(netip.AddrFrom16(a), int(p.Bits))
}

// PrefixOf returns n as a prefix of an LSA. IPv4's have 4 bytes, RFC 5838 §2.5.
func PrefixOf(n netip.Prefix) Prefix {
	return Prefix{Bits: uint8(n.Bits()), Addr: n.Masked().Addr().AsSlice()[:(n.Bits()+31)/32*4]}
}

func (p *Prefix) fields(c *coder.Coder) {
	p.Bits = uint8(c.Number("", uint64(p.Bits), 1))
	p.Options = uint8(c.Number("", uint64(p.Options), 1))
	p.Metric = uint16(c.Number("", uint64(p.Metric), 2))
	if c.Printing() {
		c.Word(p.Prefix().String())
		return
	}
	if c.Reading() && p.Bits > 128 {
		c.Fail()
		return
	}
	c.Bytes("", &p.Addr, (int(p.Bits)+31)/32*4)
}

// An InterAreaPrefixLSA is a network of another area. RFC 5340 §A.4.5.
type InterAreaPrefixLSA struct {
	Reserved uint8
	Metric   uint32 // 24 bits; all ones is unreachable
	Prefix   Prefix
}

// Fields implements [coder.Coded].
func (v *InterAreaPrefixLSA) Fields(c *coder.Coder) {
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	u24(c, "metric", &v.Metric)
	v.Prefix.fields(c)
}

func (v *InterAreaPrefixLSA) String() string { return coder.Text("inter-area prefix", v) }

// An InterAreaRouterLSA is an AS boundary router of another area. RFC 5340 §A.4.6.
type InterAreaRouterLSA struct {
	Reserved  uint8
	Options   wire.OSPFv3Options
	Reserved2 uint8
	Metric    uint32 // 24 bits
	Router    netip.Addr
}

// Fields implements [coder.Coded].
func (v *InterAreaRouterLSA) Fields(c *coder.Coder) {
	v.Reserved = uint8(c.Number("", uint64(v.Reserved), 1))
	options3(c, &v.Options)
	v.Reserved2 = uint8(c.Number("", uint64(v.Reserved2), 1))
	u24(c, "metric", &v.Metric)
	c.Addr(&v.Router, false)
}

func (v *InterAreaRouterLSA) String() string { return coder.Text("inter-area router", v) }

// The flags of an [ExternalLSA3]. RFC 5340 §A.4.7.
const (
	ExternalT = 1 // it has a tag
	ExternalF = 2 // it has a forwarding address
	ExternalE = 4 // the metric is of type 2
)

// An ExternalLSA3 is a network outside the AS. RFC 5340 §A.4.7.
type ExternalLSA3 struct {
	Flags   uint8      // which of what follows Prefix there is
	Metric  uint32     // 24 bits
	Prefix  Prefix     // its Metric is the type of the LSA that ID refers to, or 0
	Forward netip.Addr // where to send to
	Tag     uint32
	ID      uint32 // of an LSA that says more
}

// Fields implements [coder.Coded].
func (v *ExternalLSA3) Fields(c *coder.Coder) {
	c.U8("flags", &v.Flags)
	u24(c, "metric", &v.Metric)
	v.Prefix.fields(c)
	if v.Flags&ExternalF != 0 {
		c.Addr(&v.Forward, true)
	}
	if v.Flags&ExternalT != 0 {
		c.U32("tag", &v.Tag)
	}
	if v.Prefix.Metric != 0 {
		c.U32("refers to", &v.ID)
	}
}

func (v *ExternalLSA3) String() string { return coder.Text("external", v) }

// A LinkLSA is a router's addresses on a link. RFC 5340 §A.4.9.
type LinkLSA struct {
	Priority uint8
	Options  wire.OSPFv3Options
	Addr     netip.Addr // link-local
	Prefixes []Prefix
}

// Fields implements [coder.Coded].
func (v *LinkLSA) Fields(c *coder.Coder) {
	c.U8("priority", &v.Priority)
	options3(c, &v.Options)
	c.Addr(&v.Addr, true)
	count(c, &v.Prefixes, 4, func(p *Prefix) { p.fields(c) })
}

func (v *LinkLSA) String() string { return coder.Text("link", v) }

// An IntraAreaPrefixLSA is the networks of a router or a link. RFC 5340 §A.4.10.
type IntraAreaPrefixLSA struct {
	Type     wire.OSPFv3LSAType // of the LSA that the prefixes belong to
	ID       uint32
	Router   netip.Addr
	Prefixes []Prefix
}

// Fields implements [coder.Coded].
func (v *IntraAreaPrefixLSA) Fields(c *coder.Coder) {
	n := int(c.Number("", uint64(len(v.Prefixes)), 2))
	flags(c, &v.Type, 2, wire.OSPFv3LSAType.String)
	c.U32("ID", &v.ID)
	c.Addr(&v.Router, false)
	some(c, &v.Prefixes, n, func(p *Prefix) { p.fields(c) })
}

func (v *IntraAreaPrefixLSA) String() string { return coder.Text("intra-area prefix", v) }
