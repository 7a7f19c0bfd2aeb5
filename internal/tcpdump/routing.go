package tcpdump

var (
	ospfTypes = names{1: "Hello", 2: "Database Description", 3: "LS-Request", 4: "LS-Update", 5: "LS-Ack"}
)

// ospf prints the header of an OSPF packet of either version.
func (p *Printer) ospf(h *ipHeader, b []byte, n int) {
	p.proto = "ospf2"
	if h.v == 6 {
		p.proto = "ospf3"
	} else if p.u16(b, 14) == 2 {
		n -= 16 // the digest of RFC 2328 is behind the packet
	}
	version, kind := p.u8(b, 0), p.u8(b, 1)
	if p.done() {
		return
	}
	p.f("OSPFv%u, ", version)
	p.name(ospfTypes, kind, "unknown LS-type %u")
	p.f(", length %u", uint32(n))
}
