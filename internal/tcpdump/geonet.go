package tcpdump

var (
	geonetNext  = names{0: "Any", 1: "BTP-A", 2: "BTP-B", 3: "IPv6"}
	geonetKinds = names{
		0x10: "Beacon", 0x20: "GeoUnicast", 0x30: "GeoAnycastCircle", 0x31: "GeoAnycastRect", 0x32: "GeoAnycastElipse",
		0x40: "GeoBroadcastCircle", 0x41: "GeoBroadcastRect", 0x42: "GeoBroadcastElipse", 0x50: "TopoScopeBcast-SH",
		0x51: "TopoScopeBcast-MH", 0x60: "GeoLocService-Request", 0x61: "GeoLocService-Reply",
	}
	itsMessages = names{
		0: "CAM", 1: "DENM", 101: "TPEGM", 102: "TSPDM", 103: "VPM", 104: "SRM", 105: "SLAM", 106: "ecoCAM", 107: "ITM", 150: "SA",
	}
)

// calmFast prints a message of CALM FAST, ISO 29281.
func (p *Printer) calmFast(b []byte, n int, f frame) {
	p.proto = "calm_fast"
	if n < 2 {
		p.trunc()
		return
	}
	if !p.need(b, 2) {
		return
	}
	p.s("CALM FAST")
	if !f.none() {
		p.s(" src:")
		p.mac(f.b, 6)
	}
	p.f("; SrcNwref:%u; DstNwref:%u; ", uint32(b[0]), uint32(b[1]))
	if p.Verbose > 0 {
		p.data(snap(b[2:], n-2))
		p.need(b, n)
	}
}

// geonet prints a packet of GeoNetworking, ETSI EN 302 636-4.
func (p *Printer) geonet(b []byte, n int, f frame) {
	p.proto = "geonet"
	p.s("GeoNet ")
	if !f.none() {
		p.s("src:")
		p.mac(f.b, 6)
		p.s("; ")
	}
	if n < 36 {
		p.f("(common header length %u < 36)", uint32(n))
		p.broken(b, n)
		return
	}
	if !p.need(b, 8) {
		return
	}
	next, kind := uint32(b[0])&0xf, uint32(b[1])
	p.f("v:%u NH:%u-", uint32(b[0])>>4, next)
	p.name(geonetNext, next, "Unknown")
	p.f(" HT:%u-%u-", kind>>4, kind&0xf)
	if kind>>4 == 0 {
		p.s("Any")
	} else {
		p.name(geonetKinds, kind, "Unknown")
	}
	p.f(" HopLim:%u Payload:%u ", uint32(b[7]), p.u16(b, 4))
	p.s("GN_ADDR:")
	start := len(p.b)
	p.hexBytes(p.bytes(b, 8, 8), ":")
	p.f(" lat:%u lon:%u", p.u32(b, 20), p.u32(b, 24))
	if p.done() {
		p.b = p.b[:min(len(p.b), start)]
		return
	}
	if !p.need(b, 36) {
		return
	}
	b, n = b[36:], n-36
	size := 0
	switch kind >> 4 {
	case 1:
		return
	case 5:
		if kind == 0x51 {
			size = 32 // a sequence number, and where the packet comes from
		}
	case 0:
	default:
		return
	}
	if n < size {
		p.f(" (header size %u > %u)", uint32(size), uint32(n))
		p.broken(b, n)
		return
	}
	b, n = skip(b, size), n-size
	p.btp(next, b, n)
}

// btp prints a header of the basic transport protocol, ETSI EN 302 636-5-1, and what it
// carries.
func (p *Printer) btp(next uint32, b []byte, n int) {
	if next != 1 && next != 2 {
		return
	}
	if n < 4 {
		p.f(" (BTP length %u < 4)", uint32(n))
		p.broken(b, n)
		return
	}
	p.f("; BTP Dst:%u", p.u16(b, 0))
	if next == 1 {
		p.f(" Src:%u", p.u16(b, 2))
	}
	if p.done() {
		return
	}
	if b, n = b[4:], n-4; n >= 2 {
		p.f("; ItsPduHeader v:%u t:%u", p.u8(b, 0), p.u8(b, 1))
		if p.done() {
			return
		}
		p.s("-")
		p.name(itsMessages, uint32(b[1]), "Unknown")
	}
	if p.Verbose > 0 {
		p.data(snap(b, n))
	}
}
