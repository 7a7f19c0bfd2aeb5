package tcpdump

import "github.com/gocap-project/gocap/wire"

var tcpOptNames = map[uint32]string{
	0: "eol", 1: "nop", 2: "mss", 3: "wscale", 4: "sackOK", 5: "sack", 6: "echo", 7: "echoreply", 8: "TS", 11: "cc",
	12: "ccnew", 13: "", 19: "md5", 20: "scps", 28: "uto", 29: "tcp-ao", 30: "mptcp", 34: "tfo", 254: "exp",
}

// tcpOptions prints the options in b, which are n bytes on the wire, and reports
// whether they were all there.
func (p *Printer) tcpOptions(b []byte, n int, v wire.TCP) bool {
	for first := true; n > 0; first = false {
		if !first {
			p.s(",")
		}
		if len(b) == 0 {
			p.truncated("tcp")
			return false
		}
		kind, size := b[0], 1
		if kind > 1 {
			if len(b) < 2 {
				p.truncated("tcp")
				return false
			}
			size = int(b[1])
			if size < 2 || size > n {
				p.tcpOptName(kind)
				p.s("[bad opt]")
				return true
			}
		}
		if len(b) < size {
			p.truncated("tcp")
			return false
		}
		p.tcpOption(kind, b[:size], v)
		b, n = b[size:], n-size
		if kind == 0 {
			break
		}
	}
	return true
}

func (p *Printer) tcpOptName(kind uint8) {
	if n, ok := tcpOptNames[uint32(kind)]; ok && n != "" {
		p.s(n)
		return
	}
	p.s("unknown-")
	p.d(int(kind))
}

func (p *Printer) tcpOption(kind uint8, o []byte, v wire.TCP) {
	p.tcpOptName(kind)
	data := o[min(2, len(o)):]
	if kind < 2 {
		data = nil
	}
	bad := false
	switch kind {
	case 0, 1:
	case 2:
		if bad = len(o) != 4; !bad {
			p.s(" ")
			p.d(int(wire.Uint16(o, 2)))
		}
	case 3:
		if bad = len(o) != 3; !bad {
			p.s(" ")
			p.d(int(o[2]))
		}
	case 4:
		bad = len(o) != 2
	case 5:
		bad = p.tcpSACK(data, v)
	case 6, 7, 11, 12, 13:
		if bad = len(o) != 6; !bad {
			p.s(" ")
			p.u(wire.Uint32(o, 2))
		}
	case 8:
		if bad = len(o) != 10; !bad {
			p.s(" val ")
			p.u(wire.Uint32(o, 2))
			p.s(" ecr ")
			p.u(wire.Uint32(o, 6))
		}
	case 19:
		if bad = len(o) != 18; !bad {
			p.s(" can't check - ")
			for _, c := range data {
				p.hexDigits(uint64(c), 2)
			}
		}
	case 20:
		p.tcpSCPS(data)
	case 28:
		bad = p.tcpUserTimeout(o)
	case 29:
		bad = p.tcpAO(o)
	case 30:
		p.s(" ")
		bad = !p.mptcp(o, uint8(v.Flags()))
	case 34:
		bad = p.tcpFastOpen(data)
	case 253, 254:
		bad = p.tcpExperiment(data)
	default:
		p.tcpUnknownOption(data)
	}
	if bad {
		p.s("[bad opt]")
	}
}

func (p *Printer) tcpUnknownOption(data []byte) {
	if len(data) == 0 {
		return
	}
	p.s(" 0x")
	for _, c := range data {
		p.hexDigits(uint64(c), 2)
	}
}

func (p *Printer) tcpSACK(d []byte, v wire.TCP) (bad bool) {
	if len(d)%8 != 0 {
		return true
	}
	p.s(" ")
	p.d(len(d) / 8)
	p.s(" ")
	for ; len(d) >= 8; d = d[8:] {
		s, e := wire.Uint32(d, 0), wire.Uint32(d, 4)
		if p.sackBase != nil {
			s, e = s-*p.sackBase, e-*p.sackBase
		}
		p.s("{")
		p.u(s)
		p.s(":")
		p.u(e)
		p.s("}")
	}
	return false
}

func (p *Printer) tcpSCPS(d []byte) {
	if len(d) < 2 {
		return
	}
	p.tcpUnknownOption(d)
}

func (p *Printer) tcpUserTimeout(o []byte) (bad bool) {
	if len(o) != 4 {
		return true
	}
	x := wire.Uint16(o, 2)
	p.s(" ")
	p.x(uint64(x), 1)
	t := int(x & 0x7fff)
	if x&0x8000 != 0 {
		t *= 60
	}
	_ = t
	return false
}

func (p *Printer) tcpAO(o []byte) (bad bool) {
	if len(o) < 4 {
		return true
	}
	p.s(" keyid ")
	p.d(int(o[2]))
	p.s(" rnextkeyid ")
	p.d(int(o[3]))
	p.s(" mac 0x")
	for _, c := range o[4:] {
		p.hexDigits(uint64(c), 2)
	}
	return false
}

func (p *Printer) tcpFastOpen(d []byte) (bad bool) {
	if len(d) == 0 {
		p.s("  cookiereq")
		return false
	}
	if len(d)%2 != 0 || len(d) < 4 || len(d) > 16 {
		return true
	}
	p.s("  cookie ")
	for _, c := range d {
		p.hexDigits(uint64(c), 2)
	}
	return false
}

func (p *Printer) tcpExperiment(d []byte) (bad bool) {
	if len(d) < 2 {
		return true
	}
	magic := wire.Uint16(d, 0)
	p.s("-")
	p.hexDigits(uint64(magic), 4)
	if magic == 0xf989 {
		p.s("")
		return p.tcpFastOpen(d[2:])
	}
	if magic == 0x0348 || len(d) == 2 {
		return false
	}
	return false
}
