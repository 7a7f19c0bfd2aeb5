package layers_test

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers/bgp"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	head := class{proto: bgp.MessageProto, fields: map[string]column{
		"marker": not, "len": as("Length"), "type": as("Type"),
	}}
	classes["BGPHeader"], classes["BGPKeepAlive"] = head, head
	classes["BGPOpen"] = merged(func(f values) map[string]any {
		return map[string]any{"Version": uint8(num(f["version"])), "AS": uint16(num(f["my_as"])), "HoldTime": uint16(num(f["hold_time"])),
			"ID": textAddr(f["bgp_id"]), "ParamsLen": uint16(num(f["opt_param_len"]))}
	})
	classes["BGPNotification"] = merged(func(f values) map[string]any {
		return map[string]any{"Code": wire.BGPErrorCode(num(f["error_code"])), "Subcode": uint8(num(f["error_subcode"])), "Data": octets(f["data"])}
	})
	classes["BGPUpdate"] = merged(func(f values) map[string]any {
		return map[string]any{"WithdrawnLen": uint16(num(f["withdrawn_routes_len"])), "Withdrawn": bgpPrefixes(f["withdrawn_routes"]),
			"AttributesLen": uint16(num(f["path_attr_len"])), "Attributes": bgpAttributes(f["path_attr"]), "NLRI": bgpPrefixes(f["nlri"])}
	})
}

// bgpPrefixes makes prefixes of scapy's list.
func bgpPrefixes(v any) bgp.Prefixes {
	var out bgp.Prefixes
	for _, l := range packets(v) {
		t := tuple(l.Fields["prefix"])
		out = out.Add(bgp.PrefixOf(netip.PrefixFrom(textAddr(t[1]), int(num(t[0])))))
	}
	return out
}

// bgpAttributes makes path attributes of scapy's list. Their flags are the customary ones.
func bgpAttributes(v any) bgp.Attributes {
	var out bgp.Attributes
	for _, l := range packets(v) {
		in := packets([]any{l.Fields["attribute"]})[0]
		switch in.Cls {
		case "BGPPAOrigin":
			out = out.Add(&bgp.Origin{Code: uint8(num(in.Fields["origin"]))})
		case "BGPPANextHop":
			out = out.Add(&bgp.Address{Attr: wire.BGPNextHop, Addr: textAddr(in.Fields["next_hop"])})
		case "BGPPAASPath":
			var path bgp.ASPath
			for _, s := range packets(in.Fields["segments"]) {
				seg := bgp.Segment{Type: bgp.SegmentType(num(s.Fields["segment_type"]))}
				for _, as := range s.Fields["segment_value"].([]any) {
					seg.ASNs = append(seg.ASNs, uint32(num(as)))
				}
				path.Segments = append(path.Segments, seg)
			}
			out = out.Add(&path)
		}
	}
	return out
}
