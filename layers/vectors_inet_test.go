package layers_test

import (
	"fmt"
	"net/netip"
	"strings"

	. "github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/ike"
	"github.com/gocap-project/gocap/layers/sctp"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	igmp := class{proto: IGMPProto, expr: "IGMP", fields: map[string]column{
		"type": as("Type"), "mrcode": as("MaxRespCode"), "chksum": as("Checksum"), "gaddr": as("Group")}}
	ikeHeader := map[string]column{"init_cookie": {"InitiatorSPI", number64}, "resp_cookie": {"ResponderSPI", number64},
		"init_SPI": {"InitiatorSPI", number64}, "resp_SPI": {"ResponderSPI", number64}, "next_payload": as("NextPayload"),
		"version":   {"Major", func(v any, _ values) any { return uint8(num(v) >> 4) }},
		"exch_type": as("Exchange"), "flags": as("Flags"), "id": as("MessageID"), "length": as("Length")}
	for name, c := range map[string]class{
		"IGMP_MR": igmp, "IGMPv2_LG": igmp,
		"IGMPv3_MQ": {proto: IGMPv3QueryProto, fields: map[string]column{"type": as("Type"), "mrcode": as("MaxRespCode"), "chksum": as("Checksum"),
			"gaddr": as("Group"), "flags": as("Reserved"), "s": as("Suppress"), "qrv": as("QRV"), "qqic": as("QQIC"), "numsrc": as("NumSources"),
			"srcaddrs": {"Sources", addrs}}},
		"VRRP": {proto: VRRPv2Proto, fields: map[string]column{"version": as("Version"), "type": as("Type"), "vrid": as("VRID"), "priority": as("Priority"),
			"ipcount": as("NumAddrs"), "authtype": as("AuthType"), "adv": as("AdverInt"), "chksum": as("Checksum"), "addrlist": {"Addrs", addrs},
			"auth1": {"AuthData", func(v any, f values) any { return be(be(nil, 4, v), 4, f["auth2"]) }}, "auth2": not}},
		"VRRPv3": {proto: VRRPv3Proto, fields: map[string]column{"version": as("Version"), "type": as("Type"), "vrid": as("VRID"), "priority": as("Priority"),
			"ipcount": as("NumAddrs"), "res": as("Reserved"), "adv": as("MaxAdverInt"), "chksum": as("Checksum"), "addrlist": {"Addrs", addrs}}},
		"RIP":      {proto: RIPProto, fields: map[string]column{"cmd": as("Command"), "version": as("Version"), "null": as("Domain")}},
		"RIPEntry": {merge: ripEntry}, "RIPAuth": {merge: ripEntry},
		"EIGRP": {proto: EIGRPProto, fields: map[string]column{"ver": as("Version"), "opcode": as("Op"), "chksum": as("Checksum"), "flags": as("Flags"),
			"seq": as("Seq"), "ack": as("Ack"), "asn": as("AS"), "tlvlist": {"TLVs", eigrpTLVs}}},
		"PIMv2Hdr": {proto: PIMProto, fields: map[string]column{"version": as("Version"), "type": as("Type"), "reserved": as("Flags"), "chksum": as("Checksum")}},
		"PIMv2Hello": {merge: func(to *wanted, l vectorLayer) error {
			o := wire.PIMOptions{}
			for _, x := range packets(l.Fields["option"]) {
				size := int(num(x.Fields["length"]))
				for _, name := range []string{"holdtime", "dr_priority", "generation_id"} {
					if v, ok := x.Fields[name]; ok {
						o = o.Add(wire.PIMOption(num(x.Fields["type"])), be(nil, size, v)...)
					}
				}
			}
			to.values["Options"] = o
			return nil
		}},
		"PIMv2JoinPrune": {merge: pimJoinPrune},
		"BFD": {proto: BFDProto, fields: map[string]column{"version": as("Version"), "diag": as("Diag"), "sta": as("State"), "detect_mult": as("DetectMult"),
			"len": as("Length"), "my_discriminator": as("MyDisc"), "your_discriminator": as("YourDisc"), "min_tx_interval": as("MinTx"),
			"min_rx_interval": as("MinRx"), "echo_rx_interval": as("MinEchoRx"), "flags": not,
			"optional_auth": {"Auth", func(v any, _ values) any {
				f := packets([]any{v})[0].Fields
				return wire.NewBFDPassword(uint8(num(f["auth_keyid"])), string(octets(f["auth_key"])))
			}}}, derived: map[string]func(values) any{
			"AuthPresent": flag(4), "Poll": flag(32), "Final": flag(16), "Independent": flag(8), "Demand": flag(2), "Multipoint": flag(1)}},
		"Wireguard": {merge: func(*wanted, vectorLayer) error { return nil }}, // gocap's layers have its fields
		"WireguardTransport": {proto: WireGuardDataProto, rest: "encrypted_encapsulated_packet",
			fields: map[string]column{"receiver_index": as("Receiver"), "counter": as("Counter")}},
		"SCTP":   {proto: sctp.PacketProto, fields: map[string]column{"sport": as("SrcPort"), "dport": as("DstPort"), "tag": as("VTag"), "chksum": as("Checksum")}},
		"ISAKMP": {proto: ike.MessageProto, fields: ikeHeader}, "IKEv2": {proto: ike.MessageProto, fields: ikeHeader},
	} {
		classes[name] = c
	}
	exceptions["igmp/005"] = parts("automatic")
	for _, name := range []string{"Data", "Init", "InitAck", "SACK", "HeartbeatReq", "Abort", "ShutdownComplete", "ShutdownAck", "AddressConf", "CookieAck"} {
		classes["SCTPChunk"+name] = class{merge: sctpChunk}
	}
	for _, name := range []string{"ISAKMP_payload_VendorID", "ISAKMP_payload_ID", "ISAKMP_payload_Hash", "ISAKMP_payload_SA", "IKEv2_SA", "IKEv2_KE", "IKEv2_Nonce"} {
		classes[name] = class{merge: ikePayload}
	}
}

func number64(v any, _ values) any { return wire.Uint64(octets(v), 0) }

// flag returns a bit of the field flags.
func flag(bit uint64) func(values) any {
	return func(f values) any { return num(f["flags"])&bit != 0 }
}

func ipOf(v any) netip.Addr { return netip.MustParseAddr(v.(string)) }

// ripEntry adds an entry, or authentication.
func ripEntry(to *wanted, l vectorLayer) error {
	e, _ := to.values["Entries"].(wire.RIPEntries)
	if l.Cls == "RIPAuth" {
		e = e.AddPassword(string(octets(l.Fields["password"])))
	} else {
		f := l.Fields
		e = e.Add(wire.RIPEntry{Family: uint16(num(f["AF"])), Tag: uint16(num(f["RouteTag"])), Addr: ipOf(f["addr"]), Mask: ipOf(f["mask"]).As4(),
			NextHop: ipOf(f["nextHop"]), Metric: uint32(num(f["metric"]))})
	}
	to.values["Entries"] = e
	return nil
}

func eigrpTLVs(v any, _ values) any {
	o := wire.EIGRPTLVs{}
	for _, l := range packets(v) {
		f := l.Fields
		n := func(name string) byte { return byte(num(f[name])) }
		switch l.Cls {
		case "EIGRPParam":
			o = o.Add(wire.EIGRPParameters, be([]byte{n("k1"), n("k2"), n("k3"), n("k4"), n("k5"), n("reserved")}, 2, f["holdtime"])...)
		case "EIGRPSwVer":
			o = o.Add(wire.EIGRPSoftwareVersion, be(be(nil, 2, f["ios"]), 2, f["eigrp"])...)
		case "EIGRPIntRoute":
			o = o.AddRoute(wire.EIGRPRoute{NextHop: ipOf(f["nexthop"]), Metric: wire.EIGRPMetric{Delay: uint32(num(f["delay"])), Bandwidth: uint32(num(f["bandwidth"])),
				MTU: uint32(num(f["mtu"])), Hops: n("hopcount"), Reliability: n("reliability"), Load: n("load")},
				Prefixes: []netip.Prefix{netip.PrefixFrom(ipOf(f["dst"]), int(n("prefixlen")))}})
		}
	}
	return o
}

func pimJoinPrune(to *wanted, l vectorLayer) error {
	f := l.Fields
	to.values["Upstream"] = wire.PIMUnicast{Encoding: uint8(num(f["up_encoding_type"])), Addr: ipOf(f["up_neighbor_ip"])}
	to.values["Holdtime"] = uint16(num(f["holdtime"]))
	to.values["NumGroups"] = uint8(num(f["num_group"]))
	sources := func(v any) (out []wire.PIMSource) {
		for _, s := range packets(v) {
			g := s.Fields
			out = append(out, wire.PIMSource{Flags: uint8(num(g["sparse"])<<2 | num(g["wildcard"])<<1 | num(g["rpt"])), Bits: uint8(num(g["mask_len"])), Addr: ipOf(g["src_ip"])})
		}
		return out
	}
	var groups []PIMJoinPrune
	for _, x := range packets(f["jp_ips"]) {
		g := x.Fields
		groups = append(groups, PIMJoinPrune{Group: wire.PIMGroup{Bits: uint8(num(g["mask_len"])), Addr: ipOf(g["gaddr"])},
			Joined: sources(g["join_ips"]), Pruned: sources(g["prune_ips"])})
	}
	to.values["Groups"] = groups
	return nil
}

// sctpChunk adds a chunk.
func sctpChunk(to *wanted, l vectorLayer) error {
	f := l.Fields
	u16 := func(name string) uint16 { return uint16(num(f[name])) }
	u32 := func(name string) uint32 { return uint32(num(f[name])) }
	var c sctp.Chunk
	switch l.Cls {
	case "SCTPChunkData":
		c = &sctp.Data{Flags: uint8(num(f["delay_sack"])<<3 | num(f["unordered"])<<2 | num(f["beginning"])<<1 | num(f["ending"])), TSN: u32("tsn"),
			Stream: u16("stream_id"), StreamSeq: u16("stream_seq"), PPID: wire.SCTPPayload(num(f["proto_id"])), Payload: octets(packets([]any{f["data"]})[0].Fields["load"])}
	case "SCTPChunkInit", "SCTPChunkInitAck":
		c = &sctp.Init{Ack: strings.HasSuffix(l.Cls, "Ack"), InitiateTag: u32("init_tag"), ARwnd: u32("a_rwnd"), OutStreams: u16("n_out_streams"),
			InStreams: u16("n_in_streams"), InitialTSN: u32("init_tsn"), Params: sctpParams(f["params"])}
	case "SCTPChunkSACK":
		s := &sctp.SACK{CumTSN: u32("cumul_tsn_ack"), ARwnd: u32("a_rwnd")}
		gaps, _ := f["gap_ack_list"].([]any)
		for _, x := range gaps {
			var g sctp.Gap
			fmt.Sscanf(x.(string), "%d:%d", &g.Start, &g.End)
			s.Gaps = append(s.Gaps, g)
		}
		dups, _ := f["dup_tsn_list"].([]any)
		for _, x := range dups {
			s.Dups = append(s.Dups, uint32(num(x)))
		}
		c = s
	case "SCTPChunkHeartbeatReq":
		c = &sctp.Heartbeat{Params: sctpParams(f["params"])}
	case "SCTPChunkAbort":
		c = &sctp.Abort{Flags: uint8(num(f["TCB"])), Causes: octets(f["error_causes"])}
	case "SCTPChunkShutdownComplete":
		c = &sctp.ShutdownComplete{Flags: uint8(num(f["TCB"]))}
	case "SCTPChunkShutdownAck":
		c = &sctp.ShutdownAck{}
	case "SCTPChunkAddressConf":
		c = &sctp.ASCONF{Serial: u32("seq"), Params: sctpParams(f["params"])}
	case "SCTPChunkCookieAck":
		c = &sctp.CookieAck{}
	}
	chunks, _ := to.values["Chunks"].(sctp.Chunks)
	to.values["Chunks"] = chunks.Add(c)
	return nil
}

func sctpParams(v any) (p sctp.Params) {
	for _, l := range packets(v) {
		f := l.Fields
		t := wire.SCTPParamType(num(f["type"]))
		types := func(name string) (out []wire.SCTPChunkType) {
			list, _ := f[name].([]any)
			for _, x := range list {
				out = append(out, wire.SCTPChunkType(num(x)))
			}
			return out
		}
		switch l.Cls {
		case "SCTPChunkParamChunkList":
			p = p.Add(&sctp.ChunkTypes{Of: t, Types: types("chunk_list")})
		case "SCTPChunkParamSupportedExtensions":
			p = p.Add(&sctp.ChunkTypes{Of: t, Types: types("supported_extensions")})
		case "SCTPChunkParamRequestedHMACFunctions":
			h := &sctp.HMACs{}
			for _, x := range f["HMAC_functions_list"].([]any) {
				h.IDs = append(h.IDs, uint16(num(x)))
			}
			p = p.Add(h)
		case "SCTPChunkParamAddIPAddr", "SCTPChunkParamDelIPAddr":
			p = p.Add(&sctp.AddressChange{Of: t, CorrelationID: uint32(num(f["correlation_id"])), Addr: ipOf(f["addr"])})
		default:
			for _, name := range []string{"cookie", "random", "data"} {
				if x, ok := f[name]; ok {
					p = p.Add(&sctp.OtherParam{Of: t, Data: octets(x)})
				}
			}
		}
	}
	return p
}

// ikePayload adds a payload.
func ikePayload(to *wanted, l vectorLayer) error {
	f := l.Fields
	var p ike.Payload
	switch l.Cls {
	case "ISAKMP_payload_VendorID":
		p = &ike.Opaque{Of: wire.IKEVendorV1, Data: octets(f["VendorID"])}
	case "ISAKMP_payload_Hash":
		p = &ike.Opaque{Of: wire.IKEHashV1, Data: octets(f["hash"])}
	case "ISAKMP_payload_ID":
		p = &ike.IDV1{Kind: uint8(num(f["IDtype"])), Protocol: uint8(num(f["ProtoID"])), Port: uint16(num(f["Port"])), Data: ipOf(f["IdentData"]).AsSlice()}
	case "ISAKMP_payload_SA":
		p = &ike.SAV1{DOI: uint32(num(f["doi"])), Situation: uint32(num(f["situation"])), Proposals: ikeProposals(f["prop"], true)}
	case "IKEv2_SA":
		p = &ike.SA{Proposals: ikeProposals(f["prop"], false)}
	case "IKEv2_KE":
		p = &ike.KE{Group: uint16(num(f["group"])), Data: octets(f["ke"])}
	case "IKEv2_Nonce":
		p = &ike.Opaque{Of: wire.IKENonce, Data: octets(f["nonce"])}
	}
	m := &ike.Message{}
	m.Payloads, _ = to.values["Payloads"].(ike.Payloads)
	m.NextPayload = to.values["NextPayload"].(wire.IKEPayloadType)
	m.Add(p)
	to.values["Payloads"] = m.Payloads
	return nil
}

// isakmpAttributes are those of the vectors, by scapy's names.
var isakmpAttributes = map[string]struct {
	number uint16
	values map[string]byte
}{
	"Encryption": {1, map[string]byte{"AES-CBC": 7}}, "Hash": {2, map[string]byte{"SHA": 2}}, "Authentication": {3, map[string]byte{"PSK": 1}},
	"GroupDesc": {4, map[string]byte{"1024MODPgr": 2}}, "LifeType": {11, map[string]byte{"Seconds": 1}}, "LifeDuration": {12, nil}, "KeyLength": {14, nil},
}

func ikeProposals(v any, old bool) (out []ike.Proposal) {
	for _, l := range packets([]any{v}) {
		f := l.Fields
		p := ike.Proposal{Number: uint8(num(f["proposal"])), Protocol: uint8(num(f["proto"])), SPI: octets(f["SPI"])}
		for _, t := range packets([]any{f["trans"]}) {
			g := t.Fields
			x := ike.Transform{Number: uint8(num(g["transform_count"])), Kind: uint8(num(g["transform_type"])), ID: uint16(num(g["transform_id"]))}
			if n, ok := g["key_length"]; ok && n != nil {
				x.Attributes = append(x.Attributes, ike.Attribute{Type: 14, Short: true, Value: be(nil, 2, n)})
			}
			list, _ := g["transforms"].([]any)
			for _, a := range list {
				pair := tuple(a)
				k := isakmpAttributes[pair[0].(string)]
				if s, ok := pair[1].(string); ok {
					x.Attributes = append(x.Attributes, ike.Attribute{Type: k.number, Short: true, Value: []byte{0, k.values[s]}})
				} else if n := num(pair[1]); n < 1<<16 {
					x.Attributes = append(x.Attributes, ike.Attribute{Type: k.number, Short: true, Value: be(nil, 2, pair[1])})
				} else {
					x.Attributes = append(x.Attributes, ike.Attribute{Type: k.number, Value: be(nil, 4, pair[1])})
				}
			}
			p.Transforms = append(p.Transforms, x)
		}
		out = append(out, p)
	}
	return out
}
