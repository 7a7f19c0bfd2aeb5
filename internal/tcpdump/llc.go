package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	llcNames = names{
		0x00: "Null", 0x02: "802.1B I", 0x03: "802.1B G", 0x04: "SNA", 0x06: "IP", 0x0e: "ProWay NM", 0x42: "STP",
		0x4e: "EIA RS-511", 0x7e: "ISO8208", 0x8e: "ProWay ASLM", 0xaa: "SNAP", 0xbc: "VINES", 0xe0: "IPX",
		0xf0: "NetBeui", 0xfe: "OSI", 0xff: "Global",
	}
	llcCommands = names{
		0x03: "ui", 0x0f: "dm", 0x43: "disc", 0x63: "ua", 0x6f: "sabme", 0x87: "frmr", 0xaf: "xid", 0xe3: "test",
	}
	llcSupervisory = names{0: "Receiver Ready", 1: "Receiver not Ready", 2: "Reject"}
	llcFlags       = names{0: "Command", 1: "Response", 0x10: "Poll", 0x11: "Final", 0x100: "Poll", 0x101: "Final"}
	llcGroup       = names{0: "Individual", 1: "Group"}

	ouiNames = names{
		0x000000: "Ethernet", 0x00000c: "Cisco", 0x000081: "Nortel Networks SONMP", 0x0000f8: "Cisco bridged", 0x0080c2: "Ethernet bridged",
		0x00a03e: "ATM Forum", 0x080007: "Appletalk", 0x009069: "Juniper", 0x080009: "Hewlett-Packard", 0x00120f: "IEEE 802.3 Private",
		0x0012bb: "ANSI/TIA", 0x001b21: "DCBX", 0x002320: "Nicira Networks", 0x5c16c7: "Big Switch Networks", 0x00005e: "IANA",
		0xb0d2f5: "Vello Systems", 0x001018: "Broadcom",
	}
	ciscoPIDs = names{
		0x2000: "CDP", 0x2004: "DTP", 0x0111: "UDLD", 0x2003: "VTP", 0x010b: "PVST", 0x010c: "VLAN Bridge",
	}
)

// llc prints an LLC header and its payload. It returns the length of the header,
// and whether the payload was understood; f may be empty.
func (p *Printer) llc(b []byte, n int, f frame) (hl int, ok bool) {
	p.proto = "llc"
	if len(b) < 3 || n < 3 {
		p.trunc()
		return len(b), false
	}
	dsap, ssap, ctl := uint32(b[0]), uint32(b[1]), uint32(b[2])
	hl = 3
	unnumbered := ctl&3 == 3
	if !unnumbered {
		if len(b) < 4 || n < 4 {
			p.trunc()
			return len(b), false
		}
		ctl, hl = ctl|uint32(b[3])<<8, 4
	}
	if dsap == 0xff && ssap == 0xff {
		if p.Link {
			p.s("IPX 802.3: ")
		}
		return 0, false
	}
	if p.Link {
		p.llcHeader(dsap, ssap, ctl, unnumbered)
	}
	b, n = b[hl:], n-hl
	if d, s := dsap&^1, ssap&^1; ctl == 3 && d == s {
		switch s {
		case 0xaa:
			return hl + 5, p.snap(b, n, f)
		case 0x06:
			p.ip4(b, n)
			return hl, true
		case 0xfe:
			p.isoclns(b, n)
			return hl, true
		case 0x42:
			p.stp(b, n)
			return hl, true
		}
	}
	if !p.Link {
		p.llcAddresses(dsap&^1, ssap&^1, f)
	}
	return hl, p.llcControl(ssap, ctl, unnumbered, b, n, hl)
}

func (p *Printer) llcHeader(dsap, ssap, ctl uint32, unnumbered bool) {
	p.s("LLC, dsap ")
	p.name(llcNames, dsap&^1, "Unknown")
	p.f(" (0x%02x) ", dsap&^1)
	p.name(llcGroup, dsap&1, "")
	p.s(", ssap ")
	p.name(llcNames, ssap&^1, "Unknown")
	p.f(" (0x%02x) ", ssap&^1)
	p.name(llcFlags, ssap&1, "")
	if unnumbered {
		p.f(", ctrl 0x%02x: ", ctl)
	} else {
		p.f(", ctrl 0x%04x: ", ctl)
	}
}

func (p *Printer) llcAddresses(dsap, ssap uint32, f frame) {
	src := func() {
		if !f.none() {
			p.mac(f.b, 6)
			p.s(" ")
		}
	}
	if ssap == dsap {
		if src(); !f.none() {
			p.s("> ")
			p.mac(f.b, 0)
			p.s(" ")
		}
		p.name(llcNames, dsap, "Unknown DSAP 0x%02x")
		p.s(" ")
		return
	}
	src()
	p.name(llcNames, ssap, "Unknown SSAP 0x%02x")
	p.s(" > ")
	if !f.none() {
		p.mac(f.b, 0)
		p.s(" ")
	}
	p.name(llcNames, dsap, "Unknown DSAP 0x%02x")
	p.s(" ")
}

// llcControl prints what the control field says, and reports whether that is all.
func (p *Printer) llcControl(ssap, ctl uint32, unnumbered bool, b []byte, n, hl int) bool {
	total := uint32(n + hl)
	switch {
	case unnumbered:
		p.s("Unnumbered, ")
		p.name(llcCommands, ctl&0xef, "%02x")
		p.s(", Flags [")
		p.name(llcFlags, ssap&1|ctl&0x10, "?")
		p.f("], length %u", total)
		return ctl&0xef == 0xaf && p.xid(b, n)
	case ctl&1 == 1:
		p.s("Supervisory, ")
		p.name(llcSupervisory, ctl>>2&3, "?")
		p.f(", rcv seq %u, Flags [", ctl>>9&0x7f)
		p.name(llcFlags, ssap&1|ctl&0x100, "?")
		p.f("], length %u", total)
		return true
	}
	p.f("Information, send seq %u, rcv seq %u, Flags [", ctl>>1&0x7f, ctl>>9&0x7f)
	p.name(llcFlags, ssap&1|ctl&0x100, "?")
	p.f("], length %u", total)
	return false
}

// xid prints an exchange of identification.
func (p *Printer) xid(b []byte, n int) bool {
	if n == 0 {
		return true
	}
	if p.u8(b, 0) != 0x81 {
		return false
	}
	p.need(b, min(n, 3))
	if n < 3 {
		p.cut()
	}
	p.f(": %02x %02x", p.u8(b, 1), p.u8(b, 2))
	return true
}

// snap prints a SNAP header and its payload, and reports whether that was
// understood.
func (p *Printer) snap(b []byte, n int, f frame) bool {
	p.proto = "snap"
	if len(b) < 5 || n < 5 {
		p.trunc()
		return true
	}
	oui, pid := p.u24(b, 0), uint32(wire.Uint16(b, 3))
	b, n = b[5:], n-5
	if p.Link {
		p.s("oui ")
		p.ouiPID(oui, pid)
		p.f(", length %u: ", uint32(n))
	}
	switch {
	case oui == 0 || oui == 0x0000f8:
		if p.etherType(pid, b, n, f) {
			return true
		}
	case oui == 0x00000c && pid == 0x010b:
		p.stp(b, n)
		return true
	case oui == 0x00000c && pid == 0x2000:
		p.cdp(b, n)
		return true
	case oui == 0x00000c && pid == 0x2004:
		p.dtp(b, n)
		return true
	case oui == 0x00000c && pid == 0x0111:
		p.udld(b, n)
		return true
	case oui == 0x00000c && pid == 0x2003:
		p.vtp(b, n)
		return true
	case oui == 0x0080c2 && (pid == 1 || pid == 7):
		if pid == 1 || pid == 7 {
			p.ether(skip(b, 2), n-2)
			return true
		}
	}
	if !p.Link {
		if !f.none() {
			p.mac(f.b, 6)
			p.s(" > ")
			p.mac(f.b, 0)
			p.s(" ")
		}
		p.s("SNAP, ")
		if oui != 0 {
			p.s("oui ")
			p.ouiPID(oui, pid)
		} else {
			p.s("ethertype ")
			p.name(etherTypes, pid, "Unknown")
			p.f(" (0x%04x)", pid)
		}
		p.f(", length %u: ", uint32(n))
	}
	return false
}

func (p *Printer) ouiPID(oui, pid uint32) {
	p.name(ouiNames, oui, "Unknown")
	p.f(" (0x%06x), ", oui)
	kind, t := "pid ", names(nil)
	switch oui {
	case 0:
		kind, t = "ethertype ", etherTypes
	case 0x0000f8:
		t = etherTypes
	case 0x00000c:
		t = ciscoPIDs
	}
	p.s(kind)
	p.name(t, pid, "Unknown")
	p.f(" (0x%04x)", pid)
}
