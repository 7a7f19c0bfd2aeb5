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
		if kind > 1 && (size < 2 || size > n) || !p.tcpOption(s, kind, b, size) {
			p.s("[bad opt]")
			if !first {
				p.s("]")
			}
			return false
		}
		if p.done() {
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

// tcpOption prints the option at b, which is size bytes long, and reports whether
// its length is possible.
func (p *Printer) tcpOption(s *segment, kind uint32, b []byte, size int) bool {
	p.name(tcpOptNames, kind, "unknown-%u")
	if kind < 2 {
		return true
	}
	used := p.tcpOptionBody(s, kind, skip(b, 2), size-2)
	if used < 0 {
		return false
	}
	if used != size-2 && !p.done() {
		p.f("[len %u]", uint32(size))
	}
	return true
}

// tcpOptionBody prints the n bytes of an option's data, and returns how many it
// should have, or -1 if that cannot be.
func (p *Printer) tcpOptionBody(s *segment, kind uint32, b []byte, n int) int {
	fixed := func(size int) bool { return size <= n && p.tcpHas(b, size) }
	switch kind {
	case 2:
		if !fixed(2) {
			return -1
		}
		p.s(" ")
		p.u(uint32(wire.Uint16(b, 0)))
		return 2
	case 3:
		if !fixed(1) {
			return -1
		}
		p.s(" ")
		p.u(uint32(b[0]))
		return 1
	case 4:
		return 0
	case 5:
		return p.tcpSACK(s, b, n)
	case 6, 7, 11, 12, 13:
		if !fixed(4) {
			return -1
		}
		p.f(" %u", wire.Uint32(b, 0))
		return 4
	case 8:
		if !fixed(8) {
			return -1
		}
		p.s(" val ")
		p.u(wire.Uint32(b, 0))
		p.s(" ecr ")
		p.u(wire.Uint32(b, 4))
		return 8
	case 20:
		if !fixed(2) {
			return -1
		}
		p.f(" cap %02x id %u", uint32(b[0]), uint32(b[1]))
		return 2
	case 28:
		if !fixed(2) {
			return -1
		}
		p.tcpUserTimeout(uint32(wire.Uint16(b, 0)))
		return 2
	}
	return p.tcpOptionVar(s, kind, b, n)
}

// tcpHas reports whether size bytes of an option were captured. If not, the
// packet's text ends.
func (p *Printer) tcpHas(b []byte, size int) bool {
	if len(b) < size {
		p.want(b, size)
		return false
	}
	return true
}

// tcpOptionVar is tcpOptionBody for options of other lengths.
func (p *Printer) tcpOptionVar(s *segment, kind uint32, b []byte, n int) int {
	if kind == 29 && n < 2 {
		p.invalid()
		return n
	}
	if kind == 19 {
		return p.tcpMD5(s, b, n)
	}
	if !p.tcpHas(b, n) {
		if kind != 30 && kind != 34 && kind != 254 && len(b) < n {
			p.cut()
		}
		return n
	}
	b = b[:n]
	switch kind {
	case 29:
		p.f(" keyid %u rnextkeyid %u", uint32(b[0]), uint32(b[1]))
		if n > 2 {
			p.s(" mac 0x")
			p.hexBytes(b[2:], "")
		}
	case 30:
		if !p.mptcp(b, n+2, s.flags) {
			return -1
		}
	case 34:
		p.s(" ")
		p.tcpFastOpen(b)
	case 254:
		if n < 2 {
			return -1
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
	return n
}

func (p *Printer) tcpSACK(s *segment, b []byte, n int) int {
	if n%8 != 0 {
		p.s(" invalid sack")
		return n
	}
	p.s(" ")
	p.d(n / 8)
	p.s(" ")
	for i := 0; i < n; i += 8 {
		if !p.tcpHas(b, i+8) {
			return n
		}
		p.s("{")
		p.u(wire.Uint32(b, i) - s.base)
		p.s(":")
		p.u(wire.Uint32(b, i+4) - s.base)
		p.s("}")
	}
	return n
}

func (p *Printer) tcpMD5(s *segment, b []byte, n int) int {
	if n < 16 || !p.tcpHas(b, 16) {
		return -1
	}
	p.s(" ")
	if len(s.b) < s.n {
		p.s("snaplen too short, ")
	} else {
		p.s("shared secret not supplied with -M, ")
	}
	p.s("can't check - ")
	p.hexBytes(b[:16], "")
	return 16
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
