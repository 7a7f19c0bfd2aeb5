package tcpdump

var pptpMessages = names{1: "SCCRQ", 2: "SCCRP", 3: "StopCCRQ", 4: "StopCCRP", 5: "ECHORQ", 6: "ECHORP", 7: "OCRQ", 8: "OCRP", 9: "ICRQ",
	10: "ICRP", 11: "ICCN", 12: "CCRQ", 13: "CDN", 14: "WEN", 15: "SLI"}

// pptpResults are what results mean, by the type of the message.
var pptpResults = map[uint32]names{
	2: {1: "Successful channel establishment", 2: "General error", 3: "Command channel already exists",
		4: "Requester is not authorized to establish a command channel", 5: "The protocol version of the requester is not supported"},
	4:  {1: "OK", 2: "General error"},
	6:  {1: "OK", 2: "General error"},
	8:  {1: "Connected", 2: "General Error", 3: "No Carrier", 4: "Busy", 5: "No Dial Tone", 6: "Time-out", 7: "Do Not Accept"},
	10: {1: "Connect", 2: "General Error", 3: "Do Not Accept"},
	13: {1: "Lost Carrier", 2: "General Error", 3: "Admin Shutdown", 4: "Request"},
}

var pptpErrors = names{0: "None", 1: "Not-Connected", 2: "Bad-Format", 3: "Bad-Value", 4: "No-Resource", 5: "Bad-Call-ID", 6: "PAC-Error"}

// A field reader of PPTP: it prints one field after another.
type pptp struct {
	p  *Printer
	b  []byte
	at int
	t  uint32 // type of the message
}

func (c *pptp) u8() uint32  { c.at++; return c.p.u8(c.b, c.at-1) }
func (c *pptp) u16() uint32 { c.at += 2; return c.p.u16(c.b, c.at-2) }
func (c *pptp) u32() uint32 { c.at += 4; return c.p.u32(c.b, c.at-4) }

// reserved passes over a field that has to be zero.
func (c *pptp) reserved(n int) {
	x := c.u8()
	if n == 2 {
		x = x<<8 | c.u8()
	}
	if x != 0 && !c.p.done() {
		c.p.f(" [ERROR: reserved=%u must be zero]", x)
	}
}

func (c *pptp) n16(name string) { c.num(name, c.u16()) }
func (c *pptp) n32(name string) { c.num(name, c.u32()) }

func (c *pptp) num(name string, x uint32) {
	if !c.p.done() {
		c.p.s(" ")
		c.p.s(name)
		c.p.f("(%u)", x)
	}
}

func (c *pptp) hex32(name string) {
	if x := c.u32(); !c.p.done() {
		c.p.s(" ")
		c.p.s(name)
		c.p.f("(0x%08x)", x)
	}
}

func (c *pptp) version() {
	if x := c.u16(); !c.p.done() {
		c.p.f(" PROTO_VER(%u.%u)", x>>8, x&0xff)
	}
}

func (c *pptp) result() {
	x := c.u8()
	if c.p.done() {
		return
	}
	c.p.f(" RESULT_CODE(%u", x)
	if t, ok := pptpResults[c.t]; ok && c.p.Verbose > 0 {
		c.p.s(":")
		c.p.name(t, x, "Unknown")
	}
	c.p.s(")")
}

func (c *pptp) err() {
	x := c.u8()
	if c.p.done() {
		return
	}
	c.p.f(" ERR_CODE(%u", x)
	if c.p.Verbose > 0 {
		c.p.s(":")
		c.p.name(pptpErrors, x, "Unknown")
	}
	c.p.s(")")
}

func (c *pptp) flags(name string, low, high string) {
	x := c.u32()
	if c.p.done() {
		return
	}
	c.p.s(" ")
	c.p.s(name)
	c.p.s("(")
	if x&1 != 0 {
		c.p.s(low)
	}
	if x&2 != 0 {
		c.p.s(high)
	}
	c.p.s(")")
}

// either prints a choice of two, or both.
func (c *pptp) either(name string, t names) {
	if x := c.u32(); !c.p.done() {
		c.p.s(" ")
		c.p.s(name)
		c.p.s("(")
		c.p.name(t, x, "?")
		c.p.s(")")
	}
}

func (c *pptp) text(name string) {
	c.p.s(" ")
	c.p.s(name)
	c.p.s("(")
	c.p.textz(c.b, c.at, 64)
	c.at += 64
	if !c.p.done() {
		c.p.s(")")
	}
}

var (
	pptpBearers = names{1: "A", 2: "D", 3: "Any"}
	pptpFrames  = names{1: "A", 2: "S", 3: "E"}
)

// pptp prints the control connection of PPTP, RFC 2637.
func (p *Printer) pptp(b []byte) {
	p.proto = "pptp"
	p.s(": pptp")
	length, kind, magic, t := p.u16(b, 0), p.u16(b, 2), p.u32(b, 4), p.u16(b, 8)
	if len(b) < 2 {
		return
	}
	p.pptpHead(b, length, kind, magic)
	if p.done() || len(b) < 12 {
		return
	}
	if n, ok := pptpMessages[t]; ok {
		p.s(" CTRL_MSGTYPE=")
		p.s(n)
	} else {
		p.f(" UNKNOWN_CTRL_MSGTYPE(%u)", t)
	}
	c := pptp{p, b, 10, t}
	c.reserved(2)
	c.message()
}

func (p *Printer) pptpHead(b []byte, length, kind, magic uint32) {
	if p.Verbose > 0 && len(b) >= 2 {
		p.f(" Length=%u", length)
	}
	if p.Verbose > 0 && len(b) >= 4 {
		switch kind {
		case 1:
			p.s(" CTRL-MSG")
		case 2:
			p.s(" MGMT-MSG")
		default:
			p.s(" UNKNOWN-MSG-TYPE")
		}
	}
	if len(b) < 8 {
		return
	}
	if magic == 0x1a2b3c4d {
		if p.Verbose > 0 {
			p.f(" Magic-Cookie=%08x", magic)
		}
	} else {
		p.f(" UNEXPECTED Magic-Cookie!!(%08x)", magic)
	}
}

func (c *pptp) message() {
	switch c.t {
	case 1:
		c.version()
		c.reserved(2)
		c.capabilities()
	case 2:
		c.version()
		c.result()
		c.err()
		c.capabilities()
	case 3:
		if x := c.u8(); !c.p.done() {
			c.p.f(" REASON(%u", x)
			c.p.name(names{1: ":None", 2: ":Stop-Protocol", 3: ":Stop-Local-Shutdown"}, x, ":?")
			c.p.s(")")
		}
		c.reserved(1)
		c.reserved(2)
	case 4:
		c.result()
		c.err()
		c.reserved(2)
	case 5:
		c.n32("ID")
	case 6:
		c.n32("ID")
		c.result()
		c.err()
		c.reserved(2)
	case 7:
		c.n16("CALL_ID")
		c.n16("CALL_SER_NUM")
		c.n32("MIN_BPS")
		c.n32("MAX_BPS")
		c.either("BEARER_TYPE", pptpBearers)
		c.either("FRAME_TYPE", pptpFrames)
		c.n16("RECV_WIN")
		c.n16("PROC_DELAY")
		c.n16("PHONE_NO_LEN")
		c.reserved(2)
		c.text("PHONE_NO")
		c.text("SUB_ADDR")
	case 8:
		c.n16("CALL_ID")
		c.n16("PEER_CALL_ID")
		c.result()
		c.err()
		c.n16("CAUSE_CODE")
		c.n32("CONN_SPEED")
		c.n16("RECV_WIN")
		c.n16("PROC_DELAY")
		c.n32("PHY_CHAN_ID")
	case 9:
		c.n16("CALL_ID")
		c.n16("CALL_SER_NUM")
		c.either("BEARER_TYPE", pptpBearers)
		c.n32("PHY_CHAN_ID")
		c.n16("DIALED_NO_LEN")
		c.n16("DIALING_NO_LEN")
		c.text("DIALED_NO")
		c.text("DIALING_NO")
		c.text("SUB_ADDR")
	case 10:
		c.n16("CALL_ID")
		c.n16("PEER_CALL_ID")
		c.result()
		c.err()
		c.n16("RECV_WIN")
		c.n16("PROC_DELAY")
		c.reserved(2)
	case 11:
		c.n16("PEER_CALL_ID")
		c.reserved(2)
		c.n32("CONN_SPEED")
		c.n16("RECV_WIN")
		c.n16("PROC_DELAY")
		c.either("FRAME_TYPE", pptpFrames)
	case 12:
		c.n16("CALL_ID")
		c.reserved(2)
	case 13:
		c.n16("CALL_ID")
		c.result()
		c.err()
		c.n16("CAUSE_CODE")
		c.reserved(2)
		c.text("CALL_STATS")
	case 14:
		c.n16("PEER_CALL_ID")
		c.reserved(2)
		for _, n := range [...]string{"CRC_ERR", "FRAMING_ERR", "HARDWARE_OVERRUN", "BUFFER_OVERRUN", "TIMEOUT_ERR", "ALIGN_ERR"} {
			c.n32(n)
		}
	case 15:
		c.n16("PEER_CALL_ID")
		c.reserved(2)
		c.hex32("SEND_ACCM")
		c.hex32("RECV_ACCM")
	}
}

// capabilities prints what the first two messages end with.
func (c *pptp) capabilities() {
	c.flags("FRAME_CAP", "A", "S")
	c.flags("BEARER_CAP", "A", "D")
	c.n16("MAX_CHAN")
	c.n16("FIRM_REV")
	c.text("HOSTNAME")
	c.text("VENDOR")
}
