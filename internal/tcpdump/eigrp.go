package tcpdump

var (
	eigrpOps = names{
		1: "Update", 2: "Request", 3: "Query", 4: "Reply", 5: "Hello", 6: "IPX SAP", 7: "Probe", 10: "SIA Query", 11: "SIA Reply",
	}
	eigrpFlags = []bit{{1, "Init"}, {2, "Conditionally Received"}, {4, "Restart"}, {8, "End-of-Table"}}
	eigrpTLVs  = names{
		1: "General Parameters", 2: "Authentication", 3: "Sequence", 4: "Software Version", 5: "Next Multicast Sequence",
		0x102: "IP Internal routes", 0x103: "IP External routes", 0x104: "IP Community", 0x202: "AppleTalk Internal routes",
		0x203: "AppleTalk External routes", 0x204: "AppleTalk Cable setup", 0x302: "IPX Internal routes", 0x303: "IPX External routes",
	}
	eigrpOrigins = names{
		1: "IGRP", 2: "EIGRP", 3: "Static", 4: "RIP", 5: "Hello", 6: "OSPF", 7: "IS-IS", 8: "EGP", 9: "BGP", 10: "IDRP", 11: "Connected",
	}
	// eigrpSizes are the least lengths of elements, with their headers.
	eigrpSizes = map[uint32]int{1: 12, 4: 8, 0x102: 25, 0x103: 45, 0x202: 28, 0x203: 40, 0x204: 12}
)

// eigrp prints an EIGRP packet, RFC 7868.
func (p *Printer) eigrp(b []byte, n int) {
	p.proto = "eigrp"
	version := p.u8(b, 0)
	if !p.need(b, 20) {
		return
	}
	if version != 2 {
		p.f("EIGRP version %u packet not supported", version)
		return
	}
	op := uint32(b[1])
	if p.Verbose == 0 {
		p.s("EIGRP ")
		p.name(eigrpOps, op, "unknown, type: %u")
		p.f(", length: %u", uint32(n))
		return
	}
	if n < 20 {
		p.f("EIGRP %u, length: %u (too short, %u)", op, uint32(n), 20)
		return
	}
	p.f("\n\tEIGRP v%u, opcode: ", version)
	p.name(eigrpOps, op, "unknown")
	p.f(" (%u), chksum: 0x%04x, Flags: [", op, p.u16(b, 2))
	p.bits(eigrpFlags, p.u32(b, 4), "none", ", ")
	p.f("]\n\tseq: 0x%08x, ack: 0x%08x, VRID: %u, AS: %u, length: %u", p.u32(b, 8), p.u32(b, 12), p.u16(b, 16), p.u16(b, 18), uint32(n-20))
	for b, n = b[20:], n-20; n > 0 && !p.done(); {
		if n < 4 {
			p.f("\n\t  (only %u bytes of data)", uint32(n))
			p.invalid()
			return
		}
		size := p.eigrpTLV(b, n)
		if size == 0 {
			return
		}
		b, n = skip(b, size), n-size
	}
}

// eigrpTLV prints an element and returns its length, or 0 if there can be no more.
func (p *Printer) eigrpTLV(b []byte, n int) int {
	kind, size := p.u16(b, 0), int(p.u16(b, 2))
	if p.done() {
		return 0
	}
	if size < 4 || size > n {
		p.unknown(b, n, "\n\t    ")
		p.invalid()
		return 0
	}
	p.s("\n\t  ")
	p.name(eigrpTLVs, kind, "Unknown")
	p.f(" TLV (0x%04x), length: %u", kind, uint32(size))
	if least := eigrpSizes[kind]; size < least {
		p.f(" (too short, < %u)", uint32(least))
		return size
	}
	if !p.need(b, size) {
		return 0
	}
	v := b[4:size]
	known := true
	switch kind {
	case 1:
		p.f("\n\t    holdtime: %us, k1 %u, k2 %u, k3 %u, k4 %u, k5 %u", p.u16(v, 6), p.u8(v, 0), p.u8(v, 1), p.u8(v, 2), p.u8(v, 3), p.u8(v, 4))
	case 4:
		p.f("\n\t    IOS version: %u.%u, EIGRP version %u.%u", p.u8(v, 0), p.u8(v, 1), p.u8(v, 2), p.u8(v, 3))
	case 0x102:
		p.eigrpRoute(v, 4, false)
	case 0x103:
		p.eigrpRoute(v, 24, true)
	case 0x202:
		p.f("\n\t    Cable-Range: %u-%u, nexthop: ", p.u16(v, 20), p.u16(v, 22))
		p.eigrpApple(v)
		p.eigrpMetric(v, 4)
	case 0x203:
		p.f("\n\t    Cable-Range: %u-%u, nexthop: ", p.u16(v, 32), p.u16(v, 34))
		p.eigrpApple(v)
		p.eigrpMetric(v, 16)
	case 0x204:
		p.f("\n\t    Cable-Range: %u-%u, Router-ID %u", p.u16(v, 0), p.u16(v, 2), p.u32(v, 4))
	default:
		known = false
	}
	if !known && p.Verbose == 1 || p.Verbose > 1 {
		p.unknown(v, len(v), "\n\t    ")
	}
	return size
}

// eigrpRoute prints an IPv4 route whose metric is at v[i:].
func (p *Printer) eigrpRoute(v []byte, i int, external bool) {
	bits := p.u8(v, i+16)
	if bits > 32 {
		p.f("\n\t    illegal prefix length %u", bits)
		return
	}
	var prefix [4]byte
	copy(prefix[:], snap(skip(v, i+17), int(bits+7)/8))
	p.s("\n\t    IPv4 prefix: ")
	start := len(p.b)
	p.ip4Addr(prefix[:], 0)
	text := string(p.b[start:])
	p.b = p.b[:start]
	for k := len(text); k < 15; k++ {
		p.c(' ')
	}
	p.s(text)
	p.f("/%u, nexthop: ", bits)
	if zero(v[:4]) {
		p.s("self")
	} else {
		p.ip4Addr(v, 0)
	}
	if external {
		p.s("\n\t      origin-router ")
		p.ip4Addr(v, 4)
		p.f(", origin-as %u, origin-proto ", p.u32(v, 8))
		p.name(eigrpOrigins, p.u8(v, 22), "unknown")
		p.f(", flags [0x%02x], tag 0x%08x, metric %u", p.u8(v, 23), p.u32(v, 12), p.u32(v, 16))
	}
	p.eigrpMetric(v, i)
}

func (p *Printer) eigrpApple(v []byte) {
	if zero(v[:4]) {
		p.s("self")
		return
	}
	p.f("%u.%u", p.u16(v, 0), p.u16(v, 2))
}

func (p *Printer) eigrpMetric(v []byte, i int) {
	p.f("\n\t      delay %u ms, bandwidth %u Kbps, mtu %u, hop %u, reliability %u, load %u", p.u32(v, i)/100, p.u32(v, i+4),
		p.u24(v, i+8), p.u8(v, i+11), p.u8(v, i+12), p.u8(v, i+13))
}
