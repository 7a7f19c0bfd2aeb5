package layers_test

import (
	"net/netip"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	classes["ICMP"] = class{proto: ICMPv4Proto, fields: map[string]column{
		"type": as("Type"), "code": as("Code"), "chksum": as("Checksum"), "id": as("ID"), "seq": as("Seq"),
		"gw": as("Gateway"), "nexthopmtu": as("MTU"), "length": as("Length"),
		"unused": not, "reserved": not, "extpad": not, "ext": not},
		derived: map[string]func(values) any{"EntrySize": func(f values) any {
			if wire.ICMPv4Type(num(f["type"])) == wire.ICMPv4RouterAdvertisement {
				return uint8(0) // scapy has no fields here and writes zeros
			}
			return nil
		}}, plain: []string{"EntrySize"}}
	classes["ICMPerror"] = classes["ICMP"]
	// scapy has one class for what gocap has layers for; see icmpBody.
	bodies["ICMP"] = func(f values) (*packet.Proto, map[string]column) {
		switch wire.ICMPv4Type(num(f["type"])) {
		case wire.ICMPv4Timestamp, wire.ICMPv4TimestampReply:
			return ICMPv4TimestampsProto, map[string]column{"ts_ori": as(".Originate"), "ts_rx": as(".Receive"), "ts_tx": as(".Transmit")}
		case wire.ICMPv4Mask, wire.ICMPv4MaskReply:
			return ICMPv4AddressMaskProto, map[string]column{"addr_mask": as(".Mask")}
		}
		return nil, nil
	}
	message := func(name string, body *packet.Proto, rest string, fields map[string]column) {
		for k, v := range map[string]column{"type": as("Type"), "code": as("Code"), "cksum": as("Checksum")} {
			if _, ok := fields[k]; !ok {
				fields[k] = v
			}
		}
		classes[name] = class{proto: ICMPv6Proto, body: body, rest: rest, fields: fields}
	}
	quote := func() map[string]column {
		return map[string]column{"length": as("Length"), "unused": as("Unused"), "extpad": not, "ext": not}
	}
	message("ICMPv6DestUnreach", nil, "", quote())
	message("ICMPv6TimeExceeded", nil, "", quote())
	message("ICMPv6PacketTooBig", nil, "", map[string]column{"mtu": as("MTU")})
	message("ICMPv6ParamProblem", nil, "", map[string]column{"ptr": as("Pointer")})
	message("ICMPv6EchoRequest", nil, "data", map[string]column{"id": as("ID"), "seq": as("Seq")})
	message("ICMPv6EchoReply", nil, "data", map[string]column{"id": as("ID"), "seq": as("Seq")})
	mld := func() map[string]column {
		return map[string]column{"mrd": as(".MaxRespDelay"), "reserved": as(".Reserved"), "mladdr": as(".Group")}
	}
	message("ICMPv6MLQuery", MLDv1Proto, "", mld())
	message("ICMPv6MLReport", MLDv1Proto, "", mld())
	message("ICMPv6MLDone", MLDv1Proto, "", mld())
	message("ICMPv6MLReport2", MLDv2ReportProto, "", map[string]column{"res": as("Code"), "reserved": as(".Reserved"),
		"records_number": as(".NumRecords"), "records": {".Records", mldRecords}})
	message("ICMPv6ND_RS", NDRouterSolicitationProto, "", map[string]column{"res": as(".Reserved")})
	message("ICMPv6ND_NS", NDNeighborSolicitationProto, "", map[string]column{"res": as(".Reserved"), "tgt": as(".Target")})
	message("ICMPv6ND_NA", NDNeighborAdvertisementProto, "", map[string]column{"R": as(".Router"), "S": as(".Solicited"),
		"O": as(".Override"), "res": as(".Reserved"), "tgt": as(".Target")})
	message("ICMPv6ND_Redirect", NDRedirectProto, "", map[string]column{"res": as(".Reserved"), "tgt": as(".Target"), "dst": as(".Dst")})
	message("ICMPv6ND_RA", NDRouterAdvertisementProto, "", map[string]column{"chlim": as(".HopLimit"), "M": as(".Managed"),
		"O": as(".Other"), "H": as(".HomeAgent"), "prf": as(".Preference"), "P": as(".Proxy"), "res": not,
		"routerlifetime": as(".RouterLifetime"), "reachabletime": as(".ReachableTime"), "retranstimer": as(".RetransTimer")})
	message("ICMPv6ND_INDSol", NDInverseProto, "", map[string]column{"reserved": as(".Reserved")})
	message("ICMPv6ND_INDAdv", NDInverseProto, "", map[string]column{"reserved": as(".Reserved")})
	message("ICMPv6MRD_Solicitation", nil, "", map[string]column{"res": as("Code")})
	message("ICMPv6HAADReply", HomeAgentReplyProto, "", map[string]column{"id": as(".ID"), "res": not,
		"R":         {".Reserved", func(v any, f values) any { return uint16(num(v)<<15 | num(f["res"])) }},
		"addresses": {".Addrs", addrs}})
	message("ICMPv6MPAdv", MobilePrefixAdvertisementProto, "", map[string]column{"id": as(".ID"), "res": as(".Reserved"),
		"flags": {".Other", func(v any, _ values) any { return num(v)&1 != 0 }}})
	for _, name := range []string{"ICMPv6NIQueryNOOP", "ICMPv6NIReplyName", "ICMPv6NIReplyIPv4"} {
		message(name, NodeInfoProto, "", map[string]column{"qtype": as(".Qtype"),
			"unused": not, "flags": {".Flags", func(v any, f values) any { return uint16(num(f["unused"])<<6 | num(v)) }},
			"nonce": {".Nonce", func(v any, _ values) any { return wire.Uint64(octets(v), 0) }},
			"data":  {".Data", nodeInfoData}})
		c := classes[name]
		c.takes = func(w *wanted, raw []byte) []byte { // RFC 4620 §4: data is all the rest
			data, _ := w.values["Data"].([]byte)
			w.values["Data"] = append(data, raw...)
			return nil
		}
		classes[name] = c
	}
	for name := range ndOptions {
		classes[name] = class{merge: mergeNDOption}
	}
}

// bodies chooses, by the values, the second layer of classes that gocap has
// several protocols for, and its columns.
var bodies = map[string]func(f values) (*packet.Proto, map[string]column){}

// addrs makes a list of addresses.
func addrs(v any, _ values) any {
	var out []netip.Addr
	for _, x := range v.([]any) {
		out = append(out, netip.MustParseAddr(x.(string)))
	}
	return out
}

func mldRecords(v any, _ values) any {
	var out []MLDRecord
	for _, l := range packets(v) {
		f := l.Fields
		out = append(out, MLDRecord{Type: wire.MLDRecordType(num(f["rtype"])), Group: netip.MustParseAddr(f["dst"].(string)),
			Sources: addrs(f["sources"], nil).([]netip.Addr), Aux: octets(f["auxdata"])})
		if x := &out[len(out)-1]; 4*num(f["auxdata_len"]) != uint64(len(x.Aux)) {
			x.AuxLen = uint8(num(f["auxdata_len"]))
		}
	}
	return out
}

// nodeInfoData makes the data of a node information message: a TTL and a name or
// address each, or a subject.
func nodeInfoData(v any, _ values) any {
	out := []byte{}
	pair := func(ttl, x any) {
		n := num(ttl)
		out = append(out, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
		if s, ok := x.(string); ok {
			out = append(out, netip.MustParseAddr(s).AsSlice()...)
		}
		out = append(out, octets(x)...)
	}
	t := tuple(v)
	list, ok := t[1].([]any)
	switch {
	case !ok:
		return append(out, octets(t[1])...)
	case len(list) == 2 && tuple(list[0]) == nil:
		pair(list[0], list[1])
	default:
		for _, x := range list {
			pair(tuple(x)[0], tuple(x)[1])
		}
	}
	return out
}

// mergeNDOption adds an option of neighbour discovery to the message before it.
func mergeNDOption(to *wanted, l vectorLayer) error {
	o, _ := to.values["Options"].(wire.NDOptions)
	b := []byte{byte(num(l.Fields["type"])), byte(num(l.Fields["len"]))}
	b = append(b, ndOptions[l.Cls](l.Fields)...)
	to.values["Options"] = append(o, padTo(b, 8*int(b[1]))...)
	return nil
}

// ndOptions makes the data of scapy's option classes.
var ndOptions = map[string]func(f values) []byte{
	"ICMPv6NDOptSrcLLAddr": func(f values) []byte { return macOf(f["lladdr"]) },
	"ICMPv6NDOptDstLLAddr": func(f values) []byte { return macOf(f["lladdr"]) },
	"ICMPv6NDOptPrefixInfo": func(f values) []byte {
		b := []byte{byte(num(f["prefixlen"])), byte(num(f["L"])<<7 | num(f["A"])<<6 | num(f["R"])<<5 | num(f["res1"]))}
		b = be(be(be(b, 4, f["validlifetime"]), 4, f["preferredlifetime"]), 4, f["res2"])
		return append(b, addrOf(f["prefix"])...)
	},
	"ICMPv6NDOptHAInfo": func(f values) []byte { return be(be(be(nil, 2, f["res"]), 2, f["pref"]), 2, f["lifetime"]) },
	"ICMPv6NDOptRouteInfo": func(f values) []byte {
		b := be([]byte{byte(num(f["plen"])), byte(num(f["res1"])<<5 | num(f["prf"])<<3 | num(f["res2"]))}, 4, f["rtlifetime"])
		return append(b, addrOf(f["prefix"])[:8*(num(f["len"])-1)]...)
	},
	"ICMPv6NDOptRDNSS": func(f values) []byte { return addrsOf(be(be(nil, 2, f["res"]), 4, f["lifetime"]), f["dns"]) },
	"ICMPv6NDOptDNSSL": func(f values) []byte {
		b := be(be(nil, 2, f["res"]), 4, f["lifetime"])
		var l wire.DNSSearchList
		for _, s := range f["searchlist"].([]any) {
			l = l.Add(s.(string))
		}
		return append(b, l...)
	},
	"ICMPv6NDOptLLA": func(f values) []byte { return append(be(nil, 1, f["optcode"]), macOf(f["lla"])...) },
	"ICMPv6NDOptNewRtrPrefix": func(f values) []byte {
		return append(be(be(be(nil, 1, f["optcode"]), 1, f["plen"]), 4, f["res"]), addrOf(f["prefix"])...)
	},
	"ICMPv6NDOptSrcAddrList": func(f values) []byte { return addrsOf(octets(f["res"]), f["addrlist"]) },
	"ICMPv6NDOptTgtAddrList": func(f values) []byte { return addrsOf(octets(f["res"]), f["addrlist"]) },
}

// be appends a number of n bytes.
func be(b []byte, n int, v any) []byte {
	for x := num(v); n > 0; n-- {
		b = append(b, byte(x>>(8*(n-1))))
	}
	return b
}

func addrOf(v any) []byte { return netip.MustParseAddr(v.(string)).AsSlice() }

func addrsOf(b []byte, v any) []byte {
	for _, x := range v.([]any) {
		b = append(b, addrOf(x)...)
	}
	return b
}

func macOf(v any) []byte {
	m, err := wire.ParseMAC(v.(string))
	if err != nil {
		panic(err)
	}
	return m[:]
}
