package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	sctpChunks = names{
		0x00: "DATA", 0x01: "INIT", 0x02: "INIT ACK", 0x03: "SACK", 0x04: "HB REQ", 0x05: "HB ACK", 0x06: "ABORT",
		0x07: "SHUTDOWN", 0x08: "SHUTDOWN ACK", 0x09: "OP ERR", 0x0a: "COOKIE ECHO", 0x0b: "COOKIE ACK", 0x0c: "ECN ECHO",
		0x0d: "ECN CWR", 0x0e: "SHUTDOWN COMPLETE", 0xc0: "FOR CUM TSN", 0xc1: "REL CTRL", 0xc2: "REL CTRL ACK",
	}
	sctpPayloads = names{
		1: "ISDN Q.921", 2: "M2UA", 3: "M3UA", 4: "SUA", 5: "M2PA", 6: "V5.2", 7: "H.248", 8: "BICC", 9: "TALI", 10: "DUA",
		11: "ASAP", 12: "ENRP", 13: "H.323", 14: "Q.IPC", 15: "SIMCO", 16: "DDPSC", 17: "DDPSSC", 18: "S1AP", 19: "RUA",
		20: "HNBAP", 21: "ForCES HP", 22: "ForCES MP", 23: "ForCES LP", 24: "SBc-AP", 25: "NBAP", 27: "X2AP",
	}
	sctpForCES = names{6704: "[ForCES HP]", 6705: "[ForCES MP]", 6706: "[ForCES LP]"}
)

// sctp prints an SCTP packet, RFC 9260.
func (p *Printer) sctp(h *ipHeader, b []byte, n int) {
	p.proto = "sctp"
	if n < 12 {
		p.f("truncated-sctp - %u bytes missing!", uint32(12-n))
		return
	}
	if !p.want(b, 12) {
		return
	}
	sport, dport := uint32(wire.Uint16(b, 0)), uint32(wire.Uint16(b, 2))
	p.addr(h.src)
	p.f(".%u > ", sport)
	p.addr(h.dst)
	p.f(".%u: sctp", dport)
	p.name(sctpForCES, sport, "")
	p.name(sctpForCES, dport, "")
	b, n = b[12:], n-12
	sep := " ("
	if p.Verbose >= 2 {
		sep = "\n\t"
	}
	for i := uint32(1); n > 0 && !p.done(); i++ {
		size := p.sctpChunk(sep, i, b, n, sctpForCES[sport] != "" || sctpForCES[dport] != "")
		if size < 0 {
			return
		}
		if p.Verbose < 2 {
			sep = ", ("
		}
		if pad := -size & 3; pad > 0 {
			if !p.want(b, size+pad) {
				return
			}
			size += pad
		}
		b, n = skip(b, size), n-size
	}
}

// sctpChunk prints the chunk at b, and returns its length, or -1 if there can be
// no more.
func (p *Printer) sctpChunk(sep string, i uint32, b []byte, n int, forces bool) int {
	if n < 4 {
		p.s(sep)
		p.f("%u) [chunk descriptor cut off at end of packet]", i)
		return -1
	}
	if !p.want(b, 4) {
		return -1
	}
	size := int(wire.Uint16(b, 2))
	if size < 4 {
		p.s(sep)
		p.f("%u) [Bad chunk length %u, < size of chunk descriptor]", i, uint32(size))
		return -1
	}
	if n < -size&3 {
		p.s(sep)
		p.f("%u) [Bad chunk length %u, > remaining data in packet]", i, uint32(size))
		return -1
	}
	if !p.want(b, size) {
		return -1
	}
	p.s(sep)
	p.f("%u) [", i)
	p.name(sctpChunks, uint32(b[0]), "Unknown chunk type: 0x%x")
	p.s("] ")
	if !p.sctpBody(b[:size], forces) {
		p.f("bogus chunk length %u]", uint32(size))
		return -1
	}
	return size
}

// sctpBody prints the fields of a chunk, and reports whether it is long enough.
func (p *Printer) sctpBody(c []byte, forces bool) bool {
	switch c[0] {
	case 0:
		return p.sctpData(c, forces)
	case 1, 2:
		if len(c) < 20 {
			return false
		}
		p.f("[init tag: %u] [rwnd: %u] [OS: %u] [MIS: %u] [init TSN: %u] ", wire.Uint32(c, 4), wire.Uint32(c, 8),
			uint32(wire.Uint16(c, 12)), uint32(wire.Uint16(c, 14)), wire.Uint32(c, 16))
	case 3:
		return p.sctpSACK(c)
	}
	return true
}

func (p *Printer) sctpData(c []byte, forces bool) bool {
	for _, f := range [...]bit{{4, "(U)"}, {2, "(B)"}, {1, "(E)"}} {
		if uint32(c[1])&f.mask != 0 {
			p.s(f.name)
		}
	}
	if c[1]&7 != 0 {
		p.s(" ")
	}
	if len(c) < 16 {
		return false
	}
	p.f("[TSN: %u] [SID: %u] [SSEQ %u] [PPID ", wire.Uint32(c, 4), uint32(wire.Uint16(c, 8)), uint32(wire.Uint16(c, 10)))
	p.name(sctpPayloads, wire.Uint32(c, 12), "0x%x")
	p.s("] ")
	if len(c) == 16 {
		return false
	}
	if forces {
		p.s("\n\t")
		p.forces(c[16:], len(c)-16)
		return true
	}
	if p.Verbose >= 2 {
		p.s("[Payload")
		if p.Hex == HexNone && !p.Quiet {
			p.s(":")
			p.data(c[16:])
		}
		p.s("]")
	}
	return true
}

func (p *Printer) sctpSACK(c []byte) bool {
	if len(c) < 16 {
		return false
	}
	ack, gaps, dups := wire.Uint32(c, 4), int(wire.Uint16(c, 12)), int(wire.Uint16(c, 14))
	p.f("[cum ack %u] [a_rwnd %u] [#gap acks %u] [#dup tsns %u] ", ack, wire.Uint32(c, 8), uint32(gaps), uint32(dups))
	c = c[16:]
	for i := uint32(1); len(c) > 0 && int(i) <= gaps; i++ {
		if len(c) < 4 {
			return false
		}
		p.f("\n\t\t[gap ack block #%u: start = %u, end = %u] ", i, ack+uint32(wire.Uint16(c, 0)), ack+uint32(wire.Uint16(c, 2)))
		c = c[4:]
	}
	for i := uint32(1); len(c) > 0 && int(i) <= dups; i++ {
		if len(c) < 4 {
			return false
		}
		p.f("\n\t\t[dup TSN #%u: %u] ", i, wire.Uint32(c, 0))
		c = c[4:]
	}
	return true
}
