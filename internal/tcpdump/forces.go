package tcpdump

var (
	forcesTypes = names{
		1: "Association Setup", 2: "Association TearDown", 3: "Config", 4: "Query", 5: "Event Notification", 6: "Packet Redirect",
		15: "HeartBeat", 17: "Association Response", 19: "Config Response", 20: "Query Response",
	}
	forcesACK   = [...]string{"NoACK", "SuccessACK", "UnsuccessACK", "AlwaysACK"}
	forcesMode  = [...]string{"EMReserved", "execute-all-or-none", "execute-until-failure", "continue-execute-on-failure"}
	forcesPhase = [...]string{"StartofTransaction", "MiddleofTransaction", "EndofTransaction", "abort"}
)

// forces prints the header of a message between forwarding and control elements,
// RFC 5810.
func (p *Printer) forces(b []byte, n int) {
	p.proto = "forces"
	p.s("ForCES ")
	if !p.need(b, 24) || n < 24 {
		p.cut()
		return
	}
	kind, size, flags := p.u8(b, 1), p.u16(b, 2)*4, p.u32(b, 20)
	p.name(forcesTypes, kind, "Unknown message 0x%x")
	if p.Verbose == 0 {
		p.s(" ")
		return
	}
	p.f(" \n\tForCES Version %u len %uB flags 0x%08x \n\tSrcID 0x%x(", p.u8(b, 0)>>4, size, flags, p.u32(b, 4))
	p.forcesNode(p.u32(b, 4))
	p.f(") DstID 0x%x(", p.u32(b, 8))
	p.forcesNode(p.u32(b, 8))
	p.s(") Correlator ")
	p.x64(uint64(p.u32(b, 12))<<32 | uint64(p.u32(b, 16)))
	if p.Verbose < 2 {
		return
	}
	ack, prio, mode, atomic, phase := flags>>30, flags>>27&7, flags>>22&3, flags>>21&1, flags>>19&3
	p.s("\n\tForCES flags:\n\t  " + forcesACK[ack])
	p.f("(0x%x), prio=%u, ", ack, prio)
	p.s(forcesMode[mode])
	p.f("(0x%x),\n\t  ", mode)
	p.s([...]string{"Standalone", "2PCtransaction"}[atomic])
	p.f("(0x%x), ", atomic)
	p.s(forcesPhase[phase])
	p.f("(0x%x)\n\t  Extra flags: rsv(b5-7) 0x%x rsv(b13-31) 0x%x\n", phase, flags>>24&7, flags&0x7ffff)
}

// forcesNode prints which kind of element an identifier is of.
func (p *Printer) forcesNode(id uint32) {
	switch {
	case id == 0xffffffff:
		p.s("ForCES broadcast")
	case id>>30 == 0:
		p.s("FE")
	case id>>30 == 1:
		p.s("CE")
	default:
		p.s("AllMulticast")
	}
}
