package capture

import "github.com/gocap-project/gocap/link"

// hardware is what Linux's ARPHRD_ types (linux/if_arp.h) mean for capture: the
// link type, and whether packets must be cooked because the link-layer header is
// missing, varies or is not that of the link type.
type hardware struct {
	typ    link.Type
	cooked bool // with a LINKTYPE_LINUX_SLL or SLL2 header, or for others the 16 bytes of the former
}

// hardwareTypes has those that are not cooked as LINKTYPE_LINUX_SLL2. PPP,
// InfiniBand, ATM, DLCI and whatever else is not here is.
var hardwareTypes = map[uint16]hardware{
	1:   {typ: link.Ethernet},    // ETHER
	2:   {typ: link.ExpEthernet}, // EETHER
	3:   {typ: link.AX25KISS},    // AX25
	4:   {typ: link.Pronet},      // PRONET
	5:   {typ: link.Chaos},       // CHAOS
	6:   {typ: link.TokenRing},   // IEEE802
	7:   {typ: link.ARCNETLinux}, // ARCNET
	256: {typ: link.Raw},         // SLIP
	257: {typ: link.Raw},         // CSLIP
	258: {typ: link.Raw},         // SLIP6
	259: {typ: link.Raw},         // CSLIP6
	264: {typ: link.Raw},         // ADAPT
	280: {typ: link.SocketCAN},   // CAN
	513: {typ: link.CiscoHDLC},   // CISCO, HDLC
	518: {typ: link.Raw},         // RAWHDLC
	519: {typ: link.Raw},         // RAWIP
	768: {typ: link.Raw},         // TUNNEL
	769: {typ: link.Raw},         // TUNNEL6
	772: {typ: link.Ethernet},    // LOOPBACK: an Ethernet header with zero addresses
	773: {typ: link.LocalTalk},   // LOCALTLK
	774: {typ: link.FDDI},        // FDDI
	776: {typ: link.Raw},         // SIT
	778: {typ: link.Raw},         // IPGRE
	783: {link.LinuxIrDA, true},  // IRDA
	784: {typ: link.IPOverFC},    // FCPP
	785: {typ: link.IPOverFC},    // FCAL
	786: {typ: link.IPOverFC},    // FCPL
	787: {typ: link.IPOverFC},    // FCFABRIC
	800: {typ: link.TokenRing},   // IEEE802_TR
	801: {typ: link.IEEE80211},   // IEEE80211
	802: {typ: link.PrismHeader}, // IEEE80211_PRISM
	803: {typ: link.IEEE80211Radiotap},
	804: {typ: link.IEEE802154NoFCS}, // IEEE802154
	805: {typ: link.IEEE802154NoFCS}, // IEEE802154_MONITOR
	823: {typ: link.Raw},             // IP6GRE
	824: {link.Netlink, true},        // NETLINK
	826: {typ: link.VSock},           // VSOCKMON

	0xfffe: {typ: link.Raw}, // NONE: tun and other IP tunnels
}

// hardwareFor says how to capture from an interface of an ARPHRD_ type.
func hardwareFor(arphrd uint16, cooked, sll1 bool) hardware {
	h, ok := hardwareTypes[arphrd]
	switch {
	case ok && !cooked:
		return h
	case ok && h.cooked: // its own kind of cooked header
		return h
	case sll1:
		return hardware{link.LinuxSLL, true}
	}
	return hardware{link.LinuxSLL2, true}
}
