package tcpdump

// pppTypes are the names of the protocols in PPP frames.
var pppTypes = names{
	0x0021: "IP", 0x0023: "OSI", 0x0025: "NS", 0x0027: "DECNET", 0x0029: "APPLE", 0x002b: "IPX", 0x002d: "VJC IP", 0x002f: "VJNC IP",
	0x0031: "BRPDU", 0x0033: "STII", 0x0035: "VINES", 0x003d: "MLPPP", 0x0057: "IP6", 0x00fd: "Compressed", 0x0201: "HELLO", 0x0231: "LUXCOM",
	0x0233: "SNS", 0x0281: "MPLS", 0x0283: "MPLS", 0x8021: "IPCP", 0x8023: "OSICP", 0x8025: "NSCP", 0x8027: "DECNETCP", 0x8029: "APPLECP",
	0x802b: "IPXCP", 0x8033: "STIICP", 0x8035: "VINESCP", 0x8057: "IP6CP", 0x80fd: "CCP", 0x8281: "MPLSCP",
	0xc021: "LCP", 0xc023: "PAP", 0xc025: "LQM", 0xc027: "SPAP", 0xc02b: "BACP", 0xc02d: "BAP", 0xc03d: "MLPPP-CP", 0xc123: "Old-SPAP", 0xc223: "CHAP",
	0xc227: "EAP",
}

// ppp prints a PPP frame, with or without its address and control fields, and returns the
// length of its header.
func (p *Printer) ppp(b []byte, n int) int {
	p.proto = "ppp"
	whole := n
	if n < 2 {
		p.trunc()
		return 0
	}
	at := 0
	switch p.u16(b, 0) {
	case 0x0003:
		p.pppDirection("In  ")
		at = 2
	case 0x0103:
		p.pppDirection("Out ")
		at = 2
	case 0xff03:
		at = 2
	}
	if n-at < 2 {
		p.trunc()
		return 0
	}
	proto, size := p.u8(b, at), 1
	if proto&1 == 0 {
		proto, size = p.u16(b, at), 2
	}
	if p.done() {
		return 0
	}
	at += size
	if p.Link {
		name, known := pppTypes[proto]
		if !known {
			name = "unknown"
		}
		p.s(name)
		p.f(" (0x%04x), length %u", proto, uint32(whole))
		if !known {
			return at
		}
		p.s(": ")
	}
	p.pppPayload(proto, b, at, n-at)
	return at
}

func (p *Printer) pppDirection(s string) {
	if p.Link {
		p.s(s)
	}
}

// pppPayload prints what a PPP frame carries, n bytes on the wire from b[at] on.
func (p *Printer) pppPayload(proto uint32, b []byte, at, n int) {
	if proto&0xff00 == 0x7e00 {
		p.pppEscaped(skip(b, at-1), n)
		return
	}
	v := skip(b, at)
	switch proto {
	case 0xc021, 0x8021, 0x8023, 0x8281, 0x8057, 0x80fd, 0xc02b:
		p.pppControl(proto, b, at, n)
	case 0x003d:
		p.mlppp(v, n)
	case 0xc223:
		p.chap(v, n)
	case 0xc023:
		p.pap(v, n)
	case 0xc02d:
	case 0x0800, 0x002f, 0x0021:
		p.ip4(v, n)
	case 0x86dd, 0x0057:
		p.ip6(v, n)
	case 0x0281, 0x0283:
		p.mpls(v, n)
	case 0x00fd:
		p.s("compressed PPP data")
	case 0x0023:
		if len(v) > 0 && v[0] == 0x08 {
			p.q933(v[1:], n-1)
			return
		}
		p.isoclns(v, n)
	default:
		p.name(pppTypes, proto, "unknown PPP protocol (0x%04x)")
		p.s(" ")
		p.unknown(v, n, "\n\t")
	}
}

// pppEscaped prints a frame whose bytes are escaped as on an asynchronous line, RFC 1662
// §4.2. Its payload begins with the first byte of b.
func (p *Printer) pppEscaped(b []byte, n int) {
	if len(b) == 0 || n == 0 {
		return
	}
	var out []byte
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == 0x7d {
			if i++; i == len(b) {
				break
			}
			c = b[i] ^ 0x20
		}
		out = append(out, c)
	}
	b, n = out, len(out)
	switch {
	case n < 1:
		p.trunc()
	case b[0] == 0x21:
		p.ip4(b[1:], n-1)
	case b[0] == 0x57:
		p.ip6(b[1:], n-1)
	case n < 2:
		p.trunc()
	case p.u16(b, 0) == 0xff03:
		if n < 4 {
			p.trunc()
			return
		}
		p.pppUnescaped(p.u16(b, 2), b, 4)
	default:
		p.pppUnescaped(p.u16(b, 0), b, 2)
	}
}

func (p *Printer) pppUnescaped(proto uint32, b []byte, at int) {
	if proto&0xff00 == 0x7e00 {
		p.f("(protocol 0x%04x invalid)", proto)
		return
	}
	p.pppPayload(proto, b, at, len(b)-at)
}

// pppHDLC prints a frame of PPP in HDLC-like framing, or of Cisco's, and returns the
// length of its header.
func (p *Printer) pppHDLC(b []byte, n int) int {
	p.proto = "ppp_hdlc"
	if len(b) < 2 {
		p.trunc()
		return len(b)
	}
	if b[0] == 0x0f || b[0] == 0x8f {
		return p.chdlc(b, n)
	}
	if len(b) < 4 {
		p.trunc()
		return len(b)
	}
	if p.Link {
		p.f("%02x %02x %u ", uint32(b[0]), uint32(b[1]), uint32(n))
	}
	if b[0] != 0xff {
		p.f("unknown addr %02x; ctrl %02x", uint32(b[2]), uint32(b[3]))
		return 2
	}
	proto := p.u16(b, 2)
	p.name(pppTypes, proto, "unknown PPP protocol (0x%04x)")
	p.s(": ")
	p.pppPayload(proto, b, 4, n-4)
	return 4
}

// mlppp prints a header of multilink PPP with short sequence numbers.
func (p *Printer) mlppp(b []byte, n int) {
	if !p.Link {
		p.s("MLPPP, ")
	}
	if n < 2 || len(b) < 2 {
		p.s("[|mlppp]")
		return
	}
	p.f("seq 0x%03x, Flags [", p.u16(b, 0)&0xfff)
	p.bits(mlpppFlags, uint32(b[0]&0xc0), "none", ", ")
	p.f("], length %u", uint32(n))
}

// pppText prints n bytes of b[at:], ending the packet's text where they were not captured.
func (p *Printer) pppText(b []byte, at, n int) {
	for i := range n {
		c := p.u8(b, at+i)
		if p.done() {
			return
		}
		p.char(byte(c))
	}
}

// authHead prints code and identifier of an authentication packet, and returns its code
// and length. ok is false if it is too short.
func (p *Printer) authHead(name, lower string, codes names, b []byte, n int) (code uint32, size int, ok bool) {
	if n < 4 {
		p.s("[|")
		p.s(lower)
		if n > 0 {
			p.f(" 0x%02x", p.u8(b, 0))
		}
		p.s("]")
		return 0, 0, false
	}
	code = p.u8(b, 0)
	p.s(name)
	p.s(", ")
	p.name(codes, code, "unknown")
	p.f(" (0x%02x), id %u", code, p.u8(b, 1))
	return code, int(p.u16(b, 2)), true
}

// chap prints a packet of the Challenge Handshake Authentication Protocol.
func (p *Printer) chap(b []byte, n int) {
	code, size, ok := p.authHead("CHAP", "chap", chapCodes, b, n)
	if !ok || p.done() {
		return
	}
	rest := func(at int) int {
		if size < at {
			return len(b) + 1 // of a length that makes no sense, all there is
		}
		return size - at
	}
	switch code {
	case 1, 2:
		if n < 5 {
			return
		}
		value := int(p.u8(b, 4))
		if n-5 < value || p.done() {
			return
		}
		p.s(", Value ")
		for i := range value {
			p.f("%02x", p.u8(b, 5+i))
			if p.done() {
				return
			}
		}
		p.s(", Name ")
		p.pppText(b, 5+value, rest(5+value))
	case 3, 4:
		p.s(", Msg ")
		p.pppText(b, 4, rest(4))
	}
}

// pap prints a packet of the Password Authentication Protocol.
func (p *Printer) pap(b []byte, n int) {
	code, size, ok := p.authHead("PAP", "pap", papCodes, b, n)
	switch {
	case !ok || p.done():
		return
	case size > n:
		p.f(", length %u > packet size", uint32(size))
		return
	case size < 4:
		p.f(", length %u < PAP header length", uint32(size))
		return
	case code == 1 && size < 6 || (code == 2 || code == 3) && size < 5:
		p.s("[|pap]")
		return
	}
	titles := []string{", Msg "}
	if code == 1 {
		titles = []string{", Peer ", ", Name "}
	} else if code != 2 && code != 3 {
		return
	}
	at := 4
	for _, s := range titles {
		if size-at < 1 {
			return
		}
		k := int(p.u8(b, at))
		if at++; size-at < k || p.done() {
			return
		}
		p.s(s)
		p.pppText(b, at, k)
		at += k
	}
}

// pppFrame prints a frame of a PPP link, and returns the length of its header.
func (p *Printer) pppFrame(b []byte, n int) int {
	p.proto = "ppp"
	if len(b) < 4 {
		p.trunc()
		return len(b)
	}
	p.ppp(b, n)
	return 4
}

var (
	mlpppFlags = []bit{{0x80, "begin"}, {0x40, "end"}}
	chapCodes  = names{1: "Challenge", 2: "Response", 3: "Success", 4: "Fail"}
	papCodes   = names{1: "Auth-Req", 2: "Auth-ACK", 3: "Auth-NACK"}
)
