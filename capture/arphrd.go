package capture

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/netif"
)

// hardware is what one of Linux's ARPHRD_ types (linux/if_arp.h) means for capture: the
// link type, and whether packets must be cooked because the link-layer header is
// missing, varies or is not that of the link type.
type hardware struct {
	typ    link.Type
	cooked bool // with a LINKTYPE_LINUX_SLL or SLL2 header, or for others the 16 bytes of the former
}

// hardwareFor says how to capture from an interface of an ARPHRD_ type.
func hardwareFor(arphrd uint16, cooked, sll1 bool) hardware {
	typ, ok := netif.TypeOfHardware(arphrd)
	switch own := netif.CookedHardware(arphrd); {
	case ok && (own || !cooked): // its own kind of cooked header, or none
		return hardware{typ, own}
	case sll1:
		return hardware{link.LinuxSLL, true}
	}
	return hardware{link.LinuxSLL2, true}
}
