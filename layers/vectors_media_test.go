package layers_test

import (
	"fmt"
	"math/big"
	"net/netip"

	"github.com/gocap-project/gocap/layers/netflow"
	"github.com/gocap-project/gocap/layers/rtp"
	"github.com/gocap-project/gocap/layers/stun"
	"github.com/gocap-project/gocap/layers/tls"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	classes["TLS"] = class{proto: tls.RecordProto, fields: map[string]column{
		"type": as("Type"), "version": as("Version"), "len": as("Length"), "msg": {"Messages", tlsMessages},
		"iv": not, "mac": not, "pad": not, "padlen": not}} // which are of encrypted records
	classes["STUN"] = class{proto: stun.MessageProto, fields: map[string]column{
		"RESERVED": as("Zero"), "stun_message_type": as("Type"), "length": as("Length"), "magic_cookie": as("Cookie"),
		"transaction_id": {"Transaction", stunTransaction}, "attributes": not}}
	classes["RTP"] = class{proto: rtp.PacketProto, fields: map[string]column{
		"version": as("Version"), "padding": as("Padding"), "extension": as("Extension"), "numsync": as("CSRCCount"),
		"marker": as("Marker"), "payload_type": as("PayloadType"), "sequence": as("Sequence"), "timestamp": as("Timestamp"),
		"sourcesync": as("SSRC"), "sync": {"CSRC", func(v any, _ values) any { return words(v) }}}}
	classes["RTPExtension"] = class{merge: func(to *wanted, l vectorLayer) error {
		to.values["Profile"] = uint16(num(l.Fields["header_id"]))
		to.values["ExtensionLength"] = uint16(num(l.Fields["header_len"]))
		to.values["Extensions"] = wire.RTPExtensions(be32(words(l.Fields["header"])))
		return nil
	}}
	classes["RTCP"] = class{proto: rtp.ControlProto, derived: map[string]func(values) any{"Body": rtcpBody}, fields: map[string]column{
		"version": as("Version"), "padding": as("Padding"), "count": as("Count"), "packet_type": as("Type"), "length": as("Length"),
		"sourcesync": not, "sender_info": not, "report_blocks": not, "sdes_chunks": not}}
	classes["NetflowHeader"] = class{fields: map[string]column{"version": as("Version")}, proto: netflow.Proto, pick: func(f values) *packet.Proto {
		if num(f["version"]) == 9 {
			return netflow.V9Proto
		}
		return netflow.V5Proto
	}}
	classes["NetflowHeaderV5"] = class{merge: func(to *wanted, l vectorLayer) error {
		return mergeFields(to, l, map[string]string{"count": "Count", "sysUptime": "Uptime", "unixSecs": "Seconds",
			"unixNanoSeconds": "Nanoseconds", "flowSequence": "Sequence", "engineType": "EngineType", "engineID": "EngineID", "samplingInterval": "Sampling"})
	}}
	classes["NetflowHeaderV9"] = class{merge: func(to *wanted, l vectorLayer) error {
		return mergeFields(to, l, map[string]string{"count": "Count", "sysUptime": "Uptime", "unixSecs": "Seconds",
			"packageSequence": "Sequence", "SourceID": "SourceID"})
	}}
	classes["NetflowRecordV5"] = class{merge: netflowRecord}
	classes["NetflowFlowsetV9"] = class{merge: netflowSet}
}

// mergeFields adds the fields of l to a layer, by our names.
func mergeFields(to *wanted, l vectorLayer, names map[string]string) error {
	for name, v := range l.Fields {
		if names[name] == "" {
			return fmt.Errorf("%s.%s: not in the table", l.Cls, name)
		}
		if err := put([]wanted{*to}, names[name], v, false); err != nil {
			return err
		}
	}
	return nil
}

// words returns a list of numbers.
func words(v any) (out []uint32) {
	list, _ := v.([]any)
	for _, x := range list {
		out = append(out, uint32(num(x)))
	}
	return out
}

// be32 returns numbers as bytes.
func be32(x []uint32) (b []byte) {
	for _, w := range x {
		b = append(b, byte(w>>24), byte(w>>16), byte(w>>8), byte(w))
	}
	return b
}

// tlsMessages makes handshake messages of scapy's.
func tlsMessages(v any, _ values) any {
	var out tls.Messages
	for _, l := range packets(v) {
		f := l.Fields
		switch l.Cls {
		case "TLSServerHello":
			m := &tls.ServerHello{Version: wire.TLSVersion(num(f["version"])), SessionID: octets(f["sid"]), CipherSuite: wire.TLSCipherSuite(num(f["cipher"]))}
			copy(m.Random[:], append(be32([]uint32{uint32(num(f["gmt_unix_time"]))}), octets(f["random_bytes"])...))
			out = out.Add(m)
		case "Raw":
			out = append(out, octets(f["load"])...)
		default:
			out = out.Add(&tls.Empty{MessageType: wire.TLSHandshakeType(num(f["msgtype"]))})
		}
	}
	return out
}

func stunTransaction(v any, _ values) any {
	var id wire.STUNTransaction
	n, ok := new(big.Int).SetString(fmt.Sprint(v), 10)
	if !ok || n.Sign() < 0 || n.BitLen() > 96 {
		return "not a transaction ID"
	}
	n.FillBytes(id[:])
	return id
}

// rtcpBody makes a report of its parts.
func rtcpBody(f values) any {
	b := be32([]uint32{uint32(num(f["sourcesync"]))})
	for _, l := range packets([]any{f["sender_info"]}) {
		ntp := num(l.Fields["ntp_timestamp"])
		b = append(b, be32([]uint32{uint32(ntp >> 32), uint32(ntp), uint32(num(l.Fields["rtp_timestamp"])),
			uint32(num(l.Fields["sender_packet_count"])), uint32(num(l.Fields["sender_octet_count"]))})...)
	}
	return b
}

func netflowRecord(to *wanted, l vectorLayer) error {
	f := l.Fields
	n := func(name string) uint64 { return num(f[name]) }
	addr := func(name string) netip.Addr { return netip.MustParseAddr(fmt.Sprint(f[name])) }
	r := netflow.V5Record{
		Src: addr("src"), Dst: addr("dst"), NextHop: addr("nexthop"), Input: uint16(n("input")), Output: uint16(n("output")),
		Packets: uint32(n("dpkts")), Octets: uint32(n("dOctets")), First: uint32(n("first")), Last: uint32(n("last")),
		SrcPort: uint16(n("srcport")), DstPort: uint16(n("dstport")), Pad1: uint8(n("pad1")), Flags: wire.TCPFlags(flagBits(f["tcpFlags"])),
		Protocol: wire.IPProto(n("prot")), TOS: uint8(n("tos")), SrcAS: uint16(n("src_as")), DstAS: uint16(n("dst_as")),
		SrcMask: uint8(n("src_mask")), DstMask: uint8(n("dst_mask")), Pad2: uint16(n("pad2")),
	}
	list, _ := to.values["Records"].([]netflow.V5Record)
	to.values["Records"] = append(list, r)
	return nil
}

// flagBits returns the number of flags, which scapy has as an object.
func flagBits(v any) uint64 {
	if m, ok := v.(map[string]any); ok {
		return num(m["v"])
	}
	return num(v)
}

func netflowSet(to *wanted, l vectorLayer) error {
	sets, _ := to.values["Sets"].(netflow.Sets)
	for _, t := range packets(l.Fields["templates"]) {
		x := netflow.Template{ID: uint16(num(t.Fields["templateID"]))}
		for _, f := range packets(t.Fields["template_fields"]) {
			x.Fields = append(x.Fields, netflow.TemplateField{Field: wire.FlowField(num(f.Fields["fieldType"])), Length: uint16(num(f.Fields["fieldLength"]))})
		}
		sets = sets.AddTemplate(x, false)
	}
	to.values["Sets"] = sets
	return nil
}
