package layers_test

import (
	"net/netip"

	"github.com/gocap-project/gocap/layers/dns"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

func init() {
	header := map[string]column{
		"length": not,
		"id":     as("ID"), "qr": as("QR"), "opcode": as("Opcode"), "aa": as("AA"), "tc": as("TC"), "rd": as("RD"), "ra": as("RA"),
		"z": as("Z"), "ad": as("AD"), "cd": as("CD"), "rcode": as("RCode"),
		"qdcount": as("QDCount"), "ancount": as("ANCount"), "nscount": as("NSCount"), "arcount": as("ARCount"),
		"qd": {"Questions", dnsQuestions}, "an": {"Answers", dnsRecords}, "ns": {"Authority", dnsRecords}, "ar": {"Additional", dnsRecords},
	}
	classes["DNS"] = class{proto: dns.MessageProto, fields: header, build: dnsBuild, takes: dnsRest}
	// LLMNR has a message of the same form with other names for two bits.
	llmnr := map[string]column{"c": as("AA"), "t": as("RD"), "z": {"", nil}}
	for k, v := range header {
		if _, ok := llmnr[k]; !ok {
			llmnr[k] = v
		}
	}
	classes["LLMNRQuery"] = class{proto: dns.MessageProto, fields: llmnr, build: dnsBuild}
	classes["LLMNRResponse"] = classes["LLMNRQuery"]
}

// dnsBuild has names in full, as scapy has them unless told otherwise.
func dnsBuild(v *vector, l packet.Layer) {
	m := l.(*dns.Message)
	m.Uncompressed = v.Kind == "build" && len(v.Expr) > 12 && v.Expr[:12] != "dns_compress"
}

// dnsName returns a name in presentation form. scapy's has dots between labels
// and bytes as they are; the vectors have no dots within labels.
func dnsName(v any) string {
	var s []byte
	for _, c := range octets(v) {
		switch {
		case c < '!' || c > '~':
			s = append(s, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
		case c == '"' || c == '$' || c == '(' || c == ')' || c == ';' || c == '@' || c == '\\':
			s = append(s, '\\', c)
		default:
			s = append(s, c)
		}
	}
	return string(s)
}

func dnsQuestions(v any, _ values) any {
	var out []dns.Question
	for _, l := range packets(v) {
		class := num(l.Fields["unicastresponse"])<<15 | num(l.Fields["qclass"])
		out = append(out, dns.Question{Name: dnsName(l.Fields["qname"]), Type: wire.DNSType(num(l.Fields["qtype"])), Class: wire.DNSClass(class)})
	}
	return out
}

func dnsRecords(v any, _ values) any {
	var out []dns.Record
	for _, l := range packets(v) {
		f := l.Fields
		r := dns.Record{Name: dnsName(f["rrname"]), Type: wire.DNSType(num(f["type"])), TTL: uint32(num(f["ttl"])),
			Class: wire.DNSClass(num(f["cacheflush"])<<15 | num(f["rclass"])), Data: dnsData(l)}
		if l.Cls == "DNSRROPT" {
			r.TTL = uint32(num(f["extrcode"])<<24 | num(f["version"])<<16 | num(f["z"]))
		}
		out = append(out, r)
	}
	return out
}

// dnsData returns the data of one of scapy's record classes.
func dnsData(l vectorLayer) dns.Data {
	f := l.Fields
	n := func(name string) uint64 { return num(f[name]) }
	switch l.Cls {
	case "DNSRRMX":
		return &dns.MX{Preference: uint16(n("preference")), Exchange: dnsName(f["exchange"])}
	case "DNSRRSRV":
		return &dns.SRV{Priority: uint16(n("priority")), Weight: uint16(n("weight")), Port: uint16(n("port")), Target: dnsName(f["target"])}
	case "DNSRRDS":
		return &dns.DS{KeyTag: uint16(n("keytag")), Algorithm: wire.DNSAlgorithm(n("algorithm")), DigestType: uint8(n("digesttype")), Digest: octets(f["digest"])}
	case "DNSRRRSIG":
		return &dns.RRSIG{SIG: dns.SIG{Covered: wire.DNSType(n("typecovered")), Algorithm: wire.DNSAlgorithm(n("algorithm")), Labels: uint8(n("labels")),
			OriginalTTL: uint32(n("originalttl")), Expiration: uint32(n("expiration")), Inception: uint32(n("inception")),
			KeyTag: uint16(n("keytag")), Signer: dnsName(f["signersname"]), Signature: octets(f["signature"])}}
	case "DNSRRNSEC":
		return &dns.NSEC{NextName: dnsName(f["nextname"]), Types: octets(f["typebitmaps"])}
	case "DNSRRNSEC3":
		d := &dns.NSEC3{HashAlgorithm: uint8(n("hashalg")), Flags: uint8(n("flags")), Iterations: uint16(n("iterations")),
			Salt: octets(f["salt"]), NextHash: octets(f["nexthashedownername"]), Types: octets(f["typebitmaps"])}
		if said := n("hashlength"); said != uint64(len(d.NextHash)) {
			d.HashLength = uint8(said)
		}
		return d
	case "DNSRRNSEC3PARAM":
		return &dns.NSEC3PARAM{HashAlgorithm: uint8(n("hashalg")), Flags: uint8(n("flags")), Iterations: uint16(n("iterations")), Salt: octets(f["salt"])}
	case "DNSRRSVCB":
		return &dns.SVCB{Priority: uint16(n("svc_priority")), Target: dnsName(f["target_name"])}
	case "DNSRRHINFO":
		return &dns.HINFO{CPU: string(octets(f["cpu"])), OS: string(octets(f["os"]))}
	case "DNSRROPT":
		if len(packets(f["rdata"])) == 0 {
			return nil
		}
		return &dns.OPT{Options: ednsOptions(f["rdata"])}
	}
	return dnsPlainData(f)
}

// dnsPlainData returns the data of a DNSRR, whose form its type tells.
func dnsPlainData(f values) dns.Data {
	x := f["rdata"]
	b := octets(x)
	switch wire.DNSType(num(f["type"])) {
	case wire.DNSTypeA:
		return &dns.A{Addr: netip.MustParseAddr(x.(string))}
	case wire.DNSTypeAAAA:
		return &dns.AAAA{Addr: netip.MustParseAddr(x.(string))}
	case wire.DNSTypeNS:
		return &dns.NS{Host: dnsName(x)}
	case wire.DNSTypeCNAME:
		return &dns.CNAME{Target: dnsName(x)}
	case wire.DNSTypePTR:
		return &dns.PTR{Target: dnsName(x)}
	case wire.DNSTypeDNAME:
		return &dns.DNAME{Target: dnsName(x)}
	case wire.DNSTypeTXT:
		var t []string
		for _, s := range x.([]any) {
			t = append(t, string(octets(s)))
		}
		return &dns.TXT{Text: t}
	case wire.DNSTypeSSHFP:
		return &dns.SSHFP{Algorithm: b[0], FPType: b[1], Fingerprint: b[2:]}
	case wire.DNSTypeTLSA:
		return &dns.TLSA{Usage: b[0], Selector: b[1], MatchingType: b[2], Data: b[3:]}
	case wire.DNSTypeCAA:
		return &dns.CAA{Flags: b[0], Tag: string(b[2 : 2+b[1]]), Value: string(b[2+b[1]:])}
	}
	return &dns.Unknown{Bytes: b}
}

// ednsOptions makes the data of an OPT record of scapy's list of options.
func ednsOptions(v any) (o wire.EDNSOptions) {
	for _, l := range packets(v) {
		f := l.Fields
		var data []byte
		switch l.Cls {
		case "EDNS0COOKIE":
			data = append(octets(f["client_cookie"]), octets(f["server_cookie"])...)
		case "EDNS0ClientSubnet":
			n := num(f["source_plen"])
			addr := netip.MustParseAddr(f["address"].(string)).AsSlice()
			data = append([]byte{0, byte(num(f["family"])), byte(n), byte(num(f["scope_plen"]))}, addr[:(n+7)/8]...)
		case "EDNS0PADDING":
			data = octets(f["padding"])
		case "EDNS0ExtendedDNSError":
			n := num(f["info_code"])
			data = append([]byte{byte(n >> 8), byte(n)}, octets(f["extra_text"])...)
		case "EDNS0DAU", "EDNS0DHU", "EDNS0N3U":
			codes, _ := f["alg_code"].([]any)
			for _, c := range codes {
				data = append(data, byte(num(c)))
			}
		default:
			data = octets(f["optdata"])
		}
		o = o.Add(wire.EDNSOptionCode(num(f["optcode"])), data...)
	}
	return o
}

// dnsRest takes what scapy has as payload though it is within the data of the last record.
func dnsRest(w *wanted, raw []byte) []byte {
	for _, name := range []string{"Additional", "Authority", "Answers"} {
		records, _ := w.values[name].([]dns.Record)
		if len(records) == 0 {
			continue
		}
		if d, ok := records[len(records)-1].Data.(*dns.NSEC3PARAM); ok {
			d.Rest = raw // RFC 5155 §4.2: the data ends with the salt
			return nil
		}
		break
	}
	return raw
}
