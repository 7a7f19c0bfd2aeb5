package wire

import "math/bits"

// Hardware is a kind of network hardware, as ARP numbers it, and Linux, which has
// numbers of its own from 256 (ARPHRD_).
type Hardware uint16

// Kinds of hardware. https://www.iana.org/assignments/arp-parameters
const (
	HardwareNetROM            Hardware = 0
	HardwareEthernet          Hardware = 1
	HardwareAX25              Hardware = 3
	HardwareProNET            Hardware = 4
	HardwareChaosnet          Hardware = 5
	HardwareIEEE802           Hardware = 6
	HardwareARCNET            Hardware = 7
	HardwareAppleTalk         Hardware = 8
	HardwareFrameRelay        Hardware = 15
	HardwareATM               Hardware = 19 // RFC 2225
	HardwareHDLC              Hardware = 17
	HardwareFibreChannel      Hardware = 18
	HardwareSerial            Hardware = 20
	HardwareIEEE1394          Hardware = 24
	HardwareEUI64             Hardware = 27
	HardwareInfiniBand        Hardware = 32
	HardwareSLIP              Hardware = 256
	HardwareCAN               Hardware = 280
	HardwarePPP               Hardware = 512
	HardwareCiscoHDLC         Hardware = 513
	HardwareRawIP             Hardware = 519
	HardwareIPIP              Hardware = 768
	HardwareIP6Tunnel         Hardware = 769
	HardwareFRAD              Hardware = 770
	HardwareLoopback          Hardware = 772
	HardwareSIT               Hardware = 776
	HardwareGRE               Hardware = 778
	HardwareIrDA              Hardware = 783
	HardwareIEEE80211         Hardware = 801
	HardwarePrism             Hardware = 802
	HardwareRadiotap          Hardware = 803
	HardwareIEEE802154        Hardware = 804
	HardwareIEEE802154Monitor Hardware = 805
	HardwareIP6GRE            Hardware = 823
	HardwareNetlink           Hardware = 824
	Hardware6LoWPAN           Hardware = 825
	HardwareVSockMonitor      Hardware = 826
	HardwareNone              Hardware = 0xfffe
	HardwareVoid              Hardware = 0xffff
)

func (x Hardware) String() string {
	switch x {
	case HardwareNetROM:
		return "NET/ROM"
	case HardwareEthernet:
		return "Ethernet"
	case HardwareAX25:
		return "AX.25"
	case HardwareProNET:
		return "ProNET"
	case HardwareChaosnet:
		return "Chaosnet"
	case HardwareIEEE802:
		return "IEEE 802"
	case HardwareARCNET:
		return "ARCNET"
	case HardwareAppleTalk:
		return "LocalTalk"
	case HardwareFrameRelay:
		return "frame relay"
	case HardwareATM:
		return "ATM"
	case HardwareHDLC:
		return "HDLC"
	case HardwareFibreChannel:
		return "fibre channel"
	case HardwareSerial:
		return "serial line"
	case HardwareIEEE1394:
		return "IEEE 1394"
	case HardwareEUI64:
		return "EUI-64"
	case HardwareInfiniBand:
		return "InfiniBand"
	case HardwareSLIP:
		return "SLIP"
	case HardwareCAN:
		return "CAN"
	case HardwarePPP:
		return "PPP"
	case HardwareCiscoHDLC:
		return "Cisco HDLC"
	case HardwareRawIP:
		return "raw IP"
	case HardwareIPIP:
		return "IPv4 tunnel"
	case HardwareIP6Tunnel:
		return "IPv6 tunnel"
	case HardwareFRAD:
		return "frame relay device"
	case HardwareLoopback:
		return "loopback"
	case HardwareSIT:
		return "6in4 tunnel"
	case HardwareGRE:
		return "GRE tunnel"
	case HardwareIrDA:
		return "IrDA"
	case HardwareIEEE80211:
		return "802.11"
	case HardwarePrism:
		return "802.11 with Prism header"
	case HardwareRadiotap:
		return "802.11 with radiotap header"
	case HardwareIEEE802154:
		return "802.15.4"
	case HardwareIEEE802154Monitor:
		return "802.15.4 monitor"
	case HardwareIP6GRE:
		return "GRE tunnel over IPv6"
	case HardwareNetlink:
		return "netlink"
	case Hardware6LoWPAN:
		return "6LoWPAN"
	case HardwareVSockMonitor:
		return "vsock monitor"
	case HardwareNone:
		return "none"
	case HardwareVoid:
		return "void"
	}
	return itoa(int(x))
}

// HasEtherTypes reports whether the protocol in a cooked header of such hardware
// is an EtherType (or what a GRE header would have, or one of Linux's numbers below
// 1536) rather than something of the hardware's own.
func (x Hardware) HasEtherTypes() bool {
	switch x {
	case HardwareFRAD, HardwareIEEE80211, HardwarePrism, HardwareRadiotap, HardwareIEEE802154, HardwareIEEE802154Monitor, HardwareNetlink:
		return false
	}
	return true
}

// Numbers in the protocol field of a cooked header that are not EtherTypes.
const (
	SLL8023  EtherType = 1   // an IEEE 802.3 payload without LLC header, as of Novell
	SLL8022  EtherType = 4   // an LLC header follows
	SLLCAN   EtherType = 0xc // CAN
	SLLCANFD EtherType = 0xd // CAN FD
)

// PacketType says to whom a captured packet was sent, as Linux sees it.
type PacketType uint16

// Packet types, of packet(7).
const (
	PacketHost      PacketType = 0
	PacketBroadcast PacketType = 1
	PacketMulticast PacketType = 2
	PacketOther     PacketType = 3
	PacketOutgoing  PacketType = 4
)

func (x PacketType) String() string {
	switch x {
	case PacketHost:
		return "to us"
	case PacketBroadcast:
		return "broadcast"
	case PacketMulticast:
		return "multicast"
	case PacketOther:
		return "to another"
	case PacketOutgoing:
		return "from us"
	}
	return itoa(int(x))
}

// Family is an address family in the header of a loopback device.
type Family uint32

// Families. Systems agree on none but IPv4.
const (
	FamilyIPv4        Family = 2
	FamilyOSI         Family = 7
	FamilyIPv6Linux   Family = 10
	FamilyIPX         Family = 23
	FamilyIPv6BSD     Family = 24 // also of Npcap
	FamilyIPv6FreeBSD Family = 28
	FamilyIPv6Darwin  Family = 30
)

func (x Family) String() string {
	switch x {
	case FamilyIPv4:
		return "IPv4"
	case FamilyOSI:
		return "OSI"
	case FamilyIPv6Linux:
		return "IPv6 (Linux)"
	case FamilyIPX:
		return "IPX"
	case FamilyIPv6BSD:
		return "IPv6 (NetBSD, OpenBSD)"
	case FamilyIPv6FreeBSD:
		return "IPv6 (FreeBSD)"
	case FamilyIPv6Darwin:
		return "IPv6 (macOS)"
	}
	return itoa(int(x))
}

// HostFamily returns Family in the byte order of the host that captured, and
// whether that was big-endian, which shows: families are small numbers.
func (v Null) HostFamily() (f Family, bigEndian bool) {
	if x := v.Family(); x <= 0xffff {
		return x, true
	}
	return Family(bits.ReverseBytes32(Uint32(v, 0))), false
}

// SetHostFamily sets Family in the given byte order.
func (v Null) SetHostFamily(f Family, bigEndian bool) {
	if !bigEndian {
		f = Family(bits.ReverseBytes32(uint32(f)))
	}
	v.SetFamily(f)
}

// MAC returns the first six bytes of the sender's address.
func (v SLL) MAC() MAC { return MAC(v[6:12]) }

// MAC returns the first six bytes of the sender's address.
func (v SLL2) MAC() MAC { return MAC(v[12:18]) }

// IPVersion returns the version field of an IP packet, or 0 if b is empty.
func IPVersion(b []byte) uint8 {
	if len(b) == 0 {
		return 0
	}
	return b[0] >> 4
}
