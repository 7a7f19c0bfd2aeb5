package tcpdump

import (
	"github.com/gocap-project/gocap/link"
	"github.com/gocap-project/gocap/wire"
)

// Link types of packets that something else has wrapped, by number.
const (
	linkNFLOG = 239
	linkPKTAP = 258
)

var nflogFamilies = names{2: "IPv4", 10: "IPv6"}

// nflog prints a message of Linux's packet filter, and returns the length of what is
// before the packet in it.
func (p *Printer) nflog(b []byte, n int) int {
	p.proto = "nflog"
	if len(b) < wire.NFLOGLen || n < wire.NFLOGLen {
		p.trunc()
		return len(b)
	}
	if b[1] != 0 {
		p.f("version %u (unknown)", uint32(b[1]))
		return len(b)
	}
	if p.Link {
		p.nflogHeader(b, n)
	}
	hdr := wire.NFLOGLen
	body := skip(b, hdr)
	for len(body) > 0 {
		size := 0
		if len(body) >= 4 {
			size = int(wire.Uint16LE(body, 0))
		}
		padded := (size + 3) &^ 3
		if size < 4 || padded > len(body) {
			p.trunc()
			return hdr
		}
		if wire.Uint16LE(body, 2)&0x7fff == 9 {
			hdr, body = hdr+4, body[4:size]
			break
		}
		hdr, body = hdr+padded, body[padded:]
	}
	switch family := uint32(b[0]); family {
	case 2:
		p.ip4(body, len(body))
	case 10:
		p.ip6(body, len(body))
	default:
		if !p.Link {
			p.nflogHeader(b, n-wire.NFLOGLen)
		}
		p.data(body)
	}
	return hdr
}

func (p *Printer) nflogHeader(b []byte, n int) {
	p.f("version %u, resource ID %u", uint32(b[1]), uint32(wire.Uint16(b, 2)))
	if p.Quiet {
		p.s(", ")
		p.name(nflogFamilies, uint32(b[0]), "Unknown NFLOG (0x%02x)")
	} else {
		p.s(", family ")
		p.name(nflogFamilies, uint32(b[0]), "Unknown")
		p.f(" (%u)", uint32(b[0]))
	}
	p.f(", length %u: ", uint32(n))
}

// pktap prints what macOS tells of a packet, and the packet.
func (p *Printer) pktap(b []byte, n int) int {
	p.proto = "pktap"
	if len(b) < wire.PKTAPLen || n < wire.PKTAPLen {
		p.f(" (packet too short, %u < %u)", uint32(n), wire.PKTAPLen)
		p.invalid()
		return len(b)
	}
	v := wire.PKTAP(b)
	size := v.Length()
	switch {
	case size < wire.PKTAPLen:
		p.f(" (pkt_len too small, %u < %u)", size, wire.PKTAPLen)
		p.invalid()
		return len(b)
	case uint64(size) > uint64(n):
		p.f(" (pkt_len too big, %u > %u)", size, uint32(n))
		p.invalid()
		return len(b)
	case uint64(size) > uint64(len(b)):
		p.trunc()
		return len(b)
	}
	pkt := Packet{Link: uint16(min(v.DLT(), 0xffff)), Len: n - int(size), Data: b[size:]}
	known := pkt.Link != linkPKTAP && pkt.Link != linkPPI && Supports(pkt.Link)
	if p.Link || !known {
		p.pktapHeader(v, n)
	}
	switch {
	case v.Record() != 1:
	case !known:
		p.data(pkt.Data)
	default:
		return int(size) + p.link(pkt)
	}
	return int(size)
}

func (p *Printer) pktapHeader(v wire.PKTAP, n int) {
	name := linkName(v.DLT())
	if p.Quiet {
		p.s(name)
	} else {
		p.s("DLT ")
		p.s(name)
		p.f(" (%u) len %u", v.DLT(), v.Length())
	}
	p.f(", length %u: ", uint32(n))
}

// linkName returns what tcpdump calls a link type. The user's have no names.
func linkName(dlt uint32) string {
	if dlt == linkRawBSD {
		return "RAW"
	}
	if t := link.Type(min(dlt, 0xffff)); t.Known() && (t < 147 || t > 162) {
		return t.String()
	}
	return "UNKNOWN"
}
