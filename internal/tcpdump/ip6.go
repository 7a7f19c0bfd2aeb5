package tcpdump

import "github.com/gocap-project/gocap/wire"

// ip6 prints an IPv6 packet; n is what the link layer says is its length.
func (p *Printer) ip6(b []byte, n int) {
	if n < wire.IPv6Len {
		p.s("truncated-ip6 ")
		p.d(n)
		return
	}
	if len(b) > 0 && b[0]>>4 != 6 {
		p.wrongVersion6(b[0] >> 4)
		return
	}
	if !p.Link {
		p.s("IP6 ")
	}
	if len(b) < wire.IPv6Len {
		p.truncated("ip6")
		return
	}
	v := wire.IPv6(b)
	payload := int(v.Length())
	total := payload + wire.IPv6Len
	if n < total {
		p.s("truncated-ip6 - ")
		p.d(total - n)
		p.s(" bytes missing!")
	}
	if payload == 0 && n > wire.IPv6Len && v.NextHeader() != wire.IPProtoHopByHop && v.NextHeader() != wire.IPProtoNone {
		total = n // left to the network card
	}
	b = snap(b, total)
	v = wire.IPv6(b)
	if p.Verbose > 0 {
		p.ip6Header(v)
	}
	dst := v.Dst()
	h := &ipHeader{v: 6, src: v.Src(), dst: dst, whole: len(b) >= total}
	h.pseudo = func(proto wire.IPProto, n int) uint16 {
		a, d := h.src.As16(), h.dst.As16()
		s := wire.Sum16(wire.Sum16(wire.Sum16(0, uint16(proto)), uint16(n)), uint16(n>>16))
		return wire.Sum(wire.Sum(s, a[:]), d[:])
	}
	p.ip6Chain(h, v.NextHeader(), b, wire.IPv6Len, total)
}

func (p *Printer) wrongVersion6(v uint8) {
	if v == 4 {
		p.s("wrong link-layer encapsulation")
	} else {
		p.s("IP")
		p.d(int(v))
	}
	p.invalid()
}

func (p *Printer) ip6Header(v wire.IPv6) {
	p.s("(")
	if c := v.TrafficClass(); c != 0 {
		p.s("class ")
		p.x(uint64(c), 2)
		p.s(", ")
	}
	if f := v.FlowLabel(); f != 0 {
		p.s("flowlabel ")
		p.x(uint64(f), 5)
		p.s(", ")
	}
	p.s("hlim ")
	p.d(int(v.HopLimit()))
	p.s(", next-header ")
	p.nextHeader(v.NextHeader())
	p.s(" payload length: ")
	p.d(int(v.Length()))
	p.s(") ")
}

func (p *Printer) nextHeader(x wire.IPProto) {
	if n, ok := protoNames[x]; ok {
		p.s(n)
	} else {
		p.s("unknown")
	}
	p.s(" (")
	p.d(int(x))
	p.s(")")
}

// ip6Chain prints the extension headers from b[off] on and what they carry. total
// is the packet's length on the wire.
func (p *Printer) ip6Chain(h *ipHeader, next wire.IPProto, b []byte, off, total int) {
	if next != wire.IPProtoTCP && next != wire.IPProtoUDP {
		p.hosts(h.src, h.dst)
	}
	for range maxDepth {
		rest := b[min(off, len(b)):]
		switch next {
		case wire.IPProtoHopByHop, wire.IPProtoDestOpts, wire.IPProtoRouting, wire.IPProtoFragment:
			nx, n, ok := p.ip6Ext(h, next, rest)
			if !ok {
				return
			}
			if next == wire.IPProtoFragment && len(rest) >= 8 && wire.Uint16(rest, 2)>>3 != 0 {
				return
			}
			next, off = nx, off+n
		default:
			p.ipLast(h, next, rest, total-off)
			return
		}
	}
}

// ipLast prints a transport protocol after extension headers.
func (p *Printer) ipLast(h *ipHeader, next wire.IPProto, b []byte, n int) {
	if p.depth++; p.depth > maxDepth {
		return
	}
	switch next {
	case wire.IPProtoTCP:
		p.tcp(h, b, n)
	case wire.IPProtoUDP:
		p.udp(h, b, n)
	default:
		p.ipInner(h, next, b, n)
	}
}
