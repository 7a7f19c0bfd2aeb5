package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	l2tpMessages = names{1: "SCCRQ", 2: "SCCRP", 3: "SCCCN", 4: "StopCCN", 6: "HELLO", 7: "OCRQ", 8: "OCRP", 9: "OCCN", 10: "ICRQ", 11: "ICRP",
		12: "ICCN", 14: "CDN", 15: "WEN", 16: "SLI"}
	l2tpAVPs = [...]string{"MSGTYPE", "RESULT_CODE", "PROTO_VER", "FRAMING_CAP", "BEARER_CAP", "TIE_BREAKER", "FIRM_VER", "HOST_NAME",
		"VENDOR_NAME", "ASSND_TUN_ID", "RECV_WIN_SIZE", "CHALLENGE", "Q931_CC", "CHALLENGE_RESP", "ASSND_SESS_ID", "CALL_SER_NUM",
		"MINIMUM_BPS", "MAXIMUM_BPS", "BEARER_TYPE", "FRAMING_TYPE", "PACKET_PROC_DELAY", "CALLED_NUMBER", "CALLING_NUMBER", "SUB_ADDRESS",
		"TX_CONN_SPEED", "PHY_CHANNEL_ID", "INI_RECV_LCP", "LAST_SENT_LCP", "LAST_RECV_LCP", "PROXY_AUTH_TYPE", "PROXY_AUTH_NAME",
		"PROXY_AUTH_CHAL", "PROXY_AUTH_ID", "PROXY_AUTH_RESP", "CALL_ERRORS", "ACCM", "RANDOM_VECTOR", "PRIVATE_GRP_ID", "RX_CONN_SPEED",
		"SEQ_REQUIRED", 46: "PPP_DISCON_CC"}
	l2tpAuth   = names{1: "Text", 2: "CHAP", 3: "PAP", 4: "NoAuth", 5: "MS-CHAPv1"}
	l2tpCauses = names{0: "global error", 1: "at peer", 2: "at local"}
)

// l2tp prints a header of L2TP version 2, RFC 2661, and what follows it.
func (p *Printer) l2tp(b []byte, n int) {
	p.proto = "l2tp"
	if n < 6 {
		p.trunc()
		return
	}
	c := cursor{p, b, n}
	w := c.take(2)
	if p.done() {
		return
	}
	switch w & 15 {
	case 2:
		p.s(" l2tp:")
	case 1:
		p.s(" l2f:")
		return
	default:
		p.s(" Unknown Version, neither L2F(1) nor L2TP(2)")
		return
	}
	p.s("[")
	for _, f := range [...]bit{{0x8000, "T"}, {0x4000, "L"}, {0x0800, "S"}, {0x0200, "O"}, {0x0100, "P"}} {
		if w&f.mask != 0 {
			p.s(f.name)
		}
	}
	p.s("]")
	length := 0
	if w&0x4000 != 0 {
		length = int(c.take(2))
	}
	tunnel := c.take(2)
	session := c.take(2)
	if p.done() {
		return
	}
	p.f("(%u/%u)", tunnel, session)
	if w&0x0800 != 0 {
		ns, nr := c.take(2), c.take(2)
		if p.done() {
			return
		}
		p.f("Ns=%u,Nr=%u", ns, nr)
	}
	if w&0x0200 != 0 {
		pad := int(c.take(2))
		if p.done() || c.n < pad || len(c.b) < pad {
			p.cut()
			return
		}
		c.b, c.n = c.b[pad:], c.n-pad
	}
	header := n - c.n
	if w&0x4000 != 0 {
		switch {
		case length < header:
			p.f(" Length %u smaller than header length", uint32(length))
			return
		case length > n:
			p.f(" Length %u larger than packet", uint32(length))
			return
		}
	}
	switch {
	case w&0x8000 != 0 && w&0x4000 == 0:
		p.s(" No length")
	case w&0x8000 != 0 && length == header:
		p.s(" ZLB")
	case w&0x8000 != 0:
		p.l2tpAVPs(c.b, length-header)
	default:
		p.s(" {")
		p.ppp(c.b, c.n)
		p.s("}")
	}
}

// l2tpAVPs prints n bytes of attribute value pairs.
func (p *Printer) l2tpAVPs(b []byte, n int) {
	for n > 0 && !p.done() {
		p.s(" ")
		w := p.u16(b, 0)
		size := int(w & 0x3ff)
		if p.done() {
			return
		}
		if size < 6 || size > n || size > len(b) {
			p.l2tpBadAVP(size, n, len(b))
			return
		}
		vendor, t := p.u16(b, 2), p.u16(b, 4)
		if w&0x8000 != 0 {
			p.s("*")
		}
		p.l2tpAVP(vendor, t, w&0x4000 != 0, b[6:size])
		b, n = b[size:], n-size
	}
}

func (p *Printer) l2tpBadAVP(size, n, have int) {
	if size <= n && size > have {
		p.cut()
		return
	}
	p.trunc()
}

func (p *Printer) l2tpAVP(vendor, t uint32, hidden bool, v []byte) {
	switch {
	case vendor != 0:
		p.f("VENDOR%04x:ATTR%04x", vendor, t)
	case int(t) < len(l2tpAVPs) && l2tpAVPs[t] != "":
		p.s(l2tpAVPs[t])
	default:
		p.f("AVP-#%u", t)
	}
	p.s("(")
	switch {
	case hidden:
		p.s("???")
	case vendor != 0:
		p.hexBytes(v, "")
	default:
		p.l2tpValue(t, v)
	}
	p.s(")")
}

// l2tpForms says how values are printed: s text, 2, 4 and 8 numbers of as many bytes,
// x hexadecimal, f and b bits, and letters for those of their own form.
const l2tpForms = "mrpfbxVssnnxqxnNNNbfnssdNNxxxtsxwxeaxsNz"

func (p *Printer) l2tpValue(t uint32, v []byte) {
	form := byte('?')
	if int(t) < len(l2tpForms) {
		form = l2tpForms[t]
	} else if t == 46 {
		form = 'c'
	}
	need := map[byte]int{'m': 2, 'r': 2, 'p': 2, 'f': 4, 'b': 4, 'V': 2, 'n': 2, 'q': 3, 'N': 4, 't': 2, 'w': 2, 'e': 26, 'a': 10, 'c': 5}[form]
	if len(v) < need {
		p.s("AVP too short")
		return
	}
	u16 := func(i int) uint32 { return uint32(wire.Uint16(v, i)) }
	switch form {
	case 'm':
		p.name(l2tpMessages, u16(0), "MSGTYPE-#%u")
	case 'r':
		p.u(u16(0))
		if len(v) >= 4 {
			p.f("/%u", u16(2))
		}
		if len(v) > 4 {
			p.s(" ")
			p.text(v, 4, len(v)-4)
		}
	case 'p':
		p.f("%u.%u", u16(0)>>8, u16(0)&0xff)
	case 'f', 'b':
		low, high := "S", "A"
		if form == 'b' {
			low, high = "D", "A"
		}
		x := wire.Uint32(v, 0)
		if x&2 != 0 {
			p.s(high)
		}
		if x&1 != 0 {
			p.s(low)
		}
	case 'n':
		p.u(u16(0))
	case 'V':
		p.u(u16(0))
	case 'N':
		p.u(wire.Uint32(v, 0))
	case 's', 'd':
		p.text(v, 0, len(v))
	case 'q':
		p.f("%02x %02x", u16(0), uint32(v[2]))
		if len(v) > 3 {
			p.s(" ")
			p.text(v, 3, len(v)-3)
		}
	case 't':
		p.name(l2tpAuth, u16(0), "AuthType-#%u")
	case 'w':
		p.u(u16(0) & 0xff)
	case 'x':
		p.hexBytes(v, "")
	case 'e':
		for i, n := range [...]string{"CRCErr", "FrameErr", "HardOver", "BufOver", "Timeout", "AlignErr"} {
			p.s(n)
			p.f("=%u ", wire.Uint32(v, 2+4*i))
		}
	case 'a':
		p.f("send=%08x recv=%08x ", wire.Uint32(v, 2), wire.Uint32(v, 6))
	case 'c':
		p.f("%04x, %04x ", u16(0), u16(2))
		p.name(l2tpCauses, uint32(v[4]), "Direction-#%u")
		if len(v) > 5 {
			p.s(" ")
			p.text(v, 5, len(v)-5)
		}
	}
}
