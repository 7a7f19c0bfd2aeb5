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
	if whole {
		p.f(", checksum 0x%04x (", uint32(wire.Uint16(ext, 2)))
		if !good {
			p.s("in")
		}
		p.f("correct), length %u", uint32(left))
	}
	p.icmpObjects(ext[4:], left-4)
}

func (p *Printer) icmpObjects(b []byte, n int) {
	for n > 4 {
		if !p.want(b, 4) {
			return
		}
		size, class, kind := int(wire.Uint16(b, 0)), uint32(b[2]), uint32(b[3])
		p.s("\n\t  ")
		p.name(names{1: "MPLS Stack Entry", 2: "Interface Identification"}, class, "unknown")
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
		} else {
			p.unknown(b, size, "\n\t    ")
		}
		if n < size || p.done() {
			return
		}
		b, n = skip(b, size), n-size
	}
}
