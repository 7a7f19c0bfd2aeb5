package tcpdump

import "github.com/gocap-project/gocap/wire"

// Link types by number.
const (
	linkNull    = 0
	linkEther   = 1
	linkRaw     = 101
	linkLoop    = 108
	linkSLL     = 113
	linkIPv4    = 228
	linkIPv6    = 229
	linkSLL2    = 276
	linkRawBSD  = 12
	linkRawOBSD = 14
)

// link prints a packet from its link-layer header on, and returns that header's
// length.
func (p *Printer) link(pkt Packet) int {
	b, n := pkt.Data, pkt.Len
	switch pkt.Link {
	case linkEther:
		return p.ether(b, n, nil)
	case linkNull, linkLoop:
		return p.null(b, n, pkt.Link == linkLoop)
	case linkRaw, linkIPv4, linkIPv6, linkRawBSD, linkRawOBSD:
		return p.rawIP(pkt.Link, b, n)
	case linkSLL:
		return p.sll(b, n)
	case linkSLL2:
		return p.sll2(b, n, pkt.Interface)
	}
	p.s("packet printing is not supported for link type ")
	p.d(int(pkt.Link))
	p.s(": use -w")
	return 0
}

// etherTypes are the names that the -e form has.
var etherTypes = map[uint32]string{
	0x0800: "IPv4", 0x86dd: "IPv6", 0x0806: "ARP", 0x8035: "Reverse ARP", 0x8100: "802.1Q",
	0x88a8: "802.1Q-QinQ", 0x9100: "802.1Q-9100", 0x9200: "802.1Q-9200", 0x8847: "MPLS unicast",
	0x8848: "MPLS multicast", 0x8863: "PPPoE D", 0x8864: "PPPoE S", 0x88cc: "LLDP", 0x8809: "Slow Protocols",
	0x888e: "EAPOL", 0x809b: "Appletalk", 0x80f3: "Appletalk ARP", 0x8137: "IPX", 0x0600: "Xerox NS IDP",
	0x6000: "DEC DNA", 0x6001: "DEC MOP", 0x6002: "DEC MOP RC", 0x6003: "DEC DNA routing", 0x6004: "DEC LAT",
	0x6005: "DEC DIAG", 0x6006: "DEC Cust", 0x6007: "DEC SCA", 0x6558: "TEB", 0x880b: "PPP", 0x8906: "FCoE",
	0x9000: "Loopback", 0x88f7: "PTP", 0x8902: "CFM", 0x88e5: "802.1AE MACsec", 0x88c7: "RRCP", 0x8899: "RRCP",
	0x8808: "MPCP", 0x88a2: "AoE", 0x88d9: "MACsec?", 0x0200: "PUP",
	0x8942: "CALM FAST", 0x8947: "GeoNetworking", 0x894f: "NSH", 0x876b: "CFM?",
}

// ether prints an Ethernet frame. inner, if not nil, is called to print what is
// before the payload.
func (p *Printer) ether(b []byte, n int, inner func()) int {
	if len(b) < wire.EthernetLen {
		p.truncated("ether")
		return len(b)
	}
	if p.Link {
		p.mac(b[6:12])
		p.s(" > ")
		p.mac(b[0:6])
		p.s(", ")
	}
	t := wire.Uint16(b, 12)
	p.etherPayload(t, b, n, wire.EthernetLen, p.Link)
	return wire.EthernetLen
}

// etherPayload prints what follows an EtherType or length that ends at b[hdr:],
// through VLAN tags. head says whether to print the link-layer form of it.
func (p *Printer) etherPayload(t uint16, b []byte, n, hdr int, head bool) {
	src, dst := b[6:12], b[0:6]
	whole := n
	b, n = b[hdr:], n-hdr
	first := true
	for {
		if t < 0x600 {
			if head {
				p.s("802.3, length ")
				p.d(int(t))
				p.s(": ")
			}
			p.llc(snap(b, int(t)), min(int(t), n), src, dst)
			return
		}
		if head {
			p.etherTypeHead(t, whole, first)
		}
		if t != 0x8100 && t != 0x88a8 && t != 0x9100 && t != 0x9200 {
			break
		}
		if len(b) < 4 {
			p.truncated("vlan")
			return
		}
		tag := wire.Uint16(b, 0)
		if head {
			p.vlanTag(tag)
			p.s(", ")
		}
		t = wire.Uint16(b, 2)
		b, n, first = b[4:], n-4, false
	}
	if !p.etherType(t, b, n, src, dst) {
		p.unknownEther(t, b, n, head, src, dst, whole)
	}
}

func (p *Printer) etherTypeHead(t uint16, whole int, first bool) {
	p.s("ethertype ")
	p.named(etherTypes, uint32(t), "Unknown")
	if _, ok := etherTypes[uint32(t)]; !ok {
		p.b = p.b[:len(p.b)-digits(int(t))]
	}
	if first {
		p.s(" (")
		p.x(uint64(t), 4)
		p.s("), length ")
		p.d(whole)
		p.s(": ")
		return
	}
	if t != 0x8100 && t != 0x88a8 && t != 0x9100 && t != 0x9200 {
		p.s(" (")
		p.x(uint64(t), 4)
		p.s("), ")
	}
}

func digits(x int) (n int) {
	for n = 1; x >= 10; n++ {
		x /= 10
	}
	return n
}

// vlanTag prints a VLAN tag as "vlan 42, p 1, DEI".
func (p *Printer) vlanTag(tag uint16) {
	p.s("vlan ")
	p.d(int(tag & 0xfff))
	p.s(", p ")
	p.d(int(tag >> 13))
	if tag&0x1000 != 0 {
		p.s(", DEI")
	}
}

// etherType prints a payload by its EtherType, and reports whether it could.
func (p *Printer) etherType(t uint16, b []byte, n int, src, dst []byte) bool {
	if p.depth++; p.depth > maxDepth {
		return false
	}
	switch t {
	case 0x0800:
		p.ip4(b, n)
	case 0x86dd:
		p.ip6(b, n)
	case 0x0806, 0x8035:
		p.arp(b, n)
	case 0x8847, 0x8848:
		p.mpls(b, n)
	case 0x6558:
		p.ether(b, n, nil)
	default:
		return false
	}
	return true
}

// unknownEther prints a frame whose EtherType is not known.
func (p *Printer) unknownEther(t uint16, b []byte, n int, head bool, src, dst []byte, whole int) {
	if !head {
		p.mac(src)
		p.s(" > ")
		p.mac(dst)
		p.s(", ")
		p.etherTypeHead(t, whole, true)
	}
	p.data(b)
}

// data prints bytes of an unknown protocol, as far as not dumped anyway.
func (p *Printer) data(b []byte) {
	if p.Hex == HexNone && !p.HexLink {
		p.hexdump(b, true)
	}
}

func (p *Printer) null(b []byte, n int, big bool) int {
	if len(b) < 4 {
		p.truncated("null")
		return len(b)
	}
	family := wire.Uint32(b, 0)
	if !big && family > 0xffff {
		family = family>>24 | family>>8&0xff00 | family<<8&0xff0000 | family<<24
	}
	if p.Link {
		p.s("AF ")
		names := map[uint32]string{2: "IPv4", 10: "IPv6", 24: "IPv6", 28: "IPv6", 30: "IPv6", 7: "OSI", 16: "AppleTalk", 23: "IPX"}
		if nm, ok := names[family]; ok {
			p.s(nm)
		} else {
			p.s("Unknown")
		}
		p.s(" (")
		p.u(family)
		p.s("), length ")
		p.d(n)
		p.s(": ")
	}
	b, n = b[4:], n-4
	switch family {
	case 2:
		p.ip4(b, n)
	case 10, 24, 28, 30:
		p.ip6(b, n)
	default:
		if !p.Link {
			p.s("AF ")
			p.u(family)
			p.s(", length ")
			p.d(n + 4)
			p.s(": ")
		}
		p.data(b)
	}
	return 4
}

func (p *Printer) rawIP(link uint16, b []byte, n int) int {
	if len(b) == 0 {
		p.truncated("raw")
		return 0
	}
	if p.Link {
		p.s("ip: ")
	}
	switch b[0] >> 4 {
	case 4:
		p.ip4(b, n)
	case 6:
		p.ip6(b, n)
	default:
		p.s("unknown ip ")
		p.d(int(b[0] >> 4))
	}
	return 0
}
