package layers_test

import (
	"github.com/gocap-project/gocap/layers/diameter"
	"github.com/gocap-project/gocap/layers/gtp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	v1 := map[string]column{
		"version": as("Version"), "PT": as("ProtocolType"), "reserved": as("Reserved"), "E": as("ExtensionFlag"), "S": as("SeqFlag"),
		"PN": as("NPDUFlag"), "gtp_type": as("Type"), "length": as("Length"), "teid": as("TEID"), "seq": as("Seq"), "npdu": as("NPDU"),
		"next_ex": as("FirstExtension"),
		"P":       as("Piggyback"), "T": as("HasTEID"), "MP": as("HasPriority"), "SPARE1": not, "SPARE2": as("Spare"), "SPARE3": as("Priority"),
	}
	classes["GTPHeader"] = class{fields: v1, plain: []string{"Piggyback"}, pick: func(f values) *packet.Proto {
		if num(f["version"]) == 2 {
			return gtp.V2Proto
		}
		return gtp.V1Proto
	}}
	classes["GTPCreatePDPContextRequest"] = class{merge: func(to *wanted, l vectorLayer) error {
		var o gtp.IEs
		for _, e := range packets(l.Fields["IE_list"]) {
			o = append(o, gtpIE(e)...)
		}
		to.values["IEs"] = o
		return nil
	}}
	classes["DiamG"] = class{proto: diameter.MessageProto, fields: map[string]column{
		"version": as("Version"), "drLen": as("Length"), "drFlags": as("Flags"), "drCode": as("Command"), "drAppId": as("Application"),
		"drHbHId": as("HopByHop"), "drEtEId": as("EndToEnd"), "avpList": {"AVPs", func(v any, _ values) any { return avps(v) }},
	}}
	classes["GTPV2EchoRequest"] = class{merge: func(to *wanted, l vectorLayer) error {
		var o gtp.IEs2
		for _, e := range packets(l.Fields["IE_list"]) {
			f := e.Fields
			o = append(o, byte(num(f["ietype"])), byte(num(f["length"])>>8), byte(num(f["length"])), byte(num(f["CR_flag"])<<4|num(f["instance"])),
				byte(num(f["restart_counter"])))
		}
		to.values["IEs"] = o
		return nil
	}}
}

// avps makes AVPs of scapy's, between which it has padding.
func avps(v any) (o diameter.AVPs) {
	for _, l := range packets(v) {
		f := l.Fields
		if l.Cls == "Raw" {
			continue
		}
		code, flags := uint32(num(f["avpCode"])), wire.DiameterAVPFlags(num(f["avpFlags"]))
		data := octets(f["val"])
		if data == nil {
			data = be(nil, 4, f["val"])
		}
		o = diameter.AVPs(wire.DiameterAVPs(o).Add(wire.DiameterAVP{Code: code, Flags: flags, Data: data}))
	}
	return o
}

// gtpIE makes an element of version 1 of scapy's.
func gtpIE(e vectorLayer) (o gtp.IEs) {
	f := e.Fields
	o = append(o, byte(num(f["ietype"])))
	for name, size := range map[string]int{"restart_counter": 1, "TEIDI": 4, "TEICI": 4, "NSAPI": 1} {
		if v, ok := f[name]; ok {
			for i := size - 1; i >= 0; i-- {
				o = append(o, byte(num(v)>>(8*i)))
			}
		}
	}
	if v, ok := f["imsi"]; ok {
		o = gtp.IEs{}.Add(2, gtp.Digits(octets(v)))
	}
	return o
}
