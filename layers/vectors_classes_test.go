package layers_test

import (
	"net/netip"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// classes is the table of scapy's classes. Files beside this one add to it.
var classes = map[string]class{
	"Ether": {proto: EthernetProto, fields: map[string]column{
		"dst": as("Dst"), "src": as("Src"), "type": as("Type")}},
	"Dot3": {proto: EthernetProto, fields: map[string]column{
		"dst": as("Dst"), "src": as("Src"), "len": as("Type")}},
	"Dot1Q": {proto: VLANProto, fields: map[string]column{
		"prio": as("PCP"), "dei": as("DEI"), "vlan": as("ID"), "type": as("Type")}},
	"LLC": {proto: LLCProto, fields: map[string]column{
		"dsap": as("DSAP"), "ssap": as("SSAP"), "ctrl": as("Control")}},
	"SNAP": {proto: SNAPProto, fields: map[string]column{
		"OUI": as("OUI"), "code": as("Type")}},
	"CookedLinux": {proto: SLLProto, fields: map[string]column{
		"pkttype": as("PacketType"), "lladdrtype": as("ARPHRD"), "lladdrlen": as("AddrLen"),
		"src": as("Addr"), "proto": as("Protocol")}},
	"Loopback": {proto: NullProto, fields: map[string]column{"type": as("Family")}},
	"MPLS": {proto: MPLSProto, fields: map[string]column{
		"label": as("Label"), "cos": as("TC"), "s": as("S"), "ttl": as("TTL")}},
	"ARP": {proto: ARPProto, fields: map[string]column{
		"hwtype": as("HardwareType"), "ptype": as("ProtocolType"), "hwlen": as("HardwareLen"),
		"plen": as("ProtocolLen"), "op": as("Op"), "hwsrc": as("SenderMAC"), "psrc": as("SenderIP"),
		"hwdst": as("TargetMAC"), "pdst": as("TargetIP")}},
	"IP": ipv4Class, "IPerror": ipv4Class,
	"IPv6": ipv6Class, "IPerror6": ipv6Class,
	"IPv6ExtHdrHopByHop": {proto: IPv6HopByHopProto, fields: map[string]column{
		"nh": as("NextHeader"), "len": as("HdrLen"), "autopad": not, "options": {"Options", ipv6Options}}},
	"IPv6ExtHdrDestOpt": {proto: IPv6DestOptsProto, fields: map[string]column{
		"nh": as("NextHeader"), "len": as("HdrLen"), "autopad": not, "options": {"Options", ipv6Options}}},
	"IPv6ExtHdrFragment": {proto: IPv6FragmentProto, fields: map[string]column{
		"nh": as("NextHeader"), "res1": as("Reserved"), "offset": as("Offset"), "res2": as("Reserved2"),
		"m": as("More"), "id": as("ID")}},
	"IPv6ExtHdrRouting": {fields: map[string]column{
		"nh": as("NextHeader"), "len": as("HdrLen"), "type": as("Type"), "segleft": as("SegmentsLeft"),
		"reserved": as("Reserved"), "addresses": {"Addrs", addrs}}, proto: IPv6SourceRouteProto},
	"AH": {proto: AHProto, fields: map[string]column{
		"nh": as("NextHeader"), "payloadlen": as("PayloadLen"), "reserved": as("Reserved"), "spi": as("SPI"), "seq": as("Seq"),
		"icv":     {"ICV", func(v any, f values) any { return append(octets(v), octets(f["padding"])...) }},
		"padding": not}},
	"ESP": {proto: ESPProto, rest: "data", fields: map[string]column{"spi": as("SPI"), "seq": as("Seq")}},
	"TCP": tcpClass, "TCPerror": tcpClass,
	"UDP": udpClass, "UDPerror": udpClass,
	"GRE": {proto: GREProto, fields: map[string]column{
		"chksum_present": as("ChecksumPresent"), "routing_present": as("RoutingPresent"), "key_present": as("KeyPresent"),
		"seqnum_present": as("SeqPresent"), "strict_route_source": as("StrictRoute"), "recursion_control": as("Recursion"),
		"flags": as("Reserved"), "version": as("Version"), "proto": as("Protocol"), "chksum": as("Checksum"),
		"offset": as("Offset"), "key": as("Key"), "sequence_number": as("Seq")}},
	"VXLAN": {proto: VXLANProto, fields: map[string]column{
		"flags": as("Flags"), "gpflags": as("PolicyFlags"), "gpid": as("Group"),
		"NextProtocol": {"Group", func(v any, f values) any { return uint16(num(f["reserved0"])<<8 | num(v)) }},
		"reserved1":    {"PolicyFlags", func(v any, f values) any { return uint8(num(v) >> 16) }},
		"reserved0":    {"PolicyFlags", func(v any, f values) any { return uint8(num(v) >> 8) }},
		"vni":          as("VNI"), "reserved2": as("Reserved")}},
}

var ipv4Class = class{proto: IPv4Proto, derived: map[string]func(values) any{
	"ECN": func(f values) any { return uint8(num(f["tos"]) & 3) },
}, fields: map[string]column{
	"version": as("Version"), "ihl": as("IHL"), "len": as("Length"), "id": as("ID"),
	"tos":  {"DSCP", func(v any, _ values) any { return uint8(num(v) >> 2) }},
	"frag": as("FragOff"), "flags": as("Flags"), "ttl": as("TTL"), "proto": as("Protocol"), "chksum": as("Checksum"),
	"src": as("Src"), "dst": as("Dst"),
	"options": {"Options", func(v any, f values) any { return ipv4Options(v, 4*int(num(f["ihl"]))-20) }}}}

var ipv6Class = class{proto: IPv6Proto, fields: map[string]column{
	"version": as("Version"), "tc": as("TrafficClass"), "fl": as("FlowLabel"), "plen": as("Length"),
	"nh": as("NextHeader"), "hlim": as("HopLimit"), "src": as("Src"), "dst": as("Dst")}}

var tcpClass = class{proto: TCPProto, fields: map[string]column{
	"sport": as("SrcPort"), "dport": as("DstPort"), "seq": as("Seq"), "ack": as("Ack"),
	"dataofs": as("DataOffset"), "reserved": as("Reserved"), "flags": as("Flags"), "window": as("Window"),
	"chksum": as("Checksum"), "urgptr": as("Urgent"),
	"options": {"Options", func(v any, f values) any { return tcpOptions(v, 4*int(num(f["dataofs"]))-20) }}}}

var udpClass = class{proto: UDPProto, fields: map[string]column{
	"sport": as("SrcPort"), "dport": as("DstPort"), "len": as("Length"), "chksum": as("Checksum")}}

// padTo returns b with zeros up to n bytes: scapy leaves padding out of its lists.
func padTo(b []byte, n int) []byte {
	for len(b) < n {
		b = append(b, 0)
	}
	return b
}

// tcpOptions makes TCP options of scapy's list of tuples, n bytes with padding.
func tcpOptions(v any, n int) any {
	kinds := map[string]wire.TCPOptionKind{"MSS": wire.MSS, "WScale": wire.WindowScale, "SAckOK": wire.SACKPermitted,
		"SAck": wire.SACK, "Timestamp": wire.Timestamps, "AltChkSum": wire.TCPAltChecksumRequest, "AltChkSumOpt": wire.TCPAltChecksumData,
		"Mood": 25, "UTO": wire.TCPUserTimeout, "TFO": wire.TCPFastOpen, "NOP": wire.NOP, "EOL": wire.EOL, "AO": wire.TCPAO, "MD5": wire.TCPMD5}
	var o wire.TCPOptions
	list, _ := v.([]any)
	for _, x := range list {
		opt := tuple(x)
		var k wire.TCPOptionKind
		if name, ok := opt[0].(string); ok {
			if k, ok = kinds[name]; !ok {
				return name // which is no options
			}
		} else {
			k = wire.TCPOptionKind(num(opt[0]))
		}
		val := opt[1]
		switch k {
		case wire.MSS:
			o = o.AddMSS(uint16(num(val)))
		case wire.WindowScale:
			o = o.AddWindowScale(uint8(num(val)))
		case wire.Timestamps:
			o = o.AddTimestamps(uint32(num(tuple(val)[0])), uint32(num(tuple(val)[1])))
		case wire.SACK:
			var blocks []wire.SACKBlock
			for t := tuple(val); len(t) >= 2; t = t[2:] {
				blocks = append(blocks, wire.SACKBlock{Left: uint32(num(t[0])), Right: uint32(num(t[1]))})
			}
			o = o.AddSACK(blocks...)
		case wire.TCPFastOpen:
			cookie := octets(val)
			for _, x := range tuple(val) {
				n := num(x)
				cookie = append(cookie, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
			}
			o = o.AddFastOpen(cookie)
		case wire.TCPAO:
			data := octets(val)
			if l := packets([]any{val}); len(l) == 1 {
				data = append([]byte{byte(num(l[0].Fields["keyid"])), byte(num(l[0].Fields["rnextkeyid"]))}, octets(l[0].Fields["mac"])...)
			}
			o = o.Add(k, data...)
		default:
			o = o.Add(k, octets(val)...)
		}
	}
	return wire.TCPOptions(padTo(o, n))
}

// optionLengths corrects the lengths of malformed options, which scapy does not record, to those
// that the bytes have.
func (v *vector) optionLengths(want []wanted, p packet.Packet) {
	var lists []any
	for _, l := range v.Layers {
		if l.Cls == "TCP" || l.Cls == "TCPerror" {
			lists = append(lists, l.Fields["options"])
		}
	}
	for k, w := range want {
		if w.proto != TCPProto || len(lists) == 0 {
			continue
		}
		list, _ := lists[0].([]any)
		lists = lists[1:]
		if k >= len(p) || p[k].Proto() != TCPProto {
			continue
		}
		area := p[k].(*TCP).Options
		if !area.Malformed() || w.values["Options"] == nil {
			continue
		}
		o := area[:0:0]
		for _, x := range list {
			opt := tuple(x)
			one, ok := tcpOptions([]any{x}, 0).(wire.TCPOptions)
			if !ok {
				return
			}
			if n := len(o) + 1; len(one) > 1 && n < len(area) && (area[n] < 2 || len(o)+int(area[n]) > len(area)) {
				one = append(wire.TCPOptions{one[0], area[n]}, octets(opt[1])...)
			}
			o = append(o, one...)
		}
		w.values["Options"] = wire.TCPOptions(padTo(o, len(area)))
	}
}

// ipv4Options makes IPv4 options of scapy's list of packets.
func ipv4Options(v any, n int) any {
	var o []byte
	for _, l := range packets(v) {
		f := l.Fields
		if l.Cls == "Raw" {
			o = append(o, octets(f["load"])...)
			continue
		}
		kind := byte(num(f["copy_flag"])<<7 | num(f["optclass"])<<5 | num(f["option"]))
		o = append(o, kind)
		if _, ok := f["length"]; !ok {
			continue
		}
		o = append(o, byte(num(f["length"])))
		o = append(o, octets(f["value"])...)
		if x, ok := f["pointer"]; ok {
			o = append(o, byte(num(x)))
		}
		if x, ok := f["mtu"]; ok {
			o = append(o, byte(num(x)>>8), byte(num(x)))
		}
		routers, _ := f["routers"].([]any)
		for _, r := range routers {
			a := netip.MustParseAddr(r.(string)).As4()
			o = append(o, a[:]...)
		}
	}
	return wire.IPv4Options(padTo(o, n))
}

// ipv6Options makes IPv6 options of scapy's list of packets.
func ipv6Options(v any, _ values) any {
	var o []byte
	for _, l := range packets(v) {
		f := l.Fields
		t := byte(num(f["otype"]))
		if o = append(o, t); l.Cls == "Pad1" {
			continue
		}
		o = append(o, byte(num(f["optlen"])))
		switch l.Cls {
		case "Jumbo":
			n := num(f["jumboplen"])
			o = append(o, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
		case "RouterAlert":
			n := num(f["value"])
			o = append(o, byte(n>>8), byte(n))
		default:
			o = append(o, octets(f["optdata"])...)
		}
	}
	return wire.IPv6Options(o)
}

// parts returns a set of parts of TestVectors.
func parts(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// exceptions are the vectors, and the parts of the test of them, in which gocap
// is not to agree. docs/differences.md says why.
var exceptions = map[string]map[string]bool{
	"ipopt/005":     parts("automatic"),
	"ipv6/011":      parts("automatic"),
	"dns/064":       parts("parse", "all fields"),
	"dns/065":       parts("parse", "all fields"),
	"malformed/017": parts("parse", "all fields"),
}
