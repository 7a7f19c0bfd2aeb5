package tcpdump

import "github.com/gocap-project/gocap/wire"

// Network layer protocol identifiers, ISO/IEC TR 9577.
const (
	nlpidNull = 0x00
	nlpidQ933 = 0x08
	nlpidCLNP = 0x81
	nlpidESIS = 0x82
	nlpidISIS = 0x83
	nlpidIPv6 = 0x8e
	nlpidIPv4 = 0xcc
	nlpidPPP  = 0xcf
)

var (
	clnpTypes = names{1: "Error Report", 19: "MD", 28: "DT", 30: "Echo Request", 31: "Echo Response"}
	clnpFlags = []bit{{0x80, "Segmentation permitted"}, {0x40, "More Segments"}, {0x20, "Request Error Report"}}
	clnpOpts  = names{
		0xcc: "Padding", 0xc5: "Security", 0xc8: "Source Routing", 0xcb: "Route Recording", 0xc3: "QoS Maintenance",
		0xcd: "Priority", 0xc1: "Discard Reason",
	}
	esisTypes = names{2: "ESH", 4: "ISH", 6: "redirect"}
	esisOpts  = names{0xc6: "ES Configuration Timer", 0xc5: "Security", 0x81: "Protocols supported"}
)

// isoclns prints a packet that begins with a network layer protocol identifier, n bytes
// on the wire.
func (p *Printer) isoclns(b []byte, n int) {
	p.proto = "isoclns"
	if n < 1 || p.enter() {
		return
	}
	defer p.leave()
	id := p.u8(b, 0)
	if p.done() {
		return
	}
	if p.Link {
		p.s("OSI NLPID ")
		p.name(nlpids, id, "Unknown")
		p.f(" (0x%02x): ", id)
	}
	known := true
	switch id {
	case nlpidCLNP:
		known = p.clnp(b, n)
	case nlpidESIS:
		p.esis(b, n)
	case nlpidISIS:
		known = p.isis(b, n)
	case nlpidNull:
		p.osiLength("", n)
	case nlpidQ933:
		p.q933(b[1:], n-1)
	case nlpidIPv4:
		p.ip4(b[1:], n-1)
	case nlpidIPv6:
		p.ip6(b[1:], n-1)
	case nlpidPPP:
		p.ppp(b[1:], n-1)
	default:
		if !p.Link {
			p.f("OSI NLPID 0x%02x unknown", id)
		}
		p.osiLength("", n)
		known = len(b) <= 1
	}
	if !known && !p.done() {
		p.unknown(b, n, "\n\t")
	}
}

// osiLength prints what separates a name that is not printed with -e from the length, or
// from text.
func (p *Printer) osiLength(text string, n int) {
	if !p.Link {
		p.s(", ")
	}
	if text != "" {
		p.s(text)
		return
	}
	p.f("length: %u", uint32(n))
}

// nsap prints an address of the OSI network layer, of n bytes.
func (p *Printer) nsap(b []byte, n int) {
	if n < 1 || n > 20 {
		p.s("isonsap_string: illegal length")
		return
	}
	if !p.need(b, n) {
		return
	}
	for i, c := range b[:n] {
		p.b = append(p.b, hexDigits[c>>4], hexDigits[c&15])
		if i&1 == 0 && i+1 != n {
			p.c('.')
		}
	}
}

// osiSum prints whether a Fletcher checksum, at b[at], is right. RFC 1008 §7.
func (p *Printer) osiSum(b []byte, sum uint32, at, n int) {
	if n > len(b) || n < 0 || sum == 0 || at > n {
		p.s(" (unverified)")
		return
	}
	want := fletcher(b[:n], at)
	if want == sum {
		p.s(" (correct)")
		return
	}
	p.f(" (incorrect should be 0x%04x)", want)
}

// fletcher returns the Fletcher checksum of b that has to be at b[at].
func fletcher(b []byte, at int) uint32 {
	c0, c1 := 0, 0
	for i, c := range b {
		if i != at && i != at+1 {
			c0 = (c0 + int(c)) % 255
		}
		c1 = (c1 + c0) % 255
	}
	x, y := mod255((len(b)-at-1)*c0-c1), mod255(c1-(len(b)-at)*c0)
	if x == 0 {
		x = 255
	}
	if y == 0 {
		y = 255
	}
	return uint32(x<<8 | y)
}

func mod255(x int) int {
	if x %= 255; x < 0 {
		x += 255
	}
	return x
}

// osiHeader checks the length indicator of CLNP and ES-IS, and reports whether it makes
// sense.
func (p *Printer) osiHeader(b []byte, li, n, least int) bool {
	if li > n {
		p.f(" LI(%u) > PDU size (%u)!", uint32(li), uint32(n))
		return false
	}
	if li < least {
		p.f(" li %u < %u:", uint32(li), uint32(least))
		p.hexUpper(b)
		return false
	}
	return true
}

// clnp prints a packet of the connectionless network protocol, ISO 8473, and reports
// whether its header was understood.
func (p *Printer) clnp(b []byte, n int) bool {
	const least = 9
	p.proto = "clnp"
	if !p.Link {
		p.s("CLNP")
	}
	if n < 2 {
		return false
	}
	li := int(p.u8(b, 1))
	if p.done() || !p.osiHeader(b, li, n, least+2) || !p.need(b, least) {
		return p.done()
	}
	kind := uint32(b[4])
	flags, typ := kind&0xe0, kind&0x1f
	at := least
	dst, dn, next, ok := p.clnpAddress(b, at, li)
	if !ok {
		return p.done()
	}
	src, sn, next, ok := p.clnpAddress(b, next, li)
	if !ok {
		return p.done()
	}
	if !p.Link {
		p.s(", ")
	}
	p.nsap(src, sn)
	p.s(" > ")
	p.nsap(dst, dn)
	p.s(", ")
	p.name(clnpTypes, typ, "unknown (%u)")
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 {
		return true
	}
	p.s("\n\t")
	p.name(clnpTypes, typ, "unknown (%u)")
	life := p.u8(b, 3)
	p.f(" PDU, hlen: %u, v: %u, lifetime: %u.%us, Segment PDU length: %u, checksum: 0x%04x", uint32(li), p.u8(b, 2), life/2, life%2*5, p.u16(b, 5), p.u16(b, 7))
	p.osiSum(b, p.u16(b, 7), 7, li)
	p.s(", Flags [")
	p.bits(clnpFlags, flags, "none", ", ")
	p.s("]")
	if flags&0x80 != 0 {
		if li < next+6 {
			return false
		}
		p.f("\n\tData Unit Identifier: 0x%04x, Segment Offset: 0x%04x, PDU Total Length: 0x%04x", p.u16(b, next), p.u16(b, next+2), p.u16(b, next+4))
		next += 6
	}
	return p.clnpOptions(b, next, li) && p.clnpData(b, li, n, typ)
}

// clnpAddress returns an address of a header of li bytes, its length, and where it ends.
func (p *Printer) clnpAddress(b []byte, at, li int) (addr []byte, n, next int, ok bool) {
	if at >= li {
		p.f("li (%u) is too short", uint32(li))
		return nil, 0, 0, false
	}
	n = int(p.u8(b, at))
	if p.done() {
		return nil, 0, 0, false
	}
	if at+1+n > li {
		p.f("li (%u) is too short", uint32(li))
		return nil, 0, 0, false
	}
	return p.bytes(b, at+1, n), n, at + 1 + n, !p.done()
}

func (p *Printer) clnpOptions(b []byte, at, li int) bool {
	for at < li && !p.done() {
		if li-at < 2 {
			p.s(", bad opts/li")
			return false
		}
		kind, size := p.u8(b, at), int(p.u8(b, at+1))
		at += 2
		if at+size > li {
			p.f(", opt %u too long", kind)
			return false
		}
		p.s("\n\t  ")
		p.name(clnpOpts, kind, "Unknown")
		p.f(" Option #%u, length %u, value: ", kind, uint32(size))
		if kind == 0xcd {
			p.f("0x%02x", p.u8(b, at)&0x0f)
		} else {
			p.unknown(skip(b, at), size, "\n\t  ")
		}
		at += size
	}
	return !p.done()
}

// clnpData prints what is behind the header.
func (p *Printer) clnpData(b []byte, li, n int, typ uint32) bool {
	switch v := skip(b, li); typ {
	case 1, 30, 31:
		if n > li && p.u8(v, 0) == nlpidCLNP {
			p.s("\n\t-----original packet-----\n\t")
			return p.enterCLNP(v, n-li)
		}
	case 28:
		p.osiLength("", n)
		fallthrough
	default:
		if n > li {
			p.unknown(v, n-li, "\n\t  ")
		}
	}
	return true
}

func (p *Printer) enterCLNP(b []byte, n int) bool {
	if p.enter() {
		return true
	}
	defer p.leave()
	return p.clnp(b, n)
}

// esis prints a packet of the end system to intermediate system protocol, ISO 9542.
func (p *Printer) esis(b []byte, n int) {
	const least = 9
	p.proto = "esis"
	if !p.Link {
		p.s("ES-IS")
	}
	if n <= 2 {
		p.s(" bad pkt!")
		return
	}
	if !p.need(b, 2) {
		return
	}
	li := int(b[1])
	if !p.osiHeader(b, li, n, least) {
		return
	}
	kind := p.u8(b, 4) & 0x1f
	if p.done() {
		return
	}
	if p.Verbose < 1 {
		if !p.Link {
			p.s(", ")
		}
		p.name(esisTypes, kind, "unknown type (%u)")
		p.f(", length %u", uint32(n))
		return
	}
	if !p.Link {
		p.s(", ")
	}
	p.f("length %u\n\t", uint32(n))
	if _, ok := esisTypes[kind]; !ok {
		p.s("unknown type: ")
		p.u(kind)
	} else {
		p.name(esisTypes, kind, "")
	}
	p.f(" (%u)", kind)
	p.f(", v: %u", p.u8(b, 2))
	if p.u8(b, 2) != 1 {
		p.s(" (unsupported)")
	}
	sum := p.u16(b, 7)
	if p.done() {
		return
	}
	p.f(", checksum: 0x%04x", sum)
	p.osiSum(b, sum, 7, li)
	p.f(", holding time: %us, length indicator: %u", uint32(wire.Uint16(b, 5)), uint32(li))
	if p.Verbose > 1 {
		p.unknown(b, least, "\n\t")
	}
	p.esisBody(skip(b, least), li-least, kind)
}

// esisBody prints what is behind the fixed header, li bytes.
func (p *Printer) esisBody(b []byte, li int, kind uint32) {
	switch kind {
	case 6:
		if b, li = p.esisAddress(b, li, "", "\n\t  ", false); li < 0 {
			return
		}
		if li < 1 {
			p.s(", bad redirect/li")
			return
		}
		size := int(p.u8(b, 0))
		if p.done() {
			return
		}
		b, li = b[1:], li-1
		p.f("\n\t  SNPA (length: %u): ", uint32(size))
		if !p.esisFits(li, size) || !p.need(b, size) {
			return
		}
		if size == 0 {
			p.s("<empty>")
		}
		p.hexBytes(b[:size], ":")
		b, li = b[size:], li-size
		if li < 1 {
			p.s(", bad opts/li")
			return
		}
		size = int(p.u8(b, 0))
		if p.done() {
			return
		}
		b, li = b[1:], li-1
		if size > 0 {
			p.f("\n\t  NET (length: %u) ", uint32(size))
			if !p.esisFits(li, size) {
				return
			}
			p.nsap(b, size)
			if p.done() {
				return
			}
			b, li = b[size:], li-size
		}
	case 2:
		if li < 1 {
			p.s(", bad esh/li")
			return
		}
		count := int(p.u8(b, 0))
		if p.done() {
			return
		}
		b, li = b[1:], li-1
		p.f("\n\t  Number of Source Addresses: %u", uint32(count))
		for ; count > 0 && !p.done(); count-- {
			if b, li = p.esisAddress(b, li, "NET (length: ", "\n\t  ", true); li < 0 {
				return
			}
		}
	case 4:
		if b, li = p.esisAddress(b, li, "NET (length: ", "\n\t  ", true); li < 0 {
			return
		}
	default:
		if p.Verbose <= 1 {
			p.unknown(b, li, "\n\t  ")
		}
		return
	}
	p.esisOptions(b, li)
}

func (p *Printer) esisFits(li, size int) bool {
	if li < size {
		p.s(", bad opts/li")
		return false
	}
	return true
}

// esisAddress prints an address and returns what is behind it; the length is negative if
// there is nothing more to print.
func (p *Printer) esisAddress(b []byte, li int, title, lead string, counted bool) ([]byte, int) {
	if li < 1 {
		p.s(", bad opts/li")
		return nil, -1
	}
	size := int(p.u8(b, 0))
	if p.done() {
		return nil, -1
	}
	b, li = b[1:], li-1
	if !counted && li < size {
		p.s(", bad redirect/li")
		return nil, -1
	}
	p.s(lead)
	if counted {
		p.s(title)
		p.f("%u): ", uint32(size))
		if li < size {
			p.s(", bad opts/li")
			return nil, -1
		}
	}
	p.nsap(b, size)
	if p.done() || !p.need(b, size) {
		return nil, -1
	}
	return b[size:], li - size
}

func (p *Printer) esisOptions(b []byte, li int) {
	for li > 0 && !p.done() {
		if li < 2 {
			p.s(", bad opts/li")
			return
		}
		kind, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return
		}
		b, li = b[2:], li-2
		if size > li {
			p.f(", opt (%u) too long", kind)
			return
		}
		p.s("\n\t  ")
		p.name(esisOpts, kind, "Unknown")
		p.f(" Option #%u, length %u, value: ", kind, uint32(size))
		switch {
		case kind == 0xc6 && size == 2:
			p.f("%us", p.u16(b, 0))
		case kind == 0xc6:
			p.s("(bad length)")
		case kind == 0x81:
			for i := range size {
				id := p.u8(b, i)
				if p.done() {
					return
				}
				p.name(nlpids, id, "Unknown")
				p.f(" (0x%02x)", id)
				if i+1 < size {
					p.s(", ")
				}
			}
		default:
			p.unknown(b, size, "\n\t  ")
		}
		if !p.need(b, size) {
			return
		}
		b, li = b[size:], li-size
	}
}
