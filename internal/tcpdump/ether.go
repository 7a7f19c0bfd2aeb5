package tcpdump

import "github.com/gocap-project/gocap/wire"

const (
	etherLen       = 14
	maxEtherLength = 1500 // a larger number is an EtherType
)

// etherTypes are the names that EtherTypes have with -e.
var etherTypes = names{
	0x00fe: "GRE-OSI", 0x0200: "PUP", 0x0500: "Sprite", 0x0600: "NS", 0x0707: "GeoNet (old)", 0x0800: "IPv4", 0x0806: "ARP", 0x1000: "Trail", 0x1111: "CALM FAST",
	0x6001: "MOP DL", 0x6002: "MOP RC", 0x6003: "DN", 0x6004: "LAT", 0x6007: "SCA", 0x6558: "TEB",
	0x8035: "Reverse ARP", 0x8038: "Lanbridge", 0x803c: "DEC DNS", 0x803e: "DEC DTS", 0x805b: "VEXP", 0x805c: "VPROD",
	0x809b: "Appletalk", 0x80f3: "Appletalk ARP", 0x8100: "802.1Q", 0x8137: "IPX", 0x86dd: "IPv6", 0x8808: "MPCP",
	0x8809: "Slow Protocols", 0x880b: "PPP", 0x8847: "MPLS unicast", 0x8848: "MPLS multicast", 0x8863: "PPPoE D",
	0x8864: "PPPoE S", 0x886f: "MS NLB heartbeat", 0x8870: "Jumbo", 0x888e: "EAPOL", 0x8899: "Realtek protocols", 0x88a2: "AoE",
	0x88a8: "802.1Q-QinQ", 0x88ca: "TIPC", 0x88cc: "LLDP", 0x88e5: "802.1AE MACsec", 0x88f7: "PTP", 0x8902: "CFM",
	0x893a: "IEEE1905.1", 0x8947: "GeoNet", 0x894f: "NSH", 0x9000: "Loopback", 0x9100: "802.1Q-9100",
	0x9200: "802.1Q-9200", 0xabcd: "CFM (old)", 0xd28b: "Arista Vendor Specific Protocol", 0xfefe: "OSI",
}

func isVLAN(t uint32) bool { return t == 0x8100 || t == 0x88a8 || t == 0x9100 || t == 0x9200 }

// A frame is what the printers of an Ethernet payload print of its header.
type frame struct{ b []byte }

func (f frame) none() bool { return len(f.b) < 12 }

// ether prints an Ethernet frame, and returns the length of its header.
func (p *Printer) ether(b []byte, n int) int { return p.etherSwitch(b, n, 0, nil) }

// etherSwitch prints an Ethernet frame that has a tag of size bytes after its addresses,
// which print prints. It returns the length of the header.
func (p *Printer) etherSwitch(b []byte, n, size int, print func(tag []byte)) int {
	p.proto = "ether"
	if p.enter() {
		return 0
	}
	defer p.leave()
	if len(b) < etherLen+size || n < etherLen+size {
		p.soft = true
		p.cut()
		return min(len(b), n)
	}
	f, t := frame{b}, uint32(wire.Uint16(b, 12+size))
	if p.Link {
		p.macs(f)
	}
	if print != nil {
		print(b[12 : 12+size])
	}
	pay, left := b[etherLen+size:], n-etherLen-size
	first := true
	for {
		if t == 0x88e5 || t == 0xd28b {
			var more bool
			if t, pay, left, more = p.etherTag(f, t, pay, left, n, &first); !more {
				return len(b) - len(pay)
			}
			continue
		}
		if !isVLAN(t) {
			break
		}
		if len(pay) < 4 || left < 4 {
			p.proto, p.soft = "vlan", true
			p.cut()
			return len(b)
		}
		if p.Link {
			p.etherHead(t, n, first)
			p.vlanTag(uint32(wire.Uint16(pay, 0)))
			p.s(", ")
		}
		t = uint32(wire.Uint16(pay, 2))
		pay, left, first = pay[4:], left-4, false
	}
	hdr := len(b) - len(pay)
	tagged := !first
	if t <= maxEtherLength {
		return hdr + p.ether8023(f, t, pay, left, tagged)
	}
	if p.Link {
		p.etherHead(t, n, !tagged)
	}
	if !p.etherType(t, pay, left, f) {
		if !p.Link {
			p.macs(f)
			p.etherHead(t, n, true)
		}
		p.data(pay)
	}
	return hdr
}

// etherTag prints a tag of MACsec or Arista's before pay, and returns the type after it. more
// is false if all is printed.
func (p *Printer) etherTag(f frame, t uint32, pay []byte, left, n int, first *bool) (next uint32, rest []byte, after int, more bool) {
	if p.Link || t == 0xd28b {
		p.etherHead(t, n, *first)
	}
	known := true
	if t == 0xd28b {
		size := p.arista(pay, left)
		if size == 0 || p.done() {
			if !p.done() {
				p.data(pay)
			}
			return 0, pay, left, false
		}
		pay, left = skip(pay, size), left-size
	} else {
		*first = false
		rest, after, known, more = p.macsec(f, pay, left)
		if !more {
			return 0, pay, left, false
		}
		pay, left = rest, after
	}
	if !known {
		p.data(pay)
		return 0, pay, left, false
	}
	if len(pay) < 2 || left < 2 {
		p.trunc()
		return 0, pay, left, false
	}
	return uint32(wire.Uint16(pay, 0)), pay[2:], left - 2, true
}

// ether8023 prints the payload of a frame that has a length in place of an
// EtherType, and returns the length of its LLC header.
func (p *Printer) ether8023(f frame, length uint32, b []byte, n int, tagged bool) int {
	if p.Link {
		p.s("802.3")
		if !tagged {
			p.f(", length %u: ", length)
		}
	}
	if int(length) < n {
		n = int(length)
		b = snap(b, n)
	}
	hl, ok := p.llc(b, n, f)
	if !ok {
		p.data(b)
	}
	return hl
}

func (p *Printer) macs(f frame) {
	p.mac(f.b, 6)
	p.s(" > ")
	p.mac(f.b, 0)
	p.s(", ")
}

// etherHead prints an EtherType, and the frame's length if it is the first.
func (p *Printer) etherHead(t uint32, n int, first bool) {
	if p.Quiet {
		p.name(etherTypes, t, "Unknown Ethertype (0x%04x)")
	} else {
		p.s("ethertype ")
		p.name(etherTypes, t, "Unknown")
		p.f(" (0x%04x)", t)
	}
	if first {
		p.f(", length %u: ", uint32(n))
	} else {
		p.s(", ")
	}
}

// vlanTag prints a VLAN tag as "vlan 42, p 1, DEI".
func (p *Printer) vlanTag(tag uint32) {
	p.f("vlan %u, p %u", tag&0xfff, tag>>13)
	if tag&0x1000 != 0 {
		p.s(", DEI")
	}
}

// etherType prints a payload by its EtherType, and reports whether it could.
func (p *Printer) etherType(t uint32, b []byte, n int, f frame) bool {
	switch t {
	case 0x0800:
		p.ip4(b, n)
	case 0x86dd:
		p.ip6(b, n)
	case 0x0806, 0x8035:
		p.arp(b, n)
	case 0x8847, 0x8848:
		p.mpls(b, n)
	case 0x894f:
		p.nsh(b, n)
	case 0x9000:
		p.loopback(b, n)
	case 0x8863, 0x8864:
		p.pppoe(b, n)
	case 0x888e:
		p.eapol(b)
	case 0x88cc:
		p.lldp(b, n)
	case 0x88f7:
		p.ptp(b, n)
	case 0x880b:
		p.s(": ")
		p.ppp(b, n)
	case 0x8808:
		p.mpcp(b, n)
	case 0x8809:
		p.slow(b, n)
	case 0xfefe, 0x22f4:
		p.isoclns(skip(b, 1), n-1)
	case 0x6003:
		p.decnet(b, n)
	case 0x0707, 0x8947:
		p.geonet(b, n, f)
	case 0x1111:
		p.calmFast(b, n, f)
	case 0x886f:
		p.msnlb(b)
	case 0x80f3:
		p.aarp(b, n)
	case 0x88ca:
		p.tipc(b, n)
	case 0x88a2:
		p.aoe(b, n)
	default:
		return false
	}
	return true
}
