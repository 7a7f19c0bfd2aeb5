package tcpdump

// chdlc prints a frame of Cisco's HDLC, and returns the length of its header.
func (p *Printer) chdlc(b []byte, n int) int {
	const size = 4
	p.proto = "chdlc"
	if n < size || len(b) < size {
		p.trunc()
		return len(b)
	}
	proto := p.u16(b, 2)
	if p.Link {
		p.name(chdlcAddresses, uint32(b[0]), "0x%02x")
		if !p.Quiet {
			p.s(", ethertype ")
			p.name(etherTypes, proto, "Unknown")
			p.f(" (0x%04x)", proto)
		}
		p.f(", length %u: ", uint32(n))
	}
	b, n = b[size:], n-size
	switch proto {
	case 0x0800:
		p.ip4(b, n)
	case 0x86dd:
		p.ip6(b, n)
	case 0x8035:
		p.slarp(b, n)
	case 0xfefe:
		p.chdlcOSI(b, n)
	case 0x8847, 0x8848:
		p.mpls(b, n)
	default:
		if !p.Link {
			p.f("unknown CHDLC protocol (0x%04x)", proto)
		}
	}
	return size
}

// slarp prints a packet of Cisco's serial line address resolution and keepalive protocol.
func (p *Printer) slarp(b []byte, n int) {
	const least, most = 14, 18
	p.f("SLARP (length: %u), ", uint32(n))
	if n < least {
		p.trunc()
		return
	}
	code := p.u32(b, 0)
	switch code {
	case 0:
		p.s("request")
	case 1:
		p.s("reply ")
		p.ip4Addr(b, 4)
		p.s("/")
		p.ip4Addr(b, 8)
	case 2:
		p.f("keepalive: mineseen=0x%08x, yourseen=0x%08x, reliability=0x%04x", p.u32(b, 4), p.u32(b, 8), p.u16(b, 12))
		if n >= most {
			secs := p.u32(b, 14) / 1000
			p.f(", link uptime=%ud%uh%um%us", secs/86400, secs/3600%24, secs/60%60, secs%60)
		}
	default:
		p.f("0x%02x unknown", code)
		if p.Verbose <= 1 {
			p.unknown(skip(b, 4), n-4, "\n\t")
		}
	}
	if n > most && p.Verbose > 0 {
		p.f(", (trailing junk: %u bytes)", uint32(n-most))
	}
	if p.Verbose > 1 {
		at := 4
		if code == 2 {
			at = most
		}
		p.unknown(skip(b, at), n-at, "\n\t")
	}
}

var chdlcAddresses = names{0x0f: "unicast", 0x8f: "bcast"}

// chdlcOSI prints a packet of the OSI network layer, which some send with a byte before
// it and some without.
func (p *Printer) chdlcOSI(b []byte, n int) {
	if n < 2 || len(b) < 2 {
		p.trunc()
		return
	}
	switch b[1] {
	case nlpidCLNP, nlpidESIS, nlpidISIS:
		b, n = b[1:], n-1
	}
	p.isoclns(b, n)
}
