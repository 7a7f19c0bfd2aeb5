package tcpdump

import "github.com/gocap-project/gocap/wire"

// mobilityLens are the lengths of the messages before their options, by type.
var mobilityLens = [...]int{8, 16, 16, 24, 24, 12, 12, 24}

// mobility prints a mobility header, RFC 6275.
func (p *Printer) mobility(b []byte) {
	p.proto = "mobility"
	words, kind := p.u8(b, 1), p.u8(b, 2)
	if p.done() {
		return
	}
	size := int(words+1) * 8
	if int(kind) >= len(mobilityLens) {
		p.f("mobility: type-#%u len=%u", kind, words)
		return
	}
	hl := mobilityLens[kind]
	if size < hl {
		p.f("(header length %u is too small for type %u)", uint32(size), kind)
		p.trunc()
		return
	}
	p.s("mobility: ")
	p.mobilityMessage(kind, b)
	if p.Verbose > 0 && !p.done() && !p.mobilityOptions(skip(b, hl), size-hl) {
		p.want(b, len(b)+1)
	}
}

func (p *Printer) mobilityMessage(kind uint32, b []byte) {
	switch kind {
	case 0:
		p.s("BRR")
	case 1, 2:
		p.s([]string{"HoTI", "CoTI"}[kind-1])
		p.mobilityPair(kind == 1, " Init Cookie=", b, 8)
	case 3, 4:
		p.s([]string{"HoT", "CoT"}[kind-3])
		nonce := p.u16(b, 6)
		p.f(" nonce id=0x%x", nonce)
		p.mobilityPair(kind == 3, " Init Cookie=", b, 8)
		p.mobilityPair(kind == 3, " Keygen Token=", b, 16)
	case 5:
		p.s("BU")
		seq := p.u16(b, 6)
		p.f(" seq#=%u", seq)
		if flags := p.u16(b, 8); flags&0xf000 != 0 {
			p.s(" ")
			p.bits([]bit{{0x8000, "A"}, {0x4000, "H"}, {0x2000, "L"}, {0x1000, "K"}}, flags, "", "")
		}
		p.mobilityLifetime(b, 10)
	case 6:
		p.s("BA")
		status := p.u8(b, 6)
		p.f(" status=%u", status)
		if p.u8(b, 7)&0x80 != 0 {
			p.s(" K")
		}
		seq := p.u16(b, 8)
		p.f(" seq#=%u", seq)
		p.mobilityLifetime(b, 10)
	case 7:
		status := p.u8(b, 6)
		p.f("BE status=%u", status)
		p.need(b, 24)
		p.s(" homeaddr ")
		p.ip6Addr(b, 8)
	}
}

// mobilityLifetime prints a lifetime, which counts 4 seconds.
func (p *Printer) mobilityLifetime(b []byte, i int) {
	t := p.u16(b, i)
	p.f(" lifetime=%u", t<<2)
}

// mobilityPair prints a number of 64 bits if verbose.
func (p *Printer) mobilityPair(home bool, name string, b []byte, i int) {
	if p.Verbose == 0 || !p.need(b, i+8) {
		return
	}
	if home {
		p.s(" Home")
	} else {
		p.s(" Care-of")
	}
	p.s(name)
	p.f("%08x:%08x", wire.Uint32(b, i), wire.Uint32(b, i+4))
}

// mobilityOptions prints n bytes of options, and reports whether they make sense
// and were captured. As in tcpdump, a byte behind each option is asked for, so the
// last one of a packet counts as cut.
func (p *Printer) mobilityOptions(b []byte, n int) bool {
	for n > 0 {
		if len(b) == 0 {
			return false
		}
		size := 1
		if b[0] != 0 {
			if n < 2 || len(b) < 2 {
				return false
			}
			size = int(b[1]) + 2
		}
		if size > n || size >= len(b) || !p.mobilityOption(b, n) {
			return false
		}
		b, n = b[size:], n-size
	}
	return true
}

// mobilityOption prints the option at b, which has n bytes left with all after it,
// and reports whether they are enough.
func (p *Printer) mobilityOption(b []byte, n int) bool {
	kind := b[0]
	need := map[byte]int{2: 4, 3: 18, 4: 6, 5: 12}[kind]
	if n < need {
		p.s([]string{"(refresh: trunc)", "(alt-CoA: trunc)", "(ni: trunc)", "(auth: trunc)"}[kind-2])
		return false
	}
	switch kind {
	case 0:
		p.s("(pad1)")
	case 1:
		p.s("(padn)")
	case 2:
		t := p.u16(b, 2)
		p.f("(refresh: %u)", t<<2)
	case 3:
		p.need(b, 18)
		p.s("(alt-CoA: ")
		p.ip6Addr(b, 2)
		p.s(")")
	case 4:
		home, away := p.u16(b, 2), p.u16(b, 4)
		p.f("(ni: ho=0x%04x co=0x%04x)", home, away)
	case 5:
		p.s("(auth)")
	default:
		p.f("(type-0x%02x: len=%u)", uint32(kind), uint32(b[1]))
	}
	return true
}
