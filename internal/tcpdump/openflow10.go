package tcpdump

import "github.com/gocap-project/gocap/wire"

var (
	of10Ports = names{
		0xfff8: "IN_PORT", 0xfff9: "TABLE", 0xfffa: "NORMAL", 0xfffb: "FLOOD", 0xfffc: "ALL", 0xfffd: "CONTROLLER", 0xfffe: "LOCAL",
		0xffff: "NONE",
	}
	of10Capabilities = []bit{
		{1, "FLOW_STATS"}, {2, "TABLE_STATS"}, {4, "PORT_STATS"}, {8, "STP"}, {16, "RESERVED"}, {32, "IP_REASM"}, {64, "QUEUE_STATS"},
		{128, "ARP_MATCH_IP"},
	}
	of10Actions = names{
		0: "OUTPUT", 1: "SET_VLAN_VID", 2: "SET_VLAN_PCP", 3: "STRIP_VLAN", 4: "SET_DL_SRC", 5: "SET_DL_DST", 6: "SET_NW_SRC",
		7: "SET_NW_DST", 8: "SET_NW_TOS", 9: "SET_TP_SRC", 10: "SET_TP_DST", 11: "ENQUEUE", 0xffff: "VENDOR",
	}
	of10PortConfig = []bit{
		{1, "PORT_DOWN"}, {2, "NO_STP"}, {4, "NO_RECV"}, {8, "NO_RECV_STP"}, {16, "NO_FLOOD"}, {32, "NO_FWD"}, {64, "NO_PACKET_IN"},
	}
	of10STP      = names{0: "STP_LISTEN", 0x100: "STP_LEARN", 0x200: "STP_FORWARD", 0x300: "STP_BLOCK"}
	of10Features = []bit{
		{1, "10MB_HD"}, {2, "10MB_FD"}, {4, "100MB_HD"}, {8, "100MB_FD"}, {16, "1GB_HD"}, {32, "1GB_FD"}, {64, "10GB_FD"}, {128, "COPPER"},
		{256, "FIBER"}, {512, "AUTONEG"}, {1024, "PAUSE"}, {2048, "PAUSE_ASYM"},
	}
	of10Commands  = names{0: "ADD", 1: "MODIFY", 2: "MODIFY_STRICT", 3: "DELETE", 4: "DELETE_STRICT"}
	of10FlowFlags = []bit{{1, "SEND_FLOW_REM"}, {2, "CHECK_OVERLAP"}, {4, "EMERG"}}
	of10Frags     = names{0: "FRAG_NORMAL", 1: "FRAG_DROP", 2: "FRAG_REASM"}
	of10Stats     = names{0: "DESC", 1: "FLOW", 2: "AGGREGATE", 3: "TABLE", 4: "PORT", 5: "QUEUE", 0xffff: "VENDOR"}
	of10Removed   = names{0: "IDLE_TIMEOUT", 1: "HARD_TIMEOUT", 2: "DELETE"}
	of10Reasons   = names{0: "ADD", 1: "DELETE", 2: "MODIFY"}
	of10Wildcards = []bit{
		{1 << 0, "IN_PORT"}, {1 << 1, "DL_VLAN"}, {1 << 2, "DL_SRC"}, {1 << 3, "DL_DST"}, {1 << 4, "DL_TYPE"}, {1 << 5, "NW_PROTO"},
		{1 << 6, "TP_SRC"}, {1 << 7, "TP_DST"}, {1 << 20, "DL_VLAN_PCP"}, {1 << 21, "NW_TOS"},
	}
)

// of10Bits prints flags in parentheses, if any.
func (p *Printer) of10Bits(t []bit, x, known uint32) {
	if x == 0 {
		return
	}
	p.s(" (")
	if x&known == 0 {
		p.s("bogus)")
		return
	}
	p.bits(t, x, "", ", ")
	p.s(")")
	if x&^known != 0 {
		p.s(" (bogus)")
	}
}

func (p *Printer) hex64(b []byte, i int) {
	p.f("0x%08x%08x", p.u32(b, i), p.u32(b, i+4))
}

func (p *Printer) of10Count(b []byte, i int) {
	p.dec64(uint64(p.u32(b, i))<<32 | uint64(p.u32(b, i+4)))
}

// openflow10 prints the body of a message of version 1.0, n bytes on the wire.
func (p *Printer) openflow10(kind uint32, b []byte, n int) {
	short := func(want int) bool {
		if n < want {
			p.f("\n\t [remaining length %u < %u]", uint32(n), uint32(want))
			p.broken(b, n)
			return true
		}
		return false
	}
	switch kind {
	case 4:
		if !short(4) {
			p.f(", vendor 0x%08x (", p.u32(b, 0))
			p.name(openflowVendors, p.u32(b, 0), "unknown")
			p.s(")")
			p.ofData(b, 4, n)
		}
		return
	case 0, 2, 3:
		p.ofData(b, 0, n)
		return
	}
	if p.Verbose < 1 || n == 0 {
		return
	}
	switch kind {
	case 1:
		if !short(4) {
			p.of10Error(b, n)
		}
	case 6:
		if !short(24) {
			p.of10FeaturesReply(b, n)
		}
	case 8, 9:
		if !short(4) {
			p.s("\n\t flags ")
			p.name(of10Frags, p.u16(b, 0), "invalid (0x%04x)")
			p.f(", miss_send_len %u", p.u16(b, 2))
		}
	case 11:
		if !short(80) {
			p.of10FlowRemoved(b)
		}
	case 12:
		if !short(56) {
			p.s("\n\t reason ")
			p.name(of10Reasons, p.u8(b, 0), "invalid (0x%02x)")
			p.of10Port(skip(b, 8))
		}
	case 14:
		if !short(64) {
			p.of10FlowMod(b, n)
		}
	case 16, 17:
		if !short(4) {
			p.of10StatsMessage(kind == 17, b, n)
		}
	}
}

// ofData prints bytes that are not decoded.
func (p *Printer) ofData(b []byte, at, n int) {
	if n <= at {
		return
	}
	p.f("\n\t data (%u octets)", uint32(n-at))
	if p.Verbose > 1 {
		p.hexASCII("\n\t  ", snap(skip(b, at), n-at))
	}
}

func (p *Printer) of10FeaturesReply(b []byte, n int) {
	p.s("\n\t dpid ")
	p.hex64(b, 0)
	p.f(", n_buffers %u, n_tables %u", p.u32(b, 8), p.u8(b, 12))
	p.f("\n\t capabilities 0x%08x", p.u32(b, 16))
	p.of10Bits(of10Capabilities, p.u32(b, 16), 0xff)
	x := p.u32(b, 20)
	p.f("\n\t actions 0x%08x", x)
	var acts []bit
	for i := range uint32(12) {
		acts = append(acts, bit{1 << i, of10Actions[i]})
	}
	p.of10Bits(acts, x, 0xfff)
	if p.Verbose < 2 {
		return
	}
	for b, n = skip(b, 24), n-24; n >= 48 && !p.done(); b, n = skip(b, 48), n-48 {
		p.of10Port(b)
	}
}

func (p *Printer) of10PortName(x uint32) { p.name(of10Ports, x, "%u") }

// of10Port prints the description of a port.
func (p *Printer) of10Port(b []byte) {
	p.s("\n\t  port_no ")
	p.of10PortName(p.u16(b, 0))
	p.s(", hw_addr ")
	p.mac(b, 2)
	p.s(", name '")
	p.textz(b, 8, 16)
	p.need(b, 24)
	p.s("'")
	if p.Verbose < 2 {
		return
	}
	config := p.u32(b, 24)
	p.f("\n\t   config 0x%08x", config)
	p.of10Bits(of10PortConfig, config, 0x7f)
	state := p.u32(b, 28)
	p.f("\n\t   state 0x%08x", state)
	if state&^0x301 != 0 {
		p.s(" (bogus)")
	} else {
		p.s(" (")
		p.name(of10STP, state&0x300, "")
		if state&1 != 0 {
			p.s(", LINK_DOWN")
		}
		p.s(")")
	}
	for i, name := range [...]string{"curr", "advertised", "supported", "peer"} {
		x := p.u32(b, 32+i*4)
		p.s("\n\t   ")
		p.s(name)
		p.f(" 0x%08x", x)
		p.of10Bits(of10Features, x, 0xfff)
	}
}

// of10Match prints what of a match is not a wildcard.
func (p *Printer) of10Match(lead string, b []byte) {
	if !p.need(b, 40) {
		return
	}
	wild := wire.Uint32(b, 0)
	if wild&^0x3fffff != 0 {
		p.s(lead)
		p.f("wildcards 0x%08x (bogus)", wild)
	}
	has := func(mask uint32, name string) bool {
		if wild&mask != 0 {
			return false
		}
		p.s(lead)
		p.s("match ")
		p.s(name)
		p.s(" ")
		return true
	}
	if has(1, "in_port") {
		p.of10PortName(p.u16(b, 4))
	}
	if has(4, "dl_src") {
		p.mac(b, 6)
	}
	if has(8, "dl_dst") {
		p.mac(b, 12)
	}
	if has(2, "dl_vlan") {
		p.name(names{0xffff: "NONE"}, p.u16(b, 18), "%u")
	}
	if has(1<<20, "dl_vlan_pcp") {
		p.u(p.u8(b, 20))
	}
	if has(16, "dl_type") {
		p.f("0x%04x", p.u16(b, 22))
	}
	if has(1<<21, "nw_tos") {
		p.f("0x%02x", p.u8(b, 24))
	}
	ports := wild&0x30 == 0 && p.u16(b, 22) == 0x800
	if has(32, "nw_proto") {
		p.u(p.u8(b, 25))
	}
	for i, name := range [...]string{"nw_src", "nw_dst"} {
		if bits := wild >> (8 + 6*i) & 0x3f; bits < 32 {
			p.s(lead)
			p.s("match ")
			p.s(name)
			p.s(" ")
			p.ip4Addr(b, 28+4*i)
			p.f("/%u", 32-bits)
		}
	}
	src, dst := "tp_src", "tp_dst"
	if ports && b[25] == 1 {
		src, dst = "icmp_type", "icmp_code"
	}
	if has(64, src) {
		p.u(p.u16(b, 36))
	}
	if has(128, dst) {
		p.u(p.u16(b, 38))
	}
}

func (p *Printer) of10FlowMod(b []byte, n int) {
	p.of10Match("\n\t ", b)
	if p.done() {
		return
	}
	p.s("\n\t cookie ")
	p.hex64(b, 40)
	p.s(", command ")
	p.name(of10Commands, p.u16(b, 48), "invalid (0x%04x)")
	if x := p.u16(b, 50); x != 0 {
		p.f(", idle_timeout %u", x)
	}
	if x := p.u16(b, 52); x != 0 {
		p.f(", hard_timeout %u", x)
	}
	command := p.u16(b, 48)
	if command <= 2 {
		p.f(", priority %u", p.u16(b, 54))
	}
	if command <= 2 {
		p.s(", buffer_id ")
		p.name(names{0xffffffff: "NONE"}, p.u32(b, 56), "0x%08x")
	}
	if x := p.u16(b, 60); x != 0 {
		if command > 2 {
			p.s(", out_port ")
			p.of10PortName(x)
		}
	}
	x := p.u16(b, 62)
	p.f(", flags 0x%04x", x)
	p.of10Bits(of10FlowFlags, x, 7)
	p.of10ActionList("\n\t ", skip(b, 64), n-64)
}

func (p *Printer) of10ActionList(lead string, b []byte, n int) {
	for n > 0 && !p.done() {
		if n < 8 {
			p.s(lead)
			p.f("action [remaining length %u < 8]", uint32(n))
			p.broken(b, n)
			return
		}
		kind, size := p.u16(b, 0), int(p.u16(b, 2))
		if p.done() {
			return
		}
		p.s(lead)
		p.s("action type ")
		p.name(of10Actions, kind, "invalid (0x%04x)")
		p.f(", len %u", uint32(size))
		if size < 8 || size > n {
			p.broken(b, n)
			return
		}
		switch kind {
		case 0:
			p.s(", port ")
			p.of10PortName(p.u16(b, 4))
			if p.u16(b, 4) == 0xfffd {
				p.f(", max_len %u", p.u16(b, 6))
			}
		case 1:
			p.f(", vlan_vid %u", p.u16(b, 4))
		case 2:
			p.f(", vlan_pcp %u", p.u8(b, 4))
		case 4, 5:
			p.s(", dl_addr ")
			p.mac(b, 4)
		case 6, 7:
			p.s(", nw_addr ")
			p.ip4Addr(b, 4)
		case 8:
			p.f(", nw_tos 0x%02x", p.u8(b, 4))
		case 9, 10:
			p.f(", tp_port %u", p.u16(b, 4))
		case 11:
			p.s(", port ")
			p.of10PortName(p.u16(b, 4))
			if size >= 16 {
				p.f(", queue_id %u", p.u32(b, 12))
			}
		case 0xffff:
			p.f(", vendor 0x%08x (", p.u32(b, 4))
			p.name(openflowVendors, p.u32(b, 4), "unknown")
			p.s(")")
		}
		if !p.need(b, size) {
			return
		}
		b, n = b[size:], n-size
	}
}

func (p *Printer) of10FlowRemoved(b []byte) {
	p.of10Match("\n\t ", b)
	if p.done() {
		return
	}
	p.s("\n\t cookie ")
	p.hex64(b, 40)
	if x := p.u16(b, 48); x != 0 {
		p.f(", priority %u", x)
	}
	p.s(", reason ")
	p.name(of10Removed, p.u8(b, 50), "unknown (0x%02x)")
	p.f(", duration_sec %u, duration_nsec %u", p.u32(b, 52), p.u32(b, 56))
	if x := p.u16(b, 60); x != 0 {
		p.f(", idle_timeout %u", x)
	}
	p.s(", packet_count ")
	p.of10Count(b, 64)
	p.s(", byte_count ")
	p.of10Count(b, 72)
}

func (p *Printer) of10StatsMessage(reply bool, b []byte, n int) {
	kind, flags := p.u16(b, 0), p.u16(b, 2)
	p.s("\n\t type ")
	p.name(of10Stats, kind, "invalid (0x%04x)")
	p.f(", flags 0x%04x", flags)
	if flags&1 != 0 && reply {
		p.s(" (MORE)")
	} else if flags != 0 {
		p.s(" (bogus)")
	}
	b, n = skip(b, 4), n-4
	if !reply {
		p.of10StatsRequest(kind, b, n)
		return
	}
	size := map[uint32]int{3: 64, 4: 104, 5: 32}[kind]
	switch kind {
	case 0:
		p.of10Description(b, n)
		return
	case 1:
		p.of10FlowStats(b, n)
		return
	case 2:
		if n >= 24 {
			p.s("\n\t packet_count ")
			p.of10Count(b, 0)
			p.s(", byte_count ")
			p.of10Count(b, 8)
			p.f(", flow_count %u", p.u32(b, 16))
		}
		return
	}
	for ; size > 0 && n >= size && !p.done(); b, n = skip(b, size), n-size {
		switch kind {
		case 3:
			p.of10Table(b)
		case 4:
			p.s("\n\t  port_no ")
			p.of10PortName(p.u16(b, 0))
			for i, name := range [...]string{
				"rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "rx_dropped", "tx_dropped", "rx_errors", "tx_errors", "rx_frame_err",
				"rx_over_err", "rx_crc_err", "collisions",
			} {
				p.s(", ")
				p.s(name)
				p.s(" ")
				p.of10Count(b, 8+8*i)
			}
		case 5:
			p.s("\n\t  port_no ")
			p.of10PortName(p.u16(b, 0))
			p.f(", queue_id %u, tx_bytes ", p.u32(b, 4))
			p.of10Count(b, 8)
			p.s(", tx_packets ")
			p.of10Count(b, 16)
			p.s(", tx_errors ")
			p.of10Count(b, 24)
		}
	}
}

func (p *Printer) of10StatsRequest(kind uint32, b []byte, n int) {
	switch {
	case (kind == 1 || kind == 2) && n >= 44:
		p.of10Match("\n\t ", b)
		p.s("\n\t table_id ")
		p.name(names{0xfe: "EMERG", 0xff: "ALL"}, p.u8(b, 40), "%u")
		p.s(", out_port ")
		p.of10PortName(p.u16(b, 42))
	case kind == 4 && n >= 8:
		p.s("\n\t port_no ")
		p.of10PortName(p.u16(b, 0))
	case kind == 5 && n >= 8:
		p.s("\n\t port_no ")
		p.of10PortName(p.u16(b, 0))
		p.s(", queue_id ")
		p.name(names{0xffffffff: "ALL"}, p.u32(b, 4), "%u")
	}
}

func (p *Printer) of10Table(b []byte) {
	p.s("\n\t table_id ")
	p.name(names{0xfe: "EMERG", 0xff: "ALL"}, p.u8(b, 0), "%u")
	p.s(", name '")
	p.textz(b, 4, 32)
	p.need(b, 36)
	wild := p.u32(b, 36)
	p.f("'\n\t  wildcards 0x%08x", wild)
	if wild&^0x3fffff != 0 {
		p.s(" (bogus)")
	} else {
		p.of10Bits(of10Wildcards, wild, 0x3fffff)
	}
	p.f("\n\t  max_entries %u, active_count %u, lookup_count ", p.u32(b, 40), p.u32(b, 44))
	p.of10Count(b, 48)
	p.s(", matched_count ")
	p.of10Count(b, 56)
}

func (p *Printer) of10FlowStats(b []byte, n int) {
	for n > 0 && !p.done() {
		if n < 88 {
			p.f("\n\t [remaining length %u < 88]", uint32(n))
			p.broken(b, n)
			return
		}
		size := int(p.u16(b, 0))
		p.f("\n\t length %u", uint32(size))
		if size < 88 || size > n {
			p.broken(b, n)
			return
		}
		p.s(", table_id ")
		p.name(names{0xfe: "EMERG", 0xff: "ALL"}, p.u8(b, 2), "%u")
		p.of10Match("\n\t  ", skip(b, 4))
		p.f("\n\t  duration_sec %u, duration_nsec %u, priority %u, idle_timeout %u, hard_timeout %u, cookie ", p.u32(b, 44), p.u32(b, 48), p.u16(b, 52),
			p.u16(b, 54), p.u16(b, 56))
		p.hex64(b, 64)
		p.s(", packet_count ")
		p.of10Count(b, 72)
		p.s(", byte_count ")
		p.of10Count(b, 80)
		p.of10ActionList("\n\t  ", skip(b, 88), size-88)
		if p.done() || !p.need(b, size) {
			return
		}
		b, n = b[size:], n-size
	}
}

var (
	of10Errors     = names{0: "HELLO_FAILED", 1: "BAD_REQUEST", 2: "BAD_ACTION", 3: "FLOW_MOD_FAILED", 4: "PORT_MOD_FAILED", 5: "QUEUE_OP_FAILED"}
	of10ErrorCodes = map[uint32]names{
		0: {0: "INCOMPATIBLE", 1: "EPERM"},
		1: {
			0: "BAD_VERSION", 1: "BAD_TYPE", 2: "BAD_STAT", 3: "BAD_VENDOR", 4: "BAD_SUBTYPE", 5: "EPERM", 6: "BAD_LEN", 7: "BUFFER_EMPTY",
			8: "BUFFER_UNKNOWN",
		},
		2: {
			0: "BAD_TYPE", 1: "BAD_LEN", 2: "BAD_VENDOR", 3: "BAD_VENDOR_TYPE", 4: "BAD_OUT_PORT", 5: "BAD_ARGUMENT", 6: "EPERM",
			7: "TOO_MANY", 8: "BAD_QUEUE",
		},
		3: {0: "ALL_TABLES_FULL", 1: "OVERLAP", 2: "EPERM", 3: "BAD_EMERG_TIMEOUT", 4: "BAD_COMMAND", 5: "UNSUPPORTED"},
		4: {0: "BAD_PORT", 1: "BAD_HW_ADDR"},
		5: {0: "BAD_PORT", 1: "BAD_QUEUE", 2: "EPERM"},
	}
)

// of10Error prints an error, and the message that it is about.
func (p *Printer) of10Error(b []byte, n int) {
	kind := p.u16(b, 0)
	p.s("\n\t type ")
	p.name(of10Errors, kind, "invalid (0x%04x)")
	p.s(", code ")
	p.name(of10ErrorCodes[kind], p.u16(b, 2), "invalid (0x%04x)")
	p.ofData(b, 4, n)
}

// of10Description prints what a switch says of itself.
func (p *Printer) of10Description(b []byte, n int) {
	for _, f := range [...]struct {
		name string
		size int
	}{{"mfr_desc", 256}, {"hw_desc", 256}, {"sw_desc", 256}, {"serial_num", 32}, {"dp_desc", 256}} {
		if n < f.size || p.done() {
			return
		}
		p.s("\n\t  ")
		p.s(f.name)
		p.s(" '")
		p.textz(b, 0, f.size)
		p.need(b, f.size)
		p.s("'")
		b, n = skip(b, f.size), n-f.size
	}
}
