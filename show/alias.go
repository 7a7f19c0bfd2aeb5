package show

import (
	"strings"

	"github.com/gocap-project/gocap/packet"
)

// The names that Wireshark's display filters have for what gocap calls otherwise,
// so that what people know works. They are data: nothing else here knows a
// protocol, and a name whose protocol the program does not have is not known.

// protoAliases are names of protocols.
var protoAliases = map[string]string{
	"eth": "Ethernet", "ip": "IPv4", "icmp": "ICMPv4", "bootp": "DHCP",
	"data": "Raw", "ipv6.fraghdr": "IPv6Fragment", "ipv6.hopopts": "IPv6HopByHop",
	"ipv6.dstopts": "IPv6DestOpts", "ipv6.routing": "IPv6Routing",
}

// fieldAliases are names of fields. The text after the name says more: "x" is
// hexadecimal, "*4" multiplies a number, "&2" is whether one of these bits is set,
// and several are separated by blanks. "@payload" is the length of the payload.
var fieldAliases = map[string]string{
	"eth.addr":                "Ethernet.Dst Ethernet.Src",
	"eth.type":                "Ethernet.Type:x",
	"vlan.priority":           "VLAN.PCP",
	"vlan.etype":              "VLAN.Type:x",
	"ip.addr":                 "IPv4.Src IPv4.Dst",
	"ip.hdr_len":              "IPv4.IHL*4",
	"ip.dsfield.dscp":         "IPv4.DSCP",
	"ip.dsfield.ecn":          "IPv4.ECN",
	"ip.len":                  "IPv4.Length",
	"ip.id":                   "IPv4.ID:x",
	"ip.flags":                "IPv4.Flags:x",
	"ip.flags.mf":             "IPv4.Flags&1",
	"ip.flags.df":             "IPv4.Flags&2",
	"ip.frag_offset":          "IPv4.FragOff*8",
	"ip.proto":                "IPv4.Protocol",
	"ip.checksum":             "IPv4.Checksum:x",
	"ipv6.addr":               "IPv6.Src IPv6.Dst",
	"ipv6.tclass":             "IPv6.TrafficClass:x",
	"ipv6.flow":               "IPv6.FlowLabel:x",
	"ipv6.plen":               "IPv6.Length",
	"ipv6.nxt":                "IPv6.NextHeader",
	"ipv6.hlim":               "IPv6.HopLimit",
	"ipv6.fraghdr.ident":      "IPv6Fragment.ID:x",
	"tcp.port":                "TCP.SrcPort TCP.DstPort",
	"tcp.seq_raw":             "TCP.Seq",
	"tcp.ack_raw":             "TCP.Ack",
	"tcp.len":                 "TCP.@payload",
	"tcp.hdr_len":             "TCP.DataOffset*4",
	"tcp.flags":               "TCP.Flags:x",
	"tcp.flags.fin":           "TCP.Flags&1",
	"tcp.flags.syn":           "TCP.Flags&2",
	"tcp.flags.reset":         "TCP.Flags&4",
	"tcp.flags.push":          "TCP.Flags&8",
	"tcp.flags.ack":           "TCP.Flags&16",
	"tcp.flags.urg":           "TCP.Flags&32",
	"tcp.flags.ece":           "TCP.Flags&64",
	"tcp.flags.cwr":           "TCP.Flags&128",
	"tcp.flags.ae":            "TCP.Flags&256",
	"tcp.window_size_value":   "TCP.Window",
	"tcp.checksum":            "TCP.Checksum:x",
	"tcp.urgent_pointer":      "TCP.Urgent",
	"arp.hw.type":             "ARP.HardwareType",
	"arp.proto.type":          "ARP.ProtocolType:x",
	"arp.hw.size":             "ARP.HardwareLen",
	"arp.proto.size":          "ARP.ProtocolLen",
	"arp.opcode":              "ARP.Op",
	"arp.src.hw_mac":          "ARP.SenderMAC",
	"arp.src.proto_ipv4":      "ARP.SenderIP",
	"arp.dst.hw_mac":          "ARP.TargetMAC",
	"arp.dst.proto_ipv4":      "ARP.TargetIP",
	"dns.id":                  "DNS.ID:x",
	"dns.flags.response":      "DNS.QR",
	"dns.flags.opcode":        "DNS.Opcode",
	"dns.flags.authoritative": "DNS.AA",
	"dns.flags.truncated":     "DNS.TC",
	"dns.flags.recdesired":    "DNS.RD",
	"dns.flags.recavail":      "DNS.RA",
	"dns.flags.rcode":         "DNS.RCode",
	"dns.count.queries":       "DNS.QDCount",
	"dns.count.answers":       "DNS.ANCount",
	"dns.count.auth_rr":       "DNS.NSCount",
	"dns.count.add_rr":        "DNS.ARCount",
	"dns.qry.name":            "DNS.Questions.Name",
	"dns.qry.type":            "DNS.Questions.Type",
	"dns.qry.class":           "DNS.Questions.Class",
	"dns.resp.name":           "DNS.Answers.Name DNS.Authority.Name DNS.Additional.Name",
	"dns.resp.type":           "DNS.Answers.Type DNS.Authority.Type DNS.Additional.Type",
	"dns.resp.ttl":            "DNS.Answers.TTL DNS.Authority.TTL DNS.Additional.TTL",
	"icmp.ident":              "ICMPv4.ID",
	"icmp.checksum":           "ICMPv4.Checksum:x",
	"icmpv6.checksum":         "ICMPv6.Checksum:x",
	"udp.port":                "UDP.SrcPort UDP.DstPort",
	"udp.checksum":            "UDP.Checksum:x",
}

// Find returns the protocol with the given name or alias, in any case. If there is
// none it returns nil and the nearest name, or none.
func Find(name string, protos []*packet.Proto) (pr *packet.Proto, nearest string) {
	least := len(name)/2 + 1
	nearness := 2 * least
	for _, pr := range protos {
		for _, n := range protoNames(pr) {
			if strings.EqualFold(n, name) {
				return pr, n
			}
			// Of names that are as near, one as long is meant: slips of the hand keep the length.
			if d := 2*distance(strings.ToLower(name), strings.ToLower(n), least) + bit(len(n) != len(name)); d < 2*least && d < nearness {
				nearest, nearness = n, d
			}
		}
	}
	return nil, nearest
}

// distance returns how many insertions, deletions, replacements and exchanges of
// neighbours make a of b, or limit if it is no fewer.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit || len(a) > 200 {
		return limit
	}
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		cur[0] = i + 1
		for j := range len(b) {
			d := min(prev[j+1]+1, cur[j]+1, prev[j]+bit(a[i] != b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			cur[j+1] = d
		}
		before, prev, cur = prev, cur, before
	}
	return min(prev[len(b)], limit)
}
