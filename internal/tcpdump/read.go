package tcpdump

import "github.com/gocap-project/gocap/wire"

// The following read big-endian numbers at an offset. A read beyond what was
// captured ends the packet's text where it stands, and gives 0.

func (p *Printer) u8(b []byte, i int) uint32 {
	if !p.need(b, i+1) {
		return 0
	}
	return uint32(b[i])
}

func (p *Printer) u16(b []byte, i int) uint32 {
	if !p.need(b, i+2) {
		return 0
	}
	return uint32(wire.Uint16(b, i))
}

func (p *Printer) u24(b []byte, i int) uint32 { return p.u8(b, i)<<16 | p.u16(b, i+1) }

func (p *Printer) u32(b []byte, i int) uint32 {
	if !p.need(b, i+4) {
		return 0
	}
	return wire.Uint32(b, i)
}

// bytes returns the n bytes from b[i] on, or nil.
func (p *Printer) bytes(b []byte, i, n int) []byte {
	if !p.need(b, i+n) {
		return nil
	}
	return b[i : i+n]
}

// need reports whether b has n bytes. If not, the packet's text ends here.
func (p *Printer) need(b []byte, n int) bool {
	if n < 0 || n > len(b) {
		p.cut()
		return false
	}
	return true
}

// cut ends the packet's text here: it was captured no further.
func (p *Printer) cut() {
	if p.cutAt < 0 {
		p.cutAt, p.cutProto = len(p.b), p.proto
	}
}

// want is need for a header whose printer says itself that it is cut: what is below
// it stays known.
func (p *Printer) want(b []byte, n int) bool {
	if p.cutAt < 0 && n > len(b) {
		p.soft = true
	}
	return p.need(b, n)
}

// done reports whether the packet's text has ended. Loops stop when it has.
func (p *Printer) done() bool {
	if p.cutAt < 0 && len(p.b)-p.base > maxText {
		p.cut()
	}
	return p.cutAt >= 0
}

// snap returns b cut to n bytes, or all of it.
func snap(b []byte, n int) []byte {
	if n >= 0 && n < len(b) {
		return b[:n:n]
	}
	return b
}

// skip returns b without its first n bytes, or what is empty.
func skip(b []byte, n int) []byte { return b[min(n, len(b)):] }

func zero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
