package bgp

import (
	"bytes"
	"encoding/hex"
	"net/netip"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Route is an element of network layer reachability information: one of *[Prefix],
// *[Labeled], *[VPLS], *[EVPN], *[FlowSpec], *[RTConstraint], *[MVPN], *[MDT],
// *[LinkState], *[SRPolicy], or *[Opaque] if it is of an unknown family or malformed.
type Route interface {
	coder.Coded
	String() string
}

// Opaque is a route that is not understood, or a value.
type Opaque struct {
	Attr wire.BGPAttributeType // if it is the value of an attribute
	Data []byte
}

// Fields implements [coder.Coded].
func (v *Opaque) Fields(c *coder.Coder) { c.Hex("", &v.Data) }

func (v *Opaque) String() string { return hex.EncodeToString(v.Data) }

// Type implements [Value].
func (v *Opaque) Type() wire.BGPAttributeType { return v.Attr }

// RoutesOf returns the routes of a family, and what behind them does not fit.
func RoutesOf(f Family, b []byte, o Options) (routes []Route, rest []byte) {
	path := hasPaths(f, b, o)
	for len(b) > 0 {
		n := sizeOf(f, b, path)
		if n == 0 {
			return routes, b
		}
		routes = append(routes, routeOf(f, b[:n:n], path))
		b = b[n:]
	}
	return routes, nil
}

// AppendRoutes appends routes in wire form.
func AppendRoutes(b []byte, routes ...Route) []byte {
	for _, r := range routes {
		b = coder.Append(b, r)
	}
	return b
}

func routesString(f Family, b []byte, o Options) string {
	rs, rest := RoutesOf(f, b, o)
	var out []byte
	for _, r := range rs {
		if len(out) > 0 {
			out = append(out, ", "...)
		}
		out = append(out, r.String()...)
	}
	return string(coder.AppendRest(out, rest))
}

func routeOf(f Family, b []byte, path bool) Route {
	if r := emptyRoute(f, path); r != nil && coder.Read(r, b) && bytes.Equal(coder.Append(nil, r), b) {
		return r
	}
	return &Opaque{Data: b}
}

func emptyRoute(f Family, path bool) Route {
	p := PathID{Present: path}
	switch f.SAFI {
	case wire.BGPUnicast, wire.BGPMulticast:
		if f.AFI == wire.BGPIPv4 || f.AFI == wire.BGPIPv6 {
			return &Prefix{Path: p, family: f.AFI}
		}
	case wire.BGPLabeled:
		return &Labeled{Path: p, family: f.AFI}
	case wire.BGPVPN, wire.BGPVPNMulticast:
		return &Labeled{Path: p, family: f.AFI, VPN: true, unlabeled: f.SAFI == wire.BGPVPNMulticast}
	case wire.BGPVPLS:
		return &VPLS{Path: p}
	case wire.BGPEVPN:
		return &EVPN{Path: p}
	case wire.BGPMVPN:
		return &MVPN{Path: p}
	case wire.BGPMDT:
		return &MDT{Path: p}
	case wire.BGPRTConstraint:
		return &RTConstraint{Path: p}
	case wire.BGPLS, wire.BGPLSVPN:
		return &LinkState{Path: p, VPN: f.SAFI == wire.BGPLSVPN}
	case wire.BGPFlowSpec, wire.BGPFlowSpecVPN:
		return &FlowSpec{Path: p, VPN: f.SAFI == wire.BGPFlowSpecVPN, Six: f.AFI == wire.BGPIPv6}
	case wire.BGPSRPolicy:
		return &SRPolicy{Path: p}
	}
	return nil
}

// sizeOf returns the length of the first route of b, or 0 if it does not fit.
func sizeOf(f Family, b []byte, path bool) int {
	k := 0
	if path {
		k = 4
	}
	if len(b) <= k {
		return 0
	}
	head, n := sizes(f, b[k:])
	if n += k + head; head == 0 || n > len(b) {
		return 0
	}
	return n
}

// sizes returns the lengths of what says the length of the route b, and of the rest.
func sizes(f Family, b []byte) (head, n int) {
	switch f.SAFI {
	case wire.BGPVPLS:
		if len(b) >= 2 {
			return 2, int(wire.Uint16(b, 0))
		}
	case wire.BGPEVPN, wire.BGPMVPN:
		if len(b) >= 2 {
			return 2, int(b[1])
		}
	case wire.BGPLS, wire.BGPLSVPN:
		if len(b) >= 4 {
			return 4, int(wire.Uint16(b, 2))
		}
	case wire.BGPFlowSpec, wire.BGPFlowSpecVPN:
		if b[0] < 0xf0 {
			return 1, int(b[0])
		}
		if len(b) >= 2 {
			return 2, int(wire.Uint16(b, 0) & 0xfff)
		}
	case wire.BGPUnicast, wire.BGPMulticast:
		if f.AFI == wire.BGPIPv4 && b[0] > 32 || f.AFI == wire.BGPIPv6 && b[0] > 128 {
			return 0, 0
		}
		return 1, (int(b[0]) + 7) / 8
	case wire.BGPLabeled, wire.BGPVPN, wire.BGPVPNMulticast, wire.BGPMDT, wire.BGPRTConstraint, wire.BGPSRPolicy:
		return 1, (int(b[0]) + 7) / 8
	}
	return 0, 0
}

// hasPaths tells whether the routes in b have path identifiers.
func hasPaths(f Family, b []byte, o Options) bool {
	if c := o.paths(f); c != Guess {
		return c == Yes
	}
	plain, zeros := fits(f, b, false)
	if plain && zeros < 2 {
		return false
	}
	with, _ := fits(f, b, true)
	return with
}

// fits reports whether b is routes, and how many of them are empty: there is no sense in
// several default routes, but the first bytes of a path identifier look like them.
func fits(f Family, b []byte, path bool) (ok bool, zeros int) {
	for len(b) > 0 {
		n := sizeOf(f, b, path)
		if n == 0 {
			return false, zeros
		}
		if n == 1 {
			zeros++
		}
		b = b[n:]
	}
	return true, zeros
}

// Labeled is a prefix with labels, and with a route distinguisher if it is of a VPN. RFC
// 8277 §2, RFC 4364 §4.3.4.
type Labeled struct {
	Path      PathID
	Labels    []Label
	VPN       bool
	RD        RD
	Bits      uint8 // of the prefix alone
	Addr      netip.Addr
	family    wire.BGPAFI
	unlabeled bool // of VPN multicast, which has no labels
}

// LabeledOf returns a route for p; rd is nil if it is not of a VPN.
func LabeledOf(p netip.Prefix, rd *RD, labels ...Label) *Labeled {
	v := &Labeled{Labels: labels, Bits: uint8(p.Bits()), Addr: p.Masked().Addr(), family: familyOf(p.Addr())}
	if rd != nil {
		v.VPN, v.RD = true, *rd
	}
	return v
}

// Fields implements [coder.Coded].
func (v *Labeled) Fields(c *coder.Coder) {
	v.Path.fields(c)
	n := uint64(v.Bits) + uint64(24*len(v.Labels))
	if v.VPN {
		n += 64
	}
	bits(c, &n)
	left := int(n)
	if c.Reading() {
		v.Labels = nil
		for left >= 24 && !v.unlabeled {
			var l Label
			l.fields(c)
			v.Labels = append(v.Labels, l)
			left -= 24
			if l.Bottom() || l.Withdrawn() {
				break
			}
		}
	} else {
		for i := range v.Labels {
			v.Labels[i].fields(c)
		}
		left = int(v.Bits)
	}
	if v.VPN {
		if v.RD.fields(c); c.Reading() {
			left -= 64
		}
	}
	if left < 0 {
		c.Fail()
		return
	}
	v.Bits = uint8(left)
	prefix(c, &v.Addr, v.Bits, v.family)
}

func (v *Labeled) String() string { return trimmed(v) }

// VPLS is a block of labels of a site. RFC 4761 §3.2.2. One of another length is the
// auto-discovery of RFC 6074 §3.2.2.
type VPLS struct {
	Path   PathID
	RD     RD
	Auto   bool       // has Addr instead of the rest
	Addr   netip.Addr // of the speaker
	Site   uint16
	Offset uint16
	Size   uint16
	Base   Label
	Rest   []byte
}

// Fields implements [coder.Coded].
func (v *VPLS) Fields(c *coder.Coder) {
	v.Path.fields(c)
	if v.Auto {
		c.Number("", 12, 2)
	} else if n := c.Number("", uint64(17+len(v.Rest)), 2); c.Reading() {
		v.Auto = n == 12
	}
	v.RD.fields(c)
	if v.Auto {
		c.Addr(&v.Addr, false)
		return
	}
	c.U16("site", &v.Site)
	c.U16("offset", &v.Offset)
	c.U16("size", &v.Size)
	v.Base.fields(c)
	c.Hex("", &v.Rest)
}

func (v *VPLS) String() string { return trimmed(v) }

// RTConstraint says which route targets are wanted. RFC 4684 §4.
type RTConstraint struct {
	Path   PathID
	Bits   uint8 // 0 is all, 32 an origin, 96 a route target; others are prefixes of that
	Origin uint32
	Target ExtendedCommunity
}

// Fields implements [coder.Coded].
func (v *RTConstraint) Fields(c *coder.Coder) {
	v.Path.fields(c)
	n := uint64(v.Bits)
	bits(c, &n)
	v.Bits = uint8(n)
	k := (int(n) + 7) / 8
	if k > 12 || k > 0 && k < 4 {
		c.Fail()
		return
	}
	if k == 0 {
		c.Word("default")
		return
	}
	c.U32("origin AS", &v.Origin)
	fixed(c, v.Target[:k-4])
	if c.Printing() && k > 4 {
		c.Word(v.Target.String())
		if n != 96 {
			c.Word("/" + num(uint32(n)))
		}
	}
}

func (v *RTConstraint) String() string { return trimmed(v) }

// MDT is the group of a multicast distribution tree. RFC 6037 §9.
type MDT struct {
	Path   PathID
	RD     RD
	Source netip.Addr
	Group  netip.Addr
}

// Fields implements [coder.Coded].
func (v *MDT) Fields(c *coder.Coder) {
	v.Path.fields(c)
	if c.Number("", 128, 1) != 128 {
		c.Fail()
	}
	v.RD.fields(c)
	c.Addr(&v.Source, false)
	c.Word("group")
	c.Addr(&v.Group, false)
}

func (v *MDT) String() string { return trimmed(v) }

// SRPolicy is a segment routing policy. RFC 9830 §2.1.
type SRPolicy struct {
	Path          PathID
	Distinguisher uint32
	Color         uint32
	Endpoint      netip.Addr
}

// Fields implements [coder.Coded].
func (v *SRPolicy) Fields(c *coder.Coder) {
	v.Path.fields(c)
	n := uint64(96)
	if v.Endpoint.Is6() {
		n = 192
	}
	bits(c, &n)
	if n != 96 && n != 192 {
		c.Fail()
	}
	c.U32("distinguisher", &v.Distinguisher)
	c.U32("color", &v.Color)
	c.Word("endpoint")
	c.Addr(&v.Endpoint, n == 192)
}

func (v *SRPolicy) String() string { return trimmed(v) }
