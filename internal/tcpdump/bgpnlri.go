package tcpdump

import "github.com/gocap-project/gocap/wire"

// What decoders of routes return instead of a length.
const (
	bgpIllegal = -1 // the length makes no sense
	bgpCut     = -2 // not captured
	bgpShort   = -3 // longer than its list
)

// bgpKind is an address family and a subsequent one.
func bgpKind(afi, safi uint32) uint32 { return afi<<8 | safi }

// bgpForm is how routes of a family are printed.
type bgpForm struct {
	route   bgpRouteKind
	hop     int  // bytes of an address of a next hop; 0 is all there are
	rd      bool // before which there is a route distinguisher
	paths   int  // bits of an address, of which path identifiers are looked for; or 0
	newline bool // the decoder begins lines itself
	keep    bool // what was printed of a route stays though it is cut
}

// bgpRouteKind says how a route is decoded. It is no function, which would make what it is
// called with be allocated.
type bgpRouteKind uint8

const (
	bgpRoutePrefix bgpRouteKind = iota
	bgpRouteLabeled
	bgpRouteVPN
	bgpRouteL2VPN
	bgpRouteTarget
	bgpRouteMVPN
	bgpRouteMDT
	bgpRouteCLNP
	bgpRouteVPNCLNP
)

// bgpForms has the forms of the families that are known.
var bgpForms = map[uint32]*bgpForm{
	bgpKind(1, 4): {route: bgpRouteLabeled, hop: 4}, bgpKind(2, 4): {route: bgpRouteLabeled, hop: 16},
	bgpKind(1, 132): {route: bgpRouteTarget, hop: 4, newline: true}, bgpKind(1, 5): {route: bgpRouteMVPN, hop: 4, keep: true},
	bgpKind(1, 66): {route: bgpRouteMDT, hop: 4}, bgpKind(25, 65): {route: bgpRouteL2VPN, hop: 4},
}

func init() {
	for safi := uint32(1); safi <= 3; safi++ {
		bgpForms[bgpKind(1, safi)] = &bgpForm{route: bgpRoutePrefix, hop: 4, paths: 32}
		bgpForms[bgpKind(2, safi)] = &bgpForm{route: bgpRoutePrefix, hop: 16, paths: 128}
		bgpForms[bgpKind(3, safi)] = &bgpForm{route: bgpRouteCLNP}
		bgpForms[bgpKind(1, 127+safi)] = &bgpForm{route: bgpRouteVPN, hop: 4, rd: true}
		bgpForms[bgpKind(2, 127+safi)] = &bgpForm{route: bgpRouteVPN, hop: 16, rd: true}
		bgpForms[bgpKind(3, 127+safi)] = &bgpForm{route: bgpRouteVPNCLNP, rd: true}
		bgpForms[bgpKind(196, 127+safi)] = &bgpForm{route: bgpRouteL2VPN, hop: 4}
	}
}

// bgpRoute prints a route, and returns its length, or less than 0.
func (p *Printer) bgpRoute(f *bgpForm, b []byte, n int) int {
	six := f.hop == 16
	switch f.route {
	case bgpRouteLabeled:
		return p.bgpLabeled(b, n, six)
	case bgpRouteVPN:
		return p.bgpVPN(b, six)
	case bgpRouteL2VPN:
		return p.bgpL2VPN(b)
	case bgpRouteTarget:
		return p.bgpRouteTarget(b)
	case bgpRouteMVPN:
		return p.bgpMulticastVPN(b)
	case bgpRouteMDT:
		return p.bgpMDT(b)
	case bgpRouteCLNP:
		return p.bgpCLNP(b)
	case bgpRouteVPNCLNP:
		return p.bgpVPNCLNP(b)
	}
	return p.bgpPlain(b, n, six)
}

// illegal returns what is printed of a route whose length makes no sense.
func (f *bgpForm) illegal() string {
	if f.newline {
		return "\n\t      (illegal prefix length)"
	}
	return "\n\t    (illegal prefix length)"
}

// bgpAFI prints the family of routes, and returns their form.
func (p *Printer) bgpAFI(b []byte) (afi, safi uint32, form *bgpForm) {
	afi, safi = p.u16(b, 0), p.u8(b, 2)
	p.s("\n\t    AFI: ")
	p.name(bgpAFIs, afi, "Unknown AFI")
	p.f(" (%u), ", afi)
	if safi > 128 {
		p.s("vendor specific ")
	}
	p.s("SAFI: ")
	p.name(bgpSAFIs, safi, "Unknown SAFI")
	p.f(" (%u)", safi)
	return afi, safi, bgpForms[bgpKind(afi, safi)]
}

// bgpReach prints routes and their next hop, RFC 4760 §3. It reports whether they were
// there whole.
func (p *Printer) bgpReach(b []byte, n int) bool {
	if n < 3 || len(b) < 3 {
		return false
	}
	afi, safi, form := p.bgpAFI(b)
	if form == nil {
		if !p.need(b, n) {
			return false
		}
		p.f("\n\t    no AFI %u / SAFI %u decoder", afi, safi)
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t    ")
		}
		return true
	}
	hop := int(p.u8(b, 3))
	i := 4
	if hop > 0 {
		p.s("\n\t    nexthop: ")
		if n-i < hop {
			p.s("invalid len")
			return true
		}
		p.bgpNextHop(form, skip(b, i), hop)
	}
	p.f(", nh-length: %u", uint32(hop))
	i += hop
	if i >= n {
		return true
	}
	snpa := p.u8(b, i)
	i++
	if snpa == 0 {
		p.s(", no SNPA")
	} else {
		p.f("\n\t    %u SNPA", snpa)
		for ; snpa > 0 && !p.done(); snpa-- {
			k := p.u8(b, i)
			p.f("\n\t      %u bytes", k)
			if i += 1 + int(k); i > n {
				return false
			}
		}
	}
	return p.bgpRoutes(form, skip(b, i), n-i)
}

func (p *Printer) bgpNextHop(form *bgpForm, b []byte, n int) {
	size := form.hop
	if form.rd {
		size += 8
	}
	if form.hop == 0 {
		size = n
	}
	for i := 0; i < n && !p.done(); i += size {
		if i > 0 {
			p.s(", ")
		}
		if n-i < size {
			p.s("invalid len")
			return
		}
		at := i
		if form.rd {
			p.s("RD: ")
			p.bgpRD(skip(b, i))
			p.s(", ")
			at += 8
		}
		switch form.hop {
		case 0:
			p.nsap(skip(b, at), n-at)
		case 4:
			p.ip4Addr(b, at)
		default:
			p.ip6Addr(b, at)
		}
	}
}

// bgpUnreach prints routes that are no more, RFC 4760 §4. It reports whether they were
// there whole.
func (p *Printer) bgpUnreach(b []byte, n int) bool {
	if n < 3 || len(b) < 3 {
		return false
	}
	afi, safi, form := p.bgpAFI(b)
	if n == 3 {
		p.s("\n\t      End-of-Rib Marker (empty NLRI)")
	}
	if form == nil {
		p.f("\n\t    no AFI %u / SAFI %u decoder", afi, safi)
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t    ")
		}
		return true
	}
	return p.bgpRoutes(form, b[3:], n-3)
}

func (p *Printer) bgpRoutes(form *bgpForm, b []byte, n int) bool {
	paths := form.paths > 0 && p.bgpPaths(b, n, form.paths)
	for n > 0 && !p.done() {
		id := uint32(0)
		if paths {
			if n < 4 {
				return true
			}
			id = p.u32(b, 0)
			b, n = skip(b, 4), n-4
		}
		start := len(p.b)
		if !form.newline {
			p.s("\n\t      ")
		}
		k := p.bgpRoute(form, b, n)
		switch k {
		case bgpIllegal:
			p.b = p.b[:start]
			p.s(form.illegal())
			return true
		case bgpCut:
			if !form.keep {
				p.b = p.b[:start]
			}
			return false
		case bgpShort:
			p.b = p.b[:start]
			return true
		}
		if paths {
			p.f("   Path Id: %u", id)
		}
		if k <= 0 || k > len(b) {
			return true
		}
		b, n = b[k:], n-k
	}
	return true
}

// bgpBits takes a prefix of at most most bits off b: the part of it that is there, with
// zeros behind it, and its length in bytes, or less than 0.
func bgpBits(b []byte, n, bits, most int) (addr [16]byte, size int) {
	if bits < 0 || bits > most {
		return addr, bgpIllegal
	}
	size = (bits + 7) / 8
	if size > len(b) {
		return addr, bgpCut
	}
	if size > n {
		return addr, bgpShort
	}
	copy(addr[:], b[:size])
	if k := bits % 8; k != 0 {
		addr[size-1] &= 0xff << (8 - k)
	}
	return addr, size
}

// bgpPrefix prints a prefix of bits bits at b[at:], in n bytes, and returns where it ends.
func (p *Printer) bgpPrefix(b []byte, n, at, bits int, six bool) int {
	most := 32
	if six {
		most = 128
	}
	addr, size := bgpBits(skip(b, at), n-at, bits, most)
	if size < 0 {
		return size
	}
	if six {
		p.ip6Addr(addr[:], 0)
	} else {
		p.ip4Addr(addr[:], 0)
	}
	p.f("/%u", uint32(bits))
	return at + size
}

// bgpEnough returns 0 if k bytes of a route are there, or what to return if not.
func bgpEnough(b []byte, n, k int) int {
	switch {
	case len(b) < k:
		return bgpCut
	case n < k:
		return bgpShort
	}
	return 0
}

func (p *Printer) bgpPrefix4(b []byte, n int) int { return p.bgpPlain(b, n, false) }

func (p *Printer) bgpPlain(b []byte, n int, six bool) int {
	if k := bgpEnough(b, n, 1); k < 0 {
		return k
	}
	return p.bgpPrefix(b, n, 1, int(b[0]), six)
}

func (p *Printer) bgpLabeled(b []byte, n int, six bool) int {
	if k := bgpEnough(b, n, 4); k < 0 {
		return k
	}
	k := p.bgpPrefix(b, n, 4, int(b[0])-24, six)
	if k > 0 {
		p.bgpLabel(b[1:])
	}
	return k
}

// bgpLabel prints a label and whether it is the last one.
func (p *Printer) bgpLabel(b []byte) {
	p.f(", label:%u ", p.u24(b, 0)>>4)
	if p.u8(b, 2)&1 != 0 {
		p.s("(bottom)")
	} else {
		p.s("(BOGUS: Bottom of Stack NOT set!)")
	}
}

func (p *Printer) bgpVPN(b []byte, six bool) int {
	if len(b) < 1 {
		return bgpCut
	}
	bits, most := int(b[0])-24-64, 32
	if six {
		most = 128
	}
	if bits < 0 || bits > most {
		return bgpIllegal
	}
	if len(b) < 12 {
		return bgpCut
	}
	p.s("RD: ")
	p.bgpRD(b[4:])
	p.s(", ")
	k := p.bgpPrefix(b, len(b), 12, bits, six)
	if k > 0 {
		p.bgpLabel(b[1:])
	}
	return k
}

// bgpCLNP prints a prefix of the OSI network layer. tcpdump reads it behind 4 bytes.
func (p *Printer) bgpCLNP(b []byte) int {
	if len(b) < 4 {
		return bgpCut
	}
	addr, size := bgpNSAP(b, 4, int(b[0]))
	if size < 0 {
		return size
	}
	p.nsap(addr, size)
	p.f("/%u", uint32(b[0]))
	return 1 + size
}

// bgpVPNCLNP prints a prefix of the OSI network layer of a VPN.
func (p *Printer) bgpVPNCLNP(b []byte) int {
	if len(b) < 12 {
		return bgpCut
	}
	bits := int(b[0]) - 24 - 64
	addr, size := bgpNSAP(b, 12, bits)
	if size < 0 {
		return size
	}
	p.s("RD: ")
	p.bgpRD(b[4:])
	p.s(", ")
	p.nsap(addr, size)
	p.f("/%u", uint32(bits))
	p.bgpLabel(b[1:])
	return 12 + size
}

// bgpNSAP takes a prefix of an address of the OSI network layer from b[at:].
func bgpNSAP(b []byte, at, bits int) (addr []byte, size int) {
	if bits < 0 || bits > 152 {
		return nil, bgpIllegal
	}
	size = (bits + 7) / 8
	if at+size > len(b) {
		return nil, bgpCut
	}
	addr = append(addr, b[at:at+size]...)
	if k := bits % 8; k != 0 {
		addr[size-1] &= 0xff << (8 - k)
	}
	return addr, size
}

// bgpRD prints a route distinguisher, RFC 4364 §4.2.
func (p *Printer) bgpRD(b []byte) {
	switch p.u16(b, 0) {
	case 0:
		p.f("%u:%u (= %u.%u.%u.%u)", p.u16(b, 2), p.u32(b, 4), p.u8(b, 4), p.u8(b, 5), p.u8(b, 6), p.u8(b, 7))
	case 1:
		p.f("%u.%u.%u.%u:%u", p.u8(b, 2), p.u8(b, 3), p.u8(b, 4), p.u8(b, 5), p.u16(b, 6))
	case 2:
		p.asn(p.u32(b, 2))
		p.f(":%u (%u.%u.%u.%u:%u)", p.u16(b, 6), p.u8(b, 2), p.u8(b, 3), p.u8(b, 4), p.u8(b, 5), p.u16(b, 6))
	default:
		p.s("unknown RD format")
		p.need(b, 8)
	}
}

// bgpRouteTarget prints a route target that is wanted, RFC 4684 §4.
func (p *Printer) bgpRouteTarget(b []byte) int {
	if len(b) < 1 {
		return bgpCut
	}
	bits := int(b[0])
	if bits == 0 {
		p.s("\n\t      default route target")
		return 1
	}
	if bits < 32 || bits > 96 {
		return bgpIllegal
	}
	bits -= 32
	size := (bits + 7) / 8
	if len(b) < 5+size {
		return bgpCut
	}
	p.s("\n\t      origin AS: ")
	p.asn(p.u32(b, 1))
	p.s(", ")
	var t [8]byte
	copy(t[:], b[5:5+size])
	p.bgpTarget(t[:], bits)
	switch {
	case bits == 0:
		p.s("/0")
	case bits < 16 || !bgpTargetKnown(t[:]):
		p.s(" (")
		p.bgpTargetBytes(t[:size])
		p.f("/%u)", uint32(bits))
	default:
		p.f("/%u (", uint32(bits))
		p.bgpTargetBytes(t[:size])
		p.s(")")
	}
	return 5 + size
}

func bgpTargetKnown(t []byte) bool { return t[0] <= 2 && t[1] == 2 }

func (p *Printer) bgpTargetBytes(t []byte) {
	for i, c := range t {
		p.b = append(p.b, hexDigits[c>>4], hexDigits[c&15])
		if i%2 == 1 && i < len(t)-1 {
			p.c(' ')
		}
	}
}

func (p *Printer) bgpTarget(t []byte, bits int) {
	kind := p.u16(t, 0)
	switch {
	case bits == 0:
		p.s("route-target: 0:0")
	case bits < 16:
		p.s("route-target: partial-type:")
	case kind == 0x0002:
		p.f("route-target: %u:%u", p.u16(t, 2), p.u32(t, 4))
	case kind == 0x0102:
		p.f("route-target: %u.%u.%u.%u:%u", p.u8(t, 2), p.u8(t, 3), p.u8(t, 4), p.u8(t, 5), p.u16(t, 6))
	case kind == 0x0202:
		p.s("route-target: ")
		p.asn(p.u32(t, 2))
		p.f(":%u", p.u16(t, 6))
	default:
		p.f("route target: unknown-type(%04x)", kind)
	}
}

// bgpMDT prints a multicast distribution tree, RFC 6037 §9.
func (p *Printer) bgpMDT(b []byte) int {
	if len(b) < 1 {
		return bgpCut
	}
	if b[0] != 128 {
		return bgpIllegal
	}
	if len(b) < 17 {
		return bgpCut
	}
	p.s("RD: ")
	p.bgpRD(b[1:])
	p.s(", VPN IP Address: ")
	p.ip4Addr(b, 9)
	p.s(", MC Group Address: ")
	p.ip4Addr(b, 13)
	return 17
}

// bgpMulticastVPN prints a route of a multicast VPN, RFC 6514 §4.
func (p *Printer) bgpMulticastVPN(b []byte) int {
	kind, size := p.u8(b, 0), int(p.u8(b, 1))
	p.s("Route-Type: ")
	p.name(bgpMVPN, kind, "Unknown")
	p.f(" (%u), length: %u", kind, uint32(size))
	v := skip(b, 2)
	if kind >= 1 && kind <= 7 && kind != 4 {
		if size < 8 {
			return bgpCut
		}
		p.s(", RD: ")
		p.bgpRD(v)
	}
	switch kind {
	case 1:
		p.s(", Originator ")
		p.bgpAnyAddr(v, 8, 8*(size-8))
	case 2:
		p.s(", Source-AS ")
		p.asn(p.u32(v, 8))
	case 3:
		i := p.bgpTree(v, 8)
		p.s(", Originator ")
		p.bgpAnyAddr(v, i, 8*(size-(i-8)))
	case 5:
		p.bgpTree(v, 8)
	case 6, 7:
		if size < 12 {
			return bgpCut
		}
		p.s(", Source-AS ")
		p.asn(p.u32(v, 8))
		p.bgpTree(v, 12)
	}
	return size + 2
}

// bgpTree prints the source and the group at b[i], as far as they were captured, and
// returns where they end.
func (p *Printer) bgpTree(b []byte, i int) int {
	for _, s := range [...]string{", Source ", ", Group "} {
		bits := int(p.u8(b, i))
		if i++; i+bits/8 > len(b) {
			return i
		}
		if bits != 0 {
			p.s(s)
			p.bgpAnyAddr(b, i, bits)
		}
		i += bits / 8
	}
	return i
}

// bgpAnyAddr prints an address of so many bits.
func (p *Printer) bgpAnyAddr(b []byte, i, bits int) {
	switch bits {
	case 32:
		p.ip4Addr(b, i)
	case 128:
		p.ip6Addr(b, i)
	default:
		p.f("bogus address length %u", uint32(bits))
	}
}

// bgpL2VPN prints a block of labels of a layer 2 VPN, RFC 4761 §3.2.2.
func (p *Printer) bgpL2VPN(b []byte) int {
	if len(b) < 2 {
		return bgpCut
	}
	size := int(wire.Uint16(b, 0))
	v := b[2:]
	switch {
	case size == 12:
		if len(v) < 12 {
			return bgpCut
		}
		p.s("RD: ")
		p.bgpRD(v)
		p.s(", BGPNH: ")
		p.ip4Addr(v, 8)
		return size + 2
	case size <= 17:
		return bgpCut
	case len(v) < size:
		return bgpCut
	}
	p.s("RD: ")
	p.bgpRD(v)
	p.f(", CE-ID: %u, Label-Block Offset: %u, Label Base %u", p.u16(v, 8), p.u16(v, 10), p.u24(v, 12)>>4)
	if !p.bgpCircuits(v[15:], size-15) {
		return bgpCut
	}
	return size + 2
}

// bgpCircuits prints the elements behind a block of labels. It reports whether they were
// captured.
func (p *Printer) bgpCircuits(b []byte, n int) bool {
	for n > 0 && !p.done() {
		if len(b) < 3 {
			return false
		}
		if n < 3 {
			p.s("\n\t\tran past the end")
			return true
		}
		kind, bits := p.u8(b, 0), p.u16(b, 1)
		size := (int(bits) + 7) / 8
		b, n = b[3:], n-3
		if kind == 1 {
			p.f("\n\t\tcircuit status vector (%u) length: %u: 0x", kind, bits)
			p.hexBytes(snap(b, min(size, n)), "")
		} else {
			p.f("\n\t\tunknown TLV #%u, length: %u", kind, bits)
		}
		if n < size {
			p.s(" (ran past the end)")
			return true
		}
		b, n = skip(b, size), n-size
	}
	return true
}
