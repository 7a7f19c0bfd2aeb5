package tcpdump

var (
	tipcUsers = names{
		0: "Low Importance Data payload", 1: "Normal Importance Data payload", 2: "High Importance Data payload",
		3: "Critical Importance Data payload", 5: "Link State Management", 6: "Message Bundler Protocol", 7: "Link State Management",
		8: "Connection Manager internal", 9: "Link Route Distribution", 10: "Link Changeover Protocol", 11: "Name Table Update Message",
		12: "Message Fragment", 13: "Neighbor Discovery",
	}
	tipcData  = names{0: "CONN_MSG", 1: "MCAST_MSG", 2: "NAMED_MSG", 3: "DIRECT_MSG"}
	tipcKinds = map[uint32]names{
		0: tipcData, 1: tipcData, 2: tipcData, 3: tipcData,
		7:  {0: "Detailed state", 1: "Reset", 2: "Activate"},
		8:  {0: "Probe", 1: "Probe Reply", 2: "Ack"},
		11: {0: "Publication", 1: "Withdrawal"},
		12: {0: "First fragment", 1: "Fragment", 2: "Last fragment"},
		13: {0: "Link request", 1: "Link response"},
	}
)

func (p *Printer) tipcNode(x uint32) { p.f("%u.%u.%u", x>>24, x>>12&0xfff, x&0xfff) }

// tipc prints a message of the Transparent Inter-Process Communication protocol.
func (p *Printer) tipc(b []byte, n int) {
	p.proto = "tipc"
	if n < 4 || n < 24 {
		p.trunc()
		return
	}
	w0 := p.u32(b, 0)
	if p.done() {
		return
	}
	user, header, size := w0>>25&0xf, (w0>>21&0xf)*4, w0&0x1ffff
	w1 := p.u32(b, 4)
	if p.done() {
		return
	}
	kind := w1 >> 29
	p.f("TIPC v%u.0 ", w0>>29)
	switch user {
	case 0, 1, 2, 3, 8, 11:
		p.tipcPayload(b, header)
	default:
		p.tipcInternal(b, user)
	}
	if p.done() {
		return
	}
	p.f("headerlength %u bytes, MessageSize %u bytes, ", header, size)
	p.name(tipcUsers, user, "unknown")
	p.s(", messageType ")
	if user == 8 {
		p.name(tipcData, kind, "Unknown")
	} else {
		p.name(tipcKinds[user], kind, "Unknown (0x%x)")
	}
}

func (p *Printer) tipcPayload(b []byte, header uint32) {
	p.tipcNode(p.u32(b, 12))
	p.f(":%u > ", p.u32(b, 16))
	if header > 24 {
		p.tipcNode(p.u32(b, 28))
		p.s(":")
	}
	p.f("%u, ", p.u32(b, 20))
}

func (p *Printer) tipcInternal(b []byte, user uint32) {
	p.tipcNode(p.u32(b, 12))
	p.s(" > ")
	if user == 13 {
		p.tipcNode(p.u32(b, 8))
	} else {
		p.tipcNode(p.u32(b, 28))
	}
	p.s(", ")
}
