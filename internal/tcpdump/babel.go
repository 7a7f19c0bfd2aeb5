package tcpdump

// babelNames are what the elements are called in one line.
var babelNames = names{
	0: "pad1", 1: "padN", 2: "ack-req", 3: "ack", 4: "hello", 5: "ihu", 6: "router-id", 7: "nh", 8: "update", 9: "route-request",
	10: "seqno-request", 11: "ts/pc", 12: "hmac", 13: "update-src-specific", 14: "route-request-src-specific",
	15: "seqno-request-src-specific", 16: "mac", 17: "pc", 18: "challenge-request", 19: "challenge-reply",
}

// A babelPrefixes remembers the prefixes that later ones leave out.
type babelPrefixes struct{ v4, v6 [16]byte }

// babel prints a packet of the Babel routing protocol, RFC 8966.
func (p *Printer) babel(b []byte, n int) {
	p.proto = "babel"
	p.s("babel")
	if !p.need(b, 4) {
		return
	}
	if b[0] != 42 {
		p.s(" invalid header")
		return
	}
	if n < 4 {
		p.invalid()
		return
	}
	p.f(" %u", uint32(b[1]))
	if b[1] != 2 {
		p.s(" unknown")
		return
	}
	size := int(p.u16(b, 2))
	p.f(" (%u)", uint32(size))
	if size+4 > n {
		p.broken(b, n)
		return
	}
	var known babelPrefixes
	if !p.babelTLVs(&known, b[4:], size) || p.done() {
		return
	}
	if n > 4+size {
		if p.Verbose > 0 {
			p.s("\n\t----")
		} else {
			p.s(" |")
		}
		p.babelTLVs(&known, skip(b, 4+size), n-4-size)
	}
}

// babelTLVs prints the elements of a packet's body or trailer, and reports whether they
// make sense.
func (p *Printer) babelTLVs(known *babelPrefixes, b []byte, n int) bool {
	for n > 0 && !p.done() {
		kind := p.u8(b, 0)
		if p.done() {
			return false
		}
		if kind == 0 {
			if p.Verbose > 0 {
				p.s("\n\tPad 1")
			} else {
				p.s(" pad1")
			}
			b, n = b[1:], n-1
			continue
		}
		if n < 2 {
			p.broken(b, n)
			return false
		}
		size := int(p.u8(b, 1))
		if 2+size > n && !p.done() {
			p.broken(b, n)
			return false
		}
		if !p.need(b, 2+size) {
			return false
		}
		v := b[2 : 2+size]
		ok := true
		if p.Verbose > 0 {
			ok = p.babelTLV(known, kind, v)
		} else {
			ok = p.babelBrief(kind, v)
		}
		if !ok {
			p.invalid()
			return false
		}
		b, n = b[2+size:], n-2-size
	}
	return true
}

// babelLeast are the shortest values of the elements.
var babelLeast = map[uint32]int{2: 6, 3: 2, 4: 6, 5: 6, 6: 10, 7: 2, 8: 10, 9: 2, 10: 14, 11: 6, 12: 18, 17: 4}

func (p *Printer) babelBrief(kind uint32, v []byte) bool {
	p.s(" ")
	p.name(babelNames, kind, "unknown")
	if len(v) < babelLeast[kind] {
		return false
	}
	if kind == 8 {
		p.babelUpdateFlags(uint32(v[1]))
	}
	return true
}

func (p *Printer) babelUpdateFlags(x uint32) {
	if x&0x80 != 0 {
		p.s("/prefix")
	}
	if x&0x40 != 0 {
		p.s("/id")
	}
	if x&0x3f != 0 {
		p.s("/unknown")
	}
}

func (p *Printer) babelInterval(x uint32) {
	if x == 0 {
		p.s("(bogus)")
		return
	}
	p.f("%u.%02us", x/100, x%100)
}

// babelAddress prints an address of an encoding, and returns its length, or -1.
func (p *Printer) babelAddress(ae uint32, v []byte) int {
	var a [16]byte
	switch ae {
	case 0:
		p.s("any")
		return 0
	case 1:
		if len(v) < 4 {
			return -1
		}
		p.ip4Addr(v, 0)
		return 4
	case 2:
		if len(v) < 16 {
			return -1
		}
		p.ip6Addr(v, 0)
		return 16
	case 3:
		if len(v) < 8 {
			return -1
		}
		a[0], a[1] = 0xfe, 0x80
		copy(a[8:], v[:8])
		p.ip6Addr(a[:], 0)
		return 8
	}
	return -1
}

// babelPrefix prints a prefix of plen bits whose first omitted bytes are those of known,
// and returns the length of what is in v, or -1.
func (p *Printer) babelPrefix(known *babelPrefixes, ae, plen, omitted uint32, v []byte, remember bool) int {
	var a [16]byte
	size := int(plen+7) / 8
	most, from := 16, &known.v6
	switch ae {
	case 0:
		p.s("any")
		return 0
	case 1:
		most, from = 4, &known.v4
	case 2:
	case 3:
		var local [16]byte
		local[0], local[1] = 0xfe, 0x80
		from = &local
		if size > 8 {
			omitted = 8
		}
	default:
		return -1
	}
	rest := size - int(omitted)
	if size > most || int(omitted) > most || rest > len(v) {
		return -1
	}
	copy(a[:omitted], from[:])
	rest = max(rest, 0)
	copy(a[omitted:], v[:rest])
	if plen%8 != 0 {
		a[size-1] &= 0xff << (8 - plen%8)
	}
	if remember && ae != 3 {
		*from = a
	}
	if ae == 1 {
		p.ip4Addr(a[:4], 0)
	} else {
		p.ip6Addr(a[:], 0)
	}
	p.f("/%u", plen)
	return rest
}

// babelTLV prints an element in full, and reports whether it makes sense.
func (p *Printer) babelTLV(known *babelPrefixes, kind uint32, v []byte) bool {
	u16 := func(i int) uint32 { return p.u16(v, i) }
	short := len(v) < babelLeast[kind]
	switch kind {
	case 1:
		p.f("\n\tPad %u", uint32(len(v)+2))
	case 2:
		p.s("\n\tAcknowledgment Request ")
		if short {
			return false
		}
		p.f("%04x ", u16(2))
		p.babelInterval(u16(4))
		return p.babelSubs(kind, v[6:])
	case 3:
		p.s("\n\tAcknowledgment ")
		if short {
			return false
		}
		p.f("%04x", u16(0))
		return p.babelSubs(kind, v[2:])
	case 4:
		p.s("\n\tHello ")
		if short {
			return false
		}
		if u16(0)&0x8000 != 0 {
			p.s("unicast ")
		}
		p.f("seqno %u ", u16(2))
		if x := u16(4); x != 0 {
			p.s("interval ")
			p.babelInterval(x)
		} else {
			p.s("unscheduled")
		}
		return p.babelSubs(kind, v[6:])
	case 5:
		p.s("\n\tIHU ")
		if short {
			return false
		}
		size := p.babelAddress(uint32(v[0]), v[6:])
		if size < 0 {
			return false
		}
		p.f(" rxcost %u interval ", u16(2))
		p.babelInterval(u16(4))
		return p.babelSubs(kind, v[6+size:])
	case 6:
		p.s("\n\tRouter Id")
		if short {
			return false
		}
		p.s(" ")
		p.hexBytes(v[2:10], ":")
		return p.babelSubs(kind, v[10:])
	case 7:
		p.s("\n\tNext Hop")
		if short {
			return false
		}
		p.s(" ")
		size := p.babelAddress(uint32(v[0]), v[2:])
		if size < 0 {
			return false
		}
		return p.babelSubs(kind, v[2+size:])
	case 8:
		return p.babelUpdate(known, v)
	case 9:
		p.s("\n\tRoute Request ")
		if short {
			return false
		}
		p.s("for ")
		size := p.babelPrefix(&babelPrefixes{}, uint32(v[0]), uint32(v[1]), 0, v[2:], false)
		return size >= 0 && p.babelSubs(kind, v[2+size:])
	case 10:
		p.s("\n\tSeqno Request ")
		if short {
			return false
		}
		p.f("(%u hops) for ", uint32(v[4]))
		size := p.babelPrefix(&babelPrefixes{}, uint32(v[0]), uint32(v[1]), 0, v[14:], false)
		if size < 0 {
			return false
		}
		p.f(" seqno %u id ", u16(2))
		p.hexBytes(v[6:14], ":")
		return p.babelSubs(kind, v[14+size:])
	case 11:
		p.s("\n\tTS/PC ")
		if short {
			return false
		}
		p.f("timestamp %u packetcounter %u", p.u32(v, 2), u16(0))
	case 12:
		p.s("\n\tHMAC ")
		if short {
			return false
		}
		p.f("key-id %u digest-%u ", u16(0), uint32(len(v)-2))
		p.hexUpper(v[2:])
	case 16:
		p.f("\n\tMAC len %u", uint32(len(v)))
	case 17:
		p.s("\n\tPC ")
		if short {
			return false
		}
		p.f("value %u index len %u", p.u32(v, 0), uint32(len(v)-4))
	case 18:
		p.f("\n\tChallenge Request len %u", uint32(len(v)))
	case 19:
		p.f("\n\tChallenge Reply len %u", uint32(len(v)))
	default:
		p.f("\n\tUnknown message type %u", kind)
	}
	return true
}

func (p *Printer) babelUpdate(known *babelPrefixes, v []byte) bool {
	p.s("\n\tUpdate")
	if len(v) < 10 {
		return false
	}
	ae, flags, plen, omitted := uint32(v[0]), uint32(v[1]), uint32(v[2]), uint32(v[3])
	p.babelUpdateFlags(flags)
	p.s(" ")
	size := p.babelPrefix(known, ae, plen, omitted, v[10:], flags&0x80 != 0)
	if size < 0 {
		return false
	}
	p.f(" metric %u seqno %u interval ", p.u16(v, 8), p.u16(v, 6))
	if x := p.u16(v, 4); x == 0xffff {
		p.s("infinity")
	} else {
		p.babelInterval(x)
	}
	return p.babelSubs(8, v[10+size:])
}

// babelSubs prints sub-elements, and reports whether they make sense.
func (p *Printer) babelSubs(kind uint32, v []byte) bool {
	for len(v) > 0 {
		sub := uint32(v[0])
		if sub == 0 {
			p.s(" sub-pad1")
			v = v[1:]
			continue
		}
		if len(v) < 2 || 2+int(v[1]) > len(v) {
			return false
		}
		size := int(v[1])
		b := v[2 : 2+size]
		v = v[2+size:]
		switch sub {
		case 1:
			p.s(" sub-padn")
		case 2:
			p.s(" sub-diversity")
			if size == 0 {
				p.s(" empty")
			}
			for i, c := range b {
				if i == 0 {
					p.s(" ")
				} else {
					p.s("-")
				}
				p.u(uint32(c))
			}
		case 3:
			p.s(" sub-timestamp ")
			switch {
			case kind == 4 && size >= 4:
				p.micros(p.u32(b, 0))
			case kind == 5 && size >= 8:
				p.micros(p.u32(b, 0))
				p.s("|")
				p.micros(p.u32(b, 4))
			default:
				p.s("(bogus)")
			}
		default:
			p.f(" sub-unknown-0x%02x", sub)
			if sub&0x80 != 0 {
				p.s("/M")
			}
		}
	}
	return true
}

func (p *Printer) micros(x uint32) { p.f("%u.%06us", x/1000000, x%1000000) }
