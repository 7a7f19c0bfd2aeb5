// Package netlab makes private networks: Linux user and network namespaces joined by veth pairs, for tests and for
// demonstrations, without root and without any other program. Nothing in it can touch a network of the machine: every
// function that changes something refuses with [ErrNotPrivate] unless the process runs in namespaces that [Reexec] made.
//
// A program with threads cannot enter a new user namespace, so the program starts itself again inside one ([Reexec];
// labtest.Main for test binaries). From there any number of further namespaces can be made, each a [Host]:
//
//	a, err := netlab.NewHost("a")
//	b, err := netlab.NewHost("b")
//	err = netlab.Veth(a, netlab.LinkConfig{Name: "eth0", Addrs: addrs("10.0.0.1/24")},
//		b, netlab.LinkConfig{Name: "eth0", Addrs: addrs("10.0.0.2/24")})
//	err = a.Do(func() error { conn, err = net.Dial("udp", "10.0.0.2:53"); return err })
//
// On platforms other than Linux every function returns an [*UnavailableError], which wraps errors.ErrUnsupported.
package netlab

import (
	"errors"
	"net"
	"net/netip"
	"os"
)

// ErrNotPrivate is the refusal to change the network of a process that is not in a private namespace.
var ErrNotPrivate = errors.New("netlab: not in a private network namespace; start the program with Reexec or labtest.Main")

// ErrClosed is the use of a Host after Close.
var ErrClosed = errors.New("netlab: the host is closed")

// UnavailableError says why this system does not let a program make namespaces, and what to do.
type UnavailableError struct {
	Reason string // what refused
	Advice string // what would help; may be empty
	Err    error  // the system's error; errors.ErrUnsupported where there is no such thing as a namespace
}

func (e *UnavailableError) Error() string {
	s := "netlab: no private networks here: " + e.Reason
	if e.Err != nil {
		s += " (" + e.Err.Error() + ")"
	}
	if e.Advice != "" {
		s += "; " + e.Advice
	}
	return s
}

// Unwrap returns the system's error.
func (e *UnavailableError) Unwrap() error { return e.Err }

// LinkConfig says what an interface is to be. Only Name is required.
type LinkConfig struct {
	Name  string           // 1 to 15 bytes
	MAC   net.HardwareAddr // nil: the kernel picks one at random
	Addrs []netip.Prefix   // each with the host's bits: 10.0.0.1/24; usable at once (no duplicate address detection)
	MTU   int              // in bytes without the link header; 0: the kernel's default, 1500

	// TxQueueLen is the length of the transmit queue in packets; 0: the kernel's default.
	TxQueueLen int
	// Queues is the number of transmit and of receive queues; 0: one of each.
	Queues int
	// NoOffload switches off checksum, segmentation and receive offloads, so that packets are on the link as they
	// would be on a cable: whole checksums, none longer than the MTU.
	NoOffload bool
	// Down leaves the interface down.
	Down bool
	// LinkLocal gives the interface its EUI-64 IPv6 link-local address even if Addrs has no IPv6 address. A link
	// without an IPv6 address sends nothing of its own accord.
	LinkLocal bool
}

// Route is an entry for [Host.AddRoute].
type Route struct {
	Dst  netip.Prefix // a zero prefix length is the default route
	Via  netip.Addr   // the gateway; invalid: Dst is on the link
	Link string       // name of the interface; may be empty if Via is given or Type is not unicast
	Src  netip.Addr   // preferred source; may be invalid
	Type RouteType
	MTU  int // of the path in bytes; 0: the interface's
	// Metric orders routes to the same Dst, lowest first; 0: the kernel's default.
	Metric int
}

// RouteType says what a route does with a packet; the zero value sends it on.
type RouteType uint8

// The types of route that a test needs, with the kernel's numbers (RTN_).
const (
	Unicast     RouteType = 0
	Blackhole   RouteType = 6 // drops
	Unreachable RouteType = 7 // answers host unreachable
	Prohibit    RouteType = 8 // answers administratively prohibited
)

// VLAN tag protocols, as EtherTypes, for [Host.AddVLAN].
const (
	Dot1Q  = 0x8100 // IEEE 802.1Q
	Dot1AD = 0x88a8 // IEEE 802.1ad
)

// Available returns nil if this system lets the program make private networks, and otherwise an [*UnavailableError].
// It tries the real thing, in a process that ends before it has begun.
func Available() error {
	if Inside() {
		return nil
	}
	return available()
}

// Inside reports whether the process runs in namespaces that [Reexec] made.
func Inside() bool { return inside() }

// Reexec runs the same program again inside a fresh user and network namespace, with the user and group mapped to 0 and
// the loopback interface up, and waits for it. The arguments are args, or those of this process if there are none;
// standard input, output and error are this process's. Signals that ask a program to end are passed on, and the program
// is killed if this process dies.
//
// reexeced tells the two processes apart: in the one inside, Reexec does nothing and returns false. In the one outside
// it returns true and the exit code of the one inside (128 + number of the signal that killed it), with which the
// caller should exit. Where no namespace can be made, reexeced is false and err is an [*UnavailableError].
//
// Interrupts from the keyboard reach both processes; the one outside waits for the other.
func Reexec(args ...string) (code int, reexeced bool, err error) {
	if len(args) == 0 {
		args = os.Args[1:]
	}
	return reexec(args, false)
}

// ReexecPrivileged is [Reexec] for a program that needs privileges over the system itself, as for loading BPF programs:
// where the process may make a network namespace without a user namespace (root may), that is all it makes, and the
// program inside keeps what it could do outside. Everywhere else it is Reexec. See [Privileged].
func ReexecPrivileged(args ...string) (code int, reexeced bool, err error) {
	if len(args) == 0 {
		args = os.Args[1:]
	}
	return reexec(args, true)
}

// Privileged reports whether the process is [Inside] and has root's privileges over the system: it was started by root
// and put there by [ReexecPrivileged].
func Privileged() bool { return privileged() }

// Host is one network namespace: with its own interfaces, addresses, routes and sockets. Make one with [NewHost].
// Its methods may be called from several goroutines.
type Host struct {
	name string
	host // what the platform keeps
}

// NewHost makes a network namespace in which only the loopback interface is up. The name is for messages.
func NewHost(name string) (*Host, error) { return newHost(name) }

// Here is the network namespace that the process is in. It must be [Inside].
func Here() *Host { return here() }

// Name is the name that [NewHost] was given.
func (h *Host) Name() string { return h.name }

// Do runs f on a thread in the host's namespace and returns its error. Sockets and files that f opens stay in the
// namespace wherever they are used afterwards. Goroutines that f starts are not in the namespace, nor are those that
// packages start on its behalf: net.Dial with a name and http.Get look names up or dial elsewhere; dialling an
// IP address is done on f's thread. Several Do may run at once. A panic in f ends the program; runtime.Goexit in f
// (as in t.FailNow, which therefore does not belong there) is an error of Do.
func (h *Host) Do(f func() error) error { return h.do(f) }

// Close forgets the namespace. The kernel removes it, and its interfaces, when the last socket in it is closed.
func (h *Host) Close() error { return h.close() }

// Veth joins two hosts with a pair of interfaces, as a cable would, sets addresses, brings both up and waits until both
// have a carrier. a and b may be the same host.
func Veth(a *Host, ac LinkConfig, b *Host, bc LinkConfig) error { return veth(a, ac, b, bc) }

// AddVLAN adds an interface for the VLAN id (0 to 4094) of parent, and brings it up. proto is [Dot1Q] or [Dot1AD].
// A kernel without VLAN interfaces gives an errors.ErrUnsupported, as one without any other kind of interface does.
func (h *Host) AddVLAN(parent, name string, id, proto uint16) error {
	return h.addVLAN(parent, name, id, proto)
}

// AddDummy adds an Ethernet interface that drops what it is given: a dummy, or where the kernel has none an ifb.
func (h *Host) AddDummy(c LinkConfig) error { return h.addDummy(c) }

// AddMACVLAN adds an interface with a MAC of its own on the link of parent.
func (h *Host) AddMACVLAN(parent string, c LinkConfig) error { return h.addMACVLAN(parent, c) }

// AddBridge adds a bridge with the named interfaces as its ports.
func (h *Host) AddBridge(c LinkConfig, ports ...string) error { return h.addBridge(c, ports) }

// AddTun adds an interface whose other end is the file: each read is a packet that the host sent, each write one that
// it receives; IP packets without any header before them, or with tap whole Ethernet frames. Reads obey deadlines.
// The interface goes when the file is closed.
func (h *Host) AddTun(c LinkConfig, tap bool) (*os.File, error) { return h.addTun(c, tap) }

// AddAddr adds an address, usable at once. The prefix has the host's bits.
func (h *Host) AddAddr(link string, p netip.Prefix) error { return h.addAddr(link, p) }

// AddPeer adds a point-to-point address: the host's own and that of the other end.
func (h *Host) AddPeer(link string, own netip.Addr, peer netip.Prefix) error {
	return h.addPeer(link, own, peer)
}

// DeleteAddr removes an address.
func (h *Host) DeleteAddr(link string, p netip.Prefix) error { return h.deleteAddr(link, p) }

// AddRoute adds a route to the main table.
func (h *Host) AddRoute(r Route) error { return h.addRoute(r) }

// AddNeigh adds or replaces a permanent neighbour: addr is at mac on the link.
func (h *Host) AddNeigh(link string, addr netip.Addr, mac net.HardwareAddr) error {
	return h.addNeigh(link, addr, mac)
}

// SetUp brings an interface up.
func (h *Host) SetUp(link string) error { return h.setUp(link, true) }

// SetDown takes an interface down.
func (h *Host) SetDown(link string) error { return h.setUp(link, false) }

// SetMTU sets an interface's MTU in bytes.
func (h *Host) SetMTU(link string, mtu int) error { return h.setMTU(link, mtu) }

// SetMAC sets an interface's hardware address.
func (h *Host) SetMAC(link string, mac net.HardwareAddr) error { return h.setMAC(link, mac) }

// SetAlias sets the description of an interface.
func (h *Host) SetAlias(link, alias string) error { return h.setAlias(link, alias) }

// AddAltName gives an interface a further name, which may be up to 127 bytes long (Linux 5.5).
func (h *Host) AddAltName(link, name string) error { return h.addAltName(link, name) }

// Rename gives an interface another name. Kernels before 6.2 want it down for that.
func (h *Host) Rename(link, name string) error { return h.rename(link, name) }

// Delete removes an interface, and the other end of a veth pair with it.
func (h *Host) Delete(link string) error { return h.deleteLink(link) }

// Index is the number of an interface in its namespace.
func (h *Host) Index(link string) (int, error) { return h.index(link) }

// NoOffload switches off an interface's checksum, segmentation and receive offloads; see [LinkConfig].
func (h *Host) NoOffload(link string) error { return h.noOffload(link) }

// WaitUp waits until an interface is up and has a carrier, for at most 5 seconds.
func (h *Host) WaitUp(link string) error { return h.waitUp(link) }

// Forward makes the host a router for IPv4 and IPv6.
func (h *Host) Forward() error { return h.forward() }
