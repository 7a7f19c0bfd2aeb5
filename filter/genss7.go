package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// Message types and protocol of a SunATM header.
const (
	atmLANE = 1
	atmLLC  = 2
)

// atmOnly fails unless the link type is SunATM.
func (g *generator) atmOnly(what string) {
	if g.base != link.SunATM {
		g.fail(Unsupported, "'%s' is supported only on link type SUNATM", what)
	}
}

// atmType compares the protocol of a SunATM header.
func (g *generator) atmType(n uint32) *cond { return g.masked(inPacket, 0, 1, n, 0x0f) }

func (g *generator) vpi(n uint32) *cond { return g.eq(inPacket, 1, 1, n) }

func (g *generator) vci(ns ...uint32) *cond {
	var xs []*cond
	for _, n := range ns {
		xs = append(xs, g.eq(inPacket, 2, 2, n))
	}
	return or(xs...)
}

// atmCircuits are the virtual channels with VPI 0 that have a name.
var atmCircuits = map[string][]uint32{
	"metac": {1}, "bcc": {2}, "oamf4sc": {3}, "oamf4ec": {4}, "sc": {5}, "ilmic": {16}, "oam": {3, 4}, "oamf4": {3, 4},
}

// Signalling messages of ITU-T Q.2931.
const (
	msgCallProceed = 0x02
	msgSetup       = 0x05
	msgConnect     = 0x07
	msgConnectAck  = 0x0f
	msgRelease     = 0x4d
	msgReleaseDone = 0x5a
)

// atm generates the words for virtual channels and messages.
func (g *generator) atm(word string) *cond {
	g.atmOnly(word)
	message := func(ns ...uint32) *cond {
		var xs []*cond
		for _, n := range ns {
			xs = append(xs, g.eq(inPacket, 9, 1, n))
		}
		return or(xs...)
	}
	switch word {
	case "lane":
		c := g.atmType(atmLANE)
		g.push(link.Ethernet, at(6))
		g.prevHdr, g.lane = at(0), true
		g.typ, g.pl, g.nosnap = g.hdr.plus(12), g.hdr.plus(14), 3
		return c
	case "connectmsg":
		return and(g.vpi(0), g.vci(5),
			message(msgReleaseDone, msgRelease, msgConnectAck, msgConnect, msgSetup, msgCallProceed))
	case "metaconnect":
		return and(g.vpi(0), g.vci(1), message(msgReleaseDone, msgRelease, msgConnect, msgSetup, msgCallProceed))
	}
	return and(g.vpi(0), g.vci(atmCircuits[word]...))
}

// ss7 returns where the MTP2 length indicator is.
func (g *generator) ss7(what string) uint32 {
	switch g.base {
	case link.MTP2:
		return 2
	case link.MTP2WithPhdr:
		return 6
	case link.ERF:
		return 22
	}
	g.fail(Unsupported, "'%s' is supported only on SS7", what)
	return 0
}

// mtp2 generates the types of signal units, told apart by their length.
func (g *generator) mtp2(word string) *cond {
	li := g.ss7(word)
	n, size, mask, limit := li, uint8(1), uint32(0x3f), uint32(2)
	if word[0] == 'h' {
		n, size, mask, limit = li+2, 2, 0xff80, 0x100
	}
	v := g.mask(g.from(inPacket, n, size), size, mask)
	switch word {
	case "fisu", "hfisu":
		return compare(bpf.JeqK, v, g.constant(0))
	case "lssu", "hlssu":
		return and(compare(bpf.JgtK, v, g.constant(0)), not(compare(bpf.JgtK, v, g.constant(limit))))
	}
	return compare(bpf.JgtK, v, g.constant(limit))
}

// field compares a field of an ATM or SS7 header.
func (g *generator) field(e *Field) *cond {
	var xs []*cond
	for _, n := range e.Values {
		v, want := g.fieldValue(e.Word, n)
		xs = append(xs, relate(e.Op, v, g.constant(want)))
	}
	return or(xs...)
}

// fieldValue returns the bits of a field and a number as it is in them.
func (g *generator) fieldValue(word string, n uint32) (v *value, want uint32) {
	switch word {
	case "vpi":
		g.atmOnly(word)
		g.atMost("VPI", n, 255)
		return g.from(inPacket, 1, 1), n
	case "vci":
		g.atmOnly(word)
		g.atMost("VCI", n, 65535)
		return g.from(inPacket, 2, 2), n
	}
	at := g.ss7(word) + 1 // the service information octet
	name := word
	if word[0] == 'h' {
		at, name = at+3, word[1:]
	}
	switch name {
	case "sio":
		g.atMost(word, n, 255)
		return g.from(inPacket, at, 1), n
	case "dpc": // little-endian, from bit 0
		g.atMost(word, n, 1<<14-1)
		return g.mask(g.from(inPacket, at+1, 2), 2, 0xff3f), n&0xff<<8 | n>>8
	case "opc": // from bit 14 of a little-endian word
		g.atMost(word, n, 1<<14-1)
		return g.mask(g.from(inPacket, at+1, 4), 4, 0x00c0ff0f), n&3<<22 | n&0x3fc<<6 | n>>10
	}
	g.atMost(word, n, 15)
	return g.mask(g.from(inPacket, at+4, 1), 1, 0xf0), n << 4
}
