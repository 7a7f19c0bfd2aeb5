package wire

import "net/netip"

// ARPOp says what an ARP packet is for.
type ARPOp uint16

// Operations. https://www.iana.org/assignments/arp-parameters
const (
	ARPRequest           ARPOp = 1 // RFC 826
	ARPReply             ARPOp = 2
	RARPRequest          ARPOp = 3 // RFC 903
	RARPReply            ARPOp = 4
	DRARPRequest         ARPOp = 5 // RFC 1931
	DRARPReply           ARPOp = 6
	DRARPError           ARPOp = 7
	InARPRequest         ARPOp = 8 // RFC 2390
	InARPReply           ARPOp = 9
	ARPNAK               ARPOp = 10 // RFC 1577
	MARSRequest          ARPOp = 11 // RFC 2022
	MARSMulti            ARPOp = 12
	MARSServ             ARPOp = 13
	MARSJoin             ARPOp = 14
	MARSLeave            ARPOp = 15
	MARSNAK              ARPOp = 16
	MARSUnserv           ARPOp = 17
	MARSSJoin            ARPOp = 18
	MARSSLeave           ARPOp = 19
	MARSGrouplistRequest ARPOp = 20
	MARSGrouplistReply   ARPOp = 21
	MARSRedirectMap      ARPOp = 22
	MAPOSUNARP           ARPOp = 23 // RFC 2176
	ARPExp1              ARPOp = 24 // RFC 5494
	ARPExp2              ARPOp = 25
)

func (x ARPOp) String() string {
	switch x {
	case ARPRequest:
		return "request"
	case ARPReply:
		return "reply"
	case RARPRequest:
		return "RARP request"
	case RARPReply:
		return "RARP reply"
	case DRARPRequest:
		return "DRARP request"
	case DRARPReply:
		return "DRARP reply"
	case DRARPError:
		return "DRARP error"
	case InARPRequest:
		return "InARP request"
	case InARPReply:
		return "InARP reply"
	case ARPNAK:
		return "NAK"
	case MARSRequest:
		return "MARS request"
	case MARSMulti:
		return "MARS multi"
	case MARSServ:
		return "MARS serv"
	case MARSJoin:
		return "MARS join"
	case MARSLeave:
		return "MARS leave"
	case MARSNAK:
		return "MARS NAK"
	case MARSUnserv:
		return "MARS unserv"
	case MARSSJoin:
		return "MARS sjoin"
	case MARSSLeave:
		return "MARS sleave"
	case MARSGrouplistRequest:
		return "MARS grouplist request"
	case MARSGrouplistReply:
		return "MARS grouplist reply"
	case MARSRedirectMap:
		return "MARS redirect map"
	case MAPOSUNARP:
		return "MAPOS UNARP"
	case ARPExp1:
		return "experiment 1"
	case ARPExp2:
		return "experiment 2"
	}
	return itoa(int(x))
}

// HeaderLen returns the length in bytes of the packet with its four addresses, as
// the two lengths say. On ATM, whose packet is of another form (RFC 2225), it is
// the length of the view.
func (v ARP) HeaderLen() int {
	if v.HardwareType() == HardwareATM {
		return len(v)
	}
	return ARPLen + 2*(int(v[4])+int(v[5]))
}

// Is64 reports whether the addresses are of 6 and 4 bytes, as those of Ethernet
// and IPv4, and are there.
func (v ARP) Is64() bool {
	return v[4] == 6 && v[5] == 4 && len(v) >= 28 && v.HardwareType() != HardwareATM
}

// part returns n bytes at i, or what there is of them.
func (v ARP) part(i, n int) []byte { return v[min(i, len(v)):min(i+n, len(v))] }

// SenderHardware returns the sender's hardware address.
func (v ARP) SenderHardware() []byte { return v.part(8, int(v[4])) }

// SenderProtocol returns the sender's protocol address.
func (v ARP) SenderProtocol() []byte { return v.part(8+int(v[4]), int(v[5])) }

// TargetHardware returns the target's hardware address.
func (v ARP) TargetHardware() []byte { return v.part(8+int(v[4])+int(v[5]), int(v[4])) }

// TargetProtocol returns the target's protocol address.
func (v ARP) TargetProtocol() []byte { return v.part(8+2*int(v[4])+int(v[5]), int(v[5])) }

// SenderMAC returns the sender's Ethernet address, or zero if it has none.
func (v ARP) SenderMAC() (m MAC) {
	if v.Is64() {
		m = MAC(v[8:14])
	}
	return m
}

// SenderIP returns the sender's IPv4 address, or the zero Addr if it has none.
func (v ARP) SenderIP() (a netip.Addr) {
	if v.Is64() {
		a = netip.AddrFrom4([4]byte(v[14:18]))
	}
	return a
}

// TargetMAC returns the target's Ethernet address, or zero if it has none.
func (v ARP) TargetMAC() (m MAC) {
	if v.Is64() {
		m = MAC(v[18:24])
	}
	return m
}

// TargetIP returns the target's IPv4 address, or the zero Addr if it has none.
func (v ARP) TargetIP() (a netip.Addr) {
	if v.Is64() {
		a = netip.AddrFrom4([4]byte(v[24:28]))
	}
	return a
}
