package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	ospfTypes = names{1: "Hello", 2: "Database Description", 3: "LS-Request", 4: "LS-Update", 5: "LS-Ack"}
	pimTypes  = names{
		0: "Hello", 1: "Register", 2: "Register Stop", 3: "Join / Prune", 4: "Bootstrap", 5: "Assert", 6: "Graft",
		7: "Graft-ACK", 8: "Candidate RP Advertisement", 9: "Prune-Refresh", 10: "DF Election", 11: "ECMP Redirect",
	}
	vrrpAuth    = names{0: "none", 1: "simple", 2: "ah"}
	ripCommands = names{
		1: "Request", 2: "Response", 3: "Trace on", 4: "Trace off", 5: "Reserved", 6: "Triggered Request", 7: "Triggered Response",
		8: "Triggered ACK", 9: "Update Request", 10: "Update Response", 11: "Update ACK",
	}
)

// ospf prints the header of an OSPF packet of either version.
func (p *Printer) ospf(h *ipHeader, b []byte, n int) {
	p.proto = "ospf2"
	if h.v == 6 {
		p.proto = "ospf3"
	} else if p.u16(b, 14) == 2 {
		n -= 16 // the digest of RFC 2328 is behind the packet
	}
	version, kind := p.u8(b, 0), p.u8(b, 1)
	if p.done() {
		return
	}
	p.f("OSPFv%u, ", version)
	p.name(ospfTypes, kind, "unknown LS-type %u")
	p.f(", length %u", uint32(n))
}

// pim prints the header of a PIM message.
func (p *Printer) pim(b []byte, n int) {
	p.proto = "pim"
	x := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("PIMv%u", x>>4)
	if x>>4 == 2 && p.Verbose == 0 {
		p.s(", ")
		p.name(pimTypes, x&15, "Unknown Type")
	}
	p.f(", length %u", uint32(n))
	if x>>4 == 2 && p.Verbose > 0 {
		p.s("\n\t")
		p.name(pimTypes, x&15, "Unknown Type")
	}
}

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

// rip prints the header of a RIP message.
func (p *Printer) rip(b []byte, n int) {
	p.proto = "rip"
	if min(n, len(b)) < 4 {
		p.trunc()
		return
	}
	p.verbose("\n\t")
	p.f("RIPv%u, ", uint32(b[1]))
	p.name(ripCommands, uint32(b[0]), "unknown command (%u)")
	p.f(", length: %u", uint32(n))
}
