package tcpdump

var (
	pppoeCodes = names{0x09: "PADI", 0x07: "PADO", 0x19: "PADR", 0x65: "PADS", 0xa7: "PADT", 0: ""}
	pppoeTags  = names{
		0x0000: "EOL", 0x0101: "Service-Name", 0x0102: "AC-Name", 0x0103: "Host-Uniq", 0x0104: "AC-Cookie",
		0x0105: "Vendor-Specific", 0x0110: "Relay-Session-ID", 0x0120: "PPP-Max-Payload", 0x0201: "Service-Name-Error",
		0x0202: "AC-System-Error", 0x0203: "Generic-Error",
	}
)

// pppoe prints a PPPoE header, RFC 2516, and what it carries. It returns the length of
// the headers.
func (p *Printer) pppoe(b []byte, n int) int {
	p.proto = "pppoe"
	if n < 6 || !p.want(b, 6) {
		p.want(b, len(b)+1)
		return 0
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
		return 0
	}
	p.s(" ")
	return 6 + p.ppp(b[6:], size)
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
	p.hexUpper(v)
}
