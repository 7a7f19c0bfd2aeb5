package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	dccpTypes = names{
		0: "DCCP-Request", 1: "DCCP-Response", 2: "DCCP-Data", 3: "DCCP-Ack", 4: "DCCP-DataAck", 5: "DCCP-CloseReq",
		6: "DCCP-Close", 7: "DCCP-Reset", 8: "DCCP-Sync", 9: "DCCP-SyncAck",
	}
	dccpResets = names{
		0: "unspecified", 1: "closed", 2: "aborted", 3: "no_connection", 4: "packet_error", 5: "option_error", 6: "mandatory_error",
		7: "connection_refused", 8: "bad_service_code", 9: "too_busy", 10: "bad_init_cookie", 11: "aggression_penalty",
	}
	dccpOptions = names{
		0: "nop", 1: "mandatory", 2: "slowreceiver", 32: "change_l", 33: "confirm_l", 34: "change_r", 35: "confirm_r",
		36: "initcookie", 37: "ndp_count", 38: "ack_vector0", 39: "ack_vector1", 40: "data_dropped", 41: "timestamp",
		42: "timestamp_echo", 43: "elapsed_time", 44: "data_checksum",
	}
	dccpFeatures = names{
		1: "ccid", 2: "allow_short_seqno", 3: "sequence_window", 4: "ecn_incapable", 5: "ack_ratio", 6: "send_ack_vector",
		7: "send_ndp_count", 8: "minimum_csum_coverage", 9: "check_data_checksum",
	}
)

// dccp prints a DCCP packet, RFC 4340.
func (p *Printer) dccp(h *ipHeader, b []byte, n int) {
	p.proto = "dccp"
	p.need(b, 4)
	p.dccpPorts(h, b)
	v, err := wire.ParseDCCP(b)
	fixed := 12
	if err == nil && v.Extended() {
		fixed = 16
	}
	if n < 12 || n < fixed {
		p.f("truncated-dccp - %u bytes missing!", uint32(fixed-n))
		return
	}
	p.need(b, fixed)
	p.s("DCCP ")
	if p.done() {
		return
	}
	if size := v.FixedLen(); n < size {
		p.f("truncated-dccp - %u bytes missing!", uint32(size-n))
		return
	}
	if p.Verbose > 0 {
		p.f("(CCVal %u, CsCov %u", uint32(v.CCVal()), uint32(v.CsCov()))
		p.dccpChecksum(h, v, n)
		p.s(") ")
	}
	p.dccpHeader(v)
	p.dccpOptionList(v, n)
}

func (p *Printer) dccpPorts(h *ipHeader, b []byte) {
	if p.done() {
		return
	}
	p.addr(h.src)
	p.s(".")
	p.port("dccp", uint32(wire.Uint16(b, 0)))
	p.s(" > ")
	p.addr(h.dst)
	p.s(".")
	p.port("dccp", uint32(wire.Uint16(b, 2)))
	p.s(": ")
}

func (p *Printer) dccpChecksum(h *ipHeader, v wire.DCCP, n int) {
	if len(v) < n {
		return
	}
	covered, _ := v[:n].Covered()
	have, want, ok := checksum(wire.Sum(h.sum(33, n), covered), v, 6)
	p.f(", cksum 0x%04x ", have)
	if ok {
		p.s("(correct)")
	} else {
		p.f("(incorrect -> 0x%04x)", want)
	}
}

// dccpHeader prints what the type has, and the numbers.
func (p *Printer) dccpHeader(v wire.DCCP) {
	t := v.Type()
	p.name(dccpTypes, uint32(t), "unknown-type-%u")
	p.need(v, v.FixedLen())
	switch {
	case t == wire.DCCPReset:
		code, _ := v.ResetCode()
		p.s(" (code=")
		p.name(dccpResets, uint32(code), "unknown-reset-code-%u")
		p.s(")")
	case t.HasService() && t != wire.DCCPListen:
		p.f(" (service=%u)", v.Service())
	}
	if t.HasAck() {
		p.s(" (ack=")
		p.dec64(v.Ack())
		p.s(")")
	}
	p.s(" ")
	if p.Verbose > 1 {
		p.s("seq ")
		p.dec64(v.Seq())
	}
}

func (p *Printer) dccpOptionList(v wire.DCCP, n int) {
	at, end := v.FixedLen(), v.HeaderLen()
	if end <= at || p.done() || p.Verbose < 2 {
		return
	}
	if end > n {
		p.f(" [header length %u > total length %u]", uint32(end), uint32(n))
		p.invalid()
		return
	}
	p.s(" <")
	for first := true; at < end && !p.done(); first = false {
		if !first {
			p.s(", ")
		}
		size := p.dccpOption(v, at, end)
		if size == 0 {
			return
		}
		at += size
	}
	p.s(">")
}

// dccpOption prints the option at b[i] and returns its length, or 0 if there can be
// no more.
func (p *Printer) dccpOption(b []byte, i, end int) int {
	kind, size := p.u8(b, i), 1
	if kind >= 32 {
		size = int(p.u8(b, i+1))
		if p.done() {
			return 0
		}
		if size < 2 {
			p.name(dccpOptions, kind, "unknown option %u")
			p.f(" [optlen %u < 2]", uint32(size))
			p.invalid()
			return 0
		}
	}
	if i+size > end {
		p.name(dccpOptions, kind, "unknown option %u")
		p.f(" [optlen %u > %u]", uint32(size), uint32(end-i))
		p.invalid()
		return 0
	}
	if kind >= 128 {
		p.f("CCID option %u optlen=%u", kind, uint32(size))
		return size
	}
	p.name(dccpOptions, kind, "unknown option %u")
	if !p.need(b, i+size) || !p.dccpValue(kind, b[i+min(2, size):i+size]) {
		return 0
	}
	return size
}

// dccpValue prints the value of an option, and reports whether it has a right size.
func (p *Printer) dccpValue(kind uint32, d []byte) bool {
	wrong := func(sizes string) bool {
		p.s(" [optlen != " + sizes + "]")
		p.invalid()
		return false
	}
	switch {
	case kind >= 32 && kind <= 35:
		p.s(" ")
		p.name(dccpFeatures, p.u8(d, 0), "unknown feature %u")
		for i := 1; i < len(d); i++ {
			p.f(" %u", uint32(d[i]))
		}
	case kind == 36 || kind == 38 || kind == 39 || kind == 40:
		p.s(" 0x")
		p.hexBytes(d, "")
	case kind == 37:
		for _, c := range d {
			p.f(" %u", uint32(c))
		}
	case kind == 41:
		if len(d) != 4 {
			return wrong("6")
		}
		p.f(" %u", p.u32(d, 0))
	case kind == 42:
		switch len(d) {
		case 4, 6, 8:
			p.f(" %u", p.u32(d, 0))
		default:
			return wrong("6 or 8 or 10")
		}
		if len(d) == 6 {
			p.f(" (elapsed time %u)", p.u16(d, 4))
		} else if len(d) == 8 {
			p.f(" (elapsed time %u)", p.u32(d, 4))
		}
	case kind == 43:
		switch len(d) {
		case 2:
			p.f(" %u", p.u16(d, 0))
		case 4:
			p.f(" %u", p.u32(d, 0))
		default:
			return wrong("4 or 6")
		}
	case kind == 44:
		if len(d) != 4 {
			return wrong("6")
		}
		p.s(" 0x")
		p.hexBytes(d, "")
	}
	return true
}
