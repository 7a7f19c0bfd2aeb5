package filter

// keyword is a reserved word, in its canonical spelling.
type keyword string

// protoWords are the words that stand for a protocol.
var protoWords = map[string]Proto{
	"link": Link, "ether": Link, "ppp": Link, "slip": Link, "fddi": Link, "tr": Link, "wlan": Link,
	"ip": IP, "ip6": IP6, "arp": ARP, "rarp": RARP, "tcp": TCP, "udp": UDP, "sctp": SCTP,
	"icmp": ICMP, "icmp6": ICMP6, "igmp": IGMP, "igrp": IGRP, "pim": PIM, "vrrp": VRRP, "carp": CARP,
	"ah": AH, "esp": ESP, "atalk": ATalk, "aarp": AARP, "decnet": DECnet, "lat": LAT, "sca": SCA,
	"moprc": MOPRC, "mopdl": MOPDL, "iso": ISO, "esis": ESIS, "es-is": ESIS, "isis": ISIS, "is-is": ISIS,
	"l1": L1, "l2": L2, "iih": IIH, "lsp": LSP, "snp": SNP, "csnp": CSNP, "psnp": PSNP, "clnp": CLNP,
	"stp": STP, "ipx": IPX, "netbeui": NetBEUI, "radio": Radio,
}

// op returns the operator that a word is, or opNone.
func (w keyword) op() op {
	switch w {
	case "and":
		return opAnd
	case "or":
		return opOr
	case "not":
		return opNot
	}
	return opNone
}

// keywords are all reserved words with their canonical spelling.
var keywords = makeKeywords()

func makeKeywords() map[string]keyword {
	m := map[string]keyword{
		"len": "len", "length": "len", "dir": "dir", "direction": "dir",
		"address1": "addr1", "addr1": "addr1", "address2": "addr2", "addr2": "addr2",
		"address3": "addr3", "addr3": "addr3", "address4": "addr4", "addr4": "addr4", "ra": "ra", "ta": "ta",
		"on": "ifname", "ifname": "ifname", "rset": "rset", "ruleset": "rset", "rnr": "rnr", "rulenum": "rnr",
		"srnr": "srnr", "subrulenum": "srnr", "lssu": "lssu", "lsu": "lssu",
	}
	for w := range protoWords {
		m[w] = keyword(w)
	}
	for _, w := range []keyword{
		"src", "dst", "host", "net", "mask", "port", "portrange", "proto", "protochain", "gateway",
		"type", "subtype", "less", "greater", "byte", "broadcast", "multicast", "and", "or", "not",
		"inbound", "outbound", "ifindex", "vlan", "mpls", "pppoed", "pppoes", "geneve", "vxlan",
		"lane", "llc", "metac", "bcc", "sc", "ilmic", "oam", "oamf4", "oamf4sc", "oamf4ec",
		"connectmsg", "metaconnect", "vpi", "vci", "reason", "action",
		"fisu", "msu", "hfisu", "hlssu", "hmsu", "sio", "opc", "dpc", "sls", "hsio", "hopc", "hdpc", "hsls",
	} {
		m[string(w)] = w
	}
	return m
}

// constants are the names of offsets and values in ICMP, ICMPv6 and TCP headers.
var constants = map[string]uint32{
	"icmptype": 0, "icmpcode": 1,
	"icmp-echoreply": 0, "icmp-unreach": 3, "icmp-sourcequench": 4, "icmp-redirect": 5, "icmp-echo": 8,
	"icmp-routeradvert": 9, "icmp-routersolicit": 10, "icmp-timxceed": 11, "icmp-paramprob": 12,
	"icmp-tstamp": 13, "icmp-tstampreply": 14, "icmp-ireq": 15, "icmp-ireqreply": 16,
	"icmp-maskreq": 17, "icmp-maskreply": 18,
	"icmp6type": 0, "icmp6code": 1,
	"icmp6-destinationrunreach": 1, "icmp6-destinationunreach": 1, "icmp6-packettoobig": 2,
	"icmp6-timeexceeded": 3, "icmp6-parameterproblem": 4,
	"icmp6-echo": 128, "icmp6-echoreply": 129, "icmp6-multicastlistenerquery": 130,
	"icmp6-multicastlistenerreportv1": 131, "icmp6-multicastlistenerdone": 132,
	"icmp6-routersolicit": 133, "icmp6-routeradvert": 134, "icmp6-neighborsolicit": 135,
	"icmp6-neighboradvert": 136, "icmp6-redirect": 137, "icmp6-routerrenum": 138,
	"icmp6-nodeinformationquery": 139, "icmp6-nodeinformationresponse": 140,
	"icmp6-ineighbordiscoverysolicit": 141, "icmp6-ineighbordiscoveryadvert": 142,
	"icmp6-multicastlistenerreportv2": 143, "icmp6-homeagentdiscoveryrequest": 144,
	"icmp6-homeagentdiscoveryreply": 145, "icmp6-mobileprefixsolicit": 146,
	"icmp6-mobileprefixadvert": 147, "icmp6-certpathsolicit": 148, "icmp6-certpathadvert": 149,
	"icmp6-multicastrouteradvert": 151, "icmp6-multicastroutersolicit": 152, "icmp6-multicastrouterterm": 153,
	"tcpflags": 13, "tcp-fin": 0x01, "tcp-syn": 0x02, "tcp-rst": 0x04, "tcp-push": 0x08, "tcp-ack": 0x10,
	"tcp-urg": 0x20, "tcp-ece": 0x40, "tcp-cwr": 0x80,
}
