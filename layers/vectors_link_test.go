package layers_test

import (
	"encoding/json"
	"fmt"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/eap"
	"github.com/gocap-project/gocap/layers/ppp"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// lcp is a class of packets of the Link Control Protocol, with the columns they all have.
func lcp(more map[string]column) class {
	c := class{proto: ppp.LCPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length"), "data": as("Data")}}
	for k, v := range more {
		c.fields[k] = v
	}
	return c
}

func init() {
	magic := map[string]column{"magic_number": as("Magic")}
	for name, c := range map[string]class{
		"HDLC": {proto: HDLCProto, fields: map[string]column{"address": as("Address"), "control": as("Control")}},
		"PPP":  {proto: PPPProto, fields: map[string]column{"proto": as("Protocol")}},
		"PPPoED": {proto: PPPoEDiscoveryProto, fields: map[string]column{
			"version": as("Version"), "type": as("Type"), "code": as("Code"), "sessionid": as("SessionID"), "len": as("Length")}},
		"PPPoED_Tags": {merge: pppoeTags},
		"PPPoE": {proto: PPPoEProto, fields: map[string]column{
			"version": as("Version"), "type": as("Type"), "code": as("Code"), "sessionid": as("SessionID"), "len": as("Length")}},
		"PPP_LCP_Echo":            lcp(magic),
		"PPP_LCP_Discard_Request": lcp(magic),
		"PPP_LCP_Code_Reject": lcp(map[string]column{"rejected_packet": {"Data", func(v any, _ values) any {
			f := packets([]any{v})[0].Fields // a packet without data
			return []byte{byte(num(f["code"])), byte(num(f["id"])), 0, byte(num(f["len"]))}
		}}}),
		"PPP_LCP_Protocol_Reject": lcp(map[string]column{"rejected_protocol": as("Rejected"), "rejected_information": {"Data", func(v any, _ values) any {
			l := packets([]any{v})
			return octets(l[len(l)-1].Fields["load"])
		}}}),
		"PPP_IPCP": {proto: ppp.IPCPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length"), "options": {"Options", ipcpOptions}}},
		"PPP_ECP": {proto: ppp.ECPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length"), "options": {"Options", func(any, values) any {
			return wire.ECPOptions(nil)
		}}}},
		"PPP_PAP_Request": {proto: ppp.PAPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length"),
			"username": as("PeerID"), "password": as("Password"), "username_len": not, "passwd_len": not}},
		"PPP_PAP_Response": {proto: ppp.PAPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length"),
			"message": as("Message"), "msg_len": not}},
		"PPP_CHAP": {proto: ppp.CHAPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length"), "data": as("Message")}},
		"STP": {pick: stpProto, as: stpFields, fields: map[string]column{
			"proto": as("ProtocolID"), "version": as("Version"), "bpdutype": as("Type"), "bpduflags": as("Flags"),
			"rootid": {"Root", bridge("rootid", "rootmac")}, "rootmac": not, "pathcost": as("RootPathCost"),
			"bridgeid": {"Bridge", bridge("bridgeid", "bridgemac")}, "bridgemac": not, "portid": as("Port"),
			"age": {"MessageAge", bpduTime}, "maxage": {"MaxAge", bpduTime}, "hellotime": {"HelloTime", bpduTime}, "fwddelay": {"ForwardDelay", bpduTime}}},
		"EtherIP":      {proto: EtherIPProto, fields: map[string]column{"version": as("Version"), "reserved": as("Reserved")}},
		"SlowProtocol": {proto: MarkerProto, fields: map[string]column{"subtype": as("Subtype")}},
		"MarkerProtocol": {merge: func(to *wanted, l vectorLayer) error {
			f := l.Fields
			tlvs := append([]byte{byte(num(f["terminator_type"])), byte(num(f["terminator_length"]))}, octets(f["reserved"])...)
			for name, x := range map[string]any{"Version": f["version"], "Type": f["marker_type"], "Length": f["marker_length"], "RequesterPort": f["requester_port"],
				"Requester": f["requester_system"], "Transaction": f["requester_transaction_id"], "TLVs": wire.LACPTLVs(tlvs)} {
				if err := put([]wanted{*to}, name, x, true); err != nil {
					return err
				}
			}
			return nil
		}},
		"MACsec": {proto: MACsecProto, plain: []string{"ShortLength"}, takes: macsecType, fields: map[string]column{
			"Ver": as("Version"), "ES": as("ES"), "SC": as("SC"), "SCB": as("SCB"), "E": as("E"), "C": as("C"), "AN": as("AN"),
			"reserved": as("Reserved"), "SL": as("ShortLength"), "PN": as("PN"),
			"SCI": {"System", func(v any, _ values) any { return packets([]any{v})[0].Fields["system_identifier"] }}},
			derived: map[string]func(values) any{"SCIPort": func(f values) any {
				if l := packets([]any{f["SCI"]}); len(l) == 1 {
					return uint16(num(l[0].Fields["port_identifier"]))
				}
				return nil
			}}},
		"EAPOL": {proto: eap.EAPOLProto, fields: map[string]column{"version": as("Version"), "type": as("Type"), "len": as("Length")}},
		"EAP":   {proto: eap.EAPProto, fields: map[string]column{"code": as("Code"), "id": as("ID"), "len": as("Length")}},
	} {
		classes[name] = c
	}
}

// stpProto returns the protocol of scapy's STP, which has one class for all.
func stpProto(f values) *packet.Proto {
	if num(f["bpdutype"]) == uint64(wire.BPDUTCN) {
		return TCNProto
	}
	return STPProto
}

// stpFields returns the columns of a BPDU. To gocap, all of a topology change notification after
// its type is Rest.
func stpFields(f values, columns map[string]column) map[string]column {
	if stpProto(f) != TCNProto {
		return columns
	}
	return map[string]column{"proto": as("ProtocolID"), "version": as("Version"), "bpdutype": as("Type"), "rootid": not, "rootmac": not,
		"pathcost": not, "bridgeid": not, "bridgemac": not, "portid": not, "age": not, "maxage": not, "hellotime": not, "fwddelay": not,
		"bpduflags": {"Rest", func(v any, f values) any {
			b := be(be(nil, 1, v), 2, f["rootid"])
			b = append(b, macOf(f["rootmac"])...)
			b = be(be(b, 4, f["pathcost"]), 2, f["bridgeid"])
			b = be(append(b, macOf(f["bridgemac"])...), 2, f["portid"])
			for _, name := range []string{"age", "maxage", "hellotime", "fwddelay"} {
				x := bpduTime(f[name], nil).(wire.BPDUTime)
				b = append(b, byte(x>>8), byte(x))
			}
			return b
		}}}
}

// macsecType takes the EtherType that data in clear begins with, which gocap has as a field.
func macsecType(w *wanted, raw []byte) []byte {
	if w.values["E"] == true || w.values["C"] == true || len(raw) < 2 {
		return raw
	}
	w.values["Type"] = wire.EtherType(wire.Uint16(raw, 0))
	w.set["Type"] = true
	return raw[2:]
}

// bridge makes a bridge identifier of two fields.
func bridge(id, mac string) func(any, values) any {
	return func(_ any, f values) any {
		m, _ := wire.ParseMAC(fmt.Sprint(f[mac]))
		return wire.BridgeIDOf(uint16(num(f[id])), uint16(num(f[id])), m)
	}
}

// bpduTime makes a time of seconds.
func bpduTime(v any, _ values) any {
	x, _ := v.(json.Number).Float64()
	return wire.BPDUTime(x * 256)
}

// pppoeTags adds tags to a discovery packet.
func pppoeTags(to *wanted, l vectorLayer) error {
	var tags wire.PPPoETags
	list, _ := l.Fields["tag_list"].([]any)
	for _, x := range list {
		f := packets([]any{x})[0].Fields
		tags = tags.Add(wire.PPPoETag(num(f["tag_type"])), octets(f["tag_value"])...)
	}
	to.values["Tags"] = tags
	return nil
}

// ipcpOptions makes options of scapy's list of packets.
func ipcpOptions(v any, _ values) any {
	var o wire.IPCPOptions
	for _, l := range packets(v) {
		o = o.Add(wire.IPCPOption(num(l.Fields["type"])), addrOf(l.Fields["data"].(string))...)
	}
	return o
}
