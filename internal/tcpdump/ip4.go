package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// An ipHeader is what the layers above IP print of it and compute checksums with.
type ipHeader struct {
	v        int // 4 or 6
	src, dst netip.Addr
	final    netip.Addr // the destination that checksums are computed with
	next     uint32     // the protocol that the header names, before any extensions
	hops     uint32
	fragment bool // this is a fragment
}

// sum returns the sum of the pseudo-header of n bytes of a protocol.
func (h *ipHeader) sum(proto uint32, n int) uint16 {
	s := wire.Sum16(wire.Sum16(0, uint16(proto)), uint16(n))
	if h.v == 4 { // which has no more bits of the length
		a, d := h.src.As4(), h.final.As4()
		return wire.Sum(wire.Sum(s, a[:]), d[:])
	}
	s = wire.Sum16(s, uint16(n>>16))
	a, d := h.src.As16(), h.final.As16()
	return wire.Sum(wire.Sum(s, a[:]), d[:])
}

// protoNames are those that IP headers are printed with.
var protoNames = names{
	0: "Options", 1: "ICMP", 2: "IGMP", 4: "IPIP", 6: "TCP", 8: "EGP", 9: "IGRP", 17: "UDP", 33: "DCCP", 41: "IPv6",
	43: "Routing", 44: "Fragment", 46: "RSVP", 47: "GRE", 50: "ESP", 51: "AH", 55: "Mobile IP", 58: "ICMPv6",
	62: "Mobile IP (old)", 88: "EIGRP", 89: "OSPF", 103: "PIM", 108: "Compressed IP", 112: "VRRP", 113: "PGM",
	132: "SCTP", 135: "Mobility", 143: "Ethernet",
}

// ip4 prints an IPv4 datagram; n is what the layer below says is its length.
func (p *Printer) ip4(b []byte, n int) {
	p.proto = "ip"
	if p.enter() {
		return
	}
	defer p.leave()
	v := p.u8(b, 0) >> 4
	if !p.Link {
		p.s("IP ")
	}
	if v != 4 {
		p.f(" [version %u != 4]", v)
		p.invalid()
		return
	}
	if !p.want(b, 20) {
		return
	}
	if n < 20 {
		p.f(" [length %u < 20]", uint32(n))
		p.invalid()
		return
	}
	hl, total := int(b[0]&15)*4, int(p.u16(b, 2))
	if total == 0 && (b[9] == 6 || n > 0xffff) {
		total = n // the card was to split it, or it is too long for the field
	}
	if hl < 20 {
		p.f(" [header length %u < 20]", uint32(hl))
		p.invalid()
		return
	}
	if n < total {
		p.f("[total length %u > length %u] (invalid) ", uint32(total), uint32(n))
		total = n
	}
	if total < hl {
		p.f("[total length %u < header length %u]", uint32(total), uint32(hl))
		p.invalid()
		return
	}
	p.ip4Datagram(snap(b, total), hl, total)
}

// ip4Datagram prints a datagram whose lengths make sense, from its header on.
func (p *Printer) ip4Datagram(b []byte, hl, total int) {
	v := wire.IPv4(b)
	h := ipHeader{v: 4, next: uint32(b[9]), hops: uint32(b[8]), src: v.Src(), dst: v.Dst(),
		fragment: b[6]&0x20 != 0}
	if p.Verbose > 0 && !p.ip4Header(b, hl, total) {
		p.s(")\n    ")
		p.hosts(&h)
		p.trunc()
		return
	}
	if p.u16(b, 6)&0x1fff != 0 {
		p.ip4Fragment(&h)
		return
	}
	if !hasPorts(h.next) {
		p.hosts(&h)
	}
	if len(b) < hl {
		p.f(" [remaining caplen(%u) < header length(%u)]", uint32(len(b)), uint32(hl))
		p.cut()
		return
	}
	h.final = h.dst
	if hl > 20 {
		h.final = ip4FinalDst(b[20:hl], h.dst)
	}
	p.ipPayload(&h, h.next, b[hl:], total-hl)
}

// hasPorts reports whether a protocol's printer prints the addresses itself.
func hasPorts(proto uint32) bool { return proto == 6 || proto == 17 || proto == 132 || proto == 33 }

// ip4Fragment prints a fragment that has no header of a higher layer.
func (p *Printer) ip4Fragment(h *ipHeader) {
	p.addr(h.src)
	p.s(" > ")
	p.addr(h.dst)
	p.s(": ")
	p.ipProtoName(h.next)
}

// hosts prints "a > b: ".
func (p *Printer) hosts(h *ipHeader) {
	p.addr(h.src)
	p.s(" > ")
	p.addr(h.dst)
	p.s(": ")
}

// ports prints "a.1 > b.2: ", or only the ports if the header does not say itself
// that it carries proto.
func (p *Printer) ports(h *ipHeader, proto uint32, name string, sport, dport uint32) {
	whole := h.next == proto
	if whole {
		p.addr(h.src)
		p.s(".")
	}
	p.port(name, sport)
	p.s(" > ")
	if whole {
		p.addr(h.dst)
		p.s(".")
	}
	p.port(name, dport)
	p.s(": ")
}

// ipProtoName prints the name of a protocol in the way of /etc/protocols.
func (p *Printer) ipProtoName(x uint32) {
	if n, ok := etcProtocols[x]; ok && p.NoNames == 0 {
		p.s(n)
		return
	}
	p.f("ip-proto-%u", x)
}

// etcProtocols are the names in Debian's /etc/protocols.
var etcProtocols = names{
	0: "ip", 1: "icmp", 2: "igmp", 3: "ggp", 4: "ipencap", 5: "st", 6: "tcp", 8: "egp", 9: "igp", 12: "pup", 17: "udp",
	20: "hmp", 22: "xns-idp", 27: "rdp", 29: "iso-tp4", 33: "dccp", 36: "xtp", 37: "ddp", 38: "idpr-cmtp", 41: "ipv6",
	43: "ipv6-route", 44: "ipv6-frag", 45: "idrp", 46: "rsvp", 47: "gre", 50: "esp", 51: "ah", 57: "skip",
	58: "ipv6-icmp", 59: "ipv6-nonxt", 60: "ipv6-opts", 73: "rspf", 81: "vmtp", 88: "eigrp", 89: "ospf", 93: "ax.25",
	94: "ipip", 97: "etherip", 98: "encap", 103: "pim", 108: "ipcomp", 112: "vrrp", 115: "l2tp", 124: "isis",
	132: "sctp", 133: "fc", 135: "mobility-header", 136: "udplite", 137: "mpls-in-ip", 138: "manet", 139: "hip",
	140: "shim6", 141: "wesp", 142: "rohc", 143: "ethernet",
}

var (
	ip4Flags = []bit{{0x2000, "+"}, {0x4000, "DF"}, {0x8000, "rsvd"}}
	ecnNames = [4]string{"", ",ECT(1)", ",ECT(0)", ",CE"}
)

// ip4Header prints the header's fields in parentheses. It reports whether its
// options were captured whole; if not the parenthesis is open.
func (p *Printer) ip4Header(b []byte, hl, total int) bool {
	p.f("(tos 0x%x", uint32(b[1]))
	p.s(ecnNames[b[1]&3])
	if b[8] >= 1 {
		p.f(", ttl %u", uint32(b[8]))
	}
	off := p.u16(b, 6)
	p.f(", id %u, offset %u, flags [", p.u16(b, 4), off&0x1fff*8)
	p.bits(ip4Flags, off&0xe000, "none", ", ")
	p.s("], proto ")
	p.name(protoNames, uint32(b[9]), "unknown")
	says := p.u16(b, 2)
	if says == 0 {
		says = uint32(total)
	}
	p.f(" (%u), length %u", uint32(b[9]), says)
	switch {
	case p.u16(b, 2) != 0:
	case total > 0xffff:
		p.s(" [was 0, presumed BIG TCP]")
	default:
		p.s(" [was 0, presumed TSO]")
	}
	whole := true
	if hl > 20 {
		p.s(", options (")
		if whole = p.ip4Options(b[20:], hl-20); !whole {
			p.s(" [truncated-option]")
		}
		p.s(")")
	}
	if !p.NoChecksum && hl <= len(b) {
		if have, want, ok := checksum(wire.Sum(0, b[:hl]), b, 10); !ok {
			p.f(", bad cksum %x (->%x)!", have, want)
		}
	}
	if whole {
		p.s(")\n    ")
	}
	return whole
}

// checksum returns the checksum at b[off], and what it should be given the sum of
// all that it covers, itself included.
func checksum(sum uint16, b []byte, off int) (have, want uint32, ok bool) {
	h := wire.Uint16(b, off)
	return uint32(h), uint32(wire.Sum16(h, ^sum)), sum == 0xffff
}
