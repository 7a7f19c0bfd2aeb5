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
		b = b[min(hdr, len(b)):]
	}
	switch p.Hex {
	case ASCII:
		p.ascii(b)
	case HexASCII:
		p.hexdump(b, true)
	default:
		p.hexdump(b, false)
	}
}

// ascii appends b as text, with dots for what is not.
func (p *Printer) ascii(b []byte) {
	p.s("\n")
	for i, c := range b {
		switch {
		case c == '\r' && (i+1 >= len(b) || b[i+1] == '\n'):
			// A carriage return before a newline, or at the end, is not shown.
			if i+1 >= len(b) {
				p.b = append(p.b, '.')
			}
		case c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c <= '~':
			p.b = append(p.b, c)
		default:
			p.b = append(p.b, '.')
		}
	}
}

// hexdump appends b as groups of two bytes, sixteen bytes a line.
func (p *Printer) hexdump(b []byte, text bool) {
	const hex = "0123456789abcdef"
	for off := 0; off < len(b); off += 16 {
		p.s("\n\t0x")
		p.hexDigits(uint64(off), 4)
		p.s(": ")
		line := b[off:min(off+16, len(b))]
		start := len(p.b)
		for i, c := range line {
			if i%2 == 0 {
				p.b = append(p.b, ' ')
			}
			p.b = append(p.b, hex[c>>4], hex[c&15])
		}
		if !text {
			continue
		}
		for len(p.b)-start < 40 {
			p.b = append(p.b, ' ')
		}
		p.s(" ")
		if len(p.b)-start < 41 {
			p.s(" ")
		}
		p.s(" ")
		for _, c := range line {
			if c <= ' ' || c > '~' {
				c = '.'
			}
			p.b = append(p.b, c)
		}
	}
}
