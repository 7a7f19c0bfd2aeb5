package netif

import (
	"encoding/binary"
	"net/netip"
	"time"

	"github.com/gocap-project/gocap/internal/netlink"
)

// This file reads the bodies of Linux's rtnetlink messages (rtnetlink(7)). It is plain computation on bytes, the same on
// every platform. Each function returns what it understood together with the first fault: a *netlink.SyntaxError.

// Attribute and flag numbers, from the kernel's if_link.h, if_addr.h, rtnetlink.h, neighbour.h, if.h.
const (
	iflaAddress     = 1
	iflaBroadcast   = 2
	iflaIfname      = 3
	iflaMTU         = 4
	iflaLink        = 5
	iflaMaster      = 10
	iflaTxQLen      = 13
	iflaOperState   = 16
	iflaLinkInfo    = 18
	iflaIfAlias     = 20
	iflaStats64     = 23
	iflaPromiscuity = 30
	iflaNumTxQueues = 31
	iflaNumRxQueues = 32
	iflaCarrier     = 33
	iflaLinkNetNSID = 37
	iflaPropList    = 52
	iflaAltIfname   = 53
	iflaPermAddress = 54
	iflaParentName  = 56

	infoKind      = 1
	infoData      = 2
	infoSlaveKind = 4
	vlanID        = 1
	vlanProtocol  = 5

	ifaAddress   = 1
	ifaLocal     = 2
	ifaLabel     = 3
	ifaBroadcast = 4
	ifaCacheInfo = 6
	ifaFlags     = 8

	rtaDst       = 1
	rtaSrc       = 2
	rtaOIF       = 4
	rtaGateway   = 5
	rtaPriority  = 6
	rtaPrefSrc   = 7
	rtaMetrics   = 8
	rtaMultipath = 9
	rtaTable     = 15
	rtaVia       = 18
	rtaxMTU      = 2

	ndaDst    = 1
	ndaLLAddr = 2

	nextHopOnLink   = 4
	nextHopLinkDown = 16
	nextHopDead     = 1

	neighbourProxy  = 0x08
	neighbourRouter = 0x80

	linkHeader      = 16
	addrHeader      = 8
	routeHeader     = 12
	neighbourHeader = 12
	nextHopHeader   = 8

	familyUnspec = 0
	familyIPv4   = 2  // AF_INET
	familyIPv6   = 10 // AF_INET6 on Linux
)

// iffFlags are Linux's interface flags (IFF_) for ours, in the order of ours; 0 where there is none.
var iffFlags = [...]uint32{
	0x1, 0x40, 0x10000, 0x8, 0x10, 0x2, 0x1000, 0x200, 0x80, 0x100, 0, 0x20000,
}

func flagsOf(iff uint32) (f Flags) {
	for i, bit := range iffFlags {
		if iff&bit != 0 {
			f |= 1 << i
		}
	}
	return f
}

// header checks the length of a message's fixed part.
func header(body []byte, what string, n int) error {
	if len(body) < n {
		return &netlink.SyntaxError{What: what, Need: n, Have: len(body)}
	}
	return nil
}

// keep remembers the first error.
func keep(first *error, err error) {
	if *first == nil {
		*first = err
	}
}

// mac copies a hardware address; one that is absent or all zero is none.
func mac(b []byte) []byte {
	for _, c := range b {
		if c != 0 {
			return append([]byte(nil), b...)
		}
	}
	return nil
}

// parseLink reads RTM_NEWLINK: struct ifinfomsg and attributes.
func parseLink(body []byte) (i Interface, err error) {
	if err := header(body, "link", linkHeader); err != nil {
		return i, err
	}
	i.Hardware = binary.NativeEndian.Uint16(body[2:])
	i.Index = int(int32(binary.NativeEndian.Uint32(body[4:])))
	i.Flags = flagsOf(binary.NativeEndian.Uint32(body[8:]))
	i.Type, i.TypeKnown = TypeOfHardware(i.Hardware)
	bad := netlink.Attrs(body[linkHeader:], func(a netlink.Attr) { keep(&err, i.attr(a)) })
	keep(&err, bad)
	return i, err
}

// attr takes one attribute of a link.
func (i *Interface) attr(a netlink.Attr) error {
	switch a.Type {
	case iflaAddress:
		i.MAC = mac(a.Data)
	case iflaBroadcast:
		i.BroadcastMAC = mac(a.Data)
	case iflaPermAddress:
		i.PermanentMAC = mac(a.Data)
	case iflaIfname:
		i.Name = a.String()
	case iflaIfAlias:
		i.Alias = a.String()
	case iflaParentName:
		i.Bus = a.String()
	case iflaMTU:
		i.MTU = int(a.Uint32())
	case iflaLink:
		i.Parent = int(int32(a.Uint32()))
	case iflaLinkNetNSID:
		i.ParentElsewhere = true
	case iflaMaster:
		i.Master = int(int32(a.Uint32()))
	case iflaTxQLen:
		i.TxQueueLen = int(a.Uint32())
	case iflaNumTxQueues:
		i.TxQueues = int(a.Uint32())
	case iflaNumRxQueues:
		i.RxQueues = int(a.Uint32())
	case iflaOperState:
		i.State = State(a.Uint8())
	case iflaCarrier:
		i.set(Carrier, a.Uint8() != 0)
	case iflaPromiscuity:
		i.set(Promiscuous, a.Uint32() != 0 || i.Flags.Has(Promiscuous))
	case iflaStats64:
		i.Stats = parseStats(a.Data)
	case iflaPropList:
		return netlink.Attrs(a.Data, i.altName)
	case iflaLinkInfo:
		return i.info(a.Data)
	}
	return nil
}

func (i *Interface) set(f Flags, on bool) {
	i.Flags &^= f
	if on {
		i.Flags |= f
	}
}

func (i *Interface) altName(a netlink.Attr) {
	if a.Type == iflaAltIfname {
		i.AltNames = append(i.AltNames, a.String())
	}
}

// info reads what a virtual interface says of itself. The kind comes before the data.
func (i *Interface) info(b []byte) (err error) {
	bad := netlink.Attrs(b, func(a netlink.Attr) {
		switch a.Type {
		case infoKind:
			i.Kind = a.String()
		case infoSlaveKind:
			i.PortKind = a.String()
		case infoData:
			if i.Kind == "vlan" {
				keep(&err, netlink.Attrs(a.Data, i.vlan))
			}
		}
	})
	keep(&err, bad)
	return err
}

func (i *Interface) vlan(a netlink.Attr) {
	switch a.Type {
	case vlanID:
		i.VLAN.ID = a.Uint16()
	case vlanProtocol:
		i.VLAN.Proto = a.Uint16BE()
	}
}

// parseStats reads struct rtnl_link_stats64, which has grown and may grow: what is not there is 0.
func parseStats(b []byte) Stats {
	at := func(n int) uint64 {
		if len(b) < 8*n+8 {
			return 0
		}
		return binary.NativeEndian.Uint64(b[8*n:])
	}
	return Stats{
		RxPackets: at(0), TxPackets: at(1), RxBytes: at(2), TxBytes: at(3), RxErrors: at(4), TxErrors: at(5),
		RxDropped: at(6), TxDropped: at(7), Multicast: at(8), Collisions: at(9), RxMissed: at(15), RxNoHandler: at(23),
	}
}

// parseAddr reads RTM_NEWADDR: struct ifaddrmsg and attributes.
func parseAddr(body []byte) (index int, a Addr, err error) {
	if err := header(body, "address", addrHeader); err != nil {
		return 0, a, err
	}
	bits := int(body[1])
	a.Flags, a.Scope = AddrFlags(body[2]), Scope(body[3])
	a.Valid, a.Preferred = Forever, Forever
	index = int(int32(binary.NativeEndian.Uint32(body[4:])))
	var local, address netip.Addr
	err = netlink.Attrs(body[addrHeader:], func(t netlink.Attr) {
		switch t.Type {
		case ifaAddress:
			address = ipAddr(t.Data)
		case ifaLocal:
			local = ipAddr(t.Data)
		case ifaBroadcast:
			a.Broadcast = ipAddr(t.Data)
		case ifaLabel:
			a.Label = t.String()
		case ifaFlags:
			a.Flags = AddrFlags(t.Uint32())
		case ifaCacheInfo:
			if len(t.Data) >= 8 {
				a.Preferred = lifetime(binary.NativeEndian.Uint32(t.Data))
				a.Valid = lifetime(binary.NativeEndian.Uint32(t.Data[4:]))
			}
		}
	})
	if !local.IsValid() { // IPv6 gives only the other one, unless there is a peer
		local = address
	}
	a.Prefix = netip.PrefixFrom(local, bits)
	if address.IsValid() && address != local {
		a.Peer = netip.PrefixFrom(address, bits)
	}
	return index, a, err
}

// lifetime is seconds, of which the largest number means without end.
func lifetime(s uint32) time.Duration {
	if s == 1<<32-1 {
		return Forever
	}
	return time.Duration(s) * time.Second
}

// ipAddr reads an address of 4 or 16 bytes; anything else is invalid.
func ipAddr(b []byte) netip.Addr {
	a, _ := netip.AddrFromSlice(b)
	return a
}
