package tcpdump

// A HexFormat is how the bytes of a packet are printed after its text.
type HexFormat int

// The formats.
const (
	HexNone  HexFormat = iota
	HexOnly            // -x
	HexASCII           // -X
	ASCII              // -A
)

// hex appends a dump of the packet's bytes after the link-layer header of hdr
// bytes, or of all of them.
func (p *Printer) hex(pkt Packet, hdr int) {
	if p.Hex == HexNone {
		return
	}
	b := pkt.Data
	if !p.HexLink {
		b = skip(b, hdr)
	}
	switch p.Hex {
	case ASCII:
		p.ascii(b)
	case HexASCII:
		p.hexASCII("\n\t", b)
	default:
		p.hexOnly("\n\t", b)
	}
}

// ascii appends b as text, with dots for what is not, and without carriage
// returns.
func (p *Printer) ascii(b []byte) {
	p.s("\n")
	for _, c := range b {
		switch {
		case c == '\r':
		case c == '\t' || c == '\n' || c >= ' ' && c <= '~':
			p.c(c)
		default:
			p.c('.')
		}
	}
}

// hexASCII appends b as groups of two bytes, sixteen bytes a line, and as text.
// lead begins each line.
func (p *Printer) hexASCII(lead string, b []byte) {
	for off := 0; off < len(b); off += 16 {
		line := b[off:min(off+16, len(b))]
		p.offset(lead, off)
		start := len(p.b)
		p.pairs(line)
		for len(p.b)-start < 40 {
			p.c(' ')
		}
		p.s("  ")
		for _, c := range line {
			if c <= ' ' || c > '~' {
				c = '.'
			}
			p.c(c)
		}
	}
}

// hexOnly is hexASCII without the text.
func (p *Printer) hexOnly(lead string, b []byte) {
	for off := 0; off < len(b); off += 16 {
		p.offset(lead, off)
		p.pairs(b[off:min(off+16, len(b))])
	}
}

func (p *Printer) offset(lead string, off int) {
	p.s(lead)
	p.f("0x%04x: ", uint32(off))
}

func (p *Printer) pairs(line []byte) {
	for i, c := range line {
		if i%2 == 0 {
			p.c(' ')
		}
		p.b = append(p.b, hexDigits[c>>4], hexDigits[c&15])
	}
}

// data appends a dump of bytes whose protocol is not known, unless the packet is
// dumped anyway.
func (p *Printer) data(b []byte) {
	if p.Hex == HexNone && !p.Quiet {
		p.hexASCII("\n\t", b)
	}
}

// unknown appends a dump of up to n bytes of b. lead begins each line.
func (p *Printer) unknown(b []byte, n int, lead string) {
	if n > 0 {
		p.hexOnly(lead, snap(b, n))
	}
}
