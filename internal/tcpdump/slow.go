package tcpdump

var (
	slowNames = names{1: "LACP", 2: "MARKER", 3: "OAM", 10: "OSSP"}
	slowOUIs  = names{0x0019a7: "ITU-T"}
	lacpTLVs  = names{0: "Terminator", 1: "Actor Information", 2: "Partner Information", 3: "Collector Information"}
	lacpState = []bit{
		{0x01, "Activity"}, {0x02, "Timeout"}, {0x04, "Aggregation"}, {0x08, "Synchronization"}, {0x10, "Collecting"},
		{0x20, "Distributing"}, {0x40, "Default"}, {0x80, "Expired"},
	}
	oamFlags = []bit{
		{0x01, "Link Fault"}, {0x02, "Dying Gasp"}, {0x04, "Critical Event"}, {0x08, "Local Evaluating"}, {0x10, "Local Stable"},
		{0x20, "Remote Evaluating"}, {0x40, "Remote Stable"},
	}
	oamCodes = names{
		0: "Information", 1: "Event Notification", 2: "Variable Request", 3: "Variable Response", 4: "Loopback Control", 0xfe: "Vendor Private",
	}
	oamTypes  = names{0: "End of TLV marker", 1: "Local", 2: "Remote", 0xfe: "Organization specific"}
	oamParser = [4]string{"forwarding", "looping back", "discarding", "reserved"}
	oamMux    = [2]string{"forwarding", "discarding"}
	oamConfig = []bit{{0x01, "Active"}, {0x02, "Unidirectional"}, {0x04, "Remote-Loopback"}, {0x08, "Link-Events"}, {0x10, "Variable-Retrieval"}}
	oamEvents = names{
		0: "End of TLV marker", 1: "Errored Symbol Period Event", 2: "Errored Frame Event", 3: "Errored Frame Period Event",
		4: "Errored Frame Seconds Summary Event", 0xfe: "Organization specific",
	}
	oamLoopback = names{1: "Enable OAM Remote Loopback", 2: "Disable OAM Remote Loopback"}
)

// slow prints a frame of one of the slow protocols.
func (p *Printer) slow(b []byte, n int) {
	p.proto = "slow"
	if n < 1 {
		p.tooShort()
		return
	}
	kind := p.u8(b, 0)
	if p.done() {
		return
	}
	versioned := kind == 1 || kind == 2
	if versioned {
		if n < 2 {
			p.tooShort()
			return
		}
		if v := p.u8(b, 1); v != 1 && !p.done() {
			p.s(slowNames[kind])
			p.f(" version %u packet not supported", v)
			return
		}
		if p.done() {
			return
		}
	}
	p.name(slowNames, kind, "unknown (%u)")
	if versioned {
		p.f("v%u", p.u8(b, 1))
	}
	p.f(", length %u", uint32(n))
	switch {
	case kind == 10:
		p.ossp(b, n)
	case kind != 3 && !versioned:
		p.unknown(b, n, "\n\t")
	case p.Verbose == 0:
	case kind == 3:
		p.oam(b[1:], n-1)
	default:
		p.lacp(kind, skip(b, 2), n-2)
	}
}

// tooShort says that a packet is.
func (p *Printer) tooShort() {
	if p.Verbose == 0 {
		p.s(" (packet is too short)")
	} else {
		p.s("\n\t\t packet is too short")
	}
}

// ossp prints a frame of an organization's protocol.
func (p *Printer) ossp(b []byte, n int) {
	if p.Verbose == 0 {
		return
	}
	if n < 4 {
		p.tooShort()
		return
	}
	oui := p.u24(b, 1)
	p.s("\n\tOUI: ")
	p.name(slowOUIs, oui, "Unknown")
	p.f(" (0x%06x)", oui)
	p.unknown(skip(b, 4), n-4, "\n\t")
}

// lacp prints the elements of a LACP or marker frame.
func (p *Printer) lacp(kind uint32, b []byte, n int) {
	for n != 0 && !p.done() {
		if n < 2 {
			p.s("\n\t\t packet is too short")
			return
		}
		t, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return
		}
		p.s("\n\t")
		if list := lacpTLVs; kind == 2 && t != 0 {
			p.name(markerTLVs, t, "Unknown")
		} else {
			p.name(list, t, "Unknown")
		}
		p.f(" TLV (0x%02x), length %u", t, uint32(size))
		switch {
		case t == 0:
			return
		case size < 2:
			p.s("\n\t    ERROR: illegal length - should be >= 2")
			return
		case n < size:
			p.s("\n\t\t packet is too short")
			return
		case !p.need(b, size):
			return
		}
		p.lacpValue(kind<<8|t, b[2:size])
		if p.Verbose > 1 {
			p.unknown(b[2:], size-2, "\n\t  ")
		}
		b, n = b[size:], n-size
	}
}

// lacpValue prints the value of an element, whose type has the protocol in its high byte.
func (p *Printer) lacpValue(t uint32, v []byte) {
	size, known := lacpSizes[t]
	switch {
	case !known:
		if p.Verbose <= 1 {
			p.unknown(v, len(v), "\n\t  ")
		}
	case len(v) != size:
		p.f("\n\t    ERROR: illegal length - should be %u", uint32(size+2))
	case t == 0x103:
		p.f("\n\t  Max Delay %u", p.u16(v, 0))
	case t == 0x201:
		p.s("\n\t  Request System ")
		p.mac(v, 2)
		p.f(", Request Port %u, Request Transaction ID 0x%08x", p.u16(v, 0), p.u32(v, 8))
	default:
		p.s("\n\t  System ")
		p.mac(v, 2)
		p.f(", System Priority %u, Key %u, Port %u, Port Priority %u\n\t  State Flags [", p.u16(v, 0), p.u16(v, 8), p.u16(v, 12), p.u16(v, 10))
		p.bits(lacpState, uint32(v[14]), "none", ", ")
		p.s("]")
	}
}

// oam prints a frame of Ethernet OAM after its subtype.
func (p *Printer) oam(b []byte, n int) {
	if n < 3 {
		p.s("\n\t\t packet is too short")
		return
	}
	if !p.need(b, 3) {
		return
	}
	code := uint32(b[2])
	p.s("\n\tCode ")
	p.name(oamCodes, code, "Unknown (%u)")
	p.s(" OAM PDU, Flags [")
	p.bits(oamFlags, p.u16(b, 0), "none", ", ")
	p.s("]")
	b, n = b[3:], n-3
	ok, hex := true, false
	switch code {
	case 0:
		ok = p.oamElements(b, n, oamTypes, " Information Type (%u), length %u", (*Printer).oamInformation)
	case 1:
		if n < 2 {
			ok = false
			break
		}
		p.f("\n\t  Sequence Number %u", p.u16(b, 0))
		ok = p.oamElements(skip(b, 2), n-2, oamEvents, " Link Event Type (%u), length %u", (*Printer).oamEvent)
	case 4:
		if ok = n >= 1; ok {
			command := p.u8(b, 0)
			p.s("\n\t  Command ")
			p.name(oamLoopback, command, "Unknown")
			p.f(" (%u)", command)
			b, n = skip(b, 1), n-1
		}
	default:
		hex = p.Verbose <= 1
	}
	if !ok {
		p.s("\n\t\t packet is too short")
		return
	}
	if hex {
		p.unknown(b, n, "\n\t  ")
	}
}

// oamElements prints elements, and reports whether they are all there.
func (p *Printer) oamElements(b []byte, n int, kinds names, head string, value func(*Printer, uint32, []byte) bool) bool {
	for n != 0 && !p.done() {
		if n < 2 {
			return false
		}
		t, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return true
		}
		p.s("\n\t  ")
		p.name(kinds, t, "Reserved")
		p.f(head, t, uint32(size))
		switch {
		case t == 0:
			return true
		case size < 2:
			p.s("\n\t    ERROR: illegal length - should be >= 2")
			return true
		case n < size:
			return false
		case !p.need(b, size):
			return true
		}
		known := value(p, t, b[2:size])
		if p.Verbose > 1 || !known {
			p.unknown(b, size, "\n\t  ")
		}
		b, n = b[size:], n-size
	}
	return true
}

func (p *Printer) oamInformation(t uint32, v []byte) bool {
	if t != 1 && t != 2 {
		return false
	}
	if len(v) != 14 {
		p.f("\n\t    ERROR: illegal length - should be %u", 16)
		return true
	}
	p.f("\n\t    OAM-Version %u, Revision %u", uint32(v[0]), p.u16(v, 1))
	p.s("\n\t    State-Parser-Action ")
	p.s(oamParser[v[3]&3])
	p.s(", State-MUX-Action ")
	p.s(oamMux[v[3]>>2&1])
	p.s("\n\t    OAM-Config Flags [")
	p.bits(oamConfig, uint32(v[4]), "none", ", ")
	p.f("], OAM-PDU-Config max-PDU size %u", p.u16(v, 5)&0x7ff)
	oui := p.u24(v, 7)
	p.s("\n\t    OUI ")
	p.name(ouiNames, oui, "Unknown")
	p.f(" (0x%06x), Vendor-Private 0x%08x", oui, p.u32(v, 10))
	return true
}

func (p *Printer) oamEvent(t uint32, v []byte) bool {
	if t < 1 || t > 4 {
		return false
	}
	if len(v) != 38 {
		p.f("\n\t    ERROR: illegal length - should be %u", 40)
		return true
	}
	u64 := func(i int) uint64 { return uint64(p.u32(v, i))<<32 | uint64(p.u32(v, i+4)) }
	p.f("\n\t    Timestamp %u ms, Errored Window ", p.u16(v, 0)*100)
	p.dec64(u64(2))
	p.s("\n\t    Errored Threshold ")
	p.dec64(u64(10))
	p.s("\n\t    Errors ")
	p.dec64(u64(18))
	p.s("\n\t    Error Running Total ")
	p.dec64(u64(26))
	p.f("\n\t    Event Running Total %u", p.u32(v, 34))
	return true
}

var (
	markerTLVs = names{1: "Marker Information"}

	// lacpSizes are the lengths of elements, by protocol and type.
	lacpSizes = map[uint32]int{0x101: 18, 0x102: 18, 0x103: 14, 0x201: 14}
)
