package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// ip6 prints an IPv6 packet; n is what the layer below says is its length.
func (p *Printer) ip6(b []byte, n int) {
	p.proto = "ip6"
	if p.enter() {
		return
	}
	defer p.leave()
	if !p.want(b, 40) {
		return
	}
	if !p.Link {
		p.s("IP6 ")
	}
	if n < 40 {
		p.f(" [length %u < 40]", uint32(n))
		p.invalid()
		return
	}
	if v := uint32(b[0] >> 4); v != 6 {
		p.f(" [version %u != 6]", v)
		p.invalid()
		return
	}
	payload := int(p.u16(b, 4))
	total := payload + 40
	if payload == 0 {
		// Whether a jumbo option says the length is known later.
		total = n + 40
	} else if n < total {
		p.f("[header+payload length %u > length %u] (invalid) ", uint32(total), uint32(n))
		total, payload = n, n-40
	}
	big := payload == 0 && b[6] != 0 && n-40 > 0xffff
	if p.Verbose > 0 {
		p.ip6Header(b)
		if big {
			p.f("[real length %u, presumed BIG TCP] ", uint32(n))
		}
	}
	if big {
		payload, total = n-40, n
	}
	v := wire.IPv6(b)
	h := ipHeader{v: 6, next: uint32(b[6]), hops: uint32(b[7]), src: v.Src(), dst: v.Dst(), final: v.Dst()}
	c := chain{p: p, h: h, start: snap(b, total), whole: b, payload: payload, n: n, left: total}
	c.print()
}

func (p *Printer) ip6Header(b []byte) {
	p.s("(")
	flow := p.u32(b, 0)
	if c := flow >> 20 & 0xff; c != 0 {
		p.f("class 0x%02x, ", c)
	}
	if f := flow & 0xfffff; f != 0 {
		p.f("flowlabel 0x%05x, ", f)
	}
	p.f("hlim %u, next-header ", uint32(b[7]))
	switch b[6] {
	case 0:
		p.s("HBH")
	case 60:
		p.s("DSTOPT")
	default:
		p.name(protoNames, uint32(b[6]), "unknown")
	}
	p.f(" (%u), payload length %u) ", uint32(b[6]), p.u16(b, 4))
}

// A chain walks the extension headers of one IPv6 packet.
type chain struct {
	p       *Printer
	h       ipHeader
	start   []byte // from the IPv6 header on, to the end of its payload
	whole   []byte // the same, not cut to the payload's length
	payload int    // as the header or a jumbo option says
	n       int    // as the layer below says
	left    int    // length on the wire from off on
	off     int
	jumbo   bool
	hopOpts bool
	any     bool // extension headers were found
}

func (c *chain) print() {
	p := c.p
	next := c.h.next
	advance, previous := 40, uint32(255)
	for advance > 0 && c.off < len(c.start) {
		if c.left < advance {
			p.trunc()
			return
		}
		c.off, c.left = c.off+advance, c.left-advance
		if c.off == 40 && !hasPorts(next) {
			p.hosts(&c.h)
		}
		b := skip(c.start, c.off)
		switch next {
		case 0:
			advance = c.hopByHop(b, previous)
		case 60:
			advance = p.ip6Options(b, "dstopt", "DSTOPT ", nil)
		case 43:
			advance = p.routing(b, &c.h)
		case 44:
			if advance = c.fragment(b); len(b) <= advance {
				return
			}
		case 135, 62:
			p.mobility(b)
			return
		default:
			c.last(next, b)
			return
		}
		if advance < 0 || p.done() {
			return
		}
		previous, next = next, p.u8(b, 0)
		c.any = true
		p.proto = "ip6"
	}
}

// hopByHop prints hop-by-hop options, and returns their length or -1.
func (c *chain) hopByHop(b []byte, previous uint32) int {
	p := c.p
	if c.hopOpts {
		p.s("[The Hop-by-Hop Options header was already found]")
		p.invalid()
		return -1
	}
	if previous != 255 {
		p.s("[The Hop-by-Hop Options header don't follow the IPv6 header]")
		p.invalid()
		return -1
	}
	c.hopOpts = true
	advance := p.ip6Options(b, "hbhopt", "HBH ", c)
	if c.payload == 0 && !c.jumbo && !p.done() {
		p.s("[No valid Jumbo Payload Hop-by-Hop option found]")
		p.invalid()
		return -1
	}
	return advance
}

// fragment prints a fragment header, and returns its length or -1 if what follows
// cannot be understood.
func (c *chain) fragment(b []byte) int {
	p := c.p
	p.proto = "frag6"
	p.s("frag (")
	if p.Verbose > 0 {
		id := p.u32(b, 4)
		p.f("0x%08x:", id)
	}
	off := p.u16(b, 2) & 0xfff8
	p.f("%u|", off)
	p.dec64(uint64(40 + c.plen() - c.off - 8)) // wraps around if negative, as in tcpdump
	p.s(")")
	c.h.fragment = true
	if off != 0 {
		return -1
	}
	p.s(" ")
	return 8
}

// plen is the payload length that the IPv6 header has.
func (c *chain) plen() int { return int(wire.Uint16(c.start, 4)) }

// last prints what is not an extension header.
func (c *chain) last(next uint32, b []byte) {
	p := c.p
	switch {
	case c.jumbo:
		n := c.payload + 40
		if n < c.off {
			p.trunc()
			return
		}
		if c.n < n {
			p.f("[header+payload length %u > length %u] (invalid) ", uint32(n), uint32(c.n))
		}
		b, c.left = skip(snap(c.whole, n), c.off), n-c.off
	case c.payload == 0:
		if c.any {
			p.trunc()
			return
		}
		b, c.left = nil, 0
	}
	p.ipPayload(&c.h, next, b, c.left)
}

// ip6Options prints hop-by-hop or destination options, and returns their length
// or -1. c, if not nil, is told of a jumbo option.
func (p *Printer) ip6Options(b []byte, proto, title string, c *chain) int {
	p.proto = proto
	size := int(p.u8(b, 1)+1) * 8
	if p.done() || !p.want(b, size) {
		return -1
	}
	p.s(title)
	if c == nil && p.Verbose == 0 {
		return size
	}
	if !p.ip6OptionList(b[2:size], c) {
		p.trunc()
		return -1
	}
	return size
}

func (p *Printer) ip6OptionList(b []byte, c *chain) bool {
	for len(b) > 0 {
		if b[0] == 0 {
			p.verbose("(pad1)")
			b = b[1:]
			continue
		}
		if len(b) < 2 || len(b) < int(b[1])+2 {
			return false
		}
		size := int(b[1]) + 2
		if !p.ip6Option(b[:size], c) {
			return false
		}
		b = b[size:]
	}
	p.verbose(" ")
	return true
}

// verbose appends s if -v was given.
func (p *Printer) verbose(s string) {
	if p.Verbose > 0 {
		p.s(s)
	}
}

func (p *Printer) ip6Option(o []byte, c *chain) bool {
	n := uint32(o[1])
	switch o[0] {
	case 1:
		p.verbose("(padn)")
	case 5:
		if n != 2 {
			p.f("(rtalert: invalid len %u)", n)
			return false
		}
		if p.Verbose > 0 {
			p.f("(rtalert: 0x%04x) ", p.u16(o, 2))
		}
	case 0xc2:
		return p.jumbo(o, c)
	case 0xc9:
		if n < 16 {
			p.f("(homeaddr: invalid len %u)", n)
			return false
		}
		if p.Verbose > 0 {
			p.s("(homeaddr: ")
			p.ip6Addr(o, 2)
			p.s(")")
		}
	default:
		if p.Verbose > 0 {
			p.f("(unknown opt-type 0x%02x len=%u)", uint32(o[0]), n)
		}
	}
	return true
}

func (p *Printer) jumbo(o []byte, c *chain) bool {
	if o[1] != 4 {
		p.f("(jumbo: invalid len %u)", uint32(o[1]))
		return false
	}
	length := p.u32(o, 2)
	if c != nil {
		c.jumbo, c.payload = true, int(length)
	}
	if p.Verbose > 0 {
		p.f("(jumbo: %u) ", length)
	}
	return true
}

// routing prints a routing header, and returns its length or -1.
func (p *Printer) routing(b []byte, h *ipHeader) int {
	p.proto = "rt6"
	p.s("RT6")
	size := p.u8(b, 1)
	p.f(" (len=%u", size)
	kind := p.u8(b, 2)
	p.f(", type=%u", kind)
	if kind == 0 {
		p.s(" [Deprecated]")
	}
	left := p.u8(b, 3)
	p.f(", segleft=%u", left)
	if p.done() {
		return -1
	}
	switch kind {
	case 0, 2:
		if r := p.u32(b, 4); r != 0 || p.Verbose > 0 {
			p.f(", rsv=0x%x", r)
		}
	case 4:
		p.f(", last-entry=%u", p.u8(b, 4))
		if f := p.u8(b, 5); f != 0 || p.Verbose > 0 {
			p.f(", flags=0x%x", f)
		}
		p.f(", tag=%x", p.u16(b, 6))
	default:
		p.s(" (unknown type)")
		p.invalid()
		return -1
	}
	if size%2 == 1 {
		p.f(" (invalid length %u)", size)
		p.invalid()
		return -1
	}
	for i := range int(size / 2) {
		if p.done() {
			return -1
		}
		p.f(", [%u]", uint32(i))
		p.ip6Addr(b, 8+16*i)
	}
	p.s(") ")
	if at := finalSegment(kind, int(size)); left > 0 && size > 1 && at+16 <= len(b) {
		h.final = netip.AddrFrom16([16]byte(b[at : at+16]))
	}
	return int(size+1) * 8
}

// finalSegment is where the last address of a route is: segment routing, RFC 8754,
// lists them backwards.
func finalSegment(kind uint32, size int) int {
	if kind == 4 {
		return 8
	}
	return 8 + 16*(size/2-1)
}
