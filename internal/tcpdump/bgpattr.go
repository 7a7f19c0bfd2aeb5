package tcpdump

import (
	"math"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// maxAttrSets is how deep sets of attributes within sets are followed.
const maxAttrSets = 10

// bgpAttributes prints path attributes of n bytes. It reports whether they were there
// whole.
func (p *Printer) bgpAttributes(b []byte, n int) bool {
	for n > 0 && !p.done() {
		head, size, ok := p.bgpAttrHead(b, n, "\n\t  ")
		if !ok {
			return false
		}
		if n -= head; size > n {
			p.s(" [path attrs too short]")
			return true
		}
		kind := uint32(b[1])
		if b = b[head:]; !p.bgpAttr(kind, b, size, 0) {
			return false
		}
		b, n = skip(b, size), n-size
	}
	return true
}

// bgpAttrHead prints the head of an attribute, if it fits, and returns its length and that
// of the value, which is more than n if the head does not fit. ok is false if it was not
// captured.
func (p *Printer) bgpAttrHead(b []byte, n int, lead string) (head, size int, ok bool) {
	if head = 3; len(b) > 0 && b[0]&0x10 != 0 {
		head = 4
	}
	if len(b) < head {
		return 0, 0, false
	}
	if n < head {
		return 0, n + 1, true
	}
	flags, kind := uint32(b[0]), uint32(b[1])
	size = int(b[2])
	if head == 4 {
		size = int(wire.Uint16(b, 2))
	}
	p.s(lead)
	p.name(bgpAttributes, kind, "Unknown Attribute")
	p.f(" (%u), length: %u", kind, uint32(size))
	if flags == 0 {
		return head, size, true
	}
	p.s(", Flags [")
	for i, c := range []byte("OTPE") {
		if flags<<i&0x80 != 0 {
			p.c(c)
		}
	}
	if flags&0xf != 0 {
		p.f("+%x", flags&0xf)
	}
	p.s("]: ")
	return head, size, true
}

// bgpAttr prints the value of an attribute, of n bytes. It reports whether it was there
// whole.
func (p *Printer) bgpAttr(kind uint32, b []byte, n, level int) bool {
	whole := true
	shown := n
	switch kind {
	case 1:
		if n != 1 {
			p.s("invalid len")
		} else {
			p.name(bgpOrigins, p.u8(b, 0), "Unknown Origin Typecode")
		}
	case 2, 17:
		whole = p.bgpASPath(kind, b, n)
	case 3, 9:
		if n != 4 {
			p.s("invalid len")
		} else {
			p.ip4Addr(b, 0)
		}
	case 4, 5:
		if n != 4 {
			p.s("invalid len")
		} else {
			p.u(p.u32(b, 0))
		}
	case 6:
		if n != 0 {
			p.s("invalid len")
		}
	case 7, 18:
		p.bgpAggregator(kind, b, n)
	case 8:
		p.bgpCommunities(b, n)
	case 10:
		if n%4 != 0 {
			p.s("invalid len")
			break
		}
		for i := 0; i < n && !p.done(); i += 4 {
			p.ip4Addr(b, i)
			if n-i > 4 {
				p.s(", ")
			}
		}
	case 14:
		whole = p.bgpReach(b, n)
	case 15:
		whole = p.bgpUnreach(b, n)
	case 16:
		p.bgpExtendeds(b, n)
	case 22:
		whole = p.bgpPMSI(b, n)
	case 26:
		whole = p.bgpAIGP(b, n)
	case 32:
		shown = p.bgpLarge(b, n)
	case 33:
		whole = p.bgpSecPath(b, n)
	case 35:
		if n < 4 {
			p.s("invalid len")
		} else {
			p.f("\n\t    OTC %u", p.u32(b, 0))
		}
	case 128:
		shown, whole = p.bgpAttrSet(b, n, level)
	default:
		if !p.need(b, n) {
			return false
		}
		p.f("\n\t    no Attribute %u decoder", kind)
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t    ")
		}
	}
	if whole && p.Verbose > 1 && shown > 0 {
		p.unknown(b, shown, "\n\t    ")
	}
	return whole
}

func (p *Printer) bgpASPath(kind uint32, b []byte, n int) bool {
	switch {
	case n%2 != 0:
		p.s("invalid len")
		return true
	case n == 0:
		p.s("empty")
		return true
	}
	size := 4
	if kind == 2 && shortASPath(snap(b, n)) {
		size = 2
	}
	for i := 0; i < n && !p.done(); {
		t, k := p.u8(b, i), int(p.u8(b, i+1))
		p.name(bgpSegmentOpen, t, "?")
		i += 2
		for range k {
			if !p.need(b, i+size) {
				return false
			}
			if size == 2 {
				p.asn(p.u16(b, i))
			} else {
				p.asn(p.u32(b, i))
			}
			p.c(' ')
			i += size
		}
		p.name(bgpSegmentEnd, t, "?")
	}
	return true
}

// shortASPath reports whether b is segments of AS numbers of 2 bytes.
func shortASPath(b []byte) bool {
	for len(b) >= 2 {
		k := 2 + 2*int(b[1])
		if b[0] < 1 || b[0] > 4 || b[1] == 0 || k > len(b) {
			return false
		}
		b = b[k:]
	}
	return len(b) == 0
}

func (p *Printer) bgpAggregator(kind uint32, b []byte, n int) {
	if n != 8 && (n != 6 || kind == 18) {
		p.s("invalid len")
		return
	}
	p.s(" AS #")
	if n == 8 {
		p.asn(p.u32(b, 0))
	} else {
		p.asn(p.u16(b, 0))
	}
	p.s(", origin ")
	p.ip4Addr(b, n-4)
}

func (p *Printer) bgpCommunities(b []byte, n int) {
	if n%4 != 0 {
		p.s("invalid len")
		return
	}
	for i := 0; i < n && !p.done(); i += 4 {
		switch x := p.u32(b, i); x {
		case 0xffffff01:
			p.s(" NO_EXPORT")
		case 0xffffff02:
			p.s(" NO_ADVERTISE")
		case 0xffffff03:
			p.s(" NO_EXPORT_SUBCONFED")
		default:
			p.f("%u:%u", x>>16, x&0xffff)
			if n-i > 4 {
				p.s(", ")
			}
		}
	}
}

// bgpLarge prints large communities. It returns how much of them is dumped.
func (p *Printer) bgpLarge(b []byte, n int) int {
	if n == 0 || n%12 != 0 {
		p.s("invalid len")
		return n
	}
	p.s("\n\t    ")
	for i := 0; i < n && !p.done(); i += 12 {
		p.f("%u:%u:%u", p.u32(b, i), p.u32(b, i+4), p.u32(b, i+8))
		if n-i > 12 {
			p.s(", ")
		}
	}
	return 0
}

func (p *Printer) bgpAttrSet(b []byte, n, level int) (shown int, whole bool) {
	if n < 4 || len(b) < 4 {
		return 0, false
	}
	p.s("\n\t    Origin AS: ")
	p.asn(p.u32(b, 0))
	v := b[4:]
	for n -= 4; n > 0 && !p.done(); {
		head, size, ok := p.bgpAttrHead(v, n, "\n\t      ")
		if !ok {
			return 0, false
		}
		if n -= head; size > n {
			p.s(" [path attr too short]")
			return n, true
		}
		if v[0] == 0 {
			p.s(": ")
		}
		kind := uint32(v[1])
		v = v[head:]
		if level >= maxAttrSets {
			p.s("(too many nested levels, not recursing)")
		} else if !p.bgpAttr(kind, v, size, level+1) {
			return 0, false
		}
		v, n = skip(v, size), n-size
	}
	return n, true
}

func (p *Printer) bgpExtendeds(b []byte, n int) {
	if n%8 != 0 {
		p.s("invalid len")
		return
	}
	for i := 0; i < n && !p.done(); i += 8 {
		if !p.need(b, i+8) {
			return
		}
		p.bgpExtended(b[i:])
	}
}

func (p *Printer) bgpExtended(b []byte) {
	kind := p.u16(b, 0)
	p.s("\n\t    ")
	p.name(bgpExtended, kind, "unknown extd community typecode")
	p.f(" (0x%04x), Flags [", kind)
	p.bits(bgpExtendedFlags, kind, "none", ", ")
	p.s("]: ")
	switch kind {
	case 0x0002, 0x0003, 0x000a:
		p.f("%u:%u (= ", p.u16(b, 2), p.u32(b, 4))
		p.ip4Addr(b, 4)
		p.s(")")
	case 0x0102, 0x0103, 0xf10a, 0x010b:
		p.ip4Addr(b, 2)
		p.f(":%u", p.u16(b, 6))
	case 0x0202, 0x0203:
		p.asn(p.u32(b, 2))
		p.f(":%u", p.u16(b, 6))
	case 0x4004:
		p.s("bandwidth: ")
		p.b = strconv.AppendFloat(p.b, float64(math.Float32frombits(p.u32(b, 4)))*8/1000000, 'f', 3, 64)
		p.s(" Mbps")
	case 0x4300:
		p.s("ovs: ")
		p.name(bgpValidation, p.u8(b, 7), "unknown (%u)")
	case 0x0005, 0x0105, 0x0205, 0x8005, 0x0107, 0x8001:
		p.ip4Addr(b, 2)
	case 0x0306, 0x8000:
		p.s("area:")
		p.ip4Addr(b, 2)
		p.s(", router-type:")
		p.name(bgpOSPFRoutes, p.u8(b, 6), "unknown (0x%02x)")
		p.s(", metric-type:")
		if p.u8(b, 7) == 1 {
			p.s("E2")
		}
		if t := p.u8(b, 6); t == 5 || t == 7 {
			p.s("E1")
		}
	case 0x800a:
		p.name(bgpEncaps, p.u8(b, 2), "unknown encaps")
		p.f(" Control Flags [0x%02x]:MTU %u", p.u8(b, 3), p.u16(b, 4))
	case 0x0009:
		p.f("AS %u", p.u16(b, 2))
	case 0x030c:
		p.s("Tunnel type: ")
		p.name(bgpTunnels, p.u16(b, 6), "unknown encaps")
	default:
		p.hexBytes(b[2:8], "")
	}
}

func (p *Printer) bgpPMSI(b []byte, n int) bool {
	if n < 5 || len(b) < 5 {
		return false
	}
	kind := uint32(b[1])
	p.s("\n\t    Tunnel-type ")
	p.name(bgpPMSI, kind, "Unknown")
	p.f(" (%u), Flags [", kind)
	p.bits([]bit{{1, "Leaf Information required"}}, uint32(b[0]), "none", ", ")
	p.f("], MPLS Label %u", p.u24(b, 2)>>4)
	v := b[5:]
	two := func(first, second string) {
		p.s("\n\t      " + first + " ")
		p.ip4Addr(v, 0)
		p.s(", " + second + " ")
	}
	switch kind {
	case 4, 5:
		two("Sender", "P-Group")
		p.ip4Addr(v, 4)
	case 3:
		two("Root-Node", "P-Group")
		p.ip4Addr(v, 4)
	case 6:
		p.s("\n\t      Tunnel-Endpoint ")
		p.ip4Addr(v, 0)
	case 2, 7:
		two("Root-Node", "LSP-ID")
		p.f("0x%08x", p.u32(v, 4))
	case 1:
		two("Extended-Tunnel-ID", "P2MP-ID")
		p.f("0x%08x", p.u32(v, 4))
	default:
		if p.Verbose <= 1 {
			p.unknown(v, n-5, "\n\t      ")
		}
	}
	return true
}

func (p *Printer) bgpAIGP(b []byte, n int) bool {
	for n >= 3 && !p.done() {
		if len(b) < 3 {
			return false
		}
		kind, size := uint32(b[0]), int(wire.Uint16(b, 1))
		p.s("\n\t    ")
		p.name(names{1: "AIGP"}, kind, "Unknown")
		p.f(" TLV (%u), length %u", kind, uint32(size))
		if size < 3 || size > n || size > len(b) {
			return false
		}
		switch {
		case kind != 1:
			if p.Verbose <= 1 {
				p.unknown(b[3:], size-3, "\n\t      ")
			}
		case size < 11:
			return false
		default:
			p.s(", metric ")
			p.dec64(wire.Uint64(b, 3))
		}
		b, n = b[size:], n-size
	}
	return true
}

// bgpSecPath prints a signed path, RFC 8205 §3.
func (p *Printer) bgpSecPath(b []byte, n int) bool {
	if !p.need(b, n) {
		return false
	}
	b = b[:n]
	size := int(p.u16(b, 0))
	p.f("\n\t    Secure Path Length: %u", uint32(size))
	if size < 8 {
		p.f(" [length %u < %u]", uint32(size), 8)
		p.invalid()
		return true
	}
	if size > n {
		p.invalid()
		return true
	}
	for i := 2; i+6 <= size; i += 6 {
		p.f("\n\t      Secure Path Segment: pCount: %u, Flags: [", p.u8(b, i))
		p.bits([]bit{{0x80, "Confed"}}, p.u8(b, i+1), "none", ", ")
		p.f("] (0x%02x), AS: %u", p.u8(b, i+1), p.u32(b, i+2))
	}
	for b = b[size:]; len(b) > 0 && !p.done(); {
		if len(b) < 3 {
			p.invalid()
			return true
		}
		size = int(wire.Uint16(b, 0))
		p.f("\n\t    Signature Block: Length: %u, Algo ID: %u", uint32(size), uint32(b[2]))
		if size < 3 {
			p.f(" [length %u < %u]", uint32(size), 3)
			p.invalid()
			return true
		}
		if size > len(b) {
			p.invalid()
			return true
		}
		p.bgpSignatures(b[3:size])
		b = b[size:]
	}
	return true
}

func (p *Printer) bgpSignatures(b []byte) {
	for len(b) > 0 && !p.done() {
		if len(b) < 22 {
			p.invalid()
			return
		}
		p.s("\n\t      Signature Segment:\n\t        SKI: ")
		p.unknown(b, 20, "\n\t          ")
		size := int(wire.Uint16(b, 20))
		p.f("\n\t        Length: %u", uint32(size))
		if b = b[22:]; size > len(b) {
			p.invalid()
			return
		}
		p.s("\n\t        Signature:")
		p.unknown(b, size, "\n\t          ")
		b = b[size:]
	}
}
