package tcpdump

var (
	q933Messages = names{
		0x00: "ESC to National", 0x01: "Alert", 0x02: "Call proceeding", 0x03: "Progress", 0x05: "Setup", 0x07: "Connect", 0x0f: "Connect ACK",
		0x45: "Disconnect", 0x46: "Restart", 0x4d: "Release", 0x4e: "Restart ACK", 0x5a: "Release Complete", 0x75: "Status Enquiry",
		0x7d: "Status Reply",
	}
	q933Elements = names{
		0x01: "ANSI Report Type IE", 0x03: "ANSI Link Verify IE", 0x07: "ANSI PVC Status IE", 0x51: "CCITT Report Type IE",
		0x53: "CCITT Link Verify IE", 0x57: "CCITT PVC Status IE",
	}
	q933Reports = names{0: "Full Status", 1: "Link verify", 2: "Async PVC Status"}
)

// q933 prints a signalling message of frame relay: call reference, type, perhaps a shift to
// another code set, and information elements.
func (p *Printer) q933(b []byte, n int) {
	p.proto = "q.933"
	whole := uint32(n)
	if !p.Link {
		p.s("Q.933, ")
	}
	if n < 2 {
		p.trunc()
		return
	}
	size := int(p.u8(b, 0) & 15)
	ref := b[min(1, len(b)):]
	at := 1 + size
	kind := p.u8(b, at)
	body := skip(b, at+1)
	n -= at + 1
	codeset := uint32(0)
	if len(body) > 0 && body[0]&0xf8 == 0x90 {
		codeset = uint32(body[0] & 7)
		body, n = body[1:], n-1
		p.s("ANSI")
	} else {
		p.s("CCITT")
	}
	p.f(", codeset %u", codeset)
	if p.done() {
		return
	}
	if size > 0 {
		p.s(", Call Ref: 0x")
		p.hexBytes(snap(ref, size), "")
	}
	p.s(", ")
	if p.Verbose > 0 {
		p.name(q933Messages, kind, "unknown message")
		p.f(" (0x%02x), length %u", kind, whole)
		p.q933Elements(body, n)
		return
	}
	p.name(q933Messages, kind, "unknown message 0x%02x")
	cut := p.q933Elements(body, n)
	p.f(", length %u", whole)
	if cut {
		p.trunc()
	}
}

// q933Elements prints information elements, and reports whether the last is cut short.
func (p *Printer) q933Elements(b []byte, n int) (cut bool) {
	for n > 0 && !p.done() {
		if n < 2 {
			if p.Verbose > 0 {
				p.trunc()
			}
			return true
		}
		kind, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return false
		}
		if p.Verbose > 0 {
			p.s("\n\t")
			p.name(q933Elements, kind, "unknown IE")
			p.f(" (0x%02x), length %u: ", kind, uint32(size))
		}
		if n < size+2 {
			if p.Verbose > 0 {
				p.trunc()
			}
			return true
		}
		if !p.need(b, size+2) {
			return false
		}
		p.q933Element(kind, b[2:2+size])
		b, n = b[2+size:], n-2-size
	}
	return false
}

func (p *Printer) q933Element(kind uint32, v []byte) {
	if _, ok := q933Elements[kind]; !ok {
		if p.Verbose > 0 {
			p.unknown(v, len(v), "\n\t")
		}
		return
	}
	if p.Verbose == 0 {
		if kind&^0x50 == 1 {
			return
		}
		p.s(", ")
	}
	switch kind &^ 0x50 {
	case 1:
		if len(v) >= 1 {
			p.name(q933Reports, uint32(v[0]), "unknown")
			p.f(" (%u)", uint32(v[0]))
		}
	case 3:
		if len(v) >= 2 {
			p.f("TX Seq: %3u, RX Seq: %3u", uint32(v[0]), uint32(v[1]))
		}
	case 7:
		p.q933PVC(v)
	}
	if p.Verbose > 1 {
		p.unknown(v, len(v), "\n\t  ")
	}
}

// q933PVC prints the state of a permanent circuit, whose number is in two bytes of which the
// second is marked as the last.
func (p *Printer) q933PVC(v []byte) {
	if len(v) < 3 || v[0]&0x80 != 0 || v[1]&0x80 == 0 {
		p.s("Invalid DLCI in PVC STATUS IE")
		return
	}
	p.f("DLCI %u: status ", uint32(v[0]&0x3f)<<4|uint32(v[1]>>3&15))
	if v[2]&8 != 0 {
		p.s("New, ")
	}
	if v[2]&2 != 0 {
		p.s("Active")
	} else {
		p.s("Inactive")
	}
}
