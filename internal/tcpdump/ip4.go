package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// An ipHeader is what the layers above IP print of it and compute checksums with.
type ipHeader struct {
	v        int // 4 or 6
	src, dst netip.Addr
	pseudo   func(proto wire.IPProto, n int) uint16
	fragment bool // more fragments follow, or this is not the first
	whole    bool // the datagram was captured whole
}

// ip4 prints an IPv4 datagram; n is what the link layer says is its length.
func (p *Printer) ip4(b []byte, n int) {
	if len(b) > 0 && b[0]>>4 != 4 {
		p.wrongVersion(b[0] >> 4)
		return
	}
	if !p.Link {
		p.s("IP ")
	}
	if len(b) < wire.IPv4Len {
		p.truncated("ip")
		return
	}
	v := wire.IPv4(b)
	hl := int(v.IHL()) * 4
	if hl < wire.IPv4Len {
		p.s("bad-hlen ")
		p.d(hl)
		return
	}
	total := int(v.Length())
	if n < total {
		p.s("truncated-ip - ")
		p.d(total - n)
		p.s(" bytes missing! ")
	}
	if total < hl {
		if total != 0 {
			p.s("bad-len ")
			p.d(total)
			return
		}
		total = n // left to the network card
	}
	b = snap(b, total)
	n = min(total, n)
	v = wire.IPv4(b)
	if p.Verbose > 0 {
		p.ip4Header(v, hl, int(v.Length()))
	}
	rest := b[min(hl, len(b)):]
	src, dst := v.Src(), v.Dst()
	if v.FragOff() != 0 {
		// What is in later fragments is not known.
		if p.Quiet && p.Verbose == 0 {
			p.hosts(src, dst)
			p.s("ip-proto-")
			p.d(int(v.Protocol()))
			return
		}
		p.hosts(src, dst)
		p.protoName(v.Protocol())
		return
	}
	h := &ipHeader{v: 4, src: src, dst: dst, pseudo: v.PseudoSum,
		fragment: v.Flags()&wire.MoreFragments != 0, whole: len(b) >= total && n >= total}
	p.ipPayload(h, v.Protocol(), rest, total-hl, b)
}

func (p *Printer) wrongVersion(v uint8) {
	if v == 6 {
		p.s("wrong link-layer encapsulation")
	} else {
		p.s("IP")
		p.d(int(v))
	}
	p.invalid()
}

// hosts prints "a > b: ".
func (p *Printer) hosts(src, dst netip.Addr) {
	p.addr(src)
	p.s(" > ")
	p.addr(dst)
	p.s(": ")
}

// addr prints an address, or its name.
func (p *Printer) addr(a netip.Addr) {
	if p.NoNames == 0 && p.HostName != nil {
		if n := p.HostName(a.String()); n != "" {
			p.s(n)
			return
		}
	}
	p.b = a.AppendTo(p.b)
}

// endpoints prints "a.1 > b.2: ".
func (p *Printer) endpoints(h *ipHeader, proto string, sport, dport uint16) {
	p.addr(h.src)
	p.s(".")
	p.port(proto, sport)
	p.s(" > ")
	p.addr(h.dst)
	p.s(".")
	p.port(proto, dport)
	p.s(": ")
}

func (p *Printer) port(proto string, x uint16) {
	if p.NoNames < 1 && p.PortName != nil {
		if n := p.PortName(proto, x); n != "" {
			p.s(n)
			return
		}
	}
	p.d(int(x))
}

// protoNames are those that /etc/protocols gives, where tcpdump uses it.
var protoNames = map[wire.IPProto]string{
	0: "Options", 1: "ICMP", 2: "IGMP", 4: "IPIP", 6: "TCP", 8: "EGP", 9: "PIGP", 17: "UDP", 33: "DCCP",
	41: "IPv6", 43: "IPv6-Route", 44: "Fragment", 46: "RSVP", 47: "GRE", 50: "ESP", 51: "AH", 55: "Mobile",
	58: "ICMPv6", 59: "no next header", 60: "Options", 88: "EIGRP", 89: "OSPF", 103: "PIM", 108: "Compressed IP",
	112: "VRRP", 113: "PGM", 132: "SCTP", 135: "Mobility",
}

// protoName prints the name of an IP protocol in the way of /etc/protocols.
func (p *Printer) protoName(x wire.IPProto) {
	if n, ok := etcProtocols[x]; ok && p.NoNames < 2 {
		p.s(n)
		return
	}
	p.s("ip-proto-")
	p.d(int(x))
}

// etcProtocols are the names of Debian's /etc/protocols.
var etcProtocols = map[wire.IPProto]string{
	0: "ip", 1: "icmp", 2: "igmp", 3: "ggp", 4: "ipencap", 5: "st", 6: "tcp", 8: "egp", 9: "igp", 12: "pup", 17: "udp",
	20: "hmp", 22: "xns-idp", 27: "rdp", 29: "iso-tp4", 33: "dccp", 36: "xtp", 37: "ddp", 38: "idpr-cmtp", 41: "ipv6",
	43: "ipv6-route", 44: "ipv6-frag", 45: "idrp", 46: "rsvp", 47: "gre", 50: "esp", 51: "ah", 57: "skip",
	58: "ipv6-icmp", 59: "ipv6-nonxt", 60: "ipv6-opts", 73: "rspf", 81: "vmtp", 88: "eigrp", 89: "ospf", 93: "ax.25",
	94: "ipip", 97: "etherip", 98: "encap", 103: "pim", 108: "ipcomp", 112: "vrrp", 115: "l2tp", 124: "isis",
	132: "sctp", 133: "fc", 135: "mobility-header", 136: "udplite", 137: "mpls-in-ip", 138: "manet", 139: "hip",
	140: "shim6", 141: "wesp", 142: "rohc", 143: "ethernet",
}

// ip4Header prints the header in parentheses, and a line break.
func (p *Printer) ip4Header(v wire.IPv4, hl, total int) {
	p.s("(tos ")
	p.x(uint64(v[1]), 1)
	switch v[1] & 3 {
	case 1:
		p.s(",ECT(1)")
	case 2:
		p.s(",ECT(0)")
	case 3:
		p.s(",CE")
	}
	if v.TTL() >= 1 {
		p.s(", ttl ")
		p.d(int(v.TTL()))
	}
	p.s(", id ")
	p.d(int(v.ID()))
	p.s(", offset ")
	p.d(int(v.FragOff()) * 8)
	p.s(", flags [")
	p.ip4Flags(v.Flags())
	p.s("], proto ")
	if n, ok := protoNames[v.Protocol()]; ok {
		p.s(n)
	} else {
		p.s("unknown")
	}
	p.s(" (")
	p.d(int(v.Protocol()))
	p.s("), length ")
	p.d(total)
	if hl > wire.IPv4Len {
		p.s(", options (")
		p.ip4Options(v[wire.IPv4Len:min(hl, len(v))], hl-wire.IPv4Len)
		p.s(")")
	}
	if !p.NoChecksum && len(v) >= hl {
		if sum := v.Sum(); sum != v.Checksum() {
			p.s(", bad cksum ")
			p.hexBare(uint64(v.Checksum()))
			p.s(" (->")
			p.hexBare(uint64(sum))
			p.s(")!")
		}
	}
	p.s(")\n    ")
}

// hexBare appends v in hexadecimal without "0x".
func (p *Printer) hexBare(v uint64) { p.hexDigits(v, 1) }

func (p *Printer) ip4Flags(f wire.IPv4Flags) {
	if f == 0 {
		p.s("none")
		return
	}
	sep := ""
	for _, x := range [...]struct {
		bit  wire.IPv4Flags
		name string
	}{{wire.MoreFragments, "+"}, {wire.DontFragment, "DF"}, {wire.Evil, "rsvd"}} {
		if f&x.bit != 0 {
			p.s(sep)
			p.s(x.name)
			sep = ", "
		}
	}
}

// ipPayload prints what an IP header carries. n is its length on the wire, whole
// the datagram from the IP header on.
func (p *Printer) ipPayload(h *ipHeader, proto wire.IPProto, b []byte, n int, whole []byte) {
	if p.depth++; p.depth > maxDepth {
		return
	}
	switch proto {
	case wire.IPProtoTCP:
		p.tcp(h, b, n)
		return
	case wire.IPProtoUDP:
		p.udp(h, b, n)
		return
	}
	p.hosts(h.src, h.dst)
	p.ipInner(h, proto, b, n)
}
