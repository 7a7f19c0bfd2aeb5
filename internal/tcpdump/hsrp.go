package tcpdump

var (
	hsrpOps    = names{0: "hello", 1: "coup", 2: "resign"}
	hsrpStates = names{0: "initial", 1: "learn", 2: "listen", 4: "speak", 8: "standby", 16: "active"}
)

// hsrp prints a message of the Hot Standby Router Protocol, RFC 2281.
func (p *Printer) hsrp(b []byte, n int) {
	p.proto = "hsrp"
	version := p.u8(b, 0)
	p.f("HSRPv%u", version)
	if version != 0 {
		return
	}
	p.s("-")
	p.name(hsrpOps, p.u8(b, 1), "unknown (%u)")
	p.f(" %u: state=", uint32(n))
	p.name(hsrpStates, p.u8(b, 2), "unknown (%u)")
	p.s(" ")
	p.f("group=%u ", p.u8(b, 6))
	if x := p.u8(b, 7); x != 0 {
		p.f("[reserved=%u!] ", x)
	}
	p.need(b, 20)
	p.s("addr=")
	p.ip4Addr(b, 16)
	if p.Verbose == 0 || p.done() {
		return
	}
	p.s(" hellotime=")
	p.duration(p.u8(b, 3))
	p.s(" holdtime=")
	p.duration(p.u8(b, 4))
	p.f(" priority=%u", p.u8(b, 5))
	p.s(` auth="`)
	p.textz(b, 8, 8)
	p.s(`"`)
}
