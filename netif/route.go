package netif

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
)

// Route is an entry of the routing table, or the way to one address.
type Route struct {
	Dst       netip.Prefix // what it is the way to; the default route has no bits
	Src       netip.Prefix // only for packets from here (IPv6); usually invalid
	Index     int          // of the interface to send on; 0 if the route drops packets, or has several [Route.Hops]
	Interface string       // its name
	Gateway   netip.Addr   // the next hop; invalid: the destination itself. May be IPv6 for an IPv4 route, RFC 8950
	Source    netip.Addr   // the address to send from, if the program did not choose; invalid in a table: no preference
	MTU       int          // in bytes; 0 in a table: the interface's
	Metric    uint32       // of several routes to Dst the one with the lowest is used
	Table     uint32
	Protocol  RouteProtocol // who made it
	Type      RouteType
	Scope     Scope
	TOS       uint8 // only for packets with this type of service; usually 0
	OnLink    bool  // the gateway is on the link although no prefix says so
	Down      bool  // the interface has no carrier
	Hops      []Hop // several ways to share the load
}

// Hop is one of several ways that a route has.
type Hop struct {
	Index     int
	Interface string
	Gateway   netip.Addr
	Weight    int // at least 1
}

// The tables that every Linux has.
const (
	TableDefault = 253
	TableMain    = 254
	TableLocal   = 255
)

// RouteType says what a route does with packets, with Linux's numbers (RTN_).
type RouteType uint8

// The types of route.
const (
	RouteUnicast     RouteType = 1 // sends them on
	RouteLocal       RouteType = 2 // to this machine
	RouteBroadcast   RouteType = 3
	RouteAnycast     RouteType = 4
	RouteMulticast   RouteType = 5
	RouteBlackhole   RouteType = 6 // drops them
	RouteUnreachable RouteType = 7 // answers that the host is unreachable
	RouteProhibit    RouteType = 8 // answers that it is forbidden
	RouteThrow       RouteType = 9 // goes on in another table
)

var routeTypeNames = [...]string{
	"unspecified", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw",
}

// String is the type's name as in ip route.
func (t RouteType) String() string { return name(routeTypeNames[:], uint(t)) }

// RouteProtocol says who made a route, with Linux's numbers (RTPROT_).
type RouteProtocol uint8

// The commonest protocols.
const (
	ByRedirect RouteProtocol = 1 // an ICMP redirect
	ByKernel   RouteProtocol = 2 // an address of the interface
	ByBoot     RouteProtocol = 3
	ByStatic   RouteProtocol = 4 // the administrator
	ByRA       RouteProtocol = 9 // an IPv6 router advertisement, RFC 4861
	ByDHCP     RouteProtocol = 16
)

// String is the protocol's name as in ip route, or its number.
func (p RouteProtocol) String() string {
	names := [...]string{"unspecified", "redirect", "kernel", "boot", "static", 9: "ra", 16: "dhcp"}
	return name(names[:], uint(p))
}

// ErrNoRoute is the cause of every [*NoRouteError].
var ErrNoRoute = errors.New("no route")

// NoRouteError says that the machine has no way to an address, or one that forbids it. It is an [ErrNoRoute], and the
// system's error, such as syscall.ENETUNREACH (no route), EHOSTUNREACH (one of type unreachable), EACCES (prohibit),
// EINVAL (blackhole).
type NoRouteError struct {
	Dst netip.Addr
	Err error
}

func (e *NoRouteError) Error() string { return fmt.Sprintf("netif: no route to %v: %v", e.Dst, e.Err) }

// Unwrap returns [ErrNoRoute] and the system's error.
func (e *NoRouteError) Unwrap() []error { return []error{ErrNoRoute, e.Err} }

// Routes lists the routes of all tables, IPv4 first.
func Routes() ([]Route, error) { return routes() }

// RouteTo asks the kernel how it would send a packet to an address: on which interface, from which address, through
// which gateway, and how long packets may be. A link-local address needs its zone. If there is no way, the error is a
// [*NoRouteError].
func RouteTo(dst netip.Addr) (Route, error) {
	if !dst.IsValid() {
		return Route{}, &NoRouteError{dst, errors.New("not an address")}
	}
	return routeTo(dst.Unmap())
}

// Neighbour is what the machine knows of another one on the same link.
type Neighbour struct {
	Index     int // of the interface
	Interface string
	Addr      netip.Addr
	MAC       net.HardwareAddr // nil while it is not known
	State     NeighbourState
	Router    bool // IPv6: it says that it is a router
	Proxy     bool // this machine answers for it
}

// NeighbourState is the state of address resolution, RFC 4861 section 7.3.2, with Linux's numbers (NUD_).
type NeighbourState uint16

// The states. The last two are never looked for: no ARP on the interface, and set by the administrator.
const (
	Incomplete NeighbourState = 0x01
	Reachable  NeighbourState = 0x02
	Stale      NeighbourState = 0x04
	Delay      NeighbourState = 0x08
	Probe      NeighbourState = 0x10
	Failed     NeighbourState = 0x20
	NoLookup   NeighbourState = 0x40
	Fixed      NeighbourState = 0x80
)

// Usable reports whether packets are sent to the MAC as it is.
func (s NeighbourState) Usable() bool {
	return s&(Reachable|Stale|Delay|Probe|NoLookup|Fixed) != 0
}

var neighbourStateNames = map[NeighbourState]string{
	0: "none", Incomplete: "incomplete", Reachable: "reachable", Stale: "stale", Delay: "delay", Probe: "probe",
	Failed: "failed", NoLookup: "no-arp", Fixed: "permanent",
}

// String is the state's name.
func (s NeighbourState) String() string {
	if n, ok := neighbourStateNames[s]; ok {
		return n
	}
	return fmt.Sprintf("%#x", uint16(s))
}

// Neighbours lists the ARP table and the IPv6 neighbour cache of all interfaces.
func Neighbours() ([]Neighbour, error) { return neighbours() }
