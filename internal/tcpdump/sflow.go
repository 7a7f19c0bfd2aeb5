package tcpdump

// Names of sFlow's samples and records. https://sflow.org/sflow_version_5.txt
var (
	sflowSamples = names{1: "flow sample", 2: "counter sample", 3: "expanded flow sample", 4: "expanded counter sample"}
	sflowFlows   = names{
		1: "Raw packet", 2: "Ethernet frame", 3: "IPv4 Data", 4: "IPv6 Data", 1001: "Extended Switch data",
		1002: "Extended Router data", 1003: "Extended Gateway data", 1004: "Extended User data", 1005: "Extended URL data",
		1006: "Extended MPLS data", 1007: "Extended NAT data", 1008: "Extended MPLS tunnel", 1009: "Extended MPLS VC",
		1010: "Extended MPLS FEC", 1011: "Extended MPLS LVP FEC", 1012: "Extended VLAN Tunnel",
	}
	sflowCounters = names{
		1: "Generic counter", 2: "Ethernet counter", 3: "Token ring counter", 4: "100 BaseVG counter", 5: "Vlan counter",
		1001: "Processor counter",
	}
	sflowProtocols = names{
		1: "Ethernet", 2: "Token bus", 3: "Token ring", 4: "FDDI", 5: "Frame Relay", 6: "X.25", 7: "PPP", 8: "SMDS", 9: "AAL5",
		10: "AAL5-IP", 11: "IPv4", 12: "IPv6", 13: "MPLS", 14: "POS",
	}
	sflowDirections = names{1: "full-duplex", 2: "half-duplex", 3: "in", 4: "out"}
)

// sflow prints an sFlow version 5 datagram.
func (p *Printer) sflow(b []byte, n int) {
	p.proto = "sflow"
	version := p.u32(b, 0)
	if p.done() {
		return
	}
	if n < 28 {
		p.f("sFlowv%u [length %u < 28]", version, uint32(n))
		p.invalid()
		return
	}
	if version != 5 {
		p.f("sFlow version %u packet not supported", version)
		return
	}
	agent, head := "IPv4", 28
	kind := p.u32(b, 4)
	switch {
	case p.done():
		return
	case kind == 1:
	case kind == 2:
		agent, head = "IPv6", 40
	default:
		p.f("sFlowv5, AF %u", kind)
		p.invalid()
		return
	}
	if n < head {
		p.f("sFlowv5 [length %u < %u]", uint32(n), uint32(head))
		p.invalid()
		return
	}
	if !p.need(b, head) {
		return
	}
	p.s("sFlowv5, " + agent + " agent ")
	if kind == 1 {
		p.ip4Addr(b, 8)
	} else {
		p.ip6Addr(b, 8)
	}
	rest := b[head-16:]
	p.f(", agent-id %u", p.u32(rest, 0))
	if p.Verbose == 0 {
		p.f(", length %u", uint32(n))
		return
	}
	samples := p.u32(rest, 12)
	p.f(", seqnum %u, uptime %u, samples %u, length %u", p.u32(rest, 4), p.u32(rest, 8), samples, uint32(n))
	p.sflowSamples(b[head:], n-head, samples)
}

func (p *Printer) sflowSamples(b []byte, n int, samples uint32) {
	for ; samples > 0 && n > 0; samples-- {
		if n < 8 {
			p.trunc()
			return
		}
		kind, size := p.u32(b, 0)&0xfff, p.u32(b, 4)
		if p.done() {
			return
		}
		p.s("\n\t")
		p.name(sflowSamples, kind, "Unknown")
		p.f(" (%u), length %u,", kind, size)
		b, n = b[8:], n-8
		if size == 0 || uint32(n) < size {
			p.invalid()
			return
		}
		switch kind {
		case 1, 3:
			p.sflowFlow(b, int(size), kind == 3)
		case 2, 4:
			p.sflowCounter(b, int(size), kind == 4)
		}
		if p.done() || !p.need(b, int(size)) {
			return
		}
		b, n = b[size:], n-int(size)
	}
}

// sflowIndex prints the sequence number and the type and index of a source, and
// returns what follows.
func (p *Printer) sflowIndex(b []byte, expanded bool) []byte {
	typ, index, at := p.u8(b, 4), p.u24(b, 5), 8
	if expanded {
		typ, index, at = p.u32(b, 4), p.u32(b, 8), 12
	}
	p.f(" seqnum %u, type %u, idx %u", p.u32(b, 0), typ, index)
	return skip(b, at)
}

// sflowShort reports whether a sample is too short for its head, and says so.
func (p *Printer) sflowShort(n, head int) bool {
	if n < head {
		p.invalid()
		return true
	}
	return false
}

func (p *Printer) sflowFlow(b []byte, n int, expanded bool) {
	head := 32
	if expanded {
		head = 44
	}
	if p.sflowShort(n, head) || !p.need(b, head) {
		return
	}
	c := p.sflowIndex(b, expanded)
	p.f(", rate %u, pool %u, drops %u", p.u32(c, 0), p.u32(c, 4), p.u32(c, 8))
	records := p.u32(b, head-4)
	if expanded {
		p.f(", input %u (%u), output %u (%u), records %u", p.u32(c, 16), p.u32(c, 12), p.u32(c, 24), p.u32(c, 20), records)
	} else {
		p.f(", input %u output %u records %u", p.u32(c, 12), p.u32(c, 16), records)
	}
	p.sflowRecords(b[head:], n-head, records, func(enterprise, format uint32, b []byte, size uint32) {
		p.f("\n\t    enterprise %u ", enterprise)
		if enterprise == 0 {
			p.name(sflowFlows, format, "Unknown")
		} else {
			p.s("Unknown")
		}
		p.f(" (%u) length %u", format, size)
		if enterprise != 0 {
			return
		}
		p.sflowFlowRecord(b, size, format)
	})
}

func (p *Printer) sflowFlowRecord(b []byte, n, format uint32) {
	switch _, known := sflowFlows[format]; {
	case format == 1:
		p.sflowRaw(b, int(n))
	case format == 2 && n >= 24:
		p.f("\n\t      frame len %u, type %u", p.u32(b, 0), p.u32(b, 20))
	case format == 2, format == 1001 && n < 16:
		p.invalid()
	case format == 1001:
		p.f("\n\t      src vlan %u, src pri %u, dst vlan %u, dst pri %u", p.u32(b, 0), p.u32(b, 4), p.u32(b, 8), p.u32(b, 12))
	case !known:
		p.sflowUnknown(b, n)
	}
}

// sflowRaw prints what is said of a sampled header.
func (p *Printer) sflowRaw(b []byte, n int) {
	if n < 16 {
		p.invalid()
		return
	}
	if !p.need(b, 16) {
		return
	}
	p.s("\n\t      protocol ")
	p.name(sflowProtocols, p.u32(b, 0), "Unknown")
	size := p.u32(b, 12)
	p.f(" (%u), length %u, stripped bytes %u, header_size %u", p.u32(b, 0), p.u32(b, 4), p.u32(b, 8), size)
	if uint32(n-16) < size {
		p.invalid()
	}
}

func (p *Printer) sflowCounter(b []byte, n int, expanded bool) {
	head := 12
	if expanded {
		head = 16
	}
	if p.sflowShort(n, head) || !p.need(b, head) {
		return
	}
	p.sflowIndex(b, expanded)
	records := p.u32(b, head-4)
	p.f(", records %u", records)
	p.sflowRecords(b[head:], n-head, records, func(enterprise, format uint32, b []byte, size uint32) {
		p.f("\n\t    enterprise %u, ", enterprise)
		if enterprise != 0 {
			p.f("Unknown (%u) length %u", format, size)
			return
		}
		p.name(sflowCounters, format, "Unknown")
		p.f(" (%u) length %u", format, size)
		p.sflowCounters(b, size, format)
	})
}

// sflowRecords walks the records of a sample. The enterprise is the upper 20 bits of a format;
// tcpdump prints the upper 12.
func (p *Printer) sflowRecords(b []byte, n int, records uint32, each func(enterprise, format uint32, b []byte, size uint32)) {
	for ; records > 0 && n > 0; records-- {
		if n < 8 {
			p.invalid()
			return
		}
		format, size := p.u32(b, 0), p.u32(b, 4)
		if p.done() {
			return
		}
		b, n = b[8:], n-8
		if uint32(n) < size {
			p.invalid()
			return
		}
		each(format>>20, format&0xfff, snap(b, int(size)), size)
		if p.done() || !p.need(b, int(size)) {
			return
		}
		b, n = b[size:], n-int(size)
	}
}

// A counterText is a text in which numbers of b stand, and how long b must be. Of
// each number there is its place, negative if it has 64 bits.
type counterText struct {
	size uint32
	text string
	at   []int
}

var sflowTexts = map[uint32]counterText{
	2: {52, "\n\t      align errors #, fcs errors #, single collision #, multiple collision #, test error #" +
		"\n\t      deferred #, late collision #, excessive collision #, mac trans error #" +
		"\n\t      carrier error #, frames too long #, mac receive errors #, symbol errors #",
		[]int{0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48}},
	4: {80, "\n\t      in high prio frames #, in high prio octets #\n\t      in norm prio frames #, in norm prio octets #" +
		"\n\t      in ipm errors #, oversized #, in data errors #, null addressed frames #" +
		"\n\t      out high prio frames #, out high prio octets #, trans into frames #" +
		"\n\t      in hc high prio octets #, in hc norm prio octets #, out hc high prio octets #",
		[]int{0, -4, 12, -16, 24, 28, 32, 36, 40, -44, 52, -56, -64, -72}},
	5: {28, "\n\t      vlan_id #, octets #, unicast_pkt #, multicast_pkt #, broadcast_pkt #, discards #",
		[]int{0, -4, 12, 16, 20, 24}},
	1001: {28, "\n\t      5sec #, 1min #, 5min #, total_mem #, total_mem #", []int{0, 4, 8, -12, -20}},
}

func (p *Printer) sflowCounters(b []byte, n, format uint32) {
	if format == 1 {
		p.sflowGeneric(b, n)
		return
	}
	t, ok := sflowTexts[format]
	if !ok {
		p.sflowUnknown(b, n)
		return
	}
	if n < t.size {
		p.invalid()
		return
	}
	p.sflowText(b, t)
}

// sflowUnknown prints a record whose format is not known.
func (p *Printer) sflowUnknown(b []byte, n uint32) {
	if p.Verbose <= 1 {
		p.unknown(b, int(n), "\n\t\t")
	}
}

// sflowText prints a text with numbers.
func (p *Printer) sflowText(b []byte, t counterText) {
	if !p.need(b, int(t.size)) {
		return
	}
	at := t.at
	for i := range len(t.text) {
		switch {
		case t.text[i] != '#':
			p.c(t.text[i])
			continue
		case at[0] < 0:
			p.dec64(uint64(p.u32(b, -at[0]))<<32 | uint64(p.u32(b, -at[0]+4)))
		default:
			p.u(p.u32(b, at[0]))
		}
		at = at[1:]
	}
}

var sflowInterface = [...]counterText{
	{88, "\n\t      ifindex #, iftype #, ifspeed #, ifdirection # (", []int{0, 4, -8, 16}},
	{88, "\n\t      In octets #, unicast pkts #, multicast pkts #, broadcast pkts #, discards #" +
		"\n\t      In errors #, unknown protos #" +
		"\n\t      Out octets #, unicast pkts #, multicast pkts #, broadcast pkts #, discards #" +
		"\n\t      Out errors #, promisc mode #",
		[]int{-24, 32, 36, 40, 44, 48, 52, -56, 64, 68, 72, 76, 80, 84}},
}

func (p *Printer) sflowGeneric(b []byte, n uint32) {
	if n < 88 {
		p.invalid()
		return
	}
	p.sflowText(b, sflowInterface[0])
	p.name(sflowDirections, p.u32(b, 16), "Unknown")
	status := p.u32(b, 20)
	p.f(")\n\t      ifstatus %u, adminstatus: ", status)
	up := func(on bool) string {
		if on {
			return "up"
		}
		return "down"
	}
	p.s(up(status&1 != 0))
	p.s(", operstatus: ")
	p.s(up(status>>1&1 != 0))
	p.sflowText(b, sflowInterface[1])
}
