package tcpdump

// sllTypes say which way a packet of a Linux cooked capture went.
var sllTypes = names{0: "In", 1: "B", 2: "M", 3: "P", 4: "Out"}

// sll prints a Linux cooked frame, and returns the length of its header.
func (p *Printer) sll(b []byte, n int) int {
	p.proto = "sll"
	if !p.want(b, 16) {
		return len(b)
	}
	head := func(n int) {
		p.sllType(p.u16(b, 0), -3)
		if p.u16(b, 4) == 6 {
			p.mac(b, 6)
			p.s(" ")
		}
		p.sllProtocol(p.u16(b, 14), n)
	}
	if p.Link {
		head(n)
	}
	return 16 + p.cooked(p.u16(b, 14), b[16:], n-16, func() { head(n) })
}

// sll2 prints a frame of the second version.
func (p *Printer) sll2(b []byte, n int) int {
	p.proto = "sll2"
	if !p.want(b, 20) {
		return len(b)
	}
	index := p.u32(b, 4)
	iface := ""
	if p.InterfaceName != nil {
		iface = p.InterfaceName(index)
	}
	if iface == "" {
		iface = "?"
	}
	p.padded(iface, 5)
	p.s(" ")
	p.sllType(p.u8(b, 10), 3)
	head := func() {
		p.f("ifindex %u ", index)
		if p.u8(b, 11) == 6 {
			p.mac(b, 12)
			p.s(" ")
		}
		p.sllProtocol(p.u16(b, 0), n)
	}
	if p.Link {
		head()
	}
	return 20 + p.cooked(p.u16(b, 0), b[20:], n-20, head)
}

// sllType prints a direction, padded to width on the right, or if that is negative
// on the left.
func (p *Printer) sllType(t uint32, width int) {
	s, ok := sllTypes[t]
	if !ok {
		s = "?"
	}
	for i := len(s); i < -width; i++ {
		p.s(" ")
	}
	p.padded(s, width)
	p.s(" ")
}

func (p *Printer) sllProtocol(t uint32, n int) {
	if p.Quiet {
		return
	}
	switch {
	case t == 1:
		p.s("802.3")
	case t == 4:
		p.s("802.2")
	default:
		p.s("ethertype ")
		p.name(etherTypes, t, "Unknown")
		p.f(" (0x%04x)", t)
	}
	p.f(", length %u: ", uint32(n))
}

// cooked prints the payload of a cooked frame, and returns how much of it is tags
// and LLC header. head prints the frame's header.
func (p *Printer) cooked(t uint32, b []byte, n int, head func()) (hdr int) {
	for t == 0x8100 {
		if !p.want(b, 4) {
			p.cutProto = "vlan"
			return hdr
		}
		if p.Link {
			p.vlanTag(p.u16(b, 0))
			p.s(", ")
		}
		if t = p.u16(b, 2); t <= maxEtherLength {
			t = 4
		}
		if !p.Quiet {
			p.s("ethertype ")
			p.name(etherTypes, t, "Unknown")
			p.s(", ")
		}
		b, n, hdr = b[4:], n-4, hdr+4
	}
	switch {
	case t == 4:
		hl, ok := p.llc(b, n, frame{})
		if ok {
			return hdr + hl
		}
		p.data(b)
	case t <= maxEtherLength:
		p.data(b)
	default:
		if !p.etherType(t, b, n, frame{}) {
			if !p.Link {
				head()
			}
			p.data(b)
		}
	}
	return hdr
}
