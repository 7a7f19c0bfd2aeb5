package tcpdump

var (
	bfdDiags = names{
		0: "No Diagnostic", 1: "Control Detection Time Expired", 2: "Echo Function Failed", 3: "Neighbor Signaled Session Down",
		4: "Forwarding Plane Reset", 5: "Path Down", 6: "Concatenated Path Down", 7: "Administratively Down",
		8: "Reverse Concatenated Path Down",
	}
	bfdStates = names{0: "AdminDown", 1: "Down", 2: "Init", 3: "Up"}
	bfdFlags  = []bit{{0x20, "Poll"}, {0x10, "Final"}, {8, "Control Plane Independent"}, {4, "Authentication Present"}, {2, "Demand"}, {1, "Reserved"}}
	bfdAuths  = names{1: "Simple Password", 2: "Keyed MD5", 3: "Meticulous Keyed MD5", 4: "Keyed SHA1", 5: "Meticulous Keyed SHA1"}
	bfdPorts  = names{3784: "Control", 4784: "Multihop", 6784: "LAG", 7784: "S-BFD"}
)

// bfdPort returns the port that says what a packet is: a reflector answers from its.
func bfdPort(sport, dport uint32) uint32 {
	if sport == 7784 {
		return sport
	}
	return dport
}

// bfd prints a packet of Bidirectional Forwarding Detection, RFC 5880, that was sent
// to port.
func (p *Printer) bfd(b []byte, n int, port uint32) {
	p.proto = "bfd"
	if port == 3785 {
		p.f("BFD, Echo, length: %u", uint32(n))
		return
	}
	x := p.u8(b, 0)
	if x>>5 > 1 {
		p.f("BFDv%u, ", x>>5)
		p.name(bfdPorts, port, "port %u")
		p.f(", length: %u", uint32(n))
		return
	}
	flags := p.u8(b, 1)
	p.f("BFDv%u, ", x>>5)
	if p.Verbose > 0 {
		p.f("length: %u\n\t", uint32(n))
	}
	p.name(bfdPorts, port, "port %u")
	p.s(", State ")
	p.name(bfdStates, flags>>6, "unknown (%u)")
	p.s(", Flags: [")
	p.bits(bfdFlags, flags&0x3f, "none", ", ")
	p.s("]")
	if p.Verbose == 0 {
		p.f(", length: %u", uint32(n))
		return
	}
	p.s(", Diagnostic: ")
	p.name(bfdDiags, x&31, "unknown (%x)")
	p.f(" (0x%02x)", x&31)
	mult, length, tx := p.u8(b, 2), p.u8(b, 3), p.u32(b, 12)
	p.f("\n\tDetection Timer Multiplier: %u (%u ms Detection time), BFD Length: %u", mult, mult*(tx/1000), length)
	p.f("\n\tMy Discriminator: 0x%08x, ", p.u32(b, 4))
	p.f("Your Discriminator: 0x%08x", p.u32(b, 8))
	p.f("\n\t  Desired min Tx Interval:    %4u ms", tx/1000)
	p.f("\n\t  Required min Rx Interval:   %4u ms", p.u32(b, 16)/1000)
	p.f("\n\t  Required min Echo Interval: %4u ms", p.u32(b, 20)/1000)
	if flags&4 != 0 && !p.done() {
		p.bfdAuth(skip(b, 24))
	}
}

// bfdAuth prints an authentication section.
func (p *Printer) bfdAuth(b []byte) {
	kind, size := p.u8(b, 0), p.u8(b, 1)
	p.s("\n\tAuthentication: ")
	p.name(bfdAuths, kind, "Unknown")
	p.f(" (%u), length: %u", kind, size)
	if p.done() {
		return
	}
	p.f("\n\t  Auth Key ID: %u", p.u8(b, 2))
	switch kind {
	case 1:
		p.s(", Password: ")
		if size < 4 || size > 19 {
			p.f("[invalid length %u]", size)
			return
		}
		p.need(b, int(size))
		p.text(b, 3, int(size)-3)
	case 2, 3, 4, 5:
		want, title := uint32(24), "Digest"
		if kind >= 4 {
			want, title = 28, "Hash"
		}
		if size != want {
			p.f("[invalid length %u]", size)
			return
		}
		p.f(", Sequence Number: 0x%08x", p.u32(b, 4))
		p.s("\n\t  ")
		p.s(title)
		p.s(": ")
		p.hexBytes(p.bytes(b, 8, int(want)-8), "")
	}
}
