package tcpdump

var ()

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
