package tcpdump

var (
	frFlags = []bit{{1, "C!"}, {2, "DE"}, {4, "BECN"}, {8, "FECN"}, {16, "sdlcore"}}
	nlpids  = names{
		0x00: "NULL", 0x08: "Q.933", 0x80: "SNAP", 0x81: "CLNP", 0x82: "ES-IS", 0x83: "IS-IS", 0x8e: "IPv6", 0xb1: "FRF.15", 0xcc: "IPv4",
		0xcf: "PPP", 0xc1: "ISIS_SPB",
	}
	frfFlags    = []bit{{0x80, "Begin"}, {0x40, "End"}, {0x20, "Control"}}
	frfMessages = names{
		1: "Add Link", 2: "Add Link ACK", 3: "Add Link Reject", 4: "Hello", 5: "Hello ACK", 6: "Remove Link", 7: "Remove Link ACK",
	}
	frfElements = names{1: "Bundle ID", 2: "Link ID", 3: "Magic Number", 4: "Timestamp", 5: "Vendor Extension"} // names of IEs
)

// A q922 is an address of frame relay.
type q922 struct {
	size  int
	dlci  uint32
	flags uint32
}

// q922 reads an address of two to four bytes. size is 0 if it is invalid.
func (p *Printer) q922(b []byte) (a q922) {
	if p.u8(b, 0)&1 != 0 || p.done() {
		return a
	}
	x, y := uint32(b[0]), p.u8(b, 1)
	a.size = 2
	a.dlci = x&0xfc<<2 | y>>4
	a.flags = x>>1&1 | y>>1&1<<1 | y>>2&1<<2 | y>>3&1<<3
	if y&1 != 0 {
		return a
	}
	y = p.u8(b, 2)
	a.size = 3
	if y&1 == 0 {
		a.dlci = a.dlci<<7 | y>>1
		y = p.u8(b, 3)
		a.size = 4
	}
	if y&1 == 0 {
		a.size = 0
		return a
	}
	a.dlci = a.dlci<<6 | y>>2
	a.flags |= y >> 1 & 1 << 4
	return a
}

func (p *Printer) frHead(n int, a q922, nlpid uint32) {
	if p.Quiet {
		p.f("Q.922, DLCI %u, length %u: ", a.dlci, uint32(n))
		return
	}
	p.f("Q.922, hdr-len %u, DLCI %u, Flags [", uint32(a.size), a.dlci)
	p.bits(frFlags, a.flags, "none", ", ")
	if _, ok := nlpids[nlpid]; nlpid > 0xff && !ok {
		p.s("], cisco-ethertype ")
		p.name(etherTypes, nlpid, "unknown")
		p.f(" (0x%04x), length %u: ", nlpid, uint32(n))
		return
	}
	p.s("], NLPID ")
	p.name(nlpids, nlpid, "unknown")
	p.f(" (0x%02x), length %u: ", nlpid, uint32(n))
}

// frelay prints a frame of frame relay, RFC 2427, and returns the length of its header.
func (p *Printer) frelay(b []byte, n int) int {
	p.proto = "fr"
	if n < 4 || len(b) < 4 {
		p.trunc()
		return min(len(b), n)
	}
	a := p.q922(b)
	if a.size == 0 {
		p.s("Q.922, invalid address")
		return 0
	}
	if n < a.size+1 || !p.need(b, a.size+1) {
		return min(len(b), n)
	}
	if c := uint32(b[a.size]); c != 3 && a.dlci != 0 {
		if n < a.size+2 || len(b) < a.size+2 {
			p.f("UI %02x! ", c)
		} else {
			t := p.u16(b, a.size)
			if p.Link {
				p.frHead(n, a, t)
			}
			if p.etherType(t, skip(b, a.size+2), n-a.size-2, frame{}) {
				return a.size + 2
			}
			p.f("UI %02x! ", c)
		}
	} else if c != 3 {
		p.f("UI %02x! ", c)
	}
	hdr := a.size + 2
	pad := p.u8(b, a.size+1)
	if p.done() {
		return len(b)
	}
	if pad == 0 {
		if a.size != 3 {
			p.s("Pad! ")
		}
		hdr++
	}
	nlpid := p.u8(b, hdr-1)
	if p.done() {
		return len(b)
	}
	if p.Link {
		p.frHead(n, a, nlpid)
	}
	p.frPayload(a, nlpid, b[hdr-1:], n-hdr, hdr)
	return hdr
}

// frPayload prints what a frame carries by its network layer protocol identifier, with
// which b0 begins; n bytes on the wire are behind it.
func (p *Printer) frPayload(a q922, nlpid uint32, b0 []byte, n, hdr int) {
	b := b0[1:]
	switch nlpid {
	case 0xcc:
		p.ip4(b, n)
		return
	case 0x8e:
		p.ip6(b, n)
		return
	case 0x80:
		if p.snap(b, n, frame{}) {
			return
		}
	case 0x08:
		p.q933(b, n)
		return
	case nlpidCLNP, nlpidESIS, nlpidISIS:
		p.isoclns(b0, n+1)
		return
	case 0xcf:
		p.ppp(b, n)
		return
	case 0xb1:
		p.frf15(b, n)
		return
	}
	if !p.Link {
		p.frHead(n+hdr, a, nlpid)
	}
	p.data(b)
	p.need(b, n)
}

// frf15 prints a header of frame relay's multilink protocol between ends.
func (p *Printer) frf15(b []byte, n int) {
	if n < 2 {
		p.trunc()
		return
	}
	flags := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("FRF.15, seq 0x%03x, Flags [", flags&0x1e<<7|p.u8(b, 1))
	p.bits(frfFlags[:2], flags&0xc0, "none", ", ")
	p.s("],")
	if flags&1 != 0 {
		p.s("Interface")
	} else {
		p.s("End-to-End")
	}
	p.f(" Fragmentation, length %u", uint32(n))
}

// mfr prints a frame of multilink frame relay, and returns the length of its header.
func (p *Printer) mfr(b []byte, n int) int {
	p.proto = "mfr"
	if n < 4 {
		p.trunc()
		return len(b)
	}
	if !p.need(b, 4) {
		return len(b)
	}
	if x := b[0] & 0xe0; x == 0xe0 && b[1] == 0 {
		p.mfrControl(b, n)
		return 4
	}
	seq := uint32(b[0]&0x1e)<<7 | uint32(b[1])
	p.f("FRF.16 Frag, seq %u, Flags [", seq)
	p.bits(frfFlags, uint32(b[0]&0xc0), "none", ", ")
	p.s("], ")
	if b[0]&0xc0 == 0x40 || b[0]&0xc0 == 0 {
		p.unknown(b, n, "\n\t")
		return 4
	}
	return p.frelay(b[2:], n-2)
}

// mfrControl prints a control frame: a message and its information elements.
func (p *Printer) mfrControl(b []byte, n int) {
	p.s("FRF.16 Control, Flags [")
	p.bits(frfFlags, uint32(b[0]&0xe0), "none", ", ")
	p.s("], ")
	p.name(frfMessages, p.u8(b, 2), "Unknown Message (0x%02x)")
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 {
		return
	}
	for v, left := skip(b, 3), n-3; left > 0 && !p.done(); {
		if left < 2 {
			p.broken(b, n)
			return
		}
		kind, size := p.u8(v, 0), int(p.u8(v, 1))
		if p.done() {
			return
		}
		p.s("\n\tIE ")
		p.name(frfElements, kind, "Unknown")
		p.f(" (%u), length %u: ", kind, uint32(size))
		if size < 2 || size > left || !p.mfrElement(kind, skip(v, 2), size-2) {
			p.broken(b, n)
			return
		}
		if !p.need(v, size) {
			return
		}
		v, left = v[size:], left-size
	}
}

// mfrElement prints the n bytes of an information element, and reports whether they make
// sense.
func (p *Printer) mfrElement(kind uint32, b []byte, n int) bool {
	switch kind {
	case 1, 2:
		p.textz(b, 0, min(n, 50))
	case 3:
		if n != 4 {
			p.f("[IE data length %u != 4]", uint32(n))
			return false
		}
		p.f("0x%08x", p.u32(b, 0))
	case 4:
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t  ")
		}
	}
	if p.Verbose > 1 {
		p.unknown(b, n, "\n\t  ")
	}
	return true
}
