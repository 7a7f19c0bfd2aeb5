package layers_test

import (
	"net/netip"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/ospf"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	classes["OSPF_Hdr"] = class{proto: ospf.V2Proto, fields: map[string]column{
		"version": as("Version"), "type": as("Type"), "len": as("Length"), "src": as("RouterID"), "area": as("AreaID"), "chksum": as("Checksum"),
		"authtype": as("AuthType"), "authdata": {"Auth", func(v any, _ values) any { return [8]byte{7: byte(num(v))} }},
	}}
	classes["OSPFv3_Hdr"] = class{proto: ospf.V3Proto, fields: map[string]column{
		"version": as("Version"), "type": as("Type"), "len": as("Length"), "src": as("RouterID"), "area": as("AreaID"), "chksum": as("Checksum"),
		"instance": as("Instance"), "reserved": as("Reserved"),
	}}
	classes["OSPF_Hello"] = merged(func(f values) map[string]any {
		return map[string]any{"Mask": textAddr(f["mask"]), "Hello": uint16(num(f["hellointerval"])), "Options": wire.OSPFOptions(ospfFlags(f)),
			"Priority": uint8(num(f["prio"])), "Dead": uint32(num(f["deadinterval"])), "DR": textAddr(f["router"]), "BDR": textAddr(f["backup"]),
			"Neighbors": textAddrs(f["neighbors"])}
	})
	classes["OSPFv3_Hello"] = merged(func(f values) map[string]any {
		return map[string]any{"InterfaceID": uint32(num(f["intid"])), "Hello": uint16(num(f["hellointerval"])),
			"Options": wire.OSPFv3Options(ospfFlags(f)), "Priority": uint8(num(f["prio"])), "Dead": uint16(num(f["deadinterval"])),
			"DR": textAddr(f["router"]), "BDR": textAddr(f["backup"]), "Neighbors": textAddrs(f["neighbors"])}
	})
	classes["OSPF_LSReq"] = merged(func(f values) map[string]any {
		var rs []ospf.Request
		for _, l := range packets(f["requests"]) {
			rs = append(rs, ospf.Request{Type: uint32(num(l.Fields["type"])), ID: textAddr(l.Fields["id"]), Router: textAddr(l.Fields["adrouter"])})
		}
		return map[string]any{"Requests": rs}
	})
	classes["OSPF_LSUpd"] = merged(func(f values) map[string]any {
		var ls []ospf.LSA
		for _, l := range packets(f["lsalist"]) {
			ls = append(ls, ospfLSA(l))
		}
		return map[string]any{"NumLSAs": uint32(num(f["lsacount"])), "LSAs": ls}
	})
	classes["LDP"] = class{proto: LDPProto, fields: map[string]column{
		"version": as("Version"), "len": as("Length"), "id": as("LSR"), "space": as("LabelSpace"),
	}}
	classes["LDPHello"] = merged(func(f values) map[string]any {
		p := f["params"].([]any)
		m := wire.LDPMessage{Unknown: num(f["u"]) != 0, Type: wire.LDPMessageType(num(f["type"])), ID: uint32(num(f["id"])),
			TLVs: wire.LDPTLVs{}.Add(wire.LDPHelloParameters, append(be2(p[0]), byte(num(p[1])<<7|num(p[2])<<6), 0)...)}
		return map[string]any{"Messages": wire.LDPMessages{}.Add(m)}
	})
}

func textAddr(v any) netip.Addr { return netip.MustParseAddr(v.(string)) }

func textAddrs(v any) (out []netip.Addr) {
	for _, x := range v.([]any) {
		out = append(out, textAddr(x))
	}
	return out
}

func ospfFlags(f values) int { return int(num(f["options"].(map[string]any)["v"])) }

// ospfLSA makes an LSA of scapy's packet, with its length and checksum.
func ospfLSA(l vectorLayer) ospf.LSA {
	f := l.Fields
	x := ospf.LSA{Age: uint16(num(f["age"])), Options: wire.OSPFOptions(ospfFlags(f)), Type: wire.OSPFLSAType(num(f["type"])),
		ID: textAddr(f["id"]), Router: textAddr(f["adrouter"]), Seq: uint32(num(f["seq"]))}
	switch l.Cls {
	case "OSPF_Network_LSA":
		x = x.With(&ospf.NetworkLSA{Mask: textAddr(f["mask"]), Routers: textAddrs(f["routerlist"])})
	case "OSPF_SummaryIP_LSA":
		x = x.With(&ospf.SummaryLSA{Mask: textAddr(f["mask"]), TOS0: uint8(num(f["tos"])), Metric: uint32(num(f["metric"]))})
	case "OSPF_External_LSA":
		x = x.With(&ospf.ExternalLSA{Mask: textAddr(f["mask"]), Routes: []ospf.ExternalRoute{{Type2: num(f["ebit"]) != 0,
			Metric: uint32(num(f["metric"])), Forward: textAddr(f["fwdaddr"]), Tag: uint32(num(f["tag"]))}}})
	}
	if _, err := x.Append(nil); err != nil {
		panic(err)
	}
	return x
}
