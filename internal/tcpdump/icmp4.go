package tcpdump

import (
	"net/netip"

	"github.com/gocap-project/gocap/wire"
)

// icmp4 prints an ICMP message; h is nil if it does not stand in IPv4.
func (p *Printer) icmp4(h *ipHeader, b []byte, n int) {
	if len(b) < 1 {
		p.truncated("icmp")
		return
	}
	p.s("ICMP ")
	if len(b) < 4 {
		p.truncated("icmp")
		return
	}
	typ, code := b[0], b[1]
	if !p.icmp4Message(typ, code, b) {
		p.truncated("icmp")
		return
	}
	p.s(", length ")
	p.d(n)
	if p.Verbose > 0 && !p.NoChecksum && !h.fragment {
		p.icmp4Checksum(b, n)
	}
	if p.Verbose > 0 && icmpQuotes(typ) && len(b) > 8 {
		p.icmp4Quote(b, n)
	}
}

func icmpQuotes(typ uint8) bool { return typ == 3 || typ == 11 || typ == 12 || typ == 4 || typ == 5 }

func (p *Printer) icmp4Checksum(b []byte, n int) {
	if len(b) < n || n < 4 {
		return
	}
	b = b[:n]
	sum := wire.Uint16(b, 2)
	if want := wire.Fold(wire.SumAround(0, b, 2)); want != sum {
		p.s(" (wrong icmp cksum ")
		p.hexBare(uint64(sum))
		p.s(" (->")
		p.hexBare(uint64(want))
		p.s(")!)")
	}
}

// icmp4Quote prints the packet that an error message quotes.
func (p *Printer) icmp4Quote(b []byte, n int) {
	p.s("\n\t")
	q := b[8:]
	ext := -1
	if w := int(b[5]) * 4; w >= 128 && w < len(q) && n > 8+w {
		ext = w
	} else if n > 8+128 && len(q) > 132 && q[128]>>4 == 2 && (b[0] == 3 || b[0] == 11 || b[0] == 12) {
		ext = 128
	}
	link := p.Link
	p.Link = false
	quoted := q
	if len(quoted) >= 20 {
		p.ip4(quoted, int(wire.Uint16(quoted, 2)))
	} else {
		p.ip4(quoted, n-8)
	}
	p.Link = link
	if ext >= 0 {
		p.icmpExtension(q[ext:], n-8-ext)
	}
}

// quotedDst returns the destination of the packet an error quotes.
func quotedDst(b []byte) (netip.Addr, bool) {
	if len(b) < 8+20 {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte(b[8+16 : 8+20])), true
}

// icmp4Message prints what a message says, and reports whether it was all there.
func (p *Printer) icmp4Message(typ, code uint8, b []byte) bool {
	switch typ {
	case 0, 8:
		p.s("echo ")
		if typ == 8 {
			p.s("request")
		} else {
			p.s("reply")
		}
		if len(b) < 8 {
			return false
		}
		p.s(", id ")
		p.d(int(wire.Uint16(b, 4)))
		p.s(", seq ")
		p.d(int(wire.Uint16(b, 6)))
	case 3:
		return p.unreachable(code, b)
	case 4:
		p.s("source quench")
	case 5:
		return p.redirect(code, b)
	case 9:
		return p.routerAdvert(b)
	case 10:
		p.s("router solicitation")
	case 11:
		switch code {
		case 0:
			p.s("time exceeded in-transit")
		case 1:
			p.s("ip reassembly time exceeded")
		default:
			p.s("time exceeded-#")
			p.d(int(code))
		}
	case 12:
		if code != 0 {
			p.s("parameter problem - code ")
			p.d(int(code))
		} else {
			p.s("parameter problem - octet ")
			if len(b) < 5 {
				return false
			}
			p.d(int(b[4]))
		}
	case 13, 14:
		return p.timestamp(typ, b)
	case 15:
		p.s("information request")
	case 16:
		p.s("information reply")
	case 17:
		p.s("address mask request")
	case 18:
		if len(b) < 12 {
			return false
		}
		p.s("address mask is ")
		p.x(uint64(wire.Uint32(b, 8)), 8)
	default:
		p.s("type-#")
		p.d(int(typ))
	}
	return true
}

func (p *Printer) unreachable(code uint8, b []byte) bool {
	dst, ok := quotedDst(b)
	if !ok && code != 4 {
		return false
	}
	host := func(before, after string) {
		p.s(before)
		p.addr(dst)
		p.s(after)
	}
	switch code {
	case 0:
		host("net ", " unreachable")
	case 1:
		host("host ", " unreachable")
	case 2:
		if len(b) < 8+10 {
			return false
		}
		host("", " protocol ")
		p.d(int(b[8+9]))
		p.s(" unreachable")
	case 3:
		return p.portUnreachable(dst, b)
	case 4:
		if !ok {
			return false
		}
		host("", " unreachable - need to frag")
		if mtu := wire.Uint16(b, 6); mtu != 0 {
			p.s(" (mtu ")
			p.d(int(mtu))
			p.s(")")
		}
	case 5:
		host("", " unreachable - source route failed")
	case 6:
		host("net ", " unreachable - unknown")
	case 7:
		host("host ", " unreachable - unknown")
	case 8:
		host("", " unreachable - source host isolated")
	case 9:
		host("net ", " unreachable - admin prohibited")
	case 10:
		host("host ", " unreachable - admin prohibited")
	case 11:
		host("net ", " unreachable - tos prohibited")
	case 12:
		host("host ", " unreachable - tos prohibited")
	case 13:
		host("host ", " unreachable - admin prohibited filter")
	case 14:
		host("host ", " unreachable - host precedence violation")
	case 15:
		host("host ", " unreachable - precedence cutoff")
	default:
		host("", " unreachable - #")
		p.d(int(code))
	}
	return true
}

func (p *Printer) portUnreachable(dst netip.Addr, b []byte) bool {
	q := b[8:]
	hl := int(q[0]&15) * 4
	if len(q) < hl+4 {
		return false
	}
	port := wire.Uint16(q, hl+2)
	p.addr(dst)
	switch wire.IPProto(q[9]) {
	case wire.IPProtoTCP:
		p.s(" tcp port ")
		p.port("tcp", port)
		p.s(" unreachable")
	case wire.IPProtoUDP:
		p.s(" udp port ")
		p.port("udp", port)
		p.s(" unreachable")
	default:
		p.s(" protocol ")
		p.d(int(q[9]))
		p.s(" port ")
		p.d(int(port))
		p.s(" unreachable")
	}
	return true
}

func (p *Printer) redirect(code uint8, b []byte) bool {
	dst, ok := quotedDst(b)
	if !ok {
		return false
	}
	p.s("redirect ")
	p.addr(dst)
	switch code {
	case 0:
		p.s(" to net ")
	case 1:
		p.s(" to host ")
	case 2:
		p.s("-tos to net ")
	case 3:
		p.s("-tos to host ")
	default:
		p.s("-#")
		p.d(int(code))
		p.s(" to ")
	}
	p.addr(netip.AddrFrom4([4]byte(b[4:8])))
	return true
}

func (p *Printer) routerAdvert(b []byte) bool {
	if len(b) < 8 {
		return false
	}
	p.s("router advertisement lifetime ")
	life := int(wire.Uint16(b, 6))
	switch {
	case life < 60:
		p.d(life)
	case life < 3600:
		p.d(life / 60)
		p.s(":")
		p.b = appendPadded(p.b, uint64(life%60), 2, '0')
	default:
		p.d(life / 3600)
		p.s(":")
		p.b = appendPadded(p.b, uint64(life%3600/60), 2, '0')
		p.s(":")
		p.b = appendPadded(p.b, uint64(life%60), 2, '0')
	}
	num, size := int(b[4]), int(b[5])
	p.s(" ")
	p.d(num)
	p.s(":")
	if size != 2 {
		p.s(" [size ")
		p.d(size)
		p.s("]")
		return true
	}
	for i := range num {
		if len(b) < 8+8*i+8 {
			return false
		}
		p.s(" {")
		p.addr(netip.AddrFrom4([4]byte(b[8+8*i : 12+8*i])))
		p.s(" ")
		p.u(wire.Uint32(b, 12+8*i))
		p.s("}")
	}
	return true
}

func (p *Printer) timestamp(typ uint8, b []byte) bool {
	if len(b) < 8 {
		return false
	}
	p.s("time stamp ")
	if typ == 13 {
		p.s("query")
	} else {
		p.s("reply")
	}
	p.s(" id ")
	p.d(int(wire.Uint16(b, 4)))
	p.s(" seq ")
	p.d(int(wire.Uint16(b, 6)))
	if typ == 13 {
		return true
	}
	if len(b) < 20 {
		return false
	}
	for i, s := range [...]string{": org ", ", recv ", ", xmit "} {
		p.s(s)
		p.icmpTime(wire.Uint32(b, 8+4*i))
	}
	return true
}

func (p *Printer) icmpTime(ms uint32) {
	s := ms / 1000
	p.b = appendPadded(p.b, uint64(s/3600), 2, '0')
	p.s(":")
	p.b = appendPadded(p.b, uint64(s/60%60), 2, '0')
	p.s(":")
	p.b = appendPadded(p.b, uint64(s%60), 2, '0')
	p.s(".")
	p.b = appendPadded(p.b, uint64(ms%1000), 3, '0')
}
