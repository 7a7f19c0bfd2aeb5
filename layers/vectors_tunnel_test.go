package layers_test

import (
	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	classes["GENEVE"] = class{proto: GENEVEProto, fields: map[string]column{
		"version": as("Version"), "optionlen": as("OptLen"), "oam": as("Control"), "critical": as("Critical"), "reserved": as("Reserved"),
		"proto": as("Protocol"), "vni": as("VNI"), "reserved2": as("Reserved2"),
		"options": {"Options", func(v any, _ values) any { return geneveOptions(v) }},
	}}
	classes["ERSPAN_II"] = class{proto: ERSPANProto, fields: map[string]column{
		"ver": as("Version"), "vlan": as("VLAN"), "cos": as("CoS"), "en": as("Trunk"), "t": as("Truncated"),
		"session_id": as("SessionID"), "reserved": as("Reserved"), "index": as("Index"),
	}}
	classes["ERSPAN_III"] = class{proto: ERSPAN3Proto, fields: map[string]column{
		"ver": as("Version"), "vlan": as("VLAN"), "cos": as("CoS"), "bso": as("BadFrame"), "t": as("Truncated"),
		"session_id": as("SessionID"), "timestamp": as("Timestamp"), "sgt_other": as("GroupTag"), "p": as("HasFrame"), "ft": as("FrameType"),
		"hw": as("HardwareID"), "d": as("Egress"), "gra": as("Granularity"), "o": as("HasPlatform"),
	}}
	classes["NSH"] = class{proto: NSHProto, fields: map[string]column{
		"ver": as("Version"), "oam": as("OAM"), "unused1": as("Reserved"), "ttl": as("TTL"), "length": as("Length"), "unused2": as("Reserved2"),
		"mdtype": as("MDType"), "nextproto": as("Protocol"), "spi": as("ServicePath"), "si": as("ServiceIndex"),
		"context_header": {"Metadata", func(v any, _ values) any { return wire.NSHMetadata(octets(v)) }},
		"vlch":           not,
	}}
	classes["GTP_U_Header"] = class{proto: GTPUProto, fields: map[string]column{
		"version": as("Version"), "PT": as("ProtocolType"), "reserved": as("Reserved"), "E": as("ExtensionFlag"), "S": as("SeqFlag"),
		"PN": as("NPDUFlag"), "gtp_type": as("Type"), "length": as("Length"), "teid": as("TEID"), "seq": as("Seq"), "npdu": as("NPDU"),
		"next_ex": as("FirstExtension"),
	}}
	classes["GTPPDUSessionContainer"] = class{merge: func(to *wanted, l vectorLayer) error {
		f := l.Fields
		to.values["Extensions"] = wire.GTPExtensions{byte(num(f["ExtHdrLen"])), byte(num(f["type"]))<<4 | byte(num(f["QMP"]))<<3, byte(num(f["QFI"])),
			byte(num(f["NextExtHdr"]))}
		return nil
	}}
	classes["GTPEchoRequest"] = class{merge: func(*wanted, vectorLayer) error { return nil }}
	bit := func(n uint) func(f values) any {
		return func(f values) any { return num(f["hdr"])>>n&1 != 0 }
	}
	classes["L2TP"] = class{proto: L2TPProto, fields: map[string]column{
		"hdr": not, "version": as("Version"), "len": as("Length"), "tunnel_id": as("Tunnel"), "session_id": as("Session"), "ns": as("Ns"), "nr": as("Nr"),
	}, derived: map[string]func(f values) any{
		"Control": bit(11), "LengthPresent": bit(10), "SeqPresent": bit(7), "OffsetPresent": bit(5), "Priority": bit(4),
	}}
}

// geneveOptions makes options of scapy's list of packets.
func geneveOptions(v any) (o wire.GENEVEOptions) {
	for _, l := range packets(v) {
		f := l.Fields
		o = o.Add(uint16(num(f["classid"])), uint8(num(f["type"])), octets(f["data"])...)
	}
	return o
}
