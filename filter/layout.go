package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// none stands for a part that a link type does not have.
const none = 0xffffffff

// layouts says where the parts of each link-layer header are: the field with the
// type of what follows, what follows, and from there the network header with and
// without an IEEE 802 SNAP header.
var layouts = map[link.Type]struct{ typ, pl, nl, nosnap uint32 }{
	link.ARCNETBSD:              {2, 6, 0, 0},
	link.ARCNETLinux:            {4, 8, 0, 0},
	link.Ethernet:               {12, 14, 0, 3},
	link.NetAnalyzer:            {16, 18, 0, 3},
	link.NetAnalyzerTransparent: {24, 26, 0, 3},
	link.DSATagBRCM:             {16, 18, 0, 3},
	link.DSATagDSA:              {16, 18, 0, 3},
	link.SLIP:                   {none, 16, 0, 0},
	link.SLIPBSDOS:              {none, 24, 0, 0},
	link.Null:                   {0, 4, 0, 0},
	link.Loop:                   {0, 4, 0, 0},
	link.Enc:                    {0, 12, 0, 0},
	link.PPP:                    {2, 4, 0, 0},
	link.PPPPPPD:                {2, 4, 0, 0},
	link.PPPHDLC:                {2, 4, 0, 0},
	link.CiscoHDLC:              {2, 4, 0, 1},
	link.NetBSDHDLC:             {2, 4, 0, 1},
	link.PPPEther:               {6, 8, 0, 0},
	link.PPPBSDOS:               {5, 24, 0, 0},
	link.FDDI:                   {13, 13, 8, 3},
	link.TokenRing:              {14, 14, 8, 3},
	link.IEEE80211:              {0, 0, 8, 3},
	link.PrismHeader:            {0, 0, 8, 3},
	link.IEEE80211AVS:           {0, 0, 8, 3},
	link.IEEE80211Radiotap:      {0, 0, 8, 3},
	link.PPI:                    {0, 0, 8, 3},
	link.ATMRFC1483:             {0, 0, 8, 3},
	link.ATMClassicalIP:         {6, 0, 8, 3},
	link.SunATM:                 {4, 4, 8, 3},
	link.Raw:                    {none, 0, 0, 0},
	link.IPv4:                   {none, 0, 0, 0},
	link.IPv6:                   {none, 0, 0, 0},
	link.LinuxSLL:               {14, 16, 0, 0},
	link.LinuxSLL2:              {0, 20, 0, 0},
	link.LocalTalk:              {none, 0, 0, 0},
	link.IPOverFC:               {16, 16, 8, 3},
	link.FrameRelay:             {none, 0, 0, 0},
	link.AppleIPOverIEEE1394:    {16, 18, 0, 0},
	link.SymantecFirewall:       {6, 44, 0, 0},
	link.PFLog:                  {0, 0, 0, 0},
	link.JuniperMFR:             {4, 4, 0, none},
	link.JuniperMLFR:            {4, 4, 0, none},
	link.JuniperMLPPP:           {4, 4, 0, none},
	link.JuniperPPP:             {4, 4, 0, none},
	link.JuniperCHDLC:           {4, 4, 0, none},
	link.JuniperFrameRelay:      {4, 4, 0, none},
	link.JuniperATM1:            {4, 4, 0, 10},
	link.JuniperATM2:            {8, 8, 0, 10},
	link.JuniperPPPoE:           {16, 18, 0, 3},
	link.JuniperEther:           {16, 18, 0, 3},
	link.JuniperPPPoEATM:        {4, 6, 0, none},
	link.JuniperGGSN:            {6, 12, 0, none},
	link.JuniperES:              {6, none, none, none},
	link.JuniperMonitor:         {6, 12, 0, none},
	link.JuniperServices:        {12, none, none, none},
	link.JuniperVP:              {18, none, none, none},
	link.JuniperST:              {18, none, none, none},
	link.JuniperISM:             {8, none, none, none},
	link.JuniperVS:              {8, none, none, none},
	link.JuniperSRXE2E:          {8, none, none, none},
	link.JuniperFibreChannel:    {8, none, none, none},
	link.JuniperATMCEMIC:        {8, none, none, none},
	link.IPNet:                  {1, 24, 0, none},
}

// layout sets the offsets for the link type.
func (g *generator) layout() {
	l, ok := layouts[g.link]
	if !ok {
		l.typ, l.pl = none, none
	}
	g.hdr, g.prevHdr, g.typ, g.pl = at(0), at(0), at(l.typ), at(l.pl)
	g.nl, g.nosnap = l.nl, l.nosnap
	g.typ.known, g.pl.known, g.nosnapKnown = l.typ != none, l.pl != none, l.nosnap != none
	switch g.link {
	case link.NetAnalyzer:
		g.hdr = at(4)
	case link.NetAnalyzerTransparent:
		g.hdr = at(12)
	case link.PFLog:
		g.variablePayload(g.pfLength)
	case link.IEEE80211:
		g.variablePayload(g.wlanLength)
	case link.PrismHeader:
		g.variableHeader(g.prismLength)
	case link.IEEE80211AVS:
		g.variableHeader(func() *cond { return g.setHdr(g.load(nil, 4, 4)) })
	case link.IEEE80211Radiotap, link.PPI:
		g.variableHeader(g.radiotapLength)
	}
	g.outer = g.hdr.k
}

// variablePayload makes the length of the link-layer header variable.
func (g *generator) variablePayload(length func() *cond) {
	g.prelude.plVar = g.newVar()
	g.prelude.pl = length
	g.pl = offset{v: g.prelude.plVar, known: true}
}

// variableHeader puts a header of variable length before IEEE 802.11.
func (g *generator) variableHeader(length func() *cond) {
	g.prelude.hdrVar = g.newVar()
	g.prelude.hdr = length
	g.hdr = offset{v: g.prelude.hdrVar, known: true}
	g.variablePayload(g.wlanLength)
}

func (g *generator) setHdr(v *value) *cond { return do(assign{g.prelude.hdrVar, v}) }

// pfLength rounds the first byte, the header's length, up to four.
func (g *generator) pfLength() *cond {
	return do(assign{g.prelude.plVar, g.aluK(bpf.AndK, g.aluK(bpf.AddK, g.load(nil, 0, 1), 3), ^uint32(3))})
}

// prismLength tells an AVS header, which says how long it is, from a Prism one.
func (g *generator) prismLength() *cond {
	avs := compare(bpf.JeqK, g.aluK(bpf.AndK, g.load(nil, 0, 4), 0xfffff000), g.constant(0x80211000))
	return or(and(avs, g.setHdr(g.load(nil, 4, 4))), g.setHdr(g.constant(144)))
}

// radiotapLength reads the little-endian length that radiotap and PPI have in
// common. A PPI packet of another link type than IEEE 802.11 is rejected.
func (g *generator) radiotapLength() *cond {
	n := g.alu(bpf.OrX, g.aluK(bpf.LshK, g.load(nil, 3, 1), 8), g.load(nil, 2, 1))
	set := g.setHdr(n)
	if g.base != link.PPI {
		return set
	}
	return and(compare(bpf.JeqK, g.load(nil, 4, 4), g.constant(105<<24)), set)
}

// wlanLength is 24 bytes and 2 more for QoS data frames. Radiotap may say that
// there is padding to a multiple of 4.
func (g *generator) wlanLength() *cond {
	v := g.prelude.plVar
	var start *value
	hdr := offset{v: g.prelude.hdrVar, known: true}
	if hdr.variable() {
		start = g.variable(hdr.v)
	} else {
		start = g.constant(0)
	}
	fc := g.loadAt(hdr, 0, 1)
	bit := func(v *value, n uint32) *cond { return compare(bpf.JsetK, v, g.constant(n)) }
	qos := and(bit(fc, 8), not(bit(fc, 4)), bit(fc, 0x80), do(assign{v, g.add(g.variable(v), 2)}))
	steps := []*cond{do(assign{v, g.add(start, 24)}), optional(qos)}
	if g.base == link.IEEE80211Radiotap {
		present := g.load(nil, 4, 4)
		pad := g.aluK(bpf.AndK, g.add(g.variable(v), 3), ^uint32(3))
		steps = append(steps, optional(and(
			bit(present, 0x02000000), not(bit(present, 0x80)),
			or(and(bit(present, 0x01000000), bit(g.load(nil, 16, 1), 0x20)),
				and(not(bit(present, 0x01000000)), bit(g.load(nil, 8, 1), 0x20))),
			do(assign{v, pad}))))
	}
	return &cond{kind: cAnd, xs: steps}
}
