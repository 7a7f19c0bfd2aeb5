package tcpdump

import (
	"math"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

// rsvp prints a message of the Resource Reservation Protocol, RFC 2205.
func (p *Printer) rsvp(b []byte, n int) {
	p.proto = "rsvp"
	if !p.need(b, 8) {
		return
	}
	if version := uint32(b[0] >> 4); version != 1 {
		p.f("ERROR: RSVP version %u packet not supported", version)
		return
	}
	size := uint32(wire.Uint16(b, 6))
	if p.Verbose < 1 {
		p.s("RSVPv1 ")
		p.name(rsvpMessages, uint32(b[1]), "unknown, type: %u")
		p.f(" Message, length: %u", uint32(n))
		return
	}
	p.rsvpHeader(b, "\n\t")
	if int(size) < 8 {
		p.f("ERROR: common header too short %u < 8", size)
		return
	}
	if b[1] == 12 {
		p.rsvpBundle(b[8:], int(size)-8)
		return
	}
	p.rsvpObjects(b[8:], int(size)-8, "\n\t  ")
}

func (p *Printer) rsvpHeader(b []byte, lead string) {
	p.s(lead)
	p.f("RSVPv%u ", uint32(b[0]>>4))
	p.name(rsvpMessages, uint32(b[1]), "unknown, type: %u")
	p.f(" Message (%u), Flags: [", uint32(b[1]))
	p.bits(rsvpHeaderFlags, uint32(b[0]&15), "none", ", ")
	p.f("], length: %u, ttl: %u, checksum: 0x%04x", p.u16(b, 6), uint32(b[4]), p.u16(b, 2))
}

// rsvpBundle prints the messages in a message, RFC 2961.
func (p *Printer) rsvpBundle(b []byte, n int) {
	for n > 0 && p.need(b, 8) {
		if version := uint32(b[0] >> 4); version != 1 {
			p.f("ERROR: RSVP version %u packet not supported", version)
			return
		}
		size := int(wire.Uint16(b, 6))
		p.rsvpHeader(b, "\n\t  ")
		if size < 8 {
			p.f("ERROR: common header too short %u < 8", uint32(size))
			return
		}
		if size > n {
			p.f("ERROR: common header too large %u > %u", uint32(size), uint32(n))
			return
		}
		if !p.rsvpObjects(b[8:], size-8, "\n\t    ") {
			return
		}
		b, n = skip(b, size), n-size
	}
}

// rsvpObjects prints n bytes of objects, and reports whether they were well formed.
func (p *Printer) rsvpObjects(b []byte, n int, lead string) bool {
	for n >= 4 && p.need(b, 4) {
		size, class, form := int(wire.Uint16(b, 0)), uint32(b[2]), uint32(b[3])
		if size%4 != 0 {
			p.s(lead)
			p.f("ERROR: object header size %u not a multiple of 4", uint32(size))
			return false
		}
		if size < 4 {
			p.s(lead)
			p.f("ERROR: object header too short %u < 4", uint32(size))
			return false
		}
		p.s(lead)
		p.name(rsvpClasses, class, "Unknown")
		p.f(" Object (%u) Flags: [", class)
		p.s(rsvpUnknown[class>>6])
		p.s(" if unknown], Class-Type: ")
		p.name(rsvpForms, class<<8|form, "Unknown")
		p.f(" (%u), length: %u", form, uint32(size))
		if size > n {
			p.s(lead)
			p.s("ERROR: object goes past end of objects TLV")
			return false
		}
		v := p.bytes(b, 4, size-4)
		if p.done() {
			return false
		}
		o := rsvpObject{p: p, class: class, form: form, v: v, lead: lead}
		o.print()
		if o.short {
			p.s(lead)
			p.s("ERROR: object is too short")
		}
		if o.short || o.bad {
			return false
		}
		if o.unknown || p.Verbose > 1 {
			p.unknown(v, len(v), "\n\t    ")
		}
		b, n = b[size:], n-size
	}
	return !p.done()
}

// An rsvpObject is the object that is being printed.
type rsvpObject struct {
	p           *Printer
	class, form uint32
	v           []byte
	lead        string
	unknown     bool // the form is, or some of it
	short       bool // v is
	bad         bool // v is, and what follows it is not looked at
}

// print prints the data of the object.
func (o *rsvpObject) print() {
	if f := rsvpPrinters[o.class]; f != nil {
		f(o)
	} else {
		o.unknown = true
	}
}

// needs reports whether the object has n bytes.
func (o *rsvpObject) needs(n int) bool {
	o.short = len(o.v) < n
	return !o.short
}

// line begins a line about the object.
func (o *rsvpObject) line(s string) {
	o.p.s(o.lead)
	o.p.s("  ")
	o.p.s(s)
}

// addr prints the address at v[i] and reports how long it is.
func (o *rsvpObject) addr(i int, six bool) int {
	if six {
		o.p.ip6Addr(o.v, i)
		return 16
	}
	o.p.ip4Addr(o.v, i)
	return 4
}

// g appends x as C's %.10g does.
func (p *Printer) g(x float64) {
	switch {
	case math.IsNaN(x):
		if math.Signbit(x) {
			p.s("-")
		}
		p.s("nan")
	case math.IsInf(x, 0):
		if x < 0 {
			p.s("-")
		}
		p.s("inf")
	default:
		p.b = strconv.AppendFloat(p.b, x, 'g', 10, 64)
	}
}

// float returns the floating point number at b[i].
func (p *Printer) float(b []byte, i int) float64 { return float64(math.Float32frombits(p.u32(b, i))) }

// bandwidth appends the bytes a second at b[i] in the unit of bandwidths.
func (p *Printer) bandwidth(b []byte, i int) {
	p.g(float64(math.Float32frombits(p.u32(b, i)) / 125000))
	p.s(" Mbps")
}
