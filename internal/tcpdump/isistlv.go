package tcpdump

import (
	"math"
	"strconv"

	"github.com/gocap-project/gocap/wire"
)

var (
	isisTLVs = names{
		1: "Area address(es)", 2: "IS Reachability", 3: "ES Neighbor(s)", 4: "Partition DIS", 5: "Prefix Neighbors", 6: "IS Neighbor(s)",
		7: "Instance Identifier", 8: "Padding", 9: "LSP entries", 10: "Authentication", 12: "Checksum", 13: "Purge Originator Identifier",
		14: "LSP Buffersize", 22: "Extended IS Reachability", 23: "IS Neighbor Attribute", 24: "IS Alias ID", 42: "DECnet Phase IV",
		66: "Inter-Domain Routing Protocol", 128: "IPv4 Internal Reachability", 129: "Protocols supported",
		130: "IPv4 External Reachability", 131: "Inter-Domain Information Type", 132: "IPv4 Interface address(es)",
		133: "IPv4 authentication (deprecated)", 134: "Traffic Engineering Router ID", 135: "Extended IPv4 Reachability",
		136: "Application specific Information", 137: "Hostname", 138: "Shared Risk Link Group", 139: "IPv6 SRLG",
		140: "IPv6 TE Router ID", 143: "Multi-Topology-Aware Port Capability", 144: "Multi-Topology Capability", 211: "Restart Signaling",
		222: "Multi-Topology IS Reachability", 223: "Multi-Topology IS Neighbor Attribute", 229: "Multi Topology",
		232: "IPv6 Interface address(es)", 235: "Multi-Topology IPv4 reachability", 236: "IPv6 reachability",
		237: "Multi-Topology IP6 reachability", 240: "Point-to-point Adjacency State", 242: "IS-IS Router Capability",
		250: "Vendor Private",
	}
	isisAuth    = names{0: "Simple text password", 3: "Generic Crypto key", 54: "HMAC-MD5 password", 255: "Routing Domain private auth"}
	isisStates  = names{0: "Up", 1: "Initializing", 2: "Down"}
	isisRestart = []bit{{1, "Restart bit set"}, {2, "Restart Acknowledgement bit set"}, {4, "Suppress adjacency advertisement"}}
	isisMT      = names{0: "IPv4 unicast", 1: "In-Band Management", 2: "IPv6 unicast", 3: "Multicast"}
	isisMTFlags = []bit{{0x80, "Overload bit set"}, {0x40, "ATT bit set"}}
	isisCap     = []bit{{1, "S bit"}, {2, "D bit"}}
)

// isisTLVs prints the elements behind a header, n bytes on the wire.
func (p *Printer) isisTLVs(b []byte, n int) {
	for n > 0 && !p.done() {
		if n < 2 {
			p.f(" [remaining length %u < 2]", uint32(n))
			p.invalid()
			return
		}
		kind, size := p.u8(b, 0), int(p.u8(b, 1))
		if p.done() {
			return
		}
		b, n = b[2:], n-2
		p.s("\n\t    ")
		p.name(isisTLVs, kind, "unknown")
		p.f(" TLV #%u, length: %u", kind, uint32(size))
		if size > n {
			p.trunc()
			return
		}
		if size == 0 && kind != 7 {
			continue
		}
		if _, ok := isisTLVs[kind]; !ok && !p.need(b, size) {
			return
		}
		bad := p.isisTLV(kind, b, size)
		if !p.need(b, size) {
			return
		}
		if bad {
			p.invalid()
		}
		if p.Verbose > 1 && !p.done() {
			p.unknown(b, size, "\n\t      ")
		}
		b, n = b[size:], n-size
	}
}

// isisTLV prints the value of an element, and reports whether it makes no sense.
func (p *Printer) isisTLV(kind uint32, b []byte, n int) (bad bool) {
	const lead = "\n\t      "
	switch kind {
	case 1:
		return p.isisAreas(b, n)
	case 6:
		return p.isisEach(b, n, 6, func(v []byte) {
			p.s("\n\t      SNPA: ")
			p.isisID(v, 0, 6)
		})
	case 2:
		return p.isisNeighbors(b, n)
	case 3:
		return p.isisESNeighbors(b, n)
	case 4:
		if n < isisSystem {
			return p.isisShort(n, isisSystem)
		}
		p.s(lead)
		p.isisID(b, 0, isisSystem)
	case 5:
		return p.isisPrefixNeighbors(b, n)
	case 7:
		return p.isisInstance(b, n)
	case 8:
	case 9:
		return p.isisEach(b, n, 16, func(v []byte) {
			p.s("\n\t      lsp-id: ")
			p.isisID(v, 2, isisLSP)
			p.f(", seq: 0x%08x", p.u32(v, 10))
			p.f(", lifetime: %5us", p.u16(v, 0))
			p.f(", chksum: 0x%04x", p.u16(v, 14))
		})
	case 10:
		p.isisAuthentication(b, n)
	case 13:
		return p.isisPurge(b, n)
	case 14:
		if n < 2 {
			return p.isisShort(n, 2)
		}
		p.f("\n\t      LSP Buffersize: %u", p.u16(b, 0))
	case 12:
		if n < 2 {
			return p.isisShort(n, 2)
		}
		p.f("\n\t      checksum: 0x%04x", p.u16(b, 0))
	case 22, 23, 24, 222, 223:
		return p.isisExtended(kind, b, n)
	case 128, 130:
		return p.isisOldReach(b, n)
	case 129:
		p.s("\n\t      NLPID(s): ")
		for i := range n {
			id := p.u8(b, i)
			if p.done() {
				return false
			}
			p.name(nlpids, id, "unknown")
			p.f(" (0x%02x)", id)
			if i+1 < n {
				p.s(", ")
			}
		}
	case 132:
		return p.isisEach(b, n, 4, func(v []byte) {
			p.s("\n\t      IPv4 interface address: ")
			p.ip4Addr(v, 0)
		})
	case 232:
		return p.isisEach(b, n, 16, func(v []byte) {
			p.s("\n\t      IPv6 interface address: ")
			p.ip6Addr(v, 0)
		})
	case 134:
		if n < 4 {
			return p.isisShort(n, 4)
		}
		p.s("\n\t      Traffic Engineering Router ID: ")
		p.ip4Addr(b, 0)
	case 135, 235, 236, 237:
		return p.isisReach(kind, b, n)
	case 137:
		p.s("\n\t      Hostname: ")
		p.isisText(b, n)
	case 138:
		return p.isisRisk(b, n)
	case 143:
		return p.isisPorts(b, n)
	case 144:
		return p.isisTopologyCaps(b, n)
	case 211:
		return p.isisRestarting(b, n)
	case 229:
		p.isisTopologies(b, n)
	case 240:
		return p.isisAdjacency(b, n)
	case 242:
		return p.isisCapability(b, n)
	case 250:
		if n < 3 {
			return p.isisShort(n, 3)
		}
		oui := p.u24(b, 0)
		p.s("\n\t      Vendor: ")
		p.name(ouiNames, oui, "Unknown")
		p.f(" (%u)", oui)
		p.unknown(skip(b, 3), n-3, "\n\t\t")
	default:
		if p.Verbose <= 1 {
			p.unknown(b, n, "\n\t\t")
		}
	}
	return false
}

func (p *Printer) isisShort(n, want int) bool {
	p.f(" [remaining tlv length %u < %u]", uint32(n), uint32(want))
	return true
}

func (p *Printer) isisText(b []byte, n int) {
	p.text(b, 0, n)
	p.need(b, n)
}

// isisEach prints the items of size bytes of an element.
func (p *Printer) isisEach(b []byte, n, size int, item func([]byte)) (bad bool) {
	for n > 0 && !p.done() {
		if n < size {
			return false // without a word
		}
		item(b)
		if p.done() {
			return false
		}
		b, n = b[size:], n-size
	}
	return false
}

func (p *Printer) isisAreas(b []byte, n int) (bad bool) {
	for n > 0 && !p.done() {
		size := int(p.u8(b, 0))
		if p.done() {
			return false
		}
		b, n = b[1:], n-1
		if n < size {
			return false // without a word
		}
		p.f("\n\t      Area address (length: %u): ", uint32(size))
		p.nsap(b, size)
		if !p.need(b, size) {
			return false
		}
		b, n = b[size:], n-size
	}
	return false
}

// isisMetrics prints a block of four metrics, b[:4].
func (p *Printer) isisMetrics(b []byte) {
	kind := func(m uint32) {
		if m&0x40 != 0 {
			p.s("External")
		} else {
			p.s("Internal")
		}
	}
	m := p.u8(b, 0)
	p.f(", Default Metric: %u, ", m&0x3f)
	kind(m)
	for i, name := range [...]string{"Delay", "Expense", "Error"} {
		if m = p.u8(b, i+1); m&0x80 == 0 && !p.done() {
			p.s("\n\t\t  ")
			p.s(name)
			p.f(" Metric: %u, ", m&0x3f)
			kind(m)
		}
	}
}

func (p *Printer) isisNeighbors(b []byte, n int) (bad bool) {
	if n < 1 {
		return p.isisShort(n, 1)
	}
	switch v := p.u8(b, 0); v {
	case 0:
		p.s("\n\t      IsNotVirtual")
	case 1:
		p.s("\n\t      IsVirtual")
	default:
		p.f("\n\t      bogus virtual flag 0x%02x", v)
	}
	return p.isisEach(b[1:], n-1, 11, func(v []byte) {
		p.s("\n\t      IS Neighbor: ")
		p.isisID(v, 4, isisNode)
		p.isisMetrics(v)
	})
}

func (p *Printer) isisESNeighbors(b []byte, n int) (bad bool) {
	if n < 4 {
		return p.isisShort(n, 4)
	}
	p.need(b, 4)
	if n > 4 && !p.done() {
		p.isisMetrics(b)
	}
	return p.isisEach(skip(b, 4), n-4, isisSystem, func(v []byte) {
		p.s("\n\t      ES Neighbor: ")
		p.isisID(v, 0, isisSystem)
	})
}

func (p *Printer) isisPrefixNeighbors(b []byte, n int) (bad bool) {
	if n < 4 {
		return p.isisShort(n, 4)
	}
	p.s("\n\t      Metric Block")
	p.isisMetrics(b)
	b, n = skip(b, 4), n-4
	for n > 0 && !p.done() {
		half := int(p.u8(b, 0)) // the length is in half bytes
		if p.done() {
			return false
		}
		b, n = b[1:], n-1
		if half < 2 {
			p.f("\n\t\tAddress: prefix length %u < 2", uint32(half))
			return true
		}
		size := half / 2
		if n < size {
			return false
		}
		p.s("\n\t\tAddress: ")
		p.nsap(b, size)
		p.f("/%u", uint32(half)*4)
		if !p.need(b, size) {
			return false
		}
		b, n = b[size:], n-size
	}
	return false
}

func (p *Printer) isisInstance(b []byte, n int) (bad bool) {
	if n < 4 {
		p.cut()
		return false
	}
	p.f("\n\t      Instance ID: %u, ITIDs(%u)", p.u16(b, 0), uint32((n-2)/2))
	if n > 2 {
		p.s(": ")
	}
	for i := 2; i+1 < n; i += 2 {
		if i > 2 {
			p.s(", ")
		}
		p.u(p.u16(b, i))
		if p.done() {
			return false
		}
	}
	return false
}

func (p *Printer) isisAuthentication(b []byte, n int) {
	kind := p.u8(b, 0)
	if p.done() {
		return
	}
	p.s("\n\t      ")
	p.name(isisAuth, kind, "unknown Authentication type 0x%02x")
	p.s(": ")
	switch kind {
	case 0:
		p.text(b, 1, n-1)
		p.need(b, n)
	case 54:
		v := p.bytes(b, 1, n-1)
		p.hexBytes(v, "")
		if n != 17 {
			p.s(", (invalid subTLV) ")
		}
	case 3:
		p.f("(password)")
	default:
		if p.need(b, n) {
			p.unknown(b[1:], n-1, "\n\t\t  ")
		}
	}
}

func (p *Printer) isisPurge(b []byte, n int) (bad bool) {
	count := p.u8(b, 0)
	b, n = skip(b, 1), n-1
	for ; count > 0 && n >= isisSystem && !p.done(); count-- {
		p.s("\n\t      Purge Originator System-ID: ")
		p.isisID(b, 0, isisSystem)
		if b, n = skip(b, isisSystem), n-isisSystem; count > 1 && n >= isisSystem {
			p.s("\n\t      Received from System-ID: ")
			p.isisID(b, 0, isisSystem)
			b, n = skip(b, isisSystem), n-isisSystem
			count--
		}
	}
	return false
}

// isisOldReach prints reachability with small metrics.
func (p *Printer) isisOldReach(b []byte, n int) (bad bool) {
	return p.isisEach(b, n, 12, func(v []byte) {
		if !p.need(v, 12) {
			return
		}
		mask, bits := wire.Uint32(v, 8), 0
		for mask<<bits&0x80000000 != 0 {
			bits++
		}
		m := uint32(v[0])
		p.s("\n\t      IPv4 ")
		if bits < 32 && mask<<bits != 0 {
			p.s("network: ")
			p.ip4Addr(v, 4)
			p.s(", mask ")
			p.ip4Addr(v, 8)
		} else {
			p.s("prefix: ")
			p.ip4Padded(v[4:8])
			p.f("/%u", uint32(bits))
		}
		p.s(", Distribution: ")
		p.isisUpDown(m&0x80 != 0)
		p.f(", Metric: %u, ", m&0x3f)
		if m&0x40 != 0 {
			p.s("External")
		} else {
			p.s("Internal")
		}
		for i, name := range [...]string{"Delay", "Expense", "Error"} {
			if m := uint32(v[1+i]); m&0x80 == 0 {
				p.s("\n\t\t  ")
				p.s(name)
				p.f(" Metric:   %u, ", m&0x3f)
				if m&0x40 != 0 {
					p.s("External")
				} else {
					p.s("Internal")
				}
			}
		}
	})
}

func (p *Printer) isisUpDown(down bool) {
	if down {
		p.s("down")
	} else {
		p.s("up")
	}
}

// ip4Padded appends an address, padded on the left as in a column.
func (p *Printer) ip4Padded(b []byte) {
	start := len(p.b)
	p.ip4Addr(b, 0)
	text := string(p.b[start:])
	p.b = p.b[:start]
	for n := len(text); n < 15; n++ {
		p.c(' ')
	}
	p.s(text)
}

func (p *Printer) isisRisk(b []byte, n int) (bad bool) {
	if n < isisNode {
		return p.isisShort(n, isisNode)
	}
	p.s("\n\t      IS Neighbor: ")
	p.isisID(b, 0, isisNode)
	if n < 8 {
		return p.isisShort(n-7, 1)
	}
	if p.u8(b, 7)&1 != 0 {
		p.s(", Flags: [numbered]")
	} else {
		p.s(", Flags: [unnumbered]")
	}
	if n < 16 {
		return p.isisShort(n-8, 8)
	}
	p.s("\n\t      IPv4 interface address: ")
	p.ip4Addr(b, 8)
	p.s("\n\t      IPv4 neighbor address: ")
	p.ip4Addr(b, 12)
	return p.isisEach(skip(b, 16), n-16, 4, func(v []byte) {
		p.f("\n\t      Link-ID: 0x%08x", p.u32(v, 0))
	})
}

func (p *Printer) isisRestarting(b []byte, n int) (bad bool) {
	flags := p.u8(b, 0)
	p.s("\n\t      Flags [")
	p.bits(isisRestart, flags, "none", ", ")
	p.s("]")
	b, n = skip(b, 1), n-1
	if n == 0 {
		return false
	}
	if n < 2 {
		return p.isisShort(n, 2)
	}
	p.f(", Remaining holding time %us", p.u16(b, 0))
	if b, n = skip(b, 2), n-2; n == isisSystem {
		p.s(", for ")
		p.isisID(b, 0, isisSystem)
	}
	return false
}

func (p *Printer) isisTopologies(b []byte, n int) {
	for n >= 2 && !p.done() {
		id := p.u16(b, 0)
		if p.done() {
			return
		}
		p.s("\n\t      ")
		p.isisTopology(id)
		b, n = b[2:], n-2
	}
}

// isisTopology prints the number of a topology and its flags.
func (p *Printer) isisTopology(id uint32) {
	p.name(isisMT, id&0xfff, "unknown")
	p.f(" Topology (0x%03x)", id&0xfff)
	p.s(", Flags: [")
	p.bits(isisMTFlags, id>>8, "none", ", ")
	p.s("]")
}

func (p *Printer) isisAdjacency(b []byte, n int) (bad bool) {
	if n < 1 {
		return p.isisShort(n, 1)
	}
	state := p.u8(b, 0)
	p.s("\n\t      Adjacency State: ")
	p.name(isisStates, state, "unknown")
	p.f(" (%u)", state)
	n--
	if n > 4 {
		p.f("\n\t      Extended Local circuit-ID: 0x%08x", p.u32(b, 1))
		n -= 4
	}
	if n >= isisSystem {
		p.s("\n\t      Neighbor System-ID: ")
		p.isisID(b, 5, isisSystem)
		n -= isisSystem
	}
	if n >= 4 { // where it would be, whatever is there
		p.f("\n\t      Neighbor Extended Local circuit-ID: 0x%08x", p.u32(b, 11))
	}
	return false
}

// mbps appends a number of bytes a second, IEEE 754, in megabits.
func (p *Printer) mbps(x uint32) {
	p.b = strconv.AppendFloat(p.b, float64(math.Float32frombits(x)*8/1e6), 'f', 3, 64)
	p.s(" Mbps")
}
