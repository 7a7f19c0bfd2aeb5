package tcpdump

var (
	lispTypes = names{0: "LISP-Reserved", 1: "LISP-Map-Request", 2: "LISP-Map-Reply", 3: "LISP-Map-Register", 4: "LISP-Map-Notify",
		8: "LISP-Encapsulated-Contol-Message"}
	lispRegisterFlags = []bit{{1 << 27, "P-Proxy-Map-Reply"}, {1 << 26, "S-LISP-SEC-Capable"}, {1 << 25, "I-xTR-ID-Present"},
		{1 << 24, "R-Build-For-RTR"}, {1 << 8, "M-Want-Map-Notify"}}
	lispNotifyFlags  = []bit{{1 << 27, "I-xTR-ID-Present"}, {1 << 26, "R-Build-For-RTR"}}
	lispAuth         = names{0: "None", 1: "SHA1", 2: "SHA256"}
	lispActions      = names{0: "No-Action", 1: "Natively-Forward", 2: "Send-Map-Request", 3: "Drop"}
	lispLocatorFlags = []bit{{4, "Local-Locator"}, {2, "RLoc-Probed"}, {1, "Reachable"}}
)

// lisp prints a control message of LISP, RFC 9301: of those that register and notify,
// the records.
func (p *Printer) lisp(b []byte, n int) {
	p.proto = "lisp"
	p.s("LISP")
	if n < 4 {
		p.f(" [length %u < 4]", uint32(n))
		p.invalid()
		return
	}
	w := p.u32(b, 0)
	if p.done() {
		return
	}
	t := w >> 28
	if t == 3 || t == 4 {
		if n < 16 {
			p.f(" [length %u < 16]", uint32(n))
			p.invalid()
			return
		}
	}
	p.b = p.b[:len(p.b)-len("LISP")]
	p.name(lispTypes, t, "unknown type %u")
	p.s(",")
	xtr := false
	switch t {
	case 3:
		xtr = w&0x2000000 != 0
		p.lispFlags(lispRegisterFlags, w)
	case 4:
		xtr = w&0x8000000 != 0
		p.lispFlags(lispNotifyFlags, w)
	default:
		p.f(" length %u", uint32(n))
		return
	}
	records := w & 0xff
	p.verbose("\n   ")
	p.f(" %u record(s),", records)
	auth, size := p.u16(b, 12), int(p.u16(b, 14))
	if p.done() {
		return
	}
	b, n = b[16:], n-16
	if p.Verbose > 0 {
		p.s(" Authentication ")
		p.name(lispAuth, auth, "unknown-type")
		p.s(",")
	}
	if size > n {
		p.f(" [authentication data length %u > %u]", uint32(size), uint32(n))
		p.invalid()
		return
	}
	if p.Verbose > 0 && size > 0 {
		p.s("\n    Authentication-Data: ")
		p.lispData(p.bytes(b, 0, size), "\n    Authentication-Data: ")
	}
	b, n = skip(b, size), n-size
	for ; records > 0 && n > 0 && !p.done(); records-- {
		used := p.lispRecord(b, n)
		if used == 0 {
			return
		}
		b, n = skip(b, used), n-used
	}
	if p.done() {
		return
	}
	p.lispTail(b, n, xtr)
}

func (p *Printer) lispFlags(t []bit, x uint32) {
	if p.Verbose > 0 {
		p.s(" flags [")
		p.bits(t, x, "none", ", ")
		p.s("],")
	}
}

// lispTail prints what is behind the records.
func (p *Printer) lispTail(b []byte, n int, xtr bool) {
	if xtr && n < 24 {
		p.cut() // it is announced, but not all there
		return
	}
	if n <= 0 {
		return
	}
	if xtr {
		p.s("\n    xTR-ID: ")
		p.lispData(p.bytes(b, 0, 16), "\n    xTR-ID: ")
		if hi, lo := p.u32(b, 16), p.u32(b, 20); !p.done() {
			p.s("\n    SITE-ID: ")
			p.dec64(uint64(hi)<<32 | uint64(lo))
		}
		return
	}
	p.s("\n    Data: ")
	p.lispData(snap(b, n), "\n    Data: ")
	if len(b) < n {
		p.cut()
	}
}

// lispData prints bytes in hexadecimal, a line for 16.
func (p *Printer) lispData(b []byte, lead string) {
	for i := 0; i < len(b); i += 16 {
		if i > 0 {
			p.s(lead)
		}
		p.f("0x%04x: ", uint32(i))
		line := b[i:min(i+16, len(b))]
		for j := 0; j < len(line); j += 2 {
			p.s(" ")
			p.hexBytes(line[j:min(j+2, len(line))], "")
		}
	}
}

// lispRecord prints an EID record and its locators, and returns its length.
func (p *Printer) lispRecord(b []byte, n int) int {
	ttl, count, mask := p.u32(b, 0), p.u8(b, 4), p.u8(b, 5)
	flags, version, family := p.u16(b, 6), p.u16(b, 8)&0xfff, p.u16(b, 10)
	if p.done() {
		return 0
	}
	p.s("\n")
	if p.Verbose > 0 {
		p.f("      Record TTL %u,", ttl)
		if flags&0x1000 != 0 {
			p.s(" Authoritative,")
		} else {
			p.s(" Non-Authoritative,")
		}
		p.s(" ")
		p.name(lispActions, flags>>13, "unknown")
		p.f(", Map Version: %u,", version)
	}
	at := 12
	size := p.lispAddr(family, b, at, " EID ")
	if size == 0 {
		return 0
	}
	p.f("/%u, %u locator(s)", mask, count)
	at += size
	for ; count > 0 && !p.done(); count-- {
		prio, weight, mprio, mweight := p.u8(b, at), p.u8(b, at+1), p.u8(b, at+2), p.u8(b, at+3)
		flags, family := p.u16(b, at+4), p.u16(b, at+6)
		if p.done() {
			return 0
		}
		lead := " LOC "
		if p.Verbose > 0 {
			lead = "\n        LOC "
		}
		if size = p.lispAddr(family, b, at+8, lead); size == 0 {
			return 0
		}
		if p.Verbose > 0 {
			p.f("\n          Priority/Weight %u/%u, Multicast Priority/Weight %u/%u, flags [", prio, weight, mprio, mweight)
			p.bits(lispLocatorFlags, flags, "none", ", ")
			p.s("],")
		}
		at += 8 + size
	}
	return at
}

// lispAddr prints an address of a family, and returns its length, 0 if that cannot be
// done.
func (p *Printer) lispAddr(family uint32, b []byte, at int, lead string) int {
	switch family {
	case 1:
		if x := p.bytes(b, at, 4); x != nil {
			p.s(lead)
			p.ip4Addr(b, at)
			return 4
		}
	case 2:
		if x := p.bytes(b, at, 16); x != nil {
			p.s(lead)
			p.ip6Addr(b, at)
			return 16
		}
	default:
		p.f(" [unsupported address family identifier %u]", family)
	}
	return 0
}
