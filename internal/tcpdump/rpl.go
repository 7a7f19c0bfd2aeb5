package tcpdump

var (
	rplModes   = names{0: "nonstoring", 1: "storing", 2: "nonstoring-multicast", 3: "storing-multicast"}
	rplOptions = names{
		0: "pad1", 1: "padN", 2: "metrics", 3: "routinginfo", 4: "config", 5: "rpltarget", 6: "transitinfo",
		8: "destprefix", 9: "rpltargetdesc",
	}
)

// rpl prints a message of RPL, RFC 6550.
func (p *Printer) rpl(code uint32, b []byte, n int) {
	if code&0x80 != 0 {
		p.s(", (SEC) [worktodo]")
		return
	}
	p.s(", (CLR)")
	b, n = skip(b, 4), n-4
	switch code {
	case 0:
		p.s("DODAG Information Solicitation")
	case 1:
		p.s("DODAG Information Object")
		if p.Verbose > 0 {
			p.rplObject(b, n)
		}
	case 2:
		p.s("Destination Advertisement Object")
		if p.Verbose > 0 {
			p.rplAdvert(b, n)
		}
	case 3:
		p.s("Destination Advertisement Object Ack")
		if p.Verbose > 0 {
			p.rplAck(b, n)
		}
	default:
		p.f("RPL message, unknown code %u", code)
	}
}

func (p *Printer) rplObject(b []byte, n int) {
	if n < 24 {
		p.invalid()
		return
	}
	if !p.want(b, 24) {
		return
	}
	p.s(" [dagid:")
	p.ip6Addr(b, 8)
	p.f(",seq:%u,instance:%u,rank:%u,", uint32(b[5]), uint32(b[0]), p.u16(b, 2))
	if b[4]&0x80 != 0 {
		p.s("grounded,")
	}
	p.s("mop:")
	p.name(rplModes, uint32(b[4]>>3&7), "mop%u")
	p.f(",prf:%u]", uint32(b[4]&7))
	p.rplOptions(b[24:], n-24)
}

// rplDAG prints the identifier of a DAG if the message has one, and returns its
// length, or -1.
func (p *Printer) rplDAG(b []byte, n int, has bool, short string) int {
	if n < 4 || has && n < 20 {
		p.s(short)
		return -1
	}
	if !p.want(b, 4) || has && !p.want(b, 20) {
		return -1
	}
	p.s(" [dagid:")
	if !has {
		p.s("<elided>")
		return 0
	}
	p.ip6Addr(b, 4)
	return 16
}

func (p *Printer) rplAdvert(b []byte, n int) {
	flags := p.u8(b, 1)
	size := p.rplDAG(b, n, flags&0x40 != 0, " [|length too short]")
	if size < 0 {
		return
	}
	p.f(",seq:%u,instance:%u", uint32(b[3]), uint32(b[0]))
	if flags&0x80 != 0 {
		p.s(",acK")
	}
	if flags&0x40 != 0 {
		p.s(",Dagid")
	}
	p.f(",flags:%02x]", flags)
	p.rplOptions(b[4+size:], n-4-size)
}

func (p *Printer) rplAck(b []byte, n int) {
	size := p.rplDAG(b, n, p.u8(b, 1)&0x80 != 0, " [|dao-length too short]")
	if size < 0 {
		return
	}
	p.f(",seq:%u,instance:%u,status:%u]", uint32(b[2]), uint32(b[0]), uint32(b[3]))
	p.rplOptions(b[4+size:], n-4-size)
}

func (p *Printer) rplOptions(b []byte, n int) {
	if p.Verbose < 2 {
		return
	}
	for n > 0 && !p.done() {
		kind, size := p.u8(b, 0), 1
		if kind == 0 {
			p.s(" opt:pad1")
		} else {
			if n < 2 {
				p.trunc()
				return
			}
			size = int(p.u8(b, 1)) + 2
			p.s(" opt:")
			p.name(rplOptions, kind, "subopt:%u")
			p.f(" len:%u ", uint32(size))
			if !p.want(b, size) || n < size {
				p.want(b, len(b)+1)
				return
			}
			if p.Verbose > 2 {
				p.hexOnly(" ", b[2:size])
			}
		}
		b, n = skip(b, size), n-size
	}
}
