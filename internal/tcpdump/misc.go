package tcpdump

var ()

// otv prints an OTV header and the frame behind it.
func (p *Printer) otv(b []byte, n int) {
	p.proto = "otv"
	p.s("OTV, ")
	if n < 8 {
		p.f("[length %u < 8]", uint32(n))
		p.invalid()
		return
	}
	flags := p.u8(b, 0)
	p.s("flags [")
	p.name(names{8: "I"}, flags&8, ".")
	p.f("] (0x%02x), ", flags)
	overlay := p.u24(b, 1)
	p.f("overlay %u, ", overlay)
	instance := p.u24(b, 4)
	p.f("instance %u\n", instance)
	if p.need(b, 8) {
		p.ether(b[8:], n-8)
	}
}

// loopback prints a frame of Ethernet's configuration test protocol, whose numbers
// have their low byte first.
func (p *Printer) loopback(b []byte, n int) {
	p.proto = "loopback"
	p.s("Loopback")
	little := func(i int) uint32 { x := p.u16(b, i); return x>>8 | x<<8&0xff00 }
	if n < 2 {
		p.invalid()
		return
	}
	skipped := little(0)
	p.f(", skipCount %u", skipped)
	if skipped%8 != 0 {
		p.s(" (bogus)")
	}
	if int(skipped) > n-2 {
		p.invalid()
		return
	}
	at := 2 + int(skipped)
	if n < at+4 {
		p.invalid()
		return
	}
	switch function := little(at); function {
	case 1:
		p.f(", Reply, receipt number %u", little(at+2))
		at += 4
	case 2:
		if n < at+8 {
			p.s(", Forward Data")
			p.invalid()
			return
		}
		p.s(", Forward Data, forwarding address ")
		p.mac(b, at+2)
		if b := skip(b, at+2); len(b) > 0 && b[0]&1 != 0 {
			p.s(" (bogus)")
		}
		at += 8
	default:
		p.f(", unknown (%u)", function)
		at += 2
	}
	p.f(", data (%u octets)", uint32(n-at))
}
