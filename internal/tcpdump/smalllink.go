package tcpdump

import "github.com/gocap-project/gocap/wire"

// Link types of few frames.
const (
	linkArcnet      = 7
	linkArcnetLinux = 129
	linkIPNet       = 226
	linkIPoIB       = 242
	linkVSock       = 271
)

var (
	arcnetTypes = names{
		0: "attached", 240: "oldip", 241: "oldarp", 212: "ip", 213: "arp", 214: "rarp", 0xf7: "atalk", 0xfa: "novell", 0x80: "diag",
	}
	vsockTransports = names{0: "UNKNOWN", 1: "NO_INFO", 2: "VIRTIO"}
	vsockOps        = names{0: "UNKNOWN", 1: "CONNECT", 2: "DISCONNECT", 3: "CONTROL", 4: "PAYLOAD"}
	virtioOps       = names{0: "INVALID", 1: "REQUEST", 2: "RESPONSE", 3: "RST", 4: "SHUTDOWN", 5: "RW", 6: "CREDIT UPDATE", 7: "CREDIT REQUEST"}
	virtioTypes     = names{1: "STREAM"}
)

// arcnet prints a frame of ARCNET, and returns the length of its header. On Linux a
// header is the length of a fragment too.
func (p *Printer) arcnet(b []byte, n int, linux bool) int {
	p.proto = "arcnet"
	at := 2
	if linux {
		p.proto, at = "arcnet_linux", 4
	}
	if len(b) < at+1 || n < at+1 {
		p.trunc()
		return len(b)
	}
	kind, hl, flag, seq := uint32(b[at]), at+1, uint32(0), uint32(0)
	split := false // whether there is a header of fragments
	if kind != 240 && kind != 241 && kind != 0x80 {
		switch {
		case linux:
			hl = 8
			if len(b) < hl || n < hl {
				p.arcnetHeader(b, n, kind, 0, 0, false)
				p.trunc()
				return len(b)
			}
			if kind == 0xcd {
				break
			}
			flag, seq = uint32(b[5]), uint32(wire.Uint16(b, 6))
		default:
			split = true
			if hl = 6; len(b) < hl || n < hl {
				p.arcnetHeader(b, n, kind, 0, 0, false)
				p.s("[|phds]")
				return len(b)
			}
			flag, seq = uint32(b[3]), uint32(wire.Uint16(b, 4))
			if flag == 0xff {
				if hl = 9; len(b) < hl || n < hl {
					p.arcnetHeader(b, n, kind, 0, 0, false)
					p.s("[|phds extended]")
					return len(b)
				}
				flag, seq = uint32(b[6]), uint32(wire.Uint16(b, 7))
			}
		}
	}
	if p.Link {
		p.arcnetHeader(b, n, kind, flag, seq, split)
	}
	if split && flag != 0 && flag&1 == 0 {
		return hl // a fragment that is not the first
	}
	if !p.arcnetPayload(kind, b[hl:], n-hl) {
		p.data(b[hl:])
	}
	return hl
}

func (p *Printer) arcnetHeader(b []byte, n int, kind, flag, seq uint32, split bool) {
	if p.Quiet {
		p.f("%02x %02x %u: ", uint32(b[0]), uint32(b[1]), uint32(n))
		return
	}
	if !split {
		p.f("%02x %02x ", uint32(b[0]), uint32(b[1]))
		p.name(arcnetTypes, uint32(b[2]), "%02x")
		p.f(" %u: ", uint32(n))
		return
	}
	p.f("%02x %02x ", uint32(b[0]), uint32(b[1]))
	p.name(arcnetTypes, kind, "unknown")
	if flag != 0 && p.Verbose > 0 {
		p.f(" seqid %04x", seq)
	}
	p.f(" %u: ", uint32(n))
}

func (p *Printer) arcnetPayload(kind uint32, b []byte, n int) bool {
	switch kind {
	case 240, 212:
		p.ip4(b, n)
	case 0xc4:
		p.ip6(b, n)
	case 241, 213, 214:
		p.arp(b, n)
	default:
		return false
	}
	return true
}

// ipoib prints a frame of IP over Infiniband, and returns the length of its header.
func (p *Printer) ipoib(b []byte, n int) int {
	const size = 44
	p.proto = "ipoib"
	if len(b) < size || n < size {
		p.trunc()
		return len(b)
	}
	t := uint32(wire.Uint16(b, 40))
	head := func() {
		p.s("IPOIB, ")
		p.etherHead(t, n, true)
	}
	if p.Link {
		head()
	}
	if !p.etherType(t, b[size:], n-size, frame{}) {
		if !p.Link {
			head()
		}
		p.data(b[size:])
	}
	return size
}

// ipnet prints a frame of Solaris' IP tap, and returns the length of its header.
func (p *Printer) ipnet(b []byte, n int) int {
	const size = 24
	p.proto = "ipnet"
	if len(b) < size || n < size {
		p.trunc()
		return len(b)
	}
	family := uint32(b[1])
	head := func() {
		p.u(p.u32(b, 16))
		p.s(" > ")
		p.u(p.u32(b, 20))
		p.s(", ")
		if !p.Quiet {
			p.s("family ")
			p.name(names{2: "IPv4", 26: "IPv6"}, family, "Unknown")
			p.f(" (%u)", family)
		} else {
			p.name(names{2: "IPv4", 26: "IPv6"}, family, "Unknown Ethertype (0x%04x)")
		}
		p.f(", length %u: ", uint32(n))
	}
	if p.Link {
		head()
	}
	switch family {
	case 2:
		p.ip4(b[size:], n-size)
	case 26:
		p.ip6(b[size:], n-size)
	default:
		if !p.Link {
			head()
		}
		p.data(b[size:])
	}
	return size
}

func (p *Printer) le32(b []byte, i int) uint32 { return p.le16(b, i) | p.le16(b, i+2)<<16 }

// vsock prints a packet between a virtual machine and its host, and returns the length of
// its header.
func (p *Printer) vsock(b []byte, n int) int {
	p.proto = "vsock"
	if n < 32 {
		p.f("packet length %u < 32", uint32(n))
		p.broken(b, n)
		return len(b)
	}
	if !p.need(b, 32) {
		return len(b)
	}
	op, transport, size := p.le16(b, 24), p.le16(b, 26), int(p.le16(b, 28))
	p.name(vsockTransports, transport, "invalid transport (%u)")
	if p.Verbose > 0 && transport == 2 && size == 44 && len(b) >= 32+44 {
		p.virtio(b[32:76])
	} else {
		p.s(" ")
	}
	cid := func(i int) { p.dec64(uint64(p.le32(b, i)) | uint64(p.le32(b, i+4))<<32) }
	cid(0)
	p.f(".%u > ", p.le32(b, 16))
	cid(8)
	p.f(".%u ", p.le32(b, 20))
	p.name(vsockOps, op, "invalid op (%u)")
	p.f(", length %u", uint32(n))
	if at := 32 + size; p.Verbose > 1 && n > at {
		p.unknown(skip(b, at), n-at, "\n\t")
	}
	return 0
}

// virtio prints the header of a transport of virtio.
func (p *Printer) virtio(b []byte) {
	p.f(" (len %u, type ", p.le32(b, 24))
	p.name(virtioTypes, p.le16(b, 28), "invalid type (%x)")
	p.s(", op ")
	p.name(virtioOps, p.le16(b, 30), "invalid op (%u)")
	p.f(", flags %x, buf_alloc %u, fwd_cnt %u)\n\t", p.le32(b, 32), p.le32(b, 36), p.le32(b, 40))
}

// unsupported prints a packet of a link type that has no printer.
func (p *Printer) unsupported(b []byte) int {
	p.s("UNSUPPORTED")
	if p.Hex == HexNone {
		p.hexASCII("\n\t", b)
	}
	return 0
}
