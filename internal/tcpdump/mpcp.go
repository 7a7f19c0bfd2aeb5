package tcpdump

var (
	mpcpOpcodes = names{1: "Pause", 2: "Gate", 3: "Report", 4: "Register Request", 5: "Register", 6: "Register ACK"}
	mpcpGrants  = []bit{{0x08, "Discovery"}, {0x10, "Force Grant #1"}, {0x20, "Force Grant #2"}, {0x40, "Force Grant #3"}, {0x80, "Force Grant #4"}}
	mpcpReports = []bit{{1, "Q0"}, {2, "Q1"}, {4, "Q2"}, {8, "Q3"}, {16, "Q4"}, {32, "Q5"}, {64, "Q6"}, {128, "Q7"}}
)

// mpcp prints a MAC control frame as one of the multipoint control protocol.
func (p *Printer) mpcp(b []byte, n int) {
	p.proto = "mpcp"
	opcode := p.u16(b, 0)
	if p.done() {
		return
	}
	p.s("MPCP, Opcode ")
	p.name(mpcpOpcodes, opcode, "Unknown (%u)")
	if opcode != 1 {
		p.f(", Timestamp %u ticks", p.u32(b, 2))
	}
	p.f(", length %u", uint32(n))
	if p.Verbose == 0 || p.done() {
		return
	}
	v := skip(b, 6)
	switch opcode {
	case 1:
	case 2:
		p.mpcpGate(v)
	case 3:
		p.mpcpReport(v)
	case 4:
		p.s("\n\tFlags [ ")
		p.bits(mpcpRequests, p.u8(v, 0), "Reserved", ", ")
		p.f(" ], Pending-Grants %u", p.u8(v, 1))
	case 5:
		p.f("\n\tAssigned-Port %u, Flags [ ", p.u16(v, 0))
		p.bits(mpcpRegisters, p.u8(v, 2), "Reserved", ", ")
		p.f(" ]\n\tSync-Time %u ticks, Echoed-Pending-Grants %u", p.u16(v, 3), p.u8(v, 5))
	case 6:
		p.f("\n\tEchoed-Assigned-Port %u, Flags [ ", p.u16(v, 1))
		p.bits(mpcpAcks, p.u8(v, 0), "Reserved", ", ")
		p.f(" ]\n\tEchoed-Sync-Time %u ticks", p.u16(v, 3))
	default:
		p.unknown(b, n, "\n\t")
	}
}

func (p *Printer) mpcpGate(v []byte) {
	x := p.u8(v, 0)
	p.f("\n\tGrant Numbers %u, Flags [ ", x&7)
	p.bits(mpcpGrants, x&^7, "?", ", ")
	p.s(" ]")
	v = skip(v, 1)
	for i := range x & 7 {
		if !p.need(v, 6) {
			return
		}
		p.f("\n\tGrant #%u, Start-Time %u ticks, duration %u ticks", i+1, p.u32(v, 0), p.u16(v, 4))
		v = v[6:]
	}
	p.f("\n\tSync-Time %u ticks", p.u16(v, 0))
}

func (p *Printer) mpcpReport(v []byte) {
	sets := p.u8(v, 0)
	p.f("\n\tTotal Queue-Sets %u", sets)
	v = skip(v, 1)
	for i := uint32(1); i < sets && !p.done(); i++ {
		x := p.u8(v, 0)
		p.f("\n\t  Queue-Set #%u, Report-Bitmap [ ", sets)
		p.bits(mpcpReports, x, "Unknown", ", ")
		p.s(" ]")
		v = skip(v, 1)
		for q := uint32(1); x != 0 && !p.done(); q, x = q+1, x>>1 {
			if x&1 != 0 {
				p.f("\n\t    Q%u Report, Duration %u ticks", q, p.u16(v, 0))
				v = skip(v, 2)
			}
		}
	}
}

var (
	mpcpRequests  = []bit{{1, "Register"}, {3, "De-Register"}}
	mpcpRegisters = []bit{{1, "Re-Register"}, {2, "De-Register"}, {3, "ACK"}, {4, "NACK"}}
	mpcpAcks      = []bit{{0, "NACK"}, {1, "ACK"}}
)
