package tcpdump

// rsvpPrinters print the data of objects, by class.
var rsvpPrinters map[uint32]func(*rsvpObject)

func init() {
	rsvpPrinters = map[uint32]func(*rsvpObject){
		1: (*rsvpObject).session, 3: (*rsvpObject).hop, 4: (*rsvpObject).integrity, 5: (*rsvpObject).timeValues,
		6: (*rsvpObject).errorSpec, 8: (*rsvpObject).style, 9: (*rsvpObject).intserv, 10: (*rsvpObject).sender,
		11: (*rsvpObject).sender, 12: (*rsvpObject).intserv, 13: (*rsvpObject).intserv, 15: (*rsvpObject).confirm,
		16: (*rsvpObject).label, 19: (*rsvpObject).labelRequest, 20: (*rsvpObject).route, 21: (*rsvpObject).route,
		22: (*rsvpObject).hello, 23: (*rsvpObject).messageID, 24: (*rsvpObject).messageID, 25: (*rsvpObject).messageID,
		34: (*rsvpObject).label, 35: (*rsvpObject).label, 36: (*rsvpObject).labelSet, 50: (*rsvpObject).subLSP,
		63: (*rsvpObject).detour, 66: (*rsvpObject).classType, 125: (*rsvpObject).classType, 129: (*rsvpObject).label,
		131: (*rsvpObject).restart, 134: (*rsvpObject).capability, 195: (*rsvpObject).notify, 196: (*rsvpObject).adminStatus,
		204: (*rsvpObject).properties, 205: (*rsvpObject).fastReroute, 207: (*rsvpObject).attribute, 229: (*rsvpObject).uni,
	}
}

func (o *rsvpObject) session() {
	p := o.p
	switch o.form {
	case 1, 2:
		n := 4 + 12*int(o.form-1)
		if !o.needs(n + 4) {
			return
		}
		o.line("IPv4 DestAddress: ")
		if o.form == 2 {
			p.b[len(p.b)-len("4 DestAddress: ")] = '6'
		}
		o.addr(0, o.form == 2)
		p.f(", Protocol ID: 0x%02x", p.u8(o.v, n))
		o.line("Flags: ")
		p.f("[0x%02x], DestPort %u", p.u8(o.v, n+1), p.u16(o.v, n+2))
	case 8:
		if !o.needs(36) {
			return
		}
		o.tunnel("IPv6 Tunnel EndPoint: ", 0, true, true)
	case 7, 11:
		if !o.needs(12) {
			return
		}
		o.tunnel("IPv4 Tunnel EndPoint: ", 0, false, false)
	case 13:
		if !o.needs(12) {
			return
		}
		o.tunnel("IPv4 P2MP LSP ID: ", 0, false, false)
	case 14:
		if !o.needs(28) {
			return
		}
		o.line("IPv6 P2MP LSP ID: ")
		p.f("0x%08x, Tunnel ID: 0x%04x, Extended Tunnel ID: ", p.u32(o.v, 0), p.u16(o.v, 6))
		o.addr(8, true)
	default:
		o.unknown = true
	}
}

// tunnel prints an end of a tunnel, its number and its extended number.
func (o *rsvpObject) tunnel(title string, at int, end6, id6 bool) {
	o.line(title)
	at += o.addr(at, end6)
	o.p.f(", Tunnel ID: 0x%04x, Extended Tunnel ID: ", o.p.u16(o.v, at+2))
	o.addr(at+4, id6)
}

func (o *rsvpObject) hop() {
	if o.form < 1 || o.form > 4 {
		o.unknown = true
		return
	}
	six := o.form%2 == 0
	n := 8
	if six {
		n = 20
	}
	if !o.needs(n) {
		return
	}
	o.line("Previous/Next Interface: ")
	o.addr(0, six)
	o.p.f(", Logical Interface Handle: 0x%08x", o.p.u32(o.v, n-4))
	o.unknown = len(o.v) > 8 // elements follow IPv4's
}

func (o *rsvpObject) integrity() {
	if o.form != 1 {
		o.unknown = true
		return
	}
	if !o.needs(32) {
		return
	}
	p, v := o.p, o.v
	o.line("Key-ID ")
	p.f("0x%04x%08x, Sequence 0x%08x%08x, Flags [", p.u16(v, 2), p.u32(v, 4), p.u32(v, 8), p.u32(v, 12))
	p.bits([]bit{{0x80, "Handshake"}}, p.u8(v, 0), "none", ", ")
	p.s("]")
	o.line("MD5-sum ")
	p.f("0x%08x%08x%08x%08x  (unchecked)", p.u32(v, 16), p.u32(v, 20), p.u32(v, 24), p.u32(v, 28))
}

func (o *rsvpObject) timeValues() {
	if o.form != 1 {
		o.unknown = true
	} else if o.needs(4) {
		o.line("Refresh Period: ")
		o.p.f("%ums", o.p.u32(o.v, 0))
	}
}

func (o *rsvpObject) errorSpec() {
	if o.form < 1 || o.form > 4 {
		o.unknown = true
		return
	}
	six := o.form%2 == 0
	n := 4
	if six {
		n = 16
	}
	if !o.needs(n + 4) {
		return
	}
	p := o.p
	o.line("Error Node Address: ")
	o.addr(0, six)
	p.f(", Flags: [0x%02x]", p.u8(o.v, n))
	o.line("Error Code: ")
	code, value := p.u8(o.v, n+1), p.u16(o.v, n+2)
	p.name(rsvpErrors, code, "unknown")
	p.f(" (%u)", code)
	var values names
	switch {
	case code == 24:
		values = rsvpRouting
	case !six && (code == 28 || code == 125):
		values = rsvpDiffserv
	case six:
		return
	default:
		p.f(", Unknown Error Value (%u)", value)
		return
	}
	p.s(", Error Value: ")
	p.name(values, value, "unknown")
	p.f(" (%u)", value)
}

func (o *rsvpObject) style() {
	if o.form != 1 {
		o.unknown = true
	} else if o.needs(4) {
		o.line("Reservation Style: ")
		o.p.name(rsvpStyles, o.p.u24(o.v, 1), "Unknown")
		o.p.f(", Flags: [0x%02x]", o.p.u8(o.v, 0))
	}
}

// sender prints a filter or a sender's template.
func (o *rsvpObject) sender() {
	p := o.p
	switch {
	case o.form == 1 && o.needs(8):
		o.line("Source Address: ")
		o.addr(0, false)
		p.f(", Source Port: %u", p.u16(o.v, 6))
	case o.form == 2 && o.needs(20):
		o.line("Source Address: ")
		o.addr(0, true)
		p.f(", Source Port: %u", p.u16(o.v, 18))
	case o.form == 3 && o.class == 10 && o.needs(20):
		o.line("Source Address: ")
		o.addr(0, true)
		p.f(", Flow Label: %u", p.u24(o.v, 17))
	case o.form == 7 && o.needs(8):
		title := "Source Address: "
		if o.class == 11 {
			title = "IPv4 Tunnel Sender Address: "
		}
		o.senderTunnel(title, ", LSP-ID: 0x%04x", false, false)
	case o.form == 8 && o.class == 10 && o.needs(20):
		o.line("Source Address: ") // what is there is IPv6's, and its beginning printed
		o.addr(0, false)
		p.f(", LSP-ID: 0x%04x", p.u16(o.v, 18))
	case o.form == 12 && o.needs(16):
		o.senderTunnel("IPv4 Tunnel Sender Address: ", ", LSP ID: 0x%04x", false, true)
	case o.form == 13 && o.needs(40):
		o.senderTunnel("IPv6 Tunnel Sender Address: ", ", LSP ID: 0x%04x", true, true)
	default:
		o.unknown = true
	}
}

func (o *rsvpObject) senderTunnel(title, lsp string, six, group bool) {
	o.line(title)
	at := o.addr(0, six)
	o.p.f(lsp, o.p.u16(o.v, at+2))
	if !group {
		return
	}
	o.line("Sub-Group Originator ID: ")
	at += 4
	at += o.addr(at, six)
	if six {
		at += 2
	}
	o.p.f(", Sub-Group ID: 0x%04x", o.p.u16(o.v, at))
}

// plain prints an address of IPv4's or IPv6's form.
func (o *rsvpObject) plain(four, six string) {
	switch {
	case o.form == 1 && o.needs(4):
		o.line(four)
		o.addr(0, false)
	case o.form == 2 && o.needs(16):
		o.line(six)
		o.addr(0, true)
	default:
		o.unknown = true
	}
}

func (o *rsvpObject) confirm() { o.plain("IPv4 Receiver Address: ", "IPv6 Receiver Address: ") }
func (o *rsvpObject) notify()  { o.plain("IPv4 Notify Node Address: ", "IPv6 Notify Node Address: ") }
func (o *rsvpObject) subLSP() {
	o.plain("Sub-LSP destination address: ", "Sub-LSP destination address: ")
}

func (o *rsvpObject) label() {
	p := o.p
	switch o.form {
	case 1:
		for i := 0; i+4 <= len(o.v); i += 4 {
			o.line("Label: ")
			p.u(p.u32(o.v, i))
		}
	case 2:
		if o.needs(4) {
			o.line("Generalized Label: ")
			p.u(p.u32(o.v, 0))
		}
	case 3:
		if o.needs(12) {
			o.line("Waveband ID: ")
			p.u(p.u32(o.v, 0))
			o.line("Start Label: ")
			p.f("%u, Stop Label: %u", p.u32(o.v, 4), p.u32(o.v, 8))
		}
	default:
		o.unknown = true
	}
}

func (o *rsvpObject) labelRequest() {
	p, v := o.p, o.v
	l3 := func(i int) {
		o.line("L3 Protocol ID: ")
		p.name(etherTypes, p.u16(v, i), "Unknown Protocol (0x%04x)")
	}
	switch o.form {
	case 1:
		for i := 0; i+4 <= len(v); i += 4 {
			l3(i + 2)
		}
	case 2:
		if !o.needs(12) {
			return
		}
		l3(2)
		p.s(",")
		if v[4]&0x80 != 0 {
			p.s("no")
		}
		p.s(" merge capability")
		o.line("Minimum VPI/VCI: ")
		p.f("%u/%u", p.u16(v, 4)&0xfff, p.u16(v, 6)&0xfff)
		o.line("Maximum VPI/VCI: ")
		p.f("%u/%u", p.u16(v, 8)&0xfff, p.u16(v, 10)&0xfff)
	case 3:
		if !o.needs(12) {
			return
		}
		l3(2)
		o.line("Minimum/Maximum DLCI: ")
		bits := [...]string{"10", "", "23", ""}[p.u16(v, 4)>>7&3]
		p.f("%u/%u, ", p.u32(v, 4)&0x7fffff, p.u32(v, 8)&0x7fffff)
		p.s(bits)
		p.s(" bit DLCI")
	case 4:
		if !o.needs(4) {
			return
		}
		o.line("LSP Encoding Type: ")
		p.name(gmplsEncodings, p.u8(v, 0), "Unknown")
		p.f(" (%u)", p.u8(v, 0))
		o.line("Switching Type: ")
		p.name(gmplsSwitching, p.u8(v, 1), "Unknown")
		p.f(" (%u), Payload ID: ", p.u8(v, 1))
		p.name(gmplsPayloads, p.u16(v, 2), "Unknown")
		p.f(" (0x%04x)", p.u16(v, 2))
	default:
		o.unknown = true
	}
}

// route prints the hops of a route that is wanted or was taken.
func (o *rsvpObject) route() {
	if o.form != 1 {
		o.unknown = true
		return
	}
	p := o.p
	for v := o.v; len(v) >= 4; {
		kind, size := uint32(v[0]), int(v[1])
		o.line("Subobject Type: ")
		p.name(rsvpHops, kind&0x7f, "Unknown %u")
		p.f(", length %u", uint32(size))
		if size == 0 {
			o.line("ERROR: zero length ERO subtype")
			return
		}
		if size > len(v) {
			o.line("ERROR: ERO subobject length > object length")
			return
		}
		if o.bad = !p.rsvpHop(o.class, kind, v[:size]); o.bad {
			return
		}
		v = v[size:]
	}
}

// rsvpHop prints a hop of a route, and reports whether it was well formed.
func (p *Printer) rsvpHop(class, kind uint32, v []byte) bool {
	if kind &= 0xff; kind&0x7f != 1 && kind&0x7f != 3 {
		return true
	}
	if len(v) != 8 {
		p.s(" ERROR: length != 8")
		p.invalid()
		return false
	}
	if kind&0x7f == 3 {
		p.s(", Flags: [")
		p.bits(rsvpHopLabelFlags, uint32(v[2]), "none", ", ")
		p.s("] (")
		p.rsvpFlags(uint32(v[2]))
		p.s("), Class-Type: ")
		p.name(rsvpForms, class<<8|uint32(v[3]), "Unknown")
		p.f(" (%u), %u", uint32(v[3]), p.u32(v, 4))
		return true
	}
	if v[6] != 32 {
		p.f(" ERROR: Prefix length %u != 32", uint32(v[6]))
		p.invalid()
		return false
	}
	p.s([...]string{", Strict, ", ", Loose, "}[kind>>7])
	p.ip4Addr(v, 2)
	p.s("/32, Flags: [")
	p.bits(rsvpHopFlags, uint32(v[7]), "none", ", ")
	p.s("]")
	return true
}

// rsvpFlags appends flags as C's %#x does.
func (p *Printer) rsvpFlags(x uint32) {
	if x == 0 {
		p.s("0")
		return
	}
	p.f("0x%x", x)
}

func (o *rsvpObject) hello() {
	if o.form != 1 && o.form != 2 {
		o.unknown = true
	} else if o.needs(8) {
		o.line("Source Instance: ")
		o.p.f("0x%08x, Destination Instance: 0x%08x", o.p.u32(o.v, 0), o.p.u32(o.v, 4))
	}
}

func (o *rsvpObject) messageID() {
	if o.form != 1 && o.form != 2 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	p := o.p
	o.line("Flags ")
	p.f("[0x%02x], epoch: %u", p.u8(o.v, 0), p.u24(o.v, 1))
	for i := 4; i+4 <= len(o.v); i += 4 {
		o.line("  Message-ID ")
		p.f("0x%08x (%u)", p.u32(o.v, i), p.u32(o.v, i))
	}
}

func (o *rsvpObject) labelSet() {
	if o.form != 1 {
		o.unknown = true
		return
	}
	if !o.needs(4) {
		return
	}
	p := o.p
	o.line("Action: ")
	action := p.u8(o.v, 0)
	p.name(rsvpLabelSets, action, "Unknown")
	p.f(" (%u), Label type: %u", action, p.u8(o.v, 3)&0x7f)
	if action == 2 || action == 3 {
		if o.needs(12) {
			o.line("Start range: ")
			p.f("%u, End range: %u", p.u32(o.v, 4), p.u32(o.v, 8))
		}
		return
	}
	for i := 4; i+4 <= len(o.v); i += 4 {
		o.line("Subchannel ")
		p.f("#%u: %u", uint32(i/4), p.u32(o.v, i))
	}
}

func (o *rsvpObject) detour() {
	if o.form != 7 {
		o.unknown = true
		return
	}
	for i := 0; i+8 <= len(o.v); i += 8 {
		o.line("PLR-ID: ")
		o.addr(i, false)
		o.p.s(", Avoid-Node-ID: ")
		o.addr(i+4, false)
	}
}

func (o *rsvpObject) classType() {
	if o.form != 1 {
		o.unknown = true
	} else if o.needs(4) {
		o.line("CT: ")
		o.p.u(o.p.u32(o.v, 0) & 7)
	}
}
