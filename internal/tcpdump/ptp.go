package tcpdump

// Names in PTP messages. IEEE 1588-2019 §13.3.2.
var (
	ptpMessages = names{
		0: "sync msg", 1: "delay req msg", 2: "peer delay req msg", 3: "peer delay resp msg", 8: "follow up msg", 9: "delay resp msg",
		10: "pdelay resp fup msg", 11: "announce msg", 12: "signalling msg", 13: "management msg",
	}
	ptpControls = names{0: "Sync", 1: "Delay_Req", 2: "Follow_Up", 3: "Delay_Resp", 4: "Management", 5: "Other"}
	ptpFlags    = []bit{
		{0x0001, "l1 61"}, {0x0002, "l1 59"}, {0x0004, "utc reasonable"}, {0x0008, "timescale"}, {0x0010, "time tracable"},
		{0x0020, "frequency tracable"}, {0x0100, "alternate master"}, {0x0200, "two step"}, {0x0400, "unicast"}, {0x1000, "unknown"},
		{0x2000, "profile specific 1"}, {0x4000, "profile specific 2"}, {0x8000, "security mask"},
	}
)

// ptp prints a message of the Precision Time Protocol.
func (p *Printer) ptp(b []byte, n int) {
	p.proto = "ptp"
	if n < 34 {
		p.trunc()
		return
	}
	first, version := p.u8(b, 0), p.u8(b, 1)
	if p.done() {
		return
	}
	p.f("PTPv%u", version&15)
	if minor := version >> 4; minor != 0 {
		p.f(".%u", minor)
	}
	switch version & 15 {
	case 1:
		p.s(" (not implemented)")
	case 2:
		p.ptp2(b, n, first)
	}
}

func (p *Printer) ptp2(b []byte, n int, first uint32) {
	p.f(", majorSdoId: 0x%x, msg type: ", first>>4)
	p.name(ptpMessages, first&15, "unknown")
	p.f(", length: %u, domain: %u, reserved1: %u, Flags [", p.u16(b, 2), p.u8(b, 4), p.u8(b, 5))
	p.bits(ptpFlags, p.u16(b, 6), "none", ", ")
	p.s("], NS correction: ")
	p.dec64(uint64(p.u16(b, 8))<<32 | uint64(p.u32(b, 10)))
	p.f(", sub NS correction: %u, reserved2: %u", p.u16(b, 14), p.u32(b, 16))
	p.s(", clock identity: ")
	p.ptpClock(b, 20)
	p.f(", port id: %u, seq id: %u, control: %u (", p.u16(b, 28), p.u16(b, 30), p.u8(b, 32))
	p.name(ptpControls, p.u8(b, 32), "Unknown")
	p.f("), log message interval: %u", p.u8(b, 33))
	if p.done() {
		return
	}
	body := b[34:]
	switch first & 15 {
	case 0, 1:
		p.ptpTime(body, "originTimeStamp")
	case 2:
		p.ptpTime(body, "preciseOriginTimeStamp") // tcpdump's name for it
		p.ptpPort(body, 10)
	case 3, 9:
		p.ptpTime(body, "receiveTimeStamp")
		p.ptpPort(body, 10)
	case 8:
		p.ptpTime(body, "preciseOriginTimeStamp")
	case 10:
		p.ptpTime(body, "responseOriginTimestamp")
		p.ptpPort(body, 10)
	case 11:
		p.ptpTime(body, "originTimeStamp")
		p.ptpAnnounce(body)
	case 12:
		p.ptpPort(body, 0)
	case 13:
		p.ptpPort(body, 0)
		p.f(", start boundary hops: %u, boundary hops: %u, flags: 0x%x, reserved: 0x%x",
			p.u8(body, 10), p.u8(body, 11), p.u8(body, 12), p.u8(body, 13))
	}
}

func (p *Printer) ptpClock(b []byte, i int) {
	p.x64(uint64(p.u32(b, i))<<32 | uint64(p.u32(b, i+4)))
}

// ptpTime prints the timestamp that b begins with.
func (p *Printer) ptpTime(b []byte, title string) {
	p.s(", ")
	p.s(title)
	p.s(": ")
	p.dec64(uint64(p.u16(b, 0))<<32 | uint64(p.u32(b, 2)))
	p.f(".%09u seconds", p.u32(b, 6))
}

// ptpPort prints the identity of a port at b[i].
func (p *Printer) ptpPort(b []byte, i int) {
	p.s(", port identity: ")
	p.ptpClock(b, i)
	p.f(", port id: %u", p.u16(b, i+8))
}

func (p *Printer) ptpAnnounce(b []byte) {
	p.f(", origin cur utc:%u, rsvd: %u, gm priority_1: %u, gm clock class: %u, gm clock accuracy: %u, gm clock variance: %u, gm priority_2: %u, gm clock id: ",
		p.u16(b, 10), p.u8(b, 12), p.u8(b, 13), p.u8(b, 14), p.u8(b, 15), p.u16(b, 16), p.u8(b, 18))
	p.ptpClock(b, 19)
	p.f(", steps removed: %u, time source: 0x%x", p.u16(b, 27), p.u8(b, 29))
}
