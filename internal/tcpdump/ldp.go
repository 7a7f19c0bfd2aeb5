package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	ldpMessages = names{
		0x0001: "Notification", 0x0100: "Hello", 0x0200: "Initialization", 0x0201: "Keepalive", 0x0300: "Address", 0x0301: "Address Withdraw",
		0x0400: "Label Mapping", 0x0401: "Label Request", 0x0402: "Label Withdraw", 0x0403: "Label Release", 0x0404: "Label Abort",
	}
	ldpTLVs = names{
		0x0100: "FEC", 0x0101: "Address List", 0x0103: "Hop Count", 0x0104: "Path Vector", 0x0200: "Generic Label", 0x0201: "ATM Label",
		0x0202: "Frame-Relay Label", 0x0300: "Status", 0x0301: "Extended Status", 0x0302: "Returned PDU", 0x0303: "Returned MSG",
		0x0400: "Common Hello Parameters", 0x0401: "IPv4 Transport Address", 0x0402: "Configuration Sequence Number",
		0x0403: "IPv6 Transport Address", 0x0500: "Common Session Parameters", 0x0501: "ATM Session Parameters",
		0x0502: "Frame-Relay Session Parameters", 0x0503: "Fault-Tolerant Session Parameters", 0x0508: "P2MP Capability",
		0x0509: "MP2MP Capability", 0x050b: "Typed Wildcard FEC Capability", 0x0600: "Label Request Message ID", 0x0601: "MTU", 0x0602: "FT Protection",
		0x0701: "Dual-Stack Capability",
	}
	ldpFECs   = names{1: "Wildcard", 2: "Prefix", 3: "Host", 0x80: "Martini VC"}
	ldpStatus = names{
		0: "Success", 1: "Bad LDP Identifier", 2: "Bad Protocol Version", 3: "Bad PDU Length", 4: "Unknown Message Type", 5: "Bad Message Length",
		6: "Unknown TLV", 7: "Bad TLV length", 8: "Malformed TLV Value", 9: "Hold Timer Expired", 10: "Shutdown", 11: "Loop Detected",
		12: "Unknown FEC", 13: "No Route", 14: "No Label Resources", 15: "Label Resources / Available", 16: "Session Rejected / No Hello",
		17: "Session Rejected / Parameters Advertisement Mode", 18: "Session Rejected / Parameters Max PDU Length",
		19: "Session Rejected / Parameters Label Range", 20: "KeepAlive Timer Expired", 21: "Label Request Aborted",
		22: "Missing Message Parameters", 23: "Unsupported Address Family", 24: "Session Rejected / Bad KeepAlive Time", 25: "Internal Error",
	}
	pwTypes = names{
		1: "Frame Relay", 2: "ATM AAL5 VCC transport", 3: "ATM transparent cell transport", 4: "Ethernet VLAN", 5: "Ethernet",
		6: "Cisco-HDLC", 7: "PPP", 8: "SONET/SDH Circuit Emulation Service Over MPLS", 9: "ATM n-to-one VCC cell transport",
		10: "ATM n-to-one VPC cell transport", 11: "IP Layer2 Transport", 15: "Single Protocol Instance (SPI) mode over MPLS",
		0x000e: "ATM one-to-one VPC Cell Mode", 0x11: "Structure-agnostic E1 over Packet",
	}
	// ldpSizes are the least lengths of values.
	ldpSizes = map[uint32]int{
		0x0400: 4, 0x0401: 4, 0x0402: 4, 0x0403: 16, 0x0101: 2, 0x0500: 14, 0x0100: 1, 0x0200: 4, 0x0300: 10, 0x0503: 12, 0x0601: 2,
		0x0103: 1, 0x0701: 4, 0x050b: 1,
	}
)

// ldpPDUs prints protocol data units of the label distribution protocol, RFC 5036.
func (p *Printer) ldpPDUs(b []byte, n int) {
	for n > 18 && !p.done() {
		size := p.ldp(b, n)
		if size == 0 || size > n {
			return
		}
		b, n = skip(b, size), n-size
	}
}

// ldp prints a unit, and returns its length, or 0 if there can be no more.
func (p *Printer) ldp(b []byte, n int) int {
	p.proto = "ldp"
	version := p.u16(b, 0)
	if p.done() {
		return 0
	}
	lead := "\n\t"
	if p.Verbose < 1 {
		lead = ""
	}
	p.s(lead)
	if version != 1 {
		p.f("LDP version %u packet not supported", version)
		return 0
	}
	size := int(p.u16(b, 2))
	if size < 6 {
		p.f(" [length %u < %u]", uint32(size), 6)
		p.invalid()
		return 0
	}
	p.s("LDP, Label-Space-ID: ")
	p.ip4Addr(b, 4)
	p.f(":%u, pdu-length: %u", p.u16(b, 8), uint32(size))
	if p.Verbose < 1 {
		return 0
	}
	for v, left := skip(b, 10), min(size+4, n)-10; left > 0 && !p.done(); {
		used := p.ldpMessage(v, left)
		if used == 0 {
			return 0
		}
		v, left = skip(v, used), left-used
	}
	return size + 4
}

// ldpMessage prints a message, and returns its length, or 0 if it does not fit.
func (p *Printer) ldpMessage(b []byte, n int) int {
	if !p.need(b, 8) {
		return 0
	}
	kind, size := uint32(wire.Uint16(b, 0)), int(wire.Uint16(b, 2))
	p.s("\n\t  ")
	p.name(ldpMessages, kind&0x7fff, "Unknown")
	p.f(" Message (0x%04x), length: %u, Message ID: 0x%08x, Flags: [", kind&0x7fff, uint32(size), p.u32(b, 4))
	p.ldpUnknown(kind)
	p.s(" if unknown]")
	if size < 4 {
		p.invalid()
		p.cut()
		return 0
	}
	v, left := b[8:], size-4
	if ldpMessages[kind&0x7fff] == "" {
		if p.Verbose <= 1 {
			p.unknown(v, left, "\n\t  ")
		}
	} else {
		for left >= 4 && !p.done() {
			used := p.ldpTLV(v, left)
			if used == 0 {
				return 0
			}
			v, left = skip(v, used), left-used
		}
	}
	if p.Verbose > 1 {
		p.unknown(b[8:], size-4, "\n\t  ")
	}
	return size + 4
}

func (p *Printer) ldpUnknown(kind uint32) {
	if kind&0x8000 != 0 {
		p.s("continue processing")
	} else {
		p.s("ignore")
	}
}

// ldpTLV prints an element, and returns its length, or 0 if it does not fit.
func (p *Printer) ldpTLV(b []byte, n int) int {
	kind, size := p.u16(b, 0), int(p.u16(b, 2))
	if p.done() {
		return 0
	}
	p.s("\n\t    ")
	p.name(ldpTLVs, kind&0x3fff, "Unknown")
	p.f(" TLV (0x%04x), length: %u, Flags: [", kind&0x3fff, uint32(size))
	p.ldpUnknown(kind)
	p.s(" and ")
	if kind&0x4000 != 0 {
		p.s("do")
	} else {
		p.s("don't")
	}
	p.s(" forward if unknown]")
	if size+4 > n || !p.need(b, size+4) {
		p.cut()
		return 0
	}
	v := b[4 : 4+size]
	if least := ldpSizes[kind&0x3fff]; size < least {
		p.f(" [tlv length %u < %u]", uint32(size), uint32(least))
		p.invalid()
		return size + 4
	}
	p.ldpValue(kind&0x3fff, v)
	return size + 4
}

func (p *Printer) ldpValue(kind uint32, v []byte) {
	switch kind {
	case 0x0400:
		p.f("\n\t      Hold Time: %us, Flags: [", p.u16(v, 0))
		if v[2]&0x80 != 0 {
			p.s("Targeted Hello")
		} else {
			p.s("Link Hello")
		}
		if v[2]&0x40 != 0 {
			p.s(", Request for targeted Hellos")
		}
		p.s("]")
	case 0x0401:
		p.s("\n\t      IPv4 Transport Address: ")
		p.ip4Addr(v, 0)
	case 0x0403:
		p.s("\n\t      IPv6 Transport Address: ")
		p.ip6Addr(v, 0)
	case 0x0402:
		p.f("\n\t      Sequence Number: %u", p.u32(v, 0))
	case 0x0101:
		p.ldpAddresses(v)
	case 0x0500:
		p.ldpSession(v)
	case 0x0100:
		p.ldpFEC(v)
	case 0x0200:
		p.f("\n\t      Label: %u", p.u32(v, 0)&0xfffff)
	case 0x0103:
		p.f("\n\t      Hop Count: %u", p.u8(v, 0))
	case 0x0104:
		p.s("\n\t      Path Vector: ")
		for i := 0; i+4 <= len(v); i += 4 {
			if i > 0 {
				p.s(", ")
			}
			p.ip4Addr(v, i)
		}
	case 0x0300:
		p.ldpStatusCode(v)
	case 0x0503:
		p.ldpFaultTolerance(v)
	case 0x0601:
		p.f("\n\t      MTU: %u", p.u16(v, 0))
	case 0x0701:
		p.s("\n\t      Transport Connection Preference: ")
		p.name(names{4: "IPv4", 6: "IPv6"}, uint32(v[0])>>4, "Unknown")
	case 0x050b:
		p.s("\n\t      ")
		if v[0]&0x80 != 0 {
			p.s("Support")
		} else {
			p.s("Withdraw")
		}
	default:
		if p.Verbose <= 1 {
			p.unknown(v, len(v), "\n\t      ")
		}
	}
}

func (p *Printer) ldpAddresses(v []byte) {
	switch p.u16(v, 0) {
	case 1:
		p.s("\n\t      Address Family: IPv4, addresses")
		for i := 2; i+4 <= len(v); i += 4 {
			p.s(" ")
			p.ip4Addr(v, i)
		}
	case 2:
		p.s("\n\t      Address Family: IPv6, addresses")
		for i := 2; i+16 <= len(v); i += 16 {
			p.s(" ")
			p.ip6Addr(v, i)
		}
	}
}

func (p *Printer) ldpSession(v []byte) {
	p.f("\n\t      Version: %u, Keepalive: %us, Flags: [Downstream ", p.u16(v, 0), p.u16(v, 2))
	if v[4]&0x80 != 0 {
		p.s("On Demand")
	} else {
		p.s("Unsolicited")
	}
	p.s(", Loop Detection ")
	if v[4]&0x40 != 0 {
		p.s("Enabled")
	} else {
		p.s("Disabled")
	}
	p.f("]\n\t      Path Vector Limit %u, Max-PDU length: %u, Receiver Label-Space-ID ", p.u8(v, 5), p.u16(v, 6))
	p.ip4Addr(v, 8)
	p.f(":%u", p.u16(v, 12))
}

// ldpFEC prints the first forwarding equivalence class of an element.
func (p *Printer) ldpFEC(v []byte) {
	p.s("\n\t      ")
	p.name(ldpFECs, uint32(v[0]), "Unknown")
	p.f(" FEC (0x%02x)", uint32(v[0]))
	switch {
	case v[0] == 2 && len(v) >= 4:
		bits := uint32(v[3])
		var addr [16]byte
		copy(addr[:], v[4:])
		switch family := p.u16(v, 1); {
		case family == 1 && bits <= 32:
			p.s(": IPv4 prefix ")
			p.ip4Addr(addr[:], 0)
			p.f("/%u", bits)
		case family == 2 && bits <= 128:
			p.s(": IPv6 prefix ")
			p.ip6Addr(addr[:], 0)
			p.f("/%u", bits)
		}
	case v[0] == 0x80 && len(v) >= 12:
		p.s(": ")
		p.name(pwTypes, p.u16(v, 1)&0x7fff, "Unknown")
		if v[1]&0x80 != 0 {
			p.s(", control word")
		} else {
			p.s(", no control word")
		}
		p.f(", group-ID %u, VC-ID %u, VC-info-length %u", p.u32(v, 4), p.u32(v, 8), uint32(v[3]))
	}
}

func (p *Printer) ldpStatusCode(v []byte) {
	x := p.u32(v, 0)
	p.s("\n\t      Status Code: ")
	p.name(ldpStatus, x&0x3fffffff, "Unknown")
	p.s(", Flags: [")
	if x&0x80000000 != 0 {
		p.s("Fatal error and ")
	} else {
		p.s("Advisory Notification and ")
	}
	if x&0x40000000 != 0 {
		p.s("do")
	} else {
		p.s("don't")
	}
	p.s(" forward]")
	if id := p.u32(v, 4); id != 0 {
		p.f(", causing Message ID: 0x%08x", id)
	}
	if kind := p.u16(v, 8); kind != 0 {
		p.s(", Message Type: ")
		p.name(ldpMessages, kind, "Unknown (0x%04x)")
	}
}

func (p *Printer) ldpFaultTolerance(v []byte) {
	flags := p.u16(v, 0)
	p.s("\n\t      Flags: [")
	for i, f := range [...]struct {
		mask uint32
		name string
	}{{0x8000, "Reconnect"}, {8, "Save"}, {4, "All-Label"}, {2, "Checkpoint"}, {1, "Re-Learn State"}} {
		if i > 0 {
			p.s(", ")
		}
		if flags&f.mask == 0 {
			p.s("No ")
		}
		p.s(f.name)
	}
	p.s("]")
	if x := p.u32(v, 4); x != 0 {
		p.f("\n\t      Reconnect Timeout: %ums", x)
	}
	if x := p.u32(v, 8); x != 0 {
		p.f("\n\t      Recovery Time: %ums", x)
	}
}
