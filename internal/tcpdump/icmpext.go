package tcpdump

import "github.com/gocap-project/gocap/wire"

// icmpExtAt is where the extensions of a message are, RFC 4884: tcpdump looks for
// them behind 128 bytes of the quoted packet only.
const icmpExtAt = 8 + 128

// icmpExtensions prints the extensions of an ICMP message of n bytes.
func (p *Printer) icmpExtensions(b []byte, n int) {
	if !p.want(b, icmpExtAt+4) {
		return
	}
	ext, left := b[icmpExtAt:], n-icmpExtAt
	whole := len(ext) >= left
	good := whole && wire.Sum(0, ext[:left]) == 0xffff
	if b[5] == 0 && whole && !good {
		return // no length field: the checksum decides whether there are any
	}
	version := uint32(ext[0] >> 4)
	p.f("\n\tICMP Multi-Part extension v%u", version)
	if version != 2 {
		p.s(" packet not supported")
		return
	}
	p.icmpExtension(ext, left)
}

// icmpExtension prints an extension structure from its checksum on.
func (p *Printer) icmpExtension(ext []byte, left int) {
	if len(ext) >= left {
		p.f(", checksum 0x%04x (", uint32(wire.Uint16(ext, 2)))
		if wire.Sum(0, ext[:left]) != 0xffff {
			p.s("in")
		}
		p.f("correct), length %u", uint32(left))
	}
	p.icmpObjects(ext[4:], left-4)
}

// extendedEcho prints what a message of RFC 8335 asks or says of an interface.
func (p *Printer) extendedEcho(request bool, code uint32, b []byte, n int) {
	flags := p.u8(b, 7)
	if p.done() {
		return
	}
	if !request {
		p.s("\n\tCode ")
		p.u(code)
		p.s(" (")
		p.name(names{0: "No error", 1: "Malformed Query", 2: "No Such Interface", 3: "No Such Table Entry",
			4: "Multiple Interfaces Satisfy Query"}, code, "Unknown")
		p.f("), State %u (", flags>>5)
		p.name(names{0: "Reserved", 1: "Incomplete", 2: "Reachable", 3: "Stale", 4: "Delay", 5: "Probe", 6: "Failed"}, flags>>5, "Unknown")
		p.f("), active %u ipv4 %u ipv6 %u", flags>>2&1, flags>>1&1, flags&1)
		return
	}
	if flags&1 != 0 {
		p.s("\n\tLocal Interface")
	} else {
		p.s("\n\tRemote Interface")
	}
	if !p.want(b, 16) {
		return
	}
	p.icmpExtension(b[8:], min(n-8, 4+int(wire.Uint16(b, 12))))
}

// interfaceInformation prints an object of RFC 5837 §4.1, and is without its four bytes of header.
func (p *Printer) interfaceInformation(kind uint32, b []byte, n int) {
	p.s("\n\t    Interface Role: ")
	p.s([...]string{"Incoming IP Interface", "Sub-IP Component of Incoming IP Interface", "Outgoing IP Interface", "IP Next hop"}[kind>>6])
	take := func(k int) []byte {
		if n < k || !p.want(b, k) {
			return nil
		}
		field := b[:k]
		b, n = b[k:], n-k
		return field
	}
	if kind&8 != 0 {
		if f := take(4); f != nil {
			p.f("\n\t    Interface Index: %u", wire.Uint32(f, 0))
		}
	}
	if kind&4 != 0 && !p.done() {
		if f := take(4); f != nil {
			size := 4
			if wire.Uint16(f, 0) == 2 {
				size = 16
			}
			p.s("\n\t    IP Address sub-object: ")
			if a := take(size); len(a) == 4 {
				p.ip4Addr(a, 0)
			} else if a != nil {
				p.ip6Addr(a, 0)
			}
		}
	}
	if kind&2 != 0 && !p.done() {
		p.s("\n\t    Interface Name")
		size := p.u8(b, 0)
		if size == 0 {
			p.s(" [length 0]")
			p.invalid()
			return
		}
		p.f(", length %u: ", size)
		if f := take(int(size)); f != nil {
			p.nulText(f[1:])
		}
	}
	if kind&1 != 0 && !p.done() {
		if f := take(4); f != nil {
			p.f("\n\t    MTU Value: %u", wire.Uint32(f, 0))
		}
	}
}

// interfaceIdentification prints what an object of RFC 8335 §2.1 names an interface by.
func (p *Printer) interfaceIdentification(kind uint32, b []byte, n int) {
	switch {
	case kind == 1:
		p.f("\n\t    Interface Name, length %u: ", uint32(n))
		if p.need(b, n) {
			p.nulText(b[:n])
		}
	case kind == 2 && n == 4:
		p.f("\n\t    Interface Index: %u", p.u32(b, 0))
	case kind == 3 && n >= 4 && p.need(b, n):
		p.s("\n\t    IP Address sub-object: ")
		switch family := wire.Uint16(b, 0); {
		case family == 1 && n >= 8:
			p.ip4Addr(b, 4)
		case family == 2 && n >= 20:
			p.ip6Addr(b, 4)
		default:
			p.unknown(b[4:], n-4, "\n\t    ")
		}
	default:
		p.unknown(b, n, "\n\t    ")
	}
}

func (p *Printer) icmpObjects(b []byte, n int) {
	for n > 4 {
		if !p.want(b, 4) {
			return
		}
		size, class, kind := int(wire.Uint16(b, 0)), uint32(b[2]), uint32(b[3])
		p.s("\n\t  ")
		p.name(names{1: "MPLS Stack Entry", 2: "Interface Information", 3: "Interface Identification"}, class, "unknown")
		p.f(" Object (%u), Class-Type: %u, length %u", class, kind, uint32(size))
		b, n = b[4:], n-4
		if class == 0 || size < 4 {
			return
		}
		size -= 4
		if class == 1 && kind == 1 {
			e := p.u32(b, 0)
			p.f("\n\t    label %u, tc %u", e>>12, e>>9&7)
			if e&0x100 != 0 {
				p.s(", [S]")
			}
			p.f(", ttl %u", e&0xff)
		} else if class == 2 {
			p.interfaceInformation(kind, snap(b, size), size)
		} else if class == 3 {
			p.interfaceIdentification(kind, b, size)
		} else {
			p.unknown(b, size, "\n\t    ")
		}
		if n < size || p.done() {
			return
		}
		b, n = skip(b, size), n-size
	}
}

// nulText prints text up to a NUL.
func (p *Printer) nulText(b []byte) {
	for i, c := range b {
		if c == 0 {
			b = b[:i]
			break
		}
	}
	p.printable(b)
}
