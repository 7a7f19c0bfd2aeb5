package tcpdump

var (
	pppoeCodes = names{0x09: "PADI", 0x07: "PADO", 0x19: "PADR", 0x65: "PADS", 0xa7: "PADT", 0: ""}
	pppoeTags  = names{
		0x0000: "EOL", 0x0101: "Service-Name", 0x0102: "AC-Name", 0x0103: "Host-Uniq", 0x0104: "AC-Cookie",
		0x0105: "Vendor-Specific", 0x0110: "Relay-Session-ID", 0x0120: "PPP-Max-Payload", 0x0201: "Service-Name-Error",
		0x0202: "AC-System-Error", 0x0203: "Generic-Error",
	}
	pppTypes = names{
		0x0021: "IP", 0x0057: "IP6", 0x8021: "IPCP", 0x8057: "IP6CP", 0x80fd: "CCP", 0xc021: "LCP", 0xc023: "PAP", 0xc223: "CHAP",
	}
	pppCodes = names{
		0: "Vendor-Extension", 1: "Conf-Request", 2: "Conf-Ack", 3: "Conf-Nack", 4: "Conf-Reject", 5: "Term-Request",
		6: "Term-Ack", 7: "Code-Reject", 8: "Prot-Reject", 9: "Echo-Request", 10: "Echo-Reply", 11: "Discard-Request",
	}
)

// pppoe prints a PPPoE header, RFC 2516, and what it carries.
func (p *Printer) pppoe(b []byte, n int) {
	p.proto = "pppoe"
	if n < 6 || !p.want(b, 6) {
		p.want(b, len(b)+1)
		return
	}
	if v := uint32(b[0] >> 4); v != 1 {
		p.f(" [ver %u]", v)
	}
	if t := uint32(b[0] & 15); t != 1 {
		p.f(" [type %u]", t)
	}
	code, session, size := uint32(b[1]), p.u16(b, 2), int(p.u16(b, 4))
	p.s("PPPoE ")
	p.name(pppoeCodes, code, "PAD-%x")
	if session != 0 {
		p.f(" [ses 0x%x]", session)
	}
	if code != 0 {
		p.pppoeTags(b[6:], size)
		return
	}
	p.s(" ")
	p.ppp(snap(b[6:], size), size)
}

func (p *Printer) pppoeTags(b []byte, n int) {
	for n >= 4 && !p.done() {
		tag, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() || tag == 0 {
			return
		}
		p.s(" [")
		p.name(pppoeTags, tag, "TAG-0x%x")
		b, n = b[4:], n-4
		if size > 0 {
			v := p.bytes(b, 0, size)
			p.pppoeValue(v)
		}
		p.s("]")
		b, n = skip(b, size), n-size
	}
}

// pppoeValue prints a tag as text if it is that.
func (p *Printer) pppoeValue(v []byte) {
	ascii := true
	for _, c := range v {
		ascii = ascii && c >= 32 && c < 127
	}
	if ascii {
		p.s(" \"")
		p.text(v, 0, len(v))
		p.s("\"")
		return
	}
	p.s(" 0x")
	for _, c := range v {
		const upper = "0123456789ABCDEF"
		p.b = append(p.b, upper[c>>4], upper[c&15])
	}
}

// ppp prints a PPP frame, with or without its address and control fields.
func (p *Printer) ppp(b []byte, n int) {
	p.proto = "ppp"
	if n < 2 {
		p.trunc()
		return
	}
	whole := n
	if p.u16(b, 0) == 0xff03 {
		b, n = b[2:], n-2
	}
	proto, size := p.u8(b, 0), 1
	if proto&1 == 0 {
		proto, size = p.u16(b, 0), 2
	}
	if p.done() {
		return
	}
	if p.Link {
		p.name(pppTypes, proto, "unknown")
		p.f(" (0x%04x), length %u: ", proto, uint32(whole))
	}
	b, n = skip(b, size), n-size
	switch proto {
	case 0x0021:
		p.ip4(b, n)
	case 0x0057:
		p.ip6(b, n)
	case 0x8021, 0x8057, 0x80fd, 0xc021:
		p.pppControl(proto, b, n)
	default:
		p.name(pppTypes, proto, "unknown PPP protocol (0x%04x)")
	}
}

func (p *Printer) pppControl(proto uint32, b []byte, n int) {
	p.name(pppTypes, proto, "")
	p.s(", ")
	if n < 4 {
		p.trunc()
		return
	}
	code, id := p.u8(b, 0), p.u8(b, 1)
	p.name(pppCodes, code, "Unknown Opcode")
	p.f(" (0x%02x), id %u, length %u", code, id, uint32(n+2))
}
