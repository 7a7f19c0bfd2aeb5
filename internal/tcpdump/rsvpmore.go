package tcpdump

import "math"

func (o *rsvpObject) restart() {
	if o.form != 1 {
		o.unknown = true
	} else if o.needs(8) {
		o.line("Restart  Time: ")
		o.p.f("%ums, Recovery Time: %ums", o.p.u32(o.v, 0), o.p.u32(o.v, 4))
	}
}

func (o *rsvpObject) capability() {
	if o.form != 1 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	x := o.p.u32(o.v, 0)
	if r := x &^ 7; r != 0 {
		o.line("[reserved=")
		o.p.f("0x%08x must be zero]", r)
	}
	o.line("Flags: [")
	o.p.bits(rsvpCapabilities, x, "none", ", ")
	o.p.s("]")
}

func (o *rsvpObject) adminStatus() {
	if o.form != 1 {
		o.unknown = true
	} else if o.needs(4) {
		o.line("Flags [")
		o.p.bits(rsvpAdminStatus, o.p.u32(o.v, 0), "none", ", ")
		o.p.s("]")
	}
}

// properties prints Juniper's properties of a path.
func (o *rsvpObject) properties() {
	if o.form != 1 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	p := o.p
	padding := int(p.u16(o.v, 2))
	o.line("TLV count: ")
	p.f("%u, padding bytes: %u", p.u16(o.v, 0), uint32(padding))
	for v := o.v[4:]; len(v) >= 2+padding; {
		kind, size := uint32(v[0]), int(v[1])
		o.line("  ")
		p.name(rsvpProperties, kind, "unknown")
		p.f(" TLV (0x%02x), length: %u", kind, uint32(size))
		if size > len(v) {
			o.short = true
			return
		}
		if size < 2 {
			p.s(o.lead)
			p.s("ERROR: property TLV is too short")
			o.bad = true
			return
		}
		p.unknown(v[2:size], size-2, "\n\t\t")
		v = v[size:]
	}
}

func (o *rsvpObject) fastReroute() {
	size := map[uint32]int{1: 20, 7: 16}[o.form]
	if size == 0 {
		o.unknown = true
		return
	}
	if !o.needs(size) {
		return
	}
	p, v := o.p, o.v
	o.line("Setup Priority: ")
	p.f("%u, Holding Priority: %u, Hop-limit: %u, Bandwidth: ", p.u8(v, 0), p.u8(v, 1), p.u8(v, 2))
	p.g(float64(math.Float32frombits(p.u32(v, 4)) * 8 / 1e6))
	p.s(" Mbps")
	if o.form == 1 {
		o.line("Include-any: ")
		p.f("0x%08x, Exclude-any: 0x%08x, Include-all: 0x%08x", p.u32(v, 8), p.u32(v, 12), p.u32(v, 16))
		return
	}
	o.line("Include Colors: ")
	p.f("0x%08x, Exclude Colors: 0x%08x", p.u32(v, 8), p.u32(v, 12))
}

func (o *rsvpObject) attribute() {
	if o.form != 7 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	p, v := o.p, o.v
	size := int(v[3])
	if !o.needs(4 + size) {
		return
	}
	o.line("Session Name: ")
	p.text(v, 4, size)
	o.line("Setup Priority: ")
	p.f("%u, Holding Priority: %u, Flags: [", uint32(v[0]), uint32(v[1]))
	p.bits(rsvpAttributes, uint32(v[2]), "none", ", ")
	p.s("] (")
	p.rsvpFlags(uint32(v[2]))
	p.s(")")
}

// uni prints what is between a network and its user.
func (o *rsvpObject) uni() {
	if o.form != 1 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	p := o.p
	for v := o.v; len(v) > 0; {
		if len(v) < 4 {
			p.invalid()
			o.bad = true
			return
		}
		size, kind, family := int(p.u16(v, 0)), uint32(v[2]), uint32(v[3])
		o.line("Subobject Type: ")
		p.name(rsvpUNI, kind, "Unknown")
		p.f(" (%u), AF: ", kind)
		p.name(rsvpFamilies, family, "Unknown")
		p.f(" (%u), length: %u", family, uint32(size))
		if size < 4 || size > len(v) {
			p.invalid()
			o.bad = true
			return
		}
		if !o.uniPart(kind, family, v[:size]) {
			p.s(o.lead)
			p.s("ERROR: sub-object is too short")
			o.bad = true
			return
		}
		v = v[size:]
	}
}

// uniPart prints a part of the object, and reports whether it was all there.
func (o *rsvpObject) uniPart(kind, family uint32, v []byte) bool {
	p := o.p
	switch {
	case kind <= 2 && kind > 0 && family == 1:
		if len(v) < 8 {
			return false
		}
		o.line("  UNI IPv4 TNA address: ")
		p.ip4Addr(v, 4)
	case kind <= 2 && kind > 0 && family == 2:
		if len(v) < 20 {
			return false
		}
		o.line("  UNI IPv6 TNA address: ")
		p.ip6Addr(v, 4)
	case kind == 1 || kind == 2: // of other families no more than NSAPs is printed
		o.unknown = o.unknown || family == 3 && len(v) >= 16
	case kind == 4:
		if len(v) < 16 {
			return false
		}
		o.line("  U-bit: ")
		p.f("%x, Label type: %u, Logical port id: %u, Label: %u", p.u8(v, 4)>>7, p.u8(v, 7), p.u32(v, 8), p.u32(v, 12))
	case kind == 5:
		if len(v) < 8 {
			return false
		}
		o.line("  Service level: ")
		p.u(p.u8(v, 4))
	default:
		o.unknown = true
	}
	return true
}

// intserv prints the parameters of a flow, of a sender or of the path between, RFC 2210.
func (o *rsvpObject) intserv() {
	if o.form != 2 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	p := o.p
	o.line("Msg-Version: ")
	p.f("%u, length: %u", p.u8(o.v, 0)>>4, p.u16(o.v, 2)*4)
	for v := o.v[4:]; len(v) >= 4; {
		size := int(p.u16(v, 2)) * 4
		o.line("Service Type: ")
		p.name(rsvpServices, uint32(v[0]), "unknown")
		p.f(" (%u), break bit ", uint32(v[0]))
		if v[1]&0x80 == 0 {
			p.s("not ")
		}
		p.f("set, Service length: %u", uint32(size))
		v = v[4:]
		for size > 0 {
			used := p.rsvpParameter(v)
			if used == 0 {
				break
			}
			if v = v[used:]; used > size {
				size = len(v) // it is not noticed where the service ends
				continue
			}
			size -= used
		}
	}
}

// rsvpParameter prints a parameter of a service, and returns its length or 0.
func (p *Printer) rsvpParameter(v []byte) int {
	if len(v) < 4 {
		return 0
	}
	kind, size := uint32(v[0]), int(p.u16(v, 2))*4
	p.s("\n\t      Parameter ID: ")
	p.name(rsvpParameters, kind, "unknown")
	p.f(" (%u), length: %u, Flags: [0x%02x]", kind, uint32(size), uint32(v[1]))
	if size > len(v)-4 {
		return 0
	}
	p.rsvpParameterValue(kind, v[4:4+size])
	return 4 + size
}

func (p *Printer) rsvpParameterValue(kind uint32, v []byte) {
	switch kind {
	case 4:
		if len(v) == 4 {
			p.f("\n\t\tIS hop count: %u", p.u32(v, 0))
		}
	case 6:
		if len(v) == 4 {
			p.s("\n\t\tPath b/w estimate: ")
			p.bandwidth(v, 0)
		}
	case 8:
		if len(v) == 4 {
			p.s("\n\t\tMinimum path latency: ")
			if x := p.u32(v, 0); x == 0xffffffff {
				p.s("don't care")
			} else {
				p.u(x)
			}
		}
	case 10:
		if len(v) == 4 {
			p.f("\n\t\tComposed MTU: %u bytes", p.u32(v, 0))
		}
	case 127:
		p.rsvpBucket(v)
	case 130:
		if len(v) == 8 {
			p.s("\n\t\tRate: ")
			p.bandwidth(v, 0)
			p.f("\n\t\tSlack Term: %u", p.u32(v, 4))
		}
	case 133, 134, 135, 136:
		if len(v) == 4 {
			p.f("\n\t\tValue: %u", p.u32(v, 0))
		}
	default:
		if p.Verbose <= 1 {
			p.unknown(v, len(v), "\n\t\t")
		}
	}
}

// rsvpBucket prints what a token bucket lets pass.
func (p *Printer) rsvpBucket(v []byte) {
	if len(v) != 20 {
		return
	}
	p.s("\n\t\tToken Bucket Rate: ")
	p.bandwidth(v, 0)
	p.s("\n\t\tToken Bucket Size: ")
	p.g(p.float(v, 4))
	p.s(" bytes\n\t\tPeak Data Rate: ")
	p.bandwidth(v, 8)
	p.f("\n\t\tMinimum Policed Unit: %u bytes\n\t\tMaximum Packet Size: %u bytes", p.u32(v, 12), p.u32(v, 16))
}
