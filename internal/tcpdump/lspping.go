package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	lspPingTypes   = names{1: "MPLS Echo Request", 2: "MPLS Echo Reply"}
	lspPingReplies = names{
		1: "Do not reply", 2: "Reply via an IPv4/IPv6 UDP packet", 3: "Reply via an IPv4/IPv6 UDP packet with Router Alert",
		4: "Reply via application level control channel",
	}
	lspPingCodes = names{
		0: "No return code or return code contained in the Error Code TLV", 1: "Malformed echo request",
		2: "One or more of the TLVs was not understood", 3: "Replying router is an egress for the FEC at stack depth %u",
		4: "No mapping for the FEC at stack depth %u", 5: "Unknown", 6: "Reserved", 7: "Reserved", 8: "Label switched at stack depth %u",
		9: "Label switched but no MPLS forwarding at stack depth %u", 10: "Mapping for this FEC is not the given label at stack depth %u",
		11: "No label entry at stack depth %u", 12: "Protocol not associated with interface at FEC stack depth %u",
		13: "Premature termination of ping due to label stack shrinking to a single label",
	}
	lspPingTLVs = names{
		1: "Target FEC Stack", 2: "Downstream Mapping", 3: "Pad", 5: "Vendor Enterprise Number", 7: "Interface Label Stack",
		9: "Error TLV", 10: "Reply TOS Byte", 15: "BFD Discriminator",
	}
	lspPingFECs = names{
		1: "LDP IPv4 prefix", 2: "LDP IPv6 prefix", 3: "RSVP IPv4 Session Query", 4: "RSVP IPv6 Session Query", 6: "VPN IPv4 prefix",
		7: "VPN IPv6 prefix", 8: "L2 VPN endpoint", 9: "FEC 128 pseudowire (old)", 10: "FEC 128 pseudowire", 11: "FEC 129 pseudowire",
		12: "BGP IPv4 prefix (old)", 13: "BGP IPv6 prefix", 14: "Generic IPv4 prefix", 15: "Generic IPv6 prefix", 16: "Nil FEC",
	}
)

// lspPing prints a message of the detection of MPLS data plane failures, RFC 8029.
func (p *Printer) lspPing(b []byte, n int) {
	p.proto = "lspping"
	const head = 32
	if n < head {
		p.f(" packet length %u < %u", uint32(n), head)
		p.invalid()
		return
	}
	if !p.need(b, head) {
		return
	}
	lead := "\n\t"
	if p.Verbose < 1 {
		lead = ""
	}
	version := uint32(wire.Uint16(b, 0))
	p.s(lead)
	if version != 1 {
		p.f("LSP-PING version %u packet not supported", version)
		return
	}
	p.f("LSP-PINGv%u, ", version)
	if p.Verbose >= 1 {
		p.s("msg-type: ")
	}
	p.name(lspPingTypes, uint32(b[4]), "unknown (%u)")
	if p.Verbose < 1 {
		p.f(", seq %u, length: %u", p.u32(b, 12), uint32(n))
		return
	}
	p.f(" (%u), length: %u\n\t  reply-mode: ", uint32(b[4]), uint32(n))
	p.name(lspPingReplies, uint32(b[5]), "unknown")
	p.f(" (%u)\n\t  Return Code: ", uint32(b[5]))
	code, sub := uint32(b[6]), uint32(b[7])
	p.lspPingCode(code, sub)
	p.f(" (%u)\n\t  Return Subcode: (%u)\n\t  Sender Handle: 0x%08x, Sequence: %u", code, sub, p.u32(b, 8), p.u32(b, 12))
	p.s("\n\t  TimeStamp Sent: ")
	p.lspPingTime(b, 16)
	p.s("\n\t  TimeStamp Received: ")
	p.lspPingTime(b, 24)
	for b, n = b[head:], n-head; n > 0 && !p.done(); {
		used := p.lspPingTLV(b, n)
		if used == 0 {
			return
		}
		b, n = skip(b, used), n-used
	}
}

func (p *Printer) lspPingCode(code, depth uint32) {
	text, ok := lspPingCodes[code]
	if !ok {
		p.s("unknown")
		return
	}
	if len(text) > 2 && text[len(text)-2:] == "%u" {
		p.f(text, depth)
		return
	}
	p.s(text)
}

func (p *Printer) lspPingTime(b []byte, i int) {
	if p.u32(b, i) == 0 {
		p.s("no timestamp")
		return
	}
	p.ntpStamp(b, i)
}

// lspPingTLV prints an element, and returns its length, or 0 if it does not fit.
func (p *Printer) lspPingTLV(b []byte, n int) int {
	if n < 4 {
		return 0
	}
	kind, size := p.u16(b, 0), int(p.u16(b, 2))
	if p.done() || size == 0 {
		return 0
	}
	p.s("\n\t  ")
	p.name(lspPingTLVs, kind, "Unknown")
	p.f(" TLV (%u), length: %u", kind, uint32(size))
	if size > n-4 {
		p.s(" (TLV is too long)")
		return 0
	}
	v := p.bytes(b, 4, size)
	if v == nil {
		return 0
	}
	switch {
	case kind == 1:
		p.lspPingStack(v)
	case kind == 15 && size >= 4:
		p.f("\n\t    BFD Discriminator: 0x%08x", p.u32(v, 0))
	case kind == 5 && size >= 4:
		p.f("\n\t    Vendor: 0x%08x", p.u32(v, 0))
	case p.Verbose <= 1:
		p.unknown(v, size, "\n\t    ")
	}
	if p.Verbose > 1 {
		p.unknown(v, size, "\n\t    ")
	}
	if size = 4 + (size+3)&^3; size > n {
		return 0
	}
	return size
}

// lspPingStack prints a stack of forwarding equivalence classes.
func (p *Printer) lspPingStack(v []byte) {
	for len(v) >= 4 && !p.done() {
		kind, size := p.u16(v, 0), int(p.u16(v, 2))
		p.s("\n\t    ")
		p.name(lspPingFECs, kind, "unknown")
		p.f(" subTLV (%u), length: %u", kind, uint32(size))
		if v = v[4:]; size > len(v) {
			p.s(" (subTLV is too long)")
			return
		}
		x := v[:size]
		if !p.lspPingFEC(kind, x) && p.Verbose <= 1 {
			p.unknown(x, size, "\n\t      ")
		}
		if p.Verbose > 1 {
			p.unknown(x, size, "\n\t      ")
		}
		v = skip(v, (size+3)&^3)
	}
}

// lspPingFEC prints a class, and reports whether it is known.
func (p *Printer) lspPingFEC(kind uint32, x []byte) bool {
	prefix := func(i, n int) {
		if n == 4 {
			p.ip4Addr(x, i)
		} else {
			p.ip6Addr(x, i)
		}
		p.f("/%u", uint32(x[i+n]))
	}
	switch n := len(x); {
	case (kind == 1 || kind == 12 || kind == 14) && n == 5:
		p.s("\n\t      ")
		prefix(0, 4)
	case (kind == 2 || kind == 13 || kind == 15) && n == 17:
		p.s("\n\t      ")
		prefix(0, 16)
	case kind == 3 && n == 20:
		p.s("\n\t      tunnel end-point ")
		p.ip4Addr(x, 0)
		p.s(", tunnel sender ")
		p.ip4Addr(x, 12)
		p.f(", lsp-id 0x%04x\n\t      tunnel-id 0x%04x, extended tunnel-id ", p.u16(x, 18), p.u16(x, 6))
		p.ip4Addr(x, 8)
	case kind == 4 && n == 56:
		p.s("\n\t      tunnel end-point ")
		p.ip6Addr(x, 0)
		p.s(", tunnel sender ")
		p.ip6Addr(x, 36)
		p.f(", lsp-id 0x%04x\n\t      tunnel-id 0x%04x, extended tunnel-id ", p.u16(x, 54), p.u16(x, 18))
		p.ip6Addr(x, 20)
	case kind == 16 && n == 4:
		p.f("\n\t      Label: %u", p.u32(x, 0)>>12)
	default:
		return false
	}
	return true
}
