package tcpdump

const openflowHead = 8 // the header of a message

var (
	openflowVersions = names{1: "1.0", 2: "1.1", 3: "1.2", 4: "1.3", 5: "1.4", 6: "1.5"}
	openflowTypes10  = names{
		0: "HELLO", 1: "ERROR", 2: "ECHO_REQUEST", 3: "ECHO_REPLY", 4: "VENDOR", 5: "FEATURES_REQUEST", 6: "FEATURES_REPLY",
		7: "GET_CONFIG_REQUEST", 8: "GET_CONFIG_REPLY", 9: "SET_CONFIG", 10: "PACKET_IN", 11: "FLOW_REMOVED", 12: "PORT_STATUS",
		13: "PACKET_OUT", 14: "FLOW_MOD", 15: "PORT_MOD", 16: "STATS_REQUEST", 17: "STATS_REPLY", 18: "BARRIER_REQUEST",
		19: "BARRIER_REPLY", 20: "QUEUE_GET_CONFIG_REQUEST", 21: "QUEUE_GET_CONFIG_REPLY",
	}
	openflowTypes13 = names{
		0: "HELLO", 1: "ERROR", 2: "ECHO_REQUEST", 3: "ECHO_REPLY", 4: "EXPERIMENTER", 5: "FEATURES_REQUEST", 6: "FEATURES_REPLY",
		7: "GET_CONFIG_REQUEST", 8: "GET_CONFIG_REPLY", 9: "SET_CONFIG", 10: "PACKET_IN", 11: "FLOW_REMOVED", 12: "PORT_STATUS",
		13: "PACKET_OUT", 14: "FLOW_MOD", 15: "GROUP_MOD", 16: "PORT_MOD", 17: "TABLE_MOD", 18: "MULTIPART_REQUEST",
		19: "MULTIPART_REPLY", 20: "BARRIER_REQUEST", 21: "BARRIER_REPLY", 22: "QUEUE_GET_CONFIG_REQUEST",
		23: "QUEUE_GET_CONFIG_REPLY", 24: "ROLE_REQUEST", 25: "ROLE_REPLY", 26: "GET_ASYNC_REQUEST", 27: "GET_ASYNC_REPLY",
		28: "SET_ASYNC", 29: "METER_MOD",
	}
	openflowVendors = names{
		0x00000000: "OpenFlow", 0x00002320: "Nicira Networks", 0x005c16c7: "Big Switch Networks", 0x000004ea: "HP Labs",
		0x00b0d2f5: "Vello Systems",
	}
)

// openflow prints the messages of a segment of OpenFlow.
func (p *Printer) openflow(b []byte, n int) {
	p.proto = "openflow"
	p.s(": OpenFlow")
	for n > 0 && !p.done() {
		if n < openflowHead {
			p.s(" (packet is truncated)")
			return
		}
		version, kind, size := p.u8(b, 0), p.u8(b, 1), p.u16(b, 2)
		if p.done() {
			return
		}
		types := names(nil)
		switch version {
		case 1:
			types = openflowTypes10
		case 4:
			types = openflowTypes13
		}
		p.s("\n\tversion ")
		p.name(openflowVersions, version, "unknown (0x%02x)")
		p.s(", type ")
		p.name(types, kind, "unknown (0x%02x)")
		p.f(", length %u", size)
		if size < openflowHead {
			p.s(" (too short!)")
		}
		xid := p.u32(b, 4)
		if p.done() {
			return
		}
		p.f(", xid 0x%08x", xid)
		if size < openflowHead {
			p.broken(b, n)
			return
		}
		m := int(size)
		switch version {
		case 1:
			p.openflow10(kind, skip(b, openflowHead), m-openflowHead)
		}
		if p.done() || !p.need(b, m) {
			return
		}
		b, n = b[m:], n-m
	}
}
