package tcpdump

import "github.com/gocap-project/gocap/wire"

var mptcpNames = names{
	0: "capable", 1: "join", 2: "dss", 3: "add-addr", 4: "rem-addr", 5: "prio", 6: "fail", 7: "fast-close",
}

// mptcp prints a Multipath TCP option, RFC 8684: its data b, of an option of size
// bytes in a segment with the given flags. It reports whether it makes sense.
func (p *Printer) mptcp(b []byte, size int, flags uint32) bool {
	p.proto = "mptcp"
	if size < 3 {
		return false
	}
	kind := uint32(b[0] >> 4)
	p.f(" %u ", uint32(size))
	p.name(mptcpNames, kind, "unknown")
	syn, ack := flags&tcpSYN != 0, flags&tcpACK != 0
	switch kind {
	case 0:
		return p.mptcpCapable(b, size, syn, ack)
	case 1:
		return p.mptcpJoin(b, size, syn, ack)
	case 2:
		return size >= 4 && !syn && p.mptcpDSS(b)
	case 3:
		return p.mptcpAddAddr(b, size)
	case 4:
		return p.mptcpRemove(b, size)
	case 5:
		return p.mptcpPrio(b, size)
	case 6:
		if size == 12 {
			p.s(" seq ")
			p.dec64(wire.Uint64(b, 2))
		}
		return size == 12
	case 7:
		if size == 12 {
			p.s(" key ")
			p.x64(wire.Uint64(b, 2))
		}
		return size == 12
	}
	return true
}

func (p *Printer) mptcpCapable(b []byte, size int, syn, ack bool) bool {
	if !((size == 12 || size == 4) && syn) && !((size == 20 || size == 22) && !syn && ack) {
		return false
	}
	v := uint32(b[0] & 15)
	if v > 1 {
		p.f(" Unknown Version (%u)", v)
		return true
	}
	p.f(" v%u", v)
	if b[1]&0x80 != 0 {
		p.s(" csum")
	}
	if size >= 12 {
		p.s(" {")
		p.x64(wire.Uint64(b, 2))
		if size >= 20 {
			p.s(",")
			p.x64(wire.Uint64(b, 10))
		}
		p.s("}")
	}
	return true
}

func (p *Printer) mptcpJoin(b []byte, size int, syn, ack bool) bool {
	if !(size == 12 && syn) && !(size == 16 && syn && ack) && !(size == 24 && ack) {
		return false
	}
	if size == 24 {
		p.s(" hmac 0x")
		p.hexBytes(b[2:22], "")
		return true
	}
	if b[0]&1 != 0 {
		p.s(" backup")
	}
	p.f(" id %u", uint32(b[1]))
	if size == 12 {
		p.f(" token 0x%x nonce 0x%x", wire.Uint32(b, 2), wire.Uint32(b, 6))
		return true
	}
	p.s(" hmac ")
	p.x64(wire.Uint64(b, 2))
	p.f(" nonce 0x%x", wire.Uint32(b, 10))
	return true
}

// mptcpDSS prints a data sequence signal.
func (p *Printer) mptcpDSS(b []byte) bool {
	f := b[1]
	b = b[2:]
	if f&0x10 != 0 {
		p.s(" fin")
	}
	ok := true
	if f&1 != 0 {
		p.s(" ack ")
		if b, ok = p.mptcpNumber(b, f&2 != 0); !ok {
			return false
		}
	}
	if f&4 != 0 {
		p.s(" seq ")
		if b, ok = p.mptcpNumber(b, f&8 != 0); !ok || len(b) < 4 {
			return false
		}
		p.f(" subseq %u", wire.Uint32(b, 0))
		if len(b) < 6 {
			return false
		}
		p.f(" len %u", uint32(wire.Uint16(b, 4)))
		if b = b[6:]; len(b) >= 2 {
			p.f(" csum 0x%x", uint32(wire.Uint16(b, 0)))
			b = b[2:]
		}
	}
	return len(b) == 0
}

// mptcpNumber prints a sequence number of 4 or 8 bytes, and returns what follows.
func (p *Printer) mptcpNumber(b []byte, long bool) ([]byte, bool) {
	switch {
	case long && len(b) >= 8:
		p.dec64(wire.Uint64(b, 0))
		return b[8:], true
	case !long && len(b) >= 4:
		p.u(wire.Uint32(b, 0))
		return b[4:], true
	}
	return b, false
}

func (p *Printer) mptcpAddAddr(b []byte, size int) bool {
	rest := size - 4
	addr := 4
	if rest >= 16 {
		addr = 16
	}
	switch size {
	case 8, 10, 16, 18, 20, 22, 28, 30:
	default:
		return false
	}
	if size == 16 || size == 18 {
		addr = 4
	}
	p.s(" ")
	p.name(names{6: "v0-ip6", 4: "v0-ip4", 1: "v1-echo", 0: "v1"}, uint32(b[0]&15), "[bad version/echo]")
	p.f(" id %u ", uint32(b[1]))
	b = b[2:]
	if addr == 4 {
		p.ip4Addr(b, 0)
	} else {
		p.ip6Addr(b, 0)
	}
	if b = b[addr:]; len(b)%8 == 2 {
		p.f(":%u", uint32(wire.Uint16(b, 0)))
		b = b[2:]
	}
	if len(b) == 8 {
		p.s(" hmac ")
		p.x64(wire.Uint64(b, 0))
	}
	return true
}

func (p *Printer) mptcpRemove(b []byte, size int) bool {
	if size < 4 {
		return false
	}
	p.s(" id")
	for _, id := range b[1:] {
		p.f(" %u", uint32(id))
	}
	return true
}

func (p *Printer) mptcpPrio(b []byte, size int) bool {
	if size != 3 && size != 4 {
		return false
	}
	if b[0]&1 != 0 {
		p.s(" backup")
	} else {
		p.s(" non-backup")
	}
	if size == 4 {
		p.f(" id %u", uint32(b[1]))
	}
	return true
}
