package layers_test

import (
	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/bluetooth"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// mobility returns a class for a message of the mobility header.
func mobility(body *packet.Proto, fields map[string]column) class {
	for name, c := range map[string]column{"nh": as("NextHeader"), "len": as("HdrLen"), "mhtype": as("Type"), "res": as("Reserved"),
		"cksum": as("Checksum"), "autopad": not, "options": {".Options", mobilityOptions}} {
		if _, ok := fields[name]; !ok {
			fields[name] = c
		}
	}
	return class{proto: MobilityProto, body: body, fields: fields}
}

// mobilityOptions makes options of scapy's list of packets.
func mobilityOptions(v any, _ values) any {
	o := wire.MobilityOptions{}
	for _, l := range packets(v) {
		f := l.Fields
		var d []byte
		switch t := wire.MobilityOption(num(f["otype"])); t {
		case wire.MobilityOptRefresh:
			d = be(nil, 2, f["rinter"])
		case wire.MobilityOptNonceIndices:
			d = be(be(nil, 2, f["hni"]), 2, f["coni"])
		case wire.MobilityOptAltCareOf:
			d = addrOf(f["acoa"])
		case wire.MobilityOptAuthorize:
			d = octets(f["authenticator"])
		default:
			d = octets(f["optdata"])
		}
		o = o.Add(wire.MobilityOption(num(f["otype"])), d...)
	}
	return o
}

// word returns a field of 64 bits that scapy has as bytes.
func word(v any, _ values) any { return wire.Uint64(octets(v), 0) }

func init() {
	init, test := func() map[string]column {
		return map[string]column{"reserved": as(".Reserved"), "cookie": {".Cookie", word}}
	}, func(index string) map[string]column {
		return map[string]column{index: as(".NonceIndex"), "cookie": {".Cookie", word}, "token": {".Token", word}}
	}
	bit := func(x uint64) func(values) any { return func(f values) any { return num(f["flags"])&x != 0 } }
	bu := mobility(BindingUpdateProto, map[string]column{"seq": as(".Seq"), "flags": not, "mhtime": as(".Lifetime"),
		"reserved": {".Reserved", func(v any, _ values) any { return uint8(num(v) & 0x3f) }}})
	bu.derived = map[string]func(values) any{}
	for i, name := range []string{"Router", "Proxy", "MAP", "Key", "LinkLocal", "Home", "Ack"} {
		bu.derived["."+name] = bit(1 << (i + 0))
	}
	ba := mobility(BindingAckProto, map[string]column{"status": as(".Status"), "flags": not, "seq": as(".Seq"), "mhtime": as(".Lifetime"),
		"res2": not})
	ba.derived = map[string]func(values) any{".Key": bit(4), ".Router": bit(2), ".Proxy": bit(1)}
	for name, c := range map[string]class{
		"MIP6MH_BRR":  mobility(BindingRefreshProto, map[string]column{"res2": as(".Reserved")}),
		"MIP6MH_HoTI": mobility(MobilityTestInitProto, init()), "MIP6MH_CoTI": mobility(MobilityTestInitProto, init()),
		"MIP6MH_HoT": mobility(MobilityTestProto, test("index")), "MIP6MH_CoT": mobility(MobilityTestProto, test("index")),
		"MIP6MH_BU": bu, "MIP6MH_BA": ba,
		"MIP6MH_BE": mobility(BindingErrorProto, map[string]column{"status": as(".Status"), "reserved": as(".Reserved"), "ha": as(".Home")}),

		"CARP": {proto: CARPProto, plain: []string{"Version", "Type", "AuthLen"}, fields: map[string]column{"version": as("Version"), "type": as("Type"), "vhid": as("VHID"), "advskew": as("AdvSkew"),
			"authlen": as("AuthLen"), "demotion": as("Demotion"), "advbase": as("AdvBase"), "chksum": as("Checksum"),
			"counter1": {"Counter", func(v any, f values) any { return num(v)<<32 | num(f["counter2"]) }}, "counter2": not,
			"hmac1": {"HMAC", func(v any, f values) any {
				b := be(nil, 4, v)
				for _, n := range []string{"hmac2", "hmac3", "hmac4", "hmac5"} {
					b = be(b, 4, f[n])
				}
				return [20]byte(b)
			}}, "hmac2": not, "hmac3": not, "hmac4": not, "hmac5": not}},

		"SOCKS": {proto: SOCKS5RequestProto, fields: map[string]column{"vn": as("Version")}, pick: func(f values) *packet.Proto {
			if num(f["vn"]) == 4 {
				return SOCKS4RequestProto
			}
			return SOCKS5RequestProto
		}},
		"SOCKS5Request": {merge: func(to *wanted, l vectorLayer) error {
			return mergeFields(to, l, map[string]string{"cd": "Command", "res": "Reserved", "atyp": "AddrType", "addr": "Addr", "port": "Port"})
		}},
		"SOCKS4Request": {merge: func(to *wanted, l vectorLayer) error {
			return mergeFields(to, l, map[string]string{"cd": "Command", "dstport": "Port", "dst": "Addr", "userid": "User"})
		}},

		"OFPTHello": {proto: OpenFlowProto, fields: map[string]column{"version": as("Version"), "type": as("Type"), "len": as("Length"), "xid": as("XID"),
			"elements": {"Body", func(v any, _ values) any {
				b := []byte{}
				for _, l := range packets(v) {
					b = be(be(b, 2, l.Fields["type"]), 2, l.Fields["len"])
					for _, m := range words(l.Fields["bitmaps"]) {
						b = append(b, be32([]uint32{m})...)
					}
				}
				return b
			}}}},

		"HCI_Hdr": {proto: bluetooth.HCIProto, fields: map[string]column{"type": as("Kind")}},
		"HCI_ACL_Hdr": {proto: bluetooth.ACLProto, fields: map[string]column{"BC": not, "PB": not, "len": as("Length"),
			"handle": {"Handle", func(v any, f values) any {
				return bluetooth.NewHandle(uint16(num(v)), uint8(num(f["PB"])), uint8(num(f["BC"])))
			}}}},
		"HCI_Command_Hdr": {proto: bluetooth.CommandProto, fields: map[string]column{"ogf": not, "len": as("Length"),
			"ocf": {"Opcode", func(v any, f values) any { return uint16(num(f["ogf"])<<10 | num(v)) }}}},
		"HCI_Event_Hdr":              {proto: bluetooth.EventProto, fields: map[string]column{"code": as("Code"), "len": as("Length")}},
		"HCI_Cmd_Reset":              {merge: func(*wanted, vectorLayer) error { return nil }},
		"HCI_Event_Command_Complete": {proto: bluetooth.CommandCompleteProto, rest: "status", fields: map[string]column{"number": as("Packets"), "opcode": as("Opcode")}},
		"HCI_Event_Command_Status":   {proto: bluetooth.CommandStatusProto, fields: map[string]column{"status": as("Status"), "number": as("Packets"), "opcode": as("Opcode")}},
		"L2CAP_Hdr":                  {proto: bluetooth.L2CAPProto, fields: map[string]column{"len": as("Length"), "cid": as("Channel")}},
		"ATT_Hdr":                    {proto: bluetooth.ATTProto, fields: map[string]column{"opcode": as("Opcode")}},
		"BTLE":                       {proto: bluetooth.LinkProto, fields: map[string]column{"access_addr": as("AccessAddress"), "crc": not}},
		"BTLE_ADV": {proto: bluetooth.AdvertisingProto, fields: map[string]column{"RxAdd": as("RxAdd"), "TxAdd": as("TxAdd"), "ChSel": as("ChSel"),
			"RFU": as("Reserved"), "PDU_type": as("Type"), "Length": as("Length")}},
	} {
		classes[name] = c
	}
	for _, name := range []string{"ADV_IND", "ADV_NONCONN_IND", "ADV_SCAN_IND", "SCAN_RSP", "ADV_DIRECT_IND", "SCAN_REQ"} {
		classes["BTLE_"+name] = class{merge: bleAdvertising}
	}
	for _, name := range []string{"Read_Request", "Read_Blob_Request", "Write_Request", "Write_Command", "Write_Response", "Read_Response",
		"Exchange_MTU_Request", "Exchange_MTU_Response", "Error_Response", "Find_Information_Request", "Read_By_Type_Request",
		"Read_By_Group_Type_Request", "Handle_Value_Notification", "Handle_Value_Indication"} {
		classes["ATT_"+name] = class{merge: func(to *wanted, l vectorLayer) error {
			return mergeFields(to, l, map[string]string{"gatt_handle": "Handle", "handle": "Handle", "start": "Handle", "end": "EndHandle", "mtu": "MTU",
				"offset": "Offset", "request": "Request", "ecode": "Code", "data": "Value", "value": "Value"})
		}}
	}
}

// bleAdvertising adds addresses and advertising data.
func bleAdvertising(to *wanted, l vectorLayer) error {
	for name, v := range l.Fields {
		switch name {
		case "AdvA", "ScanA":
			our := "Sender"
			if _, two := l.Fields["ScanA"]; two && name == "AdvA" {
				our = "Target"
			}
			to.values[our] = wire.MAC(macOf(v))
		case "InitA":
			to.values["Target"] = wire.MAC(macOf(v))
		case "data":
			to.values["Data"] = eirData(v)
		}
	}
	return nil
}

// eirData makes advertising data of scapy's elements: a header and a body each.
func eirData(v any) wire.BLEAdvertisingData {
	d := wire.BLEAdvertisingData{}
	all := packets(v)
	for i, l := range all {
		if l.Cls != "EIR_Hdr" {
			continue
		}
		var data []byte
		if i+1 < len(all) {
			switch f := all[i+1].Fields; all[i+1].Cls {
			case "EIR_Flags":
				data = be(nil, 1, f["flags"])
			case "EIR_CompleteLocalName", "EIR_ShortenedLocalName":
				data = octets(f["local_name"])
			case "EIR_TX_Power_Level":
				data = be(nil, 1, f["level"])
			case "EIR_Raw":
				data = octets(f["data"])
			}
		}
		d = d.Add(wire.BLEDataType(num(l.Fields["type"])), data...)
	}
	return d
}
