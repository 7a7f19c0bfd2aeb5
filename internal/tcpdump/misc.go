package tcpdump

var (
	ntpModes = names{
		0: "unspecified", 1: "symmetric active", 2: "symmetric passive", 3: "Client", 4: "Server", 5: "Broadcast",
		6: "Control Message", 7: "Reserved",
	}
	eapolTypes = names{0: "EAP packet", 1: "EAPOL start", 2: "EAPOL logoff", 3: "EAPOL key", 4: "Encap ASF alert"}
)

// ntp prints the header of an NTP message.
func (p *Printer) ntp(b []byte, n int) {
	p.proto = "ntp"
	x := p.u8(b, 0)
	if p.done() {
		return
	}
	p.f("NTPv%u, ", x>>3&7)
	p.name(ntpModes, x&7, "Unknown mode")
	p.f(", length %u", uint32(n))
}

// eapol prints the header of an 802.1X frame.
func (p *Printer) eapol(b []byte) {
	p.proto = "eap"
	if !p.want(b, 4) {
		return
	}
	p.name(eapolTypes, uint32(b[1]), "unknown")
	p.f(" (%u) v%u, len %u", uint32(b[1]), uint32(b[0]), p.u16(b, 2))
}

// lldp prints the length of an LLDP frame, and the name of the system.
func (p *Printer) lldp(b []byte, n int) {
	p.proto = "lldp"
	p.f("LLDP, length %u", uint32(n))
	for len(b) >= 2 && !p.done() {
		kind, size := b[0]>>1, int(p.u16(b, 0)&0x1ff)
		if kind == 0 {
			return
		}
		if b = b[2:]; !p.want(b, size) {
			return
		}
		if kind == 5 && p.Verbose == 0 {
			p.s(": ")
			p.text(b, 0, size)
		}
		b = b[size:]
	}
}

// otv prints an OTV header and the frame behind it.
func (p *Printer) otv(b []byte, n int) {
	p.proto = "otv"
	p.s("OTV, ")
	if n < 8 {
		p.f("[length %u < 8]", uint32(n))
		p.invalid()
		return
	}
	flags := p.u8(b, 0)
	p.s("flags [")
	p.name(names{8: "I"}, flags&8, ".")
	p.f("] (0x%02x), ", flags)
	overlay := p.u24(b, 1)
	p.f("overlay %u, ", overlay)
	instance := p.u24(b, 4)
	p.f("instance %u\n", instance)
	if p.need(b, 8) {
		p.ether(b[8:], n-8)
	}
}
