package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	decnetNodes   = names{1: "l2rout ", 2: "l1rout ", 3: "endnode "}
	decnetReasons = names{
		0: "object rejected connect", 1: "insufficient network resources", 2: "invalid management object name", 3: "node shutting down",
		4: "unrecognized object", 5: "invalid object name format", 6: "object too busy", 8: "abort by network management",
		9: "abort by object", 10: "invalid node name format", 11: "local node shutting down", 21: "invalid connect data",
		32: "no resources", 34: "access control rejected", 36: "bad accounting info", 38: "no response from object",
		39: "node unreachable", 41: "no link terminate", 42: "disconnect complete", 43: "image data field too long",
	}
	decnetVersions = names{0: "ver 3.2 ", 1: "ver 3.1 ", 2: "ver 4.0 ", 3: "ver 4.1 "}
	decnetServices = names{4: "segment ", 8: "message "}
	decnetChanges  = names{1: "donotsend-data ", 2: "send-data "}
)

// le16 reads a little-endian number as u16 does.
func (p *Printer) le16(b []byte, i int) uint32 {
	if !p.need(b, i+2) {
		return 0
	}
	return uint32(wire.Uint16LE(b, i))
}

func (p *Printer) decnetNode(x uint32) { p.f("%u.%u", x>>10, x&0x3ff) }

// decnet prints a packet of DECnet phase IV.
func (p *Printer) decnet(b []byte, n int) {
	p.proto = "decnet"
	if n < 2 || len(b) < 2 {
		p.trunc()
		return
	}
	size := p.le16(b, 0)
	b, n = b[2:], n-2
	if n < 6 || len(b) < 6 || int(size) < 6 {
		p.trunc()
		return
	}
	n = min(n, int(size))
	if pad := int(b[0]); pad&0x80 != 0 {
		pad &= 0x7f
		p.f("[pad:%u] ", uint32(pad))
		if n < pad+6 || len(b) < pad+6 {
			p.trunc()
			return
		}
		b, n = b[pad:], n-pad
	}
	flags := uint32(b[0])
	switch {
	case flags&0x40 != 0:
		p.s("future-version-decnet")
		p.data(b)
		return
	case flags&1 != 0:
		p.decnetControl(b, n, flags)
		return
	}
	var dst, src, hops uint32
	head := 0
	switch flags & 7 {
	case 6:
		if head = 21; n < head || !p.need(b, head) {
			p.trunc()
			return
		}
		dst, src, hops = p.le16(b, 7), p.le16(b, 15), p.u8(b, 18)
	case 2:
		head = 6
		dst, src, hops = p.le16(b, 1), p.le16(b, 3), p.u8(b, 5)&0x3f
	default:
		p.s("unknown message flags under mask")
		p.cut()
		return
	}
	p.decnetNode(src)
	p.s(" > ")
	p.decnetNode(dst)
	p.f(" %u ", size)
	if p.Verbose > 0 {
		p.bits([]bit{{0x08, "RQR "}, {0x10, "RTS "}, {0x20, "IE "}}, flags, "", "")
		p.f("%u hops ", hops)
	}
	p.nsp(skip(b, head), n-head)
}

// decnetControl prints a message of the routing layer.
func (p *Printer) decnetControl(b []byte, n int, flags uint32) {
	switch kind := flags & 0xf; kind {
	case 0x1:
		p.s("init ")
		p.name(decnetNodes, p.u8(b, 3)&3, "")
		p.s("src ")
		p.decnetNode(p.le16(b, 1))
		p.f(" blksize %u vers %u eco %u ueco %u hello %u", p.le16(b, 4), p.u8(b, 6), p.u8(b, 7), p.u8(b, 8), p.le16(b, 9))
	case 0x3:
		p.s("verification src ")
		p.decnetNode(p.le16(b, 1))
		p.f(" fcnval %u", p.u8(b, 3))
	case 0x5:
		p.s("test src ")
		p.decnetNode(p.le16(b, 1))
		p.f(" data %u", p.u8(b, 3))
	case 0x7:
		p.s("lev-1-routing src ")
		p.decnetNode(p.le16(b, 1))
	case 0x9:
		p.s("lev-2-routing src ")
		p.decnetNode(p.le16(b, 1))
	case 0xb, 0xd:
		p.decnetHello(b, kind == 0xd)
	default:
		p.s("control message")
		p.data(b)
	}
}

func (p *Printer) decnetHello(b []byte, end bool) {
	if end {
		p.s("endnode-hello ")
	} else {
		p.s("router-hello ")
	}
	info := p.u8(b, 10)
	p.name(decnetNodes, info&3, "")
	p.bits([]bit{{0x04, "VERIF "}, {0x08, "REJECT "}, {0x10, "MCASTIF "}}, info, "", "")
	p.f("vers %u eco %u ueco %u src ", p.u8(b, 1), p.u8(b, 2), p.u8(b, 3))
	p.decnetNode(p.le16(b, 8))
	p.f(" blksize %u ", p.le16(b, 11))
	if !end {
		p.f("pri %u hello %u", p.u8(b, 13), p.le16(b, 15))
		return
	}
	p.s("rtr ")
	p.decnetNode(p.le16(b, 26))
	p.f(" hello %u data %u", p.le16(b, 28), p.u8(b, 31))
}

// nsp prints a message of the network services protocol.
func (p *Printer) nsp(b []byte, n int) {
	if n < 5 {
		p.f(" (nsplen %u < 5)", uint32(max(n, 0)))
		p.invalid()
		return
	}
	flags, dst, src := p.u8(b, 0), p.le16(b, 1), p.le16(b, 3)
	if p.done() {
		return
	}
	link := func(name string) { p.s(name); p.f(" %u>%u ", src, dst) }
	switch kind, sub := flags&0x0c, flags&0x70; kind {
	case 0:
		switch sub {
		case 0x10:
			link("link-service")
			at := p.nspAcks(b, n, "ackdat", "nakdat")
			p.nspLinkService(b, at)
		case 0x30:
			link("intr")
			p.nspSegment(b, p.nspAcks(b, n, "ackdat", "nakdat"))
		case 0, 0x20, 0x40, 0x60:
			link("data")
			p.nspSegment(b, p.nspAcks(b, n, "oack", "onak"))
		default:
			p.f("unknown data subtype %u", sub)
		}
	case 4:
		switch sub {
		case 0:
			link("data-ack")
			p.nspAcks(b, n, "oack", "onak")
		case 0x10:
			link("ils-ack")
			p.nspAcks(b, n, "ackdat", "nakdat")
		case 0x20:
			p.f("conn-ack %u", dst)
		}
	case 8:
		p.nspControl(b, sub, link)
	}
}

// nspAcks prints the acknowledgements, and returns where they end.
func (p *Printer) nspAcks(b []byte, n int, ack, nak string) (at int) {
	at = 5
	x := p.le16(b, at)
	if x&0x8000 == 0 {
		return at
	}
	if x&0x1000 != 0 {
		p.f("nak %u ", x&0xfff)
	} else {
		p.f("ack %u ", x&0xfff)
	}
	if at += 2; n < at+2 {
		return at
	}
	if x = p.le16(b, at); x&0x8000 == 0 {
		return at
	}
	if x&0x1000 != 0 {
		p.s(nak)
	} else {
		p.s(ack)
	}
	p.f(" %u ", x&0xfff)
	return at + 2
}

func (p *Printer) nspSegment(b []byte, at int) {
	p.f("seg %u ", p.le16(b, at)&0xfff)
	if p.Verbose > 1 && p.le16(b, at)&0x1000 != 0 {
		p.s("delay ")
	}
}

func (p *Printer) nspLinkService(b []byte, at int) {
	p.nspSegment(b, at)
	flags, count := p.u8(b, at+2), p.u8(b, at+3)
	p.name(decnetChanges, flags&3, "")
	if p.done() {
		return
	}
	switch flags & 0x0c {
	case 0:
		p.f("dat seg count %d ", uint32(int32(int8(count))))
	case 4:
		p.f("intr req count %d ", uint32(int32(int8(count))))
	}
}

func (p *Printer) nspControl(b []byte, sub uint32, link func(string)) {
	switch sub {
	case 0:
		p.s("nop ")
	case 0x10, 0x20, 0x60:
		switch sub {
		case 0x10:
			link("conn-initiate")
		case 0x60:
			link("retrans-conn-initiate")
		default:
			link("conn-confirm")
		}
		services, info, size := p.u8(b, 5), p.u8(b, 6), p.le16(b, 7)
		p.name(decnetServices, services&0x0c, "")
		p.name(decnetVersions, info&3, "")
		p.f("segsize %u ", size)
	case 0x30, 0x40:
		if sub == 0x30 {
			link("disconn-initiate")
		} else {
			link("disconn-confirm")
		}
		p.name(decnetReasons, p.le16(b, 5), "reason-%u")
		p.s(" ")
	default:
		p.f("unknown ctl subtype %u ", sub>>4)
	}
}
