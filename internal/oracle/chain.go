package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/gocap-project/gocap/layers"
	"github.com/gocap-project/gocap/layers/sctp"
	"github.com/gocap-project/gocap/layers/wifi"
	"github.com/gocap-project/gocap/packet"
	"github.com/gocap-project/gocap/wire"
)

// tokens are the names that tshark has for our protocols. One with the empty
// name has none there.
var tokens = map[string]string{
	"Ethernet": "eth", "VLAN": "vlan", "LLC": "llc", "SNAP": "", "MPLS": "mpls",
	"SLL": "sll", "SLL2": "sll", "Null": "null", "Loop": "null", "ARP": "arp",
	"IPv4": "ip", "IPv6": "ipv6", "IPv6HopByHop": "ipv6.hopopts", "IPv6DestOpts": "ipv6.dstopts",
	"IPv6Routing": "ipv6.routing", "IPv6SourceRoute": "ipv6.routing", "IPv6HomeRoute": "ipv6.routing",
	"RPLSourceRoute": "ipv6.routing", "SRH": "ipv6.routing", "IPv6Fragment": "ipv6.fraghdr", "AH": "ah", "ESP": "esp",
	"ICMPv4": "icmp", "ICMPv6": "icmpv6", "TCP": "tcp", "UDP": "udp",
	"GRE": "gre", "EnhancedGRE": "gre", "VXLAN": "vxlan",
	"PPPoE": "pppoes", "PPPoEDiscovery": "pppoed", "HDLC": "", "PPP": "ppp", "CiscoHDLC": "chdlc", "SLARP": "slarp", "PPPMultilink": "mp", "FrameRelay": "fr",
	"GENEVE": "geneve", "GTPU": "gtp", "NSH": "nsh", "VXLANGPE": "vxlan", "ERSPAN": "erspan", "ERSPAN3": "erspan", "LISP": "lisp-data",
	"L2TP": "l2tp", "L2TPv3": "l2tp", "L2TPv3IP": "l2tp", "PWControlWord": "pwethcw", "PWChannelHeader": "pwach",
	"TeredoAuth": "", "TeredoOrigin": "", "Rx": "rx", "OpenFlow": "openflow", "Babel": "babel", "BGP": "bgp",
	"LCP": "lcp", "IPCP": "ipcp", "IPV6CP": "ipv6cp", "CCP": "ccp", "ECP": "ecp", "PAP": "pap", "CHAP": "chap",
	"STP": "stp", "BPDU": "stp", "TCN": "stp", "RSTP": "stp", "MSTP": "stp", "LLDP": "lldp", "LACP": "lacp", "Marker": "marker", "OAM": "oampdu",
	"CDP": "cdp", "UDLD": "udld", "DTP": "dtp", "VTP": "vtp", "EAPOL": "eapol", "EAP": "eap", "MACControl": "macc", "ITag": "ieee8021ah",
	"MACsec": "macsec", "EtherIP": "etherip", "WakeOnLAN": "wol", "Loopback": "loop", "AoE": "aoe",
	"IGMP": "igmp", "IGMPv3Query": "igmp", "IGMPv3Report": "igmp", "DVMRP": "igmp", "PIMv1": "igmp", "Mtrace": "igmp",
	"PIM": "pim", "VRRPv2": "vrrp", "VRRPv3": "vrrp", "CARP": "vrrp", "HSRP": "hsrp", "HSRPv2": "hsrp", "HSRPAdvertise": "hsrp",
	"RIP": "rip", "RIPng": "ripng", "BFD": "bfd", "BFDEcho": "bfd_echo", "EIGRP": "eigrp", "UDPLite": "udplite", "DCCP": "dccp",
	"SCTP": "sctp", "IKE": "isakmp", "NonESPMarker": "", "NATKeepalive": "", "IPComp": "ipcomp",
	"WireGuardInitiation": "wg", "WireGuardResponse": "wg", "WireGuardCookie": "wg", "WireGuardData": "wg",
	"DNS": "dns", "DNS-TCP": "dns", "DHCP": "dhcp",
	"RadioTap": "radiotap", "PPI": "ppi", "Prism": "prism", "AVS": "wlancap", "Dot11": "wlan", "MSDU": "wlan_aggregate",
	"WPAN": "wpan", "WPAN-FCS": "wpan", "WPAN-FCS32": "wpan", "WPANBeacon": "", "WPANCommand": "", "WPANTAP": "wpan-tap", "WPANNonASK": "wpan-nonask-phy",
	"NFLOG": "nflog", "PKTAP": "pktap",
	"BLERadio": "btle_rf", "BLELink": "btle", "BLEAdvertising": "", "BLEData": "", "L2CAP": "btl2cap", "ATT": "btatt",
	"SOCKS4Request": "socks", "SOCKS4Reply": "socks", "SOCKS5Greeting": "socks", "SOCKS5Method": "socks", "SOCKS5Login": "socks",
	"SOCKS5LoginStatus": "socks", "SOCKS5Request": "socks", "SOCKS5Reply": "socks", "Mobility": "mipv6",
	"WEP": "", "TKIP": "", "CCMP": "", "Mesh": "",
	"TLS": "tls", "SSL2Hello": "tls", "DTLS": "dtls", "DTLS13": "dtls", "DTLS-CID": "dtls",
	"SIP": "sip", "SDP": "sdp", "PTP": "ptp", "RTP": "rtp", "RTCP": "rtcp", "STUN": "stun", "TURNChannelData": "turnchannel",
	"NetFlow5": "cflow", "NetFlow9": "cflow", "IPFIX": "cflow", "sFlow": "sflow",
	"NTP": "ntp", "NTPControl": "ntp", "NTPPrivate": "ntp", "TFTP": "tftp", "Syslog": "syslog", "RADIUS": "radius", "SNMP": "snmp", "OSPFv2": "ospf", "OSPFv3": "ospf", "LDP": "ldp", "RSVP": "rsvp", "ISIS": "isis", "ESIS": "esis", "CLNP": "clnp",
	"DHCPv6": "dhcpv6", "DHCPv6Relay": "dhcpv6", "CoAP": "coap", "NBNS": "nbns", "NBDS": "nbdgm", "Modbus": "mbtcp", "MQTT": "mqtt",
	"NBSS": "nbss", "SMB": "smb", "SMB2": "smb2", "SMB2Encrypted": "smb2", "SMB2Compressed": "smb2", "HTTP": "http", "RTSP": "rtsp",
	"SSHIdentification": "ssh", "SSH": "ssh", "RESP": "resp", "Memcached": "memcache", "MemcachedText": "memcache", "FTP": "ftp",
	"SMTP": "smtp", "POP3": "pop", "IMAP": "imap", "NNTP": "nntp", "IRC": "irc", "WHOIS": "whois", "Finger": "finger",
	"GTPv0": "gtp", "GTPv1": "gtp", "GTPPrime": "gtp", "GTPv2": "gtpv2", "Diameter": "diameter", "PFCP": "pfcp", "MySQL": "mysql", "PostgreSQL": "pgsql",
	"QUIC": "quic", "QUICShort": "quic", "QUICRetry": "quic", "QUICVersionNegotiation": "quic",
}

// same are names of tshark's that mean what another does.
var same = map[string]string{
	"mdns": "dns", "llmnr": "dns", "ieee8021ad": "vlan", "bootp": "dhcp", "classicstun": "stun", "ssdp": "http", "ipv6.shim6": "shim6",
	"gtpprime": "gtp", "openflow_v1": "openflow", "openflow_v4": "openflow", "openflow_v5": "openflow",
}

// silent are names of tshark's for what is no layer of gocap's: the EtherType
// within another header, a link layer without a header.
var silent = []string{"ethertype", "osi", "isis.hello", "isis.lsp", "isis.csnp", "isis.psnp", "raw", "slow", "wlan_rsna_eapol", "wlan_radio", "bluetooth", "teredo", "pwethheuristic", "udpencap", "mptcp", "pcap_pktdata"}

// ICMP messages are part of icmp and icmpv6.
func init() {
	for _, b := range layers.ICMPv4Types.All() {
		tokens[b.Proto.Name] = ""
	}
	for _, b := range layers.ICMPv6Types.All() {
		tokens[b.Proto.Name] = ""
	}
	tokens["MLDv2Query"] = ""
	for _, b := range layers.MobilityTypes.All() {
		tokens[b.Proto.Name] = ""
	}
	for _, b := range wifi.Kinds.All() { // bodies of frames
		if _, ok := tokens[b.Proto.Name]; !ok {
			tokens[b.Proto.Name] = ""
		}
	}
}

// known says which names of tshark's are in scope.
var known = func() map[string]bool {
	m := map[string]bool{}
	for _, t := range tokens {
		if t != "" {
			m[t] = true
		}
	}
	return m
}()

// theirs returns tshark's chain as far as it is in scope, and what it goes on with.
func theirs(protocols string) (chain []string, rest string) {
	all := strings.Split(protocols, ":")
	for i, t := range all {
		if s, ok := same[t]; ok {
			t = s
		}
		switch {
		case slices.Contains(silent, t):
		case len(chain) > 0 && within(chain[len(chain)-1], t):
			return chain, strings.Join(all[i:], ":")
		case t == "tls" && len(chain) > 0 && chain[len(chain)-1] == "quic": // within frames, decrypted
		case t == "icmp" && len(chain) > 0 && chain[len(chain)-1] == "icmpv6": // the extension structure
		case t == "ipcp" && len(chain) > 0 && (chain[len(chain)-1] == "gtp" || chain[len(chain)-1] == "gtpv2"): // in an element
		case t == "pim" && len(chain) > 0 && chain[len(chain)-1] == "igmp": // the body of version 1
		case !known[t]:
			return chain, strings.Join(all[i:], ":")
		default:
			chain = extend(chain, t)
		}
	}
	return chain, ""
}

// within reports whether tshark shows packets that are in a field of outer's as what
// follows it: samples, a rejected packet, a packet that came in, EAP in attributes, a
// redirected packet.
func within(outer, t string) bool {
	switch outer {
	case "sflow":
		return true
	case "lcp":
		return t == "ipcp" || t == "ipv6cp" || t == "ccp"
	case "openflow":
		return t == "eth"
	case "radius":
		return t == "eap"
	case "gtp": // options that are configured
		return t == "ipcp" || t == "pap" || t == "chap"
	}
	return false
}

// ours returns the packet's chain in tshark's names, as far as it is in scope,
// and what it goes on with. A protocol that could not be parsed is part of the
// chain, as it is of tshark's: the error names it.
func ours(p packet.Packet, err error) (chain []string, rest string) {
	for i, l := range p {
		t, ok := tokens[l.Proto().Name]
		if e, failed := errors.AsType[*packet.Error](err); failed && e.Index == i && l.Proto() == packet.RawProto {
			if t, ok := tokens[e.Layer]; ok && t != "" {
				return extend(chain, t), ""
			}
		}
		if !ok {
			return chain, l.Proto().Name
		}
		if t == "eth" && len(chain) > 0 && chain[len(chain)-1] == "ieee8021ah" {
			continue // tshark has the customer's addresses in the tag
		}
		if t != "" {
			chain = extend(chain, t)
		}
		if s, ok := l.(*sctp.Packet); ok {
			for _, m := range s.Messages() { // of which tshark has the first as a layer
				if t := tokens[m[0].Proto().Name]; t != "" {
					chain = extend(chain, t)
				}
				break
			}
		}
		if g, ok := l.(*layers.GRE); ok && g.Protocol.Get() == wire.EtherTypeERSPAN && !g.SeqPresent.Get() {
			chain = extend(chain, "erspan") // type I, which has no header
		}
	}
	return chain, ""
}

// rows are protocols of which several messages in a row are one, or one each.
var rows = []string{"mpls", "igmp", "dns", "dhcp", "tls", "dtls", "quic", "rtcp", "dhcpv6", "mbtcp", "mqtt", "smb", "smb2", "snmp", "ssh", "memcache", "bgp", "openflow", "ldp",
	"gtpv2", "diameter", "pfcp", "mysql", "pgsql"}

// extend appends t, unless it is one of a kind of which tshark names several in a
// row once, or once each: label stack entries, messages in a segment.
func extend(chain []string, t string) []string {
	if n := len(chain); n > 0 && chain[n-1] == t && slices.Contains(rows, t) {
		return chain
	}
	return append(chain, t)
}
