package tcpdump

import "github.com/gocap-project/gocap/wire"

var greFlags = []bit{
	{0x8000, "checksum present"}, {0x4000, "routing present"}, {0x2000, "key present"}, {0x1000, "sequence# present"},
	{0x0800, "source routing present"}, {0x0080, "ack present"},
}

// A cursor reads a header's fields one after another, which are both bounded by
// what was captured and by the header's length on the wire.
type cursor struct {
	p *Printer
	b []byte
	n int
}

// take returns the next size bytes as a number. Where there are none the packet's
// text ends.
func (c *cursor) take(size int) uint32 {
	if c.n < size || len(c.b) < size {
		c.p.soft = c.p.soft || c.p.cutAt < 0
		c.p.cut()
		return 0
	}
	var x uint32
	for _, d := range c.b[:size] {
		x = x<<8 | uint32(d)
	}
	c.b, c.n = c.b[size:], c.n-size
	return x
}

// gre prints a GRE header, RFC 2784 or that of PPTP, and its payload.
func (p *Printer) gre(b []byte, n int) {
	p.proto = "gre"
	c := cursor{p, b, n}
	flags := c.take(2)
	if p.done() {
		return
	}
	p.f("GREv%u", flags&7)
	switch flags & 7 {
	case 0:
		p.gre0(c, flags, n)
	case 1:
		p.gre1(c, flags, n)
	default:
		p.s(" ERROR: unknown-version")
	}
}

func (p *Printer) greFlags(flags uint32) {
	if p.Verbose > 0 {
		p.s(", Flags [")
		p.bits(greFlags, flags, "none", ", ")
		p.s("]")
	}
}

// greLength prints what is between a GRE header's fields and its payload.
func (p *Printer) greLength(proto uint32, n int) {
	if p.Link {
		p.s(", proto ")
		p.name(etherTypes, proto, "unknown")
		p.f(" (0x%04x)", proto)
	}
	p.f(", length %u", uint32(n))
}

func (p *Printer) greColon() {
	if p.Verbose > 0 {
		p.s("\n\t")
	} else {
		p.s(": ")
	}
}

func (p *Printer) gre0(c cursor, flags uint32, n int) {
	p.greFlags(flags)
	proto := c.take(2)
	if flags&0xc000 != 0 {
		if sum := c.take(2); p.Verbose > 0 {
			p.f(", sum 0x%x", sum)
		}
		off := c.take(2)
		p.f(", off 0x%x", off)
	}
	if flags&0x2000 != 0 {
		key := c.take(4)
		p.f(", key=0x%x", key)
	}
	if flags&0x1000 != 0 {
		seq := c.take(4)
		p.f(", seq %u", seq)
	}
	if flags&0x4000 != 0 {
		p.greRoutes(&c)
	}
	if p.done() {
		return
	}
	p.greLength(proto, n)
	p.greColon()
	switch proto {
	case 0x0800:
		p.ip4(c.b, c.n)
	case 0x86dd:
		p.ip6(c.b, c.n)
	case 0x8847:
		p.mpls(c.b, c.n)
	case 0x6558:
		p.ether(c.b, c.n)
	case 0:
		p.s("keep-alive")
	case 0x2000:
		p.cdp(c.b, c.n)
	case 0x88be:
		p.erspan12(flags, c.b, c.n)
	case 0x22eb:
		p.erspan3(c.b, c.n)
	case 0x00fe:
		p.isoclns(c.b, c.n)
	case 0x883e:
		p.wccp(c.b, c.n)
	default:
		p.f("gre-proto-0x%x", proto)
	}
}

func (p *Printer) gre1(c cursor, flags uint32, n int) {
	p.greFlags(flags)
	proto := c.take(2)
	if flags&0x2000 != 0 {
		key := c.take(4)
		p.f(", call %u", key&0xffff)
	}
	if flags&0x1000 != 0 {
		seq := c.take(4)
		p.f(", seq %u", seq)
	}
	if flags&0x0080 != 0 {
		ack := c.take(4)
		p.f(", ack %u", ack)
	}
	if p.done() {
		return
	}
	if flags&0x1000 == 0 {
		p.s(", no-payload")
	}
	p.greLength(proto, n)
	if flags&0x1000 == 0 {
		return
	}
	p.greColon()
	if proto == 0x880b {
		p.ppp(c.b, c.n)
		return
	}
	p.f("gre-proto-0x%x", proto)
}

// greRoutes prints the source route entries of RFC 1701.
func (p *Printer) greRoutes(c *cursor) {
	for !p.done() {
		family, off, size := c.take(2), int(c.take(1)), int(c.take(1))
		if p.done() || family == 0 && size == 0 {
			return
		}
		switch family {
		case 0x0800:
			p.s(", (rtaf=ip")
			p.greRoute(c, off, size, 4)
			p.s(")")
		case 0xfffe:
			p.s(", (rtaf=asn")
			p.greRoute(c, off, size, 2)
			p.s(")")
		default:
			p.f(", (rtaf=0x%x)", family)
		}
		if c.n < size || len(c.b) < size {
			p.cut()
			return
		}
		c.b, c.n = c.b[size:], c.n-size
	}
}

func (p *Printer) greRoute(c *cursor, off, size, unit int) {
	switch {
	case off%unit != 0:
		p.f(", badoffset=%u", uint32(off))
		return
	case size%unit != 0:
		p.f(", badlength=%u", uint32(size))
		return
	case off >= size:
		p.f(", badoff/len=%u/%u", uint32(off), uint32(size))
		return
	}
	for i := 0; i < size && p.need(c.b, i+unit); i += unit {
		p.s(" ")
		if i == off {
			p.s("*")
		}
		if unit == 4 {
			p.ip4Addr(c.b, i)
		} else {
			p.f("%x", uint32(wire.Uint16(c.b, i)))
		}
	}
}
