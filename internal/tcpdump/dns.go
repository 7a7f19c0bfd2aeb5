package tcpdump

import "github.com/gocap-project/gocap/wire"

const dnsLen = 12

var (
	dnsOps = [16]string{"", " inv_q", " stat", " op3", " notify", " update", " op6", " op7", " op8", " updateA",
		" updateD", " updateDA", " updateM", " updateMA", " zoneInit", " zoneRef"}
	dnsRCodes = [...]string{"", " FormErr", " ServFail", " NXDomain", " NotImp", " Refused", " YXDomain", " YXRRSet",
		" NXRRSet", " NotAuth", " NotZone", " Resp11", " Resp12", " Resp13", " Resp14", " NoChange", " BadVers",
		"Resp17", " Resp18", " Resp19", " Resp20", "Resp21", " Resp22", " BadCookie"}
)

// A message is a DNS message being printed.
type message struct {
	p    *Printer
	b    []byte // from its header on, as far as captured
	mdns bool
}

// dns prints a DNS message of n bytes.
func (p *Printer) dns(b []byte, n int, overTCP, mdns bool) {
	p.proto = "domain"
	if overTCP {
		if b, n = p.dnsPrefix(b, n); b == nil {
			return
		}
	}
	if n < dnsLen {
		p.f("domain [length %u < 12]", uint32(n))
		p.invalid()
		return
	}
	if !p.want(b, dnsLen) {
		return
	}
	m := message{p, b, mdns}
	ok := false
	if b[2]&0x80 != 0 {
		ok = m.response()
	} else {
		ok = m.query()
	}
	if ok {
		p.s(" (")
		p.d(n)
		p.s(")")
	} else if !p.done() {
		p.soft = true
		p.cut()
	}
}

// dnsPrefix checks the length that precedes a message over TCP, and returns the
// message, or nil.
func (p *Printer) dnsPrefix(b []byte, n int) ([]byte, int) {
	if n < 2 {
		p.f(" [DNS over TCP: length %u < 2]", uint32(n))
		p.invalid()
		return nil, 0
	}
	n -= 2
	prefix := p.u16(b, 0)
	if p.done() {
		return nil, 0
	}
	if int(prefix) != n {
		p.f(" [prefix length(%u) != length(%u)]", prefix, uint32(n))
		p.invalid()
		return nil, 0
	}
	p.s(" ")
	return b[2:], n
}

func (m *message) count(i int) int { return int(wire.Uint16(m.b, 4+2*i)) }

// head prints the identifier and the opcode.
func (m *message) head() {
	m.p.u(uint32(wire.Uint16(m.b, 0)))
	m.p.s(dnsOps[m.b[2]>>3&15])
}

func (m *message) response() bool {
	p, b := m.p, m.b
	m.head()
	m.rcode()
	for _, f := range [...]struct {
		set  bool
		name string
	}{{b[2]&4 != 0, "*"}, {b[3]&0x80 == 0, "-"}, {b[2]&2 != 0, "|"}, {b[3]&0x20 != 0, "$"}} {
		if f.set {
			p.s(f.name)
		}
	}
	qd, an, ns, ar := m.count(0), m.count(1), m.count(2), m.count(3)
	if qd != 1 {
		p.f(" [%uq]", uint32(qd))
	}
	off, ok := dnsLen, true
	for i := range qd {
		if i > 0 {
			p.s(",")
		}
		if p.Verbose > 1 {
			p.s(" q:")
			off, ok = m.question(off)
		} else if off, ok = m.skipName(off); ok {
			off += 4
		}
		if !ok || p.done() {
			return false
		}
	}
	p.f(" %u/%u/%u", uint32(an), uint32(ns), uint32(ar))
	if off, ok = m.records(off, an, "", true); !ok {
		return false
	}
	return p.Verbose < 2 || m.rest(off, ns, ar)
}

// rcode prints the response code with its extension, if an OPT record has one.
func (m *message) rcode() {
	code := int(m.b[3] & 15)
	if ext, ok := m.extendedRCode(); ok {
		code |= ext << 4
	}
	if code < len(dnsRCodes) {
		m.p.s(dnsRCodes[code])
		return
	}
	m.p.f(" Resp%u", uint32(code))
}

// extendedRCode finds the upper bits of the response code.
func (m *message) extendedRCode() (int, bool) {
	off, ok := dnsLen, true
	for range m.count(0) {
		if off, ok = m.skipName(off); !ok || off+4 >= len(m.b) {
			return 0, false
		}
		off += 4
	}
	for i := range m.count(1) + m.count(2) + m.count(3) {
		if off, ok = m.skipName(off); !ok || off+10 > len(m.b) {
			return 0, false
		}
		if i >= m.count(1)+m.count(2) && wire.Uint16(m.b, off) == 41 {
			return int(m.b[off+4]), true
		}
		off += 10 + int(wire.Uint16(m.b, off+8))
		if off >= len(m.b) {
			return 0, false
		}
	}
	return 0, false
}

func (m *message) query() bool {
	p, b := m.p, m.b
	m.head()
	if b[2]&1 != 0 {
		p.s("+")
	}
	if b[3]&0x10 != 0 {
		p.s("%")
	}
	if odd := wire.Uint16(b, 2); odd&0x6cf != 0 {
		p.f(" [b2&3=0x%x]", uint32(odd))
	}
	m.counts(b[2]>>3&15 == 1)
	qd, off, ok := m.count(0), dnsLen, true
	for ; qd > 0 && (off == dnsLen || off < len(b)); qd-- {
		if off, ok = m.question(off); !ok || p.done() {
			return false
		}
	}
	if qd > 0 {
		return false
	}
	if p.Verbose < 2 {
		return true
	}
	if off, ok = m.records(off, m.count(1), "", true); !ok {
		return false
	}
	return m.rest(off, m.count(2), m.count(3))
}

// counts prints the numbers of records that are unusual in a query.
func (m *message) counts(inverse bool) {
	p := m.p
	qd, an := m.count(0), m.count(1)
	show := func(n, usual int, what string) {
		if n != usual {
			p.f(" [%u", uint32(n))
			p.s(what)
		}
	}
	if inverse {
		show(qd, 0, "q]")
		show(an, 1, "a]")
	} else {
		show(an, 0, "a]")
		show(qd, 1, "q]")
	}
	show(m.count(2), 0, "n]")
	show(m.count(3), 0, "au]")
}

// rest prints the authority and the additional section.
func (m *message) rest(off, ns, ar int) bool {
	off, ok := m.records(off, ns, " ns:", false)
	if !ok {
		return false
	}
	_, ok = m.records(off, ar, " ar:", false)
	return ok
}

// records prints n records from off on. must says that the first is tried even if
// nothing of it was captured.
func (m *message) records(off, n int, title string, must bool) (int, bool) {
	for i := 0; i < n; i++ {
		if off >= len(m.b) && (i > 0 || !must) || m.p.done() {
			return off, false
		}
		if i == 0 {
			m.p.s(title)
		} else {
			m.p.s(",")
		}
		var ok bool
		if off, ok = m.record(off); !ok {
			return off, false
		}
	}
	return off, true
}

// question prints a question, and returns where it ends.
func (m *message) question(off int) (int, bool) {
	p := m.p
	at, ok := m.skipName(off)
	if !ok || at+4 > len(m.b) {
		return 0, false
	}
	p.s(" ")
	p.name(dnsTypes, uint32(wire.Uint16(m.b, at)), "Type%u")
	m.class(uint32(wire.Uint16(m.b, at+2)), " (QU)", " (QM)", false)
	p.s("? ")
	end, ok := p.domainName(m.b, off)
	return end + 4, ok
}

// class prints a class that is not the usual. In multicast DNS its highest bit is
// a flag, for which set and clear are printed.
func (m *message) class(c uint32, set, clear string, hidden bool) {
	base := c
	if m.mdns {
		base &= 0x7fff
	}
	if base != 1 && !hidden {
		m.p.s(" ")
		m.p.name(dnsClasses, base, "(Class %u)")
	}
	if m.mdns {
		if c&0x8000 != 0 {
			m.p.s(set)
		} else {
			m.p.s(clear)
		}
	}
}

// skipName returns where the name at off ends.
func (m *message) skipName(off int) (int, bool) {
	for off < len(m.b) {
		c := m.b[off]
		off++
		switch {
		case c == 0:
			return off, true
		case c&0xc0 == 0xc0:
			return off + 1, true
		case c == 0x41:
			if off >= len(m.b) {
				return 0, false
			}
			off += 1 + bitLabelBytes(m.b[off])
			off--
		case c&0xc0 != 0:
			return 0, false
		default:
			off += int(c)
		}
	}
	return 0, false
}

// bitLabelBytes is the length of an RFC 2673 label of so many bits.
func bitLabelBytes(bits byte) int {
	if bits == 0 {
		return 32 + 1
	}
	return (int(bits)+7)/8 + 1
}

const (
	maxName  = 255
	maxSteps = 1024 // labels and pointers followed of one name
)

// domainName prints the name at b[off], and returns where it ends. Pointers may
// only go back.
func (p *Printer) domainName(b []byte, off int) (end int, ok bool) {
	limit, jumped, chars := off, false, 0
	if off < len(b) && b[off] == 0 {
		p.s(".")
		return off + 1, true
	}
	for steps := 0; off < len(b) && steps < maxSteps; steps++ {
		c := int(b[off])
		off++
		switch {
		case c == 0:
			if !jumped {
				end = off
			}
			if chars > maxName {
				p.s("<DOMAIN NAME TOO LONG>")
			}
			return end, true
		case c&0xc0 == 0xc0:
			if !jumped {
				jumped, end = true, off+1
			}
			if off >= len(b) {
				return 0, false
			}
			to := c<<8&0x3f00 | int(b[off])
			if to >= limit {
				p.s("<BAD PTR>")
				return 0, false
			}
			limit, off = to, to
			continue
		case c == 0x41:
			n, ok := p.bitLabel(b, off)
			if !ok {
				return 0, false
			}
			off += n
		case c&0xc0 == 0x40:
			p.f("<ELT %u>", uint32(c&0x3f))
			return 0, false
		case c&0xc0 == 0x80:
			p.s("<BAD LABEL TYPE>")
			return 0, false
		default:
			if show := min(c, maxName-chars); show > 0 && !p.text(b, off, show) {
				return 0, false
			}
			chars += c
			off += c
		}
		if chars <= maxName {
			p.s(".")
		}
		chars++
	}
	return 0, false
}

// bitLabel prints an RFC 2673 label, and returns its length.
func (p *Printer) bitLabel(b []byte, off int) (int, bool) {
	if off >= len(b) {
		return 0, false
	}
	bits := uint32(b[off])
	if bits == 0 {
		bits = 256
	}
	n := int(bits+7)/8 + 1
	if off+n > len(b) {
		return 0, false
	}
	p.s("\\[x")
	p.hexBytes(b[off+1:off+n], "")
	p.f("/%u]", bits)
	return n, true
}
