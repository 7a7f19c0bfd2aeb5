package bgp

import (
	"encoding/hex"
	"math"
	"net/netip"
	"strconv"

	"github.com/gocap-project/gocap/internal/coder"
	"github.com/gocap-project/gocap/wire"
)

// A Community is a mark on a route: an AS number and a number of its. RFC 1997.
type Community uint32

// The well-known communities. IANA BGP Well-known Communities.
const (
	GracefulShutdown  Community = 0xffff0000 // RFC 8326
	AcceptOwn         Community = 0xffff0001 // RFC 7611
	LLGRStale         Community = 0xffff0006 // RFC 9494
	NoLLGR            Community = 0xffff0007 // RFC 9494
	AcceptOwnNextHop  Community = 0xffff0008
	StandbyPE         Community = 0xffff0009 // RFC 9026
	Blackhole         Community = 0xffff029a // RFC 7999
	NoExport          Community = 0xffffff01 // RFC 1997
	NoAdvertise       Community = 0xffffff02 // RFC 1997
	NoExportSubconfed Community = 0xffffff03 // RFC 1997
	NoPeer            Community = 0xffffff04 // RFC 3765
)

var communityNames = map[Community]string{
	GracefulShutdown: "GRACEFUL_SHUTDOWN", AcceptOwn: "ACCEPT_OWN", LLGRStale: "LLGR_STALE", NoLLGR: "NO_LLGR",
	AcceptOwnNextHop: "accept-own-nexthop", StandbyPE: "Standby PE", Blackhole: "BLACKHOLE", NoExport: "NO_EXPORT",
	NoAdvertise: "NO_ADVERTISE", NoExportSubconfed: "NO_EXPORT_SUBCONFED", NoPeer: "NOPEER",
}

// String returns the community as "64500:1", or its name.
func (x Community) String() string {
	if s := communityNames[x]; s != "" {
		return s
	}
	return num(uint32(x)>>16) + ":" + num(uint32(x)&0xffff)
}

// Communities is the value of a COMMUNITY attribute. RFC 1997.
type Communities struct{ List []Community }

// Type implements [Value].
func (v *Communities) Type() wire.BGPAttributeType { return wire.BGPCommunity }

// Fields implements [coder.Coded].
func (v *Communities) Fields(c *coder.Coder) {
	coder.List(c, &v.List, func(x *Community) {
		*x = Community(c.Number("", uint64(*x), 4))
		if c.Printing() {
			c.Word(x.String())
		}
	})
}

func (v *Communities) String() string { return trimmed(v) }

// A LargeCommunity is a mark on a route: an AS number and two numbers of its. RFC 8092.
type LargeCommunity struct{ Admin, Data1, Data2 uint32 }

func (x LargeCommunity) String() string {
	return num(x.Admin) + ":" + num(x.Data1) + ":" + num(x.Data2)
}

// LargeCommunities is the value of a LARGE_COMMUNITY attribute. RFC 8092 §3.
type LargeCommunities struct{ List []LargeCommunity }

// Type implements [Value].
func (v *LargeCommunities) Type() wire.BGPAttributeType { return wire.BGPLargeCommunity }

// Fields implements [coder.Coded].
func (v *LargeCommunities) Fields(c *coder.Coder) {
	coder.List(c, &v.List, func(x *LargeCommunity) {
		for _, n := range [...]*uint32{&x.Admin, &x.Data1, &x.Data2} {
			*n = uint32(c.Number("", uint64(*n), 4))
		}
		if c.Printing() {
			c.Word(x.String())
		}
	})
}

func (v *LargeCommunities) String() string { return trimmed(v) }

// An ExtendedCommunity is a mark on a route with a type. RFC 4360 §2.
type ExtendedCommunity [8]byte

// The types of extended communities that are most in use: type and subtype. IANA BGP
// Extended Communities.
const (
	RouteTarget   = 0x0002 // of a 2-byte AS; 0x0102 an IPv4 address, 0x0202 a 4-byte AS
	RouteOrigin   = 0x0003
	LinkBandwidth = 0x4004
	Encapsulation = 0x030c // RFC 9012
	Color         = 0x030b // RFC 9012
	OriginState   = 0x4300 // RFC 8097
	FlowRate      = 0x8006 // RFC 8955
	MACMobility   = 0x0600 // RFC 7432
	ESILabel      = 0x0601 // RFC 7432
	RouterMAC     = 0x0603 // RFC 9135
)

// TargetOf returns a route target of an AS number of 2 bytes, or of 4 if it is greater.
func TargetOf(as, number uint32) ExtendedCommunity {
	x := ExtendedCommunity(RDOf(as, number))
	x[0], x[1] = x[1], 2
	return x
}

// Type returns the type and, of the types that have one, the subtype.
func (x ExtendedCommunity) Type() uint16 { return wire.Uint16(x[:], 0) }

// Transitive reports whether the community is passed on to other ASes.
func (x ExtendedCommunity) Transitive() bool { return x[0]&0x40 == 0 }

// AS returns the AS number and its number, of a community that has them.
func (x ExtendedCommunity) AS() (as, number uint32, ok bool) {
	switch x[0] &^ 0x40 {
	case 0:
		return uint32(wire.Uint16(x[:], 2)), wire.Uint32(x[:], 4), true
	case 2:
		return wire.Uint32(x[:], 2), uint32(wire.Uint16(x[:], 6)), true
	}
	return 0, 0, false
}

var extendedNames = map[uint16]string{
	0x0002: "target", 0x0003: "origin", 0x0005: "OSPF domain", 0x0008: "BGP data", 0x0009: "source AS", 0x000a: "L2VPN", 0x0010: "VPN distinguisher",
	0x0102: "target", 0x0103: "origin", 0x0105: "OSPF domain", 0x0107: "OSPF router", 0x010a: "L2VPN", 0x010b: "VRF import",
	0x0112: "inter-area segmented next hop", 0x0120: "MVPN SA RP", 0x0202: "target", 0x0203: "origin", 0x0205: "OSPF domain", 0x0208: "BGP data",
	0x0209: "source AS", 0x0300: "BGP data", 0x0306: "OSPF route", 0x0307: "OSPF router", 0x030b: "color", 0x030c: "encapsulation",
	0x030d: "default gateway", 0x0600: "MAC mobility", 0x0601: "ESI label", 0x0602: "ES import", 0x0603: "router MAC", 0x0604: "layer 2 attributes",
	0x0605: "E-tree", 0x0606: "DF election", 0x060e: "ARP/ND", 0x800a: "L2 info", 0x8006: "rate bytes", 0x800c: "rate packets",
	0x8007: "action", 0x8008: "redirect", 0x8108: "redirect", 0x8208: "redirect", 0x8009: "marking", 0x4004: "link bandwidth",
	0x0004: "link bandwidth", 0x4300: "origin validation", 0x0800: "redirect to IP", 0x010c: "redirect to IPv4",
}

// Name returns what the type is called, or the type in hexadecimal.
func (x ExtendedCommunity) Name() string {
	if s := extendedNames[x.Type()]; s != "" {
		return s
	}
	return "0x" + hex.EncodeToString(x[:2])
}

// String returns the community as "target 64500:1".
func (x ExtendedCommunity) String() string { return x.Name() + " " + x.value() }

func (x ExtendedCommunity) value() string {
	b := x[2:]
	switch x.Type() {
	case 0x0306:
		return netip.AddrFrom4([4]byte(b)).String() + " type " + num(uint32(b[4])) + " options " + num(uint32(b[5]))
	case 0x030b:
		return num(wire.Uint32(b, 2))
	case 0x030c, 0x4300:
		return num(uint32(b[5]))
	case 0x0600:
		return num(wire.Uint32(b, 2)) + map[bool]string{true: " sticky"}[b[0]&1 != 0]
	case 0x0601:
		return num(wire.Uint32(b, 2)&0xffffff) + map[bool]string{true: " single-active"}[b[0]&1 != 0]
	case 0x0602, 0x0603:
		return wire.MAC(b).String()
	case 0x4004, 0x0004, 0x8006, 0x800c:
		f := math.Float32frombits(wire.Uint32(b, 2))
		return num(uint32(wire.Uint16(b, 0))) + ":" + strconv.FormatFloat(float64(f), 'g', -1, 32)
	case 0x8008:
		return administered(0, b)
	case 0x8009:
		return num(uint32(b[5] & 63))
	}
	switch t := x[0] &^ 0x40; {
	case t <= 2:
		return administered(uint16(t), b)
	case t == 0x81 || t == 0x82:
		return administered(uint16(t&3), b)
	}
	return hex.EncodeToString(b)
}

// ExtendedCommunities is the value of an EXTENDED COMMUNITIES attribute. RFC 4360.
type ExtendedCommunities struct{ List []ExtendedCommunity }

// Type implements [Value].
func (v *ExtendedCommunities) Type() wire.BGPAttributeType { return wire.BGPExtendedCommunity }

// Fields implements [coder.Coded].
func (v *ExtendedCommunities) Fields(c *coder.Coder) {
	sep := false
	coder.List(c, &v.List, func(x *ExtendedCommunity) {
		if fixed(c, x[:]); c.Printing() {
			comma(c, &sep)
			c.Word(x.String())
		}
	})
}

// comma prints a comma, but for the first time.
func comma(c *coder.Coder, again *bool) {
	if *again {
		c.Write(',')
	}
	*again = true
}

func (v *ExtendedCommunities) String() string { return trimmed(v) }

// An IPv6Community is an extended community whose administrator is an IPv6 address. RFC
// 5701 §2.
type IPv6Community [20]byte

func (x IPv6Community) String() string {
	name := ExtendedCommunity{x[0], x[1]}.Name()
	switch wire.Uint16(x[:], 0) {
	case 0x0002:
		name = "target"
	case 0x0003:
		name = "origin"
	}
	return name + " " + netip.AddrFrom16([16]byte(x[2:])).String() + ":" + num(uint32(wire.Uint16(x[:], 18)))
}

// IPv6Communities is the value of an IPv6 Address Specific Extended Communities attribute.
// RFC 5701.
type IPv6Communities struct{ List []IPv6Community }

// Type implements [Value].
func (v *IPv6Communities) Type() wire.BGPAttributeType { return wire.BGPIPv6Community }

// Fields implements [coder.Coded].
func (v *IPv6Communities) Fields(c *coder.Coder) {
	sep := false
	coder.List(c, &v.List, func(x *IPv6Community) {
		if fixed(c, x[:]); c.Printing() {
			comma(c, &sep)
			c.Word(x.String())
		}
	})
}

func (v *IPv6Communities) String() string { return trimmed(v) }
