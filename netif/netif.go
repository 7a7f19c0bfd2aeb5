// Package netif tells what a program must know to send and capture packets on this machine: interfaces with their
// addresses and link types, routes, and neighbours (ARP, RFC 826; neighbour discovery, RFC 4861).
//
// On Linux everything comes from the kernel over rtnetlink, in a fixed number of exchanges however many addresses there
// are, and is about the network namespace of the calling thread. No privilege is needed. On other platforms interfaces
// and addresses are what package net knows, and routes, neighbours and events are an [*UnsupportedError].
package netif

import (
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/link"
)

// Interface is a network interface, as it was when it was asked for. Fields that the platform does not tell are zero.
type Interface struct {
	Index    int      // positive; unique in a network namespace at one time
	Name     string   // such as eth0
	AltNames []string // further names (Linux)
	Alias    string   // what the administrator noted about it
	Flags    Flags
	State    State // operational state, RFC 2863; Linux
	MTU      int   // in bytes, without the link header

	// Type is the link type that a capture on the interface has. TypeKnown is false where the platform does not say, or
	// its kind of hardware has none of its own; a capture of a kind that Linux has no type for is in cooked mode.
	Type      link.Type
	TypeKnown bool
	Hardware  uint16 // Linux's number for the kind of hardware (ARPHRD_), which extends the ARP hardware types of RFC 826

	MAC          net.HardwareAddr // nil if the interface has none
	PermanentMAC net.HardwareAddr // what the hardware was made with; nil if unknown
	BroadcastMAC net.HardwareAddr

	Addrs []Addr // in the kernel's order

	Kind     string // of a virtual interface: veth, vlan, bridge, tun, ...; empty for hardware
	PortKind string // of what it is a port of: bridge, bond, ...
	VLAN     VLAN   // if Kind is vlan
	Master   int    // index of the bridge, bond or VRF it is a port of; 0: none
	// Parent is the index of the interface under a VLAN or tunnel, or of the other end of a veth pair; 0: none.
	Parent          int
	ParentName      string // empty if it is in another namespace
	ParentElsewhere bool   // Parent is the number in another network namespace

	TxQueueLen         int // in packets
	TxQueues, RxQueues int
	Driver             string // such as e1000e; Linux
	Bus                string // where the hardware is, such as 0000:00:1f.6; Linux
	Speed              uint64 // in bits per second; 0: unknown
	Duplex             Duplex
	Stats              Stats
}

// VLAN is the tag that a VLAN interface adds and removes, IEEE 802.1Q. The zero value is no VLAN.
type VLAN struct {
	ID    uint16 // 0 to 4094
	Proto uint16 // the tag's EtherType: 0x8100, or 0x88a8 for a provider's tag
}

// Stats are an interface's counters since it was made; Linux.
type Stats struct {
	RxPackets, TxPackets uint64
	RxBytes, TxBytes     uint64
	RxErrors, TxErrors   uint64
	RxDropped, TxDropped uint64 // for want of room, or unwanted
	Multicast            uint64 // received
	Collisions           uint64
	RxMissed             uint64 // dropped by the hardware
	RxNoHandler          uint64 // unknown protocol, or an inactive port
}

// Flags are properties of an interface.
type Flags uint32

// Flags, with their own numbers on every platform.
const (
	Up           Flags = 1 << iota // enabled by the administrator
	Running                        // up and able to pass packets
	Carrier                        // the link has a carrier (Linux)
	Loopback                       // what is sent comes back
	PointToPoint                   // one other end
	Broadcast                      // has a broadcast address
	Multicast                      // can receive multicast
	AllMulticast                   // receives all multicast
	NoARP                          // no address resolution
	Promiscuous                    // receives everything on the link
	Wireless                       // IEEE 802.11 or the like
	Dormant                        // waits for an event such as authentication
)

var flagNames = [...]string{
	"up", "running", "carrier", "loopback", "point-to-point", "broadcast", "multicast", "all-multicast", "no-arp",
	"promiscuous", "wireless", "dormant",
}

// Has reports whether all of the flags are set.
func (f Flags) Has(flags Flags) bool { return f&flags == flags }

// String lists the flags, separated by commas.
func (f Flags) String() string {
	var s []string
	for i, name := range flagNames {
		if f&(1<<i) != 0 {
			s = append(s, name)
		}
	}
	return strings.Join(s, ",")
}

// State is an interface's operational state, RFC 2863 section 3.1.14, with Linux's numbers.
type State uint8

// The operational states. Many virtual interfaces are always in StateUnknown, which is no fault.
const (
	StateUnknown State = iota
	StateNotPresent
	StateDown
	StateLowerLayerDown
	StateTesting
	StateDormant
	StateUp
)

var stateNames = [...]string{"unknown", "notPresent", "down", "lowerLayerDown", "testing", "dormant", "up"}

// String is the state's name in RFC 2863.
func (s State) String() string { return name(stateNames[:], uint(s)) }

// name is the name of a number, or the number.
func name(names []string, n uint) string {
	if n < uint(len(names)) && names[n] != "" {
		return names[n]
	}
	return fmt.Sprint(n)
}

// Duplex says whether both ends may send at once.
type Duplex uint8

// The values of Duplex.
const (
	DuplexUnknown Duplex = iota
	HalfDuplex
	FullDuplex
)

// String is unknown, half or full.
func (d Duplex) String() string { return name([]string{"unknown", "half", "full"}, uint(d)) }

// Description says in a few words what the interface is: what the administrator noted, or what the kernel knows.
func (i *Interface) Description() string {
	switch {
	case i.Alias != "":
		return i.Alias
	case i.Kind == "vlan":
		return fmt.Sprintf("VLAN %d of %s", i.VLAN.ID, i.parent())
	case i.Kind == "veth" && i.Parent != 0:
		return "virtual Ethernet, other end " + i.parent()
	case i.Kind != "":
		return "virtual, " + i.Kind
	case i.Flags.Has(Loopback):
		return "loopback"
	case i.Flags.Has(Wireless):
		return join("wireless", i.Driver)
	}
	return join("", i.Driver)
}

func join(what, driver string) string {
	if driver == "" {
		return what
	}
	return strings.TrimPrefix(what+", driver "+driver, ", ")
}

// parent names the interface beneath, or the other end.
func (i *Interface) parent() string {
	switch {
	case i.ParentElsewhere:
		return fmt.Sprintf("interface %d of another namespace", i.Parent)
	case i.ParentName != "":
		return i.ParentName
	}
	return fmt.Sprintf("interface %d", i.Parent)
}

// Is reports whether the interface has the name, as its own or as an alternative.
func (i *Interface) Is(name string) bool { return i.Name == name || slices.Contains(i.AltNames, name) }

// UnknownInterfaceError is a name that no interface has. It is an fs.ErrNotExist.
type UnknownInterfaceError struct {
	Name string
	Have []string // the names there are, in the order of [Order]
}

func (e *UnknownInterfaceError) Error() string {
	if len(e.Have) == 0 {
		return fmt.Sprintf("netif: no interface %q; there is none at all", e.Name)
	}
	return fmt.Sprintf("netif: no interface %q; there are %s", e.Name, strings.Join(e.Have, ", "))
}

// Unwrap returns fs.ErrNotExist.
func (e *UnknownInterfaceError) Unwrap() error { return fs.ErrNotExist }

// UnsupportedError is something that this package cannot find out on this platform. It is an errors.ErrUnsupported.
type UnsupportedError struct {
	What     string // such as "routes"
	Platform string // as in GOOS
	Err      error
}

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("netif: %s on %s: %v", e.What, e.Platform, e.Err)
}

// Unwrap returns errors.ErrUnsupported.
func (e *UnsupportedError) Unwrap() error { return e.Err }

// Interfaces lists the interfaces by index. If the kernel's answer was broken, or kept changing, what is good of it is
// returned with the error. An interface that goes while it is listed is either left out or lacks some fields.
func Interfaces() ([]Interface, error) {
	return interfaces(func(*Interface) bool { return true })
}

// ByName finds an interface by its name or one of its alternative names. If there is none, the error is an
// [*UnknownInterfaceError] that lists those there are.
func ByName(name string) (Interface, error) {
	return pick(func(i *Interface) bool { return i.Is(name) }, name)
}

// ByIndex finds an interface by its index. If there is none, the error is an [*UnknownInterfaceError].
func ByIndex(index int) (Interface, error) {
	return pick(func(i *Interface) bool { return i.Index == index }, fmt.Sprintf("#%d", index))
}

// pick lists the interfaces, with all details only of the one wanted.
func pick(want func(*Interface) bool, name string) (Interface, error) {
	list, err := interfaces(want)
	for i := range list {
		if want(&list[i]) {
			return list[i], nil
		}
	}
	if err != nil {
		return Interface{}, err
	}
	Order(list)
	e := &UnknownInterfaceError{Name: name}
	for i := range list {
		e.Have = append(e.Have, list[i].Name)
	}
	return Interface{}, e
}

// Order sorts interfaces with the most useful for a capture first, as tcpdump -D does: those that are running, then
// those that are up, then those that are connected (a wireless interface need not be), loopback last among equals; and
// otherwise as they were.
func Order(list []Interface) {
	slices.SortStableFunc(list, func(a, b Interface) int { return demerit(&a) - demerit(&b) })
}

// demerit is the higher, the less useful a capture on the interface is likely to be.
func demerit(i *Interface) (n int) {
	if i.Flags&Running == 0 {
		n |= 8
	}
	if i.Flags&Up == 0 {
		n |= 4
	}
	if i.Flags&(Carrier|Wireless|Loopback) == 0 && i.State != StateUnknown {
		n |= 2
	}
	if i.Flags&Loopback != 0 {
		n |= 1
	}
	return n
}

// Default is the interface to capture on if the user names none: the first in [Order] that is up and not loopback, or
// loopback if nothing else is up. If nothing is up, the error is an [*UnknownInterfaceError].
func Default() (Interface, error) {
	list, err := Interfaces()
	if len(list) == 0 && err != nil {
		return Interface{}, err
	}
	Order(list)
	loopback := -1
	for i := range list {
		switch f := list[i].Flags; {
		case f&Up == 0:
		case f&Loopback == 0:
			return list[i], nil
		case loopback < 0:
			loopback = i
		}
	}
	if loopback >= 0 {
		return list[loopback], nil
	}
	e := &UnknownInterfaceError{Name: "that is up"}
	for i := range list {
		e.Have = append(e.Have, list[i].Name)
	}
	return Interface{}, e
}
