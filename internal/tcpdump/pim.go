package tcpdump

import (
	"github.com/gocap-project/gocap/wire"
)

var (
	pimTypes = names{
		0: "Hello", 1: "Register", 2: "Register Stop", 3: "Join / Prune", 4: "Bootstrap", 5: "Assert", 6: "Graft",
		7: "Graft Acknowledgement", 8: "Candidate RP Advertisement", 9: "Prune Refresh", 10: "DF Election", 11: "ECMP Redirect",
	}
	pimOptions = names{
		1: "Hold Time", 2: "LAN Prune Delay", 18: "DR Priority (Old)", 19: "DR Priority", 20: "Generation ID",
		21: "State Refresh Capability", 22: "Bi-Directional Capability", 24: "Address List", 65001: "Address List (Old)",
	}
	pimFlags     = []bit{{1 << 31, "Border"}, {1 << 30, "Null"}}
	pimElections = names{1: "Offer", 2: "Winner", 3: "Backoff", 4: "Pass"}
)

// A pimAddr is a kind of encoded address.
type pimAddr int

const (
	pimUnicast pimAddr = iota
	pimGroup
	pimSource
)

// pim prints a PIM message, RFC 7761.
func (p *Printer) pim(h *ipHeader, b []byte, n int) {
	p.proto = "pim"
	x := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("PIMv%u", x>>4)
	if x>>4 == 2 && p.Verbose == 0 {
		p.s(", ")
		p.name(pimTypes, x&15, "Unknown Type")
	}
	p.f(", length %u", uint32(n))
	if x>>4 == 2 && p.Verbose > 0 {
		p.s("\n\t")
		p.name(pimTypes, x&15, "Unknown Type")
		p.proto = "pimv2"
		p.pimMessage(h, x&15, b, n)
	}
}

// A pimReader reads encoded addresses from where at is.
type pimReader struct {
	*Printer
	b    []byte
	n    int // of b, on the wire
	at   int
	size int // of addresses in the encoding of RFC 2117, or 0
}

func (p *Printer) pimMessage(h *ipHeader, kind uint32, b []byte, n int) {
	r := pimReader{Printer: p, b: b, n: n, at: 4}
	if x := p.u8(b, 1); x == 4 || x == 16 && kind != 10 {
		r.size = int(x)
		p.s(", RFC2117-encoding")
	}
	p.pimChecksum(h, kind, b, n)
	switch kind {
	case 0:
		r.hello()
	case 1:
		r.register()
	case 2:
		r.addresses(" group=", pimGroup, " source=", pimUnicast)
	case 3, 6, 7:
		r.join(kind)
	case 4:
		r.bootstrap()
	case 5:
		if !r.addresses(" group=", pimGroup, " src=", pimUnicast) {
			return
		}
		x := r.u32(b, r.at)
		if x>>31 != 0 {
			p.s(" RPT")
		}
		p.f(" pref=%u", x&^(1<<31))
		p.f(" metric=%u", r.u32(b, r.at+4))
	case 8:
		r.candidate()
	case 9:
		if r.addresses(" src=", pimUnicast, " grp=", pimGroup) && r.address(" forwarder=", pimUnicast) {
			p.s(" TUNR ")
			p.duration(p.u16(b, r.at))
		}
	case 10:
		r.election()
	}
}

func (p *Printer) pimChecksum(h *ipHeader, kind uint32, b []byte, n int) {
	p.f(", cksum 0x%04x ", p.u16(b, 2))
	if p.done() {
		return
	}
	switch good, known := p.pimSum(h, kind, b, n); {
	case wire.Uint16(b, 2) == 0 || !known:
		p.s("(unverified)")
	case good:
		p.s("(correct)")
	default:
		p.s("(incorrect)")
	}
}

// pimSum verifies the checksum: of a register message, that of its header or of all.
func (p *Printer) pimSum(h *ipHeader, kind uint32, b []byte, n int) (good, known bool) {
	sum := func(n int) (good, known bool) {
		if n > len(b) {
			return false, false
		}
		s := uint16(0)
		if h.v == 6 {
			s = h.sum(103, n)
		}
		return wire.Sum(s, b[:n]) == 0xffff, true
	}
	if kind == 1 {
		if good, known = sum(8); good || !known {
			return good, known
		}
	}
	return sum(n)
}

// address prints name and an encoded address, and reports whether that could be done.
func (r *pimReader) address(name string, kind pimAddr) bool {
	if r.done() {
		return false
	}
	r.s(name)
	family, head := uint32(0), 0
	if r.size == 0 {
		if family, head = r.u8(r.b, r.at), 2; r.u8(r.b, r.at+1) != 0 {
			family = 0
		}
	} else if r.size == 4 || r.size == 16 {
		family = uint32(1 + r.size/16)
	}
	at, flags := r.at+head, uint32(0)
	bits, full := uint32(0), uint32(32)
	if family == 2 {
		full = 128
	}
	if kind != pimUnicast {
		flags, bits = r.u8(r.b, at), r.u8(r.b, at+1)
		at += 2
	}
	switch family {
	case 1:
		r.ip4Addr(r.b, at)
		r.at = at + 4
	case 2:
		r.ip6Addr(r.b, at)
		r.at = at + 16
	default:
		r.cut()
	}
	if r.done() {
		return false
	}
	if kind != pimUnicast {
		if bits != full {
			r.f("/%u", bits)
		}
		r.addressFlags(kind, flags)
	}
	return true
}

func (r *pimReader) addressFlags(kind pimAddr, flags uint32) {
	if flags == 0 {
		return
	}
	if kind == pimGroup {
		r.f("(0x%02x)", flags)
		return
	}
	r.s("(")
	for i, c := range []byte("SWR") {
		if flags&(4>>i) != 0 {
			r.c(c)
		}
	}
	if flags&0xf8 != 0 {
		r.f("+0x%02x", flags)
	}
	r.s(")")
}

func (r *pimReader) addresses(name1 string, kind1 pimAddr, name2 string, kind2 pimAddr) bool {
	return r.address(name1, kind1) && r.address(name2, kind2)
}

// holdtime prints a time in seconds, of which the greatest is for ever.
func (r *pimReader) holdtime(x uint32) {
	if x == 0xffff {
		r.s("infinite")
		return
	}
	r.duration(x)
}

func (r *pimReader) hello() {
	for r.at < r.n && !r.done() {
		kind, size := r.u16(r.b, r.at), r.u16(r.b, r.at+2)
		if r.done() {
			return
		}
		r.s("\n\t  ")
		r.name(pimOptions, kind, "Unknown")
		r.f(" Option (%u), length %u, Value: ", kind, size)
		if !r.need(r.b, r.at+4+int(size)) || !r.option(kind, size, r.b[r.at+4:r.at+4+int(size)]) {
			return
		}
		if r.Verbose > 1 {
			r.unknown(r.b[r.at+4:], int(size), "\n\t    ")
		}
		r.at += 4 + int(size)
	}
}

// option prints the value of an option, and reports whether it has the right size.
func (r *pimReader) option(kind, size uint32, v []byte) bool {
	if want, ok := map[uint32]uint32{1: 2, 2: 4, 20: 4, 21: 4}[kind]; ok && size != want {
		r.f("[option length %u != %u]", size, want)
		r.invalid()
		return false
	}
	switch kind {
	case 1:
		r.duration(r.u16(v, 0))
	case 2:
		x := r.u16(v, 0)
		r.f("\n\t    T-bit=%u, LAN delay %ums, Override interval %ums", x>>15, x&0x7fff, r.u16(v, 2))
	case 18, 19:
		switch size {
		case 0:
			r.s("Bi-Directional Capability (Old)")
		case 4:
			r.u(r.u32(v, 0))
		default:
			r.f("[option length %u != 4]", size)
			r.invalid()
			return false
		}
	case 20:
		r.f("0x%08x", r.u32(v, 0))
	case 21:
		r.f("v%u", r.u8(v, 0))
		if x := r.u8(v, 1); x != 0 {
			r.s(", interval ")
			r.duration(x)
		}
		if x := r.u16(v, 2); x != 0 {
			r.f(" ?0x%04x?", x)
		}
	case 22:
	case 24, 65001:
		a := pimReader{Printer: r.Printer, b: v, n: len(v), size: r.size}
		for r.Verbose > 1 && a.at < a.n && a.address("\n\t    ", pimUnicast) {
		}
	default:
		if r.Verbose <= 1 {
			r.unknown(v, len(v), "\n\t    ")
		}
	}
	return true
}

func (r *pimReader) register() {
	r.s(", Flags [ ")
	r.bits(pimFlags, r.u32(r.b, 4), "none", ", ")
	r.s(" ]\n\t")
	if r.n <= 8 || r.done() {
		return
	}
	rest := skip(r.b, 8)
	switch x := r.u8(rest, 0) >> 4; x {
	case 0:
		r.need(rest, 20)
		r.s("IP-Null-header ")
		r.ip4Addr(rest, 12)
		r.s(" > ")
		r.ip4Addr(rest, 16)
	case 4:
		r.ip4(rest, r.n-8)
	case 6:
		r.ip6(rest, r.n-8)
	default:
		r.f("IP ver %u", x)
	}
}

func (r *pimReader) join(kind uint32) {
	start := len(r.Printer.b)
	if !r.address(", upstream-neighbor: ", pimUnicast) {
		return
	}
	if kind == 7 { // tcpdump does not show that of an acknowledgement
		r.Printer.b = r.Printer.b[:start]
	}
	groups := int(r.u8(r.b, r.at+1))
	hold := r.u16(r.b, r.at+2)
	r.f("\n\t  %u group(s)", uint32(groups))
	if kind != 7 {
		r.s(", holdtime: ")
		r.holdtime(hold)
	}
	r.at += 4
	for i := range groups {
		r.f("\n\t    group #%u: ", uint32(i+1))
		if !r.address("", pimGroup) {
			return
		}
		joined, pruned := r.u16(r.b, r.at), r.u16(r.b, r.at+2)
		r.f(", joined sources: %u, pruned sources: %u", joined, pruned)
		r.at += 4
		for j := range joined {
			r.f("\n\t      joined source #%u: ", j+1)
			if !r.address("", pimSource) {
				return
			}
		}
		for j := range pruned {
			r.f("\n\t      pruned source #%u: ", j+1)
			if !r.address("", pimSource) {
				return
			}
		}
	}
}

func (r *pimReader) bootstrap() {
	r.f(" tag=%x", r.u16(r.b, 4))
	r.f(" hashmlen=%u", r.u8(r.b, 6))
	r.f(" BSRprio=%u", r.u8(r.b, 7))
	r.at = 8
	if !r.address(" BSR=", pimUnicast) {
		return
	}
	for i := uint32(0); r.at < r.n && !r.done(); i++ {
		r.f(" (group%u: ", i)
		if !r.address("", pimGroup) {
			return
		}
		r.f(" RPcnt=%u", r.u8(r.b, r.at))
		here := r.u8(r.b, r.at+1)
		r.f(" FRPcnt=%u", here)
		r.at += 4
		for j := uint32(0); j < here && r.at < r.n; j++ {
			r.f(" RP%u=", j)
			if !r.address("", pimUnicast) {
				return
			}
			r.s(",holdtime=")
			r.holdtime(r.u16(r.b, r.at))
			r.f(",prio=%u", r.u8(r.b, r.at+2))
			r.at += 4
		}
		r.s(")")
	}
}

func (r *pimReader) candidate() {
	r.f(" prefix-cnt=%u", r.u8(r.b, 4))
	count := r.u8(r.b, 4)
	r.f(" prio=%u", r.u8(r.b, 5))
	r.s(" holdtime=")
	r.holdtime(r.u16(r.b, 6))
	r.at = 8
	if !r.address(" RP=", pimUnicast) {
		return
	}
	for i := uint32(0); i < count && r.at < r.n; i++ {
		r.f(" Group%u=", i)
		if !r.address("", pimGroup) {
			return
		}
	}
}

func (r *pimReader) election() {
	sub := r.u8(r.b, 1) >> 4
	r.s("\n\t  ")
	r.name(pimElections, sub, "Unknown (%u)")
	r.s(",")
	if !r.address(" rpa=", pimUnicast) {
		return
	}
	r.f(" sender pref=%u", r.u32(r.b, r.at))
	r.f(" sender metric=%u", r.u32(r.b, r.at+4))
	r.at += 8
	name := map[uint32]string{3: "offer", 4: "new winner"}[sub]
	if name == "" {
		return
	}
	r.s("\n\t  ")
	if !r.address(name+" addr=", pimUnicast) {
		return
	}
	r.s(" " + name)
	r.f(" pref=%u ", r.u32(r.b, r.at))
	r.s(name)
	r.f(" metric=%u", r.u32(r.b, r.at+4))
	if sub == 3 {
		r.f(" interval %ums", r.u16(r.b, r.at+8))
	}
}
