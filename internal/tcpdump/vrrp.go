package tcpdump

import "github.com/gocap-project/gocap/wire"

var vrrpAuth = names{0: "none", 1: "simple", 2: "ah"}

// vrrp prints a VRRP message of version 2 or 3.
func (p *Printer) vrrp(h *ipHeader, b []byte, n int) {
	p.proto = "vrrp"
	x := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("VRRPv%u, ", x>>4)
	p.name(names{1: "Advertisement"}, x&15, "unknown type (%u)")
	if h.hops != 255 {
		p.f(", (ttl %u)", h.hops)
	}
	if x != 0x21 && x != 0x31 {
		return
	}
	id, prio := p.u8(b, 1), p.u8(b, 2)
	p.f(", vrid %u, prio %u", id, prio)
	auth := p.u8(b, 4)
	if x>>4 == 2 {
		p.s(", authtype ")
		p.name(vrrpAuth, auth, "#%u")
		interval := p.u8(b, 5)
		p.f(", intvl %us, length %u", interval, uint32(n))
	} else {
		interval := p.u16(b, 4) & 0xfff
		p.f(", intvl %ucs, length %u", interval, uint32(n))
	}
	if p.Verbose > 0 && !p.done() {
		p.vrrpAddresses(h, b, n, x>>4 == 2, auth)
	}
}

func (p *Printer) vrrpAddresses(h *ipHeader, b []byte, n int, old bool, auth uint32) {
	count := int(p.u8(b, 3))
	if len(b) >= n && n >= 8 {
		sum := uint16(0)
		if !old {
			sum = h.sum(112, n)
		}
		if wire.Sum(sum, b[:n]) != 0xffff {
			p.f(", (bad vrrp cksum %x)", p.u16(b, 6))
		}
	}
	p.s(", addrs")
	if count != 1 {
		p.f("(%u)", uint32(count))
	}
	p.s(":")
	at := 8
	for i := 0; i < count && !p.done(); i++ {
		if size := 4; !p.need(b, at+size) {
			return
		}
		p.s([2]string{",", " "}[min(1, max(0, 1-i))])
		if h.v == 6 {
			p.ip6Addr(b, at)
			at += 16
		} else {
			p.ip4Addr(b, at)
			at += 4
		}
	}
	if old && auth == 1 {
		p.s(" auth \"")
		if !p.textz(b, at, 8) {
			p.s("\"")
			p.cut()
			return
		}
		p.s("\"")
	}
}
