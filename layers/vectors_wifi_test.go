package layers_test

import (
	"fmt"
	"math/bits"

	"github.com/gocap-project/gocap/layers/wifi"
	"github.com/gocap-project/gocap/layers/wpan"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	flag := func(i int) func(values) any {
		return func(f values) any { return num(f["FCfield"])>>i&1 != 0 }
	}
	classes["Dot11"] = class{proto: wifi.FrameProto, fields: map[string]column{
		"subtype": as("Subtype"), "type": as("Type"), "proto": as("Version"), "FCfield": not, "ID": as("Duration"), "SC": not,
		"addr1": as("Addr1"), "addr2": as("Addr2"), "addr3": as("Addr3"), "addr4": as("Addr4"),
	}, derived: map[string]func(f values) any{
		"ToDS": flag(0), "FromDS": flag(1), "MoreFrag": flag(2), "Retry": flag(3), "PowerMgmt": flag(4), "MoreData": flag(5),
		"Protected": flag(6), "Order": flag(7),
		"Seq":      func(f values) any { return uint16(num(f["SC"]) >> 4) },
		"Fragment": func(f values) any { return uint8(num(f["SC"]) & 15) },
	}}
	// scapy has the two bytes of the field in the other order.
	capability := column{"Capability", func(v any, _ values) any { return wire.Dot11Capability(bits.ReverseBytes16(uint16(num(v)))) }}
	classes["Dot11Auth"] = class{proto: wifi.AuthProto, fields: map[string]column{
		"algo": as("Algorithm"), "seqnum": as("Seq"), "status": as("Status")}}
	classes["Dot11Disas"] = class{proto: wifi.DeauthProto, fields: map[string]column{"reason": as("Reason")}}
	classes["Dot11Deauth"] = classes["Dot11Disas"]
	classes["Dot11AssoResp"] = class{proto: wifi.AssocRespProto, fields: map[string]column{
		"cap": capability, "status": as("Status"), "AID": as("AID")}}
	classes["Dot11ReassoResp"] = classes["Dot11AssoResp"]
	classes["Dot11AssoReq"] = class{proto: wifi.AssocReqProto, fields: map[string]column{
		"cap": capability, "listen_interval": as("Listen")}}
	classes["Dot11ReassoReq"] = class{proto: wifi.ReassocReqProto, fields: map[string]column{
		"cap": capability, "listen_interval": as("Listen"), "current_AP": as("CurrentAP")}}
	classes["Dot11Beacon"] = class{proto: wifi.BeaconProto, fields: map[string]column{
		"timestamp": as("Timestamp"), "beacon_interval": as("Interval"), "cap": capability}}
	classes["Dot11ProbeResp"] = classes["Dot11Beacon"]
	classes["Dot11CCMP"] = class{proto: wifi.CCMPProto, rest: "data", fields: map[string]column{
		"PN0": as("PN0"), "PN1": as("PN1"), "res0": as("Reserved"), "key_id": as("KeyID"), "ext_iv": as("ExtIV"), "res1": as("Reserved2"),
		"PN2": not, "PN3": not, "PN4": not, "PN5": not,
	}, derived: map[string]func(f values) any{"PNHigh": func(f values) any {
		return uint32(num(f["PN2"]) | num(f["PN3"])<<8 | num(f["PN4"])<<16 | num(f["PN5"])<<24)
	}}}
	classes["Dot15d4"] = class{proto: wpan.FrameProto, fields: map[string]column{
		"fcf_reserved_1": as("Reserved"), "fcf_panidcompress": as("PANCompression"), "fcf_ackreq": as("AckRequest"), "fcf_pending": as("Pending"),
		"fcf_security": as("Secured"), "fcf_frametype": as("Type"), "fcf_srcaddrmode": as("SrcMode"), "fcf_framever": as("Version"),
		"fcf_destaddrmode": as("DstMode"), "seqnum": as("Seq"), "fcf_reserved_2": not,
	}, derived: map[string]func(f values) any{
		"HasIEs":        func(f values) any { return num(f["fcf_reserved_2"])&2 != 0 },
		"SeqSuppressed": func(f values) any { return num(f["fcf_reserved_2"])&1 != 0 },
	}}
	element := func(value func(f values) wifi.Value) class {
		return class{merge: func(to *wanted, l vectorLayer) error {
			e, _ := to.values["Elements"].(wifi.Elements)
			v := value(l.Fields)
			if v == nil {
				return fmt.Errorf("%s: not an element the test knows", l.Cls)
			}
			to.values["Elements"] = e.Add(v)
			return nil
		}}
	}
	classes["Dot11Elt"] = element(func(f values) wifi.Value {
		return wifi.Unknown{ID: wire.Dot11ElementID(num(f["ID"])), Data: octets(f["info"])}
	})
	classes["Dot11EltVendorSpecific"] = element(func(f values) wifi.Value {
		oui := uint32(num(f["oui"]))
		return wifi.Unknown{ID: wire.Dot11ElemVendor, Data: append([]byte{byte(oui >> 16), byte(oui >> 8), byte(oui)}, octets(f["info"])...)}
	})
	classes["Dot11EltHTCapabilities"] = element(func(f values) wifi.Value {
		return wifi.HTCapabilities{AMPDU: uint8(num(f["Max_A_MPDU_Length_Exponent"]))} // the rest is zero in the vectors
	})
	classes["Dot11EltRSN"] = element(rsnVector)
}

// rsnVector makes an RSN element of scapy's fields.
func rsnVector(f values) wifi.Value {
	suite := func(p vectorLayer) uint32 {
		x := p.Fields["cipher"]
		if x == nil {
			x = p.Fields["suite"]
		}
		return uint32(num(p.Fields["oui"])<<8 | num(x))
	}
	r := wifi.RSN{Version: uint16(num(f["version"]))}
	for _, p := range packets([]any{f["group_cipher_suite"]}) {
		r.Group = wire.Dot11Cipher(suite(p))
	}
	for _, p := range packets(f["pairwise_cipher_suites"]) {
		r.Pairwise = append(r.Pairwise, wire.Dot11Cipher(suite(p)))
	}
	for _, p := range packets(f["akm_suites"]) {
		r.AKMs = append(r.AKMs, wire.Dot11AKM(suite(p)))
	}
	for name, bit := range map[string]wifi.RSNCapabilities{"pre_auth": wifi.RSNPreauthentication, "no_pairwise": wifi.RSNNoPairwise,
		"mfp_required": wifi.RSNMFPRequired, "mfp_capable": wifi.RSNMFPCapable} {
		if num(f[name]) != 0 {
			r.Capabilities |= bit
		}
	}
	for _, p := range packets([]any{f["group_management_cipher_suite"]}) {
		r.GroupMgmt = wire.Dot11Cipher(suite(p))
	}
	return r
}
