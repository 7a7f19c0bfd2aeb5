package tcpdump

import "github.com/gocap-project/gocap/wire"

var tcpOptNames = names{
	0: "eol", 1: "nop", 2: "mss", 3: "wscale", 4: "sackOK", 5: "sack", 6: "echo", 7: "echoreply", 8: "TS", 11: "cc",
	12: "ccnew", 13: "ccecho", 19: "md5", 20: "scps", 28: "uto", 29: "tcp-ao", 30: "mptcp", 34: "tfo", 254: "exp",
}

// tcpOptionsOf prints the options of a header of hl bytes, and reports whether
// the rest of the segment is to be printed.
func (p *Printer) tcpOptionsOf(s *segment, hl int) bool {
	if hl == 20 {
		return true
	}
	p.s(", options [")
	b, n := s.b[20:min(hl, len(s.b))], hl-20
	for first := true; n > 0; first = false {
		if !first {
			p.s(",")
		}
		kind, size := p.u8(b, 0), 1
		if kind > 1 {
			size = int(p.u8(b, 1))
		}
		if p.done() {
			return false
		}
		ok, cut := false, false
		if kind < 2 || size >= 2 && size <= n {
			ok, cut = p.tcpOption(s, kind, b, size)
		}
		if !ok || cut {
			p.tcpOptionsEnd(cut, first)
			return false
		}
		if kind == 0 {
			break
		}
		b, n = skip(b, size), n-size
	}
	p.s("]")
	return true
}

// tcpOptionsEnd says that the options go on in a way that cannot be, or were
// captured no further.
func (p *Printer) tcpOptionsEnd(cut, first bool) {
	end := "]"
	if cut {
		p.trunc()
		end = ">"
	} else {
		p.s("[bad opt]")
	}
	if !first {
		p.s(end)
	}
}

// optionSizes are the lengths of the data of options that have but one.
var optionSizes = map[uint32]int{2: 2, 3: 1, 4: 0, 6: 4, 7: 4, 8: 8, 11: 4, 12: 4, 13: 4, 19: 16, 20: 2, 28: 2}

// tcpOption prints the option at b, which is size bytes long. It reports whether
// it makes sense, and whether it was cut.
func (p *Printer) tcpOption(s *segment, kind uint32, b []byte, size int) (ok, cut bool) {
	p.name(tcpOptNames, kind, "unknown-%u")
	if kind < 2 {
		return true, false
	}
	b, size = skip(b, 2), size-2
	fixed, isFixed := optionSizes[kind]
	if !isFixed {
		return p.tcpOptionVar(s, kind, b, size)
	}
	if fixed > size {
		return false, false
	}
	if fixed > len(b) {
		return true, true
	}
	p.tcpOptionFixed(s, kind, b)
	if fixed != size {
		p.f("[len %u]", uint32(size+2))
	}
	return true, false
}

// tcpOptionFixed prints the data of an option that has but one length.
func (p *Printer) tcpOptionFixed(s *segment, kind uint32, b []byte) {
	switch kind {
	case 2:
		p.s(" ")
		p.u(uint32(wire.Uint16(b, 0)))
	case 3:
		p.s(" ")
		p.u(uint32(b[0]))
	case 6, 7, 11, 12, 13:
		p.f(" %u", wire.Uint32(b, 0))
	case 8:
		p.s(" val ")
		p.u(wire.Uint32(b, 0))
		p.s(" ecr ")
		p.u(wire.Uint32(b, 4))
	case 19:
		p.tcpMD5(s, b[:16])
	case 20:
		p.f(" cap %02x id %u", uint32(b[0]), uint32(b[1]))
	case 28:
		p.tcpUserTimeout(uint32(wire.Uint16(b, 0)))
	}
}

// tcpOptionVar prints the n bytes of data of an option of variable length.
func (p *Printer) tcpOptionVar(s *segment, kind uint32, b []byte, n int) (ok, cut bool) {
	switch {
	case kind == 5:
		return true, p.tcpSACK(s, b, n)
	case kind == 29 && n < 2:
		p.invalid()
		return true, false
	case len(b) < n:
		return true, true
	}
	return p.tcpOptionData(s, kind, b[:n]), false
}

// tcpOptionData prints the data of an option, and reports whether it makes sense.
func (p *Printer) tcpOptionData(s *segment, kind uint32, b []byte) bool {
	n := len(b)
	switch kind {
	case 29:
		p.f(" keyid %u rnextkeyid %u", uint32(b[0]), uint32(b[1]))
		if n > 2 {
			p.s(" mac 0x")
			p.hexBytes(b[2:], "")
		}
	case 30:
		return p.mptcp(b, n+2, s.flags)
	case 34:
		p.s(" ")
		p.tcpFastOpen(b)
	case 254:
		if n < 2 {
			return false
		}
		p.s("-")
		if m := uint32(wire.Uint16(b, 0)); m == 0xf989 {
			p.s("tfo")
			p.tcpFastOpen(b[2:])
		} else {
			p.f("%04x", m)
		}
	default:
		if n > 0 {
			p.s(" 0x")
			p.hexBytes(b, "")
		}
	}
	return true
}

// tcpSACK prints selective acknowledgements, and reports whether they are cut.
func (p *Printer) tcpSACK(s *segment, b []byte, n int) bool {
	if n%8 != 0 {
		p.s(" invalid sack")
		return false
	}
	p.s(" ")
	p.d(n / 8)
	p.s(" ")
	for i := 0; i < n; i += 8 {
		if len(b) < i+8 {
			return true
		}
		p.s("{")
		p.u(wire.Uint32(b, i) - s.base)
		p.s(":")
		p.u(wire.Uint32(b, i+4) - s.base)
		p.s("}")
	}
	return false
}

// tcpMD5 prints a signature of RFC 2385.
func (p *Printer) tcpMD5(s *segment, b []byte) {
	p.s(" ")
	if len(s.b) < s.n {
		p.s("snaplen too short, ")
	} else {
		p.s("shared secret not supplied with -M, ")
	}
	p.s("can't check - ")
	p.hexBytes(b, "")
}

// tcpUserTimeout prints RFC 5482's option. The lowest bit is taken for the unit.
func (p *Printer) tcpUserTimeout(x uint32) {
	t := x >> 1
	if x&1 != 0 {
		t *= 60
	}
	p.f(" 0x%x %u", x, t)
}

func (p *Printer) tcpFastOpen(b []byte) {
	switch {
	case len(b) == 0:
		p.s(" cookiereq")
	case len(b)%2 != 0 || len(b) < 4 || len(b) > 16:
		p.invalid()
	default:
		p.s(" cookie ")
		p.hexBytes(b, "")
	}
}
