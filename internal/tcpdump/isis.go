package tcpdump

import "github.com/gocap-project/gocap/wire"

const (
	isisCommon = 8  // the header that all have
	isisSystem = 6  // a system's identifier
	isisNode   = 7  // a system's, with the number of a pseudonode
	isisLSP    = 8  // a node's, with the number of a fragment
	isisHead   = 12 // what the checksum of an LSP does not cover
)

var (
	isisKinds = names{
		15: "L1 Lan IIH", 16: "L2 Lan IIH", 17: "p2p IIH", 18: "L1 LSP", 20: "L2 LSP", 24: "L1 CSNP", 25: "L2 CSNP",
		26: "L1 PSNP", 27: "L2 PSNP",
	}
	isisCircuits = names{1: "Level 1 only", 2: "Level 2 only", 3: "Level 1, Level 2"}
	isisLevels   = names{0: "Unused 0x0 (invalid)", 1: "L1 IS", 2: "Unused 0x2 (invalid)", 3: "L2 IS"}
	isisBlock    = []bit{{0x80, "P bit set, "}, {0x40, "error ATT bit set, "}, {0x20, "expense ATT bit set, "}, {0x10, "delay ATT bit set, "},
		{0x08, "default ATT bit set, "}}
	isisFixed = map[uint32]int{15: 27, 16: 27, 17: 20, 18: 27, 20: 27, 24: 33, 25: 33, 26: 17, 27: 17}
)

// isisID prints an identifier of n bytes: a system's, a node's or an LSP's.
func (p *Printer) isisID(b []byte, i, n int) {
	id := p.bytes(b, i, n)
	if id == nil {
		return
	}
	for i, c := range id {
		switch {
		case i == 2 || i == 4 || i == 6:
			p.c('.')
		case i == 7:
			p.c('-')
		}
		p.b = append(p.b, hexDigits[c>>4], hexDigits[c&15])
	}
}

// isis prints a packet of the intermediate system to intermediate system protocol, ISO
// 10589, and reports whether it was understood.
func (p *Printer) isis(b []byte, n int) bool {
	p.proto = "isis"
	if !p.Link {
		p.s("IS-IS")
	}
	if n < isisCommon {
		p.f("%u-byte packet is too short", uint32(n))
		return true
	}
	if !p.need(b, isisCommon) {
		return true
	}
	version, idLen, pduVersion, areas := uint32(b[2]), uint32(b[3]), uint32(b[5]), uint32(b[7])
	switch {
	case version != 1:
		p.f("version %d packet not supported", version)
		return false
	case idLen != 6 && idLen != 0:
		p.f("system ID length of %u is not supported", idLen)
		return false
	case pduVersion != 1:
		p.f("version %d packet not supported", pduVersion)
		return false
	case b[1] < isisCommon:
		p.f("fixed header length %u < 8", uint32(b[1]))
		return false
	}
	maxAreas := areas
	switch areas {
	case 0:
		maxAreas = 3
	case 255:
		p.s("bad packet -- 255 areas")
		return false
	}
	kind := uint32(b[4]) & 0x1f
	fixed, known := isisFixed[kind]
	if known && int(b[1]) != fixed {
		p.f(", bogus fixed header length %u should be %u", uint32(b[1]), uint32(fixed))
		return true
	}
	if p.Verbose < 1 {
		p.isisBrief(b, n, kind)
		return true
	}
	if !p.Link {
		p.s(", ")
	}
	p.f("length %u\n\t", uint32(n))
	p.name(isisKinds, kind, "unknown, type %u")
	p.f(", hlen: %u, v: %u, pdu-v: %u, sys-id-len: %u (%u), max-area: %u (%u)", uint32(b[1]), version, pduVersion, isisSystem, idLen, maxAreas, areas)
	if p.Verbose > 1 {
		p.unknown(b, isisCommon, "\n\t")
	}
	if !known {
		p.unknown(skip(b, isisCommon), n, "\n\t  ")
		return false
	}
	return p.isisPDU(b, n, kind, fixed)
}

// isisBrief prints the one line of a packet.
func (p *Printer) isisBrief(b []byte, n int, kind uint32) {
	if !p.Link {
		p.s(", ")
	}
	p.name(isisKinds, kind, "unknown, type %u")
	switch kind {
	case 15, 16:
		p.s(", src-id ")
		p.isisID(b, 9, isisSystem)
		p.s(", lan-id ")
		p.isisID(b, 20, isisNode)
		p.f(", prio %u", p.u8(b, 19)&0x7f)
	case 17:
		p.s(", src-id ")
		p.isisID(b, 9, isisSystem)
	case 18, 20:
		p.s(", lsp-id ")
		p.isisID(b, 12, isisLSP)
		p.f(", seq 0x%08x, lifetime %5us", p.u32(b, 20), p.u16(b, 10))
	case 24, 25, 26, 27:
		p.s(", src-id ")
		p.isisID(b, 10, isisNode)
	}
	p.f(", length %u", uint32(n))
}

// isisPDU prints the header of one kind, and what is behind it.
func (p *Printer) isisPDU(b []byte, n int, kind uint32, fixed int) bool {
	lenAt := 8
	switch kind {
	case 15, 16, 17:
		lenAt = 17
	}
	if !p.need(b, fixed) {
		return true
	}
	size := uint32(wire.Uint16(b, lenAt))
	n = min(n, int(size))
	switch kind {
	case 15, 16:
		p.s("\n\t  source-id: ")
		p.isisID(b, 9, isisSystem)
		p.f(",  holding time: %us, Flags: [", p.u16(b, 15))
		p.name(isisCircuits, p.u8(b, 8), "unknown circuit type 0x%02x")
		p.s("]\n\t  lan-id:    ")
		p.isisID(b, 20, isisNode)
		p.f(", Priority: %u, PDU length: %u", p.u8(b, 19)&0x7f, size)
	case 17:
		p.s("\n\t  source-id: ")
		p.isisID(b, 9, isisSystem)
		p.f(", holding time: %us, Flags: [", p.u16(b, 15))
		p.name(isisCircuits, p.u8(b, 8), "unknown circuit type 0x%02x")
		p.f("]\n\t  circuit-id: 0x%02x, PDU length: %u", p.u8(b, 19), size)
	case 18, 20:
		p.isisLSP(b, n, size)
	case 24, 25:
		p.s("\n\t  source-id:    ")
		p.isisID(b, 10, isisNode)
		p.f(", PDU length: %u\n\t  start lsp-id: ", size)
		p.isisID(b, 17, isisLSP)
		p.s("\n\t  end lsp-id:   ")
		p.isisID(b, 25, isisLSP)
	case 26, 27:
		p.s("\n\t  source-id:    ")
		p.isisID(b, 10, isisNode)
		p.f(", PDU length: %u", size)
	}
	if p.Verbose > 1 {
		p.unknown(b[isisCommon:], fixed-isisCommon, "\n\t  ")
	}
	if n < fixed {
		p.f(" [packet length %u < %u]", uint32(n), uint32(fixed))
		p.invalid()
		return true
	}
	p.isisTLVs(b[fixed:], n-fixed)
	return true
}

func (p *Printer) isisLSP(b []byte, n int, size uint32) {
	p.s("\n\t  lsp-id: ")
	p.isisID(b, 12, isisLSP)
	life, sum, flags := p.u16(b, 10), p.u16(b, 24), p.u8(b, 26)
	p.f(", seq: 0x%08x, lifetime: %5us\n\t  chksum: 0x%04x", p.u32(b, 20), life, sum)
	if life == 0 {
		p.s(" (unverified)")
	} else {
		p.osiSum(b[isisHead:], sum, isisHead, n-isisHead)
	}
	p.f(", PDU length: %u, Flags: [ ", size)
	if flags&4 != 0 {
		p.s("Overload bit set, ")
	}
	p.bits(isisBlock, flags, "", "")
	p.name(isisLevels, flags&3, "")
	p.s(" ]")
}
