package tcpdump

// slip prints a packet of the Serial Line Internet Protocol behind libpcap's header of 16
// bytes, and returns the header's length.
func (p *Printer) slip(b []byte, n int) int {
	const size = 16
	p.proto = "slip"
	if len(b) < size || n < size {
		p.trunc()
		return len(b)
	}
	if p.Link {
		p.slipLink(b, n-size)
		if p.done() {
			return size
		}
	}
	if len(b) < size+1 || n < size+1 {
		p.trunc()
		return len(b)
	}
	pay, left := b[size:], n-size
	switch v := pay[0] >> 4; v {
	case 4:
		p.ip4(pay, left)
	case 6:
		p.ip6(pay, left)
	default:
		p.f("ip v%u", uint32(v))
	}
	return size
}

// slipLink prints the direction of a packet and the state of its compression, RFC 1144.
func (p *Printer) slipLink(b []byte, n int) {
	switch b[0] {
	case 0:
		p.s("I ")
	case 1:
		p.s("O ")
	default:
		p.f("Invalid direction %u ", uint32(b[0]))
		return
	}
	switch kind := b[1]; {
	case kind&0x80 != 0:
		p.slipCompressed(b)
	case kind&0x70 == 0x70:
		p.f("utcp %u: ", uint32(b[10]))
		p.cut()
	default:
		p.f("ip %u: ", uint32(n+16))
	}
}

// slipCompressed prints the changes that a compressed header has. What follows them is not
// printed.
func (p *Printer) slipCompressed(b []byte) {
	flags, at := b[1], 2
	p.s("ctcp ")
	if flags&0x40 != 0 {
		p.f("%u ", uint32(b[at]))
		at++
	} else {
		p.s("* ")
	}
	at += 2 // checksum
	for _, c := range [...]bit{{0x01, "U="}, {0x02, "W+"}, {0x04, "A+"}, {0x08, "S+"}} {
		if uint32(flags)&c.mask == 0 {
			continue
		}
		x := p.u8(b, at)
		if at++; x == 0 {
			x = p.u16(b, at)
			at += 2
		}
		if p.done() {
			return
		}
		p.s(c.name)
		p.u(x)
	}
	p.cut()
}
