package filter

// etherTypes are the names that "link proto" takes, with their EtherTypes.
var etherTypes = map[string]uint32{
	"aarp": etAARP, "arp": etARP, "atalk": etATalk, "decnet": etDECnet, "ip": etIP, "ip6": etIP6, "lat": etLAT,
	"lldp": 0x88cc, "loopback": 0x9000, "mopdl": etMOPDL, "moprc": etMOPRC, "rarp": etRARP, "sca": etSCA, "slow": 0x8809,
}

// llcTypes are the names that "link proto" takes, with their LLC SAPs.
var llcTypes = map[string]uint32{"iso": sapISO, "stp": sapSTP, "ipx": sapIPX, "netbeui": sapNetBEUI}

// EtherTypes and LLC service access points.
const (
	etIP     = 0x0800
	etARP    = 0x0806
	etRARP   = 0x8035
	etIP6    = 0x86dd
	etDECnet = 0x6003
	etLAT    = 0x6004
	etSCA    = 0x6007
	etMOPDL  = 0x6001
	etMOPRC  = 0x6002
	etATalk  = 0x809b
	etAARP   = 0x80f3
	etIPX    = 0x8137
	etVLAN   = 0x8100
	etQinQ   = 0x88a8
	etVLAN91 = 0x9100
	etVLAN92 = 0x9200
	etMPLS   = 0x8847
	etMPLSUp = 0x8848 // with labels that upstream assigned (RFC 5332)
	etPPPoED = 0x8863
	etPPPoES = 0x8864
	etTEB    = 0x6558 // transparent Ethernet bridging
	etNS     = 0x0600

	sapISO     = 0xfe
	sapSTP     = 0x42
	sapIPX     = 0xe0
	sapNetBEUI = 0xf0
	sapIP      = 0x06

	maxLen8023 = 1500 // the greatest length in the EtherType field of an IEEE 802.3 frame
)

// Protocol numbers of IPv4 and IPv6.
const (
	ipICMP   = 1
	ipIGMP   = 2
	ipTCP    = 6
	ipUDP    = 17
	ipFrag   = 44
	ipESP    = 50
	ipAH     = 51
	ipICMP6  = 58
	ipNone   = 59
	ipIGRP   = 88 // also EIGRP
	ipPIM    = 103
	ipVRRP   = 112 // also CARP
	ipSCTP   = 132
	isoCLNP  = 0x81
	isoESIS  = 0x82
	isoISIS  = 0x83
	hopByHop = 0
	routing  = 43
	destOpts = 60
)

// ipProtocols are IANA's protocol numbers by the names of their keywords.
var ipProtocols = map[string]uint8{
	"ip": 0, "hopopt": 0, "icmp": 1, "igmp": 2, "ggp": 3, "ipencap": 4, "ipv4": 4, "st": 5, "tcp": 6, "egp": 8,
	"igp": 9, "pup": 12, "udp": 17, "hmp": 20, "xns-idp": 22, "rdp": 27, "iso-tp4": 29, "dccp": 33, "xtp": 36,
	"ddp": 37, "idpr-cmtp": 38, "ipv6": 41, "ipv6-route": 43, "ipv6-frag": 44, "idrp": 45, "rsvp": 46, "gre": 47,
	"esp": 50, "ipsec-esp": 50, "ah": 51, "ipsec-ah": 51, "skip": 57, "icmp6": 58, "ipv6-icmp": 58, "icmpv6": 58,
	"ipv6-nonxt": 59, "ipv6-opts": 60, "rspf": 73, "vmtp": 81, "eigrp": 88, "ospf": 89, "ospfigp": 89, "ax.25": 93,
	"ipip": 94, "etherip": 97, "encap": 98, "pim": 103, "ipcomp": 108, "vrrp": 112, "carp": 112, "l2tp": 115,
	"isis": 124, "sctp": 132, "fc": 133, "mobility-header": 135, "udplite": 136, "mpls-in-ip": 137, "manet": 138,
	"hip": 139, "shim6": 140, "wesp": 141, "rohc": 142, "ethernet": 143, "mptcp": 6,
}

// isoProtocols and isisProtocols are the names that "iso proto" takes.
var isoProtocols = map[string]uint32{"esis": isoESIS, "isis": isoISIS, "clnp": isoCLNP}

// service is a port and the transports it is known over: t, u and s.
type service struct {
	port uint16
	over string
}

// services are names of well-known ports, from IANA's registry.
var services = map[string]service{
	"tcpmux": {1, "t"}, "echo": {7, "tu"}, "discard": {9, "tus"}, "systat": {11, "t"}, "daytime": {13, "tus"},
	"netstat": {15, "t"}, "qotd": {17, "t"}, "chargen": {19, "tu"}, "ftp-data": {20, "ts"}, "ftp": {21, "ts"},
	"ssh": {22, "ts"}, "telnet": {23, "t"}, "smtp": {25, "t"}, "time": {37, "tu"}, "whois": {43, "t"}, "tacacs": {49, "tu"},
	"domain": {53, "tu"}, "bootps": {67, "u"}, "bootpc": {68, "u"}, "tftp": {69, "u"}, "gopher": {70, "t"},
	"finger": {79, "t"}, "http": {80, "tus"}, "www": {80, "tu"}, "kerberos": {88, "tu"}, "iso-tsap": {102, "t"},
	"acr-nema": {104, "tu"}, "pop3": {110, "t"}, "sunrpc": {111, "tu"}, "auth": {113, "t"}, "nntp": {119, "t"},
	"ntp": {123, "u"}, "epmap": {135, "tu"}, "netbios-ns": {137, "tu"}, "netbios-dgm": {138, "tu"},
	"netbios-ssn": {139, "tu"}, "imap2": {143, "t"}, "imap": {143, "t"}, "snmp": {161, "tu"}, "snmp-trap": {162, "tu"},
	"snmptrap": {162, "tu"}, "xdmcp": {177, "u"}, "bgp": {179, "ts"}, "irc": {194, "tu"}, "ldap": {389, "tu"},
	"svrloc": {427, "tu"}, "https": {443, "tus"}, "snpp": {444, "tu"}, "microsoft-ds": {445, "tu"}, "kpasswd": {464, "tu"},
	"submissions": {465, "t"}, "isakmp": {500, "u"}, "exec": {512, "t"}, "biff": {512, "u"}, "login": {513, "t"},
	"who": {513, "u"}, "shell": {514, "t"}, "syslog": {514, "u"}, "printer": {515, "t"}, "talk": {517, "u"},
	"ntalk": {518, "u"}, "route": {520, "u"}, "router": {520, "u"}, "ripng": {521, "u"}, "uucp": {540, "t"}, "klogin": {543, "t"},
	"kshell": {544, "t"}, "dhcpv6-client": {546, "u"}, "dhcpv6-server": {547, "u"}, "rtsp": {554, "tu"},
	"nntps": {563, "t"}, "submission": {587, "t"}, "ldaps": {636, "tu"}, "ldp": {646, "tu"}, "ftps-data": {989, "t"},
	"ftps": {990, "t"}, "telnets": {992, "t"}, "imaps": {993, "t"}, "pop3s": {995, "t"}, "socks": {1080, "t"},
	"openvpn": {1194, "tu"}, "ms-sql-s": {1433, "t"}, "ms-sql-m": {1434, "u"}, "l2f": {1701, "u"}, "l2tp": {1701, "u"},
	"radius": {1812, "tu"}, "radius-acct": {1813, "tu"}, "nfs": {2049, "tu"}, "gtp-control": {2123, "u"},
	"gtp-user": {2152, "u"}, "mysql": {3306, "t"}, "ms-wbt-server": {3389, "tu"}, "svn": {3690, "t"}, "diameter": {3868, "ts"},
	"ipsec-nat-t": {4500, "u"}, "vxlan": {4789, "u"}, "sip": {5060, "tus"}, "sip-tls": {5061, "tus"},
	"xmpp-client": {5222, "t"}, "mdns": {5353, "u"}, "llmnr": {5355, "tu"}, "postgresql": {5432, "t"}, "amqp": {5672, "ts"},
	"amqps": {5671, "t"}, "vnc": {5900, "t"}, "x11": {6000, "t"}, "geneve": {6081, "u"}, "redis": {6379, "t"},
	"http-alt": {8080, "tu"},
}
