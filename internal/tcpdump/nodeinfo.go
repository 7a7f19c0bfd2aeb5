package tcpdump

var (
	nodeAddrFlags = []bit{{0x40, "a"}, {0x20, "G"}, {0x10, "S"}, {8, "L"}, {4, "C"}, {2, "A"}, {1, "T"}}
	nodeInfoLen   = 16
)

// nodeInfo prints a node information message, RFC 4620.
func (p *Printer) nodeInfo(typ uint32, b []byte, n int) {
	if typ == 139 {
		p.nodeQuery(b)
		return
	}
	if n > len(b) || !p.want(b, nodeInfoLen) {
		p.want(b, len(b)+1)
		return
	}
	p.s(" node information reply (")
	p.nodeReply(b)
	p.s(")")
}

func (p *Printer) nodeQuery(b []byte) {
	if len(b) == 12 {
		p.s(" who-are-you request")
		return
	}
	p.s(" node information query")
	if !p.want(b, nodeInfoLen) {
		return
	}
	p.s(" (")
	kind, flags := p.u16(b, 4), p.u16(b, 6)
	p.nodeType(kind, flags)
	switch {
	case kind == 3 && flags != 0:
		p.s(" [")
		p.bits(nodeAddrFlags[:6], flags, "", "")
		p.s("]")
	case kind < 2:
		if len(b) != nodeInfoLen && p.Verbose > 0 {
			p.s(", invalid len")
		}
		p.s(")")
		return
	}
	if len(b) == nodeInfoLen {
		p.s(", 03 draft")
	} else {
		p.nodeSubject(uint32(b[1]), b[nodeInfoLen:])
	}
	p.s(")")
}

func (p *Printer) nodeType(kind, flags uint32) {
	p.name(names{0: "noop", 1: "supported qtypes", 2: "DNS name", 3: "node addresses"}, kind, "unknown")
	if kind == 1 && flags != 0 {
		p.s(" [")
		p.bits([]bit{{1, "C"}}, flags, "", "")
		p.s("]")
	}
}

// nodeSubject prints whom a query is about.
func (p *Printer) nodeSubject(code uint32, b []byte) {
	size := 16
	switch code {
	case 1:
		p.s(", subject=DNS name")
		p.nodeName(b)
		return
	case 2:
		size = 4
	case 0:
	default:
		p.s(", unknown subject")
		return
	}
	if len(b) < size {
		return
	}
	if len(b) != size {
		p.verbose(", invalid subject len")
		return
	}
	p.s(", subject=")
	if size == 4 {
		p.ip4Addr(b, 0)
	} else {
		p.ip6Addr(b, 0)
	}
}

// nodeName prints a name, in the form of the draft or of the RFC.
func (p *Printer) nodeName(b []byte) {
	if len(b) > 0 && int(b[0]) == len(b)-1 {
		p.verbose(", 03 draft")
		p.s(", \"")
		p.text(b, 1, len(b)-1)
		p.s("\"")
		return
	}
	p.s(", \"")
	for len(b) > 0 {
		n := int(b[0])
		b = b[1:]
		if n == 0 {
			if len(b) == 0 {
				p.s(".")
			} else if len(b) != 1 || b[0] != 0 {
				p.s("???")
			}
			break
		}
		if n > len(b) {
			p.s("???")
			break
		}
		p.text(b, 0, n)
		if b = b[n:]; len(b) > 1 && b[0] != 0 {
			p.s(".")
		}
	}
	p.s("\"")
}

func (p *Printer) nodeReply(b []byte) {
	comma := true
	switch b[1] {
	case 0:
		p.verbose("success")
		comma = p.Verbose > 0
	case 1, 2:
		p.s([]string{"refused", "unknown"}[b[1]-1])
		if len(b) != nodeInfoLen {
			p.verbose(", invalid length")
		}
	}
	if b[1] != 0 {
		return
	}
	if comma {
		p.s(", ")
	}
	kind, flags := p.u16(b, 4), p.u16(b, 6)
	p.nodeType(kind, flags)
	switch kind {
	case 0:
		if len(b) != nodeInfoLen {
			p.verbose(", invalid length")
		}
	case 2:
		if !p.need(b, 21) {
			return
		}
		p.nodeName(b[20:])
		if flags&1 != 0 {
			p.f(" [TTL=%u]", p.u32(b, 16))
		}
	case 3:
		for i := 16; i+20 <= len(b); i += 20 {
			p.s(" ")
			p.ip6Addr(b, i+4)
			p.f("(%u)", p.u32(b, i))
		}
		if flags != 0 {
			p.s(" [")
			p.bits(nodeAddrFlags, flags, "", "")
			p.s("]")
		}
	}
}
