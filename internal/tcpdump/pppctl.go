package tcpdump

var pppCodes = names{
	0: "Vendor-Extension", 1: "Conf-Request", 2: "Conf-Ack", 3: "Conf-Nack", 4: "Conf-Reject", 5: "Term-Request",
	6: "Term-Ack", 7: "Code-Reject", 8: "Prot-Reject", 9: "Echo-Request", 10: "Echo-Reply", 11: "Disc-Req", 12: "Ident",
	13: "Time-Rem", 14: "Reset-Req", 15: "Reset-Ack",
}

// pppControl prints a packet of a control protocol, n bytes on the wire from b[at] on.
func (p *Printer) pppControl(proto uint32, b []byte, at, n int) {
	name := pppTypes[proto]
	v := skip(b, at)
	p.s(name)
	p.s(", ")
	if n < 4 {
		p.s("[|")
		p.s(name)
		p.s("]")
		return
	}
	code, id := p.u8(v, 0), p.u8(v, 1)
	p.name(pppCodes, code, "Unknown Opcode")
	p.f(" (0x%02x), id %u, length %u", code, id, uint32(n+2))
	if p.Verbose == 0 || p.done() {
		return
	}
	size := int(p.u16(v, 2))
	switch {
	case p.done():
		return
	case size < 4:
		p.f("\n\tencoded length %u (< 4))", uint32(size))
		return
	case size > n:
		p.f("\n\tencoded length %u (> packet length %u))", uint32(size), uint32(n))
		return
	}
	p.f("\n\tencoded length %u (=Option(s) length %u)", uint32(size), uint32(size-4))
	if size == 4 {
		return
	}
	if p.Verbose > 1 {
		p.unknown(skip(b, at-2), 6, "\n\t")
	}
	if code >= 1 && code <= 4 {
		p.pppOptions(proto, skip(v, 4), size)
		return
	}
	if !p.pppMessage(code, skip(v, 4), size) && p.Verbose <= 1 {
		p.unknown(skip(b, at-2), size+2, "\n\t  ")
	}
}

// pppMessage prints the data of a packet other than a configuration, and reports whether
// its code is known. size is the packet's length.
func (p *Printer) pppMessage(code uint32, v []byte, size int) bool {
	if int(code) < len(pppSizes) && size < int(pppSizes[code]) {
		return true
	}
	switch code {
	case 5, 6, 7:
	case 8:
		p.s("\n\t  Rejected ")
		p.name(pppTypes, p.u16(v, 0), "unknown")
		p.f(" Protocol (0x%04x)", p.u16(v, 0))
		if size > 6 {
			p.s("\n\t  Rejected Packet")
			p.unknown(skip(v, 2), size-2, "\n\t    ")
		}
	case 0:
		p.f("\n\t  Magic-Num 0x%08x Vendor: ", p.u32(v, 0))
		p.name(ouiNames, p.u24(v, 4), "Unknown")
		p.f(" (%u)", p.u24(v, 4))
	case 9, 10, 11:
		p.f("\n\t  Magic-Num 0x%08x", p.u32(v, 0))
		if size > 8 {
			p.s("\n\t  -----trailing data-----")
			if p.need(v, size-4) {
				p.unknown(v[4:], size-8, "\n\t  ")
			}
		}
	case 12:
		p.f("\n\t  Magic-Num 0x%08x", p.u32(v, 0))
		if size > 8 {
			p.s("\n\t  Message\n\t    ")
			if !p.text(v, 4, size-4) { // sic: four bytes more than there are
				p.s("[|LCP]")
			}
		}
	case 13:
		p.f("\n\t  Magic-Num 0x%08x, Seconds-Remaining %us", p.u32(v, 0), p.u32(v, 4))
	default:
		return false
	}
	return true
}

// A pppOption is what is known of a type of option.
type pppOption struct {
	name  string
	size  int                             // its length, or the least; 0 for any
	exact bool                            // size is its length
	stop  bool                            // no more options are looked at after one of another length
	hex   bool                            // the value is dumped
	value func(p *Printer, v []byte) bool // prints the option v; false stops
}

// A pppList is the options of one protocol.
type pppList struct {
	unknown string // name of others
	options map[uint32]pppOption
}

// pppOptions prints options. size is the length of the packet.
func (p *Printer) pppOptions(proto uint32, v []byte, size int) {
	list, ok := pppLists[proto]
	if !ok {
		return
	}
	for left := size - 4; left > 0; {
		n := p.pppOption(proto, &list, v, size)
		if n == 0 || p.done() {
			return
		}
		if left < n {
			p.f(" [remaining options length %u < %u]", uint32(left), uint32(n))
			p.invalid()
			return
		}
		v, left = skip(v, n), left-n
	}
}

// pppOption prints one option, and returns its length, or 0 to stop.
func (p *Printer) pppOption(proto uint32, list *pppList, v []byte, size int) int {
	if size < 2 || !p.need(v, 2) {
		return 0
	}
	kind, n := uint32(v[0]), int(v[1])
	if size < n {
		return 0
	}
	o, known := list.options[kind]
	if !known {
		o = pppOption{name: list.unknown, hex: true}
	}
	if proto == 0xc021 && !known {
		p.f("\n\tunknown LCP option 0x%02x", kind)
		if n < 2 {
			return 0
		}
		return n
	}
	p.s("\n\t  ")
	p.s(o.name)
	p.f(" Option (0x%02x), length %u", kind, uint32(n))
	if n < 2 {
		p.s(" (length bogus, should be >= 2)")
		return 0
	}
	if n < o.size || o.exact && n != o.size {
		p.s(" (length bogus, should be ")
		if !o.exact {
			p.s(">")
		}
		p.f("= %u)", uint32(o.size))
		if o.stop {
			return 0
		}
		return n
	}
	if o.value != nil && !o.value(p, snap(v, n)) {
		return 0
	}
	if p.Verbose > 1 && (proto != 0x8021 || len(v) >= n) || o.hex && p.Verbose == 1 {
		p.unknown(skip(v, 2), n-2, "\n\t    ")
	}
	return n
}

// pppSizes are the least lengths of control packets by their codes.
var pppSizes = [...]uint8{0: 11, 8: 6, 9: 8, 10: 8, 11: 8, 12: 8, 13: 12}
