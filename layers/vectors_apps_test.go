package layers_test

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/dhcpv6"
	"github.com/gocap-project/gocap/layers/radius"
	"github.com/gocap-project/gocap/layers/snmp"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	classes["NTPHeader"] = class{proto: NTPProto, fields: map[string]column{
		"leap": as("Leap"), "version": as("Version"), "mode": as("Mode"), "stratum": as("Stratum"), "poll": as("Poll"),
		"precision": as("Precision"), "delay": as("RootDelay"), "dispersion": as("RootDispersion"), "ref": as("ReferenceTime"),
		"orig": as("OriginTime"), "recv": as("ReceiveTime"), "sent": as("TransmitTime"),
		"id":     {"ReferenceID", func(v any, _ values) any { return wire.NTPReferenceID(wire.Uint32(addrOf(v.(string)), 0)) }},
		"ref_id": {"ReferenceID", func(v any, _ values) any { return wire.NTPReferenceID(wire.Uint32(octets(v), 0)) }},
	}}
	classes["NTPControl"] = class{proto: NTPControlProto, fields: map[string]column{
		"leap": as("Leap"), "version": as("Version"), "mode": as("Mode"), "response": as("Response"), "err": as("Error"), "more": as("More"),
		"op_code": as("Op"), "sequence": as("Sequence"), "status": as("Status"), "association_id": as("Association"), "offset": as("Offset"),
		"count": as("Count"), "data": as("Data"), "authenticator": as("Trailer"),
	}}
	classes["TFTP"] = class{proto: TFTPProto, fields: map[string]column{"op": as("Op")}}
	classes["TFTP_WRQ"] = merged(func(f values) map[string]any {
		return map[string]any{"Strings": wire.TFTPStringsOf(string(octets(f["filename"])), string(octets(f["mode"])))}
	})
	classes["TFTP_DATA"] = merged(func(f values) map[string]any { return map[string]any{"Block": uint16(num(f["block"]))} })
	classes["Radius"] = class{proto: radius.PacketProto, fields: map[string]column{
		"code": as("Code"), "id": as("Identifier"), "len": as("Length"), "authenticator": as("Authenticator"),
		"attributes": {"Attributes", radiusAttributes},
	}}
	classes["SNMP"] = class{proto: snmp.MessageProto, derived: snmpColumns(), fields: map[string]column{
		"PDU":       not,
		"version":   {"Version", func(v any, _ values) any { return wire.SNMPVersion(asn1Number(v)) }},
		"community": {"Community", func(v any, _ values) any { return wire.Text(octets(v.(map[string]any)["v"])) }},
	}}
	classes["MQTT"] = class{proto: MQTTProto, fields: map[string]column{
		"type": as("Type"), "DUP": as("Dup"), "QOS": as("QoS"), "RETAIN": as("Retain"), "len": as("Length"),
	}}
	mqttClasses()
	modbus := class{proto: ModbusProto, fields: map[string]column{
		"transId": as("Transaction"), "protoId": as("Protocol"), "len": as("Length"), "unitId": as("Unit"),
	}}
	classes["ModbusADURequest"], classes["ModbusADUResponse"] = modbus, modbus
	for _, name := range []string{"ModbusPDU01ReadCoilsRequest", "ModbusPDU0FWriteMultipleCoilsRequest", "ModbusPDU03ReadHoldingRegistersResponse",
		"ModbusPDU03ReadHoldingRegistersError"} {
		classes[name] = merged(modbusPDU)
	}
	netbiosClasses()
	dhcpv6Classes()
	httpClasses()
}

// merged is a class whose values go to the layer before it.
func merged(conv func(f values) map[string]any) class {
	return class{merge: func(to *wanted, l vectorLayer) error {
		maps.Copy(to.values, conv(l.Fields))
		return nil
	}}
}

// be2 and be4 are numbers of two and four bytes.
func be2(v any) []byte { n := num(v); return []byte{byte(n >> 8), byte(n)} }
func be4(v any) []byte {
	n := num(v)
	return []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
}

// radiusAttributes makes attributes of scapy's list of packets.
func radiusAttributes(v any, _ values) any {
	var o radius.Attributes
	for _, l := range packets(v) {
		f := l.Fields
		data := octets(f["value"])
		switch x := f["value"].(type) {
		case string:
			data = addrOf(x)
		case map[string]any:
			if in := packets([]any{x}); len(in) == 1 && in[0].Cls == "EAP" {
				e := in[0].Fields
				data = append([]byte{byte(num(e["code"])), byte(num(e["id"]))}, append(be2(e["len"]), byte(num(e["type"])))...)
				data = append(data, octets(e["identity"])...)
			}
		default:
			if _, ok := number(x); ok {
				data = be4(x)
			}
		}
		o = append(append(o, byte(num(f["type"])), byte(num(f["len"]))), data...)
	}
	return o
}

func asn1Number(v any) uint64 { return num(v.(map[string]any)["v"]) }

// snmpColumns has the fields that are in the PDU.
func snmpColumns() map[string]func(values) any {
	pdu := func(f values) vectorLayer { return packets([]any{f["PDU"]})[0] }
	field := func(name string, conv func(v any) any) func(values) any {
		return func(f values) any {
			if v, ok := pdu(f).Fields[name]; ok {
				return conv(v)
			}
			return nil
		}
	}
	return map[string]func(values) any{
		"PDU": func(f values) any {
			return map[string]wire.SNMPPDU{
				"SNMPset": wire.SNMPSet, "SNMPresponse": wire.SNMPResponse, "SNMPtrapv1": wire.SNMPTrapV1, "SNMPinform": wire.SNMPInform,
			}[pdu(f).Cls]
		},
		"RequestID":    field("id", func(v any) any { return int32(asn1Number(v)) }),
		"ErrorStatus":  field("error", func(v any) any { return wire.SNMPError(asn1Number(v)) }),
		"ErrorIndex":   field("error_index", func(v any) any { return int32(asn1Number(v)) }),
		"Enterprise":   field("enterprise", func(v any) any { return asn1OID(v) }),
		"AgentAddr":    field("agent_addr", func(v any) any { return netip.MustParseAddr(v.(map[string]any)["v"].(string)) }),
		"GenericTrap":  field("generic_trap", func(v any) any { return int32(asn1Number(v)) }),
		"SpecificTrap": field("specific_trap", func(v any) any { return int32(asn1Number(v)) }),
		"Timestamp":    field("time_stamp", func(v any) any { return uint32(asn1Number(v)) }),
		"Variables":    field("varbindlist", snmpVariables),
	}
}

func asn1OID(v any) wire.OID {
	o, _ := wire.OIDOf(v.(map[string]any)["v"].(string))
	return o
}

func snmpVariables(v any) any {
	var out snmp.Variables
	for _, l := range packets(v) {
		name, value := asn1OID(l.Fields["oid"]), l.Fields["value"].(map[string]any)
		switch value["asn1"] {
		case "ASN1_STRING":
			out = append(out, snmp.Octets(name, string(octets(value["v"]))))
		case "ASN1_TIME_TICKS":
			out = append(out, snmp.Unsigned(name, wire.SNMPTimeTicks, num(value["v"])))
		case "ASN1_COUNTER32":
			out = append(out, snmp.Unsigned(name, wire.SNMPCounter32, num(value["v"])))
		case "ASN1_IPADDRESS":
			out = append(out, snmp.IPAddress(name, netip.MustParseAddr(value["v"].(string))))
		default:
			panic(fmt.Sprint("no SNMP type ", value["asn1"]))
		}
	}
	return out
}

func mqttClasses() {
	classes["MQTTConnect"] = merged(func(f values) map[string]any {
		flags := num(f["usernameflag"])<<7 | num(f["passwordflag"])<<6 | num(f["willretainflag"])<<5 | num(f["willQOSflag"])<<3 |
			num(f["willflag"])<<2 | num(f["cleansess"])<<1 | num(f["reserved"])
		return map[string]any{
			"Protocol": wire.Text(octets(f["protoname"])), "Level": uint8(num(f["protolevel"])), "Flags": wire.MQTTConnectFlags(flags),
			"KeepAlive": uint16(num(f["klive"])), "ClientID": wire.Text(octets(f["clientId"])),
		}
	})
	classes["MQTTPublish"] = merged(func(f values) map[string]any {
		return map[string]any{
			"Topic": wire.Text(octets(f["topic"])), "PacketID": uint16(num(f["msgid"])), "Payload": octets(f["value"]),
		}
	})
	rest := func(f values) map[string]any {
		out := map[string]any{"PacketID": uint16(num(f["msgid"]))}
		if _, ok := f["topics"]; ok {
			var topics wire.MQTTTopics
			for _, l := range packets(f["topics"]) {
				topics = topics.Add(string(octets(l.Fields["topic"])))
			}
			out["Topics"] = topics
		}
		return out
	}
	for _, name := range []string{"MQTTPuback", "MQTTSuback", "MQTTUnsubscribe"} {
		classes[name] = merged(rest)
	}
}

// modbusPDU makes a function and its data of the fields that the messages have.
func modbusPDU(f values) map[string]any {
	var d wire.ModbusData
	for _, name := range []string{"startAddr", "quantity", "quantityOutput"} {
		if v, ok := f[name]; ok {
			d = append(d, be2(v)...)
		}
	}
	for _, name := range []string{"byteCount", "exceptCode"} {
		if v, ok := f[name]; ok {
			d = append(d, byte(num(v)))
		}
	}
	outputs, _ := f["outputsValue"].([]any)
	for _, v := range outputs {
		d = append(d, byte(num(v)))
	}
	registers, _ := f["registerVal"].([]any)
	for _, v := range registers {
		d = append(d, be2(v)...)
	}
	return map[string]any{"Function": wire.ModbusFunction(num(f["funcCode"])), "Data": d}
}

// netbiosName makes a name in wire form of scapy's, whose suffix is encoded.
func netbiosName(name, suffix any) []byte {
	n := num(suffix)
	return wire.NetBIOSNameOf(string(octets(name)), byte(n>>8-'A')<<4|byte(n-'A')&15).AppendEncoded(nil)
}

func netbiosClasses() {
	flag := func(bit uint64) func(any, values) any {
		return func(v any, _ values) any { return num(v)&bit != 0 }
	}
	nm := func(bit uint64) func(values) any {
		conv := flag(bit)
		return func(f values) any { return conv(f["NM_FLAGS"], f) }
	}
	classes["NBNSHeader"] = class{proto: NBNSProto, derived: map[string]func(values) any{
		"Broadcast": nm(1), "RA": nm(8), "RD": nm(16), "TC": nm(32), "AA": nm(64),
	}, fields: map[string]column{
		"NAME_TRN_ID": as("ID"), "RESPONSE": as("Response"), "OPCODE": as("Op"), "NM_FLAGS": not, "RCODE": as("RCode"),
		"QDCOUNT": as("QDCount"), "ANCOUNT": as("ANCount"), "NSCOUNT": as("NSCount"), "ARCOUNT": as("ARCount"),
	}}
	classes["NBNSQueryRequest"] = merged(func(f values) map[string]any {
		s := netbiosName(f["QUESTION_NAME"], f["SUFFIX"])
		return map[string]any{"Sections": wire.NBNSSections(slices.Concat(s, be2(f["QUESTION_TYPE"]), be2(f["QUESTION_CLASS"])))}
	})
	classes["NBTDatagram"] = class{proto: NBDSProto, derived: map[string]func(values) any{
		"Source": func(f values) any { return wire.NetBIOSEncoded(netbiosName(f["SourceName"], f["SUFFIX1"])) },
		"Destination": func(f values) any {
			return wire.NetBIOSEncoded(netbiosName(f["DestinationName"], f["SUFFIX2"]))
		},
	}, fields: map[string]column{
		"Type": as("Type"), "Flags": as("Flags"), "ID": as("ID"), "SourceIP": as("SourceIP"), "SourcePort": as("SourcePort"),
		"Length": as("Length"), "Offset": as("Offset"), "SourceName": not, "SUFFIX1": not, "NULL1": not, "DestinationName": not,
		"SUFFIX2": not, "NULL2": not,
	}}
}

func dhcpv6Classes() {
	for _, name := range []string{"Solicit", "Request", "Confirm", "Renew", "Release", "Reply"} {
		classes["DHCP6_"+name] = class{proto: dhcpv6.MessageProto, fields: map[string]column{"msgtype": as("Type"), "trid": as("XID")}}
	}
	for _, name := range []string{
		"ClientId", "ElapsedTime", "IA_NA", "IA_PD", "IfaceId", "InfoRefreshTime", "OptReq", "Pref", "RemoteID", "SIPServers", "ServerId",
		"ServerUnicast", "StatusCode", "UserClass", "VendorClass",
	} {
		classes["DHCP6Opt"+name] = class{merge: func(to *wanted, l vectorLayer) error {
			o, _ := to.values["Options"].(dhcpv6.Options)
			to.values["Options"] = append(o, dhcpv6Option(l)...)
			return nil
		}}
	}
}

// dhcpv6Option makes an option of scapy's packet.
func dhcpv6Option(l vectorLayer) dhcpv6.Options {
	f := l.Fields
	addr := func(v any) netip.Addr { return netip.MustParseAddr(v.(string)) }
	nested := func(v any) (o dhcpv6.Options) {
		for _, x := range packets(v) {
			o = append(o, dhcpv6Option(x)...)
		}
		return o
	}
	texts := func(v any) (t dhcpv6.Texts) {
		for _, x := range packets(v) {
			t = append(t, string(octets(x.Fields["data"])))
		}
		return t
	}
	u32 := func(name string) uint32 { return uint32(num(f[name])) }
	seconds := func(name string) dhcpv6.Seconds { return dhcpv6.Seconds(num(f[name])) }
	var v dhcpv6.Value
	switch strings.TrimPrefix(l.Cls, "DHCP6Opt") {
	case "ElapsedTime":
		v = dhcpv6.Elapsed(num(f["elapsedtime"]))
	case "ClientId", "ServerId":
		v = dhcpv6DUID(packets([]any{f["duid"]})[0])
	case "IA_NA":
		v = dhcpv6.IA{IAID: u32("iaid"), T1: seconds("T1"), T2: seconds("T2"), Options: nested(f["ianaopts"])}
	case "IA_PD":
		v = dhcpv6.IA{IAID: u32("iaid"), T1: seconds("T1"), T2: seconds("T2"), Options: nested(f["iapdopt"])}
	case "IAAddress":
		v = dhcpv6.IAAddr{Addr: addr(f["addr"]), Preferred: seconds("preflft"), Valid: seconds("validlft")}
	case "IAPrefix":
		v = dhcpv6.IAPrefix{Addr: addr(f["prefix"]), Bits: uint8(num(f["plen"])), Preferred: seconds("preflft"), Valid: seconds("validlft")}
	case "OptReq":
		var codes dhcpv6.Codes
		for _, x := range f["reqopts"].([]any) {
			codes = append(codes, wire.DHCPv6OptionCode(num(x)))
		}
		v = codes
	case "Pref":
		v = dhcpv6.Uint8(num(f["prefval"]))
	case "StatusCode":
		v = dhcpv6.Status{Code: wire.DHCPv6StatusCode(num(f["statuscode"])), Message: string(octets(f["statusmsg"]))}
	case "SIPServers":
		var addrs dhcpv6.Addrs
		for _, x := range f["sipservers"].([]any) {
			addrs = append(addrs, addr(x))
		}
		v = addrs
	case "VendorClass":
		v = dhcpv6.VendorClass{Enterprise: u32("enterprisenum"), Data: texts(f["vcdata"])}
	case "UserClass":
		v = texts(f["userclassdata"])
	case "InfoRefreshTime":
		v = seconds("reftime")
	case "RemoteID":
		v = dhcpv6.RemoteID{Enterprise: u32("enterprisenum"), ID: octets(f["remoteid"])}
	case "IfaceId":
		v = dhcpv6.Bytes(octets(f["ifaceid"]))
	case "ServerUnicast":
		v = dhcpv6.Addr{Addr: addr(f["srvaddr"])}
	default:
		panic("no DHCPv6 option " + l.Cls)
	}
	return dhcpv6.Options{}.Add(wire.DHCPv6OptionCode(num(f["optcode"])), v)
}

func dhcpv6DUID(l vectorLayer) dhcpv6.DUID {
	f := l.Fields
	d := dhcpv6.DUID{
		Kind: uint16(num(f["type"])), Hardware: uint16(num(f["hwtype"])), Time: uint32(num(f["timeval"])),
		Enterprise: uint32(num(f["enterprisenum"])), ID: octets(f["id"]),
	}
	if mac, ok := f["lladdr"].(string); ok {
		m, _ := wire.ParseMAC(mac)
		d.ID = m[:]
	}
	return d
}

// httpClasses maps heads. scapy has a field for each header field that it knows, in
// alphabetical order, and the others behind them.
func httpClasses() {
	classes["HTTP"] = class{proto: HTTPProto, merge: func(*wanted, vectorLayer) error { return nil }}
	classes["NTP"] = class{proto: NTPProto}
	request := map[string]column{"Method": as("Method"), "Path": as("Target"), "Http_Version": as("Version")}
	response := map[string]column{
		"Http_Version": as("Version"), "Reason_Phrase": as("Reason"),
		"Status_Code": {"Status", func(v any, _ values) any { x, _ := wire.Text(octets(v)).Number(); return uint16(x) }},
	}
	start := []string{"Method", "Path", "Http_Version", "Status_Code", "Reason_Phrase"}
	head := func(f values) any {
		var h wire.HTTPHeader
		for _, name := range slices.Sorted(maps.Keys(f)) {
			if f[name] != nil && name != "Unknown_Headers" && !slices.Contains(start, name) {
				h = h.Add(strings.ReplaceAll(name, "_", "-"), string(octets(f[name])))
			}
		}
		if m, ok := f["Unknown_Headers"].(map[string]any); ok {
			for _, x := range m["d"].([]any) {
				pair := x.([]any)
				h = h.Add(string(octets(pair[0])), string(octets(pair[1])))
			}
		}
		return h
	}
	derived := map[string]func(values) any{"Header": head}
	for cls, columns := range map[string]map[string]column{"HTTPRequest": request, "HTTPResponse": response} {
		classes[cls] = class{proto: HTTPProto, derived: derived, fields: columns, loose: true}
	}
}
