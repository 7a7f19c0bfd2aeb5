package filter

import (
	"github.com/gocap-project/gocap/bpf"
	"github.com/gocap-project/gocap/link"
)

// linktype is true if the link-layer header says that what follows is of
// the given EtherType, or, up to 1500, of the given LLC service access point.
func (g *generator) linktype(proto uint32) *cond {
	if g.mplsDepth > 0 {
		return g.mplsType(proto)
	}
	switch g.link {
	case link.Ethernet, link.NetAnalyzer, link.NetAnalyzerTransparent, link.DSATagBRCM, link.DSATagDSA:
		if g.lane {
			return g.and(g.notLECtrl(), g.etherType(proto))
		}
		return g.etherType(proto)
	case link.CiscoHDLC, link.NetBSDHDLC:
		if proto == sapISO {
			proto = proto<<8 | proto
		}
		return g.eq(inType, 0, 2, proto)
	case link.IEEE80211, link.PrismHeader, link.IEEE80211AVS, link.IEEE80211Radiotap, link.PPI:
		return g.and(g.wlanData(), g.llcType(proto))
	case link.FDDI, link.TokenRing, link.ATMRFC1483, link.ATMClassicalIP, link.IPOverFC:
		return g.llcType(proto)
	case link.SunATM:
		return g.and(g.atmType(atmLLC), g.llcType(proto))
	case link.LinuxSLL, link.LinuxSLL2:
		return g.sllType(proto)
	case link.PPP, link.PPPPPPD, link.PPPHDLC, link.PPPEther:
		return g.eq(inType, 0, 2, pppType(proto))
	case link.PPPBSDOS:
		return g.bsdosType(proto)
	case link.AppleIPOverIEEE1394, link.SymantecFirewall:
		return g.eq(inType, 0, 2, proto)
	}
	return g.ipType(proto)
}

// ipType is linktype for link types that carry little more than IP.
func (g *generator) ipType(proto uint32) *cond {
	switch g.link {
	case link.SLIP, link.SLIPBSDOS, link.Raw:
		switch proto {
		case etIP:
			return g.masked(inLink, 0, 1, 0x40, 0xf0)
		case etIP6:
			return g.masked(inLink, 0, 1, 0x60, 0xf0)
		}
		return never
	case link.IPv4:
		return when(proto == etIP)
	case link.IPv6:
		return when(proto == etIP6)
	case link.LocalTalk:
		return when(proto == etATalk)
	case link.Null, link.Loop, link.Enc, link.PFLog:
		return g.familyType(proto)
	case link.ARCNETBSD, link.ARCNETLinux:
		return g.oneOf(inType, 0, proto, arcnetTypes)
	case link.IPNet:
		return g.oneOf(inType, 0, proto, ipnetTypes)
	case link.FrameRelay:
		return g.frelayType(proto)
	}
	if juniper(g.link) && g.link != link.JuniperPICPeer {
		return g.masked(inLink, 0, 4, 0x4d474300, 0xffffff00) // the magic number is all there is
	}
	g.unsupported("link proto")
	return nil
}

func when(b bool) *cond {
	if b {
		return always
	}
	return never
}

// Types of ARCnet packets (RFC 1201) and of ipnet.
var (
	arcnetTypes = map[uint32]uint32{etIP: 212, etARP: 213, etRARP: 214, etATalk: 221, etIP6: 196}
	ipnetTypes  = map[uint32]uint32{etIP: 2, etIP6: 3}
)

// oneOf compares a byte with what a table has for proto; it is never true
// if there is nothing.
func (g *generator) oneOf(p place, n, proto uint32, table map[uint32]uint32) *cond {
	if v, ok := table[proto]; ok {
		return g.eq(p, n, 1, v)
	}
	return never
}

// frelayType looks at the NLPID.
func (g *generator) frelayType(proto uint32) *cond {
	switch proto {
	case etIP:
		return g.eq(inLink, 2, 1, 0xcc)
	case etIP6:
		return g.eq(inLink, 2, 1, 0x8e)
	case sapISO:
		return or(g.eq(inLink, 2, 2, 0x0381), g.eq(inLink, 2, 2, 0x0382), g.eq(inLink, 2, 2, 0x0383))
	}
	return never
}

// etherType is for Ethernet: an EtherType, or a length and LLC.
func (g *generator) etherType(proto uint32) *cond {
	is8023 := func() *cond { return g.not(g.greater(inType, 0, 2, maxLen8023)) }
	switch proto {
	case sapISO, sapIP, sapNetBEUI:
		return g.and(is8023(), g.eq(inLLC, 0, 2, proto<<8|proto))
	case sapIPX:
		return g.or(g.eq(inType, 0, 2, etIPX),
			g.and(is8023(), g.or(g.snap(0, etIPX), g.eq(inLLC, 0, 1, sapIPX), g.eq(inLLC, 0, 2, 0xffff))))
	case etATalk, etAARP:
		return g.or(g.eq(inType, 0, 2, proto), g.and(is8023(), g.snapOf(proto)))
	}
	if proto <= maxLen8023 {
		return g.and(is8023(), g.eq(inLLC, 0, 1, proto))
	}
	return g.eq(inType, 0, 2, proto)
}

// snap compares a whole SNAP header.
func (g *generator) snap(oui, typ uint32) *cond {
	return g.bytes(inLLC, 0, []byte{0xaa, 0xaa, 3, byte(oui >> 16), byte(oui >> 8), byte(oui), byte(typ >> 8), byte(typ)})
}

// snapOf compares a SNAP header for AppleTalk or AARP.
func (g *generator) snapOf(proto uint32) *cond {
	if proto == etATalk {
		return g.snap(0x080007, proto)
	}
	return g.snap(0, proto)
}

// llcType is for link types on which LLC always follows.
func (g *generator) llcType(proto uint32) *cond {
	switch proto {
	case sapIP, sapISO, sapNetBEUI:
		return g.eq(inLLC, 0, 2, proto<<8|proto)
	case sapIPX:
		return g.eq(inLLC, 0, 1, proto)
	case etATalk:
		return g.snap(0x080007, proto)
	}
	if proto <= maxLen8023 {
		return g.eq(inLLC, 0, 1, proto)
	}
	return g.eq(inLLC, 6, 2, proto)
}

// sllType is for Linux cooked captures.
func (g *generator) sllType(proto uint32) *cond {
	const sll8023, sll8022 = 1, 4
	is8022 := func() *cond { return g.eq(inType, 0, 2, sll8022) }
	switch proto {
	case sapIP, sapISO, sapNetBEUI:
		return g.and(is8022(), g.eq(inLLC, 0, 2, proto<<8|proto))
	case sapIPX:
		return g.or(g.eq(inType, 0, 2, etIPX), g.eq(inType, 0, 2, sll8023),
			g.and(is8022(), g.or(g.eq(inLLC, 0, 1, sapIPX), g.snap(0, etIPX))))
	case etATalk, etAARP:
		return g.or(g.eq(inType, 0, 2, proto), g.and(is8022(), g.snapOf(proto)))
	}
	if proto <= maxLen8023 {
		return g.and(is8022(), g.eq(inLLC, 0, 1, proto))
	}
	return g.eq(inType, 0, 2, proto)
}

// pppTypes are PPP's numbers for what has an EtherType or LLC SAP.
var pppTypes = map[uint32]uint32{
	etIP: 0x21, etIP6: 0x57, etDECnet: 0x27, etATalk: 0x29, etNS: 0x25, sapISO: 0x23, sapSTP: 0x31, sapIPX: 0x2b,
}

const pppMPLS = 0x281

func pppType(proto uint32) uint32 {
	if v, ok := pppTypes[proto]; ok {
		return v
	}
	return proto
}

// bsdosType knows Van Jacobson compression as well.
func (g *generator) bsdosType(proto uint32) *cond {
	if proto == etIP {
		return g.or(g.eq(inType, 0, 2, 0x21), g.eq(inType, 0, 2, 0x2d), g.eq(inType, 0, 2, 0x2f))
	}
	return g.eq(inType, 0, 2, pppType(proto))
}

// familyType compares an address family. The number of IPv6 differs between
// systems: 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS, 10 on Linux. In a
// file, any of the first three may stand; on a live interface it is the host's.
func (g *generator) familyType(proto uint32) *cond {
	var families []uint32
	switch {
	case proto == etIP:
		families = []uint32{2}
	case proto != etIP6:
		return never
	case g.opts.Target == Linux:
		families = []uint32{10}
	default:
		families = []uint32{30, 24, 28}
	}
	if g.link == link.PFLog {
		return g.families(1, 1, families)
	}
	if g.link != link.Loop { // in the byte order of whoever wrote it
		for _, f := range families {
			families = append(families, f<<24)
		}
	}
	return g.families(0, 4, families)
}

func (g *generator) families(n uint32, size uint8, families []uint32) *cond {
	var xs []*cond
	for _, f := range families {
		xs = append(xs, g.eq(inLink, n, size, f))
	}
	return g.or(xs...)
}

// mplsType tells IPv4 from IPv6 after the last MPLS label.
func (g *generator) mplsType(proto uint32) *cond {
	bottom := g.masked0(inPrevMPLS, 2, 1)
	switch proto {
	case etIP:
		return g.and(bottom, g.masked(inNet, 0, 1, 0x40, 0xf0))
	case etIP6:
		return g.and(bottom, g.masked(inNet, 0, 1, 0x60, 0xf0))
	}
	g.fail(Unsupported, "this protocol is not supported over MPLS: only IPv4 and IPv6 are")
	return nil
}

// masked0 is true if the lowest bit of a byte is set.
func (g *generator) masked0(p place, n, bit uint32) *cond { return g.anyBit(p, n, 1, bit) }

// encapCheck is true if what geneve carries is an Ethernet frame.
func (g *generator) encapCheck() *cond {
	if !g.encap {
		return always
	}
	return not(compare(bpf.JeqX, g.position(g.hdr), g.position(g.pl)))
}

// notLECtrl is true if an ATM LAN emulation frame is not a control frame.
func (g *generator) notLECtrl() *cond {
	return not(compare(bpf.JeqK, g.loadAt(g.prevHdr, 4, 2), g.constant(0xff00)))
}

// prevCheck is what must hold before the header of an Ethernet frame is looked
// at, if it is within something else.
func (g *generator) prevCheck() *cond {
	switch {
	case g.maybe:
		return not(compare(bpf.JeqK, g.use(g.hdr.v), g.constant(none)))
	case g.encap:
		return g.encapCheck()
	case g.lane:
		return g.notLECtrl()
	}
	return always
}

func juniper(t link.Type) bool {
	switch t {
	case link.JuniperMFR, link.JuniperMLFR, link.JuniperMLPPP, link.JuniperPPP, link.JuniperCHDLC,
		link.JuniperFrameRelay, link.JuniperATM1, link.JuniperATM2, link.JuniperPPPoE, link.JuniperEther,
		link.JuniperPPPoEATM, link.JuniperGGSN, link.JuniperES, link.JuniperMonitor, link.JuniperServices,
		link.JuniperVP, link.JuniperST, link.JuniperISM, link.JuniperVS, link.JuniperSRXE2E,
		link.JuniperFibreChannel, link.JuniperATMCEMIC:
		return true
	}
	return false
}

// isWLAN reports whether the innermost header is IEEE 802.11.
func (g *generator) isWLAN() bool {
	switch g.link {
	case link.IEEE80211, link.PrismHeader, link.IEEE80211AVS, link.IEEE80211Radiotap, link.PPI:
		return true
	}
	return false
}

// isEthernet reports whether the innermost header has Ethernet's EtherTypes.
func (g *generator) isEthernet() bool {
	switch g.link {
	case link.Ethernet, link.NetAnalyzer, link.NetAnalyzerTransparent, link.DSATagBRCM, link.DSATagDSA:
		return true
	}
	return false
}
