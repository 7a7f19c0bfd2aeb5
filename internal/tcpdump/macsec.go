package tcpdump

import "time"

var (
	macsecFlags = []bit{{0x08, "E"}, {0x04, "C"}, {0x40, "S"}, {0x20, "I"}, {0x10, "B"}}

	aristaTypes   = names{1: "Timestamp"}
	aristaScales  = names{0: "TAI", 1: "UTC"}
	aristaFormats = names{1: "64-bit", 2: "48-bit"}
	aristaInfo    = names{0: "R/R2", 1: "R3"}
)

// macsec prints a security tag. It returns what is protected, n bytes on the wire that begin
// with an EtherType, or known is false if that cannot be read. ok is false if there is nothing
// more to print.
func (p *Printer) macsec(f frame, b []byte, n int) (pay []byte, left int, known, ok bool) {
	const tag, sci, icv = 6, 8, 16
	p.proto = "macsec"
	size := tag
	if len(b) > 0 && b[0]&0x20 != 0 {
		size += sci
	}
	if len(b) < size || n < size {
		p.trunc()
		return nil, 0, false, false
	}
	x, short := uint32(b[0]), int(b[1]&0x3f)
	readable := x&0xc == 0
	if !p.Link && !readable {
		p.mac(f.b, 6)
		p.s(" > ")
		p.mac(f.b, 0)
		p.s(" 802.1AE MACsec, ")
	}
	if p.Link || !readable {
		p.macsecHead(x, uint32(short), b)
	}
	b, n = b[size:], n-size
	if !readable {
		return b, n, false, true
	}
	switch n -= icv; {
	case n < 0, short != 0 && n < short:
		p.trunc()
		return nil, 0, false, false
	case short != 0:
		n = short
	}
	return snap(b, n), n, true, true
}

// macsecHead prints the fields of a security tag.
func (p *Printer) macsecHead(x, short uint32, b []byte) {
	p.f("an %u, pn %u", x&3, p.u32(b, 2))
	if x&0x7c != 0 {
		p.s(", flags ")
		p.bits(macsecFlags, x, "none", "")
	}
	if short != 0 {
		p.f(", sl %u", short)
	}
	if x&0x20 != 0 {
		p.s(", sci ")
		p.hexBytes(b[6:14], "")
	}
	p.s(", ")
}

// arista prints a tag of Arista's, and returns its length, or 0 if it is not known.
func (p *Printer) arista(b []byte, n int) int {
	p.proto = "arista"
	if n < 4 {
		p.trunc()
		return 0
	}
	kind := p.u16(b, 0)
	p.s("SubType ")
	p.name(aristaTypes, kind, "Unknown")
	p.f(" (0x%04x), ", kind)
	scale, x := p.u8(b, 2), p.u8(b, 3)
	if kind != 1 || p.done() {
		return 0
	}
	p.s("Timescale ")
	p.name(aristaScales, scale, "Unknown")
	p.f(" (%u), Format ", scale)
	p.name(aristaFormats, x>>4, "Unknown")
	p.f(" (%u), HwInfo ", x>>4)
	p.name(aristaInfo, x&15, "Unknown")
	p.f(" (%u), Timestamp ", x&15)
	switch x >> 4 {
	case 1:
		secs, nanos := p.u32(b, 4), p.u32(b, 8)
		p.b = timeOf(secs).AppendFormat(p.b, "2006-01-02 15:04:05")
		p.f(".%09u: ", nanos)
		return 12
	case 2:
		p.f("%u.%09u: ", p.u16(b, 4), p.u32(b, 6))
		return 10
	}
	return 0
}

// timeOf returns the time in seconds since 1970.
func timeOf(secs uint32) time.Time { return time.Unix(int64(secs), 0).UTC() }
