package tcpdump

// lcpNames are the names of LCP's options.
var lcpNames = [...]string{
	"Vend-Ext", "MRU", "ACCM", "Auth-Prot", "Qual-Prot", "Magic-Num", "deprecated(6)", "PFC", "ACFC", "FCS-Alt", "SDP", "Num-Mode",
	"deprecated(12)", "Call-Back", "deprecated(14)", "deprecated(15)", "deprecated(16)", "MRRU", "12-Bit seq #", "End-Disc", "Proprietary",
	"DCE-Id", "MP+", "Link-Disc", "LCP-Auth-Opt", "COBS", "Prefix-elision", "Multilink-header-Form", "I18N", "SDL-over-SONET/SDH", "PPP-Muxing",
}

var pppLists = map[uint32]pppList{
	0xc021: {options: lcpOptions()},
	0x8021: {"unknown", map[uint32]pppOption{
		1:   {name: "IP-Addrs", size: 10, exact: true, value: ipcpAddresses},
		2:   {name: "IP-Comp", size: 4, stop: true, value: ipcpCompression},
		3:   {name: "IP-Addr", size: 6, exact: true, stop: true, value: ipcpAddress},
		4:   {name: "Home-Addr", size: 6, exact: true, stop: true, value: ipcpAddress},
		129: {name: "Pri-DNS", size: 6, exact: true, stop: true, value: ipcpAddress},
		130: {name: "Pri-NBNS", size: 6, exact: true, stop: true, value: ipcpAddress},
		131: {name: "Sec-DNS", size: 6, exact: true, stop: true, value: ipcpAddress},
		132: {name: "Sec-NBNS", size: 6, exact: true, stop: true, value: ipcpAddress},
	}},
	0x8057: {"unknown", map[uint32]pppOption{1: {name: "Interface-ID", size: 10, exact: true, value: func(p *Printer, v []byte) bool {
		p.f(": %04x:%04x:%04x:%04x", p.u16(v, 2), p.u16(v, 4), p.u16(v, 6), p.u16(v, 8))
		return true
	}}}},
	0x80fd: {"Unknown", map[uint32]pppOption{
		0: {name: "OUI", hex: true}, 1: {name: "Pred-1", hex: true}, 2: {name: "Pred-2", hex: true}, 3: {name: "Puddle", hex: true},
		16: {name: "HP-PPC", hex: true}, 17: {name: "Stac-LZS", hex: true}, 18: {name: "MPPC", hex: true}, 19: {name: "Gand-FZA", hex: true},
		20: {name: "V.42bis", hex: true}, 21: {name: "BSD-Comp", size: 3, value: ccpBSD}, 23: {name: "LZS-DCP", hex: true},
		24: {name: "MVRCA", size: 4, value: ccpMVRCA}, 25: {name: "DEC", hex: true}, 26: {name: "Deflate", size: 4, value: ccpDeflate},
		255: {name: "Reserved", hex: true},
	}},
	0xc02b: {"Unknown", map[uint32]pppOption{1: {name: "Favored-Peer", size: 6, exact: true, value: func(p *Printer, v []byte) bool {
		p.f(": Magic-Num 0x%08x", p.u32(v, 2))
		return true
	}}}},
}

func lcpOptions() map[uint32]pppOption {
	m := map[uint32]pppOption{
		0: {size: 6, value: lcpVendor}, 1: {size: 4, exact: true, value: lcpNumber}, 2: {size: 6, exact: true, value: lcpHex},
		3: {size: 4, value: lcpAuth}, 4: {size: 4, stop: true, value: lcpQuality}, 5: {size: 6, exact: true, stop: true, value: lcpHex},
		7: {}, 8: {}, 13: {size: 3, stop: true, value: lcpCallback}, 17: {size: 4, exact: true, stop: true, value: lcpNumber},
		19: {size: 3, stop: true, value: lcpEndpoint}, 23: {size: 4, exact: true, stop: true, value: lcpHex},
	}
	for i, name := range lcpNames {
		o, known := m[uint32(i)]
		o.name, o.hex = name, !known
		m[uint32(i)] = o
	}
	return m
}

func lcpVendor(p *Printer, v []byte) bool {
	p.s(": Vendor: ")
	p.name(ouiNames, p.u24(v, 2), "Unknown")
	p.f(" (%u)", p.u24(v, 2))
	return true
}

func lcpNumber(p *Printer, v []byte) bool {
	p.f(": %u", p.u16(v, 2))
	return true
}

// lcpHex prints a number of two or four bytes.
func lcpHex(p *Printer, v []byte) bool {
	if p.u8(v, 1) == 4 {
		p.f(": 0x%04x", p.u16(v, 2))
	} else {
		p.f(": 0x%08x", p.u32(v, 2))
	}
	return true
}

func lcpAuth(p *Printer, v []byte) bool {
	proto := p.u16(v, 2)
	p.s(": ")
	p.name(pppTypes, proto, "Unknown Auth Proto (0x04x)")
	switch proto {
	case 0xc223:
		p.s(", ")
		p.name(chapAlgorithms, p.u8(v, 4), "Unknown Auth Alg %u")
	case 0xc023, 0xc227, 0xc027, 0xc123:
	default:
		p.unknown(v, len(v), "\n\t")
	}
	return true
}

func lcpQuality(p *Printer, v []byte) bool {
	if p.u16(v, 2) == 0xc025 {
		p.s(": LQR")
	} else {
		p.s(": unknown")
	}
	return true
}

func lcpCallback(p *Printer, v []byte) bool {
	p.s(": Callback Operation ")
	p.name(lcpCallbacks, p.u8(v, 2), "Unknown")
	p.f(" (%u)", p.u8(v, 2))
	return true
}

func lcpEndpoint(p *Printer, v []byte) bool {
	class := p.u8(v, 2)
	if n := 3 + 2*class; (class == 2 || class == 3) && p.u8(v, 1) != n {
		p.f(" (length bogus, should be = %u)", n)
		return false
	}
	switch class {
	case 2:
		p.s(": IPv4 ")
		p.ip4Addr(v, 3)
	case 3:
		p.s(": MAC ")
		p.mac(v, 3)
	default:
		p.s(": ")
		p.name(lcpEndpoints, class, "Unknown class %u")
	}
	return true
}

func ipcpAddresses(p *Printer, v []byte) bool {
	p.s(": src ")
	p.ip4Addr(v, 2)
	p.s(", dst ")
	p.ip4Addr(v, 6)
	return true
}

func ipcpAddress(p *Printer, v []byte) bool {
	p.s(": ")
	p.ip4Addr(v, 2)
	return true
}

// ipcpCompression prints a protocol of compression, with the parameters of RFC 3544.
func ipcpCompression(p *Printer, v []byte) bool {
	const least = 14
	proto, size := p.u16(v, 2), int(p.u8(v, 1))
	p.s(": ")
	p.name(ipcpCompressions, proto, "Unknown")
	p.f(" (0x%02x):", proto)
	if proto != 0x61 {
		return true
	}
	if size < least {
		p.f(" (length bogus, should be >= %u)", least)
		return false
	}
	p.f("\n\t    TCP Space %u, non-TCP Space %u, maxPeriod %u, maxTime %u, maxHdr %u",
		p.u16(v, 4), p.u16(v, 6), p.u16(v, 8), p.u16(v, 10), p.u16(v, 12))
	left := size - least
	if left == 0 {
		return true
	}
	p.f("\n\t      Suboptions, length %u", uint32(left))
	for v = skip(v, least); left >= 2 && !p.done(); {
		kind, n := p.u8(v, 0), int(p.u8(v, 1))
		if kind == 0 || n == 0 || p.done() {
			break
		}
		p.s("\n\t\t")
		p.name(ipcpSuboptions, kind, "Unknown")
		p.f(" Suboption #%u, length %u", kind, uint32(n))
		if left < n {
			p.f(" [remaining suboptions length %u < %u]", uint32(left), uint32(n))
			p.invalid()
			break
		}
		v, left = skip(v, n), left-n
	}
	return true
}

func ccpBSD(p *Printer, v []byte) bool {
	x := p.u8(v, 2)
	p.f(": Version: %u, Dictionary Bits: %u", x>>5, x&0x1f)
	return true
}

func ccpMVRCA(p *Printer, v []byte) bool {
	x, id := p.u8(v, 2), p.u8(v, 3)
	if p.done() {
		return false
	}
	p.f(": Features: %u, PxP: ", x>>6)
	p.s([...]string{"Disabled", "Enabled"}[x>>5&1])
	p.f(", History: %u, #CTX-ID: %u", x&0x1f, id)
	return true
}

func ccpDeflate(p *Printer, v []byte) bool {
	x, y := p.u8(v, 2), p.u8(v, 3)
	if p.done() {
		return false
	}
	method := "unknown"
	if x&15 == 8 {
		method = "zlib"
	}
	p.f(": Window: %uK, Method: ", x>>4)
	p.s(method)
	p.f(" (0x%x), MBZ: %u, CHK: %u", x&15, y>>2, y&3)
	return true
}

var (
	chapAlgorithms   = names{5: "MD5", 128: "MS-CHAPv1", 129: "MS-CHAPv2"}
	lcpCallbacks     = names{0: "UserAuth", 1: "DialString", 2: "LocalID", 3: "E.164", 4: "X.500", 6: "CBCP"}
	lcpEndpoints     = names{0: "Null", 1: "Local", 4: "Magic-Num-Block", 5: "PSNDN"}
	ipcpCompressions = names{0x2d: "VJ-Comp", 0x61: "IP Header Compression"}
	ipcpSuboptions   = names{1: "RTP-Compression", 2: "Enhanced RTP-Compression"}
)
