package tcpdump

var (
	lmpFlags    = []bit{{1, "Control Channel Down"}, {2, "LMP restart"}}
	lmpMessages = names{
		1: "Config", 2: "Config ACK", 3: "Config NACK", 4: "Hello", 5: "Begin Verify", 6: "Begin Verify ACK", 7: "Begin Verify NACK",
		8: "End Verify", 9: "End Verify ACK", 10: "Test", 11: "Test Status Success", 12: "Test Status Failure", 13: "Test Status ACK",
		14: "Link Summary", 15: "Link Summary ACK", 16: "Link Summary NACK", 17: "Channel Status", 18: "Channel Status ACK",
		19: "Channel Status Request", 20: "Channel Status Response", 50: "Service Config", 51: "Service Config ACK",
		52: "Service Config NACK",
	}
	lmpClasses = names{
		1: "Control Channel ID", 2: "Node ID", 3: "Link ID", 4: "Interface ID", 5: "Message ID", 6: "Configuration", 7: "Hello",
		8: "Verify Begin", 9: "Verify Begin ACK", 10: "Verify ID", 11: "TE Link", 12: "Data Link", 13: "Channel Status",
		14: "Channel Status Request", 20: "Error Code", 51: "Service Config",
	}
	// lmpForms are the forms of a class, by the class times 256.
	lmpForms = names{
		0x101: "Local", 0x102: "Remote", 0x201: "Local", 0x202: "Remote",
		0x301: "IPv4 Local", 0x302: "IPv4 Remote", 0x303: "IPv6 Local", 0x304: "IPv6 Remote", 0x305: "Unnumbered Local", 0x306: "Unnumbered Remote",
		0x401: "IPv4 Local", 0x402: "IPv4 Remote", 0x403: "IPv6 Local", 0x404: "IPv6 Remote", 0x405: "Unnumbered Local", 0x406: "Unnumbered Remote",
		0x501: "1", 0x502: "2", 0x601: "1", 0x701: "1", 0x801: "1", 0x901: "1", 0xa01: "1",
		0xb01: "IPv4", 0xb02: "IPv6", 0xb03: "Unnumbered", 0xc01: "IPv4", 0xc02: "IPv6", 0xc03: "Unnumbered",
		0xd01: "IPv4", 0xd02: "IPv6", 0xd03: "Unnumbered", 0xe01: "IPv4", 0xe02: "IPv6", 0xe03: "Unnumbered",
		0x1401: "1", 0x1402: "2", 0x3301: "1", 0x3302: "2", 0x3303: "3", 0x3304: "4",
	}
	// lmpSizes are how long the data of a form must be, or 0.
	lmpSizes = map[uint32]int{
		0x101: 4, 0x102: 4, 0x201: 4, 0x202: 4, 0x301: 4, 0x302: 4, 0x303: 16, 0x304: 16, 0x305: 4, 0x306: 4,
		0x401: 4, 0x402: 4, 0x403: 16, 0x404: 16, 0x405: 4, 0x406: 4, 0x501: 4, 0x502: 4, 0x601: 4, 0x701: 8, 0x801: 20, 0x901: 4,
		0xa01: 4, 0xb01: 12, 0xb02: 36, 0xb03: 12, 0x1401: 4, 0x1402: 4, 0x3301: 4, 0x3302: 16, 0x3303: 8, 0x3304: 4,
	}
	lmpVerifyFlags = []bit{{1, "Verify all links"}, {2, "Data link type"}}
	lmpTEFlags     = []bit{{1, "Fault Management Supported"}, {2, "Link Verification Supported"}}
	lmpDataFlags   = []bit{{1, "Data Link Port"}, {2, "Allocated for user traffic"}, {4, "Failed link"}}
	lmpDataParts   = names{1: "Interface Switching Type", 2: "Wavelength"}
	lmpActive      = names{0: "Non-allocated", 1: "Allocated"}
	lmpDirections  = names{0: "Receive", 1: "Transmit"}
	lmpStates      = names{1: "Signal Okay", 2: "Signal Degraded", 3: "Signal Fail"}
	lmpErrors      = [...][]bit{
		{{1, "Link Verification Procedure Not supported"}, {2, "Unwilling to verify"}, {4, "Unsupported verification transport mechanism"},
			{8, "Link-Id configuration error"}, {16, "Unknown object c-type"}},
		{{1, "Unacceptable non-negotiable LINK-SUMMARY parameters"}, {2, "Renegotiate LINK-SUMMARY parameters"},
			{4, "Invalid TE-LINK Object"}, {8, "Invalid DATA-LINK Object"}, {16, "Unknown TE-LINK Object c-type"},
			{32, "Unknown DATA-LINK Object c-type"}},
	}
	lmpServices     = []bit{{1, "RSVP Supported"}, {2, "LDP Supported"}}
	lmpLinks        = names{5: "SDH ITU-T G.707", 6: "SONET ANSI T1.105"}
	lmpSDHSignals   = names{5: "VC-3", 6: "VC-4", 7: "STM-0", 8: "STM-1", 9: "STM-4", 10: "STM-16", 11: "STM-64", 12: "STM-256"}
	lmpSONETSignals = names{
		5: "STS-1 SPE", 6: "STS-3c SPE", 7: "STS-1", 8: "STM-3", 9: "STM-12", 10: "STM-48", 11: "STM-192", 12: "STM-768",
	}
	lmpTransparency = []bit{
		{1, "Path/VC Overhead Transparency Supported"}, {2, "Line/MS Overhead Transparency Supported"},
		{4, "Section/RS Overhead Transparency Supported"},
	}
	lmpConcatenation = []bit{{1, "Contiguous Concatenation Types Supported"}}
	lmpNetwork       = []bit{{1, "Standard SOH/RSOH Transparency Supported"}, {2, "Standard LOH/MSOH Transparency Supported"}}
	lmpTCM           = []bit{{1, "Transparent Tandem Connection Monitoring Supported"}}
	lmpDiversity     = []bit{{1, "Node Diversity Supported"}, {2, "Link Diversity Supported"}, {4, "SRLG Diversity Supported"}}
)

// lmp prints a message of the Link Management Protocol, RFC 4204.
func (p *Printer) lmp(b []byte, n int) {
	p.proto = "lmp"
	if !p.need(b, 8) {
		return
	}
	if version := uint32(b[0] >> 4); version != 1 {
		p.f("LMP version %u packet not supported", version)
		return
	}
	kind, size := uint32(b[3]), int(p.u16(b, 4))
	if p.Verbose < 1 {
		p.s("LMPv1 ")
		p.name(lmpMessages, kind, "unknown (%u)")
		p.f(" Message, length: %u", uint32(n))
		return
	}
	p.s("\n\tLMPv1, msg-type: ")
	p.name(lmpMessages, kind, "unknown, type: %u")
	p.s(", Flags: [")
	p.bits(lmpFlags, uint32(b[2]), "none", ", ")
	p.f("], length: %u", uint32(size))
	if size < 8 {
		p.s(" (too short)")
		return
	}
	if size > n {
		p.s(" (too long)")
		size = n
	}
	b = b[8:]
	for n = size - 8; n > 0; {
		used := p.lmpObject(b, n)
		if used == 0 || p.done() {
			return
		}
		b, n = skip(b, used), n-used
	}
}

// lmpObject prints an object, and returns its length, or 0 if nothing can follow it.
func (p *Printer) lmpObject(b []byte, n int) int {
	if !p.need(b, 4) {
		return 0
	}
	form, class, size := uint32(b[0]&0x7f), uint32(b[1]), int(p.u16(b, 2))
	p.s("\n\t  ")
	p.name(lmpClasses, class, "Unknown")
	p.f(" Object (%u), Class-Type: ", class)
	p.name(lmpForms, class<<8|form, "Unknown")
	p.f(" (%u) Flags: [", form)
	if b[0]&0x80 == 0 {
		p.s("non-")
	}
	p.f("negotiable], length: %u", uint32(size))
	if size < 4 {
		p.s(" (too short)")
		return 0
	}
	if size%4 != 0 {
		p.s(" (not a multiple of 4)")
		return 0
	}
	v := p.bytes(b, 4, size-4)
	if p.done() {
		return 0
	}
	unknown := false
	if want := lmpSizes[class<<8|form]; want > 0 && want != len(v) {
		p.s(" (not correct for object)")
	} else {
		unknown = !p.lmpData(class<<8|form, v, b[4:])
	}
	if p.Verbose > 1 || unknown {
		p.unknown(v, len(v), "\n\t    ")
	}
	if size > n {
		p.f(" [remaining objects length %u < %u]", uint32(n), uint32(size))
		p.invalid()
		return 0
	}
	return size
}

// lmpData prints the data of an object, and reports whether all of it is known.
func (p *Printer) lmpData(form uint32, v, rest []byte) bool {
	number := func(title string) {
		p.s("\n\t    ")
		p.s(title)
		p.f(": %u (0x%08x)", p.u32(v, 0), p.u32(v, 0))
	}
	switch form {
	case 0x101, 0x102:
		number("Control Channel ID")
	case 0x201, 0x202:
		p.lmpAddr("Node ID", v, 0, 1)
	case 0x301, 0x302, 0x401, 0x402:
		p.lmpAddr("IPv4 Link ID", v, 0, 1)
	case 0x303, 0x304, 0x403, 0x404:
		p.lmpAddr("IPv6 Link ID", v, 0, 2)
	case 0x305, 0x306, 0x405, 0x406:
		number("Link ID")
	case 0x501:
		number("Message ID")
	case 0x502:
		number("Message ID Ack")
	case 0x601:
		p.f("\n\t    Hello Interval: %u\n\t    Hello Dead Interval: %u", p.u16(v, 0), p.u16(v, 2))
	case 0x701:
		p.f("\n\t    Tx Seq: %u, Rx Seq: %u", p.u32(v, 0), p.u32(v, 4))
	case 0x801:
		p.lmpVerify(v)
	case 0x901:
		p.f("\n\t    Verify Dead Interval: %u\n\t    Verify Transport Response: %u", p.u16(v, 0), p.u16(v, 2))
	case 0xa01:
		p.f("\n\t    Verify ID: %u", p.u32(v, 0))
	case 0xb01, 0xb02, 0xb03:
		p.lmpLink("Link-ID", lmpTEFlags, v, form&3)
	case 0xc01, 0xc02, 0xc03:
		return p.lmpDataLink(form&3, v, rest)
	case 0xd01, 0xd02, 0xd03, 0xe01, 0xe02, 0xe03:
		p.lmpChannels(form, v)
	case 0x1401, 0x1402:
		p.s("\n\t    Error Code: ")
		p.bits(lmpErrors[form&3-1], p.u32(v, 0), "none", ", ")
	case 0x3301, 0x3302, 0x3303, 0x3304:
		p.lmpService(form&7, v)
	default:
		return false
	}
	return true
}

// lmpAddr prints an identifier that is an address of IPv4 (1), of IPv6 (2) or a number (3),
// and returns how long it is.
func (p *Printer) lmpAddr(title string, v []byte, at int, form uint32) int {
	p.s("\n\t    ")
	p.s(title)
	p.s(": ")
	n := 4
	switch form {
	case 1:
		p.ip4Addr(v, at)
	case 2:
		p.ip6Addr(v, at)
		n = 16
	default:
		p.u(p.u32(v, at))
	}
	p.f(" (0x%08x)", p.u32(v, at))
	return n
}

// lmpLink prints the two ends of a link, and returns how long that is.
func (p *Printer) lmpLink(title string, flags []bit, v []byte, form uint32) int {
	p.s("\n\t    Flags: [")
	p.bits(flags, p.u8(v, 0), "none", ", ")
	p.s("]")
	n := 4 + p.lmpAddr("Local "+title, v, 4, form)
	return n + p.lmpAddr("Remote "+title, v, n, form)
}

func (p *Printer) lmpVerify(v []byte) {
	p.s("\n\t    Flags: ")
	p.bits(lmpVerifyFlags, p.u16(v, 0), "none", ", ")
	p.f("\n\t    Verify Interval: %u\n\t    Data links: %u\n\t    Encoding type: ", p.u16(v, 2), p.u32(v, 4))
	p.name(gmplsEncodings, p.u8(v, 8), "Unknown")
	x := p.u16(v, 10)
	p.f("\n\t    Verify Transport Mechanism: %u (0x%x)", x, x)
	if x>>8&0x1f != 0 || x&0x40 != 0 {
		p.s(" (Payload test messages capable)")
	}
	p.s("\n\t    Transmission Rate: ")
	p.mbps(p.u32(v, 12))
	p.f("\n\t    Wavelength: %u", p.u32(v, 16))
}

// lmpDataLink prints a link of data with its parts, and reports whether they are known.
func (p *Printer) lmpDataLink(form uint32, v, rest []byte) bool {
	least := 12
	if form == 2 {
		least = 36
	}
	if len(v) < least {
		p.s(" (not correct for object)")
		return true
	}
	for at := p.lmpLink("Interface ID", lmpDataFlags, v, form); at < len(v) && !p.done(); {
		kind, size := p.u8(rest, at), int(p.u8(rest, at+1))
		if p.done() {
			return true
		}
		p.s("\n\t    Subobject, Type: ")
		p.name(lmpDataParts, kind, "Unknown")
		p.f(" (%u), Length: %u", kind, uint32(size))
		if size < 4 {
			p.s(" (too short)")
			return true
		}
		if size%4 != 0 {
			p.s(" (not a multiple of 4)")
			return true
		}
		if size > len(v)-at {
			p.s(" (goes past the end of the object)")
			return true
		}
		if !p.lmpDataPart(kind, skip(rest, at)) {
			return false
		}
		at += size
	}
	return true
}

func (p *Printer) lmpDataPart(kind uint32, v []byte) bool {
	switch kind {
	case 1:
		p.s("\n\t      Switching Type: ")
		p.name(gmplsSwitching, p.u8(v, 2), "Unknown")
		p.f(" (%u)\n\t      Encoding Type: ", p.u8(v, 2))
		p.name(gmplsEncodings, p.u8(v, 3), "Unknown")
		p.f(" (%u)", p.u8(v, 3))
		min := p.u32(v, 4)
		p.s("\n\t      Min Reservable Bandwidth: ")
		p.mbps(min)
		max := p.u32(v, 8)
		p.s("\n\t      Max Reservable Bandwidth: ")
		p.mbps(max)
	case 2:
		p.f("\n\t      Wavelength: %u", p.u32(v, 4))
	default:
		return false
	}
	return true
}

// lmpChannels prints how channels are, or which ones are asked about.
func (p *Printer) lmpChannels(form uint32, v []byte) {
	asked := form>>8 == 14
	size := 4
	if form&3 == 2 {
		size = 16
	}
	if !asked {
		size += 4
	}
	for ; len(v) >= size && !p.done(); v = v[size:] {
		at := p.lmpAddr("Interface ID", v, 0, form&3)
		if asked {
			continue
		}
		x := p.u32(v, at)
		p.s("\n\t\t    Active: ")
		p.name(lmpActive, x>>31, "Unknown")
		p.f(" (%u)\n\t\t    Direction: ", x>>31)
		p.name(lmpDirections, x>>30&1, "Unknown")
		p.f(" (%u)\n\t\t    Channel Status: ", x>>30&1)
		p.name(lmpStates, x&0x3ffffff, "Unknown")
		p.f(" (%u)", x&0x3ffffff)
	}
}

// lmpService prints what a network offers to its users.
func (p *Printer) lmpService(form uint32, v []byte) {
	switch form {
	case 1:
		p.s("\n\t Flags: ")
		p.bits(lmpServices, p.u8(v, 0), "none", ", ")
		p.f("\n\t  UNI Version: %u", p.u8(v, 1))
	case 2:
		link := p.u8(v, 0)
		p.s("\n\t Link Type: ")
		p.name(lmpLinks, link, "Unknown")
		p.f(" (%u)", link)
		if signals := map[uint32]names{5: lmpSDHSignals, 6: lmpSONETSignals}[link]; signals != nil {
			p.s("\n\t Signal Type: ")
			p.name(signals, p.u8(v, 1), "Unknown")
			p.f(" (%u)", p.u8(v, 1))
		}
		p.s("\n\t Transparency: ")
		p.bits(lmpTransparency, p.u8(v, 2), "none", ", ")
		p.s("\n\t Contiguous Concatenation Types: ")
		p.bits(lmpConcatenation, p.u8(v, 3), "none", ", ")
		p.f("\n\t Minimum NCC: %u\n\t Maximum NCC: %u", p.u16(v, 4), p.u16(v, 6))
		p.f("\n\t Minimum NVC:%u\n\t Maximum NVC:%u\n\t    Local Interface ID: ", p.u16(v, 8), p.u16(v, 10))
		p.ip4Addr(v, 12)
		p.f(" (0x%08x)", p.u32(v, 12))
	case 3:
		p.s("\n\t Transparency Flags: ")
		p.bits(lmpNetwork, p.u32(v, 0), "none", ", ")
		p.s("\n\t TCM Monitoring Flags: ")
		p.bits(lmpTCM, p.u8(v, 7), "none", ", ")
	case 4:
		p.s("\n\t Diversity: Flags: ")
		p.bits(lmpDiversity, p.u8(v, 3), "none", ", ")
	}
}
