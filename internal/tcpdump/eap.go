package tcpdump

var (
	eapolTypes = names{0: "EAP packet", 1: "EAPOL start", 2: "EAPOL logoff", 3: "EAPOL key", 4: "Encapsulated ASF alert"}
	eapCodes   = names{1: "Request", 2: "Response", 3: "Success", 4: "Failure"}
	eapTypes   = names{
		0: "No proposed", 1: "Identity", 2: "Notification", 3: "Nak", 4: "MD5-challenge", 5: "OTP", 6: "GTC", 13: "TLS", 18: "SIM", 21: "TTLS",
		23: "AKA", 43: "FAST", 254: "Expanded types", 255: "Experimental",
	}
	eapTLSFlags = []bit{{0x80, "L bit"}, {0x40, "More fragments bit"}, {0x20, "Start bit"}}
	eapSubtypes = names{
		1: "Challenge", 2: "Auth reject", 4: "Sync failure", 5: "Identity", 10: "Start", 11: "Challenge", 12: "Notification", 13: "Reauth",
		14: "Client error",
	}
)

// eapol prints a frame of EAP over LANs.
func (p *Printer) eapol(b []byte) {
	p.proto = "eap"
	if !p.want(b, 4) {
		return
	}
	kind, size := uint32(b[1]), int(p.u16(b, 2))
	p.name(eapolTypes, kind, "unknown")
	p.f(" (%u) v%u, len %u", kind, uint32(b[0]), uint32(size))
	if p.Verbose < 1 || kind != 0 {
		return
	}
	if size == 0 {
		p.invalid()
		return
	}
	p.s(", ")
	p.eap(b[4:], size)
}

// eap prints a packet of the Extensible Authentication Protocol of n bytes.
func (p *Printer) eap(b []byte, n int) {
	p.proto = "eap"
	code, id, size := p.u8(b, 0), p.u8(b, 1), int(p.u16(b, 2))
	if p.done() {
		return
	}
	if size != n {
		p.s("EAP fragment?")
		return
	}
	p.name(eapCodes, code, "unknown")
	p.f(" (%u), id %u, len %u", code, id, uint32(size))
	if size < 4 {
		p.s(" (too short for EAP header)")
		return
	}
	if !p.need(b, size) || code != 1 && code != 2 {
		return
	}
	if size < 5 {
		p.s(" (too short for EAP request/response)")
		return
	}
	kind := uint32(b[4])
	p.s("\n\t\t Type ")
	p.name(eapTypes, kind, "unknown")
	p.f(" (%u)", kind)
	p.eapData(kind, b[5:size])
}

// eapData prints the data of a method.
func (p *Printer) eapData(kind uint32, v []byte) {
	if title, ok := eapTitles[kind]; ok && len(v) < 1 {
		p.s(" (too short for ")
		p.s(title)
		p.s(" request/response)")
		return
	}
	switch kind {
	case 1:
		if len(v) > 0 {
			p.s(", Identity: ")
			p.printable(v)
		}
	case 2:
		p.s(", Notification: ")
		p.printable(v)
	case 3:
		for i, t := range v {
			if i > 0 {
				p.s(",")
			}
			p.s(" ")
			p.name(eapTypes, uint32(t), "unknown")
			p.f(" (%u)", uint32(t))
		}
	case 13, 21, 43:
		p.eapTLS(kind, eapTitles[kind], v)
	case 18, 23:
		p.s(" subtype [")
		p.name(eapSubtypes, uint32(v[0]), "unknown")
		p.f("] 0x%02x", uint32(v[0]))
	}
}

func (p *Printer) eapTLS(kind uint32, title string, v []byte) {
	x := uint32(v[0])
	switch kind {
	case 21:
		p.f(" TTLSv%u", x&7)
	case 43:
		p.f(" FASTv%u", x&7)
	}
	p.s(" flags [")
	p.bits(eapTLSFlags, x, "none", ", ")
	p.f("] 0x%02x", x)
	if x&0x80 == 0 {
		return
	}
	if len(v) < 5 {
		p.s(" (too short for ")
		p.s(title)
		p.s(" request/response with length)")
		return
	}
	p.f(", len %u", p.u32(v, 1))
}

// printable appends text.
func (p *Printer) printable(v []byte) { p.text(v, 0, len(v)) }

// eapTitles name methods that have data, in what is said of those without.
var eapTitles = names{
	2: "EAP Notification", 3: "EAP Legacy NAK", 13: "EAP TLS/TTLS", 21: "EAP TLS/TTLS", 43: "EAP FAST", 18: "EAP SIM/AKA", 23: "EAP SIM/AKA",
}
