package tcpdump

var (
	udldCodes = names{0: "Reserved", 1: "Probe message", 2: "Echo message", 3: "Flush message"}
	udldFlags = []bit{{1, "RT"}, {2, "RSY"}}
	udldTypes = names{
		1: "Device-ID TLV", 2: "Port-ID TLV", 3: "Echo TLV", 4: "Message Interval TLV", 5: "Timeout Interval TLV", 6: "Device Name TLV",
		7: "Sequence Number TLV",
	}
	dtpTypes = names{1: "Domain", 2: "Status", 3: "DTP type", 4: "Neighbor"}
	vtpCodes = names{1: "Summary advertisement", 2: "Subset advertisement", 3: "Advertisement request", 4: "Join message"}
	vtpThird = names{1: "Followers", 2: "Seq number", 3: "Rsvd", 4: "Rsvd"}
	vtpTypes = names{1: "Ethernet", 2: "FDDI", 3: "TrCRF", 4: "FDDI-net", 5: "TrBRF"}
	vtpTLVs  = names{
		1: "Source-Routing Ring Number TLV", 2: "Source-Routing Bridge Number TLV", 3: "STP type TLV", 4: "Parent VLAN TLV",
		5: "Translationally bridged VLANs TLV", 6: "Pruning TLV", 7: "Bridge Type TLV", 8: "Max ARP Hop Count TLV",
		9: "Max STE Hop Count TLV", 10: "Backup CRF Mode TLV",
	}
)

// udld prints a frame of unidirectional link detection.
func (p *Printer) udld(b []byte, n int) {
	p.proto = "udld"
	if n < 4 {
		p.f(" [length %u < 4]", uint32(n))
		p.invalid()
		return
	}
	x, flags := p.u8(b, 0), p.u8(b, 1)
	if p.done() {
		return
	}
	p.f("UDLDv%u, Code ", x>>5)
	p.name(udldCodes, x&0x1f, "Reserved")
	p.f(" (%x), Flags [", x&0x1f)
	p.bits(udldFlags, flags, "none", ", ")
	p.f("] (0x%02x), length %u", flags, uint32(n))
	if p.Verbose == 0 {
		return
	}
	p.f("\n\tChecksum 0x%04x (unverified)", p.u16(b, 2))
	for b, n = skip(b, 4), n-4; n > 0 && !p.done(); {
		if n < 4 {
			p.f(" [remaining packet length %u < 4]", uint32(n))
			p.invalid()
			return
		}
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return
		}
		p.s("\n\t")
		p.name(udldTypes, kind, "Unknown TLV")
		p.f(" (0x%04x) TLV, length %u", kind, uint32(size))
		if size < 4 || size > n {
			p.invalid()
			return
		}
		if !p.need(b, size) {
			return
		}
		p.udldValue(kind, b[4:size])
		b, n = b[size:], n-size
	}
}

func (p *Printer) udldValue(kind uint32, v []byte) {
	if (kind == 4 || kind == 5) && len(v) != 1 || kind == 7 && len(v) != 4 {
		p.invalid()
		return
	}
	switch kind {
	case 1, 2, 3, 6:
		p.s(", ")
		p.text(v, 0, len(v))
	case 4, 5:
		p.f(", %us", uint32(v[0]))
	case 7:
		p.f(", %u", p.u32(v, 0))
	}
}

// dtp prints a frame of the Dynamic Trunking Protocol.
func (p *Printer) dtp(b []byte, n int) {
	p.proto = "dtp"
	if n < 1 {
		p.s("[zero packet length]")
		p.invalid()
		return
	}
	version := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("DTPv%u, length %u", version, uint32(n))
	if p.Verbose == 0 {
		return
	}
	for b, n = b[1:], n-1; n > 0 && !p.done(); {
		if n < 4 {
			p.f(" [remaining packet length %u < 4]", uint32(n))
			p.invalid()
			return
		}
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return
		}
		p.s("\n\t")
		p.name(dtpTypes, kind, "Unknown")
		p.f(" (0x%04x) TLV, length %u", kind, uint32(size))
		if size < 4 || size > n {
			p.invalid()
			return
		}
		if !p.need(b, size) {
			return
		}
		p.dtpValue(kind, b[4:size])
		b, n = b[size:], n-size
	}
}

func (p *Printer) dtpValue(kind uint32, v []byte) {
	switch {
	case kind == 1:
		p.s(", ")
		p.textz(v, 0, len(v))
	case kind == 2 && len(v) == 1, kind == 3 && len(v) == 1:
		p.f(", 0x%x", uint32(v[0]))
	case kind == 4 && len(v) == 6:
		p.s(", ")
		p.mac(v, 0)
	case kind >= 2 && kind <= 4:
		p.invalid()
	}
}

// vtp prints a frame of the VLAN Trunking Protocol.
func (p *Printer) vtp(b []byte, n int) {
	const head = 36
	p.proto = "vtp"
	if n < head {
		p.f("[length %u < %u]", uint32(n), head)
		p.invalid()
		return
	}
	version := p.u8(b, 0)
	if p.done() {
		return
	}
	if version > 3 {
		p.f("VTP [version %u > 3]", version)
		p.broken(b, n)
		return
	}
	if !p.need(b, head) {
		return
	}
	code, size := uint32(b[1]), int(b[3])
	p.f("VTPv%u, Message ", version)
	p.name(vtpCodes, code, "Unknown message type")
	p.f(" (0x%02x), length %u", code, uint32(n))
	if p.Verbose < 1 {
		return
	}
	p.s("\n\tDomain name: ")
	if size < 1 || size > 32 {
		p.f(" [MgmtD Len %u]", uint32(size))
		p.invalid()
		return
	}
	p.textz(b, 4, size)
	p.s(", ")
	p.name(vtpThird, code, "Unknown")
	p.f(": %u", uint32(b[2]))
	b, n = b[head:], n-head
	switch code {
	case 1:
		p.f("\n\t  Config Rev %x, Updater ", p.u32(b, 0))
		p.ip4Addr(b, 4)
		p.f(", Timestamp 0x%08x 0x%08x 0x%08x", p.u32(b, 8), p.u32(b, 12), p.u32(b, 16))
		p.f(", MD5 digest: %08x%08x%08x%08x", p.u32(b, 20), p.u32(b, 24), p.u32(b, 28), p.u32(b, 32))
	case 2:
		p.f(", Config Rev %x", p.u32(b, 0))
		p.vtpVLANs(skip(b, 4), n-4)
	case 3:
		p.f("\n\tStart value: %u", p.u32(b, 0))
	}
}

func (p *Printer) vtpVLANs(b []byte, n int) {
	for n > 0 && !p.done() {
		size := int(p.u8(b, 0))
		if p.done() || size == 0 || !p.need(b, size) {
			return
		}
		if size < 12 || size > n {
			p.invalid()
			return
		}
		v := b[:size]
		p.s("\n\tVLAN info status ")
		p.name(vtpStates, uint32(v[1]), "Unknown")
		p.s(", type ")
		p.name(vtpTypes, uint32(v[2]), "Unknown")
		p.f(", VLAN-id %u, MTU %u, SAID 0x%08x, Name ", p.u16(v, 4), p.u16(v, 6), p.u32(v, 8))
		name := int(v[3])
		padded := (name + 3) &^ 3
		if size-12 < padded {
			p.invalid()
			return
		}
		p.textz(v, 12, name)
		if !p.vtpElements(v[12+padded:]) {
			return
		}
		b, n = b[size:], n-size
	}
}

// vtpElements prints what follows a VLAN's name, and reports whether to go on.
func (p *Printer) vtpElements(v []byte) bool {
	for len(v) > 0 {
		if len(v) < 2 {
			p.invalid()
			return false
		}
		kind, words := uint32(v[0]), int(v[1])
		p.s("\n\t\t")
		p.name(vtpTLVs, kind, "Unknown")
		p.f(" (0x%04x) TLV", kind)
		if len(v) < 2*words+2 {
			p.f(" [TLV length %u too big]", uint32(words))
			p.invalid()
			return false
		}
		if words != 1 {
			p.f(" [TLV length %u != 1]", uint32(words))
			p.invalid()
			return false
		}
		p.vtpElement(kind, p.u16(v, 2), v)
		v = v[4:]
	}
	return true
}

func (p *Printer) vtpElement(kind, x uint32, v []byte) {
	either := func(one, other string) {
		if x != 1 {
			one = other
		}
		p.s(", ")
		p.s(one)
		p.f(" (%u)", x)
	}
	switch kind {
	case 9:
		p.f(", %u", x)
	case 6:
		either("Enabled", "Disabled")
	case 3:
		p.s(", ")
		p.name(vtpSTP, x, "Unknown")
		p.f(" (%u)", x)
	case 7:
		either("SRB", "SRT")
	case 10:
		either("Backup", "Not backup")
	default:
		p.unknown(v, 4, "\n\t\t  ")
	}
}

var (
	vtpStates = names{0: "Operational", 1: "Suspended"}
	vtpSTP    = names{1: "SRT", 2: "SRB", 3: "Auto"}
)
