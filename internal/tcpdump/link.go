package tcpdump

import "github.com/gocap-project/gocap/wire"

// Link types by number.
const (
	linkNull    = 0
	linkEther   = 1
	linkPPP     = 9
	linkRawBSD  = 12
	linkRawOBSD = 14
	linkPPPHDLC = 50
	linkPPPoE   = 51
	linkRaw     = 101
	linkCHDLC   = 104
	linkLoop    = 108
	linkSLL     = 113
	linkIPv4    = 228
	linkIPv6    = 229
	linkSLL2    = 276
	linkFRelay  = 107
	linkMFR     = 182
	linkSLIP    = 8
	linkBRCM    = 281
	linkBRCMPre = 282
	linkDSA     = 284
	linkEDSA    = 285
	linkPPPD    = 166
)

// Supports reports whether packets of a link type can be printed.
func Supports(link uint16) bool {
	switch link {
	case linkNull, linkEther, linkRawBSD, linkRawOBSD, linkRaw, linkLoop, linkSLL, linkIPv4, linkIPv6, linkSLL2, linkPPP, linkPPPHDLC,
		linkPPPoE, linkCHDLC, linkFRelay, linkMFR, linkSLIP, linkBRCM, linkBRCMPre, linkDSA, linkEDSA, linkPPPD, linkArcnet, linkArcnetLinux, linkIPoIB, linkIPNet, linkVSock:
		return true
	}
	return wrapped(link)
}

// link prints a packet from its link-layer header on, and returns that header's
// length.
func (p *Printer) link(pkt Packet) int {
	b, n := pkt.Data, pkt.Len
	switch pkt.Link {
	case linkEther:
		return p.ether(b, n)
	case linkNull, linkLoop:
		return p.null(b, n, pkt.Link == linkLoop)
	case linkRaw, linkRawBSD, linkRawOBSD, linkIPv4, linkIPv6:
		return p.raw(b, n)
	case linkSLL:
		return p.sll(b, n)
	case linkSLL2:
		return p.sll2(b, n)
	case linkNFLOG:
		return p.nflog(b, n)
	case linkPKTAP:
		return p.pktap(b, n)
	case linkWPAN, linkWPANNoFCS:
		return p.wpan(b)
	case linkWPANTAP:
		return p.wpanTAP(b, n)
	case linkWifi, linkPrism, linkRadioTap, linkAVS, linkPPI:
		return p.wifiLink(pkt.Link, b, n)
	case linkFRelay:
		return p.frelay(b, n)
	case linkMFR:
		return p.mfr(b, n)
	case linkSLIP:
		return p.slip(b, n)
	case linkBRCM:
		return p.etherSwitch(b, n, 4, p.brcmTag)
	case linkBRCMPre:
		return p.brcmPrepended(b, n)
	case linkDSA:
		return p.etherSwitch(b, n, 4, p.dsaTag)
	case linkEDSA:
		return p.etherSwitch(b, n, 8, p.edsaTag)
	case linkPPP, linkPPPD:
		return p.pppFrame(b, n)
	case linkPPPHDLC:
		return p.pppHDLC(b, n)
	case linkArcnet, linkArcnetLinux:
		return p.arcnet(b, n, pkt.Link == linkArcnetLinux)
	case linkIPoIB:
		return p.ipoib(b, n)
	case linkIPNet:
		return p.ipnet(b, n)
	case linkVSock:
		return p.vsock(b, n)
	case linkPPPoE:
		return p.pppoe(b, n)
	case linkCHDLC:
		return p.chdlc(b, n)
	}
	return p.unsupported(b)
}

// families are the address families of the BSDs, which number them each in their
// own way.
var families = names{2: "IPv4", 7: "ISO", 16: "AppleTalk", 23: "IPX", 24: "IPv6", 28: "IPv6", 30: "IPv6"}

// null prints a frame of a BSD loopback.
func (p *Printer) null(b []byte, n int, big bool) int {
	p.proto = "null"
	if !p.want(b, 4) {
		return len(b)
	}
	family := wire.Uint32(b, 0)
	if family > 0xffff {
		family = family>>24 | family>>8&0xff00 | family<<8&0xff0000 | family<<24
	}
	if p.Link {
		p.nullHeader(family, n)
	}
	b, n = b[4:], n-4
	switch family {
	case 2:
		p.ip4(b, n)
	case 7:
		p.isoclns(b, n)
	case 24, 28, 30:
		p.ip6(b, n)
	default:
		if !p.Link {
			p.nullHeader(family, n+4)
		}
		p.data(b)
	}
	return 4
}

func (p *Printer) nullHeader(family uint32, n int) {
	if p.Quiet {
		p.name(families, family, "Unknown AF %u")
	} else {
		p.s("AF ")
		p.name(families, family, "Unknown")
		p.f(" (%u)", family)
	}
	p.f(", length %u: ", uint32(n))
}

// raw prints an IP packet of either version.
func (p *Printer) raw(b []byte, n int) int {
	p.proto = "raw"
	if p.Link {
		p.s("ip: ")
	}
	p.ipN(b, n)
	return 0
}

func (p *Printer) ipN(b []byte, n int) {
	p.proto = "ipn"
	if n < 1 {
		p.f("truncated-ip %u", uint32(n))
		return
	}
	switch v := p.u8(b, 0) >> 4; v {
	case 4:
		p.ip4(b, n)
	case 6:
		p.ip6(b, n)
	default:
		p.f("unknown ip %u", v)
	}
}
