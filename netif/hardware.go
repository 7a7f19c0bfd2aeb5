package netif

import "github.com/gocap-project/gocap/link"

// hardwareTypes maps Linux's kinds of hardware (ARPHRD_, the kernel's if_arp.h) to the link type of a capture on the
// interface, as libpcap's newest release does. PPP (512), ATM (19), GRE (778, 823) and what is not listed have no header
// that one could rely on, and are captured in cooked mode.
var hardwareTypes = map[uint16]link.Type{
	1:      link.Ethernet,
	2:      link.ExpEthernet,
	3:      link.AX25KISS,
	4:      link.Pronet,
	5:      link.Chaos,
	6:      link.TokenRing, // IEEE802
	7:      link.ARCNETLinux,
	15:     link.Raw, // DLCI
	18:     link.IPOverFC,
	23:     link.Ethernet, // METRICOM
	256:    link.Raw,      // SLIP
	257:    link.Raw,      // CSLIP
	258:    link.Raw,      // SLIP6
	259:    link.Raw,      // CSLIP6
	264:    link.Raw,      // ADAPT
	280:    link.SocketCAN,
	513:    link.CiscoHDLC,
	518:    link.Raw, // RAWHDLC
	768:    link.Raw, // TUNNEL
	770:    link.FrameRelay,
	772:    link.Ethernet, // LOOPBACK
	773:    link.LocalTalk,
	774:    link.FDDI,
	776:    link.Raw, // SIT
	783:    link.LinuxIrDA,
	784:    link.FC2,
	785:    link.FC2,
	786:    link.FC2,
	787:    link.FC2,
	800:    link.TokenRing, // IEEE802_TR
	801:    link.IEEE80211,
	802:    link.PrismHeader,
	803:    link.IEEE80211Radiotap,
	804:    link.IEEE802154NoFCS,
	824:    link.Netlink,
	826:    link.VSock,
	8445:   link.LinuxLAPD,
	0xfffe: link.Raw, // NONE: tun and the like
}

// TypeOfHardware is the link type of a capture on Linux hardware of a kind (ARPHRD_); ok is false if it has none of its
// own, and a capture is in cooked mode: LINKTYPE_LINUX_SLL or LINKTYPE_LINUX_SLL2.
func TypeOfHardware(arphrd uint16) (t link.Type, ok bool) {
	t, ok = hardwareTypes[arphrd]
	return t, ok
}

// CookedHardware reports whether packets of Linux hardware of a kind (ARPHRD_) are captured without the header that the
// kernel has for them, if it has any, and get one made from what else it knows of them: where [TypeOfHardware] is not ok,
// and with the link types LINUX_IRDA, LINUX_LAPD and NETLINK, which begin with the 16 bytes of LINKTYPE_LINUX_SLL.
func CookedHardware(arphrd uint16) bool {
	switch t, ok := TypeOfHardware(arphrd); t {
	case link.LinuxIrDA, link.LinuxLAPD, link.Netlink:
		return true
	default:
		return !ok
	}
}
